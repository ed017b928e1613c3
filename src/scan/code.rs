//! The code of a package: its DEX files or class files, inflated.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::package::{DexEntry, Package};
use crate::program::Unit;

/// Entries with their names.
type Named<'a> = Vec<(String, Cow<'a, [u8]>)>;

/// The bytes of everything with code, by entry.
pub(super) struct Files<'a> {
    dex: Named<'a>,
    /// By archive: its name, its class files with their names.
    classes: Vec<(String, Named<'a>)>,
}

/// Inflates the code of a package, in parallel; what cannot be read is an error.
pub(super) fn read<'a>(package: &Package<'a>, diagnostics: &mut Vec<Diagnostic>) -> Files<'a> {
    let mut classes: Vec<(String, Named<'a>)> = Vec::new();
    let mut last = None;
    for (entry, name, bytes) in entries(package, &package.class_files, diagnostics) {
        if last != Some(entry.module) {
            last = Some(entry.module);
            let module = package.modules().get(entry.module);
            let archive = module.map_or(String::new(), |module| module.name.clone());
            classes.push((archive, Vec::new()));
        }
        if let Some((_, list)) = classes.last_mut() {
            list.push((name, bytes));
        }
    }
    let dex = entries(package, &package.dex_entries, diagnostics);
    let dex = dex.into_iter().map(|(entry, name, bytes)| {
        let module = package.modules().get(entry.module);
        let name = match (entry.module, module) {
            (0, _) | (_, None) => name,
            (_, Some(module)) => format!("{}!/{name}", module.name),
        };
        (name, bytes)
    });
    Files {
        dex: dex.collect(),
        classes,
    }
}

type Found<'p, 'a> = (&'p DexEntry, String, Cow<'a, [u8]>);

fn entries<'p, 'a>(
    package: &Package<'a>,
    list: &'p [DexEntry],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Found<'p, 'a>> {
    let modules = package.modules();
    let read: Vec<_> = list
        .par_iter()
        .filter_map(|entry| {
            let module = modules.get(entry.module)?;
            Some((entry, module.archive.read_named(&entry.name)?))
        })
        .collect();
    let mut found = Vec::new();
    for (entry, bytes) in read {
        match bytes {
            Ok(bytes) => found.push((entry, entry.name.clone(), bytes)),
            Err(error) => {
                let module = modules.get(entry.module).filter(|_| entry.module > 0);
                let place = match module {
                    Some(module) => format!("{}!/{}", module.name, entry.name),
                    None => entry.name.clone(),
                };
                diagnostics
                    .push(Diagnostic::error("entry-unreadable", error.to_string()).at(place));
            }
        }
    }
    found
}

impl Files<'_> {
    /// The files as the program takes them: DEX files in class-loader order, then archives of class files.
    pub(super) fn units(&self) -> Vec<(String, Unit<'_>)> {
        let dex = self
            .dex
            .iter()
            .map(|(name, bytes)| (name.clone(), Unit::Dex(bytes)));
        let classes = self.classes.iter().map(|(archive, files)| {
            let files = files.iter().map(|(name, bytes)| (name.as_str(), &**bytes));
            (archive.clone(), Unit::Classes(files.collect()))
        });
        dex.chain(classes).collect()
    }
}
