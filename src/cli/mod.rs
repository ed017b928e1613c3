//! The `consentry` command: arguments (`args`), the commands (`scan`, `diff`, `list`, `explain`, `sdk`, `init`), progress and exit status. All
//! it does itself is reading files of records, choosing language and colour, and writing.

mod args;
mod checks_test;
mod diff;
mod explain;
mod init;
mod list;
mod progress;
mod scan;
mod sdk;
mod sdk_folder;
mod settle;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::knowledge::{Knowledge, Lang, LoadError, Source};
use args::{ChecksCommand, Cli, Color, Command, LangArg};

/// Folder of a project's checks that holds no records, but packages to test them on.
const FIXTURES: &str = "fixtures";

/// What a call came to. Ordered by precedence: the greatest of several is the one that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    Clean,
    Findings,
    Incomplete,
    Usage,
}

/// A call that cannot be carried out; the text is for standard error.
struct Usage(String);

/// Runs the command line `args` (with the program's name first).
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to standard output and are no error. A closed pipe is nobody's business here.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let done = match cli.command {
        Command::Scan(args) => scan::run(&args),
        Command::List(args) => list::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Checks {
            command: ChecksCommand::Test(args),
        } => checks_test::run(&args),
        Command::Init => init::run(),
        Command::Sdk(args) => sdk::run(&args.command),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "consentry", &mut script);
            write_stdout(&script).map(|()| Exit::Clean)
        }
        Command::Man => man()
            .and_then(|page| write_stdout(&page))
            .map(|()| Exit::Clean),
    };
    let exit = done.unwrap_or_else(|Usage(message)| {
        complain(&format!("error: {message}"));
        Exit::Usage
    });
    ExitCode::from(match exit {
        Exit::Clean => 0,
        Exit::Findings => 1,
        Exit::Usage => 2,
        Exit::Incomplete => 3,
    })
}

/// The man page: the command and each of its subcommands, one after the other.
fn man() -> Result<Vec<u8>, Usage> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    let render = |command: &clap::Command, page: &mut Vec<u8>| {
        clap_mangen::Man::new(command.clone())
            .render(page)
            .map_err(|error| Usage(error.to_string()))
    };
    render(&command, &mut page)?;
    for sub in command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help")
    {
        let name = sub.get_display_name().unwrap_or(sub.get_name()).to_owned();
        render(&sub.clone().name(name), &mut page)?;
    }
    Ok(page)
}

/// Writes to standard output; that nobody reads on is no error.
fn write_stdout(bytes: &[u8]) -> Result<(), Usage> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Usage(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes a line to standard error, where a failure can be told to nobody.
fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// The language asked for, else the locale's, else Chinese.
fn language(asked: Option<LangArg>) -> Lang {
    if let Some(lang) = asked {
        return lang.into();
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_default();
    if locale.to_ascii_lowercase().starts_with("en") {
        Lang::En
    } else {
        Lang::Zh
    }
}

/// Whether to write colours to standard output.
fn colored(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
            io::stdout().is_terminal()
                && !set("NO_COLOR")
                && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

/// Columns of the terminal that standard output is, 80 when it is none. Lines longer than 120 are hard to read.
fn columns() -> usize {
    if !io::stdout().is_terminal() {
        return 80;
    }
    let told = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse::<usize>().ok());
    told.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)))
        .unwrap_or(80)
        .clamp(60, 120)
}

/// The built-in knowledge with the records of `folders` on top.
fn knowledge(folders: &[PathBuf]) -> Result<Knowledge, Usage> {
    let mut knowledge = Knowledge::builtin();
    if knowledge.checks.is_empty() {
        // A scan without checks would find every package clean.
        return Err(Usage(
            "this binary is damaged: it holds no checks".to_owned(),
        ));
    }
    for folder in folders {
        let mut sources = Vec::new();
        read_records(folder, &mut sources).map_err(|error| {
            Usage(format!(
                "cannot read the records of {}: {error}",
                folder.display()
            ))
        })?;
        if sources.is_empty() {
            return Err(Usage(format!(
                "no records (*.toml) in {}",
                folder.display()
            )));
        }
        knowledge.extend(&sources).map_err(|errors| {
            let all: Vec<_> = errors.iter().map(LoadError::to_string).collect();
            Usage(format!(
                "{} in the records of {}\n{}",
                errors.len(),
                folder.display(),
                all.join("\n")
            ))
        })?;
    }
    Ok(knowledge)
}

/// Every TOML file below `folder`, in the order of names. Links to folders are not followed.
fn read_records(folder: &Path, sources: &mut Vec<Source>) -> io::Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if entry.file_name() == FIXTURES {
                continue;
            }
            read_records(&path, sources)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            sources.push(Source {
                path: path.display().to_string(),
                text: std::fs::read_to_string(&path)?,
            });
        }
    }
    Ok(())
}

/// "there is no check `x`; did you mean `y`?"
fn no_check(knowledge: &Knowledge, wrong: &str) -> Usage {
    let hint = match crate::knowledge::load::nearest(
        wrong,
        knowledge.checks.iter().map(|check| check.id.as_str()),
    ) {
        Some(best) => format!("did you mean `{best}`?"),
        None => "`consentry list checks` names them all".to_owned(),
    };
    Usage(format!("there is no check `{wrong}`\n  hint: {hint}"))
}
