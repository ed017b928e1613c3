//! From where a place is reached, up to the entry of the scenario, and which of two places is reached before the other.

use crate::checks::Edge;
use crate::program::TypeId;
use crate::scenario::code::ir::{BlockId, Op};
use crate::scenario::engine::blocks::Node;
use crate::scenario::engine::heap::{Ctx, Place};
use crate::scenario::engine::ops::Waits;
use crate::scenario::engine::paths::{always_passes, goes_round};
use crate::scenario::engine::value::Obj;
use crate::scenario::engine::{At, Engine};

/// Calls from an entry to a place.
const DEPTH: usize = 40;
/// Contexts from which one that is entered from several places is reached.
const PLACES: usize = 48;

/// A place in a context's code, with its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Spot {
    pub(super) ctx: Ctx,
    pub(super) block: BlockId,
    pub(super) pc: u32,
}

/// A step in the life of a component that a call starts: its class, and which step. Steps of one class come one after the other.
pub(crate) type Turn = (TypeId, u32);

/// From where a context is entered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Origin {
    /// From nowhere yet.
    #[default]
    Never,
    /// By whatever uses its class first.
    Class,
    /// By the framework; entries of a lower rank are done by then.
    Root {
        /// Its place among the entries.
        rank: u32,
        /// It may come again.
        again: bool,
    },
    /// By one call.
    Call(Called),
    /// By calls in several places.
    Many,
    /// From anywhere: several entries, or calls besides.
    Anywhere,
}

/// How one call enters a context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Called {
    /// The call.
    pub(super) from: Spot,
    /// The call goes on only when it is done.
    pub(super) waits: bool,
    /// It runs on another thread.
    pub(super) aside: bool,
    /// It runs in a later turn of a looper.
    pub(super) later: bool,
    /// The call enters nothing else.
    pub(super) sole: bool,
    /// It may run again and again once the call was made.
    pub(super) again: bool,
    /// It runs when a person acts.
    pub(super) act: bool,
    /// Which step of a component's life it is, when the call enters nothing else for that.
    pub(super) turn: Option<Turn>,
}

/// A place on the way to another, and how what runs below it is entered from there. The place itself is entered for sure and waited
/// for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Leg {
    pub(super) spot: Spot,
    pub(super) waits: bool,
    pub(super) sole: bool,
    pub(super) again: bool,
    later: bool,
    act: bool,
    turn: Option<Turn>,
}

/// The places from which a place is reached, itself first, up to its entry.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) legs: Vec<Leg>,
    /// The rank of the entry; `None`: it is not known, or there is no order.
    rank: Option<u32>,
    /// The context of the class initialiser that it is reached from.
    initial: Option<Ctx>,
    /// The entry may come again.
    again: bool,
}

/// What has made the object that two places touch.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Maker {
    /// The class initialiser that it was made in.
    class: Option<Ctx>,
    /// The object, to know its constructors by.
    made: Option<Obj>,
}

impl Engine<'_, '_> {
    pub(super) fn origin(&self, ctx: Ctx) -> Origin {
        let context = self.contexts.get(ctx.0 as usize);
        context.map_or(Origin::Anywhere, |context| context.origin)
    }

    fn set_origin(&mut self, ctx: Ctx, origin: Origin) {
        if let Some(context) = self.contexts.get_mut(ctx.0 as usize)
            && context.origin != origin
        {
            self.order.loosened |= context.origin != Origin::Never;
            context.origin = origin;
        }
    }

    /// A context is entered.
    pub(crate) fn note_origin(&mut self, at: Option<At>, ctx: Ctx, edge: Edge, sole: bool) {
        let turn = self.order.turn.take();
        let act = std::mem::take(&mut self.order.act);
        if self.record.is_some() {
            return;
        }
        let sole = match at.filter(|_| edge == Edge::Posted) {
            Some(at) => self.is_posted_alone(at, ctx),
            None => sole,
        };
        let old = self.origin(ctx);
        if old == Origin::Anywhere || old == Origin::Many && at.is_some() {
            return;
        }
        let new = match (at, self.order.rank) {
            _ if edge == Edge::ClassInit => Origin::Class,
            (None, Some(rank)) if old == Origin::Never => Origin::Root { rank, again: false },
            (Some(_), _) => match (self.here(), old) {
                (Some(from), Origin::Never) => Origin::Call(Called {
                    from,
                    waits: matches!(edge, Edge::Call | Edge::Reflection),
                    aside: edge == Edge::Thread,
                    later: edge == Edge::Posted,
                    sole,
                    again: false,
                    act,
                    turn: turn.filter(|turn| self.takes_turn(from, *turn, ctx)),
                }),
                (Some(here), Origin::Call(called)) if here == called.from => Origin::Call(Called {
                    sole: sole && called.sole,
                    turn: called.turn.filter(|one| turn.as_ref() == Some(one)),
                    ..called
                }),
                (_, Origin::Call(_)) => Origin::Many,
                _ => Origin::Anywhere,
            },
            _ => Origin::Anywhere,
        };
        self.set_origin(ctx, new);
    }

    /// Whether a context is the only one that a call posts.
    fn is_posted_alone(&mut self, at: At, ctx: Ctx) -> bool {
        let first = *self.order.posted.entry(at).or_insert(ctx);
        if first != ctx {
            self.not_alone(first);
        }
        first == ctx
    }

    /// Whether a context is the only one that a call enters for a step of a component's life.
    fn takes_turn(&mut self, from: Spot, turn: Turn, ctx: Ctx) -> bool {
        let first = *self.order.turns.entry((from, turn)).or_insert(ctx);
        if first == ctx {
            return true;
        }
        if let Origin::Call(called) = self.origin(first) {
            let turn = None;
            self.set_origin(first, Origin::Call(Called { turn, ..called }));
        }
        false
    }

    /// A context may be entered from elsewhere.
    pub(crate) fn note_many(&mut self, ctx: Ctx) {
        self.set_origin(ctx, Origin::Anywhere);
    }

    /// A context may be entered several times, from where it was entered once.
    pub(crate) fn note_again(&mut self, ctx: Ctx) {
        let again = true;
        match self.origin(ctx) {
            Origin::Root { rank, .. } => self.set_origin(ctx, Origin::Root { rank, again }),
            Origin::Call(called) => self.set_origin(ctx, Origin::Call(Called { again, ..called })),
            Origin::Never | Origin::Class => self.set_origin(ctx, Origin::Anywhere),
            Origin::Many | Origin::Anywhere => {}
        }
    }

    /// The call that entered a context enters others too.
    pub(crate) fn not_alone(&mut self, ctx: Ctx) {
        if let Origin::Call(called) = self.origin(ctx) {
            let sole = false;
            self.set_origin(ctx, Origin::Call(Called { sole, ..called }));
        }
    }

    /// The rank of the entry from which a waiting place is reached. Of what is reached from several: the framework's part is waited
    /// for by all of them, what code fills is there before the last.
    pub(crate) fn first_rank(&self, at: At, waits: Waits) -> u32 {
        if waits == Waits::Callee {
            return u32::MAX;
        }
        let way = self.way_to(Spot {
            ctx: at.ctx,
            block: 0,
            pc: at.pc,
        });
        let known = way.rank.filter(|_| !way.repeats(0));
        known.unwrap_or(match waits {
            Waits::Framework => 0,
            Waits::Code | Waits::Callee => u32::MAX,
        })
    }

    /// The places from which a place is reached, itself first, up to its entry; and the rank of that.
    pub(super) fn way_to(&self, spot: Spot) -> Way {
        let mut way = Way {
            legs: vec![Leg {
                spot,
                waits: true,
                sole: true,
                again: false,
                later: false,
                act: false,
                turn: None,
            }],
            rank: None,
            initial: None,
            again: false,
        };
        let mut at = spot.ctx;
        while way.legs.len() < DEPTH {
            match self.origin(at) {
                Origin::Call(called) => {
                    way.legs.push(Leg {
                        spot: called.from,
                        waits: called.waits,
                        sole: called.sole,
                        again: called.again,
                        later: called.later,
                        act: called.act,
                        turn: called.turn,
                    });
                    at = called.from.ctx;
                }
                Origin::Root { rank, again } => {
                    way.rank = Some(rank);
                    way.again = again;
                    break;
                }
                Origin::Class => {
                    way.initial = Some(at);
                    break;
                }
                Origin::Never | Origin::Many | Origin::Anywhere => break,
            }
        }
        way
    }

    /// Whether the places on a way from one on are passed at most once, as far as is known which ways are taken. Who builds on it is to
    /// look again once more are.
    pub(super) fn is_once(&self, way: &Way, from: usize) -> bool {
        let rest = way.legs.get(from..).unwrap_or_default();
        let comes_back = |leg: &Leg| self.comes_to(leg.spot.ctx, leg.spot.block, leg.spot.block);
        way.is_known() && !way.repeats(from) && !rest.iter().any(comes_back)
    }

    /// Whether all that the one place does is done before the other place is reached for the first time.
    pub(super) fn precedes(&self, first: Spot, then: Spot) -> bool {
        self.precedes_with(first, then, Maker::default())
    }

    /// The same where both touch what is made in a known place.
    pub(super) fn precedes_with(&self, first: Spot, then: Spot, maker: Maker) -> bool {
        let (one, other) = (self.way_to(first), self.way_to(then));
        let acted = one.is_acted_after(&other);
        let done = |legs: &[Leg]| legs.iter().all(|leg| leg.is_done(acted) && !leg.again);
        if let Some(inner) = self.built_before(&one, &other, maker) {
            return done(inner);
        }
        let Some((i, j)) = meeting(&one.legs, &other.legs) else {
            if one.is_in(maker.class) && !other.is_in(maker.class) {
                return done(&one.legs);
            }
            // What two entries do comes one after the other.
            return match (one.rank, self.least_rank(&other)) {
                (Some(x), Some(y)) => x < y && done(&one.legs) && !one.again,
                _ => false,
            };
        };
        let (x, y) = (one.legs[i], other.legs[j]);
        let ctx = x.spot.ctx;
        if x.turns_to(&y) {
            let once = !self.comes_to(ctx, x.spot.block, x.spot.block);
            return !x.again && done(&one.legs[..i]) && once && self.is_once(&one, i + 1);
        }
        // The steps below the context in which the ways part.
        if !done(&one.legs[1..=i]) {
            return false;
        }
        let (x, y) = (x.spot, y.spot);
        let apart = if x.block == y.block {
            x.pc < y.pc && !self.comes_to(ctx, x.block, x.block)
        } else {
            !self.comes_to(ctx, y.block, x.block)
        };
        (apart || acted || self.in_later_turn(&other.legs[..j])) && self.is_once(&one, i + 1)
    }

    /// The rank of the entry that a way begins with; of one that comes from several places, the least of theirs. In large programs that is
    /// not followed.
    fn least_rank(&self, way: &Way) -> Option<u32> {
        let last = way.legs.last()?.spot.ctx;
        if way.rank.is_some() || !self.caps.small {
            return way.rank;
        }
        let mut least = None;
        let mut seen = vec![last];
        let mut at = 0;
        while let Some(ctx) = seen.get(at).copied() {
            at += 1;
            let mut from = Vec::new();
            match self.origin(ctx) {
                Origin::Root { rank, .. } => {
                    least = Some(least.map_or(rank, |one: u32| one.min(rank)))
                }
                Origin::Call(called) => from.push(called.from.ctx),
                Origin::Many => {
                    let callers = &self.contexts[ctx.0 as usize].callers;
                    from.extend(
                        callers
                            .iter()
                            .filter_map(|node| self.blocks.context_of(*node)),
                    );
                }
                Origin::Never | Origin::Class | Origin::Anywhere => return None,
            }
            from.retain(|ctx| !seen.contains(ctx));
            seen.extend(from);
            if seen.len() > PLACES {
                return None;
            }
        }
        least
    }

    /// Whether on every way to a place something holds of where it comes from. Where a context is entered from several places, all of them
    /// count, whatever they enter it for; a way that comes round again began as another.
    pub(super) fn on_every_way(&self, then: Spot, holds: impl Fn(Spot) -> bool) -> bool {
        let mut seen: Vec<Ctx> = Vec::new();
        let mut open = vec![then];
        while let Some(spot) = open.pop() {
            if holds(spot) {
                continue;
            }
            let way = self.way_to(spot);
            let Some(ctx) = way.legs.last().map(|leg| leg.spot.ctx) else {
                return false;
            };
            if self.origin(ctx) != Origin::Many || seen.len() >= PLACES {
                return false;
            }
            if seen.contains(&ctx) {
                continue;
            }
            seen.push(ctx);
            let callers = &self.contexts[ctx.0 as usize].callers;
            let spots: Option<Vec<Spot>> = callers.iter().map(|node| self.call_in(*node)).collect();
            match spots {
                Some(spots) if !spots.is_empty() => open.extend(spots),
                _ => return false,
            }
        }
        true
    }

    /// The first call in a block.
    fn call_in(&self, node: Node) -> Option<Spot> {
        let ctx = self.blocks.context_of(node)?;
        let context = &self.contexts[ctx.0 as usize];
        let block = node.0.checked_sub(context.first.0)?;
        let body = context.body.as_deref()?;
        let insns = body.insns_of(body.blocks.get(block as usize)?).iter();
        let mut calls = insns.filter(|insn| matches!(insn.op, Op::Call { .. }));
        let pc = calls.next()?.pc;
        Some(Spot { ctx, block, pc })
    }

    /// What has made the object of a place.
    pub(super) fn maker_of(&self, place: Place) -> Maker {
        let Place::Of(obj, _) = place else {
            return Maker::default();
        };
        let ctx = self.objects.key(obj).ctx;
        Maker {
            class: ctx.and_then(|ctx| self.initialiser_of(ctx)),
            made: ctx.and(Some(obj)),
        }
    }

    /// The class initialiser that a context is part of.
    fn initialiser_of(&self, ctx: Ctx) -> Option<Ctx> {
        let mut at = ctx;
        for _ in 0..DEPTH {
            match self.origin(at) {
                Origin::Call(Called {
                    from, waits: true, ..
                }) => at = from.ctx,
                Origin::Class => return Some(at),
                _ => return None,
            }
        }
        None
    }

    /// The places of a way within an object's constructor, where that is done before another place comes to see the object: what
    /// is reached from elsewhere (another thread's loop, which may have begun long before) sees it as it was left.
    fn built_before<'w>(&self, one: &'w Way, other: &Way, maker: Maker) -> Option<&'w [Leg]> {
        let obj = maker.made.filter(|_| self.caps.small)?;
        let builds = |leg: &Leg| {
            let context = &self.contexts[leg.spot.ctx.0 as usize];
            let this = context.params.first().map(|this| self.values.get(*this));
            self.code.is_constructor(context.def)
                && this.is_some_and(|this| this.objs == [obj] && this.types.is_empty())
        };
        let outermost = one.legs.iter().rposition(builds)?;
        let within = other.legs.iter().any(builds) || self.made_at(obj) == Some(other.legs[0].spot);
        (!within).then(|| &one.legs[..=outermost])
    }

    /// Whether the one place was surely passed whenever the other is reached.
    pub(super) fn surely_before(&self, first: Spot, then: Spot) -> bool {
        self.surely_before_with(first, then, Maker::default())
    }

    /// The same where both touch what is made in a known place.
    pub(super) fn surely_before_with(&self, first: Spot, then: Spot, maker: Maker) -> bool {
        let (one, other) = (self.way_to(first), self.way_to(then));
        let acted = one.is_acted_after(&other);
        let done = |legs: &[Leg]| {
            legs.iter().enumerate().all(|(index, leg)| {
                let next = legs.get(index + 1);
                let body = self.contexts[leg.spot.ctx.0 as usize].body.as_deref();
                next.is_none_or(|next| next.is_done(acted) && next.sole)
                    && (body.is_some_and(|body| always_passes(body, leg.spot.block))
                        || self.caps.small && self.surely_passes(leg.spot))
            })
        };
        if let Some(inner) = self.built_before(&one, &other, maker) {
            return done(inner);
        }
        let Some((i, j)) = meeting(&one.legs, &other.legs) else {
            if one.is_in(maker.class) && !other.is_in(maker.class) {
                return done(&one.legs);
            }
            return match (one.rank, self.least_rank(&other)) {
                (Some(x), Some(y)) => x < y && done(&one.legs),
                _ => false,
            };
        };
        let (x, y) = (one.legs[i], other.legs[j]);
        if x.turns_to(&y) {
            return done(&one.legs[..i]);
        }
        let (waits, sole) = (x.is_done(acted), x.sole);
        let (x, y) = (x.spot, y.spot);
        let Some(body) = self.contexts[x.ctx.0 as usize].body.as_deref() else {
            return false;
        };
        let passed = if x.block == y.block {
            x.pc < y.pc
        } else {
            !goes_round(body, x.block, |block| block == y.block)
                || self.caps.small && self.surely_leads_over(x, y.block)
        };
        // What is posted runs when the turn is over, and with it all that surely follows.
        let passed = passed
            || self.caps.small
                && (acted || self.in_later_turn(&other.legs[..j]))
                && !self.is_aside(x.ctx)
                && self.follows(y, x);
        passed && waits && sole && (i == 0 || done(&one.legs[..i]))
    }
}

impl Way {
    /// Whether it is known from where the place is reached. A class is initialised once, whoever uses it first.
    fn is_known(&self) -> bool {
        self.rank.is_some() || self.initial.is_some()
    }

    /// Whether a person has acted on the other way and not on this one: who acts sees what the launch left when it was done with all that it
    /// posted, too.
    fn is_acted_after(&self, other: &Self) -> bool {
        let acted = |way: &Self| way.legs.iter().any(|leg| leg.act);
        acted(other) && !acted(self)
    }

    /// Whether it begins with an earlier start of the launch than the other.
    pub(super) fn starts_before(&self, other: &Self) -> bool {
        let once = !self.repeats(0) && !other.repeats(0);
        once && self
            .rank
            .zip(other.rank)
            .is_some_and(|(one, other)| one < other)
    }

    /// Whether it begins with this class initialiser: who uses what that has made from elsewhere comes after it.
    fn is_in(&self, maker: Option<Ctx>) -> bool {
        maker.is_some() && self.initial == maker
    }

    /// Whether the context of a place on the way may be entered again and again.
    fn repeats(&self, from: usize) -> bool {
        let entered = self.legs.get(from + 1..).unwrap_or_default();
        self.again || entered.iter().any(|leg| leg.again)
    }
}

impl Leg {
    /// Whether what is entered so is done before what comes behind it; before a person acts (`acted`) what was posted is.
    fn is_done(&self, acted: bool) -> bool {
        self.waits || acted && self.later
    }

    /// Whether both are steps in the life of one component, and this one comes first.
    fn turns_to(&self, then: &Self) -> bool {
        let same = self.spot == then.spot;
        match (self.turn, then.turn) {
            (Some((class, first)), Some((other, then))) => same && class == other && first < then,
            _ => false,
        }
    }
}

/// Where two ways part: the places in the first context that they share.
pub(super) fn meeting(one: &[Leg], other: &[Leg]) -> Option<(usize, usize)> {
    one.iter().enumerate().find_map(|(i, leg)| {
        let same = |two: &Leg| two.spot.ctx == leg.spot.ctx;
        Some((i, other.iter().position(same)?))
    })
}
