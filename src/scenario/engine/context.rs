//! Calling contexts: what of its arguments tells the runs of a method apart, and how many are kept apart.

use crate::checks::Edge;
use crate::program::{DefId, MethodId, TypeId};
use crate::scenario::code::Target;
use crate::scenario::code::ir::{Body, Insn, Op};
use crate::scenario::engine::blocks::insert_sorted;
use crate::scenario::engine::heap::{Ctx, Site};
use crate::scenario::engine::numbers::Ints;
use crate::scenario::engine::ops::given_field;
use crate::scenario::engine::thrown::{Thrown, Throws};
use crate::scenario::engine::value::{Obj, ObjectCaps, Strs, Vid};
use crate::scenario::engine::way::Origin;
use crate::scenario::engine::{At, Context, Engine};

/// Methods with code up to which a program is small: its contexts are kept apart as far as that tells anything.
const SMALL: usize = 25_000;
/// Contexts of a run of a small program from which on it has no more of them than a large one: what still grows then mixes in ways that
/// no number of contexts takes apart.
pub(crate) const MANY: usize = 25_000;
/// Contexts of a method that is a few blocks and calls nothing of the app, in a small program: nothing follows from one more.
const LEAVES: u32 = 1024;
/// Blocks and contexts of one method, at most, in a program or a run that is not small.
const COARSE: (usize, usize) = (120, 24);
/// Contexts of a method that messages pass through and that has too many: so many kinds of messages it still tells apart.
const KINDS: u32 = 48;
/// Blocks of a method that only looks at something, and calls within one another that it looks by.
const LOOKER: usize = 8;
const LOOKED: u8 = 3;
/// Blocks of a method that only sends messages.
const SENDER: usize = 24;
/// Contexts within contexts in the identity of an object of which there is likely one.
const SOLE: u8 = 1;

/// What of all that may change a method looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Looks {
    Nowhere,
    /// Fields of objects.
    Within,
    /// Static fields, or what the framework keeps.
    Anywhere,
}

/// What tells a context apart, borrowed.
#[derive(Hash)]
struct Key<'k>(DefId, &'k [Vid]);

impl hashbrown::Equivalent<(DefId, Box<[Vid]>)> for Key<'_> {
    fn equivalent(&self, key: &(DefId, Box<[Vid]>)) -> bool {
        self.0 == key.0 && *self.1 == *key.1
    }
}

/// How many contexts a method may have before its callers share one: a helper of a few blocks has many, a method of hundreds
/// next to none, and the whole is a few times the code that is reached. Of a large program the fewer the larger it is: most of it is
/// libraries, whose callers need not be told apart, and what is reached grows faster than what is told apart by it. Measured
/// on a program of 120,000 methods: a quarter of the contexts reach 0.5 percent more methods and find the same, in 0.6 of the
/// time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caps {
    /// The program is small: what an extension function is called on is told apart as a receiver is.
    pub(crate) small: bool,
    /// Blocks of one method that its contexts may have together.
    blocks: usize,
    /// The fewest and the most contexts that a method may have by that rule.
    contexts: (usize, usize),
    /// Contexts within contexts in an object's identity before they are no longer kept apart.
    pub(crate) depth: u8,
    /// Classes of objects whose slots are looked at one by one when any object of a type is read; of more, and of any in a large
    /// program, all are taken together.
    pub(crate) classes: usize,
    /// Objects of one value.
    pub(crate) objects: ObjectCaps,
}

impl Caps {
    /// For a program with so many methods.
    pub(crate) fn new(methods: usize) -> Self {
        let small = methods <= SMALL;
        let share = |most: usize, least: usize| {
            let share = most * SMALL / methods.max(1);
            share.clamp(least, most)
        };
        Self {
            small,
            blocks: if small { 480 } else { share(COARSE.0, 15) },
            contexts: if small {
                (8, 64)
            } else {
                (share(8, 1), share(COARSE.1, 6))
            },
            depth: if small { 12 } else { 4 },
            classes: if small { 24 } else { 0 },
            objects: ObjectCaps {
                class: 16,
                all: if small { 40 } else { 16 },
            },
        }
    }

    /// Contexts that a method may have when the run has so many.
    fn of(self, body: Option<&Body>, so_far: usize) -> u32 {
        let blocks = body.map_or(1, |body| body.blocks.len()).max(1);
        let (all, (least, most)) = match so_far < MANY {
            true => (self.blocks, self.contexts),
            false => (
                self.blocks.min(COARSE.0),
                (self.contexts.0, self.contexts.1.min(COARSE.1)),
            ),
        };
        (all / blocks).clamp(least, most) as u32
    }
}

/// Mark of what tells the contexts of code that follows a choice from those before.
const APART: u64 = 1 << 63;
/// Calls kept at hand, arguments of one, and a number that scatters them.
const RECENT: usize = 1 << 14;
const ARGS: usize = 6;
const GOLDEN: u32 = 0x9E37_79B1;

/// The last call of each group, and its context: blocks that run again mostly call with what they called with before. Which
/// context a call has never changes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recent(Vec<Option<(DefId, Call, Ctx)>>);

/// Arguments, as many as there are, where the call is, where that counts, and whether it follows a choice.
type Call = ([Vid; ARGS], u8, Option<Vid>, bool);

impl Recent {
    /// The group of a call.
    fn group(def: DefId, args: &[Vid]) -> usize {
        let mixed = args
            .iter()
            .fold(def.0, |mixed, arg| arg.mixed(mixed.wrapping_mul(GOLDEN)));
        (mixed.wrapping_mul(GOLDEN) >> 16) as usize % RECENT
    }
}

impl Engine<'_, '_> {
    /// The context for a call that was perhaps made just before.
    pub(crate) fn context_again(&mut self, def: DefId, args: &[Vid], site: Option<Vid>) -> Ctx {
        let apart = self.is_apart();
        if args.len() > ARGS {
            return self.context_at(def, args, site, apart);
        }
        let mut call: Call = ([Vid::BOTTOM; ARGS], args.len() as u8, site, apart);
        call.0.iter_mut().zip(args).for_each(|(to, arg)| *to = *arg);
        let group = Recent::group(def, args);
        if let Some(Some((known, with, ctx))) = self.recent.0.get(group)
            && *known == def
            && *with == call
        {
            return *ctx;
        }
        let ctx = self.context_at(def, args, site, apart);
        if self.recent.0.is_empty() {
            self.recent.0.resize(RECENT, None);
        }
        self.recent.0[group] = Some((def, call, ctx));
        ctx
    }

    /// The same for what is entered by an edge; or first, by what the scenario starts (`None`).
    pub(crate) fn context_in_turn(
        &mut self,
        edge: Option<Edge>,
        def: DefId,
        args: &[Vid],
        site: Option<Vid>,
    ) -> Ctx {
        if edge.is_some_and(|edge| !self.comes_later(edge)) {
            return self.context_again(def, args, site);
        }
        self.blocks.find_later(edge.map(|_| true));
        let ctx = self.context_again(def, args, site);
        self.blocks.find_later(edge.map(|_| false));
        ctx
    }

    /// Whether what is entered that way is looked at last, for the sake of order. Of a library everything that is public is entered at once:
    /// there is no order among that.
    fn comes_later(&self, edge: Edge) -> bool {
        matches!(edge, Edge::Posted | Edge::Thread | Edge::ComponentStart)
            && self.is_ordered()
            && !self.hold.on
    }

    /// The context for a call.
    pub(crate) fn context(&mut self, def: DefId, args: &[Vid]) -> Ctx {
        self.context_at(def, args, None, self.is_apart())
    }

    /// Whether the running code follows a choice that is told apart from what ran before: it looks at what that has changed.
    fn is_apart(&self) -> bool {
        let running = self.blocks.running_in();
        self.past.taking || running.is_some_and(|ctx| self.contexts[ctx.0 as usize].apart)
    }

    /// The context for all that calls a method through a type.
    pub(crate) fn context_of_fans(&mut self, def: DefId, args: &[Vid]) -> Ctx {
        self.context_at(def, args, None, false)
    }

    /// The context for a call that may be told apart by where it is, and from what ran before a choice.
    fn context_at(&mut self, def: DefId, args: &[Vid], site: Option<Vid>, apart: bool) -> Ctx {
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        key.extend(args.iter().map(|arg| self.constant_part(*arg)));
        key.extend(site);
        if apart {
            key.push(self.with_marks(Vid::ONE, APART));
        }
        let ctx = self.context_of(def, &mut key, args.len(), apart);
        self.key = key;
        ctx
    }

    /// Where a call is, where that tells runs of a method apart in a small program. Two builders are two objects, though they are made
    /// by one method with the same arguments; and what a helper does ends there, such as a compiler's stand-in for an atomic
    /// update: where its arguments are several objects, those of one caller are not those of another.
    pub(crate) fn told_by_place(&mut self, at: At, def: DefId, args: &[Vid]) -> Option<Vid> {
        if !self.caps.small {
            return None;
        }
        let code = self.code;
        let makers = self.known.makers.entry(def);
        let from = if *makers.or_insert_with(|| code.is_maker(def)) {
            // What a constructor has made is part of its own object.
            let caller = self.contexts[at.ctx.0 as usize].def;
            match code.makes_lambda(def) || code.is_constructor(caller) {
                true => at.ctx.0,
                false => caller.0,
            }
        } else if self.is_ordered() && self.looks_at(def, args) {
            at.ctx.0
        } else {
            let several = |arg: &Vid| self.values.get(*arg).objs.len() > 1;
            if args.len() < 2 || !args.iter().any(several) || !self.is_leaf(def) {
                return None;
            }
            at.ctx.0
        };
        Some(self.values.int(i64::from(from) << 32 | i64::from(at.pc)))
    }

    /// Whether a call only looks at what may change while the app runs: what it answers before something is set is not what it
    /// answers after. That is known of what there is one of; other objects are many, and each is told apart already.
    fn looks_at(&mut self, def: DefId, args: &[Vid]) -> bool {
        match self.looker(def) {
            Some(Looks::Anywhere) => true,
            Some(Looks::Within) => args.first().is_some_and(|this| {
                let value = self.values.get(*this);
                match value.objs.as_slice() {
                    [obj] => {
                        value.types.is_empty()
                            && (self.objects.depth(*obj) <= SOLE || self.made_once(*obj))
                    }
                    _ => false,
                }
            }),
            _ => false,
        }
    }

    /// What a method looks at that tells something by its result; `None`: it does more than look.
    fn looker(&mut self, def: DefId) -> Option<Looks> {
        if let Some(known) = self.known.lookers.get(&def) {
            return *known;
        }
        let code = self.code;
        let descriptor = code.descriptor(code.return_type(def));
        let answers =
            code.return_type(def) == code.string() || !descriptor.starts_with(['L', '[', 'V']);
        // What only gives a field is asked where it is called.
        let gives = || {
            code.lower(def)
                .is_some_and(|body| given_field(&body).is_some())
        };
        let looks = match answers || self.is_static_getter(def) || self.gives_updated(def) {
            true => self.looks(def, 0).filter(|_| !gives()),
            false => None,
        };
        self.known.lookers.insert(def, looks);
        looks
    }

    /// Whether a method does nothing but give what a static field holds: what one thing is kept in, and what it holds before and after
    /// that is made.
    fn is_static_getter(&self, def: DefId) -> bool {
        let body = self.code.lower(def);
        self.code.def_params(def).is_empty()
            && body.is_some_and(|body| {
                let plain = |op: Op| matches!(op, Op::GetStatic { .. } | Op::Return { .. });
                body.insns.iter().all(|insn| plain(insn.op))
            })
    }

    /// Whether a method gives what is kept in a field that changes in single steps, by an updater.
    fn gives_updated(&self, def: DefId) -> bool {
        let code = self.code;
        let reads = |op: Op| match op {
            Op::Call { method, .. } => match code.method(method).target {
                Target::Framework(base) => self.looked_at_by(base, method) == Looks::Within,
                Target::App(_) => false,
            },
            _ => false,
        };
        let body = code.lower(def);
        body.is_some_and(|body| body.insns.iter().any(|insn| reads(insn.op)))
    }

    /// What a method of the framework does nothing but look at: an updater at a field, others at what the framework keeps.
    fn looked_at_by(&self, base: TypeId, method: MethodId) -> Looks {
        match self.rules.find(self.code, base, method) {
            Some(rule) if !rule.looks() => Looks::Nowhere,
            Some(rule) if rule.asks("field") => Looks::Within,
            Some(_) => Looks::Anywhere,
            None => Looks::Nowhere,
        }
    }

    /// What a method, which makes and stores nothing, looks at; `None` where it does more than look.
    fn looks(&self, def: DefId, depth: u8) -> Option<Looks> {
        let code = self.code;
        let body = code.lower(def).filter(|body| body.blocks.len() <= LOOKER)?;
        let mut looks = Looks::Nowhere;
        for insn in &body.insns {
            let at = match insn.op {
                Op::New { .. }
                | Op::NewArray { .. }
                | Op::FilledArray { .. }
                | Op::Put { .. }
                | Op::PutStatic { .. }
                | Op::ArrayPut { .. } => return None,
                Op::Get { field, .. } if code.changes(field) => Looks::Within,
                Op::GetStatic { field, .. } if code.changes(field) => Looks::Anywhere,
                Op::Call { method, .. } => match code.method(method).target {
                    // Where there is no code, nothing is known to be stored.
                    Target::App(called) if code.lower(called).is_none() => Looks::Nowhere,
                    Target::App(called) if depth < LOOKED => self.looks(called, depth + 1)?,
                    Target::App(_) => return None,
                    Target::Framework(base) => self.looked_at_by(base, method),
                },
                _ => Looks::Nowhere,
            };
            looks = looks.max(at);
        }
        Some(looks)
    }

    fn is_leaf(&mut self, def: DefId) -> bool {
        let code = self.code;
        let known = self.known.leaves.entry(def);
        *known.or_insert_with(|| code.is_leaf(def))
    }

    fn context_of(&mut self, def: DefId, key: &mut [Vid], params: usize, apart: bool) -> Ctx {
        if let Some(ctx) = self.by_key.get(&Key(def, key)) {
            return *ctx;
        }
        let body = self.code.lower(def);
        let mut cap = self.caps.of(body.as_deref(), self.contexts.len());
        if self.caps.small && self.is_leaf(def) {
            cap = cap.max(LEAVES);
        }
        let mut full = self.per_def.get(&def).copied().unwrap_or_default();
        // First the receiver and plain constants are still told apart, then the kinds of messages, then nothing is.
        let (mut shared, mut kinds) = (false, false);
        if full >= cap {
            self.coarsen(key);
            if let Some(ctx) = self.by_key.get(&Key(def, key)) {
                return *ctx;
            }
            full = full.saturating_sub(cap);
            kinds = self.passes_messages(def);
            if kinds {
                cap = cap.max(KINDS);
            }
            shared = full >= cap;
            if shared && kinds {
                self.kinds_alone(key);
                if let Some(ctx) = self.by_key.get(&Key(def, key)) {
                    return *ctx;
                }
            }
            if shared && (!kinds || full - cap >= KINDS) {
                kinds = false;
                key.fill(Vid::BOTTOM);
                if let Some(ctx) = self.by_key.get(&Key(def, key)) {
                    return *ctx;
                }
            }
        }
        *self.per_def.entry(def).or_insert(0) += 1;
        let mut depth = 0;
        let mut own = Vec::new();
        for arg in key.iter() {
            for obj in &self.values.get(*arg).objs {
                depth = depth.max(self.objects.depth(*obj) + 1);
                insert_sorted(&mut own, *obj);
            }
        }
        if shared {
            // What kinds of messages a helper makes is told apart by who asks it.
            depth = self.caps.depth - u8::from(kinds);
        }
        let apart = apart && !shared;
        // What tells it apart comes last.
        let before = key.split_last().filter(|_| apart);
        let before = before.and_then(|(_, key)| self.by_key.get(&Key(def, key)).copied());
        let ctx = Ctx(u32::try_from(self.contexts.len()).unwrap_or(u32::MAX));
        // Without code (native, abstract) a method gives whatever its type allows.
        let returns = match body {
            Some(_) => Vid::BOTTOM,
            None => self.unknown(self.code.return_type(def)),
        };
        let first = self.blocks.add(ctx, body.as_deref());
        self.contexts.push(Context {
            def,
            throws: match body {
                Some(_) => Thrown::default(),
                None => Thrown::any(Throws::Anything),
            },
            body,
            params: vec![Vid::BOTTOM; params],
            returns,
            first,
            callers: Vec::new(),
            fans: Vec::new(),
            own: own.into(),
            given: None,
            left: None,
            thrown: None,
            stored: None,
            public: false,
            origin: Origin::Never,
            depth,
            apart,
            before,
        });
        self.by_key.insert((def, (*key).into()), ctx);
        if params == 0 {
            self.hand_over(ctx);
        }
        ctx
    }

    /// Leaves of what tells contexts apart the receiver (or first argument: what an extension function is called on), messages, and
    /// what is no object: what a handler does is another thing for each kind of message.
    fn coarsen(&self, key: &mut [Vid]) {
        for arg in key.iter_mut().skip(1) {
            let objs = &self.values.get(*arg).objs;
            let message = |obj: &Obj| Some(self.objects.ty(*obj)) == self.known.message;
            if !objs.is_empty() && !objs.iter().all(message) {
                *arg = Vid::BOTTOM;
            }
        }
    }

    /// Leaves of what tells contexts apart numbers, of the receiver its class, and of messages where they are made: in a helper that is
    /// told their kind for whom.
    fn kinds_alone(&mut self, key: &mut [Vid]) {
        for (index, arg) in key.iter_mut().enumerate() {
            let value = self.values.get(*arg);
            let made = match value.objs.as_slice() {
                [] if value.single_int().is_some() => continue,
                [obj] => Some((self.objects.ty(*obj), *self.objects.key(*obj))),
                _ => None,
            };
            *arg = match made {
                Some((ty, made)) if Some(ty) == self.known.message => match (made.site, made.ctx) {
                    (Site::Code { def, .. }, Some(ctx)) if self.passes_messages(def) => {
                        self.values.int(i64::from(ctx.0))
                    }
                    (Site::Code { def, pc, .. }, _) => {
                        self.values.int(i64::from(def.0) << 32 | i64::from(pc))
                    }
                    _ => Vid::BOTTOM,
                },
                Some((ty, _)) if index == 0 => self.values.int(i64::from(ty.0)),
                _ => Vid::BOTTOM,
            };
        }
    }

    /// Whether a method is handed messages, or sends some and is told a number.
    fn passes_messages(&mut self, def: DefId) -> bool {
        if let Some(known) = self.known.couriers.get(&def) {
            return *known;
        }
        let passes = self.known.message.is_some_and(|message| {
            let params = self.code.def_params(def);
            let number = |ty: &TypeId| self.code.kind(*ty) == Some(b'I');
            params.contains(&message) || params.iter().any(number) && self.sends(def, message, 0)
        });
        self.known.couriers.insert(def, passes);
        passes
    }

    /// Whether a method, or one that it calls, makes a message or asks a handler to.
    fn sends(&self, def: DefId, message: TypeId, depth: u8) -> bool {
        let code = self.code;
        let sends = |insn: &Insn| match insn.op {
            Op::Put { field, .. } => code.field_owner(field) == message,
            Op::Call { method, .. } => match code.method(method).target {
                Target::Framework(_) => {
                    let name = &code.method(method).name;
                    code.method_return(method) == message || name.starts_with("sendEmptyMessage")
                }
                Target::App(called) => depth < LOOKED && self.sends(called, message, depth + 1),
            },
            _ => false,
        };
        let body = code.lower(def).filter(|body| body.blocks.len() <= SENDER);
        body.is_some_and(|body| body.insns.iter().any(sends))
    }

    /// The argument itself when it is one constant or one object, else nothing: what tells contexts apart.
    fn constant_part(&self, arg: Vid) -> Vid {
        let value = self.values.get(arg);
        let constant = value.single_int().is_some()
            || value.single_str().is_some()
            || (value.classes.len() == 1 && value.objs.is_empty() && value.types.is_empty());
        let object = match value.objs.as_slice() {
            [obj] if value.types.is_empty() && !value.may_be_zero() => {
                self.objects.depth(*obj) < self.caps.depth
                    && (self.caps.small || !self.is_carrier(*obj))
            }
            _ => false,
        };
        // Of too many objects of a class that class is known, and that it is one of them.
        let kind = value.types.len() == 1
            && self.caps.small
            && !value.saturated
            && value.objs.is_empty()
            && value.classes.is_empty()
            && value.strs == Strs::None
            && value.ints == Ints::None;
        if constant || object || kind {
            arg
        } else {
            Vid::BOTTOM
        }
    }
}
