//! URLs in attributes of HTML.

use std::ops::Range;

use crate::check::value::script::{self, scheme};

/// What a URL is to a reader of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict<'a> {
    /// Absolute.
    Fine,
    /// It runs code or holds a document: its scheme.
    Runs(String),
    /// Not a URL.
    Malformed(&'static str),
    /// Only `#…`: what follows.
    Fragment(&'a str),
    /// Relative.
    Relative,
}

/// Judges the URL of an attribute of this element.
pub(crate) fn judge<'a>(url: &'a str, element: &str) -> Verdict<'a> {
    // Browsers trim controls and blanks and drop tabs and line ends wherever they stand.
    let url = url.trim_matches(|c: char| c <= ' ');
    if let Some(fragment) = url.strip_prefix('#') {
        return Verdict::Fragment(fragment);
    }
    // Most are written so.
    if let Some(rest) = url.strip_prefix("https:").or_else(|| url.strip_prefix("http:")) {
        return of_web(url, rest);
    }
    let Some((scheme, rest)) = scheme(url) else { return Verdict::Relative };
    match scheme.as_str() {
        "http" | "https" => of_web(url, rest),
        "data" => {
            let shows = ["img", "source", "video", "audio", "track", "image", "feimage", "picture"];
            let is_media = shows.iter().any(|e| e.eq_ignore_ascii_case(element));
            if is_media { Verdict::Fine } else { Verdict::Runs(scheme) }
        }
        _ if script::runs(url).is_some() => Verdict::Runs(scheme),
        _ => Verdict::Fine,
    }
}

/// Judges a URL of http or https, of which this follows the scheme.
fn of_web<'a>(url: &str, rest: &str) -> Verdict<'a> {
    match rest.strip_prefix("//") {
        None => Verdict::Malformed("An http URL has two slashes after its scheme"),
        Some(a) if a.is_empty() || a.starts_with(['/', '?', '#', ':']) => Verdict::Malformed("The URL names no host"),
        Some(_) if memchr::memchr3(b' ', b'\t', b'\n', url.as_bytes()).is_some() => {
            Verdict::Malformed("A URL has no white space in it")
        }
        // Most addresses need no parser to be seen to be right.
        Some(a) if is_plain(a) => Verdict::Fine,
        Some(_) if url::Url::parse(url).is_err() => Verdict::Malformed("The URL cannot be read"),
        Some(_) => Verdict::Fine,
    }
}

/// Host of letters, digits, hyphens and points, and after it nothing that a parser refuses.
fn is_plain(authority: &str) -> bool {
    let bytes = authority.as_bytes();
    let host = &bytes[..bytes.iter().position(|b| matches!(b, b'/' | b'?' | b'#')).unwrap_or(bytes.len())];
    let mut last = host;
    let are_plain = host.split(|b| *b == b'.').all(|label| {
        last = label;
        !label.is_empty()
            && !label.starts_with(b"xn--")
            && label.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
    });
    are_plain && !last[0].is_ascii_digit() && host.iter().any(u8::is_ascii_alphabetic)
}

/// The URLs of a `srcset`: each is followed by descriptors up to a comma.
pub(crate) fn candidates(srcset: &str) -> Vec<Range<usize>> {
    let bytes = srcset.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        while at < bytes.len() && (bytes[at].is_ascii_whitespace() || bytes[at] == b',') {
            at += 1;
        }
        let start = at;
        while at < bytes.len() && !bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let mut end = at;
        // A comma at its end is no part of a URL and ends the candidate.
        let ended = end > start && bytes[end - 1] == b',';
        while end > start && bytes[end - 1] == b',' {
            end -= 1;
        }
        if end > start {
            found.push(start..end);
        }
        if !ended {
            let mut depth = 0usize;
            while at < bytes.len() && (bytes[at] != b',' || depth > 0) {
                match bytes[at] {
                    b'(' => depth += 1,
                    b')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                at += 1;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_seen_through_their_disguise() {
        assert_eq!(judge(" java\nscript:alert(1)", "a"), Verdict::Runs("javascript".into()));
        assert_eq!(judge("data:image/png;base64,AA", "img"), Verdict::Fine);
        assert_eq!(judge("data:text/html,x", "a"), Verdict::Runs("data".into()));
        assert_eq!(judge("mailto:a@b.example", "a"), Verdict::Fine);
    }

    #[test]
    fn what_has_no_scheme_is_relative() {
        for url in ["", "/a", "a.png", "//cdn.example/a", "?q=1:2", "a/b:c", "../x"] {
            assert_eq!(judge(url, "a"), Verdict::Relative, "{url}");
        }
        assert_eq!(judge("#n1", "a"), Verdict::Fragment("n1"));
        assert_eq!(judge("https://example.org", "a"), Verdict::Fine);
        assert!(matches!(judge("https:///a", "a"), Verdict::Malformed(_)));
        assert!(matches!(judge("https://example.org:99999/", "a"), Verdict::Malformed(_)));
    }

    #[test]
    fn a_srcset_is_cut_into_its_urls() {
        let all = |s: &'static str| candidates(s).into_iter().map(|r| &s[r]).collect::<Vec<_>>();
        assert_eq!(all("a.jpg 1x, b.jpg 2x"), ["a.jpg", "b.jpg"]);
        assert_eq!(all("a.jpg, b,c.jpg 100w ,"), ["a.jpg", "b,c.jpg"]);
        assert_eq!(all(" data:image/png;base64,AA== 1x"), ["data:image/png;base64,AA=="]);
    }
}
