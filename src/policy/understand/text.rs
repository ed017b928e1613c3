//! Sentences, and the form of a text that words are looked for in.

use super::script;

/// Pairs of neighbouring letters, and single letters, as bits: a text that lacks one of a word's does not hold the word.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pairs([u64; Self::WORDS]);

/// The letter at a place, and how many bytes it takes: what `chars` gives, for words of the program.
const fn letter(bytes: &[u8], at: usize) -> (u32, usize) {
    let (mut letter, length) = match bytes[at] {
        byte @ 0..0x80 => (byte as u32, 1),
        byte @ 0x80..0xe0 => (byte as u32 & 0x1f, 2),
        byte @ 0xe0..0xf0 => (byte as u32 & 0xf, 3),
        byte => (byte as u32 & 7, 4),
    };
    let mut next = 1;
    while next < length {
        letter = letter << 6 | bytes[at + next] as u32 & 0x3f;
        next += 1;
    }
    (letter, length)
}

/// The bit of a pair of letters.
#[inline]
const fn pair(before: u32, letter: u32) -> u16 {
    ((before.wrapping_mul(0x9e37) ^ letter.wrapping_mul(0x5bd1)) >> 3 & 0x7ff) as u16
}

/// The bit of a letter: as if something stood before it that is no letter.
#[inline]
const fn single(letter: u32) -> u16 {
    pair(0x0011_0000, letter)
}

impl Pairs {
    const WORDS: usize = 32;

    fn of(text: &str) -> Self {
        let mut all = Self([0; Self::WORDS]);
        let mut before = 0;
        for one in text.chars() {
            let one = u32::from(one);
            all.set(single(one));
            all.set(pair(before, one));
            before = one;
        }
        all
    }

    #[inline]
    fn set(&mut self, bit: u16) {
        self.0[usize::from(bit >> 6) % Self::WORDS] |= 1 << (bit & 63);
    }

    #[inline]
    fn has(&self, bit: u16) -> bool {
        self.0[usize::from(bit >> 6) % Self::WORDS] >> (bit & 63) & 1 != 0
    }

    /// Adds those of another text.
    fn add(&mut self, other: &Self) {
        for (bits, more) in self.0.iter_mut().zip(&other.0) {
            *bits |= more;
        }
    }

    /// Whether a text of these may hold a word: most searches are spared by a "no".
    #[inline]
    fn may_hold(&self, word: &Word) -> bool {
        self.has(word.first) && self.has(word.last)
    }
}

/// A word that texts are searched for, with the bits of its first pair of letters and its last, or of its only letter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) text: &'static str,
    first: u16,
    last: u16,
}

impl Word {
    pub(super) const fn new(text: &'static str) -> Self {
        let bytes = text.as_bytes();
        let (mut before, mut at) = letter(bytes, 0);
        let only = single(before);
        let mut word = Self {
            text,
            first: only,
            last: only,
        };
        let mut pairs = 0;
        while at < bytes.len() {
            let (one, length) = letter(bytes, at);
            word.last = pair(before, one);
            if pairs == 0 {
                word.first = word.last;
            }
            pairs += 1;
            before = one;
            at += length;
        }
        word
    }
}

/// Words that [`Plain::has`] looks for: their bits are worked out when the program is compiled.
macro_rules! words {
    ($($word:literal),* $(,)?) => {
        const { &[$($crate::policy::understand::text::Word::new($word)),*] }
    };
}
pub(super) use words;

/// A normal text that is searched for many words.
#[derive(Debug, Clone)]
pub(super) struct Plain<'a> {
    text: &'a str,
    pairs: Pairs,
}

impl<'a> Plain<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            pairs: Pairs::of(text),
        }
    }

    /// The texts of some, which stand one behind the other in `text`.
    pub(super) fn joined(text: &'a str, parts: &[Self]) -> Self {
        let mut pairs = Pairs([0; Pairs::WORDS]);
        let mut before = 0;
        for part in parts {
            let first = part.text.chars().next().map_or(0, u32::from);
            pairs.set(pair(before, first));
            pairs.add(&part.pairs);
            before = part.text.chars().next_back().map_or(before, u32::from);
        }
        Self { text, pairs }
    }

    /// Whether it holds one of the words.
    #[inline]
    pub(super) fn has(&self, words: &[Word]) -> bool {
        words
            .iter()
            .any(|word| self.pairs.may_hold(word) && self.text.contains(word.text))
    }

    /// Whether it may hold a word; "no" is certain.
    #[inline]
    pub(super) fn may_hold(&self, word: &Word) -> bool {
        self.pairs.may_hold(word)
    }

    /// Where a word stands.
    #[inline]
    pub(super) fn find_word(&self, word: &Word) -> Option<usize> {
        match self.pairs.may_hold(word) {
            true => self.text.find(word.text),
            false => None,
        }
    }
}

impl std::ops::Deref for Plain<'_> {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        self.text
    }
}

/// The text as words are looked for: letters in lower case, wide forms narrow, no space next to a Chinese letter.
pub(super) fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    add_normal(text, &mut out);
    out
}

/// Adds a text as [`normal`] has it.
pub(super) fn add_normal(text: &str, out: &mut String) {
    /// ASCII that stays as it is.
    const STAYS: [bool; 256] =
        one_of(b"abcdefghijklmnopqrstuvwxyz0123456789.,:;-/()[]_\"'!?&@%+=*#~|");
    let bytes = text.as_bytes();
    let start = out.len();
    let mut space = false;
    // Most letters stay as they are, and runs of them are taken over at once: the present one begins here.
    let (mut run, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        if !space {
            if STAYS[usize::from(byte)] {
                at += 1;
                continue;
            }
            if script::stays(bytes.get(at..at + 3).unwrap_or_default()) {
                at += 3;
                continue;
            }
        }
        let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            break;
        };
        out.push_str(text.get(run..at).unwrap_or_default());
        at += letter.len_utf8();
        run = at;
        let letter = match letter {
            // No space stands next to one.
            '\u{4e00}'..='\u{9fff}' => {
                space = false;
                out.push(script::simple(letter));
                continue;
            }
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
            '\u{200b}'..='\u{200f}' | '\u{feff}' => continue,
            letter if letter.is_whitespace() => ' ',
            '\u{2010}'..='\u{2014}' => '-',
            '’' => '\'',
            _ => letter,
        };
        if letter == ' ' {
            space = true;
            continue;
        }
        if space {
            let wide = |one: char| one as u32 > 0x2e80;
            if out.len() > start && !wide(letter) && !out.chars().next_back().is_some_and(wide) {
                out.push(' ');
            }
            space = false;
        }
        if letter.is_ascii() {
            out.push(letter.to_ascii_lowercase());
        } else {
            out.push(script::simple(letter));
        }
    }
    out.push_str(text.get(run..).unwrap_or_default());
}

/// Longest sentence, in bytes; longer ones are cut at a comma or anywhere.
const LONGEST: usize = 1500;

/// By byte: whether it is one of these.
const fn one_of(bytes: &[u8]) -> [bool; 256] {
    let mut all = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        all[bytes[at] as usize] = true;
        at += 1;
    }
    all
}

/// The sentences of a block.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    /// A letter that may end a sentence is one of these, or begins with one of these bytes.
    const MAY_STOP: [bool; 256] = one_of(b"\n;!?.\xe3\xef");
    let bytes = text.as_bytes();
    let (mut start, mut from) = (0, 0);
    loop {
        // Up to here a sentence ends at those signs only.
        let limit = bytes.len().min(start + LONGEST + 1).max(from);
        let ahead = bytes.get(from..limit).unwrap_or_default();
        let stop = ahead.iter().position(|byte| MAY_STOP[usize::from(*byte)]);
        let at = stop.map_or(limit, |stop| from + stop);
        if at >= bytes.len() {
            break;
        }
        from = at + 1;
        let long = at > start + LONGEST;
        // Bytes within a letter begin none.
        let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            continue;
        };
        let end = at + letter.len_utf8();
        let next = || text.get(end..).and_then(|rest| rest.chars().next());
        let stops = match letter {
            '。' | '！' | '？' | '；' | '\n' => true,
            ';' | '!' | '?' => next().is_none_or(|next| next == ' ' || !next.is_ascii()),
            '.' => {
                next() == Some(' ')
                    && at >= start + 20
                    && !number_before(text, at)
                    && !abbreviated(text.get(start..at).unwrap_or_default())
            }
            '，' | ',' | ' ' | '、' => long,
            _ => at > start + LONGEST * 2,
        };
        if stops {
            push(&mut found, text.get(start..end));
            start = end;
        }
    }
    push(&mut found, text.get(start..));
    found
}

/// Whether a text ends with a word that is written with a full stop: "Acme Pvt", "e.g".
fn abbreviated(text: &str) -> bool {
    const SHORT: &[&str] = &[
        "co", "pvt", "pte", "ltd", "inc", "corp", "no", "e.g", "i.e", "etc",
    ];
    let last = text.rsplit([' ', '(', '*']).next().unwrap_or_default();
    SHORT.iter().any(|word| last.eq_ignore_ascii_case(word))
}

fn number_before(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before
        .chars()
        .next_back()
        .is_some_and(|c| c.is_ascii_digit())
        && before
            .chars()
            .rev()
            .take_while(|c| c.is_ascii_digit())
            .count()
            <= 2
        && before.len() < 6
}

fn push<'a>(found: &mut Vec<&'a str>, part: Option<&'a str>) {
    let part = part.unwrap_or_default().trim();
    if part.chars().any(char::is_alphanumeric) {
        found.push(part);
    }
}

/// At most 200 characters of a sentence, for quoting.
pub(super) fn quote(text: &str) -> String {
    const MOST: usize = 200;
    let text = text.trim();
    // So many bytes hold so many letters at most.
    let mut letters = text.char_indices();
    match text.len() > MOST && letters.nth(MOST).is_some() {
        true => {
            let end = text.char_indices().nth(MOST - 1).map_or(0, |(at, _)| at);
            text.get(..end).unwrap_or_default().to_owned() + "…"
        }
        false => text.to_owned(),
    }
}

/// Numbers in digits, Chinese or (of an English text) in words: place, length in bytes, value.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = (usize, usize, u32)> + '_ {
    let latin = is_latin(text);
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let bytes = text.as_bytes();
            let mut places = text.get(from..)?.char_indices();
            let (at, letter) = places.find(|(at, letter)| {
                let begins = latin
                    && letter.is_ascii_lowercase()
                    && !(from + at)
                        .checked_sub(1)
                        .and_then(|before| bytes.get(before))
                        .is_some_and(u8::is_ascii_alphabetic);
                let han = matches!(
                    letter,
                    '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '两'
                );
                begins || letter.is_ascii_digit() || han
            })?;
            let place = from + at;
            match text.get(place..).and_then(number) {
                Some((value, length)) => {
                    from = place + length.max(1);
                    return Some((place, length, value));
                }
                None => from = place + letter.len_utf8(),
            }
        }
    })
}

/// Whether a text has no Chinese letter: English, with whatever quotation marks.
pub(super) fn is_latin(text: &str) -> bool {
    text.is_ascii() || !text.contains(|letter| letter as u32 > 0x2e80)
}

/// English numbers up to that of days and months that policies name in words.
const IN_WORDS: &[(&str, u32)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("twelve", 12),
    ("fifteen", 15),
    ("eighteen", 18),
    ("twenty", 20),
    ("twenty-four", 24),
    ("thirty", 30),
    ("forty-five", 45),
    ("sixty", 60),
    ("ninety", 90),
];

/// A number in digits, Chinese or English at the start of a text: its value and length in bytes.
pub(super) fn number(text: &str) -> Option<(u32, usize)> {
    let digits: usize = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return Some((text.get(..digits)?.parse().ok()?, digits));
    }
    if text.starts_with(|c: char| c.is_ascii_lowercase()) {
        let end = text.find(|c: char| !(c.is_ascii_lowercase() || c == '-'));
        let word = text.get(..end.unwrap_or(text.len()))?;
        let known = IN_WORDS.iter().find(|(name, _)| *name == word)?;
        return Some((known.1, word.len()));
    }
    const HAN: &str = "零一二三四五六七八九";
    let (mut total, mut one, mut length) = (0_u32, None::<u32>, 0);
    for letter in text.chars() {
        if let Some(at) = HAN.chars().position(|han| han == letter) {
            one = Some(u32::try_from(at).unwrap_or(0));
        } else if letter == '两' {
            one = Some(2);
        } else if letter == '十' {
            total += one.take().unwrap_or(1) * 10;
        } else if letter == '百' {
            total += one.take().unwrap_or(1) * 100;
        } else {
            break;
        }
        length += letter.len_utf8();
        if length > 18 {
            return None;
        }
    }
    (length > 0).then(|| (total + one.unwrap_or(0), length))
}
