//! Plain text where readers may take it for HTML.
//!
//! RSS does not say whether a title is text or HTML, and some readers of Atom do not look at `type`.
//! What an HTML parser would take for markup is therefore written as a character reference, and nothing
//! more: all but a few texts are the same either way. `docs/decisions/titles.md` says why in this form.

use std::borrow::Cow;

use html5ever::data::NAMED_ENTITIES;

use super::xml::Elements;

/// The longest name of a character in HTML.
const LONGEST_NAME: usize = 32;

/// HTML that shows a text.
pub(super) fn as_html(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let marked = |at: &usize| {
        let rest = &text[*at + 1..];
        if bytes[*at] == b'&' { is_reference(rest) } else { is_tag(rest) }
    };
    let mut found = memchr::memchr2_iter(b'&', b'<', bytes).filter(marked).peekable();
    if found.peek().is_none() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 32);
    let mut from = 0;
    for at in found {
        out.push_str(&text[from..at]);
        out.push_str(if bytes[at] == b'&' { "&#38;" } else { "&#60;" });
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out.into()
}

/// The text that [`as_html`] was given.
pub(super) fn of_html(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let shown = [("&#38;", '&'), ("&#60;", '<')].into_iter().find(|(written, _)| reference.starts_with(written));
        let (written, c) = shown.unwrap_or(("&", '&'));
        out.push(c);
        rest = &reference[written.len()..];
    }
    out.push_str(rest);
    out
}

/// A text construct of Atom (RFC 4287 §3.1): of type `html` where the text would be markup to a reader
/// that takes all of them for HTML.
pub(super) fn construct(xml: &mut impl Elements, name: &'static str, text: &str) {
    match as_html(text) {
        Cow::Borrowed(text) => xml.text(name, text),
        // What is called HTML is sound HTML, without a bare sign.
        Cow::Owned(_) => {
            let html = text.replace('&', "&#38;").replace('<', "&#60;");
            xml.tag(name).fixed("type", "html").text(&html);
        }
    }
}

/// Whether `<` before a text begins markup of any kind.
fn is_tag(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// Whether `&` before a text begins a character reference: by number, by a name, or by one of the old
/// names that need no semicolon.
fn is_reference(rest: &str) -> bool {
    if let Some(number) = rest.strip_prefix('#') {
        return match number.strip_prefix(['x', 'X']) {
            Some(hex) => hex.starts_with(|c: char| c.is_ascii_hexdigit()),
            None => number.starts_with(|c: char| c.is_ascii_digit()),
        };
    }
    let run = rest.bytes().take(LONGEST_NAME).take_while(u8::is_ascii_alphanumeric).count();
    let known = |name: &str| NAMED_ENTITIES.get(name).is_some_and(|(c, _)| *c != 0);
    // What ends like one is one to some readers, and a fault to others.
    (run > 0 && rest[run..].starts_with(';')) || (2..=run).any(|end| known(&rest[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_would_be_read_as_markup_is_escaped() {
        for (text, html) in [
            ("AT&T, Q&A, 3 < 4 & 5 > 4", "AT&T, Q&A, 3 < 4 & 5 > 4"),
            ("Marks&Spencer, R&D; <3", "Marks&Spencer, R&#38;D; <3"),
            ("a <b>bold</b> claim", "a &#60;b>bold&#60;/b> claim"),
            ("<!-- <?x </3", "&#60;!-- &#60;?x &#60;/3"),
            ("&amp; and &#38; and &copy", "&#38;amp; and &#38;#38; and &#38;copy"),
            ("&#x26; &#x; &# &notit &hellip &hellip;", "&#38;#x26; &#x; &# &#38;notit &hellip &#38;hellip;"),
            ("ends with &", "ends with &"),
            ("ends with <", "ends with <"),
            ("ü&ü<ü", "ü&ü<ü"),
        ] {
            assert_eq!(as_html(text), html);
            assert_eq!(of_html(html), text);
        }
    }

    proptest! {
        #[test]
        fn a_text_comes_back(text in "[a-c<>/!&;#x360]{0,40}|(&amp;|&#38;|&#60;|&lt;|&|<|a){0,12}|\\PC{0,40}") {
            prop_assert_eq!(of_html(&as_html(&text)), text.clone());
            // HTML of this kind has nothing left in it to escape but the references.
            prop_assert!(!as_html(&text).match_indices('<').any(|(at, _)| is_tag(&as_html(&text)[at + 1..])));
        }
    }
}
