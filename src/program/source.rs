//! Where classes come from: a DEX file or an archive of class files, asked in one way.

use super::ids::{FieldId, MethodId, TypeId};
use super::intern::{DexIds, Names};
use super::jar::{FileClass, Jar, JarClass};
use super::query::Constant;
use super::sweep::{self, Use};
use crate::dex::Dex;

/// A file with classes.
pub(crate) struct Source<'a> {
    /// Entry name: `classes2.dex`, `libs/core.jar`.
    pub(crate) name: String,
    pub(crate) code: SourceCode<'a>,
}

/// Its contents.
pub(crate) enum SourceCode<'a> {
    /// A DEX file and what its indexes mean.
    Dex(Dex<'a>, DexIds),
    /// Class files.
    Jar(Jar<'a>),
}

/// What a walk over a body came to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Walked {
    pub(crate) instructions: usize,
    /// The body ends in the middle of an instruction or past the end of the file.
    pub(crate) cut: bool,
    /// It is of two or more `nop` and nothing else.
    pub(crate) hollow: bool,
}

impl<'a> Source<'a> {
    pub(crate) fn is_dex(&self) -> bool {
        matches!(self.code, SourceCode::Dex(..))
    }

    /// The class file of a class, when it comes from one.
    pub(crate) fn file(&self, index: u32) -> Option<&FileClass<'a>> {
        match &self.code {
            SourceCode::Jar(jar) => match jar.classes.get(index as usize)? {
                JarClass::File(file) => Some(file),
                JarClass::Lambda(_) => None,
            },
            SourceCode::Dex(..) => None,
        }
    }

    /// Superclass and interfaces that a class names itself.
    pub(crate) fn supertypes(&self, index: u32) -> Option<(Option<TypeId>, Vec<TypeId>)> {
        match &self.code {
            SourceCode::Dex(dex, ids) => {
                let class = dex.class(index)?;
                let ty = |i: u32| ids.types.get(i as usize).copied().and_then(TypeId::some);
                let interfaces = class.interfaces.iter().filter_map(ty).collect();
                Some((class.superclass.and_then(ty), interfaces))
            }
            SourceCode::Jar(jar) => match jar.classes.get(index as usize)? {
                JarClass::File(file) => {
                    Some((TypeId::some(file.superclass), file.interfaces.clone()))
                }
                JarClass::Lambda(lambda) => Some((None, lambda.interfaces.clone())),
            },
        }
    }

    /// Fields that a class defines, in the file's order, with their access flags.
    pub(crate) fn fields(&self, index: u32) -> Vec<(FieldId, u32)> {
        match &self.code {
            SourceCode::Dex(dex, ids) => sweep::dex_fields(dex, ids, index),
            SourceCode::Jar(jar) => match jar.classes.get(index as usize) {
                Some(JarClass::File(file)) => {
                    let access = file.class.fields().map(|field| u32::from(field.access));
                    let fields = file.fields.iter().copied().zip(access);
                    fields
                        .filter(|(field, _)| field.0 != super::ids::NONE)
                        .collect()
                }
                Some(JarClass::Lambda(lambda)) => {
                    let access = crate::dex::access::FINAL;
                    let captures = lambda.captures.iter();
                    captures.map(|(field, _)| (*field, access)).collect()
                }
                None => Vec::new(),
            },
        }
    }

    /// Initial values of a class's static fields.
    pub(crate) fn static_values(&self, index: u32, names: &Names<'_>) -> Vec<(FieldId, Constant)> {
        match &self.code {
            SourceCode::Dex(dex, ids) => sweep::dex_static_values(dex, ids, index),
            SourceCode::Jar(_) => self
                .file(index)
                .map_or(Vec::new(), |file| file.static_values(names)),
        }
    }

    /// Visits every use of a body, in code order. `None`: there is no body there. `private` tells methods of the app
    /// that cannot be overridden.
    pub(crate) fn each_use(
        &self,
        index: u32,
        code: u32,
        names: &Names<'_>,
        private: &impl Fn(MethodId) -> bool,
        mut visit: impl FnMut(u32, Result<Use, ()>),
    ) -> Option<Walked> {
        match &self.code {
            SourceCode::Dex(dex, ids) => sweep::each_dex_use(dex, ids, code, visit),
            SourceCode::Jar(jar) => match jar.classes.get(index as usize)? {
                JarClass::File(file) => {
                    let (instructions, whole) = file.each_use(code, names, private, visit)?;
                    Some(Walked {
                        instructions,
                        cut: !whole,
                        hollow: false,
                    })
                }
                JarClass::Lambda(lambda) => {
                    lambda.uses(code, |used| visit(0, Ok(used)));
                    Some(Walked {
                        instructions: 1,
                        ..Walked::default()
                    })
                }
            },
        }
    }
}
