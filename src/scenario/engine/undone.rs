//! What a call registers and another surely takes back before it can run does not run: a task that is posted and removed
//! in the same turn of the main loop, a receiver that is unregistered where it was registered.
//!
//! The model says what a call is pending for and what another takes back. Whether that surely follows is asked of the
//! code, as far as ways lead: where a branch is decided the other side counts for nothing. What is pending first waits
//! until all else is settled; as everywhere, more ways that are found only add ([`Engine::settle_order`]).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::program::{DefId, MethodId};
use crate::scenario::code::ir::{BlockId, Body, Op};
use crate::scenario::engine::again::{branches, cycle, without};
use crate::scenario::engine::blocks::Node;
use crate::scenario::engine::heap::{Ctx, Site};
use crate::scenario::engine::paths::{block_of, goes_to, returns};
use crate::scenario::engine::value::{Obj, Vid};
use crate::scenario::engine::way::{Called, Leg, Origin, Spot, meeting};
use crate::scenario::engine::{At, Engine};

/// Methods of the platform that take something back.
#[derive(Debug)]
struct Undoers {
    /// Of which class of the model.
    class: usize,
    methods: FxHashSet<MethodId>,
    /// Methods that call one, or lead to one by a few calls.
    defs: FxHashSet<DefId>,
}

/// Calls from a method to what takes something back.
const NEAR: u8 = 4;

/// Calls that take something away, where, and what; nothing once that is not the same each time.
pub(super) type Calls<T> = BTreeMap<At, (Spot, Option<T>)>;

/// Notes what a call takes away; whether that is news.
pub(super) fn note<T: PartialEq>(calls: &mut Calls<T>, at: At, spot: Spot, new: Option<T>) -> bool {
    match calls.entry(at) {
        Entry::Vacant(unknown) => {
            unknown.insert((spot, new));
            true
        }
        Entry::Occupied(mut known) => {
            let old = &mut known.get_mut().1;
            let differs = old.is_some() && *old != new;
            if differs {
                *old = None;
            }
            differs
        }
    }
}

/// What a run knows of what is taken back.
#[derive(Debug, Clone, Default)]
pub(crate) struct Undone {
    /// Calls that take something back, and what: nothing once it is not known to be one thing each.
    calls: Calls<Vec<Vid>>,
    /// Pending calls that wait.
    waiting: BTreeMap<At, Node>,
    /// Those that waited long enough.
    settled: FxHashSet<At>,
    /// Something was left out because of the ways that are known.
    pub(super) asked: bool,
    /// By class of the model, what takes back what its calls register.
    undoers: BTreeMap<String, Rc<Undoers>>,
    /// Places of methods, and whether code leads from there to such a call.
    led: FxHashMap<(usize, DefId, u32), bool>,
}

impl Engine<'_, '_> {
    /// It goes on from one block to another.
    pub(crate) fn note_way(&mut self, ctx: Ctx, body: &Body, (from, to): (BlockId, BlockId)) {
        if self.record.is_some() {
            return;
        }
        let node = Node(self.contexts[ctx.0 as usize].first.0 + from);
        let block = body.blocks.get(from as usize);
        let branch = block.is_some_and(|block| block.next != Some(to));
        if self.blocks.goes_on(node, branch) {
            self.order.loosened |= self.undone.asked;
        }
    }

    /// A call takes back what is pending for this.
    pub(crate) fn note_undo(&mut self, at: At, of: Vec<Vid>) {
        if self.record.is_some() || of.contains(&Vid::BOTTOM) {
            return;
        }
        let Some(spot) = self.here() else {
            return;
        };
        let each = self.each_round(spot).is_some();
        let known =
            |one: &Vid| self.is_one_thing(*one) || each && self.values.get(*one).is_only_objects();
        let sure = (each || !self.order.weak) && of.iter().all(known);
        let mut new = sure.then_some(of);
        // What a loop takes back in one round after another.
        if let Some((_, Some(old))) = self.undone.calls.get(&at).filter(|_| each) {
            let old = old.clone();
            if let Some(new) = new.as_mut().filter(|new| new.len() == old.len()) {
                for (new, old) in new.iter_mut().zip(old) {
                    *new = self.join(*new, old);
                }
                let known = (spot, Some(std::mem::take(new)));
                self.order.loosened |= self.undone.calls.get(&at) != Some(&known);
                self.undone.calls.insert(at, known);
                return;
            }
        }
        self.order.loosened |= note(&mut self.undone.calls, at, spot, new);
    }

    /// Whether what a call that a class of the model knows is pending for is surely taken back before it comes; or it is not settled yet whether it is.
    ///
    /// `waits`: it comes so late that the page of the launch has begun by then.
    pub(crate) fn is_undone(&mut self, at: At, class: &str, of: &[Vid], waits: bool) -> bool {
        if of.contains(&Vid::BOTTOM) || !self.may_undo(class, waits) {
            return false;
        }
        if self.is_surely_undone(of, waits) {
            self.leave_out();
            self.undone.asked = true;
            return true;
        }
        if self.record.is_some() || self.undone.settled.contains(&at) {
            return false;
        }
        self.undone.waiting.insert(at, self.blocks.running());
        true
    }

    /// Lets go on what is pending, now that all else is settled. Whether anything was.
    pub(crate) fn settle_pending(&mut self) -> bool {
        let waiting = std::mem::take(&mut self.undone.waiting);
        let any = !waiting.is_empty();
        for (at, node) in waiting {
            self.undone.settled.insert(at);
            self.blocks.enqueue(node);
        }
        any
    }

    /// Whether anything is called behind this place, or behind where that was called from, that takes back what calls of a
    /// class of the model register.
    fn may_undo(&mut self, class: &str, waits: bool) -> bool {
        let Some(here) = self.here() else {
            return false;
        };
        let undoers = match self.undone.undoers.get(class) {
            Some(known) => known.clone(),
            None => {
                let found = Rc::new(self.undoers(class));
                let new = found.clone();
                self.undone.undoers.insert(class.to_owned(), new);
                found
            }
        };
        if undoers.methods.is_empty() {
            return false;
        }
        if waits && !undoers.defs.is_empty() {
            return true;
        }
        let way = self.way_to(here);
        let same_turn = way.legs.iter().take_while(|leg| leg.waits);
        for spot in same_turn.map(|leg| leg.spot) {
            let def = self.contexts[spot.ctx.0 as usize].def;
            let place = (undoers.class, def, spot.pc);
            let led = match self.undone.led.get(&place) {
                Some(led) => *led,
                None => {
                    let led = undoers.defs.contains(&def) && self.leads_to(spot, &undoers);
                    self.undone.led.insert(place, led);
                    led
                }
            };
            if led {
                return true;
            }
        }
        false
    }

    /// Whether code leads from a place to a call of one of these.
    fn leads_to(&self, from: Spot, undoers: &Undoers) -> bool {
        let Some(body) = self.contexts[from.ctx.0 as usize].body.as_deref() else {
            return false;
        };
        let program = self.code.program;
        let takes_back = |method: MethodId| {
            let def = program.def_of(method);
            undoers.methods.contains(&method) || def.is_some_and(|def| undoers.defs.contains(&def))
        };
        (0..).zip(&body.blocks).any(|(id, block)| {
            let mut insns = body.insns_of(block).iter();
            let last = insns.rfind(|insn| match insn.op {
                Op::Call { method, .. } => takes_back(method),
                _ => false,
            });
            last.is_some_and(|insn| {
                (id == from.block && insn.pc > from.pc) || goes_to(body, from.block, id)
            })
        })
    }

    /// What takes back what calls of a class of the model register.
    fn undoers(&self, class: &str) -> Undoers {
        let program = self.code.program;
        let undoes = |method: &MethodId| {
            let owner = self.code.method_owner(*method);
            let rule = self.rules.find(self.code, owner, *method);
            rule.is_some_and(|rule| rule.undoes() && rule.class == class)
        };
        let names = self.rules.undoing(class).into_iter();
        let named = names.flat_map(|name| program.named(name, None));
        let methods: Vec<MethodId> = named.filter(undoes).collect();
        let mut found = Undoers {
            class: self.undone.undoers.len(),
            methods: methods.iter().copied().collect(),
            defs: FxHashSet::default(),
        };
        let mut next = methods;
        for _ in 0..NEAR {
            let callers = next.iter().flat_map(|method| program.callers(*method));
            let callers: Vec<DefId> = callers.map(|(def, _)| def).collect();
            let new = callers.into_iter().filter(|def| found.defs.insert(*def));
            next = new.map(|def| program.method(def)).collect();
        }
        found
    }

    /// Whether a value is one object or one constant, and nothing else.
    fn is_one_thing(&self, value: Vid) -> bool {
        self.single(value, false).is_some() || self.values.is_plain_constant(value)
    }

    fn is_surely_undone(&self, of: &[Vid], later: bool) -> bool {
        let Some(here) = self.here() else {
            return false;
        };
        let same = |a: &Vid, b: &Vid| {
            let one = self.single(*b, false);
            let same = one.is_some() && one == self.single(*a, false);
            same || (a == b && self.values.is_plain_constant(*b))
        };
        // One of those that a loop takes back.
        let among = |a: &Vid, b: &Vid| {
            let objs = &self.values.get(*a).objs;
            let one = self.single(*b, false);
            same(a, b) || one.is_some_and(|one| objs.contains(&one))
        };
        let mut calls = self.undone.calls.values();
        calls.any(|(then, theirs)| {
            let theirs = theirs.as_ref().filter(|theirs| theirs.len() <= of.len());
            theirs.is_some_and(|theirs| {
                let pairs = || theirs.iter().zip(of);
                let comes = |rounds| self.surely_comes(here, *then, of, (later, rounds));
                pairs().all(|(a, b)| same(a, b)) && comes(false)
                    || pairs().all(|(a, b)| among(a, b))
                        && self.are_all_there(of, *then)
                        && comes(true)
            })
        })
    }

    /// Whether what a loop goes through holds one of these before: what is put into collections is, once.
    fn are_all_there(&self, of: &[Vid], then: Spot) -> bool {
        let objects = of.iter().filter_map(|one| self.single(*one, false));
        let app = |obj: &Obj| self.code.is_app(self.objects.ty(*obj));
        let mut own = objects.filter(app).peekable();
        own.peek().is_none() || own.any(|obj| self.is_put_before(obj, then))
    }

    /// Whether every way from the one place passes the other before the calls around both are done, with the same things; or in a later
    /// start of the same launch, where what is pending waits for it (`later`). `rounds`: a loop comes to what it does in each round.
    fn surely_comes(
        &self,
        first: Spot,
        then: Spot,
        of: &[Vid],
        (later, rounds): (bool, bool),
    ) -> bool {
        let (one, other) = (self.way_to(first), self.way_to(then));
        if self.is_aside(first.ctx) {
            return false;
        }
        let start = later && one.starts_before(&other);
        let (one, other) = (one.legs, other.legs);
        let met = meeting(&one, &other);
        let (i, j) = match met {
            Some(met) => met,
            None if start => (one.len() - 1, other.len() - 1),
            None => return false,
        };
        let waits = one[1..=i].iter().all(|leg| leg.waits);
        let sure = other[1..=j].iter().all(|leg| leg.waits && leg.sole);
        let head = |spot: Spot| self.each_round(spot).filter(|_| rounds);
        let passes = |leg: &Leg| {
            let each = head(leg.spot);
            self.surely_passes(leg.spot) || each.is_some_and(|head| self.surely_passes(head))
        };
        let follows = || {
            let (from, to) = (one[i].spot, other[j].spot);
            self.follows(from, to) || head(to).is_some_and(|head| self.follows(from, head))
        };
        let within: Vec<Ctx> = one[i..].iter().map(|leg| leg.spot.ctx).collect();
        let mut objects = of.iter().filter_map(|one| self.single(*one, false));
        waits
            && sure
            && other[..j].iter().all(passes)
            && match met {
                Some(_) => follows(),
                None => passes(&other[j]),
            }
            && objects.all(|obj| self.is_the_same(obj, &within))
    }

    /// The block in which a loop is left or goes round, of a place that is passed in each of its rounds: whoever comes there has gone through
    /// all that the loop is about.
    pub(super) fn each_round(&self, spot: Spot) -> Option<Spot> {
        let body = self.contexts[spot.ctx.0 as usize].body.as_deref()?;
        if !goes_to(body, spot.block, spot.block) {
            return None;
        }
        let ways = branches(body);
        let round = cycle(&ways, spot.block);
        let out = |(from, to): &&(BlockId, BlockId)| round.contains(from) && !round.contains(to);
        let mut heads = ways.iter().filter(out).map(|way| way.0);
        let head = heads.next()?;
        if heads.any(|other| other != head) {
            return None;
        }
        let others = without(&ways, spot.block);
        let pc = body.insns_of(body.blocks.get(head as usize)?).last()?.pc;
        let passed = head == spot.block || cycle(&others, head).is_empty();
        passed.then_some(Spot {
            ctx: spot.ctx,
            block: head,
            pc,
        })
    }

    /// Whether a context runs on another thread, where what is posted may run at once.
    pub(super) fn is_aside(&self, ctx: Ctx) -> bool {
        let mut at = ctx;
        let mut seen = FxHashSet::default();
        while let Origin::Call(Called { from, aside, .. }) = self.origin(at) {
            if aside || !seen.insert(at) {
                return true;
            }
            at = from.ctx;
        }
        false
    }

    /// Whether an object is the same one each time within one run of the innermost of these contexts.
    fn is_the_same(&self, obj: Obj, within: &[Ctx]) -> bool {
        let key = self.objects.key(obj);
        let (Site::Code { pc, .. }, Some(ctx), None) = (key.site, key.ctx, key.part) else {
            return matches!(key.site, Site::One | Site::Named(_));
        };
        let body = self.contexts[ctx.0 as usize].body.as_deref();
        let Some(block) = body.and_then(|body| block_of(body, pc)) else {
            return false;
        };
        let way = self.way_to(Spot { ctx, block, pc }).legs;
        let once = |Leg { spot, again, .. }: &Leg| {
            let body = self.contexts[spot.ctx.0 as usize].body.as_deref();
            !again && body.is_some_and(|body| !goes_to(body, spot.block, spot.block))
        };
        match way.iter().position(|leg| within.contains(&leg.spot.ctx)) {
            Some(at) => way.iter().take(at + 1).all(once),
            None => self.made_once(obj),
        }
    }

    /// Whether every way from a place to a return passes another place of the same context.
    pub(super) fn follows(&self, from: Spot, to: Spot) -> bool {
        if from.block == to.block && from.pc < to.pc {
            return true;
        }
        let body = self.contexts[from.ctx.0 as usize].body.as_deref();
        body.is_some_and(|body| {
            let next = self.ways_on(from.ctx, body, from.block);
            !returns(body, from.block) && !self.leaves(from.ctx, next, to.block)
        })
    }
}
