//! Where rules report to.

use std::collections::HashMap;

use super::document::source::Spot;
use super::rule::{Rule, Spec};
use super::{Options, profiles};
use crate::diagnostic::{Diagnostic, Excerpt, Finding, Place, Severity, Span, covered};

/// Longest value that a finding quotes, in bytes.
const VALUE_BYTES: usize = 200;

/// Longest message, help and name of an element, in bytes: they quote names of the document, which may
/// be of any length.
const TEXT_BYTES: usize = 400;

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
/// It keeps at most the number the caller wants, errors before warnings before notes, and counts
/// the rest.
#[derive(Debug)]
pub(crate) struct Findings<'o> {
    options: &'o Options,
    kept: Vec<Diagnostic>,
    /// How many of each severity are kept, in the order of [`Severity`].
    counts: [usize; 3],
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
        Self { options, kept: Vec::new(), counts: [0; 3], suppressed: 0, worst: None, severities, by_class }
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
        // What weighs less than all that is kept already is only counted.
        let heavier: usize = self.counts[severity as usize..].iter().sum();
        if heavier >= self.options.max_findings {
            self.suppressed += 1;
            return Entry(None);
        }
        self.counts[severity as usize] += 1;
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

    /// Takes in the findings of a part.
    pub(super) fn append(&mut self, other: Findings<'_>) {
        self.worst = self.worst.max(other.worst);
        self.suppressed += other.suppressed;
        for diagnostic in other.kept {
            let heavier: usize = self.counts[diagnostic.severity as usize..].iter().sum();
            if heavier >= self.options.max_findings {
                self.suppressed += 1;
            } else {
                self.counts[diagnostic.severity as usize] += 1;
                self.kept.push(diagnostic);
            }
        }
        // Twice the number wanted is the most that is held.
        if self.kept.len() > self.options.max_findings.saturating_mul(2) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.kept.len() > self.options.max_findings {
            self.kept.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.place.cmp(&b.place)));
            self.suppressed += self.kept.len() - self.options.max_findings;
            self.kept.truncate(self.options.max_findings);
            self.counts = [0; 3];
            for diagnostic in &self.kept {
                self.counts[diagnostic.severity as usize] += 1;
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
    counts: &'f mut [usize; 3],
    worst: &'f mut Option<Severity>,
    worst_before: Option<Severity>,
    by_class: Option<fn(&str) -> Severity>,
}

impl Kept<'_> {
    /// Weighs the finding anew; `None` takes it back.
    fn weigh(&mut self, severity: Option<Severity>) {
        let Some(last) = self.diagnostics.last_mut() else { return };
        self.counts[last.severity as usize] -= 1;
        *self.worst = self.worst_before.max(severity);
        match severity {
            Some(severity) => {
                self.counts[severity as usize] += 1;
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
