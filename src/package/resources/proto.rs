//! `resources.pb`, the resource table of an app bundle (`ResourceTable` of aapt2's `Resources.proto`), compiled to the binary
//! table that bundletool would put into the package. One reader so answers for both, and what it finds cannot differ.
//! Field numbers are that file's; those of configurations are `Configuration.proto`'s.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::config::Locale;
use crate::package::axml::item;
use crate::package::value::Value;
use crate::package::wire::{Fields, Wire};

/// A compiled configuration.
type Config = [u8; 64];
/// Entry numbers, in order, with where their compiled entry begins in the data.
type Chunk = (BTreeMap<u16, u32>, Vec<u8>);

/// A bag's item: its name, type byte and data.
type Item = (u32, [u32; 2]);

/// A type while it is compiled.
#[derive(Default)]
struct Kind {
    name: String,
    chunks: BTreeMap<Config, Chunk>,
}

/// Strings of a pool; equal ones once, styled ones each by itself.
#[derive(Default)]
struct Pool {
    known: HashMap<String, u32>,
    data: Vec<u8>,
    offsets: Vec<u32>,
    /// By the string's index: its ranges as tag, first and last character.
    styles: BTreeMap<u32, Vec<[u32; 3]>>,
}

/// The binary table, and what could not be read of the message.
pub(super) fn compile(bytes: &[u8]) -> (Vec<u8>, Option<String>) {
    let mut compiler = Compiler::default();
    let mut packages = Vec::new();
    let mut fields = Fields::of(bytes);
    for (number, value) in &mut fields {
        if number == 2 {
            packages.extend(compiler.package(value));
        }
    }
    if fields.is_broken() {
        compiler.trouble("the table is cut off");
    }
    let count = u32::try_from(packages.len()).unwrap_or(u32::MAX);
    let Compiler { strings, problem } = compiler;
    let body = [strings.chunk(), packages.concat()].concat();
    (chunk(0x0002, &words(&[count]), &body), problem)
}

#[derive(Default)]
struct Compiler {
    strings: Pool,
    problem: Option<String>,
}

impl Compiler {
    fn trouble(&mut self, text: &str) {
        self.problem.get_or_insert_with(|| text.to_owned());
    }

    /// `Package`: 1 id, 2 name, 3 types.
    fn package(&mut self, bytes: Wire<'_>) -> Option<Vec<u8>> {
        let mut id = 0;
        let mut kinds: BTreeMap<u8, Kind> = BTreeMap::new();
        let mut keys = Pool::default();
        let mut fields = bytes.fields();
        for (number, value) in &mut fields {
            match number {
                1 => id = value.fields().get(1).map_or(0, Wire::number),
                3 => self.kind(value, &mut kinds, &mut keys),
                _ => {}
            }
        }
        if fields.is_broken() {
            self.trouble("a package is cut off");
        }
        if id == 0 || id > 0xff {
            self.trouble("a package without a valid id");
            return None;
        }
        let mut names = Pool::default();
        let last = kinds.keys().last().copied().unwrap_or(0);
        for kind in 1..=last {
            // Types that are not there keep their place.
            let name = kinds.get(&kind).map_or("", |kind| &kind.name);
            names.add(name);
        }
        let (names, keys) = (names.chunk(), keys.chunk());
        let mut header = words(&[id]);
        header.resize(4 + 256, 0);
        let keys_at = 288u32.checked_add(u32::try_from(names.len()).ok()?)?;
        header.extend(words(&[288, 0, keys_at, 0, 0]));
        let mut body = [names, keys].concat();
        for (kind, found) in &kinds {
            for (config, entries) in &found.chunks {
                body.extend(type_chunk(*kind, config, entries));
            }
        }
        Some(chunk(0x0200, &header, &body))
    }

    /// `Type`: 1 id, 2 name, 3 entries.
    fn kind(&mut self, bytes: Wire<'_>, kinds: &mut BTreeMap<u8, Kind>, keys: &mut Pool) {
        let id = bytes.fields().get(1).and_then(|id| id.fields().get(1));
        let Some(id) = id
            .and_then(|id| u8::try_from(id.number()).ok())
            .filter(|id| *id != 0)
        else {
            return self.trouble("a type without a valid id");
        };
        let kind = kinds.entry(id).or_default();
        let mut fields = bytes.fields();
        for (number, value) in &mut fields {
            match number {
                2 => kind.name = value.text().into_owned(),
                3 => self.entry(value, kind, keys),
                _ => {}
            }
        }
        if fields.is_broken() {
            self.trouble("a type is cut off");
        }
    }

    /// `Entry`: 1 id, 2 name, 6 values; of a value 1 is its configuration.
    fn entry(&mut self, bytes: Wire<'_>, kind: &mut Kind, keys: &mut Pool) {
        let id = bytes.fields().get(1).and_then(|id| id.fields().get(1));
        let Ok(id) = u16::try_from(id.map_or(0, Wire::number)) else {
            return self.trouble("an entry without a valid id");
        };
        let name = bytes.fields().get(2).map(Wire::text).unwrap_or_default();
        let key = keys.push(&name);
        let mut fields = bytes.fields();
        for (_, value) in (&mut fields).filter(|field| field.0 == 6) {
            let fields = value.fields();
            let config = configuration(fields.clone().get(1));
            let Some(held) = fields.get(2) else { continue };
            let (entries, data) = kind.chunks.entry(config).or_default();
            let Ok(at) = u32::try_from(data.len()) else {
                return self.trouble("a type with more values than a table holds");
            };
            // Of two values for one entry and configuration the first counts.
            if !entries.contains_key(&id) && self.value(held, key, data) {
                entries.insert(id, at);
            }
        }
        if fields.is_broken() {
            self.trouble("an entry is cut off");
        }
    }

    /// `Value`: 4 item, 5 compound value. Writes the compiled entry; `false` when there is none to write.
    fn value(&mut self, bytes: Wire<'_>, key: u32, data: &mut Vec<u8>) -> bool {
        let held = bytes.fields().filter(|field| matches!(field.0, 4 | 5));
        match held.last() {
            Some((4, value)) => {
                let [kind, word] = self.item(value);
                data.extend(words(&[8, key, 8 | (kind << 24), word]));
                true
            }
            Some((5, value)) => match self.bag(value) {
                Some((parent, items)) => {
                    let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
                    data.extend(words(&[16 | (1 << 16), key, parent, count]));
                    for (name, [kind, word]) in items {
                        data.extend(words(&[name, 8 | (kind << 24), word]));
                    }
                    true
                }
                None => false,
            },
            _ => false,
        }
    }

    /// `CompoundValue`: 1 attribute, 2 style, 4 array, 5 plural. Styleables and macros have no place in a binary table.
    fn bag(&mut self, bytes: Wire<'_>) -> Option<(u32, Vec<Item>)> {
        let (number, value) = bytes.fields().last()?;
        let id = |reference: Option<Wire<'_>>| {
            let id = reference.and_then(|reference| reference.fields().get(2));
            id.map_or(0, Wire::number)
        };
        let mut items = Vec::new();
        let parent = match number {
            1 => {
                // 0x01000000 stands for the attribute's own kind; each symbol is a name and its number.
                let format = value.fields().get(1).map_or(0, Wire::number);
                items.push((0x0100_0000, [0x10, format]));
                for (_, symbol) in value.fields().filter(|field| field.0 == 4) {
                    let number = symbol.fields().get(4).map_or(0, Wire::number);
                    items.push((id(symbol.fields().get(3)), [0x10, number]));
                }
                0
            }
            2 => {
                for (_, entry) in value.fields().filter(|field| field.0 == 3) {
                    if let Some(item) = entry.fields().get(4) {
                        let item = self.item(item);
                        items.push((id(entry.fields().get(3)), item));
                    }
                }
                id(value.fields().get(1))
            }
            4 => {
                for (index, (_, element)) in (0u32..).zip(value.fields().filter(|f| f.0 == 1)) {
                    if let Some(item) = element.fields().get(3) {
                        let item = self.item(item);
                        items.push((0x0200_0000 | (index & 0xffff), item));
                    }
                }
                0
            }
            5 => {
                for (_, entry) in value.fields().filter(|field| field.0 == 1) {
                    // zero, one, two, few, many, other in the message; `other` comes first in the table.
                    let arity = match entry.fields().get(3).map_or(0, Wire::number) {
                        arity @ 0..=4 => 0x0100_0005 + arity,
                        _ => 0x0100_0004,
                    };
                    if let Some(item) = entry.fields().get(4) {
                        let item = self.item(item);
                        items.push((arity, item));
                    }
                }
                0
            }
            _ => return None,
        };
        Some((parent, items))
    }

    /// Type byte and data of an `Item`.
    fn item(&mut self, bytes: Wire<'_>) -> [u32; 2] {
        let styled = bytes.fields().get(4);
        if let Some(styled) = styled.filter(|_| bytes.fields().all(|field| field.0 == 4)) {
            return [0x03, self.styled(styled)];
        }
        match item(bytes.fields()) {
            Some(Value::String(text)) => [0x03, self.strings.push(&text)],
            Some(Value::Reference(id)) => [0x01, id],
            Some(Value::Attribute(id)) => [0x02, id],
            Some(Value::Float(number)) => [0x04, number.to_bits()],
            Some(Value::Dimension(data)) => [0x05, data],
            Some(Value::Fraction(data)) => [0x06, data],
            Some(Value::Int(number)) => [0x10, number as u32],
            Some(Value::Bool(flag)) => [0x12, if flag { u32::MAX } else { 0 }],
            Some(Value::Color(color)) => [0x1c, color],
            Some(Value::Null) | None => [0, 0],
        }
    }

    /// `StyledString`: 1 text, 2 ranges (1 tag, 2 first, 3 last character).
    fn styled(&mut self, bytes: Wire<'_>) -> u32 {
        let text = bytes.fields().get(1).map(Wire::text).unwrap_or_default();
        let mut spans = Vec::new();
        for (_, span) in bytes.fields().filter(|field| field.0 == 2) {
            let part = |number| span.fields().get(number);
            let tag = part(1).map(Wire::text).unwrap_or_default();
            let tag = self.strings.push(&tag);
            let end = |number| part(number).map_or(0, Wire::number);
            spans.push([tag, end(2), end(3)]);
        }
        let index = self.strings.add(&text);
        self.strings.styles.insert(index, spans);
        index
    }
}

impl Pool {
    /// The index of a string.
    fn push(&mut self, text: &str) -> u32 {
        if let Some(index) = self.known.get(text) {
            return *index;
        }
        let index = self.add(text);
        self.known.insert(text.to_owned(), index);
        index
    }

    fn add(&mut self, text: &str) -> u32 {
        let index = u32::try_from(self.offsets.len()).unwrap_or(u32::MAX);
        self.offsets
            .push(u32::try_from(self.data.len()).unwrap_or(u32::MAX));
        // The first length, in UTF-16 units, is not read by anyone who has the second; 15 bits of each are kept, and longer
        // strings are told by their end, as in the tables of aapt2.
        for length in [text.encode_utf16().count(), text.len()] {
            let length = length & 0x7fff;
            if length > 0x7f {
                self.data.push(0x80 | (length >> 8) as u8);
            }
            self.data.push((length & 0xff) as u8);
        }
        // A zero inside would end the string there.
        self.data
            .extend(text.bytes().map(|byte| if byte == 0 { b' ' } else { byte }));
        self.data.push(0);
        index
    }

    fn chunk(mut self) -> Vec<u8> {
        let pool = &mut self;
        while !pool.data.len().is_multiple_of(4) {
            pool.data.push(0);
        }
        let count = pool.offsets.len() as u32;
        let mut style_offsets = Vec::new();
        let mut styles = Vec::new();
        if let Some((&last, _)) = pool.styles.last_key_value() {
            for index in 0..=last {
                style_offsets.push(styles.len() as u32 * 4);
                for span in pool.styles.get(&index).into_iter().flatten() {
                    styles.extend(span);
                }
                styles.push(u32::MAX);
            }
        }
        let strings = 28 + 4 * (count + style_offsets.len() as u32);
        let styles_at = if styles.is_empty() {
            0
        } else {
            strings + pool.data.len() as u32
        };
        let header = words(&[
            count,
            style_offsets.len() as u32,
            1 << 8,
            strings,
            styles_at,
        ]);
        let body = [
            words(&pool.offsets),
            words(&style_offsets),
            std::mem::take(&mut pool.data),
            words(&styles),
        ];
        chunk(0x0001, &header, &body.concat())
    }
}

/// A type chunk: sparse while its offsets reach, so that a hostile entry number costs nothing.
fn type_chunk(kind: u8, config: &Config, (entries, data): &Chunk) -> Vec<u8> {
    let sparse = data.len() < 4 << 16;
    let mut offsets = Vec::new();
    if sparse {
        for (id, at) in entries {
            // Entries are whole words, so the offset is counted in them.
            offsets.push(u32::from(*id) | (at / 4) << 16);
        }
    } else {
        let last = entries.keys().last().copied().unwrap_or(0);
        offsets.extend((0..=last).map(|id| entries.get(&id).copied().unwrap_or(u32::MAX)));
    }
    let start = 20 + 64 + 4 * offsets.len() as u32;
    let mut header = vec![kind, u8::from(sparse), 0, 0];
    header.extend(words(&[offsets.len() as u32, start]));
    header.extend(config);
    chunk(0x0201, &header, &[words(&offsets), data.clone()].concat())
}

/// `Configuration`, in the layout of `ResTable_config`. The shapes of enums are kept apart, not their bits: what counts is
/// whether a qualifier is there.
fn configuration(bytes: Option<Wire<'_>>) -> Config {
    let mut config = [0u8; 64];
    let mut put = |at: usize, bytes: &[u8]| {
        if let Some(place) = config.get_mut(at..at + bytes.len()) {
            for (to, from) in place.iter_mut().zip(bytes) {
                *to |= from;
            }
        }
    };
    put(0, &[64]);
    for (number, value) in bytes.into_iter().flat_map(Wire::fields) {
        let word = value.number();
        let short = (word.min(0xffff) as u16).to_le_bytes();
        let byte = |shift: u32| [(word << shift) as u8];
        match number {
            1 => put(4, &short),
            2 => put(6, &short),
            3 => {
                let locale = Locale::parse(&value.text());
                put(8, &pack(locale.language(), b'a'));
                put(10, &pack(locale.region(), b'0'));
                put(36, locale.script().as_bytes());
            }
            4 => put(28, &byte(6)),
            5 => put(20, &short),
            6 => put(22, &short),
            7 => put(32, &short),
            8 => put(34, &short),
            9 => put(30, &short),
            10 => put(28, &byte(0)),
            11 => put(28, &byte(4)),
            12 => put(48, &byte(0)),
            13 => put(49, &byte(0)),
            14 => put(49, &byte(2)),
            15 => put(12, &byte(0)),
            16 => put(29, &byte(0)),
            17 => put(29, &byte(4)),
            18 => put(14, &short),
            19 => put(13, &byte(0)),
            20 => put(18, &byte(0)),
            21 => put(16, &byte(0)),
            22 => put(18, &byte(2)),
            23 => put(17, &byte(0)),
            24 => put(24, &short),
            _ => {}
        }
    }
    config
}

/// Two letters as they are, three in fifteen bits.
fn pack(text: &str, base: u8) -> [u8; 2] {
    match text.as_bytes() {
        [a, b, c] => {
            let [a, b, c] = [a, b, c].map(|letter| letter.wrapping_sub(base) & 0x1f);
            [0x80 | c << 2 | b >> 3, (b & 7) << 5 | a]
        }
        [a, b] => [*a, *b],
        _ => [0, 0],
    }
}

/// A chunk: kind, what follows the eight common bytes in its header, its body.
fn chunk(kind: u16, header: &[u8], body: &[u8]) -> Vec<u8> {
    let head = 8 + header.len();
    let mut out = Vec::with_capacity(head + body.len());
    out.extend(kind.to_le_bytes());
    out.extend((head as u16).to_le_bytes());
    out.extend(((head + body.len()) as u32).to_le_bytes());
    out.extend(header);
    out.extend(body);
    out
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}
