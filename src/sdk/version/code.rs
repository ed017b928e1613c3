//! What an SDK's code says of its own version.
//!
//! Static texts and methods by the names that makers and build tools give them, and texts that name library and version
//! (`okhttp/4.9.0`).

use std::collections::{BTreeMap, BTreeSet};

use super::{Sdks, Wants, version, wanted_owner};
use crate::program::{ClassId, Constant, DefId, FieldId, Kind, Program, StrId};

/// Names of static String fields that hold a library's version, the surest first.
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

/// Names of methods without parameters that give a library's version.
const METHODS: &[&str] = &[
    "getSdkVersionName",
    "getSDKVersionName",
    "getSdkVersion",
    "getSDKVersion",
    "getSDKVersionCode",
    "sdkVersion",
];

/// The same, of names that other things' versions have too: fields and methods.
const WEAK: &[&str] = &["VERSION", "getVersionName", "getVersion"];

/// Parts of a version under a name that other things' versions have too: protocols and formats have two.
const WEAK_PARTS: usize = 3;

/// Bytes of a text that names a library and its version.
const LABELLED: usize = 48;

/// Where a version was found: the surer comes first.
type Place = usize;

/// By SDK and place: depth of the class's name, and the versions there.
type Told<'s> = BTreeMap<(&'s String, Place), BTreeMap<usize, BTreeSet<String>>>;

/// The versions by SDK.
pub(super) fn versions(
    sdks: &Sdks,
    program: &Program<'_>,
    wanted: &Wants,
) -> BTreeMap<String, String> {
    let mut all: Told<'_> = BTreeMap::new();
    for class in program.classes() {
        let Some(id) = wanted_owner(sdks, class, wanted) else {
            continue;
        };
        let name = program.class_name(class);
        let Some(maker) = wanted.get(id).filter(|maker| name.starts_with(*maker)) else {
            continue;
        };
        let depth = name.matches('.').count();
        let mut add = |place: Place, version: &str| {
            let places = all.entry((id, place)).or_default();
            places.entry(depth).or_default().insert(version.to_owned());
        };
        for (place, version) in stated(program, class, &name) {
            add(place, &version);
        }
        let library = [id.as_str(), maker_part(maker)];
        for def in program.defs_of(class) {
            for text in texts(program, def) {
                if let Some(version) = labelled(&program.text(text), &library) {
                    add(FIELDS.len() + METHODS.len() + WEAK.len(), version);
                }
            }
        }
    }
    let mut told = BTreeMap::new();
    for ((id, _), mut places) in all {
        // Parts of a library have versions of their own below it; two in one place are two things', and it is not known whose.
        let nearest = places.pop_first().map(|(_, versions)| versions);
        let mut versions = nearest.into_iter().flatten();
        if let (Some(one), None) = (versions.next(), versions.next()) {
            told.entry(id.clone()).or_insert(one);
        }
    }
    told
}

/// The second part of a maker's prefix `com.acme.`.
fn maker_part(maker: &str) -> &str {
    maker.trim_end_matches('.').rsplit('.').next().unwrap_or("")
}

/// Versions in static fields and methods of a class.
fn stated(program: &Program<'_>, class: ClassId, name: &str) -> Vec<(Place, String)> {
    let mut all = Vec::new();
    let place = |member: &str, names: &[&[&str]]| {
        let at = names.concat().iter().position(|known| *known == member)?;
        (member != BUILD_CONFIG || name.ends_with(".BuildConfig")).then_some(at)
    };
    let fields: &[&[&str]] = &[FIELDS, METHODS, WEAK];
    let mut add = |member: &str, text: &str| {
        let Some(at) = place(member, fields) else {
            return;
        };
        let found = after_label(text);
        let parts = |text: &str| text.split('.').count();
        all.extend(
            found
                .filter(|found| !WEAK.contains(&member) || parts(found) >= WEAK_PARTS)
                .map(|found| (at, found.to_owned())),
        );
    };
    let mut set = BTreeSet::new();
    for (field, value) in program.static_values(class) {
        if let Constant::Text(text) = value {
            set.insert(field);
            add(&program.text(program.field(field).1), &program.text(text));
        }
    }
    for def in program.defs_of(class) {
        let selector = program.selector(program.method(def));
        let method = program.selector_name(selector);
        if method == "<clinit>" {
            // A field that is not final is written there: which text it is given is plain when one alone is a version.
            let written = program
                .uses(def)
                .iter()
                .filter(|used| used.kind() == Kind::Write);
            let written = written.map(|used| FieldId(used.id()));
            let mut open = written.filter(|field| {
                let (owner, name, _) = program.field(*field);
                owner == program.class_type(class)
                    && !set.contains(field)
                    && place(&program.text(name), &[FIELDS]).is_some()
            });
            let mut versions =
                texts(program, def).filter(|text| version(&program.text(*text)).is_some());
            if let (Some(field), None, Some(text), None) =
                (open.next(), open.next(), versions.next(), versions.next())
            {
                add(&program.text(program.field(field).1), &program.text(text));
            }
        } else if program
            .parameters(program.selector_proto(selector))
            .is_empty()
            && let [used] = program.uses(def)
            && used.kind() == Kind::Text
        {
            add(&method, &program.text(StrId(used.id())));
        }
    }
    all
}

/// The texts of a method.
fn texts(program: &Program<'_>, def: DefId) -> impl Iterator<Item = StrId> {
    let texts = program
        .uses(def)
        .iter()
        .filter(|used| used.kind() == Kind::Text);
    texts.map(|used| StrId(used.id()))
}

/// The version in a text that may begin with a word: `android 2.1.3`, `GTC-3.2.18.0`.
fn after_label(text: &str) -> Option<&str> {
    let text = text.trim();
    let word = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let label = text.len() - word.len();
    let rest = word
        .strip_prefix([' ', '-', '/', '_'])
        .filter(|_| label > 1);
    version(rest.unwrap_or(text))
}

/// The version in a text that names one of the libraries before it: `okhttp/4.9.0`.
fn labelled<'t>(text: &'t str, libraries: &[&str]) -> Option<&'t str> {
    let (label, rest) = text.split_once('/').filter(|_| text.len() <= LABELLED)?;
    let names = libraries
        .iter()
        .any(|name| name.eq_ignore_ascii_case(label));
    version(rest).filter(|_| names)
}

#[cfg(test)]
mod tests {
    use super::{after_label, labelled};

    #[test]
    fn a_version_may_stand_behind_a_name() {
        assert_eq!(after_label("android 2.1.3"), Some("2.1.3"));
        assert_eq!(after_label("GTC-3.2.18.0"), Some("3.2.18.0"));
        assert_eq!(after_label("v15.7.9-release"), Some("15.7.9-release"));
        assert_eq!(after_label("see 1.2"), Some("1.2"));
        for other in ["release", "a-b-1.2", "1.0 beta", "", "-1.2"] {
            assert_eq!(after_label(other), None, "{other}");
        }
        assert_eq!(labelled("okhttp/4.9.0", &["okhttp"]), Some("4.9.0"));
        assert_eq!(labelled("HTTP/1.1", &["okhttp"]), None);
        assert_eq!(labelled("okhttp/latest", &["okhttp"]), None);
    }
}
