//! The state of a run: methods in calling contexts, objects, places, and how each grows.
//!
//! A context is a method together with what is constant about its arguments: a helper that is called with two keys, or
//! a runner that is given two tasks, is two contexts, so that callers do not mix. Contexts of one method are capped;
//! past the cap its callers share one. Everything only grows (values, places, reached contexts), and every set
//! saturates, so the queue empties.
//!
//! - `value.rs`, `numbers.rs`, `union.rs`, `strings.rs`: abstract values · `allocate.rs`, `heap.rs`, `slots.rs`, `keys.rs`: objects and places, what
//!   lies under keys · `members.rs`: fields · `marks.rs`: where values come from
//! - `context.rs`: calling contexts · `blocks.rs`, `solver.rs`: what is run, and the fixpoint · `step.rs`, `ops.rs`, `narrow.rs`, `split.rs`: one block ·
//!   `call.rs`, `fan.rs`, `builder.rs`: calls and dispatch, string builders · `fresh.rs`: objects that nobody else has seen yet ·
//!   `stored.rs`: what was stored last · `steps.rs`: objects that code goes on from, step by step · `thrown.rs`: what throws, and what exceptions take along
//! - `order.rs`: what comes first · `undone.rs`: what is taken back · `taken_out.rs`: what is no longer in a collection · `paths.rs`: ways through a method · `way.rs`: from where a place is reached · `record.rs`, `graph.rs`: edges, events, chains · `again.rs`, `tries.rs`: what recurs, and what does not

pub(in crate::scenario) mod again;
mod allocate;
pub(in crate::scenario) mod blocks;
mod builder;
pub(in crate::scenario) mod call;
pub(in crate::scenario) mod context;
mod fan;
mod fresh;
pub(in crate::scenario) mod graph;
pub(in crate::scenario) mod heap;
pub(in crate::scenario) mod keys;
pub(in crate::scenario) mod marks;
mod members;
mod narrow;
pub(in crate::scenario) mod numbers;
pub(in crate::scenario) mod ops;
mod order;
pub(in crate::scenario) mod paths;
pub(in crate::scenario) mod record;
mod slots;
mod solver;
mod split;
pub(in crate::scenario) mod step;
mod steps;
mod stored;
mod strings;
pub(in crate::scenario) mod taken_out;
mod thrown;
pub(in crate::scenario) mod tries;
mod undone;
mod union;
pub(in crate::scenario) mod value;
mod way;

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use hashbrown::HashMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::checks::Edge;
use crate::program::{Constant, DefId, FieldId, TypeId};
use crate::scenario::code::Code;
use crate::scenario::code::ir::Body;
use crate::scenario::code::known::Known;
use crate::scenario::engine::blocks::{Blocks, Node, insert_sorted};
use crate::scenario::engine::context::{Caps, Recent};
use crate::scenario::engine::fan::{Fan, Fans};
use crate::scenario::engine::fresh::{Fresh, Passing};
use crate::scenario::engine::heap::{Ctx, Heap, Objects, Place, Slot};
use crate::scenario::engine::ops::Stuck;
use crate::scenario::engine::order::Order;
use crate::scenario::engine::record::Recorder;
use crate::scenario::engine::slots::Holders;
use crate::scenario::engine::split::Ahead;
use crate::scenario::engine::step::State;
use crate::scenario::engine::stored::Stored;
use crate::scenario::engine::strings::Strings;
use crate::scenario::engine::taken_out::TakenOut;
use crate::scenario::engine::thrown::{Left, Threw, Thrown};
use crate::scenario::engine::undone::Undone;
use crate::scenario::engine::value::{Obj, Str, Value, Values, Vid};
use crate::scenario::engine::way::Origin;
use crate::scenario::model::rules::Rules;
use crate::scenario::replay::acts::Past;
use crate::scenario::replay::hold::Hold;
use crate::scenario::replay::outcome::BUDGET;
use crate::scenario::replay::work::Ordered;

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
    /// Pages that are started count: not where the question is what happens without one.
    pub(crate) pages: bool,
    /// Whether the system wants a denied permission explained: it does, until it is denied for good. `None`: perhaps.
    pub(crate) explain: Option<bool>,
    /// A host calls: what it can set, it may set to anything.
    pub(crate) host: bool,
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
#[derive(Debug, Clone)]
pub(crate) struct Context {
    /// The method.
    pub(crate) def: DefId,
    /// Its code; `None` when it has none.
    pub(crate) body: Option<Arc<Body>>,
    /// What each parameter can hold.
    pub(crate) params: Vec<Vid>,
    /// What it can return; [`Vid::BOTTOM`] while it never returned, [`Vid::ZERO`] for `void`.
    pub(crate) returns: Vid,
    /// The first of its blocks; the others follow.
    pub(crate) first: Node,
    /// Blocks to run again when `returns` grows, sorted.
    pub(crate) callers: Vec<Node>,
    /// Calls on any instance of a type that lead here, sorted.
    pub(crate) fans: Vec<Fan>,
    /// Objects that tell this context apart, sorted.
    pub(crate) own: Rc<[Obj]>,
    /// Those of them that nobody else has seen yet, with what they hold; `None` while nothing called.
    pub(crate) given: Option<Fresh>,
    /// The same where it returns, with those of the result; `None` while it never returned.
    pub(crate) left: Option<Fresh>,
    /// The same of its parameters' objects where it throws.
    pub(crate) thrown: Option<Fresh>,
    /// It may be left by an exception.
    pub(crate) throws: Thrown,
    /// What was last stored into fields of its arguments, by their numbers; `None` while nothing called.
    pub(crate) stored: Option<Stored>,
    /// Others than the calling method see what it returns.
    pub(crate) public: bool,
    /// From where it is entered.
    pub(crate) origin: Origin,
    /// Contexts within this one's identity; [`Caps::depth`] when it is shared.
    pub(crate) depth: u8,
    /// It follows a choice that is told apart from what ran before.
    pub(crate) apart: bool,
    /// The context that the same call had before.
    pub(crate) before: Option<Ctx>,
}

/// The instances below a type, and who asks for them.
#[derive(Debug, Clone)]
struct Watch {
    /// Classes below it that have instances, sorted.
    below: Rc<Vec<TypeId>>,
    /// Blocks to run again when there are more, sorted.
    readers: Vec<Node>,
    /// Calls on any of them.
    fans: Vec<Fan>,
}

/// One run of one scenario. A copy of a settled run goes on from there: everything only grows.
#[derive(Clone)]
pub(crate) struct Engine<'e, 'a> {
    /// The program as the interpreter needs it.
    pub(crate) code: &'e Code<'a>,
    /// The framework model.
    pub(crate) rules: &'e Rules,
    /// The scenario.
    pub(crate) assume: Assumptions,
    /// Where marks come from; none: nothing is followed.
    pub(crate) marks: Option<&'e crate::scenario::engine::marks::Marks>,
    pub(crate) values: Values,
    pub(crate) strings: Strings,
    pub(crate) objects: Objects,
    pub(crate) heap: Heap,
    /// By slot, the types through which it was written.
    pub(crate) holders: Holders,
    pub(crate) contexts: Vec<Context>,
    pub(crate) by_key: HashMap<(DefId, Box<[Vid]>), Ctx, FxBuildHasher>,
    pub(crate) recent: Recent,
    pub(crate) per_def: HashMap<DefId, u32, FxBuildHasher>,
    pub(crate) caps: Caps,
    /// The blocks of all contexts, what is to be run, and what runs.
    pub(crate) blocks: Blocks,
    initialised: FxHashSet<TypeId>,
    /// Classes of which instances exist, by their place in the hierarchy.
    instantiated: BTreeMap<u32, TypeId>,
    /// By type, what a dispatch on "any instance of it" finds.
    watchers: FxHashMap<TypeId, Watch>,
    /// Acts of a person that happen, and what earlier runs left.
    pub(crate) past: Past,
    /// Filled in the pass after the fixpoint.
    pub(crate) record: Option<Recorder>,
    /// Whether anything asked whether a permission is to be explained.
    pub(crate) asked_to_explain: bool,
    /// Uses of what is only null so far; see [`Engine::null_gives`].
    pub(crate) stuck: BTreeMap<At, Stuck>,
    /// Such uses that no longer stop.
    pub(crate) forgiven: FxHashSet<At>,
    /// Switches of a library, held at one value.
    pub(crate) hold: Hold,
    pub(crate) fans: Fans,
    /// What comes before what.
    pub(crate) order: Order,
    /// What is taken back before it comes.
    pub(crate) undone: Undone,
    /// What is taken out of collections again.
    pub(crate) taken_out: TakenOut,
    /// What reached code orders that runs without a page.
    pub(crate) ordered: Ordered,
    /// What the running call hands over.
    pub(crate) passing: Passing,
    /// The element that the running block looks at alone.
    pub(crate) apart: Option<Vid>,
    /// The running instruction may throw.
    pub(crate) threw: Threw,
    /// What the call that was just made entered, and took along.
    pub(crate) left: Left,
    /// The collection that the running call begins to look through, and in which something surely is.
    pub(crate) begun: Option<Obj>,
    /// Where it goes on at once.
    ahead: Ahead,
    /// What each of several receivers answered to the running call.
    pub(crate) answers: Vec<(Obj, Vid)>,
    /// Fields that were stored into before anybody else could see the object, by object, sorted.
    pub(crate) sure: FxHashMap<Obj, Vec<FieldId>>,
    /// Contexts to be told about in the pass after the fixpoint.
    pub(crate) to_tell: Vec<Ctx>,
    /// Registers of the running block, kept for the next; those that parameters are handed over in; arguments of a call;
    /// what tells a context apart.
    pub(crate) frame: Option<Box<State>>,
    pub(crate) handed: Option<Box<State>>,
    pub(crate) args: Vec<Vid>,
    pub(crate) key: Vec<Vid>,
    /// Blocks run so far.
    pub(crate) steps: u64,
    /// Name of the slot for what was stored under an unknown key.
    pub(crate) any_key: Str,
    /// Slot of what a framework object was given: see [`crate::scenario::engine::marks`].
    pub(crate) content: Slot,
    /// What was asked before of methods, fields and types.
    pub(crate) known: Known,
    /// The budget ran out: what was reached so far stands, more may be reachable.
    pub(crate) exhausted: bool,
}

impl<'e, 'a> Engine<'e, 'a> {
    /// An engine that has run nothing.
    pub(crate) fn new(code: &'e Code<'a>, rules: &'e Rules, assume: Assumptions) -> Self {
        let mut strings = Strings::default();
        let caps = Caps::new(code.program.defs().len());
        let order = Order::new(code, &mut strings);
        Self {
            hold: Hold::default(),
            any_key: strings.intern("any key"),
            content: Slot::Named(strings.intern(crate::scenario::engine::marks::CONTENT)),
            asked_to_explain: false,
            stuck: BTreeMap::new(),
            forgiven: FxHashSet::default(),
            code,
            rules,
            assume,
            marks: None,
            values: Values::new(code.object(), caps.objects),
            strings,
            objects: Objects::default(),
            heap: Heap::default(),
            holders: Holders::default(),
            contexts: Vec::new(),
            by_key: HashMap::default(),
            recent: Recent::default(),
            per_def: HashMap::default(),
            caps,
            blocks: Blocks::default(),
            initialised: FxHashSet::default(),
            instantiated: BTreeMap::new(),
            watchers: FxHashMap::default(),
            past: Past::default(),
            record: None,
            known: Known {
                message: code.class_named("android.os.Message"),
                ..Known::default()
            },
            fans: Fans::default(),
            order,
            undone: Undone::default(),
            taken_out: TakenOut::default(),
            ordered: Ordered::default(),
            passing: Passing::default(),
            sure: FxHashMap::default(),
            apart: None,
            begun: None,
            left: Left::default(),
            threw: Threw::Nothing,
            ahead: Ahead::default(),
            answers: Vec::new(),
            to_tell: Vec::new(),
            frame: None,
            handed: None,
            args: Vec::new(),
            key: Vec::new(),
            steps: 0,
            exhausted: false,
        }
    }

    /// Joins two values.
    pub(crate) fn join(&mut self, a: Vid, b: Vid) -> Vid {
        let objects = &self.objects;
        self.values.join(a, b, |obj| objects.ty(obj))
    }

    /// A value for one object.
    pub(crate) fn obj(&mut self, obj: Obj) -> Vid {
        self.values.obj(obj)
    }

    /// A value for one text.
    pub(crate) fn text(&mut self, text: &str) -> Vid {
        let id = self.strings.intern(text);
        self.values.intern(Value::str(id))
    }

    /// Anything that an unknown source of the type can give.
    pub(crate) fn unknown(&mut self, ty: TypeId) -> Vid {
        if let Some(value) = self.known.unknown.get(&ty) {
            return *value;
        }
        let value = match self.code.kind(ty) {
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
        };
        self.known.unknown.insert(ty, value);
        value
    }

    /// Notes that instances of a class exist.
    pub(crate) fn note_instance(&mut self, ty: TypeId) {
        let place = self.code.program.span(ty).0;
        if !self.code.is_app(ty) || self.instantiated.insert(place, ty).is_some() {
            return;
        }
        let mut fans = Vec::new();
        for above in self.code.ancestors(ty) {
            let Some(watch) = self.watchers.get_mut(&above) else {
                continue;
            };
            if let Err(place) = watch.below.binary_search(&ty) {
                Rc::make_mut(&mut watch.below).insert(place, ty);
                self.blocks.enqueue_all(&watch.readers);
                fans.extend_from_slice(&watch.fans);
            }
        }
        for fan in fans {
            self.widen_fan(fan, ty);
        }
    }

    /// Classes of which instances exist, below a type; the running block is run again when there are more.
    pub(crate) fn instances_of(&mut self, ty: TypeId) -> Rc<Vec<TypeId>> {
        let running = self.blocks.running();
        let watch = self.watch(ty);
        insert_sorted(&mut watch.readers, running);
        watch.below.clone()
    }

    /// The same, with a call on any of them that is to hear of more.
    pub(crate) fn instances_for(&mut self, ty: TypeId, fan: Fan) -> Rc<Vec<TypeId>> {
        let watch = self.watch(ty);
        watch.fans.push(fan);
        watch.below.clone()
    }

    /// Whether there is no object of a class so far, and code that does not run is what makes them. Of a library just one start may run:
    /// what else it was called for before made some.
    pub(crate) fn is_never_made(&self, class: TypeId) -> bool {
        let code = self.code;
        !self.hold.on
            && code.is_app(class)
            && code.all_below(class, &self.instantiated).is_empty()
            && code.is_made_by_code(class)
    }

    fn watch(&mut self, ty: TypeId) -> &mut Watch {
        let (code, instantiated) = (self.code, &self.instantiated);
        self.watchers.entry(ty).or_insert_with(|| {
            let below = code.all_below(ty, instantiated);
            Watch {
                below: Rc::new(below),
                readers: Vec::new(),
                fans: Vec::new(),
            }
        })
    }

    /// Reads a place; the running block is run again when it grows.
    pub(crate) fn read(&mut self, place: Place) -> Vid {
        if let Some(record) = &mut self.record {
            record.looked(place);
            let all = self.heap.peek(place);
            let seen = self.seen_now(place, all);
            self.still_in(place, seen)
        } else {
            let all = self.heap.read(place, self.blocks.running());
            // Without an order nothing is hidden.
            if !self.is_ordered() {
                return all;
            }
            let seen = self.seen_now(place, all);
            self.still_in(place, seen)
        }
    }

    /// Adds a value to a place.
    pub(crate) fn write(&mut self, place: Place, value: Vid) {
        if let Some(record) = &mut self.record {
            record.wrote(place, value);
            return;
        }
        self.note_writer(place, value);
        self.note_added(place, value);
        let old = self.heap.peek(place);
        let new = self.join(old, value);
        if new == old {
            return;
        }
        let readers = self.heap.set(place, new);
        self.blocks.enqueue_all(&readers);
    }

    /// Calls a method with code: finds its context, hands over the arguments, gives what it can return so far.
    pub(crate) fn enter(&mut self, at: Option<At>, def: DefId, args: &[Vid], edge: Edge) -> Vid {
        self.enter_for(at, def, args, edge, None)
    }

    /// The same, told apart by where the call is.
    pub(crate) fn enter_for(
        &mut self,
        at: Option<At>,
        def: DefId,
        args: &[Vid],
        edge: Edge,
        site: Option<Vid>,
    ) -> Vid {
        let bare;
        let args = if edge == Edge::Reflection {
            bare = self.out_of_boxes(def, args);
            &bare
        } else {
            args
        };
        let ctx = self.context_in_turn(at.is_some().then_some(edge), def, args, site);
        let (given, stored, sole) = self.entering(ctx, def, edge);
        self.note_origin(at, ctx, edge, sole);
        if matches!(edge, Edge::Call | Edge::Reflection) {
            self.threw_in(at, ctx);
        }
        if self.record.is_some() {
            self.tell(at, ctx, edge);
            return self.contexts[ctx.0 as usize].returns;
        }
        let given = self.give(ctx, given) | self.give_stored(ctx, stored);
        let passed = self.pass(ctx, args);
        if given && !passed {
            self.hand_over(ctx);
        }
        let context = &mut self.contexts[ctx.0 as usize];
        if at.is_some() {
            let before = context.callers.len();
            insert_sorted(&mut context.callers, self.blocks.running());
            // Who else calls may come earlier than those that are known.
            self.order.loosened |= context.origin == Origin::Many && context.callers.len() > before;
        } else if let Some(rank) = self.order.rank {
            // What the framework starts next comes after this.
            self.order.rank = Some(rank + 1);
            self.drain(BUDGET);
        }
        self.contexts[ctx.0 as usize].returns
    }

    /// Arguments as reflection hands them over: numbers leave their boxes where the parameter is primitive.
    fn out_of_boxes(&mut self, def: DefId, args: &[Vid]) -> Vec<Vid> {
        let params = self.code.def_params(def);
        let receiver = args.len().saturating_sub(params.len());
        let mut bare = args.to_vec();
        for (arg, ty) in bare.iter_mut().skip(receiver).zip(params) {
            if !self.code.is_reference(ty) {
                *arg = self.unboxed(*arg);
            }
        }
        bare
    }

    /// Adds to what the parameters of a context can hold; whether that was anything new.
    pub(crate) fn pass(&mut self, ctx: Ctx, args: &[Vid]) -> bool {
        let mut changed = false;
        for (index, arg) in args.iter().enumerate() {
            let Some(old) = self.contexts[ctx.0 as usize].params.get(index).copied() else {
                break;
            };
            let new = self.join(old, *arg);
            if new != old {
                self.contexts[ctx.0 as usize].params[index] = new;
                changed = true;
            }
        }
        if changed {
            self.hand_over(ctx);
        }
        changed
    }

    /// Adds to what a context can return.
    pub(crate) fn returned(&mut self, ctx: Ctx, value: Vid) {
        let old = self.contexts[ctx.0 as usize].returns;
        let new = self.join(old, value);
        if new != old && self.record.is_none() {
            let context = &mut self.contexts[ctx.0 as usize];
            context.returns = new;
            self.blocks.enqueue_all(&context.callers);
            for fan in context.fans.clone() {
                self.fan_returned(fan, new);
            }
        }
    }

    /// Runs a class's static initialiser when the class is first used.
    pub(crate) fn initialise(&mut self, at: At, ty: TypeId) {
        if self.record.is_none() && !self.initialised.insert(ty) {
            return;
        }
        let code = self.code;
        let known = self.known.initialisers.entry(ty);
        let Some(def) = *known.or_insert_with(|| code.class_initialiser(ty)) else {
            return;
        };
        if self.contexts[at.ctx.0 as usize].def != def {
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
        let stored = self.read(Place::Static(field));
        let initial = match self.known.statics.get(&field) {
            Some(initial) => *initial,
            None => {
                let initial = self.initial(field);
                self.known.statics.insert(field, initial);
                initial
            }
        };
        match (initial, stored) {
            (Some(_), stored) if self.surely_written(Place::Static(field)) => stored,
            (Some(initial), stored) => self.join(stored, initial),
            // Its initialiser has not come that far yet, or never does.
            (None, Vid::BOTTOM) => self.null_gives(at, Vid::ZERO, Vid::ZERO),
            (None, stored) => stored,
        }
    }

    /// What a static field holds before anything is stored.
    fn initial(&mut self, field: FieldId) -> Option<Vid> {
        Some(match self.code.static_constant(field) {
            Some(Constant::Int(value)) => self.values.int(value),
            Some(Constant::Text(text)) => {
                let text = self.code.text(text);
                self.text(&text)
            }
            Some(Constant::Class(class)) => self.values.intern(Value::class(class)),
            Some(Constant::Enum(_) | Constant::Other) => {
                let ty = self.code.field_type(field);
                self.unknown(ty)
            }
            Some(Constant::Null) | None if self.code.surely_assigned(field) => return None,
            Some(Constant::Null) | None => Vid::ZERO,
        })
    }
}
