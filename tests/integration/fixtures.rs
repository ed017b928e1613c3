//! Every app of `testdata/apps` scanned by the program, its findings held against the app's `expect.toml`; and the
//! packages held against their sources, so that a changed source without a rebuild is noticed.
//!
//! All mismatches of all apps are reported at once. Set `FIXTURES` to a part of a name to look at some apps only.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use consentry::report::expect::Expectation;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::formats::official;

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata")
}

/// The sets of apps, each with a `fixtures.lock`; `lab` is judged by its own test.
const SETS: [&str; 4] = ["apps", "lab", "libraries", "scenarios"];

/// The sets whose apps are built as libraries too, in `testdata/twins`.
const TWINS: [&str; 2] = ["lab", "scenarios"];

/// Whether an app is built as a library too: not when it is another build of the same sources.
pub(crate) fn has_twin(set: &str, name: &str) -> bool {
    let options = testdata().join(set).join(name).join("build.toml");
    let options = fs::read_to_string(options).unwrap_or_default();
    TWINS.contains(&set) && !options.contains("same_as")
}

/// Names of the apps of one set that contain what the environment variable `filter` says, sorted.
pub(crate) fn apps(set: &str, filter: &str) -> Vec<String> {
    let wanted = std::env::var(filter).unwrap_or_default();
    let mut names: Vec<String> = fs::read_dir(testdata().join(set))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| name.contains(&wanted))
        .collect();
    names.sort();
    names
}

/// Scans files with English texts and gives their artifacts.
pub(crate) fn scan(paths: &[PathBuf]) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_consentry"))
        .args(["scan", "--format", "json", "--fail-on", "never"])
        .args(["--lang", "en"])
        .args(paths)
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!(
            "the report is no JSON: {error}\n{}",
            String::from_utf8_lossy(&output.stderr)
        )
    });
    official("report.schema.json", &report);
    let artifacts = report["artifacts"].as_array().unwrap().clone();
    assert_eq!(artifacts.len(), paths.len());
    artifacts
}

/// What an app of a set is built to.
fn file_of(set: &str) -> &'static str {
    match set {
        "libraries" => "app.aar",
        _ => "app.apk",
    }
}

#[test]
fn apps_show_what_their_expectations_say() {
    as_expected("apps");
}

#[test]
fn libraries_show_what_their_expectations_say() {
    as_expected("libraries");
}

fn as_expected(set: &str) {
    let names = apps(set, "FIXTURES");
    let folder = testdata().join(set);
    let output = Command::new(env!("CARGO_BIN_EXE_consentry"))
        .args([
            "scan",
            "--format",
            "json",
            "--fail-on",
            "never",
            "--lang",
            "zh",
        ])
        .args(
            names
                .iter()
                .map(|name| folder.join(name).join(file_of(set))),
        )
        .current_dir(testdata())
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!(
            "the report is no JSON: {error}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    });
    official("report.schema.json", &report);
    let artifacts = report["artifacts"].as_array().unwrap();
    assert_eq!(
        artifacts.len(),
        names.len(),
        "one artifact for each package"
    );
    let mut text = String::new();
    let mut failed = 0;
    for (name, artifact) in names.iter().zip(artifacts) {
        let path = folder.join(name).join("expect.toml");
        let source =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let expected: Expectation =
            toml::from_str(&source).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let wrong = expected.mismatches(artifact);
        if !wrong.is_empty() {
            failed += 1;
            writeln!(text, "{name}: {}", expected.about).unwrap();
            for line in wrong {
                writeln!(text, "    {line}").unwrap();
            }
        }
    }
    assert!(
        failed == 0,
        "{failed} of {} apps differ from their expectations:\n{text}",
        names.len()
    );
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        })
}

/// Every file under `folder`, by its path in it with `/` between the parts.
fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let parts: Vec<_> = path
                    .strip_prefix(folder)
                    .unwrap()
                    .iter()
                    .map(|part| part.to_str().unwrap())
                    .collect();
                found.insert(parts.join("/"), path);
            }
        }
    }
    found
}

/// The hash of a fixture's sources, as `tools/build-fixtures.py` makes it: own files, those of the app it is the
/// `same_as`, then those of the libraries its `build.toml` names, each group sorted by name.
fn source_hash(folder: &Path) -> String {
    #[derive(Deserialize)]
    struct Build {
        #[serde(default)]
        libs: Vec<String>,
        same_as: Option<String>,
    }
    let sources = |folder: &Path| {
        let mut own = files(folder);
        own.remove("expect.toml");
        own.remove("app.apk");
        own.remove("app.aar");
        own
    };
    let own = sources(folder);
    let build = own
        .get("build.toml")
        .map(|path| toml::from_str::<Build>(&fs::read_to_string(path).unwrap()).unwrap());
    let mut same = BTreeMap::new();
    let mut shared = BTreeMap::new();
    if let Some(build) = build {
        if let Some(base) = build.same_as {
            for (name, path) in sources(&folder.join(base)) {
                same.insert(format!("same_as/{name}"), path);
            }
        }
        for lib in build.libs {
            for (name, path) in files(&testdata().join("libs").join(&lib)) {
                shared.insert(format!("libs/{lib}/{name}"), path);
            }
        }
    }
    let lines: Vec<String> = own
        .iter()
        .chain(&same)
        .chain(&shared)
        .map(|(name, path)| format!("{}  {name}\n", hex(&fs::read(path).unwrap())))
        .collect();
    hex(lines.concat().as_bytes())
}

#[test]
fn packages_are_built_from_their_sources() {
    let locks: BTreeMap<&str, String> = SETS
        .iter()
        .map(|&set| {
            let path = testdata().join(set).join("fixtures.lock");
            (set, fs::read_to_string(path).unwrap())
        })
        .collect();
    let mut locked: BTreeMap<(&str, &str), (&str, &str)> = BTreeMap::new();
    for (&set, lock) in &locks {
        for line in lock.lines().filter(|line| !line.starts_with('#')) {
            let [name, sources, package] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("fixtures.lock: {line}");
            };
            locked.insert((set, name), (sources, package));
        }
    }
    let mut stale = Vec::new();
    let twins = fs::read_to_string(testdata().join("twins/fixtures.lock")).unwrap();
    for set in SETS {
        for name in apps(set, "FIXTURES") {
            let folder = testdata().join(set).join(&name);
            if has_twin(set, &name) {
                let twin = format!("{set}-{name}.aar");
                let library = fs::read(testdata().join("twins").join(&twin)).unwrap_or_default();
                let line = format!("{twin} {} {}", source_hash(&folder), hex(&library));
                if !twins.lines().any(|known| known == line) {
                    stale.push(twin);
                }
            }
            let package = hex(&fs::read(folder.join(file_of(set))).unwrap_or_default());
            if locked.get(&(set, name.as_str())) != Some(&(&source_hash(&folder), &package)) {
                stale.push(name);
            }
        }
    }
    // The app of testdata/splits has several results; its hash is that of their hashes.
    let splits = testdata().join("splits");
    let mut results: Vec<PathBuf> = files(&splits.join("folder")).into_values().collect();
    results.extend(["app.apkm", "app.apks", "app.xapk"].map(|name| splits.join(name)));
    let hashes: Vec<String> = results
        .iter()
        .map(|path| hex(&fs::read(path).unwrap_or_default()))
        .collect();
    if locked.get(&("apps", "splits"))
        != Some(&(
            &source_hash(&splits.join("app")),
            &hex(hashes.concat().as_bytes()),
        ))
    {
        stale.push("splits".to_owned());
    }
    assert!(
        stale.is_empty(),
        "sources and packages disagree; run tools/build-fixtures.py {}",
        stale.join(" ")
    );
}
