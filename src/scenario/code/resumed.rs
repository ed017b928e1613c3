//! Functions that stop and go on later: where their state moves to its next step.
//!
//! Kotlin compiles a function that suspends to a state machine. An object keeps the number of the step at which it goes on; the
//! code stores that number and hands the object to what it waits for, which later runs the same code again. The text with which
//! the compiler has such code refuse any other number stays in it, however the code is renamed. So does the name of the one object
//! by which a function says that it did stop.

use crate::program::{DefId, FieldId, StrId};
use crate::scenario::code::ir::{Block, BlockId, Body, CallKind, Insn, Op, Reg};
use crate::scenario::code::live::written;
use crate::scenario::code::{Code, Target};

/// What the code says where the step is none that it knows (kotlinc, `CoroutineTransformerMethodVisitor`).
pub(crate) const REFUSAL: &str = "call to 'resume' before 'invoke' with coroutine";

/// Blocks behind a store in which the call is looked for that takes the object.
const AHEAD: usize = 12;

/// The offsets of the instructions that store a step, ascending: the next call takes the object, whatever is worked out before (R8
/// puts into the code what asks how long to wait). `refusal` is [`REFUSAL`].
pub(crate) fn steps(body: &Body, refusal: StrId) -> Box<[u32]> {
    let refuses = |insn: &Insn| matches!(insn.op, Op::Text { value, .. } if value == refusal);
    if !body.insns.iter().any(refuses) {
        return Box::default();
    }
    let mut found: Vec<(u32, FieldId)> = Vec::new();
    for block in &body.blocks {
        let insns = body.insns_of(block);
        for (index, insn) in insns.iter().enumerate() {
            if let Op::Put { object, field, .. } = insn.op {
                let (before, after) = insns.split_at(index);
                if is_handed_on(body, block, after, copies(before, object)) {
                    found.push((insn.pc, field));
                }
            }
        }
    }
    // What is saved for the step is stored there, too; which step it is is what the code asks first.
    let asked = body.insns.iter().filter_map(|insn| match insn.op {
        Op::Get { field, .. } if found.iter().any(|one| one.1 == field) => Some((insn.pc, field)),
        _ => None,
    });
    if let Some((_, step)) = asked.min() {
        found.retain(|one| one.1 == step);
    }
    let mut found: Vec<u32> = found.into_iter().map(|one| one.0).collect();
    found.sort_unstable();
    found.into()
}

/// The registers that hold what one holds after some instructions of a block.
fn copies(insns: &[Insn], of: Reg) -> Vec<Reg> {
    let mut held = vec![of];
    // Backwards: where the register comes from, and what else came from there.
    for (index, insn) in insns.iter().enumerate().rev() {
        let Some(dst) = written(&insn.op) else {
            continue;
        };
        let later = insns.get(index + 1..).unwrap_or_default();
        let stays = |reg: Reg| !later.iter().any(|one| written(&one.op) == Some(reg));
        match insn.op {
            Op::Move { src, .. } if src != dst && stays(src) && stays(dst) => {
                if held.contains(&src) && !held.contains(&dst) {
                    held.push(dst);
                } else if held.contains(&dst) && !held.contains(&src) {
                    held.push(src);
                }
            }
            _ => {}
        }
    }
    held
}

/// Whether the next call takes the object that is in some registers, on some way from the end of a block's instructions.
fn is_handed_on(body: &Body, block: &Block, rest: &[Insn], held: Vec<Reg>) -> bool {
    let mut seen: Vec<BlockId> = Vec::new();
    let mut queue = vec![(block, rest, held)];
    while let Some((block, insns, mut held)) = queue.pop() {
        match hands_on(body, insns, &mut held) {
            Some(true) => return true,
            Some(false) => continue,
            None => {}
        }
        for next in body.next_of(block) {
            if let Some(block) = body.blocks.get(next as usize)
                && seen.len() < AHEAD
                && !seen.contains(&next)
            {
                seen.push(next);
                queue.push((block, body.insns_of(block), held.clone()));
            }
        }
    }
    false
}

/// Whether the first call among instructions takes the object that is in some registers before them; `None` without a call that has
/// to do with objects.
fn hands_on(body: &Body, insns: &[Insn], held: &mut Vec<Reg>) -> Option<bool> {
    for insn in insns {
        match insn.op {
            Op::Move { dst, src } if held.contains(&src) => {
                held.push(dst);
                continue;
            }
            Op::Call {
                kind, first, count, ..
            } => {
                let args = body.args_of(first, count);
                if args.iter().any(|arg| held.contains(arg)) {
                    return Some(true);
                }
                // Functions of numbers.
                if kind != CallKind::Static {
                    return Some(false);
                }
            }
            Op::Return { .. } => return Some(false),
            _ => {}
        }
        let lost = written(&insn.op);
        held.retain(|reg| Some(*reg) != lost);
    }
    None
}

/// Name of the constant that a function gives that stopped (`kotlin.coroutines.intrinsics.CoroutineSingletons`).
const STOPPED: &str = "COROUTINE_SUSPENDED";

impl Code<'_> {
    /// The static field that holds what a function gives that stopped, if the package has such functions.
    pub(crate) fn stopped_field(&self) -> Option<FieldId> {
        let name = self.program.find_string(STOPPED)?;
        let enums = self.program.classes().filter_map(|class| {
            let ty = self.program.class_type(class);
            self.class_initialiser(ty).filter(|_| self.is_enum(ty))
        });
        enums
            .filter_map(|def| self.lower(def))
            .find_map(|body| constant_named(&body, name))
    }

    /// Whether a method asks its object whether that goes on already: it takes nothing, and gives what says that it stopped, or what
    /// the object holds.
    pub(crate) fn asks_whether_stopped(&self, def: DefId, stopped: FieldId) -> bool {
        let gives_object = self.return_type(def) == self.object();
        if self.is_static(def) || !gives_object || !self.def_params(def).is_empty() {
            return false;
        }
        let Some(body) = self.lower(def).filter(|body| body.steps.is_empty()) else {
            return false;
        };
        body.insns.iter().any(|insn| match insn.op {
            Op::Call {
                kind: CallKind::Static,
                method,
                count: 0,
                ..
            } => match self.resolve_static(method) {
                Target::App(def) => self.lower(def).is_some_and(|body| takes(&body, stopped)),
                Target::Framework(_) => false,
            },
            _ => false,
        }) || takes(&body, stopped)
    }
}

/// Whether a body reads a static field.
fn takes(body: &Body, field: FieldId) -> bool {
    let reads = |insn: &Insn| matches!(insn.op, Op::GetStatic { field: one, .. } if one == field);
    body.insns.iter().any(reads)
}

/// The static field in which a class initialiser stores the object that it makes with a name.
fn constant_named(body: &Body, name: StrId) -> Option<FieldId> {
    let mut texts: Vec<Reg> = Vec::new();
    let mut object = None;
    for insn in &body.insns {
        match insn.op {
            Op::Text { dst, value } if value == name => texts.push(dst),
            Op::Call {
                kind: CallKind::Direct,
                first,
                count,
                ..
            } => {
                let args = body.args_of(first, count);
                let named = args.iter().skip(1).any(|arg| texts.contains(arg));
                if object.is_none() && named {
                    object = args.first().copied();
                }
            }
            Op::PutStatic { src, field } if Some(src) == object => return Some(field),
            op => {
                let dst = written(&op);
                texts.retain(|reg| Some(*reg) != dst);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::MethodId;

    /// A body that stores into a field of the object in register 0, which register 4 holds too, and hands a register on.
    fn storing(text: StrId, handed: Reg) -> Body {
        let ops = vec![
            Op::Text {
                dst: 3,
                value: text,
            },
            Op::Move { dst: 4, src: 0 },
            Op::Put {
                src: 1,
                object: 0,
                field: FieldId(1),
            },
            Op::Call {
                kind: CallKind::Static,
                method: MethodId(0),
                first: 0,
                count: 1,
                dst: None,
            },
        ];
        let mut body = Body::of_blocks(6, vec![(ops, None, vec![])]);
        body.args = vec![handed];
        for (pc, insn) in (0..).zip(&mut body.insns) {
            insn.pc = pc;
        }
        body
    }

    #[test]
    fn a_step_is_stored_where_the_next_call_takes_the_object() {
        let refusal = StrId(7);
        assert_eq!(*steps(&storing(refusal, 4), refusal), [2]);
        assert!(steps(&storing(refusal, 5), refusal).is_empty());
        assert!(steps(&storing(StrId(8), 4), refusal).is_empty());
        // A number that is saved for the step is none.
        let mut saving = storing(refusal, 4);
        let field = FieldId(2);
        let get = |dst, field| Op::Get {
            dst,
            object: 0,
            field,
        };
        for (pc, op) in [(0, get(5, FieldId(1))), (1, get(5, field))] {
            saving.insns.push(Insn { pc, op });
        }
        assert_eq!(*steps(&saving, refusal), [2]);
        saving.insns[4].op = get(5, field);
        assert_eq!(*steps(&saving, refusal), [2]);
        saving.insns[2].op = Op::Put {
            src: 1,
            object: 0,
            field,
        };
        assert_eq!(*steps(&saving, refusal), [2]);
    }
}
