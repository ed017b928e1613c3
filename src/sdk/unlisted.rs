//! Components that no record names: which of the unnamed package roots are third parties, and which are the app's own
//! modules under another name.
//!
//! A third party's code is called and never calls: it was compiled without the app. A root whose classes refer to a class
//! of the app is the app's own.

use std::collections::{BTreeMap, BTreeSet};

use super::{Owner, Sdks};
use crate::program::{ClassId, FieldId, Kind, MethodId, Program, TypeId};

/// Classes from which on an unnamed component is told: fewer are mostly what a library dropped in passing.
const MIN_CLASSES: usize = 5;

/// An unnamed third-party component.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unlisted {
    /// Its package root, dotted.
    pub root: String,
    /// Classes below it.
    pub classes: usize,
    /// Dotted names of the classes that the app refers to, sorted, at most [`KEPT`].
    pub used: Vec<String>,
}

/// Classes kept in [`Unlisted::used`].
const KEPT: usize = 3;

impl Sdks {
    /// Gives the app its modules, and tells the components that are left, sorted by root. In a package without an app of
    /// its own (a library) there is nothing to tell apart.
    pub(crate) fn settle_unlisted(&mut self, program: &Program<'_>) -> Vec<Unlisted> {
        if !self.has_app() {
            return Vec::new();
        }
        let mut modules = BTreeSet::new();
        let mut used: BTreeMap<String, BTreeSet<ClassId>> = BTreeMap::new();
        let mut classes: BTreeMap<String, usize> = BTreeMap::new();
        for class in program.classes() {
            let own = match self.owner(class.index()) {
                Owner::App => None,
                Owner::Unknown(root) => Some(root.clone()),
                Owner::Sdk(_) | Owner::Renamed => continue,
            };
            if let Some(root) = &own {
                *classes.entry(root.clone()).or_default() += 1;
            }
            for other in referred(program, class) {
                match (&own, self.owner(other.index())) {
                    (Some(root), Owner::App) => {
                        modules.insert(root.clone());
                    }
                    (None, Owner::Unknown(root)) => {
                        used.entry(root.clone()).or_default().insert(other);
                    }
                    _ => {}
                }
            }
        }
        let told = classes
            .into_iter()
            .filter(|(root, count)| *count >= MIN_CLASSES && !modules.contains(root))
            .map(|(root, classes)| {
                let mut used: Vec<String> = used
                    .get(&root)
                    .into_iter()
                    .flatten()
                    .map(|class| program.class_name(*class))
                    .collect();
                used.sort();
                used.truncate(KEPT);
                Unlisted {
                    root,
                    classes,
                    used,
                }
            });
        let told = told.collect();
        self.make_own(modules);
        told
    }
}

/// Classes of the package that a class extends, implements, calls, makes or reads, sorted, each once.
pub(super) fn referred(program: &Program<'_>, class: ClassId) -> Vec<ClassId> {
    let ty = program.class_type(class);
    let mut types: Vec<TypeId> = program.super_of(ty).into_iter().collect();
    types.extend(program.interfaces_of(ty));
    for def in program.defs_of(class) {
        let uses = program.uses(def).iter();
        types.extend(uses.filter_map(|used| match used.kind() {
            Kind::Text => None,
            Kind::Read | Kind::Write => Some(program.field(FieldId(used.id())).0),
            Kind::Class | Kind::New | Kind::Array => Some(TypeId(used.id())),
            _ => Some(program.method_class(MethodId(used.id()))),
        }));
    }
    let own = types.into_iter().filter_map(|ty| program.class_of(ty));
    let mut classes: Vec<ClassId> = own.collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}
