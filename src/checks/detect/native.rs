//! `collect-native`: system files, commands and properties in code, and the same in native libraries.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;

use crate::checks::facts::Facts;
use crate::checks::finding::{Location, Subject};
use crate::checks::hit::Hit;
use crate::checks::matcher::glob;
use crate::knowledge::{Constant, ConstantKind, ITEMS};
use crate::program::StrId;

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut hits = in_code(facts);
    hits.extend(in_libraries(facts));
    hits
}

/// Constants that tell by themselves what is read, without the weak ones.
fn telling<'k>(facts: &Facts<'_, 'k, '_>, kinds: &[ConstantKind]) -> Vec<Constant> {
    let all = facts.knowledge.apis.constants.iter();
    all.filter(|found| !found.weak && kinds.contains(&found.kind))
        .cloned()
        .collect()
}

fn item_names(item: &str) -> (&'static str, &'static str) {
    ITEMS
        .iter()
        .find(|(id, ..)| *id == item)
        .map_or(("", ""), |(_, zh, en)| (*zh, *en))
}

fn in_code(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let constants = telling(
        facts,
        &[
            ConstantKind::Path,
            ConstantKind::Command,
            ConstantKind::Property,
        ],
    );
    // The longest literal part of each constant, so that the many strings without any of them cost one search.
    let parts = constants
        .iter()
        .filter_map(|constant| constant.value.split('*').max_by_key(|part| part.len()));
    let Ok(finder) = AhoCorasick::new(parts) else {
        return Vec::new();
    };
    let program = facts.program;
    let mut hits: BTreeMap<(String, String, String), Hit> = BTreeMap::new();
    for number in 0..program.string_count() as u32 {
        let string = StrId(number);
        let bytes = program.string_bytes(string);
        if bytes.len() < 2 || bytes.len() > 256 || !finder.is_match(bytes) {
            continue;
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            continue;
        };
        let Some(constant) = constants.iter().find(|constant| reads(constant, text)) else {
            continue;
        };
        for def in program
            .text_users(string)
            .iter()
            .filter(|def| facts.reach.contains(**def))
        {
            let owner = facts.owner(*def);
            let key = (constant.item.clone(), owner.clone(), constant.value.clone());
            let (class, method) = facts.names(*def);
            let (zh, en) = item_names(&constant.item);
            let place = facts.place_of_text(*def, string);
            let hit = hits.entry(key).or_insert_with(|| {
                let mut hit = Hit::new("code", Subject::Item(constant.item.clone()))
                    .name("value", text)
                    .name("class", class)
                    .name("method", method)
                    .name("item-zh", zh)
                    .name("item-en", en);
                hit.owner = owner;
                hit.key.clone_from(&constant.value);
                hit.location = Some(place.clone());
                hit
            });
            hit.evidence.push(crate::checks::Evidence {
                kind: "string".to_owned(),
                value: text.to_owned(),
                location: Some(place),
            });
        }
    }
    hits.into_values().collect()
}

/// Whether a string in code is such a constant. A command may be followed by arguments or stand after `sh -c`; a bare
/// program name of two or three letters says nothing.
fn reads(constant: &Constant, text: &str) -> bool {
    match constant.kind {
        // A pattern means other processes: what a process reads of itself is no list of what runs.
        ConstantKind::Path
            if text.contains("/proc/self/") && !constant.value.contains("/proc/self/") =>
        {
            false
        }
        ConstantKind::Path => {
            glob(&constant.value, text)
                || text
                    .strip_prefix("cat ")
                    .is_some_and(|path| glob(&constant.value, path.trim()))
                || text
                    .strip_prefix("/system/bin/cat ")
                    .is_some_and(|path| glob(&constant.value, path.trim()))
        }
        ConstantKind::Command => {
            let text = text
                .trim()
                .trim_start_matches("sh -c ")
                .trim_matches(['"', '\'']);
            let text = text.strip_prefix("/system/bin/").unwrap_or(text);
            constant.value.contains(' ')
                && text
                    .strip_prefix(constant.value.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '|', '\n']))
        }
        ConstantKind::Property => glob(&constant.value, text),
        _ => false,
    }
}

/// One library of each name: the same code for other processors says the same.
fn libraries(facts: &Facts<'_, '_, '_>) -> Vec<String> {
    let mut found: BTreeMap<String, (u8, String)> = BTreeMap::new();
    for file in facts.package.files() {
        let name: &str = &file.entry.name;
        if !name.starts_with("lib/") || !name.ends_with(".so") {
            continue;
        }
        let rank = match name.split('/').nth(1) {
            Some("arm64-v8a") => 0,
            Some("armeabi-v7a") => 1,
            Some("armeabi") => 2,
            _ => 3,
        };
        let short = name.rsplit('/').next().unwrap_or(name).to_owned();
        let best = found
            .entry(short)
            .or_insert_with(|| (rank, name.to_owned()));
        if rank < best.0 {
            *best = (rank, name.to_owned());
        }
    }
    found.into_values().map(|(_, name)| name).collect()
}

/// Libraries that hold `text` as a whole string.
pub(crate) fn holds(facts: &Facts<'_, '_, '_>, text: &str) -> Vec<String> {
    let Ok(finder) = AhoCorasick::new([text]) else {
        return Vec::new();
    };
    let mut found = libraries(facts);
    found.retain(|name| {
        matches!(facts.package.read_entry(name), Some(Ok(bytes)) if !whole(&finder, &bytes).is_empty())
    });
    found
}

/// Libraries and the numbers of the needles that they hold anywhere.
pub(crate) fn finds(facts: &Facts<'_, '_, '_>, finder: &AhoCorasick) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for name in libraries(facts) {
        let Some(Ok(bytes)) = facts.package.read_entry(&name) else {
            continue;
        };
        let mut numbers: Vec<usize> = finder
            .find_overlapping_iter(&*bytes)
            .map(|hit| hit.pattern().as_usize())
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        found.extend(numbers.into_iter().map(|number| (name.clone(), number)));
    }
    found
}

/// Numbers of the needles that stand in the bytes as whole strings, sorted, each once.
fn whole(finder: &AhoCorasick, bytes: &[u8]) -> Vec<usize> {
    let mut found: Vec<usize> = finder
        .find_overlapping_iter(bytes)
        .filter(|hit| {
            let before = hit.start().checked_sub(1).and_then(|at| bytes.get(at));
            let after = bytes.get(hit.end());
            // Not only after a zero: the first string of a section may follow code.
            before.is_none_or(|byte| !matches!(byte, b' '..=b'~'))
                && after.is_none_or(|byte| matches!(byte, 0 | b'\n'))
        })
        .map(|hit| hit.pattern().as_usize())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn in_libraries(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut constants = telling(
        facts,
        &[
            ConstantKind::Path,
            ConstantKind::Property,
            ConstantKind::Symbol,
        ],
    );
    constants.retain(|constant| !constant.value.contains('*'));
    let needles = constants.iter().map(|constant| constant.value.as_str());
    let Ok(finder) = AhoCorasick::new(needles) else {
        return Vec::new();
    };
    let mut hits = Vec::new();
    for name in libraries(facts) {
        // What cannot be read is told by the readers.
        let Some(Ok(bytes)) = facts.package.read_entry(&name) else {
            continue;
        };
        for number in whole(&finder, &bytes) {
            let Some(constant) = constants.get(number) else {
                continue;
            };
            let (zh, en) = item_names(&constant.item);
            let short = name.rsplit('/').next().unwrap_or(&name);
            let place = Location::Entry {
                entry: name.clone(),
                line: None,
            };
            let mut hit = Hit::new("native", Subject::Item(constant.item.clone()))
                .name("library", short)
                .name("value", &constant.value)
                .name("item-zh", zh)
                .name("item-en", en)
                .shown("native-string", &constant.value, Some(place));
            hit.key = format!("{short}:{}", constant.value);
            hit.owner = facts.library_owner(short);
            hits.push(hit);
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn constant(kind: ConstantKind, value: &str) -> Constant {
        Constant {
            kind,
            value: value.into(),
            item: "mac-address".into(),
            weak: false,
            note: String::new(),
            source: String::new(),
            verified: true,
        }
    }

    #[test]
    fn commands_match_by_their_first_words() {
        let command = constant(ConstantKind::Command, "pm list packages");
        assert!(reads(&command, "pm list packages -3"));
        assert!(reads(&command, "/system/bin/pm list packages"));
        assert!(!reads(&command, "pm list packagesx"));
        let path = constant(ConstantKind::Path, "/sys/class/net/*/address");
        assert!(reads(&path, "cat /sys/class/net/wlan0/address"));
        assert!(!reads(&path, "/sys/class/net/"));
        let others = constant(ConstantKind::Path, "/proc/*/cmdline");
        assert!(reads(&others, "/proc/%d/cmdline"));
        assert!(!reads(&others, "/proc/self/cmdline"));
    }

    #[test]
    fn needles_count_as_whole_strings_only() {
        let finder = AhoCorasick::new(["ro.serialno"]).unwrap();
        assert_eq!(whole(&finder, b"\0ro.serialno\0"), [0]);
        assert_eq!(whole(&finder, b"\xc0\x03\x5f\xd6ro.serialno\0"), [0]);
        assert!(whole(&finder, b"\0vendor.ro.serialno\0").is_empty());
    }
}
