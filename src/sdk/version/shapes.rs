//! The version of a profile whose classes are nearly all there under their own names.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::super::moved::has_word;
use super::super::structure::{Maker, Wanted, find};
use super::{Owner, Sdks, Wants, wanted_owner};
use crate::knowledge::structure::{Table, simple_name};
use crate::program::{ClassId, Program};

/// Percent of a profile that must be found for its version to be told of classes that keep their names: between two
/// known versions lie others.
const MIN_SHARE: u32 = 95;

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

pub(super) fn versions(
    sdks: &Sdks,
    maker: &mut Maker<'_, '_>,
    tables: &[Table<'_>],
    wanted: &Wants,
) -> BTreeMap<String, String> {
    let program = maker.program();
    let named = Named {
        sdks,
        tables,
        wanted: reachable(sdks, program, tables, wanted),
        program,
    };
    find(maker, tables, &named)
        .into_iter()
        .filter(|library| library.share >= MIN_SHARE)
        .filter_map(|library| Some((library.sdk.to_owned(), library.version?.to_owned())))
        .collect()
}

/// The SDKs of which enough classes are there to make up [`MIN_SHARE`] of a profile: those that have its names, and others
/// that an obfuscator named.
fn reachable<'s>(
    sdks: &Sdks,
    program: &Program<'_>,
    tables: &[Table<'_>],
    wanted: &'s Wants,
) -> BTreeSet<&'s str> {
    let mut nameless: BTreeMap<&str, usize> = BTreeMap::new();
    for class in program.classes() {
        if let Some(id) = wanted_owner(sdks, class, wanted)
            && !has_word(simple_name(&program.class_name(class)))
        {
            *nameless.entry(id).or_default() += 1;
        }
    }
    let reaches = |table: &Table<'_>, profile: u32, nameless: usize| {
        let classes = table.classes_of(profile).map(|class| table.class(class));
        let (there, gone): (Vec<_>, Vec<_>) =
            classes.partition(|class| program.find_class(class.name).is_some());
        let mut gone: Vec<u32> = gone.iter().map(|class| class.bits).collect();
        gone.sort_unstable_by_key(|bits| Reverse(*bits));
        let sum = |bits: &mut dyn Iterator<Item = u32>| -> u64 { bits.map(u64::from).sum() };
        let there = sum(&mut there.iter().map(|class| class.bits));
        let most = there + sum(&mut gone.iter().copied().take(nameless));
        most * 100 >= u64::from(MIN_SHARE) * (there + sum(&mut gone.iter().copied()))
    };
    let mut told = BTreeSet::new();
    for table in tables {
        for profile in 0..table.len() as u32 {
            let entry = wanted.get_key_value(table.profile(profile).0);
            if let Some((id, _)) = entry
                && !told.contains(id.as_str())
                && reaches(
                    table,
                    profile,
                    nameless.get(id.as_str()).copied().unwrap_or(0),
                )
            {
                told.insert(id.as_str());
            }
        }
    }
    told
}
