//! What shows that the app has something ([`crate::knowledge::sign`]): looked for in the texts of resources, menus,
//! layouts, script bundles, compiled Dart and Unity texts and code, in the names of pages, classes and addresses, in the
//! calls of code that can run, and among the SDKs.
//!
//! Only short texts count: "cancel the account" in the middle of a policy is no entry for cancelling.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

use super::facts::Facts;
use super::finding::Location;
use super::reads::What;
use crate::package::File;
use crate::policy::RefKind;
use crate::program::{StrId, descriptor_of};

/// One thing that shows a sign.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shown {
    /// `text`, `name`, `call`, `sdk`, `personal-data`.
    pub(crate) kind: &'static str,
    /// The fact.
    pub(crate) value: String,
    /// Where, when it has a place of its own.
    pub(crate) location: Option<Location>,
}

/// What was found of each sign.
#[derive(Debug, Default)]
pub(crate) struct Signs {
    found: BTreeMap<String, BTreeSet<Shown>>,
    /// Whether pages may come from scripts or the web, where an entry need not be in the package.
    pub(crate) remote: bool,
    /// Files that were too large to be searched.
    pub(crate) left: Vec<String>,
}

/// Things kept of each sign; more show nothing new.
const KEPT: usize = 8;
/// Characters of a text that is still an entry, a title or a line of a dialog.
const SHORT: usize = 60;
/// Bytes of one file that are searched, and of all.
const FILE_BYTES: u64 = 48 << 20;
const ALL_BYTES: u64 = 128 << 20;
/// Endings of files with texts that an app shows.
const TEXT_ENDINGS: &[&str] = &[
    "html", "htm", "js", "json", "xml", "txt", "vue", "bundle", "jsbundle", "hbc", "mjs", "lua",
    "csv", "arb", "ts", "wxml",
];
/// Files with compiled texts.
const COMPILED: &[&str] = &["libapp.so", "global-metadata.dat", "kernel_blob.bin"];

impl Signs {
    /// What shows a sign, sorted.
    pub(crate) fn of(&self, id: &str) -> impl Iterator<Item = &Shown> {
        self.found.get(id).into_iter().flatten()
    }

    /// Whether a sign is there.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.found.contains_key(id)
    }

    fn add(&mut self, id: &str, shown: Shown) {
        let list = self.found.entry(id.to_owned()).or_default();
        if list.len() < KEPT {
            list.insert(shown);
        }
    }

    /// Looks for every sign.
    pub(crate) fn find(facts: &Facts<'_, '_, '_>) -> Self {
        let mut signs = Self::default();
        let Some(search) = Search::new(facts) else {
            return signs;
        };
        search.resources(facts, &mut signs);
        search.xml(facts, &mut signs);
        search.code(facts, &mut signs);
        search.names(facts, &mut signs);
        search.files(facts, &mut signs);
        facts_of_code(facts, &mut signs);
        signs
    }
}

/// The texts and names of all signs, ready for searching.
struct Search {
    /// Texts as UTF-8 and as scripts escape them.
    texts: AhoCorasick,
    /// Sign, and length in bytes as UTF-8 when the text begins or ends with a Latin letter.
    text_of: Vec<(String, bool)>,
    /// Texts as UTF-16, little endian.
    wide: AhoCorasick,
    wide_of: Vec<String>,
    names: AhoCorasick,
    name_of: Vec<String>,
}

impl Search {
    fn new(facts: &Facts<'_, '_, '_>) -> Option<Self> {
        let mut texts: Vec<Vec<u8>> = Vec::new();
        let mut text_of = Vec::new();
        let mut wide: Vec<Vec<u8>> = Vec::new();
        let mut wide_of = Vec::new();
        let mut names: Vec<&str> = Vec::new();
        let mut name_of = Vec::new();
        for sign in &facts.knowledge.signs {
            for text in &sign.texts {
                let latin = text.starts_with(|letter: char| letter.is_ascii_alphanumeric());
                texts.push(text.as_bytes().to_vec());
                text_of.push((sign.id.clone(), latin));
                if !text.is_ascii() {
                    texts.push(escaped(text).into_bytes());
                    text_of.push((sign.id.clone(), false));
                }
                wide.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
                wide_of.push(sign.id.clone());
            }
            for name in &sign.names {
                names.push(name);
                name_of.push(sign.id.clone());
            }
        }
        let build = |patterns: &[Vec<u8>]| {
            AhoCorasick::builder()
                .match_kind(MatchKind::Standard)
                .ascii_case_insensitive(true)
                .build(patterns)
                .ok()
        };
        Some(Self {
            texts: build(&texts)?,
            text_of,
            wide: build(&wide)?,
            wide_of,
            names: AhoCorasick::new(&names).ok()?,
            name_of,
        })
    }

    /// The signs that a text shows, each once.
    fn in_text(&self, bytes: &[u8]) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        for hit in self.texts.find_overlapping_iter(bytes) {
            if let Some((id, latin)) = self.text_of.get(hit.pattern().as_usize())
                && !(*latin && inside_word(bytes, hit.start(), hit.end()))
            {
                found.insert(id.as_str());
            }
        }
        found
    }

    fn short(&self, text: &str, shown: &dyn Fn() -> Shown, signs: &mut Signs) {
        if text.chars().take(SHORT + 1).count() > SHORT {
            return;
        }
        for id in self.in_text(text.as_bytes()) {
            signs.add(id, shown());
        }
    }

    fn resources(&self, facts: &Facts<'_, '_, '_>, signs: &mut Signs) {
        let resources = &facts.package.resources;
        let _ = resources.for_each_text(|entry| {
            let shown = || Shown {
                kind: "text",
                value: match resources.name(entry.id) {
                    Some(name) => format!("{} ({name})", entry.text),
                    None => entry.text.to_string(),
                },
                location: None,
            };
            self.short(&entry.text, &shown, signs);
        });
    }

    /// Texts that layouts and menus hold themselves.
    fn xml(&self, facts: &Facts<'_, '_, '_>, signs: &mut Signs) {
        let package = facts.package;
        let mut paths: BTreeSet<String> = package
            .layouts
            .iter()
            .map(|file| file.path.clone())
            .collect();
        for kind in ["menu", "xml"] {
            paths.extend(
                package
                    .resources
                    .files(kind)
                    .into_iter()
                    .map(|file| file.path),
            );
        }
        for path in paths {
            let texts = package.with_xml(&path, |document| {
                let mut texts = Vec::new();
                for node in document.nodes() {
                    for attribute in node.attributes() {
                        if let Some(text) = attribute.value.as_str().filter(|text| !text.is_ascii())
                        {
                            texts.push((node.line(), text.to_owned()));
                        }
                    }
                }
                texts
            });
            for (line, text) in texts.unwrap_or_default() {
                let shown = || Shown {
                    kind: "text",
                    value: text.clone(),
                    location: Some(Location::Entry {
                        entry: path.clone(),
                        line: (line > 0).then_some(line),
                    }),
                };
                self.short(&text, &shown, signs);
            }
        }
    }

    /// Texts and addresses in code of the app.
    fn code(&self, facts: &Facts<'_, '_, '_>, signs: &mut Signs) {
        let program = facts.program;
        for number in 0..u32::try_from(program.string_count()).unwrap_or(u32::MAX) {
            let string = StrId(number);
            let text = program.text(string);
            if text.len() > SHORT * 4 {
                continue;
            }
            let mut found = if text.chars().count() <= SHORT {
                self.in_text(text.as_bytes())
            } else {
                BTreeSet::new()
            };
            // An address or a key, not prose.
            if text.is_ascii() && !text.contains(' ') {
                found.extend(self.in_name(&text));
            }
            if found.is_empty() {
                continue;
            }
            let users = program.text_users(string);
            let own = users.iter().find(|def| facts.owner(**def) == "app");
            let Some(def) = own else { continue };
            let location = facts.place_of_text(*def, string);
            for id in found {
                let shown = Shown {
                    kind: "text",
                    value: text.to_string(),
                    location: Some(location.clone()),
                };
                signs.add(id, shown);
            }
        }
    }

    fn in_name(&self, name: &str) -> BTreeSet<&str> {
        let plain: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        self.names
            .find_overlapping_iter(&plain)
            .filter_map(|hit| self.name_of.get(hit.pattern().as_usize()))
            .map(String::as_str)
            .collect()
    }

    /// Names of the app's classes and layouts. `AppCompatActivity` of a library says nothing of the app.
    fn names(&self, facts: &Facts<'_, '_, '_>, signs: &mut Signs) {
        let program = facts.program;
        for class in program.classes() {
            let name = program.class_name(class);
            let simple = name.rsplit('.').next().unwrap_or(&name);
            let found = self.in_name(simple);
            if found.is_empty() || facts.owner_of(&name) != "app" {
                continue;
            }
            for id in found {
                let shown = Shown {
                    kind: "name",
                    value: name.clone(),
                    location: None,
                };
                signs.add(id, shown);
            }
        }
        for layout in &facts.package.layouts {
            for id in self.in_name(&layout.name) {
                let shown = Shown {
                    kind: "name",
                    value: format!("@layout/{}", layout.name),
                    location: None,
                };
                signs.add(id, shown);
            }
        }
    }

    /// Texts of script bundles and compiled texts.
    fn files(&self, facts: &Facts<'_, '_, '_>, signs: &mut Signs) {
        // The policy's own words are no entries.
        let documents: BTreeSet<&str> = facts
            .policies
            .refs
            .iter()
            .filter(|found| found.kind != RefKind::Url)
            .map(|found| found.location.as_str())
            .collect();
        let mut left = ALL_BYTES;
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for file in facts.package.files() {
            let path: &str = &file.entry.name;
            let name = path.rsplit('/').next().unwrap_or(path);
            let compiled = COMPILED.contains(&name);
            let text = (path.starts_with("assets/") || path.starts_with("res/raw"))
                && name.rsplit_once('.').is_some_and(|(_, end)| {
                    TEXT_ENDINGS.contains(&end.to_ascii_lowercase().as_str())
                });
            if !(compiled || text) || documents.contains(path) {
                continue;
            }
            // The same compiled texts for each processor.
            if compiled && !seen.insert(name.to_owned()) {
                continue;
            }
            if compiled || name.contains("bundle") {
                signs.remote = true;
            }
            if file.entry.size > FILE_BYTES || file.entry.size > left {
                signs.left.push(path.to_owned());
                continue;
            }
            left -= file.entry.size;
            self.file(facts, file, compiled, signs);
        }
    }

    fn file(&self, facts: &Facts<'_, '_, '_>, file: File<'_>, compiled: bool, signs: &mut Signs) {
        // What cannot be read is told where the archive is.
        let Ok(bytes) = facts.package.bytes(file) else {
            return;
        };
        let path: &str = &file.entry.name;
        let mut add = |id: &str, value: String| {
            let shown = Shown {
                kind: "text",
                value,
                location: Some(Location::Entry {
                    entry: path.to_owned(),
                    line: None,
                }),
            };
            signs.add(id, shown);
        };
        for hit in self.texts.find_overlapping_iter(&*bytes) {
            let Some((id, latin)) = self.text_of.get(hit.pattern().as_usize()) else {
                continue;
            };
            if *latin && inside_word(&bytes, hit.start(), hit.end()) {
                continue;
            }
            if let Some(text) = run(&bytes, hit.start(), hit.end()) {
                add(id, text);
            }
        }
        let binary = compiled || bytes.iter().take(4096).any(|byte| *byte == 0);
        if binary {
            for hit in self.wide.find_overlapping_iter(&*bytes) {
                if let Some(id) = self.wide_of.get(hit.pattern().as_usize())
                    && let Some(text) = wide_run(&bytes, hit.start(), hit.end())
                {
                    add(id, text);
                }
            }
        }
    }
}

/// Calls, SDKs and reads.
fn facts_of_code(facts: &Facts<'_, '_, '_>, signs: &mut Signs) {
    let web = facts.callers("Landroid/webkit/WebView;", "loadUrl", None);
    signs.remote |= !web.is_empty();
    for sign in &facts.knowledge.signs {
        for call in &sign.calls {
            let Some((class, name)) = call.split_once('#') else {
                continue;
            };
            let descriptor = descriptor_of(class);
            if let Some((def, method)) = facts.callers(&descriptor, name, None).first() {
                let shown = Shown {
                    kind: "call",
                    value: call.clone(),
                    location: Some(facts.place(*def, Some(*method))),
                };
                signs.add(&sign.id, shown);
            }
        }
        for found in &facts.sdks.found {
            let record = facts.knowledge.sdk(&found.id);
            let kind = record.is_some_and(|sdk| sign.sdk_categories.contains(&sdk.category));
            if kind || sign.sdks.contains(&found.id) {
                let shown = Shown {
                    kind: "sdk",
                    value: found.id.clone(),
                    location: None,
                };
                signs.add(&sign.id, shown);
            }
        }
        if sign.collects {
            for one in facts.reached.iter().filter(|one| !one.weak) {
                if let What::Item(item) = &one.what {
                    let shown = Shown {
                        kind: "personal-data",
                        value: item.clone(),
                        location: None,
                    };
                    signs.add(&sign.id, shown);
                }
            }
        }
    }
}

/// As scripts write it: `\u6ce8`.
fn escaped(text: &str) -> String {
    text.encode_utf16()
        .map(|unit| format!("\\u{unit:04x}"))
        .collect()
}

/// Whether a match in Latin letters is a part of a longer word.
fn inside_word(bytes: &[u8], start: usize, end: usize) -> bool {
    let letter = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(u8::is_ascii_alphabetic)
    };
    letter(start.checked_sub(1)) || letter(Some(end))
}

/// The text around a match, up to quotes, tags and line ends; `None` when it is long.
fn run(bytes: &[u8], start: usize, end: usize) -> Option<String> {
    let edge = |byte: &u8| matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>' | 0..=31);
    let limit = SHORT * 6;
    let from = start.saturating_sub(limit);
    let before = bytes.get(from..start)?;
    let first = before.iter().rposition(edge).map(|at| from + at + 1);
    let first = first.or((from == 0).then_some(0))?;
    let after = bytes.get(end..bytes.len().min(end + limit))?;
    let last = after.iter().position(edge).map(|at| end + at);
    let last = last.or((end + limit >= bytes.len()).then_some(bytes.len()))?;
    let text = String::from_utf8_lossy(bytes.get(first..last)?);
    let text = unescaped(&text);
    (text.chars().count() <= SHORT).then(|| text.trim().to_owned())
}

/// `\u6ce8` made a letter again.
fn unescaped(text: &str) -> String {
    let mut units: Vec<u16> = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let code = rest
            .strip_prefix("\\u")
            .and_then(|tail| tail.get(..4))
            .and_then(|digits| u16::from_str_radix(digits, 16).ok());
        if let Some(unit) = code {
            units.push(unit);
            rest = rest.get(6..).unwrap_or_default();
        } else {
            units.extend(letter.encode_utf16(&mut [0; 2]).iter());
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
        }
    }
    String::from_utf16_lossy(&units)
}

/// The same in UTF-16: letters as far as they are ones that texts are written in.
fn wide_run(bytes: &[u8], start: usize, end: usize) -> Option<String> {
    let unit = |at: usize| {
        let pair = bytes.get(at..at.checked_add(2)?)?;
        Some(u16::from_le_bytes(pair.try_into().ok()?))
    };
    let written = |unit: u16| matches!(unit, 0x20..=0x7e | 0x2010..=0x2027 | 0x3000..=0x303f | 0x3400..=0x9fff | 0xff00..=0xff5e);
    let (mut first, mut last) = (start, end);
    while let Some(before) = first.checked_sub(2)
        && unit(before).is_some_and(written)
        && start - before <= SHORT * 2
    {
        first = before;
    }
    while unit(last).is_some_and(written) && last - end <= SHORT * 2 {
        last += 2;
    }
    let units: Vec<u16> = (first..last).step_by(2).filter_map(unit).collect();
    (units.len() <= SHORT).then(|| String::from_utf16_lossy(&units).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_end_at_quotes_and_tags() {
        let script = "x={a:\"注销账号\",b:1}";
        let at = script.find("注销").unwrap();
        assert_eq!(
            run(script.as_bytes(), at, at + 12).as_deref(),
            Some("注销账号")
        );
        let long = format!("\"{}注销账号\"", "很长的一段话".repeat(20));
        let at = long.find("注销").unwrap();
        assert_eq!(run(long.as_bytes(), at, at + 12), None);
        assert_eq!(unescaped("a\\u6ce8b"), "a注b");
    }

    #[test]
    fn words_in_latin_letters_are_whole() {
        assert!(inside_word(b"unregister", 2, 10));
        assert!(!inside_word(b"the register.", 4, 12));
    }

    #[test]
    fn compiled_texts_are_found_in_utf_16() {
        let mut bytes = vec![0u8; 6];
        bytes.extend("注销账号".encode_utf16().flat_map(u16::to_le_bytes));
        bytes.extend([0, 0, 1, 0]);
        assert_eq!(wide_run(&bytes, 6, 10).as_deref(), Some("注销账号"));
    }
}
