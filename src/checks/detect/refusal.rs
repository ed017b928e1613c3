//! Checks on what follows a refusal or a denial: the app ends, or asks again.

use std::collections::BTreeMap;

use super::scenario::{best, items, shown};
use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::checks::reads::{Reached, What};
use crate::scenario::{Asked, Scenario, Through};

/// `collect-after-refusal`.
pub(super) fn collected(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    items(facts, Scenario::Refused)
}

/// `consent-refusal-exits`: one finding per owner and API.
pub(super) fn refusal_exits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    exits(facts, Scenario::Refused)
}

/// `consent-prompt-missing`: the first launch neither offers a choice nor names a policy, and something is read, at the start or without
/// an answer to a prompt that stands on a later page.
pub(super) fn no_prompt(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    if facts.prompt.is_some() || !facts.first_launch_whole {
        return Vec::new();
    }
    let read = |one: &&Reached| matches!(one.what, What::Item(_)) && !one.weak;
    let all = || facts.reached.iter().filter(read);
    let at_start = all().find(|one| one.scenario == Scenario::FirstLaunch);
    let unasked = |one: &&Reached| {
        let last = one.steps.last().map(|last| (last.def, last.pc));
        let places = facts.unasked.zip(last);
        places.is_none_or(|(places, last)| places.contains(&last))
    };
    let Some(one) = at_start.or_else(|| all().find(unasked)) else {
        return Vec::new();
    };
    let case = if at_start.is_some() {
        "at-start"
    } else {
        "later"
    };
    let mut hit = shown(case, Subject::App, one);
    hit.owner = "app".to_owned();
    hit.key.clear();
    vec![hit]
}

/// `permission-denied-exit`: one finding per owner and API.
pub(super) fn denied_exit(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    exits(facts, Scenario::Denied)
}

fn exits(facts: &Facts<'_, '_, '_>, scenario: Scenario) -> Vec<Hit> {
    // How it comes to the end does not make two findings of one.
    let mut first: BTreeMap<(String, String), (Through, Reached)> = BTreeMap::new();
    for one in best(facts, scenario) {
        let What::Exit(through) = one.what else {
            continue;
        };
        let key = (one.owner.clone(), one.api.clone());
        first.entry(key).or_insert((through, one));
    }
    let mut hits = Vec::new();
    for (through, one) in first.into_values() {
        let case = match through {
            Through::Itself => "itself",
            Through::Dialog => "dialog",
            Through::DialogThatCloses => "dialog-that-closes",
        };
        hits.push(shown(case, Subject::App, &one));
    }
    hits
}

/// `permission-nag`: one finding per owner and permission, by the nearest way in which it is asked for again.
pub(super) fn nag(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut first: BTreeMap<(String, Option<String>), (Asked, Reached)> = BTreeMap::new();
    for one in best(facts, Scenario::Denied) {
        let What::AskedAgain(again, names) = &one.what else {
            continue;
        };
        let again = *again;
        let mut subjects: Vec<Option<String>> = names.iter().cloned().map(Some).collect();
        if subjects.is_empty() {
            subjects.push(None);
        }
        for name in subjects {
            first
                .entry((one.owner.clone(), name))
                .or_insert_with(|| (again, one.clone()));
        }
    }
    let mut hits = Vec::new();
    for ((_, name), (again, one)) in first {
        let case = match again {
            Asked::AfterDenial => "after-denial",
            Asked::OnReturn => "on-return",
            Asked::EveryStart => "every-start",
        };
        let subject = name.clone().map_or(Subject::App, Subject::Permission);
        let (zh, en) = match &name {
            Some(name) => (format!("权限 {name}"), name.clone()),
            None => ("运行时权限".to_owned(), "runtime permissions".to_owned()),
        };
        let hit = shown(case, subject, &one);
        hits.push(hit.name("permission-zh", zh).name("permission-en", en));
    }
    hits
}
