//! The program over real packages: sizes, times, what reachability finds. Runs only when `CONSENTRY_PROGRAM` names a
//! package; prints.

use std::path::Path;
use std::time::Instant;

use consentry::input::Input;
use consentry::knowledge::Framework;
use consentry::limits::Limits;
use consentry::program::Program;

#[test]
fn measure() {
    let Ok(path) = std::env::var("CONSENTRY_PROGRAM") else {
        return;
    };
    let input = Input::open(Path::new(&path), &Limits::default()).unwrap();
    let mut files = Vec::new();
    let modules = input.modules().0;
    for module in &modules {
        for entry in module
            .archive
            .entries()
            .iter()
            .filter(|e| e.name.ends_with(".dex"))
        {
            files.push((entry.name.to_string(), module.archive.read(entry).unwrap()));
        }
    }
    let files: Vec<(String, &[u8])> = files.iter().map(|(n, b)| (n.clone(), &**b)).collect();
    let bytes: usize = files.iter().map(|(_, b)| b.len()).sum();
    let start = Instant::now();
    let (program, diagnostics) = Program::read(&files, Framework::builtin());
    println!(
        "{bytes} bytes of DEX built in {:?}: {:?}",
        start.elapsed(),
        program.stats()
    );
    println!("{diagnostics:#?}");
    let start = Instant::now();
    let found = program.references("Landroid/content/Context;", "getSystemService", None);
    println!("{} references found in {:?}", found.len(), start.elapsed());
    let start = Instant::now();
    let callers: usize = found.iter().map(|m| program.callers(*m).count()).sum();
    println!("{callers} callers found in {:?}", start.elapsed());
    let entries: Vec<_> = program
        .classes()
        .filter(|c| program.class_name(*c).ends_with("Activity"))
        .collect();
    let start = Instant::now();
    let reach = program.reach(entries.iter().copied());
    let certain = program.defs().filter(|d| reach.is_certain(*d)).count();
    println!(
        "{} entries reach {} methods ({certain} certain) of {} in {:?}",
        entries.len(),
        reach.len(),
        program.defs().len(),
        start.elapsed()
    );
}
