//! Our reading of packages against apk-info's: the fixtures, and every package under `$CONSENTRY_CORPUS` when it is set.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use apk_info::Apk;
use consentry::input::Input;
use consentry::limits::Limits;
use consentry::package::Package;
use consentry::package::manifest::ComponentKind;
use consentry::package::resources::Wanted;

/// Every APK under a folder, sorted.
fn packages(folder: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            packages(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "apk") {
            out.push(path);
        }
    }
}

fn set<'s>(items: impl Iterator<Item = &'s str>) -> BTreeSet<String> {
    items.map(str::to_owned).collect()
}

/// Names that apk-info gives as written, made absolute by Android's rule.
fn absolute(package: &str, name: &str) -> String {
    match name.strip_prefix('.') {
        Some(rest) => format!("{package}.{rest}"),
        None if name.contains('.') => name.to_owned(),
        None => format!("{package}.{name}"),
    }
}

/// Differences between the two readings, each with its field.
fn compare(apk: &Apk, package: &Package<'_>) -> Vec<String> {
    let manifest = &package.manifest;
    let name = apk.get_package_name().unwrap_or_default();
    let mut differences = Vec::new();
    let mut check = |field: &str, theirs: String, ours: String| {
        if theirs != ours {
            differences.push(format!("{field}: theirs {theirs:?}, ours {ours:?}"));
        }
    };
    check("package", name.clone(), manifest.package.clone());
    check(
        "version name",
        apk.get_version_name().unwrap_or_default(),
        manifest.version_name.clone().unwrap_or_default(),
    );
    check(
        "version code",
        apk.get_version_code().unwrap_or_default(),
        manifest
            .version_code
            .map(|code| (code as u32 as i32).to_string())
            .unwrap_or_default(),
    );
    check(
        "target",
        apk.get_target_sdk_version().to_string(),
        manifest.target_sdk.to_string(),
    );
    let permissions = |min| {
        let own = manifest
            .uses_permissions
            .iter()
            .filter(move |found| found.min_sdk == min);
        format!("{:?}", set(own.map(|found| found.name.as_str())))
    };
    check(
        "permissions",
        format!("{:?}", set(apk.get_permissions())),
        permissions(1),
    );
    let of_kind = |kind| {
        let names = manifest.of_kind(kind).map(|found| found.class.as_str());
        format!("{:?}", set(names))
    };
    let full = |names: Vec<Option<&str>>| {
        let names = names
            .into_iter()
            .flatten()
            .filter(|found| !found.is_empty());
        let names: BTreeSet<String> = names.map(|found| absolute(&name, found)).collect();
        format!("{names:?}")
    };
    let activities = full(apk.get_activities().map(|found| found.name).collect());
    check("activities", activities, of_kind(ComponentKind::Activity));
    let aliases = full(apk.get_activity_aliases().map(|found| found.name).collect());
    check("aliases", aliases, of_kind(ComponentKind::ActivityAlias));
    let services = full(apk.get_services().map(|found| found.name).collect());
    check("services", services, of_kind(ComponentKind::Service));
    let receivers = full(apk.get_receivers().map(|found| found.name).collect());
    check("receivers", receivers, of_kind(ComponentKind::Receiver));
    let providers = full(apk.get_providers().map(|found| found.name).collect());
    check("providers", providers, of_kind(ComponentKind::Provider));
    let wanted = Wanted::default_locale();
    let label = match package.manifest.application.label_id {
        Some(id) => package
            .resources
            .text(id, &wanted)
            .map(|text| text.into_owned()),
        None => package.manifest.application.label_text.clone(),
    };
    check(
        "label",
        apk.get_application_label().unwrap_or_default(),
        label.unwrap_or_default(),
    );
    differences
}

struct Tally {
    compared: usize,
    equal: usize,
    report: Vec<String>,
}

fn run(folder: &Path) -> Tally {
    let mut paths = Vec::new();
    packages(folder, &mut paths);
    let limits = Limits::default();
    let mut tally = Tally {
        compared: 0,
        equal: 0,
        report: Vec::new(),
    };
    for path in paths {
        let place = path
            .strip_prefix(folder)
            .unwrap_or(&path)
            .display()
            .to_string();
        let theirs = Apk::new(&path);
        let input = match Input::open(&path, &limits) {
            Ok(input) => input,
            Err(error) => {
                if theirs.is_ok() {
                    tally
                        .report
                        .push(format!("{place}: only apk-info opens it: {error}"));
                }
                continue;
            }
        };
        let (modules, _) = input.modules();
        let (package, diagnostics) = Package::read(&modules, &limits);
        let Ok(apk) = theirs else {
            let state = diagnostics.first().map(|found| found.message.as_str());
            tally.report.push(format!(
                "{place}: apk-info does not open it, we say {state:?}"
            ));
            continue;
        };
        tally.compared += 1;
        let differences = compare(&apk, &package);
        if differences.is_empty() {
            tally.equal += 1;
        }
        tally.report.extend(
            differences
                .into_iter()
                .map(|text| format!("{place}: {text}")),
        );
        let errors = diagnostics.iter().map(|found| {
            format!(
                "{place}: {} {} ({})",
                found.code,
                found.message,
                found.place.as_deref().unwrap_or("")
            )
        });
        tally.report.extend(errors);
    }
    tally
}

#[test]
fn fixtures_read_as_apk_info_reads_them() {
    let tally = run(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/apps"));
    assert!(tally.report.is_empty(), "{}", tally.report.join("\n"));
}

/// Where the other reading is wrong: a part of the path, and the field.
const THEIRS: [(&str, &str); 3] = [
    // A label that no table has: they give the number.
    ("AndroidManifest_ShortName.apk", "label"),
    // They do not find the table behind a local header of false length.
    ("sha512-8192-digest-mismatch.apk", "label"),
    // The target is a preview's code name, which stands for that preview's level.
    ("HelloActivity.apk", "target"),
];

#[test]
fn corpus_reads_as_apk_info_reads_it() {
    let Some(folder) = std::env::var_os("CONSENTRY_CORPUS") else {
        return;
    };
    let tally = run(Path::new(&folder));
    println!("{} of {} packages read alike", tally.equal, tally.compared);
    let wrong: Vec<_> = tally
        .report
        .iter()
        .filter(|line| line.contains(": theirs ") || line.contains("only apk-info opens it"))
        .filter(|line| {
            let known = |(path, field): &(&str, &str)| {
                line.contains(path) && line.contains(&format!(": {field}: "))
            };
            !THEIRS.iter().any(known)
        })
        .cloned()
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tally.compared > 0);
}
