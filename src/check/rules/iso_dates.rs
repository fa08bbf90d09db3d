//! Dates of the RSS modules for events and aggregation.

use crate::check::module::Module;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::date;
use crate::check::vocabulary::Judged;
use crate::diagnostic::Severity;

pub(super) static MODULE: Module = Module::new("iso-dates", &[&ISO8601]);

pub(crate) static ISO8601: Rule = Rule {
    code: "invalid-iso8601-date",
    severity: Severity::Error,
    summary: "A date that is not in the form of ISO 8601",
    why: "Calendars cannot place the event.",
    help: "Write it like 2026-01-31T09:30:00Z",
    spec: Spec { section: "RSS event module", url: "https://web.resource.org/rss/1.0/modules/event/" },
    w3c: Some("InvalidISO8601DateTime"),
    bad: Example::Document(
        r#"<rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/"><channel><item><ev:startdate>tomorrow</ev:startdate></item></channel></rss>"#,
    ),
    good: Example::Document(
        r#"<rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/"><channel><item><ev:startdate>2026-01-31T09:30:00Z</ev:startdate></item></channel></rss>"#,
    ),
};

/// A date or date-time of ISO 8601.
pub(crate) fn judge(judged: &mut Judged<'_, '_, '_, '_>) {
    if let Err(fault) = date::iso8601(judged.text()) {
        judged.report(&ISO8601, fault.at, fault.reason);
    }
}
