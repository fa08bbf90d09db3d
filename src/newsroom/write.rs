//! Writes the documents that change, beside those that stand.

use std::collections::HashSet;

use super::house::House;
use super::outcome::Clock;
use super::past::Past;
use super::{beside, left_out, remember, stage};
use crate::article::Stub;
use crate::article::page::Shut;
use crate::diagnostic::Diagnostic;
use crate::edition::compose::{self, Composed, Document};
use crate::edition::rendered::Rendered;
use crate::edition::{guids, keep, sift, strike};
use crate::ledger::{Fact, Ledger, id_key, snapshot};
use crate::publish::{Staged, Turn};
use crate::settle::Settlement;
use crate::settle::records::Records;

/// A planned document beside what the last run left of it.
pub(super) struct Task<'p> {
    /// Hash of all that decides its bytes.
    pub(super) fingerprint: u64,
    /// What it was, where it stands as it would be written.
    pub(super) stands: Option<&'p snapshot::Document>,
}

/// What was written.
#[derive(Default)]
pub(super) struct Written {
    /// The documents that did not stand as they are to be.
    pub(super) documents: Vec<Document>,
    /// What became of each of them.
    pub(super) composed: Vec<Composed>,
    /// Files that are ready to take their places.
    pub(super) staged: Vec<Staged>,
    /// Articles of which the ledger does not know yet what was rendered.
    pub(super) rendered: Vec<Rendered>,
    /// What is said once.
    pub(super) events: Vec<Diagnostic>,
    /// What went wrong with files that no feed has any longer, or that stand beside the feeds.
    pub(super) faults: Vec<Diagnostic>,
    /// How the next run knows what stands beside the feeds.
    pub(super) beside: snapshot::Document,
    /// How it knows the pages of feeds.
    pub(super) pages: Vec<snapshot::Document>,
}

/// Finds which documents stand as they are to be written.
pub(super) fn compare<'p>(
    house: &House<'_>,
    documents: &[Document],
    records: &Records,
    last: &'p snapshot::Snapshot,
    shut: &Shut,
) -> Vec<Task<'p>> {
    let known = last.by_path();
    let standing = house.project.stamps();
    let task = |document: &Document| {
        let fingerprint = stage::fingerprint(document, records, house.listings);
        let stands = known.get(&*document.path).copied().filter(|before| {
            before.fingerprint == fingerprint
                && before.files_stand(&standing)
                && before.extras_stand()
                && before.links_stand(shut)
                && before.next.is_none_or(|next| (last.now..next).contains(&house.now))
        });
        Task { fingerprint, stands }
    };
    documents.iter().map(task).collect()
}

/// Articles that have ended whose records stand no more: what they said of it when they were shown counts.
fn ended<'s>(settlement: &'s Settlement, stubs: &[Stub], now: i64) -> impl Iterator<Item = u64> + use<'s> {
    let standing: HashSet<u64> = settlement.standing.iter().map(|n| id_key(&stubs[*n as usize].id)).collect();
    let has_ended = move |fact: &Fact| fact.ends.is_some_and(|end| end <= now);
    let all = settlement.facts.iter().filter(move |(_, fact)| has_ended(fact)).map(|(key, _)| *key);
    all.filter(move |key| !standing.contains(key))
}

/// Renders, judges and stages the documents that do not stand, and takes what was withdrawn or is held out of
/// files that are kept.
pub(super) fn write(
    house: &House<'_>,
    (documents, tasks): (&[Document], &[Task<'_>]),
    records: &Records,
    settlement: &Settlement,
    (past, ledger): (&Past, &Ledger),
    shut: Shut,
    clock: &mut Clock,
) -> Written {
    let world = house.world(&records.stubs, shut);
    let touched = documents.iter().zip(tasks).filter(|(_, task)| task.stands.is_none());
    let mut written =
        Written { documents: touched.map(|(document, _)| document.clone()).collect(), ..Written::default() };
    let mut passed = sift::sift(&world, &mut written.documents).into_iter();
    clock.expect(|| {
        let members = written.documents.iter().flat_map(|document| &document.members);
        members.collect::<std::collections::HashSet<_>>().len()
    });
    for group in stage::groups(&written.documents) {
        let mut done = compose::compose(&world, group, |one| {
            clock.article();
            if remember::is_news(&one, &records.stubs, &settlement.facts) {
                written.rendered.push(one);
            }
        });
        for (document, done) in group.iter().zip(&mut done) {
            done.passed = passed.next().unwrap_or_default();
            keep::check(document, done, settlement, &past.feeds, &records.stubs, &house.premises());
            if !done.failed && !document.part {
                written.events.extend(guids::changed(document, past.feeds.get(&document.path), house.config));
            }
        }
        clock.lap("render");
        clock.say("publishing");
        written.staged.extend(stage::stage(house.directory, group, &mut done, house.config));
        clock.lap("write");
        written.composed.append(&mut done);
    }
    // What a document points at stands before it does: its older parts, what belongs to its articles.
    let whole = written.documents.iter().filter(|document| !document.part).flat_map(|document| &document.files);
    let last: HashSet<&str> = whole.map(|(_, path)| &**path).collect();
    for staged in &mut written.staged {
        staged.turn = if last.contains(&*staged.file.path) { Turn::Whole } else { Turn::Part };
    }
    let is_held = |number: &&u32| left_out::is_held(&records.stubs[**number as usize], house.now);
    let held = |number: &u32| id_key(&records.stubs[*number as usize].id);
    let are_kept = written.composed.iter().any(|done| done.failed);
    let mut held: HashSet<u64> = settlement.standing.iter().filter(|_| are_kept).filter(is_held).map(held).collect();
    if are_kept {
        held.extend(ended(settlement, &records.stubs, house.now));
    }
    let strike =
        strike::Strike { directory: house.directory, settlement, config: house.config, now: house.now, ledger, held };
    written.staged.extend(strike.kept(&world, &written.documents, &mut written.composed));
    let untouched = documents.iter().zip(tasks).filter(|(_, task)| task.stands.is_some()).map(|(d, _)| d);
    let failed = written.documents.iter().zip(&written.composed).filter(|(_, done)| done.failed).map(|(d, _)| d);
    let last = past.last.by_path();
    for document in untouched.chain(failed) {
        // Files of its articles stand in what the last run left of it.
        let of_articles = last.get(&*document.path).into_iter().flat_map(|before| &before.files).map(|(path, _)| path);
        // Those of what was taken back or is held go: the key of an article is a part of their paths.
        let gone = document.before.iter().filter(|key| strike.is_gone(**key));
        let gone: Vec<String> = gone.map(|key| format!("{key:016x}")).collect();
        let stays = |path: &&String| !gone.iter().any(|key| path.contains(key.as_str()));
        for path in document.files.iter().map(|(_, path)| path).chain(of_articles.filter(stays)) {
            house.directory.keep(path);
        }
    }
    let (left_behind, faults) = strike.left_behind();
    written.staged.extend(left_behind);
    written.faults = faults;
    let made = beside::make(&world, house, (documents, tasks), &written, records, past);
    written.staged.extend(made.staged.into_iter().map(|staged| staged.at(Turn::List)));
    written.faults.extend(made.faults);
    written.beside = made.document;
    written.pages = made.pages;
    clock.lap("write");
    written
}
