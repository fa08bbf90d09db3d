//! Values that are one of a few words.

use crate::check::findings::Entry;
use crate::check::module::Module;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::vocabulary::Judged;
use crate::diagnostic::{Severity, suggestion};

pub(crate) static BOOLEAN: Rule = Rule {
    code: "invalid-boolean",
    severity: Severity::Error,
    summary: "Neither true nor false where one of them is needed",
    why: "Programs compare the word as it is written and take anything else as the default.",
    help: "Write true or false",
    spec: Spec { section: "Media RSS 1.5.1, <media:content>", url: "https://www.rssboard.org/media-rss#media-content" },
    w3c: Some("InvalidTrueFalse"),
    bad: Example::Item("<title>Storm</title><media:content url=\"https://example.org/a.mp4\" isDefault=\"yes\"/>"),
    good: Example::Item("<title>Storm</title><media:content url=\"https://example.org/a.mp4\" isDefault=\"true\"/>"),
};

pub(crate) static PERMALINK: Rule = Rule {
    code: "invalid-permalink-flag",
    severity: Severity::Error,
    summary: "An isPermaLink that is neither true nor false",
    why: "Readers take anything but false as true and open the guid as an address, or the other way round.",
    help: "Write isPermaLink=\"true\" or isPermaLink=\"false\", in lower case",
    spec: Spec {
        section: "RSS 2.0, <guid>",
        url: "https://www.rssboard.org/rss-specification#ltguidgtSubelementOfLtitemgt",
    },
    w3c: Some("InvalidBooleanAttribute"),
    bad: Example::Item("<title>Storm</title><guid isPermaLink=\"False\">storm-2026</guid>"),
    good: Example::Item("<title>Storm</title><guid isPermaLink=\"false\">storm-2026</guid>"),
};

pub(crate) static UPDATE_PERIOD: Rule = Rule {
    code: "invalid-update-period",
    severity: Severity::Error,
    summary: "An update period that is not one of the five",
    why: "Readers ask for the feed as often as it says and ignore a word they do not know.",
    help: "Write hourly, daily, weekly, monthly or yearly",
    spec: Spec { section: "RSS syndication module", url: "https://web.resource.org/rss/1.0/modules/syndication/" },
    w3c: Some("InvalidUpdatePeriod"),
    bad: Example::Channel("<sy:updatePeriod>often</sy:updatePeriod>"),
    good: Example::Channel("<sy:updatePeriod>hourly</sy:updatePeriod>"),
};

pub(crate) static BOOLEAN_CASE: Rule = Rule {
    code: "boolean-in-other-case",
    severity: Severity::Warning,
    summary: "True or false in another case than the lower one",
    why: "Many programs compare the word as it is written and take anything else as the default.",
    help: "Write true or false",
    spec: Spec { section: "Media RSS 1.5.1, <media:content>", url: "https://www.rssboard.org/media-rss#media-content" },
    w3c: None,
    bad: Example::Item("<title>Storm</title><media:content url=\"https://example.org/a.mp4\" isDefault=\"True\"/>"),
    good: Example::Item("<title>Storm</title><media:content url=\"https://example.org/a.mp4\" isDefault=\"true\"/>"),
};

pub(crate) static CLOUD_PROTOCOL: Rule = Rule {
    code: "invalid-cloud-protocol",
    severity: Severity::Error,
    summary: "A cloud that is asked in a protocol nobody speaks",
    why: "Readers that register with clouds know these protocols only, by these words.",
    help: "Write http-post, xml-rpc or soap",
    spec: Spec {
        section: "RSS 2.0, <cloud>",
        url: "https://www.rssboard.org/rss-specification#ltcloudgtSubelementOfLtchannelgt",
    },
    w3c: None,
    bad: Example::Channel(
        "<cloud domain=\"example.org\" port=\"80\" path=\"/rpc\" registerProcedure=\"\" protocol=\"http\"/>",
    ),
    good: Example::Channel(
        "<cloud domain=\"example.org\" port=\"80\" path=\"/rpc\" registerProcedure=\"\" protocol=\"http-post\"/>",
    ),
};

pub(super) static MODULE: Module =
    Module::new("words", &[&BOOLEAN, &BOOLEAN_CASE, &PERMALINK, &UPDATE_PERIOD, &CLOUD_PROTOCOL]);

/// A value that must be one of these words, as they are written here.
pub(crate) fn one_of<'e>(
    judged: &'e mut Judged<'_, '_, '_, '_>,
    words: &'static [&'static str],
    rule: &'static Rule,
) -> Option<Entry<'e>> {
    let text = judged.text();
    if words.contains(&text) {
        return None;
    }
    let near = suggestion(text, words.iter().copied());
    let rest = format!("is not one of {}", words.join(", "));
    let entry = judged.report_all(rule, &rest);
    Some(match near {
        Some(near) => entry.help(format!("Did you mean \"{near}\"?")),
        None => entry,
    })
}

/// `true` or `false`.
pub(crate) fn boolean(judged: &mut Judged<'_, '_, '_, '_>) {
    let text = judged.text();
    match ["true", "false"].into_iter().find(|word| text.eq_ignore_ascii_case(word)) {
        Some(word) if word == text => {}
        Some(word) => {
            judged.report_all(&BOOLEAN_CASE, "is not in lower case").help(format!("Write {word}"));
        }
        None => {
            judged.report_all(&BOOLEAN, "is neither true nor false");
        }
    }
}

/// The protocol of a cloud.
pub(crate) fn cloud_protocol(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["xml-rpc", "soap", "http-post", "https-post"], &CLOUD_PROTOCOL);
}

/// `isPermaLink`.
pub(crate) fn permalink(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["true", "false"], &PERMALINK);
}

/// `sy:updatePeriod`.
pub(crate) fn update_period(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["hourly", "daily", "weekly", "monthly", "yearly"], &UPDATE_PERIOD);
}
