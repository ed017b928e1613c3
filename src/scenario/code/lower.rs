//! Lowers a DEX body to the register language: blocks, exception edges, constants, switches, calls with their results.

use std::collections::BTreeMap;

use crate::dex::{Code, Insn as DexInsn};
use crate::program::{self, FieldId, MethodId, StrId, TypeId};
use crate::scenario::code::Code as Classes;
use crate::scenario::code::ir::{
    Block, BlockId, Body, CallKind, Catch, Cond, Insn, Math, Op, Operand, Reg, Width,
};

/// Instructions of one body that are lowered; a longer one is left out (and said to be).
pub(crate) const INSN_CAP: usize = 200_000;

/// Numbers of a filled array that are kept.
const ARRAY_NUMBERS: usize = 16;

/// From the indices of one DEX file to the ids of the program.
pub(crate) trait Ids {
    /// A type index.
    fn ty(&self, index: u32) -> Option<TypeId>;
    /// A method index.
    fn method(&self, index: u32) -> Option<MethodId>;
    /// A field index.
    fn field(&self, index: u32) -> Option<FieldId>;
    /// A string index.
    fn text(&self, index: u32) -> Option<StrId>;
    /// `java.lang.Object`.
    fn object(&self) -> TypeId;
    /// Whether each argument of a method takes two registers, receiver first when there is one.
    fn wide(&self, method: MethodId, receiver: bool) -> Vec<bool>;
    /// An `invoke-custom` call site: the object that it makes, as a call of a synthetic factory. `None`: unknown.
    fn call_site(&self, index: u32) -> Option<MethodId>;
}

/// Lowers a body. `params` holds, receiver first, whether each parameter takes two registers. `None`: too long.
pub(crate) fn lower(code: &Code<'_>, params: &[bool], ids: &impl Ids) -> Option<Body> {
    let insns: Vec<DexInsn<'_>> = code
        .insns()
        .filter(|insn| !insn.is_payload())
        .take(INSN_CAP + 1)
        .collect();
    if insns.len() > INSN_CAP {
        return None;
    }
    let leaders = leaders(code, &insns);
    let mut body = Body {
        registers: code.registers,
        ..Body::default()
    };
    let mut reg = code.registers.saturating_sub(code.ins);
    for wide in params {
        body.params.push(reg);
        reg = reg.saturating_add(1 + u16::from(*wide));
    }
    let mut lowering = Lowering {
        code,
        ids,
        leaders: &leaders,
        body,
    };
    lowering.run(&insns);
    Some(lowering.body)
}

/// Positions where a block begins, each with its index.
fn leaders(code: &Code<'_>, insns: &[DexInsn<'_>]) -> BTreeMap<u32, BlockId> {
    let mut starts: Vec<u32> = vec![0];
    for insn in insns {
        let op = insn.op();
        let after = insn.pc().saturating_add(insn.units());
        match op {
            0x28..=0x2a | 0x32..=0x3d => {
                starts.extend(insn.operands().target);
                starts.push(after);
            }
            0x2b | 0x2c => {
                if let Some(payload) = code.payload(insn) {
                    starts.extend(payload.cases().map(|(_, target)| target));
                }
                starts.push(after);
            }
            0x0e..=0x11 | 0x27 => starts.push(after),
            _ => {}
        }
    }
    for one in code.tries() {
        starts.extend([one.start, one.end]);
        starts.extend(one.handlers().map(|handler| handler.1));
    }
    let known: std::collections::BTreeSet<u32> = insns.iter().map(DexInsn::pc).collect();
    starts.retain(|start| known.contains(start));
    starts.sort_unstable();
    starts.dedup();
    starts.into_iter().zip(0..).collect()
}

struct Lowering<'b, 'a, I> {
    code: &'b Code<'a>,
    ids: &'b I,
    leaders: &'b BTreeMap<u32, BlockId>,
    body: Body,
}

impl<I: Ids> Lowering<'_, '_, I> {
    fn run(&mut self, insns: &[DexInsn<'_>]) {
        let tries: Vec<(u32, u32, Vec<Catch>)> = self
            .code
            .tries()
            .map(|one| {
                let handlers = one.handlers().filter_map(|(ty, target)| {
                    let ty = ty.map(|ty| self.ids.ty(ty).unwrap_or(self.ids.object()));
                    Some((ty, *self.leaders.get(&target)?))
                });
                (one.start, one.end, handlers.collect())
            })
            .collect();
        let mut at = 0;
        while let Some(first) = insns.get(at) {
            let start = self.body.insns.len() as u32;
            let mut open = true;
            let catches = tries
                .iter()
                .filter(|(from, to, _)| (*from..*to).contains(&first.pc()))
                .flat_map(|(_, _, handlers)| handlers.iter().copied());
            let catches: Vec<Catch> = catches.collect();
            let mut next = None;
            while let Some(insn) = insns.get(at) {
                let taken = self.insn(insn, insns.get(at + 1));
                at += 1;
                open = insn.can_continue();
                if taken {
                    at += 1;
                }
                next = insns
                    .get(at)
                    .and_then(|insn| self.leaders.get(&insn.pc()).copied());
                if !open || next.is_some() {
                    break;
                }
            }
            let insns = start..self.body.insns.len() as u32;
            let next = next.filter(|_| open);
            self.body.blocks.push(Block::new(insns, next, catches));
        }
    }

    fn push(&mut self, pc: u32, op: Op) {
        self.body.insns.push(Insn { pc, op });
    }

    fn args(&mut self, args: impl Iterator<Item = Reg>) -> (u32, u16) {
        let first = self.body.args.len() as u32;
        self.body.args.extend(args);
        (first, (self.body.args.len() as u32 - first) as u16)
    }

    /// Lowers one instruction; true when it took the `move-result` after it along.
    fn insn(&mut self, insn: &DexInsn<'_>, after: Option<&DexInsn<'_>>) -> bool {
        let (pc, o) = (insn.pc(), insn.operands());
        let block = |pc: Option<u32>| pc.and_then(|pc| self.leaders.get(&pc).copied());
        let object = self.ids.object();
        let op = match insn.op() {
            0x01..=0x09 => Op::Move { dst: o.a, src: o.b },
            0x0d => Op::Caught { dst: o.a },
            0x0e => Op::Return { src: None },
            0x0f..=0x11 => Op::Return { src: Some(o.a) },
            0x12..=0x19 => Op::Int {
                dst: o.a,
                value: o.literal,
            },
            0x1a | 0x1b => match self.ids.text(o.index) {
                Some(value) => Op::Text { dst: o.a, value },
                None => Op::Unknown { dst: o.a },
            },
            0x1c => match self.ids.ty(o.index) {
                Some(value) => Op::Class { dst: o.a, value },
                None => Op::Unknown { dst: o.a },
            },
            0x1f => match self.ids.ty(o.index) {
                Some(ty) => Op::Cast { reg: o.a, ty },
                None => return false,
            },
            0x20 => match self.ids.ty(o.index) {
                Some(ty) => Op::InstanceOf {
                    dst: o.a,
                    src: o.b,
                    ty,
                },
                None => Op::Unknown { dst: o.a },
            },
            0x21 => Op::Length {
                dst: o.a,
                array: o.b,
            },
            0x22 => Op::New {
                dst: o.a,
                ty: self.ids.ty(o.index).unwrap_or(object),
            },
            0x23 => Op::NewArray {
                dst: o.a,
                ty: self.ids.ty(o.index).unwrap_or(object),
                length: o.b,
            },
            0x24 | 0x25 => {
                let dst = result(after);
                let (first, count) = self.args(o.args.iter());
                let ty = self.ids.ty(o.index).unwrap_or(object);
                self.push(
                    pc,
                    Op::FilledArray {
                        dst,
                        ty,
                        first,
                        count,
                    },
                );
                return dst.is_some();
            }
            0x26 => {
                let first = self.body.numbers.len() as u32;
                let payload = self.code.payload(insn);
                let all: Vec<i64> = payload
                    .iter()
                    .flat_map(|payload| payload.elements().take(ARRAY_NUMBERS + 1))
                    .collect();
                if all.len() <= ARRAY_NUMBERS {
                    self.body.numbers.extend(all);
                }
                Op::FillArray {
                    array: o.a,
                    first,
                    count: self.body.numbers.len() as u32 - first,
                }
            }
            0x27 => Op::Throw { src: Some(o.a) },
            0x28..=0x2a => match block(o.target) {
                Some(to) => Op::Goto { to },
                None => Op::Throw { src: None },
            },
            0x2b | 0x2c => {
                let first = self.body.cases.len() as u32;
                if let Some(payload) = self.code.payload(insn) {
                    for (key, target) in payload.cases() {
                        if let Some(to) = block(Some(target)) {
                            self.body.cases.push((i64::from(key), to));
                        }
                    }
                }
                let count = self.body.cases.len() as u32 - first;
                Op::Switch {
                    key: o.a,
                    first,
                    count,
                }
            }
            0x2d..=0x31 => Op::Math {
                dst: o.a,
                math: Math::Cmp,
                width: Width::Long,
                a: o.b,
                b: Operand::Reg(o.c),
            },
            0x32..=0x37 => match (block(o.target), cond(insn.op() - 0x32)) {
                (Some(then), Some(cond)) => Op::If {
                    cond,
                    a: o.a,
                    b: Operand::Reg(o.b),
                    then,
                },
                _ => return false,
            },
            0x38..=0x3d => match (block(o.target), cond(insn.op() - 0x38)) {
                (Some(then), Some(cond)) => Op::If {
                    cond,
                    a: o.a,
                    b: Operand::Lit(0),
                    then,
                },
                _ => return false,
            },
            0x44..=0x4a => Op::ArrayGet {
                dst: o.a,
                array: o.b,
                index: o.c,
                object: insn.op() == 0x46,
            },
            0x4b..=0x51 => Op::ArrayPut {
                src: o.a,
                array: o.b,
                index: o.c,
            },
            0x52..=0x58 => match self.ids.field(o.index) {
                Some(field) => Op::Get {
                    dst: o.a,
                    object: o.b,
                    field,
                },
                None => Op::Unknown { dst: o.a },
            },
            0x59..=0x5f => match self.ids.field(o.index) {
                Some(field) => Op::Put {
                    src: o.a,
                    object: o.b,
                    field,
                },
                None => return false,
            },
            0x60..=0x66 => match self.ids.field(o.index) {
                Some(field) => Op::GetStatic { dst: o.a, field },
                None => Op::Unknown { dst: o.a },
            },
            0x67..=0x6d => match self.ids.field(o.index) {
                Some(field) => Op::PutStatic { src: o.a, field },
                None => return false,
            },
            op @ (0x6e..=0x72 | 0x74..=0x78 | 0xfa..=0xfd) => return self.invoke(insn, op, after),
            // Negations and complements.
            op @ 0x7b..=0x7e => {
                let (math, other) = match op % 2 {
                    1 => (Math::Rsub, 0),
                    _ => (Math::Xor, -1),
                };
                let width = if op < 0x7d { Width::Int } else { Width::Long };
                let b = Operand::Lit(other);
                Op::Math {
                    dst: o.a,
                    math,
                    width,
                    a: o.b,
                    b,
                }
            }
            0x7f | 0x80 => Op::Unknown { dst: o.a },
            // From 64 bits to 32.
            0x84 => Op::Math {
                dst: o.a,
                math: Math::Or,
                width: Width::Int,
                a: o.b,
                b: Operand::Lit(0),
            },
            0x81..=0x8f => Op::Move { dst: o.a, src: o.b },
            op @ 0x90..=0xaf => Op::Math {
                dst: o.a,
                math: math((op - 0x90) % 11, op),
                width: width(op),
                a: o.b,
                b: Operand::Reg(o.c),
            },
            op @ 0xb0..=0xcf => Op::Math {
                dst: o.a,
                math: math((op - 0xb0) % 11, op - 0x20),
                width: width(op - 0x20),
                a: o.a,
                b: Operand::Reg(o.b),
            },
            op @ 0xd0..=0xe2 => Op::Math {
                dst: o.a,
                math: literal_math(op),
                width: Width::Int,
                a: o.b,
                b: Operand::Lit(o.literal),
            },
            0xfe | 0xff => Op::Unknown { dst: o.a },
            _ => return false,
        };
        self.push(pc, op);
        false
    }

    fn invoke(&mut self, insn: &DexInsn<'_>, op: u8, after: Option<&DexInsn<'_>>) -> bool {
        let o = insn.operands();
        let dst = result(after);
        let (kind, method) = match op {
            0x6f | 0x75 => (CallKind::Super, self.ids.method(o.index)),
            0x70 | 0x76 => (CallKind::Direct, self.ids.method(o.index)),
            0x71 | 0x77 => (CallKind::Static, self.ids.method(o.index)),
            0xfc | 0xfd => (CallKind::Static, self.ids.call_site(o.index)),
            _ => (CallKind::Virtual, self.ids.method(o.index)),
        };
        let Some(method) = method else {
            if let Some(dst) = dst {
                self.push(insn.pc(), Op::Unknown { dst });
            }
            return dst.is_some();
        };
        // Arguments by register; the second halves of wide ones are dropped by the caller's knowledge of the types.
        let wide = self.ids_wide(method, kind);
        let mut regs = Vec::new();
        let mut skip = false;
        let mut index = 0;
        for reg in o.args.iter() {
            if std::mem::take(&mut skip) {
                continue;
            }
            regs.push(reg);
            skip = wide.get(index).copied().unwrap_or(false);
            index += 1;
        }
        let (first, count) = self.args(regs.into_iter());
        self.push(
            insn.pc(),
            Op::Call {
                kind,
                method,
                first,
                count,
                dst,
            },
        );
        dst.is_some()
    }

    fn ids_wide(&self, method: MethodId, kind: CallKind) -> Vec<bool> {
        self.ids.wide(method, kind != CallKind::Static)
    }
}

/// The register of a following `move-result`.
fn result(after: Option<&DexInsn<'_>>) -> Option<Reg> {
    after
        .filter(|insn| matches!(insn.op(), 0x0a..=0x0c))
        .map(|insn| insn.operands().a)
}

pub(crate) fn cond(index: u8) -> Option<Cond> {
    [Cond::Eq, Cond::Ne, Cond::Lt, Cond::Ge, Cond::Gt, Cond::Le]
        .get(index as usize)
        .copied()
}

/// Integer and long operations are two runs of eleven; the floating-point ones after them are left unknown.
fn math(index: u8, op: u8) -> Math {
    if op > 0xa5 {
        return Math::Other;
    }
    match index {
        0 => Math::Add,
        1 => Math::Sub,
        2 => Math::Mul,
        3 => Math::Div,
        4 => Math::Rem,
        5 => Math::And,
        6 => Math::Or,
        7 => Math::Xor,
        8 => Math::Shl,
        9 => Math::Shr,
        10 => Math::Ushr,
        _ => Math::Other,
    }
}

/// How wide the numbers of those operations are.
fn width(op: u8) -> Width {
    if op < 0x9b { Width::Int } else { Width::Long }
}

fn literal_math(op: u8) -> Math {
    match op {
        0xd0 | 0xd8 => Math::Add,
        0xd1 | 0xd9 => Math::Rsub,
        0xd2 | 0xda => Math::Mul,
        0xd3 | 0xdb => Math::Div,
        0xd4 | 0xdc => Math::Rem,
        0xd5 | 0xdd => Math::And,
        0xd6 | 0xde => Math::Or,
        0xd7 | 0xdf => Math::Xor,
        0xe0 => Math::Shl,
        0xe1 => Math::Shr,
        0xe2 => Math::Ushr,
        _ => Math::Other,
    }
}

/// The ids of one body's DEX file.
pub(crate) struct DexIds<'c, 'b, 'a> {
    pub(crate) code: &'c Classes<'a>,
    pub(crate) body: &'b program::DexBody<'c, 'a>,
}

impl Ids for DexIds<'_, '_, '_> {
    fn ty(&self, index: u32) -> Option<TypeId> {
        self.body.ty(index)
    }

    fn method(&self, index: u32) -> Option<MethodId> {
        self.body.method(index)
    }

    fn field(&self, index: u32) -> Option<FieldId> {
        self.body
            .field(index)
            .map(|field| self.code.resolve_field(field))
    }

    fn text(&self, index: u32) -> Option<StrId> {
        self.body.text(index)
    }

    fn object(&self) -> TypeId {
        self.code.object()
    }

    fn wide(&self, method: MethodId, receiver: bool) -> Vec<bool> {
        let receiver = receiver.then_some(false);
        let params = self
            .code
            .method_params(method)
            .iter()
            .map(|ty| self.code.is_wide(*ty));
        receiver.into_iter().chain(params).collect()
    }

    fn call_site(&self, _index: u32) -> Option<MethodId> {
        None
    }
}
