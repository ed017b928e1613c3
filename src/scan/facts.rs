//! From the layers' types to the report's.

use super::FoundSdk;
use crate::knowledge::Knowledge;
use crate::knowledge::sdk::SdkCategory;
use crate::package::Package;
use crate::package::resources::Wanted;
use crate::program::{Constant, Program, StrId};
use crate::report::model::{App, Hit};
use crate::sdk::{Inputs, Sdks};

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

/// SDKs from everything that names one: classes, strings, native libraries, components, meta-data, assets.
pub(super) fn sdks(package: &Package<'_>, program: &Program<'_>, knowledge: &Knowledge) -> Sdks {
    let manifest = &package.manifest;
    let classes: Vec<_> = program
        .classes()
        .map(|class| program.descriptor(program.class_type(class)))
        .collect();
    let launchers = manifest.launchers();
    let application = manifest.application.class.as_deref();
    let names: Vec<&str> = package.files().map(|file| &*file.entry.name).collect();
    let mut strings = (0..program.string_count() as u32).map(|id| program.text(StrId(id)));
    let constant = |class: &str, field: &str| {
        let class = program.find_class(&class.replace('/', "."))?;
        program
            .static_values(class)
            .into_iter()
            .find_map(|(id, value)| match value {
                Constant::Text(text) if program.text(program.field(id).1) == field => {
                    Some(program.text(text).into_owned())
                }
                _ => None,
            })
    };
    let entry = |name: &str| {
        let bytes = package.read_entry(name)?.ok()?;
        // Versions stand in entries of a few bytes.
        (bytes.len() <= 4096).then(|| String::from_utf8_lossy(&bytes).into_owned())
    };
    let own = manifest
        .components
        .iter()
        .flat_map(|component| &component.meta_data);
    let inputs = Inputs {
        package: &manifest.package,
        entry_classes: application
            .into_iter()
            .chain(launchers.iter().map(|launcher| launcher.class))
            .collect(),
        classes: classes
            .iter()
            .map(|name| {
                name.strip_prefix('L')
                    .and_then(|name| name.strip_suffix(';'))
                    .unwrap_or(name)
            })
            .collect(),
        strings: &mut strings,
        components: manifest
            .components
            .iter()
            .map(|component| component.class.as_str())
            .collect(),
        meta_data: manifest
            .application
            .meta_data
            .iter()
            .chain(own)
            .map(|data| (data.name.as_str(), data.value.as_deref()))
            .collect(),
        native_libs: names
            .iter()
            .filter(|name| name.starts_with("lib/") && name.ends_with(".so"))
            .filter_map(|name| name.rsplit('/').next())
            .collect(),
        assets: names
            .iter()
            .filter_map(|name| name.strip_prefix("assets/"))
            .collect(),
        constant: &constant,
        entry: &entry,
    };
    Sdks::detect(inputs, &knowledge.sdks)
}

/// The SDKs that are there. Open-source libraries own classes but are nobody's SDK, and are left out.
pub(super) fn found(sdks: &Sdks, knowledge: &Knowledge) -> Vec<FoundSdk> {
    sdks.found
        .iter()
        .filter(|found| {
            knowledge
                .sdk(&found.id)
                .is_some_and(|sdk| sdk.category != SdkCategory::Library)
        })
        .map(|found| FoundSdk {
            id: found.id.clone(),
            version: found.version.clone(),
            evidence: found
                .evidence
                .iter()
                .map(|evidence| Hit {
                    kind: evidence.kind.as_str().to_owned(),
                    value: evidence.value.clone(),
                })
                .collect(),
        })
        .collect()
}
