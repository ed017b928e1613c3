//! `consentry.toml`: what a project settles once. The options of the command line go before it; suppressions stand only
//! here, each with its reason. Unknown keys are errors with a suggestion; `docs/config.schema.json` describes the file to
//! editors.
//!
//! ```toml
//! profile = "miit"
//! fail-on = "medium"
//!
//! [[suppress]]
//! check = "permission-unused"
//! subject = "android.permission.CAMERA"      # pattern, `*` stands for anything; left out: every subject
//! owner = "app"                              # pattern over `app` and SDK ids; left out: every owner
//! reason = "Used by a plug-in that is loaded after consent"
//! expires = 2027-06-30                       # last day on which it counts; left out: for good
//! ```

use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::checks::glob;
use crate::knowledge::{Confidence, Knowledge, Lang, LoadError, Profile, Severity, Source};
use crate::report::model::{Finding, Status};
use crate::report::{self, Report};

/// Lowest severity of a new finding that makes a gate fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum FailOn {
    High,
    Medium,
    Low,
    Info,
    Never,
}

impl FailOn {
    /// The lowest severity that fails; `None`: none does.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::High => Some(Severity::High),
            Self::Medium => Some(Severity::Medium),
            Self::Low => Some(Severity::Low),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}

/// The file. What is left out is `None` or empty; paths are as written, from the file's folder.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Config {
    /// `--lang`.
    pub lang: Option<Lang>,
    /// `--profile`.
    pub profile: Option<Profile>,
    /// `--fail-on`.
    pub fail_on: Option<FailOn>,
    /// `--min-confidence`.
    pub min_confidence: Option<Confidence>,
    /// `--baseline`.
    pub baseline: Option<PathBuf>,
    /// `--mapping`.
    pub mapping: Option<PathBuf>,
    /// `--policy`, of a file: no connection is opened for what a file says.
    pub policy: Option<Spanned<String>>,
    /// `--category`.
    pub category: Option<Spanned<String>>,
    /// `--checks`.
    pub checks: Vec<PathBuf>,
    /// `--source-root`.
    pub source_root: Vec<PathBuf>,
    /// `--select`.
    pub select: Vec<Spanned<String>>,
    /// `--ignore`.
    pub ignore: Vec<Spanned<String>>,
    /// Findings that are waved through.
    pub suppress: Vec<Spanned<Suppression>>,
}

/// Findings that someone has looked at and lets pass.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Suppression {
    /// Id of the check.
    pub check: String,
    /// Pattern of the subject: the permission, SDK, item … Absent: every one.
    pub subject: Option<String>,
    /// Pattern of the owner: `app` or an SDK's id. Absent: every one.
    pub owner: Option<String>,
    /// Why; for the one who asks a year later.
    pub reason: String,
    /// Last day on which it counts, a date. Absent: for good.
    pub expires: Option<Datetime>,
}

/// A day of the calendar: year, month, day. Ordered.
pub type Day = (u16, u8, u8);

impl Config {
    /// Parses the file. Checks are named later, when their records are known: see [`Config::validate`].
    pub fn parse(source: &Source) -> Result<Self, LoadError> {
        let config: Self =
            source
                .parse()
                .map_err(|error| match error.message.contains("datetime") {
                    true => error.with_hint("write a day without quotes: expires = 2027-06-30"),
                    false => error,
                })?;
        if let Some(policy) = &config.policy
            && policy.get_ref().contains("://")
        {
            return Err(source
                .error(policy.span().start, "`policy` is the address of a page")
                .with_hint(
                    "name a file here; an address is fetched for --policy on the command line only",
                ));
        }
        for suppression in &config.suppress {
            let at = suppression.span().start;
            let suppression = suppression.get_ref();
            if suppression.reason.trim().is_empty() {
                return Err(source
                    .error(at, "a suppression without a reason")
                    .with_hint("say why the finding may stay: reason = \"…\""));
            }
            let date_only = |d: &Datetime| d.date.is_some() && d.time.is_none();
            if suppression.expires.as_ref().is_some_and(|d| !date_only(d)) {
                return Err(source
                    .error(at, "`expires` is no date")
                    .with_hint("write a day without quotes: expires = 2027-06-30"));
            }
        }
        Ok(config)
    }

    /// Every check that the file names exists.
    pub fn validate(&self, source: &Source, knowledge: &Knowledge) -> Result<(), LoadError> {
        let listed = self.select.iter().chain(&self.ignore);
        let listed = listed.map(|id| (id.span().start, id.get_ref().as_str()));
        let suppressed = self.suppress.iter();
        let suppressed = suppressed.map(|s| (s.span().start, s.get_ref().check.as_str()));
        if let Some(name) = &self.category
            && knowledge.necessity.category(name.get_ref()).is_none()
        {
            let known = knowledge.necessity.categories.iter();
            let best =
                crate::knowledge::load::nearest(name.get_ref(), known.map(|one| one.id.as_str()));
            let what = format!("there is no kind of app `{}`", name.get_ref());
            let error = source.error(name.span().start, what);
            return Err(match best {
                Some(best) => error.with_hint(format!("did you mean `{best}`?")),
                None => error,
            });
        }
        for (at, id) in listed.chain(suppressed) {
            if knowledge.check(id).is_none() {
                let known = knowledge.checks.iter().map(|check| check.id.as_str());
                let best = crate::knowledge::load::nearest(id, known);
                let error = source.error(at, format!("there is no check `{id}`"));
                return Err(match best {
                    Some(best) => error.with_hint(format!("did you mean `{best}`?")),
                    None => error,
                });
            }
        }
        Ok(())
    }

    /// Marks the findings of `report` that a suppression of `today` lets pass, and counts anew. What comes back is to be
    /// told: suppressions that are over, and those that matched nothing although their check is one of `ran`.
    pub fn suppress(
        &self,
        report: &mut Report,
        source: &Source,
        today: Day,
        ran: &[&str],
    ) -> Vec<String> {
        let mut notes = Vec::new();
        for spanned in &self.suppress {
            let suppression = spanned.get_ref();
            let over = suppression.last().is_some_and(|last| last < today);
            let mut matched = 0;
            for artifact in &mut report.artifacts {
                for finding in &mut artifact.findings {
                    if suppression.matches(finding) {
                        matched += 1;
                        if !over {
                            finding.status = Status::Suppressed;
                            finding.suppressed_because = Some(suppression.reason.clone());
                        }
                    }
                }
            }
            let ran = ran.contains(&suppression.check.as_str());
            report.suppressions.push(report::model::Suppression {
                check: suppression.check.clone(),
                subject: suppression.subject.clone(),
                owner: suppression.owner.clone(),
                reason: suppression.reason.clone(),
                expires: suppression.expires.as_ref().map(ToString::to_string),
                state: match (over, matched, ran) {
                    (true, ..) => "expired",
                    (false, 0, true) => "unused",
                    (false, 0, false) => "idle",
                    (false, ..) => "used",
                },
                findings: matched,
            });
            let told = |what: String| {
                let at = source.error(spanned.span().start, what);
                format!("{}:{}: {}", at.path, at.line, at.message)
            };
            if let (true, Some(expires)) = (over, &suppression.expires) {
                let what = format!(
                    "the suppression of `{}` expired on {expires} and counts no more",
                    suppression.check
                );
                notes.push(told(what));
            } else if matched == 0 && ran {
                let what = format!(
                    "the suppression of `{}` matches no finding",
                    suppression.check
                );
                notes.push(told(what));
            }
        }
        report.count();
        notes
    }
}

impl Suppression {
    fn matches(&self, finding: &Finding) -> bool {
        let subject = finding.subject.values().next().map_or("", String::as_str);
        self.check == finding.check
            && self
                .subject
                .as_ref()
                .is_none_or(|pattern| glob(pattern, subject))
            && self
                .owner
                .as_ref()
                .is_none_or(|pattern| glob(pattern, &finding.owner))
    }

    fn last(&self) -> Option<Day> {
        let date = self.expires.as_ref()?.date?;
        Some((date.year, date.month, date.day))
    }
}

/// The day (UTC) of a time in seconds since 1970, after Howard Hinnant's `civil_from_days`.
pub fn day(seconds: u64) -> Day {
    // Beyond the year 9999 no date of the file is meant any more.
    let days = (seconds / 86_400).min(2_932_896) as i64 + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    (
        u16::try_from(year).unwrap_or(u16::MAX),
        u8::try_from(month).unwrap_or(12),
        u8::try_from(day).unwrap_or(31),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, LoadError> {
        let source = Source {
            path: "consentry.toml".to_owned(),
            text: text.to_owned(),
        };
        let config = Config::parse(&source)?;
        config.validate(&source, &Knowledge::builtin())?;
        Ok(config)
    }

    #[test]
    fn errors_name_the_line_and_the_remedy() {
        let error = |text: &str| parse(text).unwrap_err().to_string();
        assert_eq!(
            error("lang = \"zh\"\nfail_on = \"low\"\n")
                .lines()
                .last()
                .unwrap(),
            "  hint: did you mean `fail-on`?"
        );
        let text = error("\n[[suppress]]\ncheck = \"packed\"\nreason = \" \"\n");
        assert!(
            text.starts_with("consentry.toml:2:1: a suppression without a reason"),
            "{text}"
        );
        let text = error("[[suppress]]\ncheck = \"packed\"\n");
        assert!(text.contains("missing field `reason`"), "{text}");
        let text = error("[[suppress]]\ncheck = \"packed\"\nreason = \"x\"\nexpires = 10:00:00\n");
        assert!(text.contains("`expires` is no date"), "{text}");
        let text =
            error("[[suppress]]\ncheck = \"packed\"\nreason = \"x\"\nexpires = \"2027-06-30\"\n");
        assert!(
            text.starts_with("consentry.toml:4:11") && text.contains("without quotes"),
            "{text}"
        );
        let text = error("policy = \"https://a.example/p\"\n");
        assert!(text.contains("on the command line only"), "{text}");
        let text = error("category = \"new\"\n");
        assert!(text.contains("did you mean `news`?"), "{text}");
        // What is near to nothing gets no suggestion.
        let text = error("ignore = [\"nope\"]\n");
        assert!(!text.contains("hint"), "{text}");
        let text = error("ignore = [\n  \"paked\",\n]\n");
        assert!(
            text.starts_with("consentry.toml:2:3: there is no check `paked`"),
            "{text}"
        );
        assert!(text.contains("did you mean `packed`?"), "{text}");
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(day(0), (1970, 1, 1));
        assert_eq!(day(951_782_400), (2000, 2, 29));
        assert_eq!(day(1_798_761_599), (2026, 12, 31));
        assert_eq!(day(u64::MAX), (9999, 12, 31));
    }
}
