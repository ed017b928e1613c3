//! The framework model at work: its records (`checks/model/`) are scripts, run on abstract values.
//!
//! - `rules.rs`: the records, indexed for calls · `script.rs`: runs a script
//! - `components.rs`, `elsewhere.rs`, `fields.rs`, `intents.rs`, `reflect.rs`, `pure.rs`, `texts.rs`: what its functions do ·
//!   `lists.rs`: collections · `files.rs`, `streams.rs`: own files and folders, what is in them · `tables.rs`, `sql.rs`: own databases · `meta.rs`,
//!   `packaged.rs`: meta-data, resources · `annotated.rs`: annotations that are asked for · `tested.rs`: class objects that are asked about values · `found.rs`: look-ups that surely
//!   succeed · `views.rs`: containers that stand for views of them · `written.rs`: objects
//!   that are written out as texts

mod annotated;
pub(in crate::scenario) mod components;
mod elsewhere;
pub(in crate::scenario) mod fields;
pub(in crate::scenario) mod files;
mod found;
pub(in crate::scenario) mod intents;
mod lists;
pub(in crate::scenario) mod meta;
pub(in crate::scenario) mod packaged;
pub(in crate::scenario) mod pure;
pub(in crate::scenario) mod reflect;
pub(in crate::scenario) mod rules;
pub(in crate::scenario) mod script;
mod sql;
mod streams;
mod tables;
mod tested;
pub(in crate::scenario) mod texts;
pub(crate) mod views;
mod written;
