//! The blocks of all contexts: what holds where each begins, and which are to be run.
//!
//! A block of a context is run again when what flows into it grows or something that it read does, and nothing else is.

use std::collections::{BTreeSet, BinaryHeap};

use crate::scenario::code::ir::Body;
use crate::scenario::engine::fresh::Fresh;
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::stored::Stored;
use crate::scenario::engine::thrown::Thrown;
use crate::scenario::engine::value::{Obj, Vid};

/// A block of a context. The blocks of one context are numbered in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Node(pub(crate) u32);

impl Node {
    /// No block: what the scenario itself starts.
    const NONE: Self = Self(u32::MAX);
}

/// What holds where a block begins.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// The registers that are read from here on, in the order of [`Body::live`].
    pub(crate) regs: Box<[Vid]>,
    /// String builders that these registers hold, and their texts, sorted.
    pub(crate) texts: Vec<(Obj, Vid)>,
    /// Objects that nobody else has seen yet.
    pub(crate) fresh: Fresh,
    /// What was last stored into fields of the objects in registers.
    pub(crate) stored: Stored,
    /// Collections in which something surely is, and that are about to be looked through, sorted.
    pub(crate) begun: Vec<Obj>,
    /// What was thrown, where a handler begins.
    pub(crate) caught: Thrown,
    /// Times that a jump back brought something new.
    pub(crate) rounds: u8,
}

#[derive(Debug, Clone)]
struct Spot {
    ctx: Ctx,
    queued: bool,
    /// The ways on that are taken: bit 0 for branches, bit 1 for the next block.
    ways: u8,
    /// Elsewhere, for it is large and most blocks are never led to.
    entry: Option<Box<Entry>>,
}

/// The blocks of a run.
#[derive(Debug, Clone)]
pub(crate) struct Blocks {
    spots: Vec<Spot>,
    /// Each block once: see [`Spot::queued`].
    queue: BinaryHeap<(u8, u64)>,
    running: Node,
    /// By context, by how many turns it comes later than what the scenario starts.
    turns: Vec<u8>,
    /// That of the contexts that are found now.
    turn: u8,
    /// Contexts of which something ran or is called anew, once that is asked for.
    touched: Option<BTreeSet<Ctx>>,
}

impl Default for Blocks {
    fn default() -> Self {
        Self {
            spots: Vec::new(),
            queue: BinaryHeap::new(),
            running: Node::NONE,
            turns: Vec::new(),
            turn: 0,
            touched: None,
        }
    }
}

impl Blocks {
    /// Makes room for the blocks of a context, and gives the first.
    pub(crate) fn add(&mut self, ctx: Ctx, body: Option<&Body>) -> Node {
        let first = Node(u32::try_from(self.spots.len()).unwrap_or(u32::MAX));
        self.turns.resize(ctx.0 as usize + 1, self.turn);
        let count = body.map_or(0, |body| body.blocks.len());
        self.spots.extend((0..count).map(|_| Spot {
            ctx,
            queued: false,
            ways: 0,
            entry: None,
        }));
        first
    }

    /// The block that runs.
    pub(crate) fn running(&self) -> Node {
        self.running
    }

    /// The context of the block that runs.
    pub(crate) fn running_in(&self) -> Option<Ctx> {
        self.context_of(self.running)
    }

    /// The context of a block.
    pub(crate) fn context_of(&self, node: Node) -> Option<Ctx> {
        self.spots.get(node.0 as usize).map(|spot| spot.ctx)
    }

    /// The context of a block, which runs from now on.
    pub(crate) fn run(&mut self, node: Node) -> Ctx {
        self.running = node;
        let ctx = self.spots[node.0 as usize].ctx;
        self.turn = self.turn_of(ctx);
        if let Some(touched) = &mut self.touched {
            touched.insert(ctx);
        }
        ctx
    }

    fn turn_of(&self, ctx: Ctx) -> u8 {
        self.turns.get(ctx.0 as usize).copied().unwrap_or_default()
    }

    /// Contexts that are found from now on come in a later turn than what runs, or in the same; or first (`None`).
    pub(crate) fn find_later(&mut self, later: Option<bool>) {
        self.turn = later.map_or(0, |later| {
            let turn = self.running_in().map_or(0, |ctx| self.turn_of(ctx));
            turn.saturating_add(u8::from(later))
        });
    }

    /// Notes from now on which contexts run.
    pub(crate) fn watch(&mut self) {
        self.touched = Some(BTreeSet::new());
    }

    /// The contexts that ran since.
    pub(crate) fn touched(&mut self) -> BTreeSet<Ctx> {
        self.touched.take().unwrap_or_default()
    }

    /// Has the contexts of blocks count as ones that ran: what they call has changed.
    pub(crate) fn touch(&mut self, nodes: &[Node]) {
        let Some(touched) = &mut self.touched else {
            return;
        };
        let spots = nodes
            .iter()
            .filter_map(|node| self.spots.get(node.0 as usize));
        touched.extend(spots.map(|spot| spot.ctx));
    }

    /// Notes that it goes on from a block, by a branch or to the next; whether for the first time.
    pub(crate) fn goes_on(&mut self, from: Node, branch: bool) -> bool {
        let Some(spot) = self.spots.get_mut(from.0 as usize) else {
            return false;
        };
        let before = spot.ways;
        spot.ways |= if branch { 1 } else { 2 };
        spot.ways != before
    }

    /// Whether it ever goes on from a block by a branch, and to the next.
    pub(crate) fn ways_of(&self, from: Node) -> (bool, bool) {
        let ways = self.spots.get(from.0 as usize).map_or(0, |spot| spot.ways);
        (ways & 1 != 0, ways & 2 != 0)
    }

    /// What holds where a block begins; `None` while nothing leads there.
    pub(crate) fn entry(&self, node: Node) -> Option<&Entry> {
        self.spots.get(node.0 as usize)?.entry.as_deref()
    }

    /// Takes what holds where a block begins, to put a larger one in its place.
    pub(crate) fn take(&mut self, node: Node) -> Option<Box<Entry>> {
        self.spots.get_mut(node.0 as usize)?.entry.take()
    }

    /// Puts what holds where a block begins.
    pub(crate) fn put(&mut self, node: Node, entry: Box<Entry>) {
        if let Some(spot) = self.spots.get_mut(node.0 as usize) {
            spot.entry = Some(entry);
        }
    }

    /// Has a block run again, if anything leads there.
    pub(crate) fn enqueue(&mut self, node: Node) {
        let Some(spot) = self.spots.get_mut(node.0 as usize) else {
            return;
        };
        if !spot.queued && spot.entry.is_some() {
            spot.queued = true;
            let ctx = spot.ctx;
            self.queue.push(order(self.turn_of(ctx), ctx, node));
        }
    }

    /// Has blocks run again.
    pub(crate) fn enqueue_all(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.enqueue(*node);
        }
    }

    /// The next block to run.
    pub(crate) fn next(&mut self) -> Option<Node> {
        let node = Node(!(self.queue.pop()?.1 as u32));
        if let Some(spot) = self.spots.get_mut(node.0 as usize) {
            spot.queued = false;
        }
        Some(node)
    }

    /// Forgets what was to be run.
    pub(crate) fn clear(&mut self) {
        for (_, order) in std::mem::take(&mut self.queue) {
            if let Some(spot) = self.spots.get_mut(!(order as u32) as usize) {
                spot.queued = false;
            }
        }
    }
}

/// What comes in a later turn runs last, for by then it is known what was done and taken back before. Contexts found last run first, so
/// that a callee is done before its caller goes on; within one, blocks in their order.
fn order(turn: u8, ctx: Ctx, node: Node) -> (u8, u64) {
    (!turn, u64::from(ctx.0) << 32 | u64::from(!node.0))
}

/// Adds to a sorted set.
pub(crate) fn insert_sorted<T: Ord>(set: &mut Vec<T>, item: T) {
    if set.last().is_none_or(|last| *last < item) {
        set.push(item);
    } else if let Err(at) = set.binary_search(&item) {
        set.insert(at, item);
    }
}
