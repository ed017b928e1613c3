//! Switches: what a library's host can set before it starts the library, held at one value to see what that holds back.
//!
//! A switch ends in a field or in a stored preference. One run notes which of them a public method stores and with what
//! constant; another run pins them, so that every read gives just that, and the library is started again. A
//! configuration object that the host makes is an object of its own, whose answers and fields are all one value; a class
//! that the host hands over earlier (a built configuration, a controller that it overrides) answers so wherever it is asked.
//! Booleans and whole numbers are switches: `false` and `true`, 0 and 1.

use std::collections::{BTreeMap, BTreeSet};

use crate::dex::access;
use crate::program::{FieldId, MethodId, TypeId};
use crate::scenario::engine::Engine;
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::value::{Obj, Vid};

/// A place that a switch can end in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Store {
    /// A field of the library.
    Field(FieldId),
    /// A key of preferences and the like.
    Key(String),
}

/// What is pinned, and what a run does with places that could be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hold {
    /// Whether a run of this kind is on; all others pay nothing.
    pub(crate) on: bool,
    /// Places that hold just this number.
    pub(crate) pins: BTreeMap<Store, i64>,
    /// The host's configuration object, and what it answers.
    pub(crate) host: Option<(Obj, i64)>,
    /// A class that the host gave instances of before the start, and what they answer.
    pub(crate) given: Option<(TypeId, i64)>,
    /// Classes whose instances were asked something that a host could answer.
    pub(crate) asked: BTreeSet<TypeId>,
    /// What was stored outside of initialisers; nothing for what is no one number.
    pub(crate) stored: BTreeMap<Store, BTreeSet<Option<i64>>>,
    /// What was read.
    pub(crate) seen: BTreeSet<Store>,
}

/// Whether a value of the type can be a switch.
pub(crate) fn is_switch(descriptor: &str) -> bool {
    matches!(descriptor, "Z" | "I")
}

impl Engine<'_, '_> {
    /// Notes a store into a field.
    pub(crate) fn note_field(&mut self, ctx: Ctx, field: FieldId, value: Vid) {
        if !self.hold.on {
            return;
        }
        let def = self.contexts[ctx.0 as usize].def;
        if self.code.program.access(def) & access::CONSTRUCTOR != 0 {
            return;
        }
        let value = self.values.get(value).single_int();
        let stored = self.hold.stored.entry(Store::Field(field));
        stored.or_default().insert(value);
    }

    /// What a field is pinned to.
    pub(crate) fn pinned_field(&mut self, field: FieldId) -> Option<Vid> {
        if !self.hold.on {
            return None;
        }
        self.pinned(Store::Field(field))
    }

    /// Notes a store under a key.
    pub(crate) fn note_key(&mut self, key: Vid, value: Vid) {
        if !self.hold.on {
            return;
        }
        if let Some(key) = self.values.get(key).single_str() {
            let key = Store::Key(self.strings.get(key).to_owned());
            let value = self.values.get(value).single_int();
            self.hold.stored.entry(key).or_default().insert(value);
        }
    }

    /// What a key is pinned to.
    pub(crate) fn pinned_key(&mut self, key: Vid) -> Option<Vid> {
        if !self.hold.on {
            return None;
        }
        let key = self.values.get(key).single_str()?;
        let key = Store::Key(self.strings.get(key).to_owned());
        self.pinned(key)
    }

    fn pinned(&mut self, store: Store) -> Option<Vid> {
        let pinned = self.hold.pins.get(&store).copied();
        self.hold.seen.insert(store);
        pinned.map(|value| self.values.int(value))
    }

    /// What the host's configuration object answers, when the host can say so: a method that gives a switch's value and
    /// that the host may write itself.
    pub(crate) fn host_answer(&mut self, obj: Obj, method: MethodId) -> Option<Vid> {
        let (host, answer) = self.hold.host.filter(|_| self.hold.on)?;
        let asked = obj == host && self.host_may_answer(self.objects.ty(obj), method);
        asked.then(|| self.values.int(answer))
    }

    /// What an instance of a class answers that the host gave before the start; notes that it is asked.
    pub(crate) fn given_answer(&mut self, class: TypeId, method: MethodId) -> Option<Vid> {
        if !self.hold.on || !self.code.is_app(class) || !self.host_may_answer(class, method) {
            return None;
        }
        self.hold.asked.insert(class);
        let (given, answer) = self.hold.given?;
        let program = self.code.program;
        let same = program.is_subtype(class, given) || program.is_subtype(given, class);
        same.then(|| self.values.int(answer))
    }

    fn host_may_answer(&self, class: TypeId, method: MethodId) -> bool {
        let program = self.code.program;
        let told = self.code.descriptor(self.code.method_return(method));
        let fixed = program
            .resolve_virtual(class, method)
            .is_some_and(|def| program.access(def) & (access::FINAL | access::PRIVATE) != 0);
        is_switch(&told)
            && !fixed
            && program
                .class_of(class)
                .is_none_or(|class| self.can_be_extended(class))
    }

    fn can_be_extended(&self, class: crate::program::ClassId) -> bool {
        let program = self.code.program;
        let flags = program.class_access(class);
        if flags & access::INTERFACE != 0 {
            return true;
        }
        let open = |def| {
            program.access(def) & (access::PUBLIC | access::PROTECTED) != 0
                && program.method_name(program.method(def)) == "<init>"
        };
        flags & access::FINAL == 0 && program.defs_of(class).any(open)
    }
}
