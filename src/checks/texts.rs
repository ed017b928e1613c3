//! The policies whose text was read, what they say together, and the app held against them.
//!
//! Nothing here judges: [`compare`] gives facts that checks and reports share.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::facts::Facts;
use super::reads::What;
use crate::knowledge::policy::Topic;
use crate::knowledge::sdk::SdkCategory;
use crate::knowledge::{Confidence, Knowledge, Sdk};
use crate::policy::model::{Block, BlockKind, Collector, Found, Statement, Understanding};
use crate::policy::{Document, DocumentKind, Policies, PolicyText, RefKind};

/// Characters from which on a text in a package is a policy of its own and not the summary of one.
const WHOLE: usize = 1200;

/// A policy, or a list that belongs to one, whose text was read.
#[derive(Debug, Clone)]
pub struct Held<'f> {
    /// Entry, `@string/name`, file or address.
    pub location: &'f str,
    /// What it is.
    pub kind: DocumentKind,
    /// Whether the text can be taken for all that the policy says.
    pub whole: bool,
    /// The caller named it (`--policy`).
    pub given: bool,
    /// The text.
    pub document: &'f Document,
    /// What it says.
    pub said: &'f Understanding,
}

/// The texts of one app that were read.
#[derive(Debug, Clone, Default)]
pub struct Texts<'f> {
    /// The caller's first.
    pub read: Vec<Held<'f>>,
}

/// Letters of a document, white space left out.
fn letters(document: &Document) -> usize {
    let texts = document.blocks.iter().flat_map(Block::texts);
    texts
        .map(|text| {
            text.chars()
                .filter(|letter| !letter.is_whitespace())
                .count()
        })
        .sum()
}

impl<'f> Texts<'f> {
    /// Of what was gathered. When the caller named a policy, the package's own does not count; nor do agreements, and
    /// texts under a policy's name that are none.
    pub fn new(texts: &'f [PolicyText]) -> Self {
        let given = texts.iter().any(|text| text.given);
        let wanted = |text: &&PolicyText| match text.document {
            DocumentKind::Agreement => false,
            _ if is_a_vendors(text) => false,
            DocumentKind::Policy => text.given || !given,
            _ => true,
        };
        let held = texts.iter().filter(wanted).filter_map(|text| {
            let (said, document) = (text.understood()?, text.source.as_deref()?);
            let kind = text.document;
            // A file that the caller calls the policy is judged as one, whatever it looks like.
            let named = text.given && text.kind != RefKind::Url;
            (said.is_policy || named || kind != DocumentKind::Policy).then(|| Held {
                location: &text.location,
                kind,
                whole: text.given || text.kind == RefKind::Url || letters(document) >= WHOLE,
                given: text.given,
                document,
                said,
            })
        });
        Self {
            read: held.collect(),
        }
    }

    /// The policies themselves.
    pub fn policies(&self) -> impl Iterator<Item = &Held<'f>> {
        self.read
            .iter()
            .filter(|text| text.kind == DocumentKind::Policy)
    }

    /// Whether what they say can be taken for all that the policy says. A text given is; one in the package is when it
    /// is long enough for a policy.
    pub fn whole(&self) -> bool {
        self.policies().any(|text| text.whole)
    }

    /// A topic in any of them.
    pub fn topic(&self, topic: Topic) -> Option<(&Held<'f>, &Found)> {
        self.read
            .iter()
            .find_map(|text| Some((text, text.said.topics.get(&topic)?)))
    }

    /// Statements on an item, not denied.
    pub fn on<'t>(&'t self, item: &'t str) -> impl Iterator<Item = (&'t Held<'f>, &'t Statement)> {
        self.read
            .iter()
            .flat_map(move |text| text.said.on(item).map(move |one| (text, one)))
    }

    /// Sentences that deny an item.
    pub fn denials<'t>(
        &'t self,
        item: &'t str,
    ) -> impl Iterator<Item = (&'t Held<'f>, &'t Statement)> {
        self.read
            .iter()
            .flat_map(move |text| text.said.denials(item).map(move |one| (text, one)))
    }

    /// Whether a list of SDKs stands behind a link that was not followed.
    pub fn list_elsewhere(&self, policies: &Policies) -> bool {
        let linked = self.policies().any(|text| {
            text.document.links.iter().any(|(_, words)| {
                let words = words.to_lowercase();
                words.contains("sdk") || words.contains("第三方") || words.contains("third")
            })
        });
        let listed = self
            .read
            .iter()
            .any(|text| text.kind == DocumentKind::SdkList);
        (linked
            || policies
                .of(DocumentKind::SdkList)
                .any(|found| found.kind == RefKind::Url))
            && !listed
    }

    /// Where an SDK is named: a row, or its name anywhere in a text.
    pub fn names_sdk(&self, sdk: &Sdk, knowledge: &Knowledge) -> Option<Named> {
        let related = |id: &str| {
            id == sdk.id
                || sdk.parent.as_deref() == Some(id)
                || knowledge.sdk(id).is_some_and(|other| {
                    other.parent.as_deref() == Some(&sdk.id)
                        || (other.family.is_some() && other.family == sdk.family)
                })
        };
        let rows = |exact: bool| {
            self.read.iter().find_map(|text| {
                let row = text.said.sdks.iter().find(|row| {
                    row.ids
                        .iter()
                        .any(|id| if exact { *id == sdk.id } else { related(id) })
                })?;
                Some(Named {
                    location: text.location.to_owned(),
                    line: text.line(row.spot.block, row.spot.line),
                    quote: row.name.clone(),
                    exact,
                })
            })
        };
        rows(true)
            .or_else(|| self.worded(sdk))
            .or_else(|| rows(false))
    }

    /// The name, or an alias, of an SDK in the running text.
    fn worded(&self, sdk: &Sdk) -> Option<Named> {
        let mut names: Vec<String> = vec![simple(&sdk.name.zh), simple(&sdk.name.en)];
        names.extend(sdk.aliases.iter().map(|alias| simple(alias)));
        // Two letters stand in many words.
        names.retain(|name| name.chars().count() >= if name.is_ascii() { 4 } else { 3 });
        self.read.iter().find_map(|text| {
            text.lines().find_map(|(line, words)| {
                let plain = simple(&words);
                let found = names.iter().any(|name| plain.contains(name.as_str()))
                    || sdk
                        .packages
                        .iter()
                        .any(|package| package.contains('.') && words.contains(package.as_str()));
                found.then(|| Named {
                    location: text.location.to_owned(),
                    line,
                    quote: words.chars().take(120).collect(),
                    exact: true,
                })
            })
        })
    }
}

/// Whether a text is an SDK's vendor's: by where it stands, or because its title says so.
fn is_a_vendors(text: &PolicyText) -> bool {
    let title = text
        .source
        .as_ref()
        .and_then(|source| source.title.as_deref());
    let of_sdk = title.is_some_and(|title| {
        let title = title.to_lowercase();
        title.contains("sdk")
            && !["清单", "目录", "list", "第三方"]
                .iter()
                .any(|word| title.contains(word))
    });
    text.vendor.is_some() || (!text.given && text.document == DocumentKind::Policy && of_sdk)
}

/// Where a policy names an SDK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Of the text.
    pub location: String,
    /// Line of its source, 0 when it has none.
    pub line: u32,
    /// The words.
    pub quote: String,
    /// Itself, not only a relative of the same vendor.
    pub exact: bool,
}

impl Held<'_> {
    /// The text block by block and row by row, with lines.
    fn lines(&self) -> impl Iterator<Item = (u32, String)> + '_ {
        self.document
            .blocks
            .iter()
            .flat_map(|block| match &block.kind {
                BlockKind::Heading { text, .. }
                | BlockKind::Paragraph { text }
                | BlockKind::Item { text, .. } => vec![(block.line, text.clone())],
                BlockKind::Table(table) => table
                    .rows
                    .iter()
                    .enumerate()
                    .map(|(row, cells)| {
                        let line = table.lines.get(row).copied().unwrap_or(block.line);
                        (line, cells.join(" "))
                    })
                    .collect(),
            })
    }

    /// A line, from a spot or else its block.
    pub(crate) fn line(&self, block: u32, line: u32) -> u32 {
        let of_block = || {
            self.document
                .blocks
                .get(block as usize)
                .map_or(0, |block| block.line)
        };
        if line > 0 { line } else { of_block() }
    }
}

/// Small letters, digits and Chinese only, without the words that every name has.
fn simple(name: &str) -> String {
    let lower: String = name
        .to_lowercase()
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    lower.replace("sdk", "")
}

/// One item, permission or SDK on both sides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Compared {
    /// Item, permission's full name, or SDK's id (or its name in the policy when the catalogue has none).
    pub id: String,
    /// Whether the policy tells it: by name, under an umbrella word, denied, or not.
    pub declared: Declared,
    /// Whether the package has it: collects the item, asks for the permission, holds the SDK.
    pub present: bool,
    /// Owners that do, `app` or SDKs' ids.
    pub owners: Vec<String>,
    /// The sentence of the policy.
    pub quote: Option<String>,
    /// The text it stands in.
    pub location: Option<String>,
    /// Line of that text, when it has lines.
    pub line: Option<u32>,
}

/// What a policy says of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Declared {
    /// By name.
    Named,
    /// Under a word that covers it.
    Umbrella,
    /// Said not to be.
    Denied,
    /// Not at all.
    No,
}

/// The app held against its policies, each list sorted by id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Texts that were held against it.
    pub texts: Vec<String>,
    /// Items collected, declared, or both.
    pub items: Vec<Compared>,
    /// Permissions that a person grants.
    pub permissions: Vec<Compared>,
    /// SDKs.
    pub sdks: Vec<Compared>,
}

/// SDKs that a policy has to name: not open-source components, nor what protects the package itself.
pub(crate) fn is_party(sdk: &Sdk) -> bool {
    !matches!(
        sdk.category,
        SdkCategory::Library | SdkCategory::Hardening | SdkCategory::HotFix
    )
}

/// The comparison; `None` when no policy's text was read.
pub fn compare(facts: &Facts<'_, '_, '_>) -> Option<Comparison> {
    let texts = &facts.read;
    texts.policies().next()?;
    let mut comparison = Comparison {
        texts: texts
            .read
            .iter()
            .map(|text| text.location.to_owned())
            .collect(),
        ..Comparison::default()
    };
    let mut collected: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for one in facts.reached.iter().filter(|one| !one.weak) {
        if let What::Item(item) = &one.what
            && one.confidence >= Confidence::Likely
        {
            collected.entry(item).or_default().insert(one.owner.clone());
        }
    }
    let declared = texts
        .read
        .iter()
        .flat_map(|text| &text.said.statements)
        .filter(|one| !one.negated && one.named && one.collector == Collector::Us)
        .map(|one| one.item.as_str());
    let known = |item: &&str| crate::knowledge::ITEMS.iter().any(|(id, ..)| id == item);
    let items: BTreeSet<&str> = collected
        .keys()
        .copied()
        .chain(declared.filter(known))
        .collect();
    for item in items {
        let owners = collected.get(item).cloned().unwrap_or_default();
        let (declared, at) = item_declared(texts, item);
        comparison.items.push(compared(item, declared, at, owners));
    }
    for asked in asked(facts) {
        let at = texts.read.iter().find_map(|text| {
            let found = text.said.permissions.get(asked)?;
            Some((
                text,
                found.quote.clone(),
                text.line(found.spot.block, found.spot.line),
            ))
        });
        let declared = if at.is_some() {
            Declared::Named
        } else {
            Declared::No
        };
        let at = at.map(|(text, quote, line)| (quote, text.location.to_owned(), line));
        let users = facts.permission_users().get(asked);
        let owners = users
            .into_iter()
            .flatten()
            .map(|user| user.owner.clone())
            .collect();
        let mut one = compared(asked, declared, at, owners);
        one.present = true;
        comparison.permissions.push(one);
    }
    comparison.sdks = sdks(facts);
    Some(comparison)
}

type At = (String, String, u32);

fn compared(id: &str, declared: Declared, at: Option<At>, owners: BTreeSet<String>) -> Compared {
    let (quote, location, line) = match at {
        Some((quote, location, line)) => (Some(quote), Some(location), (line > 0).then_some(line)),
        None => (None, None, None),
    };
    Compared {
        id: id.to_owned(),
        declared,
        present: !owners.is_empty(),
        owners: owners.into_iter().collect(),
        quote,
        location,
        line,
    }
}

/// What the texts say of an item, with the sentence.
pub(crate) fn item_declared(texts: &Texts<'_>, item: &str) -> (Declared, Option<At>) {
    let at = |(text, one): (&Held<'_>, &Statement)| {
        let line = text.line(one.spot.block, one.spot.line);
        (one.quote.clone(), text.location.to_owned(), line)
    };
    // What the operator itself says comes first.
    let ours = |named: bool| {
        let all = || texts.on(item).filter(|(_, one)| one.named == named);
        all()
            .find(|(_, one)| one.collector == Collector::Us)
            .or_else(|| all().next())
    };
    if let Some(found) = ours(true) {
        return (Declared::Named, Some(at(found)));
    }
    if let Some(found) = texts.denials(item).next() {
        return (Declared::Denied, Some(at(found)));
    }
    match ours(false) {
        Some(found) => (Declared::Umbrella, Some(at(found))),
        None => (Declared::No, None),
    }
}

/// Permissions that the manifest asks for and a person grants, by name.
pub(crate) fn asked<'f>(facts: &Facts<'f, '_, '_>) -> BTreeSet<&'f str> {
    let manifest = &facts.package.manifest;
    manifest
        .uses_permissions
        .iter()
        .map(|asked| asked.name.as_str())
        .filter(|name| {
            let (protection, ..) = facts.permission_words(name);
            protection == "dangerous" || protection == "special"
        })
        .collect()
}

fn sdks(facts: &Facts<'_, '_, '_>) -> Vec<Compared> {
    let texts = &facts.read;
    let knowledge = facts.knowledge;
    let mut all = Vec::new();
    let mut present: BTreeSet<&str> = BTreeSet::new();
    for found in &facts.sdks.found {
        let Some(sdk) = knowledge.sdk(&found.id).filter(|sdk| is_party(sdk)) else {
            continue;
        };
        present.insert(&sdk.id);
        let named = texts.names_sdk(sdk, knowledge);
        let declared = if named.is_some() {
            Declared::Named
        } else {
            Declared::No
        };
        let at = named.map(|named| (named.quote, named.location, named.line));
        let owners = BTreeSet::from([sdk.id.clone()]);
        all.push(compared(&sdk.id, declared, at, owners));
    }
    for text in &texts.read {
        for row in &text.said.sdks {
            let known = |id: &&String| {
                present.contains(id.as_str())
                    || knowledge.sdk(id).is_some_and(|sdk| {
                        facts.sdks.found.iter().any(|found| {
                            knowledge.sdk(&found.id).is_some_and(|other| {
                                other.family.is_some() && other.family == sdk.family
                            })
                        })
                    })
            };
            if row.ids.iter().any(|id| known(&id)) {
                continue;
            }
            let id = row.ids.first().unwrap_or(&row.name);
            let line = text.line(row.spot.block, row.spot.line);
            let at = Some((row.name.clone(), text.location.to_owned(), line));
            all.push(compared(id, Declared::Named, at, BTreeSet::new()));
        }
    }
    all.sort();
    all.dedup_by(|a, b| a.id == b.id);
    all
}
