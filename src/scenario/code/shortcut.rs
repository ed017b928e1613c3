//! Jumps over questions whose answer is known: compilers turn `a && b` into blocks that set a register to 0 or 1 and meet at a
//! block that only asks for it. Going on where the answer leads keeps apart what was found out on each way (which element of a
//! list it was, which class a value has), where the block in between would join it.

use crate::scenario::code::ir::{Block, BlockId, Body, Insn, Op, Operand, Reg};
use crate::scenario::code::live::written;

/// Questions in a row that one jump may skip.
const ROW: usize = 8;
/// Copies of a value that a question may make before it asks.
const MOVES: usize = 4;

/// Lets every block that sets a register to a constant, and leads to a block that does nothing but ask for that register (or
/// a copy that it makes of it), go on where the answer leads.
pub(crate) fn take_shortcuts(body: &mut Body) {
    for index in 0..body.blocks.len() {
        let Some(block) = body.blocks.get(index) else {
            return;
        };
        let last = body.insns_of(block).last().map(|insn| insn.op);
        let (from, jumps) = match last {
            Some(Op::Goto { to }) => (to, true),
            Some(Op::If { .. } | Op::Switch { .. } | Op::Return { .. } | Op::Throw { .. }) => {
                continue;
            }
            _ => match block.next {
                Some(next) => (next, false),
                None => continue,
            },
        };
        let mut to = from;
        let mut moves: Vec<Insn> = Vec::new();
        for _ in 0..ROW {
            match answered(body, block, &moves, to) {
                Some((next, more)) if next != to => {
                    to = next;
                    moves.extend(more);
                }
                _ => break,
            }
        }
        if to == from {
            continue;
        }
        let end = block.insns.end as usize;
        if !moves.is_empty() {
            to = copied(body, moves, to);
        }
        if !jumps {
            if let Some(block) = body.blocks.get_mut(index) {
                block.next = Some(to);
            }
        } else if let Some(insn) = body.insns.get_mut(end.wrapping_sub(1)) {
            insn.op = Op::Goto { to };
        }
    }
}

/// A new block that makes the copies of a question that is skipped.
fn copied(body: &mut Body, moves: Vec<Insn>, to: BlockId) -> BlockId {
    let start = body.insns.len() as u32;
    body.insns.extend(moves);
    body.blocks.push(Block {
        insns: start..body.insns.len() as u32,
        next: Some(to),
        handlers: Vec::new(),
        catches: Vec::new(),
    });
    body.blocks.len() as BlockId - 1
}

/// Where a block that only asks for a register leads after `block` and `done`, which set the register to a constant; with the
/// copies that it makes.
fn answered(
    body: &Body,
    block: &Block,
    done: &[Insn],
    to: BlockId,
) -> Option<(BlockId, Vec<Insn>)> {
    let question = body.blocks.get(to as usize)?;
    let (asked, moves) = body.insns_of(question).split_last()?;
    let plain = |insn: &Insn| matches!(insn.op, Op::Move { .. });
    if moves.len() > MOVES || !moves.iter().all(plain) {
        return None;
    }
    let known = |reg: Reg| {
        let mut reg = reg;
        for insn in done.iter().chain(moves).rev() {
            if let Op::Move { dst, src } = insn.op
                && dst == reg
            {
                reg = src;
            }
        }
        constant(body, block, reg)
    };
    let next = match asked.op {
        Op::If {
            cond,
            a,
            b: Operand::Lit(literal),
            then,
        } => match cond.holds(known(a)?, literal) {
            true => Some(then),
            false => question.next,
        },
        Op::Switch { key, first, count } => {
            let key = known(key)?;
            let cases = body.cases_of(first, count);
            let case = cases.iter().find(|(value, _)| *value == key);
            case.map(|(_, to)| *to).or(question.next)
        }
        _ => None,
    };
    Some((next?, moves.to_vec()))
}

/// The number that a block leaves in a register, when it sets it to one.
fn constant(body: &Body, block: &Block, reg: Reg) -> Option<i64> {
    let mut insns = body.insns_of(block).iter().rev();
    let last = insns.find(|insn| written(&insn.op) == Some(reg))?;
    match last.op {
        Op::Int { value, .. } => Some(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::code::ir::Cond;

    fn body(blocks: Vec<(Vec<Op>, Option<u32>)>) -> Body {
        let plain = blocks
            .into_iter()
            .map(|(ops, next)| (ops, next, Vec::new()));
        Body::of_blocks(2, plain.collect())
    }

    const ASKS: Op = Op::If {
        cond: Cond::Eq,
        a: 0,
        b: Operand::Lit(0),
        then: 4,
    };

    #[test]
    fn a_known_answer_is_not_asked_for() {
        let set = |value| Op::Int { dst: 0, value };
        let mut body = body(vec![
            (vec![set(1), Op::Goto { to: 2 }], None),
            (vec![set(0)], Some(2)),
            (vec![ASKS], Some(3)),
            (vec![Op::Return { src: None }], None),
            (vec![Op::Return { src: None }], None),
        ]);
        take_shortcuts(&mut body);
        assert!(matches!(body.insns[1].op, Op::Goto { to: 3 }));
        assert_eq!(body.blocks[1].next, Some(4));
    }

    #[test]
    fn what_is_not_known_or_does_more_than_ask_stays() {
        let mut body = body(vec![
            (vec![Op::Unknown { dst: 0 }], Some(1)),
            (vec![ASKS], Some(3)),
            (vec![Op::Int { dst: 0, value: 0 }], Some(3)),
            (vec![Op::Int { dst: 1, value: 1 }, ASKS], Some(4)),
            (vec![Op::Return { src: None }], None),
        ]);
        take_shortcuts(&mut body);
        assert_eq!(body.blocks[0].next, Some(1));
        assert_eq!(body.blocks[2].next, Some(3));
    }

    #[test]
    fn copies_that_a_skipped_question_makes_are_made_all_the_same() {
        let mut body = body(vec![
            (vec![Op::Int { dst: 1, value: 0 }, Op::Goto { to: 1 }], None),
            (vec![Op::Move { dst: 0, src: 1 }, ASKS], Some(2)),
            (vec![Op::Return { src: None }], None),
            (vec![Op::Return { src: None }], None),
            (vec![Op::Return { src: None }], None),
        ]);
        take_shortcuts(&mut body);
        assert!(matches!(body.insns[1].op, Op::Goto { to: 5 }));
        let copies = body.insns_of(&body.blocks[5]);
        assert!(matches!(
            copies,
            [Insn {
                op: Op::Move { dst: 0, src: 1 },
                ..
            }]
        ));
        assert_eq!(body.blocks[5].next, Some(4));
    }

    #[test]
    fn a_question_that_leads_to_itself_ends() {
        let mut body = body(vec![
            (vec![Op::Int { dst: 0, value: 1 }], Some(1)),
            (
                vec![Op::If {
                    cond: Cond::Eq,
                    a: 0,
                    b: Operand::Lit(1),
                    then: 1,
                }],
                Some(0),
            ),
        ]);
        take_shortcuts(&mut body);
        assert_eq!(body.blocks[0].next, Some(1));
    }
}
