//! What stands in a round and comes no more often than a few times: loops that count their tries, and what is made or done once.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::program::{DefId, FieldId};
use crate::scenario::code::ir::{BlockId, Body, Cond, Insn, Math, Op, Operand, Reg};
use crate::scenario::code::live::written;
use crate::scenario::engine::Engine;
use crate::scenario::engine::paths::{block_of, returns};

/// Rounds that are a few tries.
const FEW: i64 = 10;
/// Blocks and copies that the origin of a register is followed through.
const FAR: usize = 24;

/// A method's body, and what leads to each of its blocks.
struct Ways<'b> {
    body: &'b Body,
    before: Vec<Vec<BlockId>>,
}

/// A place in a body: a block, and how many of its instructions come before.
type Spot = (BlockId, usize);

impl<'b> Ways<'b> {
    fn new(body: &'b Body) -> Self {
        let mut before = vec![Vec::new(); body.blocks.len()];
        for (from, to) in edges(body) {
            if let Some(all) = before.get_mut(to as usize) {
                all.push(from);
            }
        }
        Self { body, before }
    }

    fn insns(&self, block: BlockId) -> &'b [Insn] {
        let block = self.body.blocks.get(block as usize);
        block.map_or(&[], |block| self.body.insns_of(block))
    }

    /// The instruction that last wrote a register before a place, as long as only one way leads there; else where that ends.
    fn last(&self, (mut block, mut index): Spot, reg: Reg) -> Result<(Spot, Op), BlockId> {
        for _ in 0..FAR {
            let insns = self.insns(block);
            let mut here = insns.iter().take(index).enumerate().rev();
            if let Some((at, insn)) = here.find(|(_, insn)| written(&insn.op) == Some(reg)) {
                return Ok(((block, at), insn.op));
            }
            match self.before[block as usize].as_slice() {
                [one] => block = *one,
                _ => break,
            }
            index = usize::MAX;
        }
        Err(block)
    }

    /// What a register holds at a place, copies followed.
    fn origin(&self, mut at: Spot, mut reg: Reg) -> Option<(Spot, Op)> {
        for _ in 0..FAR {
            match self.last(at, reg).ok()? {
                (spot, Op::Move { src, .. }) => (at, reg) = (spot, src),
                found => return Some(found),
            }
        }
        None
    }

    /// The register that a value was copied from first.
    fn first(&self, mut at: Spot, mut reg: Reg) -> Reg {
        for _ in 0..FAR {
            match self.last(at, reg) {
                Ok((spot, Op::Move { src, .. })) => (at, reg) = (spot, src),
                _ => break,
            }
        }
        reg
    }

    fn constant(&self, at: Spot, operand: Operand) -> Option<i64> {
        match operand {
            Operand::Lit(value) => Some(value),
            Operand::Reg(reg) => match self.origin(at, reg) {
                Some((_, Op::Int { value, .. })) => Some(value),
                Some(_) => None,
                None => self.only(reg),
            },
        }
    }

    /// The number that a register holds that nothing else is ever written to.
    fn only(&self, reg: Reg) -> Option<i64> {
        let all = self.body.insns.iter().map(|insn| insn.op);
        let mut writes = all.filter(|op| written(op) == Some(reg));
        match (writes.next(), writes.next()) {
            (Some(Op::Int { value, .. }), None) => Some(value),
            _ => None,
        }
    }

    /// A register at a place as another where the ways meet, and what was added to that.
    fn sum(&self, mut at: Spot, mut reg: Reg) -> Option<(Reg, i64)> {
        let mut added = 0i64;
        for _ in 0..FAR {
            match self.last(at, reg) {
                Err(_) => return Some((reg, added)),
                Ok((spot, Op::Move { src, .. })) => (at, reg) = (spot, src),
                Ok((spot, Op::Math { math, a, b, .. })) => {
                    let by = self.constant(spot, b)?;
                    let by = match math {
                        Math::Add => by,
                        Math::Sub => by.checked_neg()?,
                        _ => return None,
                    };
                    added = added.checked_add(by)?;
                    (at, reg) = (spot, a);
                }
                Ok(_) => return None,
            }
        }
        None
    }

    /// What a register that a loop counts in grows by in each round.
    fn step(&self, round: &BTreeSet<BlockId>, counter: Reg) -> Option<i64> {
        let (mut reg, mut added) = (counter, 0i64);
        for _ in 0..FAR {
            let blocks = round.iter().flat_map(|block| {
                let insns = self.insns(*block).iter().enumerate();
                insns.map(move |(at, insn)| ((*block, at), insn.op))
            });
            let mut writes = blocks.filter(|(_, op)| written(op) == Some(reg));
            let (Some((spot, _)), None) = (writes.next(), writes.next()) else {
                return None;
            };
            let (from, by) = self.sum((spot.0, spot.1 + 1), reg)?;
            added = added.checked_add(by)?;
            if from == counter {
                return Some(added);
            }
            reg = from;
        }
        None
    }

    /// How often the branch at the end of a block goes on in a loop that it ends by a count.
    fn rounds(&self, round: &BTreeSet<BlockId>, id: BlockId) -> Option<(i64, BlockId)> {
        let insns = self.insns(id);
        let Some(Op::If { cond, a, b, then }) = insns.last().map(|insn| insn.op) else {
            return None;
        };
        let next = self.body.blocks.get(id as usize)?.next?;
        let (cond, stays) = match (round.contains(&then), round.contains(&next)) {
            (true, false) => (cond, then),
            (false, true) => (cond.negated(), next),
            _ => return None,
        };
        let at = (id, insns.len() - 1);
        self.counted(round, at, (cond, a, b))
            .or_else(|| match b {
                Operand::Reg(b) => self.counted(round, at, (cond.swapped(), b, Operand::Reg(a))),
                Operand::Lit(_) => None,
            })
            .map(|rounds| (rounds, stays))
    }

    fn counted(
        &self,
        round: &BTreeSet<BlockId>,
        at: Spot,
        (cond, counter, end): (Cond, Reg, Operand),
    ) -> Option<i64> {
        let end = self.constant(at, end)?;
        let (counter, ahead) = self.sum(at, counter)?;
        let step = self.step(round, counter)?;
        let first = self.before_loop(round, counter)?.checked_add(ahead)?;
        let holds = |tries: &i64| {
            let count = first.saturating_add(step.saturating_mul(*tries));
            cond.holds(count, end)
        };
        (0..=FEW).find(|tries| !holds(tries))
    }

    /// The number that a register holds where a loop is entered.
    fn before_loop(&self, round: &BTreeSet<BlockId>, reg: Reg) -> Option<i64> {
        let outside = |block: &&BlockId| !round.contains(*block);
        let entered = round
            .iter()
            .flat_map(|block| self.before[*block as usize].iter().filter(outside));
        let mut first = None;
        for block in entered {
            let value = self.constant((*block, usize::MAX), Operand::Reg(reg))?;
            if first.replace(value).is_some_and(|other| other != value) {
                return None;
            }
        }
        first
    }
}

/// All that leads from a block to another, exceptions too.
fn edges(body: &Body) -> impl Iterator<Item = (BlockId, BlockId)> + '_ {
    let all = (0..).zip(&body.blocks);
    all.flat_map(|(from, block)| {
        let to = body.next_of(block).chain(block.handlers.iter().copied());
        to.map(move |to| (from, to))
    })
}

/// Whether a loop around a block is over after a few rounds: each goes by a branch that counts them.
pub(crate) fn few_rounds(body: &Body, round: &BTreeSet<BlockId>, block: BlockId) -> bool {
    let ways = Ways::new(body);
    // With what handles exceptions on the way.
    let leads = |id: &BlockId| reached(body, *id, None, |_| false).contains(&block);
    let around = reached(body, block, None, |_| false);
    let mut round = round.clone();
    round.extend(around.into_iter().filter(leads));
    round.iter().any(|id| {
        let counted = ways.rounds(&round, *id);
        counted
            .is_some_and(|(rounds, stays)| rounds <= FEW && !comes_back(body, block, (*id, stays)))
    })
}

/// Whether a way that does not take one edge leads from a block back to it.
fn comes_back(body: &Body, block: BlockId, but: (BlockId, BlockId)) -> bool {
    let from = (0..).zip(&body.blocks).find(|(id, _)| *id == block);
    let next = from.into_iter().flat_map(|(_, one)| {
        let next = body.next_of(one).chain(one.handlers.iter().copied());
        next.filter(|to| (block, *to) != but)
    });
    next.into_iter()
        .any(|to| reached(body, to, Some(but), |_| false).contains(&block))
}

/// What a method does only while a field is null or false, and then fills or sets that.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) field: FieldId,
    /// The register of the object that has it; `None`: a static field.
    pub(crate) object: Option<Reg>,
    /// The blocks that only lie behind the question.
    behind: BTreeSet<BlockId>,
    /// Those of them that a way from the question to a return passes without the field being filled.
    unsure: BTreeSet<BlockId>,
}

impl Kept {
    /// Whether an instruction runs only where the field is filled by the same run.
    pub(crate) fn holds(&self, body: &Body, pc: u32) -> bool {
        let block = block_of(body, pc);
        block.is_some_and(|block| self.behind.contains(&block) && !self.unsure.contains(&block))
    }

    /// Whether an instruction runs only while the field is null.
    pub(crate) fn guards(&self, body: &Body, pc: u32) -> bool {
        block_of(body, pc).is_some_and(|block| self.behind.contains(&block))
    }
}

impl Engine<'_, '_> {
    /// What a method makes once and keeps.
    pub(crate) fn kept_in(&self, def: DefId) -> Rc<[Kept]> {
        let mut regions = self.known.regions.borrow_mut();
        let found = regions.entry(def).or_insert_with(|| {
            let body = self.code.lower(def);
            body.map_or_else(Vec::new, |body| kept(&body)).into()
        });
        found.clone()
    }
}

/// Everything of a body that is made once and kept.
fn kept(body: &Body) -> Vec<Kept> {
    let ways = Ways::new(body);
    let mut found = Vec::new();
    for (id, block) in (0..).zip(&body.blocks) {
        let insns = body.insns_of(block);
        let Some(Op::If { cond, a, b, then }) = insns.last().map(|insn| insn.op) else {
            continue;
        };
        let null = match (cond, b, block.next) {
            (Cond::Eq, Operand::Lit(0), Some(next)) if next != then => then,
            (Cond::Ne, Operand::Lit(0), Some(next)) if next != then => next,
            _ => continue,
        };
        let (field, object) = match ways.origin((id, insns.len() - 1), a) {
            Some((_, Op::GetStatic { field, .. })) => (field, None),
            Some((at, Op::Get { field, object, .. })) => (field, Some(ways.first(at, object))),
            _ => continue,
        };
        let all = reached(body, 0, None, |_| false);
        let others = reached(body, 0, Some((id, null)), |_| false);
        let behind: BTreeSet<BlockId> = all.difference(&others).copied().collect();
        let fills = |block: BlockId| {
            let mut insns = ways.insns(block).iter().enumerate();
            insns.any(|(at, insn)| match insn.op {
                Op::Put {
                    src, field: one, ..
                }
                | Op::PutStatic { src, field: one }
                    if one == field =>
                {
                    match ways.origin((block, at), src) {
                        Some((_, Op::New { .. })) => true,
                        Some((_, Op::Int { value, .. })) => value != 0,
                        _ => false,
                    }
                }
                _ => false,
            })
        };
        let filled: BTreeSet<BlockId> = behind.iter().copied().filter(|id| fills(*id)).collect();
        if filled.is_empty() {
            continue;
        }
        let empty = reached(body, null, None, |block| filled.contains(&block));
        let unsure = behind.iter().copied().filter(|block| {
            !filled.contains(block) && empty.contains(block) && {
                let rest = reached(body, *block, None, |block| filled.contains(&block));
                rest.iter()
                    .any(|id| !filled.contains(id) && returns(body, *id))
            }
        });
        found.push(Kept {
            field,
            object,
            unsure: unsure.collect(),
            behind,
        });
    }
    found
}

/// Blocks that a way from one leads to, itself among them, that does not take an edge and ends at some blocks.
fn reached(
    body: &Body,
    from: BlockId,
    but: Option<(BlockId, BlockId)>,
    ends: impl Fn(BlockId) -> bool,
) -> BTreeSet<BlockId> {
    let (mut seen, mut waiting) = (BTreeSet::from([from]), vec![from]);
    while let Some(id) = waiting.pop() {
        if ends(id) {
            continue;
        }
        let Some(block) = body.blocks.get(id as usize) else {
            continue;
        };
        let next = body.next_of(block).chain(block.handlers.iter().copied());
        waiting.extend(next.filter(|to| Some((id, *to)) != but && seen.insert(*to)));
    }
    seen
}
