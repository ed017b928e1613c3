//! JUnit XML, which Jenkins, GitLab, Azure and others show as tests: a suite per artifact, a test per finding and per
//! check that found nothing. A new finding that reaches `--fail-on` is a failure, a known or suppressed one is skipped,
//! a lesser one passes with its text as output. An artifact that was not analysed whole has a test `analysis` in error.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::model::{Artifact, Finding, Location, Report, Status};
use super::words;
use crate::diagnostic::Level;
use crate::knowledge::{Lang, Severity};

/// The report as JUnit XML. `checks` are the ids of the checks that ran, `fail_on` the least severity that fails.
pub fn junit(report: &Report, checks: &[&str], fail_on: Option<Severity>, lang: Lang) -> String {
    let mut suites = String::new();
    let mut sums = Sums::default();
    for artifact in &report.artifacts {
        let mut tests = String::new();
        let mut of = Sums::default();
        suite(artifact, checks, fail_on, lang, &mut tests, &mut of);
        left(artifact, lang, &mut tests);
        let _ = writeln!(
            suites,
            "  <testsuite name=\"{}\" {}>\n{tests}  </testsuite>",
            xml(&artifact.path),
            of.attributes(),
        );
        sums.add(&of);
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"consentry\" {}>\n{suites}</testsuites>\n",
        sums.totals(),
    )
}

#[derive(Default)]
struct Sums {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.errors += other.errors;
        self.skipped += other.skipped;
    }

    fn totals(&self) -> String {
        format!(
            "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
            self.tests, self.failures, self.errors
        )
    }

    /// A suite has a count of skipped tests, the whole has none in the common schema.
    fn attributes(&self) -> String {
        format!("{} skipped=\"{}\"", self.totals(), self.skipped)
    }
}

/// What the scan leaves to a person, as the suite's output.
fn left(artifact: &Artifact, lang: Lang, tests: &mut String) {
    let lists = [
        (words::not_seen(lang), &artifact.not_seen),
        (words::to_check(lang), &artifact.to_check),
    ];
    let mut text = String::new();
    for (title, scenes) in lists.iter().filter(|(_, scenes)| !scenes.is_empty()) {
        let _ = writeln!(text, "# {title}\n");
        for scene in *scenes {
            let _ = writeln!(text, "{}\n", words::scene(lang, scene));
        }
    }
    if !text.is_empty() {
        let _ = writeln!(
            tests,
            "    <system-out>{}</system-out>",
            xml(text.trim_end())
        );
    }
}

fn suite(
    artifact: &Artifact,
    checks: &[&str],
    fail_on: Option<Severity>,
    lang: Lang,
    tests: &mut String,
    sums: &mut Sums,
) {
    let class = match &artifact.app {
        Some(app) if !app.package.is_empty() => xml(&app.package),
        _ => xml(&artifact.path),
    };
    sums.tests += 1;
    let errors: Vec<_> = artifact
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.level == Level::Error)
        .map(|diagnostic| format!("{} [{}]", diagnostic.told(Lang::En), diagnostic.code))
        .collect();
    if artifact.complete {
        let _ = writeln!(
            tests,
            "    <testcase classname=\"{class}\" name=\"analysis\"/>"
        );
    } else {
        sums.errors += 1;
        let _ = writeln!(
            tests,
            "    <testcase classname=\"{class}\" name=\"analysis\"><error type=\"analysis-incomplete\" \
             message=\"analysed in part\">{}</error></testcase>",
            xml(&errors.join("\n")),
        );
    }
    for finding in &artifact.findings {
        sums.tests += 1;
        let subject = finding.subject.values().next().map_or("", String::as_str);
        let name = [
            finding.check.as_str(),
            subject,
            &finding.owner,
            short(&finding.fingerprint),
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
        let fails = fail_on.is_some_and(|least| finding.severity >= least);
        let result = match finding.status {
            Status::Baselined => {
                sums.skipped += 1;
                "<skipped message=\"known: in the baseline\"/>".to_owned()
            }
            Status::Suppressed => {
                sums.skipped += 1;
                let reason = finding.suppressed_because.as_deref().unwrap_or_default();
                format!(
                    "<skipped message=\"{}\"/>",
                    xml(&format!("suppressed: {reason}"))
                )
            }
            Status::New if fails => {
                sums.failures += 1;
                format!(
                    "<failure type=\"{}\" message=\"{}\">{}</failure>",
                    xml(&finding.check),
                    xml(&finding.title),
                    xml(&text(finding, lang)),
                )
            }
            Status::New => format!("<system-out>{}</system-out>", xml(&text(finding, lang))),
        };
        let _ = writeln!(
            tests,
            "    <testcase classname=\"{class}\" name=\"{}\">{result}</testcase>",
            xml(&name),
        );
    }
    // What was not analysed did not pass.
    if artifact.complete {
        let found: BTreeSet<&str> = artifact.findings.iter().map(|f| f.check.as_str()).collect();
        for check in checks.iter().filter(|check| !found.contains(**check)) {
            sums.tests += 1;
            let _ = writeln!(
                tests,
                "    <testcase classname=\"{class}\" name=\"{}\"/>",
                xml(check)
            );
        }
    }
}

/// Tells two findings of one check and subject apart.
fn short(fingerprint: &str) -> &str {
    fingerprint.get(..8).unwrap_or(fingerprint)
}

fn text(finding: &Finding, lang: Lang) -> String {
    let mut text = format!("{}\n", finding.message);
    if let Some(location) = &finding.location {
        text.push_str(&match location {
            Location::Code {
                class,
                method,
                file,
                line,
                ..
            } => format!(
                "{class}.{method} {}:{}\n",
                file.as_deref().unwrap_or_default(),
                line.unwrap_or_default()
            ),
            Location::Entry { entry, line } => format!("{entry}:{}\n", line.unwrap_or_default()),
        });
    }
    for frame in &finding.chain {
        text.push_str(&format!(
            "  {}.{} [{}]\n",
            frame.class, frame.method, frame.owner
        ));
    }
    if let Some(asked) = &finding.condition {
        let told = words::condition(lang, &words::short_place(asked));
        text.push_str(&format!("  ? {told}\n"));
    }
    // Two regulators' labels may rest on one clause.
    let cited: Vec<_> = finding.regulations.iter().map(|r| &r.cited).collect();
    for (at, clause) in cited.iter().enumerate() {
        if !cited.iter().take(at).any(|before| before == clause) {
            text.push_str(&format!("{clause}\n"));
        }
    }
    text.push_str(&finding.fix);
    text
}

/// Text for XML 1.0, as an attribute or as content: what the format cannot hold becomes `U+FFFD`.
fn xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                safe.push(char::REPLACEMENT_CHARACTER);
            }
            c => safe.push(c),
        }
    }
    safe
}
