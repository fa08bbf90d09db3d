//! Moments in front matter as a generator's reader of YAML takes them, which is not always what they say.

use std::borrow::Cow;
use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use super::config;
use crate::article::date;
use crate::config::Generator;
use crate::source::field::{self, Field};
use crate::source::node::Node;
use crate::source::value::same_name;

/// What a moment of the clock, written without quotes, is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Moments {
    /// What everybody takes it for: without an offset a time of the site's zone.
    #[default]
    Plain,
    /// Jekyll: without an offset one of UTC.
    Utc,
    /// Hexo: with an offset that of UTC, whose digits then are a time of the site's zone.
    Digits,
}

impl Moments {
    pub(super) fn of(generator: Generator) -> Self {
        match generator {
            Generator::Jekyll => Self::Utc,
            Generator::Hexo => Self::Digits,
            _ => Self::Plain,
        }
    }

    /// Writes the moments of front matter as they are meant.
    pub(super) fn adapt(self, members: &mut [(Cow<'_, str>, Node<'_>)]) {
        if self == Self::Plain {
            return;
        }
        for (_, value) in members {
            let Node::Plain(text) = value else { continue };
            let Some((local, offset)) = stamp(text) else { continue };
            let meant = match (self, offset) {
                (Self::Utc, None) => format!("{}Z", local.format("%Y-%m-%dT%H:%M:%S")),
                (Self::Digits, Some(east)) => (local - east).format("%Y-%m-%d %H:%M:%S").to_string(),
                _ => continue,
            };
            *value = Node::Text(Cow::Owned(meant));
        }
    }
}

/// Time zones of pages that are others than the site's: Hugo's of each language, Pelican's of each article.
#[derive(Clone, Debug, Default)]
pub(super) struct Zones {
    /// Those of languages, of which pages that name none are in the default one.
    languages: Vec<(String, Tz)>,
    default: String,
    /// Whether a page names its own.
    own: bool,
}

impl Zones {
    /// Those of the generator whose config lies in a folder.
    pub(super) fn of(site: &Path, generator: Generator) -> Self {
        if generator != Generator::Hugo {
            return Self { own: generator == Generator::Pelican, ..Self::default() };
        }
        let config = config::hugo(site).unwrap_or(Node::Null);
        let Some(Node::Table(all)) = config::member(&config, "languages") else { return Self::default() };
        let zone = |config: &Node<'static>| config::member(config, "timeZone")?.text()?.parse::<Tz>().ok();
        let of_all = zone(&config);
        let zones = all.iter().filter_map(|(code, own)| Some((code.to_lowercase(), zone(own).or(of_all)?)));
        let languages: Vec<(String, Tz)> = zones.collect();
        let default = config::member(&config, "defaultContentLanguage").and_then(Node::text);
        let default = default.map_or_else(|| "en".to_owned(), |code| code.to_lowercase());
        Self { languages, default, own: false }
    }

    /// Writes dates of publication and change with the offset that they have in the zone of their page.
    pub(super) fn adapt(&self, language: Option<&str>, members: &mut [(Cow<'_, str>, Node<'_>)]) {
        let named = || {
            let named = members.iter().find(|(name, _)| self.own && same_name(name, "timezone"));
            named.and_then(|(_, zone)| zone.text()?.trim().parse::<Tz>().ok())
        };
        let of_language = || {
            let own = language.unwrap_or(&self.default);
            self.languages.iter().find(|(code, _)| code.eq_ignore_ascii_case(own)).map(|(_, zone)| *zone)
        };
        let Some(zone) = named().or_else(of_language) else { return };
        for (name, value) in members {
            let is_date = matches!(field::known(name), Some((Field::Published | Field::Updated, _)));
            if let Some(moment) = value.text().filter(|_| is_date).and_then(|text| date::parse(&text, zone)) {
                *value = Node::Text(Cow::Owned(moment.to_rfc3339()));
            }
        }
    }
}

/// A moment as YAML knows it: a day, hours, minutes and seconds, and how far east of Greenwich it is.
fn stamp(text: &str) -> Option<(NaiveDateTime, Option<TimeDelta>)> {
    let mut rest = text.trim();
    let number = |rest: &mut &str, digits: std::ops::RangeInclusive<usize>, after: &str| -> Option<u32> {
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let value = rest[..length].parse().ok().filter(|_| digits.contains(&length))?;
        *rest = rest[length..].strip_prefix(after)?;
        Some(value)
    };
    let (year, month, day) =
        (number(&mut rest, 4..=4, "-")?, number(&mut rest, 1..=2, "-")?, number(&mut rest, 1..=2, "")?);
    rest = match rest.strip_prefix(['T', 't']) {
        Some(time) => time,
        None => Some(rest.trim_start()).filter(|time| time.len() < rest.len())?,
    };
    let (hour, minute, second) =
        (number(&mut rest, 1..=2, ":")?, number(&mut rest, 2..=2, ":")?, number(&mut rest, 2..=2, "")?);
    let local = NaiveDate::from_ymd_opt(year.cast_signed(), month, day)?.and_hms_opt(hour, minute, second)?;
    let fraction = rest.strip_prefix('.').map(|digits| digits.trim_start_matches(|c: char| c.is_ascii_digit()));
    rest = fraction.unwrap_or(rest).trim_start();
    let offset = match rest {
        "" => None,
        "Z" | "z" => Some(TimeDelta::zero()),
        _ => {
            let west = rest.starts_with('-');
            let mut digits = rest.strip_prefix(['+', '-'])?.replace(':', "");
            // `+2`, `+02`, `+0200`.
            if digits.len() < 3 {
                digits.push_str("00");
            }
            let hhmm: i64 =
                digits.parse().ok().filter(|_| digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit()))?;
            let east = TimeDelta::minutes(hhmm / 100 * 60 + hhmm % 100);
            Some(if west { -east } else { east })
        }
    };
    Some((local, offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adapted(generator: Generator, value: Node<'static>) -> String {
        let mut members = vec![("date".into(), value)];
        Moments::of(generator).adapt(&mut members);
        members[0].1.text().unwrap().into_owned()
    }

    #[test]
    fn moments_are_those_that_readers_of_yaml_take_them_for() {
        for (text, jekyll, hexo) in [
            ("2024-01-03 02:00:00", "2024-01-03T02:00:00Z", "2024-01-03 02:00:00"),
            ("2024-1-7T3:30:00.5", "2024-01-07T03:30:00Z", "2024-1-7T3:30:00.5"),
            ("2024-01-04 23:30:00 +0000", "2024-01-04 23:30:00 +0000", "2024-01-04 23:30:00"),
            ("2024-01-25T20:00:00Z", "2024-01-25T20:00:00Z", "2024-01-25 20:00:00"),
            ("2024-01-04 01:30:00 +02:00", "2024-01-04 01:30:00 +02:00", "2024-01-03 23:30:00"),
            ("2024-01-04 22:30:00 -5", "2024-01-04 22:30:00 -5", "2024-01-05 03:30:00"),
            // No moments to YAML.
            ("2024-01-03", "2024-01-03", "2024-01-03"),
            ("2024-01-03 10:00", "2024-01-03 10:00", "2024-01-03 10:00"),
            ("2024-13-03 10:00:00", "2024-13-03 10:00:00", "2024-13-03 10:00:00"),
            ("2024-01-03 10:00:00 CET", "2024-01-03 10:00:00 CET", "2024-01-03 10:00:00 CET"),
        ] {
            assert_eq!(adapted(Generator::Jekyll, Node::Plain(text.into())), jekyll, "{text}");
            assert_eq!(adapted(Generator::Hexo, Node::Plain(text.into())), hexo, "{text}");
            assert_eq!(adapted(Generator::Hugo, Node::Plain(text.into())), text);
            // In quotes it is a text.
            assert_eq!(adapted(Generator::Jekyll, Node::Text(text.into())), text);
        }
    }
}
