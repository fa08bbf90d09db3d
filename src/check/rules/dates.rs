//! Dates: their form, their sense, and whether they can be true.

use crate::check::module::Module;
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::date::{self, Date, DateFault, Wrong};
use crate::check::vocabulary::Judged;
use crate::diagnostic::Severity;

const RFC822: Spec = Spec { section: "RFC 822, section 5", url: "https://www.rfc-editor.org/rfc/rfc822#section-5" };
const RSS_PROFILE: Spec =
    Spec { section: "RSS profile, date and time", url: "https://www.rssboard.org/rss-profile#data-types-datetime" };

pub(crate) static FORM_822: Rule = Rule {
    code: "invalid-rfc822-date",
    severity: Severity::Error,
    summary: "A date of RSS that is not written as RFC 822 says",
    why: "Readers that cannot read the date sort the item to the end, or give it the time at which they fetched it.",
    help: "Write the date as in: Thu, 01 Jan 2026 09:30:00 +0100",
    spec: RFC822,
    w3c: Some("InvalidRFC2822Date"),
    bad: Example::Item("<title>Storm</title><pubDate>2026-01-01T09:30:00Z</pubDate>"),
    good: Example::Item("<title>Storm</title><pubDate>Thu, 01 Jan 2026 09:30:00 +0100</pubDate>"),
};

pub(crate) static WEEKDAY: Rule = Rule {
    code: "wrong-weekday",
    severity: Severity::Error,
    summary: "A weekday that is not that of the date",
    why: "One of the two is wrong, and a strict reader refuses the date. Often the month or year was changed and the weekday was not.",
    help: "Correct the weekday, or leave it out",
    spec: RFC822,
    w3c: Some("IncorrectDOW"),
    bad: Example::Item("<title>Storm</title><pubDate>Fri, 01 Jan 2026 09:30:00 +0100</pubDate>"),
    good: Example::Item("<title>Storm</title><pubDate>Thu, 01 Jan 2026 09:30:00 +0100</pubDate>"),
};

static OBSOLETE: Rule = Rule {
    code: "obsolete-date-form",
    severity: Severity::Warning,
    summary: "A date in a form that RFC 822 allows and its successors gave up",
    why: "Years of two digits, comments, military zones and unusual case or blanks are read wrongly or not at all by many readers.",
    help: "Write the date as in: Thu, 01 Jan 2026 09:30:00 +0100",
    spec: RSS_PROFILE,
    w3c: Some("ProblematicalRFC822Date"),
    bad: Example::Item("<title>Storm</title><pubDate>Thu, 01 Jan 26 09:30:00 GMT</pubDate>"),
    good: Example::Item("<title>Storm</title><pubDate>Thu, 01 Jan 2026 09:30:00 GMT</pubDate>"),
};

static ODD_ZONE: Rule = Rule {
    code: "odd-time-zone",
    severity: Severity::Note,
    summary: "An offset that is not whole or half hours",
    why: "Such zones exist (Nepal has +0545), but an offset of odd minutes is more often a mistake.",
    help: "Check the offset; +0000 is always understood",
    spec: RSS_PROFILE,
    w3c: Some("ProblematicalRFC822Date"),
    bad: Example::Item("<title>Storm</title><pubDate>Thu, 01 Jan 2026 09:30:00 -0234</pubDate>"),
    good: Example::Item("<title>Storm</title><pubDate>Thu, 01 Jan 2026 09:30:00 -0230</pubDate>"),
};

pub(crate) static FORM_3339: Rule = Rule {
    code: "invalid-rfc3339-date",
    severity: Severity::Error,
    summary: "A date that is not written as RFC 3339 says",
    why: "Atom knows only this one form, with seconds and a zone. Readers take another form as no date at all.",
    help: "Write the date as in: 2026-01-01T09:30:00+01:00",
    spec: Spec { section: "RFC 4287, section 3.3", url: "https://www.rfc-editor.org/rfc/rfc4287#section-3.3" },
    w3c: Some("InvalidRFC3339Date"),
    bad: Example::AtomEntry("<title>Storm</title><updated>2026-01-01 09:30</updated>"),
    good: Example::AtomEntry("<title>Storm</title><updated>2026-01-01T09:30:00+01:00</updated>"),
};

pub(crate) static FORM_W3CDTF: Rule = Rule {
    code: "invalid-w3cdtf-date",
    severity: Severity::Error,
    summary: "A date that is not written as the W3C note on dates says",
    why: "Dublin Core and the syndication module use this form. A time without a zone can mean 25 different moments.",
    help: "Write 2026, 2026-01, 2026-01-01 or 2026-01-01T09:30:00+01:00",
    spec: Spec { section: "W3C note on date and time formats", url: "https://www.w3.org/TR/NOTE-datetime" },
    w3c: Some("InvalidW3CDTFDate"),
    bad: Example::Item("<title>Storm</title><dc:date>2026-01-01T09:30:00</dc:date>"),
    good: Example::Item("<title>Storm</title><dc:date>2026-01-01T09:30:00Z</dc:date>"),
};

pub(crate) static CLOCK: Rule = Rule {
    code: "impossible-time",
    severity: Severity::Error,
    summary: "A time or zone that no clock shows",
    why: "Readers differ in what they make of hour 24, second 99 or an offset of 99 hours: another day, another time, or no date.",
    help: "Use hours up to 23, minutes and seconds up to 59, and an offset with a sign that exists somewhere",
    spec: Spec { section: "RFC 2822, section 3.3", url: "https://www.rfc-editor.org/rfc/rfc2822#section-3.3" },
    w3c: None,
    bad: Example::Item("<title>Storm</title><pubDate>Thu, 01 Jan 2026 24:00:00 +0000</pubDate>"),
    good: Example::Item("<title>Storm</title><pubDate>Fri, 02 Jan 2026 00:00:00 +0000</pubDate>"),
};

static IMPLAUSIBLE: Rule = Rule {
    code: "implausible-date",
    severity: Severity::Warning,
    summary: "A date in the future, or before there were feeds",
    why: "An item of tomorrow stays on top of readers' lists until tomorrow, or is not shown before. A year such as 1970 comes from a clock or a program that had no date.",
    help: "Give the time at which the item was published",
    spec: Spec {
        section: "RSS 2.0, <pubDate>",
        url: "https://www.rssboard.org/rss-specification#ltpubdategtSubelementOfLtitemgt",
    },
    w3c: Some("ImplausibleDate"),
    bad: Example::Item("<title>Storm</title><pubDate>Thu, 01 Jan 1970 00:00:00 +0000</pubDate>"),
    good: Example::Item("<title>Storm</title><pubDate>Thu, 01 Jan 2026 00:00:00 +0000</pubDate>"),
};

pub(super) static MODULE: Module =
    Module::new("dates", &[&FORM_822, &WEEKDAY, &OBSOLETE, &ODD_ZONE, &FORM_3339, &FORM_W3CDTF, &CLOCK, &IMPLAUSIBLE]);

/// A date of RSS.
pub(crate) fn rfc822(judged: &mut Judged<'_, '_, '_, '_>) {
    match date::rfc822(judged.text()) {
        Ok(date) => {
            if let Some((at, reason)) = &date.obsolete {
                judged.report(&OBSOLETE, at.clone(), reason);
            } else {
                if let Some(at) = &date.odd_zone {
                    judged.report(&ODD_ZONE, at.clone(), "has an offset that is not whole or half hours");
                }
                plausible(judged, &date, 600);
            }
        }
        // A date of Atom is the most frequent mistake; what it lacks of another form says little.
        Err(_) if date::w3cdtf(judged.text()).is_ok() => {
            judged.report_all(&FORM_822, "is a date as Atom writes it, not RSS");
        }
        Err(fault) => report(judged, &FORM_822, &fault),
    }
}

/// A date of Atom.
pub(crate) fn rfc3339(judged: &mut Judged<'_, '_, '_, '_>) {
    iso(judged, date::rfc3339, &FORM_3339);
}

/// A date of Dublin Core.
pub(crate) fn w3cdtf(judged: &mut Judged<'_, '_, '_, '_>) {
    iso(judged, date::w3cdtf, &FORM_W3CDTF);
}

fn iso(judged: &mut Judged<'_, '_, '_, '_>, parse: fn(&str) -> Result<Date, DateFault>, form: &'static Rule) {
    match parse(judged.text()) {
        Ok(date) => plausible(judged, &date, 86_400),
        Err(_) if date::rfc822(judged.text()).is_ok() => {
            judged.report_all(form, "is a date as RSS writes it");
        }
        Err(fault) => report(judged, form, &fault),
    }
}

fn report(judged: &mut Judged<'_, '_, '_, '_>, form: &'static Rule, fault: &DateFault) {
    let rule = match fault.wrong {
        Wrong::Form | Wrong::Range => form,
        Wrong::Weekday => &WEEKDAY,
        Wrong::Clock => &CLOCK,
    };
    judged.report(rule, fault.at.clone(), fault.reason);
}

/// Dates may lie so many seconds ahead, since clocks differ.
fn plausible(judged: &mut Judged<'_, '_, '_, '_>, date: &Date, ahead: i64) {
    // A moment to count from lies where it lies, and so does the making of an old work.
    if judged.node.is(Ns::SY, "updateBase") {
        return;
    }
    let of_a_work = judged.node.ns() == Ns::DCTERMS && !judged.node.is_local("modified");
    if date.year < 1990 && !of_a_work {
        judged.report_all(&IMPLAUSIBLE, "is a date before there were feeds");
    } else if judged.cx.options.now.is_some_and(|now| date.unix > now.timestamp() + ahead) {
        judged.report_all(&IMPLAUSIBLE, "is a date in the future");
    }
}
