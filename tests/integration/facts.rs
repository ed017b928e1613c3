//! What the readers make of every package below `$CONSENTRY_CORPUS`, as JSON lines in the file that `$CONSENTRY_FACTS`
//! names: the side of consentry that `tools/oracles.py` holds against other tools. Does nothing without the two.

#![allow(clippy::unwrap_used, reason = "a failing helper fails the test")]

use std::io::Write as _;
use std::path::{Path, PathBuf};

use consentry::dex::{Dex, Member};
use consentry::diagnostic::Level;
use consentry::input::{Input, Module};
use consentry::limits::Limits;
use consentry::package::Package;
use consentry::package::manifest::ComponentKind;
use consentry::package::resources::Wanted;
use serde_json::{Value, json};

#[test]
fn facts_of_a_folder() {
    let (Some(folder), Some(file)) = (
        std::env::var_os("CONSENTRY_CORPUS"),
        std::env::var_os("CONSENTRY_FACTS"),
    ) else {
        return;
    };
    let folder = Path::new(&folder);
    let mut paths = Vec::new();
    files(folder, &mut paths);
    paths.sort();
    let mut out = std::fs::File::create(file).unwrap();
    for path in paths {
        let mut facts = of(&path);
        let name = path.strip_prefix(folder).unwrap().display().to_string();
        facts["path"] = name.into();
        writeln!(out, "{facts}").unwrap();
    }
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, out);
        } else if path
            .extension()
            .is_some_and(|ext| ext == "apk" || ext == "dex")
        {
            out.push(path);
        }
    }
}

fn of(path: &Path) -> Value {
    let limits = Limits::default();
    let input = match Input::open(path, &limits) {
        Ok(input) => input,
        Err(error) => return json!({ "error": error.to_string() }),
    };
    let (modules, mut problems) = input.modules();
    let (package, more) = Package::read(&modules, &limits);
    problems.extend(more);
    let manifest = &package.manifest;
    let names = |kind| {
        let mut names: Vec<_> = manifest.of_kind(kind).map(|c| c.class.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    let mut permissions: Vec<_> = manifest
        .uses_permissions
        .iter()
        .map(|permission| permission.name.as_str())
        .collect();
    permissions.sort_unstable();
    permissions.dedup();
    let wanted = Wanted::default_locale();
    let label = match manifest.application.label_id {
        Some(id) => package.resources.text(id, &wanted).map(String::from),
        None => manifest.application.label_text.clone(),
    };
    let errors: Vec<_> = problems
        .iter()
        .filter(|problem| problem.level == Level::Error)
        .map(|problem| format!("{}: {}", problem.code, problem.message))
        .collect();
    json!({
        "kind": input.kind().name(),
        "package": manifest.package,
        "version_code": manifest.version_code,
        "version_name": manifest.version_name,
        "min_sdk": manifest.min_sdk,
        "target_sdk": manifest.target_sdk,
        "permissions": permissions,
        "activities": names(ComponentKind::Activity),
        "aliases": names(ComponentKind::ActivityAlias),
        "services": names(ComponentKind::Service),
        "receivers": names(ComponentKind::Receiver),
        "providers": names(ComponentKind::Provider),
        "label": label,
        "launchers": manifest.launchers().iter().map(|l| l.component.class.as_str()).collect::<Vec<_>>(),
        "errors": errors,
        "dex": package.dex_entries.iter().map(|entry| {
            let module: &Module<'_> = &modules[entry.module];
            let counts = module.archive.read_named(&entry.name).unwrap().map(|bytes| counts(&bytes));
            json!({ "name": entry.name, "counts": counts.unwrap_or(Value::Null) })
        }).collect::<Vec<_>>(),
    })
}

/// Classes, members with data, methods with code, and instructions (payloads are none) of one file.
fn counts(bytes: &[u8]) -> Value {
    let Ok((dexes, problems)) = Dex::parse(bytes) else {
        return Value::Null;
    };
    let [mut classes, mut methods, mut coded, mut insns, mut ids] = [0_usize; 5];
    for dex in &dexes {
        ids += dex.method_count() as usize;
        for class in dex.classes() {
            classes += 1;
            for member in class.members() {
                if let Member::Method { code, .. } = member {
                    methods += 1;
                    let Some(code) = dex.code(code) else { continue };
                    coded += 1;
                    insns += code.insns().filter(|insn| !insn.is_payload()).count();
                }
            }
        }
    }
    json!({
        "classes": classes, "methods": methods, "coded": coded, "insns": insns, "method_ids": ids,
        "errors": problems.iter().filter(|p| p.level == Level::Error).map(|p| p.code).collect::<Vec<_>>(),
    })
}
