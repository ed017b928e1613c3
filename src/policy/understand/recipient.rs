//! Whom a sentence passes data on to.

use super::lexicon::Lexicon;
use super::operator::company;
use super::text::{Plain, is_latin};
use super::topic::Marks;
use crate::knowledge::policy::ListId;

/// Words that may stand between "with" and the name of a partner.
const SKIPPED: usize = 5;
/// Words of a name.
const WORDS: usize = 6;

/// The recipient's name: a company, else a name that English marks by its capitals.
pub(super) fn recipient(
    plain: &Plain<'_>,
    sentence: &str,
    marks: &Marks,
    lexicon: &Lexicon,
) -> Option<String> {
    if let Some((start, end)) = company(plain, lexicon) {
        return plain.get(start..end).map(str::to_owned);
    }
    match is_latin(plain) {
        true => capitals(sentence, marks, plain, lexicon),
        false => None,
    }
}

/// "… with our partner Acme Pte. Ltd": what is written with capitals behind a preposition.
fn capitals(sentence: &str, marks: &Marks, plain: &Plain<'_>, lexicon: &Lexicon) -> Option<String> {
    const PREPOSITIONS: &[&str] = &["with", "to", "by", "through", "via"];
    // Words of items and places, and those that are nobody's name, begin no name.
    let no_name = |word: &str| {
        let lower = word.to_ascii_lowercase();
        let at = plain.find(&lower);
        let within = |(start, end): (usize, usize)| at.is_some_and(|at| start <= at && at < end);
        at.is_none()
            || marks.of(ListId::NoName).any(within)
            || marks.of(ListId::Site).any(within)
            || super::statement::items(&lower, lexicon)
                .iter()
                .any(|item| item.1)
    };
    let words: Vec<&str> = sentence.split_ascii_whitespace().collect();
    let passes = |word: &&str| {
        let lower = word.to_ascii_lowercase();
        [
            "shar", "disclos", "transfer", "provid", "pass", "send", "sent", "process", "transmit",
            "sell", "sold", "entrust",
        ]
        .iter()
        .any(|verb| lower.starts_with(verb))
    };
    let found = |words: &[&str]| {
        let name = name(words)?;
        let first = name.split(' ').next().unwrap_or(&name);
        (!no_name(first)).then_some(name)
    };
    let verbs = words.iter().enumerate().filter(|(_, word)| passes(word));
    for (verb, word) in verbs {
        let behind = words.get(verb + 1..)?;
        // "We entrust Acme Ltd to …".
        let direct = word.starts_with("entrust");
        if let Some(name) = found(behind).filter(|_| direct) {
            return Some(name);
        }
        let upto = behind.iter().position(passes).unwrap_or(behind.len());
        for (at, _) in behind
            .iter()
            .enumerate()
            .take(upto)
            .filter(|(_, word)| PREPOSITIONS.contains(word))
        {
            let rest = behind.get(at + 1..).unwrap_or_default();
            let skipped = rest
                .iter()
                .take(SKIPPED)
                .take_while(|word| lead(word))
                .count();
            let name = found(rest.get(skipped..).unwrap_or_default());
            if name.is_some() {
                return name;
            }
        }
    }
    None
}

/// A word that leads a name in: "our analytics provider".
fn lead(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase()) && !word.ends_with(['.', ';'])
}

/// The name that words begin with.
fn name(words: &[&str]) -> Option<String> {
    const FORMS: &[&str] = &[
        "inc",
        "llc",
        "ltd",
        "limited",
        "corp",
        "corporation",
        "gmbh",
        "plc",
        "pte",
        "pty",
        "co",
        "ag",
        "bv",
        "sas",
    ];
    let bare = |word: &str| {
        word.trim_matches(|c: char| !c.is_ascii_alphanumeric())
            .to_owned()
    };
    let form =
        |word: &str| FORMS.contains(&bare(word).to_ascii_lowercase().replace('.', "").as_str());
    let mut name: Vec<&str> = Vec::new();
    for (at, word) in words.iter().enumerate().take(WORDS) {
        let capital =
            bare(word).starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
        let joins = *word == "&" || *word == "of";
        if !(capital || joins && !name.is_empty()) || at > 0 && word.starts_with('(') {
            break;
        }
        name.push(word.trim_start_matches(['(', '"', '“']));
        let next_is_form = words.get(at + 1).is_some_and(|next| form(next));
        let ends = word.ends_with(['.', ';', ')', ':']) && !form(word) || word.ends_with(',');
        // "Acme, Inc." and "Acme Pte. Ltd." go on.
        if (ends || form(word)) && !next_is_form {
            break;
        }
    }
    while name
        .last()
        .is_some_and(|word| word.is_empty() || *word == "of")
    {
        name.pop();
    }
    let first = bare(name.first()?);
    let name = name.join(" ");
    let name = name.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    (first.len() > 1 && first.starts_with(|c: char| c.is_ascii_uppercase()))
        .then(|| name.to_owned())
}
