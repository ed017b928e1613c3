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
use crate::knowledge::structure::{MAX_FEATURES, Table, Votes};
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
/// The part of what is explained that must be the library's own before what it has from others counts too: one in so many.
const OWN_PART: u64 = 2;
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
    /// Over the pairs, as far as they count.
    all: Sums,
    /// The same without the classes that the library has from another one: these do not show that it is there.
    own: Sums,
}

impl Claim {
    /// Whether it shows a library whose profile has `all` bits: by what is its own, or together with what it has from
    /// others, when that is no more.
    fn is_enough(&self, all: u64) -> bool {
        let (own, whole) = (self.own, self.all);
        let shows = |sums: Sums| sums.pairs >= MIN_COUNTED && sums.are_enough(all);
        shows(own) || (own.score * OWN_PART >= whole.score && shows(whole))
    }
}

/// Sums over pairs.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    pairs: usize,
    score: u64,
    bits: u64,
}

impl Sums {
    fn add(&mut self, score: u32, bits: u64) {
        self.pairs += 1;
        self.score += u64::from(score);
        self.bits += bits;
    }

    /// Whether they show a library whose profile has `all` bits.
    fn are_enough(self, all: u64) -> bool {
        self.score * self.bits * 100 / all / 16 >= MIN_LIBRARY
    }
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
        let own = own_bits(maker.of(class), |feature| {
            // The tables weigh alike: one is made with the other's counts.
            let known = all.iter_mut().filter_map(|one| one.votes.ask(feature));
            known.max()
        });
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

/// What a class of `maker`'s program has of a profiled one: the score that a pair of them has, and the bits that they share.
pub(crate) fn compare(
    maker: &mut Maker<'_, '_>,
    table: Table<'_>,
    class: ClassId,
    profiled: u32,
) -> (u32, u32) {
    let mut bits = 0;
    let own = own_bits(maker.of(class), |feature| {
        let row = table.feature(feature)?;
        if table.classes_with(row).any(|class| class == profiled) {
            bits += row.weight;
        }
        Some(row.weight)
    });
    (score(bits, own), bits)
}

/// What two classes count that share `bits`, when the package's has `own`.
fn score(bits: u32, own: u32) -> u32 {
    let (bits, own) = (u64::from(bits), u64::from(own.max(bits).max(1)));
    (bits * (bits * 2).saturating_sub(own) / own) as u32
}

/// The bits of a class, `weight` of each feature that a profile has.
fn own_bits(features: &[(u32, Tier)], mut weight: impl FnMut(u32) -> Option<u32>) -> u32 {
    let last = last(features);
    let mut own = 0u32;
    for (feature, tier) in features {
        let bits = match weight(*feature) {
            Some(weight) => weight,
            None if (*tier, *feature) <= last => foreign(*tier),
            None => 0,
        };
        own = own.saturating_add(settled(*tier, bits));
    }
    own
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
    votes: Votes<'t>,
    /// By profile.
    pairs: BTreeMap<u32, Vec<Pair>>,
}

impl<'t> Matches<'t> {
    fn new(table: Table<'t>) -> Self {
        Self {
            table,
            votes: Votes::new(table),
            pairs: BTreeMap::new(),
        }
    }

    /// Keeps the profiled classes that explain most of `class`, which has `own` bits and the features that were asked for.
    fn count(&mut self, class: ClassId, own: u32, may_be: impl Fn(&str, &str) -> bool) {
        let (table, pairs) = (self.table, &mut self.pairs);
        // What explains less than half of a class scores nothing.
        self.votes
            .count(MIN_CLASS_BITS.max(own / 2), |profiled, bits| {
                let score = score(bits, own);
                if score == 0 {
                    return;
                }
                let row = table.class(profiled);
                if may_be(table.profile(row.profile).0, row.name) {
                    pairs.entry(row.profile).or_default().push(Pair {
                        score: Reverse(score),
                        class: class.0,
                        profiled,
                        bits,
                    });
                }
            });
    }
}

/// Lets profiles claim classes until none is left that explains enough.
fn claim<'t>(mut references: References<'_, '_>, tables: &[Matches<'t>]) -> Vec<Library<'t>> {
    let mut taken: FxHashSet<u32> = FxHashSet::default();
    // What each profile claims of what is left; it changes only when one of its classes is taken.
    let mut claims: BTreeMap<(usize, u32), Claim> = BTreeMap::new();
    let mut done: BTreeSet<(usize, u32)> = BTreeSet::new();
    let mut found: Vec<Library<'t>> = Vec::new();
    loop {
        let mut best: BTreeMap<&'t str, Vec<Explained>> = BTreeMap::new();
        let profiles = tables.iter().enumerate();
        for ((number, matches), (profile, pairs)) in
            profiles.flat_map(|one| one.1.pairs.iter().map(move |pairs| (one, pairs)))
        {
            let (sdk, _, all) = matches.table.profile(*profile);
            if done.contains(&(number, *profile)) {
                continue;
            }
            let all = u64::from(all.max(1));
            let claim = claims.entry((number, *profile)).or_insert_with(|| {
                let free = assign(pairs, |pair| !taken.contains(&pair.class));
                let mut most = Sums::default();
                for pair in &free {
                    most.add(pair.score.0, u64::from(pair.bits));
                }
                // Most profiles end here, without a look at what refers to what.
                if most.pairs >= MIN_LIBRARY_CLASSES && most.are_enough(all) {
                    let others = tables.iter().enumerate();
                    let later = others.filter(|(at, _)| *at != number);
                    let lent = |class| later.clone().any(|(_, one)| one.table.lends(class));
                    let pairs = references.together(pairs, free, matches.table, &taken);
                    references.settle(pairs, matches.table, lent)
                } else {
                    Claim::default()
                }
            });
            if claim.is_enough(all) {
                best.entry(sdk).or_default().push(Explained {
                    rank: Reverse(claim.all.score),
                    share: Reverse((claim.all.bits * 100 / all).min(100) as u32),
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
        let Some(table) = tables.get(one.profile.0).map(|matches| matches.table) else {
            break;
        };
        let (_, version, _) = table.profile(one.profile.1);
        let same = |other: &&Explained| (other.rank, other.share) == (one.rank, one.share);
        let told = |other: &Explained| {
            let matches = tables.get(other.profile.0)?;
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

    /// Of the best pairs `free` among `pairs` those of packages that were moved as a whole: an obfuscator takes all classes of
    /// one package to one other, but those that keep their names.
    fn together(
        &self,
        pairs: &[Pair],
        free: Vec<Pair>,
        table: Table<'_>,
        taken: &FxHashSet<u32>,
    ) -> Vec<Pair> {
        let name = |pair: &Pair| {
            let ty = self.program.class_type(ClassId(pair.class));
            self.program.descriptor_bytes(ty)
        };
        let renamed = free.iter().filter_map(|pair| {
            let original = table.class(pair.profiled).name;
            let packages = (package(original), folder(name(pair)));
            (!is_kept(name(pair), original)).then_some((packages, pair.score.0))
        });
        let moved = moved_to(renamed);
        assign(pairs, |pair| {
            let original = table.class(pair.profiled).name;
            let to = moved.get(package(original));
            !taken.contains(&pair.class)
                && (to == Some(&folder(name(pair))) || is_kept(name(pair), original))
        })
    }

    /// The pairs that count, and what they count. A class that kept its name needs none beside it.
    /// `lent` tells further classes that the library has from others.
    fn settle(&mut self, pairs: Vec<Pair>, table: Table<'_>, lent: impl Fn(u32) -> bool) -> Claim {
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
            let ty = self.program.class_type(ClassId(pair.class));
            let profiled = table.class(pair.profiled);
            let is_kept = || is_kept(self.program.descriptor_bytes(ty), profiled.name);
            let counts = if beside.contains(&pair.class) || is_kept() {
                score
            } else {
                score.saturating_sub(self.chance)
            };
            if counts > 0 {
                let bits = u64::from(pair.bits) * u64::from(counts) / u64::from(score);
                claim.all.add(counts, bits);
                if !profiled.borrowed && !lent(pair.profiled) {
                    claim.own.add(counts, bits);
                }
                claim.pairs.push(pair);
            }
        }
        claim
    }
}

/// By package of a library, where most of it is: the sum of what its classes score there.
fn moved_to<'a>(
    pairs: impl Iterator<Item = ((&'a str, &'a [u8]), u32)>,
) -> BTreeMap<&'a str, &'a [u8]> {
    let mut sums: BTreeMap<(&str, &[u8]), u64> = BTreeMap::new();
    for (packages, score) in pairs {
        *sums.entry(packages).or_default() += u64::from(score);
    }
    let mut best: BTreeMap<&str, (u64, &[u8])> = BTreeMap::new();
    for ((from, to), sum) in sums {
        let known = best.entry(from).or_insert((sum, to));
        if sum > known.0 {
            *known = (sum, to);
        }
    }
    best.into_iter().map(|(from, (_, to))| (from, to)).collect()
}

/// The package of a dotted class.
fn package(class: &str) -> &str {
    class.rsplit_once('.').map_or("", |(package, _)| package)
}

/// The package in a descriptor.
fn folder(descriptor: &[u8]) -> &[u8] {
    let end = memchr::memrchr(b'/', descriptor).unwrap_or(0);
    descriptor.get(..end).unwrap_or_default()
}

/// Whether a descriptor is that of a dotted class.
fn is_kept(descriptor: &[u8], class: &str) -> bool {
    let dotted = |b: &u8| if *b == b'/' { b'.' } else { *b };
    let name = descriptor
        .strip_prefix(b"L")
        .and_then(|name| name.strip_suffix(b";"));
    name.is_some_and(|name| name.len() == class.len() && name.iter().map(dotted).eq(class.bytes()))
}

/// The best of the wanted pairs in which every class of either side stands once.
fn assign(pairs: &[Pair], wanted: impl Fn(&Pair) -> bool) -> Vec<Pair> {
    let (mut classes, mut profiled) = (FxHashSet::default(), FxHashSet::default());
    let mut own = Vec::new();
    for pair in pairs {
        let free = !classes.contains(&pair.class) && wanted(pair);
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

    #[test]
    fn a_package_is_where_most_of_it_was_moved() {
        let pairs: [((&str, &[u8]), u32); 4] = [
            (("x.net", b"a/b"), 30),
            (("x.net", b"a/c"), 40),
            (("x.net", b"a/b"), 20),
            (("x", b""), 5),
        ];
        let moved = moved_to(pairs.into_iter());
        assert_eq!(moved, BTreeMap::from([("x", &b""[..]), ("x.net", b"a/b")]));
        assert_eq!((package("x.net.A$B"), package("A")), ("x.net", ""));
        assert_eq!(folder(b"La/b/C;"), b"La/b");
        assert!(is_kept(b"Lx/net/A$B;", "x.net.A$B"));
        assert!(!is_kept(b"Lx/net/A$C;", "x.net.A$B") && !is_kept(b"Lx/A;", "x.net.A"));
    }
}
