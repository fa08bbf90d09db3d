//! Whole and fractional numbers.

use crate::check::module::Module;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::number::{self, Wrong};
use crate::check::vocabulary::Judged;
use crate::diagnostic::Severity;

const XSD: Spec =
    Spec { section: "XML Schema, nonNegativeInteger", url: "https://www.w3.org/TR/xmlschema-2/#nonNegativeInteger" };
const MEDIA: Spec =
    Spec { section: "Media RSS 1.5.1, <media:content>", url: "https://www.rssboard.org/media-rss#media-content" };

pub(crate) static INTEGER: Rule = Rule {
    code: "invalid-integer",
    severity: Severity::Error,
    summary: "No whole number where one is needed",
    why: "Programs that read it as a number fail or take it as 0.",
    help: "Write decimal digits, without separators, units or a fraction",
    spec: Spec { section: "XML Schema, integer", url: "https://www.w3.org/TR/xmlschema-2/#integer" },
    w3c: Some("InvalidInteger"),
    bad: Example::Document(
        "<rss version=\"2.0\" xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\"><channel><opensearch:startIndex>first</opensearch:startIndex></channel></rss>",
    ),
    good: Example::Document(
        "<rss version=\"2.0\" xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\"><channel><opensearch:startIndex>1</opensearch:startIndex></channel></rss>",
    ),
};

pub(crate) static NON_NEGATIVE: Rule = Rule {
    code: "invalid-non-negative-integer",
    severity: Severity::Error,
    summary: "No whole number of zero or more where one is needed",
    why: "A count or a size that is no number is shown as it is, or as 0.",
    help: "Write decimal digits, without sign, separators or units",
    spec: XSD,
    w3c: Some("InvalidNonNegativeInteger"),
    bad: Example::Item("<title>Storm</title><slash:comments>many</slash:comments>"),
    good: Example::Item("<title>Storm</title><slash:comments>12</slash:comments>"),
};

pub(crate) static POSITIVE: Rule = Rule {
    code: "invalid-positive-integer",
    severity: Severity::Error,
    summary: "No whole number above zero where one is needed",
    why: "Readers lay out pictures by width and height before they are there, and wait as long as ttl says.",
    help: "Write decimal digits, without sign, separators or units",
    spec: Spec { section: "XML Schema, positiveInteger", url: "https://www.w3.org/TR/xmlschema-2/#positiveInteger" },
    w3c: Some("InvalidPositiveInteger"),
    bad: Example::Channel("<title>News</title><ttl>0</ttl>"),
    good: Example::Channel("<title>News</title><ttl>60</ttl>"),
};

pub(crate) static DECIMAL: Rule = Rule {
    code: "invalid-number",
    severity: Severity::Error,
    summary: "No number where one is needed",
    why: "Players show length and quality from it, and choose a rendition by it.",
    help: "Write decimal digits with or without a fraction; a duration in seconds, a bitrate in kilobits per second",
    spec: MEDIA,
    w3c: Some("InvalidFloat"),
    bad: Example::Item("<title>Storm</title><media:content url=\"https://example.org/a.mp4\" duration=\"1:30\"/>"),
    good: Example::Item("<title>Storm</title><media:content url=\"https://example.org/a.mp4\" duration=\"90\"/>"),
};

static LIST: Rule = Rule {
    code: "invalid-integer-list",
    severity: Severity::Error,
    summary: "No list of whole numbers where one is needed",
    why: "Programs read the numbers between the commas.",
    help: "Write whole numbers divided by commas: 177,155,105",
    spec: Spec {
        section: "RSS slash module, <slash:hit_parade>",
        url: "https://web.resource.org/rss/1.0/modules/slash/",
    },
    w3c: Some("InvalidCommaSeparatedIntegers"),
    bad: Example::Item("<title>Storm</title><slash:hit_parade>177;155</slash:hit_parade>"),
    good: Example::Item("<title>Storm</title><slash:hit_parade>177,155</slash:hit_parade>"),
};

pub(crate) static ATTRIBUTE: Rule = Rule {
    code: "invalid-attribute-number",
    severity: Severity::Error,
    summary: "A length or port that is no whole number",
    why: "Podcast apps show the size before they download, and a cloud is asked at its port.",
    help: "Write the length in bytes, and 0 when it is unknown; the port above 0",
    spec: Spec {
        section: "RSS 2.0, <enclosure>",
        url: "https://www.rssboard.org/rss-specification#ltenclosuregtSubelementOfLtitemgt",
    },
    w3c: Some("InvalidIntegerAttribute"),
    bad: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"1.5MB\" type=\"audio/mpeg\"/>",
    ),
    good: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"1572864\" type=\"audio/mpeg\"/>",
    ),
};

pub(crate) static UNKNOWN_LENGTH: Rule = Rule {
    code: "negative-length",
    severity: Severity::Error,
    summary: "A negative length of an enclosure",
    why: "A length of -1 is meant as unknown, but programs take it as a size.",
    help: "Write 0 when the length is unknown",
    spec: Spec {
        section: "RSS profile, enclosure",
        url: "https://www.rssboard.org/rss-profile#element-channel-item-enclosure",
    },
    w3c: Some("UseZeroForUnknown"),
    bad: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"-1\" type=\"audio/mpeg\"/>",
    ),
    good: Example::Item(
        "<title>Storm</title><enclosure url=\"https://example.org/a.mp3\" length=\"0\" type=\"audio/mpeg\"/>",
    ),
};

pub(super) static MODULE: Module =
    Module::new("numbers", &[&INTEGER, &NON_NEGATIVE, &POSITIVE, &DECIMAL, &LIST, &ATTRIBUTE, &UNKNOWN_LENGTH]);

/// A whole number.
pub(crate) fn integer(judged: &mut Judged<'_, '_, '_, '_>) {
    if let Err((_, fault)) = number::integer(judged.text()) {
        judged.fault(&INTEGER, &fault);
    }
}

/// A whole number of zero or more.
pub(crate) fn non_negative(judged: &mut Judged<'_, '_, '_, '_>) {
    if let Err((_, fault)) = number::non_negative(judged.text()) {
        judged.fault(&NON_NEGATIVE, &fault);
    }
}

/// A whole number above zero.
pub(crate) fn positive(judged: &mut Judged<'_, '_, '_, '_>) {
    if let Err((_, fault)) = number::positive(judged.text()) {
        // The W3C's service takes 1_000 for a number.
        let seen = !judged.text().contains('_') || number::positive(&judged.text().replace('_', "")).is_err();
        let is_zero = judged.text().parse() == Ok(0);
        let entry = judged.fault(&POSITIVE, &fault).w3c(POSITIVE.w3c.filter(|_| seen));
        if is_zero {
            entry.help("Count from 1, or leave it out");
        }
    }
}

/// A number with or without a fraction.
pub(crate) fn decimal(judged: &mut Judged<'_, '_, '_, '_>) {
    if let Err(fault) = number::decimal(judged.text()) {
        // The W3C's service looks at the first character only.
        let seen = !judged.text().starts_with(|c: char| c.is_ascii_digit());
        judged.fault(&DECIMAL, &fault).w3c(seen.then_some("InvalidFloat"));
    }
}

/// Whole numbers divided by commas.
pub(crate) fn list(judged: &mut Judged<'_, '_, '_, '_>) {
    if let Err(fault) = number::integer_list(judged.text()) {
        judged.fault(&LIST, &fault);
    }
}

/// The length of an enclosure.
pub(crate) fn length(judged: &mut Judged<'_, '_, '_, '_>) {
    match number::non_negative(judged.text()) {
        Ok(_) => {}
        Err((Wrong::Form, fault)) => {
            judged.fault(&ATTRIBUTE, &fault).help("Write the length in bytes, and 0 when it is unknown");
        }
        Err((Wrong::TooSmall, fault)) => {
            let class = if judged.text() == "-1" { "UseZeroForUnknown" } else { "InvalidNonNegativeInteger" };
            judged.fault(&UNKNOWN_LENGTH, &fault).w3c(class);
        }
    }
}

const PORT: &str = "Write the number of a port, from 1 to 65535";

/// The port of a cloud.
pub(crate) fn port(judged: &mut Judged<'_, '_, '_, '_>) {
    match number::positive(judged.text()) {
        Ok(port) if port <= 65535 => {}
        Ok(_) => {
            judged.report_all(&ATTRIBUTE, "is over 65535").w3c(None).help(PORT);
        }
        Err((_, fault)) => {
            judged.fault(&ATTRIBUTE, &fault).help(PORT);
        }
    }
}
