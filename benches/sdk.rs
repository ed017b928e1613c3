//! What finding the SDKs costs: `cargo bench --bench sdk -- PACKAGE...`.
//!
//! For each package: the classes, and the processor time of detection with the whole catalogue, by name alone and with
//! structure, in milliseconds and as a ratio to reading the same package's code in the same run. Best of several runs on one
//! thread; no test depends on it. `--list` prints what is found instead, one line for each SDK or library: package, id,
//! version (or `-`), what shows it.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::path::Path;
use std::time::{Duration, Instant};

use consentry::knowledge::Knowledge;
use consentry::limits::Limits;
use consentry::scan::with_program;
use consentry::sdk::{Sdks, detect, detect_by_name};

const ROUNDS: usize = 5;

fn main() {
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build_global()
        .unwrap();
    let knowledge = Knowledge::builtin();
    let mut list = false;
    for path in std::env::args().skip(1) {
        match path.as_str() {
            "--bench" => {}
            "--list" => list = true,
            path if list => found(path, &knowledge),
            path => measure(path, &knowledge),
        }
    }
}

fn found(path: &str, knowledge: &Knowledge) {
    let limits = Limits::default();
    let found = with_program(Path::new(path), &limits, |package, program| {
        detect(package, program, knowledge)
    });
    let Ok((sdks, _)) = found else {
        return println!("{path}: cannot be read");
    };
    for found in &sdks.found {
        let version = found.version.as_deref().unwrap_or("-");
        let mut kinds: Vec<_> = found.evidence.iter().map(|one| one.kind.as_str()).collect();
        kinds.dedup();
        println!("{path}\t{}\t{version}\t{}", found.id, kinds.join(","));
    }
}

fn measure(path: &str, knowledge: &Knowledge) {
    let limits = Limits::default();
    let best = |run: &dyn Fn() -> Sdks| -> Duration {
        let times = (0..ROUNDS).map(|_| {
            let start = Instant::now();
            std::hint::black_box(run());
            start.elapsed()
        });
        times.min().unwrap_or_default()
    };
    let start = Instant::now();
    let told = with_program(Path::new(path), &limits, |package, program| {
        let read = start.elapsed();
        let names = best(&|| detect_by_name(package, program, knowledge));
        let all = best(&|| detect(package, program, knowledge));
        let ratio = |time: Duration| time.as_secs_f64() / read.as_secs_f64();
        println!(
            "{path}: {} classes, read in {read:.1?}; by name {names:.1?} ({:.2}), with structure {all:.1?} ({:.2})",
            program.stats().classes,
            ratio(names),
            ratio(all),
        );
    });
    if told.is_err() {
        println!("{path}: cannot be read");
    }
}
