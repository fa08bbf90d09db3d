//! Feeds as records: RSS 0.9x to 2.0, RSS 1.0, Atom 0.3 and 1.0, JSON Feed.
//!
//! Of each item what it says of itself is kept, and from which feed it comes. Addresses are made absolute by
//! `xml:base` and by the feed's own.

mod gates;
mod item;
mod json;
mod media;
mod names;
pub(in crate::source) mod stories;

use std::borrow::Cow;

use url::Url;

use super::{Format, Root, Split};
use crate::article::{Location, Person};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::element::{attribute, members};
use crate::source::node::Node;
use crate::source::notation::xml::{self, items};
use crate::source::read::{Job, Lines, Stretch};
use crate::source::record::Aim;
use crate::source::value::Reader;
pub(in crate::source) use json::{is_json, read as read_json};
use names::{Space, all, one, text};

/// Feeds of others.
pub(super) static FORMAT: Format = Format {
    name: "feed",
    says: "A feed: RSS 0.9x to 2.0, RSS 1.0, Atom, JSON Feed",
    endings: &[],
    roots: &[Root::named("rss"), Root::named("feed"), Root::named("RDF")],
    beside: None,
    pages: false,
    split: Split::Parts,
    notation: &xml::NOTATION,
    record,
};

/// Values that are read of one item.
const MAX_ITEMS: usize = 200;

/// What a feed says for all of its items.
#[derive(Clone, Debug, Default)]
struct Feed {
    title: Option<String>,
    /// The page that it is the feed of.
    link: Option<String>,
    base: Option<Url>,
    language: Option<String>,
    authors: Vec<Person>,
    rights: Option<String>,
}

fn record(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, _: Location) {
    read(job, stretch, None);
}

/// Reads the items of a feed in XML that lies at an address, as far as that is known.
fn read(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, at: Option<&Url>) {
    let root = match xml::root(stretch) {
        Ok(root) => root,
        Err(diagnostic) => return job.unusable(diagnostic),
    };
    let text = stretch.text();
    let prefix = text[root.at.start + 1..].split([':', '>', ' ', '\n', '\t', '\r']).next().unwrap_or_default();
    let prefix =
        if text[root.at.start + 1 + prefix.len()..].starts_with(':') { format!("{prefix}:") } else { String::new() };
    // The root of RSS 1.0 is another vocabulary's, and its items have no prefix.
    let name = match root.name {
        "feed" => format!("{prefix}entry"),
        _ => "item".to_owned(),
    };
    let parts = items::split(text, root.at.end, &name);
    let head = xml::opening(&text[root.at.start..parts.head.end], stretch.scope);
    let feed = Feed::of(&head, at);
    // Each item is known by its own bytes.
    job.edit = None;
    if job.aim == Aim::Stub {
        // What opens the file is not read as strictly as its items.
        job.diagnostics.extend(xml::forbidden(&stretch.part(parts.head.clone(), &mut Lines::default(), &[])));
    }
    let mut lines = Lines::default();
    for part in &parts.items {
        let torn = part.broken.map(|(says, place)| (says, place - part.at.start));
        let stretch = stretch.part(part.at.clone(), &mut lines, &root.scope);
        if job.aim == Aim::Article {
            if torn.is_none() {
                job.part(&stretch, |job, at| entry(job, &stretch, at, &feed));
            }
        } else if let Some((says, place)) = torn {
            let broken = Diagnostic::error("broken-xml", format!("no XML: {says}"));
            job.unusable(stretch.at(broken.help("the feed's other items are read"), place..place + 1));
        } else if let Some(odd) = xml::forbidden(&stretch) {
            job.unusable(Diagnostic { severity: Severity::Error, ..odd });
        } else {
            job.part(&stretch, |job, at| entry(job, &stretch, at, &feed));
        }
    }
}

fn entry(job: &mut Job<'_, '_>, part: &Stretch<'_>, at: Location, feed: &Feed) {
    let node = part.tree(None);
    let Some(node) = job.table(node, "the item", part) else { return };
    let Some((name, item)) = members(&node).first().map(|(name, node)| (&**name, node)) else { return };
    let (record, faults) = item::read(item, name, feed, Reader::new(job.about.site.zone), job.aim);
    if let Some(stories) = &mut job.stories {
        return stories.push(stories::Story::of(&record, at.record, feed));
    }
    job.finish(record, faults, part, at);
}

impl Feed {
    fn of(document: &Node<'_>, at: Option<&Url>) -> Self {
        let Some((_, root)) = members(document).first() else { return Self::default() };
        let channel = one(root, Space::Own, "channel").unwrap_or(root);
        let mut base = at.cloned();
        for node in [root, channel] {
            base = based(node, base);
        }
        let links = all(channel, Space::Own, "link");
        let mut link = None;
        for node in links.take(MAX_ITEMS) {
            let rel = attribute(node, "rel").unwrap_or("alternate");
            let own = attribute(node, "href").map(Cow::Borrowed).or_else(|| crate::source::element::line(node));
            if rel == "alternate" && link.is_none() {
                link = own.map(Cow::into_owned);
            }
        }
        let absolute = link.as_deref().and_then(|link| match &base {
            Some(base) => base.join(link).ok(),
            None => Url::parse(link).ok(),
        });
        let absolute = absolute.filter(|url| matches!(url.scheme(), "http" | "https"));
        let base = base.or_else(|| absolute.clone());
        let said =
            |names: &[(Space, &str)]| names.iter().find_map(|(of, name)| text(channel, *of, name)).map(Cow::into_owned);
        let language = attribute(channel, "xml:lang").or_else(|| attribute(root, "xml:lang")).map(str::to_owned);
        let people = all(channel, Space::Own, "author").take(MAX_ITEMS);
        Self {
            title: said(&[(Space::Own, "title"), (Space::DublinCore, "title")]),
            link: absolute.map(String::from),
            language: said(&[(Space::Own, "language"), (Space::DublinCore, "language")]).or(language),
            // Only Atom's authors are those of its entries.
            authors: people.filter_map(|node| item::person(node, base.as_ref())).collect(),
            rights: said(&[(Space::Own, "rights"), (Space::Own, "copyright"), (Space::DublinCore, "rights")]),
            base,
        }
    }
}

/// The address that those in an element are relative to.
fn based(node: &Node<'_>, above: Option<Url>) -> Option<Url> {
    let Some(own) = attribute(node, "xml:base") else { return above };
    let joined = above.as_ref().map_or_else(|| Url::parse(own), |above| above.join(own)).ok();
    joined.filter(|url| matches!(url.scheme(), "http" | "https")).or(above)
}
