//! `policy-missing`: nothing in the package points to a privacy policy.

use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::policy::DocumentKind;

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let manifest = &facts.package.manifest;
    // Without a page nobody could read a policy in the app: a library, a plug-in, a bare DEX file.
    if manifest.launchers().is_empty()
        || manifest.lone_split.is_some()
        || facts
            .policies
            .of(DocumentKind::Policy)
            .any(|found| found.vendor.is_none())
    {
        return Vec::new();
    }
    let foreign: Vec<_> = facts.policies.of(DocumentKind::Policy).collect();
    let mut mentions = facts
        .policies
        .mentions
        .iter()
        .filter(|found| found.document == DocumentKind::Policy)
        .peekable();
    let case = if mentions.peek().is_some() {
        "named-only"
    } else if foreign.is_empty() {
        "nothing"
    } else {
        "sdk-only"
    };
    let mut hit = Hit::new(case, Subject::App);
    for found in foreign.iter().take(5) {
        hit = hit.shown("sdk-policy", &found.location, None);
    }
    for mention in mentions.take(5) {
        hit = hit.shown(
            "mention",
            format!("{} ({})", mention.text, mention.found_in),
            None,
        );
    }
    let line = manifest.application.line;
    hit.location = Some(facts.manifest_line(line));
    vec![hit]
}
