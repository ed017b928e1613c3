//! Which topics and rights a sentence shows.

use super::lexicon::{Lexicon, PERMISSION, Shows};
use super::text::quote;
use crate::knowledge::policy::{Action, ListId, Topic};
use crate::policy::model::{Found, SdkRow, Spot, Statement, Understanding};

/// Where the words of a sentence's lists stand.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Lists, start and end in the normal sentence, in order.
    hits: Vec<(u32, usize, usize)>,
    /// All lists of the hits.
    lists: u32,
}

impl Marks {
    /// Adds a hit; they come in the order of their ends.
    pub(super) fn add(&mut self, lists: u32, start: usize, end: usize) {
        self.lists |= lists;
        let later = |hit: &&(u32, usize, usize)| hit.1 > start;
        let place = self.hits.len() - self.hits.iter().rev().take_while(later).count();
        self.hits.insert(place, (lists, start, end));
    }

    /// The hits without those that are part of something else.
    pub(super) fn without(&self, part: impl Fn(usize, usize) -> bool) -> Self {
        let mut marks = Self::default();
        let hits = self
            .hits
            .iter()
            .filter(|(_, start, end)| !part(*start, *end));
        marks.hits.extend(hits);
        marks.lists = marks.hits.iter().fold(0, |all, hit| all | hit.0);
        marks
    }

    /// Hits of a list.
    pub(super) fn of(&self, list: ListId) -> impl Iterator<Item = (usize, usize)> + '_ {
        let bit = 1_u32 << list as u32;
        let hits: &[_] = if self.lists & bit == 0 {
            &[]
        } else {
            &self.hits
        };
        hits.iter()
            .filter(move |(lists, ..)| lists & bit != 0)
            .map(|(_, start, end)| (*start, *end))
    }

    /// Whether a word stands there that permissions are named by.
    pub(super) fn permit(&self) -> bool {
        self.lists & PERMISSION != 0
    }

    pub(super) fn has(&self, list: ListId) -> bool {
        self.lists & 1 << list as u32 != 0
    }
}

/// The state of looking for topics: bits of groups, by rule.
pub(super) struct Topics<'a> {
    lexicon: &'a Lexicon,
    bits: Vec<u16>,
    touched: Vec<u16>,
    /// Where words stand that must lie near each other: rule, group, start and end.
    places: Vec<(u16, u8, usize, usize)>,
    /// What was found, as bits, and how much it was then.
    known: (u64, usize),
}

impl<'a> Topics<'a> {
    pub(super) fn new(lexicon: &'a Lexicon) -> Self {
        Self {
            lexicon,
            bits: vec![0; lexicon.rules.len()],
            touched: Vec::new(),
            places: Vec::new(),
            known: (0, 0),
        }
    }

    /// What is known already, as bits.
    fn known(&mut self, out: &Understanding) -> u64 {
        let count = out.topics.len() + out.rights.len();
        if self.known.1 != count {
            let topics = out.topics.keys().map(|topic| Shows::Topic(*topic));
            let rights = out.rights.keys().map(|right| Shows::Right(*right));
            let bits = topics
                .chain(rights)
                .fold(0, |bits, shows| bits | shows.bit());
            self.known = (bits, count);
        }
        self.known.0
    }

    /// Looks a normal sentence through; tells where the words of lists stand.
    pub(super) fn sentence(
        &mut self,
        plain: &str,
        sentence: &str,
        spot: Spot,
        out: &mut Understanding,
    ) -> Marks {
        let mut marks = Marks::default();
        // It is not looked for again.
        let known = self.known(out);
        let (bits, touched, places) = (&mut self.bits, &mut self.touched, &mut self.places);
        touched.clear();
        places.clear();
        self.lexicon.atoms(plain, |atom, start, end| {
            if atom.lists != 0 {
                marks.add(atom.lists, start, end);
            }
            if atom.shows & !known == 0 {
                return;
            }
            for group in &atom.groups {
                if known & group.shows == 0
                    && let Some(bits) = bits.get_mut(usize::from(group.rule))
                {
                    if *bits == 0 {
                        touched.push(group.rule);
                    }
                    *bits |= 1 << group.bit;
                    if group.near {
                        places.push((group.rule, group.bit, start, end));
                    }
                }
            }
        });
        touched.retain(|&rule| {
            let rule = usize::from(rule);
            let found = bits.get_mut(rule).map(std::mem::take).unwrap_or_default();
            self.lexicon.rules.get(rule).is_some_and(|compiled| {
                found & compiled.wanted == compiled.wanted && found & compiled.forbidden == 0
            })
        });
        touched.sort_unstable();
        for &rule in touched.iter() {
            let Some(compiled) = self.lexicon.rules.get(usize::from(rule)) else {
                continue;
            };
            let known = match compiled.shows {
                Shows::Topic(topic) => out.topics.contains_key(&topic),
                Shows::Right(right) => out.rights.contains_key(&right),
            };
            if known {
                continue;
            }
            if let Some(within) = compiled.within
                && !near(places, rule, compiled.wanted, within, plain)
            {
                continue;
            }
            let found = Found {
                quote: quote(sentence),
                spot,
            };
            match compiled.shows {
                Shows::Topic(topic) => out.topics.insert(topic, found),
                Shows::Right(right) => out.rights.insert(right, found),
            };
        }
        marks
    }
}

/// Whether the wanted groups of a rule all have a word within so many letters.
fn near(
    places: &[(u16, u8, usize, usize)],
    rule: u16,
    wanted: u16,
    within: usize,
    plain: &str,
) -> bool {
    let mut own: Vec<_> = places
        .iter()
        .filter(|place| place.0 == rule && wanted & (1 << place.1) != 0)
        .map(|place| (place.2, place.3, place.1))
        .collect();
    own.sort_unstable();
    let mut counts = [0_u32; 16];
    let mut have = 0_u16;
    let mut from = 0;
    for &(_, end, bit) in &own {
        counts[usize::from(bit)] += 1;
        have |= 1 << bit;
        while have & wanted == wanted {
            let Some(&(start, _, first)) = own.get(from) else {
                break;
            };
            let letters = plain
                .get(start..end.max(start))
                .map_or(0, |text| text.chars().count());
            if letters <= within {
                return true;
            }
            counts[usize::from(first)] -= 1;
            if counts[usize::from(first)] == 0 {
                have &= !(1 << first);
            }
            from += 1;
        }
    }
    false
}

/// What follows from what was found.
pub(super) fn conclude(out: &mut Understanding) {
    let mut imply = |from: Topic, to: Topic| {
        if let Some(found) = out.topics.get(&from).cloned() {
            out.topics.entry(to).or_insert(found);
        }
    };
    // The single rights are rights.
    for right in [
        Topic::Deletion,
        Topic::Correction,
        Topic::Withdrawal,
        Topic::Cancellation,
    ] {
        imply(right, Topic::Rights);
    }
    let said = |out: &Understanding, is: &dyn Fn(&Statement) -> bool| {
        out.statements.iter().find(|one| is(one)).map(|one| Found {
            quote: one.quote.clone(),
            spot: one.spot,
        })
    };
    if let Some(found) = said(out, &|one| !one.negated) {
        out.topics.entry(Topic::Collection).or_insert(found);
    }
    if let Some(found) = said(out, &|one| !one.negated && one.purpose.is_some()) {
        out.topics.entry(Topic::Purpose).or_insert(found);
    }
    if let Some(found) = said(out, &|one| {
        matches!(one.action, Action::Share | Action::Entrust)
    }) {
        out.topics.entry(Topic::Sharing).or_insert(found);
    }
    let mut tells = |topic: Topic, tells: &dyn Fn(&Statement) -> bool| {
        if let Some(found) = said(out, &|one| !one.negated && tells(one)) {
            out.topics.entry(topic).or_insert(found);
        }
    };
    tells(Topic::Retention, &|one| one.retention.is_some());
    tells(Topic::StorageLocation, &|one| one.stored_at.is_some());
    tells(Topic::Recipient, &|one| one.recipient.is_some());
    let found = |row: &SdkRow| Found {
        quote: row.name.clone(),
        spot: row.spot,
    };
    if let Some(found) = out.sdks.first().map(found) {
        out.topics.entry(Topic::Recipient).or_insert(found.clone());
        out.topics.entry(Topic::Sharing).or_insert(found);
    }
    // A partner with a row of its own is no SDK yet.
    let is_sdk = |row: &&SdkRow| {
        row.name.to_ascii_lowercase().contains("sdk")
            || (!row.is_mention() && (!row.ids.is_empty() || !row.packages.is_empty()))
    };
    if let Some(found) = out.sdks.iter().find(is_sdk).map(found) {
        out.topics.entry(Topic::SdkList).or_insert(found);
    }
}
