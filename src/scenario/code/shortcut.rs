//! Jumps over questions whose answer is known: compilers turn `a && b` into blocks that set a register to 0 or 1 and meet at a
//! block that only asks for it. Going there directly keeps apart what was found out on each way (which element of a list it
//! was, which class a value has), where the block in between would join it.

use crate::scenario::code::ir::{Block, BlockId, Body, Op, Operand, Reg};
use crate::scenario::code::live::written;

/// Questions in a row that one jump may skip.
const ROW: usize = 8;

/// Lets every block that sets a register to a constant, and leads to a block that does nothing but ask for that register, go on
/// where the answer leads.
pub(crate) fn take_shortcuts(body: &mut Body) {
    for index in 0..body.blocks.len() {
        let Some(block) = body.blocks.get(index) else {
            return;
        };
        let last = body.insns_of(block).last().map(|insn| insn.op);
        let (from, jumps) = match last {
            Some(Op::Goto { to }) => (to, true),
            Some(Op::If { .. } | Op::Switch { .. } | Op::Return { .. } | Op::Throw) => continue,
            _ => match block.next {
                Some(next) => (next, false),
                None => continue,
            },
        };
        let mut to = from;
        for _ in 0..ROW {
            match answered(body, block, to) {
                Some(next) if next != to => to = next,
                _ => break,
            }
        }
        if to == from {
            continue;
        }
        let end = block.insns.end as usize;
        if !jumps {
            if let Some(block) = body.blocks.get_mut(index) {
                block.next = Some(to);
            }
        } else if let Some(insn) = body.insns.get_mut(end.wrapping_sub(1)) {
            insn.op = Op::Goto { to };
        }
    }
}

/// Where a block that only asks for a register leads after `block`, which sets the register to a constant.
fn answered(body: &Body, block: &Block, to: BlockId) -> Option<BlockId> {
    let question = body.blocks.get(to as usize)?;
    let [asked] = body.insns_of(question) else {
        return None;
    };
    match asked.op {
        Op::If {
            cond,
            a,
            b: Operand::Lit(literal),
            then,
        } => match cond.holds(constant(body, block, a)?, literal) {
            true => Some(then),
            false => question.next,
        },
        Op::Switch { key, first, count } => {
            let key = constant(body, block, key)?;
            let cases = body.cases_of(first, count);
            let case = cases.iter().find(|(value, _)| *value == key);
            case.map(|(_, to)| *to).or(question.next)
        }
        _ => None,
    }
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
