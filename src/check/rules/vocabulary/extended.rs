//! Attributes of namespaces on elements of RSS.

use super::faults::EXTENDING;
use crate::check::document::source::Spot;
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Memory, Note};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule};
use crate::diagnostic::{Place, Severity};

pub(super) static EXTENSION_ATTRIBUTE: Rule = Rule {
    code: "extension-attribute",
    severity: Severity::Note,
    summary: "An attribute of a namespace on an element of RSS",
    why: "RSS 2.0 was extended by elements only for years, and some readers stumble over attributes they do not know. The Board's specification has since allowed them.",
    help: "Use an element of the namespace instead",
    spec: EXTENDING,
    w3c: Some("UseOfExtensionAttr"),
    bad: Example::Document(
        "<rss version=\"2.0\" xmlns:x=\"https://example.org/ns\"><channel><title>News</title><item x:id=\"1\"><title>Storm</title></item></channel></rss>",
    ),
    good: Example::Document(
        "<rss version=\"2.0\" xmlns:x=\"https://example.org/ns\"><channel><title>News</title><item><x:id>1</x:id><title>Storm</title></item></channel></rss>",
    ),
};

/// The first attribute of an unknown namespace on an element of RSS.
///
/// The Board's specification of RSS allows them, the older one did not: a channel that names the
/// Board's as its docs knows what it does.
#[derive(Debug, Default)]
pub(super) struct Extended(Option<(Option<Place>, String)>);

/// The first such attribute of a tree.
fn foreign<'t>(cx: &Context<'_>, tree: &'t Tree) -> Option<(Spot<'t>, String)> {
    let is_foreign = |ns: Ns| ns != Ns::NONE && !ns.is_known();
    if !cx.feed_type.is_rss() || !tree.attribute_namespaces().any(is_foreign) {
        return None;
    }
    let (node, attribute) = tree
        .elements()
        .filter(|node| node.ns() == Ns::NONE)
        .find_map(|node| node.attributes().find(|attribute| is_foreign(attribute.ns())).map(|a| (node, a)))?;
    Some((attribute.name_spot(), format!("{} on <{}>", attribute.name(), node.name())))
}

impl Extended {
    fn look(&mut self, cx: &Context<'_>, tree: &Tree) {
        if self.0.is_none() {
            self.0 = foreign(cx, tree).map(|(spot, what)| (Some(spot.source.place(spot.start..spot.end)), what));
        }
    }
}

impl Memory for Extended {
    fn item(&mut self, cx: &Context<'_>, item: &Tree, _findings: &mut Findings<'_>) {
        self.look(cx, item);
    }

    fn note(&self, cx: &Context<'_>, item: &Tree) -> Option<Note> {
        foreign(cx, item).map(|(_, what)| Box::new(what) as Note)
    }

    fn remember(&mut self, _cx: &Context<'_>, note: &Note, _findings: &mut Findings<'_>) {
        self.0 = self.0.take().or_else(|| note.downcast_ref::<String>().map(|what| (None, what.clone())));
    }

    fn finish(&mut self, cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
        self.look(cx, head);
        let Some((place, what)) = self.0.take() else { return };
        let Some(channel) = head.root().and_then(|root| root.child(Ns::NONE, "channel")) else { return };
        let docs = channel.child(Ns::NONE, "docs").map(|docs| docs.value().into_text());
        if docs.is_some_and(|docs| docs.contains("rssboard.org/rss-specification")) {
            return;
        }
        let line =
            place.and_then(|place| place.span).map_or_else(String::new, |span| format!(" in line {}", span.line));
        let message = format!("An element of RSS has an attribute of a namespace ({what}{line})");
        findings.report(&EXTENSION_ATTRIBUTE, channel.start_tag(), message);
    }
}
