//! Acts that a person has no way round: a dialog of which putting it away, in whatever way, asks for a permission. Such a request
//! comes without a new act, whatever the dialog says.

use std::collections::{BTreeMap, BTreeSet};

use crate::scenario::engine::Engine;
use crate::scenario::engine::graph::Follow;
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::record::{Recorder, What};
use crate::scenario::engine::value::Vid;
use crate::scenario::replay::acts::{Choice, Offer};
use crate::scenario::replay::outcome::Wanted;

/// Has what such acts run come by itself; which they are.
pub(crate) fn no_way_round(
    engine: &Engine<'_, '_>,
    record: &mut Recorder,
    wanted: &Wanted,
) -> BTreeSet<Offer> {
    let forced = forced(engine, record, wanted);
    let acts = forced.iter().filter_map(|one| Some((one.at, one.ctx?)));
    let acts = acts.collect();
    let offers = forced.iter().map(|one| one.key.offer()).collect();
    record.come_by_themselves(&acts);
    offers
}

fn forced(engine: &Engine<'_, '_>, record: &Recorder, wanted: &Wanted) -> Vec<Choice> {
    let mut requests = BTreeSet::new();
    let mut modal: BTreeSet<Ctx> = BTreeSet::new();
    for (at, what) in &record.events {
        if let What::Call(method, args) = what {
            if wanted.requests.contains(method) {
                requests.insert(*at);
            }
            if wanted.modal.contains(method) && args.last() == Some(&Vid::ZERO) {
                modal.insert(at.ctx);
            }
        }
    }
    // Whether an act surely asks: no condition lies before the request.
    let asks = |ctx: Ctx| {
        let from = BTreeSet::from([ctx]);
        let run = record.closure([ctx], Follow::WithinPage);
        let mut near = requests.iter().filter(|at| run.contains(at.ctx)).peekable();
        near.peek().is_some() && {
            let ways = record.ways_from(&from, false);
            near.any(|at| ways.cost(*at).is_some_and(|(open, _)| open == 0))
        }
    };
    let mut forced = Vec::new();
    let mut buttons: BTreeMap<Ctx, Vec<&Choice>> = BTreeMap::new();
    for choice in record.choices.iter().filter(|choice| !choice.answer) {
        let name = engine.code.method_name(choice.key.registered);
        match choice.ctx {
            Some(ctx) if name == "setOnDismissListener" && asks(ctx) => {
                forced.push(*choice);
            }
            _ if choice.key.which.is_some() => {
                buttons.entry(choice.at.ctx).or_default().push(choice);
            }
            _ => {}
        }
    }
    // A dialog that only its buttons put away, of which each asks.
    buttons.retain(|shown, _| modal.contains(shown));
    for all in buttons.into_values() {
        if all.iter().all(|choice| choice.ctx.is_some_and(asks)) {
            forced.extend(all);
        }
    }
    forced
}
