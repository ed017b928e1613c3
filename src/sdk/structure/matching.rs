//! Which libraries are in a package, told by the shapes of its classes.
//!
//! Every feature weighs what it tells: the logarithm of how rare it is among the classes of all profiles. A class of the
//! package votes, feature by feature, for the profiled classes that have it. Shrinking leaves a part of a class and hardly
//! adds to it, so what counts is how much of the *package's* class the profiled one explains, whatever share of the profiled
//! one is left. In a large package some class looks like any profiled one by chance. A library's classes use each other,
//! chance's do not: a class counts fully beside another one of the same library that it refers to or that refers to it, alone
//! only for what it tells beyond chance. Of the versions of a library the one that explains most is taken, and libraries
//! claim classes in the order of what they explain, each class once. The work is near linear in the package: the index
//! holds no feature that many profiled classes share.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::unlisted::referred;
use super::features::{Maker, Tier};
use crate::knowledge::structure::{FeatureRow, MAX_FEATURES, Table};
use crate::program::{ClassId, Program};

/// Bits that a class must share with a profiled one, in sixteenths.
const MIN_CLASS_BITS: u32 = 12 * 16;
/// Classes that show a library, and those among them that must count.
const MIN_LIBRARY_CLASSES: usize = 3;
const MIN_COUNTED: usize = 2;
/// What shows a library: bits of its classes, each weighed by how wholly it is explained, times percent of the profile.
/// Little of a profile may be left when that is telling; of what vendors copied from elsewhere, the more is asked for the
/// less of their own code is there.
const MIN_LIBRARY: u64 = 800;
/// Bits, in sixteenths, that a class must be explained by before anything counts when no other class of the library is
/// beside it: what the likest of `classes` has by chance. Measured on apps without the libraries: none in a small package,
/// 41 bits among 7,000 classes, 56 among 40,000.
fn chance(classes: usize) -> u32 {
    let bits = 6.0 * (classes.max(1) as f64).log2() - 36.0;
    (bits.max(0.0) * 16.0) as u32
}

/// Bits that a feature counts which no profile has, in sixteenths: code that the library does not explain.
fn foreign(tier: Tier) -> u32 {
    16 * match tier {
        Tier::LongText => 12,
        Tier::Number | Tier::Member => 10,
        Tier::ShortText => 8,
        Tier::Common => 6,
        Tier::Hierarchy => 4,
        Tier::Method | Tier::Shape => 2,
    }
}

/// The part of `bits` that counts as unexplained: inlining changes what stands together in one method.
fn settled(tier: Tier, bits: u32) -> u32 {
    if tier == Tier::Method {
        bits * 2 / 5
    } else {
        bits
    }
}

/// A library that was found by its shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Library<'t> {
    /// Id of the SDK.
    pub(crate) sdk: &'t str,
    /// Version of the profile that explains most; `None` when several explain as much, or it is not told.
    pub(crate) version: Option<&'t str>,
    /// Share of that profile's bits that were found, in percent.
    pub(crate) share: u32,
    /// Classes of the package with the dotted names that they had, in the package's order.
    pub(crate) classes: Vec<(ClassId, &'t str)>,
}

/// A class of the package that looks like a profiled one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    /// Bits that they share, weighed by how wholly the profiled one explains the package's.
    score: Reverse<u32>,
    class: u32,
    profiled: u32,
    /// Bits that they share.
    bits: u32,
}

/// What a profile claims.
#[derive(Debug, Clone, Default)]
struct Claim {
    pairs: Vec<Pair>,
    /// Sums over the pairs, as far as they count.
    score: u64,
    bits: u64,
}

/// A profile and what it explains.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Explained {
    /// What is explained.
    rank: Reverse<u64>,
    /// Percent of the profile.
    share: Reverse<u32>,
    /// Numbers of the table and of the profile.
    profile: (usize, u32),
}

/// Which classes are looked at, and what each may be.
pub(crate) trait Wanted {
    /// Whether a class is looked at.
    fn looks_at(&self, class: ClassId) -> bool;

    /// Whether the class, by its dotted name, may be any profiled one at all.
    fn could_be(&self, class: &str) -> bool;

    /// Whether a class (with its dotted name) may be that of an SDK (its id and the dotted name there).
    fn may_be(&self, class: (ClassId, &str), sdk: &str, original: &str) -> bool;
}

/// Finds the libraries of `tables` among the classes of `maker`'s program that are wanted, sorted by SDK.
pub(crate) fn find<'t>(
    maker: &mut Maker<'_, '_>,
    tables: &[Table<'t>],
    wanted: &impl Wanted,
) -> Vec<Library<'t>> {
    if tables.iter().all(|table| table.is_empty()) {
        return Vec::new();
    }
    let program = maker.program();
    let mut all: Vec<Matches<'t>> = tables.iter().map(|table| Matches::new(*table)).collect();
    let mut classes = 0;
    for class in program.classes().filter(|class| wanted.looks_at(*class)) {
        classes += 1;
        let name = program.class_name(class);
        if !wanted.could_be(&name) {
            continue;
        }
        let features = maker.of(class);
        let last = last(features);
        let mut own = 0u32;
        for (feature, tier) in features {
            // The tables weigh alike: one is made with the other's counts.
            let known = all.iter_mut().filter_map(|one| one.ask(*feature)).max();
            let bits = match known {
                Some(weight) => weight,
                None if (*tier, *feature) <= last => foreign(*tier),
                None => 0,
            };
            own = own.saturating_add(settled(*tier, bits));
        }
        for one in &mut all {
            one.count(class, own, |sdk, original| {
                wanted.may_be((class, &name), sdk, original)
            });
        }
    }
    for pairs in all.iter_mut().flat_map(|one| one.pairs.values_mut()) {
        pairs.sort_unstable();
    }
    claim(References::new(program, classes), &all)
}

/// The last feature that a profile would keep of a class: what was kept of a large one, and what is looked at here, are
/// the same.
fn last(features: &[(u32, Tier)]) -> (Tier, u32) {
    if features.len() <= MAX_FEATURES {
        return (Tier::Shape, u32::MAX);
    }
    let mut all: Vec<_> = features.iter().map(|(f, tier)| (*tier, *f)).collect();
    *all.select_nth_unstable(MAX_FEATURES - 1).1
}

/// What one table has of a package.
struct Matches<'t> {
    table: Table<'t>,
    /// Features of the class that is looked at.
    asked: Vec<FeatureRow>,
    /// Bits that each profiled class shares with it, and which of them share any.
    votes: Vec<u32>,
    voted: Vec<u32>,
    /// By profile.
    pairs: BTreeMap<u32, Vec<Pair>>,
}

impl<'t> Matches<'t> {
    fn new(table: Table<'t>) -> Self {
        Self {
            table,
            asked: Vec::new(),
            votes: vec![0; table.class_count()],
            voted: Vec::new(),
            pairs: BTreeMap::new(),
        }
    }

    /// Notes a feature of the class that is looked at; its weight when any profile has it.
    fn ask(&mut self, feature: u32) -> Option<u32> {
        let row = self.table.feature(feature)?;
        if row.weight > 0 {
            self.asked.push(row);
        }
        Some(row.weight)
    }

    /// Lets the features vote for the profiled classes that have them, as far as these can come to `least` bits: the
    /// rarest vote first, and once those that are left are too few, for no other class.
    fn vote(&mut self, least: u32) {
        let mut left: u32 = self.asked.iter().map(|row| row.weight).sum();
        self.asked.sort_unstable_by_key(|row| (row.count(), *row));
        for row in self.asked.drain(..) {
            let open = left >= least;
            if !open && self.voted.is_empty() {
                break;
            }
            for class in self.table.classes_with(row) {
                if let Some(votes) = self.votes.get_mut(class as usize) {
                    if *votes > 0 {
                        *votes += row.weight;
                    } else if open {
                        *votes = row.weight;
                        self.voted.push(class);
                    }
                }
            }
            left -= row.weight;
        }
    }

    /// Keeps the profiled classes that explain most of `class`, which has `own` bits, and starts anew.
    fn count(&mut self, class: ClassId, own: u32, may_be: impl Fn(&str, &str) -> bool) {
        // What explains less than half of a class scores nothing.
        self.vote(MIN_CLASS_BITS.max(own / 2));
        for profiled in self.voted.drain(..) {
            let votes = self.votes.get_mut(profiled as usize);
            let bits = votes.map(std::mem::take).unwrap_or_default();
            if bits < MIN_CLASS_BITS {
                continue;
            }
            let own = u64::from(own.max(bits));
            let score = u64::from(bits) * (u64::from(bits) * 2).saturating_sub(own) / own;
            if score == 0 {
                continue;
            }
            let row = self.table.class(profiled);
            if may_be(self.table.profile(row.profile).0, row.name) {
                self.pairs.entry(row.profile).or_default().push(Pair {
                    score: Reverse(score as u32),
                    class: class.0,
                    profiled,
                    bits,
                });
            }
        }
    }
}

/// Lets profiles claim classes until none is left that explains enough.
fn claim<'t>(mut references: References<'_, '_>, all: &[Matches<'t>]) -> Vec<Library<'t>> {
    let mut taken: FxHashSet<u32> = FxHashSet::default();
    // What each profile claims of what is left; it changes only when one of its classes is taken.
    let mut claims: BTreeMap<(usize, u32), Claim> = BTreeMap::new();
    let mut done: BTreeSet<(usize, u32)> = BTreeSet::new();
    let mut found: Vec<Library<'t>> = Vec::new();
    loop {
        let mut best: BTreeMap<&'t str, Vec<Explained>> = BTreeMap::new();
        let profiles = all.iter().enumerate();
        for ((number, matches), (profile, pairs)) in
            profiles.flat_map(|one| one.1.pairs.iter().map(move |pairs| (one, pairs)))
        {
            let (sdk, _, all) = matches.table.profile(*profile);
            if done.contains(&(number, *profile)) {
                continue;
            }
            let all = u64::from(all.max(1));
            let enough = |score: u64, bits: u64| score * bits * 100 / all / 16 >= MIN_LIBRARY;
            let own = claims.entry((number, *profile)).or_insert_with(|| {
                let pairs = assign(pairs, &taken);
                let sum = |of: &dyn Fn(&Pair) -> u32| -> u64 {
                    pairs.iter().map(|pair| u64::from(of(pair))).sum()
                };
                let (score, bits) = (sum(&|pair| pair.score.0), sum(&|pair| pair.bits));
                // Most profiles end here, without a look at what refers to what.
                if pairs.len() >= MIN_LIBRARY_CLASSES && enough(score, bits) {
                    references.settle(pairs, matches.table)
                } else {
                    Claim::default()
                }
            });
            if own.pairs.len() >= MIN_COUNTED && enough(own.score, own.bits) {
                best.entry(sdk).or_default().push(Explained {
                    rank: Reverse(own.score),
                    share: Reverse((own.bits * 100 / all).min(100) as u32),
                    profile: (number, *profile),
                });
            }
        }
        for versions in best.values_mut() {
            versions.sort();
        }
        // A profile that was given goes before one of the build that is as good, of another library.
        let weight = |one: &Explained| one.rank.0 * if one.profile.0 > 0 { 5 } else { 4 };
        let first = best
            .iter()
            .min_by_key(|(sdk, versions)| (versions.first().map(|v| Reverse(weight(v))), **sdk));
        let Some((sdk, [one, others @ ..])) =
            first.map(|(sdk, versions)| (*sdk, versions.as_slice()))
        else {
            break;
        };
        let Some(table) = all.get(one.profile.0).map(|matches| matches.table) else {
            break;
        };
        let (_, version, _) = table.profile(one.profile.1);
        let same = |other: &&Explained| (other.rank, other.share) == (one.rank, one.share);
        let told = |other: &Explained| {
            let matches = all.get(other.profile.0)?;
            Some(matches.table.profile(other.profile.1).1)
        };
        let mut alike = others.iter().take_while(same);
        let sole = alike.all(|other| told(other) == Some(version));
        let pairs = claims.remove(&one.profile).unwrap_or_default().pairs;
        let now: FxHashSet<u32> = pairs.iter().map(|pair| pair.class).collect();
        claims.retain(|_, own| !own.pairs.iter().any(|pair| now.contains(&pair.class)));
        taken.extend(now);
        done.insert(one.profile);
        let mut classes: Vec<_> = pairs
            .iter()
            .map(|pair| (ClassId(pair.class), table.class(pair.profiled).name))
            .collect();
        classes.sort_unstable();
        // A library may come in parts with a profile each.
        if let Some(library) = found.iter_mut().find(|library| library.sdk == sdk) {
            library.classes.append(&mut classes);
            library.classes.sort_unstable();
            continue;
        }
        found.push(Library {
            sdk,
            version: Some(version).filter(|version| sole && !version.is_empty()),
            share: one.share.0,
            classes,
        });
    }
    found.sort_by_key(|library| library.sdk);
    found
}

/// What refers to what, looked up once for each class that is asked for.
struct References<'p, 'a> {
    program: &'p Program<'a>,
    known: FxHashMap<u32, Vec<u32>>,
    /// [`chance`].
    chance: u32,
}

impl<'p, 'a> References<'p, 'a> {
    /// Of a package in which so many classes are looked at.
    fn new(program: &'p Program<'a>, classes: usize) -> Self {
        Self {
            program,
            known: FxHashMap::default(),
            chance: chance(classes),
        }
    }

    fn of(&mut self, class: u32) -> &[u32] {
        self.known.entry(class).or_insert_with(|| {
            let others = referred(self.program, ClassId(class)).into_iter();
            others.map(|other| other.0).collect()
        })
    }

    /// The pairs that count, and what they count. A class that kept its name needs none beside it.
    fn settle(&mut self, pairs: Vec<Pair>, table: Table<'_>) -> Claim {
        let classes: FxHashSet<u32> = pairs.iter().map(|pair| pair.class).collect();
        let mut beside: FxHashSet<u32> = FxHashSet::default();
        for pair in &pairs {
            for other in self.of(pair.class) {
                if *other != pair.class && classes.contains(other) {
                    beside.extend([*other, pair.class]);
                }
            }
        }
        let mut claim = Claim::default();
        for pair in pairs {
            let score = pair.score.0;
            let name = || self.program.class_name(ClassId(pair.class));
            let counts =
                if beside.contains(&pair.class) || name() == table.class(pair.profiled).name {
                    score
                } else {
                    score.saturating_sub(self.chance)
                };
            if counts > 0 {
                claim.score += u64::from(counts);
                claim.bits += u64::from(pair.bits) * u64::from(counts) / u64::from(score);
                claim.pairs.push(pair);
            }
        }
        claim
    }
}

/// The best pairs in which every class of either side stands once, without those that are taken.
fn assign(pairs: &[Pair], taken: &FxHashSet<u32>) -> Vec<Pair> {
    let (mut classes, mut profiled) = (FxHashSet::default(), FxHashSet::default());
    let mut own = Vec::new();
    for pair in pairs {
        let free = !taken.contains(&pair.class) && !classes.contains(&pair.class);
        if free && profiled.insert(pair.profiled) {
            classes.insert(pair.class);
            own.push(*pair);
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::StructureProfile as Profile;
    use crate::knowledge::structure::encode;

    /// Profiles of many classes with features from a small pool, so that they share a lot.
    fn profiles() -> Vec<Profile> {
        let mut state = 7u32;
        let mut next = |bound: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % bound
        };
        let class = |next: &mut dyn FnMut(u32) -> u32, at: u32| {
            let features: Vec<u32> = (0..4 + next(20))
                .map(|_| (next(60) * next(60)).wrapping_mul(0x9e37_79b1))
                .collect();
            Profile::line(&format!("x.C{at}"), &features)
        };
        let profile = |at: u32| Profile {
            sdk: format!("s{at}"),
            version: String::new(),
            sources: vec!["test".into()],
            classes: (0..30).map(|c| class(&mut next, c)).collect(),
        };
        (0..8).map(profile).collect()
    }

    #[test]
    fn no_class_that_comes_to_enough_bits_is_left_out_early() {
        let bytes = encode(&profiles(), Table::default());
        let table = Table::new(&bytes).unwrap();
        let mut matches = Matches::new(table);
        let mut kept = 0;
        for profile in profiles() {
            for line in &profile.classes {
                let (_, features) = Profile::parse_line(line).unwrap();
                let features: BTreeSet<u32> = features.into_iter().collect();
                let mut all: BTreeMap<u32, u32> = BTreeMap::new();
                for row in features.iter().filter_map(|f| table.feature(*f)) {
                    for class in table.classes_with(row) {
                        *all.entry(class).or_default() += row.weight;
                    }
                }
                for least in [1, MIN_CLASS_BITS, 2 * MIN_CLASS_BITS] {
                    for feature in &features {
                        let _ = matches.ask(*feature);
                    }
                    matches.vote(least);
                    let votes = &mut matches.votes;
                    let voted = matches.voted.drain(..);
                    let mut got: Vec<_> = voted
                        .map(|class| (class, std::mem::take(&mut votes[class as usize])))
                        .filter(|(_, bits)| *bits >= least)
                        .collect();
                    got.sort_unstable();
                    let wanted = all.iter().map(|(class, bits)| (*class, *bits));
                    let wanted: Vec<_> = wanted.filter(|(_, bits)| *bits >= least).collect();
                    kept += wanted.len();
                    assert_eq!(got, wanted);
                }
            }
        }
        assert!(kept > 1000, "{kept}");
    }
}
