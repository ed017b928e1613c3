//! The knowledge that the build embedded.

use crate::knowledge::Knowledge;

impl Knowledge {
    /// The records under `checks/`, as the build validated them.
    pub fn builtin() -> Self {
        let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.bin"));
        // The same types wrote these bytes in this very build, so they cannot fail to parse; a damaged binary then
        // has no checks at all, which every caller notices, instead of a crash.
        postcard::from_bytes(bytes).unwrap_or_default()
    }
}
