//! Files that build tools leave in a package.
//!
//! Android's Gradle plug-in writes `META-INF/<group>_<artifact>.version`, Maven `META-INF/maven/<group>/…/pom.properties`: the group
//! is a package, and so tells whose version it is.

use std::collections::{BTreeMap, BTreeSet};

use super::{Owner, Sdks, Wants, version};
use crate::package::Package;

/// Bytes of a file that are read.
const BYTES: usize = 4096;

/// How the names of Maven's files end.
const POM: &str = "/pom.properties";

/// The versions by SDK. Parts of one library with versions of their own tell nothing.
pub(super) fn versions(
    sdks: &Sdks,
    package: &Package<'_>,
    wanted: &Wants,
) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in package.files() {
        let name = file.entry.name.as_ref();
        let Some(group) = group(name) else { continue };
        let Owner::Sdk(id) = sdks.owner_of(&format!("{group}.X")) else {
            continue;
        };
        // Android's plug-in names every part of a library; those below it have versions of their own.
        let is_part =
            !name.ends_with(POM) && wanted.get(&id).is_some_and(|home| home.first != group);
        if is_part || !wanted.contains_key(&id) {
            continue;
        }
        let Some(Ok(bytes)) = package.read_entry(name) else {
            continue;
        };
        let bytes = bytes.get(..bytes.len().min(BYTES)).unwrap_or_default();
        let text = String::from_utf8_lossy(bytes);
        let line = match name.ends_with(POM) {
            true => text.lines().find_map(|line| line.strip_prefix("version=")),
            false => text.lines().next(),
        };
        if let Some(version) = line.and_then(version) {
            all.entry(id).or_default().insert(version.to_owned());
        }
    }
    let sole = all.into_iter().filter(|(_, versions)| versions.len() == 1);
    sole.filter_map(|(id, versions)| Some((id, versions.into_iter().next()?)))
        .collect()
}

/// The group in the name of a file that holds an artifact's version.
fn group(name: &str) -> Option<&str> {
    let name = name.strip_prefix("META-INF/")?;
    if let Some(maven) = name.strip_prefix("maven/") {
        let (group, _) = maven.strip_suffix(POM)?.split_once('/')?;
        return Some(group);
    }
    let (group, _) = name.strip_suffix(".version")?.split_once('_')?;
    (group.contains('.') && !group.contains('/')).then_some(group)
}

#[cfg(test)]
mod tests {
    use super::group;

    #[test]
    fn a_file_of_a_version_names_its_group() {
        assert_eq!(
            group("META-INF/androidx.core_core-ktx.version"),
            Some("androidx.core")
        );
        let pom = "META-INF/maven/com.google.code.gson/gson/pom.properties";
        assert_eq!(group(pom), Some("com.google.code.gson"));
        for other in [
            "META-INF/kotlinx_coroutines_core.version",
            "a.b_c.version",
            "META-INF/x/a.b_c.version",
        ] {
            assert_eq!(group(other), None, "{other}");
        }
    }
}
