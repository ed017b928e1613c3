//! How many acts of a person lie between the app's main page and what is shown of a document: the graph of what runs what,
//! with the acts that it takes, and the places that name a document or open it.
//!
//! Both a place that names a document and one that opens it must be reached before it can be read, so the acts of the
//! nearer of each kind are a lower bound; what opens it through a shared page is not told apart.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rustc_hash::FxHashMap;

use crate::knowledge::model::{Component, How};
use crate::package::manifest::ComponentKind;
use crate::program::{DefId, StrId};
use crate::scenario::code::ir::Op;
use crate::scenario::engine::Engine;
use crate::scenario::engine::heap::{Place, Slot};
use crate::scenario::engine::record::{Recorder, What};
use crate::scenario::engine::value::{Strs, Vid};
use crate::scenario::replay::outcome::{Stage, Wanted};
use crate::scenario::replay::pages::Ends;

/// Addresses that are opened and that nobody asked about: kept so that those put together at run time can be found.
const OPENED: usize = 2000;

/// A document by what names it in code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// Constants: its address, its name among the assets, texts that hold it.
    pub texts: BTreeSet<String>,
    /// Resource ids of texts that are it or hold its address.
    pub ids: BTreeSet<u32>,
}

/// What a person can reach, and where documents are named and opened.
#[derive(Debug, Clone, Default)]
pub struct Screens {
    /// The method of each node.
    defs: Vec<DefId>,
    /// From each node: to which, and whether that takes an act.
    edges: Vec<Vec<(u32, bool)>>,
    /// Where it starts, and whether that takes an act.
    starts: Vec<(u32, bool)>,
    /// Nodes that name each document sought.
    named: Vec<Vec<u32>>,
    /// Nodes that open it.
    opened: Vec<Vec<u32>>,
    /// Nodes that open each address.
    addresses: BTreeMap<String, Vec<u32>>,
}

impl Screens {
    /// Acts from the main page to a document; `None` when no way leads there. `without`: a method that does not run.
    pub fn acts(&self, document: usize, without: Option<DefId>) -> Option<u32> {
        let distances = self.distances(&self.starts, without);
        self.nearest(document, &distances)
    }

    /// Whether what a method shows leads to a document, by at most one act.
    pub fn shown_by(&self, document: usize, def: DefId) -> bool {
        let starts: Vec<(u32, bool)> = (0..self.defs.len() as u32)
            .filter(|node| self.defs.get(*node as usize) == Some(&def))
            .map(|node| (node, false))
            .collect();
        let distances = self.distances(&starts, None);
        self.nearest(document, &distances)
            .is_some_and(|acts| acts <= 1)
    }

    /// Addresses that are opened, sorted, with the methods that open them.
    pub fn addresses(&self) -> impl Iterator<Item = (&str, Vec<DefId>)> {
        let defs = |nodes: &Vec<u32>| {
            let all = nodes
                .iter()
                .filter_map(|node| self.defs.get(*node as usize));
            all.copied().collect()
        };
        self.addresses
            .iter()
            .map(move |(text, nodes)| (text.as_str(), defs(nodes)))
    }

    /// Takes an address that is opened for one more document that was sought.
    pub fn add(&mut self, address: &str) {
        let nodes = self.addresses.get(address).cloned().unwrap_or_default();
        self.named.push(Vec::new());
        self.opened.push(nodes);
    }

    /// Whether any of these methods names a document.
    pub fn named_in(&self, document: usize, within: impl Fn(DefId) -> bool) -> bool {
        let nodes = self.named.get(document).into_iter().flatten();
        nodes
            .filter_map(|node| self.defs.get(*node as usize))
            .any(|def| within(*def))
    }

    /// Whether a method is one that a scenario starts by itself.
    pub fn is_start(&self, def: DefId) -> bool {
        self.starts
            .iter()
            .any(|(node, _)| self.defs.get(*node as usize) == Some(&def))
    }

    fn nearest(&self, document: usize, distances: &FxHashMap<u32, u32>) -> Option<u32> {
        let least = |nodes: &Vec<u32>| {
            nodes
                .iter()
                .filter_map(|node| distances.get(node))
                .min()
                .copied()
        };
        let named = self.named.get(document).and_then(least);
        let opened = self.opened.get(document).and_then(least);
        match (named, opened) {
            (Some(named), Some(opened)) => Some(named.max(opened)),
            (one, other) => one.or(other),
        }
    }

    /// Acts to every node that is reached.
    fn distances(&self, starts: &[(u32, bool)], without: Option<DefId>) -> FxHashMap<u32, u32> {
        let mut distances: FxHashMap<u32, u32> = FxHashMap::default();
        let mut queue: VecDeque<(u32, u32)> = VecDeque::new();
        let mut starts: Vec<(u32, bool)> = starts.to_vec();
        starts.sort_by_key(|(node, act)| (*act, *node));
        queue.extend(starts.into_iter().map(|(node, act)| (node, u32::from(act))));
        while let Some((node, acts)) = queue.pop_front() {
            if without.is_some() && self.defs.get(node as usize).copied() == without {
                continue;
            }
            if distances.get(&node).is_some_and(|known| *known <= acts) {
                continue;
            }
            distances.insert(node, acts);
            for (to, act) in self.edges.get(node as usize).into_iter().flatten() {
                if *act {
                    queue.push_back((*to, acts + 1));
                } else {
                    queue.push_front((*to, acts));
                }
            }
        }
        distances
    }
}

/// What a run with a person's acts shows of the documents.
pub(crate) fn screens(
    engine: &mut Engine<'_, '_>,
    record: &Recorder,
    stage: Stage<'_>,
    wanted: &Wanted,
    sought: &[Sought],
) -> Screens {
    let program = stage.program;
    let count = engine.contexts.len();
    let mut screens = Screens {
        defs: engine.contexts.iter().map(|context| context.def).collect(),
        edges: vec![Vec::new(); count],
        starts: starts(engine, record, stage, wanted),
        named: vec![Vec::new(); sought.len()],
        opened: vec![Vec::new(); sought.len()],
        addresses: BTreeMap::new(),
    };
    for ctx in 0..count as u32 {
        let from = crate::scenario::engine::heap::Ctx(ctx);
        let mut to: Vec<(u32, bool)> = record
            .out(from)
            .iter()
            .map(|run| (run.to.0, run.act))
            .collect();
        to.sort_unstable();
        to.dedup();
        if let Some(edges) = screens.edges.get_mut(ctx as usize) {
            *edges = to;
        }
    }
    // Who names a document.
    let mut by_text: BTreeMap<StrId, Vec<usize>> = BTreeMap::new();
    let mut by_id: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (number, one) in sought.iter().enumerate() {
        for text in one
            .texts
            .iter()
            .filter_map(|text| program.find_string(text))
        {
            by_text.entry(text).or_default().push(number);
        }
        for id in &one.ids {
            by_id.entry(i64::from(*id)).or_default().push(number);
        }
    }
    let mut holds: FxHashMap<DefId, Vec<usize>> = FxHashMap::default();
    for (ctx, def) in screens.defs.iter().enumerate() {
        let found = holds.entry(*def).or_insert_with(|| {
            let mut found = Vec::new();
            let body = engine.code.lower(*def);
            for insn in body.iter().flat_map(|body| &body.insns) {
                match insn.op {
                    Op::Text { value, .. } => {
                        found.extend(by_text.get(&value).into_iter().flatten())
                    }
                    Op::Int { value, .. } => found.extend(by_id.get(&value).into_iter().flatten()),
                    _ => {}
                }
            }
            found.sort_unstable();
            found.dedup();
            found
        });
        for number in found {
            if let Some(nodes) = screens.named.get_mut(*number) {
                nodes.push(ctx as u32);
            }
        }
    }
    // Who opens one.
    for (at, what) in &record.events {
        let What::Call(method, args) = what else {
            continue;
        };
        if !wanted.opens.contains(method) {
            continue;
        }
        let texts: BTreeSet<String> = args.iter().flat_map(|arg| texts(engine, *arg)).collect();
        for (number, one) in sought.iter().enumerate() {
            if texts.iter().any(|text| one.texts.contains(text))
                && let Some(nodes) = screens.opened.get_mut(number)
            {
                nodes.push(at.ctx.0);
            }
        }
        for text in texts.into_iter().filter(|text| text.contains("://")) {
            if screens.addresses.len() < OPENED {
                screens.addresses.entry(text).or_default().push(at.ctx.0);
            }
        }
    }
    screens
}

/// The texts that a value can be, and the address of an intent.
fn texts(engine: &mut Engine<'_, '_>, value: Vid) -> Vec<String> {
    let data = Slot::Named(engine.strings.intern("data"));
    let value = engine.values.get(value);
    let held = value
        .objs
        .iter()
        .map(|obj| engine.heap.peek(Place::Of(*obj, data)));
    let mut found = Vec::new();
    let all = std::iter::once(&value.strs).chain(held.map(|held| &engine.values.get(held).strs));
    for strs in all {
        if let Strs::Set(set) = strs {
            found.extend(set.iter().map(|text| engine.strings.get(*text).to_owned()));
        }
    }
    found
}

/// What runs of the main pages without anything before: those that the launcher opens, and those that take their place.
fn starts(
    engine: &Engine<'_, '_>,
    record: &Recorder,
    stage: Stage<'_>,
    wanted: &Wanted,
) -> Vec<(u32, bool)> {
    let manifest = &stage.package.manifest;
    let ends = Ends::new(engine, record, wanted, manifest);
    let of = |kind| {
        manifest
            .of_kind(kind)
            .filter_map(|component| engine.code.class_named(component.run_class()))
            .collect::<BTreeSet<_>>()
    };
    let pages = of(ComponentKind::Activity);
    let hidden: BTreeSet<_> = of(ComponentKind::Service)
        .into_iter()
        .chain(of(ComponentKind::Receiver))
        .collect();
    let life = engine.rules.life(Component::Activity);
    let mut starts = Vec::new();
    for ctx in record.entries() {
        let context = &engine.contexts[ctx.0 as usize];
        let this = context.params.first().map(|this| engine.values.get(*this));
        let types = || {
            let objs = this.into_iter().flat_map(|this| &this.objs);
            objs.map(|obj| engine.objects.ty(*obj))
        };
        if types().any(|ty| hidden.contains(&ty)) {
            continue;
        }
        let is_page = types().any(|ty| pages.contains(&ty));
        if is_page && !types().any(|ty| ends.is_main(ty)) {
            continue;
        }
        let name = stage.program.method_name(stage.program.method(context.def));
        let act = life
            .iter()
            .any(|(how, one)| *how == How::Person && *one == name);
        starts.push((ctx.0, is_page && act));
    }
    starts
}
