//! How far a build is, in one line that goes again, for somebody who waits at a terminal.

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
    /// How many there are to be, and since when they are written.
    expected: Option<(usize, Instant)>,
}

impl Line {
    pub(super) fn new(args: &cli::Build) -> Self {
        let able = std::env::var_os("TERM").is_some_and(|term| term != "dumb");
        let shown = able && !args.quiet && args.format == ReportFormat::Text && output::reports_to_terminal();
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
            Progress::Expected(articles) => state.expected = Some((articles, Instant::now())),
            Progress::Article => {
                state.articles += 1;
                if state.last.is_some_and(|last| last.elapsed() > PAUSE) {
                    let expected = state.expected.map(|(all, since)| (all, since.elapsed()));
                    let what = writing(state.articles, expected);
                    say(&mut state, &what);
                }
            }
        }
    }
}

/// How far the writing of articles is: of how many, and for how long still, as far as it went until now.
fn writing(done: usize, expected: Option<(usize, Duration)>) -> String {
    let Some((all, spent)) = expected.filter(|(all, _)| *all >= done) else {
        return format!("writing articles: {done}");
    };
    let left = spent.as_secs_f64() / done.max(1) as f64 * (all - done) as f64;
    match left.round() {
        // Of the first few nothing is concluded.
        _ if done * 20 < all => format!("writing articles: {done} of {all}"),
        seconds if seconds < 100.0 => format!("writing articles: {done} of {all}, {seconds} s to go"),
        seconds => format!("writing articles: {done} of {all}, {} min to go", (seconds / 60.0).round()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_far_it_is_and_how_long_it_will_take() {
        let after = |done, all, seconds| writing(done, Some((all, Duration::from_secs(seconds))));
        assert_eq!(after(400, 1000, 4), "writing articles: 400 of 1000, 6 s to go");
        assert_eq!(after(1000, 1000, 4), "writing articles: 1000 of 1000, 0 s to go");
        assert_eq!(after(100, 1000, 60), "writing articles: 100 of 1000, 9 min to go");
        assert_eq!(after(10, 1000, 1), "writing articles: 10 of 1000");
        assert_eq!(writing(10, None), "writing articles: 10");
        // One that several documents need is written for each.
        assert_eq!(after(11, 10, 1), "writing articles: 11");
    }
}
