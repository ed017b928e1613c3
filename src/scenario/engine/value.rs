//! The abstract values of the interpreter: which constants and which objects a register, field or parameter can hold.
//!
//! A value is a finite union of four parts: integers (booleans, characters and `null`, which the bytecode cannot tell
//! from 0, among them), strings, class constants, objects. Each part saturates: a set that grows past its cap becomes
//! "any", so every ascending chain is short and the analysis ends. Values are interned ([`Values`]): equal values have
//! equal ids, a join is a cache hit, and a register file is a vector of `u32`.

use std::rc::Rc;

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use crate::program::TypeId;
use crate::scenario::engine::numbers::{Ints, ints_of};
use crate::scenario::engine::union::union;

/// Constants of one kind that a value may hold before it saturates to "any".
pub(super) const CONSTANT_CAP: usize = 10;
/// Joins kept at hand, and a number that scatters them.
const RECENT: usize = 1 << 12;
const GOLDEN: u32 = 0x9E37_79B1;

/// Objects that a value may hold one by one before their exact allocation sites are forgotten: of one class, and of all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ObjectCaps {
    /// Of one class: only the objects of that class are taken together.
    pub(crate) class: usize,
    /// Of all classes.
    pub(crate) all: usize,
}

/// An interned [`Value`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Vid(u32);

impl Vid {
    /// Nothing yet: the value of code that never ran.
    pub(crate) const BOTTOM: Self = Self(0);
    /// `null`, `false` and 0.
    pub(crate) const ZERO: Self = Self(1);
    /// `true` and 1.
    pub(crate) const ONE: Self = Self(2);
    /// `false` or `true`.
    pub(crate) const BOOL: Self = Self(3);
    /// Any number.
    pub(crate) const ANY_INT: Self = Self(4);
    /// Any string that is not null.
    pub(crate) const ANY_STR: Self = Self(5);

    /// The id mixed into a number.
    pub(crate) fn mixed(self, with: u32) -> u32 {
        with ^ self.0
    }
}

/// A string the interpreter has seen, from the program or built by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Str(pub(crate) u32);

/// An abstract object: see [`crate::scenario::engine::heap::Objects`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Obj(pub(crate) u32);

/// The strings of a value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) enum Strs {
    /// None.
    #[default]
    None,
    /// These, sorted.
    Set(Vec<Str>),
    /// These, sorted, and those that were written from the value's objects: see [`crate::scenario::model`].
    Written(Vec<Str>),
    /// Any.
    Any,
}

/// What 0 means among numbers that are in boxes; of others it may always be `null`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) enum Null {
    /// The number.
    #[default]
    Not,
    /// `null`.
    Only,
    /// Either.
    Also,
}

/// What a register can hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Value {
    /// Numbers, booleans, `null`.
    pub(crate) ints: Ints,
    /// The boxes that the numbers are in, one bit a class. 0: they are in none, or may be.
    pub(crate) boxes: u8,
    /// What 0 means among numbers in boxes.
    pub(crate) null: Null,
    /// Which of them are `Boolean.FALSE` (bit 0) and `Boolean.TRUE` (bit 1), when some are in that box: other boxes may hold the
    /// same numbers.
    pub(crate) truths: u8,
    /// Strings.
    pub(crate) strs: Strs,
    /// `java.lang.Class` constants, sorted.
    pub(crate) classes: Vec<TypeId>,
    /// Objects known one by one, sorted.
    pub(crate) objs: Vec<Obj>,
    /// Objects of which only a type is known: any instance of it or of a subtype, sorted.
    pub(crate) types: Vec<TypeId>,
    /// Where it comes from: see [`crate::scenario::engine::marks`].
    pub(crate) marks: u64,
    /// It held too much to tell: any object, and nothing is told apart any more.
    pub(crate) saturated: bool,
}

impl Value {
    /// One integer.
    pub(crate) fn int(value: i64) -> Self {
        Self {
            ints: Ints::Set(vec![value]),
            ..Self::default()
        }
    }

    /// One string.
    pub(crate) fn str(value: Str) -> Self {
        Self {
            strs: Strs::Set(vec![value]),
            ..Self::default()
        }
    }

    /// One class constant.
    pub(crate) fn class(value: TypeId) -> Self {
        Self {
            classes: vec![value],
            ..Self::default()
        }
    }

    /// One object.
    pub(crate) fn obj(value: Obj) -> Self {
        Self {
            objs: vec![value],
            ..Self::default()
        }
    }

    /// Any instance of `value`, not null.
    pub(crate) fn instance(value: TypeId) -> Self {
        Self {
            types: vec![value],
            ..Self::default()
        }
    }

    /// Holds nothing.
    pub(crate) fn is_bottom(&self) -> bool {
        self.ints == Ints::None && !self.is_reference()
    }

    /// Can be something other than a number or `null`.
    pub(crate) fn is_reference(&self) -> bool {
        self.strs != Strs::None
            || !self.classes.is_empty()
            || !self.objs.is_empty()
            || !self.types.is_empty()
    }

    /// Can be some known objects, and is known to be nothing else.
    pub(crate) fn is_only_objects(&self) -> bool {
        let objects = Self {
            objs: self.objs.clone(),
            ..Self::default()
        };
        !self.objs.is_empty() && *self == objects
    }

    /// Can be `null`, or `false` or 0 that is in no box.
    pub(crate) fn may_be_zero(&self) -> bool {
        match &self.ints {
            _ if self.boxes != 0 => self.null != Null::Not,
            ints => ints.hold_zero(),
        }
    }

    /// The integer, when it can be only one and nothing else.
    pub(crate) fn single_int(&self) -> Option<i64> {
        match &self.ints {
            Ints::Set(set) if set.len() == 1 && !self.is_reference() => set.first().copied(),
            _ => None,
        }
    }

    /// The string, when it can be only one and nothing else.
    pub(crate) fn single_str(&self) -> Option<Str> {
        match &self.strs {
            Strs::Set(set) if set.len() == 1 && self.only_strings() => set.first().copied(),
            _ => None,
        }
    }

    /// The known strings and whether there may be unknown ones.
    pub(crate) fn strings(&self) -> (&[Str], bool) {
        match &self.strs {
            Strs::None => (&[], !self.types.is_empty()),
            Strs::Set(set) => (set, !self.types.is_empty()),
            Strs::Written(_) | Strs::Any => (&[], true),
        }
    }

    /// The known integers, or `None` when there may be unknown ones.
    pub(crate) fn integers(&self) -> Option<&[i64]> {
        match &self.ints {
            Ints::None => Some(&[]),
            Ints::Set(set) => Some(set),
            Ints::AtLeast(_) | Ints::AtMost(_) | Ints::Any => None,
        }
    }

    /// The same without `null`, `false` and 0.
    pub(crate) fn without_zero(&self) -> Self {
        let ints = match &self.ints {
            boxed if self.boxes != 0 && self.null != Null::Only => boxed.clone(),
            Ints::Set(set) => ints_of(set.iter().copied().filter(|value| *value != 0)),
            Ints::AtLeast(0) => Ints::AtLeast(1),
            Ints::AtMost(0) => Ints::AtMost(-1),
            other => other.clone(),
        };
        Self {
            boxes: if ints == Ints::None { 0 } else { self.boxes },
            null: Null::Not,
            ints,
            ..self.clone()
        }
    }

    /// The numbers as truth values: bit 0 for `false`, bit 1 for `true`.
    pub(crate) fn as_truths(&self) -> u8 {
        match &self.ints {
            Ints::None => 0,
            Ints::Set(set) => {
                u8::from(set.contains(&0)) | u8::from(set.iter().any(|one| *one != 0)) << 1
            }
            Ints::AtLeast(_) | Ints::AtMost(_) | Ints::Any => 3,
        }
    }

    /// Whether 0 is among the numbers as a number in a box.
    pub(super) fn boxes_zero(&self) -> bool {
        self.ints.hold_zero() && self.null != Null::Only
    }

    /// Whether it is `null` (or 0, or `false`) in no box, as far as its numbers go.
    pub(super) fn is_bare_zero(&self) -> bool {
        self.boxes == 0 && matches!(&self.ints, Ints::Set(set) if set.as_slice() == [0])
    }

    fn only_strings(&self) -> bool {
        self.ints == Ints::None
            && self.classes.is_empty()
            && self.objs.is_empty()
            && self.types.is_empty()
    }
}

/// Sorted set of strings, `None` when empty.
pub(crate) fn strs_of(values: impl Iterator<Item = Str>) -> Strs {
    let mut values: Vec<Str> = values.collect();
    values.sort_unstable();
    values.dedup();
    match values.len() {
        0 => Strs::None,
        len if len > CONSTANT_CAP => Strs::Any,
        _ => Strs::Set(values),
    }
}

/// The pool of values of one run.
#[derive(Debug, Clone)]
pub(crate) struct Values {
    bottom: Rc<Value>,
    /// `java.lang.Object`: what too many types become.
    top: TypeId,
    caps: ObjectCaps,
    pool: Vec<Rc<Value>>,
    ids: HashMap<Rc<Value>, Vid, FxBuildHasher>,
    joins: HashMap<(Vid, Vid), Vid, FxBuildHasher>,
    /// The last joins of each group of pairs: most are asked for again soon.
    recent: Vec<(Vid, Vid, Vid)>,
    /// Ids of values of one number, and of one object by its id ([`Vid::BOTTOM`] while nobody asked): asked for most.
    numbers: HashMap<i64, Vid, FxBuildHasher>,
    objects: Vec<Vid>,
    instances: HashMap<TypeId, Vid, FxBuildHasher>,
}

impl Values {
    /// A pool that holds the values with fixed ids.
    pub(crate) fn new(top: TypeId, caps: ObjectCaps) -> Self {
        let mut values = Self {
            top,
            caps,
            bottom: Rc::default(),
            pool: Vec::new(),
            ids: HashMap::default(),
            joins: HashMap::default(),
            recent: vec![(Vid::BOTTOM, Vid::BOTTOM, Vid::BOTTOM); RECENT],
            numbers: HashMap::default(),
            objects: Vec::new(),
            instances: HashMap::default(),
        };
        let any_int = Value {
            ints: Ints::Any,
            ..Value::default()
        };
        let any_str = Value {
            strs: Strs::Any,
            ..Value::default()
        };
        let boolean = Value {
            ints: Ints::Set(vec![0, 1]),
            ..Value::default()
        };
        for value in [
            Value::default(),
            Value::int(0),
            Value::int(1),
            boolean,
            any_int,
            any_str,
        ] {
            values.intern(value);
        }
        values
    }

    /// The id of a value.
    pub(crate) fn intern(&mut self, value: Value) -> Vid {
        if let Some(id) = self.ids.get(&value) {
            return *id;
        }
        let id = Vid(u32::try_from(self.pool.len()).unwrap_or(0));
        let value = Rc::new(value);
        self.pool.push(value.clone());
        self.ids.insert(value, id);
        id
    }

    /// The id of one number.
    pub(crate) fn int(&mut self, number: i64) -> Vid {
        if let Some(id) = self.numbers.get(&number) {
            return *id;
        }
        let id = self.intern(Value::int(number));
        self.numbers.insert(number, id);
        id
    }

    /// The id of any number that is not smaller.
    pub(crate) fn at_least(&mut self, low: i64) -> Vid {
        self.intern(Value {
            ints: Ints::AtLeast(low),
            ..Value::default()
        })
    }

    /// The id of one object.
    pub(crate) fn obj(&mut self, obj: Obj) -> Vid {
        let at = obj.0 as usize;
        if let Some(id) = self.objects.get(at).filter(|id| **id != Vid::BOTTOM) {
            return *id;
        }
        let id = self.intern(Value::obj(obj));
        if self.objects.len() <= at {
            self.objects.resize(at + 1, Vid::BOTTOM);
        }
        self.objects[at] = id;
        id
    }

    /// The id of any instance of a type.
    pub(crate) fn instance(&mut self, ty: TypeId) -> Vid {
        if let Some(id) = self.instances.get(&ty) {
            return *id;
        }
        let id = self.intern(Value::instance(ty));
        self.instances.insert(ty, id);
        id
    }

    /// The value of an id.
    pub(crate) fn get(&self, id: Vid) -> &Value {
        self.pool.get(id.0 as usize).unwrap_or(&self.bottom)
    }

    /// Whether a value is one number or one text, and nothing else is known of it.
    pub(crate) fn is_plain_constant(&self, id: Vid) -> bool {
        let value = self.get(id);
        let one = value.single_int().is_some() || value.single_str().is_some();
        one && value.marks == 0 && value.boxes | value.truths == 0 && value.null == Null::Not
    }

    /// The value of an id, to be kept while others are made.
    pub(crate) fn shared(&self, id: Vid) -> Rc<Value> {
        self.pool.get(id.0 as usize).unwrap_or(&self.bottom).clone()
    }

    /// Every value that ever came up.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Value> {
        self.pool.iter().map(|value| &**value)
    }

    /// The union of two values. `type_of` gives the class of an object, for when there are too many to keep one by one.
    pub(crate) fn join(&mut self, a: Vid, b: Vid, type_of: impl Fn(Obj) -> TypeId) -> Vid {
        if a == b || b == Vid::BOTTOM {
            return a;
        }
        if a == Vid::BOTTOM {
            return b;
        }
        let key = if a < b { (a, b) } else { (b, a) };
        let group = (key.0.0.wrapping_mul(GOLDEN) ^ key.1.0) as usize % RECENT;
        if let Some((a, b, id)) = self.recent.get(group).copied()
            && (a, b) == key
        {
            return id;
        }
        let known = self.joins.get(&key).copied();
        let id = known.unwrap_or_else(|| {
            let value = union(self.get(a), self.get(b), self.top, self.caps, type_of);
            let id = self.intern(value);
            self.joins.insert(key, id);
            id
        });
        if let Some(recent) = self.recent.get_mut(group) {
            *recent = (key.0, key.1, id);
        }
        id
    }
}
