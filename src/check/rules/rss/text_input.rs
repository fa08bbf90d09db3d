//! The form of a channel.

use crate::check::FeedType;
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::vocabulary::Judged;
use crate::diagnostic::Severity;

pub(crate) static NAME: Rule = Rule {
    code: "invalid-input-name",
    severity: Severity::Error,
    summary: "A name of the text input that no form field can have",
    why: "The text is sent under this name, and the server does not find it.",
    help: "Begin the name with a letter",
    spec: Spec {
        section: "RSS 2.0, <textInput>",
        url: "https://www.rssboard.org/rss-specification#lttextinputgtSubelementOfLtchannelgt",
    },
    w3c: Some("InvalidFormComponentName"),
    bad: Example::Channel(
        "<textInput><title>Go</title><description>Search</description><name>1</name><link>https://example.org/q</link></textInput>",
    ),
    good: Example::Channel(
        "<textInput><title>Go</title><description>Search</description><name>q</name><link>https://example.org/q</link></textInput>",
    ),
};

static AVOID: Rule = Rule {
    code: "text-input",
    severity: Severity::Warning,
    summary: "A text input, which no reader shows",
    why: "The RSS profile advises against it: readers have ignored it for twenty years.",
    help: "Leave it out",
    spec: Spec {
        section: "RSS profile, textInput",
        url: "https://www.rssboard.org/rss-profile#element-channel-textinput",
    },
    w3c: Some("AvoidTextInput"),
    bad: Example::Channel(
        "<textInput><title>Go</title><description>Search</description><name>q</name><link>https://example.org/q</link></textInput>",
    ),
    good: Example::Channel("<title>News</title>"),
};

pub(in crate::check::rules) static MODULE: Module =
    Module { head: Some(head), ..Module::new("rss-text-input", &[&NAME, &AVOID]) };

/// The name of the field.
pub(crate) fn name(judged: &mut Judged<'_, '_, '_, '_>) {
    if !judged.text().starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        judged.report_all(&NAME, "does not begin with a letter");
    }
}

fn head(cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    let Some(channel) = head.root().and_then(|root| root.child(Ns::NONE, "channel")) else { return };
    let inputs = channel.children().filter(|node| {
        node.is(Ns::NONE, "textInput") || (cx.feed_type == FeedType::Rss091 && node.is(Ns::NONE, "textinput"))
    });
    for input in inputs {
        findings.report(&AVOID, input.name_spot(), "No reader shows a text input");
    }
}
