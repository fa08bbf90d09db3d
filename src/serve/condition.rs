//! What a request makes its answer depend on, in the order of RFC 9110, section 13.2.2.

use hyper::HeaderMap;
use hyper::header::{HeaderName, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE, RANGE};

/// What the conditions of a request come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The representation is sent.
    Send,
    /// The client has it already (304).
    NotModified,
    /// What the client wants to be so is not so (412).
    Failed,
}

/// What a representation is known by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Validators<'a> {
    /// Its strong entity tag, with its quotes.
    pub(super) etag: &'a str,
    /// When its bytes changed, seconds since 1970.
    pub(super) modified: i64,
    /// The present moment.
    pub(super) now: i64,
}

/// Judges the conditions of a request that reads.
pub(super) fn judge(headers: &HeaderMap, validators: Validators<'_>) -> Verdict {
    let Validators { etag, modified, now } = validators;
    if headers.contains_key(IF_MATCH) {
        if !names(headers, &IF_MATCH, |tag| tag.is_any() || tag == Tag::of(etag)) {
            return Verdict::Failed;
        }
    } else if date(headers, &IF_UNMODIFIED_SINCE).is_some_and(|since| modified > since) {
        return Verdict::Failed;
    }
    if headers.contains_key(IF_NONE_MATCH) {
        if names(headers, &IF_NONE_MATCH, |tag| tag.is_any() || tag.opaque == Tag::of(etag).opaque) {
            return Verdict::NotModified;
        }
    } else if date(headers, &IF_MODIFIED_SINCE).is_some_and(|since| modified <= since && since <= now) {
        // A moment that has not come yet is of a clock that goes wrong, and says nothing of what was seen.
        return Verdict::NotModified;
    }
    Verdict::Send
}

/// Whether a request says which version the client has.
pub(super) fn is_conditional(headers: &HeaderMap) -> bool {
    headers.contains_key(IF_NONE_MATCH) || date(headers, &IF_MODIFIED_SINCE).is_some()
}

/// Whether the version that a request says to have is one of those that these tags name.
pub(super) fn knows(headers: &HeaderMap, tags: &[String]) -> bool {
    names(headers, &IF_NONE_MATCH, |tag| tags.iter().any(|known| Tag::of(known).opaque == tag.opaque))
}

/// The part of a representation that a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// From one byte to another, which it includes.
    Bytes(u64, u64),
    /// Several of these, in the order in which they were asked for.
    Several(Vec<(u64, u64)>),
    /// None that it has (416).
    Outside,
}

/// The part that is asked for, where the representation is the one of which the client has the rest.
/// Who asks for many parts, or for one byte twice, is sent all of it.
pub(super) fn part(headers: &HeaderMap, length: u64, validators: Validators<'_>) -> Part {
    let Some(range) = headers.get(RANGE).and_then(|value| value.to_str().ok()) else { return Part::Whole };
    if let Some(value) = headers.get(IF_RANGE) {
        let text = value.to_str().unwrap_or_default().trim();
        let same = if text.starts_with(['"', 'W']) {
            Tag::of(text) == Tag::of(validators.etag)
        } else {
            // A date tells versions apart that are a second old at least.
            httpdate(text) == Some(validators.modified) && validators.now > validators.modified
        };
        if !same {
            return Part::Whole;
        }
    }
    wanted(range, length).unwrap_or(Part::Whole)
}

/// Most parts that are sent at once.
const PARTS: usize = 16;

fn wanted(range: &str, length: u64) -> Option<Part> {
    let (unit, set) = range.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let mut parts = Vec::new();
    for one in set.split(',').map(str::trim).filter(|one| !one.is_empty()).take(PARTS + 1) {
        parts.push(single(one, length)?);
    }
    if parts.is_empty() || parts.len() > PARTS {
        return None;
    }
    // Those that lie behind the end are left out, unless all do.
    let within = |part| if let Part::Bytes(first, last) = part { Some((first, last)) } else { None };
    let mut parts: Vec<(u64, u64)> = parts.into_iter().filter_map(within).collect();
    let mut sorted = parts.clone();
    sorted.sort_unstable();
    if sorted.windows(2).any(|two| two[1].0 <= two[0].1) {
        return None;
    }
    Some(match parts.len() {
        0 => Part::Outside,
        1 => parts.pop().map(|(first, last)| Part::Bytes(first, last))?,
        _ => Part::Several(parts),
    })
}

/// One part that is asked for. `None` where it is none.
fn single(text: &str, length: u64) -> Option<Part> {
    let (first, last) = text.split_once('-')?;
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        // A number that is too large to be read lies behind every end.
        digits.then(|| text.parse::<u64>().unwrap_or(u64::MAX))
    };
    let (first, last) = match (first.trim(), last.trim()) {
        ("", last) => {
            let last = number(last)?;
            if last == 0 {
                return Some(Part::Outside);
            }
            (length.saturating_sub(last), u64::MAX)
        }
        (first, "") => (number(first)?, u64::MAX),
        (first, last) => (number(first)?, number(last)?),
    };
    if first > last {
        return None;
    }
    Some(if first < length { Part::Bytes(first, last.min(length - 1)) } else { Part::Outside })
}

/// An entity tag, or `*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tag<'a> {
    weak: bool,
    opaque: &'a str,
}

impl<'a> Tag<'a> {
    fn of(text: &'a str) -> Self {
        match text.strip_prefix("W/") {
            Some(opaque) => Self { weak: true, opaque },
            None => Self { weak: false, opaque: text },
        }
    }

    fn is_any(self) -> bool {
        self.opaque == "*"
    }
}

/// Whether one of the tags in a field is the one that is looked for. What is no tag is none.
fn names(headers: &HeaderMap, field: &HeaderName, looked_for: impl Fn(Tag<'_>) -> bool) -> bool {
    let lines = headers.get_all(field);
    lines.iter().filter_map(|value| value.to_str().ok()).any(|line| tags(line).any(&looked_for))
}

/// The tags of a line, in which a comma may stand between quotes.
fn tags(line: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = line;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches([' ', '\t', ',']);
            if rest.is_empty() {
                return None;
            }
            let quote = if rest.starts_with("W/\"") { 2 } else { 0 };
            let quoted = rest[quote..].strip_prefix('"').and_then(|inner| inner.find('"'));
            let end = quoted.map_or_else(|| rest.find(',').unwrap_or(rest.len()), |at| quote + at + 2);
            let (tag, after) = rest.split_at(end);
            rest = after;
            let alone = after.trim_start().is_empty() || after.trim_start().starts_with(',');
            if (quoted.is_some() || tag.trim_end() == "*") && alone {
                return Some(Tag::of(tag.trim_end()));
            }
            // To the next comma: what stands before it is no tag.
            rest = &rest[rest.find(',').unwrap_or(rest.len())..];
        }
    })
}

fn date(headers: &HeaderMap, field: &HeaderName) -> Option<i64> {
    let mut lines = headers.get_all(field).iter();
    let line = lines.next()?.to_str().ok()?;
    if lines.next().is_some() { None } else { httpdate(line.trim()) }
}

fn httpdate(text: &str) -> Option<i64> {
    let moment = httpdate::parse_http_date(text).ok()?;
    moment.duration_since(std::time::UNIX_EPOCH).ok().map(|after| after.as_secs() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    const VALIDATORS: Validators<'static> = Validators { etag: "\"abc\"", modified: 784_111_777, now: 784_200_000 };

    /// `modified` above.
    const SAME: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const BEFORE: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
    const AFTER: &str = "Sun, 06 Nov 1994 08:49:38 GMT";
    const TO_COME: &str = "Wed, 09 Nov 1994 00:00:00 GMT";

    #[test]
    fn conditions_come_to_what_the_rfc_says_in_its_order() {
        use Verdict::{Failed, NotModified, Send};
        let cases: &[(&[(&str, &str)], Verdict)] = &[
            (&[], Send),
            (&[("if-none-match", "\"abc\"")], NotModified),
            (&[("if-none-match", "W/\"abc\"")], NotModified),
            (&[("if-none-match", "*")], NotModified),
            (&[("if-none-match", "\"abd\"")], Send),
            (&[("if-none-match", "\"ABC\"")], Send),
            (&[("if-none-match", "abc")], Send),
            (&[("if-none-match", "\"abc")], Send),
            (&[("if-none-match", "")], Send),
            (&[("if-none-match", "\"abc\"x")], Send),
            (&[("if-none-match", "\"*\"")], Send),
            (&[("if-none-match", "\"x\", W/\"y\",\"abc\"")], NotModified),
            (&[("if-none-match", "\"x,\\\", \"abc\"")], NotModified),
            (&[("if-none-match", "\"x, \\\"abc\\\"\"")], Send),
            (&[("if-none-match", "nonsense, \"abc\"")], NotModified),
            (&[("if-none-match", "\"x\""), ("if-none-match", "\"abc\"")], NotModified),
            (&[("if-modified-since", SAME)], NotModified),
            (&[("if-modified-since", AFTER)], NotModified),
            (&[("if-modified-since", "Sunday, 06-Nov-94 08:49:37 GMT")], NotModified),
            (&[("if-modified-since", "Sun Nov  6 08:49:37 1994")], NotModified),
            (&[("if-modified-since", BEFORE)], Send),
            (&[("if-modified-since", TO_COME)], Send),
            (&[("if-modified-since", "1994-11-06T08:49:37Z")], Send),
            (&[("if-modified-since", "784111777")], Send),
            (&[("if-modified-since", SAME), ("if-modified-since", SAME)], Send),
            // The tag is asked first, and the date not at all then.
            (&[("if-none-match", "\"x\""), ("if-modified-since", SAME)], Send),
            (&[("if-none-match", "\"abc\""), ("if-modified-since", BEFORE)], NotModified),
            (&[("if-match", "\"abc\"")], Send),
            (&[("if-match", "*")], Send),
            (&[("if-match", "W/\"abc\"")], Failed),
            (&[("if-match", "\"x\"")], Failed),
            (&[("if-match", "\"x\", \"abc\"")], Send),
            (&[("if-match", "\"x\""), ("if-none-match", "\"abc\"")], Failed),
            (&[("if-match", "\"abc\""), ("if-none-match", "\"abc\"")], NotModified),
            (&[("if-match", "\"abc\""), ("if-unmodified-since", BEFORE)], Send),
            (&[("if-unmodified-since", SAME)], Send),
            (&[("if-unmodified-since", BEFORE)], Failed),
            (&[("if-unmodified-since", "yesterday")], Send),
        ];
        for (lines, verdict) in cases {
            assert_eq!(judge(&headers(lines), VALIDATORS), *verdict, "{lines:?}");
        }
    }

    #[test]
    fn ranges_are_parts_of_the_representation_that_the_client_knows() {
        use Part::{Bytes, Outside, Several, Whole};
        let many = format!("bytes={}", (0..17).map(|_| "9-9").collect::<Vec<_>>().join(","));
        let cases: &[(&[(&str, &str)], Part)] = &[
            (&[], Whole),
            (&[("range", "bytes=0-3")], Bytes(0, 3)),
            (&[("range", "bytes=0-0")], Bytes(0, 0)),
            (&[("range", "bytes=5-")], Bytes(5, 9)),
            (&[("range", "bytes=-3")], Bytes(7, 9)),
            (&[("range", "bytes=-30")], Bytes(0, 9)),
            (&[("range", "bytes=5-99999999999999999999999")], Bytes(5, 9)),
            (&[("range", "BYTES = 1-2")], Bytes(1, 2)),
            (&[("range", "bytes=10-")], Outside),
            (&[("range", "bytes=99999999999999999999999-")], Outside),
            (&[("range", "bytes=-0")], Outside),
            (&[("range", "bytes=5-2")], Whole),
            (&[("range", "bytes=0-1,4-5")], Several(vec![(0, 1), (4, 5)])),
            (&[("range", "bytes=-2, 0-0 ,")], Several(vec![(8, 9), (0, 0)])),
            (&[("range", "bytes=0-1,20-30")], Bytes(0, 1)),
            (&[("range", "bytes=20-30,-0")], Outside),
            (&[("range", "bytes=0-4,4-5")], Whole),
            (&[("range", "bytes=0-1,x")], Whole),
            (&[("range", &many)], Whole),
            (&[("range", "bytes=,")], Whole),
            (&[("range", "lines=0-1")], Whole),
            (&[("range", "bytes=a-b")], Whole),
            (&[("range", "bytes=--1")], Whole),
            (&[("range", "bytes=")], Whole),
            (&[("range", "bytes=1-2"), ("if-range", "\"abc\"")], Bytes(1, 2)),
            (&[("range", "bytes=1-2"), ("if-range", "W/\"abc\"")], Whole),
            (&[("range", "bytes=1-2"), ("if-range", "\"x\"")], Whole),
            (&[("range", "bytes=1-2"), ("if-range", SAME)], Bytes(1, 2)),
            (&[("range", "bytes=1-2"), ("if-range", AFTER)], Whole),
            (&[("range", "bytes=1-2"), ("if-range", "x")], Whole),
        ];
        for (lines, part_of_it) in cases {
            assert_eq!(part(&headers(lines), 10, VALIDATORS), *part_of_it, "{lines:?}");
        }
        assert_eq!(part(&headers(&[("range", "bytes=0-")]), 0, VALIDATORS), Outside);
        let fresh = Validators { now: VALIDATORS.modified, ..VALIDATORS };
        assert_eq!(part(&headers(&[("range", "bytes=1-2"), ("if-range", SAME)]), 10, fresh), Whole);
    }
}
