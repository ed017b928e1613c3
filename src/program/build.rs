//! From readers to the program: classes, methods, hierarchy, the sweep.

use std::sync::OnceLock;

use super::hierarchy::Hierarchy;
use super::ids::{ClassId, DefId, MethodId, NONE, TypeId};
use super::intern::{DexIds, Names};
use super::{ClassRow, DefRow, Program, sweep};
use crate::dex::{ClassDef, Dex, Member, Visibility};
use crate::diagnostic::Diagnostic;
use crate::knowledge::framework::Framework;

/// Bodies may share bytes (compilers merge equal ones); all together they may be this many times as long as the file.
const CODE_SHARE: usize = 8;

impl<'a> Program<'a> {
    /// Builds the program of DEX files in class-loader order. The first definition of a class counts.
    pub fn build(
        mut dexes: Vec<(String, Dex<'a>)>,
        framework: Framework<'a>,
    ) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        limit(&mut dexes, &mut diagnostics);
        let mut names = Names::default();
        let views: Vec<(&str, Dex<'a>)> = dexes.iter().map(|(n, d)| (n.as_str(), *d)).collect();
        let dex_ids = names.add_all(&views, &mut diagnostics);
        let mut defs = Definitions::new(&names);
        for (number, ((name, dex), ids)) in dexes.iter().zip(&dex_ids).enumerate() {
            defs.add(number, name, dex, ids, &names, &mut diagnostics);
        }
        let hierarchy = Hierarchy::build(
            &mut names,
            framework,
            &defs,
            &dexes,
            &dex_ids,
            &mut diagnostics,
        );
        let swept = sweep::sweep(&dexes, &dex_ids, &defs.classes, &defs.defs);
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
            dexes,
            dex_ids,
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
                dex: number as u16,
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
