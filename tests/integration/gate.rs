//! A pipeline's walk, step by step: clean, a new finding, the same in the baseline, a package that is broken, a wrong
//! configuration, nothing at all. Each has its exit status and says what a user needs to go on.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn testdata(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata/apps")
        .join(name)
        .join("app.apk")
}

/// The program in `folder`, in `lang`.
fn run(folder: &Path, lang: &str, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_consentry"))
        .current_dir(folder)
        .args(args)
        .args(["--lang", lang])
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// Exit status, last lines of standard output from "Result" on, and standard error.
fn told(output: &Output) -> String {
    let out = String::from_utf8(output.stdout.clone()).unwrap();
    let from = out.find("\nResult").or_else(|| out.find("\n结论"));
    format!(
        "{}\n{}{}",
        output.status.code().unwrap(),
        from.map_or("", |from| &out[from + 1..]),
        String::from_utf8(output.stderr.clone()).unwrap()
    )
}

/// A folder with the packages of the walk.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, app) in [
        ("clean.apk", "plain"),
        ("app.apk", "consent-checked-layout"),
        ("broken.apk", "incomplete-broken-dex"),
        ("packed.apk", "packed-legu"),
    ] {
        std::fs::copy(testdata(app), folder.path().join(name)).unwrap();
    }
    folder
}

#[test]
fn the_walk_of_a_pipeline() {
    let folder = folder();
    let step = |args: &[&str]| told(&run(folder.path(), "en", args));
    insta::assert_snapshot!(step(&["scan", "clean.apk"]), @r##"
0
Result  passed (exit status 0): no new finding reaches --fail-on high
Next    A static scan sees no servers, frequencies or screens: still walk
        through the app on a phone
"##);
    insta::assert_snapshot!(step(&["scan", "app.apk"]), @r##"
1
Result  failed (exit status 1): 1 new finding reaches --fail-on high
Next    1. Fix the finding of high severity first
        2. Basis, example and remedy of a check: consentry explain
           consent-default-checked
        3. Every detail and its evidence: --verbose
"##);
    let write = [
        "scan",
        "app.apk",
        "--write-baseline",
        "known.json",
        "--fail-on",
        "never",
        "--quiet",
    ];
    insta::assert_snapshot!(step(&write), @r##"
0
Result  passed (exit status 0): --fail-on never: no finding fails
"##);
    insta::assert_snapshot!(step(&["scan", "app.apk", "--baseline", "known.json"]), @r##"
0
Result  passed (exit status 0): no new finding reaches --fail-on high; 1 known
        or suppressed
Next    A static scan sees no servers, frequencies or screens: still walk
        through the app on a phone
"##);
    // A report of an earlier scan serves as well.
    step(&[
        "scan",
        "app.apk",
        "--format",
        "json",
        "--output",
        "report.json",
    ]);
    insta::assert_snapshot!(step(&["scan", "app.apk", "--baseline", "report.json", "--quiet"]), @r##"
0
Result  passed (exit status 0): no new finding reaches --fail-on high; 1 known
        or suppressed
"##);
    insta::assert_snapshot!(step(&["scan", "broken.apk"]), @r##"
3
Result  failed (exit status 3): the input was not analysed whole
Next    1. Settle what could not be read (marked ✗), then scan again
        2. Basis, example and remedy of a check: consentry explain
           analysis-incomplete
        3. Every detail and its evidence: --verbose
"##);
    insta::assert_snapshot!(step(&["scan", "packed.apk", "--quiet"]), @r##"
3
Result  failed (exit status 3): the input was not analysed whole; 1 new finding
        reaches --fail-on high
"##);
    insta::assert_snapshot!(step(&["scan", "app.apk", "broken.apk", "gone.apk", "--quiet"]), @r##"
3
Result  failed (exit status 3): 2 of 3 inputs not analysed whole; 1 new finding
        reaches --fail-on high
"##);
    std::fs::write(folder.path().join("consentry.toml"), "fail-on = \"hgh\"\n").unwrap();
    insta::assert_snapshot!(step(&["scan", "app.apk"]), @r##"
2
error: consentry.toml:1:11: unknown variant `hgh`, expected one of `high`, `medium`, `low`, `info`, `never`
  hint: did you mean `high`?
"##);
}

#[test]
fn nothing_to_scan_is_an_error_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    let step = |lang: &str, args: &[&str]| told(&run(folder.path(), lang, args));
    insta::assert_snapshot!(step("en", &["scan", "empty"]), @r##"
3
Result  failed (exit status 3): there was nothing to scan
Next    Check the path: it has to be a package (APK, AAB, AAR, JAR …) or a
        folder that holds some
"##);
    insta::assert_snapshot!(step("zh", &["scan", "gone.apk"]), @r##"
3
结论    未通过（退出码 3）：没有完整分析
下一步  检查路径：要给出安装包（APK、AAB、AAR、JAR 等），或含有安装包的文件夹
"##);
    insta::assert_snapshot!(step("en", &["scan", "-"]), @r##"
3
error: nothing to scan: no path on standard input
"##);
    insta::assert_snapshot!(step("en", &["diff", "gone.apk", "empty"]), @r##"
3
error: gone.apk: No such file or directory (os error 2)
error: empty: the folder holds no package
"##);
}

/// With a report for programs on standard output the reasons stand on standard error.
#[test]
fn a_pipeline_that_keeps_only_files_still_reads_why() {
    let folder = folder();
    let step = |args: &[&str]| {
        let output = run(folder.path(), "en", args);
        format!(
            "{}\n{}",
            output.status.code().unwrap(),
            String::from_utf8(output.stderr).unwrap()
        )
    };
    let json = |input: &str| step(&["scan", input, "--format", "json"]);
    insta::assert_snapshot!(json("clean.apk"), @r##"0"##);
    insta::assert_snapshot!(json("app.apk"), @r##"
1
failed (exit status 1): 1 new finding reaches --fail-on high
"##);
    insta::assert_snapshot!(json("broken.apk"), @r##"
3
error: broken.apk: classes2.dex: not a DEX file
failed (exit status 3): the input was not analysed whole
"##);
}

/// What went wrong names entries and holds texts that whoever made the package, or the report, chose.
#[test]
fn what_went_wrong_cannot_drive_a_terminal() {
    let folder = folder();
    let json = run(
        folder.path(),
        "en",
        &["scan", "broken.apk", "--format", "json"],
    );
    let text = String::from_utf8(json.stdout).unwrap();
    let evil = text.replace("not a DEX file", "\\u001b[2J\\u202egone");
    assert_ne!(text, evil);
    std::fs::write(folder.path().join("evil.json"), evil).unwrap();
    let output = run(folder.path(), "en", &["diff", "evil.json", "evil.json"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.starts_with("error: broken.apk: classes2.dex: "),
        "{told}"
    );
    assert!(!told.contains(['\u{1b}', '\u{202e}']), "{told:?}");
}

#[test]
fn a_wrong_call_is_told_before_the_scan() {
    let folder = folder();
    let step = |args: &[&str]| told(&run(folder.path(), "en", args));
    insta::assert_snapshot!(step(&["scan", "app.apk", "--output", "html=out/report.html"]), @r##"
2
error: cannot write out/report.html: there is no folder out
"##);
    insta::assert_snapshot!(step(&["scan", "app.apk", "--policy", "policy.md"]), @r##"
2
error: cannot read the policy policy.md: No such file or directory (os error 2)
"##);
    std::fs::write(folder.path().join("mapping.txt"), "nothing").unwrap();
    insta::assert_snapshot!(step(&["scan", "app.apk", "--mapping", "mapping.txt"]), @r##"
2
error: mapping.txt: this is no mapping of R8 or ProGuard: it names no class
  hint: R8 writes it to build/outputs/mapping/release/mapping.txt
"##);
    insta::assert_snapshot!(step(&["scan", "app.apk", "--category", "newz"]), @r##"
2
error: there is no kind of app `newz`
  hint: did you mean `news`?
  known: map-navigation, ride-hailing, messaging, community, payment, shopping, food-delivery, parcel, transport-tickets, dating, jobs, loans, housing, used-cars, medical, travel, hotels, games, education, local-services, women-health, vehicles, investment, mobile-bank, mail-cloud, meetings, live-streaming, video-music, short-video, news, fitness, browser, input-method, security, ebooks, camera-beauty, app-store, tools, show-tickets
"##);
    insta::assert_snapshot!(step(&["scan", "clean.apk", "--quiet", "--source-root", "src"]), @r##"
0
Result  passed (exit status 0): no new finding reaches --fail-on high
warning: --source-root src: no such folder
"##);
}
