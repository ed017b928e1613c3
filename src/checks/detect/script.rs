//! `collect-script`: names of personal-data APIs in scripts, bytecode and snapshots of cross-platform frameworks.

use std::collections::BTreeMap;

use crate::checks::facts::Facts;
use crate::checks::finding::{Location, Subject};
use crate::checks::hit::Hit;
use crate::knowledge::{ITEMS, Lang};

/// One finding per framework and item, with every name as its evidence.
pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut hits: BTreeMap<(&str, &str), Hit> = BTreeMap::new();
    for read in &facts.hybrid.reads {
        let record = facts
            .knowledge
            .hybrids
            .iter()
            .find(|record| record.id == read.framework);
        let Some(record) = record else { continue };
        let (zh, en) = ITEMS
            .iter()
            .find(|(id, ..)| *id == read.item)
            .map_or(("", ""), |(_, zh, en)| (*zh, *en));
        let hit = hits
            .entry((&read.framework, &read.item))
            .or_insert_with(|| {
                let mut hit = Hit::new("name", Subject::Item(read.item.clone()))
                    .name("framework-zh", record.name.get(Lang::Zh))
                    .name("framework-en", record.name.get(Lang::En))
                    .name("value", &read.name)
                    .name("entry", &read.entry)
                    .name("item-zh", zh)
                    .name("item-en", en);
                hit.key = format!("{}:{}", read.framework, read.item);
                hit
            });
        let place = Location::Entry {
            entry: read.entry.clone(),
            line: read.line,
        };
        *hit = hit.clone().shown("script-name", &read.name, Some(place));
    }
    hits.into_values().collect()
}
