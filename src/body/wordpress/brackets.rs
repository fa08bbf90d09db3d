//! Shortcodes of bodies as WordPress keeps them.
//!
//! Brackets are prose, too ("he [the mayor] said"). What is none of the known names counts as a shortcode where it
//! has named arguments, an end of its own, or a name that no word is.

use std::collections::HashMap;
use std::ops::Range;

use super::Library;
use crate::body::bracket::{self, Form, Known, Tag, given, is_held, is_wall, known, moments_of_builder, pairs, tags};
use crate::body::reserved::{BEHIND, moments_of};
use crate::body::shortcode::{self, Encloses, Shows};
use crate::body::tags::resolved;
use crate::body::{embed, escaped};

/// Tags within tags.
const MAX_DEPTH: usize = 20;

/// Words of names of what stands beside others of its kind.
#[rustfmt::skip]
const SETS: [&str; 22] = [
    "accordion", "block", "box", "boxes", "col", "column", "columns", "container", "fifth", "fourth", "grid", "group", "half", "panel",
    "quarter", "row", "section", "slide", "tab", "tabs", "third", "toggle",
];

/// Whether a shortcode of a theme only sets out what it encloses: `one_half`, `row`.
fn sets_out(name: &str) -> bool {
    name.to_lowercase().split(['-', '_']).any(|word| SETS.contains(&word))
}

/// A body with what its shortcodes show.
pub(super) fn shown(text: &str, library: &Library<'_>, unknown: &mut Vec<String>) -> String {
    if !text.contains('[') {
        return text.to_owned();
    }
    let is_verbatim = |name: &str| shortcode::encloses(name, library.shortcodes) == Some(Encloses::Verbatim);
    let tags = tags(text, &is_verbatim);
    let ends = pairs(&tags);
    let mut writer = Writer { text, tags: &tags, ends: &ends, library, unknown };
    writer.range(0..tags.len(), 0..text.len())
}

struct Writer<'w, 't, 'a> {
    text: &'t str,
    tags: &'w [Tag<'t>],
    ends: &'w HashMap<usize, usize>,
    library: &'w Library<'a>,
    unknown: &'w mut Vec<String>,
}

impl Writer<'_, '_, '_> {
    /// What a part of the text shows, in which these tags stand.
    fn range(&mut self, tags: Range<usize>, bytes: Range<usize>) -> String {
        self.nested(tags, bytes, 0)
    }

    fn nested(&mut self, tags: Range<usize>, bytes: Range<usize>, depth: usize) -> String {
        let mut out = String::with_capacity(bytes.len());
        let (mut at, mut n) = (bytes.start, tags.start);
        while n < tags.end {
            let tag = &self.tags[n];
            let next = match self.ends.get(&n).copied().filter(|_| depth < MAX_DEPTH) {
                Some(end) => {
                    out.push_str(&self.text[at..tag.span.start]);
                    let inner = tag.span.end..self.tags[end].span.start;
                    out.push_str(&self.paired(tag, n + 1..end, inner, depth + 1));
                    at = self.tags[end].span.end;
                    end + 1
                }
                None => {
                    if let Some(shown) = self.alone(tag) {
                        out.push_str(&self.text[at..tag.span.start]);
                        out.push_str(&shown);
                        at = tag.span.end;
                    }
                    n + 1
                }
            };
            n = next;
        }
        out.push_str(&self.text[at..bytes.end]);
        out
    }

    /// What a tag shows that encloses something.
    fn paired(&mut self, tag: &Tag<'_>, tags: Range<usize>, inner: Range<usize>, depth: usize) -> String {
        let own = self.library.shortcodes.contains_key(tag.name);
        let encloses = shortcode::encloses(tag.name, self.library.shortcodes);
        if let Some(moments) =
            moments_of(tag.name, &given(tag)).or_else(|| moments_of_builder(tag.name, &given(tag))).filter(|_| !own)
        {
            let inner = self.nested(tags, inner, depth);
            return format!("<div{moments}>{inner}</div>");
        }
        if !own && (encloses == Some(Encloses::Nothing) || is_held(tag)) {
            self.note(tag.name);
            return String::new();
        }
        if encloses == Some(Encloses::Verbatim) {
            let code = resolved(&self.text[inner]).into_owned();
            return self.shows(tag, Some(&code)).unwrap_or(code);
        }
        let inner = self.nested(tags, inner, depth);
        let known = known(tag.name).filter(|_| !own);
        if let Some(known) = known
            && let Some(html) = bracket::shows(known, tag.name, &given(tag), Some(&inner), self.library.media)
        {
            return html;
        }
        match tag.name {
            _ if own || encloses.is_some() => self.shows(tag, Some(&inner)).unwrap_or(inner),
            // Whatever else it shows, what it encloses is text of the article.
            _ => match shortcode::shows(tag.name, &given(tag), None, self.library.shortcodes, &|text| escaped(text)) {
                Shows::Rest(said) if !said.is_empty() => format!("<p>{said}</p>\n{inner}"),
                Shows::Html(html) if inner.trim().is_empty() => html,
                _ if sets_out(tag.name) => format!("\n\n{}\n\n", inner.trim()),
                _ => inner,
            },
        }
    }

    /// What a tag shows that encloses nothing; `None` where it is prose.
    fn alone(&mut self, tag: &Tag<'_>) -> Option<String> {
        if tag.form == Form::Escaped {
            // As a reference, so that nobody takes it for a shortcode again.
            return Some(format!("&#91;{}", &self.text[tag.span.start + 2..tag.span.end - 1]));
        }
        let own = self.library.shortcodes.contains_key(tag.name);
        let known = known(tag.name).filter(|_| !own);
        // What follows one that nothing ends.
        if tag.form == Form::Opens && !own && is_wall(tag.name) {
            return Some(BEHIND.into());
        }
        if tag.form == Form::Closes {
            // Nobody writes the end of what is none.
            return Some(String::new());
        }
        let given = given(tag);
        let named = !given.named.is_empty();
        let is_embed = || {
            let plain = given.plain.first().map(|(value, _)| value.as_str()).unwrap_or_default();
            (plain.contains("://") || plain.bytes().any(|b| b.is_ascii_digit()))
                && given.plain.len() <= 2
                && embed::of_tag(&shortcode::plain_name(tag.name), &given).is_some()
        };
        let is_no_word = tag.name.contains('_')
            || (tag.name.contains('-') && self.is_alone_in_line(tag))
            || (given.plain.is_empty() && self.is_alone_in_line(tag) && !tag.name.starts_with(char::is_uppercase));
        let is_shortcode = own
            || known.is_some_and(|(_, known)| known != Known::Service)
            || named
            || tag.form == Form::Alone
            || is_embed()
            || is_no_word;
        if !is_shortcode {
            return None;
        }
        let Some(known) = known else { return Some(self.shows(tag, None).unwrap_or_default()) };
        let shown = bracket::shows(known, tag.name, &given, None, self.library.media);
        if shown.is_none() {
            self.note(tag.name);
        }
        Some(shown.unwrap_or_default())
    }

    fn is_alone_in_line(&self, tag: &Tag<'_>) -> bool {
        let before = self.text[..tag.span.start].trim_end_matches([' ', '\t']);
        let after = self.text[tag.span.end..].trim_start_matches([' ', '\t']);
        (before.is_empty() || before.ends_with(['\n', '>'])) && (after.is_empty() || after.starts_with(['\n', '<']))
    }

    fn shows(&mut self, tag: &Tag<'_>, inner: Option<&str>) -> Option<String> {
        match shortcode::shows(tag.name, &given(tag), inner, self.library.shortcodes, &|text| escaped(text)) {
            Shows::Html(html) => Some(html),
            Shows::Nothing => None,
            Shows::Rest(said) => {
                self.note(tag.name);
                Some(said).filter(|said| !said.is_empty())
            }
        }
    }

    fn note(&mut self, name: &str) {
        let name = format!("[{name}]");
        if !self.unknown.contains(&name) && self.unknown.len() < 100 {
            self.unknown.push(name);
        }
    }
}
