//! XML of a package, compiled (binary, or the message an app bundle keeps) or still text, as one [`Document`] type.
//!
//! The binary reader takes what Android's own reader takes: the file's type field is not looked at, unknown chunks are
//! stepped over, attributes are found through `attributeStart` and `attributeSize`, an attribute is known by its
//! resource id and not by its name, an end tag closes whatever is open. Where Android would refuse a chunk, reading
//! stops there and [`Document::problem`] says so.

use std::borrow::Cow;

use super::attr;
use super::bytes::{Chunk, u16_at, u32_at};
use super::pool::Pool;
use super::value::Value;
use crate::limits::Limits;

mod proto;
#[cfg(test)]
mod tests;
mod text;

pub(in crate::package) use proto::item;
pub(in crate::package) use text::{decode, entity};

const STRING_POOL: u16 = 0x0001;
const RESOURCE_MAP: u16 = 0x0180;
const START_ELEMENT: u16 = 0x0102;
const END_ELEMENT: u16 = 0x0103;
const CDATA: u16 = 0x0104;
const NONE: u32 = u32::MAX;

/// The namespace of framework attributes.
pub const ANDROID_NAMESPACE: &str = "http://schemas.android.com/apk/res/android";

/// Why a file is no XML document at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// Too short, or the sizes of its first header make no sense.
    #[error("not a compiled XML file")]
    NotXml,
    /// It holds no element.
    #[error("no element in the XML file")]
    NoElement,
    /// Text that is not well-formed before its first element is complete.
    #[error("malformed XML: {0}")]
    Malformed(String),
}

/// An attribute's or element's namespace, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Namespace {
    /// None.
    None,
    /// Android's.
    Android,
    /// Some other (`app:`, `tools:`, `dist:` …).
    Other,
}

/// An attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute<'a> {
    /// Resource id of the attribute; 0 when it has none. In text documents the id of the framework attribute of that
    /// name.
    pub id: u32,
    /// Namespace.
    pub namespace: Namespace,
    /// Local name as written; in obfuscated packages it may be empty or nonsense while `id` tells the truth.
    pub name: Cow<'a, str>,
    /// Text before compilation, when it was kept.
    pub raw: Option<Cow<'a, str>>,
    /// Typed value.
    pub value: Value<'a>,
}

impl Attribute<'_> {
    /// The name that Android goes by: that of the resource id when it is a known one, else the one written.
    pub fn known_name(&self) -> &str {
        attr::name(self.id).unwrap_or(&self.name)
    }
}

#[derive(Debug, Clone)]
struct Element<'a> {
    name: Cow<'a, str>,
    line: u32,
    parent: u32,
    /// Index after the last element inside this one.
    end: u32,
    attributes: (u32, u32),
    text: String,
}

/// An XML document: its elements in document order.
#[derive(Debug, Clone, Default)]
pub struct Document<'a> {
    elements: Vec<Element<'a>>,
    attributes: Vec<Attribute<'a>>,
    problem: Option<String>,
}

/// An element of a document. Cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Node<'d, 'a> {
    document: &'d Document<'a>,
    index: u32,
}

impl<'a> Document<'a> {
    /// Reads a document, compiled or text.
    ///
    /// # Errors
    /// [`XmlError`] when not even one element could be read.
    pub fn parse(bytes: &'a [u8], limits: &Limits) -> Result<Self, XmlError> {
        let mut builder = Builder::new(limits.xml_depth, bytes.len());
        match text::decode(bytes) {
            Some(source) => text::read(&source, &mut builder)?,
            None => read_binary(bytes, &mut builder)?,
        }
        let document = builder.finish();
        if document.elements.is_empty() {
            Err(XmlError::NoElement)
        } else {
            Ok(document)
        }
    }

    /// Puts values in place of texts, as compiling would: `link` is given the attribute's id and text.
    pub fn link(&mut self, link: impl Fn(u32, &str) -> Option<Value<'static>>) {
        for attribute in &mut self.attributes {
            if let Value::String(text) = &attribute.value
                && let Some(value) = link(attribute.id, text)
            {
                attribute.value = value;
            }
        }
    }

    /// Reads a document of an app bundle, where compiled XML is a protocol-buffer message; text stays text.
    ///
    /// # Errors
    /// [`XmlError`] when not even one element could be read.
    pub fn parse_proto(bytes: &'a [u8], limits: &Limits) -> Result<Self, XmlError> {
        // A message begins with the key of its first field, which is no mark of a text and no tag.
        if bytes.first() == Some(&b'<') || bytes.starts_with(b"\xef\xbb\xbf<") {
            return Self::parse(bytes, limits);
        }
        let mut builder = Builder::new(limits.xml_depth, bytes.len());
        proto::read(bytes, &mut builder);
        let document = builder.finish();
        if document.elements.is_empty() {
            // Files that were never compiled lie beside the others.
            Self::parse(bytes, limits)
        } else {
            Ok(document)
        }
    }

    /// The outermost element; of several, the first.
    pub fn root(&self) -> Option<Node<'_, 'a>> {
        (!self.elements.is_empty()).then_some(Node {
            document: self,
            index: 0,
        })
    }

    /// Every element in document order.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_, 'a>> {
        (0..self.elements.len() as u32).map(|index| Node {
            document: self,
            index,
        })
    }

    /// What stopped the reading before the end, or what was left out.
    pub fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }
}

impl<'d, 'a> Node<'d, 'a> {
    fn element(self) -> Option<&'d Element<'a>> {
        self.document.elements.get(self.index as usize)
    }

    /// Place in document order, from 0.
    pub fn index(self) -> usize {
        self.index as usize
    }

    /// Tag name without namespace.
    pub fn name(self) -> &'d str {
        self.element().map_or("", |element| &element.name)
    }

    /// Line of the source, 0 when unknown.
    pub fn line(self) -> u32 {
        self.element().map_or(0, |element| element.line)
    }

    /// Character data directly inside, trimmed.
    pub fn text(self) -> &'d str {
        self.element().map_or("", |element| element.text.trim())
    }

    /// Attributes in the order of the file.
    pub fn attributes(self) -> &'d [Attribute<'a>] {
        let range = self.element().map_or((0, 0), |element| element.attributes);
        self.document
            .attributes
            .get(range.0 as usize..range.1 as usize)
            .unwrap_or(&[])
    }

    /// The framework attribute of this resource id; of several, the first, as Android takes it.
    pub fn attr(self, id: u32) -> Option<&'d Value<'a>> {
        self.attributes()
            .iter()
            .find(|attribute| attribute.id == id)
            .map(|found| &found.value)
    }

    /// An attribute without namespace and resource id, such as the manifest's `package`.
    pub fn plain(self, name: &str) -> Option<&'d str> {
        let found = self.attributes().iter().find(|attribute| {
            attribute.namespace == Namespace::None && attribute.id == 0 && attribute.name == name
        })?;
        found.raw.as_deref().or_else(|| found.value.as_str())
    }

    /// An attribute by its written name, whatever its namespace (`app:`, `style` …).
    pub fn named(self, name: &str) -> Option<&'d Value<'a>> {
        self.attributes()
            .iter()
            .find(|attribute| attribute.name == name)
            .map(|found| &found.value)
    }

    /// The enclosing element.
    pub fn parent(self) -> Option<Node<'d, 'a>> {
        let parent = self.element()?.parent;
        (parent != NONE).then_some(Node {
            document: self.document,
            index: parent,
        })
    }

    /// The elements directly inside, in order.
    pub fn children(self) -> impl Iterator<Item = Node<'d, 'a>> {
        let document = self.document;
        let end = self.element().map_or(0, |element| element.end);
        let mut next = self.index.saturating_add(1);
        std::iter::from_fn(move || {
            let element = document
                .elements
                .get(next as usize)
                .filter(|_| next < end)?;
            let node = Node {
                document,
                index: next,
            };
            next = element.end.max(next + 1);
            Some(node)
        })
    }

    /// The elements directly inside with this tag name.
    pub fn children_named(self, name: &'static str) -> impl Iterator<Item = Node<'d, 'a>> {
        self.children().filter(move |child| child.name() == name)
    }
}

/// Builds the flat element list; shared by both readers.
struct Builder<'a> {
    document: Document<'a>,
    open: Vec<u32>,
    /// Open elements that were left out because they lie too deep.
    skipped: usize,
    depth: usize,
    attribute_budget: usize,
}

impl<'a> Builder<'a> {
    fn new(depth: usize, bytes: usize) -> Self {
        let document = Document::default();
        // An honest attribute takes 20 bytes compiled and at least 5 as text.
        Self {
            document,
            open: Vec::new(),
            skipped: 0,
            depth,
            attribute_budget: bytes / 4,
        }
    }

    fn problem(&mut self, text: impl Into<String>) {
        self.document.problem.get_or_insert_with(|| text.into());
    }

    fn start(&mut self, name: Cow<'a, str>, line: u32) -> bool {
        if self.skipped > 0 || self.open.len() >= self.depth {
            self.skipped += 1;
            let depth = self.depth;
            self.problem(format!("elements nested deeper than {depth} were left out"));
            return false;
        }
        let parent = self.open.last().copied().unwrap_or(NONE);
        let first = self.document.attributes.len() as u32;
        self.open.push(self.document.elements.len() as u32);
        let attributes = (first, first);
        let element = Element {
            name,
            line,
            parent,
            end: NONE,
            attributes,
            text: String::new(),
        };
        self.document.elements.push(element);
        true
    }

    fn attribute(&mut self, attribute: Attribute<'a>) -> bool {
        if self.attribute_budget == 0 {
            self.problem("more attributes than the file can hold");
            return false;
        }
        self.attribute_budget -= 1;
        self.document.attributes.push(attribute);
        if let Some(element) = self.document.elements.last_mut() {
            element.attributes.1 = self.document.attributes.len() as u32;
        }
        true
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0
            && let Some(&index) = self.open.last()
            && let Some(element) = self.document.elements.get_mut(index as usize)
        {
            element.text.push_str(text);
        }
    }

    fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
        } else if let Some(index) = self.open.pop() {
            let end = self.document.elements.len() as u32;
            if let Some(element) = self.document.elements.get_mut(index as usize) {
                element.end = end;
            }
        }
    }

    fn finish(mut self) -> Document<'a> {
        while !self.open.is_empty() {
            self.end();
        }
        self.document
    }
}

fn read_binary<'a>(bytes: &'a [u8], builder: &mut Builder<'a>) -> Result<(), XmlError> {
    let file = Chunk::read(bytes, 0, bytes.len()).ok_or(XmlError::NotXml)?;
    if file.cut {
        builder.problem("the file is shorter than its header says");
    }
    let mut pool = Pool::default();
    let mut map = (0usize, 0usize);
    let mut text_bytes = 0usize;
    let mut at = file.body;
    while at + 8 <= file.end {
        let Some(chunk) = Chunk::read(bytes, at, file.end) else {
            builder.problem(format!("broken chunk at offset {at}"));
            break;
        };
        at = chunk.end;
        match chunk.kind {
            STRING_POOL => pool = Pool::parse(bytes, chunk).unwrap_or(pool),
            RESOURCE_MAP => map = (chunk.body, (chunk.end - chunk.body) / 4),
            START_ELEMENT => start_element(bytes, chunk, &pool, map, builder),
            END_ELEMENT => builder.end(),
            CDATA => {
                let text = u32_at(bytes, chunk.body).and_then(|index| pool.get(bytes, index));
                let text = text.unwrap_or_default();
                text_bytes += text.len();
                // Every chunk may name the same long string; an honest document does not.
                if text_bytes <= bytes.len().saturating_mul(16) {
                    builder.text(&text);
                } else {
                    builder.problem("more character data than the file can hold");
                }
            }
            _ => {}
        }
        if chunk.cut {
            builder.problem(format!("the chunk at offset {} is cut off", chunk.at));
        }
    }
    Ok(())
}

fn start_element<'a>(
    bytes: &'a [u8],
    chunk: Chunk,
    pool: &Pool,
    map: (usize, usize),
    builder: &mut Builder<'a>,
) {
    let ext = chunk.body;
    let name = u32_at(bytes, ext + 4)
        .and_then(|index| pool.get(bytes, index))
        .unwrap_or_default();
    let line = u32_at(bytes, chunk.at + 8).unwrap_or(0);
    let short = |offset: usize| u16_at(bytes, ext + offset).map_or(0, usize::from);
    let (start, size, count) = (short(8), short(10), short(12));
    if !builder.start(name, line) {
        return;
    }
    for index in 0..count {
        let at = ext + start + index * size;
        if at + 20 > chunk.end {
            builder.problem(format!(
                "attributes reach beyond the element of line {line}"
            ));
            break;
        }
        let word = |offset: usize| u32_at(bytes, at + offset).unwrap_or(NONE);
        let name = word(4);
        let id = match usize::try_from(name) {
            Ok(entry) if entry < map.1 => u32_at(bytes, map.0 + 4 * entry).unwrap_or(0),
            _ => 0,
        };
        let namespace = match word(0) {
            NONE => Namespace::None,
            uri if pool.get(bytes, uri).as_deref() == Some(ANDROID_NAMESPACE) => Namespace::Android,
            _ => Namespace::Other,
        };
        let name = pool.get(bytes, name).unwrap_or_default();
        // A document without a resource map keeps only names.
        let id = match namespace {
            Namespace::Android if map.1 == 0 => attr::id(&name).unwrap_or(0),
            _ => id,
        };
        let raw = match word(8) {
            NONE => None,
            index => pool.get(bytes, index),
        };
        let value = Value::read(bytes, at + 12, pool).unwrap_or(Value::Null);
        if !builder.attribute(Attribute {
            id,
            namespace,
            name,
            raw,
            value,
        }) {
            break;
        }
    }
}
