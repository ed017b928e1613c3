//! `consentry diff`: two packages or JSON reports to what changed between them.

use std::io::Read;
use std::path::Path;

use super::args::{self, DiffFormat};
use super::scan::MappingText;
use super::{Exit, Usage, complain, knowledge, language, write_stdout};
use crate::config::FailOn;
use crate::knowledge::{Confidence, Knowledge, Lang, Profile};
use crate::limits::Limits;
use crate::policy;
use crate::report::diff::{Diff, Side};
use crate::report::layout::clean;
use crate::report::{self, Baseline, Report, Settings};
use crate::scan::{self, Options};

pub(super) fn run(args: &args::Diff) -> Result<Exit, Usage> {
    let lang = language(args.lang);
    let knowledge = knowledge(&args.checks)?;
    let old = side(&args.old, args.old_mapping.as_deref(), &knowledge, lang)?;
    let new = side(&args.new, args.new_mapping.as_deref(), &knowledge, lang)?;
    let diff = Diff::new(&old, &new, &knowledge, lang);
    let text = match args.format {
        DiffFormat::Text => diff.text(lang),
        DiffFormat::Markdown => diff.markdown(lang),
        DiffFormat::Json => diff.json().map_err(|error| Usage(error.to_string()))?,
    };
    match &args.output {
        Some(file) => std::fs::write(file, text)
            .map_err(|error| Usage(format!("cannot write {}: {error}", file.display())))?,
        None => write_stdout(text.as_bytes())?,
    }
    for (path, problem) in [&old, &new].into_iter().flat_map(Side::errors) {
        complain(&clean(&format!("error: {path}: {problem}")));
    }
    if !diff.old.complete || !diff.new.complete {
        return Ok(Exit::Incomplete);
    }
    let least = args.fail_on.unwrap_or(FailOn::High).severity();
    let fails = diff
        .findings
        .new
        .iter()
        .any(|row| least.is_some_and(|least| row.severity >= Some(least)));
    Ok(if fails { Exit::Findings } else { Exit::Clean })
}

/// A JSON report as it is; anything else is scanned.
fn side(
    path: &Path,
    mapping: Option<&Path>,
    knowledge: &Knowledge,
    lang: Lang,
) -> Result<Side, Usage> {
    let wrong = |what: String| Usage(format!("{}: {what}", path.display()));
    let text = MappingText::read(mapping)?;
    let mapping = text.parse()?;
    let text = match is_json(path) {
        true if mapping.is_some() => {
            return Err(wrong(
                "a report keeps the names that it was made with\n  hint: give the mapping to the scan that writes the report"
                    .to_owned(),
            ));
        }
        true => std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?,
        false => {
            let offline = policy::Wanted::offline();
            let options = Options {
                policy: &offline,
                category: None,
                knowledge,
                limits: Limits::default(),
                select: &[],
                ignore: &[],
                min_confidence: Confidence::Possible,
            };
            let mut scans = scan::all(&scan::targets(&[path.to_path_buf()]), &options, &|_| {});
            for scan in &mut scans {
                if let Some(mapping) = &mapping {
                    mapping.apply(scan, knowledge);
                }
            }
            let settings = Settings {
                knowledge,
                lang,
                profile: Profile::All,
                baseline: &Baseline::default(),
                timings: false,
            };
            report::json(&Report::new(&scans, &settings))
                .map_err(|error| wrong(error.to_string()))?
        }
    };
    Side::parse(&text).map_err(|error| {
        wrong(format!(
            "{error}\n  hint: compare two packages, or JSON reports on one package each"
        ))
    })
}

/// A package never begins with a brace.
fn is_json(path: &Path) -> bool {
    let mut head = [0; 64];
    let read = std::fs::File::open(path).and_then(|mut file| file.read(&mut head));
    let head = head.get(..read.unwrap_or(0)).unwrap_or_default();
    head.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}
