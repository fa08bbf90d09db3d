//! Shortcodes in brackets: `[caption]…[/caption]`, `[gallery ids="1,2"]`.
//!
//! Brackets are prose, too ("he [the mayor] said"). What is none of the known names counts as a shortcode where it
//! has named arguments, an end of its own, or a name that no word is.

use std::collections::HashMap;
use std::ops::Range;

use super::choice::Choice;
use super::{Library, embedded, figures, is_address};
use crate::article::Medium;
use crate::body::arguments::Arguments;
use crate::body::bracket::{figure, player};
use crate::body::shortcode::{self, Encloses, Shows};
use crate::body::tags::resolved;
use crate::body::{embed, escaped};

/// Bytes of the longest tag.
const MAX_TAG: usize = 4_000;

/// Tags within tags.
const MAX_DEPTH: usize = 20;

/// What WordPress itself shows.
const CORE: [&str; 7] = ["audio", "caption", "embed", "gallery", "playlist", "video", "wp_caption"];

/// Parts of names of what only some readers see.
#[rustfmt::skip]
const FOR_SOME: [&str; 22] = [
    "member", "private", "restrict", "loggedin", "loggedout", "subscriber", "premium", "paywall", "protect", "password",
    "hide", "hidden", "mepr", "pmpro", "rcp", "s2if", "wpmem", "groupscan", "accessif", "editorsnote", "ednote",
    "internal",
];

/// A tag in brackets.
#[derive(Debug)]
pub(super) struct Tag<'t> {
    pub(super) name: &'t str,
    arguments: &'t str,
    pub(super) span: Range<usize>,
    pub(super) form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Opens,
    /// Ends with a slash.
    Alone,
    Closes,
    /// In two pairs of brackets: it is shown as it is written.
    Escaped,
}

/// A body with what its shortcodes show.
pub(super) fn shown(text: &str, library: &Library<'_>, unknown: &mut Vec<String>) -> String {
    if !text.contains('[') {
        return text.to_owned();
    }
    let tags = tags(text, library);
    let ends = pairs(&tags);
    let mut writer = Writer { text, tags: &tags, ends: &ends, library, unknown };
    writer.range(0..tags.len(), 0..text.len())
}

/// All tags outside of code and of markup.
fn tags<'t>(text: &'t str, library: &Library<'_>) -> Vec<Tag<'t>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    // Where no `>` follows any more, a `<` begins no tag.
    let mut markup = true;
    while let Some(next) = memchr::memchr2(b'[', b'<', &bytes[at..]) {
        let start = at + next;
        if bytes[start] == b'<' {
            at = start + 1;
            let name = &text[start + 1..];
            if !markup || !name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')) {
                continue;
            }
            match memchr::memchr(b'>', &bytes[start..]) {
                Some(end) => at = start + end + 1,
                None => markup = false,
            }
            if let Some(raw) = ["pre", "code", "script", "style"].iter().find(|raw| begins(name, raw)) {
                let close = format!("</{raw}");
                at = memchr::memmem::find(&bytes[at..], close.as_bytes()).map_or(at, |end| at + end);
            }
            continue;
        }
        at = start + 1;
        if let Some(tag) = tag(text, start) {
            at = tag.span.end;
            let verbatim = tag.form == Form::Opens
                && shortcode::encloses(tag.name, library.shortcodes) == Some(Encloses::Verbatim);
            // Nothing in code is markup, whatever it looks like.
            let end = verbatim.then(|| format!("[/{}]", tag.name));
            let end = end.and_then(|end| Some(at + memchr::memmem::find(&bytes[at..], end.as_bytes())?));
            found.push(tag);
            if let Some(end) = end.and_then(|end| self::tag(text, end)) {
                at = end.span.end;
                found.push(end);
            }
        }
    }
    found
}

fn begins(text: &str, name: &str) -> bool {
    text.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name))
        && !text[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// The tag that begins at a bracket.
pub(super) fn tag(text: &str, start: usize) -> Option<Tag<'_>> {
    let doubled = text[start + 1..].starts_with('[');
    let inner = start + 1 + usize::from(doubled);
    let rest = &text[inner..];
    let (closes, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    let (name, after) = rest.split_at(length);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic())
        || !after.starts_with([']', ' ', '\t', '\n', '/', '=', '\u{A0}'])
    {
        return None;
    }
    let length = end(after)?;
    let arguments = &after[..length];
    let (alone, arguments) = match arguments.strip_suffix('/') {
        // The slash of an address is none.
        Some(before) if before.is_empty() || before.ends_with([' ', '"', '\'', '\t', '\n']) => (true, before),
        _ => (false, arguments),
    };
    let mut end = text.len() - after.len() + length + 1;
    let form = match () {
        () if doubled && text[end..].starts_with(']') => {
            end += 1;
            Form::Escaped
        }
        () if doubled => return None,
        () if closes => Form::Closes,
        () if alone => Form::Alone,
        () => Form::Opens,
    };
    Some(Tag { name, arguments: arguments.trim(), span: start..end, form })
}

/// Where in what follows the name of a tag its bracket stands.
fn end(after: &str) -> Option<usize> {
    let mut quote = None;
    for (at, b) in after.bytes().enumerate().take(MAX_TAG) {
        match (quote, b) {
            (Some(open), b) if b == open => quote = None,
            (None, b'"' | b'\'') => quote = Some(b),
            (None, b']') => return Some(at),
            (None, b'[' | b'<') => return None,
            _ => {}
        }
    }
    // A quote that does not end is an apostrophe.
    let plain = after.bytes().take(MAX_TAG).position(|b| matches!(b, b']' | b'[' | b'<'))?;
    (quote.is_some() && after.as_bytes()[plain] == b']').then_some(plain)
}

/// Of each tag that has one, its end.
fn pairs(tags: &[Tag<'_>]) -> HashMap<usize, usize> {
    let mut ends = HashMap::new();
    let mut open: Vec<usize> = Vec::new();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (n, tag) in tags.iter().enumerate() {
        match tag.form {
            Form::Opens => {
                open.push(n);
                *counts.entry(tag.name).or_default() += 1;
            }
            Form::Closes if counts.get(tag.name).is_some_and(|count| *count > 0) => {
                while let Some(before) = open.pop() {
                    *counts.entry(tags[before].name).or_default() -= 1;
                    if tags[before].name == tag.name {
                        ends.insert(before, n);
                        break;
                    }
                }
            }
            Form::Closes | Form::Alone | Form::Escaped => {}
        }
    }
    ends
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
        let folded = shortcode::plain_name(tag.name);
        let own = self.library.shortcodes.contains_key(tag.name);
        let encloses = shortcode::encloses(tag.name, self.library.shortcodes);
        if !own && (encloses == Some(Encloses::Nothing) || FOR_SOME.iter().any(|part| folded.contains(part))) {
            self.note(tag.name);
            return String::new();
        }
        if encloses == Some(Encloses::Verbatim) {
            let code = resolved(&self.text[inner]).into_owned();
            return self.shows(tag, Some(&code)).unwrap_or(code);
        }
        let inner = self.nested(tags, inner, depth);
        match tag.name {
            "caption" | "wp_caption" => figure(&inner, given(tag).named(&["caption"]).unwrap_or_default()),
            "embed" => {
                let url = inner.trim();
                if is_address(url) { format!("<p>{}</p>", embedded(url)) } else { inner }
            }
            "audio" | "video" if let Some(player) = player(tag.name, &given(tag)) => player,
            _ if own || encloses.is_some() => self.shows(tag, Some(&inner)).unwrap_or(inner),
            // Whatever else it shows, what it encloses is text of the article.
            _ => match shortcode::shows(tag.name, &given(tag), None, self.library.shortcodes, &|text| escaped(text)) {
                Shows::Rest(said) if !said.is_empty() => format!("<p>{said}</p>\n{inner}"),
                Shows::Html(html) if inner.trim().is_empty() => html,
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
        let is_known = CORE.contains(&tag.name) || self.library.shortcodes.contains_key(tag.name);
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
        let is_shortcode = is_known || named || tag.form == Form::Alone || is_embed() || is_no_word;
        if !is_shortcode {
            return None;
        }
        match tag.name {
            "gallery" | "playlist" => {
                let medium = match (tag.name, given.named(&["type"])) {
                    ("gallery", _) => Medium::Image,
                    (_, None | Some("audio")) => Medium::Audio,
                    _ => Medium::Video,
                };
                let mut found = (self.library.media)(&Choice::of(&given));
                found.retain(|media| media.medium == medium);
                if found.is_empty() {
                    self.note(tag.name);
                }
                Some(figures(&found))
            }
            "audio" | "video" => Some(player(tag.name, &given).unwrap_or_else(|| {
                self.note(tag.name);
                String::new()
            })),
            // It has no end, so that what follows is text.
            "caption" | "wp_caption" => Some(String::new()),
            "embed" => Some(given.plain.first().map(|(url, _)| embedded(url)).unwrap_or_default()),
            _ => Some(self.shows(tag, None).unwrap_or_default()),
        }
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

/// What a tag is given. The value after `[youtube=` has no name.
pub(super) fn given(tag: &Tag<'_>) -> Arguments {
    let text = tag.arguments.strip_prefix('=').unwrap_or(tag.arguments);
    // Editors and themes write quotes as characters or references.
    let text =
        text.replace(['\u{201C}', '\u{201D}', '\u{2033}'], "\"").replace("&#8221;", "\"").replace("&#8220;", "\"");
    Arguments::read(&text.replace("&quot;", "\"").replace("&amp;", "&"))
}
