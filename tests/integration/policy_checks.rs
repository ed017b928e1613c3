//! `--policy` and `--category` on fixture apps: what is found with a policy, and that nothing is said without one.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_consentry"))
        .args(["scan", "--format", "json", "--fail-on", "never"])
        .args(args)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata"))
        .output()
        .unwrap()
}

fn artifact(args: &[&str]) -> Value {
    let output = run(args);
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    report["artifacts"][0].clone()
}

fn checks(artifact: &Value) -> Vec<&str> {
    let findings = artifact["findings"].as_array().unwrap();
    findings
        .iter()
        .filter_map(|finding| finding["check"].as_str())
        .collect()
}

#[test]
fn nothing_is_said_of_a_policy_that_was_not_read() {
    let app = artifact(&["apps/rights-none/app.apk"]);
    assert!(app["policy_comparison"].is_null());
    let content = [
        "collect-undisclosed",
        "sdk-undisclosed",
        "permission-undisclosed",
    ];
    for check in checks(&app) {
        let topic = check.starts_with("policy-") && check != "policy-missing";
        assert!(!topic && !content.contains(&check), "{check}");
    }
}

#[test]
fn a_named_policy_is_held_against_the_app() {
    let app = artifact(&[
        "--policy",
        "policies/good-news.html",
        "apps/rights-none/app.apk",
    ]);
    let items = app["policy_comparison"]["items"].as_array().unwrap();
    let id = items
        .iter()
        .find(|item| item["id"] == "android-id")
        .unwrap();
    assert_eq!(
        (&id["declared"], &id["present"]),
        (&"named".into(), &true.into())
    );
    assert!(id["quote"].as_str().unwrap().contains("Android ID"));
    let camera = items.iter().find(|item| item["id"] == "camera").unwrap();
    assert_eq!(camera["present"], false);
    let sdks = app["policy_comparison"]["sdks"].as_array().unwrap();
    assert!(sdks.iter().any(|sdk| sdk["present"] == false));
    let notes = app["diagnostics"].as_array().unwrap();
    assert!(notes.iter().any(|note| note["code"] == "policy-overclaims"));
    let found = checks(&app);
    assert!(!found.contains(&"policy-withdrawal-missing"));
    assert!(!found.contains(&"collect-undisclosed"));
}

#[test]
fn a_thin_policy_lacks_what_it_lacks() {
    let app = artifact(&[
        "--policy",
        "policies/thin-tool.txt",
        "apps/rights-none/app.apk",
    ]);
    let found = checks(&app);
    for wanted in [
        "policy-undated",
        "policy-operator-undisclosed",
        "policy-withdrawal-missing",
        "policy-cancellation-missing",
        "policy-change-notice-missing",
        "policy-minors-missing",
    ] {
        assert!(found.contains(&wanted), "{wanted} in {found:?}");
    }
    // There are no SDKs, and so there need be no list of them.
    assert!(!found.contains(&"policy-sdk-list-missing"));
}

#[test]
fn a_policy_in_english_alone_is_told() {
    let english = artifact(&[
        "--policy",
        "policies/en-thin.txt",
        "apps/rights-none/app.apk",
    ]);
    assert!(checks(&english).contains(&"policy-language"));
    // The near miss of every check on the text: a whole policy in Chinese.
    let whole = artifact(&[
        "--policy",
        "policies/good-news.html",
        "apps/rights-none/app.apk",
    ]);
    let found = checks(&whole);
    let on_text: Vec<_> = found
        .iter()
        .filter(|check| check.starts_with("policy-"))
        .collect();
    assert!(on_text.is_empty(), "{on_text:?}");
}

#[test]
fn an_unreadable_policy_is_an_analysis_in_part() {
    let output = run(&[
        "--policy",
        "policies/scan-old.pdf",
        "apps/rights-none/app.apk",
    ]);
    assert_eq!(output.status.code(), Some(3));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(report["artifacts"][0]["policy_comparison"].is_null());
}

#[test]
fn a_category_makes_a_guess_certain() {
    let app = artifact(&["--category", "tools", "apps/category-beyond/app.apk"]);
    let findings = app["findings"].as_array().unwrap();
    let sms = findings
        .iter()
        .find(|finding| finding["check"] == "permission-beyond-category")
        .unwrap();
    assert_eq!(
        (&sms["severity"], &sms["confidence"]),
        (&"high".into(), &"likely".into())
    );
    let mail = artifact(&["--category", "3", "apps/category-beyond/app.apk"]);
    assert!(checks(&mail).contains(&"collect-beyond-category"));
    let output = run(&["--category", "toolz", "apps/category-beyond/app.apk"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("tools"), "{told}");
}

/// A finding on a sentence quotes it and says where it stands, in every format that holds evidence.
#[test]
fn a_quoted_sentence_has_its_place_in_every_format() {
    const APP: &str = "apps/policy-contradicting";
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let text = std::fs::read_to_string(folder.join(APP).join("assets/privacy.html")).unwrap();
    let (at, line) = text
        .lines()
        .enumerate()
        .find(|(_, line)| line.contains("应用列表"))
        .unwrap();
    let sentence = "我们不会读取您的应用列表。";
    assert!(line.contains(sentence));
    let line = u32::try_from(at + 1).unwrap();
    let report = |format: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_consentry"))
            .args([
                "scan",
                "apps/policy-contradicting/app.apk",
                "--verbose",
                "--lang",
                "zh",
            ])
            .args(["--select", "policy-contradicts-code", "--format", format])
            .current_dir(&folder)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let json: Value = serde_json::from_str(&report("json")).unwrap();
    let shown = &json["artifacts"][0]["findings"][0]["evidence"][0];
    assert_eq!(
        shown,
        &serde_json::json!({
            "kind": "policy-sentence",
            "value": sentence,
            "location": {"entry": "assets/privacy.html", "line": line},
        })
    );
    let sarif: Value = serde_json::from_str(&report("sarif")).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert!(
        result["message"]["text"]
            .as_str()
            .unwrap()
            .contains(sentence)
    );
    let related = result["relatedLocations"].as_array().unwrap();
    let place = related
        .iter()
        .find(|one| one["message"]["text"].as_str().unwrap().contains(sentence));
    let place = &place.unwrap()["physicalLocation"];
    assert!(
        place["artifactLocation"]["uri"]
            .as_str()
            .unwrap()
            .ends_with("assets/privacy.html")
    );
    assert_eq!(place["region"]["startLine"], line);
    let named = format!("assets/privacy.html:{line}");
    for format in ["text", "html", "rectification"] {
        let report = report(format);
        assert!(
            report.contains(&named) && report.contains(sentence),
            "{format}"
        );
    }
    for format in ["markdown", "junit", "gitlab"] {
        assert!(report(format).contains(sentence), "{format}");
    }
}
