//! A chain as a small tree: from where the system enters the code to the call, each step with its line, and with its
//! owner where that changes.

use super::{DIM, Detail, NAME, Page};
use crate::checks::{Edge, Frame};
use crate::report::layout::{clean, fit, pad, width};
use crate::report::model::Finding;
use crate::report::words;

/// Steps that a chain shows without `--verbose`: what is left out lies in the middle.
const STEPS: usize = 6;
/// Steps that are indented one deeper than the one before.
const DEPTH: usize = 8;

impl Page<'_> {
    /// The chain of a finding, `indent` columns in.
    pub(super) fn chain(&mut self, finding: &Finding, indent: usize) {
        let frames = &finding.chain;
        if frames.is_empty() {
            return;
        }
        let all = self.view.detail == Detail::All;
        let cut = !all && frames.len() > STEPS + 1;
        // The entry and who called first, then the end: where it starts and where it is read.
        let (head, tail) = match cut {
            true => (2, frames.len() + 2 - STEPS),
            false => (frames.len(), frames.len()),
        };
        let mut owner = "";
        let mut depth = 0;
        for (at, frame) in frames.iter().enumerate() {
            if at >= head && at < tail {
                if at == head {
                    let text = match self.lang() {
                        crate::knowledge::Lang::Zh => format!("… 省略 {} 步", tail - head),
                        crate::knowledge::Lang::En => format!("… {} steps left out", tail - head),
                    };
                    let text = self.paint(DIM, &text);
                    self.line(&format!("{}{text}", " ".repeat(indent + 3 * depth)));
                }
                owner = &frame.owner;
                continue;
            }
            self.step(frame, indent, depth, owner);
            owner = &frame.owner;
            depth = (depth + 1).min(DEPTH);
        }
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
            (Some(file), None) => file.clone(),
            _ => String::new(),
        };
        if frame.owner != before && !(before.is_empty() && frame.owner == "app") {
            let owner = self.owner(&frame.owner);
            tail.push_str(&format!(" [{owner}]"));
        }
        let tail = fit(tail.trim(), self.view.columns / 2);
        let lead = indent + width(&branch) + width(&edge);
        let room = self.view.columns.saturating_sub(lead);
        let full = clean(&format!("{}.{}", frame.class, frame.method));
        let simple = frame.class.rsplit('.').next().unwrap_or(&frame.class);
        let simple = clean(&format!("{simple}.{}", frame.method));
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
