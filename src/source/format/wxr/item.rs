//! An item of an export: what its elements are called, in whatever version and protocol.

use std::borrow::Cow;

use crate::source::element::{children, local, members, whole_text};
use crate::source::node::Node;
use crate::source::value::is_blank;

/// Whose names an element goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// WordPress's own.
    WordPress,
    Excerpt,
    Content,
    DublinCore,
    /// RSS's.
    None,
    Other,
}

fn space(name: &str) -> Space {
    let Some((uri, _)) = name.strip_prefix('{').and_then(|name| name.rsplit_once('}')) else { return Space::None };
    let bare = super::super::bare(uri);
    match () {
        () if bare.starts_with("wordpress.org/export/") && bare.contains("/excerpt") => Space::Excerpt,
        () if bare.starts_with("wordpress.org/export/") => Space::WordPress,
        () if bare.starts_with("purl.org/rss/1.0/modules/content") => Space::Content,
        () if bare.starts_with("purl.org/dc/") => Space::DublinCore,
        () => Space::Other,
    }
}

/// The first element of a name, and that name as the tree has it.
pub(super) fn find<'n>(item: &'n Node<'n>, of: Space, name: &str) -> Option<(&'n str, &'n Node<'n>)> {
    let found = members(item).iter().find(|(known, _)| local(known) == name && space(known) == of)?;
    Some((&found.0, &found.1))
}

/// Its text, where it has any.
pub(super) fn text<'n>(item: &'n Node<'n>, of: Space, name: &str) -> Option<Cow<'n, str>> {
    find(item, of, name).map(|(_, node)| whole_text(node)).filter(|text| !is_blank(text))
}

/// A text of WordPress's own.
pub(super) fn own<'n>(item: &'n Node<'n>, name: &str) -> Option<Cow<'n, str>> {
    text(item, Space::WordPress, name).map(|text| match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    })
}

/// A number of WordPress's own.
pub(super) fn number(item: &Node<'_>, name: &str) -> Option<u64> {
    own(item, name)?.parse().ok().filter(|number| *number > 0)
}

/// What plug-ins and WordPress keep beside a post, by names.
pub(super) fn meta<'n>(item: &'n Node<'n>) -> impl Iterator<Item = (Cow<'n, str>, Cow<'n, str>)> {
    children(item, "postmeta").filter_map(|meta| Some((own(meta, "meta_key")?, own(meta, "meta_value")?)))
}

/// The first value of a name.
pub(super) fn meta_of<'n>(item: &'n Node<'n>, name: &str) -> Option<Cow<'n, str>> {
    meta(item).find(|(key, _)| key == name).map(|(_, value)| value)
}
