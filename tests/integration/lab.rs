//! The laboratory: small apps in the styles of real ones, written by people who had not seen the scenario engine, each
//! with what a device would do on a fresh install that nobody touches. Every mechanism fires once and has a near miss.
//!
//! `testdata/lab/<name>/expect.toml` says what is reached and what is not; of every reach and never the finding
//! that follows from it is judged as well (`collect-before-consent`, `collect-background`). The test prints a table of
//! misses and false alarms by mechanism (`--nocapture`); with `LAB_STRICT=1` recall and precision below 0.97 fail it.
//! `LAB` set to a part of a name looks at some apps only.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

use crate::fixtures::apps;

const LEAST: f64 = 0.97;

/// Items that the lab's apps read on purpose only: reading one that is not listed is a false alarm.
const WATCHED: [&str; 23] = [
    "imei",
    "imsi",
    "iccid",
    "meid",
    "phone-number",
    "android-id",
    "mac-address",
    "ssid",
    "bssid",
    "wifi-list",
    "cell-info",
    "location",
    "installed-apps",
    "running-processes",
    "clipboard",
    "contacts",
    "call-log",
    "sms",
    "calendar",
    "accounts",
    "serial",
    "bluetooth-mac",
    "bluetooth-devices",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expectation {
    #[allow(dead_code)]
    about: String,
    /// The app of which this is a renamed build: its expectations hold, names aside.
    same_as: Option<String>,
    #[serde(default)]
    reach: Vec<Read>,
    #[serde(default)]
    never: Vec<Read>,
    #[serde(default)]
    finding: Vec<Found>,
    #[serde(default)]
    no_finding: Vec<Found>,
}

/// One read of personal data in one scenario, and the app's method that calls the API.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    scenario: String,
    mechanism: String,
    item: String,
    class: String,
    method: String,
    /// May be reached or not: out of the sight of a static tool, or up to the device.
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Found {
    check: String,
    mechanism: String,
    item: Option<String>,
    permission: Option<String>,
    sdk: Option<String>,
    component: Option<String>,
    owner: Option<String>,
}

impl Found {
    fn matches(&self, finding: &Value, wide: bool) -> bool {
        let subject = &finding["subject"];
        let is = |wanted: &Option<String>, value: &Value| {
            wanted.as_deref().is_none_or(|wanted| value == wanted)
        };
        // One finding may stand for a request of several permissions: then its text names the others.
        let permission = is(&self.permission, &subject["permission"])
            || wide
                && self.permission.as_deref().is_some_and(|name| {
                    [
                        &finding["message"],
                        &finding["evidence"],
                        &finding["subject"],
                    ]
                    .iter()
                    .any(|text| text.to_string().contains(name))
                });
        finding["check"] == self.check.as_str()
            && permission
            && is(&self.item, &subject["item"])
            && is(&self.sdk, &subject["sdk"])
            && is(&self.component, &subject["component"])
            && is(&self.owner, &finding["owner"])
    }
}

/// Counts of one mechanism.
#[derive(Default)]
struct Score {
    right: usize,
    missed: usize,
    quiet: usize,
    false_alarms: usize,
}

#[derive(Default)]
struct Table {
    scores: BTreeMap<String, Score>,
    wrong: Vec<String>,
}

impl Table {
    /// Something that must be there.
    fn expect(&mut self, mechanism: &str, found: bool, what: String) {
        let score = self.scores.entry(mechanism.to_owned()).or_default();
        if found {
            score.right += 1;
        } else {
            score.missed += 1;
            self.wrong.push(format!("missed       {what}"));
        }
    }

    /// Something that must not be there.
    fn forbid(&mut self, mechanism: &str, found: bool, what: String) {
        let score = self.scores.entry(mechanism.to_owned()).or_default();
        if found {
            score.false_alarms += 1;
            self.wrong.push(format!("false alarm  {what}"));
        } else {
            score.quiet += 1;
        }
    }

    fn sum(&self) -> Score {
        self.scores
            .values()
            .fold(Score::default(), |sum, score| Score {
                right: sum.right + score.right,
                missed: sum.missed + score.missed,
                quiet: sum.quiet + score.quiet,
                false_alarms: sum.false_alarms + score.false_alarms,
            })
    }
}

fn lab() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/lab")
}

fn expectation(name: &str) -> Expectation {
    let path = lab().join(name).join("expect.toml");
    let source =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::from_str(&source).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Whether R8 went over the app: it renames and inlines, so methods cannot be compared.
fn reshaped(name: &str) -> bool {
    let build = fs::read_to_string(lab().join(name).join("build.toml")).unwrap_or_default();
    build.contains("obfuscate = true") || build.contains("shrink = true")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Whether the report has this read; `named` asks for the method as well, which is the chain's last or last but one
/// frame (the API itself may be the last).
fn reads(artifact: &Value, read: &Read, named: bool) -> bool {
    list(&artifact["personal_data"]).iter().any(|data| {
        data["item"] == read.item.as_str()
            && data["scenario"] == read.scenario.as_str()
            && (!named
                || list(&data["chain"]).iter().rev().take(2).any(|frame| {
                    frame["class"] == read.class.as_str() && frame["method"] == read.method.as_str()
                }))
    })
}

/// The check that reports what is collected in a scenario, if one does.
fn check_of(scenario: &str) -> Option<&'static str> {
    match scenario {
        "first-launch" => Some("collect-before-consent"),
        "background" => Some("collect-background"),
        _ => None,
    }
}

fn judge(name: &str, artifact: &Value, table: &mut Table) {
    let mut expected = expectation(name);
    if let Some(base) = &expected.same_as {
        expected = expectation(base);
    }
    let findings = list(&artifact["findings"]);
    let found = |check: &str, item: &str| {
        findings
            .iter()
            .any(|finding| finding["check"] == check && finding["subject"]["item"] == item)
    };
    let named = !reshaped(name);
    for read in expected.reach.iter().filter(|read| !read.optional) {
        let what = format!(
            "{name}: {} {} by {}.{} ({})",
            read.scenario, read.item, read.class, read.method, read.mechanism
        );
        if let Some(check) = check_of(&read.scenario) {
            table.expect(
                &read.mechanism,
                found(check, &read.item),
                format!("{what}: {check}"),
            );
        }
        table.expect(&read.mechanism, reads(artifact, read, named), what);
    }
    for read in &expected.never {
        let what = format!(
            "{name}: {} {} ({})",
            read.scenario, read.item, read.mechanism
        );
        if let Some(check) = check_of(&read.scenario) {
            table.forbid(
                &read.mechanism,
                found(check, &read.item),
                format!("{what}: {check}"),
            );
        }
        table.forbid(&read.mechanism, reads(artifact, read, false), what);
    }
    for wanted in &expected.finding {
        let what = format!(
            "{name}: {} {:?} ({})",
            wanted.check,
            subject(wanted),
            wanted.mechanism
        );
        let hit = findings.iter().any(|finding| wanted.matches(finding, true));
        table.expect(&wanted.mechanism, hit, what);
    }
    for unwanted in &expected.no_finding {
        let what = format!(
            "{name}: {} {:?} ({})",
            unwanted.check,
            subject(unwanted),
            unwanted.mechanism
        );
        let hit = findings
            .iter()
            .any(|finding| unwanted.matches(finding, false));
        table.forbid(&unwanted.mechanism, hit, what);
    }
    for item in WATCHED {
        let listed = expected
            .reach
            .iter()
            .chain(&expected.never)
            .any(|read| read.item == item && read.scenario == "first-launch");
        let read = list(&artifact["personal_data"])
            .iter()
            .any(|data| data["item"] == item && data["scenario"] == "first-launch");
        if read && !listed {
            table.forbid(
                "unlisted",
                true,
                format!("{name}: first-launch {item} (not in the app)"),
            );
        }
    }
}

fn subject(found: &Found) -> Option<&str> {
    [&found.item, &found.permission, &found.sdk, &found.component]
        .into_iter()
        .find_map(Option::as_deref)
}

#[test]
fn lab_apps_do_what_a_device_would_do() {
    let names = apps("lab", "LAB");
    let strict = std::env::var("LAB_STRICT").is_ok_and(|value| value == "1");
    let output = Command::new(env!("CARGO_BIN_EXE_consentry"))
        .args(["scan", "--format", "json", "--fail-on", "never"])
        .args(names.iter().map(|name| lab().join(name).join("app.apk")))
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!(
            "the report is no JSON: {error}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    });
    let artifacts = list(&report["artifacts"]);
    assert_eq!(
        artifacts.len(),
        names.len(),
        "one artifact for each package"
    );
    // Every expectation is read, so that a broken file is noticed before the engine is there.
    for name in &names {
        let expected = expectation(name);
        assert!(
            expected.same_as.is_some()
                || !(expected.reach.is_empty()
                    && expected.never.is_empty()
                    && expected.finding.is_empty()
                    && expected.no_finding.is_empty()),
            "{name} expects nothing"
        );
    }
    if artifacts
        .iter()
        .all(|artifact| artifact["personal_data"].is_null())
    {
        let message = "the report has no personal_data yet: the lab's expectations were read, none was judged";
        assert!(!strict, "{message}");
        println!("{message}");
        return;
    }
    let mut table = Table::default();
    for (name, artifact) in names.iter().zip(artifacts) {
        judge(name, artifact, &mut table);
    }
    let mut text = String::from("mechanism                            right missed quiet false\n");
    for (mechanism, score) in &table.scores {
        writeln!(
            text,
            "{mechanism:36} {:5} {:6} {:5} {:5}",
            score.right, score.missed, score.quiet, score.false_alarms
        )
        .unwrap();
    }
    for line in &table.wrong {
        writeln!(text, "    {line}").unwrap();
    }
    let sum = table.sum();
    let recall = share(sum.right, sum.right + sum.missed);
    let precision = share(sum.right, sum.right + sum.false_alarms);
    writeln!(
        text,
        "{} apps: recall {recall:.3} ({} of {}), precision {precision:.3} ({} false alarms, {} near misses kept quiet)",
        names.len(),
        sum.right,
        sum.right + sum.missed,
        sum.false_alarms,
        sum.quiet
    )
    .unwrap();
    println!("{text}");
    assert!(
        !strict || recall >= LEAST && precision >= LEAST,
        "recall and precision have to be {LEAST} at least\n{text}"
    );
}

#[allow(clippy::cast_precision_loss)]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}
