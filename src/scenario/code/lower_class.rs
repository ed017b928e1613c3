//! Lowers the bytecode of a class file to the register language: the operand stack becomes registers.
//!
//! Locals keep their numbers; the slot at depth `d` of the stack is the register after them plus `d`. A wide value lives
//! in the first of its two slots, so that `dup2` and its kin move slots without asking what lies in them. Within a block a
//! slot may stand for another register (what a load or `dup` put there), so that a comparison tells about the local and
//! not about a copy; where blocks meet every slot is its own register.

use crate::jvm::{self, Constant, Handler};
use crate::program::ClassBody;
use crate::scenario::code::Code;
use crate::scenario::code::ir::{Block, BlockId, Body, Catch, Insn, Math, Op, Operand, Reg, Width};
use crate::scenario::code::lower::{INSN_CAP, cond};
use crate::scenario::code::stack_plan::Plan;

/// Registers of one body; a real one has a few hundred.
const REGISTER_CAP: u32 = 60_000;
/// Rows of an exception table that are looked at.
const HANDLER_CAP: usize = 4096;
/// Registers beside locals and stack.
const SCRATCH: u16 = 4;

/// Lowers a body. `params` holds, receiver first, whether each parameter takes two slots. `None`: too long.
pub(crate) fn lower_class(
    code: &ClassBody<'_, '_>,
    params: &[bool],
    program: &Code<'_>,
) -> Option<Body> {
    let insns: Vec<jvm::Insn<'_>> = code.code.insns().take(INSN_CAP + 1).collect();
    if insns.len() > INSN_CAP {
        return None;
    }
    let handlers: Vec<Handler> = code.code.handlers().take(HANDLER_CAP).collect();
    let plan = Plan::new(code.class(), &insns, &handlers);
    let slots = params.iter().map(|wide| 1 + u32::from(*wide)).sum();
    let locals = insns.iter().filter(|insn| has_local(insn.op()));
    let locals = locals.map(|insn| u32::from(insn.local()) + 2).max();
    let locals = locals.unwrap_or(0).max(slots);
    let registers = locals + u32::from(plan.deepest) + u32::from(SCRATCH);
    if registers > REGISTER_CAP {
        return None;
    }
    let mut body = Body {
        registers: registers as u16,
        ..Body::default()
    };
    let mut reg: Reg = 0;
    for wide in params {
        body.params.push(reg);
        reg = reg.saturating_add(1 + u16::from(*wide));
    }
    let mut lowering = Lowering {
        code,
        program,
        plan: &plan,
        base: locals as u16,
        scratch: (locals + u32::from(plan.deepest)) as u16,
        stack: Vec::new(),
        pc: 0,
        body,
    };
    lowering.run(&insns, &handlers);
    Some(lowering.body)
}

fn has_local(op: u8) -> bool {
    matches!(op, 0x15..=0x2d | 0x36..=0x4e | 0x84 | 0xa9)
}

/// A body as it is lowered.
pub(in crate::scenario) struct Lowering<'b, 'p, 'a, 'c> {
    pub(in crate::scenario) code: &'b ClassBody<'p, 'a>,
    pub(in crate::scenario) program: &'b Code<'c>,
    plan: &'b Plan,
    /// Register of the lowest stack slot.
    pub(in crate::scenario) base: Reg,
    /// First of the registers beside.
    pub(in crate::scenario) scratch: Reg,
    /// The register that each slot of the stack stands for.
    stack: Vec<Reg>,
    pc: u32,
    pub(in crate::scenario) body: Body,
}

impl Lowering<'_, '_, '_, '_> {
    fn run(&mut self, insns: &[jvm::Insn<'_>], handlers: &[Handler]) {
        let mut at = 0;
        while let Some(first) = insns.get(at) {
            let Some(depth) = self.plan.depths.get(at).copied().flatten() else {
                at += 1;
                continue;
            };
            let begins = self.plan.blocks.get(&first.pc()).copied();
            if self.plan.pads.contains_key(&first.pc()) {
                self.pc = first.pc();
                let start = self.body.insns.len() as u32;
                self.emit(Op::Caught { dst: self.base });
                self.close(start, begins, Vec::new());
            }
            let caught: Vec<Catch> = handlers
                .iter()
                .filter(|one| (one.start..one.end).contains(&first.pc()))
                .filter_map(|one| {
                    let class = || self.code.ty(one.class).unwrap_or(self.program.object());
                    let ty = (one.class != 0).then(class);
                    Some((ty, *self.plan.pads.get(&one.target)?))
                })
                .collect();
            self.stack = (0..depth).map(|slot| self.own(slot)).collect();
            let start = self.body.insns.len() as u32;
            let mut next = None;
            while let Some(insn) = insns.get(at) {
                self.pc = insn.pc();
                let default = self.insn(insn);
                at += 1;
                let after = insns.get(at).map(jvm::Insn::pc);
                let after = after.and_then(|pc| self.plan.blocks.get(&pc).copied());
                if !insn.can_continue() {
                    next = default;
                    break;
                }
                let reached = self.plan.depths.get(at).copied().flatten().is_some();
                if after.is_some() || !reached {
                    // Branches did this before they compared.
                    self.flush();
                    next = after;
                    break;
                }
            }
            self.close(start, next, caught);
        }
    }

    fn close(&mut self, start: u32, next: Option<BlockId>, catches: Vec<Catch>) {
        let insns = start..self.body.insns.len() as u32;
        self.body.blocks.push(Block::new(insns, next, catches));
    }

    pub(in crate::scenario) fn emit(&mut self, op: Op) {
        self.body.insns.push(Insn { pc: self.pc, op });
    }

    /// The register of a slot.
    fn own(&self, slot: u16) -> Reg {
        self.base.saturating_add(slot)
    }

    fn depth(&self) -> u16 {
        self.stack.len() as u16
    }

    /// Puts a register on the stack.
    fn push_alias(&mut self, reg: Reg, wide: bool) {
        self.stack.push(reg);
        if wide {
            self.stack.push(self.own(self.depth()));
        }
    }

    /// A new slot on the stack, to be written by the caller.
    pub(in crate::scenario) fn push(&mut self, wide: bool) -> Reg {
        let reg = self.own(self.depth());
        self.push_alias(reg, wide);
        reg
    }

    pub(in crate::scenario) fn pop(&mut self, wide: bool) -> Reg {
        if wide {
            self.stack.pop();
        }
        // Code that takes more than there is cannot run.
        self.stack.pop().unwrap_or(self.base)
    }

    /// Every slot becomes its own register.
    fn flush(&mut self) {
        for slot in 0..self.depth() {
            self.settle(slot);
        }
    }

    fn settle(&mut self, slot: u16) {
        let own = self.own(slot);
        if let Some(held) = self.stack.get_mut(usize::from(slot))
            && *held != own
        {
            let src = std::mem::replace(held, own);
            self.emit(Op::Move { dst: own, src });
        }
    }

    /// Slots that stand for a local are kept before it is written.
    fn keep_local(&mut self, local: Reg) {
        for slot in 0..self.depth() {
            if self.stack.get(usize::from(slot)) == Some(&local) {
                self.settle(slot);
            }
        }
    }

    fn store(&mut self, local: Reg, wide: bool) {
        let src = self.pop(wide);
        if src == local {
            return;
        }
        self.keep_local(local);
        if wide {
            self.keep_local(local.saturating_add(1));
        }
        self.emit(Op::Move { dst: local, src });
        // What is left of it on the stack (after a `dup`) is the local from now on.
        if src >= self.base {
            for held in self.stack.iter_mut().filter(|held| **held == src) {
                *held = local;
            }
        }
    }

    /// Takes `count` slots off the stack and puts them on again in another order: `order` counts from the lowest.
    fn shuffle(&mut self, count: u16, order: &[u16]) {
        let from = self.depth().saturating_sub(count);
        let held: Vec<Reg> = self.stack.drain(usize::from(from)..).collect();
        for (i, reg) in (0..SCRATCH).zip(&held) {
            self.emit(Op::Move {
                dst: self.scratch + i,
                src: *reg,
            });
        }
        for source in order {
            let dst = self.push(false);
            self.emit(Op::Move {
                dst,
                src: self.scratch + source,
            });
        }
    }

    fn block(&self, pc: Option<u32>) -> Option<BlockId> {
        pc.and_then(|pc| self.plan.blocks.get(&pc).copied())
    }

    fn int(&mut self, value: i64, wide: bool) {
        let dst = self.push(wide);
        self.emit(Op::Int { dst, value });
    }

    pub(in crate::scenario) fn unknown(&mut self, slots: u16) {
        if slots > 0 {
            let dst = self.push(slots == 2);
            self.emit(Op::Unknown { dst });
        }
    }

    fn goto(&mut self, pc: Option<u32>) {
        match self.block(pc) {
            Some(to) => self.emit(Op::Goto { to }),
            None => self.emit(Op::Throw { src: None }),
        }
    }

    /// Lowers one instruction; of a switch it gives where all other keys go.
    fn insn(&mut self, insn: &jvm::Insn<'_>) -> Option<BlockId> {
        let (op, index) = (insn.op(), insn.index());
        match op {
            0x01 => self.int(0, false),
            0x02..=0x08 => self.int(i64::from(op) - 3, false),
            0x09 | 0x0a => self.int(i64::from(op) - 9, true),
            0x0b..=0x0d => {
                let value = f32::from(op - 0x0b).to_bits();
                self.int(i64::from(value.cast_signed()), false);
            }
            0x0e | 0x0f => self.int(f64::from(op - 0x0e).to_bits().cast_signed(), true),
            0x10 | 0x11 => self.int(insn.literal().into(), false),
            0x12..=0x14 => self.constant(index, op == 0x14),
            0x15..=0x2d => {
                let wide = matches!(op, 0x16 | 0x18 | 0x1e..=0x21 | 0x26..=0x29);
                self.push_alias(insn.local(), wide);
            }
            0x2e..=0x35 => {
                let index = self.pop(false);
                let array = self.pop(false);
                let dst = self.push(matches!(op, 0x2f | 0x31));
                self.emit(Op::ArrayGet {
                    dst,
                    array,
                    index,
                    object: op == 0x32,
                });
            }
            0x36..=0x4e => {
                let wide = matches!(op, 0x37 | 0x39 | 0x3f..=0x42 | 0x47..=0x4a);
                self.store(insn.local(), wide);
            }
            0x4f..=0x56 => {
                let src = self.pop(matches!(op, 0x50 | 0x52));
                let index = self.pop(false);
                let array = self.pop(false);
                self.emit(Op::ArrayPut { src, array, index });
            }
            0x57 | 0xc2 | 0xc3 => {
                self.pop(false);
            }
            0x58 => {
                self.pop(true);
            }
            0x59..=0x5f => self.duplicate(op),
            0x60..=0x83 => self.math(op),
            0x84 => {
                let local = insn.local();
                self.keep_local(local);
                self.emit(Op::Math {
                    dst: local,
                    math: Math::Add,
                    width: Width::Int,
                    a: local,
                    b: Operand::Lit(insn.literal().into()),
                });
            }
            0x85..=0x93 => {
                let from = matches!(op, 0x88..=0x8a | 0x8e..=0x90);
                let to = matches!(op, 0x85 | 0x87 | 0x8a | 0x8c | 0x8d | 0x8f);
                let reg = self.pop(from);
                self.push_alias(reg, to);
            }
            0x94..=0x98 => {
                let wide = matches!(op, 0x94 | 0x97 | 0x98);
                let b = self.pop(wide);
                let a = self.pop(wide);
                let dst = self.push(false);
                self.emit(Op::Math {
                    dst,
                    math: Math::Cmp,
                    width: Width::Long,
                    a,
                    b: Operand::Reg(b),
                });
            }
            0x99..=0xa6 | 0xc6 | 0xc7 => self.branch(insn),
            0xa7 | 0xc8 => {
                self.flush();
                self.goto(insn.target());
            }
            0xa8 | 0xc9 => {
                self.int(insn.next().into(), false);
                self.flush();
                self.goto(insn.target());
            }
            0xa9 => {
                let first = self.body.cases.len() as u32;
                for pc in &self.plan.returns {
                    if let Some(to) = self.block(Some(*pc)) {
                        self.body.cases.push((i64::from(*pc), to));
                    }
                }
                let count = self.body.cases.len() as u32 - first;
                self.flush();
                let key = insn.local();
                self.emit(Op::Switch { key, first, count });
            }
            0xaa | 0xab => {
                let key = self.pop(false);
                self.flush();
                let switch = insn.switch()?;
                let first = self.body.cases.len() as u32;
                for (value, target) in switch.cases {
                    if let Some(to) = self.block(Some(target)) {
                        self.body.cases.push((value.into(), to));
                    }
                }
                let count = self.body.cases.len() as u32 - first;
                self.emit(Op::Switch { key, first, count });
                return self.block(Some(switch.default));
            }
            0xac..=0xb0 => {
                let src = Some(self.pop(matches!(op, 0xad | 0xaf)));
                self.emit(Op::Return { src });
            }
            0xb1 => self.emit(Op::Return { src: None }),
            0xb2..=0xb5 => self.field(op, index),
            0xb6..=0xb9 => self.call(insn),
            0xba => self.dynamic(insn),
            0xbb => {
                let ty = self.code.ty(index).unwrap_or(self.program.object());
                let dst = self.push(false);
                self.emit(Op::New { dst, ty });
            }
            0xbc | 0xbd => {
                let length = self.pop(false);
                let ty = self.code.array(insn).unwrap_or(self.program.object());
                let dst = self.push(false);
                self.emit(Op::NewArray { dst, ty, length });
            }
            0xbe => {
                let array = self.pop(false);
                let dst = self.push(false);
                self.emit(Op::Length { dst, array });
            }
            0xbf => {
                let src = Some(self.pop(false));
                self.emit(Op::Throw { src });
            }
            0xc0 => {
                let reg = self.pop(false);
                if let Some(ty) = self.code.ty(index) {
                    self.emit(Op::Cast { reg, ty });
                }
                self.push_alias(reg, false);
            }
            0xc1 => {
                let src = self.pop(false);
                let dst = self.push(false);
                match self.code.ty(index) {
                    Some(ty) => self.emit(Op::InstanceOf { dst, src, ty }),
                    None => self.emit(Op::Unknown { dst }),
                }
            }
            0xc5 => {
                // Popped last is the length of the outermost array.
                let mut length = self.pop(false);
                for _ in 1..insn.literal() {
                    length = self.pop(false);
                }
                let ty = self.code.ty(index).unwrap_or(self.program.object());
                let dst = self.push(false);
                self.emit(Op::NewArray { dst, ty, length });
            }
            _ => {}
        }
        None
    }

    fn constant(&mut self, index: u16, wide: bool) {
        let value = match self.code.class().constant(index) {
            Some(Constant::Int(value)) => value.into(),
            Some(Constant::Float(bits)) => bits.cast_signed().into(),
            Some(Constant::Long(value)) => value,
            Some(Constant::Double(bits)) => bits.cast_signed(),
            Some(Constant::String(_)) => {
                let dst = self.push(wide);
                match self.code.text(index) {
                    Some(value) => self.emit(Op::Text { dst, value }),
                    None => self.emit(Op::Unknown { dst }),
                }
                return;
            }
            Some(Constant::Class(_)) => {
                let dst = self.push(wide);
                match self.code.ty(index) {
                    Some(value) => self.emit(Op::Class { dst, value }),
                    None => self.emit(Op::Unknown { dst }),
                }
                return;
            }
            _ => return self.unknown(1 + u16::from(wide)),
        };
        self.int(value, wide);
    }

    fn duplicate(&mut self, op: u8) {
        let top = |lowering: &Self, down: usize| {
            let at = lowering.stack.len().checked_sub(down);
            at.and_then(|at| lowering.stack.get(at))
                .copied()
                .unwrap_or(lowering.base)
        };
        match op {
            0x59 => {
                let reg = top(self, 1);
                self.push_alias(reg, false);
            }
            0x5c => {
                let (low, high) = (top(self, 2), top(self, 1));
                self.push_alias(low, false);
                self.push_alias(high, false);
            }
            0x5a => self.shuffle(2, &[1, 0, 1]),
            0x5b => self.shuffle(3, &[2, 0, 1, 2]),
            0x5d => self.shuffle(3, &[1, 2, 0, 1, 2]),
            0x5e => self.shuffle(4, &[2, 3, 0, 1, 2, 3]),
            _ => self.shuffle(2, &[1, 0]),
        }
    }

    fn math(&mut self, op: u8) {
        let wide = op & 1 == 1;
        // Negation.
        if matches!(op, 0x74..=0x77) {
            let a = self.pop(wide);
            let dst = self.push(wide);
            self.emit(match op {
                0x74 | 0x75 => Op::Math {
                    dst,
                    math: Math::Rsub,
                    width: if wide { Width::Long } else { Width::Int },
                    a,
                    b: Operand::Lit(0),
                },
                _ => Op::Unknown { dst },
            });
            return;
        }
        let math = match op {
            0x60 | 0x61 => Math::Add,
            0x64 | 0x65 => Math::Sub,
            0x68 | 0x69 => Math::Mul,
            0x6c | 0x6d => Math::Div,
            0x70 | 0x71 => Math::Rem,
            0x78 | 0x79 => Math::Shl,
            0x7a | 0x7b => Math::Shr,
            0x7c | 0x7d => Math::Ushr,
            0x7e | 0x7f => Math::And,
            0x80 | 0x81 => Math::Or,
            0x82 | 0x83 => Math::Xor,
            _ => Math::Other,
        };
        let shift = matches!(op, 0x78..=0x7d);
        let b = self.pop(wide && !shift);
        let a = self.pop(wide);
        let dst = self.push(wide);
        let width = if wide { Width::Long } else { Width::Int };
        self.emit(Op::Math {
            dst,
            math,
            width,
            a,
            b: Operand::Reg(b),
        });
    }

    fn branch(&mut self, insn: &jvm::Insn<'_>) {
        let (index, two) = match insn.op() {
            op @ 0x99..=0x9e => (op - 0x99, false),
            op @ 0x9f..=0xa4 => (op - 0x9f, true),
            op @ 0xa5..=0xa6 => (op - 0xa5, true),
            op => (op - 0xc6, false),
        };
        let b = match two {
            true => Operand::Reg(self.pop(false)),
            false => Operand::Lit(0),
        };
        let a = self.pop(false);
        self.flush();
        if let (Some(then), Some(cond)) = (self.block(insn.target()), cond(index)) {
            self.emit(Op::If { cond, a, b, then });
        }
    }
}
