//! For people: code, message, place, the line with the exact span marked, what to do.

use std::ops::Range;

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Excerpt, Severity};

/// Writes diagnostics for people, each followed by an empty line.
///
/// `colour` adds ANSI escapes; ask for it only on a terminal.
pub fn render(diagnostics: &[Diagnostic], colour: bool) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        render_one(diagnostic, colour, &mut out);
    }
    out
}

fn render_one(diagnostic: &Diagnostic, colour: bool, out: &mut String) {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(printable(&diagnostic.message)).id(diagnostic.code));
    let shown = diagnostic.excerpt.as_ref().map(excerpt);
    if let Some(place) = &diagnostic.place {
        let file = printable(&place.file);
        let snippet = place.span.zip(shown.as_ref()).map(|(span, excerpt)| {
            let snippet = Snippet::source(excerpt.text.as_str())
                .line_start(span.line as usize)
                .fold(false)
                .annotation(AnnotationKind::Primary.span(excerpt.mark.clone()));
            (snippet, excerpt.text[..excerpt.mark.start].chars().count() as u32 + 1 == span.column)
        });
        group = match snippet {
            Some((snippet, true)) => group.element(snippet.path(file)),
            // The renderer counts columns in the excerpt; that of a cut line must be given.
            other => {
                let mut origin = Origin::path(file);
                if let Some(span) = place.span {
                    origin = origin.line(span.line as usize).char_column(span.column as usize);
                }
                let group = group.element(origin);
                match other {
                    Some((snippet, _)) => group.element(snippet),
                    None => group,
                }
            }
        };
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    if let Some(finding) = &diagnostic.finding
        && let Some(url) = finding.spec
    {
        let text = finding.section.map_or_else(|| url.to_owned(), |section| format!("{section}: {url}"));
        group = group.element(Level::NOTE.with_name("see").message(text));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(DEFAULT_TERM_WIDTH);
    for line in renderer.render(&[group]).lines().filter(|line| !is_bare_origin(line)) {
        out.push_str(line);
        out.push('\n');
    }
    out.push('\n');
}

/// Whether a line holds nothing but the mark of a second origin, which a snippet without a path gets.
fn is_bare_origin(line: &str) -> bool {
    if !line.contains(":::") {
        return false;
    }
    // Without the colours: each begins with an escape and ends with an "m".
    let plain: String = line
        .split('\u{1b}')
        .enumerate()
        .map(|(i, part)| if i == 0 { part } else { part.split_once('m').map_or(part, |(_, rest)| rest) })
        .collect();
    plain.trim() == ":::"
}

/// Whether a character acts on a terminal instead of being shown: controls of ASCII and of ISO 6429
/// (C1), and what turns the direction of the text around it.
pub fn acts(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Without characters that would act on a terminal: a feed must not be able to write escapes.
fn printable(text: &str) -> String {
    text.chars().map(|c| if acts(c) { '\u{FFFD}' } else { c }).collect()
}

/// The same of a line, and where its mark is then.
fn excerpt(excerpt: &Excerpt) -> Excerpt {
    let part = |range: Range<usize>| printable(&excerpt.text[range]);
    let (before, marked) = (part(0..excerpt.mark.start), part(excerpt.mark.clone()));
    let mark = before.len()..before.len() + marked.len();
    Excerpt { text: before + &marked + &part(excerpt.mark.end..excerpt.text.len()), mark }
}

/// The last line about a file: `feed.xml: 2 errors, 1 warning`.
pub fn summary(file: &str, diagnostics: &[Diagnostic], suppressed: usize) -> String {
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let part = |n: usize, word: &str| (n > 0).then(|| format!("{n} {word}{}", if n == 1 { "" } else { "s" }));
    let mut parts: Vec<String> = [
        part(count(Severity::Error), "error"),
        part(count(Severity::Warning), "warning"),
        part(count(Severity::Note), "note"),
        (suppressed > 0).then(|| format!("{suppressed} more not shown")),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        parts.push("nothing found".to_owned());
    }
    format!("{}: {}", printable(file), parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::{Finding, SourceText};
    use super::*;

    #[test]
    fn a_finding_shows_its_line_with_the_span_marked() {
        let text = SourceText::new("feed.xml", "<rss>\n  <guid>1é</guid>\n</rss>");
        let mut d = Diagnostic::warning("duplicate-guid", "The guid was used before")
            .in_text(&text, 14..17)
            .help("Use another");
        d.finding = Some(Box::new(Finding {
            spec: Some("https://example.org/#guid"),
            section: Some("RSS 2.0, guid"),
            ..Finding::default()
        }));
        assert_eq!(
            render(&[d], false),
            "warning[duplicate-guid]: The guid was used before
 --> feed.xml:2:9
  |
2 |   <guid>1é</guid>
  |         ^^
  |
  = help: Use another
  = see: RSS 2.0, guid: https://example.org/#guid

"
        );
    }

    #[test]
    fn a_place_in_a_cut_line_is_the_place_in_the_file() {
        let line = format!("{}<b>", "x".repeat(1000));
        let text = SourceText::new("feed.xml", &line);
        let shown = render(&[Diagnostic::error("bad", "Bad").in_text(&text, 1000..1003)], false);
        assert!(shown.contains("feed.xml:1:1001\n"), "{shown}");
        let coloured = render(&[Diagnostic::error("bad", "Bad").in_text(&text, 1000..1003)], true);
        assert!(!shown.contains(":::") && !coloured.contains(":::"), "{shown}{coloured}");
    }

    #[test]
    fn no_escape_of_a_feed_reaches_the_terminal() {
        let text = SourceText::new("feed.xml", "a\u{1b}[31mb");
        let shown = render(&[Diagnostic::error("bad", "Not \u{1b}[2J so").in_text(&text, 0..3)], false);
        assert!(!shown.contains('\u{1b}'), "{shown:?}");
    }

    #[test]
    fn a_summary_counts_by_severity() {
        let found = [Diagnostic::error("a", "A"), Diagnostic::note("b", "B"), Diagnostic::note("b", "B")];
        assert_eq!(summary("f", &found, 3), "f: 1 error, 2 notes, 3 more not shown");
        assert_eq!(summary("f", &[], 0), "f: nothing found");
    }
}
