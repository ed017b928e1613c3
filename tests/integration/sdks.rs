//! SDK detection with the built-in catalogue: on the fixture apps, and, when `CONSENTRY_CORPUS` names a folder of real
//! packages, on those (`cargo test --test integration -- --ignored --nocapture sdks::corpus`).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use consentry::input::Input;
use consentry::input::zip::Archive;
use consentry::knowledge::Knowledge;
use consentry::knowledge::framework::Framework;
use consentry::knowledge::sdk::SdkCategory;
use consentry::limits::Limits;
use consentry::package::Package;
use consentry::program::Program;
use consentry::sdk::{Inputs, Sdks, detect};

/// Opens a package and hands its SDKs on, with the time that detection alone took.
fn with_sdks<T>(
    path: &Path,
    knowledge: &Knowledge,
    then: impl FnOnce(&Program<'_>, &Sdks, Duration) -> T,
) -> Option<T> {
    let limits = Limits::default();
    let input = Input::open(path, &limits).ok()?;
    let (modules, _) = input.modules();
    let (package, _) = Package::read(&modules, &limits);
    let files: Vec<_> = package
        .dex_entries
        .iter()
        .filter_map(|dex| Some((dex.name.clone(), package.read_entry(&dex.name)?.ok()?)))
        .collect();
    let files: Vec<(String, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (name.clone(), &**bytes))
        .collect();
    let (program, _) = Program::read(&files, Framework::builtin());
    let start = Instant::now();
    let sdks = detect(&package, &program, knowledge);
    Some(then(&program, &sdks, start.elapsed()))
}

/// The SDKs of an AAR or JAR, by the names of its classes and files.
fn in_archive(bytes: &[u8], knowledge: &Knowledge) -> Option<Vec<String>> {
    let limits = Limits::default();
    let archive = Archive::open(bytes, &limits).ok()?;
    let mut names: Vec<String> = Vec::new();
    for entry in archive.entries() {
        names.push(entry.name.to_string());
        if entry.name.ends_with(".jar")
            && let Ok(inner) = archive.read(entry)
            && let Ok(inner) = Archive::open(&inner, &limits)
        {
            names.extend(inner.entries().iter().map(|entry| entry.name.to_string()));
        }
    }
    let inputs = Inputs {
        package: "",
        entry_classes: Vec::new(),
        classes: names
            .iter()
            .filter_map(|name| name.strip_suffix(".class"))
            .collect(),
        strings: &mut std::iter::empty::<Cow<'_, str>>(),
        components: Vec::new(),
        meta_data: Vec::new(),
        native_libs: names
            .iter()
            .filter(|name| name.ends_with(".so"))
            .filter_map(|name| name.rsplit('/').next())
            .collect(),
        assets: names
            .iter()
            .filter_map(|name| name.strip_prefix("assets/"))
            .collect(),
        constant: &|_, _| None,
        entry: &|_| None,
    };
    Some(
        Sdks::detect(inputs, &knowledge.sdks)
            .found
            .into_iter()
            .map(|found| found.id)
            .collect(),
    )
}

/// No rule matches a fixture that holds no SDK; the ones that hold a stand-in for one are named here.
#[test]
fn fixture_apps_hold_the_sdks_that_their_sources_say() {
    let knowledge = Knowledge::builtin();
    let mut found = BTreeMap::new();
    for folder in fs::read_dir("testdata/apps").unwrap() {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let ids = with_sdks(&folder.join("app.apk"), &knowledge, |_, sdks, _| {
            let kept = sdks.found.iter().filter(|found| {
                knowledge
                    .sdks
                    .get(found.record)
                    .is_some_and(|sdk| sdk.category != SdkCategory::Library)
            });
            kept.map(|found| found.id.clone()).collect::<Vec<_>>()
        });
        if let Some(ids) = ids.filter(|ids| !ids.is_empty()) {
            found.insert(name, ids.join(" "));
        }
    }
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(app, ids)| (app.as_str(), ids.as_str()))
        .collect();
    let expected = [
        ("collect-script-hermes", "react-native"),
        ("demo", "jpush umeng-analytics umeng-common"),
        // Not packed, but it ships the library that a packer of the same vendor is recognised by.
        ("packed-not", "alibaba-security"),
        ("packed-yidun", "netease-yidun"),
        ("policy-contradicting", "umeng-analytics umeng-common"),
        ("policy-disclosed", "umeng-analytics umeng-common"),
        ("policy-half", "umeng-analytics umeng-common"),
        ("policy-sdk-only", "umeng-analytics"),
        ("policy-undisclosed", "umeng-analytics umeng-common"),
        (
            "sdk-states",
            "bugly crashlytics hms-push jpush umeng-analytics umeng-common",
        ),
        ("sdk-unlisted", "umeng-common"),
        (
            "sdk-versions",
            "alipay baidu-map google-location jpush wechat weibo",
        ),
    ];
    assert_eq!(found, expected);
}

#[test]
#[ignore = "needs a folder of real packages in CONSENTRY_CORPUS"]
fn corpus() {
    let Ok(folder) = std::env::var("CONSENTRY_CORPUS") else {
        return;
    };
    let knowledge = Knowledge::builtin();
    let mut paths = Vec::new();
    walk(Path::new(&folder), &mut paths);
    paths.sort();
    let (mut archives, mut known, mut slowest) = (0, 0, (Duration::ZERO, 0, PathBuf::new()));
    for path in &paths {
        let short = path
            .strip_prefix(&folder)
            .unwrap_or(path)
            .display()
            .to_string();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("aar" | "jar") => {
                let ids = fs::read(path)
                    .ok()
                    .and_then(|bytes| in_archive(&bytes, &knowledge))
                    .unwrap_or_default();
                archives += 1;
                known += usize::from(!ids.is_empty());
                println!("{short}: {}", ids.join(" "));
            }
            Some("apk") => {
                with_sdks(path, &knowledge, |program, sdks, took| {
                    let ids: Vec<String> = sdks
                        .found
                        .iter()
                        .map(|found| match &found.version {
                            Some(version) => format!("{}@{version}", found.id),
                            None => found.id.clone(),
                        })
                        .collect();
                    let mut owners = BTreeMap::new();
                    for class in program.classes() {
                        *owners
                            .entry(sdks.owner(class.index()).to_string())
                            .or_insert(0) += 1;
                    }
                    let mut owners: Vec<(String, i32)> = owners
                        .into_iter()
                        .filter(|(owner, _)| owner.starts_with("unknown:") || owner == "app")
                        .collect();
                    owners.sort_by_key(|(_, count)| -count);
                    owners.truncate(6);
                    println!("{short}: {} | {owners:?} | {took:?}", ids.join(" "));
                    if took > slowest.0 {
                        slowest = (took, program.stats().classes, path.clone());
                    }
                });
            }
            _ => {}
        }
    }
    println!("{known} of {archives} AARs and JARs hold a known SDK; slowest {slowest:?}");
}

/// What detection costs on a package of the size that big apps have. Printed, not judged.
#[test]
#[ignore = "a measurement"]
fn cost() {
    let knowledge = Knowledge::builtin();
    let classes: Vec<String> = (0..40_000)
        .map(|n| {
            let sdk = &knowledge.sdks[n / 60 % knowledge.sdks.len()];
            let root = sdk
                .packages
                .first()
                .map_or("com.acme.app", String::as_str)
                .replace('.', "/");
            format!("{root}/p{}/C{n}", n / 10)
        })
        .collect();
    let strings: Vec<String> = (0..400_000)
        .map(|n| format!("https://h{}.example{n}.com/a/b", n % 7))
        .collect();
    let assets: Vec<String> = (0..10_000).map(|n| format!("res/a{n}/file.png")).collect();
    let start = Instant::now();
    let inputs = Inputs {
        package: "com.acme.app",
        entry_classes: Vec::new(),
        classes: classes.iter().map(String::as_str).collect(),
        strings: &mut strings.iter().map(|text| Cow::Borrowed(text.as_str())),
        components: Vec::new(),
        meta_data: Vec::new(),
        native_libs: Vec::new(),
        assets: assets.iter().map(String::as_str).collect(),
        constant: &|_, _| None,
        entry: &|_| None,
    };
    let sdks = Sdks::detect(inputs, &knowledge.sdks);
    println!("{} SDKs in {:?}", sdks.found.len(), start.elapsed());
}

fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, into)
        } else {
            into.push(path)
        }
    }
}

#[test]
fn a_component_without_a_record_is_told_and_a_module_of_the_app_is_its_own() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/apps/sdk-unlisted/app.apk");
    let knowledge = Knowledge::builtin();
    let told = with_sdks(&path, &knowledge, |_, sdks, _| {
        assert_eq!(sdks.owner_of("com.gamma.feature.Title").to_string(), "app");
        let kit = sdks.owner_of("com.lambda.kit.Reader").to_string();
        assert_eq!(kit, "unknown:com.lambda.kit");
        let umeng = sdks.get("umeng-common").expect("the SDK is there");
        assert_eq!(umeng.version.as_deref(), Some("9.6.1"));
        let told = sdks.unlisted.iter();
        told.map(|one| (one.root.clone(), one.classes, one.used.clone()))
            .collect::<Vec<_>>()
    });
    let kit = "com.lambda.kit".to_owned();
    assert_eq!(
        told,
        Some(vec![(kit.clone(), 5, vec![format!("{kit}.Kit")])])
    );
}

#[test]
fn versions_stand_in_many_places_and_not_all_are_the_sdks() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/apps/sdk-versions/app.apk");
    let told = with_sdks(&path, &Knowledge::builtin(), |_, sdks, _| {
        let found = sdks.found.iter();
        let told = found.map(|one| (one.id.clone(), one.version.clone().unwrap_or_default()));
        told.collect::<Vec<_>>()
    });
    let wanted = [
        ("alipay", "15.4.1"),
        ("androidx", ""),
        ("baidu-map", "6.0.0"),
        ("google-location", "21.4.0"),
        ("jpush", "4.8.1"),
        ("material", "1.9.0"),
        ("okhttp", "3.11.0"),
        ("wechat", "5.4.3"),
        ("weibo", ""),
    ];
    let wanted = wanted.map(|(id, version)| (id.to_owned(), version.to_owned()));
    assert_eq!(told, Some(wanted.to_vec()));
}
