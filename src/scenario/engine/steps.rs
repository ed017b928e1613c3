//! Objects that code goes on from, step by step: each step is an object of its own.
//!
//! A coroutine stores the number of its next step into its state and hands that to what it waits for
//! ([`crate::scenario::code::resumed`]). One object for all steps would let whoever starts the coroutine go on after its last wait,
//! too. So from the store on the registers hold the object of that step: it has its number and what was saved
//! for it, all else it has from the object that the coroutine began with. What its superclasses keep in it for themselves (who
//! resumes it) each step has anew.

use crate::program::FieldId;
use crate::scenario::code::ir::Reg;
use crate::scenario::engine::Engine;
use crate::scenario::engine::heap::{Ctx, Place, Slot};
use crate::scenario::engine::step::State;
use crate::scenario::engine::value::{Obj, Value, Vid};

/// Steps of one function that are told apart.
const STEPS: i64 = 100;

impl Engine<'_, '_> {
    /// Stores the number of the next step, where that is what an instruction does; whether it is.
    pub(crate) fn goes_on(
        &mut self,
        state: &mut State,
        object: Reg,
        field: FieldId,
        value: Vid,
    ) -> bool {
        let step = self.values.get(value).single_int();
        let Some(step) = step.filter(|step| (1..STEPS).contains(step)) else {
            return false;
        };
        let before = state.get(object);
        let held = self.values.shared(before);
        let own = |obj: &Obj| self.code.is_app(self.objects.ty(*obj));
        if !self.caps.small || !held.is_only_objects() || !held.objs.iter().all(own) {
            return false;
        }
        let saved = self.saved(state, object, &held.objs, field);
        self.expose(state, before);
        let step = step as u8;
        let mut next: Vec<Obj> = Vec::with_capacity(held.objs.len());
        for obj in held.objs.iter().copied() {
            next.push(self.at_step(obj, field, (step, value), &saved));
        }
        next.sort_unstable();
        next.dedup();
        let next = self.values.intern(Value {
            objs: next,
            ..Value::default()
        });
        let registers = match held.objs.as_slice() {
            [_] => state.holding(before),
            _ => state.copies_of(object),
        };
        for reg in registers {
            state.replace(reg, next);
        }
        true
    }

    /// What was just saved in the fields that an object's own class declares.
    fn saved(
        &mut self,
        state: &State,
        object: Reg,
        objs: &[Obj],
        but: FieldId,
    ) -> Vec<(FieldId, Vid)> {
        let mut saved: Vec<(FieldId, Vid)> = match objs {
            [obj] if state.fresh.get(*obj).is_some() => {
                let fields = state.fresh.get(*obj);
                fields
                    .into_iter()
                    .flat_map(|all| all.iter().copied())
                    .collect()
            }
            _ => state.stored.of_object(object).collect(),
        };
        let owner = self.code.field_owner(but);
        saved.retain(|(field, _)| *field != but && self.code.field_owner(*field) == owner);
        saved
    }

    /// The object of a step.
    fn at_step(
        &mut self,
        obj: Obj,
        field: FieldId,
        (step, number): (u8, Vid),
        saved: &[(FieldId, Vid)],
    ) -> Obj {
        let next = self.objects.at_step(obj, field, step);
        if self.record.is_some() {
            return next;
        }
        let slot = Slot::Field(field);
        self.write(Place::Of(next, slot), number);
        self.write(Place::Any(slot), number);
        for (field, value) in saved {
            self.write(Place::Of(next, Slot::Field(*field)), *value);
        }
        let fields = saved.iter().map(|(field, _)| *field).chain([field]);
        let mut fields: Vec<FieldId> = fields.collect();
        fields.sort_unstable();
        fields.dedup();
        match self.sure.get_mut(&next) {
            None => {
                self.sure.insert(next, fields);
            }
            Some(sure) => {
                let lost = |one: &FieldId| fields.binary_search(one).is_err();
                let lost: Vec<FieldId> = sure.iter().copied().filter(lost).collect();
                sure.retain(|one| fields.binary_search(one).is_ok());
                for field in lost {
                    self.look_again(Place::Of(next, Slot::Field(field)));
                }
            }
        }
        next
    }

    /// Whether each step of an object has its own field.
    pub(crate) fn is_of_step(&mut self, obj: Obj, field: FieldId) -> bool {
        self.objects.is_step_field(field) || self.is_kept(obj, field)
    }

    /// Whether a superclass of an object's class keeps something for itself in a field: it stores there after its constructor.
    fn is_kept(&mut self, obj: Obj, field: FieldId) -> bool {
        let owner = self.code.field_owner(field);
        if owner == self.objects.ty(obj) {
            return false;
        }
        let code = self.code;
        let known = self.known.kept.entry(field);
        *known.or_insert_with(|| code.stores_later(owner, field))
    }

    /// Where a slot of an object is written: a field of a later step with that of the first, unless each has its own.
    pub(crate) fn place_to_write(&mut self, obj: Obj, slot: Slot) -> Place {
        let home = self.objects.home(obj);
        match slot {
            Slot::Field(field) if home != obj && !self.is_of_step(obj, field) => {
                Place::Of(home, slot)
            }
            _ => Place::Of(obj, slot),
        }
    }

    /// What a slot of an object holds.
    pub(crate) fn read_of(&mut self, obj: Obj, slot: Slot) -> Vid {
        let own = self.read(Place::Of(obj, slot));
        let home = self.objects.home(obj);
        let Slot::Field(field) = slot else { return own };
        if home == obj || self.is_sure(obj, field) || self.is_of_step(obj, field) {
            return own;
        }
        let all = self.read(Place::Of(home, slot));
        self.join(own, all)
    }

    /// Whether a field of an object was stored into before anybody could see it.
    pub(crate) fn is_sure(&self, obj: Obj, field: FieldId) -> bool {
        let sure = self.sure.get(&obj);
        sure.is_some_and(|sure| sure.binary_search(&field).is_ok())
    }

    /// The same of the object that one of a later step began as, which has the field for all steps.
    pub(crate) fn is_sure_at_first(&mut self, obj: Obj, field: FieldId) -> bool {
        let home = self.objects.home(obj);
        home != obj && !self.is_of_step(obj, field) && self.is_sure(home, field)
    }

    /// Whether an object may be one of several, at whatever step.
    pub(crate) fn may_be_one_of(&self, obj: Obj, others: &[Obj]) -> bool {
        let home = self.objects.home(obj);
        others.iter().any(|other| self.objects.home(*other) == home)
    }

    /// What a method gives, where it asks whether somebody has already had its object go on: nobody has. Who does so later runs what
    /// waits with the same answer, so that nothing is left out, and what comes later does not seem to come at once.
    pub(crate) fn stopped_first(&mut self, ctx: Ctx, value: Vid) -> Vid {
        let def = self.contexts[ctx.0 as usize].def;
        if !self.caps.small || self.values.get(value).objs.is_empty() {
            return value;
        }
        let code = self.code;
        let field = *self
            .known
            .stopped
            .get_or_insert_with(|| code.stopped_field());
        let Some(field) = field else { return value };
        let asks = self.known.askers.entry(def);
        if !*asks.or_insert_with(|| code.asks_whether_stopped(def, field)) {
            return value;
        }
        let stopped = self.read(Place::Static(field));
        let stopped = self.values.shared(stopped);
        let mut objs = self.values.get(value).objs.clone();
        objs.retain(|obj| stopped.objs.contains(obj));
        self.values.intern(Value {
            objs,
            ..Value::default()
        })
    }
}
