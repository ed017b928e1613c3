//! PDF: the text of its pages, lines joined to paragraphs.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Document as Pdf, LoadOptions};

use super::{INFLATED, Raw, TEXT, text};
use crate::policy::model::{ReadError, Repair};

/// Most pages that are read.
const PAGES: usize = 400;

pub(super) fn read(bytes: &[u8]) -> Result<Raw, ReadError> {
    // A PDF is read by a crate that was not written for hostile files: its panic is a damaged file, no more.
    let pages = catch_unwind(AssertUnwindSafe(|| pages(bytes))).unwrap_or_else(|_| {
        Err(ReadError::Damaged {
            format: "PDF",
            why: "its objects contradict each other".to_owned(),
        })
    })?;
    let filled = pages.iter().filter(|page| has_words(page)).count();
    if filled == 0 {
        return Err(ReadError::ImagesOnly);
    }
    let mut joined = String::new();
    for page in &pages {
        joined.push_str(page);
        joined.push('\n');
    }
    // The writer's spaces between Chinese letters are layout.
    let joined: String = joined
        .lines()
        .map(|line| super::html::tight(line.trim()))
        .collect::<Vec<_>>()
        .join("\n");
    let mut raw = text::plain(&joined);
    for block in &mut raw.blocks {
        block.line = 0;
    }
    if filled < pages.len() {
        raw.repairs.push(Repair::PagesWithoutText);
    }
    Ok(raw)
}

fn pages(bytes: &[u8]) -> Result<Vec<String>, ReadError> {
    let damaged = |error: lopdf::Error| ReadError::Damaged {
        format: "PDF",
        why: error.to_string(),
    };
    let pdf = Pdf::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(INFLATED))
        .map_err(damaged)?;
    if pdf.is_encrypted() {
        return Err(ReadError::Encrypted);
    }
    let numbers: Vec<u32> = pdf.get_pages().keys().copied().take(PAGES).collect();
    let mut left = TEXT;
    let mut pages = Vec::new();
    for number in numbers {
        // A page that cannot be decoded counts as one without text.
        let page = pdf
            .extract_text_with_limit(&[number], INFLATED)
            .unwrap_or_default();
        if page.len() > left {
            break;
        }
        left -= page.len();
        pages.push(page);
    }
    Ok(pages)
}

/// Whether a page holds words, and not only the marks of fonts that could not be decoded.
fn has_words(page: &str) -> bool {
    let (mut words, mut marks) = (0_usize, 0_usize);
    for letter in page.chars() {
        words += usize::from(letter.is_alphanumeric());
        marks += usize::from(letter == '\u{fffd}' || ('\u{e000}'..='\u{f8ff}').contains(&letter));
    }
    let foreign = page.contains("?Identity-H Unimplemented?");
    words > 20 && words > marks && !foreign
}
