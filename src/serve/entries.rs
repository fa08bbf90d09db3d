//! The entries of a feed's document, as its bytes: what a reader of an earlier one lacks (RFC 3229, `feed`).

use std::collections::HashSet;
use std::ops::Range;

use hyper::body::Bytes;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde::Deserialize;
use serde_json::value::RawValue;
use twox_hash::XxHash3_64;

/// Where the entries of a document are, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entries {
    spans: Vec<Range<usize>>,
    /// What stands between two of them, where that is more than blanks.
    comma: bool,
}

impl Entries {
    /// Those of RSS, Atom or JSON Feed; nothing where the document is none.
    pub(super) fn of(document: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(document).ok()?;
        if text.trim_start().starts_with('{') { Self::of_json(text) } else { Self::of_xml(text) }
    }

    fn of_json(text: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Feed<'t> {
            #[serde(borrow)]
            items: Vec<&'t RawValue>,
        }
        let feed: Feed<'_> = serde_json::from_str(text).ok()?;
        let span = |item: &&RawValue| {
            let start = item.get().as_ptr() as usize - text.as_ptr() as usize;
            start..start + item.get().len()
        };
        Some(Self { spans: feed.items.iter().map(span).collect(), comma: true })
    }

    fn of_xml(text: &str) -> Option<Self> {
        let mut reader = Reader::from_str(text);
        let (mut spans, mut open, mut depth) = (Vec::new(), None, 0_u32);
        let mut entry_depth = 0;
        loop {
            let start = reader.buffer_position() as usize;
            match reader.read_event().ok()? {
                Event::Start(tag) => {
                    let name = tag.local_name();
                    match (depth, name.as_ref()) {
                        (0, "rss") => entry_depth = 2,
                        (0, "feed") => entry_depth = 1,
                        (0, _) => return None,
                        _ => {}
                    }
                    if depth == entry_depth && depth > 0 && matches!(name.as_ref(), "item" | "entry") {
                        open = Some(start);
                    }
                    depth += 1;
                }
                Event::End(_) => {
                    depth = depth.checked_sub(1)?;
                    if depth == entry_depth
                        && let Some(start) = open.take()
                    {
                        spans.push(start..reader.buffer_position() as usize);
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        (entry_depth > 0).then_some(Self { spans, comma: false })
    }

    /// A number for each entry: another text has another one.
    pub(super) fn numbers(&self, document: &[u8]) -> Vec<u64> {
        self.spans.iter().map(|span| XxHash3_64::oneshot(&document[span.clone()])).collect()
    }

    /// The document with those entries alone that are not known; nothing where that is all of it.
    pub(super) fn without(&self, document: &[u8], known: &HashSet<u64>) -> Option<Bytes> {
        let numbers = self.numbers(document);
        let kept: Vec<&Range<usize>> = self
            .spans
            .iter()
            .zip(&numbers)
            .filter(|(_, number)| !known.contains(number))
            .map(|(span, _)| span)
            .collect();
        let (first, last) = (self.spans.first()?, self.spans.last()?);
        if kept.len() == self.spans.len() {
            return None;
        }
        let mut out = document[..first.start].to_vec();
        for (n, span) in kept.iter().enumerate() {
            if n > 0 {
                out.extend_from_slice(if self.comma { b"," } else { b"\n" });
            }
            out.extend_from_slice(&document[(*span).clone()]);
        }
        out.extend_from_slice(&document[last.end..]);
        Some(out.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lacking(document: &str, known: &[&str]) -> Option<String> {
        let entries = Entries::of(document.as_bytes()).unwrap();
        let known: HashSet<u64> = known.iter().map(|text| XxHash3_64::oneshot(text.as_bytes())).collect();
        entries.without(document.as_bytes(), &known).map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[test]
    fn a_reader_gets_the_entries_that_it_lacks_in_a_whole_document() {
        let rss = "<rss><channel><title>T</title>\n<item>a<x><item/></x></item>\n<item>b</item></channel></rss>";
        let a = "<item>a<x><item/></x></item>";
        assert_eq!(lacking(rss, &[a]).unwrap(), "<rss><channel><title>T</title>\n<item>b</item></channel></rss>");
        assert_eq!(lacking(rss, &[a, "<item>b</item>"]).unwrap(), "<rss><channel><title>T</title>\n</channel></rss>");
        assert_eq!(lacking(rss, &["<item>B</item>"]), None);
        let atom = "<a:feed xmlns:a='x'><a:entry>1</a:entry><a:entry>2</a:entry><a:entry>3</a:entry></a:feed>";
        assert_eq!(
            lacking(atom, &["<a:entry>2</a:entry>"]).unwrap(),
            "<a:feed xmlns:a='x'><a:entry>1</a:entry>\n<a:entry>3</a:entry></a:feed>"
        );
        let json = "{\"items\": [ {\"id\": 1}, {\"id\": 2}, {\"id\": 3} ], \"title\": \"T\"}";
        assert_eq!(
            lacking(json, &["{\"id\": 1}"]).unwrap(),
            "{\"items\": [ {\"id\": 2},{\"id\": 3} ], \"title\": \"T\"}"
        );
        assert_eq!(
            lacking(json, &["{\"id\": 1}", "{\"id\": 2}", "{\"id\": 3}"]).unwrap(),
            "{\"items\": [  ], \"title\": \"T\"}"
        );
    }

    #[test]
    fn what_is_no_feed_has_no_entries() {
        for text in ["<html><item/></html>", "{\"a\": 1}", "<rss>", "", "<rss><channel></rss>", "{"] {
            let entries = Entries::of(text.as_bytes());
            assert!(entries.is_none_or(|entries| entries.spans.is_empty()), "{text}");
        }
        assert!(Entries::of(b"<rss>\xff</rss>").is_none());
    }
}
