//! Functions of the model on known texts: put together and taken apart, compared in order, spelled by characters.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::program::MethodId;
use crate::scenario::code::ir::{Math, Reg, Width};
use crate::scenario::engine::Engine;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::Slot;
use crate::scenario::engine::numbers::ints_of;
use crate::scenario::engine::step::State;
use crate::scenario::engine::value::{Strs, Value, Vid, strs_of};
use crate::scenario::model::pure::{TEXT_BYTES, TEXT_PAIRS};

/// Parts of a text, characters of an array that are told apart.
const PARTS: usize = 32;
/// Slot of an array of bytes that holds the text that they are.
const TEXT: &str = "text";

/// The text that a pattern matches, when it matches just one.
fn literal(pattern: &str) -> Option<String> {
    let mut text = String::new();
    let mut chars = pattern.chars();
    while let Some(one) = chars.next() {
        match one {
            '\\' => match chars.next() {
                Some(next) if !next.is_alphanumeric() => text.push(next),
                _ => return None,
            },
            '.' | '$' | '|' | '(' | ')' | '[' | ']' | '{' | '}' | '^' | '?' | '*' | '+' => {
                return None;
            }
            _ => text.push(one),
        }
    }
    (!text.is_empty()).then_some(text)
}

/// Letters that a place in a pattern may be wide.
const WIDEST: usize = 64;

/// The parts of a text as `String.split` gives them: empty ones at the end are left out when there is no limit.
fn parts(text: &str, separator: &str, limit: i64) -> Vec<String> {
    let mut parts: Vec<String> = match usize::try_from(limit) {
        Ok(limit) if limit > 0 => text.splitn(limit, separator).map(str::to_owned).collect(),
        _ => text.split(separator).map(str::to_owned).collect(),
    };
    while limit == 0 && parts.len() > 1 && parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    parts
}

/// A pattern with its plain places (`%s`, `%02d`, `%1$s`, `%n`, `%%`) filled in; nothing when it holds others.
fn filled_in(pattern: &str, words: &[String]) -> Option<String> {
    let (mut text, mut rest, mut next) = (String::new(), pattern, 0);
    while let Some((before, place)) = rest.split_once('%') {
        text.push_str(before);
        let digits = place.find(|one: char| !one.is_ascii_digit())?;
        let (number, kind) = place.split_at(digits);
        let (index, kind) = match kind.strip_prefix('$') {
            Some(kind) => (Some(number.parse::<usize>().ok()?.checked_sub(1)?), kind),
            None => (None, place),
        };
        // Letters that a word is filled up to from the left, with noughts or blanks.
        let width = kind.find(|one: char| !one.is_ascii_digit())?;
        let (width, kind) = kind.split_at(width);
        let noughts = width.starts_with('0');
        let width = match width {
            "" => 0,
            width => width
                .parse::<usize>()
                .ok()
                .filter(|width| *width <= WIDEST)?,
        };
        let mut letters = kind.chars();
        match letters.next()? {
            kind @ ('s' | 'd') => {
                let index = index.unwrap_or_else(|| {
                    next += 1;
                    next - 1
                });
                let word = words.get(index)?;
                match noughts && kind == 'd' && !word.starts_with('-') {
                    true => text.push_str(&format!("{word:0>width$}")),
                    false if noughts => return None,
                    false => text.push_str(&format!("{word:>width$}")),
                }
            }
            '%' if width == 0 => text.push('%'),
            'n' => text.push('\n'),
            _ => return None,
        }
        rest = letters.as_str();
    }
    text.push_str(rest);
    Some(text)
}

/// The letter that a UTF-16 unit is by itself.
pub(super) fn letter(unit: i64) -> Option<char> {
    char::from_u32(u32::try_from(unit).ok()?)
}

/// What `String.compareTo` gives.
fn order(a: &str, b: &str) -> i64 {
    let (a, b): (Vec<u16>, Vec<u16>) = (a.encode_utf16().collect(), b.encode_utf16().collect());
    let differ = a.iter().zip(&b).find(|(x, y)| x != y);
    match differ {
        Some((x, y)) => i64::from(*x) - i64::from(*y),
        None => a.len() as i64 - b.len() as i64,
    }
}

impl Engine<'_, '_> {
    /// The text, when a value can be only one.
    pub(super) fn only_text(&self, value: Vid) -> Option<String> {
        let text = self.values.get(value).single_str()?;
        Some(self.strings.get(text).to_owned())
    }

    /// The text, when a value can be only one text or one letter.
    pub(super) fn text_or_letter(&self, value: Vid) -> Option<String> {
        let unit = self.values.get(value).single_int();
        self.only_text(value)
            .or_else(|| unit.and_then(letter).map(String::from))
    }

    /// An array of the parts of a text.
    pub(crate) fn split(&mut self, call: &Invocation<'_>, args: [Vid; 3], tag: u8) -> Vid {
        let [text, pattern, limit] = args;
        let bits = self.values.get(text).marks;
        let returns = self.code.method_return(call.method);
        let array = self.allocate(call.at, returns, tag + 1);
        let array = self.obj(array);
        let limit = match limit {
            Vid::BOTTOM => Some(0),
            limit => self.values.get(limit).single_int(),
        };
        let pattern = self.only_text(pattern).and_then(|one| literal(&one));
        let found = match (self.only_text(text), pattern, limit) {
            (Some(text), Some(separator), Some(limit)) => Some(parts(&text, &separator, limit)),
            _ => None,
        };
        match found.filter(|parts| parts.len() <= PARTS) {
            Some(parts) => {
                let length = self.values.int(parts.len() as i64);
                self.write_length(array, length);
                for (index, part) in (0..).zip(parts) {
                    let index = self.values.int(index);
                    let part = self.text(&part);
                    let part = self.with_marks(part, bits);
                    self.write_key(array, index, part);
                }
            }
            None => {
                let some = self.with_marks(Vid::ANY_STR, bits);
                self.write_elements(array, some);
                self.write_length(array, Vid::ANY_INT);
            }
        }
        array
    }

    /// A copy of an array: the same where it is as long, else one of the same elements.
    pub(crate) fn copied(
        &mut self,
        call: &Invocation<'_>,
        array: Vid,
        length: Vid,
        tag: u8,
    ) -> Vid {
        let long = self.array_length(array);
        if self.values.get(long).single_int().is_some() && long == length {
            return array;
        }
        let elements = self.read_slot(array, Slot::Element);
        let returns = self.code.method_return(call.method);
        let copy = self.allocate(call.at, returns, tag + 1);
        let copy = self.obj(copy);
        self.write_elements(copy, elements);
        self.write_length(copy, length);
        copy
    }

    /// How texts, or numbers, compare.
    pub(crate) fn compared(&mut self, a: Vid, b: Vid) -> Vid {
        let (x, y) = (self.values.get(a), self.values.get(b));
        let plain = |value: &Value| value.strs == Strs::None && !value.is_reference();
        if plain(x) && plain(y) {
            return self.math((Math::Cmp, Width::Long), a, b);
        }
        let (Strs::Set(x), Strs::Set(y)) = (&x.strs, &y.strs) else {
            return Vid::ANY_INT;
        };
        let pairs = x.iter().flat_map(|x| y.iter().map(move |y| (*x, *y)));
        let ints = ints_of(pairs.map(|(x, y)| order(self.strings.get(x), self.strings.get(y))));
        self.values.intern(Value {
            ints,
            ..Value::default()
        })
    }

    /// Where a text, or a letter, first stands in a text, in UTF-16 units; with a place to begin at only whether it can be there
    /// at all is known, unless that place is the start.
    pub(crate) fn index_of(&mut self, text: Vid, sought: Vid, from: Vid) -> Vid {
        let (texts, sought) = (self.values.get(text), self.values.get(sought));
        let sought: Vec<String> = match (sought.strings(), sought.single_int().and_then(letter)) {
            (([], false), Some(letter)) => vec![letter.to_string()],
            ((set @ [_, ..], false), _) => {
                let all = set.iter().map(|one| self.strings.get(*one).to_owned());
                all.collect()
            }
            _ => return Vid::ANY_INT,
        };
        let (set @ [_, ..], false) = texts.strings() else {
            return Vid::ANY_INT;
        };
        let whole = from == Vid::BOTTOM || self.values.get(from).single_int() == Some(0);
        let mut places = Vec::new();
        for text in set.iter().map(|one| self.strings.get(*one)) {
            for part in &sought {
                match text.find(part.as_str()) {
                    None => places.push(-1),
                    Some(at) if whole => places.push(
                        text.get(..at)
                            .map_or(0, |head| head.encode_utf16().count() as i64),
                    ),
                    Some(_) => return Vid::ANY_INT,
                }
            }
        }
        let ints = ints_of(places.into_iter());
        self.values.intern(Value {
            ints,
            ..Value::default()
        })
    }

    /// Where a text, or a letter, last stands in a text, in UTF-16 units.
    pub(crate) fn last_index_of(&mut self, text: Vid, sought: Vid) -> Vid {
        let sought = self.text_or_letter(sought);
        let (Some(text), Some(sought)) = (self.only_text(text), sought) else {
            return Vid::ANY_INT;
        };
        let head = text.rfind(&sought).and_then(|at| text.get(..at));
        let place = head.map_or(-1, |head| head.encode_utf16().count() as i64);
        self.values.int(place)
    }

    /// The elements of an array as texts, when there are few and each can be only one.
    fn words(&mut self, array: Vid) -> Option<Vec<String>> {
        let length = self.array_length(array);
        let length = self.values.get(length).single_int()?;
        let count = usize::try_from(length)
            .ok()
            .filter(|count| *count <= PARTS)?;
        let mut words = Vec::with_capacity(count);
        for index in 0..length {
            let index = self.values.int(index);
            let word = self.read_key(array, index);
            let number = self
                .values
                .get(word)
                .single_int()
                .map(|one| one.to_string());
            words.push(self.only_text(word).or(number)?);
        }
        Some(words)
    }

    /// A pattern of `String.format` with what is put into it, as far as both are known.
    pub(crate) fn formatted(&mut self, pattern: Vid, values: Vid) -> Vid {
        let words = self.words(values);
        let text = match (self.only_text(pattern), words) {
            (Some(pattern), Some(words)) => filled_in(&pattern, &words),
            _ => None,
        };
        self.text_or_any(text, values)
    }

    /// The elements of an array with a text between them.
    pub(crate) fn joined(&mut self, between: Vid, values: Vid) -> Vid {
        let words = self.words(values);
        let text = self.only_text(between).zip(words);
        self.text_or_any(text.map(|(between, words)| words.join(&between)), values)
    }

    fn text_or_any(&mut self, text: Option<String>, of: Vid) -> Vid {
        let elements = self.read_slot(of, Slot::Element);
        let bits = self.marks_of(elements);
        let text = text.map_or(Vid::ANY_STR, |text| self.text(&text));
        self.with_marks(text, bits)
    }

    /// What the constructor of a text or of a box made takes the place of the object in the registers that hold it, when it is
    /// known.
    pub(crate) fn constant_made(&mut self, state: &mut State, method: MethodId, regs: &[Reg]) {
        let info = self.code.method(method);
        let owner = info.owner;
        let text = owner == self.code.string();
        if !info.constructor || !(text || self.code.is_box(owner)) {
            return;
        }
        let params = self.code.method_params(method);
        let first = params.first().map(|ty| self.code.descriptor(*ty));
        let (Some(this), Some(from)) = (regs.first(), regs.get(1)) else {
            return;
        };
        let from = state.get(*from);
        let made = match first.as_deref() {
            Some("Ljava/lang/String;") if text => from,
            Some("[C") if params.len() == 1 => self.spelled(from),
            Some("[B") => self.text_of_bytes(from),
            Some("Z" | "B" | "S" | "C" | "I" | "J" | "F" | "D") if !text => self.boxed(from, owner),
            _ => return,
        };
        if !text || matches!(self.values.get(made).strs, Strs::Set(_) | Strs::Written(_)) {
            for reg in state.copies_of(*this) {
                state.replace(reg, made);
            }
        }
    }

    /// Every text of the one followed by every text of the other.
    pub(crate) fn concat(&mut self, a: Vid, b: Vid) -> Vid {
        if a == Vid::BOTTOM {
            return b;
        }
        let bits = self.text_marks(a) | self.text_marks(b);
        let text = self.concat_plain(a, b);
        self.with_marks(text, bits)
    }

    fn concat_plain(&mut self, a: Vid, b: Vid) -> Vid {
        let (x, y) = (self.values.get(a).clone(), self.values.get(b).clone());
        let (Strs::Set(x), Strs::Set(y)) = (&x.strs, &y.strs) else {
            return self.written_parts(a, b).unwrap_or(Vid::ANY_STR);
        };
        if x.len() * y.len() > TEXT_PAIRS {
            return Vid::ANY_STR;
        }
        let mut texts = Vec::new();
        for first in x {
            for second in y {
                let text = format!("{}{}", self.strings.get(*first), self.strings.get(*second));
                if text.len() > TEXT_BYTES {
                    return Vid::ANY_STR;
                }
                texts.push(self.strings.intern(&text));
            }
        }
        let strs = strs_of(texts.into_iter());
        self.values.intern(Value {
            strs,
            ..Value::default()
        })
    }

    /// An array of bytes that a text is made of.
    pub(crate) fn bytes(&mut self, call: &Invocation<'_>, text: Vid, tag: u8) -> Vid {
        let array = self.allocate(call.at, self.code.method_return(call.method), tag);
        let array = self.obj(array);
        self.write_elements(array, Vid::ANY_INT);
        let some = self.values.at_least(0);
        self.write_length(array, some);
        let slot = Slot::Named(self.strings.intern(TEXT));
        self.write_slot(array, slot, text);
        array
    }

    /// The text that an array of bytes is made of.
    pub(crate) fn text_of_bytes(&mut self, array: Vid) -> Vid {
        self.read_named(array, TEXT)
    }

    /// The texts that texts in Base64 stand for.
    pub(crate) fn base64_text(&mut self, value: Vid) -> Vid {
        let Strs::Set(texts) = self.values.get(value).strs.clone() else {
            return Vid::ANY_STR;
        };
        let decode = |text: &str| {
            let letters: String = text.split_whitespace().collect();
            let bytes = STANDARD_NO_PAD.decode(letters.trim_end_matches('=')).ok()?;
            String::from_utf8(bytes).ok()
        };
        let mut decoded = Vec::new();
        for text in texts {
            match decode(self.strings.get(text)) {
                Some(text) => decoded.push(self.strings.intern(&text)),
                None => return Vid::ANY_STR,
            }
        }
        self.values.intern(Value {
            strs: strs_of(decoded.into_iter()),
            ..Value::default()
        })
    }

    /// The text that an array of characters spells.
    pub(crate) fn spelled(&mut self, array: Vid) -> Vid {
        let bits = self.marks_of(array);
        let length = self.array_length(array);
        let length = self.values.get(length).single_int();
        let mut text = String::new();
        for index in 0..length.unwrap_or(i64::MAX) {
            let index = self.values.int(index);
            let one = self.read_key(array, index);
            let one = self.values.get(one).single_int();
            match one.and_then(letter) {
                Some(one) if text.len() < PARTS => text.push(one),
                _ => return self.with_marks(Vid::ANY_STR, bits),
            }
        }
        let text = self.text(&text);
        self.with_marks(text, bits)
    }

    /// Whether a collection can hold a value.
    pub(crate) fn may_hold(&mut self, of: Vid, wanted: Vid) -> Vid {
        let elements = self.read_slot(of, Slot::Element);
        if self.values.get(of).types.is_empty() {
            self.is_among(elements, wanted)
        } else {
            Vid::BOOL
        }
    }

    /// Whether a value can be one of several: texts, numbers, classes and enum constants are told apart.
    pub(crate) fn is_among(&mut self, several: Vid, wanted: Vid) -> Vid {
        let (x, y) = (self.values.get(several), self.values.get(wanted));
        let texts = |value: &Value| match &value.strs {
            Strs::Any | Strs::Written(_) => None,
            Strs::None => Some(Vec::new()),
            Strs::Set(set) => Some(set.clone()),
        };
        let plain = x.types.is_empty() && y.types.is_empty();
        let known = |value: &Value| {
            let mut objs = value.objs.iter();
            objs.all(|obj| self.code.is_enum(self.objects.ty(*obj)))
        };
        if let (Some(a), Some(b), Some(c), Some(d)) =
            (texts(x), texts(y), x.integers(), y.integers())
            && plain
            && known(x)
            && known(y)
        {
            let meet = a.iter().any(|one| b.contains(one))
                || c.iter().any(|one| d.contains(one))
                || x.objs.iter().any(|one| y.objs.contains(one))
                || x.classes.iter().any(|one| y.classes.contains(one));
            if !meet {
                return Vid::ZERO;
            }
        }
        Vid::BOOL
    }

    /// Of objects those that are no part of another value; of anything else nothing.
    pub(crate) fn without_objects(&mut self, all: Vid, but: Vid) -> Vid {
        let (all, but) = (self.values.shared(all), self.values.shared(but));
        if !all.is_only_objects() {
            return Vid::BOTTOM;
        }
        let left = all.objs.iter().filter(|obj| !but.objs.contains(obj));
        let left = Value {
            objs: left.copied().collect(),
            ..Value::default()
        };
        self.values.intern(left)
    }

    /// A value without `null`.
    pub(crate) fn solid(&mut self, value: Vid) -> Vid {
        if let Some(solid) = self.known.solid.get(&value) {
            return *solid;
        }
        let solid = self.values.get(value).without_zero();
        let solid = self.values.intern(solid);
        self.known.solid.insert(value, solid);
        solid
    }

    /// Of what a value can be, the objects that are known.
    pub(crate) fn known_only(&mut self, value: Vid) -> Vid {
        let known = Value {
            types: Default::default(),
            ..self.values.get(value).clone()
        };
        self.values.intern(known)
    }
}
