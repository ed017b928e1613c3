//! Sentences, and the form of a text that words are looked for in.

/// The letters of a text, folded to 128 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letters(u128);

impl Letters {
    /// Of a letter the lowest seven bits count: they stand in its last two bytes.
    pub(super) const fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut bits, mut at) = (0, 0);
        while at < bytes.len() {
            let length = match bytes[at] {
                0..0x80 => 1,
                0x80..0xe0 => 2,
                0xe0..0xf0 => 3,
                _ => 4,
            };
            let last = bytes[at + length - 1];
            let low = match length {
                1 => last,
                _ => (bytes[at + length - 2] & 1) << 6 | last & 0x3f,
            };
            bits |= 1 << low;
            at += length;
        }
        Self(bits)
    }

    /// Whether a text of these letters may hold a word of those: most searches are spared by a "no".
    pub(super) fn may_hold(self, word: Self) -> bool {
        self.0 & word.0 == word.0
    }
}

/// A word that texts are searched for, with its letters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) text: &'static str,
    letters: Letters,
}

impl Word {
    pub(super) const fn new(text: &'static str) -> Self {
        Self {
            text,
            letters: Letters::of(text),
        }
    }
}

/// Words that [`Plain::has`] looks for: their letters are worked out when the program is compiled.
macro_rules! words {
    ($($word:literal),* $(,)?) => {
        const { &[$($crate::policy::understand::text::Word::new($word)),*] }
    };
}
pub(super) use words;

/// A normal text that is searched for many words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain<'a> {
    text: &'a str,
    letters: Letters,
}

impl<'a> Plain<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            letters: Letters::of(text),
        }
    }

    /// Whether it holds one of the words.
    pub(super) fn has(&self, words: &[Word]) -> bool {
        words
            .iter()
            .any(|word| self.letters.may_hold(word.letters) && self.text.contains(word.text))
    }

    /// Where a word stands.
    pub(super) fn find_word(&self, word: &str) -> Option<usize> {
        match self.letters.may_hold(Letters::of(word)) {
            true => self.text.find(word),
            false => None,
        }
    }
}

impl std::ops::Deref for Plain<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.text
    }
}

/// The text as words are looked for: letters in lower case, wide forms narrow, no space next to a Chinese letter.
pub(super) fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    // Most letters stay as they are, and runs of them are taken over at once: the present one begins here.
    let mut run = 0;
    for (at, letter) in text.char_indices() {
        let stays = match letter {
            '\u{4e00}'..='\u{9fff}' => super::script::simple(letter) == letter,
            _ => letter.is_ascii_lowercase() || letter.is_ascii_digit(),
        };
        if stays && !space {
            continue;
        }
        out.push_str(text.get(run..at).unwrap_or_default());
        run = at + letter.len_utf8();
        let letter = match letter {
            // No space stands next to one.
            '\u{4e00}'..='\u{9fff}' => {
                space = false;
                out.push(super::script::simple(letter));
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
            if !out.is_empty() && !wide(letter) && !out.chars().next_back().is_some_and(wide) {
                out.push(' ');
            }
            space = false;
        }
        if letter.is_ascii() {
            out.push(letter.to_ascii_lowercase());
        } else {
            out.push(super::script::simple(letter));
        }
    }
    out.push_str(text.get(run..).unwrap_or_default());
    out
}

/// Longest sentence, in bytes; longer ones are cut at a comma or anywhere.
const LONGEST: usize = 1500;

/// The sentences of a block.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let end = at + letter.len_utf8();
        let next = letters.peek().map(|(_, next)| *next);
        let stops = match letter {
            '。' | '！' | '？' | '；' | '\n' => true,
            ';' | '!' | '?' => next.is_none_or(|next| next == ' ' || !next.is_ascii()),
            '.' => {
                next == Some(' ')
                    && at >= start + 20
                    && !number_before(text, at)
                    && !abbreviated(text.get(start..at).unwrap_or_default())
            }
            '，' | ',' | ' ' | '、' => at - start > LONGEST,
            _ => at - start > LONGEST * 2,
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

/// A number in digits or Chinese, at the start of a text: its value and length in bytes.
pub(super) fn number(text: &str) -> Option<(u32, usize)> {
    let digits: usize = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return Some((text.get(..digits)?.parse().ok()?, digits));
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
