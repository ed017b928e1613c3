//! `consentry sdk profile`: the structural profile of a library, for `checks/structure`.

use super::args::{SdkCommand, SdkProfile};
use super::{Exit, Usage, complain, write_stdout};
use crate::diagnostic::Level;
use crate::knowledge::StructureProfile;
use crate::limits::Limits;
use crate::scan;

pub(super) fn run(command: &SdkCommand) -> Result<Exit, Usage> {
    match command {
        SdkCommand::Profile(args) => profile(args),
    }
}

fn profile(args: &SdkProfile) -> Result<Exit, Usage> {
    let wanted = |class: &str| {
        args.package.is_empty()
            || args.package.iter().any(|prefix| {
                class
                    .strip_prefix(prefix.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '$']))
            })
    };
    let (classes, diagnostics) = scan::library_classes(&args.input, &Limits::default(), wanted);
    for diagnostic in &diagnostics {
        let (place, message) = (args.input.display(), &diagnostic.message);
        complain(&format!("{place}: {} ({})", message, diagnostic.code));
    }
    if diagnostics.iter().any(|one| one.level == Level::Error) {
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
        sdk: args.sdk.clone(),
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
