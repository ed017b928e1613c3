//! Steps of coroutines that are past when an answer comes.
//!
//! What asks for a permission and waits for the answer is past all that it waited for before: nothing has it go on from there
//! once more, though in a run, where all that was ever stored stays, something may seem to. Unless it is begun anew, what
//! comes of the answer does not come by those steps.

use std::collections::{BTreeMap, BTreeSet};

use crate::program::TypeId;
use crate::scenario::code::ir::{BlockId, Body, Cond, Insn, Op, Operand, Reg};
use crate::scenario::code::live::written;
use crate::scenario::engine::graph::{Contexts, Follow};
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::record::Recorder;
use crate::scenario::engine::value::Obj;
use crate::scenario::engine::{At, Engine};

/// Calls up from a request within which coroutines are looked for, and places looked at.
const CALLERS: usize = 8;
const PLACES: usize = 400;

/// Steps that are past, by the class whose objects keep them.
type Past = BTreeMap<TypeId, BTreeSet<i64>>;

impl Engine<'_, '_> {
    /// What runs once some answers to what is asked at a place do, and what of the run does not come of them.
    pub(super) fn after_answers(
        &self,
        record: &Recorder,
        asked: At,
        answers: &BTreeSet<Ctx>,
    ) -> (Contexts, Contexts) {
        let mut past = self.past_steps(record, asked);
        loop {
            let spent = self.spent(&past);
            let from = answers.iter().copied();
            let after = record.graph().closure_but(from, Follow::All, &spent);
            let anew = self.begun(&after, &past);
            if anew.is_empty() {
                return (after, spent);
            }
            past.retain(|class, _| !anew.contains(class));
        }
    }

    /// The steps that are past where the code goes on at a place, in the methods that lead there.
    fn past_steps(&self, record: &Recorder, asked: At) -> Past {
        let mut past = Past::new();
        let (mut places, mut seen) = (vec![asked], BTreeSet::from([asked]));
        for _ in 0..CALLERS {
            let mut callers = Vec::new();
            for at in places {
                let context = &self.contexts[at.ctx.0 as usize];
                let steps = context.body.as_deref();
                let mut called = vec![at.ctx];
                if let Some((class, steps)) = steps.and_then(|body| self.before(body, at.pc)) {
                    past.entry(class).or_insert(steps);
                    // What goes on was called when it began.
                    let all = (0..).zip(&self.contexts);
                    let same = all.filter(|(_, other)| other.def == context.def);
                    called.extend(same.map(|(number, _)| Ctx(number)));
                }
                let all = called.iter().flat_map(|ctx| record.graph().callers(*ctx));
                callers.extend(all.filter(|at| seen.len() < PLACES && seen.insert(**at)));
            }
            places = callers;
        }
        past.retain(|_, steps| !steps.is_empty());
        past
    }

    /// The steps of a coroutine's code to which it does not come any more from a place, and the class whose objects keep them.
    fn before(&self, body: &Body, pc: u32) -> Option<(TypeId, BTreeSet<i64>)> {
        let here = block_at(body, pc);
        let ahead = here.map(|from| ahead(body, from)).unwrap_or_default();
        let (mut class, mut past, mut still) = (None, BTreeSet::new(), BTreeSet::new());
        for (number, block) in (0..).zip(&body.blocks) {
            for insn in body.insns_of(block) {
                let Op::Put { src, field, .. } = insn.op else {
                    continue;
                };
                if !self.objects.is_step_field(field) {
                    continue;
                }
                let Some(step) = number_in(body, insn.pc, src) else {
                    continue;
                };
                let later = ahead.contains(&number) || here == Some(number) && insn.pc > pc;
                // Its wait is still to come where R8 put what asks into the code.
                let open = later || !waited(body, insn.pc, pc);
                // A step that is not told from the one before it.
                if open && body.steps.binary_search(&insn.pc).is_err() {
                    return None;
                }
                class = Some(self.code.field_owner(field));
                match open {
                    true => still.insert(step),
                    false => past.insert(step),
                };
            }
        }
        past.retain(|step| !still.contains(step));
        Some((class?, past))
    }

    /// Contexts of objects at steps that are past.
    fn spent(&self, past: &Past) -> Contexts {
        let is_past = |obj: &Obj| {
            let key = self.objects.key(*obj);
            let steps = past.get(&key.ty);
            steps.is_some_and(|steps| steps.contains(&i64::from(key.step)))
        };
        let mut spent = Contexts::default();
        if past.is_empty() {
            return spent;
        }
        for (number, context) in (0..).zip(&self.contexts) {
            let goes_on = context.params.iter().any(|param| {
                let value = self.values.get(*param);
                !value.objs.is_empty() && value.types.is_empty() && value.objs.iter().all(is_past)
            });
            if goes_on {
                spent.insert(Ctx(number));
            }
        }
        spent
    }

    /// The classes of coroutines that some contexts begin.
    fn begun(&self, contexts: &Contexts, past: &Past) -> BTreeSet<TypeId> {
        let made = contexts.iter().filter_map(|ctx| {
            let def = self.contexts[ctx.0 as usize].def;
            let program = self.code.program;
            let makes = program.method_name(program.method(def)) == "<init>";
            makes.then(|| self.code.def_owner(def))
        });
        made.filter(|class| past.contains_key(class)).collect()
    }
}

/// Whether the code asks between two places whether what was called did stop: it compares the answer with the one that says so.
fn waited(body: &Body, from: u32, to: u32) -> bool {
    body.insns.iter().any(|insn| {
        let asks = matches!(
            insn.op,
            Op::If {
                cond: Cond::Eq | Cond::Ne,
                b: Operand::Reg(_),
                ..
            }
        );
        asks && (from..to).contains(&insn.pc)
    })
}

/// The block of an instruction.
fn block_at(body: &Body, pc: u32) -> Option<BlockId> {
    let mut blocks = (0..).zip(&body.blocks);
    let found = blocks.find(|(_, block)| body.insns_of(block).iter().any(|insn| insn.pc == pc));
    found.map(|(number, _)| number)
}

/// The blocks that come behind one, handlers among them.
fn ahead(body: &Body, from: BlockId) -> BTreeSet<BlockId> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(block) = open.pop().and_then(|at| body.blocks.get(at as usize)) {
        let handlers = block.handlers.iter().copied();
        let next = body.next_of(block).chain(handlers);
        open.extend(next.filter(|to| seen.insert(*to)));
    }
    seen
}

/// The number that a register holds before an instruction, where the last one before it that writes the register says so.
fn number_in(body: &Body, pc: u32, reg: Reg) -> Option<i64> {
    let mut before: Vec<&Insn> = body.insns.iter().filter(|insn| insn.pc < pc).collect();
    before.sort_by_key(|insn| std::cmp::Reverse(insn.pc));
    let mut held = reg;
    for insn in before {
        match insn.op {
            Op::Int { dst, value } if dst == held => return Some(value),
            Op::Move { dst, src } if dst == held => held = src,
            op if written(&op) == Some(held) => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_that_were_written_last_and_blocks_ahead_those_that_follow() {
        let int = |dst, value| Op::Int { dst, value };
        let last = Op::Return { src: None };
        let mut body = Body::of_blocks(
            4,
            vec![
                (vec![int(1, 1), int(2, 2)], Some(1), vec![]),
                (vec![Op::Move { dst: 3, src: 2 }], Some(2), vec![3]),
                (vec![last], None, vec![]),
                (
                    vec![Op::Unknown { dst: 1 }, Op::Goto { to: 1 }],
                    None,
                    vec![],
                ),
            ],
        );
        for (pc, insn) in (0..).zip(&mut body.insns) {
            insn.pc = pc;
        }
        assert_eq!(number_in(&body, 3, 1), Some(1));
        assert_eq!(number_in(&body, 3, 3), Some(2));
        assert_eq!(number_in(&body, 6, 1), None);
        assert_eq!(block_at(&body, 3), Some(2));
        assert_eq!(ahead(&body, 1), BTreeSet::from([1, 2, 3]));
        assert_eq!(ahead(&body, 2), BTreeSet::new());
    }
}
