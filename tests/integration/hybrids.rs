//! Apps of cross-platform frameworks: what their code names, and what it can call.

use std::io::Write;
use std::path::Path;

use consentry::diagnostic::Level;
use consentry::knowledge::{Confidence, Knowledge};
use consentry::limits::Limits;
use consentry::scan::{self, Scan};

fn scan(app: &str) -> Scan {
    scan_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("testdata/apps/{app}/app.apk")))
}

fn scan_file(path: &Path) -> Scan {
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
    scan::one(&scan::targets(&[path.to_owned()]).remove(0), &options)
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

#[test]
fn hosts_in_code_that_is_not_run_are_listed_as_the_apps() {
    let hosts = |app: &str| -> Vec<(String, String)> {
        let network = scan(app).network.unwrap();
        network
            .into_iter()
            .map(|one| (one.host, one.owner))
            .collect()
    };
    let own = ("www.example.com.cn".to_owned(), "app".to_owned());
    assert_eq!(hosts("collect-script-hermes"), [own]);
}

/// The app of the fixture with its scripts in one archive, as a wgt package holds them.
#[test]
fn scripts_in_an_archive_inside_the_package_are_searched_too() {
    let plain = scan("collect-script-uniapp");
    let source = std::fs::File::open("testdata/apps/collect-script-uniapp/app.apk").unwrap();
    let mut source = zip::ZipArchive::new(source).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.apk");
    let mut out = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    let mut inner = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plainly = zip::write::SimpleFileOptions::default();
    for at in 0..source.len() {
        let mut entry = source.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
        if name.starts_with("assets/apps/") {
            let name = name.rsplit('/').next().unwrap();
            inner.start_file(name, plainly).unwrap();
            inner.write_all(&bytes).unwrap();
        } else {
            out.start_file(name, plainly).unwrap();
            out.write_all(&bytes).unwrap();
        }
    }
    out.start_file("assets/apps/__UNI__1.wgt", plainly).unwrap();
    out.write_all(&inner.finish().unwrap().into_inner())
        .unwrap();
    out.finish().unwrap();
    let packed = scan_file(&path);
    let told = |scan: &Scan| -> Vec<String> {
        let scripts = scan
            .findings
            .iter()
            .filter(|one| one.check == "collect-script");
        scripts.map(|one| format!("{:?}", one.subject)).collect()
    };
    assert!(!told(&plain).is_empty());
    assert_eq!(told(&packed), told(&plain));
}
