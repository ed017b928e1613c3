//! GitLab's code-quality report: a JSON array that a merge request shows as what got worse. GitLab compares it with the
//! target branch's by fingerprint, so known findings stay in it; suppressed ones do not.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::layout::clean;
use super::model::{Artifact, Finding, Location, Report, Status};
use super::sources::Sources;
use crate::knowledge::Severity;

/// The report as GitLab code quality, ending in a line break. Findings stand at source files where `sources` has them.
pub fn gitlab(report: &Report, sources: &Sources) -> serde_json::Result<String> {
    // GitLab keeps one issue a fingerprint: the same finding in a second artifact gets a number.
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut issues = Vec::new();
    for artifact in &report.artifacts {
        for finding in artifact
            .findings
            .iter()
            .filter(|f| f.status != Status::Suppressed)
        {
            let count = seen.entry(&finding.fingerprint).or_default();
            *count += 1;
            let fingerprint = match *count {
                1 => finding.fingerprint.clone(),
                more => format!("{}-{more}", finding.fingerprint),
            };
            issues.push(issue(artifact, finding, &fingerprint, sources));
        }
    }
    let mut text = serde_json::to_string_pretty(&issues)?;
    text.push('\n');
    Ok(text)
}

fn issue(artifact: &Artifact, finding: &Finding, fingerprint: &str, sources: &Sources) -> Value {
    let (path, line) = match &finding.location {
        Some(Location::Code {
            class,
            file: Some(file),
            line,
            ..
        }) => match sources.find(class, file) {
            Some(path) => (path.to_string_lossy().into_owned(), *line),
            None => (artifact.path.clone(), None),
        },
        Some(Location::Entry { entry, line }) => (format!("{}!/{entry}", artifact.path), *line),
        _ => (artifact.path.clone(), None),
    };
    let severity = match finding.severity {
        Severity::High => "critical",
        Severity::Medium => "major",
        Severity::Low => "minor",
        Severity::Info => "info",
    };
    json!({
        "description": clean(&format!("{}: {}", finding.title, finding.message)),
        "check_name": finding.check,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {
            "path": path.strip_prefix("./").unwrap_or(&path),
            "lines": {"begin": line.unwrap_or(1).max(1)},
        },
    })
}
