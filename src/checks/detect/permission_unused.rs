//! `permission-unused`: a permission that the user has to grant, and that nothing in the package needs.

use std::collections::BTreeSet;

use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::knowledge::permission::Protection;

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let manifest = &facts.package.manifest;
    // A package without its code (a split of resources, an app of web pages in another APK) uses nothing by itself.
    if !manifest.application.has_code || facts.program.stats().methods == 0 {
        return Vec::new();
    }
    let users = facts.permission_users();
    let own: BTreeSet<&str> = manifest
        .declared_permissions
        .iter()
        .map(|p| p.name.as_str())
        .collect();
    let mut hits = Vec::new();
    for asked in &manifest.uses_permissions {
        let record = facts.knowledge.permissions.get(&asked.name);
        let judged = record.is_some_and(|record| {
            record.vendor.is_none()
                && matches!(
                    record.protection,
                    Protection::Dangerous | Protection::Special
                )
        });
        let unused = users.get(&asked.name).is_some_and(Vec::is_empty);
        if !judged || !unused || own.contains(asked.name.as_str()) {
            continue;
        }
        let place = facts.manifest_line(asked.line);
        hits.push(
            Hit::new("dangerous", Subject::Permission(asked.name.clone()))
                .name("permission", &asked.name)
                .shown("manifest", &asked.name, Some(place)),
        );
    }
    hits
}
