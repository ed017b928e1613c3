//! Operations on abstract values: comparisons and what branches tell, arithmetic, type tests.

use crate::program::{DefId, FieldId, MethodId, TypeId};
use crate::scenario::code::Target;
use crate::scenario::code::ir::{Body, CallKind, Cond, Insn, Math, Op, Width};
use crate::scenario::engine::blocks::Node;
use crate::scenario::engine::heap::{ObjKey, Site};
use crate::scenario::engine::numbers::{Ints, ints_of};
use crate::scenario::engine::step::State;
use crate::scenario::engine::value::{Null, Obj, Strs, Value, Vid};
use crate::scenario::engine::{At, Engine};
use crate::scenario::model::components::VIEW;

/// Pairs of constants that arithmetic tries before it gives "any number".
const PAIR_CAP: usize = 64;

/// Types that stand for what is of two types at once.
const COMMON: usize = 3;

/// The field that a body does nothing but give.
pub(in crate::scenario) fn given_field(body: &Body) -> Option<FieldId> {
    let ([block], [this]) = (body.blocks.as_slice(), body.params.as_slice()) else {
        return None;
    };
    match body.insns_of(block) {
        [
            Insn {
                op: Op::Get { dst, object, field },
                ..
            },
            Insn {
                op: Op::Return { src: Some(src) },
                ..
            },
        ] if dst == src && object == this => Some(*field),
        _ => None,
    }
}

/// What a use of something that is not there yet waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Waits {
    /// For what the framework may have filled.
    Framework,
    /// For code of the app that fills it.
    Code,
    /// For a call to go on after all, which may only throw so far.
    Callee,
}

/// A use of something that is not there yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stuck {
    /// The block that uses it.
    pub(crate) node: Node,
    pub(crate) waits: Waits,
    /// The class that it would be of.
    pub(crate) class: Option<TypeId>,
}

impl Engine<'_, '_> {
    /// What a call gives: of a method that does nothing but give a field what that holds where it is called. In a small program.
    pub(crate) fn given_by_getter(
        &mut self,
        at: At,
        (kind, method): (CallKind, MethodId),
        args: &[Vid],
        state: &State,
        value: Vid,
    ) -> Vid {
        // Where it comes from is not written in the field.
        let marked = self.values.get(value).marks != 0;
        let known = !self.caps.small || value == Vid::BOTTOM || marked;
        if known || args.len() != 1 || kind == CallKind::Static {
            return value;
        }
        let Some(def) = self.only_target(kind, method, args) else {
            return value;
        };
        let code = self.code;
        let field = self.known.getters.entry(def);
        let field = *field.or_insert_with(|| given_field(&*code.lower(def)?));
        match field {
            Some(field) => self.get_field(at, state, args[0], field),
            None => value,
        }
    }

    /// What a use of something that is only null (so far) gives. A real app does not crash here: code that was not
    /// interpreted yet fills it, or something that is not seen does. So the use first gives nothing; once all else is
    /// settled it gives `unknown`. A use of what never came to be gives nothing.
    pub(crate) fn null_gives(&mut self, at: At, used: Vid, unknown: Vid) -> Vid {
        self.waits_for(at, used, unknown, (Waits::Code, None))
    }

    /// The same for what would be of a class: while there is no object of it, and code that does not run makes them, it stays null.
    pub(crate) fn null_of_class_gives(
        &mut self,
        at: At,
        (used, class): (Vid, TypeId),
        unknown: Vid,
    ) -> Vid {
        self.waits_for(at, used, unknown, (Waits::Code, Some(class)))
    }

    /// What the framework may fill gives, while nothing in the app has filled it: nothing first, once all else is settled `unknown`.
    pub(crate) fn framework_gives(&mut self, at: At, unknown: Vid) -> Vid {
        self.waits_for(at, Vid::ZERO, unknown, (Waits::Framework, None))
    }

    /// Whether a call that so far only says that the program is wrong is to be taken at its word: once all else is settled.
    pub(crate) fn never_goes_on(&mut self, at: At) -> bool {
        self.waits_for(at, Vid::ZERO, Vid::ONE, (Waits::Callee, None)) == Vid::ONE
    }

    fn waits_for(
        &mut self,
        at: At,
        used: Vid,
        unknown: Vid,
        (waits, class): (Waits, Option<TypeId>),
    ) -> Vid {
        if used == Vid::BOTTOM {
            return Vid::BOTTOM;
        }
        // Where elements are looked at one by one, the others say what is used.
        if self.ahead.null && self.apart == Some(used) {
            return Vid::BOTTOM;
        }
        if self.forgiven.contains(&at) {
            return unknown;
        }
        let node = self.blocks.running();
        self.stuck.insert(at, Stuck { node, waits, class });
        Vid::BOTTOM
    }

    /// The method of the app that a call runs, when it can run only one.
    pub(crate) fn only_target(
        &mut self,
        kind: CallKind,
        method: MethodId,
        args: &[Vid],
    ) -> Option<DefId> {
        let target = match kind {
            CallKind::Static => self.code.method(method).target,
            CallKind::Direct | CallKind::Super => {
                self.single(*args.first()?, false)?;
                self.code.method(method).target
            }
            CallKind::Virtual => self.target_of_one(*args.first()?, true, method)?.1,
        };
        let Target::App(def) = target else {
            return None;
        };
        self.code.lower(def).is_some().then_some(def)
    }

    /// What a virtual call runs whose receiver can be only one object, or `null` too; and that object.
    pub(crate) fn target_of_one(
        &mut self,
        receiver: Vid,
        or_null: bool,
        method: MethodId,
    ) -> Option<(Obj, Target)> {
        let obj = self.single(receiver, or_null)?;
        if self.host_answer(obj, method).is_some() {
            return None;
        }
        Some((obj, self.target(self.objects.ty(obj), method)))
    }

    /// Whether a comparison can hold, and whether it can fail.
    pub(crate) fn decide(&self, cond: Cond, a: Vid, b: Vid) -> (bool, bool) {
        let (x, y) = (self.values.get(a), self.values.get(b));
        if x.is_bottom() || y.is_bottom() {
            return (false, false);
        }
        if x.is_reference() || y.is_reference() || x.boxes != 0 || y.boxes != 0 {
            // References: only equality, and only `null` and single objects decide it.
            let overlap = (x.may_be_zero() && y.may_be_zero()) || self.may_be_same(x, y);
            let same = a == b && x.objs.len() == 1 && x.types.is_empty() && !x.may_be_zero();
            return if cond == Cond::Ne {
                (!same, overlap)
            } else {
                (overlap, !same)
            };
        }
        x.ints.compare(cond, &y.ints)
    }

    pub(crate) fn may_be_same(&self, x: &Value, y: &Value) -> bool {
        if !x.types.is_empty() || !y.types.is_empty() {
            return true;
        }
        // Whether both can be null was asked before.
        let literal = |value: &Value| value.boxes == 0 && value.single_int() == Some(0);
        if (x.boxes != 0 || y.boxes != 0) && !literal(x) && !literal(y) {
            match (x.integers(), y.integers()) {
                (Some(a), Some(b)) if !a.iter().any(|one| b.contains(one)) => {}
                _ if x.ints == Ints::None || y.ints == Ints::None => {}
                _ => return true,
            }
        }
        let strings = x.strs != Strs::None && y.strs != Strs::None;
        strings
            || x.objs.iter().any(|obj| self.may_be_one_of(*obj, &y.objs))
            || x.classes.iter().any(|class| y.classes.contains(class))
    }

    /// Numbers in a box of the class; whatever else the value is stays as it is.
    pub(crate) fn boxed(&mut self, value: Vid, class: TypeId) -> Vid {
        let held = self.values.get(value);
        let boxes = self.code.box_bit(class);
        if held.ints == Ints::None || boxes == 0 {
            return value;
        }
        let truth = self.code.is_truth(class);
        let boxed = Value {
            boxes,
            null: Null::Not,
            truths: if truth { held.as_truths() } else { 0 },
            ..held.clone()
        };
        self.values.intern(boxed)
    }

    /// Numbers out of their boxes.
    pub(crate) fn unboxed(&mut self, value: Vid) -> Vid {
        let held = self.values.get(value);
        if held.boxes == 0 {
            return value;
        }
        let bare = Value {
            boxes: 0,
            null: Null::Not,
            truths: 0,
            // Nothing comes out of `null`.
            ..held.without_zero()
        };
        self.values.intern(bare)
    }

    /// Whether some box is an instance of a class, and whether all are.
    fn in_box(&self, boxes: u8, class: TypeId) -> (bool, bool) {
        let bit = self.code.box_bit(class);
        if bit != 0 {
            return (boxes & bit != 0, boxes & !bit == 0);
        }
        let all = self.code.is_box(class) || self.code.is_root(class);
        (all, all)
    }

    /// Arithmetic. What is cut out of data by bits is still that data.
    pub(crate) fn math(&mut self, (math, width): (Math, Width), a: Vid, b: Vid) -> Vid {
        let bits = match math {
            Math::And | Math::Or | Math::Shr | Math::Ushr | Math::Shl => {
                self.values.get(a).marks | self.values.get(b).marks
            }
            _ => 0,
        };
        let result = self.math_plain(math, width, a, b);
        self.with_marks(result, bits)
    }

    fn math_plain(&mut self, math: Math, width: Width, a: Vid, b: Vid) -> Vid {
        match math {
            Math::Other if self.values.get(a).is_bottom() || self.values.get(b).is_bottom() => {
                Vid::BOTTOM
            }
            Math::Other => Vid::ANY_INT,
            // By zero nothing is divided: it throws.
            Math::Div | Math::Rem => {
                let b = self.values.intern(self.values.get(b).without_zero());
                self.each_pair(a, b, |x, y| apply(math, width, x, y))
            }
            Math::Add | Math::Sub => self.sum((math, width), a, b),
            _ => self.each_pair(a, b, |x, y| apply(math, width, x, y)),
        }
    }

    /// The sum of two numbers, or their difference.
    pub(crate) fn sum(&mut self, (math, width): (Math, Width), a: Vid, b: Vid) -> Vid {
        let (x, y) = (self.values.get(a), self.values.get(b));
        let known = x.integers().is_some() && y.integers().is_some();
        if known || x.is_bottom() || y.is_bottom() {
            return self.each_pair(a, b, |x, y| apply(math, width, x, y));
        }
        let ints = match math {
            Math::Sub => x.ints.plus(&y.ints.negated()),
            _ => x.ints.plus(&y.ints),
        };
        self.values.intern(Value {
            ints,
            ..Value::default()
        })
    }

    /// What a function of two numbers gives, for all that they can be.
    pub(crate) fn each_pair(&mut self, a: Vid, b: Vid, of: impl Fn(i64, i64) -> i64) -> Vid {
        let (x, y) = (self.values.get(a), self.values.get(b));
        if x.is_bottom() || y.is_bottom() {
            return Vid::BOTTOM;
        }
        let (Some(x), Some(y)) = (x.integers(), y.integers()) else {
            return Vid::ANY_INT;
        };
        if x.is_empty() || y.is_empty() || x.len() * y.len() > PAIR_CAP {
            return Vid::ANY_INT;
        }
        let pairs = x.iter().flat_map(|x| y.iter().map(move |y| (*x, *y)));
        let ints = ints_of(pairs.map(|(x, y)| of(x, y)));
        self.values.intern(Value {
            ints,
            ..Value::default()
        })
    }

    pub(crate) fn instance_of(&mut self, value: Vid, ty: TypeId) -> Vid {
        let value = self.values.get(value);
        if value.is_bottom() {
            return Vid::BOTTOM;
        }
        let (mut yes, mut no) = (false, value.may_be_zero());
        for obj in &value.objs {
            let own = self.code.is_app(ty);
            let is = match self.objects.is_method(*obj) {
                true => !own,
                false => self.code.is_subtype(self.objects.ty(*obj), ty),
            };
            let may = is || self.is_from_elsewhere(*obj);
            (yes, no) = (yes || may, no || !is);
        }
        if value.strs != Strs::None {
            let is = self.code.is_subtype(self.code.string(), ty);
            (yes, no) = (yes || self.code.texts_may_be(ty), no || !is);
        }
        for some in &value.types {
            let is = self.code.is_subtype(*some, ty);
            let may = is || self.code.may_share_instance(*some, ty);
            (yes, no) = (yes || may, no || !is);
        }
        no |= !value.classes.is_empty() && ty != self.code.class();
        yes |= !value.classes.is_empty() && self.code.is_subtype(self.code.class(), ty);
        if value.boxes != 0 {
            let (is, all) = self.in_box(value.boxes, ty);
            (yes, no) = (yes || is, no || !all);
        } else if value.ints != Ints::None && self.code.is_box(ty) {
            // Numbers that nobody was seen to box.
            (yes, no) = (true, true);
        }
        match (yes, no) {
            (true, false) => Vid::ONE,
            (false, true) => Vid::ZERO,
            _ => Vid::BOOL,
        }
    }

    /// What of a value is an instance of a class.
    pub(crate) fn instances_in(&mut self, value: Vid, ty: TypeId) -> Vid {
        let cast = self.cast(value, ty);
        self.solid(cast)
    }

    /// What of a value may be no instance of a class.
    pub(crate) fn without_instances(&mut self, value: Vid, ty: TypeId) -> Vid {
        let mut value = self.values.get(value).clone();
        let code = self.code;
        value.objs.retain(|obj| {
            let ObjKey { site, ty: made, .. } = *self.objects.key(*obj);
            let known = matches!(site, Site::Code { .. });
            !known || !code.is_subtype(made, ty)
        });
        value.types.retain(|some| !code.is_subtype(*some, ty));
        if code.is_subtype(code.string(), ty) {
            value.strs = Strs::None;
        }
        if code.is_subtype(code.class(), ty) {
            value.classes.clear();
        }
        self.values.intern(value)
    }

    pub(crate) fn cast(&mut self, value: Vid, ty: TypeId) -> Vid {
        if let Some(cast) = self.known.casts.get(&(value, ty)) {
            return *cast;
        }
        let cast = match self.apart_from_elsewhere(value, ty) {
            Some((rest, cast)) => {
                let rest = self.cast_anew(rest, ty);
                self.join(rest, cast)
            }
            None => self.cast_anew(value, ty),
        };
        self.known.casts.insert((value, ty), cast);
        cast
    }

    fn cast_anew(&mut self, value: Vid, ty: TypeId) -> Vid {
        let mut value = self.values.get(value).clone();
        let found = |obj: &Obj| match self.objects.key(*obj).site {
            Site::Named(name) => self.strings.get(name).starts_with(VIEW),
            _ => false,
        };
        // Of a view that was found by its id the class is not known: it can be any.
        let views = value.objs.iter().any(found);
        let own = self.code.is_app(ty);
        let absent = |ty: TypeId| !self.code.is_app(ty) && !self.code.is_platform(ty);
        value.objs.retain(|obj| {
            if self.objects.is_method(*obj) {
                return !own;
            }
            let made = self.objects.ty(*obj);
            // Of classes that are neither here nor the platform's it is not known what is above them.
            self.code.is_subtype(made, ty)
                || (found(obj) && !own)
                || (absent(ty) && absent(made))
                || self.code.stands_in(made, ty)
        });
        if views && own {
            value.types.push(ty);
        }
        let text = || self.code.is_subtype(self.code.string(), ty);
        if !self.code.texts_may_be(ty) || value.saturated && !text() {
            value.strs = Strs::None;
        }
        if !self.code.is_subtype(self.code.class(), ty) {
            value.classes.clear();
        }
        if value.boxes != 0 && !self.in_box(value.boxes, ty).0 {
            // `null` is of every type.
            value.ints = match value.null {
                Null::Not => Ints::None,
                Null::Only | Null::Also => ints_of([0].into_iter()),
            };
            value.boxes = 0;
            value.null = Null::Not;
            value.truths = 0;
        } else if value.truths != 0 && self.code.is_truth(ty) {
            // The numbers of other boxes go.
            let ints = (0..=1).filter(|one| value.truths & (1 << one) != 0);
            let null = (value.null != Null::Not).then_some(0);
            value.null = match (value.null, value.truths & 1) {
                (Null::Not, _) => Null::Not,
                (_, 0) => Null::Only,
                _ => Null::Also,
            };
            value.ints = ints_of(ints.chain(null));
            value.boxes = self.code.box_bit(ty);
        }
        let mut types: Vec<TypeId> = Vec::new();
        for some in &value.types {
            if self.code.is_subtype(*some, ty) {
                types.push(*some);
            } else if self.code.is_subtype(ty, *some) {
                types.push(ty);
            } else {
                // Something of a third type that is below both.
                match self.code.common(*some, ty) {
                    Some(both) if both.len() <= COMMON => types.extend_from_slice(&both),
                    _ => types.push(ty),
                }
            }
        }
        types.sort_unstable();
        types.dedup();
        // An unknown object that turns out to be a string or a box is any such.
        if types.contains(&self.code.string()) {
            types.retain(|some| *some != self.code.string());
            value.strs = Strs::Any;
        }
        value.types = types;
        value.saturated &= value.types == [self.code.object()];
        self.values.intern(value)
    }
}

fn apply(math: Math, width: Width, a: i64, b: i64) -> i64 {
    let int = width == Width::Int;
    let result = match math {
        Math::Add => a.wrapping_add(b),
        Math::Sub => a.wrapping_sub(b),
        Math::Rsub => b.wrapping_sub(a),
        Math::Mul => a.wrapping_mul(b),
        Math::Div => a.checked_div(b).unwrap_or(a),
        Math::Rem => a.checked_rem(b).unwrap_or_default(),
        Math::And => a & b,
        Math::Or => a | b,
        Math::Xor => a ^ b,
        Math::Shl if int => i64::from((a as i32).wrapping_shl(b as u32)),
        Math::Shl => a.wrapping_shl(b as u32),
        Math::Shr if int => i64::from((a as i32).wrapping_shr(b as u32)),
        Math::Shr => a.wrapping_shr(b as u32),
        Math::Ushr if int => i64::from((a as u32).wrapping_shr(b as u32)),
        Math::Ushr => (a as u64).wrapping_shr(b as u32) as i64,
        Math::Cmp => (a > b) as i64 - (a < b) as i64,
        Math::Other => 0,
    };
    if int {
        i64::from(result as i32)
    } else {
        result
    }
}
