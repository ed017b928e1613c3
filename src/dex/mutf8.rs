//! Strings of DEX files: MUTF-8, which is UTF-8 but for NUL (two bytes) and characters above U+FFFF (two surrogates of
//! three bytes each).

use std::borrow::Cow;

/// A string as it stands in the file, not yet validated; compares as bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MStr<'a>(&'a [u8]);

impl<'a> MStr<'a> {
    /// Wraps MUTF-8 bytes (without the terminating NUL).
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The bytes as stored. For ASCII (most names) these are the UTF-8 bytes.
    pub const fn bytes(self) -> &'a [u8] {
        self.0
    }

    /// The text. Borrowed for everything without NUL and supplementary characters; what is no character (lone
    /// surrogates, broken sequences) becomes U+FFFD.
    pub fn text(self) -> Cow<'a, str> {
        match std::str::from_utf8(self.0) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(decode(self.0)),
        }
    }
}

impl std::fmt::Debug for MStr<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.text())
    }
}

fn decode(bytes: &[u8]) -> String {
    let mut units = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        let (unit, used) = match *rest {
            [] => break,
            [a, ..] if a < 0x80 => (u16::from(a), 1),
            [a, b, ..] if a & 0xe0 == 0xc0 && b & 0xc0 == 0x80 => {
                (u16::from(a & 0x1f) << 6 | u16::from(b & 0x3f), 2)
            }
            [a, b, c, ..] if a & 0xf0 == 0xe0 && b & 0xc0 == 0x80 && c & 0xc0 == 0x80 => (
                u16::from(a & 0x0f) << 12 | u16::from(b & 0x3f) << 6 | u16::from(c & 0x3f),
                3,
            ),
            // Not MUTF-8. Four-byte UTF-8 ends here too: files written by some packers hold it.
            _ => match std::str::from_utf8(rest.get(..4).unwrap_or(rest)) {
                Ok(text) => {
                    let mut buffer = [0u16; 2];
                    units.extend(
                        text.chars()
                            .flat_map(|c| c.encode_utf16(&mut buffer).to_vec()),
                    );
                    rest = rest.get(4..).unwrap_or_default();
                    continue;
                }
                Err(_) => (0xfffd, 1),
            },
        };
        units.push(unit);
        rest = rest.get(used..).unwrap_or_default();
    }
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::MStr;

    #[test]
    fn text() {
        assert!(matches!(
            MStr::new("隐私".as_bytes()).text(),
            std::borrow::Cow::Borrowed("隐私")
        ));
        assert_eq!(MStr::new(b"a\xc0\x80b").text(), "a\0b");
        assert_eq!(MStr::new(b"\xed\xa0\xbd\xed\xb8\x80").text(), "😀");
        assert_eq!(MStr::new(b"\xc0\x80\xf0\x9f\x98\x80").text(), "\0😀");
        assert_eq!(MStr::new(b"\xed\xa0\xbd!").text(), "\u{fffd}!");
        assert_eq!(MStr::new(b"\xff\xc3").text(), "\u{fffd}\u{fffd}");
    }
}
