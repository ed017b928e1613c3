//! Ways through the blocks of a method, whichever are taken.

use crate::scenario::code::ir::{BlockId, Body, Op};

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
pub(super) fn is_in_loop(body: &Body, pc: u32) -> bool {
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
pub(super) fn always_follows(body: &Body, from: u32, (block, pc): (BlockId, u32)) -> bool {
    let Some(at) = block_of(body, from) else {
        return false;
    };
    if at == block {
        return from < pc;
    }
    let ways = |id, held| next_blocks(body, id, held);
    !returns(body, at)
        && !search(
            body,
            ways(at, false),
            ways,
            |id| id == block,
            |id| id != block && returns(body, id),
        )
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
