//! What checks may look at, and the questions that several of them ask.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::detect::packed::{self, Packed};
use super::documents::Documents;
use super::finding::Location;
use super::library::Library;
use super::permission_use::{self, User};
use super::reads::Reached;
use super::signs::Signs;
use super::texts::Texts;
use crate::diagnostic::{Diagnostic, Level};
use crate::hybrid;
use crate::knowledge::{Category, Knowledge};
use crate::package::manifest::{Component, ComponentKind};
use crate::package::{MANIFEST, Package};
use crate::policy::{Policies, PolicyText};
use crate::program::{ClassId, DefId, Kind, MethodId, Program, Reach, Resolved};
use crate::scenario::{Prompt, Question};
use crate::sdk::Sdks;

/// Facts of one app. `'f` is the borrow, `'p` the package's bytes, `'a` those of its DEX files.
pub struct Facts<'f, 'p, 'a> {
    /// Manifest, resources, layouts, entries.
    pub package: &'f Package<'p>,
    /// All code.
    pub program: &'f Program<'a>,
    /// What of it can run at all.
    pub reach: &'f Reach,
    /// SDKs and owners.
    pub sdks: &'f Sdks,
    /// References to a privacy policy.
    pub policies: &'f Policies,
    /// What their texts say, and that of the policy which the user named.
    pub texts: &'f [PolicyText],
    /// Code of cross-platform frameworks.
    pub hybrid: &'f hybrid::Found,
    /// What the scenarios reached.
    pub reached: &'f [Reached],
    /// What a library's public methods read; nothing for an app.
    pub library: Option<&'f Library>,
    /// What the first launch shows that asks for consent.
    pub prompt: Option<Prompt>,
    /// What that prompt shows.
    pub question: Option<&'f Question>,
    /// Where something happens before any prompt of a later page is answered; nothing where there is none.
    pub unasked: Option<&'f FxHashSet<(DefId, u32)>>,
    /// How far a person is from the documents.
    pub documents: &'f Documents,
    /// The first launch was replayed to its end.
    pub first_launch_whole: bool,
    /// So was what a person can do.
    pub consented_whole: bool,
    /// Records.
    pub knowledge: &'f Knowledge,
    /// What the readers told.
    pub diagnostics: &'f [Diagnostic],
    /// Policies that were read.
    pub read: Texts<'f>,
    /// The kind of app, as the caller named it.
    pub category: Option<&'f Category>,
    signs: OnceLock<Signs>,
    users: OnceLock<BTreeMap<String, Vec<User>>>,
    packed: OnceLock<Option<Packed>>,
    loads_code: OnceLock<bool>,
}

/// What [`Facts::new`] needs: see the fields of [`Facts`].
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub struct Sources<'f, 'p, 'a> {
    pub package: &'f Package<'p>,
    pub program: &'f Program<'a>,
    pub reach: &'f Reach,
    pub sdks: &'f Sdks,
    pub policies: &'f Policies,
    pub texts: &'f [PolicyText],
    pub hybrid: &'f hybrid::Found,
    pub reached: &'f [Reached],
    pub library: Option<&'f Library>,
    pub prompt: Option<Prompt>,
    pub question: Option<&'f Question>,
    pub unasked: Option<&'f FxHashSet<(DefId, u32)>>,
    pub documents: &'f Documents,
    pub first_launch_whole: bool,
    pub consented_whole: bool,
    pub knowledge: &'f Knowledge,
    pub diagnostics: &'f [Diagnostic],
    pub category: Option<&'f Category>,
}

/// Methods that load code at run time: class descriptor, method.
pub(crate) const LOADERS: &[(&str, &str)] = &[
    ("Ldalvik/system/DexClassLoader;", "<init>"),
    ("Ldalvik/system/InMemoryDexClassLoader;", "<init>"),
    ("Ldalvik/system/DelegateLastClassLoader;", "<init>"),
    ("Ldalvik/system/PathClassLoader;", "<init>"),
    ("Ldalvik/system/DexFile;", "loadDex"),
    ("Ldalvik/system/DexFile;", "<init>"),
];

impl<'f, 'p, 'a> Facts<'f, 'p, 'a> {
    /// Facts of an app.
    pub fn new(sources: Sources<'f, 'p, 'a>) -> Self {
        let Sources {
            package,
            program,
            reach,
            sdks,
            policies,
            texts,
            hybrid,
            reached,
            library,
            prompt,
            question,
            unasked,
            documents,
            first_launch_whole,
            consented_whole,
            knowledge,
            diagnostics,
            category,
        } = sources;
        Self {
            package,
            program,
            reach,
            sdks,
            policies,
            texts,
            hybrid,
            reached,
            library,
            prompt,
            question,
            unasked,
            documents,
            first_launch_whole,
            consented_whole,
            knowledge,
            diagnostics,
            read: Texts::new(texts),
            category,
            signs: OnceLock::new(),
            users: OnceLock::new(),
            packed: OnceLock::new(),
            loads_code: OnceLock::new(),
        }
    }

    /// What shows that the app has something.
    pub(crate) fn signs(&self) -> &Signs {
        self.signs.get_or_init(|| Signs::find(self))
    }

    /// The packer that hides the code, when one does.
    pub fn packed(&self) -> Option<&Packed> {
        self.packed.get_or_init(|| packed::find(self)).as_ref()
    }

    /// The diagnostic that makes a packed artifact an incomplete one; to be added to the artifact's diagnostics.
    pub fn packed_diagnostic(&self) -> Option<Diagnostic> {
        self.packed().map(Packed::diagnostic)
    }

    /// Who uses each permission that the manifest asks for: those with an empty list were looked for and not found, those
    /// that are missing cannot be judged.
    pub fn permission_users(&self) -> &BTreeMap<String, Vec<User>> {
        self.users.get_or_init(|| permission_use::find(self))
    }

    /// Whether the code that would run is not in the DEX files: packed, in splits that are missing, or loaded later.
    /// Nothing can be said then of what the app does not do.
    pub fn hidden(&self) -> bool {
        self.packed().is_some()
            || self
                .diagnostics
                .iter()
                .any(|diagnostic| diagnostic.code == super::entries::CODE_ABSENT)
    }

    /// Whether something of the package was not read.
    pub fn incomplete(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// Whether code that can run loads more code.
    pub(crate) fn loads_code(&self) -> bool {
        *self.loads_code.get_or_init(|| {
            let all = LOADERS
                .iter()
                .flat_map(|(class, name)| self.callers(class, name, None));
            // The multidex library loads the app's own files.
            let mut owners = all.map(|(def, _)| self.owner(def));
            owners.any(|owner| owner != "androidx" && owner != "android-support")
        })
    }

    /// Owner of a method: `app` or an SDK's id.
    pub(crate) fn owner(&self, def: DefId) -> String {
        self.owner_of(&self.program.class_name(self.program.class(def)))
    }

    /// Owner of a class by its dotted name.
    pub(crate) fn owner_of(&self, class: &str) -> String {
        self.sdks.owner_of(class).to_string()
    }

    /// Reached methods that call a member, with the reference that they name; sorted, each pair once. `arguments` as
    /// `ILjava/lang/String;`, `None` for every overload.
    pub(crate) fn callers(
        &self,
        class: &str,
        name: &str,
        arguments: Option<&str>,
    ) -> Vec<(DefId, MethodId)> {
        let mut found = BTreeSet::new();
        for method in self.program.references(class, name, arguments) {
            let callers = self.program.callers(method).map(|(def, _)| def);
            found.extend(
                callers
                    .filter(|def| self.reach.contains(*def))
                    .map(|def| (def, method)),
            );
        }
        found.into_iter().collect()
    }

    /// [`Facts::callers`] of a member as records write it; `None` when it is a field or malformed.
    pub(crate) fn callers_of(&self, member: &str) -> Option<Vec<(DefId, MethodId)>> {
        let (class, rest) = member.split_once("->")?;
        let (name, arguments) = rest.strip_suffix(')')?.split_once('(')?;
        Some(self.callers(class, name, (arguments != "*").then_some(arguments)))
    }

    /// Reached methods that read a field as records write it, `Lpkg/Cls;->NAME`; sorted.
    pub(crate) fn readers_of(&self, member: &str) -> Vec<DefId> {
        let Some((class, name)) = member.split_once("->") else {
            return Vec::new();
        };
        let Some(class) = self.program.find_type(class) else {
            return Vec::new();
        };
        let mut found = BTreeSet::new();
        for number in 0..self.program.field_count() as u32 {
            let field = crate::program::FieldId(number);
            let (owner, text, _) = self.program.field(field);
            if owner == class && self.program.string_bytes(text) == name.as_bytes() {
                let reads = self
                    .program
                    .accessors(field)
                    .filter(|(_, kind)| *kind == Kind::Read);
                found.extend(
                    reads
                        .map(|(def, _)| def)
                        .filter(|def| self.reach.contains(*def)),
                );
            }
        }
        found.into_iter().collect()
    }

    /// Reached methods that use exactly this string.
    pub(crate) fn text_users(&self, text: &str) -> Vec<DefId> {
        let Some(string) = self.program.find_string(text) else {
            return Vec::new();
        };
        let users = self.program.text_users(string).iter().copied();
        users.filter(|def| self.reach.contains(*def)).collect()
    }

    /// The place of a method, at the line of the first site that calls `method`, or of its first line.
    pub(crate) fn place(&self, def: DefId, method: Option<MethodId>) -> Location {
        let program = self.program;
        let site = method.and_then(|method| program.call_sites(def, method).into_iter().next());
        self.place_at(def, site.map_or(0, |site| site.pc))
    }

    /// The place of a method at a code unit.
    pub(crate) fn place_at(&self, def: DefId, pc: u32) -> Location {
        let program = self.program;
        let line = program.locate(def, pc);
        let method = program.method(def);
        Location::Code {
            class: program.class_name(program.class(def)),
            method: program.method_name(method).into_owned(),
            descriptor: program.method_descriptor(method),
            file: line.file,
            line: line.line,
        }
    }

    /// The place of a method at its first use of a string.
    pub(crate) fn place_of_text(&self, def: DefId, text: crate::program::StrId) -> Location {
        let program = self.program;
        let wanted = crate::program::Use::new(Kind::Text, text.0);
        let site = program.sites(def, |used| used == wanted).into_iter().next();
        self.place_at(def, site.map_or(0, |site| site.pc))
    }

    /// Owner of a native library by its file name: the one SDK whose evidence names it, else the app.
    pub(crate) fn library_owner(&self, library: &str) -> String {
        let owns = |sdk: &&crate::sdk::Found| {
            sdk.evidence
                .iter()
                .any(|evidence| evidence.value == library)
        };
        self.sdks
            .found
            .iter()
            .find(owns)
            .map_or_else(|| "app".to_owned(), |sdk| sdk.id.clone())
    }

    /// Protection, group and purpose of a permission, as far as the records tell.
    pub(crate) fn permission_words(&self, name: &str) -> (String, String, String) {
        let permissions = &self.knowledge.permissions;
        let record = permissions.get(name);
        let protection = record.map_or_else(
            || "unknown".to_owned(),
            |record| format!("{:?}", record.protection).to_lowercase(),
        );
        let group = record
            .and_then(|record| record.group.clone())
            .unwrap_or_default();
        let purpose = permissions
            .purpose(name)
            .map(|text| text.zh)
            .unwrap_or_default();
        (protection, group, purpose)
    }

    /// A line of the manifest.
    pub(crate) fn manifest_line(&self, line: u32) -> Location {
        Location::Entry {
            entry: MANIFEST.to_owned(),
            line: (line > 0).then_some(line),
        }
    }

    /// The class and method names of a definition.
    pub(crate) fn names(&self, def: DefId) -> (String, String) {
        let method = self.program.method(def);
        (
            self.program.class_name(self.program.class(def)),
            self.program.method_name(method).into_owned(),
        )
    }

    /// Enabled components of a kind whose code is in the package, with the class that runs.
    pub(crate) fn components(
        &self,
        kind: ComponentKind,
    ) -> impl Iterator<Item = (&'f Component, Option<ClassId>)> + '_ {
        let enabled = self.package.manifest.application.enabled;
        let all = self.package.manifest.of_kind(kind);
        all.filter(move |component| enabled && component.enabled)
            .map(|component| (component, self.program.find_class(component.run_class())))
    }

    /// The methods named `name` that a class of the app runs: its own or an inherited one of the app.
    pub(crate) fn methods(&self, class: ClassId, name: &str) -> Vec<DefId> {
        let program = self.program;
        for ty in program.chain(program.class_type(class)) {
            let Some(owner) = program.class_of(ty) else {
                break;
            };
            let found: Vec<DefId> = program
                .defs_of(owner)
                .filter(|def| program.method_name(program.method(*def)) == name)
                .collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Methods that can run once `start` runs, breadth first, each with its distance: calls as far as the app defines
    /// them, and the run methods of tasks that are made on the way. At most `limit` of them; the flag says whether
    /// that was all.
    pub(crate) fn closure(&self, start: &[DefId], limit: usize) -> (Vec<DefId>, bool) {
        let program = self.program;
        let mut seen: BTreeSet<DefId> = start.iter().copied().collect();
        let mut order: Vec<DefId> = start.to_vec();
        let mut next = 0;
        while let Some(def) = order.get(next).copied() {
            next += 1;
            if order.len() >= limit {
                return (order, false);
            }
            let mut add = |def: DefId| {
                if seen.insert(def) {
                    order.push(def);
                }
            };
            for used in program.uses(def) {
                if used.kind().is_call() {
                    if let Resolved::Def(target) = program.resolve(MethodId(used.id())) {
                        add(target);
                        if matches!(used.kind(), Kind::CallVirtual | Kind::CallInterface) {
                            program.overrides(target).take(8).for_each(&mut add);
                        }
                    }
                } else if used.kind() == Kind::New
                    && let Some(class) = program.class_of(crate::program::TypeId(used.id()))
                {
                    for def in program.defs_of(class) {
                        let name = program.method_name(program.method(def));
                        if matches!(
                            &*name,
                            "run" | "call" | "doInBackground" | "handleMessage" | "invokeSuspend"
                        ) {
                            add(def);
                        }
                    }
                }
            }
        }
        (order, true)
    }

    /// Calls of members outside of the app that a method makes: class descriptor and name, with the reference.
    pub(crate) fn foreign_calls(
        &self,
        def: DefId,
    ) -> impl Iterator<Item = (String, String, MethodId)> + '_ {
        let program = self.program;
        program
            .uses(def)
            .iter()
            .filter(|used| used.kind().is_call())
            .map(move |used| {
                let method = MethodId(used.id());
                let class = program
                    .descriptor(program.method_class(method))
                    .into_owned();
                (class, program.method_name(method).into_owned(), method)
            })
    }

    /// Classes of the app that a method names or makes, dotted.
    pub(crate) fn named_classes(&self, def: DefId) -> Vec<String> {
        let program = self.program;
        let uses = program.uses(def).iter();
        uses.filter(|used| matches!(used.kind(), Kind::Class | Kind::New))
            .filter_map(|used| program.class_of(crate::program::TypeId(used.id())))
            .map(|class| program.class_name(class))
            .collect()
    }

    /// Counts by key, for messages.
    pub(crate) fn joined<'s>(&self, values: impl Iterator<Item = &'s str>) -> String {
        let sorted: BTreeMap<&str, ()> = values.map(|value| (value, ())).collect();
        sorted.into_keys().collect::<Vec<_>>().join(", ")
    }
}
