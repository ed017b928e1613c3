//! What the interpreter works out on its way to its findings, held as golden text on small apps: entries, calls with how they
//! happen, and which way each condition goes. `INSTA_UPDATE=always cargo test traces` writes them anew; read the change.

use std::path::Path;

use consentry::knowledge::Knowledge;
use consentry::limits::Limits;
use consentry::scan;
use consentry::scenario::Scenario;

fn trace(app: &str, scenario: Scenario) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata/scenarios")
        .join(app)
        .join("app.apk");
    let knowledge = Knowledge::builtin();
    let (trace, problems) = scan::trace(&path, &Limits::default(), &knowledge, scenario)
        .unwrap_or_else(|error| panic!("{app}: {error:?}"));
    assert!(problems.is_empty(), "{app}: {problems:?}");
    let text = trace.map_or_else(String::new, |trace| trace.to_string());
    // What it cost stands in the first line: it changes with the engine, the rest should not.
    let lines: Vec<&str> = text.lines().skip(1).collect();
    assert!(!lines.is_empty(), "{app}: no trace");
    lines.join("\n")
}

#[test]
fn intermediate_results_are_golden() {
    for (app, scenario) in [
        // A guard in a wrapper with parameters is decided for each caller.
        ("guard-wrapper", Scenario::FirstLaunch),
        // What is posted runs, what is only made does not.
        ("handler", Scenario::FirstLaunch),
        ("runnable-never-posted", Scenario::FirstLaunch),
        // Of two implementations only the one that exists is called.
        ("two-implementations", Scenario::FirstLaunch),
        // The buttons of a dialog run once a person may act.
        ("dialog-buttons", Scenario::FirstLaunch),
        ("dialog-buttons", Scenario::Consented),
        // Class initialisers run with the first use.
        ("static-init", Scenario::FirstLaunch),
        // Without a page.
        ("receiver", Scenario::Background),
    ] {
        insta::assert_snapshot!(format!("{app} {}", scenario.name()), trace(app, scenario));
    }
}

#[test]
fn scenarios_that_go_on_from_others_have_no_trace_of_their_own() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/scenarios/handler/app.apk");
    let knowledge = Knowledge::builtin();
    let found = scan::trace(&path, &Limits::default(), &knowledge, Scenario::Refused);
    assert!(matches!(found, Ok((None, _))));
}
