//! How far a build is, in one line that goes again, for somebody who waits at a terminal.

use std::io::IsTerminal as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::output;
use crate::cli::{self, ReportFormat};
use crate::newsroom::Progress;

/// The line changes no more often than this.
const PAUSE: Duration = Duration::from_millis(100);

/// The line: shown at a terminal, silent elsewhere.
#[derive(Debug)]
pub(super) struct Line {
    shown: bool,
    state: Mutex<Shown>,
}

/// What the line shows.
#[derive(Debug, Default)]
struct Shown {
    /// When it changed last.
    last: Option<Instant>,
    articles: usize,
}

impl Line {
    pub(super) fn new(args: &cli::Build) -> Self {
        let able = std::env::var_os("TERM").is_some_and(|term| term != "dumb");
        let shown = able && !args.quiet && args.format == ReportFormat::Text && std::io::stderr().is_terminal();
        Self { shown, state: Mutex::default() }
    }

    /// Shows how far the build is.
    pub(super) fn show(&self, progress: Progress<'_>) {
        if !self.shown {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match progress {
            Progress::Stage(what) => say(&mut state, what),
            Progress::Article => {
                state.articles += 1;
                if state.last.is_some_and(|last| last.elapsed() > PAUSE) {
                    let what = format!("writing articles: {}", state.articles);
                    say(&mut state, &what);
                }
            }
        }
    }
}

fn say(state: &mut Shown, what: &str) {
    output::control(&format!("\r\x1b[K{what} …"));
    state.last = Some(Instant::now());
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.state.get_mut().unwrap_or_else(PoisonError::into_inner).last.is_some() {
            output::control("\r\x1b[K");
        }
    }
}
