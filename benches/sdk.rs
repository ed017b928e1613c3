//! What finding the SDKs costs: `cargo bench --bench sdk -- PACKAGE...`.
//!
//! For each package: the classes, and the processor time of detection with the whole catalogue, by name alone and with
//! structure, in milliseconds and as a ratio to reading the same package's code (by the clock) in the same run. Best of several
//! runs on one thread; no test depends on it. `--list` prints what is found instead, one line for each SDK or library: package, id,
//! version (or `-`), what shows it. `--merge OUT PACKAGE...` writes one package with the code of all of them and the first
//! one's manifest, for want of a real one that is as large.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::io::Write;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use consentry::input::Input;
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
    let mut arguments = std::env::args().skip(1);
    while let Some(path) = arguments.next() {
        match path.as_str() {
            "--bench" => {}
            "--merge" => {
                let out = arguments.next().unwrap();
                return merge(Path::new(&out), arguments.by_ref());
            }
            "--list" => list = true,
            path if list => found(path, &knowledge),
            path => measure(path, &knowledge),
        }
    }
}

/// Writes a package with all DEX files of `packages`.
fn merge(out: &Path, packages: impl Iterator<Item = String>) {
    let mut archive = zip::ZipWriter::new(std::fs::File::create(out).unwrap());
    let (mut count, mut manifest) = (0, false);
    for package in packages {
        let Ok(input) = Input::open(Path::new(&package), &Limits::default()) else {
            continue;
        };
        for module in input.modules().0 {
            for entry in module.archive.entries() {
                let is_code = entry.name.ends_with(".dex") && !entry.name.contains('/');
                let name = match (is_code, count) {
                    (true, 0) => "classes.dex".to_owned(),
                    (true, count) => format!("classes{}.dex", count + 1),
                    _ if !manifest && entry.name == "AndroidManifest.xml" => {
                        manifest = true;
                        entry.name.to_string()
                    }
                    _ => continue,
                };
                let Ok(bytes) = module.archive.read(entry) else {
                    continue;
                };
                count += usize::from(is_code);
                archive
                    .start_file(name, zip::write::SimpleFileOptions::default())
                    .unwrap();
                archive.write_all(&bytes).unwrap();
            }
        }
    }
    archive.finish().unwrap();
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

/// Processor time of this thread, where the system tells it, else time by the clock.
fn spent() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat");
    let told = told
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok());
    told.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

fn measure(path: &str, knowledge: &Knowledge) {
    let limits = Limits::default();
    let best = |run: &dyn Fn() -> Sdks| -> Duration {
        let times = (0..ROUNDS).map(|_| {
            let start = spent();
            std::hint::black_box(run());
            spent().saturating_sub(start)
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
