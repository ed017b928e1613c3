//! What a policy says, in the shape of the report.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::model::{Collector, Language, Understanding};
use crate::knowledge::policy::{FactKind, Right, Topic};

/// `policies[].discloses` of the report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Discloses {
    /// Whether the text is a privacy policy at all.
    pub is_policy: bool,
    /// Main language.
    pub language: Option<Language>,
    /// Facts by kind, each with the values given, in the order of the text.
    pub facts: BTreeMap<FactKind, Vec<String>>,
    /// Items that are handled, by id.
    pub items: Vec<Item>,
    /// Items that the text says are not collected.
    pub denied: Vec<Item>,
    /// SDKs named.
    pub sdks: Vec<Sdk>,
    /// Android permissions named.
    pub permissions: Vec<String>,
    /// Rights granted.
    pub rights: Vec<Right>,
    /// Topics found.
    pub topics: Vec<Topic>,
    /// Topics looked for and not found.
    pub missing: Vec<Topic>,
}

/// An item of the text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// Id.
    pub item: String,
    /// False when only an umbrella word covers it.
    pub named: bool,
    /// `app`, ids or names of SDKs, `partner`.
    pub collectors: Vec<String>,
    /// Block of the text where it stands first.
    pub block: u32,
    /// Source line of it; 0 where the format has none.
    pub line: u32,
    /// The sentence.
    pub quote: String,
}

/// An SDK of the text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sdk {
    /// As the text names it.
    pub name: String,
    /// Ids of the catalogue that it may be.
    pub ids: Vec<String>,
    /// Items that it collects.
    pub items: Vec<String>,
    /// Block of the text.
    pub block: u32,
}

impl Discloses {
    /// The report's view of a text.
    pub fn new(said: &Understanding) -> Self {
        let mut facts: BTreeMap<FactKind, Vec<String>> = BTreeMap::new();
        for fact in &said.facts {
            facts.entry(fact.kind).or_default().push(fact.value.clone());
        }
        let sdk = |row: &super::model::SdkRow| Sdk {
            name: row.name.clone(),
            ids: row.ids.clone(),
            items: row.items.clone(),
            block: row.spot.block,
        };
        Self {
            is_policy: said.is_policy,
            language: said.language,
            facts,
            items: items(said, false),
            denied: items(said, true),
            sdks: said.sdks.iter().map(sdk).collect(),
            permissions: said.permissions.keys().cloned().collect(),
            rights: said.rights.keys().copied().collect(),
            topics: said.topics.keys().copied().collect(),
            missing: said.missing.iter().copied().collect(),
        }
    }
}

fn items(said: &Understanding, negated: bool) -> Vec<Item> {
    let mut found: BTreeMap<&str, Item> = BTreeMap::new();
    let mut by: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for one in said.statements.iter().filter(|one| one.negated == negated) {
        let collector = match &one.collector {
            Collector::Us => "app".to_owned(),
            Collector::Sdk { name, id } => id.clone().unwrap_or_else(|| name.clone()),
            Collector::Partner { .. } => "partner".to_owned(),
        };
        by.entry(&one.item).or_default().insert(collector);
        let fresh = || Item {
            item: one.item.clone(),
            named: one.named,
            collectors: Vec::new(),
            block: one.spot.block,
            line: one.spot.line,
            quote: one.quote.clone(),
        };
        let item = found.entry(&one.item).or_insert_with(fresh);
        if one.named && !item.named {
            *item = fresh();
        }
    }
    found
        .into_iter()
        .map(|(id, item)| Item {
            collectors: by.remove(id).into_iter().flatten().collect(),
            ..item
        })
        .collect()
}
