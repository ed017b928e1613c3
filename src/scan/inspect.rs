//! A look at one layer of a package, for people who work on the knowledge or on the engine.

use std::collections::BTreeSet;
use std::path::Path;

use bumpalo::Bump;

use super::{Scan, code};
use crate::checks::reads::{self, Members};
use crate::diagnostic::Diagnostic;
use crate::input::Input;
use crate::knowledge::Knowledge;
use crate::knowledge::framework::Framework;
use crate::limits::Limits;
use crate::package::Package;
use crate::policy;
use crate::program::Program;
use crate::scenario::{self, Scenario, Trace};
use crate::sdk::{self, Sdks};

/// The structural profile's lines ([`sdk::structure::profile`]) of the classes in a package or library that `wanted`
/// accepts, and what could not be read.
pub fn library_classes(
    path: &Path,
    limits: &Limits,
    wanted: impl Fn(&str) -> bool,
) -> (Vec<String>, Vec<Diagnostic>) {
    let found = with_program(path, limits, |_, program| {
        sdk::structure::profile(program, wanted)
    });
    match found {
        Ok(found) => found,
        Err(error) => (Vec::new(), vec![error]),
    }
}

/// What one scenario works out on its way, and what could not be read; nothing for a scenario that starts where another
/// ends.
pub fn trace(
    path: &Path,
    limits: &Limits,
    knowledge: &Knowledge,
    scenario: Scenario,
) -> Result<(Option<Trace>, Vec<Diagnostic>), Diagnostic> {
    with_program(path, limits, |package, program| {
        let sdks = sdk::detect(package, program, knowledge);
        with_stage(package, program, knowledge, &sdks, |stage, wanted| {
            scenario::trace(stage, scenario, wanted)
        })
    })
}

/// What `replay` makes of a program whose SDKs are known: what scenarios start from, and what is wanted of them.
pub fn with_stage<T>(
    package: &Package<'_>,
    program: &Program<'_>,
    knowledge: &Knowledge,
    sdks: &Sdks,
    replay: impl FnOnce(scenario::Stage<'_>, &scenario::Wanted) -> T,
) -> T {
    let members = Members::new(program, knowledge, sdks);
    let normal = reads::normal(&knowledge.permissions);
    replay(
        stage(package, program, knowledge, &normal),
        &members.wanted(),
    )
}

/// What scenarios start from; `normal`: the permissions that need no grant.
pub(super) fn stage<'s>(
    package: &'s Package<'_>,
    program: &'s Program<'_>,
    knowledge: &'s Knowledge,
    normal: &'s BTreeSet<String>,
) -> scenario::Stage<'s> {
    scenario::Stage {
        program,
        package,
        framework: Framework::builtin(),
        model: &knowledge.model,
        normal,
        names_policy: policy::names_document,
    }
}

/// What `look` makes of a package or library and its code, without any scenario or check, and what could not be read.
pub fn with_program<T>(
    path: &Path,
    limits: &Limits,
    look: impl FnOnce(&Package<'_>, &Program<'_>) -> T,
) -> Result<(T, Vec<Diagnostic>), Diagnostic> {
    let input = Input::open(path, limits)
        .map_err(|error| Diagnostic::error("input-unreadable", error.to_string()))?;
    let mut scan = Scan::default();
    let (modules, diagnostics) = input.modules();
    scan.diagnostics.extend(diagnostics);
    // What a library's own files lack of an app (manifest, resources) is no matter here.
    let (package, _) = Package::read(&modules, limits);
    let files = code::read(&package, &mut scan.diagnostics);
    let (units, arena) = (files.units(), Bump::new());
    let (program, diagnostics) = Program::of(&units, &arena, Framework::builtin());
    scan.diagnostics.extend(diagnostics);
    Ok((look(&package, &program), scan.diagnostics))
}
