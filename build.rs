//! Parses and validates `checks/` and embeds it, so that a broken record fails the build with file, line and hint and
//! a scan does not parse text at start. The record types are the crate's own (`src/knowledge`).

use std::path::Path;

#[allow(dead_code, unreachable_pub, unused_imports, unexpected_cfgs)]
#[path = "src/knowledge/mod.rs"]
mod knowledge;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=checks");
    println!("cargo::rerun-if-changed=src/knowledge");
    // What reads the embedded bytes is left out of the copy of the module that this program compiles.
    println!("cargo::rustc-check-cfg=cfg(embedded)");
    println!("cargo::rustc-cfg=embedded");
    let mut sources = Vec::new();
    collect(Path::new("checks"), &mut sources)?;
    let mut all = knowledge::Knowledge::default();
    let (tables, sources): (Vec<_>, Vec<_>) =
        sources.into_iter().partition(|s| s.path.ends_with(".tsv"));
    if let Err(errors) = all.extend(&sources) {
        report(&errors);
        return Ok(());
    }
    let out = std::env::var("OUT_DIR")?;
    // Searched in place: profiles are too many to be parsed at each start.
    let profiles = std::mem::take(&mut all.profiles);
    std::fs::write(
        Path::new(&out).join("structure.bin"),
        knowledge::structure::encode(&profiles, Default::default()),
    )?;
    std::fs::write(
        Path::new(&out).join("knowledge.bin"),
        postcard::to_allocvec(&all)?,
    )?;
    table(
        &out,
        "framework.bin",
        &tables,
        "checks/framework/",
        knowledge::framework_text::encode,
    )?;
    table(
        &out,
        "needs.bin",
        &tables,
        "checks/permissions/needs/",
        knowledge::needs::encode,
    )?;
    Ok(())
}

type Encoder = fn(&[knowledge::Source]) -> Result<Vec<u8>, Vec<knowledge::LoadError>>;

/// Turns the text tables of one folder of `checks/` into a binary one.
fn table(
    out: &str,
    name: &str,
    sources: &[knowledge::Source],
    folder: &str,
    encode: Encoder,
) -> std::io::Result<()> {
    let texts: Vec<_> = sources
        .iter()
        .filter(|s| s.path.replace('\\', "/").starts_with(folder))
        .cloned()
        .collect();
    match encode(&texts) {
        Ok(bytes) => std::fs::write(Path::new(out).join(name), bytes),
        Err(errors) => {
            report(&errors);
            Ok(())
        }
    }
}

fn report(errors: &[knowledge::LoadError]) {
    for error in errors {
        for line in error.to_string().lines() {
            println!("cargo::error={line}");
        }
    }
}

/// Every TOML and TSV file below `folder`, in the order of their paths.
fn collect(folder: &Path, sources: &mut Vec<knowledge::Source>) -> std::io::Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, sources)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml" || extension == "tsv")
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
