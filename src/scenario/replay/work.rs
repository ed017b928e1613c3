//! Jobs and workers: a scheduler runs them without a page, in later processes too, but only what some code has ordered.
//!
//! Whether anything does is seen where everything can happen. A job is ordered by a call that names its class, or names
//! none that is known. A worker may be ordered by code of a library inside, through a database: it counts as ordered once
//! reached code names its class at all.

use std::collections::{BTreeMap, BTreeSet};

use crate::dex::access;
use crate::knowledge::model::Component;
use crate::package::manifest::ComponentKind;
use crate::program::TypeId;
use crate::scenario::code::Code;
use crate::scenario::engine::value::{Str, Strs, Vid};
use crate::scenario::engine::{At, Engine};

/// What a scheduler runs.
pub(crate) type Work = BTreeSet<(Component, TypeId)>;

/// What the calls of a run order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ordered {
    work: Work,
    /// Calls that may order anything of a kind.
    open: BTreeMap<(At, Component), bool>,
}

impl Code<'_> {
    /// Whether a service is run by a scheduler alone.
    pub(crate) fn is_job(&self, class: &str) -> bool {
        let class = self.class_named(class);
        class.is_some_and(|class| self.is_below(class, &self.stage().model.jobs))
    }

    fn is_below(&self, class: TypeId, names: &[String]) -> bool {
        let mut bases = names.iter().filter_map(|name| self.class_named(name));
        bases.any(|base| self.is_subtype(class, base))
    }

    /// Everything that could be ordered: services of the manifest, workers of the program.
    pub(crate) fn work(&self) -> Work {
        let stage = self.stage();
        let services = stage.package.manifest.of_kind(ComponentKind::Service);
        let jobs = services
            .filter(|one| one.enabled && self.is_job(one.run_class()))
            .filter_map(|one| self.class_named(one.run_class()))
            .filter(|class| self.is_app(*class))
            .map(|class| (Component::Job, class));
        let program = self.program;
        let workers = program
            .classes()
            .filter(|class| program.class_access(*class) & access::ABSTRACT == 0)
            .map(|class| program.class_type(class))
            .filter(|class| self.is_below(*class, &stage.model.workers))
            .map(|class| (Component::Worker, class));
        jobs.chain(workers).collect()
    }
}

impl Engine<'_, '_> {
    /// A call orders components of a kind: `what` it was given, the component that this names, the classes found in both.
    pub(crate) fn note_ordered(
        &mut self,
        at: At,
        kind: Component,
        (what, target): (Vid, Vid),
        classes: &[TypeId],
    ) {
        if !matches!(kind, Component::Job | Component::Worker) {
            return;
        }
        let (given, named) = (self.values.get(what), self.values.get(target));
        let nothing = given.is_bottom() || (given.objs.is_empty() && given.may_be_zero());
        let open = !given.types.is_empty()
            || !named.types.is_empty()
            || named.strs == Strs::Any
            || (classes.is_empty() && !nothing);
        let found = classes.iter().map(|class| (kind, *class));
        self.ordered.work.extend(found);
        // A call is looked at again when more is known of what it was given.
        self.ordered.open.insert((at, kind), open);
    }

    /// Of what a scheduler could run, what reached code orders.
    pub(crate) fn due(&self, all: &Work) -> Work {
        let workers = all.iter().filter(|(kind, _)| *kind == Component::Worker);
        let named = self.named_classes(&workers.map(|(_, class)| *class).collect());
        let any = |kind: Component| {
            let mut open = self.ordered.open.iter();
            open.any(|((_, one), open)| *one == kind && *open)
        };
        let (jobs, workers) = (any(Component::Job), any(Component::Worker));
        let due = |one: &&(Component, TypeId)| {
            let any = match one.0 {
                Component::Job => jobs,
                _ => workers || named.contains(&one.1),
            };
            self.exhausted || any || self.ordered.work.contains(one)
        };
        all.iter().filter(due).copied().collect()
    }

    /// The classes that a value of the run names, as a class or in letters.
    fn named_classes(&self, classes: &BTreeSet<TypeId>) -> BTreeSet<TypeId> {
        let letters =
            |class: &TypeId| Some((self.strings.find(&self.code.dotted(*class))?, *class));
        let letters: BTreeMap<Str, TypeId> = classes.iter().filter_map(letters).collect();
        let mut named = BTreeSet::new();
        for value in self.values.all().filter(|_| !classes.is_empty()) {
            named.extend(value.classes.iter().filter(|class| classes.contains(class)));
            let (texts, _) = value.strings();
            named.extend(texts.iter().filter_map(|text| letters.get(text)));
        }
        named
    }

    /// The scheduler runs what was ordered.
    pub(crate) fn start_work(&mut self, work: &Work) {
        for (kind, class) in work {
            self.start_component(None, *kind, *class);
        }
    }
}
