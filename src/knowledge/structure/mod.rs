//! Structural profiles: what the classes of a library look like when their names are gone.
//!
//! A profile is made by `consentry sdk profile` from an AAR, JAR, DEX or APK and stands in
//! `checks/structure/<id>@<version>.toml`:
//!
//! ```toml
//! sdk = "acme-push"                      # the SDK record it belongs to
//! version = "4.8.1"
//! sources = ["npm:acme-push@1.2.0 libs/acme.jar"]
//! # One line a class: dotted name, a blank, its features (32-bit numbers, little-endian, in base64 without padding).
//! classes = [
//!     "com.acme.push.Acme q83vASNFZ4k",
//! ]
//! ```
//!
//! What a feature is, and how they are matched, stands in `src/sdk/structure`. `build.rs` makes an inverted index of
//! all profiles ([`encode()`]) that is searched in place ([`Table`]); profiles of `--checks` are indexed when they are loaded.
//! What one library has from another is marked there ([`borrowed`]).

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};

use super::load::{LoadError, Source};

mod borrowed;
mod encode;
mod table;
mod votes;

pub use encode::encode;
pub(crate) use table::simple_name;
pub use table::{ClassRow, Table};
pub(crate) use votes::Votes;

/// Classes that one profile may have.
pub const MAX_CLASSES: usize = 400;
/// Features that one class of a profile may have.
pub const MAX_FEATURES: usize = 64;

/// A library's classes as sets of features.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Id of the SDK record.
    pub sdk: String,
    /// The library's version; empty when it is not known.
    #[serde(default)]
    pub version: String,
    /// Where the library was had from.
    pub sources: Vec<String>,
    /// `<dotted class> <features>`, see the module.
    pub classes: Vec<String>,
}

impl Profile {
    /// The line of a class.
    pub fn line(class: &str, features: &[u32]) -> String {
        let bytes: Vec<u8> = features.iter().flat_map(|f| f.to_le_bytes()).collect();
        format!("{class} {}", STANDARD_NO_PAD.encode(bytes))
    }

    /// Class and features of a line; `None` when it is not one.
    pub fn parse_line(line: &str) -> Option<(&str, Vec<u32>)> {
        let (class, features) = line.split_once(' ')?;
        let bytes = STANDARD_NO_PAD.decode(features).ok()?;
        if class.is_empty() || bytes.is_empty() || bytes.len() % 4 != 0 {
            return None;
        }
        let features = bytes
            .chunks_exact(4)
            .filter_map(|chunk| Some(u32::from_le_bytes(chunk.try_into().ok()?)));
        Some((class, features.collect()))
    }

    /// The profile of a file, with every line read once.
    pub(crate) fn read(source: &Source) -> Result<Self, LoadError> {
        let profile: Self = source.parse()?;
        if profile.sources.is_empty() {
            return Err(source
                .error(0, "`sources` is empty")
                .with_hint("tell where the library was had from"));
        }
        if profile.classes.len() > MAX_CLASSES {
            let message = format!("more than {MAX_CLASSES} classes");
            return Err(source.error_at("classes", message));
        }
        for line in &profile.classes {
            let fits = Self::parse_line(line).is_some_and(|(_, f)| f.len() <= MAX_FEATURES);
            if !fits {
                return Err(source
                    .error_at(line, "this is no class with its features")
                    .with_hint("profiles are made by `consentry sdk profile`"));
            }
        }
        Ok(profile)
    }

    /// The file's text.
    pub fn to_toml(&self) -> String {
        let quoted = |text: &String| toml::Value::String(text.clone()).to_string();
        let list = |items: &[String]| -> String {
            let lines = items.iter().map(|item| format!("    {},\n", quoted(item)));
            format!("[\n{}]", lines.collect::<String>())
        };
        format!(
            "sdk = {}\nversion = {}\nsources = {}\nclasses = {}\n",
            quoted(&self.sdk),
            quoted(&self.version),
            list(&self.sources),
            list(&self.classes),
        )
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) fn profile(
        sdk: &str,
        version: &str,
        classes: &[(&str, &[u32])],
    ) -> Profile {
        Profile {
            sdk: sdk.into(),
            version: version.into(),
            sources: vec!["test".into()],
            classes: classes.iter().map(|(c, f)| Profile::line(c, f)).collect(),
        }
    }

    pub(in super::super) fn sample() -> Vec<Profile> {
        vec![
            profile("b", "2", &[("x.A", &[7, 9]), ("x.B", &[9])]),
            profile("a", "1", &[("y.C", &[9, 11])]),
            profile("b", "1", &[("x.A", &[7])]),
        ]
    }

    #[test]
    fn a_profile_survives_its_file() {
        for one in sample() {
            let source = Source {
                path: "checks/structure/x.toml".into(),
                text: one.to_toml(),
            };
            assert_eq!(Profile::read(&source), Ok(one));
        }
    }

    #[test]
    fn a_broken_line_is_an_error_with_its_place() {
        let text = "sdk = \"a\"\nsources = [\"s\"]\nclasses = [\n    \"x.A q83v\",\n]\n";
        let source = Source {
            path: "x.toml".into(),
            text: text.into(),
        };
        let error = Profile::read(&source).unwrap_err();
        assert_eq!(error.line, 4);
        assert!(error.hint.is_some());
    }
}
