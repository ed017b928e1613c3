//! An entry's bytes: where they start, how they are packed, how many they are, when the records lie about each of these.
//!
//! What the directory says is tried first and costs one pass. Only when the outcome does not fit (the stream breaks, the CRC
//! is wrong) other starts and the other method are tried; the CRC, the size and the end of the deflate stream decide.

use std::borrow::Cow;

use flate2::{Crc, Decompress, FlushDecompress, Status};
use hashbrown::HashMap;
use memchr::memmem;

use super::anomaly::Anomaly;
use super::record::{LOCAL, Local};
use super::{Archive, Entry};

/// Local headers of one name that are tried when the entry is not where the directory says.
const TRIES: usize = 8;
/// Memory asked for at once on the word of a record that may lie.
const FIRST_CHUNK: u64 = 64 << 20;

/// Inflated bytes of an entry that the limit of the ratio does not look at: blank tables and pictures are small.
const RATIO_FREE: u64 = 1 << 20;

/// Why nothing could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Unreadable,
    Bytes,
    Ratio,
}

/// How sure it is that bytes are the right ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    /// Nothing confirms them, nothing better was found.
    Weak,
    /// A deflate stream that ends and has the size that was said.
    Fits,
    /// The CRC is right.
    Proven,
}

struct Decoded<'a> {
    bytes: Cow<'a, [u8]>,
    trust: Trust,
    notes: Vec<Anomaly>,
}

/// Reads `entry`; what had to be repaired goes into `found`.
pub(super) fn read<'a>(
    archive: &Archive<'a>,
    entry: &Entry<'_>,
    found: &mut Vec<Anomaly>,
) -> Result<Cow<'a, [u8]>, Fault> {
    let bytes = archive.bytes;
    let said = usize::try_from(entry.header_offset)
        .ok()
        .and_then(|at| Some((at, Local::at(bytes, at)?)));
    let mut fault = Fault::Unreadable;
    let mut best: Option<Decoded<'a>> = None;
    let mut consider = |decoded: Result<Decoded<'a>, Fault>, note: Option<Anomaly>| match decoded {
        Ok(mut decoded) => {
            decoded.notes.extend(note);
            let trust = decoded.trust;
            if best.as_ref().is_none_or(|b| b.trust < trust) {
                best = Some(decoded);
            }
            trust >= Trust::Fits
        }
        Err(Fault::Unreadable) => false,
        // A limit is a limit wherever it was met: no other reading may hide it.
        Err(limit) => {
            fault = limit;
            true
        }
    };

    let named = said.filter(|(_, local)| local.name == entry.local_name);
    let mut done = false;
    if let Some((_, local)) = named {
        let start = local.name_end + local.extra_len;
        done = consider(decode(archive, entry, start, &local), None);
        if !done {
            // A false extra length: there is none, or the data ends where the next header begins.
            for other in other_starts(archive, entry, &local) {
                done = done
                    || consider(
                        decode(archive, entry, other, &local),
                        Some(Anomaly::LocalHeader),
                    );
            }
        }
    }
    if !done {
        let here = named.map(|(at, _)| at);
        for at in by_name(archive, entry)
            .into_iter()
            .filter(|at| Some(*at) != here)
        {
            if let Some(local) = Local::at(bytes, at).filter(|_| !done) {
                let start = local.name_end + local.extra_len;
                done = consider(decode(archive, entry, start, &local), Some(Anomaly::Offset));
            }
        }
    }
    if let Some((_, local)) = said.filter(|_| named.is_none() && !done) {
        let start = local.name_end + local.extra_len;
        consider(
            decode(archive, entry, start, &local),
            Some(Anomaly::LocalHeader),
        );
    }
    if fault != Fault::Unreadable {
        return Err(fault);
    }
    let decoded = best.ok_or(fault)?;
    if entry.flags & 1 != 0 {
        found.push(Anomaly::Encryption);
    }
    found.extend(decoded.notes);
    Ok(decoded.bytes)
}

/// Unpacks the data at `start` by the method that fits.
fn decode<'a>(
    archive: &Archive<'a>,
    entry: &Entry<'_>,
    start: usize,
    local: &Local<'_>,
) -> Result<Decoded<'a>, Fault> {
    let region_end = if start < archive.directory_start {
        archive.directory_start
    } else {
        archive.bytes.len()
    };
    let input = archive
        .bytes
        .get(start..region_end)
        .ok_or(Fault::Unreadable)?;
    let method_lies =
        (entry.method != local.method || !matches!(entry.method, 0 | 8)).then_some(Anomaly::Method);
    let mut notes: Vec<Anomaly> = method_lies.into_iter().collect();

    if entry.method == 8 {
        // Of bytes that are no deflate stream some are taken for an empty one: such a stream proves nothing, and the CRC
        // of the bytes as they stand is asked before it is believed.
        let inflated = match inflate(archive, entry, input) {
            Ok(inflated) => Some(inflated.judge(entry, notes.clone())),
            Err(Fault::Unreadable) => None,
            Err(limit) => return Err(limit),
        };
        let inflated = match inflated {
            Some(decoded) if decoded.trust >= Trust::Fits => return Ok(decoded),
            other => other,
        };
        if method_lies.is_none() {
            notes.push(Anomaly::Method);
        }
        return match (stored(archive, entry, local, input), inflated) {
            (Ok((bytes, true)), _) => {
                note_sizes(entry, bytes.len(), bytes.len(), &mut notes);
                Ok(Decoded {
                    bytes: Cow::Borrowed(bytes),
                    trust: Trust::Proven,
                    notes,
                })
            }
            (_, Some(decoded)) => Ok(decoded),
            (Ok((bytes, false)), None)
                if local.method == 0 && entry.compressed_size == entry.size =>
            {
                notes.push(Anomaly::Crc);
                Ok(Decoded {
                    bytes: Cow::Borrowed(bytes),
                    trust: Trust::Weak,
                    notes,
                })
            }
            (Err(Fault::Unreadable), None) | (Ok(_), None) => Err(Fault::Unreadable),
            (Err(limit), None) => Err(limit),
        };
    }

    let plain = stored(archive, entry, local, input);
    if let Ok((bytes, true)) = plain {
        note_sizes(entry, bytes.len(), bytes.len(), &mut notes);
        return Ok(Decoded {
            bytes: Cow::Borrowed(bytes),
            trust: Trust::Proven,
            notes,
        });
    }
    match inflate(archive, entry, input) {
        Ok(inflated) => {
            let said = local.method == 8 || inflated.out.len() as u64 == entry.size;
            let packed = inflated.consumed as u64 == entry.compressed_size;
            if said || packed || inflated.crc == entry.crc32 {
                if method_lies.is_none() {
                    notes.push(Anomaly::Method);
                }
                return Ok(inflated.judge(entry, notes));
            }
        }
        // Bytes that are no deflate stream may well run into a limit when they are taken for one.
        Err(_) if entry.method == 0 => {}
        Err(Fault::Unreadable) => {}
        Err(limit) => return Err(limit),
    }
    let (bytes, _) = plain?;
    let really_encrypted =
        entry.flags & 1 != 0 && entry.compressed_size == entry.size.saturating_add(12);
    let really_packed = entry.method != 0 && entry.compressed_size < entry.size;
    if really_encrypted || really_packed {
        return Err(Fault::Unreadable);
    }
    note_sizes(entry, bytes.len(), bytes.len(), &mut notes);
    notes.push(Anomaly::Crc);
    Ok(Decoded {
        bytes: Cow::Borrowed(bytes),
        trust: Trust::Weak,
        notes,
    })
}

/// The data taken as stored, and whether its CRC is right. Of the lengths that the records name the one whose CRC is right;
/// else the directory's inflated size, which is what Android maps.
fn stored<'a>(
    archive: &Archive<'_>,
    entry: &Entry<'_>,
    local: &Local<'_>,
    input: &'a [u8],
) -> Result<(&'a [u8], bool), Fault> {
    let local_sizes = if local.has_descriptor() {
        [0; 2]
    } else {
        [local.size, local.compressed]
    };
    let [a, b] = local_sizes.map(u64::from);
    let mut tried: Vec<u64> = Vec::with_capacity(4);
    let mut first = None;
    for size in [entry.size, entry.compressed_size, a, b] {
        if tried.contains(&size) || (size == 0 && !tried.is_empty()) {
            continue;
        }
        tried.push(size);
        let Some(bytes) = usize::try_from(size).ok().and_then(|len| input.get(..len)) else {
            continue;
        };
        if size > archive.limits.entry_bytes || !archive.budget.take(size) {
            return Err(Fault::Bytes);
        }
        let crc = crc(bytes);
        if crc == entry.crc32 || (tried.len() > 2 && crc == local.crc32) {
            return Ok((bytes, true));
        }
        first.get_or_insert(bytes);
    }
    first.map(|bytes| (bytes, false)).ok_or(Fault::Unreadable)
}

/// A deflate stream that came to its end.
struct Inflated {
    out: Vec<u8>,
    consumed: usize,
    crc: u32,
}

impl Inflated {
    fn judge<'a>(self, entry: &Entry<'_>, mut notes: Vec<Anomaly>) -> Decoded<'a> {
        note_sizes(entry, self.consumed, self.out.len(), &mut notes);
        let fits =
            self.out.len() as u64 == entry.size || self.consumed as u64 == entry.compressed_size;
        let trust = if self.crc == entry.crc32 {
            Trust::Proven
        } else {
            notes.push(Anomaly::Crc);
            if fits { Trust::Fits } else { Trust::Weak }
        };
        Decoded {
            bytes: Cow::Owned(self.out),
            trust,
            notes,
        }
    }
}

fn note_sizes(entry: &Entry<'_>, packed: usize, inflated: usize, notes: &mut Vec<Anomaly>) {
    if entry.size != inflated as u64 || entry.compressed_size != packed as u64 {
        notes.push(Anomaly::Size);
    }
}

/// Inflates up to the end of the stream, which need not be where the directory says, within the limits.
fn inflate(archive: &Archive<'_>, entry: &Entry<'_>, input: &[u8]) -> Result<Inflated, Fault> {
    let limits = &archive.limits;
    let most = entry.compressed_size.saturating_mul(1032).max(1 << 10);
    let ask = entry
        .size
        .min(most)
        .min(limits.entry_bytes)
        .min(FIRST_CHUNK);
    // A few bytes more than the size: zlib tells the end of the stream in the same call only when there is room left.
    let mut out = Vec::with_capacity(usize::try_from(ask).unwrap_or(0).saturating_add(16));
    let mut engine = Decompress::new(false);
    loop {
        if out.len() == out.capacity() {
            out.reserve(out.capacity().max(1 << 12));
        }
        let (before_in, before_out) = (engine.total_in(), engine.total_out());
        let rest = usize::try_from(before_in)
            .ok()
            .and_then(|at| input.get(at..))
            .ok_or(Fault::Unreadable)?;
        let status = engine
            .decompress_vec(rest, &mut out, FlushDecompress::Finish)
            .map_err(|_| Fault::Unreadable)?;
        let (now_in, now_out) = (engine.total_in(), engine.total_out());
        if now_out > limits.entry_bytes || !archive.budget.take(now_out - before_out) {
            return Err(Fault::Bytes);
        }
        if now_out > RATIO_FREE.saturating_add(now_in.saturating_mul(limits.ratio)) {
            return Err(Fault::Ratio);
        }
        match status {
            Status::StreamEnd => {
                let consumed = usize::try_from(now_in).map_err(|_| Fault::Unreadable)?;
                return Ok(Inflated {
                    crc: crc(&out),
                    out,
                    consumed,
                });
            }
            // The input ran out, or nothing moved although there was room: the stream is cut off.
            _ if now_in == before_in && now_out == before_out && out.len() < out.capacity() => {
                return Err(Fault::Unreadable);
            }
            _ => {}
        }
    }
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Everything in front of the directory that looks like a local header.
#[derive(Debug, Default)]
pub(super) struct Headers {
    /// By the hash of the name. Names borrowed here would make `Archive` invariant in its lifetime, and nothing that
    /// borrows it and its bytes together could be built.
    by_name: HashMap<u64, Vec<usize>>,
    sorted: Vec<usize>,
}

/// The index of local headers: one pass over the file, made once.
fn headers<'h>(archive: &'h Archive<'_>) -> &'h Headers {
    archive.headers.get_or_init(|| {
        let mut headers = Headers::default();
        let bytes = archive
            .bytes
            .get(..archive.directory_start)
            .unwrap_or(archive.bytes);
        let most = archive.limits.entries.saturating_mul(4);
        for at in memmem::find_iter(bytes, LOCAL).take(most) {
            if let Some(local) = Local::at(archive.bytes, at) {
                headers.sorted.push(at);
                headers
                    .by_name
                    .entry(hash(local.name))
                    .or_default()
                    .push(at);
            }
        }
        headers
    })
}

fn hash(name: &[u8]) -> u64 {
    use std::hash::BuildHasher;
    rustc_hash::FxBuildHasher.hash_one(name)
}

/// Where a local header with the entry's name stands, nearest to the said place first.
fn by_name(archive: &Archive<'_>, entry: &Entry<'_>) -> Vec<usize> {
    let Some(places) = headers(archive).by_name.get(&hash(entry.local_name)) else {
        return Vec::new();
    };
    let said = usize::try_from(entry.header_offset).unwrap_or(usize::MAX);
    let split = places.partition_point(|at| *at < said);
    let (before, after) = places.split_at(split);
    let mut near: Vec<usize> = before
        .iter()
        .rev()
        .take(TRIES)
        .chain(after.iter().take(TRIES))
        .copied()
        .collect();
    near.sort_by_key(|at| (at.abs_diff(said), *at));
    near.truncate(TRIES);
    // Two names may share a hash.
    near.retain(|at| {
        Local::at(archive.bytes, *at).is_some_and(|local| local.name == entry.local_name)
    });
    near
}

/// Other places where the data of an entry may start when its local header lies about the extra field.
fn other_starts(archive: &Archive<'_>, entry: &Entry<'_>, local: &Local<'_>) -> Vec<usize> {
    let sorted = &headers(archive).sorted;
    let next = sorted
        .get(sorted.partition_point(|at| *at < local.name_end))
        .copied();
    let end = next.unwrap_or(archive.directory_start);
    let lengths = [entry.compressed_size, entry.size];
    let from_end = lengths.map(|len| {
        usize::try_from(len)
            .ok()
            .and_then(|len| end.checked_sub(len))
    });
    let said = local.name_end + local.extra_len;
    let mut starts = vec![local.name_end];
    for start in from_end.into_iter().flatten() {
        if start > local.name_end && start != said && !starts.contains(&start) {
            starts.push(start);
        }
    }
    starts.retain(|start| *start != said);
    starts
}
