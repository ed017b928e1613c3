//! What a scenario works out on its way, for people who work on the engine: entries, calls, and which branches it decided.
//! Calling contexts of a method are told as one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::checks::Edge;
use crate::program::DefId;
use crate::scenario::code::Code;
use crate::scenario::code::ir::{BlockId, Body, Op};
use crate::scenario::engine::Engine;
use crate::scenario::engine::graph::Run;
use crate::scenario::engine::heap::Ctx;
use crate::scenario::model::rules::Rules;
use crate::scenario::replay::outcome::{Scenario, Stage, Wanted, solved};

/// The intermediate facts of one scenario; printed a line each, in an order that depends on the program alone.
#[derive(Debug, Clone)]
pub struct Trace {
    /// Which.
    pub scenario: Scenario,
    /// Methods that ran, in how many calling contexts, and blocks that were run until nothing changed.
    pub cost: (usize, usize, u64),
    /// What the framework starts by itself.
    pub entries: BTreeSet<String>,
    /// Caller and line, how, what.
    pub calls: BTreeSet<(String, Option<u32>, Edge, String)>,
    /// Method and line of a condition, and which way it goes.
    pub branches: BTreeSet<(String, Option<u32>, &'static str)>,
}

/// Replays one scenario that has no steps before it; `None` for the others.
pub fn trace(stage: Stage<'_>, scenario: Scenario, wanted: &Wanted) -> Option<Trace> {
    if !matches!(
        scenario,
        Scenario::FirstLaunch | Scenario::Background | Scenario::Consented
    ) {
        return None;
    }
    let (code, rules) = (Code::new(stage), Rules::new(stage.model));
    let mut work = code.work();
    if scenario == Scenario::Background && !work.is_empty() {
        let all = Scenario::Consented;
        let (everything, _) = solved(&code, &rules, stage, all, wanted, &work);
        work = everything.due(&work);
    }
    let (engine, record) = solved(&code, &rules, stage, scenario, wanted, &work);
    let names = Names {
        engine: &engine,
        stage,
    };
    let mut trace = Trace {
        scenario,
        cost: (0, engine.contexts.len(), engine.steps),
        entries: record.entries().iter().map(|ctx| names.of(*ctx)).collect(),
        calls: BTreeSet::new(),
        branches: BTreeSet::new(),
    };
    let mut ways: BTreeMap<DefId, BTreeSet<(BlockId, BlockId)>> = BTreeMap::new();
    for ctx in &record.told {
        for Run { pc, to, edge, .. } in record.out(*ctx) {
            let line = names.line(*ctx, *pc);
            let call = (names.of(*ctx), line, *edge, names.of(*to));
            trace.calls.insert(call);
        }
        let def = engine.contexts[ctx.0 as usize].def;
        ways.entry(def)
            .or_default()
            .extend(record.branches_of(*ctx));
    }
    trace.cost.0 = ways.len();
    for (def, ways) in &ways {
        if let Some(body) = code.lower(*def) {
            trace.branches.extend(names.branches(*def, &body, ways));
        }
    }
    Some(trace)
}

/// Replays scenarios that have no steps before them, one after the other, and calls `done` after each with the number of methods that
/// ran. Measures what the engine alone takes.
pub fn costs(
    stage: Stage<'_>,
    scenarios: &[Scenario],
    wanted: &Wanted,
    mut done: impl FnMut(usize),
) {
    let (code, rules) = (Code::new(stage), Rules::new(stage.model));
    let work = code.work();
    for scenario in scenarios {
        let (engine, record) = solved(&code, &rules, stage, *scenario, wanted, &work);
        let def = |ctx: &Ctx| engine.contexts[ctx.0 as usize].def;
        let methods: BTreeSet<DefId> = record.told.iter().map(def).collect();
        done(methods.len());
    }
}

/// What a run's numbers stand for.
struct Names<'n, 'e, 'a> {
    engine: &'n Engine<'e, 'a>,
    stage: Stage<'n>,
}

impl Names<'_, '_, '_> {
    fn of(&self, ctx: Ctx) -> String {
        self.method(self.engine.contexts[ctx.0 as usize].def)
    }

    fn method(&self, def: DefId) -> String {
        let program = self.stage.program;
        let method = program.method(def);
        let class = program.class_name(program.class(def));
        let (name, descriptor) = (
            program.method_name(method),
            program.method_descriptor(method),
        );
        format!("{class}.{name}{descriptor}")
    }

    fn line(&self, ctx: Ctx, pc: u32) -> Option<u32> {
        let def = self.engine.contexts[ctx.0 as usize].def;
        self.stage.program.locate(def, pc).line
    }

    /// The conditions of a method that can be reached, and which of their ways are.
    fn branches(
        &self,
        def: DefId,
        body: &Body,
        ways: &BTreeSet<(BlockId, BlockId)>,
    ) -> Vec<(String, Option<u32>, &'static str)> {
        let mut found = Vec::new();
        for (id, block) in (0..).zip(&body.blocks) {
            let taken = ways.range((id, 0)..=(id, BlockId::MAX)).map(|way| way.1);
            let taken: BTreeSet<BlockId> = taken.collect();
            let Some(last) = body.insns_of(block).last() else {
                continue;
            };
            let way = match last.op {
                Op::If { then, .. } => match (taken.contains(&then), taken.len()) {
                    (_, 0) => continue,
                    // Both ways lead to one block.
                    _ if block.next == Some(then) => continue,
                    (_, 2) => "open",
                    (true, _) => "jumps",
                    (false, _) => "goes on",
                },
                Op::Switch { .. } => match taken.len() {
                    0 => continue,
                    1 => "one case",
                    _ => "several cases",
                },
                _ => continue,
            };
            let line = self.stage.program.locate(def, last.pc).line;
            found.push((self.method(def), line, way));
        }
        found
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (methods, contexts, blocks) = self.cost;
        let name = self.scenario.name();
        writeln!(
            out,
            "{name}: {methods} methods, {contexts} contexts, {blocks} blocks run"
        )?;
        writeln!(out, "entries")?;
        for entry in &self.entries {
            writeln!(out, "  {entry}")?;
        }
        writeln!(out, "calls")?;
        for (from, line, edge, to) in &self.calls {
            writeln!(out, "  {from}{} {} {to}", Line(*line), edge.name())?;
        }
        writeln!(out, "branches")?;
        for (method, line, way) in &self.branches {
            writeln!(out, "  {method}{} {way}", Line(*line))?;
        }
        Ok(())
    }
}

/// A source line after a method.
struct Line(Option<u32>);

impl fmt::Display for Line {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(line) => write!(out, ":{line}"),
            None => Ok(()),
        }
    }
}
