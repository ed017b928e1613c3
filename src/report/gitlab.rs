//! GitLab's code-quality report: a JSON array that a merge request shows as what got worse. GitLab compares it with the
//! target branch's by fingerprint, so known findings stay in it; suppressed ones do not. What was not analysed, and what a
//! person must still check, are issues of their own: an empty list would read as a pass.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::layout::clean;
use super::model::{Artifact, Finding, Location, Report, Scene, Status};
use super::sources::Sources;
use super::words;
use crate::diagnostic::Level;
use crate::knowledge::{Lang, Severity};

/// The report as GitLab code quality, ending in a line break. Findings stand at source files where `sources` has them.
pub fn gitlab(report: &Report, sources: &Sources, lang: Lang) -> serde_json::Result<String> {
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
        issues.extend(left(artifact, lang));
    }
    let mut text = serde_json::to_string_pretty(&issues)?;
    text.push('\n');
    Ok(text)
}

/// What no finding says: that the analysis is not whole, and what is left to a person.
fn left(artifact: &Artifact, lang: Lang) -> Vec<Value> {
    let issue = |name: &str, severity: &str, title: &str, lines: &[String]| {
        let package = artifact.app.as_ref().map_or("", |app| app.package.as_str());
        let mut hash = Sha256::new();
        for part in [name, package, artifact.path.as_str()]
            .into_iter()
            .chain(lines.iter().map(String::as_str))
        {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        let digits = hash.finalize();
        let fingerprint: String = digits
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        json!({
            "description": clean(&format!("{title}: {}", lines.join("; "))),
            "check_name": name,
            "fingerprint": fingerprint,
            "severity": severity,
            "location": {"path": path_of(&artifact.path), "lines": {"begin": 1}},
        })
    };
    let mut issues = Vec::new();
    if !artifact.complete {
        let errors = artifact
            .diagnostics
            .iter()
            .filter(|told| told.level == Level::Error);
        let lines: Vec<_> = errors.map(|told| told.told(lang)).collect();
        issues.push(issue(
            "analysis-incomplete",
            "blocker",
            words::partial(lang),
            &lines,
        ));
    }
    let titles = |scenes: &[Scene]| -> Vec<String> {
        scenes.iter().map(|scene| scene.title.clone()).collect()
    };
    for (name, title, scenes) in [
        ("not-seen", words::not_seen(lang), &artifact.not_seen),
        ("to-check", words::to_check(lang), &artifact.to_check),
    ] {
        if !scenes.is_empty() {
            issues.push(issue(name, "info", title, &titles(scenes)));
        }
    }
    issues
}

/// As GitLab names a file of the repository.
fn path_of(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path)
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
            "path": path_of(&path),
            "lines": {"begin": line.unwrap_or(1).max(1)},
        },
    })
}
