//! Backup rules: what leaves the device with Android's own backup.

use super::axml::{Document, Node};

/// The rules of `fullBackupContent` and `dataExtractionRules` together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackupRules {
    /// Rules in the order of the files.
    pub rules: Vec<BackupRule>,
    /// `disableIfNoEncryptionCapabilities` of the cloud backup.
    pub encrypted_only: bool,
}

/// For which transfer a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BackupScope {
    /// Up to Android 11: every backup.
    Full,
    /// `cloud-backup`.
    Cloud,
    /// `device-transfer`.
    DeviceTransfer,
}

/// An `include` or `exclude`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupRule {
    /// Transfer it holds for.
    pub scope: BackupScope,
    /// `include` rather than `exclude`.
    pub include: bool,
    /// `root`, `file`, `database`, `sharedpref`, `external` …
    pub domain: String,
    /// Path inside the domain.
    pub path: String,
    /// Entry the rule stands in.
    pub entry: String,
    /// Line of the tag.
    pub line: u32,
}

/// Adds the rules of a document.
pub(super) fn read(document: &Document<'_>, entry: &str, out: &mut BackupRules) {
    let Some(root) = document.root() else { return };
    rules(root, BackupScope::Full, entry, out);
    for node in root.children() {
        match node.name() {
            "cloud-backup" => {
                let only = node.named("disableIfNoEncryptionCapabilities");
                out.encrypted_only |= only.and_then(|value| value.as_bool()).unwrap_or(false);
                rules(node, BackupScope::Cloud, entry, out);
            }
            "device-transfer" => rules(node, BackupScope::DeviceTransfer, entry, out),
            _ => {}
        }
    }
}

fn rules(node: Node<'_, '_>, scope: BackupScope, entry: &str, out: &mut BackupRules) {
    for child in node.children() {
        let include = match child.name() {
            "include" => true,
            "exclude" => false,
            _ => continue,
        };
        let text = |name| child.named(name).map(|value| value.display().into_owned());
        out.rules.push(BackupRule {
            scope,
            include,
            domain: text("domain").unwrap_or_default(),
            path: text("path").unwrap_or_default(),
            entry: entry.to_owned(),
            line: child.line(),
        });
    }
}
