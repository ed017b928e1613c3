//! `consentry scan`: inputs to scans to reports to an exit status.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::args::{self, Format, Output, Replayed};
use super::progress::Progress;
use super::settle::{Settled, settle, today};
use super::{Exit, Usage, colored, columns, complain, knowledge, no_check, write_stdout};
use crate::config::Day;
use crate::diagnostic::Level;
use crate::knowledge::load::nearest;
use crate::knowledge::{Category, Knowledge, Lang};
use crate::limits::Limits;
use crate::policy;
use crate::report::layout::clean;
use crate::report::sarif;
use crate::report::sources::Sources;
use crate::report::text::{Detail, View};
use crate::report::{
    self, Baseline, Gate, Report, Settings, cyclonedx, gitlab, html, junit, markdown, rectification,
};
use crate::scan::mapping::Mapping;

use crate::scan::{self, Options};
use crate::scenario::Scenario;

pub(super) fn run(args: &args::Scan) -> Result<Exit, Usage> {
    let settled = settle(args)?;
    let lang = settled.lang;
    let knowledge = knowledge(&settled.checks)?;
    settled
        .config
        .validate(&settled.source, &knowledge)
        .map_err(|error| Usage(error.to_string()))?;
    let today = today()?;
    for id in args.select.iter().chain(&args.ignore) {
        if knowledge.check(id).is_none() {
            return Err(no_check(&knowledge, id));
        }
    }
    let baseline = match &settled.baseline {
        Some(file) => read_baseline(file)?,
        None => Baseline::default(),
    };
    let text = MappingText::read(settled.mapping.as_deref())?;
    let mapping = text.parse()?;
    let outputs = outputs(args)?;
    for root in args.source_root.iter().filter(|root| !root.is_dir()) {
        complain(&format!(
            "warning: --source-root {}: no such folder",
            root.display()
        ));
    }

    if let Some(jobs) = args.jobs {
        // Fails only when the pool exists already, which it does not yet in a process of its own.
        let _ = rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(jobs))
            .build_global();
    }
    let wanted = policy::Wanted::new(settled.policy.as_deref(), args.online, &knowledge).map_err(
        |error| {
            let name = settled.policy.as_deref().unwrap_or_default();
            Usage(format!("cannot read the policy {name}: {error}"))
        },
    )?;
    let category = match &settled.category {
        Some(name) => Some(category(&knowledge, name)?),
        None => None,
    };
    let options = Options {
        policy: &wanted,
        category,
        knowledge: &knowledge,
        limits: Limits::default(),
        select: &settled.select,
        ignore: &settled.ignore,
        min_confidence: settled.min_confidence,
    };
    if let Some(scenario) = args.debug_scenario {
        return trace(&inputs(&args.inputs)?, scenario, &options);
    }
    let targets = scan::targets(&inputs(&args.inputs)?);
    let progress = Progress::new(
        targets.len(),
        targets.first().map_or("", |target| target.name()),
        lang,
    );
    let mut scans = scan::all(&targets, &options, &|step| progress.step(step));
    drop(progress);
    for scan in &mut scans {
        if let Some(mapping) = &mapping {
            mapping.apply(scan, &knowledge);
        }
    }

    let settings = Settings {
        knowledge: &knowledge,
        lang,
        profile: settled.profile,
        baseline: &baseline,
        timings: args.timings,
    };
    let ran: Vec<&str> = knowledge
        .checks
        .iter()
        .map(|check| check.id.as_str())
        .filter(|id| {
            settled.select.is_empty() || settled.select.iter().any(|selected| selected == id)
        })
        .filter(|id| !settled.ignore.iter().any(|ignored| ignored == id))
        .collect();
    let mut report = Report::new(&scans, &settings);
    let notes = settled
        .config
        .suppress(&mut report, &settled.source, today, &ran);
    for note in notes {
        complain(&format!("warning: {note}"));
    }
    if let Some(file) = &args.write_baseline {
        let text = Baseline::write(&report).map_err(|error| Usage(error.to_string()))?;
        write_file(file, &text)?;
    }
    let printer = Printer {
        report: &report,
        scans: &scans,
        settings: &settings,
        args,
        settled: &settled,
        today,
        ran: &ran,
    };
    for output in &outputs {
        let text = printer.render(output.format, output.file.is_none())?;
        match &output.file {
            Some(file) => write_file(file, &text)?,
            None => write_stdout(text.as_bytes())?,
        }
    }
    if report.artifacts.is_empty() {
        complain("error: nothing to scan: no path on standard input");
    }
    let gate = Gate::of(&report, settled.fail_on.severity());
    let said = |to: &To| to.file.is_none() && to.format == Format::Text;
    if !outputs.iter().any(said) && !report.artifacts.is_empty() {
        for (path, problem) in errors(&report) {
            complain(&clean(&format!("error: {path}: {problem}")));
        }
        if !gate.passes() {
            complain(&gate.told(lang));
        }
    }
    Ok(match (gate.is_incomplete(), gate.fails()) {
        (true, _) => Exit::Incomplete,
        (false, true) => Exit::Findings,
        (false, false) => Exit::Clean,
    })
}

/// Why inputs were not analysed whole: path and reason.
fn errors(report: &Report) -> Vec<(&str, String)> {
    let artifacts = report.artifacts.iter();
    let each = artifacts.flat_map(|artifact| {
        let told = artifact.diagnostics.iter();
        told.filter(|d| d.level == Level::Error)
            .map(|d| (artifact.path.as_str(), d.told(Lang::En)))
    });
    each.collect()
}

/// Prints what a scenario works out on its way, for each input.
fn trace(inputs: &[PathBuf], scenario: Replayed, options: &Options<'_>) -> Result<Exit, Usage> {
    let scenario = match scenario {
        Replayed::FirstLaunch => Scenario::FirstLaunch,
        Replayed::Background => Scenario::Background,
        Replayed::Consented => Scenario::Consented,
    };
    let mut exit = Exit::Clean;
    for path in inputs {
        let (trace, problems) =
            match scan::trace(path, &options.limits, options.knowledge, scenario) {
                Ok(found) => found,
                Err(error) => (None, vec![error]),
            };
        if let Some(trace) = trace {
            write_stdout(trace.to_string().as_bytes())?;
        }
        for problem in problems {
            complain(&format!("{}: {}", path.display(), problem.message));
            exit = Exit::Incomplete;
        }
    }
    Ok(exit)
}

/// The kind of app of this id, number or name.
fn category<'k>(knowledge: &'k Knowledge, name: &str) -> Result<&'k Category, Usage> {
    knowledge.necessity.category(name).ok_or_else(|| {
        let categories = &knowledge.necessity.categories;
        let ids = || categories.iter().map(|category| category.id.as_str());
        let hint = nearest(name, ids())
            .map(|best| format!("\n  hint: did you mean `{best}`?"))
            .unwrap_or_default();
        let all: Vec<&str> = ids().collect();
        Usage(format!(
            "there is no kind of app `{name}`{hint}\n  known: {}",
            all.join(", ")
        ))
    })
}

/// A report to write; `None`: to standard output.
struct To {
    format: Format,
    file: Option<PathBuf>,
}

/// Where the reports go: files first, so that a wrong path is told before a page of text.
fn outputs(args: &args::Scan) -> Result<Vec<To>, Usage> {
    let mut outputs = Vec::new();
    let mut redirected = false;
    for Output { format, file } in &args.output {
        if format.is_none() && std::mem::replace(&mut redirected, true) {
            return Err(Usage(format!(
                "two files for the report of --format\n  hint: name the format of {}: --output json={}",
                file.display(),
                file.display()
            )));
        }
        outputs.push(To {
            format: format.unwrap_or(args.format),
            file: Some(file.clone()),
        });
    }
    for file in args.output.iter().map(|output| &output.file) {
        can_be_written(file)?;
    }
    if let Some(file) = &args.write_baseline {
        can_be_written(file)?;
    }
    if !redirected {
        outputs.push(To {
            format: args.format,
            file: None,
        });
    }
    Ok(outputs)
}

/// What the formats are made from.
struct Printer<'a> {
    report: &'a Report,
    scans: &'a [scan::Scan],
    settings: &'a Settings<'a>,
    args: &'a args::Scan,
    settled: &'a Settled,
    today: Day,
    /// Ids of the checks that ran.
    ran: &'a [&'a str],
}

impl Printer<'_> {
    fn render(&self, format: Format, stdout: bool) -> Result<String, Usage> {
        let Self {
            report, settled, ..
        } = *self;
        let Settings {
            knowledge, lang, ..
        } = *self.settings;
        let sources = Sources::new(&settled.source_root);
        let text = match format {
            Format::Text => return Ok(self.text(stdout)),
            Format::Markdown => return Ok(markdown::markdown(report, knowledge, lang)),
            Format::Junit => {
                return Ok(junit::junit(
                    report,
                    self.ran,
                    settled.fail_on.severity(),
                    lang,
                ));
            }
            Format::Rectification => {
                return Ok(rectification::rectification(report, knowledge, lang));
            }
            Format::Json => report::json(report),
            Format::Sarif => sarif::sarif(report, knowledge, lang, &sources),
            Format::Gitlab => gitlab::gitlab(report, &sources, lang),
            Format::Cyclonedx => cyclonedx::cyclonedx(report, lang),
            Format::Html => {
                let other = match lang {
                    Lang::Zh => Lang::En,
                    Lang::En => Lang::Zh,
                };
                let mut other = Report::new(
                    self.scans,
                    &Settings {
                        lang: other,
                        ..*self.settings
                    },
                );
                settled
                    .config
                    .suppress(&mut other, &settled.source, self.today, self.ran);
                match lang {
                    Lang::Zh => html::html(report, &other, knowledge, lang),
                    Lang::En => html::html(&other, report, knowledge, lang),
                }
            }
        };
        text.map_err(|error| Usage(error.to_string()))
    }

    fn text(&self, stdout: bool) -> String {
        let args = self.args;
        let detail = if args.quiet {
            Detail::Summary
        } else if args.verbose {
            Detail::All
        } else {
            Detail::Normal
        };
        let view = View {
            lang: self.settings.lang,
            columns: if stdout { columns() } else { 80 },
            color: if stdout {
                colored(args.color)
            } else {
                args.color == args::Color::Always
            },
            detail,
            fail_on: self.settled.fail_on.severity(),
            knowledge: self.settings.knowledge,
        };
        report::text::render(self.report, &view)
    }
}

/// The paths given, `-` replaced by those on standard input.
fn inputs(given: &[PathBuf]) -> Result<Vec<PathBuf>, Usage> {
    let mut paths = Vec::new();
    let mut read = false;
    for path in given {
        if path != Path::new("-") {
            paths.push(path.clone());
        } else if !std::mem::replace(&mut read, true) {
            let mut text = String::new();
            std::io::stdin()
                .lock()
                .read_to_string(&mut text)
                .map_err(|error| {
                    Usage(format!("cannot read paths from standard input: {error}"))
                })?;
            paths.extend(
                text.lines()
                    .filter(|line| !line.is_empty())
                    .map(PathBuf::from),
            );
        }
    }
    Ok(paths)
}

/// The bytes of a mapping, when one is given.
pub(super) struct MappingText<'f>(Option<(&'f Path, Vec<u8>)>);

impl<'f> MappingText<'f> {
    pub(super) fn read(file: Option<&'f Path>) -> Result<Self, Usage> {
        let Some(file) = file else {
            return Ok(Self(None));
        };
        let bytes = std::fs::read(file).map_err(|error| {
            Usage(format!(
                "cannot read the mapping {}: {error}",
                file.display()
            ))
        })?;
        Ok(Self(Some((file, bytes))))
    }

    pub(super) fn parse(&self) -> Result<Option<Mapping<'_>>, Usage> {
        let Some((file, bytes)) = &self.0 else {
            return Ok(None);
        };
        let mapping = Mapping::parse(bytes).map_err(|error| {
            Usage(format!(
                "{}: {error}\n  hint: R8 writes it to build/outputs/mapping/release/mapping.txt",
                file.display()
            ))
        })?;
        Ok(Some(mapping))
    }
}

fn read_baseline(file: &Path) -> Result<Baseline, Usage> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        Usage(format!(
            "cannot read the baseline {}: {error}",
            file.display()
        ))
    })?;
    Baseline::parse(&text).map_err(|error| {
        Usage(format!(
            "{}: {error}\n  hint: a baseline is a JSON report, or what --write-baseline wrote",
            file.display()
        ))
    })
}

/// A long scan for a report that has nowhere to go would be in vain.
fn can_be_written(file: &Path) -> Result<(), Usage> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => Err(Usage(format!(
            "cannot write {}: there is no folder {}",
            file.display(),
            folder.display()
        ))),
        _ => Ok(()),
    }
}

fn write_file(file: &Path, text: &str) -> Result<(), Usage> {
    std::fs::write(file, text)
        .map_err(|error| Usage(format!("cannot write {}: {error}", file.display())))
}
