//! What is wrong by its kinds: how often, and where first.

use crate::diagnostic::{Diagnostic, Severity};

/// Warnings of one code.
pub(super) struct WarningKind<'d> {
    pub(super) first: &'d Diagnostic,
    pub(super) count: usize,
}

/// The kinds of warnings, in the order in which they were found.
pub(super) fn of_warnings<'d>(found: impl IntoIterator<Item = &'d Diagnostic>) -> Vec<WarningKind<'d>> {
    let mut kinds: Vec<WarningKind<'d>> = Vec::new();
    for d in found.into_iter().filter(|d| d.severity == Severity::Warning) {
        match kinds.iter_mut().find(|kind| kind.first.code == d.code) {
            Some(kind) => kind.count += 1,
            None => kinds.push(WarningKind { first: d, count: 1 }),
        }
    }
    kinds
}

impl WarningKind<'_> {
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
