//! `resources.pb`, the resource table of an app bundle (`ResourceTable` of aapt2's `Resources.proto`), compiled to the binary
//! table that bundletool would put into the package. One reader so answers for both, and what it finds cannot differ.
//! Field numbers are that file's; those of configurations are `Configuration.proto`'s.

use std::collections::BTreeMap;

use super::config::Locale;
use super::write::{self, Config, Item, Kind, Pool, pack, words};
use crate::package::axml::item;
use crate::package::value::Value;
use crate::package::wire::{Fields, Wire};

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
    let Compiler { strings, problem } = compiler;
    (write::table(strings, &packages), problem)
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
        write::package(id, &kinds, keys)
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
