//! The class: header, members, attributes (JVMS 4.1, 4.5–4.7).

use super::bytes::{u16_at, u32_at};
use super::code::Code;
use super::pool::{Constant, NameAndType, Pool, Ref};

/// Why a file is no class that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClassError {
    /// It does not begin with the magic number.
    #[error("not a class file")]
    Magic,
    /// The constant pool holds something that is no constant, or ends with the file.
    #[error("broken constant pool at offset {0}")]
    Pool(usize),
    /// The members or attributes end with the file.
    #[error("cut off or broken at offset {0}")]
    CutOff(usize),
    /// The class's own name is not there.
    #[error("the class has no name")]
    NoName,
}

/// Attributes of a class that are asked for: where their contents lie, 0 for none.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    source: u32,
    annotations: u32,
}

/// A class file.
#[derive(Debug, Clone)]
pub struct Class<'a> {
    data: &'a [u8],
    pool: Pool,
    /// Major version.
    pub version: u16,
    /// Sum of access flags, as written.
    pub access: u16,
    this: u16,
    superclass: u16,
    interfaces: u32,
    fields: Vec<u32>,
    methods: Vec<u32>,
    attributes: Found,
    /// Where each bootstrap method begins.
    bootstraps: Vec<u32>,
}

/// A field or method that a class defines.
#[derive(Debug, Clone, Copy)]
pub struct Member<'c, 'a> {
    class: &'c Class<'a>,
    at: usize,
    /// Sum of access flags.
    pub access: u16,
}

/// A bootstrap method with its static arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bootstrap {
    /// Index of a [`Constant::MethodHandle`].
    pub method: u16,
    /// Indexes of constants.
    pub arguments: Vec<u16>,
}

/// Where the attributes that begin at `at` (their count) end.
fn skip_attributes(data: &[u8], at: usize) -> Option<usize> {
    let count = u16_at(data, at)?;
    let mut at = at + 2;
    for _ in 0..count {
        at = at
            .checked_add(6)?
            .checked_add(u32_at(data, at + 2)? as usize)?;
    }
    (at <= data.len()).then_some(at)
}

/// Where each of the members that begin at `at` (their count) begins, and where they end.
fn members(data: &[u8], at: usize) -> Result<(Vec<u32>, usize), usize> {
    let count = u16_at(data, at).ok_or(at)?;
    let mut at = at + 2;
    let mut found = Vec::with_capacity(usize::from(count).min(data.len() / 8 + 1));
    for _ in 0..count {
        found.push(u32::try_from(at).map_err(|_| at)?);
        at = skip_attributes(data, at + 6).ok_or(at)?;
    }
    Ok((found, at))
}

impl<'a> Class<'a> {
    /// Reads a class file.
    ///
    /// # Errors
    /// [`ClassError`] when the file is no class, or when its outline is broken.
    pub fn parse(data: &'a [u8]) -> Result<Self, ClassError> {
        if u32_at(data, 0) != Some(0xcafe_babe) {
            return Err(ClassError::Magic);
        }
        let version = u16_at(data, 6).ok_or(ClassError::CutOff(6))?;
        let (pool, at) = Pool::walk(data, 8).map_err(ClassError::Pool)?;
        let word = |at: usize| u16_at(data, at).ok_or(ClassError::CutOff(at));
        let (access, this, superclass) = (word(at)?, word(at + 2)?, word(at + 4)?);
        let interfaces = at + 6;
        let at = interfaces + 2 + 2 * usize::from(word(interfaces)?);
        let (fields, at) = members(data, at).map_err(ClassError::CutOff)?;
        let (methods, at) = members(data, at).map_err(ClassError::CutOff)?;
        let mut class = Self {
            data,
            pool,
            version,
            access,
            this,
            superclass,
            interfaces: u32::try_from(interfaces).map_err(|_| ClassError::CutOff(interfaces))?,
            fields,
            methods,
            attributes: Found::default(),
            bootstraps: Vec::new(),
        };
        skip_attributes(data, at).ok_or(ClassError::CutOff(at))?;
        let (mut found, mut bootstraps) = (Found::default(), None);
        for (name, at, _) in class.attributes_at(at) {
            match name {
                b"SourceFile" => found.source = at,
                b"RuntimeVisibleAnnotations" => found.annotations = at,
                b"BootstrapMethods" => bootstraps = Some(at),
                _ => {}
            }
        }
        class.attributes = found;
        if let Some(at) = bootstraps {
            class.bootstraps = class.walk_bootstraps(at as usize);
        }
        class.name().ok_or(ClassError::NoName)?;
        Ok(class)
    }

    /// The file's bytes.
    pub fn data(&self) -> &'a [u8] {
        self.data
    }

    /// Number of indexes of the constant pool; 0 is none.
    pub fn constant_count(&self) -> u16 {
        self.pool.len()
    }

    /// The constant at an index.
    pub fn constant(&self, index: u16) -> Option<Constant<'a>> {
        self.pool.get(self.data, index)
    }

    /// The text at an index, in modified UTF-8.
    pub fn utf8(&self, index: u16) -> Option<&'a [u8]> {
        match self.constant(index)? {
            Constant::Utf8(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The name of a class constant: `java/lang/Object`, or a descriptor for arrays.
    pub fn class_name(&self, index: u16) -> Option<&'a [u8]> {
        match self.constant(index)? {
            Constant::Class(name) => self.utf8(name),
            _ => None,
        }
    }

    /// Name and descriptor at an index.
    pub fn name_and_type(&self, index: u16) -> Option<(&'a [u8], &'a [u8])> {
        match self.constant(index)? {
            Constant::NameAndType(NameAndType { name, descriptor }) => {
                Some((self.utf8(name)?, self.utf8(descriptor)?))
            }
            _ => None,
        }
    }

    /// A member reference: index of its class, its name, its descriptor, and whether it is a field.
    pub fn member(&self, index: u16) -> Option<(u16, &'a [u8], &'a [u8], bool)> {
        let (
            Ref {
                class,
                name_and_type,
            },
            field,
        ) = match self.constant(index)? {
            Constant::Field(member) => (member, true),
            Constant::Method(member) | Constant::InterfaceMethod(member) => (member, false),
            _ => return None,
        };
        let (name, descriptor) = self.name_and_type(name_and_type)?;
        Some((class, name, descriptor, field))
    }

    /// The class's own name.
    pub fn name(&self) -> Option<&'a [u8]> {
        self.class_name(self.this)
    }

    /// Index of the class constant that is the class itself.
    pub fn this(&self) -> u16 {
        self.this
    }

    /// Index of the superclass's constant; `None` for `java.lang.Object` and modules.
    pub fn superclass(&self) -> Option<u16> {
        (self.superclass != 0).then_some(self.superclass)
    }

    /// Indexes of the interfaces' constants.
    pub fn interfaces(&self) -> impl Iterator<Item = u16> + '_ {
        let at = self.interfaces as usize;
        let count = usize::from(u16_at(self.data, at).unwrap_or(0));
        (0..count).map_while(move |i| u16_at(self.data, at + 2 + 2 * i))
    }

    /// Fields in the file's order.
    pub fn fields(&self) -> impl Iterator<Item = Member<'_, 'a>> {
        self.fields.iter().filter_map(|at| self.member_at(*at))
    }

    /// Methods in the file's order.
    pub fn methods(&self) -> impl Iterator<Item = Member<'_, 'a>> {
        self.methods.iter().filter_map(|at| self.member_at(*at))
    }

    fn member_at(&self, at: u32) -> Option<Member<'_, 'a>> {
        let at = at as usize;
        Some(Member {
            class: self,
            at,
            access: u16_at(self.data, at)?,
        })
    }

    /// Where the contents of its visible annotations begin.
    pub(super) fn annotations_at(&self) -> Option<u32> {
        Some(self.attributes.annotations).filter(|at| *at != 0)
    }

    /// Name of the source file.
    pub fn source_file(&self) -> Option<&'a [u8]> {
        match self.attributes.source {
            0 => None,
            at => self.utf8(u16_at(self.data, at as usize)?),
        }
    }

    fn walk_bootstraps(&self, at: usize) -> Vec<u32> {
        let count = usize::from(u16_at(self.data, at).unwrap_or(0));
        let mut next = at + 2;
        let mut found = Vec::new();
        for _ in 0..count {
            let Some(arguments) = u16_at(self.data, next + 2) else {
                break;
            };
            found.extend(u32::try_from(next));
            next += 4 + 2 * usize::from(arguments);
        }
        found
    }

    /// A bootstrap method; `None` for one with more arguments than a call can have.
    pub fn bootstrap(&self, index: u16) -> Option<Bootstrap> {
        let at = *self.bootstraps.get(usize::from(index))? as usize;
        let count = usize::from(u16_at(self.data, at + 2)?);
        if count > 255 {
            return None;
        }
        let argument = |i: usize| u16_at(self.data, at + 4 + 2 * i);
        Some(Bootstrap {
            method: u16_at(self.data, at)?,
            arguments: (0..count).map(argument).collect::<Option<_>>()?,
        })
    }

    /// The body whose `Code` attribute's contents begin at `at`, as [`Member::code`] gives it.
    pub fn code(&self, at: u32) -> Option<Code<'a>> {
        Code::read(self, at as usize)
    }

    /// Attributes that begin at `at` (their count): name, where the contents begin, their length.
    pub(crate) fn attributes_at(
        &self,
        at: usize,
    ) -> impl Iterator<Item = (&'a [u8], u32, u32)> + '_ {
        let count = u16_at(self.data, at).unwrap_or(0);
        let mut at = at + 2;
        (0..count)
            .map_while(move |_| {
                let (name, len) = (u16_at(self.data, at)?, u32_at(self.data, at + 2)?);
                let start = at + 6;
                at = start.checked_add(len as usize)?;
                if at > self.data.len() {
                    return None;
                }
                Some((name, u32::try_from(start).ok()?, len))
            })
            .filter_map(|(name, start, len)| Some((self.utf8(name)?, start, len)))
    }
}

impl<'c, 'a> Member<'c, 'a> {
    /// The class that defines it.
    pub(super) fn class(&self) -> &'c Class<'a> {
        self.class
    }

    /// Its name.
    pub fn name(&self) -> Option<&'a [u8]> {
        self.class.utf8(u16_at(self.class.data, self.at + 2)?)
    }

    /// Its descriptor.
    pub fn descriptor(&self) -> Option<&'a [u8]> {
        self.class.utf8(u16_at(self.class.data, self.at + 4)?)
    }

    pub(super) fn attribute(&self, wanted: &[u8]) -> Option<(u32, u32)> {
        let mut all = self.class.attributes_at(self.at + 6);
        all.find(|(name, ..)| *name == wanted)
            .map(|(_, at, len)| (at, len))
    }

    /// Where the contents of its `Code` attribute begin; 0 for none. See [`Class::code`].
    pub fn code(&self) -> u32 {
        self.attribute(b"Code").map_or(0, |(at, _)| at)
    }

    /// The constant that a static field starts with.
    pub fn constant(&self) -> Option<Constant<'a>> {
        let (at, _) = self.attribute(b"ConstantValue")?;
        self.class.constant(u16_at(self.class.data, at as usize)?)
    }
}
