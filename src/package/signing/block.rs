//! The APK Signing Block: it ends where the central directory starts. Format: source.android.com, "APK Signature Scheme v2"
//! and "v3", "Proof-of-rotation struct".

use crate::input::zip::Archive;

pub(super) const V2: u32 = 0x7109_871a;
pub(super) const V3: u32 = 0xf053_68c0;
pub(super) const V31: u32 = 0x1b93_ad61;
const LINEAGE: u32 = 0x3ba0_6f8c;
const MAGIC: &[u8] = b"APK Sig Block 42";
/// Pairs read of a block, and signers or certificates of a pair: real ones hold a handful.
const MOST: usize = 1024;

/// Id and value, in the order of the block.
pub(super) type Pairs<'a> = Vec<(u32, &'a [u8])>;

/// The id-value pairs of the block; `None` when there is no block, `Some(None)` when it is broken.
pub(super) fn pairs<'a>(archive: &Archive<'a>) -> Option<Option<Pairs<'a>>> {
    let end = archive.directory_start();
    let bytes = archive.bytes();
    if bytes.get(end.checked_sub(16)?..end)? != MAGIC {
        return None;
    }
    Some(read_pairs(bytes, end))
}

fn read_pairs(bytes: &[u8], end: usize) -> Option<Pairs<'_>> {
    let footer = end.checked_sub(24)?;
    let size = u64_at(bytes, footer)?;
    // The size counts everything but its own first copy, which stands in front.
    let start = end.checked_sub(usize::try_from(size).ok()?)?;
    if u64_at(bytes, start.checked_sub(8)?)? != size {
        return None;
    }
    let mut rest = bytes.get(start..footer)?;
    let mut pairs = Vec::new();
    while !rest.is_empty() && pairs.len() < MOST {
        let len = usize::try_from(u64_at(rest, 0)?).ok()?;
        let pair = rest.get(8..8_usize.checked_add(len)?)?;
        pairs.push((
            u32::from_le_bytes(pair.get(..4)?.try_into().ok()?),
            pair.get(4..)?,
        ));
        rest = rest.get(8 + len..)?;
    }
    Some(pairs)
}

/// One signer of a v2, v3 or v3.1 pair.
pub(super) struct BlockSigner<'a> {
    /// DER bytes of the signer's own certificate: the first of the list.
    pub(super) certificate: &'a [u8],
    /// Android releases (API levels) for which it holds; v3 and later.
    pub(super) sdks: Option<(u32, u32)>,
    /// DER bytes of the certificates it was rotated through, the oldest first; v3 and later.
    pub(super) lineage: Vec<&'a [u8]>,
}

/// The signers of a pair's value; `None` when any of it is broken.
pub(super) fn signers(value: &[u8], with_sdks: bool) -> Option<Vec<BlockSigner<'_>>> {
    let mut value = value;
    let mut list = prefixed(&mut value)?;
    let mut signers = Vec::new();
    while !list.is_empty() && signers.len() < MOST {
        let mut signer = prefixed(&mut list)?;
        let mut data = prefixed(&mut signer)?;
        prefixed(&mut data)?; // digests
        let mut certificates = prefixed(&mut data)?;
        let certificate = prefixed(&mut certificates)?;
        let sdks = if with_sdks {
            Some((u32_of(&mut data)?, u32_of(&mut data)?))
        } else {
            None
        };
        let mut attributes = prefixed(&mut data).unwrap_or_default();
        let mut lineage = Vec::new();
        while !attributes.is_empty() {
            let Some(mut attribute) = prefixed(&mut attributes) else {
                break;
            };
            if u32_of(&mut attribute) == Some(LINEAGE) {
                lineage = rotation(attribute).unwrap_or_default();
            }
        }
        signers.push(BlockSigner {
            certificate,
            sdks,
            lineage,
        });
    }
    Some(signers)
}

/// A proof of rotation: a version, then a node a certificate.
fn rotation(mut bytes: &[u8]) -> Option<Vec<&[u8]>> {
    u32_of(&mut bytes)?;
    let mut certificates = Vec::new();
    while !bytes.is_empty() && certificates.len() < MOST {
        let mut node = prefixed(&mut bytes)?;
        let mut data = prefixed(&mut node)?;
        certificates.push(prefixed(&mut data)?);
    }
    Some(certificates)
}

/// Takes a value with its length of four bytes in front.
fn prefixed<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let mut rest = *bytes;
    let len = usize::try_from(u32_of(&mut rest)?).ok()?;
    let (value, rest) = (rest.get(..len)?, rest.get(len..)?);
    *bytes = rest;
    Some(value)
}

fn u32_of(bytes: &mut &[u8]) -> Option<u32> {
    let (value, rest) = bytes.split_first_chunk::<4>()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*value))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(
        bytes.get(at..at.checked_add(8)?)?.try_into().ok()?,
    ))
}
