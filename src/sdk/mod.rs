//! Who is inside a package: which SDKs, seen by what, in which version, and who owns each class.
//!
//! - [`index`]: the catalogue ([`crate::knowledge::Sdk`]) turned into look-up tables.
//! - [`owner`]: the owner of a class: the app, an SDK of the catalogue, or an unnamed component by its package root.
//! - [`structure`]: libraries known by the shape of their classes when R8 has taken the names.
//! - [`unlisted`]: what no record names: third parties, and the app's own modules.
//! - [`version`]: versions of SDKs whose records name no place for it.
//! - [`by_name`]: owners of names that only a mapping knows.
//! - [`called`]: what the app starts without holding it.
//! - [`neighbours`]: what belongs to a library that was found by its shape, without having one.
//! - [`moved`]: whether a class's name lets it be a library's class under another name.
//! - [`inventory`]: one pass over names ([`Inputs`]); knows no reader, so that it is fed alike from an app, an
//!   AAR, or a test.
//! - [`surface`]: what a library offers its host.
//!
//! A class, a native library, a manifest component or a meta-data key shows an SDK; an asset or a host in a string
//! only corroborates, unless the record says otherwise ([`crate::knowledge::sdk::EvidenceKind::is_enough`]).

mod by_name;
mod called;
mod index;
pub mod inventory;
mod moved;
mod neighbours;
pub mod owner;
mod read;
pub mod structure;
mod surface;
mod unlisted;
mod version;

pub use by_name::ByName;
pub(crate) use index::matches;
pub use inventory::{Evidence, Found, Inputs, Sdks};
pub use owner::Owner;
pub use read::{detect, detect_by_name};
pub use surface::surface;
pub use unlisted::Unlisted;
