//! The heading that a body begins with.

use std::ops::Range;

use super::tags::tags;
use crate::article::markup;

/// What a body begins with, as readers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// A heading.
    Heading(Heading),
    /// Anything else.
    Other,
    /// There is nothing that shows.
    Nothing,
}

/// A heading of a body in HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its words.
    pub text: String,
    /// The whole element in bytes.
    pub element: Range<usize>,
    /// Whether it shows a picture besides.
    pub has_picture: bool,
}

/// Elements that show something though they hold no text.
const SHOWN: [&str; 18] = [
    "img",
    "picture",
    "iframe",
    "video",
    "audio",
    "object",
    "embed",
    "svg",
    "math",
    "canvas",
    "table",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "pre",
    "figure",
    "details",
];

/// Elements whose content is not shown.
const SILENT: [&str; 4] = ["script", "style", "template", "noscript"];

/// What HTML begins with: comments, blanks, empty elements and those that only enclose are passed over.
///
/// ```
/// use feedwright::body::{Opening, opening};
/// let Opening::Heading(found) = opening("<!-- a --><div><h1>Fish &amp; <em>chips</em></h1>") else { panic!() };
/// assert_eq!(found.text, "Fish & chips");
/// assert_eq!(opening("<p>Fish</p><h1>Chips</h1>"), Opening::Other);
/// ```
pub fn opening(html: &str) -> Opening {
    let mut at = 0;
    let mut silent: Option<&str> = None;
    let mut open: Option<(&str, Range<usize>)> = None;
    for tag in tags(html) {
        if let Some(name) = silent {
            if tag.end && tag.is(name) {
                silent = None;
                at = tag.span.end;
            }
            continue;
        }
        if let Some((name, first)) = &open {
            if !(tag.end && tag.is(name)) {
                continue;
            }
            let inner = &html[first.end..tag.span.start];
            let text = words(inner);
            let has_picture = tags(inner).any(|tag| SHOWN.iter().any(|name| tag.is(name)));
            if !text.is_empty() {
                return Opening::Heading(Heading { text, element: first.start..tag.span.end, has_picture });
            }
            if has_picture {
                return Opening::Other;
            }
            open = None;
            at = tag.span.end;
            continue;
        }
        if is_shown(&html[at..tag.span.start]) {
            return Opening::Other;
        }
        at = tag.span.end;
        if tag.end {
            continue;
        }
        if let [b'h' | b'H', b'1'..=b'6'] = tag.name.as_bytes() {
            open = Some((tag.name, tag.span));
        } else if SILENT.iter().any(|name| tag.is(name)) {
            silent = Some(tag.name);
        } else if SHOWN.iter().any(|name| tag.is(name)) {
            return Opening::Other;
        }
    }
    if open.is_none() && silent.is_none() && is_shown(&html[at..]) { Opening::Other } else { Opening::Nothing }
}

/// Whether a text without tags shows anything.
fn is_shown(text: &str) -> bool {
    let text = text.trim_ascii();
    text.starts_with(char::is_alphanumeric)
        || (!text.is_empty() && !markup::text(text).trim_matches(is_blank).is_empty())
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}')
}

/// The words of a heading, without references to notes and the sign of a link to itself.
fn words(inner: &str) -> String {
    let mut out = String::new();
    let mut rest = inner;
    while let Some((before, after)) = rest.split_once("<sup><a href=\"#") {
        out.push_str(before);
        rest = after.split_once("</sup>").map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    let text = markup::text(&out);
    let text = if tags(&out).any(|tag| tag.is("a")) {
        let text = text.trim_end_matches(['¶', '§', '🔗', ' ']);
        text.strip_suffix(" #").unwrap_or(text)
    } else {
        &text
    };
    text.trim_matches(is_blank).to_owned()
}

/// Bytes of a text in which its first heading mostly stands.
const ENOUGH: usize = 2_000;

/// The HTML of as much of a text's beginning as shows something.
pub fn beginning(text: &str, mut html: impl FnMut(&str) -> String) -> String {
    let mut length = ENOUGH;
    loop {
        let some = part(text, length);
        let made = html(some);
        length = match opening(&made) {
            _ if some.len() == text.len() => return made,
            // What a reference leads to may stand at the end.
            Opening::Heading(found) if found.text.contains('[') => text.len(),
            Opening::Heading(_) | Opening::Other => return made,
            Opening::Nothing => length * 8,
        };
    }
}

/// The beginning of a text, to the end of a paragraph or at least of a line.
fn part(text: &str, length: usize) -> &str {
    if text.len() <= length {
        return text;
    }
    let some = &text[..text.floor_char_boundary(length)];
    let end = some.rfind("\n\n").or_else(|| some.rfind("\n\r\n")).or_else(|| some.rfind('\n'));
    &some[..end.map_or(some.len(), |end| end + 1)]
}

/// HTML without the heading that repeats the article's title at its beginning.
pub(super) fn without_title(html: String, title: &str) -> String {
    let Opening::Heading(found) = opening(&html) else { return html };
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (own, title) = (letters(&found.text), letters(&markup::text(title)));
    if own.is_empty() || own != title || found.has_picture {
        return html;
    }
    without(&html, &found)
}

/// HTML without a heading of it.
pub fn without(html: &str, heading: &Heading) -> String {
    format!("{}{}", html[..heading.element.start].trim_start(), html[heading.element.end..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(html: &str) -> Option<String> {
        match opening(html) {
            Opening::Heading(found) => Some(found.text),
            Opening::Other | Opening::Nothing => None,
        }
    }

    #[test]
    fn a_heading_is_the_first_where_nothing_shows_before_it() {
        for (html, expected) in [
            ("<h1>A</h1><p>b</p>", Some("A")),
            ("<H2 id=\"x\">A\nb</H2>", Some("A b")),
            ("\n<!-- <h1>No</h1> --><a id=\"top\"></a><article><header><h1>A</h1>", Some("A")),
            ("<script>if (a < b) {}</script><style>h1 {}</style><h3>A</h3>", Some("A")),
            ("<p>&nbsp;</p><h1></h1><hr><h2>A</h2>", Some("A")),
            ("<h1>A <a class=\"anchor\" href=\"#a\">#</a></h1>", Some("A")),
            ("<h1>A<a href=\"#a\">¶</a></h1>", Some("A")),
            ("<h1>C#</h1>", Some("C#")),
            ("<h1>A<sup><a href=\"#fn-1\" id=\"fnref-1\">1</a></sup></h1>", Some("A")),
            ("<h1><img src=\"a.png\" alt=\"Logo\"></h1><h2>A</h2>", None),
            ("<img src=\"a.png\"><h1>A</h1>", None),
            ("Text <h1>A</h1>", None),
            ("<ul><li><h1>A</h1></li></ul>", None),
            ("<h1>A", None),
            ("", None),
        ] {
            assert_eq!(heading(html).as_deref(), expected, "{html}");
        }
        assert_eq!(opening("<h1>A"), Opening::Nothing);
        assert_eq!(opening("<!-- a "), Opening::Nothing);
        assert_eq!(opening("text"), Opening::Other);
    }

    #[test]
    fn a_title_that_stands_above_the_text_again_goes() {
        let without = |html: &str| without_title(html.to_owned(), "The ferry: back");
        assert_eq!(without("<h1>The <em>ferry</em> — back</h1>\n<p>b</p>"), "<p>b</p>");
        assert_eq!(without("<div><h3>The ferry, back</h3><p>b</p></div>"), "<div><p>b</p></div>");
        for kept in
            ["<h1>The ferry</h1>", "<p>a</p><h1>The ferry: back</h1>", "<h1>The ferry: back<img src=\"a\"></h1>"]
        {
            assert_eq!(without(kept), kept);
        }
    }

    #[test]
    fn no_more_of_a_text_is_read_than_shows_something() {
        let mut read = Vec::new();
        let mut beginning = |text: &str| {
            read.clear();
            let html = beginning(text, |some| {
                read.push(some.len());
                let heading = some.find("# ").map(|at| some[at + 2..].lines().next().unwrap_or_default());
                heading.map_or_else(|| some.to_owned(), |text| format!("<h1>{text}</h1>"))
            });
            (heading(&html), read.clone())
        };
        let long = format!("# A\n\n{}", "word\n".repeat(10_000));
        assert_eq!(beginning(&long), (Some("A".into()), vec![4]));
        let comment = format!("<!-- {} -->{long}", "note\n".repeat(1_000));
        assert_eq!(beginning(&comment), (Some("A".into()), vec![2_000, 5_013]));
        let (found, read) = beginning(&long.replace("# A", "# [A]"));
        assert_eq!((found.as_deref(), read.len()), (Some("[A]"), 2));
    }
}
