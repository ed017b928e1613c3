//! How far a person is from the app's documents: what the scenarios are to look for, and what they told.

use std::collections::BTreeMap;

use crate::policy::{DocumentKind, Place, Policies, PolicyRef, RefKind, named_by_address};
use crate::program::DefId;
use crate::scenario::{Outcome, Question, Scenario, Screens, Sought};

/// How a document can be reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reading {
    /// Acts of a person from the main page to it, at least; `None` when no way was seen.
    pub acts: Option<u32>,
    /// The same without the prompt of the first launch.
    pub later: Option<u32>,
    /// What the first launch shows leads to it.
    pub at_first: bool,
    /// It may be opened by what is not followed: a layout, a script, an asset.
    pub elsewhere: bool,
}

/// The readings of an app's documents, by kind and location.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    by: BTreeMap<(RefKind, String), Reading>,
}

/// What the scenarios are to look for, in the order of the references.
pub fn sought(policies: &Policies) -> Vec<Sought> {
    policies
        .refs
        .iter()
        .map(|found| {
            let mut one = Sought::default();
            one.texts.insert(found.location.clone());
            if let Some(name) = found.location.strip_prefix("assets/") {
                one.texts.insert(name.to_owned());
                one.texts.insert(format!("file:///android_asset/{name}"));
            }
            let ids = |name: &str| policies.ids.get(name).into_iter().flatten().copied();
            one.ids.extend(ids(&found.location));
            for place in &found.found_in {
                match place {
                    Place::Code { text } => {
                        one.texts.insert(text.clone());
                    }
                    Place::Resource { name, .. } => one.ids.extend(ids(name)),
                    Place::Layout { .. } | Place::File { .. } => {}
                }
            }
            one
        })
        .collect()
}

/// Adds documents whose address was put together at run time: what is opened, is named by its address, and is no constant.
/// `owned`: whether a method is the app's own.
pub fn add_built(policies: &mut Policies, outcomes: &mut [Outcome], owned: impl Fn(DefId) -> bool) {
    let Some(screens) = outcomes
        .iter_mut()
        .find_map(|outcome| outcome.screens.as_mut())
    else {
        return;
    };
    let built: Vec<(String, DocumentKind)> = screens
        .addresses()
        .filter(|(text, defs)| {
            defs.iter().any(|def| owned(*def))
                && !policies.refs.iter().any(|found| found.location == *text)
        })
        .filter_map(|(text, _)| Some((text.to_owned(), named_by_address(text)?)))
        .collect();
    for (location, document) in built {
        screens.add(&location);
        policies.refs.push(PolicyRef {
            kind: RefKind::Url,
            document,
            title: None,
            found_in: vec![Place::Code {
                text: location.chars().take(200).collect(),
            }],
            location,
            named: false,
            vendor: None,
        });
    }
}

impl Documents {
    /// Of the references that were sought, and of those that came with the addresses opened.
    pub fn new(policies: &Policies, outcomes: &[Outcome]) -> Self {
        let mut by = BTreeMap::new();
        let Some(screens) = outcomes.iter().find_map(|outcome| outcome.screens.as_ref()) else {
            return Self::default();
        };
        let first = outcomes
            .iter()
            .find(|outcome| outcome.scenario == Scenario::FirstLaunch);
        let question = first.and_then(|first| first.question.as_ref());
        for (number, found) in policies.refs.iter().enumerate() {
            let mut one = reading(screens, number, question);
            one.at_first |= question.is_none()
                && first.is_some_and(|first| {
                    screens.named_in(number, |def| first.reached.contains(&def))
                });
            one.elsewhere = found.found_in.iter().any(|place| match place {
                Place::Layout { .. } => true,
                // A document's own file names itself.
                Place::File { entry } => *entry != found.location,
                _ => false,
            });
            by.insert((found.kind, found.location.clone()), one);
        }
        Self { by }
    }

    /// How a document can be reached.
    pub fn of(&self, found: &PolicyRef) -> Reading {
        let key = (found.kind, found.location.clone());
        self.by.get(&key).copied().unwrap_or_default()
    }

    /// The same of a text's place.
    pub fn at(&self, kind: RefKind, location: &str) -> Option<&Reading> {
        self.by.get(&(kind, location.to_owned()))
    }
}

fn reading(screens: &Screens, number: usize, question: Option<&Question>) -> Reading {
    let acts = screens.acts(number, None);
    let later = match question {
        // What shows the prompt also shows the rest of the page: the two are not told apart.
        Some(question) if !screens.is_start(question.def) => {
            screens.acts(number, Some(question.def))
        }
        _ => acts,
    };
    Reading {
        acts,
        later,
        at_first: question.is_some_and(|question| screens.shown_by(number, question.def)),
        elsewhere: false,
    }
}
