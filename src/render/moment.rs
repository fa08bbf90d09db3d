//! Dates as feeds write them, digit by digit: what formats any date costs more than an item's text.

use chrono::{Datelike as _, Timelike as _};

use crate::article::Timestamp;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A date as RSS writes it (RFC 822 with a year of four digits). Old readers expect two digits of a
/// day, too.
pub(super) fn rfc822(at: Timestamp) -> String {
    let Some(parts) = Parts::of(&at) else {
        let mut text = at.to_rfc2822();
        if text.as_bytes().get(6) == Some(&b' ') {
            text.insert(5, '0');
        }
        return text;
    };
    let mut out = String::with_capacity(32);
    out.push_str(DAYS[parts.weekday as usize % DAYS.len()]);
    out.push_str(", ");
    two(&mut out, parts.day);
    out.push(' ');
    out.push_str(MONTHS[parts.month as usize % MONTHS.len()]);
    out.push(' ');
    four(&mut out, parts.year);
    out.push(' ');
    parts.time(&mut out);
    out.push(' ');
    parts.offset(&mut out, "");
    out
}

/// A date as Atom and JSON Feed write it (RFC 3339).
pub(super) fn rfc3339(at: Timestamp) -> String {
    let Some(parts) = Parts::of(&at) else { return at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true) };
    let mut out = String::with_capacity(32);
    four(&mut out, parts.year);
    out.push('-');
    two(&mut out, parts.month + 1);
    out.push('-');
    two(&mut out, parts.day);
    out.push('T');
    parts.time(&mut out);
    if parts.offset == 0 {
        out.push('Z');
    } else {
        parts.offset(&mut out, ":");
    }
    out
}

/// What is written of a date.
struct Parts {
    /// Days after Monday.
    weekday: u32,
    day: u32,
    /// Months after January.
    month: u32,
    year: u32,
    hour: u32,
    minute: u32,
    second: u32,
    /// Minutes east of Greenwich.
    offset: i32,
}

impl Parts {
    /// `None` for a date that is not of this millennium or those before it, for a leap second, and for
    /// an offset with seconds.
    fn of(at: &Timestamp) -> Option<Self> {
        let offset = at.offset().local_minus_utc();
        let local = at.naive_local();
        let (date, time) = (local.date(), local.time());
        let year = u32::try_from(date.year()).ok().filter(|y| *y <= 9999)?;
        (offset % 60 == 0 && time.nanosecond() < 1_000_000_000).then(|| Self {
            weekday: date.weekday().num_days_from_monday(),
            day: date.day(),
            month: date.month0(),
            year,
            hour: time.hour(),
            minute: time.minute(),
            second: time.second(),
            offset: offset / 60,
        })
    }

    fn time(&self, out: &mut String) {
        two(out, self.hour);
        out.push(':');
        two(out, self.minute);
        out.push(':');
        two(out, self.second);
    }

    fn offset(&self, out: &mut String, between: &str) {
        out.push(if self.offset < 0 { '-' } else { '+' });
        two(out, self.offset.unsigned_abs() / 60);
        out.push_str(between);
        two(out, self.offset.unsigned_abs() % 60);
    }
}

fn digit(out: &mut String, n: u32) {
    out.push(char::from(b'0' + (n % 10) as u8));
}

fn two(out: &mut String, n: u32) {
    digit(out, n / 10);
    digit(out, n);
}

fn four(out: &mut String, n: u32) {
    two(out, n / 100);
    two(out, n);
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, FixedOffset};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn dates_are_written_as_chrono_writes_them(
            seconds in -62_000_000_000_i64..253_000_000_000, nanos in 0_u32..1_999_999_999, offset in -86_399_i32..86_400, whole: bool,
        ) {
            let offset = FixedOffset::east_opt(if whole { offset / 900 * 900 } else { offset }).unwrap();
            let Some(at) = DateTime::from_timestamp(seconds, if whole { nanos % 1_000_000_000 } else { nanos }) else {
                return Ok(());
            };
            let at = at.with_timezone(&offset);
            prop_assert_eq!(rfc3339(at), at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
            prop_assert_eq!(rfc822(at), at.format("%a, %d %b %Y %H:%M:%S %z").to_string());
        }
    }

    #[test]
    fn a_day_has_two_digits() {
        let at = DateTime::parse_from_rfc3339("2026-01-01T06:05:04-03:30").unwrap();
        assert_eq!(rfc822(at), "Thu, 01 Jan 2026 06:05:04 -0330");
        assert_eq!(rfc3339(at), "2026-01-01T06:05:04-03:30");
    }
}
