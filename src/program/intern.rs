//! Interning: the tables of all DEX files become one. Names are compared as bytes and hashed once per file (in
//! parallel); ids are given in file order, so they do not depend on the hash or on the number of threads.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};
use rayon::prelude::*;

use super::ids::{FieldId, MethodId, NONE, ProtoId, SelId, StrId, TypeId};
use crate::dex::Dex;
use crate::diagnostic::Diagnostic;

/// What a DEX file's indexes are in the program; [`NONE`] for a broken row.
#[derive(Debug, Default)]
pub(crate) struct DexIds {
    pub(crate) strings: Vec<u32>,
    pub(crate) types: Vec<u32>,
    pub(crate) protos: Vec<u32>,
    pub(crate) fields: Vec<u32>,
    pub(crate) methods: Vec<u32>,
}

/// All names, types, prototypes, selectors, methods and fields.
#[derive(Default)]
pub(crate) struct Names<'a> {
    pub(crate) strings: Vec<&'a [u8]>,
    string_table: HashTable<u32>,
    /// Descriptor of each type.
    pub(crate) types: Vec<StrId>,
    type_of: Vec<u32>,
    /// Result type, and the range of its parameters.
    pub(crate) protos: Vec<(TypeId, u32, u32)>,
    pub(crate) parameters: Vec<TypeId>,
    proto_table: HashTable<u32>,
    pub(crate) selectors: Vec<(StrId, ProtoId)>,
    selector_of: HashMap<(u32, u32), u32>,
    pub(crate) methods: Vec<(TypeId, SelId)>,
    method_of: HashMap<(u32, u32), u32>,
    pub(crate) fields: Vec<(TypeId, StrId, TypeId)>,
    field_of: HashMap<(u32, u32, u32), u32>,
    hasher: DefaultHashBuilder,
}

/// Strings may share bytes; all together they may be this many times as long as the file.
const STRING_SHARE: usize = 4;

fn number(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(NONE)
}

impl<'a> Names<'a> {
    /// Takes in every table of `dexes`.
    pub(crate) fn add_all(
        &mut self,
        dexes: &[(&str, Dex<'a>)],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<DexIds> {
        let hashed: Vec<Hashed<'a>> = dexes
            .par_iter()
            .map(|(_, dex)| hash_strings(dex, &self.hasher))
            .collect();
        self.make_room(dexes);
        let mut all = Vec::with_capacity(dexes.len());
        for ((name, dex), hashed) in dexes.iter().zip(hashed) {
            let (ids, broken) = self.add(dex, &hashed.strings);
            if hashed.over {
                let message = "the strings of the DEX file overlap far too much to be real";
                diagnostics.push(Diagnostic::error("dex-string-overlap", message).at(*name));
            }
            if broken > 0 {
                let message =
                    format!("{broken} table rows point outside of the file or its tables");
                diagnostics.push(Diagnostic::error("dex-bad-index", message).at(*name));
            }
            all.push(ids);
        }
        all
    }

    /// Makes room for all tables at once: to grow them is half of what they cost. Files share a third of their rows or more.
    fn make_room(&mut self, dexes: &[(&str, Dex<'a>)]) {
        let room = |rows: fn(&Dex<'a>) -> u32| {
            let rows = dexes.iter().map(|(_, dex)| rows(dex) as usize);
            (rows.clone().sum::<usize>() / 3 * 2).max(rows.max().unwrap_or(0))
        };
        let (strings, hasher) = (&self.strings, &self.hasher);
        let hash = |i: &u32| hasher.hash_one(strings.get(*i as usize).copied().unwrap_or_default());
        self.string_table.reserve(room(Dex::string_count), hash);
        self.strings.reserve(room(Dex::string_count));
        let methods = room(Dex::method_count);
        self.methods.reserve(methods);
        self.method_of.reserve(methods);
        // Most names stand for several methods.
        self.selector_of.reserve(methods / 2);
        let fields = room(Dex::field_count);
        self.fields.reserve(fields);
        self.field_of.reserve(fields);
    }

    fn add(&mut self, dex: &Dex<'a>, hashed: &[Option<(&'a [u8], u64)>]) -> (DexIds, usize) {
        let mut ids = DexIds::default();
        ids.strings.reserve_exact(hashed.len());
        for entry in hashed {
            ids.strings
                .push(entry.map_or(NONE, |(bytes, hash)| self.string_hashed(bytes, hash).0));
        }
        let lookup =
            |table: &[u32], index: u32| table.get(index as usize).copied().filter(|i| *i != NONE);
        for i in 0..dex.type_count() {
            let name = dex.type_string(i).and_then(|s| lookup(&ids.strings, s));
            ids.types
                .push(name.map_or(NONE, |name| self.ty(StrId(name)).0));
        }
        let mut parameters = Vec::new();
        for i in 0..dex.proto_count() {
            let proto = dex.proto(i).and_then(|proto| {
                parameters.clear();
                // No method can have more than 255 parameters.
                for ty in proto.parameters.iter().take(256) {
                    parameters.push(TypeId(lookup(&ids.types, ty)?));
                }
                let returns = TypeId(lookup(&ids.types, proto.returns)?);
                Some(self.proto(returns, &parameters).0)
            });
            ids.protos.push(proto.unwrap_or(NONE));
        }
        for i in 0..dex.field_count() {
            let field = dex.field(i).and_then(|row| {
                let class = lookup(&ids.types, row.class.into())?;
                let (name, ty) = (
                    lookup(&ids.strings, row.name)?,
                    lookup(&ids.types, row.ty.into())?,
                );
                Some(self.field(TypeId(class), StrId(name), TypeId(ty)).0)
            });
            ids.fields.push(field.unwrap_or(NONE));
        }
        for i in 0..dex.method_count() {
            let method = dex.method(i).and_then(|row| {
                let class = lookup(&ids.types, row.class.into())?;
                let name = lookup(&ids.strings, row.name)?;
                let proto = lookup(&ids.protos, row.proto.into())?;
                let selector = self.selector(StrId(name), ProtoId(proto));
                Some(self.method(TypeId(class), selector).0)
            });
            ids.methods.push(method.unwrap_or(NONE));
        }
        let tables = [
            &ids.strings,
            &ids.types,
            &ids.protos,
            &ids.fields,
            &ids.methods,
        ];
        let broken = tables
            .iter()
            .flat_map(|t| t.iter())
            .filter(|i| **i == NONE)
            .count();
        (ids, broken)
    }

    /// The id of a string, new or known.
    pub(crate) fn string(&mut self, bytes: &'a [u8]) -> StrId {
        let hash = self.hasher.hash_one(bytes);
        self.string_hashed(bytes, hash)
    }

    fn string_hashed(&mut self, bytes: &'a [u8], hash: u64) -> StrId {
        let (strings, hasher) = (&self.strings, &self.hasher);
        let at = |i: &u32| strings.get(*i as usize).copied().unwrap_or_default();
        let entry = self
            .string_table
            .entry(hash, |i| at(i) == bytes, |i| hasher.hash_one(at(i)));
        let id = *entry.or_insert(number(strings.len())).get();
        if id as usize == self.strings.len() {
            self.strings.push(bytes);
        }
        StrId(id)
    }

    /// A string that is already there.
    pub(crate) fn find_string(&self, bytes: &[u8]) -> Option<StrId> {
        let at = |i: &u32| self.strings.get(*i as usize).copied().unwrap_or_default();
        self.string_table
            .find(self.hasher.hash_one(bytes), |i| at(i) == bytes)
            .map(|i| StrId(*i))
    }

    /// The type with that descriptor, new or known.
    pub(crate) fn ty(&mut self, name: StrId) -> TypeId {
        if self.type_of.len() <= name.index() {
            self.type_of
                .resize(self.strings.len().max(name.index() + 1), NONE);
        }
        match self.type_of.get_mut(name.index()) {
            Some(slot) if *slot == NONE => {
                *slot = number(self.types.len());
                self.types.push(name);
                TypeId(*slot)
            }
            Some(slot) => TypeId(*slot),
            None => TypeId(NONE),
        }
    }

    /// A type that is already there.
    pub(crate) fn find_type(&self, name: StrId) -> Option<TypeId> {
        self.type_of
            .get(name.index())
            .copied()
            .and_then(TypeId::some)
    }

    pub(crate) fn proto(&mut self, returns: TypeId, parameters: &[TypeId]) -> ProtoId {
        let (protos, hasher, list) = (&self.protos, &self.hasher, &self.parameters);
        let at = |i: u32| {
            let (returns, from, to) =
                protos
                    .get(i as usize)
                    .copied()
                    .unwrap_or((TypeId(NONE), 0, 0));
            (
                returns,
                list.get(from as usize..to as usize).unwrap_or_default(),
            )
        };
        let key = (returns, parameters);
        let entry = self.proto_table.entry(
            hasher.hash_one(key),
            |i| at(*i) == key,
            |i| hasher.hash_one(at(*i)),
        );
        let id = *entry.or_insert(number(protos.len())).get();
        if id as usize == self.protos.len() {
            let from = number(self.parameters.len());
            self.parameters.extend_from_slice(parameters);
            self.protos
                .push((returns, from, number(self.parameters.len())));
        }
        ProtoId(id)
    }

    pub(crate) fn selector(&mut self, name: StrId, proto: ProtoId) -> SelId {
        let next = number(self.selectors.len());
        let id = *self.selector_of.entry((name.0, proto.0)).or_insert(next);
        if id == next {
            self.selectors.push((name, proto));
        }
        SelId(id)
    }

    pub(crate) fn method(&mut self, class: TypeId, selector: SelId) -> MethodId {
        let next = number(self.methods.len());
        let id = *self.method_of.entry((class.0, selector.0)).or_insert(next);
        if id == next {
            self.methods.push((class, selector));
        }
        MethodId(id)
    }

    pub(crate) fn field(&mut self, class: TypeId, name: StrId, ty: TypeId) -> FieldId {
        let next = number(self.fields.len());
        let id = *self.field_of.entry((class.0, name.0, ty.0)).or_insert(next);
        if id == next {
            self.fields.push((class, name, ty));
        }
        FieldId(id)
    }

    /// The selector with that name and descriptor, if any method of the program has it.
    pub(crate) fn find_selector(&self, name: StrId, proto: ProtoId) -> Option<SelId> {
        self.selector_of.get(&(name.0, proto.0)).map(|i| SelId(*i))
    }

    /// The method reference, if the program has it.
    pub(crate) fn find_method(&self, class: TypeId, selector: SelId) -> Option<MethodId> {
        self.method_of
            .get(&(class.0, selector.0))
            .map(|i| MethodId(*i))
    }

    /// The field reference, if the program has it.
    pub(crate) fn find_field(&self, class: TypeId, name: StrId, ty: TypeId) -> Option<FieldId> {
        self.field_of
            .get(&(class.0, name.0, ty.0))
            .map(|i| FieldId(*i))
    }

    /// The types written one after another as descriptors (`ILjava/lang/String;`), if the program has all of them.
    pub(crate) fn find_types(&self, descriptors: &str) -> Option<Vec<TypeId>> {
        let mut list = Vec::new();
        let mut rest = descriptors;
        while !rest.is_empty() {
            let (head, tail) = rest.split_at_checked(descriptor_len(rest.as_bytes()))?;
            list.push(self.find_type(self.find_string(head.as_bytes())?)?);
            rest = tail;
        }
        Some(list)
    }

    /// The prototype written as a descriptor, if the program has it.
    pub(crate) fn find_proto(&self, descriptor: &str) -> Option<ProtoId> {
        let (parameters, returns) = descriptor.strip_prefix('(')?.rsplit_once(')')?;
        let list = self.find_types(parameters)?;
        let returns = self.find_type(self.find_string(returns.as_bytes())?)?;
        let key = (returns, list.as_slice());
        let at = |i: u32| {
            let (returns, from, to) =
                self.protos
                    .get(i as usize)
                    .copied()
                    .unwrap_or((TypeId(NONE), 0, 0));
            (
                returns,
                self.parameters
                    .get(from as usize..to as usize)
                    .unwrap_or_default(),
            )
        };
        self.proto_table
            .find(self.hasher.hash_one(key), |i| at(*i) == key)
            .map(|i| ProtoId(*i))
    }
}

/// Length of the type descriptor that `text` begins with (at least 1).
fn descriptor_len(text: &[u8]) -> usize {
    let dims = text.iter().take_while(|b| **b == b'[').count();
    match text.get(dims) {
        Some(b'L') => memchr::memchr(b';', text).map_or(text.len(), |i| i + 1),
        _ => (dims + 1).min(text.len()).max(1),
    }
}

struct Hashed<'a> {
    strings: Vec<Option<(&'a [u8], u64)>>,
    over: bool,
}

fn hash_strings<'a>(dex: &Dex<'a>, hasher: &DefaultHashBuilder) -> Hashed<'a> {
    let mut left = dex.data().len().saturating_mul(STRING_SHARE);
    let mut over = false;
    let strings = (0..dex.string_count())
        .map(|i| {
            let bytes = dex.string(i)?.bytes();
            match left.checked_sub(bytes.len()) {
                Some(rest) => left = rest,
                None => {
                    over = true;
                    return None;
                }
            }
            Some((bytes, hasher.hash_one(bytes)))
        })
        .collect();
    Hashed { strings, over }
}
