//! Who signed a package, and its native libraries.

use std::path::{Path, PathBuf};
use std::process::Command;

use consentry::input::Input;
use consentry::limits::Limits;
use consentry::package::signing::{self, Scheme};

fn base() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/hostile/base.apk")
}

fn signers(path: &Path) -> signing::Signing {
    let input = Input::open(path, &Limits::default()).unwrap();
    let (modules, _) = input.modules();
    signing::read(&modules[0].archive).0
}

#[test]
fn every_scheme_names_its_signer() {
    let signing = signers(&base());
    let schemes: Vec<Scheme> = signing.signers.iter().map(|signer| signer.scheme).collect();
    assert_eq!(schemes, [Scheme::V1, Scheme::V2, Scheme::V3]);
    let certificate = &signing.signers[0].certificate;
    assert!(
        signing
            .signers
            .iter()
            .all(|signer| signer.certificate == *certificate)
    );
    assert_eq!(certificate.sha256.len(), 64);
    assert_eq!(certificate.key, "RSA 2048");
    assert!(
        certificate.subject.contains("CN="),
        "{}",
        certificate.subject
    );
    assert_eq!(certificate.subject, certificate.issuer);
    assert!(certificate.not_before < certificate.not_after);
    assert!(certificate.not_before.ends_with('Z') && certificate.not_before.len() == 20);
    assert_eq!(signing.signers[2].sdks.map(|(first, _)| first), Some(24));
    assert!(
        signing
            .blocks
            .iter()
            .any(|block| block.name == Some("signature v2"))
    );
}

#[test]
fn prepended_bytes_do_not_hide_the_block() {
    let mut bytes = b"0123456789abcdef".to_vec();
    bytes.extend(std::fs::read(base()).unwrap());
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    assert_eq!(signers(file.path()), signers(&base()));
}

/// `apksigner verify --print-certs` names the same certificates, for every package below `$CONSENTRY_CORPUS` that it
/// verifies for Android 9 and later. Needs `$APKSIGNER` (the jar) and Java.
#[test]
#[ignore = "needs CONSENTRY_CORPUS, APKSIGNER and Java"]
fn apksigner_names_the_same_certificates() {
    let (Some(corpus), Some(jar)) = (
        std::env::var_os("CONSENTRY_CORPUS"),
        std::env::var_os("APKSIGNER"),
    ) else {
        return;
    };
    let (mut same, mut refused, mut unsigned) = (0, 0, 0);
    for path in consentry::input::find(Path::new(&corpus)).unwrap() {
        if path.extension().is_none_or(|e| e != "apk") {
            continue;
        }
        let ours = signers(&path).signers;
        let mut ours: Vec<&str> = ours
            .iter()
            .map(|signer| signer.certificate.sha256.as_str())
            .collect();
        ours.sort_unstable();
        ours.dedup();
        let run = Command::new("java")
            .args(["-XX:TieredStopAtLevel=1", "-jar"])
            .arg(&jar)
            .args(["verify", "--print-certs", "--min-sdk-version", "28"])
            .arg(&path)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&run.stdout);
        let mut theirs: Vec<&str> = text
            .lines()
            .filter_map(|line| {
                line.split_once("certificate SHA-256 digest: ")
                    .map(|(_, hash)| hash.trim())
            })
            .collect();
        theirs.sort_unstable();
        theirs.dedup();
        if theirs.is_empty() {
            // It refuses to verify, for reasons that are not ours.
            refused += 1;
            unsigned += usize::from(ours.is_empty());
            continue;
        }
        assert!(
            theirs.iter().all(|hash| ours.contains(hash)),
            "{}: {ours:?} {theirs:?}",
            path.display()
        );
        if ours != theirs {
            println!(
                "more than apksigner: {}: {} and {}",
                path.display(),
                ours.len(),
                theirs.len()
            );
        }
        same += 1;
    }
    println!("same {same}, apksigner verifies not {refused}, of these unsigned {unsigned}");
}
