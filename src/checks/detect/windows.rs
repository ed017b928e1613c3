//! `overlay-window`: windows over other apps without a touch. `silent-download`: downloads and installations that nobody
//! asked for. `shake-ad`: a movement of the device opens something, and how little of it is enough.

use std::collections::BTreeMap;

use super::motion::{self, Threshold};
use super::scenario::shown;
use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::checks::reads::{Reached, What};
use crate::knowledge::Confidence;
use crate::knowledge::api::Behaviour;
use crate::knowledge::sdk::SdkCategory;
use crate::program::DefId;
use crate::scenario::{Arg, Scenario};

/// The check whose record says how strong a movement must be.
const SHAKE: &str = "shake-ad";
/// What asks for windows over other apps.
const OVERLAY: &str = "android.permission.SYSTEM_ALERT_WINDOW";
/// `WindowManager.LayoutParams.TYPE_*` of windows over other apps.
const OVER_OTHERS: &[i64] = &[2002, 2003, 2005, 2006, 2007, 2010, 2038];
/// What a package is called in intents and downloads.
const PACKAGE: &str = "application/vnd.android.package-archive";
/// The intent that installs.
const INSTALL: &str = "android.intent.action.INSTALL_PACKAGE";

/// `overlay-window`: one finding per owner and scenario.
pub(super) fn overlay(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let manifest = &facts.package.manifest;
    let Some(asked) = manifest
        .uses_permissions
        .iter()
        .find(|asked| asked.name == OVERLAY)
    else {
        return Vec::new();
    };
    let mut hits = Vec::new();
    for (scenario, case) in [
        (Scenario::Background, "background"),
        (Scenario::FirstLaunch, "first-launch"),
    ] {
        let over = |one: &Reached| {
            one.what == What::Act(Behaviour::Window)
                && one.args.iter().any(|arg| {
                    arg.windows
                        .as_ref()
                        .is_some_and(|types| types.iter().any(|one| OVER_OTHERS.contains(one)))
                })
        };
        for (_, one) in by_owner(facts, scenario, over) {
            let hit = shown(case, Subject::Permission(OVERLAY.to_owned()), &one);
            let place = facts.manifest_line(asked.line);
            hits.push(hit.shown("manifest", OVERLAY, Some(place)));
        }
    }
    hits
}

/// `silent-download`: one finding per owner, kind and scenario.
pub(super) fn downloads(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for scenario in [Scenario::FirstLaunch, Scenario::Background] {
        type Case = (&'static str, fn(&Reached) -> bool);
        let cases: [Case; 3] = [
            ("install", installs),
            ("package", |one| downloads_file(one) && is_package(one)),
            ("file", |one| downloads_file(one) && !is_package(one)),
        ];
        for (case, is) in cases {
            for (_, one) in by_owner(facts, scenario, is) {
                hits.push(shown(case, Subject::App, &one));
            }
        }
    }
    hits
}

fn downloads_file(one: &Reached) -> bool {
    one.what == What::Act(Behaviour::Download)
}

/// Whether what is downloaded is an app, by its type or its name.
fn is_package(one: &Reached) -> bool {
    let named = |text: &String| {
        let path = text.split(['?', '#']).next().unwrap_or(text);
        path.to_ascii_lowercase().ends_with(".apk")
    };
    one.args.iter().any(|arg| {
        arg.mimes.iter().any(|mime| mime == PACKAGE)
            || arg.fields.iter().chain(&arg.texts).any(named)
    })
}

fn installs(one: &Reached) -> bool {
    let asks = |arg: &Arg| {
        arg.mimes.iter().any(|mime| mime == PACKAGE)
            || arg.actions.iter().any(|action| action == INSTALL)
    };
    match one.what {
        What::Act(Behaviour::Install) => true,
        What::Act(Behaviour::ComponentStart) => one.args.iter().any(asks),
        _ => false,
    }
}

/// The best chain of each owner among what a scenario reaches.
fn by_owner(
    facts: &Facts<'_, '_, '_>,
    scenario: Scenario,
    is: impl Fn(&Reached) -> bool,
) -> BTreeMap<String, Reached> {
    let mut first: BTreeMap<String, Reached> = BTreeMap::new();
    for one in facts.reached.iter().filter(|one| one.scenario == scenario) {
        if !is(one) {
            continue;
        }
        let better = first.get(&one.owner).is_none_or(|known| {
            (known.confidence, one.chain.len(), &one.chain)
                < (one.confidence, known.chain.len(), &known.chain)
        });
        if better {
            first.insert(one.owner.clone(), one.clone());
        }
    }
    first
}

/// `shake-ad`: one finding per listener, and one for each advertising SDK that the app shows no switch of.
pub(super) fn shaken(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let Some(check) = facts.knowledge.check(SHAKE) else {
        return Vec::new();
    };
    let limit = |name: &str| check.limits.get(name).map_or(0, |limit| limit.value) as f64;
    let program = facts.program;
    let Some(declarer) = program.find_type("Landroid/hardware/SensorEventListener;") else {
        return Vec::new();
    };
    // What opens something, by the method that does it. A page of the app's own that is opened by shaking (a game, a table
    // of settings) is no jump; an advertisement leads away, or is opened by an SDK for advertising.
    let mut opens: BTreeMap<DefId, Reached> = BTreeMap::new();
    for one in facts.reached {
        let ads = || {
            facts.knowledge.sdk(&one.owner).is_some_and(|record| {
                matches!(record.category, SdkCategory::Ads | SdkCategory::AdMediation)
            })
        };
        let away = |arg: &Arg| {
            !arg.actions.is_empty() || !arg.fields.is_empty() || !arg.packages.is_empty()
        };
        if one.what == What::Act(Behaviour::ComponentStart)
            && one.api.contains("startActivity")
            && (one.args.iter().any(away) || ads())
            && let Some(last) = one.steps.last()
        {
            opens.entry(last.def).or_insert_with(|| one.clone());
        }
    }
    let listeners = program.defs().filter(|def| {
        program.method_name(program.method(*def)) == "onSensorChanged"
            && facts.reach.contains(*def)
            && program.is_subtype(program.class_type(program.class(*def)), declarer)
    });
    let mut hits = Vec::new();
    for listener in listeners {
        let (ran, _) = facts.closure(&[listener], motion::METHODS);
        let Some((last, one)) = ran.iter().find_map(|def| Some((*def, opens.get(def)?))) else {
            continue;
        };
        let thresholds = motion::thresholds(facts, listener, last, &ran);
        let least = limit("acceleration");
        let weak = thresholds
            .iter()
            .filter(|one| one.metres() < least)
            .min_by(|a, b| a.metres().total_cmp(&b.metres()));
        let (case, number) = match weak {
            Some(weak) => ("weak", weak.clone()),
            None if thresholds.is_empty() => ("unknown", Threshold::default()),
            // Strong enough in one respect: turn and duration are not read off the code.
            None => continue,
        };
        let (class, _) = facts.names(listener);
        let mut hit = shown(case, Subject::App, one)
            .name("listener", &class)
            .name("entry", format!("{class}.onSensorChanged"))
            .name("threshold", number.text())
            .name("limit", format!("{least}"));
        if case == "weak" {
            let place = facts.place_at(number.def.unwrap_or(listener), number.pc);
            hit = hit.shown("constant", number.text(), Some(place.clone()));
            hit.location = Some(place);
            hit.confidence = hit.confidence.min(Confidence::Likely);
        } else {
            hit.confidence = Confidence::Possible;
        }
        // The chain is that of another way when there are several.
        let program_step = |step: &crate::scenario::ChainStep| step.def == listener;
        if !one.steps.iter().any(program_step) {
            hit.chain.clear();
        }
        hit.owner = facts.owner(listener);
        hit.key = format!("{case} {}", number.text());
        hits.push(hit);
    }
    hits
}
