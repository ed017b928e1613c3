//! What happens each time that scheduled work comes again.

use std::collections::BTreeSet;

use super::outcome::{ChainStep, Round, kind_of};
use crate::checks::Edge;
use crate::knowledge::api::Again;
use crate::program::{DefId, FieldId, MethodId, TypeId};
use crate::scenario::code::ir::Op;
use crate::scenario::engine::again::{Asked, Rounds};
use crate::scenario::engine::graph::Run;
use crate::scenario::engine::heap::{Ctx, Site};
use crate::scenario::engine::record::{Recorder, Ways, What};
use crate::scenario::engine::value::{Obj, Vid};
use crate::scenario::engine::{At, Engine};

/// Events told of one schedule.
const EACH: usize = 64;

/// What starts something that is there already but for the first time: how methods are named that run then.
const CREATION: &[&str] = &["<init>", "attachBaseContext", "attachInfo", "onCreate"];
/// Components that stay once they are there, and kinds of them that are ended by the system.
const STAYING: &[&str] = &[
    "android.app.Service",
    "android.app.Application",
    "android.content.ContentProvider",
];
const PASSING: &[&str] = &["android.app.IntentService", "android.app.job.JobService"];
/// Calls by which a service ends itself, or others end it.
const ENDING: &[&str] = &["stopSelf", "stopSelfResult"];
const ENDED: &[&str] = &["stopService", "unbindService"];
/// Calls that a broadcast follows.
const ASKING: &[&str] = &[
    "sendBroadcast",
    "sendOrderedBroadcast",
    "startDiscovery",
    "startScan",
];

/// What of a round comes no more than once.
#[derive(Default)]
struct Once {
    /// Methods that run in the round.
    defs: BTreeSet<DefId>,
    /// Services that are ended in the round; any may be; a broadcast is asked for.
    ended: BTreeSet<TypeId>,
    ends: bool,
    asks: bool,
    /// Fields that are emptied or filled again in it.
    reset: BTreeSet<FieldId>,
}

impl Once {
    /// Looks through what runs in a round.
    fn of(engine: &Engine<'_, '_>, contexts: impl Iterator<Item = Ctx>) -> Self {
        let code = engine.code;
        let def_of = |ctx: Ctx| engine.contexts[ctx.0 as usize].def;
        let mut once = Self {
            defs: contexts.map(def_of).collect(),
            ..Self::default()
        };
        for def in &once.defs {
            let Some(body) = code.lower(*def) else {
                continue;
            };
            let all = engine.kept_in(*def);
            for insn in &body.insns {
                match insn.op {
                    Op::Call { method, .. } => {
                        let name = &*code.method(method).name;
                        once.ends |= ENDED.contains(&name);
                        if ENDING.contains(&name) {
                            once.ended.insert(code.method_owner(method));
                        }
                        once.asks |= ASKING.contains(&name);
                    }
                    Op::Put { field, .. } | Op::PutStatic { field, .. } => {
                        let mut own = all.iter().filter(|one| one.field == field);
                        if !own.any(|one| one.guards(&body, insn.pc)) {
                            once.reset.insert(field);
                        }
                    }
                    _ => {}
                }
            }
        }
        once
    }

    /// Whether what a place runs comes once.
    fn runs(&self, engine: &Engine<'_, '_>, from: Ctx, run: &Run) -> bool {
        let code = engine.code;
        // A class is initialised once.
        if run.edge == Edge::ClassInit {
            return true;
        }
        let def = engine.contexts[run.to.0 as usize].def;
        let class = code.def_owner(def);
        let is = |names: &[&str]| {
            let mut types = names.iter().filter_map(|name| code.class_named(name));
            types.any(|ty| code.is_subtype(class, ty))
        };
        let name = code.method_name(code.program.method(def));
        // A component is made once, as long as it stays; a receiver hears what is sent later.
        match run.edge {
            Edge::ComponentStart if CREATION.contains(&&*name) && is(STAYING) => {
                let mut ended = self.ended.iter();
                let ended = self.ends || ended.any(|ty| code.is_subtype(class, *ty));
                if !(is(&STAYING[..1]) && (ended || is(PASSING))) {
                    return true;
                }
            }
            Edge::Callback if !self.asks && name == "onReceive" => {
                let at = At {
                    ctx: from,
                    pc: run.pc,
                };
                if called(engine, at).is_some_and(|name| name == "registerReceiver") {
                    return true;
                }
            }
            _ => {}
        }
        self.keeps(engine, from, run.pc)
    }

    /// Whether a place runs only the first time: what it makes is kept.
    fn keeps(&self, engine: &Engine<'_, '_>, ctx: Ctx, pc: u32) -> bool {
        let context = &engine.contexts[ctx.0 as usize];
        let Some(body) = context.body.as_deref() else {
            return false;
        };
        let all = engine.kept_in(context.def);
        all.iter().any(|one| {
            let stays = match one.object {
                None => true,
                Some(reg) => {
                    let param = body.params.iter().position(|param| *param == reg);
                    let held = param.and_then(|at| context.params.get(at));
                    held.is_some_and(|held| self.is_old(engine, *held))
                }
            };
            stays && !self.reset.contains(&one.field) && one.holds(body, pc)
        })
    }

    /// Whether a value is objects that are not made in the round.
    fn is_old(&self, engine: &Engine<'_, '_>, value: Vid) -> bool {
        let value = engine.values.get(value);
        let made = |obj: &Obj| match engine.objects.key(*obj).site {
            Site::Code { def, .. } => self.defs.contains(&def),
            _ => false,
        };
        value.types.is_empty() && !value.objs.is_empty() && !value.objs.iter().any(made)
    }
}

/// The name of the method that a place calls.
fn called(engine: &Engine<'_, '_>, at: At) -> Option<String> {
    let body = engine.contexts[at.ctx.0 as usize].body.as_deref()?;
    let insn = body.insns.iter().find(|insn| insn.pc == at.pc)?;
    match insn.op {
        Op::Call { method, .. } => Some(engine.code.method(method).name.to_string()),
        _ => None,
    }
}

/// What happens each time that the work of a call comes again, which may be another thing in each context: a runner that is made for
/// several tasks.
pub(super) fn each_of(
    engine: &mut Engine<'_, '_>,
    record: &Recorder,
    ways: &Ways<'_>,
    places: &[At],
    (how, runs): &(Again, Option<String>),
) -> Vec<Round> {
    let mut each: Vec<Round> = Vec::new();
    for place in places {
        for one in each_time(engine, record, ways, *place, *how, runs.as_deref()) {
            let known = each.iter().position(|known| known.kind == one.kind);
            match known {
                Some(at) if each[at].conditional && !one.conditional => each[at] = one,
                None if each.len() < EACH => each.push(one),
                _ => {}
            }
        }
    }
    each
}

/// What happens each time that a call's work comes again.
fn each_time(
    engine: &mut Engine<'_, '_>,
    record: &Recorder,
    ways: &Ways<'_>,
    at: At,
    how: Again,
    runs: Option<&str>,
) -> Vec<Round> {
    let all = {
        let asked_of = |once: &dyn Fn(Ctx, &Run) -> bool| {
            let contexts = &engine.contexts;
            let def_of = |ctx: Ctx| contexts[ctx.0 as usize].def;
            let body_of = |ctx: Ctx| engine.code.lower(def_of(ctx));
            let asked = Asked {
                def_of: &def_of,
                body_of: &body_of,
                task: &|at| called(engine, at).is_some_and(|name| name == "run" || name == "call"),
                steps_of: &|ctx| steps_of(engine, ctx),
                made_in: &|ctx| engine.objects.key(run_on(engine, ctx)?).ctx,
                once,
            };
            record.rounds(at, how, &asked)
        };
        let first = asked_of(&|_, run| run.edge == Edge::ClassInit);
        if first.is_empty() {
            return Vec::new();
        }
        let here = first.iter().flat_map(|rounds| {
            let own = rounds
                .within
                .iter()
                .flat_map(|(own, _)| own.iter().copied());
            rounds.contexts().chain(own)
        });
        let once = Once::of(engine, here);
        // What is scheduled once, for it is kept, comes again all the same.
        let scheduled =
            |from: Ctx, run: &Run| how == Again::Fixed && (from, run.pc) == (at.ctx, at.pc);
        let all = asked_of(&|from, run| !scheduled(from, run) && once.runs(engine, from, run));
        (all, once)
    };
    let (all, once) = all;
    let mut found = Vec::new();
    for rounds in &all {
        let keeps = |place: At| once.keeps(engine, place.ctx, place.pc);
        found.extend(round(engine, record, ways, (at, rounds), runs, &keeps));
        found.truncate(EACH);
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

/// What happens in one round.
fn round(
    engine: &Engine<'_, '_>,
    record: &Recorder,
    ways: &Ways<'_>,
    (at, rounds): (At, &Rounds),
    runs: Option<&str>,
    keeps: &dyn Fn(At) -> bool,
) -> Vec<(What, Vec<ChainStep>, bool)> {
    let def_of = |ctx: Ctx| engine.contexts[ctx.0 as usize].def;
    let mut each: BTreeSet<_> = rounds.contexts().collect();
    if rounds.within.is_some() {
        each.insert(rounds.first);
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
                .is_none_or(|(outer, blocks)| !outer.contains(&ctx) || inside(blocks));
            if *place == at || !looped || keeps(*place) || found.len() >= EACH {
                continue;
            }
            let start = At {
                ctx: rounds.first,
                pc: rounds.leaves_at(*place),
            };
            let Some(way) = ways.to(start) else { continue };
            let rest = rounds.way(*place);
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
}

/// The object on which a context is run, where that is one.
fn run_on(engine: &Engine<'_, '_>, ctx: Ctx) -> Option<Obj> {
    let this = *engine.contexts[ctx.0 as usize].params.first()?;
    engine.single(this, false)
}

/// The contexts that run the method of a coroutine on the same object, whatever its step; `None`: it is no coroutine.
fn steps_of(engine: &Engine<'_, '_>, ctx: Ctx) -> Option<BTreeSet<Ctx>> {
    let def = engine.contexts[ctx.0 as usize].def;
    engine
        .code
        .lower(def)
        .filter(|body| !body.steps.is_empty())?;
    let home = |ctx| run_on(engine, ctx).map(|obj| engine.objects.home(obj));
    let own = home(ctx);
    let all = (0..).map(Ctx).zip(&engine.contexts);
    let same = all.filter(|(_, context)| context.def == def);
    let same = same.map(|(other, _)| other);
    let on_it = same.filter(|other| *other == ctx || own.is_some() && home(*other) == own);
    Some(on_it.collect())
}
