//! Tables of SDKs whose cells stand one on a line, as a copied page or a PDF gives them: the heads repeat what the
//! columns hold, and so many lines make a row.

use std::collections::BTreeSet;

use super::lexicon::Lexicon;
use super::mention::{is_name, without_number};
use super::text::normal;
use crate::knowledge::policy::Role;
use crate::policy::model::{Block, BlockKind, Table};

/// Columns that are told from other short lines.
const COLUMNS: std::ops::RangeInclusive<usize> = 3..=8;
/// Letters of a head, and of a name.
const HEAD: usize = 16;
const NAME: usize = 40;

/// The table that begins with the first of `blocks`, and how many of them it takes.
pub(super) fn table(blocks: &[Block], lexicon: &Lexicon) -> Option<(Table, usize)> {
    // Most lines are longer, or stand before one that is.
    let short = |block: &Block| line(block).is_some_and(|text| text.len() <= HEAD * 4);
    let first = blocks.get(..*COLUMNS.start())?;
    if !first.iter().all(short) {
        return None;
    }
    let heads = heads(blocks, lexicon);
    let columns = heads.len();
    let at = |role: Role| heads.iter().position(|(_, one)| *one == role);
    let name = at(Role::Name).or(at(Role::Vendor))?;
    let tells = [Role::Data, Role::Purpose, Role::Link].map(|role| at(role).is_some());
    if !COLUMNS.contains(&columns) || tells.iter().filter(|tells| **tells).count() < 2 {
        return None;
    }
    let mut table = Table {
        header_rows: 1,
        rows: vec![heads.iter().map(|(text, _)| (*text).to_owned()).collect()],
        lines: vec![blocks.first()?.line],
    };
    let mut taken = columns;
    while let Some(group) = blocks.get(taken..taken + columns) {
        let cells: Option<Vec<&str>> = group.iter().map(line).collect();
        let Some(cells) = cells else { break };
        let is_head = |(cell, (head, _)): (&&str, &(&str, Role))| cell == head;
        if cells.iter().zip(&heads).all(is_head) {
            // The next page begins with the heads again.
            taken += columns;
            continue;
        }
        if !is_row(group, &cells, name, at(Role::Link)) {
            break;
        }
        table
            .rows
            .push(cells.iter().map(|cell| (*cell).to_owned()).collect());
        table.lines.push(group.first()?.line);
        taken += columns;
    }
    // One row may be chance.
    (table.rows.len() > 2).then_some((table, taken))
}

/// Short lines that each name a column of their own.
fn heads<'b>(blocks: &'b [Block], lexicon: &Lexicon) -> Vec<(&'b str, Role)> {
    let mut heads = Vec::new();
    let mut seen = BTreeSet::new();
    for block in blocks.iter().take(COLUMNS.end() + 1) {
        let Some(text) = line(block).filter(|text| text.chars().count() <= HEAD) else {
            break;
        };
        let Some(role) = lexicon.role(&normal(text)) else {
            break;
        };
        if !seen.insert(role as u8) || text.ends_with(['：', ':', '。']) {
            break;
        }
        heads.push((text, role));
    }
    heads
}

/// Whether so many lines can be a row: a name where the name stands, an address where one is to stand.
fn is_row(group: &[Block], cells: &[&str], name: usize, link: Option<usize>) -> bool {
    let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
    let numbered = |block: &Block| matches!(&block.kind, BlockKind::Heading { text, .. } if without_number(text) != text.trim());
    let named = cell(name).chars().count() <= NAME && is_name(cell(name));
    let linked = link.is_none_or(|at| {
        let text = cell(at);
        text.contains(['/', '.']) || text.contains("政策") || text.contains('无') || text.len() < 4
    });
    named && linked && !group.iter().any(numbered)
}

/// The text of a block that is a line.
fn line(block: &Block) -> Option<&str> {
    match &block.kind {
        BlockKind::Heading { text, .. }
        | BlockKind::Paragraph { text }
        | BlockKind::Item { text, .. } => Some(text.trim()),
        BlockKind::Table(_) => None,
    }
}
