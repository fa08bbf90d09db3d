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
use crate::source::agency::How;
use crate::source::element::{attribute, child, children, line};
use crate::source::gate::{Gate, Gates};
use crate::source::node::{Node, Step};
use crate::source::notation::xml;
use crate::source::read::{Job, Stretch};
use crate::source::value::{Reader, ToldBy};
use concept::{Codes, word};
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

/// All that keeps an item back.
fn gates(item: &Node<'_>, r: &mut Reader, severity: Severity, told_by: ToldBy) -> Gates {
    let mut gates = Gates::default();
    let meta = child(item, "itemMeta").unwrap_or(&NOTHING);
    begin(r, &["itemMeta", "pubStatus"], told_by);
    for status in children(meta, "pubStatus").filter_map(word) {
        Gate::Word.read(&Node::Text(status.into()), r, &mut gates, severity);
    }
    for (name, gate) in [("embargoed", Gate::From), ("expires", Gate::Until)] {
        begin(r, &["itemMeta", name], told_by);
        for date in children(meta, name) {
            match text_of(date) {
                Some(date) => gate.read(&Node::Text(date.into()), r, &mut gates, severity),
                // Without a moment it holds until a later version says otherwise.
                None if gate == Gate::From => {
                    let message = "`embargoed` names no moment: the item is held back until a later version comes";
                    r.fault(Severity::Warning, "held-in-doubt", message, None);
                    Gate::Closed.read(&Node::Bool(true), r, &mut gates, severity);
                }
                None => {}
            }
        }
    }
    gates
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
