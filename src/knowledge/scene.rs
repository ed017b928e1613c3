//! What a scan cannot settle (`checks/scenes/*.toml`), so that a report says it instead of passing over it.
//!
//! ```toml
//! [[scene]]
//! id = "clipboard"
//! kind = "walk"                              # a person tries it on a phone; "unseen": a part the scan did not read
//! title = { zh = "…", en = "…" }
//! why = { zh = "…", en = "…" }               # why the package cannot tell
//! steps = [{ zh = "…", en = "…" }]           # which page to open, what to press; of "unseen": how to have it seen
//! watch = { zh = "…", en = "…" }             # what to watch, and what is a breach; only of "walk"
//! match = { reads = { item = ["clipboard"] } }   # as in checks; also: checks = […], diagnostics = […]
//! about = "{class}.{method}"                 # names of the row, one line for each; {item-name}: the item in words
//! ```
//!
//! A scene belongs to a package when its `match` has a row, when one of its `checks` has a finding, or when a diagnostic
//! has one of its codes (a pattern; `error`: any of that level); with none of the three it belongs to every package.

use serde::{Deserialize, Serialize};

use super::check::{Matcher, placeholders};
use super::load::{LoadError, Source};
use super::{Knowledge, Text};

/// What a record is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SceneKind {
    /// A scene that a person walks through on a phone.
    Walk,
    /// A part of the package that the scan did not read.
    Unseen,
}

/// Something that a static scan cannot settle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scene {
    /// Stable id, kebab-case.
    pub id: String,
    /// What it is for.
    pub kind: SceneKind,
    /// One line.
    pub title: Text,
    /// Why the package cannot tell.
    pub why: Text,
    /// What to do, in order.
    pub steps: Vec<Text>,
    /// What to watch.
    #[serde(default)]
    pub watch: Option<Text>,
    /// Belongs to packages on which this has a row.
    #[serde(default, rename = "match")]
    pub matcher: Option<Matcher>,
    /// One line for each row, with its `{names}`.
    #[serde(default)]
    pub about: Option<String>,
    /// Belongs to packages with a finding of one of these checks.
    #[serde(default)]
    pub checks: Vec<String>,
    /// Belongs to packages with a diagnostic of one of these codes.
    #[serde(default)]
    pub diagnostics: Vec<String>,
}

/// A file of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scene: Vec<Scene>,
}

impl Scene {
    /// Whether it belongs to every package.
    pub fn is_general(&self) -> bool {
        self.matcher.is_none() && self.checks.is_empty() && self.diagnostics.is_empty()
    }

    /// What is wrong with it.
    fn problems(&self) -> Option<String> {
        let empty = |text: &Text| text.zh.trim().is_empty() || text.en.trim().is_empty();
        let texts = [&self.title, &self.why].into_iter();
        if texts.chain(&self.steps).chain(&self.watch).any(empty) {
            return Some(format!("scene `{}` lacks a text in one language", self.id));
        }
        if self.steps.is_empty() || (self.kind == SceneKind::Walk) != self.watch.is_some() {
            return Some(format!(
                "scene `{}` needs `steps`, and `watch` when (and only when) it is a walk",
                self.id
            ));
        }
        let mut bound = self
            .matcher
            .as_ref()
            .map(Matcher::names)
            .unwrap_or_default();
        if bound.contains(&"item") {
            bound.push("item-name");
        }
        let used = placeholders(self.about.as_deref().unwrap_or_default());
        let loose = used.into_iter().find(|name| !bound.contains(name))?;
        Some(format!(
            "`match` of scene `{}` binds no {{{loose}}}",
            self.id
        ))
    }
}

impl Knowledge {
    /// Adds the scenes of a file; one with the id of an older one is an error.
    pub(super) fn add_scenes(&mut self, source: &Source) -> Result<(), Vec<LoadError>> {
        let file: File = source.parse().map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        for scene in file.scene {
            let at = format!("\"{}\"", scene.id);
            if self.scenes.iter().any(|known| known.id == scene.id) {
                errors.push(source.error_at(&at, format!("two records `{}`", scene.id)));
            } else if let Some(problem) = scene.problems() {
                errors.push(source.error_at(&at, problem));
            }
            if let Some(matcher) = &scene.matcher {
                super::validate::members(source, matcher, &mut errors);
            }
            self.scenes.push(scene);
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}
