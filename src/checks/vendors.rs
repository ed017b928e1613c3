//! Which documents are an SDK's vendor's and not the app's own: by the asset's place, by who uses the constant, by the
//! address.

use crate::knowledge::{Knowledge, Sdk};
use crate::policy::{Place, Policies, PolicyRef, RefKind};
use crate::program::Program;
use crate::sdk::{self, Owner, Sdks};

/// Names the vendor of every document that is one's.
pub fn name_vendors(
    policies: &mut Policies,
    program: &Program<'_>,
    sdks: &Sdks,
    knowledge: &Knowledge,
    package: &str,
) {
    let records: Vec<&Sdk> = sdks
        .found
        .iter()
        .filter_map(|found| knowledge.sdk(&found.id))
        .filter(|record| !is_its_own(record, package))
        .collect();
    for found in &mut policies.refs {
        found.vendor = by_place(found, &records)
            .or_else(|| by_users(found, program, sdks))
            .or_else(|| by_host(found, &records));
    }
}

/// Whether the app is the vendor's own: its package begins like the SDK's.
fn is_its_own(record: &Sdk, package: &str) -> bool {
    let root = |name: &str| {
        let mut parts = name.split('.');
        Some((parts.next()?.to_owned(), parts.next()?.to_owned()))
    };
    let own = root(package);
    own.is_some() && record.packages.iter().any(|prefix| root(prefix) == own)
}

/// An asset at a place that a record names.
fn by_place(found: &PolicyRef, records: &[&Sdk]) -> Option<String> {
    let path = found.location.strip_prefix("assets/")?;
    let holds = |record: &&&Sdk| record.assets.iter().any(|asset| sdk::matches(asset, path));
    records.iter().find(holds).map(|record| record.id.clone())
}

/// Constants that only code of SDKs uses, or a file that only such code names.
fn by_users(found: &PolicyRef, program: &Program<'_>, sdks: &Sdks) -> Option<String> {
    let mut texts: Vec<&str> = Vec::new();
    match found.kind {
        RefKind::Url => {
            for place in &found.found_in {
                match place {
                    Place::Code { text } => texts.push(text),
                    _ => return None,
                }
            }
        }
        RefKind::Asset => texts.push(found.location.strip_prefix("assets/")?),
        RefKind::File | RefKind::Resource => return None,
    }
    let address = texts
        .first()
        .map(|name| format!("file:///android_asset/{name}"));
    let asset = address.iter().map(String::as_str);
    let all = texts
        .iter()
        .copied()
        .chain(asset.filter(|_| found.kind == RefKind::Asset));
    let mut vendor = None;
    for text in all {
        let Some(string) = program.find_string(text) else {
            if found.kind == RefKind::Url {
                return None;
            }
            continue;
        };
        let users = program.text_users(string);
        if users.is_empty() && found.kind == RefKind::Url {
            return None;
        }
        for def in users {
            match sdks.owner_of(&program.class_name(program.class(*def))) {
                Owner::Sdk(id) => vendor = vendor.or(Some(id.to_string())),
                _ => return None,
            }
        }
    }
    vendor
}

/// An address at a host of a vendor whose SDK is there.
fn by_host(found: &PolicyRef, records: &[&Sdk]) -> Option<String> {
    if found.kind != RefKind::Url {
        return None;
    }
    let host = host(&found.location)?;
    let below = |domain: &str| {
        host.strip_suffix(domain)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let of = |record: &&&Sdk| {
        record.domains.iter().any(|domain| below(domain))
            || record
                .privacy
                .as_deref()
                .is_some_and(|address| self::host(address).as_deref() == Some(host.as_str()))
    };
    records.iter().find(of).map(|record| record.id.clone())
}

fn host(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}
