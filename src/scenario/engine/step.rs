//! One context's code: a flow-sensitive pass over its blocks, in which a block runs only once a branch to it can hold.

use crate::program::StrId;
use crate::scenario::code::ir::{BlockId, Body, CallKind, Cond, Insn, Op, Operand, Reg};
use crate::scenario::code::live::written;
use crate::scenario::engine::fresh::Fresh;
use crate::scenario::engine::heap::{Ctx, Place, Slot};
use crate::scenario::engine::split::{Ahead, Split};
use crate::scenario::engine::stored::Stored;
use crate::scenario::engine::thrown::{Left, Threw, Thrown};
use crate::scenario::engine::value::{Obj, Value, Vid};
use crate::scenario::engine::{At, Engine};

/// What the registers hold at one point, and the texts of the string builders made in this call.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    regs: Vec<Vid>,
    /// Builder and text; a builder that is not listed holds any text.
    pub(crate) texts: Vec<(Obj, Vid)>,
    /// Objects that nobody else has seen yet.
    pub(crate) fresh: Fresh,
    /// What was last stored into fields of the objects in registers.
    pub(crate) stored: Stored,
    /// Collections in which something surely is, and that are about to be looked through, sorted.
    pub(crate) begun: Vec<Obj>,
    /// What was thrown, where a handler begins.
    pub(crate) caught: Thrown,
    /// What several objects answered, in this block.
    pub(crate) split: Option<Split>,
    /// Registers that were copied in this block.
    pub(crate) copies: Vec<(Reg, Reg)>,
}

impl State {
    /// Nothing is held but these texts and objects.
    pub(crate) fn begin(&mut self, registers: u16, texts: Vec<(Obj, Vid)>, fresh: Fresh) {
        self.regs.clear();
        self.regs.resize(usize::from(registers), Vid::BOTTOM);
        self.texts = texts;
        self.fresh = fresh;
        self.begun.clear();
        self.caught = Thrown::default();
        self.stored.clear();
        self.split = None;
        self.copies.clear();
    }

    pub(crate) fn get(&self, reg: Reg) -> Vid {
        self.regs.get(reg as usize).copied().unwrap_or(Vid::BOTTOM)
    }

    /// What all registers but one hold.
    pub(crate) fn others(&self, but: Option<Reg>) -> impl Iterator<Item = Vid> + '_ {
        let all = self.regs.iter().copied().zip(0..);
        all.filter(move |(_, reg)| Some(*reg) != but)
            .map(|(value, _)| value)
    }

    /// The registers that hold just this.
    pub(crate) fn holding(&self, value: Vid) -> Vec<Reg> {
        let all = self.regs.iter().zip(0..);
        all.filter(|(held, _)| **held == value)
            .map(|(_, reg)| reg)
            .collect()
    }

    pub(crate) fn set(&mut self, reg: Reg, value: Vid) {
        self.overwritten(reg);
        self.stored.overwritten(reg);
        self.replace(reg, value);
    }

    /// Says more exactly what a register holds.
    pub(crate) fn replace(&mut self, reg: Reg, value: Vid) {
        if let Some(place) = self.regs.get_mut(reg as usize) {
            *place = value;
        }
    }

    /// The text of a builder.
    pub(crate) fn text(&self, builder: Obj) -> Option<Vid> {
        let at = self
            .texts
            .binary_search_by_key(&builder, |(obj, _)| *obj)
            .ok()?;
        self.texts.get(at).map(|(_, text)| *text)
    }

    /// Sets the text of a builder.
    pub(crate) fn set_text(&mut self, builder: Obj, text: Vid) {
        match self.texts.binary_search_by_key(&builder, |(obj, _)| *obj) {
            Ok(at) => self.texts[at].1 = text,
            Err(at) => self.texts.insert(at, (builder, text)),
        }
    }
}

impl Engine<'_, '_> {
    /// Runs a block, and those that it goes on into by itself.
    pub(crate) fn block(&mut self, ctx: Ctx, body: &Body, id: BlockId, state: &mut State) {
        self.ahead = Ahead::from(body, id, self.caps.small);
        self.block_from(ctx, body, id, 0, state);
        self.go_ahead(ctx, body);
        self.apart = None;
    }

    fn go_ahead(&mut self, ctx: Ctx, body: &Body) {
        while let Some((to, mut state)) = self.ahead.next.pop() {
            if let Some(part) = self.ahead.part {
                self.apart = Some(part);
            }
            self.block_from(ctx, body, to, 0, &mut state);
        }
    }

    /// Runs a block from one of its instructions on: what it does, and where it goes on.
    fn block_from(&mut self, ctx: Ctx, body: &Body, id: BlockId, from: usize, state: &mut State) {
        let Some(block) = body.blocks.get(id as usize) else {
            return;
        };
        self.order.block = id;
        let mut decided = true;
        for (index, insn) in body.insns_of(block).iter().enumerate().skip(from) {
            let before = written(&insn.op).map(|reg| (reg, state.get(reg)));
            self.threw = self.may_throw(&insn.op, body, state);
            let flow = self.step(ctx, body, id, insn, state);
            if self.threw != Threw::Nothing {
                self.flow_to_handlers(ctx, (body, id), before, state);
            }
            match flow {
                Flow::On => {}
                Flow::Open => decided = false,
                Flow::Stop => return,
            }
            if let Some((reg, parts)) = self.elements_apart(&insn.op, state) {
                let several = self.values.get(state.get(reg)).is_reference();
                for part in parts {
                    let mut one = state.clone();
                    one.set(reg, part);
                    let weak = std::mem::replace(&mut self.order.weak, true);
                    self.apart = Some(part);
                    let null = several && part == Vid::ZERO;
                    let from = (id, insn.pc);
                    self.ahead = Ahead::of_element(self.caps.small, from, part, null);
                    self.block_from(ctx, body, id, index + 1, &mut one);
                    self.go_ahead(ctx, body);
                    self.apart = None;
                    self.order.weak = weak;
                }
                self.ahead = Ahead::default();
                return;
            }
        }
        if let Some(next) = block.next {
            self.go(ctx, body, (id, next), state, decided);
        }
    }

    /// Flows to a block by a decided or undecided branch. A decided one is gone on by at once where a loop counts, or an element
    /// is looked at alone.
    fn go(
        &mut self,
        ctx: Ctx,
        body: &Body,
        (from, to): (BlockId, BlockId),
        state: &State,
        decided: bool,
    ) {
        if let Some(record) = &mut self.record {
            record.branch(ctx, from, to);
        }
        self.note_way(ctx, body, (from, to));
        let goes = decided || self.still_apart(body, to, state);
        self.ahead.open |= !decided;
        if !(goes && self.ahead.takes(body, (from, to), state)) {
            self.flow(ctx, body, to, state, to <= from);
        } else if to <= from {
            self.apart = self.ahead.part;
        }
    }

    fn step(
        &mut self,
        ctx: Ctx,
        body: &Body,
        block: BlockId,
        insn: &Insn,
        state: &mut State,
    ) -> Flow {
        let at = At { ctx, pc: insn.pc };
        self.order.pc = insn.pc;
        match insn.op {
            Op::Int { dst, value } => {
                let value = self.values.int(value);
                state.set(dst, value);
            }
            Op::Text { dst, value } => {
                let value = self.text_of(value);
                state.set(dst, value);
            }
            Op::Class { dst, value } => {
                let value = self.values.intern(Value::class(value));
                state.set(dst, value);
            }
            Op::Move { dst, src } => {
                let value = state.get(src);
                if dst != src {
                    state.set(dst, value);
                    state.copied(dst, src);
                    state.stored.copied(dst, src);
                }
            }
            Op::Unknown { dst } => state.set(dst, Vid::ANY_INT),
            Op::Math {
                dst,
                math,
                width,
                a,
                b,
            } => {
                let b = self.operand(state, b);
                let value = self.math((math, width), state.get(a), b);
                state.set(dst, value);
            }
            Op::New { dst, ty } => {
                self.initialise(at, ty);
                let obj = self.allocate(at, ty, 0);
                if self.code.is_builder(ty) {
                    state.set_text(obj, Vid::BOTTOM);
                }
                self.make_fresh(ctx, obj, dst, state);
                let value = self.obj(obj);
                state.set(dst, value);
            }
            Op::NewArray { dst, ty, length } => {
                let obj = self.allocate(at, ty, 0);
                let value = self.obj(obj);
                self.write_length(value, state.get(length));
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
                let args = body.args_of(first, count);
                let length = self.values.intern(Value::int(i64::from(count)));
                self.write_length(array, length);
                for (index, reg) in (0..).zip(args) {
                    self.expose(state, state.get(*reg));
                    let index = self.values.int(index);
                    self.write_key(array, index, state.get(*reg));
                }
                if let Some(dst) = dst {
                    state.set(dst, array);
                }
            }
            Op::FillArray {
                array,
                first,
                count,
            } => {
                let array = state.get(array);
                for (index, number) in (0..).zip(body.numbers_of(first, count)) {
                    let index = self.values.int(index);
                    let number = self.values.int(*number);
                    self.write_key(array, index, number);
                }
                if count == 0 {
                    self.write_elements(array, Vid::ANY_INT);
                }
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
                self.expose(state, state.get(src));
                self.write_key(state.get(array), state.get(index), state.get(src));
            }
            Op::Get { dst, object, field } => {
                self.answers.clear();
                let last = state.stored.get(object, field);
                let value = match last {
                    Some(value) => self.last_stored(at, field, value),
                    None => self.get_field(at, state, state.get(object), field),
                };
                if value == Vid::BOTTOM {
                    return Flow::Stop;
                }
                if last.is_none() && self.asks_each(body, block) {
                    self.answers_of(state, state.get(object), field);
                }
                if dst == object {
                    state.set(dst, value);
                } else {
                    state.set(dst, value);
                    self.remember(state, dst, object);
                }
            }
            Op::Put { src, object, field } => {
                self.note_field(ctx, field, state.get(src));
                let steps = body.steps.binary_search(&insn.pc).is_ok();
                if !(steps && self.goes_on(state, object, field, state.get(src))) {
                    self.put_field(state, state.get(object), field, state.get(src));
                }
                self.note_stored(state, object, field, state.get(src));
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
                self.note_field(ctx, field, state.get(src));
                self.expose(state, state.get(src));
                self.write(Place::Static(field), state.get(src));
            }
            Op::InstanceOf { dst, src, ty } => {
                let held = state.get(src);
                let value = self.instance_of(held, ty);
                let copies = (value == Vid::BOOL).then(|| state.copies_of(src));
                state.set(dst, value);
                if let Some(copies) = copies {
                    self.remember_class(state, dst, (held, copies), ty);
                }
            }
            Op::Cast { reg, ty } => {
                let held = state.get(reg);
                let value = self.cast(held, ty);
                if self.values.get(held).is_reference() && !self.values.get(value).is_reference() {
                    self.threw = Threw::Anything;
                }
                if value == Vid::BOTTOM {
                    return Flow::Stop;
                }
                // The same object, told more exactly.
                state.replace(reg, value);
            }
            Op::Call {
                kind,
                method,
                first,
                count,
                dst,
            } => {
                let regs = body.args_of(first, count);
                let mut args = std::mem::take(&mut self.args);
                args.clear();
                args.extend(regs.iter().map(|reg| state.get(*reg)));
                if let Some(record) = &mut self.record {
                    record.block_of(at, block);
                }
                if args.contains(&Vid::BOTTOM) {
                    self.args = args;
                    return Flow::Stop;
                }
                self.answers.clear();
                self.left = Left::default();
                let given = self.hand_out(kind, method, (&args, regs), state);
                let value = self.call(at, kind, method, &args, state);
                let value = self.first_asked(state, method, &args, value);
                self.take_back(ctx, &given, value, dst, state);
                self.left.given = given;
                let value = self.given_by_getter(at, (kind, method), &args, state, value);
                let first = args.first().copied().unwrap_or(Vid::BOTTOM);
                self.args = args;
                if value == Vid::BOTTOM {
                    return Flow::Stop;
                }
                if kind == CallKind::Direct {
                    self.constant_made(state, method, regs);
                }
                if let Some(dst) = dst {
                    let asked = regs.first().copied();
                    let before = state.split.clone();
                    let boxed = before.filter(|split| Some(split.result) == asked);
                    state.set(dst, value);
                    match (asked, boxed) {
                        (Some(of), Some(split)) if self.unboxed(first) == value && of != dst => {
                            self.answer_unboxed(state, dst, split);
                        }
                        (Some(of), _) if kind == CallKind::Virtual && of != dst => {
                            self.remember(state, dst, of);
                        }
                        _ => {}
                    }
                }
            }
            Op::Caught { dst } => {
                let value = self.caught(std::mem::take(&mut state.caught));
                state.set(dst, value);
            }
            Op::Throw { .. } => {
                self.throws(ctx, state);
                return Flow::Stop;
            }
            Op::Return { src } => {
                let value = src.map_or(Vid::ZERO, |reg| state.get(reg));
                let value = self.stopped_first(ctx, value);
                if value == Vid::BOTTOM {
                    return Flow::Stop;
                }
                self.give_views(at, value);
                self.leave(ctx, state, value);
                self.returned(ctx, value);
                if let Some(record) = &mut self.record {
                    record.leaves(ctx, block);
                }
                return Flow::Stop;
            }
            Op::If { cond, a, b, then } => {
                let (x, y) = (state.get(a), self.operand(state, b));
                let (may, may_not) = self.decide(cond, x, y);
                self.ahead.counts |= !matches!(cond, Cond::Eq | Cond::Ne);
                let (stays, stays_on) = match may && may_not {
                    true => {
                        let next = body.blocks.get(block as usize).and_then(|one| one.next);
                        self.ahead.stays(body, (then, next))
                    }
                    false => (false, false),
                };
                if may {
                    let before = self.narrow_split(state, cond, a, b);
                    self.refine(state, cond, a, x, b, y);
                    self.go(ctx, body, (block, then), state, !may_not || stays);
                    for (reg, value) in before {
                        state.replace(reg, value);
                    }
                    state.replace(a, x);
                    if let Operand::Reg(b) = b {
                        state.replace(b, y);
                    }
                }
                if !may_not {
                    return Flow::Stop;
                }
                self.narrow_split(state, cond.negated(), a, b);
                self.refine(state, cond.negated(), a, x, b, y);
                if may && !stays_on {
                    return Flow::Open;
                }
            }
            Op::Goto { to } => {
                self.go(ctx, body, (block, to), state, true);
                return Flow::Stop;
            }
            Op::Switch { key, first, count } => {
                return self.switch(ctx, body, block, state, (key, first, count));
            }
        }
        Flow::On
    }

    fn switch(
        &mut self,
        ctx: Ctx,
        body: &Body,
        block: BlockId,
        state: &State,
        (key, first, count): (Reg, u32, u32),
    ) -> Flow {
        let value = self.values.get(state.get(key));
        let known: Option<Vec<i64>> = value.integers().map(<[i64]>::to_vec);
        let cases = body.cases_of(first, count);
        let decided = known.as_ref().is_some_and(|known| known.len() == 1);
        for (label, to) in cases {
            if known.as_ref().is_none_or(|known| known.contains(label)) {
                self.go(ctx, body, (block, *to), state, decided);
            }
        }
        let falls = known.is_none_or(|known| {
            known
                .iter()
                .any(|value| !cases.iter().any(|(label, _)| label == value))
        });
        match (falls, decided) {
            (true, true) => Flow::On,
            (true, false) => Flow::Open,
            (false, _) => Flow::Stop,
        }
    }

    fn operand(&mut self, state: &State, operand: Operand) -> Vid {
        match operand {
            Operand::Reg(reg) => state.get(reg),
            Operand::Lit(value) => self.values.int(value),
        }
    }

    /// An element of an array; of an array that holds personal data, a part of that.
    fn element(&mut self, at: At, array: Vid, index: Vid, object: bool) -> Vid {
        let element = self.element_plain(at, array, index, object);
        let bits = self.values.get(array).marks;
        self.with_marks(element, bits)
    }

    fn element_plain(&mut self, at: At, array: Vid, index: Vid, object: bool) -> Vid {
        let value = self.values.get(array);
        let (typed, known) = (value.types.first().copied(), !value.objs.is_empty());
        if let Some(ty) = typed {
            let ty = self.code.element_type(ty);
            let stored = self.read_slot(array, Slot::Element);
            let stored = match object {
                true => self.cast(stored, ty),
                false => stored,
            };
            let unknown = self.unknown(ty);
            return self.join(stored, unknown);
        }
        let nothing = if object { Vid::ZERO } else { Vid::ANY_INT };
        if !known {
            // Nothing, or only null.
            return self.null_gives(at, array, nothing);
        }
        match self.read_key(array, index) {
            Vid::BOTTOM => Vid::ZERO,
            stored => stored,
        }
    }

    /// A string of the program.
    fn text_of(&mut self, text: StrId) -> Vid {
        if let Some(value) = self.known.texts.get(&text) {
            return *value;
        }
        let content = self.code.text(text);
        let value = self.text(&content);
        self.known.texts.insert(text, value);
        value
    }
}

enum Flow {
    On,
    /// It may also go elsewhere.
    Open,
    Stop,
}
