//! The memory map: the only `unsafe` of the crate.

use std::io;
use std::path::Path;

/// A file whose bytes are mapped, not read: only the pages that are looked at cost memory.
#[derive(Debug)]
pub struct File {
    /// `None` for an empty file, which cannot be mapped.
    map: Option<memmap2::Mmap>,
}

impl File {
    /// Maps the file at `path`. A folder or an unreadable file is an [`io::Error`].
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = std::fs::File::open(path)?;
        let meta = file.metadata()?;
        if meta.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "is a folder"));
        }
        if meta.len() == 0 {
            return Ok(Self { map: None });
        }
        // SAFETY: the map is private and read-only. What remains is that somebody shortens the file while it is being
        // scanned: the process then ends on SIGBUS, as with every tool that maps its input; a release pipeline scans a
        // finished artifact.
        #[allow(unsafe_code)]
        let map = unsafe { memmap2::MmapOptions::new().map_copy_read_only(&file)? };
        Ok(Self { map: Some(map) })
    }

    /// The whole file.
    pub fn bytes(&self) -> &[u8] {
        self.map.as_deref().unwrap_or_default()
    }
}
