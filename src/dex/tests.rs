//! Small and hostile files, made by hand.

use super::{Dex, DexError, Member, Value, Visibility};

/// Writes a DEX file: tables first, then whatever the test appends.
pub(crate) struct Builder {
    pub(crate) bytes: Vec<u8>,
}

impl Builder {
    pub(crate) fn new() -> Self {
        let mut bytes = vec![0; 0x70];
        bytes[..8].copy_from_slice(b"dex\n035\0");
        bytes[0x28..0x2c].copy_from_slice(&0x1234_5678u32.to_le_bytes());
        bytes[0x24..0x28].copy_from_slice(&0x70u32.to_le_bytes());
        Self { bytes }
    }

    pub(crate) fn put(&mut self, at: usize, value: u32) {
        self.bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }

    /// Appends words, aligned; returns where they begin.
    pub(crate) fn words(&mut self, words: &[u32]) -> u32 {
        self.bytes.resize(self.bytes.len().next_multiple_of(4), 0);
        let at = self.bytes.len() as u32;
        self.bytes
            .extend(words.iter().flat_map(|w| w.to_le_bytes()));
        at
    }

    pub(crate) fn raw(&mut self, bytes: &[u8]) -> u32 {
        let at = self.bytes.len() as u32;
        self.bytes.extend_from_slice(bytes);
        at
    }

    /// Sets the table whose count stands at `header`.
    pub(crate) fn table(&mut self, header: usize, rows: u32, words: &[u32]) {
        let at = self.words(words);
        self.put(header, rows);
        self.put(header + 4, at);
    }

    /// String and type tables of these descriptors and names; type `i` is string `i`, for the first `types`.
    pub(crate) fn names(&mut self, names: &[&str], types: u32) {
        let offsets: Vec<u32> = names
            .iter()
            .map(|name| {
                let at = self.raw(&[name.len() as u8]);
                self.raw(name.as_bytes());
                self.raw(&[0]);
                at
            })
            .collect();
        self.table(0x38, names.len() as u32, &offsets);
        self.table(0x40, types, &(0..types).collect::<Vec<_>>());
    }

    /// Prototype `()V`, where type `void` is the result.
    pub(crate) fn void_proto(&mut self, void: u32) {
        self.table(0x48, 1, &[void, void, 0]);
    }

    /// Methods: class, name (string index), all of prototype 0.
    pub(crate) fn methods(&mut self, methods: &[(u32, u32)]) {
        let words: Vec<u32> = methods
            .iter()
            .flat_map(|(class, name)| [*class, *name])
            .collect();
        self.table(0x58, methods.len() as u32, &words);
    }

    /// A body; returns its offset.
    pub(crate) fn code(&mut self, units: &[u16]) -> u32 {
        let at = self.words(&[4, 0, 0, units.len() as u32]);
        self.bytes
            .extend(units.iter().flat_map(|u| u.to_le_bytes()));
        at
    }

    pub(crate) fn done(mut self) -> Vec<u8> {
        let size = self.bytes.len() as u32;
        self.put(0x20, size);
        self.bytes
    }
}

pub(crate) fn uleb(mut value: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

fn one(bytes: &[u8]) -> Dex<'_> {
    Dex::parse(bytes).unwrap().0[0]
}

#[test]
fn wrong_headers() {
    assert_eq!(Dex::parse(b"").unwrap_err(), DexError::NotDex);
    assert_eq!(
        Dex::parse(b"PK\x03\x04 no dex").unwrap_err(),
        DexError::NotDex
    );
    assert_eq!(Dex::parse(b"dex\n035\0").unwrap_err(), DexError::Truncated);
    let mut bytes = Builder::new().done();
    bytes[4..7].copy_from_slice(b"042");
    assert_eq!(
        Dex::parse(&bytes).unwrap_err(),
        DexError::Version("042".into())
    );
    let mut swapped = Builder::new();
    swapped.put(0x28, 0x7856_3412);
    assert_eq!(Dex::parse(&swapped.done()).unwrap_err(), DexError::Swapped);
    assert!(Dex::parse(&Builder::new().done()).is_ok());
}

#[test]
fn huge_counts_are_cut_and_told() {
    let mut file = Builder::new();
    for header in [0x38, 0x40, 0x48, 0x50, 0x58, 0x60] {
        file.put(header, u32::MAX);
        file.put(header + 4, 0x60);
    }
    let bytes = file.done();
    let (dexes, diagnostics) = Dex::parse(&bytes).unwrap();
    assert_eq!(diagnostics.len(), 6);
    assert!(diagnostics.iter().all(|d| d.code == "dex-truncated"));
    assert_eq!(dexes[0].class_count(), 0);
    assert_eq!(dexes[0].string_count(), 4);
    for i in 0..5 {
        let _ = (
            dexes[0].string(i),
            dexes[0].proto(i),
            dexes[0].method(i),
            dexes[0].class(i),
        );
    }
}

#[test]
fn members_outside_of_the_tables_end_the_list() {
    let mut file = Builder::new();
    file.names(&["LA;", "V", "m"], 2);
    file.void_proto(1);
    file.methods(&[(0, 2)]);
    let mut data = vec![0, 0, 2, 0];
    data.extend([0, 1, 0]);
    data.extend(uleb(u32::MAX));
    data.extend([1, 0]);
    let data = file.raw(&data);
    file.table(0x60, 1, &[0, 1, u32::MAX, 0, u32::MAX, 0, data, 0]);
    let bytes = file.done();
    let class = one(&bytes).class(0).unwrap();
    assert_eq!(class.superclass, None);
    let mut members = class.members();
    let first = Member::Method {
        index: 0,
        access: 1,
        code: 0,
        direct: true,
    };
    assert_eq!(members.next(), Some(first));
    assert_eq!(members.next(), None);
    assert!(members.broken());
}

#[test]
fn instructions_and_payloads() {
    let mut file = Builder::new();
    // const/4 v1, #-1; packed-switch v1, +4; return-void; nop; payload {first 7: -1 -> pc 0, 2 -> pc 3}
    let units = [
        0xf112, 0x012b, 5, 0, 0x000e, 0, 0x0100, 2, 7, 0, 0xffff, 0xffff, 2, 0,
    ];
    let at = file.code(&units);
    let cut = file.code(&[0x0018, 1, 2]);
    let bytes = file.done();
    let code = one(&bytes).code(at).unwrap();
    let insns: Vec<_> = code.insns().collect();
    let names: Vec<_> = insns
        .iter()
        .map(|i| (i.pc(), i.opcode().name, i.is_payload()))
        .collect();
    assert_eq!(
        names,
        [
            (0, "const/4", false),
            (1, "packed-switch", false),
            (4, "return-void", false),
            (5, "nop", false),
            (6, "nop", true)
        ]
    );
    assert_eq!(
        (insns[0].operands().a, insns[0].operands().literal),
        (1, -1)
    );
    let payload = code.payload(&insns[1]).unwrap();
    assert_eq!(payload.cases().collect::<Vec<_>>(), [(7, 0), (8, 3)]);
    let mut insns = one(&bytes).code(cut).unwrap().insns();
    assert!(insns.next().is_none());
    assert!(insns.broken());
    let nowhere = one(&bytes).code(u32::MAX);
    assert!(nowhere.is_none());
}

#[test]
fn code_longer_than_the_file() {
    let mut file = Builder::new();
    let at = file.words(&[1, 0, 0, u32::MAX]);
    let bytes = file.done();
    let code = one(&bytes).code(at).unwrap();
    assert!(code.truncated());
    assert_eq!(code.units(), 0);
    assert_eq!(code.tries().count(), 0);
}

#[test]
fn values() {
    let read = |values: &[u8]| {
        let mut file = Builder::new();
        let at = file.raw(values);
        file.table(0x60, 1, &[0, 1, u32::MAX, 0, u32::MAX, 0, 0, at]);
        let bytes = file.done();
        one(&bytes).class(0).unwrap().static_values()
    };
    let some = read(&[5, 0x04, 0xff, 0x3f, 0x1e, 0x10, 0x3f, 0x26, 0x00, 0x80]);
    let expected = [
        Value::Int(-1),
        Value::Boolean(true),
        Value::Null,
        Value::Float(0x3f00_0000),
        Value::Long(-32768),
    ];
    assert_eq!(some.unwrap(), expected);
    assert_eq!(read(&uleb(u32::MAX)), None);
    // Ten thousand arrays in each other.
    assert_eq!(read(&[1, 0x1c].repeat(10_000)), None);
    assert_eq!(read(&[1, 0x05, 0]), None);
}

#[test]
fn annotations_that_claim_too_much() {
    let mut file = Builder::new();
    let item = file.raw(&[1, 5, 0]);
    let set = file.words(&[u32::MAX, item, item]);
    let directory = file.words(&[set, u32::MAX, u32::MAX, 1, 9, set]);
    file.table(0x60, 1, &[0, 1, u32::MAX, 0, u32::MAX, directory, 0, 0]);
    let bytes = file.done();
    let annotations = one(&bytes).class(0).unwrap().annotations();
    let first = annotations.class().next().unwrap();
    assert_eq!((first.visibility, first.ty), (Visibility::Runtime, 5));
    assert_eq!(first.values(), Some(Vec::new()));
    assert!(annotations.class().count() < 100);
    assert!(annotations.fields().count() < 1000);
    assert_eq!(annotations.methods().count(), 0);
}

#[test]
fn lines() {
    let mut file = Builder::new();
    // line 10; no parameters; special (+0, +0); advance_pc 3; advance_line -2; special; file 0; special +15·1; end
    let program = [
        10,
        0,
        0x0e,
        0x01,
        3,
        0x02,
        0x7e,
        0x0e,
        0x09,
        1,
        0x0a + 15 + 4,
        0x00,
    ];
    let debug = file.raw(&program);
    let at = file.words(&[1, 0, debug, 0]);
    let bytes = file.done();
    let debug = one(&bytes).code(at).unwrap().debug().unwrap();
    let rows: Vec<_> = debug.lines().map(|l| (l.pc, l.line, l.file)).collect();
    assert_eq!(rows, [(0, 10, None), (3, 8, None), (4, 8, Some(0))]);
    assert_eq!(debug.line_at(2).unwrap().line, 10);
    assert_eq!(debug.line_at(100).unwrap().line, 8);
}

#[test]
fn container_with_two_headers() {
    let mut file = Builder::new();
    file.bytes[4..7].copy_from_slice(b"041");
    file.bytes.resize(0x78, 0);
    file.put(0x24, 0x78);
    file.put(0x20, 0x78);
    let second = file.bytes.clone();
    file.raw(&second);
    let name = file.raw(&[1, b'V', 0]);
    let ids = file.words(&[name]);
    for header in [0x38, 0x78 + 0x38] {
        file.put(header, 1);
        file.put(header + 4, ids);
    }
    file.put(0x78 + 0x20, (file.bytes.len() - 0x78) as u32);
    let (dexes, diagnostics) = Dex::parse(&file.bytes).unwrap();
    assert_eq!((dexes.len(), diagnostics.len()), (2, 0));
    assert!(
        dexes
            .iter()
            .all(|dex| dex.string(0).unwrap().bytes() == b"V")
    );
}

#[test]
fn checksum() {
    let mut file = Builder::new();
    let filler: Vec<u8> = (0..20_011_u32).map(|i| ((i * i) >> 3) as u8).collect();
    file.raw(&filler);
    file.put(0x20, file.bytes.len() as u32);
    // By the definition of Adler-32.
    let (a, b) = file.bytes[12..].iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65521;
        (a, (b + a) % 65521)
    });
    file.put(8, b << 16 | a);
    let matches = |bytes: &[u8]| Dex::parse(bytes).unwrap().0[0].checksum_matches();
    assert!(matches(&file.bytes));
    for at in [12, 500, file.bytes.len() - 1] {
        let mut other = file.bytes.clone();
        other[at] ^= 1;
        assert!(!matches(&other));
    }
}
