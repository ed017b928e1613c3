//! From readers to the program: classes, methods, hierarchy, the sweep.

use std::sync::OnceLock;

use super::hierarchy::Hierarchy;
use super::ids::{ClassId, DefId, MethodId, NONE, TypeId};
use bumpalo::Bump;
use rustc_hash::FxHashSet;

use super::intern::{DexIds, Names};
use super::jar::{self, Interner, Jar, JarClass};
use super::source::{Source, SourceCode};
use super::{ClassRow, DefRow, Program, call_site, sweep};
use crate::dex::{ClassDef, Dex, Member, Visibility, access};
use crate::diagnostic::Diagnostic;
use crate::jvm;
use crate::knowledge::framework::Framework;

/// Bodies may share bytes (compilers merge equal ones); all together they may be this many times as long as the file.
const CODE_SHARE: usize = 8;

impl<'a> Program<'a> {
    /// Builds the program of DEX files in class-loader order. The first definition of a class counts.
    pub fn build(
        dexes: Vec<(String, Dex<'a>)>,
        framework: Framework<'a>,
    ) -> (Self, Vec<Diagnostic>) {
        Self::build_all(dexes, Vec::new(), None, framework)
    }

    /// The same with archives of class files; `arena` keeps what they need.
    pub(super) fn build_all(
        mut dexes: Vec<(String, Dex<'a>)>,
        jars: Vec<(String, Vec<jvm::Class<'a>>)>,
        arena: Option<&'a Bump>,
        framework: Framework<'a>,
    ) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        limit(&mut dexes, &mut diagnostics);
        let mut names = Names::default();
        let views: Vec<(&str, Dex<'a>)> = dexes.iter().map(|(n, d)| (n.as_str(), *d)).collect();
        let dex_ids = names.add_all(&views, &mut diagnostics);
        let mut sources: Vec<Source<'a>> = dexes
            .into_iter()
            .zip(dex_ids)
            .map(|((name, dex), ids)| Source {
                name,
                code: SourceCode::Dex(dex, ids),
            })
            .collect();
        if let Some(arena) = arena.filter(|_| !jars.is_empty()) {
            sources.extend(intern_jars(jars, &mut names, arena, &mut diagnostics));
        }
        let mut defs = Definitions::new(&names);
        for (number, source) in sources.iter().enumerate() {
            match &source.code {
                SourceCode::Dex(dex, ids) => {
                    defs.add(number, &source.name, dex, ids, &names, &mut diagnostics);
                }
                SourceCode::Jar(jar) => {
                    defs.add_jar(number, &source.name, jar, &names, &mut diagnostics);
                }
            }
        }
        let hierarchy = Hierarchy::build(&mut names, framework, &defs, &sources, &mut diagnostics);
        let swept = sweep::sweep(&sources, &names, &defs.classes, &defs.defs, &defs.def_of);
        tell(&swept.counts, &mut diagnostics);
        let Definitions {
            classes,
            defs,
            def_of,
            field_access,
            mut annotated,
            duplicates,
            ..
        } = defs;
        annotated.sort_unstable();
        annotated.dedup();
        if let Some((_, other)) = duplicates.first() {
            let message = format!(
                "{} classes are defined more than once; the first counts",
                duplicates.len()
            );
            diagnostics.push(Diagnostic::note("dex-duplicate-class", message).at(other.as_str()));
        }
        let program = Self {
            framework,
            sources,
            names,
            classes,
            defs,
            def_of,
            field_access,
            hierarchy,
            swept,
            annotated,
            duplicates,
            users: OnceLock::new(),
            by_name: OnceLock::new(),
        };
        (program, diagnostics)
    }
}

/// Leaves out files beyond what the ids can number; no real app comes near.
fn limit(dexes: &mut Vec<(String, Dex<'_>)>, diagnostics: &mut Vec<Diagnostic>) {
    let mut rows = 0usize;
    let fits = dexes
        .iter()
        .take(usize::from(u16::MAX))
        .take_while(|(_, dex)| {
            let tables = [
                dex.string_count(),
                dex.type_count(),
                dex.field_count(),
                dex.method_count(),
            ];
            rows = rows.saturating_add(tables.iter().map(|n| *n as usize).sum());
            rows < sweep::MAX_ROWS
        });
    let keep = fits.count();
    if keep < dexes.len() {
        let message = format!(
            "{} DEX files are beyond what can be analysed",
            dexes.len() - keep
        );
        diagnostics.push(Diagnostic::error("dex-too-many", message));
        dexes.truncate(keep);
    }
}

/// Interns the class files of every archive. Archives beyond what the ids can number are left out, and said to be.
fn intern_jars<'a>(
    jars: Vec<(String, Vec<jvm::Class<'a>>)>,
    names: &mut Names<'a>,
    arena: &'a Bump,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Source<'a>> {
    let mut sources = Vec::new();
    let mut interner = Interner::new(names, arena);
    let mut rows = 0usize;
    let mut taken: FxHashSet<TypeId> = FxHashSet::default();
    for (name, classes) in jars {
        let mut jar = Jar::default();
        for class in classes {
            // A lambda takes a handful of rows more.
            rows = rows.saturating_add(usize::from(class.constant_count()).saturating_mul(8));
            if rows >= sweep::MAX_ROWS || sources.len() >= usize::from(u16::MAX) / 2 {
                let text = "there are more classes than can be analysed";
                diagnostics.push(Diagnostic::error("class-too-many", text).at(name.as_str()));
                break;
            }
            if let Some(file) = interner.class(class) {
                taken.insert(file.ty);
                jar.classes.push(JarClass::File(Box::new(file)));
            }
        }
        sources.push((name, jar));
    }
    for (_, jar) in &mut sources {
        call_site::resolve(jar, &mut interner, |ty| taken.insert(ty));
    }
    sources
        .into_iter()
        .map(|(name, jar)| Source {
            name,
            code: SourceCode::Jar(jar),
        })
        .collect()
}

fn tell(counts: &sweep::Counts, diagnostics: &mut Vec<Diagnostic>) {
    if counts.cut > 0 {
        let message = format!(
            "{} method bodies are cut off or lie outside of the file",
            counts.cut
        );
        diagnostics.push(Diagnostic::error("dex-broken-code", message));
    }
    if counts.bad > 0 {
        let message = format!(
            "{} instructions refer to rows that no table has",
            counts.bad
        );
        diagnostics.push(Diagnostic::error("dex-broken-code", message));
    }
}

/// Classes and methods as they are collected, file by file.
pub(crate) struct Definitions {
    pub(crate) classes: Vec<ClassRow>,
    pub(crate) defs: Vec<DefRow>,
    pub(crate) def_of: Vec<u32>,
    pub(crate) class_of: Vec<u32>,
    field_access: Vec<u32>,
    annotated: Vec<(TypeId, DefId)>,
    duplicates: Vec<(ClassId, String)>,
}

/// What of one file may still be walked; a file can let all its items share the same bytes.
struct Budget {
    members: usize,
    code: usize,
    annotations: usize,
    over: bool,
}

impl Budget {
    fn take(from: &mut usize, amount: usize, over: &mut bool) -> bool {
        match from.checked_sub(amount) {
            Some(rest) => *from = rest,
            None => *over = true,
        }
        !*over
    }
}

impl Definitions {
    fn new(names: &Names<'_>) -> Self {
        Self {
            classes: Vec::new(),
            defs: Vec::new(),
            def_of: vec![NONE; names.methods.len()],
            class_of: vec![NONE; names.types.len()],
            field_access: vec![NONE; names.fields.len()],
            annotated: Vec::new(),
            duplicates: Vec::new(),
        }
    }

    fn add(
        &mut self,
        number: usize,
        name: &str,
        dex: &Dex<'_>,
        ids: &DexIds,
        names: &Names<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let size = dex.data().len();
        let mut budget = Budget {
            members: size,
            code: size.saturating_mul(CODE_SHARE),
            annotations: size,
            over: false,
        };
        let mut broken = 0usize;
        self.classes.reserve(dex.class_count() as usize);
        for (index, class) in (0u32..).zip(dex.classes()) {
            let ty = ids
                .types
                .get(class.class as usize)
                .copied()
                .and_then(TypeId::some);
            let Some((ty, slot)) = ty.and_then(|t| Some((t, self.class_of.get_mut(t.index())?)))
            else {
                broken += 1;
                continue;
            };
            if *slot != NONE {
                self.duplicates.push((ClassId(*slot), name.to_owned()));
                continue;
            }
            // A class cannot have more definitions than there are rows, which `limit` bounds.
            let id = ClassId(self.classes.len() as u32);
            *slot = id.0;
            let source = class
                .source_file
                .and_then(|s| ids.strings.get(s as usize).copied());
            self.classes.push(ClassRow {
                ty,
                source_index: number as u16,
                index,
                access: class.access,
                source: source.unwrap_or(NONE),
                defs: self.defs.len() as u32,
            });
            broken += self.members(id, ty, &class, ids, names, &mut budget);
            self.annotations(&class, ids, &mut budget);
        }
        if broken > 0 {
            let message = format!("{broken} classes or members are broken and were left out");
            diagnostics.push(Diagnostic::error("dex-broken-class", message).at(name));
        }
        if budget.over {
            let message =
                "parts of the DEX file overlap far too much to be real; the rest was left out";
            diagnostics.push(Diagnostic::error("dex-overlap", message).at(name));
        }
    }

    /// Adds the classes of an archive.
    fn add_jar(
        &mut self,
        number: usize,
        name: &str,
        jar: &Jar<'_>,
        names: &Names<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut broken = 0usize;
        for (index, class) in (0u32..).zip(&jar.classes) {
            let (ty, access, source) = match class {
                JarClass::File(file) => {
                    (file.ty, jar::class_access(file.class.access), file.source)
                }
                JarClass::Lambda(lambda) => {
                    let host = match jar.classes.get(lambda.host) {
                        Some(JarClass::File(file)) => file.source,
                        _ => NONE,
                    };
                    (lambda.ty, access::FINAL | access::SYNTHETIC, host)
                }
            };
            let Some(slot) = self.class_of.get_mut(ty.index()) else {
                broken += 1;
                continue;
            };
            if *slot != NONE {
                self.duplicates.push((ClassId(*slot), name.to_owned()));
                continue;
            }
            let id = ClassId(self.classes.len() as u32);
            *slot = id.0;
            self.classes.push(ClassRow {
                ty,
                source_index: number as u16,
                index,
                access,
                source,
                defs: self.defs.len() as u32,
            });
            match class {
                JarClass::File(file) => {
                    for (field, member) in file.fields.iter().zip(file.class.fields()) {
                        match self.field_access.get_mut(field.index()) {
                            Some(slot) => *slot = member.access.into(),
                            None => broken += 1,
                        }
                    }
                    for (method, member) in file.methods.iter().zip(file.class.methods()) {
                        let access =
                            jar::method_access(member.access, member.name().unwrap_or_default());
                        let new = self.define(MethodId(*method), id, access, member.code());
                        broken += usize::from(new.is_none());
                        let annotations = new.map(|_| member.annotations());
                        for (annotation, _) in annotations.into_iter().flatten() {
                            let ty = names
                                .find_string(annotation)
                                .and_then(|n| names.find_type(n));
                            self.annotated.extend(ty.zip(new));
                        }
                    }
                }
                JarClass::Lambda(lambda) => {
                    for (field, _) in &lambda.captures {
                        if let Some(slot) = self.field_access.get_mut(field.index()) {
                            *slot = access::FINAL;
                        }
                    }
                    let flags = access::PUBLIC | access::STATIC | access::SYNTHETIC;
                    self.define(lambda.factory, id, flags, call_site::FACTORY);
                    for method in &lambda.methods {
                        self.define(*method, id, access::PUBLIC, call_site::METHOD);
                    }
                }
            }
        }
        if broken > 0 {
            let message = format!("{broken} classes or members are broken and were left out");
            diagnostics.push(Diagnostic::error("class-broken", message).at(name));
        }
    }

    /// Adds a method; `None` when there is no such reference, or when the class has it already.
    fn define(
        &mut self,
        method: MethodId,
        class: ClassId,
        access: u32,
        code: u32,
    ) -> Option<DefId> {
        let slot = self.def_of.get_mut(method.index())?;
        if *slot != NONE {
            return None;
        }
        let def = DefId(self.defs.len() as u32);
        *slot = def.0;
        self.defs.push(DefRow {
            method,
            class,
            access,
            code,
        });
        Some(def)
    }

    /// Adds the class's fields and methods; returns how many are broken.
    fn members(
        &mut self,
        id: ClassId,
        ty: TypeId,
        class: &ClassDef<'_>,
        ids: &DexIds,
        names: &Names<'_>,
        budget: &mut Budget,
    ) -> usize {
        let mut broken = 0;
        let mut members = class.members();
        for member in members.by_ref() {
            if !Budget::take(&mut budget.members, 1, &mut budget.over) {
                break;
            }
            match member {
                Member::Field { index, access, .. } => {
                    let field = ids.fields.get(index as usize).copied().unwrap_or(NONE) as usize;
                    match (names.fields.get(field), self.field_access.get_mut(field)) {
                        (Some((owner, ..)), Some(slot)) if *owner == ty => *slot = access,
                        _ => broken += 1,
                    }
                }
                Member::Method {
                    index,
                    access,
                    code,
                    ..
                } => {
                    let method = MethodId(ids.methods.get(index as usize).copied().unwrap_or(NONE));
                    let owner = names.methods.get(method.index()).map(|(owner, _)| *owner);
                    let slot = self
                        .def_of
                        .get_mut(method.index())
                        .filter(|slot| **slot == NONE);
                    let (true, Some(slot)) = (owner == Some(ty), slot) else {
                        broken += 1;
                        continue;
                    };
                    let units = class.dex().code(code).map_or(0, |c| c.units() as usize);
                    let fits = Budget::take(&mut budget.code, units * 2, &mut budget.over);
                    *slot = self.defs.len() as u32;
                    let code = if fits { code } else { 0 };
                    self.defs.push(DefRow {
                        method,
                        class: id,
                        access,
                        code,
                    });
                }
            }
        }
        broken + usize::from(members.broken())
    }

    fn annotations(&mut self, class: &ClassDef<'_>, ids: &DexIds, budget: &mut Budget) {
        for (method, annotation) in class.annotations().methods() {
            if !Budget::take(&mut budget.annotations, 1, &mut budget.over) {
                return;
            }
            if annotation.visibility != Visibility::Runtime {
                continue;
            }
            let ty = ids
                .types
                .get(annotation.ty as usize)
                .copied()
                .and_then(TypeId::some);
            let method = ids.methods.get(method as usize).copied().unwrap_or(NONE) as usize;
            let def = self.def_of.get(method).copied().and_then(DefId::some);
            if let (Some(ty), Some(def)) = (ty, def) {
                self.annotated.push((ty, def));
            }
        }
    }
}
