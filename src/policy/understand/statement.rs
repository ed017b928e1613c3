//! What a sentence says of data items: who does what, what for, or that it is not done.

use super::lexicon::{Lexicon, Named};
use super::text::{Plain, quote};
use super::topic::Marks;
use super::{Chapter, Intro, Scope};
use crate::knowledge::policy::{Action, ListId};
use crate::policy::model::{Collector, Statement, Understanding};

/// Verbs and what they do, in the order in which they win at the same place.
const ACTIONS: &[(ListId, Action)] = &[
    (ListId::Share, Action::Share),
    (ListId::Entrust, Action::Entrust),
    (ListId::Publish, Action::Publish),
    (ListId::Transfer, Action::Transfer),
    (ListId::Export, Action::Export),
    (ListId::CollectStrong, Action::Collect),
    (ListId::Store, Action::Store),
    (ListId::Use, Action::Use),
    (ListId::Collect, Action::Collect),
];

/// What a leading line says of the list under it.
pub(super) fn intro(plain: &str, lexicon: &Lexicon) -> Option<Intro> {
    let mut marks = Marks::default();
    lexicon.atoms(plain, |atom, start, end| {
        if atom.lists != 0 {
            marks.add(atom.lists, start, end);
        }
    });
    let action = action_before(&marks, plain.len())?;
    let state = states(plain, &marks);
    Some(Intro {
        action,
        negated: state.last().is_some_and(|(_, negated)| *negated),
        third: is_third(plain, &marks, plain.len()),
    })
}

/// The nearest action before a place.
fn action_before(marks: &Marks, place: usize) -> Option<Action> {
    let mut best: Option<(usize, usize, Action)> = None;
    for (rank, (list, action)) in ACTIONS.iter().enumerate() {
        let last = marks.of(*list).filter(|(start, _)| *start < place).last();
        if let Some((start, _)) = last {
            let better = best.is_none_or(|(at, was, _)| start > at || (start == at && rank < was));
            if better {
                best = Some((start, rank, *action));
            }
        }
    }
    best.map(|(.., action)| action)
}

/// Words that join two who act.
const JOINS: &[&str] = &["and ", "和", "与", "及", "以及", "或"];

/// Whether others than the operator act: a third party stands before the place, and no "we" between.
fn is_third(plain: &str, marks: &Marks, place: usize) -> bool {
    let third = marks
        .of(ListId::Third)
        .filter(|(start, _)| *start < place)
        .last();
    let us = marks
        .of(ListId::Us)
        .filter(|(start, _)| *start < place)
        .last();
    match (third, us) {
        (Some((third, _)), Some((us, _))) => {
            // "We and our partners collect": both do.
            let both = marks.of(ListId::Us).any(|(_, end)| {
                let joint = plain.get(end..third.max(end)).unwrap_or_default();
                let joint = joint.trim_start();
                joint.len() <= 12 && JOINS.iter().any(|word| joint.starts_with(word))
            });
            third > us && !both
        }
        (Some(_), None) => true,
        _ => false,
    }
}

/// Words of [`ListId::Unless`] that begin so say that something is done under a condition only.
const EXCEPT: &[&str] = &["除非", "unless", "except"];
const ONLY: &[&str] = &["仅在"];
/// And these that it is not done before the person agrees.
const WITHOUT: &[&str] = &[
    "未经",
    "未征",
    "未获",
    "未取得",
    "没有得到",
    "在您同意前",
    "without",
];

/// From where on a sentence denies, or affirms again.
fn states(plain: &str, marks: &Marks) -> Vec<(usize, bool)> {
    // "Without your consent, we do not …" and "we do not …, unless …" tell when it is done: they deny nothing.
    let begins = |(from, to): (usize, usize), words: &[&str]| {
        let word = plain.get(from..to).unwrap_or_default();
        words.iter().any(|one| word.starts_with(one))
    };
    let mut states = vec![(0, false)];
    let mut start = 0;
    let mut negated = false;
    let mut without_consent = false;
    let ends = plain
        .char_indices()
        .filter(|(_, c)| matches!(c, ',' | ';' | ':' | '。'))
        .map(|(at, _)| at)
        .chain([plain.len()]);
    for end in ends {
        let within = |hit: &(usize, usize)| hit.0 >= start && hit.0 < end;
        let unless = marks.of(ListId::Unless).any(|hit| within(&hit));
        let not = marks.of(ListId::Negation).find(within);
        let excepts = |words: &[&str]| {
            let mut hits = marks.of(ListId::Unless).filter(within);
            hits.any(|hit| begins(hit, words))
        };
        let but = marks.of(ListId::But).filter(within).last();
        let acts = ACTIONS
            .iter()
            .any(|(list, _)| marks.of(*list).any(|hit| within(&hit)));
        // "Only on the device" is no condition.
        let when = || {
            let clause = plain.get(start..end).unwrap_or_default();
            clause.contains(['后', '时', '才']) || clause.contains("情")
        };
        match (not, but) {
            _ if negated && (excepts(EXCEPT) || excepts(ONLY) && when()) => {
                negated = false;
                for state in states.iter_mut().rev().take_while(|state| state.1) {
                    state.1 = false;
                }
                states.push((start, false));
            }
            (None, _) if excepts(WITHOUT) => {
                without_consent = true;
            }
            (Some(_), _) if without_consent => {
                without_consent = false;
                negated = false;
                states.push((start, false));
            }
            _ if unless && (negated || not.is_some()) => {
                negated = false;
                states.push((start, false));
            }
            _ if unless => {}
            (Some((at, _)), but) if acts => {
                let (flip, value) = match but {
                    Some((but, _)) if but > at => (but, false),
                    _ => (start, true),
                };
                if value {
                    // What stands before the negation in the same clause is denied too, unless it is affirmed there.
                    let affirmed = ACTIONS.iter().any(|(list, _)| {
                        marks
                            .of(*list)
                            .any(|(hit, hit_end)| hit >= start && hit_end <= at)
                    });
                    states.push((if affirmed { at } else { start }, true));
                } else {
                    states.push((at, true));
                    states.push((flip, false));
                }
                negated = value;
            }
            (None, Some((but, _))) if negated => {
                states.push((but, false));
                negated = false;
            }
            // A clause with a verb of its own affirms.
            (None, None) if negated && acts && marks.of(ListId::Us).any(|hit| within(&hit)) => {
                states.push((start, false));
                negated = false;
            }
            _ => {}
        }
        start = end;
    }
    states
}

fn is_negated(states: &[(usize, bool)], place: usize) -> bool {
    states
        .iter()
        .rev()
        .find(|(at, _)| *at <= place)
        .is_some_and(|(_, negated)| *negated)
}

/// Whether the sentence says what a term means, or gives advice.
fn is_general(plain: &str, scope: Scope, marks: &Marks) -> bool {
    if scope.chapter == Chapter::Terms {
        return true;
    }
    let ours = || {
        marks.of(ListId::Us).any(|(us, _)| {
            marks
                .of(ListId::CollectStrong)
                .any(|(verb, _)| verb > us && verb - us < 90)
        })
    };
    if marks.has(ListId::Definition) && !ours() {
        return true;
    }
    // "Personal information includes the name, the date of birth …" of the law.
    let law = [
        "个人信息包括",
        "个人敏感信息包括",
        "敏感个人信息包括",
        "个人信息主要包括",
    ]
    .iter()
    .any(|start| plain.starts_with(start));
    if law && !ours() {
        return true;
    }
    marks.has(ListId::Advice) && !ours()
}

/// What counts as saying that an item is handled.
fn is_eligible(plain: &Plain<'_>, scope: Scope, marks: &Marks, lexicon: &Lexicon) -> bool {
    if scope.intro.is_some() {
        return true;
    }
    match scope.chapter {
        Chapter::Contact | Chapter::Other | Chapter::Terms => {
            // What is kept, and how long, is handled.
            let kept = || {
                scope.chapter == Chapter::Other
                    && !super::kept::keeping(plain, marks, lexicon, |_| false).is_empty()
            };
            (marks.has(ListId::CollectStrong) || kept())
                && !["有权", "您可以访问", "查阅"]
                    .iter()
                    .any(|word| plain.contains(word))
        }
        Chapter::Collect | Chapter::Permissions | Chapter::Sdk => {
            scope.listed || plain.contains(':') || ACTIONS.iter().any(|(list, _)| marks.has(*list))
        }
        Chapter::Share => ACTIONS.iter().any(|(list, _)| marks.has(*list)),
    }
}

/// Whether a place is within an address of the web: its words say nothing.
fn in_address(plain: &str, place: usize) -> bool {
    const LONGEST: usize = 200;
    let before = plain.as_bytes().get(..place).unwrap_or_default();
    let ends = |byte: &u8| !byte.is_ascii_graphic() || b"<>()\"'".contains(byte);
    let run = before
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(|byte| !ends(byte));
    let start = place - run.count();
    let run = before.get(start..).unwrap_or_default();
    memchr::memmem::find(run, b"://").is_some()
}

/// The items of a normal text by id, with whether each is named, and its words.
pub(super) fn items(plain: &str, lexicon: &Lexicon) -> Vec<(String, bool, usize, usize)> {
    let mut hits = lexicon.named(plain);
    hits.retain(|hit| !in_address(plain, hit.start));
    let mut found = Vec::new();
    for (at, hit) in hits.iter().enumerate() {
        match hit.what {
            Named::Item(item) => {
                if let Some(id) = lexicon.items.get(usize::from(item)) {
                    found.push((id.clone(), true, hit.start, hit.end));
                }
            }
            Named::Umbrella(umbrella) => {
                // "device identifiers (IMEI …)": the names behind it say more.
                let next = hits
                    .get(at + 1)
                    .filter(|next| matches!(next.what, Named::Item(_)));
                let between = next
                    .and_then(|next| plain.get(hit.end..next.start))
                    .unwrap_or("------------------");
                let spelled = between.chars().count() <= 10
                    && between.contains(['(', ':', '-', '包', '如', '含'])
                    && !between.contains(['。', '、']);
                if !spelled {
                    for id in lexicon
                        .umbrellas
                        .get(usize::from(umbrella))
                        .into_iter()
                        .flatten()
                    {
                        found.push((id.clone(), false, hit.start, hit.end));
                    }
                }
            }
            Named::Nothing => {}
        }
    }
    found
}

/// Statements of a sentence.
pub(super) fn sentence(
    plain: &Plain<'_>,
    sentence: &str,
    scope: Scope,
    marks: &Marks,
    permissions: &[String],
    lexicon: &Lexicon,
    out: &mut Understanding,
) {
    if is_general(plain, scope, marks) || !is_eligible(plain, scope, marks, lexicon) {
        return;
    }
    let found = items(plain, lexicon);
    if found.is_empty() {
        return;
    }
    // Words inside an item's name ("call records") are no verbs.
    let marks = &marks.without(|start, end| {
        let mut items = found.iter();
        items.any(|(.., from, to)| *from <= start && end <= *to)
    });
    let states = states(plain, marks);
    let purpose = clause(plain, marks, ListId::Purpose);
    let condition = clause(plain, marks, ListId::Condition);
    let own_verb = ACTIONS.iter().any(|(list, _)| marks.has(*list));
    // Who receives it, and how to reach them, when the sentence tells of passing on.
    let passes = PASSING.iter().any(|list| marks.has(*list));
    let recipient = match passes {
        true => super::recipient::recipient(plain, sentence, marks, lexicon),
        false => None,
    };
    let contact = recipient.as_ref().and_then(|_| super::fact::contact(plain));
    let keeping = super::kept::keeping(plain, marks, lexicon, |at| is_negated(&states, at));
    for (item, named, start, end) in found {
        let action = action_before(marks, start)
            .or(scope.intro.map(|intro| intro.action))
            .or_else(|| {
                ACTIONS
                    .iter()
                    .find(|(list, _)| marks.has(*list))
                    .map(|(_, action)| *action)
            })
            .unwrap_or(match scope.chapter {
                Chapter::Share => Action::Share,
                Chapter::Other => Action::Store,
                _ => Action::Collect,
            });
        let third = is_third(plain, marks, start)
            || (!own_verb && scope.intro.is_some_and(|intro| intro.third));
        let acts = third && !matches!(action, Action::Share | Action::Entrust | Action::Transfer);
        let collector = if acts || (scope.chapter == Chapter::Sdk && !marks.has(ListId::Us)) {
            collector(plain, start, lexicon)
        } else {
            Collector::Us
        };
        let mut negated = is_negated(&states, start);
        if let Some(intro) = scope.intro
            && !own_verb
        {
            negated |= intro.negated;
        }
        let given = matches!(
            action,
            Action::Share | Action::Entrust | Action::Transfer | Action::Export
        );
        let given = given || !negated && passed_on(marks, &states, start, end);
        let passed = recipient.as_deref().filter(|_| given && !negated);
        let (retention, stored_at) = match negated {
            true => (None, None),
            false => keeping.of(start, end),
        };
        out.statements.push(Statement {
            item,
            named,
            words: plain.get(start..end).unwrap_or_default().to_owned(),
            collector,
            action,
            negated,
            purpose: purpose.clone(),
            condition: condition.clone(),
            permissions: permissions.to_vec(),
            recipient: passed.map(str::to_owned),
            contact: passed.and(contact.clone()),
            retention,
            stored_at,
            quote: quote(sentence),
            spot: scope.spot,
        });
    }
}

/// Verbs of passing on.
const PASSING: [ListId; 4] = [
    ListId::Share,
    ListId::Entrust,
    ListId::Transfer,
    ListId::Export,
];

/// Whether a verb that is not denied passes an item on: behind it ("the sound is sent to Acme"), or before it with no
/// collecting between ("we entrust Acme to process the number").
fn passed_on(marks: &Marks, states: &[(usize, bool)], start: usize, end: usize) -> bool {
    let mut verbs = PASSING.iter().flat_map(|list| marks.of(*list));
    verbs.any(|(at, verb)| {
        let mut collected = marks.of(ListId::CollectStrong);
        let near = at >= end || verb <= start && !collected.any(|(at, _)| at >= verb && at < start);
        near && !is_negated(states, at)
    })
}

/// Items that a heading of a chapter on collection names ("2. location").
pub(super) fn heading(
    plain: &Plain<'_>,
    text: &str,
    scope: Scope,
    lexicon: &Lexicon,
    out: &mut Understanding,
) {
    let denied = ["不收集", "不会收集", "无需"]
        .iter()
        .any(|word| plain.contains(word));
    for (item, named, start, end) in items(plain, lexicon) {
        out.statements.push(Statement {
            item,
            named,
            words: plain.get(start..end).unwrap_or_default().to_owned(),
            collector: Collector::Us,
            action: Action::Collect,
            negated: denied,
            purpose: None,
            condition: None,
            permissions: lexicon.permissions(text, plain),
            recipient: None,
            contact: None,
            retention: None,
            stored_at: None,
            quote: quote(text),
            spot: scope.spot,
        });
    }
}

/// Who the third party is: an SDK of the catalogue named before the item, else nobody by name.
fn collector(plain: &str, place: usize, lexicon: &Lexicon) -> Collector {
    let before = plain.get(..place).unwrap_or_default();
    match lexicon.sdks(before).last() {
        Some((_, ids)) => {
            let known = ids
                .first()
                .and_then(|id| lexicon.catalogue.get(*id as usize));
            Collector::Sdk {
                name: known.map(|known| known.id.clone()).unwrap_or_default(),
                id: known.map(|known| known.id.clone()),
            }
        }
        None => Collector::Partner {
            name: String::new(),
        },
    }
}

/// The clause that a mark begins, at most 80 letters.
fn clause(plain: &str, marks: &Marks, list: ListId) -> Option<String> {
    let Some((start, _)) = marks.of(list).next() else {
        // "For the delivery, we …": the purpose leads.
        let leads = list == ListId::Purpose && plain.starts_with('为');
        let end = plain.find(',').filter(|end| leads && *end > 9)?;
        return Some(plain.get(..end)?.chars().take(80).collect());
    };
    let rest = plain.get(start..)?;
    let end = rest.find(['。', ';']).unwrap_or(rest.len());
    let end = match rest.get(..end).and_then(|text| text.find(',')) {
        Some(comma) if list == ListId::Condition => comma,
        _ => end,
    };
    Some(rest.get(..end)?.chars().take(80).collect())
}
