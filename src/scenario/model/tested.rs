//! Class objects that are asked about values: whether something is an instance, and what of it is.

use crate::program::TypeId;
use crate::scenario::engine::Engine;
use crate::scenario::engine::value::Vid;

impl Engine<'_, '_> {
    /// The classes that class objects stand for; `None` when not all of them are known.
    fn known_classes(&self, classes: Vid) -> Option<Vec<TypeId>> {
        let value = self.values.get(classes);
        let known = value.types.is_empty() && value.objs.is_empty() && !value.classes.is_empty();
        known.then(|| value.classes.clone())
    }

    /// `Class.isInstance`
    pub(crate) fn is_instance(&mut self, classes: Vid, value: Vid) -> Vid {
        let Some(classes) = self.known_classes(classes) else {
            return Vid::BOOL;
        };
        let mut result = Vid::BOTTOM;
        for ty in classes {
            let is = self.instance_of(value, ty);
            result = self.join(result, is);
        }
        result
    }

    /// `Class.cast`
    pub(crate) fn cast_to(&mut self, classes: Vid, value: Vid) -> Vid {
        let Some(classes) = self.known_classes(classes) else {
            return value;
        };
        let mut result = Vid::BOTTOM;
        for ty in classes {
            let some = self.cast(value, ty);
            result = self.join(result, some);
        }
        result
    }
}
