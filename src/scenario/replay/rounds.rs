//! What happens each time that scheduled work comes again.

use std::collections::BTreeSet;

use super::outcome::{ChainStep, Round, kind_of};
use crate::checks::Edge;
use crate::knowledge::api::Again;
use crate::program::MethodId;
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::record::{Recorder, Ways, What};
use crate::scenario::engine::{At, Engine};

/// Events told of one schedule.
pub(super) const EACH: usize = 64;

/// What happens each time that a call's work comes again.
pub(super) fn each_time(
    engine: &mut Engine<'_, '_>,
    record: &Recorder,
    ways: &Ways<'_>,
    at: At,
    how: Again,
    runs: Option<&str>,
) -> Vec<Round> {
    let contexts = &engine.contexts;
    let def_of = |ctx: Ctx| contexts[ctx.0 as usize].def;
    let body_of = |ctx: Ctx| engine.code.lower(def_of(ctx));
    let Some(rounds) = record.rounds(at, how, &def_of, &body_of) else {
        return Vec::new();
    };
    let mut each: BTreeSet<_> = rounds.contexts().collect();
    if let Some((ctx, _)) = &rounds.within {
        each.insert(*ctx);
    }
    let mut found = Vec::new();
    for ctx in each {
        let first = At { ctx, pc: 0 };
        let last = At { ctx, pc: u32::MAX };
        let here = record
            .events
            .range((first, What::Call(MethodId(0), Vec::new()))..)
            .take_while(|(at, _)| *at <= last);
        for (place, what) in here {
            let inside = |blocks: &BTreeSet<u32>| {
                record
                    .block(*place)
                    .is_some_and(|block| blocks.contains(&block))
            };
            let looped = rounds
                .within
                .as_ref()
                .is_none_or(|(outer, blocks)| *outer != ctx || inside(blocks));
            if *place == at || !looped || found.len() >= EACH {
                continue;
            }
            let start = At {
                ctx: rounds.first,
                pc: rounds.leaves_at(*place),
            };
            let Some(way) = ways.to(start) else { continue };
            let rest = rounds.way(*place);
            // A class is initialised once.
            if rest.iter().any(|step| step.edge == Edge::ClassInit) {
                continue;
            }
            let conditional = rest.iter().any(|step| {
                let (ctx, pc) = (step.ctx, step.pc);
                record.open_branch(At { ctx, pc }).is_some()
            });
            if !rounds.comes_back_with(record, &rest) {
                continue;
            }
            let first = rest.first().map(|step| {
                let program = engine.code.stage().program;
                program
                    .method_name(program.method(def_of(step.ctx)))
                    .into_owned()
            });
            if runs.is_some() && first.as_deref() != runs {
                continue;
            }
            let steps = way.steps.iter().copied().chain(rest);
            let chain = steps.map(|step| ChainStep {
                def: def_of(step.ctx),
                pc: step.pc,
                edge: step.edge,
            });
            found.push((what.clone(), chain.collect::<Vec<_>>(), conditional));
        }
    }
    found
        .into_iter()
        .map(|(what, chain, conditional)| Round {
            kind: kind_of(engine, what),
            chain,
            conditional,
        })
        .collect()
}
