//! What has nothing left to do once all else is gone: links within the page that show nothing, and ids to which
//! nothing leads.

use std::collections::HashSet;

use crate::body::tags::tags;

/// Elements that show nothing by themselves.
const BARE: [&str; 8] = ["span", "i", "b", "em", "strong", "code", "small", "sup"];

/// Links within a page that have nothing to be followed by go: what they showed was for scripts, or hidden.
pub(super) fn without_links(html: String) -> String {
    if memchr::memchr(b'#', html.as_bytes()).is_none() {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    let mut open: Option<(usize, usize)> = None;
    for tag in tags(&html) {
        if let Some((start, end)) = open {
            if !html[end..tag.span.start].trim().is_empty() {
                open = None;
            } else if tag.end && tag.is("a") {
                out.push_str(&html[from..start]);
                from = tag.span.end;
                open = None;
            } else {
                open = BARE.iter().any(|name| tag.is(name)).then_some((start, tag.span.end));
            }
        }
        if !tag.end && tag.is("a") {
            let [href, id] = tag.values(["href", "id"]);
            let within = href.is_some_and(|href| href.contains('#'));
            open = (within && id.is_none()).then_some((tag.span.start, tag.span.end));
        }
    }
    out.push_str(&html[from..]);
    out
}

/// Ids to which nothing leads that stayed go, as those do to which nothing led before.
pub(super) fn without_ids(html: String) -> String {
    const ID: &str = " id=\"";
    if !html.contains(ID) {
        return html;
    }
    let targets: HashSet<String> = tags(&html)
        .filter_map(|tag| tag.values(["href"])[0].as_deref().and_then(|href| href.strip_prefix('#')).map(str::to_owned))
        .collect();
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    for tag in tags(&html).filter(|tag| !tag.end) {
        let [id] = tag.values(["id"]);
        let Some(at) = html[tag.span.clone()].find(ID).filter(|_| id.is_some_and(|id| !targets.contains(&*id))) else {
            continue;
        };
        let start = tag.span.start + at;
        let value = start + ID.len();
        out.push_str(&html[from..start]);
        from = html[value..].find('"').map_or(value, |end| value + end + 1);
    }
    out.push_str(&html[from..]);
    out
}
