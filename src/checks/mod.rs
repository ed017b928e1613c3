//! Facts to findings.
//!
//! - `finding.rs`: what comes out · `facts.rs`: what checks may look at, and the questions they share ·
//!   `entries.rs`: the classes that the system makes by itself · `matcher.rs`: the matcher language of
//!   [`crate::knowledge::check`] over the facts · `documents.rs`: how far documents lie · `hit.rs`: one match, and how it becomes a finding ·
//!   `args.rs`: constant arguments · `acts.rs`: what the
//!   scenarios are to look out for besides readings ·
//!   `permission_use.rs`: who needs which permission · `scenes.rs`: what a person must still look at ·
//!   `signs.rs`: what shows that the app has something · `texts.rs`: the policies that were read, and the app held against them · `vendors.rs`: whose a document is · `detect/`: detectors in Rust for what data cannot say, one file per check.
//!
//! [`run`] runs every check in parallel; its result does not depend on the number of threads.

mod acts;
pub(crate) mod addresses;
mod alike;
mod args;
mod detect;
pub mod documents;
mod entries;
mod facts;
pub mod finding;
mod hit;
pub mod library;
mod matcher;
mod permission_use;
pub mod reads;
pub mod scenes;
mod signs;
pub mod texts;
pub mod vendors;

pub use entries::{absent_code, entries, entries_and_handlers};
pub use facts::{Facts, Sources};
pub use finding::{Edge, Evidence, Finding, Frame, Location, Subject, Ways};
pub(crate) use matcher::glob;

pub use permission_use::User;

use rayon::prelude::*;

use crate::knowledge::check::Artifacts;
use crate::knowledge::{Check, Confidence, Knowledge, Profile};
use hit::Hit;

/// Which checks to run, and how to tell their findings.
#[derive(Debug, Clone, Copy)]
pub struct Options<'o> {
    /// Whose labels and clauses come first.
    pub profile: Profile,
    /// Ids of the checks to run; empty: all.
    pub select: &'o [String],
    /// Ids of checks not to run.
    pub ignore: &'o [String],
    /// Findings less sure than this are left out.
    pub min_confidence: Confidence,
}

/// Runs the checks: findings by severity (gravest first), confidence, check, subject, owner, key; each fingerprint once.
pub fn run(
    facts: &Facts<'_, '_, '_>,
    knowledge: &Knowledge,
    options: &Options<'_>,
) -> Vec<Finding> {
    let wanted = |check: &&Check| {
        let fits = match check.artifacts {
            Artifacts::Any => true,
            Artifacts::App => facts.library.is_none(),
            Artifacts::Library => facts.library.is_some(),
        };
        let named = |list: &[String]| list.contains(&check.id);
        fits && (options.select.is_empty() || named(options.select)) && !named(options.ignore)
    };
    let checks: Vec<&Check> = knowledge.checks.iter().filter(wanted).collect();
    let findings: Vec<Vec<Finding>> = checks
        .par_iter()
        .map(|check| {
            let mut hits: Vec<Hit> = detect::run(check, facts);
            for case in &check.cases {
                if let Some(matcher) = &case.matcher {
                    hits.extend(matcher::hits(check, case, matcher, facts));
                }
            }
            hits.into_iter()
                .filter_map(|hit| hit.finding(check, facts, options.profile))
                .filter(|finding| finding.confidence >= options.min_confidence)
                .collect()
        })
        .collect();
    merge(findings.into_iter().flatten().collect())
}

/// Sorted, each fingerprint once: the surest and gravest finding stays, and takes over the others' evidence.
fn merge(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| {
        (
            b.severity,
            b.confidence,
            &a.check,
            &a.subject,
            &a.owner,
            &a.key,
            &a.location,
        )
            .cmp(&(
                a.severity,
                a.confidence,
                &b.check,
                &b.subject,
                &b.owner,
                &b.key,
                &b.location,
            ))
    });
    let mut at = std::collections::BTreeMap::new();
    let mut merged: Vec<Finding> = Vec::new();
    for finding in findings {
        match at.entry(finding.fingerprint()) {
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(merged.len());
                merged.push(finding);
            }
            std::collections::btree_map::Entry::Occupied(taken) => {
                if let Some(first) = merged.get_mut(*taken.get()) {
                    for evidence in finding.evidence {
                        if !first.evidence.contains(&evidence) {
                            first.evidence.push(evidence);
                        }
                    }
                }
            }
        }
    }
    merged
}
