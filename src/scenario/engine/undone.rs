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
        let sure = !self.order.weak && of.iter().all(|one| self.is_one_thing(*one));
        let new = sure.then_some(of);
        self.order.loosened |= note(&mut self.undone.calls, at, spot, new);
    }

    /// Whether what a call that a class of the model knows is pending for is surely taken back before it comes; or it is not settled yet whether it is.
    pub(crate) fn is_undone(&mut self, at: At, class: &str, of: &[Vid]) -> bool {
        if of.contains(&Vid::BOTTOM) || !self.may_undo(class) {
            return false;
        }
        if self.is_surely_undone(of) {
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
    fn may_undo(&mut self, class: &str) -> bool {
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

    fn is_surely_undone(&self, of: &[Vid]) -> bool {
        let Some(here) = self.here() else {
            return false;
        };
        let fits = |theirs: &[Vid]| {
            theirs.len() <= of.len()
                && theirs.iter().zip(of).all(|(a, b)| {
                    let one = self.single(*b, false);
                    let same = one.is_some() && one == self.single(*a, false);
                    same || (a == b && self.values.is_plain_constant(*b))
                })
        };
        let mut calls = self.undone.calls.values();
        calls.any(|(then, theirs)| {
            let theirs = theirs.as_ref().filter(|theirs| fits(theirs));
            theirs.is_some_and(|theirs| self.surely_comes(here, *then, theirs))
        })
    }

    /// Whether every way from the one place passes the other before the calls around both are done, with the same things.
    fn surely_comes(&self, first: Spot, then: Spot, of: &[Vid]) -> bool {
        let (one, other) = (self.way_to(first).legs, self.way_to(then).legs);
        let Some((i, j)) = meeting(&one, &other) else {
            return false;
        };
        if self.is_aside(first.ctx) {
            return false;
        }
        let waits = one[1..=i].iter().all(|leg| leg.waits);
        let sure = other[1..=j].iter().all(|leg| leg.waits && leg.sole);
        let passes = |leg: &Leg| self.surely_passes(leg.spot);
        let within: Vec<Ctx> = one[i..].iter().map(|leg| leg.spot.ctx).collect();
        let mut objects = of.iter().filter_map(|one| self.single(*one, false));
        waits
            && sure
            && other[..j].iter().all(passes)
            && self.follows(one[i].spot, other[j].spot)
            && objects.all(|obj| self.is_the_same(obj, &within))
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
