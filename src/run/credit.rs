//! `feedwright credit`: what credit lines say.

use std::fmt::Write as _;
use std::io::{self, BufRead as _};

use super::output;
use crate::cli::{self, CreditFormat};
use crate::config;
use crate::credit::{CreditLine, Lexicon, Options, PictureKind, parse};
use crate::diagnostic::{CodeInfo, Diagnostic, Place, Severity, Span};

pub(super) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "credit-input-unreadable",
        summary: "The credit lines on standard input cannot be read to their end.",
    },
    CodeInfo {
        code: "credit-line-not-utf8",
        summary: "A credit line is not UTF-8 and was left out. Convert the input to UTF-8.",
    },
];

/// How many bytes of output are gathered before they are written.
const CHUNK: usize = 64 * 1024;

pub(super) fn run(args: &cli::Credit) -> u8 {
    let (mut lexicon, mut recase) = (None, false);
    if let Some(path) = &args.config {
        let (checked, diagnostics) = config::load(path);
        output::diagnostics(&diagnostics);
        let Some(checked) = checked else { return 2 };
        let credits = checked.config.credits;
        lexicon = Some(Lexicon::new(&credits.agencies, &credits.houses, &credits.staff));
        recase = credits.recase;
    }
    let options = Options {
        caption: args.caption,
        language: args.language.as_deref(),
        lexicon: lexicon.as_ref().unwrap_or(Lexicon::builtin()),
        recase,
    };
    let mut out = String::new();
    if args.line != "-" {
        print(&mut out, &parse(&args.line, &options), args.format);
        output::data(&out);
        return 0;
    }
    let mut status = 0;
    let mut input = io::stdin().lock();
    let mut bytes = Vec::new();
    let (mut number, mut offset) = (0, 0);
    loop {
        bytes.clear();
        match input.read_until(b'\n', &mut bytes) {
            Ok(0) => break,
            Ok(_) => {}
            Err(fault) => {
                let message = format!("standard input cannot be read: {fault}");
                output::diagnostics(&[Diagnostic::error("credit-input-unreadable", message).in_file("-")]);
                status = 2;
                break;
            }
        }
        number += 1;
        let length = bytes.len() as u64;
        while matches!(bytes.last(), Some(b'\n' | b'\r')) {
            bytes.pop();
        }
        if let Ok(line) = std::str::from_utf8(&bytes) {
            print(&mut out, &parse(line, &options), args.format);
        } else {
            output::diagnostics(&[not_utf8(number, offset)]);
            status = 1;
        }
        offset += length;
        if out.len() >= CHUNK {
            output::data(&out);
            out.clear();
        }
    }
    output::data(&out);
    status
}

fn not_utf8(line: u32, byte_offset: u64) -> Diagnostic {
    let span = Span { line, column: 1, end_line: line, end_column: 1, byte_offset };
    Diagnostic::new(Severity::Error, "credit-line-not-utf8", "the credit line is not UTF-8 and was left out")
        .help("convert the input to UTF-8")
        .at(Place { file: "-".into(), span: Some(span) })
}

fn print(out: &mut String, line: &CreditLine<'_>, format: CreditFormat) {
    match format {
        CreditFormat::Text => describe(out, line),
        CreditFormat::Jsonl => {
            // Nothing in a parsed line can fail to be written as JSON.
            out.push_str(&serde_json::to_string(line).unwrap_or_default());
            out.push('\n');
        }
    }
}

/// The line with its parts marked, and below it what it says of the picture as a whole.
fn describe(out: &mut String, line: &CreditLine<'_>) {
    let mut parts = line.parts.iter().peekable();
    for (i, c) in line.text.chars().enumerate() {
        if let Some(part) = parts.peek()
            && part.start == i
        {
            let _ = write!(out, "[{} ", part.role.name());
        }
        out.push(c);
        if parts.next_if(|p| p.end == i + 1).is_some() {
            out.push(']');
        }
    }
    out.push('\n');
    if let Some(caption) = line.caption {
        let _ = writeln!(out, "  caption    {caption}");
    }
    if let Some(label) = line.label {
        let _ = writeln!(out, "  label      {label}");
    }
    if line.kind != PictureKind::Unknown {
        let _ = writeln!(out, "  kind       {}", line.kind.name());
    }
    let flags =
        [("pool", line.pool), ("handout", line.handout), ("archive", line.archive), ("copyright", line.copyright)];
    let said: Vec<_> = flags.into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect();
    if !said.is_empty() {
        let _ = writeln!(out, "  says       {}", said.join(", "));
    }
    for span in &line.dropped {
        let _ = writeln!(out, "  left out   {}", span.text);
    }
}
