//! `policy-not-at-first-launch`, `policy-not-reachable`, `policy-too-deep`: where and when the app's own policy is shown.
//! `consent-button-unclear`: what the buttons of the prompt say.

use std::collections::BTreeSet;

use crate::checks::documents::Reading;
use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::knowledge::Confidence;
use crate::package::value::Value;
use crate::policy::{DocumentKind, Place, PolicyRef};

const BUTTON: &str = "consent-button-unclear";
const DEEP: &str = "policy-too-deep";
/// Documents listed in one finding.
const SHOWN: usize = 5;

/// The app's own policies; none where no page could show one.
fn own<'f>(facts: &Facts<'f, '_, '_>) -> Vec<&'f PolicyRef> {
    let manifest = &facts.package.manifest;
    if manifest.launchers().is_empty() || manifest.lone_split.is_some() {
        return Vec::new();
    }
    facts
        .policies
        .of(DocumentKind::Policy)
        .filter(|found| found.vendor.is_none())
        .collect()
}

fn hit(facts: &Facts<'_, '_, '_>, case: &str, own: &[&PolicyRef], most: Confidence) -> Hit {
    let mut hit = Hit::new(case, Subject::App);
    for found in own.iter().take(SHOWN) {
        hit = hit.shown("policy", &found.location, None);
    }
    let list: Vec<&str> = own
        .iter()
        .take(SHOWN)
        .map(|found| found.location.as_str())
        .collect();
    hit = hit.name("policies", list.join(", "));
    // What a script or a web page shows is not followed.
    hit.confidence = if facts.signs().remote {
        Confidence::Possible
    } else {
        most
    };
    let line = facts.package.manifest.application.line;
    hit.location = Some(facts.manifest_line(line));
    hit
}

/// `policy-not-at-first-launch`.
pub(super) fn not_at_first(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let own = own(facts);
    if own.is_empty() || !facts.first_launch_whole {
        return Vec::new();
    }
    let case = match (facts.question, facts.prompt) {
        (Some(question), _) if !question.named => "unnamed",
        (Some(question), _) if !question.links => "no-link",
        // Its text, or the page with it, may be shown without a word beside it.
        (None, None) if !own.iter().any(|found| facts.documents.of(found).at_first) => "nothing",
        _ => return Vec::new(),
    };
    let most = match case {
        "no-link" => Confidence::Possible,
        _ => Confidence::Likely,
    };
    let mut hit = hit(facts, case, &own, most);
    if let Some(question) = facts.question {
        hit.location = Some(facts.place_at(question.def, question.pc));
    }
    vec![hit]
}

/// `policy-not-reachable`.
pub(super) fn not_reachable(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let own = own(facts);
    let readings: Vec<Reading> = own.iter().map(|found| facts.documents.of(found)).collect();
    if own.is_empty()
        || !facts.consented_whole
        || readings
            .iter()
            .any(|one| one.elsewhere || one.later.is_some())
    {
        return Vec::new();
    }
    if readings.iter().any(|one| one.acts.is_some()) {
        // A page of its own for the documents may be opened by a way that hides which one it shows.
        return match in_xml(facts, &own) {
            true => Vec::new(),
            false => vec![hit(facts, "only-at-first", &own, Confidence::Likely)],
        };
    }
    // Only files that code may open by a name put together, such as raw resources, say nothing.
    let constant = |found: &&PolicyRef| {
        found
            .found_in
            .iter()
            .any(|place| matches!(place, Place::Code { .. } | Place::Resource { .. }))
    };
    if !own.iter().all(constant) || in_xml(facts, &own) {
        return Vec::new();
    }
    vec![hit(facts, "unused", &own, Confidence::Possible)]
}

/// Whether a layout, menu or preference names a text that holds the policy.
fn in_xml(facts: &Facts<'_, '_, '_>, own: &[&PolicyRef]) -> bool {
    let names = own.iter().flat_map(|found| {
        let places = found.found_in.iter().filter_map(|place| match place {
            Place::Resource { name, .. } => Some(name.as_str()),
            _ => None,
        });
        places.chain(std::iter::once(found.location.as_str()))
    });
    let ids: BTreeSet<u32> = names
        .filter_map(|name| facts.policies.ids.get(name))
        .flatten()
        .copied()
        .collect();
    if ids.is_empty() {
        return false;
    }
    facts.package.files().any(|file| {
        let path: &str = &file.entry.name;
        path != crate::package::MANIFEST
            && path.ends_with(".xml")
            && facts
                .package
                .with_xml(path, |document| {
                    document.nodes().any(|node| {
                        node.attributes().iter().any(|attribute| {
                            matches!(attribute.value, Value::Reference(id) if ids.contains(&id))
                        })
                    })
                })
                .unwrap_or(false)
    })
}

/// `policy-too-deep`.
pub(super) fn too_deep(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let own = own(facts);
    let limit = facts
        .knowledge
        .check(DEEP)
        .and_then(|check| check.limits.get("acts"))
        .map_or(0, |limit| limit.value);
    let readings: Vec<Reading> = own.iter().map(|found| facts.documents.of(found)).collect();
    if !facts.consented_whole || readings.iter().any(|one| one.elsewhere) {
        return Vec::new();
    }
    let Some(least) = readings.iter().filter_map(|one| one.later).min() else {
        return Vec::new();
    };
    if i64::from(least) <= limit || in_xml(facts, &own) {
        return Vec::new();
    }
    let hit = hit(facts, "deep", &own, Confidence::Possible);
    vec![
        hit.name("acts", least.to_string())
            .name("limit", limit.to_string()),
    ]
}

/// `consent-button-unclear`.
pub(super) fn unclear_button(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let (Some(question), Some(check)) = (facts.question, facts.knowledge.check(BUTTON)) else {
        return Vec::new();
    };
    if !question.named {
        return Vec::new();
    }
    let list = |name: &str| check.lists.get(name).map_or(&[][..], Vec::as_slice);
    let says = |text: &str, words: &[String]| {
        let text = text.trim().to_lowercase();
        words.iter().any(|word| text.contains(word.as_str()))
    };
    let vague = |text: &str| {
        let text = text.trim().to_lowercase();
        let text = text.trim_end_matches(['!', '！', '.', '。']);
        list("vague").iter().any(|word| text == word.as_str())
    };
    let place = facts.place_at(question.def, question.pc);
    let base = |case: &str, text: &str| {
        let (class, method) = facts.names(question.def);
        let mut hit = Hit::new(case, Subject::App)
            .name("text", text)
            .name("class", class)
            .name("method", method)
            .shown("text", text, Some(place.clone()));
        hit.owner = facts.owner(question.def);
        hit.key = case.to_owned();
        hit
    };
    let mut hits = Vec::new();
    for button in question.buttons.iter().filter(|button| button.agrees) {
        let clear = button.texts.iter().any(|text| says(text, list("clear")));
        let text = button.texts.iter().find(|text| vague(text));
        if let (false, Some(text)) = (clear, text) {
            hits.push(base("vague", text));
        }
    }
    if let [only] = question.buttons.as_slice()
        && only.agrees
    {
        let text = only.texts.first().map_or("", String::as_str);
        let mut hit = base("no-refusal", text);
        hit.confidence = Confidence::Likely;
        hits.push(hit);
    }
    hits
}
