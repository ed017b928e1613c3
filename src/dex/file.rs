//! The header and the index tables.

use super::bytes::{Cursor, u16_at, u32_at};
use super::mutf8::MStr;
use super::value::{self, Value};
use crate::diagnostic::Diagnostic;

/// Why a file cannot be read as DEX at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DexError {
    /// The magic number is not that of a DEX file.
    #[error("not a DEX file")]
    NotDex,
    /// A version that is not 035 to 041.
    #[error("DEX version {0:?} is not supported")]
    Version(String),
    /// Big-endian file (`endian_tag` swapped); no Android runtime reads it.
    #[error("byte-swapped DEX files are not supported")]
    Swapped,
    /// `endian_tag` is neither value.
    #[error("the DEX header is damaged (endian tag {0:#010x})")]
    Endian(u32),
    /// The file ends inside the header.
    #[error("the DEX header is cut off")]
    Truncated,
}

const HEADER: usize = 0x70;
const HEADER_V41: usize = 0x78;

/// Part of the file that holds rows of equal width; `len` rows are known to lie within the file.
#[derive(Debug, Clone, Copy, Default)]
struct Table {
    at: u32,
    len: u32,
}

impl Table {
    fn row<'a, const N: usize>(&self, data: &'a [u8], index: u32) -> Option<&'a [u8; N]> {
        if index >= self.len {
            return None;
        }
        let at = self.at as usize + index as usize * N;
        data.get(at..)?.first_chunk()
    }
}

/// One DEX file (one header of a container). `Copy`: a handle on the mapped bytes.
#[derive(Clone, Copy)]
pub struct Dex<'a> {
    /// What offsets are relative to: the file, or the whole container from version 041 on.
    data: &'a [u8],
    header: u32,
    version: u16,
    strings: Table,
    types: Table,
    protos: Table,
    fields: Table,
    methods: Table,
    classes: Table,
    call_sites: Table,
    handles: Table,
}

impl std::fmt::Debug for Dex<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Dex({:03}, {} classes)", self.version, self.classes.len)
    }
}

/// A prototype: return type and parameters.
#[derive(Debug, Clone, Copy)]
pub struct Proto<'a> {
    /// Short form, a string index.
    pub shorty: u32,
    /// Return type, a type index.
    pub returns: u32,
    /// Parameter types.
    pub parameters: TypeList<'a>,
}

/// A field reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Class, a type index.
    pub class: u16,
    /// Type, a type index.
    pub ty: u16,
    /// Name, a string index.
    pub name: u32,
}

/// A method reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method {
    /// Class (or array type), a type index.
    pub class: u16,
    /// Prototype index.
    pub proto: u16,
    /// Name, a string index.
    pub name: u32,
}

/// A method handle (`method_handle_item`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodHandle {
    /// 0–3: static put, static get, instance put, instance get; 4–8: invoke static, instance, constructor, direct,
    /// interface.
    pub kind: u16,
    /// Field index for kinds 0–3, else method index.
    pub target: u16,
}

impl MethodHandle {
    /// Whether `target` is a method.
    pub fn is_invoke(self) -> bool {
        matches!(self.kind, 4..=8)
    }
}

/// A call site of `invoke-custom`.
#[derive(Debug, Clone, PartialEq)]
pub struct CallSite {
    /// Bootstrap method, a method-handle index.
    pub bootstrap: u32,
    /// Name of the method to link, a string index.
    pub name: u32,
    /// Its type, a proto index.
    pub proto: u32,
    /// The bootstrap method's further arguments.
    pub arguments: Vec<Value>,
}

/// A list of type indexes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TypeList<'a>(&'a [u8]);

impl<'a> TypeList<'a> {
    /// Number of types.
    pub fn len(self) -> usize {
        self.0.len() / 2
    }

    /// Whether it has none.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The type indexes in order (not checked against the type table).
    pub fn iter(self) -> impl ExactSizeIterator<Item = u32> + 'a {
        self.0
            .as_chunks::<2>()
            .0
            .iter()
            .map(|b| u32::from(u16::from_le_bytes(*b)))
    }
}

impl<'a> Dex<'a> {
    /// Reads all headers of a file: one, or those of a container in order. A table that the file is too short for is
    /// cut to what is there and told in a diagnostic.
    pub fn parse(bytes: &'a [u8]) -> Result<(Vec<Self>, Vec<Diagnostic>), DexError> {
        let mut diagnostics = Vec::new();
        let first = Self::header(bytes, 0, &mut diagnostics)?;
        let mut dexes = vec![first];
        // Headers of a container may share tables; the sum bounds what walking all of them can cost.
        let mut rows = first.rows();
        let mut last = first;
        while last.version >= 41 {
            let size = u32_at(bytes, last.header as usize + 0x20).unwrap_or(0);
            let Some(next) = last.header.checked_add(size).filter(|n| *n > last.header) else {
                break;
            };
            if next as usize >= bytes.len() {
                break;
            }
            match Self::header(bytes, next, &mut diagnostics) {
                Ok(dex) => {
                    rows = rows.saturating_add(dex.rows());
                    if rows > bytes.len() {
                        diagnostics.push(Diagnostic::error(
                            "dex-container-overlap",
                            "the headers of a DEX container claim more table rows than it has room for",
                        ));
                        break;
                    }
                    dexes.push(dex);
                    last = dex;
                }
                Err(error) => {
                    diagnostics.push(Diagnostic::error(
                        "dex-container-header",
                        format!(
                            "header {} of a DEX container cannot be read: {error}",
                            dexes.len()
                        ),
                    ));
                    break;
                }
            }
        }
        Ok((dexes, diagnostics))
    }

    fn rows(&self) -> usize {
        let tables = [
            self.strings,
            self.types,
            self.protos,
            self.fields,
            self.methods,
            self.classes,
        ];
        tables.iter().map(|t| t.len as usize).sum()
    }

    fn header(all: &'a [u8], at: u32, diagnostics: &mut Vec<Diagnostic>) -> Result<Self, DexError> {
        let head = all.get(at as usize..).unwrap_or_default();
        let magic = head.get(..8).ok_or(DexError::NotDex)?;
        if !magic.starts_with(b"dex\n") || magic.last() != Some(&0) {
            return Err(DexError::NotDex);
        }
        let digits = magic.get(4..7).unwrap_or_default();
        let version = match digits {
            // 036 was written by preview tools only and has the layout of 035.
            b"035" | b"036" => 35,
            b"037" => 37,
            b"038" => 38,
            b"039" => 39,
            b"040" => 40,
            b"041" => 41,
            _ => return Err(DexError::Version(MStr::new(digits).text().into_owned())),
        };
        match u32_at(head, 0x28).ok_or(DexError::Truncated)? {
            0x1234_5678 => {}
            0x7856_3412 => return Err(DexError::Swapped),
            other => return Err(DexError::Endian(other)),
        }
        let size = if version >= 41 { HEADER_V41 } else { HEADER };
        if head.len() < size {
            return Err(DexError::Truncated);
        }
        let word = |at: usize| u32_at(head, at).unwrap_or(0);
        // Offsets count from the header up to version 040, from the container's start from 041 on.
        let data = if version >= 41 { all } else { head };
        let file_size = word(0x20);
        if version < 41 && file_size as usize > data.len() {
            diagnostics.push(Diagnostic::error(
                "dex-truncated",
                format!(
                    "the DEX header says {file_size} bytes, the file has {}",
                    data.len()
                ),
            ));
        }
        let mut table = |what: &str, at: usize, width: usize| {
            let (len, start) = (word(at), word(at + 4));
            clip(data, what, len, start, width, diagnostics)
        };
        let mut dex = Self {
            data,
            header: if version >= 41 { at } else { 0 },
            version,
            strings: table("string_ids", 0x38, 4),
            types: table("type_ids", 0x40, 4),
            protos: table("proto_ids", 0x48, 12),
            fields: table("field_ids", 0x50, 8),
            methods: table("method_ids", 0x58, 8),
            classes: table("class_defs", 0x60, 32),
            call_sites: Table::default(),
            handles: Table::default(),
        };
        // Call sites and method handles are found through the map list only.
        for (kind, len, start) in dex.map() {
            match kind {
                7 => dex.call_sites = clip(data, "call_site_ids", len, start, 4, diagnostics),
                8 => dex.handles = clip(data, "method_handles", len, start, 8, diagnostics),
                _ => {}
            }
        }
        Ok(dex)
    }

    /// Format version: 35, 37 … 41.
    pub fn version(&self) -> u16 {
        self.version
    }

    /// The map list: item type, number of items, offset. Ends with the file.
    pub fn map(&self) -> impl Iterator<Item = (u16, u32, u32)> + 'a {
        let at = u32_at(self.data, self.header as usize + 0x34).unwrap_or(0);
        let mut cursor = if at == 0 {
            None
        } else {
            Cursor::new(self.data, at)
        };
        let len = cursor.as_mut().and_then(Cursor::u32).unwrap_or(0);
        (0..len).map_while(move |_| {
            let cursor = cursor.as_mut()?;
            let kind = cursor.u16()?;
            cursor.u16()?;
            Some((kind, cursor.u32()?, cursor.u32()?))
        })
    }

    /// Whether the header's Adler-32 checksum is that of the file. Packers often leave it wrong; it says nothing about
    /// whether the file can be read. Costs a pass over the bytes.
    pub fn checksum_matches(&self) -> bool {
        let head = self.data.get(self.header as usize..).unwrap_or_default();
        let size = u32_at(head, 0x20).unwrap_or(0) as usize;
        let body = head.get(12..size.min(head.len())).unwrap_or_default();
        u32_at(head, 8) == Some(simd_adler32::adler32(&body))
    }

    /// Number of strings. The indexes of every table run from 0 to its number of rows.
    pub fn string_count(&self) -> u32 {
        self.strings.len
    }

    /// Number of types.
    pub fn type_count(&self) -> u32 {
        self.types.len
    }

    /// Number of prototypes.
    pub fn proto_count(&self) -> u32 {
        self.protos.len
    }

    /// Number of field references.
    pub fn field_count(&self) -> u32 {
        self.fields.len
    }

    /// Number of method references.
    pub fn method_count(&self) -> u32 {
        self.methods.len
    }

    /// Number of class definitions.
    pub fn class_count(&self) -> u32 {
        self.classes.len
    }

    /// Number of call sites.
    pub fn call_site_count(&self) -> u32 {
        self.call_sites.len
    }

    /// Number of method handles.
    pub fn method_handle_count(&self) -> u32 {
        self.handles.len
    }

    /// Where a string's bytes begin; strings of one place are equal.
    pub(crate) fn string_offset(&self, index: u32) -> Option<u32> {
        self.strings
            .row(self.data, index)
            .map(|b| u32::from_le_bytes(*b))
    }

    /// A string.
    pub fn string(&self, index: u32) -> Option<MStr<'a>> {
        let mut cursor = Cursor::new(self.data, self.string_offset(index)?)?;
        // One UTF-16 unit takes at most three bytes: a lying length cannot make the search run far.
        let units = cursor.uleb()? as usize;
        let rest = cursor.rest();
        let window = rest
            .get(..units.saturating_mul(3).saturating_add(1))
            .unwrap_or(rest);
        let end = memchr::memchr(0, window)?;
        window.get(..end).map(MStr::new)
    }

    /// The string index of a type's descriptor.
    pub fn type_string(&self, index: u32) -> Option<u32> {
        self.types
            .row(self.data, index)
            .map(|b| u32::from_le_bytes(*b))
    }

    /// A type's descriptor, e.g. `Landroid/app/Activity;`.
    pub fn type_name(&self, index: u32) -> Option<MStr<'a>> {
        self.string(self.type_string(index)?)
    }

    /// A prototype.
    pub fn proto(&self, index: u32) -> Option<Proto<'a>> {
        let row: &[u8; 12] = self.protos.row(self.data, index)?;
        let parameters = self.type_list(u32_at(row, 8)?);
        Some(Proto {
            shorty: u32_at(row, 0)?,
            returns: u32_at(row, 4)?,
            parameters,
        })
    }

    /// A field reference.
    pub fn field(&self, index: u32) -> Option<Field> {
        let row: &[u8; 8] = self.fields.row(self.data, index)?;
        Some(Field {
            class: u16_at(row, 0)?,
            ty: u16_at(row, 2)?,
            name: u32_at(row, 4)?,
        })
    }

    /// A method reference.
    pub fn method(&self, index: u32) -> Option<Method> {
        let row: &[u8; 8] = self.methods.row(self.data, index)?;
        Some(Method {
            class: u16_at(row, 0)?,
            proto: u16_at(row, 2)?,
            name: u32_at(row, 4)?,
        })
    }

    /// A method handle.
    pub fn method_handle(&self, index: u32) -> Option<MethodHandle> {
        let row: &[u8; 8] = self.handles.row(self.data, index)?;
        Some(MethodHandle {
            kind: u16_at(row, 0)?,
            target: u16_at(row, 4)?,
        })
    }

    /// A call site; `None` too when its first three values are not of the kinds the format asks for.
    pub fn call_site(&self, index: u32) -> Option<CallSite> {
        let at = u32::from_le_bytes(*self.call_sites.row(self.data, index)?);
        let mut values = value::array(self.data, at)?.into_iter();
        match (values.next()?, values.next()?, values.next()?) {
            (Value::MethodHandle(bootstrap), Value::String(name), Value::MethodType(proto)) => {
                Some(CallSite {
                    bootstrap,
                    name,
                    proto,
                    arguments: values.collect(),
                })
            }
            _ => None,
        }
    }

    /// The list of types at `at` (0: the empty list), cut to the file.
    pub(crate) fn type_list(&self, at: u32) -> TypeList<'a> {
        let list = || {
            let mut cursor = Cursor::new(self.data, at)?;
            let len = (cursor.u32()? as usize).saturating_mul(2);
            let rest = cursor.rest();
            Some(TypeList(rest.get(..len).unwrap_or(rest)))
        };
        if at == 0 {
            TypeList::default()
        } else {
            list().unwrap_or_default()
        }
    }

    pub(crate) fn class_row(&self, index: u32) -> Option<&'a [u8; 32]> {
        self.classes.row(self.data, index)
    }

    /// The bytes that offsets are relative to.
    pub(crate) fn data(&self) -> &'a [u8] {
        self.data
    }
}

fn clip(
    data: &[u8],
    what: &str,
    len: u32,
    at: u32,
    width: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Table {
    let room = data.len().saturating_sub(at as usize) / width;
    let fits = u32::try_from(room).unwrap_or(u32::MAX).min(len);
    if fits < len {
        diagnostics.push(Diagnostic::error(
            "dex-truncated",
            format!("{what} claims {len} rows, the file has room for {fits}"),
        ));
    }
    Table { at, len: fits }
}
