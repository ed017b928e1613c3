//! Little-endian reads that answer `None` past the end.

/// The byte at `at`.
pub(crate) fn u8_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

/// The two bytes at `at`.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let raw = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(raw.try_into().ok()?))
}

/// The four bytes at `at`.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let raw = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(raw.try_into().ok()?))
}

/// The header that every chunk of a compiled resource file starts with (`ResChunk_header`).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk {
    /// Kind of chunk.
    pub(crate) kind: u16,
    /// Offset of the chunk.
    pub(crate) at: usize,
    /// Offset of what follows the header.
    pub(crate) body: usize,
    /// Offset after the chunk, never beyond the enclosing one.
    pub(crate) end: usize,
    /// The chunk claims to reach beyond the enclosing one.
    pub(crate) cut: bool,
}

impl Chunk {
    /// The chunk at `at`; `None` when its header does not fit before `end` or its sizes contradict each other.
    pub(crate) fn read(bytes: &[u8], at: usize, end: usize) -> Option<Self> {
        let kind = u16_at(bytes, at)?;
        let header = usize::from(u16_at(bytes, at.checked_add(2)?)?);
        let size = usize::try_from(u32_at(bytes, at.checked_add(4)?)?).ok()?;
        let end = end.min(bytes.len());
        if header < 8 || size < header || at.checked_add(8)? > end {
            return None;
        }
        let claimed = at.checked_add(size)?;
        let body = at.checked_add(header)?.min(end);
        Some(Self {
            kind,
            at,
            body,
            end: claimed.min(end),
            cut: claimed > end,
        })
    }
}
