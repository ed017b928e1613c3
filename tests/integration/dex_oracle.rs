//! The DEX reader against `dexdump -d`: classes, members, every instruction with its operands, try blocks and line
//! tables. Needs packages and the tool, so it runs only when `CONSENTRY_CORPUS` names a folder of packages (all of them;
//! `CONSENTRY_CORPUS_MAX` bounds the bytes of one DEX file, default 4 MB).

#![allow(clippy::unwrap_used, reason = "a failing helper fails the test")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use consentry::dex::opcode::Format;
use consentry::dex::{Code, Dex, Insn, Member};
use consentry::input::Input;
use consentry::limits::Limits;

#[test]
fn same_as_dexdump() {
    let Ok(corpus) = std::env::var("CONSENTRY_CORPUS") else {
        return;
    };
    let max = std::env::var("CONSENTRY_CORPUS_MAX")
        .ok()
        .and_then(|m| m.parse().ok());
    let max: usize = max.unwrap_or(4 << 20);
    let folder = tempfile::tempdir().unwrap();
    let (mut files, mut skipped, mut lines) = (0, 0, 0);
    let mut wrong = Vec::new();
    for_each_dex(Path::new(&corpus), &mut |name, bytes| {
        if bytes.len() > max {
            skipped += 1;
            return;
        }
        let path = folder.path().join("classes.dex");
        std::fs::write(&path, bytes).unwrap();
        match compare(&path, bytes) {
            Ok(0) => skipped += 1,
            Ok(n) => {
                files += 1;
                lines += n;
            }
            Err(difference) => wrong.push(format!("{name}: {difference}")),
        }
    });
    println!(
        "{files} files equal in {lines} lines, {skipped} skipped, {} differ",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Calls `visit` with every DEX file of every package below `folder`.
pub(crate) fn for_each_dex(folder: &Path, visit: &mut dyn FnMut(&str, &[u8])) {
    let mut paths: Vec<PathBuf> = Vec::new();
    collect(folder, &mut paths);
    paths.sort();
    for path in paths {
        let Ok(input) = Input::open(&path, &Limits::default()) else {
            continue;
        };
        for module in input.modules().0 {
            for entry in module.archive.entries() {
                if !entry.name.ends_with(".dex") {
                    continue;
                }
                if let Ok(bytes) = module.archive.read(entry) {
                    visit(
                        &format!("{}!{}!{}", path.display(), module.name, entry.name),
                        &bytes,
                    );
                }
            }
        }
    }
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        let extension = path
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default();
        if path.is_dir() {
            collect(&path, paths);
        } else if matches!(extension, "apk" | "xapk" | "apks" | "apkm" | "dex" | "zip") {
            paths.push(path);
        }
    }
}

/// Number of equal lines; 0 when `dexdump` does not read the file.
fn compare(path: &Path, bytes: &[u8]) -> Result<usize, String> {
    let Ok((dexes, _)) = Dex::parse(bytes) else {
        return Ok(0);
    };
    let mut ours = String::new();
    for dex in &dexes {
        describe(dex, &mut ours);
    }
    let mut child = Command::new("dexdump")
        .arg("-d")
        .arg(path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| e.to_string())?;
    let output = child.stdout.take().unwrap();
    let mut own = ours.lines();
    let mut count = 0;
    let mut different = None;
    for line in BufReader::new(output).split(b'\n') {
        let line = String::from_utf8_lossy(&line.unwrap()).into_owned();
        let Some(theirs) = normal(&line) else {
            continue;
        };
        let mine = own.next().unwrap_or("(end)");
        if mine != theirs && different.is_none() {
            different = Some(format!("line {count}: ours {mine:?}, dexdump {theirs:?}"));
        }
        count += 1;
    }
    let refused = !child.wait().map_err(|e| e.to_string())?.success();
    match (different, own.next()) {
        _ if refused && count == 0 => Ok(0),
        (Some(different), _) => Err(different),
        (None, Some(more)) => Err(format!("dexdump ends before {more:?}")),
        (None, None) => Ok(count),
    }
}

fn name(text: &str) -> &str {
    let plain = text.is_ascii() && !text.contains(['\\', '\'']) && !text.bytes().any(|b| b < 32);
    if plain { text } else { "?" }
}

/// What we read, in `dexdump`'s order.
fn describe(dex: &Dex<'_>, out: &mut String) {
    let string = |i| {
        dex.string(i)
            .map(|s| s.text().into_owned())
            .unwrap_or_default()
    };
    let ty = |i| {
        dex.type_name(i)
            .map(|s| s.text().into_owned())
            .unwrap_or_default()
    };
    for class in dex.classes() {
        let _ = writeln!(out, "class {}", name(&ty(class.class)));
        if let Some(superclass) = class.superclass {
            let _ = writeln!(out, "super {}", name(&ty(superclass)));
        }
        for member in class.members() {
            match member {
                Member::Field { index, .. } => {
                    let field = dex.field(index).unwrap();
                    let _ = writeln!(out, "member {}", name(&string(field.name)));
                }
                Member::Method { index, code, .. } => {
                    let method = dex.method(index).unwrap();
                    let _ = writeln!(out, "member {}", name(&string(method.name)));
                    if let Some(code) = dex.code(code) {
                        body(&code, out);
                    }
                }
            }
        }
    }
}

fn body(code: &Code<'_>, out: &mut String) {
    let _ = writeln!(out, "registers {}", code.registers);
    let _ = writeln!(out, "ins {}", code.ins);
    let _ = writeln!(out, "outs {}", code.outs);
    for insn in code.insns() {
        let _ = writeln!(out, "{}", instruction(&insn));
    }
    for block in code.tries() {
        let _ = writeln!(out, "try {:04x} {:04x}", block.start, block.end);
        for (_, at) in block.handlers() {
            let _ = writeln!(out, "catch {at:04x}");
        }
    }
    for line in code.debug().iter().flat_map(|debug| debug.lines()) {
        // The tool prints it signed.
        let _ = writeln!(out, "line {:04x} {}", line.pc, line.line.cast_signed());
    }
}

fn instruction(insn: &Insn<'_>) -> String {
    if insn.is_payload() {
        return format!("{:04x} data {}", insn.pc(), insn.units());
    }
    let (opcode, o) = (insn.opcode(), insn.operands());
    let mut text = format!("{:04x} {}", insn.pc(), opcode.name);
    for register in [o.a, o.b, o.c].iter().take(o.registers.into()) {
        let _ = write!(text, " v{register}");
    }
    for register in o.args.iter() {
        let _ = write!(text, " v{register}");
    }
    if let Some(target) = o.target {
        let _ = write!(text, " -> {target:x}");
    }
    let literal = match opcode.format {
        Format::F11n => Some((o.literal, 2)),
        Format::F21s | Format::F22s => Some((o.literal, 4)),
        Format::F22b => Some((o.literal, 2)),
        Format::F21h => Some((o.literal >> if insn.op() == 0x19 { 48 } else { 16 }, 4)),
        Format::F31i => Some((o.literal, 8)),
        Format::F51l => Some((o.literal, 16)),
        _ => None,
    };
    if let Some((literal, digits)) = literal {
        let mask = if digits == 16 {
            u64::MAX
        } else {
            (1 << (digits * 4)) - 1
        };
        let _ = write!(text, " #{:x}", literal.cast_unsigned() & mask);
    }
    if opcode.pool != consentry::dex::opcode::Pool::None && !opcode.name.starts_with("const-string")
    {
        let _ = write!(text, " @{:x}", o.index);
    }
    text
}

/// A line of `dexdump` in our words; `None` for lines that we do not compare.
fn normal(line: &str) -> Option<String> {
    let quoted = || {
        name(line.split_once('\'')?.1.rsplit_once('\'')?.0)
            .to_owned()
            .into()
    };
    let value = || line.rsplit_once(": ").map(|(_, v)| v.to_owned());
    if line.starts_with("  Class descriptor  : '") {
        let name: Option<String> = quoted();
        return Some(format!("class {}", name?));
    } else if line.starts_with("  Superclass        : '") {
        let name: Option<String> = quoted();
        return Some(format!("super {}", name?));
    } else if line.starts_with("      name          : '") {
        let name: Option<String> = quoted();
        return Some(format!("member {}", name?));
    } else if line.starts_with("      registers     : ") {
        return Some(format!("registers {}", value()?));
    } else if line.starts_with("      ins           : ") {
        return Some(format!("ins {}", value()?));
    } else if line.starts_with("      outs          : ") {
        return Some(format!("outs {}", value()?));
    } else if let Some(rest) = line.strip_prefix("        0x") {
        if let Some((pc, line)) = rest.split_once(" line=") {
            return Some(format!("line {pc} {line}"));
        }
        let (start, end) = rest.split_once(" - 0x")?;
        return (end.len() <= 8 && !end.contains(' ')).then(|| format!("try {start} {end}"));
    } else if line.starts_with("          ") && line.contains(" -> 0x") {
        return line
            .rsplit_once(" -> 0x")
            .map(|(_, at)| format!("catch {at}"));
    }
    let (head, rest) = line.split_once('|')?;
    if !head
        .split_once(':')?
        .0
        .bytes()
        .all(|b| b.is_ascii_hexdigit())
        || rest.starts_with('[')
    {
        return None;
    }
    let (pc, rest) = rest.split_once(": ")?;
    let (opcode, operands) = rest.split_once(' ').unwrap_or((rest, ""));
    if opcode.ends_with("-data") && operands.starts_with('(') {
        return Some(format!(
            "{pc} data {}",
            operands.trim_start_matches('(').split(' ').next()?
        ));
    }
    let mut text = format!("{pc} {opcode}");
    let (symbols, comment) = match operands.rsplit_once("// ") {
        Some((symbols, comment)) if !opcode.starts_with("const-string") => (symbols, comment),
        _ => (operands, ""),
    };
    let mut rest = "";
    for (i, token) in symbols.trim_end().split(", ").enumerate() {
        let bare = token.trim_start_matches('{').trim_end_matches('}');
        let register = bare
            .strip_prefix('v')
            .is_some_and(|n| n.parse::<u16>().is_ok());
        if !register {
            if i < 4 {
                rest = token;
            }
            break;
        }
        let _ = write!(text, " {bare}");
    }
    if opcode.starts_with("const-string") {
        return Some(text);
    }
    let digits = |t: &str| {
        t.chars()
            .take_while(char::is_ascii_hexdigit)
            .collect::<String>()
    };
    if comment.starts_with(['+', '-']) {
        let target = u32::from_str_radix(&digits(rest.trim_start_matches('#')), 16).ok()?;
        let _ = write!(text, " -> {target:x}");
    } else if let Some(literal) = comment.strip_prefix('#') {
        let _ = write!(
            text,
            " #{:x}",
            u64::from_str_radix(&digits(literal), 16).ok()?
        );
    } else if let Some((_, index)) = comment
        .split_once('@')
        .or(operands.split_once("call_site@"))
    {
        let _ = write!(
            text,
            " @{:x}",
            u32::from_str_radix(&digits(index), 16).ok()?
        );
    }
    Some(text)
}
