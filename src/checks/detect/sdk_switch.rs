//! `sdk-consent-switch-missing` and `sdk-consent-switch-constant`: the calls by which an SDK is told whether the person
//! agreed. Value, order and the SDK's version decide.

use std::collections::BTreeMap;

use super::scenario::shown;
use super::sdk_init::works_at_start;
use crate::checks::acts::takes;
use crate::checks::facts::Facts;
use crate::checks::finding::{Edge, Subject};
use crate::checks::hit::Hit;
use crate::checks::reads::{Reached, What};
use crate::dex::access;
use crate::knowledge::sdk::{Order, Sdk, Switch, SwitchRole};
use crate::knowledge::{Confidence, Lang};
use crate::package::manifest::ComponentKind;
use crate::program::descriptor_of;
use crate::scenario::{ChainStep, Scenario};

/// Whether a version lies in a switch's range; `None` when the switch has a range and the version is not known.
pub(super) fn applies(switch: &Switch, version: Option<&str>) -> Option<bool> {
    if switch.since.is_none() && switch.until.is_none() {
        return Some(true);
    }
    let version = numbers(version?);
    if version.is_empty() {
        return None;
    }
    let from = switch
        .since
        .as_deref()
        .is_none_or(|since| version >= numbers(since));
    let to = switch
        .until
        .as_deref()
        .is_none_or(|until| version < numbers(until));
    Some(from && to)
}

/// Whether the package's own copy of the SDK is of a version without the method: nothing was taken out of a class that has
/// methods nobody calls, so what is missing was never there.
fn lacks(facts: &Facts<'_, '_, '_>, switch: &Switch) -> bool {
    let program = facts.program;
    let idle = |def| {
        let open = access::PUBLIC | access::STATIC;
        program.access(def) & open == open && program.callers(program.method(def)).next().is_none()
    };
    let class = program.find_class(&switch.class);
    class.is_some_and(|class| !is_held(facts, switch) && program.defs_of(class).any(idle))
}

/// The same, where the package's own copy of the SDK tells too: what has the method is no older than the method.
fn fits(facts: &Facts<'_, '_, '_>, switch: &Switch, version: Option<&str>) -> Option<bool> {
    let held = || (switch.until.is_none() && is_held(facts, switch)).then_some(true);
    applies(switch, version).or_else(held)
}

/// How surely an SDK is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Held {
    /// Not.
    No,
    /// In some versions, or by a switch that is not verified.
    Unsure,
    /// It is.
    Yes,
}

/// Whether an SDK is told before its start at first launch that nobody agreed yet, by a switch whose vendor has it called
/// then (`order = "pre"`): it starts, and waits.
pub(super) fn held(facts: &Facts<'_, '_, '_>, sdk: &str, start: &Reached) -> Held {
    let mut held = Held::No;
    let mut record = facts.knowledge.sdk(sdk);
    // A part of an SDK waits when the whole does. Bounded, should records ever form a ring.
    for _ in 0..8 {
        let Some(one) = record else { break };
        held = held.max(held_by(facts, one, start));
        let parent = one.parent.as_deref();
        record = parent.and_then(|parent| facts.knowledge.sdk(parent));
    }
    held
}

fn held_by(facts: &Facts<'_, '_, '_>, record: &Sdk, start: &Reached) -> Held {
    let mut found = facts.sdks.found.iter();
    let found = found.find(|sdk| sdk.id == record.id);
    let version = found.and_then(|sdk| sdk.version.as_deref());
    let then = |one: &&Reached| one.scenario == start.scenario;
    let calls = |index: usize| -> Vec<&Reached> {
        let is = |one: &&Reached| matches!(&one.what, What::Switch(id, at) if *id == record.id && *at == index);
        facts.reached.iter().filter(then).filter(is).collect()
    };
    let refuses = |switch: &Switch, call: &Reached| {
        agreeing(switch).is_some_and(|(argument, value)| {
            let given = call.args.get(argument).and_then(|arg| arg.ints.as_deref());
            matches!(given, Some([given]) if *given != value)
        })
    };
    let mut held = Held::No;
    for (index, switch) in record.switches.iter().enumerate() {
        let fits = fits(facts, switch, version);
        if switch.role != SwitchRole::Consent || fits == Some(false) {
            continue;
        }
        let calls = calls(index);
        // What is let go in the same run was not held.
        if !calls.iter().all(|call| refuses(switch, call)) {
            return Held::No;
        }
        let before = |call: &&Reached| comes_before(facts, call, start) == Some(true);
        if switch.order == Order::Pre && calls.iter().any(before) {
            let sure = switch.verified && fits == Some(true);
            held = held.max(if sure { Held::Yes } else { Held::Unsure });
        }
    }
    let goes_on = |one: &Reached| one.what == start.what && one.api != start.api;
    if facts.reached.iter().filter(then).any(goes_on) {
        return Held::No;
    }
    held
}

/// The numbers of a version, for comparison: 9.4 and 9.4.0 are one.
fn numbers(version: &str) -> Vec<u32> {
    let parts = version.split(|c: char| !c.is_ascii_digit());
    let mut numbers: Vec<u32> = parts.filter_map(|part| part.parse().ok()).collect();
    let kept = numbers.iter().rposition(|number| *number != 0);
    numbers.truncate(kept.map_or(1, |last| last + 1));
    numbers
}

/// The argument of a switch that agrees, and the value by which it does: the last boolean, or what the record says.
pub(super) fn agreeing(switch: &Switch) -> Option<(usize, i64)> {
    if let Some(agrees) = &switch.agrees {
        return Some((usize::from(agrees.argument), agrees.value));
    }
    let params: Vec<&str> = switch.params.as_deref()?.split(',').collect();
    let at = params.iter().rposition(|param| *param == "boolean")?;
    Some((at, 1))
}

/// The consent switches of a record that a missing call is held against: those that are called after the agreement and
/// those that say what is shown, in the SDK's version or, when that is not known, in any.
fn wanted<'s>(
    facts: &'s Facts<'_, '_, '_>,
    record: &'s Sdk,
    version: Option<&'s str>,
) -> impl Iterator<Item = (usize, &'s Switch)> {
    record
        .switches
        .iter()
        .enumerate()
        .filter(move |(_, switch)| {
            let role = match switch.role {
                SwitchRole::Consent => switch.order == Order::Post,
                SwitchRole::Shown => true,
                _ => false,
            };
            role && !switch.method.is_empty()
                && agreeing(switch).is_some()
                && applies(switch, version) != Some(false)
                && (!switch.older || is_held(facts, switch))
        })
}

/// Whether the package's own copy of the SDK has the method.
fn is_held(facts: &Facts<'_, '_, '_>, switch: &Switch) -> bool {
    let program = facts.program;
    let class = program.find_class(&switch.class);
    class.is_some_and(|class| {
        program.defs_of(class).any(|def| {
            let method = program.method(def);
            program.method_name(method) == switch.method
                && takes(program, method, switch.params.as_deref())
        })
    })
}

/// `sdk-consent-switch-missing`: one finding per SDK.
pub(super) fn missing(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for sdk in &facts.sdks.found {
        let Some(record) = facts.knowledge.sdk(&sdk.id) else {
            continue;
        };
        let version = sdk.version.as_deref();
        let mut starts: Vec<&Reached> = facts
            .reached
            .iter()
            .filter(|one| one.what == What::Start(sdk.id.clone()))
            .collect();
        // One that starts itself has to be told as well, though that never comes in time.
        let by_itself = starts.is_empty();
        if by_itself {
            starts.extend(facts.reached.iter().filter(|one| runs_itself(one, &sdk.id)));
        }
        let switches: Vec<(usize, &Switch)> = wanted(facts, record, version).collect();
        let (Some(start), false) = (starts.first(), switches.is_empty()) else {
            continue;
        };
        let called = |one: &&Reached| match &one.what {
            What::Switch(id, index) => {
                *id == sdk.id && switches.iter().any(|(known, _)| known == index)
            }
            _ => false,
        };
        let calls: Vec<&Reached> = facts.reached.iter().filter(called).collect();
        let untold = untold(facts, &sdk.id, &switches, &calls);
        if calls.is_empty() && is_called(facts, &sdk.id, &switches) {
            continue;
        }
        let (case, first) = if calls.is_empty() || untold.is_some() {
            ("missing", None)
        } else if by_itself {
            continue;
        } else {
            let late = late(facts, &starts, &calls);
            match late.or_else(|| half_late(facts, &starts, &calls, &switches)) {
                Some((start, call)) => ("late", Some((start, call))),
                None => continue,
            }
        };
        let one = first.map_or(*start, |(start, _)| start);
        let class = &switches[0].1.class;
        let of_class = switches
            .iter()
            .rev()
            .find(|(_, switch)| switch.class == *class);
        let named_by = |call: &Reached| switches.iter().find(|one| is_call_of(call, one.0));
        let switch = first.and_then(|(_, call)| named_by(call)).or(of_class);
        let switch = untold.unwrap_or(switch.map_or(switches[0].1, |(_, switch)| *switch));
        let case = match (switch.role, case) {
            (SwitchRole::Shown, "missing") => "missing-shown",
            (SwitchRole::Shown, _) => "late-shown",
            _ => case,
        };
        let mut hit = named(
            facts,
            shown(case, Subject::Sdk(sdk.id.clone()), one),
            record,
            switch,
        );
        if let Some((_, call)) = first {
            hit = hit.shown(
                "call",
                &call.short,
                call.chain.last().map(crate::checks::reads::place_of),
            );
        }
        hit.key = format!("{}#{}", switch.class, switch.method);
        let sure = |switch: &Switch| {
            switch.verified && fits(facts, switch, version).is_some() && !lacks(facts, switch)
        };
        if !switches.iter().any(|(_, switch)| sure(switch)) {
            hit.confidence = hit.confidence.min(Confidence::Possible);
        }
        hits.push(hit);
    }
    hits
}

/// Whether an SDK starts itself, or reads something, at first launch without any code but its own.
fn runs_itself(one: &Reached, sdk: &str) -> bool {
    works_at_start(one) && one.chain.iter().all(|frame| frame.owner == sdk)
}

/// Whether any code that can run, other than the SDK's own, calls one of the switches: a scenario may not have come there.
fn is_called(facts: &Facts<'_, '_, '_>, sdk: &str, switches: &[(usize, &Switch)]) -> bool {
    switches.iter().any(|(_, switch)| {
        let class = descriptor_of(&switch.class);
        let callers = facts.callers(&class, &switch.method, None);
        callers.into_iter().any(|(def, _)| facts.owner(def) != sdk)
    })
}

/// Of several switches of one class, of which one is called, one that nobody calls: each of them has to be.
fn untold<'s>(
    facts: &Facts<'_, '_, '_>,
    sdk: &str,
    switches: &[(usize, &'s Switch)],
    calls: &[&Reached],
) -> Option<&'s Switch> {
    let called = |index: usize| {
        let mut all = calls.iter();
        all.any(|one| is_call_of(one, index))
    };
    let told = |class: &str, method: Option<&str>| {
        let mut all = switches.iter();
        all.any(|(index, one)| {
            one.class == class && method.is_none_or(|name| one.method == name) && called(*index)
        })
    };
    let mut others = switches
        .iter()
        .filter(|(_, one)| told(&one.class, None) && !told(&one.class, Some(&one.method)));
    let (_, switch) = others.find(|one| !is_called(facts, sdk, &[**one]))?;
    Some(*switch)
}

/// Whether a switch of a record is what is called.
fn is_call_of(call: &Reached, index: usize) -> bool {
    matches!(call.what, What::Switch(_, known) if known == index)
}

/// A start that comes before every call of one of several switches of a class, another of which is called in time.
fn half_late<'r>(
    facts: &Facts<'_, '_, '_>,
    starts: &[&'r Reached],
    calls: &[&'r Reached],
    switches: &[(usize, &Switch)],
) -> Option<(&'r Reached, &'r Reached)> {
    let of = |fits: &dyn Fn(&Switch) -> bool| -> Vec<&'r Reached> {
        let is = |call: &Reached| {
            let mut all = switches.iter();
            all.any(|(index, switch)| fits(switch) && is_call_of(call, *index))
        };
        calls.iter().copied().filter(|call| is(call)).collect()
    };
    switches.iter().find_map(|(_, switch)| {
        let same = |one: &Switch| one.class == switch.class;
        let others = of(&|one| same(one) && one.method != switch.method);
        if others.is_empty() || late(facts, starts, &others).is_some() {
            return None;
        }
        late(
            facts,
            starts,
            &of(&|one| same(one) && one.method == switch.method),
        )
    })
}

/// A start that comes before every call of the switch.
fn late<'r>(
    facts: &Facts<'_, '_, '_>,
    starts: &[&'r Reached],
    calls: &[&'r Reached],
) -> Option<(&'r Reached, &'r Reached)> {
    for start in starts {
        let same: Vec<&&Reached> = calls
            .iter()
            .filter(|call| call.scenario == start.scenario)
            .collect();
        if let Some(call) = same.first()
            && same
                .iter()
                .all(|call| comes_before(facts, start, call) == Some(true))
        {
            return Some((start, call));
        }
        // Started by itself, told only once a person acts.
        if start.scenario == Scenario::FirstLaunch
            && same.is_empty()
            && let Some(call) = calls.first()
        {
            return Some((start, call));
        }
    }
    None
}

/// When what a call leads to happens, as seen from the code around the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Delay {
    /// Before the call returns.
    None,
    /// Soon, by itself.
    Soon,
    /// When something else happens: a person acts, say.
    Callback,
}

fn delay(steps: &[ChainStep]) -> Delay {
    let delays = steps.iter().map(|step| match step.edge {
        Edge::Entry | Edge::Call | Edge::Reflection | Edge::ClassInit => Delay::None,
        Edge::Posted | Edge::Thread | Edge::ComponentStart => Delay::Soon,
        Edge::Callback => Delay::Callback,
    });
    delays.max().unwrap_or(Delay::None)
}

/// Whether one thing happens before another in the same run, where the chains tell.
fn comes_before(facts: &Facts<'_, '_, '_>, a: &Reached, b: &Reached) -> Option<bool> {
    for (index, (x, y)) in a.steps.iter().zip(&b.steps).enumerate() {
        if x == y {
            continue;
        }
        if x.def == y.def {
            let when = |one: &Reached| delay(one.steps.get(index + 1..).unwrap_or_default());
            return match (when(a), when(b)) {
                // Of two callbacks nobody knows which comes first.
                (Delay::Callback, Delay::Callback) => None,
                (one, other) if one == other => Some(x.pc < y.pc),
                (one, other) => Some(one < other),
            };
        }
        break;
    }
    let (first, second) = (a.chain.first()?, b.chain.first()?);
    if first.class == second.class && first.method == second.method {
        return None;
    }
    let rank = |class: &str, method: &str| {
        let manifest = &facts.package.manifest;
        let component = manifest.component(class).map(|component| component.kind);
        match component {
            _ if method == "attachBaseContext" && component.is_none() => Some(0),
            Some(ComponentKind::Provider) => Some(1),
            None => Some(2),
            Some(ComponentKind::Activity) => Some(3),
            _ => None,
        }
    };
    let (x, y) = (
        rank(&first.class, &first.method)?,
        rank(&second.class, &second.method)?,
    );
    (x != y).then_some(x < y)
}

/// `sdk-consent-switch-constant`: one finding per SDK and method.
pub(super) fn constant(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut found: BTreeMap<(&str, &str), (&Reached, &Switch, &Sdk, bool)> = BTreeMap::new();
    for one in facts.reached {
        let What::Switch(id, index) = &one.what else {
            continue;
        };
        let Some(record) = facts.knowledge.sdk(id) else {
            continue;
        };
        let Some(switch) = record.switches.get(*index) else {
            continue;
        };
        let (true, SwitchRole::Consent) = (one.scenario == Scenario::FirstLaunch, switch.role)
        else {
            continue;
        };
        let version = facts
            .sdks
            .found
            .iter()
            .find(|sdk| sdk.id == *id)
            .and_then(|sdk| sdk.version.as_deref());
        let Some((argument, value)) = agreeing(switch) else {
            continue;
        };
        let given = one.args.get(argument).and_then(|arg| arg.ints.as_deref());
        if given != Some(&[value])
            || applies(switch, version) == Some(false)
            || switch.order == Order::Pre
        {
            continue;
        }
        found.entry((id, &switch.method)).or_insert((
            one,
            switch,
            record,
            fits(facts, switch, version).is_some(),
        ));
    }
    let mut hits = Vec::new();
    for ((id, _), (one, switch, record, sure)) in found {
        let mut hit = named(
            facts,
            shown("constant", Subject::Sdk(id.to_owned()), one),
            record,
            switch,
        );
        hit.key = format!("{}#{}", switch.class, switch.method);
        if !switch.verified {
            hit.confidence = hit.confidence.min(Confidence::Likely);
        }
        if !sure {
            hit.confidence = hit.confidence.min(Confidence::Possible);
        }
        hits.push(hit);
    }
    hits
}

fn named(facts: &Facts<'_, '_, '_>, hit: Hit, record: &Sdk, switch: &Switch) -> Hit {
    let version = facts
        .sdks
        .found
        .iter()
        .find(|sdk| sdk.id == record.id)
        .and_then(|sdk| sdk.version.clone());
    let short = switch.class.rsplit('.').next().unwrap_or(&switch.class);
    let note = |lang| {
        switch
            .note
            .as_ref()
            .map(|note| note.get(lang).to_owned())
            .unwrap_or_default()
    };
    let (zh, en) = (note(Lang::Zh), note(Lang::En));
    let wrap = |text: String, open: &str, close: &str| {
        if text.is_empty() {
            text
        } else {
            format!("{open}{text}{close}")
        }
    };
    hit.name("sdk-zh", record.name.get(Lang::Zh))
        .name("sdk-en", record.name.get(Lang::En))
        .name(
            "switch",
            format!(
                "{short}.{}({})",
                switch.method,
                switch.params.as_deref().unwrap_or("…")
            ),
        )
        .name(
            "version",
            version
                .map(|version| format!(" {version}"))
                .unwrap_or_default(),
        )
        .name("note-zh", wrap(zh, "(", ")"))
        .name("note-en", wrap(en, " (", ")"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn switch(since: Option<&str>, until: Option<&str>) -> Switch {
        Switch {
            class: "com.acme.Sdk".into(),
            method: "agree".into(),
            meta_data: None,
            params: Some("Context,boolean".into()),
            role: SwitchRole::Consent,
            order: Order::Post,
            agrees: None,
            default_allows: false,
            older: false,
            since: since.map(str::to_owned),
            until: until.map(str::to_owned),
            note: None,
            verified: true,
        }
    }

    #[test]
    fn a_version_lies_in_a_range_by_its_numbers() {
        let range = switch(Some("4.5.6"), Some("5.0"));
        for (version, expected) in [
            ("4.5.5", false),
            ("4.5.6", true),
            ("v4.5.6-release", true),
            ("4.10", true),
            ("4.9.9.1", true),
            ("5", false),
            ("5.0.0", false),
            ("10.1", false),
        ] {
            assert_eq!(applies(&range, Some(version)), Some(expected), "{version}");
        }
        let from = switch(Some("9.3.0"), None);
        assert_eq!(applies(&from, Some("9.3")), Some(true));
        assert_eq!(applies(&from, Some("9.2.10")), Some(false));
    }

    #[test]
    fn a_version_that_is_not_known_decides_nothing() {
        for range in [switch(Some("1"), None), switch(None, Some("2"))] {
            assert_eq!(applies(&range, None), None);
            assert_eq!(applies(&range, Some("release")), None);
        }
        assert_eq!(applies(&switch(None, None), None), Some(true));
    }
}
