//! Every format of one scan over every fixture app: the same bytes for any number of threads and whether the packages are
//! named by a folder or by a list, and each report against its schema.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use quick_xml::events::Event;
use serde_json::Value;

use super::formats::official;

const FORMATS: [&str; 9] = [
    "text",
    "json",
    "sarif",
    "html",
    "markdown",
    "junit",
    "gitlab",
    "cyclonedx",
    "rectification",
];

/// One scan in every format; the reports in the order of [`FORMATS`].
fn reports(folder: &Path, jobs: &str, input: &str, list: &str) -> Vec<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_consentry"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args([
        "scan",
        input,
        "--verbose",
        "--jobs",
        jobs,
        "--lang",
        "zh",
    ]);
    let file = |format: &str| folder.join(format!("{jobs}.{format}"));
    for format in FORMATS {
        command.arg(format!("--output={format}={}", file(format).display()));
    }
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(list.as_bytes()).unwrap();
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(3), "some are broken");
    let read = |format| std::fs::read_to_string(file(format)).unwrap();
    FORMATS.into_iter().map(read).collect()
}

#[test]
fn any_number_of_threads_gives_the_same_bytes_and_each_format_keeps_its_schema() {
    let folder = tempfile::tempdir().unwrap();
    let one = reports(folder.path(), "1", "testdata/apps", "");
    let json: Value = serde_json::from_str(&one[1]).unwrap();
    let paths: Vec<_> = json["artifacts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|artifact| artifact["path"].as_str().unwrap())
        .collect();
    assert!(paths.len() > 50);
    let list = format!("{}\n\n", paths.join("\n"));
    let eight = reports(folder.path(), "8", "-", &list);
    for ((format, one), eight) in FORMATS.into_iter().zip(&one).zip(&eight) {
        assert!(one.len() > 1000, "{format}");
        assert!(one == eight, "{format} differs with eight threads");
    }
    for (format, text) in FORMATS.into_iter().zip(&one) {
        let value = || serde_json::from_str::<Value>(text).unwrap();
        match format {
            "json" => official("report.schema.json", &value()),
            "sarif" => official("sarif-2.1.0.json", &value()),
            "cyclonedx" => official("cyclonedx-1.6.json", &value()),
            "gitlab" => gitlab(&value()),
            "junit" => junit(text),
            _ => {}
        }
    }
}

/// GitLab's code quality: the schema, and no fingerprint twice.
pub(crate) fn gitlab(issues: &Value) {
    official("gitlab-code-quality.json", issues);
    let issues = issues.as_array().unwrap();
    let prints: BTreeSet<_> = issues
        .iter()
        .map(|issue| issue["fingerprint"].as_str())
        .collect();
    assert_eq!(prints.len(), issues.len());
}

/// An element of JUnit's XML: its required attributes, the others, and what may stand in it. After the schema of Jenkins's
/// xUnit plug-in (junit-10), of which only what is written here is listed.
type Element = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
);

const JUNIT: &[Element] = &[
    (
        "testsuites",
        &[],
        &["name", "time", "tests", "failures", "errors"],
        &["testsuite"],
    ),
    (
        "testsuite",
        &["name", "tests", "failures", "errors"],
        &["skipped", "time", "timestamp", "hostname", "id", "package"],
        &["testcase", "properties", "system-out", "system-err"],
    ),
    (
        "testcase",
        &["name"],
        &["classname", "time", "group"],
        &["skipped", "error", "failure", "system-out", "system-err"],
    ),
    ("failure", &[], &["type", "message"], &["#text"]),
    ("error", &[], &["type", "message"], &["#text"]),
    ("skipped", &[], &["type", "message"], &["#text"]),
    ("system-out", &[], &[], &["#text"]),
];

/// An open element.
struct Open {
    name: String,
    /// `tests`, `failures`, `errors`, `skipped` as they are claimed.
    claimed: [Option<usize>; 4],
    counted: [usize; 4],
}

impl Open {
    /// What it claims is what is in it.
    fn close(&self) {
        for (claimed, counted) in self.claimed.iter().zip(self.counted) {
            assert!(
                claimed.is_none_or(|claimed| claimed == counted),
                "{}: {:?} claimed, {:?} there",
                self.name,
                self.claimed,
                self.counted
            );
        }
    }
}

/// Elements and attributes that Jenkins's schema has, counts that add up, no character that XML forbids.
pub(crate) fn junit(xml: &str) {
    let forbidden = |c: char| (c < ' ' && c != '\n') || matches!(c, '\u{fffe}' | '\u{ffff}');
    assert!(!xml.contains(forbidden), "a character that XML 1.0 has not");
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut open: Vec<Open> = Vec::new();
    let mut root = false;
    loop {
        let event = reader.read_event().unwrap();
        let closed = matches!(event, Event::Empty(_));
        match event {
            Event::Start(element) | Event::Empty(element) => {
                let name = AsRef::<str>::as_ref(&element.name()).to_owned();
                let (_, required, others, _) = known(&name);
                let mut given = BTreeSet::new();
                let mut claimed = [None; 4];
                for attribute in element.attributes() {
                    let attribute = attribute.unwrap();
                    let key = AsRef::<str>::as_ref(&attribute.key).to_owned();
                    assert!(
                        required.contains(&key.as_str()) || others.contains(&key.as_str()),
                        "{name} has {key}"
                    );
                    let counts = ["tests", "failures", "errors", "skipped"];
                    if let Some(at) = counts.iter().position(|count| *count == key) {
                        let value = String::from_utf8_lossy(attribute.value.as_ref().as_bytes());
                        claimed[at] = Some(value.parse().unwrap());
                    }
                    assert!(given.insert(key), "an attribute twice");
                }
                for key in required {
                    assert!(given.contains(*key), "{name} lacks {key}");
                }
                match open.last() {
                    Some(parent) => {
                        let (.., children) = known(&parent.name);
                        assert!(
                            children.contains(&name.as_str()),
                            "{name} in {}",
                            parent.name
                        );
                    }
                    None => {
                        assert_eq!((name.as_str(), root), ("testsuites", false));
                        root = true;
                    }
                }
                let counts = ["testcase", "failure", "error", "skipped"];
                if let Some(at) = counts.iter().position(|count| *count == name) {
                    open.iter_mut().for_each(|element| element.counted[at] += 1);
                }
                let element = Open {
                    name,
                    claimed,
                    counted: [0; 4],
                };
                if closed {
                    element.close();
                } else {
                    open.push(element);
                }
            }
            Event::End(_) => open.pop().unwrap().close(),
            Event::Text(text) if !text.trim_ascii().is_empty() => {
                let (.., children) = known(&open.last().unwrap().name);
                assert!(children.contains(&"#text"));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(root && open.is_empty());
}

fn known(name: &str) -> Element {
    *JUNIT
        .iter()
        .find(|(known, ..)| *known == name)
        .unwrap_or_else(|| panic!("JUnit has no {name}"))
}
