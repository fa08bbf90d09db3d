//! Where rules report to.

use std::collections::HashMap;

use super::document::source::Spot;
use super::rule::{Rule, Spec};
use super::{Options, engine, profiles};
use crate::diagnostic::{Diagnostic, Excerpt, Finding, Place, Severity, Span, covered};

/// Longest value that a finding quotes, in bytes.
const VALUE_BYTES: usize = 200;

/// Longest message, help and name of an element, in bytes: they quote names of the document, which may
/// be of any length.
const TEXT_BYTES: usize = 400;

/// How many ranks there are: the three severities, and above them what stops every reader.
const RANKS: usize = 4;

/// The place of a finding among those of which only some are kept.
fn rank(code: &str, severity: Severity) -> usize {
    // A parser ends there: whatever else is wrong, nothing of it is ever seen.
    let stops = severity == Severity::Error && engine::STOPS.iter().any(|rule| rule.code == code);
    if stops { RANKS - 1 } else { severity as usize }
}

/// The name of an element as findings hold it.
fn element(name: &str) -> String {
    name[..name.floor_char_boundary(TEXT_BYTES)].to_owned()
}

/// A text that is not longer than allowed.
fn bounded(mut text: String) -> String {
    if text.len() > TEXT_BYTES {
        text.truncate(text.floor_char_boundary(TEXT_BYTES));
        text.push('…');
        text.shrink_to_fit();
    }
    text
}

/// The findings of a document, or of a part of it.
///
/// It keeps at most the number the caller wants, what stops every reader first, then errors before warnings
/// before notes, and counts the rest.
#[derive(Debug)]
pub(crate) struct Findings<'o> {
    options: &'o Options,
    kept: Vec<Diagnostic>,
    /// How many of each rank are kept.
    counts: [usize; RANKS],
    pub(super) suppressed: usize,
    /// The gravest severity reported, kept or not.
    pub(super) worst: Option<Severity>,
    severities: Severities,
    /// What a finding weighs by its class of the W3C validator, when that is all that counts.
    by_class: Option<fn(&str) -> Severity>,
}

/// The severities that differ from the rules' own. `None` switches a rule off.
pub(super) type Severities = std::sync::Arc<HashMap<&'static str, Option<Severity>>>;

impl<'o> Findings<'o> {
    pub(super) fn new(options: &'o Options, severities: Severities) -> Self {
        let by_class = profiles::only_class_counts(&options.profiles);
        Self { options, kept: Vec::new(), counts: [0; RANKS], suppressed: 0, worst: None, severities, by_class }
    }

    /// A sink of the same kind with nothing in it.
    pub(super) fn empty(&self) -> Self {
        Self::new(self.options, self.severities.clone())
    }

    /// The weight this rule has here; `None` when it is switched off. Rules that cost something ask first.
    pub(crate) fn severity(&self, rule: &'static Rule) -> Option<Severity> {
        if self.severities.is_empty() {
            return Some(rule.severity);
        }
        self.severities.get(rule.code).copied().unwrap_or(Some(rule.severity))
    }

    /// Reports a finding at a spot. The message is one sentence without a final stop; it need not
    /// repeat the value or the place.
    pub(crate) fn report(&mut self, rule: &'static Rule, spot: Spot<'_>, message: impl Into<String>) -> Entry<'_> {
        self.push(rule, Some(spot), message.into())
    }

    /// Reports a finding about the document as a whole.
    pub(crate) fn report_file(&mut self, rule: &'static Rule, message: impl Into<String>) -> Entry<'_> {
        self.push(rule, None, message.into())
    }

    /// Reports a finding about what a document is, at its very start.
    pub(crate) fn report_start(&mut self, rule: &'static Rule, message: impl Into<String>) -> Entry<'_> {
        let file = self.options.file.clone();
        let mut entry = self.push(rule, None, message.into());
        if let Some(diagnostic) = entry.diagnostic() {
            let span = Span { line: 1, column: 1, end_line: 1, end_column: 1, byte_offset: 0 };
            diagnostic.place = Some(Place { file, span: Some(span) });
        }
        entry
    }

    /// Reports a finding at a place that was taken down before, with what stood there.
    pub(crate) fn report_at(
        &mut self,
        rule: &'static Rule,
        at: &(Place, Excerpt),
        message: impl Into<String>,
    ) -> Entry<'_> {
        let mut entry = self.push(rule, None, message.into());
        if let Some(diagnostic) = entry.diagnostic() {
            (diagnostic.place, diagnostic.excerpt) = (Some(at.0.clone()), Some(at.1.clone()));
        }
        entry
    }

    fn push(&mut self, rule: &'static Rule, spot: Option<Spot<'_>>, message: String) -> Entry<'_> {
        let Some(severity) = self.severity(rule) else {
            return Entry(None);
        };
        let worst_before = self.worst;
        self.worst = self.worst.max(Some(severity));
        if !self.admits(rank(rule.code, severity)) {
            self.suppressed += 1;
            return Entry(None);
        }
        let mut diagnostic = Diagnostic::new(severity, rule.code, bounded(message)).help(rule.help);
        let mut finding = Finding {
            spec: Some(rule.spec.url),
            section: Some(rule.spec.section),
            w3c: rule.w3c,
            ..Finding::default()
        };
        match spot {
            Some(spot) => {
                finding.element = spot.element.map(element);
                diagnostic.place = Some(spot.source.place(spot.start..spot.end));
                diagnostic.excerpt = Some(spot.source.excerpt(spot.start..spot.end));
            }
            None => diagnostic = diagnostic.in_file(self.options.file.clone()),
        }
        diagnostic.finding = Some(Box::new(finding));
        self.kept.push(diagnostic);
        Entry(Some(Kept {
            diagnostics: &mut self.kept,
            counts: &mut self.counts,
            worst: &mut self.worst,
            worst_before,
            // What the user said of a rule holds, whatever the class.
            by_class: self.by_class.filter(|_| self.options.severities.iter().all(|s| s.0 != rule.code)),
        }))
    }

    /// Whether one more finding of this rank is kept, which is counted then.
    fn admits(&mut self, rank: usize) -> bool {
        // Twice the number wanted is the most that is held.
        if self.kept.len() >= self.options.max_findings.saturating_mul(2) {
            self.cut();
        }
        // What weighs less than all that is kept already is only counted. The head is judged after the items:
        // of what stops readers the first in the document counts, which may come last.
        let heavier: usize = self.counts[rank..].iter().sum();
        let is_last = rank == RANKS - 1 && self.options.max_findings > 0;
        let admitted = is_last || heavier < self.options.max_findings;
        self.counts[rank] += usize::from(admitted);
        admitted
    }

    /// Takes in the findings of a part.
    pub(super) fn append(&mut self, other: Findings<'_>) {
        self.worst = self.worst.max(other.worst);
        self.suppressed += other.suppressed;
        for diagnostic in other.kept {
            if self.admits(rank(diagnostic.code, diagnostic.severity)) {
                self.kept.push(diagnostic);
            } else {
                self.suppressed += 1;
            }
        }
    }

    fn cut(&mut self) {
        if self.kept.len() > self.options.max_findings {
            let rank = |d: &Diagnostic| rank(d.code, d.severity);
            self.kept.sort_by(|a, b| rank(b).cmp(&rank(a)).then_with(|| a.place.cmp(&b.place)));
            self.suppressed += self.kept.len() - self.options.max_findings;
            self.kept.truncate(self.options.max_findings);
            self.counts = [0; RANKS];
            for diagnostic in &self.kept {
                self.counts[rank(diagnostic)] += 1;
            }
        }
    }

    /// The findings in the order of the document, and how many were left out.
    pub(super) fn into_sorted(mut self) -> (Vec<Diagnostic>, usize) {
        self.cut();
        self.kept.sort_by(|a, b| {
            a.place.cmp(&b.place).then_with(|| b.severity.cmp(&a.severity)).then_with(|| a.code.cmp(b.code))
        });
        // What several rules' reading of one place comes to is said once.
        self.kept
            .dedup_by(|a, b| a.place == b.place && a.code == b.code && a.message == b.message && a.place.is_some());
        (self.kept, self.suppressed)
    }
}

/// A finding just reported, to say more about; nothing happens when it was left out.
#[derive(Debug)]
pub(crate) struct Entry<'f>(Option<Kept<'f>>);

/// The last of the findings, and what keeps account of them.
#[derive(Debug)]
struct Kept<'f> {
    diagnostics: &'f mut Vec<Diagnostic>,
    counts: &'f mut [usize; RANKS],
    worst: &'f mut Option<Severity>,
    worst_before: Option<Severity>,
    by_class: Option<fn(&str) -> Severity>,
}

impl Kept<'_> {
    /// Weighs the finding anew; `None` takes it back.
    fn weigh(&mut self, severity: Option<Severity>) {
        let Some(last) = self.diagnostics.last_mut() else { return };
        self.counts[rank(last.code, last.severity)] -= 1;
        *self.worst = self.worst_before.max(severity);
        match severity {
            Some(severity) => {
                self.counts[rank(last.code, severity)] += 1;
                last.severity = severity;
            }
            None => drop(self.diagnostics.pop()),
        }
    }
}

impl Entry<'_> {
    fn diagnostic(&mut self) -> Option<&mut Diagnostic> {
        self.0.as_mut().and_then(|kept| kept.diagnostics.last_mut())
    }

    fn finding(&mut self) -> Option<&mut Finding> {
        self.diagnostic().and_then(|d| d.finding.as_deref_mut())
    }

    /// Quotes the offending value, cut to a bounded length.
    pub(crate) fn value(mut self, value: &str) -> Self {
        if let Some(finding) = self.finding() {
            finding.value = Some(covered(value[..value.floor_char_boundary(VALUE_BYTES)].to_owned()));
        }
        self
    }

    /// Names another element or member than the one the spot belongs to.
    pub(crate) fn element(mut self, name: &str) -> Self {
        if let Some(finding) = self.finding() {
            finding.element = Some(element(name));
        }
        self
    }

    /// Names another specification than the rule's, where one rule serves several.
    pub(crate) fn spec(mut self, spec: Spec) -> Self {
        if let Some(finding) = self.finding() {
            (finding.spec, finding.section) = (Some(spec.url), Some(spec.section));
        }
        self
    }

    /// Says what to do more exactly than the rule does.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        if let Some(diagnostic) = self.diagnostic() {
            diagnostic.help = Some(covered(bounded(help.into())));
        }
        self
    }

    /// Names another W3C class than the rule's, where one rule covers several.
    pub(crate) fn w3c(mut self, class: impl Into<Option<&'static str>>) -> Self {
        let class = class.into();
        if let Some(finding) = self.finding() {
            finding.w3c = class;
        }
        if let Some(kept) = &mut self.0
            && let Some(by_class) = kept.by_class
        {
            kept.weigh(class.map(by_class));
            // What was taken back has nothing more to say.
            if class.is_none() {
                self.0 = None;
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use crate::check::{Options, Report, check};

    /// A feed with so many bad authors, and something after its items.
    fn feed(before: &str, authors: usize, after: &str) -> String {
        let item = "<item><title>Storm</title><guid>https://example.org/1</guid><author>Jane</author></item>\n";
        format!("{before}<rss version=\"2.0\"><channel><title>News</title>{}{after}", item.repeat(authors))
    }

    fn report(feed: &str, max_findings: usize) -> Report {
        check(feed.as_bytes(), &Options { max_findings, ..Options::new("feed") })
    }

    #[test]
    fn what_stops_every_reader_is_told_however_little_is_kept() {
        for (feed, code) in [
            (feed("\n<?xml version=\"1.0\"?>", 300, "</channel></rss>"), "misplaced-xml-declaration"),
            (feed("", 300, ""), "unclosed-element"),
            (feed("", 300, "</chanel></rss>"), "mismatched-tag"),
            (feed("", 300, "<title>a & b</title></channel></rss>"), "malformed-reference"),
            (feed("", 300, "</channel></rss>Warning"), "text-outside-root"),
        ] {
            for most in [1, 2, 200] {
                let report = report(&feed, most);
                assert!(report.findings.iter().any(|d| d.code == code), "{code} {most}");
                assert_eq!(report.findings.len(), most, "{code}");
                let whole = self::report(&feed, usize::MAX);
                assert_eq!(report.findings.len() + report.suppressed, whole.findings.len(), "{code}");
            }
        }
    }

    #[test]
    fn of_what_stops_readers_the_first_in_the_document_is_kept() {
        let item = "<item><title>a & b</title><guid>https://example.org/1</guid></item>\n";
        let feed =
            format!("\n<?xml version=\"1.0\"?><rss version=\"2.0\"><channel>{}</channel></rss>", item.repeat(300));
        let report = report(&feed, 1);
        assert_eq!(report.findings[0].code, "misplaced-xml-declaration");
    }
}
