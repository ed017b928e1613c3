//! Classes that the system makes by itself: where code starts to run.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::knowledge::Framework;
use crate::package::{Package, attr};
use crate::program::{ClassId, Program, descriptor_of};

/// The application class and its factory, backup agent, instrumentation, enabled and disabled components (code can
/// enable them), classes named in meta-data (initialisers, plug-ins) and views named in layouts; sorted. A package
/// without components (a library, a bare DEX file) can be entered anywhere: all its classes.
pub fn entries(package: &Package<'_>, program: &Program<'_>) -> Vec<ClassId> {
    entries_and_handlers(package, program).0
}

/// [`entries`], and the names of the methods that layouts and menus call (`android:onClick`).
pub fn entries_and_handlers(
    package: &Package<'_>,
    program: &Program<'_>,
) -> (Vec<ClassId>, BTreeSet<String>) {
    let mut handlers = BTreeSet::new();
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
            handlers.extend(layout.views.iter().filter_map(|view| view.on_click.clone()));
            let classes = layout.views.iter().filter(|view| view.class.contains('.'));
            found.extend(classes.filter_map(|view| program.find_class(&view.class)));
        }
        handlers.extend(menu_handlers(package));
    }
    (found.into_iter().collect(), handlers)
}

/// Tells when the code that the manifest starts is not there: its first page, or half of its components. Splits that were
/// not given, a feature that is fetched later, or a loader; nothing is known of what the app does then.
pub fn absent_code(package: &Package<'_>, program: &Program<'_>) -> Option<Diagnostic> {
    let manifest = &package.manifest;
    let framework = Framework::builtin();
    let absent = |class: &str| {
        let descriptor = descriptor_of(class);
        program.find_class(class).is_none() && framework.class(&descriptor).is_none()
    };
    let classes: BTreeSet<&str> = manifest
        .components
        .iter()
        .map(|component| component.run_class())
        .collect();
    let missing = classes.iter().filter(|class| absent(class)).count();
    let launchers = manifest.launchers();
    let closed = !launchers.is_empty()
        && launchers.iter().all(|launcher| {
            let component = manifest.component(launcher.class);
            absent(component.map_or(launcher.class, |found| found.run_class()))
        });
    let told = manifest.application.has_code && (closed || missing * 2 > classes.len());
    told.then(|| {
        let text = format!(
            "the code of {missing} of {} components is in no DEX file: splits are missing, or it is loaded at run time",
            classes.len()
        );
        Diagnostic::error(CODE_ABSENT, text)
    })
}

/// Code of the diagnostic that [`absent_code`] gives.
pub(crate) const CODE_ABSENT: &str = "code-absent";

/// `android:onClick` of menu items.
fn menu_handlers(package: &Package<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let paths: BTreeSet<String> = package
        .resources
        .files("menu")
        .into_iter()
        .map(|file| file.path)
        .collect();
    for path in paths {
        // A menu that cannot be read hides no code: it only names some.
        let _ = package.with_xml(&path, |document| {
            found.extend(document.nodes().filter_map(|node| {
                let value = node.attr(attr::ON_CLICK)?;
                Some(value.as_str()?.to_owned())
            }));
        });
    }
    found
}
