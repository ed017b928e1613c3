//! Where a class stands in the repository: the formats that place results at source files ask here.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Files and folders looked at below the folders of sources.
const ENTRIES: usize = 200_000;
/// Nesting of folders.
const DEPTH: usize = 64;
/// The package stands in the first bytes of a file, behind a licence.
const HEAD: u64 = 16 << 10;

/// The folders of source files, e.g. `app/src/main/java`, as the caller gave them (from the repository's root).
#[derive(Debug, Clone, Default)]
pub struct Sources {
    roots: Vec<PathBuf>,
    /// Every source file by its name, for classes that do not stand in their package's folder.
    files: OnceLock<BTreeMap<String, Vec<PathBuf>>>,
}

impl Sources {
    /// Source files are looked for in `roots`, in that order.
    pub fn new(roots: &[PathBuf]) -> Self {
        Self {
            roots: roots.to_vec(),
            files: OnceLock::new(),
        }
    }

    /// The file of a class: its package's folder and the name that its debug info gives, under the first folder that
    /// has it; else the only file of that name that declares the package (Kotlin may leave folders out). An SDK's class
    /// has none.
    pub(crate) fn find(&self, class: &str, file: &str) -> Option<PathBuf> {
        // The name is the package's word: it may not lead out of the folder.
        if file.is_empty() || file.contains(['/', '\\', '\0']) || file == ".." {
            return None;
        }
        let package = class.rsplit_once('.').map_or("", |(package, _)| package);
        let plain = |part: &str| !part.contains(['/', '\\', '\0']) && part != "..";
        if !package.split('.').all(plain) {
            return None;
        }
        let relative = Path::new(&package.replace('.', "/")).join(file);
        let mut own = self.roots.iter().map(|root| root.join(&relative));
        own.find(|path| path.is_file())
            .or_else(|| self.declared(package, file))
    }

    fn declared(&self, package: &str, file: &str) -> Option<PathBuf> {
        let files = self.files.get_or_init(|| list(&self.roots));
        let mut those = files.get(file)?.iter();
        let mut those = those.by_ref().filter(|path| declares(path, package));
        let first = those.next()?;
        those.next().is_none().then(|| first.clone())
    }
}

/// Whether a source file declares a package.
fn declares(path: &Path, package: &str) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    let text = String::from_utf8_lossy(&head);
    let said = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("package "));
    let said = said.unwrap_or_default().trim().trim_end_matches(';').trim();
    read.is_ok() && said == package
}

/// The source files below `roots`. Links are not followed.
fn list(roots: &[PathBuf]) -> BTreeMap<String, Vec<PathBuf>> {
    let mut files: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    let mut left = ENTRIES;
    let mut folders: Vec<(PathBuf, usize)> = roots.iter().map(|root| (root.clone(), 0)).collect();
    while let Some((folder, depth)) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            left = match left.checked_sub(1) {
                Some(left) => left,
                // In part is worse than not at all: which file is the only one would be chance.
                None => return BTreeMap::new(),
            };
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            let name = entry.file_name().to_string_lossy().into_owned();
            if kind.is_dir() && depth < DEPTH {
                folders.push((entry.path(), depth + 1));
            } else if kind.is_file() && (name.ends_with(".kt") || name.ends_with(".java")) {
                files.entry(name).or_default().push(entry.path());
            }
        }
    }
    files
}
