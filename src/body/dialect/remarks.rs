//! What editors remark in a text for each other: `{>>so<<}`, and in notes of Obsidian `%%so%%`.

use std::borrow::Cow;

use crate::body::fence::with_stretches;
use crate::body::ways::Markdown;

/// A text without its remarks, which may have several lines. One that nobody ended goes to the end of its paragraph, and
/// one of Obsidian that has a line for itself to the end of the text, as there.
pub(in crate::body) fn without_remarks(text: &str, markdown: Markdown) -> Cow<'_, str> {
    let marks: &[(&str, &str)] =
        if markdown == Markdown::Obsidian { &[("{>>", "<<}"), ("%%", "%%")] } else { &[("{>>", "<<}")] };
    if !marks.iter().any(|(open, _)| text.contains(open)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(with_stretches(text, |line, rest, out| {
        let opens = marks.iter().filter_map(|(open, close)| Some((opening(line, open)?, *open, *close)));
        let Some((start, open, close)) = opens.min_by_key(|(start, ..)| *start) else {
            out.push_str(line);
            return line.len();
        };
        out.push_str(&line[..start]);
        let inner = &rest[start + open.len()..];
        let is_block = line.trim() == open;
        let end = inner.find(close).map(|end| end + close.len());
        let end = end.or_else(|| inner.find("\n\n").filter(|_| !is_block)).unwrap_or(inner.len());
        start + open.len() + end
    }))
}

/// Where a remark begins in a line: not in code, nor in an amount, `100%%`.
fn opening(line: &str, open: &str) -> Option<usize> {
    let last = line.rfind(open)?;
    // Backticks before a mark, and up to where they were counted.
    let (mut ticks, mut counted) = (0, 0);
    line.match_indices(open).map(|(at, _)| at).find(|at| {
        ticks += line[counted..*at].matches('`').count();
        counted = *at;
        let (before, behind) = (&line[..*at], &line[at + open.len()..]);
        let is_other = before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '%' | '\\' | '{'));
        // Two signs between blanks are no remark that nobody ended.
        let is_sign = open == "%%" && behind.starts_with([' ', '\t']) && *at == last && !before.trim().is_empty();
        ticks % 2 == 0 && !is_other && !is_sign
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_not_for_readers_wherever_they_end() {
        for (written, shown) in [
            ("Text %%secret%% after.\n", "Text  after.\n"),
            ("A %%one\ntwo%% b {>>three\nfour<<} c\n", "A  b  c\n"),
            ("A\n\n%%\nsecret\n\nmore\n%%\n\nb", "A\n\n\n\nb"),
            ("A\n\n%%\nsecret\n\nmore\n", "A\n\n"),
            ("A %%secret\nmore\n\nb {>>why\n\nc", "A \n\nb \n\nc"),
            ("- a\n    %%b%% c\n", "- a\n     c\n"),
            ("100%% and 50%% of it, 5 %% more", "100%% and 50%% of it, 5 %% more"),
            ("`%%d%%` `{>>a<<}`\n\n```\n%%a%%\n```\n", "`%%d%%` `{>>a<<}`\n\n```\n%%a%%\n```\n"),
        ] {
            assert_eq!(without_remarks(written, Markdown::Obsidian), shown, "{written}");
        }
        assert_eq!(without_remarks("a %%b%% {>>c<<}", Markdown::Common), "a %%b%% ");
    }
}
