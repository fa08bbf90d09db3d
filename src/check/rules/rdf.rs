//! RSS 1.0 as RDF: what has which address, and what refers to it.

use std::collections::{HashMap, HashSet};

use crate::check::FeedType;
use crate::check::document::tree::{Attribute, Node, Tree};
use crate::check::findings::Findings;
use crate::check::module::{Context, Memory, Module, Note};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::rules::rss::parts::CHANNEL_MISSING;
use crate::diagnostic::{Excerpt, Place, Severity};

const ITEMS: Spec = Spec { section: "RSS 1.0, section 5.3.5", url: "https://web.resource.org/rss/1.0/spec#s5.3.5" };
const ROOT: Spec = Spec { section: "RSS 1.0, section 5.2", url: "https://web.resource.org/rss/1.0/spec#s5.2" };

/// A feed of RSS 1.0 with these items in its list and these items.
macro_rules! feed {
    ($list:literal, $items:literal) => {
        Example::Document(concat!(
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\">\n",
            "<channel rdf:about=\"https://example.org/feed\"><title>News</title><link>https://example.org/</link>",
            "<description>News</description><items><rdf:Seq>",
            $list,
            "</rdf:Seq></items></channel>\n",
            $items,
            "\n</rdf:RDF>"
        ))
    };
}

static NO_ITEMS: Rule = Rule {
    code: "rdf-without-items",
    severity: Severity::Error,
    summary: "A feed of RSS 1.0 without an item",
    why: "The specification asks for one item at least; some programs take a feed without any for broken.",
    help: "Publish the feed when there is something in it",
    spec: ROOT,
    w3c: None,
    bad: feed!("", ""),
    good: feed!(
        "<rdf:li rdf:resource=\"https://example.org/1\"/>",
        "<item rdf:about=\"https://example.org/1\"><title>Storm</title><link>https://example.org/1</link></item>"
    ),
};

static REPEATED: Rule = Rule {
    code: "duplicate-rdf-about",
    severity: Severity::Error,
    summary: "Two elements of RSS 1.0 about the same resource",
    why: "rdf:about is the id: readers take the second item for the first, and programs of RDF join both.",
    help: "Give each element an rdf:about of its own",
    spec: Spec { section: "RSS 1.0, section 5.5", url: "https://web.resource.org/rss/1.0/spec#s5.5" },
    w3c: Some("DuplicateValue"),
    bad: feed!(
        "<rdf:li rdf:resource=\"https://example.org/1\"/>",
        "<item rdf:about=\"https://example.org/1\"><title>Storm</title><link>https://example.org/1</link></item><item rdf:about=\"https://example.org/1\"><title>Rain</title><link>https://example.org/2</link></item>"
    ),
    good: feed!(
        "<rdf:li rdf:resource=\"https://example.org/1\"/><rdf:li rdf:resource=\"https://example.org/2\"/>",
        "<item rdf:about=\"https://example.org/1\"><title>Storm</title><link>https://example.org/1</link></item><item rdf:about=\"https://example.org/2\"><title>Rain</title><link>https://example.org/2</link></item>"
    ),
};

static UNLISTED: Rule = Rule {
    code: "unlisted-rdf-resource",
    severity: Severity::Error,
    summary: "An item, image or text input that its channel does not name",
    why: "The list in the channel is what makes an item one of this feed: programs of RDF do not find the others.",
    help: "Add an rdf:li with the rdf:about of the item to the channel's items, or an image or textinput with it to the channel",
    spec: ITEMS,
    w3c: None,
    bad: feed!(
        "",
        "<item rdf:about=\"https://example.org/1\"><title>Storm</title><link>https://example.org/1</link></item>"
    ),
    good: feed!(
        "<rdf:li rdf:resource=\"https://example.org/1\"/>",
        "<item rdf:about=\"https://example.org/1\"><title>Storm</title><link>https://example.org/1</link></item>"
    ),
};

static DANGLING: Rule = Rule {
    code: "dangling-rdf-resource",
    severity: Severity::Warning,
    summary: "The channel names a resource that is not in the feed",
    why: "What is named must be there under the same address, letter by letter; nothing is shown for it.",
    help: "Write the rdf:about of the element that is meant, or leave the reference out",
    spec: ITEMS,
    w3c: None,
    bad: feed!(
        "<rdf:li rdf:resource=\"https://example.org/1\"/><rdf:li rdf:resource=\"https://example.org/2\"/>",
        "<item rdf:about=\"https://example.org/1\"><title>Storm</title><link>https://example.org/1</link></item>"
    ),
    good: feed!(
        "<rdf:li rdf:resource=\"https://example.org/1\"/>",
        "<item rdf:about=\"https://example.org/1\"><title>Storm</title><link>https://example.org/1</link></item>"
    ),
};

static OUTDATED: Rule = Rule {
    code: "outdated-rdf-rss",
    severity: Severity::Note,
    summary: "RSS 0.90, which was given up in 1999",
    why: "It has neither dates nor ids; RSS 1.0 reads the same and has modules for both.",
    help: "Write RSS 2.0 or Atom",
    spec: Spec { section: "RSS history", url: "https://www.rssboard.org/rss-history" },
    w3c: None,
    bad: Example::Document(
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://my.netscape.com/rdf/simple/0.9/\"><channel><title>News</title><link>https://example.org/</link><description>News</description></channel></rdf:RDF>",
    ),
    good: feed!(
        "<rdf:li rdf:resource=\"https://example.org/1\"/>",
        "<item rdf:about=\"https://example.org/1\"><title>Storm</title><link>https://example.org/1</link></item>"
    ),
};

pub(super) static MODULE: Module = Module {
    memory: Some(|| Box::<Resources>::default()),
    ..Module::new("rdf", &[&NO_ITEMS, &REPEATED, &UNLISTED, &DANGLING, &OUTDATED])
};

/// The items by their `rdf:about`, with the place of each until the list is known.
#[derive(Debug, Default)]
struct Resources {
    items: u64,
    seen: HashMap<String, (Place, Excerpt)>,
    /// The links of items without an address of their own: what the list names may be these.
    unnamed: HashSet<String>,
}

/// What stands beside the channel and is no item, by its `rdf:about`.
type Others<'t> = HashMap<String, (Node<'t>, Attribute<'t>)>;

/// The address of a resource, also without the prefix, which is told of where attributes are looked at.
fn about(node: Node<'_>) -> Option<Attribute<'_>> {
    node.attribute_ns(Ns::RDF, "about").or_else(|| node.attribute("about"))
}

/// An address but for what is often written in two ways: its scheme, and a slash at its end.
fn core(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, rest)| rest).trim_end_matches('/')
}

impl Resources {
    /// Remembers an item.
    fn keep(&mut self, item: Node<'_>, findings: &mut Findings<'_>) {
        match about(item) {
            Some(attribute) => self.see(attribute, findings),
            None => {
                let link = item.child(Ns::RSS1, "link").map(|link| link.value().trimmed().to_owned());
                self.unnamed.extend(link);
            }
        }
    }

    fn see(&mut self, attribute: Attribute<'_>, findings: &mut Findings<'_>) {
        let value = attribute.value();
        let spot = attribute.span();
        if let Some((first, _)) = self.seen.get(value.trimmed()) {
            let line = first.span.map_or(0, |span| span.line);
            let message = format!("The element in line {line} is about the same resource");
            findings.report(&REPEATED, spot, message).value(value.trimmed());
        } else {
            let range = spot.start..spot.end;
            self.seen
                .insert(value.trimmed().to_owned(), (spot.source.place(range.clone()), spot.source.excerpt(range)));
        }
    }
}

impl Memory for Resources {
    fn item(&mut self, cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
        if !cx.feed_type.is_rdf() {
            return;
        }
        self.items += 1;
        let Some(root) = item.root().filter(|root| root.is(Ns::RSS1, "item")) else { return };
        self.keep(root, findings);
    }

    // No feed of RDF is made item by item.
    fn note(&self, _cx: &Context<'_>, _item: &Tree) -> Option<Note> {
        None
    }

    fn remember(&mut self, _cx: &Context<'_>, _note: &Note, _findings: &mut Findings<'_>) {}

    fn finish(&mut self, cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
        let Some(root) = head.root().filter(|_| cx.feed_type.is_rdf()) else { return };
        let outdated = cx.feed_type == FeedType::Rss090;
        let ns = if outdated { Ns::RSS090 } else { Ns::RSS1 };
        if outdated {
            findings.report(&OUTDATED, root.start_tag(), "RSS 0.90 is outdated");
        }
        let Some(channel) = root.child(ns, "channel") else {
            let message = format!("<{}> has no <channel> of RSS", root.name());
            let entry = findings.report(&CHANNEL_MISSING, root.start_tag(), message).spec(ROOT).element("channel");
            entry.help(if root.child(Ns::NONE, "channel").is_some() {
                "Declare the namespace of RSS 1.0 on the root: xmlns=\"http://purl.org/rss/1.0/\""
            } else {
                "Add <channel> with title, link and description; the items stand beside it"
            });
            return;
        };
        if outdated {
            return;
        }
        // Items within the channel are told of as such.
        for item in channel.children_named(Ns::RSS1, "item") {
            self.items += 1;
            self.keep(item, findings);
        }
        if self.items == 0 {
            findings.report(&NO_ITEMS, root.start_tag(), "The feed has no item").element("item");
        }
        let mut others: Others<'_> = HashMap::new();
        for node in root.children().filter(|node| node.ns() == Ns::RSS1) {
            let Some(attribute) = about(node) else { continue };
            if node.is_local("image") || node.is_local("textinput") {
                others.insert(attribute.value().trimmed().to_owned(), (node, attribute));
            }
            // A text input often leads to the address of the channel, and an image to its own.
            if node.is_local("channel") {
                self.see(attribute, findings);
                self.seen.remove(attribute.value().trimmed());
            }
        }
        self.follow(channel, &mut others, findings);
        for (node, attribute) in others.into_values() {
            let message = format!("The channel names no <{}> of this address", node.name());
            findings.report(&UNLISTED, attribute.span(), message).value(attribute.value().trimmed());
        }
        // Where there is no list, that is told of.
        let has_list = channel.child(Ns::RSS1, "items").is_some();
        for (address, at) in self.seen.iter().filter(|_| has_list) {
            findings
                .report_at(&UNLISTED, at, "The channel's list of items does not name this item")
                .element("item")
                .value(address);
        }
    }
}

impl Resources {
    /// Takes what the channel names from what there is; tells of what is not there.
    fn follow(&mut self, channel: Node<'_>, others: &mut Others<'_>, findings: &mut Findings<'_>) {
        let mut listed: HashSet<String> = HashSet::new();
        let mut absent = Vec::new();
        let entries = channel.children_named(Ns::RSS1, "items").flat_map(Node::descendants);
        for entry in entries.filter(|node| node.is(Ns::RDF, "li")) {
            // The specification's own examples have no prefix.
            let Some(attribute) = entry.attribute_ns(Ns::RDF, "resource").or_else(|| entry.attribute("resource"))
            else {
                let message = format!("<{}> has no rdf:resource", entry.name());
                findings.report(&DANGLING, entry.start_tag(), message).element("rdf:resource");
                continue;
            };
            let address = attribute.value().trimmed().to_owned();
            let is_there =
                self.seen.remove(&address).is_some() || listed.contains(&address) || self.unnamed.contains(&address);
            if !is_there {
                absent.push((attribute, address.clone()));
            }
            listed.insert(address);
        }
        // Of what is named under a slightly other address than its own, one of the two is told.
        let mut nearly: HashMap<String, String> =
            self.seen.keys().map(|address| (core(address).to_owned(), address.clone())).collect();
        for (attribute, address) in absent {
            let entry = match nearly.remove(core(&address)) {
                Some(own) => {
                    self.seen.remove(&own);
                    let message = format!("The item is written as {own}");
                    findings.report(&DANGLING, attribute.span(), message).help("Write both addresses alike")
                }
                None => findings.report(&DANGLING, attribute.span(), "There is no item of this address"),
            };
            entry.value(&address);
        }
        for name in ["image", "textinput"] {
            for node in channel.children_named(Ns::RSS1, name) {
                let Some(attribute) = node.attribute_ns(Ns::RDF, "resource") else { continue };
                let address = attribute.value().trimmed().to_owned();
                if others.remove(&address).is_none() {
                    let message = format!("There is no <{name}> of this address beside the channel");
                    findings.report(&DANGLING, attribute.span(), message).value(&address);
                }
            }
        }
    }
}
