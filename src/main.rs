//! The `consentry` command. Everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    consentry::cli::run(std::env::args_os())
}
