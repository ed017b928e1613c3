//! The small register language that bodies are lowered to when the interpreter first reaches them.
//!
//! Registers are the bytecode's own; a wide value lives in its first register. Blocks end with one control transfer
//! or fall through to the next; exception handlers are edges of a block.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::program::{FieldId, MethodId, StrId, TypeId};

/// A register.
pub(crate) type Reg = u16;
/// Index of a block in its body.
pub(crate) type BlockId = u32;

/// A method body.
#[derive(Debug, Clone, Default)]
pub(crate) struct Body {
    /// Registers in the frame.
    pub(crate) registers: u16,
    /// The register of each parameter, receiver first.
    pub(crate) params: Vec<Reg>,
    /// All instructions, block after block.
    pub(crate) insns: Vec<Insn>,
    /// Blocks; the first is the entry.
    pub(crate) blocks: Vec<Block>,
    /// Argument registers of calls.
    pub(crate) args: Vec<Reg>,
    /// Numbers that arrays are filled with.
    pub(crate) numbers: Vec<i64>,
    /// Targets of switches: key and block.
    pub(crate) cases: Vec<(i64, BlockId)>,
    /// For each block the registers that are read from its start on: see [`crate::scenario::code::live`].
    pub(crate) live: Vec<Box<[Reg]>>,
    /// Heads of loops that count, ascending.
    pub(crate) heads: Box<[BlockId]>,
    /// Offsets of the instructions that store the step at which the code goes on: see [`crate::scenario::code::resumed`].
    pub(crate) steps: Box<[u32]>,
}

impl Body {
    /// A body for tests: of each block its instructions, what follows it, its handlers.
    #[cfg(test)]
    pub(crate) fn of_blocks(registers: u16, blocks: Vec<(Vec<Op>, Option<u32>, Vec<u32>)>) -> Self {
        let mut body = Self {
            registers,
            ..Self::default()
        };
        for (ops, next, handlers) in blocks {
            let start = body.insns.len() as u32;
            body.insns
                .extend(ops.into_iter().map(|op| Insn { pc: 0, op }));
            let insns = start..body.insns.len() as u32;
            let catches = handlers.into_iter().map(|one| (None, one));
            body.blocks.push(Block::new(insns, next, catches.collect()));
        }
        body
    }

    /// The instructions of a block.
    pub(crate) fn insns_of(&self, block: &Block) -> &[Insn] {
        let range = block.insns.start as usize..block.insns.end as usize;
        self.insns.get(range).unwrap_or_default()
    }

    /// The argument registers of a call.
    pub(crate) fn args_of(&self, first: u32, count: u16) -> &[Reg] {
        let range = first as usize..first as usize + usize::from(count);
        self.args.get(range).unwrap_or_default()
    }

    /// The numbers that fill an array; nothing when they are too many.
    pub(crate) fn numbers_of(&self, first: u32, count: u32) -> &[i64] {
        let range = first as usize..first as usize + count as usize;
        self.numbers.get(range).unwrap_or_default()
    }

    /// The blocks that a block leads to, what an exception in it reaches left out: what follows it first, then its branches.
    pub(crate) fn next_of<'b>(&'b self, block: &'b Block) -> impl Iterator<Item = BlockId> + 'b {
        let branches = self.insns_of(block).iter().flat_map(|insn| {
            let (to, (first, count)) = match insn.op {
                Op::If { then: to, .. } | Op::Goto { to } => (Some(to), (0, 0)),
                Op::Switch { first, count, .. } => (None, (first, count)),
                _ => (None, (0, 0)),
            };
            let cases = self.cases_of(first, count).iter().map(|(_, to)| *to);
            to.into_iter().chain(cases)
        });
        block.next.into_iter().chain(branches)
    }

    /// The heads of loops that count, ascending: a later block (or the head itself) goes back there, and it or the head asks how
    /// large a number is.
    pub(crate) fn heads(&self) -> Box<[BlockId]> {
        let counts = |block: &Block| {
            let last = self.insns_of(block).last().map(|insn| insn.op);
            matches!(last, Some(Op::If { cond, .. }) if !matches!(cond, Cond::Eq | Cond::Ne))
        };
        let all = (0..).zip(&self.blocks);
        let heads: BTreeSet<BlockId> = all
            .flat_map(|(from, block)| {
                let back = self.next_of(block).filter(move |to| *to <= from);
                let head = |to: &BlockId| self.blocks.get(*to as usize).is_some_and(counts);
                back.filter(move |to| counts(block) || head(to))
            })
            .collect();
        heads.into_iter().collect()
    }

    /// The cases of a switch.
    pub(crate) fn cases_of(&self, first: u32, count: u32) -> &[(i64, BlockId)] {
        let range = first as usize..first as usize + count as usize;
        self.cases.get(range).unwrap_or_default()
    }
}

/// A class of exceptions and the handler that catches it; `None`: it catches everything.
pub(crate) type Catch = (Option<TypeId>, BlockId);

/// A basic block.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    /// Its instructions in [`Body::insns`].
    pub(crate) insns: Range<u32>,
    /// Block that follows when the last instruction is no control transfer.
    pub(crate) next: Option<BlockId>,
    /// Handlers that an exception in this block can reach, sorted.
    pub(crate) handlers: Vec<BlockId>,
    /// What is caught by which of them, in order.
    pub(crate) catches: Vec<Catch>,
}

impl Block {
    /// A block with what is caught around it, in order.
    pub(crate) fn new(insns: Range<u32>, next: Option<BlockId>, catches: Vec<Catch>) -> Self {
        let mut handlers: Vec<BlockId> = catches.iter().map(|one| one.1).collect();
        handlers.sort_unstable();
        handlers.dedup();
        Self {
            insns,
            next,
            handlers,
            catches,
        }
    }
}

/// An instruction and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Insn {
    /// Offset in the bytecode, for source lines and allocation sites.
    pub(crate) pc: u32,
    /// What it does.
    pub(crate) op: Op,
}

/// How a call finds its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum CallKind {
    /// By the class of the receiver.
    Virtual,
    /// Constructor, private method.
    Direct,
    /// The superclass's method.
    Super,
    /// No receiver.
    Static,
}

/// What a comparison asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Cond {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Less.
    Lt,
    /// Greater or equal.
    Ge,
    /// Greater.
    Gt,
    /// Less or equal.
    Le,
}

impl Cond {
    /// The condition that holds when this one does not.
    pub(crate) fn negated(self) -> Self {
        match self {
            Self::Eq => Self::Ne,
            Self::Ne => Self::Eq,
            Self::Lt => Self::Ge,
            Self::Ge => Self::Lt,
            Self::Gt => Self::Le,
            Self::Le => Self::Gt,
        }
    }

    /// The condition that holds for exchanged operands.
    pub(crate) fn swapped(self) -> Self {
        match self {
            Self::Eq => Self::Eq,
            Self::Ne => Self::Ne,
            Self::Lt => Self::Gt,
            Self::Ge => Self::Le,
            Self::Gt => Self::Lt,
            Self::Le => Self::Ge,
        }
    }

    /// Whether it holds for two numbers.
    pub(crate) fn holds(self, a: i64, b: i64) -> bool {
        match self {
            Self::Eq => a == b,
            Self::Ne => a != b,
            Self::Lt => a < b,
            Self::Ge => a >= b,
            Self::Gt => a > b,
            Self::Le => a <= b,
        }
    }
}

/// An arithmetic operation that the interpreter evaluates on constants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Math {
    /// Addition.
    Add,
    /// Subtraction.
    Sub,
    /// Subtraction with exchanged operands.
    Rsub,
    /// Multiplication.
    Mul,
    /// Division without the rest.
    Div,
    /// The rest of a division.
    Rem,
    /// Bitwise and.
    And,
    /// Bitwise or.
    Or,
    /// Bitwise exclusive or.
    Xor,
    /// Shift left.
    Shl,
    /// Arithmetic shift right.
    Shr,
    /// Logical shift right.
    Ushr,
    /// Three-way comparison: -1, 0, 1.
    Cmp,
    /// Anything else: the result is any number.
    Other,
}

/// How wide the numbers of an operation are: results that do not fit wrap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Width {
    /// 32 bits.
    Int,
    /// 64 bits.
    Long,
}

/// A register or a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Operand {
    /// A register.
    Reg(Reg),
    /// A literal.
    Lit(i64),
}

/// What an instruction does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Op {
    /// `dst = number`
    Int { dst: Reg, value: i64 },
    /// `dst = "text"`
    Text { dst: Reg, value: StrId },
    /// `dst = T.class`
    Class { dst: Reg, value: TypeId },
    /// `dst = src`
    Move { dst: Reg, src: Reg },
    /// `dst = anything of a primitive type` (conversions, method handles, …)
    Unknown { dst: Reg },
    /// `dst = a op b`
    Math {
        dst: Reg,
        math: Math,
        width: Width,
        a: Reg,
        b: Operand,
    },
    /// `dst = new T`
    New { dst: Reg, ty: TypeId },
    /// `dst = new T[length]` (elements are stored apart)
    NewArray { dst: Reg, ty: TypeId, length: Reg },
    /// `dst = new T[] { args }`
    FilledArray {
        dst: Option<Reg>,
        ty: TypeId,
        first: u32,
        count: u16,
    },
    /// `array = { numbers }`
    FillArray { array: Reg, first: u32, count: u32 },
    /// `dst = array.length`
    Length { dst: Reg, array: Reg },
    /// `dst = array[index]`
    ArrayGet {
        dst: Reg,
        array: Reg,
        index: Reg,
        object: bool,
    },
    /// `array[index] = src`
    ArrayPut { src: Reg, array: Reg, index: Reg },
    /// `dst = object.field`
    Get {
        dst: Reg,
        object: Reg,
        field: FieldId,
    },
    /// `object.field = src`
    Put {
        src: Reg,
        object: Reg,
        field: FieldId,
    },
    /// `dst = Class.field`
    GetStatic { dst: Reg, field: FieldId },
    /// `Class.field = src`
    PutStatic { src: Reg, field: FieldId },
    /// `dst = src instanceof T`
    InstanceOf { dst: Reg, src: Reg, ty: TypeId },
    /// `reg = (T) reg`
    Cast { reg: Reg, ty: TypeId },
    /// `dst = method(args)`
    Call {
        kind: CallKind,
        method: MethodId,
        first: u32,
        count: u16,
        dst: Option<Reg>,
    },
    /// `dst = the caught exception`
    Caught { dst: Reg },
    /// Leaves with an exception.
    Throw {
        /// What is thrown; `None`: the code is broken there.
        src: Option<Reg>,
    },
    /// Leaves with a value.
    Return { src: Option<Reg> },
    /// Goes to `then` when the condition holds, else on.
    If {
        cond: Cond,
        a: Reg,
        b: Operand,
        then: BlockId,
    },
    /// Goes to a block.
    Goto { to: BlockId },
    /// Goes where the key says, else on.
    Switch { key: Reg, first: u32, count: u32 },
}
