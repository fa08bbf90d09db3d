//! From the config to the choice of articles: what is there, what it is, and which feed holds it.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::order::{Mode, Order};
use super::outcome::Clock;
use super::project::Project;
use super::{Look, recover, scan};
use crate::diagnostic::{Diagnostic, Severity};
use crate::feed::{Definitions, Given, Selection};
use crate::ledger::pack::Waiting;
use crate::ledger::snapshot::{Snapshot, Stamp};
use crate::ledger::{self, FeedEntry, Ledger, stubs};
use crate::publish::{Budget, Directory, Lock, Settings};
use crate::settle::records::Records;
use crate::settle::{self, Settled, clock as set_back, edits, identity};
use crate::source::{self, Context, Listing};

/// Everything a build knows once its articles are chosen.
pub(super) struct Run<'a> {
    pub(super) order: &'a Order<'a>,
    pub(super) project: Project,
    pub(super) now: i64,
    pub(super) preview: bool,
    pub(super) directory: Directory,
    pub(super) listings: Vec<Listing>,
    pub(super) listing: u64,
    pub(super) context: Context,
    pub(super) records: Records,
    pub(super) ledger: Ledger,
    pub(super) settled: Settled,
    pub(super) selection: Selection,
    /// Records that stand for an article, as indexes of the stubs.
    pub(super) standing: Vec<u32>,
    /// Numbers of records that were looked at before and not published.
    pub(super) unpublished: Vec<u64>,
    /// What the last run left, if it can be relied on.
    pub(super) last: Option<Snapshot>,
    /// The ledger's feeds as they were.
    pub(super) published: HashMap<String, FeedEntry>,
    /// The cache of stubs, to be put in its place at the end; none for a preview.
    pub(super) cache: Option<std::io::Result<Waiting>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) exit: u8,
}

impl<'a> Run<'a> {
    /// Reads, settles and chooses.
    pub(super) fn prepare(
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
        // The cache holds what was scanned, whatever the ledger makes of it.
        let keep = |source: u16, unit: u32| !records.uncertain.contains(&(source, unit));
        let cache = || {
            let state_dir = &project.state_dir;
            stubs::stage(state_dir, project.key, &listings, &records.stubs, &records.terms, keep)
        };
        let cache = (!preview).then(cache);
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
        let last =
            last.filter(|s| s.key == project.key && s.ledger == Stamp::of(&project.state_dir.join(ledger::FILE)));
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
            cache,
            diagnostics,
            exit,
        })
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
