//! The command line as clap reads it. What the options mean is settled in the commands.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::FailOn;
use crate::knowledge::{self, Confidence, Lang};
use crate::limits::Limits;

/// Finds where a finished Android build breaks China's personal-information rules.
#[derive(Debug, Parser)]
#[command(
    name = "consentry",
    version,
    max_term_width = 100,
    propagate_version = true
)]
#[command(after_help = "Start with: consentry scan app.apk")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Scan packages and report findings
    #[command(after_long_help = limits_help())]
    Scan(Box<Scan>),
    /// Tell what changed for personal information between two builds
    ///
    /// The exit status is 1 when a new finding reaches --fail-on, and 3 when a build was analysed only in part.
    Diff(Diff),
    /// Show what the scan knows
    List(List),
    /// Tell what a check looks for, its clauses and how to fix a finding
    Explain(Explain),
    /// Work on records of SDKs
    Sdk(Sdk),
    /// Work on a project's own checks
    Checks {
        #[command(subcommand)]
        command: ChecksCommand,
    },
    /// Write consentry.toml and a CI workflow into the current folder; nothing is overwritten
    Init,
    /// Print a completion script for a shell
    Completions {
        /// Shell to complete for
        shell: clap_complete::Shell,
    },
    /// Print the man page (roff)
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct Scan {
    /// Packages, folders searched for packages, or - for a list of paths on standard input
    ///
    /// APK, AAB, APKS, XAPK, APKM, AAR, JAR and DEX are known by their content. A folder that holds the split APKs of
    /// one app is read as that app; any other folder is searched for packages.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// Format of the report: text, json, sarif, html, markdown, junit, gitlab, cyclonedx or rectification
    #[arg(long, default_value = "text", value_name = "FORMAT", value_parser = format)]
    pub(crate) format: Format,

    /// Write a report to a file
    ///
    /// FILE receives the report of --format, in place of standard output. FORMAT=FILE writes one more report, and may be
    /// repeated: one scan can write several.
    #[arg(long, value_name = "[FORMAT=]FILE", value_parser = output)]
    pub(crate) output: Vec<Output>,

    /// Folder of source files, e.g. app/src/main/java, where results of sarif and gitlab are placed
    ///
    /// A class is looked up as PACKAGE/FILE in each folder, in order; what is in none of them stays at the package.
    #[arg(long, value_name = "DIR")]
    pub(crate) source_root: Vec<PathBuf>,

    /// The mapping.txt of R8 or ProGuard: reports show the names of the source
    ///
    /// It counts for every input of the call, so give it with the one package that it belongs to.
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,

    /// Language of the report [default: from the locale, else zh]
    #[arg(long, value_enum)]
    pub(crate) lang: Option<LangArg>,

    /// Settings and suppressions of a project [default: the nearest consentry.toml upwards]
    ///
    /// The options of the command line go before it. docs/config.md tells its keys.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Regulator whose labels and clauses lead [default: all]
    #[arg(long, value_enum)]
    pub(crate) profile: Option<Profile>,

    /// Lowest severity of a finding that makes the exit status 1 [default: high]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,

    /// Leave out findings less sure than this [default: possible]
    #[arg(long, value_enum, value_name = "CONFIDENCE")]
    pub(crate) min_confidence: Option<MinConfidence>,

    /// Hold this privacy policy against the code: HTML, Markdown, text, PDF or DOCX
    #[arg(long, value_name = "FILE|URL")]
    pub(crate) policy: Option<String>,

    /// Read the privacy policies that the package links to; without it no socket is opened
    #[arg(long)]
    pub(crate) online: bool,

    /// Kind of app, by its id, number or name [default: guessed]
    ///
    /// One of the 39 kinds whose necessary personal information is laid down: `video-music`, 28 or 在线影音.
    #[arg(long, value_name = "NAME")]
    pub(crate) category: Option<String>,

    /// Findings of this earlier JSON report or baseline are known and do not fail
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// Write the findings of this scan as a baseline
    #[arg(long, value_name = "FILE")]
    pub(crate) write_baseline: Option<PathBuf>,

    /// Load more checks, SDKs, APIs and permissions from a folder laid out like checks/
    #[arg(long, value_name = "DIR")]
    pub(crate) checks: Vec<PathBuf>,

    /// Run only these checks
    #[arg(long, value_name = "CHECK", value_delimiter = ',')]
    pub(crate) select: Vec<String>,

    /// Do not run these checks
    #[arg(long, value_name = "CHECK", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,

    /// Threads [default: one per processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) jobs: Option<u16>,

    /// Print the summary only
    #[arg(long, short, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Print every finding, its evidence and all clauses
    #[arg(long, short)]
    pub(crate) verbose: bool,

    /// When to use colours (NO_COLOR is honoured)
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,

    /// Tell how long each stage took
    #[arg(long)]
    pub(crate) timings: bool,

    /// For work on the engine: print what a scenario works out on its way, instead of a report
    #[arg(long, value_enum, value_name = "SCENARIO", hide = true)]
    pub(crate) debug_scenario: Option<Replayed>,
}

/// The scenarios that start by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Replayed {
    FirstLaunch,
    Background,
    Consented,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The old build: a package, or a JSON report on it
    pub(crate) old: PathBuf,

    /// The new build: a package, or a JSON report on it
    pub(crate) new: PathBuf,

    /// The mapping.txt of R8 or ProGuard of the old build: names of the source, so that a renamed class is no change
    #[arg(long, value_name = "FILE")]
    pub(crate) old_mapping: Option<PathBuf>,

    /// The mapping.txt of the new build
    #[arg(long, value_name = "FILE", visible_alias = "mapping")]
    pub(crate) new_mapping: Option<PathBuf>,

    /// Format of the comparison
    #[arg(long, value_enum, default_value_t = DiffFormat::Text, value_name = "FORMAT")]
    pub(crate) format: DiffFormat,

    /// Write to a file, in place of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Language [default: from the locale, else zh]
    #[arg(long, value_enum)]
    pub(crate) lang: Option<LangArg>,

    /// Lowest severity of a new finding that makes the exit status 1 [default: high]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,

    /// Load more checks, SDKs, APIs and permissions from a folder laid out like checks/
    #[arg(long, value_name = "DIR")]
    pub(crate) checks: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    Text,
    Json,
    Markdown,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ChecksCommand {
    /// Run the fixtures of a folder of checks
    ///
    /// DIR is laid out like checks/; each folder of DIR/fixtures holds a package and an expect.toml. The exit status is 1
    /// when a fixture differs from it, or when a check has no fixture that fires or none that must not.
    Test(ChecksTest),
}

#[derive(Debug, Args)]
pub(crate) struct ChecksTest {
    /// Folder of the checks
    pub(crate) dir: PathBuf,

    /// Language [default: from the locale, else zh]
    #[arg(long, value_enum)]
    pub(crate) lang: Option<LangArg>,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// What to list
    #[arg(value_enum)]
    pub(crate) what: Listing,

    /// Format of the list
    #[arg(long, default_value = "text", value_name = "FORMAT", value_parser = list_format)]
    pub(crate) format: Format,

    /// Language [default: from the locale, else zh]
    #[arg(long, value_enum)]
    pub(crate) lang: Option<LangArg>,

    /// Load more checks, SDKs, APIs and permissions from a folder laid out like checks/
    #[arg(long, value_name = "DIR")]
    pub(crate) checks: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Sdk {
    #[command(subcommand)]
    pub(crate) command: SdkCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SdkCommand {
    /// Write the structural profile of a library, by which it is found when its classes are renamed
    ///
    /// Put the file under structure/ of a folder for --checks, named <SDK>@<VERSION>.toml. Of a folder of libraries all
    /// profiles are made, and one line told for each, with tabs between: library, id or -, version or -, classes, features,
    /// and the other library that has most of the features.
    #[command(disable_version_flag = true)]
    Profile(SdkProfile),

    /// List the SDKs and libraries of packages, open-source ones too, without any other check
    ///
    /// One line each, with tabs between: package, id, version or -, what shows it.
    #[command(disable_version_flag = true)]
    Find(SdkFind),
}

#[derive(Debug, Args)]
pub(crate) struct SdkFind {
    /// Packages or libraries
    #[arg(required = true)]
    pub(crate) inputs: Vec<PathBuf>,

    /// Load more SDKs and profiles from a folder laid out like checks/
    #[arg(long, value_name = "DIR")]
    pub(crate) checks: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct SdkProfile {
    /// AAR, JAR, DEX or APK that holds the library, not obfuscated by an app; or a folder of such
    pub(crate) input: PathBuf,

    /// Id of the SDK record; of a folder it is found
    #[arg(long, value_name = "ID")]
    pub(crate) sdk: Option<String>,

    /// Version of the library
    #[arg(long)]
    pub(crate) version: Option<String>,

    /// Where the library was had from [default: the file's name]
    #[arg(long, value_name = "TEXT")]
    pub(crate) source: Vec<String>,

    /// Only classes below this dotted package
    #[arg(long, value_name = "PREFIX")]
    pub(crate) package: Vec<String>,

    /// File to write, instead of standard output; of a folder the folder for the profiles of known SDKs
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Load more SDKs from a folder laid out like checks/
    #[arg(long, value_name = "DIR")]
    pub(crate) checks: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Id of the check, as reports print it
    pub(crate) check: String,

    /// Language [default: from the locale, else zh]
    #[arg(long, value_enum)]
    pub(crate) lang: Option<LangArg>,

    /// Load more checks, SDKs, APIs and permissions from a folder laid out like checks/
    #[arg(long, value_name = "DIR")]
    pub(crate) checks: Vec<PathBuf>,

    /// When to use colours (NO_COLOR is honoured)
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listing {
    Checks,
    Sdks,
    Apis,
    Permissions,
    Regulations,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Sarif,
    Html,
    Markdown,
    Junit,
    Gitlab,
    Cyclonedx,
    Rectification,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    /// `None`: the one of `--format`.
    pub(crate) format: Option<Format>,
    pub(crate) file: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LangArg {
    Zh,
    En,
}

/// Whose labels and clauses lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Profile {
    /// Ministry of Industry and Information Technology
    Miit,
    /// National Computer Virus Emergency Response Center
    Cverc,
    /// Ministry of Public Security
    Mps,
    /// Cyberspace Administration of China
    Cac,
    /// All of them
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MinConfidence {
    Certain,
    Likely,
    Possible,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Zh => Self::Zh,
            LangArg::En => Self::En,
        }
    }
}

impl From<MinConfidence> for Confidence {
    fn from(confidence: MinConfidence) -> Self {
        match confidence {
            MinConfidence::Certain => Self::Certain,
            MinConfidence::Likely => Self::Likely,
            MinConfidence::Possible => Self::Possible,
        }
    }
}

impl From<Profile> for knowledge::Profile {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::Miit => Self::Miit,
            Profile::Cverc => Self::Cverc,
            Profile::Mps => Self::Mps,
            Profile::Cac => Self::Cac,
            Profile::All => Self::All,
        }
    }
}

/// The formats that `scan` writes, by name.
const FORMATS: &[(&str, Format)] = &[
    ("text", Format::Text),
    ("json", Format::Json),
    ("sarif", Format::Sarif),
    ("html", Format::Html),
    ("markdown", Format::Markdown),
    ("junit", Format::Junit),
    ("gitlab", Format::Gitlab),
    ("cyclonedx", Format::Cyclonedx),
    ("rectification", Format::Rectification),
];

fn format(name: &str) -> Result<Format, String> {
    let known = FORMATS.iter().find(|(known, _)| *known == name);
    known.map(|(_, format)| *format).ok_or_else(|| {
        let names: Vec<_> = FORMATS.iter().map(|(name, _)| *name).collect();
        format!("the formats are {}", names.join(", "))
    })
}

/// Format of a list.
fn list_format(name: &str) -> Result<Format, String> {
    match name {
        "text" => Ok(Format::Text),
        "json" => Ok(Format::Json),
        _ => Err("a list is text or json".to_owned()),
    }
}

fn output(value: &str) -> Result<Output, String> {
    match value.split_once('=') {
        // A path may hold a `=` too; a format is nothing but small letters.
        Some((name, file)) if name.bytes().all(|b| b.is_ascii_lowercase()) && !name.is_empty() => {
            Ok(Output {
                format: Some(format(name)?),
                file: file.into(),
            })
        }
        _ => Ok(Output {
            format: None,
            file: value.into(),
        }),
    }
}

/// The end of `scan --help`.
fn limits_help() -> String {
    let limits = Limits::default();
    let mib = |bytes: u64| format!("{} MiB", bytes >> 20);
    format!(
        "\
Exit status:
  0  every input was analysed whole and no new finding reached --fail-on
  1  a new finding reached --fail-on
  2  the call was wrong: arguments, consentry.toml, or a file of --checks or --baseline
  3  an input could not be analysed, or only in part, whatever else was found;
     also when there was nothing to scan

Limits (an input that exceeds one is reported as analysed in part, status 3):
  entries in one archive                     {}
  one entry, inflated                        {}
  all entries read from one input, inflated  {}
  inflated bytes per compressed byte         {} (the first MiB apart)
  containers inside containers               {}
  name of an entry                           {} bytes
  depth of nested XML elements               {}
  steps of a chain of resource references    {}

consentry never runs the app, and opens a network connection only for --online and --policy URL.",
        limits.entries,
        mib(limits.entry_bytes),
        mib(limits.total_bytes),
        limits.ratio,
        limits.nesting,
        limits.name_bytes,
        limits.xml_depth,
        limits.reference_depth,
    )
}
