//! Which libraries are in a package, told by the shapes of its classes.
//!
//! Every feature weighs what it tells: the logarithm of how rare it is among the classes of all profiles. A class of the
//! package votes, feature by feature, for the profiled classes that have it. Shrinking leaves a part of a class and hardly
//! adds to it, so what counts is how much of the *package's* class the profiled one explains, whatever share of the profiled
//! one is left. Of the versions of a library the one that explains most is taken, and libraries claim classes in the order
//! of what they explain, each class once. The work is near linear in the package: the index holds no feature that many
//! profiled classes share.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::features::{Maker, Tier};
use crate::knowledge::Framework;
use crate::knowledge::structure::{MAX_FEATURES, Table};
use crate::program::{ClassId, Program};

/// Bits that a class must share with a profiled one, in sixteenths.
const MIN_CLASS_BITS: u32 = 12 * 16;
/// Classes that show a library.
const MIN_LIBRARY_CLASSES: usize = 3;
/// What shows a library: bits of its classes, each weighed by how wholly it is explained, times percent of the profile.
/// Little of a profile may be left when that is telling; of what vendors copied from elsewhere, the more is asked for the
/// less of their own code is there.
const MIN_LIBRARY: u64 = 1200;

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

/// A profile and what it explains.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Explained {
    /// What is explained; the order in which libraries claim classes.
    rank: Reverse<u64>,
    /// Percent of the profile.
    share: Reverse<u32>,
    /// Numbers of the table and of the profile.
    profile: (usize, u32),
}

/// Finds the libraries of `tables` among the classes that `candidate` accepts, sorted by SDK.
pub(crate) fn find<'t>(
    program: &Program<'_>,
    tables: &[Table<'t>],
    candidate: impl Fn(ClassId) -> bool,
) -> Vec<Library<'t>> {
    if tables.iter().all(|table| table.is_empty()) {
        return Vec::new();
    }
    let mut maker = Maker::new(program, Framework::builtin());
    let mut all: Vec<Matches<'t>> = tables.iter().map(|table| Matches::new(*table)).collect();
    for class in program.classes().filter(|class| candidate(*class)) {
        let features = maker.of(class);
        let last = last(&features);
        let mut own = 0u32;
        for (feature, tier) in &features {
            // The tables weigh alike: one is made with the other's counts.
            let known = all.iter_mut().filter_map(|one| one.vote(*feature)).max();
            let bits = match known {
                Some(weight) => weight,
                None if (*tier, *feature) <= last => foreign(*tier),
                None => 0,
            };
            own = own.saturating_add(settled(*tier, bits));
        }
        for one in &mut all {
            one.count(class, own);
        }
    }
    for pairs in all.iter_mut().flat_map(|one| one.pairs.values_mut()) {
        pairs.sort_unstable();
    }
    claim(&all)
}

/// The last feature that a profile would keep of a class: what was kept of a large one, and what is looked at here, are
/// the same.
fn last(features: &BTreeMap<u32, Tier>) -> (Tier, u32) {
    if features.len() <= MAX_FEATURES {
        return (Tier::Shape, u32::MAX);
    }
    let mut all: Vec<_> = features.iter().map(|(f, tier)| (*tier, *f)).collect();
    all.sort_unstable();
    let kept = all.into_iter().take(MAX_FEATURES).next_back();
    kept.unwrap_or_default()
}

/// What one table has of a package.
struct Matches<'t> {
    table: Table<'t>,
    /// Bits that each profiled class shares with the class that is looked at, and which of them share any.
    votes: Vec<u32>,
    voted: Vec<u32>,
    /// By profile.
    pairs: BTreeMap<u32, Vec<Pair>>,
}

impl<'t> Matches<'t> {
    fn new(table: Table<'t>) -> Self {
        Self {
            table,
            votes: vec![0; table.class_count()],
            voted: Vec::new(),
            pairs: BTreeMap::new(),
        }
    }

    /// Lets a feature vote for the classes that have it; its weight when there is any.
    fn vote(&mut self, feature: u32) -> Option<u32> {
        let (weight, classes) = self.table.feature(feature)?;
        for class in classes {
            if let Some(votes) = self.votes.get_mut(class as usize) {
                if *votes == 0 {
                    self.voted.push(class);
                }
                *votes += weight;
            }
        }
        Some(weight)
    }

    /// Keeps the profiled classes that explain most of `class`, which has `own` bits, and starts anew.
    fn count(&mut self, class: ClassId, own: u32) {
        for profiled in self.voted.drain(..) {
            let votes = self.votes.get_mut(profiled as usize);
            let bits = votes.map(std::mem::take).unwrap_or_default();
            if bits < MIN_CLASS_BITS {
                continue;
            }
            let own = u64::from(own.max(bits));
            let score = u64::from(bits) * (u64::from(bits) * 2).saturating_sub(own) / own;
            if score > 0 {
                let profile = self.table.class(profiled).profile;
                self.pairs.entry(profile).or_default().push(Pair {
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
fn claim<'t>(all: &[Matches<'t>]) -> Vec<Library<'t>> {
    let mut taken: FxHashSet<u32> = FxHashSet::default();
    // What each profile claims of what is left; it changes only when one of its classes is taken.
    let mut claims: BTreeMap<(usize, u32), Vec<Pair>> = BTreeMap::new();
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
            let own = claims
                .entry((number, *profile))
                .or_insert_with(|| assign(pairs, &taken));
            let sum = |of: &dyn Fn(&Pair) -> u32| -> u64 {
                own.iter().map(|pair| u64::from(of(pair))).sum()
            };
            let (score, bits) = (sum(&|pair| pair.score.0), sum(&|pair| pair.bits));
            let all = u64::from(all.max(1));
            if own.len() >= MIN_LIBRARY_CLASSES && score * bits * 100 / all / 16 >= MIN_LIBRARY {
                // A profile that was given goes before one of the build that is as good.
                let weight = if number > 0 { 5 } else { 4 };
                best.entry(sdk).or_default().push(Explained {
                    rank: Reverse(score * weight),
                    share: Reverse((bits * 100 / all).min(100) as u32),
                    profile: (number, *profile),
                });
            }
        }
        for versions in best.values_mut() {
            versions.sort();
        }
        let first = best
            .iter()
            .min_by_key(|(sdk, versions)| (versions.first().map(|v| v.rank), **sdk));
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
        let pairs = claims.remove(&one.profile).unwrap_or_default();
        let now: FxHashSet<u32> = pairs.iter().map(|pair| pair.class).collect();
        claims.retain(|_, own| !own.iter().any(|pair| now.contains(&pair.class)));
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
