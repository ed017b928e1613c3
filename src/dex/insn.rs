//! Instructions. An [`Insn`] is a handle on its code units: the cheap sweep asks for [`Insn::op`] and
//! [`Insn::index`] only, an interpreter for all [`Insn::operands`].

use super::bytes::{u16_at, u32_at};
use super::opcode::{self, Format, OPCODES, Opcode, Pool, UNITS};

/// One instruction.
#[derive(Debug, Clone, Copy)]
pub struct Insn<'a> {
    pc: u32,
    bytes: &'a [u8],
}

/// The operands of an instruction, by position as in the Android documentation (`A`, `B`, `C`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Operands {
    /// First register (or the number of arguments in formats with [`Operands::args`]).
    pub a: u16,
    /// Second register.
    pub b: u16,
    /// Third register.
    pub c: u16,
    /// How many of `a`, `b`, `c` are registers of this instruction.
    pub registers: u8,
    /// Index into the table that [`Opcode::pool`] names.
    pub index: u32,
    /// Prototype index of `invoke-polymorphic`.
    pub proto: u32,
    /// The literal, sign-extended and shifted into place (`const/high16`, `const-wide/high16`).
    pub literal: i64,
    /// Branch target or payload position in code units (not checked against the body).
    pub target: Option<u32>,
    /// Argument registers of calls and `filled-new-array`.
    pub args: Args,
}

/// Argument registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Args {
    /// Up to five registers below 16.
    List([u8; 5], u8),
    /// First register and count.
    Range(u16, u8),
}

impl Default for Args {
    fn default() -> Self {
        Self::List([0; 5], 0)
    }
}

impl Args {
    /// Number of argument registers.
    pub fn len(&self) -> usize {
        match *self {
            Self::List(_, len) | Self::Range(_, len) => usize::from(len),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The `i`th argument register.
    pub fn get(&self, i: usize) -> Option<u16> {
        match *self {
            Self::List(list, len) if i < usize::from(len) => list.get(i).map(|r| u16::from(*r)),
            Self::Range(first, len) if i < usize::from(len) => {
                first.checked_add(u16::try_from(i).ok()?)
            }
            _ => None,
        }
    }

    /// The registers in order.
    pub fn iter(&self) -> impl Iterator<Item = u16> + use<> {
        let args = *self;
        (0..args.len()).map_while(move |i| args.get(i))
    }
}

impl<'a> Insn<'a> {
    /// Position in code units.
    pub fn pc(&self) -> u32 {
        self.pc
    }

    /// The opcode byte.
    #[inline]
    pub fn op(&self) -> u8 {
        self.bytes.first().copied().unwrap_or(0)
    }

    /// What is fixed about the opcode.
    pub fn opcode(&self) -> &'static Opcode {
        let [nop, ..] = &OPCODES;
        OPCODES.get(usize::from(self.op())).unwrap_or(nop)
    }

    /// Width in code units.
    pub fn units(&self) -> u32 {
        u32::try_from(self.bytes.len() / 2).unwrap_or(u32::MAX)
    }

    /// Whether this is no instruction but the data of a switch or `fill-array-data`.
    pub fn is_payload(&self) -> bool {
        self.op() == 0 && matches!(self.bytes.get(1), Some(1..=3))
    }

    #[inline]
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    #[inline]
    fn unit(&self, at: usize) -> u16 {
        u16_at(self.bytes, at * 2).unwrap_or(0)
    }

    fn word(&self, at: usize) -> u32 {
        u32_at(self.bytes, at * 2).unwrap_or(0)
    }

    /// The pool index; meaningful when [`Opcode::pool`] is not `None`. Not checked against the table.
    #[inline]
    pub fn index(&self) -> u32 {
        if self.op() == 0x1b {
            self.word(1)
        } else {
            u32::from(self.unit(1))
        }
    }

    /// All operands.
    pub fn operands(&self) -> Operands {
        let opcode = self.opcode();
        let mut o = Operands::default();
        if self.is_payload() {
            return o;
        }
        if opcode.pool != Pool::None {
            o.index = self.index();
        }
        let high = self.byte(1);
        let (low4, high4) = (u16::from(high & 15), u16::from(high >> 4));
        let aa = u16::from(high);
        let branch = |by: i32| Some(self.pc.wrapping_add_signed(by));
        let near = |at: usize| i32::from(self.unit(at).cast_signed());
        match opcode.format {
            Format::F10x => {}
            Format::F12x => (o.a, o.b, o.registers) = (low4, high4, 2),
            Format::F11n => {
                (o.a, o.registers) = (low4, 1);
                o.literal = i64::from(high.cast_signed() >> 4);
            }
            Format::F11x => (o.a, o.registers) = (aa, 1),
            Format::F10t => o.target = branch(i32::from(high.cast_signed())),
            Format::F20t => o.target = branch(near(1)),
            Format::F30t => o.target = branch(self.word(1).cast_signed()),
            Format::F22x => (o.a, o.b, o.registers) = (aa, self.unit(1), 2),
            Format::F32x => (o.a, o.b, o.registers) = (self.unit(1), self.unit(2), 2),
            Format::F21t => (o.a, o.registers, o.target) = (aa, 1, branch(near(1))),
            Format::F22t => {
                (o.a, o.b, o.registers, o.target) = (low4, high4, 2, branch(near(1)));
            }
            Format::F31t => {
                (o.a, o.registers, o.target) = (aa, 1, branch(self.word(1).cast_signed()));
            }
            Format::F21s => (o.a, o.registers, o.literal) = (aa, 1, i64::from(near(1))),
            Format::F21h => {
                let shift = if self.op() == 0x19 { 48 } else { 16 };
                (o.a, o.registers, o.literal) = (aa, 1, i64::from(near(1)) << shift);
            }
            Format::F31i => {
                (o.a, o.registers) = (aa, 1);
                o.literal = i64::from(self.word(1).cast_signed());
            }
            Format::F51l => {
                (o.a, o.registers) = (aa, 1);
                let value = u64::from(self.word(3)) << 32 | u64::from(self.word(1));
                o.literal = value.cast_signed();
            }
            Format::F21c | Format::F31c => (o.a, o.registers) = (aa, 1),
            Format::F22c => (o.a, o.b, o.registers) = (low4, high4, 2),
            Format::F23x => {
                let (b, c) = (self.byte(2), self.byte(3));
                (o.a, o.b, o.c, o.registers) = (aa, u16::from(b), u16::from(c), 3);
            }
            Format::F22b => {
                (o.a, o.b, o.registers) = (aa, u16::from(self.byte(2)), 2);
                o.literal = i64::from(self.byte(3).cast_signed());
            }
            Format::F22s => {
                (o.a, o.b, o.registers, o.literal) = (low4, high4, 2, i64::from(near(1)));
            }
            Format::F35c | Format::F45cc => {
                let [c, d] = [self.byte(4), self.byte(5)];
                let list = [c & 15, c >> 4, d & 15, d >> 4, high & 15];
                o.args = Args::List(list, (high >> 4).min(5));
                o.a = high4;
            }
            Format::F3rc | Format::F4rcc => {
                o.args = Args::Range(self.unit(2), high);
                o.a = aa;
            }
        }
        if matches!(opcode.format, Format::F45cc | Format::F4rcc) {
            o.proto = u32::from(self.unit(3));
        }
        o
    }

    /// Whether the next instruction can follow.
    pub fn can_continue(&self) -> bool {
        self.opcode().flags & opcode::NEXT != 0
    }
}

/// Iterator over the instructions of a body, in order, payloads included.
#[derive(Debug, Clone)]
pub struct Insns<'a> {
    rest: &'a [u8],
    pc: u32,
    broken: bool,
}

impl<'a> Insns<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            pc: 0,
            broken: false,
        }
    }

    pub(crate) fn at(bytes: &'a [u8], pc: u32) -> Self {
        let rest = bytes
            .get((pc as usize).saturating_mul(2)..)
            .unwrap_or_default();
        Self {
            rest,
            pc,
            broken: false,
        }
    }

    /// Whether the last instruction was cut off by the end of the body.
    pub fn broken(&self) -> bool {
        self.broken
    }
}

impl<'a> Iterator for Insns<'a> {
    type Item = Insn<'a>;

    #[inline]
    fn next(&mut self) -> Option<Insn<'a>> {
        let (&op, tail) = self.rest.split_first()?;
        let high = tail.first().copied().unwrap_or(0);
        let mut units = usize::from(UNITS.get(usize::from(op)).copied().unwrap_or(1));
        if op == 0 && high != 0 {
            units = payload_units(high, self.rest);
        }
        let Some((bytes, rest)) = self.rest.split_at_checked(units.saturating_mul(2)) else {
            self.broken = true;
            self.rest = &[];
            return None;
        };
        let insn = Insn { pc: self.pc, bytes };
        self.rest = rest;
        // The slice is part of a file with 32-bit offsets.
        self.pc = self.pc.wrapping_add(units as u32);
        Some(insn)
    }
}

/// Code units of the payload that `rest` begins with (1 when it is none).
fn payload_units(kind: u8, rest: &[u8]) -> usize {
    let len = usize::from(u16_at(rest, 2).unwrap_or(0));
    match kind {
        1 => len * 2 + 4,
        2 => len * 4 + 2,
        3 => {
            let count = u32_at(rest, 4).unwrap_or(0) as usize;
            count.saturating_mul(len).saturating_add(1) / 2 + 4
        }
        _ => 1,
    }
}
