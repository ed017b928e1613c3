//! What an app bundle says of itself: its modules, how they are delivered, which bundletool made it.

use super::Package;
use super::axml::Document;
use super::manifest::When;
use super::wire::{Fields, Wire};
use crate::diagnostic::Diagnostic;
use crate::input::Module;

/// Entry that tells how the bundle is to be built into packages.
const CONFIG: &str = "BundleConfig.pb";
/// The module that every other one needs.
const BASE: &str = "base";

/// The name a module's package is installed under; `None` for the base.
pub(super) fn split(module: &Module<'_>, document: &Document<'_>) -> Option<String> {
    if module.name == BASE {
        return None;
    }
    let named = document.root().and_then(|root| root.plain("split"));
    let name = named.filter(|name| !name.is_empty());
    Some(name.unwrap_or(&module.name).to_owned())
}

/// What is worth knowing of a bundle, or of packages built from one: each feature module with its delivery.
pub(super) fn notes(package: &Package<'_>) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for delivery in &package.manifest.deliveries {
        let when = match &delivery.when {
            When::Install => "with the app".to_owned(),
            When::OnDemand => {
                "on demand: it is analysed with the app, but its components are not taken to run at first launch".to_owned()
            }
            When::Conditional(conditions) => format!("on devices with: {}", conditions.join("; ")),
        };
        let text = format!("feature module {} is delivered {when}", delivery.split);
        notes.push(Diagnostic::note("feature-module", text));
    }
    if let Some(module) = package.modules().iter().find(|module| module.bundled) {
        notes.extend(config(module));
    }
    notes
}

/// `BundleConfig`: 1 bundletool (2 its version), 8 kind of bundle (1 APEX, 2 assets alone).
fn config(base: &Module<'_>) -> Option<Diagnostic> {
    let bytes = match base.archive.read_named(CONFIG) {
        Some(Ok(bytes)) => bytes,
        // What could not be read is told by the archive; without it bundletool would refuse the bundle, and nothing is missing here.
        _ => return None,
    };
    let mut fields = Fields::of(&bytes);
    let (mut version, mut kind) = (String::new(), 0);
    for (number, value) in &mut fields {
        match number {
            1 => {
                version = value
                    .fields()
                    .get(2)
                    .map(Wire::text)
                    .unwrap_or_default()
                    .into_owned();
            }
            8 => kind = value.number(),
            _ => {}
        }
    }
    if fields.is_broken() {
        return Some(
            Diagnostic::error(
                "bundle-config-broken",
                "the bundle's configuration is cut off",
            )
            .at(CONFIG),
        );
    }
    let kind = match kind {
        1 => " of an APEX",
        2 => " of assets alone",
        _ => "",
    };
    let text = format!("an app bundle{kind}, made by bundletool {version}");
    Some(Diagnostic::note("bundle", text))
}
