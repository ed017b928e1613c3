//! What was put into a collection and surely taken out of it again is not found there any more: a listener that is removed
//! before the app's own bus tells those that are left.
//!
//! A place holds all that was ever stored there. Of objects of the app in collections of the platform, at a first launch and
//! in a small program, it is noted where each is put in, and where which one is taken out, as long as both are known to be one
//! each. Who looks into a collection out of which something is taken does not see what is in it only later, or was before.

use std::collections::BTreeMap;

use crate::scenario::engine::heap::{Place, Site, Slot};
use crate::scenario::engine::numbers::Ints;
use crate::scenario::engine::paths::goes_to;
use crate::scenario::engine::undone::{Calls, note};
use crate::scenario::engine::value::{Obj, Strs, Value, Vid};
use crate::scenario::engine::way::Spot;
use crate::scenario::engine::{At, Engine};

/// Slot of an entry for the map that it is in.
pub(crate) const MAP: &str = "map";
/// Places that put one object into one collection.
const ADDERS: usize = 6;

/// What is taken out of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Out {
    of: Obj,
    /// Nothing: everything.
    what: Option<Vec<Obj>>,
    /// A loop over what is in it takes out some, each in its round; it is known where that loop is left.
    rounds: bool,
}

/// What a run knows of what is put in and taken out.
#[derive(Debug, Clone, Default)]
pub(crate) struct TakenOut {
    /// By collection and object, where it is put in; nothing when that is not known.
    added: BTreeMap<(Obj, Obj), Option<Vec<Spot>>>,
    /// Calls that take something out; nothing once the things are not known to be one each.
    calls: Calls<Out>,
}

impl Engine<'_, '_> {
    /// The collection that a place belongs to.
    fn collection_of(&self, place: Place) -> Option<Obj> {
        let Place::Of(obj, slot) = place else {
            return None;
        };
        (self.caps.small && self.is_element(slot)).then_some(obj)
    }

    /// Something is put into a collection.
    pub(crate) fn note_added(&mut self, place: Place, value: Vid) {
        let Some(of) = self.collection_of(place).filter(|_| self.is_ordered()) else {
            return;
        };
        if self.values.get(value).objs.is_empty() || self.code.is_app(self.objects.ty(of)) {
            return;
        }
        let here = self.here();
        for obj in self.values.shared(value).objs.iter().copied() {
            if !self.code.is_app(self.objects.ty(obj)) {
                continue;
            }
            let adders = self.taken_out.added.entry((of, obj));
            let adders = adders.or_insert_with(|| Some(Vec::new()));
            let Some(known) = adders else { continue };
            match here {
                Some(here) if known.contains(&here) => continue,
                Some(here) if known.len() < ADDERS => known.push(here),
                _ => *adders = None,
            }
            self.order.loosened = true;
        }
    }

    /// Whether something is put into a collection once, surely before a place is reached.
    pub(super) fn is_put_before(&self, obj: Obj, then: Spot) -> bool {
        let mut added = self.taken_out.added.iter().filter(|one| one.0.1 == obj);
        added.any(|(_, spots)| match spots.as_deref() {
            Some([spot]) => self.precedes(*spot, then) && self.surely_before(*spot, then),
            _ => false,
        })
    }

    /// A call takes something out of a collection: all of it, or those of these things that it is known to be.
    pub(crate) fn note_taken_out(&mut self, at: At, of: Vec<Vid>) {
        let skip = !self.caps.small || !self.is_ordered() || of.first() == Some(&Vid::BOTTOM);
        let Some(here) = self.here().filter(|_| !skip && self.record.is_none()) else {
            return;
        };
        if let Some(storage) = of.first().and_then(|of| self.storage(*of)) {
            return self.note_forgotten(storage, of.get(1).copied());
        }
        let from = of.get(1).and_then(|what| self.decided_by(*what));
        let of = self.entry_taken(of);
        let what = of.get(1).map(|what| self.values.shared(*what));
        let round = from.and_then(|from| self.each_round(from));
        let sure = round.is_some() || !self.order.weak;
        let sure = sure && what.as_ref().is_none_or(|what| what.is_only_objects());
        let of = of.first().and_then(|of| self.single(*of, false));
        let mut new = of.filter(|_| sure).map(|of| Out {
            of,
            what: what.map(|what| what.objs.clone()),
            rounds: round.is_some(),
        });
        let known = self.taken_out.calls.get(&at);
        match (&mut new, known.map(|(_, old)| old)) {
            // What is looked at alone may come later.
            (None, None) if of.is_some() => return,
            (Some(new), Some(Some(old))) if (new.of, new.rounds) == (old.of, old.rounds) => {
                if let (Some(new), Some(old)) = (&mut new.what, &old.what) {
                    if round.is_some() {
                        // One round after another.
                        new.extend(old);
                        new.sort_unstable();
                        new.dedup();
                    } else {
                        // What was not yet known to stay.
                        new.retain(|one| old.contains(one));
                    }
                }
                if new != old {
                    self.taken_out.calls.remove(&at);
                }
            }
            _ => {}
        }
        let spot = round.unwrap_or(here);
        self.order.loosened |= note(&mut self.taken_out.calls, at, spot, new);
    }

    /// The one storage of the app that a value is.
    fn storage(&self, of: Vid) -> Option<Obj> {
        let obj = self.single(of, false)?;
        matches!(self.objects.key(obj).site, Site::Named(_) | Site::One).then_some(obj)
    }

    /// A storage is told to forget what is under a key, or all of it.
    fn note_forgotten(&mut self, storage: Obj, key: Option<Vid>) {
        let keys = match key {
            Some(key) => self.keys(key).unwrap_or_default(),
            None => self.keys_in(storage),
        };
        let weak = self.order.weak;
        self.order.weak |= key.is_some() && keys.len() > 1;
        for key in keys {
            self.note_writer_of(Place::Of(storage, Slot::Key(key)), Vid::BOTTOM);
        }
        self.order.weak = weak;
    }

    /// An entry of a map that is taken out is what the map holds there.
    fn entry_taken(&mut self, of: Vec<Vid>) -> Vec<Vid> {
        let Some(entry) = of.get(1).copied() else {
            return of;
        };
        let map = self.read_named(entry, MAP);
        if map == Vid::BOTTOM {
            return of;
        }
        vec![map, self.read_slot(entry, Slot::Element)]
    }

    /// Of what is ever put into a collection, what can be in it where the running instruction looks.
    pub(crate) fn still_in(&mut self, place: Place, all: Vid) -> Vid {
        if all == Vid::BOTTOM || self.taken_out.calls.is_empty() {
            return all;
        }
        let Some(of) = self.collection_of(place) else {
            return all;
        };
        let outs = self.calls_on(of);
        let Some(here) = self.here().filter(|_| !outs.is_empty()) else {
            return all;
        };
        let value = self.values.shared(all);
        let gone = |obj: &Obj| self.is_out((of, *obj), &outs, here);
        let left: Vec<Obj> = value
            .objs
            .iter()
            .filter(|obj| !gone(obj))
            .copied()
            .collect();
        if left.len() == value.objs.len() {
            return all;
        }
        self.leave_out();
        self.values.intern(Value {
            objs: left,
            ..Value::clone(&value)
        })
    }

    /// The element at a place of a list to which each is added once, one after another, before the running instruction; nothing where
    /// that is not known of all.
    pub(crate) fn added_at(&mut self, list: Vid, all: Vid, place: Vid) -> Option<Obj> {
        let of = self.single(list, false).filter(|_| self.is_ordered())?;
        let place = usize::try_from(self.values.get(place).single_int()?).ok()?;
        let value = self.values.shared(all);
        let plain = value.types.is_empty() && value.classes.is_empty() && value.strs == Strs::None;
        if !plain || value.ints != Ints::None || value.objs.len() > ADDERS {
            return None;
        }
        let mut spots = Vec::new();
        for obj in value.objs.iter().copied() {
            match self.taken_out.added.get(&(of, obj)) {
                Some(Some(at)) if at.len() == 1 => spots.push((obj, *at.first()?)),
                _ => return None,
            }
        }
        if !self.caps.small || !self.made_once(of) {
            return None;
        }
        let before = |a: Spot, b: Spot| self.precedes(a, b) && self.surely_before(a, b);
        let mut found = None;
        for (at, (obj, spot)) in spots.iter().enumerate() {
            let mut rank = 0;
            for (other, (_, then)) in spots.iter().enumerate() {
                let earlier = other != at && before(*then, *spot);
                if other != at && !earlier && !before(*spot, *then) {
                    return None;
                }
                rank += usize::from(earlier);
            }
            if rank == place {
                found = Some(*obj);
            }
        }
        if found.is_some() {
            self.leave_out();
        }
        found
    }

    /// Where something is taken out of a collection that is made once, and what: everything, when that is not said.
    fn calls_on(&self, of: Obj) -> Vec<(Spot, Out)> {
        let calls = self.taken_out.calls.values();
        let here = calls.filter_map(|(spot, out)| {
            let out = out.as_ref().filter(|out| out.of == of);
            Some((*spot, out?.clone()))
        });
        let found: Vec<_> = here.collect();
        if found.is_empty() || !self.made_once(of) {
            return Vec::new();
        }
        found
    }

    /// Whether an object is not in a collection yet, or surely no longer.
    fn is_out(&self, (of, obj): (Obj, Obj), outs: &[(Spot, Out)], here: Spot) -> bool {
        let Some(Some(adders)) = self.taken_out.added.get(&(of, obj)) else {
            return false;
        };
        let takes = |out: &Out| {
            let what = out.what.as_ref();
            what.is_none_or(|what| what.contains(&obj) && self.made_once(obj))
        };
        adders.iter().all(|adder| {
            self.precedes(here, *adder)
                || outs.iter().any(|(spot, out)| {
                    takes(out)
                        && self.precedes(*adder, *spot)
                        && self.surely_before(*spot, here)
                        && !(out.rounds && self.is_within(here, *spot))
                })
        })
    }

    /// Whether a place is reached from within the loop that is left at a place.
    fn is_within(&self, here: Spot, left: Spot) -> bool {
        let Some(body) = self.contexts[left.ctx.0 as usize].body.as_deref() else {
            return true;
        };
        let mut legs = self.way_to(here).legs.into_iter();
        let leg = legs.find(|leg| leg.spot.ctx == left.ctx);
        leg.is_some_and(|leg| goes_to(body, leg.spot.block, left.block))
    }
}
