//! One pass over all code: what every method uses, without order and without repeats.

use rayon::prelude::*;

use super::ids::{DefId, NONE};
use super::intern::DexIds;
use super::{ClassRow, DefRow};
use crate::dex::{Dex, Value};

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

/// Sweeps the bodies of `defs`.
pub(crate) fn sweep(
    dexes: &[(String, Dex<'_>)],
    ids: &[DexIds],
    classes: &[ClassRow],
    defs: &[DefRow],
) -> Swept {
    let parts: Vec<Swept> = defs
        .par_chunks(CHUNK)
        .map(|chunk| {
            let mut part = Swept::default();
            part.ends.reserve_exact(chunk.len());
            part.uses.reserve(chunk.len() * 8);
            for def in chunk {
                let start = part.uses.len();
                if let Some(class) = classes.get(def.class.index())
                    && let Some((_, dex)) = dexes.get(usize::from(class.dex))
                    && let Some(ids) = ids.get(usize::from(class.dex))
                {
                    body(dex, ids, def.code, &mut part);
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

fn body(dex: &Dex<'_>, ids: &DexIds, at: u32, part: &mut Swept) {
    let Some(code) = dex.code(at) else {
        part.counts.cut += usize::from(at != 0);
        return;
    };
    part.counts.bodies += 1;
    let mut insns = code.insns();
    let mut real = false;
    for insn in insns.by_ref() {
        let op = insn.op();
        part.counts.instructions += 1;
        real |= op != 0;
        if op == 0xfc || op == 0xfd {
            custom(dex, ids, insn.index(), part);
            continue;
        }
        match use_of(ids, op, insn.index()) {
            Some(Ok(found)) => part.uses.push(found),
            Some(Err(())) => part.counts.bad += 1,
            None => {}
        }
    }
    part.counts.cut += usize::from(code.truncated() || insns.broken());
    part.counts.hollow += usize::from(!real && code.units() > 1);
}

/// A call site counts as calls of its bootstrap method and of every method handle among its arguments: for a lambda
/// that is the method with its body.
fn custom(dex: &Dex<'_>, ids: &DexIds, index: u32, part: &mut Swept) {
    let Some(site) = dex.call_site(index) else {
        part.counts.bad += 1;
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
            part.uses.push(Use::new(kind, id));
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
