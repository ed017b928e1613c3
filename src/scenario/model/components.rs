//! What the framework starts: components by intent, name or action, layouts, broadcasts to registered receivers.

use std::sync::Arc;

use crate::checks::Edge;
use crate::knowledge::model::{Component, How};
use crate::package::manifest::ComponentKind;
use crate::program::{DefId, TypeId};
use crate::scenario::code::known::Steps;
use crate::scenario::code::{Code, LayoutView, lock};
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::{Site, Slot};
use crate::scenario::engine::value::{Obj, Strs, Value, Vid, strs_of};
use crate::scenario::engine::{At, Engine};
use crate::scenario::model::views::SHOWN;
use rustc_hash::FxHashSet;

/// Slot of the app's bus that holds the names of the processes beside the main one.
const PROCESSES: &str = "processes";
/// Name of what the engine itself keeps: receivers, pages, processes.
pub(crate) const BUS: &str = "receivers";
/// Name of an intent that has neither action nor extras.
const BARE: &str = "bare intent";
/// Mark of views found by their resource id.
pub(crate) const VIEW: &str = "view ";
/// Broadcasts that are kept, and delivered as soon as a receiver registers.
const STICKY: &[&str] = &[
    "android.intent.action.BATTERY_CHANGED",
    "android.net.conn.CONNECTIVITY_CHANGE",
    "android.net.wifi.WIFI_STATE_CHANGED",
    "android.net.wifi.STATE_CHANGE",
    "android.intent.action.HEADSET_PLUG",
    "android.hardware.usb.action.USB_STATE",
    "android.media.RINGER_MODE_CHANGED",
];

impl Code<'_> {
    /// What a layout is built from; nothing when there is no such layout.
    pub(crate) fn layout(&self, id: u32) -> Arc<Vec<LayoutView>> {
        if let Some(views) = lock(&self.layouts).get(&id) {
            return views.clone();
        }
        let package = self.stage().package;
        let mut views = Vec::new();
        for file in package.layouts.iter().filter(|file| file.id == Some(id)) {
            let Ok((layout, _)) = package.layout(file) else {
                continue;
            };
            let named = |name: &str| self.class_named(name).filter(|class| self.is_app(*class));
            views.extend(layout.views.into_iter().map(|view| LayoutView {
                class: named(&view.class),
                fragment: view.fragment.as_deref().and_then(named),
                stub: view.class == "ViewStub",
                on_click: view.on_click,
                id: view.id,
                include: view.include,
            }));
        }
        let views = Arc::new(views);
        lock(&self.layouts).insert(id, views.clone());
        views
    }

    /// The processes other than the app's own that the manifest gives a component.
    fn other_processes(&self, class: TypeId) -> Vec<&str> {
        let name = self.dotted(class);
        let manifest = &self.stage().package.manifest;
        let main = &manifest.application.process;
        let here = manifest.components.iter();
        here.filter(|one| one.process != *main && one.run_class() == name)
            .map(|one| one.process.as_str())
            .collect()
    }
}

/// How the manifest declares components of a kind.
pub(super) fn declared_as(kind: Component) -> Option<ComponentKind> {
    match kind {
        Component::Activity => Some(ComponentKind::Activity),
        Component::Service | Component::Started | Component::Bound | Component::Job => {
            Some(ComponentKind::Service)
        }
        Component::Receiver => Some(ComponentKind::Receiver),
        _ => None,
    }
}

impl Engine<'_, '_> {
    /// Starts what an intent, a class, a name or an object can mean.
    pub(crate) fn start(&mut self, call: &Invocation<'_>, kind: Component, what: Vid) {
        if kind == Component::Activity && !self.assume.pages {
            return;
        }
        let what = self.for_own(what);
        if what == Vid::BOTTOM {
            return;
        }
        // A view is no intent.
        let target = match kind {
            Component::View => Vid::BOTTOM,
            _ => self.read_named(what, "component"),
        };
        let both = self.join(what, target);
        let value = self.values.get(both).clone();
        let mut classes = value.classes;
        if let Strs::Set(names) = &value.strs {
            classes.extend(
                names
                    .iter()
                    .filter_map(|name| self.code.class_named(self.strings.get(*name))),
            );
        }
        let action = self.read_named(what, "action");
        if target == Vid::BOTTOM
            && let Strs::Set(actions) = self.values.get(action).strs.clone()
        {
            for action in actions {
                self.start_by_action(call, kind, action, what, &mut classes);
            }
        }
        classes.sort_unstable();
        classes.dedup();
        self.note_ordered(call.at, kind, (what, target), &classes);
        let sent = self.sent(what);
        for class in classes {
            if self.code.is_app(class) && self.may_start(kind, class) {
                self.hand_intent(kind, class, what);
                self.start_with(Some(call.at), kind, class, sent);
            }
        }
        if kind == Component::Activity {
            self.tell_watchers(call);
        }
        if matches!(kind, Component::Fragment | Component::View) {
            for obj in value.objs {
                self.live(Some(call.at), kind, obj);
            }
        }
    }

    /// Own components that take an action, and receivers registered for it.
    pub(crate) fn start_by_action(
        &mut self,
        call: &Invocation<'_>,
        kind: Component,
        action: crate::scenario::engine::value::Str,
        intent: Vid,
        classes: &mut Vec<TypeId>,
    ) {
        let Some(wanted) = declared_as(kind) else {
            return;
        };
        let name = self.strings.get(action).to_owned();
        let manifest = &self.code.stage().package.manifest;
        for component in manifest
            .of_kind(wanted)
            .filter(|component| component.enabled)
        {
            if component.actions().any(|action| action == name) {
                classes.extend(self.code.class_named(component.run_class()));
            }
        }
        if kind == Component::Receiver {
            let bus = self.bus();
            let key = self.values.intern(Value::str(action));
            let receivers = self.read_key(bus, key);
            let anything = self.unknown(self.code.object());
            self.run_on(
                call,
                How::Callback,
                receivers,
                "onReceive",
                &[anything, intent],
            );
        }
    }

    /// The app's own providers that content addresses (or bare authorities) name.
    pub(crate) fn providers(&mut self, at: At, addresses: Vid) -> Vid {
        let Strs::Set(addresses) = self.values.get(addresses).strs.clone() else {
            return Vid::BOTTOM;
        };
        let mut result = Vid::BOTTOM;
        for address in addresses {
            for class in self.providers_at(self.strings.get(address)) {
                let one = if !self.code.other_processes(class).is_empty() {
                    self.start_component(Some(at), Component::Provider, class)
                } else {
                    let obj = self.only(Site::One, class);
                    self.obj(obj)
                };
                result = self.join(result, one);
            }
        }
        result
    }

    /// Whether content addresses may name what is none of the app's own providers.
    pub(crate) fn is_abroad(&self, addresses: Vid) -> Vid {
        let value = self.values.get(addresses);
        let abroad = match &value.strs {
            Strs::Set(set) => {
                let own = |address| !self.providers_at(self.strings.get(address)).is_empty();
                !value.types.is_empty() || !set.iter().all(|address| own(*address))
            }
            Strs::None | Strs::Any | Strs::Written(_) => true,
        };
        if abroad { Vid::ONE } else { Vid::ZERO }
    }

    /// The classes of the app's own providers at a content address.
    fn providers_at(&self, address: &str) -> Vec<TypeId> {
        let address = address.strip_prefix("content://").unwrap_or(address);
        let authority = address.split(['/', '?']).next().unwrap_or_default();
        let manifest = &self.code.stage().package.manifest;
        let providers = manifest.of_kind(ComponentKind::Provider);
        let named = providers.filter(|one| one.authorities.iter().any(|named| named == authority));
        let classes = named.filter_map(|one| self.code.class_named(one.run_class()));
        classes.filter(|class| self.code.is_app(*class)).collect()
    }

    /// The names of the processes that run: the app's own, and those of the components that were started in another.
    pub(crate) fn processes(&mut self) -> Vid {
        let main = &self.code.stage().package.manifest.application.process;
        let main = self.text(main);
        let bus = self.bus();
        let others = self.read_named(bus, PROCESSES);
        self.join(main, others)
    }

    /// A component that the manifest gives a process of its own is started: that process runs, its providers first.
    fn note_process(&mut self, at: Option<At>, kind: Component, class: TypeId) {
        let code = self.code;
        for process in code.other_processes(class) {
            let name = self.text(process);
            let bus = self.bus();
            let slot = Slot::Named(self.strings.intern(PROCESSES));
            self.write_slot(bus, slot, name);
            if !matches!(kind, Component::Provider | Component::Initializer) {
                self.install_providers(at, process);
            }
        }
    }

    /// The intents among what starts a component, all that say nothing more as one; nothing when there are none, or
    /// unknown ones.
    fn sent(&mut self, what: Vid) -> Option<Vid> {
        let intent = self.code.class_named("android.content.Intent")?;
        let value = self.values.shared(what);
        let is_intent = |obj: &&Obj| self.code.is_subtype(self.objects.ty(**obj), intent);
        let objs: Vec<Obj> = value.objs.iter().filter(is_intent).copied().collect();
        if objs.is_empty() || !value.types.is_empty() {
            return None;
        }
        let told = ["action", "data", "extras"].map(|name| Slot::Named(self.strings.intern(name)));
        let mut sent = Vid::BOTTOM;
        for obj in objs {
            let one = self.obj(obj);
            let mut slots = told.iter().chain([&Slot::Element]);
            let bare = slots.all(|slot| self.read_slot(one, *slot) == Vid::BOTTOM);
            let one = if bare {
                let name = self.strings.intern(BARE);
                let bare = self.only(Site::Named(name), intent);
                self.obj(bare)
            } else {
                one
            };
            sent = self.join(sent, one);
        }
        Some(sent)
    }

    /// Creates a component and runs its life as far as no person is needed.
    pub(crate) fn start_component(
        &mut self,
        at: Option<At>,
        kind: Component,
        class: TypeId,
    ) -> Vid {
        self.start_with(at, kind, class, None)
    }

    /// The same; a service or receiver gets the intent that was sent.
    pub(crate) fn start_with(
        &mut self,
        at: Option<At>,
        kind: Component,
        class: TypeId,
        sent: Option<Vid>,
    ) -> Vid {
        let obj = match (kind, at) {
            // Of these there can be several.
            (Component::View | Component::Fragment, Some(at)) => {
                self.allocate(at, class, u8::MAX - 1)
            }
            _ => self.only(Site::One, class),
        };
        let this = self.obj(obj);
        self.note_process(at, kind, class);
        if at.is_none() {
            self.make_component(at, kind, (class, this));
        }
        if kind == Component::Activity {
            let bus = self.bus();
            let slot = Slot::Named(self.strings.intern("pages"));
            self.write_slot(bus, slot, this);
            if let (Some(at), Some(record)) = (at, &mut self.record) {
                record.pages.insert((at, class));
            }
        }
        self.live_with(at, kind, obj, sent);
        // What is found last runs first.
        if at.is_some() {
            self.make_component(at, kind, (class, this));
        }
        this
    }

    fn make_component(&mut self, at: Option<At>, kind: Component, (class, this): (TypeId, Vid)) {
        let Some(def) = self.code.default_constructor(class) else {
            return;
        };
        let mut args = vec![this];
        for ty in self.code.def_params(def) {
            let value = self.unknown(ty);
            args.push(value);
        }
        self.takes_turns(kind, class, 0);
        self.enter(at, def, &args, Edge::ComponentStart);
    }

    /// Runs the life of a component's object.
    pub(crate) fn live(&mut self, at: Option<At>, kind: Component, obj: Obj) {
        self.live_with(at, kind, obj, None);
    }

    fn live_with(&mut self, at: Option<At>, kind: Component, obj: Obj, sent: Option<Vid>) {
        let class = self.objects.ty(obj);
        let this = self.obj(obj);
        if kind == Component::View {
            let shown = Slot::Named(self.strings.intern(SHOWN));
            self.write_slot(this, shown, Vid::ONE);
        }
        if !self.code.is_app(class) {
            return;
        }
        let steps = match self.known.lives.get(&(class, kind)) {
            Some(known) => known.clone(),
            None => self.steps_of(class, kind),
        };
        let mut run = |(step, def): &(usize, DefId)| {
            self.live_on(at, (kind, *step), (class, this), *def, sent);
        };
        // What is found last runs first; what a scenario starts runs at once.
        match at {
            Some(_) => steps.iter().rev().for_each(&mut run),
            None => steps.iter().for_each(&mut run),
        }
    }

    /// What runs of a component's life, in order.
    fn steps_of(&mut self, class: TypeId, kind: Component) -> Steps {
        let mut all = Vec::new();
        for (step, (_, name)) in self.rules.life(kind).iter().enumerate() {
            if self.lives(kind, step) {
                let defs = self.methods_named(class, name);
                all.extend(defs.iter().map(|def| (step, *def)));
            }
        }
        let all = Steps::from(all);
        self.known.lives.insert((class, kind), all.clone());
        all
    }

    /// Whether what comes at a place in a component's life happens.
    fn lives(&self, kind: Component, step: usize) -> bool {
        match self.rules.life(kind).get(step) {
            Some((How::Person, _)) => self.assume.person,
            // Requests that are seen are answered where they are made.
            Some((How::Answer, _)) => self.assume.person && self.assume.granted.is_none(),
            other => other.is_some(),
        }
    }

    /// The framework runs a step in the life of a component next, one after the other where there is one way through them.
    fn takes_turns(&mut self, kind: Component, class: TypeId, step: usize) {
        let ordered = matches!(
            kind,
            Component::Activity | Component::Fragment | Component::Started | Component::Bound
        );
        self.order.turn = u32::try_from(step)
            .ok()
            .filter(|_| ordered)
            .map(|step| (class, step));
    }

    /// Runs a method of a component's life, by its place there.
    fn live_on(
        &mut self,
        at: Option<At>,
        (kind, step): (Component, usize),
        (class, this): (TypeId, Vid),
        def: DefId,
        sent: Option<Vid>,
    ) {
        let (rules, code) = (self.rules, self.code);
        let Some((how, name)) = rules.life(kind).get(step) else {
            return;
        };
        let again = rules.runs_again(kind, name);
        let params = code.method_params(code.program.method(def));
        let mut args = Vec::with_capacity(params.len() + 1);
        args.push(this);
        for ty in params.iter().copied() {
            let class_of = code.program.descriptor_bytes(ty);
            let intent = class_of == b"Landroid/content/Intent;";
            // A page that was not there before has no saved state.
            let value = if self.assume.empty_storage && class_of == b"Landroid/os/Bundle;" {
                Vid::ZERO
            } else if let (Some(sent), true) = (sent, intent) {
                sent
            } else if kind == Component::Receiver && intent {
                self.received(class, ty)
            } else if let Some(intent) = self.delivered_intent(kind, name, this, ty) {
                intent
            } else if code.kind(ty) == Some(b'L') {
                self.values.instance(ty)
            } else {
                self.unknown(ty)
            };
            args.push(value);
        }
        self.live_context(at, *how, def, &args, again);
        self.takes_turns(kind, class, step + 1);
        self.enter(at, def, &args, Edge::ComponentStart);
        if again {
            let ctx = self.context_again(def, &args, None);
            self.note_again(ctx);
        }
    }

    /// The intent that reaches a receiver of the manifest: one of the actions that it waits for.
    pub(crate) fn received(&mut self, class: TypeId, intent: TypeId) -> Vid {
        let name = self.code.dotted(class);
        let manifest = &self.code.stage().package.manifest;
        let mut actions: Vec<_> = Vec::new();
        for component in manifest
            .components
            .iter()
            .filter(|one| one.run_class() == name)
        {
            actions.extend(
                component
                    .actions()
                    .map(|action| self.strings.intern(action)),
            );
        }
        let strs = strs_of(actions.into_iter());
        if strs == Strs::None {
            return self.values.intern(Value::instance(intent));
        }
        let site = Site::Named(self.strings.intern(&name));
        let obj = self.only(site, intent);
        let this = self.obj(obj);
        let actions = self.values.intern(Value {
            strs,
            ..Value::default()
        });
        let slot = Slot::Named(self.strings.intern("action"));
        self.write_slot(this, slot, actions);
        this
    }

    /// Builds the views of layouts: those of the app's own classes run their code, fragments start.
    pub(crate) fn inflate(&mut self, call: &Invocation<'_>, layouts: Vid) -> Vid {
        let returns = self.code.method_return(call.method);
        let mut result = self.unknown(returns);
        let Some(ids) = self.values.get(layouts).integers().map(<[i64]>::to_vec) else {
            return result;
        };
        let mut waiting: Vec<u32> = ids
            .iter()
            .filter_map(|id| u32::try_from(*id & 0xffff_ffff).ok())
            .collect();
        let mut seen = FxHashSet::default();
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            let views = self.code.layout(id);
            for (index, view) in views.iter().enumerate() {
                match view.include {
                    // A stub's layout is built when it is asked for.
                    Some(layout) if view.stub => {
                        let layout = self.values.int(i64::from(layout));
                        if let Some(ty) = self.code.class_named("android.view.ViewStub") {
                            let stubs = self.only(Site::One, ty);
                            let stubs = self.obj(stubs);
                            self.write_elements(stubs, layout);
                        }
                    }
                    include => waiting.extend(include),
                }
                if let Some(class) = view.class {
                    let obj = self.start_component(Some(call.at), Component::View, class);
                    if index == 0 {
                        result = self.join(result, obj);
                    }
                }
                if let Some(class) = view.fragment {
                    self.start_component(Some(call.at), Component::Fragment, class);
                }
                if let Some(method) = &view.on_click {
                    let clicked = self.view_named(view.id);
                    self.run_on(call, How::Person, call.this, method, &[clicked]);
                }
            }
        }
        result
    }

    /// A receiver that listens from now on: it gets what the app sends, what is kept for late comers, and all else
    /// once the app runs for long.
    pub(crate) fn register(&mut self, call: &Invocation<'_>, receiver: Vid, filter: Vid) -> Vid {
        let bus = self.bus();
        let actions = self.read_named(filter, "actions");
        let actions = self.values.get(actions).clone();
        let mut now = self.assume.broadcasts;
        let mut intent = Vid::BOTTOM;
        match &actions.strs {
            Strs::Set(set) => {
                for action in set {
                    let key = self.values.intern(Value::str(*action));
                    self.write_key(bus, key, receiver);
                    if STICKY.contains(&self.strings.get(*action)) {
                        now = true;
                        intent = self.intent_of(call, key);
                    }
                }
            }
            _ => self.write_elements(bus, receiver),
        }
        if now {
            let args = [Vid::BOTTOM, intent];
            self.run_on(call, How::Callback, receiver, "onReceive", &args);
        }
        self.unknown(self.code.method_return(call.method))
    }

    /// The intent of broadcasts that are there already, with one more action.
    fn intent_of(&mut self, call: &Invocation<'_>, action: Vid) -> Vid {
        let Some(ty) = self.code.class_named("android.content.Intent") else {
            return Vid::BOTTOM;
        };
        let obj = self.allocate(call.at, ty, u8::MAX);
        let made = self.obj(obj);
        self.set_action(made, action);
        made
    }

    /// The view of a resource id: one object for each, so that what is stored on it stays with it.
    pub(crate) fn view(&mut self, id: Vid, ty: TypeId) -> Vid {
        let Some(id) = self.values.get(id).single_int() else {
            return self.values.instance(ty);
        };
        let name = self.strings.intern(&format!("{VIEW}{id}"));
        let obj = self.only(Site::Named(name), ty);
        self.obj(obj)
    }

    /// The view of a dialog's button.
    pub(crate) fn dialog_button(&mut self, which: Vid) -> Vid {
        match self.code.class_named("android.widget.Button") {
            Some(button) => self.view(which, button),
            None => Vid::BOTTOM,
        }
    }

    /// The pages that were started.
    pub(crate) fn pages(&mut self) -> Vid {
        let bus = self.bus();
        self.read_named(bus, "pages")
    }

    /// What dynamically registered receivers hang on.
    pub(crate) fn bus(&mut self) -> Vid {
        let name = self.strings.intern(BUS);
        let obj = self.only(Site::Named(name), self.code.object());
        self.obj(obj)
    }
}
