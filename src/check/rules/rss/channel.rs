//! The channel as a whole: order and language.

use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity;

static ORDER: Rule = Rule {
    code: "metadata-after-item",
    severity: Severity::Warning,
    summary: "Something about the channel after its first item",
    why: "Programs that read a feed as it comes in know the channel only from what stood before the items.",
    help: "Move it before the first item",
    spec: Spec { section: "RSS profile, channel", url: "https://www.rssboard.org/rss-profile#element-channel" },
    w3c: Some("MisplacedItem"),
    bad: Example::Channel("<title>News</title><item><title>Storm</title></item><language>en</language>"),
    good: Example::Channel("<title>News</title><language>en</language><item><title>Storm</title></item>"),
};

static LANGUAGE: Rule = Rule {
    code: "missing-language",
    severity: Severity::Note,
    summary: "A feed that does not name its language",
    why: "Readers need it to read aloud, to hyphenate and to translate, aggregators to find readers.",
    help: "Add <language> to the channel, or xml:lang to the root of an Atom feed",
    spec: Spec {
        section: "RSS 2.0, <language>",
        url: "https://www.rssboard.org/rss-specification#optionalChannelElements",
    },
    w3c: Some("MissingDCLanguage"),
    bad: Example::Channel("<title>News</title>"),
    good: Example::Channel("<title>News</title><language>en</language>"),
};

/// Where Atom speaks of the language.
const OF_ATOM: Spec = Spec { section: "RFC 4287, section 2", url: "https://www.rfc-editor.org/rfc/rfc4287#section-2" };

pub(in crate::check::rules) static MODULE: Module =
    Module { head: Some(head), ..Module::new("rss-channel", &[&ORDER, &LANGUAGE]) };

fn head(cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    let Some(root) = head.root() else { return };
    if cx.feed_type.is_atom() {
        // Texts may name their language themselves.
        let named = root.xml_lang().is_some() || root.children().any(|child| child.xml_lang().is_some());
        if !named {
            let message = "Neither the feed nor a part of it has xml:lang";
            findings.report(&LANGUAGE, root.start_tag(), message).spec(OF_ATOM).help("Add xml:lang to the root");
        }
        return;
    }
    for channel in root.children_named(Ns::NONE, "channel").filter(|_| cx.feed_type.is_rss()) {
        let mut named = channel.xml_lang().is_some();
        for child in channel.children() {
            named |= matches!((child.ns(), child.local()), (Ns::NONE | Ns::DC, "language"));
            if child.items_before() > channel.items_before()
                && (child.ns() == Ns::NONE || child.is(Ns::ATOM, "link"))
                && cx.feed_type == crate::check::FeedType::Rss2
            {
                findings.report(&ORDER, child.name_spot(), format!("<{}> stands after an item", child.name()));
            }
        }
        if !named {
            findings.report(&LANGUAGE, channel.start_tag(), "The channel has no <language>");
        }
    }
}
