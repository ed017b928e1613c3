//! What the scan did not see, and what a person must still check on a phone.

use anstyle::Style;

use super::{BOLD, DIM, Detail, Page};
use crate::knowledge::Lang;
use crate::report::model::{Artifact, Scene};
use crate::report::words;

/// Scenes that are shown without `--verbose`, those that name something of this package first.
const SCENES: usize = 6;

impl Page<'_> {
    /// "Not seen" belongs to the verdict, and is no pass.
    pub(super) fn not_seen(&mut self, artifact: &Artifact) {
        if artifact.not_seen.is_empty() {
            return;
        }
        self.heading(words::not_seen(self.lang()), BOLD);
        for scene in &artifact.not_seen {
            self.scene("?", scene);
        }
    }

    pub(super) fn still_to_check(&mut self, artifact: &Artifact) {
        if artifact.to_check.is_empty() {
            return;
        }
        let count = artifact.to_check.len();
        let title = words::to_check(self.lang());
        let title = match self.lang() {
            Lang::Zh => format!("{title}（{count}）"),
            Lang::En => format!("{title} ({count})"),
        };
        self.heading(&title, BOLD);
        let mut scenes: Vec<&Scene> = artifact.to_check.iter().collect();
        let all = self.view.detail == Detail::All;
        let limit = if all || count <= SCENES + 1 {
            count
        } else {
            SCENES
        };
        if !all {
            scenes.sort_by_key(|scene| scene.about.is_empty());
        }
        for scene in scenes.into_iter().take(limit) {
            self.scene("☐", scene);
        }
        if count > limit {
            self.more(count - limit, self.say("个场景", "scenes"));
        }
    }

    fn scene(&mut self, mark: &str, scene: &Scene) {
        let all = self.view.detail == Detail::All;
        self.hang(&format!("  {mark} "), 4, &scene.title, BOLD);
        self.hang("    ", 4, &scene.why, DIM);
        // One line says what this package has to do with it; the steps are for the one who does them.
        let named = if all { scene.about.len() } else { 3 };
        let mut about = scene
            .about
            .iter()
            .take(named)
            .cloned()
            .collect::<Vec<_>>()
            .join(self.say("；", "; "));
        let more = scene.about.len().saturating_sub(named) + scene.more;
        if more > 0 {
            about.push_str(&match self.lang() {
                Lang::Zh => format!(" 等 {} 处", scene.about.len() + scene.more),
                Lang::En => format!(" and {more} more"),
            });
        }
        if !about.is_empty() {
            self.hang("    · ", 6, &about, Style::new());
        }
        for step in &scene.steps {
            self.hang("    → ", 6, step, Style::new());
        }
        if let Some(watch) = &scene.watch {
            let text = format!("{}{watch}", self.say("观察：", "Watch: "));
            self.hang("      ", 6, &text, Style::new());
        }
    }
}
