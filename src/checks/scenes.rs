//! What no scan settles ([`crate::knowledge::scene`]), narrowed to one package.

use std::collections::BTreeSet;

use super::facts::Facts;
use super::finding::Finding;
use super::matcher::{bindings, glob};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::{ITEMS, Knowledge, Lang, Scene, Text};

/// Lines that a scene names; more are counted.
const NAMED: usize = 12;

/// A scene that belongs to a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrowed {
    /// Id of its record.
    pub id: String,
    /// What of the package it is about, in order; the first of them.
    pub about: Vec<Text>,
    /// How many are not named.
    pub more: usize,
}

/// The scenes that belong to the package, in the order of the records.
pub fn narrowed(
    facts: &Facts<'_, '_, '_>,
    findings: &[Finding],
    diagnostics: &[Diagnostic],
) -> Vec<Narrowed> {
    let scenes = facts.knowledge.scenes.iter();
    scenes
        .filter_map(|scene| narrow(scene, facts, findings, diagnostics))
        .collect()
}

fn narrow(
    scene: &Scene,
    facts: &Facts<'_, '_, '_>,
    findings: &[Finding],
    diagnostics: &[Diagnostic],
) -> Option<Narrowed> {
    let rows = scene
        .matcher
        .as_ref()
        .map(|matcher| bindings(matcher, facts));
    let rows = rows.unwrap_or_default();
    let found = findings.iter().filter(|f| scene.checks.contains(&f.check));
    let told = diagnostics.iter();
    let told = told.filter(|d| {
        let named = |wanted: &String| {
            glob(wanted, d.code) || (wanted == "error" && d.level == Level::Error)
        };
        scene.diagnostics.iter().any(named)
    });
    let mut about: BTreeSet<Text> = BTreeSet::new();
    let mut belongs = scene.is_general();
    for row in &rows {
        belongs = true;
        if let Some(template) = &scene.about {
            let fill = |lang| {
                row.iter().fold(template.clone(), |text, (name, value)| {
                    let text = text.replace("{item-name}", &item(row.get("item"), lang));
                    let value = match *name {
                        "sdk" => sdk(facts.knowledge, value, lang),
                        _ => value.clone(),
                    };
                    text.replace(&format!("{{{name}}}"), &value)
                })
            };
            about.insert(Text::new(fill(Lang::Zh), fill(Lang::En)));
        }
    }
    for finding in found {
        belongs = true;
        if let Some((_, subject)) = finding.subject.parts() {
            about.insert(Text::new(subject, subject));
        }
    }
    for diagnostic in told {
        belongs = true;
        about.insert(Text::new(
            diagnostic.told(Lang::Zh),
            diagnostic.told(Lang::En),
        ));
    }
    belongs.then(|| Narrowed {
        id: scene.id.clone(),
        more: about.len().saturating_sub(NAMED),
        about: about.into_iter().take(NAMED).collect(),
    })
}

fn item(id: Option<&String>, lang: Lang) -> String {
    let id = id.map_or("", String::as_str);
    let names = ITEMS.iter().find(|(known, ..)| *known == id);
    names.map_or_else(
        || id.to_owned(),
        |(_, zh, en)| match lang {
            Lang::Zh => (*zh).to_owned(),
            Lang::En => (*en).to_owned(),
        },
    )
}

fn sdk(knowledge: &Knowledge, id: &str, lang: Lang) -> String {
    let record = knowledge.sdk(id);
    record.map_or_else(|| id.to_owned(), |sdk| sdk.name.get(lang).to_owned())
}
