//! Elements of bodies that are shown from a moment on, or until one: `<div data-embargo="2026-07-01">`.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use chrono_tz::Tz;

use super::{is_in_a_tag, without};
use crate::article::date;
use crate::body::arguments::Arguments;
use crate::body::escaped;
use crate::body::tags::{Tag, resolved, tags};

/// Names of attributes, folded and without `data-`, before whose moment an element is not shown.
#[rustfmt::skip]
const FROM: [&str; 20] = [
    "availablefrom", "embargo", "embargodate", "embargoed", "embargoeduntil", "embargoends", "embargountil", "golive", "goliveat",
    "hiddenuntil", "hideuntil", "notbefore", "publishafter", "publishat", "publishfrom", "publishon", "releaseat", "showafter",
    "showfrom", "visiblefrom",
];

/// The same of those from whose moment on it is not.
#[rustfmt::skip]
const UNTIL: [&str; 16] = [
    "availableuntil", "expirationdate", "expire", "expireat", "expires", "expiresat", "expireson", "expiry", "expirydate",
    "hideafter", "notafter", "showuntil", "unpublishat", "unpublishdate", "unpublishon", "visibleuntil",
];

/// What the names of these begin with; most bodies have none.
static SIGNS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let parts = [
        "available",
        "embargo",
        "expir",
        "go-live",
        "golive",
        "hidden-until",
        "hide-",
        "not-after",
        "not-before",
        "publish-",
        "publishat",
        "release-at",
        "show-",
        "unpublish",
        "visible-",
    ];
    let names: Vec<String> = parts.iter().map(|part| format!("data-{part}")).collect();
    AhoCorasick::builder().ascii_case_insensitive(true).build(names).expect("texts that are looked for")
});

/// A moment of an element.
enum Side {
    /// It is not shown before.
    From(i64),
    /// It is not shown from then on.
    Until(i64),
    /// It is not known when it may be shown.
    Unknown,
}

/// A body without what is not to be shown at a moment, in seconds since 1970; nothing where that is nothing.
pub(crate) fn open_at(body: &str, now: i64, zone: Tz) -> Option<String> {
    if !is_in_a_tag(body, &SIGNS) {
        return None;
    }
    let is_shut = |side: Side| match side {
        Side::From(from) => from > now,
        Side::Until(until) => until <= now,
        Side::Unknown => true,
    };
    match without(body, |tag| sides(tag, zone).any(is_shut)) {
        Cow::Owned(rest) => Some(rest),
        Cow::Borrowed(_) => None,
    }
}

/// The next moment after `now` at which an element of a body comes or goes.
pub(crate) fn changes_after(body: &str, now: i64, zone: Tz) -> Option<i64> {
    if !is_in_a_tag(body, &SIGNS) {
        return None;
    }
    let all = tags(body);
    let moments = all.filter(|tag| !tag.end).flat_map(|tag| sides(&tag, zone).collect::<Vec<_>>());
    moments
        .filter_map(|side| if let Side::From(at) | Side::Until(at) = side { Some(at) } else { None })
        .filter(|at| *at > now)
        .min()
}

/// The moments that the tag of an element tells.
fn sides(tag: &Tag<'_>, zone: Tz) -> impl Iterator<Item = Side> {
    tag.attributes().filter_map(move |(name, value)| {
        let own = name.get(..5).filter(|start| start.eq_ignore_ascii_case("data-")).and(name.get(5..))?;
        let folded = folded(own);
        let is_from = FROM.contains(&&*folded);
        if !is_from && !UNTIL.contains(&&*folded) {
            return None;
        }
        let value = resolved(value);
        let value = value.trim();
        let moment = match value.parse::<i64>() {
            Ok(number) => date::from_epoch(number).filter(|_| number > 100_000_000),
            Err(_) => date::parse(value, zone),
        };
        match moment {
            Some(at) if is_from => Some(Side::From(at.timestamp())),
            Some(at) => Some(Side::Until(at.timestamp())),
            None => says_another(&folded, value).then_some(Side::Unknown),
        }
    })
}

/// Whether an attribute, with `data-` before it, tells from when or until when an element is shown.
pub(crate) fn is_timed(name: &str) -> bool {
    let folded = folded(name);
    folded.strip_prefix("data").is_some_and(|own| FROM.contains(&own) || UNTIL.contains(&own))
}

fn folded(name: &str) -> String {
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|b| char::from(b.to_ascii_lowercase())).collect()
}

/// Names of tags, folded, that are told from when on what they enclose is shown, and until when.
const SPANS: [&str; 8] =
    ["drip", "schedule", "scheduled", "scheduledcontent", "timed", "timedblock", "timedcontent", "showbetween"];

/// Names of what tags are told, for the beginning, for the end, and for either.
const STARTS: [&str; 8] = ["after", "begin", "from", "publish", "show", "since", "start", "starts"];
const STOPS: [&str; 7] = ["before", "end", "ends", "expires", "hide", "to", "until"];
const EITHER: [&str; 6] = ["at", "by", "date", "lifts", "on", "when"];

/// What an element must say, as attributes, that stands for a tag which is told from when or until when what it encloses
/// is shown: `embargo until="2026-07-01"`, `<Box publishAt="2026-07-01">`; nothing where it is told no moment.
pub(crate) fn moments_of(name: &str, given: &Arguments) -> Option<String> {
    let own = folded(name);
    let first = |names: &[&[&str]]| {
        let named = names.iter().find_map(|names| given.named(names));
        named.or_else(|| given.plain.first().map(|(value, _)| value.trim())).filter(|value| !value.is_empty())
    };
    let is_from = FROM.contains(&&*own);
    let (mut from, mut until) = match () {
        () if is_from => (first(&[&EITHER, &STOPS, &STARTS]), None),
        () if UNTIL.contains(&&*own) => (None, first(&[&EITHER, &STOPS, &STARTS])),
        () if SPANS.contains(&&*own) => (first(&[&STARTS, &EITHER]), given.named(&STOPS)),
        () => (None, None),
    };
    // What only scripts wait for is no moment, but of what is called by nothing else.
    let is_sure = ["embargo", "expir", "sched"].iter().any(|start| own.starts_with(start));
    let is_moment = |value: &str| is_like_date(value) || value.parse().is_ok_and(|number: i64| number > 100_000_000);
    from = from.filter(|value| is_sure || is_moment(value));
    until = until.filter(|value| is_sure || is_moment(value));
    for (name, value, _) in &given.named {
        let name = folded(name);
        let name = name.strip_prefix("data").unwrap_or(&name);
        let side = if FROM.contains(&name) {
            &mut from
        } else if UNTIL.contains(&name) {
            &mut until
        } else {
            continue;
        };
        *side = side.or(Some(value.trim()).filter(|value| is_moment(value)));
    }
    if from.is_none() && until.is_none() {
        return None;
    }
    let mut out = String::new();
    for (name, value) in [("embargo", from), ("expires", until)] {
        match value {
            // What is worked out elsewhere is known here to nobody.
            Some(value) if value.contains(['{', '$', '(']) => out.push_str(" hidden"),
            Some(value) => _ = write!(out, " data-{name}=\"{}\"", escaped(value)),
            None => {}
        }
    }
    Some(out)
}

/// Whether a value is written as dates are, whether it is one or not.
fn is_like_date(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_digit()) && value.contains(['-', '/', ':'])
}

/// Whether a value that is no moment tells one that cannot be read: `until the hearing`, `next week`. What scripts wait for
/// before they show or hide something is none, nor are numbers, but those of an embargo.
fn says_another(name: &str, value: &str) -> bool {
    #[rustfmt::skip]
    const NONE: [&str; 16] = [
        "", "0", "always", "at once", "false", "forever", "lifted", "n/a", "never", "no", "none", "now", "null", "off", "over", "session",
    ];
    let is_embargo = name.starts_with("embargo");
    // Behind these a place may stand, or what a script waits for.
    let may_be_other = ["at", "on", "from"].iter().any(|end| name.ends_with(end))
        || ["show", "hideafter", "visible"].iter().any(|start| name.starts_with(start));
    (is_embargo || is_like_date(value) || !may_be_other && value.starts_with(char::is_alphabetic))
        && !NONE.contains(&&*value.to_ascii_lowercase())
        && !value.contains(['{', '$'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str) -> i64 {
        date::parse(day, Tz::UTC).unwrap().timestamp()
    }

    #[test]
    fn elements_come_and_leave_by_their_moments() {
        let now = at("2026-07-10");
        for (tag, next) in [
            ("div data-embargo=\"2026-08-01\"", Some("2026-08-01")),
            ("div data-publish-at='2026-07-11T00:00:00Z'", Some("2026-07-11")),
            ("section data-visible-from=2026-09-01", Some("2026-09-01")),
            ("p data-expires=\"2026-01-01\"", None),
            ("p data-unpublish-on=\"2026-07-10\"", None),
            ("p data-embargo=\"2026-01-01\" data-expires=\"2026-02-01\"", None),
            ("p data-embargo=\"until the hearing\"", None),
            ("p data-expires=\"next week\"", None),
            ("p data-publish-at=\"2099-13-45\"", None),
            ("p data-embargo=1798761600", Some("2027-01-01")),
        ] {
            let name = tag.split(' ').next().unwrap();
            let body = format!("<p>a</p><{tag}>SECRET</{name}><p>b</p>");
            assert_eq!(open_at(&body, now, Tz::UTC).as_deref(), Some("<p>a</p><p>b</p>"), "{tag}");
            assert_eq!(changes_after(&body, now, Tz::UTC), next.map(at), "{tag}");
        }
    }

    #[test]
    fn tags_are_told_their_moments() {
        for (tag, expected) in [
            ("Embargo until=\"2026-07-01\"", Some(" data-embargo=\"2026-07-01\"")),
            ("embargo \"2026-07-01\"", Some(" data-embargo=\"2026-07-01\"")),
            ("embargo until=\"the hearing\"", Some(" data-embargo=\"the hearing\"")),
            ("embargo until={moment()}", Some(" hidden")),
            ("Expires at=\"2026-07-01\"", Some(" data-expires=\"2026-07-01\"")),
            (
                "scheduled from=\"2026-07-01\" to=\"2026-08-01\"",
                Some(" data-embargo=\"2026-07-01\" data-expires=\"2026-08-01\""),
            ),
            ("ShowAfter date=\"2026-07-01\"", Some(" data-embargo=\"2026-07-01\"")),
            ("Box publishAt=\"2026-07-01\"", Some(" data-embargo=\"2026-07-01\"")),
            ("ShowAfter at=\"2s\"", None),
            ("Embargo", None),
            ("Box date=\"2026-07-01\"", None),
            ("Event from=\"2026-07-01\"", None),
        ] {
            let (name, given) = tag.split_once(' ').unwrap_or((tag, ""));
            assert_eq!(moments_of(name, &Arguments::read(given)).as_deref(), expected, "{tag}");
        }
        assert!(is_timed("data-embargo") && is_timed("data-publish-at"));
        assert!(!is_timed("embargo") && !is_timed("data-id"));
    }

    #[test]
    fn what_is_open_stays() {
        let now = at("2026-07-10");
        for (tag, next) in [
            ("div data-embargo=\"2026-07-10\"", None),
            ("div data-embargo=\"\"", None),
            ("div data-embargo=\"false\"", None),
            ("div data-expires=\"2026-07-11\"", Some("2026-07-11")),
            ("div data-expires=\"3600\"", None),
            ("div data-expires=\"never\"", None),
            ("div data-publish-at=\"home\"", None),
            ("div data-show-after=\"2s\"", None),
            ("div data-show-more=\"2099-01-01\"", None),
            ("div embargo=\"2099-01-01\"", None),
            ("time datetime=\"2099-01-01\"", None),
        ] {
            let name = tag.split(' ').next().unwrap();
            let body = format!("<p>a</p><{tag}>b</{name}>");
            assert_eq!(open_at(&body, now, Tz::UTC), None, "{tag}");
            assert_eq!(changes_after(&body, now, Tz::UTC), next.map(at), "{tag}");
        }
    }
}
