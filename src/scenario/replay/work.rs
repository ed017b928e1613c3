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
use crate::scenario::engine::heap::{Place, Site, Slot};
use crate::scenario::engine::value::{Obj, Str, Strs, Vid};
use crate::scenario::engine::{At, Engine};

/// What runs once it is ordered, and what the intents carry that name it, as far as that is known of all.
pub(crate) type Work = BTreeMap<(Component, TypeId), Option<Sent>>;

/// What the intents carry that name one component.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sent {
    /// Actions; without one where an intent has none.
    actions: BTreeSet<Option<String>>,
    /// By key, the numbers and texts under it, and whether each intent carries some there.
    extras: BTreeMap<String, (BTreeSet<i64>, BTreeSet<String>, bool)>,
}

/// Name of the intent that stands for all that name a component.
const ORDERED: &str = "ordered ";
/// Slot of such an intent for a key that all of them carry.
pub(crate) const PUT: &str = "put ";

/// What the calls of a run order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ordered {
    work: BTreeSet<(Component, TypeId)>,
    /// Calls that may order anything of a kind.
    open: BTreeMap<(At, Component), bool>,
}

impl Sent {
    fn join(&mut self, other: Self) {
        self.actions.extend(other.actions);
        for (key, (.., put)) in &mut self.extras {
            *put &= other.extras.contains_key(key);
        }
        for (key, (numbers, texts, put)) in other.extras {
            match self.extras.get_mut(&key) {
                Some(mine) => {
                    mine.0.extend(numbers);
                    mine.1.extend(texts);
                    mine.2 &= put;
                }
                None => {
                    self.extras.insert(key, (numbers, texts, false));
                }
            }
        }
    }
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
        let all = declared.chain(workers);
        all.map(|one| (one, None)).collect()
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
        let by_name = all.keys().filter(|(kind, _)| *kind != Component::Job);
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
        let due = all.keys().filter(due).copied();
        due.map(|one| (one, self.sent_to(one))).collect()
    }

    /// What the intents carry that name a service or receiver, when all of it is numbers and texts under known keys; nothing, too,
    /// where no intent that is known names it, or some call may order any.
    fn sent_to(&self, (kind, class): (Component, TypeId)) -> Option<Sent> {
        let intent = self.code.class_named("android.content.Intent")?;
        let mut open = self.ordered.open.iter();
        let other = !matches!(kind, Component::Service | Component::Receiver);
        if other || !self.caps.small || open.any(|((_, one), open)| *one == kind && *open) {
            return None;
        }
        let name = self.code.dotted(class);
        let slot = |name: &str| self.strings.find(name).map(Slot::Named);
        let component = slot("component")?;
        let mut sent: Option<Sent> = None;
        for obj in self.objects.of_type(intent) {
            let named = self.values.get(self.heap.peek(Place::Of(obj, component)));
            let (texts, _) = named.strings();
            let mut texts = texts.iter().map(|text| self.strings.get(*text));
            if !(named.classes.contains(&class) || texts.any(|text| text == name)) {
                continue;
            }
            let one = self.carries(obj)?;
            match &mut sent {
                Some(sent) => sent.join(one),
                None => sent = Some(one),
            }
        }
        sent
    }

    /// What one intent carries, as [`Engine::sent_to`] says.
    fn carries(&self, intent: Obj) -> Option<Sent> {
        let held = |slot| self.heap.peek(Place::Of(intent, slot));
        let named = |name: &str| {
            let slot = self.strings.find(name).map(Slot::Named);
            slot.map_or(Vid::BOTTOM, held)
        };
        let hidden = [
            held(Slot::Named(self.any_key)),
            named("extras"),
            named("data"),
        ];
        if hidden.iter().any(|value| *value != Vid::BOTTOM) {
            return None;
        }
        let mut sent = Sent::default();
        let action = self.values.get(named("action"));
        match action.strings() {
            (texts, false) if action.types.is_empty() => {
                let texts = texts.iter().map(|text| self.strings.get(*text).to_owned());
                sent.actions.extend(texts.map(Some));
            }
            _ => return None,
        }
        if sent.actions.is_empty() {
            sent.actions.insert(None);
        }
        for key in self.holders.known_keys(intent) {
            let place = Place::Of(intent, Slot::Key(key));
            let value = self.values.get(self.heap.peek(place));
            let name = self.values.get(key).single_str();
            let (texts, open) = value.strings();
            let plain = value.objs.is_empty() && value.types.is_empty() && value.classes.is_empty();
            if open || !plain || value.marks != 0 {
                return None;
            }
            let numbers = value.integers()?.iter().copied().collect();
            let texts = texts.iter().map(|text| self.strings.get(*text).to_owned());
            let put = self.surely_put(place);
            let name = self.strings.get(name?).to_owned();
            sent.extras.insert(name, (numbers, texts.collect(), put));
        }
        Some(sent)
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
        for ((kind, class), sent) in work {
            let intent = sent
                .as_ref()
                .and_then(|sent| self.ordered_intent(*class, sent));
            self.start_with(None, *kind, *class, intent);
        }
    }

    /// The intent that stands for all that name a component.
    fn ordered_intent(&mut self, class: TypeId, sent: &Sent) -> Option<Vid> {
        let ty = self.code.class_named("android.content.Intent")?;
        let name = format!("{ORDERED}{}", self.code.dotted(class));
        let name = self.strings.intern(&name);
        let intent = self.only(Site::Named(name), ty);
        let intent = self.obj(intent);
        for action in &sent.actions {
            let action = match action {
                Some(action) => self.text(action),
                None => Vid::ZERO,
            };
            self.set_action(intent, action);
        }
        for (key, (numbers, texts, put)) in &sent.extras {
            let name = self.text(key);
            for number in numbers {
                let number = self.values.int(*number);
                self.write_key(intent, name, number);
            }
            for text in texts {
                let text = self.text(text);
                self.write_key(intent, name, text);
            }
            if *put {
                let slot = Slot::Named(self.strings.intern(&format!("{PUT}{key}")));
                self.write_slot(intent, slot, Vid::ONE);
            }
        }
        Some(intent)
    }
}
