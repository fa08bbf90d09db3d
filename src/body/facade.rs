//! Elements that a script fills later with a player, a post or a map: what they stand for, as a frame or a link.

use dom_query::NodeRef;
use url::Url;

use super::classes::Classes;
use super::{embed, escaped, hidden, lazy};

/// Attributes with the id of what is embedded, in the order in which they count.
#[rustfmt::skip]
const IDS: [&str; 26] = [
    "videoid", "video-id", "data-videoid", "data-video-id", "data-youtube-id", "data-youtube", "data-vimeo-id", "data-plyr-embed-id",
    "data-embed-id", "data-embed", "data-id", "data-tweetid", "data-tweet-id", "tweet-id", "data-shortcode", "shortcode", "data-gist-id",
    "gist-id", "data-slug-hash", "data-trackid", "data-dailymotion-id", "playback-id", "data-ytid", "data-yt-id", "data-code", "code",
];

/// Attributes with the address of what is embedded.
#[rustfmt::skip]
const ADDRESSES: [&str; 20] = [
    "data-instgrm-permalink", "data-href", "data-url", "data-src", "data-embed-url", "data-video-url", "data-oembed-url",
    "data-post-url", "data-permalink", "data-video", "data-audio", "data-mp3", "data-file", "data-link", "data-lazy-src", "src", "url",
    "href", "link", "cite",
];

/// Parts of the classes of what is filled later.
#[rustfmt::skip]
const FILLED: [&str; 18] = [
    "embed", "player", "video", "audio", "youtube", "vimeo", "tweet", "instagrammedia", "fbpost", "tiktok", "codepen", "infogram",
    "flourish", "spotify", "soundcloud", "datawrapper", "reddit", "mastodon",
];

/// Parts of the classes of what asks readers for something.
const ASKING: [&str; 8] = ["share", "like", "follow", "comment", "login", "signup", "subscribe", "consent"];

/// Names of elements of AMP that are elements of HTML.
const AMP: [(&str, &str); 6] = [
    ("amp-img", "img"),
    ("amp-anim", "img"),
    ("amp-video", "video"),
    ("amp-audio", "audio"),
    ("amp-iframe", "iframe"),
    ("hls-video", "video"),
];

/// Gives elements that are others by another name that name.
pub(super) fn rename(node: &NodeRef<'_>, name: &str) {
    if let Some((_, own)) = AMP.iter().find(|(of, _)| *of == name) {
        node.rename(own);
    }
}

/// Puts what an element stands for in its place, if it is one that waits and has nothing to show itself.
pub(super) fn show(node: &NodeRef<'_>, name: &str, frames: &dyn Fn(&str) -> bool) {
    let is_own = name.contains('-') || name == "oembed";
    if !is_own && !matches!(name, "div" | "span" | "p" | "blockquote" | "section" | "figure" | "a" | "code") {
        return;
    }
    let classes = Classes::read(&node.attr("class").unwrap_or_default());
    let is_filled = is_own
        || FILLED.iter().any(|part| classes.has(part))
        || ["data-plyr-provider", "data-gist-id", "data-oembed-url", "data-youtube-id", "data-vimeo-id"]
            .iter()
            .any(|name| node.has_attr(name));
    if !is_filled || name == "a" && node.has_attr("href") || ASKING.iter().any(|part| classes.has(part)) {
        return;
    }
    if let Some(picture) = node.attr("poster").filter(|_| name == "model-viewer") {
        let src = node.attr("src").unwrap_or_default();
        let alt = node.attr("alt").unwrap_or_default();
        let picture = format!("<img src=\"{}\" alt=\"{}\">", escaped(&picture), escaped(&alt));
        node.replace_with_html(format!("<p><a href=\"{}\">{picture}</a></p>", escaped(&src)));
        return;
    }
    // What shows without the script stays as it is.
    let shows = |d: &NodeRef<'_>| {
        ["img", "video", "audio", "iframe", "object", "picture", "math"].iter().any(|n| d.has_name(n))
            || d.has_name("a") && d.has_attr("href")
    };
    if node.descendants_it().any(|d| shows(&d)) || spoken(node).chars().any(char::is_alphanumeric) {
        return;
    }
    if let Some(html) = stands_for(node, name, &classes, frames) {
        if name == "blockquote" { node.set_html(html) } else { node.replace_with_html(html) }
    }
}

/// The text of an element without that of its buttons and what else nobody reads.
fn spoken(node: &NodeRef<'_>) -> String {
    let silent = |d: &NodeRef<'_>| {
        d.ancestors_it(Some(8)).any(|above| above.node_name().is_some_and(|n| hidden::SILENT.contains(&&*n)))
    };
    node.descendants_it().filter(|d| d.is_text() && !silent(d)).map(|d| d.text().to_string()).collect()
}

/// HTML for what an element stands for, by the id or the address that it has.
fn stands_for(node: &NodeRef<'_>, name: &str, classes: &Classes, frames: &dyn Fn(&str) -> bool) -> Option<String> {
    let id = IDS.iter().find_map(|id| node.attr(id).map(|value| value.trim().to_owned())).filter(|id| {
        !id.is_empty() && id.len() < 200 && !id.contains(char::is_whitespace) && !id.starts_with(['{', '<'])
    });
    if let Some(id) = id {
        let address = if id.contains("://") {
            Some(embed::framed(&id).unwrap_or(id))
        } else {
            let user = node.attr("data-user").or_else(|| node.attr("user"));
            providers(node, name, classes).iter().find_map(|name| embed::of_id(name, &id, user.as_deref()))
        };
        if let Some(address) = address {
            return Some(put(node, &address, frames));
        }
    }
    let address = ADDRESSES
        .iter()
        .find_map(|name| node.attr(name).map(|value| value.trim().to_owned()).filter(|v| is_address(v)))?;
    let address = match address.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => address,
    };
    if classes.has("flourish") && !address.contains("://") {
        return Some(put(node, &format!("https://flo.uri.sh/{address}/embed"), frames));
    }
    Some(put(node, &embed::framed(&address).unwrap_or(address), frames))
}

fn is_address(value: &str) -> bool {
    value.contains('/')
        && !value.contains(char::is_whitespace)
        && !value.starts_with(['{', '<', '[', '#'])
        && !["data:", "javascript:", "at:", "blob:"].iter().any(|scheme| value.starts_with(scheme))
}

/// Names under which whoever an element embeds may be known.
fn providers(node: &NodeRef<'_>, name: &str, classes: &Classes) -> Vec<String> {
    let mut names = Vec::new();
    if let Some(provider) = node.attr("data-plyr-provider").or_else(|| node.attr("data-provider")) {
        names.push(provider.to_ascii_lowercase());
    }
    let plain = name.replace('-', "");
    let plain = ["amp", "lite", "lazy"].iter().find_map(|start| plain.strip_prefix(start)).unwrap_or(&plain);
    names.push(plain.to_owned());
    for known in [
        "youtube",
        "vimeo",
        "codepen",
        "tweet",
        "instagram",
        "gist",
        "dailymotion",
        "infogram",
        "spotify",
        "tiktok",
        "imgur",
    ] {
        if plain.contains(known) || classes.has(known) || node.has_attr(&format!("data-{known}-id")) {
            names.push(known.to_owned());
        }
    }
    names
}

/// A player of a file, a frame, or a link.
pub(super) fn put(node: &NodeRef<'_>, src: &str, frames: &dyn Fn(&str) -> bool) -> String {
    let ends = |endings: &[&str]| {
        let path = src.split(['?', '#']).next().unwrap_or(src).to_ascii_lowercase();
        endings.iter().any(|ending| path.ends_with(ending))
    };
    let url = escaped(src);
    if ends(&[".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".flac", ".aac"]) {
        format!("<audio src=\"{url}\" controls></audio>")
    } else if ends(&[".mp4", ".m4v", ".webm", ".ogv", ".mov", ".m3u8"]) {
        format!("<video src=\"{url}\" controls></video>")
    } else if ends(&[".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"]) {
        format!("<img src=\"{url}\" alt=\"{}\">", escaped(&title(node)))
    } else if frames(src) {
        format!("<iframe src=\"{url}\"></iframe>")
    } else {
        link(node, src)
    }
}

/// What an element calls what it embeds.
fn title(node: &NodeRef<'_>) -> String {
    let said = ["title", "data-title", "aria-label", "playlabel", "alt", "data-name", "label"]
        .iter()
        .find_map(|name| node.attr(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()));
    said.unwrap_or_default()
}

/// A link to a page, with the title of what was embedded and a picture of it.
pub(super) fn link(node: &NodeRef<'_>, src: &str) -> String {
    let (mut page, mut said) = (embed::page(src), title(node));
    if node.has_name("iframe") {
        // Within frames stands what is shown where there are none.
        let inner = node.text();
        if let Some((url, text)) = first_link(&inner) {
            said = if said.is_empty() { text } else { said };
            page = page.filter(|page| page.url != src).or_else(|| embed::page(&url)).or(Some(embed::Page::at(url)));
        }
    }
    let url = page.as_ref().map_or(src, |page| &page.url);
    let host = page.as_ref().map_or_else(|| embed::host(src), |page| page.host.clone());
    let title = if said.is_empty() { host } else { said };
    let picture = page.as_ref().and_then(|page| page.thumbnail.as_deref());
    let picture = picture.map(|p| format!("<img src=\"{}\" alt=\"\"><br>", escaped(p))).unwrap_or_default();
    let link = format!("<a href=\"{}\">{picture}{}</a>", escaped(url), escaped(&title));
    let in_line = node
        .ancestors_it(None)
        .any(|a| ["p", "li", "figure", "td", "figcaption", "span"].iter().any(|n| a.has_name(n)));
    if in_line || node.has_name("blockquote") { link } else { format!("<p>{link}</p>") }
}

/// Where the first link of HTML leads on the web, and what it says.
pub(super) fn first_link(html: &str) -> Option<(String, String)> {
    let tag = super::tags::tags(html).find(|tag| !tag.end && tag.is("a"))?;
    let [href] = tag.values(["href"]);
    let url = href.filter(|href| href.starts_with("https://") || href.starts_with("http://"))?;
    let inner = &html[tag.span.end..];
    let inner = inner.find("</a").map_or(inner, |end| &inner[..end]);
    Some((url.into_owned(), crate::article::markup::text(inner)))
}

/// Scripts that put something in their place leave a link to it.
pub(super) fn script(node: &NodeRef<'_>) {
    let src = node.attr("src").unwrap_or_default();
    let src = src.trim().strip_prefix("//").map_or_else(|| src.trim().to_owned(), |rest| format!("https://{rest}"));
    let Ok(url) = Url::parse(&src) else { return };
    let attribute = |name: &str| node.attr(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    let path = url.path().to_owned();
    let stem = path.strip_suffix(".js");
    let page = match url.host_str().unwrap_or_default().trim_start_matches("www.") {
        "gist.github.com" => stem.map(|path| format!("https://gist.github.com{path}")),
        "asciinema.org" => {
            stem.filter(|path| path.starts_with("/a/")).map(|path| format!("https://asciinema.org{path}"))
        }
        "datawrapper.dwcdn.net" => path
            .split('/')
            .nth(1)
            .filter(|_| path.ends_with("embed.js"))
            .map(|id| format!("https://datawrapper.dwcdn.net/{id}/")),
        "speakerdeck.com" => attribute("data-id").map(|id| format!("https://speakerdeck.com/player/{id}")),
        "telegram.org" => attribute("data-telegram-post").map(|post| format!("https://t.me/{post}")),
        "emgithub.com" => url.query_pairs().find(|(name, _)| name == "target").map(|(_, target)| target.into_owned()),
        "gist-it.appspot.com" => Some(path.trim_start_matches('/').to_owned()),
        "buzzsprout.com" => stem.map(|path| format!("https://www.buzzsprout.com{path}")),
        "jsfiddle.net" if path.contains("/embed") => {
            path.split("/embed").next().map(|path| format!("https://jsfiddle.net{path}/"))
        }
        _ if src.contains("podcast-player") => {
            attribute("data-configuration").filter(|url| url.starts_with("https://"))
        }
        _ => None,
    };
    if let Some(page) = page.filter(|page| page.starts_with("https://") || page.starts_with("http://")) {
        let url = escaped(&page);
        node.replace_with_html(format!("<p><a href=\"{url}\">{url}</a></p>"));
    }
}

/// The picture behind an element that shows nothing else.
pub(super) fn backdrop(node: &NodeRef<'_>) {
    if (node.has_attr("style") || node.attrs().iter().any(|a| a.name.local.starts_with("data-b")))
        && let Some(src) = lazy::background(node)
        && node.text().trim().is_empty()
        && node.first_element_child().is_none()
    {
        let alt = title(node);
        node.append_html(format!("<img src=\"{}\" alt=\"{}\">", escaped(&src), escaped(&alt)));
    }
}
