//! Which calls end the app: an exit of the process or task, or the end of its last page.

use std::collections::BTreeSet;

use crate::checks::Edge;
use crate::package::manifest::Manifest;
use crate::program::{MethodId, TypeId};
use crate::scenario::engine::graph::{Contexts, Follow};
use crate::scenario::engine::heap::Ctx;
use crate::scenario::engine::record::{Recorder, What};
use crate::scenario::engine::value::Vid;
use crate::scenario::engine::{At, Engine};
use crate::scenario::replay::acts::Choice;
use crate::scenario::replay::outcome::{Through, Wanted};

/// Calls up and down between what starts the next page and what ends this one.
const NEAR: usize = 2;

/// A call that ends a page or the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exit {
    /// Where.
    pub(crate) at: At,
    /// The method.
    pub(crate) method: MethodId,
    app: bool,
    on: Vid,
}

/// The ends of one run.
pub(crate) struct Ends<'r> {
    record: &'r Recorder,
    exits: Vec<Exit>,
    /// Pages under which no other page lies.
    last: BTreeSet<TypeId>,
    /// Ends that run with the start of a page: they make room for it.
    moving_on: BTreeSet<At>,
    /// Pages that were started at all.
    pages: BTreeSet<TypeId>,
    modal: bool,
}

impl<'r> Ends<'r> {
    /// Looks through a run.
    pub(crate) fn new(
        engine: &Engine<'_, '_>,
        record: &'r Recorder,
        wanted: &Wanted,
        manifest: &Manifest,
    ) -> Self {
        Self::after(engine, record, wanted, manifest, &BTreeSet::new())
    }

    /// Looks through what follows a run in which pages were started over others: where they lie is known.
    pub(crate) fn after(
        engine: &Engine<'_, '_>,
        record: &'r Recorder,
        wanted: &Wanted,
        manifest: &Manifest,
        over: &BTreeSet<TypeId>,
    ) -> Self {
        let mut exits = Vec::new();
        let mut modal = false;
        for (at, what) in &record.events {
            let What::Call(method, args) = what else {
                continue;
            };
            if let Some(app) = wanted.ends.get(method) {
                let on = args.first().copied().unwrap_or(Vid::BOTTOM);
                exits.push(Exit {
                    at: *at,
                    method: *method,
                    app: *app,
                    on,
                });
            }
            modal |=
                wanted.modal.contains(method) && args.last().is_some_and(|arg| *arg == Vid::ZERO);
        }
        let launchers = manifest
            .launchers()
            .iter()
            .filter_map(|launcher| engine.code.class_named(launcher.class))
            .collect();
        let mut ends = Self {
            record,
            exits,
            last: launchers,
            moving_on: BTreeSet::new(),
            pages: record.pages.iter().map(|(_, page)| *page).collect(),
            modal,
        };
        ends.pages.extend(ends.last.iter().copied());
        ends.find_last(engine, over);
        ends
    }

    /// A page that takes the place of a last page is one.
    fn find_last(&mut self, engine: &Engine<'_, '_>, over_others: &BTreeSet<TypeId>) {
        let mut replaced: Vec<(BTreeSet<TypeId>, TypeId)> = Vec::new();
        for (at, page) in &self.record.pages {
            let with = self.ends_with(engine, *at);
            let over = with.iter().flat_map(|exit| pages_of(engine, exit.on));
            if !over_others.contains(page) {
                replaced.push((over.collect(), *page));
            }
            self.moving_on.extend(with.iter().map(|exit| exit.at));
        }
        loop {
            let before = self.last.len();
            for (over, page) in &replaced {
                if over.iter().any(|one| self.last.contains(one)) {
                    self.last.insert(*page);
                }
            }
            if self.last.len() == before {
                break;
            }
        }
    }

    /// The ends on one way with a place: in its method, in what that calls, and around the calls that lead to it. What one case of a
    /// switch starts has nothing to do with what another ends.
    fn ends_with(&self, engine: &Engine<'_, '_>, start: At) -> Vec<Exit> {
        let graph = self.record.graph();
        let mut found = Vec::new();
        let mut places = BTreeSet::from([start]);
        for _ in 0..=NEAR {
            for place in &places {
                let with = |pc: u32| pc != place.pc && engine.run_together(place.ctx, place.pc, pc);
                let mut near: BTreeSet<Ctx> = BTreeSet::new();
                let called = |ctx: Ctx| graph.out(ctx).iter().filter(|run| run.edge == Edge::Call);
                near.extend(
                    called(place.ctx)
                        .filter(|run| with(run.pc))
                        .map(|run| run.to),
                );
                for _ in 1..NEAR {
                    let down: Vec<Ctx> = near
                        .iter()
                        .flat_map(|ctx| called(*ctx))
                        .map(|run| run.to)
                        .collect();
                    near.extend(down);
                }
                found.extend(self.exits.iter().copied().filter(|exit| {
                    match exit.at.ctx == place.ctx {
                        true => with(exit.at.pc),
                        false => near.contains(&exit.at.ctx),
                    }
                }));
            }
            let up = places.iter().flat_map(|place| graph.callers(place.ctx));
            places = up.copied().collect();
        }
        found
    }

    /// Whether an exit ends the app. `asking`: the page that is in front when it is not known which one is meant.
    fn ends_app(&self, engine: &Engine<'_, '_>, exit: &Exit, asking: &BTreeSet<TypeId>) -> bool {
        if exit.app {
            return true;
        }
        if self.moving_on.contains(&exit.at) {
            return false;
        }
        let mut pages = pages_of(engine, exit.on);
        if pages.is_empty() {
            pages.extend(asking);
        }
        if pages.is_empty() {
            pages.extend(&self.pages);
        }
        !pages.is_empty() && pages.iter().all(|page| self.last.contains(page))
    }

    /// The pages that lie over others.
    pub(crate) fn over_others(self) -> BTreeSet<TypeId> {
        &self.pages - &self.last
    }

    /// Whether a page lies under no other: the launcher's, or one that took its place.
    pub(crate) fn is_main(&self, page: TypeId) -> bool {
        self.last.contains(&page)
    }

    /// The exits among contexts that end the app.
    pub(crate) fn among(
        &self,
        engine: &Engine<'_, '_>,
        contexts: &Contexts,
        asking: &BTreeSet<TypeId>,
    ) -> Vec<Exit> {
        let here = self
            .exits
            .iter()
            .filter(|exit| contexts.contains(exit.at.ctx));
        here.filter(|exit| self.ends_app(engine, exit, asking))
            .copied()
            .collect()
    }

    /// How what runs in `contexts` ends the app, if it does: by itself, or through dialogs that leave no other way.
    pub(crate) fn through(
        &self,
        engine: &Engine<'_, '_>,
        contexts: &Contexts,
        asking: &BTreeSet<TypeId>,
    ) -> Vec<(Exit, Through)> {
        let direct = self.among(engine, contexts, asking);
        if !direct.is_empty() {
            return direct
                .into_iter()
                .map(|exit| (exit, Through::Itself))
                .collect();
        }
        let offered: Vec<&Choice> = self
            .record
            .choices
            .iter()
            .filter(|choice| contexts.contains(choice.at.ctx) && !choice.answer)
            .collect();
        let mut found = Vec::new();
        let (mut all, mut dismissed) = (!offered.is_empty(), false);
        for choice in offered {
            let run = choice
                .ctx
                .map(|ctx| self.record.closure([ctx], Follow::WithinPage));
            let ends = run.map_or(Vec::new(), |run| self.among(engine, &run, asking));
            let name = engine.code.method_name(choice.key.registered);
            if ends.is_empty() {
                // A listener for keys or for putting the dialog away is no button.
                all &= name.starts_with("setOnKey")
                    || name.starts_with("setOnCancel")
                    || name.starts_with("setOnDismiss");
            } else {
                dismissed |= name.starts_with("setOnDismiss") || name.starts_with("setOnCancel");
                if name.starts_with("setOnDismiss") {
                    found.extend(ends.iter().map(|exit| (*exit, Through::Dialog)));
                    return found;
                }
            }
            let through = if self.modal || dismissed {
                Through::Dialog
            } else {
                Through::DialogThatCloses
            };
            found.extend(ends.iter().map(|exit| (*exit, through)));
        }
        if all { found } else { Vec::new() }
    }
}

/// The pages that a value can be.
pub(crate) fn pages_of(engine: &Engine<'_, '_>, value: Vid) -> BTreeSet<TypeId> {
    let value = engine.values.get(value);
    let objs = value.objs.iter().map(|obj| engine.objects.ty(*obj));
    objs.filter(|ty| engine.code.is_app(*ty)).collect()
}
