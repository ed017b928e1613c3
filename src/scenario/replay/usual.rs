//! Numbers that no replay knows, but the code: those that only a host changes, and times that lie so far from now.
//!
//! A library's options are set by anybody, so a delay out of them is unknown. What they are made with is what runs as long as
//! nobody sets another. A time to come is unknown as well; how long it is until then stands in the code that adds it to the clock's.

use std::cell::Cell;
use std::collections::BTreeSet;

use crate::program::{DefId, FieldId, Kind, Use};
use crate::scenario::code::Target;
use crate::scenario::code::ir::{BlockId, Body, Math, Op, Operand, Reg};
use crate::scenario::code::live::written;
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::ops::given_field;
use crate::scenario::engine::record::Recorder;
use crate::scenario::engine::{At, Engine};
use crate::scenario::replay::outcome::EventKind;

/// Calls up from a place within which a number is followed, callers of each, instructions in all; numbers of one.
const DEPTH: u8 = 3;
const STEPS: u32 = 256;
const CALLERS: usize = 8;
const NUMBERS: usize = 8;
/// The clocks that times are counted by: what lies between two looks at one is short beside a period.
const CLOCKS: &[(&str, &str)] = &[
    ("java.lang.System", "currentTimeMillis"),
    ("android.os.SystemClock", "elapsedRealtime"),
    ("android.os.SystemClock", "uptimeMillis"),
];

/// Numbers, or nothing where some are not known.
type Numbers = Option<BTreeSet<i64>>;

/// Notes of unknown arguments of a call the numbers that they are as long as no host sets others, and of times how far from now
/// they lie.
pub(super) fn note_usual(engine: &Engine<'_, '_>, record: &Recorder, at: At, kind: &mut EventKind) {
    if let EventKind::Call(_, args) = kind {
        for (index, arg) in args.iter_mut().enumerate() {
            let object = !arg.classes.is_empty() || !arg.texts.is_empty() || arg.unknown_text;
            if arg.ints.is_none() && !object {
                arg.usual = usual(engine, record, at, index);
            }
        }
    }
}

/// The numbers that an argument of a call has while no host sets any, with every clock at 0, where those are known. Where there is no
/// host only what was counted by a clock.
fn usual(engine: &Engine<'_, '_>, record: &Recorder, at: At, argument: usize) -> Vec<i64> {
    let asked = Asked {
        engine,
        record,
        left: Cell::new(STEPS),
        timed: Cell::new(false),
    };
    let found = asked.argument(at, argument, 0).unwrap_or_default();
    match engine.assume.host || asked.timed.get() {
        true => found.into_iter().collect(),
        false => Vec::new(),
    }
}

struct Asked<'q, 'e, 'a> {
    engine: &'q Engine<'e, 'a>,
    record: &'q Recorder,
    left: Cell<u32>,
    /// Whether a clock was looked at.
    timed: Cell<bool>,
}

impl Asked<'_, '_, '_> {
    fn argument(&self, at: At, argument: usize, depth: u8) -> Numbers {
        if depth > DEPTH {
            return None;
        }
        let body = self.engine.contexts[at.ctx.0 as usize].body.clone()?;
        for (id, block) in (0..).zip(&body.blocks) {
            for (index, insn) in body.insns_of(block).iter().enumerate() {
                if let (true, Op::Call { first, count, .. }) = (insn.pc == at.pc, insn.op) {
                    let reg = *body.args_of(first, count).get(argument)?;
                    return self.held(&body, Some(at.ctx), (id, index), reg, depth);
                }
            }
        }
        None
    }

    /// What a register holds at a place, by all that was written to it on the way there.
    fn held(
        &self,
        body: &Body,
        ctx: Option<Ctx>,
        (block, index): (BlockId, usize),
        reg: Reg,
        depth: u8,
    ) -> Numbers {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut waiting = vec![(block, index)];
        while let Some((block, index)) = waiting.pop() {
            let insns = body.insns_of(body.blocks.get(block as usize)?);
            let mut before = insns.iter().take(index).enumerate().rev();
            match before.find(|(_, insn)| written(&insn.op) == Some(reg)) {
                Some((at, insn)) => {
                    found.extend(self.written(body, ctx, (block, at), &insn.op, depth)?);
                }
                None if block == 0 => {
                    let place = body.params.iter().position(|param| *param == reg)?;
                    found.extend(self.passed(ctx?, place, depth)?);
                }
                None => {
                    let from = (0..).zip(&body.blocks).filter(|(_, one)| {
                        body.next_of(one).any(|to| to == block) || one.handlers.contains(&block)
                    });
                    for (id, _) in from.filter(|(id, _)| seen.insert(*id)) {
                        waiting.push((id, usize::MAX));
                    }
                }
            }
            if found.len() > NUMBERS {
                return None;
            }
        }
        Some(found)
    }

    fn written(
        &self,
        body: &Body,
        ctx: Option<Ctx>,
        at: (BlockId, usize),
        op: &Op,
        depth: u8,
    ) -> Numbers {
        self.left.set(self.left.get().checked_sub(1)?);
        let held = |reg| self.held(body, ctx, at, reg, depth);
        match *op {
            Op::Int { value, .. } => Some(BTreeSet::from([value])),
            Op::Move { src, .. } => held(src),
            Op::Get { field, .. } | Op::GetStatic { field, .. } => self.made_with(field),
            Op::Math { math, a, b, .. } => {
                let b = match b {
                    Operand::Reg(reg) => held(reg)?,
                    Operand::Lit(value) => BTreeSet::from([value]),
                };
                let by = |a: i64, b: i64| match math {
                    Math::Add => a.checked_add(b),
                    Math::Sub => a.checked_sub(b),
                    Math::Mul => a.checked_mul(b),
                    Math::Div => a.checked_div(b),
                    _ => None,
                };
                pairs(&held(a)?, &b, by)
            }
            Op::Call {
                method,
                first,
                count,
                ..
            } => {
                let code = self.engine.code;
                let called = code.method(method);
                let args = body.args_of(first, count);
                match called.target {
                    Target::App(def) => self.made_with(given_field(&*code.lower(def)?)?),
                    Target::Framework(owner) => {
                        let is = |(class, name): &(&str, &str)| {
                            *called.name == **name && code.class_named(class) == Some(owner)
                        };
                        if CLOCKS.iter().any(is) {
                            self.timed.set(true);
                            return Some(BTreeSet::from([0]));
                        }
                        let [a, b] = args else { return None };
                        let math = code.class_named("java.lang.Math") == Some(owner);
                        let by = match &*called.name {
                            "max" if math => Ord::max,
                            "min" if math => Ord::min,
                            _ => return None,
                        };
                        pairs(&held(*a)?, &held(*b)?, |a, b| Some(by(a, b)))
                    }
                }
            }
            _ => None,
        }
    }

    /// What the callers of a context hand over; of those of which it is not known, nothing.
    fn passed(&self, ctx: Ctx, place: usize, depth: u8) -> Numbers {
        let callers = self.record.graph().callers(ctx);
        let known = callers
            .iter()
            .take(CALLERS)
            .filter_map(|at| self.argument(*at, place, depth + 1));
        let found: BTreeSet<i64> = known.flatten().collect();
        (!found.is_empty()).then_some(found)
    }

    /// The numbers that constructors put into a field.
    fn made_with(&self, field: FieldId) -> Numbers {
        let (code, program) = (self.engine.code, self.engine.code.program);
        let mut found = BTreeSet::new();
        let writers = program.users(Use::new(Kind::Write, program.resolve_field(field).0));
        for def in writers.iter().filter(|def| self.constructs(**def)) {
            let body = code.lower(*def)?;
            for (id, block) in (0..).zip(&body.blocks) {
                for (index, insn) in body.insns_of(block).iter().enumerate() {
                    let (Op::Put {
                        src, field: one, ..
                    }
                    | Op::PutStatic { src, field: one }) = insn.op
                    else {
                        continue;
                    };
                    if program.resolve_field(one) != program.resolve_field(field) {
                        continue;
                    }
                    let stored = self.held(&body, None, (id, index), src, DEPTH);
                    found.extend(stored.into_iter().flatten());
                }
            }
        }
        (!found.is_empty()).then_some(found)
    }

    fn constructs(&self, def: DefId) -> bool {
        let program = self.engine.code.program;
        program.method_name(program.method(def)).starts_with('<')
    }
}

/// What two numbers give, each of some.
fn pairs(a: &BTreeSet<i64>, b: &BTreeSet<i64>, by: impl Fn(i64, i64) -> Option<i64>) -> Numbers {
    let all = a.iter().flat_map(|a| b.iter().map(|b| by(*a, *b)));
    all.collect::<Option<BTreeSet<i64>>>()
        .filter(|all| all.len() <= NUMBERS)
}
