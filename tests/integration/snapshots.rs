//! Every format on one small app, as its readers get it, without what changes with each release: versions, digests, the
//! texts of rules that did not match. `cargo insta review`, or `INSTA_UPDATE=always`, takes a change over.

use std::process::Command;

use serde_json::Value;

/// Reads by a handler: findings with chains.
const APP: &str = "testdata/scenarios/handler/app.apk";
const PLAIN: &str = "testdata/apps/plain/app.apk";

fn run(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_consentry"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(args)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    // The records change more often than the formats.
    let version = format!("{}+", env!("CARGO_PKG_VERSION"));
    let mut parts = text.split(&version);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_hexdigit());
        format!("{text}VERSION{rest}")
    })
}

fn scan(format: &str, lang: &str) -> String {
    run(&["scan", APP, "--format", format, "--lang", lang])
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

/// Leaves the titles of a list of scenes.
fn titles(scenes: &mut Value) {
    for scene in scenes.as_array_mut().unwrap() {
        *scene = scene["title"].take();
    }
}

#[test]
fn for_people() {
    insta::assert_snapshot!("text-zh", scan("text", "zh"));
    insta::assert_snapshot!("text-en", scan("text", "en"));
    insta::assert_snapshot!("markdown", scan("markdown", "en"));
    insta::assert_snapshot!("diff-text", run(&["diff", PLAIN, APP, "--lang", "en"]));
    insta::assert_snapshot!(
        "diff-markdown",
        run(&["diff", APP, PLAIN, "--lang", "zh", "--format", "markdown"])
    );
}

#[test]
fn for_programs() {
    let mut report = json(&scan("json", "en"));
    titles(&mut report["artifacts"][0]["to_check"]);
    titles(&mut report["artifacts"][0]["not_seen"]);
    insta::assert_snapshot!("json", pretty(&report));

    let mut log = json(&scan("sarif", "en"));
    let rules = &mut log["runs"][0]["tool"]["driver"]["rules"];
    let matched = "collect-before-consent";
    rules.as_array_mut().unwrap().retain(|r| r["id"] == matched);
    for result in log["runs"][0]["results"].as_array_mut().unwrap() {
        result.as_object_mut().unwrap().remove("ruleIndex");
    }
    insta::assert_snapshot!("sarif", pretty(&log));

    // Of the checks that found nothing only the first.
    let junit = scan("junit", "en");
    let passed = junit.lines().filter(|line| line.ends_with("/>"));
    let passed: Vec<&str> = passed.skip(1).collect();
    let rest: Vec<&str> = junit
        .lines()
        .filter(|line| !passed.contains(line))
        .collect();
    insta::assert_snapshot!("junit", rest.join("\n"));
    insta::assert_snapshot!("gitlab", scan("gitlab", "en"));
    insta::assert_snapshot!("cyclonedx", scan("cyclonedx", "en"));
    insta::assert_snapshot!("diff-json", run(&["diff", PLAIN, APP, "--format", "json"]));
}

/// The data of the page, and of the report to hand on what a browser shows of it.
#[test]
fn for_browsers() {
    let page = scan("html", "zh");
    let start = page.find("id=\"data\">").unwrap() + "id=\"data\">".len();
    let length = page[start..].find("</script>").unwrap();
    let mut data = json(&page[start..start + length]);
    for unchanged in ["items", "titles", "groups", "regulators", "regs"] {
        assert!(!data[unchanged].take().is_null(), "{unchanged}");
    }
    data["artifacts"][0]["toCheck"].take();
    insta::assert_snapshot!("html", pretty(&data));
    let report = scan("rectification", "zh");
    let body = report.split("<body>").nth(1).unwrap();
    let until = body.find("<footer").unwrap();
    insta::assert_snapshot!("rectification", body[..until].replace('>', ">\n"));
}
