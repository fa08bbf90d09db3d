//! The main job: from a config and records to published feeds, as one call that prints nothing.
//!
//! ```
//! use feedwright::newsroom::{Order, State, build};
//!
//! let folder = tempfile::tempdir()?;
//! std::fs::create_dir(folder.path().join("articles"))?;
//! std::fs::write(folder.path().join("config.toml"), r#"
//!     [site]
//!     title = "The Harbour Courier"
//!     url = "https://courier.example/"
//!     language = "en"
//!     authority = "courier.example,2026"
//!
//!     [[source]]
//!     path = "articles/*.md"
//!     url = "https://courier.example/{{ slug }}/"
//!
//!     [[feed]]
//!     name = "top"
//! "#)?;
//! std::fs::write(folder.path().join("articles/ferry.md"), "\
//! +++
//! title = \"The ferry is back\"
//! date = 2026-11-20T07:30:00+01:00
//! +++
//! After three weeks the Tern sails again.
//! ")?;
//!
//! let order = Order::new(folder.path().join("config.toml"), 1_796_000_000);
//! let outcome = build(&order);
//! assert_eq!(outcome.exit, 0, "{:?}", outcome.diagnostics);
//! assert_eq!((outcome.feeds[0].items, outcome.feeds[0].state), (1, State::Written));
//! assert!(folder.path().join("feeds/top.atom").exists());
//!
//! // Nothing has changed since, so nothing is written.
//! assert_eq!(build(&order).feeds[0].state, State::Unchanged);
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! `prepare` reads, settles and chooses, `finish` renders, judges and publishes.

mod finish;
mod order;
mod outcome;
mod prepare;
mod project;
mod recover;
mod remember;
mod scan;
mod stage;

use self::outcome::Clock;
use self::prepare::Run;
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::edition::{article, judge, keep, strike};
use crate::ledger::failure as failed;
use crate::ledger::snapshot::{self, Snapshot, Stamp};
use crate::publish::Lock;
use crate::settle::{clock as set_back, identity, vanished};
use crate::source::{Keep, Listing, Spools};

pub use self::order::{Mode, Order, Progress};
pub use self::outcome::{Outcome, Row, State};
pub use self::project::Project;

fn failure(diagnostics: Vec<Diagnostic>) -> Outcome {
    Outcome { exit: 2, diagnostics, ..Outcome::default() }
}

/// Builds once.
pub fn build(order: &Order<'_>) -> Outcome {
    let mut clock = Clock::start(order.progress);
    let project = match Project::open(&order.config, order.out.as_deref()) {
        Ok(project) => project,
        Err(found) => return failure(found),
    };
    clock.lap("config");
    let preview = order.mode != Mode::Publish;
    let state_dir = project.state_dir.clone();
    let look = match look(order, &project) {
        Ok(outcome) => {
            clock.lap("look");
            return Outcome { times: clock.times, ..outcome };
        }
        Err(look) => look,
    };
    clock.lap("look");
    let lock = if preview {
        None
    } else {
        if !order.lock_wait.is_zero() {
            clock.say("waiting for another run to end");
        }
        match Lock::acquire(&project.state_dir, order.lock_wait) {
            Ok(lock) => Some(lock),
            Err(d) => return failure(vec![d]),
        }
    };
    // What another run has published meanwhile may be newer than what was listed before.
    let look = look.filter(|look| look.snapshot == Stamp::of(&state_dir.join(snapshot::FILE)));
    let outcome = match Run::prepare(order, project, preview, lock.as_ref(), look, &mut clock) {
        Ok(run) => run.finish(&mut clock),
        Err(found) => failure(found),
    };
    if !preview {
        if outcome.exit > 1 {
            failed::note(&state_dir, &outcome.diagnostics);
        } else {
            failed::forget(&state_dir);
        }
    }
    Outcome { times: clock.times, ..outcome }
}

/// The files of all sources, as they were found.
struct Look {
    listings: Vec<Listing>,
    /// [`scan::fingerprint`] of them.
    fingerprint: u64,
    /// What the last run had left by then.
    snapshot: Stamp,
}

impl Look {
    fn take(project: &Project, mode: Mode) -> Self {
        let folder = project.state_dir.join("spool");
        let spools = Spools { folder: &folder, keep: if mode == Mode::Publish { Keep::Drawn } else { Keep::Nothing } };
        let snapshot = Stamp::of(&project.state_dir.join(snapshot::FILE));
        let listings = scan::list(&project.checked.config, &project.checked.root, spools);
        Self { fingerprint: scan::fingerprint(&listings), listings, snapshot }
    }
}

/// The outcome of the last run, when nothing changed since; else what was found, if it was looked.
fn look(order: &Order<'_>, project: &Project) -> Result<Outcome, Option<Look>> {
    if order.adopt || order.mode == Mode::Diff || !order.allow_shrink.is_empty() {
        return Err(None);
    }
    let snapshot = Snapshot::read(&project.state_dir).filter(|s| s.complete && s.key == project.key).ok_or(None)?;
    let look = Look::take(project, order.mode);
    let failed = look.listings.iter().any(|listing| listing.failed);
    if failed || !snapshot.stands(project.key, look.fingerprint, order.now, &project.state_dir, &project.output) {
        return Err(Some(look));
    }
    if order.mode == Mode::Publish {
        snapshot::note_run(&project.state_dir);
        failed::forget(&project.state_dir);
    }
    Ok(Outcome {
        exit: snapshot.exit,
        diagnostics: snapshot.all_diagnostics().cloned().collect(),
        feeds: snapshot.documents.iter().map(row_of).collect(),
        next: snapshot.next,
        nothing_new: true,
        ..Outcome::default()
    })
}

fn row_of(d: &snapshot::Document) -> Row {
    Row { path: d.path.clone(), items: d.items, newest: d.newest, state: State::Unchanged, files: Vec::new() }
}

/// The codes raised here.
const OWN: &[CodeInfo] = &[
    CodeInfo {
        code: "build-stopped",
        summary: "A record cannot be used and its source says that nothing is to be built then (`on-error = \"fail\"`).",
    },
    CodeInfo {
        code: "cache-unwritable",
        summary: "The build cache cannot be written. The feeds are right, but the next build takes longer.",
    },
];

/// The codes that building raises.
pub(crate) const CODES: &[&[CodeInfo]] = &[
    OWN,
    recover::CODES,
    vanished::CODES,
    identity::CODES,
    set_back::CODES,
    article::CODES,
    keep::CODES,
    judge::CODES,
    strike::CODES,
];
