//! Class objects that are asked about values: whether something is an instance, and what of it is.

use crate::program::TypeId;
use crate::scenario::engine::Engine;
use crate::scenario::engine::value::{Value, Vid};

impl Engine<'_, '_> {
    /// `Class.isInstance`
    pub(crate) fn is_instance(&mut self, classes: Vid, value: Vid) -> Vid {
        self.of_each_class(classes, Vid::BOOL, |engine, ty| {
            engine.instance_of(value, ty)
        })
    }

    /// `Class.isAssignableFrom`
    pub(crate) fn is_assignable(&mut self, classes: Vid, from: Vid) -> Vid {
        self.of_each_class(from, Vid::BOOL, |engine, from| {
            engine.of_each_class(classes, Vid::BOOL, |engine, to| {
                match engine.code.is_subtype(from, to) {
                    true => Vid::ONE,
                    false => Vid::ZERO,
                }
            })
        })
    }

    /// `Class.getSuperclass`
    pub(crate) fn superclasses(&mut self, classes: Vid, unknown: Vid) -> Vid {
        self.of_each_class(classes, unknown, |engine, ty| {
            let program = engine.code.program;
            let above = program.chain(ty).nth(1);
            let above = above.filter(|_| !engine.code.is_interface(ty));
            above.map_or(Vid::ZERO, |above| engine.values.intern(Value::class(above)))
        })
    }

    /// `Class.cast`
    pub(crate) fn cast_to(&mut self, classes: Vid, value: Vid) -> Vid {
        self.of_each_class(classes, value, |engine, ty| engine.cast(value, ty))
    }

    /// What holds for the classes that class objects stand for; `unknown` when not all of them are known.
    fn of_each_class(
        &mut self,
        classes: Vid,
        unknown: Vid,
        of: impl Fn(&mut Self, TypeId) -> Vid,
    ) -> Vid {
        let held = self.values.shared(classes);
        if !held.types.is_empty() || !held.objs.is_empty() || held.classes.is_empty() {
            return unknown;
        }
        let mut result = Vid::BOTTOM;
        for ty in held.classes.iter().copied() {
            let one = of(self, ty);
            result = self.join(result, one);
        }
        result
    }
}
