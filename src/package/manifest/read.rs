//! From documents to the model, by the rules of Android's package parser.

use super::delivery;
use super::{
    Application, Component, ComponentKind, DataSpec, DeclaredPermission, Feature, Instrumentation,
    IntentFilter, Manifest, MetaData, PathMatch, PathSpec, UsesPermission, XmlOrBool,
};
use crate::diagnostic::Diagnostic;
use crate::package::attr;
use crate::package::axml::{Document, Node};
use crate::package::resources::{Resources, Wanted};
use crate::package::value::Value;

/// A manifest of the app: the base's first.
pub(crate) struct Source<'d, 'a> {
    /// Where it stands, e.g. `AndroidManifest.xml` or `split_config.zh.apk!/AndroidManifest.xml`.
    pub(crate) entry: String,
    /// Its document.
    pub(crate) document: &'d Document<'a>,
    /// Name of the split or feature module; `None` for a base.
    pub(crate) split: Option<String>,
}

/// Reads and merges the manifests of an app.
pub(crate) fn read(
    sources: &[Source<'_, '_>],
    resources: &Resources<'_>,
) -> (Manifest, Vec<Diagnostic>) {
    let mut reader = Reader {
        resources,
        wanted: Wanted::default_locale(),
        manifest: Manifest {
            min_sdk: 1,
            target_sdk: 1,
            ..Manifest::default()
        },
        diagnostics: Vec::new(),
    };
    for (index, source) in sources.iter().enumerate() {
        if let Some(problem) = source.document.problem() {
            reader
                .diagnostics
                .push(Diagnostic::error("manifest-broken", problem).at(&source.entry));
        }
        let Some(root) = source.document.root() else {
            continue;
        };
        if index == 0 {
            reader.manifest.entry.clone_from(&source.entry);
            if let Some(name) = &source.split {
                reader.manifest.lone_split = Some(name.clone());
                let text = format!("only the split {name} is here; scan it together with its base");
                reader
                    .diagnostics
                    .push(Diagnostic::error("base-missing", text).at(&source.entry));
            }
            reader.base(root);
        } else {
            reader.split(root, source.split.as_deref().unwrap_or_default());
        }
    }
    reader.finish_aliases();
    reader.manifest.splits.sort_unstable();
    reader.manifest.deliveries.sort();
    (reader.manifest, reader.diagnostics)
}

struct Reader<'r> {
    resources: &'r Resources<'r>,
    wanted: Wanted,
    manifest: Manifest,
    diagnostics: Vec<Diagnostic>,
}

/// The release a code name of a preview system stands for.
fn codename(name: &str) -> Option<u32> {
    const NAMES: [(&str, u32); 24] = [
        ("Base", 1),
        ("Cupcake", 3),
        ("Donut", 4),
        ("Eclair", 5),
        ("Froyo", 8),
        ("Gingerbread", 9),
        ("Honeycomb", 11),
        ("IceCreamSandwich", 14),
        ("JellyBean", 16),
        ("KitKat", 19),
        ("L", 21),
        ("Lollipop", 21),
        ("M", 23),
        ("N", 24),
        ("O", 26),
        ("OMR1", 27),
        ("P", 28),
        ("Q", 29),
        ("R", 30),
        ("S", 31),
        ("Sv2", 32),
        ("Tiramisu", 33),
        ("UpsideDownCake", 34),
        ("VanillaIceCream", 35),
    ];
    // A preview may carry a fingerprint: `S.1234`.
    let name = name.split('.').next()?;
    NAMES
        .iter()
        .find(|known| known.0 == name)
        .map(|known| known.1)
}

impl Reader<'_> {
    fn value<'v>(&'v self, node: Node<'v, '_>, id: u32) -> Option<Value<'v>> {
        let value = node.attr(id)?;
        Some(self.resources.follow(value, &self.wanted))
    }

    /// An attribute as text; empty text counts as absent.
    fn text(&self, node: Node<'_, '_>, id: u32) -> Option<String> {
        match self.value(node, id)? {
            Value::Null | Value::Reference(_) | Value::Attribute(_) => None,
            value => Some(value.display().into_owned()).filter(|text| !text.is_empty()),
        }
    }

    fn flag(&self, node: Node<'_, '_>, id: u32) -> Option<bool> {
        self.value(node, id)?.as_bool()
    }

    fn number(&self, node: Node<'_, '_>, id: u32) -> Option<i64> {
        self.value(node, id)?.as_int()
    }

    fn sdk(&self, node: Node<'_, '_>, id: u32) -> Option<u32> {
        let value = self.value(node, id)?;
        let number = value.as_int().and_then(|number| u32::try_from(number).ok());
        number.or_else(|| codename(value.as_str()?))
    }

    fn reference(&self, node: Node<'_, '_>, id: u32) -> Option<u32> {
        node.attr(id)?.as_reference()
    }

    /// Android's rule for class names: `.X` and `X` are relative to the package.
    fn class(&self, name: &str) -> String {
        if name.starts_with('.') {
            format!("{}{name}", self.manifest.package)
        } else if name.contains('.') {
            name.to_owned()
        } else {
            format!("{}.{name}", self.manifest.package)
        }
    }

    fn class_of(&self, node: Node<'_, '_>, id: u32) -> Option<String> {
        self.text(node, id).map(|name| self.class(&name))
    }

    /// Android's rule for processes: `:x` is private to the package.
    fn process(&self, node: Node<'_, '_>) -> Option<String> {
        let name = self.text(node, attr::PROCESS)?;
        Some(if name.starts_with(':') {
            format!("{}{name}", self.manifest.package)
        } else {
            name
        })
    }

    fn base(&mut self, root: Node<'_, '_>) {
        let m = &mut self.manifest;
        m.package = root.plain("package").unwrap_or_default().to_owned();
        m.sdk_line = root.line();
        if root.name() != "manifest" {
            let text = format!("the root element is `{}`, not `manifest`", root.name());
            let place = m.entry.clone();
            self.diagnostics
                .push(Diagnostic::error("manifest-root", text).at(place));
        }
        if self.manifest.package.is_empty() {
            let place = self.manifest.entry.clone();
            let text = "the manifest names no package";
            self.diagnostics
                .push(Diagnostic::error("manifest-no-package", text).at(place));
        }
        let low = self.number(root, attr::VERSION_CODE);
        let high = self.number(root, attr::VERSION_CODE_MAJOR).unwrap_or(0);
        // Both halves are 32-bit fields, stored signed.
        self.manifest.version_code =
            low.map(|low| (u64::from(high as u32) << 32) | u64::from(low as u32));
        self.manifest.version_name = self.text(root, attr::VERSION_NAME);
        self.manifest.shared_user_id = self.text(root, attr::SHARED_USER_ID);
        self.manifest.compile_sdk = self.sdk(root, attr::COMPILE_SDK_VERSION);

        // Rules for components depend on `uses-sdk`, which may stand after them.
        for uses in root.children_named("uses-sdk") {
            let min = self.sdk(uses, attr::MIN_SDK_VERSION).unwrap_or(1);
            let target = self.sdk(uses, attr::TARGET_SDK_VERSION);
            self.manifest.min_sdk = min;
            self.manifest.target_sdk = target.unwrap_or(min);
            self.manifest.target_sdk_explicit = target.is_some();
            self.manifest.max_sdk = self.sdk(uses, attr::MAX_SDK_VERSION);
            self.manifest.sdk_line = uses.line();
        }
        for node in root.children() {
            match node.name() {
                "uses-permission" => self.uses_permission(node, 1),
                "uses-permission-sdk-23" | "uses-permission-sdk-m" => {
                    self.uses_permission(node, 23);
                }
                "permission" => self.declared_permission(node),
                "uses-feature" => {
                    let name = self.text(node, attr::NAME).unwrap_or_default();
                    let required = self.flag(node, attr::REQUIRED).unwrap_or(true);
                    self.manifest.features.push(Feature {
                        name,
                        required,
                        line: node.line(),
                    });
                }
                "queries" => self.queries(node),
                "instrumentation" => {
                    if let Some(class) = self.class_of(node, attr::NAME) {
                        let target = self.text(node, attr::TARGET_PACKAGE);
                        let line = node.line();
                        self.manifest.instrumentation.push(Instrumentation {
                            class,
                            target,
                            line,
                        });
                    }
                }
                // Android takes the first and ignores others.
                "application" if !self.manifest.application.present => {
                    self.manifest.application = self.application(node);
                    self.components(node, None);
                }
                _ => {}
            }
        }
        if !self.manifest.application.present {
            self.manifest
                .application
                .process
                .clone_from(&self.manifest.package);
        }
    }

    /// Of a split Android takes the components and nothing else.
    fn split(&mut self, root: Node<'_, '_>, name: &str) {
        let name = name.to_owned();
        let found = delivery::read(root, &name);
        self.manifest.deliveries.extend(found);
        if let Some(application) = root.children_named("application").next() {
            self.components(application, Some(&name));
            let meta_data = self.meta_data(application);
            self.manifest.application.meta_data.extend(meta_data);
            self.libraries(application);
        }
        self.manifest.splits.push(name);
    }

    fn uses_permission(&mut self, node: Node<'_, '_>, min_sdk: u32) {
        let Some(name) = self.text(node, attr::NAME) else {
            return;
        };
        let flags = self.number(node, attr::USES_PERMISSION_FLAGS).unwrap_or(0);
        let found = UsesPermission {
            name,
            max_sdk: self.sdk(node, attr::MAX_SDK_VERSION),
            min_sdk,
            never_for_location: flags & 0x1_0000 != 0,
            required: self.flag(node, attr::REQUIRED).unwrap_or(true),
            line: node.line(),
        };
        let known = |known: &&UsesPermission| {
            (&known.name, known.max_sdk, known.min_sdk) == (&found.name, found.max_sdk, min_sdk)
        };
        if !self
            .manifest
            .uses_permissions
            .iter()
            .any(|other| known(&other))
        {
            self.manifest.uses_permissions.push(found);
        }
    }

    fn declared_permission(&mut self, node: Node<'_, '_>) {
        let Some(name) = self.text(node, attr::NAME) else {
            return;
        };
        let protection = match self.value(node, attr::PROTECTION_LEVEL) {
            Some(Value::String(words)) => protection_words(&words),
            Some(value) => value.as_int().unwrap_or(0) as u32,
            None => 0,
        };
        let group = self.text(node, attr::PERMISSION_GROUP);
        let line = node.line();
        let found = DeclaredPermission {
            name,
            protection,
            group,
            line,
        };
        self.manifest.declared_permissions.push(found);
    }

    fn queries(&mut self, node: Node<'_, '_>) {
        for child in node.children() {
            match child.name() {
                "package" => {
                    if let Some(name) = self.text(child, attr::NAME) {
                        self.manifest.queries.packages.push((name, child.line()));
                    }
                }
                "intent" => {
                    let filter = self.filter(child);
                    self.manifest.queries.intents.push(filter);
                }
                "provider" => {
                    let authorities = self.text(child, attr::AUTHORITIES).unwrap_or_default();
                    self.manifest
                        .queries
                        .providers
                        .extend(split_list(&authorities));
                }
                _ => {}
            }
        }
    }

    fn libraries(&mut self, node: Node<'_, '_>) {
        for child in node.children() {
            if matches!(child.name(), "uses-library" | "uses-native-library")
                && let Some(name) = self.text(child, attr::NAME)
                && !self.manifest.libraries.contains(&name)
            {
                self.manifest.libraries.push(name);
            }
        }
    }

    fn application(&mut self, node: Node<'_, '_>) -> Application {
        self.libraries(node);
        let flag = |id| self.flag(node, id);
        let full_backup_content = match node.attr(attr::FULL_BACKUP_CONTENT) {
            Some(Value::Reference(id)) => match self.resources.resolve(*id, &self.wanted) {
                Some(Value::Bool(value)) => Some(XmlOrBool::Bool(value)),
                _ => Some(XmlOrBool::Xml(*id)),
            },
            Some(value) => value.as_bool().map(XmlOrBool::Bool),
            None => None,
        };
        Application {
            present: true,
            line: node.line(),
            class: self.class_of(node, attr::NAME),
            component_factory: self.class_of(node, attr::APP_COMPONENT_FACTORY),
            backup_agent: self.class_of(node, attr::BACKUP_AGENT),
            process: self
                .process(node)
                .unwrap_or_else(|| self.manifest.package.clone()),
            enabled: flag(attr::ENABLED).unwrap_or(true),
            permission: self.text(node, attr::PERMISSION),
            has_code: flag(attr::HAS_CODE).unwrap_or(true),
            debuggable: flag(attr::DEBUGGABLE).unwrap_or(false),
            test_only: flag(attr::TEST_ONLY).unwrap_or(false),
            persistent: flag(attr::PERSISTENT).unwrap_or(false),
            extract_native_libs: flag(attr::EXTRACT_NATIVE_LIBS).unwrap_or(true),
            allow_backup: flag(attr::ALLOW_BACKUP),
            uses_cleartext_traffic: flag(attr::USES_CLEARTEXT_TRAFFIC),
            legacy_external_storage: flag(attr::REQUEST_LEGACY_EXTERNAL_STORAGE),
            full_backup_content,
            data_extraction_rules: self.reference(node, attr::DATA_EXTRACTION_RULES),
            network_security_config: self.reference(node, attr::NETWORK_SECURITY_CONFIG),
            label_id: self.reference(node, attr::LABEL),
            label_text: node
                .attr(attr::LABEL)
                .filter(|value| value.as_reference().is_none())
                .map(|value| value.display().into_owned()),
            has_icon: node
                .attr(attr::ICON)
                .or_else(|| node.attr(attr::ROUND_ICON))
                .is_some(),
            theme: self.reference(node, attr::THEME),
            meta_data: self.meta_data(node),
        }
    }

    fn components(&mut self, application: Node<'_, '_>, split: Option<&str>) {
        for node in application.children() {
            let kind = match node.name() {
                "activity" => ComponentKind::Activity,
                "activity-alias" => ComponentKind::ActivityAlias,
                "service" => ComponentKind::Service,
                "receiver" => ComponentKind::Receiver,
                "provider" => ComponentKind::Provider,
                _ => continue,
            };
            match self.component(node, kind, split) {
                Some(component) => self.manifest.components.push(component),
                None => {
                    let text = format!("a {} without a name at line {}", kind.tag(), node.line());
                    let place = self.manifest.entry.clone();
                    self.diagnostics
                        .push(Diagnostic::warning("component-unnamed", text).at(place));
                }
            }
        }
    }

    fn component(
        &self,
        node: Node<'_, '_>,
        kind: ComponentKind,
        split: Option<&str>,
    ) -> Option<Component> {
        let application = &self.manifest.application;
        let flag = |id| self.flag(node, id).unwrap_or(false);
        let own_permission = self.text(node, attr::PERMISSION);
        let filters: Vec<IntentFilter> = node
            .children_named("intent-filter")
            .map(|child| self.filter(child))
            .collect();
        let exported = self.flag(node, attr::EXPORTED);
        let exported_by_default = match kind {
            ComponentKind::Provider => self.manifest.target_sdk < 17,
            _ => !filters.is_empty(),
        };
        let alias = kind == ComponentKind::ActivityAlias;
        let number = |id| self.number(node, id).unwrap_or(0);
        Some(Component {
            kind,
            class: self.class_of(node, attr::NAME)?,
            target: if alias {
                self.class_of(node, attr::TARGET_ACTIVITY)
            } else {
                None
            },
            exported: exported.unwrap_or(exported_by_default),
            exported_explicit: exported.is_some(),
            enabled: application.enabled && self.flag(node, attr::ENABLED).unwrap_or(true),
            // An alias takes neither its target's nor the application's permission.
            permission: match own_permission {
                None if !alias => application.permission.clone(),
                own => own,
            },
            read_permission: self.text(node, attr::READ_PERMISSION),
            write_permission: self.text(node, attr::WRITE_PERMISSION),
            process: self
                .process(node)
                .unwrap_or_else(|| application.process.clone()),
            isolated: flag(attr::ISOLATED_PROCESS),
            direct_boot_aware: flag(attr::DIRECT_BOOT_AWARE),
            foreground_service_type: number(attr::FOREGROUND_SERVICE_TYPE) as u32,
            stop_with_task: flag(attr::STOP_WITH_TASK),
            authorities: split_list(&self.text(node, attr::AUTHORITIES).unwrap_or_default()),
            init_order: i32::try_from(number(attr::INIT_ORDER)).unwrap_or(0),
            launch_mode: number(attr::LAUNCH_MODE) as u32,
            exclude_from_recents: flag(attr::EXCLUDE_FROM_RECENTS),
            // An empty affinity is a statement: none.
            task_affinity: self
                .value(node, attr::TASK_AFFINITY)
                .map(|value| value.display().into_owned()),
            theme: self.reference(node, attr::THEME),
            label: self.text(node, attr::LABEL),
            has_icon: node.attr(attr::ICON).is_some(),
            filters,
            meta_data: self.meta_data(node),
            split: split.map(str::to_owned),
            line: node.line(),
        })
    }

    /// An alias takes process, theme and label of the activity it stands for.
    fn finish_aliases(&mut self) {
        let targets: Vec<(String, Component)> = {
            let aliases = self.manifest.of_kind(ComponentKind::ActivityAlias);
            let names = aliases.filter_map(|alias| alias.target.clone());
            names
                .filter_map(|name| Some((name.clone(), self.manifest.component(&name)?.clone())))
                .collect()
        };
        for alias in &mut self.manifest.components {
            if alias.kind != ComponentKind::ActivityAlias {
                continue;
            }
            let target = targets
                .iter()
                .find(|target| Some(&target.0) == alias.target.as_ref());
            if let Some((_, target)) = target {
                alias.process.clone_from(&target.process);
                alias.theme = alias.theme.or(target.theme);
                alias.label = alias.label.take().or_else(|| target.label.clone());
            }
        }
    }

    fn filter(&self, node: Node<'_, '_>) -> IntentFilter {
        let priority = self.number(node, attr::PRIORITY).unwrap_or(0);
        let priority = i32::try_from(priority).unwrap_or(0);
        let mut filter = IntentFilter {
            priority,
            line: node.line(),
            ..IntentFilter::default()
        };
        for child in node.children() {
            match child.name() {
                "action" => filter.actions.extend(self.text(child, attr::NAME)),
                "category" => filter.categories.extend(self.text(child, attr::NAME)),
                "data" => filter.data.push(self.data(child)),
                _ => {}
            }
        }
        filter
    }

    fn data(&self, node: Node<'_, '_>) -> DataSpec {
        let kinds = [
            (attr::PATH, PathMatch::Exact),
            (attr::PATH_PREFIX, PathMatch::Prefix),
            (attr::PATH_PATTERN, PathMatch::Pattern),
            (attr::PATH_ADVANCED_PATTERN, PathMatch::AdvancedPattern),
            (attr::PATH_SUFFIX, PathMatch::Suffix),
        ];
        let path = |(id, kind)| {
            Some(PathSpec {
                kind,
                path: self.text(node, id)?,
            })
        };
        DataSpec {
            scheme: self.text(node, attr::SCHEME),
            host: self.text(node, attr::HOST),
            port: self.text(node, attr::PORT),
            mime_type: self.text(node, attr::MIME_TYPE),
            paths: kinds.into_iter().filter_map(path).collect(),
        }
    }

    fn meta_data(&self, node: Node<'_, '_>) -> Vec<MetaData> {
        let read = |child: Node<'_, '_>| {
            let resource = self.reference(child, attr::RESOURCE);
            Some(MetaData {
                name: self.text(child, attr::NAME)?,
                value: self.text(child, attr::VALUE),
                resource: resource.or_else(|| self.reference(child, attr::VALUE)),
                line: child.line(),
            })
        };
        node.children_named("meta-data").filter_map(read).collect()
    }
}

/// `protectionLevel` of a manifest that is still text: `signature|privileged`.
fn protection_words(words: &str) -> u32 {
    let bits = |word: &str| match word.trim() {
        "dangerous" => 1,
        "signature" => 2,
        "signatureOrSystem" => 3,
        "internal" => 4,
        "privileged" | "system" => 0x10,
        "development" => 0x20,
        "appop" => 0x40,
        "preinstalled" => 0x400,
        "instant" => 0x1000,
        "runtime" => 0x2000,
        "role" => 0x400_0000,
        "knownSigner" => 0x800_0000,
        _ => 0,
    };
    words.split('|').map(bits).fold(0, |all, bit| all | bit)
}

fn split_list(text: &str) -> Vec<String> {
    text.split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
