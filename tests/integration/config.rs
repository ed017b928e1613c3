//! `consentry.toml` and `consentry init` through the built program, and the schema against the reader.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use consentry::config::Config;
use consentry::knowledge::Source;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn demo() -> PathBuf {
    root().join("testdata/apps/demo/app.apk")
}

/// The program in `folder`.
fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_consentry"))
        .current_dir(folder)
        .env("LANG", "en_US.UTF-8")
        .env_remove("LC_ALL")
        .env("SOURCE_DATE_EPOCH", "1798761599")
        .args(args)
        .output()
        .unwrap()
}

fn scan(folder: &Path, args: &[&str]) -> (i32, Value, String) {
    let demo = demo();
    let mut all = vec!["scan", demo.to_str().unwrap(), "--format", "json"];
    all.extend(args);
    let output = run(folder, &all);
    (
        output.status.code().unwrap(),
        serde_json::from_slice(&output.stdout).unwrap_or_default(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn with(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("consentry.toml"), text).unwrap();
    folder
}

#[test]
fn a_suppression_lets_a_finding_pass_until_it_expires() {
    let bare = tempfile::tempdir().unwrap();
    assert_eq!(scan(bare.path(), &[]).0, 1);
    let text = |expires: &str| {
        format!(
            "select = [\"consent-default-checked\"]\n[[suppress]]\ncheck = \"consent-default-checked\"\n\
             reason = \"a test\"\n{expires}\n"
        )
    };
    let (code, report, told) = scan(with(&text("")).path(), &[]);
    assert_eq!((code, told.as_str()), (0, ""));
    assert_eq!(report["summary"]["suppressed"], 1);
    // The last day still counts.
    assert_eq!(scan(with(&text("expires = 2026-12-31")).path(), &[]).0, 0);
    let (code, report, told) = scan(with(&text("expires = 2026-12-30")).path(), &[]);
    assert_eq!((code, &report["summary"]["suppressed"]), (1, &0.into()));
    insta::assert_snapshot!(told, @r##"
warning: consentry.toml:2: the suppression of `consent-default-checked` expired on 2026-12-30 and counts no more
failed (exit status 1): 1 new finding reaches --fail-on high
"##);
}

#[test]
fn an_unused_suppression_is_told_but_not_for_a_check_that_did_not_run() {
    let never = ["--fail-on", "never"];
    let folder = with(
        "\n[[suppress]]\ncheck = \"permission-unused\"\nsubject = \"*.CAMERA\"\nreason = \"a test\"\n",
    );
    let (_, report, told) = scan(folder.path(), &never);
    assert_eq!(report["summary"]["suppressed"], 0);
    insta::assert_snapshot!(told, @"warning: consentry.toml:2: the suppression of `permission-unused` matches no finding");
    assert_eq!(
        scan(
            folder.path(),
            &["--ignore", "permission-unused", "--fail-on", "never"]
        )
        .2,
        ""
    );
    // Subject and owner are patterns.
    let folder = with(
        "[[suppress]]\ncheck = \"permission-unused\"\nsubject = \"*.READ_*\"\nowner = \"a*\"\nreason = \"a test\"\n",
    );
    assert_eq!(scan(folder.path(), &[]).1["summary"]["suppressed"], 1);
}

#[test]
fn the_command_line_goes_before_the_file_and_the_nearest_file_counts() {
    let folder = with("fail-on = \"never\"\nlang = \"zh\"\nselect = [\"target-sdk-low\"]\n");
    let below = folder.path().join("a/b");
    std::fs::create_dir_all(&below).unwrap();
    let (code, report, _) = scan(&below, &[]);
    assert_eq!(code, 0);
    assert_eq!(
        report["artifacts"][0]["findings"][0]["title"],
        "目标系统版本过低"
    );
    let (code, report, _) = scan(&below, &["--fail-on", "low", "--lang", "en"]);
    assert_eq!(code, 1);
    assert_eq!(
        report["artifacts"][0]["findings"][0]["title"],
        "Target SDK is too low"
    );
    let other = with("select = [\"policy-missing\"]\n");
    let other = other.path().join("consentry.toml");
    let (_, report, _) = scan(&below, &["--config", other.to_str().unwrap()]);
    assert_eq!(report["artifacts"][0]["findings"], Value::Array(Vec::new()));
}

#[test]
fn a_wrong_file_is_a_wrong_call() {
    let (code, _, told) = scan(with("fail-on = \"medium\"\nignored = []\n").path(), &[]);
    assert_eq!(code, 2);
    assert!(
        told.starts_with("error: consentry.toml:2:1: unknown field `ignored`"),
        "{told}"
    );
    assert!(told.ends_with("hint: did you mean `ignore`?\n"), "{told}");
    let bare = tempfile::tempdir().unwrap();
    assert_eq!(scan(bare.path(), &["--config", "missing.toml"]).0, 2);
}

#[test]
fn init_writes_files_that_work_and_overwrites_none() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["init"]);
    assert_eq!(output.status.code(), Some(0));
    let file = folder.path().join("consentry.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(scan(folder.path(), &[]).0, 1, "the file is read");
    // What is commented out works as well.
    let whole: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") || rest.starts_with('[') => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    assert_eq!(
        Config::parse(&source(&whole)).unwrap().suppress.len(),
        1,
        "{whole}"
    );

    std::fs::remove_file(&file).unwrap();
    let output = run(folder.path(), &["init"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("consentry.yml is there already")
    );
    assert!(!file.exists(), "neither is written");
}

fn source(text: &str) -> Source {
    Source {
        path: "consentry.toml".to_owned(),
        text: text.to_owned(),
    }
}

#[test]
fn schema_documentation_and_reader_agree() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap();
    let schema: Value = serde_json::from_str(&read("docs/config.schema.json")).unwrap();
    let page = read("docs/config.md");
    let example = page
        .split("```toml\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    Config::parse(&source(example)).unwrap();
    let table: toml::Table = toml::from_str(example).unwrap();
    // The example has every key that the schema has, and no other.
    let keys = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    let known = |table: &toml::Table| {
        let mut keys: Vec<_> = table.keys().cloned().collect();
        keys.sort();
        keys
    };
    assert_eq!(known(&table), keys(&schema["properties"]));
    let suppress = table["suppress"][0].as_table().unwrap();
    let of_suppress = &schema["properties"]["suppress"]["items"]["properties"];
    assert_eq!(known(suppress), keys(of_suppress));
    // And so has the reader: it names them all when it meets one that it does not know.
    let error = Config::parse(&source("zzz = 1")).unwrap_err();
    for key in keys(&schema["properties"]) {
        assert!(
            error.message.contains(&format!("`{key}`")),
            "{}",
            error.message
        );
    }
    let expected = error.message.matches('`').count() / 2 - 1;
    assert_eq!(
        expected,
        keys(&schema["properties"]).len(),
        "{}",
        error.message
    );
}

#[test]
fn the_policy_and_the_kind_of_app_may_stand_in_the_file() {
    let folder = with("policy = \"docs/privacy.html\"\ncategory = \"news\"\n");
    let below = folder.path().join("docs");
    std::fs::create_dir(&below).unwrap();
    std::fs::copy(
        root().join("testdata/policies/good-news.html"),
        below.join("privacy.html"),
    )
    .unwrap();
    let (_, report, told) = scan(&below, &[]);
    let files = report["artifacts"][0]["policies"].as_array().unwrap();
    let file = files.iter().find(|policy| policy["kind"] == "file");
    assert_eq!(file.unwrap()["text"], "read", "{told}");
    let beyond = report["artifacts"][0]["findings"].as_array().unwrap();
    let beyond = beyond
        .iter()
        .find(|finding| finding["check"] == "permission-beyond-category");
    let message = beyond.unwrap()["message"].as_str().unwrap();
    assert!(message.starts_with("An app for news"), "{message}");
}
