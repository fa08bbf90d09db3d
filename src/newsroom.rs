//! The main job: from a config and records to published feeds.

mod order;
mod outcome;
mod project;
mod recover;
mod remember;
mod scan;
mod stage;

use std::collections::{HashMap, HashSet};
use std::path::Path;

pub use self::order::{Mode, Order, Progress};
use self::outcome::Clock;
pub use self::outcome::{Outcome, Row, State};
pub use self::project::Project;
use crate::body::Policy;
use crate::diagnostic::{CodeInfo, Diagnostic, Severity};
use crate::edition::compose::{self, Composed, Document, World};
use crate::edition::rendered::Rendered;
use crate::edition::{keep, plan, strike};
use crate::feed::{Definitions, Given, Selection};
use crate::ledger::failure as failed;
use crate::ledger::snapshot::{self, Snapshot, Stamp};
use crate::ledger::stubs;
use crate::ledger::{FeedEntry, Ledger};
use crate::publish::{Budget, Change, Directory, Lock, Published, Settings, Staged};
use crate::render::Site;
use crate::settle::records::Records;
use crate::settle::{self, Settled, clock as set_back, edits, identity};
use crate::source::{self, Context, Keep, Listing, Spools};

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

/// Everything a build knows once its articles are chosen.
struct Run<'a> {
    order: &'a Order<'a>,
    project: Project,
    now: i64,
    preview: bool,
    directory: Directory,
    listings: Vec<Listing>,
    listing: u64,
    context: Context,
    records: Records,
    ledger: Ledger,
    settled: Settled,
    selection: Selection,
    /// Records that stand for an article, as indexes of the stubs.
    standing: Vec<u32>,
    /// Numbers of records that were looked at before and not published.
    unpublished: Vec<u64>,
    /// What the last run left, if it can be relied on.
    last: Option<Snapshot>,
    /// The ledger's feeds as they were.
    published: HashMap<String, FeedEntry>,
    diagnostics: Vec<Diagnostic>,
    exit: u8,
}

impl<'a> Run<'a> {
    fn prepare(
        order: &'a Order<'a>,
        mut project: Project,
        preview: bool,
        lock: Option<&Lock>,
        look: Option<Look>,
        clock: &mut Clock,
    ) -> Result<Self, Vec<Diagnostic>> {
        let now = order.now;
        let config = &project.checked.config;
        let mut diagnostics = std::mem::take(&mut project.found);
        let (directory, found) = Directory::open(
            Settings {
                dir: project.output.clone(),
                state_dir: project.state_dir.clone(),
                compress: config.output.compress.clone(),
                prune: config.output.prune,
                adopt: order.adopt,
                dry_run: preview,
                diff: order.mode == Mode::Diff,
                budget: Budget::new(24 << 20, 4 << 20),
            },
            lock.is_some_and(Lock::previous_crashed),
        );
        diagnostics.extend(found);
        let Some(directory) = directory else { return Err(diagnostics) };
        let mut ledger = open_ledger(&project.state_dir, preview).map_err(|d| vec![*d])?;
        let (context, found) = Context::new(config, &project.checked.root);
        diagnostics.extend(found.into_iter().map(|(key, d)| project.checked.place(d, &key)));
        let (definitions, found) = Definitions::new(config);
        diagnostics.extend(found);
        if diagnostics.iter().any(|d| d.severity == Severity::Error) {
            return Err(diagnostics);
        }
        clock.lap("open");

        clock.say("reading records");
        let look = look.unwrap_or_else(|| Look::take(&project, order.mode));
        let Look { listings, fingerprint: listing, .. } = look;
        clock.lap("list");
        let mut records = scan::scan(&context, config, &listings, &project.state_dir, project.key);
        diagnostics.append(&mut records.diagnostics);
        if records.fatal > 0 {
            diagnostics.push(
                Diagnostic::error(
                    "build-stopped",
                    "a record cannot be used, and its source says `on-error = \"fail\"`",
                )
                .help("nothing was built; mend the record, or let the source skip such records"),
            );
            return Err(diagnostics);
        }
        clock.lap("scan");
        clock.say("choosing articles");
        let (mut standing, found) = source::newest_versions(&records.stubs, &listings);
        diagnostics.extend(found);

        let stop = |d: Box<Diagnostic>| vec![*d];
        let mut facts = ledger.facts().map_err(stop)?;
        let mut published = ledger.feeds().map_err(stop)?;
        let mut recovered = None;
        if ledger.new {
            let mut told = recover::recover(&directory, config, now);
            told.take_back(standing.iter().map(|n| &records.stubs[*n as usize]));
            ledger.commit(&told.changes).map_err(stop)?;
            (facts, published, recovered) = (told.facts, told.feeds, told.event);
        }
        let last = Snapshot::read(&project.state_dir);
        let set_back = last.as_ref().and_then(|last| set_back::told(last.now, now));
        let last = last
            .filter(|s| s.key == project.key && s.ledger == Stamp::of(&project.state_dir.join(crate::ledger::FILE)));
        let relied = last.is_some() && records.cached;
        let unpublished = ledger.unpublished().map_err(stop)?;
        let given = identity::Given {
            ledger: &ledger,
            facts: &facts,
            unpublished: &unpublished,
            standing: &standing,
            context: &context,
            config,
            listings: &listings,
            relied,
            now,
        };
        let identities = identity::identify(&given, &mut records).map_err(stop)?;
        if !identities.origins.is_empty() {
            let found;
            (standing, found) = identity::shared(&records, &standing, &listings);
            records.left_out += found.len() as u32;
            diagnostics.extend(found);
        }
        let given = settle::Given {
            ledger: &ledger,
            published: &published,
            standing: &standing,
            listings: &listings,
            config,
            root: &project.checked.root,
            allowed: &order.allow_shrink,
            now,
        };
        let mut settled = settle::settle(&given, facts, &mut records).map_err(stop)?;
        settled.take(identities);
        settled.events.extend(recovered.into_iter().chain(set_back));
        clock.lap("settle");

        let families: Vec<(String, String)> =
            published.values().filter_map(|f| Some((f.name.clone(), f.term.clone()?))).collect();
        let early = std::mem::take(&mut settled.early);
        let select = |records: &Records| {
            definitions.select(&Given {
                stubs: &records.stubs,
                standing: &standing,
                terms: &records.terms,
                now,
                published: &families,
                early: &early,
            })
        };
        let mut selection = select(&records);
        clock.lap("select");
        let held = held(&ledger, &published).map_err(stop)?;
        let looked_at = edits::Given {
            context: &context,
            config,
            listings: &listings,
            standing: &standing,
            selection: &selection,
            relied: relied.then_some(&held),
            now,
        };
        let edited = edits::settle(&looked_at, &mut records, &settled);
        settled.edit(edited.entries);
        if edited.again {
            selection = select(&records);
        }
        clock.lap("updated");
        let of_feeds = selection.diagnostics.iter().cloned().chain(definitions.unmet(&records.terms));
        diagnostics.extend(of_feeds.map(|(key, d)| project.checked.place(d, &key)));
        let exit = u8::from(selection.left_out > 0 || records.left_out > 0 || !records.failed.is_empty());
        Ok(Self {
            order,
            project,
            now,
            preview,
            directory,
            listings,
            listing,
            context,
            records,
            ledger,
            settled,
            selection,
            standing,
            unpublished,
            last,
            published,
            diagnostics,
            exit,
        })
    }

    /// Renders what changed and publishes it.
    fn finish(self, clock: &mut Clock) -> Outcome {
        let Run {
            order,
            project,
            now,
            preview,
            directory,
            listings,
            listing,
            context,
            mut records,
            mut ledger,
            mut settled,
            selection,
            standing,
            unpublished,
            last,
            published,
            mut diagnostics,
            mut exit,
        } = self;
        let config = &project.checked.config;
        let given = plan::Given {
            config,
            selection: &selection,
            records: &records,
            ledger: &ledger,
            published: &published,
            now,
        };
        let plan::Plan { documents, next } = match plan::plan(&given, &mut settled) {
            Ok(plan) => plan,
            Err(d) => {
                diagnostics.push(*d);
                return failure(diagnostics);
            }
        };
        let prints: Vec<u64> = documents.iter().map(|d| stage::fingerprint(d, &records, &listings)).collect();
        let last = last.unwrap_or_default();
        let known = last.by_path();
        let stands = |n: usize| {
            known.get(&*documents[n].path).is_some_and(|d| {
                d.fingerprint == prints[n]
                    && d.files_stand(&project.output)
                    && d.extras_stand()
                    && d.next.is_none_or(|next| (last.now..next).contains(&now))
            })
        };
        let (touched, untouched): (Vec<usize>, Vec<usize>) = (0..documents.len()).partition(|n| !stands(*n));
        clock.lap("plan");

        let policy = Policy::new(config);
        let site = Site::new(config);
        let world = World {
            config,
            context: &context,
            listings: &listings,
            stubs: &records.stubs,
            policy: &policy,
            site: &site,
            directory: &directory,
            client: &config.fetch.client(),
            pictures: &project.state_dir.join("pictures"),
            now,
        };
        let chosen: Vec<Document> = touched.iter().map(|n| documents[*n].clone()).collect();
        let mut seen: Vec<Rendered> = Vec::new();
        let mut composed: Vec<Composed> = Vec::with_capacity(chosen.len());
        let mut staged: Vec<Staged> = Vec::new();
        for group in stage::groups(&chosen) {
            let mut done = compose::compose(&world, group, |s| {
                clock.article();
                if remember::is_news(&s, &records.stubs, &settled.facts) {
                    seen.push(s);
                }
            });
            for (document, done) in group.iter().zip(&mut done) {
                keep::check(document, done, &settled, &published, &records.stubs, config, &order.allow_shrink);
            }
            clock.lap("render");
            clock.say("publishing");
            staged.extend(stage::stage(&directory, group, &mut done, config));
            clock.lap("write");
            composed.append(&mut done);
        }
        let strike = strike::Strike { directory: &directory, settled: &settled, config, now };
        staged.extend(strike.kept(&chosen, &mut composed));
        clock.lap("write");
        for n in &untouched {
            documents[*n].files.iter().for_each(|(_, path)| directory.keep(path));
        }
        for (document, _) in chosen.iter().zip(&composed).filter(|(_, done)| done.failed) {
            document.files.iter().for_each(|(_, path)| directory.keep(path));
        }
        let (left_behind, mut faults) = strike.left_behind();
        staged.extend(left_behind);
        clock.lap("write");

        remember::articles(&mut settled, &chosen, &composed, &mut seen, &records.stubs, now);
        remember::feeds(&mut settled.changes, &chosen, &composed, &records.stubs, &published, config, now);
        remember::gone_feeds(&mut settled.changes, &selection.feeds, &published, config);
        remember::unpublished(&mut settled, &unpublished, &records, &standing);
        if !preview {
            let entries = remember::entries(&settled, &seen, &records.stubs, &listings, config, now);
            if let Err(d) = ledger.commit_with(&settled.changes, entries) {
                diagnostics.push(*d);
                return failure(diagnostics);
            }
        }
        drop(seen);
        clock.lap("ledger");
        let (done, found) = directory.commit(staged);
        faults.extend(found);
        let (removed, found) = directory.finish();
        faults.extend(found);
        let mut unpublished = faults.iter().any(|d| d.severity == Severity::Error);
        diagnostics.append(&mut faults);
        clock.lap("publish");

        let mut done_files: HashMap<String, Published> = done.into_iter().map(|p| (p.path.clone(), p)).collect();
        let mut rows = Vec::with_capacity(documents.len());
        let mut now_documents = Vec::with_capacity(documents.len());
        let mut at = 0;
        for (n, document) in documents.iter().enumerate() {
            if untouched.binary_search(&n).is_ok() {
                let Some(before) = known.get(&*document.path) else { continue };
                rows.push(row_of(before));
                if before.diagnostics.iter().any(|d| d.severity == Severity::Error) {
                    exit = 1;
                }
                now_documents.push((*before).clone());
                continue;
            }
            let done = &composed[at];
            at += 1;
            let files: Vec<Published> = document.files.iter().filter_map(|(_, p)| done_files.remove(p)).collect();
            let whole = files.len() == document.files.len();
            if done.failed || !done.left_out.is_empty() || !whole {
                exit = 1;
            }
            let state = if done.failed || !whole {
                unpublished = true;
                State::Kept
            } else if files.iter().any(|p| p.change != Change::Unchanged) {
                State::Written
            } else {
                State::Unchanged
            };
            // What is kept is what stood before.
            let stood = published.get(&document.path).filter(|_| state == State::Kept && !document.archive);
            let items = stood.map_or(done.items, |f| f.members.len() as u32);
            let newest = stood.map_or(document.head.published.map(|t| t.timestamp()), |f| f.newest);
            rows.push(Row { path: document.path.clone(), items, newest, state, files });
            now_documents.push(snapshot::Document {
                path: document.path.clone(),
                fingerprint: if state == State::Kept { 0 } else { prints[n] },
                items,
                newest,
                files: stage::stamps(&project.output, document, config),
                next: done.next,
                extras: done.extras.iter().map(|e| (e.clone(), Stamp::of(Path::new(e)))).collect(),
                diagnostics: done.diagnostics.clone(),
            });
        }
        if unpublished {
            exit = 1;
        }
        let next = now_documents.iter().filter_map(|d| d.next.filter(|at| *at < i64::MAX)).chain(next).min();
        let ledger_file = ledger.path().to_owned();
        drop(ledger);
        let snapshot = Snapshot {
            key: project.key,
            listing,
            ledger: Stamp::of(&ledger_file),
            now,
            next,
            exit,
            complete: !records.changing && records.failed.is_empty() && !unpublished,
            diagnostics: diagnostics.clone(),
            documents: now_documents,
        };
        if !preview {
            records.restore();
            let keep = |s: u16, f: u32| !records.uncertain.contains(&(s, f));
            let state_dir = &project.state_dir;
            let saved = stubs::save(state_dir, project.key, &listings, &records.stubs, &records.terms, keep);
            if let Err(e) = saved.and_then(|()| snapshot.save(state_dir)) {
                diagnostics.push(
                    Diagnostic::warning("cache-unwritable", format!("the build cache cannot be written: {e}"))
                        .help("feeds are right, but the next build takes longer")
                        .in_file(state_dir.display().to_string()),
                );
            }
        }
        diagnostics.extend(snapshot.documents.iter().flat_map(|d| d.diagnostics.iter().cloned()));
        clock.lap("cache");
        Outcome {
            exit,
            events: settled.events,
            diagnostics,
            feeds: rows,
            removed,
            next,
            nothing_new: false,
            times: Vec::new(),
        }
    }
}

/// Keys of what the documents held when they were last written.
fn held(ledger: &Ledger, published: &HashMap<String, FeedEntry>) -> Result<HashSet<u64>, Box<Diagnostic>> {
    let current = published.values().flat_map(|f| &f.members);
    Ok(current.chain(ledger.archives()?.iter().flat_map(|a| &a.members)).copied().collect())
}

/// The ledger; for a preview one that is not kept where there is none yet, or it knows nothing.
fn open_ledger(state_dir: &Path, preview: bool) -> Result<Ledger, Box<Diagnostic>> {
    if preview {
        return Ledger::open_existing(state_dir)?.filter(|l| !l.new).map_or_else(Ledger::in_memory, Ok);
    }
    Ledger::open(state_dir)
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
    settle::CODES,
    identity::CODES,
    set_back::CODES,
    crate::edition::article::CODES,
    keep::CODES,
    crate::edition::judge::CODES,
    strike::CODES,
];
