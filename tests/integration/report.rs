//! The report on handmade scans: what a reader sees, and the JSON against its schema.

use consentry::checks::{Evidence, Finding, Location, Subject};
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

fn permission(name: &str, protection: &str, used: Option<bool>) -> Permission {
    Permission {
        name: name.to_owned(),
        protection: protection.to_owned(),
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
        knowledge: &knowledge,
    };
    render(&report(scans, lang), &view)
}

#[test]
fn show() {
    println!("{}", text(&scans(), Lang::Zh, Detail::Normal));
    println!("{}", text(&scans(), Lang::En, Detail::Normal));
    println!("{}", text(&scans(), Lang::En, Detail::Summary));
    let mut broken = scans();
    broken[0].diagnostics.push(
        Diagnostic::error("dex-truncated", "the file ends inside its string table")
            .at("classes2.dex"),
    );
    broken.push(Scan {
        path: "b.apk".into(),
        diagnostics: vec![Diagnostic::error("input-unknown", "no archive")],
        ..Scan::default()
    });
    println!("{}", text(&broken, Lang::Zh, Detail::Summary));
    println!("{}", json(&report(&broken, Lang::En)).unwrap().len());
}
