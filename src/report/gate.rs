//! What a report means for a pipeline: the same answer as an exit status and as a sentence.

use super::model::{Artifact, Report, Status};
use super::words::pick;
use crate::knowledge::{Lang, Severity};

/// Whether a pipeline may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gate {
    /// The lowest severity of a new finding that fails; `None`: none does.
    fail_on: Option<Severity>,
    /// New findings that reach it.
    reached: usize,
    /// Findings that are known or suppressed.
    known: usize,
    /// Inputs.
    inputs: usize,
    /// Inputs that were not analysed whole.
    partial: usize,
    /// No input holds a package.
    nothing: bool,
}

impl Gate {
    /// What `report` comes to.
    pub fn of(report: &Report, fail_on: Option<Severity>) -> Self {
        let findings = || report.artifacts.iter().flat_map(|a| &a.findings);
        let holds_none = |a: &Artifact| a.diagnostics.iter().any(|d| d.code == "nothing-to-scan");
        let new = findings().filter(|f| f.status == Status::New);
        Self {
            fail_on,
            reached: new
                .filter(|f| fail_on.is_some_and(|least| f.severity >= least))
                .count(),
            known: findings().filter(|f| f.status != Status::New).count(),
            inputs: report.artifacts.len(),
            partial: report.artifacts.iter().filter(|a| !a.complete).count(),
            nothing: report.artifacts.iter().all(holds_none),
        }
    }

    /// Whether something was not analysed, or there was nothing to analyse: it outweighs whatever was found.
    pub fn is_incomplete(&self) -> bool {
        self.nothing || self.partial > 0
    }

    /// Whether a new finding fails.
    pub fn fails(&self) -> bool {
        self.reached > 0
    }

    /// Whether a pipeline may go on.
    pub fn passes(&self) -> bool {
        !self.is_incomplete() && !self.fails()
    }

    /// The sentence: "failed (exit status 1): 3 new findings reach --fail-on high".
    pub fn told(&self, lang: Lang) -> String {
        let Self {
            reached,
            known,
            inputs,
            partial,
            ..
        } = *self;
        let level = self.fail_on.map_or("never", Severity::as_str);
        let reaching = match reached {
            0 if self.fail_on.is_none() => pick(
                lang,
                "--fail-on never：问题不影响结果".to_owned(),
                "--fail-on never: no finding fails".to_owned(),
            ),
            0 => pick(
                lang,
                format!("没有新问题达到 --fail-on {level}"),
                format!("no new finding reaches --fail-on {level}"),
            ),
            1 => pick(
                lang,
                format!("1 个新问题达到 --fail-on {level}"),
                format!("1 new finding reaches --fail-on {level}"),
            ),
            more => pick(
                lang,
                format!("{more} 个新问题达到 --fail-on {level}"),
                format!("{more} new findings reach --fail-on {level}"),
            ),
        };
        let mut parts = Vec::new();
        if self.nothing {
            parts.push(pick(lang, "没有可扫描的内容", "there was nothing to scan").to_owned());
        } else if partial > 0 {
            parts.push(match (partial, inputs) {
                (_, 1) => pick(
                    lang,
                    "没有完整分析".to_owned(),
                    "the input was not analysed whole".to_owned(),
                ),
                _ => pick(
                    lang,
                    format!("{inputs} 个输入中有 {partial} 个没有完整分析"),
                    format!("{partial} of {inputs} inputs not analysed whole"),
                ),
            });
        }
        if reached > 0 || parts.is_empty() {
            parts.push(reaching);
        }
        if known > 0 {
            parts.push(pick(
                lang,
                format!("另有 {known} 个已知或已豁免"),
                format!("{known} known or suppressed"),
            ));
        }
        let (verdict, status) = match (self.is_incomplete(), self.fails()) {
            (true, _) => (pick(lang, "未通过", "failed"), 3),
            (false, true) => (pick(lang, "未通过", "failed"), 1),
            (false, false) => (pick(lang, "通过", "passed"), 0),
        };
        let parts = parts.join(pick(lang, "；", "; "));
        pick(
            lang,
            format!("{verdict}（退出码 {status}）：{parts}"),
            format!("{verdict} (exit status {status}): {parts}"),
        )
    }
}
