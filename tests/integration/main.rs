//! Integration tests: one module a theme.

mod fixtures;
mod input;
mod oracle;
mod report;
mod signing;
