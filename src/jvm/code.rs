//! Method bodies: instructions, exception table, line numbers (JVMS 4.7.3, 4.7.12).

use super::bytes::{u16_at, u32_at};
use super::class::Class;
use super::insn::Insns;

/// A method body.
#[derive(Debug, Clone, Copy)]
pub struct Code<'a> {
    data: &'a [u8],
    /// Slots of the operand stack.
    pub max_stack: u16,
    /// Slots of local variables, the parameters first.
    pub max_locals: u16,
    bytes: &'a [u8],
    handlers: usize,
    /// Contents of the line tables; a body may have several.
    lines: [u32; 4],
}

/// A range of instructions and where its exceptions are caught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handler {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Where the handler begins.
    pub target: u32,
    /// Index of the caught class's constant; 0: everything.
    pub class: u16,
}

impl<'a> Code<'a> {
    pub(crate) fn read(class: &Class<'a>, at: usize) -> Option<Self> {
        if at == 0 {
            return None;
        }
        let data = class.data();
        let len = u32_at(data, at + 4)? as usize;
        let bytes = data.get(at + 8..)?.get(..len)?;
        let handlers = at + 8 + len;
        let count = usize::from(u16_at(data, handlers)?);
        let mut lines = [0; 4];
        let mut free = lines.iter_mut();
        for (name, at, _) in class.attributes_at(handlers + 2 + 8 * count) {
            if name == b"LineNumberTable"
                && let Some(slot) = free.next()
            {
                *slot = at;
            }
        }
        Some(Self {
            data,
            max_stack: u16_at(data, at)?,
            max_locals: u16_at(data, at + 2)?,
            bytes,
            handlers,
            lines,
        })
    }

    /// Length of the instructions in bytes.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there is no instruction.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// All instructions in order.
    pub fn insns(&self) -> Insns<'a> {
        Insns::new(self.bytes)
    }

    /// The exception table in order.
    pub fn handlers(&self) -> impl Iterator<Item = Handler> + use<'a> {
        let (data, at) = (self.data, self.handlers);
        let count = usize::from(u16_at(data, at).unwrap_or(0));
        (0..count).map_while(move |i| {
            let short = |k: usize| u16_at(data, at + 2 + 8 * i + 2 * k);
            Some(Handler {
                start: short(0)?.into(),
                end: short(1)?.into(),
                target: short(2)?.into(),
                class: short(3)?,
            })
        })
    }

    /// The source line of an instruction: the row with the greatest start that is not behind it.
    pub fn line_at(&self, pc: u32) -> Option<u32> {
        let mut best: Option<(u16, u16)> = None;
        for at in self.lines.into_iter().filter(|at| *at != 0) {
            let at = at as usize;
            for i in 0..usize::from(u16_at(self.data, at)?) {
                let row = u16_at(self.data, at + 2 + 4 * i).zip(u16_at(self.data, at + 4 + 4 * i));
                let Some((start, line)) = row else { break };
                if u32::from(start) <= pc && best.is_none_or(|(known, _)| known <= start) {
                    best = Some((start, line));
                }
            }
        }
        best.map(|(_, line)| line.into())
    }
}
