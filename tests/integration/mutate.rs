//! Every reader against damaged input: seeded mutations of real files. No reader may panic, and what it gives is bounded by
//! the bytes it was given (each target counts the items or bytes it got out; time decides nothing).
//!
//! A new reader is one more test with one call of [`survive`]. `CONSENTRY_MUTATIONS` sets how many mutants each target sees.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use consentry::dex::{Dex, Member};
use consentry::input::zip::Archive;
use consentry::input::{Input, Module};
use consentry::knowledge::{Confidence, Knowledge};
use consentry::limits::Limits;
use consentry::package::Package;
use consentry::package::axml::Document;
use consentry::package::resources::{Resources, Wanted};
use consentry::package::signing::certificate::Certificate;
use consentry::package::{native, signing};
use consentry::{hybrid, policy, scan};

/// Mutants a target sees by default: a second or two in a debug build.
const MUTANTS: u64 = 300;

/// xorshift64*, so that a seed means the same mutant everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// Numbers at which readers break: ends of ranges, and one beside them.
const NUMBERS: [u32; 12] = [
    0,
    1,
    2,
    0x7f,
    0xff,
    0x7fff,
    0xffff,
    0x10000,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_fffe,
    0xffff_ffff,
];

/// Damages `bytes` in one to eight places. Half of the damage goes near the start or the end, where headers are.
fn mutate(random: &mut Random, bytes: &mut Vec<u8>) {
    for _ in 0..=random.below(8) {
        if bytes.len() < 8 {
            return;
        }
        let at = match random.below(4) {
            0 => random.below(bytes.len().min(256)),
            1 => bytes.len() - 1 - random.below(bytes.len().min(256)),
            _ => random.below(bytes.len()),
        };
        let len = random.below(64.min(bytes.len() - at)) + 1;
        match random.below(8) {
            0 | 1 => bytes[at] ^= 1 << random.below(8),
            2 => bytes[at] = random.next() as u8,
            3 | 4 => {
                let at = if random.below(2) == 0 { at & !3 } else { at };
                let number = NUMBERS[random.below(NUMBERS.len())].to_le_bytes();
                let width = if random.below(2) == 0 { 2 } else { 4 };
                for (target, byte) in bytes.iter_mut().skip(at).zip(&number[..width]) {
                    *target = *byte;
                }
            }
            5 => {
                // Splice: a stretch from elsewhere written over, or in between.
                let from = random.below(bytes.len() - len.min(bytes.len() - 1));
                let piece: Vec<u8> = bytes.iter().skip(from).take(len).copied().collect();
                let over = if random.below(2) == 0 {
                    piece.len().min(bytes.len() - at)
                } else {
                    0
                };
                bytes.splice(at..at + over, piece);
            }
            6 => {
                bytes.drain(at..(at + len).min(bytes.len()));
            }
            _ if random.below(4) == 0 => bytes.truncate(at),
            _ => bytes
                .iter_mut()
                .skip(at)
                .take(len)
                .for_each(|byte| *byte = 0),
        }
    }
}

/// Gives mutants of `seeds` to `read`, which tells how much it got out of one. That must not be more than `factor` for each
/// byte of input, and a million besides.
fn survive(name: &str, seeds: &[Vec<u8>], factor: usize, read: impl Fn(&[u8]) -> usize) {
    survive_many(name, MUTANTS, seeds, factor, read);
}

/// [`survive`] with fewer mutants for what takes longer.
fn survive_many(
    name: &str,
    mutants: u64,
    seeds: &[Vec<u8>],
    factor: usize,
    read: impl Fn(&[u8]) -> usize,
) {
    assert!(!seeds.is_empty(), "{name}: nothing to damage");
    let mutants = std::env::var("CONSENTRY_MUTATIONS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(mutants);
    for number in 0..mutants {
        let mut random =
            Random(0x9e37_79b9_7f4a_7c15 ^ (number + 1).wrapping_mul(0xd134_2543_de82_ef95));
        let mut bytes = seeds[random.below(seeds.len())].clone();
        if number > 0 {
            mutate(&mut random, &mut bytes);
        }
        match catch_unwind(AssertUnwindSafe(|| read(&bytes))) {
            Ok(work) => {
                let most = bytes.len().saturating_mul(factor) + 1_000_000;
                assert!(
                    work <= most,
                    "{name}: mutant {number} of {} bytes gave {work}",
                    bytes.len()
                );
            }
            Err(_) => {
                let kept = std::env::temp_dir().join(format!("consentry-{name}-{number}"));
                let _ = std::fs::write(&kept, &bytes);
                panic!(
                    "{name}: mutant {number} made the reader panic; it is kept as {}",
                    kept.display()
                );
            }
        }
    }
}

fn testdata(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata")
        .join(path)
}

/// The packages of the fixtures and the hostile archives that are small enough to be damaged often.
fn packages() -> Vec<Vec<u8>> {
    let mut paths = vec![testdata("hostile/base.apk")];
    for name in [
        "zip64",
        "fake-end",
        "badpack-stored",
        "extra-length",
        "duplicate-name",
        "prefix",
    ] {
        paths.push(testdata(&format!("hostile/{name}.zip")));
    }
    let mut apps: Vec<PathBuf> = Vec::new();
    if let Ok(folder) = std::fs::read_dir(testdata("apps")) {
        apps.extend(folder.flatten().map(|entry| entry.path().join("app.apk")));
    }
    apps.sort();
    paths.extend(apps);
    stored_sources(paths)
}

/// The app bundles of the fixtures.
fn bundles() -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(testdata("bundles"))
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "aab"))
        .collect();
    paths.sort();
    stored_sources(paths)
}

fn stored_sources(paths: Vec<PathBuf>) -> Vec<Vec<u8>> {
    let read = paths.iter().filter_map(|path| std::fs::read(path).ok());
    read.filter(|bytes| bytes.len() < 200_000).collect()
}

/// The packages with every entry stored, so that damage hits what the entries hold and not their packing.
fn loose_packages() -> Vec<Vec<u8>> {
    loosened(packages())
}

fn loosened(packages: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let mut loose = Vec::new();
    for package in packages {
        let Ok(archive) = Archive::open(&package, &Limits::default()) else {
            continue;
        };
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        for entry in archive.entries() {
            let Ok(bytes) = archive.read(entry) else {
                continue;
            };
            if writer.start_file(&*entry.name, stored).is_ok() {
                std::io::Write::write_all(&mut writer, &bytes).unwrap();
            }
        }
        loose.push(writer.finish().unwrap().into_inner());
    }
    loose
}

/// Entries of the fixture packages by a test of their names.
fn entries(wanted: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    entries_of(packages(), wanted)
}

fn entries_of(packages: Vec<Vec<u8>>, wanted: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for package in packages {
        let Ok(archive) = Archive::open(&package, &Limits::default()) else {
            continue;
        };
        for entry in archive.entries().iter().filter(|entry| wanted(&entry.name)) {
            found.extend(archive.read(entry).map(|bytes| bytes.into_owned()));
        }
    }
    found
}

/// Little enough that a mutant which inflates without end is stopped early.
fn limits() -> Limits {
    Limits {
        entry_bytes: 1 << 20,
        total_bytes: 4 << 20,
        ..Limits::default()
    }
}

#[test]
fn zip() {
    survive("zip", &packages(), 1032, |bytes| {
        let Ok(archive) = Archive::open(bytes, &limits()) else {
            return 0;
        };
        let read = archive
            .entries()
            .iter()
            .filter_map(|entry| archive.read(entry).ok());
        let work: usize = read.map(|bytes| bytes.len()).sum();
        assert!(work <= 4 << 20, "over the budget");
        work + archive.anomalies().len()
    });
}

#[test]
fn signing_block_and_certificates() {
    survive("signing", &packages(), 8, |bytes| {
        let Ok(archive) = Archive::open(bytes, &limits()) else {
            return 0;
        };
        let (signing, _) = signing::read(&archive);
        signing.signers.len() + signing.blocks.len()
    });
    let blocks = entries(|name| name.starts_with("META-INF/") && name.ends_with(".RSA"));
    survive("certificate", &blocks, 8, |bytes| {
        let certificate = Certificate::parse(bytes);
        certificate.subject.len() + certificate.issuer.len() + certificate.key.len()
    });
}

#[test]
fn elf() {
    // A library is read through an archive that holds it, as it is in a package.
    let library = |bytes: &[u8]| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        writer.start_file("lib/arm64-v8a/liba.so", stored).unwrap();
        std::io::Write::write_all(&mut writer, bytes).unwrap();
        writer.finish().unwrap().into_inner()
    };
    let seeds = entries(|name| name.ends_with(".so"));
    survive("elf", &seeds, 8, |bytes| {
        let package = library(bytes);
        let archive = Archive::open(&package, &limits()).unwrap();
        let modules = [Module::package("base.apk", archive)];
        let (native, _) = native::read(&modules);
        let each = native.libraries.iter().map(|library| {
            let data = library.bytes(&modules).unwrap();
            let strings = library.strings(&data).count();
            strings + library.imports.len() + library.jni_exports.len() + library.sections.len()
        });
        each.sum()
    });
}

#[test]
fn axml() {
    let seeds = entries(|name| name.ends_with(".xml"));
    survive("axml", &seeds, 8, |bytes| {
        match Document::parse(bytes, &limits()) {
            Ok(document) => document
                .nodes()
                .map(|node| 1 + node.attributes().len())
                .sum(),
            Err(_) => 0,
        }
    });
}

#[test]
fn resources() {
    let seeds = entries(|name| name == "resources.arsc");
    survive("arsc", &seeds, 64, |bytes| {
        let (resources, problems) = Resources::read(vec![("arsc".into(), bytes.into())], &limits());
        let mut texts = 0;
        resources.for_each_text(|_| texts += 1);
        for id in (0x7f01_0000..0x7f08_0000_u32)
            .step_by(0x1_0000)
            .flat_map(|kind| kind..kind + 8)
        {
            texts += usize::from(resources.text(id, &Wanted::default_locale()).is_some());
        }
        texts + problems.len()
    });
}

#[test]
fn dex() {
    let seeds = entries(|name| name.ends_with(".dex"));
    survive("dex", &seeds, 64, |bytes| {
        let Ok((files, _)) = Dex::parse(bytes) else {
            return 0;
        };
        let mut work = 0;
        for dex in files {
            for class in dex.classes() {
                work += 1 + class.static_values().map_or(0, |values| values.len());
                for member in class.members() {
                    let Member::Method { code, .. } = member else {
                        continue;
                    };
                    let Some(code) = dex.code(code) else { continue };
                    work += code.insns().count() + code.tries().count();
                    work += code.debug().map_or(0, |debug| debug.lines().count());
                }
            }
            work += (0..dex.string_count())
                .filter_map(|index| dex.string(index))
                .count();
        }
        work
    });
}

#[test]
fn package() {
    survive("package", &packages(), 64, |bytes| {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let Ok(input) = Input::open(file.path(), &limits()) else {
            return 0;
        };
        let (modules, problems) = input.modules();
        let (package, more) = Package::read(&modules, &limits());
        package.files().count() + problems.len() + more.len()
    });
}

#[test]
fn layouts_and_policies() {
    survive("layouts", &loose_packages(), 64, |bytes| {
        let Ok(archive) = Archive::open(bytes, &limits()) else {
            return 0;
        };
        let modules = [Module::package("base.apk", archive)];
        let (package, _) = Package::read(&modules, &limits());
        let mut work = 0;
        for file in &package.layouts {
            if let Ok((layout, _)) = package.layout(file) {
                let views = layout.views.iter().enumerate();
                work += views
                    .map(|(at, view)| 1 + view.texts.len() + layout.texts_around(at, 2).len())
                    .sum::<usize>();
            }
        }
        let code = [
            "https://example.cn/privacy",
            "隐私政策 https://example.cn/p",
        ];
        let (policies, problems) = policy::discover(&package, code.into_iter());
        work + policies.refs.len() + policies.mentions.len() + problems.len()
    });
}

/// Everything from the file to the findings. A panic in a stage is caught there, and told by the diagnostic looked for.
#[test]
fn scan_of_a_package() {
    scan_survives("scan", MUTANTS / 3, &loose_packages());
}

#[test]
fn scan_of_a_bundle() {
    scan_survives("bundle", MUTANTS / 6, &loosened(bundles()));
}

#[test]
fn xml_and_resources_of_a_bundle() {
    let seeds = entries_of(bundles(), |name| name.ends_with(".xml"));
    survive(
        "proto-xml",
        &seeds,
        8,
        |bytes| match Document::parse_proto(bytes, &limits()) {
            Ok(document) => document
                .nodes()
                .map(|node| 1 + node.attributes().len())
                .sum(),
            Err(_) => 0,
        },
    );
    let seeds = entries_of(bundles(), |name| name.ends_with("/resources.pb"));
    // What a configuration of two bytes compiles to is the greatest growth.
    survive("resources.pb", &seeds, 128, |bytes| {
        Resources::compile(bytes).0.len()
    });
}

/// Bytecode, metadata and snapshots, each at the place where its framework keeps it.
#[test]
fn code_of_cross_platform_frameworks() {
    let hybrids = Knowledge::builtin().hybrids;
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let metadata: Vec<u8> = [0xfab1_1baf_u32, 29, 32, 8, 40, 12, 52, 12, 11, 0]
        .iter()
        .flat_map(|word| word.to_le_bytes())
        .chain(*b"getMacAddressgetImei\0a\0b")
        .collect();
    let mut seeds = vec![metadata];
    for name in ["version-84.hbc", "version-99.hbc"] {
        seeds.push(std::fs::read(testdata("hermes").join(name)).unwrap());
    }
    survive("hybrid", &seeds, 64, |bytes| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in [
            "assets/index.android.bundle",
            "assets/bin/Data/globalgamemanagers",
            "assets/bin/Data/Managed/Metadata/global-metadata.dat",
            "lib/arm64-v8a/libflutter.so",
            "lib/arm64-v8a/libapp.so",
        ] {
            writer.start_file(name, stored).unwrap();
            std::io::Write::write_all(&mut writer, bytes).unwrap();
        }
        let package = writer.finish().unwrap().into_inner();
        let archive = Archive::open(&package, &limits()).unwrap();
        let modules = [Module::package("base.apk", archive)];
        let (package, _) = Package::read(&modules, &limits());
        let (found, problems) = hybrid::read(&package, &hybrids);
        let texts: usize = found.texts.iter().map(String::len).sum();
        found.reads.len() + texts + problems.len()
    });
}

fn scan_survives(name: &str, mutants: u64, seeds: &[Vec<u8>]) {
    let knowledge = Knowledge::builtin();
    let offline = consentry::policy::Wanted::offline();
    let options = scan::Options {
        policy: &offline,
        category: None,
        knowledge: &knowledge,
        limits: limits(),
        select: &[],
        ignore: &[],
        min_confidence: Confidence::Possible,
    };
    survive_many(name, mutants, seeds, 64, |bytes| {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let target = scan::targets(&[file.path().to_owned()]).remove(0);
        let scan = scan::one(&target, &options);
        let defect = scan.diagnostics.iter().any(|d| d.code == "internal-error");
        assert!(!defect, "a stage panicked");
        scan.findings.len() + scan.policies.len() + scan.stats.classes + scan.stats.methods
    });
}
