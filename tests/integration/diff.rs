//! `consentry diff` through the built program: packages against packages and against their reports.

use std::process::{Command, Output};

const DEMO: &str = "testdata/apps/demo/app.apk";
const PLAIN: &str = "testdata/apps/plain/app.apk";
const BROKEN: &str = "testdata/apps/incomplete-broken-dex/app.apk";

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_consentry"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(args)
        .output()
        .unwrap()
}

fn diff(old: &str, new: &str, args: &[&str]) -> (i32, String) {
    let output = run(&[&["diff", old, new, "--lang", "en"], args].concat());
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(said).unwrap(),
    )
}

#[test]
fn what_comes_and_goes_is_told() {
    let (code, json) = diff(PLAIN, DEMO, &["--format", "json"]);
    assert_eq!(code, 1, "a new finding of high severity");
    let forth: serde_json::Value = serde_json::from_str(&json).unwrap();
    let (code, json) = diff(DEMO, PLAIN, &["--format", "json"]);
    assert_eq!(code, 0, "what is gone fails nothing");
    let back: serde_json::Value = serde_json::from_str(&json).unwrap();
    for kind in ["sdks", "permissions", "findings"] {
        assert_eq!(forth[kind]["new"], back[kind]["gone"], "{kind}");
        assert_eq!(forth[kind]["gone"], back[kind]["new"], "{kind}");
        assert!(!forth[kind]["new"].as_array().unwrap().is_empty(), "{kind}");
    }
    let (_, text) = diff(PLAIN, DEMO, &[]);
    assert!(
        text.contains("+ JPush") && text.contains("+ android.permission.READ_CONTACTS"),
        "{text}"
    );
    assert!(
        text.contains("+ [High] Consent box is ticked by default · consent-default-checked"),
        "{text}"
    );
    assert_eq!(diff(PLAIN, DEMO, &["--fail-on", "never"]).0, 0);
    let (_, text) = diff(PLAIN, DEMO, &["--format", "markdown"]);
    assert!(
        text.starts_with("<!-- consentry -->\n") && text.contains("### SDKs (+"),
        "{text}"
    );
}

#[test]
fn a_report_stands_for_its_package_in_either_language() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.json");
    let file = file.to_str().unwrap();
    run(&[
        "scan",
        DEMO,
        "--lang",
        "zh",
        "--output",
        &format!("json={file}"),
        "--quiet",
    ]);
    let (code, text) = diff(file, DEMO, &["--format", "markdown"]);
    assert_eq!(code, 0);
    assert!(text.ends_with("\nno change\n"), "{text}");
    let (_, from_file) = diff(file, PLAIN, &[]);
    let (_, from_package) = diff(DEMO, PLAIN, &[]);
    assert_eq!(from_file, from_package);
}

#[test]
fn what_was_not_seen_whole_is_said_and_does_not_pass() {
    let (code, text) = diff(PLAIN, BROKEN, &["--fail-on", "never"]);
    assert_eq!(code, 3);
    assert!(text.contains("what is gone may still be there"), "{text}");
    assert_eq!(diff("missing.apk", PLAIN, &[]).0, 3);
}

/// One source built twice with other names: without the mappings the names differ, with them nothing does.
#[test]
fn mappings_of_both_sides_make_renamed_classes_no_change() {
    let old = "testdata/lab/fragments-r8b/app.apk";
    let new = "testdata/lab/fragments-r8/app.apk";
    let (old_names, new_names) = (
        "testdata/mappings/fragments-r8b.txt",
        "testdata/mappings/fragments-r8.txt",
    );
    let args = ["--old-mapping", old_names, "--mapping", new_names];
    let (code, json) = diff(old, new, &[&args[..], &["--format", "json"]].concat());
    assert_eq!(code, 0, "{json}");
    let diff_of: serde_json::Value = serde_json::from_str(&json).unwrap();
    for kind in ["findings", "personal_data", "sdks"] {
        for side in ["new", "gone", "changed"] {
            assert_eq!(diff_of[kind][side], serde_json::json!([]), "{kind} {side}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("old.json");
    let report = report.to_str().unwrap();
    run(&["scan", old, "--output", &format!("json={report}")]);
    let (code, said) = diff(report, new, &["--old-mapping", old_names]);
    assert!(
        code == 2 && said.contains("keeps the names") && said.contains("hint:"),
        "{said}"
    );
    let (code, said) = diff(old, new, &["--mapping", "README.md"]);
    assert!(code == 2 && said.contains("no mapping of R8"), "{said}");
}

#[test]
fn one_is_compared_with_one() {
    let (code, text) = diff("testdata/apps", PLAIN, &[]);
    assert_eq!(code, 2);
    assert!(
        text.contains("one is compared with one") && text.contains("hint:"),
        "{text}"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("other.json");
    std::fs::write(&file, "{\"a\": 1}").unwrap();
    assert_eq!(diff(file.to_str().unwrap(), PLAIN, &[]).0, 2);
}
