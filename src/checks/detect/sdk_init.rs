//! `sdk-auto-init`: an SDK that runs before any consent without a call of the app: its own provider, start-up
//! initialiser or application class.

use std::collections::{BTreeMap, BTreeSet};

use super::scenario::{item_names, shown};
use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::checks::reads::{Reached, What};
use crate::knowledge::sdk::SdkCategory;
use crate::knowledge::{Confidence, Lang};
use crate::package::manifest::ComponentKind;
use crate::scenario::Scenario;

/// Owners of code that nobody can name.
const RENAMED: &str = "unknown:renamed";
/// Owners that no record names.
const UNKNOWN: &str = "unknown:";
/// Meta-data value by which `androidx.startup` finds initialisers.
const STARTUP: &str = "androidx.startup";

/// Whether an SDK's start, or a reading that is no weak sign, comes at first launch.
pub(super) fn works_at_start(one: &Reached) -> bool {
    let works = match &one.what {
        What::Item(_) => !one.weak,
        What::OwnStart(_) => true,
        _ => false,
    };
    works && one.scenario == Scenario::FirstLaunch
}

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut found: BTreeMap<(String, String), Vec<&Reached>> = BTreeMap::new();
    for one in facts.reached {
        if !works_at_start(one) {
            continue;
        }
        let Some(first) = one.chain.first() else {
            continue;
        };
        let sdk = &first.owner;
        let alone = one.chain.iter().all(|frame| {
            frame.owner == *sdk || frame.owner.starts_with(UNKNOWN) || library(facts, &frame.owner)
        });
        if sdk == "app" || sdk == RENAMED || library(facts, sdk) || !alone {
            continue;
        }
        found
            .entry((sdk.clone(), first.class.clone()))
            .or_default()
            .push(one);
    }
    let mut hits = Vec::new();
    for ((sdk, entry), all) in found {
        let Some(case) = case_of(facts, &entry) else {
            continue;
        };
        let items: BTreeSet<&str> = all
            .iter()
            .filter_map(|one| match &one.what {
                What::Item(item) => Some(item.as_str()),
                _ => None,
            })
            .collect();
        let Some(best) = all.iter().max_by_key(|one| {
            (
                matches!(one.what, What::Item(_)),
                one.confidence,
                std::cmp::Reverse(one.chain.len()),
            )
        }) else {
            continue;
        };
        let record = facts.knowledge.sdk(&sdk);
        let plain = sdk.strip_prefix(UNKNOWN).unwrap_or(&sdk);
        let name = |lang| {
            record.map_or_else(
                || plain.to_owned(),
                |record| record.name.get(lang).to_owned(),
            )
        };
        let list = |zh: bool| {
            let names = items.iter().map(|item| item_names(item));
            let names: Vec<&str> = names.map(|(a, b)| if zh { a } else { b }).collect();
            names.join(if zh { "、" } else { ", " })
        };
        let (reads_zh, reads_en) = if items.is_empty() {
            ("启动自身".to_owned(), "starts itself".to_owned())
        } else {
            (
                format!("读取{}", list(true)),
                format!("reads the {}", list(false)),
            )
        };
        let switch = record.and_then(|record| {
            record
                .switches
                .iter()
                .find_map(|switch| switch.meta_data.as_deref())
        });
        let (switch_zh, switch_en) = switch.map_or_else(Default::default, |key| {
            (
                format!("，或把 meta-data {key} 设为 false"),
                format!(", or set the meta-data {key} to false"),
            )
        });
        let mut hit = shown(case, Subject::Sdk(sdk.clone()), best)
            .name("sdk-zh", name(Lang::Zh))
            .name("sdk-en", name(Lang::En))
            .name("component", &entry)
            .name("reads-zh", reads_zh)
            .name("reads-en", reads_en)
            .name("switch-zh", switch_zh)
            .name("switch-en", switch_en);
        for one in &all {
            hit = hit.shown(
                "call",
                &one.short,
                one.chain.last().map(crate::checks::reads::place_of),
            );
        }
        if let Some(component) = facts.package.manifest.component(&entry) {
            hit = hit.shown(
                "manifest",
                &entry,
                Some(facts.manifest_line(component.line)),
            );
        }
        hit.key.clone_from(&entry);
        hit.owner.clone_from(&sdk);
        if record.is_none() {
            // Nobody knows whose code it is: it may be another package of the app's maker.
            hit.confidence = hit.confidence.min(Confidence::Likely);
        }
        hits.push(hit);
    }
    hits
}

/// How the entry is run: the case of the record.
fn case_of(facts: &Facts<'_, '_, '_>, entry: &str) -> Option<&'static str> {
    let manifest = &facts.package.manifest;
    if let Some(component) = manifest.component(entry) {
        return (component.kind == ComponentKind::Provider).then_some("provider");
    }
    if manifest.application.class.as_deref() == Some(entry) {
        return Some("application");
    }
    let initialises = manifest.components.iter().any(|component| {
        component
            .meta_data
            .iter()
            .any(|meta| meta.name == entry && meta.value.as_deref() == Some(STARTUP))
    });
    initialises.then_some("initializer")
}

/// Whether an owner is a library, not a company that collects.
fn library(facts: &Facts<'_, '_, '_>, owner: &str) -> bool {
    let record = facts.knowledge.sdk(owner);
    record.is_some_and(|record| record.category == SdkCategory::Library)
}
