//! `res/values*/*.xml`: what a file declares, with texts as the Android build tools read them.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::package::axml::entity;

/// Declarations of one file that are read.
const DECLARED: usize = 1 << 16;

/// A resource as its source declares it.
#[derive(Debug, PartialEq)]
pub(super) struct Declared {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) held: Held,
}

/// What a declaration holds.
#[derive(Debug, PartialEq)]
pub(super) enum Held {
    /// The path of a file.
    File(String),
    /// A text, or another value as text.
    Text(Text),
    /// A style's parent, and the items of a style, an array or a plural by their names.
    Bag(Option<String>, Vec<(String, Text)>),
}

/// A text with its styled ranges: tag with attributes, first and last UTF-16 unit.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) spans: Vec<(String, u32, u32)>,
}

/// A text while it is read.
#[derive(Debug, Default)]
struct Reading {
    done: Text,
    units: u32,
    quoted: bool,
    /// White space that counts once more text follows.
    space: bool,
    open: Vec<(String, u32)>,
}

/// The declarations of a file, and where it breaks off.
pub(super) fn declared(source: &str) -> (Vec<Declared>, Option<String>) {
    let mut reader = Reader::from_str(source);
    reader.config_mut().check_end_names = false;
    let (mut found, mut problem) = (Vec::new(), None);
    // What is open below the root: a declaration, perhaps an item of it, perhaps tags within the text.
    let (mut depth, mut inside) = (0usize, 0usize);
    let mut current: Option<Declared> = None;
    let mut item: Option<String> = None;
    let mut reading = Reading::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                match (depth, &mut current) {
                    (0 | 1, _) => {}
                    (2, _) => current = begin(&tag),
                    (
                        3,
                        Some(Declared {
                            held: Held::Bag(..),
                            ..
                        }),
                    ) => {
                        item = Some(attribute(&tag, &["name", "quantity"]).unwrap_or_default());
                        reading = Reading::default();
                    }
                    (_, Some(_)) => {
                        inside += 1;
                        reading.open(&tag);
                    }
                    _ => {}
                }
            }
            Ok(Event::Empty(tag)) => {
                if depth == 1
                    && let Some(one) = begin(&tag)
                {
                    found.push(one);
                }
            }
            Ok(Event::End(_)) => {
                if inside > 0 {
                    inside -= 1;
                    reading.close();
                } else if depth == 3 {
                    if let (Some(name), Some(one)) = (item.take(), &mut current)
                        && let Held::Bag(_, items) = &mut one.held
                    {
                        items.push((name, std::mem::take(&mut reading).finish()));
                    }
                } else if depth == 2
                    && let Some(mut one) = current.take()
                {
                    if let Held::Text(text) = &mut one.held {
                        *text = std::mem::take(&mut reading).finish();
                    }
                    found.push(one);
                }
                if depth == 2 {
                    reading = Reading::default();
                }
                depth = depth.saturating_sub(1);
            }
            Ok(Event::Text(text)) if depth > 1 => reading.push(&text.xml10_content()),
            Ok(Event::CData(text)) if depth > 1 => reading.push(&text.xml10_content()),
            Ok(Event::GeneralRef(name)) if depth > 1 => reading.push(&entity(&name)),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                problem = Some(format!("malformed XML: {error}"));
                break;
            }
        }
        if found.len() >= DECLARED {
            problem = Some("more resources than are read from one file".to_owned());
            break;
        }
    }
    (found, problem)
}

/// The declaration that a tag begins; nothing for tags that declare no value.
fn begin(tag: &BytesStart<'_>) -> Option<Declared> {
    let name = attribute(tag, &["name"])?;
    let word = tag.local_name().as_ref().to_owned();
    let typed = attribute(tag, &["type"]).filter(|_| word == "item");
    let kind = match word.as_str() {
        "declare-styleable" | "public" | "skip" | "eat-comment" | "java-symbol" | "overlayable" => {
            return None;
        }
        "string-array" | "integer-array" => "array".to_owned(),
        _ => typed.unwrap_or(word),
    };
    let held = match kind.as_str() {
        "style" => Held::Bag(attribute(tag, &["parent"]), Vec::new()),
        "array" | "plurals" | "attr" => Held::Bag(None, Vec::new()),
        _ => Held::Text(Text::default()),
    };
    Some(Declared { kind, name, held })
}

fn attribute(tag: &BytesStart<'_>, names: &[&str]) -> Option<String> {
    let mut all = tag.attributes();
    let all = all.with_checks(false).filter_map(Result::ok);
    let mut named = all.filter(|one| names.contains(&one.key.as_ref()));
    let value = named
        .next()?
        .normalized_value(quick_xml::XmlVersion::Implicit1_0);
    value.ok().map(std::borrow::Cow::into_owned)
}

impl Reading {
    /// Takes in text: white space shrinks to one space outside of quotes, a backslash hides what follows.
    fn push(&mut self, text: &str) {
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => match letters.next() {
                    Some('n') => self.letter('\n'),
                    Some('t') => self.letter('\t'),
                    Some('u') => {
                        let digits: String = letters.clone().take(4).collect();
                        let known = u32::from_str_radix(&digits, 16).ok();
                        if let Some(letter) = known.and_then(char::from_u32) {
                            self.letter(letter);
                            letters.nth(3);
                        }
                    }
                    Some(letter) => self.letter(letter),
                    None => {}
                },
                '"' => self.quoted = !self.quoted,
                _ if letter.is_ascii_whitespace() && !self.quoted => self.space = true,
                _ => self.letter(letter),
            }
        }
    }

    fn letter(&mut self, letter: char) {
        if std::mem::take(&mut self.space) && !self.done.text.is_empty() {
            self.done.text.push(' ');
            self.units = self.units.saturating_add(1);
        }
        self.done.text.push(letter);
        let units = u32::try_from(letter.len_utf16()).unwrap_or(1);
        self.units = self.units.saturating_add(units);
    }

    /// A tag within the text, as compiled tables write it: `a;href=https://…`.
    fn open(&mut self, tag: &BytesStart<'_>) {
        let mut text = tag.name().as_ref().to_owned();
        for one in tag.attributes().with_checks(false).filter_map(Result::ok) {
            let value = one.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            text.push_str(&format!(
                ";{}={}",
                one.key.as_ref(),
                value.unwrap_or_default()
            ));
        }
        // The space before a tag stands before it.
        if self.space && !self.done.text.is_empty() {
            self.space = false;
            self.done.text.push(' ');
            self.units = self.units.saturating_add(1);
        }
        self.open.push((text, self.units));
    }

    fn close(&mut self) {
        if let Some((tag, first)) = self.open.pop()
            && self.units > first
            // Marks for translators are no style.
            && !tag.starts_with("xliff:")
        {
            self.done.spans.push((tag, first, self.units - 1));
        }
    }

    fn finish(self) -> Text {
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> Text {
        let file = format!("<resources><string name='a'>{source}</string></resources>");
        let (mut found, problem) = declared(&file);
        assert_eq!(problem, None);
        match found.remove(0).held {
            Held::Text(text) => text,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn texts_are_read_as_the_build_tools_read_them() {
        assert_eq!(text("  two\n   words ").text, "two words");
        assert_eq!(text("\"  kept  \"").text, "  kept  ");
        assert_eq!(text(r"it\'s \u4f60\n\@me").text, "it's \u{4f60}\n@me");
        assert_eq!(text("a &amp; b").text, "a & b");
        let styled = text("see <a href=\"https://x.cn/p\">the <b>policy</b></a> now");
        assert_eq!(styled.text, "see the policy now");
        let spans = [("b", 8, 13), ("a;href=https://x.cn/p", 4, 13)];
        assert_eq!(
            styled.spans,
            spans.map(|(tag, a, b)| (tag.to_owned(), a, b))
        );
    }

    #[test]
    fn arrays_plurals_and_styles_keep_their_items() {
        let (found, problem) = declared(
            "<resources><string-array name='x'><item>a</item><item>b</item></string-array>\
             <style name='S.T' parent='@style/P'><item name='android:textSize'>8sp</item></style>\
             <item type='id' name='ok'/><public type='string' name='x'/></resources>",
        );
        assert_eq!(problem, None);
        let item = |name: &str, text: &str| {
            let text = Text {
                text: text.to_owned(),
                spans: Vec::new(),
            };
            (name.to_owned(), text)
        };
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].kind, "array");
        assert_eq!(
            found[0].held,
            Held::Bag(None, vec![item("", "a"), item("", "b")])
        );
        let parent = Some("@style/P".to_owned());
        assert_eq!(
            found[1].held,
            Held::Bag(parent, vec![item("android:textSize", "8sp")])
        );
        assert_eq!(found[2].kind, "id");
    }

    #[test]
    fn hostile_files_end() {
        for source in [
            "",
            "<",
            "<a><b name='x'>",
            "<a></a></a></b>",
            "<resources><string name='x'>&#0;",
        ] {
            let _ = declared(source);
        }
    }
}
