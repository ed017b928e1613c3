//! What lies under keys: elements of arrays, entries of maps, of storages and of bundles.

use crate::scenario::engine::Engine;
use crate::scenario::engine::heap::{Place, Site, Slot};
use crate::scenario::engine::value::{Obj, Value, Vid};

impl Engine<'_, '_> {
    /// Adds a value under a key: constant ones, or any.
    pub(crate) fn write_key(&mut self, base: Vid, key: Vid, value: Vid) {
        self.note_key(key, value);
        self.write_slot(base, Slot::Element, value);
        match self.keys(key) {
            Some(keys) => {
                let weak = self.order.weak;
                self.order.weak |= keys.len() > 1;
                for key in keys {
                    self.write_slot(base, Slot::Key(key), value);
                }
                self.order.weak = weak;
            }
            None => self.write_slot(base, Slot::Named(self.any_key), value),
        }
    }

    /// Adds a value under every key.
    pub(crate) fn write_elements(&mut self, base: Vid, value: Vid) {
        self.write_slot(base, Slot::Element, value);
        self.write_slot(base, Slot::Named(self.any_key), value);
    }

    /// What is stored under a key: under the constants that it can be, or under an unknown one.
    pub(crate) fn read_key(&mut self, base: Vid, key: Vid) -> Vid {
        if let Some(pinned) = self.pinned_key(key) {
            return pinned;
        }
        let Some(keys) = self.keys(key) else {
            return self.read_slot(base, Slot::Element);
        };
        let mut value = self.read_slot(base, Slot::Named(self.any_key));
        for key in keys {
            let exact = self.read_slot(base, Slot::Key(key));
            value = self.join(value, exact);
        }
        value
    }

    /// A table of numbers that a class makes when it is first used (what a `switch` over an enum looks up): nobody stores into it
    /// through a reference of which only the type is known.
    pub(crate) fn is_table(&self, obj: Obj) -> bool {
        let key = self.objects.key(obj);
        let Site::Code { def, .. } = key.site else {
            return false;
        };
        let program = self.code.program;
        self.code.holds_numbers(key.ty) && program.method_name(program.method(def)) == "<clinit>"
    }

    /// Whether something is surely stored under a key before the running instruction, and nothing is removed again.
    pub(crate) fn surely_stored_under(&mut self, base: Vid, key: Vid) -> bool {
        let Some(key) = self.only_key(key) else {
            return false;
        };
        let value = self.values.get(base);
        let [obj] = value.objs.as_slice() else {
            return false;
        };
        let place = Place::Of(*obj, Slot::Key(key));
        let open = !value.types.is_empty();
        let removed = Slot::Named(self.strings.intern("removed"));
        !open && self.read_slot(base, removed) == Vid::BOTTOM && self.surely_written(place)
    }

    /// The constants that a key can be: numbers, texts, classes, enum constants. `None`: it may be something else.
    fn keys(&mut self, key: Vid) -> Option<Vec<Vid>> {
        if self.values.is_plain_constant(key) {
            return Some(vec![key]);
        }
        let value = self.values.shared(key);
        let (texts, unknown) = value.strings();
        let known = !unknown && value.objs.iter().all(|obj| self.is_enum(*obj));
        let numbers = value.integers().filter(|_| known)?;
        let mut keys: Vec<Value> = numbers.iter().map(|one| Value::int(*one)).collect();
        keys.extend(texts.iter().map(|one| Value::str(*one)));
        keys.extend(value.classes.iter().map(|one| Value::class(*one)));
        keys.extend(value.objs.iter().map(|one| Value::obj(*one)));
        let keys = keys.into_iter().map(|key| self.values.intern(key));
        Some(keys.collect()).filter(|keys: &Vec<Vid>| !keys.is_empty())
    }

    /// The constant that a key is, when it can be only one.
    pub(crate) fn only_key(&mut self, key: Vid) -> Option<Vid> {
        match self.keys(key).as_deref() {
            Some([key]) => Some(*key),
            _ => None,
        }
    }

    /// Whether an object is an enum constant: only itself equals it.
    fn is_enum(&self, obj: Obj) -> bool {
        self.code.is_enum(self.objects.ty(obj))
    }
}
