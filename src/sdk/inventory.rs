//! The pass that finds SDKs: names in, evidence and owners out.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::Unlisted;
use super::index::{Index, SdkIndex, matches};
use super::owner::{AppRoots, Owner, root};
use crate::knowledge::Sdk;
use crate::knowledge::sdk::{EvidenceKind, VersionSource};

/// Values kept per SDK and kind of evidence; [`Evidence::count`] and [`Found::hidden`] tell the rest.
const KEPT: usize = 8;
/// Bytes of a string constant that are searched for hosts: a longer one is a document, not an address.
const SEARCHED: usize = 4096;

/// What is known of a package, as names only.
pub struct Inputs<'a> {
    /// The manifest's package name; empty when there is none.
    pub package: &'a str,
    /// Dotted application class and launcher activities: they show the app's own packages.
    pub entry_classes: Vec<&'a str>,
    /// Every defined class with `/` between segments and without `L…;`. [`Sdks::owners`] keeps this order.
    pub classes: Vec<&'a str>,
    /// String constants of the code.
    pub strings: &'a mut dyn Iterator<Item = Cow<'a, str>>,
    /// Dotted classes of all manifest components.
    pub components: Vec<&'a str>,
    /// Meta-data of the application and its components: key and value.
    pub meta_data: Vec<(&'a str, Option<&'a str>)>,
    /// File names of native libraries, e.g. `libacme.so`.
    pub native_libs: Vec<&'a str>,
    /// Paths below `assets/`.
    pub assets: Vec<&'a str>,
    /// Value of a static String constant: class with `/`, field.
    pub constant: &'a dyn Fn(&str, &str) -> Option<String>,
    /// Text of a small entry of the package.
    pub entry: &'a dyn Fn(&str) -> Option<String>,
}

/// One fact that shows an SDK.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// What kind of fact.
    pub kind: EvidenceKind,
    /// The fact: prefix, class, file name, component, key, path or domain.
    pub value: String,
    /// How often: classes below a prefix, hosts below a domain, else 1.
    pub count: u32,
}

/// An SDK that is in the package, or is hinted at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The record's id.
    pub id: String,
    /// Position of the record in [`crate::knowledge::Knowledge::sdks`].
    pub record: usize,
    /// Its version, when a place that the record names holds one.
    pub version: Option<String>,
    /// Facts, sorted by kind and value, at most eight of a kind.
    pub evidence: Vec<Evidence>,
    /// Facts beyond those kept.
    pub hidden: usize,
    /// Whether its do-nothing variant was seen.
    pub noop: bool,
}

/// The SDKs of a package and the owner of every class.
#[derive(Debug)]
pub struct Sdks {
    /// SDKs in the package, sorted by id.
    pub found: Vec<Found>,
    /// SDKs that only corroborating evidence points to, sorted by id: not to be reported as present.
    pub hints: Vec<Found>,
    /// For each class of [`Inputs::classes`], its owner's position in `names`.
    owners: Vec<u32>,
    names: Vec<Owner>,
    index: Index,
    roots: AppRoots,
    ids: Vec<String>,
    /// Unnamed roots, dotted, that are modules of the app.
    modules: BTreeSet<String>,
    /// What no record names.
    pub unlisted: Vec<Unlisted>,
    /// Renamed classes by their name with `/`: their owner's position in `names`, and, of those that a profile has, the
    /// dotted name that they have in their library.
    renamed: FxHashMap<String, (u32, Option<String>)>,
}

/// A library that was found by the shape of its classes ([`super::structure`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shaped {
    /// Position of the record in the catalogue.
    pub(crate) record: usize,
    /// Its version, when one profile explains more than all others.
    pub(crate) version: Option<String>,
    /// What was found of the profile, for the report.
    pub(crate) told: String,
    /// Its classes.
    pub(crate) classes: Vec<Renamed>,
}

/// A class that an obfuscator renamed, and that belongs to a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Renamed {
    /// Position in [`Inputs::classes`].
    pub(crate) at: usize,
    /// Its name in the package, with `/`.
    pub(crate) name: String,
    /// The dotted name that it has in its library; `None` when only its neighbours tell whose it is.
    pub(crate) original: Option<String>,
}

impl Sdks {
    /// Finds the SDKs of a package. `sdks` is the catalogue, sorted by id.
    pub fn detect(inputs: Inputs<'_>, sdks: &[Sdk]) -> Self {
        let index = Index::new(sdks);
        let entries = inputs.entry_classes.iter().copied().filter(|class| {
            let class = class.replace('.', "/");
            // A packer's or framework's application class says nothing about the app's own packages.
            let listed = index.package(package_of(&class));
            index.class(&class).is_none() && listed.is_none_or(|(sdk, _)| index.is_umbrella(sdk))
        });
        let roots = AppRoots::new(inputs.package, entries);
        let mut all = Self {
            found: Vec::new(),
            hints: Vec::new(),
            owners: Vec::with_capacity(inputs.classes.len()),
            names: Vec::new(),
            index,
            roots,
            ids: sdks.iter().map(|sdk| sdk.id.clone()).collect(),
            modules: BTreeSet::new(),
            unlisted: Vec::new(),
            renamed: FxHashMap::default(),
        };
        let mut hits = Hits::default();
        all.classes(&inputs.classes, &mut hits);
        for component in &inputs.components {
            if let Some(sdk) = all.component(component) {
                hits.add(sdk, EvidenceKind::Component, component);
            }
        }
        let lists = [
            (
                EvidenceKind::NativeLib,
                &all.index.native_libs,
                &inputs.native_libs,
            ),
            (EvidenceKind::Asset, &all.index.assets, &inputs.assets),
        ];
        for (kind, patterns, values) in lists {
            for value in values {
                if let Some(sdk) = patterns.find(value) {
                    hits.add(sdk, kind, value);
                }
            }
        }
        for (key, _) in &inputs.meta_data {
            if let Some(sdk) = all.index.meta_data.find(key) {
                hits.add(sdk, EvidenceKind::MetaData, key);
            }
        }
        for text in &mut *inputs.strings {
            hosts(&text, |host| {
                if let Some((sdk, domain)) = all.index.domain(host) {
                    hits.add(sdk, EvidenceKind::Domain, domain);
                }
            });
        }
        for (at, kinds) in std::mem::take(&mut hits.by_sdk) {
            let record = at as usize;
            let Some(sdk) = sdks.get(record) else {
                continue;
            };
            let present = kinds
                .keys()
                .any(|kind| kind.is_enough() || sdk.suffices.contains(kind));
            let version = if present { version(sdk, &inputs) } else { None };
            let mut found = Found {
                id: sdk.id.clone(),
                record,
                version,
                evidence: Vec::new(),
                hidden: 0,
                noop: hits.noops.contains(&at),
            };
            for (kind, values) in kinds {
                found.hidden += values.len().saturating_sub(KEPT);
                found.evidence.extend(
                    values
                        .into_iter()
                        .take(KEPT)
                        .map(|(value, count)| Evidence { kind, value, count }),
                );
            }
            if present {
                &mut all.found
            } else {
                &mut all.hints
            }
            .push(found);
        }
        all
    }

    /// Adds what the shapes of classes show: evidence, owners, original names.
    pub(crate) fn add_shaped(&mut self, all: Vec<Shaped>) {
        for shaped in all {
            let Some(id) = self.ids.get(shaped.record).cloned() else {
                continue;
            };
            let owner = self.names.len() as u32;
            self.names.push(Owner::Sdk(id.clone()));
            let own = shaped.classes.iter().filter(|c| c.original.is_some());
            let count = own.count() as u32;
            for class in shaped.classes {
                self.rename(class, owner);
            }
            let evidence = Evidence {
                kind: EvidenceKind::Structure,
                value: shaped.told,
                count,
            };
            if let Some(found) = self.add(id, shaped.record, evidence) {
                found.version = found.version.take().or(shaped.version);
            }
        }
    }

    /// Adds a fact that shows an SDK, after those of its kind; what was only hinted at is found now.
    pub(super) fn add(
        &mut self,
        id: String,
        record: usize,
        evidence: Evidence,
    ) -> Option<&mut Found> {
        let at = self.found.binary_search_by(|found| found.id.cmp(&id));
        let at = at.unwrap_or_else(|at| {
            let hint = self.hints.iter().position(|found| found.id == id);
            let found = hint.map_or_else(
                || Found {
                    id,
                    record,
                    version: None,
                    evidence: Vec::new(),
                    hidden: 0,
                    noop: false,
                },
                |hint| self.hints.remove(hint),
            );
            self.found.insert(at, found);
            at
        });
        let found = self.found.get_mut(at)?;
        let place = found
            .evidence
            .partition_point(|one| one.kind <= evidence.kind);
        found.evidence.insert(place, evidence);
        Some(found)
    }

    /// Whether the package has an app of its own, in which others' code can be told apart.
    pub(crate) fn has_app(&self) -> bool {
        !self.roots.is_empty()
    }

    /// Gives unnamed roots to the app.
    pub(crate) fn make_own(&mut self, modules: BTreeSet<String>) {
        for owner in &mut self.names {
            if matches!(owner, Owner::Unknown(root) if modules.contains(root)) {
                *owner = Owner::App;
            }
        }
        self.modules = modules;
    }

    /// Whether a class belongs to a library by its shape, or by that of its neighbours.
    pub(crate) fn is_renamed(&self, class: &str) -> bool {
        self.renamed.contains_key(&class.replace('.', "/"))
    }

    fn rename(&mut self, class: Renamed, owner: u32) {
        if let Some(slot) = self.owners.get_mut(class.at) {
            *slot = owner;
            self.renamed.insert(class.name, (owner, class.original));
        }
    }

    /// The dotted name that a renamed class (`a/b/c` or `a.b.c`) has in its library, when its shape tells.
    pub fn original_of(&self, class: &str) -> Option<&str> {
        if self.renamed.is_empty() {
            return None;
        }
        let (_, original) = self.renamed.get(&class.replace('.', "/"))?;
        original.as_deref()
    }

    /// Owner of the class at a position of [`Inputs::classes`].
    pub fn owner(&self, class: usize) -> &Owner {
        self.owners
            .get(class)
            .and_then(|&at| self.names.get(at as usize))
            .unwrap_or(&Owner::Renamed)
    }

    /// Owner of a class by name (`com/acme/Push` or `com.acme.Push`), in the package or not.
    pub fn owner_of(&self, class: &str) -> Owner {
        let class = class.replace('.', "/");
        if let Some(&(owner, _)) = self.renamed.get(&class) {
            return self
                .names
                .get(owner as usize)
                .cloned()
                .unwrap_or(Owner::Renamed);
        }
        self.decide(&class, self.of_package(package_of(&class)).0)
    }

    /// The found SDK with this id.
    pub fn get(&self, id: &str) -> Option<&Found> {
        let at = self
            .found
            .binary_search_by(|found| found.id.as_str().cmp(id))
            .ok()?;
        self.found.get(at)
    }

    /// Owners and class evidence. Classes of one package mostly follow each other, so its owner is looked up once.
    fn classes(&mut self, classes: &[&str], hits: &mut Hits) {
        let mut names: FxHashMap<Owner, u32> = FxHashMap::default();
        let mut number = |all: &mut Vec<Owner>, owner: Owner| match names.get(&owner) {
            Some(&at) => at,
            None => {
                let at = u32::try_from(all.len()).unwrap_or(u32::MAX);
                all.push(owner.clone());
                names.insert(owner, at);
                at
            }
        };
        let mut all = Vec::new();
        let mut packages: FxHashMap<&str, (u32, Option<SdkIndex>, u32)> = FxHashMap::default();
        let mut owners = Vec::with_capacity(classes.len());
        for class in classes {
            if let Some(sdk) = self.index.noop(class) {
                hits.noops.insert(sdk);
            }
            if let Some(sdk) = self.index.class(class) {
                hits.add(sdk, EvidenceKind::Class, &class.replace('/', "."));
                owners.push(number(&mut all, self.sdk(sdk)));
                continue;
            }
            let package = package_of(class);
            let entry = packages.entry(package).or_insert_with(|| {
                let (owner, sdk) = self.of_package(package);
                (number(&mut all, owner), sdk, 0)
            });
            entry.2 += 1;
            owners.push(entry.0);
        }
        (self.owners, self.names) = (owners, all);
        let mut packages: Vec<_> = packages.into_iter().collect();
        packages.sort_unstable();
        for (package, (_, sdk, count)) in packages {
            if let (Some(sdk), Some((_, length))) = (sdk, self.index.package(package)) {
                let prefix = package.get(..length).unwrap_or(package).replace('/', ".");
                hits.add_many(sdk, EvidenceKind::Package, &prefix, count);
            }
        }
    }

    /// Owner of a package, and the SDK when it is one. The longest of the SDKs' prefixes and the app's own roots wins,
    /// the app's at a tie; the maker's other packages come after all records.
    fn of_package(&self, package: &str) -> (Owner, Option<SdkIndex>) {
        let known = self.index.package(package);
        let own = self.roots.covers(package);
        match (known, own) {
            (Some((sdk, _)), _) if self.index.is_umbrella(sdk) && self.roots.made(package) => {
                (Owner::App, None)
            }
            (Some((sdk, length)), own) if own.is_none_or(|own| own < length) => {
                (self.sdk(sdk), Some(sdk))
            }
            (_, Some(_)) => (Owner::App, None),
            _ if self.roots.made(package) => (Owner::App, None),
            _ => match root(package) {
                Some(root) if self.modules.contains(&root) => (Owner::App, None),
                Some(root) => (Owner::Unknown(root), None),
                None => (Owner::Renamed, None),
            },
        }
    }

    fn decide(&self, class: &str, of_package: Owner) -> Owner {
        self.index
            .class(class)
            .map_or(of_package, |sdk| self.sdk(sdk))
    }

    fn sdk(&self, sdk: SdkIndex) -> Owner {
        self.ids
            .get(sdk as usize)
            .map_or(Owner::Renamed, |id| Owner::Sdk(id.clone()))
    }

    /// A component shows an SDK by pattern, or by the same prefixes as a class: that sees what a packer hides.
    fn component(&self, component: &str) -> Option<SdkIndex> {
        self.index.components.find(component).or_else(|| {
            let class = component.replace('.', "/");
            self.index
                .class(&class)
                .or_else(|| self.of_package(package_of(&class)).1)
        })
    }
}

/// Evidence as it is gathered: sorted maps, so that what is kept does not depend on order.
#[derive(Default)]
struct Hits {
    by_sdk: BTreeMap<SdkIndex, BTreeMap<EvidenceKind, BTreeMap<String, u32>>>,
    noops: BTreeSet<SdkIndex>,
}

impl Hits {
    fn add(&mut self, sdk: SdkIndex, kind: EvidenceKind, value: &str) {
        self.add_many(sdk, kind, value, 1);
    }

    fn add_many(&mut self, sdk: SdkIndex, kind: EvidenceKind, value: &str, count: u32) {
        let values = self.by_sdk.entry(sdk).or_default().entry(kind).or_default();
        match values.get_mut(value) {
            Some(seen) => *seen = seen.saturating_add(count),
            None => {
                values.insert(value.to_owned(), count);
            }
        }
    }
}

fn package_of(class: &str) -> &str {
    class.rsplit_once('/').map_or("", |(package, _)| package)
}

/// Calls `found` with every host in a string constant: after `://`, or the whole string when it has the form of one.
fn hosts(text: &str, mut found: impl FnMut(&str)) {
    let text = text.get(..SEARCHED).unwrap_or(text);
    if text.len() < 4 || memchr::memchr(b'.', text.as_bytes()).is_none() {
        return;
    }
    let mut take = |rest: &str| {
        let end = rest
            .bytes()
            .position(|b| !(b.is_ascii_alphanumeric() || b"-_.".contains(&b)));
        let host = rest
            .get(..end.unwrap_or(rest.len()))
            .unwrap_or("")
            .trim_matches('.');
        // What ends a host: path, port, query, quote, space. Anything else means that this was none.
        let ends = rest
            .as_bytes()
            .get(end.unwrap_or(rest.len()))
            .is_none_or(|b| b"/:?#\"'\\, ;<>)&|%]".contains(b));
        if ends && host.contains('.') && host.len() <= 253 {
            if host.bytes().any(|b| b.is_ascii_uppercase()) {
                found(&host.to_ascii_lowercase());
            } else {
                found(host);
            }
        }
    };
    let mut schemes = memchr::memmem::find_iter(text.as_bytes(), b"://").peekable();
    if schemes.peek().is_none() {
        take(text);
    }
    for at in schemes {
        take(text.get(at + 3..).unwrap_or(""));
    }
}

/// The version, from the first place of the record that holds one.
fn version(sdk: &Sdk, inputs: &Inputs<'_>) -> Option<String> {
    sdk.versions.iter().find_map(|source| {
        let value = match source {
            VersionSource::Field(field) => {
                let (class, field) = field.rsplit_once('.')?;
                (inputs.constant)(&class.replace('.', "/"), field)?
            }
            VersionSource::MetaData(key) => inputs
                .meta_data
                .iter()
                .find(|(name, _)| name == key)?
                .1?
                .to_owned(),
            VersionSource::Entry(entry) => {
                let text = (inputs.entry)(entry)?;
                let property = text.lines().find_map(|line| line.strip_prefix("version="));
                property.or_else(|| text.lines().next())?.to_owned()
            }
            VersionSource::NativeLib(glob) => {
                let (head, tail) = glob.split_once('*')?;
                let name = inputs
                    .native_libs
                    .iter()
                    .filter(|name| matches(glob, name))
                    .min()?;
                name.get(head.len()..name.len() - tail.len())?
                    .replace('_', ".")
            }
        };
        let value = value.trim();
        let fits = value.len() <= 64 && value.bytes().any(|b| b.is_ascii_digit());
        fits.then(|| value.to_owned())
    })
}

#[cfg(test)]
#[path = "inventory_tests.rs"]
mod tests;
