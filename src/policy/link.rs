//! Addresses inside a text, and the words next to them.

use super::words::{self, Phrase, Strength};
use super::{DocumentKind, RefKind};

/// A link of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) kind: RefKind,
    pub(super) location: String,
    /// Byte offset in the text.
    pub(super) start: usize,
    /// Byte offset after it.
    pub(super) end: usize,
}

/// Longest address that is looked at; longer ones carry data.
const LONGEST: usize = 2048;
/// How far from a link the words may stand that name it, in bytes (a Chinese character takes three).
const NEAR: usize = 150;
const ASSET: &str = "file:///android_asset/";

/// Addresses of a text, in order.
pub(super) fn links(text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(next_scheme) {
        let start = from + at;
        let rest = text.get(start..).unwrap_or("");
        let length = rest
            .bytes()
            .position(|byte| !allowed(byte))
            .unwrap_or(rest.len());
        let address = rest
            .get(..length)
            .unwrap_or("")
            .trim_end_matches(['.', ',', ';', ':', '!', '?', '*']);
        let end = start + address.len();
        from = end.max(start + 4);
        if address.len() > LONGEST {
            continue;
        }
        if let Some(path) = address.strip_prefix(ASSET) {
            let path = path.split(['?', '#']).next().unwrap_or(path);
            if !path.is_empty() {
                let location = format!("assets/{path}");
                found.push(Link {
                    kind: RefKind::Asset,
                    location,
                    start,
                    end,
                });
            }
        } else if is_web(address) {
            let location = address.to_owned();
            found.push(Link {
                kind: RefKind::Url,
                location,
                start,
                end,
            });
        }
    }
    found
}

fn next_scheme(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(bytes.get(from..)?, b"://") {
        let colon = from + at;
        for scheme in ["https", "http", "HTTPS", "HTTP", "file", "Https", "Http"] {
            if bytes
                .get(..colon)
                .is_some_and(|head| head.ends_with(scheme.as_bytes()))
            {
                return Some(colon - scheme.len());
            }
        }
        from = colon + 3;
    }
    None
}

fn allowed(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(
            byte,
            b'"' | b'\'' | b'<' | b'>' | b'\\' | b'(' | b')' | b'`' | b'|' | b'^' | b'[' | b']'
        )
}

/// An address of the web with a host, or with a place for one (`https://%s/privacy`).
fn is_web(address: &str) -> bool {
    let Some((_, rest)) = address.split_once("://") else {
        return false;
    };
    let host = host(rest);
    (host.contains('.') && host.len() > 3)
        || host.contains('%')
        || host.contains('$')
        || host.contains('{')
}

fn host(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// What an address says by itself. Pages for programmers are no policies whatever their path says.
pub(super) fn address(link: &Link) -> Option<(DocumentKind, Strength)> {
    let rest = link
        .location
        .split_once("://")
        .map_or(link.location.as_str(), |parts| parts.1);
    let for_programmers = [
        "developer.",
        "developers.",
        "schemas.",
        "www.w3.org",
        "issuetracker.",
        "github.com",
        "goo.gle",
        "stackoverflow.com",
        "docs.",
        "doc.",
        "tools.ietf.org",
        "bugs.",
        "crbug.com",
        "fb.me",
        "open.weixin",
    ];
    let host = host(rest).to_ascii_lowercase();
    if link.kind == RefKind::Url && for_programmers.iter().any(|start| host.starts_with(start)) {
        return None;
    }
    words::name(rest)
}

/// The words that name a link: those of the tag or bracket it stands in, else the nearest before it, else the nearest
/// after it, with no other link between.
pub(super) fn named_by(
    text: &str,
    link: &Link,
    others: &[Link],
    phrases: &[Phrase],
) -> Option<(DocumentKind, String)> {
    if let Some(title) = anchor_text(text, link) {
        let lower = title.to_ascii_lowercase();
        if let Some(phrase) = words::phrases(&lower).first() {
            return Some((phrase.document, title));
        }
    }
    let low = others
        .iter()
        .map(|other| other.end)
        .filter(|&end| end <= link.start)
        .max()
        .unwrap_or(0);
    let high = others
        .iter()
        .map(|other| other.start)
        .filter(|&start| start >= link.end)
        .min()
        .unwrap_or(text.len());
    let before = phrases
        .iter()
        .filter(|phrase| {
            phrase.start >= low && phrase.end <= link.start && link.start - phrase.end <= NEAR
        })
        .max_by_key(|phrase| phrase.end);
    let after = || {
        phrases
            .iter()
            .filter(|phrase| {
                phrase.start >= link.end && phrase.end <= high && phrase.start - link.end <= NEAR
            })
            .min_by_key(|phrase| phrase.start)
    };
    let phrase = before.or_else(after)?;
    Some((
        phrase.document,
        text.get(phrase.start..phrase.end)?.to_owned(),
    ))
}

/// The text of the `<a href="…">` that a link stands in.
fn anchor_text(text: &str, link: &Link) -> Option<String> {
    let before = text.get(..link.start)?;
    let open = before.rfind('<')?;
    let tag = before.get(open..)?;
    if tag.contains('>') || !tag.to_ascii_lowercase().contains("href") {
        return None;
    }
    let after = text.get(link.end..)?;
    let inner = after.get(after.find('>')? + 1..)?;
    let inner = inner.get(..inner.find("</a").or_else(|| inner.find("</A"))?)?;
    let plain = strip_tags(inner);
    (!plain.is_empty() && plain.chars().count() <= 60).then_some(plain)
}

/// A text without its tags, white space made single.
pub(super) fn strip_tags(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if inside => {}
            _ if letter.is_whitespace() => {
                if !out.ends_with(' ') && !out.is_empty() {
                    out.push(' ');
                }
            }
            _ => out.push(letter),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<Option<(DocumentKind, String)>> {
        let links = links(text);
        let phrases = words::phrases(&text.to_ascii_lowercase());
        links
            .iter()
            .map(|link| named_by(text, link, &links, &phrases))
            .collect()
    }

    #[test]
    fn an_address_ends_where_chinese_begins() {
        let found = links(
            "见https://a.example/p/1.html。或 http://b.example/x?y=1&z, file:///android_asset/p.html#top",
        );
        let places: Vec<&str> = found.iter().map(|link| link.location.as_str()).collect();
        assert_eq!(
            places,
            [
                "https://a.example/p/1.html",
                "http://b.example/x?y=1&z",
                "assets/p.html"
            ]
        );
    }

    #[test]
    fn each_link_takes_the_words_next_to_it() {
        let text = "《用户协议》https://a.example/1 《隐私政策》https://a.example/2";
        let kinds: Vec<_> = named(text)
            .into_iter()
            .map(|found| found.map(|found| found.0))
            .collect();
        assert_eq!(
            kinds,
            [Some(DocumentKind::Agreement), Some(DocumentKind::Policy)]
        );
    }

    #[test]
    fn an_anchor_is_named_by_its_own_text() {
        let text = "用户协议 <a class='x' href=\"https://a.example/2\"><b>隐私</b>政策</a>";
        assert_eq!(
            named(text),
            [Some((DocumentKind::Policy, "隐私政策".to_owned()))]
        );
    }
}
