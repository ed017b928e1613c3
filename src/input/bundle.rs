//! The modules of an app bundle, each with the entry names of the package that it becomes.

use std::collections::BTreeSet;

use super::Module;
use super::zip::Archive;

/// The module that every other one needs.
pub(super) const BASE: &str = "base";
/// Where a module's manifest lies in its folder.
const MANIFEST: &str = "/manifest/AndroidManifest.xml";

/// The base, then the feature modules and asset packs by name. A module is a folder with a manifest.
pub(super) fn modules<'a>(bundle: &Archive<'a>) -> Vec<Module<'a>> {
    let names: BTreeSet<&str> = bundle
        .entries()
        .iter()
        .filter_map(|entry| entry.name.strip_suffix(MANIFEST))
        .filter(|name| !name.contains('/'))
        .collect();
    let base = names.iter().copied().filter(|name| *name == BASE);
    let others = names.iter().copied().filter(|name| *name != BASE);
    base.chain(others)
        .map(|name| Module {
            name: name.to_owned(),
            archive: bundle.part(|entry| cut(name, entry)),
            bundled: true,
        })
        .collect()
}

/// How much of an entry's name falls away in the package: the module's folder, and of manifest, code and other root files
/// their folder too. What lies at the bundle's own root goes with the base.
fn cut(module: &str, entry: &str) -> Option<usize> {
    let Some(inside) = entry
        .strip_prefix(module)
        .and_then(|rest| rest.strip_prefix('/'))
    else {
        let own = entry == "BundleConfig.pb" || entry.starts_with("BUNDLE-METADATA/");
        return (module == BASE && own).then_some(0);
    };
    let folder = ["manifest/", "dex/", "root/"]
        .into_iter()
        .find(|folder| inside.starts_with(folder));
    Some(module.len() + 1 + folder.map_or(0, str::len))
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn entries_take_the_names_of_the_package() {
        let name = |entry: &'static str| cut("base", entry).map(|cut| &entry[cut..]);
        assert_eq!(
            name("base/manifest/AndroidManifest.xml"),
            Some("AndroidManifest.xml")
        );
        assert_eq!(name("base/dex/classes2.dex"), Some("classes2.dex"));
        assert_eq!(name(concat!("base/ro", "ot/b.txt")), Some("b.txt"));
        assert_eq!(
            name("base/lib/arm64-v8a/liba.so"),
            Some("lib/arm64-v8a/liba.so")
        );
        assert_eq!(name("base/resources.pb"), Some("resources.pb"));
        assert_eq!(name("baseline/dex/classes.dex"), None);
        assert_eq!(name("BundleConfig.pb"), Some("BundleConfig.pb"));
        assert_eq!(cut("video", "BundleConfig.pb"), None);
    }
}
