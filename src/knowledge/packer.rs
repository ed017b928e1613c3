//! Packers (加固): what shows that an app's code is hidden behind a loader (`checks/packers/<id>.toml`).
//!
//! A packer counts as present when structural facts agree: a mark alone (one library's name) may be a leftover or a
//! harmless library of the same vendor, so the `packed` check also asks whether the manifest's components are missing
//! from the DEX files.

use serde::{Deserialize, Serialize};

use super::Text;

/// One packer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packer {
    /// Stable id, e.g. `qihoo-jiagu`.
    pub id: String,
    /// Product name.
    pub name: Text,
    /// Who makes it.
    pub vendor: Text,
    /// Application (or component factory) classes of its stub, dotted; `*` stands for any characters.
    #[serde(default)]
    pub applications: Vec<String>,
    /// Native libraries, file name only; `*` as above.
    #[serde(default)]
    pub libraries: Vec<String>,
    /// Entries of the package that hold its payload, full entry name; `*` as above (also across `/`).
    #[serde(default)]
    pub entries: Vec<String>,
    /// Classes that its stub defines in the visible DEX, dotted; `*` as above.
    #[serde(default)]
    pub classes: Vec<String>,
    /// Where the facts come from, one line.
    pub source: String,
    /// Whether they were seen on a real package or in a source, rather than remembered.
    pub verified: bool,
}
