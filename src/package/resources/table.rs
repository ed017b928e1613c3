//! One `resources.arsc`: an index of its packages and type chunks. Entries are read when asked for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::config::Config;
use crate::package::bytes::{Chunk, u8_at, u16_at, u32_at};
use crate::package::pool::Pool;
use crate::package::value::Value;

const STRING_POOL: u16 = 0x0001;
const PACKAGE: u16 = 0x0200;
const TYPE: u16 = 0x0201;

const SPARSE: u8 = 1;
const OFFSET16: u8 = 2;

const COMPLEX: u16 = 1;
const COMPACT: u16 = 8;

/// A table and the bytes it lies in.
#[derive(Debug, Clone)]
pub(super) struct Table<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    pub(super) strings: Pool,
    pub(super) packages: Vec<PackageTable>,
}

/// A package of a table.
#[derive(Debug, Clone)]
pub(super) struct PackageTable {
    pub(super) id: u8,
    type_names: Pool,
    key_names: Pool,
    /// Chunks by type id; several configurations each.
    pub(super) types: BTreeMap<u8, Vec<TypeChunk>>,
}

/// All values of one type for one configuration.
#[derive(Debug, Clone, Copy)]
pub(super) struct TypeChunk {
    pub(super) config: Config,
    flags: u8,
    count: u32,
    offsets: usize,
    entries: usize,
    end: usize,
}

/// An entry as stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) key: u32,
    pub(super) body: Body,
}

/// What an entry holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body {
    /// One value: type byte and data.
    Simple(u8, u32),
    /// A bag: parent style, offset and number of its items.
    Bag {
        parent: u32,
        at: usize,
        count: usize,
    },
}

impl<'a> Table<'a> {
    /// Indexes a table. The second result says what could not be read.
    pub(super) fn parse(bytes: Cow<'a, [u8]>) -> (Self, Option<String>) {
        let mut table = Self {
            bytes,
            strings: Pool::default(),
            packages: Vec::new(),
        };
        let problem = table.index();
        (table, problem)
    }

    fn index(&mut self) -> Option<String> {
        let bytes = &*self.bytes;
        let Some(file) = Chunk::read(bytes, 0, bytes.len()) else {
            return Some("not a resource table".to_owned());
        };
        let mut problem = file.cut.then(|| "the table is cut off".to_owned());
        let mut at = file.body;
        let mut have_strings = false;
        while at + 8 <= file.end {
            let Some(chunk) = Chunk::read(bytes, at, file.end) else {
                problem.get_or_insert_with(|| format!("broken chunk at offset {at}"));
                break;
            };
            at = chunk.end;
            match chunk.kind {
                // Of several pools Android takes the first.
                STRING_POOL if !have_strings => {
                    have_strings = true;
                    self.strings = Pool::parse(bytes, chunk).unwrap_or_default();
                }
                PACKAGE => {
                    let (package, trouble) = PackageTable::parse(bytes, chunk);
                    self.packages.extend(package);
                    problem = problem.or(trouble);
                }
                _ => {}
            }
        }
        problem
    }

    /// The value of a simple entry.
    pub(super) fn value(&self, kind: u8, data: u32) -> Value<'_> {
        Value::typed(&self.bytes, kind, data, &self.strings)
    }

    /// Type byte and data of a bag's item.
    pub(super) fn raw_item(&self, at: usize, index: usize) -> Option<(u8, u32)> {
        let at = at.checked_add(index.checked_mul(12)?)?;
        Some((u8_at(&self.bytes, at + 7)?, u32_at(&self.bytes, at + 8)?))
    }

    /// Name and value of a bag's item.
    pub(super) fn item(&self, at: usize, index: usize) -> Option<(u32, Value<'_>)> {
        let at = at.checked_add(index.checked_mul(12)?)?;
        let name = u32_at(&self.bytes, at)?;
        Some((name, Value::read(&self.bytes, at + 4, &self.strings)?))
    }
}

impl PackageTable {
    fn parse(bytes: &[u8], chunk: Chunk) -> (Option<Self>, Option<String>) {
        let word = |offset: usize| u32_at(bytes, chunk.at + offset);
        let (Some(id), Some(types), Some(keys)) = (word(8), word(268), word(276)) else {
            return (None, Some("a package's header is cut off".to_owned()));
        };
        let pool = |offset: u32| {
            let chunk = Chunk::read(bytes, chunk.at.checked_add(offset as usize)?, chunk.end)?;
            (chunk.kind == STRING_POOL).then(|| Pool::parse(bytes, chunk))?
        };
        let mut package = Self {
            id: (id & 0xff) as u8,
            type_names: pool(types).unwrap_or_default(),
            key_names: pool(keys).unwrap_or_default(),
            types: BTreeMap::new(),
        };
        let mut problem = None;
        let mut at = chunk.body;
        while at + 8 <= chunk.end {
            let Some(inner) = Chunk::read(bytes, at, chunk.end) else {
                problem = Some(format!("broken chunk at offset {at}"));
                break;
            };
            at = inner.end;
            if inner.kind == TYPE
                && let Some((id, found)) = TypeChunk::parse(bytes, inner)
            {
                package.types.entry(id).or_default().push(found);
            }
        }
        (Some(package), problem)
    }

    /// Name of a type, e.g. `string`.
    pub(super) fn type_name<'b>(&self, bytes: &'b [u8], id: u8) -> Option<Cow<'b, str>> {
        self.type_names.get(bytes, u32::from(id).checked_sub(1)?)
    }

    /// Name of an entry by its key.
    pub(super) fn key_name<'b>(&self, bytes: &'b [u8], key: u32) -> Option<Cow<'b, str>> {
        self.key_names.get(bytes, key)
    }
}

impl TypeChunk {
    fn parse(bytes: &[u8], chunk: Chunk) -> Option<(u8, Self)> {
        let id = u8_at(bytes, chunk.at + 8)?;
        let flags = u8_at(bytes, chunk.at + 9)?;
        let count = u32_at(bytes, chunk.at + 12)?;
        let start = u32_at(bytes, chunk.at + 16)? as usize;
        let config = Config::read(bytes, chunk.at + 20, chunk.body)?;
        let width = if flags & SPARSE == 0 && flags & OFFSET16 != 0 {
            2
        } else {
            4
        };
        let room = chunk.end.saturating_sub(chunk.body) / width;
        let count = count.min(u32::try_from(room).ok()?).min(0x1_0000);
        let entries = chunk.at.checked_add(start)?;
        Some((
            id,
            Self {
                config,
                flags,
                count,
                offsets: chunk.body,
                entries,
                end: chunk.end,
            },
        ))
    }

    /// How many slots the chunk has: the bound for [`TypeChunk::slot`].
    pub(super) fn slots(&self) -> u32 {
        self.count
    }

    /// Entry number and entry of a slot; `None` for an empty one.
    pub(super) fn slot(&self, bytes: &[u8], slot: u32) -> Option<(u16, Entry)> {
        if slot >= self.count {
            return None;
        }
        let slot = slot as usize;
        let (index, offset) = if self.flags & SPARSE != 0 {
            let at = self.offsets + 4 * slot;
            (u16_at(bytes, at)?, usize::from(u16_at(bytes, at + 2)?) * 4)
        } else if self.flags & OFFSET16 != 0 {
            let offset = u16_at(bytes, self.offsets + 2 * slot)?;
            (
                u16::try_from(slot).ok()?,
                (offset != u16::MAX).then_some(usize::from(offset) * 4)?,
            )
        } else {
            let offset = u32_at(bytes, self.offsets + 4 * slot)?;
            (
                u16::try_from(slot).ok()?,
                (offset != u32::MAX).then_some(offset as usize)?,
            )
        };
        Some((index, self.entry(bytes, offset)?))
    }

    /// The entry of this number.
    pub(super) fn find(&self, bytes: &[u8], index: u16) -> Option<Entry> {
        if self.flags & SPARSE == 0 {
            return self.slot(bytes, u32::from(index)).map(|found| found.1);
        }
        // Sparse slots are sorted by entry number.
        let (mut low, mut high) = (0u32, self.count);
        while low < high {
            let middle = low + (high - low) / 2;
            if u16_at(bytes, self.offsets + 4 * middle as usize)? < index {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        self.slot(bytes, low)
            .filter(|found| found.0 == index)
            .map(|found| found.1)
    }

    fn entry(&self, bytes: &[u8], offset: usize) -> Option<Entry> {
        let bytes = bytes.get(..self.end)?;
        let at = self.entries.checked_add(offset)?;
        let size = u16_at(bytes, at)?;
        let flags = u16_at(bytes, at.checked_add(2)?)?;
        let word = u32_at(bytes, at.checked_add(4)?)?;
        if flags & COMPACT != 0 {
            // Key in place of the size, type in the upper half of the flags, data in place of the key.
            let body = Body::Simple((flags >> 8) as u8, word);
            return Some(Entry {
                key: u32::from(size),
                body,
            });
        }
        if flags & COMPLEX != 0 {
            let parent = u32_at(bytes, at + 8)?;
            let count = u32_at(bytes, at + 12)? as usize;
            let at = at.checked_add(usize::from(size))?;
            let count = count.min(self.end.saturating_sub(at) / 12);
            return Some(Entry {
                key: word,
                body: Body::Bag { parent, at, count },
            });
        }
        let at = at.checked_add(usize::from(size))?;
        let body = Body::Simple(u8_at(bytes, at.checked_add(3)?)?, u32_at(bytes, at + 4)?);
        Some(Entry { key: word, body })
    }
}
