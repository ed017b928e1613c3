//! Objects that nobody else has seen yet: what their fields hold is followed along the code that has them, so that a
//! setter overwrites what the constructor stored.
//!
//! An object that was just made is known to the calls that hold it and to nobody else. While that is so, its fields are
//! kept with the registers ([`State`]), go into a call with it and come back out of it, and a store replaces what was
//! there. Once something else may see it (it is stored, handed to the framework, to a call that is not known for sure),
//! it is published: what its fields hold is added to the heap, and from then on stores add as everywhere else.
//!
//! An abstract object stands for all that one instruction makes. It is followed only where every register that holds
//! it holds the newest of them: one that is made while an older one is still held is published at once.

use std::rc::Rc;

use crate::checks::Edge;
use crate::program::{DefId, FieldId, MethodId};
use crate::scenario::code::ir::{CallKind, Reg};
use crate::scenario::code::known::Before;
use crate::scenario::engine::Engine;
use crate::scenario::engine::blocks::insert_sorted;
use crate::scenario::engine::heap::{Ctx, Place, Slot};
use crate::scenario::engine::numbers::Ints;
use crate::scenario::engine::step::State;
use crate::scenario::engine::stored::Stored;
use crate::scenario::engine::value::{Obj, Strs, Value, Vid};

/// Objects followed at one place, and fields of one object.
const OBJECTS: usize = 16;
const FIELDS: usize = 64;

/// Fields that were stored into and what they hold, sorted; the others hold their default.
pub(crate) type Fields = Rc<Vec<(FieldId, Vid)>>;

/// Objects that are followed, sorted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fresh(pub(crate) Vec<(Obj, Fields)>);

impl Fresh {
    fn find(&self, obj: Obj) -> Result<usize, usize> {
        self.0.binary_search_by_key(&obj, |(one, _)| *one)
    }

    pub(crate) fn get(&self, obj: Obj) -> Option<&Fields> {
        self.find(obj).ok().map(|at| &self.0[at].1)
    }

    pub(crate) fn set(&mut self, obj: Obj, fields: Fields) {
        match self.find(obj) {
            Ok(at) => self.0[at].1 = fields,
            Err(at) => self.0.insert(at, (obj, fields)),
        }
    }

    fn take(&mut self, obj: Obj) -> Option<Fields> {
        self.find(obj).ok().map(|at| self.0.remove(at).1)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a call hands over, and what it entered.
#[derive(Debug, Clone, Default)]
pub(crate) struct Passing {
    entered: Entered,
    to: Option<DefId>,
    given: Fresh,
    /// What was last stored into fields of the arguments.
    stored: Stored,
}

impl Passing {
    fn clear(&mut self) {
        self.entered = Entered::Untold;
        self.to = None;
        self.given.0.clear();
        self.stored.clear();
    }
}

/// The contexts that a call entered.
#[derive(Debug, Default, Clone, Copy)]
enum Entered {
    /// It is none that gets back what it gave.
    #[default]
    Untold,
    /// None so far.
    None,
    /// Just this one.
    One(Ctx),
}

/// What a field holds that nothing was stored into.
fn default_of(before: Before) -> Vid {
    match before {
        Before::Zero => Vid::ZERO,
        Before::Nothing => Vid::BOTTOM,
        Before::Framework(any) | Before::Anything(any) => any,
    }
}

impl Engine<'_, '_> {
    fn may_be(&self, value: Vid, obj: Obj) -> bool {
        self.values.get(value).objs.binary_search(&obj).is_ok()
    }

    /// Follows an object that was just made into `dst`.
    pub(crate) fn make_fresh(&mut self, ctx: Ctx, obj: Obj, dst: Reg, state: &mut State) {
        if self.code.is_app(self.objects.ty(obj)) {
            self.follow(ctx, obj, Fields::default(), Some(dst), state);
        }
    }

    /// Follows the newest object of its kind; publishes it where an older one may be meant.
    fn follow(&mut self, ctx: Ctx, obj: Obj, fields: Fields, dst: Option<Reg>, state: &mut State) {
        let mut older = self.contexts[ctx.0 as usize].own.contains(&obj);
        older |= state.others(dst).any(|value| self.may_be(value, obj));
        if let Some(old) = state.fresh.take(obj) {
            older = true;
            self.publish(obj, &old);
        }
        if older || state.fresh.0.len() >= OBJECTS {
            self.publish(obj, &fields);
        } else {
            state.fresh.set(obj, fields);
        }
    }

    /// Adds what an object's fields hold to the heap, for everybody to see.
    pub(crate) fn publish(&mut self, obj: Obj, fields: &Fields) {
        if self.record.is_some() {
            return;
        }
        for (field, value) in fields.iter() {
            self.write_early(obj, Slot::Field(*field), *value);
        }
        let stored = fields.iter().map(|(field, _)| *field);
        match self.sure.get_mut(&obj) {
            None => {
                self.sure.insert(obj, stored.collect());
            }
            Some(sure) => {
                let stored: Vec<FieldId> = stored.collect();
                let (kept, lost) = sure
                    .iter()
                    .copied()
                    .partition(|field| stored.binary_search(field).is_ok());
                *sure = kept;
                let lost: Vec<FieldId> = lost;
                for field in lost {
                    if self.field(field).before == Before::Zero {
                        self.write(Place::Of(obj, Slot::Field(field)), Vid::ZERO);
                    }
                }
            }
        }
    }

    /// Whether a field of everything that `base` can be was stored into before anybody could see it.
    pub(crate) fn surely_stored(&mut self, base: Vid, field: FieldId) -> bool {
        let value = self.values.shared(base);
        let mut sure = |obj: &Obj| self.is_sure(*obj, field) || self.is_sure_at_first(*obj, field);
        value.types.is_empty() && !value.objs.is_empty() && value.objs.iter().all(&mut sure)
    }

    /// Something else may see what a value can be from now on.
    pub(crate) fn expose(&mut self, state: &mut State, value: Vid) {
        if state.fresh.is_empty() {
            return;
        }
        for obj in self.values.shared(value).objs.iter().copied() {
            if let Some(fields) = state.fresh.take(obj) {
                self.publish(obj, &fields);
            }
        }
    }

    /// Stores into a field: replaces what an object holds that is followed, adds to all else.
    pub(crate) fn put_field(&mut self, state: &mut State, base: Vid, field: FieldId, value: Vid) {
        self.expose(state, value);
        let known = self.field(field);
        let held = self.values.shared(base);
        let followed = |obj: &Obj| state.fresh.get(*obj).is_some();
        if !matches!(known.slot, Slot::Field(_)) || !held.objs.iter().any(followed) {
            return self.write_slot(base, known.slot, value);
        }
        let only = held.objs.len() == 1 && held.types.is_empty();
        let mut rest = Value {
            types: held.types.clone(),
            ..Value::default()
        };
        for obj in held.objs.iter().copied() {
            let Some(mut fields) = state.fresh.take(obj) else {
                rest.objs.push(obj);
                continue;
            };
            if let Some(record) = &mut self.record {
                record.wrote(Place::Of(obj, known.slot), value);
            }
            let at = fields.binary_search_by_key(&field, |(one, _)| *one);
            let old = at.map_or(default_of(known.before), |at| fields[at].1);
            let new = if only { value } else { self.join(old, value) };
            let list = Rc::make_mut(&mut fields);
            match at {
                Ok(at) => list[at].1 = new,
                Err(at) => list.insert(at, (field, new)),
            }
            if list.len() > FIELDS {
                self.publish(obj, &fields);
            } else {
                state.fresh.set(obj, fields);
            }
        }
        if rest.is_reference() {
            let rest = self.values.intern(rest);
            self.write_slot(rest, known.slot, value);
        }
    }

    /// What a field of everything that `base` can be holds, its default included.
    pub(crate) fn held_in(&mut self, state: &State, base: Vid, field: FieldId) -> Vid {
        let known = self.field(field);
        let value = self.values.shared(base);
        let is_followed = |obj: &Obj| state.fresh.get(*obj).is_some();
        let followed = !state.fresh.is_empty() && value.objs.iter().any(is_followed);
        let mut result = Vid::BOTTOM;
        let mut rest = base;
        if followed {
            let mut others = Value {
                types: value.types.clone(),
                ..Value::default()
            };
            for obj in value.objs.iter().copied() {
                let Some(fields) = state.fresh.get(obj) else {
                    others.objs.push(obj);
                    continue;
                };
                let at = fields.binary_search_by_key(&field, |(one, _)| *one);
                let one = at.map_or(default_of(known.before), |at| fields[at].1);
                result = self.join(result, one);
            }
            let unknown = self.read(Place::Unknown(known.slot));
            result = self.join(result, unknown);
            rest = self.values.intern(others);
        }
        let others = self.values.get(rest);
        if !others.objs.is_empty() || !others.types.is_empty() {
            let stored = self.read_slot(rest, known.slot);
            result = self.join(result, stored);
            if known.before == Before::Zero
                && !self.surely_stored(rest, field)
                && !self.surely_written_in(base, known.slot)
            {
                result = self.join(result, Vid::ZERO);
            }
        }
        result
    }

    /// Prepares a call: objects that go to one known method go with what they hold, all others are seen from now on.
    /// Gives those that go.
    pub(crate) fn hand_out(
        &mut self,
        kind: CallKind,
        method: MethodId,
        (args, regs): (&[Vid], &[Reg]),
        state: &mut State,
    ) -> Vec<Obj> {
        self.passing.clear();
        self.passing.entered = Entered::None;
        let fresh = &state.fresh;
        let values = &self.values;
        let followed = |arg: &Vid| {
            let objs = &values.get(*arg).objs;
            objs.iter().any(|obj| fresh.get(*obj).is_some())
        };
        let some = !fresh.is_empty() && args.iter().any(followed);
        if !some && state.stored.is_empty() {
            return Vec::new();
        }
        let to = self.only_target(kind, method, args);
        if !state.stored.is_empty() {
            self.passing.to = to;
            self.passing.stored = state.stored.of_args(regs);
            if !self.stores_nothing(method, to) {
                state.stored.clear();
            }
        }
        if !some {
            return Vec::new();
        }
        // The constructors of the framework's classes do nothing with the new object.
        let built =
            to.is_none() && kind == CallKind::Direct && self.code.method(method).constructor;
        let mut going = Vec::new();
        for (index, arg) in args.iter().enumerate() {
            if built && index == 0 {
                continue;
            }
            match (
                to,
                self.single(*arg, index == 0 && kind == CallKind::Virtual),
            ) {
                (Some(_), Some(obj)) => going.push(obj),
                _ => self.expose(state, *arg),
            }
        }
        let mut given = Vec::new();
        for obj in going {
            if let Some(fields) = state.fresh.get(obj) {
                insert_sorted(&mut given, obj);
                self.passing.given.set(obj, fields.clone());
            }
        }
        self.passing.to = to;
        given
    }

    /// The object, when it can be only one and nothing else.
    pub(crate) fn single(&self, value: Vid, or_null: bool) -> Option<Obj> {
        let value = self.values.get(value);
        match value.objs.as_slice() {
            [obj]
                if value.types.is_empty()
                    && value.classes.is_empty()
                    && value.strs == Strs::None
                    && (or_null || value.ints == Ints::None) =>
            {
                Some(*obj)
            }
            _ => None,
        }
    }

    /// Code outside of the app takes part in the call.
    pub(crate) fn leave_app(&mut self) {
        if let Entered::One(ctx) = std::mem::take(&mut self.passing.entered) {
            self.make_public(ctx);
            self.not_alone(ctx);
        }
    }

    /// A context is entered: what goes with the call.
    pub(crate) fn entering(&mut self, ctx: Ctx, def: DefId, edge: Edge) -> (Fresh, Stored, bool) {
        if edge == Edge::ClassInit {
            return (Fresh::default(), Stored::default(), true);
        }
        let mut sole = true;
        match self.passing.entered {
            Entered::None if edge == Edge::Call => self.passing.entered = Entered::One(ctx),
            Entered::One(one) if one == ctx => {}
            _ => {
                self.leave_app();
                self.make_public(ctx);
                sole = false;
            }
        }
        if edge == Edge::Call && self.passing.to == Some(def) {
            self.passing.to = None;
            let Passing { given, stored, .. } = &mut self.passing;
            return (std::mem::take(given), std::mem::take(stored), sole);
        }
        (Fresh::default(), Stored::default(), sole)
    }

    /// Adds to what a context is given with its parameters; whether that changed.
    pub(crate) fn give(&mut self, ctx: Ctx, mut given: Fresh) -> bool {
        let context = &mut self.contexts[ctx.0 as usize];
        if context.own.is_empty() && given.is_empty() {
            context.given = None;
            return false;
        }
        let own = context.own.clone();
        let before = context.given.take();
        let mut kept = Fresh::default();
        let mut changed = before.is_none();
        for (obj, old) in before.iter().flat_map(|before| &before.0) {
            match given.take(*obj) {
                Some(new) => {
                    let (joined, grown) = self.join_fields(old, &new, false);
                    changed |= grown;
                    kept.set(*obj, joined);
                }
                None => {
                    self.publish(*obj, old);
                    changed = true;
                }
            }
        }
        for (obj, fields) in given.0 {
            if before.is_none() && own.contains(&obj) {
                kept.set(obj, fields);
            } else {
                self.publish(obj, &fields);
            }
        }
        self.contexts[ctx.0 as usize].given = Some(kept);
        changed
    }

    /// What a call brought back: of the objects that went, and of new ones in its result.
    pub(crate) fn take_back(
        &mut self,
        ctx: Ctx,
        given: &[Obj],
        result: Vid,
        dst: Option<Reg>,
        state: &mut State,
    ) {
        let entered = self.passing.entered;
        self.passing.clear();
        self.left.entered = match entered {
            Entered::One(entered) => Some(entered),
            _ => None,
        };
        if result == Vid::BOTTOM {
            return;
        }
        let left = match entered {
            Entered::One(entered) => &self.contexts[entered.0 as usize].left,
            _ => &None,
        };
        if given.is_empty() && left.as_ref().is_none_or(Fresh::is_empty) {
            return;
        }
        let left = left.clone();
        let mut left = left.unwrap_or_default();
        for obj in given {
            match left.take(*obj) {
                Some(fields) => state.fresh.set(*obj, fields),
                None => drop(state.fresh.take(*obj)),
            }
        }
        let Entered::One(entered) = entered else {
            return;
        };
        for (obj, fields) in left.0 {
            let new = !self.contexts[entered.0 as usize].own.contains(&obj);
            if new && dst.is_some() && self.may_be(result, obj) {
                self.follow(ctx, obj, fields, dst, state);
            }
        }
    }

    /// A context returns: what it leaves of its parameters' and its result's objects.
    pub(crate) fn leave(&mut self, ctx: Ctx, state: &mut State, value: Vid) {
        if self.record.is_some() {
            return;
        }
        let context = &mut self.contexts[ctx.0 as usize];
        let (own, public) = (context.own.clone(), context.public);
        let mut before = context.left.take();
        if state.fresh.is_empty() && before.as_ref().is_none_or(Fresh::is_empty) {
            self.contexts[ctx.0 as usize].left = Some(Fresh::default());
            if before.is_none() && !own.is_empty() {
                let callers = self.contexts[ctx.0 as usize].callers.clone();
                self.blocks.enqueue_all(&callers);
            }
            return;
        }
        let mut kept = Fresh::default();
        let mut changed = before.is_none();
        for (obj, new) in std::mem::take(&mut state.fresh).0 {
            let mine = own.contains(&obj);
            if !mine && !self.may_be(value, obj) {
                continue; // Nobody has it any more.
            }
            let joined = match before.as_mut().map(|before| before.take(obj)) {
                None => new,
                Some(Some(old)) => {
                    let (joined, grown) = self.join_fields(&old, &new, false);
                    changed |= grown;
                    joined
                }
                Some(None) => {
                    self.publish(obj, &new);
                    continue;
                }
            };
            if public && !mine {
                self.publish(obj, &joined);
            }
            kept.set(obj, joined);
        }
        for (obj, old) in before.unwrap_or_default().0 {
            self.publish(obj, &old);
            changed = true;
        }
        let context = &mut self.contexts[ctx.0 as usize];
        context.left = Some(kept);
        if changed {
            let callers = context.callers.clone();
            self.blocks.enqueue_all(&callers);
        }
    }

    /// What a context returns is seen by others than the call that gets it back.
    pub(crate) fn make_public(&mut self, ctx: Ctx) {
        let context = &mut self.contexts[ctx.0 as usize];
        if std::mem::replace(&mut context.public, true) {
            return;
        }
        let own = context.own.clone();
        for (obj, fields) in context.left.clone().unwrap_or_default().0 {
            if !own.contains(&obj) {
                self.publish(obj, &fields);
            }
        }
    }

    /// What of the state's objects goes on to a block: those that its registers hold, and those of the parameters.
    pub(crate) fn going_on(&self, ctx: Ctx, state: &State, live: &[Reg]) -> Fresh {
        if state.fresh.is_empty() {
            return Fresh::default();
        }
        let own = &self.contexts[ctx.0 as usize].own;
        let kept = |(obj, _): &&(Obj, Fields)| {
            own.contains(obj) || live.iter().any(|reg| self.may_be(state.get(*reg), *obj))
        };
        Fresh(state.fresh.0.iter().filter(kept).cloned().collect())
    }

    /// Joins what comes into what holds where a block begins; whether that changed. `held` are the registers there by
    /// now: an object that they no longer tell apart is published.
    pub(crate) fn join_fresh(
        &mut self,
        old: &mut Fresh,
        mut new: Fresh,
        merged: &[(Vid, Vid)],
        widen: bool,
    ) -> bool {
        if old.is_empty() && new.is_empty() {
            return false;
        }
        let mut kept = Fresh::default();
        let mut changed = false;
        for (obj, before) in std::mem::take(old).0 {
            let blurred = merged
                .iter()
                .any(|(was, is)| self.may_be(*was, obj) && !self.may_be(*is, obj));
            match new.take(obj) {
                Some(fields) if !blurred => {
                    let (joined, grown) = self.join_fields(&before, &fields, widen);
                    changed |= grown;
                    kept.set(obj, joined);
                }
                other => {
                    self.publish(obj, &before);
                    if let Some(fields) = other {
                        self.publish(obj, &fields);
                    }
                    changed = true;
                }
            }
        }
        for (obj, fields) in new.0 {
            self.publish(obj, &fields);
        }
        *old = kept;
        changed
    }

    pub(crate) fn join_fields(
        &mut self,
        old: &Fields,
        new: &Fields,
        widen: bool,
    ) -> (Fields, bool) {
        if Rc::ptr_eq(old, new) || old == new {
            return (old.clone(), false);
        }
        let mut joined: Vec<(FieldId, Vid)> = Vec::with_capacity(old.len().max(new.len()));
        let mut changed = false;
        let mut ids: Vec<FieldId> = old.iter().chain(new.iter()).map(|one| one.0).collect();
        ids.sort_unstable();
        ids.dedup();
        for field in ids {
            let default = default_of(self.field(field).before);
            let of = |fields: &Fields| {
                let at = fields.binary_search_by_key(&field, |(one, _)| *one);
                at.map(|at| fields[at].1)
            };
            let before = of(old);
            let (a, b) = (before.unwrap_or(default), of(new).unwrap_or(default));
            let mut value = self.join(a, b);
            if widen && value != a {
                value = self.widen(a, value);
            }
            changed |= before != Ok(value);
            joined.push((field, value));
        }
        (Rc::new(joined), changed)
    }
}
