//! Dates of RFC 822 and RFC 2822, part by part.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Cursor, Date, DateFault, Wrong, unix};

const MONTHS: [&[u8; 3]; 12] =
    [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
const WEEKDAYS: [&[u8; 3]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];

/// A date and time as RSS wants it: RFC 822 with years of four digits, best in the form of RFC 2822.
///
/// Forms that RFC 822 allows and RFC 2822 calls obsolete are read and noted in
/// [`Date::obsolete`]: comments, years of two digits, military zones, unusual case and blanks.
pub fn rfc822(text: &str) -> Result<Date, DateFault> {
    let bare = without_comments(text);
    let obsolete = memchr::memchr2(b'(', b'\\', text.as_bytes()).map(|at| (at..text.len(), "contains a comment"));
    let mut c = Reader { cursor: Cursor { bytes: &bare, at: 0 }, obsolete };
    c.cursor.spaces();
    let weekday = c.weekday()?;
    let (day, day_at) = c.day()?;
    c.gap("lacks the blank after the day")?;
    let month = c.month()?;
    c.gap("lacks the blank after the month")?;
    let year = c.year()?;
    c.gap("lacks a time of day")?;
    let clock = c.clock()?;
    match c.cursor.peek() {
        Some(b'+' | b'-' | b'A'..=b'Z' | b'a'..=b'z') => c.gap("lacks the blank before the time zone")?,
        Some(b'.' | b',') => c.gap("has fractions of a second, which RFC 822 does not know")?,
        _ => c.gap("lacks a time zone")?,
    }
    if let Some(at) = c.half_of_the_day() {
        return fault(Wrong::Form, at, "has a clock of twelve hours (AM, PM), which RFC 822 does not know");
    }
    let zone = c.zone()?;
    c.cursor.spaces();
    if c.cursor.at < bare.len() {
        return fault(Wrong::Form, c.cursor.at..bare.len(), "goes on after the time zone");
    }
    let Some(date) = NaiveDate::from_ymd_opt(year, month, day) else {
        return fault(Wrong::Range, day_at, "names a day its month does not have");
    };
    if let Some((index, at)) = weekday
        && index != date.weekday().num_days_from_monday() as usize
    {
        return fault(Wrong::Weekday, at, weekday_reason(date.weekday()));
    }
    let [hour, minute, second] = clock.judged()?;
    if let Some((at, reason)) = zone.fault {
        return fault(Wrong::Clock, at, reason);
    }
    Ok(Date { unix: unix(date, hour, minute, second) - zone.offset, year, obsolete: c.obsolete, odd_zone: zone.odd })
}

fn fault<T>(wrong: Wrong, at: Range<usize>, reason: &'static str) -> Result<T, DateFault> {
    Err(DateFault { wrong, at, reason })
}

/// A time of day, each part with where it stands.
struct Clock([(u32, Range<usize>); 3]);

impl Clock {
    /// Hour, minute and second, if the day has such a time; 60 is a leap second.
    fn judged(self) -> Result<[u32; 3], DateFault> {
        let limits = [(23, "has an hour over 23"), (59, "has minutes over 59"), (60, "has seconds over 60")];
        for ((value, at), (limit, reason)) in self.0.iter().zip(limits) {
            if *value > limit {
                return fault(Wrong::Clock, at.clone(), reason);
            }
        }
        Ok(self.0.map(|(value, _)| value))
    }
}

/// A time zone.
struct Zone {
    /// Seconds that its clocks are ahead of UTC.
    offset: i64,
    /// An offset by other than whole or half hours.
    odd: Option<Range<usize>>,
    /// What is wrong with a zone that can be read.
    fault: Option<(Range<usize>, &'static str)>,
}

/// Reads the parts of a date.
struct Reader<'t> {
    cursor: Cursor<'t>,
    /// The first form that successors of RFC 822 gave up.
    obsolete: Option<(Range<usize>, &'static str)>,
}

impl Reader<'_> {
    fn note(&mut self, at: Range<usize>, reason: &'static str) {
        self.obsolete.get_or_insert((at, reason));
    }

    /// Between two parts: one blank in the modern form, any white space in the old one.
    fn blanks(&mut self) -> bool {
        let at = self.cursor.spaces();
        if at.len() > 1 || (at.len() == 1 && self.cursor.bytes[at.start] != b' ') {
            self.note(at.clone(), "has more than one blank between two parts");
        }
        !at.is_empty()
    }

    fn gap(&mut self, lacks: &'static str) -> Result<(), DateFault> {
        if self.blanks() { Ok(()) } else { fault(Wrong::Form, self.cursor.rest(), lacks) }
    }

    /// The place of a part, or where it is empty what stands in its stead.
    fn or_rest(&self, at: Range<usize>) -> Range<usize> {
        if at.is_empty() { self.cursor.rest() } else { at }
    }

    /// A weekday and its comma, if the date begins with one: its number from Monday.
    fn weekday(&mut self) -> Result<Option<(usize, Range<usize>)>, DateFault> {
        if !self.cursor.peek().is_some_and(|b| b.is_ascii_alphabetic()) {
            return Ok(None);
        }
        let at = self.cursor.letters();
        let Some((index, exact)) = name_index(&WEEKDAYS, &self.cursor.bytes[at.clone()]) else {
            return fault(Wrong::Form, at, "does not begin with a weekday of three letters or a day of the month");
        };
        if !exact {
            self.note(at.clone(), "has a weekday in unusual case");
        }
        let before = self.cursor.spaces();
        let month = self.cursor.bytes[self.cursor.at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        if name_index(&MONTHS, &self.cursor.bytes[self.cursor.at..self.cursor.at + month]).is_some() {
            let what = "has its parts in the order of JavaScript or C: weekday, comma, day, month, year are wanted";
            return fault(Wrong::Form, self.cursor.rest(), what);
        }
        if !before.is_empty() {
            self.note(before, "has a blank before the comma");
        }
        if !self.cursor.eat(b',') {
            return fault(Wrong::Form, self.cursor.rest(), "lacks the comma after the weekday");
        }
        if !self.blanks() {
            let at = self.cursor.at;
            self.note(at..at, "lacks the blank after the comma");
        }
        Ok(Some((index, at)))
    }

    fn day(&mut self) -> Result<(u32, Range<usize>), DateFault> {
        let (day, at) = self.cursor.digits();
        if at.len() == 4 {
            return fault(Wrong::Form, at, "begins with a year, where RSS has a weekday or a day of the month");
        }
        if at.is_empty() || at.len() > 2 {
            return fault(Wrong::Form, self.or_rest(at), "lacks a day of the month of one or two digits");
        }
        Ok((day, at))
    }

    fn month(&mut self) -> Result<u32, DateFault> {
        let at = self.cursor.letters();
        let Some((index, exact)) = name_index(&MONTHS, &self.cursor.bytes[at.clone()]) else {
            return fault(Wrong::Form, self.or_rest(at), "lacks an English month of three letters");
        };
        if !exact {
            self.note(at, "has a month in unusual case");
        }
        Ok(index as u32 + 1)
    }

    fn year(&mut self) -> Result<i32, DateFault> {
        let (year, at) = self.cursor.digits();
        match at.len() {
            4 => Ok(year as i32),
            // A time of day already.
            _ if self.cursor.peek() == Some(b':') => fault(Wrong::Form, at, "lacks a year"),
            2 => {
                self.note(at, "has a year of two digits");
                // RFC 2822 section 4.3.
                Ok(if year < 50 { 2000 + year as i32 } else { 1900 + year as i32 })
            }
            _ => fault(Wrong::Form, self.or_rest(at), "lacks a year of four digits"),
        }
    }

    fn clock(&mut self) -> Result<Clock, DateFault> {
        let [hour, minute] = self.cursor.hours_and_minutes()?;
        let mut second = (0, self.cursor.at..self.cursor.at);
        if self.cursor.eat(b':') {
            match self.cursor.fixed(2) {
                Some(found) => second = found,
                None => return fault(Wrong::Form, self.cursor.rest(), "lacks seconds of two digits"),
            }
        }
        Ok(Clock([hour, minute, second]))
    }

    /// Where AM or PM stands instead of a zone.
    fn half_of_the_day(&self) -> Option<Range<usize>> {
        let rest = &self.cursor.bytes[self.cursor.at..];
        let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let is_half = ["am", "pm"].iter().any(|half| rest[..letters].eq_ignore_ascii_case(half.as_bytes()));
        is_half.then(|| self.cursor.at..self.cursor.at + letters)
    }

    fn zone(&mut self) -> Result<Zone, DateFault> {
        let start = self.cursor.at;
        match self.cursor.peek() {
            Some(sign @ (b'+' | b'-')) => self.signed_zone(start, sign),
            Some(b'0'..=b'9') => {
                if self.cursor.fixed(4).is_none() {
                    return fault(Wrong::Form, self.cursor.rest(), "has a zone that is not a sign and four digits");
                }
                let fault = Some((start..self.cursor.at, "has an offset without a sign"));
                Ok(Zone { offset: 0, odd: None, fault })
            }
            _ => self.named_zone(),
        }
    }

    fn signed_zone(&mut self, start: usize, sign: u8) -> Result<Zone, DateFault> {
        self.cursor.at += 1;
        let Some((value, digits)) = self.cursor.fixed(4) else {
            let at = start..self.cursor.rest().end.max(start);
            return fault(Wrong::Form, at, "has a zone that is not a sign and four digits");
        };
        let at = start..digits.end;
        let (hours, minutes) = (value / 100, value % 100);
        let seconds = i64::from(hours * 3600 + minutes * 60);
        let mut zone = Zone { offset: if sign == b'-' { -seconds } else { seconds }, odd: None, fault: None };
        if hours > 14 || minutes > 59 {
            zone.fault = Some((at, "has an offset that no place on Earth uses"));
        } else if minutes % 30 != 0 {
            zone.odd = Some(at);
        }
        Ok(zone)
    }

    fn named_zone(&mut self) -> Result<Zone, DateFault> {
        let at = self.cursor.letters();
        let name = &self.cursor.bytes[at.clone()];
        let Some(offset) = named_zone(name) else {
            return fault(Wrong::Form, self.or_rest(at), "has a zone that RFC 822 does not know");
        };
        if name.len() == 1 && name != b"Z" {
            self.note(at, "has a military zone, which is unreliable");
        } else if name.iter().any(u8::is_ascii_lowercase) {
            self.note(at, "has a zone in lower case");
        }
        Ok(Zone { offset, odd: None, fault: None })
    }
}

fn weekday_reason(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "has another weekday than its date, which is a Monday",
        Weekday::Tue => "has another weekday than its date, which is a Tuesday",
        Weekday::Wed => "has another weekday than its date, which is a Wednesday",
        Weekday::Thu => "has another weekday than its date, which is a Thursday",
        Weekday::Fri => "has another weekday than its date, which is a Friday",
        Weekday::Sat => "has another weekday than its date, which is a Saturday",
        Weekday::Sun => "has another weekday than its date, which is a Sunday",
    }
}

fn name_index(names: &[&[u8; 3]], word: &[u8]) -> Option<(usize, bool)> {
    let index = names.iter().position(|name| name.eq_ignore_ascii_case(word))?;
    Some((index, names[index] == word))
}

/// The offset in seconds of a zone of RFC 822, in any case.
fn named_zone(name: &[u8]) -> Option<i64> {
    if let [letter] = name {
        // Military zones; RFC 822 gave them the wrong sign, RFC 2822 section 4.3 takes all as UTC.
        return (letter.is_ascii_alphabetic() && !letter.eq_ignore_ascii_case(&b'J')).then_some(0);
    }
    let hours = match name.to_ascii_uppercase().as_slice() {
        b"UT" | b"GMT" => 0,
        b"EDT" => -4,
        b"EST" | b"CDT" => -5,
        b"CST" | b"MDT" => -6,
        b"MST" | b"PDT" => -7,
        b"PST" => -8,
        _ => return None,
    };
    Some(hours * 3600)
}

/// The bytes of a date with comments and quoted characters blanked out, so that offsets stay true.
fn without_comments(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    let mut depth = 0_u32;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => {
                bytes[at] = b' ';
                at += 1;
                if at < bytes.len() {
                    bytes[at] = b' ';
                }
            }
            b'(' => {
                depth += 1;
                bytes[at] = b' ';
            }
            b')' if depth > 0 => {
                depth -= 1;
                bytes[at] = b' ';
            }
            _ if depth > 0 => bytes[at] = b' ',
            _ => {}
        }
        at += 1;
    }
    bytes
}
