//! Libraries known by their shape, when R8 or ProGuard has taken their names.
//!
//! - [`features`]: a class as a set of numbers that survive renaming, repackaging and, for the most part, shrinking and
//!   inlining: string constants, framework members used (alone, and together in one method), framework types made,
//!   and the shapes of members and hierarchy with the app's own types left blank.
//! - [`matching`]: the classes of a package against the profiles of `checks/structure`
//!   ([`crate::knowledge::structure`]): which libraries are there, in which version, and which class is which.
//! - [`profile`]: the profile of a library.

use crate::knowledge::Knowledge;
use crate::knowledge::structure::{Table, encode};

mod features;
mod matching;
mod profile;

pub(crate) use features::Maker;
pub(crate) use matching::{Wanted, compare, find};
pub use profile::profile;

/// The index of the profiles that were loaded at run time; nothing when there is none.
pub(crate) fn index(knowledge: &Knowledge) -> Vec<u8> {
    match knowledge.profiles.as_slice() {
        [] => Vec::new(),
        profiles => encode(profiles, Table::builtin()),
    }
}

/// The build's own profiles and those of [`index`].
pub(crate) fn tables(own: &[u8]) -> Vec<Table<'_>> {
    std::iter::once(Table::builtin())
        .chain(Table::new(own))
        .collect()
}
