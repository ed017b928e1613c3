//! Columns: how wide a text is on a terminal, how it wraps, and how names from a package are made safe to print.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that `text` takes (CJK characters take two).
pub(crate) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// `text` without anything that could drive the terminal or reorder the line: a label or a class name is written by
/// whoever made the package. Control and bidirectional characters become `U+FFFD`, line breaks a space.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() || is_invisible(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

/// `text` cut to `columns`, with an ellipsis in the middle when something had to go: both ends of a class name tell more
/// than its middle.
pub(crate) fn fit(text: &str, columns: usize) -> String {
    let text = clean(text);
    if width(&text) <= columns {
        return text;
    }
    let room = columns.saturating_sub(1);
    let head = take(text.chars(), room.div_ceil(2));
    let tail: String = take(text.chars().rev(), room / 2).chars().rev().collect();
    format!("{head}…{tail}")
}

/// `text` followed by the spaces that fill `columns`.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The lines of `text`, each at most `columns` wide where that is possible. Latin breaks at spaces, CJK between any two
/// characters except before closing and after opening punctuation; a word longer than a line is cut, after one of
/// `./;:_$-&?=` when there is one.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(8);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut used = 0;
        let mut space = false;
        for unit in units(&clean(paragraph), columns) {
            if unit == " " {
                space = used > 0;
                continue;
            }
            let needed = width(&unit) + usize::from(space);
            if used > 0 && used + needed > columns {
                lines.push(std::mem::take(&mut line));
                used = 0;
                space = false;
            }
            if std::mem::take(&mut space) {
                line.push(' ');
                used += 1;
            }
            used += width(&unit);
            line.push_str(&unit);
        }
        lines.push(line);
    }
    lines
}

/// What a line may not be broken inside of, and single spaces.
fn units(text: &str, columns: usize) -> Vec<String> {
    let mut units = Vec::new();
    let mut unit = String::new();
    let mut last = None;
    for c in text.chars() {
        if c == ' ' {
            flush(&mut units, &mut unit, columns);
            units.push(" ".to_owned());
        } else {
            if last.is_some_and(|last| breaks(last, c)) {
                flush(&mut units, &mut unit, columns);
            }
            unit.push(c);
        }
        last = Some(c);
    }
    flush(&mut units, &mut unit, columns);
    units
}

/// Whether a line may end between `a` and `b`.
fn breaks(a: char, b: char) -> bool {
    let wide = |c: char| c.width() == Some(2);
    (wide(a) || wide(b)) && !CLOSING.contains(b) && !OPENING.contains(a)
}

const CLOSING: &str = "，。、；：？！）》〉”’】」』〕…—·%,.;:?!)]}";
const OPENING: &str = "（《〈“‘【「『〔([{";

/// Moves `unit` to `units`, cut into pieces that fit a line.
fn flush(units: &mut Vec<String>, unit: &mut String, columns: usize) {
    while width(unit) > columns {
        let head = take(unit.chars(), columns);
        // Only a cut in the second half is worth the ragged edge.
        let cut = match head.rfind(|c| "./;:_$-&?=".contains(c)) {
            Some(at) if at * 2 > head.len() => at + 1,
            _ => head.len(),
        };
        let rest = unit.split_off(cut.max(1).min(unit.len()));
        units.push(std::mem::replace(unit, rest));
    }
    if !unit.is_empty() {
        units.push(std::mem::take(unit));
    }
}

/// The first characters of `text` that fit `columns`; at least one.
fn take(text: impl Iterator<Item = char>, columns: usize) -> String {
    let mut used = 0;
    let mut taken = String::new();
    for c in text {
        used += c.width().unwrap_or(0);
        if used > columns && !taken.is_empty() {
            break;
        }
        taken.push(c);
    }
    taken
}

/// Bidirectional controls, zero-width characters and line separators.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_wraps_between_characters_but_not_before_a_full_stop() {
        assert_eq!(
            wrap("同意前收集了设备标识。", 20),
            ["同意前收集了设备标", "识。"]
        );
        assert_eq!(
            wrap("请在《隐私政策》中说明", 8),
            ["请在《隐", "私政策》", "中说明"]
        );
    }

    #[test]
    fn latin_wraps_at_spaces_and_long_names_at_dots() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(
            wrap("com.example.demo.MainActivity", 20),
            ["com.example.demo.", "MainActivity"]
        );
        assert_eq!(wrap("用 getDeviceId 读取", 14), ["用 getDeviceId", "读取"]);
    }

    #[test]
    fn every_line_fits_and_nothing_is_lost() {
        let text = "权限 android.permission.READ_PHONE_STATE（读取手机状态）没有用到，请删除。";
        for columns in 8..90 {
            let lines = wrap(text, columns);
            assert!(
                lines.iter().all(|line| width(line) <= columns),
                "{columns}: {lines:?}"
            );
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }

    #[test]
    fn a_hostile_label_cannot_drive_the_terminal() {
        assert_eq!(clean("a\u{1b}[2Jb\u{202e}c\nd"), "a\u{fffd}[2Jb\u{fffd}c d");
        assert_eq!(fit("com.example.demo.MainActivity", 11), "com.e…ivity");
    }
}
