//! What hits a limit fails the same way every time, however the threads run.

#![allow(clippy::unwrap_used, reason = "a failing helper fails the test")]

use std::path::{Path, PathBuf};

use consentry::input::{Input, Kind};
use consentry::knowledge::{Confidence, Knowledge};
use consentry::limits::Limits;
use consentry::scan::{self, Options, Scan};

fn testdata(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata")
        .join(path)
}

fn scan(path: &Path, limits: Limits) -> Scan {
    let knowledge = Knowledge::builtin();
    let offline = consentry::policy::Wanted::offline();
    let options = Options {
        policy: &offline,
        category: None,
        knowledge: &knowledge,
        limits,
        select: &[],
        ignore: &[],
        min_confidence: Confidence::Possible,
    };
    scan::one(&scan::targets(&[path.to_owned()])[0], &options)
}

#[test]
fn a_package_over_the_bytes_of_all_entries_is_not_reported_in_part() {
    let app = testdata("apps/demo/app.apk");
    let whole = scan(&app, Limits::default());
    assert!(whole.is_complete() && !whole.findings.is_empty());
    let mut over = 0;
    for shift in 10..20 {
        let limits = Limits {
            total_bytes: 1 << shift,
            ..Limits::default()
        };
        for _ in 0..4 {
            let scan = scan(&app, limits.clone());
            if scan.is_complete() {
                assert_eq!(scan.findings, whole.findings);
                continue;
            }
            over += 1;
            let codes: Vec<_> = scan.diagnostics.iter().map(|d| d.code).collect();
            assert_eq!(codes, ["input-bytes-limit"]);
            assert!(scan.app.is_none() && scan.findings.is_empty() && scan.sdks.is_empty());
            assert_eq!(scan.sha256, whole.sha256);
        }
    }
    assert!(over > 0);
}

/// A DEX file in front of a package (the Janus flaw): Android installs the package, old versions run the DEX file.
#[test]
fn a_package_behind_a_dex_file_is_a_package() {
    let mut bytes = b"dex\n035\0".to_vec();
    bytes.resize(200, 0);
    bytes.extend(std::fs::read(testdata("hostile/base.apk")).unwrap());
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let input = Input::open(file.path(), &Limits::default()).unwrap();
    assert_eq!(input.kind(), Kind::Apk);
    let scan = scan(file.path(), Limits::default());
    assert!(scan.app.is_some() && scan.stats.classes > 0);
    assert!(
        scan.diagnostics
            .iter()
            .any(|d| d.code == "dex-before-archive")
    );
    assert!(!scan.is_complete());
}
