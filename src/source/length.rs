//! How long a body may be.

use std::borrow::Cow;

use super::derive::UnitContext;
use super::read::whole;
use super::record::{Fault, Record};
use super::value::ToldBy;
use crate::diagnostic::Severity;

/// Cuts off what is over the longest body that the config allows, and says so.
pub(super) fn shorten(record: &mut Record<'_>, about: &UnitContext<'_>) -> Option<Fault> {
    let most = about.site.longest_body;
    let bodies = [&mut record.body, &mut record.body_markdown, &mut record.body_text];
    let body = bodies.into_iter().flatten().find(|body| body.len() > most)?;
    let (length, rest) = (body.len(), cut(body, most));
    *body = Cow::Owned(body[..rest].to_owned());
    record.markdown = None;
    let message = format!("the body has {length} bytes, more than {most}: what is over is cut off");
    let help = "shorten it, or raise `max-size` in `[body]`".to_owned();
    Some(Fault { help: Some(help), told_by: ToldBy::Load, ..whole(Severity::Warning, "body-cut-off", message) })
}

/// Where a body may be cut: between characters, and not within a tag or reference that begins near.
fn cut(body: &str, most: usize) -> usize {
    let end = body.floor_char_boundary(most);
    let near = body.floor_char_boundary(end.saturating_sub(2_000));
    match body[near..end].rfind(['<', '>', '&', ';']) {
        Some(at) if matches!(body.as_bytes()[near + at], b'<' | b'&') => near + at,
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_body_is_cut_between_tags_and_characters() {
        for (body, most, kept) in [
            ("<p>äöü</p>", 4, "<p>"),
            ("<p>äöü</p>", 5, "<p>ä"),
            ("<p>a <img src='b'>", 12, "<p>a "),
            ("<p>a <img src='b'>", 18, "<p>a <img src='b'>"),
            ("<p>a &amp; b", 8, "<p>a "),
            ("<p>a &amp; b", 11, "<p>a &amp; "),
            ("plain text", 5, "plain"),
        ] {
            assert_eq!(&body[..cut(body, most)], kept, "{body} {most}");
        }
    }
}
