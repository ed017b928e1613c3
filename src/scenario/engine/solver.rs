//! The fixpoint: blocks are run until nothing flows any more.

use std::collections::{BTreeMap, BTreeSet};

use crate::checks::Edge;
use crate::scenario::code::ir::{BlockId, Body};
use crate::scenario::engine::blocks::{Entry, Node};
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::numbers::Ints;
use crate::scenario::engine::ops::{Stuck, Waits};
use crate::scenario::engine::record::Recorder;
use crate::scenario::engine::step::State;
use crate::scenario::engine::value::{Obj, Strs, Vid};
use crate::scenario::engine::{At, Engine};
use crate::scenario::replay::acts::ChoiceKey;

/// Rounds of a loop that are told apart; then what still changes becomes any number, any string.
const LOOP_ROUNDS: u8 = 3;
/// By how much a held start may run more than its budget, at most.
const SPREAD: usize = 8;
/// Calls that wait to go on up to which they are let go one after another.
const SINGLY: usize = 256;

impl Engine<'_, '_> {
    /// Runs until nothing changes, or until `budget` blocks were run.
    pub(crate) fn solve(&mut self, budget: u64) {
        loop {
            self.drain(budget);
            if self.exhausted {
                return;
            }
            if self.settle_order() || self.settle_pending() {
                continue;
            }
            if !self.forgive() {
                return;
            }
        }
    }

    /// Lets uses go on that wait for what never came: what comes first of them only, for others may wait for just that; and of calls
    /// that only throw so far the innermost. Whether any waited.
    fn forgive(&mut self) -> bool {
        let all = std::mem::take(&mut self.stuck).into_iter();
        let never = |one: &Stuck| one.class.is_some_and(|class| self.is_never_made(class));
        let (never, stuck): (BTreeMap<_, _>, BTreeMap<_, _>) = all.partition(|one| never(&one.1));
        self.stuck = never;
        let calls = stuck.values().filter(|one| one.waits == Waits::Callee);
        let singly = calls.count() <= SINGLY;
        let inner = |at: At, waits| match waits {
            Waits::Callee if singly => u32::MAX - at.ctx.0,
            _ => 0,
        };
        let ranked: Vec<_> = stuck
            .into_iter()
            .map(|(at, one)| {
                (
                    (
                        self.first_rank(at, one.waits),
                        one.waits,
                        inner(at, one.waits),
                    ),
                    at,
                    one,
                )
            })
            .collect();
        let Some(first) = ranked.iter().map(|(key, ..)| *key).min() else {
            return false;
        };
        for (key, at, one) in ranked {
            if key == first {
                self.forgiven.insert(at);
                self.blocks.enqueue(one.node);
            } else {
                self.stuck.insert(at, one);
            }
        }
        true
    }

    /// Runs what is waiting to be run.
    pub(crate) fn drain(&mut self, budget: u64) {
        while let Some(node) = self.blocks.next() {
            self.steps += 1;
            if self.steps > budget && self.steps > budget * self.told_apart() {
                self.exhausted = true;
                self.blocks.clear();
                return;
            }
            self.run_block(node);
        }
    }

    /// By how much a held start may run more: the contexts of a method, on average. A budget is for code, and the more of it is told
    /// apart the more often it runs.
    fn told_apart(&self) -> u64 {
        let contexts = self.contexts.len() / self.per_def.len().max(1);
        match self.hold.on {
            true => contexts.clamp(1, SPREAD) as u64,
            false => 1,
        }
    }

    /// Runs every block that the entries lead to once more, now noting edges and events.
    pub(crate) fn record(&mut self) -> Recorder {
        while let Some(ctx) = self.to_tell.pop() {
            if let Some(record) = &mut self.record {
                if !record.told.insert(ctx) {
                    continue;
                }
                record.running = Some(ctx);
            }
            for node in self.nodes_of(ctx) {
                self.run_block(node);
            }
        }
        self.blocks.clear();
        let mut record = self.record.take().unwrap_or_default();
        record.close();
        record
    }

    /// The blocks of a context.
    fn nodes_of(&self, ctx: Ctx) -> impl Iterator<Item = Node> + use<> {
        let context = &self.contexts[ctx.0 as usize];
        let blocks = context.body.as_ref().map_or(0, |body| body.blocks.len());
        (context.first.0..).take(blocks).map(Node)
    }

    /// Goes on from a settled run in which a choice was offered: now it is taken. Gives what a record of all would note,
    /// but runs only what changed.
    pub(crate) fn take(
        &mut self,
        keys: &BTreeSet<ChoiceKey>,
        before: &Recorder,
        budget: u64,
    ) -> Recorder {
        for key in keys {
            self.past.taken.entry(*key).or_insert(self.past.apart);
        }
        self.blocks.watch();
        self.steps = 0;
        for choice in before
            .choices
            .iter()
            .filter(|choice| keys.contains(&choice.key))
        {
            // Not its block alone: that may have been gone on into from others, for one element alone.
            for node in self.nodes_of(choice.at.ctx) {
                self.blocks.enqueue(node);
            }
        }
        self.solve(budget);
        let touched = self.blocks.touched();
        let mut record = before.clone();
        let again = record.told.intersection(&touched).copied().collect();
        record.forget(&touched);
        self.to_tell = again;
        self.record = Some(record);
        self.record()
    }

    /// Notes a call, and that what it calls is to be told.
    pub(crate) fn tell(&mut self, at: Option<At>, to: Ctx, edge: Edge) {
        let Some(record) = &mut self.record else {
            return;
        };
        match at {
            Some(at) => record.edge(at, to, edge),
            None => record.entry(to),
        }
        self.to_tell.push(to);
    }

    /// Runs a block from what holds where it begins.
    fn run_block(&mut self, node: Node) {
        let Some(entry) = self.blocks.entry(node) else {
            return;
        };
        let mut state = self.frame.take().unwrap_or_default();
        let (texts, fresh) = (entry.texts.clone(), entry.fresh.clone());
        let (begun, stored) = (entry.begun.clone(), entry.stored.clone());
        let caught = entry.caught;
        let ctx = self.blocks.run(node);
        let context = &self.contexts[ctx.0 as usize];
        let Some(body) = context.body.clone() else {
            return;
        };
        let id = node.0 - context.first.0;
        state.begin(body.registers, texts, fresh);
        state.begun = begun;
        state.caught = caught;
        if let (Some(live), Some(entry)) = (body.live.get(id as usize), self.blocks.entry(node)) {
            for (reg, value) in live.iter().zip(&entry.regs) {
                state.replace(*reg, *value);
            }
        }
        state.stored = stored;
        self.block(ctx, &body, id, &mut state);
        self.frame = Some(state);
    }

    /// Hands the parameters of a context over to its first block.
    pub(crate) fn hand_over(&mut self, ctx: Ctx) {
        let context = &self.contexts[ctx.0 as usize];
        let Some(body) = context.body.clone() else {
            return;
        };
        let mut state = self.handed.take().unwrap_or_default();
        let given = context.given.clone().unwrap_or_default();
        state.begin(body.registers, Vec::new(), given);
        for (reg, value) in body.params.iter().zip(&context.params) {
            state.replace(*reg, *value);
        }
        if let Some(stored) = &context.stored {
            state.stored = stored.in_params(&body.params);
        }
        self.flow(ctx, &body, 0, &state, false);
        self.handed = Some(state);
    }

    /// Joins what holds at a jump into what holds where its target begins, which is run again when that grows.
    pub(crate) fn flow(&mut self, ctx: Ctx, body: &Body, to: BlockId, state: &State, back: bool) {
        let Some(live) = body.live.get(to as usize) else {
            return;
        };
        if self.record.is_some() {
            return;
        }
        let node = Node(self.contexts[ctx.0 as usize].first.0 + to);
        let Some(mut entry) = self.blocks.take(node) else {
            let regs = live.iter().map(|reg| state.get(*reg)).collect();
            let texts = self.texts_of(state, live);
            let fresh = self.going_on(ctx, state, live);
            let entry = Entry {
                regs,
                texts,
                fresh,
                stored: state.stored.of(live),
                begun: state.begun.clone(),
                caught: state.caught,
                rounds: 0,
            };
            self.blocks.put(node, Box::new(entry));
            self.blocks.enqueue(node);
            self.order.loosened |= self.undone.asked;
            return;
        };
        let widen = back && entry.rounds >= LOOP_ROUNDS;
        let mut changed = false;
        let fresh = self.going_on(ctx, state, live);
        let followed = !fresh.is_empty() || !entry.fresh.is_empty();
        let mut merged = Vec::new();
        for (old, reg) in entry.regs.iter_mut().zip(live) {
            let mut joined = self.join(*old, state.get(*reg));
            if followed {
                merged.extend([(*old, joined), (state.get(*reg), joined)]);
            }
            if joined != *old {
                if widen {
                    joined = self.widen(*old, joined);
                }
                *old = joined;
                changed = true;
            }
        }
        for (builder, text) in self.texts_of(state, live) {
            let at = entry.texts.binary_search_by_key(&builder, |(obj, _)| *obj);
            match at {
                Ok(at) => {
                    let old = entry.texts[at].1;
                    let joined = self.join(old, text);
                    if joined != old {
                        entry.texts[at].1 = if widen {
                            self.widen(old, joined)
                        } else {
                            joined
                        };
                        changed = true;
                    }
                }
                Err(at) => {
                    entry.texts.insert(at, (builder, text));
                    changed = true;
                }
            }
        }
        let caught = self.join_throws(entry.caught, state.caught);
        changed |= caught != entry.caught;
        entry.caught = caught;
        let begun = entry.begun.len();
        entry.begun.retain(|obj| state.begun.contains(obj));
        changed |= entry.begun.len() < begun;
        changed |= self.join_stored(&mut entry.stored, &state.stored, widen);
        changed |= self.join_fresh(&mut entry.fresh, fresh, &merged, widen);
        if changed && back {
            entry.rounds = entry.rounds.saturating_add(1);
        }
        self.blocks.put(node, entry);
        if changed {
            self.blocks.enqueue(node);
        }
    }

    /// A larger value than `new`, reached from `old` in one step: numbers and strings that changed become any.
    pub(crate) fn widen(&mut self, old: Vid, new: Vid) -> Vid {
        let (before, mut after) = (self.values.get(old), self.values.get(new).clone());
        if before.ints != after.ints {
            after.ints = Ints::Any;
        }
        if before.strs != after.strs {
            after.strs = Strs::Any;
        }
        self.values.intern(after)
    }

    /// The builders that some register holds.
    fn texts_of(&self, state: &State, live: &[u16]) -> Vec<(Obj, Vid)> {
        let held = |obj: &Obj| {
            live.iter()
                .any(|reg| self.values.get(state.get(*reg)).objs.contains(obj))
        };
        let texts = state.texts.iter();
        texts.filter(|(obj, _)| held(obj)).copied().collect()
    }
}
