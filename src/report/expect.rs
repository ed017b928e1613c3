//! What a scan of a package must, may and must not find (`expect.toml`): how fixtures are judged, the project's own and
//! those of user checks (`consentry checks test`). `testdata/README.md` tells the format.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

/// What a scan of the app must, may and must not find.
///
/// Of a check that `expect` or `forbid` names, every finding must be one that `expect` or `optional` describes; of any
/// other check, every finding of severity medium or high.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// What the app shows, one sentence for the reader.
    pub about: String,
    /// The package, from the folder of the file; left out: the one package in that folder.
    pub input: Option<PathBuf>,
    /// Whether the scan must call itself complete.
    #[serde(default = "yes")]
    pub complete: bool,
    /// Findings that must be there.
    #[serde(default)]
    pub expect: Vec<Pattern>,
    /// Findings that may be there.
    #[serde(default)]
    pub optional: Vec<Pattern>,
    /// Findings that must not be there.
    #[serde(default)]
    pub forbid: Vec<Pattern>,
}

fn yes() -> bool {
    true
}

/// Describes findings: every field that is given must agree.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Id of the check.
    pub check: String,
    item: Option<String>,
    permission: Option<String>,
    sdk: Option<String>,
    component: Option<String>,
    host: Option<String>,
    policy_topic: Option<String>,
    severity: Option<String>,
    confidence: Option<String>,
    owner: Option<String>,
    class: Option<String>,
    method: Option<String>,
    entry: Option<String>,
    line: Option<u64>,
    /// A part of the message or of any evidence.
    evidence: Option<String>,
    /// Why, for the reader.
    #[allow(dead_code)]
    why: Option<String>,
}

impl Pattern {
    fn matches(&self, finding: &Value) -> bool {
        let is = |wanted: &Option<String>, value: &Value| {
            wanted
                .as_ref()
                .is_none_or(|wanted| value == wanted.as_str())
        };
        let (subject, location) = (&finding["subject"], &finding["location"]);
        finding["check"] == self.check.as_str()
            && is(&self.item, &subject["item"])
            && is(&self.permission, &subject["permission"])
            && is(&self.sdk, &subject["sdk"])
            && is(&self.component, &subject["component"])
            && is(&self.host, &subject["host"])
            && is(&self.policy_topic, &subject["policy_topic"])
            && is(&self.severity, &finding["severity"])
            && is(&self.confidence, &finding["confidence"])
            && is(&self.owner, &finding["owner"])
            && is(&self.class, &location["class"])
            && is(&self.method, &location["method"])
            && is(&self.entry, &location["entry"])
            && self.line.is_none_or(|line| location["line"] == line)
            && self.evidence.as_ref().is_none_or(|part| {
                finding["message"].to_string().contains(part)
                    || finding["evidence"].to_string().contains(part)
            })
    }
}

impl Expectation {
    /// What differs, one line each; `artifact` is one of a JSON report.
    pub fn mismatches(&self, artifact: &Value) -> Vec<String> {
        let mut wrong = Vec::new();
        if artifact["complete"] != self.complete {
            wrong.push(format!(
                "complete should be {}; diagnostics {}",
                self.complete, artifact["diagnostics"]
            ));
        }
        let findings = artifact["findings"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        for pattern in &self.expect {
            if !findings.iter().any(|finding| pattern.matches(finding)) {
                wrong.push(format!("missing    {}", compact(pattern)));
            }
        }
        let listed = |check: &Value| {
            self.expect
                .iter()
                .chain(&self.forbid)
                .any(|pattern| check == pattern.check.as_str())
        };
        for finding in findings {
            if self.forbid.iter().any(|pattern| pattern.matches(finding)) {
                wrong.push(format!("forbidden  {}", brief(finding)));
            } else if !self
                .expect
                .iter()
                .chain(&self.optional)
                .any(|pattern| pattern.matches(finding))
                && (listed(&finding["check"])
                    || finding["severity"] == "high"
                    || finding["severity"] == "medium")
            {
                wrong.push(format!("unexpected {}", brief(finding)));
            }
        }
        wrong
    }
}

/// One line that tells a finding from the others of its app.
fn brief(finding: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    format!(
        "{} {} {} {} at {}: {}",
        text(&finding["check"]),
        finding["subject"],
        text(&finding["severity"]),
        text(&finding["confidence"]),
        finding["location"],
        text(&finding["message"])
    )
}

/// The fields of a pattern that are given.
fn compact(pattern: &Pattern) -> String {
    let debug = format!("{pattern:?}");
    let fields = debug
        .trim_start_matches("Pattern { ")
        .trim_end_matches(" }");
    fields
        .split(", ")
        .filter(|field| !field.ends_with(": None"))
        .collect::<Vec<_>>()
        .join(", ")
}
