//! What was odd about an archive, grouped by kind.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Level};

/// One way in which an archive differs from what an honest packer writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Anomaly {
    Prefix,
    Trailing,
    Overrun,
    FakeEnd,
    Count,
    DirectoryCut,
    DirectoryMoved,
    EntryLimit,
    NameLimit,
    NameEncoding,
    UnsafeName,
    Duplicate,
    Offset,
    LocalHeader,
    Method,
    Encryption,
    Size,
    Crc,
    BytesLimit,
    RatioLimit,
    Unreadable,
}

impl Anomaly {
    fn describe(self) -> (Level, &'static str, &'static str) {
        use Level::{Error, Warning};
        match self {
            Self::Prefix => (Warning, "zip-prefix", "bytes stand before the first entry"),
            Self::Trailing => (
                Warning,
                "zip-trailing",
                "bytes stand after the end record; current Android refuses such a file",
            ),
            Self::Overrun => (
                Error,
                "zip-cut-off",
                "more than 64 KiB stand after the end record: the file was cut off, and what was read is an archive inside it",
            ),
            Self::FakeEnd => (
                Warning,
                "zip-fake-end",
                "more than one end record; the one with a whole directory was taken",
            ),
            Self::Count => (
                Warning,
                "zip-count",
                "the end record's entry count is not the number of directory records; all records were read",
            ),
            Self::DirectoryCut => (
                Error,
                "zip-directory-cut",
                "the central directory ends before its last record: entries are missing",
            ),
            Self::DirectoryMoved => (
                Warning,
                "zip-directory-moved",
                "the end record points elsewhere; the central directory was found by its records",
            ),
            Self::EntryLimit => (
                Error,
                "zip-entry-limit",
                "more entries than the limit: the rest was not read",
            ),
            Self::NameLimit => (
                Error,
                "zip-name-limit",
                "an entry's name is longer than the limit: the entry was left out",
            ),
            Self::NameEncoding => (
                Warning,
                "zip-name-encoding",
                "an entry's name is not UTF-8 or holds a NUL",
            ),
            Self::UnsafeName => (
                Warning,
                "zip-unsafe-name",
                "an entry's name climbs out of the archive",
            ),
            Self::Duplicate => (
                Warning,
                "zip-duplicate-name",
                "several entries have one name; the first was taken (Android before 5 ran the first and verified the last; since then it refuses the file)",
            ),
            Self::Offset => (
                Warning,
                "zip-shifted-header",
                "a local header is not where the directory says; it was found by its name",
            ),
            Self::LocalHeader => (
                Warning,
                "zip-local-header",
                "a local header's name or lengths contradict the directory",
            ),
            Self::Method => (
                Warning,
                "zip-method",
                "the compression method is unknown, or directory and local header disagree; it was found by trial",
            ),
            Self::Encryption => (
                Warning,
                "zip-fake-encryption",
                "an entry is marked as encrypted and is not; Android ignores the mark",
            ),
            Self::Size => (Warning, "zip-size", "an entry's sizes are wrong"),
            Self::Crc => (
                Warning,
                "zip-crc",
                "an entry's CRC is wrong; Android does not check it",
            ),
            Self::BytesLimit => (
                Error,
                "zip-bytes-limit",
                "an entry inflates to more bytes than the limit: it was not read",
            ),
            Self::RatioLimit => (
                Error,
                "zip-ratio-limit",
                "an entry inflates by a larger factor than the limit: it was not read",
            ),
            Self::Unreadable => (
                Error,
                "zip-entry-unreadable",
                "an entry's data is damaged, cut off or really encrypted",
            ),
        }
    }
}

/// Grouped anomalies: a kind, and the entries (by index) that show it. A set and not a count, so that reading an entry
/// twice, or in another order, tells the same.
#[derive(Debug, Default)]
pub(super) struct Anomalies(BTreeMap<Anomaly, BTreeSet<u32>>);

impl Anomalies {
    /// Notes `kind` for one entry, or for the archive as a whole.
    pub(super) fn note(&mut self, kind: Anomaly, entry: Option<u32>) {
        self.0.entry(kind).or_default().extend(entry);
    }

    /// One diagnostic a kind, with the first entry that shows it as its place.
    pub(super) fn diagnostics<'n>(&self, name: impl Fn(u32) -> Option<&'n str>) -> Vec<Diagnostic> {
        let each = self.0.iter().map(|(kind, entries)| {
            let (level, code, text) = kind.describe();
            let message = match entries.len() {
                0 | 1 => text.to_owned(),
                n => format!("{text} ({n} entries, the first is named)"),
            };
            let place = entries
                .first()
                .and_then(|first| name(*first))
                .map(str::to_owned);
            Diagnostic {
                level,
                code,
                message,
                place,
            }
        });
        each.collect()
    }
}
