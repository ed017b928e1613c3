//! Parses and validates `checks/` and embeds it, so that a broken record fails the build with file, line and hint and
//! a scan does not parse text at start. The record types are the crate's own (`src/knowledge`).

use std::path::Path;

#[allow(dead_code, unreachable_pub, unused_imports)]
#[path = "src/knowledge/mod.rs"]
mod knowledge;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=checks");
    println!("cargo::rerun-if-changed=src/knowledge");
    let mut sources = Vec::new();
    collect(Path::new("checks"), &mut sources)?;
    let mut all = knowledge::Knowledge::default();
    if let Err(errors) = all.extend(&sources) {
        for error in &errors {
            for line in error.to_string().lines() {
                println!("cargo::error={line}");
            }
        }
        return Ok(());
    }
    let out = Path::new(&std::env::var("OUT_DIR")?).join("knowledge.bin");
    std::fs::write(out, postcard::to_allocvec(&all)?)?;
    Ok(())
}

/// Every TOML file below `folder`, in the order of their paths.
fn collect(folder: &Path, sources: &mut Vec<knowledge::Source>) -> std::io::Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, sources)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            let text = std::fs::read_to_string(&path)?;
            sources.push(knowledge::Source {
                path: path.display().to_string(),
                text,
            });
        }
    }
    Ok(())
}
