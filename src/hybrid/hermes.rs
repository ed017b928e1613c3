//! Hermes bytecode, in which React Native packages ship their scripts: version and string table.
//!
//! Layout by Hermes' own `BytecodeFileFormat.h`: a header of 128 bytes; then, each from a multiple of four, function headers,
//! kinds of strings, hashes of identifiers, the string table (one word each: wide 1 bit, offset 23, length 8), the long ones
//! (two words each) and the characters. Versions differ in the header's later fields only, which are not needed, and in the
//! size of a function header.

/// What every file begins with.
const MAGIC: [u8; 8] = 0x1f19_03c1_03bc_1fc6_u64.to_le_bytes();
/// Bytes of the header.
const HEADER: usize = 128;
/// Sizes that a function header has had.
const FUNCTION: [usize; 2] = [16, 12];

/// A string table.
#[derive(Debug)]
pub(super) struct Strings {
    /// Version of the bytecode.
    pub(super) version: u32,
    /// The strings in their order; `None` when the tables are not where this reader knows them to be.
    pub(super) strings: Option<Vec<String>>,
}

/// Whether the bytes are Hermes bytecode.
pub(super) fn is_hermes(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}

/// Reads the string table.
pub(super) fn read(bytes: &[u8]) -> Option<Strings> {
    if !is_hermes(bytes) {
        return None;
    }
    let version = word(bytes, 8)?;
    let strings = FUNCTION.iter().find_map(|function| table(bytes, *function));
    Some(Strings { version, strings })
}

/// The strings, if function headers have this size: every string must lie in the characters then, and names be text.
fn table(bytes: &[u8], function: usize) -> Option<Vec<String>> {
    let count = |index: usize| usize::try_from(word(bytes, 8 + 4 + 20 + 4 * index)?).ok();
    // File length, global code, functions, kinds, identifiers, strings, long strings, characters.
    let (functions, kinds, identifiers) = (count(2)?, count(3)?, count(4)?);
    let (strings, long, characters) = (count(5)?, count(6)?, count(7)?);
    let mut at = HEADER;
    let mut section = |items: usize, size: usize| {
        let start = at.checked_next_multiple_of(4)?;
        at = start.checked_add(items.checked_mul(size)?)?;
        (at <= bytes.len()).then_some(start)
    };
    section(functions, function)?;
    let runs = section(kinds, 4)?;
    // Runs of strings of one kind (the upper bit tells which) make up the table: a sure sign that the places are right.
    let lengths = (0..kinds).map(|run| word(bytes, runs + 4 * run).unwrap_or(0) & 0x7fff_ffff);
    if lengths.map(u64::from).sum::<u64>() != strings as u64 {
        return None;
    }
    section(identifiers, 4)?;
    let table = section(strings, 4)?;
    let overflow = section(long, 8)?;
    let start = section(characters, 1)?;
    let characters = bytes.get(start..start.checked_add(characters)?)?;
    let mut found = Vec::new();
    // Strings may overlap; what all of them hold is bounded, so that a table cannot make more than a file holds many times.
    let mut left = bytes.len().saturating_mul(16);
    for index in 0..strings {
        let entry = word(bytes, table + 4 * index)?;
        let wide = entry & 1 != 0;
        let (mut offset, mut length) = ((entry >> 1 & 0x7f_ffff) as usize, (entry >> 24) as usize);
        if length == 0xff {
            if offset >= long {
                return None;
            }
            length = word(bytes, overflow + 8 * offset + 4)? as usize;
            offset = word(bytes, overflow + 8 * offset)? as usize;
        }
        let size = length.checked_mul(if wide { 2 } else { 1 })?;
        let text = characters.get(offset..offset.checked_add(size)?)?;
        left = left.checked_sub(size)?;
        found.push(if wide {
            let units = text.chunks_exact(2).map(|pair| match pair {
                [low, high] => u16::from_le_bytes([*low, *high]),
                _ => 0,
            });
            char::decode_utf16(units)
                .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        } else {
            // Not wide means ASCII; anything else is another table.
            if !text.is_ascii() {
                return None;
            }
            String::from_utf8_lossy(text).into_owned()
        });
    }
    Some(found)
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let raw = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(raw.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of one source, by hermesc 0.11.0 and 260318099.0.6 (npm `hermes-engine` and `hermes-compiler`).
    #[test]
    fn tables_of_two_layouts_hold_the_same_strings() {
        let old = read(include_bytes!("../../testdata/hermes/version-84.hbc")).unwrap();
        let new = read(include_bytes!("../../testdata/hermes/version-99.hbc")).unwrap();
        assert_eq!((old.version, new.version), (84, 99));
        let strings = old.strings.unwrap();
        assert_eq!(Some(&strings), new.strings.as_ref());
        for wanted in [
            "《隐私政策》",
            "getAndroidId",
            "https://www.example.com.cn/privacy.html",
        ] {
            assert!(strings.iter().any(|text| text == wanted), "{strings:?}");
        }
    }

    #[test]
    fn a_table_elsewhere_is_told() {
        let mut bytes = include_bytes!("../../testdata/hermes/version-84.hbc").to_vec();
        bytes[52] ^= 1;
        assert!(read(&bytes).unwrap().strings.is_none());
        bytes.truncate(64);
        assert!(read(&bytes).unwrap().strings.is_none());
    }
}
