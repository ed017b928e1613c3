//! Dates of the document.

use super::fact::has;
use super::text::{Plain, Word, number, words};
use crate::knowledge::policy::FactKind;

/// A date of digits or in English at the start of a text: `2024-05-01`.
fn date(text: &str) -> Option<String> {
    let skip = |text: &str| -> usize {
        text.chars()
            .take_while(|c| matches!(c, '[' | ']' | '【' | '】' | ' ' | '_' | '〔' | '〕'))
            .map(char::len_utf8)
            .sum()
    };
    let mut at = skip(text);
    let mut numbers = [0_u32; 3];
    let rest = text.get(at..)?;
    let year_han: String = rest.chars().take(4).collect();
    const HAN: &str = "〇一二三四五六七八九";
    let han = |c: char| {
        if c == '零' {
            Some(0)
        } else {
            HAN.chars().position(|one| one == c)
        }
    };
    if year_han.chars().count() == 4 && year_han.chars().all(|c| han(c).is_some()) {
        numbers[0] = year_han
            .chars()
            .filter_map(han)
            .fold(0, |sum, digit| sum * 10 + u32::try_from(digit).unwrap_or(0));
        at += year_han.len();
    } else {
        let digits: usize = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 8 {
            let value = rest.get(..8)?;
            return check(
                value.get(..4)?.parse().ok()?,
                value.get(4..6)?.parse().ok()?,
                value.get(6..)?.parse().ok()?,
            );
        }
        if digits != 4 {
            return None;
        }
        numbers[0] = rest.get(..4)?.parse().ok()?;
        at += 4;
    }
    for place in 1..3 {
        at += skip(text.get(at..)?);
        let rest = text.get(at..)?;
        let sign = rest.chars().next()?;
        if !matches!(sign, '年' | '月' | '-' | '/' | '.') {
            return None;
        }
        at += sign.len_utf8();
        at += skip(text.get(at..)?);
        match number(text.get(at..)?) {
            Some((value, length)) => {
                numbers[place] = value;
                at += length;
            }
            // "May 2024" style: a month is enough.
            None if place == 2 => numbers[2] = 1,
            None => return None,
        }
    }
    check(numbers[0], numbers[1], numbers[2])
}

fn check(year: u32, month: u32, day: u32) -> Option<String> {
    ((1995..=2099).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day))
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

const MONTHS: &[Word] = words![
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// An English date anywhere in a text: `May 1, 2024`, `1st May 2024`.
fn english(text: &Plain<'_>) -> Option<(usize, String)> {
    for (index, month) in (1_u32..).zip(MONTHS) {
        if text.find_word(month).is_none() {
            continue;
        }
        for (at, _) in text.match_indices(month.text).take(4) {
            let rest = text.get(at..)?;
            let word: usize = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            let rest = rest.get(word..)?.trim_start_matches(['.', ' ']);
            let Some((first, length)) = number(rest) else {
                continue;
            };
            let tail = rest
                .get(length..)
                .unwrap_or_default()
                .trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == ',' || c == ' ');
            let second = number(tail).map(|(value, _)| value);
            let before: String = text
                .get(..at)
                .unwrap_or_default()
                .trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ' || c == ',')
                .chars()
                .rev()
                .take_while(char::is_ascii_digit)
                .collect();
            let before: Option<u32> = before.chars().rev().collect::<String>().parse().ok();
            let found = if first > 1900 {
                check(first, index, before.filter(|day| *day <= 31).unwrap_or(1))
            } else {
                second.and_then(|year| check(year, index, first))
            };
            if let Some(found) = found {
                return Some((at, found));
            }
        }
    }
    None
}

/// Dates of the document itself: of its update, its coming into force.
pub(super) fn dates(plain: &Plain<'_>, add: &mut impl FnMut(FactKind, String, bool)) {
    const UPDATE: &[Word] = words![
        "更新",
        "修订",
        "修改",
        "发布",
        "版本",
        "公布",
        "updated",
        "revised",
        "revision",
        "modified",
        "published",
        "last update",
        "update date",
        "date of update",
    ];
    const EFFECT: &[Word] = words!["生效", "施行", "实施", "起执行", "effective", "in force"];
    let bytes = plain.as_bytes();
    let updates = plain.has(UPDATE);
    let effects = plain.has(EFFECT);
    let alone = plain.chars().count() <= 16;
    if !updates && !effects && !alone {
        return;
    }
    let mut from = 0;
    let mut seen = 0;
    while let Some(at) = plain
        .get(from..)
        .and_then(|rest| rest.find(['1', '2', '二', '【', '[']))
    {
        let place = from + at;
        from = place
            + plain
                .get(place..)
                .and_then(|rest| rest.chars().next())
                .map_or(1, char::len_utf8);
        if place > 0 && bytes.get(place - 1).is_some_and(u8::is_ascii_digit) {
            continue;
        }
        let Some(value) = plain.get(place..).and_then(date) else {
            continue;
        };
        seen += 1;
        if seen > 6 {
            return;
        }
        let before = plain.get(..place).unwrap_or_default();
        let last = |there: bool, words: &[Word]| {
            let words = words.iter().filter(|word| there && plain.may_hold(word));
            words.filter_map(|word| before.rfind(word.text)).max()
        };
        // What follows the date up to the next part: "… from 1 May in force".
        let behind: String = plain
            .get(place..)
            .unwrap_or_default()
            .chars()
            .skip_while(|c| {
                c.is_ascii_digit() || "年月日-/.[]【】〇零一二三四五六七八九十".contains(*c)
            })
            .take_while(|c| !matches!(c, ',' | ';' | '|' | '。' | ' ' | '、' | '(' | '版' | '更'))
            .take(10)
            .collect();
        let kind = match (last(updates, UPDATE), last(effects, EFFECT)) {
            (Some(update), Some(effect)) if update > effect => FactKind::UpdateDate,
            (_, Some(_)) => FactKind::EffectiveDate,
            (_, None) if has(&behind, EFFECT) => FactKind::EffectiveDate,
            _ => FactKind::UpdateDate,
        };
        // A law's date is no date of the policy.
        let law =
            plain.has(words!["《", "法"]) && !has(before, UPDATE) && !has(before, EFFECT) && !alone;
        if !law {
            add(kind, value, false);
        }
    }
    if (updates || effects)
        && let Some((at, value)) = english(plain)
    {
        let before = plain.get(..at).unwrap_or_default();
        let kind = if has(before, EFFECT) && !has(before, words!["updated", "revised"]) {
            FactKind::EffectiveDate
        } else {
            FactKind::UpdateDate
        };
        add(kind, value, false);
    }
}
