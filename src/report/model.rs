//! The report as users and their scripts read it: the fields of `docs/report.schema.json`, in its order, in one
//! language. A field that this version does not work out yet is `null`, never left out.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use crate::checks::texts::Comparison;
use crate::checks::{Frame, Ways};
use crate::diagnostic::Diagnostic;
use crate::knowledge::{Confidence, Severity};
use crate::policy::Discloses;

/// Version of this model; the second number grows when fields are added, the first when any changes its meaning.
pub const SCHEMA_VERSION: &str = "1.0";

/// A whole report: every artifact of one call.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// [`SCHEMA_VERSION`].
    pub schema_version: &'static str,
    /// What made the report.
    pub tool: Tool,
    /// In the order of the arguments.
    pub artifacts: Vec<Artifact>,
    /// Counts over all artifacts.
    pub summary: Summary,
    /// What became of each suppression of the settings, in their order.
    pub suppressions: Vec<Suppression>,
}

/// A suppression of `consentry.toml` and what it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suppression {
    /// Id of the check.
    pub check: String,
    /// Pattern of the subject, when it has one.
    pub subject: Option<String>,
    /// Pattern of the owner, when it has one.
    pub owner: Option<String>,
    /// Why.
    pub reason: String,
    /// Last day on which it counts.
    pub expires: Option<String>,
    /// `used`, `unused` (its check ran and nothing matched), `expired`, or `idle` (its check did not run).
    pub state: &'static str,
    /// Findings that it matches.
    pub findings: usize,
}

/// What made a report.
#[derive(Debug, Clone, Serialize)]
pub struct Tool {
    /// `consentry`.
    pub name: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// Fingerprint of the records under `checks/` (and `--checks`) that judged.
    pub checks_version: String,
}

/// One scanned input.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Artifact {
    /// As the caller gave it.
    pub path: String,
    /// Lower-case hexadecimal; `None` when the input could not be read.
    pub sha256: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// `apk`, `aab`, `apks`, …; `None` when the input could not be opened.
    pub kind: Option<String>,
    /// Whether everything was analysed: no diagnostic of level error.
    pub complete: bool,
    /// From the manifest.
    pub app: Option<App>,
    /// Requested permissions, by name.
    pub permissions: Vec<Permission>,
    /// SDKs found, by id.
    pub sdks: Vec<Sdk>,
    /// Personal data read per scenario: not worked out yet.
    pub personal_data: Option<Vec<PersonalData>>,
    /// What a library's public methods read, which is what its integration guide has to say; only for libraries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry_points: Option<Vec<EntryPoint>>,
    /// Hosts that code which can run names; `None` when there was no code to read.
    pub network: Option<Vec<Host>>,
    /// Privacy policies found.
    pub policies: Vec<Policy>,
    /// `problems`: new findings; `unknown`: none, but it was not seen whole; `none-found`: none in what was seen, and
    /// `not_seen` says what was not.
    pub verdict: &'static str,
    /// Parts that the scan did not read.
    pub not_seen: Vec<Scene>,
    /// What a person must still check on a phone.
    pub to_check: Vec<Scene>,
    /// The app held against its policy; `None` when no policy's text was read.
    pub policy_comparison: Option<Comparison>,
    /// Gravest first.
    pub findings: Vec<Finding>,
    /// What could not be read, or only after repair.
    pub diagnostics: Vec<Diagnostic>,
    /// How much was analysed.
    pub stats: Stats,
    /// Only with `--timings`: milliseconds of every stage, in the order they ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timings: Option<Vec<Timing>>,
}

impl Artifact {
    /// The member at the end of a finding's chain, when a scenario found it.
    pub(crate) fn api(&self, finding: &Finding) -> Option<&str> {
        let item = finding.subject.get("item")?;
        let mut rows = self.personal_data.iter().flatten();
        let row = rows.find(|row| {
            row.item == *item && row.owner == finding.owner && row.chain == finding.chain
        })?;
        (!row.chain.is_empty()).then_some(row.api.as_str())
    }
}

/// How long one stage took.
#[derive(Debug, Clone, Serialize)]
pub struct Timing {
    /// Name of the stage.
    pub stage: &'static str,
    /// Wall time in milliseconds.
    pub ms: f64,
}

impl Timing {
    /// A stage and its wall time, to a hundredth of a millisecond.
    pub fn new(stage: &'static str, time: Duration) -> Self {
        Self {
            stage,
            ms: (time.as_secs_f64() * 1e5).round() / 100.0,
        }
    }
}

/// What the manifest says of the app.
#[derive(Debug, Clone, Default, Serialize)]
pub struct App {
    /// Package name.
    pub package: String,
    /// Label as a phone set to Chinese shows it.
    pub label: Option<String>,
    /// `versionName`.
    pub version_name: Option<String>,
    /// `versionCode`, with its major part in the upper half.
    pub version_code: Option<u64>,
    /// `minSdkVersion`.
    pub min_sdk: Option<u32>,
    /// `targetSdkVersion`.
    pub target_sdk: Option<u32>,
    /// Application class.
    pub application: Option<String>,
    /// Activities with a launcher intent filter.
    pub launchers: Vec<String>,
    /// Signing certificates.
    pub signers: Vec<Signer>,
    /// `android:debuggable`.
    pub debuggable: bool,
}

/// A signing certificate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Signer {
    /// SHA-256 of the certificate.
    pub sha256: String,
    /// `v1`, `v2`, `v3`, `v3.1`.
    pub scheme: String,
}

/// A requested permission.
#[derive(Debug, Clone, Serialize)]
pub struct Permission {
    /// Full name.
    pub name: String,
    /// `dangerous`, `normal`, `signature`, `special`, `unknown`.
    pub protection: &'static str,
    /// Permission group, e.g. `LOCATION`.
    pub group: Option<String>,
    /// Whether code that may run needs it; `None` when nothing is known of the permission.
    pub used: Option<bool>,
    /// The code that needs it.
    pub users: Vec<User>,
    /// Scenarios that request it: not worked out yet.
    pub requested_in: Option<Vec<String>>,
}

/// Code that needs a permission.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct User {
    /// `app` or an SDK's id.
    pub owner: String,
    /// Dotted class.
    pub class: String,
    /// Method name.
    pub method: String,
}

/// An SDK inside the package.
#[derive(Debug, Clone, Serialize)]
pub struct Sdk {
    /// Id of its record.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who makes it.
    pub vendor: String,
    /// What it is for.
    pub category: String,
    /// Version, when the package tells.
    pub version: Option<String>,
    /// What shows it.
    pub evidence: Vec<Hit>,
    /// Scenarios that start it: not worked out yet.
    pub starts_in: Option<Vec<String>>,
    /// Whether the policy names it; `None` when no policy's text was read, or it need not.
    pub disclosed: Option<bool>,
    /// Whether it does anything.
    pub state: SdkState,
    /// Items that it was seen to read, in any scenario.
    pub reads: Vec<String>,
    /// Items that its vendor says it can read, and that it was not seen to read.
    pub could_read: Vec<String>,
    /// Permissions of the package that it uses, or that its own manifest asks for.
    pub permissions: Vec<String>,
}

/// Whether an SDK that is there does anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SdkState {
    /// Code of it can run.
    Active,
    /// It has code, and nothing that can run reaches it.
    Unreached,
    /// The manifest turns its collection off; code may turn it on again.
    SwitchedOff,
    /// Only its do-nothing variant is there.
    Stub,
    /// It has no code here to tell by, or not all that may call it was seen.
    #[default]
    Unknown,
}

/// A fact of some kind: what shows an SDK or a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Hit {
    /// What kind of fact.
    pub kind: String,
    /// The fact.
    pub value: String,
}

/// A public method of a library.
#[derive(Debug, Clone, Serialize)]
pub struct EntryPoint {
    /// Dotted class.
    pub class: String,
    /// Method name, `<init>` for a constructor.
    pub method: String,
    /// Method descriptor.
    pub descriptor: String,
    /// As a person writes it: `Push.init(Context, boolean)`.
    pub signature: String,
    /// Source file.
    pub file: Option<String>,
    /// First line.
    pub line: Option<u32>,
    /// Settings that were tried to hold its reads back; `None` for a method that does not start the library.
    pub settings_tried: Option<usize>,
    /// What it reads.
    pub reads: Vec<EntryRead>,
}

/// Something that a public method reads.
#[derive(Debug, Clone, Serialize)]
pub struct EntryRead {
    /// Item, e.g. `imei`.
    pub item: String,
    /// The member that reads it.
    pub api: String,
    /// `app` or an SDK's id.
    pub owner: String,
    /// How sure.
    pub confidence: Confidence,
    /// A weak sign by itself.
    pub weak: bool,
    /// Settings of the host under which it is not read; empty: none that was tried; `None`: not tried, or not known.
    pub held_back_by: Option<Vec<String>>,
}

/// A personal-data item that the app reads.
#[derive(Debug, Clone, Serialize)]
pub struct PersonalData {
    /// Item, e.g. `imei`.
    pub item: String,
    /// Scenario, e.g. `first-launch`.
    pub scenario: String,
    /// `app` or an SDK's id.
    pub owner: String,
    /// The member that reads it.
    pub api: String,
    /// How sure.
    pub confidence: Confidence,
    /// Entry point to API.
    pub chain: Vec<Frame>,
}

/// A host that the code names in an address.
#[derive(Debug, Clone, Serialize)]
pub struct Host {
    /// Name or address.
    pub host: String,
    /// `https`, `http`, …
    pub scheme: String,
    /// `app` or an SDK's id.
    pub owner: String,
    /// Two letters, when the name tells.
    pub country_hint: Option<String>,
}

/// A privacy policy, or a link to one.
#[derive(Debug, Clone, Serialize)]
pub struct Policy {
    /// `url`, `asset`, `file`, …
    pub kind: String,
    /// `policy`, `agreement`, `children`, `sdk-list`, `collected-list`.
    pub document: &'static str,
    /// The link, or the entry.
    pub location: String,
    /// Its title, when there is one.
    pub title: Option<String>,
    /// Where the package names it.
    pub found_in: Vec<String>,
    /// `app`, or the SDK whose vendor's it is.
    pub owner: String,
    /// Where the app was seen to lead to it: `first-launch` (what the prompt shows), `later` (the rest of the app).
    pub shown_in: Vec<&'static str>,
    /// Acts of a person from the main page to it, at least, when a way was seen.
    pub depth: Option<u32>,
    /// `read`, `not-fetched`, `failed`.
    pub text: &'static str,
    /// What the text says, when it was read.
    pub discloses: Option<Discloses>,
}

/// How much was analysed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Stats {
    /// DEX files.
    pub dex_files: usize,
    /// Classes defined in them.
    pub classes: usize,
    /// Methods defined in them.
    pub methods: usize,
    /// Native libraries, every architecture counted.
    pub native_libs: usize,
}

/// Something that no scan settles, narrowed to the package.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Scene {
    /// Id of its record.
    pub id: String,
    /// One line.
    pub title: String,
    /// Why the package cannot tell.
    pub why: String,
    /// Which page to open, what to press; for a part not seen: how to have it seen.
    pub steps: Vec<String>,
    /// What to watch; of a walk only.
    pub watch: Option<String>,
    /// What of the package it is about, the first of them.
    pub about: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

/// A check that matched, on one subject.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// Check id.
    pub check: String,
    /// How grave.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// One line.
    pub title: String,
    /// What was found and why it matters.
    pub message: String,
    /// `app` or an SDK's id.
    pub owner: String,
    /// What it is about: one key (`item`, `permission`, `sdk`, `component`, `host`, `policy_topic`), none for the app itself.
    pub subject: BTreeMap<&'static str, String>,
    /// Clauses, those of the profile's regulator first.
    pub regulations: Vec<Regulation>,
    /// Where.
    pub location: Option<Location>,
    /// Entry point to API.
    pub chain: Vec<Frame>,
    /// Other chains to the same call, for people who ask for them; JSON counts them in the message.
    #[serde(skip)]
    pub ways: Ways,
    /// The last condition on the chain that the scan could not decide: why the finding is no more than likely.
    pub condition: Option<Location>,
    /// What shows it.
    pub evidence: Vec<Evidence>,
    /// What to change.
    pub fix: String,
    /// Survives a rebuild: 32 hexadecimal digits over check, subject, owner and API.
    pub fingerprint: String,
    /// Against the baseline.
    pub status: Status,
    /// Scenarios in which the chain is walked, as far as a scenario found it.
    pub scenarios: Vec<String>,
    /// Why it is suppressed.
    pub suppressed_because: Option<String>,
}

/// A fact that shows a finding.
#[derive(Debug, Clone, Serialize)]
pub struct Evidence {
    /// What kind of fact, e.g. `manifest`, `call`.
    pub kind: String,
    /// The fact, verbatim from the package.
    pub value: String,
    /// Where it stands.
    pub location: Option<Location>,
}

/// A clause that a finding falls under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Regulation {
    /// Id of the law, rule or standard.
    pub instrument: String,
    /// Its article or item.
    pub clause: String,
    /// The words under which a regulator's notices list this, when one has any.
    pub label: Option<String>,
    /// Short name of the instrument.
    pub name: String,
    /// How reports cite instrument and clause together.
    pub cited: String,
    /// Whose label it is.
    pub regulator: Option<String>,
    /// What the clause asks, in our own words: never its wording.
    pub text: Option<String>,
    /// Whether clause and label were held against a source; what was not is never shown as a quotation.
    pub verified: bool,
}

impl Location {
    /// Whether a step of a chain stands in the same method.
    pub(crate) fn is_in(&self, frame: &Frame) -> bool {
        match self {
            Self::Code {
                class,
                method,
                descriptor,
                ..
            } => (class, method, descriptor) == (&frame.class, &frame.method, &frame.descriptor),
            Self::Entry { .. } => false,
        }
    }
}

/// A place in code or in an entry of the package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum Location {
    /// In code.
    Code {
        /// Dotted class.
        class: String,
        /// Method name.
        method: String,
        /// Descriptor, e.g. `(I)V`.
        descriptor: String,
        /// Source file.
        file: Option<String>,
        /// Source line.
        line: Option<u32>,
    },
    /// In an entry.
    Entry {
        /// Entry name.
        entry: String,
        /// Line.
        line: Option<u32>,
    },
}

/// Where a finding stands against the baseline and the suppressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Not known before.
    New,
    /// In the baseline.
    Baselined,
    /// Waved through by a suppression.
    Suppressed,
}

/// Counts over all artifacts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Findings of each severity.
    pub by_severity: BySeverity,
    /// Findings of each check that has any.
    pub by_check: BTreeMap<String, usize>,
    /// Findings of each status.
    #[serde(flatten)]
    pub by_status: ByStatus,
}

/// Findings of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct BySeverity {
    pub high: usize,
    pub medium: usize,
    pub low: usize,
    pub info: usize,
}

/// Findings of each status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct ByStatus {
    pub new: usize,
    pub baselined: usize,
    pub suppressed: usize,
}

impl Summary {
    /// Counts `findings`.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut summary = Self::default();
        for finding in findings {
            *match finding.severity {
                Severity::High => &mut summary.by_severity.high,
                Severity::Medium => &mut summary.by_severity.medium,
                Severity::Low => &mut summary.by_severity.low,
                Severity::Info => &mut summary.by_severity.info,
            } += 1;
            *summary.by_check.entry(finding.check.clone()).or_default() += 1;
            *match finding.status {
                Status::New => &mut summary.by_status.new,
                Status::Baselined => &mut summary.by_status.baselined,
                Status::Suppressed => &mut summary.by_status.suppressed,
            } += 1;
        }
        summary
    }
}

impl BySeverity {
    /// Gravest first.
    pub fn each(self) -> [(Severity, usize); 4] {
        [
            (Severity::High, self.high),
            (Severity::Medium, self.medium),
            (Severity::Low, self.low),
            (Severity::Info, self.info),
        ]
    }

    /// All of them.
    pub fn total(self) -> usize {
        self.high + self.medium + self.low + self.info
    }
}
