//! A finding: a check that matched, on one subject (contract: `FINDING`, `FRAME`).

use sha2::{Digest, Sha256};

use crate::knowledge::{Citation, Confidence, Severity, Text};
use crate::scenario::OTHERS;

/// What a finding is about. One per finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A personal-data item, e.g. `imei`.
    Item(String),
    /// A permission's full name.
    Permission(String),
    /// An SDK's id.
    Sdk(String),
    /// A manifest component's class, dotted.
    Component(String),
    /// A network host.
    Host(String),
    /// A topic of the privacy policy.
    PolicyTopic(String),
    /// The app as a whole.
    App,
}

/// Where a finding is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// A place in code.
    Code {
        /// Dotted class name.
        class: String,
        /// Method name.
        method: String,
        /// Method descriptor, e.g. `(I)V`.
        descriptor: String,
        /// Source file from the debug info.
        file: Option<String>,
        /// Source line from the debug info.
        line: Option<u32>,
    },
    /// A place in an entry of the package.
    Entry {
        /// Entry name, e.g. `AndroidManifest.xml`.
        entry: String,
        /// Line, when the format keeps it.
        line: Option<u32>,
    },
}

/// How a frame of a chain was reached from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Edge {
    Entry,
    Call,
    Posted,
    Thread,
    Callback,
    Reflection,
    ClassInit,
    ComponentStart,
}

impl Edge {
    /// The word of the contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Call => "call",
            Self::Posted => "posted",
            Self::Thread => "thread",
            Self::Callback => "callback",
            Self::Reflection => "reflection",
            Self::ClassInit => "class-init",
            Self::ComponentStart => "component-start",
        }
    }
}

/// One step of a chain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Frame {
    /// Dotted class name.
    pub class: String,
    /// Method name.
    pub method: String,
    /// Method descriptor.
    pub descriptor: String,
    /// Source file from the debug info.
    pub file: Option<String>,
    /// Source line of the call to the next frame.
    pub line: Option<u32>,
    /// How this frame was reached.
    pub edge: Edge,
    /// `app` or an SDK's id.
    pub owner: String,
    /// The dotted name that a renamed class has in its library, as its shape tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
}

impl Frame {
    /// `class.method`, and what the class is called in its library when the shape of a renamed one tells.
    pub fn told(&self) -> String {
        self.with_original(&self.class)
    }

    /// [`Frame::told`] with the class's simple name.
    pub fn told_short(&self) -> String {
        self.with_original(self.class.rsplit('.').next().unwrap_or(&self.class))
    }

    fn with_original(&self, class: &str) -> String {
        match &self.original {
            Some(original) => format!("{class}.{} ≈ {original}", self.method),
            None => format!("{class}.{}", self.method),
        }
    }
}

/// A fact that shows a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// What kind of fact, kebab-case, e.g. `manifest`, `call`, `string`, `native-lib`.
    pub kind: String,
    /// The fact, verbatim from the package.
    pub value: String,
    /// Where it stands.
    pub location: Option<Location>,
}

/// The ways to a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ways {
    /// How many were found; 0 without a chain.
    pub count: u32,
    /// The next best after the chain that is told: a few at most.
    pub others: Vec<Vec<Frame>>,
}

impl Ways {
    /// Takes in another place that the same can be said of; `told` is the chain that stands for both.
    pub(crate) fn add(&mut self, told: &[Frame], chain: &Vec<Frame>, more: &Self) {
        self.count = self.count.saturating_add(more.count);
        for chain in std::iter::once(chain).chain(&more.others) {
            if self.others.len() < OTHERS && chain != told && !self.others.contains(chain) {
                self.others.push(chain.clone());
            }
        }
    }
}

/// A check that matched, on one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Check id, e.g. `permission-unused`.
    pub check: String,
    /// How grave.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// One line.
    pub title: Text,
    /// What was found and why it matters, with this package's own names.
    pub message: Text,
    /// `app` or an SDK's id.
    pub owner: String,
    /// What it is about.
    pub subject: Subject,
    /// Clauses and labels (ids of [`crate::knowledge::Regulations`]), those of the chosen profile first.
    pub regulations: Vec<Citation>,
    /// Where, when there is one place to name.
    pub location: Option<Location>,
    /// Entry point to API, when the check replays a scenario.
    pub chain: Vec<Frame>,
    /// Other chains to the same call.
    pub ways: Ways,
    /// The last condition on the chain that the scan could not decide: why the finding is no more than likely.
    pub condition: Option<Location>,
    /// What shows it.
    pub evidence: Vec<Evidence>,
    /// What to change.
    pub fix: Text,
    /// The API member or other stable name that, with check, subject and owner, makes the fingerprint. Never a line
    /// number, an obfuscated name or a path.
    pub key: String,
}

impl Subject {
    /// The JSON key and the value; the app as a whole has neither.
    pub fn parts(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::Item(value) => Some(("item", value)),
            Self::Permission(value) => Some(("permission", value)),
            Self::Sdk(value) => Some(("sdk", value)),
            Self::Component(value) => Some(("component", value)),
            Self::Host(value) => Some(("host", value)),
            Self::PolicyTopic(value) => Some(("policy_topic", value)),
            Self::App => None,
        }
    }
}

impl Finding {
    /// Survives a rebuild: a hash of check, subject, owner and key, as 32 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        let (kind, value) = self.subject.parts().unwrap_or_default();
        let mut hash = Sha256::new();
        // Each part is closed with a byte that no part contains, so that no two splits give the same input.
        for part in [self.check.as_str(), kind, value, &self.owner, &self.key] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash.finalize()
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}
