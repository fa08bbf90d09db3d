//! Walks the tags of HTML as the sanitiser writes it (or a trusted source): attributes in quotes.

use std::borrow::Cow;
use std::ops::Range;

/// A tag and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Tag<'h> {
    /// Name as written.
    pub(super) name: &'h str,
    /// Whether it is an end tag.
    pub(super) end: bool,
    /// The whole tag in bytes.
    pub(super) span: Range<usize>,
    attributes: &'h str,
}

impl<'h> Tag<'h> {
    /// Whether it is of an element; case does not matter.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute, its references resolved.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'h, str>> {
        self.attributes().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| resolved(value))
    }

    /// Names and raw values.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'h str, &'h str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
            // A stray `=` belongs to no name.
            let (name, after) = rest.split_at(end.max(1).min(rest.len()));
            let after = after.trim_start();
            let Some(value) = after.strip_prefix('=') else {
                rest = after;
                return Some((name, ""));
            };
            let value = value.trim_start();
            let (value, after) = match value.as_bytes().first() {
                Some(quote @ (b'"' | b'\'')) => {
                    let inner = &value[1..];
                    let end = memchr::memchr(*quote, inner.as_bytes()).unwrap_or(inner.len());
                    (&inner[..end], inner.get(end + 1..).unwrap_or_default())
                }
                _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
            };
            rest = after;
            Some((name, value))
        })
    }
}

/// The tags of a text in its order; comments and declarations are passed over.
pub(super) fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += memchr::memchr(b'<', &html.as_bytes()[at..])?;
            let start = at;
            if html.as_bytes()[at..].starts_with(b"<!--") {
                at = html[at..].find("-->").map_or(html.len(), |i| at + i + 3);
                continue;
            }
            let end = html.as_bytes().get(at + 1) == Some(&b'/');
            let from = at + 1 + usize::from(end);
            if !html.as_bytes().get(from).is_some_and(u8::is_ascii_alphabetic) {
                at += 1;
                continue;
            }
            let name_end = html.as_bytes()[from..]
                .iter()
                .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
                .map_or(html.len(), |i| from + i);
            let close = close_of(html.as_bytes(), name_end);
            at = (close + 1).min(html.len());
            return Some(Tag { name: &html[from..name_end], end, span: start..at, attributes: &html[name_end..close] });
        }
    })
}

/// Where the `>` of a tag stands: not in a quoted value.
fn close_of(html: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(i) = memchr::memchr3(b'>', b'"', b'\'', &html[at..]) {
        at += i;
        if html[at] == b'>' {
            return at;
        }
        match memchr::memchr(html[at], &html[at + 1..]) {
            Some(i) => at += i + 2,
            None => return html.len(),
        }
    }
    html.len()
}

/// An attribute's value with its character references resolved.
fn resolved(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(i) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..i]);
        rest = &rest[i..];
        if let Some((shown, length)) = crate::article::markup::reference(rest) {
            out.extend(shown.into_iter().filter(|c| *c != '\0'));
            rest = &rest[length..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The candidates of a `srcset`: address and descriptor (HTML §4.8.4.2.1).
pub(super) fn candidates(srcset: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = srcset;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return found;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (url, after) = rest.split_at(end);
        // An address that ends in commas has no descriptor.
        let trimmed = url.trim_end_matches(',');
        if trimmed.len() < url.len() {
            found.push((trimmed, ""));
            rest = after;
            continue;
        }
        let end = after.find(',').unwrap_or(after.len());
        found.push((url, after[..end].trim()));
        rest = &after[end..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_and_attributes_are_found() {
        let html = "a <img src=\"x?a=1&amp;b=2\" alt='<b>' hidden width=3/> <!-- <p> --></p>";
        let found: Vec<_> = tags(html).collect();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].attribute("SRC").as_deref(), Some("x?a=1&b=2"));
        assert_eq!(found[0].attribute("alt").as_deref(), Some("<b>"));
        assert_eq!(found[0].attribute("hidden").as_deref(), Some(""));
        assert!(found[1].end && found[1].is("P"));
        assert_eq!(&html[found[1].span.clone()], "</p>");
    }

    #[test]
    fn candidates_of_a_srcset_may_hold_commas() {
        assert_eq!(candidates("a,b.jpg 1x, c.jpg 2x"), [("a,b.jpg", "1x"), ("c.jpg", "2x")]);
        assert_eq!(candidates("a.jpg, b.jpg 300w ,"), [("a.jpg", ""), ("b.jpg", "300w")]);
        assert_eq!(candidates(" , "), []);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(html in "[a<>/=\"' !&;-]{0,60}|\\PC{0,40}") {
            for tag in tags(&html) {
                let _ = tag.attributes().count();
                prop_assert!(tag.span.end <= html.len());
            }
            let _ = candidates(&html);
        }
    }
}
