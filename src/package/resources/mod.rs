//! `resources.arsc`: every table of an app (base and splits) as one lookup.
//!
//! * `mod.rs`: lookups over all tables.
//! * `config.rs`: configurations and locales.
//! * `table.rs`: the format of one table.
//! * `proto.rs`: the table of an app bundle, compiled to that format; `source.rs`, `values.rs`: the resources of a library, which
//!   are still source, the same; `write.rs`: the writer of both.

mod config;
mod proto;
mod source;
mod table;
#[cfg(test)]
mod tests;
mod values;
mod write;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

pub use config::{Config, Locale, Wanted};
use table::{Body, Entry, PackageTable, Table, TypeChunk};

pub use super::pool::Span;
use super::value::Value;
use crate::diagnostic::Diagnostic;
use crate::limits::Limits;

/// The resource tables of an app. Indexed by chunk when read; values are decoded when asked for.
#[derive(Debug, Clone, Default)]
pub struct Resources<'a> {
    tables: Vec<Table<'a>>,
    reference_depth: usize,
    /// Ids by type and name, where resources are still named in XML and code: in a library.
    names: source::Names,
}

/// A resource's type and entry name, e.g. `string` and `app_name`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResourceName {
    /// Type.
    pub kind: String,
    /// Entry name; obfuscated packages may give nonsense.
    pub entry: String,
}

impl std::fmt::Display for ResourceName {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "@{}/{}", self.kind, self.entry)
    }
}

/// A text of a table, see [`Resources::for_each_text`].
#[derive(Debug)]
pub struct TextEntry<'t> {
    /// Resource id.
    pub id: u32,
    /// Locale the text is for.
    pub locale: Locale,
    /// The text.
    pub text: Cow<'t, str>,
    /// Styled ranges: a link's address is in the tag (`a;href=…`).
    pub spans: Vec<Span<'t>>,
}

/// A resource that is a file of the package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileResource {
    /// Entry of the archive.
    pub path: String,
    /// Resource id.
    pub id: u32,
    /// Configuration it is meant for.
    pub config: Config,
    /// Entry name of the resource.
    pub name: String,
}

/// A bag: a style, an array, a plural.
#[derive(Debug, Clone, PartialEq)]
pub struct Bag<'t> {
    /// Parent style, 0 for none.
    pub parent: u32,
    /// Attribute id (or index, or plural form) and value.
    pub items: Vec<(u32, Value<'t>)>,
}

struct Found<'t, 'a> {
    table: &'t Table<'a>,
    package: &'t PackageTable,
    chunk: &'t TypeChunk,
    entry: Entry,
}

impl<'a> Resources<'a> {
    /// Indexes the tables of one app, each with the name of where it stands for the diagnostics.
    pub fn read(tables: Vec<(String, Cow<'a, [u8]>)>, limits: &Limits) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut resources = Self {
            tables: Vec::new(),
            reference_depth: limits.reference_depth,
            names: source::Names::new(),
        };
        for (place, bytes) in tables {
            let (table, problem) = Table::parse(bytes);
            resources.tables.push(table);
            diagnostics
                .extend(problem.map(|text| Diagnostic::error("resources-broken", text).at(place)));
        }
        (resources, diagnostics)
    }

    /// Compiles the table of an app bundle's module (`resources.pb`) to the table that [`Resources::read`] takes. The second
    /// part tells what could not be read.
    pub fn compile(bytes: &[u8]) -> (Vec<u8>, Option<String>) {
        proto::compile(bytes)
    }

    /// Adds the resources of a library, which are still source: files below `res/` by their paths, with the contents of the
    /// XML files among them, and `R.txt`. The result tells of files that could not be read to their end.
    pub fn add_source(
        &mut self,
        files: &[(String, Option<Cow<'_, [u8]>>)],
        listing: &str,
    ) -> Vec<Diagnostic> {
        let compiled = source::compile(files, listing);
        let (table, problem) = Table::parse(Cow::Owned(compiled.table));
        self.tables.push(table);
        self.names.extend(compiled.names);
        let own = problem.map(|text| Diagnostic::error("resources-broken", text));
        let files = compiled.problems.into_iter();
        files
            .map(|(path, text)| Diagnostic::error("resources-broken", text).at(path))
            .chain(own)
            .collect()
    }

    /// The id of a resource of a library.
    pub fn find(&self, kind: &str, entry: &str) -> Option<u32> {
        if self.names.is_empty() {
            return None;
        }
        let key = (kind.to_owned(), source::key(entry));
        self.names.get(&key).copied()
    }

    /// What a value in the XML of a library stands for, when it is a reference or a colour.
    pub fn linked(&self, id: u32, text: &str) -> Option<Value<'static>> {
        if self.names.is_empty() {
            return None;
        }
        match id {
            super::attr::TEXT_COLOR if text.starts_with('#') => {
                source::color(text).map(Value::Color)
            }
            _ => source::reference(text, &self.names),
        }
    }

    /// Whether there is no table at all.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    fn candidates(&self, id: u32) -> impl Iterator<Item = Found<'_, 'a>> {
        let [package_id, type_id, high, low] = id.to_be_bytes();
        let index = u16::from_be_bytes([high, low]);
        self.tables.iter().flat_map(move |table| {
            let packages = table.packages.iter();
            // Package 0 stands for "this one" in shared libraries.
            let packages = packages.filter(move |found| found.id == package_id || package_id == 0);
            packages.flat_map(move |package| {
                let chunks = package.types.get(&type_id).map_or(&[][..], Vec::as_slice);
                chunks.iter().filter_map(move |chunk| {
                    let entry = chunk.find(&table.bytes, index)?;
                    Some(Found {
                        table,
                        package,
                        chunk,
                        entry,
                    })
                })
            })
        })
    }

    fn best(&self, id: u32, wanted: &Wanted) -> Option<Found<'_, 'a>> {
        self.candidates(id)
            .min_by_key(|found| wanted.rank(&found.chunk.config))
    }

    /// The value of a resource, references followed. `None` when there is no such resource, when it is a bag, or when
    /// its references go round or on for too long. A reference to the framework is returned as it is.
    pub fn resolve(&self, id: u32, wanted: &Wanted) -> Option<Value<'_>> {
        let mut visited = Vec::new();
        let mut id = id;
        loop {
            if visited.len() >= self.reference_depth || visited.contains(&id) {
                return None;
            }
            visited.push(id);
            let found = self.best(id, wanted)?;
            let Body::Simple(kind, data) = found.entry.body else {
                return None;
            };
            match found.table.value(kind, data) {
                Value::Reference(next) if next >> 24 == 1 => return Some(Value::Reference(next)),
                Value::Reference(0) => return Some(Value::Null),
                Value::Reference(next) => id = next,
                value => return Some(value),
            }
        }
    }

    /// A value with its reference followed; any other value, and a reference that leads nowhere, as it is.
    pub fn follow<'v>(&'v self, value: &Value<'v>, wanted: &Wanted) -> Value<'v> {
        match value.as_reference() {
            Some(id) => self.resolve(id, wanted).unwrap_or_else(|| value.clone()),
            None => value.clone(),
        }
    }

    /// The text of a resource.
    pub fn text(&self, id: u32, wanted: &Wanted) -> Option<Cow<'_, str>> {
        match self.resolve(id, wanted)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a resource in every locale that has one, sorted by locale.
    pub fn texts(&self, id: u32) -> Vec<(Locale, Cow<'_, str>)> {
        // One pass: tables have up to a hundred locales, and a look-up goes over all of them.
        let mut best: BTreeMap<Locale, Found<'_, 'a>> = BTreeMap::new();
        let rank = |found: &Found<'_, 'a>| {
            let config = &found.chunk.config;
            (config.others, u16::MAX - config.sdk)
        };
        for found in self.candidates(id) {
            let locale = found.chunk.config.locale;
            if best
                .get(&locale)
                .is_none_or(|known| rank(&found) < rank(known))
            {
                best.insert(locale, found);
            }
        }
        let mut texts = Vec::new();
        for (locale, found) in best {
            let Body::Simple(kind, data) = found.entry.body else {
                continue;
            };
            let text = match found.table.value(kind, data) {
                Value::String(text) => Some(text),
                Value::Reference(next) => self.text(next, &Wanted::locale(locale)),
                _ => None,
            };
            texts.extend(text.map(|text| (locale, text)));
        }
        texts
    }

    /// A bag's items, as stored (references are not followed).
    pub fn bag(&self, id: u32, wanted: &Wanted) -> Option<Bag<'_>> {
        let found = self.best(id, wanted)?;
        let Body::Bag { parent, at, count } = found.entry.body else {
            return None;
        };
        let items = (0..count)
            .map_while(|index| found.table.item(at, index))
            .collect();
        Some(Bag { parent, items })
    }

    /// An attribute's value in a style or one of its parents.
    pub fn style_value(&self, style: u32, attribute: u32) -> Option<Value<'_>> {
        let wanted = Wanted::default_locale();
        let mut visited = Vec::new();
        let mut style = style;
        while style != 0 && visited.len() < self.reference_depth && !visited.contains(&style) {
            visited.push(style);
            let found = self.best(style, &wanted)?;
            style = match found.entry.body {
                Body::Bag { parent, at, count } => {
                    let items = (0..count).map_while(|index| found.table.item(at, index));
                    if let Some(item) = items.into_iter().find(|item| item.0 == attribute) {
                        return Some(self.follow(&item.1, &wanted));
                    }
                    parent
                }
                // A style may stand for another one.
                Body::Simple(kind, data) => found.table.value(kind, data).as_reference()?,
            };
        }
        None
    }

    /// Type and entry name of a resource.
    pub fn name(&self, id: u32) -> Option<ResourceName> {
        let found = self.candidates(id).next()?;
        let bytes = &found.table.bytes;
        let kind = found
            .package
            .type_name(bytes, (id >> 16) as u8)?
            .into_owned();
        let entry = found.package.key_name(bytes, found.entry.key)?.into_owned();
        Some(ResourceName { kind, entry })
    }

    /// Every locale that some value is for, sorted, the default included.
    pub fn locales(&self) -> Vec<Locale> {
        let mut locales = BTreeSet::new();
        for (_, _, _, chunk) in self.chunks() {
            locales.insert(chunk.config.locale);
        }
        locales.into_iter().collect()
    }

    /// The files of a type (`layout`, `xml`, `raw` …), sorted by path.
    pub fn files(&self, kind: &str) -> Vec<FileResource> {
        let mut files = Vec::new();
        for (table, package, type_id, chunk) in self.chunks() {
            let bytes = &table.bytes;
            if package.type_name(bytes, type_id).as_deref() != Some(kind) {
                continue;
            }
            for (index, entry) in slots(bytes, chunk) {
                let Body::Simple(value_kind, data) = entry.body else {
                    continue;
                };
                if let Value::String(path) = table.value(value_kind, data) {
                    files.push(FileResource {
                        path: path.into_owned(),
                        id: resource_id(package.id, type_id, index),
                        config: chunk.config,
                        name: package
                            .key_name(bytes, entry.key)
                            .unwrap_or_default()
                            .into_owned(),
                    });
                }
            }
        }
        files.sort_unstable();
        files
    }

    /// Visits every text of every table: strings, and the items of arrays, plurals and styles; paths of files are left
    /// out. Order: tables, types, configurations, entries. `false` when the tables repeat themselves so often that the
    /// visit was broken off.
    pub fn for_each_text<'t>(&'t self, mut visit: impl FnMut(TextEntry<'t>)) -> bool {
        let size: usize = self.tables.iter().map(|table| table.bytes.len()).sum();
        // Honest tables share strings between entries, but not without end.
        let mut items = size.saturating_add(1 << 16);
        let mut characters = size.saturating_mul(16).saturating_add(1 << 20);
        for (table, package, type_id, chunk) in self.chunks() {
            let bytes = &table.bytes;
            for (index, entry) in slots(bytes, chunk) {
                let id = resource_id(package.id, type_id, index);
                let mut give = |kind: u8, data: u32| {
                    if kind != 0x03 {
                        return true;
                    }
                    let Value::String(text) = table.value(kind, data) else {
                        return true;
                    };
                    let Some(left) = characters.checked_sub(text.len()) else {
                        return false;
                    };
                    characters = left;
                    if !text.starts_with("res/") {
                        let spans = table.strings.spans(bytes, data);
                        visit(TextEntry {
                            id,
                            locale: chunk.config.locale,
                            text,
                            spans,
                        });
                    }
                    true
                };
                let complete = match entry.body {
                    Body::Simple(kind, data) => give(kind, data),
                    Body::Bag { at, count, .. } => {
                        let Some(left) = items.checked_sub(count) else {
                            return false;
                        };
                        items = left;
                        (0..count).all(|item| match table.raw_item(at, item) {
                            Some((kind, data)) => give(kind, data),
                            None => true,
                        })
                    }
                };
                if !complete {
                    return false;
                }
            }
        }
        true
    }

    fn chunks(&self) -> impl Iterator<Item = (&Table<'a>, &PackageTable, u8, &TypeChunk)> {
        self.tables.iter().flat_map(|table| {
            table.packages.iter().flat_map(move |package| {
                package.types.iter().flat_map(move |(&type_id, chunks)| {
                    chunks
                        .iter()
                        .map(move |chunk| (table, package, type_id, chunk))
                })
            })
        })
    }
}

fn slots(bytes: &[u8], chunk: &TypeChunk) -> impl Iterator<Item = (u16, Entry)> {
    (0..chunk.slots()).filter_map(move |slot| chunk.slot(bytes, slot))
}

fn resource_id(package: u8, kind: u8, entry: u16) -> u32 {
    let [high, low] = entry.to_be_bytes();
    u32::from_be_bytes([package, kind, high, low])
}
