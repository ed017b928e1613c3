//! What annotations on classes and methods say, read when code asks for it.

use super::ids::{ClassId, DefId, NONE, StrId, TypeId};
use super::jar::FileClass;
use super::source::SourceCode;
use super::sweep::constant;
use super::{Constant, Program};
use crate::dex::{Annotation, Value, Visibility};
use crate::jvm::{Constant as Pooled, Element};

/// What compilers write the default values of an annotation's members into.
const DEFAULTS: &[u8] = b"Ldalvik/annotation/AnnotationDefault;";

/// What is known of an annotation in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stated {
    /// It is not there.
    Absent,
    /// It is there, and gives these values by the names of its members, defaults included.
    Values(Vec<(StrId, Constant)>),
    /// It cannot be read.
    Unread,
}

impl Program<'_> {
    /// What an annotation says of a class, or of one of its methods; only those that are visible at run time are there.
    pub(crate) fn stated(&self, class: ClassId, def: Option<DefId>, annotation: TypeId) -> Stated {
        let Some((row, source)) = self.class_row(class).zip(self.source(class)) else {
            return Stated::Unread;
        };
        let SourceCode::Dex(dex, ids) = &source.code else {
            let file = source.file(row.index);
            return file.map_or(Stated::Absent, |file| self.stated_by(file, def, annotation));
        };
        let Some(all) = dex.class(row.index).map(|class| class.annotations()) else {
            return Stated::Unread;
        };
        let ty = |one: &Annotation<'_>| ids.types.get(one.ty as usize).copied();
        let wanted = |one: &Annotation<'_>| {
            one.visibility == Visibility::Runtime && ty(one) == Some(annotation.0)
        };
        let found = match def {
            None => all.class().find(wanted),
            Some(def) => {
                let on = |method: u32| {
                    let method = ids.methods.get(method as usize).copied().unwrap_or(NONE);
                    self.def_of.get(method as usize).copied() == Some(def.0)
                };
                let mut all = all.methods().filter(|(method, _)| on(*method));
                all.find_map(|(_, one)| wanted(&one).then_some(one))
            }
        };
        let Some(found) = found else {
            return Stated::Absent;
        };
        let Some(own) = found.values() else {
            return Stated::Unread;
        };
        let mut values = self.defaults(annotation);
        for (name, value) in own {
            let name = ids
                .strings
                .get(name as usize)
                .copied()
                .and_then(StrId::some);
            if let Some(name) = name {
                values.retain(|(one, _)| *one != name);
                values.push((name, constant(value, ids)));
            }
        }
        Stated::Values(values)
    }

    /// The same in a class file.
    fn stated_by(&self, file: &FileClass<'_>, def: Option<DefId>, annotation: TypeId) -> Stated {
        let wanted = self.descriptor_bytes(annotation);
        let found = match def {
            None => file.class.annotation(wanted),
            Some(def) => {
                let method = self.def_row(def).map_or(NONE, |row| row.method.0);
                let mut all = file.methods.iter().zip(file.class.methods());
                let one = all.find(|(one, _)| **one == method);
                one.and_then(|(_, one)| one.annotation(wanted))
            }
        };
        let Some(own) = found else {
            return Stated::Absent;
        };
        let mut values = self.defaults(annotation);
        for (name, value) in own {
            if let Some(name) = self.names.find_string(name) {
                values.retain(|(one, _)| *one != name);
                values.push((name, self.element(file, value)));
            }
        }
        Stated::Values(values)
    }

    /// What the member of an annotation is set to in a class file.
    fn element(&self, file: &FileClass<'_>, element: Element) -> Constant {
        let utf8 = |index: u16| file.class.utf8(index);
        let string = |index: u16| self.names.find_string(utf8(index)?);
        let found = match element {
            Element::Number(index) => match file.class.constant(index) {
                Some(Pooled::Int(number)) => Some(Constant::Int(number.into())),
                Some(Pooled::Long(number)) => Some(Constant::Int(number)),
                _ => None,
            },
            Element::Text(index) => string(index).map(Constant::Text),
            Element::Class(index) => {
                let class = string(index).and_then(|name| self.names.find_type(name));
                class.map(Constant::Class)
            }
            Element::Enum(class, name) => {
                let class = string(class).and_then(|class| self.names.find_type(class));
                let field = class.zip(string(name));
                let field =
                    field.and_then(|(class, name)| self.names.find_field(class, name, class));
                field.map(Constant::Enum)
            }
            Element::Other => None,
        };
        found.unwrap_or(Constant::Other)
    }

    /// The default values of an annotation's members.
    fn defaults(&self, annotation: TypeId) -> Vec<(StrId, Constant)> {
        let class = self.class_of(annotation);
        let found = class.and_then(|class| self.class_row(class).zip(self.source(class)));
        let Some((row, source)) = found else {
            return Vec::new();
        };
        let SourceCode::Dex(dex, ids) = &source.code else {
            let methods = source.file(row.index).into_iter().flat_map(|file| {
                let all = file.class.methods();
                all.filter_map(move |one| Some((one.name()?, one.default_value()?, file)))
            });
            return methods
                .filter_map(|(name, value, file)| {
                    let name = self.names.find_string(name)?;
                    Some((name, self.element(file, value)))
                })
                .collect();
        };
        let Some(all) = dex.class(row.index).map(|class| class.annotations()) else {
            return Vec::new();
        };
        let named = |ty: u32| ids.types.get(ty as usize).copied().and_then(TypeId::some);
        let is_wanted = |ty: u32| named(ty).is_some_and(|ty| self.descriptor_bytes(ty) == DEFAULTS);
        let found = all.class().find(|one| is_wanted(one.ty));
        let values = found.and_then(|one| one.values()).unwrap_or_default();
        let nested = values.into_iter().find_map(|(_, value)| match value {
            Value::Annotation(_, values) => Some(values),
            _ => None,
        });
        let values = nested.unwrap_or_default().into_iter();
        let name = |name: u32| {
            ids.strings
                .get(name as usize)
                .copied()
                .and_then(StrId::some)
        };
        values
            .filter_map(|(of, value)| Some((name(of)?, constant(value, ids))))
            .collect()
    }
}
