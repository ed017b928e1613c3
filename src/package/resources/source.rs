//! Resources that are still source, as a library (AAR) holds them: `res/values*/*.xml`, the files of the other folders and
//! the names in `R.txt`. They become a binary table with ids of our own, as the host's build would give them others; the
//! code of a library names its resources by fields of `R`, which are looked up here by type and name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::config::Locale;
use super::values::{Declared, Held, Text, declared};
use super::write::{self, Config, Item, Kind, Pool, pack, words};
use crate::package::attr;
use crate::package::value::Value;

/// The package id of an app's own resources.
const PACKAGE: u32 = 0x7f;
/// Names that one type takes in.
const ENTRIES: usize = 0xffff;
/// Offsets of a compiled configuration that stand for qualifiers whose meaning nobody here asks for.
const OTHERS: [usize; 10] = [4, 6, 12, 13, 16, 17, 18, 20, 28, 29];

/// A resource's id by its type and name.
pub(super) type Names = BTreeMap<(String, String), u32>;

/// The resources of one library.
pub(super) struct Compiled {
    pub(super) table: Vec<u8>,
    pub(super) names: Names,
    /// Files that could not be read to their end, and why.
    pub(super) problems: Vec<(String, String)>,
}

/// Compiles a library's resources: `files` are those below `res/` (contents of XML files only), `listing` is `R.txt`.
pub(super) fn compile(files: &[(String, Option<Cow<'_, [u8]>>)], listing: &str) -> Compiled {
    let mut problems = Vec::new();
    let mut found: Vec<(Config, Declared)> = Vec::new();
    let mut names: BTreeSet<(String, String)> = listing.lines().filter_map(listed).collect();
    for (path, bytes) in files {
        let mut parts = path.splitn(3, '/').skip(1);
        let (Some(folder), Some(file)) = (parts.next(), parts.next()) else {
            continue;
        };
        let (kind, qualifiers) = folder.split_once('-').unwrap_or((folder, ""));
        let config = configuration(qualifiers);
        let source = bytes.as_deref().and_then(crate::package::axml::decode);
        if kind == "values" {
            let Some(source) = source else { continue };
            let (list, problem) = declared(&source);
            problems.extend(problem.map(|text| (path.clone(), text)));
            found.extend(list.into_iter().map(|one| (config, one)));
            continue;
        }
        for id in source.iter().flat_map(|source| new_ids(source)) {
            names.insert(("id".to_owned(), id.to_owned()));
        }
        let name = file.split_once('.').map_or(file, |(stem, _)| stem);
        let one = Declared {
            kind: kind.to_owned(),
            name: name.to_owned(),
            held: Held::File(path.clone()),
        };
        found.push((config, one));
    }
    for (_, one) in &found {
        names.insert((one.kind.clone(), key(&one.name)));
    }
    let names = numbered(names);
    let table = Compiler {
        names: &names,
        strings: Pool::default(),
    }
    .table(&found);
    Compiled {
        table,
        names,
        problems,
    }
}

/// What a reference in a text stands for: `@string/name`, `@+id/name`, `@null`, `?attr/name`; nothing for anything else.
pub(super) fn reference(text: &str, names: &Names) -> Option<Value<'static>> {
    if matches!(text, "@null" | "@empty") {
        return Some(Value::Null);
    }
    let own = |kind: &str, name: &str| names.get(&(kind.to_owned(), key(name))).copied();
    let id = |rest: &str| {
        let (package, rest) = rest.split_once(':').unwrap_or(("", rest));
        let (kind, name) = rest.split_once('/').unwrap_or(("attr", rest));
        match package {
            // One of the platform's, whichever.
            "android" => Some(attr::id(name).filter(|_| kind == "attr").unwrap_or(1 << 24)),
            _ => own(kind, name),
        }
    };
    match text.strip_prefix('?') {
        Some(rest) => id(rest).map(Value::Attribute),
        None => {
            let rest = text.strip_prefix('@')?;
            let rest = rest.strip_prefix(['+', '*']).unwrap_or(rest);
            id(rest)
                .filter(|_| rest.contains('/'))
                .map(Value::Reference)
        }
    }
}

/// A line of `R.txt`: `int layout main 0x7f020000`. Rows of styleables are indices, no resources.
fn listed(line: &str) -> Option<(String, String)> {
    let mut words = line.split_whitespace();
    let (form, kind, name) = (words.next()?, words.next()?, words.next()?);
    (form == "int" && kind != "styleable").then(|| (kind.to_owned(), key(name)))
}

/// A name as a field of `R` bears it.
pub(super) fn key(name: &str) -> String {
    name.replace(['.', '-', ':'], "_")
}

/// The ids that a file makes up where it uses them: `android:id="@+id/ok"`.
fn new_ids(source: &str) -> impl Iterator<Item = &str> {
    source.match_indices("@+id/").filter_map(|(at, mark)| {
        let rest = source.get(at + mark.len()..)?;
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.'))
            .unwrap_or(rest.len());
        rest.get(..end).filter(|name| !name.is_empty())
    })
}

fn numbered(names: BTreeSet<(String, String)>) -> Names {
    let mut numbers = Names::new();
    let mut kinds: BTreeMap<String, (u32, usize)> = BTreeMap::new();
    for (kind, name) in names {
        let next = u32::try_from(kinds.len() + 1).unwrap_or(u32::MAX);
        let (number, count) = kinds.entry(kind.clone()).or_insert((next, 0));
        if *number > 0xff || *count > ENTRIES {
            continue;
        }
        let entry = u32::try_from(*count).unwrap_or(0);
        *count += 1;
        numbers.insert((kind, name), PACKAGE << 24 | *number << 16 | entry);
    }
    numbers
}

struct Compiler<'n> {
    names: &'n Names,
    strings: Pool,
}

impl Compiler<'_> {
    fn table(mut self, found: &[(Config, Declared)]) -> Vec<u8> {
        let mut kinds: BTreeMap<u8, Kind> = BTreeMap::new();
        let mut keys = Pool::default();
        // Names that have no value here, such as those of a library that this one uses, are named all the same.
        for ((kind, name), id) in self.names {
            let key = keys.push(name);
            let entry = kinds.entry((id >> 16 & 0xff) as u8).or_default();
            entry.name.clone_from(kind);
            if kind == "id" {
                let (entries, data) = entry.chunks.entry(configuration("")).or_default();
                let at = u32::try_from(data.len()).unwrap_or(u32::MAX);
                entries.insert((id & 0xffff) as u16, at);
                data.extend(words(&[8, key, 8 | 0x12 << 24, 0]));
            }
        }
        for (config, one) in found {
            let Some(id) = self.names.get(&(one.kind.clone(), key(&one.name))) else {
                continue;
            };
            let Some(kind) = kinds.get_mut(&((id >> 16 & 0xff) as u8)) else {
                continue;
            };
            let number = (id & 0xffff) as u16;
            let (entries, data) = kind.chunks.entry(*config).or_default();
            if entries.contains_key(&number) {
                continue;
            }
            entries.insert(number, u32::try_from(data.len()).unwrap_or(u32::MAX));
            let key = keys.push(&key(&one.name));
            match &one.held {
                Held::File(path) => {
                    let path = self.strings.push(path);
                    data.extend(words(&[8, key, 8 | 0x03 << 24, path]));
                }
                Held::Text(text) => {
                    let [kind, word] = self.value(&one.kind, text);
                    data.extend(words(&[8, key, 8 | kind << 24, word]));
                }
                Held::Bag(parent, items) => {
                    let (parent, items) = self.bag(one, parent.as_deref(), items);
                    let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
                    data.extend(words(&[16 | 1 << 16, key, parent, count]));
                    for (name, [kind, word]) in items {
                        data.extend(words(&[name, 8 | kind << 24, word]));
                    }
                }
            }
        }
        let package = write::package(PACKAGE, &kinds, keys);
        let packages: Vec<Vec<u8>> = package.into_iter().collect();
        write::table(self.strings, &packages)
    }

    fn bag(
        &mut self,
        one: &Declared,
        parent: Option<&str>,
        items: &[(String, Text)],
    ) -> (u32, Vec<Item>) {
        let parent = match (one.kind.as_str(), parent) {
            ("style", Some(written)) => {
                let plain = written.trim_start_matches('@');
                let text = match plain.contains('/') {
                    true => format!("@{plain}"),
                    false => format!("@style/{plain}"),
                };
                reference(&text, self.names).and_then(|value| value.as_reference())
            }
            // Without a parent the name before the last dot is it.
            ("style", None) => {
                let above = one.name.rsplit_once('.').map(|(above, _)| key(above));
                above.and_then(|name| self.names.get(&("style".to_owned(), name)).copied())
            }
            _ => None,
        };
        let mut list = Vec::new();
        for (index, (name, text)) in (0u32..).zip(items) {
            let name = match one.kind.as_str() {
                "style" => match name.strip_prefix("android:") {
                    Some(name) => attr::id(name).unwrap_or(0),
                    None => self
                        .names
                        .get(&("attr".to_owned(), key(name)))
                        .copied()
                        .unwrap_or(0),
                },
                "plurals" => match name.as_str() {
                    "zero" => 0x0100_0005,
                    "one" => 0x0100_0006,
                    "two" => 0x0100_0007,
                    "few" => 0x0100_0008,
                    "many" => 0x0100_0009,
                    _ => 0x0100_0004,
                },
                _ => 0x0200_0000 | (index & 0xffff),
            };
            let value = self.value(&one.kind, text);
            list.push((name, value));
        }
        (parent.unwrap_or(0), list)
    }

    /// Type byte and data of a value.
    fn value(&mut self, kind: &str, text: &Text) -> [u32; 2] {
        let written = text.text.as_str();
        match reference(written, self.names) {
            Some(Value::Reference(id)) => return [0x01, id],
            Some(Value::Attribute(id)) => return [0x02, id],
            Some(_) => return [0, 0],
            None => {}
        }
        let spoken = matches!(kind, "string" | "plurals" | "array" | "string-array");
        if !spoken {
            if let Some(color) = color(written) {
                return [0x1c, color];
            }
            match written {
                "true" => return [0x12, u32::MAX],
                "false" => return [0x12, 0],
                _ => {}
            }
            if let Ok(number) = written.parse::<i32>() {
                return [0x10, number as u32];
            }
        }
        if text.spans.is_empty() {
            return [0x03, self.strings.push(written)];
        }
        let spans = text.spans.iter();
        let spans = spans.map(|(tag, first, last)| [self.strings.push(tag), *first, *last]);
        let spans: Vec<[u32; 3]> = spans.collect();
        let index = self.strings.add(written);
        self.strings.styles.insert(index, spans);
        [0x03, index]
    }
}

/// A colour as it is written: `#rgb`, `#argb`, `#rrggbb`, `#aarrggbb`.
pub(super) fn color(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('#')?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let wide = |number: u32, count: u32| {
        (0..count).fold(0, |out, at| {
            out | (((number >> (4 * at)) & 0xf) * 0x11) << (8 * at)
        })
    };
    match digits.len() {
        3 => Some(0xff00_0000 | wide(number, 3)),
        4 => Some(wide(number, 4)),
        6 => Some(0xff00_0000 | number),
        8 => Some(number),
        _ => None,
    }
}

/// The configuration of a folder's qualifiers: `zh-rCN`, `b+zh+Hans`, `night-v21`.
fn configuration(qualifiers: &str) -> Config {
    let mut config = [0u8; 64];
    let mut put = |at: usize, bytes: &[u8]| {
        for (offset, byte) in bytes.iter().enumerate() {
            if let Some(to) = config.get_mut(at + offset) {
                *to = *byte;
            }
        }
    };
    put(0, &[64]);
    let mut others = OTHERS.iter();
    let mut locale = String::new();
    for part in qualifiers.split('-').filter(|part| !part.is_empty()) {
        let letters = |text: &str, count: std::ops::RangeInclusive<usize>| {
            count.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphabetic())
        };
        let version = part.strip_prefix('v').and_then(|text| text.parse().ok());
        if let Some(sdk) = version {
            put(24, &u16::to_le_bytes(sdk));
        } else if let Some(tag) = part.strip_prefix("b+") {
            tag.clone_into(&mut locale);
        } else if locale.is_empty() && letters(part, 2..=3) && part != "car" {
            part.clone_into(&mut locale);
        } else if let Some(region) = part.strip_prefix('r').filter(|text| letters(text, 2..=2)) {
            locale.push('-');
            locale.push_str(region);
        } else if part.ends_with("dpi") {
            put(14, &[160]);
        } else if let Some(at) = others.next() {
            put(*at, &[1]);
        }
    }
    let locale = Locale::parse(&locale);
    put(8, &pack(locale.language(), b'a'));
    put(10, &pack(locale.region(), b'0'));
    put(36, locale.script().as_bytes());
    config
}
