//! Sanitises by an allow-list, and makes every address absolute on the way.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use ammonia::Builder;
use url::Url;

use super::tags::{candidates, tags};
use super::without_forbidden;
use crate::article::address::absolute;

/// Elements that stay, besides `iframe` from known hosts. Of all others only the content stays.
const ELEMENTS: [&str; 79] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "nav",
];

/// Elements whose content goes with them.
const SILENT: [&str; 14] = [
    "script", "style", "template", "form", "select", "textarea", "object", "embed", "applet", "svg", "math", "title",
    "noembed", "noframes",
];

/// Attributes by element; `*` stands for all.
const ATTRIBUTES: [(&str, &[&str]); 19] = [
    ("*", &["lang", "title", "dir"]),
    ("a", &["href", "hreflang"]),
    ("img", &["src", "srcset", "sizes", "alt", "width", "height"]),
    ("source", &["src", "srcset", "sizes", "type", "media", "width", "height"]),
    ("video", &["src", "poster", "controls", "width", "height", "loop", "muted"]),
    ("audio", &["src", "controls", "loop", "muted"]),
    ("track", &["src", "kind", "srclang", "label", "default"]),
    ("iframe", &["src", "width", "height", "allowfullscreen"]),
    ("blockquote", &["cite"]),
    ("q", &["cite"]),
    ("del", &["cite", "datetime"]),
    ("ins", &["cite", "datetime"]),
    ("time", &["datetime"]),
    ("ol", &["start", "reversed", "type"]),
    ("li", &["value"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("td", &["colspan", "rowspan", "headers", "align"]),
    ("th", &["colspan", "rowspan", "headers", "scope", "align"]),
];

/// Schemes of links.
const LINK_SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "sms"];

thread_local! {
    /// What relative addresses of the body at hand are resolved against: the sanitiser's filter
    /// is one for all bodies and knows nothing of this one.
    static BASE: RefCell<Option<Url>> = const { RefCell::new(None) };
}

/// The compiled allow-list.
#[derive(Debug)]
pub(super) struct Sanitizer {
    builder: Builder<'static>,
}

impl Sanitizer {
    /// Allows `iframe`s from these hosts and those below them.
    pub(super) fn new(iframe_hosts: &[String]) -> Self {
        let mut elements: HashSet<&'static str> = ELEMENTS.into_iter().collect();
        let mut silent: HashSet<&'static str> = SILENT.into_iter().collect();
        if iframe_hosts.is_empty() {
            silent.insert("iframe");
        } else {
            elements.insert("iframe");
        }
        let mut attributes: HashMap<&'static str, HashSet<&'static str>> = HashMap::new();
        for (element, names) in ATTRIBUTES.into_iter().skip(1) {
            if elements.contains(element) {
                attributes.insert(element, names.iter().copied().collect());
            }
        }
        let hosts: Vec<String> = iframe_hosts.iter().map(|h| h.to_ascii_lowercase()).collect();
        let mut builder = Builder::empty();
        builder
            .tags(elements)
            .clean_content_tags(silent)
            .generic_attributes(ATTRIBUTES[0].1.iter().copied().collect())
            .tag_attributes(attributes)
            .url_schemes(LINK_SCHEMES.into_iter().collect())
            .link_rel(None)
            .attribute_filter(move |element, attribute, value| filter(element, attribute, value, &hosts));
        Self { builder }
    }

    /// Clean HTML, its relative addresses resolved against `base`.
    pub(super) fn clean(&self, html: &str, base: Option<&Url>) -> String {
        if html.trim().is_empty() {
            return String::new();
        }
        let html = without_forbidden(Cow::Borrowed(html));
        BASE.with(|b| *b.borrow_mut() = base.cloned());
        let clean = self.builder.clean(&html).to_string();
        // References such as `&#1;` give forbidden characters only now.
        let clean = without_forbidden(Cow::Owned(clean)).into_owned();
        without_husks(clean)
    }
}

/// What becomes of an attribute's value; `None` takes the attribute away.
fn filter<'v>(element: &str, attribute: &str, value: &'v str, hosts: &[String]) -> Option<Cow<'v, str>> {
    match (element, attribute) {
        ("iframe", "src") => resolved(value).filter(|url| {
            let host = Url::parse(url).ok().and_then(|u| u.host_str().map(str::to_ascii_lowercase));
            is_web(url)
                && host.is_some_and(|host| {
                    hosts.iter().any(|h| host == *h || host.strip_suffix(h.as_str()).is_some_and(|s| s.ends_with('.')))
                })
        }),
        (_, "href") => resolved(value).filter(|url| {
            url.split_once(':').is_some_and(|(scheme, _)| LINK_SCHEMES.contains(&&*scheme.to_ascii_lowercase()))
        }),
        (_, "src" | "poster" | "cite") => resolved(value).filter(|url| is_web(url)),
        (_, "srcset") => {
            let mut set = String::with_capacity(value.len());
            for (url, descriptor) in candidates(value) {
                let Some(url) = resolved(url).filter(|u| is_web(u)) else { continue };
                if !set.is_empty() {
                    set.push_str(", ");
                }
                // A comma at an address's end would be read as the end of the candidate.
                set.push_str(&url.replace(',', "%2C"));
                if !descriptor.is_empty() {
                    set.push(' ');
                    set.push_str(descriptor);
                }
            }
            (!set.is_empty()).then_some(Cow::Owned(set))
        }
        _ => Some(Cow::Borrowed(value)),
    }
}

fn is_web(url: &str) -> bool {
    let scheme = |s: &str| url.get(..s.len()).is_some_and(|head| head.eq_ignore_ascii_case(s));
    scheme("https://") || scheme("http://")
}

fn resolved(value: &str) -> Option<Cow<'_, str>> {
    BASE.with(|base| absolute(value, base.borrow().as_ref()))
        .map(|found| if found == value { Cow::Borrowed(value) } else { Cow::Owned(found) })
}

/// Takes out pictures and frames that lost their address, and what stands inside frames.
fn without_husks(html: String) -> String {
    let mut out = String::new();
    let mut from = 0;
    let mut frame: Option<usize> = None;
    for tag in tags(&html) {
        if let Some(kept_to) = frame {
            // Inside a frame everything is text that no reader shows.
            if tag.end && tag.name == "iframe" {
                out.push_str(&html[from..kept_to]);
                from = if from == kept_to { tag.span.end } else { tag.span.start };
                frame = None;
            }
            continue;
        }
        let has = |name: &str| tag.attributes().any(|(n, _)| n == name);
        match tag.name {
            "img" if !tag.end && !has("src") && !has("srcset") => {
                out.push_str(&html[from..tag.span.start]);
                from = tag.span.end;
            }
            "iframe" if !tag.end => {
                if has("src") {
                    frame = Some(tag.span.end);
                } else {
                    out.push_str(&html[from..tag.span.start]);
                    from = tag.span.start;
                    frame = Some(tag.span.start);
                }
            }
            _ => {}
        }
    }
    if from == 0 && out.is_empty() {
        return html;
    }
    out.push_str(&html[from..]);
    out
}
