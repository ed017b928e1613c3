//! The scenario `refused`: the consent prompt of the first launch is found by trying its choices one by one; then what the
//! refusal runs, a second prompt that it shows, and the next start with what it stored.

use std::collections::BTreeSet;

use super::acts::{ChoiceKey, Leftovers};
use super::code::Code;
use super::engine::{Assumptions, Engine};
use super::outcome::{
    Event, EventKind, Outcome, Prompt, Scenario, Stage, Through, Wanted, event, told,
};
use super::pages::Ends;
use super::prompt::{self, Effects, Group, Meaning, Taken};
use super::record::Recorder;
use super::rules::Rules;
use crate::program::DefId;

/// Prompts that follow one another after refusals.
const PROMPTS: usize = 3;
/// Blocks that the trial of one choice may run: there are several trials, and each starts from nothing.
const TRIAL_BUDGET: u64 = 600_000;

/// What is known of the first launch when its prompt is looked for.
pub(crate) struct First<'f, 'a> {
    /// The program.
    pub(crate) code: &'f Code<'a>,
    /// What it runs on.
    pub(crate) stage: Stage<'f>,
    /// What is looked out for.
    pub(crate) wanted: &'f Wanted,
    /// What is assumed at first launch.
    pub(crate) assume: Assumptions,
    /// Where something happens without a touch.
    pub(crate) before: BTreeSet<(DefId, u32)>,
    /// Choices that are offered.
    pub(crate) offered: BTreeSet<ChoiceKey>,
}

/// One choice as it was tried.
struct Tried {
    key: ChoiceKey,
    effects: Effects,
    meaning: Meaning,
}

impl<'a> First<'_, 'a> {
    /// Tries the prompts of the first launch; what refusing does, when there is one that asks for consent.
    pub(crate) fn refuse(&self, groups: &[Group]) -> (Option<Prompt>, Option<Outcome>) {
        let mut prompt = groups
            .iter()
            .any(|group| group.named)
            .then_some(Prompt::Named);
        for named in [true, false] {
            for group in groups.iter().filter(|group| group.named == named) {
                let Some(tried) = self.try_all(group, &BTreeSet::new()) else {
                    continue;
                };
                let opens = tried
                    .iter()
                    .any(|one| one.meaning == Meaning::Agree && !one.effects.unlocks.is_empty());
                if !group.named && !opens {
                    continue;
                }
                prompt = Some(Prompt::Choice);
                let mut outcome = Outcome {
                    scenario: Scenario::Refused,
                    events: Vec::new(),
                    reached: Default::default(),
                    exhausted: false,
                    contexts: 0,
                    prompt: None,
                };
                self.follow(&tried, &BTreeSet::new(), 0, &mut outcome);
                outcome.events.sort();
                outcome.events.dedup();
                return (prompt, Some(outcome));
            }
        }
        (prompt, None)
    }

    /// Tries each choice of a prompt; `None` when nothing tells which refuses.
    fn try_all(&self, group: &Group, taken: &BTreeSet<ChoiceKey>) -> Option<Vec<Tried>> {
        if group.choices.len() < 2 {
            return None;
        }
        let effects: Vec<Effects> = group
            .choices
            .iter()
            .map(|(key, _)| match key.runs {
                None => Effects::default(),
                Some(_) => {
                    let rules = Rules::new(self.stage.model);
                    let (engine, record) = self.run(&rules, taken, Some(*key), None);
                    let ends = self.ends(&engine, &record);
                    let ran = Taken::new(&record, *key);
                    ran.effects(&engine, self.wanted, &ends, &self.before, &self.offered)
                }
            })
            .collect();
        let meanings = prompt::meanings(self.stage, &group.choices, &effects)?;
        let keys = group.choices.iter().map(|(key, _)| *key);
        let all = keys.zip(effects).zip(meanings);
        Some(
            all.map(|((key, effects), meaning)| Tried {
                key,
                effects,
                meaning,
            })
            .collect(),
        )
    }

    fn ends<'r>(&self, engine: &Engine<'_, '_>, record: &'r Recorder) -> Ends<'r> {
        Ends::new(engine, record, self.wanted, &self.stage.package.manifest)
    }

    /// What refusing a prompt does.
    fn follow(
        &self,
        tried: &[Tried],
        taken: &BTreeSet<ChoiceKey>,
        depth: usize,
        outcome: &mut Outcome,
    ) {
        let refusals: Vec<&Tried> = tried
            .iter()
            .filter(|one| one.meaning == Meaning::Refuse)
            .collect();
        // Leaving is forced when every way of not agreeing leaves; one that only asks again is no way on.
        let forced = refusals
            .iter()
            .all(|one| one.effects.ends || (depth > 0 && one.effects.back));
        for one in refusals.into_iter().filter(|one| one.key.runs.is_some()) {
            let rules = Rules::new(self.stage.model);
            let (mut engine, record) = self.run(&rules, taken, Some(one.key), None);
            let ends = self.ends(&engine, &record);
            let ran = Taken::new(&record, one.key);
            let ways = record.ways_from(&ran.from, false);
            outcome.exhausted |= engine.exhausted;
            outcome.reached.extend(
                ran.ran
                    .iter()
                    .map(|ctx| engine.contexts[ctx.0 as usize].def),
            );
            let exits = ran.exits(&engine, &ends);
            if forced {
                let through = if depth == 0 {
                    Through::Itself
                } else {
                    Through::Dialog
                };
                for exit in &exits {
                    let kind = EventKind::Ended(exit.method, through);
                    outcome
                        .events
                        .extend(event(&engine, &ways, exit.at, kind, 1));
                }
            }
            let collected = told(&mut engine, &record, &ways, self.wanted, |ctx| {
                ran.ran.contains(&ctx)
            });
            outcome.events.extend(collected);
            if one.effects.ends {
                continue;
            }
            // A second prompt.
            let new = record.choices.iter().filter(|choice| {
                ran.ran.contains(&choice.at.ctx) && !self.offered.contains(&choice.key)
            });
            let groups = prompt::groups(&engine, self.stage, new);
            let mut taken = taken.clone();
            taken.insert(one.key);
            let second = groups.iter().find_map(|group| self.try_all(group, &taken));
            if let Some(second) = second.filter(|_| depth + 1 < PROMPTS) {
                self.follow(&second, &taken, depth + 1, outcome);
                continue;
            }
            // The next start, with what the refusal stored.
            let starts = record.entries().clone();
            let mut stored = record.closure(starts, |_, _, _| true);
            stored.extend(ran.ran.iter().copied());
            let mut left = Leftovers::new(false);
            left.add(&mut engine, &record.writes, &stored);
            if !left.is_empty() {
                outcome.events.extend(self.start_anew(engine, left));
            }
        }
    }

    /// What the next start does that the first did not.
    fn start_anew(&self, engine: Engine<'_, '_>, left: Leftovers) -> Vec<Event> {
        let rules = Rules::new(self.stage.model);
        let (mut later, record) = self.run(&rules, &BTreeSet::new(), None, Some((engine, left)));
        let ways = record.ways();
        let events = told(&mut later, &record, &ways, self.wanted, |_| true);
        let new = events.into_iter().filter(|event| {
            event
                .chain
                .last()
                .is_some_and(|last| !self.before.contains(&(last.def, last.pc)))
        });
        new.collect()
    }

    /// Runs a first launch in which choices are taken, or a next start with what was left.
    fn run<'r>(
        &'r self,
        rules: &'r Rules,
        taken: &BTreeSet<ChoiceKey>,
        one: Option<ChoiceKey>,
        left: Option<(Engine<'_, '_>, Leftovers)>,
    ) -> (Engine<'r, 'a>, Recorder) {
        let mut engine = Engine::new(self.code, rules, self.assume);
        engine.past.taken = taken.iter().copied().chain(one).collect();
        if let Some((before, left)) = left {
            engine.values = before.values;
            engine.strings = before.strings;
            engine.objects = before.objects;
            engine.past.left = Some(Box::new(left));
        }
        let manifest = &self.stage.package.manifest;
        engine.start_process(manifest);
        engine.start_launchers(manifest);
        engine.solve(TRIAL_BUDGET);
        engine.record = Some(Recorder::new(self.wanted.clone()));
        engine.start_process(manifest);
        engine.start_launchers(manifest);
        let record = engine.record();
        (engine, record)
    }
}
