//! What a library offers its host and what each of its methods reads: the facts behind the checks for SDK makers.

use std::collections::BTreeMap;

use super::reads::{Reached, What};
use crate::scenario::Scenario;

/// A library as its host sees it.
#[derive(Debug, Default)]
pub struct Library {
    /// Public methods that read something, by class and name.
    pub entry_points: Vec<EntryPoint>,
}

/// A public method.
#[derive(Debug, Clone)]
pub struct EntryPoint {
    /// Dotted class.
    pub class: String,
    /// Method name.
    pub method: String,
    /// Its descriptor.
    pub descriptor: String,
    /// Source file and line, when known.
    pub source: (Option<String>, Option<u32>),
    /// What it reads, one entry an item and member, on the shortest chain.
    pub reads: Vec<Reached>,
    /// What was tried to hold its reads back; nothing for a method that does not start the library.
    pub trial: Option<Trial>,
}

/// A start of the library, tried with everything that the host can set.
#[derive(Debug, Clone, Default)]
pub struct Trial {
    /// Settings that were tried.
    pub settings: usize,
    /// The start was cut off when nothing was set: of what it did not come to nothing is known.
    pub cut: bool,
    /// Items that the start reads when nothing is set: what holds each back; nothing when nothing does.
    pub items: BTreeMap<String, Held>,
}

/// Whether an item can be held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// By these settings, as a person writes them: `setLocation(false)`.
    By(Vec<String>),
    /// By none that was tried.
    Never,
    /// A run was cut before it came that far.
    Unknown,
}

impl EntryPoint {
    /// The items that it reads, sorted, weak signs left out.
    pub fn items(&self) -> Vec<&str> {
        let mut items: Vec<&str> = self
            .reads
            .iter()
            .filter(|one| !one.weak)
            .filter_map(|one| match &one.what {
                What::Item(item) => Some(item.as_str()),
                _ => None,
            })
            .collect();
        items.sort_unstable();
        items.dedup();
        items
    }

    /// `Class.method(Parameter, …)` with simple names.
    pub fn signature(&self) -> String {
        signature(&self.class, &self.method, &self.descriptor)
    }
}

/// `Class.method(Parameter, …)` with simple names; of a constructor `new Class(…)`.
pub fn signature(class: &str, method: &str, descriptor: &str) -> String {
    let simple = |name: &str| {
        name.rsplit(['.', '$', '/'])
            .next()
            .unwrap_or(name)
            .to_owned()
    };
    let list = crate::jvm::parameters(descriptor.as_bytes()).map(|(list, _)| list);
    let names = list.unwrap_or_default().into_iter().map(|one| {
        let text = String::from_utf8_lossy(one.0).into_owned();
        let dims = text.bytes().take_while(|b| *b == b'[').count();
        let name = match text.trim_start_matches('[') {
            "Z" => "boolean".to_owned(),
            "B" => "byte".to_owned(),
            "S" => "short".to_owned(),
            "C" => "char".to_owned(),
            "I" => "int".to_owned(),
            "J" => "long".to_owned(),
            "F" => "float".to_owned(),
            "D" => "double".to_owned(),
            other => simple(other.trim_end_matches(';')),
        };
        name + &"[]".repeat(dims)
    });
    let names = names.collect::<Vec<_>>().join(", ");
    match method {
        "<init>" => format!("new {}({names})", simple(class)),
        _ => format!("{}.{method}({names})", simple(class)),
    }
}

/// Reads that happen before the host calls anything: in the components and initialisers that the library brings into the
/// host's manifest, when the host's process starts. Pages are not among them: somebody opens them.
pub fn on_load<'r>(
    reached: &'r [Reached],
    pages: &'r [String],
) -> impl Iterator<Item = &'r Reached> {
    reached.iter().filter(move |one| {
        one.scenario == Scenario::FirstLaunch
            && one
                .chain
                .first()
                .is_some_and(|frame| !pages.contains(&frame.class))
    })
}
