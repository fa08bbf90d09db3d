//! Links of a body that are to lead nowhere.

use std::ops::Range;

use super::tags::{Tag, resolved, tags};
use super::{Prepared, pictures};

impl Prepared {
    /// Asks of each link whether it is to go; where it does its text stays. How many went.
    pub(crate) fn drop_links(&mut self, mut goes: impl FnMut(&str) -> bool) -> usize {
        let mut out = Vec::new();
        let mut dropped = 0;
        // Whether the links that are open go.
        let mut open: Vec<bool> = Vec::new();
        for tag in tags(&self.html) {
            if let Some(cited) = cited(&tag).filter(|_| !tag.end) {
                if goes(&resolved(cited)) {
                    dropped += 1;
                    out.push(attribute(&self.html, &tag, cited));
                }
                continue;
            }
            if !tag.is("a") {
                continue;
            }
            if tag.end {
                if open.pop() == Some(true) {
                    out.push(tag.span);
                }
                continue;
            }
            let [href] = tag.values(["href"]);
            let is_gone = href.is_some_and(|href| goes(&href));
            open.push(is_gone);
            if is_gone {
                dropped += 1;
                out.push(tag.span);
            }
        }
        if dropped == 0 {
            return 0;
        }
        let mut html = String::with_capacity(self.html.len());
        let mut from = 0;
        for span in out {
            html.push_str(&self.html[from..span.start]);
            from = span.end;
        }
        html.push_str(&self.html[from..]);
        self.pictures = pictures(&html);
        self.html = html;
        self.markdown = None;
        dropped
    }
}

/// Elements that say by an address what they are taken from, or why they stand there.
const CITING: [&str; 4] = ["blockquote", "q", "del", "ins"];

/// The address that such an element names, as it is written.
fn cited<'h>(tag: &Tag<'h>) -> Option<&'h str> {
    let mut named = tag.attributes().filter(|(name, _)| name.eq_ignore_ascii_case("cite"));
    named.find(|_| CITING.iter().any(|known| tag.is(known))).map(|(_, value)| value)
}

/// Where in HTML an attribute with this value stands, with the blank before it.
fn attribute(html: &str, tag: &Tag<'_>, value: &str) -> Range<usize> {
    let at = value.as_ptr() as usize - html.as_ptr() as usize;
    let start = html[tag.span.start..at].rfind(char::is_whitespace).map_or(at, |blank| tag.span.start + blank);
    let end = at + value.len();
    start..end + usize::from(html[end..].starts_with(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_link_that_goes_the_text_stays() {
        let html = "<p>a <a class=\"x\" href=\"https://a.example/h?a=1&amp;b=2\"><b>one</b></a> <a href=\"https://a.example/o\">two</a></p>";
        let mut prepared = Prepared { html: html.into(), ..Prepared::default() };
        assert_eq!(prepared.drop_links(|href| href == "https://a.example/h?a=1&b=2"), 1);
        assert_eq!(prepared.html, "<p>a <b>one</b> <a href=\"https://a.example/o\">two</a></p>");
        assert_eq!(prepared.drop_links(|_| false), 0);
        let html = "<blockquote cite=\"https://a.example/h\" class=\"x\"><p><q cite='https://a.example/o'>a</q> <ins cite=\"https://a.example/h\">b</ins></p></blockquote>";
        let mut prepared = Prepared { html: html.into(), ..Prepared::default() };
        assert_eq!(prepared.drop_links(|href| href == "https://a.example/h"), 2);
        assert_eq!(
            prepared.html,
            "<blockquote class=\"x\"><p><q cite='https://a.example/o'>a</q> <ins>b</ins></p></blockquote>"
        );
    }
}
