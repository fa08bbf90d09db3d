//! `feedwright build`

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::notify::{self, Teller};
use super::progress::Line;
use super::report;
use crate::cli;
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::newsroom::{self, Mode, Order, Outcome, Progress, State, Watch};

/// A run that watches and expects nothing waits for so long.
const NEVER: Duration = Duration::from_hours(24);

/// A waiting run looks for new records this often.
const LOOK_AGAIN: Duration = Duration::from_mins(1);

/// The folders of a trial: nothing of it reaches the newsroom's own.
struct Trial {
    folder: PathBuf,
}

impl Trial {
    fn begin() -> Result<Self, Box<Diagnostic>> {
        let made = tempfile::Builder::new().prefix("feedwright-trial-").tempdir();
        made.map(|folder| Self { folder: folder.keep() }).map_err(|e| {
            let message = format!("no folder for the trial can be made: {e}");
            Box::new(Diagnostic::error("trial-unwritable", message).help("name another place in TMPDIR"))
        })
    }

    fn order<'o>(&self, order: Order<'o>) -> Order<'o> {
        let part = |name: &str| Some(self.folder.join(name));
        Order { out: part("feeds"), state_dir: part("state"), ..order }
    }

    /// Leaves the feeds alone, and says where they are.
    fn end(self) {
        let _ = std::fs::remove_dir_all(self.folder.join("state"));
        super::output::report(&format!("the trial's feeds are in {}\n", self.folder.join("feeds").display()));
    }
}

/// Builds, once or (with `--wait`) at every moment that changes something.
pub(super) fn run(args: &cli::Build) -> u8 {
    let now = match moment(args.config.now.as_deref()) {
        Ok(now) => now,
        Err(d) => {
            super::output::diagnostics(&[*d]);
            return 2;
        }
    };
    if args.trial {
        return tried(args, now);
    }
    stay(args, now, &|_| ())
}

/// Builds, as often as it is asked for; `after` is told what came of each time.
pub(super) fn stay(args: &cli::Build, now: i64, after: &dyn Fn(&Outcome)) -> u8 {
    // What changes during a build is built after it.
    let mut watch = match args.watch.then(|| Watch::of(&args.config.file())).transpose() {
        Ok(watch) => watch,
        Err(d) => return refused(*d),
    };
    let start = Instant::now();
    let mut last = None;
    let mut teller = Teller::default();
    loop {
        let moment = now + start.elapsed().as_secs() as i64;
        let line = Line::new(args);
        let tell = |progress: Progress<'_>| line.show(progress);
        let outcome = newsroom::build(&Order { progress: Some(&tell), ..order(args, moment) });
        drop(line);
        // A run that waits says something when there is news.
        let exit = match last {
            Some(exit) if outcome.nothing_new && outcome.exit == exit => exit,
            _ => report::print(args, &outcome),
        };
        last = Some(outcome.exit);
        after(&outcome);
        if args.watch || args.wait {
            teller.tell(outcome.round, moment, args.quiet);
        } else if let Some(round) = outcome.round {
            notify::tell(&round, moment, false, args.quiet);
        }
        let until = outcome.next.map(|next| Duration::from_secs((next - moment).max(1) as u64));
        match &watch {
            Some(watched) => {
                if watched.wait(until.unwrap_or(NEVER)) {
                    // Other sources lie in other folders.
                    watch = match Watch::of(&args.config.file()) {
                        Ok(again) => Some(again),
                        Err(d) => return refused(*d),
                    };
                }
            }
            None if args.wait => std::thread::sleep(until.map_or(LOOK_AGAIN, |t| t.min(LOOK_AGAIN))),
            None => return exit,
        }
    }
}

/// Says why nothing can be built.
fn refused(d: Diagnostic) -> u8 {
    super::output::diagnostics(&[d]);
    2
}

/// Builds once, into folders of its own.
fn tried(args: &cli::Build, now: i64) -> u8 {
    let trial = match Trial::begin() {
        Ok(trial) => trial,
        Err(d) => {
            super::output::diagnostics(&[*d]);
            return 2;
        }
    };
    let line = Line::new(args);
    let tell = |progress: Progress<'_>| line.show(progress);
    let outcome = newsroom::build(&trial.order(Order { progress: Some(&tell), ..order(args, now) }));
    drop(line);
    let exit = report::print(args, &outcome);
    trial.end();
    exit
}

/// What the arguments ask for.
fn order(args: &cli::Build, now: i64) -> Order<'static> {
    let mode = match (args.diff, args.dry_run) {
        (true, _) => Mode::Diff,
        (false, true) => Mode::Preview,
        (false, false) => Mode::Publish,
    };
    Order {
        out: args.out.clone(),
        mode,
        lock_wait: Duration::from_secs(args.lock_wait),
        allow_shrink: args.allow_shrink.clone(),
        adopt: args.adopt,
        ..Order::new(args.config.file(), now)
    }
}

/// The next moment at which a build would change something: the present one if it would now.
pub(super) fn next(config: &cli::ConfigArgs) -> Result<Option<i64>, Vec<Diagnostic>> {
    let now = moment(config.now.as_deref()).map_err(|d| vec![*d])?;
    let outcome = newsroom::build(&Order { mode: Mode::Preview, ..Order::new(config.file(), now) });
    if outcome.exit > 1 {
        return Err(outcome.diagnostics);
    }
    let due = outcome.feeds.iter().any(|f| f.state == State::Written);
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
pub(super) const CODES: &[CodeInfo] = &[
    CodeInfo { code: "bad-time", summary: "`--now` was given something that is no moment in the form of RFC 3339." },
    CodeInfo { code: "trial-unwritable", summary: "The folder of temporary files cannot be written to." },
];
