//! The solver: methods in calling contexts, a queue of those whose inputs changed, and the fixpoint.
//!
//! A context is a method together with what is constant about its arguments: a helper that is called with two keys, or
//! a runner that is given two tasks, is two contexts, so that callers do not mix. Contexts of one method are capped;
//! past the cap its callers share one. Everything only grows (values, places, reached contexts), and every set
//! saturates, so the queue empties.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use hashbrown::HashMap;
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::acts::Past;
use super::code::Code;
use super::heap::{Ctx, Heap, ObjKey, Objects, Place, Site, Slot};
use super::hold::Hold;
use super::record::Recorder;
use super::rules::Rules;
use super::value::{Ints, Obj, Str, Strs, Value, Values, Vid};
use crate::checks::Edge;
use crate::program::{Constant, DefId, FieldId, TypeId};

/// Contexts that one method may have before its callers share one, while fewer blocks than that were interpreted: a
/// program on which telling contexts apart costs much is told apart less, rather than cut off.
const CONTEXT_CAPS: &[(u64, u32)] = &[(12_000, 24), (20_000, 6), (25_000, 2)];
/// Contexts within contexts in an object's identity before they are no longer kept apart.
const DEPTH_CAP: u8 = 3;

/// Times that uses of null are let pass after all else is settled.
const FORGIVING_ROUNDS: usize = 6;

/// What a scenario takes for granted about the device and the app's past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Assumptions {
    /// The app's storage holds nothing but what this run wrote.
    pub(crate) empty_storage: bool,
    /// Runtime permissions: `Some(false)` denied, `None` unknown.
    pub(crate) granted: Option<bool>,
    /// A person acts: input callbacks run.
    pub(crate) person: bool,
    /// Broadcasts that a receiver registered for arrive: the app runs long enough.
    pub(crate) broadcasts: bool,
    /// The app's minimum platform version.
    pub(crate) min_sdk: i64,
}

/// A place in a context's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct At {
    /// The context.
    pub(crate) ctx: Ctx,
    /// Offset of the instruction.
    pub(crate) pc: u32,
}

/// A method in one context.
#[derive(Debug)]
pub(crate) struct Context {
    /// The method.
    pub(crate) def: DefId,
    /// What each parameter can hold.
    pub(crate) params: Vec<Vid>,
    /// What it can return; [`Vid::BOTTOM`] while it never returned, [`Vid::ZERO`] for `void`.
    pub(crate) returns: Vid,
    /// Contexts to re-run when `returns` grows.
    callers: Vec<Ctx>,
    /// Contexts within this one's identity; [`DEPTH_CAP`] when it is shared.
    depth: u8,
    queued: bool,
}

/// The strings of a run: the program's and those built by the interpreter.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    texts: Vec<Rc<str>>,
    ids: HashMap<Rc<str>, Str, FxBuildHasher>,
}

impl Strings {
    /// The id of a text.
    pub(crate) fn intern(&mut self, text: &str) -> Str {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = Str(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        let text: Rc<str> = text.into();
        self.texts.push(text.clone());
        self.ids.insert(text, id);
        id
    }

    /// The text of an id.
    pub(crate) fn get(&self, id: Str) -> &str {
        self.texts.get(id.0 as usize).map_or("", |text| text)
    }
}

/// Dispatch on "any instance of" a type.
#[derive(Debug)]
struct Watch {
    /// Classes below it that have instances, sorted.
    below: Vec<TypeId>,
    /// Contexts to re-run when there are more.
    contexts: BTreeSet<Ctx>,
}

/// One run of one scenario.
pub(crate) struct Engine<'e, 'a> {
    /// The program as the interpreter needs it.
    pub(crate) code: &'e Code<'a>,
    /// The framework model.
    pub(crate) rules: &'e Rules,
    /// The scenario.
    pub(crate) assume: Assumptions,
    /// Where marks come from; none: nothing is followed.
    pub(crate) marks: Option<&'e super::marks::Marks>,
    pub(crate) values: Values,
    pub(crate) strings: Strings,
    pub(crate) objects: Objects,
    pub(crate) heap: Heap,
    pub(crate) contexts: Vec<Context>,
    by_key: HashMap<(DefId, Box<[Vid]>), Ctx, FxBuildHasher>,
    per_def: HashMap<DefId, u32, FxBuildHasher>,
    queue: BTreeSet<Ctx>,
    initialised: FxHashSet<TypeId>,
    instantiated: BTreeSet<TypeId>,
    /// By type, what a dispatch on "any instance of it" finds.
    watchers: BTreeMap<TypeId, Watch>,
    /// Acts of a person that happen, and what earlier runs left.
    pub(crate) past: Past,
    /// Filled in the pass after the fixpoint.
    pub(crate) record: Option<Recorder>,
    /// Uses of what is only null so far; see [`Engine::null_gives`].
    pub(crate) stuck: BTreeSet<At>,
    /// Such uses that no longer stop.
    pub(crate) forgiven: FxHashSet<At>,
    /// Switches of a library, held at one value.
    pub(crate) hold: Hold,
    /// Name of the slot for what was stored under an unknown key.
    any_key: Str,
    steps: u64,
    /// The budget ran out: what was reached so far stands, more may be reachable.
    pub(crate) exhausted: bool,
}

impl<'e, 'a> Engine<'e, 'a> {
    /// An engine that has run nothing.
    pub(crate) fn new(code: &'e Code<'a>, rules: &'e Rules, assume: Assumptions) -> Self {
        let mut strings = Strings::default();
        Self {
            hold: Hold::default(),
            any_key: strings.intern("any key"),
            stuck: BTreeSet::new(),
            forgiven: FxHashSet::default(),
            code,
            rules,
            assume,
            marks: None,
            values: Values::new(),
            strings,
            objects: Objects::default(),
            heap: Heap::default(),
            contexts: Vec::new(),
            by_key: HashMap::default(),
            per_def: HashMap::default(),
            queue: BTreeSet::new(),
            initialised: FxHashSet::default(),
            instantiated: BTreeSet::new(),
            watchers: BTreeMap::new(),
            past: Past::default(),
            record: None,
            steps: 0,
            exhausted: false,
        }
    }

    /// Runs until nothing changes, or until `budget` blocks were interpreted.
    pub(crate) fn solve(&mut self, budget: u64) {
        for _ in 0..FORGIVING_ROUNDS {
            while let Some(ctx) = self.queue.pop_last() {
                self.contexts[ctx.0 as usize].queued = false;
                self.interpret(ctx);
                if self.steps > budget {
                    self.exhausted = true;
                    self.queue.clear();
                    return;
                }
            }
            let stuck = std::mem::take(&mut self.stuck);
            for at in stuck {
                if self.forgiven.insert(at) {
                    self.enqueue(at.ctx);
                }
            }
        }
    }

    /// Interprets every context once more, now noting edges and events.
    pub(crate) fn record(&mut self) -> Recorder {
        for index in 0..self.contexts.len() {
            if let Some(record) = &mut self.record {
                record.running = Some(Ctx(index as u32));
            }
            self.interpret(Ctx(index as u32));
        }
        self.queue.clear();
        self.record.take().unwrap_or_default()
    }

    /// Counts interpreted blocks.
    pub(crate) fn tick(&mut self) {
        self.steps += 1;
    }

    /// Joins two values.
    pub(crate) fn join(&mut self, a: Vid, b: Vid) -> Vid {
        let objects = &self.objects;
        self.values.join(a, b, |obj| objects.ty(obj))
    }

    /// A larger value than `new`, reached from `old` in one step: numbers and strings that changed become any.
    pub(crate) fn widen(&mut self, old: Vid, new: Vid) -> Vid {
        let (before, mut after) = (self.values.get(old), self.values.get(new).clone());
        if before.ints != after.ints {
            after.ints = Ints::Any;
        }
        if before.strs != after.strs {
            after.strs = Strs::Any;
        }
        self.values.intern(after)
    }

    /// A value for one object.
    pub(crate) fn obj(&mut self, obj: Obj) -> Vid {
        self.values.intern(Value::obj(obj))
    }

    /// A value for one text.
    pub(crate) fn text(&mut self, text: &str) -> Vid {
        let id = self.strings.intern(text);
        self.values.intern(Value::str(id))
    }

    /// Anything that an unknown source of the type can give.
    pub(crate) fn unknown(&mut self, ty: TypeId) -> Vid {
        match self.code.descriptor(ty).as_bytes().first() {
            Some(b'V') => Vid::ZERO,
            Some(b'Z') => Vid::BOOL,
            Some(b'L' | b'[') => {
                let some = if ty == self.code.string() {
                    Vid::ANY_STR
                } else {
                    self.values.intern(Value::instance(ty))
                };
                self.join(some, Vid::ZERO)
            }
            _ => Vid::ANY_INT,
        }
    }

    /// The object that an instruction of a context allocates.
    pub(crate) fn allocate(&mut self, at: At, ty: TypeId, tag: u8) -> Obj {
        let context = &self.contexts[at.ctx.0 as usize];
        let site = Site::Code {
            def: context.def,
            pc: at.pc,
            tag,
        };
        let (ctx, depth) = if context.depth < DEPTH_CAP {
            (Some(at.ctx), context.depth)
        } else {
            (None, 0)
        };
        let obj = self.objects.intern(ObjKey { site, ty, ctx }, depth);
        self.note_instance(ty);
        obj
    }

    /// The only object of a type.
    pub(crate) fn only(&mut self, site: Site, ty: TypeId) -> Obj {
        let obj = self.objects.intern(
            ObjKey {
                site,
                ty,
                ctx: None,
            },
            0,
        );
        self.note_instance(ty);
        obj
    }

    /// Notes that instances of a class exist.
    fn note_instance(&mut self, ty: TypeId) {
        if !self.code.is_app(ty) || !self.instantiated.insert(ty) {
            return;
        }
        let mut again = Vec::new();
        for (watched, watch) in &mut self.watchers {
            if self.code.is_subtype(ty, *watched) {
                if let Err(place) = watch.below.binary_search(&ty) {
                    watch.below.insert(place, ty);
                }
                again.extend(watch.contexts.iter().copied());
            }
        }
        for ctx in again {
            self.enqueue(ctx);
        }
    }

    /// Classes of which instances exist, below a type; the context is re-run when there are more.
    pub(crate) fn instances_of(&mut self, ty: TypeId, reader: Ctx) -> Vec<TypeId> {
        let (code, instantiated) = (self.code, &self.instantiated);
        let watch = self.watchers.entry(ty).or_insert_with(|| {
            let all = instantiated.iter().copied();
            Watch {
                below: all.filter(|sub| code.is_subtype(*sub, ty)).collect(),
                contexts: BTreeSet::new(),
            }
        });
        watch.contexts.insert(reader);
        watch.below.clone()
    }

    /// Puts a context on the queue.
    pub(crate) fn enqueue(&mut self, ctx: Ctx) {
        let context = &mut self.contexts[ctx.0 as usize];
        if !context.queued && self.record.is_none() {
            context.queued = true;
            self.queue.insert(ctx);
        }
    }

    /// Reads a place.
    pub(crate) fn read(&mut self, place: Place, reader: Ctx) -> Vid {
        if self.record.is_some() {
            self.heap.peek(place)
        } else {
            self.heap.read(place, reader)
        }
    }

    /// Adds a value to a place.
    pub(crate) fn write(&mut self, place: Place, value: Vid) {
        if let Some(record) = &mut self.record {
            record.wrote(place, value);
            return;
        }
        let old = self.heap.peek(place);
        let new = self.join(old, value);
        if new == old {
            return;
        }
        let readers = self.heap.set(place, new).to_vec();
        for ctx in readers {
            self.enqueue(ctx);
        }
    }

    /// Adds a value to a slot of everything that `base` can be.
    pub(crate) fn write_slot(&mut self, base: Vid, slot: Slot, value: Vid) {
        let base = self.values.get(base);
        let (objs, untyped) = (base.objs.clone(), !base.types.is_empty());
        for obj in objs {
            self.write(Place::Of(obj, slot), value);
        }
        if untyped {
            self.write(Place::Unknown(slot), value);
        }
        self.write(Place::Any(slot), value);
    }

    /// What a slot of everything that `base` can be holds.
    pub(crate) fn read_slot(&mut self, base: Vid, slot: Slot, reader: Ctx) -> Vid {
        let base = self.values.get(base);
        let (objs, untyped) = (base.objs.clone(), !base.types.is_empty());
        let mut value = Vid::BOTTOM;
        for obj in &objs {
            let one = self.read(Place::Of(*obj, slot), reader);
            value = self.join(value, one);
        }
        if !objs.is_empty() {
            let mut one = self.read(Place::Unknown(slot), reader);
            if !matches!(slot, Slot::Field(_)) {
                one = self.without_marks(one);
            }
            value = self.join(value, one);
        }
        if untyped {
            let mut any = self.read(Place::Any(slot), reader);
            // What lies under a key of any bundle at all says nothing about where this value comes from.
            if !matches!(slot, Slot::Field(_)) {
                any = self.without_marks(any);
            }
            value = self.join(value, any);
        }
        value
    }

    /// Adds a value under a key: a constant one, or any.
    pub(crate) fn write_key(&mut self, base: Vid, key: Vid, value: Vid) {
        self.note_key(key, value);
        self.write_slot(base, Slot::Element, value);
        let slot = if self.is_key(key) {
            Slot::Key(key)
        } else {
            Slot::Named(self.any_key)
        };
        self.write_slot(base, slot, value);
    }

    /// Adds a value under every key.
    pub(crate) fn write_elements(&mut self, base: Vid, value: Vid) {
        self.write_slot(base, Slot::Element, value);
        self.write_slot(base, Slot::Named(self.any_key), value);
    }

    /// What is stored under a key: under that key, or under an unknown one.
    pub(crate) fn read_key(&mut self, base: Vid, key: Vid, reader: Ctx) -> Vid {
        if let Some(pinned) = self.pinned_key(key) {
            return pinned;
        }
        if !self.is_key(key) {
            return self.read_slot(base, Slot::Element, reader);
        }
        let exact = self.read_slot(base, Slot::Key(key), reader);
        let unknown = self.read_slot(base, Slot::Named(self.any_key), reader);
        self.join(exact, unknown)
    }

    fn is_key(&self, key: Vid) -> bool {
        let value = self.values.get(key);
        value.single_int().is_some()
            || value.single_str().is_some()
            || (value.classes.len() == 1 && value.types.is_empty() && value.objs.is_empty())
    }

    /// Calls a method with code: finds its context, hands over the arguments, gives what it can return so far.
    pub(crate) fn enter(&mut self, at: Option<At>, def: DefId, args: &[Vid], edge: Edge) -> Vid {
        let ctx = self.context(def, args);
        let mut changed = false;
        for (index, arg) in args.iter().enumerate() {
            let Some(old) = self.contexts[ctx.0 as usize].params.get(index).copied() else {
                break;
            };
            let new = self.join(old, *arg);
            if new != old && self.record.is_none() {
                self.contexts[ctx.0 as usize].params[index] = new;
                changed = true;
            }
        }
        if changed {
            self.enqueue(ctx);
        }
        if let Some(at) = at {
            if let Some(record) = &mut self.record {
                record.edge(at, ctx, edge);
            }
            let callers = &mut self.contexts[ctx.0 as usize].callers;
            if let Err(place) = callers.binary_search(&at.ctx) {
                callers.insert(place, at.ctx);
            }
        } else if let Some(record) = &mut self.record {
            record.entry(ctx);
        }
        self.contexts[ctx.0 as usize].returns
    }

    /// Adds to what a context can return.
    pub(crate) fn returned(&mut self, ctx: Ctx, value: Vid) {
        let old = self.contexts[ctx.0 as usize].returns;
        let new = self.join(old, value);
        if new != old && self.record.is_none() {
            self.contexts[ctx.0 as usize].returns = new;
            for caller in self.contexts[ctx.0 as usize].callers.clone() {
                self.enqueue(caller);
            }
        }
    }

    /// Runs a class's static initialiser when the class is first used.
    pub(crate) fn initialise(&mut self, at: At, ty: TypeId) {
        let Some(def) = self.code.class_initialiser(ty) else {
            return;
        };
        if self.contexts[at.ctx.0 as usize].def == def {
            return;
        }
        if self.initialised.insert(ty) || self.record.is_some() {
            self.enter(Some(at), def, &[], Edge::ClassInit);
        }
    }

    /// What a static field holds: its constant, what was stored, and zero where no initialiser surely stores.
    pub(crate) fn read_static(&mut self, at: At, field: FieldId) -> Vid {
        if let Some(value) = self.left_in_static(field, at.ctx) {
            return value;
        }
        if let Some(pinned) = self.pinned_field(field) {
            return pinned;
        }
        let stored = self.read(Place::Static(field), at.ctx);
        let initial = match self.code.static_constant(field) {
            Some(Constant::Int(value)) => self.values.intern(Value::int(value)),
            Some(Constant::Text(text)) => {
                let text = self.code.text(text);
                self.text(&text)
            }
            Some(Constant::Class(class)) => self.values.intern(Value::class(class)),
            Some(Constant::Other) => {
                let ty = self.code.field_type(field);
                self.unknown(ty)
            }
            Some(Constant::Null) | None if self.code.surely_assigned(field) => match stored {
                // Its initialiser has not come that far yet, or never does.
                Vid::BOTTOM => return self.null_gives(at, Vid::ZERO, Vid::ZERO),
                _ => Vid::BOTTOM,
            },
            Some(Constant::Null) | None => Vid::ZERO,
        };
        self.join(stored, initial)
    }

    /// The context for a call.
    pub(crate) fn context(&mut self, def: DefId, args: &[Vid]) -> Ctx {
        let mut key: Box<[Vid]> = args.iter().map(|arg| self.constant_part(*arg)).collect();
        if let Some(ctx) = self.by_key.get(&(def, key.clone())) {
            return *ctx;
        }
        let count = self.per_def.entry(def).or_insert(0);
        let cap = CONTEXT_CAPS
            .iter()
            .find(|(steps, _)| self.steps < *steps)
            .map_or(1, |(_, cap)| *cap);
        if *count >= cap {
            key.fill(Vid::BOTTOM);
            if let Some(ctx) = self.by_key.get(&(def, key.clone())) {
                return *ctx;
            }
        }
        *count += 1;
        let mut depth = 0;
        for arg in &key {
            for obj in &self.values.get(*arg).objs {
                depth = depth.max(self.objects.depth(*obj) + 1);
            }
        }
        if *count > cap {
            depth = DEPTH_CAP;
        }
        let ctx = Ctx(u32::try_from(self.contexts.len()).unwrap_or(u32::MAX));
        self.contexts.push(Context {
            def,
            params: vec![Vid::BOTTOM; args.len()],
            returns: Vid::BOTTOM,
            callers: Vec::new(),
            depth,
            queued: false,
        });
        self.by_key.insert((def, key), ctx);
        self.enqueue(ctx);
        ctx
    }

    /// The argument itself when it is one constant or one object, else nothing: what tells contexts apart.
    fn constant_part(&self, arg: Vid) -> Vid {
        let value = self.values.get(arg);
        let constant = value.single_int().is_some()
            || value.single_str().is_some()
            || (value.classes.len() == 1 && value.objs.is_empty() && value.types.is_empty());
        let object = match value.objs.as_slice() {
            [obj] if value.types.is_empty() && !value.may_be_zero() => {
                self.objects.depth(*obj) < DEPTH_CAP
            }
            _ => false,
        };
        if constant || object { arg } else { Vid::BOTTOM }
    }
}
