//! Sanitises by an allow-list, and makes every address absolute on the way.

mod dense;
mod idle;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use ammonia::Builder;
use url::Url;

use super::formulas::marks_formula;
use super::hidden::tells;
use super::tags::{candidates, tags};
use super::{bracket, lazy, ordinary, reveal, without_forbidden};
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

/// Elements of MathML that show something; none of them runs, links or loads.
const MATHEMATICS: [&str; 27] = [
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "mspace",
    "mfrac",
    "msqrt",
    "mroot",
    "mstyle",
    "merror",
    "mpadded",
    "mphantom",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "mtable",
    "mtr",
    "mtd",
    "menclose",
];

/// Attributes of all of them: how they are set, never where they lead.
const OF_MATHEMATICS: [&str; 30] = [
    "display",
    "displaystyle",
    "scriptlevel",
    "mathvariant",
    "alttext",
    "form",
    "fence",
    "separator",
    "stretchy",
    "symmetric",
    "largeop",
    "movablelimits",
    "minsize",
    "maxsize",
    "lspace",
    "rspace",
    "width",
    "height",
    "depth",
    "voffset",
    "linethickness",
    "accent",
    "accentunder",
    "columnalign",
    "rowalign",
    "columnspan",
    "rowspan",
    "notation",
    "columnspacing",
    "rowspacing",
];

/// Elements whose content goes with them.
const SILENT: [&str; 16] = [
    "script",
    "style",
    "template",
    "form",
    "select",
    "textarea",
    "object",
    "embed",
    "applet",
    "svg",
    "title",
    "dialog",
    "noembed",
    "noframes",
    "annotation",
    "annotation-xml",
];

/// Attributes by element; `*` stands for all.
const ATTRIBUTES: [(&str, &[&str]); 20] = [
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
    ("details", &["open"]),
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
    /// What the body at hand leads to within itself, by id, and what its ids begin with in the feed.
    static ANCHORS: RefCell<(HashSet<String>, String)> = RefCell::new((HashSet::new(), String::new()));
}

/// The compiled allow-list.
#[derive(Debug)]
pub(super) struct Sanitizer {
    builder: Builder<'static>,
    /// Hosts of frames.
    hosts: Vec<String>,
}

impl Sanitizer {
    /// Allows `iframe`s from these hosts and those below them.
    pub(super) fn new(iframe_hosts: &[String]) -> Self {
        let mut elements: HashSet<&'static str> = ELEMENTS.into_iter().chain(MATHEMATICS).collect();
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
        for element in MATHEMATICS {
            attributes.insert(element, OF_MATHEMATICS.into_iter().collect());
        }
        let hosts: Vec<String> = iframe_hosts.iter().map(|h| h.to_ascii_lowercase()).collect();
        let framing = hosts.clone();
        let mut builder = Builder::empty();
        builder
            .tags(elements)
            .clean_content_tags(silent)
            .generic_attributes(ATTRIBUTES[0].1.iter().copied().chain(["id"]).collect())
            .tag_attributes(attributes)
            .url_schemes(LINK_SCHEMES.into_iter().collect())
            .link_rel(None)
            .attribute_filter(move |element, attribute, value| filter(element, attribute, value, &framing));
        Self { builder, hosts }
    }

    /// Clean HTML, its relative addresses resolved against `base`. Ids that it leads to itself begin with
    /// `own`, so that those of several articles on one page of a reader differ.
    pub(super) fn clean(&self, html: &str, base: Option<&Url>, own: &str) -> (String, Vec<&'static str>) {
        if html.trim().is_empty() {
            return (String::new(), Vec::new());
        }
        let html = without_forbidden(Cow::Borrowed(html));
        BASE.with(|b| *b.borrow_mut() = base.cloned());
        // Of frames, which are all that the hosts are asked for, there are none in an ordinary body.
        let mut lost = Vec::new();
        let html = bracket::shown(html, &mut lost);
        let is_other = marks_formula(&html) || lazy::may_be_by_day(&html);
        let ordinary = if is_other { None } else { ordinary::clean(&html, is_allowed, tells, plainly) };
        let clean = ordinary.unwrap_or_else(|| {
            let mut html = html;
            if reveal::is_due(&html) {
                let (seen, missing) = reveal::reveal(&html, &|src| framed(src, &self.hosts).is_some());
                html = Cow::Owned(seen);
                lost = missing;
            }
            ANCHORS.with(|anchors| *anchors.borrow_mut() = (anchors_of(&html), own.to_owned()));
            let clean = dense::clean(&html, |html| self.builder.clean(html).to_string());
            // References such as `&#1;` give forbidden characters only now.
            let clean = without_forbidden(Cow::Owned(clean)).into_owned();
            idle::without_ids(without_lost_anchors(idle::without_links(without_husks(without_frame_texts(clean)))))
        });
        (if clean.trim().is_empty() { String::new() } else { clean }, lost)
    }
}

/// Whether an element may have an attribute.
fn is_allowed(element: &str, attribute: &str) -> bool {
    ATTRIBUTES.iter().any(|(of, names)| (*of == "*" || *of == element) && names.contains(&attribute))
}

/// What becomes of an attribute's value in an ordinary body: no link within it, and no frames.
fn plainly<'v>(element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    if attribute == "href" && value.trim_start().starts_with('#') {
        None
    } else {
        filter(element, attribute, value, &[])
    }
}

/// The ids that a body leads to within itself.
fn anchors_of(html: &str) -> HashSet<String> {
    let mut targets = HashSet::new();
    let mut ids = HashSet::new();
    for tag in tags(html).filter(|tag| !tag.end) {
        let [href, id] = tag.values(["href", "id"]);
        targets.extend(href.and_then(|href| href.strip_prefix('#').map(str::to_owned)));
        ids.extend(
            id.map(Cow::into_owned)
                .filter(|id| !id.is_empty() && !id.contains(|c: char| c.is_whitespace() || c == '%')),
        );
    }
    targets.retain(|target| ids.contains(target));
    targets
}

/// The id in the feed of what a body leads to within itself.
fn anchor(id: &str) -> Option<String> {
    ANCHORS.with(|anchors| {
        let (known, own) = &*anchors.borrow();
        known.contains(id).then(|| if id.starts_with(own.as_str()) { id.to_owned() } else { format!("{own}{id}") })
    })
}

/// What becomes of an attribute's value; `None` takes the attribute away.
fn filter<'v>(element: &str, attribute: &str, value: &'v str, hosts: &[String]) -> Option<Cow<'v, str>> {
    match (element, attribute) {
        _ if dense::is_too_dense(value) => None,
        ("iframe", "src") => framed(value, hosts),
        (_, "id") => anchor(value).map(Cow::Owned),
        (_, "href") if value.strip_prefix('#').is_some_and(|id| anchor(id).is_some()) => {
            anchor(&value[1..]).map(|id| Cow::Owned(format!("#{id}")))
        }
        (_, "href") => resolved(value).filter(|url| {
            url.split_once(':').is_some_and(|(scheme, _)| LINK_SCHEMES.contains(&&*scheme.to_ascii_lowercase()))
        }),
        // Without an address it would be that of the page.
        (_, "src" | "poster" | "cite") if value.trim().is_empty() => None,
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

/// The address of a frame, if frames of its host stay: without encryption anybody on the way could put
/// another in its place.
fn framed<'v>(value: &'v str, hosts: &[String]) -> Option<Cow<'v, str>> {
    resolved(value).filter(|url| {
        let url = Url::parse(url).ok().filter(|url| url.scheme() == "https");
        let host = url.and_then(|u| u.host_str().map(str::to_ascii_lowercase));
        host.is_some_and(|host| {
            hosts.iter().any(|h| host == *h || host.strip_suffix(h.as_str()).is_some_and(|s| s.ends_with('.')))
        })
    })
}

/// Links within the body to what did not stay lead to the page, where it is.
fn without_lost_anchors(html: String) -> String {
    if memchr::memmem::find(html.as_bytes(), b"href=\"#").is_none() {
        return html;
    }
    let ids: HashSet<String> =
        tags(&html).filter(|t| !t.end).filter_map(|t| t.values(["id"])[0].clone().map(Cow::into_owned)).collect();
    let own = ANCHORS.with(|anchors| anchors.borrow().1.clone());
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    for tag in tags(&html).filter(|t| !t.end && t.is("a")) {
        let [href] = tag.values(["href"]);
        let Some(id) = href.as_deref().and_then(|href| href.strip_prefix('#')).filter(|id| !ids.contains(*id)) else {
            continue;
        };
        let id = id.strip_prefix(own.as_str()).unwrap_or(id);
        let written = &html[tag.span.clone()];
        let (Some(start), Some(url)) = (written.find("href=\"#"), resolved(&format!("#{id}")).map(Cow::into_owned))
        else {
            continue;
        };
        let start = tag.span.start + start + "href=\"".len();
        let end = start + html[start..].find('"').unwrap_or_default();
        out.push_str(&html[from..start]);
        out.push_str(&url.replace('&', "&amp;").replace('"', "%22"));
        from = end;
    }
    out.push_str(&html[from..]);
    out
}

fn is_web(url: &str) -> bool {
    let scheme = |s: &str| url.get(..s.len()).is_some_and(|head| head.eq_ignore_ascii_case(s));
    scheme("https://") || scheme("http://")
}

fn resolved(value: &str) -> Option<Cow<'_, str>> {
    BASE.with(|base| absolute(value, base.borrow().as_ref()))
        .map(|found| if found == value { Cow::Borrowed(value) } else { Cow::Owned(found) })
}

/// Takes out frames that lost their address, and what stands inside the others: to a parser that
/// is text up to `</iframe`, whatever it looks like.
fn without_frame_texts(html: String) -> String {
    let mut out = String::new();
    let mut from = 0;
    // The serialiser writes `<` for tags only, and as it is inside frames.
    while let Some(start) = memchr::memmem::find(&html.as_bytes()[from..], b"<iframe").map(|i| i + from) {
        out.push_str(&html[from..start]);
        let Some(tag) = tags(&html[start..]).next() else { break };
        let text = start + tag.span.end;
        let close = html[text..].find("</iframe>").map_or(html.len(), |i| text + i);
        from = (close + "</iframe>".len()).min(html.len());
        if tag.attributes().any(|(name, _)| name == "src") {
            out.push_str(&html[start..text]);
            out.push_str(&html[close..from]);
        }
    }
    if from == 0 {
        return html;
    }
    out.push_str(&html[from..]);
    out
}

/// Takes out pictures that lost their address.
fn without_husks(html: String) -> String {
    let mut out = String::new();
    let mut from = 0;
    for tag in tags(&html).filter(|t| t.name == "img") {
        if !tag.attributes().any(|(name, _)| matches!(name, "src" | "srcset")) {
            out.push_str(&html[from..tag.span.start]);
            from = tag.span.end;
        }
    }
    if from == 0 {
        return html;
    }
    out.push_str(&html[from..]);
    out
}

#[cfg(test)]
mod tests;
