//! `foreign-transfer`: personal data that reaches SDKs of vendors abroad, or is sent to a host whose name belongs to another
//! country.

use std::collections::{BTreeMap, BTreeSet};

use super::flows;
use super::scenario::{item_names, shown};
use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::checks::reads::{Reached, What};
use crate::knowledge::{Confidence, Lang};
use crate::program::{Kind, StrId};

/// The sign that lists SDKs of vendors abroad.
const ABROAD: &str = "abroad";
/// Country codes in names that companies anywhere use for their sound.
const FOR_ANYBODY: &[&str] = &[
    "ai", "cc", "co", "fm", "gg", "gs", "im", "io", "is", "la", "ly", "me", "pw", "sh", "so", "to",
    "tv", "ws",
];

/// One finding per SDK, and one per host.
pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let abroad: BTreeSet<&str> = facts
        .signs()
        .of(ABROAD)
        .filter(|shown| shown.kind == "sdk")
        .map(|shown| shown.value.as_str())
        .collect();
    let mut by_sdk: BTreeMap<&str, (&Reached, BTreeSet<&str>)> = BTreeMap::new();
    let mut by_host: BTreeMap<String, (&Reached, BTreeSet<&str>)> = BTreeMap::new();
    for one in facts.reached {
        match &one.what {
            What::Item(item) if !one.weak => {
                if let Some(sdk) = abroad.get(one.owner.as_str()) {
                    by_sdk
                        .entry(sdk)
                        .or_insert_with(|| (one, BTreeSet::new()))
                        .1
                        .insert(item);
                }
            }
            What::Flow(items, bits) if flows::leaves(facts, one, *bits) => {
                for host in hosts(facts, one) {
                    let known = by_host
                        .entry(host)
                        .or_insert_with(|| (one, BTreeSet::new()));
                    known.1.extend(items.iter().map(String::as_str));
                }
            }
            _ => {}
        }
    }
    let names = |items: &BTreeSet<&str>, zh: bool| {
        let all = items.iter().map(|item| item_names(item));
        let all: Vec<&str> = all.map(|(a, b)| if zh { a } else { b }).collect();
        all.join(if zh { "、" } else { ", " })
    };
    let mut hits = Vec::new();
    for (sdk, (one, items)) in &by_sdk {
        let name = |lang| {
            let record = facts.knowledge.sdk(sdk);
            record.map_or_else(
                || (*sdk).to_owned(),
                |record| record.name.get(lang).to_owned(),
            )
        };
        let mut hit = shown("sdk", Subject::Sdk((*sdk).to_owned()), one)
            .name("items-zh", names(items, true))
            .name("items-en", names(items, false))
            .name("sdk-zh", name(Lang::Zh))
            .name("sdk-en", name(Lang::En));
        hit.confidence = hit.confidence.min(Confidence::Likely);
        hit.key.clear();
        hits.push(hit);
    }
    for (host, (one, items)) in by_host {
        let mut hit = shown("host", Subject::Host(host.clone()), one)
            .name("items-zh", names(&items, true))
            .name("items-en", names(&items, false))
            .name("host", &host)
            .shown("string", &host, None);
        hit.confidence = hit.confidence.min(Confidence::Likely);
        hit.key.clear();
        hits.push(hit);
    }
    hits
}

/// Hosts of other countries among the addresses that the methods of a chain name.
fn hosts(facts: &Facts<'_, '_, '_>, one: &Reached) -> BTreeSet<String> {
    let program = facts.program;
    let texts = one.steps.iter().flat_map(|step| {
        let uses = program.uses(step.def).iter();
        uses.filter(|used| used.kind() == Kind::Text)
            .map(|used| program.text(StrId(used.id())))
    });
    texts.filter_map(|text| foreign(&text)).collect()
}

/// The host of an address whose name belongs to another country.
fn foreign(text: &str) -> Option<String> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let host = rest
        .split(['/', '?', '#', ':'])
        .next()?
        .to_ascii_lowercase();
    let (_, country) = host.rsplit_once('.')?;
    let two = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_lowercase());
    (two && !matches!(country, "cn" | "hk" | "mo" | "tw") && !FOR_ANYBODY.contains(&country))
        .then_some(host)
}

#[cfg(test)]
mod tests {
    use super::foreign;

    #[test]
    fn a_host_belongs_to_a_country_by_its_name() {
        assert_eq!(
            foreign("https://a.example.jp/x"),
            Some("a.example.jp".to_owned())
        );
        for text in [
            "https://a.example.cn/",
            "https://a.example.io/",
            "https://a.example.com/",
            "https://10.0.0.1/x",
            "a.example.jp",
        ] {
            assert_eq!(foreign(text), None, "{text}");
        }
    }
}
