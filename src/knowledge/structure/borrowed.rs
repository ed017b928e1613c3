//! Which classes of a library are another library's.
//!
//! Libraries ship copies of others: a dependency injector the bytecode writer that it needs, two login SDKs the same
//! carrier's code, two parsers what one generator wrote. Such a class tells that a library is there, but not which. It shows
//! the original alone: the library that is in the other for the most part, or far more of it than the other way round; where
//! nothing tells which that is, it shows neither.

use std::collections::{BTreeMap, BTreeSet};

use super::votes::Votes;
use super::{Profile, Table};

/// Percent of the bits of either that two classes share when one is a copy of the other.
const ALIKE: u32 = 60;
/// Bits, in sixteenths, below which a class may be like another by chance.
const MIN_BITS: u32 = 30 * 16;
/// Percent of a library from which on what another one shares with it is its own: it is the one that was copied.
const MOST: u64 = 50;
/// How many times the share of a library may be that of the other side before it counts as the one that was copied.
const TIMES: u64 = 3;

/// The classes of `own` (the table of `profiles`), and those of `others` seen from there, that are another library's.
pub(super) fn borrowed(
    profiles: &[&Profile],
    own: Table<'_>,
    others: Table<'_>,
) -> [BTreeSet<u32>; 2] {
    let tables = [own, others];
    let sdk = |at: usize, profile: u32| tables.get(at).map_or("", |table| table.profile(profile).0);
    let mut votes = tables.map(Votes::new);
    // Table, class and an SDK that has one like it.
    let mut seen: BTreeSet<(usize, u32, &str)> = BTreeSet::new();
    let lines = profiles.iter().flat_map(|profile| &profile.classes);
    let classes = lines.filter_map(|line| Profile::parse_line(line));
    for (number, (_, features)) in (0u32..).zip(classes) {
        let class = own.class(number);
        let home = sdk(0, class.profile);
        if class.bits < MIN_BITS {
            continue;
        }
        for (at, (votes, table)) in votes.iter_mut().zip(tables).enumerate() {
            for feature in &features {
                let _ = votes.ask(*feature);
            }
            votes.count(class.bits * ALIKE / 100, |other, bits| {
                let row = table.class(other);
                let sdk = sdk(at, row.profile);
                if sdk != home && bits * 100 >= row.bits * ALIKE {
                    seen.extend([(0, number, sdk), (at, other, home)]);
                }
            });
        }
    }
    // Bits of each profile that are like classes of an SDK; and of all profiles of an SDK.
    let mut by_profile: BTreeMap<(usize, u32, &str), u64> = BTreeMap::new();
    for (at, class, sdk) in &seen {
        if let Some(row) = tables.get(*at).map(|table| table.class(*class)) {
            *by_profile.entry((*at, row.profile, sdk)).or_default() += u64::from(row.bits);
        }
    }
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for (at, table) in tables.iter().enumerate() {
        for profile in 0..table.len() as u32 {
            *sums.entry(sdk(at, profile)).or_default() += u64::from(table.profile(profile).2);
        }
    }
    // In hundredths of a percent: of all profiles of the one, and the most of any.
    let mut shares: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for ((at, profile, other), bits) in by_profile {
        let all = tables.get(at).map_or(0, |table| table.profile(profile).2);
        let home = sdk(at, profile);
        let sum = sums.get(home).copied().unwrap_or(0);
        let (whole, most) = shares.entry((home, other)).or_default();
        *whole += bits * 10_000 / sum.max(1);
        *most = (*most).max(bits * 10_000 / u64::from(all.max(1)));
    }
    let share = |of: &str, like: &str| shares.get(&(of, like)).copied().unwrap_or_default();
    [0, 1].map(|at| {
        let of_table = seen.iter().filter(|one| one.0 == at);
        let borrowed = of_table.filter(|(_, class, other)| {
            let profile = tables
                .get(at)
                .map_or(0, |table| table.class(*class).profile);
            let home = sdk(at, profile);
            let (part, back) = (share(home, other).0, share(other, home).1);
            part < MOST * 100 && part <= back * TIMES
        });
        let borrowed = borrowed.map(|(_, class, _)| *class).collect();
        let table = tables.get(at).copied().unwrap_or_default();
        whole_packages(table, borrowed)
    })
}

/// The classes and those of the packages that are mostly made of them: not every class of a copy is like the original's.
fn whole_packages(table: Table<'_>, borrowed: BTreeSet<u32>) -> BTreeSet<u32> {
    let package = |class: u32| {
        let row = table.class(class);
        let package = row.name.rsplit_once('.').map_or("", |(package, _)| package);
        ((row.profile, package), row.bits)
    };
    // Bits by profile and package: of borrowed classes, of all.
    let mut sums: BTreeMap<(u32, &str), (u64, u64)> = BTreeMap::new();
    for class in &borrowed {
        let (package, bits) = package(*class);
        sums.entry(package).or_default().0 += u64::from(bits);
    }
    let classes = 0..table.class_count() as u32;
    for class in classes.clone() {
        let (package, bits) = package(class);
        if let Some((_, all)) = sums.get_mut(&package) {
            *all += u64::from(bits);
        }
    }
    let mostly = |class: &u32| {
        let sums = sums.get(&package(*class).0);
        sums.is_some_and(|(part, all)| part * 100 >= all * MOST)
    };
    classes
        .filter(|class| borrowed.contains(class) || mostly(class))
        .collect()
}
