//! `cleartext-transmission`: what manifest and network security config allow, and addresses in code that use it.

use std::collections::BTreeMap;

use crate::checks::addresses::{addresses, is_local};
use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::finding::{Evidence, Location};
use crate::checks::hit::Hit;

/// From this target on the system refuses cleartext unless the app asks for it.
const STRICT_TARGET: u32 = 28;
/// Addresses listed in one finding.
const SHOWN: usize = 10;

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let manifest = &facts.package.manifest;
    let application = &manifest.application;
    let internet = |name: &str| name == "android.permission.INTERNET";
    // Without the permission the system opens no socket, unless another package with the same user has it.
    let online = manifest.shared_user_id.is_some()
        || manifest
            .uses_permissions
            .iter()
            .any(|asked| internet(&asked.name));
    if !application.present || !online || manifest.lone_split.is_some() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    // A config replaces the manifest's attribute on every system since 24; the attribute speaks when there is none.
    if let Some(config) = &facts.package.network_security {
        let at = |line| Location::Entry {
            entry: config.entry.clone(),
            line: Some(line),
        };
        let base = config.base_cleartext(manifest.target_sdk < STRICT_TARGET);
        if base {
            let line = config.base.as_ref().map_or(1, |base| base.line);
            let case = if config
                .base
                .as_ref()
                .is_some_and(|base| base.cleartext == Some(true))
            {
                "config"
            } else {
                "default"
            };
            let value = "base-config cleartextTrafficPermitted=\"true\"";
            hits.push((
                case,
                Hit::new(case, Subject::App)
                    .name("entry", &config.entry)
                    .shown("network-security-config", value, Some(at(line))),
            ));
        } else {
            for domain in &config.domains {
                if domain.rules.cleartext != Some(true) {
                    continue;
                }
                for (host, _) in domain.domains.iter().filter(|(host, _)| !is_local(host)) {
                    let mut hit = Hit::new("host", Subject::Host(host.clone()))
                        .name("host", host)
                        .name("entry", &config.entry)
                        .shown("network-security-config", host, Some(at(domain.rules.line)));
                    hit.key.clone_from(host);
                    hits.push(("host", hit));
                }
            }
        }
    } else if application.uses_cleartext_traffic == Some(true) {
        let value = "android:usesCleartextTraffic=\"true\"";
        let place = facts.manifest_line(application.line);
        hits.push((
            "manifest",
            Hit::new("manifest", Subject::App).shown("manifest", value, Some(place)),
        ));
    } else if application.uses_cleartext_traffic.is_none() && manifest.target_sdk < STRICT_TARGET {
        let value = format!("targetSdkVersion={}", manifest.target_sdk);
        let place = facts.manifest_line(manifest.sdk_line);
        hits.push((
            "default",
            Hit::new("default", Subject::App).shown("manifest", value, Some(place)),
        ));
    }
    let addresses = if hits.iter().any(|(case, _)| *case != "host") {
        cleartext(facts)
    } else {
        BTreeMap::new()
    };
    hits.into_iter()
        .map(|(case, mut hit)| {
            if case != "host" {
                let example = addresses.keys().next().cloned().unwrap_or_default();
                hit = hit
                    .name("target", manifest.target_sdk.to_string())
                    .name("url", example);
                let shown = addresses.values().take(SHOWN).cloned();
                hit.evidence.extend(shown);
                hit.key = "all".to_owned();
                if case == "default" && addresses.is_empty() {
                    hit.case = "default-unused".to_owned();
                }
            }
            hit
        })
        .collect()
}

/// `http://` addresses in code that can run, with the place of their first use.
fn cleartext(facts: &Facts<'_, '_, '_>) -> BTreeMap<String, Evidence> {
    let found = addresses(facts).into_iter();
    found
        .filter(|address| address.scheme == "http")
        .map(|address| {
            let evidence = Evidence {
                kind: "string".to_owned(),
                value: address.text.clone(),
                location: Some(facts.place(address.first, None)),
            };
            (address.text, evidence)
        })
        .collect()
}
