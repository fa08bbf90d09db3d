//! Shortcodes that are left in HTML, which exports and feeds hold as they were written.

use std::borrow::Cow;

use super::{Form, Known, Tag, given, known, pairs, shows, tags};

/// HTML in which shortcodes are what they show; of those of which that is not known, nothing stays, and they are noted.
pub(in crate::body) fn shown<'h>(html: Cow<'h, str>, lost: &mut Vec<&'static str>) -> Cow<'h, str> {
    let begins = |at: usize| super::tag(&html, at).is_some_and(|tag| speaks(&tag));
    if !memchr::memchr_iter(b'[', html.as_bytes()).any(begins) {
        return html;
    }
    let mut tags = tags(&html, &|_| false);
    tags.retain(speaks);
    let ends = pairs(&tags);
    let mut out = String::with_capacity(html.len());
    let (mut from, mut next) = (0, 0);
    for (n, tag) in tags.iter().enumerate() {
        let Some(of) = known(tag.name).filter(|_| n >= next) else { continue };
        // What is set out stays where it stands.
        let end = ends.get(&n).filter(|_| of.1 != Known::Setting).map(|end| (*end, &tags[*end]));
        let inner = end.map(|(_, end)| &html[tag.span.end..end.span.start]);
        out.push_str(&html[from..tag.span.start]);
        if tag.form != Form::Closes {
            match shows(of, &given(tag), inner, &|_| Vec::new()) {
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

/// Whether a tag is a shortcode here: its name is known, and a word alone in brackets is one of a text, unless it says
/// what it is of.
fn speaks(tag: &Tag<'_>) -> bool {
    let is_word = matches!(tag.name, "video" | "audio" | "gallery" | "ted" | "caption");
    tag.form != Form::Escaped
        && known(tag.name).is_some()
        && (tag.form == Form::Closes || !is_word || !tag.arguments.is_empty() || tag.form == Form::Alone)
}
