//! Integration tests: one module a theme.

mod dex_oracle;
mod fixtures;
mod input;
mod mutate;
mod oracle;
mod program_corpus;
mod report;
mod signing;
