//! Facts and findings to reports. `model` holds the report's fields, [`Report::new`] fills them from scans in one
//! language, [`json`], [`text`], [`mod@sarif`] and their neighbours print them, one module a format; `layout` and `words`
//! serve them all.

pub mod baseline;
pub mod cyclonedx;
pub mod diff;
pub mod expect;
pub mod gate;
pub mod gitlab;
pub mod html;
pub mod junit;
pub(crate) mod layout;
pub mod markdown;
pub mod model;
pub mod page;
pub mod rectification;
pub mod sarif;
pub(crate) mod sdks;
pub mod sources;
pub mod text;
pub(crate) mod timeline;
pub(crate) mod words;

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

pub use baseline::Baseline;
pub use gate::Gate;
pub use model::Report;

use crate::checks;
use crate::knowledge::check::placeholders;
use crate::knowledge::regulation::{Citation, Profile};
use crate::knowledge::{Knowledge, Lang, SceneKind};
use crate::scan::Scan;
use model::{Artifact, Evidence, Finding, Location, Regulation, Scene, Sdk, Status, Summary, Tool};

/// What a report is made for.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'a> {
    /// Where names and clauses come from.
    pub knowledge: &'a Knowledge,
    /// Language of every text.
    pub lang: Lang,
    /// Whose labels and clauses lead.
    pub profile: Profile,
    /// What is known already.
    pub baseline: &'a Baseline,
    /// Whether times go in.
    pub timings: bool,
}

impl Report {
    /// The report on `scans`, in their order.
    pub fn new(scans: &[Scan], settings: &Settings<'_>) -> Self {
        let artifacts: Vec<_> = scans.iter().map(|scan| artifact(scan, settings)).collect();
        let tool = Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            checks_version: checks_version(settings.knowledge),
        };
        let mut report = Self {
            schema_version: model::SCHEMA_VERSION,
            tool,
            artifacts,
            summary: Summary::default(),
            suppressions: Vec::new(),
        };
        report.count();
        report
    }

    /// Counts anew and judges each artifact by the findings that are new.
    pub fn count(&mut self) {
        for artifact in &mut self.artifacts {
            let new = artifact.findings.iter().any(|f| f.status == Status::New);
            artifact.verdict = match (new, artifact.complete) {
                (true, _) => "problems",
                (false, false) => "unknown",
                (false, true) => "none-found",
            };
        }
        self.summary = Summary::of(self.artifacts.iter().flat_map(|a| &a.findings));
    }
}

/// The report as JSON, indented, ending in a line break.
pub fn json(report: &Report) -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(report)?;
    text.push('\n');
    Ok(text)
}

/// What tells one state of the records under `checks/` from another: the version of the program that embeds them and 12
/// hexadecimal digits over the records themselves, so that `--checks` shows.
fn checks_version(knowledge: &Knowledge) -> String {
    let records = postcard::to_allocvec(knowledge).unwrap_or_default();
    let digits: String = Sha256::digest(records)
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{}+{digits}", env!("CARGO_PKG_VERSION"))
}

fn artifact(scan: &Scan, settings: &Settings<'_>) -> Artifact {
    let lang = settings.lang;
    let sdks = scan.sdks.iter().map(|found| {
        let record = settings.knowledge.sdk(&found.id);
        Sdk {
            id: found.id.clone(),
            name: record.map_or_else(
                || found.id.trim_start_matches("unknown:").to_owned(),
                |sdk| sdk.name.get(lang).to_owned(),
            ),
            vendor: record
                .map(|sdk| sdk.vendor.get(lang).to_owned())
                .unwrap_or_default(),
            category: record.map_or_else(
                || words::pick(lang, "未收录组件", "unlisted component").to_owned(),
                |sdk| sdk.category.label().get(lang).to_owned(),
            ),
            version: found.version.clone(),
            evidence: found.evidence.clone(),
            starts_in: Some(found.starts_in.clone()),
            disclosed: found.disclosed,
            state: found.state,
            could_read: record
                .map(|sdk| sdk.reads.iter())
                .into_iter()
                .flatten()
                .filter(|item| !reads(scan, &found.id).contains(item.as_str()))
                .cloned()
                .collect(),
            reads: reads(scan, &found.id)
                .into_iter()
                .map(str::to_owned)
                .collect(),
            permissions: scan
                .permissions
                .iter()
                .filter(|asked| {
                    asked.users.iter().any(|user| user.owner == found.id)
                        || record.is_some_and(|sdk| sdk.permissions.contains(&asked.name))
                })
                .map(|asked| asked.name.clone())
                .collect(),
        }
    });
    Artifact {
        path: scan.path.clone(),
        sha256: scan.sha256.clone(),
        size: scan.size,
        kind: scan.kind.clone(),
        complete: scan.is_complete(),
        app: scan.app.clone(),
        permissions: scan.permissions.clone(),
        sdks: sdks.collect(),
        personal_data: scan.personal_data.clone(),
        entry_points: scan.entry_points.clone(),
        network: scan.network.clone(),
        policies: scan.policies.clone(),
        verdict: "",
        not_seen: scenes(scan, SceneKind::Unseen, settings),
        to_check: scenes(scan, SceneKind::Walk, settings),
        policy_comparison: scan.comparison.clone(),
        findings: scan
            .findings
            .iter()
            .map(|found| finding(found, scan, settings))
            .collect(),
        diagnostics: scan.diagnostics.clone(),
        stats: scan.stats.clone(),
        timings: settings.timings.then(|| scan.timings.clone()),
    }
}

/// The items that an SDK was seen to read.
fn reads<'s>(scan: &'s Scan, sdk: &str) -> BTreeSet<&'s str> {
    let rows = scan.personal_data.iter().flatten();
    rows.filter(|row| row.owner == sdk)
        .map(|row| row.item.as_str())
        .collect()
}

/// The scenarios that walk the chain of `found`. A finding without a chain is of none.
fn scenarios(found: &checks::Finding, scan: &Scan) -> Vec<String> {
    if found.chain.is_empty() {
        return Vec::new();
    }
    let mut scenarios: Vec<String> = match &found.subject {
        checks::Subject::Item(item) => {
            let rows = scan.personal_data.iter().flatten();
            rows.filter(|row| {
                row.item == *item && row.owner == found.owner && row.chain == found.chain
            })
            .map(|row| row.scenario.clone())
            .collect()
        }
        checks::Subject::Permission(name) => {
            let rows = scan.permissions.iter().filter(|row| row.name == *name);
            rows.flat_map(|row| row.requested_in.iter().flatten().cloned())
                .collect()
        }
        checks::Subject::Sdk(id) => {
            let rows = scan.sdks.iter().filter(|row| row.id == *id);
            rows.flat_map(|row| row.starts_in.iter().cloned()).collect()
        }
        _ => Vec::new(),
    };
    scenarios.sort_by(|a, b| (words::scenario_rank(a), a).cmp(&(words::scenario_rank(b), b)));
    scenarios.dedup();
    scenarios
}

/// The scenes of one kind, in the report's language.
fn scenes(scan: &Scan, kind: SceneKind, settings: &Settings<'_>) -> Vec<Scene> {
    let lang = settings.lang;
    let records = &settings.knowledge.scenes;
    let found = scan.scenes.iter().filter_map(|found| {
        let record = records
            .iter()
            .find(|r| r.id == found.id && r.kind == kind)?;
        Some(Scene {
            id: record.id.clone(),
            title: record.title.get(lang).to_owned(),
            why: record.why.get(lang).to_owned(),
            steps: record
                .steps
                .iter()
                .map(|step| step.get(lang).to_owned())
                .collect(),
            watch: record.watch.as_ref().map(|text| text.get(lang).to_owned()),
            about: found
                .about
                .iter()
                .map(|text| text.get(lang).to_owned())
                .collect(),
            more: found.more,
        })
    });
    found.collect()
}

fn finding(found: &checks::Finding, scan: &Scan, settings: &Settings<'_>) -> Finding {
    let knowledge = settings.knowledge;
    let fingerprint = found.fingerprint();
    let status = if settings.baseline.contains(&fingerprint) {
        Status::Baselined
    } else {
        Status::New
    };
    let evidence = found.evidence.iter().map(|evidence| Evidence {
        kind: evidence.kind.clone(),
        value: evidence.value.clone(),
        location: evidence.location.as_ref().map(location),
    });
    Finding {
        check: found.check.clone(),
        severity: found.severity,
        confidence: found.confidence,
        title: found.title.get(settings.lang).to_owned(),
        message: found.message.get(settings.lang).to_owned(),
        owner: found.owner.clone(),
        subject: found
            .subject
            .parts()
            .map(|(kind, value)| (kind, value.to_owned()))
            .into_iter()
            .collect::<BTreeMap<_, _>>(),
        regulations: knowledge
            .regulations
            .for_profile(&found.regulations, settings.profile)
            .iter()
            .map(|citation| regulation(citation, knowledge, settings.lang))
            .collect(),
        location: found.location.as_ref().map(location),
        chain: found.chain.clone(),
        ways: found.ways.clone(),
        condition: found.condition.as_ref().map(location),
        evidence: evidence.collect(),
        fix: found.fix.get(settings.lang).to_owned(),
        fingerprint,
        status,
        scenarios: scenarios(found, scan),
        suppressed_because: None,
    }
}

/// A citation with the words of the records it points at.
pub(crate) fn regulation(citation: &Citation, knowledge: &Knowledge, lang: Lang) -> Regulation {
    let records = &knowledge.regulations;
    let label = citation.label.as_deref().and_then(|id| records.label(id));
    let clause = records.clause(&citation.instrument, &citation.clause);
    Regulation {
        instrument: citation.instrument.clone(),
        clause: citation.clause.clone(),
        label: label.map(|label| label.text.get(lang).to_owned()),
        name: records.instrument(&citation.instrument).map_or_else(
            || citation.instrument.clone(),
            |instrument| instrument.short.get(lang).to_owned(),
        ),
        cited: records.instrument(&citation.instrument).map_or_else(
            || format!("{} {}", citation.instrument, citation.clause),
            |instrument| instrument.cite(&citation.clause, lang),
        ),
        regulator: label.map(|label| words::regulator(lang, label.profile).to_owned()),
        text: clause.map(|clause| clause.text.get(lang).to_owned()),
        verified: clause.is_some_and(|clause| clause.verified)
            && label.is_none_or(|label| label.verified),
    }
}

fn location(location: &checks::Location) -> Location {
    match location.clone() {
        checks::Location::Code {
            class,
            method,
            descriptor,
            file,
            line,
        } => Location::Code {
            class,
            method,
            descriptor,
            file,
            line,
        },
        checks::Location::Entry { entry, line } => Location::Entry { entry, line },
    }
}

/// Findings of one severity and check together, in the order in which each first comes.
pub(crate) fn groups<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Vec<Vec<&'a Finding>> {
    let mut places = BTreeMap::new();
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in findings {
        let next = groups.len();
        let at = *places
            .entry((finding.severity, finding.check.as_str()))
            .or_insert(next);
        match groups.get_mut(at) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

/// A template without the names that only a finding has.
pub(crate) fn general(template: &str) -> String {
    let names = placeholders(template).into_iter();
    let text = names.fold(template.to_owned(), |text, name| {
        text.replace(&format!("{{{name}}}"), "…")
    });
    // A class and its method are one name that is left out.
    text.replace("….…", "…")
}
