//! The picture of a channel.

use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::rules::addresses;
use crate::check::value::number;
use crate::check::value::uri::{Form, Uri};
use crate::check::vocabulary::Judged;
use crate::diagnostic::Severity;

const SPEC: Spec = Spec {
    section: "RSS 2.0, <image>",
    url: "https://www.rssboard.org/rss-specification#ltimagegtSubelementOfLtchannelgt",
};
const PROFILE: Spec =
    Spec { section: "RSS profile, image", url: "https://www.rssboard.org/rss-profile#element-channel-image" };

pub(crate) static WIDTH: Rule = Rule {
    code: "invalid-image-width",
    severity: Severity::Error,
    summary: "A width of the channel's image that is not 1 to 144",
    why: "Readers reserve a place of at most 144 by 400 pixels.",
    help: "Give the width in pixels, or a smaller picture",
    spec: SPEC,
    w3c: Some("InvalidWidth"),
    bad: Example::Channel(
        "<image><url>https://example.org/a.png</url><title>News</title><link>https://example.org/</link><width>600</width></image>",
    ),
    good: Example::Channel(
        "<image><url>https://example.org/a.png</url><title>News</title><link>https://example.org/</link><width>144</width></image>",
    ),
};

pub(crate) static HEIGHT: Rule = Rule {
    code: "invalid-image-height",
    severity: Severity::Error,
    summary: "A height of the channel's image that is not 1 to 400",
    why: "Readers reserve a place of at most 144 by 400 pixels.",
    help: "Give the height in pixels, or a smaller picture",
    spec: SPEC,
    w3c: Some("InvalidHeight"),
    bad: Example::Channel(
        "<image><url>https://example.org/a.png</url><title>News</title><link>https://example.org/</link><height>600</height></image>",
    ),
    good: Example::Channel(
        "<image><url>https://example.org/a.png</url><title>News</title><link>https://example.org/</link><height>400</height></image>",
    ),
};

static FORMAT: Rule = Rule {
    code: "image-format",
    severity: Severity::Warning,
    summary: "A channel's image in a format that readers may not show",
    why: "RSS names GIF, JPEG and PNG; a browser shows WebP, AVIF and SVG too, but not TIFF, BMP or a page.",
    help: "Give a GIF, JPEG or PNG file",
    spec: SPEC,
    w3c: Some("ImageUrlFormat"),
    bad: Example::Channel(
        "<image><url>https://example.org/a.tiff</url><title>News</title><link>https://example.org/</link></image>",
    ),
    good: Example::Channel(
        "<image><url>https://example.org/a.png</url><title>News</title><link>https://example.org/</link></image>",
    ),
};

static OTHER_TITLE: Rule = Rule {
    code: "image-title-differs",
    severity: Severity::Warning,
    summary: "A channel's image with another title than the channel's",
    why: "Readers use it as the text in place of the picture, which stands for the channel.",
    help: "Repeat the channel's title",
    spec: PROFILE,
    w3c: Some("ImageTitleDoesntMatch"),
    bad: Example::Channel(
        "<title>News</title><image><url>https://example.org/a.png</url><title>Logo</title><link>https://example.org/</link></image>",
    ),
    good: Example::Channel(
        "<title>News</title><image><url>https://example.org/a.png</url><title>News</title><link>https://example.org/</link></image>",
    ),
};

static OTHER_LINK: Rule = Rule {
    code: "image-link-differs",
    severity: Severity::Warning,
    summary: "A channel's image that leads elsewhere than the channel",
    why: "Readers link the picture to it, and people expect the site.",
    help: "Repeat the channel's link",
    spec: PROFILE,
    w3c: Some("ImageLinkDoesntMatch"),
    bad: Example::Channel(
        "<link>https://example.org/</link><image><url>https://example.org/a.png</url><title>News</title><link>https://example.net/</link></image>",
    ),
    good: Example::Channel(
        "<link>https://example.org/</link><image><url>https://example.org/a.png</url><title>News</title><link>https://example.org/</link></image>",
    ),
};

pub(in crate::check::rules) static MODULE: Module =
    Module { head: Some(head), ..Module::new("rss-image", &[&WIDTH, &HEIGHT, &FORMAT, &OTHER_TITLE, &OTHER_LINK]) };

fn size(judged: &mut Judged<'_, '_, '_, '_>, rule: &'static Rule, most: i128, rest: &str) {
    if !number::positive(judged.text()).is_ok_and(|size| size <= most) {
        judged.report_all(rule, rest);
    }
}

/// The width.
pub(crate) fn width(judged: &mut Judged<'_, '_, '_, '_>) {
    size(judged, &WIDTH, 144, "is not 1 to 144");
}

/// The height.
pub(crate) fn height(judged: &mut Judged<'_, '_, '_, '_>) {
    size(judged, &HEIGHT, 400, "is not 1 to 400");
}

/// The address.
pub(crate) fn url(judged: &mut Judged<'_, '_, '_, '_>) {
    if !addresses::judge(judged, Form::Uri) {
        return;
    }
    let path = Uri::split(judged.text()).path;
    let Some((_, extension)) = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')) else { return };
    let extension = extension.to_ascii_lowercase();
    // A word that is no format at all, as in image.php, says nothing about what is sent.
    let unfit = ["tif", "tiff", "bmp", "ico", "psd", "eps", "pdf", "htm", "html", "swf", "pict", "pcx", "heic", "jp2"];
    if unfit.contains(&extension.as_str()) {
        judged.report_all(&FORMAT, "is not a GIF, JPEG or PNG");
    }
}

fn head(_cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    let Some(channel) = head.root().and_then(|root| root.child(Ns::NONE, "channel")) else { return };
    let known = [
        ("title", &OTHER_TITLE, "The image has another title than the channel"),
        ("link", &OTHER_LINK, "The image leads elsewhere than the channel"),
    ]
    .map(|(name, rule, message)| (name, channel.child(Ns::NONE, name), rule, message));
    for image in channel.children_named(Ns::NONE, "image") {
        for (name, of_channel, rule, message) in &known {
            let (Some(own), Some(of_channel)) = (image.child(Ns::NONE, name), of_channel) else {
                continue;
            };
            let value = own.value();
            if value.trimmed() != of_channel.value().trimmed() {
                let spot = if value.trimmed().is_empty() { own.start_tag() } else { value.trimmed_span() };
                findings.report(rule, spot, *message).value(value.trimmed());
            }
        }
    }
}
