//! DOCX: paragraphs with their styles, lists and tables of `word/document.xml`.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::table::{Builder, Cell};
use super::{INFLATED, Raw};
use crate::policy::model::{Block, BlockKind, ReadError};

fn damaged(why: impl ToString) -> ReadError {
    ReadError::Damaged {
        format: "DOCX",
        why: why.to_string(),
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Raw, ReadError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let entry = archive
        .by_name("word/document.xml")
        .map_err(|_| ReadError::Unsupported {
            what: "an archive that is no Word file",
        })?;
    let mut xml = Vec::new();
    entry
        .take(INFLATED as u64 + 1)
        .read_to_end(&mut xml)
        .map_err(damaged)?;
    if xml.len() > INFLATED {
        return Err(ReadError::TooLarge { limit: INFLATED });
    }
    document(&xml)
}

/// A table being read; inner tables become text of the outer cell.
#[derive(Default)]
struct Open {
    builder: Builder,
    row: Vec<Cell>,
    cell: Cell,
    /// The cell goes on from the one above.
    goes_on: bool,
    above: Vec<String>,
}

fn document(xml: &[u8]) -> Result<Raw, ReadError> {
    let mut raw = Raw::default();
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    let (mut text, mut style, mut list) = (String::new(), None::<u8>, None::<u8>);
    let (mut in_text, mut depth) = (false, 0_usize);
    let mut table = Open::default();
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(damaged)?;
        match &event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "t" => in_text = matches!(event, Event::Start(_)),
                "tab" | "br" | "cr" => text.push(' '),
                "pStyle" => style = value(tag).and_then(|name| heading(&name)),
                "ilvl" => list = value(tag).and_then(|level| level.parse().ok()),
                "numPr" => list = list.or(Some(0)),
                "tbl" => {
                    depth += 1;
                    if depth == 1 {
                        table = Open::default();
                    }
                }
                "tc" if depth == 1 => {
                    table.cell = Cell::default();
                    table.goes_on = false;
                }
                "gridSpan" if depth == 1 => {
                    table.cell.across = value(tag).and_then(|n| n.parse().ok()).unwrap_or(1);
                }
                "vMerge" if depth == 1 => {
                    table.goes_on = value(tag).is_none_or(|kind| kind != "restart");
                }
                "tblHeader" if depth == 1 => table.cell.head = true,
                _ => {}
            },
            Event::Text(words) if in_text => {
                text.push_str(words);
            }
            Event::GeneralRef(name) if in_text => text.push_str(entity(name)),
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => in_text = false,
                "p" => {
                    let words = super::html::tight(text.trim());
                    text.clear();
                    if depth > 0 {
                        table
                            .cell
                            .text
                            .push_str(if table.cell.text.is_empty() { "" } else { " " });
                        table.cell.text.push_str(&words);
                    } else if !words.is_empty() {
                        let kind = match (style, list) {
                            (Some(level), _) => BlockKind::Heading { level, text: words },
                            (None, Some(depth)) => BlockKind::Item { depth, text: words },
                            (None, None) => BlockKind::Paragraph { text: words },
                        };
                        raw.blocks.push(Block { line: 0, kind });
                    }
                    (style, list) = (None, None);
                }
                "tc" if depth == 1 => {
                    let mut cell = std::mem::take(&mut table.cell);
                    if table.goes_on && cell.text.is_empty() {
                        let column: usize = table.row.iter().map(|one| one.across.max(1)).sum();
                        cell.text = table.above.get(column).cloned().unwrap_or_default();
                    }
                    table.row.push(cell);
                }
                "tr" if depth == 1 => {
                    let row = std::mem::take(&mut table.row);
                    table.builder.row(&row, 0);
                    table.above = row
                        .iter()
                        .flat_map(|cell| vec![cell.text.clone(); cell.across.clamp(1, 60)])
                        .collect();
                }
                "tbl" => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        let done = std::mem::take(&mut table);
                        if let Some(table) = done.builder.finish() {
                            let kind = BlockKind::Table(table);
                            raw.blocks.push(Block { line: 0, kind });
                        }
                    }
                }
                _ => {}
            },
            _ => {}
        }
        buffer.clear();
    }
    Ok(raw)
}

fn value(tag: &BytesStart<'_>) -> Option<String> {
    tag.attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == "val")
        .map(|attribute| attribute.value.clone().into_owned())
}

fn entity(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => " ",
    }
}

/// The level of a heading style: `Heading2`, `2`, `标题 2`, `Title`.
fn heading(style: &str) -> Option<u8> {
    let lower = style.to_lowercase();
    if lower == "title" {
        return Some(1);
    }
    let rest = lower
        .strip_prefix("heading")
        .or_else(|| lower.strip_prefix("标题"))?;
    rest.trim()
        .parse()
        .ok()
        .filter(|level| (1..=6).contains(level))
}
