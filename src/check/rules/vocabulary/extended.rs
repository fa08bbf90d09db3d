//! Attributes of namespaces on elements of RSS.

use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Memory};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::{Place, Severity};

pub(super) static EXTENSION_ATTRIBUTE: Rule = Rule {
    code: "extension-attribute",
    severity: Severity::Note,
    summary: "An attribute of a namespace on an element of RSS",
    why: "RSS 2.0 was extended by elements only for years, and some readers stumble over attributes they do not know. The Board's specification has since allowed them.",
    help: "Use an element of the namespace instead",
    spec: Spec { section: "RSS 2.0, extending RSS", url: "https://www.rssboard.org/rss-specification#extendingRss" },
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
pub(super) struct Extended(Option<(Place, String)>);

impl Extended {
    fn look(&mut self, cx: &Context<'_>, tree: &Tree) {
        let is_foreign = |ns: Ns| ns != Ns::NONE && !ns.is_known();
        if self.0.is_some() || !cx.feed_type.is_rss() || !tree.attribute_namespaces().any(is_foreign) {
            return;
        }
        let found = tree
            .elements()
            .filter(|node| node.ns() == Ns::NONE)
            .find_map(|node| node.attributes().find(|attribute| is_foreign(attribute.ns())).map(|a| (node, a)));
        if let Some((node, attribute)) = found {
            let spot = attribute.name_spot();
            let what = format!("{} on <{}>", attribute.name(), node.name());
            self.0 = Some((spot.source.place(spot.start..spot.end), what));
        }
    }
}

impl Memory for Extended {
    fn item(&mut self, cx: &Context<'_>, item: &Tree, _findings: &mut Findings<'_>) {
        self.look(cx, item);
    }

    fn finish(&mut self, cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
        self.look(cx, head);
        let Some((place, what)) = self.0.take() else { return };
        let Some(channel) = head.root().and_then(|root| root.child(Ns::NONE, "channel")) else { return };
        let docs = channel.child(Ns::NONE, "docs").map(|docs| docs.value().into_text());
        if docs.is_some_and(|docs| docs.contains("rssboard.org/rss-specification")) {
            return;
        }
        let line = place.span.map_or(0, |span| span.line);
        let message = format!("An element of RSS has an attribute of a namespace ({what} in line {line})");
        findings.report(&EXTENSION_ATTRIBUTE, channel.start_tag(), message);
    }
}
