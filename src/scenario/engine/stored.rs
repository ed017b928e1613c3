//! What code last stored into the fields of an object that it holds: what follows sees just that, until something else may store.
//!
//! A place of the heap holds all that was ever stored there, and what was there before. Code that stores into a field and reads
//! it back, or calls a method that does, sees what it stored and nothing else: a coroutine that goes on stores its result and
//! calls the function that takes it. It is noted register by register, and so is true of whatever object the register holds.

use crate::program::{DefId, FieldId, MethodId};
use crate::scenario::code::Target;
use crate::scenario::code::ir::Reg;
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::step::State;
use crate::scenario::engine::value::Vid;
use crate::scenario::engine::{At, Engine};

/// Fields remembered at one place.
const FIELDS: usize = 16;

/// Registers, fields of the objects in them, and what was stored there last; sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stored(Vec<(Reg, FieldId, Vid)>);

impl Stored {
    /// What a field of the object in a register holds, if that is known.
    pub(crate) fn get(&self, object: Reg, field: FieldId) -> Option<Vid> {
        let key = (object, field);
        let at = self
            .0
            .binary_search_by_key(&key, |one| (one.0, one.1))
            .ok()?;
        self.0.get(at).map(|one| one.2)
    }

    fn set(&mut self, object: Reg, field: FieldId, value: Vid) {
        let key = (object, field);
        match self.0.binary_search_by_key(&key, |one| (one.0, one.1)) {
            Ok(at) => self.0[at].2 = value,
            Err(at) if self.0.len() < FIELDS => self.0.insert(at, (object, field, value)),
            Err(_) => {}
        }
    }

    /// What is known of the object in a register.
    pub(crate) fn of_object(&self, object: Reg) -> impl Iterator<Item = (FieldId, Vid)> + '_ {
        let of = self.0.iter().filter(move |one| one.0 == object);
        of.map(|one| (one.1, one.2))
    }

    /// A register holds another object from now on.
    pub(crate) fn overwritten(&mut self, reg: Reg) {
        if !self.0.is_empty() {
            self.0.retain(|one| one.0 != reg);
        }
    }

    /// A register holds the same object as another.
    pub(crate) fn copied(&mut self, dst: Reg, src: Reg) {
        if self.0.is_empty() {
            return;
        }
        let of: Vec<(FieldId, Vid)> = self.of_object(src).collect();
        for (field, value) in of {
            self.set(dst, field, value);
        }
    }

    /// The same, for the arguments of a call by their numbers.
    pub(crate) fn of_args(&self, regs: &[Reg]) -> Self {
        let mut all = Self::default();
        if self.0.is_empty() {
            return all;
        }
        for (index, reg) in (0..).zip(regs) {
            for one in self.0.iter().filter(|one| one.0 == *reg) {
                all.set(index, one.1, one.2);
            }
        }
        all
    }

    /// What is known of arguments, for the registers that they are handed over in.
    pub(crate) fn in_params(&self, params: &[Reg]) -> Self {
        let mut all = Self::default();
        for (index, field, value) in &self.0 {
            if let Some(reg) = params.get(usize::from(*index)) {
                all.set(*reg, *field, *value);
            }
        }
        all
    }

    /// What is known of some registers.
    pub(crate) fn of(&self, regs: &[Reg]) -> Self {
        let held = self.0.iter().filter(|one| regs.contains(&one.0));
        Self(held.copied().collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Nothing is known any more.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

impl Engine<'_, '_> {
    /// Remembers what was stored into a field of the object in a register. Of that field of other registers' objects nothing is
    /// known any more: they may be the same.
    pub(crate) fn note_stored(
        &mut self,
        state: &mut State,
        object: Reg,
        field: FieldId,
        value: Vid,
    ) {
        state.stored.0.retain(|one| one.1 != field);
        let known = self.field(field);
        let followed = match self.values.get(state.get(object)).objs.as_slice() {
            [obj] => state.fresh.get(*obj).is_some(),
            _ => false,
        };
        if followed || known.volatile {
            return;
        }
        for reg in state.copies_of(object) {
            state.stored.set(reg, field, value);
        }
    }

    /// Reads a field into which was stored just before.
    pub(crate) fn last_stored(&mut self, at: At, field: FieldId, value: Vid) -> Vid {
        if let Some(record) = &mut self.record {
            record.field(at, field);
        }
        self.pinned_field(field).unwrap_or(value)
    }

    /// Whether a call surely stores into no field of the app.
    pub(crate) fn stores_nothing(&mut self, method: MethodId, to: Option<DefId>) -> bool {
        let code = self.code;
        match (to, code.method(method).target) {
            (Some(def), _) => {
                let known = self.known.quiet.entry(def);
                *known.or_insert_with(|| code.is_leaf(def) && code.stores_nothing(def))
            }
            (None, Target::Framework(base)) => {
                base == code.object() || base == code.string() || code.is_box(base)
            }
            (None, Target::App(_)) => false,
        }
    }

    /// Adds what else holds where a block begins; whether less is known now.
    pub(crate) fn join_stored(&mut self, old: &mut Stored, new: &Stored, widen: bool) -> bool {
        let mut changed = false;
        let mut kept = Vec::with_capacity(old.0.len());
        for (reg, field, before) in old.0.iter().copied() {
            let Some(more) = new.get(reg, field) else {
                changed = true;
                continue;
            };
            let mut joined = self.join(before, more);
            if joined != before {
                changed = true;
                if widen {
                    joined = self.widen(before, joined);
                }
            }
            kept.push((reg, field, joined));
        }
        old.0 = kept;
        changed
    }

    /// A context is called with what is known of its arguments; whether its first block is to hear of it.
    pub(crate) fn give_stored(&mut self, ctx: Ctx, given: Stored) -> bool {
        let context = &mut self.contexts[ctx.0 as usize];
        if context.stored.as_ref().is_some_and(Stored::is_empty) {
            return false;
        }
        let Some(mut known) = context.stored.take() else {
            let some = !given.is_empty();
            context.stored = Some(given);
            return some;
        };
        let changed = self.join_stored(&mut known, &given, false);
        self.contexts[ctx.0 as usize].stored = Some(known);
        changed
    }
}
