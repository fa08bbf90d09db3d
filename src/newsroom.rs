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
//! A run goes from stage to stage: it opens, scans, settles, selects, plans, writes beside what stands, and
//! publishes. What does not change meanwhile is a `House`, lent to all; what the ledger has to
//! remember each stage returns.

mod account;
mod adopt;
mod beside;
mod by_template;
mod doctor;
mod house;
mod left_out;
mod list;
mod open;
mod order;
mod outcome;
mod pages;
mod past;
mod project;
mod push;
mod recover;
mod remember;
mod scan;
mod settled;
mod stage;
mod tables;
mod watch;
mod write;

use std::collections::HashMap;
use std::io;

use self::account::Account;
use self::house::{Answers, House};
use self::open::{Opened, open};
use self::outcome::Clock;
use self::past::Past;
use self::push::Push;
use self::settled::Settled;
use self::tables::Tables;
use crate::diagnostic::{CodeInfo, Diagnostic, Severity};
use crate::edition::plan::{Plan, Planning};
use crate::edition::{article, guids, judge, keep, shared, strike};
use crate::feed::{self, Definitions, Selection};
use crate::ledger::pack::Waiting;
use crate::ledger::snapshot::{self, Snapshot, Stamp};
use crate::ledger::{Changes, Ledger, failure as failed};
use crate::notify::Round;
use crate::publish::Lock;
use crate::settle::records::Records;
use crate::settle::{self, Known, Settlement, identity, set_back, vanished};
use crate::site;
use crate::source::{self, Keep, Listing, Spools};

pub use self::adopt::{Adopted, Adoption, Fate, adopt};
pub use self::by_template::{Renamed, Renaming, by_template};
pub use self::doctor::{Examined, examine, ill, well};
pub use self::list::{Listed, Shown, Traced, list, list_project};
pub use self::order::{Mode, Order, Progress};
pub use self::outcome::{Outcome, Row, State};
pub use self::project::Project;
pub use self::watch::Watch;

fn failure(diagnostics: Vec<Diagnostic>) -> Outcome {
    Outcome { exit: 2, diagnostics, ..Outcome::default() }
}

/// Builds once.
pub fn build(order: &Order<'_>) -> Outcome {
    let mut clock = Clock::start(order.progress);
    let mut project = match Project::open(&order.config, order.out.as_deref()) {
        Ok(project) => project,
        Err(found) => return failure(found),
    };
    if let Some(other) = &order.state_dir {
        project.state_dir.clone_from(other);
    }
    clock.lap("config");
    let preview = order.mode.is_preview();
    let state_dir = project.state_dir.clone();
    let round = (!preview && order.out.is_none()).then(|| Round::of(&project.checked, &project.state_dir)).flatten();
    let look = match look(order, &project) {
        Ok(outcome) => {
            clock.lap("look");
            return Outcome { round, times: clock.times, ..outcome };
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
    let outcome = run(order, project, lock.as_ref(), look, &mut clock);
    if !preview {
        if outcome.exit > 1 {
            failed::note(&state_dir, &outcome.diagnostics);
        } else {
            failed::forget(&state_dir);
        }
    }
    Outcome { round, times: clock.times, ..outcome }
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
        let folder = project.spools();
        let spools = Spools { folder: &folder, keep: if mode.is_preview() { Keep::Nothing } else { Keep::Drawn } };
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
    let snapshot = Snapshot::read(&project.state_dir).filter(|s| s.complete && s.setup == project.setup).ok_or(None)?;
    let look = Look::take(project, order.mode);
    let failed = look.listings.iter().any(|listing| listing.failed || listing.stale);
    if failed || !snapshot.stands(project.setup, look.fingerprint, order.now, &project.state_dir, &project.stamps()) {
        return Err(Some(look));
    }
    if order.mode == Mode::Publish {
        snapshot::note_run(&project.state_dir);
        failed::forget(&project.state_dir);
    }
    let found: Vec<Diagnostic> = snapshot.all_diagnostics().cloned().collect();
    Ok(Outcome {
        exit: snapshot.exit,
        before: found.clone(),
        diagnostics: found,
        feeds: snapshot.documents.iter().map(account::standing).collect(),
        next: snapshot.next,
        nothing_new: true,
        ..Outcome::default()
    })
}

/// One run, if not all stands as it was.
fn run(order: &Order<'_>, mut project: Project, lock: Option<&Lock>, look: Option<Look>, clock: &mut Clock) -> Outcome {
    let mut diagnostics = std::mem::take(&mut project.found);
    let Some(opened) = open(order, &project, lock, &mut diagnostics) else { return failure(diagnostics) };
    clock.lap("open");
    clock.say("reading records");
    let look = look.unwrap_or_else(|| Look::take(&project, order.mode));
    clock.lap("list");
    let Opened { directory, ledger, context, definitions } = opened;
    let house = House::new(order, &project, (&directory, &context), &look.listings);
    match stages(&house, ledger, &definitions, look.fingerprint, &mut diagnostics, clock) {
        Ok(outcome) => Outcome { diagnostics, ..outcome },
        Err(fault) => {
            diagnostics.push(*fault);
            failure(diagnostics)
        }
    }
}

/// Reads, settles, chooses, plans, writes, and publishes. Each stage says what the ledger has to remember of
/// it; all is remembered at once, before a file is replaced.
fn stages(
    house: &House<'_>,
    mut ledger: Ledger,
    definitions: &Definitions,
    listing: u64,
    diagnostics: &mut Vec<Diagnostic>,
    clock: &mut Clock,
) -> Result<Outcome, Box<Diagnostic>> {
    let preview = house.order.mode.is_preview();
    let mut push = Push::begin(house);
    let Settled { records, tables, cache, mut past, settlement, mut changes } =
        settled::settled(house, &mut ledger, definitions, diagnostics, clock)?;
    let selection = select(definitions, house, &records, &settlement, &past);
    let is_out = |number: &&u32| left_out::is_out(&records.stubs[**number as usize], house.now);
    let empty = definitions.empty(&selection, || settlement.standing.iter().filter(is_out).count());
    let found = selection.diagnostics.iter().cloned().chain(definitions.unmet(&records.terms)).chain(empty);
    diagnostics.extend(found.map(|(key, d)| house.project.checked.place(d, &key)));
    diagnostics.extend(left_out::told(&records.stubs, &settlement.standing, house.listings, house.now));
    clock.lap("select");
    let planning = Planning {
        config: house.config,
        selection: &selection,
        stubs: &records.stubs,
        settlement: &settlement,
        ledger: &ledger,
        published: &past.feeds,
        now: house.now,
    };
    let Plan { documents, next, changes: planned } = planning.plan()?;
    let (shut, opens) = left_out::shut(&records.stubs, &settlement.standing, house.now);
    let tasks = write::compare(house, &documents, &records, &past.last, &shut);
    clock.lap("plan");
    let past_of = (&past, &ledger);
    let mut written = write::write(house, (&documents, &tasks), &records, &settlement, past_of, shut.clone(), clock);
    remember::shown(&mut written, &records.stubs);
    changes.absorb(planned);
    changes.absorb(remember::changes(house, &selection.feeds, &written, &settlement, &records, &past));
    changes.leave(|key| written.rendered.binary_search_by_key(&(key as i64), |one| one.key as i64).is_ok());
    if !preview {
        let entries = remember::entries(house, &settlement, &written.rendered, &records.stubs);
        ledger.commit_with(&changes, entries)?;
    }
    written.rendered = Vec::new();
    clock.lap("ledger");
    push.promise(house, &documents, &written.staged);
    let (published, mut faults) = house.directory.commit(std::mem::take(&mut written.staged));
    let (removed, found) = house.directory.finish();
    push.owe(house, &published, &removed);
    faults.splice(0..0, std::mem::take(&mut written.faults));
    faults.extend(found);
    clock.lap("publish");
    if !preview {
        source::forget_drawn(&house.project.spools(), &house.config.source);
    }
    let mut account = Account::of(house, &tasks, &written, published, &past, (&records.stubs, &shut));
    let unpublished = account.unpublished || faults.iter().any(|d| d.severity == Severity::Error);
    let is_drawn = records.failed.is_empty() && !records.stale;
    let left_out = selection.left_out > 0 || records.left_out + settlement.left_out > 0;
    diagnostics.append(&mut faults);
    let moments = account
        .documents
        .iter()
        .chain([&written.beside])
        .chain(&written.pages)
        .filter_map(|d| d.next.filter(|at| *at < i64::MAX));
    let next = moments.chain(next).chain(opens).min();
    let ledger_file = ledger.path().to_owned();
    // Closed it is as it stays.
    drop(ledger);
    let snapshot = Snapshot {
        setup: house.project.setup,
        listing,
        ledger: Stamp::of(&ledger_file),
        now: house.now,
        next,
        exit: u8::from(left_out || account.short || unpublished || !is_drawn),
        complete: !records.changing && is_drawn && !unpublished,
        diagnostics: diagnostics.clone(),
        documents: account.documents,
        beside: beside::stamped(house, std::mem::take(&mut written.beside)),
        pages: std::mem::take(&mut written.pages).into_iter().map(|page| beside::stamped(house, page)).collect(),
    };
    diagnostics.extend(cache.and_then(|cache| save(house, cache, &tables, &snapshot).err()));
    diagnostics.extend(snapshot.of_documents().cloned());
    clock.lap("cache");
    let Snapshot { exit, next, .. } = snapshot;
    let (mut events, beside) = (settlement.events, std::mem::take(&mut account.beside));
    events.append(&mut written.events);
    events.append(&mut push.found);
    let before = std::mem::take(&mut past.found);
    Ok(Outcome { exit, events, before, feeds: account.rows, beside, removed, next, ..Outcome::default() })
}

/// Gives records what the ledger knows of them.
fn settle(
    house: &House<'_>,
    past: &mut Past,
    ledger: &Ledger,
    standing: Vec<u32>,
    records: &mut Records,
) -> Result<(Settlement, Changes), Box<Diagnostic>> {
    let facts = std::mem::take(&mut past.facts);
    let ours = crate::article::id::tag(&house.config.site.authority, "", "");
    let is_made = |n: &u32| {
        let stub = &records.stubs[*n as usize];
        stub.computed_id || stub.id.starts_with(ours.trim_end_matches('/'))
    };
    let may_move = !facts.is_empty() && standing.iter().any(is_made);
    let moved = if may_move { ledger.moved()? } else { HashMap::new() };
    let lookup = &Answers { house, ledger };
    let known = Known { moved, unpublished: &past.unpublished, feeds: &past.feeds, lookup };
    let (mut settlement, changes) = settle::settle(&house.premises(), &known, facts, standing, records)?;
    settlement.events.append(&mut past.events);
    settlement.events.append(&mut records.events);
    Ok((settlement, changes))
}

/// Chooses the articles of every feed.
fn select(
    definitions: &Definitions,
    house: &House<'_>,
    records: &Records,
    settlement: &Settlement,
    past: &Past,
) -> Selection {
    definitions.select(&stock(house, records, settlement, &past.families()))
}

/// What feeds are chosen from.
fn stock<'s>(
    house: &House<'_>,
    records: &'s Records,
    settlement: &'s Settlement,
    published: &'s [(String, String)],
) -> feed::Stock<'s> {
    feed::Stock {
        stubs: &records.stubs,
        standing: &settlement.standing,
        terms: &records.terms,
        now: house.now,
        published,
        early: &settlement.early,
    }
}

/// Puts the caches in their places.
fn save(house: &House<'_>, cache: io::Result<Waiting>, tables: &Tables, snapshot: &Snapshot) -> Result<(), Diagnostic> {
    let state_dir = &house.project.state_dir;
    cache.and_then(Waiting::put).and_then(|()| tables.save(house)).and_then(|()| snapshot.save(state_dir)).map_err(
        |e| {
            Diagnostic::warning("cache-unwritable", format!("the build cache cannot be written: {e}"))
                .help("feeds are right, but the next build takes longer")
                .in_file(state_dir.display().to_string())
        },
    )
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
    adopt::CODES,
    list::CODES,
    watch::CODES,
    recover::CODES,
    settle::CODES,
    vanished::CODES,
    identity::CODES,
    set_back::CODES,
    article::CODES,
    shared::CODES,
    keep::CODES,
    guids::CODES,
    judge::CODES,
    strike::CODES,
    site::CODES,
];
