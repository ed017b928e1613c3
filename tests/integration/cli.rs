//! The built program: exit statuses, streams, what it says when a call is wrong.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The program in the project's folder, with nothing of the caller's environment that it looks at.
fn consentry(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_consentry"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(args)
        .stdin(Stdio::null());
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "COLUMNS"] {
        command.env_remove(name);
    }
    command
}

fn run(args: &[&str]) -> Output {
    consentry(args).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn status(args: &[&str]) -> i32 {
    run(args).status.code().unwrap()
}

const DEMO: &str = "testdata/apps/demo/app.apk";
const PLAIN: &str = "testdata/apps/plain/app.apk";
const BROKEN: &str = "testdata/apps/incomplete-broken-dex/app.apk";

#[test]
fn exit_status_says_what_a_gate_needs() {
    assert_eq!(status(&["scan", PLAIN]), 0);
    assert_eq!(status(&["scan", DEMO]), 1);
    assert_eq!(status(&["scan", DEMO, "--fail-on", "never"]), 0);
    assert_eq!(
        status(&["scan", DEMO, "--select", "target-sdk-low"]),
        0,
        "a low finding is below --fail-on"
    );
    assert_eq!(
        status(&[
            "scan",
            DEMO,
            "--select",
            "target-sdk-low",
            "--fail-on",
            "low"
        ]),
        1
    );
    // Not understood outweighs found, and a wrong call outweighs both.
    assert_eq!(status(&["scan", BROKEN, "--fail-on", "never"]), 3);
    assert_eq!(status(&["scan", DEMO, BROKEN]), 3);
    assert_eq!(status(&["scan", "missing.apk"]), 3);
    assert_eq!(status(&["scan", "README.md"]), 3);
    assert_eq!(status(&["scan", BROKEN, "--select", "no-such-check"]), 2);
    assert_eq!(status(&["scan"]), 2);
    assert_eq!(status(&["scan", DEMO, "--format", "yaml"]), 2);
}

#[test]
fn an_unknown_format_is_refused_before_the_scan() {
    let output = run(&["scan", DEMO, "--output", "pdf=report.pdf"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("the formats are text, json, sarif, html"),
        "{}",
        err(&output)
    );
    assert!(
        !Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("report.pdf")
            .exists()
    );
}

#[test]
fn a_wrong_check_gets_a_hint() {
    let output = run(&["explain", "permision-unused"]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(err(&output), @r##"
error: there is no check `permision-unused`
  hint: did you mean `permission-unused`?
"##);
}

#[test]
fn broken_records_are_told_with_line_and_hint() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("rules/own");
    std::fs::create_dir_all(&rules).unwrap();
    std::fs::write(
        rules.join("own-check.toml"),
        "id = \"own-check\"\nseverty = \"high\"\n",
    )
    .unwrap();
    let output = run(&["scan", PLAIN, "--checks", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let text = err(&output).replace(folder.path().to_str().unwrap(), "DIR");
    assert!(
        text.contains("DIR/rules/own/own-check.toml:2:1: unknown field `severty`"),
        "{text}"
    );
    assert!(text.contains("hint: did you mean `severity`?"), "{text}");
    assert!(out(&output).is_empty());
}

#[test]
fn language_comes_from_the_locale_else_chinese() {
    let says = |name: &str, value: &str| {
        out(&consentry(&["scan", PLAIN, "--quiet"])
            .env(name, value)
            .output()
            .unwrap())
    };
    assert!(says("LANG", "").contains("没有发现问题"));
    assert!(says("LANG", "zh_CN.UTF-8").contains("没有发现问题"));
    assert!(says("LANG", "en_US.UTF-8").contains("no findings"));
    assert!(says("LC_ALL", "en_GB").contains("no findings"));
}

#[test]
fn quiet_says_why_an_input_is_no_pass() {
    let text = out(&run(&["scan", BROKEN, "--quiet", "--lang", "en"]));
    assert!(
        text.contains("✗ classes2.dex: not a DEX file [dex-unreadable]"),
        "{text}"
    );
}

#[test]
fn order_is_that_of_the_arguments() {
    let text = out(&run(&["scan", PLAIN, DEMO, "--quiet", "--lang", "en"]));
    insta::assert_snapshot!(text, @r##"
清单 (fixture.plain)
testdata/apps/plain/app.apk · APK · 12.4 KB · version 1.0 (1) · minSdk 21
targetSdk 34 · 4 classes

✓ no findings

即时天气 (com.example.weather)
testdata/apps/demo/app.apk · APK · 20.5 KB · version 3.2.6 (326) · minSdk 21
targetSdk 28 · 25 classes

✗ 11 high   ! 11 medium   - 9 low   · 1 info

── 2 inputs in all ─────────────────────────────────────────────────────────────

  testdata/apps/plain/app.apk  ✓ no findings
  testdata/apps/demo/app.apk   ✗ 11 high   ! 11 medium   - 9 low   · 1 info

  ✗ 11 high   ! 11 medium   - 9 low   · 1 info

Result  failed (exit status 1): 11 new findings reach --fail-on high
"##);
}

#[test]
fn one_scan_writes_several_reports() {
    let folder = tempfile::tempdir().unwrap();
    let json = folder.path().join("report.json");
    let page = folder.path().join("report.txt");
    let output = run(&[
        "scan",
        DEMO,
        "--output",
        &format!("json={}", json.display()),
        "--output",
        page.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).is_empty());
    let report: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap();
    assert_eq!(
        report["artifacts"][0]["app"]["package"],
        "com.example.weather"
    );
    assert!(
        std::fs::read_to_string(page)
            .unwrap()
            .contains("com.example.weather")
    );
}

#[test]
fn a_baseline_lets_known_findings_pass() {
    let folder = tempfile::tempdir().unwrap();
    let baseline = folder.path().join("known.json");
    let baseline = baseline.to_str().unwrap();
    assert_eq!(
        status(&["scan", DEMO, "--write-baseline", baseline, "--quiet"]),
        1
    );
    assert_eq!(
        status(&["scan", DEMO, "--baseline", baseline, "--fail-on", "info"]),
        0
    );
    assert_eq!(status(&["scan", DEMO, "--baseline", "README.md"]), 2);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    for args in [
        &["scan", "testdata/apps", "--format", "json"][..],
        &["list", "sdks"],
        &["man"],
    ] {
        let mut child = consentry(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.code().is_some_and(|code| code != 101),
            "{args:?}: {:?}",
            output.status
        );
        assert!(
            !err(&output).contains("panicked"),
            "{args:?}: {}",
            err(&output)
        );
    }
}

#[test]
fn verbose_shows_the_other_ways_to_a_call_and_how_many_there_are() {
    let twice = "testdata/lab/kt-sealed/app.apk";
    let verbose = out(&run(&["scan", twice, "--verbose", "--lang", "en"]));
    assert!(
        verbose.contains("another way (2 of 2 shown, 2 found)"),
        "{verbose}"
    );
    let short = out(&run(&["scan", twice, "--lang", "en"]));
    assert!(!short.contains("another way"), "{short}");
    let json = out(&run(&["scan", twice, "--format", "json", "--verbose"]));
    assert!(!json.contains("\"others\""), "JSON has the shortest only");
}

#[test]
fn colour_only_where_wanted() {
    let escape = |args: &[&str]| run(args).stdout.contains(&0x1b);
    assert!(!escape(&["scan", DEMO]));
    assert!(escape(&["scan", DEMO, "--color", "always"]));
    assert!(!escape(&["scan", DEMO, "--color", "never"]));
}

#[test]
fn lists_explains_and_describes_itself() {
    for what in ["checks", "sdks", "apis", "permissions", "regulations"] {
        for lang in ["zh", "en"] {
            let output = run(&["list", what, "--lang", lang]);
            assert_eq!(
                (output.status.code(), out(&output).lines().count() > 5),
                (Some(0), true),
                "{what}"
            );
        }
        let json: serde_json::Value =
            serde_json::from_slice(&run(&["list", what, "--format", "json"]).stdout).unwrap();
        assert!(json.is_array() || json.is_object());
    }
    assert!(out(&run(&["explain", "packed", "--lang", "en"])).contains("How to fix it"));
    assert!(out(&run(&["completions", "bash"])).contains("consentry"));
    assert!(out(&run(&["man"])).contains(".TH"));
    assert!(
        out(&run(&["scan", "--help"])).contains("200000"),
        "limits are documented"
    );
}

#[test]
fn a_condition_that_stayed_open_is_told_in_every_format() {
    let select = [
        "scan",
        DEMO,
        "--select",
        "cleartext-transmission",
        "--lang",
        "en",
    ];
    let report = |format: &str| {
        let args: Vec<&str> = select.iter().copied().chain(["--format", format]).collect();
        out(&run(&args))
    };
    let json: serde_json::Value = serde_json::from_str(&report("json")).unwrap();
    let findings = json["artifacts"][0]["findings"].as_array().unwrap();
    for finding in findings {
        // What is certain depends on nothing.
        let open = finding["confidence"] == "likely";
        assert_eq!(finding["condition"].is_object(), open, "{finding:#}");
    }
    let asked = findings
        .iter()
        .find(|finding| finding["condition"].is_object());
    let asked = &asked.unwrap()["condition"];
    assert_eq!(asked["method"], "locate");
    let line = asked["line"].as_u64().unwrap();
    let told = format!("only if the condition at MainActivity.java:{line} holds");

    // Below the step that asks it.
    let text = report("text");
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| line.contains(&told)).unwrap();
    assert!(lines[at - 1].contains("MainActivity.locate"), "{text}");
    let long = told.replace(
        "MainActivity.java",
        "com.example.weather.MainActivity.locate (MainActivity.java",
    );
    let long = long.replace(" holds", ") holds");
    for (format, told) in [
        ("html", &long),
        ("rectification", &long),
        ("sarif", &told),
        ("junit", &told),
    ] {
        assert!(report(format).contains(told), "{format}: {told}");
    }
    assert!(report("markdown").replace('\\', "").contains(&told));
}
