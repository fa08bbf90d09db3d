//! What the HTTP side of a feed says: status, content type, caching. The fetching is not here.

use super::module::Module;

pub(crate) static MODULES: &[&Module] = &[];

/// Judges the head of an answer written as text, for the examples of rules.
#[cfg(test)]
pub(super) fn judge_example(
    _head: &str,
    _options: &super::Options,
) -> Vec<crate::diagnostic::Diagnostic> {
    Vec::new()
}
