//! Stress beside marks of scripts that put no blanks between words, as Hexo's Markdown reads it.

use std::borrow::Cow;

use super::fence::with_lines;

/// What stands for a mark of Latin script to a parser, and for nothing to a reader.
const APART: &str = "<!-- -->";

/// A text in which `**问：**答` is stressed: to CommonMark a mark within, and a letter outside, open and close nothing.
pub(super) fn loosened(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains("**") || text.is_ascii() {
        return text;
    }
    Cow::Owned(with_lines(&text, loosened_line))
}

fn loosened_line(line: &str, out: &mut String) {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_mark = |c: char| !c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace();
    let (mut from, mut is_open) = (0, false);
    // Backticks before the stars, and up to where they were counted.
    let (mut ticks, mut counted) = (0, 0);
    for (at, stars) in line.match_indices("**") {
        ticks += line[counted..at].matches('`').count();
        counted = at;
        let end = at + stars.len();
        let (before, after) = (line[..at].chars().next_back(), line[end..].chars().next());
        if before == Some('*') || after == Some('*') || ticks % 2 == 1 {
            continue;
        }
        out.push_str(&line[from..at]);
        if !is_open && is_letter(before) && after.is_some_and(is_mark) {
            out.push_str(APART);
        }
        out.push_str(stars);
        if is_open && is_letter(after) && before.is_some_and(is_mark) {
            out.push_str(APART);
        }
        is_open = !is_open;
        from = end;
    }
    out.push_str(&line[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_other_scripts_stand_beside_stress() {
        for (text, expected) in [
            ("**问：**答\n", "**问：**<!-- -->答\n"),
            ("见**《书》**里", "见<!-- -->**《书》**<!-- -->里"),
            ("**a:**b **问** 答", "**a:**b **问** 答"),
            ("`**问：**答` ***问：***答", "`**问：**答` ***问：***答"),
            ("```\n**问：**答\n```\n", "```\n**问：**答\n```\n"),
        ] {
            assert_eq!(loosened(text.into()), expected);
        }
    }
}
