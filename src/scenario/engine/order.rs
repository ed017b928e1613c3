//! What comes before what, at a first launch: a flag that is read and only then written was not set when it was read; one that
//! is surely written first is.
//!
//! Each context knows the one call that enters it, as long as there is only one. Two places then have a common context,
//! and its code says which of them comes first. Of stored preferences, static fields and fields of components every place
//! notes who writes it; who reads it later leaves out what is written after that, and what is surely overwritten before. So that this is
//! known by then, what is posted or runs on another thread is looked at last ([`crate::scenario::engine::blocks`]).
//! All this only holds until more calls are found: then what was left out is added ([`Engine::settle_order`]), so that
//! values still only grow.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::knowledge::model::How;
use crate::program::{Kind, TypeId, Use};
use crate::scenario::code::Code;
use crate::scenario::code::ir::BlockId;
use crate::scenario::engine::blocks::Node;
use crate::scenario::engine::heap::{Ctx, Place, Site, Slot};
use crate::scenario::engine::paths::{always_follows, block_of};
use crate::scenario::engine::strings::Strings;
use crate::scenario::engine::value::{Obj, Str, Vid};
use crate::scenario::engine::way::{Maker, Origin, Spot, Turn};
use crate::scenario::engine::{At, Engine};
use crate::scenario::model::files::EXISTS;
use crate::scenario::model::views::OF_VIEWS;

/// Writers of a place that are told apart.
const WRITERS: usize = 6;
/// What carries values from one component to the next.
const CARRIERS: &[&str] = &[
    "android.content.Intent",
    "android.os.Bundle",
    "android.os.PersistableBundle",
];
/// What holds one value, which its calls look at before they set it.
const CELLS: &[&str] = &[
    "java.util.concurrent.atomic.AtomicBoolean",
    "java.util.concurrent.atomic.AtomicInteger",
    "java.util.concurrent.atomic.AtomicLong",
    "java.util.concurrent.atomic.AtomicReference",
];
/// What holds entries under keys, each until it is put again or removed.
const MAPS: &[&str] = &["java.util.Map", "android.util.SparseArray"];
/// An instruction that writes a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Writer {
    spot: Spot,
    value: Vid,
    /// It writes this place and no other.
    sure: bool,
    /// It writes before it looks: what only now is for everybody to see was there before.
    early: bool,
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
    /// Classes of what holds one value, and the slot of that.
    cells: Vec<TypeId>,
    value: Str,
    /// Slot that says that something was put into a collection.
    pub(crate) filled: Str,
    /// Slot that says that something was taken out of one.
    removed: Str,
    /// Slot of who listens to a view.
    heard: Str,
    /// Slot that says that a file was made.
    exists: Str,
    /// Slots of views that tell what the app's code made of them.
    views: [Str; 4],
    /// The running instruction may write any one of several places.
    pub(crate) weak: bool,
    /// The running instruction looks before it writes.
    pub(crate) own: bool,
    /// What is written was there before the running instruction.
    early: bool,
    /// Objects that stand for what is made in several places.
    several: FxHashSet<Obj>,
    /// Blocks that left something out.
    pub(super) left_out: BTreeSet<Node>,
    /// What they left out may have to be seen.
    pub(super) loosened: bool,
    /// What a call posts first.
    pub(crate) posted: FxHashMap<At, Ctx>,
    /// What is entered next runs because a person acts.
    pub(crate) act: bool,
    /// What of a component's life the framework runs next.
    pub(crate) turn: Option<Turn>,
    /// Which context each of these entered.
    pub(super) turns: FxHashMap<(Spot, Turn), Ctx>,
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
            cells: named(CELLS),
            value: strings.intern("value"),
            filled: strings.intern("filled"),
            removed: strings.intern("removed"),
            heard: strings.intern("heard"),
            exists: strings.intern(EXISTS),
            views: OF_VIEWS.map(|slot| strings.intern(slot)),
            weak: false,
            own: false,
            early: false,
            several: FxHashSet::default(),
            left_out: BTreeSet::new(),
            loosened: false,
            posted: FxHashMap::default(),
            act: false,
            turn: None,
            turns: FxHashMap::default(),
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
            Place::Of(obj, Slot::Named(name)) => {
                self.is_followed(name)
                    || name == self.order.removed && self.caps.small && self.made_once(obj)
                    || self.order.views.contains(&name) && self.is_one_view(obj)
                    || self.is_carrier(obj)
                    || self.is_cell(place)
                    || name == self.order.exists && self.one_process()
            }
            _ => false,
        }
    }

    /// Whether an object stands for one view only, as far as the app's own pages go: what is found by its id, or is made once.
    fn is_one_view(&self, obj: Obj) -> bool {
        let by_id = matches!(self.objects.key(obj).site, Site::Named(_));
        self.caps.small && (by_id && self.one_process() || self.made_once(obj))
    }

    /// Whether a place is the value of a cell that is made once. In large programs that is not followed.
    fn is_cell(&self, place: Place) -> bool {
        matches!(place, Place::Of(obj, Slot::Named(name)) if name == self.order.value
            && self.caps.small
            && self.order.cells.contains(&self.objects.ty(obj))
            && self.made_once(obj))
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
            body.is_some_and(|body| {
                let own = key.ctx.filter(|_| self.is_ordered());
                always_follows(body, pc, (spot.block, spot.pc))
                    || own.is_some_and(|ctx| self.is_followed_by(ctx, body, pc, spot))
            })
        })
    }

    fn one_process(&self) -> bool {
        let manifest = &self.code.stage().package.manifest;
        let main = &manifest.application.process;
        manifest.components.iter().all(|one| one.process == *main)
    }

    /// Adds a value to a slot of an object, which held it before the running instruction looks.
    pub(super) fn write_early(&mut self, obj: Obj, slot: Slot, value: Vid) {
        self.order.early = true;
        self.write(Place::Of(obj, slot), value);
        self.order.early = false;
        self.write(Place::Any(slot), value);
    }

    /// Notes who writes a place.
    pub(crate) fn note_writer(&mut self, place: Place, value: Vid) {
        if value != Vid::BOTTOM {
            self.note_writer_of(place, value);
        }
    }

    /// The same also for who removes what is there: that writes nothing.
    pub(super) fn note_writer_of(&mut self, place: Place, value: Vid) {
        // What an intent carries is asked of the method that makes it, whatever the order of the rest.
        let carried = |place| matches!(place, Place::Of(obj, _) if self.is_carrier(obj));
        let asked = self.is_ordered() || self.caps.small && carried(place);
        if !asked || !self.is_told(place) {
            return;
        }
        let empty = self.heap.peek(place) == Vid::BOTTOM;
        // What an object held before anybody else saw it, it holds from the start, wherever it comes to be seen.
        let here = match place {
            Place::Of(obj, _) if self.order.early => self.made_at(obj).or_else(|| self.here()),
            _ => self.here(),
        };
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
        let mut early = self.order.early;
        match few.iter().position(|one| one.spot == spot) {
            Some(at) => {
                let value = self.join(few[at].value, value);
                sure &= few[at].sure;
                early |= few[at].early;
                let new = Writer {
                    spot,
                    value,
                    sure,
                    early,
                };
                if few[at] == new {
                    return;
                }
                few[at] = new;
            }
            None => few.push(Writer {
                spot,
                value,
                sure,
                early,
            }),
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
        let looks = self.order.own || self.is_cell(place);
        let own = looks && self.is_once(&self.way_to(here), 0);
        let maker = self.maker_of(place);
        let hidden = |one: &&Writer| {
            let over = |other: &&Writer| {
                one_place
                    && other.sure
                    && other.spot != one.spot
                    && self.overwrites(place, one.spot, other.spot, maker)
            };
            own && one.spot == here && !one.early
                || self.comes_later_in_round(place, here, one.spot)
                || self.precedes_with(here, one.spot, maker)
                || self.comes_after(here, few.iter().filter(over), maker)
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
        self.surely_written_if(place, |one| one.value != Vid::BOTTOM)
    }

    /// The same for a slot of what a value is, where that is one object.
    pub(crate) fn surely_written_in(&mut self, of: Vid, slot: Slot) -> bool {
        match self.single(of, false) {
            Some(obj) => self.surely_written(Place::Of(obj, slot)),
            None => false,
        }
    }

    /// The same for a value.
    pub(crate) fn surely_written_as(&mut self, place: Place, value: Vid) -> bool {
        self.surely_written_if(place, |one| one.value == value)
    }

    fn surely_written_if(&mut self, place: Place, wanted: impl Fn(&Writer) -> bool) -> bool {
        let (Some(few), Some(here)) = (self.told_writers(place), self.here()) else {
            return false;
        };
        let maker = self.maker_of(place);
        let sure = few.iter().filter(|one| one.sure && wanted(one));
        let sure = self.is_one(place) && self.comes_after(here, sure, maker);
        if sure {
            self.leave_out();
        }
        sure
    }

    /// Whether on every way to the running instruction one of these writers surely came before. Which one may differ in a small program.
    fn comes_after<'w>(
        &self,
        here: Spot,
        writers: impl Iterator<Item = &'w Writer>,
        maker: Maker,
    ) -> bool {
        let writers: Vec<Spot> = writers.map(|one| one.spot).collect();
        let came = |then: Spot| {
            let mut writers = writers.iter();
            writers.any(|one| self.surely_before_with(*one, then, maker))
        };
        !writers.is_empty() && (came(here) || self.caps.small && self.on_every_way(here, came))
    }

    /// The running block leaves something out because of who calls whom, and of the ways that are taken.
    pub(crate) fn leave_out(&mut self) {
        self.order.left_out.insert(self.blocks.running());
        self.undone.asked |= self.caps.small;
    }

    /// Whether the instruction that makes an object makes only one in a run.
    pub(crate) fn made_once(&self, obj: Obj) -> bool {
        let made = self
            .made_at(obj)
            .filter(|_| !self.order.several.contains(&obj));
        made.is_some_and(|spot| self.is_once(&self.way_to(spot), 0) || self.is_made_alone(spot))
    }

    /// Whether an instruction runs only while a static field is empty, and fills it, as nobody else does: what many ask for is made by
    /// who asks first.
    fn is_made_alone(&self, spot: Spot) -> bool {
        let context = &self.contexts[spot.ctx.0 as usize];
        let def = context.def;
        let Some(body) = context.body.as_deref() else {
            return false;
        };
        let program = self.code.program;
        let alone = |field| {
            let used = Use::new(Kind::Write, program.resolve_field(field).0);
            program.users(used).iter().all(|user| *user == def)
        };
        self.kept_in(def)
            .iter()
            .any(|one| one.object.is_none() && one.holds(body, spot.pc) && alone(one.field))
    }

    /// An object stands for what is made elsewhere too.
    pub(super) fn not_one(&mut self, obj: Obj) {
        self.order.loosened |= self.order.several.insert(obj);
    }

    /// The instruction that makes an object.
    pub(super) fn made_at(&self, obj: Obj) -> Option<Spot> {
        let key = self.objects.key(obj);
        let (Site::Code { pc, .. }, Some(ctx), None) = (key.site, key.ctx, key.part) else {
            return None;
        };
        let context = self.contexts.get(ctx.0 as usize)?;
        let block = block_of(context.body.as_deref()?, pc)?;
        Some(Spot { ctx, block, pc })
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

    /// Whether what is written at the one place is written over at the other.
    fn overwrites(&self, place: Place, first: Spot, then: Spot, maker: Maker) -> bool {
        // A class's own initialiser is done before anybody else can store into its fields.
        let initial = |spot: Spot| match place {
            Place::Static(field) => {
                let def = self.contexts[spot.ctx.0 as usize].def;
                self.origin(spot.ctx) == Origin::Class
                    && self.code.def_owner(def) == self.code.field_owner(field)
            }
            _ => false,
        };
        (initial(first) && !initial(then)) || self.precedes_with(first, then, maker)
    }
}
