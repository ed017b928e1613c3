//! A chain as a small tree: from where the system enters the code to the call, each step with its line, and with its
//! owner where that changes.

use anstyle::Style;

use super::{BOLD, DIM, Detail, NAME, Page, style};
use crate::checks::{Edge, Frame};
use crate::knowledge::{Lang, Severity};
use crate::report::layout::{clean, fit, pad, width};
use crate::report::model::{Finding, Location};
use crate::report::words::{self, short_place};

/// Steps that a chain shows without `--verbose`: what is left out lies in the middle.
const STEPS: usize = 6;
/// Steps that are indented one deeper than the one before.
const DEPTH: usize = 8;

impl Page<'_> {
    /// The chain of a finding, `indent` columns in, and the member that it ends in. Of steps that the finding shown
    /// before has as well only their number is told.
    pub(super) fn chain(
        &mut self,
        finding: &Finding,
        api: Option<&str>,
        before: Option<&Finding>,
        indent: usize,
    ) {
        let frames = &finding.chain;
        if frames.is_empty() {
            return;
        }
        let all = self.view.detail == Detail::All;
        let common = before.map_or(0, |before| {
            let pairs = before.chain.iter().zip(frames);
            pairs.take_while(|(a, b)| a == b).count()
        });
        // The last step is always told.
        let common = common.min(frames.len() - 1);
        // The entry and who called first, then the end: where it starts and where it is read.
        let (head, tail) = match (common, all) {
            (2.., _) => (0, common),
            (_, false) if frames.len() > STEPS + 1 => (2, frames.len() + 2 - STEPS),
            _ => (frames.len(), frames.len()),
        };
        let mut owner = "";
        let mut depth = 0;
        // The condition stands below the step that asks it, or at the end when that step is not told.
        let mut condition = finding.condition.as_ref();
        for (at, frame) in frames.iter().enumerate() {
            if at >= head && at < tail {
                if at == head {
                    let text = match (self.lang(), head) {
                        (Lang::Zh, 0) => format!("… 前 {tail} 步同上"),
                        (Lang::En, 0) => format!("… {tail} steps as above"),
                        (Lang::Zh, _) => format!("… 省略 {} 步", tail - head),
                        (Lang::En, _) => format!("… {} steps left out", tail - head),
                    };
                    let text = self.paint(DIM, &text);
                    self.line(&format!("{}{text}", " ".repeat(indent + 3 * depth)));
                    depth = depth.max(1);
                }
                owner = &frame.owner;
                continue;
            }
            self.step(frame, indent, depth, owner);
            owner = &frame.owner;
            depth = (depth + 1).min(DEPTH);
            if let Some(asked) = condition.filter(|asked| asked.is_in(frame)) {
                self.condition(asked, indent, depth);
                condition = None;
            }
        }
        if let Some(asked) = condition {
            self.condition(asked, indent, depth);
        }
        if let Some(api) = api {
            let lead = format!("{}└▶ ", " ".repeat(indent + 3 * (depth - 1)));
            let room = self.view.columns.saturating_sub(width(&lead));
            let name = self.paint(BOLD, &fit(&words::member(api), room));
            self.line(&format!("{lead}{name}"));
        }
    }

    /// The other chains to the same call, those that the scan kept, for `--verbose`.
    pub(super) fn other_chains(&mut self, finding: &Finding, indent: usize) {
        let ways = &finding.ways;
        if self.view.detail != Detail::All || ways.others.is_empty() {
            return;
        }
        let shown = ways.others.len() + 1;
        let all = shown.max(ways.count as usize);
        for (at, chain) in ways.others.iter().enumerate() {
            let text = match self.lang() {
                Lang::Zh => format!(
                    "另一条路径（第 {} 条，展示 {shown} 条，共 {all} 条）",
                    at + 2
                ),
                Lang::En => format!("another way ({} of {shown} shown, {all} found)", at + 2),
            };
            let text = self.paint(DIM, &text);
            self.line(&format!("{}{text}", " ".repeat(indent)));
            let other = Finding {
                chain: chain.clone(),
                condition: None,
                ..finding.clone()
            };
            self.chain(&other, None, Some(finding), indent);
        }
    }

    /// "? only if the condition at MainActivity.java:37 holds".
    fn condition(&mut self, place: &Location, indent: usize, depth: usize) {
        let text = words::condition(self.lang(), &short_place(place));
        let mark = self.paint(style(Severity::Medium), "?");
        let indent = indent + 3 * depth.saturating_sub(1);
        self.hang(
            &format!("{}{mark} ", " ".repeat(indent)),
            indent + 2,
            &text,
            Style::new(),
        );
    }

    fn step(&mut self, frame: &Frame, indent: usize, depth: usize, before: &str) {
        let branch = match depth {
            0 => String::new(),
            deep => format!("{}└─ ", " ".repeat(3 * (deep - 1))),
        };
        let edge = match frame.edge {
            // What is not said is a plain call.
            Edge::Call => String::new(),
            edge => format!("{} ", words::edge(self.lang(), edge)),
        };
        let mut tail = match (&frame.file, frame.line) {
            (Some(file), Some(line)) => format!("{file}:{line}"),
            // What a compiler puts there when there is no file has no dot.
            (Some(file), None) if file.contains('.') => file.clone(),
            _ => String::new(),
        };
        if frame.owner != before && !(before.is_empty() && frame.owner == "app") {
            let owner = self.owner(&frame.owner);
            tail.push_str(&format!(" [{owner}]"));
        }
        let tail = fit(tail.trim(), self.view.columns / 2);
        let lead = indent + width(&branch) + width(&edge);
        let room = self.view.columns.saturating_sub(lead);
        let full = clean(&frame.told());
        let simple = clean(&frame.told_short());
        let fits = |name: &str| width(name) + 2 + width(&tail) <= room;
        let name = if fits(&full) { full } else { simple };
        let mark = format!("{}{branch}{}", " ".repeat(indent), self.paint(DIM, &edge));
        if fits(&name) {
            let gap = pad("", room - width(&name) - width(&tail));
            let (name, tail) = (self.paint(NAME, &name), self.paint(DIM, &tail));
            self.line(&format!("{mark}{name}{gap}{tail}"));
            return;
        }
        let name = self.paint(NAME, &fit(&name, room));
        self.line(&format!("{mark}{name}"));
        let under = format!(
            "{}   {}",
            " ".repeat(lead),
            self.paint(DIM, &fit(&tail, room.saturating_sub(3)))
        );
        self.line(&under);
    }
}
