//! One context's code: a flow-sensitive pass over its blocks, in which a block runs only once a branch to it can hold.

use std::collections::{BTreeMap, BTreeSet};

use super::engine::{At, Engine};
use super::heap::{Ctx, Place, Slot};
use super::ir::{Block, BlockId, Body, Insn, Op, Operand, Reg};
use super::value::{Obj, Value, Vid};
use crate::program::FieldId;

/// What the registers hold at one point, and the texts of the string builders made in this call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    regs: Vec<Vid>,
    /// Builder and text; a builder that is not listed holds any text.
    pub(crate) builders: Vec<(Obj, Vid)>,
}

impl State {
    pub(crate) fn get(&self, reg: Reg) -> Vid {
        self.regs.get(reg as usize).copied().unwrap_or(Vid::BOTTOM)
    }

    pub(crate) fn set(&mut self, reg: Reg, value: Vid) {
        if let Some(place) = self.regs.get_mut(reg as usize) {
            *place = value;
        }
    }

    /// The text of a builder.
    pub(crate) fn text(&self, builder: Obj) -> Option<Vid> {
        let at = self
            .builders
            .binary_search_by_key(&builder, |(obj, _)| *obj)
            .ok()?;
        self.builders.get(at).map(|(_, text)| *text)
    }

    /// Sets the text of a builder.
    pub(crate) fn set_text(&mut self, builder: Obj, text: Vid) {
        match self
            .builders
            .binary_search_by_key(&builder, |(obj, _)| *obj)
        {
            Ok(at) => self.builders[at].1 = text,
            Err(at) => self.builders.insert(at, (builder, text)),
        }
    }
}

impl Engine<'_, '_> {
    /// Interprets a context's code from what its parameters hold now.
    pub(crate) fn interpret(&mut self, ctx: Ctx) {
        let def = self.contexts[ctx.0 as usize].def;
        let Some(body) = self.code.lower(def) else {
            // No code (native, abstract): whatever its type allows.
            let returns = self.code.return_type(def);
            let value = self.unknown(returns);
            self.returned(ctx, value);
            return;
        };
        let mut state = State {
            regs: vec![Vid::BOTTOM; body.registers as usize],
            builders: Vec::new(),
        };
        for (reg, value) in body
            .params
            .iter()
            .zip(&self.contexts[ctx.0 as usize].params)
        {
            state.set(*reg, *value);
        }
        let mut pass = Pass {
            ctx,
            states: vec![None; body.blocks.len()],
            work: BTreeSet::new(),
            back: BTreeMap::new(),
        };
        pass.flow(self, 0, &state);
        while let Some(block) = pass.work.pop_first() {
            self.tick();
            if let Some(state) = pass.states.get(block as usize).cloned().flatten() {
                self.block(&mut pass, &body, block, state);
            }
        }
    }

    fn block(&mut self, pass: &mut Pass, body: &Body, id: BlockId, mut state: State) {
        let block: &Block = &body.blocks[id as usize];
        for handler in &block.handlers {
            pass.flow(self, *handler, &state);
        }
        let range = block.insns.start as usize..block.insns.end as usize;
        for insn in body.insns.get(range).unwrap_or_default() {
            match self.step(pass, body, id, insn, &mut state) {
                Flow::On => {}
                Flow::Stop => return,
            }
            if !block.handlers.is_empty() && matches!(insn.op, Op::Call { .. } | Op::New { .. }) {
                for handler in &block.handlers {
                    pass.flow(self, *handler, &state);
                }
            }
        }
        if let Some(next) = block.next {
            self.go(pass, id, next, &state);
        }
    }

    /// Flows to a block by a decided or undecided branch.
    fn go(&mut self, pass: &mut Pass, from: BlockId, to: BlockId, state: &State) {
        if let Some(record) = &mut self.record {
            record.branch(pass.ctx, from, to);
        }
        if to <= from {
            pass.back(to);
        }
        pass.flow(self, to, state);
    }

    fn step(
        &mut self,
        pass: &mut Pass,
        body: &Body,
        block: BlockId,
        insn: &Insn,
        state: &mut State,
    ) -> Flow {
        let at = At {
            ctx: pass.ctx,
            pc: insn.pc,
        };
        match insn.op {
            Op::Int { dst, value } => {
                let value = self.values.intern(Value::int(value));
                state.set(dst, value);
            }
            Op::Text { dst, value } => {
                let text = self.code.text(value);
                let value = self.text(&text);
                state.set(dst, value);
            }
            Op::Class { dst, value } => {
                let value = self.values.intern(Value::class(value));
                state.set(dst, value);
            }
            Op::Move { dst, src } => state.set(dst, state.get(src)),
            Op::Unknown { dst } => state.set(dst, Vid::ANY_INT),
            Op::Math { dst, math, a, b } => {
                let b = self.operand(state, b);
                let value = self.math(math, state.get(a), b);
                state.set(dst, value);
            }
            Op::New { dst, ty } => {
                self.initialise(at, ty);
                let obj = self.allocate(at, ty, 0);
                if self.code.is_builder(ty) {
                    state.set_text(obj, Vid::BOTTOM);
                }
                let value = self.obj(obj);
                state.set(dst, value);
            }
            Op::NewArray { dst, ty } => {
                let obj = self.allocate(at, ty, 0);
                let value = self.obj(obj);
                state.set(dst, value);
            }
            Op::FilledArray {
                dst,
                ty,
                first,
                count,
            } => {
                let obj = self.allocate(at, ty, 0);
                let array = self.obj(obj);
                let args = body
                    .args
                    .get(first as usize..first as usize + count as usize);
                for (index, reg) in (0..).zip(args.unwrap_or_default()) {
                    let index = self.values.intern(Value::int(index));
                    self.write_key(array, index, state.get(*reg));
                }
                if let Some(dst) = dst {
                    state.set(dst, array);
                }
            }
            Op::FillArray { array } => {
                self.write_elements(state.get(array), Vid::ANY_INT);
            }
            Op::Length { dst, array } => {
                let value = self.array_length(state.get(array));
                state.set(dst, value);
            }
            Op::ArrayGet {
                dst,
                array,
                index,
                object,
            } => {
                let value = self.element(at, state.get(array), state.get(index), object);
                if value == Vid::BOTTOM {
                    return Flow::Stop;
                }
                state.set(dst, value);
            }
            Op::ArrayPut { src, array, index } => {
                self.write_key(state.get(array), state.get(index), state.get(src));
            }
            Op::Get { dst, object, field } => {
                let value = self.get_field(at, state.get(object), field);
                if value == Vid::BOTTOM {
                    return Flow::Stop;
                }
                state.set(dst, value);
            }
            Op::Put { src, object, field } => {
                self.note_field(pass.ctx, field, state.get(src));
                let slot = self.slot(field);
                self.write_slot(state.get(object), slot, state.get(src));
            }
            Op::GetStatic { dst, field } => {
                let value = self.get_static(at, field);
                if value == Vid::BOTTOM {
                    return Flow::Stop;
                }
                state.set(dst, value);
            }
            Op::PutStatic { src, field } => {
                self.initialise(at, self.code.field_owner(field));
                self.note_field(pass.ctx, field, state.get(src));
                self.write(Place::Static(field), state.get(src));
            }
            Op::InstanceOf { dst, src, ty } => {
                let value = self.instance_of(state.get(src), ty);
                state.set(dst, value);
            }
            Op::Cast { reg, ty } => {
                let value = self.cast(state.get(reg), ty);
                if value == Vid::BOTTOM {
                    return Flow::Stop;
                }
                state.set(reg, value);
            }
            Op::Call {
                kind,
                method,
                first,
                count,
                dst,
            } => {
                let regs = body
                    .args
                    .get(first as usize..first as usize + count as usize);
                let regs = regs.unwrap_or_default();
                let args: Vec<Vid> = regs.iter().map(|reg| state.get(*reg)).collect();
                if let Some(record) = &mut self.record {
                    record.block_of(at, block);
                }
                let value = self.call(at, kind, method, &args, state);
                if value == Vid::BOTTOM {
                    return Flow::Stop;
                }
                if let Some(dst) = dst {
                    state.set(dst, value);
                }
            }
            Op::Caught { dst } => {
                let value = self.values.intern(Value::instance(self.code.throwable()));
                state.set(dst, value);
            }
            Op::Throw => return Flow::Stop,
            Op::Return { src } => {
                let value = src.map_or(Vid::ZERO, |reg| state.get(reg));
                self.returned(pass.ctx, value);
                if let Some(record) = &mut self.record {
                    record.leaves(pass.ctx, block);
                }
                return Flow::Stop;
            }
            Op::If { cond, a, b, then } => {
                let (x, y) = (state.get(a), self.operand(state, b));
                let (may, may_not) = self.decide(cond, x, y);
                if may {
                    let mut state = state.clone();
                    self.refine(&mut state, cond, a, x, b, y);
                    self.go(pass, block, then, &state);
                }
                if !may_not {
                    return Flow::Stop;
                }
                self.refine(state, cond.negated(), a, x, b, y);
            }
            Op::Goto { to } => {
                self.go(pass, block, to, state);
                return Flow::Stop;
            }
            Op::Switch { key, first, count } => {
                return self.switch(pass, body, block, state, (key, first, count));
            }
        }
        Flow::On
    }

    fn switch(
        &mut self,
        pass: &mut Pass,
        body: &Body,
        block: BlockId,
        state: &State,
        (key, first, count): (Reg, u32, u32),
    ) -> Flow {
        let value = self.values.get(state.get(key));
        let known: Option<Vec<i64>> = value.integers().map(<[i64]>::to_vec);
        let cases = body
            .cases
            .get(first as usize..(first + count) as usize)
            .unwrap_or_default();
        for (label, to) in cases {
            if known.as_ref().is_none_or(|known| known.contains(label)) {
                self.go(pass, block, *to, state);
            }
        }
        let falls = known.is_none_or(|known| {
            known
                .iter()
                .any(|value| !cases.iter().any(|(label, _)| label == value))
        });
        if falls { Flow::On } else { Flow::Stop }
    }

    fn operand(&mut self, state: &State, operand: Operand) -> Vid {
        match operand {
            Operand::Reg(reg) => state.get(reg),
            Operand::Lit(value) => self.values.intern(Value::int(value)),
        }
    }

    fn element(&mut self, at: At, array: Vid, index: Vid, object: bool) -> Vid {
        let value = self.values.get(array);
        let (typed, known) = (value.types.first().copied(), !value.objs.is_empty());
        if let Some(ty) = typed {
            let ty = self.code.element_type(ty);
            let stored = self.read_slot(array, Slot::Element, at.ctx);
            let unknown = self.unknown(ty);
            return self.join(stored, unknown);
        }
        let nothing = if object { Vid::ZERO } else { Vid::ANY_INT };
        if !known {
            // Nothing, or only null.
            return self.null_gives(at, array, nothing);
        }
        match self.read_key(array, index, at.ctx) {
            Vid::BOTTOM => Vid::ZERO,
            stored => stored,
        }
    }

    /// The slot of a field: app fields by identity, framework fields by name, so that the model can speak of them.
    pub(crate) fn slot(&mut self, field: FieldId) -> Slot {
        if self.code.is_app_field(field) {
            return Slot::Field(field);
        }
        let name = self.code.field_name(field);
        Slot::Named(self.strings.intern(&name))
    }

    fn get_field(&mut self, at: At, base: Vid, field: FieldId) -> Vid {
        if let Some(record) = &mut self.record {
            record.field(at, field);
        }
        if let Some(pinned) = self.pinned_field(field) {
            return pinned;
        }
        let ty = self.code.field_type(field);
        if !self.values.get(base).is_reference() {
            let unknown = self.unknown(ty);
            return self.null_gives(at, base, unknown);
        }
        let slot = self.slot(field);
        if let Some(value) = self.left_in_field(base, slot, at.ctx) {
            return value;
        }
        let stored = self.read_slot(base, slot, at.ctx);
        if !self.code.is_app_field(field) {
            return if stored == Vid::BOTTOM {
                self.unknown(ty)
            } else {
                stored
            };
        }
        if !self.code.is_written(field) {
            // Nothing in the program stores it: reflection, native code or a serialiser does, if anything.
            return self.unknown(ty);
        }
        if self.code.surely_assigned(field) {
            return match stored {
                Vid::BOTTOM => self.null_gives(at, Vid::ZERO, Vid::ZERO),
                stored => stored,
            };
        }
        self.join(stored, Vid::ZERO)
    }

    /// What a use of something that is only null (so far) gives. A real app does not crash here: code that was not
    /// interpreted yet fills it, or something that is not seen does. So the use first gives nothing; once all else is
    /// settled it gives `unknown`. A use of what never came to be gives nothing.
    pub(crate) fn null_gives(&mut self, at: At, used: Vid, unknown: Vid) -> Vid {
        if used == Vid::BOTTOM {
            return Vid::BOTTOM;
        }
        if self.forgiven.contains(&at) {
            return unknown;
        }
        self.stuck.insert(at);
        Vid::BOTTOM
    }

    fn get_static(&mut self, at: At, field: FieldId) -> Vid {
        if let Some(record) = &mut self.record {
            record.field(at, field);
        }
        if !self.code.is_app_field(field) {
            return self.framework_static(at, field);
        }
        self.initialise(at, self.code.field_owner(field));
        self.read_static(at, field)
    }
}

enum Flow {
    On,
    Stop,
}

/// The state of one pass over a body.
struct Pass {
    ctx: Ctx,
    states: Vec<Option<State>>,
    work: BTreeSet<BlockId>,
    /// Times that a jump back came to a block, where any did.
    back: BTreeMap<BlockId, u32>,
}

/// Rounds of a loop that are told apart; then what still changes becomes any number, any string.
const LOOP_ROUNDS: u32 = 3;

impl Pass {
    /// Joins a state into a block's entry.
    /// Notes that a jump back came to a block.
    fn back(&mut self, to: BlockId) {
        *self.back.entry(to).or_default() += 1;
    }

    fn flow(&mut self, engine: &mut Engine<'_, '_>, to: BlockId, state: &State) {
        let Some(entry) = self.states.get_mut(to as usize) else {
            return;
        };
        let Some(entry) = entry else {
            *entry = Some(state.clone());
            self.work.insert(to);
            return;
        };
        let mut changed = false;
        let widen = self
            .back
            .get(&to)
            .is_some_and(|rounds| *rounds > LOOP_ROUNDS);
        for (old, new) in entry.regs.iter_mut().zip(&state.regs) {
            let mut joined = engine.join(*old, *new);
            if widen && joined != *old {
                joined = engine.widen(*old, joined);
            }
            changed |= joined != *old;
            *old = joined;
        }
        for (builder, text) in &state.builders {
            let old = entry.text(*builder);
            let joined = match old {
                Some(old) if widen => {
                    let joined = engine.join(old, *text);
                    engine.widen(old, joined)
                }
                Some(old) => engine.join(old, *text),
                None => *text,
            };
            if old != Some(joined) {
                entry.set_text(*builder, joined);
                changed = true;
            }
        }
        if changed {
            self.work.insert(to);
        }
    }
}
