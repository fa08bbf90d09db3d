//! What is wrong by its kinds: how often, and where first.

use crate::diagnostic::{Diagnostic, Severity};

/// Diagnostics of one code and severity.
pub(super) struct DiagnosticKind<'d> {
    pub(super) first: &'d Diagnostic,
    pub(super) count: usize,
}

/// The kinds of warnings and errors, in the order in which they were found.
pub(super) fn of<'d>(found: impl IntoIterator<Item = &'d Diagnostic>) -> Vec<DiagnosticKind<'d>> {
    let mut kinds: Vec<DiagnosticKind<'d>> = Vec::new();
    for d in found.into_iter().filter(|d| d.severity >= Severity::Warning) {
        match kinds.iter_mut().find(|kind| kind.takes(d)) {
            Some(kind) => kind.count += 1,
            None => kinds.push(DiagnosticKind { first: d, count: 1 }),
        }
    }
    kinds
}

impl DiagnosticKind<'_> {
    /// Whether a diagnostic is of this kind.
    pub(super) fn takes(&self, d: &Diagnostic) -> bool {
        (self.first.code, self.first.severity) == (d.code, d.severity)
    }

    /// It in one line, the example's place before what is said of that.
    pub(super) fn line(&self) -> String {
        let Diagnostic { severity, code, message, place, .. } = self.first;
        let place = place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
        let more = match self.count - 1 {
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        format!("{severity}[{code}]: {place}{message}{more}")
    }
}
