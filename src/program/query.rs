//! What other layers ask: names, members, who uses what, where that stands in the source.

use std::borrow::Cow;

use super::body::{Body, ClassBody, DexBody};
use super::hierarchy::bucket;
use super::ids::{ClassId, DefId, FieldId, MethodId, NONE, ProtoId, SelId, StrId, TypeId};
use super::jar::JarClass;
use super::source::{Source, SourceCode};
use super::sweep::{Kind, Use};
use super::{ClassRow, DefRow, Program};
use crate::dex::MStr;

/// Who uses what, the reverse of the sweep.
#[derive(Debug, Default)]
pub(crate) struct Users {
    /// Where each kind's ids begin.
    base: [u32; Kind::ALL.len()],
    ends: Vec<u32>,
    defs: Vec<DefId>,
}

/// Where a method uses something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Site {
    /// Code unit.
    pub pc: u32,
    /// How and what.
    pub used: Use,
}

/// A place in the source, as far as the debug information tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceLine {
    /// File name without folders, e.g. `MainActivity.kt`.
    pub file: Option<String>,
    /// Line, from 1.
    pub line: Option<u32>,
}

/// The initial value of a static field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constant {
    /// A boolean (0, 1), byte, short, char, int or long.
    Int(i64),
    /// A string.
    Text(StrId),
    /// A class.
    Class(TypeId),
    /// `null`.
    Null,
    /// A constant of an enum, by the field that holds it.
    Enum(FieldId),
    /// A floating-point number, array or anything else.
    Other,
}

/// The descriptor of the class of a dotted name.
pub fn descriptor_of(dotted: &str) -> String {
    ["L", &dotted.replace('.', "/"), ";"].concat()
}

impl<'a> Program<'a> {
    /// The text of a string.
    pub fn text(&self, string: StrId) -> Cow<'a, str> {
        MStr::new(self.string_bytes(string)).text()
    }

    /// The bytes of a string as the file has them (MUTF-8: for everything without NUL and characters above U+FFFF, UTF-8).
    pub fn string_bytes(&self, string: StrId) -> &'a [u8] {
        self.names
            .strings
            .get(string.index())
            .copied()
            .unwrap_or_default()
    }

    /// The string with exactly that text, if any file has it.
    pub fn find_string(&self, text: &str) -> Option<StrId> {
        self.names.find_string(text.as_bytes())
    }

    /// A type's descriptor: `Landroid/app/Activity;`, `[I`.
    pub fn descriptor(&self, ty: TypeId) -> Cow<'a, str> {
        MStr::new(self.descriptor_bytes(ty)).text()
    }

    pub(crate) fn descriptor_bytes(&self, ty: TypeId) -> &'a [u8] {
        self.names
            .types
            .get(ty.index())
            .map_or(&[], |name| self.string_bytes(*name))
    }

    /// The type with that descriptor, if the program mentions it.
    pub fn find_type(&self, descriptor: &str) -> Option<TypeId> {
        self.names.find_type(self.find_string(descriptor)?)
    }

    /// The class with that dotted name (`com.example.Main$1`), if the app defines it.
    pub fn find_class(&self, dotted: &str) -> Option<ClassId> {
        self.class_of(self.find_type(&descriptor_of(dotted))?)
    }

    /// The dotted name of a type: `com.example.Main$1`, `int[]` for arrays, `int` for primitives.
    pub fn type_name(&self, ty: TypeId) -> String {
        let descriptor = self.descriptor(ty);
        let element = descriptor.trim_start_matches('[');
        let mut name = match element {
            "V" => "void".to_owned(),
            "Z" => "boolean".to_owned(),
            "B" => "byte".to_owned(),
            "S" => "short".to_owned(),
            "C" => "char".to_owned(),
            "I" => "int".to_owned(),
            "J" => "long".to_owned(),
            "F" => "float".to_owned(),
            "D" => "double".to_owned(),
            _ => element
                .trim_start_matches('L')
                .trim_end_matches(';')
                .replace('/', "."),
        };
        for _ in element.len()..descriptor.len() {
            name.push_str("[]");
        }
        name
    }

    pub(super) fn class_row(&self, class: ClassId) -> Option<&ClassRow> {
        self.classes.get(class.index())
    }

    pub(super) fn def_row(&self, def: DefId) -> Option<&DefRow> {
        self.defs.get(def.index())
    }

    /// The dotted name of a class.
    pub fn class_name(&self, class: ClassId) -> String {
        self.type_name(self.class_type(class))
    }

    /// The type that the class defines.
    pub fn class_type(&self, class: ClassId) -> TypeId {
        self.class_row(class).map_or(TypeId(NONE), |row| row.ty)
    }

    /// Access flags of a class.
    pub fn class_access(&self, class: ClassId) -> u32 {
        self.class_row(class).map_or(0, |row| row.access)
    }

    /// Whether the type is an interface that the app defines.
    pub fn is_interface(&self, ty: TypeId) -> bool {
        let access = self
            .class_of(ty)
            .map_or(0, |class| self.class_access(class));
        access & crate::dex::access::INTERFACE != 0
    }

    pub(super) fn source(&self, class: ClassId) -> Option<&Source<'a>> {
        let row = self.class_row(class)?;
        self.sources.get(usize::from(row.source_index))
    }

    /// The name of the file that defines the class: a DEX file, or an archive of class files.
    pub fn class_file(&self, class: ClassId) -> &str {
        self.source(class).map_or("", |source| &source.name)
    }

    /// Whether a method of the app can be neither overridden nor called without its class.
    pub(crate) fn is_private(&self, method: MethodId) -> bool {
        use crate::dex::access::{PRIVATE, STATIC};
        self.def_of(method)
            .is_some_and(|def| self.access(def) & (PRIVATE | STATIC) == PRIVATE)
    }

    /// The source file that the class names.
    pub fn source_file(&self, class: ClassId) -> Option<StrId> {
        self.class_row(class)
            .and_then(|row| StrId::some(row.source))
    }

    /// The class's methods.
    pub fn defs_of(&self, class: ClassId) -> impl DoubleEndedIterator<Item = DefId> + use<'a> {
        let start = self.class_row(class).map_or(0, |row| row.defs);
        let last = self.defs.len() as u32;
        let end = self
            .classes
            .get(class.index() + 1)
            .map_or(last, |row| row.defs);
        (start..end).map(DefId)
    }

    /// The class's fields in file order (in DEX files static ones first) with their access flags.
    pub fn fields_of(&self, class: ClassId) -> Vec<(FieldId, u32)> {
        let found = self.class_row(class).zip(self.source(class));
        found.map_or(Vec::new(), |(row, source)| source.fields(row.index))
    }

    /// Initial values of the class's static fields that are not 0, false or null (those are left out at the end of the
    /// list by compilers; a value may still be zero).
    pub fn static_values(&self, class: ClassId) -> Vec<(FieldId, Constant)> {
        let found = self.class_row(class).zip(self.source(class));
        found.map_or(Vec::new(), |(row, source)| {
            source.static_values(row.index, &self.names)
        })
    }

    /// The reference that a definition is looked up by.
    pub fn method(&self, def: DefId) -> MethodId {
        self.def_row(def).map_or(MethodId(NONE), |row| row.method)
    }

    /// The class that defines a method.
    pub fn class(&self, def: DefId) -> ClassId {
        self.def_row(def).map_or(ClassId(NONE), |row| row.class)
    }

    /// Access flags of a method.
    pub fn access(&self, def: DefId) -> u32 {
        self.def_row(def).map_or(0, |row| row.access)
    }

    /// The method that the reference's own type defines (for inherited ones: [`Program::resolve`]).
    pub fn def_of(&self, method: MethodId) -> Option<DefId> {
        self.def_of
            .get(method.index())
            .copied()
            .and_then(DefId::some)
    }

    /// The type that a method reference names.
    pub fn method_class(&self, method: MethodId) -> TypeId {
        self.names
            .methods
            .get(method.index())
            .map_or(TypeId(NONE), |row| row.0)
    }

    /// Name and prototype of a method reference.
    pub fn selector(&self, method: MethodId) -> SelId {
        self.names
            .methods
            .get(method.index())
            .map_or(SelId(NONE), |row| row.1)
    }

    pub(super) fn selector_row(&self, selector: SelId) -> (StrId, ProtoId) {
        self.names
            .selectors
            .get(selector.index())
            .copied()
            .unwrap_or((StrId(NONE), ProtoId(NONE)))
    }

    /// The name in a selector.
    pub fn selector_name(&self, selector: SelId) -> Cow<'a, str> {
        self.text(self.selector_text(selector))
    }

    /// The string that is the name in a selector.
    pub(crate) fn selector_text(&self, selector: SelId) -> StrId {
        self.selector_row(selector).0
    }

    /// The prototype of a selector.
    pub fn selector_proto(&self, selector: SelId) -> ProtoId {
        self.selector_row(selector).1
    }

    /// The selector with that name and descriptor (`(I)V`), if any method reference has it.
    pub fn find_selector(&self, name: &str, descriptor: &str) -> Option<SelId> {
        self.names
            .find_selector(self.find_string(name)?, self.names.find_proto(descriptor)?)
    }

    /// A method reference's name.
    pub fn method_name(&self, method: MethodId) -> Cow<'a, str> {
        self.selector_name(self.selector(method))
    }

    /// A method reference's descriptor: `(ILjava/lang/String;)V`.
    pub fn method_descriptor(&self, method: MethodId) -> String {
        let selector = self.selector(method);
        let returns = self.returns(self.selector_proto(selector));
        format!("({}){}", self.arguments(selector), self.descriptor(returns))
    }

    /// Parameter types of a prototype.
    pub fn parameters(&self, proto: ProtoId) -> &[TypeId] {
        let row = self.names.protos.get(proto.index());
        let range = row.map(|(_, from, to)| *from as usize..*to as usize);
        range
            .and_then(|range| self.names.parameters.get(range))
            .unwrap_or_default()
    }

    /// Result type of a prototype.
    pub fn returns(&self, proto: ProtoId) -> TypeId {
        self.names
            .protos
            .get(proto.index())
            .map_or(TypeId(NONE), |row| row.0)
    }

    /// Argument types of a selector as descriptors in a row: `ILjava/lang/String;`.
    pub fn arguments(&self, selector: SelId) -> String {
        let list = self.parameters(self.selector_proto(selector));
        list.iter().map(|ty| self.descriptor(*ty)).collect()
    }

    /// Class, name and type of a field reference.
    pub fn field(&self, field: FieldId) -> (TypeId, StrId, TypeId) {
        let none = (TypeId(NONE), StrId(NONE), TypeId(NONE));
        self.names
            .fields
            .get(field.index())
            .copied()
            .unwrap_or(none)
    }

    /// The field reference with that class, name and type, if the program has it.
    pub fn find_field(&self, class: TypeId, name: &str, ty: TypeId) -> Option<FieldId> {
        self.names.find_field(class, self.find_string(name)?, ty)
    }

    /// Access flags of a field that its class defines.
    pub fn field_access(&self, field: FieldId) -> Option<u32> {
        self.field_access
            .get(field.index())
            .copied()
            .filter(|access| *access != NONE)
    }

    /// The field that a reference means: looked up in the class, its superclasses and interfaces; itself when no class
    /// of the app defines it.
    pub fn resolve_field(&self, field: FieldId) -> FieldId {
        let (class, name, ty) = self.field(field);
        let defined = |class: TypeId| {
            let found = self.names.find_field(class, name, ty)?;
            self.field_access(found).map(|_| found)
        };
        let mut found = self.chain(class).find_map(defined);
        if found.is_none() {
            found = self.all_interfaces(class).into_iter().find_map(defined);
        }
        found.unwrap_or(field)
    }

    /// The method's body; `None` for abstract and native ones.
    pub fn body(&self, def: DefId) -> Option<Body<'_, 'a>> {
        let row = self.def_row(def)?;
        let class = self.class_row(row.class)?;
        match &self.source(row.class)?.code {
            SourceCode::Dex(dex, ids) => Some(Body::Dex(DexBody::new(dex, ids, row.code)?)),
            SourceCode::Jar(jar) => match jar.classes.get(class.index as usize)? {
                JarClass::File(file) => Some(Body::Class(ClassBody::new(self, file, row.code)?)),
                JarClass::Lambda(lambda) => Some(Body::Lambda(lambda, row.code)),
            },
        }
    }

    /// The method's body when it is DEX bytecode.
    pub fn dex_body(&self, def: DefId) -> Option<DexBody<'_, 'a>> {
        match self.body(def)? {
            Body::Dex(body) => Some(body),
            Body::Class(_) | Body::Lambda(..) => None,
        }
    }

    /// Everything that a method uses, each once, sorted by kind and id.
    pub fn uses(&self, def: DefId) -> &[Use] {
        self.swept.of(def)
    }

    /// Methods with a use, sorted.
    pub fn users(&self, used: Use) -> &[DefId] {
        let users = self.users.get_or_init(|| self.index_users());
        let base = users
            .base
            .get(used.kind() as usize)
            .copied()
            .unwrap_or(NONE);
        let Some(slot) = base.checked_add(used.id()).map(|s| s as usize) else {
            return &[];
        };
        let start = slot
            .checked_sub(1)
            .and_then(|s| users.ends.get(s))
            .copied()
            .unwrap_or(0);
        let end = users.ends.get(slot).copied().unwrap_or(0);
        users
            .defs
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    fn index_users(&self) -> Users {
        let mut base = [0; Kind::ALL.len()];
        let mut next = 0usize;
        for (slot, kind) in base.iter_mut().zip(Kind::ALL) {
            *slot = next as u32;
            next += match kind {
                Kind::Read | Kind::Write => self.field_count(),
                Kind::Text => self.string_count(),
                Kind::Class | Kind::New | Kind::Array => self.type_count(),
                _ => self.method_count(),
            };
        }
        let mut pairs = Vec::with_capacity(self.swept.uses.len());
        for def in self.defs() {
            pairs.extend(self.uses(def).iter().map(|used| {
                let base = base.get(used.kind() as usize).copied().unwrap_or(0);
                (base + used.id(), def)
            }));
        }
        let (ends, defs) = bucket(next, &pairs);
        Users { base, ends, defs }
    }

    /// Methods that use a string constant.
    pub fn text_users(&self, text: StrId) -> &[DefId] {
        self.users(Use::new(Kind::Text, text.0))
    }

    /// Methods that call exactly this reference, with the kind of call.
    pub fn callers(&self, method: MethodId) -> impl Iterator<Item = (DefId, Kind)> + '_ {
        let kinds = Kind::ALL.into_iter().filter(|kind| kind.is_call());
        kinds.flat_map(move |kind| {
            self.users(Use::new(kind, method.0))
                .iter()
                .map(move |def| (*def, kind))
        })
    }

    /// Methods that read or write exactly this field reference.
    pub fn accessors(&self, field: FieldId) -> impl Iterator<Item = (DefId, Kind)> + '_ {
        [Kind::Read, Kind::Write].into_iter().flat_map(move |kind| {
            self.users(Use::new(kind, field.0))
                .iter()
                .map(move |def| (*def, kind))
        })
    }

    /// Every place in a method that `wanted` accepts, in code order.
    pub fn sites(&self, def: DefId, wanted: impl Fn(Use) -> bool) -> Vec<Site> {
        let mut sites = Vec::new();
        let row = self.def_row(def);
        let class = row.and_then(|row| self.class_row(row.class));
        let source = row.and_then(|row| self.source(row.class));
        let (Some(row), Some(class), Some(source)) = (row, class, source) else {
            return sites;
        };
        let private = |method| self.is_private(method);
        source.each_use(class.index, row.code, &self.names, &private, |pc, used| {
            if let Ok(used) = used
                && wanted(used)
            {
                sites.push(Site { pc, used });
            }
        });
        sites
    }

    /// Where a method calls exactly this reference.
    pub fn call_sites(&self, def: DefId, method: MethodId) -> Vec<Site> {
        self.sites(def, |used| used.kind().is_call() && used.id() == method.0)
    }

    /// The source line of a code unit.
    pub fn locate(&self, def: DefId, pc: u32) -> SourceLine {
        let row = self.body(def).and_then(|body| match body {
            Body::Dex(body) => {
                let line = body.code.debug()?.line_at(pc)?;
                Some((line.line, line.file.and_then(|f| body.text(f))))
            }
            Body::Class(body) => Some((body.code.line_at(pc)?, None)),
            Body::Lambda(..) => None,
        });
        let file = row
            .and_then(|(_, file)| file)
            .or_else(|| self.source_file(self.class(def)));
        SourceLine {
            file: file
                .map(|file| self.text(file).into_owned())
                .filter(|file| !file.is_empty()),
            // Optimisers write -1 for "none".
            line: row
                .map(|(line, _)| line)
                .filter(|line| (1..=i32::MAX as u32).contains(line)),
        }
    }

    /// Whether a method has a runtime-visible annotation of that class.
    pub fn is_annotated(&self, def: DefId, annotation: TypeId) -> bool {
        self.annotated.binary_search(&(annotation, def)).is_ok()
    }

    /// Those of some methods, sorted, that have a runtime-visible annotation.
    pub fn annotated_among(&self, defs: &[DefId]) -> Vec<DefId> {
        let all = self.annotated.iter().map(|(_, def)| *def);
        let mut found: Vec<DefId> = all.filter(|def| defs.binary_search(def).is_ok()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Methods with a runtime-visible annotation of that class (a descriptor).
    pub fn annotated(&self, annotation: &str) -> impl Iterator<Item = DefId> + '_ {
        let ty = self.find_type(annotation);
        let start = self.annotated.partition_point(|(t, _)| Some(*t) < ty);
        let rest = self.annotated.get(start..).unwrap_or_default();
        rest.iter()
            .take_while(move |(t, _)| Some(*t) == ty)
            .map(|(_, def)| *def)
    }
}
