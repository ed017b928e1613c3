//! String builders: their texts are followed along the code that has them.

use crate::knowledge::model::How;
use crate::program::MethodId;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::step::State;
use crate::scenario::engine::value::{Obj, Value, Vid};
use crate::scenario::engine::{At, Engine};

impl Engine<'_, '_> {
    /// String builders that went into a method of the app: what was put together so far may go on there.
    pub(crate) fn handed_builders(&mut self, method: MethodId, args: &[Vid], state: &mut State) {
        let owner = self.code.method(method).owner;
        if state.texts.is_empty() || !(self.code.is_app(owner) || self.code.is_interface(owner)) {
            return;
        }
        for arg in args {
            for obj in self.values.shared(*arg).objs.iter().copied() {
                if state.text(obj).is_some() {
                    let bits = self.marks_of(*arg);
                    let text = self.with_marks(Vid::ANY_STR, bits);
                    state.set_text(obj, text);
                }
            }
        }
    }

    /// An object of the app that goes into a text says what it is: its `toString` runs.
    pub(crate) fn put_into_words(&mut self, at: At, method: MethodId, args: &[Vid]) {
        let info = self.code.method(method);
        let place = if info.builder && &*info.name == "append" {
            1
        } else if info.owner == self.code.string() && &*info.name == "valueOf" {
            0
        } else {
            return;
        };
        let Some(value) = args.get(place).map(|arg| self.values.shared(*arg)) else {
            return;
        };
        let own = |obj: &Obj| self.code.is_app(self.objects.ty(*obj));
        let objs: Vec<Obj> = value.objs.iter().copied().filter(own).collect();
        if objs.is_empty() {
            return;
        }
        let on = self.values.intern(Value {
            objs,
            ..Value::default()
        });
        let call = Invocation {
            at,
            method,
            base: info.owner,
            this: Vid::BOTTOM,
            args: &[],
        };
        self.run_on(&call, How::Call, on, "toString", &[]);
    }

    /// What is put into a text: the text of a builder instead of the builder.
    fn held_text(&self, state: &State, value: Vid) -> Vid {
        match self.values.get(value).objs.as_slice() {
            [obj] if self.values.get(value).types.is_empty() => state.text(*obj).unwrap_or(value),
            _ => value,
        }
    }

    /// String builders, whose text is followed register by register within one call.
    pub(crate) fn builder(
        &mut self,
        method: MethodId,
        args: &[Vid],
        state: &mut State,
    ) -> Option<Vid> {
        let receiver = self.values.get(*args.first()?);
        let info = self.code.method(method);
        let name = &info.name;
        // The compiler may name `Object` for what the builder overrides, code may know it as an `Appendable`.
        let own = |obj: &Obj| self.code.is_builder(self.objects.ty(*obj));
        let shared =
            matches!(&**name, "toString" | "append" | "valueOf") && !receiver.objs.is_empty();
        if !(info.builder || shared && receiver.objs.iter().all(own)) {
            return None;
        }
        let known = match receiver.objs.as_slice() {
            [obj] if receiver.types.is_empty() => Some(*obj),
            _ => None,
        };
        match &**name {
            "<init>" => {
                let obj = known?;
                let numeric = self
                    .code
                    .method_params(method)
                    .first()
                    .is_some_and(|ty| self.code.descriptor(*ty).starts_with('I'));
                let given = args.get(1).filter(|_| !numeric);
                let text = match given.map(|arg| self.held_text(state, *arg)) {
                    Some(given) => self.as_text(given, method),
                    None => self.text(""),
                };
                state.set_text(obj, text);
                Some(Vid::ZERO)
            }
            "toString" | "valueOf" => Some(match known.and_then(|obj| state.text(obj)) {
                Some(text) => self.unmasked(text),
                // Filled elsewhere: what it was given there.
                None => {
                    let bits = self.marks_of(args[0]);
                    self.with_marks(Vid::ANY_STR, bits)
                }
            }),
            "length" => Some(match known.and_then(|obj| state.text(obj)) {
                Some(text) => self.lengths(text),
                None => Vid::ANY_INT,
            }),
            "capacity" | "indexOf" => Some(Vid::ANY_INT),
            _ => {
                if let Some(obj) = known {
                    let old = state.text(obj).unwrap_or(Vid::ANY_STR);
                    let text = self.changed(method, (obj, old), args, state);
                    state.set_text(obj, text);
                }
                Some(if self.code.method_returns_void(method) {
                    Vid::ZERO
                } else {
                    args[0]
                })
            }
        }
    }

    /// The text of a builder behind a call that changes it.
    fn changed(
        &mut self,
        method: MethodId,
        (obj, old): (Obj, Vid),
        args: &[Vid],
        state: &State,
    ) -> Vid {
        let held = |at: usize| args.get(at).map(|arg| self.held_text(state, *arg));
        match &*self.code.method(method).name {
            "append" => {
                let added = match held(1) {
                    Some(added) => self.as_text(added, method),
                    None => self.text(""),
                };
                let text = self.concat(old, added);
                self.told_together(obj, old, text, args.get(1))
            }
            "insert" => {
                let kind = self.code.method_params(method).get(1).copied();
                let at = args.get(1).copied().unwrap_or(Vid::BOTTOM);
                let added = held(2).unwrap_or(Vid::BOTTOM);
                let added = self.as_text_of(added, kind);
                let text = self.inserted(old, at, added);
                self.told_together(obj, old, text, args.get(2))
            }
            name @ ("setLength" | "deleteCharAt" | "delete") => {
                let numbers = args.iter().skip(1);
                let numbers = numbers.map(|arg| self.values.get(*arg).single_int());
                let numbers: Option<Vec<i64>> = numbers.collect();
                match (name, numbers.as_deref()) {
                    ("setLength", Some([to])) => self.cut_out(old, *to, i64::MAX),
                    ("deleteCharAt", Some([at])) => self.cut_out(old, *at, at.saturating_add(1)),
                    ("delete", Some([from, to])) => self.cut_out(old, *from, *to),
                    _ => {
                        let bits = self.marks_of(old);
                        self.with_marks(Vid::ANY_STR, bits)
                    }
                }
            }
            "reverse" => self.transform(old, |text| text.chars().rev().collect()),
            _ => Vid::ANY_STR,
        }
    }

    /// One text within another, from a place on.
    fn inserted(&mut self, old: Vid, at: Vid, added: Vid) -> Vid {
        match self.values.get(at).single_int() {
            Some(0) => self.concat(added, old),
            Some(at) => {
                let before = self.cut_out(old, at, i64::MAX);
                let behind = self.cut_out(old, 0, at);
                let text = self.concat(before, added);
                // Parts of several texts would be put together across.
                match self.values.get(old).single_str() {
                    Some(_) => self.concat(text, behind),
                    None => self.concat(text, Vid::ANY_STR),
                }
            }
            None => {
                let text = self.concat(old, added);
                let bits = self.marks_of(text);
                self.with_marks(Vid::ANY_STR, bits)
            }
        }
    }

    /// A text without what stands between two places, in UTF-16 units; as it is where there is no such place.
    fn cut_out(&mut self, text: Vid, from: i64, to: i64) -> Vid {
        let bits = self.marks_of(text);
        let left = self.transform(text, |text| {
            let units: Vec<u16> = text.encode_utf16().collect();
            let place = |at: i64| usize::try_from(at).unwrap_or(0).min(units.len());
            let (from, to) = (place(from), place(to.max(from)));
            String::from_utf16_lossy(&[&units[..from], &units[to..]].concat())
        });
        self.with_marks(left, bits)
    }
}
