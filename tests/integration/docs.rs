//! Pages made from records (`docs/checks/`), and what documents promise: the pages of every check in both languages, the
//! worked examples of own checks, and the files for pipelines, whose shell steps are run here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use consentry::knowledge::{Knowledge, Lang};
use consentry::report::page;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Every generated page by its path from the project's root.
fn pages() -> BTreeMap<String, String> {
    let knowledge = Knowledge::builtin();
    let mut pages = BTreeMap::new();
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        pages.insert(
            format!("docs/checks/{name}/README.md"),
            page::index(&knowledge, lang),
        );
        for check in &knowledge.checks {
            let text = page::check(check, &knowledge, lang);
            pages.insert(format!("docs/checks/{name}/{}.md", check.id), text);
        }
    }
    pages
}

/// `UPDATE_DOCS=1 cargo test docs` writes them.
#[test]
fn pages_of_checks_are_those_of_their_records() {
    let pages = pages();
    let update = std::env::var_os("UPDATE_DOCS").is_some();
    let mut stale = Vec::new();
    for folder in ["docs/checks/zh", "docs/checks/en"] {
        if update {
            std::fs::create_dir_all(root().join(folder)).unwrap();
        }
        for entry in std::fs::read_dir(root().join(folder)).into_iter().flatten() {
            let name = format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy());
            if !pages.contains_key(&name) {
                stale.push(format!("{name} (its check is gone)"));
                if update {
                    std::fs::remove_file(root().join(&name)).unwrap();
                }
            }
        }
    }
    for (name, text) in &pages {
        if std::fs::read_to_string(root().join(name)).ok().as_ref() != Some(text) {
            stale.push(name.clone());
            if update {
                std::fs::write(root().join(name), text).unwrap();
            }
        }
    }
    assert!(
        update || stale.is_empty(),
        "run: UPDATE_DOCS=1 cargo test docs\nstale: {stale:#?}"
    );
}

const DEMO: &str = "testdata/apps/demo/app.apk";
const PLAIN: &str = "testdata/apps/plain/app.apk";
const BROKEN: &str = "testdata/apps/incomplete-broken-dex/app.apk";

fn consentry(args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_consentry"))
        .current_dir(root())
        .args(args)
        .output()
        .unwrap();
    told(&output)
}

fn told(output: &Output) -> (i32, String, String) {
    (
        output.status.code().unwrap(),
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

#[test]
fn the_worked_examples_do_what_their_fixtures_say() {
    let (code, out, err) = consentry(&["checks", "test", "docs/examples/checks", "--lang", "en"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(
        out.ends_with("3 checks, 2 fixtures: all as expected\n"),
        "{out}"
    );
}

#[test]
fn a_fixture_that_differs_fails_and_a_check_without_one_too() {
    let folder = tempfile::tempdir().unwrap();
    let copy = |from: &str, to: &str| {
        let to = folder.path().join(to);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(root().join(from), to).unwrap();
    };
    copy(
        "docs/examples/checks/rules/sdk/own-sdk-not-allowed.toml",
        "rules/sdk/own-sdk-not-allowed.toml",
    );
    let dir = folder.path().to_str().unwrap();
    let (code, _, err) = consentry(&["checks", "test", dir, "--lang", "en"]);
    assert!(code == 2 && err.contains("no fixtures in"), "{code} {err}");
    copy(PLAIN, "fixtures/plain/app.apk");
    let expect = "about = \"x\"\n[[expect]]\ncheck = \"own-sdk-not-allowed\"\n";
    std::fs::write(folder.path().join("fixtures/plain/expect.toml"), expect).unwrap();
    let (code, out, _) = consentry(&["checks", "test", dir, "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(
        out.contains("FAIL plain") && out.contains("missing") && out.contains("no near miss"),
        "{out}"
    );
    std::fs::write(
        folder.path().join("fixtures/plain/expect.toml"),
        "abut = \"x\"\n",
    )
    .unwrap();
    let (code, _, err) = consentry(&["checks", "test", dir]);
    assert!(
        code == 2 && err.contains("did you mean `about`"),
        "{code} {err}"
    );
}

/// A suppression carries its reason into the reports; one that is over or matches nothing is told.
#[test]
fn a_suppression_is_told_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let en = ["--lang", "en", "--color", "never"];
    let scan = |args: &[&str]| consentry(&[&["scan"], args, &en].concat());
    let config = path("consentry.toml");
    std::fs::write(
        &config,
        "[[suppress]]\ncheck = \"permission-unused\"\nreason = \"REVIEWED BY TEAM\"\n\
         [[suppress]]\ncheck = \"target-sdk-low\"\nreason = \"old\"\nexpires = 2020-01-01\n\
         [[suppress]]\ncheck = \"packed\"\nreason = \"none\"\n",
    )
    .unwrap();
    let formats = ["json", "html", "sarif", "junit", "rectification"];
    let files: Vec<String> = formats.iter().map(|f| path(&format!("s.{f}"))).collect();
    let outputs: Vec<String> = formats
        .iter()
        .zip(&files)
        .map(|(f, p)| format!("{f}={p}"))
        .collect();
    let mut args = vec![DEMO, "--config", &config, "--verbose"];
    for output in &outputs {
        args.extend(["--output", output]);
    }
    let (_, out, err) = scan(&args);
    assert!(
        err.contains("expired on 2020-01-01") && err.contains("`packed` matches no finding"),
        "{err}"
    );
    assert!(out.contains("REVIEWED BY TEAM"), "{out}");
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        assert!(text.contains("REVIEWED BY TEAM"), "{file}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(&files[0]).unwrap()).unwrap();
    let states: Vec<_> = json["suppressions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["used", "expired", "unused"]);
}

/// One source, built twice with other names: what is known of one build is known of the other.
#[test]
fn fingerprints_survive_a_build_with_another_mapping() {
    let folder = tempfile::tempdir().unwrap();
    let known = folder.path().join("known.json");
    let known = known.to_str().unwrap();
    let mapped = [
        "testdata/lab/fragments-r8b/app.apk",
        "--mapping",
        "testdata/mappings/fragments-r8b.txt",
    ];
    let args = [
        &["scan"],
        &mapped[..],
        &[
            "--write-baseline",
            known,
            "--fail-on",
            "never",
            "--format",
            "json",
        ],
    ]
    .concat();
    let (_, json, _) = consentry(&args);
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let chains = report["artifacts"][0]["findings"].to_string();
    assert!(
        chains.contains("Main$First") && !chains.contains("\"qaa."),
        "{chains}"
    );
    let other = [
        "testdata/lab/fragments-r8/app.apk",
        "--mapping",
        "testdata/mappings/fragments-r8.txt",
    ];
    let args = [
        &["scan"],
        &other[..],
        &["--baseline", known, "--fail-on", "info", "--lang", "en"],
    ]
    .concat();
    let (code, out, _) = consentry(&args);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("known or suppressed"), "{out}");
}

/// The block of lines that stands deeper than the line which holds `head`.
fn block(text: &str, head: &str) -> String {
    let mut lines = text.lines().skip_while(|line| !line.contains(head));
    let first = lines.next().unwrap_or_else(|| panic!("no {head}"));
    let depth = first.len() - first.trim_start().trim_start_matches("- ").len();
    let inside = lines
        .take_while(|line| line.trim().is_empty() || line.len() - line.trim_start().len() > depth);
    inside
        .map(|line| format!("{}\n", line.trim_start()))
        .collect()
}

/// Runs a shell step of a pipeline file in an empty folder, with the program on the path.
fn step(shell: &str, script: &str, vars: &[(&str, &str)]) -> (i32, String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let bin = Path::new(env!("CARGO_BIN_EXE_consentry"))
        .parent()
        .unwrap()
        .to_owned();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(shell);
    command
        .current_dir(folder.path())
        .env("PATH", path)
        .arg("-e")
        .arg("-c")
        .arg(script);
    command.env("LC_ALL", "en_US.UTF-8");
    for (name, value) in vars {
        command.env(name, value);
    }
    let (code, out, err) = told(&command.output().unwrap());
    (code, format!("{out}{err}"), folder)
}

#[test]
fn the_shell_steps_of_every_pipeline_run() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap();
    let package = |name: &str| root().join(name).display().to_string();
    let cases = [(PLAIN, 0), (DEMO, 1), (BROKEN, 3)];
    let action = read("action.yml");
    let scan = action.split("id: scan").nth(1).unwrap();
    for (name, status) in cases {
        let (code, said, folder) = step(
            "bash",
            &block(scan, "run: |"),
            &[
                ("PACKAGE", &package(name)),
                ("FAIL_ON", "high"),
                ("BASELINE", ""),
                ("MAPPING", ""),
                ("SOURCE_ROOT", ""),
                ("REPORT_LANG", "en"),
                ("GITHUB_OUTPUT", "output"),
                ("GITHUB_STEP_SUMMARY", "summary"),
            ],
        );
        assert_eq!(code, status, "action.yml on {name}: {said}");
        let file = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(file("output"), format!("status={status}\n"));
        assert!(file("summary").starts_with("<!-- consentry -->"));
        assert!(
            file("consentry.sarif").contains("2.1.0")
                && file("consentry.html").contains("<!doctype html>")
        );
        let vars = [
            ("CONSENTRY_PACKAGE", package(name)),
            ("CONSENTRY_FAIL_ON", "high".to_owned()),
            ("CONSENTRY_BASELINE", String::new()),
        ];
        let vars: Vec<_> = vars.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let script = block(&read("pipelines/gitlab-ci.yml"), "script:");
        let (code, said, folder) = step("sh", script.trim_start_matches("- |\n"), &vars);
        assert_eq!(code, status, "gitlab-ci.yml on {name}: {said}");
        for file in [
            "gl-code-quality-report.json",
            "consentry.xml",
            "consentry.cdx.json",
        ] {
            assert!(folder.path().join(file).exists(), "{file}");
        }
        let jenkins = read("pipelines/Jenkinsfile");
        let script = jenkins.split("'''").nth(1).unwrap();
        let (code, said, _) = step(
            "sh",
            script,
            &[("PACKAGE", &package(name)), ("FAIL_ON", "high")],
        );
        assert_eq!(code, status, "Jenkinsfile on {name}: {said}");
        let hook = package("pipelines/pre-push");
        let (code, said, _) = step("sh", &hook, &[("CONSENTRY_PACKAGE", &package(name))]);
        assert_eq!(code, status, "pre-push on {name}: {said}");
    }
    // Nothing was built: a push is not stopped, and it is said.
    let (code, said, _) = step("sh", &package("pipelines/pre-push"), &[]);
    assert!(code == 0 && said.contains("nothing was scanned"), "{said}");
    let checks = package("docs/examples/checks");
    let (code, said, _) = step(
        "sh",
        &package("pipelines/pre-commit"),
        &[("CONSENTRY_CHECKS", &checks)],
    );
    assert_eq!(code, 0, "{said}");
    // What a release packs.
    let tool = package("tools/package.sh");
    let script = format!("cd '{}' && '{tool}' host \"$OUT\"", root().display());
    let out = tempfile::tempdir().unwrap();
    let (code, said, _) = step(
        "sh",
        &script,
        &[
            ("OUT", out.path().to_str().unwrap()),
            ("CONSENTRY_BINARY", env!("CARGO_BIN_EXE_consentry")),
        ],
    );
    assert_eq!(code, 0, "{said}");
    let listed = Command::new("tar")
        .arg("-tzf")
        .arg(said.trim())
        .output()
        .unwrap();
    let (_, names, _) = told(&listed);
    for name in [
        "/consentry\n",
        "/consentry.1\n",
        "/consentry.bash\n",
        "/LICENSE\n",
    ] {
        assert!(names.contains(name), "{names}");
    }
}

/// Gradle is not at hand: the words of the command that its snippet runs, with the files that the Android plug-in would
/// have put there.
#[test]
fn the_command_of_the_gradle_snippet_runs() {
    let text = std::fs::read_to_string(root().join("pipelines/consentry.gradle.kts")).unwrap();
    assert!(text.contains("it.name == \"assembleRelease\""));
    let folder = tempfile::tempdir().unwrap();
    let value = |name: &str| -> String {
        let line = text
            .lines()
            .find(|line| line.contains(&format!("val {name} =")))
            .unwrap();
        let below = line.split('"').nth(1).unwrap();
        folder.path().join(below).display().to_string()
    };
    let (outputs, mapping, report) = (value("outputs"), value("mapping"), value("report"));
    for path in [&mapping, &report] {
        std::fs::create_dir_all(Path::new(path).parent().unwrap()).unwrap();
    }
    std::fs::create_dir_all(&outputs).unwrap();
    std::fs::copy(root().join("testdata/mappings/fragments-r8.txt"), &mapping).unwrap();
    let words = text.split("commandLine(listOf(").nth(1).unwrap();
    let (words, rest) = words.split_once(") + names)").unwrap();
    assert_eq!(rest.trim_start().chars().next(), Some('}'));
    let mut words: Vec<String> = words
        .split(", ")
        .map(|word| match word {
            "outputs.path" => outputs.clone(),
            word => word.trim_matches('"').replace("${report.path}", &report),
        })
        .collect();
    assert!(text.contains("listOf(\"--mapping\", mapping.path)"));
    words.extend(["--mapping".to_owned(), mapping]);
    for (package, status) in [(PLAIN, 0), (DEMO, 1), (BROKEN, 3)] {
        std::fs::copy(root().join(package), Path::new(&outputs).join("app.apk")).unwrap();
        let line: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
        let (code, said, _) = step("sh", &line.join(" "), &[]);
        assert_eq!(code, status, "{package}: {said}");
        let page = std::fs::read_to_string(&report).unwrap();
        assert!(page.contains("<!doctype html>"), "{package}");
    }
}
