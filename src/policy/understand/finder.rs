//! Many words looked for in one pass.

use std::collections::BTreeMap;

use daachorse::charwise::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use daachorse::{Match, MatchKind};

/// Many words that are looked for at once: letter by letter, which for Chinese takes a third of the steps that bytes
/// would. `None` when there is no word.
#[derive(Clone)]
pub(super) struct Finder(Option<CharwiseDoubleArrayAhoCorasick<u32>>);

impl Finder {
    /// A match's value is the position of its word; of words that are alike, of the first.
    pub(super) fn new(words: &[String], kind: MatchKind) -> Self {
        let mut first = BTreeMap::new();
        for (at, word) in (0_u32..).zip(words) {
            if !word.is_empty() {
                first.entry(word.as_str()).or_insert(at);
            }
        }
        let builder = CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(kind);
        // Building fails without words, or on far more than there are.
        Self(builder.build_with_values(first).ok())
    }

    /// Calls back with all matches, of words within words too.
    #[inline]
    pub(super) fn each(&self, text: &str, mut found: impl FnMut(Match<u32>)) {
        if let Some(words) = &self.0 {
            for hit in words.find_overlapping_iter(text) {
                found(hit);
            }
        }
    }

    /// As [`Finder::each`].
    pub(super) fn all<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Match<u32>> + 'a {
        self.0
            .iter()
            .flat_map(move |words| words.find_overlapping_iter(text))
    }

    /// Calls back with matches that do not overlap: the first, of those that begin there the longest.
    pub(super) fn longest(&self, text: &str, mut found: impl FnMut(Match<u32>)) {
        if let Some(words) = &self.0 {
            for hit in words.leftmost_find_iter(text) {
                found(hit);
            }
        }
    }
}

impl std::fmt::Debug for Finder {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let states = self.0.as_ref().map(|words| words.num_states());
        to.debug_tuple("Finder").field(&states).finish()
    }
}
