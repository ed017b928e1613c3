//! Integration tests: one module a theme.

mod fixtures;
mod oracle;
mod report;
