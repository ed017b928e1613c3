//! `permission-without-purpose`: a runtime permission is asked for and nothing on the way says what for: no dialog that
//! leads there, nothing shown before, no short text in the package that names the group with a purpose.

use std::collections::BTreeMap;

use super::scenario::shown;
use crate::checks::facts::Facts;
use crate::checks::finding::{Edge, Subject};
use crate::checks::hit::Hit;
use crate::checks::reads::{Reached, What};
use crate::knowledge::Check;
use crate::knowledge::api::Behaviour;
use crate::program::{DefId, StrId};
use crate::scenario::{ChainStep, REFUSAL, Scenario};

/// The check, whose record lists the words.
const CHECK: &str = "permission-without-purpose";
/// Characters of a text that still is a note to the reader and no policy.
const NOTE: usize = 240;
/// What gives a dialog its words.
const MESSAGE: &str = "->setMessage(";
const TITLE: &str = "->setTitle(";
/// What sets a view's text.
const VIEW_TEXT: &str = "->setText(";
/// Where a sentence ends.
const ENDS: &[char] = &['。', '！', '？', '；', '.', '!', '?', ';'];
/// Classes whose code runs in a window over the page.
const WINDOWS: &[&str] = &[
    "Landroid/app/Dialog;",
    "Landroid/app/DialogFragment;",
    "Landroidx/fragment/app/DialogFragment;",
    "Landroid/widget/PopupWindow;",
];

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let Some(check) = facts.knowledge.check(CHECK) else {
        return Vec::new();
    };
    let mut asked: BTreeMap<&str, Vec<&Reached>> = BTreeMap::new();
    for one in facts.reached {
        if let (What::Request(names), true) = (&one.what, one.scenario != Scenario::Background) {
            for name in names {
                asked.entry(name).or_default().push(one);
            }
        }
    }
    let mut notes = None;
    let mut hits = Vec::new();
    for (name, requests) in asked {
        let (protection, group, _) = facts.permission_words(name);
        if protection != "dangerous" || group.is_empty() {
            continue;
        }
        let Some(words) = check.lists.get(&group) else {
            continue;
        };
        // What the first launch asks for is looked at there alone: what is told where it is asked for later comes too late.
        let at_start = |one: &&Reached| one.scenario == Scenario::FirstLaunch;
        let early = requests.iter().any(at_start);
        let mut places = requests.iter().filter(|one| !early || at_start(one));
        if places.any(|one| explained(facts, check, one, words)) {
            continue;
        }
        let notes = notes.get_or_insert_with(|| short_texts(facts));
        if notes.iter().any(|text| names_purpose(check, text, words)) {
            continue;
        }
        // They come by scenario: the first launch is the graver one.
        let Some(one) = requests.first() else {
            continue;
        };
        let case = if one.scenario == Scenario::FirstLaunch {
            "at-start"
        } else {
            "at-use"
        };
        hits.push(shown(case, Subject::Permission(name.to_owned()), one).name("permission", name));
    }
    hits
}

/// Whether something on the way to a request tells the person about it.
fn explained(
    facts: &Facts<'_, '_, '_>,
    check: &Check,
    request: &Reached,
    words: &[String],
) -> bool {
    let program = facts.program;
    let windows: Vec<_> = WINDOWS
        .iter()
        .filter_map(|name| program.find_type(name))
        .collect();
    let named = |text: &String| words.iter().any(|word| text.contains(word.as_str()));
    for (at, (frame, step)) in request.chain.iter().zip(&request.steps).enumerate() {
        let class = program.class_type(program.class(step.def));
        let of_window = |ty| windows.contains(&ty);
        if program.chain(class).any(of_window) {
            return true;
        }
        let button = "(Landroid/content/DialogInterface;";
        if frame.descriptor.starts_with(button) && step.edge != Edge::Call {
            // A dialog that speaks of something else tells nothing.
            let made = at.checked_sub(1).and_then(|at| request.steps.get(at));
            let said = made.and_then(|made| dialog_texts(facts, made, request.scenario));
            let tells = |text: &String| named(text) || names_any_purpose(check, text);
            if said.is_none_or(|texts| texts.iter().any(tells)) {
                return true;
            }
        }
    }
    let refusal = program.find_string(REFUSAL);
    let waiting = refusal.map_or(&[][..], |text| program.text_users(text));
    let before: Vec<&Reached> = facts
        .reached
        .iter()
        .filter(|one| one.what == What::Act(Behaviour::Show) && one.scenario == request.scenario)
        .filter(|one| comes_before(one, request) || was_before(waiting, one, request))
        .collect();
    // What a view of the page says names what the page does; in a window either word tells.
    let of_view = |one: &&&Reached| one.api.contains(VIEW_TEXT);
    let on_page = before.iter().filter(of_view);
    let mut on_page = on_page.flat_map(|one| texts(facts, one));
    if on_page.any(|text| names_purpose(check, &text, words)) {
        return true;
    }
    let mut windows = before.iter().filter(|one| !of_view(one)).peekable();
    if windows.peek().is_none() {
        return false;
    }
    let texts: Vec<String> = windows.flat_map(|one| texts(facts, one)).collect();
    // What a window says need not be known.
    texts.is_empty()
        || texts
            .iter()
            .any(|text| named(text) || names_any_purpose(check, text))
}

/// What a dialog says whose button is made at a step: its title and message, the nearest ones there; nothing when its message is
/// not known.
fn dialog_texts(
    facts: &Facts<'_, '_, '_>,
    made: &ChainStep,
    scenario: Scenario,
) -> Option<Vec<String>> {
    let nearest = |kind: &str| -> Vec<&Reached> {
        let mut best = (true, u32::MAX);
        let mut found = Vec::new();
        let shown = facts.reached.iter().filter(|one| {
            one.what == What::Act(Behaviour::Show)
                && one.scenario == scenario
                && one.api.contains(kind)
        });
        for one in shown {
            let mut steps = one.steps.iter();
            let Some(step) = steps.find(|step| step.def == made.def) else {
                continue;
            };
            let deeper = !steps.as_slice().is_empty();
            if !steps.all(|step| step.edge == Edge::Call) {
                continue;
            }
            let distance = (deeper, step.pc.abs_diff(made.pc));
            if distance < best {
                best = distance;
                found.clear();
            }
            if distance == best {
                found.push(one);
            }
        }
        found
    };
    let messages = nearest(MESSAGE);
    if messages.is_empty() {
        return None;
    }
    let mut said = Vec::new();
    for one in messages.into_iter().chain(nearest(TITLE)) {
        let texts = texts(facts, one);
        if texts.is_empty() {
            return None;
        }
        said.extend(texts);
    }
    Some(said)
}

/// Whether one thing is done in a method on the way to another, before the way goes on: not in what is only registered there for a
/// person's act.
fn comes_before(a: &Reached, b: &Reached) -> bool {
    let mut pairs = a.steps.iter().zip(&b.steps);
    let Some(at) = pairs.position(|(x, y)| x != y) else {
        return false;
    };
    let (x, y) = (&a.steps[at], &b.steps[at]);
    let by_itself = |step: &ChainStep| {
        a.scenario == Scenario::FirstLaunch || matches!(step.edge, Edge::Call | Edge::ClassInit)
    };
    x.def == y.def && x.pc < y.pc && a.steps.iter().skip(at + 1).all(by_itself)
}

/// Whether one thing is done in a method on the way to another that waits in between: it goes on from there, so that no way to what it
/// does then leads by what it did before. `waiting`: the methods that go on from waits, sorted.
fn was_before(waiting: &[DefId], a: &Reached, b: &Reached) -> bool {
    let goes_on = |step: &&ChainStep| waiting.binary_search(&step.def).is_ok();
    let by_call = |step: &ChainStep| matches!(step.edge, Edge::Call | Edge::ClassInit);
    b.steps.iter().filter(goes_on).any(|then| {
        let earlier = |step: &ChainStep| step.def == then.def && step.pc < then.pc;
        let at = a.steps.iter().rposition(earlier);
        at.is_some_and(|at| a.steps.iter().skip(at + 1).all(by_call))
    })
}

/// Texts that a call shows, as far as they are known.
fn texts(facts: &Facts<'_, '_, '_>, one: &Reached) -> Vec<String> {
    let mut found = Vec::new();
    for arg in &one.args {
        found.extend(arg.texts.iter().cloned());
        for id in arg.ints.iter().flatten() {
            if let Ok(id) = u32::try_from(*id & 0xffff_ffff)
                && id >> 24 == 0x7f
            {
                let all = facts.package.resources.texts(id);
                found.extend(all.into_iter().map(|(_, text)| text.into_owned()));
            }
        }
    }
    found
}

/// Short texts of the app: string resources and constants in code that are no names.
fn short_texts(facts: &Facts<'_, '_, '_>) -> Vec<String> {
    let mut found = Vec::new();
    let fits = |text: &str| {
        text.chars().count() <= NOTE && text.chars().any(|c| c == ' ' || !c.is_ascii())
    };
    facts.package.resources.for_each_text(|entry| {
        if fits(&entry.text) {
            found.push(entry.text.to_string());
        }
    });
    for id in 0..facts.program.string_count() as u32 {
        let text = facts.program.text(StrId(id));
        if fits(&text) {
            found.push(text.into_owned());
        }
    }
    found
}

/// Whether one sentence names the group with a purpose: another may speak of another permission.
fn names_purpose(check: &Check, text: &str, words: &[String]) -> bool {
    text.split(ENDS).any(|text| {
        words.iter().any(|word| text.contains(word.as_str())) && names_any_purpose(check, text)
    })
}

fn names_any_purpose(check: &Check, text: &str) -> bool {
    let list = check.lists.get("purpose");
    list.into_iter()
        .flatten()
        .any(|word| text.contains(word.as_str()))
}
