//! The scenarios: where each starts, what a person does in it, what comes out.
//!
//! - `entries.rs`: where scenarios start · `work.rs`: what runs once it is ordered · `acts.rs`: what a person may do, what earlier runs left · `pages.rs`: what ends the app
//! - `first.rs`: the first launch · `prompt.rs`, `question.rs`, `refused.rs`: the consent prompt, what it shows, its refusal · `denied.rs`: permissions denied, `past.rs`: what is past by then, `forced.rs`: acts that nobody has a way round ·
//!   `screens.rs`: how far documents lie
//! - `library.rs`, `hold.rs`: libraries, whose host calls them · `outcome.rs`, `plain.rs`: what comes out, `rounds.rs`: each time, `usual.rs`: as long as no host says otherwise · `trace.rs`: what was worked out
//!   on the way

pub(in crate::scenario) mod acts;
pub(in crate::scenario) mod denied;
pub(in crate::scenario) mod entries;
pub(in crate::scenario) mod first;
pub(in crate::scenario) mod forced;
pub(in crate::scenario) mod hold;
pub(in crate::scenario) mod library;
pub(in crate::scenario) mod outcome;
pub(in crate::scenario) mod pages;
pub(in crate::scenario) mod past;
pub(in crate::scenario) mod plain;
pub(in crate::scenario) mod prompt;
pub(in crate::scenario) mod question;
pub(in crate::scenario) mod refused;
pub(in crate::scenario) mod rounds;
pub(in crate::scenario) mod screens;
pub(in crate::scenario) mod trace;
pub(in crate::scenario) mod usual;
pub(in crate::scenario) mod work;
