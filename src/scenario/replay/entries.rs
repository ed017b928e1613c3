//! Where each scenario starts: what the framework runs of the app by itself.

use crate::checks::Edge;
use crate::dex::access;
use crate::knowledge::model::Component;
use crate::package::manifest::{ComponentKind, Manifest};
use crate::program::{DefId, TypeId, descriptor_of};
use crate::scenario::engine::heap::Site;
use crate::scenario::engine::{At, Engine};

/// Meta-data value by which `androidx.startup` finds initialisers.
const STARTUP: &str = "androidx.startup";
/// Rank of the first page; what the process starts with comes before it.
const LAUNCH: u32 = 1 << 16;

impl Engine<'_, '_> {
    /// The app's process starts: the application's context is attached, providers run, then the application.
    pub(crate) fn start_process(&mut self, manifest: &Manifest) {
        self.order.rank = Some(0);
        if let Some(factory) = manifest.application.component_factory.as_deref() {
            self.start_named(None, Component::Factory, factory);
        }
        let application = manifest.application.class.as_deref();
        if let Some(application) = application {
            self.start_named(None, Component::Attached, application);
        }
        self.install_providers(None, &manifest.application.process);
        let class = application.and_then(|application| self.code.class_named(application));
        if let Some(class) = class.filter(|class| self.code.is_app(*class)) {
            let application = self.only(Site::One, class);
            self.live(None, Component::Application, application);
        }
        self.order.rank = None;
    }

    /// The providers of a process run when it starts. Another than the app's own starts with the first component in it that does.
    pub(crate) fn install_providers(&mut self, at: Option<At>, process: &str) {
        let manifest = &self.code.stage().package.manifest;
        let installed = manifest
            .providers_in_start_order()
            .into_iter()
            .filter(|provider| provider.process == process)
            .filter(|provider| manifest.is_there_at_first(provider.split.as_deref()));
        for provider in installed {
            self.start_named(at, Component::Provider, provider.run_class());
            for meta in &provider.meta_data {
                if meta.value.as_deref() == Some(STARTUP) {
                    self.start_named(at, Component::Initializer, &meta.name);
                }
            }
        }
    }

    /// The launcher opens the app.
    pub(crate) fn start_launchers(&mut self, manifest: &Manifest) {
        let launchers: Vec<_> = manifest.launchers().into_iter().collect();
        self.order.rank = (launchers.len() == 1).then_some(LAUNCH);
        for launcher in launchers {
            self.start_named(None, Component::Activity, launcher.class);
        }
        self.order.rank = None;
    }

    /// What runs without a page, and without an order of the app's own code: receivers, services.
    pub(crate) fn start_background(&mut self, manifest: &Manifest) {
        for component in manifest
            .components
            .iter()
            .filter(|component| component.enabled && self.code.ordered_as(component).is_none())
        {
            match component.kind {
                ComponentKind::Service => {
                    self.start_named(None, Component::Service, component.run_class());
                }
                ComponentKind::Receiver => {
                    self.start_named(None, Component::Receiver, component.run_class());
                }
                _ => {}
            }
        }
    }

    /// Every page.
    pub(crate) fn start_pages(&mut self, manifest: &Manifest) {
        for component in manifest
            .of_kind(ComponentKind::Activity)
            .filter(|page| page.enabled)
        {
            self.start_named(None, Component::Activity, component.run_class());
        }
    }

    /// What scripts of cross-platform frameworks can call: the scripts are not run, so anything may be handed over.
    pub(crate) fn start_bridges(&mut self) {
        let program = self.code.program;
        let bridges = &self.code.stage().model.bridges;
        let mut defs: Vec<DefId> = Vec::new();
        for name in &bridges.annotated {
            let descriptor = descriptor_of(name);
            defs.extend(program.annotated(&descriptor));
        }
        for (class, method) in &bridges.overrides {
            let Some(base) = self.code.class_named(class) else {
                continue;
            };
            for (class, ty) in self.code.classes_of(&[base]) {
                if ty != base {
                    let own = program.defs_of(class);
                    defs.extend(
                        own.filter(|def| program.method_name(program.method(*def)) == *method),
                    );
                }
            }
        }
        defs.sort_unstable();
        defs.dedup();
        for def in defs {
            let class = program.class_type(program.class(def));
            let mut args = Vec::new();
            if program.access(def) & access::STATIC == 0 {
                // Made once by the list of modules; what its constructor was given stays with it.
                let obj = self.only(Site::One, class);
                let this = self.obj(obj);
                if let Some(made) = self.code.default_constructor(class) {
                    let params = self.code.def_params(made);
                    let given = params.into_iter().map(|ty| self.unknown(ty));
                    let given: Vec<_> = std::iter::once(this).chain(given).collect();
                    self.enter(None, made, &given, Edge::Callback);
                }
                args.push(this);
            }
            for ty in self.code.def_params(def) {
                let value = self.unknown(ty);
                args.push(value);
            }
            self.enter(None, def, &args, Edge::Callback);
        }
    }

    fn start_named(&mut self, at: Option<At>, kind: Component, class: &str) {
        let class: Option<TypeId> = self.code.class_named(class);
        if let Some(class) = class.filter(|class| self.code.is_app(*class)) {
            if kind == Component::Activity {
                self.open_page(class, self.order.rank.is_some());
            }
            self.start_component(at, kind, class);
        }
    }
}
