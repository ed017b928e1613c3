//! One match of a check, and how it becomes a finding.

use std::collections::BTreeMap;

use super::facts::Facts;
use super::finding::{Evidence, Finding, Frame, Location, Subject, Ways};
use super::reads::Reached;
use crate::knowledge::{Check, Confidence, Profile};

/// A match: a case of a check with the names that fill its texts.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    /// Id of the case.
    pub(crate) case: String,
    /// Values for the `{names}` of message and fix.
    pub(crate) names: BTreeMap<String, String>,
    /// What it is about.
    pub(crate) subject: Subject,
    /// `app` or an SDK's id.
    pub(crate) owner: String,
    /// See [`Finding::key`].
    pub(crate) key: String,
    /// The one place to name.
    pub(crate) location: Option<Location>,
    /// What shows it.
    pub(crate) evidence: Vec<Evidence>,
    /// Entry point to API, when a scenario reached it.
    pub(crate) chain: Vec<Frame>,
    /// Other chains to the same.
    pub(crate) ways: Ways,
    /// See [`Finding::condition`].
    pub(crate) condition: Option<Location>,
    /// At most this sure.
    pub(crate) confidence: Confidence,
}

impl Hit {
    /// A hit about the app, owned by the app, with nothing filled in yet.
    pub(crate) fn new(case: &str, subject: Subject) -> Self {
        Self {
            case: case.to_owned(),
            names: BTreeMap::new(),
            subject,
            owner: "app".to_owned(),
            key: String::new(),
            location: None,
            evidence: Vec::new(),
            chain: Vec::new(),
            ways: Ways::default(),
            condition: None,
            confidence: Confidence::Certain,
        }
    }

    /// At the end of a chain.
    pub(crate) fn along(&mut self, one: &Reached) {
        self.chain.clone_from(&one.chain);
        self.ways.clone_from(&one.ways);
        self.condition.clone_from(&one.open);
    }

    /// With one more name.
    pub(crate) fn name(mut self, name: &str, value: impl Into<String>) -> Self {
        self.names.insert(name.to_owned(), value.into());
        self
    }

    /// With one more fact, which is also the place to name if there is none yet.
    pub(crate) fn shown(
        mut self,
        kind: &str,
        value: impl Into<String>,
        location: Option<Location>,
    ) -> Self {
        if self.location.is_none() {
            self.location.clone_from(&location);
        }
        self.evidence.push(Evidence {
            kind: kind.to_owned(),
            value: value.into(),
            location,
        });
        self
    }

    /// The finding, with the check's texts. `None` when the check has no such case, or when it reasons by absence and
    /// the code is hidden: what was not seen is not absent.
    pub(crate) fn finding(
        mut self,
        check: &Check,
        facts: &Facts<'_, '_, '_>,
        profile: Profile,
    ) -> Option<Finding> {
        let case = check.cases.iter().find(|case| case.id == self.case)?;
        let mut confidence = case
            .confidence
            .unwrap_or(check.confidence)
            .min(self.confidence);
        if check.by_absence {
            if facts.hidden() {
                return None;
            }
            if facts.incomplete() || facts.loads_code() {
                confidence = confidence.min(Confidence::Possible);
            }
        }
        self.evidence.sort();
        self.evidence.dedup();
        let params: Vec<(&str, &str)> = self
            .names
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let regulations = &facts.knowledge.regulations;
        Some(Finding {
            check: check.id.clone(),
            severity: case.severity.unwrap_or(check.severity),
            confidence,
            title: check.title.clone(),
            message: case.message.fill(&params),
            owner: self.owner,
            subject: self.subject,
            regulations: regulations.for_profile(&check.regulations, profile),
            location: self.location,
            chain: self.chain,
            ways: self.ways,
            condition: self.condition,
            evidence: self.evidence,
            fix: case.fix.fill(&params),
            key: self.key,
        })
    }
}
