//! What lies under keys: elements of arrays, entries of maps, of storages and of bundles.

use crate::scenario::engine::Engine;
use crate::scenario::engine::heap::{Place, Site, Slot};
use crate::scenario::engine::value::{Obj, Value, Vid};

/// Fields of an object that is a key.
const FIELDS: usize = 4;

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
        self.code.holds_numbers(key.ty)
            && self.code.method(self.code.program.method(def)).name == "<clinit>"
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
        if open || self.read_named(base, "removed") != Vid::BOTTOM || !self.surely_written(place) {
            return false;
        }
        // An entry that is removed is one that holds nothing.
        self.read_named(base, "dropped") == Vid::BOTTOM || {
            let held = self.read(place);
            !self.values.get(held).may_be_zero()
        }
    }

    /// An entry is removed from a map: what it held is gone where that is surely so. Gives what it held.
    pub(crate) fn drop_key(&mut self, base: Vid, key: Vid) -> Vid {
        self.order.own = true;
        let mut held = self.read_key(base, key);
        if !self.surely_stored_under(base, key) {
            held = self.join(held, Vid::ZERO);
        }
        self.order.own = false;
        let value = self.values.shared(base);
        if let (Some(keys), [obj], true) = (
            self.keys(key),
            value.objs.as_slice(),
            value.types.is_empty(),
        ) && self.is_map(*obj)
        {
            let weak = self.order.weak;
            self.order.weak |= keys.len() > 1;
            for key in keys {
                self.write(Place::Of(*obj, Slot::Key(key)), Vid::ZERO);
            }
            self.order.weak = weak;
        }
        held
    }

    /// The constants that a key can be: numbers, texts, classes, enum constants. `None`: it may be something else.
    pub(super) fn keys(&mut self, key: Vid) -> Option<Vec<Vid>> {
        if self.values.is_plain_constant(key) {
            return Some(vec![key]);
        }
        let value = self.values.shared(key);
        let (texts, unknown) = value.strings();
        let numbers = value.integers().filter(|_| !unknown)?;
        let objects: Option<Vec<Vid>> = value.objs.iter().map(|obj| self.key_of(*obj)).collect();
        let mut keys: Vec<Value> = numbers.iter().map(|one| Value::int(*one)).collect();
        keys.extend(texts.iter().map(|one| Value::str(*one)));
        keys.extend(value.classes.iter().map(|one| Value::class(*one)));
        let keys = keys.into_iter().map(|key| self.values.intern(key));
        let keys: Vec<Vid> = keys.chain(objects?).collect();
        Some(keys).filter(|keys| !keys.is_empty())
    }

    /// What stands for an object as a key: an enum constant for itself, an object of a class that says what equals it (Kotlin's
    /// `KClass`, a data class) for what its fields hold, when they are few and each holds one constant.
    fn key_of(&mut self, obj: Obj) -> Option<Vid> {
        let class = self.objects.ty(obj);
        if self.code.is_enum(class) {
            return Some(self.obj(obj));
        }
        if !self.code.is_app(class) || self.methods_named(class, "equals").is_empty() {
            return None;
        }
        let mut key = self.code.dotted(class);
        let fields = self.code.instance_fields(class);
        let this = self.obj(obj);
        for field in fields.iter().take(FIELDS + 1) {
            let held = self.read_slot(this, Slot::Field(*field));
            let part = match self.values.get(held) {
                one if one.marks != 0 || one.boxes != 0 => None,
                one => match (one.single_int(), one.single_str(), one.classes.as_slice()) {
                    (Some(number), ..) => Some(number.to_string()),
                    (_, Some(text), _) => Some(self.strings.get(text).to_owned()),
                    (.., [class]) if !one.may_be_zero() => Some(self.code.dotted(*class)),
                    _ => None,
                },
            };
            key.push('\0');
            key.push_str(&part?);
        }
        let few = (1..=FIELDS).contains(&fields.len());
        few.then(|| self.text(&key))
    }

    /// The constant that a key is, when it can be only one.
    pub(crate) fn only_key(&mut self, key: Vid) -> Option<Vid> {
        match self.keys(key).as_deref() {
            Some([key]) => Some(*key),
            _ => None,
        }
    }
}
