//! Reading in one thread, judging in others, for documents that are long enough.
//!
//! What looks at one item only runs on any thread; what remembers runs in document order, by
//! whichever thread completes the next batch. At most [`IN_FLIGHT`] batches are under way, so
//! memory does not depend on how fast either side is.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};

use super::Checking;
use crate::check::document::reader::{Batch, Reader};
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::Context;

/// How many batches may be under way.
const IN_FLIGHT: usize = 8;

/// Batches that are judged item by item and wait for their turn.
struct Turns<'o, 'j> {
    next: usize,
    waiting: BTreeMap<usize, (Vec<Tree>, Findings<'o>)>,
    judge: Checking<'j>,
    findings: Findings<'o>,
}

/// Tells the reading thread when a judging one panics, which otherwise would wait for ever.
struct Alarm<'a> {
    raised: &'a AtomicBool,
    done: Sender<Vec<Tree>>,
}

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.raised.store(true, Ordering::Release);
            // The reading thread may have ended already.
            let _ = self.done.send(Vec::new());
        }
    }
}

/// Reads the rest of the document, from this batch of items on. Gives what judged it, the findings, the number of items and
/// the last batch, which is the head.
pub(super) fn run<'o, 'j, R: BufRead>(
    reader: &mut Reader<R>,
    first: Vec<Tree>,
    cx: &Context<'o>,
    judge: Checking<'j>,
    findings: Findings<'o>,
) -> (Checking<'j>, Findings<'o>, u64, Batch) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    if threads == 1 {
        return alone(reader, first, cx, judge, findings);
    }
    let fresh = findings.empty();
    let judges = judge.judges;
    let turns = Mutex::new(Turns { next: 0, waiting: BTreeMap::new(), judge, findings });
    let alarm = AtomicBool::new(false);
    let (work, todo) = mpsc::channel::<(usize, Vec<Tree>)>();
    let todo = Mutex::new(todo);
    let (done_sender, done) = mpsc::channel();
    let mut items = 0;
    let last = std::thread::scope(|scope| {
        for _ in 0..threads {
            let done = done_sender.clone();
            let (todo, turns, fresh, alarm) = (&todo, &turns, &fresh, &alarm);
            scope.spawn(move || {
                let alarm = Alarm { raised: alarm, done };
                while let Some((number, trees)) = next(todo) {
                    let mut findings = fresh.empty();
                    for tree in &trees {
                        judges.item(cx, tree, &mut findings);
                    }
                    let mut turns = turns.lock().unwrap_or_else(PoisonError::into_inner);
                    turns.waiting.insert(number, (trees, findings));
                    turns.take(cx, &alarm.done);
                }
            });
        }
        drop(done_sender);
        let last = read(reader, first, &work, &done, &alarm, &mut items);
        drop(work);
        last
    });
    let turns = turns.into_inner().unwrap_or_else(PoisonError::into_inner);
    (turns.judge, turns.findings, items, last)
}

/// The same in this thread: where there is one processor, or as in a browser no other thread.
fn alone<'o, 'j, R: BufRead>(
    reader: &mut Reader<R>,
    first: Vec<Tree>,
    cx: &Context<'o>,
    mut judge: Checking<'j>,
    mut findings: Findings<'o>,
) -> (Checking<'j>, Findings<'o>, u64, Batch) {
    let mut items = 0;
    let mut batch = Batch::Items(first);
    while let Batch::Items(trees) = batch {
        items += trees.len() as u64;
        for tree in &trees {
            judge.judges.item(cx, tree, &mut findings);
            judge.remember(cx, tree, &mut findings);
        }
        reader.reuse(trees);
        batch = reader.next_batch();
    }
    (judge, findings, items, batch)
}

/// The next batch to judge.
fn next(todo: &Mutex<Receiver<(usize, Vec<Tree>)>>) -> Option<(usize, Vec<Tree>)> {
    todo.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// Reads batches and hands them on.
fn read<R: BufRead>(
    reader: &mut Reader<R>,
    first: Vec<Tree>,
    work: &Sender<(usize, Vec<Tree>)>,
    done: &Receiver<Vec<Tree>>,
    alarm: &AtomicBool,
    items: &mut u64,
) -> Batch {
    let mut number = 0;
    let mut under_way = 0;
    let mut batch = Batch::Items(first);
    loop {
        match batch {
            Batch::Items(trees) if !alarm.load(Ordering::Acquire) => {
                *items += trees.len() as u64;
                if work.send((number, trees)).is_err() {
                    return reader.head();
                }
                number += 1;
                under_way += 1;
                while under_way >= IN_FLIGHT {
                    let Ok(trees) = done.recv() else { return reader.head() };
                    under_way -= 1;
                    reader.reuse(trees);
                }
            }
            // The panic goes on when the threads are joined.
            Batch::Items(_) => return reader.head(),
            head @ Batch::Head { .. } => return head,
        }
        batch = reader.next_batch();
    }
}

impl Turns<'_, '_> {
    /// Takes in the batches whose turn it is.
    fn take(&mut self, cx: &Context<'_>, done: &Sender<Vec<Tree>>) {
        while let Some((trees, findings)) = self.waiting.remove(&self.next) {
            self.next += 1;
            self.findings.append(findings);
            for tree in &trees {
                self.judge.remember(cx, tree, &mut self.findings);
            }
            // The reading thread may have ended already.
            let _ = done.send(trees);
        }
    }
}
