//! The writer of binary tables ([`super::table`] reads them), for resources that a package holds in another form.

use std::collections::BTreeMap;

use hashbrown::HashMap;

/// A compiled configuration.
pub(super) type Config = [u8; 64];
/// Entry numbers, in order, with where their compiled entry begins in the data.
pub(super) type Chunk = (BTreeMap<u16, u32>, Vec<u8>);

/// A bag's item: its name, type byte and data.
pub(super) type Item = (u32, [u32; 2]);

/// A type while it is compiled.
#[derive(Default)]
pub(super) struct Kind {
    pub(super) name: String,
    pub(super) chunks: BTreeMap<Config, Chunk>,
}

/// Strings of a pool; equal ones once, styled ones each by itself.
#[derive(Default)]
pub(super) struct Pool {
    known: HashMap<String, u32>,
    data: Vec<u8>,
    offsets: Vec<u32>,
    /// By the string's index: its ranges as tag, first and last character.
    pub(super) styles: BTreeMap<u32, Vec<[u32; 3]>>,
}

/// A package: its id, its types, the names of its entries.
pub(super) fn package(id: u32, kinds: &BTreeMap<u8, Kind>, keys: Pool) -> Option<Vec<u8>> {
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
    for (kind, found) in kinds {
        for (config, entries) in &found.chunks {
            body.extend(type_chunk(*kind, config, entries));
        }
    }
    Some(chunk(0x0200, &header, &body))
}

/// A whole table of packages.
pub(super) fn table(strings: Pool, packages: &[Vec<u8>]) -> Vec<u8> {
    let count = u32::try_from(packages.len()).unwrap_or(u32::MAX);
    let body = [strings.chunk(), packages.concat()].concat();
    chunk(0x0002, &words(&[count]), &body)
}

impl Pool {
    /// The index of a string.
    pub(super) fn push(&mut self, text: &str) -> u32 {
        if let Some(index) = self.known.get(text) {
            return *index;
        }
        let index = self.add(text);
        self.known.insert(text.to_owned(), index);
        index
    }

    pub(super) fn add(&mut self, text: &str) -> u32 {
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

/// Two letters as they are, three in fifteen bits.
pub(super) fn pack(text: &str, base: u8) -> [u8; 2] {
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

pub(super) fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}
