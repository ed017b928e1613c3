//! Method bodies: registers, instructions, try blocks, switch and array payloads.

use super::bytes::{Cursor, u16_at, u32_at};
use super::debug::Debug;
use super::insn::{Insn, Insns};

/// A method body.
#[derive(Debug, Clone, Copy)]
pub struct Code<'a> {
    data: &'a [u8],
    /// Number of registers; the last `ins` of them hold the arguments on entry.
    pub registers: u16,
    /// Number of argument registers (`this` included, wide types count two).
    pub ins: u16,
    /// Argument registers that its own calls need at most.
    pub outs: u16,
    tries: u16,
    debug: u32,
    insns: &'a [u8],
    after: u32,
    truncated: bool,
}

/// Handlers that one try block may list; real ones have a handful, a hostile one shares a long list between many.
const MAX_HANDLERS: usize = 4096;

impl<'a> Code<'a> {
    pub(crate) fn read(data: &'a [u8], at: u32) -> Option<Self> {
        if at == 0 {
            return None;
        }
        let head: &[u8; 16] = data.get(at as usize..)?.first_chunk()?;
        let units = u32_at(head, 12)?;
        let start = at as usize + 16;
        let rest = data.get(start..)?;
        let len = (units as usize).saturating_mul(2);
        let (insns, truncated) = match rest.get(..len) {
            Some(insns) => (insns, false),
            None => (rest, true),
        };
        let padding = usize::from(units % 2 == 1) * 2;
        Some(Self {
            data,
            registers: u16_at(head, 0)?,
            ins: u16_at(head, 2)?,
            outs: u16_at(head, 4)?,
            tries: u16_at(head, 6)?,
            debug: u32_at(head, 8)?,
            insns,
            after: u32::try_from(start.saturating_add(len).saturating_add(padding))
                .unwrap_or(u32::MAX),
            truncated,
        })
    }

    /// Whether the body runs past the end of the file.
    pub fn truncated(&self) -> bool {
        self.truncated
    }

    /// Code units of the body.
    pub fn units(&self) -> u32 {
        // A slice of a file whose offsets have 32 bits.
        u32::try_from(self.insns.len() / 2).unwrap_or(u32::MAX)
    }

    /// All instructions in order, payloads included (see [`Insn::is_payload`]).
    pub fn insns(&self) -> Insns<'a> {
        Insns::new(self.insns)
    }

    /// The instruction at code unit `pc`.
    pub fn insn_at(&self, pc: u32) -> Option<Insn<'a>> {
        Insns::at(self.insns, pc).next()
    }

    /// The try blocks in file order.
    pub fn tries(&self) -> Tries<'a> {
        let rows = if self.tries == 0 {
            None
        } else {
            Cursor::new(self.data, self.after)
        };
        Tries {
            data: self.data,
            left: self.tries,
            rows,
            handlers: self.after.saturating_add(u32::from(self.tries) * 8),
        }
    }

    /// Line numbers, parameter names; `None` when the body has none.
    pub fn debug(&self) -> Option<Debug<'a>> {
        Debug::read(self.data, self.debug)
    }

    /// The payload that a `packed-switch`, `sparse-switch` or `fill-array-data` at `insn` points to.
    pub fn payload(&self, insn: &Insn<'a>) -> Option<Payload<'a>> {
        let target = insn.operands().target?;
        let mut cursor = Cursor::new(self.insns, target.checked_mul(2)?)?;
        let kind = cursor.u16()?;
        let len = cursor.u16()?;
        match (insn.op(), kind) {
            (0x2b, 0x0100) => {
                let first = cursor.u32()?.cast_signed();
                let targets = cursor.take(usize::from(len) * 4)?;
                Some(Payload::Packed {
                    from: insn.pc(),
                    first,
                    targets,
                })
            }
            (0x2c, 0x0200) => {
                let keys = cursor.take(usize::from(len) * 4)?;
                let targets = cursor.take(usize::from(len) * 4)?;
                Some(Payload::Sparse {
                    from: insn.pc(),
                    keys,
                    targets,
                })
            }
            (0x26, 0x0300) => {
                let size = cursor.u32()? as usize;
                let bytes = cursor.take(size.checked_mul(usize::from(len))?)?;
                Some(Payload::Array { width: len, bytes })
            }
            _ => None,
        }
    }
}

/// Data that a switch or `fill-array-data` refers to.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub enum Payload<'a> {
    /// Keys `first`, `first + 1`, …
    Packed {
        from: u32,
        first: i32,
        targets: &'a [u8],
    },
    /// Sorted keys.
    Sparse {
        from: u32,
        keys: &'a [u8],
        targets: &'a [u8],
    },
    /// Elements of `width` bytes, little-endian.
    Array { width: u16, bytes: &'a [u8] },
}

impl<'a> Payload<'a> {
    /// The elements of an array, sign-extended. None for a switch.
    pub(crate) fn elements(&self) -> impl Iterator<Item = i64> + 'a {
        let (width, bytes) = match *self {
            Self::Array { width, bytes } => (usize::from(width).clamp(1, 8), bytes),
            Self::Packed { .. } | Self::Sparse { .. } => (1, &[][..]),
        };
        bytes.chunks_exact(width).map(move |element| {
            let negative = element.last().is_some_and(|last| last & 0x80 != 0);
            let mut word = [if negative { 0xff } else { 0 }; 8];
            word.iter_mut()
                .zip(element)
                .for_each(|(to, from)| *to = *from);
            i64::from_le_bytes(word)
        })
    }

    /// The switch's cases: key and the code unit it jumps to (not checked against the body). None for an array.
    pub fn cases(&self) -> impl Iterator<Item = (i32, u32)> + 'a {
        let (from, first, keys, targets) = match *self {
            Self::Packed {
                from,
                first,
                targets,
            } => (from, first, None, targets),
            Self::Sparse {
                from,
                keys,
                targets,
            } => (from, 0, Some(keys), targets),
            Self::Array { .. } => (0, 0, None, &[][..]),
        };
        (0i32..)
            .zip(targets.as_chunks::<4>().0)
            .map(move |(i, target)| {
                let key = match keys {
                    None => first.wrapping_add(i),
                    Some(keys) => u32_at(keys, i as usize * 4).unwrap_or(0).cast_signed(),
                };
                (key, from.wrapping_add(u32::from_le_bytes(*target)))
            })
    }
}

/// A range of code units and where its exceptions are caught.
#[derive(Debug, Clone, Copy)]
pub struct Try<'a> {
    /// First code unit.
    pub start: u32,
    /// One past the last code unit.
    pub end: u32,
    handlers: Option<Cursor<'a>>,
}

impl<'a> Try<'a> {
    /// Its handlers in order.
    pub fn handlers(&self) -> Handlers<'a> {
        let mut cursor = self.handlers;
        let size = cursor.as_mut().and_then(Cursor::sleb).unwrap_or(0);
        let typed = (size.unsigned_abs() as usize).min(MAX_HANDLERS);
        Handlers {
            cursor: cursor.filter(|_| self.handlers.is_some()),
            typed,
            all: size <= 0,
        }
    }
}

/// Iterator over try blocks; see [`Code::tries`].
#[derive(Debug, Clone)]
pub struct Tries<'a> {
    data: &'a [u8],
    left: u16,
    rows: Option<Cursor<'a>>,
    handlers: u32,
}

impl<'a> Iterator for Tries<'a> {
    type Item = Try<'a>;

    fn next(&mut self) -> Option<Try<'a>> {
        self.left = self.left.checked_sub(1)?;
        let rows = self.rows.as_mut()?;
        let (start, count, at) = (rows.u32()?, rows.u16()?, rows.u16()?);
        Some(Try {
            start,
            end: start.saturating_add(u32::from(count)),
            handlers: Cursor::new(self.data, self.handlers.saturating_add(u32::from(at))),
        })
    }
}

/// Iterator over the handlers of a try block: caught type index (`None`: everything) and the handler's code unit.
#[derive(Debug, Clone)]
pub struct Handlers<'a> {
    cursor: Option<Cursor<'a>>,
    typed: usize,
    all: bool,
}

impl Iterator for Handlers<'_> {
    type Item = (Option<u32>, u32);

    fn next(&mut self) -> Option<Self::Item> {
        let cursor = self.cursor.as_mut()?;
        if let Some(left) = self.typed.checked_sub(1) {
            self.typed = left;
            return Some((Some(cursor.uleb()?), cursor.uleb()?));
        }
        std::mem::take(&mut self.all).then_some(())?;
        Some((None, cursor.uleb()?))
    }
}
