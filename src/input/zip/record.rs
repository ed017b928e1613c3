//! The fixed records of the format (PKWARE APPNOTE 6.3.10, sections 4.3.7 to 4.3.16), read with checked offsets.

pub(super) const LOCAL: &[u8; 4] = b"PK\x03\x04";
pub(super) const CENTRAL: &[u8; 4] = b"PK\x01\x02";
pub(super) const END: &[u8; 4] = b"PK\x05\x06";
const END64: &[u8; 4] = b"PK\x06\x06";
const END64_LOCATOR: &[u8; 4] = b"PK\x06\x07";
/// Bytes of a local header before its name.
pub(super) const LOCAL_LEN: usize = 30;
const CENTRAL_LEN: usize = 46;
/// Bytes of an end record before its comment.
pub(super) const END_LEN: usize = 22;

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(
        bytes.get(at..at.checked_add(2)?)?.try_into().ok()?,
    ))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(
        bytes.get(at..at.checked_add(4)?)?.try_into().ok()?,
    ))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(
        bytes.get(at..at.checked_add(8)?)?.try_into().ok()?,
    ))
}

/// What the fields of a local header say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Local<'a> {
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) crc32: u32,
    pub(super) compressed: u32,
    pub(super) size: u32,
    pub(super) name: &'a [u8],
    pub(super) extra_len: usize,
    /// Where the name ends.
    pub(super) name_end: usize,
}

impl<'a> Local<'a> {
    pub(super) fn at(bytes: &'a [u8], at: usize) -> Option<Self> {
        let head = bytes.get(at..at.checked_add(LOCAL_LEN)?)?;
        if head.get(..4)? != LOCAL {
            return None;
        }
        let name_end = at + LOCAL_LEN + usize::from(u16_at(head, 26)?);
        Some(Self {
            flags: u16_at(head, 6)?,
            method: u16_at(head, 8)?,
            crc32: u32_at(head, 14)?,
            compressed: u32_at(head, 18)?,
            size: u32_at(head, 22)?,
            name: bytes.get(at + LOCAL_LEN..name_end)?,
            extra_len: usize::from(u16_at(head, 28)?),
            name_end,
        })
    }

    /// Whether sizes and CRC follow the data instead of standing here.
    pub(super) fn has_descriptor(&self) -> bool {
        self.flags & 8 != 0
    }
}

/// One record of the central directory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Central<'a> {
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) crc32: u32,
    pub(super) compressed: u64,
    pub(super) size: u64,
    pub(super) offset: u64,
    pub(super) name: &'a [u8],
    /// Bytes of the whole record.
    pub(super) len: usize,
}

impl<'a> Central<'a> {
    pub(super) fn at(bytes: &'a [u8], at: usize) -> Option<Self> {
        let head = bytes.get(at..at.checked_add(CENTRAL_LEN)?)?;
        if head.get(..4)? != CENTRAL {
            return None;
        }
        let name_end = CENTRAL_LEN + usize::from(u16_at(head, 28)?);
        let extra_end = name_end + usize::from(u16_at(head, 30)?);
        let len = extra_end + usize::from(u16_at(head, 32)?);
        let rest = bytes.get(at..)?;
        let mut record = Self {
            flags: u16_at(head, 8)?,
            method: u16_at(head, 10)?,
            crc32: u32_at(head, 16)?,
            compressed: u32_at(head, 20)?.into(),
            size: u32_at(head, 24)?.into(),
            offset: u32_at(head, 42)?.into(),
            name: rest.get(CENTRAL_LEN..name_end)?,
            // The last record's comment may be cut without harm: what counts is that the name is there.
            len,
        };
        let wide = u64::from(u32::MAX);
        if record.size == wide || record.compressed == wide || record.offset == wide {
            record.widen(rest.get(name_end..extra_end).unwrap_or_default());
        }
        Some(record)
    }

    /// Takes the 64-bit values from the ZIP64 extra field (id 1): only those that are all ones in the record, in order.
    fn widen(&mut self, mut extra: &[u8]) {
        while let (Some(id), Some(len)) = (u16_at(extra, 0), u16_at(extra, 2)) {
            let end = 4 + usize::from(len);
            if id == 1 {
                let mut values = extra
                    .get(4..end.min(extra.len()))
                    .unwrap_or_default()
                    .chunks_exact(8);
                for field in [&mut self.size, &mut self.compressed, &mut self.offset] {
                    if *field == u64::from(u32::MAX)
                        && let Some(value) = values.next().and_then(|v| u64_at(v, 0))
                    {
                        *field = value;
                    }
                }
                return;
            }
            extra = extra.get(end..).unwrap_or_default();
        }
    }
}

/// An end-of-central-directory record, ZIP64 values already taken in.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    /// Where the record itself stands.
    pub(super) at: usize,
    pub(super) count: u64,
    pub(super) directory_len: u64,
    pub(super) directory_at: u64,
    /// Where the directory must end: here, or at the ZIP64 end record.
    pub(super) directory_end: usize,
    /// Where the record's comment says that the file ends.
    pub(super) file_end: usize,
}

impl End {
    pub(super) fn at(bytes: &[u8], at: usize) -> Option<Self> {
        let head = bytes.get(at..at.checked_add(END_LEN)?)?;
        let mut end = Self {
            at,
            count: u16_at(head, 10)?.into(),
            directory_len: u32_at(head, 12)?.into(),
            directory_at: u32_at(head, 16)?.into(),
            directory_end: at,
            file_end: at + END_LEN + usize::from(u16_at(head, 20)?),
        };
        let wide = u64::from(u32::MAX);
        if end.count == 0xffff || end.directory_len == wide || end.directory_at == wide {
            end.widen(bytes);
        }
        Some(end)
    }

    /// ZIP64: the locator stands right before this record and names the place of the wide record. When bytes were
    /// prepended that place is wrong, and the wide record is looked for right before the locator.
    fn widen(&mut self, bytes: &[u8]) -> Option<()> {
        let locator = self.at.checked_sub(20)?;
        if bytes.get(locator..locator + 4)? != END64_LOCATOR {
            return None;
        }
        let named = usize::try_from(u64_at(bytes, locator + 8)?).ok();
        let is_wide =
            |at: &usize| at.checked_add(4).and_then(|e| bytes.get(*at..e)) == Some(&END64[..]);
        let at = named
            .filter(is_wide)
            .or_else(|| locator.checked_sub(56).filter(is_wide))?;
        self.count = u64_at(bytes, at.checked_add(32)?)?;
        self.directory_len = u64_at(bytes, at.checked_add(40)?)?;
        self.directory_at = u64_at(bytes, at.checked_add(48)?)?;
        self.directory_end = at;
        Some(())
    }
}
