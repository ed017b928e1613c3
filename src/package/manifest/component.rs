//! Components, intent filters and meta-data.

use super::Manifest;

/// Kind of component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum ComponentKind {
    Activity,
    ActivityAlias,
    Service,
    Receiver,
    Provider,
}

impl ComponentKind {
    /// The manifest's tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::ActivityAlias => "activity-alias",
            Self::Service => "service",
            Self::Receiver => "receiver",
            Self::Provider => "provider",
        }
    }
}

/// An activity, activity-alias, service, receiver or provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Kind.
    pub kind: ComponentKind,
    /// Dotted absolute class; for an alias its own name, which is no class.
    pub class: String,
    /// The activity an alias stands for.
    pub target: Option<String>,
    /// Whether other apps can start it: as written, else by Android's rule (an intent filter; for providers a target
    /// below 17).
    pub exported: bool,
    /// Whether `android:exported` is written.
    pub exported_explicit: bool,
    /// Whether it and the application are enabled.
    pub enabled: bool,
    /// Permission a caller needs; the application's by default.
    pub permission: Option<String>,
    /// `android:readPermission` of a provider.
    pub read_permission: Option<String>,
    /// `android:writePermission` of a provider.
    pub write_permission: Option<String>,
    /// Process it runs in.
    pub process: String,
    /// `android:isolatedProcess` of a service.
    pub isolated: bool,
    /// `android:directBootAware`.
    pub direct_boot_aware: bool,
    /// `android:foregroundServiceType` as bits (1 dataSync, 2 mediaPlayback, 4 phoneCall, 8 location, 0x10
    /// connectedDevice, 0x20 mediaProjection, 0x40 camera, 0x80 microphone, 0x100 health, 0x200 remoteMessaging,
    /// 0x400 systemExempted, 0x800 shortService, 0x40000000 specialUse).
    pub foreground_service_type: u32,
    /// `android:stopWithTask` of a service.
    pub stop_with_task: bool,
    /// Authorities of a provider.
    pub authorities: Vec<String>,
    /// `android:initOrder` of a provider.
    pub init_order: i32,
    /// `android:launchMode` as a number: 0 standard, 1 singleTop, 2 singleTask, 3 singleInstance, 4
    /// singleInstancePerTask.
    pub launch_mode: u32,
    /// `android:excludeFromRecents`.
    pub exclude_from_recents: bool,
    /// `android:taskAffinity` as written.
    pub task_affinity: Option<String>,
    /// `android:theme` as a resource id.
    pub theme: Option<u32>,
    /// `android:label`, resolved.
    pub label: Option<String>,
    /// `android:icon` is given.
    pub has_icon: bool,
    /// Intent filters in order.
    pub filters: Vec<IntentFilter>,
    /// Meta-data in order.
    pub meta_data: Vec<MetaData>,
    /// Name of the split that declares it.
    pub split: Option<String>,
    /// Line of the tag.
    pub line: u32,
}

impl Component {
    /// The class that runs: its own, or the target of an alias.
    pub fn run_class(&self) -> &str {
        self.target.as_deref().unwrap_or(&self.class)
    }

    /// Every action of every filter.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        self.filters
            .iter()
            .flat_map(|filter| filter.actions.iter().map(String::as_str))
    }
}

/// An `intent-filter`, or an `intent` inside `queries`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IntentFilter {
    /// Actions.
    pub actions: Vec<String>,
    /// Categories.
    pub categories: Vec<String>,
    /// `data` elements.
    pub data: Vec<DataSpec>,
    /// `android:priority`.
    pub priority: i32,
    /// Line of the tag.
    pub line: u32,
}

/// A `data` element of an intent filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DataSpec {
    /// `android:scheme`.
    pub scheme: Option<String>,
    /// `android:host`.
    pub host: Option<String>,
    /// `android:port`.
    pub port: Option<String>,
    /// `android:mimeType`.
    pub mime_type: Option<String>,
    /// Path attributes.
    pub paths: Vec<PathSpec>,
}

/// A path attribute of a `data` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathSpec {
    /// How it matches.
    pub kind: PathMatch,
    /// What it matches.
    pub path: String,
}

/// How a path matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum PathMatch {
    Exact,
    Prefix,
    Pattern,
    AdvancedPattern,
    Suffix,
}

/// A `meta-data` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaData {
    /// `android:name`.
    pub name: String,
    /// `android:value` as text, references resolved.
    pub value: Option<String>,
    /// `android:resource`, or a value that is a reference, as a resource id.
    pub resource: Option<u32>,
    /// Line of the tag.
    pub line: u32,
}

/// A way into the app from a launcher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Launcher<'m> {
    /// The activity or alias that has the filter.
    pub component: &'m Component,
    /// Class of the activity that starts.
    pub class: &'m str,
    /// For a television's launcher (`LEANBACK_LAUNCHER`) only.
    pub leanback_only: bool,
}

pub(super) fn launchers(manifest: &Manifest) -> Vec<Launcher<'_>> {
    let activity = |kind| matches!(kind, ComponentKind::Activity | ComponentKind::ActivityAlias);
    let category = |filter: &IntentFilter, name: &str| {
        filter.categories.iter().any(|category| category == name)
    };
    let mut launchers = Vec::new();
    for component in manifest
        .components
        .iter()
        .filter(|found| found.enabled && activity(found.kind))
    {
        let main = || {
            let is_main = |action: &String| action == "android.intent.action.MAIN";
            component
                .filters
                .iter()
                .filter(move |filter| filter.actions.iter().any(is_main))
        };
        let phone = main().any(|filter| category(filter, "android.intent.category.LAUNCHER"));
        let leanback =
            main().any(|filter| category(filter, "android.intent.category.LEANBACK_LAUNCHER"));
        if phone || leanback {
            let class = component.run_class();
            launchers.push(Launcher {
                component,
                class,
                leanback_only: !phone,
            });
        }
    }
    launchers
}
