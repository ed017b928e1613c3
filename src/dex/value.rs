//! Encoded values and annotations.

use super::bytes::Cursor;

/// A constant of the file: static field values, annotation values, call-site arguments. Indexes are not checked against
/// their tables. Floats are kept as bits, so that values compare.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Value {
    Byte(i8),
    Short(i16),
    Char(u16),
    Int(i32),
    Long(i64),
    /// Bits of an `f32`.
    Float(u32),
    /// Bits of an `f64`.
    Double(u64),
    /// A proto index.
    MethodType(u32),
    MethodHandle(u32),
    String(u32),
    Type(u32),
    Field(u32),
    Method(u32),
    /// A field index.
    Enum(u32),
    Array(Vec<Value>),
    /// Type index; name (string index) and value pairs.
    Annotation(u32, Vec<(u32, Value)>),
    Null,
    Boolean(bool),
}

/// Nesting that values may have; the Java language allows two or three levels.
const MAX_DEPTH: u32 = 32;

/// The encoded array at `at`; `None` when broken or nested too deeply.
pub(crate) fn array(data: &[u8], at: u32) -> Option<Vec<Value>> {
    elements(&mut Cursor::new(data, at)?, MAX_DEPTH)
}

fn elements(cursor: &mut Cursor<'_>, depth: u32) -> Option<Vec<Value>> {
    let len = cursor.uleb()? as usize;
    // Every element takes at least one byte.
    let mut values = Vec::with_capacity(len.min(cursor.rest().len()).min(1024));
    for _ in 0..len {
        values.push(value(cursor, depth)?);
    }
    Some(values)
}

fn pairs(cursor: &mut Cursor<'_>, depth: u32) -> Option<(u32, Vec<(u32, Value)>)> {
    let ty = cursor.uleb()?;
    let len = cursor.uleb()? as usize;
    let mut pairs = Vec::with_capacity(len.min(cursor.rest().len()).min(64));
    for _ in 0..len {
        pairs.push((cursor.uleb()?, value(cursor, depth)?));
    }
    Some((ty, pairs))
}

fn value(cursor: &mut Cursor<'_>, depth: u32) -> Option<Value> {
    let head = cursor.u8()?;
    let arg = head >> 5;
    let kind = head & 0x1f;
    match kind {
        0x1c => return elements(cursor, depth.checked_sub(1)?).map(Value::Array),
        0x1d => {
            let (ty, pairs) = pairs(cursor, depth.checked_sub(1)?)?;
            return Some(Value::Annotation(ty, pairs));
        }
        0x1e => return Some(Value::Null),
        0x1f => return Some(Value::Boolean(arg != 0)),
        _ => {}
    }
    let bytes = cursor.take(usize::from(arg) + 1)?;
    let mut raw = [0u8; 8];
    raw.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    let bits = u64::from_le_bytes(raw);
    let missing = 56 - u32::from(arg) * 8;
    let signed = (bits << missing).cast_signed() >> missing;
    // Floats are stored without their low zero bytes.
    let float = bits << missing;
    // Shorter values than stored ones are cut: the runtime refuses such files, we only must not fail.
    Some(match kind {
        0x00 => Value::Byte(signed as i8),
        0x02 => Value::Short(signed as i16),
        0x03 => Value::Char(bits as u16),
        0x04 => Value::Int(signed as i32),
        0x06 => Value::Long(signed),
        0x10 => Value::Float((float >> 32) as u32),
        0x11 => Value::Double(float),
        0x15 => Value::MethodType(bits as u32),
        0x16 => Value::MethodHandle(bits as u32),
        0x17 => Value::String(bits as u32),
        0x18 => Value::Type(bits as u32),
        0x19 => Value::Field(bits as u32),
        0x1a => Value::Method(bits as u32),
        0x1b => Value::Enum(bits as u32),
        _ => return None,
    })
}

/// When an annotation is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Visibility {
    Build,
    Runtime,
    System,
}

/// An annotation; its values are decoded when asked for.
#[derive(Debug, Clone, Copy)]
pub struct Annotation<'a> {
    /// When it is kept.
    pub visibility: Visibility,
    /// Its class, a type index.
    pub ty: u32,
    body: Cursor<'a>,
}

impl Annotation<'_> {
    /// Name (string index) and value pairs; `None` when broken.
    pub fn values(&self) -> Option<Vec<(u32, Value)>> {
        pairs(&mut self.body.clone(), MAX_DEPTH).map(|(_, pairs)| pairs)
    }
}

/// All annotations of a class (`annotations_directory_item`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Annotations<'a> {
    data: &'a [u8],
    class: u32,
    fields: &'a [u8],
    methods: &'a [u8],
    parameters: &'a [u8],
}

impl<'a> Annotations<'a> {
    pub(crate) fn read(data: &'a [u8], at: u32) -> Self {
        let read = || {
            let mut cursor = Cursor::new(data, at)?;
            let class = cursor.u32()?;
            let lens = [cursor.u32()?, cursor.u32()?, cursor.u32()?];
            let [fields, methods, parameters] = lens.map(|len| {
                let len = (len as usize).saturating_mul(8).min(cursor.rest().len());
                cursor.take(len).unwrap_or_default()
            });
            Some(Self {
                data,
                class,
                fields,
                methods,
                parameters,
            })
        };
        if at == 0 {
            Self::default()
        } else {
            read().unwrap_or_default()
        }
    }

    /// Whether there is none at all.
    pub fn is_empty(&self) -> bool {
        self.class == 0
            && self.fields.is_empty()
            && self.methods.is_empty()
            && self.parameters.is_empty()
    }

    /// Annotations of the class itself.
    pub fn class(&self) -> impl Iterator<Item = Annotation<'a>> + 'a {
        set(self.data, self.class)
    }

    /// Annotations of fields: field index and annotation.
    pub fn fields(&self) -> impl Iterator<Item = (u32, Annotation<'a>)> + 'a {
        each(self.data, self.fields)
    }

    /// Annotations of methods: method index and annotation.
    pub fn methods(&self) -> impl Iterator<Item = (u32, Annotation<'a>)> + 'a {
        each(self.data, self.methods)
    }

    /// Annotations of parameters: method index, parameter number, annotation.
    pub fn parameters(&self) -> impl Iterator<Item = (u32, u32, Annotation<'a>)> + 'a {
        let data = self.data;
        rows(self.parameters).flat_map(move |(method, at)| {
            offsets(data, at)
                .zip(0u32..)
                .flat_map(move |(at, n)| set(data, at).map(move |a| (method, n, a)))
        })
    }
}

fn rows(bytes: &[u8]) -> impl Iterator<Item = (u32, u32)> + '_ {
    bytes.as_chunks::<8>().0.iter().map(|row| {
        let row = u64::from_le_bytes(*row);
        (row as u32, (row >> 32) as u32)
    })
}

fn each<'a>(data: &'a [u8], table: &'a [u8]) -> impl Iterator<Item = (u32, Annotation<'a>)> + 'a {
    rows(table).flat_map(move |(member, at)| set(data, at).map(move |a| (member, a)))
}

/// The offsets of a set or of a list of sets: a count, then that many offsets, as far as the file goes.
fn offsets(data: &[u8], at: u32) -> impl Iterator<Item = u32> + '_ {
    let mut cursor = if at == 0 { None } else { Cursor::new(data, at) };
    let len = cursor.as_mut().and_then(Cursor::u32).unwrap_or(0);
    (0..len).map_while(move |_| cursor.as_mut()?.u32())
}

fn set(data: &[u8], at: u32) -> impl Iterator<Item = Annotation<'_>> {
    offsets(data, at).filter_map(move |at| {
        let mut cursor = Cursor::new(data, at)?;
        let visibility = match cursor.u8()? {
            0 => Visibility::Build,
            1 => Visibility::Runtime,
            2 => Visibility::System,
            _ => return None,
        };
        let body = cursor;
        Some(Annotation {
            visibility,
            ty: cursor.uleb()?,
            body,
        })
    })
}
