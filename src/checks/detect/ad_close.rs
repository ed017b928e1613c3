//! `ad-not-closable`: layouts of advertising windows whose close button is tiny, or missing.

use crate::checks::facts::Facts;
use crate::checks::finding::{Location, Subject};
use crate::checks::hit::Hit;
use crate::package::layouts::{Layout, View};

/// The check whose record says what is small, and which words name what.
const CHECK: &str = "ad-not-closable";

pub(super) fn hits(facts: &Facts<'_, '_, '_>) -> Vec<Hit> {
    let Some(check) = facts.knowledge.check(CHECK) else {
        return Vec::new();
    };
    let list = |name: &str| check.lists.get(name).map_or(&[][..], Vec::as_slice);
    let least = check.limits.get("size").map_or(0, |limit| limit.value) as f64;
    let words = Words {
        ads: list("ads"),
        windows: list("windows"),
        close: list("close"),
        close_texts: list("close_texts"),
    };
    let mut hits = Vec::new();
    for file in &facts.package.layouts {
        // A layout that is broken is told where layouts are read for the model.
        let Ok((layout, _)) = facts.package.layout(file) else {
            continue;
        };
        if !words.is_ad(&layout) {
            continue;
        }
        let closing: Vec<&View> = layout
            .views
            .iter()
            .filter(|view| words.closes(view))
            .collect();
        let mut largest: Option<(f64, &View)> = None;
        let mut unknown = false;
        for view in &closing {
            match (dp(&view.width), dp(&view.height)) {
                (Some(width), Some(height)) => {
                    let size = width.max(height);
                    if largest.is_none_or(|(known, _)| size > known) {
                        largest = Some((size, view));
                    }
                }
                _ => unknown = true,
            }
        }
        let place = |line: u32| Location::Entry {
            entry: file.path.clone(),
            line: (line > 0).then_some(line),
        };
        if let (Some((size, view)), false) = (largest, unknown)
            && size < least
        {
            let name = view.id_name.as_deref().unwrap_or(view.simple_class());
            let mut hit = Hit::new("small", Subject::App)
                .name("layout", &file.path)
                .name("view", name)
                .name("size", format!("{size}"))
                .name("limit", format!("{least}"))
                .shown(
                    "layout",
                    format!("{name} {} x {}", view.width, view.height),
                    Some(place(view.line)),
                );
            hit.key = format!("{}:{name}", file.name);
            hits.push(hit);
        } else if closing.is_empty() && words.is_window(&file.name) && draws(&layout) {
            let mut hit = Hit::new("none", Subject::App)
                .name("layout", &file.path)
                .shown("layout", &file.name, Some(place(0)));
            hit.key.clone_from(&file.name);
            hits.push(hit);
        }
    }
    hits
}

struct Words<'w> {
    ads: &'w [String],
    windows: &'w [String],
    close: &'w [String],
    close_texts: &'w [String],
}

impl Words<'_> {
    /// Whether a layout shows an advertisement: its name, a view's name or a text says so.
    fn is_ad(&self, layout: &Layout) -> bool {
        let shows = |view: &View| {
            view.id_name
                .as_deref()
                .is_some_and(|name| has(name, self.ads))
                || view.texts.iter().any(|text| text.text.trim() == "广告")
        };
        has(&layout.file.name, self.ads) || layout.views.iter().any(shows)
    }

    /// Whether its name says that it is a window of its own, not a part of a page.
    fn is_window(&self, name: &str) -> bool {
        has(name, self.ads) && has(name, self.windows)
    }

    fn closes(&self, view: &View) -> bool {
        let says = |text: &str| {
            let text = text.trim().to_lowercase();
            text.chars().count() <= 8
                && self
                    .close_texts
                    .iter()
                    .any(|word| text.contains(word.as_str()))
        };
        view.id_name
            .as_deref()
            .is_some_and(|name| has(name, self.close))
            || view
                .texts
                .iter()
                .chain(&view.hints)
                .any(|text| says(&text.text))
    }
}

/// Whether a part of a name is one of the words.
fn has(name: &str, words: &[String]) -> bool {
    let mut parts = Vec::new();
    let mut part = String::new();
    for letter in name.chars() {
        let starts = letter == '_'
            || letter == '.'
            || letter.is_ascii_digit()
            || letter.is_ascii_uppercase();
        if starts && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
        }
        if letter.is_ascii_alphabetic() {
            part.push(letter.to_ascii_lowercase());
        }
    }
    parts.push(part);
    parts.iter().any(|part| words.contains(part))
}

/// Whether it draws the picture itself; an SDK that draws into a container brings its own button.
fn draws(layout: &Layout) -> bool {
    layout
        .views
        .iter()
        .any(|view| view.simple_class().ends_with("ImageView"))
}

/// A size in density-independent pixels, as written.
fn dp(text: &str) -> Option<f64> {
    let number = text
        .strip_suffix("dp")
        .or_else(|| text.strip_suffix("dip"))?;
    number.trim().parse().ok().filter(|size: &f64| *size > 0.0)
}
