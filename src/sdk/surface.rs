//! What a library offers its host: the public methods of its public classes.

use std::collections::BTreeSet;

use super::{Owner, Sdks};
use crate::dex::access;
use crate::knowledge::Knowledge;
use crate::knowledge::framework::Framework;
use crate::knowledge::sdk::SdkCategory;
use crate::package::Package;
use crate::program::{ClassId, DefId, Program};

/// Methods that are looked at; large libraries offer a few thousand.
const METHODS: usize = 4000;
/// Rules of a library for its host's R8 that are read.
const KEEP_RULES: usize = 2000;

/// The public methods and constructors of a library, sorted; and whether there are more than were taken.
///
/// Left out are methods that the platform calls (overrides of framework methods, manifest components), what compilers
/// add, classes of open-source libraries that lie in the package, and classes and methods whose names an obfuscator
/// took away, unless the library tells its host to keep them (`proguard.txt`).
pub fn surface(
    package: &Package<'_>,
    program: &Program<'_>,
    sdks: &Sdks,
    knowledge: &Knowledge,
) -> (Vec<DefId>, bool) {
    let kept: BTreeSet<String> = keep_rules(package).into_iter().collect();
    let components: BTreeSet<&str> = package
        .manifest
        .components
        .iter()
        .map(|component| component.run_class())
        .collect();
    let mut found = Vec::new();
    for class in program.classes() {
        let name = program.class_name(class);
        let told = kept.contains(&name);
        if (is_renamed(&name) && !told)
            || components.contains(name.as_str())
            || !is_public(program, class)
            || is_open_source(&name, sdks, knowledge)
        {
            continue;
        }
        for def in program.defs_of(class) {
            let flags = program.access(def);
            let method = program.method_name(program.method(def));
            let shown = flags & access::PUBLIC != 0
                && flags & (access::ABSTRACT | access::SYNTHETIC | access::BRIDGE) == 0
                && method != "<clinit>"
                && (told || !is_short(&method));
            if shown && !is_platforms(program, class, def) {
                found.push(def);
            }
        }
        if found.len() > METHODS {
            found.truncate(METHODS);
            return (found, true);
        }
    }
    (found, false)
}

/// Whether the class and those around it are public and written by a person.
fn is_public(program: &Program<'_>, class: ClassId) -> bool {
    let flags = program.class_access(class);
    let generated = access::SYNTHETIC | 0x2000; // ACC_ANNOTATION
    if flags & access::PUBLIC == 0 || flags & generated != 0 {
        return false;
    }
    let name = program.class_name(class);
    let simple = name.rsplit('.').next().unwrap_or(&name);
    if matches!(simple, "BuildConfig" | "R") || simple.starts_with("R$") {
        return false;
    }
    match name.rsplit_once('$') {
        Some((outer, _)) => program
            .find_class(outer)
            .is_none_or(|outer| program.class_access(outer) & access::PUBLIC != 0),
        None => true,
    }
}

/// Whether an obfuscator took the name away: `a.b.c`, `com.acme.a$b`; also classes without a name.
fn is_renamed(name: &str) -> bool {
    let simple = name.rsplit('.').next().unwrap_or(name);
    simple
        .split('$')
        .any(|part| is_short(part) || part.bytes().all(|b| b.is_ascii_digit()))
}

fn is_short(name: &str) -> bool {
    name.len() <= 2
}

fn is_open_source(name: &str, sdks: &Sdks, knowledge: &Knowledge) -> bool {
    match sdks.owner_of(name) {
        Owner::Sdk(id) => knowledge
            .sdk(&id)
            .is_some_and(|sdk| sdk.category == SdkCategory::Library),
        _ => false,
    }
}

/// Whether the platform calls the method: a supertype of the platform declares it.
fn is_platforms(program: &Program<'_>, class: ClassId, def: DefId) -> bool {
    let method = program.method(def);
    let name = program.method_name(method);
    if name == "<init>" {
        return false;
    }
    let arguments = program.arguments(program.selector(method));
    let framework = Framework::builtin();
    let ty = program.class_type(class);
    let above = program.chain(ty).chain(program.all_interfaces(ty));
    let mut foreign = above.filter(|ty| program.class_of(*ty).is_none());
    foreign.any(|ty| {
        let class = program.descriptor(ty);
        framework.find_method(&class, &name, &arguments).is_some()
    })
}

/// Classes that `-keep` rules name, which a library gives its host.
fn keep_rules(package: &Package<'_>) -> Vec<String> {
    let Some(Ok(bytes)) = package.read_entry("proguard.txt") else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&bytes);
    let mut found = Vec::new();
    for line in text
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("-keep"))
    {
        let mut words = line.split_whitespace();
        let kind =
            words.find(|word| matches!(*word, "class" | "interface" | "enum" | "@interface"));
        let pattern = words.next().filter(|_| kind.is_some());
        // A rule for a whole package keeps what is internal too; it says nothing about what is meant for the host.
        found.extend(
            pattern
                .map(|pattern| pattern.trim_end_matches('{').to_owned())
                .filter(|pattern| !pattern.contains('*')),
        );
        if found.len() >= KEEP_RULES {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::is_renamed;

    #[test]
    fn names_that_an_obfuscator_took_away() {
        assert!(is_renamed("com.acme.a") && is_renamed("a.b.c$Inner$1"));
        assert!(!is_renamed("cn.acme.Push$Builder"));
    }
}
