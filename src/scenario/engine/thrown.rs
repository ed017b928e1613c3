//! What an exception takes along: the registers of the code that it leaves, and what a callee stored into new objects before it
//! threw. The code that catches it goes on with both.

use crate::scenario::code::ir::{Block, Body};
use crate::scenario::engine::Engine;
use crate::scenario::engine::fresh::Fresh;
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::step::State;
use crate::scenario::engine::value::Obj;

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

    /// What follows a call in the handlers around it, whether or not it returns.
    pub(crate) fn flow_to_handlers(
        &mut self,
        ctx: Ctx,
        body: &Body,
        block: &Block,
        state: &mut State,
    ) {
        let stored = std::mem::take(&mut state.stored);
        self.flow_thrown(ctx, body, block, state);
        state.stored = stored;
    }

    fn flow_thrown(&mut self, ctx: Ctx, body: &Body, block: &Block, state: &State) {
        let Left { entered, given } = std::mem::take(&mut self.left);
        let thrown = entered.and_then(|ctx| self.contexts[ctx.0 as usize].thrown.clone());
        for handler in &block.handlers {
            self.flow(ctx, body, *handler, state, false);
        }
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
        for handler in &block.handlers {
            self.flow(ctx, body, *handler, &caught, false);
        }
    }
}
