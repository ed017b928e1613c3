//! A walker over ASN.1 DER (and the indefinite lengths of BER, which old signing tools write around their DER
//! certificates): X.690. It borrows, checks every length and never recurses deeper than [`DEPTH`].
//!
//! Why not a library: of PKCS#7 and X.509 seven fields are wanted, and certificates in the wild break rules (negative
//! serials, wrong string types) on which strict decoders give the whole certificate up. This is smaller than the glue.

/// Values of indefinite length inside one another.
const DEPTH: usize = 16;

pub(super) const INTEGER: u8 = 0x02;
pub(super) const OID: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

/// One value with its tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Value<'a> {
    pub(super) tag: u8,
    /// The content.
    pub(super) content: &'a [u8],
    /// Tag, length and content as they stand.
    pub(super) raw: &'a [u8],
}

impl<'a> Value<'a> {
    /// The values inside.
    pub(super) fn inside(self) -> Reader<'a> {
        Reader(self.content)
    }
}

/// Values one behind another. Ends at the first that is broken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// The next value when it has this tag; what has another is left in place.
    pub(super) fn tagged(&mut self, tag: u8) -> Option<Value<'a>> {
        let mut ahead = *self;
        let value = ahead.next().filter(|value| value.tag == tag)?;
        *self = ahead;
        Some(value)
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        let (value, rest) = value(self.0, DEPTH)?;
        self.0 = rest;
        Some(value)
    }
}

fn value(bytes: &[u8], depth: usize) -> Option<(Value<'_>, &[u8])> {
    let (tag, first) = (*bytes.first()?, *bytes.get(1)?);
    // Tags above 30 take more bytes; none of the structures at hand has one.
    if tag & 0x1f == 0x1f {
        return None;
    }
    if first == 0x80 {
        return indefinite(tag, bytes, depth);
    }
    let (header, len) = if first < 0x80 {
        (2, usize::from(first))
    } else {
        let octets = bytes.get(2..2 + usize::from(first & 0x7f))?;
        if octets.len() > 4 {
            return None;
        }
        let len = octets
            .iter()
            .fold(0_usize, |len, octet| len << 8 | usize::from(*octet));
        (2 + octets.len(), len)
    };
    let end = header.checked_add(len)?;
    let (raw, rest) = (bytes.get(..end)?, bytes.get(end..)?);
    Some((
        Value {
            tag,
            content: raw.get(header..)?,
            raw,
        },
        rest,
    ))
}

/// A constructed value that ends at two zero bytes.
fn indefinite(tag: u8, bytes: &[u8], depth: usize) -> Option<(Value<'_>, &[u8])> {
    if depth == 0 || tag & 0x20 == 0 {
        return None;
    }
    let content = bytes.get(2..)?;
    let mut rest = content;
    while !rest.starts_with(&[0, 0]) {
        rest = value(rest, depth - 1)?.1;
    }
    let len = content.len() - rest.len();
    let rest = rest.get(2..)?;
    let raw = bytes.get(..bytes.len() - rest.len())?;
    Some((
        Value {
            tag,
            content: content.get(..len)?,
            raw,
        },
        rest,
    ))
}

/// An object identifier in dots.
pub(super) fn dotted(content: &[u8]) -> String {
    let mut arcs: Vec<String> = Vec::new();
    let mut arc = 0_u64;
    for byte in content.iter().take(64) {
        arc = arc.wrapping_shl(7) | u64::from(byte & 0x7f);
        if byte & 0x80 != 0 {
            continue;
        }
        if arcs.is_empty() {
            let top = (arc / 40).min(2);
            arcs.push(top.to_string());
            arcs.push((arc - 40 * top).to_string());
        } else {
            arcs.push(arc.to_string());
        }
        arc = 0;
    }
    arcs.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_checked() {
        assert!(Reader(&[0x30, 0x05, 1, 2]).next().is_none());
        assert!(
            Reader(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff])
                .next()
                .is_none()
        );
        let value = Reader(&[0x30, 0x81, 0x02, 0x05, 0x00]).next().unwrap();
        assert_eq!((value.tag, value.content), (SEQUENCE, &[5, 0][..]));
    }

    #[test]
    fn indefinite_lengths_end_and_are_bounded() {
        let bytes = [0x30, 0x80, 0x02, 0x01, 0x07, 0, 0, 0x05, 0x00];
        let mut reader = Reader(&bytes);
        assert_eq!(reader.next().unwrap().content, [0x02, 0x01, 0x07]);
        assert_eq!(reader.next().unwrap().tag, 5);
        assert!(Reader(&[0x30, 0x80].repeat(100_000)).next().is_none());
    }

    #[test]
    fn identifiers_are_dotted() {
        assert_eq!(
            dotted(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1]),
            "1.2.840.113549.1.1.1"
        );
        assert_eq!(dotted(&[0x55, 4, 3]), "2.5.4.3");
    }
}
