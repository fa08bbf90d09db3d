//! Ids of articles: `tag:` URIs (RFC 4151) where the record has none of its own; and slugs.

use super::address::{is_active, is_plain};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a path keeps in a `tag:` URI: RFC 3986's unreserved characters and the slash.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The computed id of a record: `tag:AUTHORITY:SOURCE/PATH`, with every other character of
/// source and path percent-encoded, so that different paths never give one id.
///
/// ```
/// use feedwright::article::id::tag;
/// assert_eq!(tag("courier.example,2026", "wire", "2026/Möwe 1"), "tag:courier.example,2026:wire/2026/M%C3%B6we%201");
/// ```
pub fn tag(authority: &str, source: &str, path: &str) -> String {
    format!("tag:{authority}:{}/{}", utf8_percent_encode(source, KEPT), utf8_percent_encode(path, KEPT))
}

/// Whether an id is a URI already, as every validator wants it, and needs no [`tag`] around it. Of
/// agencies' ids not all are that look so: `urn:8d19cf88-…` names no namespace (RFC 8141 §2).
pub fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = cut(text, b':') else { return false };
    let is_name = |text: &str, more: &[u8]| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || more.contains(&b))
    };
    let escaped = |text: &[u8]| {
        let digits = |at: usize| text.get(at + 1..at + 3).is_some_and(|d| d.iter().all(u8::is_ascii_hexdigit));
        memchr::memchr_iter(b'%', text).all(digits)
    };
    let sound = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && is_name(scheme, b"+.-")
        && !rest.is_empty()
        && is_plain(rest)
        && escaped(rest.as_bytes());
    if !sound {
        return false;
    }
    let is = |known: &str| scheme.eq_ignore_ascii_case(known);
    match scheme {
        _ if is("urn") => rest.split_once(':').is_some_and(|(namespace, name)| {
            (2..=32).contains(&namespace.len())
                && is_name(namespace, b"-")
                && !namespace.starts_with('-')
                && !namespace.ends_with('-')
                && !name.is_empty()
                && !name.contains(['[', ']'])
                && (!namespace.eq_ignore_ascii_case("uuid") || is_uuid(name))
        }),
        // The rest of RFC 4151 is about its date and its authority.
        "tag" => is_tag(rest),
        _ if is("tag") => false,
        _ if is("http") || is("https") => {
            let authority = rest.strip_prefix("//").and_then(|r| r.split(['/', '?', '#']).next()).unwrap_or_default();
            is_name(authority, b".-") || (!authority.is_empty() && iri_string::types::UriStr::new(text).is_ok())
        }
        _ => iri_string::types::UriStr::new(text).is_ok() && !is_active(text),
    }
}

/// The parts before and after the first such byte, which is ASCII. Ids are short, and most of them are
/// looked at in every run: a search that pays off over long texts costs more.
#[inline]
fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let found = text.bytes().position(|b| b == at)?;
    Some((&text[..found], &text[found + 1..]))
}

fn is_uuid(text: &str) -> bool {
    let digit = |(i, b): (usize, u8)| if matches!(i, 8 | 13 | 18 | 23) { b == b'-' } else { b.is_ascii_hexdigit() };
    text.len() == 36 && text.bytes().enumerate().all(digit)
}

/// `authority "," date ":" specific`, without the scheme.
fn is_tag(text: &str) -> bool {
    let Some((authority, rest)) = cut(text, b',') else { return false };
    let Some((date, specific)) = cut(rest, b':') else { return false };
    let (user, host) = cut(authority, b'@').unwrap_or(("x", authority));
    let label = |part: &[u8], more: &[u8]| {
        !part.is_empty() && part.iter().all(|b| b.is_ascii_alphanumeric() || more.contains(b))
    };
    let known = |part: &str, last: u8| {
        part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()) && (1..=last).contains(&part.parse().unwrap_or(0))
    };
    let (year, later) = cut(date, b'-').map_or((date, None), |(year, later)| (year, Some(later)));
    let dated = later.is_none_or(|later| match cut(later, b'-') {
        Some((month, day)) => known(month, 12) && known(day, 31),
        None => known(later, 12),
    });
    let year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    let mut labels = host.as_bytes().split(|b| *b == b'.');
    let labels = labels.all(|l| label(l, b"-") && l[0] != b'-' && l[l.len() - 1] != b'-');
    label(user.as_bytes(), b"-._") && labels && dated && year && !specific.bytes().any(|b| matches!(b, b'[' | b']'))
}

/// The longest slug in bytes: file systems allow names of 255, and an ending follows.
const SLUG_BYTES: usize = 120;

/// The name of a file in addresses: as [`slug`] where it is of ASCII, else in its own script, as names without
/// blanks stay.
///
/// ```
/// use feedwright::article::id::slug_of_name;
/// assert_eq!(slug_of_name("My Post!"), "my-post");
/// assert_eq!(slug_of_name("Größe über alles"), "größe-über-alles");
/// ```
pub fn slug_of_name(name: &str) -> String {
    if name.is_ascii() {
        return slug(name);
    }
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() || matches!(c, '_' | '.' | '~' | '\u{300}'..='\u{36F}') {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    let kept = out.floor_char_boundary(3 * SLUG_BYTES);
    out[..kept].trim_matches(['-', '.']).to_owned()
}

/// A name for addresses and files: Latin letters, digits and single hyphens only.
///
/// ```
/// use feedwright::article::id::slug;
/// assert_eq!(slug("Žižkov & the 2nd Harbour!"), "zizkov-the-2nd-harbour");
/// ```
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(SLUG_BYTES));
    let mut gap = false;
    'text: for c in text.chars() {
        let latin = if c.is_ascii() { None } else { Some(deunicode::deunicode_char(c).unwrap_or(" ")) };
        let mut ascii = [0; 4];
        for c in latin.unwrap_or_else(|| c.encode_utf8(&mut ascii)).chars() {
            if c.is_ascii_alphanumeric() {
                if out.len() + usize::from(gap) >= SLUG_BYTES {
                    break 'text;
                }
                if gap && !out.is_empty() {
                    out.push('-');
                }
                gap = false;
                out.push(c.to_ascii_lowercase());
            } else if !matches!(c, '\'' | '’') {
                gap = true;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn uris_are_told_from_other_ids() {
        for uri in [
            "https://a.example/1",
            "http://a.example:8080/?p=1#x",
            "urn:newsml:a:1",
            "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
            "tag:a.example,2026:1",
            "tag:desk@a.example,2026-01-31:",
            "x-desk:7",
        ] {
            assert!(is_uri(uri), "{uri}");
        }
        for other in [
            "12",
            "a b:c",
            ":x",
            "1:2",
            "tag:",
            "tag:a.example:1",
            "tag:a.example,26:1",
            "tag:-a.example,2026:1",
            "tag:a.example,2026-13:1",
            "urn:8d19cf88-b3ab-4972-8fec-1207599f2872",
            "urn:x:1",
            "urn:uuid:1",
            "urn:newsml:",
            "https://a.example/%zz",
            "https:///x",
            "http:x",
        ] {
            assert!(!is_uri(other), "{other}");
        }
    }

    #[test]
    fn a_slug_has_no_path_tricks() {
        assert_eq!(slug("../../etc/passwd\0"), "etc-passwd");
        assert_eq!(slug("Don't"), "dont");
        assert_eq!(slug("東京"), "dong-jing");
        assert_eq!(slug("…"), "");
        assert!(slug(&"x".repeat(1000)).len() <= SLUG_BYTES);
    }

    proptest! {
        #[test]
        fn any_path_gives_a_uri_of_its_own(a in "\\PC{0,30}", b in "\\PC{0,30}") {
            let (x, y) = (tag("a.example,2026", "s", &a), tag("a.example,2026", "s", &b));
            prop_assert_eq!(a == b, x == y);
            let safe = x.bytes().all(|c| c.is_ascii_alphanumeric() || b":/%,._~-".contains(&c));
            prop_assert!(safe, "{}", x);
        }

        #[test]
        fn a_slug_is_its_own_slug(text in "\\PC{0,60}") {
            let once = slug(&text);
            prop_assert_eq!(slug(&once), once);
        }
    }
}
