//! What intents and bundles carry from one component to the next.

use rustc_hash::FxHashMap;

use crate::knowledge::model::{Component, How};
use crate::program::TypeId;
use crate::scenario::engine::Engine;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::{Place, Site, Slot};
use crate::scenario::engine::value::{Obj, Value, Vid};
use crate::scenario::model::components::declared_as;
use crate::scenario::replay::work::PUT;

/// Slot of a component that holds the intents that start it, and of an intent that holds what it was given at once.
const INTENT: &str = "intent";
const EXTRAS: &str = "extras";
/// The intent of the launcher.
const LAUNCH: &str = "launch";
/// Bundles within intents that are looked into.
const WITHIN: u8 = 3;

/// What objects carry, by how many bundles within them are looked into.
type Carried = FxHashMap<(Obj, u8), (Vid, bool)>;

/// What every component of a kind is, as far as that is one class of the platform.
fn made_from(kind: Component) -> Option<&'static str> {
    match kind {
        Component::Activity => Some("android.app.Activity"),
        Component::Service | Component::Started | Component::Bound | Component::Job => {
            Some("android.app.Service")
        }
        Component::Receiver => Some("android.content.BroadcastReceiver"),
        Component::View => Some("android.view.View"),
        _ => None,
    }
}

/// What whoever watches pages hears of one that is started, and whether with a bundle.
const HEARD: &[(&str, bool)] = &[
    ("onActivityPreCreated", true),
    ("onActivityCreated", true),
    ("onActivityPostCreated", true),
    ("onActivityStarted", false),
    ("onActivityResumed", false),
];

impl Engine<'_, '_> {
    /// Who watches pages hears of those that a call starts, as of those that the platform starts.
    pub(super) fn tell_watchers(&mut self, call: &Invocation<'_>) {
        let Some(app) = self.code.class_named("android.app.Application") else {
            return;
        };
        let app = self.only(Site::One, app);
        let app = self.obj(app);
        let (watchers, pages) = (self.read_named(app, "watchers"), self.pages());
        if watchers == Vid::BOTTOM || pages == Vid::BOTTOM {
            return;
        }
        for (name, bundle) in HEARD {
            let args = [pages, Vid::ZERO];
            let args = if *bundle { &args[..] } else { &args[..1] };
            self.run_on(call, How::Callback, watchers, name, args);
        }
    }

    /// Whether a call that starts components of a kind can start this one: `bindService` starts no page, and nothing a class that
    /// only stands in the same place.
    pub(super) fn may_start(&self, kind: Component, class: TypeId) -> bool {
        let manifest = &self.code.stage().package.manifest;
        let declared = manifest.component(&self.code.dotted(class));
        if let (Some(wanted), Some(component)) = (declared_as(kind), declared) {
            return component.kind == wanted;
        }
        let base = made_from(kind).and_then(|base| self.code.class_named(base));
        let absent = |ty: TypeId| !self.code.is_app(ty) && !self.code.is_platform(ty);
        base.is_none_or(|base| self.code.is_subtype(class, base))
            || self.code.program.chain(class).any(absent)
    }

    /// A component is started by an intent.
    pub(crate) fn hand_intent(&mut self, kind: Component, class: TypeId, intent: Vid) {
        if !matches!(kind, Component::Activity | Component::Service) {
            return;
        }
        let component = self.only(Site::One, class);
        let component = self.obj(component);
        let slot = Slot::Named(self.strings.intern(INTENT));
        self.write_slot(component, slot, intent);
    }

    /// The intents that start a component; nothing while none is known.
    pub(crate) fn handed_intent(&mut self, component: Vid) -> Vid {
        self.read_named(component, INTENT)
    }

    /// The intents that a method of a component's life is given.
    pub(crate) fn delivered_intent(
        &mut self,
        kind: Component,
        method: &str,
        component: Vid,
        ty: TypeId,
    ) -> Option<Vid> {
        let given =
            kind == Component::Service || (kind == Component::Activity && method == "onNewIntent");
        if !given || self.code.descriptor(ty) != "Landroid/content/Intent;" {
            return None;
        }
        Some(self.handed_intent(component)).filter(|intent| *intent != Vid::BOTTOM)
    }

    /// Gives an intent an action.
    pub(crate) fn set_action(&mut self, intent: Vid, action: Vid) {
        let slot = Slot::Named(self.strings.intern("action"));
        self.write_slot(intent, slot, action);
    }

    /// A page is opened by the launcher, or by anybody.
    pub(crate) fn open_page(&mut self, class: TypeId, by_launcher: bool) {
        let Some(ty) = self.code.class_named("android.content.Intent") else {
            return;
        };
        let intent = if by_launcher {
            let site = Site::Named(self.strings.intern(LAUNCH));
            let obj = self.only(site, ty);
            let intent = self.obj(obj);
            let action = self.text("android.intent.action.MAIN");
            self.set_action(intent, action);
            intent
        } else {
            self.values.intern(Value::instance(ty))
        };
        self.hand_intent(Component::Activity, class, intent);
    }

    /// Whether a page is the one that the launcher opens.
    pub(crate) fn is_task_root(&mut self, page: Vid) -> Vid {
        let manifest = &self.code.stage().package.manifest;
        let launchers = manifest.launchers();
        let value = self.values.get(page);
        let opened = |obj: &Obj| {
            let name = self.code.dotted(self.objects.ty(*obj));
            launchers.iter().any(|launcher| launcher.class == name)
        };
        let all = value.types.is_empty() && !value.objs.is_empty() && value.objs.iter().all(opened);
        if all && self.assume.empty_storage {
            Vid::ONE
        } else {
            Vid::BOOL
        }
    }

    /// What an intent or a bundle holds under a key: what was put there, else the default.
    pub(crate) fn extra(&mut self, of: Vid, keys: Vid, default: Vid, returns: TypeId) -> Vid {
        let value = self.values.shared(of);
        let default = if self.assume.empty_storage {
            default
        } else {
            self.unknown(returns)
        };
        let mut result = Vid::BOTTOM;
        if !value.types.is_empty() {
            let some = self.values.intern(Value {
                types: value.types.clone(),
                ..Value::default()
            });
            let stored = self.read_key(some, keys);
            let stored = self.of_kind(stored, returns);
            result = self.join(stored, default);
        }
        let mut known = Carried::default();
        for obj in value.objs.iter().copied() {
            let (stored, sure) = self.carried(obj, keys, WITHIN, &mut known);
            let stored = self.of_kind(stored, returns);
            result = self.join(result, stored);
            if !sure {
                result = self.join(result, default);
            }
        }
        result
    }

    /// What an object carries under a key, and whether it surely carries something there. Bundles that several others hold
    /// are looked into once.
    fn carried(&mut self, obj: Obj, keys: Vid, within: u8, known: &mut Carried) -> (Vid, bool) {
        if let Some(known) = known.get(&(obj, within)) {
            return *known;
        }
        let found = self.look_into(obj, keys, within, known);
        known.insert((obj, within), found);
        found
    }

    fn look_into(&mut self, obj: Obj, keys: Vid, within: u8, known: &mut Carried) -> (Vid, bool) {
        let one = self.obj(obj);
        let mut stored = self.read_key(one, keys);
        let key = self.only_key(keys);
        let mut sure = key.is_some_and(|key| self.surely_put(Place::Of(obj, Slot::Key(key))));
        if sure {
            self.leave_out();
        }
        if let (false, Some(key)) = (sure, key.and_then(|key| self.values.get(key).single_str())) {
            let put = format!("{PUT}{}", self.strings.get(key));
            let put = self.strings.find(&put).map(Slot::Named);
            sure = put.is_some_and(|put| self.read_slot(one, put) == Vid::ONE);
        }
        let slot = Slot::Named(self.strings.intern(EXTRAS));
        let bundles = self.read_slot(one, slot);
        if within == 0 || bundles == Vid::BOTTOM {
            return (stored, sure);
        }
        let bundles = self.values.shared(bundles);
        let mut all = bundles.types.is_empty() && !bundles.objs.is_empty();
        for bundle in bundles.objs.iter().copied() {
            let (more, surely) = self.carried(bundle, keys, within - 1, known);
            stored = self.join(stored, more);
            all &= surely;
        }
        sure |= all && self.surely_put(Place::Of(obj, slot));
        (stored, sure)
    }

    /// Whether a key was put, or may have been.
    pub(crate) fn has_extra(&mut self, of: Vid, keys: Vid) -> Vid {
        let value = self.values.shared(of);
        let (mut yes, mut no) = (false, false);
        let mut known = Carried::default();
        for obj in value.objs.iter().copied() {
            let (stored, sure) = self.carried(obj, keys, WITHIN, &mut known);
            yes |= stored != Vid::BOTTOM;
            no |= !sure;
        }
        match (yes, no) {
            _ if !value.types.is_empty() || !self.assume.empty_storage => Vid::BOOL,
            (true, false) => Vid::ONE,
            (false, true) => Vid::ZERO,
            _ => Vid::BOOL,
        }
    }
}
