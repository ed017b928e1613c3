//! What the pass after the fixpoint notes: edges between contexts, calls of interest, branches that stayed open.

use std::cell::{OnceCell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::checks::Edge;
use crate::program::{DefId, FieldId, MethodId, TypeId};
use crate::scenario::code::ir::BlockId;
use crate::scenario::engine::At;
use crate::scenario::engine::graph::{Contexts, Follow, Graph, Run};
use crate::scenario::engine::heap::{Ctx, Place};
use crate::scenario::engine::value::Vid;
use crate::scenario::replay::acts::Choice;
use crate::scenario::replay::outcome::Wanted;

/// Something that a context does and that a check may want.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// Calls a method (as named at the call) with these arguments, receiver first when there is one.
    Call(MethodId, Vec<Vid>),
    /// Reads a field.
    Read(FieldId),
    /// Calls a method found by reflection: class, name, elements of the argument array.
    Reflected(String, String, Vid),
    /// Hands marked data to a call: the marks of what flows there and of what carries it.
    Flow(MethodId, u64),
    /// Identifiers that should stay apart meet in what a call puts together.
    Linked(MethodId, u64),
}

/// Edges and events of one run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recorder {
    wanted: Rc<Wanted>,
    /// Whether it is noted what is stored, and who looks at it.
    keeps: Keeps,
    /// Contexts that were told about.
    pub(crate) told: BTreeSet<Ctx>,
    /// Contexts that the scenario itself starts.
    entries: BTreeSet<Ctx>,
    /// Who runs whom, from where, how.
    edges: Vec<Edged>,
    /// What happens where.
    pub(crate) events: BTreeSet<(At, What)>,
    /// What waits for a person, ran or not.
    pub(crate) choices: BTreeSet<Choice>,
    /// Edges that a person's act takes.
    pub(crate) acts: BTreeSet<(At, Ctx)>,
    /// Contexts that run again when something that lay over their page goes away.
    pub(crate) again: BTreeSet<Ctx>,
    /// Pages that are started, and from where.
    pub(crate) pages: BTreeSet<(At, TypeId)>,
    /// What each context stores.
    pub(crate) writes: BTreeMap<Ctx, BTreeSet<(Place, Vid)>>,
    /// Who looks at each place.
    pub(crate) reads: BTreeMap<Place, BTreeSet<Ctx>>,
    /// The context that is being interpreted.
    pub(crate) running: Option<Ctx>,
    blocks: FxHashMap<At, BlockId>,
    /// Ways from block to block, blocks that leave a context (once more in the place of the next), ways into handlers.
    branches: Vec<Taken>,
    leaves: Vec<Taken>,
    handlers: Vec<Taken>,
    /// Edges that only a person's act takes.
    persons: BTreeSet<(At, DefId)>,
    /// What [`Recorder::open_branch`] found: many ways lead over the same calls.
    open: RefCell<FxHashMap<(Ctx, BlockId), Option<BlockId>>>,
    /// The edges, packed once all were noted.
    graph: OnceCell<Rc<Graph>>,
}

/// What a run keeps of places: only what a later run starts from needs it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Keeps {
    /// Nothing.
    #[default]
    Nothing,
    /// What is stored.
    Writes,
    /// What is stored, and who looks at it.
    Reads,
}

/// A context runs another from a place of it. [`Edge`] has the order in which equally short chains prefer them.
pub(crate) type Edged = (Ctx, u32, Ctx, Edge);

/// A way that a context takes from one of its blocks to another.
type Taken = (Ctx, BlockId, BlockId);

/// One step of a chain: a context, how it was reached, and where in it the next step is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    /// The context.
    pub(crate) ctx: Ctx,
    /// How it was reached.
    pub(crate) edge: Edge,
    /// Offset of the call to the next step, or of the event.
    pub(crate) pc: u32,
}

/// The way to an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    /// From the entry on.
    pub(crate) steps: Vec<Step>,
    /// Branches on the way that the scenario did not decide: context and block.
    pub(crate) undecided: Vec<(Ctx, BlockId)>,
}

/// The shortest ways from the entries to every context: fewest undecided branches first, then fewest steps.
#[derive(Debug)]
pub(crate) struct Ways<'r> {
    record: &'r Recorder,
    best: FxHashMap<Ctx, Best>,
}

#[derive(Debug, Clone, Copy)]
struct Best {
    cost: (u32, u32),
    from: Option<(Ctx, u32, Edge)>,
}

impl Recorder {
    /// Notes the members that `wanted` names.
    pub(crate) fn new(wanted: &Wanted, keeps: Keeps) -> Self {
        Self {
            wanted: Rc::new(wanted.clone()),
            keeps,
            ..Self::default()
        }
    }

    pub(crate) fn call(&mut self, at: At, method: MethodId, args: &[Vid]) {
        if self.wanted.methods.contains(&method) {
            self.events.insert((at, What::Call(method, args.to_vec())));
        }
    }

    pub(crate) fn field(&mut self, at: At, field: FieldId) {
        if self.wanted.fields.contains(&field) {
            self.events.insert((at, What::Read(field)));
        }
    }

    pub(crate) fn reflected(&mut self, at: At, class: String, name: &str, args: Vid) {
        self.events
            .insert((at, What::Reflected(class, name.to_owned(), args)));
    }

    pub(crate) fn flow(&mut self, at: At, method: MethodId, bits: u64) {
        self.events.insert((at, What::Flow(method, bits)));
    }

    pub(crate) fn linked(&mut self, at: At, method: MethodId, bits: u64) {
        self.events.insert((at, What::Linked(method, bits)));
    }

    pub(crate) fn person(&mut self, at: At, def: DefId) {
        self.persons.insert((at, def));
    }

    /// Whether only a person's act leads from a place to a method.
    pub(crate) fn needs_person(&self, at: At, def: DefId) -> bool {
        self.persons.contains(&(at, def))
    }

    /// Who runs whom. To be asked only once everything was noted.
    pub(crate) fn graph(&self) -> &Graph {
        self.graph
            .get_or_init(|| Rc::new(Graph::new(&self.edges, &self.acts, &self.pages)))
    }

    /// The block of a place that was called from.
    pub(crate) fn block(&self, at: At) -> Option<BlockId> {
        self.blocks.get(&at).copied()
    }

    /// Everything was noted: from now on it is asked.
    pub(crate) fn close(&mut self) {
        self.edges.sort_unstable();
        self.edges.dedup();
        for ways in [&mut self.branches, &mut self.leaves, &mut self.handlers] {
            ways.sort_unstable();
            ways.dedup();
        }
    }

    /// Whether one run of a context can pass two places.
    pub(crate) fn together(&self, ctx: Ctx, one: u32, other: u32) -> bool {
        let block = |pc| self.block(At { ctx, pc });
        let (Some(one), Some(other)) = (block(one), block(other)) else {
            return true;
        };
        let edges = [&self.branches, &self.handlers];
        let leads = |from: BlockId, to: BlockId| {
            let (mut seen, mut queue) = (BTreeSet::from([from]), vec![from]);
            while let Some(block) = queue.pop() {
                for edges in edges {
                    let next = leading_from(edges, ctx, block).iter().map(|way| way.2);
                    queue.extend(next.filter(|to| seen.insert(*to)));
                }
            }
            seen.contains(&to)
        };
        leads(one, other) || leads(other, one)
    }

    pub(crate) fn entry(&mut self, ctx: Ctx) {
        self.entries.insert(ctx);
    }

    pub(crate) fn edge(&mut self, at: At, to: Ctx, edge: Edge) {
        self.edges.push((at.ctx, at.pc, to, edge));
    }

    /// Notes that the running context looks at a place.
    pub(crate) fn looked(&mut self, place: Place) {
        if let Some(ctx) = self.running.filter(|_| self.keeps >= Keeps::Reads) {
            self.reads.entry(place).or_default().insert(ctx);
        }
    }

    /// Notes what the running context stores.
    pub(crate) fn wrote(&mut self, place: Place, value: Vid) {
        if let Some(ctx) = self.running.filter(|_| self.keeps >= Keeps::Writes) {
            self.writes.entry(ctx).or_default().insert((place, value));
        }
    }

    /// What runs without a touch: from the entries on, and what the permission requests that were answered lead to.
    pub(crate) fn untouched(&self) -> Contexts {
        let answers = self.choices.iter().filter(|choice| choice.answer);
        let answers = answers.filter_map(|choice| choice.ctx);
        let starts = self.entries.iter().copied().chain(answers);
        self.closure(starts, Follow::All)
    }

    /// Forgets what contexts do, to be told anew.
    pub(crate) fn forget(&mut self, contexts: &BTreeSet<Ctx>) {
        let stays = |ctx: Ctx| !contexts.contains(&ctx);
        self.graph.take();
        self.open.get_mut().retain(|(ctx, _), _| stays(*ctx));
        self.told.retain(|ctx| stays(*ctx));
        self.edges.retain(|(ctx, ..)| stays(*ctx));
        self.events.retain(|(at, _)| stays(at.ctx));
        self.choices.retain(|choice| stays(choice.at.ctx));
        self.acts.retain(|(at, _)| stays(at.ctx));
        self.pages.retain(|(at, _)| stays(at.ctx));
        self.writes.retain(|ctx, _| stays(*ctx));
    }

    /// Takes acts for none: they come whatever a person does.
    pub(crate) fn come_by_themselves(&mut self, acts: &BTreeSet<(At, Ctx)>) {
        self.acts.retain(|act| !acts.contains(act));
        self.graph.take();
    }

    /// Forgets where data flows.
    pub(crate) fn forget_flows(&mut self) {
        let flow = |what: &What| matches!(what, What::Flow(..) | What::Linked(..));
        self.events.retain(|(_, what)| !flow(what));
    }

    /// Ways from block to block that a context takes.
    pub(crate) fn branches_of(&self, ctx: Ctx) -> impl Iterator<Item = (BlockId, BlockId)> + '_ {
        let all = of(&self.branches, ctx).iter();
        all.map(|(_, from, to)| (*from, *to))
    }

    /// Ways from block to block that some contexts take.
    pub(crate) fn ways_of(&self, wanted: impl Fn(Ctx) -> bool) -> BTreeSet<(BlockId, BlockId)> {
        let all = self.branches.iter().filter(|one| wanted(one.0));
        all.map(|(_, from, to)| (*from, *to)).collect()
    }

    /// Contexts that the scenario itself starts.
    pub(crate) fn entries(&self) -> &BTreeSet<Ctx> {
        &self.entries
    }

    /// What a context runs, by place.
    pub(crate) fn out(&self, ctx: Ctx) -> &[Run] {
        self.graph().out(ctx)
    }

    /// Everything that runs once `from` do, without an act of a person.
    pub(crate) fn closure(&self, from: impl IntoIterator<Item = Ctx>, follow: Follow) -> Contexts {
        self.graph().closure(from, follow)
    }

    pub(crate) fn block_of(&mut self, at: At, block: BlockId) {
        self.blocks.insert(at, block);
    }

    pub(crate) fn branch(&mut self, ctx: Ctx, from: BlockId, to: BlockId) {
        self.branches.push((ctx, from, to));
    }

    /// An exception in a block leads to a handler.
    pub(crate) fn handler(&mut self, ctx: Ctx, from: BlockId, to: BlockId) {
        self.handlers.push((ctx, from, to));
    }

    pub(crate) fn leaves(&mut self, ctx: Ctx, block: BlockId) {
        self.leaves.push((ctx, block, block));
    }

    /// The nearest branch that decides, within its context, whether the place is reached and that the scenario left
    /// open. `None` when every run of the context that returns passes the place.
    pub(crate) fn open_branch(&self, at: At) -> Option<BlockId> {
        let target = *self.blocks.get(&at)?;
        if target == 0 {
            return None;
        }
        let key = (at.ctx, target);
        if let Some(known) = self.open.borrow().get(&key) {
            return *known;
        }
        let found = self.find_open_branch(at.ctx, target);
        self.open.borrow_mut().insert(key, found);
        found
    }

    fn find_open_branch(&self, ctx: Ctx, target: BlockId) -> Option<BlockId> {
        let (branches, leaves) = (of(&self.branches, ctx), of(&self.leaves, ctx));
        if branches.is_empty() || leaves.is_empty() {
            return None;
        }
        let next = |from: BlockId| leading_from(branches, ctx, from);
        // Blocks from which the context can be left without passing the target.
        let mut back: BTreeMap<BlockId, Vec<BlockId>> = BTreeMap::new();
        for (_, from, to) in branches {
            back.entry(*to).or_default().push(*from);
        }
        // A block that never goes on, because a call in it throws or waits for good, goes on in its handlers.
        for (_, from, to) in of(&self.handlers, ctx) {
            if next(*from).is_empty() && leading_from(leaves, ctx, *from).is_empty() {
                back.entry(*to).or_default().push(*from);
            }
        }
        let mut avoiding: BTreeSet<BlockId> = leaves
            .iter()
            .map(|(_, block, _)| *block)
            .filter(|block| *block != target)
            .collect();
        let mut queue: VecDeque<BlockId> = avoiding.iter().copied().collect();
        while let Some(block) = queue.pop_front() {
            for from in back.get(&block).into_iter().flatten() {
                if *from != target && avoiding.insert(*from) {
                    queue.push_back(*from);
                }
            }
        }
        if !avoiding.contains(&0) {
            return None;
        }
        // Walk back from the target to the first branch that could have gone the other way.
        let mut seen = BTreeSet::from([target]);
        let mut queue = VecDeque::from([target]);
        while let Some(block) = queue.pop_front() {
            for from in back.get(&block).into_iter().flatten() {
                if avoiding.contains(from) && next(*from).len() > 1 {
                    return Some(*from);
                }
                if seen.insert(*from) {
                    queue.push_back(*from);
                }
            }
        }
        None
    }

    /// Contexts from which something of interest is reached.
    pub(crate) fn leading(&self) -> FxHashSet<Ctx> {
        let mut back: BTreeMap<Ctx, Vec<Ctx>> = BTreeMap::new();
        for (from, _, to, _) in &self.edges {
            back.entry(*to).or_default().push(*from);
        }
        let mut seen: FxHashSet<Ctx> = self.events.iter().map(|(at, _)| at.ctx).collect();
        let mut queue: Vec<Ctx> = self.events.iter().map(|(at, _)| at.ctx).collect();
        while let Some(ctx) = queue.pop() {
            for from in back.get(&ctx).into_iter().flatten() {
                if seen.insert(*from) {
                    queue.push(*from);
                }
            }
        }
        seen
    }

    /// The shortest ways to all contexts.
    pub(crate) fn ways(&self) -> Ways<'_> {
        self.ways_from(&self.entries, true)
    }

    /// The shortest ways from some contexts, with or without a person's acts.
    pub(crate) fn ways_from(&self, entries: &BTreeSet<Ctx>, acts: bool) -> Ways<'_> {
        self.ways_within(entries, acts, |_| true)
    }

    /// [`Self::ways_from`] by way of contexts that `within` accepts.
    pub(crate) fn ways_within(
        &self,
        entries: &BTreeSet<Ctx>,
        acts: bool,
        within: impl Fn(Ctx) -> bool,
    ) -> Ways<'_> {
        let mut best: FxHashMap<Ctx, Best> = FxHashMap::default();
        let mut queue = BinaryHeap::new();
        let graph = self.graph();
        for ctx in entries {
            best.insert(
                *ctx,
                Best {
                    cost: (0, 0),
                    from: None,
                },
            );
            queue.push(Reverse(((0, 0), *ctx)));
        }
        while let Some(Reverse((cost, ctx))) = queue.pop() {
            if best.get(&ctx).is_some_and(|best| best.cost < cost) {
                continue;
            }
            for run in graph.out(ctx) {
                if !acts && run.act || !within(run.to) {
                    continue;
                }
                let steps = cost.1 + 1;
                // Without a branch it would be no better.
                if best
                    .get(&run.to)
                    .is_some_and(|best| best.cost <= (cost.0, steps))
                {
                    continue;
                }
                let undecided = self.open_branch(At { ctx, pc: run.pc }).is_some();
                let next = (cost.0 + u32::from(undecided), steps);
                if best.get(&run.to).is_none_or(|best| next < best.cost) {
                    best.insert(
                        run.to,
                        Best {
                            cost: next,
                            from: Some((ctx, run.pc, run.edge)),
                        },
                    );
                    queue.push(Reverse((next, run.to)));
                }
            }
        }
        Ways { record: self, best }
    }
}

/// The ways of a context.
fn of(ways: &[Taken], ctx: Ctx) -> &[Taken] {
    let begin = ways.partition_point(|way| way.0 < ctx);
    let rest = &ways[begin..];
    &rest[..rest.partition_point(|way| way.0 == ctx)]
}

/// Those that lead from a block.
fn leading_from(ways: &[Taken], ctx: Ctx, block: BlockId) -> &[Taken] {
    let begin = ways.partition_point(|way| (way.0, way.1) < (ctx, block));
    let rest = &ways[begin..];
    &rest[..rest.partition_point(|way| (way.0, way.1) == (ctx, block))]
}

impl Ways<'_> {
    /// Undecided branches and steps to a place; `None` when no entry leads there.
    pub(crate) fn cost(&self, at: At) -> Option<(u32, u32)> {
        let best = self.best.get(&at.ctx)?;
        let open = self.record.open_branch(at).is_some();
        Some((best.cost.0 + u32::from(open), best.cost.1))
    }

    /// The way to a place.
    pub(crate) fn to(&self, at: At) -> Option<Way> {
        let mut steps = Vec::new();
        let mut undecided = Vec::new();
        let (mut ctx, mut pc) = (at.ctx, at.pc);
        loop {
            if let Some(block) = self.record.open_branch(At { ctx, pc }) {
                undecided.push((ctx, block));
            }
            let best = self.best.get(&ctx)?;
            match best.from {
                Some((from, call, edge)) => {
                    steps.push(Step { ctx, edge, pc });
                    (ctx, pc) = (from, call);
                }
                None => {
                    steps.push(Step {
                        ctx,
                        edge: Edge::Entry,
                        pc,
                    });
                    break;
                }
            }
        }
        steps.reverse();
        undecided.reverse();
        Some(Way { steps, undecided })
    }
}
