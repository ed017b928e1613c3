//! What fields hold: how each is kept, and what reading one gives.

use crate::program::FieldId;
use crate::scenario::code::known::{Before, Field};
use crate::scenario::engine::heap::{Site, Slot};
use crate::scenario::engine::step::State;
use crate::scenario::engine::value::{Obj, Vid};
use crate::scenario::engine::{At, Engine};

impl Engine<'_, '_> {
    /// How a field is kept: app fields by identity, framework fields by name, so that the model can speak of them.
    pub(crate) fn field(&mut self, field: FieldId) -> Field {
        if let Some(known) = self.known.fields.get(&field) {
            return *known;
        }
        let anything = self.unknown(self.code.field_type(field));
        let known = if self.code.is_app_field(field) {
            let before = if !self.code.is_written(field)
                && self.code.is_interface(self.code.field_type(field))
            {
                // What fills fields from data makes no implementations.
                Before::Zero
            } else if !self.code.is_written(field)
                && !self.code.is_context(self.code.field_owner(field))
                && !self.code.is_volatile(field)
            {
                // Nothing in the program stores it: reflection, native code or a serialiser does, if anything.
                Before::Anything(anything)
            } else if self.code.surely_assigned(field) {
                Before::Nothing
            } else {
                Before::Zero
            };
            let slot = Slot::Field(field);
            Field {
                slot,
                before,
                volatile: self.code.is_volatile(field),
            }
        } else {
            let name = self.code.field_name(field);
            Field {
                slot: Slot::Named(self.strings.intern(&name)),
                before: Before::Framework(anything),
                volatile: true,
            }
        };
        self.known.fields.insert(field, known);
        known
    }

    pub(crate) fn get_field(&mut self, at: At, state: &State, base: Vid, field: FieldId) -> Vid {
        if let Some(record) = &mut self.record {
            record.field(at, field);
        }
        if let Some(pinned) = self.pinned_field(field) {
            return pinned;
        }
        if !self.values.get(base).is_reference() {
            let unknown = self.unknown(self.code.field_type(field));
            let class = self.code.field_owner(field);
            return self.null_of_class_gives(at, (base, class), unknown);
        }
        let Field { slot, before, .. } = self.field(field);
        if let Some(value) = self.left_in_field(base, slot, at.ctx) {
            return value;
        }
        if let Before::Anything(anything) = before {
            return if self.is_never_filled(base, field) {
                Vid::ZERO
            } else {
                anything
            };
        }
        match (self.held_in(state, base, field), before) {
            (Vid::BOTTOM, Before::Framework(anything)) => self.framework_gives(at, anything),
            (Vid::BOTTOM, Before::Nothing) => self.null_gives(at, Vid::ZERO, Vid::ZERO),
            (stored, _) => stored,
        }
    }

    /// Whether a number or text that nothing in the program stores is never stored: serialisers fill the objects that they make.
    fn is_never_filled(&self, base: Vid, field: FieldId) -> bool {
        let ty = self.code.field_type(field);
        let plain = ty == self.code.string() || !self.code.descriptor(ty).starts_with(['L', '[']);
        let value = self.values.get(base);
        let made = |obj: &Obj| matches!(self.objects.key(*obj).site, Site::Code { .. });
        plain && value.types.is_empty() && !value.objs.is_empty() && value.objs.iter().all(made)
    }

    pub(crate) fn get_static(&mut self, at: At, field: FieldId) -> Vid {
        if let Some(record) = &mut self.record {
            record.field(at, field);
        }
        if !self.code.is_app_field(field) {
            let value = self.framework_static(field);
            return self.boxed(value, self.code.field_type(field));
        }
        self.initialise(at, self.code.field_owner(field));
        self.read_static(at, field)
    }
}
