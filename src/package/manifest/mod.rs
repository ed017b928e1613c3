//! The manifest as a typed model: what Android would make of it, references resolved, splits merged.
//!
//! * `mod.rs`: the model.
//! * `component.rs`: components, intent filters, meta-data.
//! * `delivery.rs`: when feature modules reach the device.
//! * `read.rs`: from documents to the model.

mod component;
mod delivery;
mod read;
#[cfg(test)]
mod tests;

pub use component::{
    Component, ComponentKind, DataSpec, IntentFilter, Launcher, MetaData, PathMatch, PathSpec,
};
pub use delivery::{Delivery, When};
pub(crate) use read::{Source, read};

/// A manifest. Class names are dotted and absolute; lines are those of the source, 0 when unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Package name (application id).
    pub package: String,
    /// Entry the base manifest was read from, e.g. `AndroidManifest.xml`.
    pub entry: String,
    /// Names of the splits merged into it, sorted.
    pub splits: Vec<String>,
    /// When feature modules reach the device, by name; modules that say nothing of it are not here.
    pub deliveries: Vec<Delivery>,
    /// Name of the split that was read in place of the base, which is missing: nothing here speaks for the app.
    pub lone_split: Option<String>,
    /// `versionName`.
    pub version_name: Option<String>,
    /// `versionCodeMajor` in the upper 32 bits, `versionCode` in the lower.
    pub version_code: Option<u64>,
    /// `minSdkVersion`, 1 when not given.
    pub min_sdk: u32,
    /// `targetSdkVersion`, `min_sdk` when not given.
    pub target_sdk: u32,
    /// Whether `targetSdkVersion` is written in the manifest.
    pub target_sdk_explicit: bool,
    /// `maxSdkVersion`.
    pub max_sdk: Option<u32>,
    /// `compileSdkVersion`.
    pub compile_sdk: Option<u32>,
    /// `sharedUserId`.
    pub shared_user_id: Option<String>,
    /// Line of `uses-sdk`, or of the manifest's own tag without one.
    pub sdk_line: u32,
    /// The `application` element.
    pub application: Application,
    /// `uses-permission` of every form, by line of the base, then the splits.
    pub uses_permissions: Vec<UsesPermission>,
    /// Permissions the app defines.
    pub declared_permissions: Vec<DeclaredPermission>,
    /// `uses-feature`.
    pub features: Vec<Feature>,
    /// `uses-library` and `uses-native-library` names.
    pub libraries: Vec<String>,
    /// Components in manifest order.
    pub components: Vec<Component>,
    /// `queries`: which other apps it may see.
    pub queries: Queries,
    /// Classes and targets of `instrumentation`.
    pub instrumentation: Vec<Instrumentation>,
}

/// The `application` element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Application {
    /// Whether the manifest has one.
    pub present: bool,
    /// Line of the tag.
    pub line: u32,
    /// `android:name`.
    pub class: Option<String>,
    /// `android:appComponentFactory`.
    pub component_factory: Option<String>,
    /// `android:backupAgent`.
    pub backup_agent: Option<String>,
    /// Process its components run in unless they name one; the package's name by default.
    pub process: String,
    /// `android:enabled`, true by default.
    pub enabled: bool,
    /// `android:permission`, the default of its components.
    pub permission: Option<String>,
    /// `android:hasCode`, true by default.
    pub has_code: bool,
    /// `android:debuggable`, false by default.
    pub debuggable: bool,
    /// `android:extractNativeLibs`, true by default.
    pub extract_native_libs: bool,
    /// `android:testOnly`, false by default.
    pub test_only: bool,
    /// `android:persistent`, false by default.
    pub persistent: bool,
    /// `android:allowBackup` as written; Android takes true when it is absent.
    pub allow_backup: Option<bool>,
    /// `android:usesCleartextTraffic` as written; see [`Manifest::cleartext_by_default`].
    pub uses_cleartext_traffic: Option<bool>,
    /// `android:requestLegacyExternalStorage` as written.
    pub legacy_external_storage: Option<bool>,
    /// `android:fullBackupContent`: a truth value, or the id of an XML resource.
    pub full_backup_content: Option<XmlOrBool>,
    /// `android:dataExtractionRules`: resource id of an XML file.
    pub data_extraction_rules: Option<u32>,
    /// `android:networkSecurityConfig`: resource id of an XML file.
    pub network_security_config: Option<u32>,
    /// `android:label` as a resource id.
    pub label_id: Option<u32>,
    /// `android:label` as literal text.
    pub label_text: Option<String>,
    /// `android:icon` or `android:roundIcon` is given.
    pub has_icon: bool,
    /// `android:theme` as a resource id.
    pub theme: Option<u32>,
    /// `meta-data` directly inside.
    pub meta_data: Vec<MetaData>,
}

/// An attribute that is either a truth value or an XML file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XmlOrBool {
    /// A literal.
    Bool(bool),
    /// Resource id.
    Xml(u32),
}

/// A `uses-permission`, `uses-permission-sdk-23` or `uses-permission-sdk-m`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsesPermission {
    /// Full name.
    pub name: String,
    /// `android:maxSdkVersion`: not asked for on later systems.
    pub max_sdk: Option<u32>,
    /// Lowest system that sees it: 23 for the `-sdk-23` forms, else 1.
    pub min_sdk: u32,
    /// `android:usesPermissionFlags` has `neverForLocation` (0x10000).
    pub never_for_location: bool,
    /// `android:required="false"` of the newer form.
    pub required: bool,
    /// Line of the tag.
    pub line: u32,
}

/// A `permission` the app defines (`permission-tree` and `permission-group` are not kept).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredPermission {
    /// Full name.
    pub name: String,
    /// `android:protectionLevel` as a number; the lower four bits are 0 normal, 1 dangerous, 2 signature,
    /// 3 signature or system, 4 internal.
    pub protection: u32,
    /// `android:permissionGroup`.
    pub group: Option<String>,
    /// Line of the tag.
    pub line: u32,
}

/// A `uses-feature`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// Name; empty for a `glEsVersion` entry.
    pub name: String,
    /// `android:required`, true by default.
    pub required: bool,
    /// Line of the tag.
    pub line: u32,
}

/// The `queries` element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queries {
    /// Packages by name, with their lines.
    pub packages: Vec<(String, u32)>,
    /// Intents.
    pub intents: Vec<IntentFilter>,
    /// Provider authorities.
    pub providers: Vec<String>,
}

/// An `instrumentation`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrumentation {
    /// Class.
    pub class: String,
    /// `android:targetPackage`.
    pub target: Option<String>,
    /// Line of the tag.
    pub line: u32,
}

impl Manifest {
    /// Components of a kind, in manifest order; an alias is of kind activity-alias.
    pub fn of_kind(&self, kind: ComponentKind) -> impl Iterator<Item = &Component> {
        self.components
            .iter()
            .filter(move |component| component.kind == kind)
    }

    /// The component that runs this class (aliases not counted).
    pub fn component(&self, class: &str) -> Option<&Component> {
        self.components
            .iter()
            .find(|found| found.class == class && found.kind != ComponentKind::ActivityAlias)
    }

    /// Enabled activities and aliases that a launcher shows, in manifest order.
    pub fn launchers(&self) -> Vec<Launcher<'_>> {
        component::launchers(self)
    }

    /// Providers in the order Android creates them: higher `initOrder` first, manifest order among equals. Disabled ones
    /// are left out.
    pub fn providers_in_start_order(&self) -> Vec<&Component> {
        let mut providers: Vec<&Component> = self
            .of_kind(ComponentKind::Provider)
            .filter(|provider| provider.enabled)
            .collect();
        providers.sort_by_key(|provider| std::cmp::Reverse(provider.init_order));
        providers
    }

    /// Whether a split is there from the start. A feature module that is delivered on demand is not: nothing of it runs before
    /// the app asks for it.
    pub fn is_there_at_first(&self, split: Option<&str>) -> bool {
        split.is_none_or(|split| {
            let mut known = self.deliveries.iter();
            !known.any(|known| known.split == split && known.when == When::OnDemand)
        })
    }

    /// Whether cleartext traffic is allowed when no network security config says otherwise: the attribute, else true
    /// below target 28.
    pub fn cleartext_by_default(&self) -> bool {
        self.application
            .uses_cleartext_traffic
            .unwrap_or(self.target_sdk < 28)
    }

    /// Whether a permission is asked for by any form of `uses-permission`.
    pub fn requests(&self, permission: &str) -> bool {
        self.uses_permissions
            .iter()
            .any(|found| found.name == permission)
    }
}
