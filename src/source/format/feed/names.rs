//! Elements of feeds by what they belong to, whatever prefix and version their namespace has.

use std::borrow::Cow;

use crate::source::element::{line, local, members, whole_text};
use crate::source::node::Node;
use crate::source::value::is_blank;

/// Whose names an element goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// That of the feed itself.
    Own,
    Atom,
    Content,
    DublinCore,
    Media,
    Itunes,
    FeedBurner,
    Podcast,
    Prism,
    Blogger,
    Xhtml,
    Other,
}

/// How the addresses of namespaces go on behind their protocol.
const SPACES: [(&str, Space); 20] = [
    ("www.w3.org/2005/atom", Space::Atom),
    ("purl.org/atom/ns", Space::Atom),
    ("purl.org/rss/1.0/modules/content", Space::Content),
    ("purl.org/dc/", Space::DublinCore),
    ("dublincore.org/", Space::DublinCore),
    ("search.yahoo.com/mrss", Space::Media),
    ("www.rssboard.org/media-rss", Space::Media),
    ("video.search.yahoo.com/mrss", Space::Media),
    ("www.itunes.com/dtds/podcast", Space::Itunes),
    ("rssnamespace.org/feedburner", Space::FeedBurner),
    ("www.w3.org/1999/xhtml", Space::Xhtml),
    ("podcastindex.org/namespace", Space::Podcast),
    ("github.com/podcastindex-org", Space::Podcast),
    ("www.google.com/schemas/play-podcasts", Space::Podcast),
    ("prismstandard.org/namespaces", Space::Prism),
    ("www.prismstandard.org/namespaces", Space::Prism),
    ("schemas.google.com/blogger", Space::Blogger),
    ("purl.org/rss/1.0/", Space::Own),
    ("my.netscape.com/rdf/simple", Space::Own),
    ("channel.netscape.com/rdf/simple", Space::Own),
];

/// Whose name it is that an element goes by.
pub(super) fn space(name: &str) -> Space {
    let Some((uri, _)) = name.strip_prefix('{').and_then(|name| name.rsplit_once('}')) else { return Space::Own };
    let bare = super::super::bare(uri);
    let is = |start: &str| bare.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start));
    SPACES.iter().find(|(start, _)| is(start)).map_or(Space::Other, |(_, space)| *space)
}

/// The elements of a name.
pub(super) fn all<'n>(node: &'n Node<'n>, of: Space, name: &str) -> impl Iterator<Item = &'n Node<'n>> {
    let is = move |known: &str| local(known) == name && space(known) == of;
    members(node).iter().filter(move |(known, node)| is(known) && matches!(node, Node::Table(_))).map(|(_, node)| node)
}

/// The first element of a name.
pub(super) fn one<'n>(node: &'n Node<'n>, of: Space, name: &str) -> Option<&'n Node<'n>> {
    all(node, of, name).next()
}

/// The first of several names that says something, and how the tree calls it.
pub(super) fn first<'n>(node: &'n Node<'n>, names: &[(Space, &str)]) -> Option<(&'n str, &'n Node<'n>)> {
    names.iter().find_map(|(of, name)| {
        let mut found = members(node).iter().filter(|(known, _)| local(known) == *name && space(known) == *of);
        found.find(|(_, node)| !is_blank(&whole_text(node))).map(|(known, node)| (&**known, node))
    })
}

/// The text of an element on one line.
pub(super) fn text<'n>(node: &'n Node<'n>, of: Space, name: &str) -> Option<Cow<'n, str>> {
    all(node, of, name).find_map(line)
}
