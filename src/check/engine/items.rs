//! Items that are judged one by one, under a head that is read once.

use std::sync::Arc;

use url::Url;

use super::{ItemJudge, Judge};
use crate::check::document::decode::Decoded;
use crate::check::document::plain::Plain;
use crate::check::document::reader::Reader;
use crate::check::findings::{Findings, Severities};
use crate::check::module::Context;
use crate::check::{FeedType, Options};
use crate::diagnostic::Diagnostic;

/// Judges items of RSS or Atom that are to stand under one head, before there is a document.
///
/// What is found in an item is what [`check`](crate::check::check) finds in the document of the
/// head, these items and the foot, and at the same place. A broken item is no matter of the others.
///
/// ```
/// use feedwright::check::{Items, Options};
///
/// let head = r#"<rss version="2.0"><channel><title>News</title>"#;
/// let items = Items::under(head.as_bytes(), Options::new("")).unwrap();
/// let found = items.check(&["<item><title>Storm</title><guid>1</guid></item>", "<item><title>Rain</title></item>"]);
/// assert!(found.iter().any(|(number, d)| *number == 1 && d.code == "missing-guid"));
/// ```
#[derive(Debug)]
pub struct Items {
    options: Options,
    severities: Severities,
    judges: ItemJudge,
    head: Reader<&'static [u8]>,
    feed_type: FeedType,
}

impl Items {
    /// Reads a head: everything before the first item. `None` when it is not one of RSS or Atom.
    pub fn under(head: &[u8], options: Options) -> Option<Self> {
        let mut reader = Reader::new(Decoded::new(head, options.limits), &options);
        reader.read_head();
        let feed_type = reader.feed_type();
        let head = reader.under(b"");
        let known = feed_type.is_rss() || feed_type == FeedType::Atom;
        known.then(|| Self {
            severities: super::severities(&options),
            judges: ItemJudge::new(&options),
            head,
            feed_type,
            options,
        })
    }

    /// Judges items that are to stand side by side: what is wrong, each with the number of its item.
    /// At most `max_findings` are kept of each.
    pub fn check(&self, items: &[&str]) -> Vec<(usize, Diagnostic)> {
        let cx = Context {
            options: &self.options,
            feed_type: self.feed_type,
            url: self.options.base.as_deref().and_then(|base| Url::parse(base).ok()),
            version: self.head.version(),
        };
        let mut judge = Judge::new(&self.judges);
        let mut reader = self.head.under(items.first().map_or(&[][..], |item| item.as_bytes()));
        let mut found = Vec::new();
        let mut plain = Plain::default();
        for (number, item) in items.iter().enumerate() {
            let mut findings = Findings::new(&self.options, Arc::clone(&self.severities));
            let mut next = reader.ordinary_item(item, &mut plain);
            let is_ordinary = next.is_some();
            if !is_ordinary {
                reader.begin(item.as_bytes());
                next = reader.next_item();
            }
            while let Some(tree) = next {
                self.judges.item(&cx, &tree, &mut findings);
                judge.remember(&cx, &tree, &mut findings);
                reader.reuse([tree]);
                next = if is_ordinary { None } else { reader.next_item() };
            }
            found.extend(findings.into_sorted().0.into_iter().map(|finding| (number, finding)));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::check::rule::all;

    /// Head, items and foot of a document; `None` where it has no items side by side.
    fn parts(document: &str) -> Option<(&str, Vec<&str>, &str)> {
        let (open, close) = [("<item", "</item>"), ("<entry", "</entry>")]
            .into_iter()
            .find(|(open, close)| document.contains(open) && document.contains(close))?;
        let from = document.find(open)?;
        let to = document.rfind(close)? + close.len();
        let items = document[from..to].split_inclusive(close).collect();
        (from > 0).then_some((&document[..from], items, &document[to..]))
    }

    #[test]
    fn items_alone_are_found_to_be_what_they_are_in_the_document() {
        let mut compared = 0;
        for rule in all() {
            for example in [&rule.bad, &rule.good] {
                let document = example.document();
                let Ok(document) = std::str::from_utf8(&document) else { continue };
                let Some((head, items, _)) = parts(document) else { continue };
                let options = Options { base: Some("https://example.org/feed".into()), ..Options::new("example") };
                let whole = check(document.as_bytes(), &options);
                let Some(judge) = Items::under(head.as_bytes(), options) else { continue };
                let end = head.len() + items.iter().map(|i| i.len()).sum::<usize>();
                let within = |d: &Diagnostic| {
                    let at = d.place.as_ref().and_then(|p| p.span).map(|s| s.byte_offset as usize);
                    at.is_some_and(|at| (head.len()..end).contains(&at))
                };
                let expected: Vec<Diagnostic> = whole.findings.into_iter().filter(within).collect();
                if expected.iter().any(|d| d.code == "mismatched-tag" || d.code == "malformed-name") {
                    // What comes after a broken item is judged here, but not in the document.
                    continue;
                }
                let found: Vec<Diagnostic> = judge.check(&items).into_iter().map(|(_, d)| d).collect();
                assert_eq!(found, expected, "{document}");
                compared += 1;
            }
        }
        assert!(compared > 300, "{compared}");
    }

    #[test]
    fn a_broken_item_is_no_matter_of_those_after_it() {
        let judge = Items::under(b"<rss version=\"2.0\"><channel>", Options::new("")).unwrap();
        let whole = "<item><title>Storm</title><guid>https://example.org/1</guid></item>";
        let found = judge.check(&["<item><title>Storm</item>", whole, "<item><title>Storm", whole]);
        let codes: Vec<(usize, &str)> = found.iter().map(|(n, d)| (*n, d.code)).collect();
        assert_eq!(codes, [(0, "mismatched-tag"), (2, "unclosed-element"), (3, "duplicate-guid")]);
    }
}
