//! `feedwright ledger`

use std::io::{self, BufReader, BufWriter, Write as _};
use std::path::Path;
use std::time::Duration;

use super::build;
use super::output;
use crate::cli::{self, LedgerCommand};
use crate::diagnostic::Diagnostic;
use crate::ledger::transfer;
use crate::ledger::{Cause, Changes, Ledger, unknown};
use crate::newsroom::Project;
use crate::publish::Lock;

pub(super) fn run(args: &cli::Ledger) -> u8 {
    match command(args) {
        Ok(()) => 0,
        Err(found) => {
            output::diagnostics(&found);
            2
        }
    }
}

fn command(args: &cli::Ledger) -> Result<(), Vec<Diagnostic>> {
    let project = Project::open(&args.config.config, None)?;
    let one = |d: Box<Diagnostic>| vec![*d];
    match &args.command {
        LedgerCommand::List => list(&reading(&project.state_dir)?).map_err(one),
        LedgerCommand::Show { id } => {
            output::data(&transfer::show(&reading(&project.state_dir)?, id).map_err(one)?);
            Ok(())
        }
        LedgerCommand::Export => {
            let ledger = reading(&project.state_dir)?;
            let mut out = BufWriter::new(io::stdout().lock());
            match transfer::export(&ledger, &mut out) {
                // Nobody reads on: no fault of ours.
                Ok(()) | Err(Ok(_)) => {
                    let _ = out.flush();
                    Ok(())
                }
                Err(Err(d)) => Err(one(d)),
            }
        }
        LedgerCommand::Move { old, new } => {
            let _lock = Lock::acquire(&project.state_dir, Duration::ZERO).map_err(|d| vec![d])?;
            Ledger::open(&project.state_dir).map_err(one)?.move_id(old, new).map_err(one)
        }
        LedgerCommand::Withdraw { id } => {
            let now = build::moment(args.config.now.as_deref()).map_err(one)?;
            let _lock = Lock::acquire(&project.state_dir, Duration::ZERO).map_err(|d| vec![d])?;
            let mut ledger = Ledger::open(&project.state_dir).map_err(one)?;
            let mut entry = ledger.entry(id).map_err(one)?.ok_or_else(|| vec![unknown(id)])?;
            entry.fact.withdrawn = Some((entry.fact.withdrawn.map_or(now, |w| w.0), Cause::Person));
            ledger.commit(&Changes { articles: vec![entry], ..Changes::default() }).map_err(one)
        }
        LedgerCommand::Import { file } => {
            let name = file.display().to_string();
            let changes = if name == "-" {
                transfer::import(io::stdin().lock(), "-")?
            } else {
                let opened = std::fs::File::open(file).map_err(|e| {
                    vec![
                        Diagnostic::error("bad-ledger-line", format!("the file cannot be read: {e}"))
                            .help("name one that `feedwright ledger export` wrote, or `-` for standard input")
                            .in_file(&*name),
                    ]
                })?;
                transfer::import(BufReader::new(opened), &name)?
            };
            let _lock = Lock::acquire(&project.state_dir, Duration::ZERO).map_err(|d| vec![d])?;
            Ledger::open(&project.state_dir).map_err(one)?.commit(&changes).map_err(one)
        }
    }
}

/// The ledger where there is one; an empty one else.
fn reading(state_dir: &Path) -> Result<Ledger, Vec<Diagnostic>> {
    Ledger::open_existing(state_dir).and_then(|l| l.map_or_else(Ledger::in_memory, Ok)).map_err(|d| vec![*d])
}

/// A line for each id: its state, its first publication, the id, the headline.
fn list(ledger: &Ledger) -> Result<(), Box<Diagnostic>> {
    let mut out = BufWriter::new(io::stdout().lock());
    ledger.for_each(|entry| {
        let state = match entry.fact {
            f if f.withdrawn.is_some() => "withdrawn",
            f if f.missing.is_some() => "missing",
            f if f.in_feeds => "published",
            _ => "seen",
        };
        let published = entry.fact.published.unwrap_or(entry.fact.first_seen);
        let date = chrono::DateTime::from_timestamp(published, 0).unwrap_or_default();
        let title = entry.names.title.unwrap_or_default().replace(['\t', '\n'], " ");
        let _ = writeln!(out, "{state:9}\t{}\t{}\t{title}", date.format("%Y-%m-%dT%H:%M:%SZ"), entry.names.id);
    })?;
    let _ = out.flush();
    Ok(())
}
