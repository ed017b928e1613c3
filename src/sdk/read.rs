//! The inputs of detection from a package and its program.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::inventory::{Renamed, Shaped};
use super::moved::Moved;
use super::structure::{self, Maker, Wanted, find};
use super::{Inputs, Owner, Sdks, called, neighbours, version};
use crate::knowledge::{Framework, Knowledge};
use crate::package::Package;
use crate::program::{ClassId, Constant, Program};

/// Bytes of an entry that may hold a version.
const VERSION_ENTRY_BYTES: usize = 4096;

/// Finds the SDKs of a package. Owners are kept in the order of [`Program::classes`], so that
/// [`Sdks::owner`] takes a [`crate::program::ClassId`]'s index.
pub fn detect(package: &Package<'_>, program: &Program<'_>, knowledge: &Knowledge) -> Sdks {
    let mut sdks = detect_by_name(package, program, knowledge);
    let own = structure::index(knowledge);
    let tables = structure::tables(&own);
    let moved = Moved {
        knowledge,
        tables: &tables,
    };
    let mut maker = Maker::new(program, Framework::builtin());
    let shaped = shaped(&mut maker, &sdks, &moved);
    sdks.add_shaped(shaped);
    // The host of a library brings what the library starts.
    if package.class_files.is_empty() {
        called::add(&mut sdks, program, knowledge);
    }
    version::fill(&mut sdks, package, &mut maker, &moved);
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

/// The classes that no name gives to an SDK.
struct Unnamed<'s> {
    sdks: &'s Sdks,
    moved: &'s Moved<'s>,
}

impl Wanted for Unnamed<'_> {
    fn looks_at(&self, class: ClassId) -> bool {
        !matches!(self.sdks.owner(class.index()), Owner::Sdk(_))
    }

    fn could_be(&self, class: &str) -> bool {
        self.moved.could_be(class)
    }

    fn may_be(&self, (id, class): (ClassId, &str), sdk: &str, original: &str) -> bool {
        let fits = match self.sdks.owner(id.index()) {
            Owner::Unknown(root) => self.moved.may_be_below(root, class, sdk),
            _ => true,
        };
        fits && self.moved.may_be(class, sdk, original)
    }
}

/// Libraries that the shapes of the classes show, of those that no name gives to an SDK.
fn shaped(maker: &mut Maker<'_, '_>, sdks: &Sdks, moved: &Moved<'_>) -> Vec<Shaped> {
    let program = maker.program();
    let knowledge = moved.knowledge;
    let mut all = Vec::new();
    for library in find(maker, moved.tables, &Unnamed { sdks, moved }) {
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
    neighbours::add(program, sdks, &mut all);
    all
}
