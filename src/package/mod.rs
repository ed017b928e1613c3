//! Layer 2: entries of a package become a typed model.
//!
//! * `mod.rs`: [`Package`]: what an app is made of, and where each part lies.
//! * `axml.rs`, `attr.rs`, `pool.rs`, `value.rs`, `bytes.rs`: compiled and text XML.
//! * `wire.rs`: protocol buffers, in which app bundles keep XML and resources; `bundle.rs`: what a bundle says of its modules.
//! * `resources/`: `resources.arsc`.
//! * `manifest/`: the manifest as a typed model.
//! * `network_security.rs`, `backup.rs`: the XML files the application element names.
//! * `layouts.rs`: layouts, read when asked for.
//! * `signing/`: certificates; `native.rs`: native libraries.
//! * `dex_entries.rs`: which DEX files the app is loaded from, and which lie there besides.

pub mod attr;
pub mod axml;
pub mod backup;
mod bundle;
mod bytes;
mod dex_entries;
pub mod layouts;
pub mod manifest;
pub mod native;
pub mod network_security;
mod pool;
pub mod resources;
pub mod signing;
#[cfg(test)]
pub(crate) mod testing;
pub mod value;
mod wire;

use std::borrow::Cow;

pub use dex_entries::DexEntry;

use crate::diagnostic::Diagnostic;
use crate::input::Module;
use crate::input::zip::{Entry, ZipError};
use crate::limits::Limits;
use axml::Document;
use backup::BackupRules;
use layouts::LayoutFile;
use manifest::{Manifest, Source};
use network_security::NetworkSecurity;
use resources::{Locale, Resources, Wanted};

/// Entry name of the manifest.
pub const MANIFEST: &str = "AndroidManifest.xml";
/// Entry name of the resource table.
pub const RESOURCES: &str = "resources.arsc";
/// Entry name of the resource table in a module of an app bundle.
pub const BUNDLE_RESOURCES: &str = "resources.pb";

/// An app: its base and splits as one.
#[derive(Debug)]
pub struct Package<'a> {
    /// The merged manifest; empty when the package has none (a JAR, a bare DEX file).
    pub manifest: Manifest,
    /// All resource tables.
    pub resources: Resources<'a>,
    /// The network security config, when the manifest names one that could be read.
    pub network_security: Option<NetworkSecurity>,
    /// The backup rules that the manifest names.
    pub backup: BackupRules,
    /// DEX files of the class loader, in its order.
    pub dex_entries: Vec<DexEntry>,
    /// DEX files that lie elsewhere or after a gap, and packages inside the package: code that is loaded by hand or not
    /// at all. By module, then name.
    pub extra_dex: Vec<DexEntry>,
    /// Class files of a library, in the order of its archives.
    pub class_files: Vec<DexEntry>,
    /// Layouts, sorted by path; read one with [`Package::layout`].
    pub layouts: Vec<LayoutFile>,
    /// Who signed the base; the splits carry the same signature, or Android refuses them.
    pub signing: signing::Signing,
    /// Native libraries of all archives.
    pub native: native::Native,
    modules: &'a [Module<'a>],
    limits: Limits,
}

/// An entry of one of the app's archives.
#[derive(Debug, Clone, Copy)]
pub struct File<'p> {
    /// Index of the module, see [`Package::modules`].
    pub module: usize,
    /// The entry.
    pub entry: &'p Entry<'p>,
}

impl<'a> Package<'a> {
    /// Reads the model of an app. What could not be read is a diagnostic of level error and absent from the model; the
    /// result is always usable.
    pub fn read(modules: &'a [Module<'a>], limits: &Limits) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let manifests = read_entries(modules, MANIFEST, &mut diagnostics);
        let tables = read_tables(modules, &mut diagnostics);
        let (mut resources, problems) = Resources::read(tables, limits);
        diagnostics.extend(problems);
        read_sources(modules, &mut resources, &mut diagnostics);
        let (manifest, bare) =
            read_manifests(modules, &manifests, &resources, limits, &mut diagnostics);
        if manifests.is_empty() && !is_bare(modules) {
            let text = "the package has no AndroidManifest.xml";
            diagnostics.push(Diagnostic::error("manifest-missing", text));
        }
        let mut package = Self {
            manifest,
            resources,
            network_security: None,
            backup: BackupRules::default(),
            dex_entries: Vec::new(),
            extra_dex: Vec::new(),
            class_files: Vec::new(),
            layouts: Vec::new(),
            signing: signing::Signing::default(),
            native: native::Native::default(),
            modules,
            limits: limits.clone(),
        };
        (package.dex_entries, package.extra_dex) = dex_entries::list(modules, &bare);
        if package.dex_entries.is_empty() {
            package.class_files = dex_entries::class_files(modules);
        }
        package.layouts = layouts::list(&package);
        package.read_network_security(&mut diagnostics);
        package.read_backup(&mut diagnostics);
        if let Some(base) = modules.first() {
            let (found, problems) = signing::read(&base.archive);
            package.signing = found;
            diagnostics.extend(problems);
        }
        let (found, problems) = native::read(modules);
        package.native = found;
        diagnostics.extend(problems);
        diagnostics.extend(bundle::notes(&package));
        (package, diagnostics)
    }

    /// The archives: base and splits as given to [`Package::read`].
    pub fn modules(&self) -> &'a [Module<'a>] {
        self.modules
    }

    /// Every file of every archive that Android would take (of entries with the same name the one that counts), in the
    /// order of the archives.
    pub fn files(&self) -> impl Iterator<Item = File<'_>> {
        self.modules.iter().enumerate().flat_map(|(module, found)| {
            let entries = found.archive.entries().iter();
            let real = entries.filter(|entry| !entry.is_dir() && found.archive.is_first(entry));
            real.map(move |entry| File { module, entry })
        })
    }

    /// Files under `assets/`, in the order of the archives.
    pub fn assets(&self) -> impl Iterator<Item = File<'_>> {
        self.files()
            .filter(|file| file.entry.name.starts_with("assets/"))
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// What the archive says.
    pub fn bytes(&self, file: File<'_>) -> Result<Cow<'a, [u8]>, ZipError> {
        match self.modules.get(file.module) {
            Some(module) => module.archive.read(file.entry),
            None => Err(ZipError::NotZip),
        }
    }

    /// The bytes of an entry by name, from the first archive that has it.
    pub fn read_entry(&self, name: &str) -> Option<Result<Cow<'a, [u8]>, ZipError>> {
        self.modules
            .iter()
            .find_map(|module| module.archive.read_named(name))
    }

    /// Reads an XML file of the package and hands its document on.
    ///
    /// # Errors
    /// A diagnostic when there is no such file or when it is no XML.
    pub fn with_xml<T>(
        &self,
        path: &str,
        then: impl FnOnce(&Document<'_>) -> T,
    ) -> Result<T, Diagnostic> {
        let fail = |text: String| Diagnostic::error("xml-unreadable", text).at(path);
        let mut held = self.modules.iter();
        let found = held.find_map(|module| Some((module, module.archive.read_named(path)?)));
        let Some((module, bytes)) = found else {
            return Err(fail(
                "the package names this file but does not hold it".to_owned(),
            ));
        };
        let bytes = bytes.map_err(|error| fail(error.to_string()))?;
        let document = parse(module, &bytes, &self.resources, &self.limits);
        document
            .map(|document| then(&document))
            .map_err(|error| fail(error.to_string()))
    }

    /// The path of a resource that is a file.
    pub fn path_of(&self, id: u32) -> Option<String> {
        self.resources
            .text(id, &Wanted::default_locale())
            .map(Cow::into_owned)
    }

    /// The app's name for a person with these locales; empty names count as none.
    pub fn label(&self, wanted: &Wanted) -> Option<String> {
        let application = &self.manifest.application;
        let text = match application.label_id {
            Some(id) => self.resources.text(id, wanted).map(Cow::into_owned),
            None => application.label_text.clone(),
        };
        // Without an own name the system shows the launcher activity's.
        text.or_else(|| self.manifest.launchers().first()?.component.label.clone())
            .filter(|text| !text.trim().is_empty())
    }

    /// The app's name in every locale that has one, sorted by locale.
    pub fn labels(&self) -> Vec<(Locale, String)> {
        let application = &self.manifest.application;
        match (application.label_id, &application.label_text) {
            (Some(id), _) => {
                let texts = self.resources.texts(id).into_iter();
                texts
                    .map(|(locale, text)| (locale, text.into_owned()))
                    .collect()
            }
            (None, Some(text)) => vec![(Locale::DEFAULT, text.clone())],
            (None, None) => Vec::new(),
        }
    }

    fn read_network_security(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let Some(id) = self.manifest.application.network_security_config else {
            return;
        };
        let Some(path) = self.path_of(id) else {
            let text = format!("the network security config @0x{id:08x} leads nowhere");
            diagnostics.push(Diagnostic::error("xml-unreadable", text).at(MANIFEST));
            return;
        };
        let read =
            |document: &Document<'_>| network_security::read(document, &path, &self.resources);
        match self.with_xml(&path, read) {
            Ok(found) => self.network_security = Some(found),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }

    fn read_backup(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let application = &self.manifest.application;
        let full = match application.full_backup_content {
            Some(manifest::XmlOrBool::Xml(id)) => Some(id),
            _ => None,
        };
        let mut rules = BackupRules::default();
        for id in [full, application.data_extraction_rules]
            .into_iter()
            .flatten()
        {
            let Some(path) = self.path_of(id) else {
                continue;
            };
            match self.with_xml(&path, |document| backup::read(document, &path, &mut rules)) {
                Ok(()) => {}
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
        self.backup = rules;
    }
}

type EntryBytes<'a> = (usize, String, Cow<'a, [u8]>);

/// An XML document in the format of its module.
fn parse<'b>(
    module: &Module<'_>,
    bytes: &'b [u8],
    resources: &Resources<'_>,
    limits: &Limits,
) -> Result<Document<'b>, axml::XmlError> {
    if module.bundled {
        return Document::parse_proto(bytes, limits);
    }
    let mut document = Document::parse(bytes, limits)?;
    document.link(|id, text| resources.linked(id, text));
    Ok(document)
}

/// Entries of a library that list the names of its resources.
const LISTING: &str = "R.txt";

/// The resources of a library, which are still source.
fn read_sources(
    modules: &[Module<'_>],
    resources: &mut Resources<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(module) = modules.first() else {
        return;
    };
    let archive = &module.archive;
    let is_app = [RESOURCES, "classes.dex"]
        .iter()
        .any(|name| archive.find(name).is_some());
    if module.bundled || is_app || archive.find(MANIFEST).is_none() {
        return;
    }
    let mut read = |entry: &Entry<'_>| match archive.read(entry) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            let text = error.to_string();
            diagnostics.push(Diagnostic::error("entry-unreadable", text).at(&*entry.name));
            None
        }
    };
    let mut files = Vec::new();
    for entry in archive.entries() {
        if entry.is_dir() || !archive.is_first(entry) || !entry.name.starts_with("res/") {
            continue;
        }
        // Drawings name nothing that is looked for.
        let drawn = ["res/drawable", "res/mipmap", "res/anim", "res/color"];
        let plain = drawn.iter().any(|folder| entry.name.starts_with(folder));
        let wanted = entry.name.ends_with(".xml") && !plain;
        let bytes = if wanted { read(entry) } else { None };
        files.push((entry.name.to_string(), bytes));
    }
    let listing = archive.find(LISTING).and_then(&mut read);
    if files.is_empty() && listing.is_none() {
        return;
    }
    let listing = listing.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    diagnostics.extend(resources.add_source(&files, &listing.unwrap_or_default()));
}

/// The resource tables with their places; those of a bundle's modules compiled.
fn read_tables<'a>(
    modules: &'a [Module<'a>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, Cow<'a, [u8]>)> {
    let mut tables: Vec<(usize, String, Cow<'a, [u8]>)> =
        read_entries(modules, RESOURCES, diagnostics);
    for (module, place, bytes) in read_entries(modules, BUNDLE_RESOURCES, diagnostics) {
        // A package may carry a file of that name which is no table.
        if modules.get(module).is_some_and(|module| module.bundled) {
            let (table, problem) = Resources::compile(&bytes);
            diagnostics
                .extend(problem.map(|text| Diagnostic::error("resources-broken", text).at(&place)));
            tables.push((module, place, Cow::Owned(table)));
        }
    }
    tables.sort_by_key(|table| table.0);
    tables
        .into_iter()
        .map(|(_, place, bytes)| (place, bytes))
        .collect()
}

/// The entry of this name in every module, with the module's index and a place for diagnostics.
fn read_entries<'a>(
    modules: &'a [Module<'a>],
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<EntryBytes<'a>> {
    let mut found = Vec::new();
    for (index, module) in modules.iter().enumerate() {
        let place = if index == 0 {
            name.to_owned()
        } else {
            format!("{}!/{name}", module.name)
        };
        match module.archive.read_named(name) {
            Some(Ok(bytes)) => found.push((index, place, bytes)),
            Some(Err(error)) => {
                let text = error.to_string();
                diagnostics.push(Diagnostic::error("entry-unreadable", text).at(place));
            }
            None => {}
        }
    }
    found
}

/// The merged manifest, and which modules say that they hold no code.
fn read_manifests(
    modules: &[Module<'_>],
    manifests: &[EntryBytes<'_>],
    resources: &Resources<'_>,
    limits: &Limits,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Manifest, Vec<usize>) {
    let mut documents = Vec::new();
    for (module, place, bytes) in manifests {
        let Some(holder) = modules.get(*module) else {
            continue;
        };
        match parse(holder, bytes, resources, limits) {
            Ok(document) => documents.push((*module, place.clone(), document)),
            Err(error) => {
                let text = error.to_string();
                diagnostics.push(Diagnostic::error("manifest-unreadable", text).at(place));
            }
        }
    }
    // The base is the one that is no split, wherever it stands. A bundle names its modules by their folders.
    let split = |module: usize, document: &Document<'_>| match modules.get(module) {
        Some(module) if module.bundled => bundle::split(module, document),
        _ => document
            .root()
            .and_then(|root| root.plain("split"))
            .map(str::to_owned),
    };
    documents.sort_by_key(|(module, _, document)| (split(*module, document).is_some(), *module));
    let without_code = |document: &Document<'_>| {
        let application = document.root()?.children_named("application").next()?;
        Some(application.attr(attr::HAS_CODE)?.as_bool() == Some(false))
    };
    let bare = documents
        .iter()
        .filter(|(_, _, document)| without_code(document) == Some(true))
        .map(|found| found.0)
        .collect();
    let sources: Vec<Source<'_, '_>> = documents
        .iter()
        .map(|(module, entry, document)| Source {
            entry: entry.clone(),
            split: split(*module, document),
            document,
        })
        .collect();
    let (manifest, problems) = manifest::read(&sources, resources);
    diagnostics.extend(problems);
    (manifest, bare)
}

/// Archives that need no manifest: a JAR, or one DEX file.
fn is_bare(modules: &[Module<'_>]) -> bool {
    modules.iter().all(|module| {
        let has = |name: &str| module.archive.find(name).is_some();
        let entries = module.archive.entries();
        let single = entries.len() == 1 && has("classes.dex");
        let classes = entries.iter().any(|entry| entry.name.ends_with(".class"));
        single || (has("META-INF/MANIFEST.MF") || classes && !has("classes.dex")) && !has(RESOURCES)
    })
}
