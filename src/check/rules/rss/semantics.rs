//! Elements of RSS beside those of a module that mean the same.

use crate::check::FeedType;
use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity;

const SPEC: Spec =
    Spec { section: "RSS profile, namespace elements", url: "https://www.rssboard.org/rss-profile#namespace-elements" };

static CHANNEL: Rule = Rule {
    code: "duplicate-channel-semantics",
    severity: Severity::Warning,
    summary: "A channel that says one thing in RSS and again in a module",
    why: "When the two differ, readers show different things.",
    help: "Keep one of the two",
    spec: SPEC,
    w3c: Some("DuplicateSemantics"),
    bad: Example::Channel("<title>News</title><language>en</language><dc:language>en</dc:language>"),
    good: Example::Channel("<title>News</title><language>en</language>"),
};

static ITEM: Rule = Rule {
    code: "duplicate-item-semantics",
    severity: Severity::Warning,
    summary: "An item that says one thing in RSS and again in a module",
    why: "When the two differ, readers show different things; some show both, as two authors or two dates.",
    help: "Keep one of the two",
    spec: SPEC,
    w3c: Some("DuplicateItemSemantics"),
    bad: Example::Item(
        "<title>Storm</title><author>jane@example.org (Jane Doe)</author><dc:creator>Jane Doe</dc:creator>",
    ),
    good: Example::Item("<title>Storm</title><dc:creator>Jane Doe</dc:creator>"),
};

pub(in crate::check::rules) static MODULE: Module =
    Module { item: Some(item), head: Some(head), ..Module::new("rss-semantics", &[&CHANNEL, &ITEM]) };

/// An element, and another that means the same.
type Pair = ((Ns, &'static str), (Ns, &'static str));

const OF_CHANNEL: &[Pair] = &[
    ((Ns::NONE, "managingEditor"), (Ns::DC, "creator")),
    ((Ns::NONE, "webMaster"), (Ns::DC, "publisher")),
    ((Ns::NONE, "category"), (Ns::DC, "subject")),
    ((Ns::NONE, "pubDate"), (Ns::DC, "date")),
    ((Ns::NONE, "language"), (Ns::DC, "language")),
    ((Ns::NONE, "copyright"), (Ns::DC, "rights")),
    ((Ns::NONE, "lastBuildDate"), (Ns::DCTERMS, "modified")),
    ((Ns::NONE, "generator"), (Ns::ADMIN, "generatorAgent")),
    ((Ns::CREATIVE_COMMONS, "license"), (Ns::CC, "license")),
];

const OF_ITEM: &[Pair] = &[
    ((Ns::NONE, "author"), (Ns::DC, "creator")),
    ((Ns::NONE, "category"), (Ns::DC, "subject")),
    ((Ns::NONE, "pubDate"), (Ns::DC, "date")),
    ((Ns::NONE, "pubDate"), (Ns::ATOM, "published")),
    ((Ns::NONE, "guid"), (Ns::ATOM, "id")),
    ((Ns::NONE, "source"), (Ns::DC, "source")),
    ((Ns::CREATIVE_COMMONS, "license"), (Ns::CC, "license")),
];

fn item(cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
    if cx.feed_type == FeedType::Rss2
        && let Some(root) = item.root()
    {
        pairs(root, OF_ITEM, &ITEM, findings);
    }
}

fn head(cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    if cx.feed_type == FeedType::Rss2
        && let Some(channel) = head.root().and_then(|root| root.child(Ns::NONE, "channel"))
    {
        pairs(channel, OF_CHANNEL, &CHANNEL, findings);
    }
}

fn pairs(parent: Node<'_>, pairs: &[Pair], rule: &'static Rule, findings: &mut Findings<'_>) {
    // In the order of the document, with the namespaces apart: most are not there at all.
    let children: Vec<(Ns, Node<'_>)> = parent.children().map(|node| (node.ns(), node)).collect();
    let child = |(ns, local): (Ns, &str)| {
        children.iter().find(|(of, node)| *of == ns && node.is_local(local)).map(|(_, node)| *node)
    };
    for (of_rss, of_module) in pairs {
        // The modules are rarer: they are looked for first.
        let Some(second) = child(*of_module) else { continue };
        if let Some(first) = child(*of_rss) {
            let message = format!("<{}> says what <{}> says too", second.name(), first.name());
            findings.report(rule, second.name_spot(), message);
        }
    }
}
