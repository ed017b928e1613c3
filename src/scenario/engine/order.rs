//! What comes before what, at a first launch: a flag that is read and only then written was not set when it was read; one that
//! is surely written first is.
//!
//! Each context knows the one call that enters it, as long as there is only one. Two places then have a common context,
//! and its code says which of them comes first. Of stored preferences, static fields and fields of components every place
//! notes who writes it; who reads it later leaves out what is written after that, and what is surely overwritten before.
//! All this only holds until more calls are found: then what was left out is added ([`Engine::settle_order`]), so that
//! values still only grow.

use std::collections::BTreeSet;

use crate::checks::Edge;
use crate::knowledge::model::How;
use crate::program::TypeId;
use crate::scenario::code::Code;
use crate::scenario::code::ir::BlockId;
use crate::scenario::engine::blocks::Node;
use crate::scenario::engine::heap::{Ctx, Place, Site, Slot};
use crate::scenario::engine::ops::Waits;
use crate::scenario::engine::paths::{
    always_follows, always_passes, block_of, goes_round, goes_to,
};
use crate::scenario::engine::strings::Strings;
use crate::scenario::engine::value::{Obj, Str, Vid};
use crate::scenario::engine::{At, Engine};

/// Writers of a place that are told apart.
const WRITERS: usize = 6;
/// What carries values from one component to the next.
const CARRIERS: &[&str] = &[
    "android.content.Intent",
    "android.os.Bundle",
    "android.os.PersistableBundle",
];
/// What holds entries under keys, each until it is put again or removed.
const MAPS: &[&str] = &["java.util.Map", "android.util.SparseArray"];
/// Calls from an entry to a place.
const DEPTH: usize = 40;

/// A place in a context's code, with its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(super) ctx: Ctx,
    pub(super) block: BlockId,
    pub(super) pc: u32,
}

/// From where a context is entered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Origin {
    /// From nowhere yet.
    #[default]
    Never,
    /// By whatever uses its class first.
    Class,
    /// By the framework, once; entries of a lower rank are done by then.
    Root(u32),
    /// By one call.
    Call {
        from: Spot,
        /// The call goes on only when it is done.
        waits: bool,
        /// It runs on another thread.
        aside: bool,
        /// It runs in a later turn of a looper.
        later: bool,
        /// The call enters nothing else.
        sole: bool,
    },
    /// From several places, or again and again.
    Many,
}

/// An instruction that writes a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Writer {
    spot: Spot,
    value: Vid,
    /// It writes this place and no other.
    sure: bool,
}

/// Who writes a place.
#[derive(Debug, Clone, Default)]
pub(crate) enum Writers {
    /// These.
    Few(Vec<Writer>),
    /// Too many to tell, or none that was noted.
    #[default]
    Untold,
}

/// What a run knows about order.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    /// Rank of what the scenario starts; `None`: there is no order among it.
    pub(crate) rank: Option<u32>,
    /// The block and instruction that run.
    pub(crate) block: BlockId,
    pub(crate) pc: u32,
    /// Classes of what carries values from one component to the next.
    pub(crate) carriers: Vec<TypeId>,
    /// Types of what holds entries under keys.
    maps: Vec<TypeId>,
    /// Slot that says that something was put into a collection.
    pub(crate) filled: Str,
    /// Slot of who listens to a view.
    heard: Str,
    /// The running instruction may write any one of several places.
    pub(crate) weak: bool,
    /// The running instruction looks before it writes.
    pub(super) own: bool,
    /// Blocks that left something out.
    pub(super) left_out: BTreeSet<Node>,
    /// What they left out may have to be seen.
    pub(super) loosened: bool,
}

impl Order {
    pub(crate) fn new(code: &Code<'_>, strings: &mut Strings) -> Self {
        let named = |names: &[&str]| -> Vec<TypeId> {
            let types = names.iter().filter_map(|name| code.class_named(name));
            types.collect()
        };
        Self {
            rank: None,
            block: 0,
            pc: 0,
            carriers: named(CARRIERS),
            maps: named(MAPS),
            filled: strings.intern("filled"),
            heard: strings.intern("heard"),
            weak: false,
            own: false,
            left_out: BTreeSet::new(),
            loosened: false,
        }
    }
}

impl Engine<'_, '_> {
    /// Whether order is followed: a person may come back to any page.
    pub(super) fn is_ordered(&self) -> bool {
        !self.assume.person && self.assume.empty_storage
    }

    pub(super) fn here(&self) -> Option<Spot> {
        Some(Spot {
            ctx: self.blocks.running_in()?,
            block: self.order.block,
            pc: self.order.pc,
        })
    }

    pub(super) fn origin(&self, ctx: Ctx) -> Origin {
        let context = self.contexts.get(ctx.0 as usize);
        context.map_or(Origin::Many, |context| context.origin)
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
        if self.record.is_some() {
            return;
        }
        let old = self.origin(ctx);
        if old == Origin::Many {
            return;
        }
        let new = match (at, self.order.rank) {
            _ if edge == Edge::ClassInit => Origin::Class,
            (None, Some(rank)) if old == Origin::Never => Origin::Root(rank),
            (Some(_), _) => match (self.here(), old) {
                (Some(from), Origin::Never) => Origin::Call {
                    from,
                    waits: matches!(edge, Edge::Call | Edge::Reflection),
                    aside: edge == Edge::Thread,
                    later: edge == Edge::Posted,
                    sole,
                },
                (
                    Some(here),
                    Origin::Call {
                        from,
                        waits,
                        aside,
                        later,
                        sole: before,
                    },
                ) if here == from => Origin::Call {
                    from,
                    waits,
                    aside,
                    later,
                    sole: sole && before,
                },
                _ => Origin::Many,
            },
            _ => Origin::Many,
        };
        self.set_origin(ctx, new);
    }

    /// A context may be entered from elsewhere, or several times.
    pub(crate) fn note_many(&mut self, ctx: Ctx) {
        self.set_origin(ctx, Origin::Many);
    }

    /// The call that entered a context enters others too.
    pub(crate) fn not_alone(&mut self, ctx: Ctx) {
        if let Origin::Call {
            from,
            waits,
            aside,
            later,
            ..
        } = self.origin(ctx)
        {
            let origin = Origin::Call {
                from,
                waits,
                aside,
                later,
                sole: false,
            };
            self.set_origin(ctx, origin);
        }
    }

    /// Whether what the framework runs that way comes once for each call.
    pub(crate) fn runs_once(&self, how: How, method: &str) -> bool {
        matches!(how, How::Posted | How::Thread | How::Once) && !method.starts_with("schedule")
    }

    /// Whether the writers of a place are told apart.
    fn is_told(&self, place: Place) -> bool {
        match place {
            Place::Static(_) => true,
            Place::Of(obj, Slot::Key(_)) => match self.objects.key(obj).site {
                Site::Named(_) | Site::One => self.one_process(),
                Site::Code { .. } => self.is_carrier(obj) || self.is_map(obj),
                Site::Method(_) => false,
            },
            Place::Of(obj, Slot::Field(_)) => {
                self.objects.key(obj).site == Site::One || self.caps.small && self.made_once(obj)
            }
            Place::Of(obj, Slot::Named(name)) => self.is_followed(name) || self.is_carrier(obj),
            _ => false,
        }
    }

    fn is_followed(&self, slot: Str) -> bool {
        [self.order.filled, self.order.heard].contains(&slot)
    }

    /// Whether an object carries values from one component to the next.
    pub(crate) fn is_carrier(&self, obj: Obj) -> bool {
        self.order.carriers.contains(&self.objects.ty(obj))
    }

    /// Whether an object holds entries under keys that code puts there. In large programs that is not followed.
    pub(super) fn is_map(&self, obj: Obj) -> bool {
        let ty = self.objects.ty(obj);
        let mut maps = self.order.maps.iter();
        self.caps.small && maps.any(|map| self.code.is_subtype(ty, *map))
    }

    /// Whether what is surely written to a place of this object is written to all that it stands for.
    fn is_one(&self, place: Place) -> bool {
        match place {
            Place::Of(obj, Slot::Key(_)) if self.is_map(obj) => self.made_once(obj),
            _ => true,
        }
    }

    /// Whether every intent or bundle that is made where this one is has this place filled before the method that makes
    /// it is left.
    pub(crate) fn surely_put(&self, place: Place) -> bool {
        let Place::Of(obj, _) = place else {
            return false;
        };
        let key = *self.objects.key(obj);
        let Site::Code { def, pc, .. } = key.site else {
            return false;
        };
        let few = match self.heap.writers(place) {
            Some(Writers::Few(few)) => few.as_slice(),
            _ => return false,
        };
        few.iter().any(|one| {
            let spot = one.spot;
            let context = &self.contexts[spot.ctx.0 as usize];
            let same = context.def == def && key.ctx.is_none_or(|ctx| ctx == spot.ctx);
            let body = context.body.as_deref().filter(|_| one.sure && same);
            body.is_some_and(|body| always_follows(body, pc, (spot.block, spot.pc)))
        })
    }

    fn one_process(&self) -> bool {
        let manifest = &self.code.stage().package.manifest;
        let main = &manifest.application.process;
        manifest.components.iter().all(|one| one.process == *main)
    }

    /// Notes who writes a place.
    pub(crate) fn note_writer(&mut self, place: Place, value: Vid) {
        // What an intent carries is asked of the method that makes it, whatever the order of the rest.
        let carried = |place| matches!(place, Place::Of(obj, _) if self.is_carrier(obj));
        let asked = self.is_ordered() || self.caps.small && carried(place);
        if value == Vid::BOTTOM || !asked || !self.is_told(place) {
            return;
        }
        let here = self.here();
        let empty = self.heap.peek(place) == Vid::BOTTOM;
        let Some(spot) = here else {
            self.heap.set_writers(place, Writers::Untold);
            self.order.loosened = true;
            return;
        };
        let mut few = match self.heap.writers(place) {
            Some(Writers::Few(few)) => few.clone(),
            _ if empty => Vec::new(),
            _ => return,
        };
        let mut sure = !self.order.weak;
        match few.iter().position(|one| one.spot == spot) {
            Some(at) => {
                let value = self.join(few[at].value, value);
                sure &= few[at].sure;
                let new = Writer { spot, value, sure };
                if few[at] == new {
                    return;
                }
                few[at] = new;
            }
            None => few.push(Writer { spot, value, sure }),
        }
        self.order.loosened = true;
        let writers = if few.len() > WRITERS {
            Writers::Untold
        } else {
            Writers::Few(few)
        };
        self.heap.set_writers(place, writers);
    }

    /// Of what was ever written to a place, what can be there where the running instruction reads it.
    pub(crate) fn seen_now(&mut self, place: Place, all: Vid) -> Vid {
        let Some(few) = self.told_writers(place) else {
            return all;
        };
        let Some(here) = self.here() else {
            return all;
        };
        let one_place = self.is_one(place);
        let own = self.order.own && {
            let (way, rank) = self.way_to(here);
            self.is_once(&way, rank)
        };
        let hidden = |one: &&Writer| {
            own && one.spot == here
                || self.precedes(here, one.spot)
                || few.iter().any(|other| {
                    one_place
                        && other.sure
                        && other.spot != one.spot
                        && self.overwrites(place, one.spot, other.spot)
                        && self.surely_before(other.spot, here)
                })
        };
        let shown = few.iter().filter(|one| !hidden(one));
        let seen: Vec<Vid> = shown.map(|one| one.value).collect();
        if seen.len() == few.len() {
            return all;
        }
        self.leave_out();
        let mut value = Vid::BOTTOM;
        for one in seen {
            value = self.join(value, one);
        }
        value
    }

    /// Whether something is surely written to a place before the running instruction: what it held at first is gone.
    pub(crate) fn surely_written(&mut self, place: Place) -> bool {
        self.surely_written_if(place, |_| true)
    }

    /// The same for a value.
    pub(crate) fn surely_written_as(&mut self, place: Place, value: Vid) -> bool {
        self.surely_written_if(place, |one| one.value == value)
    }

    fn surely_written_if(&mut self, place: Place, wanted: impl Fn(&Writer) -> bool) -> bool {
        let (Some(few), Some(here)) = (self.told_writers(place), self.here()) else {
            return false;
        };
        let sure = few
            .iter()
            .any(|one| one.sure && wanted(one) && self.surely_before(one.spot, here))
            && self.is_one(place);
        if sure {
            self.leave_out();
        }
        sure
    }

    /// The running block leaves something out because of who calls whom, and of the ways that are taken.
    pub(super) fn leave_out(&mut self) {
        self.order.left_out.insert(self.blocks.running());
        self.undone.asked |= self.caps.small;
    }

    /// Whether the instruction that makes an object makes only one in a run.
    pub(crate) fn made_once(&self, obj: Obj) -> bool {
        let key = self.objects.key(obj);
        let (Site::Code { pc, .. }, Some(ctx), None) = (key.site, key.ctx, key.part) else {
            return false;
        };
        let body = self.contexts.get(ctx.0 as usize);
        let body = body.and_then(|context| context.body.as_deref());
        let Some(block) = body.and_then(|body| block_of(body, pc)) else {
            return false;
        };
        let (way, rank) = self.way_to(Spot { ctx, block, pc });
        // A class is initialised once, whoever uses it first.
        let first = way.last().map(|(spot, ..)| self.origin(spot.ctx));
        let rank = rank.or((first == Some(Origin::Class)).then_some(0));
        self.is_once(&way, rank)
    }

    fn told_writers(&self, place: Place) -> Option<Vec<Writer>> {
        if !self.is_ordered() || !self.is_told(place) {
            return None;
        }
        match self.heap.writers(place) {
            Some(Writers::Few(few)) if !few.is_empty() => Some(few.clone()),
            _ => None,
        }
    }

    /// Has those that left something out look again, once more is known of who calls whom; whether there were any.
    pub(crate) fn settle_order(&mut self) -> bool {
        if !std::mem::take(&mut self.order.loosened) || self.order.left_out.is_empty() {
            return false;
        }
        for node in std::mem::take(&mut self.order.left_out) {
            self.blocks.enqueue(node);
        }
        true
    }

    /// The rank of the entry from which a waiting place is reached. Of what is reached from several: the framework's part is waited
    /// for by all of them, what code fills is there before the last.
    pub(crate) fn first_rank(&self, at: At, waits: Waits) -> u32 {
        if waits == Waits::Callee {
            return u32::MAX;
        }
        let (_, rank) = self.way_to(Spot {
            ctx: at.ctx,
            block: 0,
            pc: at.pc,
        });
        rank.unwrap_or(match waits {
            Waits::Framework => 0,
            Waits::Code | Waits::Callee => u32::MAX,
        })
    }

    /// The places from which a place is reached, itself first, up to its entry; and the rank of that.
    pub(super) fn way_to(&self, spot: Spot) -> (Vec<(Spot, bool, bool)>, Option<u32>) {
        let mut way = vec![(spot, true, true)];
        let mut at = spot.ctx;
        while way.len() < DEPTH {
            match self.origin(at) {
                Origin::Call {
                    from, waits, sole, ..
                } => {
                    way.push((from, waits, sole));
                    at = from.ctx;
                }
                Origin::Root(rank) => return (way, Some(rank)),
                Origin::Never | Origin::Class | Origin::Many => break,
            }
        }
        (way, None)
    }

    /// Whether a context runs at most once.
    pub(super) fn is_once(&self, way: &[(Spot, bool, bool)], rank: Option<u32>) -> bool {
        rank.is_some()
            && way.iter().all(|(spot, ..)| {
                let body = self.contexts[spot.ctx.0 as usize].body.as_deref();
                body.is_some_and(|body| !goes_to(body, spot.block, spot.block))
            })
    }

    /// Whether what is written at the one place is written over at the other.
    fn overwrites(&self, place: Place, first: Spot, then: Spot) -> bool {
        // A class's own initialiser is done before anybody else can store into its fields.
        let initial = |spot: Spot| match place {
            Place::Static(field) => {
                let def = self.contexts[spot.ctx.0 as usize].def;
                self.origin(spot.ctx) == Origin::Class
                    && self.code.def_owner(def) == self.code.field_owner(field)
            }
            _ => false,
        };
        (initial(first) && !initial(then)) || self.precedes(first, then)
    }

    /// Whether all that the one place does is done before the other place is reached for the first time.
    pub(super) fn precedes(&self, first: Spot, then: Spot) -> bool {
        let (one, one_rank) = self.way_to(first);
        let (other, other_rank) = self.way_to(then);
        let Some((i, j)) = meeting(&one, &other) else {
            // What two entries do comes one after the other.
            return match (one_rank, other_rank) {
                (Some(x), Some(y)) => x < y && one.iter().all(|(_, waits, _)| *waits),
                _ => false,
            };
        };
        // The steps below the context in which the ways part.
        if !one[1..=i].iter().all(|(_, waits, _)| *waits) {
            return false;
        }
        let (x, y) = (one[i].0, other[j].0);
        let Some(body) = self.contexts[x.ctx.0 as usize].body.as_deref() else {
            return false;
        };
        let apart = if x.block == y.block {
            x.pc < y.pc && !goes_to(body, x.block, x.block)
        } else {
            !goes_to(body, y.block, x.block)
        };
        (apart || self.in_later_turn(&other[..j])) && self.is_once(&one[i + 1..], one_rank)
    }

    /// Whether the one place was surely passed whenever the other is reached.
    pub(super) fn surely_before(&self, first: Spot, then: Spot) -> bool {
        let (one, one_rank) = self.way_to(first);
        let (other, other_rank) = self.way_to(then);
        let done = |steps: &[(Spot, bool, bool)]| {
            steps.iter().enumerate().all(|(index, (spot, ..))| {
                let next = steps.get(index + 1);
                let body = self.contexts[spot.ctx.0 as usize].body.as_deref();
                next.is_none_or(|(_, waits, sole)| *waits && *sole)
                    && (body.is_some_and(|body| always_passes(body, spot.block))
                        || self.caps.small && self.surely_passes(*spot))
            })
        };
        let Some((i, j)) = meeting(&one, &other) else {
            return match (one_rank, other_rank) {
                (Some(x), Some(y)) => x < y && done(&one),
                _ => false,
            };
        };
        let (x, y) = (one[i].0, other[j].0);
        let Some(body) = self.contexts[x.ctx.0 as usize].body.as_deref() else {
            return false;
        };
        let passed = if x.block == y.block {
            x.pc < y.pc
        } else {
            !goes_round(body, x.block, |block| block == y.block)
                || self.caps.small && self.surely_leads_over(x, y.block)
        };
        let (_, waits, sole) = one.get(i).copied().unwrap_or((x, true, true));
        passed && waits && sole && (i == 0 || done(&one[..i]))
    }
}

/// Where two ways part: the places in the first context that they share.
pub(super) fn meeting(
    one: &[(Spot, bool, bool)],
    other: &[(Spot, bool, bool)],
) -> Option<(usize, usize)> {
    one.iter().enumerate().find_map(|(i, (spot, ..))| {
        let j = other.iter().position(|(two, ..)| two.ctx == spot.ctx)?;
        Some((i, j))
    })
}
