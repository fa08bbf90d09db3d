//! Attributes of Media RSS that are one of a few words.

use crate::check::module::Module;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::rules::addresses;
use crate::check::rules::words::one_of;
use crate::check::vocabulary::{Judged, spec_of};
use crate::diagnostic::Severity;

const CONTENT: Spec =
    Spec { section: "Media RSS 1.5.1, <media:content>", url: "https://www.rssboard.org/media-rss#media-content" };

pub(crate) static MEDIUM: Rule = Rule {
    code: "invalid-medium",
    severity: Severity::Error,
    summary: "A medium that Media RSS does not know",
    why: "Readers choose by it what to show as a picture and what to play, when there is no type.",
    help: "Write image, audio, video, document or executable",
    spec: CONTENT,
    w3c: Some("InvalidMediaMedium"),
    bad: Example::Item("<title>Storm</title><media:content url=\"https://example.org/a.mp4\" medium=\"film\"/>"),
    good: Example::Item("<title>Storm</title><media:content url=\"https://example.org/a.mp4\" medium=\"video\"/>"),
};

pub(crate) static EXPRESSION: Rule = Rule {
    code: "invalid-expression",
    severity: Severity::Error,
    summary: "An expression that Media RSS does not know",
    why: "It tells a trailer from the whole film and from a stream.",
    help: "Write sample, full or nonstop",
    spec: CONTENT,
    w3c: Some("InvalidMediaExpression"),
    bad: Example::Item("<title>Storm</title><media:content url=\"https://example.org/a.mp4\" expression=\"partial\"/>"),
    good: Example::Item("<title>Storm</title><media:content url=\"https://example.org/a.mp4\" expression=\"sample\"/>"),
};

pub(crate) static TEXT_TYPE: Rule = Rule {
    code: "invalid-media-text-type",
    severity: Severity::Error,
    summary: "A text of Media RSS that is neither plain nor html",
    why: "Readers decide by it whether to show markup or to obey it.",
    help: "Write plain or html",
    spec: Spec { section: "Media RSS 1.5.1, <media:title>", url: "https://www.rssboard.org/media-rss#media-title" },
    w3c: Some("InvalidMediaTextType"),
    bad: Example::Item("<title>Storm</title><media:title type=\"text\">Storm</media:title>"),
    good: Example::Item("<title>Storm</title><media:title type=\"plain\">Storm</media:title>"),
};

pub(crate) static RELATIONSHIP: Rule = Rule {
    code: "invalid-restriction-relationship",
    severity: Severity::Error,
    summary: "A restriction that neither allows nor denies",
    why: "Readers that obey restrictions cannot tell who may see the picture.",
    help: "Write allow or deny",
    spec: Spec {
        section: "Media RSS 1.5.1, <media:restriction>",
        url: "https://www.rssboard.org/media-rss#media-restriction",
    },
    w3c: Some("InvalidMediaRestrictionRel"),
    bad: Example::Item(
        "<title>Storm</title><media:restriction relationship=\"permit\" type=\"country\">de</media:restriction>",
    ),
    good: Example::Item(
        "<title>Storm</title><media:restriction relationship=\"allow\" type=\"country\">de</media:restriction>",
    ),
};

pub(crate) static STATE: Rule = Rule {
    code: "invalid-media-state",
    severity: Severity::Error,
    summary: "A state of a medium that Media RSS does not know",
    why: "Readers withdraw a picture when its state says so.",
    help: "Write active, blocked or deleted",
    spec: Spec { section: "Media RSS 1.5.1, <media:status>", url: "https://www.rssboard.org/media-rss#media-status" },
    w3c: None,
    bad: Example::Item("<title>Storm</title><media:status state=\"gone\"/>"),
    good: Example::Item("<title>Storm</title><media:status state=\"deleted\"/>"),
};

pub(crate) static RIGHTS: Rule = Rule {
    code: "invalid-media-rights",
    severity: Severity::Error,
    summary: "A status of rights that Media RSS does not know",
    why: "It tells what a publisher made from what a user sent in.",
    help: "Write userCreated or official",
    spec: Spec { section: "Media RSS 1.5.1, <media:rights>", url: "https://www.rssboard.org/media-rss#media-rights" },
    w3c: None,
    bad: Example::Item("<title>Storm</title><media:rights status=\"mine\"/>"),
    good: Example::Item("<title>Storm</title><media:rights status=\"official\"/>"),
};

pub(crate) static PRICE: Rule = Rule {
    code: "invalid-price-type",
    severity: Severity::Error,
    summary: "A kind of price that Media RSS does not know",
    why: "Shops offer by it what can be rented, bought or subscribed to.",
    help: "Write rent, purchase, package or subscription",
    spec: Spec { section: "Media RSS 1.5.1, <media:price>", url: "https://www.rssboard.org/media-rss#media-price" },
    w3c: None,
    bad: Example::Item("<title>Storm</title><media:price type=\"gift\" price=\"1\"/>"),
    good: Example::Item("<title>Storm</title><media:price type=\"rent\" price=\"1\"/>"),
};

pub(in crate::check::rules) static MODULE: Module =
    Module::new("media-words", &[&MEDIUM, &EXPRESSION, &TEXT_TYPE, &RELATIONSHIP, &STATE, &RIGHTS, &PRICE]);

/// `medium`.
pub(crate) fn medium(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["image", "audio", "video", "document", "executable"], &MEDIUM);
}

/// `expression`.
pub(crate) fn expression(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["sample", "full", "nonstop"], &EXPRESSION);
}

/// `type` of a text.
pub(crate) fn text_type(judged: &mut Judged<'_, '_, '_, '_>) {
    let node = judged.node;
    if let Some(entry) = one_of(judged, &["plain", "html"], &TEXT_TYPE) {
        entry.spec(spec_of(node));
    }
}

/// `relationship`.
pub(crate) fn relationship(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["allow", "deny"], &RELATIONSHIP);
}

/// `state`.
pub(crate) fn state(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["active", "blocked", "deleted"], &STATE);
}

/// `status` of the rights.
pub(crate) fn rights(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["userCreated", "official"], &RIGHTS);
}

/// `type` of a price.
pub(crate) fn price(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["rent", "purchase", "package", "subscription"], &PRICE);
}

/// A scheme: one that Media RSS names, although none of those is a proper URN, or an address.
pub(crate) fn scheme(judged: &mut Judged<'_, '_, '_, '_>) {
    if !matches!(judged.text(), "urn:ebu" | "urn:yvs" | "urn:simple" | "urn:mpaa" | "urn:v-chip" | "urn:icra") {
        addresses::absolute(judged);
    }
}
