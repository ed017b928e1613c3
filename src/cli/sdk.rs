//! `consentry sdk profile`: the structural profile of a library, for `checks/structure`; `consentry sdk find`: who is
//! inside, libraries too.

use std::path::Path;

use super::args::{SdkCommand, SdkFind, SdkProfile};
use super::{Exit, Usage, complain, knowledge, write_stdout};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::StructureProfile;
use crate::limits::Limits;
use crate::package::Package;
use crate::program::Program;
use crate::report::layout::clean;
use crate::{scan, sdk};

pub(super) fn run(command: &SdkCommand) -> Result<Exit, Usage> {
    match command {
        SdkCommand::Profile(args) => profile(args),
        SdkCommand::Find(args) => find(args),
    }
}

fn find(args: &SdkFind) -> Result<Exit, Usage> {
    let knowledge = knowledge(&args.checks)?;
    let mut exit = Exit::Clean;
    for path in &args.inputs {
        let look = |package: &Package<'_>, program: &Program<'_>| {
            sdk::detect(package, program, &knowledge)
        };
        let (sdks, diagnostics) = match scan::with_program(path, &Limits::default(), look) {
            Ok((sdks, diagnostics)) => (Some(sdks), diagnostics),
            Err(error) => (None, vec![error]),
        };
        if told(path, &diagnostics) {
            exit = Exit::Incomplete;
        }
        let mut lines = String::new();
        for found in sdks.iter().flat_map(|sdks| &sdks.found) {
            let version = found.version.as_deref().unwrap_or("-");
            let evidence: Vec<_> = found
                .evidence
                .iter()
                .map(|one| format!("{} {}", one.kind.as_str(), one.value))
                .collect();
            let fields = [
                &path.to_string_lossy(),
                found.id.as_str(),
                version,
                &evidence.join(", "),
            ];
            lines.push_str(&fields.map(clean).join("\t"));
            lines.push('\n');
        }
        write_stdout(lines.as_bytes())?;
    }
    Ok(exit)
}

/// Tells what could not be read; true when something of it is missing.
pub(super) fn told(path: &Path, diagnostics: &[Diagnostic]) -> bool {
    for diagnostic in diagnostics {
        let (place, message) = (path.display(), &diagnostic.message);
        complain(&format!("{place}: {} ({})", message, diagnostic.code));
    }
    diagnostics.iter().any(|one| one.level == Level::Error)
}

fn profile(args: &SdkProfile) -> Result<Exit, Usage> {
    if args.input.is_dir() {
        return super::sdk_folder::run(args);
    }
    let Some(sdk) = &args.sdk else {
        return Err(Usage(
            "--sdk is missing: the id of the record that the profile belongs to".to_owned(),
        ));
    };
    let wanted = |class: &str| accepts(&args.package, class);
    let (classes, diagnostics) = scan::library_classes(&args.input, &Limits::default(), wanted);
    if told(&args.input, &diagnostics) {
        return Ok(Exit::Incomplete);
    }
    if classes.is_empty() {
        return Err(Usage(format!(
            "{} holds no class that could be told from others by its shape",
            args.input.display()
        )));
    }
    let file = args.input.file_name().unwrap_or_default();
    let profile = StructureProfile {
        sdk: sdk.clone(),
        version: args.version.clone().unwrap_or_default(),
        sources: if args.source.is_empty() {
            vec![file.to_string_lossy().into_owned()]
        } else {
            args.source.clone()
        },
        classes,
    };
    let text = profile.to_toml();
    match &args.output {
        None => write_stdout(text.as_bytes())?,
        Some(path) => std::fs::write(path, text)
            .map_err(|error| Usage(format!("cannot write {}: {error}", path.display())))?,
    }
    Ok(Exit::Clean)
}

/// Whether a class lies below one of the packages, if any are given.
pub(super) fn accepts(packages: &[String], class: &str) -> bool {
    let below = |prefix: &String| {
        let rest = class.strip_prefix(prefix.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '$']))
    };
    packages.is_empty() || packages.iter().any(below)
}
