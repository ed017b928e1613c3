//! Functions of the model on constants: texts, comparisons, permissions, files, framework fields.

use crate::program::{FieldId, MethodId, TypeId};
use crate::scenario::code::ir::Cond;
use crate::scenario::engine::Engine;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::{Place, Site, Slot};
use crate::scenario::engine::numbers::{Ints, ints_of};
use crate::scenario::engine::value::{Null, Obj, Strs, Value, Vid, strs_of};
use crate::scenario::model::texts::letter;

/// Texts that a concatenation tries before it gives "any string".
pub(super) const TEXT_PAIRS: usize = 32;
/// Bytes of a built text before it becomes "any string".
pub(super) const TEXT_BYTES: usize = 512;

impl Engine<'_, '_> {
    /// Whether nothing is in a collection; a storage may hold what earlier runs left.
    pub(crate) fn is_empty(&mut self, of: Vid, storage: bool) -> Vid {
        let elements = self.read_slot(of, Slot::Element);
        let open = !self.values.get(of).types.is_empty() || (storage && !self.assume.empty_storage);
        if self.assume.granted == Some(false) && !open && self.are_missing(elements) {
            return Vid::ZERO;
        }
        if elements == Vid::BOTTOM && !open {
            return Vid::ONE;
        }
        let held = self.values.shared(of);
        let mut objs = held.objs.iter();
        if !open && !held.objs.is_empty() && objs.all(|obj| self.surely_filled(*obj)) {
            return Vid::ZERO;
        }
        Vid::BOOL
    }

    /// Whether something is surely in a collection, and nothing is taken out of it; whether what never grows (an array) has room.
    fn surely_filled(&mut self, obj: Obj) -> bool {
        let one = self.obj(obj);
        let length = self.array_length(one);
        if !self.values.get(length).may_be_zero() {
            return true;
        }
        let taken = ["removed", "dropped"].map(|name| Slot::Named(self.strings.intern(name)));
        let mut taken = taken.into_iter();
        self.made_once(obj)
            && taken.all(|slot| self.read_slot(one, slot) == Vid::BOTTOM)
            && self.surely_written_as(Place::Of(obj, Slot::Named(self.order.filled)), Vid::ONE)
    }

    /// A collection that is about to be looked through; where something is surely in it, the first question whether there is more
    /// is answered.
    pub(crate) fn iterated(&mut self, of: Vid) -> Vid {
        if let [obj] = *self.values.shared(of).objs.as_slice()
            && self.caps.small
            && self.is_empty(of, false) == Vid::ZERO
        {
            self.begun = Some(obj);
        }
        of
    }

    /// What is stored under a key of a storage for the running call, which gives it, else a default: what earlier runs left is known.
    pub(crate) fn stored_in_call(
        &mut self,
        call: &Invocation<'_>,
        base: Vid,
        key: Vid,
        default: Vid,
    ) -> Vid {
        let returns = self.code.method_return(call.method);
        if self.past.left.is_some() {
            self.left(call, "stored", &[base, key, default], returns)
        } else {
            self.stored(base, key, default, returns)
        }
    }

    /// The same where nothing is known of earlier runs: anything where earlier runs may have left something.
    fn stored(&mut self, base: Vid, key: Vid, default: Vid, returns: TypeId) -> Vid {
        if let Some(pinned) = self.pinned_key(key) {
            return pinned;
        }
        let stored = self.read_key(base, key);
        let stored = self.of_kind(stored, returns);
        let default = if self.surely_stored_under(base, key) {
            Vid::BOTTOM
        } else if self.assume.empty_storage {
            default
        } else {
            self.unknown(returns)
        };
        self.join(stored, default)
    }

    /// Of what is stored under a key, what has the type that is asked for: a number is never read as a text.
    pub(crate) fn of_kind(&mut self, value: Vid, ty: TypeId) -> Vid {
        let descriptor = self.code.descriptor(ty);
        let mut kept = self.values.get(value).clone();
        match descriptor.as_bytes().first() {
            Some(b'Z') => {
                kept.ints = match kept.ints {
                    Ints::Set(set) => ints_of(set.into_iter().filter(|one| (0..=1).contains(one))),
                    Ints::None => Ints::None,
                    Ints::AtLeast(_) | Ints::AtMost(_) | Ints::Any => ints_of([0, 1].into_iter()),
                };
                kept.strs = Strs::None;
            }
            Some(b'I' | b'J') => kept.strs = Strs::None,
            _ if ty == self.code.string() => {
                if let Ints::Set(set) = kept.ints {
                    kept.ints = ints_of(set.into_iter().filter(|one| *one == 0));
                }
            }
            _ => return value,
        }
        self.values.intern(kept)
    }

    /// Whether all these texts are permissions that no one grants: where every permission is denied, the list of those
    /// that an app wants is as full as that of those that it lacks.
    fn are_missing(&self, elements: Vid) -> bool {
        let value = self.values.get(elements);
        let Strs::Set(names) = &value.strs else {
            return false;
        };
        let normal = self.code.stage().normal;
        !value.may_be_zero()
            && value.types.is_empty()
            && value.objs.is_empty()
            && names.iter().all(|name| {
                let name = self.strings.get(*name);
                name.starts_with("android.permission.") && !normal.contains(name)
            })
    }

    /// How much is in a collection.
    pub(crate) fn count(&mut self, of: Vid, storage: bool) -> Vid {
        let length = self.array_length(of);
        if self.values.get(length).integers().is_some() {
            return length;
        }
        let least = match self.is_empty(of, storage) {
            Vid::ONE => return Vid::ZERO,
            Vid::ZERO => 1,
            _ => 0,
        };
        self.values.at_least(least)
    }

    /// What a permission check gives: the scenario's answer, yes where no grant is needed.
    pub(crate) fn granted(&mut self, permission: Vid) -> Vid {
        let (names, unknown) = self.values.get(permission).strings();
        let normal = self.code.stage().normal;
        let all_normal = !unknown
            && !names.is_empty()
            && names
                .iter()
                .all(|name| normal.contains(self.strings.get(*name)));
        match self.assume.granted {
            _ if all_normal => Vid::ZERO,
            Some(false) => self.values.int(-1),
            Some(true) => Vid::ZERO,
            None => self.values.intern(Value {
                ints: ints_of([-1, 0].into_iter()),
                ..Value::default()
            }),
        }
    }

    /// Whether the system wants a permission explained: not before it was ever denied; after that it does, until it is denied for
    /// good.
    pub(crate) fn rationale(&mut self) -> Vid {
        self.asked_to_explain = true;
        match self.assume.granted {
            Some(false) if self.assume.person || self.past.left.is_some() => {
                match self.assume.explain {
                    Some(true) => Vid::ONE,
                    Some(false) => Vid::ZERO,
                    None => Vid::BOOL,
                }
            }
            Some(_) => Vid::ZERO,
            None => Vid::BOOL,
        }
    }

    /// The objects of a type that are told apart by name (preferences files); any of them for an unknown name.
    pub(crate) fn named(&mut self, names: Vid, ty: TypeId) -> Vid {
        let value = self.values.get(names).clone();
        let Strs::Set(names) = value.strs else {
            return self.values.intern(Value::instance(ty));
        };
        let mut result = Vid::BOTTOM;
        for name in names {
            let obj = self.only(Site::Named(name), ty);
            let one = self.obj(obj);
            result = self.join(result, one);
        }
        result
    }

    /// What is stored under a key of the app's storage, without the next step of a counter: code that adds one to what it
    /// read runs once a start, not again on what it stored itself.
    pub(crate) fn counted_once(&mut self, base: Vid, key: Vid, value: Vid) -> Vid {
        let named = |obj: &Obj| matches!(self.objects.key(*obj).site, Site::Named(_));
        if !self.values.get(base).objs.iter().all(named) {
            return value;
        }
        let Some(key) = self.only_key(key) else {
            return value;
        };
        let held = self.read_slot(base, Slot::Key(key));
        let (held, new) = (self.values.get(held), self.values.get(value));
        let (Some(held), Some(more)) = (held.integers(), new.integers()) else {
            return value;
        };
        match (held.last(), more.split_last()) {
            (Some(last), Some((next, before)))
                if *next == last.wrapping_add(1) && before == held && !new.is_reference() =>
            {
                let ints = ints_of(before.iter().copied());
                let kept = Value {
                    ints,
                    ..new.clone()
                };
                self.values.intern(kept)
            }
            _ => value,
        }
    }

    /// The text that a value prints as.
    pub(crate) fn as_text(&mut self, value: Vid, method: MethodId) -> Vid {
        let kind = self.code.method_params(method).first().copied();
        self.as_text_of(value, kind)
    }

    /// The text that a value prints as where it is taken for one of a type.
    pub(crate) fn as_text_of(&mut self, value: Vid, kind: Option<TypeId>) -> Vid {
        let bits = self.marks_of(value);
        let text = self.plain_text(value, kind);
        self.with_marks(text, bits)
    }

    fn plain_text(&mut self, value: Vid, kind: Option<TypeId>) -> Vid {
        let parts = self.values.get(value).clone();
        let mut texts = match &parts.strs {
            Strs::Written(_) if self.is_written(value) => return value,
            Strs::Any | Strs::Written(_) => return Vid::ANY_STR,
            Strs::None => Vec::new(),
            Strs::Set(set) => set.clone(),
        };
        if !parts.objs.is_empty() || !parts.types.is_empty() || !parts.classes.is_empty() {
            return Vid::ANY_STR;
        }
        if texts.is_empty() {
            let Some(numbers) = parts.integers() else {
                return Vid::ANY_STR;
            };
            let kind = kind.map(|ty| self.code.descriptor(ty).to_string());
            let boxed = (parts.boxes != 0).then(|| self.code.only_box(parts.boxes).unwrap_or("F"));
            if boxed.is_some() && parts.null != Null::Not {
                return Vid::ANY_STR;
            }
            for number in numbers {
                let text = match boxed.or(kind.as_deref()) {
                    Some("C") => char::from_u32(*number as u32)
                        .map(String::from)
                        .unwrap_or_default(),
                    Some("Z") => (*number != 0).to_string(),
                    Some("F" | "D") => return Vid::ANY_STR,
                    Some(kind) if kind.starts_with('L') => "null".to_owned(),
                    _ => number.to_string(),
                };
                texts.push(self.strings.intern(&text));
            }
        }
        let strs = strs_of(texts.into_iter());
        self.values.intern(Value {
            strs,
            ..Value::default()
        })
    }

    pub(crate) fn equals(&mut self, a: Vid, b: Vid) -> Vid {
        let (x, y) = (self.values.get(a), self.values.get(b));
        if x.single_int().is_some() || y.single_int() == Some(0) {
            let (x, y) = (x.clone(), y.clone());
            let (Some(left), Some(right)) = (x.integers(), y.integers()) else {
                return Vid::BOOL;
            };
            // A number equals no object.
            let same = left.iter().any(|one| right.contains(one));
            let other = x.is_reference() || y.is_reference();
            let differs = other || left.len() + right.len() > 2 || !same;
            return match (same, differs) {
                (true, true) => Vid::BOOL,
                (true, false) => Vid::ONE,
                (false, _) => Vid::ZERO,
            };
        }
        // A class equals itself and nothing else.
        let class = |value: &Value| {
            let others = value.integers().is_none_or(|ints| !ints.is_empty())
                || value.strs != Strs::None
                || !value.objs.is_empty()
                || !value.types.is_empty();
            !value.classes.is_empty() && !others
        };
        if class(x) && class(y) {
            return self.is_same(a, b);
        }
        if let ([x], [y]) = (x.objs.as_slice(), y.objs.as_slice())
            && x == y
            && self.values.get(a) == self.values.get(b)
        {
            return Vid::ONE;
        }
        self.compare(a, b, |a, b| a == b)
    }

    /// What `Object.equals` gives for objects whose classes do not override it: whether they are one and the same.
    pub(crate) fn same(&mut self, a: Vid, b: Vid) -> Vid {
        let (x, y) = (self.values.get(a), self.values.get(b));
        let plain = |value: &Value| {
            let own = |obj: &Obj| self.code.is_app(self.objects.ty(*obj));
            value.is_reference()
                && value.types.is_empty()
                && value.classes.is_empty()
                && value.strs == Strs::None
                && value.objs.iter().all(own)
        };
        if plain(x) && plain(y) && !x.objs.iter().any(|obj| y.objs.contains(obj)) {
            return Vid::ZERO;
        }
        self.equals(a, b)
    }

    /// Whether two values are the same number or object.
    pub(crate) fn is_same(&self, a: Vid, b: Vid) -> Vid {
        match self.decide(Cond::Eq, a, b) {
            (true, false) => Vid::ONE,
            (false, true) => Vid::ZERO,
            _ => Vid::BOOL,
        }
    }

    /// Whether a text is empty; what is null counts as empty.
    pub(crate) fn is_blank(&mut self, value: Vid) -> Vid {
        if self.values.get(value).single_int() == Some(0) {
            return Vid::ONE;
        }
        self.map_text(value, |text| Some(i64::from(text.is_empty())))
    }

    /// The parts of each text between two places, counted in UTF-16 units.
    pub(crate) fn substring(&mut self, text: Vid, from: Vid, to: Option<Vid>) -> Vid {
        let bits = self.values.get(text).marks;
        let parts = self.parts_between(text, from, to).unwrap_or(Vid::ANY_STR);
        self.with_marks(parts, bits)
    }

    fn parts_between(&mut self, text: Vid, from: Vid, to: Option<Vid>) -> Option<Vid> {
        let Strs::Set(texts) = &self.values.get(text).strs else {
            return None;
        };
        let froms = self.values.get(from).integers()?;
        let ends: Vec<Option<i64>> = match to {
            Some(to) => {
                let ends = self.values.get(to).integers()?;
                ends.iter().copied().map(Some).collect()
            }
            None => vec![None],
        };
        if texts.len() * froms.len() * ends.len() > TEXT_PAIRS {
            return None;
        }
        let mut parts = Vec::new();
        for text in texts {
            let units: Vec<u16> = self.strings.get(*text).encode_utf16().collect();
            for (from, end) in froms.iter().flat_map(|x| ends.iter().map(move |y| (x, y))) {
                let from = usize::try_from(*from).ok()?;
                let end = match end {
                    Some(end) => usize::try_from(*end).ok()?,
                    None => units.len(),
                };
                // What lies outside of the text throws.
                if let Some(part) = units.get(from..end) {
                    parts.push(String::from_utf16_lossy(part));
                }
            }
        }
        let parts: Vec<_> = parts.iter().map(|part| self.strings.intern(part)).collect();
        let strs = strs_of(parts.into_iter());
        Some(self.values.intern(Value {
            strs,
            ..Value::default()
        }))
    }

    /// The units that stand at places of texts.
    pub(crate) fn unit_at(&mut self, texts: Vid, places: Vid) -> Vid {
        let (Strs::Set(texts), Some(places)) = (
            &self.values.get(texts).strs,
            self.values.get(places).integers(),
        ) else {
            return Vid::ANY_INT;
        };
        if texts.len() * places.len() > TEXT_PAIRS {
            return Vid::ANY_INT;
        }
        let mut found = Vec::new();
        for text in texts {
            let text = self.strings.get(*text);
            for place in places.iter().filter_map(|at| usize::try_from(*at).ok()) {
                found.extend(text.encode_utf16().nth(place).map(i64::from));
            }
        }
        self.values.intern(Value {
            ints: ints_of(found.into_iter()),
            ..Value::default()
        })
    }

    /// What holds for each of a few letters.
    pub(crate) fn of_letters(&mut self, letters: Vid, holds: impl Fn(char) -> bool) -> Vid {
        let Some(units) = self.values.get(letters).integers() else {
            return Vid::BOOL;
        };
        let truths = units
            .iter()
            .map(|unit| i64::from(letter(*unit).is_some_and(&holds)));
        let ints = ints_of(truths);
        self.values.intern(Value {
            ints,
            ..Value::default()
        })
    }

    /// Each text with every part that is like one text (or letter) replaced by another.
    pub(crate) fn replaced(&mut self, text: Vid, old: Vid, new: Vid) -> Vid {
        let (old, new) = (self.text_or_letter(old), self.text_or_letter(new));
        let (Some(old), Some(new)) = (old, new) else {
            let bits = self.values.get(text).marks;
            return self.with_marks(Vid::ANY_STR, bits);
        };
        let grows = new.len() > old.len();
        self.transform(text, |text| {
            if old.is_empty() || (grows && text.len() > TEXT_BYTES) {
                return text.to_owned();
            }
            text.replace(&old, &new)
        })
    }

    pub(crate) fn compare(&mut self, a: Vid, b: Vid, holds: impl Fn(&str, &str) -> bool) -> Vid {
        let (x, y) = (self.values.get(a), self.values.get(b));
        if y.single_int() == Some(0) && !y.is_reference() {
            return Vid::ZERO;
        }
        let ((x, false), (y, false)) = (x.strings(), y.strings()) else {
            return Vid::BOOL;
        };
        if x.is_empty() || y.is_empty() {
            return Vid::BOOL;
        }
        let (mut yes, mut no) = (false, self.values.get(b).may_be_zero());
        for first in x {
            for second in y {
                let one = holds(self.strings.get(*first), self.strings.get(*second));
                (yes, no) = (yes || one, no || !one);
            }
        }
        match (yes, no) {
            (true, false) => Vid::ONE,
            (false, true) => Vid::ZERO,
            _ => Vid::BOOL,
        }
    }

    pub(crate) fn map_text(&mut self, value: Vid, map: impl Fn(&str) -> Option<i64>) -> Vid {
        let Strs::Set(texts) = &self.values.get(value).strs else {
            return Vid::ANY_INT;
        };
        let numbers = texts.iter().filter_map(|text| map(self.strings.get(*text)));
        let ints = ints_of(numbers);
        self.values.intern(Value {
            ints,
            ..Value::default()
        })
    }

    /// How long each text is, in UTF-16 units.
    pub(crate) fn lengths(&mut self, texts: Vid) -> Vid {
        self.map_text(texts, |text| Some(text.encode_utf16().count() as i64))
    }

    pub(crate) fn transform(&mut self, value: Vid, map: impl Fn(&str) -> String) -> Vid {
        let bits = self.values.get(value).marks;
        let Strs::Set(texts) = self.values.get(value).strs.clone() else {
            return self.with_marks(Vid::ANY_STR, bits);
        };
        let texts: Vec<_> = texts
            .into_iter()
            .map(|text| {
                let text = map(self.strings.get(text));
                self.strings.intern(&text)
            })
            .collect();
        let strs = strs_of(texts.into_iter());
        self.values.intern(Value {
            strs,
            ..Value::default()
        })
    }

    /// A static field of the framework: the platform's version, a constant, a singleton, or anything.
    pub(crate) fn framework_static(&mut self, field: FieldId) -> Vid {
        let stored = self.read(Place::Static(field));
        if let Some(Some(value)) = self.known.statics.get(&field) {
            return self.join(stored, *value);
        }
        let known = self.code.framework_constant(field);
        let bits = self.field_marks(field);
        let value = match known {
            Some(crate::scenario::code::Constant::Int(value)) => self.values.int(value),
            Some(crate::scenario::code::Constant::Text(text)) => self.text(&text),
            None if self.code.is_sdk_int(field) => self.values.at_least(self.assume.min_sdk),
            None if self.code.is_boxed_truth(field) => {
                let truth = self.code.field_name(field) == "TRUE";
                let truth = if truth { Vid::ONE } else { Vid::ZERO };
                self.boxed(truth, self.code.field_type(field))
            }
            None => {
                let ty = self.code.field_type(field);
                if self.code.descriptor(ty).starts_with('L') && ty != self.code.string() {
                    // A platform singleton (`Looper`, an enum constant, a `CONTENT_URI`) is one object, told apart by name.
                    let name = self.code.field_path(field);
                    let name = self.strings.intern(&name);
                    let obj: Obj = self.only(Site::Named(name), ty);
                    self.obj(obj)
                } else if self.code.descriptor(ty).starts_with('L') {
                    match self.rules.static_text(self.code, field) {
                        Some(text) => self.text(text),
                        None => Vid::ANY_STR,
                    }
                } else {
                    self.unknown(ty)
                }
            }
        };
        let value = self.with_marks(value, bits);
        self.known.statics.insert(field, Some(value));
        self.join(stored, value)
    }
}
