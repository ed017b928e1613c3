//! Versions of SDKs whose records name no place that holds one.
//!
//! In order: a constant by the names that build tools and makers give it, in the SDK's own classes; the `pom.properties` that
//! Maven leaves; the profile that explains the SDK's classes best ([`super::structure`]).

use std::collections::{BTreeMap, BTreeSet};

use super::structure::find;
use super::{Owner, Sdks, moved};
use crate::knowledge::Knowledge;
use crate::knowledge::structure::Table;
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
type Wanted = BTreeMap<String, String>;

/// Fills in the versions of found SDKs that have none.
pub(super) fn fill(
    sdks: &mut Sdks,
    package: &Package<'_>,
    program: &Program<'_>,
    knowledge: &Knowledge,
    tables: &[Table<'_>],
) {
    // With the maker's part of the SDK's first prefix: others' code rides along under further ones.
    let mut wanted: Wanted = sdks
        .found
        .iter()
        .filter(|found| found.version.is_none())
        .filter_map(|found| Some((found.id.clone(), knowledge.sdks.get(found.record)?)))
        .map(|(id, sdk)| {
            let first = sdk.packages.first().map_or("", String::as_str);
            let maker: Vec<&str> = first.split('.').take(2).collect();
            (id, format!("{}.", maker.join(".")))
        })
        .collect();
    type Source<'s> = &'s dyn Fn(&Sdks, &Wanted) -> BTreeMap<String, String>;
    let sources: [Source<'_>; 3] = [
        &|sdks, wanted| constants(sdks, program, wanted),
        &|sdks, wanted| poms(sdks, package, wanted),
        &|sdks, wanted| shapes(sdks, program, knowledge, tables, wanted),
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
fn wanted_owner<'s>(sdks: &'s Sdks, class: ClassId, wanted: &Wanted) -> Option<&'s String> {
    match sdks.owner(class.index()) {
        Owner::Sdk(id) if wanted.contains_key(id) => Some(id),
        _ => None,
    }
}

fn constants(sdks: &Sdks, program: &Program<'_>, wanted: &Wanted) -> BTreeMap<String, String> {
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

fn poms(sdks: &Sdks, package: &Package<'_>, wanted: &Wanted) -> BTreeMap<String, String> {
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

fn shapes(
    sdks: &Sdks,
    program: &Program<'_>,
    knowledge: &Knowledge,
    tables: &[Table<'_>],
    wanted: &Wanted,
) -> BTreeMap<String, String> {
    // Renamed classes were held against the profiles already.
    let candidate = |class: ClassId| {
        wanted_owner(sdks, class, wanted).is_some() && !sdks.is_renamed(&program.class_name(class))
    };
    find(program, tables, candidate, moved::in_sdks(knowledge))
        .into_iter()
        .filter(|library| wanted.contains_key(library.sdk) && library.share >= MIN_SHARE)
        .filter_map(|library| Some((library.sdk.to_owned(), library.version?.to_owned())))
        .collect()
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
