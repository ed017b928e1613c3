//! Classes that the system makes by itself: where code starts to run.

use std::collections::BTreeSet;

use crate::package::Package;
use crate::program::{ClassId, Program};

/// The application class and its factory, backup agent, instrumentation, enabled and disabled components (code can
/// enable them), classes named in meta-data (initialisers, plug-ins) and views named in layouts; sorted. A package
/// without components (a library, a bare DEX file) can be entered anywhere: all its classes.
pub fn entries(package: &Package<'_>, program: &Program<'_>) -> Vec<ClassId> {
    let manifest = &package.manifest;
    let application = &manifest.application;
    let mut names: BTreeSet<&str> = BTreeSet::new();
    let single = [
        &application.class,
        &application.component_factory,
        &application.backup_agent,
    ];
    names.extend(single.into_iter().flatten().map(String::as_str));
    names.extend(
        manifest
            .components
            .iter()
            .map(|component| component.run_class()),
    );
    names.extend(
        manifest
            .instrumentation
            .iter()
            .map(|found| found.class.as_str()),
    );
    let own = manifest
        .components
        .iter()
        .flat_map(|component| &component.meta_data);
    for data in application.meta_data.iter().chain(own) {
        names.insert(&data.name);
        names.extend(data.value.as_deref());
    }
    let mut found: BTreeSet<ClassId> = names
        .into_iter()
        .filter_map(|name| program.find_class(name))
        .collect();
    if manifest.components.is_empty() {
        found.extend(program.classes());
    } else {
        for file in &package.layouts {
            // A layout that cannot be read is told by the check that reads layouts.
            let Ok((layout, _)) = package.layout(file) else {
                continue;
            };
            let classes = layout.views.iter().filter(|view| view.class.contains('.'));
            found.extend(classes.filter_map(|view| program.find_class(&view.class)));
        }
    }
    found.into_iter().collect()
}
