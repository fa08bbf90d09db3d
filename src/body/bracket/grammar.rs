//! Tags in brackets: `[caption id="a"]…[/caption]`, `[gallery ids="1,2" /]`, `[[gallery]]`.

use std::collections::HashMap;
use std::ops::Range;

use crate::body::arguments::Arguments;
use crate::body::tag::Absent;

/// Bytes of the longest tag.
const MAX_TAG: usize = 4_000;

/// A tag in brackets.
#[derive(Debug)]
pub(in crate::body) struct Tag<'t> {
    pub(in crate::body) name: &'t str,
    pub(in crate::body) arguments: &'t str,
    pub(in crate::body) span: Range<usize>,
    pub(in crate::body) form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::body) enum Form {
    Opens,
    /// Ends with a slash.
    Alone,
    Closes,
    /// In two pairs of brackets: it is shown as it is written.
    Escaped,
}

/// All tags outside of code and of markup; what those that are verbatim enclose is none either.
pub(in crate::body) fn tags<'t>(text: &'t str, is_verbatim: &dyn Fn(&str) -> bool) -> Vec<Tag<'t>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    // Where no `>` follows any more, a `<` begins no tag.
    let mut markup = true;
    let mut absent = Absent::default();
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
                let close = || memchr::memmem::find(&bytes[at..], format!("</{raw}").as_bytes());
                at += absent.search(raw, "element", close).unwrap_or_default();
            }
            continue;
        }
        at = start + 1;
        if let Some(tag) = tag(text, start) {
            at = tag.span.end;
            // Nothing in code is markup, whatever it looks like.
            let verbatim = tag.form == Form::Opens && is_verbatim(tag.name);
            let close =
                || memchr::memmem::find(&bytes[at..], format!("[/{}]", tag.name).as_bytes()).map(|end| at + end);
            let end = verbatim.then(|| absent.named("[", tag.name, close)).flatten();
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
pub(in crate::body) fn tag(text: &str, start: usize) -> Option<Tag<'_>> {
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
pub(in crate::body) fn pairs(tags: &[Tag<'_>]) -> HashMap<usize, usize> {
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

/// What a tag is given. The value after `[youtube=` has no name.
pub(in crate::body) fn given(tag: &Tag<'_>) -> Arguments {
    let text = tag.arguments.strip_prefix('=').unwrap_or(tag.arguments);
    // Editors and themes write quotes as characters or references.
    let text =
        text.replace(['\u{201C}', '\u{201D}', '\u{2033}'], "\"").replace("&#8221;", "\"").replace("&#8220;", "\"");
    Arguments::read(&text.replace("&quot;", "\"").replace("&amp;", "&"))
}
