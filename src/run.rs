//! Wires the stages: one function per command, each in a file of its own under `run/`.
//!
//! Everything that prints is here. Reports go to standard error, requested data to standard
//! output. Exit status: 0 clean, 1 findings (or something was left out), 2 failure.

mod adopt;
mod build;
mod check;
mod check_bucket;
mod check_url;
mod completions;
mod credit;
mod doctor;
mod explain;
mod init;
mod kinds;
mod ledger;
mod list;
mod notify;
mod output;
mod photo;
mod progress;
mod report;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod snippet;
mod status;

use crate::cli::{Cli, Command};

/// Runs a command and returns the exit status.
pub fn run(cli: Cli) -> u8 {
    match cli.command {
        Command::Build(args) => build::run(&args),
        Command::Init(args) => init::run(&args),
        Command::List(args) => list::run(&args),
        Command::Adopt(args) => adopt::run(&args),
        Command::Completions(args) => completions::completions(&args),
        Command::Man(args) => completions::man(&args),
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Rules(args) => explain::rules(&args),
        Command::Credit(args) => credit::run(&args),
        Command::Photo(args) => photo::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Snippet(args) => snippet::run(&args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args),
        Command::Notify(args) => notify::run(&args),
        Command::Status(args) => status::status(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Next(args) => status::next(&args),
        Command::Ledger(args) => ledger::run(&args),
    }
}
