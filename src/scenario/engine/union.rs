//! The union of two abstract values, and where it saturates.

use crate::program::TypeId;
use crate::scenario::engine::numbers::Ints;
use crate::scenario::engine::value::{Null, Obj, ObjectCaps, Strs, Value, strs_of};

/// Types that a value may hold before it saturates to any object.
const TYPE_CAP: usize = 24;

/// The union of two values, saturated.
pub(super) fn union(
    a: &Value,
    b: &Value,
    top: TypeId,
    caps: ObjectCaps,
    type_of: impl Fn(Obj) -> TypeId,
) -> Value {
    let ints = a.ints.join(&b.ints);
    let strs = match (&a.strs, &b.strs) {
        (Strs::None, other) | (other, Strs::None) => other.clone(),
        (Strs::Any, _) | (_, Strs::Any) => Strs::Any,
        (Strs::Set(x), Strs::Set(y)) => strs_of(x.iter().chain(y.iter()).copied()),
        (Strs::Written(x) | Strs::Set(x), Strs::Written(y) | Strs::Set(y)) => {
            match strs_of(x.iter().chain(y.iter()).copied()) {
                Strs::Set(texts) => Strs::Written(texts),
                Strs::None => Strs::Written(Vec::new()),
                any => any,
            }
        }
    };
    let (boxes, null) = boxes_of_both(a, b);
    let mut objs = merged(&a.objs, &b.objs);
    let mut types = merged(&a.types, &b.types);
    // A class of many objects first: those of others stay apart.
    if objs.len() > caps.class {
        let mut classes: Vec<TypeId> = objs.iter().map(|obj| type_of(*obj)).collect();
        classes.sort_unstable();
        let many = classes
            .chunk_by(|a, b| a == b)
            .filter(|one| one.len() > caps.class);
        let many: Vec<TypeId> = many.filter_map(|one| one.first().copied()).collect();
        types = merged(&types, &many);
    }
    if objs.len() > caps.all {
        let all = objs
            .iter()
            .map(|obj| type_of(*obj))
            .filter(|ty| types.binary_search(ty).is_err());
        if all.count() > caps.all {
            types = merged(&types, &sorted(objs.drain(..).map(&type_of).collect()));
        }
    }
    let saturated = a.saturated || b.saturated || types.len() > TYPE_CAP;
    if saturated {
        types = vec![top];
        objs.clear();
    }
    let classes = merged(&a.classes, &b.classes);
    // What a type stands for already is not kept apart again: values must not shrink and grow in turn.
    objs.retain(|obj| types.binary_search(&type_of(*obj)).is_err());
    Value {
        ints,
        boxes,
        null,
        truths: if boxes == 0 { 0 } else { a.truths | b.truths },
        strs,
        classes,
        objs,
        types,
        // Of what can be anything it is not known what it was made of.
        marks: if saturated { 0 } else { a.marks | b.marks },
        saturated,
    }
}

/// The boxes of the numbers of two values, and what 0 means among them. A 0 in no box beside numbers in boxes is `null`.
fn boxes_of_both(a: &Value, b: &Value) -> (u8, Null) {
    let null = |one: bool, zero: bool| match (one, zero) {
        (false, _) => Null::Not,
        (true, false) => Null::Only,
        (true, true) => Null::Also,
    };
    match (&a.ints, &b.ints) {
        (Ints::None, _) => (b.boxes, b.null),
        (_, Ints::None) => (a.boxes, a.null),
        _ if a.boxes != 0 && b.boxes != 0 => {
            let either = a.null != Null::Not || b.null != Null::Not;
            let zero = a.boxes_zero() || b.boxes_zero();
            (a.boxes | b.boxes, null(either, zero))
        }
        _ if a.boxes != 0 && b.is_bare_zero() => (a.boxes, null(true, a.boxes_zero())),
        _ if b.boxes != 0 && a.is_bare_zero() => (b.boxes, null(true, b.boxes_zero())),
        _ => (0, Null::Not),
    }
}

/// The union of two sorted sets.
fn merged<T: Copy + Ord>(a: &[T], b: &[T]) -> Vec<T> {
    if a.is_empty() || b.is_empty() {
        return [a, b].concat();
    }
    sorted(a.iter().chain(b).copied().collect())
}

/// A sorted set.
fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort_unstable();
    items.dedup();
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::engine::numbers::ints_of;

    const BOOLEAN: u8 = 1 << 4;
    const INTEGER: u8 = 1;

    fn boxed(numbers: &[i64], boxes: u8) -> Value {
        let bare = Value {
            ints: ints_of(numbers.iter().copied()),
            ..Value::default()
        };
        let truths = if boxes == BOOLEAN {
            bare.as_truths()
        } else {
            0
        };
        Value {
            boxes,
            truths,
            ..bare
        }
    }

    fn join(a: &Value, b: &Value) -> Value {
        let top = TypeId(0);
        union(a, b, top, ObjectCaps { class: 16, all: 40 }, |_| top)
    }

    #[test]
    fn a_bare_zero_beside_boxes_is_null() {
        let ones = boxed(&[1], INTEGER);
        let both = join(&ones, &Value::int(0));
        assert_eq!((both.boxes, both.null), (INTEGER, Null::Only));
        assert!(both.may_be_zero());
        assert_eq!(both.without_zero(), ones);
        let zeros = join(&boxed(&[0], INTEGER), &Value::int(0));
        assert_eq!(zeros.null, Null::Also);
        assert!(!zeros.without_zero().may_be_zero());
        assert_eq!(zeros.without_zero().ints, Ints::Set(vec![0]));
    }

    #[test]
    fn numbers_in_no_box_take_the_boxes_away() {
        let mixed = join(&boxed(&[1], INTEGER), &Value::int(7));
        assert_eq!((mixed.boxes, mixed.null), (0, Null::Not));
    }

    #[test]
    fn truth_values_stay_known_beside_other_numbers() {
        let mixed = join(&boxed(&[0], BOOLEAN), &boxed(&[1, 2], INTEGER));
        assert_eq!((mixed.boxes, mixed.truths), (BOOLEAN | INTEGER, 1));
        assert_eq!(join(&mixed, &boxed(&[1], BOOLEAN)).truths, 3);
    }
}
