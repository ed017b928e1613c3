//! Checks on what the scenarios reached: collection, permission requests and SDK starts before consent, permissions
//! asked for in one go, collection in the background. One finding per item, owner and API, on its shortest chain.

use std::collections::{BTreeMap, BTreeSet};

use super::sdk_switch::{Held, held};
use crate::checks::facts::Facts;
use crate::checks::finding::{Location, Subject};
use crate::checks::hit::Hit;
use crate::checks::reads::{self, Reached, What};
use crate::knowledge::api::{Api, Behaviour};
use crate::knowledge::{Confidence, ITEMS, Text};
use crate::scenario::Scenario;

/// Permission groups in one request from which on it is a bundle.
const BUNDLE: usize = 3;

/// `collect-before-consent`.
pub(super) fn collected(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    items(facts, Scenario::FirstLaunch)
}

/// `collect-background`.
pub(super) fn in_background(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    items(facts, Scenario::Background)
}

pub(super) fn items(facts: &Facts<'_, '_, '_>, scenario: Scenario) -> Vec<Hit> {
    let mut hits = Vec::new();
    for one in best(facts, scenario) {
        let What::Item(item) = &one.what else {
            continue;
        };
        let case = if one.weak { "weak" } else { "read" };
        let hit = shown(case, Subject::Item(item.clone()), &one);
        let (note_zh, note_en) =
            if scenario == Scenario::Background && in_foreground_service(facts, &one) {
                (
                    "；该服务以带通知的前台服务运行",
                    "; the service runs in the foreground with a notification",
                )
            } else {
                ("", "")
            };
        let hit = hit
            .name("foreground-zh", note_zh)
            .name("foreground-en", note_en);
        hits.push(does(facts, hit, &one, item));
    }
    hits
}

/// Adds what a member does: it reads its item, where its record says nothing else.
pub(super) fn does(facts: &Facts<'_, '_, '_>, hit: Hit, one: &Reached, item: &str) -> Hit {
    let (zh, en) = item_names(item);
    let is = |api: &&Api| {
        let rest = one.api.strip_prefix(api.member());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let record = facts
        .knowledge
        .apis
        .members
        .iter()
        .find(|api| is(api) && api.does.is_some());
    let does = match record.and_then(|api| api.does.as_ref()) {
        Some(does) => Text::new(does.zh.replace("{item}", zh), does.en.replace("{item}", en)),
        None => Text::new(format!("读取{zh}"), format!("reads the {en}")),
    };
    hit.name("does-zh", does.zh).name("does-en", does.en)
}

/// Whether the component that a chain begins in makes itself a foreground service.
fn in_foreground_service(facts: &Facts<'_, '_, '_>, one: &Reached) -> bool {
    let entry = |one: &Reached| one.chain.first().map(|first| first.class.clone());
    facts.reached.iter().any(|act| {
        act.what == What::Act(Behaviour::Foreground)
            && act.scenario == Scenario::Background
            && entry(act) == entry(one)
    })
}

/// `permission-request-before-consent`: one finding per owner and set of permissions.
pub(super) fn requested(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for one in best(facts, Scenario::FirstLaunch) {
        let What::Request(names) = &one.what else {
            continue;
        };
        if names.is_empty() {
            hits.push(shown("unknown", Subject::App, &one));
        }
        for name in names {
            let hit = shown("request", Subject::Permission(name.clone()), &one);
            hits.push(hit.name("permission", name));
        }
    }
    hits
}

/// `permission-bundle`.
pub(super) fn bundled(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for one in best(facts, Scenario::FirstLaunch) {
        let What::Request(names) = &one.what else {
            continue;
        };
        let mut groups: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for name in names {
            let (protection, group, _) = facts.permission_words(name);
            if protection == "dangerous" && !group.is_empty() {
                groups.entry(group).or_default().insert(name);
            }
        }
        if groups.len() < BUNDLE {
            continue;
        }
        let short = |name: &&str| name.rsplit('.').next().unwrap_or(name).to_owned();
        let list: Vec<String> = groups.values().flatten().map(short).collect();
        let mut hit = shown("bundle", Subject::App, &one)
            .name("count", groups.len().to_string())
            .name("permissions", list.join(", "));
        hit.key = format!("{} {}", one.api, list.join(","));
        hits.push(hit);
    }
    hits
}

/// `sdk-start-before-consent`: one finding per SDK.
pub(super) fn started(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut first: BTreeMap<String, Reached> = BTreeMap::new();
    let mut starts: Vec<Reached> = Vec::new();
    for one in facts.reached {
        let What::Start(sdk) = &one.what else {
            continue;
        };
        if one.scenario != Scenario::FirstLaunch {
            continue;
        }
        let mut one = one.clone();
        match held(facts, sdk, &one) {
            Held::No => {}
            Held::Unsure => one.confidence = Confidence::Possible,
            Held::Yes => continue,
        }
        starts.push(one);
    }
    for one in reads::best(starts.iter()) {
        let What::Start(sdk) = &one.what else {
            continue;
        };
        let better = first.get(sdk).is_none_or(|best| {
            (one.confidence, best.chain.len()) > (best.confidence, one.chain.len())
        });
        if better {
            first.insert(sdk.clone(), one);
        }
    }
    let mut hits = Vec::new();
    for (sdk, one) in first {
        let record = facts.knowledge.sdk(&sdk);
        let name =
            |lang| record.map_or_else(|| sdk.clone(), |record| record.name.get(lang).to_owned());
        let (zh, en) = (
            name(crate::knowledge::Lang::Zh),
            name(crate::knowledge::Lang::En),
        );
        let hit = shown("start", Subject::Sdk(sdk), &one);
        hits.push(hit.name("sdk-zh", zh).name("sdk-en", en));
    }
    hits
}

/// The best chain of each subject, owner and API of a scenario.
pub(super) fn best(facts: &Facts<'_, '_, '_>, scenario: Scenario) -> Vec<Reached> {
    let of = facts.reached.iter().filter(|one| one.scenario == scenario);
    reads::best(of)
}

/// An item's names in Chinese and English.
pub(super) fn item_names(item: &str) -> (&'static str, &'static str) {
    let known = ITEMS.iter().find(|(id, ..)| *id == item);
    known.map_or(("", ""), |(_, zh, en)| (*zh, *en))
}

/// A hit at the end of a chain, with the names that all texts share.
pub(super) fn shown(case: &str, subject: Subject, one: &Reached) -> Hit {
    let mut hit = Hit::new(case, subject)
        .name("api", &one.short)
        .name("ways", one.ways.count.to_string());
    let (first, last) = (one.chain.first(), one.chain.last());
    if let Some(first) = first {
        hit = hit.name("entry", format!("{}.{}", first.class, first.method));
    }
    if let Some(last) = last {
        hit = hit.name("class", &last.class).name("method", &last.method);
        hit.location = Some(reads::place_of(last));
    }
    let open = one.open.as_ref().map(place).unwrap_or_default();
    let (zh, en) = if open.is_empty() {
        (String::new(), String::new())
    } else {
        (
            format!("(取决于 {open} 处的条件)"),
            format!(" (if the condition at {open} holds)"),
        )
    };
    hit = hit.name("open-zh", zh).name("open-en", en);
    hit.owner.clone_from(&one.owner);
    hit.key.clone_from(&one.api);
    hit.along(one);
    hit.confidence = one.confidence;
    hit
}

fn place(location: &Location) -> String {
    match location {
        Location::Code {
            class,
            method,
            file,
            line,
            ..
        } => match (file, line) {
            (Some(file), Some(line)) => format!("{file}:{line}"),
            (_, Some(line)) => format!("{class}.{method}:{line}"),
            _ => format!("{class}.{method}"),
        },
        Location::Entry { entry, .. } => entry.clone(),
    }
}
