//! The inputs of detection from a package and its program.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::inventory::{Renamed, Shaped};
use super::structure::find;
use super::version;
use super::{Inputs, Owner, Sdks};
use crate::knowledge::Knowledge;
use crate::knowledge::structure::{self, Table};
use crate::package::Package;
use crate::program::{ClassId, Constant, Program};

/// Bytes of an entry that may hold a version.
const VERSION_ENTRY_BYTES: usize = 4096;

/// Finds the SDKs of a package. Owners are kept in the order of [`Program::classes`], so that
/// [`Sdks::owner`] takes a [`crate::program::ClassId`]'s index.
pub fn detect(package: &Package<'_>, program: &Program<'_>, knowledge: &Knowledge) -> Sdks {
    let mut sdks = detect_by_name(package, program, knowledge);
    let shaped = shaped(program, &sdks, knowledge);
    sdks.add_shaped(shaped);
    version::fill(&mut sdks, package, program, knowledge);
    sdks.unlisted = sdks.settle_unlisted(program);
    sdks
}

/// [`detect`] by names alone: what is renamed is not found.
pub fn detect_by_name(package: &Package<'_>, program: &Program<'_>, knowledge: &Knowledge) -> Sdks {
    let manifest = &package.manifest;
    let names: Vec<Cow<'_, str>> = program
        .classes()
        .map(|class| program.descriptor(program.class_type(class)))
        .collect();
    let classes = names
        .iter()
        .map(|name| {
            name.strip_prefix('L')
                .and_then(|name| name.strip_suffix(';'))
                .unwrap_or(name)
        })
        .collect();
    let components: BTreeSet<&str> = manifest
        .components
        .iter()
        .flat_map(|component| [component.class.as_str(), component.run_class()])
        .collect();
    let meta_data = manifest
        .application
        .meta_data
        .iter()
        .chain(
            manifest
                .components
                .iter()
                .flat_map(|component| &component.meta_data),
        )
        .map(|data| (data.name.as_str(), data.value.as_deref()))
        .collect();
    let files: Vec<&str> = package
        .files()
        .map(|file| file.entry.name.as_ref())
        .collect();
    let native_libs: BTreeSet<&str> = files
        .iter()
        .filter(|name| name.ends_with(".so"))
        .map(|name| name.rsplit('/').next().unwrap_or(name))
        .collect();
    let entry_classes = manifest
        .application
        .class
        .as_deref()
        .into_iter()
        .chain(manifest.launchers().iter().map(|launcher| launcher.class))
        .collect();
    let constant = |class: &str, field: &str| {
        let class = program.find_class(&class.replace('/', "."))?;
        let values = program.static_values(class);
        values.into_iter().find_map(|(id, value)| match value {
            Constant::Text(text) if program.text(program.field(id).1) == field => {
                Some(program.text(text).into_owned())
            }
            _ => None,
        })
    };
    let entry = |name: &str| {
        let bytes = package.read_entry(name)?.ok()?;
        let bytes = bytes.get(..bytes.len().min(VERSION_ENTRY_BYTES))?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    };
    let mut strings = (0..program.string_count()).filter_map(|index| {
        let id = crate::program::StrId(u32::try_from(index).ok()?);
        // Most strings are names; what has no dot holds no host, and need not be decoded.
        let has_dot = memchr::memchr(b'.', program.string_bytes(id)).is_some();
        has_dot.then(|| program.text(id))
    });
    let inputs = Inputs {
        package: &manifest.package,
        entry_classes,
        classes,
        strings: &mut strings,
        components: components.into_iter().collect(),
        meta_data,
        native_libs: native_libs.into_iter().collect(),
        assets: files
            .iter()
            .filter_map(|name| name.strip_prefix("assets/"))
            .collect(),
        constant: &constant,
        entry: &entry,
    };
    Sdks::detect(inputs, &knowledge.sdks)
}

/// Libraries that the shapes of the classes show, of those that no name gives to an SDK.
fn shaped(program: &Program<'_>, sdks: &Sdks, knowledge: &Knowledge) -> Vec<Shaped> {
    let own = (!knowledge.profiles.is_empty()).then(|| structure::encode(&knowledge.profiles));
    let own = own.as_deref().and_then(Table::new);
    let mut all = Vec::new();
    for table in [Some(Table::builtin()), own].into_iter().flatten() {
        let candidate = |class: ClassId| !matches!(sdks.owner(class.index()), Owner::Sdk(_));
        for library in find(program, table, candidate) {
            let record = knowledge
                .sdks
                .binary_search_by(|sdk| sdk.id.as_str().cmp(library.sdk));
            let Ok(record) = record else { continue };
            let classes = library.classes.iter();
            all.push(Shaped {
                record,
                version: library.version.map(str::to_owned),
                told: format!("{} classes, {}% of a profile", classes.len(), library.share),
                classes: classes
                    .map(|(class, name)| Renamed {
                        at: class.index(),
                        name: program.class_name(*class).replace('.', "/"),
                        original: Some((*name).to_owned()),
                    })
                    .collect(),
            });
        }
    }
    neighbours(program, sdks, &mut all);
    all
}

/// Adds the classes that share an obfuscated package with those that were found, where more than half of the package is
/// one library's and nothing else of it is known: R8 keeps classes of one package together unless it is told not to.
fn neighbours(program: &Program<'_>, sdks: &Sdks, all: &mut [Shaped]) {
    let package = |class: &str| {
        class
            .rsplit_once('/')
            .map(|(package, _)| package.to_owned())
    };
    // By package: classes that were found, and whose; `None` for more than one.
    let mut found: BTreeMap<String, (usize, Option<usize>)> = BTreeMap::new();
    let mut done: BTreeSet<usize> = BTreeSet::new();
    for (at, shaped) in all.iter().enumerate() {
        for class in &shaped.classes {
            done.insert(class.at);
            let Some(package) = package(&class.name) else {
                continue;
            };
            let (count, whose) = found.entry(package).or_insert((0, Some(at)));
            *count += 1;
            *whose = whose.filter(|known| *known == at);
        }
    }
    let mut others: BTreeMap<String, Vec<Renamed>> = BTreeMap::new();
    for class in program
        .classes()
        .filter(|class| !done.contains(&class.index()))
    {
        let name = program.class_name(class).replace('.', "/");
        let Some(package) = package(&name).filter(|package| found.contains_key(package)) else {
            continue;
        };
        if matches!(sdks.owner(class.index()), Owner::App | Owner::Sdk(_)) {
            found.remove(&package);
            continue;
        }
        others.entry(package).or_default().push(Renamed {
            at: class.index(),
            name,
            original: None,
        });
    }
    for (package, classes) in others {
        if let Some(&(count, Some(at))) = found.get(&package)
            && count > classes.len()
            && let Some(shaped) = all.get_mut(at)
        {
            shaped.classes.extend(classes);
        }
    }
}
