//! Links of a record to other pages and publications.

use super::node::{Node, Path};
use super::value::{Reader, link_of, text_of};
use super::{aside, by_hand, media};
use crate::article::media::Window;
use crate::article::{Link, Origin};
use crate::diagnostic::Severity;

/// A link: an address, or a table. One that has a gate of its own is a page that not everybody may know of.
pub(crate) fn link<'n>(node: &'n Node<'n>, r: &mut Reader) -> Option<Link> {
    if let Node::Table(_) = node {
        let gates = aside::of_part(node, |_| false, r);
        if gates.is_held() {
            media::hold_back(r);
            return None;
        }
        let known = r.faults.len();
        let Some(url) = link_of(node, r, &["url", "uri", "href", "link"]) else {
            if r.faults.len() > known {
                return None;
            }
            let message = format!("`{}` has no `url`", Path(&r.path));
            r.fault(Severity::Warning, "field-without-url", message, None);
            return None;
        };
        let title = text_of(node, r, &["title", "name", "text"]);
        return Some(Link { url, title, window: media::window(&gates) });
    }
    Some(Link { url: by_hand::page(node, r)?, title: None, window: Window::default() })
}

/// Another publication: its name, or a table.
pub(crate) fn origin(node: &Node<'_>, r: &mut Reader) -> Option<Origin> {
    let node = match node {
        Node::List(items) => items.first()?,
        other => other,
    };
    if let Node::Table(_) = node {
        let url = link_of(node, r, &["url", "uri", "link"]);
        let title = text_of(node, r, &["title", "name", "label"]).or_else(|| url.clone().map(Into::into))?;
        return Some(Origin { title, url });
    }
    Some(Origin { title: r.short_text(node)?.into_owned(), url: None })
}
