//! Every app of `testdata/scenarios` replayed: what each scenario must and must not read. One app shows one mechanism
//! and its near miss. Mismatches are printed (`--nocapture`); recall and precision below 0.97 fail the test. Set `SCENARIOS` to
//! a part of a name to look at some apps only.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::fixtures::{apps, scan};

/// Recall and precision that the suite must have.
const LEAST: f64 = 0.97;

/// What an app reads, by personal-data item.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expectation {
    /// What the app shows, one sentence for the reader.
    about: String,
    /// Read before the person touches anything.
    first_launch: Vec<String>,
    /// Not read then, but once everything may happen.
    not_first_launch: Vec<String>,
    /// Not read at all.
    #[serde(default)]
    never: Vec<String>,
    /// Read without a visible page.
    #[serde(default)]
    background: Vec<String>,
    /// Permissions asked for before the person touches anything.
    #[serde(default)]
    requests: Vec<String>,
    /// Read after the consent prompt was refused.
    #[serde(default)]
    refused: Vec<String>,
    /// Not read then.
    #[serde(default)]
    not_refused: Vec<String>,
    /// Read because of a denied permission.
    #[serde(default)]
    denied: Vec<String>,
    /// Checks that find something.
    #[serde(default)]
    finds: Vec<String>,
    /// Checks that find nothing.
    #[serde(default)]
    finds_not: Vec<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/scenarios")
}

#[derive(Default)]
struct Score {
    right: usize,
    missing: usize,
    wrong: usize,
}

impl Score {
    /// Counts what is and is not among `found`, and tells what differs.
    fn hold(
        &mut self,
        found: &BTreeSet<&str>,
        scenario: &str,
        expected: &[String],
        forbidden: &[String],
    ) -> Vec<String> {
        let mut differs = Vec::new();
        for item in expected {
            if found.contains(item.as_str()) {
                self.right += 1;
            } else {
                self.missing += 1;
                differs.push(format!("missing   {scenario} {item}"));
            }
        }
        for item in forbidden
            .iter()
            .filter(|item| found.contains(item.as_str()))
        {
            self.wrong += 1;
            differs.push(format!("forbidden {scenario} {item}"));
        }
        differs
    }
}

#[test]
fn scenarios_reach_what_they_must_and_nothing_else() {
    let names = apps("scenarios", "SCENARIOS");
    let packages = names.iter().map(|name| folder().join(name).join("app.apk"));
    let artifacts = scan(&packages.collect::<Vec<_>>());
    let (mut text, mut failed, mut score) = (String::new(), 0, Score::default());
    for (name, artifact) in names.iter().zip(&artifacts) {
        let source = fs::read_to_string(folder().join(name).join("expect.toml")).unwrap();
        let expected: Expectation =
            toml::from_str(&source).unwrap_or_else(|error| panic!("{name}: {error}"));
        let read = |scenario: &str| -> BTreeSet<&str> {
            let all = artifact["personal_data"].as_array().unwrap().iter();
            all.filter(|one| one["scenario"] == scenario)
                .filter_map(|one| one["item"].as_str())
                .collect()
        };
        let not: Vec<String> = expected
            .not_first_launch
            .iter()
            .chain(&expected.never)
            .cloned()
            .collect();
        let ever: Vec<String> = expected
            .first_launch
            .iter()
            .chain(&expected.not_first_launch)
            .cloned()
            .collect();
        let mut differs = score.hold(
            &read("first-launch"),
            "first-launch",
            &expected.first_launch,
            &not,
        );
        differs.extend(score.hold(&read("consented"), "consented", &ever, &expected.never));
        differs.extend(score.hold(
            &read("background"),
            "background",
            &expected.background,
            &expected.never,
        ));
        differs.extend(score.hold(
            &read("refused"),
            "refused",
            &expected.refused,
            &expected.not_refused,
        ));
        differs.extend(score.hold(&read("denied"), "denied", &expected.denied, &[]));
        // A check, or a check and the permission that it is about.
        let told = artifact["findings"].as_array().unwrap().iter();
        let told: Vec<String> = told
            .flat_map(|one| {
                let check = one["check"].as_str().unwrap_or_default();
                let permission = one["subject"]["permission"].as_str();
                let both = permission.map(|permission| format!("{check} {permission}"));
                both.into_iter().chain([check.to_owned()])
            })
            .collect();
        let found: BTreeSet<&str> = told.iter().map(String::as_str).collect();
        differs.extend(score.hold(&found, "finds", &expected.finds, &expected.finds_not));
        let asked: BTreeSet<&str> = artifact["permissions"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| {
                one["requested_in"]
                    .as_array()
                    .is_some_and(|list| list.iter().any(|one| one == "first-launch"))
            })
            .filter_map(|one| one["name"].as_str())
            .collect();
        differs.extend(score.hold(&asked, "asks", &expected.requests, &[]));
        if !differs.is_empty() {
            failed += 1;
            writeln!(text, "{name}: {}", expected.about).unwrap();
            for line in differs {
                writeln!(text, "    {line}").unwrap();
            }
        }
    }
    let share = |part: usize, rest: usize| part as f64 / (part + rest).max(1) as f64;
    let (recall, precision) = (
        share(score.right, score.missing),
        share(score.right, score.wrong),
    );
    println!(
        "{failed} of {} apps differ (recall {recall:.3}, precision {precision:.3}):\n{text}",
        names.len()
    );
    assert!(
        recall >= LEAST && precision >= LEAST,
        "recall {recall:.3}, precision {precision:.3}:\n{text}"
    );
}
