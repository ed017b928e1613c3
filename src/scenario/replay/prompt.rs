//! Which of the choices at first launch are the consent prompt, and which of them refuses: by what each choice does. Words
//! only break ties, and tell whether a prompt is about personal information at all.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use crate::package::resources::Wanted as WantedText;
use crate::program::{DefId, TypeId};
use crate::scenario::code::ir::{Body, Insn, Op, Reg};
use crate::scenario::code::live::{operands, written};
use crate::scenario::engine::Engine;
use crate::scenario::engine::graph::{Contexts, Follow};
use crate::scenario::engine::heap::{Ctx, ObjKey, Place, Site, Slot};
use crate::scenario::engine::record::{Recorder, What};
use crate::scenario::engine::value::{Strs, Vid};
use crate::scenario::model::components::{BUS, VIEW};
use crate::scenario::replay::acts::{BUTTONS, Choice, ChoiceKey, Offer};
use crate::scenario::replay::outcome::{Stage, Wanted};
use crate::scenario::replay::pages::{Ends, Exit, pages_of};

/// Groups of choices that are looked at, and choices of a group.
const GROUPS: usize = 4;
const CHOICES: usize = 6;
/// Where resource ids start.
const RESOURCES: i64 = 0x7f00_0000;

/// Choices that are offered together.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// The choices, and the texts that their buttons show.
    pub(crate) choices: Vec<(ChoiceKey, Vec<String>)>,
    /// Its texts name a privacy policy or an agreement.
    pub(crate) named: bool,
}

/// What a choice does by itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Effects {
    /// Places that the start looks at, and what they hold afterwards that they did not before.
    pub(crate) gates: BTreeSet<String>,
    /// Everything it stores.
    stores: usize,
    /// Things that happen only now.
    pub(crate) unlocks: BTreeSet<(DefId, u32)>,
    pages: usize,
    /// It ends the app.
    pub(crate) ends: bool,
    /// It puts the prompt away.
    pub(crate) closes: bool,
    /// It shows the same choices again.
    pub(crate) back: bool,
}

/// What a choice means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Meaning {
    /// Consent.
    Agree,
    /// No consent.
    Refuse,
    /// Neither: it shows the policy, say.
    Other,
}

/// The groups of choices among `choices`, those that name a policy first.
pub(crate) fn groups<'c>(
    engine: &Engine<'_, '_>,
    stage: Stage<'_>,
    choices: impl Iterator<Item = &'c Choice>,
) -> Vec<Group> {
    let mut by_place: BTreeMap<(DefId, bool), BTreeMap<ChoiceKey, Vec<String>>> = BTreeMap::new();
    let buttons = OfViews::default();
    for choice in choices.filter(|choice| !choice.answer && is_button(engine, choice)) {
        let key = (choice.key.from.0, choice.key.which.is_some());
        let texts = labels(engine, stage, &buttons, choice);
        let group = by_place.entry(key).or_default();
        group.entry(choice.key).or_default().extend(texts);
    }
    let mut groups: Vec<Group> = by_place
        .into_iter()
        .map(|((def, _), choices)| Group {
            choices: told_apart(engine, choices)
                .into_iter()
                .take(CHOICES)
                .collect(),
            named: named(engine, stage, def, |_| true),
        })
        .collect();
    // Buttons with nothing behind them may get their listeners elsewhere: what runs something tells more.
    let bare = |group: &Group| group.choices.iter().all(|(key, _)| key.runs.is_none());
    let named = groups.iter().any(|group| bare(group) && group.named);
    for group in &mut groups {
        let mut views = group.choices.iter().map(|(key, _)| key.view);
        group.named |= named && views.all(|view| view.is_some_and(|view| BUTTONS.contains(&view)));
    }
    groups.sort_by_key(|group| (!group.named, bare(group), group.choices.len() < 2));
    groups.truncate(GROUPS);
    groups
}

/// The choices of every prompt that is offered: where one button says that it agrees, one that it refuses, and the code around names
/// a policy.
pub(crate) fn that_ask(
    engine: &Engine<'_, '_>,
    stage: Stage<'_>,
    choices: &BTreeSet<Choice>,
) -> BTreeSet<Offer> {
    let mut by_place: BTreeMap<(DefId, bool), Vec<(Offer, Meaning)>> = BTreeMap::new();
    let buttons = OfViews::default();
    for choice in choices.iter().filter(|choice| !choice.answer) {
        if !is_button(engine, choice) {
            continue;
        }
        if let Some(says) = said(stage, &labels(engine, stage, &buttons, choice)) {
            let key = (choice.key.from.0, choice.key.which.is_some());
            let group = by_place.entry(key).or_default();
            group.push((choice.key.offer(), says));
        }
    }
    by_place.retain(|(def, _), group| {
        let says = |meaning| group.iter().any(|(_, says)| *says == meaning);
        says(Meaning::Agree) && says(Meaning::Refuse) && named(engine, stage, *def, |_| true)
    });
    let asking = by_place.into_values().flatten();
    asking.map(|(offer, _)| offer).collect()
}

/// Of more choices than are looked at, each button once, though its listener is made in several calling contexts.
fn told_apart(
    engine: &Engine<'_, '_>,
    mut choices: BTreeMap<ChoiceKey, Vec<String>>,
) -> BTreeMap<ChoiceKey, Vec<String>> {
    if choices.len() > CHOICES {
        let mut seen = BTreeSet::new();
        choices.retain(|key, texts| {
            let site = key
                .listener
                .map(|listener| engine.objects.key(listener).site);
            let alike = ChoiceKey {
                listener: None,
                on: None,
                ..*key
            };
            seen.insert((alike, site, texts.clone()))
        });
    }
    choices
}

/// A button: what a click runs, or a dialog's button with nothing behind it.
fn is_button(engine: &Engine<'_, '_>, choice: &Choice) -> bool {
    let Some(def) = choice.key.runs else {
        return choice.key.which.is_some();
    };
    let code = engine.code;
    let registered = code.method_name(choice.key.registered);
    // A link within a text is no button, nor is what hears of all that happens in a window or with pages.
    let hears = registered.starts_with("register") || registered.starts_with("add");
    if hears || matches!(&*registered, "setSpan" | "append" | "setCallback") {
        return false;
    }
    let name = code.program.method_name(code.program.method(def));
    name == "onClick" || !registered.starts_with("setOn")
}

/// The texts of the views of all layouts, by the id of the view, once they are asked for.
type OfViews = OnceCell<BTreeMap<u32, Vec<String>>>;

fn of_views(stage: Stage<'_>) -> BTreeMap<u32, Vec<String>> {
    let mut texts: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for file in &stage.package.layouts {
        let Ok((layout, _)) = stage.package.layout(file) else {
            continue;
        };
        for view in layout.views {
            if let Some(id) = view.id {
                let all = view.texts.into_iter().map(|text| text.text);
                texts.entry(id).or_default().extend(all);
            }
        }
    }
    texts
}

/// The texts of a choice's button.
fn labels(
    engine: &Engine<'_, '_>,
    stage: Stage<'_>,
    views: &OfViews,
    choice: &Choice,
) -> Vec<String> {
    let mut texts = Vec::new();
    if choice.key.which.is_some() {
        texts.extend(
            choice
                .first
                .into_iter()
                .flat_map(|first| told(engine, stage, first)),
        );
    }
    for obj in &engine.values.get(choice.on).objs {
        if let Some(name) = engine.strings.find("text") {
            let held = engine.heap.peek(Place::Of(*obj, Slot::Named(name)));
            texts.extend(told(engine, stage, held));
        }
    }
    let id = choice.key.view.and_then(|id| u32::try_from(id).ok());
    if let Some(id) = id {
        let views = views.get_or_init(|| of_views(stage));
        texts.extend(views.get(&id).into_iter().flatten().cloned());
        if texts.is_empty() {
            texts.extend(
                stage
                    .package
                    .resources
                    .name(id)
                    .map(|name| name.entry.to_string()),
            );
        }
    }
    texts
}

/// The texts that a value can be: its strings, and those of resources.
fn told(engine: &Engine<'_, '_>, stage: Stage<'_>, value: Vid) -> Vec<String> {
    let value = engine.values.get(value);
    let mut texts = Vec::new();
    if let Strs::Set(set) = &value.strs {
        texts.extend(set.iter().map(|text| engine.strings.get(*text).to_owned()));
    }
    for id in value.integers().unwrap_or_default() {
        texts.extend(resource(stage, *id));
    }
    texts
}

/// The text of a resource.
pub(crate) fn resource(stage: Stage<'_>, id: i64) -> Option<String> {
    let id = u32::try_from(id)
        .ok()
        .filter(|id| i64::from(*id) >= RESOURCES)?;
    let text = stage.package.resources.text(id, &WantedText::chinese())?;
    Some(text.into_owned())
}

/// Whether the code around a method, or the layouts that it names, names a privacy policy or an agreement; of the methods of that code
/// only some are looked at.
pub(crate) fn named(
    engine: &Engine<'_, '_>,
    stage: Stage<'_>,
    def: DefId,
    some: impl Fn(DefId) -> bool,
) -> bool {
    let family = family(engine, def);
    let mut seen = FxHashSet::default();
    engine
        .contexts
        .iter()
        .map(|context| context.def)
        .filter(|one| seen.insert(*one) && some(*one) && self::family(engine, *one) == family)
        .any(|one| names_policy(engine, stage, one))
}

/// Whether anything that runs names a privacy policy or an agreement.
pub(crate) fn any_named(engine: &Engine<'_, '_>, stage: Stage<'_>) -> bool {
    let defs: BTreeSet<DefId> = engine.contexts.iter().map(|context| context.def).collect();
    defs.into_iter().any(|def| names_policy(engine, stage, def))
}

/// A method's class, inner classes with what they lie in.
pub(crate) fn family(engine: &Engine<'_, '_>, def: DefId) -> String {
    let name = engine.code.dotted(engine.code.def_owner(def));
    name.split('$').next().unwrap_or(&name).to_owned()
}

/// Whether a method's constants, or the layouts and texts that they name, name a privacy policy or an agreement.
fn names_policy(engine: &Engine<'_, '_>, stage: Stage<'_>, def: DefId) -> bool {
    let Some(body) = engine.code.lower(def) else {
        return false;
    };
    let layout = |id: i64| {
        let id = u32::try_from(id).ok();
        stage
            .package
            .layouts
            .iter()
            .filter(|file| file.id == id)
            .any(|file| {
                let Ok((layout, _)) = stage.package.layout(file) else {
                    return false;
                };
                layout.views.iter().any(|view| {
                    view.texts
                        .iter()
                        .any(|text| (stage.names_policy)(&text.text))
                })
            })
    };
    (0..).zip(&body.insns).any(|(index, insn)| match insn.op {
        Op::Text { dst, value } => {
            (stage.names_policy)(&engine.code.text(value)) && !is_title(engine, &body, index, dst)
        }
        Op::Int { dst, value } if value >= RESOURCES => {
            let text = resource(stage, value);
            text.is_some_and(|text| (stage.names_policy)(&text))
                && !is_title(engine, &body, index, dst)
                || layout(value)
        }
        _ => false,
    })
}

/// Whether what an instruction loads into a register is used for nothing but the title of an item that opens something: a menu
/// that leads to a policy asks nobody to agree to it.
fn is_title(engine: &Engine<'_, '_>, body: &Body, index: u32, reg: Reg) -> bool {
    let mut blocks = body.blocks.iter();
    let Some(block) = blocks.find(|block| block.insns.contains(&index)) else {
        return false;
    };
    let after = (index + 1).saturating_sub(block.insns.start) as usize;
    let (mut held, mut shown) = (BTreeSet::from([reg]), false);
    for Insn { op, .. } in body.insns_of(block).get(after..).unwrap_or_default() {
        let mut used = false;
        operands(body, op, &mut |reg| used |= held.contains(&reg));
        let written = written(op);
        held.retain(|reg| Some(*reg) != written);
        match *op {
            _ if !used => {}
            Op::Move { dst, .. } => {
                held.insert(dst);
            }
            Op::Cast { .. } => {}
            Op::Call { method, .. } => {
                let owner = engine.code.method_owner(method);
                if !engine.rules.holds_titles(engine.code, owner) {
                    return false;
                }
                shown = true;
            }
            _ => return false,
        }
    }
    let next = body.next_of(block).chain(block.handlers.iter().copied());
    let mut live = next.map(|to| body.live.get(to as usize));
    shown && live.all(|live| live.is_some_and(|live| !live.iter().any(|reg| held.contains(reg))))
}

/// What one run shows of the choices that were taken in it.
pub(crate) struct Taken<'r> {
    /// Its record.
    pub(crate) record: &'r Recorder,
    /// What the choice runs.
    pub(crate) ran: Contexts,
    /// The same, without what other pages do.
    pub(crate) here: Contexts,
    /// What the choice starts with.
    pub(crate) from: BTreeSet<Ctx>,
}

impl<'r> Taken<'r> {
    /// What choices ran.
    pub(crate) fn new(record: &'r Recorder, keys: &BTreeSet<ChoiceKey>) -> Self {
        let mine = record
            .choices
            .iter()
            .filter(|choice| keys.contains(&choice.key));
        let from: BTreeSet<Ctx> = mine.filter_map(|choice| choice.ctx).collect();
        Self {
            record,
            ran: record.closure(from.iter().copied(), Follow::All),
            here: record.closure(from.iter().copied(), Follow::WithinPage),
            from,
        }
    }

    /// The exits that end the app.
    pub(crate) fn exits(&self, engine: &Engine<'_, '_>, ends: &Ends<'_>) -> Vec<Exit> {
        ends.among(engine, &self.here, &self.fronts(engine))
    }

    fn fronts(&self, engine: &Engine<'_, '_>) -> BTreeSet<TypeId> {
        let mut fronts = BTreeSet::new();
        for ctx in &self.from {
            let first = engine.contexts[ctx.0 as usize].params.first();
            fronts.extend(first.into_iter().flat_map(|this| pages_of(engine, *this)));
        }
        fronts.retain(|ty| engine.code.is_page(*ty));
        fronts
    }

    /// What the choice does. `before`: events that happen without it; `offered`: choices that are there without it.
    pub(crate) fn effects(
        &self,
        engine: &Engine<'_, '_>,
        wanted: &Wanted,
        ends: &Ends<'_>,
        before: &BTreeSet<(DefId, u32)>,
        offered: &BTreeSet<ChoiceKey>,
    ) -> Effects {
        let record = self.record;
        let starts = record.untouched();
        let mut effects = Effects {
            ends: !self.exits(engine, ends).is_empty(),
            ..Effects::default()
        };
        for (ctx, written) in record
            .writes
            .iter()
            .filter(|(ctx, _)| self.ran.contains(**ctx))
        {
            let _ = ctx;
            for (place, value) in written {
                let Some(kept) = kept(engine, *place) else {
                    continue;
                };
                effects.stores += 1;
                let looked = record.reads.get(place);
                if looked.is_some_and(|looked| looked.iter().any(|ctx| starts.contains(*ctx)))
                    && *value != Vid::ZERO
                {
                    effects.gates.insert(kept);
                }
            }
        }
        for (at, what) in record
            .events
            .iter()
            .filter(|(at, _)| self.ran.contains(at.ctx))
        {
            let place = (engine.contexts[at.ctx.0 as usize].def, at.pc);
            if let What::Call(method, _) = what {
                effects.closes |=
                    wanted.closes.contains(method) || wanted.ends.contains_key(method);
                if wanted.ends.contains_key(method)
                    || wanted.modal.contains(method)
                    || wanted.closes.contains(method)
                {
                    continue;
                }
            }
            if !before.contains(&place) {
                effects.unlocks.insert(place);
            }
        }
        let pages = record
            .pages
            .iter()
            .filter(|(at, _)| self.ran.contains(at.ctx));
        effects.pages = pages.count();
        let again = record
            .choices
            .iter()
            .filter(|choice| self.ran.contains(choice.at.ctx));
        effects.back = again
            .map(|choice| choice.key)
            .any(|key| offered.contains(&key));
        effects
    }
}

/// A name for a place that outlives the call: the app's storage, static fields, and fields of what there is one of.
fn kept(engine: &Engine<'_, '_>, place: Place) -> Option<String> {
    match place {
        Place::Static(field) => Some(format!("static {}", engine.code.field_path(field))),
        Place::Of(obj, slot) => {
            let ObjKey { site, ty, .. } = *engine.objects.key(obj);
            let lasting = match site {
                Site::Named(name) => {
                    let name = engine.strings.get(name);
                    !name.starts_with(VIEW) && name != BUS
                }
                Site::One => true,
                _ => matches!(slot, Slot::Named(_)) && !engine.code.is_app(ty),
            };
            lasting.then(|| format!("{ty:?} {site:?} {slot:?}"))
        }
        _ => None,
    }
}

/// What each choice of a group means. `None`: nothing tells them apart.
pub(crate) fn meanings(
    stage: Stage<'_>,
    choices: &[(ChoiceKey, Vec<String>)],
    effects: &[Effects],
) -> Option<Vec<Meaning>> {
    let words: Vec<Option<Meaning>> = choices
        .iter()
        .map(|(_, texts)| said(stage, texts))
        .collect();
    let score = |index: usize| {
        effects.get(index).map_or((0, 0, 0, 0), |one| {
            (one.gates.len(), one.unlocks.len(), one.pages, one.stores)
        })
    };
    let link = |index: usize| {
        let (key, texts) = &choices[index];
        let document = texts.iter().any(|text| (stage.names_policy)(text));
        let idle = effects.get(index).is_some_and(|one| {
            // A neutral button may open a page, which is not yet a choice.
            let keeps = one.stores > 0 && key.which != Some(-3);
            one.gates.is_empty() && !keeps && !one.ends && !one.closes && !one.back
        });
        document
            || (idle
                && key.runs.is_some()
                && key.which.is_none_or(|which| which == -3)
                && words[index].is_none())
    };
    let mut meanings: Vec<Meaning> = Vec::new();
    // What ends the app is no consent; else the framework's own word for the button, then what it says, then what it does.
    for (index, (key, _)) in choices.iter().enumerate() {
        let (ends, opens) = effects.get(index).map_or((false, false), |one| {
            (one.ends, one.pages > 0 || !one.unlocks.is_empty())
        });
        let meaning = match (key.which, words[index]) {
            // Where it is not known whether it ends or goes on, the word tells.
            (_, Some(Meaning::Agree)) if ends && opens => Meaning::Agree,
            _ if ends => Meaning::Refuse,
            (_, Some(said)) => said,
            _ if link(index) => Meaning::Other,
            (Some(-1), _) => Meaning::Agree,
            (Some(_), _) => Meaning::Refuse,
            (None, None) => Meaning::Other,
        };
        meanings.push(meaning);
    }
    // Views that say nothing: the one that opens most is consent, the others refuse.
    let silent: Vec<usize> = (0..choices.len())
        .filter(|index| {
            choices[*index].0.which.is_none()
                && words[*index].is_none()
                && meanings[*index] == Meaning::Other
                && !link(*index)
        })
        .collect();
    let agreed = meanings.contains(&Meaning::Agree);
    let best = silent.iter().copied().max_by_key(|index| score(*index));
    for index in &silent {
        let alone = silent
            .iter()
            .all(|other| other == index || score(*other) < score(*index));
        let consent = !agreed && Some(*index) == best && alone && score(*index) > (0, 0, 0, 0);
        meanings[*index] = if consent {
            Meaning::Agree
        } else {
            Meaning::Refuse
        };
    }
    (meanings.contains(&Meaning::Agree) && meanings.contains(&Meaning::Refuse)).then_some(meanings)
}

/// What the words of a button say, if anything.
pub(crate) fn said(stage: Stage<'_>, texts: &[String]) -> Option<Meaning> {
    if says(texts, &stage.model.refuse_words) {
        Some(Meaning::Refuse)
    } else if says(texts, &stage.model.agree_words) {
        Some(Meaning::Agree)
    } else {
        None
    }
}

/// Whether the words of a button refuse outright.
pub(crate) fn refuses(stage: Stage<'_>, texts: &[String]) -> bool {
    says(texts, &stage.model.outright_words)
}

fn says(texts: &[String], words: &[String]) -> bool {
    let mut texts = texts.iter().map(|text| text.to_lowercase());
    texts.any(|text| words.iter().any(|word| text.contains(word.as_str())))
}
