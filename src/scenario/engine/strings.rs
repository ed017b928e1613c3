//! The strings of a run, by number.

use std::rc::Rc;

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use crate::scenario::engine::value::Str;

/// The strings of a run: the program's and those built by the interpreter.
#[derive(Debug, Clone, Default)]
pub(crate) struct Strings {
    texts: Vec<Rc<str>>,
    ids: HashMap<Rc<str>, Str, FxBuildHasher>,
}

impl Strings {
    /// The id of a text.
    pub(crate) fn intern(&mut self, text: &str) -> Str {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = Str(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        let text: Rc<str> = text.into();
        self.texts.push(text.clone());
        self.ids.insert(text, id);
        id
    }

    /// The id of a text that was seen.
    pub(crate) fn find(&self, text: &str) -> Option<Str> {
        self.ids.get(text).copied()
    }

    /// The text of an id.
    pub(crate) fn get(&self, id: Str) -> &str {
        self.texts.get(id.0 as usize).map_or("", |text| text)
    }
}
