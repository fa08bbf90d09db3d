//! Judges what was rendered before it is published: our own checks, and a foreign parser.

use std::ops::Range;

use crate::article::Article;
use crate::config::{Config, Format};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::feed::Head;
use crate::render;

/// How documents of one kind are judged.
#[derive(Debug)]
pub(super) struct Judge {
    format: Format,
    foot: &'static [u8],
    read_back: bool,
}

/// An item and the article it was made from.
pub(super) struct Item<'a> {
    pub(super) article: &'a Article,
    pub(super) fragment: &'a [u8],
}

impl Judge {
    pub(super) fn new(_config: &Config, head: &Head, format: Format) -> Self {
        Self { format, foot: render::foot(format, &head.options), read_back: true }
    }

    /// Judges some items under a head: which item, and what is wrong with it.
    pub(super) fn items(&self, head: &[u8], items: &[Item<'_>]) -> Vec<(usize, Diagnostic)> {
        let mut document = Vec::with_capacity(
            head.len() + items.iter().map(|i| i.fragment.len() + 1).sum::<usize>() + self.foot.len(),
        );
        document.extend_from_slice(head);
        let mut starts = Vec::with_capacity(items.len());
        for (n, item) in items.iter().enumerate() {
            if n > 0 {
                document.extend_from_slice(render::separator(self.format));
            }
            starts.push(document.len());
            document.extend_from_slice(item.fragment);
        }
        document.extend_from_slice(self.foot);
        let mut found = Vec::new();
        if self.read_back {
            found.extend(self.read_back(&document, items));
        }
        found
    }

    /// Judges a document of a head and at most one article; what stands in `item` was judged before.
    pub(super) fn head(&self, document: &[u8], item: Range<usize>, file: &str) -> Vec<Diagnostic> {
        let _ = item;
        if self.read_back && parse(document).is_err() {
            return vec![
                Diagnostic::error("unreadable-feed", "a foreign parser cannot read the feed back").in_file(file),
            ];
        }
        Vec::new()
    }

    /// Has a foreign parser read the items and compares what it found.
    fn read_back(&self, document: &[u8], items: &[Item<'_>]) -> Vec<(usize, Diagnostic)> {
        let lost = |n: usize, why: &str| {
            let d =
                Diagnostic::error("lost-in-reading", format!("a foreign parser does not read the item back: {why}"));
            (n, d.at(items[n].article.place.clone()))
        };
        match parse(document) {
            Ok(feed) if feed.entries.len() == items.len() => feed
                .entries
                .iter()
                .zip(items)
                .enumerate()
                .filter(|(_, (entry, item))| *entry.id != *item.article.id)
                .map(|(n, (entry, _))| lost(n, &format!("its id is read as “{}”", entry.id)))
                .collect(),
            // Which of them it is shows when each is read alone.
            _ if items.len() > 1 => {
                let head = &document[..document.len() - self.foot.len()];
                let head = &head[..head.len()
                    - items.iter().map(|i| i.fragment.len()).sum::<usize>()
                    - render::separator(self.format).len() * (items.len() - 1)];
                (0..items.len())
                    .flat_map(|n| {
                        let alone = [head, items[n].fragment, self.foot].concat();
                        self.read_back(&alone, &items[n..=n]).into_iter().map(move |(_, d)| (n, d))
                    })
                    .collect()
            }
            Ok(feed) => vec![lost(0, &format!("{} items are read instead of one", feed.entries.len()))],
            Err(e) => vec![lost(0, &e)],
        }
    }
}

fn parse(document: &[u8]) -> Result<feed_rs::model::Feed, String> {
    feed_rs::parser::Builder::new().sanitize_content(false).build().parse(document).map_err(|e| e.to_string())
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "lost-in-reading",
        summary: "An item as it was rendered does not come back from a foreign parser with its id; it is left out.",
    },
    CodeInfo {
        code: "unreadable-feed",
        summary: "A feed as it was rendered cannot be read by a foreign parser; the old file stays.",
    },
];
