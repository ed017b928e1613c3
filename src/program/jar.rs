//! Class files in the program: their constant pools become ids, their members definitions.
//!
//! Class files name types in two ways (`java/lang/Object` in constants, `Ljava/lang/Object;` in descriptors); the program
//! knows descriptors only, so the missing ones are made, in an arena that the caller owns. What the bytecode lacks and the
//! program needs (the types of arrays, `StringBuilder` for concatenations, the class behind a lambda) becomes an id here.

use bumpalo::Bump;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::call_site::{CallSite, Lambda};
use super::ids::{FieldId, MethodId, NONE, ProtoId, StrId, TypeId};
use super::intern::Names;
use super::query::Constant;
use super::sweep::{Kind, Use};
use crate::dex::access;
use crate::jvm::{self, Class, Constant as Pooled, Element, Insn};

/// The classes of one archive.
#[derive(Debug, Default)]
pub(crate) struct Jar<'a> {
    /// Those of files, in their order, then those behind lambdas.
    pub(crate) classes: Vec<JarClass<'a>>,
}

/// One class.
#[derive(Debug)]
pub(crate) enum JarClass<'a> {
    /// From a class file.
    File(Box<FileClass<'a>>),
    /// What the runtime makes for a lambda expression or method reference.
    Lambda(Box<Lambda>),
}

/// A class file with its ids.
#[derive(Debug)]
pub(crate) struct FileClass<'a> {
    pub(crate) class: Class<'a>,
    pub(crate) ty: TypeId,
    pub(crate) source: u32,
    pub(crate) superclass: u32,
    pub(crate) interfaces: Vec<TypeId>,
    /// By constant: string, type, field or method, as the instruction that names it wants.
    ids: Vec<u32>,
    /// Fields in the file's order.
    pub(crate) fields: Vec<FieldId>,
    /// Methods in the file's order, `NONE` for a broken one.
    pub(crate) methods: Vec<u32>,
    /// Array types of `anewarray`, by constant of the element.
    arrays: Vec<(u16, TypeId)>,
    /// `invokedynamic`, by constant.
    pub(crate) sites: Vec<(u16, CallSite)>,
}

/// Array types of `newarray`, by its operand less four (JVMS table 6.5.newarray-A).
const PRIMITIVE_ARRAYS: [&[u8]; 8] = [b"[Z", b"[C", b"[F", b"[D", b"[B", b"[S", b"[I", b"[J"];

/// Interns class files.
pub(crate) struct Interner<'n, 'a> {
    pub(crate) names: &'n mut Names<'a>,
    pub(crate) arena: &'a Bump,
    types: HashMap<&'a [u8], TypeId, FxBuildHasher>,
    protos: HashMap<&'a [u8], Option<ProtoId>, FxBuildHasher>,
}

impl<'n, 'a> Interner<'n, 'a> {
    pub(crate) fn new(names: &'n mut Names<'a>, arena: &'a Bump) -> Self {
        for array in PRIMITIVE_ARRAYS {
            let name = names.string(array);
            names.ty(name);
        }
        Self {
            names,
            arena,
            types: HashMap::default(),
            protos: HashMap::default(),
        }
    }

    /// A text of our own.
    pub(crate) fn keep(&self, text: &[u8]) -> &'a [u8] {
        self.arena.alloc_slice_copy(text)
    }

    /// The type with that descriptor.
    pub(crate) fn descriptor(&mut self, descriptor: &'a [u8]) -> TypeId {
        let name = self.names.string(descriptor);
        self.names.ty(name)
    }

    /// The type of a class constant's name.
    fn class_name(&mut self, name: &'a [u8]) -> TypeId {
        if let Some(ty) = self.types.get(name) {
            return *ty;
        }
        let descriptor = match name.first() {
            Some(b'[') => name,
            _ => {
                let text = [b"L", name, b";"].concat();
                // Most are mentioned in some descriptor too.
                match self.names.find_string(&text) {
                    Some(known) => self
                        .names
                        .strings
                        .get(known.index())
                        .copied()
                        .unwrap_or_default(),
                    None => self.keep(&text),
                }
            }
        };
        let ty = self.descriptor(descriptor);
        self.types.insert(name, ty);
        ty
    }

    /// The prototype of a method descriptor.
    pub(crate) fn proto(&mut self, descriptor: &'a [u8]) -> Option<ProtoId> {
        if let Some(known) = self.protos.get(descriptor) {
            return *known;
        }
        let proto = jvm::parameters(descriptor).map(|(list, returns)| {
            let list: Vec<TypeId> = list.iter().map(|one| self.descriptor(one.0)).collect();
            let returns = self.descriptor(returns.0);
            self.names.proto(returns, &list)
        });
        self.protos.insert(descriptor, proto);
        proto
    }

    /// A method reference.
    pub(crate) fn method(
        &mut self,
        class: TypeId,
        name: &'a [u8],
        descriptor: &'a [u8],
    ) -> Option<MethodId> {
        let proto = self.proto(descriptor)?;
        let name = self.names.string(name);
        let selector = self.names.selector(name, proto);
        Some(self.names.method(class, selector))
    }

    /// The member that a constant names: a field's or method's number.
    pub(crate) fn member(&mut self, class: &Class<'a>, index: u16) -> Option<u32> {
        let (owner, name, descriptor, field) = class.member(index)?;
        let owner = self.class_name(class.class_name(owner)?);
        if field {
            let name = self.names.string(name);
            let ty = self.descriptor(descriptor);
            return Some(self.names.field(owner, name, ty).0);
        }
        self.method(owner, name, descriptor).map(|method| method.0)
    }

    /// Takes in a class file. `None`: it describes a module or package, not a class.
    pub(crate) fn class(&mut self, class: Class<'a>) -> Option<FileClass<'a>> {
        if class.access & jvm::ACC_MODULE != 0 {
            return None;
        }
        let ty = self.class_name(class.name()?);
        let mut ids = vec![NONE; usize::from(class.constant_count())];
        for (index, slot) in (0u16..).zip(ids.iter_mut()) {
            let id = match class.constant(index) {
                Some(Pooled::Class(name)) => class.utf8(name).map(|name| self.class_name(name).0),
                Some(Pooled::String(text)) => class.utf8(text).map(|t| self.names.string(t).0),
                Some(Pooled::Field(_) | Pooled::Method(_) | Pooled::InterfaceMethod(_)) => {
                    self.member(&class, index)
                }
                _ => None,
            };
            *slot = id.unwrap_or(NONE);
        }
        let id = |index: u16| ids.get(usize::from(index)).copied().unwrap_or(NONE);
        let superclass = class.superclass().map_or(NONE, id);
        let interfaces = class.interfaces().filter_map(|i| TypeId::some(id(i)));
        let interfaces = interfaces.collect();
        let source = class.source_file().map_or(NONE, |s| self.names.string(s).0);
        let mut fields = Vec::new();
        for field in class.fields() {
            if let (Some(name), Some(descriptor)) = (field.name(), field.descriptor()) {
                let (name, of) = (self.names.string(name), self.descriptor(descriptor));
                fields.push(self.names.field(ty, name, of));
            } else {
                fields.push(FieldId(NONE));
            }
            if let Some(Pooled::String(text)) = field.constant()
                && let Some(text) = class.utf8(text)
            {
                self.names.string(text);
            }
        }
        let mut methods = Vec::new();
        let mut elements = Vec::new();
        for method in class.methods() {
            let named = method.name().zip(method.descriptor());
            let found = named.and_then(|(name, descriptor)| self.method(ty, name, descriptor));
            methods.push(found.map_or(NONE, |method| method.0));
            for (annotation, elements) in method.annotations() {
                self.descriptor(annotation);
                self.texts_of(&class, elements.into_iter().map(|(_, one)| one));
            }
            self.texts_of(&class, method.default_value());
            if let Some(code) = class.code(method.code()) {
                elements.extend(code.insns().filter(|i| i.op() == 0xbd).map(|i| i.index()));
            }
        }
        for (annotation, elements) in class.annotations() {
            self.descriptor(annotation);
            self.texts_of(&class, elements.into_iter().map(|(_, one)| one));
        }
        elements.sort_unstable();
        elements.dedup();
        let mut arrays = Vec::new();
        for element in elements {
            if let Some(name) = class.class_name(element) {
                let text = match name.first() {
                    Some(b'[') => [b"[", name].concat(),
                    _ => [b"[L", name, b";"].concat(),
                };
                let text = self.keep(&text);
                arrays.push((element, self.descriptor(text)));
            }
        }
        Some(FileClass {
            ty,
            source,
            superclass,
            interfaces,
            ids,
            fields,
            methods,
            arrays,
            sites: Vec::new(),
            class,
        })
    }

    /// Takes in the texts that annotations are set to.
    fn texts_of(&mut self, class: &jvm::Class<'a>, elements: impl IntoIterator<Item = Element>) {
        for element in elements {
            if let Element::Text(text) | Element::Class(text) = element
                && let Some(text) = class.utf8(text)
            {
                self.names.string(text);
            }
        }
    }
}

/// The access flags of the program (those of DEX) for flags of a class file.
pub(crate) fn class_access(flags: u16) -> u32 {
    // 0x20 is ACC_SUPER here and means nothing for classes in DEX files.
    u32::from(flags) & !0x20
}

/// The same for a method.
pub(crate) fn method_access(flags: u16, name: &[u8]) -> u32 {
    let constructor = matches!(name, b"<init>" | b"<clinit>");
    u32::from(flags) | if constructor { access::CONSTRUCTOR } else { 0 }
}

impl<'a> FileClass<'a> {
    /// The string of a constant.
    pub(crate) fn text(&self, index: u16) -> Option<StrId> {
        matches!(self.class.constant(index)?, Pooled::String(_))
            .then(|| self.id(index).map(StrId))?
    }

    /// The type of a class constant.
    pub(crate) fn ty(&self, index: u16) -> Option<TypeId> {
        matches!(self.class.constant(index)?, Pooled::Class(_))
            .then(|| self.id(index).map(TypeId))?
    }

    /// The field of a constant.
    pub(crate) fn field(&self, index: u16) -> Option<FieldId> {
        matches!(self.class.constant(index)?, Pooled::Field(_))
            .then(|| self.id(index).map(FieldId))?
    }

    /// The method of a constant.
    pub(crate) fn method(&self, index: u16) -> Option<MethodId> {
        let constant = self.class.constant(index)?;
        matches!(constant, Pooled::Method(_) | Pooled::InterfaceMethod(_))
            .then(|| self.id(index).map(MethodId))?
    }

    fn id(&self, index: u16) -> Option<u32> {
        self.ids
            .get(usize::from(index))
            .copied()
            .filter(|id| *id != NONE)
    }

    /// What an `invokedynamic` does.
    pub(crate) fn site(&self, index: u16) -> Option<&CallSite> {
        let at = self
            .sites
            .binary_search_by_key(&index, |site| site.0)
            .ok()?;
        self.sites.get(at).map(|site| &site.1)
    }

    /// The array type that `newarray` and `anewarray` make.
    pub(crate) fn array(&self, insn: &Insn<'_>, names: &Names<'_>) -> Option<TypeId> {
        if insn.op() == 0xbd {
            let at = self.arrays.binary_search_by_key(&insn.index(), |a| a.0);
            return self.arrays.get(at.ok()?).map(|array| array.1);
        }
        let index = usize::try_from(insn.literal()).ok()?.checked_sub(4)?;
        names.find_type(names.find_string(PRIMITIVE_ARRAYS.get(index)?)?)
    }

    /// Initial values of static fields.
    pub(crate) fn static_values(&self, names: &Names<'_>) -> Vec<(FieldId, Constant)> {
        let text = |index: u16| {
            let text = self.class.utf8(index).and_then(|t| names.find_string(t));
            text.map_or(Constant::Other, Constant::Text)
        };
        let value = |constant: Pooled<'_>| match constant {
            Pooled::Int(value) => Constant::Int(value.into()),
            Pooled::Long(value) => Constant::Int(value),
            Pooled::String(index) => text(index),
            _ => Constant::Other,
        };
        let fields = self.fields.iter().zip(self.class.fields());
        fields
            .filter(|(id, field)| id.0 != NONE && u32::from(field.access) & access::STATIC != 0)
            .filter_map(|(id, field)| Some((*id, value(field.constant()?))))
            .collect()
    }

    /// Visits every use of a body in code order; gives the number of instructions and whether they could be read to
    /// their end. `private` tells methods that cannot be overridden.
    pub(crate) fn each_use(
        &self,
        at: u32,
        names: &Names<'_>,
        private: &impl Fn(MethodId) -> bool,
        mut visit: impl FnMut(u32, Result<Use, ()>),
    ) -> Option<(usize, bool)> {
        let code = self.class.code(at)?;
        let mut insns = code.insns();
        let mut count = 0;
        for insn in insns.by_ref() {
            count += 1;
            let index = insn.index();
            let used = match insn.op() {
                0x12 | 0x13 => match self.class.constant(index) {
                    Some(Pooled::String(_)) => self.text(index).map(|id| (Kind::Text, id.0)),
                    Some(Pooled::Class(_)) => self.ty(index).map(|id| (Kind::Class, id.0)),
                    Some(_) => continue,
                    None => None,
                },
                0xb2 | 0xb4 => self.field(index).map(|id| (Kind::Read, id.0)),
                0xb3 | 0xb5 => self.field(index).map(|id| (Kind::Write, id.0)),
                op @ 0xb6..=0xb9 => self
                    .method(index)
                    .map(|id| (self.call_kind(op, id, names, private), id.0)),
                0xba => {
                    match self.site(index) {
                        Some(site) => site.uses(|used| visit(insn.pc(), Ok(used))),
                        None => visit(insn.pc(), Err(())),
                    }
                    continue;
                }
                0xbb => self.ty(index).map(|id| (Kind::New, id.0)),
                0xbc | 0xbd => self.array(&insn, names).map(|id| (Kind::Array, id.0)),
                0xc5 => self.ty(index).map(|id| (Kind::Array, id.0)),
                _ => continue,
            };
            visit(
                insn.pc(),
                used.map(|(kind, id)| Use::new(kind, id)).ok_or(()),
            );
        }
        Some((count, !insns.broken()))
    }

    /// How an `invoke…` calls, in the terms of DEX.
    pub(crate) fn call_kind(
        &self,
        op: u8,
        method: MethodId,
        names: &Names<'_>,
        private: &impl Fn(MethodId) -> bool,
    ) -> Kind {
        match op {
            0xb7 => {
                let row = names.methods.get(method.index());
                let name = row
                    .and_then(|(_, selector)| names.selectors.get(selector.index()))
                    .and_then(|(name, _)| names.strings.get(name.index()));
                let own = row.is_some_and(|(class, _)| *class == self.ty);
                if own || name.is_some_and(|name| **name == *b"<init>") {
                    Kind::CallDirect
                } else {
                    Kind::CallSuper
                }
            }
            0xb8 => Kind::CallStatic,
            // Since Java 11 private methods are called like others.
            _ if private(method) => Kind::CallDirect,
            0xb9 => Kind::CallInterface,
            _ => Kind::CallVirtual,
        }
    }
}
