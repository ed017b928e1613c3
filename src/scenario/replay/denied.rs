//! The scenario `denied`: every permission that the app asks for is denied, and the answer's code runs. What it ends, what
//! it asks for again, and what still asks when the page comes back or the app is started anew with what it remembers.

use std::collections::{BTreeMap, BTreeSet};

use crate::program::{DefId, MethodId, TypeId};
use crate::scenario::code::ir::Op;
use crate::scenario::code::{Code, Target};
use crate::scenario::engine::graph::{Contexts, Follow};
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::record::{Keeps, Recorder, What};
use crate::scenario::engine::value::{Strs, Values, Vid};
use crate::scenario::engine::{Assumptions, At, Engine};
use crate::scenario::model::rules::Rules;
use crate::scenario::replay::acts::{Leftovers, Offer};
use crate::scenario::replay::forced::no_way_round;
use crate::scenario::replay::outcome::{
    Asked, BUDGET, Event, EventKind, Outcome, Scenario, Stage, Wanted, event, told,
};
use crate::scenario::replay::pages::{Ends, pages_of};
use crate::scenario::replay::plain::plain_all;
use crate::scenario::replay::prompt;

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
    let (record, starts, forced) = run(&mut engine, stage, wanted, true);
    let requests = requests(&engine, &record, wanted);
    let ends = Ends::new(&engine, &record, wanted, &stage.package.manifest);
    let (mut events, mut after) = (Vec::new(), Contexts::default());
    let mut asked: BTreeSet<Wish> = BTreeSet::new();
    let mut nags: Vec<(Event, BTreeSet<Wish>)> = Vec::new();
    for request in &requests {
        let asking = pages_of(
            &engine,
            request.args.first().copied().unwrap_or(Vid::BOTTOM),
        );
        let (all, spent) = engine.after_answers(&record, request.at, &request.answers);
        let here = record.closure(request.answers.iter().copied(), Follow::WithinPage);
        let ways = record.ways_from(&request.answers, true);
        for (exit, through) in ends.through(&engine, &here, &asking) {
            let kind = EventKind::Ended(exit.method, through);
            events.extend(event(&engine, &ways, exit.at, kind, 1));
        }
        let ways = record.ways_within(&request.answers, false, |ctx| !spent.contains(ctx));
        for again in asked_again(request, &requests, &all) {
            let args = plain_all(&mut engine, &again.args);
            let kind = EventKind::AskedAgain(again.method, args, Asked::AfterDenial);
            let wished = wishes(place(&engine, again.at), &again.names);
            let told = event(&engine, &ways, again.at, kind, 1);
            nags.extend(told.map(|told| (told, wished)));
        }
        after.extend(all.iter());
    }
    if !nags.is_empty() && engine.asked_to_explain {
        let seen = seen_again(code, &rules, stage, wanted);
        nags.retain(|(_, wished)| meet(wished, &seen));
    }
    for (told, wished) in nags {
        events.push(told);
        asked.extend(wished);
    }
    // A page that asked comes back without what it asked for.
    let asking: BTreeSet<TypeId> = requests
        .iter()
        .flat_map(|one| pages_of(&engine, one.args.first().copied().unwrap_or(Vid::BOTTOM)))
        .collect();
    let back = comes_back(&engine, &record, &asking);
    let here = record.closure(back.iter().copied(), Follow::WithinPage);
    let mut exits = ends.through(&engine, &here, &asking);
    let ways = record.ways_from(&back, true);
    exits.retain(|(exit, _)| {
        let steps = ways.to(exit.at).map(|way| way.steps).unwrap_or_default();
        let around = record.closure(steps.iter().map(|step| step.ctx), Follow::Calls);
        around.iter().any(|ctx| asks_for_grants(&engine, ctx))
    });
    if !exits.is_empty() {
        let allowed = leaves_when_allowed(code, &rules, stage, wanted);
        for (exit, through) in exits {
            if !allowed.contains(&place(&engine, exit.at)) {
                let kind = EventKind::Ended(exit.method, through);
                events.extend(event(&engine, &ways, exit.at, kind, 1));
            }
        }
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
            .filter(|one| reach.contains(one.at.ctx))
            .filter(|one| !wishes(place(&engine, one.at), &one.names).is_subset(&asked))
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
        let open: BTreeSet<Wish> = open
            .iter()
            .flat_map(|one| wishes(place(&engine, one.at), &one.names))
            .collect();
        let assume = Assumptions {
            explain: Some(true),
            ..assumptions(stage, fields)
        };
        let mut later = Engine::new(code, &rules, assume);
        later.values = std::mem::replace(
            &mut engine.values,
            Values::new(code.object(), engine.caps.objects),
        );
        later.strings = std::mem::take(&mut engine.strings);
        later.objects = std::mem::take(&mut engine.objects);
        later.past.left = Some(Box::new(left));
        later.past.forced.clone_from(&forced);
        let (second, starts, _) = run(&mut later, stage, wanted, fields);
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
            let names = one.2.iter().flat_map(|arg| names(&later, *arg)).collect();
            let here = wishes(place(&later, one.0), &names);
            if !reach.contains(one.0.ctx) || !meet(&here, &open) || here.is_subset(&asked) {
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
            asked.extend(here);
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
        unasked: None,
        screens: None,
        prompt: None,
    })
}

/// The requests that come after one was answered and ask for something of the same.
fn asked_again<'r>(
    request: &Request,
    requests: &'r [Request],
    after: &Contexts,
) -> impl Iterator<Item = &'r Request> {
    let later = requests.iter().filter(|again| after.contains(again.at.ctx));
    later.filter(|again| {
        let same = again.names.iter().any(|name| request.names.contains(name));
        same || again.names.is_empty() || request.names.is_empty()
    })
}

/// What is asked for again where a person sees it: when the system says that a permission needs no explanation, it was denied for
/// good, and a request shows nothing.
fn seen_again(code: &Code<'_>, rules: &Rules, stage: Stage<'_>, wanted: &Wanted) -> BTreeSet<Wish> {
    let assume = Assumptions {
        explain: Some(true),
        ..assumptions(stage, true)
    };
    let mut engine = Engine::new(code, rules, assume);
    let (record, ..) = run(&mut engine, stage, wanted, true);
    let requests = requests(&engine, &record, wanted);
    let mut seen = BTreeSet::new();
    for request in &requests {
        let (after, _) = engine.after_answers(&record, request.at, &request.answers);
        for again in asked_again(request, &requests, &after) {
            seen.extend(wishes(place(&engine, again.at), &again.names));
        }
    }
    seen
}

/// What runs again when one of these pages comes back.
fn comes_back(
    engine: &Engine<'_, '_>,
    record: &Recorder,
    pages: &BTreeSet<TypeId>,
) -> BTreeSet<Ctx> {
    let again = record.again.iter().copied();
    again
        .filter(|ctx| {
            let this = engine.contexts[ctx.0 as usize].params.first().copied();
            !pages_of(engine, this.unwrap_or(Vid::BOTTOM)).is_disjoint(pages)
        })
        .collect()
}

/// Whether a context's code asks whether a permission is granted.
fn asks_for_grants(engine: &Engine<'_, '_>, ctx: Ctx) -> bool {
    let body = engine.contexts[ctx.0 as usize].body.as_deref();
    let mut insns = body.into_iter().flat_map(|body| &body.insns);
    insns.any(|insn| {
        let Op::Call { method, .. } = insn.op else {
            return false;
        };
        let Target::Framework(base) = engine.code.method(method).target else {
            return false;
        };
        let rule = engine.rules.find(engine.code, base, method);
        rule.is_some_and(|rule| rule.asks("granted"))
    })
}

/// Where pages that come back leave though every permission is granted.
fn leaves_when_allowed(
    code: &Code<'_>,
    rules: &Rules,
    stage: Stage<'_>,
    wanted: &Wanted,
) -> BTreeSet<(DefId, u32)> {
    let assume = Assumptions {
        granted: Some(true),
        ..assumptions(stage, true)
    };
    let mut engine = Engine::new(code, rules, assume);
    let (record, ..) = run(&mut engine, stage, wanted, true);
    let back = record.closure(record.again.iter().copied(), Follow::All);
    let calls = record.events.iter().map(|(at, _)| *at);
    calls
        .filter(|at| back.contains(at.ctx))
        .map(|at| place(&engine, at))
        .collect()
}

/// Whether a first launch on which every permission is there names a policy: where the app asks for one first, its prompt comes behind
/// that.
pub(crate) fn names_policy_when_allowed(
    code: &Code<'_>,
    rules: &Rules,
    stage: Stage<'_>,
    wanted: &Wanted,
) -> bool {
    let assume = Assumptions {
        granted: Some(true),
        empty_storage: true,
        ..assumptions(stage, false)
    };
    let mut engine = Engine::new(code, rules, assume);
    run(&mut engine, stage, wanted, false);
    prompt::any_named(&engine, stage)
}

fn assumptions(stage: Stage<'_>, person: bool) -> Assumptions {
    Assumptions {
        empty_storage: false,
        granted: Some(false),
        person,
        broadcasts: false,
        pages: true,
        explain: None,
        host: false,
        min_sdk: crate::scenario::replay::outcome::device_sdk(
            stage,
            crate::scenario::replay::outcome::Scenario::Denied,
        ),
    }
}

/// Solves and records; also gives the contexts that a start of the app begins with, and the acts that nobody has a way round.
fn run(
    engine: &mut Engine<'_, '_>,
    stage: Stage<'_>,
    wanted: &Wanted,
    pages: bool,
) -> (Recorder, BTreeSet<Ctx>, BTreeSet<Offer>) {
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
    let mut record = engine.record();
    let forced = no_way_round(engine, &mut record, wanted);
    (record, starts.unwrap_or_default(), forced)
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

/// A permission that is asked for at a place; empty where its name is not known.
type Wish = ((DefId, u32), String);

fn wishes(place: (DefId, u32), names: &BTreeSet<String>) -> BTreeSet<Wish> {
    match names.is_empty() {
        true => BTreeSet::from([(place, String::new())]),
        false => names.iter().map(|name| (place, name.clone())).collect(),
    }
}

/// Whether some of these are the same; a name that is not known may be any.
fn meet(some: &BTreeSet<Wish>, others: &BTreeSet<Wish>) -> bool {
    let same = |a: &Wish, b: &Wish| a.0 == b.0 && (a.1 == b.1 || a.1.is_empty() || b.1.is_empty());
    some.iter().any(|a| others.iter().any(|b| same(a, b)))
}

/// A place, the same in every run.
fn place(engine: &Engine<'_, '_>, at: At) -> (DefId, u32) {
    (engine.contexts[at.ctx.0 as usize].def, at.pc)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_whose_name_is_not_known_may_be_any() {
        let here = (DefId(1), 70);
        let of = |names: &[&str]| {
            let names = names.iter().map(|name| (*name).to_owned()).collect();
            wishes(here, &names)
        };
        assert!(meet(&of(&["camera", "phone"]), &of(&["phone"])));
        assert!(meet(&of(&["camera"]), &of(&[])));
        assert!(!meet(&of(&["camera"]), &of(&["phone"])));
        let elsewhere = wishes((DefId(2), 70), &BTreeSet::new());
        assert!(!meet(&of(&["camera"]), &elsewhere));
    }
}
