//! The text form of the framework table (see [`super::framework`]) to its binary form: run at build time.

use std::collections::{BTreeMap, BTreeSet};

use super::framework::{HEADER, MAGIC, flag};
use super::load::{LoadError, Source};
use super::table::{Builder, put};

/// One class with its types as written.
#[derive(Debug, Default)]
struct Class<'a> {
    flags: u16,
    superclass: &'a str,
    interfaces: Vec<&'a str>,
    since: u8,
    methods: Vec<Member<'a>>,
    fields: Vec<Member<'a>>,
    place: (usize, usize),
}

#[derive(Debug)]
struct Member<'a> {
    name: &'a str,
    /// `(args)result` or the field's type, as written.
    descriptor: &'a str,
    flags: u16,
    since: u8,
    value: Option<String>,
}

/// The binary table of all `sources`; every error found, with its line.
pub fn encode(sources: &[Source]) -> Result<Vec<u8>, Vec<LoadError>> {
    let mut errors = Vec::new();
    let mut classes: BTreeMap<&str, Class<'_>> = BTreeMap::new();
    let mut additions = Vec::new();
    for (file, source) in sources.iter().enumerate() {
        let mut offset = 0;
        for line in source.text.split('\n') {
            let start = offset;
            offset += line.len() + 1;
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match class(line) {
                Ok((name, added, mut parsed)) => {
                    parsed.place = (file, start);
                    if added {
                        additions.push((name, parsed));
                    } else if classes.insert(name, parsed).is_some() {
                        errors.push(
                            source.error(
                                start,
                                format!("the class {name} stands in the table twice"),
                            ),
                        );
                    }
                }
                Err(message) => errors.push(source.error(start, message)),
            }
        }
    }
    let fail = |errors: &mut Vec<LoadError>, (file, offset): (usize, usize), message: String| {
        errors.extend(
            sources
                .get(file)
                .map(|source| source.error(offset, message)),
        );
    };
    for (name, mut addition) in additions {
        match classes.get_mut(name) {
            Some(class) => {
                class.methods.append(&mut addition.methods);
                class.fields.append(&mut addition.fields);
            }
            None => fail(
                &mut errors,
                addition.place,
                format!("members added to {name}, which is not in the table"),
            ),
        }
    }
    let mut short: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for (name, _) in classes
        .iter()
        .filter(|(_, class)| class.flags & flag::LIBRARY == 0)
    {
        let last = name.rsplit('/').next().unwrap_or(name);
        short
            .entry(last)
            .and_modify(|only| *only = None)
            .or_insert(Some(name));
    }
    let full = |name: &str| -> Option<String> {
        match short.get(name) {
            Some(Some(only)) if !name.contains('/') => Some((*only).to_owned()),
            _ => name.contains('/').then(|| name.to_owned()),
        }
    };
    let descriptors: Vec<String> = classes.keys().map(|name| format!("L{name};")).collect();
    let numbers: BTreeMap<&str, u32> = classes
        .keys()
        .enumerate()
        .map(|(i, name)| (*name, i as u32))
        .collect();
    // names and expanded descriptors of all members, for the pool
    let mut expanded: BTreeMap<&str, String> = BTreeMap::new();
    let mut others = BTreeSet::new();
    for class in classes.values() {
        for member in class.methods.iter().chain(&class.fields) {
            others.insert(member.name.to_owned());
            others.extend(member.value.clone());
            if !expanded.contains_key(member.descriptor) {
                match expand(member.descriptor, &full) {
                    Some(text) => {
                        others.insert(text.clone());
                        expanded.insert(member.descriptor, text);
                    }
                    None => fail(
                        &mut errors,
                        class.place,
                        format!("`{}` of {} is not a type", member.descriptor, member.name),
                    ),
                }
            }
        }
    }
    let pool = Builder::new(descriptors, others);
    let (mut rows, mut interfaces, mut methods, mut fields) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (name, class) in &mut classes {
        let mut number = |written: &str| {
            let found = full(written).and_then(|name| numbers.get(name.as_str()).copied());
            if found.is_none() {
                fail(
                    &mut errors,
                    class.place,
                    format!("`{written}`, a supertype of {name}, is not in the table"),
                );
            }
            found.unwrap_or(0)
        };
        let superclass = if class.superclass.is_empty() {
            0
        } else {
            number(class.superclass) + 1
        };
        put(
            &mut rows,
            &[
                superclass,
                interfaces.len() as u32 / 4,
                (methods.len() / 12) as u32,
                (fields.len() / 16) as u32,
            ],
        );
        put(
            &mut rows,
            &[u32::from(class.flags) | u32::from(class.since) << 16],
        );
        for interface in &class.interfaces {
            let interface = number(interface);
            put(&mut interfaces, &[interface]);
        }
        let text = |member: &Member<'_>| expanded.get(member.descriptor).map_or("", String::as_str);
        let key = |member: &Member<'_>| (pool.number(member.name), pool.number(text(member)));
        class.methods.sort_by_key(key);
        class.fields.sort_by_key(key);
        for pair in class.methods.windows(2).chain(class.fields.windows(2)) {
            if let [one, two] = pair
                && key(one) == key(two)
            {
                fail(
                    &mut errors,
                    class.place,
                    format!("{name} has {}{} twice", one.name, one.descriptor),
                );
            }
        }
        for member in &class.methods {
            let (name, descriptor) = key(member);
            put(
                &mut methods,
                &[
                    name,
                    descriptor,
                    u32::from(member.flags) | u32::from(member.since) << 16,
                ],
            );
        }
        for member in &class.fields {
            let (name, descriptor) = key(member);
            let value = member
                .value
                .as_ref()
                .map_or(0, |value| pool.number(value) + 1);
            put(
                &mut fields,
                &[
                    name,
                    descriptor,
                    value,
                    u32::from(member.flags) | u32::from(member.since) << 16,
                ],
            );
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    // the last row only ends the lists of the one before
    put(
        &mut rows,
        &[
            0,
            interfaces.len() as u32 / 4,
            (methods.len() / 12) as u32,
            (fields.len() / 16) as u32,
            0,
        ],
    );
    let mut out = Vec::new();
    put(
        &mut out,
        &[MAGIC, classes.len() as u32, interfaces.len() as u32 / 4],
    );
    put(
        &mut out,
        &[(methods.len() / 12) as u32, (fields.len() / 16) as u32, 0],
    );
    debug_assert_eq!(out.len(), HEADER);
    pool.write(&mut out);
    for section in [rows, interfaces, methods, fields] {
        out.extend(section);
    }
    Ok(out)
}

/// One line: the class's name, whether it only adds members, and the rest.
fn class(line: &str) -> Result<(&str, bool, Class<'_>), String> {
    let mut columns = line.split('\t');
    let mut next = || {
        columns
            .next()
            .ok_or("a class needs five columns: name, flags, superclass, interfaces, level")
    };
    let (name, flags, superclass, interfaces, since) =
        (next()?, next()?, next()?, next()?, next()?);
    let mut class = Class {
        superclass,
        since: level(since)?,
        ..Class::default()
    };
    class.interfaces = interfaces
        .split(',')
        .filter(|name| !name.is_empty())
        .collect();
    let mut added = false;
    for letter in flags.chars() {
        class.flags |= match letter {
            'i' => flag::INTERFACE | flag::ABSTRACT,
            'n' => flag::ANNOTATION,
            'e' => flag::ENUM,
            'a' => flag::ABSTRACT,
            'f' => flag::FINAL,
            'h' => flag::HIDDEN,
            'x' => flag::LIBRARY,
            '+' => {
                added = true;
                0
            }
            _ => return Err(format!("`{letter}` is not a flag of a class")),
        };
    }
    if superclass.is_empty() && !added && name != "java/lang/Object" {
        return Err(format!("{name} has no superclass"));
    }
    for column in columns {
        let member = member(column)?;
        if member.descriptor.starts_with('(') {
            class.methods.push(member)
        } else {
            class.fields.push(member)
        }
    }
    Ok((name, added, class))
}

/// `name(args)result flags@level` or `name:type flags@level=value`.
fn member(text: &str) -> Result<Member<'_>, String> {
    let at = text
        .find(['(', ':'])
        .ok_or_else(|| format!("`{text}` is neither a method nor a field"))?;
    let (name, rest) = text.split_at(at);
    let (rest, value) = match rest.split_once('=') {
        Some((rest, value)) => (rest, Some(unescape(value))),
        None => (rest, None),
    };
    let (rest, since) = rest.split_once('@').unwrap_or((rest, ""));
    let (descriptor, letters) = rest.split_once(' ').unwrap_or((rest, ""));
    let mut flags = 0;
    for letter in letters.chars() {
        flags |= match letter {
            'p' => flag::PROTECTED,
            's' => flag::STATIC,
            'f' => flag::FINAL,
            'a' => flag::ABSTRACT,
            'd' => flag::DEPRECATED,
            'h' => flag::HIDDEN,
            _ => return Err(format!("`{letter}` is not a flag of a member")),
        };
    }
    let descriptor = descriptor.strip_prefix(':').unwrap_or(descriptor);
    Ok(Member {
        name,
        descriptor,
        flags,
        since: level(since)?,
        value,
    })
}

fn level(text: &str) -> Result<u8, String> {
    if text.is_empty() {
        Ok(0)
    } else {
        text.parse()
            .map_err(|_| format!("`{text}` is not an API level"))
    }
}

/// A descriptor with every short type name written in full; none when a type is not known or malformed.
fn expand(written: &str, full: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut out = String::with_capacity(written.len() * 2);
    let mut rest = written;
    while let Some(first) = rest.chars().next() {
        rest = rest.get(first.len_utf8()..)?;
        match first {
            'L' => {
                let (name, after) = rest.split_once(';')?;
                out.push('L');
                out.push_str(&full(name)?);
                out.push(';');
                rest = after;
            }
            'V' | 'Z' | 'B' | 'C' | 'S' | 'I' | 'J' | 'F' | 'D' | '[' | '(' | ')' => {
                out.push(first)
            }
            _ => return None,
        }
    }
    Some(out)
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => out.push(match chars.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some(other) => other,
                None => '\\',
            }),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::framework::{ClassKind, Framework};
    use super::*;

    fn source(text: &str) -> Source {
        Source {
            path: "checks/framework/x.tsv".into(),
            text: text.replace("  ", "\t"),
        }
    }

    const SMALL: &str = "java/lang/Object          <init>()V  equals(LObject;)Z\n\
                         a/I  i  Object      run(I)V a  ID:LObject; sf=x\\ty\n\
                         a/B    Object  I    foo(LObject;)V p  foo()V@30\n\
                         a/C  f  B    31  bar([LB;)I s\n";

    #[test]
    fn a_member_is_found_up_the_hierarchy_by_its_arguments() {
        let bytes = encode(&[source(SMALL)]).unwrap();
        let table = Framework::new(&bytes).unwrap();
        assert_eq!(table.len(), 4);
        assert_eq!(table.super_of("La/C;"), Some("La/B;"));
        assert_eq!(table.interfaces_of("La/B;").collect::<Vec<_>>(), ["La/I;"]);
        let found = |name, arguments| {
            table
                .find_method("La/C;", name, arguments)
                .map(|m| (m.class().descriptor(), m.descriptor(), m.since()))
        };
        assert_eq!(found("foo", ""), Some(("La/B;", "()V", Some(30))));
        assert_eq!(
            found("foo", "Ljava/lang/Object;"),
            Some(("La/B;", "(Ljava/lang/Object;)V", None))
        );
        assert_eq!(
            found("bar", "[La/B;"),
            Some(("La/C;", "([La/B;)I", Some(31)))
        );
        assert_eq!(found("run", "I"), Some(("La/I;", "(I)V", None)));
        assert_eq!(
            found("equals", "Ljava/lang/Object;").map(|f| f.0),
            Some("Ljava/lang/Object;")
        );
        assert_eq!(found("foo", "I"), None);
        assert_eq!(
            table.find_field("La/C;", "ID").and_then(|f| f.value()),
            Some("x\ty")
        );
        assert!(table.is_subtype("La/C;", "La/I;") && !table.is_subtype("La/I;", "La/C;"));
        assert_eq!(
            table.class("La/I;").map(|c| c.kind()),
            Some(ClassKind::Interface)
        );
        assert!(
            !table
                .find_method("La/C;", "bar", "[La/B;")
                .unwrap()
                .is_overridable()
        );
        assert!(
            table
                .find_method("La/C;", "foo", "")
                .unwrap()
                .is_overridable()
        );
    }

    #[test]
    fn a_broken_line_is_an_error_with_its_place() {
        let errors = encode(&[source(&format!("{SMALL}a/D    Nowhere    \n"))]).unwrap_err();
        assert_eq!((errors.len(), errors[0].line), (1, 5));
        assert!(errors[0].message.contains("Nowhere"));
        assert_eq!(
            encode(&[source("a/D    Object    99x  y\n")]).unwrap_err()[0].line,
            1
        );
    }

    #[test]
    fn a_damaged_table_never_panics() {
        let bytes = encode(&[source(SMALL)]).unwrap();
        for at in 0..bytes.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut damaged = bytes.clone();
                damaged[at] = value;
                if let Some(table) = Framework::new(&damaged) {
                    let _ = table.find_method("La/C;", "foo", "I");
                    let _ = table
                        .find_field("La/C;", "ID")
                        .and_then(|field| field.value());
                    let _ = table.is_subtype("La/C;", "La/I;");
                }
            }
        }
    }
}
