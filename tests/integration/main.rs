//! Integration tests: one module a theme.

// Helpers outside of test functions may fail as loudly as these.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod behaviour;
mod browser;
mod budgets;
mod bundles;
mod cli;
mod config;
mod dex_oracle;
mod diff;
mod docs;
mod every_format;
mod facts;
mod fixtures;
mod formats;
mod formats_small;
mod gate;
mod house;
mod hybrids;
mod input;
mod javap_oracle;
mod lab;
mod libraries;
mod mutate;
mod online;
mod oracle;
mod policies;
mod policy_checks;
mod policy_labels;
mod program_corpus;
mod report;
mod scenarios;
mod sdks;
mod signing;
mod snapshots;
mod structure;
mod traces;
