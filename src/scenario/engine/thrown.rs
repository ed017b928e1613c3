//! What throws, and what an exception takes along: the registers of the code that it leaves, and what a callee stored into new
//! objects before it threw. The code that catches it goes on with both.
//!
//! A handler is entered only where something in its block may throw: code that throws by name, what it calls, what is surely null or of
//! another class, platform code unless the model knows better (`checks/model/steady.toml`).

use crate::program::TypeId;
use crate::scenario::code::ir::{Block, BlockId, Body, CallKind, Op, Reg};
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::fresh::Fresh;
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::step::State;
use crate::scenario::engine::value::{Obj, Value, Vid};
use crate::scenario::engine::{At, Engine};

/// What an instruction may throw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Threw {
    /// Nothing.
    Nothing,
    /// Something by which the program says that it is wrong.
    Doubt,
    /// The same in a call that can also go on: only who names such exceptions is ready for it.
    Perhaps,
    /// An exception of just this class.
    One(TypeId),
    /// One of these objects.
    Known(Vid),
    /// Any exception.
    Anything,
}

impl Threw {
    /// What code throws in which an instruction does.
    fn throws(self) -> Thrown {
        match self {
            Self::Nothing => Thrown::default(),
            Self::Doubt | Self::Perhaps => Thrown::any(Throws::Doubt),
            Self::One(_) | Self::Anything => Thrown::any(Throws::Anything),
            Self::Known(what) => Thrown {
                how: Throws::Anything,
                what,
            },
        }
    }
}

/// Whether a context may be left by an exception.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Throws {
    /// It is not.
    #[default]
    Not,
    /// By what says that the program is wrong.
    Doubt,
    /// By any.
    Anything,
}

/// What a context may be left by, or a handler gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Thrown {
    pub(crate) how: Throws,
    /// The exceptions, where all are known objects; nothing: any.
    pub(crate) what: Vid,
}

impl Thrown {
    /// It is not known what.
    pub(crate) const fn any(how: Throws) -> Self {
        Self {
            how,
            what: Vid::BOTTOM,
        }
    }
}

impl Default for Thrown {
    fn default() -> Self {
        Self::any(Throws::Not)
    }
}

/// A call that was just made: the only context that it entered, and the new objects that went with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Left {
    pub(crate) entered: Option<Ctx>,
    pub(crate) given: Vec<Obj>,
}

impl Engine<'_, '_> {
    /// An instruction throws: what the context's own objects hold goes to who catches it, the others are seen from now on.
    pub(crate) fn throws(&mut self, ctx: Ctx, state: &mut State) {
        let own = self.contexts[ctx.0 as usize].own.clone();
        let mut along = Fresh::default();
        for obj in own.iter() {
            if let Some(fields) = state.fresh.get(*obj) {
                along.set(*obj, fields.clone());
            }
        }
        self.throw_along(ctx, along);
        self.expose_all(state);
    }

    fn throw_along(&mut self, ctx: Ctx, along: Fresh) {
        if self.record.is_some() || along.is_empty() {
            return;
        }
        let mut all = self.contexts[ctx.0 as usize]
            .thrown
            .take()
            .unwrap_or_default();
        if self.join_thrown(&mut all, along) {
            let callers = self.contexts[ctx.0 as usize].callers.clone();
            self.blocks.enqueue_all(&callers);
        }
        self.contexts[ctx.0 as usize].thrown = Some(all);
    }

    /// Adds what exceptions take along; whether that is more.
    fn join_thrown(&mut self, all: &mut Fresh, more: Fresh) -> bool {
        let mut grown = false;
        for (obj, fields) in more.0 {
            let (joined, changed) = match all.get(obj).cloned() {
                Some(old) => self.join_fields(&old, &fields, false),
                None => (fields, true),
            };
            grown |= changed;
            all.set(obj, joined);
        }
        grown
    }

    /// The call is left by an exception.
    fn expose_all(&mut self, state: &mut State) {
        for (obj, fields) in std::mem::take(&mut state.fresh).0 {
            self.publish(obj, &fields);
        }
    }

    /// What an instruction throws by itself, before it does anything: where it surely does, for code is seldom ready for what it only
    /// might.
    pub(crate) fn may_throw(&self, op: &Op, body: &Body, state: &State) -> Threw {
        let used = match op {
            Op::Throw { src } => return self.thrown_by(src.map(|src| state.get(src))),
            Op::ArrayGet { array, .. } | Op::ArrayPut { array, .. } | Op::Length { array, .. } => {
                *array
            }
            Op::Get { object, .. } | Op::Put { object, .. } => *object,
            Op::Call { kind, first, .. } if *kind != CallKind::Static => {
                match body.args_of(*first, 1) {
                    [this] => *this,
                    _ => return Threw::Nothing,
                }
            }
            _ => return Threw::Nothing,
        };
        let value = self.values.get(state.get(used));
        match value.may_be_zero() && !value.is_reference() {
            true => Threw::Anything,
            false => Threw::Nothing,
        }
    }

    /// What throwing a value throws.
    fn thrown_by(&self, value: Option<Vid>) -> Threw {
        let Some(thrown) = value else {
            return Threw::Anything;
        };
        let value = self.values.get(thrown);
        let doubt = |obj: &Obj| self.rules.is_doubt(self.code, self.objects.ty(*obj));
        let class = |ty: &TypeId| self.rules.is_doubt(self.code, *ty);
        let doubts = value.types.iter().all(class) && value.objs.iter().all(doubt);
        match doubts && value.is_reference() {
            true => Threw::Doubt,
            false if value.is_only_objects() => Threw::Known(thrown),
            false => Threw::Anything,
        }
    }

    /// What may be thrown where either may.
    pub(crate) fn join_throws(&mut self, one: Thrown, other: Thrown) -> Thrown {
        let what = match (one.how, other.how) {
            (Throws::Not, _) => other.what,
            (_, Throws::Not) => one.what,
            _ if one.what == Vid::BOTTOM || other.what == Vid::BOTTOM => Vid::BOTTOM,
            _ => self.join(one.what, other.what),
        };
        let how = one.how.max(other.how);
        Thrown { how, what }
    }

    /// What a handler gets. What it throws again is what was thrown.
    pub(crate) fn caught(&mut self, caught: Thrown) -> Vid {
        if caught.what != Vid::BOTTOM {
            return caught.what;
        }
        let class = match caught.how {
            Throws::Doubt => self.rules.doubt(self.code),
            _ => None,
        };
        let class = class.unwrap_or(self.code.throwable());
        self.values.intern(Value::instance(class))
    }

    /// A context was called that may be left by an exception. Where that says that the program is wrong, it is so only once all else is
    /// settled and the context never returns.
    pub(crate) fn threw_in(&mut self, at: Option<At>, ctx: Ctx) {
        let context = &self.contexts[ctx.0 as usize];
        let stops = || {
            let body = context.body.as_ref();
            body.is_some_and(|body| !body.steps.is_empty())
        };
        let threw = match context.throws.how {
            Throws::Not => return,
            Throws::Anything if context.throws.what == Vid::BOTTOM => Threw::Anything,
            Throws::Anything => Threw::Known(context.throws.what),
            // What stops and goes on later rather waits than is wrong.
            Throws::Doubt if context.returns == Vid::BOTTOM && !stops() => {
                match at.is_some_and(|at| self.never_goes_on(at)) {
                    true => Threw::Doubt,
                    false => return,
                }
            }
            Throws::Doubt => Threw::Perhaps,
        };
        self.threw = match (self.threw, threw) {
            (Threw::Nothing | Threw::Perhaps, threw) => threw,
            (Threw::Known(one), Threw::Known(other)) => Threw::Known(self.join(one, other)),
            (Threw::Known(_), Threw::Anything) => Threw::Anything,
            (threw, _) => threw,
        };
    }

    /// Notes what a call of the framework throws.
    pub(crate) fn note_threw(&mut self, call: &Invocation<'_>, result: Vid) {
        let (rules, code) = (self.rules, self.code);
        let steady = rules.is_steady(code, call.base, call.method);
        if steady || self.is_worked_out(call, result) || self.is_found(call, result) {
            return;
        }
        self.threw = match (self.threw, self.not_found(call, result)) {
            (Threw::Nothing, Some(class)) => Threw::One(class),
            _ => Threw::Anything,
        };
    }

    /// The handlers around a block that catch what the running instruction throws, each with the exceptions that it gets, where they
    /// are known; and those that none of them catches.
    fn catching(&mut self, block: &Block) -> (Vec<(BlockId, Vid)>, Vid) {
        if let Threw::Known(mut left) = self.threw {
            let mut all = Vec::new();
            for (class, handler) in &block.catches {
                let (mine, others) = match class {
                    Some(class) => (
                        self.instances_in(left, *class),
                        self.without_instances(left, *class),
                    ),
                    None => (left, Vid::BOTTOM),
                };
                if self.values.get(mine).is_reference() {
                    all.push((*handler, mine));
                }
                left = others;
            }
            return (all, left);
        }
        let all = self.catching_any(block);
        let all = all.into_iter().map(|handler| (handler, Vid::BOTTOM));
        (all.collect(), Vid::BOTTOM)
    }

    /// The same for what is no known object.
    fn catching_any(&self, block: &Block) -> Vec<BlockId> {
        let thrown = match self.threw {
            Threw::One(thrown) => thrown,
            Threw::Perhaps => return ready(block, |class| self.rules.is_doubt(self.code, class)),
            _ => return block.handlers.clone(),
        };
        let mut all = Vec::new();
        for (class, handler) in &block.catches {
            let surely = class.is_none_or(|class| self.code.is_subtype(thrown, class));
            if surely || class.is_some_and(|class| self.code.is_subtype(class, thrown)) {
                all.push(*handler);
            }
            if surely {
                break;
            }
        }
        all
    }

    /// An instruction may throw: what follows in the handlers around it, whether or not it goes on. `before`: what the register held
    /// that it writes.
    pub(crate) fn flow_to_handlers(
        &mut self,
        ctx: Ctx,
        (body, id): (&Body, BlockId),
        before: Option<(Reg, Vid)>,
        state: &mut State,
    ) {
        let left = std::mem::take(&mut self.left);
        let Some(block) = body.blocks.get(id as usize) else {
            return;
        };
        let (handlers, uncaught) = self.catching(block);
        let throws = self.threw.throws();
        if handlers.is_empty() {
            self.leaves_by_throwing(ctx, throws);
            return self.flow_thrown(ctx, (body, &[]), left, state);
        }
        if uncaught != Vid::BOTTOM {
            self.leaves_by_throwing(ctx, Threw::Known(uncaught).throws());
        }
        // More may have been stored by then.
        let stored = std::mem::take(&mut state.stored);
        let after = before.map(|(reg, value)| (reg, state.get(reg), value));
        if let Some((reg, _, value)) = after {
            state.replace(reg, value);
        }
        for (handler, what) in &handlers {
            if let Some(record) = &mut self.record {
                record.handler(ctx, id, *handler);
            }
            state.caught = Thrown {
                what: *what,
                ..throws
            };
            self.flow(ctx, body, *handler, state, false);
        }
        self.flow_thrown(ctx, (body, &handlers), left, state);
        state.caught = Thrown::default();
        if let Some((reg, value, _)) = after {
            state.replace(reg, value);
        }
        state.stored = stored;
    }

    /// A context may be left by an exception: who calls it hears of that.
    fn leaves_by_throwing(&mut self, ctx: Ctx, throws: Thrown) {
        let old = self.contexts[ctx.0 as usize].throws;
        let new = self.join_throws(old, throws);
        if self.record.is_some() || new == old {
            return;
        }
        let context = &mut self.contexts[ctx.0 as usize];
        context.throws = new;
        self.blocks.enqueue_all(&context.callers);
        for fan in context.fans.clone() {
            self.fan_threw(fan);
        }
    }

    /// What a callee stored before it threw goes to the handlers.
    fn flow_thrown(
        &mut self,
        ctx: Ctx,
        (body, handlers): (&Body, &[(BlockId, Vid)]),
        left: Left,
        state: &State,
    ) {
        let Left { entered, given } = left;
        let thrown = entered.and_then(|ctx| self.contexts[ctx.0 as usize].thrown.clone());
        let Some(thrown) = thrown else { return };
        let mut caught = state.clone();
        let mut along = Fresh::default();
        for obj in given {
            let Some(fields) = thrown.get(obj) else {
                continue;
            };
            caught.fresh.set(obj, fields.clone());
            if self.contexts[ctx.0 as usize].own.contains(&obj) {
                along.set(obj, fields.clone());
            }
        }
        self.throw_along(ctx, along);
        for (handler, what) in handlers {
            caught.caught.what = *what;
            self.flow(ctx, body, *handler, &caught, false);
        }
    }
}

/// The handlers that catch classes of a kind by name.
fn ready(block: &Block, names: impl Fn(TypeId) -> bool) -> Vec<BlockId> {
    let named = block.catches.iter().filter(|one| one.0.is_some_and(&names));
    named.map(|one| one.1).collect()
}
