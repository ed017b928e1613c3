//! Every budget that a hostile input can run into, in one place.

/// Budgets. A limit that is hit is a [`crate::diagnostic::Diagnostic`] of level error, never a silent cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Entries in one ZIP archive.
    pub entries: usize,
    /// Bytes that one entry may inflate to.
    pub entry_bytes: u64,
    /// Bytes that all entries read from one input may inflate to, together.
    pub total_bytes: u64,
    /// Inflated bytes per compressed byte, the first MiB of an entry apart. Code packs to a third or so; deflate's own end
    /// is at 1032, where a package of 4 MB holds 4 GB of nothing.
    pub ratio: u64,
    /// Containers inside containers (an APKS holding APKs is one level).
    pub nesting: usize,
    /// Bytes of an entry's name.
    pub name_bytes: usize,
    /// Depth of nested XML elements.
    pub xml_depth: usize,
    /// Steps that a chain of resource references may take.
    pub reference_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 200_000,
            entry_bytes: 512 << 20,
            total_bytes: 4 << 30,
            ratio: 250,
            nesting: 3,
            name_bytes: 4096,
            xml_depth: 256,
            reference_depth: 16,
        }
    }
}
