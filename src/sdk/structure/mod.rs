//! Libraries known by their shape, when R8 or ProGuard has taken their names.
//!
//! - [`features`]: a class as a set of numbers that survive renaming, repackaging and, for the most part, shrinking and
//!   inlining: string constants, framework members used (alone, and together in one method), framework types made,
//!   and the shapes of members and hierarchy with the app's own types left blank.
//! - [`matching`]: the classes of a package against the profiles of `checks/structure`
//!   ([`crate::knowledge::structure`]): which libraries are there, in which version, and which class is which.
//! - [`profile`]: the profile of a library.

mod features;
mod matching;
mod profile;

pub(crate) use matching::find;
pub use profile::profile;
