//! Folders of pictures that pages of Jekyll's themes name.

use std::borrow::Cow;

use super::habits::{find, folded};
use crate::source::node::{Members, Node};
use crate::source::value::same_name;

/// Names under which posts of the theme Chirpy say where their pictures lie.
pub(in crate::source) const MEDIA: [&str; 2] = ["media_subpath", "img_path"];

/// A picture's address below the folder that its post names; nothing where it is whole already.
pub(in crate::source) fn below_media(folder: &str, path: &str) -> Option<String> {
    let inner = path.trim_start_matches('/');
    let folder = folder.trim_matches('/');
    let is_below = inner.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    (!path.is_empty() && !path.contains(':') && !path.starts_with('#') && !is_below)
        .then(|| format!("/{folder}/{inner}"))
}

/// Where the theme Minimal Mistakes has the picture above a post.
const PICTURES: [&str; 3] = ["image", "overlay_image", "teaser"];

/// Gives a post the picture that its theme shows above it, unless it names one itself, and puts its address below the
/// folder that the theme Chirpy takes for its pictures.
pub(super) fn picture_of_theme(members: &mut Members<'_>) {
    if find(members, "image").is_none()
        && let Some(header) = find(members, "header").map(|at| &members[at].1)
        && let Some(path) =
            PICTURES.iter().find_map(|name| header.member(name)?.text()).filter(|path| path.contains('.'))
    {
        let beside = |name: &'static str, theirs: &str| {
            Some((Cow::Borrowed(name), Node::Text(header.member(theirs)?.text()?.into_owned().into())))
        };
        let path = (Cow::Borrowed("path"), Node::Text(path.into_owned().into()));
        let parts = [Some(path), beside("alt", "image_description"), beside("caption", "caption")];
        let picture = Node::Table(parts.into_iter().flatten().collect());
        members.push(("image".into(), picture));
    }
    let folder = MEDIA.iter().find_map(|name| members[find(members, &folded(name))?].1.text().map(Cow::into_owned));
    let Some(folder) = folder else { return };
    let Some(image) = find(members, "image") else { return };
    let below = |node: &mut Node<'_>| {
        if let Some(address) = node.text().and_then(|path| below_media(&folder, &path)) {
            *node = Node::Text(address.into());
        }
    };
    match &mut members[image].1 {
        Node::Table(parts) => {
            for (_, path) in parts.iter_mut().filter(|(name, _)| same_name(name, "path")) {
                below(path);
            }
        }
        path => below(path),
    }
}
