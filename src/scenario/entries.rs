//! Where each scenario starts: what the framework runs of the app by itself.

use super::engine::Engine;
use crate::knowledge::model::Component;
use crate::package::manifest::{ComponentKind, Manifest};
use crate::program::TypeId;

/// Meta-data value by which `androidx.startup` finds initialisers.
const STARTUP: &str = "androidx.startup";

impl Engine<'_, '_> {
    /// The app's process starts: the application's context is attached, providers run, then the application.
    /// Providers come before `Application.onCreate`; the heap forgets order, so one pass does for both.
    pub(crate) fn start_process(&mut self, manifest: &Manifest) {
        if let Some(factory) = manifest.application.component_factory.as_deref() {
            self.start_named(Component::Factory, factory);
        }
        if let Some(application) = manifest.application.class.as_deref() {
            self.start_named(Component::Application, application);
        }
        for provider in manifest.providers_in_start_order() {
            self.start_named(Component::Provider, provider.run_class());
            for meta in &provider.meta_data {
                if meta.value.as_deref() == Some(STARTUP) {
                    self.start_named(Component::Initializer, &meta.name);
                }
            }
        }
    }

    /// The launcher opens the app.
    pub(crate) fn start_launchers(&mut self, manifest: &Manifest) {
        for launcher in manifest.launchers() {
            self.start_named(Component::Activity, launcher.class);
        }
    }

    /// Everything that runs without a page: receivers, services, jobs.
    pub(crate) fn start_background(&mut self, manifest: &Manifest) {
        for component in manifest
            .components
            .iter()
            .filter(|component| component.enabled)
        {
            match component.kind {
                ComponentKind::Service => {
                    self.start_named(Component::Service, component.run_class());
                }
                ComponentKind::Receiver => {
                    self.start_named(Component::Receiver, component.run_class());
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
            self.start_named(Component::Activity, component.run_class());
        }
    }

    fn start_named(&mut self, kind: Component, class: &str) {
        let class: Option<TypeId> = self.code.class_named(class);
        if let Some(class) = class.filter(|class| self.code.is_app(*class)) {
            self.start_component(None, kind, class);
        }
    }
}
