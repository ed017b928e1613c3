//! Integration tests: one module a theme.

mod dex_oracle;
mod fixtures;
mod input;
mod oracle;
mod program_corpus;
mod report;
mod signing;
