//! Method bodies: the one place where the formats of code show.

use super::Program;
use super::call_site::{CallSite, Lambda};
use super::ids::{FieldId, MethodId, NONE, ProtoId, StrId, TypeId};
use super::intern::DexIds;
use super::jar::FileClass;
use super::sweep::Kind;
use crate::dex::{Code, Dex, Payload};
use crate::jvm::{self, Constant as Pooled};

/// A method's body.
#[derive(Clone, Copy)]
pub enum Body<'p, 'a> {
    /// DEX bytecode.
    Dex(DexBody<'p, 'a>),
    /// Bytecode of a class file.
    #[allow(private_interfaces)]
    Class(ClassBody<'p, 'a>),
    /// A method of the class behind a lambda, with its code's number.
    #[allow(private_interfaces)]
    Lambda(&'p Lambda, u32),
}

impl Body<'_, '_> {
    /// Visits the numbers of the code that are written out in instructions, constants and tables, as signed words: those
    /// of fractions as their bits. Those that every code has are only there when its form has them.
    pub(crate) fn numbers(&self, mut visit: impl FnMut(i64)) {
        match self {
            Self::Dex(body) => {
                for insn in body.code.insns() {
                    match insn.op() {
                        0x13..=0x19 | 0xd0..=0xd7 => visit(insn.operands().literal),
                        0x26 => {
                            let payload = body.code.payload(&insn);
                            payload
                                .iter()
                                .flat_map(Payload::elements)
                                .for_each(&mut visit);
                        }
                        _ => {}
                    }
                }
            }
            Self::Class(body) => {
                for insn in body.code.insns() {
                    match (insn.op(), body.class().constant(insn.index())) {
                        (0x11, _) => visit(insn.literal().into()),
                        (0x12..=0x14, Some(Pooled::Int(number))) => visit(number.into()),
                        (0x12..=0x14, Some(Pooled::Float(bits))) => {
                            visit(bits.cast_signed().into());
                        }
                        (0x14, Some(Pooled::Long(number))) => visit(number),
                        (0x14, Some(Pooled::Double(bits))) => visit(bits.cast_signed()),
                        _ => {}
                    }
                }
            }
            Self::Lambda(..) => {}
        }
    }
}

/// Bytecode of a class file with the way from constants to ids.
#[derive(Clone, Copy)]
pub(crate) struct ClassBody<'p, 'a> {
    pub(crate) code: jvm::Code<'a>,
    file: &'p FileClass<'a>,
    program: &'p Program<'a>,
}

impl<'p, 'a> ClassBody<'p, 'a> {
    /// The body at an offset.
    pub(super) fn new(
        program: &'p Program<'a>,
        file: &'p FileClass<'a>,
        offset: u32,
    ) -> Option<Self> {
        Some(Self {
            code: file.class.code(offset)?,
            file,
            program,
        })
    }

    /// The class file.
    pub(crate) fn class(&self) -> &'p jvm::Class<'a> {
        &self.file.class
    }

    /// The string of a constant.
    pub(crate) fn text(&self, index: u16) -> Option<StrId> {
        self.file.text(index)
    }

    /// The type of a constant.
    pub(crate) fn ty(&self, index: u16) -> Option<TypeId> {
        self.file.ty(index)
    }

    /// The field of a constant.
    pub(crate) fn field(&self, index: u16) -> Option<FieldId> {
        self.file.field(index)
    }

    /// The method of a constant and how `op` calls it.
    pub(crate) fn call(&self, op: u8, index: u16) -> Option<(Kind, MethodId)> {
        let method = self.file.method(index)?;
        let names = &self.program.names;
        let private = |method| self.program.is_private(method);
        Some((self.file.call_kind(op, method, names, &private), method))
    }

    /// The array type that `newarray` and `anewarray` make.
    pub(crate) fn array(&self, insn: &jvm::Insn<'_>) -> Option<TypeId> {
        self.file.array(insn, &self.program.names)
    }

    /// What an `invokedynamic` does.
    pub(crate) fn site(&self, index: u16) -> Option<&'p CallSite> {
        self.file.site(index)
    }
}

/// DEX bytecode with the way from its file's indexes to ids; an index that is in no table has no id.
#[derive(Clone, Copy)]
pub struct DexBody<'p, 'a> {
    /// Registers, instructions, try blocks, payloads.
    pub code: Code<'a>,
    ids: &'p DexIds,
    dex: Dex<'a>,
}

fn id(table: &[u32], index: u32) -> Option<u32> {
    table.get(index as usize).copied().filter(|i| *i != NONE)
}

impl<'p, 'a> DexBody<'p, 'a> {
    /// The body at an offset.
    pub(super) fn new(dex: &Dex<'a>, ids: &'p DexIds, offset: u32) -> Option<Self> {
        Some(Self {
            code: dex.code(offset)?,
            ids,
            dex: *dex,
        })
    }

    /// The string of a pool index.
    pub fn text(&self, index: u32) -> Option<StrId> {
        id(&self.ids.strings, index).map(StrId)
    }

    /// The type of a pool index.
    pub fn ty(&self, index: u32) -> Option<TypeId> {
        id(&self.ids.types, index).map(TypeId)
    }

    /// The method of a pool index.
    pub fn method(&self, index: u32) -> Option<MethodId> {
        id(&self.ids.methods, index).map(MethodId)
    }

    /// The field of a pool index.
    pub fn field(&self, index: u32) -> Option<FieldId> {
        id(&self.ids.fields, index).map(FieldId)
    }

    /// The prototype of a pool index.
    pub fn proto(&self, index: u32) -> Option<ProtoId> {
        id(&self.ids.protos, index).map(ProtoId)
    }

    /// The file it stands in, for call sites and method handles.
    pub fn dex(&self) -> Dex<'a> {
        self.dex
    }
}
