//! Typed values of compiled resources (`Res_value`).

use std::borrow::Cow;

use super::bytes::{u8_at, u32_at};
use super::pool::Pool;

/// A value of an attribute or a resource.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing, or `@empty`.
    Null,
    /// `@type/name`, as a resource id.
    Reference(u32),
    /// `?attr/name`, as a resource id.
    Attribute(u32),
    /// Text; also every value of a document that is still text.
    String(Cow<'a, str>),
    /// A floating-point number.
    Float(f32),
    /// A size: the number in the upper 24 bits, its unit in the lower 4.
    Dimension(u32),
    /// A fraction, packed like a size.
    Fraction(u32),
    /// A whole number, flags and enums too.
    Int(i32),
    /// A truth value.
    Bool(bool),
    /// A colour, `0xAARRGGBB`.
    Color(u32),
}

impl<'a> Value<'a> {
    /// Reads the eight bytes of a `Res_value`; strings come from `pool`.
    pub(crate) fn read(bytes: &'a [u8], at: usize, pool: &Pool) -> Option<Self> {
        let kind = u8_at(bytes, at.checked_add(3)?)?;
        let data = u32_at(bytes, at.checked_add(4)?)?;
        Some(Self::typed(bytes, kind, data, pool))
    }

    /// A value from its type byte and its data.
    pub(crate) fn typed(bytes: &'a [u8], kind: u8, data: u32, pool: &Pool) -> Self {
        match kind {
            0x01 | 0x07 => Self::Reference(data),
            0x02 | 0x08 => Self::Attribute(data),
            0x03 => pool.get(bytes, data).map_or(Self::Null, Self::String),
            0x04 => Self::Float(f32::from_bits(data)),
            0x05 => Self::Dimension(data),
            0x06 => Self::Fraction(data),
            0x12 => Self::Bool(data != 0),
            0x10..=0x1b => Self::Int(data as i32),
            0x1c..=0x1f => Self::Color(data),
            _ => Self::Null,
        }
    }

    /// The text, when it is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// A truth value as Android converts it: a number other than 0, or the words `true` and `1`, is true.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Int(value) => Some(*value != 0),
            Self::Color(value) => Some(*value != 0),
            Self::String(text) => match text.trim() {
                "true" | "TRUE" | "True" | "1" => Some(true),
                "false" | "FALSE" | "False" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// A whole number: typed, or decimal or hexadecimal text.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(i64::from(*value)),
            Self::Bool(value) => Some(i64::from(*value)),
            Self::Color(value) => Some(i64::from(*value)),
            Self::Float(value) => Some(*value as i64),
            Self::String(text) => {
                let text = text.trim();
                match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
                    Some(hex) => i64::from_str_radix(hex, 16).ok(),
                    None => text.parse().ok(),
                }
            }
            _ => None,
        }
    }

    /// The resource id, when it is a reference to one.
    pub fn as_reference(&self) -> Option<u32> {
        match self {
            Self::Reference(id) if *id != 0 => Some(*id),
            _ => None,
        }
    }

    /// The value as text, the way a person would write it; references as `@0x7f010203`.
    pub fn display(&self) -> Cow<'_, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Reference(id) => Cow::Owned(format!("@0x{id:08x}")),
            Self::Attribute(id) => Cow::Owned(format!("?0x{id:08x}")),
            Self::String(text) => Cow::Borrowed(text),
            Self::Float(value) => Cow::Owned(value.to_string()),
            Self::Dimension(data) => {
                let unit = ["px", "dp", "sp", "pt", "in", "mm"];
                let unit = unit.get((data & 0xf) as usize).copied().unwrap_or_default();
                Cow::Owned(format!("{}{unit}", complex(*data)))
            }
            Self::Fraction(data) => {
                let unit = if data & 0xf == 1 { "%p" } else { "%" };
                Cow::Owned(format!("{}{unit}", complex(*data) * 100.0))
            }
            Self::Int(value) => Cow::Owned(value.to_string()),
            Self::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
            Self::Color(value) => Cow::Owned(format!("#{value:08x}")),
        }
    }

    /// The same value, owning its text.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Reference(id) => Value::Reference(id),
            Self::Attribute(id) => Value::Attribute(id),
            Self::String(text) => Value::String(Cow::Owned(text.into_owned())),
            Self::Float(value) => Value::Float(value),
            Self::Dimension(data) => Value::Dimension(data),
            Self::Fraction(data) => Value::Fraction(data),
            Self::Int(value) => Value::Int(value),
            Self::Bool(value) => Value::Bool(value),
            Self::Color(value) => Value::Color(value),
        }
    }
}

/// The number of a packed size: a signed 24-bit mantissa and one of four positions of the binary point.
pub(crate) fn complex(data: u32) -> f32 {
    let mantissa = (data as i32) >> 8;
    let scale = [1.0, 1.0 / 128.0, 1.0 / 32_768.0, 1.0 / 8_388_608.0];
    mantissa as f32
        * scale
            .get(((data >> 4) & 3) as usize)
            .copied()
            .unwrap_or(1.0)
}
