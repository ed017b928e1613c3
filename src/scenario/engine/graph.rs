//! Who runs whom, packed for the walks that are made over a run once it was told: each of its many questions is one walk.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use crate::checks::Edge;
use crate::program::{DefId, TypeId};
use crate::scenario::engine::At;
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::record::Edged;

/// A set of contexts, by number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Contexts(Vec<u64>);

impl Contexts {
    /// Adds one; whether it is new.
    pub(crate) fn insert(&mut self, ctx: Ctx) -> bool {
        let (word, bit) = place(ctx);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        let new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        new
    }

    /// Whether it is there.
    pub(crate) fn contains(&self, ctx: Ctx) -> bool {
        let (word, bit) = place(ctx);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// All of them, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Ctx> + '_ {
        self.0.iter().zip(0u32..).flat_map(|(bits, word)| {
            let bits = *bits;
            (0..64)
                .filter(move |bit| bits >> bit & 1 == 1)
                .map(move |bit| Ctx(word * 64 + bit))
        })
    }
}

/// Word and bit of a context.
fn place(ctx: Ctx) -> (usize, u64) {
    (ctx.0 as usize / 64, 1 << (ctx.0 % 64))
}

impl Extend<Ctx> for Contexts {
    fn extend<I: IntoIterator<Item = Ctx>>(&mut self, all: I) {
        for ctx in all {
            self.insert(ctx);
        }
    }
}

impl FromIterator<Ctx> for Contexts {
    fn from_iter<I: IntoIterator<Item = Ctx>>(all: I) -> Self {
        let mut set = Self::default();
        set.extend(all);
        set
    }
}

/// One context runs another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    /// Where in the first.
    pub(crate) pc: u32,
    /// The other.
    pub(crate) to: Ctx,
    /// How.
    pub(crate) edge: Edge,
    /// A person's act does it.
    pub(crate) act: bool,
    /// It is the start of another page.
    page: bool,
}

/// Which edges a walk follows; never those that take a person's act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Follow {
    /// All.
    All,
    /// All but the start of another page.
    WithinPage,
    /// Calls.
    Calls,
}

impl Follow {
    fn takes(self, run: &Run) -> bool {
        match self {
            Self::All => true,
            Self::WithinPage => !run.page,
            Self::Calls => run.edge == Edge::Call,
        }
    }
}

/// The edges of a run, by the context that they start from.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    first: Vec<u32>,
    runs: Vec<Run>,
    /// Places that call a context directly, by the context called.
    callers: BTreeMap<Ctx, Vec<At>>,
}

impl Graph {
    /// Packs edges, sorted.
    pub(crate) fn new(
        edges: &[Edged],
        acts: &BTreeSet<(At, Ctx)>,
        pages: &BTreeSet<(At, TypeId)>,
    ) -> Self {
        let mut graph = Self::default();
        let pages: BTreeSet<At> = pages.iter().map(|(at, _)| *at).collect();
        for (from, pc, to, edge) in edges.iter().copied() {
            let at = At { ctx: from, pc };
            graph
                .first
                .resize(from.0 as usize + 1, graph.runs.len() as u32);
            if edge == Edge::Call {
                graph.callers.entry(to).or_default().push(at);
            }
            graph.runs.push(Run {
                pc,
                to,
                edge,
                act: acts.contains(&(at, to)),
                page: edge == Edge::ComponentStart && pages.contains(&at),
            });
        }
        graph.first.push(graph.runs.len() as u32);
        graph
    }

    /// What a context runs, by place.
    pub(crate) fn out(&self, ctx: Ctx) -> &[Run] {
        let at = |ctx: u32| self.first.get(ctx as usize).copied();
        let (Some(first), Some(end)) = (at(ctx.0), at(ctx.0.saturating_add(1))) else {
            return &[];
        };
        self.runs
            .get(first as usize..end as usize)
            .unwrap_or_default()
    }

    /// Where a context is called directly, sorted.
    pub(crate) fn callers(&self, ctx: Ctx) -> &[At] {
        self.callers.get(&ctx).map_or(&[], Vec::as_slice)
    }

    /// Everything that runs once `from` do, without an act of a person.
    pub(crate) fn closure(&self, from: impl IntoIterator<Item = Ctx>, follow: Follow) -> Contexts {
        let followed = |run: &&Run| follow.takes(run);
        walk(from, |ctx| self.out(ctx).iter().filter(followed))
    }

    /// The same, without what some contexts run, and without these.
    pub(crate) fn closure_but(
        &self,
        from: impl IntoIterator<Item = Ctx>,
        follow: Follow,
        but: &Contexts,
    ) -> Contexts {
        let followed = |run: &&Run| follow.takes(run) && !but.contains(run.to);
        walk(from, |ctx| self.out(ctx).iter().filter(followed))
    }

    /// Everything that runs because `from` do, where an earlier run is known in which they did not. A place that runs one thing or
    /// another (whoever takes tasks from a queue) ran in that run what others gave it: of what it runs only what is new counts, and
    /// where some of that is, what the same code ran elsewhere then (another worker of the queue) does not. A place that only ever
    /// ran one thing runs it again. `def` tells the method of a context, and what it was called before the run that followed.
    pub(crate) fn closure_since(
        &self,
        before: &Self,
        from: impl IntoIterator<Item = Ctx>,
        (def, first): (impl Fn(Ctx) -> DefId, impl Fn(Ctx) -> Ctx),
    ) -> Contexts {
        let mut ran: FxHashSet<(DefId, u32, Ctx)> = FxHashSet::default();
        for ctx in (0..before.first.len() as u32).map(Ctx) {
            let runs = before.out(ctx).iter();
            ran.extend(runs.map(|run| (def(ctx), run.pc, run.to)));
        }
        let (ran, def, first) = (&ran, &def, &first);
        walk(from, |ctx| {
            let places = self.out(ctx).chunk_by(|a, b| a.pc == b.pc);
            places.flat_map(move |place| {
                let old = before.at_place(At {
                    ctx: first(ctx),
                    pc: place[0].pc,
                });
                let is_old = move |run: &Run| {
                    old.binary_search_by_key(&first(run.to), |one| one.to)
                        .is_ok()
                };
                let ran = move |run: &Run| ran.contains(&(def(ctx), run.pc, first(run.to)));
                let takes = old.len() > 1 || place.iter().any(|run| !run.act && !is_old(run));
                let more = place.iter().any(|run| !run.act && !ran(run));
                let given_before = move |run: &Run| takes && is_old(run) || more && ran(run);
                place.iter().filter(move |run| !given_before(run))
            })
        })
    }

    /// What a context runs at one place.
    pub(crate) fn at_place(&self, At { ctx, pc }: At) -> &[Run] {
        let runs = self.out(ctx);
        let first = runs.partition_point(|run| run.pc < pc);
        let end = runs.partition_point(|run| run.pc <= pc);
        runs.get(first..end).unwrap_or_default()
    }
}

/// Everything that some contexts lead to by what `next` gives of each, never by an act of a person.
fn walk<'g, Runs: Iterator<Item = &'g Run>>(
    from: impl IntoIterator<Item = Ctx>,
    next: impl Fn(Ctx) -> Runs,
) -> Contexts {
    let mut seen = Contexts::default();
    let mut open: Vec<Ctx> = Vec::new();
    open.extend(from.into_iter().filter(|ctx| seen.insert(*ctx)));
    while let Some(ctx) = open.pop() {
        for run in next(ctx) {
            if !run.act && seen.insert(run.to) {
                open.push(run.to);
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(u32, u32, u32)]) -> Graph {
        let all = edges.iter();
        let all = all.map(|(from, pc, to)| (Ctx(*from), *pc, Ctx(*to), Edge::Call));
        let mut all: Vec<Edged> = all.collect();
        all.sort_unstable();
        Graph::new(&all, &BTreeSet::new(), &BTreeSet::new())
    }

    #[test]
    fn what_others_gave_a_queue_is_not_run_by_who_gives_it_more() {
        // 1 starts the runner 2, which ran the task 3; then 10 starts it, too, and it runs the task 4. 5 is run by 10 as it was by 1.
        let launch = [(1, 0, 2), (2, 7, 3), (1, 1, 5), (5, 0, 6)];
        let before = graph(&launch);
        let mut edges = launch.to_vec();
        edges.extend([(2, 7, 4), (10, 0, 2), (10, 1, 5)]);
        let since = |edges: &[(u32, u32, u32)]| {
            let all = graph(edges).closure_since(
                &before,
                [Ctx(10)],
                (|ctx: Ctx| DefId(ctx.0 % 20), |ctx| ctx),
            );
            all.iter().map(|ctx| ctx.0).collect::<Vec<u32>>()
        };
        assert_eq!(since(&edges), [2, 4, 5, 6, 10]);
        // Another worker, 22, takes from the same queue; one that takes nothing new is not told from a plain call.
        edges.extend([(10, 2, 22), (22, 7, 3)]);
        assert_eq!(since(&edges), [2, 3, 4, 5, 6, 10, 22]);
        edges.push((22, 7, 4));
        assert_eq!(since(&edges), [2, 4, 5, 6, 10, 22]);
    }

    fn at(ctx: u32, pc: u32) -> At {
        At { ctx: Ctx(ctx), pc }
    }

    #[test]
    fn walks_stop_at_acts_and_pages() {
        let edges = [
            (Ctx(0), 1, Ctx(70), Edge::Call),
            (Ctx(4), 0, Ctx(0), Edge::Call),
            (Ctx(70), 2, Ctx(130), Edge::Callback),
            (Ctx(70), 3, Ctx(4), Edge::ComponentStart),
            (Ctx(130), 9, Ctx(200), Edge::Callback),
        ];
        let acts = BTreeSet::from([(at(130, 9), Ctx(200))]);
        let pages = BTreeSet::from([(at(70, 3), TypeId(0))]);
        let graph = Graph::new(&edges, &acts, &pages);
        let from = |follow| {
            let all = graph.closure([Ctx(0)], follow);
            all.iter().map(|ctx| ctx.0).collect::<Vec<_>>()
        };
        assert_eq!(from(Follow::All), [0, 4, 70, 130]);
        assert_eq!(from(Follow::WithinPage), [0, 70, 130]);
        assert_eq!(from(Follow::Calls), [0, 70]);
        assert_eq!(graph.callers(Ctx(0)), [at(4, 0)]);
        assert!(graph.out(Ctx(5)).is_empty() && graph.out(Ctx(9999)).is_empty());
    }
}
