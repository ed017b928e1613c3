//! The house rules that a compiler does not hold (ARCHITECTURE.md, "Invariants").

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use consentry::knowledge::Knowledge;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Files below `folder` with one of these extensions, by path from the project's root.
fn files(folder: &str, extensions: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = vec![root().join(folder)];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let extension = path
                .extension()
                .and_then(|extension| extension.to_str())
                .unwrap_or_default();
            if path.is_dir() {
                waiting.push(path);
            } else if extensions.contains(&extension) {
                let name = path.strip_prefix(root()).unwrap().display().to_string();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<(String, String)> {
    files("src", &["rs"])
}

fn help(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_consentry"))
        .args(args)
        .arg("--help")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn files_stay_short() {
    let long: Vec<_> = sources()
        .into_iter()
        .chain(files("tests", &["rs"]))
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > 600)
        .collect();
    assert!(long.is_empty(), "more than 600 lines: {long:?}");
}

#[test]
fn unsafe_stands_in_the_memory_map_only() {
    for (path, text) in sources() {
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let found = code
            .filter(|line| line.contains("unsafe ") || line.contains("allow(unsafe_code)"))
            .count();
        assert_eq!(found > 0, path == "src/input/map.rs", "{path}");
    }
}

#[test]
fn every_file_tells_what_lives_in_it() {
    for (path, text) in sources() {
        if path.ends_with("tests.rs") {
            continue;
        }
        assert!(
            text.starts_with("//!"),
            "{path} does not begin with what it is"
        );
    }
}

#[test]
fn nothing_of_a_machine_is_named() {
    // Put together here, so that this file passes its own test.
    let paths = [
        ["/wo", "rk/"].concat(),
        ["/ro", "ot/"].concat(),
        ["../sha", "red"].concat(),
        ["to", "do!("].concat(),
    ];
    let mut texts = sources();
    for folder in ["tests", "checks", "tools", "docs", "benches"] {
        texts.extend(files(folder, &["rs", "toml", "py", "md", "json", "tsv"]));
    }
    for name in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "Cargo.toml",
        ".ci/run",
    ] {
        texts.push((name.to_owned(), read(name)));
    }
    for (path, text) in texts {
        // The members of a library of androidx begin like that.
        let text = text.replace(&["androidx/wo", "rk/"].concat(), "");
        for word in &paths {
            assert!(!text.contains(word.as_str()), "{path} names {word}");
        }
    }
}

#[test]
fn the_readme_and_the_help_agree() {
    let readme = read("README.md");
    let all = help(&[]);
    let scan = help(&["scan"]);
    // Indented lines are what a reader types.
    let typed = readme
        .lines()
        .filter_map(|line| line.strip_prefix("    consentry "));
    for line in typed {
        let command = line.split(' ').next().unwrap();
        assert!(
            all.contains(&format!("  {command} ")),
            "the help has no command `{command}`"
        );
        for option in line.split(' ').filter(|word| word.starts_with("--")) {
            assert!(
                scan.contains(option),
                "the help of scan has no option `{option}`"
            );
        }
    }
    assert!(readme.contains("cargo run --release -- scan testdata/apps/demo/app.apk"));
    assert!(root().join("testdata/apps/demo/app.apk").exists());
    assert!(readme.contains("cargo test") && read(".ci/run").contains("cargo test"));
}

#[test]
fn every_check_is_in_the_changelog_and_can_be_explained() {
    let knowledge = consentry::knowledge::Knowledge::builtin();
    let changelog = read("CHANGELOG.md");
    assert!(changelog.contains("## [Unreleased]") || changelog.contains("## [0."));
    for check in &knowledge.checks {
        assert!(
            changelog.contains(&format!("`{}`", check.id)),
            "CHANGELOG.md does not name {}",
            check.id
        );
        let texts = [
            &check.title,
            &check.what,
            &check.why,
            &check.evidence,
            &check.assumes,
            &check.example,
        ];
        for text in texts {
            assert!(
                !text.zh.is_empty() && !text.en.is_empty(),
                "{} lacks a text",
                check.id
            );
        }
        assert!(
            !check.regulations.is_empty() || check.group == "trust",
            "{} names no clause",
            check.id
        );
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest: toml::Table = toml::from_str(&read("Cargo.toml")).unwrap();
    let table = read("ARCHITECTURE.md");
    for section in ["dependencies", "build-dependencies", "dev-dependencies"] {
        for name in manifest[section].as_table().unwrap().keys() {
            assert!(
                table.contains(&format!("`{name}`")),
                "ARCHITECTURE.md does not tell what {name} is for"
            );
        }
    }
}

/// The checks that expectations below `testdata` name under one of these keys.
fn named_by_fixtures(keys: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, text) in files("testdata", &["toml"]) {
        if !path.ends_with("/expect.toml") {
            continue;
        }
        let expected: toml::Table =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        for key in keys {
            for one in expected
                .get(*key)
                .and_then(toml::Value::as_array)
                .into_iter()
                .flatten()
            {
                let check = one.get("check").unwrap_or(one).as_str();
                found.extend(check.map(str::to_owned));
            }
        }
    }
    found
}

#[test]
fn every_check_has_a_fixture_that_fires_and_a_near_miss() {
    let fires = named_by_fixtures(&["expect", "finding", "finds"]);
    let near = named_by_fixtures(&["forbid", "no_finding", "finds_not"]);
    let mut wanting = Vec::new();
    for check in Knowledge::builtin().checks {
        if !fires.contains(&check.id) {
            wanting.push(format!("{}: no fixture fires", check.id));
        }
        if !near.contains(&check.id) {
            wanting.push(format!("{}: no near miss", check.id));
        }
    }
    assert!(wanting.is_empty(), "{wanting:#?}");
}
