//! Small programs, made by hand.

use super::{Kind, Program, Resolved, Use};
use crate::dex::Dex;
use crate::dex::tests::{Builder, uleb};
use crate::knowledge::Framework;

const NAMES: [&str; 8] = [
    "LA;",
    "LB;",
    "LC;",
    "Ljava/lang/Object;",
    "V",
    "<init>",
    "run",
    "LMissing;",
];

/// A method of a test class: index in the method table, access, code offset.
type Method = (u32, u32, u32);

fn class_data(direct: &[Method], virtuals: &[Method]) -> Vec<u8> {
    let mut data = vec![0, 0, direct.len() as u8, virtuals.len() as u8];
    for list in [direct, virtuals] {
        let mut last = 0;
        for (index, access, code) in list {
            data.extend(uleb(index - last));
            data.extend(uleb(*access));
            data.extend(uleb(*code));
            last = *index;
        }
    }
    data
}

fn read(bytes: &[u8]) -> (Program<'_>, Vec<crate::diagnostic::Diagnostic>) {
    let dexes = Dex::parse(bytes).unwrap().0;
    let named = dexes
        .into_iter()
        .map(|d| ("classes.dex".to_owned(), d))
        .collect();
    Program::build(named, Framework::default())
}

/// `A` (with `run`), `B extends A` (with `run`), `C extends B`; `A.<init>` makes a `C` and calls `B.run` on it.
fn three() -> Vec<u8> {
    let mut file = Builder::new();
    file.names(&NAMES, 5);
    file.void_proto(4);
    // 0: A.<init>, 1: A.run, 2: B.run, 3: C.run (inherited)
    file.methods(&[(0, 5), (0, 6), (1, 6), (2, 6)]);
    let start = file.code(&[0x0022, 2, 0x106e, 3, 0, 0x000e]);
    let empty = file.code(&[0x000e]);
    let a = class_data(&[(0, 0x10001, start)], &[(1, 1, empty)]);
    let b = class_data(&[], &[(2, 1, empty)]);
    let (a, b) = (file.raw(&a), file.raw(&b));
    let row = |class: u32, parent: u32, data: u32| [class, 1, parent, 0, u32::MAX, 0, data, 0];
    let rows = [row(0, 3, a), row(1, 0, b), row(2, 1, 0)].concat();
    file.table(0x60, 3, &rows);
    file.done()
}

#[test]
fn hierarchy_and_reach() {
    let bytes = three();
    let (program, diagnostics) = read(&bytes);
    assert_eq!(diagnostics, []);
    let ty = |name: &str| program.find_type(name).unwrap();
    let (a, b, c) = (ty("LA;"), ty("LB;"), ty("LC;"));
    assert!(program.is_subtype(c, a) && program.is_subtype(c, c) && !program.is_subtype(a, c));
    assert!(program.is_subtype(c, ty("Ljava/lang/Object;")));
    let run = program.find_method("LC;", "run", Some(""))[0];
    let b_run = program
        .def_of(program.find_method("LB;", "run", None)[0])
        .unwrap();
    let a_run = program
        .def_of(program.find_method("LA;", "run", None)[0])
        .unwrap();
    assert_eq!(program.resolve(run), Resolved::Def(b_run));
    assert_eq!(program.resolve_virtual(a, run), Some(a_run));
    assert_eq!(program.overrides(a_run).collect::<Vec<_>>(), [b_run]);
    assert_eq!(program.references("LB;", "run", None).len(), 2);
    let init = program.defs().next().unwrap();
    assert_eq!(
        program.uses(init),
        [Use::new(Kind::CallVirtual, run.0), Use::new(Kind::New, c.0)]
    );
    assert_eq!(
        program.callers(run).collect::<Vec<_>>(),
        [(init, Kind::CallVirtual)]
    );
    assert_eq!(program.call_sites(init, run)[0].pc, 2);
    assert_eq!(program.class_name(program.class_of(b).unwrap()), "B");

    let reach = program.reach(program.class_of(a));
    assert!(reach.contains(b_run) && !reach.is_empty());
    let chain: Vec<_> = reach.chain(b_run).iter().map(|step| step.def).collect();
    assert_eq!(chain, [init, b_run]);
    assert!(program.reach([]).is_empty());
}

#[test]
fn classes_that_inherit_from_themselves() {
    let mut file = Builder::new();
    file.names(&NAMES, 5);
    let row = |class: u32, parent: u32| [class, 1, parent, 0, u32::MAX, 0, 0, 0];
    file.table(0x60, 3, &[row(0, 0), row(1, 2), row(2, 1)].concat());
    let bytes = file.done();
    let (program, diagnostics) = read(&bytes);
    assert_eq!(
        diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(),
        ["dex-class-cycle"]
    );
    let types = ["LA;", "LB;", "LC;"].map(|name| program.find_type(name).unwrap());
    for a in types {
        assert!(program.chain(a).count() <= 3);
        for b in types {
            let _ = program.is_subtype(a, b);
        }
    }
}

#[test]
fn first_definition_counts() {
    let bytes = three();
    let dex = Dex::parse(&bytes).unwrap().0[0];
    let files = vec![
        ("classes.dex".to_owned(), dex),
        ("classes2.dex".to_owned(), dex),
    ];
    let (program, diagnostics) = Program::build(files, Framework::default());
    assert_eq!((program.stats().classes, program.stats().methods), (3, 3));
    assert_eq!(program.duplicates().len(), 3);
    assert_eq!(
        diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(),
        ["dex-duplicate-class"]
    );
}

#[test]
fn shared_bytes_have_a_budget() {
    // Two thousand methods with one long body.
    let mut file = Builder::new();
    file.names(&NAMES, 5);
    file.void_proto(4);
    let names: Vec<String> = (0..100).map(|i| format!("m{i}")).collect();
    let list: Vec<&str> = NAMES
        .into_iter()
        .chain(names.iter().map(String::as_str))
        .collect();
    file.names(&list, 5);
    let methods: Vec<(u32, u32)> = (0..100).map(|i| (0, 8 + i)).collect();
    file.methods(&methods);
    let body = file.code(&vec![0; 40_000]);
    let data: Vec<_> = (0..100).map(|i| (i, 1, body)).collect();
    let data = file.raw(&class_data(&[], &data));
    file.table(0x60, 1, &[0, 1, 3, 0, u32::MAX, 0, data, 0]);
    let bytes = file.done();
    let (program, diagnostics) = read(&bytes);
    assert!(
        diagnostics.iter().any(|d| d.code == "dex-overlap"),
        "{diagnostics:?}"
    );
    assert!(program.stats().instructions < 8 * bytes.len());
}

/// A program of many files is one: a name that several of them have is one name, however much the tables grow.
#[test]
fn names_of_many_files_are_the_same_names() {
    let file = |from: usize, to: usize| {
        let names: Vec<String> = (from..to).map(|i| format!("L{i:05};")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut file = Builder::new();
        file.names(&names, names.len() as u32);
        file.done()
    };
    let files = [file(0, 10), file(0, 300), file(5, 3000), file(0, 9000)];
    let dexes = files
        .iter()
        .flat_map(|bytes| Dex::parse(bytes).unwrap().0)
        .map(|dex| ("classes.dex".to_owned(), dex))
        .collect();
    let (program, _) = Program::build(dexes, Framework::default());
    // The hierarchy's root is the one name that no file has.
    assert_eq!(program.string_count(), 9000 + 1);
    assert_eq!(program.type_count(), 9000 + 1);
    assert!((0..9000).all(|i| program.find_type(&format!("L{i:05};")).is_some()));
}
