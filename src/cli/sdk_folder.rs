//! `consentry sdk profile FOLDER`: the profiles of many libraries, and how they compare.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args::SdkProfile;
use super::sdk::{accepts, told};
use super::{Exit, Usage, knowledge, write_stdout};
use crate::knowledge::{Knowledge, StructureProfile};
use crate::limits::Limits;
use crate::package::Package;
use crate::program::{ClassId, Program};
use crate::report::layout::clean;
use crate::{scan, sdk};

/// Files of a folder that can be libraries.
const KINDS: &[&str] = &["aar", "jar", "dex", "apk"];
/// Libraries that are compared, and folders inside each other.
const MAX_LIBRARIES: usize = 2000;
const DEPTH: usize = 16;

/// One library of the folder.
struct Library {
    /// Its path below the folder.
    name: String,
    /// Its SDK and version, when a record owns most of its classes.
    sdk: Option<(String, Option<String>)>,
    classes: Vec<String>,
    features: BTreeSet<u32>,
}

/// Writes the profiles below `--output`, when given, and one line for each library.
pub(super) fn run(args: &SdkProfile) -> Result<Exit, Usage> {
    if args.sdk.is_some() || args.version.is_some() || !args.source.is_empty() {
        return Err(Usage(
            "of a folder SDKs and versions are found, not given: leave out --sdk, --version and --source".to_owned(),
        ));
    }
    let knowledge = knowledge(&args.checks)?;
    let mut paths = Vec::new();
    let cannot = |error: io::Error| Usage(format!("cannot read {}: {error}", args.input.display()));
    collect(&args.input, DEPTH, &mut paths).map_err(cannot)?;
    if paths.len() > MAX_LIBRARIES {
        let message = format!(
            "{} holds more than {MAX_LIBRARIES} libraries",
            args.input.display()
        );
        return Err(Usage(message));
    }
    let mut exit = Exit::Clean;
    let mut all = Vec::new();
    for path in paths {
        let (library, diagnostics) = read(args, &path, &knowledge);
        if told(&path, &diagnostics) {
            exit = Exit::Incomplete;
        }
        all.extend(library);
    }
    if all.is_empty() {
        let message = format!("{} holds no library", args.input.display());
        return Err(Usage(message));
    }
    if let Some(folder) = &args.output {
        write(folder, &all)?;
    }
    let mut lines = String::new();
    for (one, alike) in all.iter().zip(alike(&all)) {
        let (id, version) = match &one.sdk {
            Some((id, version)) => (id.as_str(), version.as_deref()),
            None => ("-", None),
        };
        let alike = alike.and_then(|(other, percent)| {
            let other = all.get(other)?;
            Some(format!("{percent}% {}", other.name))
        });
        let fields = [
            &one.name,
            id,
            version.unwrap_or("-"),
            &one.classes.len().to_string(),
            &one.features.len().to_string(),
            alike.as_deref().unwrap_or("-"),
        ];
        lines.push_str(&fields.map(clean).join("\t"));
        lines.push('\n');
    }
    write_stdout(lines.as_bytes())?;
    Ok(exit)
}

/// Files of a kind that can be a library, in the order of names. Links to folders are not followed.
fn collect(folder: &Path, depth: usize, into: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let kind = path.extension().and_then(|kind| kind.to_str());
        if entry.file_type()?.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, into)?;
            }
        } else if kind.is_some_and(|kind| KINDS.contains(&kind.to_ascii_lowercase().as_str())) {
            into.push(path);
        }
    }
    Ok(())
}

/// The library of a file: of the classes of one SDK, when a record owns most of them, else of all.
fn read(
    args: &SdkProfile,
    path: &Path,
    knowledge: &Knowledge,
) -> (Option<Library>, Vec<crate::diagnostic::Diagnostic>) {
    let look = |package: &Package<'_>, program: &Program<'_>| {
        let sdks = sdk::detect(package, program, knowledge);
        let mut owned: BTreeMap<&sdk::Owner, usize> = BTreeMap::new();
        let accepted = |class: &ClassId| accepts(&args.package, &program.class_name(*class));
        for class in program.classes().filter(accepted) {
            *owned.entry(sdks.owner(class.index())).or_default() += 1;
        }
        let all: usize = owned.values().sum();
        let most = owned.into_iter().max_by_key(|(_, count)| *count);
        let id = match most {
            Some((sdk::Owner::Sdk(id), count)) if count * 2 > all => Some(id),
            _ => None,
        };
        let wanted = |class: &str| {
            accepts(&args.package, class)
                && id.is_none_or(
                    |id| matches!(sdks.owner_of(class), sdk::Owner::Sdk(other) if other == *id),
                )
        };
        let version = id.and_then(|id| sdks.get(id)?.version.clone());
        let classes = sdk::structure::profile(program, wanted);
        (id.map(|id| (id.clone(), version)), classes)
    };
    match scan::with_program(path, &Limits::default(), look) {
        Err(error) => (None, vec![error]),
        Ok(((sdk, classes), diagnostics)) => {
            let read = classes
                .iter()
                .filter_map(|line| StructureProfile::parse_line(line));
            let name = path.strip_prefix(&args.input).unwrap_or(path);
            let library = Library {
                name: name.to_string_lossy().into_owned(),
                sdk,
                features: read.flat_map(|(_, features)| features).collect(),
                classes,
            };
            (
                Some(library).filter(|one| !one.classes.is_empty()),
                diagnostics,
            )
        }
    }
}

/// Writes the profiles of the libraries that a record owns, as `--checks` loads them.
fn write(folder: &Path, all: &[Library]) -> Result<(), Usage> {
    let cannot =
        |path: &Path, error: io::Error| Usage(format!("cannot write {}: {error}", path.display()));
    fs::create_dir_all(folder).map_err(|error| cannot(folder, error))?;
    for one in all {
        let Some((id, version)) = &one.sdk else {
            continue;
        };
        let plain = |text: &str| -> String {
            let kept = |c: char| {
                if c.is_ascii_alphanumeric() || ".-_".contains(c) {
                    c
                } else {
                    '-'
                }
            };
            text.chars().map(kept).collect()
        };
        let version = version.clone().unwrap_or_default();
        let file = format!("{id}@{}-{}.toml", plain(&version), plain(&one.name));
        let profile = StructureProfile {
            sdk: id.clone(),
            version,
            sources: vec![one.name.clone()],
            classes: one.classes.clone(),
        };
        let path = folder.join(file);
        fs::write(&path, profile.to_toml()).map_err(|error| cannot(&path, error))?;
    }
    Ok(())
}

/// For each library the other one that has most of its features, with the percent of them.
fn alike(all: &[Library]) -> Vec<Option<(usize, usize)>> {
    let mut who: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, one) in all.iter().enumerate() {
        for feature in &one.features {
            who.entry(*feature).or_default().push(at);
        }
    }
    let best = |(at, one): (usize, &Library)| {
        let mut shared = vec![0usize; all.len()];
        for other in one
            .features
            .iter()
            .filter_map(|feature| who.get(feature))
            .flatten()
        {
            if let Some(count) = shared.get_mut(*other).filter(|_| *other != at) {
                *count += 1;
            }
        }
        let most = shared
            .into_iter()
            .enumerate()
            .max_by_key(|(other, count)| (*count, usize::MAX - other));
        let percent = |count: usize| count * 100 / one.features.len().max(1);
        most.filter(|(_, count)| *count > 0)
            .map(|(other, count)| (other, percent(count)))
    };
    all.iter().enumerate().map(best).collect()
}
