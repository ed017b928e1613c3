//! The reports for other tools, on a handmade scan of a hostile package, each against what its readers rely on.
//!
//! `testdata/schemas` keeps the official schemas of CycloneDX and SARIF without their prose. What GitHub asks for beyond
//! the schema is written out below.

use consentry::checks::{Edge, Evidence, Finding, Frame, Location, Subject, Ways};
use consentry::diagnostic::Diagnostic;
use consentry::knowledge::regulation::{Citation, Profile};
use consentry::knowledge::{Confidence, Knowledge, Lang, Severity, Text};
use consentry::report::model::{App, Stats};
use consentry::report::sarif;
use consentry::report::sources::Sources;
use consentry::report::{Baseline, Report, Settings};
use consentry::scan::Scan;
use serde_json::Value;

/// Everything that a format may trip over: tags, links, quotes, line breaks, mentions, pipes, CDATA ends.
pub(crate) const HOSTILE: &str =
    "</script><img src=x onerror=alert(1)>[a](http://evil)|`@all` #1 ]]>\n\"'&{0}";

pub(crate) fn frame(edge: Edge, class: &str, method: &str, owner: &str, line: u32) -> Frame {
    Frame {
        class: class.to_owned(),
        method: method.to_owned(),
        descriptor: "()V".to_owned(),
        file: Some(format!("{}.java", class.rsplit('.').next().unwrap())),
        line: Some(line),
        edge,
        owner: owner.to_owned(),
        original: None,
    }
}

pub(crate) fn finding(check: &str, severity: Severity, key: &str) -> Finding {
    let code = Location::Code {
        class: "com.example.Main".to_owned(),
        method: "onCreate".to_owned(),
        descriptor: "()V".to_owned(),
        file: Some("Main.java".to_owned()),
        line: Some(31),
    };
    Finding {
        check: check.to_owned(),
        severity,
        confidence: Confidence::Certain,
        title: Text::new("标题", format!("Title {HOSTILE}").as_str()),
        message: Text::new(
            "首次启动时读取",
            format!("Reads it at first launch {HOSTILE}").as_str(),
        ),
        owner: "app".to_owned(),
        subject: Subject::Permission("android.permission.READ_SMS".to_owned()),
        location: Some(code.clone()),
        chain: vec![
            frame(Edge::Entry, "com.example.Main", "onCreate", "app", 31),
            frame(Edge::Call, "cn.jpush.android.Push", "init", "jpush", 7),
        ],
        ways: Ways::default(),
        condition: None,
        evidence: (0..20)
            .map(|at| Evidence {
                kind: "call".to_owned(),
                value: format!("{HOSTILE} {at}"),
                location: Some(code.clone()),
            })
            .collect(),
        fix: Text::new("同意后再读取。", "Read it after consent."),
        regulations: vec![Citation {
            instrument: "pipl".to_owned(),
            clause: "17".to_owned(),
            label: None,
        }],
        key: key.to_owned(),
    }
}

/// A package whose every name is hostile.
pub(crate) fn scan(findings: Vec<Finding>) -> Scan {
    Scan {
        path: "out/app.apk".to_owned(),
        sha256: Some("0".repeat(64)),
        size: Some(26_109_000),
        kind: Some("apk".to_owned()),
        app: Some(App {
            package: "com.example.demo".to_owned(),
            label: Some(HOSTILE.to_owned()),
            version_name: Some("1.2.0".to_owned()),
            version_code: Some(12),
            ..App::default()
        }),
        stats: Stats::default(),
        diagnostics: vec![
            Diagnostic::warning("zip-prefix", "bytes before the archive").at("a b.dex"),
        ],
        findings,
        ..Scan::default()
    }
}

pub(crate) fn report_in(scans: &[Scan], lang: Lang, baseline: &Baseline) -> Report {
    let settings = Settings {
        knowledge: &Knowledge::builtin(),
        lang,
        profile: Profile::All,
        baseline,
        timings: false,
    };
    Report::new(scans, &settings)
}

pub(crate) fn report(scans: &[Scan]) -> Report {
    report_in(scans, Lang::En, &Baseline::default())
}

pub(crate) fn usual() -> Vec<Scan> {
    vec![scan(vec![
        finding("policy-missing", Severity::High, "a"),
        finding("permission-unused", Severity::Medium, "b"),
        finding("target-sdk-low", Severity::Low, "c"),
        finding("dynamic-code", Severity::Info, "d"),
    ])]
}

/// Holds `value` against a schema under `testdata/schemas` or `docs`.
pub(crate) fn official(name: &str, value: &Value) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = root.join("testdata/schemas").join(name);
    let file = match kept.exists() {
        true => kept,
        false => root.join("docs").join(name),
    };
    let text = std::fs::read_to_string(file).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap();
    let errors: Vec<_> = schema
        .iter_errors(value)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

fn sarif_of(report: &Report) -> Value {
    let text = sarif::sarif(report, &Knowledge::builtin(), Lang::En, &Sources::default()).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn sarif_is_what_github_asks_for() {
    let log = sarif_of(&report(&usual()));
    official("sarif-2.1.0.json", &log);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        // Alerts are kept by it: it never holds a title or a version, and says nothing that could change.
        let id = rule["id"].as_str().unwrap();
        assert!(
            id.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{id}"
        );
        for text in ["shortDescription", "fullDescription", "help"] {
            let length = rule[text]["text"].as_str().unwrap().chars().count();
            assert!(
                (1..=1024).contains(&length) || text == "help",
                "{}: {text}",
                rule["id"]
            );
        }
        assert!(
            rule["help"]["markdown"]
                .as_str()
                .unwrap()
                .starts_with("## ")
        );
        let score: f32 = rule["properties"]["security-severity"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        assert!((0.0..=10.0).contains(&score));
        let tags = rule["properties"]["tags"].as_array().unwrap();
        assert!(tags.contains(&"security".into()) && tags.len() <= 20);
    }
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    for result in results {
        let at = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[at]["id"], result["ruleId"]);
        assert!(
            result["message"]["text"]
                .as_str()
                .unwrap()
                .contains(r"\[a\](http://evil)")
        );
        let related = result["relatedLocations"].as_array().unwrap();
        assert_eq!(
            result["locations"].as_array().unwrap().len() + related.len(),
            sarif::PLACES
        );
        let physical = &result["locations"][0]["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "out/app.apk");
        assert!(physical["region"]["startLine"].as_u64().unwrap() >= 1);
        assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string());
        let steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
            .as_array()
            .unwrap();
        assert_eq!(steps.len(), 2);
        assert!(
            result.get("baselineState").is_none(),
            "nothing was compared"
        );
    }
    assert_eq!(results[0]["level"], "error");
    let notes = &run["invocations"][0]["toolExecutionNotifications"];
    assert_eq!(
        notes[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "out/app.apk!/a%20b.dex"
    );
}

#[test]
fn sarif_results_stand_at_sources_when_they_are_there() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("com/example")).unwrap();
    std::fs::write(folder.path().join("com/example/Main.java"), "").unwrap();
    let sources = Sources::new(&[folder.path().to_owned()]);
    let text = sarif::sarif(&report(&usual()), &Knowledge::builtin(), Lang::En, &sources).unwrap();
    let log: Value = serde_json::from_str(&text).unwrap();
    let result = &log["runs"][0]["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    let uri = place["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.ends_with("/com/example/Main.java"), "{uri}");
    assert_eq!(place["region"]["startLine"], 31);
    // Kotlin may leave the folders of the package out; another package's file of the same name is not taken for it.
    let flat = tempfile::tempdir().unwrap();
    let file = flat.path().join("screens/Main.java");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(flat.path().join("Main.java"), "package com.other\n").unwrap();
    std::fs::write(&file, "// A licence.\npackage com.example\n").unwrap();
    let text = sarif::sarif(
        &report(&usual()),
        &Knowledge::builtin(),
        Lang::En,
        &Sources::new(&[flat.path().to_owned()]),
    );
    assert!(text.unwrap().contains("/screens/Main.java"));
    // An SDK's source is not in the repository.
    let sdk = &result["codeFlows"][0]["threadFlows"][0]["locations"][1]["location"];
    assert_eq!(
        sdk["physicalLocation"]["artifactLocation"]["uri"],
        "out/app.apk"
    );
}

#[test]
fn sarif_keeps_the_gravest_five_thousand() {
    let mut findings: Vec<_> = (0..5_100)
        .map(|at| finding("permission-unused", Severity::Low, &at.to_string()))
        .collect();
    findings.push(finding("policy-missing", Severity::High, "x"));
    let log = sarif_of(&report(&[scan(findings)]));
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), sarif::RESULTS);
    assert_eq!(results[0]["ruleId"], "policy-missing");
    let notes = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(notes.contains("5000 of 5101 results"), "{notes}");
}

#[test]
fn sarif_tells_known_from_new() {
    let first = report(&[scan(vec![finding("policy-missing", Severity::High, "a")])]);
    let baseline = Baseline::parse(&Baseline::write(&first).unwrap()).unwrap();
    let log = sarif_of(&report_in(&usual(), Lang::En, &baseline));
    official("sarif-2.1.0.json", &log);
    let states: Vec<_> = log["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["baselineState"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(states, ["unchanged", "new", "new", "new"]);
}
