//! Views: on the screen, those that are shown; of a container, which the model gives the container itself for.

use crate::knowledge::model::Component;
use crate::program::TypeId;
use crate::scenario::code::Code;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::{Site, Slot};
use crate::scenario::engine::value::{Obj, Vid};
use crate::scenario::engine::{At, Engine};

/// Slot of a view that says that it is shown.
pub(super) const SHOWN: &str = "shown";

/// What views of containers are used as.
const VIEWS: &[&str] = &[
    "Ljava/lang/Iterable;",
    "Ljava/util/Collection;",
    "Ljava/util/Deque;",
    "Ljava/util/Enumeration;",
    "Ljava/util/Iterator;",
    "Ljava/util/List;",
    "Ljava/util/ListIterator;",
    "Ljava/util/Queue;",
    "Ljava/util/Set;",
    "Ljava/util/stream/Stream;",
];

impl Code<'_> {
    /// Whether an object of class `made` may stand where the platform gives a view of it: a map for its values, an array
    /// for a list of it, a list for its iterator.
    pub(crate) fn stands_in(&self, made: TypeId, wanted: TypeId) -> bool {
        let name = |ty: TypeId| self.program.descriptor_bytes(ty);
        let view = |ty: TypeId| {
            VIEWS
                .binary_search_by(|one| one.as_bytes().cmp(name(ty)))
                .is_ok()
        };
        let container = |ty: TypeId| {
            let name = name(ty);
            name.starts_with(b"Ljava/util/") && !name.starts_with(b"Ljava/util/concurrent/atomic/")
        };
        (container(made) || self.holds_objects(made))
            && (view(wanted) || self.holds_objects(wanted))
    }

    /// Whether the model's texts may be instances of a type, or stand for some: an address is its text.
    pub(crate) fn texts_may_be(&self, ty: TypeId) -> bool {
        let address = || self.class_named("android.net.Uri");
        self.is_subtype(self.string(), ty)
            || address().is_some_and(|address| self.is_subtype(address, ty))
    }

    /// What a type is, as its descriptor begins.
    pub(crate) fn kind(&self, ty: TypeId) -> Option<u8> {
        self.program.descriptor_bytes(ty).first().copied()
    }

    /// Whether a class is one of reflection.
    pub(crate) fn reflects(&self, ty: TypeId) -> bool {
        let name = self.program.descriptor_bytes(ty);
        name == b"Ljava/lang/Class;" || name.starts_with(b"Ljava/lang/reflect/")
    }

    /// Whether values of a type are objects or `null`.
    pub(crate) fn is_reference(&self, ty: TypeId) -> bool {
        matches!(self.kind(ty), Some(b'L' | b'['))
    }

    /// Whether a type is an array.
    pub(crate) fn is_array(&self, ty: TypeId) -> bool {
        self.kind(ty) == Some(b'[')
    }

    /// Whether a type is an array of numbers.
    pub(crate) fn holds_numbers(&self, ty: TypeId) -> bool {
        matches!(self.program.descriptor_bytes(ty), [b'[', kind] if kind.is_ascii())
    }

    /// Whether a type is an array of objects.
    pub(crate) fn holds_objects(&self, ty: TypeId) -> bool {
        matches!(self.program.descriptor_bytes(ty), [b'[', b'L' | b'[', ..])
    }
}

/// Slots of views that tell what the app's code made of them.
pub(crate) const OF_VIEWS: [&str; 4] = ["ticked", "text", "visible", "enabled"];
/// Those of them that a person changes.
const BY_PERSONS: [&str; 2] = ["ticked", "text"];

impl Engine<'_, '_> {
    /// What a slot of a view holds, or else `default`: a platform's view is as the app's code makes it, where a person changes it as long
    /// as nobody acts. What a layout says of one is not known, and what the app makes of a view may do anything.
    pub(crate) fn kept_in_view(
        &mut self,
        call: &Invocation<'_>,
        of: Vid,
        slot: Vid,
        default: Vid,
    ) -> Vid {
        let anything = self.unknown(self.code.method_return(call.method));
        let value = self.values.shared(of);
        let (mut known, mut laid_out) = (value.types.is_empty() && !value.objs.is_empty(), false);
        for obj in &value.objs {
            let key = self.objects.key(*obj);
            laid_out |= matches!(key.site, Site::Named(_));
            known &= !self.code.is_app(key.ty) && !matches!(key.site, Site::Method(_));
        }
        let untouched = self.assume.empty_storage && !self.assume.person;
        let untouched = untouched && self.past.taken.is_empty();
        let Some(name) = self.only_text(slot).filter(|_| known) else {
            return anything;
        };
        if BY_PERSONS.contains(&name.as_str()) && !untouched {
            return anything;
        }
        let slot = Slot::Named(self.strings.intern(&name));
        let held = self.read_slot(of, slot);
        match self.surely_written_in(of, slot) {
            true => held,
            false if laid_out => anything,
            false => self.join(held, default),
        }
    }

    /// A value, once a slot of what it hangs on says that this is ready. What code did not make itself is, as far as anybody knows.
    pub(crate) fn ready(&mut self, call: &Invocation<'_>, of: Vid, slot: Vid, then: Vid) -> Vid {
        let slot = self.only_text(slot).unwrap_or_default();
        let said = match self.read_named(of, &slot) {
            Vid::BOTTOM if self.is_handmade(of) => Vid::BOTTOM,
            Vid::BOTTOM => self.framework_gives(call.at, Vid::ONE),
            said => said,
        };
        if said == Vid::BOTTOM {
            Vid::BOTTOM
        } else {
            then
        }
    }

    /// Whether code itself made all that a value can be.
    fn is_handmade(&self, value: Vid) -> bool {
        let value = self.values.get(value);
        let made = |obj: &Obj| matches!(self.objects.key(*obj).site, Site::Code { tag: 0, .. });
        value.is_only_objects() && value.objs.iter().all(made)
    }

    /// What a method gives that the platform asks for a view is shown.
    pub(crate) fn give_views(&mut self, at: At, value: Vid) {
        if self.values.get(value).objs.is_empty() {
            return;
        }
        let def = self.contexts[at.ctx.0 as usize].def;
        let (code, rules) = (self.code, self.rules);
        let given = self.known.given.entry(def);
        let given =
            given.or_insert_with(|| rules.gives_view(&code.method_name(code.program.method(def))));
        if !*given {
            return;
        }
        for obj in self.values.shared(value).objs.iter().copied() {
            self.live(Some(at), Component::View, obj);
        }
    }
}
