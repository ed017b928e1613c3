//! The reader of XML that is still text: manifests of AARs, XML under `assets`, source trees.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::{ANDROID_NAMESPACE, Attribute, Builder, Namespace, XmlError, attr};
use crate::package::value::Value;

/// The text of a document, or `None` when the bytes are not text that starts with a tag.
pub(in crate::package) fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units = bytes.get(2..).unwrap_or(&[]).chunks_exact(2);
        let units = units.map(|pair| from(pair.try_into().unwrap_or([0, 0])));
        let text =
            char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER));
        Cow::Owned(text.collect::<String>())
    };
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => {
            let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace())?;
            if *first != b'<' {
                return None;
            }
            String::from_utf8_lossy(bytes)
        }
    };
    text.trim_start().starts_with('<').then_some(text)
}

/// Reads text into the builder.
pub(super) fn read(source: &str, builder: &mut Builder<'_>) -> Result<(), XmlError> {
    let mut reader = Reader::from_str(source);
    reader.config_mut().check_end_names = false;
    let mut lines = Lines {
        source: source.as_bytes(),
        at: 0,
        line: 1,
    };
    let mut prefixes: Vec<(String, bool)> = Vec::new();
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let line = lines.at(before);
        match reader.read_event() {
            Ok(Event::Start(tag)) => start(&tag, line, &mut prefixes, builder),
            Ok(Event::Empty(tag)) => {
                start(&tag, line, &mut prefixes, builder);
                builder.end();
            }
            Ok(Event::End(_)) => builder.end(),
            Ok(Event::Text(text)) => builder.text(&text.xml10_content()),
            Ok(Event::CData(text)) => builder.text(&text.xml10_content()),
            Ok(Event::GeneralRef(name)) => {
                let text = entity(&name);
                builder.text(&text);
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) if builder.document.elements.is_empty() => {
                return Err(XmlError::Malformed(error.to_string()));
            }
            Err(error) => {
                builder.problem(format!("malformed XML at line {line}: {error}"));
                return Ok(());
            }
        }
    }
}

/// What `&name;` stands for; nothing when it is none that XML itself knows.
pub(in crate::package) fn entity(name: &BytesRef<'_>) -> String {
    match name.resolve_char_ref() {
        Ok(Some(character)) => character.to_string(),
        _ => quick_xml::escape::resolve_predefined_entity(name)
            .unwrap_or_default()
            .to_owned(),
    }
}

/// Counts lines once, going forward.
struct Lines<'s> {
    source: &'s [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn at(&mut self, position: usize) -> u32 {
        // Whitespace before a tag belongs to the tag's event only at the document's start; the tag itself begins here.
        let passed = self.source.get(self.at..position).unwrap_or(&[]);
        let breaks = memchr::memchr_iter(b'\n', passed).count();
        self.line = self
            .line
            .saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.at = self.at.max(position);
        self.line
    }
}

fn start(
    tag: &BytesStart<'_>,
    line: u32,
    prefixes: &mut Vec<(String, bool)>,
    builder: &mut Builder<'_>,
) {
    let attributes: Vec<(String, String)> = tag
        .attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .map(|attribute| {
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .unwrap_or_default()
                .into_owned();
            (attribute.key.as_ref().to_owned(), value)
        })
        .collect();
    // Prefixes are nearly always declared at the root; a later declaration of the same prefix replaces the earlier.
    for (name, uri) in &attributes {
        if let Some(prefix) = name.strip_prefix("xmlns:") {
            prefixes.retain(|known| known.0 != prefix);
            if prefixes.len() < 64 {
                prefixes.push((prefix.to_owned(), uri == ANDROID_NAMESPACE));
            }
        }
    }
    if !builder.start(Cow::Owned(tag.local_name().as_ref().to_owned()), line) {
        return;
    }
    for (name, text) in attributes {
        if name == "xmlns" || name.starts_with("xmlns:") {
            continue;
        }
        let (namespace, local) = match name.split_once(':') {
            None => (Namespace::None, name.as_str()),
            Some((prefix, local)) => {
                let declared = prefixes.iter().find(|known| known.0 == prefix);
                let android = declared.map_or(prefix == "android", |known| known.1);
                (
                    if android {
                        Namespace::Android
                    } else {
                        Namespace::Other
                    },
                    local,
                )
            }
        };
        let id = match namespace {
            Namespace::Android => attr::id(local).unwrap_or(0),
            _ => 0,
        };
        let name = Cow::Owned(local.to_owned());
        let value = Value::String(Cow::Owned(text));
        if !builder.attribute(Attribute {
            id,
            namespace,
            name,
            raw: None,
            value,
        }) {
            return;
        }
    }
}
