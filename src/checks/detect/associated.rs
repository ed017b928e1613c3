//! `associated-start`: code that starts or wakes another app by itself: an intent for a foreign package, or a foreign
//! provider that is touched, at the first launch or in the background. And the other side of it: components by which other
//! apps that hold the same SDK wake this one.

use std::collections::BTreeMap;

use super::scenario::shown;
use super::sdk_switch::{agreeing, applies};
use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::checks::matcher::glob;
use crate::checks::reads::{Reached, What};
use crate::knowledge::api::{Behaviour, ConstantKind};
use crate::knowledge::sdk::{Sdk, Switch, SwitchRole};
use crate::knowledge::{Confidence, Lang, Protection};
use crate::package::manifest::Component;
use crate::scenario::Scenario;

/// The check, whose record lists packages of the system.
const CHECK: &str = "associated-start";
/// The lowest of the protection levels that other signers' apps do not get.
const SIGNATURE: u32 = 2;

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut best: BTreeMap<(String, String), (&Reached, &str)> = BTreeMap::new();
    for one in facts.reached {
        if one.scenario == Scenario::Consented {
            continue;
        }
        let (foreign, case) = match &one.what {
            What::Act(Behaviour::ComponentStart) => (packages(facts, one), "intent"),
            What::Act(Behaviour::ProviderStart) => (authorities(facts, one), "provider"),
            _ => continue,
        };
        for target in foreign {
            best.entry((target, one.owner.clone()))
                .or_insert((one, case));
        }
    }
    let mut hits = Vec::new();
    for ((target, _), (one, case)) in best {
        let background = one.scenario == Scenario::Background;
        let mut hit = shown(case, Subject::Component(target.clone()), one)
            .name("target", &target)
            .name(
                "when-zh",
                if background {
                    "没有可见页面时"
                } else {
                    "应用启动后"
                },
            )
            .name(
                "when-en",
                if background {
                    "Without a visible page"
                } else {
                    "After the app was started"
                },
            );
        hit = hit.shown(
            "constant",
            &target,
            one.chain.last().map(crate::checks::reads::place_of),
        );
        if case == "provider" {
            hit.confidence = hit.confidence.min(Confidence::Likely);
        }
        hits.push(hit);
    }
    let records = facts.knowledge.sdks.iter();
    hits.extend(records.filter_map(|record| wake(facts, record)));
    hits
}

/// Whether an SDK lets other apps that hold it wake this one, by what is known of its switch.
enum Wakes {
    /// Nobody calls a switch, and without it they do.
    Untold,
    /// The switch is turned on.
    On,
    /// It is called with a value that is not known.
    Unknown,
    /// Whether they do without the switch depends on the version, which is not known.
    ByVersion,
}

/// Components of an SDK by which others wake the app: one finding for all of them.
fn wake(facts: &Facts<'_, '_, '_>, record: &Sdk) -> Option<Hit> {
    let open = |class: &&String| {
        let component = facts.package.manifest.component(class)?;
        let open = component.enabled && component.exported && !is_guarded(facts, component);
        open.then_some(component)
    };
    let all: Vec<&Component> = record
        .wakes
        .iter()
        .filter_map(|class| open(&class))
        .collect();
    let first = *all.first()?;
    let found = facts.sdks.found.iter().find(|sdk| sdk.id == record.id);
    if found.is_some_and(|sdk| sdk.noop) {
        return None;
    }
    let version = found.and_then(|sdk| sdk.version.as_deref());
    let switches: Vec<(usize, &Switch)> = record
        .switches
        .iter()
        .enumerate()
        .filter(|(_, one)| one.role == SwitchRole::Wakeup && applies(one, version) != Some(false))
        .collect();
    let (wakes, calls) = wakes(facts, record, &switches)?;
    let mut confidence = match wakes {
        Wakes::Untold | Wakes::On => Confidence::Certain,
        Wakes::Unknown => Confidence::Likely,
        Wakes::ByVersion => Confidence::Possible,
    };
    // What is not in the package cannot be started, unless a packer brings it.
    let sure = |one: &&Component| {
        !record.unverified.contains(&one.class)
            && facts.program.find_class(one.run_class()).is_some()
    };
    if !all.iter().any(sure) {
        confidence = Confidence::Possible;
    }
    let call = switches.first().map(|(_, switch)| {
        let class = switch.class.rsplit('.').next().unwrap_or(&switch.class);
        format!("{class}.{}", switch.method)
    });
    let call = call.as_deref().unwrap_or_default();
    let (state_zh, state_en) = match wakes {
        _ if call.is_empty() => (String::new(), String::new()),
        Wakes::On => (
            format!("；代码用 {call} 开启了关联启动"),
            format!("; code turns that on with {call}"),
        ),
        Wakes::Unknown => (
            format!("；代码调用了 {call}，传入的值无法确定"),
            format!("; what {call} is called with is not known"),
        ),
        Wakes::Untold | Wakes::ByVersion => (
            format!("；没有代码用 {call} 关闭"),
            format!("; no code turns that off with {call}"),
        ),
    };
    let (off_zh, off_en) = if call.is_empty() {
        (String::new(), String::new())
    } else {
        (
            format!("，或在启动该 SDK 之前用 {call} 关闭"),
            format!(", or turn it off with {call} before the SDK is started"),
        )
    };
    let mut hit = Hit::new("wake", Subject::Component(first.class.clone()))
        .name("sdk-zh", record.name.get(Lang::Zh))
        .name("sdk-en", record.name.get(Lang::En))
        .name(
            "components",
            facts.joined(all.iter().map(|one| one.class.as_str())),
        )
        .name("state-zh", state_zh)
        .name("state-en", state_en)
        .name("off-zh", off_zh)
        .name("off-en", off_en);
    for one in &all {
        hit = hit.shown("manifest", &one.class, Some(facts.manifest_line(one.line)));
    }
    for call in calls {
        let place = call.chain.last().map(crate::checks::reads::place_of);
        hit = hit.shown("call", &call.short, place);
    }
    hit.location = Some(facts.manifest_line(first.line));
    hit.owner = facts.owner_of(&first.class);
    hit.confidence = confidence;
    Some(hit)
}

/// What is known of an SDK's switch, and its calls; nothing when it is turned off.
fn wakes<'f>(
    facts: &Facts<'f, '_, '_>,
    record: &Sdk,
    switches: &[(usize, &Switch)],
) -> Option<(Wakes, Vec<&'f Reached>)> {
    let (mut on, mut off) = (false, false);
    let mut calls: Vec<&Reached> = Vec::new();
    for one in facts.reached {
        let What::Switch(id, index) = &one.what else {
            continue;
        };
        let mut known = switches.iter();
        let switch = known.find(|(known, _)| *id == record.id && known == index);
        let Some((argument, value)) = switch.and_then(|(_, switch)| agreeing(switch)) else {
            continue;
        };
        match one.args.get(argument).and_then(|arg| arg.ints.as_deref()) {
            Some([given]) if *given == value => on = true,
            Some([_]) => off = true,
            _ => (on, off) = (true, true),
        }
        if !calls
            .iter()
            .any(|other| other.chain.last() == one.chain.last())
        {
            calls.push(one);
        }
    }
    let by_default = |allows: bool| switches.iter().any(|(_, one)| one.default_allows == allows);
    let wakes = match (on, off) {
        (true, true) => Wakes::Unknown,
        (true, false) => Wakes::On,
        (false, true) => return None,
        (false, false) if switches.is_empty() || !by_default(false) => Wakes::Untold,
        (false, false) if by_default(true) => Wakes::ByVersion,
        (false, false) => return None,
    };
    Some((wakes, calls))
}

/// Whether a caller needs a permission that other apps do not get: one of the signer, or one that nobody knows.
fn is_guarded(facts: &Facts<'_, '_, '_>, component: &Component) -> bool {
    let needed = [&component.permission, &component.read_permission];
    needed.into_iter().flatten().any(|name| {
        let mut declared = facts.package.manifest.declared_permissions.iter();
        if let Some(declared) = declared.find(|one| one.name == *name) {
            return declared.protection & 0xf >= SIGNATURE;
        }
        let record = facts.knowledge.permissions.get(name);
        record.is_none_or(|record| {
            matches!(
                record.protection,
                Protection::Signature | Protection::Internal
            )
        })
    })
}

/// Packages of other apps that the intent of a start names.
fn packages(facts: &Facts<'_, '_, '_>, one: &Reached) -> Vec<String> {
    let own = &facts.package.manifest.package;
    let mut found = Vec::new();
    for arg in &one.args {
        // A service that is bound for an identifier is a reading, and told there.
        let service = |text: &String| {
            let constants = &facts.knowledge.apis.constants;
            constants
                .iter()
                .any(|one| one.kind == ConstantKind::Service && one.value == *text)
        };
        if arg.actions.iter().any(service) || arg.packages.iter().any(service) {
            continue;
        }
        for package in &arg.packages {
            if package != own && package.contains('.') && !exempt(facts, package) {
                found.push(package.clone());
            }
        }
    }
    found
}

/// Authorities of other apps' providers.
fn authorities(facts: &Facts<'_, '_, '_>, one: &Reached) -> Vec<String> {
    let manifest = &facts.package.manifest;
    let own: Vec<&str> = manifest
        .components
        .iter()
        .flat_map(|component| component.authorities.iter().map(String::as_str))
        .collect();
    let mut found = Vec::new();
    let Some(arg) = one.args.first() else {
        return found;
    };
    for text in &arg.texts {
        let text = text.strip_prefix("content://").unwrap_or(text);
        let authority = text.split(['/', '?']).next().unwrap_or(text);
        let known = facts.knowledge.apis.constants.iter().any(|constant| {
            constant.kind == ConstantKind::Authority
                && constant
                    .value
                    .trim_start_matches("content://")
                    .split('/')
                    .next()
                    == Some(authority)
        });
        let ours = own.contains(&authority) || authority.starts_with(manifest.package.as_str());
        if authority.contains('.') && !known && !ours && !exempt(facts, authority) {
            found.push(authority.to_owned());
        }
    }
    found
}

/// Whether a package is the system's, or a store that a page opens.
fn exempt(facts: &Facts<'_, '_, '_>, package: &str) -> bool {
    let check = facts.knowledge.check(CHECK);
    let list = check.and_then(|check| check.lists.get("system"));
    list.into_iter()
        .flatten()
        .any(|pattern| glob(pattern, package))
}
