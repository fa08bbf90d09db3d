//! Pictures and frames that scripts load later: the real ones, once.

use std::collections::HashSet;

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
pub(super) fn is_source(name: &str, value: &str) -> bool {
    names_source(name)
        || names_set(name)
        || matches!(name, "data-sizes" | "data-poster" | "data-bg" | "data-background" | "data-background-image")
        || (name.starts_with("data-") && is_picture_file(value))
}

/// Whether the name of an attribute says that a script takes the address from it: `data-src`, `lazy-src`,
/// `data-lazy-original`, `data-ezsrc`.
fn names_source(name: &str) -> bool {
    SOURCES.contains(&name)
        || name != "src"
            && (name.starts_with("data-") || name.starts_with("lazy") || name.starts_with("nitro-"))
            && (name.ends_with("src") || name.contains("lazy"))
            && !["thumb", "placeholder", "lqip", "low", "small", "fallback", "error", "set"]
                .iter()
                .any(|w| name.contains(w))
}

fn names_set(name: &str) -> bool {
    SETS.contains(&name) || name != "srcset" && name.ends_with("srcset")
}

/// Attributes in which no address of what is shown stands.
#[rustfmt::skip]
const NO_SOURCES: [&str; 16] = [
    "src", "srcset", "alt", "title", "class", "id", "style", "sizes", "href", "usemap", "longdesc", "onerror", "onload", "data-pin-url",
    "data-href", "data-permalink",
];

/// The address that a script would load an element with; where it has none that shows, any that can be one.
fn real_source(node: &NodeRef<'_>) -> Option<String> {
    if let Some(found) = SOURCES.iter().find_map(|name| node.attr(name).filter(|value| is_address(value))) {
        return Some(found.trim().to_owned());
    }
    let attributes = node.attrs();
    let value = |wanted: &dyn Fn(&str, &str) -> bool| {
        let found = attributes.iter().find(|a| wanted(&a.name.local, &a.value));
        found.map(|a| a.value.trim().to_owned())
    };
    if let Some(found) = value(&|name, value| names_source(name) && is_address(value)) {
        return Some(found);
    }
    let src = node.attr("src").unwrap_or_default();
    if !is_placeholder(&src) || node.has_name("source") || node.attr("srcset").is_some_and(|set| !is_placeholder(&set))
    {
        return None;
    }
    let is_frame = node.has_name("iframe");
    if !is_frame && !node.has_name("img") {
        return None;
    }
    value(&|name, value| {
        !NO_SOURCES.contains(&name)
            && (is_picture_file(value) || is_frame && (is_web(value) || value.starts_with("//")))
    })
}

fn is_web(value: &str) -> bool {
    value.starts_with("https://") || value.starts_with("http://")
}

/// Whether a value is the address of a picture by its ending.
fn is_picture_file(value: &str) -> bool {
    let path = value.trim().split(['?', '#']).next().unwrap_or_default();
    let ends = |ending: &str| {
        path.len() > ending.len()
            && path.as_bytes()[path.len() - ending.len()..].eq_ignore_ascii_case(ending.as_bytes())
    };
    !path.contains(char::is_whitespace)
        && [".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg"].iter().any(|ending| ends(ending))
}

/// Gives an element the address that it would be loaded with.
pub(super) fn load(node: &NodeRef<'_>) {
    let of_media = node.parent().is_some_and(|parent| parent.has_name("video") || parent.has_name("audio"));
    if (!node.has_name("source") || node.has_attr("src") || of_media)
        && let Some(src) = real_source(node)
    {
        node.set_attr("src", &src);
        // Such as is hidden until it has loaded.
        node.remove_attr("style");
    }
    let set = node.attrs().into_iter().find(|a| names_set(&a.name.local) && !a.value.trim().is_empty());
    if let Some(set) = set {
        node.set_attr("srcset", &set.value);
    } else if node.attr("srcset").is_some_and(|set| is_placeholder(&set)) {
        node.remove_attr("srcset");
    }
    if let Some(poster) = node.attr("data-poster").filter(|poster| is_address(poster)) {
        node.set_attr("poster", &poster);
    }
    if node.attr("sizes").is_some_and(|sizes| sizes.trim() == "auto") {
        node.remove_attr("sizes");
    }
}

/// The picture that an element without content has behind it.
pub(super) fn background(node: &NodeRef<'_>) -> Option<String> {
    let set = ["data-bg", "data-background", "data-background-image", "data-bgset"]
        .iter()
        .find_map(|name| node.attr(name))
        .map(|value| value.trim().to_owned());
    let style = || {
        let style = node.attr("style")?;
        let at = style.find("background")?;
        let (_, rest) = style[at..].split_once("url(")?;
        let (url, _) = rest.split_once(')')?;
        Some(url.trim().to_owned())
    };
    let url = set.or_else(style)?;
    let url = url.strip_prefix("url(").and_then(|u| u.strip_suffix(')')).unwrap_or(&url);
    let url = url.trim_matches(['"', '\'', ' ']).to_owned();
    (is_address(&url) && is_picture_file(&url)).then_some(url)
}

/// Whether a value can be an address: `data-lazy="true"` is none.
fn is_address(value: &str) -> bool {
    let value = value.trim();
    !value.is_empty()
        && !value.starts_with(['{', '[', '<', '#'])
        && (value.contains('/') || value.contains('.'))
        && !value.starts_with("data:")
}

/// Names of pictures which only keep the place of another.
#[rustfmt::skip]
const PLACEHOLDERS: [&str; 22] = [
    "blank", "placeholder", "spacer", "transparent", "pixel", "1x1", "1px", "lazy", "lazyload", "loading", "loader", "spinner", "grey",
    "gray", "empty", "trans", "whitedot", "lazy-placeholder", "image-placeholder", "img-placeholder", "placeholder-image", "px",
];

/// Whether an address is that of a picture which only keeps the place of another, or none.
fn is_placeholder(src: &str) -> bool {
    let src = src.trim();
    let name = src.split(['?', '#']).next().unwrap_or(src).rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or_default();
    src.is_empty()
        || ["data:", "about:", "#", "//:0"].iter().any(|start| src.starts_with(start))
        || PLACEHOLDERS.contains(&stem)
}

/// What a page shows without scripts: the picture or frame in it stands for the one before it that waits for a
/// script; text that only asks for scripts goes.
pub(super) fn without_script(node: &NodeRef<'_>, shown: &mut HashSet<String>) {
    // Content systems escape what stands in it.
    let text = node.text();
    if node.first_element_child().is_none() && text.trim_start().starts_with('<') {
        let html = text.to_string();
        node.set_html(html);
    }
    let media = |n: &NodeRef<'_>| ["img", "video", "audio", "iframe"].iter().any(|name| n.has_name(name));
    let Some(real) = node.descendants_it().find(media) else {
        node.remove_from_parent();
        return;
    };
    load(&real);
    let src = same(&real.attr("src").unwrap_or_default());
    if shown.contains(&src) {
        node.remove_from_parent();
        return;
    }
    let waits =
        |n: &NodeRef<'_>| n.has_name("img") && !is_loaded(n) && n.attr("src").is_none_or(|src| is_placeholder(&src));
    let before = node.prev_element_sibling();
    let waiting = before.and_then(|b| if waits(&b) { Some(b) } else { b.descendants_it().find(|d| waits(d)) });
    if let Some(waiting) = waiting {
        waiting.remove_from_parent();
    }
    shown.insert(src);
    node.unwrap_children();
}

/// What the addresses of one picture have in common, whatever its size: servers take that after the `?`.
pub(super) fn same(src: &str) -> String {
    let src = src.trim();
    if is_picture_file(src) { src.split(['?', '#']).next().unwrap_or(src).to_owned() } else { src.to_owned() }
}

/// Whether a picture has the address with which a script would load it, whatever that is called.
fn is_loaded(node: &NodeRef<'_>) -> bool {
    let src = node.attr("src").unwrap_or_default();
    node.attrs().iter().any(|a| names_source(&a.name.local) && a.value.trim() == src.trim())
}

/// Takes away what is left of a picture that never gets an address.
pub(super) fn drop_placeholder(node: &NodeRef<'_>) {
    let src = node.attr("src").unwrap_or_default();
    if is_placeholder(&src)
        && !is_loaded(node)
        && node.attr("srcset").is_none_or(|set| set.trim().is_empty())
        && !src.starts_with("http")
    {
        node.remove_from_parent();
    }
}

/// Marks of pictures that are shown by night, and of those by day.
const BY_NIGHT: [(&str, &str); 2] = [("#only-dark", "#only-light"), ("#gh-dark-mode-only", "#gh-light-mode-only")];

/// Nodes among which the picture for the day is looked for.
const MOST_BESIDE: usize = 200;

/// Whether a body may have pictures that are shown by day or by night alone.
pub(super) fn may_be_by_day(html: &str) -> bool {
    ["#only-", "-mode-only"].iter().any(|mark| memchr::memmem::find(html.as_bytes(), mark.as_bytes()).is_some())
}

/// Whether the address of a picture says that it is shown by day or by night alone.
pub(super) fn is_by_day(src: &str) -> bool {
    src.contains('#') && BY_NIGHT.iter().any(|(dark, light)| src.ends_with(dark) || src.ends_with(light))
}

/// Takes away a picture of which another is shown by day, and the mark of that one; a poster that only keeps a place.
pub(super) fn by_day(node: &NodeRef<'_>) {
    let src = node.attr("src").unwrap_or_default();
    for (dark, light) in BY_NIGHT {
        if let Some(plain) = src.strip_suffix(light) {
            node.set_attr("src", plain);
        }
        let has_other = || {
            let above = node.ancestors_it(Some(3)).last();
            let is_other = |d: &NodeRef<'_>| d.attr("src").is_some_and(|src| !src.ends_with(dark)) && d.has_name("img");
            above.is_some_and(|above| above.descendants_it().take(MOST_BESIDE).any(|d| is_other(&d)))
        };
        if let Some(plain) = src.strip_suffix(dark) {
            if has_other() {
                node.remove_from_parent();
            } else {
                node.set_attr("src", plain);
            }
        }
    }
}

/// Takes away a poster that only keeps the place of one.
pub(super) fn drop_poster(node: &NodeRef<'_>) {
    if node.attr("poster").is_some_and(|poster| is_placeholder(&poster)) {
        node.remove_attr("poster");
    }
}

/// A picture that lies in the page itself, and is one: no feed can carry it.
pub(super) fn is_inline_picture(node: &NodeRef<'_>) -> bool {
    // Shorter ones are dots and blurs.
    node.attr("src").is_some_and(|src| src.trim_start().starts_with("data:image/") && src.len() > 2_000)
        && node.attr("srcset").is_none()
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
