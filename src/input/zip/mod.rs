//! A ZIP reader that takes an archive the way Android does, and gives the right bytes where packers lie.
//!
//! Facts it stands on (AOSP `system/libziparchive`, `androidfw`): only the central directory counts for method, sizes and
//! the place of an entry; the local header's name and extra lengths alone say where the data starts; names are compared as
//! bytes; the encryption bit is not looked at; on devices the CRC is not checked; resources and the manifest are taken as
//! stored, `size` bytes long, under every method but 8. That lenience is what the BadPack family of tamperings lives on.
//! Where Android refuses a file (duplicate names since 5.0, bytes after the end record, a false local name) this reader
//! goes on with what it holds, since some loader of another version or vendor may, and says so.
//!
//! [`record`] holds the fixed records, [`directory`] finds and reads the central directory, [`data`] an entry's data,
//! [`anomaly`] the list of oddities.

mod anomaly;
mod data;
mod directory;
mod record;

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use hashbrown::HashMap;

use self::anomaly::{Anomalies, Anomaly};
use crate::diagnostic::Diagnostic;
use crate::limits::Limits;

/// Why an archive or an entry of it could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ZipError {
    /// No end record with a central directory was found: not a ZIP archive, or one that was cut off.
    #[error("no central directory: not a ZIP archive, or one that was cut off")]
    NotZip,
    /// The entry's data is damaged, cut off, really encrypted, or packed by a method Android does not know.
    #[error("{0}: damaged, cut off, encrypted or packed by an unknown method")]
    Unreadable(String),
    /// Reading would go over a limit of [`Limits`].
    #[error("{name}: over the limit of {limit}")]
    Limit {
        /// Name of the entry.
        name: String,
        /// The limit, in words.
        limit: &'static str,
    },
}

/// One entry as the central directory tells it. Its numbers may lie; [`Archive::read`] does not trust them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The name: borrowed, but for names that are not UTF-8.
    pub name: Cow<'a, str>,
    /// Compression method: 0 stored, 8 deflated.
    pub method: u16,
    /// General purpose flags.
    pub flags: u16,
    /// CRC-32 of the inflated bytes.
    pub crc32: u32,
    /// Bytes in the archive.
    pub compressed_size: u64,
    /// Bytes when inflated.
    pub size: u64,
    /// Where the local header is said to stand, counted from the start of the bytes at hand.
    pub header_offset: u64,
    raw_name: &'a [u8],
    /// The name in the archive; longer than `raw_name` in a part of an archive ([`Archive::part`]).
    local_name: &'a [u8],
    index: u32,
}

impl Entry<'_> {
    /// Whether this is a folder.
    pub fn is_dir(&self) -> bool {
        self.raw_name.ends_with(b"/")
    }

    /// The place of the entry in the directory.
    pub fn index(&self) -> usize {
        self.index as usize
    }
}

/// What all archives of one input may inflate to, together. Shared between threads.
#[derive(Debug)]
pub(crate) struct Budget {
    left: AtomicU64,
    over: AtomicBool,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Self {
            left: AtomicU64::new(limits.total_bytes),
            over: AtomicBool::new(false),
        })
    }

    /// Takes `bytes` out; `false` when so many are not left.
    pub(crate) fn take(&self, bytes: u64) -> bool {
        let taken = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(bytes)
            })
            .is_ok();
        if !taken {
            self.over.store(true, Ordering::Relaxed);
        }
        taken
    }

    /// Whether anything did not fit. Which read it was depends on the order of reading; that one did not, does not.
    pub(crate) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }
}

/// An open archive over bytes in memory (or mapped). `Sync`: entries can be read from many threads.
#[derive(Debug)]
pub struct Archive<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry<'a>>,
    by_name: HashMap<&'a [u8], u32>,
    directory_start: usize,
    depth: usize,
    limits: Limits,
    budget: Arc<Budget>,
    anomalies: Mutex<Anomalies>,
    /// Offsets of everything that looks like a local header, made when the first entry is not where it should be.
    headers: OnceLock<data::Headers>,
    /// Made by [`Archive::of_file`]: the one entry is all the bytes.
    bare: bool,
}

impl<'a> Archive<'a> {
    /// Reads the central directory; no entry is touched.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ZipError> {
        Self::open_with(bytes, limits, Budget::new(limits), 0)
    }

    /// Opens an archive found inside this one (`classes.jar` of an AAR, an APK of an APKS): it shares this one's byte
    /// budget and is refused when it lies deeper than [`Limits::nesting`]. `name` is for the error only.
    pub fn open_nested<'b>(&self, name: &str, bytes: &'b [u8]) -> Result<Archive<'b>, ZipError> {
        if self.depth >= self.limits.nesting {
            return Err(ZipError::Limit {
                name: name.to_owned(),
                limit: "containers inside containers",
            });
        }
        Archive::open_with(
            bytes,
            &self.limits,
            Arc::clone(&self.budget),
            self.depth + 1,
        )
    }

    pub(crate) fn open_with(
        bytes: &'a [u8],
        limits: &Limits,
        budget: Arc<Budget>,
        depth: usize,
    ) -> Result<Self, ZipError> {
        let mut anomalies = Anomalies::default();
        let directory = directory::read(bytes, limits, &mut anomalies).ok_or(ZipError::NotZip)?;
        let mut by_name = HashMap::with_capacity(directory.entries.len());
        for entry in &directory.entries {
            // The first wins, as in every libziparchive that did not refuse the file.
            match by_name.entry(entry.raw_name) {
                hashbrown::hash_map::Entry::Vacant(slot) => {
                    slot.insert(entry.index);
                }
                hashbrown::hash_map::Entry::Occupied(_) => {
                    anomalies.note(Anomaly::Duplicate, Some(entry.index))
                }
            }
        }
        Ok(Self {
            bytes,
            entries: directory.entries,
            by_name,
            directory_start: directory.start,
            depth,
            limits: limits.clone(),
            budget,
            anomalies: Mutex::new(anomalies),
            headers: OnceLock::new(),
            bare: false,
        })
    }

    /// An archive made of one file that is none, so that a bare `classes.dex` goes the way of a package.
    pub(crate) fn of_file(name: &'a str, bytes: &'a [u8], limits: &Limits) -> Self {
        let size = bytes.len() as u64;
        let entry = Entry {
            name: Cow::Borrowed(name),
            method: 0,
            flags: 0,
            crc32: 0,
            compressed_size: size,
            size,
            header_offset: 0,
            raw_name: name.as_bytes(),
            local_name: name.as_bytes(),
            index: 0,
        };
        Self {
            bytes,
            by_name: HashMap::from_iter([(entry.raw_name, 0)]),
            entries: vec![entry],
            directory_start: bytes.len(),
            depth: 0,
            limits: limits.clone(),
            budget: Budget::new(limits),
            anomalies: Mutex::default(),
            headers: OnceLock::new(),
            bare: true,
        }
    }

    /// The entries of which `cut` tells how many bytes of the name's beginning to leave out, under the shorter names, as an
    /// archive of their own: a module of an app bundle reads like the package that it becomes.
    /// Oddities of the directory stay with this archive.
    pub fn part(&self, cut: impl Fn(&str) -> Option<usize>) -> Archive<'a> {
        let mut entries: Vec<Entry<'a>> = Vec::new();
        let mut by_name = HashMap::new();
        for entry in self.entries.iter().filter(|entry| self.is_first(entry)) {
            let Some(bytes) = cut(&entry.name) else {
                continue;
            };
            let (Some(raw_name), Ok(index)) =
                (entry.raw_name.get(bytes..), u32::try_from(entries.len()))
            else {
                continue;
            };
            let name = match &entry.name {
                Cow::Borrowed(name) => name.get(bytes..).map(Cow::Borrowed),
                Cow::Owned(name) => name.get(bytes..).map(|name| Cow::Owned(name.to_owned())),
            };
            let Some(name) = name.filter(|name| !name.is_empty()) else {
                continue;
            };
            by_name.entry(raw_name).or_insert(index);
            entries.push(Entry {
                name,
                raw_name,
                index,
                ..entry.clone()
            });
        }
        Archive {
            bytes: self.bytes,
            entries,
            by_name,
            directory_start: self.directory_start,
            depth: self.depth,
            limits: self.limits.clone(),
            budget: Arc::clone(&self.budget),
            anomalies: Mutex::default(),
            headers: OnceLock::new(),
            bare: self.bare,
        }
    }

    /// All entries, in the order of the central directory; of entries with one name, all.
    pub fn entries(&self) -> &[Entry<'a>] {
        &self.entries
    }

    /// The entry of that name that Android takes.
    pub fn find(&self, name: &str) -> Option<&Entry<'a>> {
        let index = self.by_name.get(name.as_bytes())?;
        self.entries.get(*index as usize)
    }

    /// Whether [`Archive::find`] gives this entry, that is, whether no earlier one has its name.
    pub fn is_first(&self, entry: &Entry<'_>) -> bool {
        self.by_name.get(entry.raw_name) == Some(&entry.index)
    }

    /// The inflated bytes. A stored entry is borrowed. What had to be repaired is told by [`Archive::anomalies`].
    pub fn read(&self, entry: &Entry<'_>) -> Result<Cow<'a, [u8]>, ZipError> {
        if self.bare {
            return Ok(Cow::Borrowed(self.bytes));
        }
        let index = entry.index;
        let mut found = Vec::new();
        let result = data::read(self, entry, &mut found);
        let failed = result.as_ref().err().map(|fault| match fault {
            data::Fault::Unreadable => Anomaly::Unreadable,
            data::Fault::Bytes => Anomaly::BytesLimit,
            data::Fault::Ratio => Anomaly::RatioLimit,
        });
        if !found.is_empty() || failed.is_some() {
            let mut anomalies = self
                .anomalies
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            for kind in found.into_iter().chain(failed) {
                anomalies.note(kind, Some(index));
            }
        }
        let limit = |limit| ZipError::Limit {
            name: entry.name.clone().into_owned(),
            limit,
        };
        result.map_err(|fault| match fault {
            data::Fault::Unreadable => ZipError::Unreadable(entry.name.clone().into_owned()),
            data::Fault::Bytes => limit("inflated bytes"),
            data::Fault::Ratio => limit("inflated bytes per packed byte"),
        })
    }

    /// The entry of that name and its bytes; `None` when there is no such entry.
    pub fn read_named(&self, name: &str) -> Option<Result<Cow<'a, [u8]>, ZipError>> {
        self.find(name).map(|entry| self.read(entry))
    }

    /// What was odd so far, one diagnostic a kind: about the directory at once, about an entry once it was read. In a
    /// fixed order, whatever the order of reading was.
    pub fn anomalies(&self) -> Vec<Diagnostic> {
        let anomalies = self
            .anomalies
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        anomalies.diagnostics(|index| self.entries.get(index as usize).map(|entry| &*entry.name))
    }

    /// The bytes of the whole archive.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Where the central directory starts: the APK Signing Block ends there.
    pub fn directory_start(&self) -> usize {
        self.directory_start
    }
}
