//! Compact read-only tables that are searched in place: a pool of strings with a hash index, and rows of
//! little-endian numbers. Nothing is parsed or allocated at start, so that a table of megabytes costs a scan only the
//! pages it touches. [`Builder`] makes the pool at build time; [`Bytes`] and [`Strings`] read it.
//!
//! Every read is checked and gives 0 or `""` outside of the table, so that a damaged table can be wrong but never
//! panics.

use std::collections::BTreeSet;

/// Numbers at offsets of a byte slice.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl<'a> Bytes<'a> {
    /// The `index`-th 32-bit number from `offset` on.
    pub(crate) fn u32(self, offset: usize, index: usize) -> u32 {
        let at = offset.saturating_add(index.saturating_mul(4));
        self.0
            .get(at..at.saturating_add(4))
            .and_then(|b| b.try_into().ok())
            .map_or(0, u32::from_le_bytes)
    }

    /// The byte at `offset`.
    pub(crate) fn u8(self, offset: usize) -> u8 {
        self.0.get(offset).copied().unwrap_or(0)
    }

    /// The 16-bit number at `offset`.
    pub(crate) fn u16(self, offset: usize) -> u16 {
        u16::from_le_bytes([self.u8(offset), self.u8(offset.saturating_add(1))])
    }
}

/// First number of the sorted range for which `before` is false.
pub(crate) fn partition(range: std::ops::Range<u32>, before: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (range.start, range.end.max(range.start));
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// A pool of different strings, numbered from 0.
///
/// Layout: count `n`, index bits `b`, text length; `n + 1` text offsets; `2^b` index slots (string number + 1, 0 for
/// none; linear probing from the hash); the texts; padding to four bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Strings<'a> {
    bytes: Bytes<'a>,
    count: usize,
    bits: u32,
    slots: usize,
    texts: usize,
}

impl<'a> Strings<'a> {
    /// The pool at the start of `bytes`, and where it ends. None when its numbers do not fit the bytes.
    pub(crate) fn new(bytes: &'a [u8]) -> Option<(Self, usize)> {
        let all = Bytes(bytes);
        let (count, bits, length) = (
            all.u32(0, 0) as usize,
            all.u32(0, 1),
            all.u32(0, 2) as usize,
        );
        let slots = 12usize.checked_add(count.checked_add(1)?.checked_mul(4)?)?;
        let texts = slots.checked_add(4usize.checked_shl(bits)?)?;
        let end = texts.checked_add(length)?.checked_next_multiple_of(4)?;
        (bits < 31 && end <= bytes.len() && bytes.len() >= 12).then_some((
            Self {
                bytes: all,
                count,
                bits,
                slots,
                texts,
            },
            end,
        ))
    }

    /// The string with that number, `""` when there is none.
    pub(crate) fn get(self, number: u32) -> &'a str {
        let number = number as usize;
        if number >= self.count {
            return "";
        }
        let from = self
            .texts
            .saturating_add(self.bytes.u32(12, number) as usize);
        let to = self
            .texts
            .saturating_add(self.bytes.u32(12, number + 1) as usize);
        self.bytes
            .0
            .get(from..to)
            .and_then(|text| std::str::from_utf8(text).ok())
            .unwrap_or("")
    }

    /// The number of `text`.
    pub(crate) fn find(self, text: &str) -> Option<u32> {
        let mask = (1u32 << self.bits) - 1;
        let mut slot = hash(text) & mask;
        // an index slot is free by construction; the bound is for a damaged table
        for _ in 0..=mask {
            let number = self.bytes.u32(self.slots, slot as usize).checked_sub(1)?;
            let from = self
                .texts
                .saturating_add(self.bytes.u32(12, number as usize) as usize);
            let to = self
                .texts
                .saturating_add(self.bytes.u32(12, number as usize + 1) as usize);
            if self.bytes.0.get(from..to) == Some(text.as_bytes()) {
                return Some(number);
            }
            slot = (slot + 1) & mask;
        }
        None
    }
}

/// FNV-1a: short keys, the same on every machine.
fn hash(text: &str) -> u32 {
    let hash = text.bytes().fold(0x811c_9dc5u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    hash ^ (hash >> 15)
}

/// Makes a pool: first the strings of `first` in their order (so that a number below their count tells one of them),
/// then the others, sorted.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    strings: Vec<String>,
    numbers: std::collections::BTreeMap<String, u32>,
}

impl Builder {
    /// A pool of `first` (no string twice), then `others`.
    pub(crate) fn new(first: impl IntoIterator<Item = String>, others: BTreeSet<String>) -> Self {
        let mut pool = Self::default();
        for text in first.into_iter().chain(others) {
            if !pool.numbers.contains_key(&text) {
                pool.numbers.insert(text.clone(), pool.strings.len() as u32);
                pool.strings.push(text);
            }
        }
        pool
    }

    /// The number of a string of the pool (0 for one that is not in it).
    pub(crate) fn number(&self, text: &str) -> u32 {
        self.numbers.get(text).copied().unwrap_or(0)
    }

    /// Appends the pool in the form that [`Strings`] reads.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let bits = (self.strings.len() * 2)
            .next_power_of_two()
            .trailing_zeros()
            .max(1);
        let length: usize = self.strings.iter().map(String::len).sum();
        put(out, &[self.strings.len() as u32, bits, length as u32]);
        let mut at = 0;
        for text in &self.strings {
            put(out, &[at]);
            at += text.len() as u32;
        }
        put(out, &[at]);
        let mask = (1usize << bits) - 1;
        let mut slots = vec![0u32; mask + 1];
        for (number, text) in self.strings.iter().enumerate() {
            let mut slot = hash(text) as usize & mask;
            while slots.get(slot).is_some_and(|used| *used != 0) {
                slot = (slot + 1) & mask;
            }
            if let Some(free) = slots.get_mut(slot) {
                *free = number as u32 + 1;
            }
        }
        put(out, &slots);
        for text in &self.strings {
            out.extend_from_slice(text.as_bytes());
        }
        out.resize(out.len().next_multiple_of(4), 0);
    }
}

/// Appends numbers.
pub(crate) fn put(out: &mut Vec<u8>, numbers: &[u32]) {
    for number in numbers {
        out.extend_from_slice(&number.to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_string_and_no_other() {
        let others: BTreeSet<String> = (0..500).map(|i| format!("name{i}")).collect();
        let pool = Builder::new(["z".to_owned(), "a".to_owned()], others.clone());
        let mut bytes = Vec::new();
        pool.write(&mut bytes);
        let (strings, end) = Strings::new(&bytes).unwrap();
        assert_eq!(end, bytes.len());
        assert_eq!(
            (strings.get(0), strings.get(1), strings.get(9_999)),
            ("z", "a", "")
        );
        for text in &others {
            assert_eq!(strings.find(text), Some(pool.number(text)));
            assert_eq!(strings.get(pool.number(text)), text);
        }
        assert_eq!(strings.find("name500"), None);
        assert_eq!(strings.find(""), None);
    }

    #[test]
    fn a_damaged_table_never_panics() {
        let mut bytes = Vec::new();
        Builder::new([], BTreeSet::from(["abc".to_owned(), "def".to_owned()])).write(&mut bytes);
        for at in 0..bytes.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut damaged = bytes.clone();
                damaged[at] = value;
                if let Some((strings, _)) = Strings::new(&damaged) {
                    let _ = (strings.get(0), strings.get(u32::MAX), strings.find("abc"));
                }
            }
            assert!(Strings::new(&bytes[..at]).is_none());
        }
    }
}
