//! Values that are one of a few words.

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

pub(super) static MODULE: Module = Module::new("words", &[&BOOLEAN, &PERMALINK, &UPDATE_PERIOD]);

/// A value that must be one of these words, as they are written here.
pub(crate) fn one_of(judged: &mut Judged<'_, '_, '_, '_>, words: &'static [&'static str], rule: &'static Rule) {
    let text = judged.text();
    if words.contains(&text) {
        return;
    }
    let near = suggestion(text, words.iter().copied());
    let rest = format!("is not one of {}", words.join(", "));
    let entry = judged.report_all(rule, &rest);
    if let Some(near) = near {
        entry.help(format!("Did you mean \"{near}\"?"));
    }
}

/// `true` or `false`, in any case.
pub(crate) fn boolean(judged: &mut Judged<'_, '_, '_, '_>) {
    if !["true", "false"].iter().any(|word| judged.text().eq_ignore_ascii_case(word)) {
        judged.report_all(&BOOLEAN, "is neither true nor false");
    }
}

/// `isPermaLink`.
pub(crate) fn permalink(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["true", "false"], &PERMALINK);
}

/// `sy:updatePeriod`.
pub(crate) fn update_period(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["hourly", "daily", "weekly", "monthly", "yearly"], &UPDATE_PERIOD);
}
