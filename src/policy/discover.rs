//! The walk over resources, layouts, assets and code strings.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::link::{self, Link};
use super::words::{self, Strength};
use super::{DocumentKind, Mention, Place, PolicyRef, RefKind};
use crate::diagnostic::Diagnostic;
use crate::package::{File, Package};

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policies {
    /// Documents that are linked or held, sorted by document, kind and location.
    pub refs: Vec<PolicyRef>,
    /// Documents that are only named, sorted.
    pub mentions: Vec<Mention>,
    /// Texts of the documents that are string resources, by location; in Simplified Chinese when there is one.
    pub texts: BTreeMap<String, String>,
    /// Ids of the string resources that name, hold or link to a document, by `@string/name`.
    pub ids: BTreeMap<String, BTreeSet<u32>>,
}

impl Policies {
    /// Brings the references into the order of reports.
    pub fn sort(&mut self) {
        self.refs.sort_by(|one, other| {
            (one.document, one.kind, &one.location).cmp(&(
                other.document,
                other.kind,
                &other.location,
            ))
        });
    }

    /// References to one kind of document.
    pub fn of(&self, document: DocumentKind) -> impl Iterator<Item = &PolicyRef> {
        self.refs
            .iter()
            .filter(move |found| found.document == document)
    }
}

/// Bytes of one asset that are looked through.
const FILE_BYTES: u64 = 8 << 20;
/// Bytes of all assets together.
const ALL_FILE_BYTES: u64 = 48 << 20;
/// A text of so many characters that names a document in its beginning is taken for that document.
const DOCUMENT_LENGTH: usize = 300;
/// Mentions kept; an app that names its policy more often says nothing new.
const MENTIONS: usize = 500;

/// Finds every link to, text of and mention of a privacy policy, an agreement, a children's policy, an SDK list and a
/// list of collected items. `strings` are the string constants of the code.
pub fn discover<'s>(
    package: &Package<'_>,
    strings: impl Iterator<Item = &'s str>,
) -> (Policies, Vec<Diagnostic>) {
    let mut walk = Walk::default();
    walk.resources(package);
    walk.layouts(package);
    walk.files(package);
    for text in strings {
        if words::interesting(text) {
            let place = || Place::Code {
                text: cut(text, 200),
            };
            walk.text(text, None, &place, Held::Nowhere);
        }
    }
    walk.finish()
}

/// Where a long text itself can be found again.
enum Held<'h> {
    /// A text of the code is no document of its own.
    Nowhere,
    As(RefKind, &'h str),
}

struct Evidence {
    strength: u8,
    document: DocumentKind,
    title: Option<String>,
    places: BTreeSet<Place>,
}

#[derive(Default)]
struct Walk {
    refs: BTreeMap<(RefKind, String), Evidence>,
    mentions: BTreeSet<Mention>,
    mentions_cut: bool,
    texts: BTreeMap<String, String>,
    ids: BTreeMap<String, BTreeSet<u32>>,
    diagnostics: Vec<Diagnostic>,
}

/// Words next to the link, then a name that says it alone, then the address, then a weak name.
const BY_WORDS: u8 = 3;
const BY_NAME: u8 = 2;
const BY_ADDRESS: u8 = 1;

impl Walk {
    fn add(
        &mut self,
        at: (RefKind, &str),
        document: DocumentKind,
        strength: u8,
        title: Option<String>,
        place: Place,
    ) {
        let key = (at.0, at.1.to_owned());
        let fresh = || Evidence {
            strength,
            document,
            title: None,
            places: BTreeSet::new(),
        };
        let evidence = self.refs.entry(key).or_insert_with(fresh);
        if strength > evidence.strength
            || (strength == evidence.strength && document < evidence.document)
        {
            evidence.strength = strength;
            evidence.document = document;
        }
        // The order of places must not decide the title.
        evidence.title = match (evidence.title.take(), title) {
            (Some(old), Some(new)) => Some(if (new.len(), &new) < (old.len(), &old) {
                new
            } else {
                old
            }),
            (old, new) => old.or(new),
        };
        // A text repeated in every locale needs no list of all of them beyond this.
        if evidence.places.len() < 64 {
            evidence.places.insert(place);
        }
    }

    /// Looks through one text. `name` is the name of the resource or file that it is the whole value of.
    fn text(&mut self, text: &str, name: Option<&str>, place: &dyn Fn() -> Place, held: Held<'_>) {
        let lower = text.to_ascii_lowercase();
        if words::is_licence(&lower) {
            return;
        }
        let phrases = words::phrases(&lower);
        let found = link::links(text);
        let by_name = name.and_then(words::name);
        let mut linked = false;
        for one in &found {
            let strongest = match link::named_by(text, one, &found, &phrases) {
                Some((document, title)) => Some((document, BY_WORDS, Some(title))),
                None => self.unworded(one, by_name, is_alone(text, one)),
            };
            if let Some((document, strength, title)) = strongest {
                linked = true;
                self.add(
                    (one.kind, &one.location),
                    document,
                    strength,
                    title,
                    place(),
                );
            }
        }
        let Some(first) = phrases.first() else { return };
        let long = text.chars().take(DOCUMENT_LENGTH).count() == DOCUMENT_LENGTH;
        if let Held::As(kind, location) = held
            && long
            && let Some(document) = document_of(&lower, &phrases)
        {
            // An agreement speaks of privacy too: the name decides between what the text names.
            let document = match by_name {
                Some((named, Strength::Strong))
                    if phrases.iter().any(|phrase| phrase.document == named) =>
                {
                    named
                }
                _ => document,
            };
            let title = phrases
                .iter()
                .find(|phrase| phrase.document == document)
                .unwrap_or(first);
            let title = text.get(title.start..title.end).map(str::to_owned);
            self.add((kind, location), document, BY_WORDS, title, place());
        } else if !linked {
            let documents: BTreeSet<DocumentKind> =
                phrases.iter().map(|phrase| phrase.document).collect();
            for document in documents {
                if self.mentions.len() >= MENTIONS {
                    self.mentions_cut = true;
                    break;
                }
                let from = phrases.iter().find(|phrase| phrase.document == document);
                let shown = from.map_or(Cow::Borrowed(""), |phrase| around(text, phrase.start));
                let text = cut(&shown, 80);
                self.mentions.insert(Mention {
                    document,
                    text,
                    found_in: place(),
                });
            }
        }
    }

    /// A link that no words name: by the name of what holds it, else by its own address.
    fn unworded(
        &self,
        link: &Link,
        by_name: Option<(DocumentKind, Strength)>,
        alone: bool,
    ) -> Option<(DocumentKind, u8, Option<String>)> {
        let by_address = link::address(link);
        match (by_name, by_address) {
            // `privacy_url` says what the address that is its whole value is.
            (Some((document, _)), _) if alone => Some((document, BY_NAME, None)),
            (_, Some((document, Strength::Strong))) => Some((document, BY_ADDRESS, None)),
            _ => None,
        }
    }

    fn resources(&mut self, package: &Package<'_>) {
        let resources = &package.resources;
        let complete = resources.for_each_text(|entry| {
            let marked = entry.spans.iter().any(|span| span.tag.contains("://"));
            let worth = words::interesting(&entry.text);
            if !worth && !marked {
                return;
            }
            let name = resources.name(entry.id);
            let location = name
                .as_ref()
                .map_or_else(|| format!("@0x{:08x}", entry.id), |name| name.to_string());
            let locale = entry.locale.to_string();
            let place = || Place::Resource {
                name: location.clone(),
                locale: locale.clone(),
            };
            self.ids
                .entry(location.clone())
                .or_default()
                .insert(entry.id);
            let stem = name.as_ref().map(|name| name.entry.as_str());
            self.text(
                &entry.text,
                stem,
                &place,
                Held::As(RefKind::Resource, &location),
            );
            if self
                .refs
                .contains_key(&(RefKind::Resource, location.clone()))
                && entry.text.chars().take(DOCUMENT_LENGTH).count() == DOCUMENT_LENGTH
            {
                let simple =
                    locale.starts_with("zh") && !locale.contains("TW") && !locale.contains("HK");
                let older = self.texts.contains_key(&location);
                if (simple || !older) && self.texts.len() < 200 {
                    self.texts.insert(location.clone(), entry.text.to_string());
                }
            }
            // Links of styled texts stand in the style, their words in the text.
            let units: Vec<u16> = if marked {
                entry.text.encode_utf16().collect()
            } else {
                Vec::new()
            };
            for span in entry.spans.iter().filter(|span| span.tag.contains("://")) {
                let range = span.first as usize..(span.last as usize).saturating_add(1);
                let words = String::from_utf16_lossy(units.get(range).unwrap_or(&[]));
                let html = format!("<a href=\"{}\">{words}</a>", first_link(&span.tag));
                self.text(&html, stem, &place, Held::Nowhere);
            }
        });
        if !complete {
            let text = "the resource tables repeat themselves without end; not all texts were read";
            self.diagnostics
                .push(Diagnostic::error("resources-budget", text));
        }
    }

    /// Texts written into layouts, not through a resource.
    fn layouts(&mut self, package: &Package<'_>) {
        for file in &package.layouts {
            let Some(Ok(bytes)) = package.read_entry(&file.path) else {
                continue;
            };
            // Most layouts hold no words; their string pools tell without a parse.
            if !raw_interesting(&bytes) {
                continue;
            }
            let found = package.with_xml(&file.path, |document| {
                let mut texts = Vec::new();
                for node in document.nodes() {
                    for attribute in node.attributes() {
                        if let Some(text) = attribute
                            .value
                            .as_str()
                            .filter(|text| words::interesting(text))
                        {
                            texts.push((node.line(), attribute.namespace, text.to_owned()));
                        }
                    }
                }
                texts
            });
            for (line, _, text) in found.unwrap_or_default() {
                let place = || Place::Layout {
                    entry: file.path.clone(),
                    line,
                };
                self.text(&text, None, &place, Held::Nowhere);
            }
        }
    }

    fn files(&mut self, package: &Package<'_>) {
        let mut left = ALL_FILE_BYTES;
        for file in package.files() {
            let path: &str = &file.entry.name;
            let asset = path.starts_with("assets/");
            if !(asset || path.starts_with("res/raw")) || !is_text_name(path) {
                continue;
            }
            let kind = if asset { RefKind::Asset } else { RefKind::File };
            let size = file.entry.size;
            if size > FILE_BYTES || size > left {
                let text = "too large to be searched for links to the privacy policy";
                self.diagnostics
                    .push(Diagnostic::warning("asset-too-large", text).at(path));
                continue;
            }
            left -= size;
            self.file(package, file, kind);
        }
    }

    fn file(&mut self, package: &Package<'_>, file: File<'_>, kind: RefKind) {
        let path: &str = &file.entry.name;
        let bytes = match package.bytes(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                let text = error.to_string();
                self.diagnostics
                    .push(Diagnostic::error("entry-unreadable", text).at(path));
                return;
            }
        };
        let place = || Place::File {
            entry: path.to_owned(),
        };
        let document_file = is_document_name(path);
        let stem = path.rsplit('/').next().unwrap_or(path);
        let stem = stem.split('.').next().unwrap_or(stem);
        if document_file && let Some((document, Strength::Strong)) = words::name(stem) {
            self.add((kind, path), document, BY_NAME, None, place());
        }
        // Text in another encoding (GBK) keeps its links and its English words.
        let text = String::from_utf8_lossy(&bytes);
        if !words::interesting(&text) {
            return;
        }
        if document_file && words::is_licence(&head(&link::strip_tags(&text), 600)) {
            return;
        }
        if document_file {
            let plain = link::strip_tags(&text);
            let head: String = plain.chars().take(400).collect();
            let lower = head.to_ascii_lowercase();
            let phrases = words::phrases(&lower);
            let long = plain.chars().take(DOCUMENT_LENGTH).count() == DOCUMENT_LENGTH;
            if long && let Some(document) = document_of(&lower, &phrases) {
                let title = phrases
                    .first()
                    .and_then(|first| head.get(first.start..first.end));
                self.add(
                    (kind, path),
                    document,
                    BY_WORDS,
                    title.map(str::to_owned),
                    place(),
                );
            }
        }
        // Bundles are one long line: looked at in pieces around what is of interest.
        for piece in pieces(&text) {
            self.text(piece, None, &place, Held::Nowhere);
        }
    }

    fn finish(self) -> (Policies, Vec<Diagnostic>) {
        let refs: Vec<PolicyRef> = self
            .refs
            .into_iter()
            .map(|((kind, location), evidence)| PolicyRef {
                kind,
                document: evidence.document,
                location,
                title: evidence.title,
                found_in: evidence.places.into_iter().collect(),
                named: evidence.strength > BY_ADDRESS,
                vendor: None,
            })
            .collect();
        let mut diagnostics = self.diagnostics;
        if self.mentions_cut {
            let text =
                format!("more than {MENTIONS} mentions of policies; the others are not listed");
            diagnostics.push(Diagnostic::note("policy-mentions", text));
        }
        let mut policies = Policies {
            refs,
            mentions: self.mentions.into_iter().collect(),
            texts: self.texts,
            ids: self.ids,
        };
        policies.sort();
        (policies, diagnostics)
    }
}

/// The first characters of a text, in lower case.
fn head(text: &str, characters: usize) -> String {
    let head: String = text.chars().take(characters).collect();
    head.to_ascii_lowercase()
}

/// Whether a link is all that a text holds, but for quotes and white space.
fn is_alone(text: &str, link: &Link) -> bool {
    text.trim().len() <= link.end - link.start + 2
}

/// Which document a long text is: what it names first, when it also speaks as such a document does.
fn document_of(lower: &str, phrases: &[words::Phrase]) -> Option<DocumentKind> {
    let first = phrases.first()?;
    // A title stands at the beginning.
    if first.start > 600 {
        return None;
    }
    let signs = [
        "我们",
        "我們",
        "本公司",
        "您",
        "本协议",
        "本应用",
        "本软件",
        "we ",
        "our ",
        "you ",
        "us ",
    ];
    let count = signs.iter().filter(|sign| lower.contains(**sign)).count();
    (count >= 2 || phrases.len() >= 3).then_some(first.document)
}

/// Formats that a document is shown in.
fn is_document_name(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    [
        ".html", ".htm", ".txt", ".md", ".xhtml", ".pdf", ".docx", ".doc", ".rtf",
    ]
    .iter()
    .any(|end| lower.ends_with(end))
}

/// Formats that are searched: documents, and the bundles and settings of apps written for the web.
fn is_text_name(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let bundle = [
        ".js",
        ".json",
        ".bundle",
        ".xml",
        ".properties",
        ".ts",
        ".vue",
        ".lua",
        ".yaml",
        ".yml",
        ".jsbundle",
        ".conf",
        ".ini",
        ".css.js",
    ];
    is_document_name(path) || bundle.iter().any(|end| lower.ends_with(end))
}

/// Whether the string pool of a compiled file, UTF-8 or UTF-16, may hold anything of interest. Looks for single words
/// only: all others come with a link or one of them.
fn raw_interesting(bytes: &[u8]) -> bool {
    let wide = |word: &str| {
        word.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    [
        "隐私",
        "隱私",
        "个人信息",
        "协议",
        "協議",
        "条款",
        "清单",
        "rivacy",
        "greement",
        "erms",
        "://",
    ]
    .iter()
    .any(|word| {
        memchr::memmem::find(bytes, word.as_bytes()).is_some()
            || memchr::memmem::find(bytes, &wide(word)).is_some()
    })
}

fn first_link(tag: &str) -> &str {
    let value = tag.split("href=").nth(1).unwrap_or(tag);
    value.split([';', '"']).next().unwrap_or(value)
}

/// Pieces of at most some thousand bytes, cut at line ends or after a quote.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    const PIECE: usize = 2000;
    let mut rest = text;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let mut end = PIECE.min(rest.len());
            if end < rest.len() {
                let head = rest.as_bytes().get(..end).unwrap_or(&[]);
                end = memchr::memrchr2(b'\n', b';', head).map_or(end, |at| at + 1);
                while !rest.is_char_boundary(end) {
                    end -= 1;
                }
            }
            let (piece, tail) = rest.split_at(end.max(1).min(rest.len()));
            rest = tail;
            if words::interesting(piece) {
                return Some(piece);
            }
        }
        None
    })
}

/// The text from a little before a place.
fn around(text: &str, at: usize) -> Cow<'_, str> {
    let mut from = at.saturating_sub(60);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    Cow::Borrowed(text.get(from..).unwrap_or(text).trim_start())
}

fn cut(text: &str, characters: usize) -> String {
    text.chars()
        .take(characters)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}
