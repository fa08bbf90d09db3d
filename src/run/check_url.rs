//! `feedwright check URL`: fetches, checks, and judges how it was served.

use std::sync::Arc;

use crate::check::{Options, Report};
use crate::diagnostic::Diagnostic;

/// Checks what stands at a URL.
pub(super) fn check(url: &Arc<str>, _options: &Options) -> Result<Report, Diagnostic> {
    Err(Diagnostic::error("unreadable-url", "cannot be fetched").in_file(url.clone()))
}
