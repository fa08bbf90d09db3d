//! From the choice of articles to published files.

use std::collections::HashMap;
use std::path::Path;

use super::outcome::{Clock, Outcome, Row, State};
use super::prepare::Run;
use super::{failure, remember, row_of, stage};
use crate::body::Policy;
use crate::diagnostic::{Diagnostic, Severity};
use crate::edition::compose::{self, Composed, Document, World};
use crate::edition::rendered::Rendered;
use crate::edition::{keep, plan, strike};
use crate::ledger::pack::Waiting;
use crate::ledger::snapshot::{self, Snapshot, Stamp};
use crate::publish::{Change, Published, Staged};
use crate::render::Site;

impl Run<'_> {
    /// Renders what changed and publishes it.
    pub(super) fn finish(self, clock: &mut Clock) -> Outcome {
        let Run {
            order,
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
            standing,
            unpublished,
            last,
            published,
            cache,
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
        if let Some(cache) = cache {
            let saved = cache.and_then(Waiting::put).and_then(|()| snapshot.save(&project.state_dir));
            if let Err(e) = saved {
                diagnostics.push(
                    Diagnostic::warning("cache-unwritable", format!("the build cache cannot be written: {e}"))
                        .help("feeds are right, but the next build takes longer")
                        .in_file(project.state_dir.display().to_string()),
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
