//! The body of an item beside its description.

use crate::check::FeedType;
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity;

static ORDER: Rule = Rule {
    code: "content-before-description",
    severity: Severity::Warning,
    summary: "content:encoded before the description, or without one",
    why: "Readers that take the last of the two as the body show the summary instead of the text.",
    help: "Put a <description> with a summary before content:encoded",
    spec: Spec {
        section: "RSS profile, content:encoded",
        url: "https://www.rssboard.org/rss-profile#namespace-elements-content-encoded",
    },
    w3c: Some("NeedDescriptionBeforeContent"),
    bad: Example::Item("<title>Storm</title><content:encoded>A storm came.</content:encoded>"),
    good: Example::Item(
        "<title>Storm</title><description>A storm</description><content:encoded>A storm came.</content:encoded>",
    ),
};

static SECOND_BODY: Rule = Rule {
    code: "second-description",
    severity: Severity::Warning,
    summary: "A text of XHTML or Atom that says what an element of RSS is there for",
    why: "A reader that knows both shows one of them, and which one differs.",
    help: "Use <title>, <description> and content:encoded",
    spec: Spec {
        section: "RSS profile, content:encoded",
        url: "https://www.rssboard.org/rss-profile#namespace-elements-content-encoded",
    },
    w3c: Some("DuplicateDescriptionSemantics"),
    bad: Example::Item(
        "<title>Storm</title><description>A storm</description><xhtml:body><xhtml:p>A storm came.</xhtml:p></xhtml:body>",
    ),
    good: Example::Item(
        "<title>Storm</title><description>A storm</description><content:encoded>A storm came.</content:encoded>",
    ),
};

pub(in crate::check::rules) static MODULE: Module =
    Module { item: Some(item), head: Some(head), ..Module::new("rss-content", &[&ORDER, &SECOND_BODY]) };

fn item(cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
    if cx.feed_type != FeedType::Rss2 {
        return;
    }
    let Some(root) = item.root() else { return };
    let mut described = false;
    for child in root.children() {
        match (child.ns(), child.local()) {
            (Ns::NONE, "description") => described = true,
            (Ns::CONTENT, "encoded") if !described => {
                findings.report(&ORDER, child.name_spot(), "No <description> stands before content:encoded");
                // Once is enough for an item.
                described = true;
            }
            (Ns::XHTML, "body") | (Ns::ATOM, "title" | "content" | "rights" | "subtitle")
                if child.attribute("src").is_none() =>
            {
                findings.report(
                    &SECOND_BODY,
                    child.name_spot(),
                    format!("<{}> says what an element of RSS is there for", child.name()),
                );
            }
            _ => {}
        }
    }
}

fn head(cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    let Some(channel) =
        head.root().filter(|_| cx.feed_type == FeedType::Rss2).and_then(|root| root.child(Ns::NONE, "channel"))
    else {
        return;
    };
    for child in channel
        .children()
        .filter(|child| child.ns() == Ns::ATOM && matches!(child.local(), "title" | "rights" | "subtitle"))
    {
        findings.report(
            &SECOND_BODY,
            child.name_spot(),
            format!("<{}> says what an element of RSS is there for", child.name()),
        );
    }
}
