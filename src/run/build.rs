//! `feedwright build`

mod article;
mod compose;
mod guard;
mod judge;
mod once;
mod plan;
mod read;
mod remember;
mod report;
mod settle;
mod updated;

use crate::cli;
use crate::diagnostic::{CodeInfo, Diagnostic};

/// The codes that building raises.
pub(super) const CODES: &[&[CodeInfo]] = &[settle::CODES, once::CODES, guard::CODES, judge::CODES];

/// Builds, once or (with `--wait`) at every moment that changes something.
pub(super) fn run(args: &cli::Build) -> u8 {
    let now = match moment(args.config.now.as_deref()) {
        Ok(now) => now,
        Err(d) => {
            super::output::diagnostics(&[*d]);
            return 2;
        }
    };
    let outcome = once::build(args, now);
    report::print(args, &outcome)
}

/// The moment to build for: the one asked for, else the present one.
pub(super) fn moment(asked: Option<&str>) -> Result<i64, Box<Diagnostic>> {
    let Some(asked) = asked else { return Ok(chrono::Utc::now().timestamp()) };
    chrono::DateTime::parse_from_rfc3339(asked).map(|t| t.timestamp()).map_err(|e| {
        Box::new(
            Diagnostic::error("bad-time", format!("`{asked}` is no time: {e}"))
                .help("write it as RFC 3339 says: 2026-07-01T06:00:00Z"),
        )
    })
}
