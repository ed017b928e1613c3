//! `packed`: the code is hidden behind a packer's loader.

use std::collections::BTreeSet;

use crate::checks::facts::Facts;
use crate::checks::finding::{Evidence, Location, Subject};
use crate::checks::hit::Hit;
use crate::checks::matcher::glob;
use crate::diagnostic::Diagnostic;
use crate::knowledge::Packer;
use crate::knowledge::Text;

/// A package whose code is hidden.
#[derive(Debug, Clone)]
pub struct Packed {
    /// Id and name of the packer; `None` when no record knows it.
    pub packer: Option<(String, Text)>,
    /// Components that the manifest names.
    pub components: usize,
    /// Those of them whose class is in no DEX file.
    pub missing: usize,
    evidence: Vec<Evidence>,
}

impl Packed {
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        let name = self
            .packer
            .as_ref()
            .map_or("an unknown packer", |(_, name)| name.en.as_str());
        let (missing, components) = (self.missing, self.components);
        let text = format!(
            "the code is packed ({name}): {missing} of {components} components are not in the DEX files"
        );
        Diagnostic::error("packed", text)
    }
}

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let Some(packed) = facts.packed() else {
        return Vec::new();
    };
    let case = if packed.packer.is_some() {
        "known"
    } else {
        "unknown"
    };
    let mut hit = Hit::new(case, Subject::App)
        .name("missing", packed.missing.to_string())
        .name("components", packed.components.to_string());
    if let Some((id, name)) = &packed.packer {
        hit = hit.name("packer-zh", &name.zh).name("packer-en", &name.en);
        hit.key.clone_from(id);
    }
    hit.evidence.clone_from(&packed.evidence);
    hit.location = Some(facts.manifest_line(facts.package.manifest.application.line));
    vec![hit]
}

/// The packer that hides the code. A mark may be a leftover or an unrelated library, so either marks of two kinds agree
/// and a part of the manifest's classes is missing, or one kind and most of them. Without any mark, nearly all must be.
pub(crate) fn find(facts: &Facts<'_, '_, '_>) -> Option<Packed> {
    let manifest = &facts.package.manifest;
    let classes: BTreeSet<&str> = manifest
        .components
        .iter()
        .map(|found| found.run_class())
        .collect();
    let components = classes.len();
    let missing = classes
        .iter()
        .filter(|class| facts.program.find_class(class).is_none())
        .count();
    let hollow = facts.program.stats();
    // Method extraction keeps the classes and takes the bodies out.
    let emptied = hollow.bodies > 0 && hollow.hollow * 4 > hollow.bodies && hollow.hollow > 50;
    let most = emptied || (components > 0 && missing * 2 >= components);
    let mut best: Option<(usize, &Packer, Vec<Evidence>)> = None;
    if missing > 0 || emptied {
        for packer in &facts.knowledge.packers {
            let evidence = marks(packer, facts);
            let kinds: BTreeSet<&str> = evidence.iter().map(|found| found.kind.as_str()).collect();
            let strong = kinds.contains("application") || kinds.len() >= 2;
            if kinds.is_empty() || !(strong || most) {
                continue;
            }
            if best.as_ref().is_none_or(|(count, ..)| kinds.len() > *count) {
                best = Some((kinds.len(), packer, evidence));
            }
        }
    }
    if let Some((_, packer, evidence)) = best {
        let packer = Some((packer.id.clone(), packer.name.clone()));
        return Some(Packed {
            packer,
            components,
            missing,
            evidence,
        });
    }
    // Splits that were not given explain missing classes just as well; an application class that is there and most
    // components that are not is the shape of a loader.
    let loader = manifest
        .application
        .class
        .as_deref()
        .is_some_and(|class| facts.program.find_class(class).is_some());
    let hidden = components >= 3
        && missing * 10 >= components * 8
        && loader
        && manifest.application.has_code;
    hidden.then(|| Packed {
        packer: None,
        components,
        missing,
        evidence: Vec::new(),
    })
}

/// The marks of a packer that are there, by kind.
fn marks(packer: &Packer, facts: &Facts<'_, '_, '_>) -> Vec<Evidence> {
    let application = &facts.package.manifest.application;
    let mut found = Vec::new();
    let mut add = |kind: &str, value: &str, location| {
        found.push(Evidence {
            kind: kind.to_owned(),
            value: value.to_owned(),
            location,
        });
    };
    for class in [&application.class, &application.component_factory]
        .into_iter()
        .flatten()
    {
        if packer
            .applications
            .iter()
            .any(|pattern| glob(pattern, class))
        {
            add(
                "application",
                class,
                Some(facts.manifest_line(application.line)),
            );
        }
    }
    let mut seen = BTreeSet::new();
    for file in facts.package.files() {
        let name: &str = &file.entry.name;
        let entry = || {
            Some(Location::Entry {
                entry: name.to_owned(),
                line: None,
            })
        };
        let short = name.rsplit('/').next().unwrap_or(name);
        if name.starts_with("lib/")
            && packer.libraries.iter().any(|pattern| glob(pattern, short))
            && seen.insert(short.to_owned())
        {
            add("native-lib", name, entry());
        }
        if packer.entries.iter().any(|pattern| glob(pattern, name)) && seen.insert(name.to_owned())
        {
            add("asset", name, entry());
        }
    }
    if !packer.classes.is_empty() {
        let classes = facts
            .program
            .classes()
            .map(|class| facts.program.class_name(class));
        let hit = classes
            .take(20_000)
            .find(|class| packer.classes.iter().any(|pattern| glob(pattern, class)));
        if let Some(class) = hit {
            add("class", &class, None);
        }
    }
    found
}
