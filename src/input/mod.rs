//! Files in: a path becomes the archives of one app, with their entries by name. Knows nothing of what the entries mean.
//!
//! [`map`] maps files, [`zip`] reads archives, [`sniff`] tells what a file is by its content, [`container`] picks the packages
//! of an APKS, XAPK or APKM and of a folder of split packages, [`bundle`] takes an app bundle apart into its modules.

mod bundle;
mod container;
pub mod map;
mod sniff;
pub mod zip;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};

use self::map::File;
use self::zip::{Archive, Budget, Entry, ZipError};
use crate::diagnostic::Diagnostic;
use crate::limits::Limits;

/// What an input is, told by its content and never by its name (contract: `kind`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An installable package; also a folder of split packages.
    Apk,
    /// An Android App Bundle.
    Aab,
    /// What bundletool builds from an App Bundle, or what SAI exports.
    Apks,
    /// APKPure's container.
    Xapk,
    /// APKMirror's container.
    Apkm,
    /// An Android library.
    Aar,
    /// Java classes.
    Jar,
    /// A bare DEX file.
    Dex,
    /// An iOS package.
    Ipa,
    /// A HarmonyOS package.
    Hap,
    /// None of these.
    Unknown,
}

impl Kind {
    /// The lower-case name of the contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::Apk => "apk",
            Self::Aab => "aab",
            Self::Apks => "apks",
            Self::Xapk => "xapk",
            Self::Apkm => "apkm",
            Self::Aar => "aar",
            Self::Jar => "jar",
            Self::Dex => "dex",
            Self::Ipa => "ipa",
            Self::Hap => "hap",
            Self::Unknown => "unknown",
        }
    }
}

/// Why an input could not be opened at all.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The file or folder could not be read.
    #[error("{path}: {source}")]
    Io {
        /// The path as the caller gave it.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is no archive that can be read, and no DEX file either.
    #[error("{path}: {source}")]
    Zip {
        /// The path as the caller gave it.
        path: PathBuf,
        /// What was wrong.
        source: ZipError,
    },
    /// A folder or container without a single package.
    #[error("{path}: holds no package")]
    Empty {
        /// The path as the caller gave it.
        path: PathBuf,
    },
}

/// One archive of an app: its base, or one of its splits; of a library: itself, or one of the archives with its classes.
#[derive(Debug)]
pub struct Module<'a> {
    /// File name, without folders: `base.apk`, `split_config.zh.apk`, or the input's own name; of an archive inside a
    /// library its entry, `libs/core.jar`.
    pub name: String,
    /// Its entries.
    pub archive: Archive<'a>,
    /// Whether it is a module of an app bundle, where XML and resources are protocol-buffer messages.
    pub bundled: bool,
}

impl<'a> Module<'a> {
    /// A package: the base of an app or one of its splits.
    pub fn package(name: impl Into<String>, archive: Archive<'a>) -> Self {
        Self {
            name: name.into(),
            archive,
            bundled: false,
        }
    }
}

/// One input: a file, or a folder of split packages. Owns the mapped bytes; [`Input::modules`] lends them.
#[derive(Debug)]
pub struct Input {
    path: PathBuf,
    kind: Kind,
    /// The mapped files with their names, in the order of their names.
    files: Vec<(String, File)>,
    parts: Vec<Part>,
    diagnostics: Vec<Diagnostic>,
    limits: Limits,
    budget: Arc<Budget>,
}

/// One package of the input.
#[derive(Debug)]
struct Part {
    name: String,
    bytes: PartBytes,
    depth: usize,
}

#[derive(Debug)]
enum PartBytes {
    /// A stretch of one mapped file: the whole, or a stored package in a container.
    Mapped(usize, Range<usize>),
    /// A package that was deflated in its container.
    Owned(Vec<u8>),
}

impl Input {
    /// Opens a file, or a folder whose packages are the splits of one app, and tells what it is. Of a file only the ends and
    /// the directory are touched; packages deflated inside a container are inflated here.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, InputError> {
        let io = |source| InputError::Io {
            path: path.to_owned(),
            source,
        };
        let mut input = Self {
            path: path.to_owned(),
            kind: Kind::Apk,
            files: Vec::new(),
            parts: Vec::new(),
            diagnostics: Vec::new(),
            limits: limits.clone(),
            budget: Budget::new(limits),
        };
        if path.is_dir() {
            for file in container::packages_in(path).map_err(io)? {
                let map = File::open(&file).map_err(|source| InputError::Io {
                    path: file.clone(),
                    source,
                })?;
                input.files.push((file_name(&file), map));
            }
            input.read_folder()?;
        } else {
            input
                .files
                .push((file_name(path), File::open(path).map_err(io)?));
            input.read_file()?;
        }
        Ok(input)
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The path as given to [`Input::open`].
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes of the file, or of all packages of the folder.
    pub fn size(&self) -> u64 {
        self.files
            .iter()
            .map(|(_, file)| file.bytes().len() as u64)
            .sum()
    }

    /// SHA-256 of the file in lower-case hex. Of a folder: of the lines `<sha256>  <file name>\n` of its packages sorted by
    /// name, that is of what `sha256sum *.apk` prints there.
    pub fn sha256(&self) -> String {
        match self.files.as_slice() {
            [(_, file)] if !self.path.is_dir() => sha256_hex(file.bytes()),
            files => {
                let mut lines = String::new();
                for (name, file) in files {
                    // Writing to a string cannot fail.
                    let _ = writeln!(lines, "{}  {name}", sha256_hex(file.bytes()));
                }
                sha256_hex(lines.as_bytes())
            }
        }
    }

    /// The archives of the app: the base first, then the splits by name. What could not be opened is a diagnostic.
    ///
    /// The base is told by names and by a look into the manifests; the layer that reads manifests may know better.
    pub fn modules(&self) -> (Vec<Module<'_>>, Vec<Diagnostic>) {
        let mut modules = Vec::new();
        let mut diagnostics = self.diagnostics.clone();
        for part in &self.parts {
            let bytes = self.part_bytes(part);
            if self.kind == Kind::Dex {
                let archive = Archive::of_file("classes.dex", bytes, &self.limits);
                modules.push(Module::package(&part.name, archive));
                continue;
            }
            match Archive::open_with(bytes, &self.limits, Arc::clone(&self.budget), part.depth) {
                Ok(archive) if self.kind == Kind::Aab => {
                    modules.extend(bundle::modules(&archive));
                    if modules
                        .first()
                        .is_none_or(|module| module.name != bundle::BASE)
                    {
                        let text = "the app bundle has no base module with a manifest";
                        diagnostics.push(Diagnostic::error("base-missing", text).at(&part.name));
                    }
                    diagnostics.extend(archive.anomalies());
                }
                Ok(archive) => modules.push(Module::package(&part.name, archive)),
                Err(error) => {
                    diagnostics.push(
                        Diagnostic::error("zip-unreadable", error.to_string()).at(&part.name),
                    );
                }
            }
        }
        (modules, diagnostics)
    }

    /// Whether the input holds more than [`Limits::total_bytes`] in all that was read so far. Which entries could not be
    /// read then depends on the order of reading, so nothing that was made of them may be told.
    pub fn is_over_budget(&self) -> bool {
        self.budget.is_over()
    }

    fn part_bytes<'s>(&'s self, part: &'s Part) -> &'s [u8] {
        match &part.bytes {
            PartBytes::Owned(bytes) => bytes,
            PartBytes::Mapped(file, range) => {
                let file = self.files.get(*file).map(|(_, file)| file.bytes());
                file.and_then(|bytes| bytes.get(range.clone()))
                    .unwrap_or_default()
            }
        }
    }

    fn zip_error(&self, source: ZipError) -> InputError {
        InputError::Zip {
            path: self.path.clone(),
            source,
        }
    }

    /// A folder: each package is a module, the base first.
    fn read_folder(&mut self) -> Result<(), InputError> {
        let mut opened = Vec::new();
        for (index, (name, file)) in self.files.iter().enumerate() {
            let bytes = file.bytes();
            let base = container::looks_like_base(name, bytes, &self.limits);
            opened.push((
                base,
                Part {
                    name: name.clone(),
                    bytes: PartBytes::Mapped(index, 0..bytes.len()),
                    depth: 0,
                },
            ));
        }
        self.parts = container::base_first(opened);
        if self.parts.is_empty() {
            return Err(InputError::Empty {
                path: self.path.clone(),
            });
        }
        Ok(())
    }

    /// A file: a package by itself, or a container of packages.
    fn read_file(&mut self) -> Result<(), InputError> {
        let Some((name, file)) = self.files.first() else {
            return Ok(());
        };
        let (name, bytes) = (name.clone(), file.bytes());
        let whole = Part {
            name,
            bytes: PartBytes::Mapped(0, 0..bytes.len()),
            depth: 0,
        };
        if sniff::is_dex(bytes) {
            self.kind = Kind::Dex;
            self.parts = vec![whole];
            // Android installs such a file as the package that it ends with, and up to version 8 ran its beginning.
            let archive = Archive::open(bytes, &self.limits);
            if archive.is_ok_and(|archive| archive.find("AndroidManifest.xml").is_some()) {
                self.kind = Kind::Apk;
                self.diagnostics.push(Diagnostic::error(
                    "dex-before-archive",
                    "the package begins with a DEX file that old Android versions run instead of its code; that file was not analysed",
                ));
            }
            return Ok(());
        }
        let archive = Archive::open_with(bytes, &self.limits, Arc::clone(&self.budget), 0)
            .map_err(|source| self.zip_error(source))?;
        let kind = sniff::kind(&archive);
        if kind == Kind::Aar {
            let (parts, diagnostics) =
                container::library_parts(&archive, whole, bytes, &self.limits);
            self.kind = kind;
            self.parts = parts;
            self.diagnostics = diagnostics;
            return Ok(());
        }
        if !matches!(kind, Kind::Apks | Kind::Xapk | Kind::Apkm) {
            self.kind = kind;
            self.parts = vec![whole];
            return Ok(());
        }
        let mut parts = Vec::new();
        let mut diagnostics = Vec::new();
        if self.limits.nesting == 0 {
            diagnostics.push(Diagnostic::error(
                "zip-nesting-limit",
                "packages inside a container were not read",
            ));
        } else {
            for entry in container::choose(&archive) {
                let name = file_name(Path::new(&*entry.name));
                // What cannot be read the archive's anomalies tell.
                let Some(held) = held(&archive, entry, bytes) else {
                    continue;
                };
                let inner = match &held {
                    PartBytes::Owned(bytes) => bytes.as_slice(),
                    PartBytes::Mapped(_, range) => bytes.get(range.clone()).unwrap_or_default(),
                };
                let base = container::looks_like_base(&name, inner, &self.limits);
                parts.push((
                    base,
                    Part {
                        name,
                        bytes: held,
                        depth: 1,
                    },
                ));
            }
        }
        diagnostics.extend(archive.anomalies());
        if parts.is_empty()
            && diagnostics
                .iter()
                .all(|d| d.level != crate::diagnostic::Level::Error)
        {
            return Err(InputError::Empty {
                path: self.path.clone(),
            });
        }
        self.kind = kind;
        self.parts = container::base_first(parts);
        self.diagnostics = diagnostics;
        Ok(())
    }
}

/// The bytes of a package or archive that lies in a file with these bytes.
fn held(archive: &Archive<'_>, entry: &Entry<'_>, bytes: &[u8]) -> Option<PartBytes> {
    match archive.read(entry).ok()? {
        Cow::Borrowed(inner) => {
            let from = inner.as_ptr() as usize - bytes.as_ptr() as usize;
            Some(PartBytes::Mapped(0, from..from + inner.len()))
        }
        Cow::Owned(inner) => Some(PartBytes::Owned(inner)),
    }
}

/// Inputs under `path`: a file is itself; a folder whose packages are splits of one app is itself; any other folder is
/// searched for packages by content, depth 16, symbolic links to folders not followed. Sorted by path.
pub fn find(path: &Path) -> io::Result<Vec<PathBuf>> {
    container::find(path)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn sha256_hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
