//! Formats of text values, by the names that stand in the schema (`"format": "language-tag"`).

use std::ops::Range;
use std::str::FromStr;

use super::shape::cut;
use super::{DateShown, PROFILES, Percentage, Period, Size, TimeZone, template};
use crate::article::address::without_credentials;
use crate::article::language;
use crate::bucket::Address;
use crate::diagnostic::suggestion;
use crate::fetch::Allowed;

/// Why a text is not in its format, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) help: Option<String>,
    /// The bytes of the text that are meant, where it is not all of it.
    pub(super) at: Option<Range<usize>>,
}

/// Checks a text.
type Check = fn(&str) -> Result<(), Fault>;

/// Every format with its check.
const FORMATS: &[(&str, Check)] = &[
    ("article-template", template),
    ("authority", authority),
    ("colour", colour),
    ("date-shown", |text| {
        parsed::<DateShown>(text, "`published`, `updated`, or a date of the record: `record.created_date`")
    }),
    ("day", day),
    ("feed-template", template),
    ("glob", glob),
    ("host", host),
    ("item-template", template),
    ("resizer-template", template),
    ("language-tag", language_tag),
    ("media-type", media_type),
    ("moment", moment),
    ("network", |text| parsed::<Allowed>(text, "a host such as `cms.internal` or a network such as `10.0.0.0/8`")),
    ("output-address", output_address),
    ("percentage", |text| parsed::<Percentage>(text, "write `50%`")),
    ("period", |text| parsed::<Period>(text, "a number and a unit: `s`, `m`, `h`, `d` or `w`")),
    ("podcast-category", podcast_category),
    ("preset", preset),
    ("profile", profile),
    ("shortcode-template", template),
    ("size", |text| parsed::<Size>(text, "a number and a unit: `B`, `kB`, `MB`, `GB`, `KiB`, `MiB` or `GiB`")),
    ("time-zone", time_zone),
    ("uri", uri),
    ("uuid", uuid),
    ("web-address", web_address),
];

/// Checks a text; formats that are not ours (`uint32`) say nothing about texts.
pub(super) fn check(format: &str, text: &str) -> Result<(), Fault> {
    FORMATS.iter().find(|(name, _)| *name == format).map_or(Ok(()), |(_, check)| check(text))
}

fn fault(message: String, help: impl Into<String>) -> Result<(), Fault> {
    Err(Fault { message, help: Some(help.into()), at: None })
}

fn parsed<T: FromStr<Err = String>>(text: &str, help: &str) -> Result<(), Fault> {
    match text.parse::<T>() {
        Ok(_) => Ok(()),
        Err(message) => fault(message, help),
    }
}

fn time_zone(text: &str) -> Result<(), Fault> {
    let Err(message) = text.parse::<TimeZone>() else { return Ok(()) };
    let names: Vec<&str> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
    // A city alone is the commonest slip.
    let city = names.iter().copied().find(|name| {
        name.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(&text.trim().replace(' ', "_")))
    });
    match city.or_else(|| suggestion(text, names)) {
        Some(name) => fault(message, format!("did you mean `{name}`?")),
        None => fault(message, "a name such as `Europe/Berlin`"),
    }
}

fn day(text: &str) -> Result<(), Fault> {
    if text.parse::<chrono::NaiveDate>().is_ok() || moment(text).is_ok() {
        return Ok(());
    }
    fault(format!("`{}` is no date", cut(text)), "such as `2026-07-01`, or `2026-07-01T08:00:00Z`")
}

fn moment(text: &str) -> Result<(), Fault> {
    match chrono::DateTime::parse_from_rfc3339(text) {
        Ok(_) => Ok(()),
        Err(e) => {
            fault(format!("`{}` is no date and time with a zone: {e}", cut(text)), "such as `2026-07-01T08:00:00Z`")
        }
    }
}

fn media_type(text: &str) -> Result<(), Fault> {
    let is_token = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    match text.split_once('/') {
        Some((kind, rest)) if is_token(kind) && is_token(rest) => Ok(()),
        _ => fault(format!("`{}` is no media type", cut(text)), "such as `video/mp4`"),
    }
}

/// The categories of Apple Podcasts, as `check` has them: each line a category, a colon, its subcategories.
const PODCAST_CATEGORIES: &str = include_str!("../check/rules/itunes/categories.txt");

fn podcast_category(text: &str) -> Result<(), Fault> {
    let lines = PODCAST_CATEGORIES.lines().filter(|line| !line.starts_with('#'));
    let names = lines.flat_map(|line| {
        let (top, subs) = line.split_once(':').unwrap_or((line, ""));
        let subs = subs.split(';').filter(|sub| !sub.is_empty()).map(move |sub| format!("{top} > {}", sub.trim()));
        std::iter::once(top.to_owned()).chain(subs)
    });
    let names: Vec<String> = names.collect();
    let written = text.split('>').map(str::trim).collect::<Vec<_>>().join(" > ");
    if names.contains(&written) {
        return Ok(());
    }
    let help = match suggestion(&written, names.iter().map(String::as_str)) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "a category of Apple Podcasts such as `News` or `News > Daily News`".to_owned(),
    };
    fault(format!("`{}` is no category of Apple Podcasts", cut(text)), help)
}

fn uuid(text: &str) -> Result<(), Fault> {
    let parts: Vec<&str> = text.split('-').collect();
    let sound = parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_hexdigit()));
    if sound {
        return Ok(());
    }
    fault(format!("`{}` is no UUID", cut(text)), "such as `9b024349-ccf0-5f69-a609-6b82873eab3c`")
}

fn preset(text: &str) -> Result<(), Fault> {
    if super::preset(text).is_some() {
        return Ok(());
    }
    let names: Vec<&str> = super::PRESETS.iter().map(|preset| preset.name).collect();
    let help = match suggestion(text, names.iter().copied()) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("the presets are {}", names.join(", ")),
    };
    fault(format!("there is no preset `{}`", cut(text)), help)
}

fn profile(text: &str) -> Result<(), Fault> {
    if PROFILES.contains(&text) {
        return Ok(());
    }
    let help = match suggestion(text, PROFILES.iter().copied()) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("the profiles are {}", PROFILES.join(", ")),
    };
    fault(format!("there is no profile `{}`", cut(text)), help)
}

/// RFC 5646: does every part of the tag stand in the registry?
fn language_tag(text: &str) -> Result<(), Fault> {
    if language::is_registered(text) {
        return Ok(());
    }
    let help = match language::tag_of(text) {
        Some(meant) => format!("write `{meant}`"),
        None => "a tag such as `en`, `de-AT` or `zh-Hant`".to_owned(),
    };
    fault(format!("`{}` is not a language tag", cut(text)), help)
}

/// RFC 4151: `authority "," date`, where the date is a year, a month or a day.
fn authority(text: &str) -> Result<(), Fault> {
    let sound = text.split_once(',').is_some_and(|(name, date)| {
        let host = name.rsplit_once('@').map_or(name, |(_, host)| host);
        let local = name.rsplit_once('@').is_none_or(|(local, _)| {
            !local.is_empty() && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
        });
        let labels = host.split('.').all(|label| {
            !label.is_empty()
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        });
        local && labels && is_date(date)
    });
    if sound {
        return Ok(());
    }
    fault(
        format!("`{}` is not the authority of a tag: URI (RFC 4151)", cut(text)),
        "a domain and a date on which it was yours: `courier.example,2026`",
    )
}

fn is_date(text: &str) -> bool {
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        10 => text.to_owned(),
        _ => return false,
    };
    full.bytes().all(|b| b.is_ascii_digit() || b == b'-') && full.parse::<chrono::NaiveDate>().is_ok()
}

/// Where an output is found, or the bucket it is put in.
fn output_address(text: &str) -> Result<(), Fault> {
    if Address::of(text).is_some() { Ok(()) } else { web_address(text) }
}

fn web_address(text: &str) -> Result<(), Fault> {
    let sound = text.trim() == text
        && url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some());
    if sound && without_credentials(text) == text && (text.starts_with("http://") || text.starts_with("https://")) {
        return Ok(());
    }
    let path = text.starts_with(['/', '.'])
        || [".png", ".jpg", ".svg", ".ico", ".gif", ".webp"].iter().any(|e| text.ends_with(e) && !text.contains('/'));
    let help = if text.contains("://") || text.is_empty() {
        "an address such as `https://courier.example/`".to_owned()
    } else if path {
        "write it with the host it is at, such as `https://courier.example/logo.png`".to_owned()
    } else {
        format!("write `https://{}`", cut(text.trim().trim_start_matches('/')))
    };
    fault(format!("`{}` is not an absolute web address", cut(text)), help)
}

/// The name of a host, as it stands in addresses.
fn host(text: &str) -> Result<(), Fault> {
    if url::Host::parse(text).is_ok() && !text.contains(['*', ' ']) {
        return Ok(());
    }
    let bare = text.split_once("://").map_or(text, |(_, rest)| rest).trim_start_matches("*.");
    let bare = bare.split(['/', ':']).next().unwrap_or_default();
    let help =
        if bare.is_empty() { "a name such as `www.youtube.com`".into() } else { format!("write `{}`", cut(bare)) };
    fault(format!("`{}` is not the name of a host", cut(text)), help)
}

/// A colour as style sheets write it in hexadecimal digits.
fn colour(text: &str) -> Result<(), Fault> {
    let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
    if digits.is_some_and(|digits| matches!(digits.len(), 3 | 6)) {
        return Ok(());
    }
    fault(format!("`{}` is not a colour", cut(text)), "three or six hexadecimal digits, such as `#00b050`")
}

fn uri(text: &str) -> Result<(), Fault> {
    if iri_string::types::IriStr::new(text).is_ok() {
        return Ok(());
    }
    fault(format!("`{}` is not an absolute URI", cut(text)), "a URI such as `https://courier.example/roles`")
}

fn glob(text: &str) -> Result<(), Fault> {
    if text.is_empty() {
        return fault("the pattern is empty".into(), "a pattern such as `articles/**/*.md`");
    }
    match globset::Glob::new(text) {
        Ok(_) => Ok(()),
        Err(e) => fault(
            format!("`{}` is not a pattern of files: {}", cut(text), e.kind()),
            "a pattern such as `articles/**/*.md`",
        ),
    }
}

fn template(text: &str) -> Result<(), Fault> {
    template::check(text).map_err(|f| Fault { message: f.message, help: Some(f.help), at: f.at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_takes_what_it_means_and_refuses_what_it_does_not() {
        for (format, good, bad) in [
            (
                "authority",
                &["courier.example,2026", "desk@courier.example,2026-02-28", "x,2026-12"][..],
                &[
                    "courier.example",
                    "courier.example,26",
                    "courier.example,2026-02-30",
                    "co urier,2026",
                    "-a.b,2026",
                    ",2026",
                ][..],
            ),
            (
                "language-tag",
                &["en", "de-AT", "zh-Hant-TW", "x-klingon", "sr-Latn"],
                &["", "e", "en_US", "en-", "english language", "en-x", "en--US"],
            ),
            (
                "web-address",
                &["https://courier.example/", "http://[::1]:8080/x"],
                &["courier.example", "ftp://x.example/", "/feeds", "https://", " https://x.example"],
            ),
            (
                "output-address",
                &["https://courier.example/", "s3://paper/feeds", "az://box"],
                &["s3://", "s3", "feeds"],
            ),
            ("uri", &["https://a.example/roles", "urn:x:y"], &["roles", "a b:c"]),
            ("colour", &["#0b5", "#00B050"], &["", "#", "0b5", "#00b05", "#00b05g", "green", "#0b5;}"]),
            ("network", &["cms.internal", "10.0.0.0/8", "::1"], &["", "*.internal", "10.0.0.0/40", "http://a/"]),
            ("host", &["youtube.com", "www.youtube-nocookie.com"], &["", "https://a.example/", "*.a.example", "a b"]),
            ("glob", &["articles/**/*.md", "*.{md,txt}"], &["", "[a", "{a,b"]),
            ("article-template", &["{{ section | slug }}/x", "plain"], &["{{ section", "{% if %}"]),
            ("time-zone", &["Europe/Berlin", "UTC"], &["Berlin", "CEST!", ""]),
            ("preset", &["msn"], &["msm", ""]),
            ("profile", &["msn", "w3c"], &["msm", ""]),
            ("percentage", &["50%"], &["50"]),
            ("day", &["2026-07-01", "2026-07-01T08:00:00Z"], &["", "1 July", "2026-07-32"]),
            ("moment", &["2026-07-01T08:00:00Z", "2026-07-01T08:00:00+02:00"], &["2026-07-01", "2026-07-01T08:00:00"]),
            (
                "podcast-category",
                &["News", "News > Daily News", "News>Daily News"],
                &["Weather", "Arts > Daily News", ""],
            ),
            (
                "uuid",
                &["9b024349-ccf0-5f69-a609-6b82873eab3c"],
                &["", "9b024349", "9b024349-ccf0-5f69-a609-6b82873eab3x"],
            ),
            ("media-type", &["video/mp4", "application/x-mpegURL"], &["", "mp4", "video/", "video/mp4; x", "video/*"]),
            ("period", &["72h"], &["3 days"]),
            ("size", &["4MB", "2 MiB"], &["4", "4 mb"]),
            ("uint32", &["anything"], &[]),
        ] {
            for text in good {
                assert_eq!(check(format, text), Ok(()), "{format}: {text}");
            }
            for text in bad {
                assert!(check(format, text).is_err(), "{format}: {text}");
            }
        }
    }

    #[test]
    fn a_city_alone_is_completed_to_its_zone() {
        assert_eq!(time_zone("Berlin").unwrap_err().help.unwrap(), "did you mean `Europe/Berlin`?");
        assert_eq!(time_zone("new york").unwrap_err().help.unwrap(), "did you mean `America/New_York`?");
    }
}
