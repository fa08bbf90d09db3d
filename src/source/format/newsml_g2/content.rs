//! What an item consists of: its text in whatever form, as HTML or plain text.

use std::borrow::Cow;

use base64::Engine as _;

use crate::source::element::{self, attribute, child, children, members, whole_text};
use crate::source::node::Node;
use crate::source::value::is_blank;

/// The text of an item.
#[derive(Debug, Default)]
pub(in crate::source::format) enum Text<'n> {
    /// There is none.
    #[default]
    None,
    /// An article in NITF.
    Nitf(&'n Node<'n>),
    /// Elements of XHTML.
    Elements(&'n Node<'n>),
    /// HTML that stands in the item as a text.
    Html(Cow<'n, str>),
    /// Paragraphs between blank lines.
    Plain(Cow<'n, str>),
    /// It lies in another file.
    Elsewhere,
}

/// The text of a set of contents: of several forms the one that says most.
pub(super) fn text<'n>(set: &'n Node<'n>) -> Text<'n> {
    let inline = children(set, "inlineXML").map(|inline| elements(inline, attribute(inline, "contenttype")));
    let data = children(set, "inlineData")
        .map(|data| encoded(data, attribute(data, "encoding"), attribute(data, "contenttype")));
    let mut best = Text::None;
    for found in inline.chain(data) {
        if weight(&found) > weight(&best) {
            best = found;
        }
    }
    let elsewhere = || {
        children(set, "remoteContent").any(|file| {
            let kind = attribute(file, "contenttype").unwrap_or_default();
            kind.starts_with("text/") || kind.contains("html") || kind.contains("xml")
        })
    };
    match best {
        Text::None if elsewhere() => Text::Elsewhere,
        best => best,
    }
}

/// How much a form of a text says.
pub(in crate::source::format) fn weight(text: &Text<'_>) -> u8 {
    match text {
        Text::None | Text::Elsewhere => 0,
        Text::Plain(_) => 1,
        Text::Html(_) => 2,
        Text::Nitf(_) | Text::Elements(_) => 3,
    }
}

/// The text of an element, which is of a type.
pub(in crate::source::format) fn elements<'n>(inline: &'n Node<'n>, kind: Option<&str>) -> Text<'n> {
    let (mut nested, mut words) = (false, false);
    for (name, node) in members(inline) {
        nested |= matches!(node, Node::Table(_));
        words |= name.is_empty() && matches!(node, Node::Text(text) if !is_blank(text));
    }
    match child(inline, "nitf") {
        Some(_) => Text::Nitf(inline),
        None if nested => Text::Elements(inline),
        None if words => of_kind(whole_text(inline), kind),
        None => Text::None,
    }
}

/// The text of an element without others in it, which is encoded somehow and of a type.
pub(in crate::source::format) fn encoded<'n>(
    inline: &'n Node<'n>,
    encoding: Option<&str>,
    kind: Option<&str>,
) -> Text<'n> {
    let text = whole_text(inline);
    let encoding = encoding.unwrap_or_default().to_ascii_lowercase();
    let text = if encoding.contains("base64") {
        let letters: String = text.split_ascii_whitespace().collect();
        let bytes = base64::engine::general_purpose::STANDARD.decode(letters).ok();
        match bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(text) => text.into(),
            None => return Text::None,
        }
    } else {
        text
    };
    of_kind(text, kind)
}

fn of_kind<'n>(text: Cow<'n, str>, kind: Option<&str>) -> Text<'n> {
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    if is_blank(&text) {
        return Text::None;
    }
    let has = |tags: &[&str]| tags.iter().any(|tag| text.contains(tag));
    let marked_up = has(&["<p>", "<p ", "</p>", "<br>", "<br/>", "<br />", "<div"]);
    if !marked_up && kind != "text/plain" && has(&["</b>", "</i>", "</em>", "</strong>", "</a>", "</u>"]) {
        let lines = text.lines().filter(|line| !is_blank(line));
        return Text::Html(lines.map(|line| format!("<p>{}</p>\n", line.trim())).collect::<String>().into());
    }
    // Some call plain what is all paragraphs of HTML.
    let (start, end) = (text.trim_start(), text.trim_end());
    let wrapped = (start.starts_with("<p>") || start.starts_with("<p ")) && end.ends_with("</p>");
    if kind.contains("html") || kind.contains("xml") || wrapped || (kind != "text/plain" && marked_up) {
        return Text::Html(text);
    }
    if kind.starts_with("text/") || kind.is_empty() { Text::Plain(text) } else { Text::None }
}

/// Elements of XHTML, or parts of an article in NITF, as HTML.
pub(in crate::source::format) fn html(inline: &Node<'_>) -> String {
    let mut out = String::new();
    match child(inline, "body.content") {
        Some(content) => out.push_str(&super::super::nitf::html(content)),
        None => element::html(inline, &mut out),
    }
    out
}
