//! Native libraries: what they need, import and export, and their strings on demand (ELF by goblin).
//!
//! When all ABIs of a package hold the same libraries one ABI is read: they are builds of one source. Libraries that only
//! other ABIs hold, and those outside `lib/`, are read besides. Everything else is known by name alone.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use goblin::elf::program_header::{PF_X, PT_LOAD};
use goblin::elf::{Elf, Sym};
use goblin::options::ParseOptions;
use goblin::strtab::Strtab;
use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::input::Module;
use crate::input::zip::{Entry, ZipError};

/// ABIs in the order in which they are preferred for reading: what phones run today first.
const PREFERRED: [&str; 4] = ["arm64-v8a", "armeabi-v7a", "x86_64", "x86"];
/// Bytes from which on a run of text counts as a string, and where a longer one is cut.
const STRING_BYTES: Range<usize> = 4..4096;

/// The native code of an app.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Native {
    /// The libraries that were read, by path, then module.
    pub libraries: Vec<Library>,
    /// Every library of every ABI: ABI (`None` outside `lib/<abi>/`) and file name.
    pub files: BTreeSet<(Option<String>, String)>,
    /// ABIs of which at least one library was read.
    pub read: BTreeSet<String>,
}

/// One library.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Library {
    /// Index of its module.
    pub module: usize,
    /// Its entry: `lib/arm64-v8a/libfoo.so`, `assets/libshell.so`.
    pub path: String,
    /// Its ABI by its folder.
    pub abi: Option<String>,
    /// Bytes of the file.
    pub size: usize,
    /// The name it gives itself (`DT_SONAME`).
    pub soname: Option<String>,
    /// Libraries it loads (`DT_NEEDED`), in its order.
    pub needed: Vec<String>,
    /// Names of the functions and data it takes from others, sorted.
    pub imports: Vec<String>,
    /// `Java_*` functions it exports, sorted.
    pub jni_exports: Vec<String>,
    /// Whether it exports `JNI_OnLoad`, where methods can be registered under any name.
    pub on_load: bool,
    /// Section names, in the file's order; packed libraries often have none.
    pub sections: Vec<String>,
    /// Bytes of the file that hold constant data, strings among them.
    constants: Range<usize>,
}

impl Library {
    /// File name without folders.
    pub fn file_name(&self) -> &str {
        file_name(&self.path)
    }

    /// The bytes of the library; free when it is stored, inflated anew when it is not.
    ///
    /// # Errors
    /// What the archive says.
    pub fn bytes<'a>(&self, modules: &[Module<'a>]) -> Result<Cow<'a, [u8]>, ZipError> {
        let archive = modules.get(self.module).map(|module| &module.archive);
        archive
            .and_then(|archive| archive.read_named(&self.path))
            .unwrap_or(Err(ZipError::NotZip))
    }

    /// Strings of the constant data, in their order: runs of printable UTF-8 of 4 bytes or more. `bytes` are
    /// [`Library::bytes`].
    pub fn strings<'b>(&self, bytes: &'b [u8]) -> impl Iterator<Item = &'b str> + use<'b> {
        let constants = bytes.get(self.constants.clone()).unwrap_or(bytes);
        constants
            .split(|byte| *byte < 0x20 || *byte == 0x7f)
            .filter(|run| run.len() >= STRING_BYTES.start)
            .flat_map(|run| run.utf8_chunks().map(|chunk| chunk.valid()))
            .filter(|text| text.len() >= STRING_BYTES.start)
            .map(|text| {
                text.get(..text.floor_char_boundary(STRING_BYTES.end))
                    .unwrap_or(text)
            })
    }
}

/// Reads the native libraries of an app. One that is cut off or no ELF file is an error: what it does remains unknown.
/// Files named `.so` outside `lib/` that are no ELF files (packers keep encrypted code so) are a warning.
pub fn read(modules: &[Module<'_>]) -> (Native, Vec<Diagnostic>) {
    let mut found: Vec<(usize, &Entry<'_>)> = Vec::new();
    for (index, module) in modules.iter().enumerate() {
        let entries = module.archive.entries().iter();
        found.extend(
            entries
                .filter(|e| is_library(&e.name) && module.archive.is_first(e))
                .map(|e| (index, e)),
        );
    }
    found.sort_by(|(a, x), (b, y)| (&x.name, a).cmp(&(&y.name, b)));

    let mut native = Native::default();
    for (_, entry) in &found {
        native.files.insert((
            abi(&entry.name).map(str::to_owned),
            file_name(&entry.name).to_owned(),
        ));
    }
    let chosen = choose(&found);
    let read: Vec<_> = chosen
        .into_par_iter()
        .map(|(module, entry)| {
            let Some(archive) = modules.get(module).map(|module| &module.archive) else {
                return Err(None);
            };
            // What the archive could not read it tells itself.
            let bytes = archive.read(entry).map_err(|_| None)?;
            parse(module, &entry.name, &bytes).map_err(Some)
        })
        .collect();
    let mut diagnostics = Vec::new();
    for result in read {
        match result {
            Ok(library) => {
                native.read.extend(library.abi.clone());
                native.libraries.push(library);
            }
            Err(diagnostic) => diagnostics.extend(diagnostic),
        }
    }
    (native, diagnostics)
}

/// A library where Android or an app's own loader takes it from: `lib/<abi>/`, or any `.so` of the assets.
fn is_library(name: &str) -> bool {
    name.ends_with(".so")
        && (abi(name).is_some() || name.starts_with("assets/") || name.starts_with("jni/"))
}

/// The ABI folder of `lib/<abi>/<file>`, of a bundle's `<module>/lib/<abi>/<file>` and of an AAR's `jni/<abi>/<file>`.
fn abi(name: &str) -> Option<&str> {
    let mut parts = name.rsplit('/');
    parts.next()?;
    let (abi, folder) = (parts.next()?, parts.next()?);
    (folder == "lib" || folder == "jni").then_some(abi)
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Of the builds of one library the preferred ABI's; all that have no ABI.
fn choose<'e, 'a>(found: &[(usize, &'e Entry<'a>)]) -> Vec<(usize, &'e Entry<'a>)> {
    let rank = |abi: &str| {
        PREFERRED
            .iter()
            .position(|p| *p == abi)
            .unwrap_or(PREFERRED.len())
    };
    let mut builds: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for (_, entry) in found {
        if let Some(abi) = abi(&entry.name) {
            let key = (rank(abi), abi);
            let best = builds.entry(file_name(&entry.name)).or_insert(key);
            *best = key.min(*best);
        }
    }
    let mut chosen = found.to_vec();
    chosen.retain(|(_, entry)| match abi(&entry.name) {
        Some(abi) => builds
            .get(file_name(&entry.name))
            .is_some_and(|(_, best)| *best == abi),
        None => true,
    });
    chosen
}

fn parse(module: usize, path: &str, bytes: &[u8]) -> Result<Library, Diagnostic> {
    let abi = abi(path).map(str::to_owned);
    let not = |text: String| {
        let diagnostic = if abi.is_some() {
            Diagnostic::error("native-unreadable", text)
        } else {
            Diagnostic::warning("native-unreadable", text)
        };
        diagnostic.at(path)
    };
    if !bytes.starts_with(b"\x7fELF") {
        // The loader refuses it too, so no native code goes unread; data under such a name is odd all the same.
        let text = "named as a native library, but no ELF file";
        return Err(Diagnostic::warning("native-not-elf", text).at(path));
    }
    // Permissive: the linker of Android reads the program headers alone, and packers spoil the sections.
    let elf = Elf::parse_with_opts(bytes, &ParseOptions::permissive())
        .map_err(|error| not(format!("the ELF file is damaged or cut off: {error}")))?;
    // The longest stretch that the linker would map: a file that ends before it was cut off.
    let wanted = elf.program_headers.iter().filter(|h| h.p_type == PT_LOAD);
    let wanted = wanted
        .map(|h| h.p_offset.saturating_add(h.p_filesz))
        .max()
        .unwrap_or(0);
    if wanted > bytes.len() as u64 {
        return Err(not("the ELF file is cut off".to_owned()));
    }
    let mut imports: Vec<String> = Vec::new();
    let mut jni_exports: Vec<String> = Vec::new();
    let mut on_load = false;
    for symbol in elf.dynsyms.iter() {
        let Some(name) = name_of(&symbol, &elf.dynstrtab) else {
            continue;
        };
        if symbol.st_shndx == 0 {
            imports.push(name.to_owned());
        } else if name == "JNI_OnLoad" {
            on_load = true;
        } else if name.starts_with("Java_") {
            jni_exports.push(name.to_owned());
        }
    }
    for names in [&mut imports, &mut jni_exports] {
        names.sort_unstable();
        names.dedup();
    }
    let sections = elf
        .section_headers
        .iter()
        .filter_map(|h| elf.shdr_strtab.get_at(h.sh_name));
    Ok(Library {
        module,
        path: path.to_owned(),
        size: bytes.len(),
        soname: elf.soname.map(str::to_owned),
        needed: elf
            .libraries
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
        imports,
        jni_exports,
        on_load,
        sections: sections
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        constants: constants(&elf, bytes.len()),
        abi,
    })
}

fn name_of<'s>(symbol: &Sym, names: &Strtab<'s>) -> Option<&'s str> {
    names.get_at(symbol.st_name).filter(|name| !name.is_empty())
}

/// `.rodata`; without sections what is loaded and not run; of a library without either, the whole file.
fn constants(elf: &Elf<'_>, len: usize) -> Range<usize> {
    let range = |offset: u64, size: u64| {
        let start = usize::try_from(offset).ok()?;
        let end = start.checked_add(usize::try_from(size).ok()?)?;
        (start < end && end <= len).then_some(start..end)
    };
    let mut sections = elf.section_headers.iter();
    let rodata = sections.find(|h| elf.shdr_strtab.get_at(h.sh_name) == Some(".rodata"));
    let segments = elf
        .program_headers
        .iter()
        .filter(|h| h.p_type == PT_LOAD && h.p_flags & PF_X == 0);
    rodata
        .and_then(|h| range(h.sh_offset, h.sh_size))
        .or_else(|| {
            segments
                .filter_map(|h| range(h.p_offset, h.p_filesz))
                .max_by_key(ExactSizeIterator::len)
        })
        .unwrap_or(0..len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abi_is_the_folder() {
        assert_eq!(abi("lib/arm64-v8a/liba.so"), Some("arm64-v8a"));
        assert_eq!(abi("base/lib/x86/liba.so"), Some("x86"));
        assert_eq!(abi("jni/x86/liba.so"), Some("x86"));
        assert_eq!(abi("assets/liba.so"), None);
        assert_eq!(abi("liba.so"), None);
        assert!(!is_library("res/liba.so") && is_library("assets/x/liba.so"));
    }

    #[test]
    fn strings_are_runs_of_text() {
        let library = Library {
            constants: 1..40,
            ..Library::default()
        };
        let bytes = b"x\0getprop\0ab\0\x01/proc/cpuinfo\xffro.serialno";
        assert_eq!(
            library.strings(bytes).collect::<Vec<_>>(),
            ["getprop", "/proc/cpuinfo", "ro.serialno"]
        );
    }

    #[test]
    fn no_elf_file_is_odd_and_a_damaged_one_an_error() {
        use crate::diagnostic::Level;
        let level = |path, bytes: &[u8]| parse(0, path, bytes).unwrap_err().level;
        assert_eq!(level("lib/x86/a.so", b"PK"), Level::Warning);
        assert_eq!(level("assets/a.so", b"PK"), Level::Warning);
        assert_eq!(level("lib/x86/a.so", b"\x7fELF\x02\x01\x01"), Level::Error);
        assert_eq!(level("assets/a.so", b"\x7fELF\x02\x01\x01"), Level::Warning);
    }
}
