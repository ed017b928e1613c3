//! `associated-start`: code that starts or wakes another app by itself: an intent for a foreign package, or a foreign
//! provider that is touched, at the first launch or in the background.

use std::collections::BTreeMap;

use super::scenario::shown;
use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::checks::matcher::glob;
use crate::checks::reads::{Reached, What};
use crate::knowledge::Confidence;
use crate::knowledge::api::{Behaviour, ConstantKind};
use crate::scenario::Scenario;

/// The check, whose record lists packages of the system.
const CHECK: &str = "associated-start";

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut best: BTreeMap<(String, String), (&Reached, &str)> = BTreeMap::new();
    for one in facts.reached {
        if one.scenario == Scenario::Consented {
            continue;
        }
        let (foreign, case) = match &one.what {
            What::Act(Behaviour::ComponentStart) => (packages(facts, one), "intent"),
            What::Act(Behaviour::ProviderStart) => (authorities(facts, one), "provider"),
            _ => continue,
        };
        for target in foreign {
            best.entry((target, one.owner.clone()))
                .or_insert((one, case));
        }
    }
    let mut hits = Vec::new();
    for ((target, _), (one, case)) in best {
        let background = one.scenario == Scenario::Background;
        let mut hit = shown(case, Subject::Component(target.clone()), one)
            .name("target", &target)
            .name(
                "when-zh",
                if background {
                    "没有可见页面时"
                } else {
                    "应用启动后"
                },
            )
            .name(
                "when-en",
                if background {
                    "Without a visible page"
                } else {
                    "After the app was started"
                },
            );
        hit = hit.shown(
            "constant",
            &target,
            one.chain.last().map(crate::checks::reads::place_of),
        );
        if case == "provider" {
            hit.confidence = hit.confidence.min(Confidence::Likely);
        }
        hits.push(hit);
    }
    hits
}

/// Packages of other apps that the intent of a start names.
fn packages(facts: &Facts<'_, '_, '_>, one: &Reached) -> Vec<String> {
    let own = &facts.package.manifest.package;
    let mut found = Vec::new();
    for arg in &one.args {
        // A service that is bound for an identifier is a reading, and told there.
        let service = |text: &String| {
            let constants = &facts.knowledge.apis.constants;
            constants
                .iter()
                .any(|one| one.kind == ConstantKind::Service && one.value == *text)
        };
        if arg.actions.iter().any(service) || arg.packages.iter().any(service) {
            continue;
        }
        for package in &arg.packages {
            if package != own && package.contains('.') && !exempt(facts, package) {
                found.push(package.clone());
            }
        }
    }
    found
}

/// Authorities of other apps' providers.
fn authorities(facts: &Facts<'_, '_, '_>, one: &Reached) -> Vec<String> {
    let manifest = &facts.package.manifest;
    let own: Vec<&str> = manifest
        .components
        .iter()
        .flat_map(|component| component.authorities.iter().map(String::as_str))
        .collect();
    let mut found = Vec::new();
    let Some(arg) = one.args.first() else {
        return found;
    };
    for text in &arg.texts {
        let text = text.strip_prefix("content://").unwrap_or(text);
        let authority = text.split(['/', '?']).next().unwrap_or(text);
        let known = facts.knowledge.apis.constants.iter().any(|constant| {
            constant.kind == ConstantKind::Authority
                && constant
                    .value
                    .trim_start_matches("content://")
                    .split('/')
                    .next()
                    == Some(authority)
        });
        let ours = own.contains(&authority) || authority.starts_with(manifest.package.as_str());
        if authority.contains('.') && !known && !ours && !exempt(facts, authority) {
            found.push(authority.to_owned());
        }
    }
    found
}

/// Whether a package is the system's, or a store that a page opens.
fn exempt(facts: &Facts<'_, '_, '_>, package: &str) -> bool {
    let check = facts.knowledge.check(CHECK);
    let list = check.and_then(|check| check.lists.get("system"));
    list.into_iter()
        .flatten()
        .any(|pattern| glob(pattern, package))
}
