//! Sitemaps as the crate `roxmltree` reads them.

use crate::render::read_back::{Loss, Rendered, Says, Unread};
use crate::render::xml_tree::{self, Names};

/// The prefixes by which elements are said.
const NAMES: Names = &[(super::NEWS, "news"), (super::IMAGE, "image"), (super::VIDEO, "video")];

/// Holds a sitemap against what it was rendered from.
pub(in crate::render) fn read_back(document: &str, rendered: &Rendered<'_>) -> Result<Vec<Loss>, Unread> {
    let says = Says {
        head: |_, comparison| super::say_root(comparison, "urlset", &[]),
        item: |parts, comparison| super::say(parts, comparison),
        takedown: |_, _, _, _| {},
    };
    xml_tree::read_back(document, rendered, "url", NAMES, &says)
}

/// Holds a sitemap for Google News against what it was rendered from.
pub(in crate::render) fn read_back_news(document: &str, rendered: &Rendered<'_>) -> Result<Vec<Loss>, Unread> {
    let says = Says {
        head: |_, comparison| super::say_root(comparison, "urlset", &[]),
        item: |parts, comparison| super::say_news(parts, comparison),
        takedown: |_, _, _, _| {},
    };
    xml_tree::read_back(document, rendered, "url", NAMES, &says)
}

/// Holds an index against what it was rendered from.
pub(in crate::render) fn read_back_index(document: &str, rendered: &Rendered<'_>) -> Result<Vec<Loss>, Unread> {
    let says = Says {
        head: |head, comparison| super::say_index(head, comparison),
        item: |_, _| {},
        takedown: |_, _, _, _| {},
    };
    xml_tree::read_back(document, rendered, "", NAMES, &says)
}

/// Whether the same is read in two sitemaps, but for some addresses of the first.
pub(in crate::render) fn same_without(
    standing: &str,
    rest: &str,
    struck: &dyn Fn(&str) -> bool,
) -> Result<bool, String> {
    xml_tree::same_without(standing, rest, |page| {
        let address = page.children().find(|child| child.tag_name().name() == "loc");
        address.and_then(|address| address.text()).is_some_and(|text| struck(text.trim()))
    })
}
