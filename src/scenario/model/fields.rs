//! Fields that code reaches by their names: by updaters and by reflection.

use crate::dex::access;
use crate::program::FieldId;
use crate::scenario::code::known::Before;
use crate::scenario::engine::Engine;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::Place;
use crate::scenario::engine::value::{Strs, Vid};

impl Engine<'_, '_> {
    /// The fields that updaters or field objects stand for; `None` when they are not known.
    fn fields_named(&mut self, by: Vid) -> Option<Vec<FieldId>> {
        let [class, name] = ["class", "name"].map(|slot| self.read_named(by, slot));
        let classes = &self.values.get(class).classes;
        let Strs::Set(names) = &self.values.get(name).strs else {
            return None;
        };
        let program = self.code.program;
        let mut found = Vec::new();
        for class in classes {
            let fields = program.fields_of(program.class_of(*class)?);
            let named = fields.into_iter().map(|(field, _)| field).filter(|field| {
                let name = self.code.field_name(*field);
                names.iter().any(|one| self.strings.get(*one) == name)
            });
            found.extend(named);
        }
        (!found.is_empty()).then_some(found)
    }

    fn is_static(&self, field: FieldId) -> bool {
        let flags = self.code.program.field_access(field).unwrap_or_default();
        flags & access::STATIC != 0
    }

    /// What such a field of an object holds.
    pub(crate) fn named_field(&mut self, call: &Invocation<'_>, by: Vid, of: Vid) -> Vid {
        let Some(fields) = self.fields_named(by) else {
            return self.unknown(self.code.method_return(call.method));
        };
        let mut result = Vid::BOTTOM;
        // What looks and sets at once looks first.
        self.order.own = true;
        for field in fields {
            let one = if self.is_static(field) {
                self.initialise(call.at, self.code.field_owner(field));
                self.read_static(call.at, field)
            } else {
                let known = self.field(field);
                let stored = self.read_slot(of, known.slot);
                let empty = known.before == Before::Zero
                    && !self.surely_stored(of, field)
                    && !self.surely_written_in(of, known.slot);
                match known.before {
                    Before::Zero if empty => self.join(stored, Vid::ZERO),
                    Before::Anything(any) | Before::Framework(any) => self.join(stored, any),
                    _ => stored,
                }
            };
            result = self.join(result, one);
        }
        self.order.own = false;
        result
    }

    /// Stores into such a field of an object.
    pub(crate) fn set_named_field(&mut self, by: Vid, of: Vid, value: Vid) -> Vid {
        for field in self.fields_named(by).unwrap_or_default() {
            let ty = self.code.field_type(field);
            let value = match self.code.is_reference(ty) {
                true => self.cast(value, ty),
                false => value,
            };
            if self.is_static(field) {
                self.write(Place::Static(field), value);
            } else {
                let known = self.field(field);
                self.write_slot(of, known.slot, value);
            }
        }
        Vid::BOTTOM
    }
}
