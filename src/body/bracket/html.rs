//! Shortcodes that are left in HTML, which exports and feeds hold as they were written.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::builder::{is_sure, start};
use super::{Form, Known, Tag, given, is_held, is_wall, known, pairs, shows, tags};
use crate::body::wordpress::{Library, from_wordpress};

/// HTML in which shortcodes are what they show; of those of which that is not known, nothing stays, and they are noted.
/// What plug-ins show to some alone goes.
pub(in crate::body) fn shown<'h>(html: Cow<'h, str>, lost: &mut Vec<&'static str>) -> Cow<'h, str> {
    let is_one = |tag: &Tag<'_>| speaks(tag) || tag.form == Form::Closes || is_wall(tag.name);
    let begins = |at: usize| super::tag(&html, at).is_some_and(|tag| is_one(&tag));
    if !memchr::memchr_iter(b'[', html.as_bytes()).any(begins) {
        return html;
    }
    let tags = tags(&html, &|_| false);
    let ends = pairs(&tags);
    // What a page builder set out is a text as WordPress keeps it.
    let is_built = |(n, tag): (usize, &Tag<'_>)| {
        tag.form != Form::Escaped && (is_sure(tag.name) || start(tag.name).is_some() && ends.contains_key(&n))
    };
    if tags.iter().enumerate().any(is_built) {
        let library = Library { shortcodes: &BTreeMap::new(), media: &|_| Vec::new(), block: &|_| None, notes: &[] };
        let made = from_wordpress(&html, &library);
        let is_asking =
            |name: &String| known(name.trim_matches(['[', ']'])).is_some_and(|(_, known)| known == Known::Asking);
        if !made.unknown.iter().all(is_asking) {
            lost.push("[…]");
        }
        return Cow::Owned(made.html.trim().to_owned());
    }
    let mut out = String::with_capacity(html.len());
    let (mut from, mut next) = (0, 0);
    for (n, tag) in tags.iter().enumerate() {
        if n < next {
            continue;
        }
        let end = ends.get(&n).map(|end| (*end, &tags[*end]));
        if let Some((last, of)) = end.filter(|_| is_held(tag)) {
            out.push_str(&html[from..tag.span.start]);
            (from, next) = (of.span.end, last + 1);
            continue;
        }
        if end.is_none() && tag.form == Form::Opens && is_wall(tag.name) && is_paragraph(&html, tag) {
            out.push_str(&html[from..tag.span.start]);
            return Cow::Owned(out);
        }
        let Some(of) = known(tag.name).filter(|_| speaks(tag)) else { continue };
        let inner = end.map(|(_, end)| &html[tag.span.end..end.span.start]);
        out.push_str(&html[from..tag.span.start]);
        if tag.form != Form::Closes {
            match shows(of, tag.name, &given(tag), inner, &|_| Vec::new()) {
                Some(shown) => out.push_str(&shown),
                None if of.1 != Known::Asking => lost.push(of.0),
                None => {}
            }
        }
        (from, next) = end.map_or((tag.span.end, n + 1), |(end, of)| (of.span.end, end + 1));
    }
    if from == 0 {
        return html;
    }
    out.push_str(&html[from..]);
    Cow::Owned(out)
}

/// Whether a tag is all that a paragraph holds.
fn is_paragraph(html: &str, tag: &Tag<'_>) -> bool {
    let (before, after) = (html[..tag.span.start].trim_end(), html[tag.span.end..].trim_start());
    (before.is_empty() || before.ends_with("<p>") || before.ends_with("</p>"))
        && (after.is_empty() || after.starts_with("<p") || after.starts_with("</p>"))
}

/// Whether a tag is a shortcode here: its name is known, and a word alone in brackets is one of a text, unless it says
/// what it is of.
fn speaks(tag: &Tag<'_>) -> bool {
    let is_word = matches!(tag.name, "video" | "audio" | "gallery" | "ted" | "caption");
    tag.form != Form::Escaped
        && known(tag.name)
            .is_some_and(|(_, known)| known != Known::Setting || is_sure(tag.name) || tag.arguments.contains('='))
        && (tag.form == Form::Closes || !is_word || !tag.arguments.is_empty() || tag.form == Form::Alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_plug_ins_show_to_some_is_in_no_html() {
        for (html, expected) in [
            (
                "<p>a</p><p>[mepr-show rules=\"1\"]</p><p>SECRET</p><p>[/mepr-show]</p><p>b</p>",
                "<p>a</p><p></p><p>b</p>",
            ),
            ("<p>a [private]SECRET [gallery][/private] b</p>", "<p>a  b</p>"),
            ("<p>a</p><p>[members_only]</p><p>SECRET</p>", "<p>a</p><p>"),
            (
                "<p>He [a member] and [the private] man [members] said [sic].</p>",
                "<p>He [a member] and [the private] man [members] said [sic].</p>",
            ),
            ("<p>A [premium] car and [/private] one.</p>", "<p>A [premium] car and [/private] one.</p>"),
            ("<pre>[private]x[/private]</pre>", "<pre>[private]x[/private]</pre>"),
            ("[vc_row][vc_column_text]One[/vc_column_text][su_note]two[/su_note][/vc_row]", "<p>One</p>\n<p>two</p>"),
            ("<p>[su_x] and [us_east]</p>", "<p>[su_x] and [us_east]</p>"),
            ("<p>[guest]Join us.[/guest]</p>", "<p>[guest]Join us.[/guest]</p>"),
        ] {
            assert_eq!(shown(Cow::Borrowed(html), &mut Vec::new()), expected, "{html}");
        }
    }
}
