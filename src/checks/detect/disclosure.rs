//! What the app has or does, and the policy does not tell, or tells otherwise. Only with a policy whose text was read
//! whole.

use std::collections::BTreeMap;

use super::sought::read_texts;
use crate::checks::facts::Facts;
use crate::checks::finding::{Location, Subject};
use crate::checks::hit::Hit;
use crate::checks::reads::{self, Reached, What};
use crate::checks::texts::{Declared, asked, is_party, item_declared};
use crate::knowledge::policy::{FactKind, Topic};
use crate::knowledge::{Confidence, ITEMS, Lang};
use crate::policy::model::Language;
use crate::scenario::Scenario;

/// Longest time to answer: working days, and what these come to in days of the calendar.
const WORKING_DAYS: u32 = 15;
const DAYS: u32 = 21;

/// `sdk-undisclosed`.
pub(super) fn sdks(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let texts = &facts.read;
    if !texts.whole() {
        return Vec::new();
    }
    let elsewhere = texts.list_elsewhere(facts.policies);
    let mut hits = Vec::new();
    for found in &facts.sdks.found {
        let Some(sdk) = facts.knowledge.sdk(&found.id).filter(|sdk| is_party(sdk)) else {
            continue;
        };
        if texts.names_sdk(sdk, facts.knowledge).is_some() {
            continue;
        }
        let reached: Vec<&Reached> = facts
            .reached
            .iter()
            .filter(|one| one.owner == sdk.id && !one.weak && matches!(one.what, What::Item(_)))
            .collect();
        let case = if !reached.is_empty() {
            "collects"
        } else if !sdk.reads.is_empty() {
            "declares"
        } else {
            "present"
        };
        let mut items: Vec<String> = reached
            .iter()
            .filter_map(|one| item_of(one))
            .map(str::to_owned)
            .collect();
        if items.is_empty() {
            items.clone_from(&sdk.reads);
        }
        items.sort();
        items.dedup();
        let mut hit = Hit::new(case, Subject::Sdk(sdk.id.clone()))
            .name("sdk-zh", sdk.name.get(Lang::Zh))
            .name("sdk-en", sdk.name.get(Lang::En))
            .name("vendor-zh", sdk.vendor.get(Lang::Zh))
            .name("vendor-en", sdk.vendor.get(Lang::En))
            .name("items-zh", words(&items, Lang::Zh))
            .name("items-en", words(&items, Lang::En));
        hit = read_texts(hit, facts);
        hit.location = None;
        for one in found.evidence.iter().take(3) {
            hit = hit.shown(one.kind.as_str(), &one.value, None);
        }
        if let Some(one) = reached.iter().min_by_key(|one| one.chain.len()) {
            hit.along(one);
            hit.location = one.chain.last().map(reads::place_of);
        }
        if elsewhere {
            hit.confidence = Confidence::Possible;
        } else if case == "present" {
            hit.confidence = Confidence::Likely;
        }
        hit.owner.clone_from(&sdk.id);
        hits.push(hit);
    }
    hits
}

fn item_of(one: &Reached) -> Option<&str> {
    match &one.what {
        What::Item(item) => Some(item),
        _ => None,
    }
}

/// Names of items in a language, at most six.
fn words(items: &[String], lang: Lang) -> String {
    let name = |item: &String| {
        let found = ITEMS.iter().find(|(id, ..)| id == item);
        found.map_or_else(
            || item.clone(),
            |(_, zh, en)| (if lang == Lang::Zh { *zh } else { *en }).to_owned(),
        )
    };
    let shown: Vec<String> = items.iter().take(6).map(name).collect();
    shown.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// The best chain of each item and owner, over all scenarios.
fn collected(facts: &Facts<'_, '_, '_>) -> BTreeMap<(String, String), Reached> {
    let mut best: BTreeMap<(String, String), Reached> = BTreeMap::new();
    let all = facts.reached.iter().filter(|one| !one.weak);
    for one in reads::best(all) {
        let Some(item) = item_of(&one) else { continue };
        let key = (item.to_owned(), one.owner.clone());
        let rank = |one: &Reached| {
            (
                std::cmp::Reverse(one.confidence),
                one.scenario != Scenario::Consented,
                one.chain.len(),
            )
        };
        match best.get(&key) {
            Some(old) if rank(old) <= rank(&one) => {}
            _ => {
                best.insert(key, one);
            }
        }
    }
    best
}

fn at_chain(mut hit: Hit, item: &str, one: &Reached) -> Hit {
    let (zh, en) = ITEMS
        .iter()
        .find(|(id, ..)| *id == item)
        .map_or((item, item), |(_, zh, en)| (*zh, *en));
    hit = hit
        .name("item-zh", zh)
        .name("item-en", en)
        .name("api", &one.short);
    if let Some(last) = one.chain.last() {
        hit = hit.name("class", &last.class).name("method", &last.method);
        hit.location = Some(reads::place_of(last));
    }
    hit.owner.clone_from(&one.owner);
    hit.key = String::new();
    hit.along(one);
    hit.confidence = hit.confidence.min(one.confidence);
    hit
}

/// `collect-undisclosed`.
pub(super) fn items(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let texts = &facts.read;
    if !texts.whole() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    for ((item, owner), one) in collected(facts) {
        let sdk = facts.knowledge.sdk(&owner);
        let by_us = owner == "app" || sdk.is_none_or(|sdk| !is_party(sdk));
        if by_us {
            let (declared, at) = item_declared(texts, &item);
            let case = match declared {
                // What is denied is a contradiction, and told there.
                Declared::Named | Declared::Denied => continue,
                Declared::Umbrella => "umbrella",
                Declared::No => "app",
            };
            let mut hit = at_chain(Hit::new(case, Subject::Item(item.clone())), &item, &one);
            hit = quoted(hit, at);
            let place = hit.location.clone();
            hit = read_texts(hit, facts);
            hit.location = place;
            hits.push(hit);
            continue;
        }
        let Some(sdk) = sdk else { continue };
        // An SDK that is not named at all is told once, by sdk-undisclosed.
        let Some(named) = texts.names_sdk(sdk, facts.knowledge) else {
            continue;
        };
        let tells = texts.read.iter().any(|text| {
            text.said.sdks.iter().any(|row| {
                let about = row.ids.iter().any(|id| {
                    *id == sdk.id
                        || facts.knowledge.sdk(id).is_some_and(|other| {
                            other.family.is_some() && other.family == sdk.family
                        })
                });
                about && (row.items.contains(&item) || row.data.is_none())
            }) || text.said.on(&item).any(|one| match &one.collector {
                crate::policy::model::Collector::Sdk { id, .. } => {
                    id.as_deref() == Some(sdk.id.as_str())
                }
                _ => false,
            })
        });
        if tells || !named.exact {
            continue;
        }
        let mut hit = at_chain(Hit::new("sdk", Subject::Item(item.clone())), &item, &one)
            .name("sdk-zh", sdk.name.get(Lang::Zh))
            .name("sdk-en", sdk.name.get(Lang::En));
        hit = quoted(hit, Some((named.quote, named.location, named.line)));
        hit.confidence = hit.confidence.min(Confidence::Likely);
        hits.push(hit);
    }
    hits
}

/// A hit with the sentence it rests on; its own place stays the one to name.
fn quoted(hit: Hit, at: Option<(String, String, u32)>) -> Hit {
    let place = hit.location.clone();
    let Some((quote, location, line)) = at else {
        return hit.name("quote", "").name("policy", "");
    };
    let there = Location::Entry {
        entry: location.clone(),
        line: (line > 0).then_some(line),
    };
    let mut hit = hit.name("quote", &quote).name("policy", &location).shown(
        "policy-sentence",
        quote,
        Some(there.clone()),
    );
    hit.location = place.or(Some(there));
    hit
}

/// `policy-contradicts-code`.
pub(super) fn contradictions(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let texts = &facts.read;
    let mut hits = Vec::new();
    for ((item, _), one) in collected(facts) {
        let Some((text, denial)) = texts.denials(&item).next() else {
            continue;
        };
        // What the text also says to be collected is denied for one case only.
        let also = texts.on(&item).any(|(_, one)| one.named);
        let conditional = denial.condition.is_some();
        let own = one.owner == "app";
        let case = if own { "app" } else { "sdk" };
        let mut hit = at_chain(Hit::new(case, Subject::Item(item.clone())), &item, &one);
        let sdk = facts.knowledge.sdk(&one.owner);
        let name =
            |lang| sdk.map_or_else(|| one.owner.clone(), |sdk| sdk.name.get(lang).to_owned());
        hit = hit
            .name("sdk-zh", name(Lang::Zh))
            .name("sdk-en", name(Lang::En));
        let line = text.line(denial.spot.block, denial.spot.line);
        hit = quoted(
            hit,
            Some((denial.quote.clone(), text.location.to_owned(), line)),
        );
        if also || conditional || !own {
            hit.confidence = hit.confidence.min(Confidence::Possible);
        }
        hits.push(hit);
    }
    hits
}

/// `permission-undisclosed`.
pub(super) fn permissions(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let texts = &facts.read;
    if !texts.whole() {
        return Vec::new();
    }
    let told: Vec<&String> = texts
        .read
        .iter()
        .flat_map(|text| text.said.permissions.keys())
        .collect();
    let mut hits = Vec::new();
    for name in asked(facts) {
        let (_, group, purpose) = facts.permission_words(name);
        // A policy names groups, as the settings of a phone do.
        let covered = told.iter().any(|other| {
            *other == name || (!group.is_empty() && facts.permission_words(other).1 == group)
        });
        // Notifications open no personal information.
        if covered || name.ends_with(".POST_NOTIFICATIONS") {
            continue;
        }
        let opens = facts
            .knowledge
            .necessity
            .groups
            .iter()
            .find(|one| one.group == group);
        let said = opens.and_then(|opens| {
            opens
                .items
                .iter()
                .find_map(|item| match item_declared(texts, item) {
                    (Declared::Named, at) => at,
                    _ => None,
                })
        });
        let case = if said.is_some() {
            "item-only"
        } else {
            "missing"
        };
        let mut hit = Hit::new(case, Subject::Permission(name.to_owned()))
            .name("permission", name)
            .name("purpose", purpose);
        let line = facts
            .package
            .manifest
            .uses_permissions
            .iter()
            .find(|asked| asked.name == name)
            .map_or(0, |asked| asked.line);
        hit = hit.shown("manifest", name, Some(facts.manifest_line(line)));
        hit = quoted(hit, said);
        hit = read_texts(hit, facts);
        hits.push(hit);
    }
    hits
}

/// `sensitive-without-separate-consent`: sensitive items are collected, and neither the policy nor a text of the app
/// speaks of separate consent or marks them.
pub(super) fn sensitive(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let texts = &facts.read;
    if !texts.whole()
        || facts.signs().has("separate-consent")
        || texts.topic(Topic::Sensitive).is_some()
    {
        return Vec::new();
    }
    let collected = collected(facts);
    let mut hits = Vec::new();
    for kind in &facts.knowledge.necessity.sensitive {
        for item in &kind.items {
            let of_item = collected.iter().filter(|((other, _), _)| other == item);
            let Some((_, one)) =
                of_item.min_by_key(|(_, one)| (one.owner != "app", one.chain.len()))
            else {
                continue;
            };
            let case = if kind.current { "gbt-45574" } else { "annex-b" };
            let mut hit = at_chain(Hit::new(case, Subject::Item(item.clone())), item, one)
                .name("kind-zh", kind.name.get(Lang::Zh))
                .name("kind-en", kind.name.get(Lang::En));
            hit.key.clone_from(&kind.id);
            let place = hit.location.clone();
            hit = read_texts(hit, facts);
            hit.location = place;
            hits.push(hit);
        }
    }
    hits
}

/// `policy-language`.
pub(super) fn language(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let languages: Vec<Option<Language>> = facts
        .read
        .policies()
        .map(|text| text.said.language)
        .collect();
    if languages.is_empty() || languages.contains(&Some(Language::Chinese)) {
        return Vec::new();
    }
    let case = if languages.contains(&Some(Language::TraditionalChinese)) {
        "traditional"
    } else if languages.contains(&Some(Language::English)) {
        "foreign"
    } else {
        return Vec::new();
    };
    let mut hit = Hit::new(case, Subject::App);
    // A policy in Chinese may stand behind a link.
    let linked = facts
        .policies
        .of(crate::policy::DocumentKind::Policy)
        .any(|found| found.kind == crate::policy::RefKind::Url);
    if linked && !facts.read.policies().any(|text| text.given) {
        hit.confidence = Confidence::Possible;
    }
    vec![read_texts(hit, facts)]
}

/// `policy-response-time-too-long`.
pub(super) fn response_time(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut longest: Option<(u32, Hit)> = None;
    for text in facts.read.policies() {
        for fact in text.said.facts_of(FactKind::ResponseDays) {
            // "15 working days", "30 days".
            let digits: String = fact
                .value
                .chars()
                .take_while(char::is_ascii_digit)
                .collect();
            let Ok(days) = digits.parse::<u32>() else {
                continue;
            };
            let limit = if fact.value.contains("working") {
                WORKING_DAYS
            } else {
                DAYS
            };
            if days <= limit || longest.as_ref().is_some_and(|(old, _)| *old >= days) {
                continue;
            }
            let line = text.line(fact.spot.block, fact.spot.line);
            let hit = Hit::new("too-long", Subject::PolicyTopic("response-time".to_owned()))
                .name("days", days.to_string())
                .name("limit", WORKING_DAYS.to_string());
            let at = Some((fact.quote.clone(), text.location.to_owned(), line));
            longest = Some((days, quoted(hit, at)));
        }
    }
    longest.map(|(_, hit)| hit).into_iter().collect()
}
