//! Objects that are written out as texts, and read back: JSON, properties.
//!
//! What a text says that was put together from an object of the app is mostly not known letter by letter (a time is among it), but
//! what it will say when it is read again is: what the object holds. So such a text is an object of its own, of the class of
//! texts, that names the objects it was written from. For everything else it is a text of which nothing is known.

use crate::scenario::engine::Engine;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::{Site, Slot};
use crate::scenario::engine::value::{Obj, Str, Strs, Value, Vid};

/// Entries of a text that are told apart, and texts and objects that one is read from.
const ENTRIES: usize = 32;
const SOURCES: usize = 8;
/// Objects and arrays within one another in a text that is read.
const DEEP: usize = 4;
/// Slot of an object that was read from texts: whether all that they say is known.
const CLOSED: &str = "closed";
/// Slot of an object for the texts that it was read from, and of a text for the objects that it was written from.
const SOURCE: &str = "source";
/// Slot of an object that was read from one of several texts.
const SEVERAL: &str = "several";

/// What is read from a text: entries that are known letter by letter, and whether it may be one of several.
type Read = (Vec<(Vid, Vid)>, bool);

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
            strs: Strs::Written(Vec::new()),
            objs: vec![text],
            ..Value::default()
        })
    }

    /// Whether a value is texts only that are known letter by letter or were written from objects.
    pub(crate) fn is_written(&self, text: Vid) -> bool {
        let (value, string) = (self.values.get(text), self.code.string());
        matches!(value.strs, Strs::Written(_))
            && value.types.is_empty()
            && value.objs.iter().all(|obj| self.objects.ty(*obj) == string)
    }

    /// The known texts of a value, and the objects that stand for those that were written from others.
    fn texts_known(&self, text: Vid) -> Option<(Vec<Str>, Vec<Obj>)> {
        let value = self.values.get(text);
        match &value.strs {
            Strs::Set(texts) if value.types.is_empty() && value.objs.is_empty() => {
                Some((texts.clone(), Vec::new()))
            }
            Strs::Written(texts) if self.is_written(text) => {
                Some((texts.clone(), value.objs.clone()))
            }
            _ => None,
        }
    }

    /// What a text that was written from an object becomes with another part behind or before it: blanks change nothing, and of
    /// its own parts (its lines) it is put together again.
    pub(crate) fn written_parts(&mut self, a: Vid, b: Vid) -> Option<Vid> {
        let ((mut blank, mut objs), (second, others)) =
            (self.texts_known(a)?, self.texts_known(b)?);
        blank.extend(second);
        if !blank
            .iter()
            .all(|text| self.strings.get(*text).trim().is_empty())
        {
            return None;
        }
        objs.extend(others);
        objs.sort_unstable();
        objs.dedup();
        Some(self.values.intern(Value {
            strs: Strs::Written(Vec::new()),
            objs,
            ..Value::default()
        }))
    }

    /// Reads a text as a JSON object into `this`, as far as it is known.
    pub(crate) fn read_json(&mut self, this: Vid, text: Vid) -> Vid {
        if text == Vid::BOTTOM {
            return Vid::BOTTOM;
        }
        if self.is_no_json(text) {
            return Vid::BOTTOM;
        }
        let closed = match self.json_entries(text) {
            Some(read) => {
                self.put_read(this, text, read);
                Vid::ONE
            }
            None => Vid::ZERO,
        };
        self.write_named(this, CLOSED, closed);
        Vid::ZERO
    }

    /// Whether a text is known, and surely no JSON object: reading it throws.
    fn is_no_json(&self, text: Vid) -> bool {
        let text = self.values.get(text).single_str();
        text.is_some_and(|text| !self.strings.get(text).trim_start().starts_with('{'))
    }

    /// Reads a text with a JSON array into `this`, place by place where it is known and short.
    pub(crate) fn read_json_array(&mut self, this: Vid, text: Vid) -> Vid {
        if text == Vid::BOTTOM {
            return Vid::BOTTOM;
        }
        let known = self.values.get(text).single_str();
        let known = known.map(|text| self.strings.get(text).to_owned());
        if known
            .as_ref()
            .is_some_and(|text| !text.trim_start().starts_with('['))
        {
            return Vid::BOTTOM;
        }
        let read =
            known.and_then(|text| serde_json::from_str::<Vec<serde_json::Value>>(&text).ok());
        let read = read.filter(|all| all.len() <= ENTRIES);
        let values = read.and_then(|all| {
            let values = all.iter().map(|one| self.json_of(one, 0));
            values.collect::<Option<Vec<Vid>>>()
        });
        match values {
            Some(values) => self.fill_json_array(this, values),
            None => {
                let any = self.join(Vid::ANY_STR, Vid::ANY_INT);
                self.write_elements(this, any);
                self.write_length(this, Vid::ANY_INT);
            }
        }
        Vid::ZERO
    }

    /// A JSON value. Objects and arrays within are named by what they say; nothing for what lies too deep or holds too much.
    fn json_of(&mut self, value: &serde_json::Value, depth: usize) -> Option<Vid> {
        use serde_json::Value as Json;
        let holds = match value {
            Json::Object(entries) => entries.len(),
            Json::Array(all) => all.len(),
            _ => 0,
        };
        if depth > DEEP || holds > ENTRIES {
            return None;
        }
        Some(match value {
            Json::Bool(truth) => self.values.int(i64::from(*truth)),
            Json::String(text) => self.text(text),
            Json::Number(number) => match number.as_i64() {
                Some(number) => self.values.int(number),
                None => Vid::ANY_INT,
            },
            Json::Null => Vid::ZERO,
            Json::Object(entries) => {
                let object = self.json_named("org.json.JSONObject", value);
                for (key, value) in entries.iter().filter(|(_, value)| !value.is_null()) {
                    let value = self.json_of(value, depth + 1)?;
                    let key = self.text(key);
                    self.write_key(object, key, value);
                }
                self.write_named(object, CLOSED, Vid::ONE);
                object
            }
            Json::Array(all) => {
                let array = self.json_named("org.json.JSONArray", value);
                let values = all.iter().map(|one| self.json_of(one, depth + 1));
                let values: Vec<Vid> = values.collect::<Option<_>>()?;
                self.fill_json_array(array, values);
                array
            }
        })
    }

    fn json_named(&mut self, class: &str, value: &serde_json::Value) -> Vid {
        let class = self.code.class_named(class);
        let class = class.unwrap_or(self.code.object());
        let name = self.strings.intern(&format!("json {value}"));
        let object = self.only(Site::Named(name), class);
        self.obj(object)
    }

    fn fill_json_array(&mut self, array: Vid, values: Vec<Vid>) {
        let length = self.values.int(values.len() as i64);
        self.write_length(array, length);
        for (place, value) in (0..).zip(values) {
            let place = self.values.int(place);
            self.write_key(array, place, value);
        }
    }

    /// Puts what was read from a text into an object.
    fn put_read(&mut self, this: Vid, text: Vid, (entries, several): Read) {
        for (key, value) in entries {
            self.write_key(this, key, value);
        }
        if several {
            self.write_named(this, SEVERAL, Vid::ONE);
        }
        let objs = self.values.get(text).objs.clone();
        if !objs.is_empty() {
            let texts = self.values.intern(Value {
                objs,
                ..Value::default()
            });
            self.write_named(this, SOURCE, texts);
        }
    }

    /// The entries of JSON texts; nothing when some may say something else. What is no object is not read at all.
    fn json_entries(&mut self, text: Vid) -> Option<Read> {
        let (texts, objs) = self.texts_known(text)?;
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
        let all: Vec<_> = texts
            .iter()
            .filter_map(|text| match read(self.strings.get(*text)) {
                Some(serde_json::Value::Object(entries)) => Some(entries),
                _ => None,
            })
            .collect();
        let count = all.len() + objs.len();
        if count == 0 || count > SOURCES || all.iter().any(|one| one.len() > ENTRIES) {
            return None;
        }
        let mut entries = Vec::new();
        for (key, value) in all.into_iter().flatten() {
            if value.is_null() {
                continue;
            }
            let value = self.json_of(&value, 0)?;
            entries.push((self.text(&key), value));
        }
        Some((entries, count > 1))
    }

    /// Reads texts with lines such as `key=value` into `this`; where they are not known anything may be there.
    pub(crate) fn read_properties(&mut self, this: Vid, text: Vid) -> Vid {
        // What is in the file is still to come.
        if text == Vid::BOTTOM {
            return Vid::BOTTOM;
        }
        match self.property_entries(text) {
            Some(read) => self.put_read(this, text, read),
            None => self.write_elements(this, Vid::ANY_STR),
        }
        Vid::ZERO
    }

    fn property_entries(&mut self, text: Vid) -> Option<Read> {
        let (texts, objs) = self.texts_known(text)?;
        let mut entries = Vec::new();
        let all: String = texts
            .iter()
            .map(|text| self.strings.get(*text).to_owned() + "\n")
            .collect();
        for line in all.lines().map(str::trim) {
            let entry = line.split_once(['=', ':']);
            if let Some((key, value)) = entry.filter(|_| !line.starts_with(['#', '!'])) {
                let key = self.text(key.trim_end());
                entries.push((key, self.text(value.trim_start())));
            }
        }
        Some((entries, texts.len() + objs.len() > 1))
    }

    /// What an object that was read from a text holds under a key, else the default.
    pub(crate) fn entry_read(
        &mut self,
        call: &Invocation<'_>,
        of: Vid,
        key: Vid,
        default: Vid,
    ) -> Vid {
        let value = self.value_read(call, of, key);
        match value != Vid::BOTTOM && self.surely_stored_under(of, key) {
            true => value,
            false => self.join(value, default),
        }
    }

    /// What a JSON object holds under a key, else the default; anything of one that was read from an unknown text.
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
        let several = self.read_named(of, SEVERAL) != Vid::BOTTOM;
        let value = self.value_read(call, of, key);
        Some((value, several || value == Vid::BOTTOM))
    }

    /// What objects hold under a key, and what those hold that they were read from, in this run or since an earlier one.
    fn value_read(&mut self, call: &Invocation<'_>, of: Vid, key: Vid) -> Vid {
        let mut value = self.read_key(of, key);
        // Of an object within one that was written out in an earlier run, what that left.
        if self.past.left.is_some() && self.read_named(of, CLOSED) == Vid::BOTTOM {
            for obj in self.values.get(of).objs.clone() {
                value = self.with_left(call, obj, Slot::Key(key), value);
            }
        }
        let texts = self.read_named(of, SOURCE);
        for text in self.values.get(texts).objs.clone() {
            let sources = self.named_or_left(call, text, SOURCE);
            for source in self.values.get(sources).objs.clone() {
                let held = self.obj(source);
                let now = self.read_key(held, key);
                value = self.join(value, now);
                value = self.with_left(call, source, Slot::Key(key), value);
            }
        }
        value
    }

    /// What a slot of an object holds, in this run or since an earlier one.
    pub(crate) fn named_or_left(&mut self, call: &Invocation<'_>, of: Obj, name: &str) -> Vid {
        let slot = Slot::Named(self.strings.intern(name));
        let held = self.obj(of);
        let now = self.read_slot(held, slot);
        self.with_left(call, of, slot, now)
    }

    /// A value, and what earlier runs left in a slot of an object.
    fn with_left(&mut self, call: &Invocation<'_>, of: Obj, slot: Slot, value: Vid) -> Vid {
        let left = self.left_at(of, slot, call.at.ctx);
        self.join(value, left.unwrap_or(Vid::BOTTOM))
    }

    /// Whether objects were read from texts of which all that they say is known.
    fn is_closed(&mut self, call: &Invocation<'_>, of: Vid) -> bool {
        let value = self.values.shared(of);
        if !value.types.is_empty() || value.objs.is_empty() {
            return false;
        }
        for obj in &value.objs {
            if self.named_or_left(call, *obj, CLOSED) != Vid::ONE {
                return false;
            }
            // Of a text that was written from the object itself it is not known yet.
            let obj = self.obj(*obj);
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

    pub(super) fn write_named(&mut self, of: Vid, name: &str, value: Vid) {
        let slot = Slot::Named(self.strings.intern(name));
        self.write_slot(of, slot, value);
    }
}
