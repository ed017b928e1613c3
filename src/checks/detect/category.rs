//! `collect-beyond-category` and `permission-beyond-category`: what an app of its kind does not need. The kind is the
//! caller's (`--category`), or guessed from label and package name and said to be a guess.

use std::collections::{BTreeMap, BTreeSet};

use crate::checks::facts::Facts;
use crate::checks::finding::Subject;
use crate::checks::hit::Hit;
use crate::checks::reads::{self, What};
use crate::checks::texts::asked;
use crate::knowledge::{Category, Confidence, ITEMS, Lang};
use crate::package::resources::Wanted;

/// The kind of app, and whether it is a guess.
fn kind<'f>(facts: &Facts<'f, '_, '_>) -> Option<(&'f Category, bool)> {
    if let Some(category) = facts.category {
        return Some((category, false));
    }
    let label = facts
        .package
        .label(&Wanted::chinese())
        .unwrap_or_default()
        .to_lowercase();
    let package: Vec<String> = facts
        .package
        .manifest
        .package
        .to_lowercase()
        .split('.')
        .skip(1)
        .map(str::to_owned)
        .collect();
    let says = |word: &str| {
        if word.is_ascii() {
            package.iter().any(|part| part == word)
                || label
                    .split(|letter: char| !letter.is_alphanumeric())
                    .any(|part| part == word)
        } else {
            label.contains(word)
        }
    };
    let mut found: BTreeMap<usize, Vec<&Category>> = BTreeMap::new();
    for category in &facts.knowledge.necessity.categories {
        // The longest word says most: 相机 in 相机地图 less than a whole name.
        let best = category
            .words
            .iter()
            .filter(|word| says(word))
            .map(|word| word.chars().count())
            .max();
        if let Some(length) = best {
            found.entry(length).or_default().push(category);
        }
    }
    // Two kinds that fit as well are no guess at all.
    let total: usize = found.values().map(Vec::len).sum();
    match found.into_values().next_back()?.as_slice() {
        [one] if total == 1 => Some((one, true)),
        _ => None,
    }
}

fn about(hit: Hit, category: &Category, guessed: bool) -> Hit {
    let (zh, en) = if guessed {
        (
            "（根据应用名称推测，可用 --category 指定）",
            " (a guess from the app's name; --category names it)",
        )
    } else {
        ("", "")
    };
    let mut hit = hit
        .name("category-zh", category.name.get(Lang::Zh))
        .name("category-en", category.name.get(Lang::En))
        .name("function-zh", category.function.get(Lang::Zh))
        .name("function-en", category.function.get(Lang::En))
        .name("guess-zh", zh)
        .name("guess-en", en);
    if guessed {
        hit.confidence = Confidence::Possible;
    }
    hit
}

/// `collect-beyond-category`.
pub(super) fn items(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let Some((category, guessed)) = kind(facts) else {
        return Vec::new();
    };
    let judged = &facts.knowledge.necessity.judged;
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let mut hits = Vec::new();
    for one in reads::best(facts.reached.iter().filter(|one| !one.weak)) {
        let What::Item(item) = &one.what else {
            continue;
        };
        if !judged.contains(item)
            || category.items.contains(item)
            || category.related_items.contains(item)
            || !seen.insert((item.clone(), one.owner.clone()))
        {
            continue;
        }
        let (zh, en) = ITEMS
            .iter()
            .find(|(id, ..)| id == item)
            .map_or(("", ""), |(_, zh, en)| (*zh, *en));
        let case = if guessed { "guessed" } else { "item" };
        let mut hit = Hit::new(case, Subject::Item(item.clone()))
            .name("item-zh", zh)
            .name("item-en", en)
            .name("api", &one.short);
        if let Some(last) = one.chain.last() {
            hit = hit.name("class", &last.class).name("method", &last.method);
            hit.location = Some(reads::place_of(last));
        }
        hit.owner.clone_from(&one.owner);
        hit.along(&one);
        hit.confidence = one.confidence;
        hits.push(about(hit, category, guessed));
    }
    hits
}

/// `permission-beyond-category`.
pub(super) fn permissions(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let Some((category, guessed)) = kind(facts) else {
        return Vec::new();
    };
    let mut hits = Vec::new();
    for name in asked(facts) {
        let (_, group, purpose) = facts.permission_words(name);
        let Some(opens) = facts
            .knowledge
            .necessity
            .groups
            .iter()
            .find(|one| one.group == group)
        else {
            continue;
        };
        if category.groups.contains(&group) || category.related_groups.contains(&group) {
            continue;
        }
        let case = match (guessed, opens.rarely) {
            (true, _) => "guessed",
            (false, true) => "rarely",
            (false, false) => "group",
        };
        let line = facts
            .package
            .manifest
            .uses_permissions
            .iter()
            .find(|asked| asked.name == name)
            .map_or(0, |asked| asked.line);
        let hit = Hit::new(case, Subject::Permission(name.to_owned()))
            .name("permission", name)
            .name("group", group)
            .name("purpose", purpose)
            .shown("manifest", name, Some(facts.manifest_line(line)));
        hits.push(about(hit, category, guessed));
    }
    hits
}
