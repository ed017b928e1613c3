//! Instructions (JVMS 6.5). An [`Insn`] is a handle on its bytes.

use super::bytes::{u8_at, u16_at, u32_at};

/// One instruction; `wide` and what it widens are one.
#[derive(Debug, Clone, Copy)]
pub struct Insn<'a> {
    pc: u32,
    bytes: &'a [u8],
}

/// A `tableswitch` or `lookupswitch`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switch {
    /// Where every other key goes.
    pub default: u32,
    /// Keys and where they go, in the file's order.
    pub cases: Vec<(i32, u32)>,
}

const WIDE: u8 = 0xc4;

/// Length of the instruction that `rest` begins with at `pc`; `None` for no instruction and one that is cut off.
fn length(rest: &[u8], pc: u32) -> Option<usize> {
    let op = *rest.first()?;
    let padding = 3 - (pc as usize & 3);
    let len = match op {
        0x10 | 0x12 | 0x15..=0x19 | 0x36..=0x3a | 0xa9 | 0xbc => 2,
        0x11
        | 0x13
        | 0x14
        | 0x84
        | 0x99..=0xa8
        | 0xb2..=0xb8
        | 0xbb
        | 0xbd
        | 0xc0
        | 0xc1
        | 0xc6
        | 0xc7 => 3,
        0xc5 => 4,
        0xb9 | 0xba | 0xc8 | 0xc9 => 5,
        0xaa => {
            let at = 1 + padding;
            let low = u32_at(rest, at + 4)?.cast_signed();
            let high = u32_at(rest, at + 8)?.cast_signed();
            let count = i64::from(high) - i64::from(low) + 1;
            at + 12 + 4 * usize::try_from(count).ok()?
        }
        0xab => {
            let at = 1 + padding;
            let count = u32_at(rest, at + 4)?.cast_signed();
            at + 8 + 8 * usize::try_from(count).ok()?
        }
        WIDE => match *rest.get(1)? {
            0x84 => 6,
            0x15..=0x19 | 0x36..=0x3a | 0xa9 => 4,
            _ => return None,
        },
        0x00..=0xc9 => 1,
        _ => return None,
    };
    (len <= rest.len()).then_some(len)
}

impl<'a> Insn<'a> {
    /// Where it stands, in bytes from the body's first.
    pub fn pc(&self) -> u32 {
        self.pc
    }

    /// Where the next one stands.
    pub fn next(&self) -> u32 {
        self.pc.saturating_add(self.bytes.len() as u32)
    }

    /// The opcode; of `wide` that of the instruction it widens.
    pub fn op(&self) -> u8 {
        match self.bytes.first().copied().unwrap_or(0) {
            WIDE => u8_at(self.bytes, 1).unwrap_or(0),
            op => op,
        }
    }

    fn is_wide(&self) -> bool {
        self.bytes.first() == Some(&WIDE)
    }

    /// Index into the constant pool of the instructions that have one.
    pub fn index(&self) -> u16 {
        match self.op() {
            0x12 => u8_at(self.bytes, 1).map_or(0, u16::from),
            0x13 | 0x14 | 0xb2..=0xbb | 0xbd | 0xc0 | 0xc1 | 0xc5 => {
                u16_at(self.bytes, 1).unwrap_or(0)
            }
            _ => 0,
        }
    }

    /// Slot of a local variable: of loads, stores, `iinc`, `ret` in every form.
    pub fn local(&self) -> u16 {
        match self.op() {
            op @ 0x1a..=0x2d => u16::from((op - 0x1a) % 4),
            op @ 0x3b..=0x4e => u16::from((op - 0x3b) % 4),
            _ if self.is_wide() => u16_at(self.bytes, 2).unwrap_or(0),
            _ => u8_at(self.bytes, 1).map_or(0, u16::from),
        }
    }

    /// The literal of `bipush`, `sipush`, `iinc`; the type of `newarray`, the dimensions of `multianewarray`.
    pub fn literal(&self) -> i32 {
        match self.op() {
            0x10 => u8_at(self.bytes, 1).map_or(0, |b| i32::from(b.cast_signed())),
            0x11 => u16_at(self.bytes, 1).map_or(0, |b| i32::from(b.cast_signed())),
            0x84 if self.is_wide() => {
                u16_at(self.bytes, 4).map_or(0, |b| i32::from(b.cast_signed()))
            }
            0x84 => u8_at(self.bytes, 2).map_or(0, |b| i32::from(b.cast_signed())),
            0xbc => u8_at(self.bytes, 1).map_or(0, i32::from),
            0xc5 => u8_at(self.bytes, 3).map_or(0, i32::from),
            _ => 0,
        }
    }

    /// Where a branch or `jsr` goes (not checked against the body).
    pub fn target(&self) -> Option<u32> {
        let offset = match self.op() {
            0x99..=0xa8 | 0xc6 | 0xc7 => i32::from(u16_at(self.bytes, 1)?.cast_signed()),
            0xc8 | 0xc9 => u32_at(self.bytes, 1)?.cast_signed(),
            _ => return None,
        };
        self.pc.checked_add_signed(offset)
    }

    /// The cases of a switch. Cases that lead outside of 32 bits are left out.
    pub fn switch(&self) -> Option<Switch> {
        let at = 1 + (3 - (self.pc as usize & 3));
        let word = |at: usize| u32_at(self.bytes, at).map(u32::cast_signed);
        let to = |offset: i32| self.pc.checked_add_signed(offset);
        let default = to(word(at)?)?;
        let mut cases = Vec::new();
        match self.op() {
            0xaa => {
                let (low, high) = (word(at + 4)?, word(at + 8)?);
                for (i, key) in (low..=high).enumerate() {
                    let Some(offset) = word(at + 12 + 4 * i) else {
                        break;
                    };
                    cases.extend(to(offset).map(|target| (key, target)));
                }
            }
            0xab => {
                for i in 0..usize::try_from(word(at + 4)?).ok()? {
                    let row = word(at + 8 + 8 * i).zip(word(at + 12 + 8 * i));
                    let Some((key, offset)) = row else { break };
                    cases.extend(to(offset).map(|target| (key, target)));
                }
            }
            _ => return None,
        }
        Some(Switch { default, cases })
    }

    /// Whether the instruction after it can be next.
    pub fn can_continue(&self) -> bool {
        !matches!(self.op(), 0xa7..=0xb1 | 0xbf | 0xc8 | 0xc9)
    }
}

/// Iterator over instructions; see [`super::Code::insns`].
#[derive(Debug, Clone)]
pub struct Insns<'a> {
    bytes: &'a [u8],
    pc: u32,
    broken: bool,
}

impl<'a> Insns<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            pc: 0,
            broken: false,
        }
    }

    /// Whether the iterator ended at bytes that are no instruction.
    pub fn broken(&self) -> bool {
        self.broken
    }
}

impl<'a> Iterator for Insns<'a> {
    type Item = Insn<'a>;

    fn next(&mut self) -> Option<Insn<'a>> {
        let rest = self.bytes.get(self.pc as usize..)?;
        if rest.is_empty() || self.broken {
            return None;
        }
        let Some(len) = length(rest, self.pc) else {
            self.broken = true;
            return None;
        };
        let insn = Insn {
            pc: self.pc,
            bytes: rest.get(..len)?,
        };
        self.pc += len as u32;
        Some(insn)
    }
}
