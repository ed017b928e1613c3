//! What runs without a page only once some code orders it: jobs and workers, which a scheduler runs in later processes too,
//! and services and receivers that nobody else can reach.
//!
//! Whether anything does is seen where everything can happen. A job is ordered by a call that names its class, or names
//! none that is known. The others may be ordered by code of a library inside, through a database, or by who was handed a
//! pending intent: they count as ordered once reached code names their class at all.

use std::collections::{BTreeMap, BTreeSet};

use crate::dex::access;
use crate::knowledge::model::Component;
use crate::package::manifest::{Component as Declared, ComponentKind};
use crate::program::{ClassId, TypeId};
use crate::scenario::code::Code;
use crate::scenario::engine::value::{Str, Strs, Vid};
use crate::scenario::engine::{At, Engine};

/// What runs once it is ordered.
pub(crate) type Work = BTreeSet<(Component, TypeId)>;

/// What the calls of a run order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ordered {
    work: Work,
    /// Calls that may order anything of a kind.
    open: BTreeMap<(At, Component), bool>,
}

impl Code<'_> {
    /// How a service or receiver of the manifest runs, when it does only once the app itself orders it.
    pub(crate) fn ordered_as(&self, declared: &Declared) -> Option<Component> {
        // The system sends what the app itself named to nobody.
        let own = format!("{}.", self.stage().package.manifest.package);
        let known = declared.filters.iter().all(|filter| {
            let named = filter.actions.iter().all(|action| action.starts_with(&own));
            named && !filter.actions.is_empty()
        });
        let private = !declared.exported && known && declared.permission.is_none();
        match declared.kind {
            ComponentKind::Service if self.is_job(declared.run_class()) => Some(Component::Job),
            ComponentKind::Service if private => Some(Component::Service),
            ComponentKind::Receiver if private => Some(Component::Receiver),
            _ => None,
        }
    }

    /// Whether a service is run by a scheduler alone.
    fn is_job(&self, class: &str) -> bool {
        let class = self.class_named(class);
        let mut jobs = self.those_named(&self.stage().model.jobs);
        class.is_some_and(|class| jobs.any(|job| self.is_subtype(class, job)))
    }

    fn those_named<'n>(&'n self, names: &'n [String]) -> impl Iterator<Item = TypeId> + 'n {
        names.iter().filter_map(|name| self.class_named(name))
    }

    /// The program's classes that are one of `bases` or below one.
    pub(crate) fn classes_of(&self, bases: &[TypeId]) -> Vec<(ClassId, TypeId)> {
        if bases.is_empty() {
            return Vec::new();
        }
        let all = self.program.classes();
        all.map(|class| (class, self.program.class_type(class)))
            .filter(|(_, ty)| bases.iter().any(|base| self.is_subtype(*ty, *base)))
            .collect()
    }

    /// Everything that could be ordered: components of the manifest, workers of the program.
    pub(crate) fn work(&self) -> Work {
        let stage = self.stage();
        let components = stage.package.manifest.components.iter();
        let declared = components
            .filter(|one| one.enabled)
            .filter_map(|one| Some((self.ordered_as(one)?, self.class_named(one.run_class())?)))
            .filter(|(_, class)| self.is_app(*class));
        let bases: Vec<TypeId> = self.those_named(&stage.model.workers).collect();
        let made = |class: &ClassId| self.program.class_access(*class) & access::ABSTRACT == 0;
        let workers = self.classes_of(&bases).into_iter();
        let workers = workers.filter(|(class, _)| made(class));
        let workers = workers.map(|(_, ty)| (Component::Worker, ty));
        declared.chain(workers).collect()
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
        let scheduled = matches!(kind, Component::Job | Component::Worker);
        let kind = match kind {
            Component::Started | Component::Bound => Component::Service,
            Component::Service | Component::Receiver => kind,
            _ if scheduled => kind,
            _ => return,
        };
        let (given, named) = (self.values.get(what), self.values.get(target));
        let nothing = given.is_bottom() || (given.objs.is_empty() && given.may_be_zero());
        // An intent that names no class means what a filter takes.
        let open = !given.types.is_empty()
            || !named.types.is_empty()
            || named.strs == Strs::Any
            || (scheduled && classes.is_empty() && !nothing);
        let found = classes.iter().map(|class| (kind, *class));
        self.ordered.work.extend(found);
        // A call is looked at again when more is known of what it was given.
        self.ordered.open.insert((at, kind), open);
    }

    /// Of what could be ordered, what reached code orders.
    pub(crate) fn due(&self, all: &Work) -> Work {
        let by_name = all.iter().filter(|(kind, _)| *kind != Component::Job);
        let named = self.named_classes(&by_name.map(|(_, class)| *class).collect());
        let open = self.ordered.open.iter().filter(|(_, open)| **open);
        let open: BTreeSet<Component> = open.map(|((_, kind), _)| *kind).collect();
        let due = |(kind, class): &&(Component, TypeId)| {
            let job = *kind == Component::Job;
            self.exhausted
                || open.contains(kind)
                || self.ordered.work.contains(&(*kind, *class))
                || (!job && named.contains(class))
        };
        all.iter().filter(due).copied().collect()
    }

    /// The classes that a value of the run names, as a class or in letters, or by an action that the manifest gives them.
    fn named_classes(&self, classes: &BTreeSet<TypeId>) -> BTreeSet<TypeId> {
        let mut letters: BTreeMap<Str, Vec<TypeId>> = BTreeMap::new();
        let mut note = |text: &str, class: TypeId| {
            if let Some(text) = self.strings.find(text) {
                letters.entry(text).or_default().push(class);
            }
        };
        for class in classes {
            note(&self.code.dotted(*class), *class);
        }
        for declared in &self.code.stage().package.manifest.components {
            let class = self.code.class_named(declared.run_class());
            if let Some(class) = class.filter(|class| classes.contains(class)) {
                declared.actions().for_each(|action| note(action, class));
            }
        }
        let mut named = BTreeSet::new();
        for value in self.values.all().filter(|_| !classes.is_empty()) {
            named.extend(value.classes.iter().filter(|class| classes.contains(class)));
            let (texts, _) = value.strings();
            named.extend(texts.iter().filter_map(|text| letters.get(text)).flatten());
        }
        named
    }

    /// What was ordered runs.
    pub(crate) fn start_work(&mut self, work: &Work) {
        for (kind, class) in work {
            self.start_component(None, *kind, *class);
        }
    }
}
