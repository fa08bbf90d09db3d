//! One build, from config to published files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::compose::{self, Composed, Document, Seen, World};
use super::read::{self, Records};
use super::settle::{self, Settled};
use super::{guard, plan, remember, updated};
use crate::body::Policy;
use crate::cli;
use crate::config::{self, Checked, Config};
use crate::diagnostic::{CodeInfo, Diagnostic, Severity};
use crate::feed::{Definitions, Given, Selection};
use crate::publish::{Budget, Change, Directory, Lock, Published, Settings, Spool, Staged};
use crate::render::Site;
use crate::source::{self, Context, Listing};
use crate::state::cache;
use crate::state::ledger::{FeedEntry, Ledger};
use crate::state::snapshot::{self, Snapshot, Stamp};

/// What a build did.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) exit: u8,
    /// What happened since the last run; said once.
    pub(super) events: Vec<Diagnostic>,
    /// What is wrong, as long as it is.
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) feeds: Vec<Row>,
    pub(super) removed: Vec<String>,
    /// The next moment at which time alone changes something.
    pub(super) next: Option<i64>,
    /// Whether nothing had to be looked at.
    pub(super) nothing_new: bool,
    /// Where the time went.
    pub(super) times: Vec<(&'static str, Duration)>,
}

/// A document in the report.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) path: String,
    pub(super) items: u32,
    pub(super) newest: Option<i64>,
    pub(super) state: State,
    pub(super) files: Vec<Published>,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    Written,
    Unchanged,
    Kept,
}

/// Measures the parts of a build.
struct Clock {
    last: Instant,
    times: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn lap(&mut self, name: &'static str) {
        let now = Instant::now();
        self.times.push((name, now - self.last));
        self.last = now;
    }
}

/// Where a build reads and writes.
pub(super) struct Project {
    pub(super) checked: Checked,
    pub(super) state_dir: PathBuf,
    pub(super) output: PathBuf,
    /// Hash of config, program and all else that decides how records become feeds.
    pub(super) key: u64,
    /// Faults of the config that do not stop a build.
    pub(super) found: Vec<Diagnostic>,
}

impl Project {
    /// Reads the config; without it there are diagnostics only.
    pub(super) fn open(file: &Path, out: Option<&Path>) -> Result<Self, Vec<Diagnostic>> {
        let (checked, found) = config::load(file);
        let Some(checked) = checked else { return Err(found) };
        let state_dir = checked.root.join(&checked.config.state_dir);
        let output = out.map_or_else(|| checked.root.join(&checked.config.output.dir), Path::to_owned);
        let program = std::env::current_exe().map(|p| Stamp::of(&p)).unwrap_or_default();
        let said = serde_json::to_vec(&checked.config).unwrap_or_default();
        let mut hash = xxhash_rust::xxh3::Xxh3Default::new();
        for part in [
            checked.text().as_bytes(),
            &said,
            checked.root.as_os_str().as_encoded_bytes(),
            output.as_os_str().as_encoded_bytes(),
        ] {
            hash.update(part);
            hash.update(&(part.len() as u64).to_le_bytes());
        }
        hash.update(&program.size.to_le_bytes());
        hash.update(&program.mtime_ns.to_le_bytes());
        Ok(Self { state_dir, output, key: hash.digest(), found, checked })
    }
}

fn failure(diagnostics: Vec<Diagnostic>) -> Outcome {
    Outcome { exit: 2, diagnostics, ..Outcome::default() }
}

/// Builds once, for the moment `now` (seconds since 1970, UTC).
pub(super) fn build(args: &cli::Build, now: i64) -> Outcome {
    let mut clock = Clock { last: Instant::now(), times: Vec::new() };
    let project = match Project::open(&args.config.config, args.out.as_deref()) {
        Ok(project) => project,
        Err(found) => return failure(found),
    };
    clock.lap("config");
    let preview = args.dry_run || args.diff;
    let lock = if preview {
        None
    } else {
        if let Some(outcome) = nothing_new(args, &project, now) {
            return outcome;
        }
        match Lock::acquire(&project.state_dir, Duration::from_secs(args.lock_wait)) {
            Ok(lock) => Some(lock),
            Err(d) => return failure(vec![d]),
        }
    };
    match Run::prepare(args, project, now, preview, lock.as_ref(), &mut clock) {
        Ok(run) => {
            let mut outcome = run.finish(&mut clock);
            outcome.times = clock.times;
            outcome
        }
        Err(found) => failure(found),
    }
}

/// The outcome of the last run, when nothing changed since.
fn nothing_new(args: &cli::Build, project: &Project, now: i64) -> Option<Outcome> {
    if args.adopt || !args.allow_shrink.is_empty() {
        return None;
    }
    let snapshot = Snapshot::read(&project.state_dir)?;
    if !snapshot.complete || snapshot.key != project.key {
        return None;
    }
    let listings = read::list(&project.checked.config, &project.checked.root);
    if !snapshot.stands(project.key, read::fingerprint(&listings), now, &project.state_dir, &project.output) {
        return None;
    }
    Some(Outcome {
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
    args: &'a cli::Build,
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
    /// What the last run left, if it can be relied on.
    last: Option<Snapshot>,
    /// The ledger's feeds as they were.
    published: HashMap<String, FeedEntry>,
    diagnostics: Vec<Diagnostic>,
    exit: u8,
}

impl<'a> Run<'a> {
    fn prepare(
        args: &'a cli::Build,
        mut project: Project,
        now: i64,
        preview: bool,
        lock: Option<&Lock>,
        clock: &mut Clock,
    ) -> Result<Self, Vec<Diagnostic>> {
        let config = &project.checked.config;
        let mut diagnostics = std::mem::take(&mut project.found);
        let (directory, found) = Directory::open(
            Settings {
                dir: project.output.clone(),
                state_dir: project.state_dir.clone(),
                compress: config.output.compress.clone(),
                prune: config.output.prune,
                adopt: args.adopt,
                dry_run: preview,
                diff: args.diff,
                budget: Budget::new(24 << 20, 4 << 20),
            },
            lock.is_some_and(Lock::previous_crashed),
        );
        diagnostics.extend(found);
        let Some(directory) = directory else { return Err(diagnostics) };
        let ledger = open_ledger(&project.state_dir, preview).map_err(|d| vec![*d])?;
        let (context, found) = Context::new(config, &project.checked.root);
        diagnostics.extend(found);
        let (definitions, found) = Definitions::new(config);
        diagnostics.extend(found);
        if diagnostics.iter().any(|d| d.severity == Severity::Error) {
            return Err(diagnostics);
        }
        clock.lap("open");

        let listed_ns = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as i64);
        let listings = read::list(config, &project.checked.root);
        let listing = read::fingerprint(&listings);
        clock.lap("list");
        let mut records = read::scan(&context, config, &listings, &project.state_dir, project.key, listed_ns);
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
        let (standing, found) = source::newest_versions(&records.stubs, &listings);
        diagnostics.extend(found);

        let stop = |d: Box<Diagnostic>| vec![*d];
        let facts = ledger.facts().map_err(stop)?;
        let published = ledger.feeds().map_err(stop)?;
        let last = Snapshot::read(&project.state_dir).filter(|s| {
            s.key == project.key && s.ledger == Stamp::of(&project.state_dir.join(crate::state::ledger::FILE))
        });
        let mut settled = settle::settle(&ledger, facts, &published, &mut records, &standing, &listings, config, now)
            .map_err(stop)?;
        clock.lap("settle");

        let families: Vec<(String, String)> =
            published.values().filter_map(|f| Some((f.name.clone(), f.term.clone()?))).collect();
        let select = |records: &Records| {
            definitions.select(&Given {
                stubs: &records.stubs,
                standing: &standing,
                terms: &records.terms,
                now,
                published: &families,
            })
        };
        let mut selection = select(&records);
        clock.lap("select");
        let relied = last.is_some() && records.cached;
        if updated::settle(&context, config, &listings, &mut records, &standing, &selection, &mut settled, relied, now)
        {
            selection = select(&records);
        }
        clock.lap("updated");
        diagnostics.extend(selection.diagnostics.iter().cloned());
        let exit = u8::from(selection.left_out > 0 || records.left_out > 0 || !records.failed.is_empty());
        Ok(Self {
            args,
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
            last,
            published,
            diagnostics,
            exit,
        })
    }

    /// Renders what changed and publishes it.
    fn finish(self, clock: &mut Clock) -> Outcome {
        let Run {
            args,
            project,
            now,
            preview,
            directory,
            listings,
            listing,
            context,
            records,
            mut ledger,
            mut settled,
            selection,
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
        let prints: Vec<u64> = documents.iter().map(|d| fingerprint(d, &records, &listings)).collect();
        let last = last.unwrap_or_default();
        let known = last.by_path();
        let stands = |n: usize| {
            known
                .get(&*documents[n].path)
                .is_some_and(|d| d.fingerprint == prints[n] && d.files_stand(&project.output) && d.extras_stand())
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
            now,
        };
        let chosen: Vec<Document> = touched.iter().map(|n| documents[*n].clone()).collect();
        let mut seen: Vec<Seen> = Vec::new();
        let mut composed = compose::compose(&world, &chosen, |s| {
            if remember::is_news(&s, &records.stubs, &settled.facts) {
                seen.push(s);
            }
        });
        clock.lap("render");

        for (document, done) in chosen.iter().zip(&mut composed) {
            guard::check(document, done, &settled, &records.stubs, config, &args.allow_shrink);
        }
        let staged = stage(&directory, &chosen, &mut composed, config);
        clock.lap("write");
        for n in &untouched {
            documents[*n].files.iter().for_each(|(_, path)| directory.keep(path));
        }
        for (document, _) in chosen.iter().zip(&composed).filter(|(_, done)| done.failed) {
            document.files.iter().for_each(|(_, path)| directory.keep(path));
        }

        remember::articles(&mut settled, &chosen, &composed, seen, &records.stubs, &listings, config, now);
        remember::feeds(&mut settled.changes, &chosen, &composed, &records.stubs, &published, now);
        if !preview && let Err(d) = ledger.commit(&settled.changes) {
            diagnostics.push(*d);
            return failure(diagnostics);
        }
        clock.lap("ledger");
        let (done, found) = directory.commit(staged);
        let mut unpublished = found.iter().any(|d| d.severity == Severity::Error);
        diagnostics.extend(found);
        let (removed, found) = directory.finish();
        unpublished |= found.iter().any(|d| d.severity == Severity::Error);
        diagnostics.extend(found);
        clock.lap("publish");

        let mut files: HashMap<String, Published> = done.into_iter().map(|p| (p.path.clone(), p)).collect();
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
            let published: Vec<Published> = document.files.iter().filter_map(|(_, p)| files.remove(p)).collect();
            let whole = published.len() == document.files.len();
            if done.failed || !done.left_out.is_empty() || !whole {
                exit = 1;
            }
            let state = if done.failed || !whole {
                unpublished = true;
                State::Kept
            } else if published.iter().any(|p| p.change != Change::Unchanged) {
                State::Written
            } else {
                State::Unchanged
            };
            let newest = document.head.published.map(|t| t.timestamp());
            rows.push(Row { path: document.path.clone(), items: done.items, newest, state, files: published });
            now_documents.push(snapshot::Document {
                path: document.path.clone(),
                fingerprint: if state == State::Kept { 0 } else { prints[n] },
                items: done.items,
                newest,
                files: stamps(&project.output, document, config),
                extras: done.extras.iter().map(|e| (e.clone(), Stamp::of(Path::new(e)))).collect(),
                diagnostics: done.diagnostics.clone(),
            });
        }
        if unpublished {
            exit = 1;
        }
        let ledger_file = ledger.path().to_owned();
        drop(ledger);
        let snapshot = Snapshot {
            key: project.key,
            listing,
            ledger: Stamp::of(&ledger_file),
            now,
            next,
            exit,
            complete: records.uncertain.is_empty() && records.failed.is_empty() && !unpublished,
            diagnostics: diagnostics.clone(),
            documents: now_documents,
        };
        if !preview {
            let keep = |s: u16, f: u32| !records.uncertain.contains(&(s, f));
            let state_dir = &project.state_dir;
            let saved = cache::save(state_dir, project.key, &listings, &records.stubs, &records.terms, keep);
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

/// The ledger; for a preview one that is not kept where there is none yet.
fn open_ledger(state_dir: &Path, preview: bool) -> Result<Ledger, Box<Diagnostic>> {
    if preview {
        return Ledger::open_existing(state_dir)?.map_or_else(Ledger::in_memory, Ok);
    }
    Ledger::open(state_dir)
}

/// Hash of all that decides a document's bytes.
fn fingerprint(document: &Document, records: &Records, listings: &[Listing]) -> u64 {
    let mut hash = xxhash_rust::xxh3::Xxh3Default::new();
    hash.update(format!("{:?}{:?}{:?}", document.head, document.files, document.takedowns).as_bytes());
    for member in &document.members {
        let stub = &records.stubs[*member as usize];
        let file = &listings[stub.at.source as usize].files[stub.at.file as usize];
        hash.update(stub.id.as_bytes());
        for n in [
            stub.published.unwrap_or(i64::MIN),
            stub.updated.unwrap_or(i64::MIN),
            file.size as i64,
            file.mtime_ns,
            file.inode as i64,
            stub.at.offset as i64,
            i64::from(stub.at.length),
        ] {
            hash.update(&n.to_le_bytes());
        }
    }
    // 0 stands for a document that was not published.
    hash.digest().max(1)
}

/// Makes the files of documents ready beside those that stand. The disk is waited for by several
/// threads at once.
fn stage(directory: &Directory, documents: &[Document], composed: &mut [Composed], config: &Config) -> Vec<Staged> {
    let work: Vec<(usize, Spool)> = composed
        .iter_mut()
        .enumerate()
        .flat_map(|(n, c)| std::mem::take(&mut c.spools).into_iter().map(move |s| (n, s)))
        .collect();
    let threads = work.len().clamp(1, 16);
    let queue = Mutex::new(work.into_iter());
    let results = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Some((n, spool)) = queue.lock().unwrap_or_else(PoisonError::into_inner).next() else { break };
                    let name = &config.feed[documents[n].definition].name;
                    let staged = directory.stage(spool, name);
                    results.lock().unwrap_or_else(PoisonError::into_inner).push((n, staged));
                }
            });
        }
    });
    let mut staged = Vec::new();
    for (n, result) in results.into_inner().unwrap_or_else(PoisonError::into_inner) {
        match result {
            Ok(file) => staged.push((n, file)),
            Err(found) => {
                composed[n].failed = true;
                composed[n].diagnostics.extend(found);
            }
        }
    }
    // All formats of a feed change together, or none does.
    staged.retain(|(n, _)| !composed[*n].failed);
    staged.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.file.path.cmp(&b.1.file.path)));
    staged.into_iter().map(|(_, file)| file).collect()
}

/// The stamps of a document's files and their compressed twins.
fn stamps(output: &Path, document: &Document, config: &Config) -> Vec<(String, Stamp)> {
    let mut stamps = Vec::new();
    for (_, path) in &document.files {
        stamps.push((path.clone(), Stamp::of(&output.join(path))));
        for kind in &config.output.compress {
            let twin = format!("{path}{}", crate::publish::extension(*kind));
            let stamp = Stamp::of(&output.join(&twin));
            stamps.push((twin, stamp));
        }
    }
    stamps
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "build-stopped",
        summary: "A record cannot be used and its source says that nothing is to be built then (`on-error = \"fail\"`).",
    },
    CodeInfo {
        code: "cache-unwritable",
        summary: "The build cache cannot be written. The feeds are right, but the next build takes longer.",
    },
];
