//! What a build did, and where the time went.

use std::time::{Duration, Instant};

use super::progress::Progress;
use crate::diagnostic::Diagnostic;
use crate::publish::Published;

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
pub(super) struct Clock {
    last: Instant,
    pub(super) times: Vec<(&'static str, Duration)>,
    pub(super) progress: Progress,
}

impl Clock {
    pub(super) fn start(progress: Progress) -> Self {
        Self { last: Instant::now(), times: Vec::new(), progress }
    }

    /// Ends a part.
    pub(super) fn lap(&mut self, name: &'static str) {
        let now = Instant::now();
        match self.times.iter_mut().find(|(known, _)| *known == name) {
            Some((_, time)) => *time += now - self.last,
            None => self.times.push((name, now - self.last)),
        }
        self.last = now;
    }
}
