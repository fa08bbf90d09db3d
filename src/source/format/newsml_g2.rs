//! IPTC NewsML-G2 2.x: items of text, pictures, sound and video, packages of them, and messages that
//! carry several; power and core conformance, with any prefix.
//!
//! Notes to editors (`edNote`) are read by nothing here and never reach a feed. No catalogue and no other
//! file is fetched.

mod concept;
pub(super) mod content;
mod item;
mod message;
mod pictures;
mod wire;

use std::borrow::Cow;

use super::{Format, Root, Split};
use crate::article::{Address, Location};
use crate::diagnostic::Severity;
use crate::source::agency::{self, How};
use crate::source::element::{attribute, child, children, line, local, members};
use crate::source::gate::{Gate, Gates};
use crate::source::node::{Node, Step};
use crate::source::notation::xml;
use crate::source::read::{Job, Stretch};
use crate::source::value::{Reader, ToldBy};
use concept::Codes;
pub(in crate::source) use wire::Wire;

/// IPTC's items of news in XML.
pub(super) static FORMAT: Format = Format {
    name: "newsml-g2",
    says: "IPTC NewsML-G2 2.x",
    endings: &[],
    roots: &[
        Root::named("newsItem"),
        Root::named("newsMessage"),
        Root::named("packageItem"),
        Root::named("conceptItem"),
        Root::named("knowledgeItem"),
        Root::named("planningItem"),
        Root::named("catalogItem"),
    ],
    beside: None,
    pages: false,
    split: Split::Whole,
    notation: &xml::NOTATION,
    record,
};

/// Properties and files that are read of one item.
const MAX_ITEMS: usize = 500;

/// What is not there.
static NOTHING: Node<'static> = Node::Null;

fn record(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, at: Location) {
    let how = How::of(job);
    match xml::root(stretch).map(|root| root.name) {
        Ok("newsItem") => {
            let node = job.about.source.document(stretch);
            let Some(node) = job.table(node, "the record", stretch) else { return };
            let item = child(&node, "newsItem").unwrap_or(&NOTHING);
            let mut around = item::Around::default();
            let is_text = pictures::medium(concept::class(item).as_deref()).is_none();
            if let Some(wire) = wire::beside(job).filter(|_| is_text) {
                around.pictures = wire.pictures(item, &[], job);
            }
            if let Some((record, faults)) = item::read(item, &around, Reader::new(job.about.site.zone), &how) {
                job.finish(record, faults, stretch, at);
            }
        }
        Ok("newsMessage") => message::read(job, stretch, &how),
        // What a package holds are records of their own; concepts, plans and catalogues are none.
        Ok(_) => {}
        Err(diagnostic) => job.unusable(diagnostic),
    }
}

/// Starts on what lies at a path in an item.
fn begin(r: &mut Reader, path: &[&str], told_by: ToldBy) {
    r.begin(["newsItem"].iter().chain(path).copied().map(Step::key).collect(), told_by);
}

/// The text of a property on one line.
fn text_of(node: &Node<'_>) -> Option<String> {
    line(node).map(Cow::into_owned)
}

/// All that keeps an item back, wherever in it that stands.
fn gates(item: &Node<'_>, r: &mut Reader, severity: Severity, told_by: ToldBy) -> Gates {
    let mut gates = Gates::default();
    begin(r, &[], told_by);
    within(item, MAX_DEPTH, r, &mut gates, severity);
    gates
}

/// Elements of an item that speak of other items, or are its text.
const OTHERS: [&str; 8] =
    ["contentSet", "groupSet", "link", "itemRef", "assert", "derivedFrom", "derivedFromValue", "inlineRef"];

/// Elements in elements that are looked into for gates.
const MAX_DEPTH: u8 = 4;

fn within(parent: &Node<'_>, deep: u8, r: &mut Reader, gates: &mut Gates, severity: Severity) {
    for (known, node) in members(parent).iter().filter(|(_, node)| matches!(node, Node::Table(_))) {
        let name = local(known);
        if OTHERS.contains(&name) {
            continue;
        }
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        r.inside(name, |r| {
            if is("pubStatus") {
                status(node, r, gates, severity);
            } else if is("embargoed") || is("embargo") {
                match text_of(node) {
                    Some(date) => Gate::From.read(&Node::Text(date.into()), r, gates, severity),
                    // Without a moment it holds until a later version says otherwise.
                    None => agency::hold_unsaid("embargoed", r, gates),
                }
            } else if is("expires") {
                let date = text_of(node).unwrap_or_default();
                Gate::Until.read(&Node::Text(date.into()), r, gates, severity);
            } else if is("signal") {
                for word in said(node) {
                    agency::mark(&word, r, gates);
                }
            } else if name.ends_with("ExtProperty") {
                property(node, r, gates);
            } else if deep > 0 {
                within(node, deep - 1, r, gates, severity);
            }
        });
    }
}

/// The words that a property says by its codes and its text, else by the names that it has.
fn said(node: &Node<'_>) -> Vec<String> {
    let codes = ["qcode", "uri", "literal"].into_iter().filter_map(|code| attribute(node, code)).map(concept::last);
    let own = members(node).iter().filter(|(name, _)| name.is_empty()).filter_map(|(_, node)| node.text());
    let mut words: Vec<String> = codes.chain(own.map(|text| text.trim().to_owned())).collect();
    words.retain(|word| !word.is_empty());
    if words.is_empty() {
        words.extend(text_of(node));
    }
    words
}

/// A status: the strictest of what it says counts.
fn status(node: &Node<'_>, r: &mut Reader, gates: &mut Gates, severity: Severity) {
    let words = said(node);
    if words.is_empty() {
        agency::hold_unsaid("pubStatus", r, gates);
    }
    for word in words {
        Gate::Word.read(&Node::Text(word.into()), r, gates, severity);
    }
}

/// What an agency says in properties of its own.
fn property(node: &Node<'_>, r: &mut Reader, gates: &mut Gates) {
    let Some(name) = ["rel", "reluri"].into_iter().find_map(|name| attribute(node, name)) else { return };
    let value = attribute(node, "value").map(str::to_owned).or_else(|| said(node).into_iter().next());
    agency::property(&concept::last(name), &value.unwrap_or_default(), r, gates);
}

/// The notice of copyright, else its holder, and the terms of usage.
fn rights_of(item: &Node<'_>, codes: &Codes<'_>) -> (Option<String>, Option<String>) {
    let Some(info) = rights_info(item) else { return (None, None) };
    let said =
        |name: &str| codes.in_language(children(info, name).filter(|node| line(node).is_some())).and_then(text_of);
    let holder =
        || children(info, "copyrightHolder").find_map(|holder| codes.called(holder)).map(|name| format!("© {name}"));
    (said("copyrightNotice").or_else(holder), said("usageTerms"))
}

/// The address of the licence.
fn license_of(item: &Node<'_>) -> Option<Address> {
    let is_license = |link: &&Node<'_>| {
        let relation = attribute(link, "reluri").or_else(|| attribute(link, "rel"));
        relation.is_some_and(|relation| concept::last(relation) == "license")
    };
    let link = children(rights_info(item)?, "link").find(is_license)?;
    attribute(link, "href")?.parse().ok().filter(Address::is_web)
}

/// What is said of the rights in the item as a whole.
fn rights_info<'n>(item: &'n Node<'n>) -> Option<&'n Node<'n>> {
    let all: Vec<&Node<'_>> = children(item, "rightsInfo").take(MAX_ITEMS).collect();
    // Others speak of a part of the item, or of a time.
    let whole = |info: &&&Node<'_>| {
        ["aspect", "aspecturi", "scope", "scopeuri"].iter().all(|name| info.member(&format!("@{name}")).is_none())
    };
    all.iter().find(whole).or(all.first()).copied()
}
