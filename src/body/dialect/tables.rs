//! Tables that kramdown and Python-Markdown read and CommonMark's readers do not: with bars in code, and without a head.

use std::fmt::Write as _;

use crate::body::ways::Markdown;

/// Lines of a table.
const MOST: usize = 2_000;

/// The table that a text begins with, as others read it, and its length; nothing where they read it so, too.
pub(super) fn table(text: &str, markdown: Markdown) -> Option<(String, usize)> {
    if !matches!(markdown, Markdown::Kramdown | Markdown::Python) {
        return None;
    }
    let first = text.split_inclusive('\n').next()?;
    let has_bars = |line: &str| line.contains('|') && !line.starts_with("    ") && !line.starts_with('\t');
    if !has_bars(first) {
        return None;
    }
    let lines: Vec<&str> = text.split_inclusive('\n').take(MOST).take_while(|line| has_bars(line)).collect();
    let length = lines.iter().map(|line| line.len()).sum();
    let kramdown = markdown == Markdown::Kramdown;
    let is_head = |line: &&str| is_rule(line);
    let head = lines.iter().position(is_head).filter(|at| *at <= 1);
    // A single line between bars is one of prose to all but kramdown, which takes more for tables than people mean.
    let is_one = kramdown && lines.iter().all(|line| line.trim_start().starts_with('|'));
    let is_known = head == Some(1);
    if !is_known && !is_one || lines.iter().all(is_head) {
        return None;
    }
    let rows: Vec<String> = lines.iter().filter(|line| !is_head(line)).map(|line| row(line.trim())).collect();
    let cells = rows.iter().map(|row| cells(row)).max().unwrap_or(1);
    // What parts head from body says how columns are set, in whichever line it stands.
    let rule = lines.iter().find(|line| is_head(line) && !line.contains('='));
    let rule = rule.map(|rule| rule.trim().replace('+', "|")).filter(|rule| self::cells(rule) == cells);
    let rule = rule.unwrap_or_else(|| format!("|{}", "---|".repeat(cells)));
    let mut out = String::with_capacity(length + 64);
    // A rule that comes first has no head above it, and one further down has.
    let begins = head == Some(0) && !lines.iter().skip(2).take(1).any(is_head);
    let mut rows = rows.into_iter();
    match rows.next().filter(|_| head.is_some() && !begins) {
        Some(head) => out.push_str(&head),
        None => _ = write!(out, "|{}", "   |".repeat(cells)),
    }
    out.push('\n');
    out.push_str(&rule);
    out.push('\n');
    if head.is_none() || begins {
        rows = lines.iter().filter(|line| !is_head(line)).map(|line| row(line.trim())).collect::<Vec<_>>().into_iter();
    }
    for row in rows {
        out.push_str(&row);
        out.push('\n');
    }
    (out != text[..length]).then_some((out, length))
}

/// Whether a line only parts rows: `|---+---|`, `|====`.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    (line.contains('-') || line.contains('='))
        && line.contains('|')
        && line.bytes().all(|b| matches!(b, b'|' | b'-' | b'+' | b':' | b'=' | b' '))
}

/// A row in which bars within code are escaped.
fn row(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        out.push_str(&rest[..at]);
        let ticks = rest[at..].bytes().take_while(|b| *b == b'`').count();
        let mark = &rest[at..at + ticks];
        let inner = &rest[at + ticks..];
        let Some(end) = inner.find(mark) else {
            out.push_str(&rest[at..]);
            return out;
        };
        let code = inner[..end].replace("\\|", "|").replace('|', "\\|");
        out.push_str(mark);
        out.push_str(&code);
        out.push_str(mark);
        rest = &inner[end + ticks..];
    }
    out.push_str(rest);
    out
}

/// How many cells a row has.
fn cells(row: &str) -> usize {
    let inner = row.trim().trim_start_matches('|');
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    1 + inner.replace("\\|", "").matches('|').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_kramdown_are_those_of_others() {
        for (text, expected) in [
            ("| a | b |\n| c | d |\n\nx", Some("|   |   |\n|---|---|\n| a | b |\n| c | d |\n")),
            ("| x | `y|z` |\n|---|---|\n| 1 | 2 |\n", Some("| x | `y\\|z` |\n|---|---|\n| 1 | 2 |\n")),
            (
                "|--+--|\n| a | b |\n|--+--|\n| c | d |\n|==\n| f | g |\n",
                Some("| a | b |\n|--|--|\n| c | d |\n| f | g |\n"),
            ),
            ("|---|---|\n| a | b |\n", Some("|   |   |\n|---|---|\n| a | b |\n")),
            ("| a | b |\n|---|---|\n| c | d |\n", None),
            ("either | or\nmore | less\n", None),
            ("|---|\n", None),
            ("text\n", None),
        ] {
            let length = text.find("\n\n").map_or(text.len(), |at| at + 1);
            let expected = expected.map(|table| (table.to_owned(), length));
            assert_eq!(table(text, Markdown::Kramdown), expected, "{text}");
        }
        assert_eq!(table("| a | b |\n| c | d |\n", Markdown::Python), None);
        assert_eq!(table("| a | `b|c` |\n|---|---|\n", Markdown::Common), None);
    }
}
