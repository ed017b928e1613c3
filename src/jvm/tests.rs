//! Damaged class files.

use super::Class;

/// Reads everything of a class.
fn walk(class: &Class<'_>) -> usize {
    let mut seen = 0;
    for index in 0..class.constant_count() {
        seen += usize::from(class.constant(index).is_some());
        seen += usize::from(class.class_name(index).is_some() | class.member(index).is_some());
    }
    for index in 0..64 {
        seen += usize::from(class.bootstrap(index).is_some());
    }
    seen += usize::from(class.source_file().is_some()) + class.interfaces().count();
    for member in class.fields().chain(class.methods()) {
        seen += usize::from(member.name().is_some() | member.descriptor().is_some());
        seen += usize::from(member.constant().is_some()) + member.annotations().count();
        let Some(code) = class.code(member.code()) else {
            continue;
        };
        seen += code.handlers().count() + code.insns().count();
        for insn in code.insns() {
            seen += usize::from(insn.target().is_some()) + usize::from(insn.local());
            seen += insn.switch().map_or(0, |switch| switch.cases.len());
            seen += usize::from(insn.index()) + usize::from(code.line_at(insn.pc()).is_some());
            assert!(insn.literal() < i32::MAX);
        }
    }
    seen
}

/// Every third byte of a real class changed in several ways, and the file cut there: no panic, no endless walk.
#[test]
fn mutated_classes_do_not_panic() {
    let whole = include_bytes!("../../testdata/classes/Shapes.class");
    let sound = walk(&Class::parse(whole).unwrap());
    assert!(sound > 100);
    for at in (0..whole.len()).step_by(3) {
        for change in [0x01, 0x80, 0xff] {
            let mut bytes = whole.to_vec();
            bytes[at] ^= change;
            if let Ok(class) = Class::parse(&bytes) {
                walk(&class);
            }
        }
        if let Ok(class) = Class::parse(&whole[..at]) {
            walk(&class);
        }
    }
}

#[test]
fn descriptors() {
    let read = |text: &'static str| super::parameters(text.as_bytes());
    let (list, result) = read("(I[[JLjava/lang/String;D)V").unwrap();
    assert_eq!(list.len(), 4);
    assert!(list[3].is_wide() && !list[1].is_wide() && list[1].is_reference());
    assert_eq!(result.slots(), 0);
    for broken in ["", "(", "()", "(V)V", "(L)V", "(I", "()II", "([)V", "()[V"] {
        assert!(read(broken).is_none(), "{broken}");
    }
}
