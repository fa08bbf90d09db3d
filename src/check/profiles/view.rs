//! An item as a consumer sees it, whether it is RSS or Atom.

use std::borrow::Cow;

use url::Url;

use crate::check::document::source::Spot;
use crate::check::document::tree::{Node, Tree, Value};
use crate::check::html::{self, Walked};
use crate::check::module::Context;
use crate::check::namespace::Ns;
use crate::check::value::date;

/// An RSS item or an Atom entry.
#[derive(Clone, Copy)]
pub(super) struct View<'t> {
    /// The item's element.
    pub(super) node: Node<'t>,
    is_atom: bool,
}

/// A picture that an item names.
pub(super) struct Picture<'t> {
    /// Its element: `media:content`, `media:thumbnail`, `enclosure` or an Atom link.
    pub(super) node: Node<'t>,
    pub(super) url: String,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
    pub(super) media_type: Option<String>,
    pub(super) bytes: Option<u64>,
}

impl<'t> View<'t> {
    /// The item of a tree; `None` for what is no item.
    pub(super) fn of(tree: &'t Tree) -> Option<Self> {
        let node = tree.root()?;
        let is_atom = node.ns() == Ns::ATOM;
        (node.is(Ns::NONE, "item") || node.is(Ns::ATOM, "entry")).then_some(Self { node, is_atom })
    }

    /// The first of its elements that is called one of these and holds something.
    fn first(&self, names: &[(Ns, &'static str)]) -> Option<Node<'t>> {
        names.iter().find_map(|(ns, name)| self.node.child(*ns, name).filter(|n| !n.is_blank()))
    }

    pub(super) fn title(&self) -> Option<Node<'t>> {
        self.first(if self.is_atom { &[(Ns::ATOM, "title")] } else { &[(Ns::NONE, "title")] })
    }

    pub(super) fn id(&self) -> Option<Node<'t>> {
        self.first(if self.is_atom { &[(Ns::ATOM, "id")] } else { &[(Ns::NONE, "guid")] })
    }

    /// The description or summary.
    pub(super) fn summary(&self) -> Option<Node<'t>> {
        self.first(if self.is_atom { &[(Ns::ATOM, "summary")] } else { &[(Ns::NONE, "description")] })
    }

    /// The element that holds the whole text.
    pub(super) fn body(&self) -> Option<Node<'t>> {
        self.first(if self.is_atom { &[(Ns::ATOM, "content")] } else { &[(Ns::CONTENT, "encoded")] })
    }

    /// Its author, in whatever element.
    pub(super) fn creator(&self) -> Option<Node<'t>> {
        self.first(if self.is_atom { &[(Ns::ATOM, "author"), (Ns::DC, "creator")] } else { &[(Ns::DC, "creator")] })
    }

    /// Its link to the page: the address, and where it stands.
    pub(super) fn link(&self) -> Option<(String, Spot<'t>)> {
        if !self.is_atom {
            let node = self.first(&[(Ns::NONE, "link")])?;
            let value = node.value();
            return Some((value.trimmed().to_owned(), value.trimmed_span()));
        }
        let link = self
            .node
            .children_named(Ns::ATOM, "link")
            .find(|link| link.attribute("rel").is_none_or(|rel| matches!(rel.value().trimmed(), "" | "alternate")))?;
        let href = link.attribute("href")?;
        let value = href.value();
        Some((value.trimmed().to_owned(), value.trimmed_span()))
    }

    /// When it was published: the element and the moment in seconds since 1970, if it can be read.
    pub(super) fn published(&self) -> Option<(Node<'t>, Option<i64>)> {
        let node = self.first(if self.is_atom {
            &[(Ns::ATOM, "published"), (Ns::ATOM, "updated")]
        } else {
            &[(Ns::NONE, "pubDate")]
        })?;
        let value = node.value();
        let read = if self.is_atom { date::rfc3339(value.trimmed()) } else { date::rfc822(value.trimmed()) };
        Some((node, read.ok().map(|d| d.unix)))
    }

    /// How many categories it has.
    pub(super) fn categories(&self) -> Vec<Node<'t>> {
        let ns = if self.is_atom { Ns::ATOM } else { Ns::NONE };
        self.node.children_named(ns, "category").collect()
    }

    /// The pictures named beside the text; a group's contents are renditions of one.
    pub(super) fn pictures(&self) -> Vec<Picture<'t>> {
        let mut found = Vec::new();
        for node in self.node.descendants() {
            let url = match (node.ns(), node.local()) {
                (Ns::MEDIA, "content") | (Ns::NONE, "enclosure") if is_picture(node) => node.attribute("url"),
                (Ns::ATOM, "link") if is_picture(node) && attribute(node, "rel").as_deref() == Some("enclosure") => {
                    node.attribute("href")
                }
                _ => continue,
            };
            found.push(picture(node, url.map(|u| u.value().trimmed().to_owned()).unwrap_or_default()));
        }
        found
    }

    /// Its thumbnails.
    pub(super) fn thumbnails(&self) -> Vec<Picture<'t>> {
        let thumbnails = self.node.descendants().filter(|n| n.is(Ns::MEDIA, "thumbnail"));
        thumbnails.map(|n| picture(n, attribute(n, "url").unwrap_or_default().into_owned())).collect()
    }

    /// Walks over the tags of the whole text, when that is HTML.
    pub(super) fn walk_body(&self, mut see: impl FnMut(&Value<'t>, &Walked<'_>)) {
        if let Some(body) = self.body() {
            let value = body.value();
            html::walk(value.as_str(), &mut |walked| see(&value, walked));
        }
    }
}

fn picture(node: Node<'_>, url: String) -> Picture<'_> {
    let number = |name| attribute(node, name).and_then(|v| v.trim().parse().ok());
    Picture {
        node,
        url,
        width: number("width"),
        height: number("height"),
        media_type: attribute(node, "type").map(|t| t.trim().to_ascii_lowercase()),
        bytes: attribute(node, "fileSize").or_else(|| attribute(node, "length")).and_then(|v| v.trim().parse().ok()),
    }
}

/// The value of an attribute.
pub(super) fn attribute<'t>(node: Node<'t>, name: &str) -> Option<Cow<'t, str>> {
    node.attribute(name).map(|a| a.value().into_text())
}

fn is_picture(node: Node<'_>) -> bool {
    attribute(node, "medium").as_deref() == Some("image")
        || attribute(node, "type").is_some_and(|t| t.trim().to_ascii_lowercase().starts_with("image/"))
}

/// How many characters a text has, white space at its ends left out.
pub(super) fn length(node: Node<'_>) -> usize {
    node.value().trimmed().chars().count()
}

/// How many words a text has, tags left out.
pub(super) fn words(html: &str) -> usize {
    let mut words = 0;
    html::walk(html, &mut |walked| {
        if let Walked::Text { text, .. } = walked {
            words += text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count();
        }
    });
    words
}

/// The element of the head that holds what describes the feed: `channel` or `feed`.
pub(super) fn channel(head: &Tree) -> Option<Node<'_>> {
    let root = head.root()?;
    if root.is(Ns::ATOM, "feed") { Some(root) } else { root.child(Ns::NONE, "channel") }
}

/// Whether the feed is on this host or one of its subdomains, or the reverse.
pub(super) fn same_site(cx: &Context<'_>, link: &str) -> bool {
    let host = |url: &Url| url.host_str().map(|h| h.trim_start_matches("www.").to_owned());
    let (Some(feed), Some(link)) = (cx.url.as_ref().and_then(host), Url::parse(link).ok().as_ref().and_then(host))
    else {
        return true;
    };
    feed == link || feed.ends_with(&format!(".{link}")) || link.ends_with(&format!(".{feed}"))
}
