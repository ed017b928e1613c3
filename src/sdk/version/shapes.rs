//! The version of a profile whose classes are nearly all there under their own names.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::super::moved::has_word;
use super::super::structure::{Maker, Wanted, compare, find};
use super::{Owner, Sdks, Wants, wanted_owner};
use crate::knowledge::structure::{Table, simple_name};
use crate::program::{ClassId, Program};

/// Percent of a profile that must be found for its version to be told of classes that keep their names: between two
/// known versions lie others.
const MIN_SHARE: u64 = 95;

/// Classes of SDKs that are found, as classes of the same SDK's profiles.
struct Named<'s> {
    sdks: &'s Sdks,
    tables: &'s [Table<'s>],
    wanted: BTreeSet<&'s str>,
    program: &'s Program<'s>,
}

impl Wanted for Named<'_> {
    fn looks_at(&self, class: ClassId) -> bool {
        // Renamed classes were held against the profiles already.
        matches!(self.sdks.owner(class.index()), Owner::Sdk(id) if self.wanted.contains(id.as_str()))
            && !self.sdks.is_renamed(&self.program.class_name(class))
    }

    fn could_be(&self, class: &str) -> bool {
        !has_word(simple_name(class)) || self.tables.iter().any(|table| table.has_name(class))
    }

    fn may_be(&self, (class, name): (ClassId, &str), sdk: &str, original: &str) -> bool {
        matches!(self.sdks.owner(class.index()), Owner::Sdk(id) if id == sdk)
            && (name == original || !has_word(simple_name(name)))
    }
}

/// The versions by SDK.
pub(super) fn versions(
    sdks: &Sdks,
    maker: &mut Maker<'_, '_>,
    tables: &[Table<'_>],
    wanted: &Wants,
) -> BTreeMap<String, String> {
    let program = maker.program();
    let mut nameless: BTreeMap<&str, usize> = BTreeMap::new();
    for class in program.classes() {
        if let Some(id) = wanted_owner(sdks, class, wanted)
            && !has_word(simple_name(&program.class_name(class)))
        {
            *nameless.entry(id).or_default() += 1;
        }
    }
    // By SDK: the profiles that are there by their names; and the SDKs of which one may be there under other names.
    let mut best: BTreeMap<&str, Vec<Version<'_>>> = BTreeMap::new();
    let mut open: BTreeSet<&str> = BTreeSet::new();
    for table in tables {
        for profile in 0..table.len() as u32 {
            let (sdk, version, _) = table.profile(profile);
            let Some((id, _)) = wanted.get_key_value(sdk) else {
                continue;
            };
            let nameless = nameless.get(id.as_str()).copied().unwrap_or(0);
            match look(maker, *table, profile, nameless) {
                Look::There(score, share) => {
                    best.entry(id)
                        .or_default()
                        .push((Reverse(score), Reverse(share), version))
                }
                Look::Open => drop(open.insert(id)),
                Look::Other => {}
            }
        }
    }
    open.retain(|id| !best.contains_key(id));
    let named = Named {
        sdks,
        tables,
        wanted: open,
        program,
    };
    let by_shape = find(maker, tables, &named).into_iter();
    let by_shape = by_shape
        .filter(|library| u64::from(library.share) >= MIN_SHARE)
        .filter_map(|library| Some((library.sdk.to_owned(), library.version?.to_owned())));
    let by_name = best.into_iter().filter_map(|(id, mut versions)| {
        versions.sort();
        let (score, share, version) = *versions.first()?;
        // Two versions that explain as much tell neither.
        let rest = versions
            .iter()
            .take_while(|other| (other.0, other.1) == (score, share));
        let sole = !version.is_empty() && rest.map(|other| other.2).all(|one| one == version);
        sole.then(|| (id.to_owned(), version.to_owned()))
    });
    by_name.chain(by_shape).collect()
}

/// Score and share of a profile, and its version: the best comes first.
type Version<'t> = (Reverse<u64>, Reverse<u64>, &'t str);

/// What a package has of a profile.
enum Look {
    /// Nearly all classes under their names: what they count, and their bits in thousandths of the profile's.
    There(u64, u64),
    /// Perhaps, under other names.
    Open,
    /// Another version, or too little.
    Other,
}

/// Compares the classes of a profile with those of the package that have their names, the most telling first, until too much
/// is not there. `nameless` classes of the SDK have names that an obfuscator gave.
fn look(maker: &mut Maker<'_, '_>, table: Table<'_>, profile: u32, nameless: usize) -> Look {
    let program = maker.program();
    let mut rows: Vec<(Reverse<u32>, u32)> = table
        .classes_of(profile)
        .map(|class| (Reverse(table.class(class).bits), class))
        .collect();
    rows.sort_unstable();
    let all: u64 = rows.iter().map(|(bits, _)| u64::from(bits.0)).sum();
    let spare = all - all * MIN_SHARE / 100;
    let mut there = Vec::new();
    let mut gone = Vec::new();
    for (Reverse(bits), profiled) in rows {
        let name = table.class(profiled).name;
        match program.find_class(name) {
            Some(class) => there.push((
                class,
                profiled,
                u64::from(bits),
                has_word(simple_name(name)),
            )),
            None => gone.push(u64::from(bits)),
        }
    }
    // The nameless ones can at most be those that tell most.
    if gone.iter().skip(nameless).sum::<u64>() > spare {
        return Look::Other;
    }
    let (mut lost, mut surely, mut score, mut share) = (gone.iter().sum::<u64>(), 0, 0, 0);
    for (class, profiled, bits, is_named) in there {
        if lost > spare && !is_named {
            continue;
        }
        let (counts, shared) = compare(maker, table, class, profiled);
        let less = bits.saturating_sub(shared.into());
        (score, share) = (score + u64::from(counts), share + u64::from(shared));
        lost += less;
        surely += if is_named { less } else { 0 };
        if surely > spare || (lost > spare && nameless == 0) {
            return Look::Other;
        }
    }
    match lost <= spare && all > 0 {
        true => Look::There(score, share * 1000 / all),
        false => Look::Open,
    }
}
