//! Owners by names alone: for classes whose names a mapping gives back, and that the package does not hold under them.

use super::index::Index;
use super::owner::{self, AppRoots, Owner};
use crate::knowledge::Sdk;

/// Looks owners up by name.
#[derive(Debug)]
pub struct ByName<'k> {
    index: Index,
    roots: AppRoots,
    sdks: &'k [Sdk],
}

impl<'k> ByName<'k> {
    /// `package` is the app's package name, `entries` its application class and launchers, dotted.
    pub fn new<'a>(package: &str, entries: impl Iterator<Item = &'a str>, sdks: &'k [Sdk]) -> Self {
        let index = Index::new(sdks);
        let entries: Vec<_> = entries
            .filter(|class| {
                let package = class.rsplit_once('.').map_or("", |(package, _)| package);
                let listed = index.package(&package.replace('.', "/"));
                listed.is_none_or(|(sdk, _)| index.is_umbrella(sdk))
            })
            .collect();
        Self {
            roots: AppRoots::new(package, entries.into_iter()),
            index,
            sdks,
        }
    }

    /// The owner of a dotted class.
    pub fn owner_of(&self, class: &str) -> Owner {
        let class = class.replace('.', "/");
        let package = class.rsplit_once('/').map_or("", |(package, _)| package);
        let listed = self.index.package(package);
        let own = self.roots.covers(package);
        let sdk = match (self.index.class(&class), listed, own) {
            (Some(sdk), ..) => Some(sdk),
            (None, Some((sdk, _)), _)
                if self.index.is_umbrella(sdk) && self.roots.made(package) =>
            {
                None
            }
            // The longer name knows better.
            (None, Some((sdk, length)), own) if own.is_none_or(|own| own < length) => Some(sdk),
            _ => None,
        };
        if let Some(record) = sdk.and_then(|at| self.sdks.get(at as usize)) {
            return Owner::Sdk(record.id.clone());
        }
        if own.is_some() || self.roots.made(package) {
            return Owner::App;
        }
        owner::root(package).map_or(Owner::Renamed, Owner::Unknown)
    }
}
