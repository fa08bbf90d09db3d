//! From HTML to the text that people read.

use std::borrow::Cow;
use std::ops::Range;

/// Elements whose content is no text of the article.
const SILENT: [&str; 6] = ["script", "style", "template", "noscript", "iframe", "svg"];

/// Elements after which a word ends.
const BREAKS: [&str; 24] = [
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "td",
    "th",
    "blockquote",
    "figure",
    "figcaption",
    "section",
    "article",
    "header",
    "footer",
    "pre",
    "hr",
];

/// The text of HTML on one line: no tags, character references resolved, blanks as one.
///
/// ```
/// use feedwright::article::markup::text;
/// assert_eq!(text("<p>Fish &amp;\nchips</p><p>x&#8217;s</p>"), "Fish & chips x’s");
/// ```
pub fn text(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = memchr::memchr(b'<', rest.as_bytes()) {
        push_text(&mut out, &rest[..open]);
        rest = &rest[open..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.find("-->").map_or("", |i| &after[i + 3..]);
            continue;
        }
        let name = tag_name(rest);
        if name.is_empty() {
            if rest[1..].starts_with(['/', '!', '?']) {
                rest = rest.find('>').map_or("", |i| &rest[i + 1..]);
            } else {
                push_text(&mut out, "<");
                rest = &rest[1..];
            }
            continue;
        }
        let closing = rest.as_bytes()[1] == b'/';
        let after = after_tag(rest);
        let tag = &rest[..rest.len() - after.len()];
        rest = after;
        let known = |list: &[&str]| list.iter().any(|n| n.eq_ignore_ascii_case(name));
        if !closing && name.eq_ignore_ascii_case("math") {
            // Numbers beside each other are no fraction.
            if let Some(text) = tag.split_once("alttext=\"").and_then(|(_, text)| text.split_once('"')) {
                push_text(&mut out, text.0);
                rest = after_element(rest, name);
            }
            continue;
        }
        if !closing && known(&SILENT) {
            rest = after_element(rest, name);
        }
        if known(&BREAKS) && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    push_text(&mut out, rest);
    out.truncate(out.trim_end().len());
    out
}

/// Letters of a title that is made of a text.
const TITLE: usize = 80;

/// The first words of HTML, as the title of what has none.
///
/// ```
/// use feedwright::article::markup::first_words;
/// assert_eq!(first_words("<p>The <em>ferry</em> is back.</p>").as_deref(), Some("The ferry is back."));
/// assert_eq!(first_words("<p><img src='a.png'></p>"), None);
/// ```
pub fn first_words(html: &str) -> Option<String> {
    let text = text(html);
    let whole = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = whole.char_indices().nth(TITLE).map(|(at, _)| at);
    match end.map(|end| whole[..end].rfind(' ').unwrap_or(end)) {
        Some(end) => Some(format!("{}…", &whole[..end])),
        None => Some(whole).filter(|whole| !whole.is_empty()),
    }
}

/// Elements that editors for HTML put around a line of text. One that is closed leaves its words, as of several lines.
const AROUND: [&str; 10] = ["p", "div", "figcaption", "h1", "h2", "h3", "h4", "ul", "ol", "li"];

/// Elements that a line of text is set with.
const INLINE: [&str; 24] = [
    "em", "strong", "i", "b", "u", "s", "sub", "sup", "code", "span", "a", "small", "mark", "abbr", "cite", "q", "del",
    "ins", "kbd", "var", "samp", "tt", "font", "bdi",
];

/// A line of text as its page shows it: inline elements that are closed leave their words, and references are
/// resolved. What only speaks of a tag stays.
///
/// ```
/// use feedwright::article::markup::plain;
/// assert_eq!(plain("Cranes &#038; <em>gulls</em>"), "Cranes & gulls");
/// assert_eq!(plain("Why <video> and List<b> need no closing"), "Why <video> and List<b> need no closing");
/// ```
pub fn plain(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'&', b'<', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let is_set = is_set_in_blocks(text);
    let mut gone: Vec<(Range<usize>, &str)> = Vec::new();
    let mut open: Vec<(&str, Range<usize>)> = Vec::new();
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        let rest = &text[at..];
        let name = tag_name(rest);
        // A tag within a tag is none, and none is longer: a text full of beginnings is not read to its end for each.
        let near = &rest[1..rest.floor_char_boundary(1_000).max(1)];
        let Some(end) = near.find(['<', '>']).filter(|end| !name.is_empty() && near[*end..].starts_with('>')) else {
            continue;
        };
        let end = at + end + 2;
        // Within a line such a name is one that the line speaks of.
        let is_block = is_set && AROUND.iter().any(|known| known.eq_ignore_ascii_case(name));
        let is_inline = is_block || INLINE.iter().any(|known| known.eq_ignore_ascii_case(name));
        if name.eq_ignore_ascii_case("br") || name.eq_ignore_ascii_case("wbr") {
            gone.push((at..end, if name.len() == 2 { " " } else { "" }));
        } else if is_inline && !rest[1..].starts_with('/') {
            open.push((name, at..end));
            open.drain(..open.len().saturating_sub(16));
        } else if is_inline && let Some(n) = open.iter().rposition(|(known, _)| known.eq_ignore_ascii_case(name)) {
            let instead = if is_block { " " } else { "" };
            gone.push((open[n].1.clone(), instead));
            gone.push((at..end, instead));
            open.truncate(n);
        }
    }
    gone.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, instead) in gone {
        push_resolved(&mut out, &text[from..range.start]);
        out.push_str(instead);
        from = range.end;
    }
    push_resolved(&mut out, &text[from..]);
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Whether a text is all in elements that editors for HTML put around lines: it begins and ends with one.
fn is_set_in_blocks(text: &str) -> bool {
    let text = text.trim();
    let is_known = |name: &str| AROUND.iter().any(|known| known.eq_ignore_ascii_case(name));
    let last = || text.rfind("</").map(|at| tag_name(&text[at..]));
    text.starts_with('<') && text.ends_with('>') && is_known(tag_name(text)) && last().is_some_and(is_known)
}

/// Adds a text with its references resolved, those that have an end.
fn push_resolved(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest).filter(|(_, length)| rest[..*length].ends_with(';')) {
            Some((shown, length)) => {
                out.extend(shown.into_iter().filter(|c| *c != '\0'));
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
}

/// The name of the element whose tag a text begins with; empty where it begins with none.
fn tag_name(tag: &str) -> &str {
    let name = tag[1..].strip_prefix('/').unwrap_or(&tag[1..]);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end = name.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(name.len());
    &name[..end]
}

/// What follows a tag; a `>` inside a quoted attribute does not end it.
fn after_tag(tag: &str) -> &str {
    let mut quote = None;
    for (i, b) in tag.bytes().enumerate() {
        match (quote, b) {
            (Some(q), b) => quote = Some(q).filter(|q| *q != b),
            (None, b'"' | b'\'') if tag[..i].trim_end().ends_with('=') => quote = Some(b),
            (None, b'>') => return &tag[i + 1..],
            _ => {}
        }
    }
    ""
}

/// What follows the end tag of an element.
fn after_element<'h>(html: &'h str, name: &str) -> &'h str {
    let mut from = 0;
    while let Some(i) = html[from..].find("</").map(|i| i + from) {
        if html[i + 2..].get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            return after_tag(&html[i..]);
        }
        from = i + 2;
    }
    ""
}

fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while !rest.is_empty() {
        let stop = rest.find(|c: char| c == '&' || c.is_control() || c == ' ').unwrap_or(rest.len());
        out.push_str(&rest[..stop]);
        rest = &rest[stop..];
        let Some(c) = rest.chars().next() else { break };
        if c == '&' {
            let (shown, length) = reference(rest).unwrap_or((['&', '\0'], 1));
            for c in shown.into_iter().filter(|c| *c != '\0') {
                push_char(out, c);
            }
            rest = &rest[length..];
        } else {
            push_char(out, c);
            rest = &rest[c.len_utf8()..];
        }
    }
}

fn push_char(out: &mut String, c: char) {
    if c.is_ascii_whitespace() || c.is_control() {
        if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    } else if !matches!(c, '\u{FFFE}' | '\u{FFFF}') {
        out.push(c);
    }
}

/// The characters a reference at the start of a text stands for (the second may be none), and its
/// length in bytes.
pub(crate) fn reference(text: &str) -> Option<([char; 2], usize)> {
    let body = &text[1..];
    let end = body.as_bytes().iter().take(32).position(|b| *b == b';')?;
    let name = body.get(..end)?;
    let length = end + 2;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        let c = if (0x80..0xA0).contains(&code) {
            // HTML reads these as Windows-1252.
            encoding_rs::WINDOWS_1252.decode(&[code as u8]).0.chars().next()?
        } else {
            char::from_u32(code)?
        };
        return Some(([c, '\0'], length));
    }
    // The table of the HTML parser has all names.
    let (first, second) = html5ever::data::NAMED_ENTITIES.get(&body[..=end]).copied()?;
    let second = char::from_u32(second).unwrap_or('\0');
    char::from_u32(first).filter(|c| *c != '\0').map(|c| ([c, second], length))
}

/// An address that was copied out of HTML, where `&` is written `&amp;`, as it is meant.
pub(crate) fn plain_ampersands(text: &str) -> Cow<'_, str> {
    const WRITTEN: [&str; 3] = ["&amp;", "&#38;", "&#038;"];
    if memchr::memchr(b'&', text.as_bytes()).is_none() || !WRITTEN.iter().any(|written| text.contains(written)) {
        return text.into();
    }
    let plain = text.replace("&#38;", "&").replace("&#038;", "&");
    let mut parts = plain.split("&amp;");
    let first = parts.next().unwrap_or_default().to_owned();
    // What was written so twice, too.
    parts.fold(first, |whole, part| whole + "&" + part.trim_start_matches("amp;")).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_scripts_and_references_are_resolved() {
        for (html, expected) in [
            ("<p>a</p>\n<p>b<br>c</p>", "a b c"),
            ("<b>a</b>b", "ab"),
            ("<script>alert('<p>')</script>a<style>x</style>", "a"),
            ("1 &lt; 2 &amp;&amp; x &hellip; &unknown; & &#x2014; &#151;", "1 < 2 && x … &unknown; & — —"),
            ("a <img alt=\"x > y\"> b", "a b"),
            ("a < b and <", "a < b and <"),
            ("<!-- x --><?php y ?>z", "z"),
            ("&nbsp;a", "\u{a0}a"),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    proptest! {
        #[test]
        fn no_markup_makes_it_panic(html in "[a-c<>/!&;#x\"'= -]{0,60}|\\PC{0,40}") {
            let _ = text(&html);
        }
    }
}
