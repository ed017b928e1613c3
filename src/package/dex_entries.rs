//! Which DEX files an app is loaded from, and which class files a library is made of.

use crate::input::Module;

/// A DEX file, or a file that may hold DEX files, of one of the app's archives.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DexEntry {
    /// Index of the module.
    pub module: usize,
    /// Entry name.
    pub name: String,
}

/// The class loader's files in its order, and all others. The loader takes `classes.dex`, `classes2.dex`, … of each
/// archive and stops at the first number that is missing; an archive that says it has no code is not looked into.
pub(super) fn list(
    modules: &[Module<'_>],
    without_code: &[usize],
) -> (Vec<DexEntry>, Vec<DexEntry>) {
    let mut loaded = Vec::new();
    let mut extra = Vec::new();
    for (module, found) in modules.iter().enumerate() {
        let first = loaded.len();
        if !without_code.contains(&module) {
            let names = (1u32..).map(|number| match number {
                1 => "classes.dex".to_owned(),
                _ => format!("classes{number}.dex"),
            });
            let present = names.take_while(|name| found.archive.find(name).is_some());
            loaded.extend(present.map(|name| DexEntry { module, name }));
        }
        let own = loaded.get(first..).unwrap_or(&[]);
        // The archives of a library are read as what they are.
        let parts = || modules.iter().skip(1).map(|part| part.name.as_str());
        let mut others: Vec<DexEntry> = found
            .archive
            .entries()
            .iter()
            .filter(|entry| holds_code(&entry.name) && !entry.is_dir())
            .map(|entry| DexEntry {
                module,
                name: entry.name.to_string(),
            })
            .filter(|entry| !own.contains(entry) && !parts().any(|part| part == entry.name))
            .collect();
        others.sort_unstable();
        others.dedup();
        extra.extend(others);
    }
    (loaded, extra)
}

/// The class files of a library's archives, in the order of the archives. Android's build tools take the classes of an
/// archive's root; those for newer releases of Java (`META-INF/versions/`) they leave out.
pub(super) fn class_files(modules: &[Module<'_>]) -> Vec<DexEntry> {
    let mut found = Vec::new();
    for (module, one) in modules.iter().enumerate() {
        let entries = one.archive.entries().iter();
        let classes = entries.filter(|entry| {
            entry.name.ends_with(".class")
                && !entry.name.starts_with("META-INF/")
                && one.archive.is_first(entry)
        });
        found.extend(classes.map(|entry| DexEntry {
            module,
            name: entry.name.to_string(),
        }));
    }
    found
}

fn holds_code(name: &str) -> bool {
    let lower = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    [".dex", ".jar", ".apk", ".aar"]
        .iter()
        .any(|end| lower.ends_with(end))
}
