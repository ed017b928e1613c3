//! One artifact end to end, without a word printed: a path becomes a [`Scan`]. Every stage hands on what it could read
//! and what it could not; nothing that goes wrong in one artifact touches another, or passes for a clean one.

mod code;
mod facts;
mod inspect;
mod library;
pub mod mapping;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;

use bumpalo::Bump;
use rayon::prelude::*;

use crate::checks::documents::{self, Documents};
use crate::checks::reads::{self, Members, What};
use crate::checks::scenes::{self, Narrowed};
use crate::checks::texts::Comparison;
use crate::checks::vendors;
use crate::checks::{self, Facts, Finding, Sources};
use crate::diagnostic::{Diagnostic, Level};
use crate::hybrid;
use crate::input::{self, Input, InputError, Kind};
use crate::knowledge::framework::Framework;
use crate::knowledge::{Category, Confidence, Knowledge, Profile};
use crate::limits::Limits;
use crate::package::Package;
use crate::policy;
use crate::program::{Program, StrId};
use crate::report::model::{
    App, EntryPoint, Hit, Host, Permission, PersonalData, Policy, SdkState, Stats, Timing,
};
use crate::scenario;
use crate::sdk;

pub use inspect::{library_classes, trace, with_program, with_stage};

/// How to scan.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    /// What is known of checks, SDKs, APIs, permissions.
    pub knowledge: &'a Knowledge,
    /// Budgets against hostile inputs.
    pub limits: Limits,
    /// Ids of the checks to run; empty: all of them.
    pub select: &'a [String],
    /// Ids of checks not to run.
    pub ignore: &'a [String],
    /// Findings less sure than this are left out.
    pub min_confidence: Confidence,
    /// The policy that the user named, and whether links may be followed.
    pub policy: &'a policy::Wanted,
    /// The kind of app, as the caller names it.
    pub category: Option<&'a Category>,
}

/// What is known of one artifact after all stages, in no language yet.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// As the caller gave it.
    pub path: String,
    /// Lower-case hexadecimal; `None` when the input could not be read.
    pub sha256: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// `apk`, `aab`, …
    pub kind: Option<String>,
    /// From the manifest; `None` without a readable one.
    pub app: Option<App>,
    /// By name.
    pub permissions: Vec<Permission>,
    /// By id.
    pub sdks: Vec<FoundSdk>,
    /// What the scenarios read; `None` when they were not replayed.
    pub personal_data: Option<Vec<PersonalData>>,
    /// What a library's public methods read; `None` for an app.
    pub entry_points: Option<Vec<EntryPoint>>,
    /// By location.
    pub policies: Vec<Policy>,
    /// The app held against its policy; `None` when no policy's text was read.
    pub comparison: Option<Comparison>,
    /// Hosts that the code names.
    pub network: Option<Vec<Host>>,
    /// Gravest first.
    pub findings: Vec<Finding>,
    /// What the scan cannot settle, narrowed to this package.
    pub scenes: Vec<Narrowed>,
    /// Gravest first.
    pub diagnostics: Vec<Diagnostic>,
    /// How much was analysed.
    pub stats: Stats,
    /// How long each stage took.
    pub timings: Vec<Timing>,
}

/// An SDK in the package.
#[derive(Debug, Clone)]
pub struct FoundSdk {
    /// Id of its record.
    pub id: String,
    /// Version, when the package tells.
    pub version: Option<String>,
    /// What shows it.
    pub evidence: Vec<Hit>,
    /// Scenarios that start it.
    pub starts_in: Vec<String>,
    /// Whether the policy names it; `None` when no policy's text was read, or it need not.
    pub disclosed: Option<bool>,
    /// Whether it does anything.
    pub state: SdkState,
}

impl Scan {
    /// Whether everything was analysed.
    pub fn is_complete(&self) -> bool {
        self.diagnostics
            .iter()
            .all(|diagnostic| diagnostic.level != Level::Error)
    }
}

/// Something to scan.
#[derive(Debug, Clone)]
pub struct Target {
    path: PathBuf,
    name: String,
    /// Why it cannot be scanned, when that is plain already.
    problem: Option<Diagnostic>,
}

impl Target {
    fn new(path: PathBuf) -> Self {
        Self {
            name: path.display().to_string(),
            path,
            problem: None,
        }
    }

    /// The path as the caller gave it.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// What `paths` name: files, the packages inside folders (in the order of their paths), and folders of split APKs as
/// one app. A path that is not there, or a folder without packages, stays in the list and fails when scanned, so that
/// no call passes on nothing.
pub fn targets(paths: &[PathBuf]) -> Vec<Target> {
    let mut targets = Vec::new();
    for path in paths {
        let failed = |code, message: String| Target {
            problem: Some(Diagnostic::error(code, message)),
            ..Target::new(path.clone())
        };
        if !path.is_dir() {
            targets.push(Target::new(path.clone()));
            continue;
        }
        match input::find(path) {
            Ok(found) if found.is_empty() => {
                targets.push(failed(
                    "nothing-to-scan",
                    "the folder holds no package".to_owned(),
                ));
            }
            Ok(found) => targets.extend(found.into_iter().map(Target::new)),
            Err(error) => targets.push(failed("input-unreadable", error.to_string())),
        }
    }
    targets
}

/// What a scan tells while it runs.
#[derive(Debug, Clone, Copy)]
pub enum Step<'s> {
    /// A stage of a target is finished.
    Finished {
        /// Name of the target.
        target: &'s str,
        /// The stage, as `--timings` names it.
        stage: &'static str,
    },
    /// A target is finished.
    Done {
        /// Its name.
        target: &'s str,
    },
}

/// Scans `targets` in parallel; the result has their order. `watch` is told each step.
pub fn all(
    targets: &[Target],
    options: &Options<'_>,
    watch: &(dyn Fn(Step<'_>) + Sync),
) -> Vec<Scan> {
    targets
        .par_iter()
        .map(|target| {
            let name = target.name();
            let told = |stage| {
                watch(Step::Finished {
                    target: name,
                    stage,
                })
            };
            let scan = watched(target, options, &told);
            watch(Step::Done { target: name });
            scan
        })
        .collect()
}

/// Scans one target. Never panics: a panic in a stage is a defect, and makes the scan an incomplete one.
pub fn one(target: &Target, options: &Options<'_>) -> Scan {
    watched(target, options, &|_| {})
}

fn watched(target: &Target, options: &Options<'_>, told: &dyn Fn(&'static str)) -> Scan {
    let mut scan = Scan {
        path: target.name.clone(),
        ..Scan::default()
    };
    if let Some(problem) = &target.problem {
        scan.diagnostics.push(problem.clone());
        return scan;
    }
    let run = catch_unwind(AssertUnwindSafe(|| {
        stages(&target.path, options, told, &mut scan)
    }));
    if run.is_err() {
        scan.diagnostics.push(Diagnostic::error(
            "internal-error",
            "a defect of consentry stopped the analysis; please report it with this package",
        ));
    }
    scan.diagnostics.sort();
    scan.diagnostics.dedup();
    scan
}

/// Opens the input and analyses it.
fn stages(path: &Path, options: &Options<'_>, told: &dyn Fn(&'static str), scan: &mut Scan) {
    let clock = Clock {
        at: Instant::now(),
        told,
    };
    let input = match Input::open(path, &options.limits) {
        Ok(input) => input,
        Err(error) => {
            // The artifact carries its path already.
            let (code, message) = match error {
                InputError::Io { source, .. } => ("input-unreadable", source.to_string()),
                InputError::Zip { source, .. } => ("input-unknown", source.to_string()),
                InputError::Empty { .. } => ("nothing-to-scan", "holds no package".to_owned()),
            };
            scan.diagnostics.push(Diagnostic::error(code, message));
            return;
        }
    };
    scan.kind = Some(input.kind().name().to_owned());
    scan.size = Some(input.size());
    scan.sha256 = Some(input.sha256());
    analyse(&input, clock, options, scan);
    if input.is_over_budget() {
        // Entries are read in parallel: which of them fitted is a matter of luck, and so is what was found in them.
        let text = format!(
            "its entries inflate to more than {} bytes together: nothing of it is reported",
            options.limits.total_bytes
        );
        *scan = Scan {
            path: std::mem::take(&mut scan.path),
            sha256: scan.sha256.take(),
            size: scan.size,
            kind: scan.kind.take(),
            diagnostics: vec![Diagnostic::error("input-bytes-limit", text)],
            timings: std::mem::take(&mut scan.timings),
            ..Scan::default()
        };
    }
}

/// The stages, each with what it could not read.
fn analyse(input: &Input, mut clock: Clock<'_>, options: &Options<'_>, scan: &mut Scan) {
    let (modules, diagnostics) = input.modules();
    scan.diagnostics.extend(diagnostics);
    scan.timings.push(clock.lap("input"));
    if !matches!(
        input.kind(),
        Kind::Apk
            | Kind::Aab
            | Kind::Apks
            | Kind::Xapk
            | Kind::Apkm
            | Kind::Dex
            | Kind::Aar
            | Kind::Jar
    ) {
        let text = format!(
            "this version does not analyse {} files",
            input.kind().name()
        );
        scan.diagnostics
            .push(Diagnostic::error("kind-unsupported", text));
        return;
    }
    let (package, diagnostics) = Package::read(&modules, &options.limits);
    scan.diagnostics.extend(diagnostics);
    scan.app = facts::app(&package);
    scan.timings.push(clock.lap("package"));

    let files = code::read(&package, &mut scan.diagnostics);
    let (units, arena) = (files.units(), Bump::new());
    let framework = Framework::builtin();
    let (program, diagnostics) = Program::of(&units, &arena, framework);
    scan.diagnostics.extend(diagnostics);
    let stats = program.stats();
    scan.stats = Stats {
        dex_files: stats.dex_files,
        classes: stats.classes,
        methods: stats.methods,
        native_libs: package
            .files()
            .filter(|file| is_native(&file.entry.name))
            .count(),
    };
    scan.timings.push(clock.lap("program"));

    let sdks = sdk::detect(&package, &program, options.knowledge);
    scan.sdks = facts::found(&sdks, options.knowledge);
    scan.timings.push(clock.lap("sdk"));

    let texts: Vec<_> = (0..program.string_count() as u32)
        .map(|id| program.text(StrId(id)))
        .collect();
    let (hybrid, diagnostics) = hybrid::read(&package, &options.knowledge.hybrids);
    scan.diagnostics.extend(diagnostics);
    let code = texts.iter().map(|text| &**text);
    let texts = code.chain(hybrid.texts.iter().map(String::as_str));
    let (mut policies, diagnostics) = policy::discover(&package, texts);
    scan.diagnostics.extend(diagnostics);
    scan.timings.push(clock.lap("policy"));

    let (entries, handlers) = checks::entries_and_handlers(&package, &program);
    let surface = matches!(input.kind(), Kind::Aar | Kind::Jar)
        .then(|| sdk::surface(&package, &program, &sdks, options.knowledge));
    let offered = surface.as_ref().map_or(&[][..], |(api, _)| api);
    let reach = program.reach_from(entries, &handlers, offered);
    scan.timings.push(clock.lap("reach"));

    scan.diagnostics
        .extend(checks::absent_code(&package, &program));

    let anomalies = || modules.iter().flat_map(|module| module.archive.anomalies());
    let so_far: Vec<_> = scan
        .diagnostics
        .iter()
        .cloned()
        .chain(anomalies())
        .collect();
    let members = Members::new(&program, options.knowledge, &sdks);
    let normal = reads::normal(&options.knowledge.permissions);
    let stage = inspect::stage(&package, &program, options.knowledge, &normal);
    let mut wanted = members.wanted();
    wanted.documents = documents::sought(&policies);
    let mut outcomes = scenario::replay(stage, &wanted);
    let library = surface.map(|(api, cut)| {
        let layers = library::Layers {
            stage,
            program: &program,
            members: &members,
            sdks: &sdks,
            knowledge: options.knowledge,
        };
        if cut {
            let text = format!("only the first {} public methods were looked at", api.len());
            scan.diagnostics
                .push(Diagnostic::warning("surface-cut", text));
        }
        let (outcome, library) = library::read(layers, &api);
        outcomes.push(outcome);
        library
    });
    let mut reached = members.told(
        &outcomes,
        &program,
        options.knowledge,
        &sdks,
        &package.manifest.package,
    );
    let code = self::facts::code(&program, &sdks, &reach);
    // Starting a published do-nothing variant is no start. One that only looks empty may do its work elsewhere.
    reached.retain(|one| match &one.what {
        What::Start(id) | What::OwnStart(id) => !sdks.get(id).is_some_and(|found| found.noop),
        _ => true,
    });
    for outcome in outcomes.iter().filter(|outcome| outcome.exhausted) {
        let text = format!(
            "the {} scenario was cut off at its limit: what is reported of it is true, more may be reached",
            outcome.scenario.name()
        );
        scan.diagnostics
            .push(Diagnostic::error("scenario-cut", text));
    }
    scan.diagnostics.extend(library.iter().flat_map(cut_starts));
    scan.personal_data = Some(self::facts::personal_data(&reached));
    scan.entry_points = library.as_ref().map(self::facts::entry_points);
    for sdk in &mut scan.sdks {
        sdk.starts_in = self::facts::starts_in(&reached, &sdk.id);
    }
    scan.timings.push(clock.lap("scenario"));

    let owned = |def| {
        let class = program.class_name(program.class(def));
        sdks.owner_of(&class).to_string() == "app"
    };
    documents::add_built(&mut policies, &mut outcomes, owned);
    vendors::name_vendors(
        &mut policies,
        &program,
        &sdks,
        options.knowledge,
        &package.manifest.package,
    );
    let found = Documents::new(&policies, &outcomes);
    policies.sort();
    let (texts, diagnostics) = options
        .policy
        .gather(&package, &policies, options.knowledge);
    scan.diagnostics.extend(diagnostics);
    scan.policies = facts::policies(&policies, &texts, &found);
    scan.timings.push(clock.lap("policy texts"));

    let facts = Facts::new(Sources {
        package: &package,
        program: &program,
        reach: &reach,
        sdks: &sdks,
        policies: &policies,
        texts: &texts,
        hybrid: &hybrid,
        reached: &reached,
        library: library.as_ref(),
        prompt: outcomes.iter().find_map(|outcome| outcome.prompt),
        question: outcomes
            .iter()
            .find_map(|outcome| outcome.question.as_ref()),
        unasked: outcomes.iter().find_map(|outcome| outcome.unasked.as_ref()),
        documents: &found,
        first_launch_whole: whole(&outcomes, scenario::Scenario::FirstLaunch),
        consented_whole: whole(&outcomes, scenario::Scenario::Consented),
        knowledge: options.knowledge,
        diagnostics: &so_far,
        category: options.category,
    });
    let run = checks::Options {
        // The report puts the clauses of its profile first.
        profile: Profile::All,
        select: options.select,
        ignore: options.ignore,
        min_confidence: options.min_confidence,
    };
    scan.findings = checks::run(&facts, options.knowledge, &run);
    scan.permissions = facts::permissions(&facts);
    scan.network = Some(facts::network(&facts));
    self::facts::states(&facts, &code, &mut scan.sdks);
    scan.comparison = checks::texts::compare(&facts);
    if let Some(comparison) = &scan.comparison {
        for sdk in &mut scan.sdks {
            sdk.disclosed = self::facts::disclosed(comparison, &sdk.id);
        }
        scan.diagnostics
            .extend(self::facts::overclaims(&facts, comparison));
    }
    scan.diagnostics.extend(facts.packed_diagnostic());
    scan.scenes = scenes::narrowed(&facts, &scan.findings, &scan.diagnostics);
    // Checks read entries too, so the archives may know more by now.
    scan.diagnostics.extend(anomalies());
    scan.timings.push(clock.lap("checks"));
}

/// The starts of a library of which it is not known what its host can hold back.
fn cut_starts(library: &crate::checks::library::Library) -> impl Iterator<Item = Diagnostic> + '_ {
    let cut = library
        .entry_points
        .iter()
        .filter(|one| one.trial.as_ref().is_some_and(|trial| trial.cut));
    cut.map(|one| {
        let text =
            "this start was cut off at its limit: what its host can hold back of it is not told";
        Diagnostic::warning("start-cut", text).at(one.signature())
    })
}

/// Whether a scenario was replayed to its end.
fn whole(outcomes: &[scenario::Outcome], which: scenario::Scenario) -> bool {
    let mut cut = outcomes.iter().filter(|outcome| outcome.exhausted);
    cut.all(|outcome| outcome.scenario != which)
}

/// Whether an entry is a native library that the system unpacks, or that a library brings for that.
fn is_native(name: &str) -> bool {
    (name.starts_with("lib/") || name.starts_with("jni/")) && name.ends_with(".so")
}

/// Measures stages one after the other, and tells that each is finished.
struct Clock<'c> {
    at: Instant,
    told: &'c dyn Fn(&'static str),
}

impl Clock<'_> {
    fn lap(&mut self, stage: &'static str) -> Timing {
        let now = Instant::now();
        let time = now - std::mem::replace(&mut self.at, now);
        (self.told)(stage);
        Timing::new(stage, time)
    }
}
