//! What a build did, and where the time went.

use std::time::{Duration, Instant};

use super::order::Progress;
use crate::diagnostic::Diagnostic;
use crate::notify::Round;
use crate::publish::Published;

/// What a build did.
#[derive(Debug, Default)]
pub struct Outcome {
    /// 0: all is published; 1: something was left out or kept; 2: nothing was built.
    pub exit: u8,
    /// What happened since the last run; said once.
    pub events: Vec<Diagnostic>,
    /// What is wrong, as long as it is.
    pub diagnostics: Vec<Diagnostic>,
    /// What was wrong when the run before ended, as far as that is known.
    pub before: Vec<Diagnostic>,
    /// The documents.
    pub feeds: Vec<Row>,
    /// Files beside the feeds, where they were made anew.
    pub beside: Vec<Published>,
    /// Files that were removed, since no feed has them any longer.
    pub removed: Vec<String>,
    /// Who is to be told of it, if anybody is.
    pub round: Option<Round>,
    /// The next moment at which time alone changes something.
    pub next: Option<i64>,
    /// Whether nothing had to be looked at.
    pub nothing_new: bool,
    /// Where the time went.
    pub times: Vec<(&'static str, Duration)>,
}

/// A document in the report.
#[derive(Clone, Debug)]
pub struct Row {
    /// Path of its files without extension.
    pub path: String,
    /// Number of items.
    pub items: u32,
    /// First publication of its newest article, seconds since 1970.
    pub newest: Option<i64>,
    /// What became of it.
    pub state: State,
    /// Its files, where it was rendered.
    pub files: Vec<Published>,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Its files are new or changed.
    Written,
    /// Its files are as they were.
    Unchanged,
    /// It may not be published: its files are as they were.
    Kept,
}

/// Measures the parts of a build.
pub(crate) struct Clock<'o> {
    last: Instant,
    pub(crate) times: Vec<(&'static str, Duration)>,
    progress: Option<&'o (dyn Fn(Progress<'_>) + Sync)>,
}

impl<'o> Clock<'o> {
    pub(crate) fn start(progress: Option<&'o (dyn Fn(Progress<'_>) + Sync)>) -> Self {
        Self { last: Instant::now(), times: Vec::new(), progress }
    }

    /// Tells what is done now.
    pub(crate) fn say(&self, what: &str) {
        self.tell(Progress::Stage(what));
    }

    /// Tells how many articles are to be rendered, if somebody wants to know.
    pub(crate) fn expect(&self, articles: impl FnOnce() -> usize) {
        if self.progress.is_some() {
            self.tell(Progress::Expected(articles()));
        }
    }

    /// Tells of an article that was rendered.
    pub(crate) fn article(&self) {
        self.tell(Progress::Article);
    }

    fn tell(&self, progress: Progress<'_>) {
        if let Some(tell) = self.progress {
            tell(progress);
        }
    }

    /// Ends a part.
    pub(crate) fn lap(&mut self, name: &'static str) {
        let now = Instant::now();
        match self.times.iter_mut().find(|(known, _)| *known == name) {
            Some((_, time)) => *time += now - self.last,
            None => self.times.push((name, now - self.last)),
        }
        self.last = now;
    }
}
