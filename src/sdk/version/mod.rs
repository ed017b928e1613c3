//! Versions of SDKs whose records name no place that holds one.
//!
//! In order: what the SDK's own code surely says of itself ([`code`]); files that build tools leave in the package ([`files`]); the
//! profile that explains the SDK's classes best ([`shapes`]); what its code says under names
//! that other things have too, and what the maker's other code surely says.

use std::collections::BTreeMap;

use super::moved::Moved;
use super::structure::Maker;
use super::{Owner, Sdks};
use crate::package::Package;
use crate::program::ClassId;

mod code;
mod files;
mod shapes;

/// SDKs whose version is wanted, with where their own code stands.
type Wants = BTreeMap<String, Home>;

/// Where an SDK's own code stands: others' code rides along under its record's further prefixes.
struct Home {
    /// Its first prefix, dotted.
    first: String,
    /// The maker's part of that.
    maker: String,
}

impl Home {
    fn new(packages: &[String]) -> Self {
        let first = packages.first().cloned().unwrap_or_default();
        let maker: Vec<&str> = first.split('.').take(2).collect();
        Self {
            maker: maker.join("."),
            first,
        }
    }
}

/// Fills in the versions of found SDKs that have none.
pub(super) fn fill(
    sdks: &mut Sdks,
    package: &Package<'_>,
    maker: &mut Maker<'_, '_>,
    moved: &Moved<'_>,
) {
    let open = sdks.found.iter().filter(|found| found.version.is_none());
    let mut wanted: Wants = open
        .filter_map(|found| Some((found.id.clone(), moved.knowledge.sdks.get(found.record)?)))
        .map(|(id, sdk)| (id, Home::new(&sdk.packages)))
        .collect();
    let program = maker.program();
    type Source<'s> = &'s mut dyn FnMut(&Sdks, &Wants) -> BTreeMap<String, String>;
    let sources: [Source<'_>; 5] = [
        &mut |sdks, wanted| code::versions(sdks, program, wanted, &code::SURE, false),
        &mut |sdks, wanted| files::versions(sdks, package, wanted),
        &mut |sdks, wanted| shapes::versions(sdks, maker, moved.tables, wanted),
        &mut |sdks, wanted| code::versions(sdks, program, wanted, &code::WEAK, false),
        &mut |sdks, wanted| code::versions(sdks, program, wanted, &code::SURE, true),
    ];
    for source in sources {
        if wanted.is_empty() {
            return;
        }
        let told = source(sdks, &wanted);
        for found in &mut sdks.found {
            if let Some(version) = told.get(&found.id) {
                found.version = Some(version.clone());
                wanted.remove(&found.id);
            }
        }
    }
}

/// The SDK of a class, when its version is wanted.
fn wanted_owner<'s>(sdks: &'s Sdks, class: ClassId, wanted: &Wants) -> Option<&'s String> {
    match sdks.owner(class.index()) {
        Owner::Sdk(id) if wanted.contains_key(id) => Some(id),
        _ => None,
    }
}

/// The text as a version, when it has the form of one: `4.8.1`, `v15.7.9-release`.
fn version(text: &str) -> Option<&str> {
    let text = text.trim();
    let digits = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let known = |b: u8| b.is_ascii_alphanumeric() || b"._-+".contains(&b);
    let parts = digits.split('.').filter(|part| !part.is_empty()).count();
    let fits = digits.starts_with(|c: char| c.is_ascii_digit())
        && parts >= 2
        && text.len() <= 32
        && text.bytes().all(known);
    fits.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn a_version_is_told_from_other_texts() {
        assert_eq!(version("4.8.1"), Some("4.8.1"));
        assert_eq!(version("v15.7.9-release"), Some("15.7.9-release"));
        for other in ["", "1", "release", "1.0 beta", "HTTP/1.1", "a.b.c", "1."] {
            assert_eq!(version(other), None, "{other}");
        }
    }
}
