//! Takes pictures out of a body that are not to be seen, by their addresses.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use url::Url;

use super::tags::{Tag, candidates, resolved, tags};
use crate::article::Withheld;

/// Elements that show what lies at their address.
const SHOWING: [&str; 9] = ["img", "image", "source", "video", "audio", "embed", "iframe", "object", "track"];

/// Elements that stand for what is in them: where nothing of it is to be seen they go, a figure with its caption.
const WHOLE: [&str; 7] = ["figure", "picture", "video", "audio", "object", "iframe", "a"];

/// Such an element, as far as it was read.
struct Open<'h> {
    name: &'h str,
    tag: Range<usize>,
    /// Whether it has shown something that is held back, and something that is not.
    held: bool,
    shown: bool,
    /// Whether it leads to what is held back.
    leads: bool,
    /// Whether text stands in it.
    says: bool,
    /// An address by which a picture in it may be shown.
    spare: Option<String>,
}

/// What is made of a tag.
enum Edit {
    Kept,
    Gone,
    Other(String),
}

/// HTML without what is held back; nothing where it has none of it.
pub(super) fn without(html: &str, held: &Withheld, base: Option<&Url>) -> Option<String> {
    if held.is_empty() {
        return None;
    }
    let is_held = |address: &str| held.holds(address, base);
    let mut cut = Cut { html, edits: Vec::new(), open: Vec::new(), is_held: &is_held };
    let mut from = 0;
    for tag in tags(html) {
        cut.text(from..tag.span.start);
        from = tag.span.end;
        if tag.end {
            if let Some(at) = cut.open.iter().rposition(|open| tag.is(open.name)) {
                cut.close(at, tag.span.clone());
            }
        } else {
            cut.tag(&tag);
        }
    }
    cut.text(from..html.len());
    if !cut.open.is_empty() {
        cut.close(0, html.len()..html.len());
    }
    cut.rest()
}

struct Cut<'h, 'c> {
    html: &'h str,
    /// What stands for which part of it.
    edits: Vec<(Range<usize>, String)>,
    open: Vec<Open<'h>>,
    is_held: &'c dyn Fn(&str) -> bool,
}

impl<'h> Cut<'h, '_> {
    fn text(&mut self, span: Range<usize>) {
        let text = &self.html[span.clone()];
        if let Some(open) = self.open.last_mut() {
            open.says |= !text.trim().is_empty();
        }
        for word in addresses(text) {
            if (self.is_held)(&resolved(&text[word.clone()])) {
                self.edits.push((span.start + word.start..span.start + word.end, String::new()));
            }
        }
    }

    fn tag(&mut self, tag: &Tag<'h>) {
        let shows = SHOWING.iter().any(|name| tag.is(name));
        let whole = WHOLE.iter().find(|name| tag.is(name));
        let spare = self.open.last().and_then(|open| open.spare.clone());
        let Read { edit, held, shown, first } = self.read(tag, shows, spare);
        let leads = held && !shows && whole.is_some();
        match edit {
            Edit::Kept => {}
            // What goes with it is seen at its end.
            Edit::Gone if whole.is_some() => {}
            Edit::Other(_) if leads => {}
            Edit::Gone => self.edits.push((tag.span.clone(), String::new())),
            Edit::Other(written) => self.edits.push((tag.span.clone(), written)),
        }
        if let Some(name) = whole {
            let (held, shown, tag) = (held && shows, shown && shows, tag.span.clone());
            self.open.push(Open { name, tag, held, shown, leads, says: false, spare: None });
        } else if let Some(open) = self.open.last_mut().filter(|_| shows) {
            open.held |= held;
            open.shown |= shown;
            open.spare = open.spare.take().or(first.filter(|_| tag.is("source")));
        }
    }

    /// Ends an element and those in it that were not ended.
    fn close(&mut self, at: usize, end: Range<usize>) {
        while self.open.len() > at {
            let Some(open) = self.open.pop() else { return };
            let own = if self.open.len() == at { end.clone() } else { end.start..end.start };
            let is_link = open.name == "a";
            let goes = !open.shown && (open.leads || open.held && !(is_link && open.says));
            if goes {
                self.edits.push((open.tag.start..own.end, String::new()));
            } else if open.leads {
                self.edits.extend([(open.tag, String::new()), (own, String::new())]);
            }
            if let Some(outer) = self.open.last_mut() {
                outer.held |= goes && !(is_link && open.leads && !open.held);
                outer.shown |= open.shown;
                outer.says |= open.says && !goes;
            }
        }
    }

    /// What of a tag stays, and what it shows.
    fn read(&self, tag: &Tag<'h>, shows: bool, spare: Option<String>) -> Read {
        let (mut held, mut first, mut own) = (false, None, false);
        let mut changed = false;
        let mut kept: Vec<(&str, Cow<'_, str>)> = Vec::new();
        for (name, raw) in tag.attributes() {
            let value = resolved(raw);
            if name.to_ascii_lowercase().ends_with("srcset") {
                let all = candidates(&value);
                let left: Vec<_> = all.iter().filter(|(url, _)| !(self.is_held)(url)).collect();
                held |= left.len() < all.len();
                first = first.or_else(|| left.first().map(|(url, _)| (*url).to_owned()));
                if left.len() < all.len() {
                    changed = true;
                    if !left.is_empty() {
                        let set: Vec<_> =
                            left.iter().map(|(url, of)| format!("{url} {of}").trim().to_owned()).collect();
                        kept.push((name, Cow::Owned(set.join(", ").replace('&', "&amp;").replace('"', "&quot;"))));
                    }
                    continue;
                }
            } else if self.names_held(&value) {
                (held, changed) = (true, true);
                continue;
            } else if ["src", "data", "href"].iter().any(|known| name.eq_ignore_ascii_case(known)) && !value.is_empty()
            {
                own = true;
            }
            kept.push((name, Cow::Borrowed(raw)));
        }
        let is_picture = tag.is("img");
        if is_picture && held && !own {
            let other = first.clone().or(spare);
            own = other.is_some();
            let escaped = |url: String| url.replace('&', "&amp;").replace('"', "&quot;");
            kept.extend(other.map(|url| ("src", Cow::Owned(escaped(url)))));
        }
        let shown = own || first.is_some();
        let edit = match (changed, shows && !shown) {
            (false, _) => Edit::Kept,
            (true, true) => Edit::Gone,
            (true, false) => Edit::Other(written(self.html, tag, &kept)),
        };
        Read { edit, held, shown, first }
    }

    /// Whether the value of an attribute is, or has in it, an address that is held back.
    fn names_held(&self, value: &str) -> bool {
        // As CSS has them.
        let mut urls = value.split("url(").skip(1).filter_map(|rest| {
            let rest = rest.trim_start();
            let quote = rest.starts_with(['"', '\'']).then(|| rest.chars().next()).flatten();
            quote.map_or_else(|| rest.split(')').next(), |quote| rest[1..].split(quote).next())
        });
        (self.is_held)(value)
            || addresses(value).any(|word| (self.is_held)(&value[word]))
            || urls.any(|url| (self.is_held)(url))
    }

    fn rest(mut self) -> Option<String> {
        if self.edits.is_empty() {
            return None;
        }
        let mut rest = String::with_capacity(self.html.len());
        let mut from = 0;
        // What goes as a whole before what is changed in it.
        self.edits.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        for (span, other) in self.edits {
            if span.start >= from {
                rest.push_str(&self.html[from..span.start]);
                rest.push_str(&other);
            }
            from = from.max(span.end);
        }
        rest.push_str(&self.html[from..]);
        Some(rest)
    }
}

/// What a tag is found to be.
struct Read {
    edit: Edit,
    held: bool,
    shown: bool,
    /// The first address of its set that may be shown.
    first: Option<String>,
}

/// A tag with other attributes.
fn written(html: &str, tag: &Tag<'_>, attributes: &[(&str, Cow<'_, str>)]) -> String {
    let mut out = format!("<{}", tag.name);
    for (name, value) in attributes {
        let quote = if value.contains('"') { '\'' } else { '"' };
        let _ = write!(out, " {name}={quote}{value}{quote}");
    }
    out.push_str(if html[tag.span.clone()].ends_with("/>") { "/>" } else { ">" });
    out
}

/// Where in a text words stand that may be addresses.
fn addresses(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '[' | ']' | '\\');
    let is_start = move |c: char| is_end(c) || c == '(';
    let mut at = if text.contains("//") { 0 } else { text.len() };
    std::iter::from_fn(move || {
        loop {
            at += text.get(at..)?.find("//")?;
            let start =
                text[..at].rfind(is_start).map_or(0, |end| end + text[end..].chars().next().map_or(1, char::len_utf8));
            let mut deep = 0;
            let end = text[at..].find(|c: char| {
                deep += i32::from(c == '(') - i32::from(c == ')');
                deep < 0 || is_end(c)
            });
            let end = end.map_or(text.len(), |end| at + end);
            let word = text[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
            at = end;
            if !word.is_empty() {
                return Some(start..start + word.len());
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held() -> Withheld {
        let mut held = Withheld::default();
        held.hold("https://a.example/h.jpg");
        held
    }

    #[test]
    fn what_shows_a_held_picture_goes_and_the_rest_stays() {
        for (html, left) in [
            ("<p>a<img src=\"https://a.example/h.jpg\" alt=\"\">b</p>", "<p>ab</p>"),
            (
                "<p>a</p><figure><img src=\"https://a.example/h.jpg?w=8\"><figcaption>c</figcaption></figure>b",
                "<p>a</p>b",
            ),
            ("<a href=\"https://a.example/\"><img src=\"http://a.example/h.jpg#x\"></a>b", "b"),
            (
                "<a href=\"https://a.example/\"><img src=\"http://a.example/h.jpg\"> c</a>b",
                "<a href=\"https://a.example/\"> c</a>b",
            ),
            ("<p><a href=\"https://a.example/h.jpg\">see</a> b</p>", "<p> b</p>"),
            (
                "<a href=\"https://a.example/h.jpg\"><img src=\"https://a.example/i.jpg\"></a>b",
                "<img src=\"https://a.example/i.jpg\">b",
            ),
            (
                "<picture><source srcset=\"https://a.example/h.jpg 2x\"><img src=\"https://a.example/i.jpg\"></picture>b",
                "<picture><img src=\"https://a.example/i.jpg\"></picture>b",
            ),
            (
                "<picture><source srcset=\"https://a.example/i.jpg 2x\"><img src=\"https://a.example/h.jpg\"></picture>b",
                "<picture><source srcset=\"https://a.example/i.jpg 2x\"><img src=\"https://a.example/i.jpg\"></picture>b",
            ),
            (
                "<img src=\"https://a.example/h-300x200.jpg\" srcset=\"https://a.example/h.jpg 1x, https://a.example/i.jpg?a=1&amp;b=2 2x\">",
                "<img srcset=\"https://a.example/i.jpg?a=1&amp;b=2 2x\" src=\"https://a.example/i.jpg?a=1&amp;b=2\">",
            ),
            ("<video poster=\"https://a.example/h.jpg\">x</video>b", "b"),
            (
                "<video poster=\"https://a.example/h.jpg\" src=\"https://a.example/f.mp4\">x</video>b",
                "<video src=\"https://a.example/f.mp4\">x</video>b",
            ),
            ("<figure><a href=\"x\"><img src=\"https://a.example/h.jpg\"></a></figure>b", "b"),
            (
                "<figure><img src=\"https://a.example/h.jpg\"><img src=\"https://a.example/i.jpg\"><figcaption>c</figcaption></figure>",
                "<figure><img src=\"https://a.example/i.jpg\"><figcaption>c</figcaption></figure>",
            ),
            ("a<figure><img src=\"https://a.example/h.jpg\">", "a"),
            ("<div style=\"background:url(https://a.example/h.jpg)\">b</div>", "<div>b</div>"),
            ("<div data-bg='https://a.example/h.jpg'>b</div>", "<div>b</div>"),
            ("<p>See https://a.example/h.jpg.</p>", "<p>See .</p>"),
            ("<style>p{background:url('https://a.example/h.jpg')}</style>", "<style>p{background:url('')}</style>"),
        ] {
            assert_eq!(without(html, &held(), None).as_deref(), Some(left), "{html}");
        }
        for html in ["<p>h.jpg</p>", "<img src=\"https://a.example/i.jpg\">", "<a href=\"https://a.example/\">x</a>"] {
            assert_eq!(without(html, &held(), None), None, "{html}");
        }
    }
}
