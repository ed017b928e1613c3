//! Which registers each block of a body still reads: the rest is not carried from block to block, so that what changes
//! in it re-runs nothing.

use crate::scenario::code::ir::{Body, Op, Operand, Reg};

/// Words of register sets that one body may take; one beyond is left out, as one of too many instructions is.
const WORD_CAP: usize = 1 << 18;

/// For each block the registers that it or a block after it reads before writing, ascending. `None`: the body is too
/// large for what its blocks' registers hold to be kept.
pub(crate) fn live_registers(body: &Body) -> Option<Vec<Box<[Reg]>>> {
    let words = usize::from(body.registers).div_ceil(64);
    if words.checked_mul(body.blocks.len())? > WORD_CAP {
        return None;
    }
    let mut reads = vec![0_u64; words * body.blocks.len()];
    let mut writes = reads.clone();
    let mut successors: Vec<Vec<u32>> = Vec::with_capacity(body.blocks.len());
    for (index, block) in body.blocks.iter().enumerate() {
        let range = index * words..(index + 1) * words;
        let (reads, writes) = (&mut reads[range.clone()], &mut writes[range]);
        let mut next: Vec<u32> = block.handlers.clone();
        next.extend(body.next_of(block));
        for insn in body.insns_of(block) {
            operands(body, &insn.op, &mut |reg| {
                let (word, bit) = (usize::from(reg / 64), 1 << (reg % 64));
                if writes.get(word).is_some_and(|word| word & bit == 0) {
                    reads[word] |= bit;
                }
            });
            if let Some(reg) = written(&insn.op)
                && let Some(word) = writes.get_mut(usize::from(reg / 64))
            {
                *word |= 1 << (reg % 64);
            }
        }
        next.retain(|to| (*to as usize) < body.blocks.len());
        successors.push(next);
    }
    // An exception can leave a block before it wrote anything: what handlers read is live at its start.
    let mut live = reads.clone();
    let mut before: Vec<Vec<u32>> = vec![Vec::new(); body.blocks.len()];
    for (from, next) in (0..).zip(&successors) {
        for to in next {
            before[*to as usize].push(from);
        }
    }
    let mut waiting: Vec<u32> = (0..body.blocks.len() as u32).collect();
    let mut queued = vec![true; body.blocks.len()];
    while let Some(block) = waiting.pop() {
        let block = block as usize;
        queued[block] = false;
        let handlers = &body.blocks[block].handlers;
        let mut grown = false;
        for word in 0..words {
            let at = block * words + word;
            let mut new = live[at];
            for to in &successors[block] {
                let from = live[*to as usize * words + word];
                new |= if handlers.contains(to) {
                    from
                } else {
                    from & !writes[at]
                };
            }
            grown |= new != live[at];
            live[at] = new;
        }
        if grown {
            for from in &before[block] {
                if !std::mem::replace(&mut queued[*from as usize], true) {
                    waiting.push(*from);
                }
            }
        }
    }
    let sets = (0..body.blocks.len()).map(|block| {
        let set = &live[block * words..(block + 1) * words];
        (0..body.registers)
            .filter(|reg| set[usize::from(reg / 64)] & (1 << (reg % 64)) != 0)
            .collect()
    });
    Some(sets.collect())
}

/// The register that an instruction writes.
pub(in crate::scenario) fn written(op: &Op) -> Option<Reg> {
    match *op {
        Op::Int { dst, .. }
        | Op::Text { dst, .. }
        | Op::Class { dst, .. }
        | Op::Move { dst, .. }
        | Op::Unknown { dst }
        | Op::Math { dst, .. }
        | Op::New { dst, .. }
        | Op::NewArray { dst, .. }
        | Op::Length { dst, .. }
        | Op::ArrayGet { dst, .. }
        | Op::Get { dst, .. }
        | Op::GetStatic { dst, .. }
        | Op::InstanceOf { dst, .. }
        | Op::Caught { dst } => Some(dst),
        Op::FilledArray { dst, .. } | Op::Call { dst, .. } => dst,
        _ => None,
    }
}

/// The registers that an instruction reads.
pub(in crate::scenario) fn operands(body: &Body, op: &Op, read: &mut impl FnMut(Reg)) {
    let operand = |read: &mut dyn FnMut(Reg), operand: &Operand| {
        if let Operand::Reg(reg) = operand {
            read(*reg);
        }
    };
    match op {
        Op::Move { src, .. } | Op::InstanceOf { src, .. } => read(*src),
        Op::Math { a, b, .. } | Op::If { a, b, .. } => {
            read(*a);
            operand(read, b);
        }
        Op::FilledArray { first, count, .. } | Op::Call { first, count, .. } => {
            body.args_of(*first, *count)
                .iter()
                .for_each(|reg| read(*reg));
        }
        Op::NewArray { length, .. } => read(*length),
        Op::FillArray { array, .. } | Op::Length { array, .. } => read(*array),
        Op::ArrayGet { array, index, .. } => {
            read(*array);
            read(*index);
        }
        Op::ArrayPut { src, array, index } => {
            read(*src);
            read(*array);
            read(*index);
        }
        Op::Get { object, .. } => read(*object),
        Op::Put { src, object, .. } => {
            read(*src);
            read(*object);
        }
        Op::PutStatic { src, .. } => read(*src),
        Op::Cast { reg, .. } => read(*reg),
        Op::Return { src: Some(src) } | Op::Throw { src: Some(src) } => read(*src),
        Op::Switch { key, .. } => read(*key),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::code::ir::Cond;

    #[test]
    fn a_loop_keeps_what_its_next_round_reads() {
        let test = Op::If {
            cond: Cond::Eq,
            a: 0,
            b: Operand::Lit(0),
            then: 2,
        };
        let round = vec![Op::Move { dst: 0, src: 1 }, Op::Goto { to: 0 }];
        let end = vec![Op::Return { src: Some(2) }];
        let body = Body::of_blocks(
            3,
            vec![
                (vec![test], Some(1), vec![]),
                (round, None, vec![]),
                (end, None, vec![]),
            ],
        );
        let live = live_registers(&body).unwrap();
        assert_eq!(&*live[0], &[0, 1, 2]);
        assert_eq!(&*live[1], &[1, 2]);
        assert_eq!(&*live[2], &[2]);
    }

    #[test]
    fn what_a_handler_reads_is_live_through_the_block_that_writes_it() {
        let tried = vec![Op::Int { dst: 0, value: 1 }];
        let caught = vec![Op::Return { src: Some(0) }];
        let body = Body::of_blocks(
            1,
            vec![
                (tried, Some(2), vec![1]),
                (caught, None, vec![]),
                (vec![Op::Return { src: None }], None, vec![]),
            ],
        );
        let live = live_registers(&body).unwrap();
        assert_eq!(&*live[0], &[0]);
        assert!(live[2].is_empty());
    }

    #[test]
    fn a_body_of_a_hostile_size_is_refused() {
        let blocks = (0..512)
            .map(|_| (vec![Op::Throw { src: None }], None, vec![]))
            .collect();
        assert!(live_registers(&Body::of_blocks(u16::MAX, blocks)).is_none());
    }
}
