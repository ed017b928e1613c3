//! What another app's provider answers: intents in it are for components of that app.

use crate::program::TypeId;
use crate::scenario::engine::Engine;
use crate::scenario::engine::heap::Site;
use crate::scenario::engine::value::{Obj, Vid};

/// Name of the bundles, and of what comes out of them.
const ELSEWHERE: &str = "from elsewhere";
const INTENT: &str = "android.content.Intent";

impl Engine<'_, '_> {
    /// A bundle that another app made.
    pub(crate) fn bundle_from_elsewhere(&mut self) -> Vid {
        match self.code.class_named("android.os.Bundle") {
            Some(bundle) => self.made_elsewhere(bundle),
            None => Vid::BOTTOM,
        }
    }

    fn made_elsewhere(&mut self, ty: TypeId) -> Vid {
        let name = self.strings.intern(ELSEWHERE);
        let obj = self.only(Site::Named(name), ty);
        self.obj(obj)
    }

    /// Whether an object was made by another app.
    pub(crate) fn is_from_elsewhere(&self, obj: Obj) -> bool {
        match self.objects.key(obj).site {
            Site::Named(name) => self.strings.get(name) == ELSEWHERE,
            _ => false,
        }
    }

    /// What such a bundle holds: of what may be an intent it shows once it is cast.
    pub(crate) fn held_elsewhere(&mut self, returns: TypeId) -> Vid {
        let intent = self.code.class_named(INTENT);
        let held = match intent.is_some_and(|intent| self.code.is_subtype(intent, returns)) {
            true => self.made_elsewhere(self.code.object()),
            false => self.unknown(returns),
        };
        self.join(held, Vid::ZERO)
    }

    /// The rest of a value, and what a thing from elsewhere in it is once it is cast; nothing where there is none or the cast tells
    /// nothing.
    pub(crate) fn apart_from_elsewhere(&mut self, value: Vid, ty: TypeId) -> Option<(Vid, Vid)> {
        let rest = self.for_own(value);
        if rest == value {
            return None;
        }
        let intent = self.code.class_named(INTENT)?;
        let cast = match ty == intent {
            true => self.made_elsewhere(intent),
            false if self.code.is_subtype(intent, ty) => return None,
            false => self.values.instance(ty),
        };
        Some((rest, cast))
    }

    /// What starts a component, without what is for another app.
    pub(crate) fn for_own(&mut self, what: Vid) -> Vid {
        let value = self.values.get(what);
        if !value.objs.iter().any(|obj| self.is_from_elsewhere(*obj)) {
            return what;
        }
        let mut value = value.clone();
        value.objs.retain(|obj| !self.is_from_elsewhere(*obj));
        self.values.intern(value)
    }
}
