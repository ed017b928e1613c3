//! The reader of class files against `javap -c` of the JDK, which shares no code with us: every method of every class,
//! every instruction with its operands, every handler. Needs packages and the tool, so it runs only when
//! `CONSENTRY_CORPUS` names a folder of libraries (`CONSENTRY_CORPUS_MAX` bounds the bytes of one, default 4 MB).

#![allow(clippy::unwrap_used, reason = "a failing helper fails the test")]

use std::fmt::Write as _;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use consentry::jvm::{Class, Code, Insn};

/// Classes that one call of `javap` is given.
const BATCH: usize = 400;

#[test]
fn same_as_javap() {
    let Ok(corpus) = std::env::var("CONSENTRY_CORPUS") else {
        return;
    };
    let max = std::env::var("CONSENTRY_CORPUS_MAX")
        .ok()
        .and_then(|m| m.parse().ok());
    let max: u64 = max.unwrap_or(4 << 20);
    let mut paths = Vec::new();
    libraries(Path::new(&corpus), &mut paths);
    paths.sort();
    let (mut files, mut classes, mut lines) = (0, 0, 0);
    let mut wrong = Vec::new();
    for path in paths {
        if path.metadata().unwrap().len() > max {
            continue;
        }
        let mut found = Vec::new();
        class_files(&std::fs::read(&path).unwrap(), &mut found, true);
        files += usize::from(!found.is_empty());
        for batch in found.chunks(BATCH) {
            let (ours, theirs) = (described(batch), disassembled(batch));
            let differs = ours.lines().zip(theirs.lines()).find(|(a, b)| a != b);
            if let Some((ours, theirs)) = differs {
                wrong.push(format!(
                    "{}: ours {ours:?}, javap {theirs:?}",
                    path.display()
                ));
            } else if ours.lines().count() != theirs.lines().count() {
                wrong.push(format!("{}: one ends before the other", path.display()));
            }
            classes += batch.len();
            lines += ours.lines().count();
        }
    }
    println!(
        "{classes} classes of {files} files, {lines} lines, {} differ",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn libraries(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        let extension = path.extension().and_then(|e| e.to_str());
        if path.is_dir() {
            libraries(&path, paths);
        } else if matches!(extension, Some("jar" | "aar")) {
            paths.push(path);
        }
    }
}

/// The class files of an archive, and of the archives in it.
fn class_files(bytes: &[u8], found: &mut Vec<Vec<u8>>, deeper: bool) {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return;
    };
    for at in 0..archive.len() {
        let Ok(mut entry) = archive.by_index(at) else {
            continue;
        };
        let Ok(name) = entry.name().map(|name| name.into_owned()) else {
            continue;
        };
        let is_class = name.ends_with(".class") && !name.starts_with("META-INF/");
        let mut data = Vec::new();
        if !(is_class || deeper && name.ends_with(".jar")) || entry.read_to_end(&mut data).is_err()
        {
            continue;
        }
        if !is_class {
            class_files(&data, found, false);
        } else if Class::parse(&data).is_ok() {
            found.push(data);
        }
    }
}

/// What we read.
fn described(classes: &[Vec<u8>]) -> String {
    let mut out = String::new();
    for bytes in classes {
        let class = Class::parse(bytes).unwrap();
        let _ = writeln!(out, "class");
        for method in class.methods() {
            let descriptor = String::from_utf8_lossy(method.descriptor().unwrap());
            let _ = writeln!(out, "method {descriptor}");
            if let Some(code) = class.code(method.code()) {
                body(&code, &mut out);
            }
        }
    }
    out
}

fn body(code: &Code<'_>, out: &mut String) {
    for insn in code.insns() {
        let _ = write!(out, "{} {}", insn.pc(), insn.op());
        for number in operands(&insn) {
            let _ = write!(out, " {number}");
        }
        out.push('\n');
    }
    for handler in code.handlers() {
        let _ = writeln!(
            out,
            "catch {} {} {}",
            handler.start, handler.end, handler.target
        );
    }
}

fn operands(insn: &Insn<'_>) -> Vec<i64> {
    let (index, local) = (i64::from(insn.index()), i64::from(insn.local()));
    let literal = i64::from(insn.literal());
    match insn.op() {
        0x10 | 0x11 | 0xbc => vec![literal],
        0x12..=0x14 | 0xb2..=0xbb | 0xbd | 0xc0 | 0xc1 => vec![index],
        0xc5 => vec![index, literal],
        0x84 => vec![local, literal],
        0x15..=0x19 | 0x36..=0x3a | 0xa9 => vec![local],
        0xaa | 0xab => {
            let switch = insn.switch().unwrap();
            let cases = switch.cases.into_iter();
            let mut all: Vec<i64> = cases
                .flat_map(|(key, target)| [i64::from(key), i64::from(target)])
                .collect();
            all.push(switch.default.into());
            all
        }
        _ => insn.target().map(i64::from).into_iter().collect(),
    }
}

/// What `javap` prints, in our words.
fn disassembled(classes: &[Vec<u8>]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("javap");
    command.args(["-c", "-p", "-s"]);
    for (at, bytes) in classes.iter().enumerate() {
        let path = folder.path().join(format!("{at}.class"));
        std::fs::write(&path, bytes).unwrap();
        command.arg(path);
    }
    let output = command.stderr(Stdio::null()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let mut out = String::new();
    let mut in_switch = false;
    for line in text.lines() {
        if !line.starts_with(' ') && line.ends_with('{') {
            out.push_str("class\n");
            continue;
        }
        let line = line.trim_start();
        if let Some(descriptor) = line.strip_prefix("descriptor: (") {
            let _ = writeln!(out, "method ({descriptor}");
            continue;
        }
        let line = line.split("//").next().unwrap_or_default().trim_end();
        if in_switch {
            if line == "}" {
                in_switch = false;
                out.push('\n');
            } else {
                let (key, target) = line.split_once(": ").unwrap();
                let key = if key == "default" { "" } else { key };
                let separator = if key.is_empty() { "" } else { " " };
                let _ = write!(out, "{separator}{key} {}", target.trim());
            }
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let numbers = words
            .iter()
            .take_while(|w| w.parse::<u32>().is_ok())
            .count();
        if numbers == 3 {
            let _ = writeln!(out, "catch {} {} {}", words[0], words[1], words[2]);
            continue;
        }
        let Some((pc, rest)) = line.split_once(": ") else {
            continue;
        };
        let (name, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let plain = name.trim_end_matches("_w");
        let known = |name| NAMES.split_whitespace().position(|known| known == name);
        let (Ok(pc), Some(op)) = (pc.parse::<u32>(), known(name).or(known(plain))) else {
            continue;
        };
        let _ = write!(out, "{pc} {op}");
        in_switch = matches!(op, 0xaa | 0xab);
        if in_switch {
            continue;
        }
        // The second number of these two says nothing that the first does not.
        let kept = if matches!(op, 0xb9 | 0xba) { 1 } else { 2 };
        for word in rest.split_whitespace().take(kept) {
            let word = word.trim_start_matches('#').trim_end_matches(',');
            let array = ARRAYS.iter().position(|known| *known == word);
            match array {
                Some(at) => write!(out, " {}", at + 4).unwrap(),
                None => write!(out, " {word}").unwrap(),
            }
        }
        out.push('\n');
    }
    out
}

const ARRAYS: [&str; 8] = [
    "boolean", "char", "float", "double", "byte", "short", "int", "long",
];

/// The instructions in the order of their opcodes (JVMS 6.5).
const NAMES: &str = "nop aconst_null iconst_m1 iconst_0 iconst_1 iconst_2 iconst_3 iconst_4 iconst_5 lconst_0 lconst_1 \
    fconst_0 fconst_1 fconst_2 dconst_0 dconst_1 bipush sipush ldc ldc_w ldc2_w iload lload fload dload aload iload_0 \
    iload_1 iload_2 iload_3 lload_0 lload_1 lload_2 lload_3 fload_0 fload_1 fload_2 fload_3 dload_0 dload_1 dload_2 \
    dload_3 aload_0 aload_1 aload_2 aload_3 iaload laload faload daload aaload baload caload saload istore lstore fstore \
    dstore astore istore_0 istore_1 istore_2 istore_3 lstore_0 lstore_1 lstore_2 lstore_3 fstore_0 fstore_1 fstore_2 \
    fstore_3 dstore_0 dstore_1 dstore_2 dstore_3 astore_0 astore_1 astore_2 astore_3 iastore lastore fastore dastore \
    aastore bastore castore sastore pop pop2 dup dup_x1 dup_x2 dup2 dup2_x1 dup2_x2 swap iadd ladd fadd dadd isub lsub \
    fsub dsub imul lmul fmul dmul idiv ldiv fdiv ddiv irem lrem frem drem ineg lneg fneg dneg ishl lshl ishr lshr iushr \
    lushr iand land ior lor ixor lxor iinc i2l i2f i2d l2i l2f l2d f2i f2l f2d d2i d2l d2f i2b i2c i2s lcmp fcmpl fcmpg \
    dcmpl dcmpg ifeq ifne iflt ifge ifgt ifle if_icmpeq if_icmpne if_icmplt if_icmpge if_icmpgt if_icmple if_acmpeq \
    if_acmpne goto jsr ret tableswitch lookupswitch ireturn lreturn freturn dreturn areturn return getstatic putstatic \
    getfield putfield invokevirtual invokespecial invokestatic invokeinterface invokedynamic new newarray anewarray \
    arraylength athrow checkcast instanceof monitorenter monitorexit wide multianewarray ifnull ifnonnull goto_w jsr_w";
