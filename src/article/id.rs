//! Ids of articles: `tag:` URIs (RFC 4151) where the record has none of its own; and slugs.

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

/// The longest slug in bytes: file systems allow names of 255, and an ending follows.
const SLUG_BYTES: usize = 120;

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
