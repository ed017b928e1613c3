//! `consentry init`: a first `consentry.toml` and a workflow for GitHub Actions, in the current folder. Nothing is
//! overwritten: when one of the files is there, neither is written.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use super::{Exit, Usage, write_stdout};

const FILES: [(&str, &str); 2] = [
    ("consentry.toml", include_str!("consentry.toml")),
    (
        ".github/workflows/consentry.yml",
        include_str!("workflow.yml"),
    ),
];

pub(super) fn run() -> Result<Exit, Usage> {
    for (name, _) in FILES {
        if Path::new(name).symlink_metadata().is_ok() {
            return Err(Usage(format!(
                "{name} is there already; nothing was written\n  hint: move it away, or edit it by hand"
            )));
        }
    }
    for (name, text) in FILES {
        let path = Path::new(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|error| Usage(format!("cannot make {}: {error}", folder.display())))?;
        }
        // `create_new`: a file that came in between is not overwritten either.
        let file = OpenOptions::new().write(true).create_new(true).open(path);
        file.and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(|error| Usage(format!("cannot write {name}: {error}")))?;
        write_stdout(format!("{name}\n").as_bytes())?;
    }
    Ok(Exit::Clean)
}
