//! One pass over all code: what every method uses, without order and without repeats.

use rayon::prelude::*;

use super::ids::{DefId, FieldId, MethodId, NONE, StrId, TypeId};
use super::intern::{DexIds, Names};
use super::query::Constant;
use super::source::{Source, Walked};
use super::{ClassRow, DefRow};
use crate::dex::{Dex, Member, Value, access};

/// How something is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u32)]
pub enum Kind {
    /// `invoke-virtual` and `invoke-polymorphic` of a method.
    CallVirtual = 0,
    /// `invoke-super` of a method.
    CallSuper,
    /// `invoke-direct` of a method.
    CallDirect,
    /// `invoke-static` of a method (bootstrap methods and method handles of `invoke-custom` too).
    CallStatic,
    /// `invoke-interface` of a method.
    CallInterface,
    /// A field is read.
    Read,
    /// A field is written.
    Write,
    /// A string constant.
    Text,
    /// A class constant (`Foo.class`).
    Class,
    /// `new` of a class.
    New,
    /// An array of this type is made.
    Array,
}

impl Kind {
    /// Every kind, in the order of the numbers.
    pub(crate) const ALL: [Self; 11] = [
        Self::CallVirtual,
        Self::CallSuper,
        Self::CallDirect,
        Self::CallStatic,
        Self::CallInterface,
        Self::Read,
        Self::Write,
        Self::Text,
        Self::Class,
        Self::New,
        Self::Array,
    ];

    /// Whether it is a call.
    pub fn is_call(self) -> bool {
        self <= Self::CallInterface
    }
}

/// Bits of an id in a [`Use`].
const BITS: u32 = 28;
/// Rows that a table may have for its ids to fit in a [`Use`].
pub(crate) const MAX_ROWS: usize = (1 << BITS) - 1;

/// Kind and id of a used thing in one word, so that a method's uses are one sorted slice with the kinds in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Use(u32);

impl Use {
    pub(crate) fn new(kind: Kind, id: u32) -> Self {
        Self((kind as u32) << BITS | id & ((1 << BITS) - 1))
    }

    /// How.
    pub fn kind(self) -> Kind {
        let index = (self.0 >> BITS) as usize;
        Kind::ALL.get(index).copied().unwrap_or(Kind::Array)
    }

    /// A method, field, string or type id, as the kind says.
    pub fn id(self) -> u32 {
        self.0 & ((1 << BITS) - 1)
    }
}

/// The use that an opcode makes of its index.
const fn kind_of(op: u8) -> Option<Kind> {
    match op {
        0x6e | 0x74 | 0xfa | 0xfb => Some(Kind::CallVirtual),
        0x6f | 0x75 => Some(Kind::CallSuper),
        0x70 | 0x76 => Some(Kind::CallDirect),
        0x71 | 0x77 => Some(Kind::CallStatic),
        0x72 | 0x78 => Some(Kind::CallInterface),
        0x52..=0x58 | 0x60..=0x66 => Some(Kind::Read),
        0x59..=0x5f | 0x67..=0x6d => Some(Kind::Write),
        0x1a | 0x1b => Some(Kind::Text),
        0x1c => Some(Kind::Class),
        0x22 => Some(Kind::New),
        0x23..=0x25 => Some(Kind::Array),
        _ => None,
    }
}

static KINDS: [Option<Kind>; 256] = {
    let mut kinds = [None; 256];
    let mut op = 0usize;
    while op < 256 {
        kinds[op] = kind_of(op as u8);
        op += 1;
    }
    kinds
};

/// The use that `op` with `index` makes in the file of `ids`.
#[inline]
pub(crate) fn use_of(ids: &DexIds, op: u8, index: u32) -> Option<Result<Use, ()>> {
    let kind = (*KINDS.get(usize::from(op))?)?;
    let table = match kind {
        Kind::Read | Kind::Write => &ids.fields,
        Kind::Text => &ids.strings,
        Kind::Class | Kind::New | Kind::Array => &ids.types,
        _ => &ids.methods,
    };
    Some(match table.get(index as usize) {
        Some(&id) if id != NONE => Ok(Use::new(kind, id)),
        _ => Err(()),
    })
}

/// What the pass found.
#[derive(Debug, Default)]
pub(crate) struct Swept {
    /// Where each method's uses end in `uses`.
    pub(crate) ends: Vec<u32>,
    pub(crate) uses: Vec<Use>,
    pub(crate) counts: Counts,
}

/// Sums over all code.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) bodies: usize,
    pub(crate) instructions: usize,
    /// Bodies that end in the middle of an instruction or past the end of the file.
    pub(crate) cut: usize,
    /// Instructions whose index is in no table.
    pub(crate) bad: usize,
    /// Bodies of nothing but `nop` and at least two units: what shells that take the code out leave behind.
    pub(crate) hollow: usize,
}

/// Methods per task. Fixed, so that the result does not depend on the number of threads.
const CHUNK: usize = 2048;

/// Sweeps the bodies of `defs`; `def_of` is the definition of each method reference.
pub(crate) fn sweep(
    sources: &[Source<'_>],
    names: &Names<'_>,
    classes: &[ClassRow],
    defs: &[DefRow],
    def_of: &[u32],
) -> Swept {
    let private = |method: MethodId| {
        let def = def_of.get(method.index()).copied().unwrap_or(NONE);
        defs.get(def as usize)
            .is_some_and(|row| row.access & (access::PRIVATE | access::STATIC) == access::PRIVATE)
    };
    let parts: Vec<Swept> =
        defs.par_chunks(CHUNK)
            .map(|chunk| {
                let mut part = Swept::default();
                part.ends.reserve_exact(chunk.len());
                part.uses.reserve(chunk.len() * 8);
                for def in chunk {
                    let start = part.uses.len();
                    if let Some(class) = classes.get(def.class.index())
                        && let Some(source) = sources.get(usize::from(class.source_index))
                    {
                        let (uses, bad) = (&mut part.uses, &mut part.counts.bad);
                        let walked =
                            source.each_use(class.index, def.code, names, &private, |_, used| {
                                match used {
                                    Ok(used) => uses.push(used),
                                    Err(()) => *bad += 1,
                                }
                            });
                        part.counts.add(walked, def.code);
                    }
                    sort_from(&mut part.uses, start);
                    part.ends.push(part.uses.len() as u32);
                }
                part
            })
            .collect();
    let mut all = Swept::default();
    all.ends.reserve_exact(defs.len());
    all.uses
        .reserve_exact(parts.iter().map(|p| p.uses.len()).sum());
    for part in parts {
        let base = all.uses.len() as u32;
        all.ends
            .extend(part.ends.iter().map(|end| base.saturating_add(*end)));
        all.uses.extend_from_slice(&part.uses);
        all.counts.bodies += part.counts.bodies;
        all.counts.instructions += part.counts.instructions;
        all.counts.cut += part.counts.cut;
        all.counts.bad += part.counts.bad;
        all.counts.hollow += part.counts.hollow;
    }
    all
}

impl Counts {
    fn add(&mut self, walked: Option<Walked>, code: u32) {
        let Some(walked) = walked else {
            self.cut += usize::from(code != 0);
            return;
        };
        self.bodies += 1;
        self.instructions += walked.instructions;
        self.cut += usize::from(walked.cut);
        self.hollow += usize::from(walked.hollow);
    }
}

/// Visits every use of a DEX body, in code order.
pub(crate) fn each_dex_use(
    dex: &Dex<'_>,
    ids: &DexIds,
    at: u32,
    mut visit: impl FnMut(u32, Result<Use, ()>),
) -> Option<Walked> {
    let code = dex.code(at)?;
    let mut walked = Walked::default();
    let mut insns = code.insns();
    let mut real = false;
    for insn in insns.by_ref() {
        let op = insn.op();
        walked.instructions += 1;
        real |= op != 0;
        if op == 0xfc || op == 0xfd {
            custom(dex, ids, insn.index(), |used| visit(insn.pc(), used));
            continue;
        }
        if let Some(used) = use_of(ids, op, insn.index()) {
            visit(insn.pc(), used);
        }
    }
    walked.cut = code.truncated() || insns.broken();
    walked.hollow = !real && code.units() > 1;
    Some(walked)
}

/// Fields that a class of a DEX file defines, static ones first, with their access flags.
pub(crate) fn dex_fields(dex: &Dex<'_>, ids: &DexIds, index: u32) -> Vec<(FieldId, u32)> {
    let Some(class) = dex.class(index) else {
        return Vec::new();
    };
    let fields = class.members().map_while(|member| match member {
        Member::Field { index, access, .. } => Some((index, access)),
        Member::Method { .. } => None,
    });
    let id = |index: u32| ids.fields.get(index as usize).copied();
    fields
        .filter_map(|(i, access)| Some((FieldId::some(id(i)?)?, access)))
        .collect()
}

/// Initial values of the static fields of a class of a DEX file.
pub(crate) fn dex_static_values(
    dex: &Dex<'_>,
    ids: &DexIds,
    index: u32,
) -> Vec<(FieldId, Constant)> {
    let Some(class) = dex.class(index) else {
        return Vec::new();
    };
    let values = class.static_values().unwrap_or_default();
    let fields = class.members().map_while(|member| match member {
        Member::Field {
            index,
            is_static: true,
            ..
        } => Some(index),
        _ => None,
    });
    let id = |table: &[u32], index: u32| table.get(index as usize).copied();
    let pairs = fields.zip(values);
    pairs
        .filter_map(|(i, v)| Some((FieldId::some(id(&ids.fields, i)?)?, constant(v, ids))))
        .collect()
}

/// An encoded value of a file as a constant of the program.
pub(super) fn constant(value: Value, ids: &DexIds) -> Constant {
    let id = |table: &[u32], index: u32| table.get(index as usize).copied();
    match value {
        Value::Boolean(v) => Constant::Int(v.into()),
        Value::Byte(v) => Constant::Int(v.into()),
        Value::Short(v) => Constant::Int(v.into()),
        Value::Char(v) => Constant::Int(v.into()),
        Value::Int(v) => Constant::Int(v.into()),
        Value::Long(v) => Constant::Int(v),
        Value::String(i) => id(&ids.strings, i)
            .and_then(StrId::some)
            .map_or(Constant::Other, Constant::Text),
        Value::Type(i) => id(&ids.types, i)
            .and_then(TypeId::some)
            .map_or(Constant::Other, Constant::Class),
        Value::Enum(i) => id(&ids.fields, i)
            .and_then(FieldId::some)
            .map_or(Constant::Other, Constant::Enum),
        Value::Null => Constant::Null,
        _ => Constant::Other,
    }
}

/// A call site counts as calls of its bootstrap method and of every method handle among its arguments: for a lambda
/// that is the method with its body.
fn custom(dex: &Dex<'_>, ids: &DexIds, index: u32, mut visit: impl FnMut(Result<Use, ()>)) {
    let Some(site) = dex.call_site(index) else {
        visit(Err(()));
        return;
    };
    let handles = site.arguments.iter().filter_map(|value| match value {
        Value::MethodHandle(handle) => Some(*handle),
        _ => None,
    });
    for handle in std::iter::once(site.bootstrap).chain(handles) {
        let Some(handle) = dex.method_handle(handle).filter(|h| h.is_invoke()) else {
            continue;
        };
        let kind = match handle.kind {
            4 => Kind::CallStatic,
            5 => Kind::CallVirtual,
            8 => Kind::CallInterface,
            _ => Kind::CallDirect,
        };
        if let Some(&id) = ids.methods.get(usize::from(handle.target))
            && id != NONE
        {
            visit(Ok(Use::new(kind, id)));
        }
    }
}

fn sort_from(uses: &mut Vec<Use>, start: usize) {
    let Some(tail) = uses.get_mut(start..) else {
        return;
    };
    if tail.len() < 2 {
        return;
    }
    tail.sort_unstable();
    let mut kept = start;
    let mut last = None;
    for i in start..uses.len() {
        let Some(&this) = uses.get(i) else { break };
        if last != Some(this) {
            last = Some(this);
            if let Some(slot) = uses.get_mut(kept) {
                *slot = this;
            }
            kept += 1;
        }
    }
    uses.truncate(kept);
}

impl Swept {
    /// Uses of one method.
    pub(crate) fn of(&self, def: DefId) -> &[Use] {
        let i = def.index();
        let end = self.ends.get(i).copied().unwrap_or(0) as usize;
        let start = match i.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(0) as usize,
            None => 0,
        };
        self.uses.get(start..end).unwrap_or_default()
    }
}
