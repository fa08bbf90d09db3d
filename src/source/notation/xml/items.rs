//! A document of many items, of which a broken one costs itself alone.
//!
//! Exports and feeds hold texts of many hands between `<![CDATA[` and `]]>`, and one that is torn or closed too early
//! makes no XML of all that follows. So items are told apart by their tags before any of them is read.

use std::ops::Range;

/// An item, and what is wrong with where it begins and ends.
#[derive(Debug, PartialEq)]
pub(in crate::source) struct Item {
    pub(in crate::source) at: Range<usize>,
    /// What is wrong, and the first byte of that.
    pub(in crate::source) broken: Option<(&'static str, usize)>,
}

/// The items of a document, and what comes before the first.
#[derive(Debug)]
pub(in crate::source) struct Items {
    pub(in crate::source) head: Range<usize>,
    pub(in crate::source) items: Vec<Item>,
}

const OPEN: &str = "<![CDATA[";
const CLOSE: &str = "]]>";

/// Tells the elements of a name (with its prefix) apart that begin behind the root's tag.
pub(in crate::source) fn split(text: &str, from: usize, name: &str) -> Items {
    let begin = format!("<{name}");
    let end = format!("</{name}");
    let mut walk = Walk { text, begin: &begin, end: &end, closed: None, boundary: None, comment: None };
    let mut items = Vec::new();
    let mut at = from;
    let mut head = from..text.len();
    while let Some(start) = walk.start(at) {
        if items.is_empty() {
            head.end = start;
        }
        let item = walk.item(start);
        at = item.at.end.max(start + 1);
        items.push(item);
    }
    Items { head, items }
}

struct Walk<'t> {
    text: &'t str,
    begin: &'t str,
    end: &'t str,
    /// From where on an end of CDATA was looked for, and where the next is.
    closed: Option<(usize, Option<usize>)>,
    /// The same of an end that another item or the end of their list follows.
    boundary: Option<(usize, Option<usize>)>,
    /// The same of the end of a comment.
    comment: Option<(usize, Option<usize>)>,
}

/// Bytes within which the tag that ends an item ends itself.
const END_TAG: usize = 256;

impl Walk<'_> {
    fn tag(&self, at: usize, tag: &str) -> bool {
        let rest = &self.text[at..];
        rest.starts_with(tag)
            && rest[tag.len()..].starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
    }

    /// Where the next item begins, outside of CDATA and comments.
    fn start(&mut self, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            at += memchr::memchr(b'<', &self.text.as_bytes()[at..])?;
            if self.tag(at, self.begin) {
                return Some(at);
            }
            let rest = &self.text[at..];
            if rest.starts_with("<!--") {
                let end = || memchr::memmem::find(rest.as_bytes(), b"-->").map(|end| at + end);
                at = found(&mut self.comment, at, end).unwrap_or(at);
            } else if rest.starts_with(OPEN)
                && let Some(end) = self.close(at)
            {
                at = end;
            }
            at += 1;
        }
    }

    fn close(&mut self, from: usize) -> Option<usize> {
        found(&mut self.closed, from, || {
            memchr::memmem::find(&self.text.as_bytes()[from..], CLOSE.as_bytes()).map(|end| from + end)
        })
    }

    /// Where the next item ends behind a position, as far as its text shows.
    fn next_boundary(&mut self, from: usize) -> Option<usize> {
        let (text, begin, end) = (self.text, self.begin, self.end);
        found(&mut self.boundary, from, || {
            let mut found = memchr::memmem::find_iter(&text.as_bytes()[from..], end);
            found.find_map(|at| {
                let tag = &text.as_bytes()[from + at..];
                let close = from + at + memchr::memchr(b'>', &tag[..tag.len().min(END_TAG)])? + 1;
                let next = text[close..].trim_start();
                (next.is_empty() || next.starts_with(begin) || next.starts_with("</")).then_some(close)
            })
        })
    }

    fn item(&mut self, start: usize) -> Item {
        let mut at = start + 1;
        let torn = |walk: &mut Self, says, place: usize| {
            let end = walk.next_boundary(place).unwrap_or(walk.text.len());
            Item { at: start..end, broken: Some((says, place)) }
        };
        loop {
            let Some(next) = memchr::memchr(b'<', &self.text.as_bytes()[at..]) else {
                return torn(self, "it ends before its last element does", start);
            };
            at += next;
            if self.tag(at, self.end) {
                let end = memchr::memchr(b'>', &self.text.as_bytes()[at..]).map_or(self.text.len(), |end| at + end + 1);
                return Item { at: start..end, broken: None };
            }
            if self.tag(at, self.begin) {
                return Item { at: start..at, broken: Some(("it does not end before the next begins", start)) };
            }
            if self.text[at..].starts_with(OPEN) {
                let inner = at + OPEN.len();
                let Some(close) = self.close(inner) else {
                    return torn(self, "a section of CDATA does not end", at);
                };
                // Text that tells of such documents may hold their tags, but not the beginnings of their texts, too.
                let goes_on = self.next_boundary(inner).is_some_and(|boundary| boundary < close)
                    && memchr::memmem::find(&self.text.as_bytes()[inner..close], OPEN.as_bytes()).is_some();
                if goes_on {
                    return torn(self, "a section of CDATA goes on into the next item", at);
                }
                at = close;
            }
            at += 1;
        }
    }
}

/// What was found from a position on, looked for once as long as it is still ahead.
fn found(
    known: &mut Option<(usize, Option<usize>)>,
    from: usize,
    find: impl FnOnce() -> Option<usize>,
) -> Option<usize> {
    match *known {
        Some((since, found)) if since <= from && found.is_none_or(|found| found >= from) => found,
        _ => {
            let found = find();
            *known = Some((from, found));
            found
        }
    }
}

/// The first character that no XML may hold.
pub(in crate::source) fn forbidden(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_control = |b: &u8| *b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r');
    let control = bytes.iter().position(is_control);
    let last = ["\u{FFFE}", "\u{FFFF}"].iter().filter_map(|c| memchr::memmem::find(bytes, c.as_bytes())).min();
    control.into_iter().chain(last).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(&str, Option<&'static str>)> {
        let items = split(text, 0, "item").items;
        items.into_iter().map(|item| (&text[item.at], item.broken.map(|(says, _)| says))).collect()
    }

    #[test]
    fn items_are_told_apart_by_their_tags() {
        let told = "<items/><!-- <item> --><t><![CDATA[<item>]]></t><item>1</item> <item a='b'><![CDATA[</item>]]>2</item></channel>";
        assert_eq!(read(told), [("<item>1</item>", None), ("<item a='b'><![CDATA[</item>]]>2</item>", None)]);
        let about = "<item><c><![CDATA[write </item> <item> there]]></c></item><item>2</item>";
        assert_eq!(read(about).len(), 2);
        assert!(read(about).iter().all(|(_, broken)| broken.is_none()));
    }

    #[test]
    fn an_item_that_is_torn_costs_itself_alone() {
        let open =
            "<item><t><![CDATA[a]]></t><c><![CDATA[torn </c></item>\n<item><t><![CDATA[b]]></t></item></channel>";
        let found = read(open);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].1.is_some() && found[1] == ("<item><t><![CDATA[b]]></t></item>", None), "{found:?}");
        let unclosed = "<item><c><![CDATA[torn</c></item><item>2</item></channel>";
        assert_eq!(read(unclosed)[1], ("<item>2</item>", None));
        let no_end = "<item>1<item>2</item><item>3";
        let broken: Vec<bool> = read(no_end).iter().map(|(_, broken)| broken.is_some()).collect();
        assert_eq!(broken, [true, false, true]);
    }

    #[test]
    fn however_it_is_torn_it_takes_no_more_than_its_length() {
        for piece in [
            "<item><![CDATA[",
            "<item>",
            "<item><![CDATA[</item>",
            "<![CDATA[",
            "<!--",
            "</item ",
            "<item></item>x",
            "<item><![CDATA[x</item></a>",
        ] {
            let text = piece.repeat(2_000_000 / piece.len());
            let began = std::time::Instant::now();
            split(&text, 0, "item");
            split(&format!("{text}]]>"), 0, "item");
            assert!(began.elapsed() < std::time::Duration::from_secs(10), "{piece}");
        }
    }
}
