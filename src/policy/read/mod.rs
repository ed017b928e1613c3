//! Bytes of any format and encoding to a document.
//!
//! * `mod.rs`: which format it is, the limits, and what counts as unreadable.
//! * `decode.rs`: bytes to text.
//! * `html.rs`, `text.rs` (also Markdown), `pdf.rs`, `docx.rs`: one format each, to raw blocks.
//! * `table.rs`: a table with merged cells, expanded.
//! * `shape.rs`: headings and list items that are only written, not marked up.
//!
//! Every reader is iterative and stops at the limits below, so that no input makes it recurse or allocate without bound.

mod decode;
mod docx;
mod html;
mod pdf;
mod shape;
mod table;
#[cfg(test)]
mod tests;
mod text;

use super::model::{Block, Document, Format, Hint, ReadError, Repair};

/// Largest file that is read, in bytes.
pub(crate) const LARGEST: usize = 16 << 20;
/// Most bytes that a PDF or DOCX may inflate to.
const INFLATED: usize = 64 << 20;
/// Most bytes of text that are kept of a document; the longest policies known are under 1 MB.
const TEXT: usize = 4 << 20;
/// Most blocks.
const BLOCKS: usize = 40_000;
/// A page with less text than this that runs scripts shows its text only in a browser, in characters.
const THIN: usize = 200;

/// A page with less text than this may ask to sign in instead of showing one, in characters.
const WALL: usize = 300;

/// What a reader of a format hands on.
#[derive(Debug, Default)]
struct Raw {
    title: Option<String>,
    blocks: Vec<Block>,
    links: Vec<(String, String)>,
    repairs: Vec<Repair>,
    /// Whether a script may fetch the text.
    scripted: bool,
}

/// Reads a policy. `hint` helps to tell the format; the bytes have the last word. Bounded in size, depth and time.
pub fn read(bytes: &[u8], hint: Hint<'_>) -> Result<Document, ReadError> {
    if bytes.len() > LARGEST {
        return Err(ReadError::TooLarge { limit: LARGEST });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return finish(Format::Docx, "UTF-8", docx::read(bytes)?);
    }
    let head = bytes.get(..1024).unwrap_or(bytes);
    if memchr::memmem::find(head, b"%PDF-").is_some() {
        return finish(Format::Pdf, "UTF-8", pdf::read(bytes)?);
    }
    if let Some(what) = unsupported(bytes) {
        return Err(ReadError::Unsupported { what });
    }
    let decoded = decode::decode(bytes, hint.content_type);
    let text = decoded.text.as_ref();
    let format = format_of(text, hint);
    let mut raw = match format {
        Format::Html => html::read(text),
        Format::Markdown => text::markdown(text),
        _ => text::plain(text),
    };
    raw.repairs.extend(decoded.repairs);
    finish(format, decoded.encoding, raw)
}

/// Formats that are recognised and not read.
fn unsupported(bytes: &[u8]) -> Option<&'static str> {
    let magic: &[(&[u8], &str)] = &[
        (b"\xd0\xcf\x11\xe0", "a Word file of the old format"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x1f\x8b", "a gzip file"),
        (b"{\\rtf", "an RTF file"),
    ];
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    let found = magic
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, what)| *what);
    found.or(webp.then_some("a picture"))
}

/// The format of a text: HTML when it holds its tags, else what the name or type says, else what it looks like.
fn format_of(text: &str, hint: Hint<'_>) -> Format {
    let name = hint.name.unwrap_or_default().to_ascii_lowercase();
    let name = name.split(['?', '#']).next().unwrap_or_default();
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    let kind = hint.content_type.unwrap_or_default().to_ascii_lowercase();
    let mut cut = text.len().min(4096);
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    let head = text.get(..cut).unwrap_or_default().to_ascii_lowercase();
    let page = head.contains("<html") || head.contains("<!doctype html") || head.contains("<body");
    if ends(&[".md", ".markdown"]) || kind.contains("markdown") {
        return Format::Markdown;
    }
    if page || html::is_tagged(text) {
        return Format::Html;
    }
    if text::is_markdown(text) && !ends(&[".txt"]) {
        return Format::Markdown;
    }
    Format::Text
}

/// The checks that hold for every format.
fn finish(format: Format, encoding: &'static str, mut raw: Raw) -> Result<Document, ReadError> {
    cut(&mut raw);
    shape::shape(&mut raw.blocks);
    let letters = letters(&raw.blocks, WALL.max(THIN));
    if raw.scripted && letters < THIN {
        return Err(ReadError::ScriptOnly);
    }
    if letters == 0 {
        return Err(ReadError::Empty);
    }
    if letters < WALL && is_wall(&raw.blocks) {
        return Err(ReadError::Wall);
    }
    raw.repairs.sort();
    raw.repairs.dedup();
    let title = raw.title.filter(|title| !title.trim().is_empty());
    Ok(Document {
        format,
        encoding,
        title: title.or_else(|| first_heading(&raw.blocks)),
        blocks: raw.blocks,
        links: raw.links,
        repairs: raw.repairs,
    })
}

fn first_heading(blocks: &[Block]) -> Option<String> {
    blocks.iter().find_map(|block| match &block.kind {
        super::model::BlockKind::Heading { text, .. } => Some(text.clone()),
        _ => None,
    })
}

/// Keeps what fits the limits.
fn cut(raw: &mut Raw) {
    let mut left = TEXT;
    let fits = raw
        .blocks
        .iter()
        .take(BLOCKS)
        .take_while(|block| {
            let size = block.size();
            let fits = size <= left;
            left = left.saturating_sub(size);
            fits
        })
        .count();
    if fits < raw.blocks.len() {
        raw.blocks.truncate(fits);
        raw.repairs.push(Repair::Cut);
    }
}

/// How many letters the blocks hold, as far as `most`.
fn letters(blocks: &[Block], most: usize) -> usize {
    let texts = blocks.iter().flat_map(Block::texts);
    let letters = texts.flat_map(str::chars);
    let letters = letters.filter(|letter| letter.is_alphabetic());
    letters.take(most).count()
}

/// Whether a short page asks to sign in, to wait, or for proof of being human, instead of showing a text.
fn is_wall(blocks: &[Block]) -> bool {
    const SIGNS: &[&str] = &[
        "请先登录",
        "请登录",
        "登录后查看",
        "立即登录",
        "账号登录",
        "扫码登录",
        "验证码",
        "安全验证",
        "人机验证",
        "访问验证",
        "滑动验证",
        "请在微信客户端打开",
        "环境异常",
        "访问过于频繁",
        "页面不存在",
        "页面走丢",
        "please log in",
        "please sign in",
        "log in to continue",
        "sign in to continue",
        "are you a robot",
        "verify you are human",
        "captcha",
        "just a moment",
        "access denied",
        "page not found",
        "404 not found",
    ];
    let mut text = String::new();
    for one in blocks.iter().flat_map(Block::texts) {
        text.push_str(&one.to_lowercase());
        text.push('\n');
    }
    let policy = [
        "收集",
        "个人信息",
        "共享",
        "第三方",
        "sdk",
        "personal information",
        "personal data",
        "we collect",
    ];
    SIGNS.iter().any(|sign| text.contains(sign)) && !policy.iter().any(|word| text.contains(word))
}
