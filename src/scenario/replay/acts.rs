//! What a person may do (choices: buttons, dialogs, answers to permission requests), which of it happens in a run, and
//! what earlier runs left in the app's storage and fields.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use crate::knowledge::model::How;
use crate::program::{DefId, FieldId, MethodId, TypeId};
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::graph::Contexts;
use crate::scenario::engine::heap::{Ctx, ObjKey, Place, Site, Slot};
use crate::scenario::engine::numbers::Ints;
use crate::scenario::engine::value::{Obj, Strs, Value, Vid};
use crate::scenario::engine::{At, Engine};
use crate::scenario::model::components::VIEW;

/// Slot of an array that holds how many elements it has.
const LENGTH: &str = "length";

/// A choice that a person is offered, the same in every run of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ChoiceKey {
    /// The framework call that offers it.
    pub(crate) registered: MethodId,
    /// Where that call stands.
    pub(crate) from: (DefId, u32),
    /// What would run; `None` for a button with nothing behind it.
    pub(crate) runs: Option<DefId>,
    /// The dialog button (`DialogInterface.BUTTON_*`).
    pub(crate) which: Option<i64>,
    /// The resource id of the view.
    pub(crate) view: Option<i64>,
    /// The listener, when it is one object: a helper that makes all buttons gives each its own.
    pub(crate) listener: Option<Obj>,
    /// What it is offered on, when it is one object that has no number: one listener may hear of all that a helper makes.
    pub(crate) on: Option<Obj>,
}

/// What of a choice is the same in runs that know nothing of each other: the call that offers it, where that stands, what runs, the
/// view.
pub(crate) type Offer = (MethodId, (DefId, u32), Option<DefId>, Option<i64>);

impl ChoiceKey {
    pub(crate) fn offer(&self) -> Offer {
        (self.registered, self.from, self.runs, self.view)
    }
}

/// A choice as one run sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Choice {
    /// Where it is offered.
    pub(crate) at: At,
    /// What it is.
    pub(crate) key: ChoiceKey,
    /// The context that runs, when it happens in this run.
    pub(crate) ctx: Option<Ctx>,
    /// What it is offered on: the view, dialog or builder.
    pub(crate) on: Vid,
    /// First argument of the offering call: a button's text, when it is one.
    pub(crate) first: Option<Vid>,
    /// It is the answer to a permission request.
    pub(crate) answer: bool,
}

/// What of a place is the same in every run: the object without its context.
type Left = HashMap<(Option<(Site, TypeId)>, LeftSlot), Vid, FxBuildHasher>;

/// A slot or static field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum LeftSlot {
    Slot(Slot),
    Static(FieldId),
}

/// What came before and what a person does.
#[derive(Debug, Clone, Default)]
pub(crate) struct Past {
    /// Choices that are taken, and whether what follows is told apart from what ran before.
    pub(crate) taken: BTreeMap<ChoiceKey, bool>,
    /// Whether that is so of those that are taken from now on.
    pub(crate) apart: bool,
    /// Whether one of those is being taken.
    pub(crate) taking: bool,
    /// Choices that nobody takes, whatever else a person does.
    pub(crate) unanswered: BTreeSet<Offer>,
    /// Choices that a person has no way round.
    pub(crate) forced: BTreeSet<Offer>,
    /// What earlier runs left, by place: it is held for sure.
    pub(crate) left: Option<Box<Leftovers>>,
}

/// What earlier runs left.
#[derive(Debug, Clone, Default)]
pub(crate) struct Leftovers {
    values: Left,
    /// Fields too: the process still runs.
    fields: bool,
    /// Who looked at a value that is there, but not known: a time, a count.
    pub(crate) open_reads: BTreeSet<Ctx>,
}

impl Leftovers {
    /// Nothing yet. `fields`: the process still runs, its fields are held too.
    pub(crate) fn new(fields: bool) -> Self {
        Self {
            fields,
            ..Self::default()
        }
    }

    /// Whether a run that looks at these places looks at something that was left in the storage. (Fields do not outlive
    /// the process.)
    pub(crate) fn is_read<'p>(
        &self,
        engine: &Engine<'_, '_>,
        mut places: impl Iterator<Item = &'p Place>,
    ) -> bool {
        places.any(|place| match place {
            Place::Of(obj, slot @ (Slot::Key(_) | Slot::Named(_))) => {
                let ObjKey { site, ty, .. } = *engine.objects.key(*obj);
                let key = (Some((site, ty)), LeftSlot::Slot(*slot));
                self.values.contains_key(&key)
            }
            _ => false,
        })
    }

    /// Adds what contexts store, constructors and class initialisers apart: these run only once.
    pub(crate) fn add(
        &mut self,
        engine: &mut Engine<'_, '_>,
        writes: &BTreeMap<Ctx, BTreeSet<(Place, Vid)>>,
        of: &Contexts,
    ) {
        for (ctx, written) in writes.iter().filter(|(ctx, _)| of.contains(**ctx)) {
            let def = engine.contexts[ctx.0 as usize].def;
            let name = engine
                .code
                .program
                .method_name(engine.code.program.method(def));
            if name.starts_with('<') {
                continue;
            }
            for (place, value) in written {
                let key = match place {
                    Place::Of(obj, slot) => {
                        let ObjKey { site, ty, .. } = *engine.objects.key(*obj);
                        (Some((site, ty)), LeftSlot::Slot(*slot))
                    }
                    Place::Static(field) => (None, LeftSlot::Static(*field)),
                    Place::Unknown(_) | Place::UnknownOf(..) | Place::AnyOf(..) | Place::Any(_) => {
                        continue;
                    }
                };
                let old = self.values.get(&key).copied().unwrap_or(Vid::BOTTOM);
                let new = engine.join(old, *value);
                self.values.insert(key, new);
            }
        }
    }
}

/// Numbers of a dialog's buttons.
pub(crate) const BUTTONS: std::ops::RangeInclusive<i64> = -3..=-1;

impl Engine<'_, '_> {
    /// What tells a choice apart.
    fn choice_key(
        &self,
        call: &Invocation<'_>,
        runs: Option<(DefId, Vid)>,
        args: &[Vid],
    ) -> ChoiceKey {
        let only = |on: Vid| match self.values.get(on).objs.as_slice() {
            [obj] => Some(*obj),
            _ => None,
        };
        let number = |value: &Vid| self.values.get(*value).single_int();
        let which = args.iter().filter_map(number).find(|n| BUTTONS.contains(n));
        let view = self
            .id_of(call.this)
            .or_else(|| args.first().and_then(|view| self.id_of(*view)));
        let numbered = which.is_some() || view.is_some();
        ChoiceKey {
            registered: call.method,
            from: (self.contexts[call.at.ctx.0 as usize].def, call.at.pc),
            runs: runs.map(|(def, _)| def),
            listener: runs.and_then(|(_, on)| only(on)),
            which,
            view,
            on: (!numbered).then(|| only(call.this)).flatten(),
        }
    }

    /// Whether a person does this in the run.
    pub(crate) fn acts_on(
        &mut self,
        call: &Invocation<'_>,
        how: How,
        (def, on): (DefId, Vid),
        args: &[Vid],
    ) -> bool {
        if let Some(record) = &mut self.record {
            record.person(call.at, def);
        }
        let key = self.choice_key(call, Some((def, on)), args);
        let offer = key.offer();
        let person = self.assume.person && !self.past.unanswered.contains(&offer);
        let taken = self.past.taken.get(&key).copied();
        let acts = person || taken.is_some() || self.past.forced.contains(&offer);
        self.past.taking = taken.unwrap_or_default();
        if !acts {
            self.offer(call, key, None, how == How::Answer);
        }
        acts
    }

    /// Notes the edge that a person's act takes.
    pub(crate) fn act(&mut self, call: &Invocation<'_>, def: DefId, values: &[Vid]) {
        if self.record.is_none() {
            return;
        }
        let ctx = self.context(def, values);
        let on = values.first().copied().unwrap_or(Vid::BOTTOM);
        let key = self.choice_key(call, Some((def, on)), values.get(1..).unwrap_or_default());
        let answer = values.len() > 1 && key.which.is_none() && self.is_answer(call);
        self.offer(call, key, Some(ctx), answer);
        if let Some(record) = &mut self.record {
            record.acts.insert((call.at, ctx));
        }
    }

    fn is_answer(&self, call: &Invocation<'_>) -> bool {
        self.rules
            .find(self.code, call.base, call.method)
            .is_some_and(|rule| rule.answers())
    }

    /// What a button says: the first argument that is not the button's own number.
    fn label(&self, call: &Invocation<'_>) -> Option<Vid> {
        let button = |arg: &Vid| {
            let number = self.values.get(*arg).single_int();
            number.is_some_and(|number| BUTTONS.contains(&number))
        };
        call.args.iter().copied().find(|arg| !button(arg))
    }

    fn offer(&mut self, call: &Invocation<'_>, key: ChoiceKey, ctx: Option<Ctx>, answer: bool) {
        let first = self.label(call);
        if let Some(record) = &mut self.record {
            record.choices.insert(Choice {
                at: call.at,
                key,
                ctx,
                on: call.this,
                first,
                answer,
            });
        }
    }

    /// Notes a choice with nothing behind it.
    pub(crate) fn bare_choice(&mut self, call: &Invocation<'_>, args: &[Vid]) {
        let key = self.choice_key(call, None, args);
        self.offer(call, key, None, false);
    }

    /// Notes that a context runs in a component's life.
    pub(crate) fn live_context(
        &mut self,
        at: Option<At>,
        how: How,
        def: DefId,
        args: &[Vid],
        again: bool,
    ) {
        if self.record.is_none() || (how == How::Call && !again) {
            return;
        }
        let ctx = self.context(def, args);
        if let Some(record) = &mut self.record {
            if again {
                record.again.insert(ctx);
            }
            match at {
                Some(at) if how != How::Call => {
                    record.acts.insert((at, ctx));
                }
                _ => {}
            }
        }
    }

    /// The resource id of a view, when it is only one.
    pub(crate) fn id_of(&self, view: Vid) -> Option<i64> {
        let value = self.values.get(view);
        let [obj] = value.objs.as_slice() else {
            return None;
        };
        match self.objects.key(*obj).site {
            Site::Named(name) => self.strings.get(name).strip_prefix(VIEW)?.parse().ok(),
            _ => None,
        }
    }

    /// The resource ids of views.
    pub(crate) fn view_id(&mut self, views: Vid) -> Vid {
        match self.id_of(views) {
            Some(id) => self.values.int(id),
            None => Vid::ANY_INT,
        }
    }

    /// The view of a resource id in a layout.
    pub(crate) fn view_named(&mut self, id: Option<u32>) -> Vid {
        let ty = self.code.class_named("android.view.View");
        match (id, ty) {
            (Some(id), Some(ty)) => {
                let id = self.values.int(i64::from(id));
                self.view(id, ty)
            }
            (None, Some(ty)) => self.values.intern(Value::instance(ty)),
            _ => Vid::BOTTOM,
        }
    }

    /// One answer to a permission request: yes, no, or either.
    pub(crate) fn answer(&mut self) -> Vid {
        match self.assume.granted {
            Some(false) => Vid::ZERO,
            Some(true) => Vid::ONE,
            None => Vid::BOOL,
        }
    }

    /// The array of answers: at least one.
    pub(crate) fn answers(&mut self, call: &Invocation<'_>, tag: u8) -> Vid {
        let ints = match self.assume.granted {
            Some(false) => Ints::Set(vec![-1]),
            Some(true) => Ints::Set(vec![0]),
            None => Ints::Set(vec![-1, 0]),
        };
        let each = self.values.intern(Value {
            ints,
            ..Value::default()
        });
        let array = self
            .code
            .class_of_descriptor("[I")
            .unwrap_or(self.code.object());
        let array = self.allocate(call.at, array, tag.wrapping_add(1));
        let array = self.obj(array);
        self.write_elements(array, each);
        let some = self.values.at_least(1);
        self.write_length(array, some);
        array
    }

    /// Says how many elements an array has.
    pub(crate) fn write_length(&mut self, array: Vid, length: Vid) {
        let slot = Slot::Named(self.strings.intern(LENGTH));
        self.write_slot(array, slot, length);
    }

    /// Elements of an array: as many as it was made with, where that is known.
    pub(crate) fn array_length(&mut self, array: Vid) -> Vid {
        let value = self.values.get(array);
        let mut held = None;
        if let ([obj], true) = (value.objs.as_slice(), value.types.is_empty()) {
            let length = Slot::Named(self.strings.intern(LENGTH));
            held = Some(Place::Of(*obj, length));
        }
        let held = held.map(|place| self.read(place));
        held.filter(|held| *held != Vid::BOTTOM)
            .unwrap_or_else(|| self.values.at_least(0))
    }

    /// The answer for one permission, or answers by permission for several.
    pub(crate) fn answer_map(&mut self, call: &Invocation<'_>, names: Vid, tag: u8) -> Vid {
        if self.values.get(names).strs != Strs::None {
            return self.answer();
        }
        let map = self.code.class_named("java.util.HashMap");
        let Some(map) = map.or_else(|| self.code.class_named("java.util.Map")) else {
            return Vid::BOTTOM;
        };
        let map = self.allocate(call.at, map, tag.wrapping_add(1));
        let map = self.obj(map);
        let answer = self.answer();
        let each = self.read_slot(names, Slot::Element);
        let set = self.values.get(each).strs.clone();
        if let Strs::Set(set) = set {
            for name in set {
                let key = self.values.intern(Value::str(name));
                self.write_key(map, key, answer);
            }
        } else {
            self.write_elements(map, answer);
        }
        map
    }

    /// What earlier runs left in a slot of an object; `None` when they left nothing there.
    pub(crate) fn left_at(&mut self, obj: Obj, slot: Slot, reader: Ctx) -> Option<Vid> {
        let ObjKey { site, ty, .. } = *self.objects.key(obj);
        let left = self.past.left.as_mut()?;
        let key = (Some((site, ty)), LeftSlot::Slot(slot));
        let value = *left.values.get(&key)?;
        if self.values.get(value).single_int().is_none()
            && self.values.get(value).single_str().is_none()
        {
            left.open_reads.insert(reader);
        }
        Some(value)
    }

    /// Whether earlier runs left something under a key of a storage.
    pub(crate) fn was_left(&self, base: Vid, key: Vid) -> bool {
        let Some(left) = &self.past.left else {
            return false;
        };
        let mut objs = self.values.get(base).objs.iter();
        objs.any(|obj| {
            let ObjKey { site, ty, .. } = *self.objects.key(*obj);
            let place = (Some((site, ty)), LeftSlot::Slot(Slot::Key(key)));
            left.values.contains_key(&place)
        })
    }

    /// What a field of an object that earlier code stored into holds, while the process still runs.
    pub(crate) fn left_in_field(&mut self, base: Vid, slot: Slot, reader: Ctx) -> Option<Vid> {
        if !self.past.left.as_ref()?.fields {
            return None;
        }
        let value = self.values.get(base);
        if !value.types.is_empty() {
            return None;
        }
        let mut held = Vid::BOTTOM;
        for obj in value.objs.clone() {
            let one = self.left_at(obj, slot, reader)?;
            held = self.join(held, one);
        }
        (held != Vid::BOTTOM).then_some(held)
    }

    /// The same for a static field.
    pub(crate) fn left_in_static(&mut self, field: FieldId, reader: Ctx) -> Option<Vid> {
        let left = self.past.left.as_mut()?;
        if !left.fields {
            return None;
        }
        let value = *left.values.get(&(None, LeftSlot::Static(field)))?;
        if self.values.get(value).single_int().is_none() {
            left.open_reads.insert(reader);
        }
        Some(value)
    }

    /// The model's storage functions where earlier runs left something.
    pub(crate) fn left(
        &mut self,
        call: &Invocation<'_>,
        function: &str,
        args: &[Vid],
        returns: TypeId,
    ) -> Vid {
        let arg = |index: usize| args.get(index).copied().unwrap_or(Vid::BOTTOM);
        let slot = Slot::Key(arg(1));
        let base = self.values.get(arg(0)).clone();
        let mut held = Vid::BOTTOM;
        let mut surely = !base.objs.is_empty() && base.types.is_empty();
        for obj in &base.objs {
            match self.left_at(*obj, slot, call.at.ctx) {
                Some(value) => held = self.join(held, value),
                None => surely = false,
            }
        }
        let now = self.read_key(arg(0), arg(1));
        match (function, surely) {
            ("present", true) => Vid::ONE,
            ("present", false) if now == Vid::BOTTOM && self.assume.empty_storage => Vid::ZERO,
            ("present", false) => Vid::BOOL,
            // The run starts with it; what it stores itself comes on top.
            (_, true) => self.join(held, now),
            (_, false) => {
                let default = if self.assume.empty_storage {
                    arg(2)
                } else {
                    self.unknown(returns)
                };
                let stored = self.join(now, default);
                self.join(stored, held)
            }
        }
    }
}
