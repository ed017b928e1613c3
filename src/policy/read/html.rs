//! HTML, however broken: the tree that a browser would build, walked without recursion.

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{Html, Node};

use super::Raw;
use super::table::{Builder, Cell};
use crate::policy::model::{Block, BlockKind, Repair};

/// Longest page that is parsed, in bytes.
const LONGEST: usize = 6 << 20;
/// Most tags of a page; what comes after is cut. Broken nesting costs a parser far more than its length.
const TAGS: usize = 150_000;
/// Most links kept.
const LINKS: usize = 300;

/// Whether a text without `<html>` is a piece of HTML.
pub(super) fn is_tagged(text: &str) -> bool {
    let bytes = text.as_bytes();
    let tags = [
        "</p>", "<br", "</div>", "</td>", "</li>", "</h", "</span>", "</P>", "<BR",
    ];
    tags.iter()
        .map(|tag| memchr::memmem::find_iter(bytes, tag).take(3).count())
        .sum::<usize>()
        >= 3
}

pub(super) fn read(text: &str) -> Raw {
    read_with_lines(text, text)
}

/// Reads a page; the lines are those of `source`, which it was made from.
pub(super) fn read_with_lines(page: &str, source: &str) -> Raw {
    let fits = cut(page);
    let html = Html::parse_document(fits);
    let mut walk = Walk {
        lines: Lines::of(source),
        ..Walk::new()
    };
    if fits.len() < page.len() {
        walk.raw.repairs.push(Repair::Cut);
    }
    // Inside a subtree that was handled as a whole, or that shows no text.
    let mut skip: Option<NodeId> = None;
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) if skip.is_none() => match node.value() {
                Node::Text(text) => walk.text(text),
                Node::Element(element) => {
                    let name = element.name();
                    match name {
                        "script" => {
                            walk.raw.scripted = true;
                            skip = Some(node.id());
                        }
                        "style" | "template" | "svg" | "iframe" | "select" | "object"
                        | "noscript" => {
                            skip = Some(node.id());
                        }
                        "title" => {
                            let title: String = node
                                .children()
                                .filter_map(|child| {
                                    child.value().as_text().map(|text| text.text.to_string())
                                })
                                .collect();
                            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
                            walk.raw.title.get_or_insert(title);
                            skip = Some(node.id());
                        }
                        "table" if !lays_out(node) => {
                            if let Some(table) = table(node, &mut walk.lines) {
                                walk.flush();
                                let first = table.lines.iter().find(|line| **line > 0);
                                let line = first.copied().unwrap_or(walk.lines.line);
                                let kind = BlockKind::Table(table);
                                walk.raw.blocks.push(Block { line, kind });
                                skip = Some(node.id());
                            }
                        }
                        _ => walk.open(name, element.attr("href")),
                    }
                }
                _ => {}
            },
            Edge::Close(node) => {
                if skip == Some(node.id()) {
                    skip = None;
                } else if skip.is_none()
                    && let Node::Element(element) = node.value()
                {
                    walk.close(element.name());
                }
            }
            Edge::Open(_) => {}
        }
    }
    walk.flush();
    walk.raw
}

/// What of a page is parsed.
fn cut(page: &str) -> &str {
    let mut end = page.len().min(LONGEST);
    let mut tags = memchr::memchr_iter(b'<', page.as_bytes());
    if tags.clone().count() > TAGS
        && let Some(at) = tags.nth(TAGS)
    {
        end = end.min(at);
    }
    while !page.is_char_boundary(end) {
        end -= 1;
    }
    page.get(..end).unwrap_or(page)
}

/// Whether a table holds another: it lays the page out. The search ends there, so that nested ones are not searched again
/// and again.
fn lays_out(table: ego_tree::NodeRef<'_, Node>) -> bool {
    let is_table = |node: &ego_tree::NodeRef<'_, Node>| {
        let element = node.value().as_element();
        element.is_some_and(|element| element.name() == "table")
    };
    table.descendants().skip(1).any(|node| is_table(&node))
}

/// A table of data: two rows and two columns at least, without whole chapters in its cells.
fn table(
    node: ego_tree::NodeRef<'_, Node>,
    lines: &mut Lines<'_>,
) -> Option<crate::policy::model::Table> {
    const LONGEST_CELL: usize = 9000;
    let mut builder = Builder::default();
    let (mut row, mut rows, mut widest): (Vec<Cell>, usize, usize) = (Vec::new(), 0, 0);
    let mut cell: Option<Cell> = None;
    let mut first = lines.clone();
    let mut line = 0;
    let mut in_head = false;
    for edge in node.traverse() {
        match edge {
            Edge::Open(inner) => match inner.value() {
                Node::Text(text) => {
                    if let Some(cell) = &mut cell {
                        let here = first.find(text);
                        if line == 0 {
                            line = here;
                        }
                        words(&mut cell.text, text);
                    }
                }
                Node::Element(element) => match element.name() {
                    "thead" => in_head = true,
                    "h1" | "h2" | "h3" => return None,
                    "tr" => {
                        row.clear();
                        line = 0;
                    }
                    name @ ("td" | "th") => {
                        let span = |key| {
                            element
                                .attr(key)
                                .and_then(|n| n.trim().parse().ok())
                                .unwrap_or(1)
                        };
                        cell = Some(Cell {
                            text: String::new(),
                            across: span("colspan"),
                            down: span("rowspan"),
                            head: in_head || name == "th",
                        });
                    }
                    "br" | "p" | "div" | "li" => {
                        if let Some(cell) = &mut cell {
                            words(&mut cell.text, " ");
                        }
                    }
                    _ => {}
                },
                _ => {}
            },
            Edge::Close(inner) => {
                let Node::Element(element) = inner.value() else {
                    continue;
                };
                match element.name() {
                    "thead" => in_head = false,
                    "td" | "th" => {
                        if let Some(mut done) = cell.take() {
                            if done.text.len() > LONGEST_CELL {
                                return None;
                            }
                            done.text = tight(done.text.trim());
                            row.push(done);
                        }
                    }
                    "tr" => {
                        widest = widest.max(row.iter().map(|cell| cell.across.max(1)).sum());
                        rows += usize::from(!row.is_empty());
                        builder.row(&row, line);
                        row.clear();
                    }
                    _ => {}
                }
            }
        }
    }
    if rows < 2 || widest < 2 {
        return None;
    }
    let table = builder.finish()?;
    *lines = first;
    Some(table)
}

/// Finds the lines of texts, which are asked for in their order.
#[derive(Debug, Clone)]
struct Lines<'a> {
    source: &'a str,
    /// The end of the last text that was found.
    at: usize,
    line: u32,
    /// Bytes that may still be searched for texts that do not stand behind the next tags.
    left: usize,
}

impl<'a> Lines<'a> {
    /// How far ahead a text is looked for, in bytes.
    const AHEAD: usize = 60_000;

    fn of(source: &'a str) -> Self {
        Self {
            source,
            at: 0,
            line: 1,
            left: source.len().saturating_mul(20),
        }
    }

    fn find(&mut self, text: &str) -> u32 {
        let words = text.trim();
        let mut end = words.len().min(30);
        while !words.is_char_boundary(end) {
            end -= 1;
        }
        let snippet = words.get(..end).unwrap_or_default();
        // Up to the end of the line, and to what a page may write in another way ("&ldquo;").
        let entity = |letter| {
            matches!(
                letter,
                '&' | '<'
                    | '>'
                    | '"'
                    | '\''
                    | '“'
                    | '”'
                    | '‘'
                    | '’'
                    | '—'
                    | '–'
                    | '…'
                    | '·'
                    | '©'
                    | '\u{a0}'
                    | '\n'
                    | '\r'
            )
        };
        let snippet = snippet.split(entity).next().unwrap_or_default().trim();
        let ahead = self.source.get(self.at..).unwrap_or_default();
        if snippet.len() > 1
            && let Some(found) = follows(ahead, snippet).or_else(|| self.search(ahead, snippet))
        {
            let passed = ahead.as_bytes().get(..found).unwrap_or_default();
            let breaks = memchr::memchr_iter(b'\n', passed).count();
            self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(0));
            self.at += found + snippet.len();
        }
        self.line
    }

    /// Where a text stands next, whatever stands before it.
    fn search(&mut self, ahead: &str, snippet: &str) -> Option<usize> {
        let window = ahead.len().min(Self::AHEAD).min(self.left);
        let found = memchr::memmem::find(ahead.as_bytes().get(..window)?, snippet.as_bytes());
        self.left -= found.unwrap_or(window);
        found
    }
}

/// Where a text begins, when it is the next one behind tags: nearly always it is.
fn follows(ahead: &str, text: &str) -> Option<usize> {
    /// Tags in a row.
    const TAGS: usize = 40;
    const BLANKS: &[&str] = &["&nbsp;", "&ensp;", "&emsp;", "&#160;", "&#12288;"];
    let mut at = memchr::memchr(b'>', ahead.as_bytes())? + 1;
    for _ in 0..TAGS {
        let mut rest = ahead.get(at..)?.trim_start();
        while rest.starts_with('&')
            && let Some(blank) = BLANKS.iter().find(|blank| rest.starts_with(**blank))
        {
            rest = rest.get(blank.len()..)?.trim_start();
        }
        at = ahead.len() - rest.len();
        if !rest.starts_with('<') {
            return rest.starts_with(text).then_some(at);
        }
        at += memchr::memchr(b'>', rest.as_bytes())? + 1;
    }
    None
}

/// The state of the walk: the paragraph being put together.
struct Walk<'a> {
    raw: Raw,
    lines: Lines<'a>,
    text: String,
    line: u32,
    heading: Option<u8>,
    lists: u8,
    in_item: u32,
    bold: u32,
    /// Letters of the paragraph in bold type, and all of them.
    weight: (usize, usize),
    link: Option<(String, usize)>,
}

impl Walk<'_> {
    fn new() -> Self {
        Self {
            raw: Raw::default(),
            lines: Lines::of(""),
            text: String::new(),
            line: 0,
            heading: None,
            lists: 0,
            in_item: 0,
            bold: 0,
            weight: (0, 0),
            link: None,
        }
    }

    fn text(&mut self, text: &str) {
        let first = self.text.trim().is_empty();
        let letters = words(&mut self.text, text);
        if letters > 0 {
            let line = self.lines.find(text);
            if first {
                self.line = line;
            }
        }
        self.weight.1 += letters;
        if self.bold > 0 {
            self.weight.0 += letters;
        }
    }

    fn open(&mut self, name: &str, href: Option<&str>) {
        match name {
            "b" | "strong" => self.bold += 1,
            "a" => {
                if let Some(href) = href {
                    self.link = Some((href.to_owned(), self.text.len()));
                }
            }
            "ul" | "ol" => {
                self.flush();
                self.lists = self.lists.saturating_add(1);
            }
            "li" | "dd" => {
                self.flush();
                self.in_item += 1;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = name.get(1..).and_then(|level| level.parse().ok());
            }
            "td" | "th" => {
                words(&mut self.text, " ");
            }
            _ if is_block(name) => self.flush(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "b" | "strong" => self.bold = self.bold.saturating_sub(1),
            "a" => {
                if let Some((href, from)) = self.link.take()
                    && self.raw.links.len() < LINKS
                {
                    let words = self.text.get(from..).unwrap_or_default().trim();
                    if !words.is_empty()
                        && !href.starts_with('#')
                        && !href.starts_with("javascript")
                    {
                        self.raw.links.push((href, words.to_owned()));
                    }
                }
            }
            "ul" | "ol" => {
                self.flush();
                self.lists = self.lists.saturating_sub(1);
            }
            "li" | "dd" => {
                self.flush();
                self.in_item = self.in_item.saturating_sub(1);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = None;
            }
            _ if is_block(name) => self.flush(),
            _ => {}
        }
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
        let text = tight(self.text.trim());
        self.text.clear();
        if self.link.is_some() {
            self.link = self.link.take().map(|(href, _)| (href, 0));
        }
        let (bold, all) = std::mem::take(&mut self.weight);
        if text.is_empty() {
            return;
        }
        let is_bold = bold > 0 && bold * 10 >= all * 9 && all <= 40;
        let ends = text.ends_with(['。', '；', '，', '.', ';', ',']);
        let kind = match self.heading {
            Some(level) => BlockKind::Heading { level, text },
            None if self.in_item > 0 => BlockKind::Item {
                depth: self.lists.saturating_sub(1),
                text,
            },
            None if is_bold && !ends => BlockKind::Heading { level: 6, text },
            None => BlockKind::Paragraph { text },
        };
        self.raw.blocks.push(Block {
            line: self.line,
            kind,
        });
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "br"
            | "hr"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "aside"
            | "nav"
            | "body"
            | "table"
            | "tr"
            | "tbody"
            | "thead"
            | "caption"
            | "blockquote"
            | "pre"
            | "dl"
            | "dt"
            | "form"
            | "fieldset"
            | "figure"
            | "figcaption"
            | "address"
            | "center"
            | "details"
            | "summary"
            | "button"
    )
}

/// Adds a text; runs of white space become one space. Tells how many letters the text has that are no white space.
fn words(out: &mut String, text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut letters = 0;
    // Letters are taken over in runs; the present one begins here.
    let (mut run, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        // Most are ASCII, or Chinese of three bytes.
        let plain = match byte {
            b'!'..=b'~' => 1,
            0xe4..=0xe9 => 3,
            _ => 0,
        };
        if plain > 0 {
            letters += 1;
            at += plain;
            continue;
        }
        let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            break;
        };
        let start = at;
        at += letter.len_utf8();
        let space = letter.is_whitespace();
        letters += usize::from(!space);
        let hidden = matches!(
            letter,
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{2060}'
        );
        if !hidden && !space {
            continue;
        }
        out.push_str(text.get(run..start).unwrap_or_default());
        run = at;
        if space && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.push_str(text.get(run..).unwrap_or_default());
    letters
}

/// Adds a line to what it goes on from: a space only between words of letters.
pub(super) fn glue(out: &mut String, line: &str) {
    let narrow = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_graphic());
    if narrow(out.chars().next_back()) && narrow(line.chars().next()) {
        out.push(' ');
    }
    out.push_str(line);
}

/// The text without the spaces that stand between two Chinese letters or signs: they are layout.
pub(super) fn tight(text: &str) -> String {
    if !text.contains(' ') {
        return text.to_owned();
    }
    let wide = |letter: char| matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '“' | '”');
    let hanzi = |letter: char| matches!(letter, '\u{3400}'..='\u{9fff}');
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = None;
    // A single space may part the entries of a list; one after every letter does not.
    let singles = text
        .split(' ')
        .filter(|part| part.chars().count() == 1 && part.chars().all(hanzi))
        .count();
    let spread = singles >= 3;
    while let Some(letter) = letters.next() {
        if letter == ' ' {
            let after = letters.peek().copied();
            let sign = |one: Option<char>| one.is_some_and(|one| wide(one) && !hanzi(one));
            let both = before.is_some_and(hanzi) && after.is_some_and(hanzi);
            if sign(before) || sign(after) || (both && spread) {
                continue;
            }
        }
        out.push(letter);
        before = Some(letter);
    }
    out
}
