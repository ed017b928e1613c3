//! Structural profiles: what the classes of a library look like when their names are gone.
//!
//! A profile is made by `consentry sdk profile` from an AAR, JAR, DEX or APK and stands in
//! `checks/structure/<id>@<version>.toml`:
//!
//! ```toml
//! sdk = "acme-push"                      # the SDK record it belongs to
//! version = "4.8.1"
//! sources = ["npm:acme-push@1.2.0 libs/acme.jar"]
//! # One line a class: dotted name, a blank, its features (32-bit numbers, little-endian, in base64 without padding).
//! classes = [
//!     "com.acme.push.Acme q83vASNFZ4k",
//! ]
//! ```
//!
//! What a feature is, and how they are matched, stands in `src/sdk/structure`. `build.rs` makes an inverted index of
//! all profiles that is searched in place ([`Table`]); profiles of `--checks` are indexed when they are loaded.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};

use super::load::{LoadError, Source};
use super::table::{Builder, Bytes, Strings, put};

/// Classes that one profile may have.
pub const MAX_CLASSES: usize = 400;
/// Features that one class of a profile may have.
pub const MAX_FEATURES: usize = 64;
/// Different classes that may have a feature: what more have tells little, and would propose a match everywhere. It is
/// kept without weight and classes, so that it is not taken for one that no library has.
const MAX_SHARED: usize = 128;

/// A library's classes as sets of features.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Id of the SDK record.
    pub sdk: String,
    /// The library's version; empty when it is not known.
    #[serde(default)]
    pub version: String,
    /// Where the library was had from.
    pub sources: Vec<String>,
    /// `<dotted class> <features>`, see the module.
    pub classes: Vec<String>,
}

impl Profile {
    /// The line of a class.
    pub fn line(class: &str, features: &[u32]) -> String {
        let bytes: Vec<u8> = features.iter().flat_map(|f| f.to_le_bytes()).collect();
        format!("{class} {}", STANDARD_NO_PAD.encode(bytes))
    }

    /// Class and features of a line; `None` when it is not one.
    pub fn parse_line(line: &str) -> Option<(&str, Vec<u32>)> {
        let (class, features) = line.split_once(' ')?;
        let bytes = STANDARD_NO_PAD.decode(features).ok()?;
        if class.is_empty() || bytes.is_empty() || bytes.len() % 4 != 0 {
            return None;
        }
        let features = bytes
            .chunks_exact(4)
            .filter_map(|chunk| Some(u32::from_le_bytes(chunk.try_into().ok()?)));
        Some((class, features.collect()))
    }

    /// The profile of a file, with every line read once.
    pub(crate) fn read(source: &Source) -> Result<Self, LoadError> {
        let profile: Self = source.parse()?;
        if profile.sources.is_empty() {
            return Err(source
                .error(0, "`sources` is empty")
                .with_hint("tell where the library was had from"));
        }
        if profile.classes.len() > MAX_CLASSES {
            let message = format!("more than {MAX_CLASSES} classes");
            return Err(source.error_at("classes", message));
        }
        for line in &profile.classes {
            let fits = Self::parse_line(line).is_some_and(|(_, f)| f.len() <= MAX_FEATURES);
            if !fits {
                return Err(source
                    .error_at(line, "this is no class with its features")
                    .with_hint("profiles are made by `consentry sdk profile`"));
            }
        }
        Ok(profile)
    }

    /// The file's text.
    pub fn to_toml(&self) -> String {
        let quoted = |text: &String| toml::Value::String(text.clone()).to_string();
        let list = |items: &[String]| -> String {
            let lines = items.iter().map(|item| format!("    {},\n", quoted(item)));
            format!("[\n{}]", lines.collect::<String>())
        };
        format!(
            "sdk = {}\nversion = {}\nsources = {}\nclasses = {}\n",
            quoted(&self.sdk),
            quoted(&self.version),
            list(&self.sources),
            list(&self.classes),
        )
    }
}

/// A dotted class's own name, without package and inner classes.
pub(crate) fn simple_name(class: &str) -> &str {
    let name = class.rsplit('.').next().unwrap_or(class);
    name.split('$').next().unwrap_or(name)
}

const MAGIC: u32 = u32::from_le_bytes(*b"CST2");
const HEADER: usize = 28;
const PROFILE_ROW: usize = 12;
const CLASS_ROW: usize = 12;

/// The inverted index of profiles. A `Copy` handle on bytes that are searched in place.
///
/// Layout: magic, numbers of profiles, classes, features, postings and different classes, bits of a feature that lead to its
/// bucket; the pool of strings (classes' simple names too); profile rows (SDK, version, bits of all classes); class rows
/// (profile, name, bits of the class), by profile; feature rows in ascending order (feature, weight); ends of the postings of
/// each feature; postings (class numbers); where each bucket of features begins, and the end of the last. Weights and bits
/// are in sixteenths of a bit.
#[derive(Debug, Clone, Copy, Default)]
pub struct Table<'a> {
    bytes: Bytes<'a>,
    strings: Strings<'a>,
    profiles: usize,
    classes: usize,
    features: usize,
    bucket_bits: u32,
    /// Offsets of profile rows, class rows, feature rows, ends, postings, buckets.
    at: [usize; 6],
}

/// A class of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassRow<'a> {
    /// Number of the profile.
    pub profile: u32,
    /// Dotted name.
    pub name: &'a str,
    /// Weight of all its features, in sixteenths of a bit.
    pub bits: u32,
}

/// A feature of profiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FeatureRow {
    /// What it tells, in sixteenths of a bit; nothing when too many classes have it.
    pub(crate) weight: u32,
    /// First and end of its postings.
    postings: (u32, u32),
}

impl FeatureRow {
    /// How many classes have it.
    pub(crate) fn count(self) -> u32 {
        self.postings.1 - self.postings.0
    }
}

impl<'a> Table<'a> {
    /// The table in `bytes`. None when the bytes are not one.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let all = Bytes(bytes);
        let count = |i| all.u32(0, i) as usize;
        let (profiles, classes, features, postings) = (count(1), count(2), count(3), count(4));
        let (strings, length) = Strings::new(bytes.get(HEADER..)?)?;
        let profile_rows = HEADER.checked_add(length)?;
        let class_rows = profile_rows.checked_add(profiles.checked_mul(PROFILE_ROW)?)?;
        let feature_rows = class_rows.checked_add(classes.checked_mul(CLASS_ROW)?)?;
        let ends = feature_rows.checked_add(features.checked_mul(8)?)?;
        let lists = ends.checked_add(features.checked_mul(4)?)?;
        let buckets = lists.checked_add(postings.checked_mul(4)?)?;
        let bucket_bits = all.u32(0, 6);
        let starts = 1usize.checked_shl(bucket_bits)?.checked_add(1)?;
        let end = buckets.checked_add(starts.checked_mul(4)?)?;
        let fits = bucket_bits <= MAX_BUCKET_BITS && end == bytes.len();
        (all.u32(0, 0) == MAGIC && fits).then_some(Self {
            bytes: all,
            strings,
            profiles,
            classes,
            features,
            bucket_bits,
            at: [profile_rows, class_rows, feature_rows, ends, lists, buckets],
        })
    }

    /// The profiles under `checks/structure` at build time.
    #[cfg(embedded)]
    pub fn builtin() -> Table<'static> {
        Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/structure.bin"))).unwrap_or_default()
    }

    /// How many profiles it has.
    pub fn len(self) -> usize {
        self.profiles
    }

    /// True for a table without profiles.
    pub fn is_empty(self) -> bool {
        self.profiles == 0
    }

    /// How many different classes have a feature, and of how many in all, as its weight tells.
    fn spread(self, feature: u32) -> (f64, f64) {
        let all = f64::from(self.bytes.u32(0, 5));
        let seen = match self.feature(feature) {
            None => 0.0,
            Some(row) if row.weight == 0 => MAX_SHARED as f64,
            Some(row) => (all + 1.0) / 2f64.powf(f64::from(row.weight) / 16.0),
        };
        (seen, all)
    }

    /// How many classes it has.
    pub fn class_count(self) -> usize {
        self.classes
    }

    /// SDK, version (may be empty) and bits of all classes of a profile.
    pub fn profile(self, number: u32) -> (&'a str, &'a str, u32) {
        let row = self.at[0].saturating_add((number as usize).saturating_mul(PROFILE_ROW));
        let word = |i| self.bytes.u32(row, i);
        (
            self.strings.get(word(0)),
            self.strings.get(word(1)),
            word(2),
        )
    }

    /// The class with that number.
    pub fn class(self, number: u32) -> ClassRow<'a> {
        let row = self.at[1].saturating_add((number as usize).saturating_mul(CLASS_ROW));
        ClassRow {
            profile: self.bytes.u32(row, 0),
            name: self.strings.get(self.bytes.u32(row, 1)),
            bits: self.bytes.u32(row, 2),
        }
    }

    /// Whether a class of a profile may have this simple name; it has none when not.
    pub(crate) fn has_name(self, name: &str) -> bool {
        self.strings.find(name).is_some()
    }

    /// The numbers of a profile's classes.
    pub(crate) fn classes_of(self, profile: u32) -> std::ops::Range<u32> {
        let start = |profile| {
            let before = |class: usize| self.class(class as u32).profile < profile;
            partition(0, self.classes, before) as u32
        };
        start(profile)..start(profile.saturating_add(1))
    }

    /// A feature, when a profile has it.
    pub(crate) fn feature(self, feature: u32) -> Option<FeatureRow> {
        let bucket = bucket(feature, self.bucket_bits);
        let [from, to] = [bucket, bucket + 1]
            .map(|at| (self.bytes.u32(self.at[5], at) as usize).min(self.features));
        let number = |at: usize| self.bytes.u32(self.at[2], at * 2);
        let at = partition(from, to, |at| number(at) < feature);
        if at >= to || number(at) != feature {
            return None;
        }
        let start = at
            .checked_sub(1)
            .map_or(0, |before| self.bytes.u32(self.at[3], before));
        Some(FeatureRow {
            weight: self.bytes.u32(self.at[2], at * 2 + 1),
            postings: (start, self.bytes.u32(self.at[3], at).max(start)),
        })
    }

    /// The numbers of the classes that have a feature.
    pub(crate) fn classes_with(self, row: FeatureRow) -> impl Iterator<Item = u32> + use<'a> {
        let place = |at: u32| self.at[4].saturating_add((at as usize).saturating_mul(4));
        let range = place(row.postings.0)..place(row.postings.1).min(self.at[5]);
        let words = self.bytes.0.get(range).unwrap_or_default().chunks_exact(4);
        words.filter_map(|word| Some(u32::from_le_bytes(word.try_into().ok()?)))
    }
}

/// Bits of a feature that lead to its bucket at most: a quarter of a megabyte.
const MAX_BUCKET_BITS: u32 = 16;

/// The bucket of a feature. Features are hashes, so the buckets hold about as many each.
fn bucket(feature: u32, bits: u32) -> usize {
    (u64::from(feature) >> (32 - bits)) as usize
}

/// The first number of a range for which `before` does not hold any more.
fn partition(mut low: usize, mut high: usize, before: impl Fn(usize) -> bool) -> usize {
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The index of a list of profiles. The order of the profiles does not matter. What is rare in few profiles need not be
/// rare elsewhere: classes of `others` count too.
pub fn encode(profiles: &[Profile], others: Table<'_>) -> Vec<u8> {
    let mut profiles: Vec<&Profile> = profiles.iter().collect();
    profiles.sort_by_key(|profile| (&profile.sdk, &profile.version));
    let mut texts = BTreeSet::new();
    // Profile, name, number of the class that its versions share.
    let mut classes: Vec<(u32, &str, u32)> = Vec::new();
    let mut different: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    // A feature and the number of a class that has it.
    let mut all: Vec<(u32, u32)> = Vec::new();
    for (number, profile) in profiles.iter().enumerate() {
        texts.extend([profile.sdk.clone(), profile.version.clone()]);
        for line in &profile.classes {
            if let Some((class, features)) = Profile::parse_line(line) {
                texts.extend([class.to_owned(), simple_name(class).to_owned()]);
                let next = different.len() as u32;
                let shared = *different.entry((&profile.sdk, class)).or_insert(next);
                let own = classes.len() as u32;
                classes.push((number as u32, class, shared));
                all.extend(features.into_iter().map(|feature| (feature, own)));
            }
        }
    }
    all.sort_unstable();
    all.dedup();
    let mut bits = vec![0u32; classes.len()];
    let mut weights: Vec<(u32, u32)> = Vec::new();
    let mut ends: Vec<u32> = Vec::new();
    let mut lists: Vec<u32> = Vec::new();
    for postings in all.chunk_by(|a, b| a.0 == b.0) {
        let Some((feature, _)) = postings.first() else {
            continue;
        };
        // Versions of one class count once: what tells libraries apart is in how many different classes a feature stands.
        let class = |number: u32| classes.get(number as usize);
        let mut own: Vec<u32> = postings
            .iter()
            .filter_map(|p| Some(class(p.1)?.2))
            .collect();
        own.sort_unstable();
        own.dedup();
        let (seen, others) = others.spread(*feature);
        let (seen, total) = (seen + own.len() as f64, others + different.len() as f64);
        let weight = if seen > MAX_SHARED as f64 {
            0
        } else {
            (((total + 1.0) / seen).log2().clamp(0.0, 16.0) * 16.0) as u32
        };
        if weight > 0 {
            lists.extend(postings.iter().map(|posting| posting.1));
            for (_, class) in postings {
                if let Some(bits) = bits.get_mut(*class as usize) {
                    *bits += weight;
                }
            }
        }
        weights.push((*feature, weight));
        ends.push(lists.len() as u32);
    }
    let pool = Builder::new([], texts);
    // Some eight features a bucket.
    let bucket_bits = (weights.len() as u32 / 8).checked_ilog2().unwrap_or(0);
    let bucket_bits = bucket_bits.min(MAX_BUCKET_BITS);
    let mut out = Vec::new();
    put(
        &mut out,
        &[
            MAGIC,
            profiles.len() as u32,
            classes.len() as u32,
            weights.len() as u32,
            lists.len() as u32,
            different.len() as u32,
            bucket_bits,
        ],
    );
    pool.write(&mut out);
    let mut sums = vec![0u32; profiles.len()];
    for ((profile, ..), bits) in classes.iter().zip(&bits) {
        if let Some(sum) = sums.get_mut(*profile as usize) {
            *sum = sum.saturating_add(*bits);
        }
    }
    for (profile, bits) in profiles.iter().zip(sums) {
        let (sdk, version) = (pool.number(&profile.sdk), pool.number(&profile.version));
        put(&mut out, &[sdk, version, bits]);
    }
    for ((profile, class, _), bits) in classes.iter().zip(&bits) {
        put(&mut out, &[*profile, pool.number(class), *bits]);
    }
    for (feature, weight) in &weights {
        put(&mut out, &[*feature, *weight]);
    }
    put(&mut out, &ends);
    put(&mut out, &lists);
    for at in 0..=1usize << bucket_bits {
        let start = weights.partition_point(|(feature, _)| bucket(*feature, bucket_bits) < at);
        put(&mut out, &[start as u32]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(sdk: &str, version: &str, classes: &[(&str, &[u32])]) -> Profile {
        Profile {
            sdk: sdk.into(),
            version: version.into(),
            sources: vec!["test".into()],
            classes: classes.iter().map(|(c, f)| Profile::line(c, f)).collect(),
        }
    }

    fn sample() -> Vec<Profile> {
        vec![
            profile("b", "2", &[("x.A", &[7, 9]), ("x.B", &[9])]),
            profile("a", "1", &[("y.C", &[9, 11])]),
            profile("b", "1", &[("x.A", &[7])]),
        ]
    }

    #[test]
    fn a_feature_finds_its_classes_and_the_rarer_one_weighs_more() {
        let bytes = encode(&sample(), Table::default());
        let table = Table::new(&bytes).unwrap();
        let names = |feature| -> Vec<_> {
            let classes = table.classes_with(table.feature(feature).unwrap());
            let classes = classes.map(|class| table.class(class));
            classes
                .map(|class| (table.profile(class.profile).1, class.name))
                .collect()
        };
        assert_eq!(names(9), [("1", "y.C"), ("2", "x.A"), ("2", "x.B")]);
        assert_eq!(names(7), [("1", "x.A"), ("2", "x.A")]);
        assert!(table.feature(8).is_none());
        let weight = |feature| table.feature(feature).unwrap().weight;
        assert_eq!(weight(7), weight(11), "versions count once");
        assert!(weight(7) > weight(9));
        assert_eq!(table.profile(0).0, "a");
        assert_eq!(table.profile(0).2, weight(9) + weight(11));
        assert_eq!(
            table
                .classes_of(2)
                .map(|c| table.class(c).name)
                .collect::<Vec<_>>(),
            ["x.A", "x.B"]
        );
        assert!(table.classes_of(3).is_empty());
        assert!(table.has_name("B") && !table.has_name("D"));
    }

    #[test]
    fn a_profile_survives_its_file() {
        for one in sample() {
            let source = Source {
                path: "checks/structure/x.toml".into(),
                text: one.to_toml(),
            };
            assert_eq!(Profile::read(&source), Ok(one));
        }
    }

    #[test]
    fn a_broken_line_is_an_error_with_its_place() {
        let text = "sdk = \"a\"\nsources = [\"s\"]\nclasses = [\n    \"x.A q83v\",\n]\n";
        let source = Source {
            path: "x.toml".into(),
            text: text.into(),
        };
        let error = Profile::read(&source).unwrap_err();
        assert_eq!(error.line, 4);
        assert!(error.hint.is_some());
    }

    #[test]
    fn a_damaged_table_never_panics() {
        let bytes = encode(&sample(), Table::default());
        for at in 0..bytes.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut damaged = bytes.clone();
                damaged[at] = value;
                if let Some(table) = Table::new(&damaged) {
                    let _ = (table.profile(0), table.class(u32::MAX));
                    let _ = (table.has_name("A"), table.classes_of(1));
                    for class in table.feature(9).iter().flat_map(|f| table.classes_with(*f)) {
                        assert!(table.class(class).name.len() <= bytes.len());
                    }
                }
            }
            assert!(Table::new(&bytes[..at]).is_none());
        }
    }
}
