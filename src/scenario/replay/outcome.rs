//! Runs the scenarios and turns what they reached into plain facts.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::rounds::each_of;
use super::usual::note_usual;
use crate::checks::Edge;
use crate::knowledge::api::Again;
use crate::knowledge::framework::Framework;
use crate::knowledge::model::Model;
use crate::package::Package;
use crate::package::manifest::Manifest;
use crate::program::{DefId, FieldId, MethodId, Program};
use crate::scenario::code::Code;
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::marks::Marks;
use crate::scenario::engine::record::{Keeps, Recorder, Way, Ways, What};
use crate::scenario::engine::{Assumptions, At, Engine};
use crate::scenario::model::rules::Rules;
use crate::scenario::replay::denied;
use crate::scenario::replay::first::{Later, first_launch, unasked};
use crate::scenario::replay::plain::{Arg, plain, plain_all};
use crate::scenario::replay::prompt;
use crate::scenario::replay::question::Question;
use crate::scenario::replay::screens::{self, Screens, Sought};
use crate::scenario::replay::work::Work;

/// Blocks that a scenario may run before it is cut, and said to be: a safety net far above what any known package takes
/// (a first launch that reaches ten thousand methods runs three hundred thousand).
pub(crate) const BUDGET: u64 = 4_000_000;

/// Ways that are kept beside the best one, for those who want to see them.
pub(crate) const OTHERS: usize = 9;

/// A laboratory's scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scenario {
    /// Installed afresh, started, not touched.
    FirstLaunch,
    /// The consent prompt was refused.
    Refused,
    /// Every permission that is asked for is denied.
    Denied,
    /// No page is visible.
    Background,
    /// Everything that can happen, a person's acts included.
    Consented,
    /// A library's host calls its public methods.
    PublicApi,
}

impl Scenario {
    /// All scenarios of an app, in the order of reports.
    pub const ALL: [Self; 5] = [
        Self::FirstLaunch,
        Self::Refused,
        Self::Denied,
        Self::Background,
        Self::Consented,
    ];

    /// The word of the contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstLaunch => "first-launch",
            Self::Refused => "refused",
            Self::Denied => "denied",
            Self::Background => "background",
            Self::Consented => "consented",
            Self::PublicApi => "public-api",
        }
    }
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// A method is called; arguments start with the receiver when there is one.
    Call(MethodId, Vec<Arg>),
    /// A field is read.
    Read(FieldId),
    /// A method is called by reflection: dotted class, name, elements of the argument array.
    Reflected(String, String, Box<Arg>),
    /// Personal data reaches a call: marks of the items and of what carries them ([`crate::scenario::Marks`]).
    Flow(MethodId, u64),
    /// Items that should stay apart meet in what a call puts together.
    Linked(MethodId, u64),
    /// The app ends because of a refusal or denial: the method that ends it, and how it comes there.
    Ended(MethodId, Through),
    /// A permission is asked for again after it was denied: the method that asks, its arguments, when.
    AskedAgain(MethodId, Vec<Arg>, Asked),
}

/// How a refusal or denial comes to an end of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Through {
    /// By itself.
    Itself,
    /// Through a dialog that leaves no other way.
    Dialog,
    /// Through a dialog that leaves no other way but to put it away.
    DialogThatCloses,
}

/// When a denied permission is asked for again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// Because of the denial.
    AfterDenial,
    /// When the page comes back from under the system's dialog.
    OnReturn,
    /// At every start.
    EveryStart,
}

/// One step of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChainStep {
    /// The method.
    pub def: DefId,
    /// Offset of the call to the next step, or of the event.
    pub pc: u32,
    /// How the method was reached.
    pub edge: Edge,
}

/// Something that a scenario reaches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// The shortest way to it: fewest branches left open, then fewest steps.
    pub chain: Vec<ChainStep>,
    /// Branches on the way that the scenario did not decide: method and offset.
    pub open: Vec<(DefId, u32)>,
    /// Ways that were found in all, one a calling context.
    pub ways: u32,
    /// The next best of them, each different from the others: at most [`OTHERS`].
    pub others: Vec<Vec<ChainStep>>,
    /// Of a call that schedules ([`Wanted::again`]): what happens each time. Empty when it runs once.
    pub each: Vec<Round>,
}

/// What happens each time that scheduled work comes again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Round {
    /// What.
    pub kind: EventKind,
    /// The way to it.
    pub chain: Vec<ChainStep>,
    /// Whether an unknown condition lies on the way, so that it may not be done each time.
    pub conditional: bool,
}

impl Round {
    /// The same as an event of its own, behind the call that schedules it.
    pub fn event(&self, of: &Event) -> Event {
        Event {
            kind: self.kind.clone(),
            chain: self.chain.clone(),
            open: of.open.clone(),
            ways: 1,
            others: Vec::new(),
            each: Vec::new(),
        }
    }
}

/// What one scenario reached.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Which.
    pub scenario: Scenario,
    /// Events, sorted.
    pub events: Vec<Event>,
    /// Methods that ran.
    pub reached: FxHashSet<DefId>,
    /// The budget ran out: there may be more.
    pub exhausted: bool,
    /// Contexts, for benches.
    pub contexts: usize,
    /// The consent prompt that is shown; only of the first launch.
    pub prompt: Option<Prompt>,
    /// What that prompt shows; only of the first launch.
    pub question: Option<Question>,
    /// Where something happens before any of the prompts that stand on later pages is answered; only of a first launch that shows
    /// none, when there are some.
    pub unasked: Option<FxHashSet<(DefId, u32)>>,
    /// What a person can reach of the documents sought; only where everything can happen.
    pub screens: Option<Screens>,
}

/// What the first launch shows that asks for consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prompt {
    /// A choice between consent and refusal.
    Choice,
    /// Something that names a privacy policy or an agreement.
    Named,
}

/// What to replay on.
#[derive(Clone, Copy)]
pub struct Stage<'a> {
    /// The code.
    pub program: &'a Program<'a>,
    /// Manifest, resources, layouts.
    pub package: &'a Package<'a>,
    /// Framework classes.
    pub framework: Framework<'a>,
    /// Framework behaviour.
    pub model: &'a Model,
    /// Permissions that need no grant at run time.
    pub normal: &'a BTreeSet<String>,
    /// Whether a text names a privacy policy or an agreement.
    pub names_policy: fn(&str) -> bool,
}

/// Replays every scenario, in parallel, and gives the events on the members that `wanted` names. The result does not
/// depend on the number of threads: scenarios share only what is computed from the program alone.
pub fn replay(stage: Stage<'_>, wanted: &Wanted) -> Vec<Outcome> {
    let code = Code::new(stage);
    let work = code.work();
    let background = |due: &Work| replay_one(&code, stage, Scenario::Background, wanted, due).0;
    let run = |scenario: &Scenario| match scenario {
        Scenario::FirstLaunch => (first_launch(&code, stage, wanted), Later::new()),
        Scenario::Refused | Scenario::Denied | Scenario::PublicApi => Default::default(),
        // What runs on order is known once everything that may order it was seen.
        Scenario::Background if work.is_empty() => (vec![background(&work)], Later::new()),
        Scenario::Background => Default::default(),
        Scenario::Consented => {
            let (all, due, later) = replay_one(&code, stage, *scenario, wanted, &work);
            // What never asks is never denied.
            let asks = all.exhausted || all.events.iter().any(|event| asks(event, wanted));
            let (denied, background) = rayon::join(
                || asks.then(|| denied::replay(&code, stage, wanted)),
                || (!work.is_empty()).then(|| background(&due)),
            );
            let others = denied.flatten().into_iter().chain(background);
            (others.chain([all]).collect(), later)
        }
    };
    let (outcomes, later): (Vec<_>, Vec<_>) = Scenario::ALL.par_iter().map(run).unzip();
    let mut outcomes: Vec<Outcome> = outcomes.into_iter().flatten().collect();
    outcomes.sort_by_key(|outcome| outcome.scenario);
    let later = later.into_iter().flatten().collect();
    if let Some(first) = outcomes.first_mut().filter(|one| one.prompt.is_none()) {
        first.unasked = unasked(&code, stage, wanted, &work, later);
    }
    outcomes
}

/// Whether an event asks for a permission.
pub(super) fn asks(event: &Event, wanted: &Wanted) -> bool {
    matches!(&event.kind, EventKind::Call(method, _) if wanted.requests.contains(method))
}

/// One scenario, what of `work` some code in it orders, and the prompts that stand in it.
fn replay_one(
    code: &Code<'_>,
    stage: Stage<'_>,
    scenario: Scenario,
    wanted: &Wanted,
    work: &Work,
) -> (Outcome, Work, Later) {
    let rules = Rules::new(stage.model);
    let (mut engine, record) = solved(code, &rules, stage, scenario, wanted, work);
    let due = engine.due(work);
    let mut outcome = outcome(&mut engine, &record, scenario, wanted);
    if scenario == Scenario::Consented {
        let found = screens::screens(&mut engine, &record, stage, wanted, &wanted.documents);
        outcome.screens = Some(found);
    }
    let later = match scenario {
        Scenario::Consented => prompt::that_ask(&engine, stage, &record.choices),
        _ => Later::new(),
    };
    (outcome, due, later)
}

/// The platform from which permissions are asked for at run time: nobody replays a refusal on an older one.
const RUNTIME_PERMISSIONS: i64 = 23;

/// The oldest platform that a scenario is replayed on.
pub(crate) fn device_sdk(stage: Stage<'_>, scenario: Scenario) -> i64 {
    let least = i64::from(stage.package.manifest.min_sdk);
    match scenario {
        Scenario::FirstLaunch | Scenario::Refused | Scenario::Denied => {
            least.max(RUNTIME_PERMISSIONS)
        }
        _ => least,
    }
}

pub(super) fn assumptions(stage: Stage<'_>, scenario: Scenario) -> Assumptions {
    Assumptions {
        empty_storage: scenario == Scenario::FirstLaunch,
        granted: (scenario == Scenario::FirstLaunch).then_some(false),
        person: scenario == Scenario::Consented,
        broadcasts: scenario != Scenario::FirstLaunch,
        pages: scenario != Scenario::Background,
        explain: None,
        host: false,
        min_sdk: device_sdk(stage, scenario),
    }
}

/// A scenario run to its end, with what it noted. Of `work` all runs in the background, and what is ordered where
/// everything can happen.
pub(in crate::scenario) fn solved<'e, 'a>(
    code: &'e Code<'a>,
    rules: &'e Rules,
    stage: Stage<'_>,
    scenario: Scenario,
    wanted: &'e Wanted,
    work: &Work,
) -> (Engine<'e, 'a>, Recorder) {
    let mut engine = Engine::new(code, rules, assumptions(stage, scenario));
    if !wanted.marks.methods.is_empty() || !wanted.marks.fields.is_empty() {
        engine.marks = Some(&wanted.marks);
    }
    let manifest = &stage.package.manifest;
    engine.start_process(manifest);
    start(&mut engine, manifest, scenario);
    let due = match scenario {
        Scenario::Consented => settle(&mut engine, work),
        _ => {
            let due = match scenario {
                Scenario::Background => work.clone(),
                _ => Work::new(),
            };
            engine.start_work(&due);
            engine.solve(BUDGET);
            due
        }
    };
    // A refusal goes on from the first launch.
    let keeps = match scenario {
        Scenario::FirstLaunch => Keeps::Reads,
        _ => Keeps::Nothing,
    };
    engine.record = Some(Recorder::new(wanted, keeps));
    // What the process does when it starts is told under the first launch; it is no work in the background.
    if scenario != Scenario::Background {
        engine.start_process(manifest);
    }
    start(&mut engine, manifest, scenario);
    engine.start_work(&due);
    let record = engine.record();
    (engine, record)
}

/// Runs until nothing changes, with what of `work` is ordered by then; which that is.
pub(super) fn settle(engine: &mut Engine<'_, '_>, work: &Work) -> Work {
    let mut due = Work::new();
    loop {
        engine.start_work(&due);
        engine.solve(BUDGET);
        let more = engine.due(work);
        if more == due {
            return due;
        }
        due = more;
    }
}

/// What the framework runs of the app by itself once the process is there.
fn start(engine: &mut Engine<'_, '_>, manifest: &Manifest, scenario: Scenario) {
    match scenario {
        Scenario::FirstLaunch | Scenario::Refused | Scenario::Denied => {
            engine.start_launchers(manifest);
        }
        Scenario::Background => engine.start_background(manifest),
        Scenario::Consented => {
            engine.start_pages(manifest);
            engine.start_background(manifest);
            engine.start_bridges();
        }
        Scenario::PublicApi => {}
    }
}

/// Members whose calls and reads are events.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Method references.
    pub methods: FxHashSet<MethodId>,
    /// Field references.
    pub fields: FxHashSet<FieldId>,
    /// Calls that schedule something, among `methods`.
    pub again: FxHashMap<MethodId, (Again, Option<String>)>,
    /// Where personal data comes from and where it must not go.
    pub marks: Marks,
    /// Methods that ask for permissions.
    pub requests: FxHashSet<MethodId>,
    /// Methods that end a page (`false`) or the app (`true`).
    pub ends: FxHashMap<MethodId, bool>,
    /// Methods that make a dialog one that cannot be put away.
    pub modal: FxHashSet<MethodId>,
    /// Methods that put a dialog away.
    pub closes: FxHashSet<MethodId>,
    /// Methods that open an address or a file for a person to read.
    pub opens: FxHashSet<MethodId>,
    /// Documents that are looked for in what a person can reach.
    pub documents: Vec<Sought>,
    /// Ways to a call that are kept beside the shortest.
    pub others: usize,
}

impl Wanted {
    /// The same, but of calls that schedule something it is not asked what happens each time, nor of any call for other ways.
    pub(in crate::scenario) fn once(&self) -> Self {
        Self {
            again: FxHashMap::default(),
            others: 0,
            ..self.clone()
        }
    }
}

/// The cheapest places with what the ways to them cost, and how many contexts have any.
type Best = (BTreeSet<((u32, u32), At)>, u32);

/// What a run reached.
pub(in crate::scenario) fn outcome(
    engine: &mut Engine<'_, '_>,
    record: &Recorder,
    scenario: Scenario,
    wanted: &Wanted,
) -> Outcome {
    let ways = record.ways();
    let events = told(engine, record, &ways, wanted, |_| true);
    Outcome {
        scenario,
        events,
        reached: engine.contexts.iter().map(|context| context.def).collect(),
        exhausted: engine.exhausted,
        contexts: engine.contexts.len(),
        prompt: None,
        question: None,
        unasked: None,
        screens: None,
    }
}

/// The events of the contexts that `within` picks, each by its best way.
pub(crate) fn told(
    engine: &mut Engine<'_, '_>,
    record: &Recorder,
    ways: &Ways<'_>,
    wanted: &Wanted,
    within: impl Fn(Ctx) -> bool,
) -> Vec<Event> {
    // The same call with the same arguments in several contexts is one event, told by its best way.
    let mut best: BTreeMap<(DefId, u32, What), Best> = BTreeMap::new();
    for (at, what) in record.events.iter().filter(|(at, _)| within(at.ctx)) {
        let Some(cost) = ways.cost(*at) else { continue };
        let def = engine.contexts[at.ctx.0 as usize].def;
        let entry = best.entry((def, at.pc, what.clone())).or_default();
        entry.1 += 1;
        entry.0.insert((cost, *at));
        if entry.0.len() > wanted.others + 1 {
            entry.0.pop_last();
        }
    }
    let mut events = Vec::new();
    for ((_, _, what), (places, count)) in best {
        let places: Vec<At> = places.into_iter().map(|(_, at)| at).collect();
        let Some(at) = places.first().copied() else {
            continue;
        };
        let again = match &what {
            What::Call(method, _) => wanted.again.get(method),
            _ => None,
        };
        let each = again.map_or_else(Vec::new, |again| {
            each_of(engine, record, ways, &places, again)
        });
        let mut kind = kind_of(engine, what);
        if again.is_some() {
            note_usual(engine, record, at, &mut kind);
        }
        let Some(event) = event(engine, ways, at, kind, count) else {
            continue;
        };
        // Calling contexts may differ where chains do not.
        let mut others: Vec<Vec<ChainStep>> = Vec::new();
        for place in places.iter().skip(1) {
            let Some(chain) = chain_to(engine, ways, *place) else {
                continue;
            };
            if chain != event.chain && !others.contains(&chain) {
                others.push(chain);
            }
        }
        events.push(Event {
            each,
            others,
            ..event
        });
    }
    events.sort();
    events
}

/// The way to a place, as methods.
fn chain_to(engine: &Engine<'_, '_>, ways: &Ways<'_>, at: At) -> Option<Vec<ChainStep>> {
    Some(chain_of(engine, &ways.to(at)?))
}

fn chain_of(engine: &Engine<'_, '_>, way: &Way) -> Vec<ChainStep> {
    let steps = way.steps.iter();
    steps
        .map(|step| ChainStep {
            def: engine.contexts[step.ctx.0 as usize].def,
            pc: step.pc,
            edge: step.edge,
        })
        .collect()
}

/// Something that happens at a place, with the way to it; nothing when no way leads there.
pub(crate) fn event(
    engine: &Engine<'_, '_>,
    ways: &Ways<'_>,
    at: At,
    kind: EventKind,
    count: u32,
) -> Option<Event> {
    let way = ways.to(at)?;
    let def_of = |ctx: crate::scenario::engine::heap::Ctx| engine.contexts[ctx.0 as usize].def;
    let chain = chain_of(engine, &way);
    let open = way.undecided.iter().map(|(ctx, block)| {
        let def = def_of(*ctx);
        let body = engine.code.lower(def);
        let pc = body.and_then(|body| {
            let block = body.blocks.get(*block as usize)?;
            body.insns
                .get((block.insns.end as usize).checked_sub(1)?)
                .map(|insn| insn.pc)
        });
        (def, pc.unwrap_or(0))
    });
    let open = open.collect();
    Some(Event {
        kind,
        chain,
        open,
        ways: count,
        others: Vec::new(),
        each: Vec::new(),
    })
}

pub(super) fn kind_of(engine: &mut Engine<'_, '_>, what: What) -> EventKind {
    match what {
        What::Call(method, args) => EventKind::Call(method, plain_all(engine, &args)),
        What::Read(field) => EventKind::Read(field),
        What::Reflected(class, name, args) => {
            EventKind::Reflected(class, name, Box::new(plain(engine, args)))
        }
        What::Flow(method, bits) => EventKind::Flow(method, bits),
        What::Linked(method, bits) => EventKind::Linked(method, bits),
    }
}
