//! The string pool (`ResStringPool`) that compiled XML and resource tables share.

use std::borrow::Cow;

use super::bytes::{Chunk, u8_at, u16_at, u32_at};

const UTF8: u32 = 1 << 8;

/// Where a pool's parts lie in the bytes it was parsed from. Strings are decoded when asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pool {
    offsets: usize,
    count: u32,
    style_offsets: usize,
    style_count: u32,
    strings: usize,
    styles: usize,
    end: usize,
    utf8: bool,
}

/// A styled range of a string: its tag as written by the compiler, e.g. `a;href=https://…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span<'a> {
    /// Tag name, then `;name=value` for each attribute.
    pub tag: Cow<'a, str>,
    /// First character (UTF-16 unit) it covers.
    pub first: u32,
    /// Last character it covers.
    pub last: u32,
}

impl Pool {
    /// Reads the pool's header. Counts that lie are cut to what the chunk can hold.
    pub(crate) fn parse(bytes: &[u8], chunk: Chunk) -> Option<Self> {
        let at = chunk.at;
        let word = |index: usize| u32_at(bytes, at + 8 + 4 * index);
        let (count, style_count, flags) = (word(0)?, word(1)?, word(2)?);
        let (strings, styles) = (word(3)? as usize, word(4)? as usize);
        let room = u32::try_from(chunk.end.saturating_sub(chunk.body) / 4).ok()?;
        let count = count.min(room);
        let style_count = style_count.min(room.saturating_sub(count));
        let strings = at.checked_add(strings)?.min(chunk.end);
        let styles = at.checked_add(styles)?.min(chunk.end);
        Some(Self {
            offsets: chunk.body,
            count,
            style_offsets: chunk.body.checked_add(4 * count as usize)?,
            style_count,
            strings,
            styles,
            end: chunk.end,
            utf8: flags & UTF8 != 0,
        })
    }

    /// The string at an index, borrowed when it is stored as valid UTF-8. `None` when the index or its bytes lie
    /// outside the pool.
    pub(crate) fn get<'a>(&self, bytes: &'a [u8], index: u32) -> Option<Cow<'a, str>> {
        if index >= self.count {
            return None;
        }
        let offset = u32_at(bytes, self.offsets + 4 * index as usize)? as usize;
        let at = self.strings.checked_add(offset)?;
        let bytes = bytes.get(..self.end)?;
        if self.utf8 {
            utf8(bytes, at)
        } else {
            utf16(bytes, at)
        }
    }

    /// The styled ranges of a string: links in string resources live here.
    pub(crate) fn spans<'a>(&self, bytes: &'a [u8], index: u32) -> Vec<Span<'a>> {
        let mut spans = Vec::new();
        if index >= self.style_count {
            return spans;
        }
        let Some(offset) = u32_at(bytes, self.style_offsets + 4 * index as usize) else {
            return spans;
        };
        let mut at = self.styles.saturating_add(offset as usize);
        // A span takes 12 bytes; no honest string has a thousand of them.
        while spans.len() < 1024 && at < self.end {
            let (Some(name), Some(first), Some(last)) = (
                u32_at(bytes, at),
                u32_at(bytes, at + 4),
                u32_at(bytes, at + 8),
            ) else {
                break;
            };
            if name == u32::MAX {
                break;
            }
            if let Some(tag) = self.get(bytes, name) {
                spans.push(Span { tag, first, last });
            }
            at += 12;
        }
        spans
    }
}

/// A length of one or two bytes.
fn short_length(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let first = usize::from(u8_at(bytes, at)?);
    if first & 0x80 == 0 {
        return Some((first, at + 1));
    }
    Some((
        ((first & 0x7f) << 8) | usize::from(u8_at(bytes, at + 1)?),
        at + 2,
    ))
}

fn utf8(bytes: &[u8], at: usize) -> Option<Cow<'_, str>> {
    let (_, at) = short_length(bytes, at)?;
    let (mut length, at) = short_length(bytes, at)?;
    let rest = bytes.get(at..)?;
    // The length field has 15 bits; compilers wrote longer strings with the upper bits lost. As Android does, try the
    // lengths that agree in the lower bits until one is followed by the terminator.
    let stored = length;
    while rest.get(length).is_some_and(|&byte| byte != 0) {
        length += 0x8000;
    }
    let text = rest
        .get(..length)
        .or_else(|| rest.get(..stored))
        .or(Some(rest))?;
    Some(String::from_utf8_lossy(text))
}

fn utf16(bytes: &[u8], at: usize) -> Option<Cow<'_, str>> {
    let first = usize::from(u16_at(bytes, at)?);
    let (length, at) = if first & 0x8000 == 0 {
        (first, at + 2)
    } else {
        (
            ((first & 0x7fff) << 16) | usize::from(u16_at(bytes, at + 2)?),
            at + 4,
        )
    };
    let rest = bytes.get(at..)?;
    let raw = rest.get(..length.checked_mul(2)?).unwrap_or(rest);
    let units = raw.chunks_exact(2).map(|pair| match pair {
        [low, high] => u16::from_le_bytes([*low, *high]),
        _ => 0,
    });
    let text = char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(Cow::Owned(text.collect()))
}
