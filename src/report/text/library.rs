//! Libraries: what each public method reads, and several libraries side by side.

use anstyle::Style;

use super::{BOLD, DIM, Detail, NAME, Page};
use crate::knowledge::{ITEMS, Lang};
use crate::report::layout::{clean, fit, pad, width};
use crate::report::model::{Artifact, EntryPoint, Report};
use crate::report::words::pick;

/// Rows without `--verbose`.
const ROWS: usize = 12;

impl Page<'_> {
    /// What each public method reads: what an integration guide has to say.
    pub(super) fn entry_points(&mut self, artifact: &Artifact) {
        let all = artifact.entry_points.as_deref().unwrap_or_default();
        let mut shown: Vec<(&EntryPoint, Vec<String>)> = all
            .iter()
            .map(|entry| (entry, self.read_items(entry)))
            .filter(|(_, items)| !items.is_empty())
            .collect();
        if shown.is_empty() {
            return;
        }
        let title = match self.lang() {
            Lang::Zh => format!("公开方法读取的个人信息（{}）", shown.len()),
            Lang::En => format!("What public methods read ({})", shown.len()),
        };
        self.heading(&title, BOLD);
        // Starts first: they are what a host calls.
        shown.sort_by_key(|(entry, items)| {
            (entry.settings_tried.is_none(), usize::MAX - items.len())
        });
        let limit = if self.view.detail == Detail::All {
            usize::MAX
        } else {
            ROWS
        };
        for (entry, items) in shown.iter().take(limit) {
            let name = self.paint(
                NAME,
                &fit(&entry.signature, self.view.columns.saturating_sub(2)),
            );
            self.line(&format!("  {name}"));
            self.hang("      ", 6, &items.join(", "), Style::new());
        }
        if shown.len() > limit {
            let what = pick(self.lang(), "个其他方法", "methods");
            self.more(shown.len() - limit, what);
        }
    }

    /// Items that a method reads, each once, with what holds it back.
    fn read_items(&self, entry: &EntryPoint) -> Vec<String> {
        let mut items: Vec<String> = Vec::new();
        for read in entry.reads.iter().filter(|read| !read.weak) {
            let name = ITEMS.iter().find(|(id, ..)| *id == read.item);
            let name = name.map_or(read.item.as_str(), |(_, zh, en)| {
                pick(self.lang(), *zh, *en)
            });
            let text = match read.held_back_by.as_deref() {
                None => name.to_owned(),
                Some([]) => format!("{name} ({})", self.say("无法关闭", "nothing holds it back")),
                Some([first, ..]) => {
                    format!("{name} ({} {first})", self.say("可关闭：", "not with"))
                }
            };
            if !items.contains(&text) {
                items.push(text);
            }
        }
        items
    }

    /// Several libraries side by side.
    pub(super) fn comparison(&mut self, report: &Report) {
        let libraries: Vec<&Artifact> = report
            .artifacts
            .iter()
            .filter(|artifact| artifact.entry_points.is_some())
            .collect();
        if libraries.len() < 2 {
            return;
        }
        self.heading(self.say("SDK 对比", "SDKs side by side"), BOLD);
        let heads = [
            self.say("启动即收集", "on load"),
            self.say("调用后读取", "by calls"),
            self.say("无法关闭", "no switch"),
            self.say("敏感权限", "permissions"),
            self.say("动态代码", "loads code"),
        ];
        let file = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
        let names = libraries.iter().map(|one| width(&clean(&file(&one.path))));
        let column = names.max().unwrap_or(0).min(self.view.columns / 2);
        let head = heads.join("  ");
        let head = self.paint(DIM, &head);
        self.line(&format!("  {}  {head}", pad("", column)));
        for one in libraries {
            let subjects = |check: &str| {
                let found = one.findings.iter().filter(|finding| finding.check == check);
                let mut all: Vec<String> = found.map(|f| format!("{:?}", f.subject)).collect();
                all.sort_unstable();
                all.dedup();
                all.len()
            };
            let mut items: Vec<&str> = one
                .entry_points
                .iter()
                .flatten()
                .flat_map(|entry| &entry.reads)
                .filter(|read| !read.weak)
                .map(|read| read.item.as_str())
                .collect();
            items.sort_unstable();
            items.dedup();
            let counts = [
                subjects("sdk-collects-on-load"),
                items.len(),
                subjects("sdk-no-consent-switch"),
                subjects("sdk-permission-injected"),
                subjects("sdk-dynamic-code"),
            ];
            let cells = heads.iter().zip(counts).map(|(head, count)| {
                let text = if count == 0 {
                    "-".to_owned()
                } else {
                    count.to_string()
                };
                pad(&text, width(head))
            });
            let cells = cells.collect::<Vec<_>>().join("  ");
            let name = pad(&fit(&file(&one.path), column), column);
            let name = self.paint(NAME, &name);
            self.line(&format!("  {name}  {cells}"));
        }
    }
}
