//! Archives of scripts inside a package: `.wgt` and other ZIP files, and `.wxapkg` of mini-programs.

use std::borrow::Cow;

use crate::input::zip::{Archive, ZipError};

/// Files that one `.wxapkg` may list.
const FILES: u32 = 20_000;

/// Hands every file of an archive in `outer` to `visit`, with its name; an error for what is no archive or is encrypted.
pub(super) fn each(
    outer: &Archive<'_>,
    name: &str,
    bytes: &[u8],
    mut visit: impl FnMut(&str, Cow<'_, [u8]>),
) -> Result<(), String> {
    if bytes.first() == Some(&0xbe) && bytes.get(13) == Some(&0xed) {
        return wxapkg(bytes, visit).ok_or_else(|| "its index is broken".to_owned());
    }
    if bytes.starts_with(b"V1MMWX") {
        return Err("it is encrypted".to_owned());
    }
    let told = |error: ZipError| error.to_string();
    let archive = outer.open_nested(name, bytes).map_err(told)?;
    let files = archive.entries().iter().filter(|entry| !entry.is_dir());
    for entry in files {
        visit(&entry.name, archive.read(entry).map_err(told)?);
    }
    Ok(())
}

/// A head of 14 bytes (mark, number, lengths of index and data, mark), then how many files there are and, of each, the name,
/// where it begins and how long it is. Numbers are big-endian.
fn wxapkg(bytes: &[u8], mut visit: impl FnMut(&str, Cow<'_, [u8]>)) -> Option<()> {
    let word = |at: usize| {
        let word = bytes.get(at..)?.first_chunk::<4>()?;
        Some(u32::from_be_bytes(*word))
    };
    let mut at = 14;
    let count = word(at)?.min(FILES);
    at += 4;
    for _ in 0..count {
        let length = word(at)? as usize;
        let name = bytes.get(at + 4..)?.get(..length)?;
        at += 4 + length;
        let (start, size) = (word(at)? as usize, word(at + 4)? as usize);
        at += 8;
        let data = bytes.get(start..)?.get(..size)?;
        visit(&String::from_utf8_lossy(name), Cow::Borrowed(data));
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A `.wxapkg` with one file.
    fn sample() -> Vec<u8> {
        let mut bytes = vec![0xbe, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xed];
        for part in [&1u32.to_be_bytes()[..], &7u32.to_be_bytes(), b"/app.js"] {
            bytes.extend_from_slice(part);
        }
        let start = bytes.len() as u32 + 8;
        for part in [start, 5] {
            bytes.extend_from_slice(&part.to_be_bytes());
        }
        bytes.extend_from_slice(b"hello");
        bytes
    }

    #[test]
    fn a_mini_programs_files_are_listed_and_a_cut_one_is_told() {
        let bytes = sample();
        let mut seen = Vec::new();
        let read = wxapkg(&bytes, |name, data| {
            seen.push((name.to_owned(), data.to_vec()))
        });
        assert_eq!(read, Some(()));
        assert_eq!(seen, [("/app.js".to_owned(), b"hello".to_vec())]);
        for end in 0..bytes.len() {
            assert_eq!(wxapkg(&bytes[..end], |_, _| {}), None, "{end}");
        }
    }
}
