//! The first launch: its consent prompt, what follows when that is refused, and what comes before a prompt that stands on a
//! later page.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::program::DefId;
use crate::scenario::code::Code;
use crate::scenario::engine::record::{Keeps, Recorder};
use crate::scenario::engine::{Assumptions, Engine};
use crate::scenario::model::rules::Rules;
use crate::scenario::replay::acts::Offer;
use crate::scenario::replay::denied;
use crate::scenario::replay::outcome::{
    Outcome, Prompt, Scenario, Stage, Wanted, asks, assumptions, outcome, settle, solved,
};
use crate::scenario::replay::pages::Ends;
use crate::scenario::replay::prompt;
use crate::scenario::replay::refused::{First, Run, places};
use crate::scenario::replay::work::Work;

/// Choices of prompts wherever they stand.
pub(super) type Later = BTreeSet<Offer>;

/// The first launch, and what follows when its consent prompt is refused.
pub(super) fn first_launch(code: &Code<'_>, stage: Stage<'_>, wanted: &Wanted) -> Vec<Outcome> {
    let rules = Rules::new(stage.model);
    let assume = assumptions(stage, Scenario::FirstLaunch);
    let none = Work::new();
    let (mut engine, mut record) =
        solved(code, &rules, stage, Scenario::FirstLaunch, wanted, &none);
    let mut first = outcome(&mut engine, &record, Scenario::FirstLaunch, wanted);
    let known = First {
        code,
        rules: &rules,
        stage,
        wanted,
        assume,
        before: places(&engine, &record).collect(),
        offered: record.choices.iter().map(|choice| choice.key).collect(),
        over: Ends::new(&engine, &record, wanted, &stage.package.manifest).over_others(),
    };
    let mut groups = prompt::groups(&engine, stage, record.choices.iter());
    // Where data flows is told of the launch itself.
    engine.marks = None;
    record.forget_flows();
    let mut launch = Run { engine, record };
    let (mut prompt, mut question, mut refused) = known.refuse(&launch, &groups);
    // Its prompt may come once it was answered whether the app may have permissions.
    if question.is_none()
        && refused.is_none()
        && let Some((later, answered, offered)) = known.answered(&launch)
    {
        let found = later.refuse(&answered, &offered);
        if found.2.is_some() {
            (prompt, question, refused) = found;
            (launch, groups) = (answered, offered);
        }
    }
    if let Some(question) = &mut question {
        let of = groups.iter().filter(|group| {
            group
                .choices
                .iter()
                .any(|(key, _)| key.from.0 == question.def)
        });
        let buttons = of
            .flat_map(|group| group.choices.iter().map(|(key, _)| *key))
            .collect();
        question.look(&launch.engine, stage, &launch.record, &buttons);
    }
    first.question = question;
    let named = || {
        let now = prompt::any_named(&launch.engine, stage);
        let asks = first.events.iter().any(|event| asks(event, wanted));
        let then = || asks && denied::names_policy_when_allowed(code, &rules, stage, wanted);
        (now || then()).then_some(Prompt::Named)
    };
    first.prompt = prompt.or_else(named);
    std::iter::once(first).chain(refused).collect()
}

/// Where something happens on a new device, whatever a person does, as long as no prompt is answered: what only happens elsewhere is
/// asked about first. `None`: there is no prompt, or it is not known.
pub(super) fn unasked(
    code: &Code<'_>,
    stage: Stage<'_>,
    wanted: &Wanted,
    work: &Work,
    prompts: Later,
) -> Option<FxHashSet<(DefId, u32)>> {
    if prompts.is_empty() {
        return None;
    }
    let rules = Rules::new(stage.model);
    let assume = Assumptions {
        empty_storage: true,
        ..assumptions(stage, Scenario::Consented)
    };
    let mut engine = Engine::new(code, &rules, assume);
    engine.past.unanswered = prompts;
    let manifest = &stage.package.manifest;
    let start = |engine: &mut Engine<'_, '_>| {
        engine.start_process(manifest);
        engine.start_launchers(manifest);
        engine.start_background(manifest);
        engine.start_bridges();
    };
    start(&mut engine);
    let due = settle(&mut engine, work);
    engine.record = Some(Recorder::new(&wanted.once(), Keeps::Nothing));
    start(&mut engine);
    engine.start_work(&due);
    let record = engine.record();
    (!engine.exhausted).then(|| places(&engine, &record).collect())
}
