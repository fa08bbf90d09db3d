//! Notices a clock that is behind the last build.

use chrono::{DateTime, SecondsFormat};

use crate::diagnostic::{CodeInfo, Diagnostic};

/// Seconds by which clocks are put right without anybody asking.
const ADJUSTED: i64 = 60;

/// Says so when the clock is behind the last build's.
pub(crate) fn noticed(last: i64, now: i64) -> Option<Diagnostic> {
    if now >= last - ADJUSTED {
        return None;
    }
    let time = |t| DateTime::from_timestamp(t, 0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true);
    let message = format!("the clock was set back: it is {}, and the last build was for {}", time(now), time(last));
    Some(
        Diagnostic::warning("clock-set-back", message)
            .help("what was published stays so; embargoes and expiry follow the clock: see that it is right"),
    )
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "clock-set-back",
    summary: "A build is for a moment before the last one's. What was published stays; embargoes and expiry follow the clock.",
}];
