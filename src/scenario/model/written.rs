//! Objects that are written out as texts, and read back: JSON.
//!
//! What a text says that was put together from an object of the app is mostly not known letter by letter (a time is among it), but
//! what it will say when it is read again is: what the object holds. So such a text is an object of its own, of the class of
//! texts, that names the objects it was written from. For everything else it is a text of which nothing is known.

use crate::scenario::engine::Engine;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::Slot;
use crate::scenario::engine::value::{Obj, Strs, Value, Vid};

/// Entries of a text that are told apart, and texts and objects that one is read from.
const ENTRIES: usize = 32;
const SOURCES: usize = 8;
/// Slot of an object that was read from texts: whether all that they say is known.
const CLOSED: &str = "closed";
/// Slot of an object for the texts that it was read from, and of a text for the objects that it was written from.
const SOURCE: &str = "source";
/// Slot of an object that was read from one of several texts.
const SEVERAL: &str = "several";

impl Engine<'_, '_> {
    /// The text that an object is written out as.
    pub(crate) fn written(&mut self, call: &Invocation<'_>, of: Vid, tag: u8) -> Vid {
        let value = self.values.shared(of);
        if value.objs.is_empty() || !value.types.is_empty() {
            return Vid::ANY_STR;
        }
        let string = self.code.string();
        let text = self.allocate(call.at, string, tag + 1);
        let closed = match self.is_closed(call, of) {
            true => Vid::ONE,
            false => Vid::ZERO,
        };
        let held = self.obj(text);
        self.write_named(held, SOURCE, of);
        self.write_named(held, CLOSED, closed);
        self.values.intern(Value {
            objs: vec![text],
            types: vec![string],
            ..Value::default()
        })
    }

    /// Reads a text as a JSON object into `this`, as far as it is known.
    pub(crate) fn read_json(&mut self, this: Vid, text: Vid) -> Vid {
        let closed = match self.json_sources(text) {
            Some((entries, several)) => {
                for (key, value) in entries {
                    self.write_key(this, key, value);
                }
                if several {
                    self.write_named(this, SEVERAL, Vid::ONE);
                }
                let objs = self.values.get(text).objs.clone();
                let texts = self.values.intern(Value {
                    objs,
                    ..Value::default()
                });
                self.write_named(this, SOURCE, texts);
                Vid::ONE
            }
            None => Vid::ZERO,
        };
        self.write_named(this, CLOSED, closed);
        Vid::ZERO
    }

    /// The entries of what texts say that are known letter by letter, and whether it may be one of several; nothing when some may
    /// say something else. What is no object is not read at all.
    fn json_sources(&mut self, text: Vid) -> Option<(Vec<(Vid, Vid)>, bool)> {
        let value = self.values.shared(text);
        let written = self.is_written(text);
        let texts = match &value.strs {
            Strs::Set(texts) => texts.as_slice(),
            Strs::None if written => &[],
            _ => return None,
        };
        if !(written || value.types.is_empty() && value.objs.is_empty()) {
            return None;
        }
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
        let all: Vec<_> = texts
            .iter()
            .filter_map(|text| match read(self.strings.get(*text)) {
                Some(serde_json::Value::Object(entries)) => Some(entries),
                _ => None,
            })
            .collect();
        let count = all.len() + value.objs.len();
        if count == 0 || count > SOURCES || all.iter().any(|one| one.len() > ENTRIES) {
            return None;
        }
        let mut entries = Vec::new();
        for (key, value) in all.into_iter().flatten() {
            let value = match value {
                serde_json::Value::Bool(truth) => self.values.int(i64::from(truth)),
                serde_json::Value::String(text) => self.text(&text),
                serde_json::Value::Number(number) => match number.as_i64() {
                    Some(number) => self.values.int(number),
                    None => Vid::ANY_INT,
                },
                serde_json::Value::Null => continue,
                _ => return None,
            };
            entries.push((self.text(&key), value));
        }
        Some((entries, count > 1))
    }

    /// Whether the objects of a value are texts that were written from others, and nothing else of a text is unknown.
    fn is_written(&self, text: Vid) -> bool {
        let (value, string) = (self.values.get(text), self.code.string());
        !value.objs.is_empty()
            && value.types == [string]
            && value.objs.iter().all(|obj| self.objects.ty(*obj) == string)
    }

    /// What such an object holds under a key, else the default; anything of another object.
    pub(crate) fn json_entry(
        &mut self,
        call: &Invocation<'_>,
        of: Vid,
        key: Vid,
        default: Vid,
    ) -> Vid {
        let returns = self.code.method_return(call.method);
        match self.json_value(call, of, key) {
            None => self.unknown(returns),
            Some((value, lacks)) => {
                let value = self.of_kind(value, returns);
                match lacks {
                    true => self.join(value, default),
                    false => value,
                }
            }
        }
    }

    /// Whether such an object has a key.
    pub(crate) fn json_has(&mut self, call: &Invocation<'_>, of: Vid, key: Vid) -> Vid {
        match self.json_value(call, of, key) {
            Some((Vid::BOTTOM, _)) => Vid::ZERO,
            Some((_, false)) => Vid::ONE,
            _ => Vid::BOOL,
        }
    }

    /// What an object that was read from known texts holds under a key, and whether it may hold nothing there.
    fn json_value(&mut self, call: &Invocation<'_>, of: Vid, key: Vid) -> Option<(Vid, bool)> {
        if !self.is_closed(call, of) {
            return None;
        }
        let mut value = self.read_key(of, key);
        let several = self.read_named(of, SEVERAL) != Vid::BOTTOM;
        let texts = self.read_named(of, SOURCE);
        for text in self.values.get(texts).objs.clone() {
            let sources = self.named_or_left(call, text, SOURCE);
            for source in self.values.get(sources).objs.clone() {
                let held = self.obj(source);
                let now = self.read_key(held, key);
                let left = self.left_at(source, Slot::Key(key), call.at.ctx);
                value = self.join(value, now);
                value = self.join(value, left.unwrap_or(Vid::BOTTOM));
            }
        }
        Some((value, several || value == Vid::BOTTOM))
    }

    /// What the slot of a text holds, in this run or since an earlier one.
    fn named_or_left(&mut self, call: &Invocation<'_>, of: Obj, name: &str) -> Vid {
        let slot = Slot::Named(self.strings.intern(name));
        let held = self.obj(of);
        let now = self.read_slot(held, slot);
        let left = self.left_at(of, slot, call.at.ctx);
        self.join(now, left.unwrap_or(Vid::BOTTOM))
    }

    /// Whether objects were read from texts of which all that they say is known.
    fn is_closed(&mut self, call: &Invocation<'_>, of: Vid) -> bool {
        let value = self.values.shared(of);
        if !value.types.is_empty() || value.objs.is_empty() {
            return false;
        }
        for obj in &value.objs {
            let obj = self.obj(*obj);
            if self.read_named(obj, CLOSED) != Vid::ONE {
                return false;
            }
            // Of a text that was written from the object itself it is not known yet.
            let texts = self.read_named(obj, SOURCE);
            for text in self.values.get(texts).objs.clone() {
                let said = self.named_or_left(call, text, CLOSED);
                if self.values.get(said).may_be_zero() {
                    return false;
                }
            }
        }
        true
    }

    fn write_named(&mut self, of: Vid, name: &str, value: Vid) {
        let slot = Slot::Named(self.strings.intern(name));
        self.write_slot(of, slot, value);
    }
}
