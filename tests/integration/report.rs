//! The report on handmade scans: what a reader sees, and the JSON against its schema.

use consentry::checks::{Evidence, Finding, Location, Subject, Ways};
use consentry::diagnostic::Diagnostic;
use consentry::knowledge::regulation::Profile;
use consentry::knowledge::{Confidence, Knowledge, Lang, Severity, Text};
use consentry::report::model::{App, Permission, Stats, User};
use consentry::report::text::{Detail, View, render};
use consentry::report::{Baseline, Report, Settings, json};
use consentry::scan::Scan;

fn finding(check: &str, severity: Severity, subject: Subject, title: Text) -> Finding {
    Finding {
        check: check.to_owned(),
        severity,
        confidence: Confidence::Certain,
        title,
        message: Text::new(
            "清单声明了该权限，安装包中没有代码用到它。",
            "The manifest asks for it, and no code in the package needs it.",
        ),
        owner: "app".to_owned(),
        subject,
        location: Some(Location::Entry {
            entry: "AndroidManifest.xml".to_owned(),
            line: Some(12),
        }),
        chain: Vec::new(),
        ways: Ways::default(),
        condition: None,
        evidence: vec![Evidence {
            kind: "manifest".to_owned(),
            value: "<uses-permission>".to_owned(),
            location: None,
        }],
        fix: Text::new(
            "从 AndroidManifest.xml 删除该声明；若来自 SDK，用 tools:node=\"remove\" 去掉。",
            "Delete it from AndroidManifest.xml; when an SDK brings it, remove it with tools:node=\"remove\".",
        ),
        regulations: Vec::new(),
        key: String::new(),
    }
}

fn permission(name: &str, protection: &'static str, used: Option<bool>) -> Permission {
    Permission {
        name: name.to_owned(),
        protection,
        group: None,
        used,
        users: if used == Some(true) {
            vec![User {
                owner: "app".to_owned(),
                class: "com.example.Main".to_owned(),
                method: "onCreate".to_owned(),
            }]
        } else {
            Vec::new()
        },
        requested_in: None,
    }
}

fn scans() -> Vec<Scan> {
    let unused = Text::new("声明了用不到的权限", "A permission that nothing uses");
    let mut findings = vec![finding(
        "policy-missing",
        Severity::High,
        Subject::App,
        Text::new(
            "安装包内没有隐私政策的链接或文本",
            "No privacy policy, neither a link nor a text",
        ),
    )];
    for name in [
        "READ_SMS",
        "READ_CALL_LOG",
        "READ_CONTACTS",
        "CAMERA",
        "RECORD_AUDIO",
        "READ_CALENDAR",
        "BODY_SENSORS",
        "SEND_SMS",
    ] {
        let subject = Subject::Permission(format!("android.permission.{name}"));
        findings.push(finding(
            "permission-unused",
            Severity::Medium,
            subject,
            unused.clone(),
        ));
    }
    vec![Scan {
        path: "app.apk".to_owned(),
        sha256: Some("0".repeat(64)),
        size: Some(26_109_000),
        kind: Some("apk".to_owned()),
        app: Some(App {
            package: "com.example.demo".to_owned(),
            label: Some("演示应用".to_owned()),
            version_name: Some("1.2.0".to_owned()),
            version_code: Some(12),
            min_sdk: Some(21),
            target_sdk: Some(33),
            ..App::default()
        }),
        permissions: vec![
            permission("android.permission.INTERNET", "normal", Some(true)),
            permission(
                "android.permission.READ_PHONE_STATE",
                "dangerous",
                Some(true),
            ),
            permission("android.permission.READ_SMS", "dangerous", Some(false)),
            permission("com.vendor.PUSH", "unknown", None),
        ],
        stats: Stats {
            dex_files: 2,
            classes: 12_345,
            methods: 80_000,
            native_libs: 3,
        },
        findings,
        ..Scan::default()
    }]
}

fn report(scans: &[Scan], lang: Lang) -> Report {
    let settings = Settings {
        knowledge: &Knowledge::default(),
        lang,
        profile: Profile::All,
        baseline: &Baseline::default(),
        timings: false,
    };
    Report::new(scans, &settings)
}

fn text(scans: &[Scan], lang: Lang, detail: Detail) -> String {
    let knowledge = Knowledge::default();
    let view = View {
        lang,
        columns: 80,
        color: false,
        detail,
        fail_on: Some(Severity::High),
        knowledge: &knowledge,
    };
    render(&report(scans, lang), &view)
}

fn broken() -> Vec<Scan> {
    let mut scans = scans();
    scans[0].diagnostics.push(
        Diagnostic::error("dex-truncated", "the file ends inside its string table")
            .at("classes2.dex"),
    );
    let unknown = Diagnostic::error("input-unknown", "this is no ZIP archive");
    scans.push(Scan {
        path: "notes.txt".to_owned(),
        diagnostics: vec![unknown],
        ..Scan::default()
    });
    scans
}

#[test]
fn json_is_what_the_schema_says() {
    let schema = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/docs/report.schema.json"
    ))
    .unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    for lang in [Lang::Zh, Lang::En] {
        let value = serde_json::from_str(&json(&report(&broken(), lang)).unwrap()).unwrap();
        let errors: Vec<_> = schema
            .iter_errors(&value)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn a_written_baseline_makes_findings_known() {
    let first = report(&scans(), Lang::En);
    let baseline = Baseline::parse(&Baseline::write(&first).unwrap()).unwrap();
    assert_eq!(baseline, Baseline::parse(&json(&first).unwrap()).unwrap());
    let settings = Settings {
        knowledge: &Knowledge::default(),
        lang: Lang::En,
        profile: Profile::All,
        baseline: &baseline,
        timings: false,
    };
    let second = Report::new(&scans(), &settings);
    assert_eq!(
        (
            second.summary.by_status.new,
            second.summary.by_status.baselined
        ),
        (0, 9)
    );
}

#[test]
fn text_for_a_newcomer() {
    insta::assert_snapshot!(text(&scans(), Lang::Zh, Detail::Normal), @r##"
演示应用 (com.example.demo)
app.apk · APK · 24.9 MB · 版本 1.2.0 (12) · minSdk 21 · targetSdk 33
12,345 个类

✗ 高风险 1   ! 中风险 8

── 高风险（1） ─────────────────────────────────────────────────────────────────

✗ 安装包内没有隐私政策的链接或文本                         policy-missing · 确定
  位置  AndroidManifest.xml:12
  说明  清单声明了该权限，安装包中没有代码用到它。
  整改  从 AndroidManifest.xml 删除该声明；若来自 SDK，用 tools:node="remove" 去
        掉。

── 中风险（8） ─────────────────────────────────────────────────────────────────

! 声明了用不到的权限                             permission-unused · 8 处 · 确定
  • READ_SMS       AndroidManifest.xml:12
  • READ_CALL_LOG  AndroidManifest.xml:12
  • READ_CONTACTS  AndroidManifest.xml:12
  • CAMERA         AndroidManifest.xml:12
  • RECORD_AUDIO   AndroidManifest.xml:12
  • READ_CALENDAR  AndroidManifest.xml:12
  … 另有 2 处（--verbose 显示全部）
  说明  清单声明了该权限，安装包中没有代码用到它。
  整改  从 AndroidManifest.xml 删除该声明；若来自 SDK，用 tools:node="remove" 去
        掉。

── 权限（4） ───────────────────────────────────────────────────────────────────

  READ_PHONE_STATE  敏感  使用者 应用自身
  READ_SMS          敏感  未发现使用
  … 另有 2 项其他权限（--verbose 显示全部）

结论    未通过（退出码 1）：1 个新问题达到 --fail-on high
下一步  1. 先整改 1 个高风险问题
        2. 查看一类问题的依据、例子和改法: consentry explain policy-missing
        3. 查看全部明细与证据: --verbose
"##);
    insta::assert_snapshot!(text(&scans(), Lang::En, Detail::Normal), @r##"
演示应用 (com.example.demo)
app.apk · APK · 24.9 MB · version 1.2.0 (12) · minSdk 21 · targetSdk 33
12,345 classes

✗ 1 high   ! 8 medium

── High (1) ────────────────────────────────────────────────────────────────────

✗ No privacy policy, neither a link nor a text          policy-missing · certain
  Where   AndroidManifest.xml:12
  What    The manifest asks for it, and no code in the package needs it.
  Fix     Delete it from AndroidManifest.xml; when an SDK brings it, remove it
          with tools:node="remove".

── Medium (8) ──────────────────────────────────────────────────────────────────

! A permission that nothing uses          permission-unused · 8 places · certain
  • READ_SMS       AndroidManifest.xml:12
  • READ_CALL_LOG  AndroidManifest.xml:12
  • READ_CONTACTS  AndroidManifest.xml:12
  • CAMERA         AndroidManifest.xml:12
  • RECORD_AUDIO   AndroidManifest.xml:12
  • READ_CALENDAR  AndroidManifest.xml:12
  … 2 more places (--verbose shows all)
  What    The manifest asks for it, and no code in the package needs it.
  Fix     Delete it from AndroidManifest.xml; when an SDK brings it, remove it
          with tools:node="remove".

── Permissions (4) ─────────────────────────────────────────────────────────────

  READ_PHONE_STATE  dangerous  used by the app
  READ_SMS          dangerous  nothing uses it
  … 2 more permissions (--verbose shows all)

Result  failed (exit status 1): 1 new finding reaches --fail-on high
Next    1. Fix the finding of high severity first
        2. Basis, example and remedy of a check: consentry explain
           policy-missing
        3. Every detail and its evidence: --verbose
"##);
}

#[test]
fn what_was_not_understood_is_never_clean() {
    insta::assert_snapshot!(text(&broken(), Lang::En, Detail::Summary), @r##"
演示应用 (com.example.demo)
app.apk · APK · 24.9 MB · version 1.2.0 (12) · minSdk 21 · targetSdk 33
12,345 classes

✗ 1 high   ! 8 medium
analysed in part: what is not listed may still be there
  ✗ classes2.dex: the file ends inside its string table [dex-truncated]

notes.txt

? no conclusion
not analysed
  ✗ this is no ZIP archive [input-unknown]

── 2 inputs in all ─────────────────────────────────────────────────────────────

  app.apk    ✗ 1 high   ! 8 medium  in part
  notes.txt  ? no conclusion  not analysed

  ✗ 1 high   ! 8 medium

Result  failed (exit status 3): 2 of 2 inputs not analysed whole; 1 new finding
        reaches --fail-on high
"##);
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for columns in [60, 80, 120] {
        for lang in [Lang::Zh, Lang::En] {
            for detail in [Detail::Summary, Detail::Normal, Detail::All] {
                let knowledge = Knowledge::default();
                let view = View {
                    lang,
                    columns,
                    color: false,
                    detail,
                    fail_on: Some(Severity::High),
                    knowledge: &knowledge,
                };
                for line in render(&report(&broken(), lang), &view).lines() {
                    assert!(
                        unicode_width::UnicodeWidthStr::width(line) <= columns,
                        "{columns}: {line}"
                    );
                }
            }
        }
    }
}
