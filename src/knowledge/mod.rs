//! The knowledge under `checks/`: records that a compliance engineer edits without Rust.
//!
//! This module holds the record types and the one loader. It knows nothing of the rest of the crate, because
//! `build.rs` compiles it too: the build parses and validates every file under `checks/` and embeds the result
//! ([`Knowledge::builtin`]), so that a broken record fails the build with file, line and hint, and a scan does not pay
//! for parsing a thousand files. `--checks DIR` goes through the very same loader at run time.
//!
//! Record types are stored with postcard, which is not self-describing: no `#[serde(untagged)]`, `flatten` or
//! `skip_serializing_if` in them.

pub mod load;
pub mod sdk;
mod sdk_lint;
pub mod text;

pub use load::{LoadError, Source};
pub use sdk::Sdk;
pub use text::{Confidence, Lang, Severity, Text};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// All records, validated, each list sorted by id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Knowledge {
    /// SDKs and well-known libraries.
    pub sdks: Vec<Sdk>,
}

impl Knowledge {
    /// Parses and validates `sources` (paths relative to the knowledge folder, with `/`) on top of `self`.
    /// A record with the id of an older one replaces it. Returns every error found, not only the first.
    pub fn extend(&mut self, sources: &[Source]) -> Result<(), Vec<LoadError>> {
        let mut errors = Vec::new();
        let mut sdk_paths = BTreeMap::new();
        for source in sources {
            if source.folder() != Some("sdks") {
                continue;
            }
            match Sdk::parse(source) {
                Ok(sdk) => {
                    if sdk_paths.insert(sdk.id.clone(), source).is_some() {
                        errors.push(source.error_at(&sdk.id, format!("two records `{}`", sdk.id)));
                    }
                    self.sdks.retain(|old| old.id != sdk.id);
                    self.sdks.push(sdk);
                }
                Err(more) => errors.extend(more),
            }
        }
        self.sdks.sort_by(|a, b| a.id.cmp(&b.id));
        if !sdk_paths.is_empty() {
            errors.extend(sdk_lint::check_catalogue(
                &self.sdks,
                |id, needle, message| {
                    // A clash with a built-in record is told at the new one, which has a file.
                    match sdk_paths.get(id).or_else(|| sdk_paths.values().next()) {
                        Some(source) => source.error_at(needle, message),
                        None => Source {
                            path: id.to_owned(),
                            text: String::new(),
                        }
                        .error(0, message),
                    }
                },
            ));
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}
