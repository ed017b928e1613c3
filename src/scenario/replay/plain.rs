//! What an argument can be, in plain words: an abstract value without the interpreter's ids.

use crate::scenario::engine::Engine;
use crate::scenario::engine::heap::{Place, Slot};
use crate::scenario::engine::value::{Strs, Vid};

/// Elements of an array that are told in order.
const ARRAY_CAP: i64 = 16;

/// What an argument can be, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arg {
    /// Numbers, `null` and booleans among them; `None` when there may be unknown ones.
    pub ints: Option<Vec<i64>>,
    /// Of unknown numbers those that it is as long as no host sets others.
    pub usual: Vec<i64>,
    /// Known strings.
    pub texts: Vec<String>,
    /// Whether there may be unknown strings.
    pub unknown_text: bool,
    /// Dotted names of class constants, and of the classes of known objects.
    pub classes: Vec<String>,
    /// `Lpkg/Cls;->NAME` of framework singletons that it can be (a `CONTENT_URI`, an enum constant).
    pub fields: Vec<String>,
    /// Strings among the elements of an array or collection that it can be.
    pub element_texts: Vec<String>,
    /// The elements of an array of known strings, in order, with a blank between: a command line.
    pub joined: Option<String>,
    /// An intent for one component or package.
    pub targeted: bool,
    /// Whether there may be unknown strings among those.
    pub unknown_element: bool,
    /// What objects are beyond their class (`kind` of the model).
    pub kinds: Vec<String>,
    /// Whether it can be an object of which no such thing is known.
    pub other_kinds: bool,
    /// Packages that an intent is for.
    pub packages: Vec<String>,
    /// Actions of an intent.
    pub actions: Vec<String>,
    /// A period that an object was given (`interval` of the model), in milliseconds.
    pub interval: Option<Vec<i64>>,
    /// How long it goes on (`total` of the model), in milliseconds.
    pub total: Option<Vec<i64>>,
    /// What an intent or download says that its data is (`type` of the model).
    pub mimes: Vec<String>,
    /// The types that a window's parameters can have; `None` when they are not known.
    pub windows: Option<Vec<i64>>,
}

impl Arg {
    /// A known number.
    pub(crate) fn number(number: i64) -> Self {
        Self {
            ints: Some(vec![number]),
            ..Self::default()
        }
    }
}

/// Arguments in plain words.
pub(crate) fn plain_all(engine: &mut Engine<'_, '_>, args: &[Vid]) -> Vec<Arg> {
    args.iter().map(|arg| plain(engine, *arg)).collect()
}

/// An abstract value in plain words.
pub(in crate::scenario) fn plain(engine: &mut Engine<'_, '_>, value: Vid) -> Arg {
    let value = engine.values.get(value).clone();
    let (texts, unknown_text) = value.strings();
    let mut texts: Vec<String> = texts
        .iter()
        .map(|text| engine.strings.get(*text).to_owned())
        .collect();
    let mut classes: Vec<String> = value
        .classes
        .iter()
        .map(|class| engine.code.dotted(*class))
        .collect();
    let mut fields = Vec::new();
    let mut joined = None;
    let (mut element_texts, mut unknown_element, mut targeted) = (Vec::new(), false, false);
    let (mut packages, mut actions) = (Vec::new(), Vec::new());
    let (mut kinds, mut other_kinds) = (Vec::new(), !value.types.is_empty());
    let (mut interval, mut total) = (None, None);
    let (mut mimes, mut windows) = (Vec::new(), None);
    for obj in &value.objs {
        classes.push(engine.code.dotted(engine.objects.ty(*obj)));
        if let crate::scenario::engine::heap::Site::Named(name) = engine.objects.key(*obj).site {
            fields.push(engine.strings.get(name).to_owned());
        }
        for (slot, list) in [("path", &mut texts), ("data", &mut fields)] {
            let slot = Slot::Named(engine.strings.intern(slot));
            let held = engine.heap.peek(Place::Of(*obj, slot));
            if let Strs::Set(set) = &engine.values.get(held).strs {
                list.extend(set.iter().map(|text| engine.strings.get(*text).to_owned()));
            }
        }
        // Of a file whose own name is not known the folder may be.
        let slots = ["path", "folder"].map(|slot| Slot::Named(engine.strings.intern(slot)));
        let held = slots.map(|slot| engine.heap.peek(Place::Of(*obj, slot)));
        if let [Strs::Any, Strs::Set(set)] = held.map(|held| &engine.values.get(held).strs) {
            let within = set
                .iter()
                .map(|text| format!("{}/", engine.strings.get(*text)));
            texts.extend(within);
        }
        let mut words = Vec::new();
        for index in 0..ARRAY_CAP {
            let key = engine
                .values
                .intern(crate::scenario::engine::value::Value::int(index));
            let held = engine.heap.peek(Place::Of(*obj, Slot::Key(key)));
            let Some(text) = engine.values.get(held).single_str() else {
                break;
            };
            words.push(engine.strings.get(text).to_owned());
        }
        if !words.is_empty() {
            joined = Some(words.join(" "));
        }
        let slot = Slot::Named(engine.strings.intern("kind"));
        let held = engine.values.get(engine.heap.peek(Place::Of(*obj, slot)));
        match &held.strs {
            Strs::Set(set) => {
                kinds.extend(set.iter().map(|text| engine.strings.get(*text).to_owned()));
            }
            Strs::None | Strs::Any | Strs::Written(_) => other_kinds = true,
        }
        for (slot, list) in [("package", &mut packages), ("action", &mut actions)] {
            let slot = Slot::Named(engine.strings.intern(slot));
            let held = engine.heap.peek(Place::Of(*obj, slot));
            if let Strs::Set(set) = &engine.values.get(held).strs {
                list.extend(set.iter().map(|text| engine.strings.get(*text).to_owned()));
            }
        }
        let slot = Slot::Named(engine.strings.intern("interval"));
        let held = engine.heap.peek(Place::Of(*obj, slot));
        if held != Vid::BOTTOM {
            interval = engine.values.get(held).integers().map(<[i64]>::to_vec);
        }
        let slot = Slot::Named(engine.strings.intern("total"));
        let held = engine.heap.peek(Place::Of(*obj, slot));
        if held != Vid::BOTTOM {
            total = engine.values.get(held).integers().map(<[i64]>::to_vec);
        }
        let slot = Slot::Named(engine.strings.intern("type"));
        let held = engine.values.get(engine.heap.peek(Place::Of(*obj, slot)));
        if let Strs::Set(set) = &held.strs {
            mimes.extend(set.iter().map(|text| engine.strings.get(*text).to_owned()));
        } else if let Some(numbers) = held.integers().filter(|numbers| !numbers.is_empty()) {
            windows
                .get_or_insert_with(Vec::new)
                .extend_from_slice(numbers);
        }
        for slot in ["component", "package"] {
            let slot = Slot::Named(engine.strings.intern(slot));
            targeted |= engine.heap.peek(Place::Of(*obj, slot)) != Vid::BOTTOM;
        }
        let elements = engine.heap.peek(Place::Of(*obj, Slot::Element));
        match &engine.values.get(elements).strs {
            Strs::None => {}
            Strs::Any | Strs::Written(_) => unknown_element = true,
            Strs::Set(set) => {
                element_texts.extend(set.iter().map(|text| engine.strings.get(*text).to_owned()));
            }
        }
    }
    for list in [
        &mut texts,
        &mut classes,
        &mut fields,
        &mut element_texts,
        &mut kinds,
        &mut packages,
        &mut actions,
        &mut mimes,
    ] {
        list.sort();
        list.dedup();
    }
    Arg {
        ints: value.integers().map(<[i64]>::to_vec),
        usual: Vec::new(),
        texts,
        unknown_text,
        classes,
        fields,
        element_texts,
        unknown_element,
        targeted,
        joined,
        kinds,
        other_kinds,
        packages,
        actions,
        interval,
        total,
        mimes,
        windows: windows.filter(|windows| !windows.is_empty()),
    }
}
