//! Which packages of a container or a folder make up the app, and which of them is the base.

use std::io;
use std::path::{Path, PathBuf};

use memchr::memmem;

use super::sniff::{self, is_package};
use super::zip::{Archive, Entry};
use super::{Part, file_name};
use crate::diagnostic::Diagnostic;
use crate::limits::Limits;

/// Folders inside folders that [`find`] goes into.
const FOLDER_DEPTH: usize = 16;

/// The entries of a container to read as one app.
///
/// bundletool writes either `universal.apk`, or `splits/<module>-<master|config>[_<variant>].apk` beside
/// `standalones/*.apk` (each a whole app for old devices). Of variants of one split the first is taken: they hold the same
/// code, packed for another release of Android.
pub(super) fn choose<'e, 'a>(archive: &'e Archive<'a>) -> Vec<&'e Entry<'a>> {
    let packages: Vec<&Entry<'a>> = archive
        .entries()
        .iter()
        .filter(|e| is_package(&e.name) && archive.is_first(e))
        .collect();
    let within = |folder: &str| -> Vec<&'e Entry<'a>> {
        packages
            .iter()
            .copied()
            .filter(|e| e.name.starts_with(folder))
            .collect()
    };
    if let Some(universal) = archive.find("universal.apk") {
        return vec![universal];
    }
    let splits = within("splits/");
    if !splits.is_empty() {
        let names: Vec<&str> = splits.iter().map(|e| &*e.name).collect();
        return splits
            .iter()
            .copied()
            .filter(|e| !is_variant(&e.name, &names))
            .collect();
    }
    let mut standalones = within("standalones/");
    if !standalones.is_empty() {
        let rank = |name: &str| {
            ["arm64", "armeabi", "x86_64", "x86"]
                .iter()
                .position(|abi| name.contains(abi))
        };
        standalones.sort_by_key(|e| (rank(&e.name).unwrap_or(usize::MAX), e.name.clone()));
        standalones.truncate(1);
        return standalones;
    }
    packages
}

/// The archives of an Android library: itself, then those that hold its classes. Others that build tools put beside them
/// (`api.jar`, `lint.jar`) do not reach an app.
pub(super) fn library_parts(
    archive: &Archive<'_>,
    whole: Part,
    bytes: &[u8],
    limits: &Limits,
) -> (Vec<Part>, Vec<Diagnostic>) {
    let mut entries: Vec<&Entry<'_>> = archive
        .entries()
        .iter()
        .filter(|entry| is_library_code(&entry.name) && archive.is_first(entry))
        .collect();
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    let mut parts = vec![whole];
    if limits.nesting == 0 && !entries.is_empty() {
        let text = "the classes inside the library were not read";
        return (parts, vec![Diagnostic::error("zip-nesting-limit", text)]);
    }
    for entry in entries {
        // What cannot be read the archive's anomalies tell.
        if let Some(held) = super::held(archive, entry, bytes) {
            parts.push(Part {
                name: entry.name.to_string(),
                bytes: held,
                depth: 1,
            });
        }
    }
    (parts, archive.anomalies())
}

/// `classes.jar`, `libs/<name>.jar`.
fn is_library_code(name: &str) -> bool {
    let inner = name.strip_prefix("libs/");
    name == "classes.jar" || inner.is_some_and(|rest| rest.ends_with(".jar") && !rest.contains('/'))
}

/// `base-master_2.apk` beside `base-master.apk`. `base-x86_64.apk` is none: variants are few.
fn is_variant(name: &str, all: &[&str]) -> bool {
    let Some((stem, number)) = name
        .get(..name.len() - 4)
        .and_then(|stem| stem.rsplit_once('_'))
    else {
        return false;
    };
    number.parse::<u8>().is_ok_and(|n| n < 32) && all.contains(&format!("{stem}.apk").as_str())
}

/// Whether a package is the base of its app: by the names that installers and stores give, else by its manifest, which
/// names a `split` when it is none.
pub(super) fn looks_like_base(name: &str, bytes: &[u8], limits: &Limits) -> bool {
    let name = name.to_ascii_lowercase();
    if matches!(
        name.as_str(),
        "base.apk" | "base-master.apk" | "universal.apk"
    ) {
        return true;
    }
    if name.starts_with("config.") || name.starts_with("split_") || name.starts_with("base-") {
        return false;
    }
    let Ok(archive) = Archive::open(bytes, limits) else {
        return false;
    };
    let Some(Ok(manifest)) = archive.read_named("AndroidManifest.xml") else {
        return false;
    };
    // The attribute's name in the string pool, in either of the pool's encodings: length, text, end.
    let utf16 = b"\x05\0s\0p\0l\0i\0t\0\0\0";
    let utf8 = b"\x05\x05split\0";
    memmem::find(&manifest, utf16).is_none() && memmem::find(&manifest, utf8).is_none()
}

/// The base before the splits, these by name. Without a base, or with several, the largest candidate leads.
pub(super) fn base_first(mut parts: Vec<(bool, Part)>) -> Vec<Part> {
    let size = |part: &Part| match &part.bytes {
        super::PartBytes::Mapped(_, range) => range.len(),
        super::PartBytes::Owned(bytes) => bytes.len(),
    };
    parts.sort_by(|(_, a), (_, b)| a.name.cmp(&b.name));
    let named = |part: &Part| part.name.eq_ignore_ascii_case("base.apk");
    let lead = (0..parts.len())
        .filter_map(|index| {
            parts
                .get(index)
                .map(|(base, part)| (*base, named(part), size(part), index))
        })
        .max_by_key(|(base, named, size, index)| (*base, *named, *size, usize::MAX - index));
    if let Some((.., index)) = lead {
        let base = parts.remove(index);
        parts.insert(0, base);
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

/// The packages that lie in a folder, by name.
pub(super) fn packages_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() && is_package(&file_name(&path)) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// See [`super::find`].
pub(super) fn find(path: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if path.is_dir() {
        walk(path, FOLDER_DEPTH, &mut found)?;
    } else {
        // An error here and now, not when the file's turn comes.
        std::fs::metadata(path)?;
        found.push(path.to_owned());
    }
    found.sort();
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> io::Result<()> {
    if is_split_app(&packages_in(folder)?) {
        found.push(folder.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() {
            if depth > 0 {
                walk(&path, depth - 1, found)?;
            }
        } else if path.is_file() && is_input(&path) {
            found.push(path);
        }
    }
    Ok(())
}

/// A base and at least one split of it, named as `adb pull`, stores and installers name them.
fn is_split_app(packages: &[PathBuf]) -> bool {
    let names: Vec<String> = packages
        .iter()
        .map(|p| file_name(p).to_ascii_lowercase())
        .collect();
    let base = names
        .iter()
        .any(|n| n == "base.apk" || n == "base-master.apk");
    let split =
        |n: &String| n.starts_with("split_") || n.starts_with("config.") || n.starts_with("base-");
    names.len() > 1 && base && names.iter().any(split)
}

/// Whether a file met in a folder is worth opening: by its first bytes and, since many other files are ZIP archives, its
/// extension.
fn is_input(path: &Path) -> bool {
    const EXTENSIONS: [&str; 10] = [
        "apk", "aab", "apks", "xapk", "apkm", "aar", "jar", "dex", "hap", "ipa",
    ];
    let extension = path
        .extension()
        .map(|e| e.to_string_lossy().to_ascii_lowercase());
    if extension.is_some_and(|e| EXTENSIONS.contains(&e.as_str())) {
        return true;
    }
    let Ok(file) = super::map::File::open(path) else {
        return false;
    };
    let bytes = file.bytes();
    sniff::is_dex(bytes)
        || (sniff::may_be_zip(bytes)
            && Archive::open(bytes, &Limits::default())
                .is_ok_and(|archive| archive.find("AndroidManifest.xml").is_some()))
}
