//! Every app of `testdata/behaviour` against its `expect.toml`: what the checks on how data is collected, sent, and what
//! is started must say and must not say. Of a check that the file names, every finding has to be expected. Mismatches
//! are printed; recall and precision below 0.97 fail the test. Set `BEHAVIOUR` to a part of a name for some apps only.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use crate::fixtures::{apps, scan};

/// Recall and precision that the suite must have.
const LEAST: f64 = 0.97;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expectation {
    /// What the app shows, one sentence for the reader.
    about: String,
    #[serde(default)]
    expect: Vec<Wanted>,
    #[serde(default)]
    forbid: Vec<Wanted>,
}

/// A finding; every given field must agree.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Wanted {
    check: String,
    item: Option<String>,
    permission: Option<String>,
    sdk: Option<String>,
    component: Option<String>,
    severity: Option<String>,
    confidence: Option<String>,
    /// Part of the message or of any evidence.
    evidence: Option<String>,
}

impl Wanted {
    fn fits(&self, finding: &Value) -> bool {
        let same = |wanted: &Option<String>, found: &Value| {
            wanted
                .as_deref()
                .is_none_or(|wanted| found.as_str() == Some(wanted))
        };
        let subject = &finding["subject"];
        let said = self.evidence.as_deref().is_none_or(|part| {
            finding["message"].as_str().unwrap().contains(part)
                || finding["evidence"].to_string().contains(part)
        });
        said && finding["check"] == self.check.as_str()
            && same(&self.item, &subject["item"])
            && same(&self.permission, &subject["permission"])
            && same(&self.sdk, &subject["sdk"])
            && same(&self.component, &subject["component"])
            && same(&self.severity, &finding["severity"])
            && same(&self.confidence, &finding["confidence"])
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/behaviour")
}

#[test]
fn behaviour_is_told_as_expected() {
    let names = apps("behaviour", "BEHAVIOUR");
    let packages = names.iter().map(|name| folder().join(name).join("app.apk"));
    let artifacts = scan(&packages.collect::<Vec<_>>());
    let (mut right, mut missing, mut wrong) = (0_usize, 0_usize, 0_usize);
    let mut text = String::new();
    for (name, artifact) in names.iter().zip(&artifacts) {
        let source = fs::read_to_string(folder().join(name).join("expect.toml")).unwrap();
        let expected: Expectation =
            toml::from_str(&source).unwrap_or_else(|error| panic!("{name}: {error}"));
        let findings = artifact["findings"].as_array().unwrap();
        let mut differs = Vec::new();
        for wanted in &expected.expect {
            if findings.iter().any(|finding| wanted.fits(finding)) {
                right += 1;
            } else {
                missing += 1;
                differs.push(format!("missing   {wanted:?}"));
            }
        }
        let named: BTreeSet<&str> = expected
            .expect
            .iter()
            .chain(&expected.forbid)
            .map(|one| one.check.as_str())
            .collect();
        for finding in findings {
            let known = expected.expect.iter().any(|wanted| wanted.fits(finding));
            if named.contains(finding["check"].as_str().unwrap()) && !known {
                wrong += 1;
                differs.push(format!(
                    "wrong     {} {} {}",
                    finding["check"], finding["subject"], finding["message"]
                ));
            }
        }
        if !differs.is_empty() {
            writeln!(text, "{name}: {}", expected.about).unwrap();
            for line in differs {
                writeln!(text, "    {line}").unwrap();
            }
        }
    }
    let share = |part: usize, rest: usize| part as f64 / (part + rest).max(1) as f64;
    let (recall, precision) = (share(right, missing), share(right, wrong));
    println!("recall {recall:.3}, precision {precision:.3}:\n{text}");
    assert!(
        recall >= LEAST && precision >= LEAST,
        "recall {recall:.3}, precision {precision:.3}:\n{text}"
    );
}
