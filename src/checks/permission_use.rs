//! Which code of the package needs which permission that the manifest asks for.
//!
//! Used = a reached call, field, class, content authority, intent action, setting or path that needs it, a manifest
//! component or feature that does, or a native library that names such a class. Code that cannot run does not count.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;

use super::facts::Facts;
use crate::knowledge::{NeedKind, Needs};
use crate::program::{DefId, FieldId, Kind, MethodId, StrId, Use};

/// Who uses a permission (contract: `permissions[].users`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct User {
    /// `app` or an SDK's id.
    pub owner: String,
    /// Dotted class, or the entry of the package that shows the use.
    pub class: String,
    /// Method; empty when the use stands in an entry.
    pub method: String,
}

/// The users of every permission that the manifest asks for and whose uses can be known, sorted; a permission without
/// users is one whose use was looked for and not found. Permissions that are not in it cannot be judged.
pub(crate) fn find(facts: &Facts<'_, '_, '_>) -> BTreeMap<String, Vec<User>> {
    let needs = Needs::builtin();
    let permissions = &facts.knowledge.permissions;
    let known = needs.permissions();
    let asked = &facts.package.manifest.uses_permissions;
    let names: BTreeSet<&str> = asked.iter().map(|asked| asked.name.as_str()).collect();
    let mut search = Search {
        facts,
        needs,
        users: BTreeMap::new(),
    };
    search.methods();
    search.classes();
    search.fields();
    search.texts();
    search.manifest();
    let unseen: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| known.contains(name) && !search.users.contains_key(*name))
        .collect();
    search.native(&unseen);
    let mut users = search.users;
    // One permission may stand on another: background location on location.
    for name in &names {
        let others = permissions
            .traits(name)
            .map(|found| found.used_with.as_slice())
            .unwrap_or_default();
        let more: Vec<User> = others
            .iter()
            .filter_map(|other| users.get(other.as_str()))
            .flatten()
            .cloned()
            .collect();
        if !more.is_empty() {
            users.entry((*name).to_owned()).or_default().extend(more);
        }
    }
    let mut found = BTreeMap::new();
    for name in names {
        let uses = users.remove(name).unwrap_or_default();
        let untraceable = permissions
            .traits(name)
            .is_some_and(|found| found.untraceable);
        if !uses.is_empty() || (known.contains(name) && !untraceable) {
            found.insert(name.to_owned(), uses.into_iter().collect());
        }
    }
    found
}

struct Search<'s, 'f, 'p, 'a> {
    facts: &'s Facts<'f, 'p, 'a>,
    needs: Needs<'static>,
    users: BTreeMap<String, BTreeSet<User>>,
}

impl Search<'_, '_, '_, '_> {
    fn used_by(&mut self, permission: &str, def: DefId) {
        let (class, method) = self.facts.names(def);
        if OPPORTUNISTS.contains(&class.as_str()) {
            return;
        }
        let owner = self.facts.owner(def);
        self.users
            .entry(permission.to_owned())
            .or_default()
            .insert(User {
                owner,
                class,
                method,
            });
    }

    fn used_in(&mut self, permission: &str, owner: &str, place: &str) {
        let user = User {
            owner: owner.to_owned(),
            class: place.to_owned(),
            method: String::new(),
        };
        self.users
            .entry(permission.to_owned())
            .or_default()
            .insert(user);
    }

    fn methods(&mut self) {
        for need in self.needs.all(NeedKind::Method) {
            let Some((class, rest)) = need.key.split_once("->") else {
                continue;
            };
            let (name, arguments) =
                match rest.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
                    Some((name, arguments)) => (name, Some(arguments)),
                    None => (rest, None),
                };
            for (def, _) in self.facts.callers(class, name, arguments) {
                self.used_by(need.permission, def);
            }
        }
    }

    fn classes(&mut self) {
        let program = self.facts.program;
        let mut wanted: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for need in self.needs.all(NeedKind::Class) {
            if let Some(ty) = program.find_type(need.key) {
                wanted.entry(ty.0).or_default().push(need.permission);
            }
        }
        let mut found: BTreeSet<(u32, DefId)> = BTreeSet::new();
        for ty in wanted.keys() {
            for kind in [Kind::New, Kind::Class] {
                found.extend(
                    program
                        .users(Use::new(kind, *ty))
                        .iter()
                        .map(|def| (*ty, *def)),
                );
            }
        }
        if !wanted.is_empty() {
            for number in 0..program.method_count() as u32 {
                let class = program.method_class(MethodId(number)).0;
                if wanted.contains_key(&class) {
                    let callers = program.callers(MethodId(number));
                    found.extend(callers.map(|(def, _)| (class, def)));
                }
            }
        }
        for (ty, def) in found {
            if self.facts.reach.contains(def) {
                for permission in wanted.get(&ty).into_iter().flatten() {
                    self.used_by(permission, def);
                }
            }
        }
    }

    fn fields(&mut self) {
        let program = self.facts.program;
        for number in 0..program.field_count() as u32 {
            let field = FieldId(number);
            let (class, name, _) = program.field(field);
            if program.class_of(class).is_some() {
                continue;
            }
            let needs: Vec<&str> = {
                let (class, name) = (program.descriptor(class), program.text(name));
                self.needs
                    .of_field(&class, &name)
                    .map(|need| need.permission)
                    .collect()
            };
            if needs.is_empty() {
                continue;
            }
            let readers: BTreeSet<DefId> = program.accessors(field).map(|(def, _)| def).collect();
            for def in readers
                .into_iter()
                .filter(|def| self.facts.reach.contains(*def))
            {
                for permission in &needs {
                    self.used_by(permission, def);
                }
            }
        }
    }

    fn texts(&mut self) {
        let program = self.facts.program;
        for kind in [
            NeedKind::Authority,
            NeedKind::Action,
            NeedKind::Setting,
            NeedKind::Mime,
        ] {
            for need in self.needs.all(kind) {
                for def in self.facts.text_users(need.key) {
                    self.used_by(need.permission, def);
                }
            }
        }
        let begins: Vec<_> = self.needs.all(NeedKind::Text).collect();
        for number in 0..program.string_count() as u32 {
            let bytes = program.string_bytes(StrId(number));
            let uri = bytes.starts_with(b"content://");
            if !uri
                && !begins
                    .iter()
                    .any(|need| bytes.starts_with(need.key.as_bytes()))
            {
                continue;
            }
            let text = program.text(StrId(number));
            let needs: BTreeSet<&str> = self
                .needs
                .of_text(&text)
                .map(|need| need.permission)
                .collect();
            for def in program.text_users(StrId(number)) {
                if self.facts.reach.contains(*def) {
                    for permission in &needs {
                        self.used_by(permission, *def);
                    }
                }
            }
        }
    }

    fn manifest(&mut self) {
        let manifest = &self.facts.package.manifest;
        for component in &manifest.components {
            let owner = self.facts.owner_of(&component.class);
            let mut keys: Vec<(NeedKind, String)> = component
                .actions()
                .map(|action| (NeedKind::Action, action.to_owned()))
                .collect();
            if let Some(guard) = &component.permission {
                keys.push((NeedKind::Manifest, format!("bind:{guard}")));
            }
            for (bit, name) in FOREGROUND {
                if component.foreground_service_type & bit != 0 {
                    keys.push((NeedKind::Manifest, format!("foregroundServiceType:{name}")));
                }
            }
            for (kind, key) in keys {
                for need in self.needs.of(kind, &key) {
                    self.used_in(need.permission, &owner, &component.class);
                }
            }
        }
        for feature in &manifest.features {
            for need in self.needs.of(NeedKind::Feature, &feature.name) {
                self.used_in(need.permission, "app", crate::package::MANIFEST);
            }
        }
        for action in manifest
            .queries
            .intents
            .iter()
            .flat_map(|intent| &intent.actions)
        {
            for need in self.needs.of(NeedKind::Action, action) {
                self.used_in(need.permission, "app", crate::package::MANIFEST);
            }
        }
    }

    /// Native code that names a class with such a method calls it through JNI.
    fn native(&mut self, permissions: &[&str]) {
        let mut pairs: BTreeSet<(String, &str)> = BTreeSet::new();
        for need in self.needs.all(NeedKind::Method) {
            if permissions.contains(&need.permission)
                && let Some(class) = need.key.split_once(";->").and_then(|(class, _)| class.strip_prefix('L'))
                && class.starts_with("android/")
                // Classes that native code names for everything else it does.
                && !matches!(class, "android/content/Context" | "android/app/Activity" | "android/content/ContentResolver" | "android/content/ContextWrapper")
            {
                pairs.insert((class.to_owned(), need.permission));
            }
        }
        let pairs: Vec<_> = pairs.into_iter().collect();
        let needles: Vec<&str> = pairs.iter().map(|(class, _)| class.as_str()).collect();
        if needles.is_empty() {
            return;
        }
        let Ok(finder) = AhoCorasick::new(needles) else {
            return;
        };
        for (library, number) in super::detect::native_finds(self.facts, &finder) {
            if let Some((_, permission)) = pairs.get(number) {
                let owner = self
                    .facts
                    .library_owner(library.rsplit('/').next().unwrap_or(&library));
                self.used_in(permission, &owner, &library);
            }
        }
    }
}

/// Classes of support libraries that nearly every app carries, and that use a permission only when the app holds it for
/// something else (the night mode looks where the sun is): no app asks for a permission because of them.
const OPPORTUNISTS: &[&str] = &[
    "android.support.v7.app.TwilightManager",
    "androidx.appcompat.app.TwilightManager",
];

/// Bits of `foregroundServiceType` and their names.
const FOREGROUND: &[(u32, &str)] = &[
    (1, "dataSync"),
    (1 << 1, "mediaPlayback"),
    (1 << 2, "phoneCall"),
    (1 << 3, "location"),
    (1 << 4, "connectedDevice"),
    (1 << 5, "mediaProjection"),
    (1 << 6, "camera"),
    (1 << 7, "microphone"),
    (1 << 8, "health"),
    (1 << 9, "remoteMessaging"),
    (1 << 10, "systemExempted"),
    (1 << 11, "shortService"),
    (1 << 30, "specialUse"),
];
