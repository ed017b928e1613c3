//! Objects and the places that hold values: fields, statics, array and collection elements, storage keys.
//!
//! An object is its allocation site, and the calling context where the site's method has several. Every place is
//! written weakly (a place holds all that was ever stored there), and remembers which blocks read it, so that a
//! change re-runs just those.

use hashbrown::HashMap;
use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::program::{DefId, FieldId, TypeId};
use crate::scenario::engine::blocks::Node;
use crate::scenario::engine::order::Writers;
use crate::scenario::engine::value::{Obj, Str, Vid};

/// A method in one calling context.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ctx(pub(crate) u32);

/// Where an object comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Site {
    /// An instruction of a method; `tag` tells apart several objects of one call's model.
    Code { def: DefId, pc: u32, tag: u8 },
    /// The only one of its type: application, component, system service.
    One,
    /// A named thing, such as a preferences file.
    Named(Str),
    /// A method found by reflection, by its name; the object's type is the class it was looked up in.
    Method(Str),
}

/// All that makes an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ObjKey {
    /// Allocation site.
    pub(crate) site: Site,
    /// Exact class.
    pub(crate) ty: TypeId,
    /// Context of the allocating method; `None` when contexts are not kept apart.
    pub(crate) ctx: Option<Ctx>,
    /// The element that it is made for, where a block looks at the elements of a collection one by one.
    pub(crate) part: Option<Vid>,
    /// The step at which code goes on from it; 0 where it begins: see [`crate::scenario::engine::steps`].
    pub(crate) step: u8,
}

/// The objects of a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Objects {
    keys: Vec<(ObjKey, u8)>,
    ids: HashMap<ObjKey, Obj, FxBuildHasher>,
    /// Fields that hold steps.
    step_fields: FxHashSet<FieldId>,
}

impl Objects {
    /// The object of a key. `depth` counts contexts within contexts.
    pub(crate) fn intern(&mut self, key: ObjKey, depth: u8) -> Obj {
        if let Some(obj) = self.ids.get(&key) {
            return *obj;
        }
        let obj = Obj(u32::try_from(self.keys.len()).unwrap_or(u32::MAX));
        self.keys.push((key, depth));
        self.ids.insert(key, obj);
        obj
    }

    /// The object as which code goes on from another at a step, whose number is in a field.
    pub(crate) fn at_step(&mut self, obj: Obj, field: FieldId, step: u8) -> Obj {
        let home = self.home(obj);
        let (key, depth) = self.keys[home.0 as usize];
        let next = self.intern(ObjKey { step, ..key }, depth);
        self.step_fields.insert(field);
        next
    }

    /// What an object of a later step began as; of others the object itself.
    pub(crate) fn home(&self, obj: Obj) -> Obj {
        match *self.key(obj) {
            ObjKey { step: 0, .. } => obj,
            key => self.find(&ObjKey { step: 0, ..key }).unwrap_or(obj),
        }
    }

    /// Whether a field holds steps.
    pub(crate) fn is_step_field(&self, field: FieldId) -> bool {
        self.step_fields.contains(&field)
    }

    /// The object of a key, if there is one.
    pub(crate) fn find(&self, key: &ObjKey) -> Option<Obj> {
        self.ids.get(key).copied()
    }

    /// The objects of just this class.
    pub(crate) fn of_type(&self, ty: TypeId) -> impl Iterator<Item = Obj> + '_ {
        let all = (0..).map(Obj).zip(&self.keys);
        all.filter(move |(_, (key, _))| key.ty == ty)
            .map(|(obj, _)| obj)
    }

    /// What makes the object.
    pub(crate) fn key(&self, obj: Obj) -> &ObjKey {
        &self.keys[obj.0 as usize].0
    }

    /// Exact class of the object.
    pub(crate) fn ty(&self, obj: Obj) -> TypeId {
        self.key(obj).ty
    }

    /// Whether the object is a method found by reflection; its class is the one that the method belongs to.
    pub(crate) fn is_method(&self, obj: Obj) -> bool {
        matches!(self.key(obj).site, Site::Method(_))
    }

    /// How many contexts lie within one another in the object's identity.
    pub(crate) fn depth(&self, obj: Obj) -> u8 {
        self.keys[obj.0 as usize].1
    }
}

/// What holds a value within an object or a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Slot {
    /// A declared field.
    Field(FieldId),
    /// Any element.
    Element,
    /// The element under a constant key.
    Key(Vid),
    /// A slot of the framework model.
    Named(Str),
}

/// A place that holds a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Place {
    /// Of one object.
    Of(Obj, Slot),
    /// A static field.
    Static(FieldId),
    /// Of every object of unknown identity: what was written through a reference of which only the type is known.
    Unknown(Slot),
    /// The same for a slot that objects of all kinds have (elements, what the model keeps), by that type.
    UnknownOf(TypeId, Slot),
    /// Of any object of just this class: the union of everything written to this slot of one of them.
    AnyOf(TypeId, Slot),
    /// Of any object: the union of everything written to this slot.
    Any(Slot),
}

#[derive(Debug, Clone)]
struct Cell {
    value: Vid,
    /// Blocks that looked since the value last grew, some more than once.
    readers: Vec<Node>,
}

impl Cell {
    const EMPTY: Self = Self {
        value: Vid::BOTTOM,
        readers: Vec::new(),
    };

    /// Notes who looks. In an order of no meaning, and each block once only as often as the list would have to grow: most places are
    /// looked at again and again by the same few.
    fn note(&mut self, reader: Node) {
        let readers = &mut self.readers;
        if readers.last() == Some(&reader) {
            return;
        }
        if readers.len() == readers.capacity() && !readers.is_empty() {
            readers.sort_unstable();
            readers.dedup();
            if readers.len() > readers.capacity() / 2 {
                readers.reserve(readers.len());
            }
        }
        readers.push(reader);
    }
}

/// The places of a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heap {
    cells: HashMap<Place, Cell, FxBuildHasher>,
    /// Who writes a place, where that is noted: of small programs only, so that the places of others take less room.
    writers: HashMap<Place, Writers, FxBuildHasher>,
}

impl Heap {
    /// What the place holds; `reader` is run again when that changes.
    pub(crate) fn read(&mut self, place: Place, reader: Node) -> Vid {
        if let Some(cell) = self.cells.get_mut(&place) {
            cell.note(reader);
            return cell.value;
        }
        let mut cell = Cell::EMPTY;
        cell.note(reader);
        self.cells.insert(place, cell);
        Vid::BOTTOM
    }

    /// What the place holds now.
    pub(crate) fn peek(&self, place: Place) -> Vid {
        self.cells
            .get(&place)
            .map_or(Vid::BOTTOM, |cell| cell.value)
    }

    /// Replaces what the place holds (by a larger value) and gives the blocks to run again: they will look again.
    pub(crate) fn set(&mut self, place: Place, value: Vid) -> Vec<Node> {
        let cell = self.cells.entry(place).or_insert(Cell::EMPTY);
        cell.value = value;
        std::mem::take(&mut cell.readers)
    }

    /// Who writes the place, as far as that was noted.
    pub(crate) fn writers(&self, place: Place) -> Option<&Writers> {
        self.writers.get(&place)
    }

    /// Notes who writes the place.
    pub(crate) fn set_writers(&mut self, place: Place, writers: Writers) {
        self.writers.insert(place, writers);
    }
}
