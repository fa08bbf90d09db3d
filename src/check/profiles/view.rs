//! An item as a consumer sees it, whether it is RSS or Atom.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

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
    pub(super) is_atom: bool,
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

    /// When it was changed: the element and the moment in seconds since 1970, if it can be read.
    pub(super) fn modified(&self) -> Option<(Node<'t>, Option<i64>)> {
        let node = self.first(if self.is_atom {
            &[(Ns::ATOM, "updated"), (Ns::DCTERMS, "modified")]
        } else {
            &[(Ns::DCTERMS, "modified"), (Ns::ATOM, "updated")]
        })?;
        Some((node, moment(node.value().trimmed())))
    }

    /// Its link to the page: the address, and where it stands.
    pub(super) fn link(&self) -> Option<(String, Spot<'t>)> {
        if !self.is_atom {
            let node = self.first(&[(Ns::NONE, "link")])?;
            let value = node.value();
            return Some((value.trimmed().to_owned(), value.trimmed_span()));
        }
        let link = link(self.node, "alternate")?;
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
        Some((node, moment(node.value().trimmed())))
    }

    /// How many categories it has.
    pub(super) fn categories(&self) -> Vec<Node<'t>> {
        let ns = if self.is_atom { Ns::ATOM } else { Ns::NONE };
        self.node.children_named(ns, "category").collect()
    }

    /// The pictures named beside the text, renditions and all. An enclosure cannot say how large its
    /// picture is; a `media:content` of the same address says it for it.
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
        let sizes: HashMap<String, (u32, u32)> =
            found.iter().filter_map(|p| Some((p.url.clone(), (p.width?, p.height?)))).collect();
        for picture in found.iter_mut().filter(|p| p.node.ns() != Ns::MEDIA) {
            if let Some((width, height)) = sizes.get(&picture.url) {
                (picture.width, picture.height) = (Some(*width), Some(*height));
            }
        }
        found
    }

    /// The pictures that are enclosed.
    pub(super) fn enclosures(&self) -> Vec<Picture<'t>> {
        self.pictures().into_iter().filter(|p| p.node.ns() != Ns::MEDIA).collect()
    }

    /// Its thumbnails.
    pub(super) fn thumbnails(&self) -> Vec<Picture<'t>> {
        let thumbnails = self.node.descendants().filter(|n| n.is(Ns::MEDIA, "thumbnail"));
        thumbnails.map(|n| picture(n, attribute(n, "url").unwrap_or_default().into_owned())).collect()
    }

    /// Walks over the tags of the whole text, whether it is escaped HTML or XHTML.
    pub(super) fn walk_body(&self, see: impl FnMut(&Html<'t>, &Walked<'_>)) {
        if let Some(body) = self.body() {
            walk(body, see);
        }
    }

    /// Whether the whole text shows a picture.
    pub(super) fn body_shows_a_picture(&self) -> bool {
        let mut shows = false;
        self.walk_body(|_, walked| {
            shows |= matches!(walked, Walked::Start { name, .. } if name.eq_ignore_ascii_case("img"));
        });
        shows
    }
}

/// HTML in an element.
pub(super) enum Html<'t> {
    /// As its text.
    Escaped(Value<'t>),
    /// As elements.
    Inline(Spot<'t>),
}

impl<'t> Html<'t> {
    fn of(node: Node<'t>) -> Self {
        let inline = node.ns() == Ns::ATOM && attribute(node, "type").as_deref() == Some("xhtml");
        if inline { Self::Inline(node.content_span()) } else { Self::Escaped(node.value()) }
    }

    /// Where a part of it stands in the document.
    pub(super) fn spot(&self, at: Range<usize>) -> Spot<'t> {
        match self {
            Self::Escaped(value) => value.spot(at),
            Self::Inline(all) => all.source.spot(all.start + at.start..all.start + at.end),
        }
    }
}

/// Walks over the tags and texts of the HTML in an element.
pub(super) fn walk<'t>(node: Node<'t>, mut see: impl FnMut(&Html<'t>, &Walked<'_>)) {
    let html = Html::of(node);
    let text = match &html {
        Html::Escaped(value) => value.as_str(),
        Html::Inline(all) => all.text(),
    };
    html::walk(text, &mut |walked| see(&html, walked));
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

/// A moment as consumers read it, in seconds since 1970: of any of the forms of feeds, and with an
/// offset without a colon, which some of them write in their own examples. Whether the form is right
/// in its place is for other rules to say.
pub(super) fn moment(text: &str) -> Option<i64> {
    let read = |text: &str| date::w3cdtf(text).or_else(|_| date::rfc822(text)).ok().map(|d| d.unix);
    read(text).or_else(|| {
        let (before, minutes) = text.split_at_checked(text.len().checked_sub(2)?)?;
        read(&format!("{before}:{minutes}"))
    })
}

/// How many characters a text has, white space at its ends left out.
pub(super) fn length(node: Node<'_>) -> usize {
    node.value().trimmed().chars().count()
}

/// The text of the HTML in an element, tags left out.
pub(super) fn visible(node: Node<'_>) -> String {
    let mut text = String::new();
    walk(node, |_, walked| {
        if let Walked::Text { text: part } = walked {
            text.push_str(&html::resolve(part));
        }
        // A tag ends a word, or the texts of two paragraphs would be one.
        text.push(' ');
    });
    text
}

/// How many characters of a text a reader sees, runs of white space taken for one.
pub(super) fn visible_length(node: Node<'_>) -> usize {
    let text = visible(node);
    let words = text.split_whitespace();
    words.map(|w| w.chars().count() + 1).sum::<usize>().saturating_sub(1)
}

/// How many words a text has, tags left out.
pub(super) fn words(node: Node<'_>) -> usize {
    visible(node).split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count()
}

/// The first link of this relation in a feed or item.
pub(super) fn link<'t>(node: Node<'t>, relation: &str) -> Option<Node<'t>> {
    node.children_named(Ns::ATOM, "link").find(|link| match attribute(*link, "rel").as_deref().map(str::trim) {
        None | Some("") => relation == "alternate",
        Some(rel) => rel == relation,
    })
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
