//! Demands that several consumers make, and the rules that differ in nothing but who makes them.

use super::view::{self, Picture, View};
use crate::check::FeedType;
use crate::check::document::source::Charset;
use crate::check::document::tree::{Node, Tree};
use crate::check::findings::Findings;
use crate::check::html;
use crate::check::module::Context;
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{self, Error, Warning};

/// A channel with all that consumers ask of one.
pub(super) const CHANNEL: &str = "<title>News</title>\n<link>https://example.org/</link>\n<description>News of the harbour</description>\n<language>en</language>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>";

/// Feeds that nearly every consumer reads.
pub(super) const RSS_AND_ATOM: &[FeedType] = &[FeedType::Rss2, FeedType::Atom];

/// A rule about feeds that are of a kind which the consumer does not read.
pub(super) const fn format_rule(
    code: &'static str,
    severity: Severity,
    summary: &'static str,
    why: &'static str,
    spec: Spec,
) -> Rule {
    Rule {
        code,
        severity,
        summary,
        why,
        help: "Give this consumer the RSS or Atom file of the feed",
        spec,
        w3c: None,
        bad: Example::JsonFeed("\"title\": \"News\",\n\"items\": []"),
        good: Example::Channel(CHANNEL),
    }
}

/// A rule about feeds in other encodings than UTF-8.
pub(super) const fn utf8_rule(code: &'static str, why: &'static str, spec: Spec) -> Rule {
    Rule {
        code,
        severity: Error,
        summary: "A feed that is not in UTF-8",
        why,
        help: "Publish the feed in UTF-8",
        spec,
        w3c: None,
        bad: Example::Bytes(b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><rss version=\"2.0\"><channel><title>Caf\xe9</title></channel></rss>"),
        good: Example::Channel(CHANNEL),
    }
}

/// A rule about links that carry parameters of a campaign.
pub(super) const fn tracking_rule(code: &'static str, why: &'static str, spec: Spec) -> Rule {
    Rule {
        code,
        severity: Warning,
        summary: "A link with utm_ parameters",
        why,
        help: "Leave the parameters out of the feed's links",
        spec,
        w3c: None,
        bad: Example::Item("<link>https://example.org/storm?utm_source=rss</link>"),
        good: Example::Item("<link>https://example.org/storm</link>"),
    }
}

/// A rule about titles that hold HTML.
pub(super) const fn title_rule(code: &'static str, severity: Severity, why: &'static str, spec: Spec) -> Rule {
    Rule {
        code,
        severity,
        summary: "HTML in a title",
        why,
        help: "Write the title as plain text",
        spec,
        w3c: None,
        bad: Example::Item("<title>Storm closes &lt;em>the&lt;/em> harbour</title>"),
        good: Example::Item("<title>Storm closes the harbour</title>"),
    }
}

/// A rule about pictures whose size is not stated, so that nobody can say whether they are large
/// enough without fetching them.
pub(super) const fn unknown_size_rule(
    code: &'static str,
    why: &'static str,
    spec: Spec,
    bad: &'static str,
    good: &'static str,
) -> Rule {
    Rule {
        code,
        severity: Warning,
        summary: "A picture whose width and height are not stated",
        why,
        help: "Add width and height",
        spec,
        w3c: None,
        bad: Example::Item(bad),
        good: Example::Item(good),
    }
}

/// The document is in UTF-8.
pub(super) fn utf8(head: &Tree, rule: &'static Rule, findings: &mut Findings<'_>) {
    if head.source.charset != Charset::Utf8 {
        findings.report_file(rule, "The feed is not in UTF-8");
    }
}

/// The feed is at an https address without credentials.
pub(super) fn https(cx: &Context<'_>, head: &Tree, rule: &'static Rule, findings: &mut Findings<'_>) {
    // Where nobody says where the feed is, it says so itself.
    let own = view::channel(head).and_then(|channel| {
        let own = view::link(channel, "self")?;
        Some((own, url::Url::parse(view::attribute(own, "href")?.trim()).ok()?))
    });
    let is_wrong = |url: &url::Url| url.scheme() != "https" || !url.username().is_empty() || url.password().is_some();
    if let Some((own, _)) = own.as_ref().filter(|(_, url)| is_wrong(url)) {
        findings.report(rule, own.start_tag(), "The feed is not at an https address without credentials");
    } else if let (Some(url), Some(root)) = (cx.url.as_ref().filter(|u| is_wrong(u)), head.root()) {
        findings
            .report(rule, root.start_tag(), "The feed was not fetched over https without credentials")
            .value(url.as_str());
    }
}

/// What an item can be asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    Title,
    Link,
    Id,
    Date,
    Summary,
    Body,
    Creator,
}

impl Part {
    /// The element in RSS and in Atom.
    fn name(self, is_atom: bool) -> &'static str {
        let (rss, atom) = match self {
            Self::Title => ("title", "title"),
            Self::Link => ("link", "link"),
            Self::Id => ("guid", "id"),
            Self::Date => ("pubDate", "published"),
            Self::Summary => ("description", "summary"),
            Self::Body => ("content:encoded", "content"),
            Self::Creator => ("dc:creator", "author"),
        };
        if is_atom { atom } else { rss }
    }

    fn is_in(self, item: &View<'_>) -> bool {
        match self {
            Self::Title => item.title().is_some(),
            Self::Link => item.link().is_some(),
            Self::Id => item.id().is_some(),
            Self::Date => item.published().is_some(),
            Self::Summary => item.summary().is_some(),
            Self::Body => item.body().is_some(),
            Self::Creator => item.creator().is_some(),
        }
    }
}

/// The item has these.
pub(super) fn parts(item: &View<'_>, wanted: &[Part], rule: &'static Rule, findings: &mut Findings<'_>) {
    for wanted in wanted {
        part(item, wanted.is_in(item), wanted.name(item.is_atom), rule, findings);
    }
}

/// The item has something.
pub(super) fn part(item: &View<'_>, has: bool, what: &str, rule: &'static Rule, findings: &mut Findings<'_>) {
    if !has {
        findings.report(rule, item.node.name_spot(), format!("The item has no {what}")).element(what);
    }
}

/// The channel has these elements, filled.
pub(super) fn in_channel(
    channel: Node<'_>,
    names: &[(Ns, &'static str)],
    rule: &'static Rule,
    findings: &mut Findings<'_>,
) {
    for (ns, name) in names {
        // A link of Atom says all in its attributes.
        let says = |n: &Node<'_>| {
            if *ns == Ns::ATOM && *name == "link" { n.attribute("href").is_some() } else { !n.is_blank() }
        };
        if !channel.children_named(*ns, name).any(|n| says(&n)) {
            findings.report(rule, channel.name_spot(), format!("The channel has no <{name}>")).element(name);
        }
    }
}

/// The text has no HTML in it.
pub(super) fn plain(node: Option<Node<'_>>, rule: &'static Rule, findings: &mut Findings<'_>) {
    let Some(node) = node else { return };
    let value = node.value();
    let declared = view::attribute(node, "type").is_some_and(|t| t.trim() == "xhtml" && node.ns() == Ns::ATOM);
    // References are no markup: a title in which "AT&amp;amp;T" stands shows an ampersand.
    let mut from = 0;
    let tag = loop {
        match html::plain::judge(&value.as_str()[from..], false, &|_| false, &|_| false) {
            Some((html::plain::Fault::Tag, at)) => break Some(from + at.start..from + at.end),
            Some((_, at)) => from += at.end,
            None => break None,
        }
    };
    if let Some(at) = tag {
        findings.report(rule, value.spot(at), format!("<{}> holds HTML", node.name())).value(value.trimmed());
    } else if declared {
        findings.report(rule, node.start_tag(), format!("<{}> holds XHTML", node.name()));
    }
}

/// The link has no parameters of a campaign.
pub(super) fn no_tracking(item: &View<'_>, rule: &'static Rule, findings: &mut Findings<'_>) {
    if let Some((link, spot)) = item.link()
        && link.contains("utm_")
    {
        findings.report(rule, spot, "The link has utm_ parameters").value(&link);
    }
}

/// How many items a feed has, in words.
pub(super) fn number_of_items(head: &Tree) -> String {
    if head.number == 1 { "The feed has 1 item".to_owned() } else { format!("The feed has {} items", head.number) }
}

/// The picture says how large it is.
pub(super) fn size_is_stated(picture: &Picture<'_>, rule: &'static Rule, findings: &mut Findings<'_>) {
    if picture.width.is_none() || picture.height.is_none() {
        findings
            .report(rule, picture.node.start_tag(), "Width and height of the picture are not stated")
            .value(&picture.url);
    }
}
