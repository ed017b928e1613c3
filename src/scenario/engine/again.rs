//! What is done again and again: calls that schedule something, and what runs each time.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::checks::Edge;
use crate::knowledge::api::Again;
use crate::program::DefId;
use crate::scenario::code::ir::{BlockId, Body, Insn, Op};
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
/// Contexts looked at behind one call.
const LIMIT: usize = 4000;

/// What runs each time: for each context the way to it from the call's own context.
#[derive(Debug, Default)]
pub(crate) struct Rounds {
    /// The call's own context, or that of the loop around it, with the blocks of the loop.
    pub(crate) within: Option<(Ctx, BTreeSet<u32>)>,
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
                vec![self.behind(at.ctx, here, |_| false, asked)]
            }
            Again::Back => self.comes_back(at, asked).into_iter().collect(),
            Again::Loop => {
                // Behind the pause itself lies only what waits: a dispatcher that goes on with any other task.
                let waits = body_of(at.ctx).map_or(at.pc..=at.pc, |body| waiting(&body, at.pc));
                let but = |place: At| place.ctx == at.ctx && waits.contains(&place.pc);
                let loops = self.loops_around(at, asked).into_iter();
                loops
                    .map(|(ctx, blocks)| {
                        let inside = |run: &Run| {
                            let block = self.block(At { ctx, pc: run.pc });
                            block.is_some_and(|block| blocks.contains(&block))
                        };
                        let mut rounds = self.behind(ctx, inside, but, asked);
                        rounds.within = Some((ctx, blocks));
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
        let tasks: BTreeSet<Ctx> = self
            .out(at.ctx)
            .iter()
            .filter(|run| run.pc == at.pc)
            .map(|run| run.to)
            .collect();
        let mut all: Option<Rounds> = None;
        for task in tasks.into_iter().take(TASKS) {
            let first = |run: &Run| run.pc == at.pc && run.to == task;
            let mut rounds = self.behind(at.ctx, first, |_| false, asked);
            let posts_it = |ctx: Ctx| {
                let mut runs = self.out(ctx).iter();
                runs.any(|run| run.pc == at.pc && run.to == task)
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
        asked: &Asked<'_>,
    ) -> Rounds {
        let mut rounds = Rounds {
            first: ctx,
            ..Rounds::default()
        };
        let mut queue = VecDeque::from([ctx]);
        // Of the first context only the call, until something behind that comes back to it.
        let mut begun = false;
        let mut seen = 0;
        while let Some(from) = queue.pop_front() {
            for run in self.out(from) {
                let Run { pc, to, edge, .. } = *run;
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
                if let std::collections::btree_map::Entry::Vacant(free) = rounds.from.entry(to) {
                    free.insert((from, pc, edge));
                    queue.push_back(to);
                }
            }
            begun = true;
            seen += 1;
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
                let mut round = self.round(place.ctx, block);
                let body = (asked.body_of)(place.ctx);
                // A coroutine comes back to its loop through its next start.
                if round.is_empty()
                    && let Some(body) = body.as_ref().filter(|body| !body.steps.is_empty())
                {
                    round = cycle(&branches(body), block);
                }
                if round.is_empty() || body.is_some_and(|body| few_rounds(&body, &round, block)) {
                    let all = self.graph().callers(place.ctx).iter();
                    callers.extend(all.filter(|at| !self.takes_any(**at, asked)));
                } else if loops.len() < TASKS {
                    loops.push((place.ctx, round));
                }
            }
            callers.sort_unstable();
            callers.truncate(LIMIT);
            places = callers;
        }
        loops.sort_unstable();
        loops.dedup();
        loops
    }

    /// Whether a place runs one task or another: whoever takes tasks from a queue goes round, what it runs does not.
    fn takes_any(&self, at: At, asked: &Asked<'_>) -> bool {
        let runs = self.out(at.ctx).iter().filter(|run| run.pc == at.pc);
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

/// Every branch of a body, taken or not.
fn branches(body: &Body) -> BTreeSet<(BlockId, BlockId)> {
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
