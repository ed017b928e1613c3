//! App bundles against the packages of the same sources: the fixtures' apps as bundles (`tools/make-bundles.py`), and an app
//! with feature modules against what bundletool builds from it.

use std::path::{Path, PathBuf};

use consentry::input::Input;
use consentry::knowledge::{Confidence, Knowledge};
use consentry::limits::Limits;
use consentry::package::Package;
use consentry::package::axml::Document;
use consentry::package::manifest::When;
use consentry::scan::{self, Scan};

fn testdata(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata")
        .join(path)
}

fn names() -> Vec<String> {
    let folder = std::fs::read_dir(testdata("bundles")).unwrap();
    let mut names: Vec<String> = folder
        .filter_map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            Some(name.strip_suffix(".aab")?.to_owned())
        })
        .filter(|name| name != "features")
        .collect();
    names.sort();
    names
}

fn scan(path: &Path, knowledge: &Knowledge) -> Scan {
    let offline = consentry::policy::Wanted::offline();
    let options = scan::Options {
        knowledge,
        limits: Limits::default(),
        select: &[],
        ignore: &[],
        min_confidence: Confidence::Possible,
        policy: &offline,
        category: None,
    };
    scan::one(&scan::targets(&[path.to_owned()]).remove(0), &options)
}

/// All that a scan says of the app; the file's own facts, its signature and notes on bundles apart.
fn said(mut scan: Scan) -> String {
    scan.diagnostics
        .retain(|d| !matches!(d.code, "bundle" | "feature-module"));
    if let Some(app) = &mut scan.app {
        app.signers.clear();
    }
    format!(
        "{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}",
        scan.app,
        scan.permissions,
        scan.sdks,
        scan.personal_data,
        scan.policies,
        scan.findings,
        scan.diagnostics
    )
}

#[test]
fn a_bundle_is_read_like_its_package() {
    let knowledge = Knowledge::builtin();
    let names = names();
    assert!(names.len() >= 12, "{names:?}");
    for name in names {
        let bundle = scan(&testdata(&format!("bundles/{name}.aab")), &knowledge);
        let package = scan(&testdata(&format!("apps/{name}/app.apk")), &knowledge);
        assert_eq!(bundle.kind.as_deref(), Some("aab"));
        assert!(
            !package.findings.is_empty() || name == "policy-in-code" || name == "policy-in-asset"
        );
        assert_eq!(said(bundle), said(package), "{name}");
    }
}

/// Every compiled document and every text of the tables, as aapt2 wrote them in its two formats.
#[test]
fn xml_and_resources_agree_with_the_binary_ones() {
    let limits = Limits::default();
    let (mut documents, mut texts) = (0, 0);
    for name in names() {
        let inputs = [
            format!("apps/{name}/app.apk"),
            format!("bundles/{name}.aab"),
        ]
        .map(|path| Input::open(&testdata(&path), &limits).unwrap());
        let [package, bundle] = inputs.each_ref().map(|input| input.modules().0);
        for entry in package[0].archive.entries() {
            if !(entry.name.ends_with(".xml")
                && (entry.name.starts_with("res/") || entry.name == "AndroidManifest.xml"))
            {
                continue;
            }
            let read = |module: &consentry::input::Module<'_>| {
                let bytes = module.archive.read_named(&entry.name).unwrap().unwrap();
                let document = if module.bundled {
                    Document::parse_proto(&bytes, &limits)
                } else {
                    Document::parse(&bytes, &limits)
                };
                let document = document.unwrap();
                assert_eq!(document.problem(), None);
                let nodes = document.nodes().map(|node| {
                    let attributes = node.attributes().iter().map(|one| {
                        let value = one.value.clone().into_owned();
                        (one.id, one.namespace, one.name.to_string(), value)
                    });
                    let mut attributes: Vec<_> = attributes.collect();
                    attributes.sort_by(|a, b| (a.0, &a.2).cmp(&(b.0, &b.2)));
                    (
                        node.name().to_owned(),
                        node.line(),
                        node.parent().map(|parent| parent.index()),
                        node.text().to_owned(),
                        attributes,
                    )
                });
                nodes.collect::<Vec<_>>()
            };
            assert_eq!(
                read(&package[0]),
                read(&bundle[0]),
                "{name}: {}",
                entry.name
            );
            documents += 1;
        }
        let rows = |modules: &[consentry::input::Module<'_>]| {
            let (package, problems) = Package::read(modules, &limits);
            assert!(
                problems.iter().all(|d| d.code != "resources-broken"),
                "{problems:?}"
            );
            let mut rows = Vec::new();
            assert!(package.resources.for_each_text(|text| {
                let spans = text.spans.iter();
                let spans: Vec<_> = spans
                    .map(|span| (span.tag.to_string(), span.first, span.last))
                    .collect();
                let name = package.resources.name(text.id).map(|name| name.to_string());
                rows.push((text.id, name, text.locale, text.text.to_string(), spans));
            }));
            rows.sort();
            let mut files = package.resources.files("layout");
            files.extend(package.resources.files("xml"));
            (rows, files)
        };
        let (package, bundle) = (rows(&package), rows(&bundle));
        texts += package.0.len();
        assert_eq!(package, bundle, "{name}");
    }
    assert!(
        documents > 15 && texts > 30,
        "{documents} documents, {texts} texts"
    );
}

#[test]
fn feature_modules_run_when_they_are_delivered() {
    let knowledge = Knowledge::builtin();
    for file in ["features.aab", "features.apks"] {
        let found = scan(&testdata(&format!("bundles/{file}")), &knowledge);
        assert!(found.is_complete(), "{file}: {:?}", found.diagnostics);
        assert_eq!(found.stats.dex_files, 4, "{file}");
        let mut items: Vec<String> = found
            .findings
            .iter()
            .filter(|finding| finding.check == "collect-before-consent")
            .map(|finding| format!("{:?}", finding.subject))
            .collect();
        items.sort();
        // `ondemand` reads the IMSI in a provider of its own: nothing of it is there at the first launch.
        assert_eq!(items, ["Item(\"iccid\")", "Item(\"imei\")"], "{file}");
    }
}

#[test]
fn deliveries_are_read_from_bundles_and_from_packages_built_of_them() {
    let limits = Limits::default();
    let conditions = vec![
        "device-feature android.hardware.camera.ar".to_owned(),
        "min-sdk 24".to_owned(),
    ];
    // bundletool merges what is always there into the base.
    let wanted = [
        ("always", When::Install),
        ("camera", When::Conditional(conditions)),
        ("ondemand", When::OnDemand),
    ];
    for (file, from) in [("features.aab", 0), ("features.apks", 1)] {
        let input = Input::open(&testdata(&format!("bundles/{file}")), &limits).unwrap();
        let (modules, problems) = input.modules();
        assert!(problems.is_empty(), "{problems:?}");
        let (package, _) = Package::read(&modules, &limits);
        let found: Vec<_> = package
            .manifest
            .deliveries
            .iter()
            .map(|one| (one.split.as_str(), one.when.clone()))
            .collect();
        assert_eq!(found, wanted[from..], "{file}");
    }
}
