//! Which libraries are in a package, told by the shapes of its classes.
//!
//! Every feature weighs what it tells: the logarithm of how rare it is among the classes of all profiles. A class of the
//! package votes, feature by feature, for the profiled classes that have it; pairs that share enough are kept. Of the
//! versions of a library the one that explains most is taken, and libraries claim classes in the order of what they
//! explain, each class once. The work is near linear in the package: the index holds no feature that many profiled
//! classes share.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::features::Maker;
use crate::knowledge::Framework;
use crate::knowledge::structure::Table;
use crate::program::{ClassId, Program};

/// Bits that a class must share with a profiled one, in sixteenths.
const MIN_CLASS_BITS: u32 = 20 * 16;
/// Share of a profiled class's bits that must be there, in percent. Shrinking takes methods away.
const MIN_CLASS_SHARE: u32 = 40;
/// Bits and classes that show a library, in sixteenths of a bit.
const MIN_LIBRARY_BITS: u32 = 160 * 16;
/// Classes that show a library.
const MIN_LIBRARY_CLASSES: usize = 4;
/// Share of a profile's bits that must be found, in percent: vendors copy open-source code into their libraries, which
/// other packages have too.
const MIN_LIBRARY_SHARE: u32 = 15;
/// The same for a large library of which so many bits (in sixteenths) were found that chance or a copied part is no
/// explanation: of a language's runtime an app keeps little.
const MIN_LARGE_SHARE: u32 = 5;
/// See [`MIN_LARGE_SHARE`].
const LARGE_BITS: u32 = 1500 * 16;

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
    bits: Reverse<u32>,
    class: u32,
    profiled: u32,
}

/// A profile and what it explains.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Explained {
    bits: Reverse<u32>,
    /// Percent of the profile.
    share: Reverse<u32>,
    profile: u32,
    pairs: Vec<Pair>,
}

/// Finds the libraries of `table` among the classes that `candidate` accepts, sorted by SDK.
pub(crate) fn find<'t>(
    program: &Program<'_>,
    table: Table<'t>,
    candidate: impl Fn(ClassId) -> bool,
) -> Vec<Library<'t>> {
    if table.is_empty() {
        return Vec::new();
    }
    let mut maker = Maker::new(program, Framework::builtin());
    let mut by_profile: BTreeMap<u32, Vec<Pair>> = BTreeMap::new();
    let mut votes: FxHashMap<u32, u32> = FxHashMap::default();
    for class in program.classes().filter(|class| candidate(*class)) {
        votes.clear();
        for feature in maker.of(class).keys() {
            let Some((weight, profiled)) = table.feature(*feature) else {
                continue;
            };
            for profiled in profiled {
                *votes.entry(profiled).or_default() += weight;
            }
        }
        let mut kept: Vec<_> = votes
            .iter()
            .filter(|(profiled, bits)| {
                let all = table.class_bits(**profiled);
                **bits >= MIN_CLASS_BITS && **bits * 100 >= all * MIN_CLASS_SHARE
            })
            .map(|(profiled, bits)| Pair {
                bits: Reverse(*bits),
                class: class.0,
                profiled: *profiled,
            })
            .collect();
        kept.sort_unstable();
        for pair in kept {
            let profile = table.class(pair.profiled).profile;
            by_profile.entry(profile).or_default().push(pair);
        }
    }
    for pairs in by_profile.values_mut() {
        pairs.sort_unstable();
    }
    claim(table, &by_profile)
}

/// Lets profiles claim classes until none is left that explains enough.
fn claim<'t>(table: Table<'t>, by_profile: &BTreeMap<u32, Vec<Pair>>) -> Vec<Library<'t>> {
    let mut taken: BTreeSet<u32> = BTreeSet::new();
    let mut done: BTreeSet<u32> = BTreeSet::new();
    let mut found: Vec<Library<'t>> = Vec::new();
    loop {
        let mut best: BTreeMap<&'t str, Vec<Explained>> = BTreeMap::new();
        for (profile, pairs) in by_profile {
            let (sdk, _, all) = table.profile(*profile);
            if done.contains(profile) {
                continue;
            }
            let own = assign(pairs, &taken);
            let bits: u32 = own.iter().map(|pair| pair.bits.0).sum();
            let share = (u64::from(bits) * 100 / u64::from(all.max(1))).min(100) as u32;
            let needed = if bits >= LARGE_BITS {
                MIN_LARGE_SHARE
            } else {
                MIN_LIBRARY_SHARE
            };
            if bits >= MIN_LIBRARY_BITS && own.len() >= MIN_LIBRARY_CLASSES && share >= needed {
                best.entry(sdk).or_default().push(Explained {
                    bits: Reverse(bits),
                    share: Reverse(share),
                    profile: *profile,
                    pairs: own,
                });
            }
        }
        for versions in best.values_mut() {
            versions.sort();
        }
        let first = best
            .iter()
            .min_by_key(|(sdk, versions)| (versions.first().map(|v| v.bits), **sdk));
        let Some((sdk, [one, others @ ..])) =
            first.map(|(sdk, versions)| (*sdk, versions.as_slice()))
        else {
            break;
        };
        let (_, version, _) = table.profile(one.profile);
        let same = |other: &Explained| (other.bits, other.share) == (one.bits, one.share);
        let sole = !others.first().is_some_and(same);
        taken.extend(one.pairs.iter().map(|pair| pair.class));
        done.insert(one.profile);
        let mut classes: Vec<_> = one
            .pairs
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

/// The best pairs in which every class of either side stands once.
fn assign(pairs: &[Pair], taken: &BTreeSet<u32>) -> Vec<Pair> {
    let (mut classes, mut profiled) = (taken.clone(), BTreeSet::new());
    let mut own = Vec::new();
    for pair in pairs {
        if !classes.contains(&pair.class) && profiled.insert(pair.profiled) {
            classes.insert(pair.class);
            own.push(*pair);
        }
    }
    own
}
