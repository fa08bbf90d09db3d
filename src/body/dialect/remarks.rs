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
    // Of a mark that nothing ends from a place on nothing does from a later one.
    let mut endless = [false; 2];
    Cow::Owned(with_stretches(text, |line, rest, out| {
        let mut found: Vec<Option<usize>> = marks.iter().map(|(open, _)| line.find(open)).collect();
        let last = line.rfind("%%");
        // What was written of the line, where it is looked at, and the backticks between the two.
        let (mut kept, mut at, mut ticks) = (0, 0, 0);
        loop {
            for ((open, _), found) in marks.iter().zip(&mut found) {
                if found.is_some_and(|found| found < at) {
                    *found = line[at..].find(open).map(|next| at + next);
                }
            }
            let next = (0..marks.len()).filter_map(|n| Some((found[n]?, n))).min();
            let Some((start, n)) = next else {
                out.push_str(&line[kept..]);
                return line.len();
            };
            let (open, close) = marks[n];
            ticks += line[at..start].matches('`').count();
            at = start + open.len();
            if ticks % 2 > 0 || !begins(&line[kept..start], &line[at..], open, last == Some(start)) {
                continue;
            }
            out.push_str(&line[kept..start]);
            let inner = &rest[at..];
            let is_block = line[kept..].trim() == open;
            let end = if endless[n] { None } else { inner.find(close).map(|end| end + close.len()) };
            endless[n] |= end.is_none();
            at += end.or_else(|| inner.find("\n\n").filter(|_| !is_block)).unwrap_or(inner.len());
            if at >= line.len() {
                return at;
            }
            (kept, ticks) = (at, 0);
        }
    }))
}

/// Whether a mark between two parts of a line begins a remark: not in an amount, `100%%`, nor, as the last one of its
/// line, between blanks.
fn begins(before: &str, behind: &str, open: &str, is_last: bool) -> bool {
    let is_other = before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '%' | '\\' | '{'));
    // Two signs between blanks are no remark that nobody ended.
    let is_sign = open == "%%" && is_last && behind.starts_with([' ', '\t']) && !before.trim().is_empty();
    !is_other && !is_sign
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
        for unit in ["%%", "%%a%% ", "%%a\n\n", "{>>a<<}"] {
            without_remarks(&unit.repeat(200_000), Markdown::Obsidian);
        }
    }
}
