//! Checks on what follows a refusal or a denial: the app ends, or asks again.

use std::collections::BTreeMap;

use super::scenario::{best, shown};
use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::checks::reads::{Reached, What};
use crate::scenario::{Asked, Scenario, Through};

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
