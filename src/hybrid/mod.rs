//! Code that is no Android code: scripts, bytecode and snapshots of cross-platform frameworks (React Native, uni-app, Cordova,
//! Flutter, Unity, games). It is not run, as the scenarios run the rest; it is searched for names of personal-data APIs, and
//! its texts are handed to the search for privacy policies. That it was not run is told as a diagnostic.
//!
//! * `mod.rs`: which frameworks there are (by the records of `checks/hybrids`), and the search.
//! * `inner.rs`: archives of scripts. `hermes.rs`: Hermes bytecode; `il2cpp.rs`: metadata of Unity games. A Dart snapshot is an ELF file whose data is searched.

mod hermes;
mod il2cpp;
mod inner;

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;

use crate::diagnostic::Diagnostic;
use crate::knowledge::hybrid::Hybrid;
use crate::package::Package;
use crate::sdk::matches;

/// Bytes of one file that are searched, and of all.
const FILE_BYTES: u64 = 64 << 20;
const ALL_BYTES: u64 = 256 << 20;
/// Texts kept for the search for policies.
const TEXTS: usize = 20_000;
/// Addresses kept, and bytes of one.
const ADDRESSES: usize = 2_000;
const ADDRESS_BYTES: usize = 512;

/// What was found in an app.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Frameworks, by id, with an entry that shows each.
    pub frameworks: BTreeMap<String, String>,
    /// Names of APIs, sorted.
    pub reads: BTreeSet<Read>,
    /// Texts of string tables that may tell of a policy, in the order of the files.
    pub texts: Vec<String>,
    /// Addresses (`https://host`) in the code, sorted.
    pub addresses: BTreeSet<String>,
}

/// A name of an API in code of a framework.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Read {
    /// Id of the framework's record.
    pub framework: String,
    /// Item that it reads.
    pub item: String,
    /// The name.
    pub name: String,
    /// Entry that holds it.
    pub entry: String,
    /// Line, in a script that has lines.
    pub line: Option<u32>,
}

/// Looks for frameworks and through their code.
pub fn read(package: &Package<'_>, hybrids: &[Hybrid]) -> (Found, Vec<Diagnostic>) {
    let mut found = Found::default();
    let mut diagnostics = Vec::new();
    let mut left = ALL_BYTES;
    for hybrid in hybrids {
        let mut kinds: BTreeSet<String> = BTreeSet::new();
        let is = |patterns: &[String], name: &str| patterns.iter().any(|one| matches(one, name));
        let Some(shown) = package
            .files()
            .map(|file| &*file.entry.name)
            .find(|name| is(&hybrid.marks, name))
        else {
            continue;
        };
        found.frameworks.insert(hybrid.id.clone(), shown.to_owned());
        for file in package.files() {
            let name: &str = &file.entry.name;
            let archive = is(&hybrid.archives, name);
            if !archive && !is(&hybrid.code, name) {
                continue;
            }
            if !fits(file.entry.size, &mut left) {
                diagnostics.push(too_large(name));
                continue;
            }
            // What cannot be read the archive tells.
            let Ok(bytes) = package.bytes(file) else {
                continue;
            };
            if !archive {
                kinds.extend(search(name, &bytes, hybrid, &mut found, &mut diagnostics));
                continue;
            }
            let Some(outer) = package.modules().get(file.module) else {
                continue;
            };
            let mut more = Vec::new();
            let read = inner::each(&outer.archive, name, &bytes, |part, bytes| {
                if !is(&hybrid.inner, part) {
                    return;
                }
                let place = format!("{name}!{part}");
                if fits(bytes.len() as u64, &mut left) {
                    kinds.extend(search(&place, &bytes, hybrid, &mut found, &mut more));
                } else {
                    more.push(too_large(&place));
                }
            });
            diagnostics.append(&mut more);
            if let Err(why) = read {
                let text = format!("the archive of scripts cannot be searched: {why}");
                diagnostics.push(Diagnostic::warning("hybrid-archive", text).at(name));
            }
        }
        let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
        let what = if kinds.is_empty() {
            "its own code was not searched".to_owned()
        } else {
            format!("searched for names, not run: {}", kinds.join(", "))
        };
        let text = format!("the app is made with {}; {what}", hybrid.name.en);
        diagnostics.push(Diagnostic::note("hybrid-app", text).at(shown));
    }
    found.texts.truncate(TEXTS);
    (found, diagnostics)
}

/// Whether a file of that size may be searched; it is then counted.
fn fits(size: u64, left: &mut u64) -> bool {
    let fits = size <= FILE_BYTES.min(*left);
    if fits {
        *left -= size;
    }
    fits
}

fn too_large(name: &str) -> Diagnostic {
    let text = "too large to be searched for personal data";
    Diagnostic::warning("hybrid-too-large", text).at(name)
}

/// Searches one file; says what kind of code it is.
fn search(
    name: &str,
    bytes: &[u8],
    hybrid: &Hybrid,
    found: &mut Found,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let mut add = |item: &str, api: &str, line| {
        found.reads.insert(Read {
            framework: hybrid.id.clone(),
            item: item.to_owned(),
            name: api.to_owned(),
            entry: name.to_owned(),
            line,
        });
    };
    let (kind, strings) = if let Some(table) = hermes::read(bytes) {
        let kind = format!("Hermes bytecode {}", table.version);
        let Some(strings) = table.strings else {
            let text =
                format!("the string table of {kind} was not found; nothing of it was searched");
            diagnostics.push(Diagnostic::error("hermes-unreadable", text).at(name));
            return None;
        };
        (kind, strings)
    } else if let Some(table) = il2cpp::read(bytes) {
        if table.broken {
            let text = "a string table lies outside of the file";
            diagnostics.push(Diagnostic::error("il2cpp-broken", text).at(name));
        }
        (format!("IL2CPP metadata {}", table.version), table.strings)
    } else {
        let snapshot = bytes.starts_with(b"\x7fELF");
        for (item, api, at) in places(bytes, hybrid, !snapshot) {
            let line = (!snapshot).then(|| line_of(bytes, at));
            add(item, api, line);
        }
        let kind = if snapshot { "Dart snapshot" } else { "scripts" };
        if snapshot {
            found.texts.extend(texts(runs(bytes)));
        }
        found.add_addresses(bytes);
        return Some(kind.to_owned());
    };
    let whole: BTreeSet<&str> = strings.iter().map(String::as_str).collect();
    for api in &hybrid.apis {
        for name in &api.names {
            if whole.contains(name.as_str())
                || (name.contains('.') && name.split('.').all(|part| whole.contains(part)))
            {
                add(&api.item, name, None);
            }
        }
    }
    for text in &strings {
        found.add_addresses(text.as_bytes());
    }
    found
        .texts
        .extend(texts(strings.iter().map(String::as_str)));
    Some(kind)
}

impl Found {
    /// Adds the addresses in a text, each up to the end of its host.
    fn add_addresses(&mut self, text: &[u8]) {
        for at in memchr::memmem::find_iter(text, b"://") {
            let (before, after) = (text.get(..at), text.get(at + 3..));
            let (Some(before), Some(after)) = (before, after) else {
                continue;
            };
            let scheme = before.iter().rev().take(8);
            let scheme = scheme.take_while(|b| b.is_ascii_alphabetic()).count();
            let host = after.iter().take(ADDRESS_BYTES);
            let host = host.take_while(|b| b.is_ascii_alphanumeric() || b"-._".contains(b));
            let range = text.get(at - scheme..at + 3 + host.count());
            if let Some(Ok(address)) = range.map(std::str::from_utf8)
                && self.addresses.len() < ADDRESSES
            {
                self.addresses.insert(address.to_owned());
            }
        }
    }
}

/// Where names of APIs stand in text (as whole identifiers) or in other bytes: item, name, offset; each name once.
fn places<'h>(bytes: &[u8], hybrid: &'h Hybrid, text: bool) -> Vec<(&'h str, &'h str, usize)> {
    let names: Vec<(&str, &str)> = hybrid
        .apis
        .iter()
        .flat_map(|api| {
            api.names
                .iter()
                .map(|name| (api.item.as_str(), name.as_str()))
        })
        .collect();
    let Ok(finder) = AhoCorasick::new(names.iter().map(|(_, name)| name)) else {
        return Vec::new();
    };
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for hit in finder.find_overlapping_iter(bytes) {
        let word = |byte: Option<&u8>| {
            byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$'))
        };
        let before = hit.start().checked_sub(1).and_then(|at| bytes.get(at));
        let dotted = names
            .get(hit.pattern().as_usize())
            .is_some_and(|(_, name)| name.contains('.'));
        // A name without an object is a member of any.
        let member = dotted && before == Some(&b'.');
        let alone = !word(before) && !member && !word(bytes.get(hit.end()));
        if alone || !text {
            first.entry(hit.pattern().as_usize()).or_insert(hit.start());
        }
    }
    first
        .into_iter()
        .filter_map(|(index, at)| names.get(index).map(|(item, name)| (*item, *name, at)))
        .collect()
}

fn line_of(bytes: &[u8], at: usize) -> u32 {
    let before = bytes.get(..at).unwrap_or_default();
    let lines = memchr::memchr_iter(b'\n', before).count() + 1;
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// Runs of text in other bytes.
fn runs(bytes: &[u8]) -> impl Iterator<Item = &str> {
    bytes
        .split(|byte| *byte < 0x20 || *byte == 0x7f)
        .filter(|run| run.len() >= 8)
        .flat_map(|run| run.utf8_chunks().map(|chunk| chunk.valid()))
        .filter(|text| text.len() >= 8)
}

/// Texts that may tell of a policy; what else they say is nobody's business here.
fn texts<'s>(strings: impl Iterator<Item = &'s str>) -> Vec<String> {
    strings
        .filter(|text| text.len() < 1 << 16 && crate::policy::interesting(text))
        .take(TEXTS)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Text;
    use crate::knowledge::hybrid::HybridApi;

    fn uni() -> Hybrid {
        Hybrid {
            id: "uni-app".into(),
            name: Text {
                zh: "uni-app".into(),
                en: "uni-app".into(),
            },
            marks: vec![],
            code: vec!["assets/apps/*/www/*.js".into()],
            archives: vec![],
            inner: vec![],
            apis: vec![HybridApi {
                names: vec!["uni.getLocation".into()],
                item: "location".into(),
                note: String::new(),
                source: String::new(),
            }],
            source: String::new(),
            verified: false,
        }
    }

    #[test]
    fn addresses_end_with_their_host() {
        let mut found = Found::default();
        found.add_addresses(b"\x01https://a.example.cn/x?y=http://b.example.cn:80 ://\xff\x80://");
        let all: Vec<&str> = found.addresses.iter().map(String::as_str).collect();
        assert_eq!(all, ["://", "http://b.example.cn", "https://a.example.cn"]);
    }

    #[test]
    fn names_count_as_whole_identifiers() {
        let found = |text: &str| places(text.as_bytes(), &uni(), true).len();
        assert_eq!(found("a;uni.getLocation({})"), 1);
        assert_eq!(found("(0,uni.getLocation)(x)"), 1);
        assert_eq!(found("my.uni.getLocation()"), 0);
        assert_eq!(found("uni.getLocationName()"), 0);
        assert_eq!(found("$uni.getLocation()"), 0);
    }
}
