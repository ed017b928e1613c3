//! A baseline: the findings that are known already. Any JSON report serves as one; `--write-baseline` writes the short
//! form, which holds nothing but what is needed and diffs well under version control.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::model::Report;

/// Fingerprints of known findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    fingerprints: BTreeSet<String>,
}

/// What is read of a report or of a baseline: the same keys stand in both.
#[derive(Deserialize)]
struct File {
    artifacts: Option<Vec<Artifact>>,
    baseline: Option<Vec<Known>>,
}

#[derive(Deserialize)]
struct Artifact {
    findings: Vec<Known>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Known {
    fingerprint: String,
    #[serde(default)]
    check: String,
    #[serde(default)]
    subject: BTreeMap<String, String>,
    #[serde(default)]
    owner: String,
}

impl Baseline {
    /// Reads a JSON report or a written baseline. The error is one sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if file.artifacts.is_none() && file.baseline.is_none() {
            return Err(
                "neither a JSON report nor a baseline: it has no `artifacts` and no `baseline`"
                    .to_owned(),
            );
        }
        let reported = file
            .artifacts
            .into_iter()
            .flatten()
            .flat_map(|artifact| artifact.findings);
        let known = file.baseline.into_iter().flatten().chain(reported);
        Ok(Self {
            fingerprints: known.map(|known| known.fingerprint).collect(),
        })
    }

    /// Whether a finding is known.
    pub fn contains(&self, fingerprint: &str) -> bool {
        self.fingerprints.contains(fingerprint)
    }

    /// All findings of `report` in the short form, sorted, ending in a line break.
    pub fn write(report: &Report) -> serde_json::Result<String> {
        #[derive(Serialize)]
        struct Short {
            schema_version: &'static str,
            baseline: Vec<Known>,
        }
        let known: BTreeMap<_, _> = report
            .artifacts
            .iter()
            .flat_map(|artifact| &artifact.findings)
            .map(|finding| {
                let known = Known {
                    fingerprint: finding.fingerprint.clone(),
                    check: finding.check.clone(),
                    subject: finding
                        .subject
                        .iter()
                        .map(|(key, value)| ((*key).to_owned(), value.clone()))
                        .collect(),
                    owner: finding.owner.clone(),
                };
                ((finding.check.clone(), finding.fingerprint.clone()), known)
            })
            .collect();
        let short = Short {
            schema_version: report.schema_version,
            baseline: known.into_values().collect(),
        };
        let mut text = serde_json::to_string_pretty(&short)?;
        text.push('\n');
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_or_a_baseline_but_nothing_else() {
        let report = r#"{"artifacts": [{"findings": [{"fingerprint": "ab", "check": "packed", "title": "x"}]}]}"#;
        assert!(Baseline::parse(report).unwrap().contains("ab"));
        let short = r#"{"baseline": [{"fingerprint": "cd"}]}"#;
        assert!(Baseline::parse(short).unwrap().contains("cd"));
        assert!(Baseline::parse("{}").is_err());
        assert!(Baseline::parse("not json").is_err());
    }
}
