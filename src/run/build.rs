//! `feedwright build`

mod article;
mod compose;
mod guard;
mod identity;
mod in_order;
mod judge;
mod once;
mod order;
mod outcome;
mod plan;
mod progress;
mod project;
mod read;
mod recover;
mod remember;
mod report;
mod set_back;
mod settle;
mod strike;
mod updated;
mod write;

use std::time::{Duration, Instant};

use crate::cli::{self, ReportFormat};
use crate::diagnostic::{CodeInfo, Diagnostic};

pub(super) use project::Project;

/// The codes that building raises.
pub(super) const CODES: &[&[CodeInfo]] = &[
    OWN,
    article::CODES,
    settle::CODES,
    identity::CODES,
    once::CODES,
    guard::CODES,
    judge::CODES,
    recover::CODES,
    set_back::CODES,
    strike::CODES,
];

/// A waiting run looks for new records this often.
const LOOK_AGAIN: Duration = Duration::from_mins(1);

/// Builds, once or (with `--wait`) at every moment that changes something.
pub(super) fn run(args: &cli::Build) -> u8 {
    let now = match moment(args.config.now.as_deref()) {
        Ok(now) => now,
        Err(d) => {
            super::output::diagnostics(&[*d]);
            return 2;
        }
    };
    let start = Instant::now();
    let mut last = None;
    loop {
        let moment = now + start.elapsed().as_secs() as i64;
        let outcome = once::build(args, moment);
        // A run that waits says something when there is news.
        let exit = match last {
            Some(exit) if outcome.nothing_new && outcome.exit == exit => exit,
            _ => report::print(args, &outcome),
        };
        if !args.wait {
            return exit;
        }
        last = Some(outcome.exit);
        let until = outcome.next.map(|next| Duration::from_secs((next - moment).max(1) as u64));
        std::thread::sleep(until.map_or(LOOK_AGAIN, |t| t.min(LOOK_AGAIN)));
    }
}

/// The next moment at which a build would change something: the present one if it would now.
pub(super) fn next(config: &cli::ConfigArgs) -> Result<Option<i64>, Vec<Diagnostic>> {
    let now = moment(config.now.as_deref()).map_err(|d| vec![*d])?;
    let args = cli::Build {
        config: config.clone(),
        out: None,
        dry_run: true,
        diff: false,
        format: ReportFormat::Text,
        deny: None,
        lock_wait: 0,
        allow_shrink: Vec::new(),
        adopt: false,
        wait: false,
        verbose: false,
        quiet: false,
    };
    let outcome = once::build(&args, now);
    if outcome.exit > 1 {
        return Err(outcome.diagnostics);
    }
    let due = outcome.feeds.iter().any(|f| f.state == outcome::State::Written);
    Ok(if due { Some(now) } else { outcome.next })
}

/// The moment to build for: the one asked for, else the present one.
pub(super) fn moment(asked: Option<&str>) -> Result<i64, Box<Diagnostic>> {
    let Some(asked) = asked else { return Ok(chrono::Utc::now().timestamp()) };
    chrono::DateTime::parse_from_rfc3339(asked).map(|t| t.timestamp()).map_err(|_| {
        Box::new(
            Diagnostic::error("bad-time", format!("`{asked}`, given as --now, is no time"))
                .help("write it as RFC 3339 says: 2026-07-01T06:00:00Z"),
        )
    })
}

/// The codes raised here.
const OWN: &[CodeInfo] =
    &[CodeInfo { code: "bad-time", summary: "`--now` was given something that is no moment in the form of RFC 3339." }];
