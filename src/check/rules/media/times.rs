//! Points of playing time.

use crate::check::document::tree::Node;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::time;
use crate::check::vocabulary::Judged;
use crate::diagnostic::Severity;

pub(crate) static NPT: Rule = Rule {
    code: "invalid-playing-time",
    severity: Severity::Error,
    summary: "A time of Media RSS that is no normal play time",
    why: "Players jump to it, and show captions by it.",
    help: "Write seconds (12.5), a clock (0:01:12.5) or now",
    spec: Spec { section: "RFC 2326, section 3.6", url: "https://www.rfc-editor.org/rfc/rfc2326#section-3.6" },
    w3c: Some("InvalidNPTTime"),
    bad: Example::Item("<title>Storm</title><media:thumbnail url=\"https://example.org/a.png\" time=\"noon\"/>"),
    good: Example::Item("<title>Storm</title><media:thumbnail url=\"https://example.org/a.png\" time=\"12.5\"/>"),
};

static BACKWARDS: Rule = Rule {
    code: "start-after-end",
    severity: Severity::Error,
    summary: "A start that is not before its end",
    why: "Players show the text at no time at all.",
    help: "Correct start or end",
    spec: Spec { section: "Media RSS 1.5.1, <media:text>", url: "https://www.rssboard.org/media-rss#media-text" },
    w3c: None,
    bad: Example::Item("<title>Storm</title><media:text start=\"20\" end=\"10\">Thunder</media:text>"),
    good: Example::Item("<title>Storm</title><media:text start=\"10\" end=\"20\">Thunder</media:text>"),
};

pub(in crate::check::rules) static MODULE: Module =
    Module { element: Some(element), of: super::ELEMENTS, ..Module::new("media-times", &[&NPT, &BACKWARDS]) };

/// A point of playing time.
pub(crate) fn npt(judged: &mut Judged<'_, '_, '_, '_>) {
    if let Err(fault) = time::npt(judged.text()) {
        // The W3C's service takes anything that begins with a digit.
        let seen = !judged.text().starts_with(|c: char| c.is_ascii_digit()) && !judged.text().starts_with("now");
        judged.fault(&NPT, &fault).w3c(seen.then_some("InvalidNPTTime"));
    }
}

fn element(_cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if !(super::is(node, "text") || super::is(node, "location")) {
        return;
    }
    let (Some(start), Some(end)) = (node.attribute("start"), node.attribute("end")) else { return };
    if let (Ok(Some(from)), Ok(Some(to))) = (time::npt(start.value().as_str()), time::npt(end.value().as_str()))
        && from >= to
    {
        findings.report(&BACKWARDS, end.span(), "The start is not before the end").value(end.value().as_str());
    }
}
