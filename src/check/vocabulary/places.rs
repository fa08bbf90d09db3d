//! Places that several elements share.

use super::{Element, Parent};
use crate::check::document::tree::Node;
use crate::check::namespace::Ns;

/// An RSS channel.
pub(crate) const CHANNEL: Parent = (Ns::NONE, "channel");
/// An RSS item.
pub(crate) const ITEM: Parent = (Ns::NONE, "item");
/// The image of an RSS channel.
pub(crate) const IMAGE: Parent = (Ns::NONE, "image");
/// The form of an RSS channel.
pub(crate) const TEXT_INPUT: Parent = (Ns::NONE, "textInput");
/// An Atom feed.
pub(crate) const FEED: Parent = (Ns::ATOM, "feed");
/// An Atom entry.
pub(crate) const ENTRY: Parent = (Ns::ATOM, "entry");
/// The source of an Atom entry.
pub(crate) const SOURCE: Parent = (Ns::ATOM, "source");
/// A group of renditions.
pub(crate) const MEDIA_GROUP: Parent = (Ns::MEDIA, "group");
/// A picture, film or sound.
pub(crate) const MEDIA_CONTENT: Parent = (Ns::MEDIA, "content");

/// In a feed of either format.
pub(crate) const FEEDS: &[Parent] = &[CHANNEL, FEED, SOURCE];
/// In an item of either format.
pub(crate) const ITEMS: &[Parent] = &[ITEM, ENTRY];
/// In feeds and items of either format.
pub(crate) const FEEDS_AND_ITEMS: &[Parent] = &[CHANNEL, ITEM, FEED, ENTRY, SOURCE];
/// Wherever something can be described: also in the image and the form of a channel.
pub(crate) const DESCRIBED: &[Parent] =
    &[CHANNEL, ITEM, FEED, ENTRY, SOURCE, MEDIA_GROUP, MEDIA_CONTENT, IMAGE, TEXT_INPUT];
/// In feeds, items, and what Media RSS puts into them.
pub(crate) const ANYWHERE: &[Parent] = &[CHANNEL, ITEM, FEED, ENTRY, SOURCE, MEDIA_GROUP, MEDIA_CONTENT];

/// Whether a row that names a place of RSS 2.0 holds for this parent, which is the same in another version:
/// modules of RSS 1.0 and RSS 2.0 are one, and RSS 0.91 spells the form of a channel otherwise.
pub(crate) fn allow(row: &Element, parent: Node<'_>, ns: Ns) -> bool {
    let same = match parent.ns() {
        Ns::RSS1 | Ns::RSS090 => ns != parent.ns() && ns != Ns::NONE,
        Ns::NONE => parent.is_local("textinput"),
        _ => false,
    };
    let local = if parent.is_local("textinput") { "textInput" } else { parent.local() };
    same && row.parents.contains(&(Ns::NONE, local))
}
