//! `collect-high-frequency`: readings whose code comes again in short periods: timers, tasks that post themselves,
//! loops that pause, location intervals, alarms and jobs. The period is a constant that the scenarios resolved.

use std::collections::BTreeMap;

use super::scenario::{item_names, shown};
use crate::checks::acts;
use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::checks::reads::{Reached, What};
use crate::knowledge::api::Behaviour;

/// The check, whose record holds the limits.
const CHECK: &str = "collect-high-frequency";
/// The setters of a location request say nothing by themselves: this is what they are about.
const LOCATION: &str = "location";

/// What comes again: the act, the reading, the period in milliseconds, the kind of limit.
type Round<'r> = (&'r Reached, &'r Reached, i64, &'r str);

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let Some(check) = facts.knowledge.check(CHECK) else {
        return Vec::new();
    };
    // The shortest period of each item, owner and kind; scenarios come in the order of reports.
    let mut best: BTreeMap<(String, String, String), Round<'_>> = BTreeMap::new();
    for act in facts.reached {
        if act.what != What::Act(Behaviour::Repeat) {
            continue;
        }
        let Some((period, kind)) = acts::period(act, facts.knowledge) else {
            continue;
        };
        let limit = check.limits.get(kind).map_or(0, |limit| limit.value);
        if period >= limit * 1000 || once(facts, act, period, kind) || ends_soon(act, period) {
            continue;
        }
        for read in readings(facts, act) {
            let (What::Item(item), false) = (&read.what, read.weak) else {
                continue;
            };
            let key = (item.clone(), read.owner.clone(), kind.to_owned());
            let better = best
                .get(&key)
                .is_none_or(|(_, _, known, _)| period < *known);
            if better {
                best.insert(key, (act, read, period, kind));
            }
        }
    }
    let mut hits = Vec::new();
    for ((item, _, kind), (act, read, period, _)) in best {
        let (zh, en) = item_names(&item);
        let limit = check.limits.get(&kind).map_or(0, |limit| limit.value);
        let mut hit = shown(&kind, Subject::Item(item), read)
            .name("item-zh", zh)
            .name("item-en", en)
            .name("timer", &act.short)
            .name("period-zh", spoken(period, true))
            .name("period-en", spoken(period, false))
            .name("limit", limit.to_string());
        hit = hit.shown(
            "constant",
            format!("{} {period} ms", act.api),
            act.chain.last().map(crate::checks::reads::place_of),
        );
        hit.key = format!("{} {}", act.api, read.api);
        hit.confidence = hit.confidence.min(act.confidence);
        hits.push(hit);
    }
    hits
}

/// Rounds from which on a countdown reads often.
const ROUNDS: i64 = 10;

/// Whether a countdown is over after a few rounds.
fn ends_soon(act: &Reached, period: i64) -> bool {
    let total = act
        .this
        .as_ref()
        .and_then(|this| this.total.as_ref()?.iter().max());
    total.is_some_and(|total| total / period.max(1) < ROUNDS)
}

/// What an act reads each time: what stands behind it, or the location readings of the same scenario for a setter.
fn readings<'f>(facts: &'f Facts<'_, '_, '_>, act: &'f Reached) -> Vec<&'f Reached> {
    let row = facts.knowledge.apis.members.get(act.row);
    let repeat = row.and_then(|api| api.repeat.as_ref());
    let Some(repeat) = repeat else {
        return Vec::new();
    };
    if repeat.limit != LOCATION {
        return act.each.iter().collect();
    }
    let same = |one: &&Reached| {
        let here = one.scenario == act.scenario
            && one.what == What::Item(LOCATION.to_owned())
            && !one.weak;
        // A member that is a reading and a period in one; a setter belongs to the readings of its own kind.
        here && match repeat.how {
            Some(_) => one.steps == act.steps,
            None => maker(&one.api) == maker(&act.api),
        }
    };
    let mut found: Vec<&Reached> = facts.reached.iter().filter(same).collect();
    found.sort_by_key(|one| one.chain.len());
    found.truncate(1);
    found
}

/// `com/amap` of `Lcom/amap/api/…`.
fn maker(member: &str) -> String {
    let class = member.trim_start_matches('L');
    class.split('/').take(2).collect::<Vec<_>>().join("/")
}

/// Whether a location request gives one reading only: its listener ends it, or it says so.
fn once(facts: &Facts<'_, '_, '_>, act: &Reached, period: i64, kind: &str) -> bool {
    if kind != LOCATION {
        return false;
    }
    // Map libraries take a period of nothing (and below a second) for one reading.
    let setter = facts
        .knowledge
        .apis
        .members
        .get(act.row)
        .and_then(|api| api.repeat.as_ref())
        .is_some_and(|repeat| repeat.how.is_none());
    if setter && period < 1000 {
        return true;
    }
    let stopped = act
        .each
        .iter()
        .any(|one| one.what == What::Act(Behaviour::Stop));
    let here = |one: &Reached| one.steps.last().map(|step| step.def);
    let told_once = facts.reached.iter().any(|one| {
        one.what == What::Act(Behaviour::Once)
            && here(one) == here(act)
            && one.args.first().and_then(|arg| arg.ints.as_deref()) == Some(&[1])
    });
    stopped || told_once
}

/// A period for the reader.
fn spoken(ms: i64, zh: bool) -> String {
    let (number, unit) = match ms {
        0 => (0.0, if zh { "秒" } else { " s" }),
        _ if ms % 60_000 == 0 => ((ms / 60_000) as f64, if zh { "分钟" } else { " min" }),
        _ => (ms as f64 / 1000.0, if zh { "秒" } else { " s" }),
    };
    format!("{number}{unit}")
}
