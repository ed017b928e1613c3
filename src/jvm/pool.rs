//! The constant pool (JVMS 4.4).

use super::bytes::{u8_at, u16_at, u32_at, u64_at};

/// A constant; indexes point into the same pool and are not checked against it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub enum Constant<'a> {
    /// Modified UTF-8.
    Utf8(&'a [u8]),
    Int(i32),
    Float(u32),
    Long(i64),
    Double(u64),
    /// Index of the name: `java/lang/Object`, or a descriptor for arrays.
    Class(u16),
    /// Index of the text.
    String(u16),
    Field(Ref),
    Method(Ref),
    /// A method of an interface.
    InterfaceMethod(Ref),
    NameAndType(NameAndType),
    MethodHandle(Handle),
    /// Index of the descriptor.
    MethodType(u16),
    /// Index in the bootstrap methods, index of name and type.
    Dynamic(u16, u16),
    /// The same, for `invokedynamic`.
    InvokeDynamic(u16, u16),
    /// Index of the name.
    Module(u16),
    /// Index of the name.
    Package(u16),
}

/// A reference to a member: indexes of its class and of its name and type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ref {
    /// A [`Constant::Class`].
    pub class: u16,
    /// A [`Constant::NameAndType`].
    pub name_and_type: u16,
}

/// Indexes of a name and of a descriptor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameAndType {
    /// Index of the name.
    pub name: u16,
    /// Index of the descriptor.
    pub descriptor: u16,
}

/// A method handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handle {
    /// JVMS table 5.4.3.5-A: 1–4 fields, 5 virtual, 6 static, 7 special, 8 constructor, 9 interface.
    pub kind: u8,
    /// Index of the member.
    pub member: u16,
}

/// Offsets of a pool's constants.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pool {
    /// By index; 0 for an index that holds nothing.
    offsets: Vec<u32>,
}

impl Pool {
    /// Walks the pool that begins at `at` (its count); gives it and where it ends. `Err` names the byte that is no
    /// constant's tag, or the end of the file.
    pub(crate) fn walk(data: &[u8], at: usize) -> Result<(Self, usize), usize> {
        let count = u16_at(data, at).ok_or(at)?;
        let mut offsets = Vec::with_capacity(usize::from(count).min(data.len() / 3 + 1));
        offsets.push(0);
        let mut at = at + 2;
        while offsets.len() < usize::from(count) {
            let tag = u8_at(data, at).ok_or(at)?;
            let size = match tag {
                1 => 3 + usize::from(u16_at(data, at + 1).ok_or(at)?),
                7 | 8 | 16 | 19 | 20 => 3,
                15 => 4,
                3 | 4 | 9..=12 | 17 | 18 => 5,
                5 | 6 => 9,
                _ => return Err(at),
            };
            let end = at.checked_add(size).filter(|end| *end <= data.len());
            let end = end.ok_or(at)?;
            offsets.push(u32::try_from(at).map_err(|_| at)?);
            // Long and double take two indexes.
            if matches!(tag, 5 | 6) {
                offsets.push(0);
            }
            at = end;
        }
        Ok((Self { offsets }, at))
    }

    /// Number of indexes, the unused ones included.
    pub(crate) fn len(&self) -> u16 {
        u16::try_from(self.offsets.len()).unwrap_or(u16::MAX)
    }

    /// The constant at an index.
    pub(crate) fn get<'a>(&self, data: &'a [u8], index: u16) -> Option<Constant<'a>> {
        let at = *self
            .offsets
            .get(usize::from(index))
            .filter(|at| **at != 0)? as usize;
        let short = |offset: usize| u16_at(data, at + offset);
        let member = || {
            Some(Ref {
                class: short(1)?,
                name_and_type: short(3)?,
            })
        };
        Some(match u8_at(data, at)? {
            1 => {
                let len = usize::from(short(1)?);
                Constant::Utf8(data.get(at + 3..)?.get(..len)?)
            }
            3 => Constant::Int(u32_at(data, at + 1)?.cast_signed()),
            4 => Constant::Float(u32_at(data, at + 1)?),
            5 => Constant::Long(u64_at(data, at + 1)?.cast_signed()),
            6 => Constant::Double(u64_at(data, at + 1)?),
            7 => Constant::Class(short(1)?),
            8 => Constant::String(short(1)?),
            9 => Constant::Field(member()?),
            10 => Constant::Method(member()?),
            11 => Constant::InterfaceMethod(member()?),
            12 => Constant::NameAndType(NameAndType {
                name: short(1)?,
                descriptor: short(3)?,
            }),
            15 => Constant::MethodHandle(Handle {
                kind: u8_at(data, at + 1)?,
                member: short(2)?,
            }),
            16 => Constant::MethodType(short(1)?),
            17 => Constant::Dynamic(short(1)?, short(3)?),
            18 => Constant::InvokeDynamic(short(1)?, short(3)?),
            19 => Constant::Module(short(1)?),
            20 => Constant::Package(short(1)?),
            _ => return None,
        })
    }
}
