//! Apps of cross-platform frameworks: what their code names, and what it can call.

use std::path::Path;

use consentry::diagnostic::Level;
use consentry::knowledge::{Confidence, Knowledge};
use consentry::limits::Limits;
use consentry::scan::{self, Scan};

fn scan(app: &str) -> Scan {
    let knowledge = Knowledge::builtin();
    let offline = consentry::policy::Wanted::offline();
    let options = scan::Options {
        knowledge: &knowledge,
        limits: Limits::default(),
        select: &[],
        ignore: &[],
        min_confidence: Confidence::Possible,
        policy: &offline,
        category: None,
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("testdata/apps/{app}/app.apk"));
    scan::one(&scan::targets(&[path]).remove(0), &options)
}

fn note(scan: &Scan) -> Vec<&str> {
    let notes = scan.diagnostics.iter();
    notes
        .filter(|d| d.code == "hybrid-app" && d.level == Level::Note)
        .map(|d| d.message.as_str())
        .collect()
}

#[test]
fn a_bridge_runs_once_everything_can_happen() {
    let found = scan("collect-script-hermes");
    let read = found.personal_data.unwrap();
    let rows: Vec<(&str, &str)> = read
        .iter()
        .map(|one| (one.item.as_str(), one.scenario.as_str()))
        .collect();
    // `getSubscriberId` has no annotation and no caller.
    assert_eq!(rows, [("imei", "consented")]);
}

#[test]
fn what_was_searched_and_not_run_is_said() {
    let found = scan("collect-script-hermes");
    assert_eq!(
        note(&found),
        ["the app is made with React Native; searched for names, not run: Hermes bytecode 84"]
    );
    let found = scan("collect-script-uniapp");
    assert_eq!(
        note(&found),
        ["the app is made with uni-app / 5+ App; searched for names, not run: scripts"]
    );
    assert!(note(&scan("collect-script-none")).is_empty());
}
