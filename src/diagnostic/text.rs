//! Diagnostics for people: code, message, place, the line with the exact span marked, help.

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Severity};

/// Renders diagnostics one after the other, each followed by an empty line.
pub fn render(diagnostics: &[Diagnostic], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(DEFAULT_TERM_WIDTH);
    diagnostics.iter().map(|d| one(d, &renderer) + "\n\n").collect()
}

fn one(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
    let place = diagnostic.place.as_ref();
    let mut group = match (place, place.and_then(|p| p.span), &diagnostic.excerpt) {
        (Some(place), Some(span), Some(excerpt)) => Group::with_title(title).element(
            Snippet::source(excerpt.text.as_str())
                .line_start(span.line as usize)
                .path(&*place.file)
                .annotation(AnnotationKind::Primary.span(excerpt.mark.clone())),
        ),
        (Some(place), span, _) => {
            let mut origin = annotate_snippets::Origin::path(&*place.file);
            if let Some(span) = span {
                origin = origin.line(span.line as usize).char_column(span.column as usize);
            }
            Group::with_title(title).element(origin)
        }
        (None, _, _) => Group::with_title(title),
    };
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    if let Some(spec) = diagnostic.finding.as_ref().and_then(|f| f.spec) {
        group = group.element(Level::NOTE.with_name("see").message(spec));
    }
    renderer.render(&[group]).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, SourceText};

    #[test]
    fn a_diagnostic_shows_code_message_place_line_mark_and_help() {
        let text = SourceText::new("config.toml", "[site]\ntitel = \"x\"\n");
        let d =
            Diagnostic::error("unknown-key", "unknown key `titel`").in_text(&text, 7..12).help("did you mean `title`?");
        assert_eq!(
            render(&[d], false),
            "error[unknown-key]: unknown key `titel`\n --> config.toml:2:1\n  |\n2 | titel = \"x\"\n  | ^^^^^\n  |\n  = help: did you mean `title`?\n\n"
        );
    }

    #[test]
    fn a_place_without_an_excerpt_is_still_shown() {
        let d = Diagnostic::warning("unreadable-photo", "no such file").at(Place::file("a.jpg"));
        assert_eq!(render(&[d], false), "warning[unreadable-photo]: no such file\n--> a.jpg\n\n");
    }
}
