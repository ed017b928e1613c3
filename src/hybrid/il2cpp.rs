//! `global-metadata.dat`, in which Unity keeps names and texts of code that became native: its string tables.
//!
//! The header is pairs of offset and size. Of every version known the first four pairs are: text literals (length and
//! place each), the literals' characters, names (each closed by a zero).

const MAGIC: u32 = 0xfab1_1baf;

/// What the tables hold.
#[derive(Debug)]
pub(super) struct Strings {
    /// Version of the format.
    pub(super) version: u32,
    /// Text literals, then names.
    pub(super) strings: Vec<String>,
    /// Whether a table lay outside of the file.
    pub(super) broken: bool,
}

/// Whether the bytes are such a file.
pub(super) fn is_metadata(bytes: &[u8]) -> bool {
    word(bytes, 0) == Some(MAGIC)
}

/// Reads the tables; what lies outside of the file is left out.
pub(super) fn read(bytes: &[u8]) -> Option<Strings> {
    if !is_metadata(bytes) {
        return None;
    }
    let range = |index: usize| {
        let at = word(bytes, 8 + 8 * index)? as usize;
        bytes.get(at..at.checked_add(word(bytes, 12 + 8 * index)? as usize)?)
    };
    let (literals, characters, names) = (range(0), range(1), range(2));
    let mut broken = literals.is_none() || characters.is_none() || names.is_none();
    let mut strings = Vec::new();
    let mut left = bytes.len().saturating_mul(4);
    let characters = characters.unwrap_or_default();
    for literal in literals.unwrap_or_default().chunks_exact(8) {
        let (Some(length), Some(at)) = (word(literal, 0), word(literal, 4)) else {
            continue;
        };
        let (length, at) = (length as usize, at as usize);
        let text = at
            .checked_add(length)
            .and_then(|end| characters.get(at..end));
        match (text, left.checked_sub(length)) {
            (Some(text), Some(rest)) => {
                left = rest;
                strings.push(String::from_utf8_lossy(text).into_owned());
            }
            _ => broken = true,
        }
    }
    let names = names.unwrap_or_default().split(|byte| *byte == 0);
    strings.extend(names.map(|name| String::from_utf8_lossy(name).into_owned()));
    Some(Strings {
        version: word(bytes, 4)?,
        strings,
        broken,
    })
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let raw = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(raw.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_names_are_read_and_lies_are_told() {
        let mut file = Vec::new();
        for word in [MAGIC, 29, 40, 8, 48, 4, 52, 8, 0, 0] {
            file.extend(u32::to_le_bytes(word));
        }
        file.extend(3u32.to_le_bytes());
        file.extend(1u32.to_le_bytes());
        file.extend(b"xabcone\0two\0");
        let found = read(&file).unwrap();
        assert_eq!((found.version, found.broken), (29, false));
        assert_eq!(found.strings, ["abc", "one", "two", ""]);
        file[12] = 0xff;
        assert!(read(&file).unwrap().broken);
    }
}
