//! The scenario `refused`: the consent prompt of the first launch is found by trying its choices one by one; then what the
//! refusal runs, a second prompt that it shows, and the next start with what it stored.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::program::{DefId, TypeId};
use crate::scenario::code::Code;
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::record::{Keeps, Recorder};
use crate::scenario::engine::{Assumptions, Engine};
use crate::scenario::model::rules::Rules;
use crate::scenario::replay::acts::{ChoiceKey, Leftovers};
use crate::scenario::replay::outcome::{
    Event, EventKind, Outcome, Prompt, Scenario, Stage, Through, Wanted, event, told,
};
use crate::scenario::replay::pages::Ends;
use crate::scenario::replay::prompt::{self, Effects, Group, Meaning, Taken};
use crate::scenario::replay::question::Question;

/// Prompts that follow one another after refusals.
const PROMPTS: usize = 3;
/// Blocks that the trial of one choice may run besides those of the launch that offers it; and those of a next start.
const TRIAL_BUDGET: u64 = 600_000;

/// A settled run and what it noted.
pub(crate) struct Run<'e, 'a> {
    /// The run.
    pub(crate) engine: Engine<'e, 'a>,
    /// What it noted.
    pub(crate) record: Recorder,
}

/// What is known of the first launch when its prompt is looked for.
pub(crate) struct First<'f, 'a> {
    /// The program.
    pub(crate) code: &'f Code<'a>,
    /// The framework model.
    pub(crate) rules: &'f Rules,
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
    /// Pages that it starts over others.
    pub(crate) over: BTreeSet<TypeId>,
}

/// One choice as it was tried.
struct Tried {
    key: ChoiceKey,
    effects: Effects,
    meaning: Meaning,
    /// Its words refuse outright.
    outright: bool,
}

/// Whether choices that name no policy are a decision at all: views that say nothing (two buttons of a home page) must at least
/// leave, or do nothing new and put something away or be remembered.
fn decides(group: &Group, tried: &[Tried]) -> bool {
    let silent = |(key, texts): &(ChoiceKey, Vec<String>)| key.which.is_none() && texts.is_empty();
    let turns = |one: &Effects| {
        one.ends || (one.unlocks.is_empty() && (one.closes || !one.gates.is_empty()))
    };
    let refusal = |one: &&Tried| one.meaning == Meaning::Refuse;
    let mut refusals = tried.iter().filter(refusal);
    !group.choices.iter().all(silent) || refusals.any(|one| turns(&one.effects))
}

/// Where something happens in a run: in which methods, at which instructions.
pub(super) fn places(
    engine: &Engine<'_, '_>,
    record: &Recorder,
) -> impl Iterator<Item = (DefId, u32)> {
    let events = record.events.iter();
    events.map(|(at, _)| (engine.contexts[at.ctx.0 as usize].def, at.pc))
}

impl<'f, 'a> First<'f, 'a> {
    /// Tries the prompts of a first launch; what refusing does, when there is one that asks for consent.
    pub(crate) fn refuse(
        &self,
        launch: &Run<'f, 'a>,
        groups: &[Group],
    ) -> (Option<Prompt>, Option<Question>, Option<Outcome>) {
        let mut prompt = groups
            .iter()
            .any(|group| group.named)
            .then_some(Prompt::Named);
        // A page's other buttons may stand near the same policy: who says what agreeing or refusing means comes first.
        let mut ordered: Vec<&Group> = groups.iter().collect();
        ordered.sort_by_cached_key(|group| (!group.named, !self.says(group)));
        for group in ordered {
            if !group.named && (!self.may_ask(group) || self.unlocks_nothing(group, launch)) {
                continue;
            }
            let Some(tried) = self.try_all(group, launch) else {
                continue;
            };
            let opens = tried
                .iter()
                .any(|one| one.meaning == Meaning::Agree && !one.effects.unlocks.is_empty());
            if !(group.named || opens && decides(group, &tried)) {
                continue;
            }
            prompt = Some(Prompt::Choice);
            let meanings: Vec<Meaning> = tried.iter().map(|one| one.meaning).collect();
            let question = Question::new(group, &meanings);
            let mut outcome = Outcome {
                scenario: Scenario::Refused,
                events: Vec::new(),
                reached: Default::default(),
                exhausted: false,
                contexts: 0,
                prompt: None,
                question: None,
                unasked: None,
                screens: None,
            };
            self.follow(&tried, launch, 0, &mut outcome);
            outcome.events.sort();
            outcome.events.dedup();
            return (prompt, question, Some(outcome));
        }
        // One choice only, and what it says agrees.
        let question = groups.iter().find_map(|group| {
            let ([(key, texts)], true) = (group.choices.as_slice(), group.named) else {
                return None;
            };
            let agrees = prompt::said(self.stage, texts) == Some(Meaning::Agree);
            let dialog = key.which == Some(-1);
            // A box to tick, or a link, is called by what it is about.
            if texts.iter().any(|text| (self.stage.names_policy)(text)) {
                return None;
            }
            (agrees || dialog).then(|| Question::new(group, &[Meaning::Agree]))?
        });
        (prompt, question, None)
    }

    /// Goes on from a first launch that asks for permissions: they are denied, and what comes then is looked at like a first launch.
    /// Gives what is known of that, and the prompts that newly come. `None`: none comes.
    pub(crate) fn answered(&self, launch: &Run<'f, 'a>) -> Option<(Self, Run<'f, 'a>, Vec<Group>)> {
        let choices = launch.record.choices.iter();
        let answers = choices.filter(|choice| choice.answer && choice.key.runs.is_some());
        let answers: BTreeSet<ChoiceKey> = answers.map(|choice| choice.key).collect();
        if answers.is_empty() {
            return None;
        }
        let run = self.choose(launch, &answers);
        let Run { engine, record } = &run;
        let new = record.choices.iter();
        let new = new.filter(|choice| !choice.answer && !self.offered.contains(&choice.key));
        let mut groups = prompt::groups(engine, self.stage, new);
        // What follows a denial tells of the permission, as a rule: a prompt for consent says what it is, and what the app's page says
        // of a policy besides is not said by it.
        let old = launch.engine.contexts.iter().map(|context| context.def);
        let old: FxHashSet<DefId> = old.collect();
        groups.retain(|group| {
            let says = |meaning| {
                let mut texts = group.choices.iter().map(|(_, texts)| texts);
                texts.any(|texts| prompt::said(self.stage, texts) == Some(meaning))
            };
            let mut from = group.choices.iter().map(|(key, _)| key.from.0);
            let named = |def| prompt::named(engine, self.stage, def, |one| !old.contains(&one));
            says(Meaning::Agree) && says(Meaning::Refuse) && from.any(named)
        });
        let known = Self {
            before: places(engine, record).collect(),
            offered: record.choices.iter().map(|choice| choice.key).collect(),
            over: self.ends(engine, record).over_others(),
            ..*self
        };
        (!groups.is_empty()).then_some((known, run, groups))
    }

    /// Whether choices that name no policy may ask for consent all the same: their buttons say so, or say nothing. An error box
    /// ("Dismiss", "Reload") is no prompt, whatever its buttons start.
    fn may_ask(&self, group: &Group) -> bool {
        group.choices.iter().all(|(_, texts)| texts.is_empty()) || self.says(group)
    }

    /// Tries the choices of what a refusal leads to, where that is another prompt and not the buttons of a page.
    fn asks_again(&self, group: &Group, run: &Run<'f, 'a>) -> Option<Vec<Tried>> {
        if !(group.named || self.may_ask(group)) {
            return None;
        }
        let tried = self.try_all(group, run)?;
        (group.named || self.says(group) || decides(group, &tried)).then_some(tried)
    }

    /// Whether a choice's own text says that it agrees or refuses.
    fn says(&self, group: &Group) -> bool {
        let mut texts = group.choices.iter().map(|(_, texts)| texts);
        texts.any(|texts| prompt::said(self.stage, texts).is_some())
    }

    /// Whether nothing new happens even when all choices of a prompt are taken.
    fn unlocks_nothing(&self, group: &Group, launch: &Run<'f, 'a>) -> bool {
        let keys: BTreeSet<ChoiceKey> = group.choices.iter().map(|(key, _)| *key).collect();
        let run = self.choose(launch, &keys);
        !run.engine.exhausted && self.effects(&run, &keys).unlocks.is_empty()
    }

    /// What choices that are taken in a run do.
    fn effects(&self, run: &Run<'f, 'a>, keys: &BTreeSet<ChoiceKey>) -> Effects {
        let Run { engine, record } = run;
        let ends = self.ends(engine, record);
        let ran = Taken::new(record, keys);
        ran.effects(engine, self.wanted, &ends, &self.before, &self.offered)
    }

    /// Tries each choice of a prompt that a run shows; `None` when nothing tells which refuses.
    fn try_all(&self, group: &Group, launch: &Run<'f, 'a>) -> Option<Vec<Tried>> {
        if group.choices.len() < 2 {
            return None;
        }
        let effects: Vec<Effects> = group
            .choices
            .iter()
            .map(|(key, _)| match key.runs {
                None => Effects::default(),
                Some(_) => {
                    let keys = self.pressed(*key, launch);
                    self.effects(&self.choose(launch, &keys), &keys)
                }
            })
            .collect();
        let meanings = prompt::meanings(self.stage, &group.choices, &effects)?;
        let all = group.choices.iter().zip(effects).zip(meanings);
        let tried = all.map(|(((key, texts), effects), meaning)| Tried {
            key: *key,
            effects,
            meaning,
            outright: prompt::refuses(self.stage, texts),
        });
        Some(tried.collect())
    }

    fn ends<'r>(&self, engine: &Engine<'_, '_>, record: &'r Recorder) -> Ends<'r> {
        let manifest = &self.stage.package.manifest;
        Ends::after(engine, record, self.wanted, manifest, &self.over)
    }

    /// What refusing a prompt does.
    fn follow(&self, tried: &[Tried], launch: &Run<'f, 'a>, depth: usize, outcome: &mut Outcome) {
        let refusals: Vec<&Tried> = tried
            .iter()
            .filter(|one| one.meaning == Meaning::Refuse)
            .collect();
        // Leaving is forced when every way of not agreeing leaves, or every one that says outright that it refuses (a tester takes
        // that); one that only asks again is no way on.
        let leaves = |one: &&Tried| one.effects.ends || (depth > 0 && one.effects.back);
        let outright = || refusals.iter().copied().filter(|one| one.outright);
        let forced = refusals.iter().copied().all(|one| leaves(&one))
            || (outright().next().is_some() && outright().all(|one| leaves(&one)));
        for one in refusals.into_iter().filter(|one| one.key.runs.is_some()) {
            let keys = self.pressed(one.key, launch);
            let mut run = self.choose(launch, &keys);
            let Run { engine, record } = &mut run;
            let record = &*record;
            let ends = self.ends(engine, record);
            let ran = Taken::new(record, &keys);
            let ways = record.ways_from(&ran.from, false);
            outcome.exhausted |= engine.exhausted;
            outcome.reached.extend(
                ran.ran
                    .iter()
                    .map(|ctx| engine.contexts[ctx.0 as usize].def),
            );
            let exits = ran.exits(engine, &ends);
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
                        .extend(event(engine, &ways, exit.at, kind, 1));
                }
            }
            let mut collected = self.caused(launch, engine, record, &ran.from);
            if !collected.is_empty() {
                self.keep_told_apart(&mut collected, &keys, launch);
            }
            outcome.events.extend(collected);
            if one.effects.ends {
                continue;
            }
            // A second prompt.
            let new = record.choices.iter().filter(|choice| {
                ran.ran.contains(choice.at.ctx) && !self.offered.contains(&choice.key)
            });
            let groups = prompt::groups(engine, self.stage, new);
            let more = (depth + 1 < PROMPTS).then_some(&groups);
            let mut stored = record.untouched();
            stored.extend(ran.ran.iter());
            let mut more = more.into_iter().flatten();
            if let Some(second) = more.find_map(|group| self.asks_again(group, &run)) {
                self.follow(&second, &run, depth + 1, outcome);
                continue;
            }
            let Run { engine, record } = &mut run;
            // The next start, with what the refusal stored.
            let mut left = Leftovers::new(false);
            left.add(engine, &record.writes, &stored);
            if left.is_read(engine, record.reads.keys()) {
                outcome.events.extend(self.start_anew(run.engine, left));
            }
        }
    }

    /// What the next start does that the first did not.
    fn start_anew(&self, before: Engine<'f, 'a>, left: Leftovers) -> Vec<Event> {
        let mut later = Engine::new(self.code, self.rules, self.assume);
        later.values = before.values;
        later.strings = before.strings;
        later.objects = before.objects;
        later.past.left = Some(Box::new(left));
        let manifest = &self.stage.package.manifest;
        later.start_process(manifest);
        later.start_launchers(manifest);
        later.solve(TRIAL_BUDGET);
        later.record = Some(Recorder::new(self.wanted, Keeps::Nothing));
        later.start_process(manifest);
        later.start_launchers(manifest);
        let record = later.record();
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

    /// What taking a choice takes with it: a dialog's button closes the dialog, which its page may hear of.
    fn pressed(&self, key: ChoiceKey, launch: &Run<'f, 'a>) -> BTreeSet<ChoiceKey> {
        let mut keys = BTreeSet::from([key]);
        if key.which.is_some() {
            let offered = launch.record.choices.iter().map(|choice| choice.key);
            keys.extend(offered.filter(|one| {
                one.from.0 == key.from.0
                    && self.code.method_name(one.registered) == "setOnDismissListener"
            }));
        }
        keys
    }

    /// What happens because choices are taken after a launch.
    fn caused(
        &self,
        launch: &Run<'f, 'a>,
        engine: &mut Engine<'f, 'a>,
        record: &Recorder,
        from: &BTreeSet<Ctx>,
    ) -> Vec<Event> {
        let contexts = &engine.contexts;
        let def = |ctx: Ctx| contexts[ctx.0 as usize].def;
        let first = |ctx: Ctx| contexts[ctx.0 as usize].before.unwrap_or(ctx);
        let all = from.iter().copied();
        let before = launch.record.graph();
        let caused = record.graph().closure_since(before, all, (def, first));
        let ways = record.ways_from(from, false);
        told(engine, record, &ways, self.wanted, |ctx| {
            caused.contains(ctx)
        })
    }

    /// Leaves of what follows choices what does also where their code is told apart from the launch's: there it looks at what they
    /// have changed. In return it is not known that what the launch made is made once, so neither run alone tells.
    fn keep_told_apart(
        &self,
        events: &mut Vec<Event>,
        keys: &BTreeSet<ChoiceKey>,
        launch: &Run<'f, 'a>,
    ) {
        let mut engine = launch.engine.clone();
        engine.past.apart = true;
        let record = engine.take(keys, &launch.record, TRIAL_BUDGET);
        if engine.exhausted {
            return;
        }
        let from = Taken::new(&record, keys).from;
        let apart = self.caused(launch, &mut engine, &record, &from);
        let place = |event: &Event| event.chain.last().map(|step| (step.def, step.pc));
        let apart: BTreeSet<_> = apart.iter().map(place).collect();
        events.retain(|event| apart.contains(&place(event)));
    }

    /// Goes on from a launch in which choices are offered: they are taken.
    fn choose(&self, launch: &Run<'f, 'a>, keys: &BTreeSet<ChoiceKey>) -> Run<'f, 'a> {
        let mut engine = launch.engine.clone();
        let record = engine.take(keys, &launch.record, TRIAL_BUDGET);
        Run { engine, record }
    }
}
