//! Google Discover and Chrome's Follow.

use super::view::{self, View};
use super::{Profile, Reads, requires};
use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity::Warning;

const SPEC: Spec = Spec {
    section: "Google Search Central, Discover",
    url: "https://developers.google.com/search/docs/appearance/google-discover",
};

/// The profile.
pub(super) static PROFILE: Profile = Profile {
    title: "Google Discover",
    source: "https://developers.google.com/search/docs/appearance/google-discover",
    reads: Reads { kinds: requires::RSS_AND_ATOM, rule: Some(&KIND) },
    modules: &[&MODULE],
    ..Profile::new("google-discover")
};

static RULES: &[&Rule] = &[&KIND, &WIDTH, &UNKNOWN_SIZE, &RATIO, &NO_IMAGE, &HUB];

static MODULE: Module =
    Module { item: Some(check_item), head: Some(check_head), ..Module::new("google-discover", RULES) };

fn check_head(_: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    let Some(channel) = view::channel(head) else { return };
    if view::link(channel, "hub").is_none() || view::link(channel, "self").is_none() {
        findings.report(&HUB, channel.name_spot(), "The feed names no hub together with its own address");
    }
}

fn check_item(_: &Context<'_>, tree: &Tree, findings: &mut Findings<'_>) {
    let Some(item) = View::of(tree) else { return };
    let pictures = item.pictures();
    requires::part(&item, !pictures.is_empty(), "picture", &NO_IMAGE, findings);
    let sizes = pictures.iter().filter_map(|p| Some((p, p.width?, p.height?)));
    // One large picture is enough.
    let mut small = None;
    let mut large = None;
    for (picture, width, height) in sizes {
        let is_large = width >= 1200 && u64::from(width) * u64::from(height) >= 300_000;
        let slot = if is_large { &mut large } else { &mut small };
        slot.get_or_insert((picture, width, height));
    }
    match (large, small) {
        (Some((picture, width, height)), _) => {
            let ratio = f64::from(width) / f64::from(height.max(1));
            if (ratio - 16.0 / 9.0).abs() > 0.02 {
                findings.report(
                    &RATIO,
                    picture.node.start_tag(),
                    format!("The picture is {ratio:.2} times as wide as high"),
                );
            }
        }
        (None, Some((picture, width, height))) => {
            findings.report(&WIDTH, picture.node.start_tag(), format!("The picture has {width}×{height} pixels"));
        }
        (None, None) => {
            if let Some(picture) = pictures.first() {
                requires::size_is_stated(picture, &UNKNOWN_SIZE, findings);
            }
        }
    }
}

static KIND: Rule = requires::format_rule(
    "google-discover-format",
    Warning,
    "A feed of a kind that Chrome's Follow does not read",
    "Chrome's Follow looks for RSS and Atom only.",
    Spec {
        section: "Chrome's Follow, as described by others",
        url: "https://www.ctrl.blog/entry/chrome-follow-feeds.html",
    },
);

static UNKNOWN_SIZE: Rule = requires::unknown_size_rule(
    "google-discover-image-size-unknown",
    "Discover shows large pictures only; whether this one is large cannot be said.",
    SPEC,
    r#"<media:content url="https://example.org/s.jpg" medium="image"/>"#,
    r#"<media:content url="https://example.org/s.jpg" medium="image" width="1280" height="720"/>"#,
);

static WIDTH: Rule = Rule {
    code: "google-discover-small-image",
    severity: Warning,
    summary: "A picture of less than 1200 pixels in width, or less than 300,000 in all",
    why: "Discover shows large pictures only.",
    help: "Give a picture 1200 pixels wide or more",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(r#"<media:content url="https://example.org/s.jpg" medium="image" width="800" height="450"/>"#),
    good: Example::Item(r#"<media:content url="https://example.org/s.jpg" medium="image" width="1280" height="720"/>"#),
};

static RATIO: Rule = Rule {
    code: "google-discover-image-ratio",
    severity: Warning,
    summary: "A picture that is not 16:9",
    why: "Discover crops other pictures.",
    help: "Give the picture in 16:9 too",
    spec: SPEC,
    w3c: None,
    bad: Example::Item(r#"<media:content url="https://example.org/s.jpg" medium="image" width="1200" height="1200"/>"#),
    good: Example::Item(r#"<media:content url="https://example.org/s.jpg" medium="image" width="1280" height="720"/>"#),
};

static NO_IMAGE: Rule = Rule {
    code: "google-discover-no-image",
    severity: Warning,
    summary: "An item without a picture",
    why: "Discover shows articles with large pictures.",
    help: "Add media:content with a picture",
    spec: SPEC,
    w3c: None,
    bad: Example::Item("<title>Storm</title>"),
    good: Example::Item(r#"<media:content url="https://example.org/s.jpg" medium="image"/>"#),
};

static HUB: Rule = Rule {
    code: "google-discover-no-hub",
    severity: Warning,
    summary: "A feed without rel=hub and rel=self",
    why: "Followed feeds are fetched at once when a hub tells of changes.",
    help: "Add atom:link with rel=hub and rel=self, and ping the hub",
    spec: SPEC,
    w3c: None,
    bad: Example::Channel(requires::CHANNEL),
    good: Example::Channel(
        r#"<atom:link rel="hub" href="https://pubsubhubbub.appspot.com/"/><atom:link rel="self" href="https://example.org/feed"/>"#,
    ),
};
