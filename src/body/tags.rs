//! Walks the tags of HTML as the sanitiser writes it (or a trusted source): attributes in quotes.

use std::borrow::Cow;
use std::ops::Range;

use crate::article::scan::{is, marks};

/// Elements that have no content.
pub(crate) const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

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

    /// The values of attributes, their references resolved.
    pub(super) fn values<const N: usize>(&self, names: [&str; N]) -> [Option<Cow<'h, str>>; N] {
        let mut values = [None; N];
        for (name, value) in self.attributes() {
            if let Some(n) = names.iter().position(|wanted| name.eq_ignore_ascii_case(wanted)) {
                values[n].get_or_insert(value);
            }
        }
        values.map(|value| value.map(resolved))
    }

    /// Names and raw values.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'h str, &'h str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            let bytes = rest.as_bytes();
            let start = bytes.iter().position(|b| !b.is_ascii_whitespace() && *b != b'/')?;
            rest = &rest[start..];
            let end = find(rest, |b| b.is_ascii_whitespace() || matches!(b, b'=' | b'/'));
            // A stray `=` belongs to no name.
            let (name, after) = rest.split_at(end.max(1));
            let Some(value) = trimmed(after).strip_prefix('=') else {
                rest = trimmed(after);
                return Some((name, ""));
            };
            let value = trimmed(value);
            let (value, after) = match value.as_bytes().first() {
                Some(quote @ (b'"' | b'\'')) => {
                    let inner = &value[1..];
                    let end = memchr::memchr(*quote, inner.as_bytes()).unwrap_or(inner.len());
                    (&inner[..end], inner.get(end + 1..).unwrap_or_default())
                }
                _ => value.split_at(find(value, |b| b.is_ascii_whitespace())),
            };
            rest = after;
            Some((name, value))
        })
    }
}

/// Where the first byte of a kind stands, or the text ends.
fn find(text: &str, is: impl Fn(u8) -> bool) -> usize {
    text.bytes().position(is).unwrap_or(text.len())
}

/// A text without white space at its start; mostly there is none.
fn trimmed(text: &str) -> &str {
    if text.bytes().next().is_some_and(|b| b.is_ascii_graphic()) { text } else { text.trim_start() }
}

/// The tags of a text in its order; comments and declarations are passed over.
pub(super) fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let bytes = html.as_bytes();
    // They stand so near to each other that a search begun anew for each would cost most of its time in
    // beginning.
    let mut opens = marks(bytes, |block| is(block, b'<'));
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = opens.find(|place| *place >= at)?;
            let end = bytes.get(start + 1) == Some(&b'/');
            let from = start + 1 + usize::from(end);
            if !bytes.get(from).is_some_and(u8::is_ascii_alphabetic) {
                let is_comment = bytes[start..].starts_with(b"<!--");
                at = if is_comment {
                    html[start..].find("-->").map_or(html.len(), |i| start + i + 3)
                } else {
                    start + 1
                };
                continue;
            }
            let name_end =
                bytes[from..].iter().position(|b| ENDS_NAME[usize::from(*b)]).map_or(html.len(), |i| from + i);
            let close = if bytes.get(name_end) == Some(&b'>') { name_end } else { close_of(bytes, name_end) };
            at = (close + 1).min(html.len());
            return Some(Tag { name: &html[from..name_end], end, span: start..at, attributes: &html[name_end..close] });
        }
    })
}

/// Whether a byte ends the name of a tag.
const ENDS_NAME: [bool; 256] = {
    let mut ends = [false; 256];
    let mut b = 0;
    while b < ends.len() {
        ends[b] = (b as u8).is_ascii_whitespace() || matches!(b as u8, b'/' | b'>');
        b += 1;
    }
    ends
};

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
pub(super) fn resolved(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(i) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..i]);
        rest = &rest[i..];
        // Most references in addresses are this one.
        if let Some(after) = rest.strip_prefix("&amp;") {
            out.push('&');
            rest = after;
        } else if let Some((shown, length)) = crate::article::markup::reference(rest) {
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
        let values = found[0].values(["SRC", "alt", "hidden", "srcset"]);
        assert_eq!(values.each_ref().map(Option::as_deref), [Some("x?a=1&b=2"), Some("<b>"), Some(""), None]);
        assert!(found[1].end && found[1].is("P"));
        assert_eq!(&html[found[1].span.clone()], "</p>");
    }

    #[test]
    fn candidates_of_a_srcset_may_hold_commas() {
        assert_eq!(candidates("a,b.jpg 1x, c.jpg 2x"), [("a,b.jpg", "1x"), ("c.jpg", "2x")]);
        assert_eq!(candidates("a.jpg, b.jpg 300w ,"), [("a.jpg", ""), ("b.jpg", "300w")]);
        assert_eq!(candidates(" , "), []);
    }

    /// Where tags stand, looked for from each `<` anew.
    fn plainly_found(html: &str) -> Vec<(&str, bool, Range<usize>)> {
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(start) = html[at..].find('<').map(|i| at + i) {
            let inner = html[start + 1..].strip_prefix('/').unwrap_or(&html[start + 1..]);
            if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let comment = html[start..].starts_with("<!--");
                let after = html[start..].find("-->").map_or(html.len(), |i| start + i + 3);
                at = if comment { after } else { start + 1 };
                continue;
            }
            let from = html.len() - inner.len();
            let name = from + inner.find(|c: char| c.is_ascii_whitespace() || "/>".contains(c)).unwrap_or(inner.len());
            at = (close_of(html.as_bytes(), name) + 1).min(html.len());
            found.push((&html[from..name], from > start + 1, start..at));
        }
        found
    }

    proptest! {
        #[test]
        fn tags_are_found_wherever_they_stand_in_a_block(html in "([a-c é]{0,20}|</?[a-c]{1,3}[^>]{0,9}>|<!--|-->|[<>/\"'!]){0,12}") {
            let found: Vec<_> = tags(&html).map(|t| (t.name, t.end, t.span.clone())).collect();
            prop_assert_eq!(found, plainly_found(&html));
        }

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
