//! A library end to end: its public methods, what each reads, and what holds the reads of a start back.

use std::collections::BTreeMap;

use crate::checks::library::{EntryPoint, Held, Library, Trial, signature};
use crate::checks::reads::{self, Members, Reached, What};
use crate::knowledge::Knowledge;
use crate::program::{DefId, Program};
use crate::scenario::{Attempts, LibraryRun, Outcome, Scenario, Setting, Stage};
use crate::sdk::Sdks;

/// Starts that are tried with everything that the host can set.
const STARTS: usize = 8;

/// The layers that a library is looked at with.
#[derive(Clone, Copy)]
pub(super) struct Layers<'s, 'a> {
    pub(super) stage: Stage<'s>,
    pub(super) program: &'s Program<'a>,
    pub(super) members: &'s Members,
    pub(super) sdks: &'s Sdks,
    pub(super) knowledge: &'s Knowledge,
}

impl Layers<'_, '_> {
    fn told(&self, outcome: Outcome) -> Vec<Reached> {
        let package = &self.stage.package.manifest.package;
        self.members
            .told(&[outcome], self.program, self.knowledge, self.sdks, package)
    }
}

/// What the library's public methods (`api`) reach, and which of them reads what.
pub(super) fn read(layers: Layers<'_, '_>, api: &[DefId]) -> (Outcome, Library) {
    let run = LibraryRun::new(layers.stage);
    let wanted = layers.members.wanted();
    let found = run.replay(&wanted, api);
    let mut entry_points: Vec<(DefId, EntryPoint)> = Vec::new();
    for (def, events) in found.entries {
        let outcome = Outcome {
            events,
            ..empty(&found.outcome)
        };
        let told = layers.told(outcome);
        let items = told.iter().filter(|one| matches!(one.what, What::Item(_)));
        let reads = reads::best(items);
        if !reads.is_empty() {
            entry_points.push((def, entry_point(layers.program, def, reads)));
        }
    }
    let mut starts: Vec<usize> = (0..entry_points.len())
        .filter(|at| {
            entry_points
                .get(*at)
                .is_some_and(|(def, entry)| is_start(layers.program, *def, entry))
        })
        .collect();
    starts.sort_by_key(|at| {
        let items = entry_points
            .get(*at)
            .map_or(0, |(_, entry)| entry.items().len());
        (usize::MAX - items, *at)
    });
    for at in starts.into_iter().take(STARTS) {
        if let Some((def, entry)) = entry_points.get_mut(at) {
            entry.trial = trial(layers, run.attempts(&wanted, *def, api));
        }
    }
    let mut entry_points: Vec<EntryPoint> = entry_points.into_iter().map(|one| one.1).collect();
    entry_points.sort_by(|a, b| {
        (&a.class, &a.method, &a.descriptor).cmp(&(&b.class, &b.method, &b.descriptor))
    });
    (found.outcome, Library { entry_points })
}

fn empty(like: &Outcome) -> Outcome {
    Outcome {
        scenario: Scenario::PublicApi,
        events: Vec::new(),
        reached: Default::default(),
        exhausted: like.exhausted,
        contexts: 0,
        question: None,
        unasked: None,
        screens: None,
        prompt: None,
    }
}

fn entry_point(program: &Program<'_>, def: DefId, reads: Vec<Reached>) -> EntryPoint {
    let method = program.method(def);
    let line = program.locate(def, 0);
    EntryPoint {
        class: program.class_name(program.class(def)),
        method: program.method_name(method).into_owned(),
        descriptor: program.method_descriptor(method),
        source: (line.file, line.line),
        reads,
        trial: None,
    }
}

/// Whether a public method starts the library: it is given a context or a configuration, or nothing at all, and what it
/// reads is not what its caller gets: it returns nothing, a status, or an object of the library.
fn is_start(program: &Program<'_>, def: DefId, entry: &EntryPoint) -> bool {
    let proto = program.selector_proto(program.selector(program.method(def)));
    let returns = program.returns(proto);
    let plain = matches!(&*program.descriptor(returns), "V" | "Z" | "I");
    let context = program.find_type("Landroid/content/Context;");
    let given = program.parameters(proto);
    let fits = given.is_empty()
        || given.iter().any(|ty| {
            program.class_of(*ty).is_some()
                || context.is_some_and(|context| program.is_subtype(*ty, context))
        });
    // A component of the platform is started by the platform.
    let object = program.find_type("Ljava/lang/Object;");
    let ty = program.class_type(program.class(def));
    let outside = program.chain(ty).find(|ty| program.class_of(*ty).is_none());
    !entry.items().is_empty()
        && (plain || program.class_of(returns).is_some())
        && fits
        && outside == object
}

fn strong(told: &[Reached]) -> BTreeMap<&str, &Reached> {
    let mut items = BTreeMap::new();
    for one in told.iter().filter(|one| !one.weak) {
        if let What::Item(item) = &one.what {
            items.entry(item.as_str()).or_insert(one);
        }
    }
    items
}

/// Holds what a start reads under every setting against each other: an item that some run reads and another does not is
/// held back by the other's setting.
fn trial(layers: Layers<'_, '_>, attempts: Attempts) -> Option<Trial> {
    let settings = attempts.settings;
    let runs: Vec<_> = attempts
        .runs
        .into_iter()
        .map(|attempt| {
            let exhausted = attempt.outcome.exhausted;
            (attempt.setting, exhausted, layers.told(attempt.outcome))
        })
        .collect();
    let mut trial = Trial {
        settings,
        cut: runs.first().is_some_and(|(_, cut, _)| *cut),
        ..Trial::default()
    };
    for (_, _, told) in &runs {
        for item in strong(told).into_keys() {
            trial.items.entry(item.to_owned()).or_insert(Held::Never);
        }
    }
    for (setting, cut, told) in &runs {
        let read = strong(told);
        for (item, held) in &mut trial.items {
            if read.contains_key(item.as_str()) {
                continue;
            }
            match held {
                // A run that was cut says nothing of what it does not read.
                _ if *cut && *held == Held::Never => *held = Held::Unknown,
                _ if *cut => {}
                Held::By(settings) => settings.push(words(layers.program, *setting)),
                _ => *held = Held::By(vec![words(layers.program, *setting)]),
            }
        }
    }
    (trial.cut || !trial.items.is_empty()).then_some(trial)
}

/// A setting as a person writes it.
fn words(program: &Program<'_>, setting: Setting) -> String {
    match setting {
        Setting::Nothing => "no setting".to_owned(),
        Setting::Parameter(at, value) => format!("argument {} = {value}", at + 1),
        Setting::Configuration(at, value) => format!("argument {} answers {value}", at + 1),
        Setting::Given(ty, value) => {
            format!("{} answers {value}", program.type_name(ty))
        }
        Setting::Call(def, value) => {
            let method = program.method(def);
            let name = program.method_name(method);
            let class = program.class_name(program.class(def));
            let text = signature(&class, &name, &program.method_descriptor(method));
            let (name, rest) = text.split_once('(').unwrap_or((&text, ""));
            let told = rest.replace("boolean", &value.to_string());
            let number = u8::from(value).to_string();
            let told = told.split(", ").map(|one| match one.trim_end_matches(')') {
                "int" => one.replace("int", &number),
                _ => one.to_owned(),
            });
            format!("{name}({}", told.collect::<Vec<_>>().join(", "))
        }
    }
}
