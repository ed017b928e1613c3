//! What the scenarios cost: `cargo bench --bench scenario -- PACKAGE...`.
//!
//! For each package: its classes, the methods that `first-launch` and `consented` reach, and the processor time (user and system, in
//! seconds) of what a scan does for them, in one process: reading the package into a program, naming its SDKs, both replays, and
//! all of that together; then the most memory that the process had so far (so give the largest package alone). Best of several runs on one
//! thread; no test depends on it. Aim: 1.5 s and 500 MiB on 40,000 classes.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::path::Path;

use consentry::knowledge::Knowledge;
use consentry::limits::Limits;
use consentry::scan::{with_program, with_stage};
use consentry::scenario::{Scenario, costs};
use consentry::sdk::detect;

const ROUNDS: usize = 5;
const SCENARIOS: [Scenario; 2] = [Scenario::FirstLaunch, Scenario::Consented];

/// Seconds of one run's parts: reading, SDKs, each scenario.
#[derive(Default)]
struct Run {
    classes: usize,
    methods: Vec<usize>,
    parts: Vec<f64>,
}

impl Run {
    fn whole(&self) -> f64 {
        self.parts.iter().sum()
    }
}

fn main() {
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build_global()
        .unwrap();
    let knowledge = Knowledge::builtin();
    let packages = std::env::args().skip(1).filter(|path| path != "--bench");
    for path in packages {
        let runs = (0..ROUNDS).filter_map(|_| measure(&path, &knowledge));
        let best = runs.min_by(|one, other| one.whole().total_cmp(&other.whole()));
        let Some(best) = best else {
            println!("{path}: cannot be read");
            continue;
        };
        let parts: Vec<String> = best.parts.iter().map(|part| format!("{part:.2}")).collect();
        let methods: Vec<String> = best.methods.iter().map(usize::to_string).collect();
        println!(
            "{path}: {} classes, {} methods; reading + SDKs + first launch + consented {} = {:.2} s, {}",
            best.classes,
            methods.join(" + "),
            parts.join(" + "),
            best.whole(),
            peak().map_or("memory not known".to_owned(), |peak| format!("{peak} MiB")),
        );
    }
}

fn measure(path: &str, knowledge: &Knowledge) -> Option<Run> {
    let mut run = Run::default();
    let mut last = spent()?;
    let mut lap = |run: &mut Run| {
        let now = spent().unwrap_or(last);
        run.parts.push(now - last);
        last = now;
    };
    let told = with_program(Path::new(path), &Limits::default(), |package, program| {
        run.classes = program.stats().classes;
        lap(&mut run);
        let sdks = detect(package, program, knowledge);
        lap(&mut run);
        with_stage(package, program, knowledge, &sdks, |stage, wanted| {
            costs(stage, &SCENARIOS, wanted, |methods| {
                run.methods.push(methods);
                lap(&mut run);
            });
        });
    });
    told.ok().map(|_| run)
}

/// Processor time of this process in seconds, threads that are done included; `None` where the system does not tell it.
fn spent() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    // User and system time, in hundredths of a second (USER_HZ of every Linux in use).
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

/// The most memory that this process had, in MiB.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}
