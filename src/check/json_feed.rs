//! JSON Feed 1.0 and 1.1.

use std::io::BufRead;

use super::document::decode::Decoded;
use super::findings::Findings;
use super::module::{Context, Module};

/// The rules, for the registry; they are applied by [`check`], not by the functions of a module.
pub(crate) static MODULES: &[&Module] = &[];

/// Checks a JSON document, which begins with `{` or `[`, says in `cx.feed_type` what it is, and
/// gives the number of items.
///
/// To report, put the text at hand into a [`Source`](super::document::source::Source) (with
/// `start` at the position of its first character) and use `source.spot(range)`.
pub(super) fn check<R: BufRead>(
    _input: Decoded<R>,
    _cx: &mut Context<'_>,
    _findings: &mut Findings<'_>,
) -> u64 {
    0
}
