//! JUnit, GitLab, Markdown, CycloneDX and HTML on the hostile package of `formats`.

use super::formats::{HOSTILE, finding, official, report, report_in, scan, usual};
use consentry::diagnostic::Diagnostic;
use consentry::knowledge::{Knowledge, Lang, Severity, Text};
use consentry::report::model::Hit;
use consentry::report::sources::Sources;
use consentry::report::{Baseline, cyclonedx, gitlab, html, junit, markdown};
use consentry::scan::{FoundSdk, Scan};
use serde_json::Value;

fn partial() -> Vec<Scan> {
    let mut scans = usual();
    scans[0]
        .diagnostics
        .push(Diagnostic::error("dex-truncated", HOSTILE).at("classes2.dex"));
    scans
}

/// The names of the elements in order; fails when the text is not well-formed.
fn elements(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut names = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(e) | quick_xml::events::Event::Empty(e) => {
                names.push(AsRef::<str>::as_ref(&e.name()).to_owned());
            }
            quick_xml::events::Event::Eof => return names,
            _ => {}
        }
    }
}

#[test]
fn junit_fails_where_the_gate_does() {
    let checks = [
        "policy-missing",
        "permission-unused",
        "target-sdk-low",
        "dynamic-code",
        "packed",
    ];
    let xml = junit::junit(&report(&usual()), &checks, Some(Severity::Medium), Lang::En);
    let count = |name: &str| elements(&xml).iter().filter(|e| *e == name).count();
    assert_eq!(
        (count("failure"), count("error"), count("skipped")),
        (2, 0, 0)
    );
    // The analysis, four findings, and the one check that found nothing.
    assert_eq!(count("testcase"), 6);
    super::every_format::junit(&xml);
    assert!(
        xml.contains("tests=\"6\" failures=\"2\" errors=\"0\" skipped=\"0\""),
        "{xml}"
    );
    assert!(!xml.contains("<img") && !xml.contains("]]>"), "{xml}");

    let xml = junit::junit(&report(&partial()), &checks, None, Lang::En);
    super::every_format::junit(&xml);
    let count = |name: &str| elements(&xml).iter().filter(|e| *e == name).count();
    assert_eq!((count("failure"), count("error")), (0, 1));
    assert!(
        !xml.contains("name=\"packed\""),
        "no check passes on what was not seen"
    );

    let first = report(&usual());
    let known = Baseline::parse(&Baseline::write(&first).unwrap()).unwrap();
    let xml = junit::junit(
        &report_in(&usual(), Lang::En, &known),
        &checks,
        Some(Severity::Info),
        Lang::En,
    );
    super::every_format::junit(&xml);
    assert_eq!(elements(&xml).iter().filter(|e| *e == "skipped").count(), 4);

    // Every character that XML 1.0 cannot hold, in every text of a package.
    let odd: String = ('\0'..'\u{a0}').chain(['\u{fffe}', '\u{ffff}']).collect();
    let mut scans = partial();
    scans[0].path = odd.clone();
    for finding in &mut scans[0].findings {
        finding.title = Text::new(odd.as_str(), odd.as_str());
        finding.message = Text::new(odd.as_str(), odd.as_str());
        finding.owner = odd.clone();
    }
    super::every_format::junit(&junit::junit(
        &report(&scans),
        &checks,
        Some(Severity::Low),
        Lang::En,
    ));
}

#[test]
fn gitlab_issues_have_fingerprints_of_their_own() {
    let mut scans = usual();
    let mut second = scans[0].clone();
    second.path = "./other.apk".to_owned();
    scans.push(second);
    let text = gitlab::gitlab(&report(&scans), &Sources::default(), Lang::En).unwrap();
    let issues: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(issues.len(), 8);
    super::every_format::gitlab(&serde_json::from_str(&text).unwrap());
    let grades: Vec<_> = issues
        .iter()
        .take(4)
        .map(|i| i["severity"].as_str().unwrap())
        .collect();
    assert_eq!(grades, ["critical", "major", "minor", "info"]);
}

#[test]
fn gitlab_says_what_was_not_analysed() {
    let text = gitlab::gitlab(&report(&partial()), &Sources::default(), Lang::En).unwrap();
    let issues: Vec<Value> = serde_json::from_str(&text).unwrap();
    super::every_format::gitlab(&serde_json::from_str(&text).unwrap());
    let last = issues.last().unwrap();
    assert_eq!(issues.len(), 5);
    assert_eq!(
        (&last["check_name"], &last["severity"]),
        (&"analysis-incomplete".into(), &"blocker".into())
    );
}

#[test]
fn a_comment_is_only_text_and_fits() {
    let knowledge = Knowledge::builtin();
    let text = markdown::markdown(&report(&partial()), &knowledge, Lang::En);
    assert!(text.starts_with(markdown::MARKER));
    assert!(
        text.contains("High **1** · Medium **1**") && text.contains("Analysed in part"),
        "{text}"
    );
    for raw in ["<img", "](http", "@all", "<script", "</script"] {
        assert!(!text.contains(raw), "{raw} in {text}");
    }
    assert_eq!(
        text.matches("<details").count(),
        text.matches("</details>").count()
    );

    let checks = &knowledge.checks;
    let many: Vec<_> = (0..5_000)
        .map(|at| {
            finding(
                &checks[at % checks.len()].id,
                Severity::High,
                &at.to_string(),
            )
        })
        .collect();
    let text = markdown::markdown(&report(&[scan(many)]), &knowledge, Lang::Zh);
    assert!(text.chars().count() < 65_536, "{}", text.chars().count());
    assert!(
        text.contains("完整报告")
            && text.matches("<details").count() == text.matches("</details>").count()
    );
}

#[test]
fn a_bill_of_materials_names_sdks_with_evidence() {
    let mut scans = usual();
    scans[0].sdks = vec![FoundSdk {
        id: "jpush".to_owned(),
        version: Some(format!("5.0 {HOSTILE}")),
        starts_in: Vec::new(),
        disclosed: None,
        state: Default::default(),
        evidence: vec![Hit {
            kind: "package".to_owned(),
            value: "cn.jpush.android".to_owned(),
        }],
    }];
    for scans in [scans.clone(), [scans, partial()].concat()] {
        let text = cyclonedx::cyclonedx(&report(&scans), Lang::En).unwrap();
        let bill: Value = serde_json::from_str(&text).unwrap();
        official("cyclonedx-1.6.json", &bill);
        assert_eq!(
            (&bill["bomFormat"], &bill["specVersion"]),
            (&"CycloneDX".into(), &"1.6".into())
        );
        let sdk = match scans.len() {
            1 => &bill["components"][0],
            _ => &bill["components"][0]["components"][0],
        };
        assert_eq!(
            (&sdk["type"], &sdk["name"]),
            (&"library".into(), &"JPush".into())
        );
        assert_eq!(
            sdk["evidence"]["occurrences"][0]["location"],
            "cn.jpush.android"
        );
        // Every reference points at something, and none is given twice.
        let references: Vec<_> = text.matches("\"bom-ref\"").collect();
        assert_eq!(references.len(), scans.len() + 1);
        assert_eq!(bill["dependencies"][0]["dependsOn"][0], sdk["bom-ref"]);
    }
}

fn page(scans: &[Scan]) -> String {
    let both = [Lang::Zh, Lang::En].map(|lang| report_in(scans, lang, &Baseline::default()));
    html::html(&both[0], &both[1], &Knowledge::builtin(), Lang::Zh).unwrap()
}

#[test]
fn the_page_holds_no_markup_of_a_package_and_fetches_nothing() {
    let page = page(&partial());
    assert!(!page.contains("<img"), "a name became a tag");
    assert_eq!(
        page.matches("</script>").count(),
        2,
        "data and script, nothing closes them early"
    );
    assert!(page.contains("default-src 'none'"));
    let markup = page.split("<script").next().unwrap();
    for word in ["<link", "<base", "<iframe", "@import", "url("] {
        assert!(!markup.contains(word), "{word}");
    }
    for word in [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "fetch(",
        "http",
    ] {
        assert!(
            !include_str!("../../src/report/html/page.js").contains(word),
            "{word}"
        );
    }
}
