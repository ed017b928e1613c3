//! Versions of SDKs whose records name no place that holds one.
//!
//! In order: a constant by the names that build tools and makers give it, in the SDK's own classes; the `pom.properties` that
//! Maven leaves; the profile that explains the SDK's classes best ([`super::structure`]).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::moved::{Moved, has_word};
use super::structure::{Maker, Wanted, find};
use super::{Owner, Sdks};
use crate::knowledge::structure::{Table, simple_name};
use crate::package::Package;
use crate::program::{ClassId, Constant, Program};

/// Names of static String constants that hold a library's version, the surest first.
const FIELDS: &[&str] = &[
    "SDK_VERSION_NAME",
    "SDK_VERSION",
    "SDKVERSION",
    "SDK_VER",
    "LIBRARY_VERSION",
    BUILD_CONFIG,
];

/// What Android's build tools call it, in a class `BuildConfig` that each module has.
const BUILD_CONFIG: &str = "VERSION_NAME";

/// Percent of a profile that must be found for its version to be told of classes that keep their names: between two
/// known versions lie others.
const MIN_SHARE: u32 = 95;

/// Bytes of a `pom.properties`.
const POM_BYTES: usize = 4096;

/// SDKs whose version is wanted, with the beginning of the names of their maker's classes.
type Wants = BTreeMap<String, String>;

/// Fills in the versions of found SDKs that have none.
pub(super) fn fill(
    sdks: &mut Sdks,
    package: &Package<'_>,
    maker: &mut Maker<'_, '_>,
    moved: &Moved<'_>,
) {
    // With the maker's part of the SDK's first prefix: others' code rides along under further ones.
    let mut wanted: Wants = sdks
        .found
        .iter()
        .filter(|found| found.version.is_none())
        .filter_map(|found| Some((found.id.clone(), moved.knowledge.sdks.get(found.record)?)))
        .map(|(id, sdk)| {
            let first = sdk.packages.first().map_or("", String::as_str);
            let maker: Vec<&str> = first.split('.').take(2).collect();
            (id, format!("{}.", maker.join(".")))
        })
        .collect();
    let program = maker.program();
    type Source<'s> = &'s mut dyn FnMut(&Sdks, &Wants) -> BTreeMap<String, String>;
    let sources: [Source<'_>; 3] = [
        &mut |sdks, wanted| constants(sdks, program, wanted),
        &mut |sdks, wanted| poms(sdks, package, wanted),
        &mut |sdks, wanted| shapes(sdks, maker, moved.tables, wanted),
    ];
    for source in sources {
        if wanted.is_empty() {
            return;
        }
        let told = source(sdks, &wanted);
        for found in &mut sdks.found {
            if let Some(version) = told.get(&found.id) {
                found.version = Some(version.clone());
                wanted.remove(&found.id);
            }
        }
    }
}

/// The SDK of a class, when its version is wanted.
fn wanted_owner<'s>(sdks: &'s Sdks, class: ClassId, wanted: &Wants) -> Option<&'s String> {
    match sdks.owner(class.index()) {
        Owner::Sdk(id) if wanted.contains_key(id) => Some(id),
        _ => None,
    }
}

fn constants(sdks: &Sdks, program: &Program<'_>, wanted: &Wants) -> BTreeMap<String, String> {
    // By SDK and place of the name.
    let mut all: BTreeMap<(&String, usize), BTreeSet<String>> = BTreeMap::new();
    for class in program.classes() {
        let Some(id) = wanted_owner(sdks, class, wanted) else {
            continue;
        };
        let name = program.class_name(class);
        if wanted.get(id).is_none_or(|maker| !name.starts_with(maker)) {
            continue;
        }
        let build_config = name.ends_with(".BuildConfig");
        for (field, value) in program.static_values(class) {
            let Constant::Text(text) = value else {
                continue;
            };
            let name = program.text(program.field(field).1);
            let place = FIELDS.iter().position(|known| *known == name);
            let place = place.filter(|_| name != BUILD_CONFIG || build_config);
            let value = program.text(text);
            if let (Some(place), Some(version)) = (place, version(&value)) {
                all.entry((id, place))
                    .or_default()
                    .insert(version.to_owned());
            }
        }
    }
    let mut told = BTreeMap::new();
    for ((id, _), values) in all {
        let mut values = values.into_iter();
        // Two values are two things' versions, and it is not known whose.
        if let (Some(one), None) = (values.next(), values.next()) {
            told.entry(id.clone()).or_insert(one);
        }
    }
    told
}

fn poms(sdks: &Sdks, package: &Package<'_>, wanted: &Wants) -> BTreeMap<String, String> {
    let mut told = BTreeMap::new();
    let names = package.files().map(|file| file.entry.name.to_string());
    let mut poms: Vec<String> = names
        .filter(|name| name.starts_with("META-INF/maven/") && name.ends_with("/pom.properties"))
        .collect();
    poms.sort();
    for name in poms {
        let group = name.split('/').nth(2).unwrap_or("");
        let Owner::Sdk(id) = sdks.owner_of(&format!("{group}.X")) else {
            continue;
        };
        let bytes = package.read_entry(&name).and_then(Result::ok);
        let text = bytes.map(|bytes| {
            let bytes = bytes.get(..bytes.len().min(POM_BYTES)).unwrap_or_default();
            String::from_utf8_lossy(bytes).into_owned()
        });
        let line = text
            .as_deref()
            .and_then(|text| text.lines().find_map(|line| line.strip_prefix("version=")))
            .and_then(version);
        if let (true, Some(version)) = (wanted.contains_key(&id), line) {
            told.entry(id).or_insert_with(|| version.to_owned());
        }
    }
    told
}

/// Classes of SDKs that are found, as classes of the same SDK's profiles.
struct Named<'s> {
    sdks: &'s Sdks,
    tables: &'s [Table<'s>],
    wanted: BTreeSet<&'s str>,
    program: &'s Program<'s>,
}

impl Wanted for Named<'_> {
    fn looks_at(&self, class: ClassId) -> bool {
        // Renamed classes were held against the profiles already.
        matches!(self.sdks.owner(class.index()), Owner::Sdk(id) if self.wanted.contains(id.as_str()))
            && !self.sdks.is_renamed(&self.program.class_name(class))
    }

    fn could_be(&self, class: &str) -> bool {
        !has_word(simple_name(class)) || self.tables.iter().any(|table| table.has_name(class))
    }

    fn may_be(&self, (class, name): (ClassId, &str), sdk: &str, original: &str) -> bool {
        matches!(self.sdks.owner(class.index()), Owner::Sdk(id) if id == sdk)
            && (name == original || !has_word(simple_name(name)))
    }
}

fn shapes(
    sdks: &Sdks,
    maker: &mut Maker<'_, '_>,
    tables: &[Table<'_>],
    wanted: &Wants,
) -> BTreeMap<String, String> {
    let program = maker.program();
    let named = Named {
        sdks,
        tables,
        wanted: reachable(sdks, program, tables, wanted),
        program,
    };
    find(maker, tables, &named)
        .into_iter()
        .filter(|library| library.share >= MIN_SHARE)
        .filter_map(|library| Some((library.sdk.to_owned(), library.version?.to_owned())))
        .collect()
}

/// The SDKs of which enough classes are there to make up [`MIN_SHARE`] of a profile: those that have its names, and others
/// that an obfuscator named.
fn reachable<'s>(
    sdks: &Sdks,
    program: &Program<'_>,
    tables: &[Table<'_>],
    wanted: &'s Wants,
) -> BTreeSet<&'s str> {
    let mut nameless: BTreeMap<&str, usize> = BTreeMap::new();
    for class in program.classes() {
        if let Some(id) = wanted_owner(sdks, class, wanted)
            && !has_word(simple_name(&program.class_name(class)))
        {
            *nameless.entry(id).or_default() += 1;
        }
    }
    let reaches = |table: &Table<'_>, profile: u32, nameless: usize| {
        let classes = table.classes_of(profile).map(|class| table.class(class));
        let (there, gone): (Vec<_>, Vec<_>) =
            classes.partition(|class| program.find_class(class.name).is_some());
        let mut gone: Vec<u32> = gone.iter().map(|class| class.bits).collect();
        gone.sort_unstable_by_key(|bits| Reverse(*bits));
        let sum = |bits: &mut dyn Iterator<Item = u32>| -> u64 { bits.map(u64::from).sum() };
        let there = sum(&mut there.iter().map(|class| class.bits));
        let most = there + sum(&mut gone.iter().copied().take(nameless));
        most * 100 >= u64::from(MIN_SHARE) * (there + sum(&mut gone.iter().copied()))
    };
    let mut told = BTreeSet::new();
    for table in tables {
        for profile in 0..table.len() as u32 {
            let entry = wanted.get_key_value(table.profile(profile).0);
            if let Some((id, _)) = entry
                && !told.contains(id.as_str())
                && reaches(
                    table,
                    profile,
                    nameless.get(id.as_str()).copied().unwrap_or(0),
                )
            {
                told.insert(id.as_str());
            }
        }
    }
    told
}

/// The text as a version, when it has the form of one: `4.8.1`, `v15.7.9-release`.
fn version(text: &str) -> Option<&str> {
    let text = text.trim();
    let digits = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let known = |b: u8| b.is_ascii_alphanumeric() || b"._-+".contains(&b);
    let parts = digits.split('.').filter(|part| !part.is_empty()).count();
    let fits = digits.starts_with(|c: char| c.is_ascii_digit())
        && parts >= 2
        && text.len() <= 32
        && text.bytes().all(known);
    fits.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn a_version_is_told_from_other_texts() {
        assert_eq!(version("4.8.1"), Some("4.8.1"));
        assert_eq!(version("v15.7.9-release"), Some("15.7.9-release"));
        for other in ["", "1", "release", "1.0 beta", "HTTP/1.1", "a.b.c", "1."] {
            assert_eq!(version(other), None, "{other}");
        }
    }
}
