use std::io::Write;

use zip::write::SimpleFileOptions;

use super::*;
use crate::input::Module;
use crate::input::zip::Archive;
use crate::limits::Limits;
use crate::package::Package;
use crate::package::testing::{config, table, type_chunk};

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn found(files: &[(&str, &[u8])], strings: &[&str]) -> Policies {
    let bytes = archive(files);
    let limits = Limits::default();
    let archive = Archive::open(&bytes, &limits).unwrap();
    let modules = [Module::package("base.apk", archive)];
    let (package, _) = Package::read(&modules, &limits);
    discover(&package, strings.iter().copied()).0
}

fn rows(policies: &Policies) -> Vec<(DocumentKind, RefKind, &str)> {
    policies
        .refs
        .iter()
        .map(|one| (one.document, one.kind, one.location.as_str()))
        .collect()
}

#[test]
fn resources_of_every_locale_give_links_named_by_text_or_by_name() {
    let text = |index| Some((index, 3, index));
    let bytes = table(
        &[
            "https://a.example/doc/1.html",
            "阅读<a href='https://a.example/2'>《用户协议》</a>",
            "同意隐私政策",
            "https://cdn.example/x.js",
        ],
        &["string"],
        &["privacy_url", "tips", "agree", "script"],
        &[
            type_chunk(1, &config("", ""), &[text(0), None, text(2), text(3)]),
            type_chunk(1, &config("zh", "CN"), &[None, text(1), None, None]),
        ],
    );
    let policies = found(&[("resources.arsc", &bytes)], &[]);
    assert_eq!(
        rows(&policies),
        [
            (
                DocumentKind::Policy,
                RefKind::Url,
                "https://a.example/doc/1.html"
            ),
            (DocumentKind::Agreement, RefKind::Url, "https://a.example/2"),
        ]
    );
    assert_eq!(policies.refs[1].title.as_deref(), Some("《用户协议》"));
    assert_eq!(
        policies.refs[1].found_in[0].to_string(),
        "@string/tips (zh-CN)"
    );
    assert_eq!(policies.mentions.len(), 1);
    assert_eq!(policies.mentions[0].text, "同意隐私政策");
}

#[test]
fn code_strings_count_by_address_or_by_their_own_words() {
    let strings = [
        "https://a.example/privacy.html",
        "https://a.example/api/login",
        "https://developer.android.com/privacy",
        "file:///android_asset/agreement.html",
        "《SDK清单》https://a.example/q",
    ];
    let policies = found(&[("a.txt", b"")], &strings);
    assert_eq!(
        rows(&policies),
        [
            (
                DocumentKind::Policy,
                RefKind::Url,
                "https://a.example/privacy.html"
            ),
            (
                DocumentKind::Agreement,
                RefKind::Asset,
                "assets/agreement.html"
            ),
            (DocumentKind::SdkList, RefKind::Url, "https://a.example/q"),
        ]
    );
    assert!(!policies.refs[0].named && policies.refs[2].named);
}

#[test]
fn assets_count_by_name_or_by_what_they_say() {
    let body = format!(
        "<html><title>x</title><h1>儿童个人信息保护规则</h1>{}</html>",
        "我们收集您的信息。".repeat(60)
    );
    let bundle = format!(
        "var a={{}};{};t('隐私政策','https://a.example/p')",
        "x();".repeat(2000)
    );
    let other = "we ship you the best library, our licence is open. ".repeat(50);
    let files: [(&str, &[u8]); 4] = [
        ("assets/p1.html", body.as_bytes()),
        ("assets/index.bundle", bundle.as_bytes()),
        ("assets/privacy.txt", b"short"),
        ("assets/readme.txt", other.as_bytes()),
    ];
    assert_eq!(
        rows(&found(&files, &[])),
        [
            (DocumentKind::Policy, RefKind::Url, "https://a.example/p"),
            (DocumentKind::Policy, RefKind::Asset, "assets/privacy.txt"),
            (DocumentKind::Children, RefKind::Asset, "assets/p1.html"),
        ]
    );
}

#[test]
fn a_button_alone_is_a_mention_and_code_of_a_feature_is_nothing() {
    let policies = found(
        &[("a.txt", b"")],
        &["I agree to the Privacy Policy", "privacysandbox", "terms"],
    );
    assert_eq!(policies.refs, []);
    assert_eq!(policies.mentions.len(), 1);
}

#[test]
fn a_library_s_licence_is_no_agreement() {
    let licence = format!(
        "Apache License\nVersion 2.0, January 2004\nhttp://www.apache.org/licenses/\n\nTERMS AND CONDITIONS FOR USE\n{}",
        "You may reproduce our Work, we grant you a licence. ".repeat(40)
    );
    let files: [(&str, &[u8]); 2] = [
        ("res/raw/asl.txt", licence.as_bytes()),
        ("assets/licenses.html", licence.as_bytes()),
    ];
    let policies = found(&files, &[&licence]);
    assert_eq!(rows(&policies), []);
    assert_eq!(policies.mentions, []);
}

#[test]
fn the_name_of_a_text_decides_between_what_it_names() {
    let text = format!(
        "欢迎您使用本应用。为保护您的隐私,请阅读我们的隐私政策与本用户协议。{}",
        "您应当遵守本协议。".repeat(60)
    );
    let bytes = table(
        &[&text],
        &["string"],
        &["user_agreement_content"],
        &[type_chunk(1, &config("", ""), &[Some((0, 3, 0))])],
    );
    let policies = found(&[("resources.arsc", &bytes)], &[]);
    assert_eq!(
        rows(&policies),
        [(
            DocumentKind::Agreement,
            RefKind::Resource,
            "@string/user_agreement_content"
        )]
    );
}
