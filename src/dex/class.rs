//! Class definitions and class data.

use super::NO_INDEX;
use super::bytes::{Cursor, u32_at};
use super::code::Code;
use super::file::{Dex, TypeList};
use super::value::{self, Annotations, Value};

/// A class definition.
#[derive(Debug, Clone, Copy)]
pub struct ClassDef<'a> {
    dex: Dex<'a>,
    /// The class, a type index.
    pub class: u32,
    /// Sum of [`super::access`] flags.
    pub access: u32,
    /// Superclass, a type index.
    pub superclass: Option<u32>,
    /// Interfaces that it names itself.
    pub interfaces: TypeList<'a>,
    /// Name of the source file, a string index.
    pub source_file: Option<u32>,
    annotations: u32,
    data: u32,
    statics: u32,
}

/// A field or method that a class defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Member {
    /// `index` is below the number of fields.
    Field {
        index: u32,
        access: u32,
        is_static: bool,
    },
    /// `index` is below the number of methods; `code` is the body's offset, 0 for none. `direct`: static, private
    /// or constructor.
    Method {
        index: u32,
        access: u32,
        code: u32,
        direct: bool,
    },
}

impl<'a> Dex<'a> {
    /// The class definition at `index` (not a type index).
    pub fn class(&self, index: u32) -> Option<ClassDef<'a>> {
        let row = self.class_row(index)?;
        let word = |i: usize| u32_at(row, i * 4).unwrap_or(0);
        let optional = |v: u32| (v != NO_INDEX).then_some(v);
        Some(ClassDef {
            dex: *self,
            class: word(0),
            access: word(1),
            superclass: optional(word(2)),
            interfaces: self.type_list(word(3)),
            source_file: optional(word(4)),
            annotations: word(5),
            data: word(6),
            statics: word(7),
        })
    }

    /// All class definitions in file order.
    pub fn classes(&self) -> impl Iterator<Item = ClassDef<'a>> + 'a {
        let dex = *self;
        (0..self.class_count()).map_while(move |i| dex.class(i))
    }

    /// The body at `offset`, as [`Member::Method`] gives it; `None` for 0 and for an offset without room for a body.
    pub fn code(&self, offset: u32) -> Option<Code<'a>> {
        Code::read(self.data(), offset)
    }
}

impl<'a> ClassDef<'a> {
    /// Fields and methods in file order: static fields, instance fields, direct methods, virtual methods.
    pub fn members(&self) -> Members<'a> {
        let mut members = Members {
            cursor: None,
            counts: [0; 4],
            part: 0,
            last: 0,
            fields: self.dex.field_count(),
            methods: self.dex.method_count(),
            broken: false,
        };
        if self.data != 0 {
            let start = || {
                let mut cursor = Cursor::new(self.dex.data(), self.data)?;
                let counts = [
                    cursor.uleb()?,
                    cursor.uleb()?,
                    cursor.uleb()?,
                    cursor.uleb()?,
                ];
                Some((cursor, counts))
            };
            match start() {
                Some((cursor, counts)) => {
                    members.cursor = Some(cursor);
                    members.counts = counts;
                }
                None => members.broken = true,
            }
        }
        members
    }

    /// Initial values of the static fields, in the order of [`Self::members`]; the rest start as 0 or null. `None` when
    /// the array is broken.
    pub fn static_values(&self) -> Option<Vec<Value>> {
        if self.statics == 0 {
            Some(Vec::new())
        } else {
            value::array(self.dex.data(), self.statics)
        }
    }

    /// Annotations of the class, its fields, methods and parameters.
    pub fn annotations(&self) -> Annotations<'a> {
        Annotations::read(self.dex.data(), self.annotations)
    }

    /// The file it stands in.
    pub fn dex(&self) -> Dex<'a> {
        self.dex
    }
}

/// Iterator over a class's members; see [`ClassDef::members`].
#[derive(Debug, Clone)]
pub struct Members<'a> {
    cursor: Option<Cursor<'a>>,
    counts: [u32; 4],
    part: usize,
    last: u32,
    fields: u32,
    methods: u32,
    broken: bool,
}

impl Members<'_> {
    /// Whether the iterator ended before all the members that the class claims (cut off, or an index outside of the
    /// file's tables, after which nothing in the list can be believed).
    pub fn broken(&self) -> bool {
        self.broken
    }

    fn read(&mut self) -> Option<Member> {
        let cursor = self.cursor.as_mut()?;
        let step = cursor.uleb()?;
        let access = cursor.uleb()?;
        let index = self.last.checked_add(step)?;
        self.last = index;
        if self.part < 2 {
            let member = Member::Field {
                index,
                access,
                is_static: self.part == 0,
            };
            (index < self.fields).then_some(member)
        } else {
            let code = cursor.uleb()?;
            let member = Member::Method {
                index,
                access,
                code,
                direct: self.part == 2,
            };
            (index < self.methods).then_some(member)
        }
    }
}

impl Iterator for Members<'_> {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        self.cursor?;
        loop {
            match self.counts.get_mut(self.part) {
                None => return None,
                Some(0) => {
                    self.part += 1;
                    self.last = 0;
                }
                Some(left) => {
                    *left -= 1;
                    break;
                }
            }
        }
        let member = self.read();
        if member.is_none() {
            self.cursor = None;
            self.broken = true;
        }
        member
    }
}
