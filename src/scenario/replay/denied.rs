//! The scenario `denied`: every permission that the app asks for is denied, and the answer's code runs. What it ends, what
//! it asks for again, and what still asks when the page comes back or the app is started anew with what it remembers.

use std::collections::{BTreeMap, BTreeSet};

use crate::program::{DefId, MethodId};
use crate::scenario::code::Code;
use crate::scenario::engine::graph::{Contexts, Follow};
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::record::{Keeps, Recorder, What};
use crate::scenario::engine::value::{Strs, Values, Vid};
use crate::scenario::engine::{Assumptions, At, Engine};
use crate::scenario::model::rules::Rules;
use crate::scenario::replay::acts::Leftovers;
use crate::scenario::replay::outcome::{
    Asked, BUDGET, EventKind, Outcome, Scenario, Stage, Wanted, event, told,
};
use crate::scenario::replay::pages::{Ends, pages_of};
use crate::scenario::replay::plain::plain_all;

/// A permission request of a run.
#[derive(Debug, Clone)]
struct Request {
    at: At,
    method: MethodId,
    args: Vec<Vid>,
    names: BTreeSet<String>,
    /// What the answer runs.
    answers: BTreeSet<Ctx>,
}

/// Replays it; `None` when the app asks for nothing.
pub(crate) fn replay(code: &Code<'_>, stage: Stage<'_>, wanted: &Wanted) -> Option<Outcome> {
    if wanted.requests.is_empty() {
        return None;
    }
    let rules = Rules::new(stage.model);
    let mut engine = Engine::new(code, &rules, assumptions(stage, true));
    let (record, starts) = run(&mut engine, stage, wanted, true);
    let requests = requests(&engine, &record, wanted);
    let ends = Ends::new(&engine, &record, wanted, &stage.package.manifest);
    let (mut events, mut after) = (Vec::new(), Contexts::default());
    let mut asked: BTreeSet<(DefId, u32)> = BTreeSet::new();
    for request in &requests {
        let asking = pages_of(
            &engine,
            request.args.first().copied().unwrap_or(Vid::BOTTOM),
        );
        let all = record.closure(request.answers.iter().copied(), Follow::All);
        let here = record.closure(request.answers.iter().copied(), Follow::WithinPage);
        let ways = record.ways_from(&request.answers, true);
        for (exit, through) in ends.through(&engine, &here, &asking) {
            let kind = EventKind::Ended(exit.method, through);
            events.extend(event(&engine, &ways, exit.at, kind, 1));
        }
        let ways = record.ways_from(&request.answers, false);
        for again in requests.iter().filter(|again| all.contains(again.at.ctx)) {
            let same = again.names.iter().any(|name| request.names.contains(name));
            if same || again.names.is_empty() || request.names.is_empty() {
                let args = plain_all(&mut engine, &again.args);
                let kind = EventKind::AskedAgain(again.method, args, Asked::AfterDenial);
                events.extend(event(&engine, &ways, again.at, kind, 1));
                asked.insert(place(&engine, again.at));
            }
        }
        after.extend(all.iter());
    }
    let answers: BTreeSet<Ctx> = requests
        .iter()
        .flat_map(|one| one.answers.iter().copied())
        .collect();
    let ways = record.ways_from(&answers, false);
    let generic = told(&mut engine, &record, &ways, wanted, |ctx| {
        after.contains(ctx)
    });
    events.extend(generic);
    let mut exhausted = engine.exhausted;
    let contexts = engine.contexts.len();
    let reached = engine.contexts.iter().map(|context| context.def).collect();

    // The page comes back from under the system's dialog.
    let back = record.closure(record.again.iter().copied(), Follow::All);
    // The app is started anew.
    let anew = record.closure(starts.iter().copied(), Follow::All);
    for (again, fields, reach) in [
        (Asked::OnReturn, true, back),
        (Asked::EveryStart, false, anew),
    ] {
        let open: Vec<&Request> = requests
            .iter()
            .filter(|one| reach.contains(one.at.ctx) && !asked.contains(&place(&engine, one.at)))
            .collect();
        if open.is_empty() {
            continue;
        }
        let before: BTreeSet<Ctx> = open
            .iter()
            .flat_map(|one| one.answers.iter().copied())
            .collect();
        let mut ran = record.closure(before, Follow::All);
        ran.extend(reach.iter());
        let mut left = Leftovers::new(fields);
        left.add(&mut engine, &record.writes, &ran);
        let places: BTreeSet<(DefId, u32)> =
            open.iter().map(|one| place(&engine, one.at)).collect();
        let mut later = Engine::new(code, &rules, assumptions(stage, fields));
        later.values = std::mem::replace(
            &mut engine.values,
            Values::new(code.object(), engine.caps.objects),
        );
        later.strings = std::mem::take(&mut engine.strings);
        later.objects = std::mem::take(&mut engine.objects);
        later.past.left = Some(Box::new(left));
        let (second, starts) = run(&mut later, stage, wanted, fields);
        let from = if fields { second.again.clone() } else { starts };
        let reach = second.closure(from.iter().copied(), Follow::All);
        let looked = later
            .past
            .left
            .take()
            .map(|left| left.open_reads)
            .unwrap_or_default();
        let ways = second.ways_from(&from, false);
        for one in requests_of(&second, wanted) {
            let here = place(&later, one.0);
            if !reach.contains(one.0.ctx) || !places.contains(&here) {
                continue;
            }
            let Some(way) = ways.to(one.0) else { continue };
            let calls = second.closure(way.steps.iter().map(|step| step.ctx), Follow::Calls);
            // A condition on what it wrote down when it asked, a time or a count: it remembers.
            if !way.undecided.is_empty() && calls.iter().any(|ctx| looked.contains(&ctx)) {
                continue;
            }
            let args = plain_all(&mut later, one.2);
            let kind = EventKind::AskedAgain(one.1, args, again);
            events.extend(event(&later, &ways, one.0, kind, 1));
            asked.insert(here);
        }
        exhausted |= later.exhausted;
        engine.values = std::mem::replace(
            &mut later.values,
            Values::new(code.object(), engine.caps.objects),
        );
        engine.strings = std::mem::take(&mut later.strings);
        engine.objects = std::mem::take(&mut later.objects);
    }
    events.sort();
    events.dedup();
    Some(Outcome {
        scenario: Scenario::Denied,
        events,
        reached,
        exhausted,
        contexts,
        question: None,
        screens: None,
        prompt: None,
    })
}

fn assumptions(stage: Stage<'_>, person: bool) -> Assumptions {
    Assumptions {
        empty_storage: false,
        granted: Some(false),
        person,
        broadcasts: false,
        pages: true,
        min_sdk: crate::scenario::replay::outcome::device_sdk(
            stage,
            crate::scenario::replay::outcome::Scenario::Denied,
        ),
    }
}

/// Solves and records; also gives the contexts that a start of the app begins with.
fn run(
    engine: &mut Engine<'_, '_>,
    stage: Stage<'_>,
    wanted: &Wanted,
    pages: bool,
) -> (Recorder, BTreeSet<Ctx>) {
    let manifest = &stage.package.manifest;
    engine.start_process(manifest);
    engine.start_launchers(manifest);
    if pages {
        engine.start_pages(manifest);
    }
    engine.solve(BUDGET);
    engine.record = Some(Recorder::new(wanted, Keeps::Writes));
    engine.start_process(manifest);
    engine.start_launchers(manifest);
    let starts = engine
        .record
        .as_ref()
        .map(|record| record.entries().clone());
    if pages {
        engine.start_pages(manifest);
    }
    (engine.record(), starts.unwrap_or_default())
}

/// The requests of a run: place, method, arguments.
fn requests_of<'r>(
    record: &'r Recorder,
    wanted: &'r Wanted,
) -> impl Iterator<Item = (At, MethodId, &'r [Vid])> {
    record.events.iter().filter_map(|(at, what)| match what {
        What::Call(method, args) if wanted.requests.contains(method) => {
            Some((*at, *method, args.as_slice()))
        }
        _ => None,
    })
}

fn requests(engine: &Engine<'_, '_>, record: &Recorder, wanted: &Wanted) -> Vec<Request> {
    let mut answers: BTreeMap<At, BTreeSet<Ctx>> = BTreeMap::new();
    for choice in record.choices.iter().filter(|choice| choice.answer) {
        answers.entry(choice.at).or_default().extend(choice.ctx);
    }
    let known = requests_of(record, wanted).map(|(at, method, args)| Request {
        at,
        method,
        args: args.to_vec(),
        names: args.iter().flat_map(|arg| names(engine, *arg)).collect(),
        answers: answers.get(&at).cloned().unwrap_or_default(),
    });
    known.collect()
}

/// The permissions that an argument names.
fn names(engine: &Engine<'_, '_>, arg: Vid) -> Vec<String> {
    let mut sets = vec![&engine.values.get(arg).strs];
    let element = crate::scenario::engine::heap::Slot::Element;
    for obj in &engine.values.get(arg).objs {
        let held = engine
            .heap
            .peek(crate::scenario::engine::heap::Place::Of(*obj, element));
        sets.push(&engine.values.get(held).strs);
    }
    let mut names = Vec::new();
    for set in sets {
        if let Strs::Set(set) = set {
            names.extend(set.iter().map(|text| engine.strings.get(*text).to_owned()));
        }
    }
    names.retain(|name| name.contains(".permission."));
    names
}

/// A place, the same in every run.
fn place(engine: &Engine<'_, '_>, at: At) -> (DefId, u32) {
    (engine.contexts[at.ctx.0 as usize].def, at.pc)
}
