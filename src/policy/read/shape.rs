//! Headings and list items that are only written so, not marked up: most policies are plain paragraphs with numbers.

use crate::policy::model::{Block, BlockKind};

/// How a paragraph is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Marker {
    /// `第一章`, `第二部分`, `第三条`
    Chapter,
    /// `一、`
    Han,
    /// `（一）`
    HanBrackets,
    /// `1.1`, `1.2.3`: the number of dots.
    Decimal(u8),
    /// `1、`, `1.`, `2)`
    Number,
    /// `（1）`, `①`, `a)`
    Brackets,
    /// `•`, `-`, `●`
    Bullet,
}

const HAN: &str = "一二三四五六七八九十百";

/// The number or bullet that a text starts with, and where the words begin.
pub(super) fn marker(text: &str) -> Option<(Marker, usize)> {
    let mut letters = text.char_indices().peekable();
    let (_, first) = letters.next()?;
    if let Some(rest) = text.strip_prefix('第') {
        let digits: usize = rest
            .chars()
            .take_while(|c| HAN.contains(*c) || c.is_ascii_digit())
            .map(char::len_utf8)
            .sum();
        let unit = rest.get(digits..)?;
        let long = ["部分", "章", "条", "节", "篇"]
            .iter()
            .find(|unit_word| unit.starts_with(**unit_word))?;
        return (digits > 0).then_some((Marker::Chapter, 3 + digits + long.len()));
    }
    if HAN.contains(first) {
        let end = text.find(|c: char| !HAN.contains(c))?;
        let sign = text.get(end..)?.chars().next()?;
        return matches!(sign, '、' | '．' | '.' | '，' | ',' | '：' | ' ')
            .then_some((Marker::Han, end + sign.len_utf8()))
            .filter(|_| end <= 9);
    }
    if matches!(first, '（' | '(' | '【' | '[') {
        let close = text.find(['）', ')', '】', ']'])?;
        let inner = text.get(first.len_utf8()..close)?;
        let end = close + text.get(close..)?.chars().next()?.len_utf8();
        if !inner.is_empty() && inner.chars().all(|c| HAN.contains(c)) {
            return Some((Marker::HanBrackets, end));
        }
        let short = !inner.is_empty() && inner.len() <= 4;
        let number = inner.chars().all(|c| c.is_ascii_digit());
        let roman = inner.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
        let letter = inner.len() == 1 && inner.chars().all(|c| c.is_ascii_lowercase());
        return (short && (number || roman || letter)).then_some((Marker::Brackets, end));
    }
    if first.is_ascii_digit() {
        let end = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        let number = text.get(..end)?.trim_end_matches('.');
        let dots = number.matches('.').count();
        let rest = text.get(end..)?;
        let sign = rest.chars().next();
        if dots > 0 && number.split('.').all(|part| (1..=2).contains(&part.len())) {
            let unit = sign.is_some_and(|c| "年月日天个版%".contains(c));
            let end = end
                + sign
                    .filter(|c| matches!(c, '、' | '）' | ')'))
                    .map_or(0, char::len_utf8);
            return (!unit).then_some((Marker::Decimal(u8::try_from(dots).unwrap_or(9)), end));
        }
        if number.len() > 2 || dots > 0 {
            return None;
        }
        if end > number.len() {
            return Some((Marker::Number, end));
        }
        let sign = sign?;
        return matches!(sign, '、' | '．' | ')' | '）' | '，')
            .then_some((Marker::Number, end + sign.len_utf8()));
    }
    if matches!(first, '①'..='⑳') {
        return Some((Marker::Brackets, first.len_utf8()));
    }
    if matches!(
        first,
        '•' | '●' | '■' | '◆' | '▪' | '·' | '○' | '*' | '➢' | '✓' | '◎' | '★' | '※'
    ) {
        return Some((Marker::Bullet, first.len_utf8()));
    }
    let (_, second) = letters.next()?;
    if matches!(first, '-' | '—' | '–') && (second == ' ' || !second.is_ascii()) {
        return Some((Marker::Bullet, first.len_utf8()));
    }
    (first.is_ascii_lowercase() && matches!(second, '.' | ')' | '、' | '）'))
        .then_some((Marker::Brackets, first.len_utf8() + second.len_utf8()))
}

fn level(marker: Marker) -> u8 {
    match marker {
        Marker::Chapter => 1,
        Marker::Han => 2,
        Marker::HanBrackets => 3,
        Marker::Decimal(dots) => 3_u8.saturating_add(dots).min(6),
        Marker::Number => 4,
        Marker::Brackets | Marker::Bullet => 6,
    }
}

/// Longest heading, in letters.
const HEADING: usize = 42;

/// Turns paragraphs into the headings and items that they are written as.
pub(super) fn shape(blocks: &mut [Block]) {
    numbered(blocks);
    titles(blocks);
}

/// English plain text sets its headings as lines of their own: short, with a capital, without a stop, before a text.
fn titles(blocks: &mut [Block]) {
    const WORDS: usize = 9;
    let is_title = |text: &str| {
        text.is_ascii()
            && text.len() <= 60
            && text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '?' | ')'))
            && !text.contains(['@', ':', '/', '|'])
            && text.split(' ').count() <= WORDS
    };
    let is_text = |block: &Block| match &block.kind {
        BlockKind::Paragraph { text } => text.len() > 60 || text.ends_with(['.', ':']),
        BlockKind::Item { .. } => true,
        _ => false,
    };
    for at in 1..blocks.len() {
        let (before, rest) = blocks.split_at_mut(at);
        if let (Some(block), Some(next)) = (before.last_mut(), rest.first())
            && let BlockKind::Paragraph { text } = &mut block.kind
            && is_title(text)
            && is_text(next)
        {
            let text = std::mem::take(text);
            block.kind = BlockKind::Heading { level: 5, text };
        }
    }
}

/// What is numbered, or has a bullet.
fn numbered(blocks: &mut [Block]) {
    // Items marked up as such that are numbered like chapters are headings of the page's writer.
    for block in blocks {
        let (text, depth) = match &mut block.kind {
            BlockKind::Paragraph { text } => (text, None),
            BlockKind::Item { text, depth } => (text, Some(*depth)),
            _ => continue,
        };
        let Some((marker, from)) = marker(text) else {
            continue;
        };
        let rest = text.get(from..).unwrap_or_default().trim();
        let short = rest.chars().count() <= HEADING && !rest.is_empty();
        let ends = rest.ends_with(['。', '；', ';', '，', ',', '！', '、'])
            || rest.ends_with('.') && rest.len() > 30;
        let open = rest.contains('：') && !rest.ends_with('：') || rest.contains('。');
        let leads = matches!(
            marker,
            Marker::Chapter
                | Marker::Han
                | Marker::HanBrackets
                | Marker::Decimal(_)
                | Marker::Number
        );
        if leads && short && !ends && !open && depth.is_none() {
            let text = std::mem::take(text);
            block.kind = BlockKind::Heading {
                level: level(marker),
                text,
            };
        } else if depth.is_none()
            && matches!(
                marker,
                Marker::Brackets
                    | Marker::Bullet
                    | Marker::Number
                    | Marker::Decimal(_)
                    | Marker::HanBrackets
            )
        {
            let keep = if marker == Marker::Bullet {
                rest.to_owned()
            } else {
                std::mem::take(text)
            };
            let deep = u8::from(matches!(marker, Marker::Brackets | Marker::Bullet));
            block.kind = BlockKind::Item {
                depth: deep,
                text: keep,
            };
        }
    }
}
