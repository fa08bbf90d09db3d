//! How far a build is, in one line that goes again, for somebody who waits at a terminal.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use crate::cli::{self, ReportFormat};
use crate::run::output;

/// The line changes no more often than this.
const PAUSE: Duration = Duration::from_millis(100);

/// Shown at a terminal, silent elsewhere.
#[derive(Debug)]
pub(super) struct Progress {
    seen: bool,
    last: Option<Instant>,
    done: usize,
}

impl Progress {
    pub(super) fn new(args: &cli::Build) -> Self {
        let able = std::env::var_os("TERM").is_some_and(|term| term != "dumb");
        let seen = able && !args.quiet && args.format == ReportFormat::Text && std::io::stderr().is_terminal();
        Self { seen, last: None, done: 0 }
    }

    /// Says what is done now.
    pub(super) fn say(&mut self, what: &str) {
        if self.seen {
            output::report(&format!("\r\x1b[K{what} …"));
            self.last = Some(Instant::now());
        }
    }

    /// Counts an article that was rendered.
    pub(super) fn article(&mut self) {
        self.done += 1;
        if self.last.is_some_and(|last| last.elapsed() > PAUSE) {
            self.say(&format!("writing articles: {}", self.done));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.last.is_some() {
            output::report("\r\x1b[K");
        }
    }
}
