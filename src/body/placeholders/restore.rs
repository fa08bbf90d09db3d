//! What tags show, put where their words came to stand.

use std::borrow::Cow;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{CLOSE, OPEN, Placeholders, Taken};
use crate::article::markup;
use crate::body::escaped;
use crate::body::tag::is_block;

impl Placeholders<'_> {
    /// The text with the tags as they were written: in code they are shown.
    pub(in crate::body) fn written<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.replaced(text, |taken| Cow::Borrowed(&taken.source))
    }

    fn replaced<'t>(&self, text: &'t str, with: impl Fn(&Taken) -> Cow<'_, str>) -> Cow<'t, str> {
        if !text.contains(OPEN) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, number, after)) = next_word(rest) {
            out.push_str(before);
            if let Some(taken) = self.taken.get(number) {
                out.push_str(&with(taken));
            }
            rest = after;
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    /// HTML with what the tags show: blocks are taken out of the paragraph around them.
    pub(in crate::body) fn put_back(&self, html: &str) -> String {
        let html = decoded(html);
        let mut out = String::with_capacity(html.len() + html.len() / 4);
        let mut rest = &*html;
        let (mut in_tag, mut in_paragraph) = (false, false);
        while let Some((before, number, after)) = next_word(rest) {
            out.push_str(before);
            rest = after;
            in_tag = before.bytes().rev().find(|b| matches!(b, b'<' | b'>')).map_or(in_tag, |b| b == b'<');
            if let Some(at) = before.rfind("<p>").max(before.rfind("</p>")) {
                in_paragraph = before[at..].starts_with("<p>");
            }
            let Some(taken) = self.taken.get(number) else { continue };
            let is_own = taken.source.contains("url") || taken.source.contains("ermalink");
            if in_tag && !is_own && taken.html.is_empty() && out.ends_with("href=\"") && rest.starts_with('"') {
                // Nothing is known of where it leads.
                out.truncate(out.len() - "href=\"".len());
                rest = &rest[1..];
            } else if in_tag && taken.html.is_empty() && is_expression(&taken.source) {
                // An address of Markdown has no expressions.
                out.push_str(&utf8_percent_encode(&taken.source, NON_ALPHANUMERIC).to_string());
            } else if in_tag {
                out.push_str(&escaped(&markup::text(&taken.html)));
            } else if is_block(&taken.html) && in_paragraph {
                if out.ends_with("<p>") {
                    out.truncate(out.len() - 3);
                } else {
                    out.push_str("</p>\n");
                }
                out.push_str(&taken.html);
                match rest.strip_prefix("</p>") {
                    Some(after) => {
                        rest = after;
                        in_paragraph = false;
                    }
                    None => {
                        rest = rest.trim_start_matches('\n');
                        out.push_str("\n<p>");
                    }
                }
            } else {
                out.push_str(&self.replaced(&taken.html, |taken| Cow::Borrowed(&taken.html)));
                if in_paragraph && out.ends_with("<p>") && rest.starts_with("</p>") {
                    in_paragraph = false;
                    out.truncate(out.len() - 3);
                    rest = rest["</p>".len()..].trim_start_matches('\n');
                }
            }
        }
        out.push_str(rest);
        out
    }
}

/// HTML with the marks of placeholders as they are: Markdown encodes them in addresses.
fn decoded(html: &str) -> Cow<'_, str> {
    const ENCODED: [(&str, char); 2] = [("%EF%A3%B0", OPEN), ("%EF%A3%B1", CLOSE)];
    if !html.contains(ENCODED[0].0) {
        return Cow::Borrowed(html);
    }
    let [(open, opens), (close, closes)] = ENCODED;
    Cow::Owned(html.replace(open, &opens.to_string()).replace(close, &closes.to_string()))
}

/// Whether braces hold an expression of MDX.
fn is_expression(source: &str) -> bool {
    source.starts_with('{') && !["{{", "{%", "{#"].iter().any(|mark| source.starts_with(mark))
}

/// What stands before the next placeholder, its number, and what follows it.
fn next_word(text: &str) -> Option<(&str, usize, &str)> {
    let (before, rest) = text.split_once(OPEN)?;
    let (number, after) = rest.split_once(CLOSE)?;
    Some((before, number.parse().unwrap_or(usize::MAX), after))
}
