//! What the scenarios reached, told by the records: personal data read, permissions asked for, SDKs started; each with
//! its chain, its owner and how sure it is.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Frame, Location};
use super::matcher::glob;
use crate::knowledge::api::{Api, Behaviour, ConstantKind, Test};
use crate::knowledge::{Confidence, Knowledge, Permissions, Protection};
use crate::program::{DefId, FieldId, MethodId, Program};
use crate::scenario::{Arg, ChainStep, Event, EventKind, Outcome, Scenario, Wanted};
use crate::sdk::Sdks;

/// Where files lie that other apps can read.
const SHARED: &[&str] = &["/sdcard", "/storage", "/mnt/sdcard"];

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
    /// Chains in all.
    pub ways: u32,
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
}

/// The members that records name, as the program refers to them.
#[derive(Debug, Default)]
pub struct Members {
    methods: BTreeMap<MethodId, Vec<usize>>,
    fields: BTreeMap<FieldId, Vec<usize>>,
    reflected: BTreeMap<(String, String), Vec<usize>>,
    starts: BTreeMap<MethodId, String>,
}

impl Members {
    /// Looks the records up in a program.
    pub fn new(program: &Program<'_>, knowledge: &Knowledge, sdks: &Sdks) -> Self {
        let mut members = Self::default();
        let mut fields: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (index, api) in knowledge.apis.members.iter().enumerate() {
            if let Some((class, name)) = api
                .field
                .as_deref()
                .and_then(|field| field.split_once("->"))
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
        }
        for number in 0..u32::try_from(program.field_count()).unwrap_or(u32::MAX) {
            let (owner, name, _) = program.field(FieldId(number));
            if let Some(index) = fields.get(&(&*program.descriptor(owner), &*program.text(name))) {
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
            for (class, name) in record
                .starts
                .iter()
                .filter_map(|start| start.split_once('#'))
            {
                let class = format!("L{};", class.replace('.', "/"));
                for method in program.references(&class, name, None) {
                    members.starts.insert(method, sdk.id.clone());
                }
            }
        }
        members
    }

    /// What the scenarios are to look out for.
    pub fn wanted(&self) -> Wanted {
        Wanted {
            methods: self
                .methods
                .keys()
                .chain(self.starts.keys())
                .copied()
                .collect(),
            fields: self.fields.keys().copied().collect(),
        }
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
        told.sort_by(|a, b| {
            (
                a.scenario,
                &a.what,
                &a.owner,
                &a.api,
                b.confidence,
                a.chain.len(),
                &a.chain,
            )
                .cmp(&(
                    b.scenario,
                    &b.what,
                    &b.owner,
                    &b.api,
                    a.confidence,
                    b.chain.len(),
                    &b.chain,
                ))
        });
        told
    }
}

/// The best of each group of equal scenario, subject, owner and API, with all chains counted.
pub fn best<'r>(reached: impl Iterator<Item = &'r Reached>) -> Vec<Reached> {
    let mut groups: BTreeMap<(Scenario, &What, &str, &str), Reached> = BTreeMap::new();
    for one in reached {
        // The first of a group is the best: they come sorted.
        groups
            .entry((one.scenario, &one.what, &one.owner, &one.api))
            .and_modify(|best| best.ways = best.ways.saturating_add(one.ways))
            .or_insert_with(|| one.clone());
    }
    groups.into_values().collect()
}

/// Names of the permissions that are granted without asking.
pub fn normal(permissions: &Permissions) -> BTreeSet<String> {
    permissions
        .records
        .iter()
        .filter(|permission| permission.protection == Protection::Normal)
        .map(|permission| permission.name.clone())
        .collect()
}

struct Teller<'t, 'a> {
    members: &'t Members,
    program: &'t Program<'a>,
    knowledge: &'t Knowledge,
    sdks: &'t Sdks,
    package: &'t str,
}

/// How well something fits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    No,
    Maybe,
    Yes,
}

impl Teller<'_, '_> {
    fn tell(&self, scenario: Scenario, event: &Event, told: &mut Vec<Reached>) {
        let none = Vec::new();
        let (rows, args) = match &event.kind {
            EventKind::Call(method, args) => {
                let program = self.program;
                let params = program.parameters(program.selector_proto(program.selector(*method)));
                let args = args
                    .get(args.len().saturating_sub(params.len())..)
                    .unwrap_or_default();
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
                    }
                }
                (
                    self.members.methods.get(method).unwrap_or(&none),
                    args.to_vec(),
                )
            }
            EventKind::Read(field) => (self.members.fields.get(field).unwrap_or(&none), Vec::new()),
            EventKind::Reflected(class, name, elements) => {
                let rows = self.members.reflected.get(&(class.clone(), name.clone()));
                (rows.unwrap_or(&none), vec![elements.clone(); 4])
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
                    self.holds(&condition.is, args.get(usize::from(condition.argument)))
                })
                .min()
                .unwrap_or(Fit::Yes);
            if fit == Fit::No {
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
                let names = args
                    .iter()
                    .flat_map(|arg| arg.texts.iter().chain(&arg.element_texts));
                let names: BTreeSet<String> = names
                    .filter(|name| name.contains(".permission."))
                    .cloned()
                    .collect();
                let what = What::Request(names.into_iter().collect());
                told.push(self.reached(scenario, event, what, api.member().to_owned(), Fit::Yes));
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
        for constant in self
            .knowledge
            .apis
            .constants
            .iter()
            .filter(|constant| constant.kind == kind)
        {
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
                _ => texts().any(|text| fits(kind, &constant.value, text)),
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

    fn reached(
        &self,
        scenario: Scenario,
        event: &Event,
        what: What,
        api: String,
        fit: Fit,
    ) -> Reached {
        let chain: Vec<Frame> = event.chain.iter().map(|step| self.frame(step)).collect();
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
            ways: event.ways,
        }
    }

    fn frame(&self, step: &ChainStep) -> Frame {
        let program = self.program;
        let line = program.locate(step.def, step.pc);
        let class = program.class_name(program.class(step.def));
        let method = program.method(step.def);
        Frame {
            owner: self.sdks.owner_of(&class).to_string(),
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

    fn holds(&self, test: &Test, arg: Option<&Arg>) -> Fit {
        let Some(arg) = arg else { return Fit::Maybe };
        let texts = |holds: &dyn Fn(&str) -> bool| {
            let known = || arg.texts.iter().chain(&arg.element_texts);
            if known().any(|text| holds(text)) {
                if known().count() == 1 {
                    Fit::Yes
                } else {
                    Fit::Maybe
                }
            } else if arg.unknown_text || known().next().is_none() {
                Fit::Maybe
            } else {
                Fit::No
            }
        };
        match test {
            Test::Equals(values) => texts(&|text| values.iter().any(|value| value == text)),
            Test::Prefix(values) => {
                texts(&|text| values.iter().any(|value| text.starts_with(value.as_str())))
            }
            Test::OtherPackage => texts(&|text| text != self.package),
            Test::SharedStorage => texts(&|text| SHARED.iter().any(|root| text.starts_with(root))),
            Test::Number(values) => match &arg.ints {
                None => Fit::Maybe,
                Some(ints) if ints.iter().any(|int| values.contains(int)) => Fit::Yes,
                Some(_) => Fit::No,
            },
            Test::AnyBit(bits) => match &arg.ints {
                None => Fit::Maybe,
                Some(ints) if ints.iter().any(|int| int & bits != 0) => Fit::Yes,
                Some(_) => Fit::No,
            },
            Test::GenericIntent if arg.targeted => Fit::No,
            Test::GenericIntent => Fit::Yes,
        }
    }
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

/// Whether a value of the program is a constant of the records.
fn fits(kind: ConstantKind, wanted: &str, text: &str) -> bool {
    match kind {
        ConstantKind::Authority => {
            let rest = |text: &str| text.strip_prefix("content://").unwrap_or(text).to_owned();
            let (wanted, text) = (rest(wanted), rest(text));
            text.strip_prefix(wanted.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
        }
        // A process that looks at itself sees no other.
        ConstantKind::Path if text.starts_with("/proc/self/") => wanted == text,
        ConstantKind::Path | ConstantKind::Property => glob(wanted, text),
        ConstantKind::Command => {
            let text = text.trim();
            let text = text
                .rsplit_once('/')
                .filter(|(path, _)| !path.contains(' '))
                .map_or(text, |(_, rest)| rest);
            text.strip_prefix(wanted)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        }
        _ => wanted == text,
    }
}

fn dotted(descriptor: &str) -> String {
    descriptor
        .trim_start_matches('L')
        .trim_end_matches(';')
        .replace('/', ".")
}

fn simple(class: &str) -> &str {
    class.rsplit(['.', '$']).next().unwrap_or(class)
}
