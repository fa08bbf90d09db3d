//! What became of each document: for the report, and for the next run.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::house::House;
use super::outcome::{Row, State};
use super::past::Past;
use super::stage;
use super::write::{Task, Written};
use crate::article::page::Shut;
use crate::article::{Stub, TermKind};
use crate::diagnostic::Severity;
use crate::edition::compose::{Composed, Document};
use crate::ledger::snapshot::{self, Stamp};
use crate::publish::{Change, Published};

/// What became of the documents.
#[derive(Default)]
pub(super) struct Account {
    pub(super) rows: Vec<Row>,
    /// The same, by which the next run knows them again.
    pub(super) documents: Vec<snapshot::Document>,
    /// Whether something was left out of one.
    pub(super) short: bool,
    /// Whether one keeps its old files.
    pub(super) unpublished: bool,
    /// What stands beside the feeds.
    pub(super) beside: Vec<Published>,
}

/// The row of a document that stands as it did.
pub(super) fn standing(document: &snapshot::Document) -> Row {
    Row {
        path: document.path.clone(),
        items: document.items,
        newest: document.newest,
        state: State::Unchanged,
        files: Vec::new(),
    }
}

/// The articles that a document shows.
fn shown<'s>(document: &Document, done: &Composed, stubs: &'s [Stub]) -> impl Iterator<Item = &'s Stub> {
    let left_out: HashSet<u32> = done.left_out.iter().copied().collect();
    let members: Vec<u32> = document.members.iter().copied().filter(|n| !left_out.contains(n)).collect();
    members.into_iter().map(|n| &stubs[n as usize])
}

impl Account {
    /// What became of all planned documents.
    pub(super) fn of(
        house: &House<'_>,
        tasks: &[Task<'_>],
        written: &Written,
        published: Vec<Published>,
        past: &Past,
        (stubs, shut): (&[Stub], &Shut),
    ) -> Self {
        let mut files: HashMap<String, Published> = published.into_iter().map(|p| (p.path.clone(), p)).collect();
        let mut done = written.documents.iter().zip(&written.composed);
        let mut account = Self::default();
        for task in tasks {
            if let Some(before) = task.stands {
                account.short |= before.diagnostics.iter().any(|d| d.severity == Severity::Error);
                account.rows.push(standing(before));
                account.documents.push(before.clone());
            } else if let Some((document, done)) = done.next() {
                let own: Vec<Published> = document.files.iter().filter_map(|(_, p)| files.remove(p)).collect();
                account.add(house, task.fingerprint, (document, done), own, past, (stubs, shut));
            }
        }
        let beside = [&written.beside].into_iter().chain(&written.pages);
        let own = beside.flat_map(|document| &document.files).filter_map(|(path, _)| files.remove(path));
        account.beside = own.collect();
        account
    }

    fn add(
        &mut self,
        house: &House<'_>,
        fingerprint: u64,
        (document, done): (&Document, &Composed),
        files: Vec<Published>,
        past: &Past,
        (stubs, shut): (&[Stub], &Shut),
    ) {
        let whole = files.len() == document.files.len();
        let state = if done.failed || !whole {
            State::Kept
        } else if files.iter().any(|p| p.change != Change::Unchanged) {
            State::Written
        } else {
            State::Unchanged
        };
        let kept = state == State::Kept;
        self.unpublished |= kept;
        self.short |= kept || !done.left_out.is_empty();
        // What is kept is what stood before.
        let stood = past.feeds.get(&document.path).filter(|_| kept && !document.part);
        let items = stood.map_or(done.items + document.listed.len() as u32, |f| f.members.len() as u32);
        let shown: Vec<&Stub> = shown(document, done, stubs).collect();
        let newest = stood.map_or_else(|| shown.iter().filter_map(|stub| stub.published.seconds()).max(), |f| f.newest);
        let names = |stub: &&&Stub| stub.terms.iter().any(|term| term.kind() == TermKind::Author);
        let anonymous = shown.iter().filter(|stub| !names(stub)).count() as u32;
        self.rows.push(Row { path: document.path.clone(), items, newest, state, files });
        self.documents.push(snapshot::Document {
            path: document.path.clone(),
            fingerprint: if kept { 0 } else { fingerprint },
            items,
            anonymous,
            newest,
            files: stage::stamps(house.directory, document, done),
            next: done.next,
            shut: shut.among(&done.links),
            links: done.links.clone(),
            extras: done.extras.iter().map(|e| (e.clone(), Stamp::of(Path::new(e)))).collect(),
            diagnostics: done.diagnostics.clone(),
        });
    }
}
