//! Dates of articles, in the forms that site generators and agencies write them.
//!
//! A date without an offset is local time in the site's zone; a bare date is its midnight there.
//! Where the clock is put forward, a local time that does not exist is moved on by the gap
//! (02:30 becomes 03:30); where it is put back, a time that exists twice is the first of the two.
//! Fractions of a second are dropped: RSS cannot carry them, and all formats must say the same.

mod words;

use chrono::{
    DateTime, Datelike, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone,
};
use chrono_tz::Tz;

use words::in_english;
pub(crate) use words::is_month;

/// A moment with the offset it was written in, so that a feed shows the newsroom's own time.
pub type Timestamp = DateTime<FixedOffset>;

/// Reads a date in any of the known forms; `None` where it is none.
///
/// ```
/// use feedwright::article::date::parse;
/// let berlin = chrono_tz::Europe::Berlin;
/// assert_eq!(parse("2026-07-01", berlin).unwrap().to_rfc3339(), "2026-07-01T00:00:00+02:00");
/// assert_eq!(parse("Tue, 1 Jul 2025 10:00 GMT", berlin).unwrap().to_rfc3339(), "2025-07-01T10:00:00+00:00");
/// ```
pub fn parse(text: &str, zone: Tz) -> Option<Timestamp> {
    let found = rfc3339(text.as_bytes()).or_else(|| any_form(text, zone));
    found.filter(|moment| !is_none(*moment, text))
}

/// Whether a moment is what programs write where they have none: the first of the year 1, or of 1970 in Greenwich.
fn is_none(moment: Timestamp, text: &str) -> bool {
    moment.year() < 2 || moment.timestamp() == 0 && text.contains(':')
}

fn any_form(text: &str, zone: Tz) -> Option<Timestamp> {
    let text = text.trim();
    if text.len() > 80 {
        return None;
    }
    if let Some(seconds) = epoch(text) {
        return from_epoch(seconds);
    }
    // Java names the zone in brackets behind, JavaScript in parentheses.
    let bare = text.split_once(['[', '(']).map_or(text, |(before, _)| before.trim_end());
    in_order(bare, zone).or_else(|| in_order(&in_english(bare)?, zone))
}

/// A date, the time after it and its zone, in figures and English words.
fn in_order(text: &str, zone: Tz) -> Option<Timestamp> {
    let (date, rest) = numeric_date(text).or_else(|| worded_date(text))?;
    let (time, rest) = clock(rest)?;
    let local = NaiveDateTime::new(date, time);
    match offset(without_year(rest.trim(), date))? {
        Zone::None => Some(in_zone(local, zone)),
        Zone::Named(named) => Some(in_zone(local, named)),
        Zone::Fixed(seconds) => FixedOffset::east_opt(seconds)?.from_local_datetime(&local).single(),
    }
}

/// Seconds or milliseconds since 1970 that a text of digits is: as many as no packed date has.
fn epoch(text: &str) -> Option<i64> {
    let whole = text.split_once('.').filter(|(_, part)| part.bytes().all(|b| b.is_ascii_digit()));
    let digits = whole.map_or(text, |(whole, _)| whole);
    let sound = matches!(digits.len(), 9 | 10 | 11 | 13) && digits.bytes().all(|b| b.is_ascii_digit());
    if sound { digits.parse().ok() } else { None }
}

/// What follows a time without the year that some programs write there once more: `18:30:22 2023 -0800`.
fn without_year(rest: &str, date: NaiveDate) -> &str {
    let year = format!("{:04}", date.year());
    let after = rest.strip_prefix(&*year).filter(|after| after.is_empty() || after.starts_with(' '));
    let rest = after.map_or(rest, str::trim);
    rest.strip_suffix(&*year).filter(|before| before.ends_with(' ')).map_or(rest, str::trim)
}

/// Why a text that looks like a date is none; nothing where it does not.
pub fn why_none(text: &str) -> Option<String> {
    let text = text.trim();
    let date = text.split(['T', ' ', ',']).next()?;
    let separator = date.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = date.split(separator).collect();
    let [first, second, third] = parts[..] else { return None };
    let (a, b, c) = (number(first)?, number(second)?, number(third)?);
    let month = |n: u32| {
        MONTHS.get((n as usize).checked_sub(1)?).map(|name| {
            let mut letters = name.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
        })
    };
    let (year, month_number, day) = match (first.len(), third.len(), separator) {
        (4, ..) => (a, b, c),
        (_, 4, '.') => (c, b, a),
        (_, 4, '/' | '-') => {
            if ymd(c, a, b).is_some() && ymd(c, b, a).is_some() && a != b {
                return Some(format!("which may be {a} {} or {b} {}", month(b)?, month(a)?));
            }
            (c, b, a)
        }
        _ => return None,
    };
    match month(month_number) {
        None => Some(format!("which names a month {month_number}")),
        Some(name) if ymd(year, month_number, day).is_none() => Some(format!("and {name} {year} has no day {day}")),
        Some(_) => None,
    }
}

/// A date that folders and names of a path give together, the last that there is: `2025/09/18/x`,
/// `2021/05-12-bar/index`, `2023-01-02/x`, `2022-03/04-x`.
pub fn date_in_path(path: &str) -> Option<NaiveDate> {
    let digits = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count().min(4);
    // Every path is looked at, and few have one.
    if !path.split('/').any(|part| digits(part) == 4) {
        return None;
    }
    let parts: Vec<&str> = path.split(['/', '?', '#']).filter(|part| !part.is_empty()).collect();
    (0..parts.len()).rev().filter(|n| digits(parts[*n]) == 4).find_map(|n| {
        if let Some((date, _)) = leading_date(parts[n]) {
            return Some(date);
        }
        // A year, and what follows of it in this part and the next.
        let joined = parts[n..].iter().take(3).copied().collect::<Vec<_>>().join("-");
        let year = joined.bytes().take_while(u8::is_ascii_digit).count();
        let plausible =
            year == 4 && matches!(joined.as_bytes()[0], b'1' | b'2') && joined.as_bytes().get(4) == Some(&b'-');
        if plausible { leading_date(&joined).map(|(date, _)| date) } else { None }
    })
}

/// The form that nearly all dates have, `2026-07-01T09:30:00Z` or with `+02:00`: read at once.
fn rfc3339(text: &[u8]) -> Option<Timestamp> {
    let (&[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', i1, i2, b':', s1, s2], zone) =
        text.split_first_chunk::<19>()?
    else {
        return None;
    };
    let two = |tens: u8, ones: u8| {
        (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
    };
    let east = match *zone {
        [b'Z'] => 0,
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (two(h1, h2)?, two(m1, m2)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let east = (hours * 3600 + minutes * 60) as i32;
            if sign == b'-' { -east } else { east }
        }
        _ => return None,
    };
    let date = NaiveDate::from_ymd_opt((two(y1, y2)? * 100 + two(y3, y4)?) as i32, two(m1, m2)?, two(d1, d2)?)?;
    let local = date.and_hms_opt(two(h1, h2)?, two(i1, i2)?, two(s1, s2)?)?;
    FixedOffset::east_opt(east)?.from_local_datetime(&local).single()
}

/// A moment given as seconds, or from 10^11 on milliseconds, since 1970.
pub fn from_epoch(number: i64) -> Option<Timestamp> {
    let seconds = if number.abs() >= 100_000_000_000 { number.div_euclid(1000) } else { number };
    Some(DateTime::from_timestamp(seconds, 0)?.fixed_offset())
}

/// The moment of a local time in a zone, by the rules of this module's head.
pub fn in_zone(local: NaiveDateTime, zone: Tz) -> Timestamp {
    match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(t) | MappedLocalTime::Ambiguous(t, _) => t.fixed_offset(),
        MappedLocalTime::None => {
            // No gap is longer than a day (Samoa skipped one), so the offset of the day before
            // the gap says how far the clock went on.
            let before = zone.offset_from_utc_datetime(&(local - TimeDelta::days(2))).fix();
            let moment = local - TimeDelta::seconds(i64::from(before.local_minus_utc()));
            zone.from_utc_datetime(&moment).fixed_offset()
        }
    }
}

/// A date at the start of a file's name, `2026-07-01-slug`, and the rest of the name.
pub fn leading_date(name: &str) -> Option<(NaiveDate, &str)> {
    let (date, rest) = if name.as_bytes().get(4) == Some(&b'-') {
        let mut parts = name.splitn(3, '-');
        let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if year.len() != 4 || month.len() > 2 || digits > 2 {
            return None;
        }
        (ymd(number(year)?, number(month)?, number(&rest[..digits])?)?, &rest[digits..])
    } else {
        (packed_date(name.get(..8)?)?, &name[8..])
    };
    match rest.chars().next() {
        Some('-' | '_' | ' ' | '.' | 'T') => Some((date, &rest[1..])),
        None => Some((date, "")),
        Some(_) => None,
    }
}

/// A date at the start of the name of one of Jekyll's posts, with a hyphen behind it, and the rest of the name. Years may
/// have two digits, as Ruby reads them: `05-1-2-slug` is of 2005, `69-1-2-slug` of 1969.
pub fn date_of_post(name: &str) -> Option<(NaiveDate, &str)> {
    let mut parts = name.splitn(4, '-');
    let (year, month, day, rest) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    let year = match (year.len(), number(year)?) {
        (2, short @ 69..) => 1900 + short,
        (2, short) => 2000 + short,
        (4, year) => year,
        _ => return None,
    };
    Some((ymd(year, number(month)?, number(day)?)?, rest))
}

/// The first date anywhere in a file's name, as a stretch of its own.
pub fn date_in_name(name: &str) -> Option<NaiveDate> {
    let bytes = name.as_bytes();
    let mut from = 0;
    let runs = std::iter::from_fn(|| {
        let start = from + bytes[from..].iter().position(u8::is_ascii_digit)?;
        let digits = bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
        from = start + digits;
        Some((&name[start..], digits))
    });
    { runs }.find_map(|(rest, digits)| {
        match digits {
            8 => packed_date(&rest[..8]),
            // 01.07.2026
            1 | 2 if rest[digits..].starts_with('.') => {
                let end = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
                let mut parts = rest[..end].trim_end_matches('.').splitn(3, '.');
                let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
                (month.len() < 3 && year.len() == 4).then(|| ymd(number(year)?, number(month)?, number(day)?)).flatten()
            }
            4 => rest
                .get(..10)
                .filter(|_| !rest[10..].starts_with(|c: char| c.is_ascii_digit()))
                .and_then(|d| iso_date(&d.replace(['_', '.'], "-"))),
            _ => None,
        }
    })
}

fn number(digits: &str) -> Option<u32> {
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

fn ymd(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year as i32, month, day)
}

fn iso_date(text: &str) -> Option<NaiveDate> {
    let b = text.as_bytes();
    if b.len() != 10 || b[4] != b[7] || !matches!(b[4], b'-' | b'/') {
        return None;
    }
    ymd(number(text.get(..4)?)?, number(text.get(5..7)?)?, number(text.get(8..)?)?)
}

fn packed_date(text: &str) -> Option<NaiveDate> {
    ymd(number(text.get(..4)?)?, number(text.get(4..6)?)?, number(text.get(6..)?)?)
}

/// `2026-07-01`, `2026-7-1`, `2026/07/01`, `20260701`, `01.07.2026`.
fn numeric_date(text: &str) -> Option<(NaiveDate, &str)> {
    if let Some(date) = text.get(..10).and_then(iso_date) {
        return Some((date, &text[10..]));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if matches!(digits, 8 | 12 | 14) {
        return Some((packed_date(&text[..8])?, &text[8..]));
    }
    let separator = text[digits..].chars().next()?;
    let (first, rest) = (&text[..digits], text[digits..].strip_prefix(separator)?);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (second, rest) = (&rest[..digits], rest[digits..].strip_prefix(separator)?);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (third, rest) = rest.split_at(digits);
    let date = match separator {
        '-' | '/' if first.len() == 4 => ymd(number(first)?, number(second)?, number(third)?)?,
        '.' if first.len() == 4 => ymd(number(first)?, number(second)?, number(third)?)?,
        '.' if third.len() == 4 => ymd(number(third)?, number(second)?, number(first)?)?,
        // Which is the day and which the month is known only where one can be no month.
        '/' | '-' if third.len() == 4 => {
            let (a, b) = (number(first)?, number(second)?);
            let found = [ymd(number(third)?, b, a), ymd(number(third)?, a, b)];
            match found {
                [Some(date), None] | [None, Some(date)] => date,
                [Some(one), Some(other)] if one == other => one,
                _ => return None,
            }
        }
        _ => return None,
    };
    Some((date, rest))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The number of an English name, whole or cut to three letters or more (`Sept`).
fn named(word: &str, names: &[&str]) -> Option<u32> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    (word.len() >= 3).then(|| names.iter().position(|n| n.starts_with(&word)))?.map(|i| i as u32 + 1)
}

/// `Tue, 1 Jul 2025`, `1 July 2025`, `July 1, 2025`, `Tue Jul 1 2025` (with the time after it).
fn worded_date(text: &str) -> Option<(NaiveDate, &str)> {
    let mut rest = text;
    let mut next = |stop: &[char]| {
        rest = rest.trim_start_matches([' ', ',']);
        let end = rest.find(stop).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        word
    };
    let stop = [' ', ',', '-'];
    let mut first = next(&stop);
    if named(first, &WEEKDAYS).is_some() {
        first = next(&stop);
    }
    let (month, day) = if let Some(month) = named(first, &MONTHS) {
        (month, next(&stop))
    } else {
        rest = rest.trim_start_matches('-');
        let mut next = |stop: &[char]| {
            rest = rest.trim_start_matches([' ', ',']);
            let end = rest.find(stop).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            rest = after;
            word
        };
        (named(next(&stop), &MONTHS)?, first)
    };
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
    let rest = rest.trim_start_matches([' ', ',', '-']);
    // `Thu Jan 29 18:30:22 CET 2026`: the year comes last.
    let last = rest.rsplit(' ').next().unwrap_or_default();
    if rest.as_bytes().iter().take(3).any(|b| *b == b':') && last.len() == 4 {
        return Some((ymd(number(last)?, month, number(day)?)?, rest));
    }
    let end = rest.bytes().take_while(u8::is_ascii_digit).count();
    let year = number(&rest[..end])?;
    let year = match end {
        2 if year < 50 => year + 2000,
        2 => year + 1900,
        4 => year,
        _ => return None,
    };
    Some((ymd(year, month, number(day)?)?, &rest[end..]))
}

/// The time after a date, midnight where there is none, and what follows it.
fn clock(rest: &str) -> Option<(NaiveTime, &str)> {
    let at = rest.trim_start_matches([',', ' ']);
    let at = at.strip_prefix("at ").unwrap_or(at);
    let at = at.strip_prefix(['T', 't']).unwrap_or(at);
    let digits = at.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        // A date, perhaps with a zone (`2026-07-01Z` is legal in XML Schema).
        return Some((NaiveTime::MIN, rest));
    }
    let (hour, minute, second, mut rest) = match (digits, at.as_bytes().get(digits)) {
        (1 | 2, Some(b':')) => {
            let (hour, after) = (number(&at[..digits])?, &at[digits + 1..]);
            let part = |text: &'_ str| text.bytes().take(2).take_while(u8::is_ascii_digit).count();
            let (minute, after) = after.split_at(part(after));
            let minute = number(minute)?;
            match after.strip_prefix(':') {
                Some(after) => {
                    let (second, after) = after.split_at(part(after));
                    (hour, minute, number(second)?, after)
                }
                None => (hour, minute, 0, after),
            }
        }
        (4, _) => (number(&at[..2])?, number(&at[2..4])?, 0, &at[4..]),
        (6, _) => (number(&at[..2])?, number(&at[2..4])?, number(&at[4..6])?, &at[6..]),
        _ => return None,
    };
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return None;
        }
        rest = &fraction[digits..];
    }
    let lower = rest.trim_start().to_ascii_lowercase();
    let half = lower.get(..2).filter(|_| !lower[2..].starts_with(|c: char| c.is_alphabetic()));
    let hour = match half {
        Some("am") if (1..=12).contains(&hour) => {
            rest = &rest.trim_start()[2..];
            hour % 12
        }
        Some("pm") if (1..=12).contains(&hour) => {
            rest = &rest.trim_start()[2..];
            hour % 12 + 12
        }
        _ => hour,
    };
    // A leap second has no place in Unix time.
    Some((NaiveTime::from_hms_opt(hour, minute, second.min(if second == 60 { 59 } else { second }))?, rest))
}

enum Zone {
    None,
    Fixed(i32),
    Named(Tz),
}

/// Names that RFC 822 gives an offset, besides those of the IANA data base.
const ZONES: [(&str, i32); 14] = [
    ("Z", 0),
    ("z", 0),
    ("UT", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
    ("CEST", 2),
];

fn offset(text: &str) -> Option<Zone> {
    if text.is_empty() {
        return Some(Zone::None);
    }
    // `GMT+0100`, as JavaScript writes it.
    let text = ["GMT", "UTC", "UT"]
        .iter()
        .find_map(|name| text.strip_prefix(name).filter(|rest| rest.starts_with(['+', '-'])))
        .unwrap_or(text);
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| *name == text) {
        return Some(Zone::Fixed(hours * 3600));
    }
    let sign = match text.as_bytes()[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return text.parse().ok().map(Zone::Named),
    };
    // `+0200 CEST` and `+02:00 (CEST)` name the zone once more.
    let digits = text[1..].split(' ').next()?;
    let (hours, minutes) = match digits.len() {
        1 | 2 => (number(digits)?, 0),
        4 => (number(digits.get(..2)?)?, number(digits.get(2..)?)?),
        5 if digits.as_bytes()[2] == b':' => (number(digits.get(..2)?)?, number(digits.get(3..)?)?),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then(|| Zone::Fixed(sign * (hours * 3600 + minutes * 60) as i32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn berlin(text: &str) -> Option<String> {
        parse(text, chrono_tz::Europe::Berlin).map(|t| t.to_rfc3339())
    }

    #[test]
    fn names_of_posts_begin_with_dates() {
        let found = |name| date_of_post(name).map(|(day, rest)| (day.to_string(), rest));
        for (name, expected) in [
            ("2026-07-01-slug", Some(("2026-07-01", "slug"))),
            ("2026-7-1-a-b.c", Some(("2026-07-01", "a-b.c"))),
            ("05-1-2-x", Some(("2005-01-02", "x"))),
            ("68-1-2-x", Some(("2068-01-02", "x"))),
            ("69-1-2-x", Some(("1969-01-02", "x"))),
            ("2026-07-01_x", None),
            ("2026-07-01", None),
            ("5-1-2-x", None),
            ("10-20-30-lessons", None),
            ("ten-1-2-x", None),
        ] {
            assert_eq!(found(name), expected.map(|(day, rest)| (day.to_owned(), rest)), "{name}");
        }
    }

    #[test]
    fn the_forms_of_generators_and_agencies_are_read() {
        for (text, expected) in [
            ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00+00:00"),
            ("2026-03-01T09:30:00.123456+01:00", "2026-03-01T09:30:00+01:00"),
            ("2026-03-01 09:30:00 -0500", "2026-03-01T09:30:00-05:00"),
            ("2026-03-01 09:30:00 +0000 UTC", "2026-03-01T09:30:00+00:00"),
            ("2026-03-01 09:30", "2026-03-01T09:30:00+01:00"),
            ("2026-03-01T09:30", "2026-03-01T09:30:00+01:00"),
            ("2026-03-01", "2026-03-01T00:00:00+01:00"),
            ("2026-7-1", "2026-07-01T00:00:00+02:00"),
            ("2026/07/01", "2026-07-01T00:00:00+02:00"),
            ("20260701", "2026-07-01T00:00:00+02:00"),
            ("20260701T093000+0200", "2026-07-01T09:30:00+02:00"),
            ("20260701T093000Z", "2026-07-01T09:30:00+00:00"),
            ("01.07.2026", "2026-07-01T00:00:00+02:00"),
            ("1.7.2026 9:30", "2026-07-01T09:30:00+02:00"),
            ("Tue, 01 Jul 2025 09:30:00 GMT", "2025-07-01T09:30:00+00:00"),
            ("1 Jul 25 09:30 EST", "2025-07-01T09:30:00-05:00"),
            ("01-Jul-2025", "2025-07-01T00:00:00+02:00"),
            ("July 1, 2025", "2025-07-01T00:00:00+02:00"),
            ("Sept. 1st, 2025 3:04 pm", "2025-09-01T15:04:00+02:00"),
            ("2026-07-01 09:30:00 America/New_York", "2026-07-01T09:30:00-04:00"),
            (" 2026-07-01T09:30:00Z ", "2026-07-01T09:30:00+00:00"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
            ("2023-01-29 18:30:22 2023 -0800", "2023-01-29T18:30:22-08:00"),
            ("2026-1-2 9:5:1", "2026-01-02T09:05:01+01:00"),
            ("2026.01.02", "2026-01-02T00:00:00+01:00"),
            ("31/12/2026", "2026-12-31T00:00:00+01:00"),
            ("13-1-2026", "2026-01-13T00:00:00+01:00"),
            ("12/31/2026 18:30", "2026-12-31T18:30:00+01:00"),
            ("02/02/2026", "2026-02-02T00:00:00+01:00"),
            ("1767225600", "2026-01-01T00:00:00+00:00"),
            ("1767225600000", "2026-01-01T00:00:00+00:00"),
            ("1767225600.25", "2026-01-01T00:00:00+00:00"),
            ("20260102093000", "2026-01-02T09:30:00+01:00"),
            ("Thu Jan 29 2026 18:30:22 GMT+0100 (Central European Standard Time)", "2026-01-29T18:30:22+01:00"),
            ("Thu, 29 Jan 2026 18:30:22 GMT", "2026-01-29T18:30:22+00:00"),
            ("Thu Jan 29 18:30:22 UTC 2026", "2026-01-29T18:30:22+00:00"),
            ("Thu Jan 29 18:30:22 2026", "2026-01-29T18:30:22+01:00"),
            ("2026-01-29T18:30:22.123+01:00[Europe/Berlin]", "2026-01-29T18:30:22+01:00"),
        ] {
            assert_eq!(berlin(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "soon",
            "2026",
            "2026-13-01",
            "2026-02-30",
            "2026-03-01T25:00",
            "2026-03-01T09:30:00+99:00",
            "01/02/2026",
            "2026-1-2 9:5:99",
            "2026-03-01T09:30 nowhere",
            "12",
        ] {
            assert_eq!(berlin(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_in_the_gap_moves_on_and_a_time_that_is_twice_is_the_first() {
        assert_eq!(berlin("2026-03-29 02:30").as_deref(), Some("2026-03-29T03:30:00+02:00"));
        assert_eq!(berlin("2026-10-25 02:30").as_deref(), Some("2026-10-25T02:30:00+02:00"));
        let apia = parse("2011-12-30", chrono_tz::Pacific::Apia).unwrap();
        assert_eq!(apia.to_rfc3339(), "2011-12-31T00:00:00+14:00");
    }

    #[test]
    fn a_date_is_found_in_a_file_name() {
        let day = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
        assert_eq!(leading_date("2026-07-01-harbour"), Some((day, "harbour")));
        assert_eq!(leading_date("20260701_harbour"), Some((day, "harbour")));
        assert_eq!(leading_date("2026-7-1-harbour"), Some((day, "harbour")));
        assert_eq!(leading_date("2026-07-011"), None);
        assert_eq!(leading_date("2026-070-1-x"), None);
        assert_eq!(date_in_name("harbour_01.07.2026"), Some(day));
        assert_eq!(date_in_name("v1.2-1.7.2026.final"), Some(day));
        assert_eq!(date_in_name("v1.2.2026123"), None);
        assert_eq!(date_in_name("harbour_20260701"), Some(day));
        assert_eq!(date_in_name("p12-2026_07_01.final"), Some(day));
        assert_eq!(date_in_name("report-2026"), None);
    }

    #[test]
    fn what_looks_like_a_date_and_is_none_says_why() {
        for (text, why) in [
            ("2017-02-29", "and February 2017 has no day 29"),
            ("2017-02-29T10:00:00Z", "and February 2017 has no day 29"),
            ("31.04.2026", "and April 2026 has no day 31"),
            ("2026-13-01", "which names a month 13"),
            ("01/02/2026", "which may be 1 February or 2 January"),
        ] {
            assert_eq!(why_none(text).as_deref(), Some(why), "{text}");
        }
        for text in ["soon", "", "2026", "1.2", "a/b/2026", "2026-07-01"] {
            assert_eq!(why_none(text), None, "{text}");
        }
    }

    #[test]
    fn folders_and_names_give_a_date_together() {
        let day = |text: &str| date_in_path(text).map(|day| day.to_string());
        for (path, expected) in [
            ("2025/09/18/x", "2025-09-18"),
            ("2021/05-12-bar/index", "2021-05-12"),
            ("2022/03/04/x", "2022-03-04"),
            ("blog/2023-01-02/x", "2023-01-02"),
            ("2022-03/04-x", "2022-03-04"),
            ("/news/2026/7/1/ferry/", "2026-07-01"),
            ("2020/2026-07-01-x", "2026-07-01"),
        ] {
            assert_eq!(day(path).as_deref(), Some(expected), "{path}");
        }
        for path in ["x", "2022/03/x", "2022/13/40/x", "9999", "v1/02/03", "12026/01/02", ""] {
            assert_eq!(day(path), None, "{path}");
        }
    }

    #[test]
    fn dates_are_read_in_the_words_of_other_languages_and_style_books() {
        for (text, expected) in [
            ("6 janvier 2026", "2026-01-06T00:00"),
            ("6 janv. 2026", "2026-01-06T00:00"),
            ("1er juillet 2026", "2026-07-01T00:00"),
            ("6 de enero de 2026", "2026-01-06T00:00"),
            ("6. Januar 2026, 9 Uhr", ""),
            ("6. Januar 2026, 9:30 Uhr", "2026-01-06T09:30"),
            ("2026年1月6日", "2026-01-06T00:00"),
            ("Di, 06 Jan 2026 10:00:00 +0100", "2026-01-06T10:00"),
            ("mar., 06 janv. 2026 10:00:00 +0100", "2026-01-06T10:00"),
            ("Jan. 6, 2026, 9:00 p.m.", "2026-01-06T21:00"),
            ("January 6, 2026 9:30 a.m. ET", "2026-01-06T09:30:00-05:00"),
            ("2026-01-06 09:00 MEZ", "2026-01-06T09:00:00+01:00"),
            ("6 jui 2026", ""),
            ("6 sausage 2026", ""),
            ("0001-01-01T00:00:00Z", ""),
            ("Wed, 30 Nov -0001 00:00:00 +0000", ""),
            ("1970-01-01T00:00:00Z", ""),
            ("1970-01-01", "1970-01-01"),
        ] {
            let found = parse(text, Tz::UTC).map(|moment| moment.to_rfc3339()).unwrap_or_default();
            assert!(found.starts_with(expected) && found.is_empty() == expected.is_empty(), "{text}: {found}");
        }
    }

    #[test]
    fn numbers_are_seconds_or_milliseconds() {
        assert_eq!(from_epoch(1_700_000_000), from_epoch(1_700_000_000_123));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}") {
            let _ = parse(&text, chrono_tz::Europe::Berlin);
            let _ = leading_date(&text);
            let _ = date_in_name(&text);
            let _ = date_in_path(&text);
            let _ = why_none(&text);
        }

        #[test]
        fn near_dates_do_not_panic(text in "[0-9TZ:. +/,-]{0,30}") {
            let _ = parse(&text, chrono_tz::America::New_York);
            let _ = date_in_name(&text);
        }

        #[test]
        fn the_common_form_is_read_as_the_general_way_reads_it(
            text in "(20[0-9]{2}|[0-9]{4})-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](Z|[-+][0-2][0-9]:[0-6][0-9])"
        ) {
            prop_assert_eq!(rfc3339(text.as_bytes()), any_form(&text, chrono_tz::Europe::Berlin).filter(|_| !text.contains(":60")));
        }

        #[test]
        fn what_rfc_3339_writes_is_read_back(seconds in -62_000_000_000_i64..250_000_000_000, minutes in -720_i32..=840) {
            let offset = FixedOffset::east_opt(minutes * 60).unwrap();
            let t = DateTime::from_timestamp(seconds, 0).unwrap().with_timezone(&offset);
            prop_assert_eq!(parse(&t.to_rfc3339(), Tz::UTC), Some(t));
        }
    }
}
