//! Ways through the blocks of a method: whichever there are, and those that are taken as far as is known.

use crate::scenario::code::ir::{BlockId, Body, Op};
use crate::scenario::engine::Engine;
use crate::scenario::engine::blocks::Node;
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::way::{Called, Leg, Origin, Spot};

/// Blocks that a block leads to, its handlers among them; or these alone.
fn next_blocks(body: &Body, block: BlockId, handlers_alone: bool) -> Vec<BlockId> {
    let Some(block) = body.blocks.get(block as usize) else {
        return Vec::new();
    };
    if handlers_alone {
        return block.handlers.clone();
    }
    let handlers = block.handlers.iter().copied();
    body.next_of(block).chain(handlers).collect()
}

/// Whether a way of at least one step leads from a block to another.
pub(super) fn goes_to(body: &Body, from: BlockId, to: BlockId) -> bool {
    let ways = |id, held| next_blocks(body, id, held);
    search(
        body,
        ways(from, false),
        ways,
        |_| false,
        |block| block == to,
    )
}

/// Whether a way from the start leads to a block of that kind without passing one block. Where that throws, it was not passed.
pub(super) fn goes_round(body: &Body, around: BlockId, to: impl Fn(BlockId) -> bool) -> bool {
    let ways = |id, held| next_blocks(body, id, held);
    search(body, vec![0], ways, |block| block == around, to)
}

/// Whether every way from the start to a return passes a block.
pub(super) fn always_passes(body: &Body, block: BlockId) -> bool {
    !goes_round(body, block, |id| id != block && returns(body, id))
}

/// Whether an instruction may be run again by what follows it.
pub(in crate::scenario) fn is_in_loop(body: &Body, pc: u32) -> bool {
    block_of(body, pc).is_none_or(|block| goes_to(body, block, block))
}

/// The block of an instruction.
pub(super) fn block_of(body: &Body, pc: u32) -> Option<BlockId> {
    (0..).zip(&body.blocks).find_map(|(id, block)| {
        let mut insns = body.insns_of(block).iter();
        insns.any(|insn| insn.pc == pc).then_some(id)
    })
}

/// Whether every way from an instruction to a return passes a place.
pub(super) fn always_follows(body: &Body, from: u32, to: (BlockId, u32)) -> bool {
    follows_by(body, from, to, |id, held| next_blocks(body, id, held))
}

/// The same by some ways alone.
fn follows_by(
    body: &Body,
    from: u32,
    (block, pc): (BlockId, u32),
    ways: impl Fn(BlockId, bool) -> Vec<BlockId>,
) -> bool {
    let Some(at) = block_of(body, from) else {
        return false;
    };
    if at == block {
        return from < pc;
    }
    let left = |id| id != block && returns(body, id);
    !returns(body, at) && !search(body, ways(at, false), ways, |id| id == block, left)
}

/// Whether a block leaves its method.
pub(super) fn returns(body: &Body, id: BlockId) -> bool {
    body.blocks.get(id as usize).is_some_and(|block| {
        let mut insns = body.insns_of(block).iter();
        insns.any(|insn| matches!(insn.op, Op::Return { .. }))
    })
}

/// Whether a block of a kind is found from some on. `ways`: where a block leads; of those that are held only to its handlers.
pub(super) fn search(
    body: &Body,
    mut waiting: Vec<BlockId>,
    ways: impl Fn(BlockId, bool) -> Vec<BlockId>,
    held: impl Fn(BlockId) -> bool,
    found: impl Fn(BlockId) -> bool,
) -> bool {
    let mut seen = vec![false; body.blocks.len()];
    while let Some(id) = waiting.pop() {
        match seen.get_mut(id as usize) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        if found(id) {
            return true;
        }
        waiting.extend(ways(id, held(id)));
    }
    false
}

impl Engine<'_, '_> {
    /// Whether every way that is taken from the start of a context to a return passes a place. Who builds on it is to look again once
    /// more ways are ([`Engine::note_way`]).
    pub(super) fn surely_passes(&self, spot: Spot) -> bool {
        !self.leaves(spot.ctx, vec![0], spot.block)
    }

    /// Whether no way that is taken leads from the start of a context to a block without passing a place.
    pub(super) fn surely_leads_over(&self, spot: Spot, to: BlockId) -> bool {
        let Some(body) = self.contexts[spot.ctx.0 as usize].body.as_deref() else {
            return false;
        };
        !self.leads(spot.ctx, body, vec![0], spot.block, |id| id == to)
    }

    /// Whether a way that is taken leads from some blocks to a return without passing one block. Where that throws, it was
    /// not passed.
    pub(super) fn leaves(&self, ctx: Ctx, waiting: Vec<BlockId>, around: BlockId) -> bool {
        let Some(body) = self.contexts[ctx.0 as usize].body.as_deref() else {
            return true;
        };
        let to = |id| id != around && returns(body, id);
        self.leads(ctx, body, waiting, around, to)
    }

    /// Whether every way that is taken from an instruction of a context to a return passes a place.
    pub(super) fn is_followed_by(&self, ctx: Ctx, body: &Body, from: u32, to: Spot) -> bool {
        follows_by(body, from, (to.block, to.pc), self.taken(ctx, body))
    }

    /// Whether two places of a context are passed on one way that is taken, whichever comes first.
    pub(in crate::scenario) fn run_together(&self, ctx: Ctx, a: u32, b: u32) -> bool {
        let Some(body) = self.contexts[ctx.0 as usize].body.as_deref() else {
            return true;
        };
        let (Some(x), Some(y)) = (block_of(body, a), block_of(body, b)) else {
            return true;
        };
        x == y || self.takes_to(ctx, body, x, y) || self.takes_to(ctx, body, y, x)
    }

    /// Whether a way leads from one block of a context to another, as far as is known which ways are taken. In large programs whichever
    /// there are count.
    pub(super) fn comes_to(&self, ctx: Ctx, from: BlockId, to: BlockId) -> bool {
        let Some(body) = self.contexts[ctx.0 as usize].body.as_deref() else {
            return true;
        };
        goes_to(body, from, to) && (!self.caps.small || self.takes_to(ctx, body, from, to))
    }

    fn takes_to(&self, ctx: Ctx, body: &Body, from: BlockId, to: BlockId) -> bool {
        let ways = self.taken(ctx, body);
        search(body, ways(from, false), ways, |_| false, |id| id == to)
    }

    /// Where a block of a context leads as far as is known; when it is held, only to its handlers.
    fn taken<'t>(
        &'t self,
        ctx: Ctx,
        body: &'t Body,
    ) -> impl Fn(BlockId, bool) -> Vec<BlockId> + 't {
        move |id, held| match held {
            true => self.handlers_of(ctx, body, id),
            false => self.ways_on(ctx, body, id),
        }
    }

    fn leads(
        &self,
        ctx: Ctx,
        body: &Body,
        from: Vec<BlockId>,
        around: BlockId,
        to: impl Fn(BlockId) -> bool,
    ) -> bool {
        search(body, from, self.taken(ctx, body), |id| id == around, to)
    }

    /// The blocks that a block goes on to, as far as is known, its handlers among them.
    pub(super) fn ways_on(&self, ctx: Ctx, body: &Body, id: BlockId) -> Vec<BlockId> {
        let Some(block) = body.blocks.get(id as usize) else {
            return Vec::new();
        };
        let first = self.contexts[ctx.0 as usize].first.0;
        let (branches, on) = self.blocks.ways_of(Node(first + id));
        let next = body.next_of(block).filter(|to| match block.next {
            Some(next) if next == *to => on,
            _ => branches,
        });
        next.chain(self.handlers_of(ctx, body, id)).collect()
    }

    fn handlers_of(&self, ctx: Ctx, body: &Body, id: BlockId) -> Vec<BlockId> {
        let first = self.contexts[ctx.0 as usize].first.0;
        let block = body.blocks.get(id as usize);
        let handlers = block.into_iter().flat_map(|block| &block.handlers).copied();
        let entered = |to: &BlockId| self.blocks.entry(Node(first + to)).is_some();
        handlers.filter(entered).collect()
    }

    /// Whether what is posted on the way down to a place has it run only once the turn is over in which that was posted.
    pub(super) fn in_later_turn(&self, way: &[Leg]) -> bool {
        let mut later = false;
        for leg in way {
            match self.origin(leg.spot.ctx) {
                Origin::Call(Called { aside: true, .. }) => return false,
                Origin::Call(Called { later: true, .. }) => later = true,
                _ => {}
            }
        }
        later
    }
}
