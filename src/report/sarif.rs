//! SARIF 2.1.0, for GitHub code scanning and other viewers of results.
//!
//! A result stands at a source file only when the caller names source folders ([`Sources`]) and the file is there; else
//! it stands at the entry of the package, written `app.apk!/AndroidManifest.xml`, or at the package. GitHub's limits
//! hold: at most [`RESULTS`] results, the gravest first, and at most [`PLACES`] places a result. Names that a package
//! chose are escaped: a message cannot bring a link of its own.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::layout::clean;
use super::model::{Artifact, Finding, Location, Report, Status};
use super::sources::Sources;
use super::words::{self, pick};
use crate::checks::{Edge, Frame};
use crate::diagnostic::Level;
use crate::knowledge::{Check, Confidence, Knowledge, Lang, Severity};

/// Results of one run that GitHub shows.
pub const RESULTS: usize = 5_000;
/// Places of one result, its own and the related ones together.
pub const PLACES: usize = 10;
/// Steps of one code flow; GitHub shows a thousand.
const STEPS: usize = 1_000;

/// The report as SARIF, indented, ending in a line break.
pub fn sarif(
    report: &Report,
    knowledge: &Knowledge,
    lang: Lang,
    sources: &Sources,
) -> serde_json::Result<String> {
    let mut found: Vec<(&Artifact, &Finding)> = report
        .artifacts
        .iter()
        .flat_map(|artifact| {
            artifact
                .findings
                .iter()
                .map(move |finding| (artifact, finding))
        })
        .collect();
    let all = found.len();
    if all > RESULTS {
        found.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
        found.truncate(RESULTS);
    }
    let index: BTreeMap<&str, usize> = knowledge
        .checks
        .iter()
        .enumerate()
        .map(|(at, check)| (check.id.as_str(), at))
        .collect();
    let page = Page {
        lang,
        sources,
        index: &index,
        compared: report.summary.by_status.baselined > 0,
    };
    let results: Vec<_> = found
        .iter()
        .map(|(artifact, finding)| page.result(artifact, finding))
        .collect();
    let mut notifications: Vec<_> = report
        .artifacts
        .iter()
        .flat_map(|artifact| {
            artifact.diagnostics.iter().map(|diagnostic| {
                let level = match diagnostic.level {
                    Level::Error => "error",
                    Level::Warning => "warning",
                    Level::Note => "note",
                };
                let uri = uri(artifact, diagnostic.place.as_deref());
                json!({
                    "descriptor": {"id": diagnostic.code},
                    "level": level,
                    "message": {"text": message(&diagnostic.message)},
                    "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}}}],
                })
            })
        })
        .collect();
    // What the scan leaves to a person belongs to the result as much as what it could not read.
    for artifact in &report.artifacts {
        let lists = [
            ("not-seen", &artifact.not_seen),
            ("to-check", &artifact.to_check),
        ];
        for (id, scene) in lists
            .into_iter()
            .flat_map(|(id, scenes)| scenes.iter().map(move |scene| (id, scene)))
        {
            notifications.push(json!({
                "descriptor": {"id": format!("{id}/{}", scene.id)},
                "level": "note",
                "message": {"text": message(&words::scene(lang, scene))},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(artifact, None)}}}],
            }));
        }
    }
    if all > results.len() {
        let text = format!(
            "{} of {all} results are given, the gravest first",
            results.len()
        );
        notifications.push(json!({
            "descriptor": {"id": "results-cut"}, "level": "warning", "message": {"text": text},
        }));
    }
    let driver = json!({
        "name": report.tool.name,
        "semanticVersion": report.tool.version,
        "version": report.tool.checks_version,
        "rules": knowledge.checks.iter().map(|check| rule(check, knowledge, lang)).collect::<Vec<_>>(),
    });
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": driver},
            "language": pick(lang, "zh-CN", "en"),
            "artifacts": report.artifacts.iter().map(described).collect::<Vec<_>>(),
            "invocations": [{
                "executionSuccessful": report.artifacts.iter().all(|artifact| artifact.complete),
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log)?;
    text.push('\n');
    Ok(text)
}

/// A scanned package.
fn described(artifact: &Artifact) -> Value {
    let mut value = Map::new();
    value.insert("location".into(), json!({"uri": uri(artifact, None)}));
    value.insert("roles".into(), json!(["analysisTarget"]));
    if let Some(size) = artifact.size {
        value.insert("length".into(), json!(size));
    }
    if let Some(sha256) = &artifact.sha256 {
        value.insert("hashes".into(), json!({"sha-256": sha256}));
    }
    Value::Object(value)
}

/// A check: its id is the rule's, and stays.
fn rule(check: &Check, knowledge: &Knowledge, lang: Lang) -> Value {
    let section = |title: &str, text: &str| format!("## {title}\n\n{text}\n\n");
    let clauses: Vec<_> = check
        .regulations
        .iter()
        .map(|citation| {
            let regulation = super::regulation(citation, knowledge, lang);
            match (&regulation.regulator, &regulation.label) {
                (Some(regulator), Some(label)) => {
                    format!("- {} · {regulator}: {label}", regulation.cited)
                }
                _ => format!("- {}", regulation.cited),
            }
        })
        .collect();
    let mut fixes: Vec<String> = Vec::new();
    for case in &check.cases {
        let fix = format!("- {}", super::general(case.fix.get(lang)));
        if !fixes.contains(&fix) {
            fixes.push(fix);
        }
    }
    let markdown = [
        section(
            pick(lang, "查什么", "What it looks for"),
            check.what.get(lang),
        ),
        section(
            pick(lang, "为什么重要", "Why it matters"),
            check.why.get(lang),
        ),
        section(pick(lang, "如何整改", "How to fix it"), &fixes.join("\n")),
        section(pick(lang, "例子", "Example"), check.example.get(lang)),
        section(
            pick(lang, "前提与盲区", "What it assumes and cannot see"),
            check.assumes.get(lang),
        ),
        section(pick(lang, "依据", "Clauses"), &clauses.join("\n")),
    ]
    .concat();
    let precision = match check.confidence {
        Confidence::Certain => "very-high",
        Confidence::Likely => "high",
        Confidence::Possible => "medium",
    };
    json!({
        "id": check.id,
        "shortDescription": {"text": message(check.title.get(lang))},
        "fullDescription": {"text": message(check.what.get(lang))},
        "help": {
            "text": message(&format!("{}\n\n{}", check.why.get(lang), fixes.join("\n"))),
            "markdown": markdown.trim_end(),
        },
        "defaultConfiguration": {"level": level(check.severity)},
        "properties": {
            "tags": ["security", "privacy", check.group],
            "precision": precision,
            "problem.severity": problem(check.severity),
            "security-severity": score(check.severity),
        },
    })
}

/// What every result needs.
struct Page<'a> {
    lang: Lang,
    sources: &'a Sources,
    index: &'a BTreeMap<&'a str, usize>,
    compared: bool,
}

impl Page<'_> {
    fn result(&self, artifact: &Artifact, finding: &Finding) -> Value {
        let text = match finding.fix.as_str() {
            "" => finding.message.clone(),
            fix => format!(
                "{}\n{}{fix}",
                finding.message,
                pick(self.lang, "整改：", "Fix: ")
            ),
        };
        let mut result = Map::new();
        let mut put = |key: &str, value: Value| result.insert(key.to_owned(), value);
        put("ruleId", json!(finding.check));
        if let Some(at) = self.index.get(finding.check.as_str()) {
            put("ruleIndex", json!(at));
        }
        put("level", json!(level(finding.severity)));
        put("message", json!({"text": message(&text)}));
        put(
            "locations",
            json!([self.place(artifact, finding.location.as_ref())]),
        );
        // GitHub tells alerts apart by the first; other tools by ours.
        put(
            "partialFingerprints",
            json!({
                "primaryLocationLineHash": format!("{}:1", finding.fingerprint),
                "consentry/v1": finding.fingerprint,
            }),
        );
        let asked = finding.condition.iter().map(|asked| {
            let told = super::words::condition(self.lang, &super::words::short_place(asked));
            (asked, told)
        });
        let shown = finding.evidence.iter().filter_map(|evidence| {
            let told = format!("{} {}", evidence.kind, evidence.value);
            Some((evidence.location.as_ref()?, told))
        });
        let related: Vec<_> = asked
            .chain(shown)
            .take(PLACES - 1)
            .enumerate()
            .map(|(at, (location, told))| {
                let mut place = self.place(artifact, Some(location));
                if let Some(place) = place.as_object_mut() {
                    place.insert("id".into(), json!(at + 1));
                    place.insert("message".into(), json!({"text": message(&told)}));
                }
                place
            })
            .collect();
        if !related.is_empty() {
            put("relatedLocations", json!(related));
        }
        if !finding.chain.is_empty() {
            let steps: Vec<_> = finding
                .chain
                .iter()
                .take(STEPS)
                .map(|frame| self.step(artifact, frame))
                .collect();
            put(
                "codeFlows",
                json!([{"threadFlows": [{"locations": steps}]}]),
            );
        }
        match finding.status {
            Status::Suppressed => {
                put(
                    "suppressions",
                    json!([{
                        "kind": "external",
                        "status": "accepted",
                        "justification": message(finding.suppressed_because.as_deref().unwrap_or_default()),
                    }]),
                );
            }
            Status::New | Status::Baselined => {}
        }
        if self.compared {
            let known = finding.status == Status::Baselined;
            put(
                "baselineState",
                json!(if known { "unchanged" } else { "new" }),
            );
        }
        put(
            "properties",
            json!({
                "confidence": finding.confidence,
                "owner": finding.owner,
                "severity": finding.severity,
                "subject": finding.subject,
                "security-severity": score(finding.severity),
            }),
        );
        Value::Object(result)
    }

    /// A location: the source file when there is one, else the entry, else the package.
    fn place(&self, artifact: &Artifact, location: Option<&Location>) -> Value {
        let physical = |uri: String, line: Option<u32>| {
            json!({
                "artifactLocation": {"uri": uri},
                // GitHub asks for a line; SARIF's begin with 1.
                "region": {"startLine": line.unwrap_or(1).max(1)},
            })
        };
        match location {
            None => json!({"physicalLocation": physical(uri(artifact, None), None)}),
            Some(Location::Entry { entry, line }) => {
                json!({"physicalLocation": physical(uri(artifact, Some(entry)), *line)})
            }
            Some(Location::Code {
                class,
                method,
                descriptor,
                file,
                line,
            }) => {
                let source = file
                    .as_deref()
                    .and_then(|file| self.sources.find(class, file));
                let physical = match source {
                    Some(path) => physical(encode(&path.to_string_lossy()), *line),
                    None => physical(uri(artifact, None), None),
                };
                let (name, kind) = if method.is_empty() {
                    (class.clone(), "type")
                } else {
                    (format!("{class}.{method}{descriptor}"), "function")
                };
                json!({
                    "physicalLocation": physical,
                    "logicalLocations": [{"fullyQualifiedName": clean(&name), "kind": kind}],
                })
            }
        }
    }

    fn step(&self, artifact: &Artifact, frame: &Frame) -> Value {
        let location = Location::Code {
            class: frame.class.clone(),
            method: frame.method.clone(),
            descriptor: frame.descriptor.clone(),
            file: frame.file.clone(),
            line: frame.line,
        };
        let mut place = self.place(artifact, Some(&location));
        let at = match (&frame.file, frame.line) {
            (Some(file), Some(line)) => format!(" ({file}:{line})"),
            _ => String::new(),
        };
        let edge = words::edge(self.lang, frame.edge);
        let text = format!("{edge} {}{at} · {}", frame.told(), frame.owner);
        if let Some(place) = place.as_object_mut() {
            place.insert("message".into(), json!({"text": message(&text)}));
        }
        let kind = if frame.edge == Edge::Entry {
            "essential"
        } else {
            "important"
        };
        json!({"location": place, "importance": kind})
    }
}

/// A text with nothing in it that SARIF would read as a link or a placeholder (SARIF 2.1.0 §3.11.5, §3.11.6).
fn message(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(clean).collect();
    let mut safe = String::with_capacity(text.len());
    for c in lines.join("\n").chars() {
        match c {
            '{' => safe.push_str("{{"),
            '}' => safe.push_str("}}"),
            '\\' | '[' | ']' => safe.extend(['\\', c]),
            c => safe.push(c),
        }
    }
    safe
}

/// The package, or an entry of it, as a relative URI.
fn uri(artifact: &Artifact, entry: Option<&str>) -> String {
    match entry {
        Some(entry) => format!("{}!/{}", encode(&artifact.path), encode(entry)),
        None => encode(&artifact.path),
    }
}

/// A path as a URI reference: everything but unreserved characters and `/` is percent-encoded, and a leading `./` goes.
fn encode(path: &str) -> String {
    let path = path.replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' | b'!' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

fn problem(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "recommendation",
    }
}

/// GitHub's scale: above 9 critical, from 7 high, from 4 medium, below low.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.5",
        Severity::Info => "0.5",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_brings_no_link_and_a_path_no_surprise() {
        assert_eq!(
            message("[x](http://a) {0} \u{1b}"),
            "\\[x\\](http://a) {{0}} \u{fffd}"
        );
        assert_eq!(encode("./out/应 a:b.apk"), "out/%E5%BA%94%20a%3Ab.apk");
    }

    #[test]
    fn a_class_finds_its_source_but_never_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let package = folder.path().join("java/com/example");
        std::fs::create_dir_all(&package).unwrap();
        std::fs::write(package.join("Main.java"), "").unwrap();
        std::fs::write(folder.path().join("secret"), "").unwrap();
        let root = folder.path().join("java");
        let sources = Sources::new(&[folder.path().join("kotlin"), root.clone()]);
        assert_eq!(
            sources.find("com.example.Main$1", "Main.java"),
            Some(root.join("com/example/Main.java"))
        );
        assert_eq!(sources.find("com.example.Other", "Other.java"), None);
        assert_eq!(sources.find("a.B", "../../secret"), None);
        assert_eq!(sources.find("a./../B", "secret"), None);
    }
}
