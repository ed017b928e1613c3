//! From the layers' types to the report's.

use crate::package::Package;
use crate::package::resources::Wanted;
use crate::report::model::App;

/// What the manifest says of the app; none without a manifest that names a package.
pub(super) fn app(package: &Package<'_>) -> Option<App> {
    let manifest = &package.manifest;
    if manifest.package.is_empty() {
        return None;
    }
    let mut launchers: Vec<_> = manifest
        .launchers()
        .iter()
        .map(|launcher| launcher.class.to_owned())
        .collect();
    launchers.dedup();
    Some(App {
        package: manifest.package.clone(),
        label: package.label(&Wanted::chinese()),
        version_name: manifest.version_name.clone(),
        version_code: manifest.version_code,
        min_sdk: Some(manifest.min_sdk),
        target_sdk: Some(manifest.target_sdk),
        application: manifest.application.class.clone(),
        launchers,
        signers: Vec::new(),
        debuggable: manifest.application.debuggable,
    })
}
