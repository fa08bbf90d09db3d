//! Start tags: names, attributes, namespaces.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use quick_xml::events::attributes::{AttrError, Attributes};

use super::build::Build;
use super::dtd::Declarations;
use super::entity::{Entities, Use, collapse};
use super::scopes::Scopes;
use super::text::check_value;
use super::tree::{AttributeData, Form, Numbers, Tree};
use super::wellformed as wf;
use crate::check::namespace::Ns;

/// Up to so many attributes are compared one with another; more are hashed.
const FEW: usize = 12;

/// The longest name that is kept.
const LONGEST_NAME: usize = u16::MAX as usize;

/// Whether a character can begin a name (XML 1.0, fifth edition, section 2.3).
pub(super) fn starts_name(c: char) -> bool {
    matches!(c, ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

/// Whether a character can stand in a name.
pub(super) fn continues_name(c: char) -> bool {
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

/// What a tag is read under.
pub(super) struct Around<'r> {
    /// How many elements are open.
    pub(super) depth: usize,
    pub(super) in_item: bool,
    pub(super) numbers: Numbers,
    pub(super) scopes: &'r mut Scopes,
    pub(super) declarations: &'r Declarations,
}

/// What stands between the `<` and the `>` of a start tag.
struct Tag<'t> {
    content: &'t str,
    /// Where it stands in the text.
    offset: usize,
    /// The name of the element.
    name: &'t str,
    /// The number of its first attribute.
    first: usize,
}

impl<'t> Tag<'t> {
    fn slice(&self, range: &Range<u32>) -> &'t str {
        &self.content[range.start as usize - self.offset..range.end as usize - self.offset]
    }

    /// The name of one of its attributes.
    fn name_of<'a>(&self, tree: &'a Tree, attribute: &AttributeData) -> &'a str
    where
        't: 'a,
    {
        match attribute.form {
            Form::Declared => &tree.expanded[attribute.name.start as usize..attribute.name.end as usize],
            _ => self.slice(&attribute.name),
        }
    }

    /// Where the name of its element stands.
    fn name_range(&self) -> Range<usize> {
        self.offset..self.offset + self.name.len()
    }

    /// Where the name of an attribute stands: for one that is declared elsewhere, that of its element.
    fn range_of(&self, attribute: &AttributeData) -> Range<usize> {
        match attribute.form {
            Form::Declared => self.name_range(),
            _ => attribute.name.start as usize..attribute.name.end as usize,
        }
    }
}

/// Reads the start tag of the node, which ends the text. `false` when reading cannot go on.
pub(super) fn read(build: &mut Build, node: u32, empty: bool, around: &mut Around<'_>) -> bool {
    let start = build.tree.nodes[node as usize].start as usize;
    let end = build.text.len();
    let inner_end = end - if empty { 2 } else { 1 };
    // Faults and nodes go into the same build: the text stands apart meanwhile.
    let text = std::mem::take(&mut build.text);
    let good = content(build, node, &text[start + 1..inner_end], end, around);
    build.text = text;
    good
}

/// Reads what stands in a start tag that ends at this offset of the text.
fn content(build: &mut Build, node: u32, content: &str, end: usize, around: &mut Around<'_>) -> bool {
    let offset = build.tree.nodes[node as usize].start as usize + 1;
    let length = content.find([' ', '\t', '\r', '\n']).unwrap_or(content.len());
    let name = &content[..length];
    if length > LONGEST_NAME {
        build.fault(&wf::TOKEN_TOO_LONG, offset..offset + 80, too_long());
        return false;
    }
    if !is_name(name) {
        // A < before a blank or a sign stands for itself.
        let start = if length == 0 { offset - 1 } else { offset };
        build.fault(&wf::MALFORMED_NAME, start..offset + length.min(80), "This is no name of an element");
        return false;
    }
    let (prefix, good) = prefix_length(name);
    if !good {
        build.fault(&wf::MALFORMED_NAME, offset..offset + length, "A name can have one colon, between prefix and name");
    }
    let tag = Tag { content, offset, name, first: build.tree.attributes.len() };
    if !attributes(build, &tag, &around.declarations.entities) {
        return false;
    }
    if !around.declarations.attributes.is_empty() {
        declared(build, &tag, around.declarations);
    }
    bind(build, &tag, around);
    for i in tag.first..build.tree.attributes.len() {
        let attribute = &build.tree.attributes[i];
        if attribute.prefix == 0 || attribute.ns == Ns::XMLNS {
            continue;
        }
        let prefix = &tag.name_of(&build.tree, attribute)[..usize::from(attribute.prefix)];
        match around.scopes.resolve(prefix) {
            Some(ns) => build.tree.attributes[i].ns = ns,
            None if around.scopes.is_news(prefix) => {
                let (range, message) = (tag.range_of(attribute), format!("The prefix {prefix:?} is not declared"));
                build.fault(&wf::UNDECLARED_PREFIX, range, message);
            }
            None => {}
        }
    }
    duplicates(build, &tag);
    let ns = match around.scopes.resolve(&name[..prefix]) {
        Some(Ns::XMLNS) => {
            build.fault(&wf::RESERVED_NAMESPACE, tag.name_range(), "No element can have the prefix xmlns");
            Ns::NONE
        }
        Some(ns) => ns,
        None => {
            if around.scopes.is_news(&name[..prefix]) {
                let message = format!("The prefix {:?} is not declared", &name[..prefix]);
                build.fault(&wf::UNDECLARED_PREFIX, tag.name_range(), message);
            }
            Ns(u16::MAX)
        }
    };
    let count = build.tree.attributes.len() - tag.first;
    let data = &mut build.tree.nodes[node as usize];
    data.number = (around.numbers)(ns, &name[if prefix == 0 { 0 } else { prefix + 1 }..]);
    data.ns = ns;
    data.prefix = prefix as u16;
    data.name = length as u16;
    data.start_tag_end = end as u32;
    data.end_tag_start = end as u32;
    data.end = end as u32;
    data.first = tag.first as u32;
    data.count = count as u32;
    true
}

fn too_long() -> String {
    format!("This name is longer than {LONGEST_NAME} bytes")
}

/// Takes the attributes apart, each by itself.
fn attributes(build: &mut Build, tag: &Tag<'_>, entities: &Entities) -> bool {
    let Tag { content, offset, name, .. } = *tag;
    let length = name.len();
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
        if name.len() > LONGEST_NAME {
            build.fault(&wf::TOKEN_TOO_LONG, offset + from..offset + from + 80, too_long());
            return false;
        }
        if !is_name(name) {
            let to = content.floor_char_boundary(from + name.len().clamp(1, 80));
            build.fault(&wf::MALFORMED_NAME, offset + from..offset + to, "This is no name of an attribute");
            return false;
        }
        let (prefix, good) = prefix_length(name);
        if !good {
            let range = offset + from..offset + from + name.len();
            build.fault(&wf::MALFORMED_NAME, range, "A name can have one colon, between prefix and name");
        }
        let form = check_value(build, value, offset + value_from, entities);
        build.tree.attributes.push(AttributeData {
            ns: namespace_of(name),
            prefix: prefix as u16,
            name: (offset + from) as u32..(offset + from + name.len()) as u32,
            value: (offset + value_from) as u32..(offset + value_from + value.len()) as u32,
            form,
        });
        end = value_from + value.len() + 1;
    }
    true
}

/// The namespace of an attribute as far as its name tells.
fn namespace_of(name: &str) -> Ns {
    if name == "xmlns" || name.starts_with("xmlns:") { Ns::XMLNS } else { Ns::NONE }
}

/// Does to the attributes what the document type says of them (XML 1.0, sections 3.3.2 and 3.3.3).
fn declared(build: &mut Build, tag: &Tag<'_>, declarations: &Declarations) {
    let Some(of_element) = declarations.attributes.of(tag.name) else { return };
    let mut written = HashSet::new();
    for attribute in &mut build.tree.attributes[tag.first..] {
        let name = tag.slice(&attribute.name);
        written.insert(name);
        let value = tag.slice(&attribute.value);
        let has_blanks = value.starts_with(' ') || value.ends_with(' ') || value.contains("  ");
        if of_element.is_words(name) && (attribute.form != Form::Plain || has_blanks) {
            attribute.form = Form::Words;
        }
    }
    for (name, value) in of_element.defaults().iter().filter(|(name, _)| !written.contains(name.as_str())) {
        let (prefix, good) = prefix_length(name);
        if build.exhausted {
            return;
        }
        let Some(left) = build.left.checked_sub(name.len() + value.len()).filter(|_| name.len() <= LONGEST_NAME) else {
            build.left = 0;
            build.exhausted = true;
            let message = "The attributes that this document declares come to an unreasonable length";
            build.fault(&wf::ENTITY_EXPANSION, tag.name_range(), message);
            return;
        };
        build.left = left;
        if !good {
            let message = "A name can have one colon, between prefix and name";
            build.fault(&wf::MALFORMED_NAME, tag.name_range(), message);
        }
        let mut add = |text: &str| {
            let from = build.tree.expanded.len() as u32;
            build.tree.expanded.push_str(text);
            from..build.tree.expanded.len() as u32
        };
        let (name_range, value) = (add(name), add(value));
        build.tree.attributes.push(AttributeData {
            ns: namespace_of(name),
            prefix: prefix as u16,
            name: name_range,
            value,
            form: Form::Declared,
        });
    }
}

/// Binds the prefixes that the tag declares.
fn bind(build: &mut Build, tag: &Tag<'_>, around: &mut Around<'_>) {
    for i in tag.first..build.tree.attributes.len() {
        if build.tree.attributes[i].ns != Ns::XMLNS {
            continue;
        }
        let attribute = build.tree.attributes[i].clone();
        let (range, name, raw) = match attribute.form {
            Form::Declared => {
                let value = &build.tree.expanded[attribute.value.start as usize..attribute.value.end as usize];
                (tag.name_range(), tag.name_of(&build.tree, &attribute).to_owned().into(), value.to_owned().into())
            }
            _ => (
                attribute.name.start as usize..attribute.value.end as usize + 1,
                Cow::Borrowed(tag.slice(&attribute.name)),
                Cow::Borrowed(tag.slice(&attribute.value)),
            ),
        };
        let prefix = name.strip_prefix("xmlns:").unwrap_or_default();
        let uri = resolve(&raw, attribute.form, &around.declarations.entities);
        let own = around.in_item.then_some(&mut build.tree.own_namespaces);
        let ns = if uri.is_empty() { Ns::NONE } else { around.scopes.intern(&uri, own) };
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
        around.scopes.bind(around.depth, prefix, ns);
    }
}

/// The value of an attribute that is so written; as it is written where a reference in it is at fault.
pub(super) fn resolve<'r>(raw: &'r str, form: Form, entities: &Entities) -> Cow<'r, str> {
    if matches!(form, Form::Plain | Form::Declared) {
        return Cow::Borrowed(raw);
    }
    // What its references lead to has been paid for where the tag was read.
    let mut unlimited = usize::MAX;
    match entities.expand(raw, Use::Attribute, &mut unlimited) {
        Ok(value) => Cow::Owned(if form == Form::Words { collapse(&value) } else { value }),
        Err(_) => Cow::Borrowed(raw),
    }
}

/// Finds attributes of the same name, as written or by their namespaces.
fn duplicates(build: &mut Build, tag: &Tag<'_>) {
    let attributes = &build.tree.attributes[tag.first..];
    if attributes.len() < 2 {
        return;
    }
    let key = |attribute: &AttributeData| {
        let name = tag.name_of(&build.tree, attribute);
        let local = if attribute.prefix == 0 { name } else { &name[usize::from(attribute.prefix) + 1..] };
        (attribute.ns, local)
    };
    let mut faults = Vec::new();
    if attributes.len() <= FEW {
        for (i, attribute) in attributes.iter().enumerate() {
            if attributes[..i].iter().any(|earlier| key(earlier) == key(attribute)) {
                faults.push(tag.range_of(attribute));
            }
        }
    } else {
        let mut seen = HashSet::with_capacity(attributes.len());
        for attribute in attributes {
            if !seen.insert(key(attribute)) {
                faults.push(tag.range_of(attribute));
            }
        }
    }
    for range in faults {
        build.fault(&wf::DUPLICATE_ATTRIBUTE, range, "This attribute stands twice in the tag");
    }
}

/// The `xml:base` and `xml:lang` of a node that was just read.
pub(super) fn base_and_language(build: &Build, node: u32, entities: &Entities) -> (Option<String>, Option<String>) {
    (value(build, node, Ns::XML, "base", entities), value(build, node, Ns::XML, "lang", entities))
}

/// The value of an attribute of a node that was just read.
pub(super) fn value(build: &Build, node: u32, ns: Ns, local: &str, entities: &Entities) -> Option<String> {
    let data = &build.tree.nodes[node as usize];
    let attributes = &build.tree.attributes[data.first as usize..][..data.count as usize];
    let text = |a: &AttributeData| if a.form == Form::Declared { &build.tree.expanded } else { &build.text };
    attributes
        .iter()
        .find(|a| {
            let name = &text(a)[a.name.start as usize..a.name.end as usize];
            a.ns == ns && name[if a.prefix == 0 { 0 } else { usize::from(a.prefix) + 1 }..] == *local
        })
        .map(|a| {
            let raw = &text(a)[a.value.start as usize..a.value.end as usize];
            resolve(raw, a.form, entities).into_owned()
        })
}
