//! `feedwright ledger`

use std::fmt::Write as _;
use std::io::{self, BufReader, Write as _};
use std::path::Path;
use std::time::Duration;

use super::build;
use super::output;
use crate::cli::{self, LedgerCommand};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::ledger::transfer;
use crate::ledger::{Cause, Changes, Ledger, unknown};
use crate::newsroom::{self, Project, Renamed, Renaming};
use crate::publish::Lock;

pub(super) fn run(args: &cli::Ledger) -> u8 {
    if let LedgerCommand::Move { by_template: true, write, .. } = args.command {
        return by_template(args, write);
    }
    match command(args) {
        Ok(()) => 0,
        Err(found) => {
            output::diagnostics(&found);
            2
        }
    }
}

fn command(args: &cli::Ledger) -> Result<(), Vec<Diagnostic>> {
    let project = Project::open(&args.config.file(), None)?;
    let one = |d: Box<Diagnostic>| vec![*d];
    match &args.command {
        LedgerCommand::List => list(&reading(&project.state_dir)?).map_err(one),
        LedgerCommand::Show { id } => {
            output::data(&transfer::show(&reading(&project.state_dir)?, id).map_err(one)?);
            Ok(())
        }
        LedgerCommand::Reset { yes } => reset(&project, *yes, build::moment(args.config.now.as_deref()).map_err(one)?),
        LedgerCommand::Export => {
            let ledger = reading(&project.state_dir)?;
            let mut out = output::Lines::new();
            match transfer::export(&ledger, &mut out) {
                // Nobody reads on: no fault of ours.
                Ok(()) | Err(Ok(_)) => {
                    let _ = out.flush();
                    Ok(())
                }
                Err(Err(d)) => Err(one(d)),
            }
        }
        LedgerCommand::Move { old, new, .. } => {
            let (Some(old), Some(new)) = (old, new) else { return Ok(()) };
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

/// How many articles are named of each kind.
const SHOWN: usize = 20;

/// Gives articles the ids of the templates, or says which would get others.
fn by_template(args: &cli::Ledger, write: bool) -> u8 {
    let renaming = || -> Result<Renaming, Vec<Diagnostic>> {
        let now = build::moment(args.config.now.as_deref()).map_err(|d| vec![*d])?;
        Ok(newsroom::by_template(Project::open(&args.config.file(), None)?, now, write))
    };
    let renaming = renaming().unwrap_or_else(|found| Renaming { exit: 2, diagnostics: found, ..Renaming::default() });
    if renaming.exit < 2 {
        output::data(&told(&renaming, write));
    }
    output::diagnostics(&renaming.diagnostics);
    renaming.exit
}

fn told(renaming: &Renaming, written: bool) -> String {
    let mut out = String::new();
    let mut part = |head: &str, rows: &[Renamed]| {
        if rows.is_empty() {
            return;
        }
        let _ = writeln!(out, "{} {head}", rows.len());
        for Renamed { old, new, place } in rows.iter().take(SHOWN) {
            let _ = writeln!(out, "  {old} -> {new}  {place}");
        }
        if rows.len() > SHOWN {
            let _ = writeln!(out, "  … and {} more", rows.len() - SHOWN);
        }
    };
    let head = if written { "articles have other ids now:" } else { "articles would get other ids:" };
    part(head, &renaming.renamed);
    part("articles keep theirs, since another article has the new one:", &renaming.taken);
    match (renaming.renamed.is_empty(), written) {
        (true, _) => out.push_str("no other article has an id that its template does not give\n"),
        (false, true) => {
            out.push_str("the next build shows them under these: readers who have seen them are shown them again\n");
        }
        (false, false) => out
            .push_str("readers who have seen them would be shown them again\nnothing was written: `--write` does it\n"),
    }
    out
}

/// The ledger where there is one; an empty one else.
fn reading(state_dir: &Path) -> Result<Ledger, Vec<Diagnostic>> {
    Ledger::open_existing(state_dir).and_then(|l| l.map_or_else(Ledger::in_memory, Ok)).map_err(|d| vec![*d])
}

/// Puts the ledger aside, if that is meant.
fn reset(project: &Project, yes: bool, now: i64) -> Result<(), Vec<Diagnostic>> {
    let lock = Lock::acquire(&project.state_dir, Duration::ZERO).map_err(|d| vec![d])?;
    let (mut known, mut published) = (0_usize, 0_usize);
    let counted = Ledger::open_existing(&project.state_dir).and_then(|ledger| match ledger {
        None => Ok(()),
        Some(ledger) => ledger.for_each(|entry| {
            known += 1;
            published += usize::from(entry.fact.in_feeds);
        }),
    });
    let holds = match counted {
        Ok(()) => format!("The ledger knows {known} ids, {published} of them published"),
        Err(_) => "The ledger cannot be read".to_owned(),
    };
    let question = format!(
        "{holds}. Without it, ids and dates are made anew:\nreaders may be shown articles again that they have read. Begin anew? [y/N] "
    );
    if !yes && !output::agreed(&question) {
        let stopped = Diagnostic::error("not-agreed", "nothing was changed");
        return Err(vec![stopped.help("answer `y`, or say `--yes`")]);
    }
    let kept = Ledger::reset(&project.state_dir, now).map_err(|d| vec![*d])?;
    drop(lock);
    if let Some(kept) = kept {
        output::report(&format!("the old ledger is kept as {}\n", kept.display()));
    }
    Ok(())
}

/// The codes raised here.
pub(super) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "not-agreed",
    summary: "A command that cannot be taken back asked, and was not told to go on; nothing was changed.",
}];

/// A line for each id: its state, its first publication, the id, the headline.
fn list(ledger: &Ledger) -> Result<(), Box<Diagnostic>> {
    let mut out = output::Lines::new();
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
