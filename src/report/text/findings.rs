//! Findings by severity. Findings of one check stand together: what they share (clause, fix) is said once, so that a
//! package with fifty unused permissions does not drown its reader.

use anstyle::Style;

use super::tables::short;
use super::{BOLD, DIM, Detail, NAME, Page, mark, style};
use crate::knowledge::{Lang, Severity};
use crate::report::layout::{fit, pad, width};
use crate::report::model::{Artifact, Finding, Location, Status};
use crate::report::words::{self, pick};

/// Subjects that a group shows without `--verbose`.
const SUBJECTS: usize = 6;
/// Clauses that a finding shows without `--verbose`.
const CLAUSES: usize = 2;
/// Column where a finding's text begins.
const INDENT: usize = 2;

impl Page<'_> {
    pub(super) fn findings(&mut self, artifact: &Artifact) {
        let findings = &artifact.findings;
        let all = self.view.detail == Detail::All;
        let shown: Vec<_> = findings
            .iter()
            .filter(|f| all || f.status == Status::New)
            .collect();
        for severity in [
            Severity::High,
            Severity::Medium,
            Severity::Low,
            Severity::Info,
        ] {
            let of: Vec<_> = shown
                .iter()
                .copied()
                .filter(|f| f.severity == severity)
                .collect();
            if of.is_empty() {
                continue;
            }
            let title = match self.lang() {
                Lang::Zh => format!("{}（{}）", words::severity(self.lang(), severity), of.len()),
                Lang::En => format!("{} ({})", words::severity(self.lang(), severity), of.len()),
            };
            self.heading(&title, style(severity));
            for group in crate::report::groups(of) {
                self.group(severity, &group, artifact);
                self.blank();
            }
        }
        let hidden = findings.len() - shown.len();
        if hidden > 0 {
            self.more(
                hidden,
                pick(
                    self.lang(),
                    "个已知或已豁免的问题",
                    "known or suppressed findings",
                ),
            );
        }
    }

    /// The findings of one check.
    fn group(&mut self, severity: Severity, group: &[&Finding], artifact: &Artifact) {
        let Some(first) = group.first() else { return };
        let title = match self.view.knowledge.check(&first.check) {
            Some(check) if group.len() > 1 => check.title.get(self.lang()),
            _ => first.title.as_str(),
        };
        self.title(severity, title, group);
        match group {
            [finding] => {
                self.facts(finding);
                self.chain(finding, artifact.api(finding), None, INDENT);
                self.other_chains(finding, INDENT);
            }
            many => self.subjects(many, artifact),
        }
        self.clauses(first);
        let same = group.iter().all(|finding| finding.fix == first.fix);
        let fix = self.for_all(same, &first.fix);
        self.fact(pick(self.lang(), "整改", "Fix"), &fix, Style::new());
        if group.len() == 1 {
            self.details(first);
        }
    }

    /// A text of a group's first finding: said to be that when the others have their own.
    fn for_all(&self, same: bool, text: &str) -> String {
        let head = self.say("以第一处为例：", "For the first: ");
        format!("{}{text}", if same { "" } else { head })
    }

    /// "✗ Title                       check-id · certain".
    fn title(&mut self, severity: Severity, title: &str, group: &[&Finding]) {
        let Some(first) = group.first() else { return };
        let mut tail = vec![first.check.clone()];
        if group.len() > 1 {
            tail.push(pick(
                self.lang(),
                format!("{} 处", group.len()),
                format!("{} places", group.len()),
            ));
        }
        if group
            .iter()
            .all(|finding| finding.confidence == first.confidence)
        {
            tail.push(words::confidence(self.lang(), first.confidence).to_owned());
        }
        let tail = tail.join(" · ");
        let sign = self.paint(style(severity), mark(severity));
        let room = self.view.columns.saturating_sub(INDENT);
        let lines = crate::report::layout::wrap(title, room);
        let last = lines.len().saturating_sub(1);
        for (at, line) in lines.iter().enumerate() {
            let lead = if at == 0 {
                format!("{sign} ")
            } else {
                " ".repeat(INDENT)
            };
            let text = self.paint(BOLD, line);
            if at == last && width(line) + 2 + width(&tail) <= room {
                let gap = " ".repeat(room - width(line) - width(&tail));
                let tail = self.paint(NAME, &tail);
                self.line(&format!("{lead}{text}{gap}{tail}"));
                return;
            }
            self.line(&format!("{lead}{text}"));
        }
        let tail = self.paint(NAME, &tail);
        self.line(&format!("{}{tail}", " ".repeat(INDENT)));
    }

    /// Where and what of a finding that stands alone.
    fn facts(&mut self, finding: &Finding) {
        // A chain ends there.
        if let (Some(location), true) = (&finding.location, finding.chain.is_empty()) {
            self.fact(
                pick(self.lang(), "位置", "Where"),
                &place(location),
                Style::new(),
            );
        }
        if finding.owner != "app" {
            self.fact(
                pick(self.lang(), "归属", "Owner"),
                &self.owner(&finding.owner),
                Style::new(),
            );
        }
        self.fact(
            pick(self.lang(), "说明", "What"),
            &finding.message,
            Style::new(),
        );
    }

    /// The subjects of findings that share a check.
    fn subjects(&mut self, group: &[&Finding], artifact: &Artifact) {
        let Some(first) = group.first() else { return };
        let all = self.view.detail == Detail::All;
        // Cutting a list to hide one line would cost that line.
        let limit = if all || group.len() <= SUBJECTS + 1 {
            group.len()
        } else {
            SUBJECTS
        };
        let sure = group.iter().all(|f| f.confidence == first.confidence);
        let names: Vec<_> = group
            .iter()
            .map(|finding| {
                let name = self.subject(finding);
                let how = words::confidence(self.lang(), finding.confidence);
                match sure {
                    true => name,
                    false => format!("{name} · {how}"),
                }
            })
            .collect();
        let room = self.view.columns.saturating_sub(INDENT + 2);
        let widest = names
            .iter()
            .take(limit)
            .map(|name| width(name))
            .max()
            .unwrap_or(0);
        let column = widest.min(room * 2 / 3);
        // What is about the app as a whole has no name of its own to be told from its like: its text is the name.
        let unnamed = |finding: &Finding| finding.subject.is_empty() && finding.owner == "app";
        let named = !group.iter().all(|finding| unnamed(finding));
        let messages = named && (all || group.len() <= 3);
        let mut before: Option<&Finding> = None;
        for (finding, name) in group.iter().zip(&names).take(limit) {
            // A chain ends there.
            let place = match finding.chain.is_empty() {
                true => finding.location.as_ref().map(place).unwrap_or_default(),
                false => String::new(),
            };
            let name = fit(name, room);
            let bullet = self.paint(style(finding.severity), "•");
            if !named {
                let head = format!("{}{bullet} ", " ".repeat(INDENT));
                self.hang(&head, INDENT + 2, &finding.message, Style::new());
                self.hang(&" ".repeat(INDENT + 2), INDENT + 2, &place, DIM);
            } else if width(&name) <= column && column + 2 + width(&place) <= room {
                let place = self.paint(DIM, &crate::report::layout::clean(&place));
                self.line(&format!(
                    "{}{bullet} {}  {place}",
                    " ".repeat(INDENT),
                    pad(&name, column)
                ));
            } else {
                self.line(&format!("{}{bullet} {name}", " ".repeat(INDENT)));
                if !place.is_empty() {
                    self.hang(&" ".repeat(INDENT + 2), INDENT + 2, &place, DIM);
                }
            }
            if messages {
                self.hang(
                    &" ".repeat(INDENT + 2),
                    INDENT + 2,
                    &finding.message,
                    Style::new(),
                );
            }
            self.chain(
                finding,
                artifact.api(finding),
                before.filter(|_| !all),
                INDENT + 2,
            );
            self.other_chains(finding, INDENT + 2);
            if all && finding.fix != first.fix {
                let head = self.say("整改：", "Fix: ");
                let text = format!("{head}{}", finding.fix);
                self.hang(&" ".repeat(INDENT + 2), INDENT + 2, &text, Style::new());
            }
            before = Some(finding);
            if all {
                self.details(finding);
            }
        }
        if group.len() > limit {
            self.more(group.len() - limit, pick(self.lang(), "处", "places"));
        }
        if named && !messages {
            let same = group.iter().all(|f| f.message == first.message);
            let text = self.for_all(same, &first.message);
            self.fact(pick(self.lang(), "说明", "What"), &text, Style::new());
        }
    }

    fn clauses(&mut self, finding: &Finding) {
        let all = self.view.detail == Detail::All;
        let limit = if all { usize::MAX } else { CLAUSES };
        let mut word = pick(self.lang(), "依据", "Clause");
        for regulation in finding.regulations.iter().take(limit) {
            let mut text = regulation.cited.clone();
            if let Some(label) = &regulation.label {
                let regulator = regulation.regulator.as_deref().unwrap_or_default();
                text = match self.lang() {
                    Lang::Zh if regulation.verified => format!("{regulator}“{label}” · {text}"),
                    Lang::Zh => format!("{regulator}：{label} · {text}"),
                    Lang::En => format!("{regulator}: {label} · {text}"),
                };
            }
            // Our own words for the clause, never shown as its wording.
            if let (true, Some(gist)) = (all, &regulation.text) {
                text = pick(
                    self.lang(),
                    format!("{text}（大意：{gist}）"),
                    format!("{text} (in short: {gist})"),
                );
            }
            self.fact(word, &text, Style::new());
            word = "";
        }
        let hidden = finding.regulations.len().saturating_sub(limit);
        if hidden > 0 {
            let text = pick(
                self.lang(),
                format!("另有 {hidden} 条"),
                format!("and {hidden} more"),
            );
            self.fact("", &text, DIM);
        }
    }

    /// Evidence, for `--verbose`.
    fn details(&mut self, finding: &Finding) {
        if self.view.detail != Detail::All {
            return;
        }
        let mut word = pick(self.lang(), "证据", "Proof");
        for evidence in &finding.evidence {
            let at = evidence
                .location
                .as_ref()
                .map(|l| format!("  {}", place(l)))
                .unwrap_or_default();
            self.fact(
                word,
                &format!("{} {}{at}", evidence.kind, evidence.value),
                DIM,
            );
            word = "";
        }
        if let Some(reason) = &finding.suppressed_because {
            let text = format!("{} {reason}", self.say("已豁免：", "suppressed:"));
            self.fact(pick(self.lang(), "状态", "Status"), &text, DIM);
        }
        self.fact(
            pick(self.lang(), "指纹", "Print"),
            &finding.fingerprint,
            DIM,
        );
    }

    /// A line of a finding: a word in a column of its own, and its text.
    fn fact(&mut self, word: &str, text: &str, style: Style) {
        if text.is_empty() {
            return;
        }
        let column = pick(self.lang(), 4, 6);
        let head = format!(
            "{}{}  ",
            " ".repeat(INDENT),
            self.paint(DIM, &pad(word, column))
        );
        self.hang(&head, INDENT + column + 2, text, style);
    }

    /// What a finding of a group is about; its own title when it is about the app as a whole.
    fn subject(&self, finding: &Finding) -> String {
        let subject = match finding.subject.iter().next() {
            Some((&"permission", name)) => short(name).to_owned(),
            Some((&"sdk", id)) => self.owner(id),
            Some((&"item", id)) => words::item(self.lang(), id).to_owned(),
            Some((_, value)) => value.clone(),
            None => finding.title.clone(),
        };
        if finding.owner == "app" || finding.subject.contains_key("sdk") {
            return subject;
        }
        format!("{subject} ({})", self.owner(&finding.owner))
    }

    /// An owner by name: an SDK's name rather than its id.
    pub(super) fn owner(&self, id: &str) -> String {
        let record = self.view.knowledge.sdk(id);
        match record {
            Some(sdk) => sdk.name.get(self.lang()).to_owned(),
            None if id == "app" => self.say("应用自身", "the app").to_owned(),
            None => id.to_owned(),
        }
    }
}

/// A location on one line.
fn place(location: &Location) -> String {
    let numbered = |name: &str, line: &Option<u32>| match line {
        Some(line) => format!("{name}:{line}"),
        None => name.to_owned(),
    };
    match location {
        Location::Entry { entry, line } => numbered(entry, line),
        Location::Code {
            class,
            method,
            file,
            line,
            ..
        } => {
            let member = if method.is_empty() {
                class.clone()
            } else {
                format!("{class}.{method}")
            };
            match file {
                Some(file) => format!("{member} ({})", numbered(file, line)),
                None => member,
            }
        }
    }
}
