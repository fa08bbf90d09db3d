//! The only place that prints: requested data to standard output, reports to standard error.
//!
//! A reader that hangs up (`feedwright … | head`) is no fault of ours: what cannot be written is
//! dropped.

use std::io::{self, Write as _};

use anstream::{AutoStream, ColorChoice, stream::RawStream};

use crate::diagnostic::{Diagnostic, text};

/// Writes requested data to standard output.
pub(super) fn data(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Writes a report to standard error.
pub(super) fn report(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Writes diagnostics for people to standard error, coloured on a terminal.
pub(super) fn diagnostics(diagnostics: &[Diagnostic]) {
    if !diagnostics.is_empty() {
        report(&text::render(diagnostics, coloured(&io::stderr())));
    }
}

/// Whether a stream is a terminal that shows colours, and `NO_COLOR` is not set.
pub(super) fn coloured(stream: &impl RawStream) -> bool {
    AutoStream::choice(stream) != ColorChoice::Never
}
