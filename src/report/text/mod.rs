//! The report for people, on a terminal or in a log: per artifact a headline, findings by severity, the permissions and
//! SDKs in short, and what to do next. `findings` prints the findings, `chain` a
//! chain as a tree, `tables` items by scenario, permissions, SDKs and policies, `scenes` what was not seen and what a
//! person must still check, `library` what is told of libraries.

mod chain;
mod findings;
mod library;
mod scenes;
mod tables;

pub(crate) use tables::short;

use anstyle::{AnsiColor, Style};

use super::gate::Gate;
use super::layout::{self, clean, width};
use super::model::{Artifact, BySeverity, Report, Status, Summary};
use super::words::{self, pick};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::{Knowledge, Lang, Severity};

/// How to print.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Language; the report itself has to be in the same.
    pub lang: Lang,
    /// Columns to fit into.
    pub columns: usize,
    /// Whether to write colours.
    pub color: bool,
    /// How much to print.
    pub detail: Detail,
    /// The lowest severity of a new finding that fails a gate.
    pub fail_on: Option<Severity>,
    /// Where the names of checks come from.
    pub knowledge: &'a Knowledge,
}

/// How much to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// The headline and the counts.
    Summary,
    /// Every finding in short; long lists are cut, and say so.
    Normal,
    /// Everything.
    All,
}

/// The whole report as text, ending in a line break.
pub fn render(report: &Report, view: &View<'_>) -> String {
    let mut page = Page {
        view,
        text: String::new(),
    };
    for artifact in &report.artifacts {
        page.artifact(artifact);
    }
    if report.artifacts.len() > 1 {
        page.overall(report);
        page.comparison(report);
    }
    if !report.artifacts.is_empty() {
        page.result(report);
    }
    page.text
}

/// Writes lines; every text from a package passes through `layout`, which makes it safe to print.
struct Page<'a> {
    view: &'a View<'a>,
    text: String,
}

/// Columns of the words before the last lines.
const LABEL: usize = 6;
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GOOD: Style = Style::new()
    .bold()
    .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const BAD: Style = Style::new()
    .bold()
    .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
const NAME: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));

impl Page<'_> {
    fn lang(&self) -> Lang {
        self.view.lang
    }

    fn say<T>(&self, zh: T, en: T) -> T {
        pick(self.view.lang, zh, en)
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.view.color && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// `text` wrapped behind `first` on the first line and as much space on the others. `first` may be painted, so its
    /// width is given.
    fn hang(&mut self, first: &str, indent: usize, text: &str, style: Style) {
        let lines = layout::wrap(text, self.view.columns.saturating_sub(indent));
        for (at, line) in lines.iter().enumerate() {
            let line = self.paint(style, line);
            if at == 0 {
                self.line(&format!("{first}{line}"));
            } else {
                self.line(&format!("{}{line}", " ".repeat(indent)));
            }
        }
    }

    /// A heading with a rule to the right edge.
    fn heading(&mut self, title: &str, style: Style) {
        self.blank();
        let rule = "─".repeat(self.view.columns.saturating_sub(width(title) + 4));
        let line = format!("── {} {}", self.paint(style, title), self.paint(DIM, &rule));
        self.line(&line);
        self.blank();
    }

    fn artifact(&mut self, artifact: &Artifact) {
        if !self.text.is_empty() {
            self.blank();
        }
        self.headline(artifact);
        self.verdict(artifact);
        if self.view.detail == Detail::Summary {
            // Why it is no pass.
            let errors = artifact.diagnostics.iter();
            let errors: Vec<_> = errors.filter(|d| d.level == Level::Error).collect();
            self.told(&errors);
            return;
        }
        self.diagnostics(artifact);
        self.findings(artifact);
        self.tables(artifact);
        self.not_seen(artifact);
        self.still_to_check(artifact);
        if let Some(timings) = &artifact.timings {
            let stages: Vec<_> = timings
                .iter()
                .map(|t| format!("{} {:.1} ms", t.stage, t.ms))
                .collect();
            let title = self.say("用时", "Timings");
            self.heading(title, BOLD);
            self.hang("  ", 2, &stages.join(" · "), DIM);
        }
    }

    /// Which app, which file, how big.
    fn headline(&mut self, artifact: &Artifact) {
        let app = artifact.app.as_ref();
        let title = match app {
            Some(app) => match &app.label {
                Some(label) if *label != app.package => format!("{} ({})", label, app.package),
                _ => app.package.clone(),
            },
            None => artifact.path.clone(),
        };
        self.hang("", 0, &title, BOLD);
        let mut facts = Vec::new();
        if app.is_some() {
            facts.push(artifact.path.clone());
        }
        facts.extend(artifact.kind.as_ref().map(|kind| kind.to_uppercase()));
        facts.extend(artifact.size.map(words::size));
        if let Some(app) = app {
            let version = match (&app.version_name, app.version_code) {
                (Some(name), Some(code)) => Some(format!("{name} ({code})")),
                (Some(name), None) => Some(name.clone()),
                (None, code) => code.map(|code| code.to_string()),
            };
            facts.extend(version.map(|v| format!("{} {v}", self.say("版本", "version"))));
            facts.extend(app.min_sdk.map(|sdk| format!("minSdk {sdk}")));
            facts.extend(app.target_sdk.map(|sdk| format!("targetSdk {sdk}")));
        }
        let stats = &artifact.stats;
        if stats.classes > 0 {
            facts.push(match self.lang() {
                Lang::Zh => format!("{} 个类", words::number(stats.classes)),
                Lang::En => format!("{} classes", words::number(stats.classes)),
            });
        }
        self.facts_line(&facts);
    }

    /// Facts on as many lines as they need; a fact is not broken when it fits a line.
    fn facts_line(&mut self, facts: &[String]) {
        let mut line = String::new();
        for fact in facts.iter().map(|fact| clean(fact)) {
            if !line.is_empty() && width(&line) + 3 + width(&fact) > self.view.columns {
                let full = std::mem::take(&mut line);
                self.hang("", 0, &full, DIM);
            }
            if !line.is_empty() {
                line.push_str(" · ");
            }
            line.push_str(&fact);
        }
        self.hang("", 0, &line, DIM);
    }

    /// The line to read when only one is read.
    fn verdict(&mut self, artifact: &Artifact) {
        self.blank();
        let mut line = self.counts(std::slice::from_ref(artifact));
        if !artifact.complete {
            let text = match artifact.kind {
                Some(_) => words::partial(self.lang()),
                None => self.say("没有分析", "not analysed"),
            };
            line = format!("{line}\n{}", self.paint(BAD, text));
        }
        self.line(&line);
    }

    /// "✗ 3 high   ! 2 medium   (1 known or suppressed)": what is new, or that there is nothing.
    fn counts(&self, artifacts: &[Artifact]) -> String {
        let (counts, known) = new(artifacts);
        let behind = match (known, self.lang()) {
            (0, _) => String::new(),
            (_, Lang::Zh) => format!("   （另有 {known} 个已知或已豁免）"),
            (_, Lang::En) => format!("   ({known} known or suppressed)"),
        };
        let behind = self.paint(DIM, &behind);
        if counts.total() == 0 {
            let complete = artifacts.iter().all(|artifact| artifact.complete);
            let text = match (complete, known) {
                (true, 0) => self.paint(GOOD, self.say("✓ 没有发现问题", "✓ no findings")),
                (true, _) => self.paint(GOOD, self.say("✓ 没有新问题", "✓ nothing new")),
                // No green tick on what was not understood.
                (false, _) => self.paint(BAD, self.say("? 未能得出结论", "? no conclusion")),
            };
            return format!("{text}{behind}");
        }
        let parts: Vec<_> = counts
            .each()
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(severity, count)| {
                let word = words::severity(self.lang(), severity);
                let text = match self.lang() {
                    Lang::Zh => format!("{} {word} {count}", mark(severity)),
                    Lang::En => format!("{} {count} {}", mark(severity), word.to_lowercase()),
                };
                self.paint(style(severity), &text)
            })
            .collect();
        format!("{}{behind}", parts.join("   "))
    }

    /// What could not be read: before the findings, because it limits them.
    fn diagnostics(&mut self, artifact: &Artifact) {
        let all = self.view.detail == Detail::All;
        let shown: Vec<_> = artifact
            .diagnostics
            .iter()
            .filter(|d| {
                d.level == Level::Error
                    || all
                    || (d.level == Level::Warning && artifact.diagnostics.len() <= 3)
            })
            .collect();
        if shown.is_empty() {
            return;
        }
        let title = self.say("解析情况", "What could not be read as it should");
        self.heading(title, BOLD);
        self.told(&shown);
    }

    fn told(&mut self, diagnostics: &[&Diagnostic]) {
        for diagnostic in diagnostics {
            let (mark, style) = match diagnostic.level {
                Level::Error => ("✗", BAD),
                Level::Warning => ("!", style(Severity::Medium)),
                Level::Note => ("·", DIM),
            };
            let text = format!("{} [{}]", diagnostic.told(self.lang()), diagnostic.code);
            let mark = format!("  {} ", self.paint(style, mark));
            self.hang(&mark, 4, &text, Style::new());
        }
    }

    /// One line an artifact, and the counts over all.
    fn overall(&mut self, report: &Report) {
        let title = match self.lang() {
            Lang::Zh => format!("合计 {} 个安装包", report.artifacts.len()),
            Lang::En => format!("{} inputs in all", report.artifacts.len()),
        };
        self.heading(&title, BOLD);
        let widest = report
            .artifacts
            .iter()
            .map(|a| width(&clean(&a.path)))
            .max()
            .unwrap_or(0);
        let column = widest.min(self.view.columns / 2);
        for artifact in &report.artifacts {
            let part = match (artifact.complete, &artifact.kind) {
                (true, _) => "",
                (false, Some(_)) => self.say("  不完整", "  in part"),
                (false, None) => self.say("  没有分析", "  not analysed"),
            };
            let name = layout::pad(&layout::fit(&artifact.path, column), column);
            let line = format!(
                "  {name}  {}{}",
                self.counts(std::slice::from_ref(artifact)),
                self.paint(BAD, part)
            );
            self.line(&line);
        }
        self.blank();
        let line = format!("  {}", self.counts(&report.artifacts));
        self.line(&line);
    }

    /// What it means for a gate, and what to do next.
    fn result(&mut self, report: &Report) {
        self.blank();
        let gate = Gate::of(report, self.view.fail_on);
        let style = if gate.passes() { GOOD } else { BAD };
        let head = layout::pad(self.say("结论", "Result"), LABEL);
        let first = format!("{}  ", self.paint(BOLD, &head));
        self.hang(&first, LABEL + 2, &gate.told(self.lang()), style);
        if self.view.detail != Detail::Summary {
            self.next(report);
        }
    }

    fn next(&mut self, report: &Report) {
        let (counts, _) = new(&report.artifacts);
        let first = report
            .artifacts
            .iter()
            .flat_map(|artifact| &artifact.findings)
            .filter(|finding| finding.status == Status::New)
            .max_by_key(|finding| finding.severity)
            .map(|finding| finding.check.as_str());
        let mut steps = Vec::new();
        let partial =
            |test: fn(&Artifact) -> bool| report.artifacts.iter().any(|a| !a.complete && test(a));
        if partial(|artifact| artifact.kind.is_none()) {
            steps.push(self.say(
                "检查路径：要给出安装包（APK、AAB、AAR、JAR 等），或含有安装包的文件夹",
                "Check the path: it has to be a package (APK, AAB, AAR, JAR …) or a folder that holds some",
            ).to_owned());
        }
        let packed = |artifact: &Artifact| artifact.diagnostics.iter().any(|d| d.code == "packed");
        if partial(packed) {
            steps.push(
                self.say(
                    "改扫加固之前的安装包：加固后的代码看不到",
                    "Scan the package before it is packed: packed code cannot be seen",
                )
                .to_owned(),
            );
        } else if partial(|artifact| artifact.kind.is_some()) {
            steps.push(
                self.say(
                    "先解决标 ✗ 的解析问题，再扫描一次",
                    "Settle what could not be read (marked ✗), then scan again",
                )
                .to_owned(),
            );
        }
        if counts.high > 0 {
            steps.push(match self.lang() {
                Lang::Zh => format!("先整改 {} 个高风险问题", counts.high),
                Lang::En if counts.high == 1 => "Fix the finding of high severity first".to_owned(),
                Lang::En => format!("Fix the {} findings of high severity first", counts.high),
            });
        }
        if let Some(check) = first {
            let what = self.say(
                "查看一类问题的依据、例子和改法",
                "Basis, example and remedy of a check",
            );
            steps.push(format!("{what}:  consentry explain {check}"));
            if self.view.detail == Detail::Normal {
                let what = self.say("查看全部明细与证据", "Every detail and its evidence");
                steps.push(format!("{what}:  --verbose"));
            }
        } else if steps.is_empty() {
            steps.push(self.say(
                "静态扫描看不到服务器行为、真实频率和界面；上线前仍需真机走查",
                "A static scan sees no servers, frequencies or screens: still walk through the app on a phone",
            ).to_owned());
        }
        let head = layout::pad(self.say("下一步", "Next"), LABEL);
        for (at, step) in steps.iter().enumerate() {
            let first = if at == 0 {
                self.paint(BOLD, &head)
            } else {
                " ".repeat(LABEL)
            };
            let number = if steps.len() > 1 {
                format!("{}. ", at + 1)
            } else {
                String::new()
            };
            let indent = LABEL + 2 + number.len();
            self.hang(&format!("{first}  {number}"), indent, step, Style::new());
        }
    }
}

/// The new findings of each severity, and how many others there are.
fn new(artifacts: &[Artifact]) -> (BySeverity, usize) {
    let all = || artifacts.iter().flat_map(|artifact| &artifact.findings);
    let new = all().filter(|finding| finding.status == Status::New);
    let counts = Summary::of(new).by_severity;
    (counts, all().count() - counts.total())
}

/// Sign of a severity.
fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "✗",
        Severity::Medium => "!",
        Severity::Low => "-",
        Severity::Info => "·",
    }
}

/// Colour of a severity.
fn style(severity: Severity) -> Style {
    let color = match severity {
        Severity::High => AnsiColor::Red,
        Severity::Medium => AnsiColor::Yellow,
        Severity::Low => AnsiColor::Blue,
        Severity::Info => AnsiColor::White,
    };
    Style::new().bold().fg_color(Some(color.into()))
}
