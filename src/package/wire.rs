//! The wire format of protocol buffers, as far as a reader needs it: numbered fields of four kinds, one after another.
//!
//! App bundles keep manifests, XML and resources so. Our own reader, because a general one decodes a message whole and owns
//! what it decoded; this borrows, allocates nothing, and a field that lies about its length ends the message it stands in.

/// A field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wire<'a> {
    /// A whole number, a truth value, an enum.
    Number(u64),
    /// Four bytes: a float.
    Fixed32(u32),
    /// Eight bytes.
    Fixed64(u64),
    /// Text, bytes, or a message inside.
    Bytes(&'a [u8]),
}

impl<'a> Wire<'a> {
    /// The lower 32 bits of a number, whichever way it is stored; 0 for bytes.
    pub(crate) fn number(self) -> u32 {
        match self {
            Self::Number(value) | Self::Fixed64(value) => value as u32,
            Self::Fixed32(value) => value,
            Self::Bytes(_) => 0,
        }
    }

    /// The bytes; none for numbers.
    pub(crate) fn bytes(self) -> &'a [u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            _ => &[],
        }
    }

    /// The bytes as text; what is not UTF-8 is replaced.
    pub(crate) fn text(self) -> std::borrow::Cow<'a, str> {
        String::from_utf8_lossy(self.bytes())
    }

    /// The fields of the message inside.
    pub(crate) fn fields(self) -> Fields<'a> {
        Fields::of(self.bytes())
    }
}

/// The fields of a message, in their order.
#[derive(Debug, Clone)]
pub(crate) struct Fields<'a> {
    rest: &'a [u8],
    broken: bool,
}

impl<'a> Fields<'a> {
    /// The fields of a message.
    pub(crate) fn of(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            broken: false,
        }
    }

    /// Whether reading stopped before the message's end: a field is cut off or of no known kind.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }

    /// The last value of a field, as the format wants it of fields that stand once.
    pub(crate) fn get(self, number: u32) -> Option<Wire<'a>> {
        self.filter(|field| field.0 == number)
            .last()
            .map(|field| field.1)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..70).step_by(7) {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            if shift < 64 {
                value |= u64::from(byte & 0x7f) << shift;
            }
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn take(&mut self, count: u64) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(usize::try_from(count).ok()?)?;
        self.rest = rest;
        Some(head)
    }

    fn field(&mut self) -> Option<(u32, Wire<'a>)> {
        let key = self.varint()?;
        let number = u32::try_from(key >> 3).ok().filter(|number| *number != 0)?;
        let value = match key & 7 {
            0 => Wire::Number(self.varint()?),
            1 => Wire::Fixed64(u64::from_le_bytes(self.take(8)?.try_into().ok()?)),
            2 => {
                let length = self.varint()?;
                Wire::Bytes(self.take(length)?)
            }
            5 => Wire::Fixed32(u32::from_le_bytes(self.take(4)?.try_into().ok()?)),
            _ => return None,
        };
        Some((number, value))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (u32, Wire<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() || self.broken {
            return None;
        }
        let field = self.field();
        self.broken = field.is_none();
        field
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_until_one_lies() {
        let bytes = [
            0x08, 0x96, 0x01, 0x12, 0x02, b'o', b'k', 0x1d, 1, 0, 0, 0, 0x22, 0x7f,
        ];
        let mut fields = Fields::of(&bytes);
        assert_eq!(fields.next(), Some((1, Wire::Number(150))));
        assert_eq!(fields.next(), Some((2, Wire::Bytes(b"ok"))));
        assert_eq!(fields.next(), Some((3, Wire::Fixed32(1))));
        assert_eq!(fields.next(), None);
        assert!(fields.is_broken());
        assert_eq!(
            Fields::of(&bytes).get(2).map(|text| text.text().into()),
            Some("ok".to_owned())
        );
    }

    #[test]
    fn endless_numbers_end() {
        let bytes = [0xff; 64];
        let mut fields = Fields::of(&bytes);
        assert_eq!(fields.next(), None);
        assert!(fields.is_broken());
    }
}
