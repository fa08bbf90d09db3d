//! Start tags: names, attributes, namespaces.

use std::collections::HashSet;

use quick_xml::events::attributes::{AttrError, Attributes};

use super::build::Build;
use super::entity::Entities;
use super::scopes::Scopes;
use super::text::check_references;
use super::tree::AttributeData;
use super::wellformed as wf;
use crate::check::namespace::Ns;
use crate::check::vocabulary;

/// Up to so many attributes are compared one with another; more are hashed.
const FEW: usize = 12;

/// Whether a character can begin a name (XML 1.0, fifth edition, section 2.3).
fn starts_name(c: char) -> bool {
    matches!(c, ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

/// Whether a character can stand in a name.
fn continues_name(c: char) -> bool {
    starts_name(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Whether this is a name.
pub(super) fn is_name(name: &str) -> bool {
    // Nearly all names are plain.
    match name.as_bytes() {
        [b'a'..=b'z' | b'A'..=b'Z' | b'_', rest @ ..]
            if rest.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-' | b'.')) =>
        {
            true
        }
        _ => {
            let mut chars = name.chars();
            chars.next().is_some_and(starts_name) && chars.all(continues_name)
        }
    }
}

/// Splits a name into the length of its prefix and whether the name is one that namespaces allow.
pub(super) fn prefix_length(name: &str) -> (usize, bool) {
    match memchr::memchr(b':', name.as_bytes()) {
        None => (0, true),
        Some(at) => {
            let local = &name[at + 1..];
            let good =
                at > 0 && !local.is_empty() && !local.contains(':') && local.chars().next().is_some_and(starts_name);
            (if good { at } else { 0 }, good)
        }
    }
}

/// Reads the start tag of the node, which ends the text. `false` when reading cannot go on.
pub(super) fn read(
    build: &mut Build,
    node: u32,
    empty: bool,
    depth: usize,
    in_item: bool,
    scopes: &mut Scopes,
    entities: &Entities,
) -> bool {
    let data = &build.tree.nodes[node as usize];
    let start = data.start as usize;
    let end = build.text.len();
    let inner_end = end - if empty { 2 } else { 1 };
    // Faults and nodes go into the same build: the text stands apart meanwhile.
    let text = std::mem::take(&mut build.text);
    let good = content(build, node, &text[start + 1..inner_end], end, depth, in_item, scopes, entities);
    build.text = text;
    good
}

/// Reads what stands in a start tag that ends at this offset of the text.
#[expect(clippy::too_many_arguments, reason = "all of them are parts of one tag")]
fn content(
    build: &mut Build,
    node: u32,
    content: &str,
    end: usize,
    depth: usize,
    in_item: bool,
    scopes: &mut Scopes,
    entities: &Entities,
) -> bool {
    let offset = build.tree.nodes[node as usize].start as usize + 1;
    let length = content.find([' ', '\t', '\r', '\n']).unwrap_or(content.len());
    let name = &content[..length];
    if length > usize::from(u16::MAX) || !is_name(name) {
        build.fault(&wf::MALFORMED_NAME, offset..offset + length.clamp(1, 80), "This is no name of an element");
        return false;
    }
    let (prefix, good) = prefix_length(name);
    if !good {
        build.fault(&wf::MALFORMED_NAME, offset..offset + length, "A name can have one colon, between prefix and name");
    }
    let first = build.tree.attributes.len();
    if !attributes(build, content, offset, length, entities) {
        return false;
    }
    let count = build.tree.attributes.len() - first;
    bind(build, first, content, offset, depth, in_item, scopes, entities);
    for i in first..first + count {
        let attribute = &build.tree.attributes[i];
        let (from, to, prefix) =
            (attribute.name.start as usize, attribute.name.end as usize, usize::from(attribute.prefix));
        if prefix == 0 || attribute.ns == Ns::XMLNS {
            continue;
        }
        let prefix = &content[from - offset..from - offset + prefix];
        match scopes.resolve(prefix) {
            Some(ns) => build.tree.attributes[i].ns = ns,
            None => build.fault(&wf::UNDECLARED_PREFIX, from..to, format!("The prefix {prefix:?} is not declared")),
        }
    }
    duplicates(build, first, count, content, offset);
    let ns = match scopes.resolve(&name[..prefix]) {
        Some(Ns::XMLNS) => {
            build.fault(&wf::RESERVED_NAMESPACE, offset..offset + length, "No element can have the prefix xmlns");
            Ns::NONE
        }
        Some(ns) => ns,
        None => {
            let message = format!("The prefix {:?} is not declared", &name[..prefix]);
            build.fault(&wf::UNDECLARED_PREFIX, offset..offset + length, message);
            Ns(u16::MAX)
        }
    };
    let data = &mut build.tree.nodes[node as usize];
    data.rows = vocabulary::rows(ns, &name[if prefix == 0 { 0 } else { prefix + 1 }..]);
    data.ns = ns;
    data.prefix = prefix as u16;
    data.name = length as u16;
    data.start_tag_end = end as u32;
    data.end_tag_start = end as u32;
    data.end = end as u32;
    data.first = first as u32;
    data.count = count as u32;
    true
}

/// Takes the attributes apart, each by itself.
fn attributes(build: &mut Build, content: &str, offset: usize, length: usize, entities: &Entities) -> bool {
    if length == content.len() {
        return true;
    }
    let base = content.as_ptr() as usize;
    let mut attributes = Attributes::new(content, length);
    let mut end = length;
    for attribute in attributes.with_checks(false) {
        let attribute = match attribute {
            Ok(attribute) => attribute,
            Err(error) => {
                let (at, message) = match error {
                    AttrError::ExpectedEq(at) => (at, "An attribute has no value"),
                    AttrError::ExpectedValue(at) => (at, "An attribute has no value after ="),
                    AttrError::UnquotedValue(at) => (at, "An attribute value is not in quotation marks"),
                    AttrError::ExpectedQuote(at, _) => (at, "An attribute value has no closing quotation mark"),
                    AttrError::Duplicated(at, _) => (at, "An attribute stands twice"),
                };
                let at = content.floor_char_boundary(at.min(content.len()));
                build.fault(&wf::MALFORMED_ATTRIBUTE, offset + at..offset + at, message);
                return false;
            }
        };
        let name = attribute.key.0;
        let value: &str = &attribute.value;
        let from = name.as_ptr() as usize - base;
        let value_from = value.as_ptr() as usize - base;
        if from == end {
            build.fault(
                &wf::MALFORMED_ATTRIBUTE,
                offset + from..offset + from + name.len(),
                "There is no white space before this attribute",
            );
        }
        if !is_name(name) || name.len() > usize::from(u16::MAX) {
            let to = content.floor_char_boundary(from + name.len().clamp(1, 80));
            build.fault(&wf::MALFORMED_NAME, offset + from..offset + to, "This is no name of an attribute");
            return false;
        }
        let (prefix, good) = prefix_length(name);
        if !good {
            let range = offset + from..offset + from + name.len();
            build.fault(&wf::MALFORMED_NAME, range, "A name can have one colon, between prefix and name");
        }
        let plain = check_references(build, value, offset + value_from, entities);
        build.tree.attributes.push(AttributeData {
            ns: if name == "xmlns" || name.starts_with("xmlns:") { Ns::XMLNS } else { Ns::NONE },
            prefix: prefix as u16,
            name: (offset + from) as u32..(offset + from + name.len()) as u32,
            value: (offset + value_from) as u32..(offset + value_from + value.len()) as u32,
            plain,
        });
        end = value_from + value.len() + 1;
    }
    true
}

/// Binds the prefixes that the tag declares.
#[expect(clippy::too_many_arguments, reason = "all of them are parts of one tag")]
fn bind(
    build: &mut Build,
    first: usize,
    content: &str,
    offset: usize,
    depth: usize,
    in_item: bool,
    scopes: &mut Scopes,
    entities: &Entities,
) {
    for i in first..build.tree.attributes.len() {
        let attribute = build.tree.attributes[i].clone();
        if attribute.ns != Ns::XMLNS {
            continue;
        }
        let name = &content[attribute.name.start as usize - offset..attribute.name.end as usize - offset];
        let range = attribute.name.start as usize..attribute.value.end as usize + 1;
        let prefix = name.strip_prefix("xmlns:").unwrap_or_default();
        let mut uri =
            content[attribute.value.start as usize - offset..attribute.value.end as usize - offset].to_owned();
        if !attribute.plain {
            uri = resolve(&uri, entities);
        }
        let own = in_item.then_some(&mut build.tree.own_namespaces);
        let ns = if uri.is_empty() { Ns::NONE } else { scopes.intern(&uri, own) };
        match (prefix, ns) {
            ("xml", Ns::XML) => continue,
            ("xml" | "xmlns", _) => {
                build.fault(&wf::RESERVED_NAMESPACE, range, format!("The prefix {prefix} cannot be declared so"));
                continue;
            }
            (_, Ns::XML | Ns::XMLNS) => {
                build.fault(&wf::RESERVED_NAMESPACE, range, "This namespace belongs to XML itself");
            }
            (prefix, Ns::NONE) if !prefix.is_empty() => {
                build.fault(
                    &wf::UNDECLARED_PREFIX,
                    range,
                    format!("The prefix {prefix:?} is declared as no namespace"),
                );
            }
            _ => {}
        }
        scopes.bind(depth, prefix, ns);
    }
}

/// The value of an attribute whose references are known to be good.
fn resolve(raw: &str, entities: &Entities) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        let end = rest[at..].find(';').map_or(rest.len(), |i| at + i);
        entities.expand_in_attribute(&rest[at + 1..end], &mut text);
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    text.push_str(rest);
    text.replace(['\t', '\n', '\r'], " ")
}

/// Finds attributes of the same name, as written or by their namespaces.
fn duplicates(build: &mut Build, first: usize, count: usize, content: &str, offset: usize) {
    if count < 2 {
        return;
    }
    let key = |attribute: &AttributeData| {
        let name = &content[attribute.name.start as usize - offset..attribute.name.end as usize - offset];
        let local = if attribute.prefix == 0 { name } else { &name[usize::from(attribute.prefix) + 1..] };
        (attribute.ns, local)
    };
    let mut faults = Vec::new();
    let attributes = &build.tree.attributes[first..first + count];
    if count <= FEW {
        for (i, attribute) in attributes.iter().enumerate() {
            if attributes[..i].iter().any(|earlier| key(earlier) == key(attribute)) {
                faults.push(attribute.name.clone());
            }
        }
    } else {
        let mut seen = HashSet::with_capacity(count);
        for attribute in attributes {
            if !seen.insert(key(attribute)) {
                faults.push(attribute.name.clone());
            }
        }
    }
    for range in faults {
        build.fault(
            &wf::DUPLICATE_ATTRIBUTE,
            range.start as usize..range.end as usize,
            "This attribute stands twice in the tag",
        );
    }
}

/// The `xml:base` and `xml:lang` of a node that was just read.
pub(super) fn base_and_language(build: &Build, node: u32, entities: &Entities) -> (Option<String>, Option<String>) {
    let data = &build.tree.nodes[node as usize];
    let attributes = &build.tree.attributes[data.first as usize..][..data.count as usize];
    let value = |local: &str| {
        attributes
            .iter()
            .find(|a| {
                let name = &build.text[a.name.start as usize..a.name.end as usize];
                a.ns == Ns::XML && a.prefix > 0 && name[usize::from(a.prefix) + 1..] == *local
            })
            .map(|a| {
                let raw = &build.text[a.value.start as usize..a.value.end as usize];
                if a.plain { raw.to_owned() } else { resolve(raw, entities) }
            })
    };
    (value("base"), value("lang"))
}
