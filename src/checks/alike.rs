//! Members of a library that are known by what they look like: it comes with the package, and R8 renamed it or put the member that
//! a record names into its callers.

use crate::knowledge::api::Like;
use crate::program::{DefId, MethodId, Program};

/// The method references that look like that.
pub(super) fn alike(program: &Program<'_>, like: &Like) -> Vec<MethodId> {
    let all = 0..u32::try_from(program.method_count()).unwrap_or(u32::MAX);
    let fits = |method: &MethodId| {
        let owner = program.method_class(*method);
        program.class_of(owner).is_some()
            && program.is_interface(owner)
            && has_shape(program, *method, &like.shape)
            && program
                .virtual_defs(program.selector(*method))
                .iter()
                .any(|def| {
                    let class = program.class_type(program.class(*def));
                    program.is_subtype(class, owner) && writes(program, *def, like.number)
                })
    };
    all.map(MethodId).filter(fits).collect()
}

/// Whether a method takes and gives what a shape says.
fn has_shape(program: &Program<'_>, method: MethodId, shape: &str) -> bool {
    let proto = program.selector_proto(program.selector(method));
    let Some((params, returns)) = shape
        .strip_prefix('(')
        .and_then(|shape| shape.split_once(')'))
    else {
        return false;
    };
    let types = program.parameters(proto);
    let fits = |ty, letter: char| match letter {
        '*' => program.descriptor(ty).starts_with('L'),
        letter => program.descriptor(ty).chars().eq([letter]),
    };
    types.len() == params.len()
        && types
            .iter()
            .zip(params.chars())
            .all(|(ty, one)| fits(*ty, one))
        && returns.chars().all(|one| fits(program.returns(proto), one))
}

/// Whether a number stands in the code of a method, or of one that it calls.
fn writes(program: &Program<'_>, def: DefId, number: i64) -> bool {
    let here = |def: DefId| {
        let mut found = false;
        if let Some(body) = program.body(def) {
            body.numbers(|one| found |= one == number);
        }
        found
    };
    let calls = program
        .uses(def)
        .iter()
        .filter(|used| used.kind().is_call());
    here(def)
        || calls
            .filter_map(|call| program.def_of(MethodId(call.id())))
            .any(here)
}
