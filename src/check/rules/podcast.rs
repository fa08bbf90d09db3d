//! Podcasting 2.0: what its elements must have, and the words that stand for something in it.

use chrono::{DateTime, NaiveDateTime};

use crate::check::document::tree::Node;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module, Of};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::rules::words::one_of;
use crate::check::value::urn;
use crate::check::vocabulary::Judged;
use crate::diagnostic::Severity;

/// The text on a tag.
macro_rules! tag {
    ($name:literal) => {
        Spec {
            section: concat!("Podcasting 2.0, <podcast:", $name, ">"),
            url: concat!("https://podcasting2.org/docs/podcast-namespace/tags/", $name),
        }
    };
}

pub(crate) static PART: Rule = Rule {
    code: "incomplete-podcast-element",
    severity: Severity::Error,
    summary: "An element of Podcasting 2.0 without the one that makes its sense",
    why: "An alternative without a file, a payment without anybody to pay: apps skip the whole element.",
    help: "Add it, or leave out the element around it",
    spec: tag!("alternate-enclosure"),
    w3c: None,
    bad: Example::Item("<title>Storm</title><podcast:alternateEnclosure type=\"audio/opus\"/>"),
    good: Example::Item(
        "<title>Storm</title><podcast:alternateEnclosure type=\"audio/opus\"><podcast:source uri=\"https://example.org/a.opus\"/></podcast:alternateEnclosure>",
    ),
};

pub(crate) static GUID: Rule = Rule {
    code: "invalid-podcast-guid",
    severity: Severity::Error,
    summary: "A podcast:guid that is no UUID",
    why: "Apps know the show by it wherever it moves, and compute it of the feed's address: anything else is nobody's.",
    help: "Write the UUIDv5 of the feed's address without scheme and final slashes, in the namespace ead4c236-bf58-58c6-a2c6-a6b28d128cb6",
    spec: tag!("guid"),
    w3c: None,
    bad: Example::Channel("<podcast:guid>my-podcast</podcast:guid>"),
    good: Example::Channel("<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>"),
};

pub(crate) static WORD: Rule = Rule {
    code: "unknown-podcast-word",
    severity: Severity::Warning,
    summary: "A word that Podcasting 2.0 does not list",
    why: "Apps compare it letter by letter with those of the list and ignore any other.",
    help: "Write a word of the list",
    spec: tag!("medium"),
    w3c: None,
    bad: Example::Channel("<podcast:medium>radio</podcast:medium>"),
    good: Example::Channel("<podcast:medium>podcast</podcast:medium>"),
};

pub(crate) static MOMENT: Rule = Rule {
    code: "invalid-podcast-time",
    severity: Severity::Error,
    summary: "The time of a live item that cannot be read",
    why: "Apps announce a show by it, and cannot say when it begins.",
    help: "Write 2026-09-26T07:30:00Z, or the same with another offset",
    spec: tag!("live-item"),
    w3c: None,
    bad: Example::Channel("<podcast:liveItem status=\"pending\" start=\"soon\"/>"),
    good: Example::Channel("<podcast:liveItem status=\"pending\" start=\"2026-09-26T07:30:00Z\"/>"),
};

pub(crate) static GEO: Rule = Rule {
    code: "invalid-podcast-place",
    severity: Severity::Error,
    summary: "The geo of a place that is no geo URI",
    why: "Maps show it nowhere.",
    help: "Write geo:latitude,longitude",
    spec: tag!("location"),
    w3c: None,
    bad: Example::Item("<podcast:location geo=\"30.26,97.74\">Austin</podcast:location>"),
    good: Example::Item("<podcast:location geo=\"geo:30.26,97.74\">Austin</podcast:location>"),
};

static NO_URI: Rule = Rule {
    code: "podcast-comments-without-address",
    severity: Severity::Error,
    summary: "A podcast:socialInteract that leads nowhere",
    why: "Apps show the comments that stand under this address; without it there is nothing to show.",
    help: "Add uri with the address of the first post, or write protocol=\"disabled\"",
    spec: tag!("social-interact"),
    w3c: None,
    bad: Example::Item("<podcast:socialInteract protocol=\"activitypub\"/>"),
    good: Example::Item("<podcast:socialInteract protocol=\"activitypub\" uri=\"https://example.org/@jane/1\"/>"),
};

pub(super) static MODULE: Module = Module {
    element: Some(element),
    of: Of::Namespaces(&[Ns::PODCAST]),
    ..Module::new("podcast", &[&PART, &GUID, &WORD, &MOMENT, &GEO, &NO_URI])
};

fn element(_cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if !node.is_local("socialInteract") || node.attribute("uri").is_some() {
        return;
    }
    let Some(protocol) = node.attribute("protocol") else { return };
    if !matches!(protocol.value().trimmed(), "disabled" | "") {
        findings.report(&NO_URI, node.start_tag(), format!("<{}> has no uri", node.name())).element("uri");
    }
}

/// `podcast:guid`.
pub(crate) fn guid(judged: &mut Judged<'_, '_, '_, '_>) {
    let is_uuid = urn::uuid(&format!("urn:uuid:{}", judged.text())).is_ok();
    if !judged.text().is_empty() && !is_uuid {
        judged.report_all(&GUID, "is no UUID");
    }
}

/// `podcast:medium`: each kind is also one of lists of such.
pub(crate) fn medium(judged: &mut Judged<'_, '_, '_, '_>) {
    const MEDIUMS: &[&str] = &[
        "podcast",
        "music",
        "video",
        "film",
        "audiobook",
        "newsletter",
        "blog",
        "publisher",
        "course",
        "mixed",
        "podcastL",
        "musicL",
        "videoL",
        "filmL",
        "audiobookL",
        "newsletterL",
        "blogL",
        "publisherL",
        "courseL",
    ];
    word(judged, MEDIUMS);
}

/// The status of a live item.
pub(crate) fn status(judged: &mut Judged<'_, '_, '_, '_>) {
    word(judged, &["pending", "live", "ended"]);
}

/// Where people talk about an episode.
pub(crate) fn protocol(judged: &mut Judged<'_, '_, '_, '_>) {
    word(judged, &["disabled", "activitypub", "twitter", "lightning", "atproto", "matrix", "nostr", "hive", "bluesky"]);
}

/// How a file can be checked.
pub(crate) fn integrity(judged: &mut Judged<'_, '_, '_, '_>) {
    word(judged, &["sri", "pgp-signature"]);
}

fn word(judged: &mut Judged<'_, '_, '_, '_>, words: &'static [&'static str]) {
    if !judged.text().is_empty() {
        one_of(judged, words, &WORD);
    }
}

/// A point of time of ISO 8601: the examples of the namespace write offsets without a colon.
pub(crate) fn moment(judged: &mut Judged<'_, '_, '_, '_>) {
    let text = judged.text();
    let with_zone = ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z"];
    let without = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let is_moment = DateTime::parse_from_rfc3339(text).is_ok()
        || with_zone.iter().any(|form| DateTime::parse_from_str(text, form).is_ok())
        || without.iter().any(|form| NaiveDateTime::parse_from_str(text, form).is_ok());
    if !is_moment {
        judged.report_all(&MOMENT, "is no time of ISO 8601");
    }
}

/// A geo URI (RFC 5870).
pub(crate) fn geo(judged: &mut Judged<'_, '_, '_, '_>) {
    let text = judged.text();
    let numbers = |text: &str| {
        let numbers: Vec<bool> = text.split(',').map(|number| number.trim().parse::<f64>().is_ok()).collect();
        matches!(numbers.len(), 2 | 3) && numbers.iter().all(|good| *good)
    };
    let is_geo = text.strip_prefix("geo:").is_some_and(|rest| numbers(rest.split(';').next().unwrap_or_default()));
    if !text.is_empty() && !is_geo {
        judged.report_all(&GEO, "is no geo URI");
    }
}
