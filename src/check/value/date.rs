//! Dates: RFC 822 and 2822 (RSS), RFC 3339 (Atom), W3CDTF (Dublin Core), ISO 8601 (others).

mod rfc822;

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

pub use rfc822::rfc822;

/// How a date is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is not written in the form asked for.
    Form,
    /// The calendar has no such day or the clock no such hour.
    Range,
    /// A minute, second, fraction or zone that does not exist, which lenient readers let pass.
    Clock,
    /// The weekday is not that of the date.
    Weekday,
}

/// A fault of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateFault {
    /// What kind of fault.
    pub wrong: Wrong,
    /// The offending bytes.
    pub at: Range<usize>,
    /// Why, as the end of a sentence that begins with the value.
    pub reason: &'static str,
}

/// A date that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    /// Seconds since 1970 in UTC; a missing month, day or time counts as its beginning.
    pub unix: i64,
    /// The year as written, two-digit ones completed.
    pub year: i32,
    /// For RFC 822: a form that its successors gave up, and where it stands.
    pub obsolete: Option<(Range<usize>, &'static str)>,
    /// For RFC 822: an offset by other than whole or half hours, which some readers misread.
    pub odd_zone: Option<Range<usize>>,
}

/// A reader over the bytes of a date.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// As many ASCII digits as there are, their value (saturating) and their place.
    fn digits(&mut self) -> (u32, Range<usize>) {
        let start = self.at;
        let mut value = 0_u32;
        while let Some(b @ b'0'..=b'9') = self.peek() {
            value = value.saturating_mul(10).saturating_add(u32::from(b - b'0'));
            self.at += 1;
        }
        (value, start..self.at)
    }

    /// Hours and minutes, as in `09:30`, each with where it stands.
    fn hours_and_minutes(&mut self) -> Result<[(u32, Range<usize>); 2], DateFault> {
        let fault = |at, reason| DateFault { wrong: Wrong::Form, at, reason };
        let hour = self.fixed(2).ok_or_else(|| fault(self.rest(), "lacks an hour of two digits"))?;
        if !self.eat(b':') {
            return Err(fault(self.rest(), "lacks the colon after the hour"));
        }
        let minute = self.fixed(2).ok_or_else(|| fault(self.rest(), "lacks minutes of two digits"))?;
        Ok([hour, minute])
    }

    /// Exactly `count` digits.
    fn fixed(&mut self, count: usize) -> Option<(u32, Range<usize>)> {
        let start = self.at;
        let mut value = 0;
        for _ in 0..count {
            let b @ b'0'..=b'9' = self.peek()? else {
                return None;
            };
            value = value * 10 + u32::from(b - b'0');
            self.at += 1;
        }
        Some((value, start..self.at))
    }

    fn letters(&mut self) -> Range<usize> {
        let start = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_alphabetic()) {
            self.at += 1;
        }
        start..self.at
    }

    fn spaces(&mut self) -> Range<usize> {
        let start = self.at;
        while self.peek().is_some_and(super::is_space) {
            self.at += 1;
        }
        start..self.at
    }

    /// What cannot be read on: the rest of the word at the cursor, or an empty range at the end.
    fn rest(&self) -> Range<usize> {
        let end =
            self.bytes[self.at..].iter().position(|&b| super::is_space(b)).map_or(self.bytes.len(), |n| self.at + n);
        self.at..end.max(self.at)
    }
}

fn unix(date: NaiveDate, hour: u32, minute: u32, second: u32) -> i64 {
    let days = i64::from(date.num_days_from_ce()) - 719_163;
    days * 86_400 + i64::from(hour * 3600 + minute * 60 + second.min(59))
}

/// What of an ISO 8601 date may be left out.
#[derive(Clone, Copy, PartialEq, Eq)]
struct MayLack {
    date_only: bool,
    no_seconds: bool,
    no_zone: bool,
}

/// A date-time as Atom wants it: RFC 3339 with upper-case `T` and `Z` (RFC 4287 section 3.3).
pub fn rfc3339(text: &str) -> Result<Date, DateFault> {
    iso(text, MayLack { date_only: false, no_seconds: false, no_zone: false })
}

/// A date of the W3C note on date and time formats: a year, a month, a day, or a time with a zone.
pub fn w3cdtf(text: &str) -> Result<Date, DateFault> {
    iso(text, MayLack { date_only: true, no_seconds: true, no_zone: false })
}

/// A date or date-time of ISO 8601's extended format, with or without a zone.
pub fn iso8601(text: &str) -> Result<Date, DateFault> {
    iso(text, MayLack { date_only: true, no_seconds: true, no_zone: true })
}

fn iso(text: &str, profile: MayLack) -> Result<Date, DateFault> {
    let mut c = Cursor { bytes: text.as_bytes(), at: 0 };
    let fault = |wrong, at, reason| Err(DateFault { wrong, at, reason });
    let Some((year, _)) = c.fixed(4) else {
        return fault(Wrong::Form, c.rest(), "does not begin with a year of four digits");
    };
    let done = |c: &Cursor<'_>| c.at == c.bytes.len();
    let (mut month, mut day, mut day_at) = (1, 1, 0..4);
    let mut full = false;
    if !(profile.date_only && done(&c)) {
        if !c.eat(b'-') {
            return fault(Wrong::Form, c.rest(), "lacks a hyphen after the year");
        }
        let Some((value, at)) = c.fixed(2) else {
            return fault(Wrong::Form, c.rest(), "lacks a month of two digits");
        };
        (month, day_at) = (value, at);
        if !(profile.date_only && done(&c)) {
            if !c.eat(b'-') {
                return fault(Wrong::Form, c.rest(), "lacks a hyphen after the month");
            }
            let Some((value, at)) = c.fixed(2) else {
                return fault(Wrong::Form, c.rest(), "lacks a day of two digits");
            };
            (day, day_at) = (value, day_at.start..at.end);
            full = true;
        }
    }
    let mut time = Time::default();
    if !(profile.date_only && done(&c)) {
        if !(full && c.eat(b'T')) {
            return fault(Wrong::Form, c.rest(), "lacks an upper-case T between date and time");
        }
        time = iso_time(&mut c, profile)?;
    }
    if !done(&c) {
        return fault(Wrong::Form, c.at..text.len(), "goes on after its end");
    }
    let Some(date) = NaiveDate::from_ymd_opt(year as i32, month, day) else {
        return fault(Wrong::Range, day_at, "names a day that does not exist");
    };
    if let Some((at, reason)) = time.out_of_range {
        return fault(Wrong::Range, at, reason);
    }
    if let Some((at, reason)) = time.odd {
        return fault(Wrong::Clock, at, reason);
    }
    let [hour, minute, second] = time.parts;
    let unix = unix(date, hour, minute, second) - time.offset;
    Ok(Date { unix, year: year as i32, obsolete: None, odd_zone: None })
}

/// A time of day of ISO 8601, with its zone.
#[derive(Default)]
struct Time {
    /// Hour, minute and second.
    parts: [u32; 3],
    /// Seconds that its clocks are ahead of UTC.
    offset: i64,
    /// A part that no day has.
    out_of_range: Option<(Range<usize>, &'static str)>,
    /// What lenient readers let pass.
    odd: Option<(Range<usize>, &'static str)>,
}

fn iso_time(c: &mut Cursor<'_>, profile: MayLack) -> Result<Time, DateFault> {
    let fault = |at, reason| DateFault { wrong: Wrong::Form, at, reason };
    let mut time = Time::default();
    let [(hour, hour_at), (minute, minute_at)] = c.hours_and_minutes()?;
    let mut second = 0;
    if c.eat(b':') {
        let Some((value, at)) = c.fixed(2) else { return Err(fault(c.rest(), "lacks seconds of two digits")) };
        second = value;
        if second > 60 {
            time.out_of_range = Some((at, "has seconds over 60"));
        }
        if c.eat(b'.') && c.digits().1.is_empty() {
            time.odd = Some((c.at - 1..c.at, "has a decimal point without a fraction"));
        }
    } else if !profile.no_seconds {
        return Err(fault(c.rest(), "lacks seconds"));
    }
    if hour > 23 {
        time.out_of_range = Some((hour_at, "has an hour over 23"));
    } else if minute > 60 {
        time.out_of_range = Some((minute_at, "has minutes over 59"));
    } else if minute == 60 {
        time.odd = Some((minute_at, "has minutes over 59"));
    }
    time.parts = [hour, minute, second];
    match c.peek() {
        Some(b'Z') => c.at += 1,
        Some(sign @ (b'+' | b'-')) => {
            let start = c.at;
            c.at += 1;
            let hours = c.fixed(2);
            let colon = c.eat(b':');
            let minutes = c.fixed(2);
            let (Some((hours, _)), true, Some((minutes, at))) = (hours, colon, minutes) else {
                c.at = start;
                return Err(fault(c.rest(), "has an offset that is not of the form +hh:mm"));
            };
            if hours > 23 || minutes > 59 {
                time.odd = Some((start..at.end, "has an offset that does not exist"));
            }
            let ahead = i64::from(hours * 3600 + minutes * 60);
            time.offset = if sign == b'-' { -ahead } else { ahead };
        }
        None if profile.no_zone => {}
        _ => return Err(fault(c.rest(), "lacks a time zone: Z or an offset such as +01:00")),
    }
    Ok(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wrong(result: Result<Date, DateFault>) -> Option<Wrong> {
        result.err().map(|f| f.wrong)
    }

    #[test]
    fn the_form_of_rfc_2822_is_read_with_its_zone() {
        let d = rfc822("Thu, 01 Jan 1970 01:00:00 +0100").unwrap();
        assert_eq!((d.unix, d.year, d.obsolete, d.odd_zone), (0, 1970, None, None));
        assert_eq!(rfc822("Thu, 1 Jan 2026 00:00 GMT").unwrap().unix, 1_767_225_600);
        assert_eq!(rfc822("31 Dec 2025 16:00:00 PST").unwrap().unix, 1_767_225_600);
        assert_eq!(rfc822("01 Jan 2026 00:00:00 Z").unwrap().obsolete, None);
    }

    #[test]
    fn old_forms_are_read_and_named() {
        for text in [
            "Thu, 01 Jan 26 00:00:00 GMT",
            "thu, 01 jan 2026 00:00:00 gmt",
            "Thu,  01 Jan 2026 00:00:00 GMT",
            "Thu, 01 Jan 2026 00:00:00 A",
            "Thu(rsday), 01(st) Jan(uary) 2026 00:00:00 +0000(GMT)",
            "Thu, 01 (a (nested) one\\) still) Jan 2026 00:00:00 GMT",
        ] {
            let d = rfc822(text).unwrap_or_else(|f| panic!("{text}: {f:?}"));
            assert!(d.obsolete.is_some(), "{text}");
            assert_eq!(d.unix, 1_767_225_600, "{text}");
        }
        assert!(rfc822("01 Jan 2026 00:00:00 +0545").unwrap().odd_zone.is_some());
        assert!(rfc822("01 Jan 2026 00:00:00 +0530").unwrap().odd_zone.is_none());
    }

    #[test]
    fn wrong_forms_ranges_and_weekdays_are_told_apart() {
        for text in [
            "",
            "2026-01-01T00:00:00Z",
            "Thu, 01 Jan 2026 00:00:00",
            "Thu, 01 Jan 2026 00:00:00 UTC",
            "Thu, 01 Jan 2026 00:00:00 CEST",
            "Thu, 01 Jan 2026 00:00:00 +01:00",
            "Thursday, 01 January 2026 00:00:00 GMT",
            "Thu, 01 Jan 2026",
            "Thu, 01 Jan 2026 0:00:00 GMT",
            "Thu, 01 Jan 2026 00:00:00 GMT now",
            "Thu, 01 Jan 2026 00:00:00 J",
            "Thu, 01 Jan 026 00:00:00 GMT",
        ] {
            assert_eq!(wrong(rfc822(text)), Some(Wrong::Form), "{text}");
        }
        assert_eq!(wrong(rfc822("Thu, 32 Jan 2026 00:00:00 GMT")), Some(Wrong::Range));
        assert_eq!(wrong(rfc822("Fri, 01 Jan 2026 00:00:00 GMT")), Some(Wrong::Weekday));
        for text in [
            "Thu, 01 Jan 2026 24:00:00 GMT",
            "Thu, 01 Jan 2026 23:60:00 GMT",
            "Thu, 01 Jan 2026 23:59:61 GMT",
            "Thu, 01 Jan 2026 00:00:00 0000",
            "Thu, 01 Jan 2026 00:00:00 +9930",
            "Thu, 01 Jan 2026 00:00:00 +0060",
        ] {
            assert_eq!(wrong(rfc822(text)), Some(Wrong::Clock), "{text}");
        }
        assert!(rfc822("Thu, 01 Jan 2026 23:59:60 GMT").is_ok());
        assert_eq!(rfc822("Fri, 01 Jan 2026 00:00:00 GMT").unwrap_err().at, 0..3);
    }

    #[test]
    fn rfc_3339_is_strict_and_w3cdtf_may_be_coarse() {
        for text in ["2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00.5Z"] {
            assert_eq!(rfc3339(text).unwrap().unix, 1_767_225_600, "{text}");
        }
        assert!(rfc3339("2026-01-01T23:59:60Z").is_ok());
        for text in [
            "2026-01-01t00:00:00z",
            "2026-01-01T00:00:00",
            "2026-01-01",
            "2026",
            "2026-01-01T00:00Z",
            "2026-01-01T00:00:00+0100",
            "",
        ] {
            assert_eq!(wrong(rfc3339(text)), Some(Wrong::Form), "{text}");
        }
        for text in [
            "2026-02-30T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:61:00Z",
            "2026-01-01T00:00:61Z",
        ] {
            assert_eq!(wrong(rfc3339(text)), Some(Wrong::Range), "{text}");
        }
        for text in ["2026-01-01T00:60:00Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+99:99"] {
            assert_eq!(wrong(rfc3339(text)), Some(Wrong::Clock), "{text}");
        }
        for text in ["2026", "2026-01", "2026-01-01", "2026-01-01T00:00Z", "2026-01-01T00:00:00.25+00:00"] {
            assert_eq!(w3cdtf(text).unwrap().unix, 1_767_225_600, "{text}");
        }
        assert_eq!(wrong(w3cdtf("2026-01-01T10:00:00")), Some(Wrong::Form));
        assert!(iso8601("2026-01-01T10:00:00").is_ok());
        assert_eq!(wrong(w3cdtf("2026-01T10:00Z")), Some(Wrong::Form));
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_date_parser(text in "\\PC{0,40}|[0-9A-Za-z,:+() .\\\\-]{0,40}") {
            for result in [rfc822(&text), rfc3339(&text), w3cdtf(&text), iso8601(&text)] {
                if let Err(fault) = result {
                    prop_assert!(fault.at.start <= fault.at.end && fault.at.end <= text.len());
                }
            }
        }

        #[test]
        fn a_written_date_is_read_back(unix in 0_i64..4_000_000_000) {
            let at = chrono::DateTime::from_timestamp(unix, 0).unwrap();
            prop_assert_eq!(rfc822(&at.format("%a, %d %b %Y %H:%M:%S +0000").to_string()).unwrap().unix, unix);
            prop_assert_eq!(rfc3339(&at.format("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap().unix, unix);
        }
    }
}
