//! Pictures and frames that scripts load later: the real ones, once.

use dom_query::NodeRef;

/// Attributes in which scripts find the real address.
#[rustfmt::skip]
const SOURCES: [&str; 16] = [
    "data-src", "data-lazy-src", "data-original", "data-lazy", "data-original-src", "data-hi-res-src", "data-url",
    "data-echo", "data-image", "data-img-src", "data-full-src", "data-pagespeed-lazy-src", "data-cfsrc", "data-ll-src",
    "data-litespeed-src", "data-src-webp",
];
const SETS: [&str; 5] =
    ["data-srcset", "data-lazy-srcset", "data-original-set", "data-ll-srcset", "data-litespeed-srcset"];

/// Whether an attribute holds what is loaded later.
pub(super) fn is_source(name: &str) -> bool {
    SOURCES.contains(&name) || SETS.contains(&name) || matches!(name, "data-sizes" | "data-poster" | "data-bg")
}

/// Gives an element the address that it would be loaded with.
pub(super) fn load(node: &NodeRef<'_>) {
    let real = |names: &[&str]| names.iter().find_map(|name| node.attr(name).filter(|value| is_address(value)));
    if let Some(src) = real(&SOURCES)
        && (!node.has_name("source") || node.has_attr("src"))
    {
        node.set_attr("src", src.trim());
    }
    if let Some(set) = SETS.iter().find_map(|name| node.attr(name)).filter(|set| !set.trim().is_empty()) {
        node.set_attr("srcset", &set);
    } else if node.attr("srcset").is_some_and(|set| is_placeholder(&set)) {
        node.remove_attr("srcset");
    }
    if let Some(poster) = real(&["data-poster"]) {
        node.set_attr("poster", &poster);
    }
    if node.attr("sizes").is_some_and(|sizes| sizes.trim() == "auto") {
        node.remove_attr("sizes");
    }
}

/// Whether a value can be an address: `data-lazy="true"` is none.
fn is_address(value: &str) -> bool {
    let value = value.trim();
    !value.is_empty()
        && !value.starts_with(['{', '[', '<', '#'])
        && (value.contains('/') || value.contains('.'))
        && !value.starts_with("data:")
}

/// Whether an address is that of a picture which only keeps the place of another.
fn is_placeholder(src: &str) -> bool {
    let name = src.split(['?', '#']).next().unwrap_or(src).rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or_default();
    src.trim_start().starts_with("data:")
        || matches!(
            stem,
            "blank"
                | "placeholder"
                | "spacer"
                | "transparent"
                | "pixel"
                | "1x1"
                | "lazy"
                | "loading"
                | "grey"
                | "gray"
                | "empty"
                | "trans"
        )
}

/// What a page shows without scripts: the picture or frame in it stands for the one before it that waits for a
/// script; text that only asks for scripts goes.
pub(super) fn without_script(node: &NodeRef<'_>, shown: &mut Vec<String>) {
    let media = |n: &NodeRef<'_>| ["img", "video", "audio", "iframe"].iter().any(|name| n.has_name(name));
    let Some(real) = node.descendants_it().find(media) else {
        node.remove_from_parent();
        return;
    };
    load(&real);
    let src = real.attr("src").map(|src| src.to_string()).unwrap_or_default();
    if shown.contains(&src) {
        node.remove_from_parent();
        return;
    }
    let waits = |n: &NodeRef<'_>| {
        n.has_name("img") && n.attr("src").is_none_or(|src| src.trim().is_empty() || is_placeholder(&src))
    };
    let before = node.prev_element_sibling();
    let waiting = before.and_then(|b| if waits(&b) { Some(b) } else { b.descendants_it().find(|d| waits(d)) });
    if let Some(waiting) = waiting {
        waiting.remove_from_parent();
    }
    shown.push(src);
    node.unwrap_children();
}

/// Takes away what is left of a picture that never gets an address.
pub(super) fn drop_placeholder(node: &NodeRef<'_>) {
    let src = node.attr("src").unwrap_or_default();
    if is_placeholder(&src) && node.attr("srcset").is_none_or(|set| set.trim().is_empty()) && !src.starts_with("http") {
        node.remove_from_parent();
    }
}

/// Puts the children of an element in its place.
trait UnwrapChildren {
    fn unwrap_children(&self);
}

impl UnwrapChildren for NodeRef<'_> {
    fn unwrap_children(&self) {
        for child in self.children() {
            self.insert_before(&child);
        }
        self.remove_from_parent();
    }
}

/// The same, for others.
pub(super) fn unwrap(node: &NodeRef<'_>) {
    node.unwrap_children();
}
