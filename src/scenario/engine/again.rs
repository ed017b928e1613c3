//! What is done again and again: calls that schedule something, and what runs each time.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::checks::Edge;
use crate::knowledge::api::Again;
use crate::program::DefId;
use crate::scenario::code::ir::{BlockId, Body, Cond, Insn, Op, Operand};
use crate::scenario::code::live::written;
use crate::scenario::engine::At;
use crate::scenario::engine::graph::Run;
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::record::{Recorder, Step};
use crate::scenario::engine::tries::few_rounds;

/// Calls up from a pause within which its loop is looked for.
const CALLERS: usize = 3;
/// Frames from a task to where it posts itself again: farther away lies a queue that takes all kinds of work.
const ROUND_TRIP: usize = 5;
/// Tasks of one call that are looked at.
const TASKS: usize = 32;
/// Steps that are taken to find the rounds of a loop.
const STEPS: usize = 2000;
/// Contexts looked at behind one call.
const LIMIT: usize = 4000;

/// What runs each time: for each context the way to it from the call's own context.
#[derive(Debug, Default)]
pub(crate) struct Rounds {
    /// The call's own context, or that of the loop around it, with the blocks of the loop.
    pub(crate) within: Option<(BTreeSet<Ctx>, BTreeSet<u32>)>,
    from: BTreeMap<Ctx, (Ctx, u32, Edge)>,
    /// The context that schedules.
    pub(crate) first: Ctx,
    /// Of a task that posts itself again: where it goes on to do so.
    returns: BTreeSet<At>,
}

impl Rounds {
    /// Every context that runs each time, that of the loop left out.
    pub(crate) fn contexts(&self) -> impl Iterator<Item = Ctx> + '_ {
        self.from.keys().copied()
    }

    /// The steps from the first context behind the call to a place.
    pub(crate) fn way(&self, at: At) -> Vec<Step> {
        let mut steps = Vec::new();
        let (mut ctx, mut pc) = (at.ctx, at.pc);
        while let Some((from, call, edge)) = self.from.get(&ctx) {
            steps.push(Step {
                ctx,
                edge: *edge,
                pc,
            });
            (ctx, pc) = (*from, *call);
            if ctx == self.first || steps.len() > LIMIT {
                break;
            }
        }
        steps.reverse();
        steps
    }

    /// Goes on to what a context runs, if that is new.
    fn add(&mut self, from: Ctx, run: &Run, aside: bool, queue: &mut VecDeque<(Ctx, bool)>) {
        if let Entry::Vacant(free) = self.from.entry(run.to) {
            free.insert((from, run.pc, run.edge));
            queue.push_back((run.to, aside || run.edge != Edge::Call));
        }
    }

    /// Whether a round that goes this way (steps behind the call) also comes back: of a task that either does its work or
    /// posts itself again the work is done once.
    pub(crate) fn comes_back_with(&self, record: &Recorder, way: &[Step]) -> bool {
        let Some(first) = way.first() else {
            return true;
        };
        let here = |at: &&At| at.ctx == first.ctx;
        let mut returns = self.returns.iter().filter(here).peekable();
        returns.peek().is_none() || returns.any(|at| record.together(first.ctx, first.pc, at.pc))
    }

    /// Where in its own context the call or the loop goes on to a place.
    pub(crate) fn leaves_at(&self, at: At) -> u32 {
        let (mut ctx, mut pc) = (at.ctx, at.pc);
        let mut guard = 0;
        while let Some((from, call, _)) = self.from.get(&ctx) {
            (ctx, pc) = (*from, *call);
            guard += 1;
            if ctx == self.first || guard > LIMIT {
                break;
            }
        }
        pc
    }
}

/// What a walk over a round asks of the run.
pub(crate) struct Asked<'a> {
    pub(crate) def_of: &'a dyn Fn(Ctx) -> DefId,
    pub(crate) body_of: &'a dyn Fn(Ctx) -> Option<Arc<Body>>,
    /// Whether a place calls a task, whichever it is.
    pub(crate) task: &'a dyn Fn(At) -> bool,
    /// The contexts in which the coroutine that a context runs goes on, whatever its step, itself among them; `None`: it is none.
    pub(crate) steps_of: &'a dyn Fn(Ctx) -> Option<BTreeSet<Ctx>>,
    /// The context that makes the object on which a context is run.
    pub(crate) made_in: &'a dyn Fn(Ctx) -> Option<Ctx>,
    /// Whether what a place runs comes no more than once, however often the place does.
    pub(crate) once: &'a dyn Fn(Ctx, &Run) -> bool,
}

impl Recorder {
    /// What runs each time a scheduling call does its work, by the loop around it; nothing when it runs only once.
    pub(crate) fn rounds(&self, at: At, how: Again, asked: &Asked<'_>) -> Vec<Rounds> {
        let body_of = asked.body_of;
        match how {
            Again::Fixed => {
                let here = |run: &Run| run.pc == at.pc;
                vec![self.behind(at.ctx, here, |_| false, (asked, false))]
            }
            Again::Back => self.comes_back(at, asked).into_iter().collect(),
            Again::Loop => {
                // Behind the pause itself lies only what waits: a dispatcher that goes on with any other task.
                let waits = body_of(at.ctx).map_or(at.pc..=at.pc, |body| waiting(&body, at.pc));
                let def = (asked.def_of)(at.ctx);
                let but = |place: At| waits.contains(&place.pc) && (asked.def_of)(place.ctx) == def;
                let loops = self.loops_around(at, asked).into_iter();
                loops
                    .map(|(ctx, blocks)| {
                        let inside = |at: At| {
                            let block = self.block(at);
                            block.is_some_and(|block| blocks.contains(&block))
                        };
                        // Where a coroutine goes on, too, only the loop counts.
                        let steps = (asked.steps_of)(ctx);
                        let goes_on = |ctx| steps.as_ref().is_some_and(|all| all.contains(&ctx));
                        let out = |at: At| goes_on(at.ctx) && !inside(at);
                        let first = |run: &Run| inside(At { ctx, pc: run.pc });
                        let mut rounds =
                            self.behind(ctx, first, |at| but(at) || out(at), (asked, true));
                        let own = steps.unwrap_or_else(|| BTreeSet::from([ctx]));
                        rounds.within = Some((own, blocks));
                        rounds
                    })
                    .collect()
            }
        }
    }

    /// What runs behind a call whose task posts itself again by the same call. A task that only posts others there (by a
    /// helper that all use; the next kind of message) runs once.
    fn comes_back(&self, at: At, asked: &Asked<'_>) -> Option<Rounds> {
        let def_of = asked.def_of;
        let here = def_of(at.ctx);
        let tasks = self.graph().at_place(at).iter().map(|run| run.to);
        let tasks: BTreeSet<Ctx> = tasks.collect();
        let mut all: Option<Rounds> = None;
        for task in tasks.into_iter().take(TASKS) {
            let first = |run: &Run| run.pc == at.pc && run.to == task;
            let mut rounds = self.behind(at.ctx, first, |_| false, (asked, false));
            let posts_it = |ctx: Ctx| {
                let mut runs = self.graph().at_place(At { ctx, pc: at.pc }).iter();
                runs.any(|run| run.to == task)
            };
            let ways = rounds
                .contexts()
                .filter(|ctx| def_of(*ctx) == here && posts_it(*ctx))
                .map(|ctx| rounds.way(At { ctx, pc: at.pc }))
                .filter(|way| way.len() <= ROUND_TRIP);
            let first = |way: Vec<Step>| way.first().map(|step| (step.ctx, step.pc));
            let returns = ways.filter_map(first).map(|(ctx, pc)| At { ctx, pc });
            rounds.returns = returns.collect();
            if rounds.returns.is_empty() {
                continue;
            }
            match &mut all {
                None => all = Some(rounds),
                Some(all) => {
                    for (ctx, way) in rounds.from {
                        all.from.entry(ctx).or_insert(way);
                    }
                    all.returns.extend(rounds.returns);
                }
            }
        }
        all
    }

    /// Contexts that run behind calls of a context, without a person's act in between, and not behind some places.
    fn behind(
        &self,
        ctx: Ctx,
        calls: impl Fn(&Run) -> bool,
        but: impl Fn(At) -> bool,
        (asked, looped): (&Asked<'_>, bool),
    ) -> Rounds {
        let mut rounds = Rounds {
            first: ctx,
            ..Rounds::default()
        };
        // Contexts, and whether the framework has run something on the way there.
        let mut queue = VecDeque::from([(ctx, false)]);
        // What others gave to who takes tasks: it is run because of a loop's round only if that makes it.
        let mut given: Vec<(Ctx, Run)> = Vec::new();
        // Of the first context only the call, until something behind that comes back to it.
        let mut begun = false;
        let mut seen = 0;
        loop {
            while let Some((from, aside)) = queue.pop_front() {
                for run in self.out(from) {
                    let Run { pc, to, .. } = *run;
                    if !begun && !calls(run) {
                        continue;
                    }
                    let place = At { ctx: from, pc };
                    let past = but(place)
                        || self.needs_person(place, (asked.def_of)(to))
                        || (asked.once)(from, run);
                    if past || seen > LIMIT {
                        continue;
                    }
                    if aside && looped && self.takes_several(place, asked) {
                        given.push((from, *run));
                        continue;
                    }
                    rounds.add(from, run, aside, &mut queue);
                }
                begun = true;
                seen += 1;
            }
            let own = |run: &Run| match (asked.made_in)(run.to) {
                Some(maker) => maker == ctx || rounds.from.contains_key(&maker),
                None => true,
            };
            let (own, others) = given.into_iter().partition(|(_, run)| own(run));
            given = others;
            for (from, run) in own {
                rounds.add(from, &run, true, &mut queue);
            }
            if queue.is_empty() {
                break;
            }
        }
        rounds
    }

    /// The loops around a place: in its own context, or in those of its callers. One that is over after a few tries is none: what
    /// goes round is farther out.
    fn loops_around(&self, at: At, asked: &Asked<'_>) -> Vec<(Ctx, BTreeSet<BlockId>)> {
        let mut loops = Vec::new();
        let mut places = vec![at];
        for _ in 0..CALLERS {
            let mut callers = Vec::new();
            for place in places {
                let Some(block) = self.block(place) else {
                    continue;
                };
                let mut ways: BTreeSet<_> = self.branches_of(place.ctx).collect();
                let mut round = cycle(&ways, block);
                let def = (asked.def_of)(place.ctx);
                let body = (asked.body_of)(place.ctx);
                // A coroutine comes back to its loop through its next start.
                if round.is_empty()
                    && let Some(body) = body.as_ref().filter(|body| !body.steps.is_empty())
                {
                    round = cycle(&branches(body), block);
                    ways = taken(body, &self.ways_of(|ctx| (asked.def_of)(ctx) == def));
                }
                if round.is_empty() || body.is_some_and(|body| few_rounds(&body, &round, block)) {
                    let all = self.graph().callers(place.ctx).iter();
                    callers.extend(all.filter(|at| !self.takes_any(**at, asked)));
                } else if loops.len() < TASKS {
                    let unpaced = unpaced(&ways, &round, block);
                    loops.push((place.ctx, &round - &unpaced));
                }
            }
            callers.sort_unstable();
            callers.truncate(LIMIT);
            places = callers;
        }
        // What a coroutine does in a round is spread over its steps.
        for (ctx, round) in loops.clone() {
            let all = (asked.steps_of)(ctx).into_iter().flatten();
            let others = all.filter(|other| *other != ctx).take(TASKS);
            loops.extend(others.map(|other| (other, round.clone())));
        }
        loops.sort_unstable();
        loops.dedup();
        loops
    }

    /// Whether a place runs several tasks.
    fn takes_several(&self, at: At, asked: &Asked<'_>) -> bool {
        self.graph().at_place(at).len() > 1 && (asked.task)(at)
    }

    /// Whether a place runs one task or another: whoever takes tasks from a queue goes round, what it runs does not.
    fn takes_any(&self, at: At, asked: &Asked<'_>) -> bool {
        let runs = self.graph().at_place(at).iter();
        let mut defs = runs.map(|run| (asked.def_of)(run.to));
        let first = defs.next();
        defs.any(|def| Some(def) != first) && (asked.task)(at)
    }
}

/// The instructions that only see to it that a pause ends: from where what it is to wake is made (the last argument of the call, where
/// the code makes that itself) to where the method is left.
fn waiting(body: &Body, pause: u32) -> RangeInclusive<u32> {
    let mut insns: Vec<&Insn> = body.insns.iter().collect();
    insns.sort_by_key(|insn| insn.pc);
    let (before, after) = insns.split_at(insns.partition_point(|insn| insn.pc <= pause));
    let Some(Op::Call { first, count, .. }) = before.last().map(|insn| insn.op) else {
        return pause..=pause;
    };
    let mut woken = body.args_of(first, count).last().copied();
    for insn in before.iter().rev() {
        match insn.op {
            Op::Move { dst, src } if Some(dst) == woken => woken = Some(src),
            Op::New { dst, .. } if Some(dst) == woken => {
                let left = after.iter().find(|one| matches!(one.op, Op::Return { .. }));
                return insn.pc..=left.map_or(pause, |one| one.pc);
            }
            op if written(&op) == woken => break,
            _ => {}
        }
    }
    pause..=pause
}

/// The blocks of a loop that come again without the pause in one of its blocks: what else they wait for (the next thing out of a queue) says
/// how often. A loop within the loop is none of these, for it is left for the pause.
fn unpaced(
    branches: &BTreeSet<(BlockId, BlockId)>,
    round: &BTreeSet<BlockId>,
    pause: BlockId,
) -> BTreeSet<BlockId> {
    let within = |(from, to): &&(BlockId, BlockId)| round.contains(from) && round.contains(to);
    let ways: BTreeSet<_> = branches.iter().filter(within).copied().collect();
    let others = without(&ways, pause);
    let next = |of: BlockId| ways.range((of, 0)..=(of, BlockId::MAX)).map(|way| way.1);
    // Rounds that pass no block twice, one after another: the blocks on the way, and what is still to be tried behind each.
    let mut once = BTreeSet::new();
    let mut way: Vec<(BlockId, Vec<BlockId>)> = vec![(pause, next(pause).collect())];
    for _ in 0..STEPS {
        let Some((_, open)) = way.last_mut() else {
            break;
        };
        match open.pop() {
            None => {
                way.pop();
            }
            Some(block) if block == pause => once.extend(way.iter().map(|one| one.0)),
            Some(block) if way.iter().any(|one| one.0 == block) => {}
            Some(block) => way.push((block, next(block).collect())),
        }
    }
    once.remove(&pause);
    once.retain(|block| !cycle(&others, *block).is_empty());
    once
}

/// Whether some of these ways, one after another, lead from a block to another.
pub(super) fn leads(ways: &BTreeSet<(BlockId, BlockId)>, from: BlockId, to: BlockId) -> bool {
    let mut seen = BTreeSet::new();
    let mut queue = VecDeque::from([from]);
    while let Some(at) = queue.pop_front() {
        for (_, next) in ways.iter().filter(|way| way.0 == at) {
            if *next == to {
                return true;
            }
            if seen.insert(*next) {
                queue.push_back(*next);
            }
        }
    }
    false
}

/// Ways that neither come from a block nor lead to it.
pub(super) fn without(
    ways: &BTreeSet<(BlockId, BlockId)>,
    block: BlockId,
) -> BTreeSet<(BlockId, BlockId)> {
    let apart = |(from, to): &&(BlockId, BlockId)| *from != block && *to != block;
    ways.iter().filter(apart).copied().collect()
}

/// The branches of a coroutine's body without those that it never takes. Where it asks whether what was called did stop it goes on later
/// as it would at once.
fn taken(body: &Body, known: &BTreeSet<(BlockId, BlockId)>) -> BTreeSet<(BlockId, BlockId)> {
    let asks = |insn: &Insn| match insn.op {
        Op::If { cond, b, .. } => {
            matches!(cond, Cond::Eq | Cond::Ne) && matches!(b, Operand::Reg(_))
        }
        _ => false,
    };
    let asks = |of: BlockId| {
        let block = body.blocks.get(of as usize);
        block.is_some_and(|block| body.insns_of(block).last().is_some_and(asks))
    };
    let ran = |of: BlockId| known.range((of, 0)..=(of, BlockId::MAX)).next().is_some();
    let mut ways = branches(body);
    ways.retain(|way| known.contains(way) || !ran(way.0) || asks(way.0));
    ways
}

/// Every branch of a body, taken or not.
pub(super) fn branches(body: &Body) -> BTreeSet<(BlockId, BlockId)> {
    let all = (0..).zip(&body.blocks);
    all.flat_map(|(from, block)| body.next_of(block).map(move |to| (from, to)))
        .collect()
}

/// The blocks on a way from a block back to itself; none when there is no such way.
pub(crate) fn cycle(branches: &BTreeSet<(BlockId, BlockId)>, block: BlockId) -> BTreeSet<BlockId> {
    let walk = |forth: bool| {
        let mut seen = BTreeSet::new();
        let mut queue = VecDeque::from([block]);
        while let Some(at) = queue.pop_front() {
            for (from, to) in branches {
                let (here, next) = if forth { (from, to) } else { (to, from) };
                if *here == at && seen.insert(*next) {
                    queue.push_back(*next);
                }
            }
        }
        seen
    };
    let (ahead, before) = (walk(true), walk(false));
    if !ahead.contains(&block) {
        return BTreeSet::new();
    }
    ahead.intersection(&before).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_again_without_the_pause_is_not_paced_by_it() {
        // 0 takes the next thing, 1 works, 2 pauses now and then.
        let queue = BTreeSet::from([(0, 1), (1, 2), (1, 0), (2, 0)]);
        let all = |ways: &BTreeSet<(BlockId, BlockId)>| ways.iter().map(|way| way.0).collect();
        assert_eq!(unpaced(&queue, &all(&queue), 2), BTreeSet::from([0, 1]));
        // 0 and 1 go round in a loop of their own before each pause.
        let nested = BTreeSet::from([(0, 1), (1, 0), (0, 2), (2, 3), (3, 0)]);
        assert_eq!(unpaced(&nested, &all(&nested), 2), BTreeSet::from([0]));
        let plain = BTreeSet::from([(0, 1), (0, 2), (1, 2), (2, 0)]);
        assert!(unpaced(&plain, &all(&plain), 2).is_empty());
    }
}
