//! Bodies that a sanitiser would write again as they are.
//!
//! Most bodies are paragraphs, headings, quotations, lists, pictures and links, properly nested. To them
//! the general sanitiser, which builds a tree as browsers do, does nothing but take away attributes
//! and the slashes of `<br/>`. Such bodies are taken here; whatever a browser might read otherwise than it
//! is written, or what is not allowed, is left to the general one.

use std::borrow::Cow;

/// How an element may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// In others of its kind, and around everything.
    Container,
    /// A container that stands in lists only.
    ListItem,
    /// In containers, and around what is inline.
    Leaf,
    /// Anywhere but in one of its own name.
    Inline,
    /// Anywhere, without content.
    Void,
}

#[rustfmt::skip]
const ELEMENTS: [(&str, Role); 38] = [
    ("p", Role::Leaf), ("a", Role::Inline), ("em", Role::Inline), ("strong", Role::Inline), ("br", Role::Void),
    ("img", Role::Void), ("blockquote", Role::Container), ("figure", Role::Container),
    ("figcaption", Role::Container), ("span", Role::Inline), ("li", Role::ListItem), ("ul", Role::Container),
    ("ol", Role::Container), ("h2", Role::Leaf), ("h3", Role::Leaf), ("h1", Role::Leaf), ("h4", Role::Leaf),
    ("h5", Role::Leaf), ("h6", Role::Leaf), ("b", Role::Inline), ("i", Role::Inline), ("code", Role::Inline),
    ("div", Role::Container), ("section", Role::Container), ("aside", Role::Container), ("cite", Role::Inline),
    ("q", Role::Inline), ("sub", Role::Inline), ("sup", Role::Inline), ("small", Role::Inline),
    ("abbr", Role::Inline), ("time", Role::Inline), ("u", Role::Inline), ("s", Role::Inline),
    ("mark", Role::Inline), ("kbd", Role::Inline), ("del", Role::Inline), ("ins", Role::Inline),
];

/// Deeper ones are left to the general sanitiser.
const MAX_DEPTH: usize = 32;

/// Clean HTML of an ordinary body in which no character is forbidden; `None` where the general sanitiser has
/// to make it. `keeps` says whether an attribute of an element is allowed, `tells` whether one that is not says how
/// the element shows, and `filtered` what becomes of the value of one that is.
pub(super) fn clean(
    html: &str,
    keeps: impl Fn(&str, &str) -> bool,
    tells: impl Fn(&str, &str) -> bool,
    filtered: impl for<'v> Fn(&str, &str, &'v str) -> Option<Cow<'v, str>>,
) -> Option<String> {
    // A no-break space is written as a reference.
    if memchr::memmem::find(html.as_bytes(), "\u{A0}".as_bytes()).is_some() {
        return None;
    }
    let mut out = String::with_capacity(html.len());
    let mut open: Vec<(&str, Role)> = Vec::new();
    let mut rest = html;
    while let Some(at) = memchr::memchr3(b'<', b'>', b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("</") {
            let (name, _) = open.pop()?;
            rest = after.strip_prefix(name)?.strip_prefix('>')?;
            out.push_str("</");
            out.push_str(name);
            out.push('>');
        } else if let Some(after) = rest.strip_prefix('<') {
            let length = after.bytes().position(|b| !b.is_ascii_lowercase() && !b.is_ascii_digit())?;
            let (name, role) = *ELEMENTS.iter().find(|(name, _)| *name == &after[..length])?;
            if !may_stand(name, role, &open) {
                return None;
            }
            out.push('<');
            out.push_str(name);
            rest = attributes(name, &after[length..], &mut out, &keeps, &tells, &filtered)?;
            if let Some(after) = rest.strip_prefix('/') {
                rest = after;
                if role != Role::Void {
                    return None;
                }
            }
            rest = rest.strip_prefix('>')?;
            out.push('>');
            if role != Role::Void {
                open.push((name, role));
            }
        } else {
            let reference = ["&amp;", "&lt;", "&gt;", "&nbsp;"].into_iter().find(|r| rest.starts_with(r))?;
            out.push_str(reference);
            rest = &rest[reference.len()..];
        }
    }
    out.push_str(rest);
    open.is_empty().then_some(out)
}

/// Whether an element that begins here becomes a child of the innermost open one, and nothing is closed by it.
fn may_stand(name: &str, role: Role, open: &[(&str, Role)]) -> bool {
    let in_containers = || open.last().is_none_or(|(_, role)| matches!(role, Role::Container | Role::ListItem));
    let fits = match role {
        Role::Container | Role::Leaf => in_containers(),
        Role::ListItem => matches!(open.last(), Some(("ul" | "ol", _))),
        Role::Inline => open.iter().all(|(other, _)| *other != name),
        Role::Void => true,
    };
    fits && open.len() < MAX_DEPTH
}

/// Writes the attributes of a start tag that are allowed; what comes after them.
fn attributes<'t>(
    element: &str,
    text: &'t str,
    out: &mut String,
    keeps: &impl Fn(&str, &str) -> bool,
    tells: &impl Fn(&str, &str) -> bool,
    filtered: &impl for<'v> Fn(&str, &str, &'v str) -> Option<Cow<'v, str>>,
) -> Option<&'t str> {
    let mut rest = text;
    let mut seen: Vec<&str> = Vec::new();
    loop {
        let after = rest.trim_start_matches([' ', '\n', '\t']);
        if after.starts_with(['>', '/']) {
            // A picture without an address goes.
            return (element != "img" || seen.contains(&"src")).then_some(after);
        }
        if after.len() == rest.len() {
            return None;
        }
        let length = after.bytes().position(|b| !b.is_ascii_lowercase() && b != b'-')?;
        let (name, after) = after.split_at(length);
        let (raw, after) = after.strip_prefix("=\"")?.split_once('"')?;
        let is_plain = raw.split('&').skip(1).all(|part| part.starts_with("amp;")) && !raw.contains(['<', '>']);
        if name.is_empty() || !is_plain || seen.contains(&name) {
            return None;
        }
        seen.push(name);
        if keeps(element, name) {
            let value = if raw.contains('&') { Cow::Owned(raw.replace("&amp;", "&")) } else { Cow::Borrowed(raw) };
            let new = filtered(element, name, &value).filter(|new| !new.contains(['"', '<', '>']))?;
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            if new == value {
                out.push_str(raw);
            } else {
                out.push_str(&new.replace('&', "&amp;"));
            }
            out.push('"');
        } else if tells(name, raw) {
            return None;
        }
        rest = after;
    }
}
