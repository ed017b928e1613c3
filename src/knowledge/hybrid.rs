//! Cross-platform frameworks (`checks/hybrids/<id>.toml`): what shows that an app is made with one, where its code lies, and
//! what the names of personal-data APIs are there.

use serde::{Deserialize, Serialize};

use super::Text;

/// One framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hybrid {
    /// Stable id, e.g. `uni-app`.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Entries of the package that show it, full entry name; `*` stands for any characters, also `/`. One is enough.
    pub marks: Vec<String>,
    /// Entries, as above, that hold the app's own code for it. What kind of code it is its content tells: Hermes bytecode,
    /// IL2CPP metadata, an ELF file (a Dart snapshot), else text.
    #[serde(default)]
    pub code: Vec<String>,
    /// Entries that are archives of such code: ZIP files (`.wgt`) or `.wxapkg`.
    #[serde(default)]
    pub archives: Vec<String>,
    /// Files in those archives that are code.
    #[serde(default)]
    pub inner: Vec<String>,
    /// Names in that code that read personal data.
    #[serde(default, rename = "api")]
    pub apis: Vec<HybridApi>,
    /// Where the facts come from, one line.
    pub source: String,
    /// Whether they were seen in a package or a source, rather than remembered.
    pub verified: bool,
}

/// Names that read one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HybridApi {
    /// Names as a script writes them, `uni.getLocation`, or whole strings, `plugins.flutter.io/geolocator`. In a string table a
    /// name with dots counts as there when each of its parts is.
    pub names: Vec<String>,
    /// What it reads (an id of [`super::ITEMS`]).
    pub item: String,
    /// What an engineer should know.
    #[serde(default)]
    pub note: String,
    /// Plug-in and version that the names were seen in; empty when they are remembered.
    #[serde(default)]
    pub source: String,
}
