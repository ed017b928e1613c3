//! Scenarios of a library: there is no application, so it starts where its host calls it, at its public methods.
//!
//! [`LibraryRun::replay`] calls every public method and tells what each reads; [`LibraryRun::attempts`] starts one of
//! them again and again, with what the host can set, to see what that holds back. A library has many switches and few that
//! matter for a start: they are set together, and only a set that changes something is taken apart.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::checks::Edge;
use crate::dex::access;
use crate::program::{DefId, FieldId, Kind, TypeId, Use};
use crate::scenario::code::Code;
use crate::scenario::engine::heap::Site;
use crate::scenario::engine::record::{Keeps, Recorder};
use crate::scenario::engine::value::{Value, Vid};
use crate::scenario::engine::{Assumptions, Engine};
use crate::scenario::model::rules::Rules;
use crate::scenario::replay::hold::{Store, is_switch};
use crate::scenario::replay::outcome::{
    BUDGET, Event, EventKind, Outcome, Scenario, Stage, Wanted, outcome, told,
};
use crate::scenario::replay::plain::Arg;

/// Blocks that one attempt may interpret.
const ATTEMPT_BUDGET: u64 = 7_000;
/// Blocks that a look at what a switch stores may interpret: real ones are short.
const SWITCH_BUDGET: u64 = 600;
/// Public methods for which it is told apart what each reads.
const ENTRIES: usize = 512;
/// Methods below a switch that are looked at before it is run.
const CALLED: usize = 40;
/// Runs by which a set of switches that changes something is taken apart.
const NARROW: usize = 64;
/// Classes that the host hands over before a start.
const GIVEN: usize = 8;

/// A library ready to be run.
pub struct LibraryRun<'a> {
    stage: Stage<'a>,
    code: Code<'a>,
}

/// What the public methods read.
#[derive(Debug)]
pub struct LibraryOutcome {
    /// All of them as one scenario.
    pub outcome: Outcome,
    /// By public method, in the order of the program.
    pub entries: Vec<(DefId, Vec<Event>)>,
}

/// What was set before a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// Nothing: the start by itself.
    Nothing,
    /// A parameter of the start itself that is a boolean or a number, by its place from 0.
    Parameter(usize, bool),
    /// What a configuration object answers that the start is given, by the parameter's place.
    Configuration(usize, bool),
    /// Another public method was called first; its boolean and number parameters, if any, had this value.
    Call(DefId, bool),
    /// The host handed an object of this class over before, which answers so.
    Given(TypeId, bool),
}

/// One start under one setting.
#[derive(Debug)]
pub struct Attempt {
    /// What was set.
    pub setting: Setting,
    /// What was read.
    pub outcome: Outcome,
}

/// What a start does under everything that the host can set.
#[derive(Debug)]
pub struct Attempts {
    /// The start by itself, and under the settings that change something or are tried one by one.
    pub runs: Vec<Attempt>,
    /// How many settings were tried, alone or with others.
    pub settings: usize,
}

/// A setting, and what it leaves in fields and preferences.
type Switch = (Setting, BTreeMap<Store, i64>);

/// How a public method is called.
#[derive(Debug, Clone, Copy, Default)]
struct Fixed {
    /// One parameter that can be a switch, or all.
    switch: Option<(Option<usize>, bool)>,
    /// A configuration object.
    host: Option<(usize, bool)>,
}

impl<'a> LibraryRun<'a> {
    /// Prepares a library.
    pub fn new(stage: Stage<'a>) -> Self {
        Self {
            stage,
            code: Code::new(stage),
        }
    }

    fn assume(&self) -> Assumptions {
        Assumptions {
            empty_storage: true,
            granted: None,
            person: false,
            broadcasts: true,
            pages: true,
            explain: None,
            host: true,
            min_sdk: i64::from(self.stage.package.manifest.min_sdk),
        }
    }

    /// Calls every method of `api`.
    pub fn replay(&self, wanted: &Wanted, api: &[DefId]) -> LibraryOutcome {
        let rules = Rules::new(self.stage.model);
        let mut engine = Engine::new(&self.code, &rules, self.assume());
        let call = |engine: &mut Engine<'_, '_>| {
            for def in api {
                engine.call_public(*def, Fixed::default());
            }
        };
        // What the host's start runs of the library is there by then.
        engine.start_process(&self.stage.package.manifest);
        call(&mut engine);
        engine.solve(BUDGET);
        engine.record = Some(Recorder::new(wanted, Keeps::Nothing));
        call(&mut engine);
        let record = engine.record();
        // What comes again is told of the whole; of one method it is asked only what it reads.
        let plain = wanted.once();
        let mut by_method: BTreeMap<DefId, BTreeSet<crate::scenario::engine::heap::Ctx>> =
            BTreeMap::new();
        let leading = record.leading();
        for ctx in record.entries().iter().copied() {
            if !leading.contains(&ctx) {
                continue;
            }
            let def = engine.contexts[ctx.0 as usize].def;
            by_method.entry(def).or_default().insert(ctx);
        }
        let entries = by_method
            .into_iter()
            .filter(|(def, _)| api.binary_search(def).is_ok())
            .take(ENTRIES)
            .map(|(def, contexts)| {
                // Most of what runs leads to nothing that is told.
                let ways = record.ways_within(&contexts, true, |ctx| leading.contains(&ctx));
                (def, told(&mut engine, &record, &ways, &plain, |_| true))
            })
            .collect();
        LibraryOutcome {
            outcome: outcome(&mut engine, &record, Scenario::PublicApi, wanted),
            entries,
        }
    }

    /// Starts the library by `start` under everything that the host can set: each boolean parameter and each
    /// configuration object both ways, and each method of `api` that stores what the start reads. In a fixed order, the
    /// start without any setting first.
    pub fn attempts(&self, wanted: &Wanted, start: DefId, api: &[DefId]) -> Attempts {
        let wanted = &wanted.once();
        let rules = Rules::new(self.stage.model);
        let mut base = Engine::new(&self.code, &rules, self.assume());
        base.hold.on = true;
        base.call_public(start, Fixed::default());
        base.solve(ATTEMPT_BUDGET);
        let (seen, own, asked) = (base.hold.seen, base.hold.stored, base.hold.asked);
        let mut settings = vec![(Setting::Nothing, BTreeMap::new())];
        for (index, ty) in self.code.def_params(start).into_iter().enumerate() {
            for value in [false, true] {
                if is_switch(&self.code.descriptor(ty)) {
                    settings.push((Setting::Parameter(index, value), BTreeMap::new()));
                } else if self.code.is_app(ty) {
                    let pins = self.answers(ty, value);
                    settings.push((Setting::Configuration(index, value), pins));
                }
            }
        }
        let mut switches: Vec<Switch> = api
            .par_iter()
            .filter(|def| **def != start && self.may_switch(**def))
            .filter(|def| self.may_store(**def, &seen))
            .flat_map_iter(|def| {
                let params = self.code.def_params(*def);
                let told = params
                    .iter()
                    .any(|ty| is_switch(&self.code.descriptor(*ty)));
                // Without a switch there is one way to call it.
                [(*def, false), (*def, true)]
                    .into_iter()
                    .take(1 + usize::from(told))
            })
            .filter_map(|(def, value)| {
                let pins = self.stores(def, value);
                let pins: BTreeMap<Store, i64> = pins
                    .into_iter()
                    .filter(|(store, _)| seen.contains(store))
                    .collect();
                (!pins.is_empty()).then_some((Setting::Call(def, value), pins))
            })
            .collect();
        let own_params = self.code.def_params(start);
        let handed = api.iter().flat_map(|def| self.code.def_params(*def));
        let handed: BTreeSet<TypeId> = handed
            .filter(|ty| self.code.is_app(*ty) && !own_params.contains(ty))
            .collect();
        let given = handed.into_iter().filter_map(|ty| {
            let program = self.code.program;
            let related =
                |other: &TypeId| program.is_subtype(*other, ty) || program.is_subtype(ty, *other);
            let pins = [false, true].map(|value| {
                let mut pins = self.answers(ty, value);
                pins.retain(|store, _| seen.contains(store));
                (Setting::Given(ty, value), pins)
            });
            let matters = pins.iter().any(|(_, pins)| !pins.is_empty());
            (matters || asked.iter().any(related)).then_some(pins)
        });
        settings.extend(given.take(GIVEN).flatten());
        for (_, pins) in settings.iter_mut().chain(&mut switches) {
            // What the start itself overwrites does not stay as the host set it.
            pins.retain(|store, value| {
                own.get(store)
                    .is_none_or(|all| all.iter().all(|one| *one == Some(*value)))
            });
        }
        let tried = settings.len() - 1 + switches.len();
        let run = |setting, pins| Attempt {
            outcome: self.attempt(wanted, start, setting, pins),
            setting,
        };
        let mut runs: Vec<Attempt> = settings
            .into_par_iter()
            .map(|(setting, pins)| run(setting, pins))
            .collect();
        if let Some(base) = runs.first() {
            let narrowed: Vec<Attempt> = if base.outcome.exhausted {
                // Of a start that is cut nothing can be said.
                let setting = switches.first().map(|one| one.0);
                setting
                    .map(|setting| cut(setting, &base.outcome))
                    .into_iter()
                    .collect()
            } else {
                let base = kinds(&base.outcome);
                let alone = |group: &[Switch]| {
                    let setting = group.first().map_or(Setting::Nothing, |one| one.0);
                    let pins = group.iter().flat_map(|(_, pins)| pins.clone());
                    run(setting, pins.collect())
                };
                let groups = together(switches);
                let narrowed = groups
                    .par_iter()
                    .map(|group| narrow(&alone, &base, group, &mut NARROW.clone()));
                narrowed.flatten_iter().collect()
            };
            runs.extend(narrowed);
        }
        Attempts {
            runs,
            settings: tried,
        }
    }

    fn attempt(
        &self,
        wanted: &Wanted,
        start: DefId,
        setting: Setting,
        pins: BTreeMap<Store, i64>,
    ) -> Outcome {
        let rules = Rules::new(self.stage.model);
        let mut engine = Engine::new(&self.code, &rules, self.assume());
        engine.hold.on = true;
        engine.hold.pins = pins;
        let fixed = match setting {
            Setting::Parameter(index, value) => Fixed {
                switch: Some((Some(index), value)),
                host: None,
            },
            Setting::Configuration(index, value) => Fixed {
                switch: None,
                host: Some((index, value)),
            },
            Setting::Nothing | Setting::Call(..) | Setting::Given(..) => Fixed::default(),
        };
        if let Setting::Given(ty, value) = setting {
            engine.hold.given = Some((ty, i64::from(value)));
        }
        engine.call_public(start, fixed);
        engine.solve(ATTEMPT_BUDGET);
        engine.record = Some(Recorder::new(wanted, Keeps::Nothing));
        engine.call_public(start, fixed);
        let record = engine.record();
        outcome(&mut engine, &record, Scenario::PublicApi, wanted)
    }

    /// Whether calling a method can be a switch: it is told a boolean or a number, or nothing at all and gives nothing.
    fn may_switch(&self, def: DefId) -> bool {
        let params = self.code.def_params(def);
        let told = params
            .iter()
            .any(|ty| is_switch(&self.code.descriptor(*ty)));
        let bare = params
            .iter()
            .all(|ty| self.code.descriptor(*ty) == "Landroid/content/Context;");
        let name = self.code.method_name(self.code.program.method(def));
        name != "<init>"
            && (told || bare && self.code.descriptor(self.code.return_type(def)) == "V")
    }

    /// Whether a method, or one that it calls, could store what a start reads: a quick look, without running it.
    fn may_store(&self, def: DefId, seen: &BTreeSet<Store>) -> bool {
        let program = self.code.program;
        let mut known = BTreeSet::from([def]);
        let mut queue = std::collections::VecDeque::from([def]);
        while let Some(def) = queue.pop_front() {
            for used in program.uses(def) {
                let kind = used.kind();
                let hit = match kind {
                    Kind::Write => {
                        let field = program.resolve_field(FieldId(used.id()));
                        seen.contains(&Store::Field(field))
                    }
                    Kind::Text => {
                        let text = program.text(crate::program::StrId(used.id()));
                        seen.contains(&Store::Key(text.into_owned()))
                    }
                    _ => false,
                };
                if hit {
                    return true;
                }
                if kind.is_call()
                    && known.len() < CALLED
                    && let crate::program::Resolved::Def(next) =
                        program.resolve(crate::program::MethodId(used.id()))
                    && known.insert(next)
                {
                    queue.push_back(next);
                }
            }
        }
        false
    }

    /// The numbers that a method stores when its switches have a value.
    fn stores(&self, def: DefId, value: bool) -> BTreeMap<Store, i64> {
        let rules = Rules::new(self.stage.model);
        let mut engine = Engine::new(&self.code, &rules, self.assume());
        engine.hold.on = true;
        let fixed = Fixed {
            switch: Some((None, value)),
            host: None,
        };
        engine.call_public(def, fixed);
        engine.solve(SWITCH_BUDGET);
        let stored = std::mem::take(&mut engine.hold.stored).into_iter();
        let single = stored.filter_map(|(store, values)| {
            let mut values = values.into_iter();
            Some((store, values.next()??)).filter(|_| values.next().is_none())
        });
        single.collect()
    }

    /// Fields of a configuration class that can be switches, which a caller can set, each with the answer.
    fn answers(&self, ty: TypeId, value: bool) -> BTreeMap<Store, i64> {
        let program = self.code.program;
        let mut found = BTreeMap::new();
        for class in program.chain(ty).filter_map(|ty| program.class_of(ty)) {
            for (field, flags) in program.fields_of(class) {
                let switch = is_switch(&self.code.descriptor(self.code.field_type(field)));
                if switch && flags & access::STATIC == 0 && self.can_be_set(field, flags) {
                    found.insert(Store::Field(field), i64::from(value));
                }
            }
        }
        found
    }

    /// Whether a caller can choose a field: it is public, or a method stores into it that is told something.
    fn can_be_set(&self, field: FieldId, flags: u32) -> bool {
        let program = self.code.program;
        if flags & (access::PUBLIC | access::FINAL) == access::PUBLIC {
            return true;
        }
        let writers = program.users(Use::new(Kind::Write, field.0));
        writers.iter().any(|def| {
            let params = self.code.def_params(*def);
            params
                .iter()
                .any(|ty| is_switch(&self.code.descriptor(*ty)) || self.code.is_app(*ty))
        })
    }
}

/// What a run reached.
fn kinds(outcome: &Outcome) -> BTreeSet<&EventKind> {
    outcome.events.iter().map(|event| &event.kind).collect()
}

/// Whether everything of `base` is still reached: the same members, by the same texts and fields where those are given.
fn holds_nothing_back(base: &BTreeSet<&EventKind>, outcome: &Outcome) -> bool {
    let seen = kinds(outcome);
    let same = |args: &[Arg], others: &[Arg]| {
        let told = |arg: &Arg| (arg.texts.clone(), arg.fields.clone());
        args.iter().map(told).eq(others.iter().map(told))
    };
    let is_there = |kind: &EventKind| {
        match kind {
        EventKind::Call(method, args) => seen.iter().any(|other| {
            matches!(other, EventKind::Call(known, others) if known == method && same(args, others))
        }),
        EventKind::Reflected(class, name, _) => seen.iter().any(|other| {
            matches!(other, EventKind::Reflected(a, b, _) if (a, b) == (class, name))
        }),
        // What becomes of a reading is no matter here.
        EventKind::Flow(..) | EventKind::Linked(..) => true,
        _ => seen.contains(kind),
    }
    };
    base.iter()
        .all(|kind| seen.contains(kind) || is_there(kind))
}

/// A run of which nothing is known.
fn cut(setting: Setting, like: &Outcome) -> Attempt {
    let outcome = Outcome {
        events: Vec::new(),
        exhausted: true,
        ..like.clone()
    };
    Attempt { setting, outcome }
}

/// Switches in sets that can be set together: none leaves another value in the same place. Of those that leave the same, one.
fn together(switches: Vec<Switch>) -> Vec<Vec<Switch>> {
    let mut groups: Vec<(BTreeMap<Store, i64>, Vec<Switch>)> = Vec::new();
    let mut known: BTreeSet<BTreeMap<Store, i64>> = BTreeSet::new();
    for (setting, pins) in switches {
        if pins.is_empty() || !known.insert(pins.clone()) {
            continue;
        }
        let fits = |held: &BTreeMap<Store, i64>| {
            let mut pins = pins.iter();
            pins.all(|(store, value)| held.get(store).is_none_or(|other| other == value))
        };
        match groups.iter_mut().find(|group| fits(&group.0)) {
            Some((held, group)) => {
                held.extend(pins.clone());
                group.push((setting, pins));
            }
            None => groups.push((pins.clone(), vec![(setting, pins)])),
        }
    }
    groups.into_iter().map(|group| group.1).collect()
}

/// The switches of a set that hold something back, each by itself. `left` bounds the runs; where they end, or where only
/// several switches together do, a run of which nothing is known says so.
fn narrow(
    run: &dyn Fn(&[Switch]) -> Attempt,
    base: &BTreeSet<&EventKind>,
    group: &[Switch],
    left: &mut usize,
) -> Vec<Attempt> {
    let attempt = run(group);
    if !attempt.outcome.exhausted && holds_nothing_back(base, &attempt.outcome) {
        return Vec::new();
    }
    if group.len() <= 1 {
        return vec![attempt];
    }
    let mut found = Vec::new();
    let (first, second) = group.split_at(group.len() / 2);
    for half in [first, second] {
        match left.checked_sub(1) {
            Some(rest) => {
                *left = rest;
                found.extend(narrow(run, base, half, left));
            }
            None => found.push(cut(attempt.setting, &attempt.outcome)),
        }
    }
    if found.is_empty() {
        found.push(cut(attempt.setting, &attempt.outcome));
    }
    found
}

impl Engine<'_, '_> {
    /// A host's call of a public method: on an object that it made, with arguments that can be anything.
    fn call_public(&mut self, def: DefId, fixed: Fixed) {
        let class = self.code.def_owner(def);
        let mut args = Vec::new();
        if !self.code.is_static(def) {
            args.push(self.host_object(class, def));
        }
        for (index, ty) in self.code.def_params(def).into_iter().enumerate() {
            let value = match (fixed.switch, fixed.host) {
                (Some((at, value)), _)
                    if at.is_none_or(|at| at == index) && is_switch(&self.code.descriptor(ty)) =>
                {
                    self.values.int(i64::from(value))
                }
                (_, Some((at, value))) if at == index => {
                    let site = Site::Named(self.strings.intern("the host's configuration"));
                    let obj = self.only(site, ty);
                    self.hold.host = Some((obj, i64::from(value)));
                    self.obj(obj)
                }
                _ => self.unknown(ty),
            };
            args.push(value);
        }
        self.enter(None, def, &args, Edge::Entry);
    }

    /// The receiver of a host's call: an object that it made by any constructor that it can call.
    fn host_object(&mut self, class: TypeId, called: DefId) -> Vid {
        let program = self.code.program;
        let Some(id) = program.class_of(class) else {
            return Vid::BOTTOM;
        };
        if program.class_access(id) & (access::ABSTRACT | access::INTERFACE) != 0 {
            return self.values.intern(Value::instance(class));
        }
        let site = Site::Named(self.strings.intern("made by the host"));
        let obj = self.only(site, class);
        let this = self.obj(obj);
        for def in program.defs_of(id) {
            if def == called || program.method_name(program.method(def)) != "<init>" {
                continue;
            }
            let mut args = vec![this];
            for ty in self.code.def_params(def) {
                let value = self.unknown(ty);
                args.push(value);
            }
            // It ran before: what it reads is told where it is called itself.
            if self.record.is_none() {
                self.enter(None, def, &args, Edge::Entry);
            }
        }
        this
    }
}
