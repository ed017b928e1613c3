//! The words of `checks/policy/` as automata: one pass over a sentence finds all of them.

use daachorse::MatchKind;
use rustc_hash::FxHashMap;

use super::catalogue::Sdks;
use super::finder::Finder;
use super::statement;
use super::text::normal;
use crate::knowledge::Knowledge;
use crate::knowledge::policy::{ListId, PolicyWords, Right, Role, Rule, Topic, WordList};
use crate::knowledge::sdk::SdkCategory;

/// What a word of the first automaton names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// Position in `items`.
    Item(u16),
    /// Position in `umbrellas`.
    Umbrella(u16),
    /// Nothing: a longer word with another sense.
    Nothing,
}

/// What a rule shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    Topic(Topic),
    Right(Right),
}

impl Shows {
    /// Its bit among all topics and rights.
    pub(super) fn bit(self) -> u64 {
        match self {
            Self::Topic(topic) => 1 << topic as u64,
            Self::Right(right) => 1 << (Topic::ALL.len() as u64 + right as u64),
        }
    }
}

/// What a word of the second automaton is part of.
#[derive(Debug, Clone, Default)]
pub(super) struct Atom {
    /// Lists, as bits.
    pub(super) lists: u32,
    /// Groups of rules.
    pub(super) groups: Vec<Grouped>,
    /// All that those rules show, as bits.
    pub(super) shows: u64,
}

/// A group of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grouped {
    pub(super) rule: u16,
    pub(super) bit: u8,
    /// The rule's words must lie near each other.
    pub(super) near: bool,
    /// What the rule shows, as a bit.
    pub(super) shows: u64,
}

/// A rule with its groups as bits.
#[derive(Debug, Clone)]
pub(super) struct Compiled {
    pub(super) shows: Shows,
    pub(super) wanted: u16,
    pub(super) forbidden: u16,
    pub(super) within: Option<usize>,
}

/// A match of a word in a normal sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit<T> {
    pub(super) what: T,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The words of `checks/policy/`, made ready for searching. Costs some milliseconds; made once for a run.
#[derive(Debug, Clone)]
pub struct Lexicon {
    named: Finder,
    senses: Vec<Named>,
    pub(super) items: Vec<String>,
    pub(super) umbrellas: Vec<Vec<String>>,
    atoms: Finder,
    senses_of: Vec<Atom>,
    pub(super) rules: Vec<Compiled>,
    heads: Finder,
    /// Topic, and whether the word is the whole heading.
    head_topics: Vec<(Topic, bool)>,
    /// Divisions of China.
    places: Finder,
    columns: Finder,
    column_roles: Vec<(usize, Role)>,
    permissions: Finder,
    permission_names: Vec<Vec<String>>,
    sdks: Finder,
    sdk_ids: Vec<Vec<u32>>,
    pub(super) catalogue: Vec<Known>,
    vendors: Finder,
    /// Of each vendor.
    vendor_sdks: Vec<Vec<u32>>,
    packages: FxHashMap<String, u32>,
}

/// What of an SDK record is needed to match it.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) category: SdkCategory,
    /// Some names of SDKs are identifiers too (OpenUDID).
    pub(super) is_item: bool,
}

/// A word, normal, in all its spellings.
fn spellings(word: &str, words: &PolicyWords) -> Vec<String> {
    let mut all = vec![normal(word)];
    for variant in &words.variants {
        let from = normal(&variant.word);
        let more: Vec<_> = all
            .iter()
            .filter(|one| one.contains(&from))
            .flat_map(|one| {
                variant
                    .also
                    .iter()
                    .map(|to| one.replace(&from, &normal(to)))
                    .collect::<Vec<_>>()
            })
            .collect();
        all.extend(more);
    }
    all.retain(|word| !word.is_empty());
    all
}

impl Lexicon {
    /// From the records.
    pub fn new(knowledge: &Knowledge) -> Self {
        let words = &knowledge.policy;
        let (mut named, mut senses) = (Vec::new(), Vec::new());
        let mut add = |list: &[String], sense: Named| {
            for word in list.iter().flat_map(|word| spellings(word, words)) {
                named.push(word);
                senses.push(sense);
            }
        };
        for (at, item) in (0_u16..).zip(&words.items) {
            add(&item.zh, Named::Item(at));
            add(&item.en, Named::Item(at));
            add(&item.not_zh, Named::Nothing);
            add(&item.not_en, Named::Nothing);
        }
        for (at, umbrella) in (0_u16..).zip(&words.umbrellas) {
            add(&umbrella.zh, Named::Umbrella(at));
            add(&umbrella.en, Named::Umbrella(at));
        }
        let mut atoms = Atoms::default();
        let place = |list: &&WordList| list.id == ListId::Place;
        let places: Vec<String> = words
            .lists
            .iter()
            .filter(place)
            .flat_map(|list| list.zh.iter().map(|word| normal(word)))
            .collect();
        // Only names of companies are searched for those.
        for list in words.lists.iter().filter(|list| !place(list)) {
            for word in list.zh.iter().chain(&list.en) {
                let at = atoms.id(&normal(word));
                if let Some(atom) = atoms.senses.get_mut(at) {
                    atom.lists |= 1 << list.id as u32;
                }
            }
        }
        let mut rules = Vec::new();
        let topics = words
            .topics
            .iter()
            .flat_map(|one| one.rules.iter().map(|rule| (Shows::Topic(one.id), rule)));
        let rights = words
            .rights
            .iter()
            .flat_map(|one| one.rules.iter().map(|rule| (Shows::Right(one.id), rule)));
        for (shows, rule) in topics.chain(rights) {
            if let Ok(rule) = Rule::parse(rule) {
                compile(shows, &rule, words, &mut atoms, &mut rules);
            }
        }
        let (mut heads, mut head_topics) = (Vec::new(), Vec::new());
        for topic in &words.topics {
            for head in &topic.heading {
                let whole = head.strip_prefix('=');
                heads.push(normal(whole.unwrap_or(head)));
                head_topics.push((topic.id, whole.is_some()));
            }
        }
        let (mut columns, mut column_roles) = (Vec::new(), Vec::new());
        for (rank, column) in words.columns.iter().enumerate() {
            for word in &column.words {
                columns.push(normal(word));
                column_roles.push((rank, column.role));
            }
        }
        let (mut permissions, mut permission_names) = (Vec::new(), Vec::new());
        for permission in &words.permissions {
            for word in &permission.words {
                let word = normal(word);
                let at = atoms.id(&word);
                if let Some(atom) = atoms.senses.get_mut(at) {
                    atom.lists |= PERMISSION;
                }
                permissions.push(word);
                permission_names.push(permission.names.clone());
            }
        }
        let sdks = Sdks::new(knowledge);
        let mut lexicon = Self {
            named: Finder::new(&named, MatchKind::LeftmostLongest),
            senses,
            items: words.items.iter().map(|item| item.id.clone()).collect(),
            umbrellas: words
                .umbrellas
                .iter()
                .map(|one| one.covers.clone())
                .collect(),
            atoms: Finder::new(&atoms.words, MatchKind::Standard),
            senses_of: atoms.senses,
            rules,
            heads: Finder::new(&heads, MatchKind::Standard),
            head_topics,
            places: Finder::new(&places, MatchKind::Standard),
            columns: Finder::new(&columns, MatchKind::Standard),
            column_roles,
            permissions: Finder::new(&permissions, MatchKind::LeftmostLongest),
            permission_names,
            sdks: Finder::new(&sdks.names, MatchKind::LeftmostLongest),
            sdk_ids: sdks.ids,
            catalogue: sdks.known,
            vendors: Finder::new(&sdks.vendors, MatchKind::Standard),
            vendor_sdks: sdks.vendor_sdks,
            packages: sdks.packages,
        };
        let is_item = |known: &Known| !statement::items(&normal(&known.name), &lexicon).is_empty();
        let items: Vec<bool> = lexicon.catalogue.iter().map(is_item).collect();
        for (known, is_item) in lexicon.catalogue.iter_mut().zip(items) {
            known.is_item = is_item;
        }
        lexicon
    }

    /// Items and umbrella words of a normal sentence, in order.
    pub(super) fn named(&self, sentence: &str) -> Vec<Hit<Named>> {
        let mut found = Vec::new();
        self.named.longest(sentence, |hit| {
            let (start, end) = (hit.start(), hit.end());
            if whole(sentence, start, end, Ending::Plural)
                && let Some(&what) = self.senses.get(hit.value() as usize)
            {
                found.push(Hit { what, start, end });
            }
        });
        found
    }

    /// Where divisions of China stand in a normal text.
    pub(super) fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
        self.places.all(text).map(|hit| (hit.start(), hit.end()))
    }

    /// Calls back with every atom of a normal sentence and where it stands.
    pub(super) fn atoms(&self, sentence: &str, mut found: impl FnMut(&Atom, usize, usize)) {
        self.atoms.each(sentence, |hit| {
            if whole(sentence, hit.start(), hit.end(), Ending::Inflected)
                && let Some(atom) = self.senses_of.get(hit.value() as usize)
            {
                found(atom, hit.start(), hit.end());
            }
        });
    }

    /// Topics that a heading names.
    pub(super) fn heads(&self, heading: &str) -> Vec<Topic> {
        let bare = bare(heading);
        let mut topics: Vec<_> = self
            .heads
            .all(bare)
            .filter_map(|hit| {
                let (topic, whole) = *self.head_topics.get(hit.value() as usize)?;
                let all = hit.start() == 0 && hit.end() == bare.len();
                (all || !whole).then_some(topic)
            })
            .collect();
        topics.sort();
        topics.dedup();
        topics
    }

    /// What a column holds, by its head: the role that is tried first, and of it the longest word.
    pub(super) fn role(&self, head: &str) -> Option<Role> {
        let best = self.columns.all(head).filter_map(|hit| {
            let (rank, role) = *self.column_roles.get(hit.value() as usize)?;
            whole(head, hit.start(), hit.end(), Ending::Inflected).then_some((
                rank,
                hit.end() - hit.start(),
                role,
            ))
        });
        best.min_by_key(|(rank, length, _)| (*rank, std::cmp::Reverse(*length)))
            .map(|(.., role)| role)
    }

    /// Permissions that a sentence names in words, or by their constants.
    pub(super) fn permissions(&self, sentence: &str, normal: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        self.permissions.longest(normal, |hit| {
            let names = self.permission_names.get(hit.value() as usize);
            found.extend(names.into_iter().flatten().cloned());
        });
        found.extend(constants(sentence));
        found.sort();
        found.dedup();
        found
    }

    /// SDKs of the catalogue that a normal text names: their positions, best first.
    pub(super) fn sdks(&self, text: &str) -> Vec<(usize, &[u32])> {
        let mut found = Vec::new();
        self.sdks.longest(text, |hit| {
            if whole(text, hit.start(), hit.end(), Ending::Sdk)
                && let Some(ids) = self.sdk_ids.get(hit.value() as usize)
            {
                found.push((hit.start(), ids.as_slice()));
            }
        });
        found
    }

    /// SDKs of a vendor whose name the text holds.
    pub(super) fn vendor(&self, text: &str) -> &[u32] {
        let longest = self
            .vendors
            .all(text)
            .max_by_key(|hit| (hit.end() - hit.start(), hit.value()));
        longest
            .and_then(|hit| self.vendor_sdks.get(hit.value() as usize))
            .map_or(&[], Vec::as_slice)
    }

    /// The SDK that owns a package, or one below it.
    pub(super) fn package(&self, package: &str) -> Option<u32> {
        let mut name = package;
        loop {
            if let Some(found) = self.packages.get(name) {
                return Some(*found);
            }
            name = name.rsplit_once('.')?.0;
        }
    }
}

/// What may follow a word of letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Nothing, or an `s`.
    Plural,
    /// Up to three letters of inflexion.
    Inflected,
    /// `sdk`.
    Sdk,
}

/// Whether a match is a whole word, where it begins or ends with a letter or digit.
#[inline]
fn whole(text: &str, start: usize, end: usize, ending: Ending) -> bool {
    let bytes = text.as_bytes();
    let word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    if word(start) && start > 0 && word(start - 1) {
        return false;
    }
    if !word(end - 1) || !word(end) {
        return true;
    }
    let rest = bytes.get(end..).unwrap_or_default();
    let more = rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    match ending {
        Ending::Plural => more == 1 && rest.first() == Some(&b's') && end - start > 3,
        Ending::Inflected => {
            more <= 3 && end - start >= 4 && rest.iter().take(more).all(u8::is_ascii_lowercase)
        }
        Ending::Sdk => rest.starts_with(b"sdk"),
    }
}

/// The bit of an atom that is a word of [`Lexicon::permissions`], above those of the lists.
pub(super) const PERMISSION: u32 = 1 << 31;

/// Names such as `android.permission.CAMERA` or `READ_PHONE_STATE`.
pub(super) fn constants(sentence: &str) -> Vec<String> {
    let mut found = Vec::new();
    // Most sentences hold neither sign.
    let bytes = sentence.as_bytes();
    let joined = memchr::memchr(b'_', bytes).is_some();
    let dotted = || memchr::memchr(b'.', bytes).is_some() && sentence.contains(".permission.");
    if !joined && !dotted() {
        return found;
    }
    for word in sentence.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')) {
        let word = word.trim_matches('.');
        let last = word.rsplit('.').next().unwrap_or(word);
        let upper = last.len() >= 3
            && last
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b == b'_' || b.is_ascii_digit());
        if word.contains(".permission.") && upper {
            found.push(word.to_owned());
        } else if upper
            && word == last
            && last.contains('_')
            && PREFIXES.iter().any(|p| last.starts_with(p))
        {
            found.push(format!("android.permission.{last}"));
        }
    }
    found.sort();
    found.dedup();
    found
}

const PREFIXES: &[&str] = &[
    "READ_",
    "WRITE_",
    "ACCESS_",
    "RECORD_",
    "CALL_",
    "SEND_",
    "RECEIVE_",
    "GET_",
    "BODY_",
    "ACTIVITY_",
    "BLUETOOTH_",
    "REQUEST_",
    "SYSTEM_ALERT",
    "QUERY_ALL",
    "PACKAGE_USAGE",
    "POST_",
    "CHANGE_",
    "USE_",
    "WAKE_",
    "FOREGROUND_",
    "SET_",
    "MANAGE_",
    "PROCESS_OUTGOING",
    "NEARBY_",
    "ANSWER_",
    "INSTALL_",
    "MODIFY_",
    "DISABLE_",
    "RESTART_",
    "KILL_",
];

/// Atoms being numbered.
#[derive(Default)]
struct Atoms {
    words: Vec<String>,
    ids: FxHashMap<String, usize>,
    senses: Vec<Atom>,
}

impl Atoms {
    fn id(&mut self, word: &str) -> usize {
        if let Some(&at) = self.ids.get(word) {
            return at;
        }
        let at = self.words.len();
        self.words.push(word.to_owned());
        self.senses.push(Atom::default());
        self.ids.insert(word.to_owned(), at);
        at
    }
}

fn compile(
    shows: Shows,
    rule: &Rule,
    words: &PolicyWords,
    atoms: &mut Atoms,
    rules: &mut Vec<Compiled>,
) {
    let Ok(number) = u16::try_from(rules.len()) else {
        return;
    };
    let (mut wanted, mut forbidden) = (0_u16, 0_u16);
    for (bit, group) in (0_u8..).zip(&rule.groups) {
        let bits = if group.forbidden {
            &mut forbidden
        } else {
            &mut wanted
        };
        *bits |= 1 << bit;
        for word in &group.words {
            let list = word
                .strip_prefix('@')
                .and_then(|name| words.lists.iter().find(|list| id_of(list.id) == name));
            let all: Vec<&str> = match list {
                Some(list) => list.zh.iter().chain(&list.en).map(String::as_str).collect(),
                None => vec![word.as_str()],
            };
            for word in all {
                for word in spellings(word, words) {
                    let at = atoms.id(&word);
                    let group = Grouped {
                        rule: number,
                        bit,
                        near: rule.within.is_some(),
                        shows: shows.bit(),
                    };
                    if let Some(atom) = atoms.senses.get_mut(at)
                        && !atom.groups.contains(&group)
                    {
                        atom.groups.push(group);
                        atom.shows |= group.shows;
                    }
                }
            }
        }
    }
    rules.push(Compiled {
        shows,
        wanted,
        forbidden,
        within: rule.within,
    });
}

/// The name of a list in records.
fn id_of(list: ListId) -> String {
    match serde_json::to_value(list) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// A name without what names share: "SDK", brackets, spaces between words of letters stay.
pub(super) fn plain_name(name: &str) -> String {
    let name = normal(name);
    let bare = name.trim_end_matches("sdk");
    // What is left of "AnySDK" is a word that stands everywhere.
    let word = bare.len() <= 3 && bare.ends_with(|c: char| c.is_ascii_alphanumeric());
    let bare = if word { &name } else { bare };
    bare.trim_end_matches([' ', '-', '_']).trim().to_owned()
}

/// A normal heading without its number and signs.
pub(super) fn bare(heading: &str) -> &str {
    heading
        .trim_start_matches(|c: char| {
            c.is_ascii_digit() || "第一二三四五六七八九十章节条部分、.．()[]【】 ·•-#*".contains(c)
        })
        .trim_end_matches([':', '?', '.', '。', '*', ' '])
}
