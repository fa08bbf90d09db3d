//! What kind of document it is, and where its items begin.

use std::io::BufRead;

use super::Reader;
use crate::check::FeedType;
use crate::check::document::tag;
use crate::check::namespace::Ns;

impl<R: BufRead> Reader<R> {
    /// Whether the start tag at this offset of the head begins an item.
    pub(super) fn begins_item(&self, start: usize) -> bool {
        let tag = &self.head.text.as_bytes()[start + 1..];
        let length =
            tag.iter().position(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b'/' | b'>')).unwrap_or(tag.len());
        let name = &tag[..length];
        let local = memchr::memchr(b':', name).map_or(name, |i| &name[i + 1..]);
        self.item_name().is_some_and(|item| item.as_bytes() == local)
    }

    /// The local name that an item would have where reading has come to.
    pub(super) fn item_name(&self) -> Option<&'static str> {
        match (self.feed_type, self.open.len()) {
            (rss, 2) if rss.is_rss() => self.parent_is("channel").then_some("item"),
            (FeedType::Rss1 | FeedType::Rss090, 1) => Some("item"),
            (FeedType::Sitemap, 1) => Some("url"),
            (FeedType::SitemapIndex, 1) => Some("sitemap"),
            (FeedType::Atom | FeedType::Atom03, 1) | (FeedType::Unknown, 0) => Some("entry"),
            _ => None,
        }
    }

    fn parent_is(&self, local: &str) -> bool {
        self.open.last().is_some_and(|open| {
            let data = &self.head.tree.nodes[open.node as usize];
            let name = &self.head.text[data.start as usize + 1..][..usize::from(data.name)];
            name[if data.prefix == 0 { 0 } else { usize::from(data.prefix) + 1 }..] == *local
        })
    }

    /// Says what the document is, from its root element.
    pub(super) fn recognise(&mut self) {
        let build = if self.item_depth.is_some() { &self.item } else { &self.head };
        let data = &build.tree.nodes[0];
        let name = &build.text[data.start as usize + 1..][..usize::from(data.name)];
        let local = name.rsplit(':').next().unwrap_or_default();
        self.version = tag::value(build, 0, Ns::NONE, "version", &self.declarations.entities);
        self.is_foreign = match local {
            "rss" => data.ns != Ns::NONE,
            "feed" | "entry" => !matches!(data.ns, Ns::NONE | Ns::ATOM | Ns::ATOM03),
            _ => false,
        };
        let version = self.version.as_deref().unwrap_or_default().trim();
        self.feed_type = match (local, data.ns) {
            ("rss", _) if version == "0.91" => FeedType::Rss091,
            ("rss", _) if version == "0.92" => FeedType::Rss092,
            ("rss", _) if version == "0.93" => FeedType::Rss093,
            ("rss", _) if version == "0.94" => FeedType::Rss094,
            ("rss", _) => FeedType::Rss2,
            ("feed", Ns::ATOM03) => FeedType::Atom03,
            ("feed", _) if version == "0.3" => FeedType::Atom03,
            ("feed", _) => FeedType::Atom,
            ("entry", _) => FeedType::AtomEntry,
            ("opml", _) => FeedType::Opml,
            ("urlset", _) => FeedType::Sitemap,
            ("sitemapindex", _) => FeedType::SitemapIndex,
            ("RDF", _) if self.scopes.binds(Ns::RSS090) => FeedType::Rss090,
            ("RDF", _) => FeedType::Rss1,
            _ => FeedType::Unknown,
        };
    }
}
