//! Elements that RSS cannot do without.

use crate::check::module::Module;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity;

const REQUIRED: Spec = Spec {
    section: "RSS 2.0, required channel elements",
    url: "https://www.rssboard.org/rss-specification#requiredChannelElements",
};

pub(crate) static CHANNEL_MISSING: Rule = Rule {
    code: "missing-channel",
    severity: Severity::Error,
    summary: "An RSS document without a channel",
    why: "There is nothing to read in it.",
    help: "Put title, link, description and the items into <channel>",
    spec: Spec { section: "RSS 2.0", url: "https://www.rssboard.org/rss-specification#whatIsRss" },
    w3c: Some("MissingElement"),
    bad: Example::Document("<rss version=\"2.0\"/>"),
    good: Example::Document("<rss version=\"2.0\"><channel/></rss>"),
};

pub(crate) static TITLE: Rule = Rule {
    code: "missing-title",
    severity: Severity::Error,
    summary: "A channel, image or text input without a title",
    why: "Readers list the feed, and describe its picture, by the title.",
    help: "Add a <title>",
    spec: REQUIRED,
    w3c: Some("MissingTitle"),
    bad: Example::Channel("<link>https://example.org/</link><description>News</description>"),
    good: Example::Channel("<title>News</title><link>https://example.org/</link><description>News</description>"),
};

pub(crate) static LINK: Rule = Rule {
    code: "missing-link",
    severity: Severity::Error,
    summary: "A channel, image or text input without a link",
    why: "The reader's way to the site is missing.",
    help: "Add a <link> with the address of the site",
    spec: REQUIRED,
    w3c: Some("MissingLink"),
    bad: Example::Channel("<title>News</title><description>News</description>"),
    good: Example::Channel("<title>News</title><link>https://example.org/</link><description>News</description>"),
};

pub(crate) static DESCRIPTION: Rule = Rule {
    code: "missing-description",
    severity: Severity::Error,
    summary: "A channel or text input without a description",
    why: "Readers show it to people who consider subscribing, and some refuse a feed without it.",
    help: "Add a <description>",
    spec: REQUIRED,
    w3c: Some("MissingDescription"),
    bad: Example::Channel("<title>News</title><link>https://example.org/</link>"),
    good: Example::Channel("<title>News</title><link>https://example.org/</link><description>News</description>"),
};

pub(crate) static PART: Rule = Rule {
    code: "missing-part",
    severity: Severity::Error,
    summary: "An element of RSS without the one that makes its sense",
    why: "A picture without an address, a form without a name, hours or days without any: readers ignore the whole element.",
    help: "Add it, or leave out the element around it",
    spec: Spec {
        section: "RSS 2.0, optional channel elements",
        url: "https://www.rssboard.org/rss-specification#optionalChannelElements",
    },
    w3c: Some("MissingElement"),
    bad: Example::Channel("<image><title>News</title><link>https://example.org/</link></image>"),
    good: Example::Channel(
        "<image><url>https://example.org/a.png</url><title>News</title><link>https://example.org/</link></image>",
    ),
};

pub(in crate::check::rules) static MODULE: Module =
    Module::new("rss-parts", &[&CHANNEL_MISSING, &TITLE, &LINK, &DESCRIPTION, &PART]);
