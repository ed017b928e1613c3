//! Checked little-endian reads. Every read of the DEX reader goes through here: out of bounds is `None`.

pub(crate) fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?
        .first_chunk()
        .map(|b| u16::from_le_bytes(*b))
}

pub(crate) fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)?
        .first_chunk()
        .map(|b| u32::from_le_bytes(*b))
}

/// A reading position in a slice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// A cursor at `at`; `None` when that lies outside of `data`.
    pub(crate) fn new(data: &'a [u8], at: u32) -> Option<Self> {
        data.get(at as usize..).map(|rest| Self { rest })
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    pub(crate) fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(head)
    }

    pub(crate) fn u16(&mut self) -> Option<u16> {
        let (head, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(u16::from_le_bytes(*head))
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        let (head, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(u32::from_le_bytes(*head))
    }

    /// Unsigned LEB128 of at most five bytes; bits above 32 are dropped, as the Android runtime does.
    #[inline]
    pub(crate) fn uleb(&mut self) -> Option<u32> {
        let first = self.u8()?;
        if first < 0x80 {
            return Some(u32::from(first));
        }
        let mut value = u32::from(first & 0x7f);
        for shift in [7u32, 14, 21, 28] {
            let byte = self.u8()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        Some(value)
    }

    /// Signed LEB128 of at most five bytes.
    pub(crate) fn sleb(&mut self) -> Option<i32> {
        let mut value = 0u32;
        for shift in [0u32, 7, 14, 21, 28] {
            let byte = self.u8()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                let used = (shift + 7).min(32);
                let unused = 32 - used;
                return Some(((value << unused) as i32) >> unused);
            }
        }
        Some(value as i32)
    }

    /// `uleb128p1`: `None` inside means "no index".
    pub(crate) fn uleb_p1(&mut self) -> Option<Option<u32>> {
        Some(self.uleb()?.checked_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn leb() {
        let read = |b: &[u8]| Cursor::new(b, 0).and_then(|mut c| c.sleb());
        assert_eq!(read(&[0x7f]), Some(-1));
        assert_eq!(read(&[0x80, 0x7f]), Some(-128));
        assert_eq!(read(&[0x3f]), Some(63));
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0x07]), Some(i32::MAX));
        assert_eq!(read(&[0x80]), None);
        let uread = |b: &[u8]| Cursor::new(b, 0).and_then(|mut c| c.uleb());
        assert_eq!(uread(&[0xe5, 0x8e, 0x26]), Some(624_485));
        assert_eq!(uread(&[0xff, 0xff, 0xff, 0xff, 0x0f]), Some(u32::MAX));
    }
}
