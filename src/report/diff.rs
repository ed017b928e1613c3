//! What changed for personal information between two builds: SDKs, permissions, personal data, hosts and findings that
//! are new, gone or of another version. Each side is a JSON report of one artifact, read back or just made, so that an
//! old build need not be kept. Findings are the same when their fingerprints are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::layout::clean;
use super::markdown::{MARKER, code, escape};
use super::words::{self, pick};
use crate::knowledge::{Knowledge, Lang, Severity};

/// One build, as far as a comparison needs it. The names are those of the JSON report.
#[derive(Debug, Clone, Deserialize)]
pub struct Side {
    path: String,
    complete: bool,
    app: Option<App>,
    permissions: Vec<Permission>,
    sdks: Vec<Sdk>,
    personal_data: Option<Vec<Item>>,
    network: Option<Vec<Host>>,
    findings: Vec<Finding>,
    #[serde(default)]
    diagnostics: Vec<Told>,
}

/// A diagnostic as a report tells it.
#[derive(Debug, Clone, Deserialize)]
struct Told {
    level: String,
    message: String,
    #[serde(rename = "where")]
    place: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct App {
    package: String,
    version_name: Option<String>,
    version_code: Option<u64>,
}

#[derive(Debug, Clone, Deserialize)]
struct Permission {
    name: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Sdk {
    id: String,
    version: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct Item {
    item: String,
    scenario: String,
    owner: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Host {
    host: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Finding {
    check: String,
    severity: Severity,
    title: String,
    owner: String,
    #[serde(default)]
    subject: BTreeMap<String, String>,
    fingerprint: String,
}

impl Side {
    /// Why the build was not analysed whole: its path, and each reason.
    pub fn errors(&self) -> impl Iterator<Item = (&str, String)> {
        let errors = self.diagnostics.iter().filter(|told| told.level == "error");
        errors.map(|told| {
            let reason = match &told.place {
                Some(place) => format!("{place}: {}", told.message),
                None => told.message.clone(),
            };
            (self.path.as_str(), reason)
        })
    }

    /// Reads a JSON report on one artifact. The error is one sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct File {
            artifacts: Vec<serde_json::Value>,
        }
        let mut file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match (file.artifacts.pop(), file.artifacts.len()) {
            (Some(artifact), 0) => {
                serde_json::from_value(artifact).map_err(|error| error.to_string())
            }
            (None, _) => Err("the report holds no artifact".to_owned()),
            (Some(_), rest) => Err(format!(
                "the report holds {} artifacts, and one is compared with one",
                rest + 1
            )),
        }
    }
}

/// One thing on one side, or of both with another version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Stable id: an SDK's, a permission's name, a fingerprint …
    pub id: String,
    /// For people, in the language asked for.
    pub text: String,
    /// Only of a finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
}

/// What changed of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Only in the new build.
    pub new: Vec<Row>,
    /// Only in the old build.
    pub gone: Vec<Row>,
    /// In both, but another version.
    pub changed: Vec<Row>,
}

/// One side in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Build {
    /// As the caller gave it, when it was scanned.
    pub path: String,
    /// Package name.
    pub package: Option<String>,
    /// Version name and code.
    pub version: Option<String>,
    /// Whether it was analysed whole: what is "new" may else have been there before, and what is "gone" still be.
    pub complete: bool,
}

/// The difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// Version of these fields.
    pub schema_version: &'static str,
    /// The old build.
    pub old: Build,
    /// The new build.
    pub new: Build,
    /// SDKs.
    pub sdks: Changes,
    /// Permissions asked for.
    pub permissions: Changes,
    /// Items by scenario and owner; `None` when a side does not tell them.
    pub personal_data: Option<Changes>,
    /// Hosts; `None` when a side does not tell them.
    pub network: Option<Changes>,
    /// Findings.
    pub findings: Changes,
}

impl Diff {
    /// Compares two builds; texts are in `lang`.
    pub fn new(old: &Side, new: &Side, knowledge: &Knowledge, lang: Lang) -> Self {
        let owner = |id: &str| match knowledge.sdk(id) {
            Some(sdk) => sdk.name.get(lang).to_owned(),
            None if id == "app" => pick(lang, "应用自身", "the app").to_owned(),
            None => id.to_owned(),
        };
        let sdks = |side: &Side| -> Things {
            let sdks = side.sdks.iter();
            sdks.map(|sdk| {
                let version = sdk.version.clone().unwrap_or_default();
                (
                    sdk.id.clone(),
                    Thing {
                        text: owner(&sdk.id),
                        severity: None,
                        version,
                    },
                )
            })
            .collect()
        };
        let permissions = |side: &Side| -> Things {
            side.permissions
                .iter()
                .map(|p| (p.name.clone(), Thing::of(&p.name)))
                .collect()
        };
        let items = |side: &Side| -> Option<Things> {
            let items = side.personal_data.as_ref()?.iter();
            Some(
                items
                    .map(|item| {
                        let id = format!("{} {} {}", item.item, item.scenario, item.owner);
                        let owner = owner(&item.owner);
                        let text = format!(
                            "{} · {} · {owner}",
                            words::item(lang, &item.item),
                            words::scenario(lang, &item.scenario)
                        );
                        (id, Thing::of(&text))
                    })
                    .collect(),
            )
        };
        let hosts = |side: &Side| -> Option<Things> {
            let hosts = side.network.as_ref()?.iter();
            Some(
                hosts
                    .map(|host| (host.host.clone(), Thing::of(&host.host)))
                    .collect(),
            )
        };
        let findings = |side: &Side| -> Things {
            let findings = side.findings.iter();
            findings
                .map(|finding| {
                    // A report may be in the other language.
                    let title = match knowledge.check(&finding.check) {
                        Some(check) => check.title.get(lang),
                        None => finding.title.as_str(),
                    };
                    let subject = finding.subject.iter().next();
                    let subject = subject.map(|(kind, id)| match kind.as_ref() {
                        "item" => words::item(lang, id).to_owned(),
                        "sdk" => owner(id),
                        _ => id.clone(),
                    });
                    let parts = [
                        Some(title),
                        subject.as_deref(),
                        Some(finding.check.as_str()),
                    ];
                    let mut text = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
                    if finding.owner != "app" {
                        text.push_str(&format!(" · {}", owner(&finding.owner)));
                    }
                    let severity = Some(finding.severity);
                    let thing = Thing {
                        text,
                        severity,
                        version: String::new(),
                    };
                    (finding.fingerprint.clone(), thing)
                })
                .collect()
        };
        Self {
            schema_version: "1.0",
            old: build(old),
            new: build(new),
            sdks: changes(&sdks(old), &sdks(new)),
            permissions: changes(&permissions(old), &permissions(new)),
            personal_data: both(items(old), items(new)),
            network: both(hosts(old), hosts(new)),
            findings: changes(&findings(old), &findings(new)),
        }
    }

    /// As JSON, indented, ending in a line break.
    pub fn json(&self) -> serde_json::Result<String> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }

    /// For people.
    pub fn text(&self, lang: Lang) -> String {
        let name = |build: &Build| clean(&build.name());
        let mut text = format!(
            "{}  {}\n{}  {}\n",
            pick(lang, "旧", "old"),
            name(&self.old),
            pick(lang, "新", "new"),
            name(&self.new)
        );
        for part in self.partial(lang) {
            text.push_str(&format!("! {part}\n"));
        }
        for (title, changes) in self.sections(lang) {
            let Some(changes) = changes else {
                let what = pick(
                    lang,
                    "未比较：至少一方没有这项数据",
                    "not compared: a side does not tell",
                );
                text.push_str(&format!("\n{title}  {what}\n"));
                continue;
            };
            let none = pick(lang, "没有变化", "no change");
            let head = changes.counts().unwrap_or_else(|| none.to_owned());
            text.push_str(&format!("\n{title}  {head}\n"));
            for (sign, row) in changes.rows() {
                let severity = row
                    .severity
                    .map(|s| format!("[{}] ", words::severity(lang, s)));
                let severity = severity.unwrap_or_default();
                text.push_str(&format!("  {sign} {severity}{}\n", clean(&row.text)));
            }
        }
        text
    }

    /// For a comment on a pull request.
    pub fn markdown(&self, lang: Lang) -> String {
        let title = pick(
            lang,
            "两个版本的个人信息差异",
            "What changed for personal information",
        );
        let mut text = format!(
            "{MARKER}\n## {title}\n\n{} → {}\n",
            code(&self.old.name()),
            code(&self.new.name())
        );
        for part in self.partial(lang) {
            text.push_str(&format!("\n> {part}\n"));
        }
        for (title, changes) in self.sections(lang) {
            let Some((counts, changes)) = changes.and_then(|c| Some((c.counts()?, c))) else {
                continue;
            };
            text.push_str(&format!("\n### {title} ({counts})\n\n"));
            for (sign, row) in changes.rows() {
                let severity = row
                    .severity
                    .map(|s| format!("**{}** ", words::severity(lang, s)));
                let (severity, words) = (severity.unwrap_or_default(), escape(&row.text));
                text.push_str(&format!("- {} {severity}{words}\n", code(sign)));
            }
        }
        if self
            .sections(lang)
            .into_iter()
            .flat_map(|(_, c)| c)
            .all(|c| c.counts().is_none())
        {
            text.push_str(pick(lang, "\n没有变化\n", "\nno change\n"));
        }
        text
    }

    fn sections(&self, lang: Lang) -> [(&'static str, Option<&Changes>); 5] {
        [
            (pick(lang, "问题", "Findings"), Some(&self.findings)),
            (
                pick(lang, "个人信息", "Personal data"),
                self.personal_data.as_ref(),
            ),
            (pick(lang, "SDK", "SDKs"), Some(&self.sdks)),
            (pick(lang, "权限", "Permissions"), Some(&self.permissions)),
            (pick(lang, "主机", "Hosts"), self.network.as_ref()),
        ]
    }

    /// What to say of sides that were not seen whole.
    fn partial(&self, lang: Lang) -> Vec<&'static str> {
        let mut told = Vec::new();
        if !self.old.complete {
            told.push(pick(
                lang,
                "旧版本分析不完整：“新增”的可能以前就有",
                "the old build was analysed in part: what is new may have been there before",
            ));
        }
        if !self.new.complete {
            told.push(pick(
                lang,
                "新版本分析不完整：“消失”的可能仍然存在",
                "the new build was analysed in part: what is gone may still be there",
            ));
        }
        told
    }
}

impl Build {
    fn name(&self) -> String {
        let parts = [
            Some(&self.path),
            self.package.as_ref(),
            self.version.as_ref(),
        ];
        parts
            .into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join(" · ")
    }
}

impl Changes {
    /// `+2 -1 ~1`; `None` when nothing changed.
    fn counts(&self) -> Option<String> {
        let counts = [
            ('+', self.new.len()),
            ('-', self.gone.len()),
            ('~', self.changed.len()),
        ];
        let told = counts.iter().filter(|(_, count)| *count > 0);
        let told: Vec<_> = told.map(|(sign, count)| format!("{sign}{count}")).collect();
        (!told.is_empty()).then(|| told.join(" "))
    }

    fn rows(&self) -> impl Iterator<Item = (&'static str, &Row)> {
        let new = self.new.iter().map(|row| ("+", row));
        let gone = self.gone.iter().map(|row| ("-", row));
        new.chain(gone)
            .chain(self.changed.iter().map(|row| ("~", row)))
    }
}

type Things = BTreeMap<String, Thing>;

struct Thing {
    text: String,
    severity: Option<Severity>,
    version: String,
}

impl Thing {
    fn of(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            severity: None,
            version: String::new(),
        }
    }

    fn row(&self, id: &str) -> Row {
        let mut text = self.text.clone();
        if !self.version.is_empty() {
            text.push_str(&format!(" {}", self.version));
        }
        Row {
            id: id.to_owned(),
            text,
            severity: self.severity,
        }
    }
}

fn both(old: Option<Things>, new: Option<Things>) -> Option<Changes> {
    Some(changes(&old?, &new?))
}

fn changes(old: &Things, new: &Things) -> Changes {
    let only = |these: &Things, those: &Things| -> Vec<Row> {
        let only = these.iter().filter(|(id, _)| !those.contains_key(*id));
        let mut rows: Vec<_> = only.map(|(id, thing)| thing.row(id)).collect();
        // Gravest first, then by what a reader sees.
        rows.sort_by(|a, b| (b.severity, &a.text, &a.id).cmp(&(a.severity, &b.text, &b.id)));
        rows
    };
    let changed = old.iter().filter_map(|(id, before)| {
        let after = new
            .get(id)
            .filter(|after| after.version != before.version)?;
        let told = |version: &str| {
            if version.is_empty() {
                "?".to_owned()
            } else {
                version.to_owned()
            }
        };
        Some(Row {
            id: id.clone(),
            text: format!(
                "{} {} → {}",
                after.text,
                told(&before.version),
                told(&after.version)
            ),
            severity: None,
        })
    });
    Changes {
        new: only(new, old),
        gone: only(old, new),
        changed: changed.collect(),
    }
}

fn build(side: &Side) -> Build {
    let version = side
        .app
        .as_ref()
        .and_then(|app| match (&app.version_name, app.version_code) {
            (Some(name), Some(code)) => Some(format!("{name} ({code})")),
            (Some(name), None) => Some(name.clone()),
            (None, code) => code.map(|code| code.to_string()),
        });
    Build {
        path: side.path.clone(),
        package: side.app.as_ref().map(|app| app.package.clone()),
        version,
        complete: side.complete,
    }
}
