//! Collections as lists: what is in them, and at which place.

use crate::knowledge::model::How;
use crate::program::TypeId;
use crate::scenario::engine::Engine;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::Slot;
use crate::scenario::engine::taken_out::MAP;
use crate::scenario::engine::value::{Obj, Vid};

/// Places of a list that are told apart where it is taken over.
const PLACES: i64 = 32;
/// Entries of a map that are told apart.
const ENTRIES: usize = 8;
/// What tells an entry from other objects that a script makes.
const ENTRY: u8 = 250;
/// Slots that say that elements may stand elsewhere than they were put: some were taken out, or moved.
const MOVED: &[&str] = &["removed", "moved"];

impl Engine<'_, '_> {
    /// What is in a collection. One of the app's own classes (what Kotlin wraps an array in) is asked as the platform's collections
    /// ask it when they take over what it holds.
    pub(crate) fn elements(&mut self, call: &Invocation<'_>, of: Vid) -> Vid {
        let held = self.read_slot(of, Slot::Element);
        let array = self.asked(call, of, "toArray");
        let iterator = self.asked(call, of, "iterator");
        let mut all = self.asked(call, iterator, "next");
        for more in [array, iterator] {
            let more = self.read_slot(more, Slot::Element);
            all = self.join(all, more);
        }
        self.join(held, all)
    }

    /// What app methods of that name give that take nothing.
    fn asked(&mut self, call: &Invocation<'_>, on: Vid, name: &str) -> Vid {
        let mut result = Vid::BOTTOM;
        for obj in self.values.shared(on).objs.iter().copied() {
            let ty = self.objects.ty(obj);
            for def in self.methods_named(ty, name).iter().copied() {
                if self.code.def_params(def).is_empty() {
                    let on = self.obj(obj);
                    let one = self.run_app(call, How::Call, on, def, &[]);
                    result = self.join(result, one);
                }
            }
        }
        result
    }

    /// The element at a place of a list, where there is one: any without a place, and once elements may have moved. Of a list that
    /// nobody knows it may be null; where nothing is seen to be put in, that is all that is known.
    pub(crate) fn element_at(
        &mut self,
        call: &Invocation<'_>,
        list: Vid,
        place: Option<Vid>,
    ) -> Vid {
        let mut moved = MOVED.iter().map(|slot| self.read_named(list, slot));
        let moved = moved.any(|moved| moved != Vid::BOTTOM);
        let held = match place.filter(|_| !moved) {
            Some(place) => {
                let all = self.read_slot(list, Slot::Element);
                match self.added_at(list, all, place) {
                    Some(one) => self.obj(one),
                    None => self.read_key(list, place),
                }
            }
            None => self.read_slot(list, Slot::Element),
        };
        if !self.values.get(list).types.is_empty() {
            self.join(held, Vid::ZERO)
        } else if held == Vid::BOTTOM {
            self.framework_gives(call.at, Vid::ZERO)
        } else {
            held
        }
    }

    /// The element that is taken from the front of a queue, or looked at there; null where there may be none, if `null`. What the running
    /// call itself takes out was there before.
    pub(crate) fn front(&mut self, call: &Invocation<'_>, queue: Vid, null: bool) -> Vid {
        self.order.own = true;
        let first = self.element_at(call, queue, Some(Vid::ZERO));
        let none = null && self.is_empty(queue, false) != Vid::ZERO;
        self.order.own = false;
        if none {
            self.join(first, Vid::ZERO)
        } else {
            first
        }
    }

    /// The entries of maps, one for each key where those are known and few, else one for all. Each remembers its map.
    pub(crate) fn entries(&mut self, call: &Invocation<'_>, maps: Vid) -> Vid {
        let Some(ty) = self.code.class_named("java.util.Map$Entry") else {
            return Vid::BOTTOM;
        };
        let mut found = Vid::BOTTOM;
        let apart = self.apart;
        if let Some(map) = self.single(maps, false).filter(|_| self.caps.small) {
            let keys = self.keys_in(map);
            let keys = if keys.len() > ENTRIES {
                Vec::new()
            } else {
                keys
            };
            for key in keys {
                let held = self.read_key(maps, key);
                if held != Vid::BOTTOM {
                    self.apart = Some(key);
                    let entry = self.entry(call, ty, (maps, key, held));
                    found = self.join(found, entry);
                }
            }
            let rest = Slot::Named(self.any_key);
            if found != Vid::BOTTOM && self.read_slot(maps, rest) == Vid::BOTTOM {
                self.apart = apart;
                return found;
            }
        }
        self.apart = apart;
        let names = self.read_named(maps, "names");
        let held = self.read_slot(maps, Slot::Element);
        let all = self.entry(call, ty, (maps, names, held));
        self.join(found, all)
    }

    fn entry(
        &mut self,
        call: &Invocation<'_>,
        ty: TypeId,
        (map, key, held): (Vid, Vid, Vid),
    ) -> Vid {
        let entry = self.allocate(call.at, ty, ENTRY);
        let entry = self.obj(entry);
        for (slot, value) in [("names", key), (MAP, map)] {
            let slot = Slot::Named(self.strings.intern(slot));
            self.write_slot(entry, slot, value);
        }
        self.write_slot(entry, Slot::Element, held);
        entry
    }

    /// Whether all that is in one collection is in another: all of nothing is; not where something is surely in the one that cannot be
    /// in the other.
    pub(crate) fn holds_all(&mut self, of: Vid, wanted: Vid) -> Vid {
        if self.is_empty(wanted, false) == Vid::ONE {
            return Vid::ONE;
        }
        let lists = self.values.shared(wanted);
        if !lists.types.is_empty() || lists.objs.is_empty() {
            return Vid::BOOL;
        }
        let mut objs = lists.objs.iter();
        if objs.all(|list| self.lacks_one(of, *list)) {
            return Vid::ZERO;
        }
        Vid::BOOL
    }

    /// Whether something is surely in a list that cannot be in a collection.
    fn lacks_one(&mut self, of: Vid, list: Obj) -> bool {
        let list = self.obj(list);
        let all = self.read_slot(list, Slot::Element);
        if self.is_empty(list, false) == Vid::ZERO && self.may_hold(of, all) == Vid::ZERO {
            return true;
        }
        let removed = self.read_named(list, "removed") != Vid::BOTTOM;
        // What stands at a place of its own was put there with all that the list took over.
        !removed
            && (0..PLACES).any(|place| {
                let place = self.values.int(place);
                let one = self.read_slot(list, Slot::Key(place));
                one != Vid::BOTTOM && self.may_hold(of, one) == Vid::ZERO
            })
    }

    /// Puts all that is in one list into another, place by place where that is known.
    pub(crate) fn take_over(&mut self, call: &Invocation<'_>, into: Vid, from: Vid) {
        let all = self.elements(call, from);
        let array = self.asked(call, from, "toArray");
        let from = self.join(from, array);
        let mut lists = self.values.get(from).clone();
        // What wraps an array holds nothing itself.
        lists
            .objs
            .retain(|obj| !self.code.is_app(self.objects.ty(*obj)));
        let from = self.values.intern(lists);
        let length = self.array_length(from);
        let length = self.values.get(length).single_int();
        let Some(length) = length.filter(|length| (0..=PLACES).contains(length)) else {
            return self.write_elements(into, all);
        };
        for place in 0..length {
            let place = self.values.int(place);
            let one = self.element_at(call, from, Some(place));
            self.write_key(into, place, one);
        }
    }

    /// A list of a call's arguments in their order; of one that takes them in an array that array.
    pub(crate) fn arguments(&mut self, call: &Invocation<'_>, tag: u8) -> Vid {
        let params = self.code.method_params(call.method);
        if let ([param], [array]) = (params, call.args)
            && self.code.descriptor(*param).starts_with('[')
        {
            return *array;
        }
        let list = self.allocate(call.at, self.code.method_return(call.method), tag + 1);
        let list = self.obj(list);
        for (index, arg) in (0..).zip(call.args) {
            let index = self.values.int(index);
            self.write_key(list, index, *arg);
        }
        let length = self.values.int(call.args.len() as i64);
        self.write_length(list, length);
        list
    }
}
