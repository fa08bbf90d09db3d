//! The only place that prints: requested data to standard output, reports to standard error. What comes from
//! outside cannot act on a terminal, wherever it is sent.
//!
//! A reader that hangs up (`feedwright … | head`) is no fault of ours: what cannot be written is
//! dropped.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufWriter, IsTerminal as _, Read as _, StdoutLock, Write};

use anstream::{AutoStream, ColorChoice, stream::RawStream};

use crate::diagnostic::{Diagnostic, text};

/// Writes requested data to standard output, nothing of which acts on a terminal.
pub(super) fn data(text: &str) {
    coloured_data(&harmless(text));
}

/// Standard output for data of many lines, each written as [`data`] does when it is whole.
pub(super) struct Lines {
    line: Vec<u8>,
    out: BufWriter<StdoutLock<'static>>,
}

impl Lines {
    pub(super) fn new() -> Self {
        Self { line: Vec::new(), out: BufWriter::new(io::stdout().lock()) }
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
        self.line.extend_from_slice(&bytes[..end]);
        if self.line.ends_with(b"\n") {
            self.out.write_all(harmless(&String::from_utf8_lossy(&self.line)).as_bytes())?;
            self.line.clear();
        }
        Ok(end)
    }

    /// A line that has not ended waits for its end.
    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes a report that is coloured, what comes from outside being harmless already.
pub(super) fn coloured_data(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Writes a report to standard error, nothing of which acts on a terminal.
pub(super) fn report(text: &str) {
    control(&harmless(text));
}

/// Asks, and returns whether the answer is yes.
pub(super) fn agreed(question: &str) -> bool {
    report(question);
    let mut answer = String::new();
    let read = io::stdin().lock().take(100).read_line(&mut answer);
    if !io::stdin().is_terminal() {
        // Nobody has typed the end of the line.
        report("\n");
    }
    let answer = answer.trim().to_lowercase();
    read.is_ok() && matches!(&*answer, "y" | "yes")
}

/// Writes what moves the cursor of a terminal, or colours that are our own.
pub(super) fn control(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Writes diagnostics for people to standard error, coloured on a terminal.
pub(super) fn diagnostics(diagnostics: &[Diagnostic]) {
    if !diagnostics.is_empty() {
        control(&text::render(diagnostics, coloured(&io::stderr())));
    }
}

/// Whether reports go to a terminal.
pub(super) fn reports_to_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Whether data go to a terminal that shows colours.
pub(super) fn shows_coloured_data() -> bool {
    coloured(&io::stdout())
}

/// Whether a stream is a terminal that shows colours, and `NO_COLOR` is not set.
fn coloured(stream: &impl RawStream) -> bool {
    AutoStream::choice(stream) != ColorChoice::Never
}

/// A text in which characters that act on a terminal are written as JSON would, in which they mean
/// the same.
fn harmless(text: &str) -> Cow<'_, str> {
    if !text.contains(text::acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if text::acts(c) {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_written_out_and_json_stays_the_same() {
        let hostile = "a\u{1b}[2J\u{9b}31m\u{202e}x\u{2066}\u{200f}\u{7f}\r\u{8}";
        let shown = harmless(hostile);
        assert!(!shown.contains(text::acts) && shown.starts_with("a\\u001b[2J\\u009b31m\\u202e"), "{shown}");
        let json = serde_json::to_string(hostile).unwrap();
        assert_eq!(serde_json::from_str::<String>(&harmless(&json)).unwrap(), hostile);
        assert!(matches!(harmless("é\n\tü"), Cow::Borrowed(_)));
    }
}
