//! The knowledge under `checks/`: records that a compliance engineer edits without Rust.
//!
//! This module holds the record types and the one loader. It knows nothing of the rest of the crate, because
//! `build.rs` compiles it too: the build parses and validates every file under `checks/` and embeds the result
//! (`Knowledge::builtin`, in `src/builtin.rs`), so that a broken record fails the build with file, line and hint, and a
//! scan does not pay for parsing a thousand files. `--checks DIR` goes through the very same loader at run time.
//!
//! A file's folder says what it holds: `rules/` checks ([`check`]), `apis/` personal-data APIs ([`api`]), `packers/`
//! packers ([`packer`]), `policy/` the words of privacy policies ([`policy`]), `model/` the framework model ([`model`]),
//! `signs/` what shows that an app has something ([`sign`]), `categories/` kinds of apps ([`necessity`]),
//! `hybrids/` cross-platform frameworks ([`hybrid`]),
//! `scenes/` what no scan settles ([`scene`]), `structure/` profiles of libraries ([`structure`]), `regulations.toml` instruments, clauses and labels ([`regulation`]).
//!
//! Record types are stored with postcard, which is not self-describing: no `#[serde(untagged)]`, `flatten` or
//! `skip_serializing_if` in them.

pub mod api;
pub mod bridge;
pub mod check;
pub mod component;
pub mod framework;
pub mod framework_text;
pub mod function;
pub mod hybrid;
pub mod load;
pub mod model;
pub mod necessity;
pub mod needs;
pub mod packer;
pub mod permission;
pub mod policy;
pub mod regulation;
pub mod scene;
mod script;
pub mod sdk;
mod sdk_lint;
pub mod sign;
pub mod structure;
mod table;
pub mod text;
mod validate;

pub use api::{Api, Apis, Constant, ConstantKind, ITEMS};
pub use check::{Case, Check, Matcher, SubjectKind};
pub use framework::Framework;
pub use hybrid::Hybrid;
pub use load::{LoadError, Source};
pub use necessity::{Category, Necessity};
pub use needs::{Need, NeedKind, Needs};
pub use packer::Packer;
pub use permission::{Permission, Permissions, Protection};
pub use regulation::{Citation, Profile, Regulations};
pub use scene::{Scene, SceneKind};
pub use sdk::Sdk;
pub use sign::Sign;
pub use structure::Profile as StructureProfile;
pub use text::{Confidence, Lang, Severity, Text};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// All records, validated, each list sorted by id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Knowledge {
    /// Instruments, clauses, labels.
    pub regulations: Regulations,
    /// Checks by id.
    pub checks: Vec<Check>,
    /// Members that read personal data, by row, and the constants that decide.
    pub apis: Apis,
    /// Permissions by name, their groups and purposes.
    pub permissions: Permissions,
    /// Packers by id.
    pub packers: Vec<Packer>,
    /// SDKs and well-known libraries.
    pub sdks: Vec<Sdk>,
    /// What the framework returns, stores and calls back.
    pub model: model::Model,
    /// Cross-platform frameworks by id.
    pub hybrids: Vec<Hybrid>,
    /// The words of privacy policies.
    pub policy: policy::PolicyWords,
    /// Structural profiles that were loaded at run time; the build's own are an index ([`structure::Table::builtin`]).
    pub profiles: Vec<StructureProfile>,
    /// What no scan settles, in the order of their files.
    pub scenes: Vec<Scene>,
    /// What shows that an app has something.
    pub signs: Vec<Sign>,
    /// Kinds of apps, and what they need.
    pub necessity: Necessity,
}

impl Knowledge {
    /// Parses and validates `sources` on top of `self`. A file's kind is the folder it lies in (the last one of its
    /// path that has a meaning). Returns every error found, not only the first.
    pub fn extend(&mut self, sources: &[Source]) -> Result<(), Vec<LoadError>> {
        let mut errors = Vec::new();
        for source in sources {
            let result = match source.kind() {
                Some("regulations.toml") => self.add_regulations(source),
                Some("rules") => self.add_check(source),
                Some("apis") => self.add_apis(source),
                Some("packers") => self.add_packer(source),
                Some("hybrids") => self.add_hybrid(source),
                Some("model") => self.model.add(source),
                Some("policy") => self.policy.add(source),
                Some("structure") => structure::Profile::read(source)
                    .map(|profile| self.profiles.push(profile))
                    .map_err(|error| vec![error]),
                Some("scenes") => self.add_scenes(source),
                Some("signs") => sign::add(&mut self.signs, source),
                Some("categories") => self.necessity.add(source),
                Some("permissions") => self.permissions.add(source),
                // Taken together below: a catalogue is also checked as a whole.
                Some("sdks") => Ok(()),
                _ => Err(vec![source.error(0, "this folder holds no kind of record").with_hint(
                    "put checks under rules/, SDKs under sdks/, APIs under apis/, packers under packers/, permissions under permissions/, words of policies under policy/, signs under signs/, kinds of apps under categories/",
                )]),
            };
            errors.extend(result.err().unwrap_or_default());
        }
        errors.extend(self.add_sdks(sources));
        self.checks.sort_by(|a, b| a.id.cmp(&b.id));
        self.packers.sort_by(|a, b| a.id.cmp(&b.id));
        self.hybrids.sort_by(|a, b| a.id.cmp(&b.id));
        self.apis
            .members
            .sort_by(|a, b| (a.row, a.member()).cmp(&(b.row, b.member())));
        self.apis
            .constants
            .sort_by(|a, b| (a.kind, &a.value).cmp(&(b.kind, &b.value)));
        // References between files are looked up once everything is there, whatever the order of the files.
        errors.extend(self.dangling(sources));
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    /// The check with this id.
    pub fn check(&self, id: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id)
    }

    /// The sign with this id.
    pub fn sign(&self, id: &str) -> Option<&Sign> {
        self.signs.iter().find(|sign| sign.id == id)
    }

    /// The SDK, or well-known library, with this id.
    pub fn sdk(&self, id: &str) -> Option<&Sdk> {
        self.sdks.iter().find(|sdk| sdk.id == id)
    }

    /// The SDK records among `sources`; one with the id of an older one replaces it.
    fn add_sdks(&mut self, sources: &[Source]) -> Vec<LoadError> {
        let mut errors = Vec::new();
        let mut sdk_paths = BTreeMap::new();
        for source in sources {
            if source.kind() != Some("sdks") {
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
        errors
    }
}
