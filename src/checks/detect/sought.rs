//! `policy-topic` and `entry-missing`: something that has to be in the policy, or in the app, and was looked for in vain.
//! What is sought, and when it is necessary, is the record's `seeks`.

use crate::checks::facts::Facts;
use crate::checks::finding::{Location, Subject};
use crate::checks::hit::Hit;
use crate::knowledge::check::{Check, Seeks};
use crate::knowledge::policy::Topic;
use crate::knowledge::{Confidence, Lang};

/// Topics of the policy.
pub(super) fn topics(check: &Check, facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let Some(seeks) = &check.seeks else {
        return Vec::new();
    };
    let texts = &facts.read;
    if !texts.whole() {
        return Vec::new();
    }
    let Some(reasons) = necessary(seeks, facts) else {
        return Vec::new();
    };
    let mut hits = Vec::new();
    for topic in &seeks.topics {
        if texts.topic(*topic).is_some() {
            continue;
        }
        let id = id(*topic);
        let label = topic.label();
        let mut hit = Hit::new("missing", Subject::PolicyTopic(id.clone()))
            .name("topic-zh", label.zh)
            .name("topic-en", label.en)
            .name("sentences", sentences(facts).to_string());
        hit.key = id;
        hit = read_texts(hit, facts);
        for (kind, value, location) in &reasons {
            hit = hit.shown(kind, value, location.clone());
        }
        // A long policy in several parts may say it in one that was not read.
        if facts.read.policies().any(|text| {
            !text.document.links.is_empty()
                && text
                    .document
                    .repairs
                    .contains(&crate::policy::model::Repair::Cut)
        }) {
            hit.confidence = Confidence::Possible;
        }
        hits.push(hit);
    }
    hits
}

/// Kebab-case name of a topic.
pub(super) fn id(topic: Topic) -> String {
    let value = serde_json::to_value(topic).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// A hit with the policies that it rests on, and their names for the texts.
pub(super) fn read_texts(mut hit: Hit, facts: &Facts<'_, '_, '_>) -> Hit {
    let names: Vec<&str> = facts.read.policies().map(|text| text.location).collect();
    hit = hit.name("policies", names.join(", "));
    for name in names.iter().take(5) {
        let place = Location::Entry {
            entry: (*name).to_owned(),
            line: None,
        };
        hit = hit.shown("policy", *name, Some(place));
    }
    hit
}

/// Blocks of all policies.
fn sentences(facts: &Facts<'_, '_, '_>) -> usize {
    facts
        .read
        .policies()
        .map(|text| text.document.blocks.len())
        .sum()
}

type Reason = (&'static str, String, Option<Location>);

/// Why the thing is necessary, `None` when nothing shows that it is.
fn necessary(seeks: &Seeks, facts: &Facts<'_, '_, '_>) -> Option<Vec<Reason>> {
    if seeks.when.is_empty() {
        return Some(Vec::new());
    }
    let signs = facts.signs();
    let reasons: Vec<Reason> = seeks
        .when
        .iter()
        .flat_map(|id| signs.of(id).take(3))
        .map(|shown| (shown.kind, shown.value.clone(), shown.location.clone()))
        .collect();
    (!reasons.is_empty()).then_some(reasons)
}

/// Entries in the app.
pub(super) fn entries(check: &Check, facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let Some(seeks) = &check.seeks else {
        return Vec::new();
    };
    let manifest = &facts.package.manifest;
    // Without a page there is no place for an entry: a library, a plug-in, a bare DEX file.
    if manifest.launchers().is_empty() || manifest.lone_split.is_some() {
        return Vec::new();
    }
    let Some(reasons) = necessary(seeks, facts) else {
        return Vec::new();
    };
    let signs = facts.signs();
    let mut hits = Vec::new();
    for sought in seeks.signs.iter().filter(|id| !signs.has(id)) {
        let name = |lang| {
            let sign = facts.knowledge.sign(sought);
            sign.map_or_else(|| sought.clone(), |sign| sign.name.get(lang).to_owned())
        };
        let instead: Vec<_> = seeks
            .instead
            .iter()
            .flat_map(|id| signs.of(id).take(3))
            .collect();
        let case = if instead.is_empty() {
            "missing"
        } else {
            "instead"
        };
        let mut hit = Hit::new(case, Subject::App)
            .name("entry-zh", name(Lang::Zh))
            .name("entry-en", name(Lang::En));
        hit.key.clone_from(sought);
        for (kind, value, location) in &reasons {
            hit = hit.shown(kind, value, location.clone());
        }
        for shown in instead {
            hit = hit.shown(shown.kind, &shown.value, shown.location.clone());
        }
        // A page of the web, or a script, may hold it; and one sign alone may be chance.
        let kinds: std::collections::BTreeSet<_> = reasons.iter().map(|(kind, ..)| *kind).collect();
        if signs.remote || !signs.left.is_empty() || (!seeks.when.is_empty() && kinds.len() < 2) {
            hit.confidence = Confidence::Possible;
        }
        hit.location = Some(facts.manifest_line(manifest.application.line));
        hits.push(hit);
    }
    hits
}
