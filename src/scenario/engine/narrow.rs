//! What a branch says about the registers that it compared.

use crate::scenario::code::ir::{Cond, Operand, Reg};
use crate::scenario::engine::Engine;
use crate::scenario::engine::heap::{ObjKey, Site};
use crate::scenario::engine::numbers::{Ints, ints_of};
use crate::scenario::engine::paths::is_in_loop;
use crate::scenario::engine::step::State;
use crate::scenario::engine::value::{Obj, Strs, Value, Vid};

impl Engine<'_, '_> {
    /// Narrows the compared registers to what the branch says.
    pub(crate) fn refine(
        &mut self,
        state: &mut State,
        cond: Cond,
        a: Reg,
        x: Vid,
        b: Operand,
        y: Vid,
    ) {
        if let Operand::Reg(b) = b
            && self.values.get(x).is_reference()
            && self.values.get(y).is_reference()
        {
            return self.refine_objects(state, cond, (a, x), (b, y));
        }
        if let (Cond::Eq, Operand::Reg(b)) = (cond, b) {
            let refers = |value: &Value| value.is_reference() || value.boxes != 0;
            if refers(self.values.get(x)) || refers(self.values.get(y)) {
                return;
            }
            if self.values.get(x).single_int().is_some() {
                state.replace(b, x);
            } else if self.values.get(y).single_int().is_some() {
                state.replace(a, y);
            }
            return;
        }
        let Some(literal) = self.values.get(y).single_int() else {
            return;
        };
        let value = self.values.get(x);
        let narrowed = match (cond, literal) {
            (Cond::Eq, 0) => Vid::ZERO,
            (Cond::Ne, 0) => self.solid(x),
            (Cond::Eq, _) if !value.is_reference() => self.values.int(literal),
            _ => match &value.ints {
                Ints::Set(set) if !value.is_reference() => {
                    let kept = set.iter().copied().filter(|one| cond.holds(*one, literal));
                    let ints = ints_of(kept);
                    self.values.intern(Value {
                        ints,
                        ..Value::default()
                    })
                }
                _ => return,
            },
        };
        state.replace(a, narrowed);
    }

    /// The same of two references: what is equal is one of the objects that both can be; what is not equal to an object of which
    /// there is only one is another.
    fn refine_objects(
        &mut self,
        state: &mut State,
        cond: Cond,
        (a, x): (Reg, Vid),
        (b, y): (Reg, Vid),
    ) {
        for ((reg, held), other) in [((a, x), y), ((b, y), x)] {
            let (value, other) = (self.values.shared(held), self.values.shared(other));
            if !is_told(&other) || value.objs.len() < 2 {
                continue;
            }
            let keeps = |obj: &Obj| match cond {
                Cond::Eq => self.may_be_one_of(*obj, &other.objs),
                Cond::Ne => match other.objs.as_slice() {
                    [one] if other.ints == Ints::None => obj != one || !self.is_single(*one),
                    _ => true,
                },
                _ => true,
            };
            let kept: Vec<Obj> = value.objs.iter().copied().filter(keeps).collect();
            if kept.len() == value.objs.len() || kept.is_empty() {
                continue;
            }
            let narrowed = self.values.intern(Value {
                objs: kept,
                ..Value::clone(&value)
            });
            state.replace(reg, narrowed);
        }
    }

    /// Whether there is only one object of an abstract one: a static initialiser makes it, once.
    fn is_single(&self, obj: Obj) -> bool {
        let ObjKey {
            site, part, step, ..
        } = *self.objects.key(obj);
        let Site::Code { def, pc, .. } = site else {
            return site == Site::One;
        };
        let name = self.code.method_name(self.code.program.method(def));
        let body = (name == "<clinit>").then(|| self.code.lower(def)).flatten();
        part.is_none() && step == 0 && body.is_some_and(|body| !is_in_loop(&body, pc))
    }
}

/// Whether a value is some known objects, or null, and nothing else.
fn is_told(value: &Value) -> bool {
    let null = match &value.ints {
        Ints::None => true,
        Ints::Set(set) => set.as_slice() == [0],
        _ => false,
    };
    null && value.boxes == 0
        && !value.objs.is_empty()
        && value.types.is_empty()
        && value.classes.is_empty()
        && value.strs == Strs::None
}
