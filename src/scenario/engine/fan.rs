//! Calls on "any instance of" a type: one fan for a type and a method, however many places call it.
//!
//! A place that calls hands its arguments to the fan and waits for the fan's result; the fan hands them on to each class of
//! which instances exist, once. So the work is the number of callers plus the number of classes, not their product.

use std::rc::Rc;

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use crate::checks::Edge;
use crate::program::{MethodId, TypeId};
use crate::scenario::code::Target;
use crate::scenario::engine::blocks::{Node, insert_sorted};
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::stored::Stored;
use crate::scenario::engine::thrown::Throws;
use crate::scenario::engine::value::{Value, Vid};
use crate::scenario::engine::{At, Engine};

/// The number of a fan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Fan(u32);

/// The fans of a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fans {
    all: Vec<Spread>,
    ids: HashMap<(TypeId, MethodId), Fan, FxBuildHasher>,
}

/// What a fan knows.
#[derive(Debug, Clone)]
struct Spread {
    ty: TypeId,
    method: MethodId,
    /// What was handed over so far; the receiver is left out.
    args: Vec<Vid>,
    result: Vid,
    /// Blocks to run again when there is more to know, sorted.
    callers: Vec<Node>,
    /// Where it leads, and as which receiver, sorted.
    targets: Rc<Vec<(Ctx, Vid)>>,
    /// Some class leaves the app.
    framework: bool,
}

/// What a fan gives its caller.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spreads {
    /// The result so far.
    pub(crate) result: Vid,
    /// It leads to the app.
    pub(crate) inside: bool,
    /// It leads out of the app.
    pub(crate) framework: bool,
}

impl Engine<'_, '_> {
    /// Calls a method on any instance of a type.
    pub(crate) fn spread(&mut self, at: At, ty: TypeId, method: MethodId, args: &[Vid]) -> Spreads {
        let fan = match self.fans.ids.get(&(ty, method)) {
            Some(fan) => *fan,
            None => self.new_fan(ty, method, args.len()),
        };
        let index = fan.0 as usize;
        if self.record.is_some() {
            for (ctx, _) in self.fans.all[index].targets.clone().iter() {
                self.tell(Some(at), *ctx, Edge::Call);
            }
        } else {
            let spread = &mut self.fans.all[index];
            insert_sorted(&mut spread.callers, self.blocks.running());
            let mut grown = false;
            for (place, arg) in args.iter().enumerate().skip(1) {
                let Some(old) = self.fans.all[index].args.get(place).copied() else {
                    break;
                };
                let new = self.join(old, *arg);
                grown |= new != old;
                self.fans.all[index].args[place] = new;
            }
            if grown {
                let mut args = self.fans.all[index].args.clone();
                for (ctx, this) in self.fans.all[index].targets.clone().iter() {
                    args[0] = *this;
                    self.pass(*ctx, &args);
                }
            }
        }
        for (ctx, _) in self.fans.all[index].targets.clone().iter() {
            self.threw_in(Some(at), *ctx);
        }
        let spread = &self.fans.all[index];
        Spreads {
            result: spread.result,
            inside: !spread.targets.is_empty(),
            framework: spread.framework,
        }
    }

    fn new_fan(&mut self, ty: TypeId, method: MethodId, args: usize) -> Fan {
        let fan = Fan(u32::try_from(self.fans.all.len()).unwrap_or(u32::MAX));
        self.fans.ids.insert((ty, method), fan);
        self.fans.all.push(Spread {
            ty,
            method,
            args: vec![Vid::BOTTOM; args],
            result: Vid::BOTTOM,
            callers: Vec::new(),
            targets: Rc::default(),
            framework: !self.code.is_app(ty),
        });
        for class in self.instances_for(ty, fan).iter() {
            self.widen_fan(fan, *class);
        }
        fan
    }

    /// A class below a fan's type has instances.
    pub(crate) fn widen_fan(&mut self, fan: Fan, class: TypeId) {
        let index = fan.0 as usize;
        let Spread { ty, method, .. } = self.fans.all[index];
        let Target::App(def) = self.target(class, method) else {
            if !std::mem::replace(&mut self.fans.all[index].framework, true) {
                self.blocks.enqueue_all(&self.fans.all[index].callers);
            }
            return;
        };
        // The receiver is any instance of the class that defines the method, or of the fan's type if that is narrower.
        let owner = self.code.def_owner(def);
        let this = if self.code.is_subtype(ty, owner) {
            ty
        } else {
            owner
        };
        let this = self.values.intern(Value::instance(this));
        let mut args = vec![Vid::BOTTOM; self.fans.all[index].args.len()];
        args[0] = this;
        // One context for all that come through fans.
        let ctx = self.context_of_fans(def, &args);
        self.note_many(ctx);
        args[1..].copy_from_slice(&self.fans.all[index].args[1..]);
        let spread = &mut self.fans.all[index];
        let first = spread.targets.is_empty();
        insert_sorted(Rc::make_mut(&mut spread.targets), (ctx, this));
        self.blocks.touch(&spread.callers);
        if !args[1..].contains(&Vid::BOTTOM) {
            self.pass(ctx, &args);
        }
        self.make_public(ctx);
        if self.give_stored(ctx, Stored::default()) {
            self.hand_over(ctx);
        }
        insert_sorted(&mut self.contexts[ctx.0 as usize].fans, fan);
        let returns = self.contexts[ctx.0 as usize].returns;
        if first || self.contexts[ctx.0 as usize].throws.how != Throws::Not {
            self.blocks.enqueue_all(&self.fans.all[index].callers);
        }
        self.fan_returned(fan, returns);
    }

    /// What a fan leads to may throw: those who call it look again.
    pub(crate) fn fan_threw(&mut self, fan: Fan) {
        let callers = &self.fans.all[fan.0 as usize].callers;
        self.blocks.enqueue_all(callers);
    }

    /// What a fan leads to gives more.
    pub(crate) fn fan_returned(&mut self, fan: Fan, value: Vid) {
        let old = self.fans.all[fan.0 as usize].result;
        let new = self.join(old, value);
        if new != old {
            let spread = &mut self.fans.all[fan.0 as usize];
            spread.result = new;
            self.blocks.enqueue_all(&spread.callers);
        }
    }
}
