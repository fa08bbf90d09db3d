//! Items that are judged one by one, under a head that is read once.

use std::sync::Arc;

use url::Url;

use super::ItemJudge;
use crate::check::document::decode::Decoded;
use crate::check::document::plain::Plain;
use crate::check::document::reader::Reader;
use crate::check::findings::{Findings, Severities};
use crate::check::module::{Context, Memory, Note};
use crate::check::{FeedType, Options, Report, vocabulary};
use crate::diagnostic::Diagnostic;

/// Judges items of RSS, Atom or a sitemap that are to stand under one head, before there is a document.
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
    /// Memories that remember nothing, to note items by.
    memories: Vec<Box<dyn Memory>>,
    head: Reader<&'static [u8]>,
    feed_type: FeedType,
}

impl Items {
    /// Reads a head: everything before the first item. `None` when it is none of these.
    pub fn under(head: &[u8], options: Options) -> Option<Self> {
        let mut reader = Reader::new(Decoded::new(head, options.limits, None), &options, vocabulary::number);
        reader.read_head();
        let feed_type = reader.feed_type();
        let head = reader.under(b"");
        let known = feed_type.is_rss() || matches!(feed_type, FeedType::Atom | FeedType::Sitemap);
        let judges = ItemJudge::new(&options);
        known.then(|| Self {
            severities: super::severities(&options),
            memories: super::memories(&judges),
            judges,
            head,
            feed_type,
            options,
        })
    }

    /// Judges items that are to stand side by side: what is wrong, each with the number of its item.
    /// At most `max_findings` are kept of each.
    pub fn check(&self, items: &[&str]) -> Vec<(usize, Diagnostic)> {
        let mut remembered = self.remembered();
        let (mut found, notes) = self.judge(items);
        for (number, notes) in notes.iter().enumerate() {
            found.extend(self.remember(notes, &mut remembered).into_iter().map(|finding| (number, finding)));
        }
        found.sort_by_key(|(number, _)| *number);
        found
    }

    /// Judges each of some items by itself; also gives what of each counts in a document that holds it. At
    /// most `max_findings` are kept of each.
    pub fn judge(&self, items: &[&str]) -> (Vec<(usize, Diagnostic)>, Vec<Notes>) {
        let cx = self.context();
        let mut reader = self.head.under(items.first().map_or(&[][..], |item| item.as_bytes()));
        let mut found = Vec::new();
        let mut all = Vec::with_capacity(items.len());
        let mut plain = Plain::default();
        for (number, item) in items.iter().enumerate() {
            let mut findings = Findings::new(&self.options, Arc::clone(&self.severities));
            let mut notes = Vec::new();
            let mut next = reader.ordinary_item(item, &mut plain);
            let is_ordinary = next.is_some();
            if !is_ordinary {
                reader.begin(item.as_bytes());
                next = reader.next_item();
            }
            while let Some(tree) = next {
                self.judges.item(&cx, &tree, &mut findings);
                if !tree.is_broken() {
                    let of_each = self.memories.iter().map(|memory| memory.note(&cx, &tree)).enumerate();
                    notes.extend(of_each.filter_map(|(memory, note)| Some((memory, note?))));
                }
                reader.reuse([tree]);
                next = if is_ordinary { None } else { reader.next_item() };
            }
            found.extend(findings.into_sorted().0.into_iter().map(|finding| (number, finding)));
            all.push(Notes(notes));
        }
        (found, all)
    }

    /// The memory of a document without items.
    pub fn remembered(&self) -> Remembered {
        Remembered(super::memories(&self.judges))
    }

    /// Lets a document remember its next item; what is wrong with the item beside those before it. The
    /// findings have no place.
    pub fn remember(&self, notes: &Notes, document: &mut Remembered) -> Vec<Diagnostic> {
        let cx = self.context();
        let mut findings = Findings::new(&self.options, Arc::clone(&self.severities));
        for (memory, note) in &notes.0 {
            if let Some(memory) = document.0.get_mut(*memory) {
                memory.remember(&cx, note, &mut findings);
            }
        }
        findings.into_sorted().0
    }

    fn context(&self) -> Context<'_> {
        Context {
            options: &self.options,
            feed_type: self.feed_type,
            url: self.options.base.as_deref().and_then(|base| Url::parse(base).ok()),
            version: self.head.version(),
            is_foreign: self.head.is_foreign(),
        }
    }
}

/// What of an item counts in a document that holds it, by the number of the memory.
#[derive(Debug, Default)]
pub struct Notes(Vec<(usize, Note)>);

/// What rules over several items know of a document's items: hashes of ids and times, not texts.
#[derive(Debug)]
pub struct Remembered(pub(super) Vec<Box<dyn Memory>>);

impl Remembered {
    /// Judges the head of the document: `shown` is the document without items that are remembered, but for the
    /// first `known`. The options are those of [`Items`] but for what the document is called and how
    /// large it is.
    pub fn head(self, shown: &[u8], known: usize, options: &Options) -> Report {
        super::check_after(shown, options, Some((self, known)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::check::rule::all;
    use crate::check::{Whole, check};

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

    /// The codes of the findings that are not in items.
    fn outside<'d>(all: &'d [Diagnostic], within: &dyn Fn(&Diagnostic) -> bool) -> BTreeSet<&'d str> {
        all.iter().filter(|d| !within(d)).map(|d| d.code).collect()
    }

    #[test]
    fn items_alone_are_found_to_be_what_they_are_in_the_document() {
        let mut compared = 0;
        for rule in all() {
            for example in [&rule.bad, &rule.good] {
                let document = example.document();
                let Ok(document) = std::str::from_utf8(&document) else { continue };
                let Some((head, items, foot)) = parts(document) else { continue };
                let options = Options { base: Some("https://example.org/feed".into()), ..Options::new("example") };
                let whole_findings = check(document.as_bytes(), &options).findings;
                let Some(judge) = Items::under(head.as_bytes(), options.clone()) else { continue };
                let end = head.len() + items.iter().map(|i| i.len()).sum::<usize>();
                let at = |d: &Diagnostic| d.place.as_ref().and_then(|p| p.span).map(|s| s.byte_offset as usize);
                let within = |d: &Diagnostic| at(d).is_some_and(|at| (head.len()..end).contains(&at));
                let expected: Vec<Diagnostic> = whole_findings.iter().filter(|d| within(d)).cloned().collect();
                if expected.iter().any(|d| d.code == "mismatched-tag" || d.code == "malformed-name") {
                    // What comes after a broken item is judged here, but not in the document.
                    continue;
                }
                // What is wrong with an item beside others has no place.
                let (found, notes) = judge.judge(&items);
                let mut remembered = judge.remembered();
                let beside: Vec<Diagnostic> =
                    notes.iter().flat_map(|notes| judge.remember(notes, &mut remembered)).collect();
                let alone: Vec<Diagnostic> = found.into_iter().map(|(_, d)| d).collect();
                let codes = |all: &[Diagnostic]| -> BTreeMap<&str, usize> {
                    let mut counts = BTreeMap::new();
                    for d in all {
                        *counts.entry(d.code).or_default() += 1;
                    }
                    counts
                };
                // One example has thousands: they are looked up, not searched.
                let key = |d: &Diagnostic| (d.code, at(d));
                let mut there: BTreeMap<_, Vec<&Diagnostic>> = BTreeMap::new();
                for d in &expected {
                    there.entry(key(d)).or_default().push(d);
                }
                assert!(alone.iter().all(|d| there.get(&key(d)).is_some_and(|same| same.contains(&d))), "{document}");
                assert_eq!(codes(&[alone, beside].concat()), codes(&expected), "{document}");

                // And the head is found to be what it is in the document.
                let shown = [head, items[0], foot].concat();
                let expected: BTreeSet<&str> = outside(&whole_findings, &within);
                let mut options = options.clone();
                let bytes = document.len() as u64;
                options.whole = Some(Whole { items: items.len() as u64, bytes });
                let report = remembered.head(shown.as_bytes(), 1, &options);
                let of_first = head.len()..head.len() + items[0].len();
                let found = outside(&report.findings, &|d| at(d).is_some_and(|at| of_first.contains(&at)));
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
