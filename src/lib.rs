//! consentry (合规哨兵): reads a finished Android build and reports where it breaks China's rules for
//! personal information, before a regulator's laboratory does. It never runs the app.
//!
//! Data flows one way; `ARCHITECTURE.md` states the invariants:
//!
//! ```text
//! input ──► package ──► program ──► checks ──► report
//!              └──► sdk ◄──┘  policy ──┘
//! ```

mod builtin;
pub mod checks;
pub mod cli;
pub mod config;
pub mod dex;
pub mod diagnostic;
pub mod hybrid;
pub mod input;
pub mod jvm;
pub mod knowledge;
pub mod limits;
pub mod package;
pub mod policy;
pub mod program;
pub mod report;
pub mod scan;
pub mod scenario;
pub mod sdk;
