//! Where personal data goes: `personal-data-logged`, `personal-data-in-external-storage`, `personal-data-unencrypted`,
//! `share-without-consent`, and the personal data of `cleartext-transmission`. Each stands on a flow that the scenarios
//! followed from the reading to the call.

use std::collections::{BTreeMap, BTreeSet};

use super::scenario::{item_names, shown};
use crate::checks::acts;
use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::checks::reads::{Reached, What};
use crate::knowledge::Lang;
use crate::knowledge::api::Behaviour;
use crate::scenario::{Carrier, Scenario};

/// The check whose record says which items are sensitive.
const UNENCRYPTED: &str = "personal-data-unencrypted";

/// `personal-data-logged`.
pub(super) fn logged(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    told(facts, "log", |one, bits| {
        bits & Carrier::Sealed.bit() == 0 && does(facts, one, Behaviour::Log)
    })
}

/// `personal-data-in-external-storage`.
pub(super) fn outside(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    told(facts, "file", |one, bits| {
        bits & Carrier::Outside.bit() != 0
            && bits & Carrier::Sealed.bit() == 0
            && !does(facts, one, Behaviour::Log)
            && writes(one)
    })
}

/// `personal-data-unencrypted`: sensitive items kept as they are.
pub(super) fn unencrypted(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let check = facts.knowledge.check(UNENCRYPTED);
    let sensitive = check
        .and_then(|check| check.lists.get("sensitive"))
        .cloned()
        .unwrap_or_default();
    let hits = told(facts, "stored", |one, bits| {
        let kept = does(facts, one, Behaviour::Inside)
            || (bits & Carrier::Inside.bit() != 0 && writes(one));
        kept && bits & (Carrier::Sealed.bit() | Carrier::Outside.bit()) == 0
    });
    hits.into_iter()
        .filter(|hit| matches!(&hit.subject, Subject::Item(item) if sensitive.contains(item)))
        .collect()
}

/// `cleartext-transmission` of personal data: to an address that begins with http.
pub(super) fn cleartext(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    // Settings that refuse it stop the sending.
    let mut hits = super::cleartext::hits(facts);
    if hits.is_empty() {
        return hits;
    }
    let clear = Carrier::Clear.bit();
    let sent = told(facts, "personal-data", |one, bits| {
        leaves(facts, one, bits)
            && bits & clear != 0
            && bits & Carrier::Sealed.bit() == 0
            && !does(facts, one, Behaviour::Log)
    });
    hits.extend(sent);
    hits
}

/// `share-without-consent`: before consent, code of the app hands what it read to an SDK, or an SDK sends what it has.
pub(super) fn shared(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut best: BTreeMap<(String, String), (&Reached, &str)> = BTreeMap::new();
    for one in facts.reached {
        let What::Flow(items, bits) = &one.what else {
            continue;
        };
        if one.scenario != Scenario::FirstLaunch {
            continue;
        }
        let callee = one.api.split("->").next().unwrap_or_default();
        let callee = callee
            .trim_start_matches('L')
            .trim_end_matches(';')
            .replace('/', ".");
        let to = facts.owner_of(&callee);
        let takes = |sdk: &str| {
            facts
                .knowledge
                .sdk(sdk)
                .is_some_and(|record| acts::takes_data(record.category))
        };
        let (sdk, case) = if one.owner == "app" && takes(&to) {
            (to, "given")
        } else if takes(&one.owner) && leaves(facts, one, *bits) {
            (one.owner.clone(), "sent")
        } else {
            continue;
        };
        for item in items {
            best.entry((sdk.clone(), item.clone()))
                .or_insert((one, case));
        }
    }
    let mut hits = Vec::new();
    for ((sdk, item), (one, case)) in best {
        let (zh, en) = item_names(&item);
        let record = facts.knowledge.sdk(&sdk);
        let name =
            |lang| record.map_or_else(|| sdk.clone(), |record| record.name.get(lang).to_owned());
        let mut hit = shown(case, Subject::Item(item), one)
            .name("item-zh", zh)
            .name("item-en", en)
            .name("sdk-zh", name(Lang::Zh))
            .name("sdk-en", name(Lang::En));
        hit.key = format!("{sdk} {}", one.api);
        hits.push(hit);
    }
    hits
}

/// One hit per item and owner for the flows that fit, on the shortest chain.
fn told(facts: &Facts<'_, '_, '_>, case: &str, fits: impl Fn(&Reached, u64) -> bool) -> Vec<Hit> {
    let mut best: BTreeMap<(String, String), Reached> = BTreeMap::new();
    let mut calls: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for one in facts.reached {
        let What::Flow(items, bits) = &one.what else {
            continue;
        };
        if !fits(one, *bits) {
            continue;
        }
        for item in items {
            let key = (item.clone(), one.owner.clone());
            calls
                .entry(key.clone())
                .or_default()
                .insert(one.short.clone());
            let better = best.get(&key).is_none_or(|known| {
                (one.scenario, one.chain.len(), &one.chain)
                    < (known.scenario, known.chain.len(), &known.chain)
            });
            if better {
                best.insert(key, one.clone());
            }
        }
    }
    let mut hits = Vec::new();
    for ((item, owner), one) in best {
        let (zh, en) = item_names(&item);
        let mut hit = shown(case, Subject::Item(item.clone()), &one)
            .name("item-zh", zh)
            .name("item-en", en);
        for call in calls.get(&(item, owner)).into_iter().flatten().take(10) {
            hit = hit.shown("call", call, None);
        }
        hit.location = one.chain.last().map(crate::checks::reads::place_of);
        hits.push(hit);
    }
    hits
}

/// Whether the call of a flow sends it from the device.
pub(super) fn leaves(facts: &Facts<'_, '_, '_>, one: &Reached, bits: u64) -> bool {
    bits & Carrier::Network.bit() != 0
        || does(facts, one, Behaviour::Send)
        || does(facts, one, Behaviour::Network)
}

/// Whether a record says that the call of a flow does this.
fn does(facts: &Facts<'_, '_, '_>, one: &Reached, behaviour: Behaviour) -> bool {
    let Some((class, name)) = one.api.split_once("->") else {
        return false;
    };
    facts.knowledge.apis.members.iter().any(|api| {
        api.behaviour == Some(behaviour)
            && api.member().split_once("->").is_some_and(|(of, rest)| {
                rest.split('(').next() == Some(name)
                    && (of == class || api.aliases.iter().any(|alias| alias == class))
            })
    })
}

/// Whether the call of a flow puts something into a stream or a file.
fn writes(one: &Reached) -> bool {
    let name = one.api.rsplit("->").next().unwrap_or_default();
    ["write", "append", "print", "copy"]
        .iter()
        .any(|start| name.starts_with(start))
}
