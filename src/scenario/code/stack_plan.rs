//! What the lowering of a class file's body must know before its first instruction: how deep the stack is at each, where
//! blocks begin, where subroutines (`jsr`) return to.

use std::collections::{BTreeMap, BTreeSet};

use crate::jvm::{self, Constant, Descriptor, Handler};
use crate::scenario::code::ir::BlockId;

/// What is known before a single instruction is lowered.
pub(crate) struct Plan {
    /// Slots on the stack before each instruction; none for what nothing leads to.
    pub(crate) depths: Vec<Option<u16>>,
    /// Slots that the stack has at most.
    pub(crate) deepest: u16,
    /// Blocks by where they begin.
    pub(crate) blocks: BTreeMap<u32, BlockId>,
    /// Blocks that take the caught exception and go on to the handler that begins there.
    pub(crate) pads: BTreeMap<u32, BlockId>,
    /// Where subroutines return to.
    pub(crate) returns: Vec<u32>,
}

impl Plan {
    pub(crate) fn new(
        class: &jvm::Class<'_>,
        insns: &[jvm::Insn<'_>],
        handlers: &[Handler],
    ) -> Self {
        let index: BTreeMap<u32, usize> = insns.iter().map(jvm::Insn::pc).zip(0..).collect();
        let mut plan = Self {
            depths: vec![None; insns.len()],
            deepest: 0,
            blocks: BTreeMap::new(),
            pads: BTreeMap::new(),
            returns: Vec::new(),
        };
        let mut leaders: BTreeSet<u32> = BTreeSet::from([0]);
        let mut work: Vec<(u32, u16)> = vec![(0, 0)];
        for handler in handlers {
            leaders.extend([handler.start, handler.end, handler.target]);
            work.push((handler.target, 1));
        }
        while let Some((pc, depth)) = work.pop() {
            let Some(at) = index.get(&pc).copied() else {
                continue;
            };
            let (Some(insn), Some(slot)) = (insns.get(at), plan.depths.get_mut(at)) else {
                continue;
            };
            if slot.is_some() {
                continue;
            }
            *slot = Some(depth);
            let Some((pops, pushes)) = effect(class, insn) else {
                continue;
            };
            let after = depth.saturating_sub(pops).saturating_add(pushes);
            plan.deepest = plan.deepest.max(after).max(depth);
            let next = insn.next();
            match insn.op() {
                0xa8 | 0xc9 => {
                    // The subroutine takes its return address off the stack.
                    plan.returns.push(next);
                    leaders.insert(next);
                    work.push((next, depth));
                }
                op if insn.can_continue() => {
                    if matches!(op, 0x99..=0xa6 | 0xc6 | 0xc7) {
                        leaders.insert(next);
                    }
                    work.push((next, after));
                }
                _ => {}
            }
            if let Some(target) = insn.target() {
                leaders.insert(target);
                work.push((target, after));
            }
            if let Some(switch) = insn.switch() {
                let cases = switch.cases.iter().map(|case| case.1);
                for target in cases.chain([switch.default]) {
                    leaders.insert(target);
                    work.push((target, after));
                }
            }
        }
        plan.returns.sort_unstable();
        plan.returns.dedup();
        let targets: BTreeSet<u32> = handlers.iter().map(|handler| handler.target).collect();
        let mut count: BlockId = 0;
        let mut open = false;
        for (insn, depth) in insns.iter().zip(&plan.depths) {
            if depth.is_none() {
                open = false;
                continue;
            }
            let pc = insn.pc();
            if !open || leaders.contains(&pc) {
                if targets.contains(&pc) {
                    plan.pads.insert(pc, count);
                    count += 1;
                }
                plan.blocks.insert(pc, count);
                count += 1;
            }
            open = insn.can_continue();
        }
        plan
    }
}

/// Slots that an instruction takes off the stack and puts on it; `None` when what it names is broken.
fn effect(class: &jvm::Class<'_>, insn: &jvm::Insn<'_>) -> Option<(u16, u16)> {
    Some(match insn.op() {
        0x00 | 0x84 | 0xa7 | 0xa9 | 0xb1 | 0xc8 => (0, 0),
        0x01..=0x08 | 0x0b..=0x0d | 0x10..=0x13 => (0, 1),
        0x09 | 0x0a | 0x0e | 0x0f | 0x14 => (0, 2),
        0x15 | 0x17 | 0x19 | 0x1a..=0x1d | 0x22..=0x25 | 0x2a..=0x2d => (0, 1),
        0x16 | 0x18 | 0x1e..=0x21 | 0x26..=0x29 => (0, 2),
        0x2f | 0x31 => (2, 2),
        0x2e..=0x35 => (2, 1),
        0x37 | 0x39 | 0x3f..=0x42 | 0x47..=0x4a => (2, 0),
        0x36..=0x4e => (1, 0),
        0x50 | 0x52 => (4, 0),
        0x4f..=0x56 => (3, 0),
        0x57 => (1, 0),
        0x58 => (2, 0),
        0x59 => (1, 2),
        0x5a => (2, 3),
        0x5b => (3, 4),
        0x5c => (2, 4),
        0x5d => (3, 5),
        0x5e => (4, 6),
        0x5f => (2, 2),
        // Shifts take an int beside what they shift.
        0x79 | 0x7b | 0x7d => (3, 2),
        0x74 | 0x76 => (1, 1),
        0x75 | 0x77 => (2, 2),
        op @ 0x60..=0x83 => match op & 1 {
            0 => (2, 1),
            _ => (4, 2),
        },
        0x85 | 0x87 | 0x8c | 0x8d => (1, 2),
        0x88 | 0x89 | 0x8e | 0x90 => (2, 1),
        0x8a | 0x8f => (2, 2),
        0x86 | 0x8b | 0x91..=0x93 => (1, 1),
        0x95 | 0x96 => (2, 1),
        0x94 | 0x97 | 0x98 => (4, 1),
        0x99..=0x9e | 0xaa..=0xac | 0xae | 0xb0 | 0xbf | 0xc2 | 0xc3 | 0xc6 | 0xc7 => (1, 0),
        0x9f..=0xa6 | 0xad | 0xaf => (2, 0),
        0xa8 | 0xc9 => (0, 1),
        op @ 0xb2..=0xb5 => {
            let (.., descriptor, true) = class.member(insn.index())? else {
                return None;
            };
            let slots = Descriptor(descriptor).slots();
            match op {
                0xb2 => (0, slots),
                0xb3 => (slots, 0),
                0xb4 => (1, slots),
                _ => (1 + slots, 0),
            }
        }
        op @ 0xb6..=0xba => {
            let (list, result) = jvm::parameters(signature(class, insn)?)?;
            let slots: u16 = list.iter().map(|one| one.slots()).sum();
            (slots + u16::from(op < 0xb8 || op == 0xb9), result.slots())
        }
        0xbb => (0, 1),
        0xbc..=0xbe | 0xc0 | 0xc1 => (1, 1),
        0xc5 => (u16::try_from(insn.literal()).ok()?, 1),
        _ => return None,
    })
}

/// The descriptor of what an `invoke…` calls.
pub(crate) fn signature<'a>(class: &jvm::Class<'a>, insn: &jvm::Insn<'_>) -> Option<&'a [u8]> {
    if insn.op() != 0xba {
        let (.., descriptor, false) = class.member(insn.index())? else {
            return None;
        };
        return Some(descriptor);
    }
    match class.constant(insn.index())? {
        Constant::InvokeDynamic(_, name) => Some(class.name_and_type(name)?.1),
        _ => None,
    }
}
