//! Checks for SDK makers: what a library reads when its host starts, and what it reads although the host can set nothing
//! against it.

use super::scenario::{does, item_names, shown};
use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::checks::library::{Held, on_load};
use crate::checks::reads::{self, What};
use crate::knowledge::ITEMS;
use crate::package::manifest::ComponentKind;
use crate::policy::DocumentKind;

/// `sdk-collects-on-load`.
pub(super) fn on_start(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    if facts.library.is_none() {
        return Vec::new();
    }
    let activities = facts.package.manifest.of_kind(ComponentKind::Activity);
    let pages: Vec<String> = activities.map(|page| page.run_class().to_owned()).collect();
    let mut hits = Vec::new();
    for one in reads::best(on_load(facts.reached, &pages)) {
        if let What::Item(item) = &one.what {
            let case = if one.weak { "weak" } else { "read" };
            let hit = shown(case, Subject::Item(item.clone()), &one);
            hits.push(does(facts, hit, &one, item));
        }
    }
    hits
}

/// `sdk-no-consent-switch`: one finding per item and member, at the first start that reads it whatever is set.
pub(super) fn no_switch(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let Some(library) = facts.library else {
        return Vec::new();
    };
    let mut hits: Vec<Hit> = Vec::new();
    for entry in &library.entry_points {
        let Some(trial) = &entry.trial else { continue };
        for one in entry.reads.iter().filter(|one| !one.weak) {
            let What::Item(item) = &one.what else {
                continue;
            };
            if trial.items.get(item) != Some(&Held::Never) {
                continue;
            }
            let subject = Subject::Item(item.clone());
            if hits.iter().any(|hit| hit.subject == subject) {
                continue;
            }
            let case = if trial.settings == 0 { "none" } else { "tried" };
            let hit = named(shown(case, subject, one), item)
                .name("start", entry.signature())
                .name("tried", trial.settings.to_string());
            hits.push(hit);
        }
    }
    hits
}

/// `sdk-no-policy-link`.
pub(super) fn no_policy(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let Some(library) = facts.library else {
        return Vec::new();
    };
    let strong = facts.reached.iter().filter(|one| !one.weak);
    let items: std::collections::BTreeSet<&str> = strong
        .filter_map(|one| match &one.what {
            What::Item(item) => Some(item.as_str()),
            _ => None,
        })
        .collect();
    if items.is_empty() || facts.policies.of(DocumentKind::Policy).next().is_some() {
        return Vec::new();
    }
    let (zh, en): (Vec<_>, Vec<_>) = items.iter().map(|item| item_names(item)).unzip();
    let mut hit = Hit::new("none", Subject::App)
        .name("items-zh", zh.join("、"))
        .name("items-en", en.join(", "))
        .name("count", items.len().to_string());
    for entry in library.entry_points.iter().take(5) {
        hit = hit.shown("entry-point", entry.signature(), None);
    }
    vec![hit]
}

fn named(hit: Hit, item: &str) -> Hit {
    let (zh, en) = ITEMS
        .iter()
        .find(|(id, ..)| *id == item)
        .map_or(("", ""), |(_, zh, en)| (*zh, *en));
    hit.name("item-zh", zh).name("item-en", en)
}
