//! `sdk-auto-init`: an SDK that runs before any consent without a call of the app: its own provider, start-up
//! initialiser or application class, or a value in the manifest that has it start.

use std::collections::{BTreeMap, BTreeSet};

use super::scenario::{item_names, shown};
use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::checks::reads::{Reached, What};
use crate::knowledge::sdk::{EvidenceKind, Order, Sdk, SdkCategory, SwitchRole};
use crate::knowledge::{Confidence, Lang};
use crate::package::manifest::ComponentKind;
use crate::scenario::Scenario;
use crate::sdk::Found;

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
    let told: BTreeSet<String> = hits.iter().map(|hit| hit.owner.clone()).collect();
    hits.extend(switched_on(facts, &told));
    hits
}

/// SDKs in the package that the manifest tells to start by themselves: a key that waits for the agreement is true. Not those
/// that were told of already.
fn switched_on(facts: &Facts<'_, '_, '_>, told: &BTreeSet<String>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let found = facts.sdks.found.iter();
    for sdk in found.filter(|sdk| !told.contains(&sdk.id) && is_inside(facts, sdk)) {
        let Some(record) = facts.knowledge.sdk(&sdk.id) else {
            continue;
        };
        for switch in &record.switches {
            let waits = switch.role == SwitchRole::Consent && switch.order == Order::Post;
            let key = switch.meta_data.as_ref().filter(|_| waits);
            let set = key.and_then(|key| {
                let mut all = facts.package.manifest.application.meta_data.iter();
                all.find(|data| data.name == *key)
            });
            let Some(data) = set.filter(|data| data.value.as_deref() == Some("true")) else {
                continue;
            };
            let (call_zh, call_en) = agreeing_call(record).map_or_else(Default::default, |call| {
                (
                    format!("，同意后再调用 {call}"),
                    format!(", and call {call} after the agreement"),
                )
            });
            let mut hit = Hit::new("manifest", Subject::Sdk(sdk.id.clone()))
                .name("sdk-zh", record.name.get(Lang::Zh))
                .name("sdk-en", record.name.get(Lang::En))
                .name("key", &data.name)
                .name("call-zh", call_zh)
                .name("call-en", call_en)
                .shown(
                    "manifest",
                    format!("{} = true", data.name),
                    Some(facts.manifest_line(data.line)),
                );
            hit.key.clone_from(&data.name);
            if !switch.verified {
                hit.confidence = Confidence::Possible;
            }
            hits.push(hit);
        }
    }
    hits
}

/// Whether code of an SDK is in the package, not only its name.
fn is_inside(facts: &Facts<'_, '_, '_>, sdk: &Found) -> bool {
    let code = |kind, value: &str| match kind {
        EvidenceKind::Package | EvidenceKind::Structure => true,
        EvidenceKind::Class => facts.program.find_class(value).is_some(),
        _ => false,
    };
    let mut evidence = sdk.evidence.iter();
    !sdk.noop && evidence.any(|one| code(one.kind, &one.value))
}

/// The call by which an SDK is told that the person agreed.
fn agreeing_call(record: &Sdk) -> Option<String> {
    let consent = |role, order| role == SwitchRole::Consent && order == Order::Post;
    let mut switches = record.switches.iter();
    let call = switches.find(|one| consent(one.role, one.order) && !one.method.is_empty())?;
    let class = call.class.rsplit('.').next().unwrap_or(&call.class);
    Some(format!("{class}.{}", call.method))
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
