//! From the layers' types to the report's.

use std::collections::{BTreeMap, BTreeSet};

use super::FoundSdk;
use crate::checks::addresses;
use crate::checks::documents::Documents;
use crate::checks::library::{self, Held, Library};
use crate::checks::reads::{self, Reached, What};
use crate::checks::texts::{Compared, Comparison, Declared};
use crate::checks::{self, Facts};
use crate::dex::access;
use crate::diagnostic::Diagnostic;
use crate::knowledge::permission::Protection;
use crate::knowledge::sdk::{EvidenceKind, SdkCategory};
use crate::knowledge::{Knowledge, Sdk};
use crate::package::Package;
use crate::package::resources::Wanted;
use crate::policy::{Discloses, DocumentKind, Outcome, Place, Policies, PolicyText};
use crate::program::{DefId, Kind, MethodId, Program, Reach};
use crate::report::model::{
    App, EntryPoint, EntryRead, Hit, Host, Permission, PersonalData, Policy, SdkState, Signer, User,
};
use crate::sdk::{Owner, Sdks};

/// What the manifest says of the app; none without a manifest that names a package.
pub(super) fn app(package: &Package<'_>) -> Option<App> {
    let manifest = &package.manifest;
    if manifest.package.is_empty() {
        return None;
    }
    let mut launchers: Vec<_> = manifest
        .launchers()
        .iter()
        .map(|launcher| launcher.class.to_owned())
        .collect();
    launchers.dedup();
    Some(App {
        package: manifest.package.clone(),
        label: package.label(&Wanted::chinese()),
        version_name: manifest.version_name.clone(),
        version_code: manifest.version_code,
        min_sdk: Some(manifest.min_sdk),
        target_sdk: Some(manifest.target_sdk),
        application: manifest.application.class.clone(),
        launchers,
        signers: signers(package),
        debuggable: manifest.application.debuggable,
    })
}

/// Signing certificates, the newest scheme last.
fn signers(package: &Package<'_>) -> Vec<Signer> {
    let mut signers: Vec<_> = package
        .signing
        .signers
        .iter()
        .map(|signer| Signer {
            sha256: signer.certificate.sha256.clone(),
            scheme: signer.scheme.name().to_owned(),
        })
        .collect();
    signers.sort_by(|a, b| (&a.scheme, &a.sha256).cmp(&(&b.scheme, &b.sha256)));
    signers.dedup();
    signers
}

/// The permissions that the manifest asks for, by name, each once.
pub(super) fn permissions(facts: &Facts<'_, '_, '_>) -> Vec<Permission> {
    let records = &facts.knowledge.permissions;
    let users = facts.permission_users();
    // What was not seen may use it all the same.
    let hidden = facts.hidden();
    let names: BTreeSet<&str> = facts
        .package
        .manifest
        .uses_permissions
        .iter()
        .map(|asked| asked.name.as_str())
        .collect();
    names
        .into_iter()
        .map(|name| {
            let record = records.get(name);
            let found = users.get(name);
            Permission {
                name: name.to_owned(),
                protection: record.map_or("unknown", |record| protection(record.protection)),
                group: record.and_then(|record| record.group.clone()),
                used: found
                    .map(|users| !users.is_empty())
                    .filter(|used| *used || !hidden),
                users: found.into_iter().flatten().map(user).collect(),
                requested_in: Some(requested_in(facts.reached, name)),
            }
        })
        .collect()
}

fn protection(protection: Protection) -> &'static str {
    match protection {
        Protection::Normal => "normal",
        Protection::Dangerous => "dangerous",
        Protection::Special => "special",
        // Roles and parts of the system: no app on a store gets either.
        Protection::Signature | Protection::Internal => "signature",
    }
}

fn user(user: &checks::User) -> User {
    User {
        owner: user.owner.clone(),
        class: user.class.clone(),
        method: user.method.clone(),
    }
}

/// The documents found, as the report lists them: the one that the user named, policies and what belongs to them,
/// with every place that names them.
pub(super) fn policies(
    policies: &Policies,
    texts: &[PolicyText],
    documents: &Documents,
) -> Vec<Policy> {
    texts
        .iter()
        .map(|text| {
            let found = policies
                .refs
                .iter()
                .find(|found| found.kind == text.kind && found.location == text.location);
            let places = found.map_or(&[] as &[Place], |found| &found.found_in);
            let reading = found.and_then(|_| documents.at(text.kind, &text.location));
            let mut shown_in = Vec::new();
            if reading.is_some_and(|one| one.at_first) {
                shown_in.push("first-launch");
            }
            if reading.is_some_and(|one| one.later.is_some()) {
                shown_in.push("later");
            }
            let given = text.given.then(|| "--policy".to_owned());
            Policy {
                kind: text.kind.as_str().to_owned(),
                document: document(text.document),
                location: text.location.clone(),
                title: text.title.clone(),
                found_in: given
                    .into_iter()
                    .chain(places.iter().map(ToString::to_string))
                    .collect(),
                text: match text.outcome {
                    Outcome::Read(_) => "read",
                    Outcome::NotFetched => "not-fetched",
                    Outcome::Failed(_) => "failed",
                },
                owner: text.vendor.clone().unwrap_or_else(|| "app".to_owned()),
                shown_in,
                depth: reading.and_then(|one| one.later.or(one.acts)),
                discloses: text.understood().map(Discloses::new),
            }
        })
        .collect()
}

/// Whether the policy names an SDK.
pub(super) fn disclosed(comparison: &Comparison, sdk: &str) -> Option<bool> {
    let found = comparison
        .sdks
        .iter()
        .find(|one| one.present && one.id == sdk)?;
    Some(found.declared == Declared::Named)
}

/// What the policy tells and the package does not have, as one note: testers name over-claiming too.
pub(super) fn overclaims(facts: &Facts<'_, '_, '_>, comparison: &Comparison) -> Option<Diagnostic> {
    // What was not seen may do it all the same.
    if facts.hidden() || facts.incomplete() {
        return None;
    }
    let only = |list: &[Compared]| {
        let claimed = list
            .iter()
            .filter(|one| !one.present && one.declared == Declared::Named);
        claimed
            .map(|one| one.id.clone())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (items, sdks) = (only(&comparison.items), only(&comparison.sdks));
    if items.is_empty() && sdks.is_empty() {
        return None;
    }
    let part = |what: &str, list: &str| match list.is_empty() {
        true => String::new(),
        false => format!(" {what}: {list}."),
    };
    let text = format!(
        "the policy tells more than the code was seen to do.{}{}",
        part("Items", &items),
        part("SDKs", &sdks)
    );
    let place = comparison.texts.first().cloned().unwrap_or_default();
    Some(Diagnostic::note("policy-overclaims", text).at(place))
}

fn document(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Policy => "policy",
        DocumentKind::Agreement => "agreement",
        DocumentKind::Children => "children",
        DocumentKind::SdkList => "sdk-list",
        DocumentKind::CollectedList => "collected-list",
    }
}

/// The SDKs that are there, then the components that no record names. Open-source libraries own classes but are nobody's
/// SDK, and are left out.
pub(super) fn found(sdks: &Sdks, knowledge: &Knowledge) -> Vec<FoundSdk> {
    let hit = |kind: EvidenceKind, value: String| Hit {
        kind: kind.as_str().to_owned(),
        value,
    };
    let unlisted = sdks.unlisted.iter().map(|one| FoundSdk {
        id: Owner::Unknown(one.root.clone()).to_string(),
        version: None,
        evidence: std::iter::once(hit(EvidenceKind::Package, one.root.clone()))
            .chain(
                one.used
                    .iter()
                    .map(|class| hit(EvidenceKind::Class, class.clone())),
            )
            .collect(),
        starts_in: Vec::new(),
        disclosed: None,
        state: SdkState::default(),
    });
    sdks.found
        .iter()
        .filter(|found| {
            knowledge
                .sdk(&found.id)
                .is_some_and(|sdk| sdk.category != SdkCategory::Library)
        })
        .map(|found| FoundSdk {
            id: found.id.clone(),
            version: found.version.clone(),
            evidence: found
                .evidence
                .iter()
                .map(|evidence| hit(evidence.kind, evidence.value.clone()))
                .collect(),
            starts_in: Vec::new(),
            disclosed: None,
            state: SdkState::default(),
        })
        .chain(unlisted)
        .collect()
}

/// Of the owners that have code: whether any of it can run, and whether it does anything when it does.
pub(super) type Code = BTreeMap<String, (bool, bool)>;

/// What there is of each SDK's code.
pub(super) fn code(program: &Program<'_>, sdks: &Sdks, reach: &Reach) -> Code {
    let mut code: BTreeMap<&Owner, (bool, bool)> = BTreeMap::new();
    for class in program.classes() {
        let owner = sdks.owner(class.index());
        if matches!(owner, Owner::App | Owner::Renamed) || code.get(owner) == Some(&(true, true)) {
            continue;
        }
        let name = program.class_name(class);
        let simple = name.rsplit('.').next().unwrap_or(&name);
        if simple == "BuildConfig" || simple == "R" || simple.starts_with("R$") {
            continue;
        }
        let (runs, works) = code.entry(owner).or_default();
        for def in program.defs_of(class) {
            *runs = *runs || reach.contains(def);
            *works = *works || does_something(program, sdks, owner, def);
        }
    }
    let named = code
        .into_iter()
        .map(|(owner, told)| (owner.to_string(), told));
    named.collect()
}

/// Whether only the do-nothing variant of an SDK is there.
fn is_stub(sdk: &FoundSdk, code: &Code, sdks: &Sdks) -> bool {
    let native = EvidenceKind::NativeLib.as_str();
    let has_native = sdk.evidence.iter().any(|hit| hit.kind == native);
    sdks.get(&sdk.id).is_some_and(|found| found.noop)
        || (!has_native && code.get(&sdk.id).is_some_and(|(_, works)| !works))
}

/// Works out which of the SDKs do anything.
pub(super) fn states(facts: &Facts<'_, '_, '_>, code: &Code, found: &mut [FoundSdk]) {
    for sdk in found {
        let record = facts.knowledge.sdk(&sdk.id);
        sdk.state = match code.get(&sdk.id) {
            _ if is_stub(sdk, code, facts.sdks) => SdkState::Stub,
            Some((true, _)) if record.is_some_and(|record| is_off(facts, record)) => {
                SdkState::SwitchedOff
            }
            Some((true, _)) => SdkState::Active,
            Some((false, _)) if !facts.hidden() && !facts.incomplete() => SdkState::Unreached,
            _ => SdkState::Unknown,
        };
    }
}

/// Whether a method does more than a do-nothing variant does: it is native, or calls what is neither the SDK's own nor one
/// of the language's basic classes.
fn does_something(program: &Program<'_>, sdks: &Sdks, owner: &Owner, def: DefId) -> bool {
    const BASIC: [&str; 2] = ["Ljava/lang/", "Ljava/util/"];
    if program.access(def) & access::NATIVE != 0 {
        return true;
    }
    program.uses(def).iter().any(|used| {
        if matches!(
            used.kind(),
            Kind::Text | Kind::Read | Kind::Write | Kind::Class | Kind::New | Kind::Array
        ) {
            return false;
        }
        let ty = program.method_class(MethodId(used.id()));
        match program.class_of(ty) {
            Some(class) => sdks.owner(class.index()) != owner,
            None => {
                let name = program.descriptor_bytes(ty);
                !name.starts_with(b"[")
                    && !BASIC.iter().any(|basic| name.starts_with(basic.as_bytes()))
            }
        }
    })
}

/// Whether the manifest sets a collection switch of an SDK to false.
fn is_off(facts: &Facts<'_, '_, '_>, record: &Sdk) -> bool {
    let keys = record.switches.iter().filter_map(|s| s.meta_data.as_ref());
    let data = &facts.package.manifest.application.meta_data;
    keys.into_iter().any(|key| {
        data.iter()
            .any(|one| one.name == *key && one.value.as_deref() == Some("false"))
    })
}

/// What the scenarios read, one entry per scenario, item, owner and member, on its shortest chain.
pub(super) fn personal_data(reached: &[Reached]) -> Vec<PersonalData> {
    let read = |one: Reached| match one.what {
        What::Item(item) => Some(PersonalData {
            item,
            scenario: one.scenario.name().to_owned(),
            owner: one.owner,
            api: one.api,
            confidence: one.confidence,
            chain: one.chain,
        }),
        _ => None,
    };
    reads::best(reached.iter())
        .into_iter()
        .filter_map(read)
        .collect()
}

/// The hosts that code which can run and code of cross-platform frameworks name, by host, scheme and owner.
pub(super) fn network(facts: &Facts<'_, '_, '_>) -> Vec<Host> {
    let mut rows = BTreeSet::new();
    for address in addresses::addresses(facts) {
        for def in &address.users {
            let class = facts.program.class_name(facts.program.class(*def));
            let owner = facts.sdks.owner_of(&class).to_string();
            rows.insert((address.host.clone(), address.scheme, owner));
        }
    }
    // Scripts and the like are the app's.
    for address in &facts.hybrid.addresses {
        if let Some((scheme, host)) = addresses::parts(address) {
            rows.insert((host, scheme, Owner::App.to_string()));
        }
    }
    rows.into_iter()
        .map(|(host, scheme, owner)| Host {
            country_hint: addresses::country(&host),
            host,
            scheme: scheme.to_owned(),
            owner,
        })
        .collect()
}

/// What a library's public methods read.
pub(super) fn entry_points(library: &Library) -> Vec<EntryPoint> {
    let point = |one: &library::EntryPoint| EntryPoint {
        class: one.class.clone(),
        method: one.method.clone(),
        descriptor: one.descriptor.clone(),
        signature: one.signature(),
        file: one.source.0.clone(),
        line: one.source.1,
        settings_tried: one.trial.as_ref().map(|trial| trial.settings),
        reads: one
            .reads
            .iter()
            .filter_map(|read| entry_read(one, read))
            .collect(),
    };
    library.entry_points.iter().map(point).collect()
}

fn entry_read(entry: &library::EntryPoint, read: &Reached) -> Option<EntryRead> {
    let What::Item(item) = &read.what else {
        return None;
    };
    let held = entry.trial.as_ref().and_then(|trial| trial.items.get(item));
    Some(EntryRead {
        item: item.clone(),
        api: read.api.clone(),
        owner: read.owner.clone(),
        confidence: read.confidence,
        weak: read.weak,
        held_back_by: match held {
            Some(Held::By(settings)) => Some(settings.clone()),
            Some(Held::Never) => Some(Vec::new()),
            Some(Held::Unknown) | None => None,
        },
    })
}

/// The scenarios that start an SDK.
pub(super) fn starts_in(reached: &[Reached], sdk: &str) -> Vec<String> {
    scenarios(reached, |what| matches!(what, What::Start(id) if id == sdk))
}

/// The scenarios that ask for a permission.
fn requested_in(reached: &[Reached], permission: &str) -> Vec<String> {
    scenarios(
        reached,
        |what| matches!(what, What::Request(names) if names.iter().any(|name| name == permission)),
    )
}

fn scenarios(reached: &[Reached], is: impl Fn(&What) -> bool) -> Vec<String> {
    let found: std::collections::BTreeSet<_> = reached
        .iter()
        .filter(|one| is(&one.what))
        .map(|one| one.scenario)
        .collect();
    found
        .into_iter()
        .map(|scenario| scenario.name().to_owned())
        .collect()
}
