//! Finds the central directory and reads it.
//!
//! Android takes the last end record within 64 KiB of the end whose comment reaches the end of the file exactly, and refuses
//! the file when its directory does not parse. We take that one too when its directory is whole; else the last end record
//! with a whole directory, else the one under which most records parse. A hostile comment can so neither hide the directory
//! nor slip in another one than Android would take.

use std::borrow::Cow;

use memchr::memmem;

use super::Entry;
use super::anomaly::{Anomalies, Anomaly};
use super::record::{CENTRAL, Central, END, END_LEN, End, LOCAL};
use crate::limits::Limits;

/// End records that are looked at before the best so far is taken.
const CANDIDATES: usize = 64;
/// How far from the end Android looks for the end record.
const WINDOW: usize = 0xffff + END_LEN;

/// The directory that was taken.
pub(super) struct Directory<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    pub(super) start: usize,
}

/// Reads the directory; `None` when there is no end record with at least one record, and not an empty archive either.
pub(super) fn read<'a>(
    bytes: &'a [u8],
    limits: &Limits,
    anomalies: &mut Anomalies,
) -> Option<Directory<'a>> {
    let (chosen, decoys) = choose(bytes)?;
    let Candidate { end, walk } = chosen;
    let counted =
        walk.records == end.count || (end.count < 0xffff && walk.records & 0xffff == end.count);
    let missing = !walk.whole && !counted;
    let oddities = [
        (decoys, Anomaly::FakeEnd),
        (end.file_end < bytes.len(), Anomaly::Trailing),
        (
            bytes.len().saturating_sub(end.file_end) > WINDOW,
            Anomaly::Overrun,
        ),
        (!missing && !counted, Anomaly::Count),
        (missing, Anomaly::DirectoryCut),
        (walk.swept, Anomaly::DirectoryMoved),
    ];
    for (_, kind) in oddities.into_iter().filter(|(seen, _)| *seen) {
        anomalies.note(kind, None);
    }

    let records = usize::try_from(walk.records).ok()?;
    let mut entries = Vec::with_capacity(records.min(limits.entries));
    let mut first = u64::MAX;
    let mut at = walk.start;
    for index in 0..records {
        let Some(record) = Central::at(bytes, at) else {
            break;
        };
        at += record.len;
        if index >= limits.entries {
            anomalies.note(Anomaly::EntryLimit, None);
            break;
        }
        if record.name.len() > limits.name_bytes {
            anomalies.note(Anomaly::NameLimit, None);
            continue;
        }
        let number = u32::try_from(entries.len()).ok()?;
        let name = String::from_utf8_lossy(record.name);
        if matches!(name, Cow::Owned(_)) || record.name.contains(&0) {
            anomalies.note(Anomaly::NameEncoding, Some(number));
        }
        if climbs(record.name) {
            anomalies.note(Anomaly::UnsafeName, Some(number));
        }
        let offset = record.offset.saturating_add(walk.shift);
        first = first.min(offset);
        entries.push(Entry {
            name,
            method: record.method,
            flags: record.flags,
            crc32: record.crc32,
            compressed_size: record.compressed,
            size: record.size,
            header_offset: offset,
            raw_name: record.name,
            local_name: record.name,
            index: number,
        });
    }
    if walk.shift > 0 || (first != u64::MAX && first > 0 && !bytes.starts_with(LOCAL)) {
        anomalies.note(Anomaly::Prefix, None);
    }
    Some(Directory {
        entries,
        start: walk.start,
    })
}

/// An end record and what its directory turned out to be.
struct Candidate {
    end: End,
    walk: Walk,
}

/// A walk over directory records that stand one behind another.
#[derive(Clone, Copy, Default)]
struct Walk {
    start: usize,
    /// What has to be added to the offsets in the records: bytes were prepended.
    shift: u64,
    records: u64,
    /// The records end where the end record stands, or are as many as it counts.
    whole: bool,
    /// The start is not where the end record says, it was found by its signature.
    swept: bool,
}

/// The end record to believe, and whether false ones had to be passed over.
fn choose(bytes: &[u8]) -> Option<(Candidate, bool)> {
    let window = bytes.len().saturating_sub(WINDOW);
    let mut best: Option<(Candidate, usize)> = None;
    let mut empty = None;
    let mut last = None;
    for (rank, at) in memmem::rfind_iter(bytes, END).take(CANDIDATES).enumerate() {
        if at < window && best.as_ref().is_some_and(|(c, _)| c.walk.whole) {
            break;
        }
        let Some(end) = End::at(bytes, at) else {
            continue;
        };
        last.get_or_insert(end);
        let walk = follow(bytes, &end);
        if walk.records == 0 {
            if end.count == 0 && end.file_end == bytes.len() {
                empty.get_or_insert(end);
            }
            continue;
        }
        let as_android = walk.whole && end.file_end == bytes.len();
        let better = best.as_ref().is_none_or(|(b, _)| {
            as_android || (!b.walk.whole && (walk.whole || walk.records > b.walk.records))
        });
        if better {
            best = Some((Candidate { end, walk }, rank));
        }
        if as_android {
            break;
        }
    }
    if let Some((candidate, rank)) = best {
        return Some((candidate, rank > 0));
    }
    if let Some(end) = last.filter(|_| empty.is_none())
        && let Some(walk) = sweep(bytes, end.at)
    {
        return Some((Candidate { end, walk }, false));
    }
    let end = empty?;
    Some((
        Candidate {
            end,
            walk: Walk {
                start: end.directory_end,
                whole: true,
                ..Walk::default()
            },
        },
        false,
    ))
}

/// Walks the directory from where the end record says, and, when there is none, from where it must start if bytes were
/// prepended to the file.
fn follow(bytes: &[u8], end: &End) -> Walk {
    let named = usize::try_from(end.directory_at).ok();
    let by_length = usize::try_from(end.directory_len)
        .ok()
        .and_then(|len| end.directory_end.checked_sub(len));
    let mut best = Walk::default();
    for start in [named, by_length.filter(|s| Some(*s) != named)]
        .into_iter()
        .flatten()
    {
        let Some(shift) = (start as u64).checked_sub(end.directory_at) else {
            continue;
        };
        let (records, stop) = count(bytes, start, end.directory_end);
        let whole = records > 0 && (stop == end.directory_end || records == end.count);
        if records > best.records && (whole || !best.whole) {
            best = Walk {
                start,
                shift,
                records,
                whole,
                swept: false,
            };
        }
        if best.whole {
            break;
        }
    }
    best
}

/// How many records follow each other from `start` up to `stop`, and where they end.
fn count(bytes: &[u8], start: usize, stop: usize) -> (u64, usize) {
    let mut at = start;
    let mut records = 0;
    while at < stop
        && let Some(record) = Central::at(bytes, at)
    {
        at += record.len;
        records += 1;
    }
    (records, at)
}

/// The longest run of directory records before `stop`. Linear: a run that was walked is not walked again.
fn sweep(bytes: &[u8], stop: usize) -> Option<Walk> {
    let mut best = Walk::default();
    let mut from = 0;
    while let Some(found) = bytes
        .get(from..stop)
        .and_then(|rest| memmem::find(rest, CENTRAL))
    {
        let start = from + found;
        let (records, at) = count(bytes, start, stop);
        if records > best.records {
            best = Walk {
                start,
                shift: 0,
                records,
                whole: at == stop,
                swept: true,
            };
        }
        from = at.max(start + CENTRAL.len());
    }
    (best.records > 0).then_some(best)
}

/// Absolute, or with a `..` part: no loader is hurt by reading it, but an unpacker would be.
fn climbs(name: &[u8]) -> bool {
    name.first().is_some_and(|b| matches!(b, b'/' | b'\\'))
        || (memmem::find(name, b"..").is_some()
            && name
                .split(|b| matches!(b, b'/' | b'\\'))
                .any(|part| part == b".."))
}
