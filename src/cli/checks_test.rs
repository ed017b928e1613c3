//! `consentry checks test DIR`: a project's own checks, held to the packages below `DIR/fixtures`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::args;
use super::{Exit, FIXTURES, Usage, knowledge, language, write_stdout};
use crate::input;
use crate::knowledge::{Confidence, Knowledge, Lang, Profile};
use crate::limits::Limits;
use crate::policy;
use crate::report::expect::Expectation;
use crate::report::layout::clean;
use crate::report::words::pick;
use crate::report::{Baseline, Report, Settings};
use crate::scan::{self, Options};

pub(super) fn run(args: &args::ChecksTest) -> Result<Exit, Usage> {
    let lang = language(args.lang);
    let knowledge = knowledge(std::slice::from_ref(&args.dir))?;
    let builtin = Knowledge::builtin();
    let own: Vec<String> = knowledge
        .checks
        .iter()
        .filter(|check| builtin.check(&check.id).is_none())
        .map(|check| check.id.clone())
        .collect();
    if own.is_empty() {
        return Err(Usage(format!(
            "no checks of its own in {}\n  hint: put them under rules/<group>/<check-id>.toml",
            args.dir.display()
        )));
    }
    let fixtures = fixtures(&args.dir)?;
    let mut text = String::new();
    let mut failed = 0;
    let mut fires: BTreeSet<&str> = BTreeSet::new();
    let mut rests: BTreeSet<&str> = BTreeSet::new();
    for fixture in &fixtures {
        for id in &own {
            let named = |list: &[crate::report::expect::Pattern]| {
                list.iter().any(|pattern| pattern.check == *id)
            };
            if named(&fixture.expectation.expect) {
                fires.insert(id);
            } else if named(&fixture.expectation.forbid) {
                rests.insert(id);
            }
        }
        let wrong = judge(fixture, &own, &knowledge, lang)?;
        let mark = if wrong.is_empty() { "ok  " } else { "FAIL" };
        let about = clean(&fixture.expectation.about);
        text.push_str(&format!("{mark} {}: {about}\n", clean(&fixture.name)));
        failed += usize::from(!wrong.is_empty());
        for line in wrong {
            text.push_str(&format!("       {}\n", clean(&line)));
        }
    }
    // A check that nothing shows to fire, or to stay silent, is not tested.
    for id in &own {
        let wants = match (fires.contains(id.as_str()), rests.contains(id.as_str())) {
            (true, true) => continue,
            (false, _) => pick(
                lang,
                "没有会报告的样例（[[expect]]）",
                "no fixture on which it fires ([[expect]])",
            ),
            (true, false) => pick(
                lang,
                "没有不该报告的样例（[[forbid]]）",
                "no near miss on which it must not ([[forbid]])",
            ),
        };
        failed += 1;
        text.push_str(&format!("FAIL {id}: {wants}\n"));
    }
    text.push_str(&match (lang, failed) {
        (Lang::Zh, 0) => format!(
            "{} 个检查、{} 个样例：全部符合预期\n",
            own.len(),
            fixtures.len()
        ),
        (Lang::En, 0) => format!(
            "{} checks, {} fixtures: all as expected\n",
            own.len(),
            fixtures.len()
        ),
        (Lang::Zh, _) => format!(
            "{} 个检查、{} 个样例：{failed} 处不符\n",
            own.len(),
            fixtures.len()
        ),
        (Lang::En, _) => format!(
            "{} checks, {} fixtures: {failed} not as expected\n",
            own.len(),
            fixtures.len()
        ),
    });
    write_stdout(text.as_bytes())?;
    Ok(if failed == 0 {
        Exit::Clean
    } else {
        Exit::Findings
    })
}

/// A package and what is expected of it.
struct Fixture {
    name: String,
    input: PathBuf,
    expectation: Expectation,
}

fn fixtures(dir: &Path) -> Result<Vec<Fixture>, Usage> {
    let folder = dir.join(FIXTURES);
    let none = || {
        Usage(format!(
            "no fixtures in {}\n  hint: give each a folder with expect.toml and its package",
            folder.display()
        ))
    };
    let mut names: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map_err(|_| none())?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.join("expect.toml").is_file())
        .collect();
    names.sort();
    if names.is_empty() {
        return Err(none());
    }
    names.iter().map(|path| fixture(path)).collect()
}

fn fixture(folder: &Path) -> Result<Fixture, Usage> {
    let file = folder.join("expect.toml");
    let text = std::fs::read_to_string(&file)
        .map_err(|error| Usage(format!("cannot read {}: {error}", file.display())))?;
    let source = crate::knowledge::Source {
        path: file.display().to_string(),
        text,
    };
    let expectation: Expectation = source.parse().map_err(|error| Usage(error.to_string()))?;
    let input = match &expectation.input {
        Some(input) => folder.join(input),
        None => {
            let found = input::find(folder)
                .map_err(|error| Usage(format!("{}: {error}", folder.display())))?;
            match found.as_slice() {
                [one] => one.clone(),
                many => {
                    return Err(Usage(format!(
                        "{} holds {} packages, and one is tested\n  hint: name it in expect.toml: input = \"app.apk\"",
                        folder.display(),
                        many.len()
                    )));
                }
            }
        }
    };
    let name = folder.file_name().unwrap_or_default();
    Ok(Fixture {
        name: name.to_string_lossy().into_owned(),
        input,
        expectation,
    })
}

/// What differs, one line each.
fn judge(
    fixture: &Fixture,
    own: &[String],
    knowledge: &Knowledge,
    lang: Lang,
) -> Result<Vec<String>, Usage> {
    let offline = policy::Wanted::offline();
    let options = Options {
        category: None,
        policy: &offline,
        knowledge,
        limits: Limits::default(),
        select: own,
        ignore: &[],
        min_confidence: Confidence::Possible,
    };
    let scans = scan::all(
        &scan::targets(std::slice::from_ref(&fixture.input)),
        &options,
        &|_| {},
    );
    let report = Report::new(
        &scans,
        &Settings {
            knowledge,
            lang,
            profile: Profile::All,
            baseline: &Baseline::default(),
            timings: false,
        },
    );
    let mut wrong = Vec::new();
    for artifact in &report.artifacts {
        let value = serde_json::to_value(artifact).map_err(|error| Usage(error.to_string()))?;
        wrong.extend(fixture.expectation.mismatches(&value));
    }
    Ok(wrong)
}
