//! `analysis-incomplete`: the diagnostics of level error.

use crate::checks::facts::Facts;
use crate::checks::finding::{Location, Subject};
use crate::checks::hit::Hit;
use crate::diagnostic::Level;
use crate::knowledge::Lang;

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let errors: Vec<_> = facts
        .diagnostics
        .iter()
        .filter(|found| found.level == Level::Error)
        .collect();
    let Some(first) = errors.first() else {
        return Vec::new();
    };
    let mut hit = Hit::new("errors", Subject::App)
        .name("count", errors.len().to_string())
        .name("example-zh", first.told(Lang::Zh))
        .name("example-en", first.told(Lang::En));
    for error in errors.iter().take(20) {
        let location = error.place.as_ref().map(|entry| Location::Entry {
            entry: entry.clone(),
            line: None,
        });
        hit = hit.shown(
            "diagnostic",
            format!("{}: {}", error.code, error.message),
            location,
        );
    }
    vec![hit]
}
