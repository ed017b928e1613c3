//! A policy as it was read, and as it was understood. Plain data: no reader, no rule.
//!
//! A [`Document`] is what `read` makes of bytes; an [`Understanding`] is what `understand` makes of a document. Every
//! statement and fact carries the sentence it rests on and the [`Spot`] where that stands, so that a finding can quote.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use crate::knowledge::policy::{Action, FactKind, Right, Topic};

/// Where something stands in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Spot {
    /// Number of the block, from 0.
    pub block: u32,
    /// Line of the source text, from 1; 0 where the format has none (PDF, DOCX).
    pub line: u32,
    /// Row of the table, from 0, header rows counted; `None` outside tables.
    pub row: Option<u32>,
}

/// What a document was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// HTML, or text with HTML in it.
    Html,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
    /// PDF.
    Pdf,
    /// Office Open XML (Word).
    Docx,
}

/// The language most of a text is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// Simplified Chinese.
    Chinese,
    /// Traditional Chinese.
    TraditionalChinese,
    /// English, or another language in Latin letters.
    English,
    /// None of these, or too short to tell.
    Other,
}

/// A document as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// How it was written.
    pub format: Format,
    /// Encoding that the bytes were decoded with, as the WHATWG names it (`UTF-8`, `gb18030` …).
    pub encoding: &'static str,
    /// From the HTML title, the document's properties or the first heading.
    pub title: Option<String>,
    /// The text, in order.
    pub blocks: Vec<Block>,
    /// Links of the text that lead to other documents (an annexed SDK list, a children's policy): address and words.
    pub links: Vec<(String, String)>,
    /// What was repaired or left out while reading (a wrong charset, a cut), in no language's words: stable codes.
    pub repairs: Vec<Repair>,
}

/// Something that was repaired or left out while reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repair {
    /// The declared charset did not fit the bytes; another was used.
    CharsetWrong,
    /// Some bytes fit no charset and were replaced.
    BytesReplaced,
    /// The text was longer than the limit; the rest was not read.
    Cut,
    /// Pages without text among pages with text.
    PagesWithoutText,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Line of the source text, from 1; 0 where there is none.
    pub line: u32,
    /// What it is, with its text.
    pub kind: BlockKind,
}

impl Block {
    /// Its texts: one, or those of the cells row by row.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let (one, cells) = match &self.kind {
            BlockKind::Heading { text, .. }
            | BlockKind::Paragraph { text }
            | BlockKind::Item { text, .. } => (Some(text.as_str()), None),
            BlockKind::Table(table) => (None, Some(table.rows.iter().flatten())),
        };
        one.into_iter()
            .chain(cells.into_iter().flatten().map(String::as_str))
    }

    /// Bytes of text.
    pub fn size(&self) -> usize {
        self.texts().map(str::len).sum()
    }
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading; level 1 is the highest.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its text; never holds a line break.
        text: String,
    },
    /// An item of a list, marked up or numbered by hand.
    Item {
        /// Nesting, from 0.
        depth: u8,
        /// Its text without the bullet; a number written by hand stays.
        text: String,
    },
    /// A table; merged cells are repeated in every place they cover.
    Table(Table),
}

/// A table, every row as long as the longest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// How many of the rows are headers.
    pub header_rows: usize,
    /// Rows of cells.
    pub rows: Vec<Vec<String>>,
    /// Source line of each row, from 1; 0 where there is none.
    pub lines: Vec<u32>,
}

/// Why a text could not be read. None of these means that the policy is missing, or that it complies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More bytes than are looked at.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// Bytes.
        limit: usize,
    },
    /// Nothing in it.
    #[error("empty")]
    Empty,
    /// Pictures of pages without text.
    #[error("the pages are pictures without text")]
    ImagesOnly,
    /// A page whose text a script fetches.
    #[error("the page has no text of its own: a script fetches it")]
    ScriptOnly,
    /// A page that asks to sign in, to wait or to prove to be human instead of the text.
    #[error("the page asks to sign in or to pass a check instead of showing a policy")]
    Wall,
    /// Encrypted.
    #[error("encrypted")]
    Encrypted,
    /// Damaged, or more nested than is looked at.
    #[error("damaged {format}: {why}")]
    Damaged {
        /// What it seems to be.
        format: &'static str,
        /// What is wrong.
        why: String,
    },
    /// A format that is not read (an old Word file, a picture).
    #[error("{what} is not read")]
    Unsupported {
        /// What it seems to be.
        what: &'static str,
    },
}

/// Who does something with data, as the policy tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Collector {
    /// The app's operator.
    Us,
    /// A third party's SDK.
    Sdk {
        /// As the policy names it.
        name: String,
        /// Id in the catalogue, when it was matched.
        id: Option<String>,
    },
    /// A partner, affiliate or another third party, named or not.
    Partner {
        /// As the policy names it; empty when it is not named.
        name: String,
    },
}

/// A sentence, list item or row that tells what is done with an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Id of the contract's list ([`crate::knowledge::ITEMS`]) or of `checks/policy/items.toml`.
    pub item: String,
    /// False when only an umbrella word stands there ("device information") that covers the item.
    pub named: bool,
    /// The words that name it.
    pub words: String,
    /// Who.
    pub collector: Collector,
    /// What is done.
    pub action: Action,
    /// True for "we do not collect …".
    pub negated: bool,
    /// What for.
    pub purpose: Option<String>,
    /// When ("if you use …", "with your consent").
    pub condition: Option<String>,
    /// Android permission names tied to it.
    pub permissions: Vec<String>,
    /// Who receives it.
    pub recipient: Option<String>,
    /// How to reach the recipient.
    pub contact: Option<String>,
    /// How long it is kept, in the words of the text.
    pub retention: Option<String>,
    /// Where it is kept, in the words of the text.
    pub stored_at: Option<String>,
    /// The sentence, at most 200 characters.
    pub quote: String,
    /// Where.
    pub spot: Spot,
}

/// A fact about the operator or the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is about.
    pub kind: FactKind,
    /// Its value, normalised: `2024-05-01` for dates, a number for days and ages, the words otherwise.
    pub value: String,
    /// True when the text denies it ("we do not transfer data abroad").
    pub negated: bool,
    /// The sentence, at most 200 characters.
    pub quote: String,
    /// Where.
    pub spot: Spot,
}

/// An SDK that a policy names, in a table, a list or a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct SdkRow {
    /// Its name.
    pub name: String,
    /// Its provider.
    pub vendor: Option<String>,
    /// Package names given.
    pub packages: Vec<String>,
    /// What for.
    pub purpose: Option<String>,
    /// What it collects, in the policy's words.
    pub data: Option<String>,
    /// The items therein, by id; umbrella words as the items of [`Statement::named`] `false` are not among them.
    pub items: Vec<String>,
    /// Android permission names given.
    pub permissions: Vec<String>,
    /// Link to its own rules.
    pub link: Option<String>,
    /// Contact given.
    pub contact: Option<String>,
    /// How long it keeps what it collects.
    pub retention: Option<String>,
    /// Where it keeps that.
    pub stored_at: Option<String>,
    /// Ids of the catalogue's SDKs that it may be, best first; several when a name covers a family ("Umeng").
    pub ids: Vec<String>,
    /// Where.
    pub spot: Spot,
}

impl SdkRow {
    /// Whether it is only named in a sentence, without a row or line of its own.
    pub fn is_mention(&self) -> bool {
        self.vendor.is_none()
            && self.purpose.is_none()
            && self.link.is_none()
            && self.packages.is_empty()
    }
}

/// A topic that was found, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The sentence, at most 200 characters.
    pub quote: String,
    /// Where.
    pub spot: Spot,
}

/// What a document says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Understanding {
    /// What it says of data, in the order of the text.
    pub statements: Vec<Statement>,
    /// Facts, in the order of the text, companies that may be the operator last and the likeliest first; several of one
    /// kind may stand there.
    pub facts: Vec<Fact>,
    /// SDKs named, in the order of the text.
    pub sdks: Vec<SdkRow>,
    /// Rights that the text grants, and where.
    pub rights: BTreeMap<Right, Found>,
    /// Topics found, each with the place that says most.
    pub topics: BTreeMap<Topic, Found>,
    /// Topics looked for and not found.
    pub missing: BTreeSet<Topic>,
    /// Android permissions named, by name or in words, and where.
    pub permissions: BTreeMap<String, Found>,
    /// The main language; `None` for an empty text.
    pub language: Option<Language>,
    /// Whether the text is a privacy policy at all (and not, say, a user agreement or a start page).
    pub is_policy: bool,
}

impl Understanding {
    /// The first fact of a kind.
    pub fn fact(&self, kind: FactKind) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.kind == kind)
    }

    /// All facts of a kind.
    pub fn facts_of(&self, kind: FactKind) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(move |fact| fact.kind == kind)
    }

    /// Statements that an item is handled (not denied), by whoever.
    pub fn on(&self, item: &str) -> impl Iterator<Item = &Statement> {
        self.statements
            .iter()
            .filter(move |one| one.item == item && !one.negated)
    }

    /// Statements that an item is not handled.
    pub fn denials(&self, item: &str) -> impl Iterator<Item = &Statement> {
        self.statements
            .iter()
            .filter(move |one| one.item == item && one.negated)
    }

    /// Whether the text says that the operator itself collects or uses an item, by name or under an umbrella word.
    pub fn discloses(&self, item: &str) -> bool {
        self.on(item).any(|one| one.collector == Collector::Us)
    }

    /// Rows that may be about an SDK of the catalogue.
    pub fn sdk(&self, id: &str) -> impl Iterator<Item = &SdkRow> {
        self.sdks
            .iter()
            .filter(move |row| row.ids.iter().any(|one| one == id))
    }
}

/// What is known of bytes before they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hint<'a> {
    /// File name, entry name or address: its ending tells the format.
    pub name: Option<&'a str>,
    /// The `Content-Type` that a server gave.
    pub content_type: Option<&'a str>,
}
