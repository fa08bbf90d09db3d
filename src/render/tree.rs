//! HTML as a tree, for formats that take it apart or want it as XML.

use dom_query::{Document, NodeRef};

use super::html;

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Element(Element),
}

/// An element of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) pieces: Vec<Piece>,
}

impl Element {
    /// The value of an attribute that says something.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Whether it has no content, and so no end.
    pub(super) fn is_void(&self) -> bool {
        VOID.contains(&&*self.name)
    }
}

const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements that lie deeper than this leave their words alone: each level takes some of the stack.
const DEEPEST: usize = 100;

/// The pieces of a body.
pub(super) fn pieces(html: &str) -> Vec<Piece> {
    let document = Document::fragment(html);
    of(&document.html_root(), 0)
}

fn of(node: &NodeRef<'_>, depth: usize) -> Vec<Piece> {
    if depth > DEEPEST {
        return vec![Piece::Text(node.text().to_string())];
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for child in node.children_it(false) {
        if child.is_text() {
            let text = child.text().to_string();
            match pieces.last_mut() {
                Some(Piece::Text(before)) => before.push_str(&text),
                _ => pieces.push(Piece::Text(text)),
            }
        } else if let Some(name) = child.node_name().filter(|_| child.is_element()) {
            let attributes = child.attrs().into_iter();
            let attributes = attributes.map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
            pieces.push(Piece::Element(Element { name: name.to_string(), attributes, pieces: of(&child, depth + 1) }));
        }
    }
    pieces
}

/// The text of pieces, as it stands.
pub(super) fn text(pieces: &[Piece]) -> String {
    fn gather(pieces: &[Piece], out: &mut String) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Element(element) => gather(&element.pieces, out),
            }
        }
    }
    let mut out = String::new();
    gather(pieces, &mut out);
    out
}

/// Appends pieces as XML. An element or attribute whose name XML does not take is left out, what is in it stays.
pub(super) fn as_xml(pieces: &[Piece], out: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => html::escape(out, text),
            Piece::Element(element) => element_as_xml(element, out),
        }
    }
}

/// Appends an element as XML.
pub(super) fn element_as_xml(element: &Element, out: &mut String) {
    if !is_name(&element.name) {
        return as_xml(&element.pieces, out);
    }
    out.push('<');
    out.push_str(&element.name);
    for (name, value) in element.attributes.iter().filter(|(name, _)| is_name(name)) {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        html::escape(out, value);
        out.push('"');
    }
    if element.is_void() {
        out.push_str("/>");
        return;
    }
    out.push('>');
    as_xml(&element.pieces, out);
    out.push_str("</");
    out.push_str(&element.name);
    out.push('>');
}

/// Whether XML takes a name without a prefix, and for no declaration of a namespace.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        && !name.starts_with("xmlns")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn xml(html: &str) -> String {
        let mut out = String::new();
        as_xml(&pieces(html), &mut out);
        out
    }

    #[test]
    fn any_html_becomes_well_formed() {
        for (html, expected) in [
            ("<p>a<br>b&nbsp;&amp; <em>c</em></p>", "<p>a<br/>b\u{a0}&amp; <em>c</em></p>"),
            ("<img src=\"a?x=1&amp;y=2\" alt='\"'>", "<img src=\"a?x=1&amp;y=2\" alt=\"&quot;\"/>"),
            ("<p>open <b>bold", "<p>open <b>bold</b></p>"),
            ("<o:p>x</o:p><p on\"x=1 xmlns:a=b>y</p><!-- z -->", "x<p>y</p>"),
            ("a \u{1}\u{FFFF}b", "a b"),
            ("<video controls><source src=a></video>", "<video controls=\"\"><source src=\"a\"/></video>"),
        ] {
            assert_eq!(xml(html), expected);
            roxmltree::Document::parse(&format!("<x>{}</x>", xml(html))).unwrap();
        }
    }

    #[test]
    fn what_nests_without_end_keeps_its_words() {
        let deep = format!("{}x{}", "<figure><b>".repeat(240), "</b></figure>".repeat(240));
        let written = xml(&deep);
        assert_eq!(text(&pieces(&deep)), "x");
        assert!(written.contains('x') && written.matches("<figure>").count() < 60, "{written}");
    }

    proptest::proptest! {
        #[test]
        fn whatever_stands_in_html_it_becomes_well_formed(html in "(?s)[<>/a-cp \"'=&;:!\\-\u{0}\u{FFFE}\\]\\[]{0,60}") {
            let written = format!("<x>{}</x>", xml(&html));
            proptest::prop_assert!(roxmltree::Document::parse(&written).is_ok(), "{written}");
        }
    }
}
