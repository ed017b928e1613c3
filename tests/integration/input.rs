//! Archives that lie: each file of `testdata/hostile` (made by `tools/make-hostile.py`) must give the right manifest and
//! DEX bytes, and say what was wrong with it.

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};

use consentry::diagnostic::{Diagnostic, Level};
use consentry::input::zip::{Archive, ZipError};
use consentry::input::{self, Input, Kind, map::File};
use consentry::limits::Limits;

const MANIFEST: &str = "AndroidManifest.xml";

fn hostile(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata/hostile")
        .join(name)
}

fn read(name: &str) -> Vec<u8> {
    std::fs::read(hostile(name)).unwrap()
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|d| d.code).collect()
}

/// The honest manifest and DEX bytes, by another reader.
fn honest() -> (Vec<u8>, Vec<u8>) {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(read("base.apk"))).unwrap();
    let mut take = |name: &str| {
        let mut bytes = Vec::new();
        std::io::copy(&mut archive.by_name(name).unwrap(), &mut bytes).unwrap();
        bytes
    };
    (take(MANIFEST), take("classes.dex"))
}

#[test]
fn every_tampering_gives_the_right_bytes_and_is_named() {
    // File, codes told. Nothing else may be told.
    let cases: &[(&str, &[&str])] = &[
        ("base.apk", &[]),
        ("method-directory.zip", &["zip-method"]),
        ("method-local.zip", &["zip-method"]),
        ("method-both.zip", &["zip-method"]),
        ("stored-claim-directory.zip", &["zip-method"]),
        ("stored-claim-both.zip", &["zip-method"]),
        ("deflate-claim.zip", &["zip-method"]),
        ("badpack-stored.zip", &["zip-method", "zip-size"]),
        ("encryption-flag.zip", &["zip-fake-encryption"]),
        ("size-wrong.zip", &["zip-size"]),
        ("size-huge.zip", &["zip-size"]),
        ("sizes-zero.zip", &["zip-size"]),
        ("compressed-too-small.zip", &["zip-size"]),
        ("compressed-too-large.zip", &["zip-size"]),
        ("offset-shifted.zip", &["zip-shifted-header"]),
        ("offset-outside.zip", &["zip-shifted-header"]),
        ("extra-length.zip", &["zip-local-header"]),
        ("extra-length-small.zip", &["zip-local-header"]),
        ("local-name-wrong.zip", &["zip-local-header"]),
        ("crc-wrong.zip", &["zip-crc"]),
        ("prefix.zip", &["zip-prefix"]),
        ("prefix-known.zip", &["zip-prefix"]),
        ("trailing.zip", &["zip-trailing"]),
        ("fake-end-empty.zip", &["zip-fake-end"]),
        ("fake-end.zip", &["zip-fake-end"]),
        ("count-too-small.zip", &["zip-count"]),
        ("count-too-large.zip", &["zip-count"]),
        ("directory-moved.zip", &["zip-directory-moved"]),
        ("duplicate-name.zip", &["zip-duplicate-name"]),
        ("unsafe-name.zip", &["zip-unsafe-name"]),
        ("name-encoding.zip", &["zip-name-encoding"]),
        ("zip64.zip", &[]),
        ("zip64-prefix.zip", &["zip-prefix"]),
        ("deflate-stored-blocks.zip", &[]),
        ("limit-bytes.zip", &[]),
        ("limit-name.zip", &["zip-name-limit"]),
        ("limit-entries.zip", &[]),
    ];
    let (manifest, dex) = honest();
    for (name, expected) in cases {
        let bytes = read(name);
        let archive =
            Archive::open(&bytes, &Limits::default()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let got = archive
            .read_named(MANIFEST)
            .unwrap()
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(*got == *manifest, "{name}: not the manifest");
        let got = archive.read_named("classes.dex").unwrap().unwrap();
        assert!(*got == *dex, "{name}: not the classes");
        assert_eq!(codes(&archive.anomalies()), *expected, "{name}");
    }
}

#[test]
fn an_anomaly_of_many_entries_is_told_once() {
    let bytes = read("unsafe-name.zip");
    let archive = Archive::open(&bytes, &Limits::default()).unwrap();
    let anomalies = archive.anomalies();
    assert_eq!(anomalies.len(), 1);
    assert_eq!(anomalies[0].place.as_deref(), Some("../../etc/passwd"));
    assert!(
        anomalies[0].message.contains("3 entries"),
        "{}",
        anomalies[0].message
    );
}

#[test]
fn what_is_broken_is_an_error() {
    for name in ["encrypted-really.zip", "data-damaged.zip"] {
        let bytes = read(name);
        let archive = Archive::open(&bytes, &Limits::default()).unwrap();
        assert_eq!(
            archive.read_named(MANIFEST).unwrap(),
            Err(ZipError::Unreadable(MANIFEST.into())),
            "{name}"
        );
        let anomalies = archive.anomalies();
        assert_eq!(codes(&anomalies), ["zip-entry-unreadable"], "{name}");
        assert_eq!(anomalies[0].level, Level::Error);
    }

    let bytes = read("cut-off.zip");
    assert_eq!(
        Archive::open(&bytes, &Limits::default()).unwrap_err(),
        ZipError::NotZip
    );
    assert_eq!(
        Archive::open(&[], &Limits::default()).unwrap_err(),
        ZipError::NotZip
    );

    // A container that was cut off holds a whole archive inside: it must not pass for the package.
    let bytes = read("cut-off-container.zip");
    let archive = Archive::open(&bytes, &Limits::default()).unwrap();
    assert!(
        archive
            .anomalies()
            .iter()
            .any(|d| d.code == "zip-cut-off" && d.level == Level::Error)
    );

    let bytes = read("directory-cut.zip");
    let archive = Archive::open(&bytes, &Limits::default()).unwrap();
    assert!(
        archive
            .anomalies()
            .iter()
            .any(|d| d.code == "zip-directory-cut" && d.level == Level::Error)
    );
}

#[test]
fn limits_are_errors() {
    let bomb = "assets/bomb";
    let few = |change: &dyn Fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        limits
    };
    let told = |name: &str, limits: &Limits, entry: Option<&str>| {
        let bytes = read(name);
        let archive = Archive::open(&bytes, limits).unwrap();
        if let Some(entry) = entry {
            assert!(
                matches!(
                    archive.read_named(entry).unwrap(),
                    Err(ZipError::Limit { .. })
                ),
                "{name}"
            );
        }
        let anomalies = archive.anomalies();
        assert!(
            anomalies.iter().all(|d| d.level == Level::Error),
            "{name}: {anomalies:?}"
        );
        codes(&anomalies)
    };
    for name in ["limit-bytes.zip", "limit-bytes-hidden.zip"] {
        let limits = few(&|l| l.entry_bytes = 1 << 20);
        assert_eq!(told(name, &limits, Some(bomb)), ["zip-bytes-limit"]);
        let limits = few(&|l| l.total_bytes = 1 << 20);
        assert_eq!(told(name, &limits, Some(bomb)), ["zip-bytes-limit"]);
        let limits = few(&|l| l.ratio = 20);
        assert_eq!(told(name, &limits, Some(bomb)), ["zip-ratio-limit"]);
    }
    assert_eq!(
        told("limit-entries.zip", &few(&|l| l.entries = 1000), None),
        ["zip-entry-limit"]
    );
    assert_eq!(
        told("limit-name.zip", &Limits::default(), None),
        ["zip-name-limit"]
    );
}

#[test]
fn nesting_is_bounded() {
    let limits = Limits::default();
    let bytes = read("limit-nesting.zip");
    let mut depth = 0;
    let mut held: Vec<Cow<'_, [u8]>> = vec![Cow::Borrowed(&bytes)];
    let outer = Archive::open(&bytes, &limits).unwrap();
    let mut inner = outer.read(&outer.entries()[0]).unwrap();
    let refused = loop {
        // Each level is stored: the bytes borrow from the file, not from the level above.
        let Cow::Borrowed(data) = inner else {
            panic!("not stored")
        };
        held.push(Cow::Borrowed(data));
        let mut archive = Archive::open(&bytes, &limits).unwrap();
        let mut failed = None;
        for level in held.iter().skip(1) {
            let Cow::Borrowed(level) = level else {
                panic!("not stored")
            };
            match archive.open_nested("level", level) {
                Ok(next) => archive = next,
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
        }
        if let Some(error) = failed {
            break error;
        }
        depth += 1;
        let entry = archive.entries()[0].clone();
        inner = archive.read(&entry).unwrap();
    };
    assert_eq!(depth, limits.nesting);
    assert!(matches!(refused, ZipError::Limit { .. }));
}

/// A container with the given packages in it, each stored or deflated.
fn container(entries: &[(&str, &[u8])], deflated: bool) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let method = if deflated {
        zip::CompressionMethod::Deflated
    } else {
        zip::CompressionMethod::Stored
    };
    for (name, data) in entries {
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(data).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn opened(bytes: &[u8]) -> (Kind, Vec<String>, Vec<&'static str>) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let input = Input::open(file.path(), &Limits::default()).unwrap();
    let (modules, diagnostics) = input.modules();
    let (manifest, _) = honest();
    for module in modules
        .iter()
        .filter(|m| m.archive.find(MANIFEST).is_some())
    {
        assert_eq!(
            *module.archive.read_named(MANIFEST).unwrap().unwrap(),
            *manifest
        );
    }
    (
        input.kind(),
        modules.into_iter().map(|m| m.name).collect(),
        codes(&diagnostics),
    )
}

#[test]
fn containers_are_one_app() {
    let base = read("base.apk");
    let split = container(&[("resources.arsc", b"x")], false);
    for deflated in [false, true] {
        let got = opened(&container(
            &[
                ("manifest.json", b"{}"),
                ("config.zh.apk", &split),
                ("com.example.hostile.apk", &base),
                ("Android/obb/main.obb", b"x"),
            ],
            deflated,
        ));
        assert_eq!(
            got,
            (
                Kind::Xapk,
                vec!["com.example.hostile.apk".into(), "config.zh.apk".into()],
                vec![]
            )
        );

        let got = opened(&container(
            &[
                ("info.json", b"{}"),
                ("split_config.zh.apk", &split),
                ("base.apk", &base),
            ],
            deflated,
        ));
        assert_eq!(
            got,
            (
                Kind::Apkm,
                vec!["base.apk".into(), "split_config.zh.apk".into()],
                vec![]
            )
        );

        let got = opened(&container(
            &[
                ("toc.pb", b"x"),
                ("splits/base-arm64_v8a.apk", &split),
                ("splits/base-master.apk", &base),
                ("splits/base-master_2.apk", &base),
                ("splits/base-x86_64.apk", &split),
                ("splits/base-x86.apk", &split),
                ("standalones/standalone-x86.apk", &base),
            ],
            deflated,
        ));
        let names = [
            "base-master.apk",
            "base-arm64_v8a.apk",
            "base-x86.apk",
            "base-x86_64.apk",
        ];
        assert_eq!(got, (Kind::Apks, names.map(String::from).to_vec(), vec![]));

        let got = opened(&container(
            &[
                ("toc.pb", b"x"),
                ("standalones/a-x86.apk", &base),
                ("standalones/b-arm64_v8a.apk", &base),
            ],
            deflated,
        ));
        assert_eq!(got, (Kind::Apks, vec!["b-arm64_v8a.apk".into()], vec![]));
    }
}

#[test]
fn kinds_are_told_by_content() {
    let kind = |entries: &[(&str, &[u8])]| opened(&container(entries, true)).0;
    assert_eq!(
        kind(&[("AndroidManifest.xml.not", b""), ("x", b"")]),
        Kind::Unknown
    );
    assert_eq!(
        kind(&[("BundleConfig.pb", b""), ("base/dex/classes.dex", b"")]),
        Kind::Aab
    );
    assert_eq!(
        kind(&[("META-INF/MANIFEST.MF", b""), ("a/B.class", b"")]),
        Kind::Jar
    );
    assert_eq!(kind(&[("Payload/A.app/Info.plist", b"")]), Kind::Ipa);
    assert_eq!(
        kind(&[("module.json", b"{}"), ("ets/modules.abc", b"")]),
        Kind::Hap
    );

    let aar = container(&[(MANIFEST, b"<manifest/>"), ("classes.jar", b"")], true);
    let archive = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(archive.path(), aar).unwrap();
    assert_eq!(
        Input::open(archive.path(), &Limits::default())
            .unwrap()
            .kind(),
        Kind::Aar
    );

    let (_, dex) = honest();
    std::fs::write(archive.path(), &dex).unwrap();
    let input = Input::open(archive.path(), &Limits::default()).unwrap();
    assert_eq!((input.kind(), input.kind().name()), (Kind::Dex, "dex"));
    let (modules, _) = input.modules();
    assert_eq!(
        *modules[0]
            .archive
            .read_named("classes.dex")
            .unwrap()
            .unwrap(),
        *dex
    );

    std::fs::write(archive.path(), b"nothing at all").unwrap();
    assert!(Input::open(archive.path(), &Limits::default()).is_err());
    std::fs::write(archive.path(), b"").unwrap();
    assert!(Input::open(archive.path(), &Limits::default()).is_err());
}

#[test]
fn a_folder_of_splits_is_one_app() {
    let folder = tempfile::tempdir().unwrap();
    let app = folder.path().join("deep/app");
    std::fs::create_dir_all(&app).unwrap();
    let split = container(&[("resources.arsc", b"x")], false);
    std::fs::write(app.join("split_config.zh.apk"), &split).unwrap();
    std::fs::write(app.join("base.apk"), read("base.apk")).unwrap();
    std::fs::write(folder.path().join("other.apk"), read("base.apk")).unwrap();
    std::fs::write(folder.path().join("note.txt"), b"no package").unwrap();
    assert_eq!(
        input::find(folder.path()).unwrap(),
        [app.clone(), folder.path().join("other.apk")]
    );

    let input = Input::open(&app, &Limits::default()).unwrap();
    let (modules, diagnostics) = input.modules();
    let names: Vec<_> = modules.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(
        (names, diagnostics),
        (vec!["base.apk", "split_config.zh.apk"], vec![])
    );
    assert_eq!(input.size(), (split.len() + read("base.apk").len()) as u64);
    assert_eq!(input.sha256().len(), 64);
    assert!(input::find(&folder.path().join("not-there")).is_err());
}

#[test]
fn the_hash_is_sha256_of_the_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), container(&[], false)).unwrap();
    let input = Input::open(file.path(), &Limits::default()).unwrap();
    // An empty archive is its end record alone.
    assert_eq!(
        input.sha256(),
        "8739c76e681f900923b900c9df0ef75cf421d39cabb54650c4b9ad19b6a76d85"
    );
}

/// Every archive below `$CONSENTRY_CORPUS`, entry by entry: where `zip` and `apk-info` read it, we read the same bytes.
/// Prints one line of figures for the table in docs.
#[test]
#[ignore = "needs CONSENTRY_CORPUS, a folder of real packages"]
fn corpus_reads_as_other_readers_do() {
    let Some(corpus) = std::env::var_os("CONSENTRY_CORPUS") else {
        return;
    };
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(corpus)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path)
            } else {
                files.push(path)
            }
        }
    }
    files.sort();
    let mut anomalies = std::collections::BTreeMap::<&str, usize>::new();
    let mut kinds = std::collections::BTreeMap::<&str, usize>::new();
    let (mut read, mut entries, mut bytes, mut failed, mut compared) = (0, 0, 0, 0, 0);
    for path in &files {
        let input = match Input::open(path, &Limits::default()) {
            Ok(input) => input,
            Err(error) => {
                println!("unreadable: {error}");
                failed += 1;
                continue;
            }
        };
        *kinds.entry(input.kind().name()).or_default() += 1;
        read += 1;
        let (modules, diagnostics) = input.modules();
        let mut told = codes(&diagnostics);
        for module in &modules {
            for entry in module.archive.entries().iter().filter(|e| !e.is_dir()) {
                entries += 1;
                match module.archive.read(entry) {
                    Ok(data) => bytes += data.len(),
                    Err(error) => println!("{}: {error}", path.display()),
                }
            }
            told.extend(codes(&module.archive.anomalies()));
            if told.contains(&"zip-entry-unreadable") || told.iter().any(|c| *c != "zip-prefix") {
                println!("{}: {told:?}", path.display());
            }
        }
        for code in told {
            *anomalies.entry(code).or_default() += 1;
        }
        if modules.len() == 1 && input.kind() != Kind::Dex {
            compared += compare(path, &modules[0].archive);
        }
    }
    println!(
        "files {} read {read} failed {failed} entries {entries} MB {} compared {compared}",
        files.len(),
        bytes >> 20
    );
    println!("kinds {kinds:?}\nanomalies {anomalies:?}");
}

/// Demands that whatever another reader gives is what we give. Returns how many entries were compared.
fn compare(path: &Path, archive: &Archive<'_>) -> usize {
    let mut compared = 0;
    let file = File::open(path).unwrap();
    if let Ok(mut other) = zip::ZipArchive::new(std::io::Cursor::new(file.bytes())) {
        for index in 0..other.len() {
            let Ok(mut entry) = other.by_index(index) else {
                continue;
            };
            let Ok(name) = entry.name().map(|name| name.into_owned()) else {
                continue;
            };
            let mut theirs = Vec::new();
            if entry.is_dir() || std::io::copy(&mut entry, &mut theirs).is_err() {
                continue;
            }
            // `zip` lets the last of several entries of one name win.
            let Some(ours) = archive.entries().iter().rev().find(|e| e.name == name) else {
                continue;
            };
            assert!(
                *archive.read(ours).unwrap() == *theirs,
                "{}: {name}",
                path.display()
            );
            compared += 1;
        }
    }
    if let Ok(other) = apk_info::ZipEntry::open(path) {
        for name in [MANIFEST, "classes.dex", "classes2.dex", "resources.arsc"] {
            let (Ok((theirs, _)), Some(Ok(ours))) = (other.read(name), archive.read_named(name))
            else {
                continue;
            };
            assert!(*ours == *theirs, "{}: {name}", path.display());
            compared += 1;
        }
    }
    compared
}
