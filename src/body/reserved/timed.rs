//! Elements of bodies that are shown from a moment on, or until one: `<div data-embargo="2026-07-01">`.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use chrono_tz::Tz;

use super::without;
use crate::article::date;
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
    if !SIGNS.is_match(body) {
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
    if !SIGNS.is_match(body) {
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
        let folded: String =
            own.bytes().filter(u8::is_ascii_alphanumeric).map(|b| char::from(b.to_ascii_lowercase())).collect();
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
    let is_date = value.starts_with(|c: char| c.is_ascii_digit()) && value.contains(['-', '/', ':']);
    (is_embargo || is_date || !may_be_other && value.starts_with(char::is_alphabetic))
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
