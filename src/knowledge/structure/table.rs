//! The index of profiles, searched in place.

use super::super::table::{Bytes, Strings, partition};

/// A dotted class's own name, without package and inner classes.
pub(crate) fn simple_name(class: &str) -> &str {
    let name = class.rsplit('.').next().unwrap_or(class);
    name.split('$').next().unwrap_or(name)
}

pub(super) const MAGIC: u32 = u32::from_le_bytes(*b"CST2");
const HEADER: usize = 28;
const PROFILE_ROW: usize = 12;
const CLASS_ROW: usize = 12;

/// The inverted index of profiles. A `Copy` handle on bytes that are searched in place.
///
/// Layout: magic, numbers of profiles, classes, features, postings and different classes, bits of a feature that lead to its
/// bucket; the pool of strings (classes' simple names too); profile rows (SDK, version, bits of all classes); class rows
/// (profile, name, bits of the class and whether it is [`BORROWED`]), by profile; feature rows in ascending order (feature, weight); ends of the postings of
/// each feature; postings (class numbers); where each bucket of features begins, and the end of the last; classes of the other
/// table that are libraries' of this one, ascending, to the end. Weights and bits are in sixteenths of a bit.
#[derive(Debug, Clone, Copy, Default)]
pub struct Table<'a> {
    bytes: Bytes<'a>,
    strings: Strings<'a>,
    profiles: usize,
    classes: usize,
    features: usize,
    bucket_bits: u32,
    /// Offsets of profile rows, class rows, feature rows, ends, postings, buckets, lent classes.
    at: [usize; 7],
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
    /// Whether it is another library's, of which this one has a copy.
    pub borrowed: bool,
}

/// The bit of a class row's bits that marks a borrowed class.
pub(super) const BORROWED: u32 = 1 << 31;

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
        let lent = buckets.checked_add(starts.checked_mul(4)?)?;
        let fits = bucket_bits <= MAX_BUCKET_BITS && lent <= bytes.len();
        (all.u32(0, 0) == MAGIC && fits).then_some(Self {
            bytes: all,
            strings,
            profiles,
            classes,
            features,
            bucket_bits,
            at: [
                profile_rows,
                class_rows,
                feature_rows,
                ends,
                lists,
                buckets,
                lent,
            ],
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

    /// How many different classes there are.
    pub(super) fn different(self) -> u32 {
        self.bytes.u32(0, 5)
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
        let bits = self.bytes.u32(row, 2);
        ClassRow {
            profile: self.bytes.u32(row, 0),
            name: self.strings.get(self.bytes.u32(row, 1)),
            bits: bits & !BORROWED,
            borrowed: bits & BORROWED != 0,
        }
    }

    /// Whether a class of the table that this one was made with is a library's of this one.
    pub(crate) fn lends(self, class: u32) -> bool {
        let count = (self.bytes.0.len().saturating_sub(self.at[6]) / 4) as u32;
        let number = |at: u32| self.bytes.u32(self.at[6], at as usize);
        let at = partition(0..count, |at| number(at) < class);
        at < count && number(at) == class
    }

    /// Where the bits of a class stand in the table's bytes.
    pub(super) fn bits_at(self, class: u32) -> usize {
        self.at[1] + class as usize * CLASS_ROW + 8
    }

    /// Whether a class of a profile may have this simple name; it has none when not.
    pub(crate) fn has_name(self, name: &str) -> bool {
        self.strings.find(name).is_some()
    }

    /// The numbers of a profile's classes.
    pub(crate) fn classes_of(self, profile: u32) -> std::ops::Range<u32> {
        let start = |profile| {
            partition(0..self.classes as u32, |class| {
                self.class(class).profile < profile
            })
        };
        start(profile)..start(profile.saturating_add(1))
    }

    /// A feature, when a profile has it.
    pub(crate) fn feature(self, feature: u32) -> Option<FeatureRow> {
        let bucket = bucket(feature, self.bucket_bits);
        let [from, to] =
            [bucket, bucket + 1].map(|at| self.bytes.u32(self.at[5], at).min(self.features as u32));
        let number = |at: u32| self.bytes.u32(self.at[2], at as usize * 2);
        let at = partition(from..to, |at| number(at) < feature);
        if at >= to || number(at) != feature {
            return None;
        }
        let at = at as usize;
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
pub(super) const MAX_BUCKET_BITS: u32 = 16;

/// The bucket of a feature. Features are hashes, so the buckets hold about as many each.
pub(super) fn bucket(feature: u32, bits: u32) -> usize {
    (u64::from(feature) >> (32 - bits)) as usize
}
