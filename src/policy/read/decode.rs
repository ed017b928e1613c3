//! Bytes to text: byte order marks, declared charsets and what the bytes themselves look like.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::policy::model::Repair;

/// A decoded text.
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) encoding: &'static str,
    pub(super) repairs: Vec<Repair>,
}

/// A mark beats everything; bytes that are valid UTF-8 are UTF-8 whatever was declared; else the declared charset
/// when the bytes fit it, else what they look like.
pub(super) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return with(bytes, encoding, Vec::new());
    }
    if let Some(encoding) = wide(bytes) {
        return with(bytes, encoding, Vec::new());
    }
    let declared = content_type.and_then(charset).or_else(|| meta(bytes));
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    if let Ok(text) = std::str::from_utf8(bytes) {
        let wrong = declared.is_some_and(|one| one != UTF_8) && !text.is_ascii();
        return Decoded {
            text: Cow::Borrowed(text),
            encoding: UTF_8.name(),
            repairs: if wrong {
                vec![Repair::CharsetWrong]
            } else {
                Vec::new()
            },
        };
    }
    // GB2312 and GBK are subsets of GB18030, which pages use under either name.
    let wider = |one: &'static Encoding| {
        if one == encoding_rs::GBK {
            GB18030
        } else {
            one
        }
    };
    if let Some(encoding) = declared.map(wider)
        && !encoding.decode_without_bom_handling(bytes).1
        && encoding != encoding_rs::WINDOWS_1252
    {
        return with(bytes, encoding, Vec::new());
    }
    // A UTF-8 text with a few broken bytes (a cut file) stays one.
    if mostly_utf8(bytes) {
        return with(bytes, UTF_8, Vec::new());
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let head = bytes.get(..65_536).unwrap_or(bytes);
    detector.feed(head, head.len() == bytes.len());
    let guess = wider(detector.guess(Some(b"cn"), chardetng::Utf8Detection::Allow));
    let repairs = if declared.is_some_and(|one| wider(one) != guess) {
        vec![Repair::CharsetWrong]
    } else {
        Vec::new()
    };
    with(bytes, guess, repairs)
}

fn with<'a>(bytes: &'a [u8], encoding: &'static Encoding, mut repairs: Vec<Repair>) -> Decoded<'a> {
    let (text, used, replaced) = encoding.decode(bytes);
    if replaced {
        repairs.push(Repair::BytesReplaced);
    }
    Decoded {
        text,
        encoding: used.name(),
        repairs,
    }
}

/// UTF-16 without a mark: every other byte of the ASCII in it is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let zeros = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let some = head.len() / 40;
    if odd > some && odd > even * 8 {
        Some(UTF_16LE)
    } else if even > some && even > odd * 8 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// `charset=` of a `Content-Type`.
fn charset(content_type: &str) -> Option<String> {
    let lower = content_type.to_ascii_lowercase();
    let value = lower.split("charset=").nth(1)?;
    let value = value.trim_matches(['"', '\'', ' ']);
    Some(
        value
            .split([';', '"', '\'', ' ', '/', '>'])
            .next()?
            .to_owned(),
    )
}

/// The charset that a page's head declares.
fn meta(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..2048).unwrap_or(bytes));
    let lower = head.to_ascii_lowercase();
    if let Some(at) = lower.find("<meta") {
        return charset(lower.get(at..)?);
    }
    let at = lower.find("<?xml")?;
    let value = lower.get(at..)?.split("encoding=").nth(1)?;
    Some(
        value
            .trim_start_matches(['"', '\''])
            .split(['"', '\'', '?'])
            .next()?
            .to_owned(),
    )
}

fn mostly_utf8(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let (mut wrong, mut wide) = (0_usize, 0_usize);
    for letter in text.chars() {
        wrong += usize::from(letter == '\u{fffd}');
        wide += usize::from(!letter.is_ascii());
    }
    wrong * 20 < wide
}
