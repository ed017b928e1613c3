//! Slots of everything that a value can be: read and written together.
//!
//! A field belongs to one class. Elements, and what the framework model keeps, are slots that objects of all kinds have: what is
//! stored through a reference of which only the type is known (any list) must not turn up in an object that cannot be of that
//! type (a preferences file), so such slots are kept by type.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::program::TypeId;
use crate::scenario::engine::Engine;
use crate::scenario::engine::heap::{Place, Slot};
use crate::scenario::engine::value::{Obj, Vid};

/// Keys of a map that are told apart where it is copied.
const KEYS: usize = 64;

/// By slot, the types through which it was written: of objects, and of references of which only the type is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Holders {
    by_slot: FxHashMap<Slot, Writers>,
    /// Whether an object of the one type can be one of the other.
    meet: FxHashMap<(TypeId, TypeId), bool>,
    /// The constant keys of maps, sorted; under `None` those of maps of which only the type is known.
    keys: FxHashMap<Option<Obj>, Vec<Vid>>,
}

#[derive(Debug, Clone, Default)]
struct Writers {
    /// Exact classes of objects, sorted.
    exact: Rc<Vec<TypeId>>,
    /// Types of references, sorted.
    typed: Rc<Vec<TypeId>>,
}

impl Holders {
    /// The constant keys under which something was put into an object.
    pub(crate) fn known_keys(&self, map: Obj) -> impl Iterator<Item = Vid> + '_ {
        self.keys.get(&Some(map)).into_iter().flatten().copied()
    }
}

impl Engine<'_, '_> {
    /// Adds a value to a slot of everything that `base` can be.
    pub(crate) fn write_slot(&mut self, base: Vid, slot: Slot, value: Vid) {
        let base = self.values.shared(base);
        let untyped = !base.types.is_empty();
        let weak = self.order.weak;
        self.order.weak |= untyped || base.objs.len() > 1;
        let field = matches!(slot, Slot::Field(_));
        for obj in base.objs.iter().copied() {
            let place = self.place_to_write(obj, slot);
            self.write(place, value);
            if !field && self.caps.classes > 0 {
                let class = self.objects.ty(obj);
                self.note_holder(slot, class, true);
                self.write(Place::AnyOf(class, slot), value);
            }
        }
        self.order.weak = weak;
        if field && untyped {
            self.write(Place::Unknown(slot), value);
        } else if !field {
            for ty in base.types.iter().copied() {
                self.note_holder(slot, ty, false);
                self.write(Place::UnknownOf(ty, slot), value);
            }
        }
        self.write(Place::Any(slot), value);
    }

    /// Notes under which key something is put into maps; who takes over what is in one does so again.
    pub(crate) fn note_keys(&mut self, base: Vid, key: Vid) {
        if !self.caps.small || self.record.is_some() {
            return;
        }
        let Some(key) = self.only_key(key) else {
            return;
        };
        let base = self.values.shared(base);
        let typed = (!base.types.is_empty()).then_some(None);
        for of in base.objs.iter().copied().map(Some).chain(typed) {
            let keys = self.holders.keys.entry(of).or_default();
            if let Err(place) = keys.binary_search(&key) {
                keys.insert(place, key);
                let place = self.place_of_keys(of);
                self.look_again(place);
            }
        }
    }

    /// What one looks at who takes over what is in a map.
    fn place_of_keys(&self, of: Option<Obj>) -> Place {
        let slot = Slot::Named(self.any_key);
        of.map_or(Place::Unknown(slot), |map| Place::Of(map, slot))
    }

    /// The constant keys under which something was put into a map.
    pub(crate) fn keys_in(&mut self, map: Obj) -> Vec<Vid> {
        let mut all = Vec::new();
        for of in [Some(map), None] {
            self.read(self.place_of_keys(of));
            let keys = self.holders.keys.get(&of);
            all.extend(keys.into_iter().flatten().copied());
        }
        all
    }

    /// Puts all that is in one map into another, key by key where that tells anything.
    pub(crate) fn put_all(&mut self, into: Vid, from: Vid) {
        let source = self.values.shared(from);
        if !self.caps.small || !source.types.is_empty() {
            let all = self.read_slot(from, Slot::Element);
            return self.write_elements(into, all);
        }
        for map in source.objs.iter().copied() {
            let from = self.obj(map);
            let keys = self.keys_in(map);
            if keys.len() > KEYS {
                let all = self.read_slot(from, Slot::Element);
                self.write_elements(into, all);
                continue;
            }
            for key in keys {
                let held = self.read_slot(from, Slot::Key(key));
                if held != Vid::BOTTOM {
                    self.note_keys(into, key);
                    self.write_slot(into, Slot::Element, held);
                    self.write_slot(into, Slot::Key(key), held);
                }
            }
            let rest = self.read_slot(from, Slot::Named(self.any_key));
            if rest != Vid::BOTTOM {
                self.write_elements(into, rest);
            }
        }
    }

    /// Notes that a slot is written through a type; who looked at what others wrote looks again.
    fn note_holder(&mut self, slot: Slot, ty: TypeId, exact: bool) {
        if self.record.is_some() {
            return;
        }
        let writers = self.holders.by_slot.entry(slot).or_default();
        let list = if exact {
            &mut writers.exact
        } else {
            &mut writers.typed
        };
        if let Err(place) = list.binary_search(&ty) {
            Rc::make_mut(list).insert(place, ty);
            self.look_again(Place::Unknown(slot));
        }
    }

    /// What a slot of everything that `base` can be holds.
    pub(crate) fn read_slot(&mut self, base: Vid, slot: Slot) -> Vid {
        let base = self.values.shared(base);
        let mut value = Vid::BOTTOM;
        for obj in base.objs.iter().copied() {
            let one = self.read_of(obj, slot);
            value = self.join(value, one);
        }
        if matches!(slot, Slot::Field(_)) {
            if !base.objs.is_empty() {
                let one = self.read(Place::Unknown(slot));
                value = self.join(value, one);
            }
            if !base.types.is_empty() {
                let any = self.read(Place::Any(slot));
                value = self.join(value, any);
            }
            return value;
        }
        let mut others = Vid::BOTTOM;
        for (at, obj) in base.objs.iter().copied().enumerate() {
            let class = self.objects.ty(obj);
            let mut before = base.objs.iter().take(at);
            let seen = before.any(|one| self.objects.ty(*one) == class && !self.is_table(*one));
            if !seen && !self.is_table(obj) {
                let one = self.written_through_types(class, slot);
                others = self.join(others, one);
            }
        }
        for ty in base.types.iter().copied() {
            let one = self.held_by_any(ty, slot);
            others = self.join(others, one);
        }
        // What lies under a key of any bundle at all says nothing about where this value comes from.
        let others = self.without_marks(others);
        self.join(value, others)
    }

    /// What a slot of the framework model holds.
    pub(crate) fn read_named(&mut self, base: Vid, name: &str) -> Vid {
        let slot = Slot::Named(self.strings.intern(name));
        self.read_slot(base, slot)
    }

    /// What was stored in a slot through references of which only the type is known, as far as an object of `class` can be meant.
    fn written_through_types(&mut self, class: TypeId, slot: Slot) -> Vid {
        self.read(Place::Unknown(slot));
        let Some(writers) = self.holders.by_slot.get(&slot) else {
            return Vid::BOTTOM;
        };
        let typed = writers.typed.clone();
        let mut value = Vid::BOTTOM;
        for ty in typed.iter().copied() {
            if self.meet(class, ty) {
                let one = self.read(Place::UnknownOf(ty, slot));
                value = self.join(value, one);
            }
        }
        self.storable(value, class, slot)
    }

    /// Whether a slot is of what an array or a collection holds.
    pub(crate) fn is_element(&self, slot: Slot) -> bool {
        match slot {
            Slot::Element | Slot::Key(_) => true,
            Slot::Named(name) => name == self.any_key,
            Slot::Field(_) => false,
        }
    }

    /// Who read a place reads it again.
    pub(crate) fn look_again(&mut self, place: Place) {
        let readers = self.heap.set(place, self.heap.peek(place));
        self.blocks.enqueue_all(&readers);
    }

    /// Of what is stored into arrays through references to wider ones, or into any array, only what an array of this class takes.
    fn storable(&mut self, value: Vid, class: TypeId, slot: Slot) -> Vid {
        if value == Vid::BOTTOM || !self.is_element(slot) || !self.code.holds_objects(class) {
            return value;
        }
        let of = self.code.element_type(class);
        self.cast(value, of)
    }

    /// What a slot of any object of a type holds.
    fn held_by_any(&mut self, ty: TypeId, slot: Slot) -> Vid {
        let held = self.stored_by_any(ty, slot);
        self.storable(held, ty, slot)
    }

    fn stored_by_any(&mut self, ty: TypeId, slot: Slot) -> Vid {
        if self.caps.classes == 0 || self.code.is_root(ty) {
            return self.read(Place::Any(slot));
        }
        let exact = self.holders.by_slot.get(&slot);
        let exact = exact.map(|writers| writers.exact.clone());
        let exact = exact.unwrap_or_default();
        if exact.len() > self.caps.classes {
            return self.read(Place::Any(slot));
        }
        let mut value = self.written_through_types(ty, slot);
        for class in exact.iter().copied() {
            if self.meet(class, ty) {
                let one = self.read(Place::AnyOf(class, slot));
                value = self.join(value, one);
            }
        }
        value
    }

    /// Whether one object can be of both types. Of classes that are neither here nor the platform's it is not known.
    fn meet(&mut self, a: TypeId, b: TypeId) -> bool {
        if a == b {
            return true;
        }
        let code = self.code;
        let known = self.holders.meet.entry((a, b));
        *known.or_insert_with(|| {
            let array = |ty: TypeId| code.is_array(ty);
            if code.stands_in(a, b) || code.stands_in(b, a) {
                return true;
            }
            match (array(a), array(b)) {
                // Of numbers there is one kind of array for each; of objects what matters is what they hold.
                (true, true) => {
                    let (of, other) = (code.element_type(a), code.element_type(b));
                    code.holds_objects(a)
                        && code.holds_objects(b)
                        && code.may_share_instance(of, other)
                }
                (true, false) => code.is_root(b),
                (false, true) => code.is_root(a),
                (false, false) => {
                    let absent = |ty: TypeId| !code.is_app(ty) && !code.is_platform(ty);
                    code.is_subtype(a, b) || code.is_subtype(b, a) || absent(a) || absent(b)
                }
            }
        })
    }
}
