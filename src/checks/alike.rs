//! Members of a library that are known by what they look like: it comes with the package, and R8 renamed it or put the member that
//! a record names into its callers.

use crate::knowledge::api::Like;
use crate::program::{DefId, MethodId, Program};

/// Nanoseconds of a millisecond.
const NANOS: i64 = 1_000_000;

/// The method references that look like that, each with its first argument where that was put into the code.
pub(super) fn alike(program: &Program<'_>, like: &Like) -> Vec<(MethodId, Option<i64>)> {
    let mut found = Vec::new();
    // Shapes start with the argument that may be missing.
    let less = format!("({}", like.shape.get(2..).unwrap_or_default());
    let clock = like
        .clock
        .as_ref()
        .map(|clock| by_name(program, clock))
        .unwrap_or_default();
    for number in 0..u32::try_from(program.method_count()).unwrap_or(u32::MAX) {
        let method = MethodId(number);
        let owner = program.method_class(method);
        if program.class_of(owner).is_none() || !program.is_interface(owner) {
            continue;
        }
        let implemented = || {
            let defs = program.virtual_defs(program.selector(method)).iter();
            defs.copied().filter(|def| {
                let class = program.class_type(program.class(*def));
                program.is_subtype(class, owner)
            })
        };
        if has_shape(program, method, &like.shape) {
            if implemented().any(|def| writes(program, def, like.number)) {
                found.push((method, None));
            }
        } else if !clock.is_empty()
            && has_shape(program, method, &less)
            && let Some(added) = implemented().find_map(|def| added(program, def, &clock))
        {
            found.push((method, Some(added)));
        }
    }
    found
}

/// The references that a record's `Lpkg/Cls;->name(…)…` means.
fn by_name(program: &Program<'_>, member: &str) -> Vec<MethodId> {
    let parts = member.split_once("->").and_then(|(class, rest)| {
        let (name, rest) = rest.split_once('(')?;
        Some((class, name, rest.split_once(')')?.0))
    });
    let Some((class, name, arguments)) = parts else {
        return Vec::new();
    };
    program.references(class, name, Some(arguments))
}

/// The milliseconds that a method adds to a clock: the one number of its code that is whole milliseconds.
fn added(program: &Program<'_>, def: DefId, clock: &[MethodId]) -> Option<i64> {
    let uses = program.uses(def).iter();
    if !uses
        .filter(|used| used.kind().is_call())
        .any(|used| clock.contains(&MethodId(used.id())))
    {
        return None;
    }
    let mut numbers = Vec::new();
    program.body(def)?.numbers(|one| {
        if one >= NANOS && one % NANOS == 0 {
            numbers.push(one / NANOS);
        }
    });
    match numbers.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
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
