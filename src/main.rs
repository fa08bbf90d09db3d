//! Reads the arguments, runs, and turns the outcome into an exit status.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    ExitCode::from(feedwright::run::run(feedwright::cli::Cli::parse()))
}
