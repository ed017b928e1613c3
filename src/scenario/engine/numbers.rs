//! Numbers that a value can be, also where they are too many to be told one by one: that a counter only goes up, or only
//! down, is still known then.

use crate::scenario::code::ir::Cond;
use crate::scenario::engine::value::CONSTANT_CAP;

/// Bounds up to which sums are followed.
const FAR: i64 = 1 << 20;

/// The integers of a value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) enum Ints {
    /// None.
    #[default]
    None,
    /// These, sorted.
    Set(Vec<i64>),
    /// Any that is not smaller (the platform version, a size).
    AtLeast(i64),
    /// Any that is not larger.
    AtMost(i64),
    /// Any.
    Any,
}

/// Sorted set of integers, `None` when empty.
pub(crate) fn ints_of(values: impl Iterator<Item = i64>) -> Ints {
    let mut values: Vec<i64> = values.collect();
    values.sort_unstable();
    values.dedup();
    match (values.first(), values.last()) {
        (Some(first), Some(last)) if values.len() > CONSTANT_CAP => Ints::between(*first, *last),
        (Some(_), _) => Ints::Set(values),
        (None, _) => Ints::None,
    }
}

impl Ints {
    /// All numbers on the side of zero on which these are: so a bound moves twice at most.
    fn between(low: i64, high: i64) -> Self {
        match (low, high) {
            (1.., _) => Self::AtLeast(1),
            (0, _) => Self::AtLeast(0),
            (_, ..=-1) => Self::AtMost(-1),
            (_, 0) => Self::AtMost(0),
            _ => Self::Any,
        }
    }

    /// Whether 0 is among them.
    pub(crate) fn hold_zero(&self) -> bool {
        match self {
            Self::None => false,
            Self::Set(set) => set.contains(&0),
            Self::AtLeast(low) => *low <= 0,
            Self::AtMost(high) => *high >= 0,
            Self::Any => true,
        }
    }

    /// The union of both, saturated.
    pub(crate) fn join(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::None, other) | (other, Self::None) => other.clone(),
            (Self::Any, _) | (_, Self::Any) => Self::Any,
            (Self::Set(x), Self::Set(y)) => ints_of(x.iter().chain(y.iter()).copied()),
            (Self::AtLeast(x), Self::AtLeast(y)) if x == y || *x.min(y) >= 0 => {
                Self::AtLeast(*x.min(y))
            }
            (Self::AtMost(x), Self::AtMost(y)) if x == y => Self::AtMost(*x),
            (Self::AtMost(x), Self::AtMost(y)) => Self::between(i64::MIN, *x.max(y)),
            (Self::AtLeast(low), Self::Set(set)) | (Self::Set(set), Self::AtLeast(low)) => {
                match set.first() {
                    Some(first) if first < low => Self::between(*first, i64::MAX),
                    _ => Self::AtLeast(*low),
                }
            }
            (Self::AtMost(high), Self::Set(set)) | (Self::Set(set), Self::AtMost(high)) => {
                match set.last() {
                    Some(last) if last > high => Self::between(i64::MIN, *last),
                    _ => Self::AtMost(*high),
                }
            }
            _ => Self::Any,
        }
    }

    /// The lowest and the highest, as far as there are such.
    fn bounds(&self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::None | Self::Any => (None, None),
            Self::Set(set) => (set.first().copied(), set.last().copied()),
            Self::AtLeast(low) => (Some(*low), None),
            Self::AtMost(high) => (None, Some(*high)),
        }
    }

    /// What the sum of numbers can be of which some are only known by a bound.
    pub(crate) fn plus(&self, other: &Self) -> Self {
        let sum = |a: Option<i64>, b: Option<i64>| {
            let near = |one: &i64| (-FAR..=FAR).contains(one);
            Some(a.filter(near)? + b.filter(near)?)
        };
        let (one, two) = (self.bounds(), other.bounds());
        match (sum(one.0, two.0), sum(one.1, two.1)) {
            (Some(low), None) => Self::AtLeast(low),
            (None, Some(high)) => Self::AtMost(high),
            _ => Self::Any,
        }
    }

    /// The same numbers below zero instead of above, and the other way round.
    pub(crate) fn negated(&self) -> Self {
        match self {
            Self::Set(set) => ints_of(set.iter().map(|one| one.wrapping_neg())),
            Self::AtLeast(low) => Self::AtMost(low.wrapping_neg()),
            Self::AtMost(high) => Self::AtLeast(high.wrapping_neg()),
            other => other.clone(),
        }
    }

    /// Whether a comparison with others can hold, and whether it can fail.
    pub(crate) fn compare(&self, cond: Cond, other: &Self) -> (bool, bool) {
        match (self, other) {
            (Self::Set(x), Self::Set(y)) => {
                let pairs = || x.iter().flat_map(|x| y.iter().map(move |y| (*x, *y)));
                (
                    pairs().any(|(x, y)| cond.holds(x, y)),
                    pairs().any(|(x, y)| !cond.holds(x, y)),
                )
            }
            (Self::AtLeast(low), Self::Set(set)) => beside(cond, *low, set, i64::MAX),
            (Self::AtMost(high), Self::Set(set)) => beside(cond, *high, set, i64::MIN),
            (Self::Set(_), Self::AtLeast(_) | Self::AtMost(_)) => {
                other.compare(cond.swapped(), self)
            }
            _ => (true, true),
        }
    }
}

/// Whether a comparison of all from a bound to `end` with some of a set can hold, and whether it can fail.
fn beside(cond: Cond, bound: i64, set: &[i64], end: i64) -> (bool, bool) {
    let (mut may, mut may_not) = (false, false);
    let (low, high) = (bound.min(end), bound.max(end));
    for value in set {
        // A comparison changes its answer at the value only.
        let near = [
            value.saturating_sub(1),
            *value,
            value.saturating_add(1),
            bound,
            end,
        ];
        for one in near.into_iter().filter(|one| (low..=high).contains(one)) {
            match cond.holds(one, *value) {
                true => may = true,
                false => may_not = true,
            }
        }
    }
    (may, may_not)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_that_only_goes_down_never_gets_above_where_it_began() {
        let mut held = ints_of([0].into_iter());
        for _ in 0..40 {
            let less = match &held {
                Ints::Set(set) => ints_of(set.iter().map(|one| one - 1)),
                other => other.plus(&ints_of([-1].into_iter())),
            };
            held = held.join(&less);
        }
        assert_eq!(held, Ints::AtMost(0));
        assert_eq!(
            held.compare(Cond::Gt, &ints_of([0].into_iter())),
            (false, true)
        );
        assert_eq!(
            held.compare(Cond::Eq, &ints_of([-7].into_iter())),
            (true, true)
        );
    }

    #[test]
    fn bounds_move_no_more_than_a_few_times() {
        let up = Ints::AtLeast(0);
        assert_eq!(up.join(&up.plus(&ints_of([-1].into_iter()))), Ints::Any);
        assert_eq!(
            up.join(&up.plus(&ints_of([1].into_iter()))),
            Ints::AtLeast(0)
        );
        assert_eq!(Ints::AtMost(0).join(&Ints::AtLeast(0)), Ints::Any);
        assert_eq!(
            Ints::AtLeast(3).compare(Cond::Lt, &ints_of([3].into_iter())),
            (false, true)
        );
        assert_eq!(Ints::AtLeast(3).negated(), Ints::AtMost(-3));
    }
}
