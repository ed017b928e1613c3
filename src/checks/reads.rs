//! What the scenarios reached, told by the records: personal data read, permissions asked for, SDKs started; each with
//! its chain, its owner and how sure it is.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::acts::{self, member};
use super::alike::alike;
pub use super::args::normal;
use super::args::{Fit, dotted, fits_best, holds, simple};
use super::finding::{Frame, Location, Ways};
use crate::knowledge::api::{Again, Api, Behaviour, ConstantKind, Ends};
use crate::knowledge::{Confidence, Knowledge};
use crate::program::{DefId, FieldId, MethodId, Program, StrId, TypeId, descriptor_of};
use crate::scenario::{
    Arg, Asked, ChainStep, Event, EventKind, ITEM_BITS, Marks, Outcome, Scenario, Through, Wanted,
};
use crate::sdk::Sdks;

/// Something that a scenario reaches and a record names.
#[derive(Debug, Clone)]
pub struct Reached {
    /// The scenario.
    pub scenario: Scenario,
    /// What it is.
    pub what: What,
    /// `app` or an SDK's id: who owns the code that calls.
    pub owner: String,
    /// The member, as records write it, with the constant that decided.
    pub api: String,
    /// `Class.method`, for texts.
    pub short: String,
    /// Certain when every branch on the chain was decided and every argument that matters is known.
    pub confidence: Confidence,
    /// A weak sign by itself.
    pub weak: bool,
    /// The shortest chain.
    pub chain: Vec<Frame>,
    /// The last branch on the chain that stayed open.
    pub open: Option<Location>,
    /// Chains in all, and some of the others.
    pub ways: Ways,
    /// The chain as the program numbers it.
    pub steps: Vec<ChainStep>,
    /// Arguments without the receiver, of a switch or an act.
    pub args: Vec<Arg>,
    /// The receiver, of an act.
    pub this: Option<Arg>,
    /// The record's place in the list of APIs, of an act.
    pub row: usize,
    /// What is read each time, of an act that comes again.
    pub each: Vec<Reached>,
}

/// What is reached.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A personal-data item is read.
    Item(String),
    /// Runtime permissions are asked for; none when they are not known.
    Request(Vec<String>),
    /// An SDK is started.
    Start(String),
    /// An SDK starts itself: no code of the app, or of another SDK, stands on the chain.
    OwnStart(String),
    /// A consent switch of an SDK is called: the SDK, and which of its record's switches.
    Switch(String, usize),
    /// A member with a behaviour is called.
    Act(Behaviour),
    /// Personal data reaches a call: the items, and what carries them ([`crate::scenario::Carrier`]).
    Flow(Vec<String>, u64),
    /// Items that should stay apart meet.
    Linked(Vec<String>),
    /// The app ends.
    Exit(Through),
    /// Runtime permissions are asked for again; none when they are not known.
    AskedAgain(Asked, Vec<String>),
}

/// The members that records name, as the program refers to them.
#[derive(Debug, Default)]
pub struct Members {
    methods: BTreeMap<MethodId, Vec<usize>>,
    fields: BTreeMap<FieldId, Vec<usize>>,
    reflected: BTreeMap<(String, String), Vec<usize>>,
    starts: BTreeMap<MethodId, String>,
    switches: BTreeMap<MethodId, Vec<(String, usize)>>,
    again: FxHashMap<MethodId, (Again, Option<String>)>,
    marks: Marks,
    /// Calls that only matter for what flows there: noted when something does.
    silent: FxHashSet<MethodId>,
    does: BTreeMap<MethodId, (Behaviour, Option<Ends>)>,
    /// The number that a method no longer takes as its first argument ([`alike`]).
    first: BTreeMap<MethodId, i64>,
}

impl Members {
    /// Looks the records up in a program.
    pub fn new(program: &Program<'_>, knowledge: &Knowledge, sdks: &Sdks) -> Self {
        let mut members = Self::default();
        let mut fields: FxHashMap<(TypeId, StrId), usize> = FxHashMap::default();
        for (index, api) in knowledge.apis.members.iter().enumerate() {
            if let Some((class, name)) = api
                .field
                .as_deref()
                .and_then(|field| field.split_once("->"))
                && let (Some(class), Some(name)) =
                    (program.find_type(class), program.find_string(name))
            {
                fields.insert((class, name), index);
            }
            let Some((class, rest)) = api
                .method
                .as_deref()
                .and_then(|method| method.split_once("->"))
            else {
                continue;
            };
            let Some((name, arguments)) =
                rest.strip_suffix(')').and_then(|rest| rest.split_once('('))
            else {
                continue;
            };
            let aliases = api.aliases.iter().map(String::as_str);
            for class in std::iter::once(class).chain(aliases) {
                for method in
                    program.references(class, name, (arguments != "*").then_some(arguments))
                {
                    members.methods.entry(method).or_default().push(index);
                }
                let key = (dotted(class), name.to_owned());
                members.reflected.entry(key).or_default().push(index);
            }
            for (method, first) in api.like.iter().flat_map(|like| alike(program, like)) {
                members.methods.entry(method).or_default().push(index);
                members.first.extend(first.map(|first| (method, first)));
            }
        }
        members.does = acts::does(&members.methods, knowledge);
        for number in 0..u32::try_from(program.field_count()).unwrap_or(u32::MAX) {
            let (owner, name, _) = program.field(FieldId(number));
            if let Some(index) = fields.get(&(owner, name)) {
                members
                    .fields
                    .entry(FieldId(number))
                    .or_default()
                    .push(*index);
            }
        }
        for sdk in &sdks.found {
            let Some(record) = knowledge.sdk(&sdk.id) else {
                continue;
            };
            for (index, switch) in record.switches.iter().enumerate() {
                let class = descriptor_of(&switch.class);
                for method in program.references(&class, &switch.method, None) {
                    if acts::takes(program, method, switch.params.as_deref()) {
                        let known = members.switches.entry(method).or_default();
                        known.push((sdk.id.clone(), index));
                    }
                }
            }
            for (class, name) in record
                .starts
                .iter()
                .filter_map(|start| start.split_once('#'))
            {
                let class = descriptor_of(class);
                for method in program.references(&class, name, None) {
                    members.starts.insert(method, sdk.id.clone());
                }
            }
        }
        members.silent = acts::silent(&members.methods, knowledge);
        members.silent.retain(|method| {
            !members.starts.contains_key(method) && !members.switches.contains_key(method)
        });
        members.again = acts::again(&members.methods, knowledge);
        members.marks = acts::marks(&members.methods, &members.fields, program, knowledge, sdks);
        members
    }

    /// What the scenarios are to look out for.
    pub fn wanted(&self) -> Wanted {
        Wanted {
            others: crate::scenario::OTHERS,
            methods: self
                .methods
                .keys()
                .chain(self.starts.keys())
                .chain(self.switches.keys())
                .filter(|method| !self.silent.contains(method))
                .copied()
                .collect(),
            fields: self.fields.keys().copied().collect(),
            again: self.again.clone(),
            marks: self.marks.clone(),
            requests: self.that(Behaviour::PermissionRequest),
            ends: self
                .does
                .iter()
                .filter_map(|(method, (_, ends))| Some((*method, (*ends)? == Ends::App)))
                .collect(),
            modal: self.that(Behaviour::DialogModal),
            closes: self.that(Behaviour::DialogClose),
            opens: &self.that::<FxHashSet<_>>(Behaviour::Open)
                | &self.that(Behaviour::ComponentStart),
            documents: Vec::new(),
        }
    }

    fn that<C: FromIterator<MethodId>>(&self, behaviour: Behaviour) -> C {
        let does = self.does.iter().filter(|(_, (one, _))| *one == behaviour);
        does.map(|(method, _)| *method).collect()
    }

    /// The outcomes in the words of the records, sorted by scenario, kind, owner, API and chain.
    pub fn told(
        &self,
        outcomes: &[Outcome],
        program: &Program<'_>,
        knowledge: &Knowledge,
        sdks: &Sdks,
        package: &str,
    ) -> Vec<Reached> {
        let teller = Teller {
            members: self,
            program,
            knowledge,
            sdks,
            package,
        };
        let mut told = Vec::new();
        for outcome in outcomes {
            for event in &outcome.events {
                teller.tell(outcome.scenario, event, &mut told);
            }
        }
        told.sort_by(|a, b| order(a).cmp(&order(b)));
        told
    }
}

/// By scenario, subject, owner and API, the surest and then the shortest first.
fn order(one: &Reached) -> impl Ord + '_ {
    let sure = std::cmp::Reverse(one.confidence);
    let names = (one.scenario, &one.what, &one.owner, &one.api);
    (names, sure, one.chain.len(), &one.chain)
}

/// The best of each group of equal scenario, subject, owner and API, with all chains counted.
pub fn best<'r>(reached: impl Iterator<Item = &'r Reached>) -> Vec<Reached> {
    let mut groups: BTreeMap<(Scenario, &What, &str, &str), Reached> = BTreeMap::new();
    for one in reached {
        // The first of a group is the best: they come sorted.
        groups
            .entry((one.scenario, &one.what, &one.owner, &one.api))
            .and_modify(|best| best.ways.add(&best.chain, &one.chain, &one.ways))
            .or_insert_with(|| one.clone());
    }
    groups.into_values().collect()
}

struct Teller<'t, 'a> {
    members: &'t Members,
    program: &'t Program<'a>,
    knowledge: &'t Knowledge,
    sdks: &'t Sdks,
    package: &'t str,
}

impl Teller<'_, '_> {
    fn tell(&self, scenario: Scenario, event: &Event, told: &mut Vec<Reached>) {
        let none = Vec::new();
        let mut this = None;
        let (rows, args) = match &event.kind {
            EventKind::Call(method, args) => {
                let program = self.program;
                let params = program.parameters(program.selector_proto(program.selector(*method)));
                let (before, args) = args.split_at(args.len().saturating_sub(params.len()));
                this = before.first().cloned();
                if let Some(sdk) = self.members.starts.get(method) {
                    let name = program.method_name(*method).into_owned();
                    let class = program.type_name(program.method_class(*method));
                    let api = format!("{class}#{name}");
                    let mut one =
                        self.reached(scenario, event, What::Start(sdk.clone()), api, Fit::Yes);
                    one.short = format!("{}.{name}", simple(&class));
                    // What an SDK does within itself is its own affair: its start was counted where it was entered.
                    if one.owner != *sdk {
                        told.push(one);
                    } else if one.chain.iter().all(|frame| frame.owner == *sdk) {
                        one.what = What::OwnStart(sdk.clone());
                        told.push(one);
                    }
                }
                for (sdk, index) in self.members.switches.get(method).into_iter().flatten() {
                    let name = program.method_name(*method).into_owned();
                    let class = program.type_name(program.method_class(*method));
                    let what = What::Switch(sdk.clone(), *index);
                    let api = format!("{class}#{name}");
                    let mut one = self.reached(scenario, event, what, api, Fit::Yes);
                    one.short = format!("{}.{name}", simple(&class));
                    one.args = args.to_vec();
                    if one.owner != *sdk {
                        told.push(one);
                    }
                }
                let first = self.members.first.get(method).map(|one| Arg::number(*one));
                let args = first.into_iter().chain(args.iter().cloned());
                let rows = self.members.methods.get(method).unwrap_or(&none);
                (rows, args.collect())
            }
            EventKind::Read(field) => (self.members.fields.get(field).unwrap_or(&none), Vec::new()),
            EventKind::Flow(method, bits) => {
                let what = What::Flow(acts::items(*bits), *bits & !ITEM_BITS);
                let api = member(self.program, *method);
                told.push(self.reached(scenario, event, what, api, Fit::Yes));
                return;
            }
            EventKind::Linked(method, bits) => {
                let what = What::Linked(acts::items(*bits));
                let api = member(self.program, *method);
                told.push(self.reached(scenario, event, what, api, Fit::Yes));
                return;
            }
            EventKind::Reflected(class, name, elements) => {
                let rows = self.members.reflected.get(&(class.clone(), name.clone()));
                (rows.unwrap_or(&none), vec![(**elements).clone(); 4])
            }
            EventKind::Ended(method, through) => {
                let (api, short) = self.named(*method);
                let mut one = self.reached(scenario, event, What::Exit(*through), api, Fit::Yes);
                one.short = short;
                if *through == Through::DialogThatCloses {
                    one.confidence = one.confidence.min(Confidence::Likely);
                }
                told.push(one);
                return;
            }
            EventKind::AskedAgain(method, args, again) => {
                let (api, short) = self.named(*method);
                let what = What::AskedAgain(*again, permissions(args));
                let mut one = self.reached(scenario, event, what, api, Fit::Yes);
                one.short = short;
                told.push(one);
                return;
            }
        };
        for row in rows {
            let Some(api) = self.knowledge.apis.members.get(*row) else {
                continue;
            };
            let fit = api
                .when
                .iter()
                .map(|condition| {
                    let arg = match condition.argument {
                        Some(argument) => args.get(usize::from(argument)),
                        None => this.as_ref(),
                    };
                    holds(&condition.is, arg, self.package)
                })
                .min()
                .unwrap_or(Fit::Yes);
            if fit == Fit::No || !acts::stands_beside(self.program, event, api) {
                continue;
            }
            if let Some(item) = &api.item {
                let mut one = self.reached(
                    scenario,
                    event,
                    What::Item(item.clone()),
                    api.member().to_owned(),
                    fit,
                );
                one.weak = api.weak;
                told.push(one);
            } else if api.behaviour == Some(Behaviour::PermissionRequest) {
                let names = permissions(&args);
                // What a launcher is given may be no permission at all.
                if names.is_empty() && !api.when.is_empty() {
                    continue;
                }
                let what = What::Request(names);
                told.push(self.reached(scenario, event, what, api.member().to_owned(), Fit::Yes));
            } else if let Some(
                Behaviour::Exit | Behaviour::DialogModal | Behaviour::DialogClose | Behaviour::Open,
            ) = api.behaviour
            {
                // Of these only what they lead to is told.
            } else if let Some(behaviour) = api.behaviour {
                let what = What::Act(behaviour);
                let mut one = self.reached(scenario, event, what, api.member().to_owned(), fit);
                one.args.clone_from(&args);
                one.row = *row;
                one.this.clone_from(&this);
                one.each = self.each(scenario, event);
                told.push(one);
            } else if let Some(by) = api.constant {
                self.by_constant(
                    scenario,
                    event,
                    api,
                    by.kind,
                    args.get(usize::from(by.argument)),
                    told,
                );
            }
        }
    }

    /// A general member whose argument says what it reads.
    fn by_constant(
        &self,
        scenario: Scenario,
        event: &Event,
        api: &Api,
        kind: ConstantKind,
        arg: Option<&Arg>,
        told: &mut Vec<Reached>,
    ) {
        let Some(arg) = arg else { return };
        let mut seen = BTreeSet::new();
        let constants = || {
            let all = self.knowledge.apis.constants.iter();
            all.filter(|constant| constant.kind == kind)
        };
        for constant in constants() {
            let texts = || {
                arg.texts
                    .iter()
                    .chain(&arg.element_texts)
                    .chain(&arg.fields)
                    .chain(&arg.joined)
            };
            let fits = match kind {
                ConstantKind::Sensor => arg.ints.as_ref().is_some_and(|ints| {
                    constant
                        .value
                        .parse()
                        .is_ok_and(|value: i64| ints.contains(&value))
                }),
                _ => texts().any(|text| fits_best(kind, &constant.value, text, constants())),
            };
            if fits && seen.insert(&constant.item) {
                let fit = if arg.texts.len() + arg.fields.len() > 1 {
                    Fit::Maybe
                } else {
                    Fit::Yes
                };
                let member = format!("{} {}", api.member(), constant.value);
                let mut one = self.reached(
                    scenario,
                    event,
                    What::Item(constant.item.clone()),
                    member,
                    fit,
                );
                one.weak = api.weak || constant.weak;
                one.short = format!("{}({})", one.short, constant.value);
                told.push(one);
            }
        }
    }

    /// What is read each time that the work of a call comes again, each item once with its surest, then shortest chain.
    fn each(&self, scenario: Scenario, event: &Event) -> Vec<Reached> {
        let mut told = Vec::new();
        for round in &event.each {
            let start = told.len();
            self.tell(scenario, &round.event(event), &mut told);
            for one in told.iter_mut().skip(start).filter(|_| round.conditional) {
                one.confidence = Confidence::Possible;
            }
        }
        // A weak sign stands for an item only where nothing stronger does.
        let rank = |one: &Reached| (one.weak, std::cmp::Reverse(one.confidence), one.chain.len());
        told.sort_by(|a, b| (&a.what, rank(a), &a.chain).cmp(&(&b.what, rank(b), &b.chain)));
        told.dedup_by(|b, a| a.what == b.what);
        told
    }

    fn reached(
        &self,
        scenario: Scenario,
        event: &Event,
        what: What,
        api: String,
        fit: Fit,
    ) -> Reached {
        let chain = self.chain(&event.chain);
        let (class, rest) = api.split_once("->").unwrap_or(("", &api));
        let name = rest.split(['(', ' ']).next().unwrap_or(rest);
        Reached {
            scenario,
            short: format!("{}.{name}", simple(&dotted(class))),
            what,
            owner: chain
                .last()
                .map_or_else(|| "app".to_owned(), |frame| frame.owner.clone()),
            api,
            confidence: if event.open.is_empty() && fit == Fit::Yes {
                Confidence::Certain
            } else {
                Confidence::Likely
            },
            weak: false,
            chain,
            open: event.open.last().map(|(def, pc)| self.place(*def, *pc)),
            ways: Ways {
                count: event.ways,
                others: event.others.iter().map(|chain| self.chain(chain)).collect(),
            },
            steps: event.chain.clone(),
            args: Vec::new(),
            this: None,
            row: 0,
            each: Vec::new(),
        }
    }

    /// A method as records write it, and `Class.method`; by the record that has it, if any.
    fn named(&self, method: MethodId) -> (String, String) {
        let rows = self.members.methods.get(&method);
        let api = rows.and_then(|rows| self.knowledge.apis.members.get(*rows.first()?));
        let api = api.map_or_else(
            || self.program.method_name(method).into_owned(),
            |api| api.member().to_owned(),
        );
        let (class, rest) = api.split_once("->").unwrap_or(("", &api));
        let name = rest.split('(').next().unwrap_or(rest);
        let short = format!("{}.{name}", simple(&dotted(class)));
        (api, short)
    }

    fn chain(&self, steps: &[ChainStep]) -> Vec<Frame> {
        steps.iter().map(|step| self.frame(step)).collect()
    }

    fn frame(&self, step: &ChainStep) -> Frame {
        let program = self.program;
        let line = program.locate(step.def, step.pc);
        let id = program.class(step.def);
        let class = program.class_name(id);
        let method = program.method(step.def);
        Frame {
            owner: self.sdks.owner(id.index()).to_string(),
            original: self.sdks.original_of(&class).map(str::to_owned),
            class,
            method: program.method_name(method).into_owned(),
            descriptor: program.method_descriptor(method),
            file: line.file,
            line: line.line,
            edge: step.edge,
        }
    }

    fn place(&self, def: DefId, pc: u32) -> Location {
        let frame = self.frame(&ChainStep {
            def,
            pc,
            edge: super::Edge::Call,
        });
        place_of(&frame)
    }
}

/// The permissions that arguments name, sorted.
fn permissions(args: &[Arg]) -> Vec<String> {
    let names = args
        .iter()
        .flat_map(|arg| arg.texts.iter().chain(&arg.element_texts));
    let names: BTreeSet<String> = names
        .filter(|name| name.contains(".permission."))
        .cloned()
        .collect();
    names.into_iter().collect()
}

/// The place that a frame stands for.
pub(crate) fn place_of(frame: &Frame) -> Location {
    Location::Code {
        class: frame.class.clone(),
        method: frame.method.clone(),
        descriptor: frame.descriptor.clone(),
        file: frame.file.clone(),
        line: frame.line,
    }
}
