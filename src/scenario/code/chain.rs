//! Loops that go from one object to the next as calls: a method that is one loop, each round of which does for another object
//! what the method does for its receiver, calls itself for that object instead. Kotlin's continuations are resumed so: the
//! result of one is handed to the one that waits for it. As a call each round has a receiver, and arguments, of its own; in the
//! loop every object would meet what was meant for any other.

use std::collections::BTreeSet;

use crate::program::MethodId;
use crate::scenario::code::ir::{Block, BlockId, Body, CallKind, Insn, Op, Reg};
use crate::scenario::code::live::written;

/// Makes the rounds calls, where the method is such a loop; whether it is: then other registers are read from its blocks on.
/// `method` is the method itself, which has a receiver; `void` whether it returns nothing.
pub(crate) fn rounds_as_calls(
    body: &mut Body,
    method: MethodId,
    void: impl FnOnce() -> bool,
) -> bool {
    let Some((header, before, args)) = rounds(body) else {
        return false;
    };
    let again: Vec<usize> = (0..body.blocks.len())
        .filter(|block| !before.contains(&(*block as BlockId)))
        .filter(|block| body.next_of(&body.blocks[*block]).any(|to| to == header))
        .collect();
    let last = |block: &usize| body.insns_of(&body.blocks[*block]).last();
    let Some(pc) = again.iter().find_map(last).map(|insn| insn.pc) else {
        return false;
    };
    let call = body.blocks.len() as BlockId;
    for block in again {
        lead(body, block, header, call);
    }
    let first = body.args.len() as u32;
    let count = args.len() as u16;
    let dst = (!void()).then_some(args[0]);
    body.args.extend(args);
    let start = body.insns.len() as u32;
    let kind = CallKind::Direct;
    let ops = [
        Op::Call {
            kind,
            method,
            first,
            count,
            dst,
        },
        Op::Return { src: dst },
    ];
    body.insns.extend(ops.map(|op| Insn { pc, op }));
    body.blocks.push(Block {
        insns: start..body.insns.len() as u32,
        next: None,
        handlers: Vec::new(),
        catches: Vec::new(),
    });
    true
}

/// Where a round begins, the blocks before the first, and the registers that hold receiver and arguments there. Every register
/// that a round reads from before it must be one of these, and the receiver another in the next round.
fn rounds(body: &Body) -> Option<(BlockId, BTreeSet<BlockId>, Vec<Reg>)> {
    if body.params.len() < 2 {
        return None;
    }
    let mut holds: Vec<(Reg, usize)> = body.params.iter().copied().zip(0..).collect();
    let mut before = BTreeSet::new();
    let mut at: BlockId = 0;
    // What stands before the first round only copies.
    while !is_round(body, &before, at) {
        let block = body.blocks.get(at as usize)?;
        if !before.insert(at) {
            return None;
        }
        for insn in body.insns_of(block) {
            match insn.op {
                Op::Move { dst, src } => {
                    let param = holds.iter().find(|(reg, _)| *reg == src);
                    let param = param.map(|(_, param)| *param);
                    holds.retain(|(reg, _)| *reg != dst);
                    holds.extend(param.map(|param| (dst, param)));
                }
                Op::Goto { .. } => {}
                _ => return None,
            }
        }
        let mut next = body.next_of(block);
        at = next.next()?;
    }
    let read = body.live.get(at as usize)?;
    let mut args = Vec::new();
    for param in 0..body.params.len() {
        let mut regs = holds
            .iter()
            .filter(|(reg, one)| *one == param && read.contains(reg));
        args.push(regs.next()?.0);
        if regs.next().is_some() {
            return None;
        }
    }
    let changes = |block: &(BlockId, &Block)| {
        let mut insns = body.insns_of(block.1).iter();
        !before.contains(&block.0) && insns.any(|insn| is_another(&insn.op, args[0]))
    };
    let another = (0..).zip(&body.blocks).any(|block| changes(&block));
    (read.len() == args.len() && another).then_some((at, before, args))
}

/// Whether an instruction puts another object into a register.
fn is_another(op: &Op, reg: Reg) -> bool {
    let object = matches!(op, Op::Move { .. } | Op::Get { .. } | Op::Call { .. });
    object && written(op) == Some(reg)
}

/// Whether a block is come back to. No handler begins a round.
fn is_round(body: &Body, before: &BTreeSet<BlockId>, block: BlockId) -> bool {
    let comes = |(from, one): (BlockId, &Block)| {
        !before.contains(&from) && body.next_of(one).any(|to| to == block)
    };
    let caught = body.blocks.iter().any(|one| one.handlers.contains(&block));
    !caught && (0..).zip(&body.blocks).any(comes)
}

/// Leads a block to another one instead.
fn lead(body: &mut Body, block: usize, old: BlockId, new: BlockId) {
    let Some(block) = body.blocks.get_mut(block) else {
        return;
    };
    if block.next == Some(old) {
        block.next = Some(new);
    }
    let range = block.insns.start as usize..block.insns.end as usize;
    for insn in body.insns.get_mut(range).unwrap_or_default() {
        match &mut insn.op {
            Op::If { then: to, .. } | Op::Goto { to } if *to == old => *to = new,
            Op::Switch { first, count, .. } => {
                let cases = *first as usize..*first as usize + *count as usize;
                for (_, to) in body.cases.get_mut(cases).unwrap_or_default() {
                    if *to == old {
                        *to = new;
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::{FieldId, TypeId};
    use crate::scenario::code::ir::{Cond, Operand};
    use crate::scenario::code::live::live_registers;

    const RECEIVER: Reg = 2;
    const ARGUMENT: Reg = 3;

    /// `current = this; do { argument = current.work(argument); current = <next> } while (current != null)`.
    fn body(next: Op, also: Option<Op>) -> Body {
        let work = Op::Call {
            kind: CallKind::Virtual,
            method: MethodId(7),
            first: 0,
            count: 2,
            dst: Some(ARGUMENT),
        };
        let ends = Op::If {
            cond: Cond::Eq,
            a: 0,
            b: Operand::Lit(0),
            then: 3,
        };
        let mut round = vec![work, next];
        round.extend(also);
        round.push(ends);
        let mut body = Body::of_blocks(
            4,
            vec![
                (
                    vec![Op::Move {
                        dst: 0,
                        src: RECEIVER,
                    }],
                    Some(1),
                    vec![],
                ),
                (round, Some(2), vec![]),
                (vec![Op::Goto { to: 1 }], None, vec![]),
                (vec![Op::Return { src: None }], None, vec![]),
            ],
        );
        body.args = vec![0, ARGUMENT];
        body.params = vec![RECEIVER, ARGUMENT];
        body
    }

    fn tried(body: &mut Body) -> bool {
        body.live = live_registers(body).unwrap();
        rounds_as_calls(body, MethodId(9), || true)
    }

    const NEXT: Op = Op::Get {
        dst: 0,
        object: 0,
        field: FieldId(1),
    };

    #[test]
    fn a_round_for_the_next_object_is_a_call() {
        let mut body = body(NEXT, None);
        assert!(tried(&mut body));
        let insns = body.insns_of(&body.blocks[4]).to_vec();
        let Op::Call {
            method,
            first,
            count,
            ..
        } = insns[0].op
        else {
            panic!("no call: {insns:?}");
        };
        assert_eq!(method, MethodId(9));
        assert_eq!(body.args_of(first, count), [0, ARGUMENT]);
        assert!(matches!(insns[1].op, Op::Return { src: None }));
        assert!(matches!(
            body.insns_of(&body.blocks[2])[0].op,
            Op::Goto { to: 4 }
        ));
        assert_eq!(body.blocks[0].next, Some(1));
    }

    #[test]
    fn a_loop_on_one_object_stays_a_loop() {
        let cast = Op::Cast {
            reg: 0,
            ty: TypeId(0),
        };
        assert!(!tried(&mut body(cast, None)));
    }

    #[test]
    fn a_loop_that_still_reads_its_first_receiver_stays_a_loop() {
        let reads = Op::Get {
            dst: 1,
            object: RECEIVER,
            field: FieldId(1),
        };
        assert!(!tried(&mut body(NEXT, Some(reads))));
    }
}
