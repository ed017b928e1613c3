//! Provenance: which personal data a value comes from, and what carries it out of the app.
//!
//! A value has a set of marks, one bit each: the personal-data items it was made of ([`Marks::methods`] says which calls
//! and fields give them) and carriers ([`Carrier`]: a connection, a file outside the app's own folder, a ciphertext).
//! Marks join like everything else, so they only grow. They pass
//!
//! - through registers, fields, arrays, collections, parameters and returns with the value itself;
//! - through texts put together (`StringBuilder`, `concat`, `valueOf`);
//! - through framework code: what a call is given stays with the framework object that it is called on (a JSON object,
//!   a stream, a digest), and what it returns has the marks of its receiver and arguments, for types that hold data.
//!
//! They do not pass through numbers other than coordinates, conditions, reflection, native code, or objects of the app
//! that a library serialises. A cut-out of a few characters and a replacement by asterisks end them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::program::{FieldId, MethodId, TypeId};
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::{Place, Site, Slot};
use crate::scenario::engine::value::{Obj, Strs, Vid};
use crate::scenario::engine::{At, Engine};

/// Bits of personal-data items; those above are carriers.
pub const ITEM_BITS: u64 = (1 << 56) - 1;
/// Characters that a masked identifier may still show.
const SHOWN: i64 = 6;
/// What a masked identifier shows in place of the rest.
const ASTERISKS: &str = "**";
/// Mark of a text in a builder that holds such.
const MASKED: u64 = 1 << 63;
/// Slot of a framework object that holds the marks of all it was given.
pub(crate) const CONTENT: &str = "content";
/// Where files lie that other apps can read.
const OUTSIDE: &[&str] = &["/sdcard", "/storage", "/mnt/sdcard"];
/// Framework types that hold data: what they are made from stays in them.
const HOLDERS: &[&str] = &[
    "Ljava/lang/String",
    "Ljava/lang/CharSequence;",
    "Ljava/lang/Object;",
    "Ljava/util/",
    "Ljava/io/",
    "Ljava/net/",
    "Ljava/nio/",
    "Ljavax/net/",
    "Lorg/json/",
    "Landroid/location/",
    "Landroid/net/Uri",
    "Landroid/net/wifi/",
    "Landroid/telephony/",
    "Landroid/database/",
    "Landroid/os/Bundle;",
    "Landroid/os/PersistableBundle;",
    "Landroid/os/Parcel;",
    "Landroid/content/ContentValues;",
    "Landroid/content/ClipData",
    "Landroid/content/pm/",
    "Landroid/text/",
    "Landroid/util/Pair;",
];

/// What can carry data out, or seals it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Carrier {
    /// A network connection.
    Network,
    /// An address without TLS.
    Clear,
    /// A file that other apps can read.
    Outside,
    /// A file of the app's own.
    Inside,
    /// Encrypted.
    Sealed,
}

impl Carrier {
    /// Its bit.
    pub const fn bit(self) -> u64 {
        1 << (57 + self as u64)
    }
}

/// A call that gives marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Which.
    pub bits: u64,
    /// Arguments that must be one of these texts (a prefix of one when the flag is set); counted from the last, 1.
    pub when: Vec<(usize, Vec<String>, bool)>,
}

/// Where marks come from and where they matter.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    /// Calls whose result has marks, or that deliver it to a callback.
    pub methods: FxHashMap<MethodId, Vec<Mark>>,
    /// Fields that have marks.
    pub fields: FxHashMap<FieldId, u64>,
    /// Calls that are events when an argument has the mark of an item.
    pub sinks: FxHashSet<MethodId>,
    /// Two sets of items that should not meet.
    pub apart: (u64, u64),
}

impl Marks {
    fn meet(&self, bits: u64) -> bool {
        bits & self.apart.0 != 0 && bits & self.apart.1 != 0
    }
}

impl Engine<'_, '_> {
    /// The value with more marks; nothing stays nothing.
    pub(crate) fn with_marks(&mut self, value: Vid, bits: u64) -> Vid {
        if bits == 0
            || value == Vid::BOTTOM
            || self.values.get(value).marks | bits == self.values.get(value).marks
        {
            return value;
        }
        let mut value = self.values.get(value).clone();
        value.marks |= bits;
        self.values.intern(value)
    }

    /// The value without marks.
    pub(crate) fn without_marks(&mut self, value: Vid) -> Vid {
        if self.values.get(value).marks == 0 {
            return value;
        }
        let mut value = self.values.get(value).clone();
        value.marks = 0;
        self.values.intern(value)
    }

    /// Marks of a value and of what the framework objects that it can be were given.
    pub(crate) fn marks_of(&mut self, value: Vid) -> u64 {
        let value = self.values.shared(value);
        let mut bits = value.marks;
        if self.marks.is_none() || value.objs.is_empty() {
            return bits;
        }
        for obj in value.objs.iter().copied() {
            if self.holds(obj) {
                let held = self.read(Place::Of(obj, self.content));
                bits |= self.values.get(held).marks;
            }
        }
        bits
    }

    /// [`Engine::marks_of`] with the elements of collections and arrays, and the block is run again when they grow.
    fn deep_marks(&mut self, value: Vid) -> u64 {
        let held = self.values.get(value);
        let mut bits = held.marks;
        if self.marks.is_none() || held.objs.is_empty() {
            return bits;
        }
        for obj in self.values.shared(value).objs.iter().copied() {
            if !self.holds(obj) {
                continue;
            }
            for slot in [self.content, Slot::Element] {
                let held = self.read(Place::Of(obj, slot));
                let held = self.values.shared(held);
                bits |= held.marks;
                for inner in held.objs.iter().copied() {
                    if self.holds(inner) {
                        bits |= self.kept(inner);
                    }
                }
            }
        }
        bits
    }

    /// Marks of what one object was given.
    fn kept(&mut self, obj: Obj) -> u64 {
        let mut bits = 0;
        for slot in [self.content, Slot::Element] {
            let held = self.read(Place::Of(obj, slot));
            bits |= self.values.get(held).marks;
        }
        bits
    }

    /// Whether an object is made by the app's code, of a framework class: those keep what they are given.
    fn holds(&self, obj: Obj) -> bool {
        let key = self.objects.key(obj);
        matches!(key.site, Site::Code { .. }) && !self.code.is_app(key.ty)
    }

    /// Marks of a text to be put together with another: a plain address marks what it begins.
    pub(crate) fn text_marks(&self, value: Vid) -> u64 {
        let value = self.values.get(value);
        value.marks | self.literal_marks(&value.strs, &["http://"], Carrier::Clear)
    }

    fn literal_marks(&self, strs: &Strs, starts: &[&str], carrier: Carrier) -> u64 {
        let Strs::Set(set) = strs else { return 0 };
        let hit = set.iter().any(|text| {
            let text = self.strings.get(*text);
            starts.iter().any(|start| text.starts_with(start))
        });
        if hit { carrier.bit() } else { 0 }
    }

    /// Carriers that a path or an address names.
    fn named_carrier(&mut self, value: Vid) -> u64 {
        let strs = self.values.get(value).strs.clone();
        let mut bits = self.literal_marks(&strs, OUTSIDE, Carrier::Outside)
            | self.literal_marks(&strs, &["http://"], Carrier::Clear);
        let path = Slot::Named(self.strings.intern("path"));
        for obj in self.values.get(value).objs.clone() {
            let path = self.read(Place::Of(obj, path));
            let value = self.values.get(path);
            bits |= value.marks & !ITEM_BITS;
            bits |= self.literal_marks(&value.strs, OUTSIDE, Carrier::Outside);
        }
        bits
    }

    /// What a call gives by itself; arguments may start with the receiver.
    fn source_bits(&self, method: MethodId, args: &[Vid]) -> u64 {
        let Some(rows) = self.marks.and_then(|marks| marks.methods.get(&method)) else {
            return 0;
        };
        let mut bits = 0;
        for row in rows {
            let holds = row.when.iter().all(|(place, texts, prefix)| {
                let arg = args.len().checked_sub(*place).and_then(|at| args.get(at));
                let Some(arg) = arg else { return false };
                let Strs::Set(known) = &self.values.get(*arg).strs else {
                    return false;
                };
                known.iter().any(|one| {
                    let one = self.strings.get(*one);
                    texts
                        .iter()
                        .any(|text| one == text || (*prefix && one.starts_with(text.as_str())))
                })
            });
            if holds {
                bits |= row.bits;
            }
        }
        bits
    }

    /// Marks of a framework field.
    pub(crate) fn field_marks(&self, field: FieldId) -> u64 {
        let fields = self.marks.map(|marks| &marks.fields);
        fields
            .and_then(|fields| fields.get(&field))
            .copied()
            .unwrap_or(0)
    }

    /// The result of a call with the marks that the call itself gives.
    pub(crate) fn marked(&mut self, method: MethodId, args: &[Vid], result: Vid) -> Vid {
        let bits = self.source_bits(method, args);
        if bits == 0 {
            return result;
        }
        let returns = self.code.method_return(method);
        match self.code.kind(returns) {
            Some(b'L' | b'[' | b'D' | b'F') => self.with_marks(result, bits),
            _ => result,
        }
    }

    /// What a method of the app gives of an object that is itself personal data: what an SDK wraps an identifier in, which came from
    /// another process, so that a text may be any.
    pub(crate) fn told_by(&mut self, bits: u64, returns: TypeId, value: Vid) -> Vid {
        let holds = self.code.is_reference(returns);
        if !holds || bits & ITEM_BITS == 0 || value == Vid::BOTTOM {
            return value;
        }
        let value = match returns == self.code.string() {
            true => self.join(value, Vid::ANY_STR),
            false => value,
        };
        self.with_marks(value, bits & ITEM_BITS)
    }

    /// Marks of what a call delivers to a callback.
    pub(crate) fn delivered(&self, call: &Invocation<'_>) -> u64 {
        self.source_bits(call.method, call.args) & ITEM_BITS
    }

    /// The result of a framework call with the marks that come from its receiver and arguments.
    pub(crate) fn passed_on(&mut self, call: &Invocation<'_>, result: Vid, modelled: bool) -> Vid {
        let Some(marks) = self.marks else {
            return result;
        };
        let stream = self.is_stream(call.base);
        let mut given = 0;
        for arg in call.args {
            given |= self.deep_marks(*arg);
            if stream {
                given |= self.named_carrier(*arg);
            }
        }
        let mut held = self.deep_marks(call.this);
        if stream {
            held |= self.named_carrier(call.this);
        }
        if given | held == 0 || result == Vid::BOTTOM {
            return result;
        }
        let name = self.code.method_name(call.method);
        let constructor = name == "<init>";
        if given != 0 && (!modelled || stream) {
            self.absorb(call, given);
        }
        if self.record.is_some() {
            let carriers = match (stream, call.this == Vid::BOTTOM) {
                (true, true) => given & !ITEM_BITS,
                (true, false) => held & !ITEM_BITS,
                _ => 0,
            };
            let met = marks.meet(held | given) && given & ITEM_BITS != 0;
            if let Some(record) = &mut self.record {
                if carriers != 0 && given & ITEM_BITS != 0 && !constructor {
                    record.flow(call.at, call.method, carriers | (given & ITEM_BITS));
                }
                if met {
                    record.linked(call.at, call.method, held | given);
                }
            }
        }
        let returns = self.code.method_return(call.method);
        if constructor || !self.is_holder(returns, call.base) || self.masks(&name, call.args) {
            return result;
        }
        let bits = match (modelled, &*name) {
            (true, "toString") | (false, _) => held | given,
            // What is modelled says itself what it gives of its arguments and elements.
            (true, _) => self.marks_of(call.this),
        };
        self.with_marks(result, bits)
    }

    /// What the receiver's objects were given stays with them.
    fn absorb(&mut self, call: &Invocation<'_>, bits: u64) {
        for obj in self.values.get(call.this).objs.clone() {
            if self.holds(obj) {
                self.keep(obj, bits);
            }
        }
    }

    fn keep(&mut self, obj: Obj, bits: u64) {
        let given = self.with_marks(Vid::ANY_INT, bits);
        self.write(Place::Of(obj, self.content), given);
    }

    /// Whether a call leaves too little to know anybody by.
    fn masks(&self, name: &str, args: &[Vid]) -> bool {
        match name {
            "substring" | "subSequence" => {
                let number = |at: usize| {
                    args.get(at)
                        .and_then(|arg| self.values.get(*arg).single_int())
                };
                matches!((number(0), number(1)), (Some(from), Some(to)) if to - from <= SHOWN)
            }
            "replaceAll" | "replaceFirst" | "replace" | "replaceRange" => {
                args.get(1).is_some_and(|arg| {
                    let text = self.values.get(*arg).single_str();
                    text.is_some_and(|text| self.strings.get(text).contains('*'))
                })
            }
            _ => false,
        }
    }

    fn is_stream(&mut self, base: TypeId) -> bool {
        if let Some(known) = self.known.streams.get(&base) {
            return *known;
        }
        let name = self.code.descriptor(base);
        let is = [
            "Ljava/io/",
            "Ljava/net/",
            "Ljava/nio/",
            "Ljavax/net/",
            "Ljava/util/zip/",
        ]
        .iter()
        .any(|start| name.starts_with(start));
        self.known.streams.insert(base, is);
        is
    }

    /// Whether what a call returns can hold data that went into it.
    fn is_holder(&self, ty: TypeId, base: TypeId) -> bool {
        let name = self.code.descriptor(ty);
        let framework = ["Landroid/", "Ljava/", "Ljavax/", "Ldalvik/"];
        match name.as_bytes().first() {
            Some(b'[' | b'D' | b'F') => true,
            Some(b'L') => {
                (ty == base
                    && !name.starts_with("Landroid/app/")
                    && !name.starts_with("Landroid/view/"))
                    || HOLDERS.iter().any(|start| name.starts_with(start))
                    || !framework.iter().any(|start| name.starts_with(start))
            }
            _ => false,
        }
    }

    /// A call that is an event when it is given personal data.
    pub(crate) fn note_flow(&mut self, at: At, method: MethodId, args: &[Vid]) {
        if self.record.is_none()
            || !self
                .marks
                .is_some_and(|marks| marks.sinks.contains(&method))
        {
            return;
        }
        // A print stream is the log only when it is the process's own.
        if self.code.descriptor(self.code.method_owner(method)) == "Ljava/io/PrintStream;"
            && !args.first().is_some_and(|this| self.is_console(*this))
        {
            return;
        }
        let mut bits = 0;
        for arg in args {
            bits |= self.deep_marks(*arg);
        }
        if bits & ITEM_BITS != 0
            && let Some(record) = &mut self.record
        {
            record.flow(at, method, bits);
        }
    }

    fn is_console(&self, stream: Vid) -> bool {
        let objs = &self.values.get(stream).objs;
        objs.iter().any(|obj| match self.objects.key(*obj).site {
            Site::Named(name) => self.strings.get(name).starts_with("Ljava/lang/System;->"),
            _ => false,
        })
    }

    /// A text that was put together with another one. Asterisks in it say that it is masked, whatever follows.
    pub(crate) fn told_together(
        &mut self,
        builder: Obj,
        old: Vid,
        text: Vid,
        more: Option<&Vid>,
    ) -> Vid {
        let stars = more.and_then(|more| self.values.get(*more).single_str());
        let stars = stars.is_some_and(|text| self.strings.get(text).contains(ASTERISKS));
        if stars || self.values.get(old).marks & MASKED != 0 {
            let text = self.without_marks(text);
            return self.with_marks(text, MASKED);
        }
        let bits = more.map_or(0, |more| self.deep_marks(*more));
        if bits != 0 && self.holds(builder) {
            self.keep(builder, bits);
        }
        self.with_marks(text, bits)
    }

    /// A finished text: when it is masked, it tells nothing of anybody.
    pub(crate) fn unmasked(&mut self, text: Vid) -> Vid {
        if self.values.get(text).marks & MASKED == 0 {
            return text;
        }
        self.without_marks(text)
    }

    /// A builder's call: notes identifiers that meet in its text.
    pub(crate) fn told_by_builder(
        &mut self,
        at: At,
        method: MethodId,
        args: &[Vid],
        value: Vid,
    ) -> Vid {
        let Some(marks) = self.marks else {
            return value;
        };
        let bits = self.values.get(value).marks;
        if marks.meet(bits)
            && args.len() == 1
            && let Some(record) = &mut self.record
        {
            record.linked(at, method, bits);
        }
        value
    }
}
