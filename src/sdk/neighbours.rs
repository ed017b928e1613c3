//! Classes without a shape of their own that belong to a library which was found by the shape of others.

use std::collections::{BTreeMap, BTreeSet};

use super::inventory::{Renamed, Shaped};
use super::unlisted::referred;
use super::{Owner, Sdks};
use crate::program::{ClassId, Program};

/// Rounds in which classes are drawn in; each goes one reference further.
const ROUNDS: usize = 6;

/// Adds the classes around those that were found.
pub(super) fn add(program: &Program<'_>, sdks: &Sdks, all: &mut [Shaped]) {
    if !all.is_empty() {
        packaged(program, sdks, all);
        referenced(program, sdks, all);
    }
}

/// What is known of a class, and of all that refer to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// The library with this number.
    Library(usize),
    /// Not known yet; of referrers: there is none.
    Unknown,
    /// Somebody else, or several.
    Other,
}

impl Whose {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown, one) => one,
            (one, other) if one == other => one,
            _ => Self::Other,
        }
    }
}

/// Adds the renamed classes that nothing but one library refers to.
fn referenced(program: &Program<'_>, sdks: &Sdks, all: &mut [Shaped]) {
    let mut whose: Vec<Whose> = program
        .classes()
        .map(|class| match sdks.owner(class.index()) {
            Owner::Renamed => Whose::Unknown,
            Owner::App | Owner::Sdk(_) | Owner::Unknown(_) => Whose::Other,
        })
        .collect();
    for (at, shaped) in all.iter().enumerate() {
        for class in &shaped.classes {
            if let Some(known) = whose.get_mut(class.at) {
                *known = Whose::Library(at);
            }
        }
    }
    let known = |whose: &[Whose], at: usize| whose.get(at).copied().unwrap_or(Whose::Other);
    let mut references: Vec<(ClassId, ClassId)> = Vec::new();
    for class in program.classes() {
        let others = referred(program, class).into_iter();
        let others = others.filter(|other| *other != class);
        let open = others.filter(|other| known(&whose, other.index()) == Whose::Unknown);
        references.extend(open.map(|other| (other, class)));
    }
    references.sort_unstable();
    for _ in 0..ROUNDS {
        let mut drawn = Vec::new();
        for from in references.chunk_by(|a, b| a.0 == b.0) {
            let Some((class, _)) = from.first() else {
                continue;
            };
            if known(&whose, class.index()) != Whose::Unknown {
                continue;
            }
            let users = from.iter().map(|(_, user)| known(&whose, user.index()));
            // A user of whom nothing is known yet may be anybody's.
            let users = users.map(|user| match user {
                Whose::Unknown => Whose::Other,
                known => known,
            });
            if let Whose::Library(at) = users.fold(Whose::Unknown, Whose::and) {
                drawn.push((*class, at));
            }
        }
        if drawn.is_empty() {
            break;
        }
        for (class, at) in drawn {
            if let Some(known) = whose.get_mut(class.index()) {
                *known = Whose::Library(at);
            }
            if let Some(shaped) = all.get_mut(at) {
                shaped.classes.push(Renamed {
                    at: class.index(),
                    name: program.class_name(class).replace('.', "/"),
                    original: None,
                });
            }
        }
    }
}

/// Adds the classes that share an obfuscated package with those that were found, where more than half of the package is
/// one library's and nothing else of it is known: R8 keeps classes of one package together unless it is told not to.
fn packaged(program: &Program<'_>, sdks: &Sdks, all: &mut [Shaped]) {
    let package = |class: &str| {
        class
            .rsplit_once('/')
            .map(|(package, _)| package.to_owned())
    };
    // By package: classes that were found, and whose; `None` for more than one.
    let mut found: BTreeMap<String, (usize, Option<usize>)> = BTreeMap::new();
    let mut done: BTreeSet<usize> = BTreeSet::new();
    for (at, shaped) in all.iter().enumerate() {
        for class in &shaped.classes {
            done.insert(class.at);
            let Some(package) = package(&class.name) else {
                continue;
            };
            let (count, whose) = found.entry(package).or_insert((0, Some(at)));
            *count += 1;
            *whose = whose.filter(|known| *known == at);
        }
    }
    let mut others: BTreeMap<String, Vec<Renamed>> = BTreeMap::new();
    for class in program
        .classes()
        .filter(|class| !done.contains(&class.index()))
    {
        let name = program.class_name(class).replace('.', "/");
        let Some(package) = package(&name).filter(|package| found.contains_key(package)) else {
            continue;
        };
        if matches!(sdks.owner(class.index()), Owner::App | Owner::Sdk(_)) {
            found.remove(&package);
            continue;
        }
        others.entry(package).or_default().push(Renamed {
            at: class.index(),
            name,
            original: None,
        });
    }
    for (package, classes) in others {
        if let Some(&(count, Some(at))) = found.get(&package)
            && count > classes.len()
            && let Some(shaped) = all.get_mut(at)
        {
            shaped.classes.extend(classes);
        }
    }
}
