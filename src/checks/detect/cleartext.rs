//! `cleartext-transmission`: what manifest and network security config allow, and addresses in code that use it.

use std::collections::BTreeMap;

use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::finding::{Evidence, Location};
use crate::checks::hit::Hit;
use crate::program::StrId;

/// From this target on the system refuses cleartext unless the app asks for it.
const STRICT_TARGET: u32 = 28;
/// Addresses listed in one finding.
const SHOWN: usize = 10;

/// Hosts of namespaces, schemas and licences: names that look like addresses and are never fetched.
const NAMES_ONLY: &[&str] = &[
    "schemas.android.com",
    "www.w3.org",
    "xmlpull.org",
    "xml.org",
    "xml.apache.org",
    "apache.org",
    "www.apache.org",
    "ns.adobe.com",
    "java.sun.com",
    "schemas.xmlsoap.org",
    "www.example.com",
    "example.com",
    "json-schema.org",
    "schemas.microsoft.com",
    "javax.xml.XMLConstants",
    "purl.org",
    "relaxng.org",
    "opensource.org",
    "www.gnu.org",
    "www.opensource.org",
    "dashif.org",
    "www.smpte-ra.org",
    "www.slf4j.org",
    "logback.qos.ch",
    "xmlns.jcp.org",
    "xerces.apache.org",
    "www.ietf.org",
    "tools.ietf.org",
];

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
        addresses(facts)
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
fn addresses(facts: &Facts<'_, '_, '_>) -> BTreeMap<String, Evidence> {
    let program = facts.program;
    let mut found = BTreeMap::new();
    for number in 0..program.string_count() as u32 {
        let string = StrId(number);
        let bytes = program.string_bytes(string);
        if !bytes.starts_with(b"http://") || bytes.len() > 2048 {
            continue;
        }
        let text = program.text(string).into_owned();
        let host = text.get(7..).unwrap_or_default();
        let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
        if !host.contains('.')
            || host.contains(['%', '$', '{', ' '])
            || is_local(host)
            || NAMES_ONLY.contains(&host)
        {
            continue;
        }
        let users = program.text_users(string).iter().copied();
        if let Some(def) = users.into_iter().find(|def| facts.reach.contains(*def)) {
            let location = Some(facts.place(def, None));
            found.insert(
                text.clone(),
                Evidence {
                    kind: "string".to_owned(),
                    value: text,
                    location,
                },
            );
        }
    }
    found
}

/// The device itself and addresses that no router passes on.
fn is_local(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if matches!(host.as_str(), "localhost" | "::1" | "10.0.2.2" | "10.0.3.2")
        || host.ends_with(".local")
    {
        return true;
    }
    let parts: Vec<Option<u8>> = host.split('.').map(|part| part.parse().ok()).collect();
    match parts.as_slice() {
        [Some(a), Some(b), Some(_), Some(_)] => {
            matches!((a, b), (127 | 10 | 0, _) | (192, 168) | (169, 254))
                || (*a == 172 && (16..32).contains(b))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn private_addresses_are_local() {
        for host in [
            "localhost",
            "127.0.0.1",
            "192.168.1.1",
            "172.16.0.9",
            "10.1.2.3",
        ] {
            assert!(super::is_local(host), "{host}");
        }
        for host in ["example.cn", "8.8.8.8", "172.32.0.1", "10.example.com"] {
            assert!(!super::is_local(host), "{host}");
        }
    }
}
