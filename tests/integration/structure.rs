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
