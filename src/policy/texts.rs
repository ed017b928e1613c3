//! The texts of the documents of an app: those in the package, the one that the user named, and, when allowed, those
//! behind the links.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use super::fetch::{Fetched, Patience, fetch};
use super::{DocumentKind, Lexicon, Policies, PolicyRef, RefKind, understand};
use crate::diagnostic::Diagnostic;
use crate::knowledge::Knowledge;
use crate::package::Package;
use crate::policy::model::{Document, Hint, Understanding};
use crate::policy::read;

/// Most documents of a package that are understood.
const DOCUMENTS: usize = 40;
/// Most bytes of documents of a package that are understood.
const BYTES: usize = 12 << 20;
/// Most links that are followed for one app.
const LINKS: usize = 12;
/// Most links inside the documents that are followed: annexed lists of SDKs, rules for children.
const ANNEXES: usize = 6;

/// What to read, and the words to read it with.
#[derive(Debug, Default)]
pub struct Wanted {
    /// The policy that the user named.
    pub given: Option<PolicyText>,
    /// What went wrong or aside while that was read.
    pub notes: Vec<Diagnostic>,
    /// Whether the links found may be followed.
    pub online: bool,
    lexicon: OnceLock<Lexicon>,
}

/// A document and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyText {
    /// How it is there.
    pub kind: RefKind,
    /// What it is.
    pub document: DocumentKind,
    /// Address, entry name, `@string/name`, or the path that the user gave.
    pub location: String,
    /// Its title.
    pub title: Option<String>,
    /// The SDK whose vendor's it is.
    pub vendor: Option<String>,
    /// Whether the user named it.
    pub given: bool,
    /// What it says, or why that is not known.
    pub outcome: Outcome,
    /// The text itself, when it was read.
    pub source: Option<Box<Document>>,
}

/// What came of reading a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It was read.
    Read(Box<Understanding>),
    /// It is on the web, and was not asked for.
    NotFetched,
    /// It could not be read: why, in English.
    Failed(String),
}

impl PolicyText {
    /// What it says, when it was read.
    pub fn understood(&self) -> Option<&Understanding> {
        match &self.outcome {
            Outcome::Read(understanding) => Some(understanding),
            _ => None,
        }
    }
}

impl Wanted {
    /// Nothing but what the package holds.
    pub fn offline() -> Self {
        Self::default()
    }

    /// What `--policy` and `--online` ask for. A file that is not there is the caller's mistake.
    pub fn new(
        policy: Option<&str>,
        online: bool,
        knowledge: &Knowledge,
    ) -> Result<Self, std::io::Error> {
        let mut wanted = Self {
            online,
            ..Self::default()
        };
        let Some(location) = policy else {
            return Ok(wanted);
        };
        let mut text = PolicyText {
            kind: RefKind::File,
            document: DocumentKind::Policy,
            location: location.to_owned(),
            title: None,
            vendor: None,
            given: true,
            outcome: Outcome::NotFetched,
            source: None,
        };
        let lower = location.to_ascii_lowercase();
        if lower.starts_with("http://") || lower.starts_with("https://") {
            text.kind = RefKind::Url;
            let mut notes = Vec::new();
            match fetch(location, true, Patience::default()) {
                Ok(page) => {
                    told_redirects(&page, location, &mut notes);
                    wanted.fill(
                        &mut text,
                        &page.bytes,
                        Some(&page.address),
                        page.content_type.as_deref(),
                        knowledge,
                    );
                }
                Err(error) => text.outcome = Outcome::Failed(error.to_string()),
            }
            wanted.notes = notes;
        } else {
            let size = std::fs::metadata(Path::new(location))?.len();
            if size > super::read::LARGEST as u64 {
                text.outcome =
                    Outcome::Failed(format!("larger than {} bytes", super::read::LARGEST));
            } else {
                let bytes = std::fs::read(location)?;
                wanted.fill(&mut text, &bytes, Some(location), None, knowledge);
            }
        }
        if let Outcome::Failed(why) = &text.outcome {
            let text = format!("the privacy policy could not be read: {why}");
            wanted
                .notes
                .push(Diagnostic::error("policy-unreadable", text).at(location));
        }
        wanted.given = Some(text);
        Ok(wanted)
    }

    /// The words, made ready once.
    fn lexicon(&self, knowledge: &Knowledge) -> &Lexicon {
        self.lexicon.get_or_init(|| Lexicon::new(knowledge))
    }

    /// Reads bytes into a text.
    fn fill(
        &self,
        text: &mut PolicyText,
        bytes: &[u8],
        name: Option<&str>,
        content_type: Option<&str>,
        knowledge: &Knowledge,
    ) -> Vec<(String, String)> {
        match read(bytes, Hint { name, content_type }) {
            Ok(document) => {
                text.title = text.title.take().or_else(|| document.title.clone());
                let said = understand(&document, self.lexicon(knowledge));
                text.outcome = Outcome::Read(Box::new(said));
                let links = document.links.clone();
                text.source = Some(Box::new(document));
                links
            }
            Err(error) => {
                text.outcome = Outcome::Failed(error.to_string());
                Vec::new()
            }
        }
    }

    /// The texts of an app: the named one first, then those of the package, then the links.
    pub fn gather(
        &self,
        package: &Package<'_>,
        policies: &Policies,
        knowledge: &Knowledge,
    ) -> (Vec<PolicyText>, Vec<Diagnostic>) {
        let mut texts: Vec<PolicyText> = self.given.iter().cloned().collect();
        let mut diagnostics = self.notes.clone();
        let (mut read, mut links, mut left) = (0, 0, BYTES);
        let mut annexes = Vec::new();
        for found in &policies.refs {
            let mut text = empty(found);
            if found.kind == RefKind::Url {
                let wanted = found.document != DocumentKind::Agreement && found.vendor.is_none();
                if self.online && links < LINKS && wanted {
                    links += 1;
                    annexes.extend(self.follow(&mut text, knowledge, &mut diagnostics));
                }
                texts.push(text);
                continue;
            }
            if read >= DOCUMENTS {
                text.outcome = Outcome::Failed("one of too many documents".to_owned());
            } else if let Some(held) = policies.texts.get(&found.location) {
                read += 1;
                self.fill(
                    &mut text,
                    held.as_bytes(),
                    Some("text.txt"),
                    None,
                    knowledge,
                );
            } else {
                read += 1;
                match package.read_entry(&found.location) {
                    Some(Ok(bytes)) if bytes.len() > left => {
                        text.outcome = Outcome::Failed("more text than is looked at".to_owned());
                    }
                    Some(Ok(bytes)) => {
                        left -= bytes.len();
                        self.fill(&mut text, &bytes, Some(&found.location), None, knowledge);
                    }
                    Some(Err(error)) => text.outcome = Outcome::Failed(error.to_string()),
                    None => text.outcome = Outcome::Failed("not in the package".to_owned()),
                }
            }
            if let Outcome::Failed(why) = &text.outcome {
                let message = format!("this document could not be read: {why}");
                diagnostics
                    .push(Diagnostic::warning("policy-unreadable", message).at(&found.location));
            }
            texts.push(text);
        }
        self.follow_annexes(annexes, &mut texts, knowledge, &mut diagnostics);
        self.judge(&texts, &mut diagnostics);
        (texts, diagnostics)
    }

    /// Fetches what a text is behind; hands on the links in it that lead to annexes.
    fn follow(
        &self,
        text: &mut PolicyText,
        knowledge: &Knowledge,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<(DocumentKind, String)> {
        let why = match fetch(&text.location, false, Patience::default()) {
            Ok(page) => {
                told_redirects(&page, &text.location, diagnostics);
                let links = self.fill(
                    text,
                    &page.bytes,
                    Some(&page.address),
                    page.content_type.as_deref(),
                    knowledge,
                );
                let said = text
                    .understood()
                    .is_some_and(|said| said.is_policy || text.document != DocumentKind::Policy);
                if text.understood().is_some() && !said {
                    text.outcome = Outcome::Failed("the page is no privacy policy".to_owned());
                }
                match &text.outcome {
                    Outcome::Failed(why) => why.clone(),
                    _ => return annexes(&links),
                }
            }
            Err(error) => error.to_string(),
        };
        let message = format!("the link could not be read: {why}");
        diagnostics.push(Diagnostic::warning("policy-not-fetched", message).at(&text.location));
        text.outcome = Outcome::Failed(why);
        Vec::new()
    }

    fn follow_annexes(
        &self,
        annexes: Vec<(DocumentKind, String)>,
        texts: &mut Vec<PolicyText>,
        knowledge: &Knowledge,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut seen: BTreeSet<String> = texts.iter().map(|text| text.location.clone()).collect();
        let fresh = annexes
            .into_iter()
            .filter(|(_, to)| seen.insert(to.clone()));
        for (document, location) in fresh.take(ANNEXES) {
            let mut text = PolicyText {
                kind: RefKind::Url,
                document,
                location,
                title: None,
                vendor: None,
                given: false,
                outcome: Outcome::NotFetched,
                source: None,
            };
            self.follow(&mut text, knowledge, diagnostics);
            texts.push(text);
        }
    }

    /// When links were to be followed and no policy could be read, the scan did not see what it was to judge.
    fn judge(&self, texts: &[PolicyText], diagnostics: &mut Vec<Diagnostic>) {
        let policies = || {
            texts
                .iter()
                .filter(|text| text.document == DocumentKind::Policy)
        };
        let linked = policies().any(|text| text.kind == RefKind::Url);
        if self.online && linked && policies().all(|text| text.understood().is_none()) {
            let text = "none of the links to a privacy policy could be read";
            diagnostics.push(Diagnostic::error("policy-unreadable", text));
        }
    }
}

fn empty(found: &PolicyRef) -> PolicyText {
    PolicyText {
        kind: found.kind,
        document: found.document,
        location: found.location.clone(),
        title: found.title.clone(),
        vendor: found.vendor.clone(),
        given: false,
        outcome: Outcome::NotFetched,
        source: None,
    }
}

fn told_redirects(page: &Fetched, location: &str, notes: &mut Vec<Diagnostic>) {
    if !page.redirects.is_empty() {
        let text = format!(
            "redirected {} times, in the end to {}",
            page.redirects.len(),
            page.address
        );
        notes.push(Diagnostic::note("policy-redirected", text).at(location));
    }
}

/// Links of a document that lead to other parts of the policy.
fn annexes(links: &[(String, String)]) -> Vec<(DocumentKind, String)> {
    links
        .iter()
        .filter(|(to, _)| to.starts_with("http://") || to.starts_with("https://"))
        .filter_map(|(to, words)| {
            let lower = words.to_lowercase();
            let phrase = super::words::phrases(&lower).into_iter().next()?;
            let kind = phrase.document;
            let part = matches!(
                kind,
                DocumentKind::SdkList | DocumentKind::Children | DocumentKind::CollectedList
            );
            part.then(|| (kind, to.clone()))
        })
        .collect()
}
