//! Plain text and Markdown.

use pulldown_cmark::{Options, Parser};

use super::table::{Builder, Cell};
use super::{Raw, html};
use crate::policy::model::{Block, BlockKind};

/// Whether a text without a telling name is Markdown.
pub(super) fn is_markdown(text: &str) -> bool {
    let mut signs = 0;
    for line in text.lines().take(400) {
        let line = line.trim_start();
        let heading = line.starts_with("# ") || line.starts_with("## ") || line.starts_with("### ");
        let rule = line.starts_with("|--") || line.starts_with("| --") || line.starts_with("|:-");
        let bold = line.starts_with("**") && line.matches("**").count() >= 2;
        signs += usize::from(heading) * 2 + usize::from(rule) * 3 + usize::from(bold);
    }
    signs >= 3
}

/// Markdown goes through HTML: it may hold HTML, tables above all.
pub(super) fn markdown(text: &str) -> Raw {
    let text = front_matter(text);
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut page = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut page, Parser::new_ext(text, options));
    let mut raw = html::read_with_lines(&page, text);
    raw.scripted = false;
    raw
}

/// The text without the settings that site generators put before it.
fn front_matter(text: &str) -> &str {
    let inner = text
        .strip_prefix("---\n")
        .or_else(|| text.strip_prefix("---\r\n"));
    inner
        .and_then(|rest| rest.split_once("\n---"))
        .map_or(text, |(_, body)| body)
}

/// Lines of text; runs of lines with tabs or bars are tables.
pub(super) fn plain(text: &str) -> Raw {
    let mut raw = Raw::default();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let wrapped = is_wrapped(&lines);
    let mut at = 0;
    let mut open: Option<(u32, String)> = None;
    while let Some(&line) = lines.get(at) {
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        if let Some(separator) = separator(line) {
            let run = lines
                .get(at..)
                .unwrap_or_default()
                .iter()
                .take_while(|next| next.matches(separator).count() >= 2)
                .count();
            if run >= 3 {
                paragraph(&mut raw, open.take());
                let mut builder = Builder::default();
                for (offset, row) in lines
                    .get(at..at + run)
                    .unwrap_or_default()
                    .iter()
                    .enumerate()
                {
                    let cells: Vec<_> = row
                        .trim_matches('|')
                        .split(separator)
                        .map(|cell| Cell {
                            text: cell.trim().to_owned(),
                            head: offset == 0,
                            ..Cell::default()
                        })
                        .collect();
                    let rule = row.chars().all(|letter| "|-: ".contains(letter));
                    if !rule {
                        builder.row(&cells, number + u32::try_from(offset).unwrap_or(0));
                    }
                }
                if let Some(table) = builder.finish() {
                    raw.blocks.push(Block {
                        line: number,
                        kind: BlockKind::Table(table),
                    });
                }
                at += run;
                continue;
            }
        }
        if line.is_empty() {
            paragraph(&mut raw, open.take());
        } else if let Some((_, so_far)) = open
            .as_mut()
            .filter(|(_, so_far)| wrapped && joins(so_far, line))
        {
            super::html::glue(so_far, line);
        } else {
            paragraph(&mut raw, open.take());
            open = Some((number, line.to_owned()));
        }
        at += 1;
    }
    paragraph(&mut raw, open.take());
    raw
}

fn paragraph(raw: &mut Raw, open: Option<(u32, String)>) {
    if let Some((line, text)) = open {
        raw.blocks.push(Block {
            line,
            kind: BlockKind::Paragraph { text },
        });
    }
}

fn separator(line: &str) -> Option<char> {
    ['\t', '|']
        .into_iter()
        .find(|sign| line.matches(*sign).count() >= 2)
}

/// Whether lines were broken at a width: most lines that do not end a sentence are about as long as the longest.
pub(super) fn is_wrapped(lines: &[&str]) -> bool {
    let mut widths: Vec<usize> = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| width(line))
        .collect();
    if widths.len() < 8 {
        return false;
    }
    widths.sort_unstable();
    let full = widths.get(widths.len() * 9 / 10).copied().unwrap_or(0);
    let near = widths.iter().filter(|one| **one * 10 >= full * 8).count();
    full <= 130 && near * 5 >= widths.len() * 2
}

fn width(line: &str) -> usize {
    line.chars()
        .map(|letter| if letter.is_ascii() { 1 } else { 2 })
        .sum()
}

/// Whether a line goes on from what stands before.
pub(super) fn joins(so_far: &str, line: &str) -> bool {
    !so_far.ends_with(['。', '！', '？', '；', '：', '.', ';', ':', '!', '?'])
        && super::shape::marker(line).is_none()
        && width(so_far) > 30
}
