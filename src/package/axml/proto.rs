//! The reader of XML as app bundles keep it: an `XmlNode` message of aapt2's `Resources.proto`. Field numbers are that
//! file's.

use std::borrow::Cow;

use super::{ANDROID_NAMESPACE, Attribute, Builder, Namespace, attr};
use crate::package::value::Value;
use crate::package::wire::{Fields, Wire};

/// Reads an `XmlNode` into the builder.
pub(super) fn read<'a>(bytes: &'a [u8], builder: &mut Builder<'a>) {
    node(bytes, builder);
}

/// `XmlNode`: 1 element, 2 text, 3 position.
fn node<'a>(bytes: &'a [u8], builder: &mut Builder<'a>) {
    let mut line = 0;
    let mut inside: Option<(u32, Wire<'a>)> = None;
    let mut fields = Fields::of(bytes);
    for (number, value) in &mut fields {
        match number {
            1 | 2 => inside = Some((number, value)),
            3 => line = value.fields().get(1).map_or(0, Wire::number),
            _ => {}
        }
    }
    if fields.is_broken() {
        builder.problem(format!("a node is cut off, after line {line}"));
    }
    match inside {
        Some((1, value)) => element(value, line, builder),
        Some((2, value)) => builder.text(&value.text()),
        _ => {}
    }
}

/// `XmlElement`: 3 name, 4 attributes, 5 children. Its depth is bounded by the builder, which refuses deeper elements.
fn element<'a>(bytes: Wire<'a>, line: u32, builder: &mut Builder<'a>) {
    let name = bytes.fields().get(3).map(Wire::text).unwrap_or_default();
    let kept = builder.start(name, line);
    let mut fields = bytes.fields();
    if kept {
        for (number, value) in &mut fields {
            if number == 4 && !builder.attribute(attribute(value)) {
                break;
            }
        }
        if fields.is_broken() {
            builder.problem(format!("the element of line {line} is cut off"));
        }
        for (number, value) in bytes.fields() {
            if number == 5 {
                node(value.bytes(), builder);
            }
        }
    }
    builder.end();
}

/// `XmlAttribute`: 1 namespace, 2 name, 3 value, 5 resource id, 6 compiled item.
fn attribute(bytes: Wire<'_>) -> Attribute<'_> {
    let mut namespace = Namespace::None;
    let (mut name, mut text) = (Cow::Borrowed(""), Cow::Borrowed(""));
    let (mut id, mut compiled) = (0, None);
    for (number, value) in bytes.fields() {
        match number {
            1 => {
                namespace = match value.bytes() {
                    b"" => Namespace::None,
                    uri if uri == ANDROID_NAMESPACE.as_bytes() => Namespace::Android,
                    _ => Namespace::Other,
                }
            }
            2 => name = value.text(),
            3 => text = value.text(),
            5 => id = value.number(),
            6 => compiled = item(value.fields()),
            _ => {}
        }
    }
    if id == 0 && namespace == Namespace::Android {
        id = attr::id(&name).unwrap_or(0);
    }
    Attribute {
        id,
        namespace,
        name,
        raw: None,
        value: compiled.unwrap_or(Value::String(text)),
    }
}

/// `Item`, a value: 1 reference, 2 to 4 text, 5 file, 6 id, 7 primitive.
pub(in crate::package) fn item<'a>(fields: Fields<'a>) -> Option<Value<'a>> {
    let (number, value) = fields.filter(|field| (1..=7).contains(&field.0)).last()?;
    let text = || value.fields().get(1).map(Wire::text).unwrap_or_default();
    Some(match number {
        1 => {
            let id = value.fields().get(2).map_or(0, Wire::number);
            match value.fields().get(1).map_or(0, Wire::number) {
                1 => Value::Attribute(id),
                _ => Value::Reference(id),
            }
        }
        2..=5 => Value::String(text()),
        6 => Value::Bool(false),
        _ => primitive(value)?,
    })
}

/// `Primitive`.
fn primitive<'a>(bytes: Wire<'a>) -> Option<Value<'a>> {
    let (number, value) = bytes.fields().last()?;
    let data = value.number();
    Some(match number {
        1 | 2 => Value::Null,
        3..=5 => Value::Float(f32::from_bits(data)),
        6 | 7 => Value::Int(data as i32),
        8 => Value::Bool(data != 0),
        9..=12 => Value::Color(data),
        13 => Value::Dimension(data),
        14 => Value::Fraction(data),
        _ => return None,
    })
}
