//! The privacy policy and its kin: where the package links to them or holds their text.
//!
//! * `mod.rs`: the result types.
//! * `words.rs`: which words name which document, in texts, names and addresses.
//! * `link.rs`: addresses inside a text, and the words next to them.
//! * `discover.rs`: the walk over resources, layouts, assets and code strings.
//! * `texts.rs`: the texts of an app's documents, gathered and understood.
//! * `fetch.rs`: pages from the web, for `--online` and `--policy URL`.
//! * `discloses.rs`: what a text says, as the report shows it.
//! * `model.rs`: what a document is once read, and what it says once understood.
//! * `read/`: bytes of any format and encoding to a document.
//! * `understand/`: a document to what it says.

pub mod discloses;
mod discover;
mod fetch;
mod link;
pub mod model;
mod read;
#[cfg(test)]
mod tests;
mod texts;
mod understand;
mod words;

pub use discloses::Discloses;
pub use discover::{Policies, discover};
pub use fetch::{FetchError, Fetched, Patience, fetch};
pub use model::{Document, Hint, ReadError, Understanding};
pub use read::read;
pub use texts::{Outcome, PolicyText, Wanted};
pub use understand::{Lexicon, understand};
pub(crate) use words::interesting;

/// Words that name the matter of a policy; in Latin script they count within a text of several words only, since keys and
/// names of code hold them too.
const MATTERS: &[&str] = &[
    "隐私",
    "隱私",
    "个人信息",
    "個人資料",
    "privacy",
    "personal information",
    "personal data",
];

/// Whether a text that is shown names a privacy policy, an agreement, or what they are about.
pub fn names_document(text: &str) -> bool {
    if text.is_ascii() && !text.trim().contains(' ') {
        return false;
    }
    let lower = text.to_lowercase();
    !words::phrases(&lower).is_empty() || MATTERS.iter().any(|matter| lower.contains(matter))
}

/// The document that an address names by itself.
pub fn named_by_address(text: &str) -> Option<DocumentKind> {
    let links = link::links(text);
    let [link] = links.as_slice() else {
        return None;
    };
    match link::address(link) {
        Some((document, words::Strength::Strong)) if link.kind == RefKind::Url => Some(document),
        _ => None,
    }
}

/// What kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// Privacy policy (隐私政策).
    Policy,
    /// User or service agreement (用户协议).
    Agreement,
    /// Rules for children's personal information (儿童个人信息保护规则).
    Children,
    /// List of SDKs or of information shared with third parties (第三方共享清单).
    SdkList,
    /// List of personal information collected (个人信息收集清单).
    CollectedList,
}

/// How a document is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefKind {
    /// A web address.
    Url,
    /// A file under `assets/`.
    Asset,
    /// Another file of the package, such as one under `res/raw`.
    File,
    /// The text itself, as a string resource.
    Resource,
}

impl RefKind {
    /// The word used in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::Asset => "asset",
            Self::File => "file",
            Self::Resource => "resource",
        }
    }
}

/// Where a link, a text or a mention stands. Whose it is (the app's or an SDK's) is told from this.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A string resource, as `@string/name`, and its locale (`default`, `zh-CN` …).
    Resource {
        /// `@type/name`.
        name: String,
        /// Locale.
        locale: String,
    },
    /// A text written into a layout.
    Layout {
        /// Entry name.
        entry: String,
        /// Line.
        line: u32,
    },
    /// An asset or another file.
    File {
        /// Entry name.
        entry: String,
    },
    /// A string constant of the code.
    Code {
        /// The constant, cut to 200 characters.
        text: String,
    },
}

impl std::fmt::Display for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Resource { name, locale } if locale == "default" => out.write_str(name),
            Self::Resource { name, locale } => write!(out, "{name} ({locale})"),
            Self::Layout { entry, line: 0 } | Self::File { entry } => out.write_str(entry),
            Self::Layout { entry, line } => write!(out, "{entry}:{line}"),
            Self::Code { text } => write!(out, "\"{text}\""),
        }
    }
}

/// A document that the package links to or holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyRef {
    /// How it is there.
    pub kind: RefKind,
    /// What it is.
    pub document: DocumentKind,
    /// Address, entry name, or `@string/name`.
    pub location: String,
    /// The words it is called by next to the link, or its own title.
    pub title: Option<String>,
    /// Every place that names it, sorted.
    pub found_in: Vec<Place>,
    /// Whether a text or a name next to it says what it is; `false` when only its own address does.
    pub named: bool,
    /// The SDK whose vendor's it is; `None` for the app's own, as far as is known.
    pub vendor: Option<String>,
}

/// A document named without a link or a text, such as "I agree to the privacy policy" on a button.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// What is named.
    pub document: DocumentKind,
    /// The text, cut to 80 characters.
    pub text: String,
    /// Where.
    pub found_in: Place,
}
