//! Checks as data (`checks/rules/<group>/<check-id>.toml`).
//!
//! A record says what a check is for, in both languages, which clauses it stands on, and how it decides: with a
//! `match` that this record states, or with a detector written in Rust. A check has one or more *cases*: each has its
//! own matcher, message and fix, and may differ in severity or confidence.
//!
//! ```toml
//! id = "cleartext-transmission"
//! group = "sharing"
//! severity = "medium"
//! confidence = "certain"
//! subject = "host"                           # which binding a finding is about; "app" = the app as a whole
//! title = { zh = "…", en = "…" }
//! what = …  why = …  evidence = …  assumes = …  example = …
//! regulations = [{ instrument = "pipl", clause = "51", label = "C11" }]
//!
//! [[case]]
//! id = "everywhere"
//! message = { zh = "清单中 {attribute}=\"{value}\" …", en = "…" }
//! fix = { zh = "…", en = "…" }
//! match = { attribute = { element = "application", name = "usesCleartextTraffic", value = "true" } }
//! ```
//!
//! # The matcher language
//!
//! A matcher is a tree of `all`, `any`, `not` over predicates. A predicate looks for facts of one kind; each fact
//! found is a *row* that binds names (`{permission}`, `{component}` …), which fill the message and the fix.
//!
//! - `any = [A, B]`: the rows of A and of B.
//! - `all = [A, B, …]`: the rows of A for which every other part holds too. A later part must agree with the row on
//!   each name that both bind, and adds its own names to it. So the first part says what a finding is about.
//! - `not = A`: one row without names if A has no row. Inside `all` it agrees with the row it tests: it drops a row
//!   for which A has a row that agrees on the shared names.
//!
//! Text filters are patterns: `*` stands for any characters, everything else for itself. A filter left out accepts
//! everything. Rows with the same subject and owner become one finding that lists all its evidence.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::policy::Topic;
use super::{Citation, Confidence, Severity, Text};

/// Whether a check is offered as finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckStatus {
    /// Finished: its fixtures fire and its near misses do not.
    #[default]
    Stable,
    /// Still being tried.
    Preview,
}

/// Which artifacts a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Artifacts {
    /// All.
    #[default]
    Any,
    /// Apps.
    App,
    /// What SDK makers ship: AAR, JAR.
    Library,
}

/// What a finding of the check is about, and so which binding becomes its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum SubjectKind {
    Item,
    Permission,
    Sdk,
    Component,
    Host,
    PolicyTopic,
    App,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Stable id, kebab-case; also the file's name.
    pub id: String,
    /// Group; also the folder's name.
    pub group: String,
    /// How grave, unless the case says otherwise.
    pub severity: Severity,
    /// How sure a finding is at best; the engine lowers it when the package was not seen whole.
    pub confidence: Confidence,
    /// Whether it is finished.
    #[serde(default)]
    pub status: CheckStatus,
    /// What a finding is about.
    pub subject: SubjectKind,
    /// What it looks at.
    #[serde(default)]
    pub artifacts: Artifacts,
    /// It reasons from what is *not* there: a package that was not seen whole makes it at most `possible`.
    #[serde(default)]
    pub by_absence: bool,
    /// One line.
    pub title: Text,
    /// What it looks for.
    pub what: Text,
    /// Why it matters to a person and to a regulator.
    pub why: Text,
    /// What counts as evidence, and how sure it makes the finding.
    pub evidence: Text,
    /// What it assumes, and what it cannot see.
    pub assumes: Text,
    /// A short example: what is reported, and what is not.
    pub example: Text,
    /// Clauses and labels, the most telling first.
    pub regulations: Vec<Citation>,
    /// Numbers that its detector compares with, by name.
    #[serde(default)]
    pub limits: BTreeMap<String, Limit>,
    /// Words that its detector looks up, by name.
    #[serde(default)]
    pub lists: BTreeMap<String, Vec<String>>,
    /// The Rust detector that decides the cases without a `match`.
    #[serde(default)]
    pub detector: Option<String>,
    /// What the detectors `policy-topic` and `entry-missing` look for.
    #[serde(default)]
    pub seeks: Option<Seeks>,
    /// Its cases.
    #[serde(rename = "case")]
    pub cases: Vec<Case>,
}

/// A number with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The number.
    pub value: i64,
    /// Its unit, for the reader.
    pub unit: String,
    /// Where it comes from.
    pub source: String,
    /// Whether the source states it.
    pub verified: bool,
}

/// What has to be in the policy, or in the app: a finding says that none of it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seeks {
    /// Topics of the policy, each with a finding of its own when it is missing.
    #[serde(default)]
    pub topics: Vec<Topic>,
    /// Signs in the app ([`super::sign`]), each with a finding of its own when it is missing.
    #[serde(default)]
    pub signs: Vec<String>,
    /// Signs of which one makes it necessary; empty: it always is.
    #[serde(default)]
    pub when: Vec<String>,
    /// Signs of which one does instead, though not as well: the case is then `instead`.
    #[serde(default)]
    pub instead: Vec<String>,
}

/// One way in which a check fires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Id within the check.
    pub id: String,
    /// Differs from the check's.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// Differs from the check's.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// What was found, with `{names}`.
    pub message: Text,
    /// What to change, with `{names}`.
    pub fix: Text,
    /// When it fires; absent in a case that the check's detector names.
    #[serde(default, rename = "match")]
    pub matcher: Option<Matcher>,
}

/// A matcher: see the module's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matcher {
    /// The first part's rows for which all others hold.
    All(Vec<Matcher>),
    /// The rows of every part.
    Any(Vec<Matcher>),
    /// Holds when there is no row.
    Not(Box<Matcher>),
    /// An attribute of a manifest element. Binds `element`, `attribute`, `value`.
    Attribute(AttributeIs),
    /// A permission that the manifest asks for. Binds `permission`, `protection`, `group`, `purpose`.
    Permission(PermissionIs),
    /// A component of the manifest. Binds `component`, `kind`, `action` (the first that passed the filter; may be
    /// empty) and `permission` (its guard; may be empty).
    Component(ComponentIs),
    /// A `<meta-data>` of the application or of a component. Binds `name`, `value`, and `component` when it has one.
    MetaData(NameValue),
    /// A native library. Binds `library`.
    NativeLibrary(String),
    /// A function that a native library imports or exports. Binds `library`, `symbol`.
    NativeSymbol(String),
    /// A string in a native library. Binds `library`, `string`.
    NativeString(String),
    /// An entry below `assets/`. Binds `asset`.
    Asset(String),
    /// A call that some method of the package makes, or a field that it reads. Binds `api`, `class`, `method`, `owner`.
    Uses(MemberIs),
    /// A string constant in code. Binds `string`, `class`, `method`, `owner`.
    String(StringIs),
    /// A personal-data item that some code of the package reads. Binds `item`, `api`, `class`, `method`, `owner`.
    Reads(ReadsItem),
    /// An SDK in the package. Binds `sdk`, `category`.
    Sdk(SdkIs),
    /// A reference to a privacy policy. Binds `policy`.
    Policy(PolicyIs),
    /// The target SDK. Binds `target`.
    TargetSdk(Range),
    /// The lowest SDK. Binds `min`.
    MinSdk(Range),
}

/// Filter: an attribute of a manifest element.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeIs {
    /// Element, e.g. `application`.
    pub element: String,
    /// Attribute without its namespace, e.g. `usesCleartextTraffic`.
    pub name: String,
    /// Pattern of its value as text (`true`, `23`, `@xml/…` resolved where possible); absent: any value.
    #[serde(default)]
    pub value: Option<String>,
}

/// Filter: a permission asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermissionIs {
    /// Patterns of the full name.
    #[serde(default)]
    pub name: Vec<String>,
    /// `dangerous`, `normal`, `signature`, `special`, `unknown`.
    #[serde(default)]
    pub protection: Vec<String>,
    /// Patterns of the permission group.
    #[serde(default)]
    pub group: Vec<String>,
}

/// Filter: a manifest component.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComponentIs {
    /// `activity`, `activity-alias`, `service`, `receiver`, `provider`.
    #[serde(default)]
    pub kind: Vec<String>,
    /// Patterns of the class, dotted.
    #[serde(default)]
    pub class: Vec<String>,
    /// Patterns of an action of its intent filters.
    #[serde(default)]
    pub action: Vec<String>,
    /// Patterns of the permission that guards it.
    #[serde(default)]
    pub permission: Vec<String>,
    /// Whether it can be started by other apps.
    #[serde(default)]
    pub exported: Option<bool>,
    /// Whether it is enabled in the manifest.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// Patterns of a foreground service type.
    #[serde(default)]
    pub foreground: Vec<String>,
}

/// Filter: a name and maybe its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameValue {
    /// Pattern of the name.
    pub name: String,
    /// Pattern of the value as text.
    #[serde(default)]
    pub value: Option<String>,
}

/// Filter: a member that code uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberIs {
    /// `Lpkg/Cls;->name(args)`, `Lpkg/Cls;->name(*)` or, for a field, `Lpkg/Cls;->NAME`.
    pub member: String,
    /// Patterns of the owner, `app` or an SDK's id.
    #[serde(default)]
    pub owner: Vec<String>,
}

/// Filter: a string constant in code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StringIs {
    /// Pattern of the string.
    pub pattern: String,
    /// Patterns of the owner.
    #[serde(default)]
    pub owner: Vec<String>,
}

/// Filter: a personal-data item that is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadsItem {
    /// Item ids.
    pub item: Vec<String>,
    /// Patterns of the owner.
    #[serde(default)]
    pub owner: Vec<String>,
}

/// Filter: an SDK.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SdkIs {
    /// Patterns of the id.
    #[serde(default)]
    pub id: Vec<String>,
    /// Categories.
    #[serde(default)]
    pub category: Vec<String>,
}

/// Filter: a policy reference.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyIs {
    /// `url`, `asset`, `string`, `resource`.
    #[serde(default)]
    pub kind: Vec<String>,
}

/// Filter: a number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// At least this.
    #[serde(default)]
    pub from: Option<u32>,
    /// Below this.
    #[serde(default)]
    pub below: Option<u32>,
}

impl Matcher {
    /// Names that its rows bind, as far as the record alone tells.
    pub fn names(&self) -> Vec<&'static str> {
        match self {
            Self::All(parts) => {
                let mut all: Vec<_> = parts.iter().flat_map(Self::names).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            // Only what every part binds is there in every row.
            Self::Any(parts) => {
                let mut parts = parts.iter().map(Self::names);
                let mut first = parts.next().unwrap_or_default();
                for names in parts {
                    first.retain(|name| names.contains(name));
                }
                first
            }
            Self::Not(_) => Vec::new(),
            Self::Attribute(_) => vec!["element", "attribute", "value"],
            Self::Permission(_) => vec!["permission", "protection", "group", "purpose"],
            Self::Component(_) => vec!["component", "kind", "action", "permission"],
            Self::MetaData(_) => vec!["name", "value"],
            Self::NativeLibrary(_) => vec!["library"],
            Self::NativeSymbol(_) => vec!["library", "symbol"],
            Self::NativeString(_) => vec!["library", "string"],
            Self::Asset(_) => vec!["asset"],
            Self::Uses(_) => vec!["api", "class", "method", "owner"],
            Self::String(_) => vec!["string", "class", "method", "owner"],
            Self::Reads(_) => vec!["item", "api", "class", "method", "owner"],
            Self::Sdk(_) => vec!["sdk", "category"],
            Self::Policy(_) => vec!["policy"],
            Self::TargetSdk(_) => vec!["target"],
            Self::MinSdk(_) => vec!["min"],
        }
    }
}

/// The `{names}` in a template.
pub fn placeholders(template: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for part in template.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'_')
        {
            names.push(name);
        }
    }
    names
}
