//! What an SDK's code says of its own version.
//!
//! Static texts and methods by the names that makers and build tools give them, and texts that name library and version
//! (`okhttp/4.9.0`).

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::super::owner::is_below;
use super::{Sdks, Wants, version, wanted_owner};
use crate::program::{ClassId, Constant, DefId, FieldId, Kind, Program, StrId};

/// Names under which a library gives its version.
pub(super) struct Names {
    /// Static String fields, the surest first.
    fields: &'static [&'static str],
    /// Methods without parameters.
    methods: &'static [&'static str],
    /// Whether no other thing is called so: then a word may stand before the version, and two numbers make one.
    sure: bool,
}

/// Names that tell a library's version and nothing else.
pub(super) const SURE: Names = Names {
    fields: &[
        "SDK_VERSION_NAME",
        "SDK_VERSION",
        "SDKVERSION",
        "SDK_VER",
        "LIBRARY_VERSION",
        BUILD_CONFIG,
    ],
    methods: &[
        "getSdkVersionName",
        "getSDKVersionName",
        "getSdkVersion",
        "getSDKVersion",
        "sdkVersion",
    ],
    sure: true,
};

/// Names that versions of protocols and of parts have too.
pub(super) const WEAK: Names = Names {
    fields: &["VERSION"],
    methods: &["getApiVersion", "getVersionName", "getVersion"],
    sure: false,
};

/// What Android's build tools call it, in a class `BuildConfig` that each module has.
const BUILD_CONFIG: &str = "VERSION_NAME";

/// Numbers that a version under a weak name has at least.
const WEAK_NUMBERS: usize = 3;

/// Bytes of a text that names a library and its version.
const LABELLED: usize = 48;

/// Where a version was found, by name. The surer comes first.
type Place = usize;

/// By SDK and place: depth of the class's name, and the versions there.
type Told<'s> = BTreeMap<(&'s String, Place), BTreeMap<usize, BTreeSet<String>>>;

/// The versions by SDK, from code below its first prefix, or, `away` from there, the maker's.
pub(super) fn versions(
    sdks: &Sdks,
    program: &Program<'_>,
    wanted: &Wants,
    names: &Names,
    away: bool,
) -> BTreeMap<String, String> {
    let mut all: Told<'_> = BTreeMap::new();
    let known = names.known(program);
    for class in program.classes() {
        let Some(id) = wanted_owner(sdks, class, wanted) else {
            continue;
        };
        let Some(home) = wanted.get(id) else { continue };
        let name = program.class_name(class);
        if is_below(&name, &home.first) == away || !is_below(&name, &home.maker) {
            continue;
        }
        let depth = name.matches('.').count();
        let mut add = |at: usize, version: String| {
            let places = all.entry((id, at)).or_default();
            places.entry(depth).or_default().insert(version);
        };
        for (at, version) in known.stated(program, class, &name) {
            add(at, version);
        }
        if names.sure {
            let part = home.maker.rsplit('.').next().unwrap_or("");
            let texts = program.defs_of(class).flat_map(|def| texts(program, def));
            // Most texts name nothing: that is told by their bytes.
            let named = texts.filter(|text| program.string_bytes(*text).contains(&b'/'));
            for text in named {
                if let Some(version) = labelled(&program.text(text), &[id, part]) {
                    add(usize::MAX, version.to_owned());
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

/// Such names as a program numbers them.
struct Known {
    /// Those that it has, with their places.
    places: FxHashMap<StrId, usize>,
    /// Places from this on are of methods.
    methods: usize,
    build_config: Option<StrId>,
    initialiser: Option<StrId>,
    sure: bool,
}

impl Names {
    fn known(&self, program: &Program<'_>) -> Known {
        let names = self.fields.iter().chain(self.methods).zip(0..);
        let places = names.filter_map(|(name, at)| Some((program.find_string(name)?, at)));
        Known {
            places: places.collect(),
            methods: self.fields.len(),
            build_config: program.find_string(BUILD_CONFIG),
            initialiser: program.find_string("<clinit>"),
            sure: self.sure,
        }
    }
}

impl Known {
    /// The place of a member of a class.
    fn place(&self, class: &str, member: StrId) -> Option<usize> {
        let at = *self.places.get(&member)?;
        let fits = Some(member) != self.build_config || class.ends_with(".BuildConfig");
        fits.then_some(at)
    }

    /// Versions in static fields and methods of a class (its dotted name), with their places.
    fn stated(&self, program: &Program<'_>, class: ClassId, name: &str) -> Vec<(usize, String)> {
        let mut all = Vec::new();
        let mut add = |member: StrId, text: StrId| {
            let Some(place) = self.place(name, member) else {
                return;
            };
            let version = version_of(&program.text(text), self.sure)
                .filter(|found| self.sure || numbers(found) >= WEAK_NUMBERS);
            all.extend(version.map(|version| (place, version)));
        };
        let mut set = BTreeSet::new();
        for (field, value) in program.static_values(class) {
            if let Constant::Text(text) = value {
                set.insert(field);
                add(program.field(field).1, text);
            }
        }
        for def in program.defs_of(class) {
            let selector = program.selector(program.method(def));
            let method = program.selector_text(selector);
            if Some(method) == self.initialiser {
                // A field that is not final is written there: which text it is given is plain when one alone is a version.
                let uses = program.uses(def).iter();
                let written = uses.filter(|used| used.kind() == Kind::Write);
                let mut open = written.map(|used| FieldId(used.id())).filter(|field| {
                    let (owner, member, _) = program.field(*field);
                    owner == program.class_type(class)
                        && !set.contains(field)
                        && self.place(name, member).is_some_and(|at| at < self.methods)
                });
                let mut versions =
                    texts(program, def).filter(|text| version(&program.text(*text)).is_some());
                if let (Some(field), None, Some(text), None) =
                    (open.next(), open.next(), versions.next(), versions.next())
                {
                    add(program.field(field).1, text);
                }
            } else if program
                .parameters(program.selector_proto(selector))
                .is_empty()
                && let [used] = program.uses(def)
                && used.kind() == Kind::Text
            {
                add(method, StrId(used.id()));
            }
        }
        all
    }
}

/// The texts of a method.
fn texts(program: &Program<'_>, def: DefId) -> impl Iterator<Item = StrId> {
    let texts = program
        .uses(def)
        .iter()
        .filter(|used| used.kind() == Kind::Text);
    texts.map(|used| StrId(used.id()))
}

/// The version in a text, perhaps with other signs between its numbers (`4_0_0`) and behind a word (`android 2.1.3`,
/// `GTC-3.2.18.0`).
fn version_of(text: &str, with_word: bool) -> Option<String> {
    let text = text.trim();
    let after = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let has_word = with_word && text.len() - after.len() > 1;
    let rest = after.strip_prefix([' ', '-', '/', '_']);
    let rest = rest.filter(|_| has_word).unwrap_or(text);
    let plain = |b: u8| b.is_ascii_digit() || b == b'_';
    let dotted = match rest.bytes().all(plain) {
        true => rest.replace('_', "."),
        false => rest.to_owned(),
    };
    version(&dotted).map(str::to_owned)
}

/// The numbers that a version begins with.
fn numbers(version: &str) -> usize {
    let is_number = |part: &&str| part.starts_with(|c: char| c.is_ascii_digit());
    version.split('.').take_while(is_number).count()
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
    use super::{labelled, numbers, version_of};

    #[test]
    fn a_version_may_stand_behind_a_name() {
        for (text, version) in [
            ("android 2.1.3", "2.1.3"),
            ("GTC-3.2.18.0", "3.2.18.0"),
            ("v15.7.9-release", "15.7.9-release"),
            ("4_0_0", "4.0.0"),
        ] {
            assert_eq!(version_of(text, true).as_deref(), Some(version));
        }
        assert_eq!((numbers("1.0.dev"), numbers("1.0.3-beta")), (2, 3));
        assert_eq!(version_of("ConstraintLayout-2.1.4", false), None);
        for other in ["release", "a-b-1.2", "1.0 beta", "", "-1.2"] {
            assert_eq!(version_of(other, true), None, "{other}");
        }
        assert_eq!(labelled("okhttp/4.9.0", &["okhttp"]), Some("4.9.0"));
        assert_eq!(labelled("HTTP/1.1", &["okhttp"]), None);
        assert_eq!(labelled("okhttp/latest", &["okhttp"]), None);
    }
}
