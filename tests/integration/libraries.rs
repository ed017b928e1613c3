//! Libraries: class files must tell what DEX files tell. Every app of `testdata/lab` and `testdata/scenarios` is there as
//! a package (`app.apk`) and, from the same sources, as a library of class files (`testdata/twins`, Java 11: lambdas and
//! concatenations by `invokedynamic`, nest mates). Both are scanned, and must read the same items by the same members on
//! the same chains, with the same findings. `TWINS` set to a part of a name looks at some only.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use consentry::knowledge::Knowledge;
use consentry::knowledge::check::Artifacts;
use serde_json::Value;

use crate::fixtures::{apps, has_twin, scan};

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A chain without what compilers put in: accessors of private members, numbers of lambda classes.
fn chain(one: &Value) -> String {
    let frames = one["chain"].as_array().unwrap().iter();
    let real = frames.filter(|frame| {
        let method = text(&frame["method"]);
        !method.starts_with("access$") && !method.starts_with("$r8$lambda")
    });
    let names = real.map(|frame| {
        let class = text(&frame["class"]);
        let class = class.split("Lambda").next().unwrap_or(class);
        // The Android build tools add the class's name to methods that they make less private.
        let method = text(&frame["method"]).splitn(4, '$').take(3);
        format!("{class}.{}", method.collect::<Vec<_>>().join("$"))
    });
    let mut names: Vec<String> = names.collect();
    // Accessors of private constructors bear their name.
    names.dedup();
    names.join(" > ")
}

/// What an artifact reads. `renamed`: it went through R8, which inlines and merges in its own way for each of the two
/// formats, so that neither names nor chains say anything.
fn reads(artifact: &Value, renamed: bool) -> BTreeSet<String> {
    let all = artifact["personal_data"].as_array().unwrap().iter();
    let of_both = all.filter(|one| one["scenario"] != "public-api");
    of_both
        .map(|one| {
            let what = ["scenario", "item", "api"].map(|key| text(&one[key]));
            let way = format!("{} {}", text(&one["confidence"]), chain(one));
            format!("{} {}", what.join(" "), if renamed { "" } else { &way })
        })
        .collect()
}

fn findings(artifact: &Value, renamed: bool) -> BTreeSet<String> {
    let all = artifact["findings"].as_array().unwrap().iter();
    // What only a library or only an app can have; and a host may call what an app leaves unused, identifiers included.
    let knowledge = Knowledge::builtin();
    let own = |check: &str| {
        check.starts_with("sdk-")
            || ["permission-unused", "collect-persistent-id"].contains(&check)
            || knowledge
                .check(check)
                .is_some_and(|check| check.artifacts != Artifacts::default())
    };
    let common = all.filter(|one| !own(text(&one["check"])));
    common
        .map(|one| {
            let what = format!(
                "{} {} {}",
                text(&one["check"]),
                text(&one["severity"]),
                one["subject"]
            );
            let how = format!("{} {}", text(&one["confidence"]), text(&one["owner"]));
            format!("{what} {}", if renamed { "" } else { &how })
        })
        .collect()
}

fn has_kotlin(folder: &Path) -> bool {
    let mut files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    files.any(|path| match path.is_dir() {
        true => has_kotlin(&path),
        false => path.extension().is_some_and(|end| end == "kt"),
    })
}

#[test]
fn class_files_tell_what_dex_files_tell() {
    let mut twins = Vec::new();
    for set in ["lab", "scenarios"] {
        for name in apps(set, "TWINS") {
            if has_twin(set, &name) {
                twins.push((set, name));
            }
        }
    }
    let packages: Vec<PathBuf> = twins
        .iter()
        .map(|(set, name)| testdata().join(set).join(name).join("app.apk"))
        .collect();
    let libraries: Vec<PathBuf> = twins
        .iter()
        .map(|(set, name)| testdata().join("twins").join(format!("{set}-{name}.aar")))
        .collect();
    let (packages, libraries) = (scan(&packages), scan(&libraries));
    let (mut wrong, mut same) = (Vec::new(), 0);
    for ((set, name), (package, library)) in twins.iter().zip(packages.iter().zip(&libraries)) {
        assert_eq!(library["kind"], "aar");
        assert_eq!(
            library["complete"], true,
            "{set}/{name}: {}",
            library["diagnostics"]
        );
        let folder = testdata().join(set).join(name);
        let options = std::fs::read_to_string(folder.join("build.toml")).unwrap_or_default();
        let kotlin = has_kotlin(&folder.join("src"));
        let renamed = kotlin || options.contains("obfuscate = true");
        for (what, dex, class) in [
            ("reads", reads(package, renamed), reads(library, renamed)),
            (
                "finding",
                findings(package, renamed),
                findings(library, renamed),
            ),
        ] {
            same += dex.intersection(&class).count();
            let missing = dex
                .difference(&class)
                .map(|one| format!("{set}/{name}: not from class files: {what} {one}"));
            let more = class
                .difference(&dex)
                .map(|one| format!("{set}/{name}: from class files only: {what} {one}"));
            wrong.extend(missing.chain(more));
        }
    }
    println!("{} twins, {same} equal reads and findings", twins.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
