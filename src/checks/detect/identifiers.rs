//! `collect-persistent-id`: identifiers that nobody can reset. `collect-id-linking`: one of those put together with one
//! that can be reset.

use std::collections::BTreeMap;

use super::scenario::{item_names, shown};
use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::checks::reads::{Reached, What};

/// The check whose record lists the identifiers.
const LINKING: &str = "collect-id-linking";

/// `collect-persistent-id`: one finding per item, owner and API.
pub(super) fn persistent(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let items = list(facts, "unresettable");
    let mut best: BTreeMap<(&str, &str, &str), &Reached> = BTreeMap::new();
    for one in facts.reached {
        let What::Item(item) = &one.what else {
            continue;
        };
        if !one.weak && items.contains(item) {
            // They come by scenario, surest and shortest first.
            best.entry((item, &one.owner, &one.api)).or_insert(one);
        }
    }
    let told = best.into_iter().map(|((item, ..), one)| {
        let (zh, en) = item_names(item);
        shown("read", Subject::Item(item.to_owned()), one)
            .name("item-zh", zh)
            .name("item-en", en)
    });
    told.collect()
}

/// `collect-id-linking`: one finding per resettable identifier, owner and unresettable ones.
pub(super) fn linked(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let (resettable, unresettable) = (list(facts, "resettable"), list(facts, "unresettable"));
    let mut best: BTreeMap<(String, String), (&Reached, Vec<String>)> = BTreeMap::new();
    for one in facts.reached {
        let What::Linked(items) = &one.what else {
            continue;
        };
        let of = |list: &[String]| -> Vec<String> {
            items
                .iter()
                .filter(|item| list.contains(item))
                .cloned()
                .collect()
        };
        let others = of(&unresettable);
        for item in of(&resettable) {
            let key = (item, one.owner.clone());
            let more = best
                .get(&key)
                .is_none_or(|(_, known)| known.len() < others.len());
            if more {
                best.insert(key, (one, others.clone()));
            }
        }
    }
    let mut hits = Vec::new();
    for ((item, _), (one, others)) in best {
        let (zh, en) = item_names(&item);
        let all = |zh: bool| {
            let names = others.iter().map(|item| item_names(item));
            let names: Vec<&str> = names.map(|(a, b)| if zh { a } else { b }).collect();
            names.join(if zh { "、" } else { ", " })
        };
        let mut hit = shown("linked", Subject::Item(item), one)
            .name("item-zh", zh)
            .name("item-en", en)
            .name("others-zh", all(true))
            .name("others-en", all(false));
        hit.key = others.join(",");
        hits.push(hit);
    }
    hits
}

fn list(facts: &Facts<'_, '_, '_>, name: &str) -> Vec<String> {
    let check = facts.knowledge.check(LINKING);
    check
        .and_then(|check| check.lists.get(name))
        .cloned()
        .unwrap_or_default()
}
