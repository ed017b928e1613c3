//! One interned program over all code of an app (DEX files) or library (class files): who defines, extends, calls, reads, writes and mentions what.
//!
//! Everything is a dense `u32` id ([`StrId`], [`TypeId`], [`ClassId`], [`MethodId`], [`FieldId`], [`DefId`] …); names
//! stay in the mapped bytes. The graph is bipartite: a method's [`Use`]s name method *references* once each, and what
//! a reference can reach ([`Program::resolve`], [`Program::overrides`]) is worked out when somebody asks. Positions
//! (code units, lines) are decoded again for the few methods that end up in a finding ([`Program::sites`],
//! [`Program::locate`]).
//!
//! Ids are given in class-loader order and do not depend on the number of threads. The two formats show through
//! [`Body`] only: a method's code is DEX bytecode, that of a class file, or what stands behind a lambda.
//!
//! - `ids.rs`: the ids · `intern.rs`: tables of all files become one · `source.rs`: DEX files and archives of class files
//!   as one kind of thing · `jar.rs`: class files · `call_site.rs`: `invokedynamic` · `body.rs`: method bodies · `build.rs`: classes and methods ·
//!   `hierarchy.rs`: supertypes, subtypes, which definition a call means · `sweep.rs`: the pass over all code ·
//!   `query.rs`: names, callers, source lines · `members.rs`: references to a member · `annotated.rs`: what annotations say · `reach.rs`: what can run at all

mod annotated;
mod body;
mod build;
mod call_site;
mod hierarchy;
mod ids;
mod intern;
mod jar;
mod members;
mod query;
mod reach;
mod source;
mod sweep;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

pub(crate) use annotated::Stated;
pub(crate) use body::ClassBody;
pub use body::{Body, DexBody};
pub(crate) use call_site::{Adapt, CallSite, FACTORY, Lambda, Piece};
pub use hierarchy::Resolved;
pub use ids::{ClassId, DefId, FieldId, MethodId, ProtoId, SelId, StrId, TypeId};
pub use query::{Constant, Site, SourceLine, descriptor_of};
pub use reach::{Edge, Reach, Step};
pub use sweep::{Kind, Use};

use bumpalo::Bump;
use rayon::prelude::*;

use crate::dex::Dex;
use crate::diagnostic::Diagnostic;
use crate::jvm;
use crate::knowledge::framework::Framework;
use intern::Names;
use source::Source;

/// A file with code, as [`Program::of`] takes it.
#[derive(Debug, Clone)]
pub enum Unit<'a> {
    /// A DEX file.
    Dex(&'a [u8]),
    /// The class files of one archive, each with its name.
    Classes(Vec<(&'a str, &'a [u8])>),
}

/// All code of one app.
pub struct Program<'a> {
    framework: Framework<'a>,
    sources: Vec<Source<'a>>,
    names: Names<'a>,
    classes: Vec<ClassRow>,
    defs: Vec<DefRow>,
    /// Definition of each method reference's own type, by [`MethodId`].
    def_of: Vec<u32>,
    /// Access flags of defined fields, by [`FieldId`]; none: not defined.
    field_access: Vec<u32>,
    hierarchy: hierarchy::Hierarchy,
    swept: sweep::Swept,
    /// Runtime-visible annotations of methods, sorted: annotation class, method.
    annotated: Vec<(TypeId, DefId)>,
    duplicates: Vec<(ClassId, String)>,
    users: OnceLock<query::Users>,
    by_name: OnceLock<members::ByName>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct ClassRow {
    pub(crate) ty: TypeId,
    /// The file that defines it.
    pub(crate) source_index: u16,
    /// Index of its definition in that file.
    pub(crate) index: u32,
    pub(crate) access: u32,
    pub(crate) source: u32,
    /// Its first definition; the next class's first ends them.
    pub(crate) defs: u32,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct DefRow {
    pub(crate) method: MethodId,
    pub(crate) class: ClassId,
    pub(crate) access: u32,
    /// Offset of the body in its file (of a lambda's methods: which), 0 for none.
    pub(crate) code: u32,
}

/// Sizes of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// DEX files (headers).
    pub dex_files: usize,
    /// Classes that count (a duplicate does not).
    pub classes: usize,
    /// Methods that those classes define.
    pub methods: usize,
    /// Methods with a body.
    pub bodies: usize,
    /// Instructions in them, switch and array data counted as one each.
    pub instructions: usize,
    /// Bodies of two or more `nop` and nothing else: their code was taken out, as packers do.
    pub hollow: usize,
}

impl<'a> Program<'a> {
    /// Reads the named DEX files (`classes.dex`, `classes2.dex` …, in class-loader order) and builds the program of
    /// what could be read; every file or part that could not is a diagnostic of level error.
    pub fn read(files: &[(String, &'a [u8])], framework: Framework<'a>) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut dexes = Vec::new();
        for (name, bytes) in files {
            read_dex(name, bytes, &mut dexes, &mut diagnostics);
        }
        checksums(&dexes, &mut diagnostics);
        let (program, told) = Self::build(dexes, framework);
        diagnostics.extend(told);
        (program, diagnostics)
    }

    /// The same for DEX files and archives of class files, each with its name. Texts that class files lack are kept in
    /// `arena`.
    pub fn of(
        units: &[(String, Unit<'a>)],
        arena: &'a Bump,
        framework: Framework<'a>,
    ) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let (mut dexes, mut jars) = (Vec::new(), Vec::new());
        for (name, unit) in units {
            match unit {
                Unit::Dex(bytes) => read_dex(name, bytes, &mut dexes, &mut diagnostics),
                Unit::Classes(files) => {
                    let classes = read_classes(name, files, &mut diagnostics);
                    jars.push((name.clone(), classes));
                }
            }
        }
        checksums(&dexes, &mut diagnostics);
        let (program, told) = Self::build_all(dexes, jars, Some(arena), framework);
        diagnostics.extend(told);
        (program, diagnostics)
    }

    /// Sizes.
    pub fn stats(&self) -> Stats {
        Stats {
            dex_files: self.sources.iter().filter(|s| s.is_dex()).count(),
            classes: self.classes.len(),
            methods: self.defs.len(),
            bodies: self.swept.counts.bodies,
            instructions: self.swept.counts.instructions,
            hollow: self.swept.counts.hollow,
        }
    }

    /// All classes, in class-loader order.
    pub fn classes(&self) -> impl ExactSizeIterator<Item = ClassId> + use<> {
        (0..self.classes.len() as u32).map(ClassId)
    }

    /// All methods that the app defines, class by class.
    pub fn defs(&self) -> impl ExactSizeIterator<Item = DefId> + use<> {
        (0..self.defs.len() as u32).map(DefId)
    }

    /// Number of types; ids run from 0.
    pub fn type_count(&self) -> usize {
        self.names.types.len()
    }

    /// Number of strings; ids run from 0.
    pub fn string_count(&self) -> usize {
        self.names.strings.len()
    }

    /// Number of method references; ids run from 0.
    pub fn method_count(&self) -> usize {
        self.names.methods.len()
    }

    /// Number of field references; ids run from 0.
    pub fn field_count(&self) -> usize {
        self.names.fields.len()
    }

    /// Number of prototypes; ids run from 0.
    pub(crate) fn proto_count(&self) -> usize {
        self.names.protos.len()
    }

    /// Classes that a later file or row defines again (the runtime takes the first), with the later file's name.
    pub fn duplicates(&self) -> &[(ClassId, String)] {
        &self.duplicates
    }
}

fn read_dex<'a>(
    name: &str,
    bytes: &'a [u8],
    dexes: &mut Vec<(String, Dex<'a>)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match Dex::parse(bytes) {
        Ok((parsed, told)) => {
            diagnostics.extend(told.into_iter().map(|d| d.at(name)));
            dexes.extend(parsed.into_iter().map(|dex| (name.to_owned(), dex)));
        }
        Err(error) => {
            diagnostics.push(Diagnostic::error("dex-unreadable", error.to_string()).at(name));
        }
    }
}

fn checksums(dexes: &[(String, Dex<'_>)], diagnostics: &mut Vec<Diagnostic>) {
    let changed: Vec<_> = dexes
        .par_iter()
        .filter(|(_, dex)| !dex.checksum_matches())
        .map(|(name, _)| {
            let text = "the DEX file's checksum is not that of its bytes: it was changed after it was built";
            Diagnostic::note("dex-checksum", text).at(name.as_str())
        })
        .collect();
    diagnostics.extend(changed);
}

/// Reads the class files of an archive, in parallel; one that cannot be read is an error.
fn read_classes<'a>(
    archive: &str,
    files: &[(&'a str, &'a [u8])],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<jvm::Class<'a>> {
    let read: Vec<_> = files
        .par_iter()
        .map(|(name, bytes)| (*name, jvm::Class::parse(bytes)))
        .collect();
    let mut classes = Vec::with_capacity(read.len());
    let mut newest = 0;
    for (name, class) in read {
        match class {
            Ok(class) => {
                newest = newest.max(class.version);
                classes.push(class);
            }
            Err(error) => {
                let place = format!("{archive}!/{name}");
                diagnostics
                    .push(Diagnostic::error("class-unreadable", error.to_string()).at(place));
            }
        }
    }
    if newest > jvm::NEWEST {
        let text = format!(
            "classes of version {newest} are newer than what this version knows ({}); what they add is not seen",
            jvm::NEWEST
        );
        diagnostics.push(Diagnostic::error("class-version", text).at(archive));
    }
    classes
}
