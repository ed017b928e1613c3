//! Libraries known by shape: a profile made from one build finds the library in an obfuscated other one, in which no
//! name of it is left, and nothing in a build without it.

use std::fs;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

fn consentry(args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_consentry"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// The evidence of kind `structure` for an SDK, with the SDK's version.
fn structure(package: &str, checks: &str, sdk: &str) -> Option<(Value, Value)> {
    let args = ["scan", package, "--format", "json", "--checks", checks];
    let (_, out, _) = consentry(&args);
    let report: Value = serde_json::from_str(&out).unwrap();
    let sdks = report["artifacts"][0]["sdks"].as_array().unwrap();
    let found = sdks.iter().find(|found| found["id"] == sdk)?;
    let evidence = found["evidence"].as_array().unwrap();
    let shown = evidence.iter().find(|one| one["kind"] == "structure")?;
    Some((shown["value"].clone(), found["version"].clone()))
}

/// A folder with a record for the coroutines under another name, and a profile of them taken from a plain build.
fn records() -> TempDir {
    let folder = TempDir::new().unwrap();
    let sdks = folder.path().join("sdks");
    let profiles = folder.path().join("structure");
    fs::create_dir_all(&sdks).unwrap();
    fs::create_dir_all(&profiles).unwrap();
    let record = r#"
id = "probe"
name = { zh = "探针", en = "Probe" }
vendor = { zh = "测试", en = "Test" }
category = "analytics"
native_libs = ["libprobe-not-there.so"]
verified = true
sources = ["test"]
"#;
    fs::write(sdks.join("probe.toml"), record).unwrap();
    let file = profiles.join("probe@1.0.toml");
    let args = [
        "sdk",
        "profile",
        "testdata/scenarios/kotlin-coroutines-plain/app.apk",
        "--sdk",
        "probe",
        "--version",
        "1.0",
        "--package",
        "kotlinx.coroutines",
        "--output",
        file.to_str().unwrap(),
    ];
    let (status, out, err) = consentry(&args);
    assert_eq!((status, out.as_str(), err.as_str()), (0, "", ""));
    folder
}

#[test]
fn a_renamed_library_is_found_by_its_shape_and_only_where_it_is() {
    let records = records();
    let checks = records.path().to_str().unwrap();
    let there = structure(
        "testdata/scenarios/kotlin-coroutines/app.apk",
        checks,
        "probe",
    );
    let (told, version) = there.expect("the coroutines are in the obfuscated build");
    assert!(told.as_str().unwrap().contains("classes"), "{told}");
    assert_eq!(version, "1.0");
    for without in ["kt-prefs-r8", "kt-sealed-r8", "event-bus-r8"] {
        let package = format!("testdata/lab/{without}/app.apk");
        assert_eq!(structure(&package, checks, "probe"), None, "{without}");
    }
}

/// In chains a renamed class of a library stands with its owner and the name that it has in the library.
#[test]
fn chains_name_the_classes_of_a_renamed_library() {
    let records = records();
    let checks = records.path().to_str().unwrap();
    let package = "testdata/scenarios/kotlin-coroutines/app.apk";
    let (_, out, _) = consentry(&["scan", package, "--format", "json", "--checks", checks]);
    let report: Value = serde_json::from_str(&out).unwrap();
    let reads = report["artifacts"][0]["personal_data"].as_array().unwrap();
    let frames = reads
        .iter()
        .flat_map(|one| one["chain"].as_array().unwrap());
    let mut told = 0;
    for frame in frames.filter(|frame| frame["owner"] == "probe") {
        let Some(original) = frame["original"].as_str() else {
            continue;
        };
        assert!(original.starts_with("kotlinx.coroutines."), "{frame}");
        assert_ne!(frame["class"], original);
        told += 1;
    }
    assert!(told > 0, "no chain passes a class that has a name: {out}");
}

#[test]
fn a_profile_of_nothing_and_a_broken_profile_are_errors() {
    let args = [
        "sdk",
        "profile",
        "testdata/scenarios/kotlin-coroutines-plain/app.apk",
        "--sdk",
        "probe",
        "--package",
        "no.such",
    ];
    let (status, _, err) = consentry(&args);
    assert_eq!(status, 2);
    assert!(err.contains("no class"), "{err}");

    let folder = TempDir::new().unwrap();
    let profiles = folder.path().join("structure");
    fs::create_dir_all(&profiles).unwrap();
    let text = "sdk = \"jpush\"\nsources = [\"test\"]\nclasses = [\"a.B !\"]\n";
    fs::write(profiles.join("jpush.toml"), text).unwrap();
    let checks = folder.path().to_str().unwrap();
    let (status, _, err) = consentry(&["list", "sdks", "--checks", checks]);
    assert_eq!(status, 2);
    assert!(err.contains("jpush.toml:3:"), "{err}");
    assert!(err.contains("consentry sdk profile"), "{err}");
}

/// A folder of libraries: one line each with what it is and what it is most like, and a profile of each known one that
/// `--checks` loads.
#[test]
fn the_libraries_of_a_folder_are_profiled_and_compared() {
    let folder = TempDir::new().unwrap();
    let (libraries, profiles) = (folder.path().join("in"), folder.path().join("structure"));
    fs::create_dir_all(libraries.join("old")).unwrap();
    let plain = "testdata/scenarios/kotlin-coroutines-plain/app.apk";
    fs::copy(plain, libraries.join("new.apk")).unwrap();
    fs::copy(plain, libraries.join("old/kept.apk")).unwrap();
    fs::copy("testdata/apps/demo/app.apk", libraries.join("demo.apk")).unwrap();
    fs::write(libraries.join("notes.txt"), "no library").unwrap();
    let (input, output) = (libraries.to_str().unwrap(), profiles.to_str().unwrap());
    let below = ["--package", "kotlinx.coroutines", "--package", "com.umeng"];
    let args = [&["sdk", "profile", input, "--output", output], &below[..]].concat();
    let (status, out, err) = consentry(&args);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split('\t').collect()).collect();
    let told: Vec<(&str, &str, &str)> = rows.iter().map(|row| (row[0], row[1], row[5])).collect();
    assert_eq!(
        told[1],
        ("new.apk", "kotlinx", "100% old/kept.apk"),
        "{out}"
    );
    assert_eq!(
        told[2],
        ("old/kept.apk", "kotlinx", "100% new.apk"),
        "{out}"
    );
    assert_eq!(told[0].0, "demo.apk");
    let written = fs::read_dir(&profiles).unwrap().count();
    assert_eq!(written, rows.iter().filter(|row| row[1] != "-").count());
    let checks = folder.path().to_str().unwrap();
    let (status, _, err) = consentry(&["list", "sdks", "--checks", checks]);
    assert_eq!(status, 0, "{err}");

    let (status, _, err) = consentry(&["sdk", "profile", input, "--sdk", "probe"]);
    assert_eq!(status, 2);
    assert!(err.contains("leave out --sdk"), "{err}");
    let (status, _, err) = consentry(&["sdk", "profile", plain]);
    assert_eq!(status, 2);
    assert!(err.contains("--sdk is missing"), "{err}");
}

/// Present is not active: what runs is told apart from what is only there, turned off, or a do-nothing variant.
#[test]
fn an_sdk_that_is_only_there_is_told_apart_from_one_that_runs() {
    let (_, out, _) = consentry(&[
        "scan",
        "testdata/apps/sdk-states/app.apk",
        "--format",
        "json",
    ]);
    let report: Value = serde_json::from_str(&out).unwrap();
    let artifact = &report["artifacts"][0];
    let states: Vec<_> = artifact["sdks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sdk| (sdk["id"].as_str().unwrap(), sdk["state"].as_str().unwrap()))
        .collect();
    let expected = [
        ("bugly", "stub"),
        ("crashlytics", "switched-off"),
        ("hms-push", "switched-off"),
        ("jpush", "unreached"),
        ("umeng-analytics", "unreached"),
        ("umeng-common", "active"),
    ];
    assert_eq!(states, expected);
    let starts = |report: &Value| {
        let findings = report["artifacts"][0]["findings"].as_array().unwrap();
        findings.iter().any(|one| one["subject"]["sdk"] == "bugly")
    };
    // What only looks empty may do its work elsewhere, so that its start counts; a published do-nothing variant's does not.
    assert!(starts(&report));
    let folder = TempDir::new().unwrap();
    let sdks = folder.path().join("sdks");
    fs::create_dir_all(&sdks).unwrap();
    let record = fs::read_to_string("checks/sdks/bugly.toml").unwrap();
    let noop = "noop = [\"com.tencent.bugly.crashreport\"]\npackages = ";
    let record = record.replacen("packages = ", noop, 1);
    fs::write(sdks.join("bugly.toml"), record).unwrap();
    let (_, out, _) = consentry(&[
        "scan",
        "testdata/apps/sdk-states/app.apk",
        "--format",
        "json",
        "--checks",
        folder.path().to_str().unwrap(),
    ]);
    assert!(!starts(&serde_json::from_str(&out).unwrap()));
}
