//! Flipboard.

use super::requires::{self, Part};
use super::view::{self, View};
use super::{Profile, Reads};
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::{Error, Warning};

const SPEC: Spec = Spec { section: "Flipboard RSS specification", url: "https://about.flipboard.com/rss-spec/" };

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "Flipboard",
    source: "https://about.flipboard.com/rss-spec/",
    reads: Reads { kinds: requires::RSS_AND_ATOM, rule: Some(&KIND) },
    modules: &[&MODULE],
    ..Profile::new("flipboard")
};

static RULES: &[&Rule] =
    &[&KIND, &CHANNEL, &PART, &OTHER_SITE, &SUMMARY, &NO_IMAGE, &SMALL_IMAGE, &UNKNOWN_SIZE, &FEW, &RATHER_FEW];

static MODULE: Module = Module { item: Some(check_item), head: Some(check_head), ..Module::new("flipboard", RULES) };

fn check_head(_: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    let Some(channel) = view::channel(head) else { return };
    if channel.ns() == Ns::NONE {
        let names: &[(Ns, &str)] =
            &[(Ns::NONE, "title"), (Ns::NONE, "link"), (Ns::NONE, "description"), (Ns::NONE, "language")];
        requires::in_channel(channel, names, &CHANNEL, findings);
    }
    let message = requires::number_of_items(head);
    if head.number < 20 {
        findings.report(&FEW, channel.name_spot(), message);
    } else if head.number < 30 {
        findings.report(&RATHER_FEW, channel.name_spot(), message);
    }
}

fn check_item(cx: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    requires::parts(&item, &[Part::Title, Part::Link, Part::Date, Part::Id, Part::Creator], &PART, findings);
    if let Some((link, spot)) = item.link()
        && !view::same_site(cx, &link)
    {
        findings.report(&OTHER_SITE, spot, "The link leads to another site than the feed").value(&link);
    }
    match item.summary() {
        Some(summary) if view::visible_length(summary) < 300 => {
            let message = format!("The description has {} characters", view::visible_length(summary));
            findings.report(&SUMMARY, summary.value().trimmed_span(), message);
        }
        Some(_) => {}
        None => requires::parts(&item, &[Part::Summary], &SUMMARY, findings),
    }
    let pictures = item.enclosures();
    requires::part(&item, !pictures.is_empty(), "enclosed picture", &NO_IMAGE, findings);
    for picture in &pictures {
        requires::size_is_stated(picture, &UNKNOWN_SIZE, findings);
        if let (Some(width), Some(height)) = (picture.width, picture.height)
            && width.min(height) < 500
        {
            findings.report(&SMALL_IMAGE, picture.node.start_tag(), format!("The picture has {width}×{height} pixels"));
        }
    }
}

static KIND: Rule = requires::format_rule(
    "flipboard-format",
    Error,
    "A feed of a kind that Flipboard does not read",
    "Flipboard reads RSS and Atom only.",
    SPEC,
);

static UNKNOWN_SIZE: Rule = Rule {
    help: "Add media:content with the same address, width and height",
    ..requires::unknown_size_rule(
        "flipboard-image-size-unknown",
        "Flipboard wants 500 pixels or more on the short side. An enclosure cannot say how large it is; media:content of the same address can.",
        SPEC,
        r#"<enclosure url="https://example.org/s.jpg" type="image/jpeg" length="4096"/>"#,
        r#"<enclosure url="https://example.org/s.jpg" type="image/jpeg" length="4096"/>
<media:content url="https://example.org/s.jpg" medium="image" width="1200" height="800"/>"#,
    )
};

static CHANNEL: Rule = Rule {
    code: "flipboard-missing-channel-part",
    severity: Error,
    summary: "A channel without title, link, description or language",
    why: "Flipboard refuses the feed.",
    help: "Add the element",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel("<title>News</title>"),
    good: Example::Channel(requires::CHANNEL),
};

static PART: Rule = Rule {
    code: "flipboard-missing-part",
    severity: Error,
    summary: "An item without title, link, pubDate, guid or dc:creator",
    why: "Flipboard does not take the article.",
    help: "Add the element",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item(
        "<title>Storm</title>\n<guid>https://example.org/storm</guid>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n<dc:creator>Jane Doe</dc:creator>\n<link>https://example.org/storm</link>\n<description>The storm that crossed the coast on Tuesday has closed the harbour for a whole day. The storm that crossed the coast on Tuesday has closed the harbour for a whole day. The storm that crossed the coast on Tuesday has closed the harbour for a whole day. The storm that crossed the coast on Tuesday has closed the harbour for a whole day. The storm that crossed the coast on Tuesday has closed the harbour for a whole day.</description>",
    ),
};

static OTHER_SITE: Rule = Rule {
    code: "flipboard-link-to-other-site",
    severity: Error,
    summary: "A link that leads to another site than the feed",
    why: "Flipboard takes only links to the domain of the feed.",
    help: "Link to the domain of the feed",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<link>https://other.example/storm</link>"),
    good: Example::Item("<link>https://www.example.org/storm</link>"),
};

static SUMMARY: Rule = Rule {
    code: "flipboard-short-description",
    severity: Error,
    summary: "A description of fewer than 300 characters",
    why: "Flipboard shows it as the text of the article.",
    help: "Write 300 characters or more",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<description>Wind</description>"),
    good: Example::Item(
        "<title>Storm</title>\n<guid>https://example.org/storm</guid>\n<pubDate>Wed, 11 Nov 2026 09:30:00 GMT</pubDate>\n<dc:creator>Jane Doe</dc:creator>\n<link>https://example.org/storm</link>\n<description>The storm that crossed the coast on Tuesday has closed the harbour for a whole day. The storm that crossed the coast on Tuesday has closed the harbour for a whole day. The storm that crossed the coast on Tuesday has closed the harbour for a whole day. The storm that crossed the coast on Tuesday has closed the harbour for a whole day. The storm that crossed the coast on Tuesday has closed the harbour for a whole day.</description>",
    ),
};

static NO_IMAGE: Rule = Rule {
    code: "flipboard-no-image",
    severity: Error,
    summary: "An item without an enclosed picture",
    why: "Flipboard needs a picture with 500 pixels or more on its short side for each article.",
    help: "Add an enclosure with a picture",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item(
        r#"<title>Storm</title><enclosure url="https://example.org/s.jpg" type="image/jpeg" length="4096"/>"#,
    ),
};

static SMALL_IMAGE: Rule = Rule {
    code: "flipboard-small-image",
    severity: Error,
    summary: "A picture with fewer than 500 pixels on its short side",
    why: "Flipboard does not use it.",
    help: "Give a larger picture",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(
        r#"<enclosure url="https://example.org/s.jpg" type="image/jpeg" length="4096"/>
<media:content url="https://example.org/s.jpg" medium="image" width="800" height="400"/>"#,
    ),
    good: Example::Item(
        r#"<enclosure url="https://example.org/s.jpg" type="image/jpeg" length="4096"/>
<media:content url="https://example.org/s.jpg" medium="image" width="1200" height="800"/>"#,
    ),
};

static FEW: Rule = Rule {
    code: "flipboard-too-few-items",
    severity: Error,
    summary: "Fewer than 20 items",
    why: "Flipboard does not accept the feed.",
    help: "Publish 30 items or more",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Repeated {
        before: "<rss version=\"2.0\"><channel><title>News</title>",
        unit: "<item><title>Storm</title></item>",
        times: 20,
        after: "</channel></rss>",
    },
};

static RATHER_FEW: Rule = Rule {
    code: "flipboard-few-items",
    severity: Warning,
    summary: "Fewer than 30 items",
    why: "Flipboard's specification asks for 30.",
    help: "Publish 30 items or more",
    spec: SPEC,
    w3c: None,
    bad: Example::Repeated {
        before: "<rss version=\"2.0\"><channel><title>News</title>",
        unit: "<item><title>Storm</title></item>",
        times: 25,
        after: "</channel></rss>",
    },
    good: Example::Repeated {
        before: "<rss version=\"2.0\"><channel><title>News</title>",
        unit: "<item><title>Storm</title></item>",
        times: 30,
        after: "</channel></rss>",
    },
};
