//! The HTML in feeds, judged as a browser reads it.
//!
//! - `scan` cuts the text into tags with exact places;
//! - `tag` judges each tag: unsafe elements, attributes, styles and URLs, relative URLs, images without alt;
//! - `clean` proves most HTML well nested on the way; where it cannot, `tree` asks html5ever;
//! - `plain` judges fields that are to hold no HTML;
//! - `field` knows which elements of a feed hold which, and hands them over.
//!
//! [`inspect`] is what JSON Feed uses too: it needs nothing but the text.

use std::borrow::Cow;
use std::cell::Cell;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

use super::rule::Rule;
use clean::Clean;
use scan::{Bytes, Scanner, Token, TokenKind};
pub(crate) use tag::Attr;
use tag::{Part, Surroundings};

mod clean;
mod elements;
pub(crate) mod field;
pub(crate) mod plain;
pub(crate) mod rules;
mod scan;
mod style;
mod tag;
mod tree;
mod url_in;
mod xhtml;

pub(crate) use tree::is_document;

/// Whether HTML has an element of this name.
pub(crate) fn is_element(name: &str) -> bool {
    elements::element(name).is_some()
}

/// Deepest nesting that is followed; browsers cut at 512.
const MAX_DEPTH: usize = 400;
/// Most attributes of one tag.
const MAX_ATTRIBUTES: usize = 200;
/// How many links to places in the same HTML are followed; more are taken on trust.
const MAX_LOOKUPS: usize = 500;

/// A fault in HTML.
#[derive(Debug)]
pub(crate) struct Issue {
    /// The rule it breaks.
    pub(crate) rule: &'static Rule,
    /// Where, in bytes of the HTML.
    pub(crate) at: Bytes,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do, where the rule does not say it.
    pub(crate) help: Option<&'static str>,
}

impl Issue {
    fn new(rule: &'static Rule, at: Bytes, message: impl Into<String>) -> Self {
        Self { rule, at, message: message.into(), help: None }
    }
}

/// Judges HTML. `has_base` says whether relative references have a base to resolve against.
pub(crate) fn inspect(html: &str, has_base: bool, report: &mut dyn FnMut(Issue)) {
    // Text without markup and references is the most frequent HTML of all.
    if memchr::memchr3(b'<', b'&', 0, html.as_bytes()).is_none() {
        return;
    }
    if let Some(at) = escaped_cdata(html) {
        let message = "The marks of a CDATA section are escaped themselves: readers show nothing, or the marks";
        return report(Issue::new(&rules::ESCAPED_CDATA, at, message));
    }
    let mut scanner = Scanner::new(html);
    let mut clean = Clean::default();
    let mut attributes: Vec<Attr<'_>> = Vec::new();
    let mut depth = 0usize;
    let mut code = 0usize;
    let mut escaped = false;
    let mut too_deep = None;
    let lookups = Cell::new(0usize);
    loop {
        // The tag itself counts to the surroundings it stands in.
        let foreign = scanner.foreign();
        let Some(token) = scanner.next_token() else { break };
        if token.odd {
            clean.doubt();
        }
        match token.kind {
            TokenKind::Start | TokenKind::End if scanner.attributes.len() > MAX_ATTRIBUTES => {
                too_deep.get_or_insert(token.span.clone());
            }
            TokenKind::Text => {
                let text = &html[token.span.clone()];
                clean.text(text, false);
                if code == 0 && !escaped {
                    escaped = judge_text(html, &token.span, report);
                }
            }
            TokenKind::Start => {
                let name = &html[token.name.clone()];
                // A tag that is cut off at the end is no tag.
                if token.odd && !html[..token.span.end].ends_with('>') {
                    continue;
                }
                let known = elements::element(name);
                match known {
                    Some(element) if foreign.is_none() => clean.start(element, token.self_closing),
                    _ => clean.doubt(),
                }
                attributes.clear();
                for a in &scanner.attributes {
                    let value = &html[a.value.clone()];
                    clean.text(value, true);
                    attributes.push(Attr { name: &html[a.name.clone()], value: resolve(value) });
                }
                let void = known.is_some_and(|e| matches!(e.shape, elements::Shape::Void | elements::Shape::VoidBlock));
                if !token.self_closing && !void {
                    depth += 1;
                    code += usize::from(is_code(name));
                    if depth > MAX_DEPTH {
                        too_deep.get_or_insert(token.span.clone());
                    }
                }
                judge_tag(
                    html,
                    name,
                    known,
                    &token,
                    &scanner,
                    &attributes,
                    Surroundings { has_base, foreign },
                    &lookups,
                    report,
                );
            }
            TokenKind::End => {
                let name = &html[token.name.clone()];
                depth = depth.saturating_sub(1);
                code = code.saturating_sub(usize::from(is_code(name)));
                match elements::element(name) {
                    Some(element) if foreign.is_none() => clean.end(element),
                    _ => clean.doubt(),
                }
            }
            TokenKind::Bogus => {
                let text = &html.as_bytes()[token.span.clone()];
                if text.len() > 8 && text[..8].eq_ignore_ascii_case(b"<?import") {
                    let message = "Readers remove <?import>: it loads code";
                    report(Issue::new(&rules::UNSAFE_ELEMENT, token.span.clone(), message));
                }
            }
            TokenKind::RawText | TokenKind::Comment | TokenKind::Doctype => {}
        }
    }
    if let Some(at) = too_deep {
        let message = "The HTML is nested too deeply, or its tags have too many attributes, to be read on";
        report(Issue::new(&rules::MISNESTED, at, message));
    } else if !clean.finish() {
        judge_tree(html, report);
    }
}

/// Reports the first sign of markup in a text that was escaped once too often; whether there is one.
fn judge_text(html: &str, span: &Bytes, report: &mut dyn FnMut(Issue)) -> bool {
    let Some(at) = plain::doubly_escaped(&html[span.clone()], !html.contains('<')) else { return false };
    let at = span.start + at.start..span.start + at.end;
    let message = format!("{} shows as markup to the reader", &html[at.clone()]);
    report(Issue::new(&rules::DOUBLE_ESCAPED, at, message));
    true
}

/// Reports how the elements of HTML do not fit into each other.
fn judge_tree(html: &str, report: &mut dyn FnMut(Issue)) {
    // Where no tag stands, `5 < 6` is prose that every reader shows as it is.
    let is_prose = !html.as_bytes().windows(2).any(|two| two[0] == b'<' && opens_markup(two[1]));
    tree::faults(html, &mut |at, fault| {
        if is_prose && &html[at.clone()] == "<" {
            return;
        }
        report(Issue { rule: fault.rule(), at, help: fault.help(), message: fault.message.into_owned() });
    });
}

/// Whether a byte behind `<` makes markup of it.
fn opens_markup(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?')
}

/// The mark of a CDATA section that came through as text; in SVG and MathML it is one.
pub(crate) fn escaped_cdata(text: &str) -> Option<Bytes> {
    let starts = text.trim_start();
    let at = text.len() - starts.len();
    let mark = ["<![CDATA[", "&lt;![CDATA["].into_iter().find(|mark| starts.starts_with(mark))?;
    Some(at..at + mark.len())
}

/// What [`walk`] comes to.
pub(crate) enum Walked<'h> {
    /// A start tag.
    Start {
        /// Its name as written.
        name: &'h str,
        /// Its attributes, references resolved.
        attributes: Vec<Attr<'h>>,
        /// Where it stands.
        at: Bytes,
        /// How many elements are open around it.
        depth: usize,
    },
    /// Text, references unresolved.
    Text {
        /// The text.
        text: &'h str,
    },
}

/// Walks over the tags and texts of HTML.
pub(crate) fn walk<'h>(html: &'h str, see: &mut dyn FnMut(&Walked<'h>)) {
    let mut scanner = Scanner::new(html);
    let mut depth = 0usize;
    while let Some(token) = scanner.next_token() {
        let name = &html[token.name.clone()];
        match token.kind {
            TokenKind::Text => see(&Walked::Text { text: &html[token.span] }),
            TokenKind::Start => {
                let attributes = scanner
                    .attributes
                    .iter()
                    .map(|a| Attr { name: &html[a.name.clone()], value: resolve(&html[a.value.clone()]) })
                    .collect();
                see(&Walked::Start { name, attributes, at: token.span, depth });
                let void = elements::element(name)
                    .is_some_and(|e| matches!(e.shape, elements::Shape::Void | elements::Shape::VoidBlock));
                depth += usize::from(!void && !token.self_closing);
            }
            TokenKind::End => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// Elements that show markup as it is written.
fn is_code(name: &str) -> bool {
    ["code", "pre", "samp", "kbd", "tt", "textarea", "xmp"].iter().any(|c| c.eq_ignore_ascii_case(name))
}

#[expect(clippy::too_many_arguments, reason = "The pieces of one tag, split up by the borrows of the scanner")]
fn judge_tag(
    html: &str,
    name: &str,
    known: Option<&'static elements::Element>,
    token: &Token,
    scanner: &Scanner<'_>,
    attributes: &[Attr<'_>],
    around: Surroundings,
    lookups: &Cell<usize>,
    report: &mut dyn FnMut(Issue),
) {
    let has_target = |id: &str| {
        lookups.get() > MAX_LOOKUPS || {
            lookups.set(lookups.get() + 1);
            holds_id(html, id)
        }
    };
    tag::judge(name, known, attributes, around, &has_target, &mut |rule, part, message| {
        let at = match part {
            Part::Tag => token.span.clone(),
            Part::Attribute(i) => whole(html, &scanner.attributes[i]),
            Part::Value(i, range) => {
                let value = &scanner.attributes[i].value;
                // Only a value without references can be pointed into.
                if range.end <= value.len() && value.len() == attributes[i].value.len() && !value.is_empty() {
                    value.start + range.start..value.start + range.end
                } else if value.is_empty() {
                    whole(html, &scanner.attributes[i])
                } else {
                    value.clone()
                }
            }
        };
        report(Issue::new(rule, at, message));
    });
}

/// An attribute, from its name to the quotation mark after its value.
fn whole(html: &str, attribute: &scan::Attribute) -> Bytes {
    let end = attribute.value.end.max(attribute.name.end);
    let is_quoted = attribute.value.start > attribute.name.end && html[..attribute.value.start].ends_with(['"', '\'']);
    attribute.name.start..end + usize::from(is_quoted && html[end..].starts_with(['"', '\'']))
}

/// Whether an element of this id (or a named anchor) is in the HTML.
fn holds_id(html: &str, id: &str) -> bool {
    id.is_empty()
        || memchr::memmem::find_iter(html.as_bytes(), id.as_bytes()).any(|at| {
            let before = html[..at].trim_end_matches(['"', '\'']).trim_end();
            let Some(before) = before.strip_suffix('=') else { return false };
            let before = before.trim_end();
            let after = html.as_bytes().get(at + id.len());
            before.len() > 2
                && after.is_none_or(|b| matches!(b, b'"' | b'\'' | b'>' | b'/') || b.is_ascii_whitespace())
                && (before.ends_with("id")
                    || before.ends_with("name")
                    || before.ends_with("ID")
                    || before.ends_with("NAME"))
        })
}

/// The value of an attribute with its character references resolved.
pub(crate) fn resolve(value: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', value.as_bytes()).is_none() {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((text, len)) = reference(rest) {
            out.push_str(&text);
            rest = &rest[len..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character reference at the start of a text: what it stands for, and its length.
pub(crate) fn reference(text: &str) -> Option<(String, usize)> {
    let body = text.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix, lead) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 3),
            None => (number, 10, 2),
        };
        let len = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let value = u32::from_str_radix(digits.get(..len)?, radix).ok().filter(|_| len > 0)?;
        let character = match value {
            0x80..=0x9f => C1_REPLACEMENTS[(value - 0x80) as usize].or(char::from_u32(value)),
            _ => char::from_u32(value),
        };
        let total = lead + len + usize::from(digits[len..].starts_with(';'));
        return Some((character.unwrap_or('\u{fffd}').to_string(), total));
    }
    let len = body.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let with_semicolon = body.get(..=len).filter(|name| name.ends_with(';'));
    let name = with_semicolon?;
    let &(first, second) = NAMED_ENTITIES.get(name).filter(|m| m.0 != 0)?;
    let text = [first, second].into_iter().filter(|c| *c != 0).filter_map(char::from_u32).collect();
    Some((text, 1 + name.len()))
}

/// The modules over HTML in XML feeds.
pub(crate) static MODULES: &[&super::module::Module] = &[&field::BODIES, &field::PLAIN];

#[cfg(test)]
mod tests;
