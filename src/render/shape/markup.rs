//! Tags of HTML that was made well-formed before.

use std::ops::Range;

/// Elements without content.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark<'h> {
    /// Its bytes.
    pub(super) range: Range<usize>,
    pub(super) name: &'h str,
    pub(super) kind: TagKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagKind {
    Open,
    Close,
    /// It has no content, so no end.
    Alone,
}

/// The tags of a text, in order.
pub(super) fn marks(html: &str) -> impl Iterator<Item = Mark<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + memchr::memchr(b'<', html.as_bytes().get(from..)?)?;
            if html[start..].starts_with("<!--") {
                from = html[start..].find("-->").map_or(html.len(), |end| start + end + 3);
                continue;
            }
            let end = end_of_tag(html, start)?;
            from = end;
            let inner = &html[start + 1..end - 1];
            let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
            let length = inner.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':')).count();
            let name = &inner[..length];
            if name.is_empty() {
                continue;
            }
            let alone = VOID.contains(&name) || inner.ends_with('/');
            let kind = if closes {
                TagKind::Close
            } else if alone {
                TagKind::Alone
            } else {
                TagKind::Open
            };
            return Some(Mark { range: start..end, name, kind });
        }
    })
}

/// Where a tag ends that begins at `start`: a `>` in quotes ends none.
fn end_of_tag(html: &str, start: usize) -> Option<usize> {
    let mut quote = None;
    for (at, b) in html.bytes().enumerate().skip(start + 1) {
        match (b, quote) {
            (b'"' | b'\'', None) => quote = Some(b),
            (b, Some(open)) if b == open => quote = None,
            (b'>', None) => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The outermost elements of these names, with their content.
pub(super) fn elements<'h>(html: &'h str, names: &[&str]) -> Vec<(Range<usize>, &'h str)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, &str, usize)> = None;
    for mark in marks(html) {
        match (&mut open, mark.kind) {
            (None, TagKind::Alone) if names.contains(&mark.name) => found.push((mark.range, mark.name)),
            (None, TagKind::Open) if names.contains(&mark.name) => open = Some((mark.range.start, mark.name, 1)),
            (Some((_, name, depth)), TagKind::Open) if *name == mark.name => *depth += 1,
            (Some((start, name, depth)), TagKind::Close) if *name == mark.name => {
                *depth -= 1;
                if *depth == 0 {
                    found.push((*start..mark.range.end, *name));
                    open = None;
                }
            }
            _ => {}
        }
    }
    found
}

/// The value of an attribute of a tag, as it is written.
pub(super) fn attribute<'h>(tag: &'h str, name: &str) -> Option<&'h str> {
    let at = tag
        .match_indices(name)
        .map(|(at, _)| at)
        .find(|at| tag[..*at].ends_with(char::is_whitespace) && tag[at + name.len()..].starts_with("=\""))?;
    let value = &tag[at + name.len() + 2..];
    value.find('"').map(|end| &value[..end])
}

/// Plain text as HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_whatever_stands_in_their_attributes_and_between_them() {
        let html = "<p title=\"a > b\">x<br>1 < 2<!-- <p> --></p><img src=\"a\">";
        let found: Vec<_> = marks(html).map(|mark| (mark.name, mark.kind)).collect();
        assert_eq!(found[..2], [("p", TagKind::Open), ("br", TagKind::Alone)]);
        assert_eq!(found.last(), Some(&("img", TagKind::Alone)));
        let html = "<figure><figure></figure><img></figure>a<figure>b</figure>";
        let whole: Vec<&str> = elements(html, &["figure"]).into_iter().map(|(range, _)| &html[range]).collect();
        assert_eq!(whole, ["<figure><figure></figure><img></figure>", "<figure>b</figure>"]);
        assert_eq!(attribute("<iframe data-src=\"b\" src=\"a\">", "src"), Some("a"));
    }
}
