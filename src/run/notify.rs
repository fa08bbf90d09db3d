//! `feedwright notify`, and how builds tell others what changed.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::{build, output};
use crate::cli;
use crate::newsroom::Project;
use crate::notify::{Delivered, Round};

/// A build that stays looks at what it owes this often at least.
const LOOK_AGAIN: Duration = Duration::from_mins(10);

pub(super) fn run(args: &cli::Notify) -> u8 {
    let now = match build::moment(args.config.now.as_deref()) {
        Ok(now) => now,
        Err(d) => return refuse(&[*d]),
    };
    let project = match Project::open(&args.config.file(), None) {
        Ok(project) => project,
        Err(found) => return refuse(&found),
    };
    let Some(round) = Round::of(&project.checked, &project.state_dir) else { return 0 };
    tell(&round, now, args.all, false).map_or(2, |delivered| u8::from(!delivered.found.is_empty()))
}

fn refuse(found: &[crate::diagnostic::Diagnostic]) -> u8 {
    output::diagnostics(found);
    2
}

/// Tells all who are to be told now, and says what went wrong, unless that is to be quiet.
pub(super) fn tell(round: &Round, now: i64, all: bool, quiet: bool) -> Option<Delivered> {
    let delivered = round.deliver(now, all);
    if !quiet {
        match &delivered {
            Ok(delivered) => output::diagnostics(&delivered.found),
            Err(d) => output::diagnostics(std::slice::from_ref(d)),
        }
    }
    delivered.ok()
}

/// Tells others while a build that stays goes on.
#[derive(Default)]
pub(super) struct Teller {
    thread: Option<Sender<(Option<Round>, i64)>>,
}

impl Teller {
    /// Hands over what is to be told; the build does not wait.
    pub(super) fn tell(&mut self, round: Option<Round>, moment: i64, quiet: bool) {
        if round.is_none() && self.thread.is_none() {
            return;
        }
        let thread = self.thread.get_or_insert_with(|| {
            let (hand, rounds) = channel::<(Option<Round>, i64)>();
            std::thread::spawn(move || {
                let Ok((mut round, mut moment)) = rounds.recv() else { return };
                loop {
                    let began = Instant::now();
                    let due = round.as_ref().and_then(|round| tell(round, moment, false, quiet)?.due);
                    let wait = due.map_or(LOOK_AGAIN, |due| Duration::from_secs((due - moment).clamp(1, 600) as u64));
                    match rounds.recv_timeout(wait) {
                        Ok(next) => (round, moment) = next,
                        Err(RecvTimeoutError::Timeout) => moment += began.elapsed().as_secs() as i64,
                        Err(RecvTimeoutError::Disconnected) => return,
                    }
                }
            });
            hand
        });
        // The thread lives as long as the build does.
        let _ = thread.send((round, moment));
    }
}
