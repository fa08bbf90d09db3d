//! Sanitises by an allow-list, and makes every address absolute on the way.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use ammonia::Builder;
use url::Url;

use super::ordinary;
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
        // Of frames, which are all that the hosts are asked for, there are none in an ordinary body.
        let clean = ordinary::clean(&html, is_allowed, |e, a, v| filter(e, a, v, &[])).unwrap_or_else(|| {
            let clean = self.builder.clean(&html).to_string();
            // References such as `&#1;` give forbidden characters only now.
            let clean = without_forbidden(Cow::Owned(clean)).into_owned();
            without_husks(without_frame_texts(clean))
        });
        if clean.trim().is_empty() { String::new() } else { clean }
    }
}

/// Whether an element may have an attribute.
fn is_allowed(element: &str, attribute: &str) -> bool {
    ATTRIBUTES.iter().any(|(of, names)| (*of == "*" || *of == element) && names.contains(&attribute))
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
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use proptest::prelude::*;

    /// What the general sanitiser makes of a body, and what is made of it as an ordinary one.
    fn both(html: &str) -> (String, Option<String>) {
        BASE.with(|base| *base.borrow_mut() = Url::parse("https://courier.example/world/").ok());
        let general = Sanitizer::new(&[]).builder.clean(html).to_string();
        (without_husks(general), ordinary::clean(html, is_allowed, |e, a, v| filter(e, a, v, &[])))
    }

    #[test]
    fn an_ordinary_body_becomes_what_the_general_sanitiser_makes_of_it() {
        for html in [
            "Text &amp; more &lt;b&gt;&nbsp;“é”",
            "<p>One <em>two</em> <a href=\"https://courier.example/?a=1&amp;b=2\">three</a>.</p>\n<p></p>",
            "<figure><img src=\"https://courier.example/a.png\" width=\"640\" class=\"x\" alt=\"\"/><figcaption>Rain \
             <span class=\"credit\">Photo: Jane</span></figcaption></figure>",
            "<blockquote><p>One<br>two<br/>three</p></blockquote><h2 onclick=\"x()\">Head</h2>",
            "<ul>\n<li>one</li>\n<li><p>two</p><ol><li>three</li></ol></li>\n</ul>",
            "<div><section><aside lang=\"de\">x</aside></section></div>",
            "<a href=\"../up?a&amp;b\">x</a><img src=\"//b.example/ä.png\"><a href=\" HTTPS://B.example \">y</a>",
        ] {
            let (general, ordinary) = both(html);
            assert_eq!(ordinary.as_ref(), Some(&general), "{html}");
        }
        assert_eq!(Sanitizer::new(&[]).clean("\u{FFFF} ", None), "");
    }

    #[test]
    fn what_browsers_read_otherwise_than_it_is_written_is_left_to_the_general_one() {
        for html in [
            "<p>one<p>two</p>",
            "<p>one<div>two</div></p>",
            "<em><p>one</p></em>",
            "<p><em>one</p></em>",
            "<a href=\"https://a.example/\"><em><a href=\"https://b.example/\">x</a></em></a>",
            "<li>one</li>",
            "<p>one",
            "one</p>",
            "<P>one</P>",
            "<p/>",
            "a > b",
            "a & b",
            "&quot;",
            "&#60;script&#62;",
            "a\u{A0}b",
            "<script>x()</script>",
            "<!-- note -->",
            "<a href=\"javascript:x()\">x</a>",
            "<a href=\"java\nscript:x()\">x</a>",
            "<a href='https://a.example/'>x</a>",
            "<a href=https://a.example/>x</a>",
            "<a href=\"https://a.example/\"href=\"https://b.example/\">x</a>",
            "<a href=\"https://a.example/\" href=\"https://b.example/\">x</a>",
            "<img alt=\"\">",
            "<img src=\"\">",
            "<p title=\"<\">x</p>",
            "<p title=\"&lt;\">x</p>",
            "<pre>\nx</pre>",
            "<table><tr><td>x</td></tr></table>",
            "<svg><p>x</p></svg>",
        ] {
            assert_eq!(both(html).1, None, "{html}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn whatever_is_taken_as_ordinary_comes_out_as_from_the_general_sanitiser(
            parts in prop::collection::vec(prop::sample::select(&[
                "<p>", "</p>", "<em>", "</em>", "<b>", "</b>", "<a href=\"https://a.example/x?y=1&amp;z\">", "</a>",
                "<a href=\"javascript:x\">", "<a href=\"HTTPS://A.example\">", "<a href=\"mailto:a@b.example\">", "<a>",
                "<a href=\"../é?a&amp;b\">", "<a href=\"//b.example\">", "<a href=\"#x\">", "<a href=\" https://c.example/ \">",
                "<a href=\"\">", "<a href=\"https://[x\">", "<a href=\"java\nscript:x()\">", "<img src=\"data:x\">",
                "<ul>", "</ul>", "<li>", "</li>", "<div class=\"x\">", "</div>", "<h2>", "</h2>", "<h3>", "</h3>",
                "<blockquote cite=\"https://a.example/\">", "</blockquote>", "<figure>", "</figure>", "<figcaption>",
                "</figcaption>", "<img src=\"https://a.example/a.png\" alt=\"\"/>", "<img src=\"/a.png\">", "<br>", "<br/>",
                "<span title=\"a &amp; b\" onclick=\"x\">", "</span>", "<q cite=\"x\">", "</q>", "<del>", "</del>", "text",
                " ", "\n", "&amp;", "&lt;", "&nbsp;", "&", "<", ">", "\"", "'", "é", "<code>", "</code>", "<time>", "</time>",
                "<p\n>", "</p >", "<script>", "</script>", "<!--", "-->", "<table>", "<td>", "<svg>", "</svg>", "<ol start=\"2\">",
                "</ol>", "<img", "=\"", "/>", "<section>", "</section>", "<u>", "</u>", "<s>", "</s>", "<i>", "</i>",
            ][..]), 0..14),
            close in any::<bool>(),
        ) {
            let mut html = parts.concat();
            if close {
                // Properly nested, so that most are taken.
                let mut open = Vec::new();
                html = String::new();
                for part in &parts {
                    if part.starts_with("</") {
                        continue;
                    }
                    html.push_str(part);
                    match part.strip_prefix('<').filter(|_| part.ends_with('>') && !part.ends_with("/>")) {
                        Some(tag) if !tag.starts_with(['b', 'i', '!']) || tag.starts_with("bl") || tag == "b>" || tag == "i>" => {
                            let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
                            open.push(name);
                        }
                        _ => {
                            if part.len() < 3 && let Some(name) = open.pop() {
                                let _ = write!(html, "</{name}>");
                            }
                        }
                    }
                }
                for name in open.iter().rev() {
                    let _ = write!(html, "</{name}>");
                }
            }
            let (general, ordinary) = both(&html);
            if let Some(ordinary) = ordinary {
                prop_assert_eq!(ordinary, general);
            }
        }
    }
}
