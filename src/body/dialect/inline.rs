//! What dialects write within a line: marked words, footnotes in their place, marks of editors, keys.

use std::borrow::Cow;
use std::fmt::Write as _;

/// How the labels of footnotes begin that have none.
pub(super) const INLINE: &str = "inline-note-";

/// A line with elements in the places of what dialects mark; of code that is set in only footnotes are taken, which are
/// put down in `notes`.
pub(super) fn within_line<'s>(line: &'s str, is_code: bool, notes: &mut Vec<String>) -> Cow<'s, str> {
    let mut out = String::new();
    let (mut from, mut at) = (0, 0);
    let stops = |c: char| matches!(c, '`' | '^' | '=' | '{' | '+');
    while let Some(found) = line[at..].find(stops) {
        at += found;
        let (before, rest) = (&line[..at], &line[at..]);
        if rest.starts_with('`') {
            let (length, made) = code(rest);
            if let Some(made) = made {
                out.push_str(&line[from..at]);
                out.push_str(&made);
                from = at + length;
            }
            at += length;
            continue;
        }
        let is_free = !before.ends_with('\\');
        let made = if let Some((note, length)) = is_free.then(|| note(before, rest)).flatten() {
            notes.push(note.to_owned());
            Some((format!("[^{INLINE}{}]", notes.len() - 1), length))
        } else if is_free && !is_code {
            edited(rest).or_else(|| marked(before, rest)).or_else(|| keys(before, rest))
        } else {
            None
        };
        match made {
            Some((made, length)) => {
                out.push_str(&line[from..at]);
                out.push_str(&made);
                at += length;
                from = at;
            }
            None => at += 1,
        }
    }
    if from == 0 {
        return Cow::Borrowed(line);
    }
    out.push_str(&line[from..]);
    Cow::Owned(out)
}

/// The length of a stretch of code that a text begins with, or of its ticks where it has no end; and what it becomes
/// where it names a language first: `#!python x`.
fn code(text: &str) -> (usize, Option<String>) {
    let width = text.bytes().take_while(|b| *b == b'`').count();
    let mut at = width;
    while let Some(found) = text[at..].find('`') {
        at += found;
        let ticks = text[at..].bytes().take_while(|b| *b == b'`').count();
        if ticks == width {
            let (inner, length) = (&text[width..at], at + width);
            let named = inner.strip_prefix("#!").and_then(|rest| rest.split_once(' '));
            let is_name =
                |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'#'));
            let shown = named.filter(|(name, shown)| {
                !name.is_empty() && is_name(name) && !shown.trim().is_empty() && !shown.starts_with('`')
            });
            let mark = &text[..width];
            return (length, shown.map(|(_, shown)| format!("{mark}{shown}{mark}")));
        }
        at += ticks;
    }
    (width, None)
}

/// A footnote that stands where it is referred to, `^[A note.]`, and its length with its marks.
fn note<'t>(before: &str, text: &'t str) -> Option<(&'t str, usize)> {
    let inner = text.strip_prefix("^[").filter(|_| !before.ends_with('['))?;
    let end = end_of_note(inner)?;
    Some((inner[..end].trim(), end + 3))
}

/// Where the bracket of a footnote closes: it may hold links.
fn end_of_note(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().take(2_000) {
        match c {
            '[' => depth += 1,
            ']' if depth == 0 => return Some(at).filter(|at| *at > 0),
            ']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// What is marked is no longer, in bytes: an end is not looked for in all that follows.
const LONGEST: usize = 4_000;

/// What editors mark in braces: `{++so++}`, `{--so--}`, `{~~so~>otherwise~~}`, `{==so==}`.
fn edited(text: &str) -> Option<(String, usize)> {
    const MARKS: [(&str, &str, &str); 4] =
        [("{++", "++}", "ins"), ("{--", "--}", "del"), ("{~~", "~~}", ""), ("{==", "==}", "mark")];
    let (open, close, element) = MARKS.iter().find(|(open, ..)| text.starts_with(open))?;
    let inner = &text[3..text.floor_char_boundary(LONGEST)];
    let end = inner.find(close).filter(|end| *end > 0)?;
    let inner = &inner[..end];
    let made = match *open {
        "{~~" => inner.split_once("~>").map(|(old, new)| format!("<del>{old}</del><ins>{new}</ins>"))?,
        _ => format!("<{element}>{inner}</{element}>"),
    };
    Some((made, end + 6))
}

/// Words that are marked, `==so==`, or new, `^^so^^`.
fn marked(before: &str, text: &str) -> Option<(String, usize)> {
    let (mark, element) = [("==", "mark"), ("^^", "ins")].into_iter().find(|(mark, _)| text.starts_with(mark))?;
    let sign = &mark[..1];
    let inner = &text[2..];
    // A comparison, a rule and an argument of an address are none.
    let opens = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '!' | '<' | '>'))
        && !before.ends_with(sign)
        && !inner.starts_with(sign)
        && !inner.starts_with(char::is_whitespace);
    let end = inner.find(mark).filter(|end| opens && *end > 0)?;
    let (words, behind) = (&inner[..end], &inner[end + 2..]);
    let closes = !words.ends_with(char::is_whitespace) && !words.contains('`') && !behind.starts_with(sign);
    closes.then(|| (format!("<{element}>{words}</{element}>"), end + 4))
}

/// Keys that are pressed together: `++ctrl+alt+del++`.
fn keys(before: &str, text: &str) -> Option<(String, usize)> {
    let inner = text.strip_prefix("++").filter(|_| !before.ends_with(|c: char| c.is_alphanumeric() || c == '+'))?;
    let end = inner.find("++").filter(|end| *end > 0)?;
    let mut made = String::new();
    for key in inner[..end].split('+') {
        let quoted = key.strip_prefix('"').and_then(|key| key.strip_suffix('"'));
        let is_name = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
        let name = match quoted {
            Some(name) if !name.is_empty() => name.to_owned(),
            None if !key.is_empty() && key.bytes().all(is_name) => {
                let words: Vec<String> = key.split(['-', '_']).map(super::capital).collect();
                words.join(" ").trim().to_owned()
            }
            _ => return None,
        };
        let plus = if made.is_empty() { "" } else { "+" };
        let _ = write!(made, "{plus}<kbd>{name}</kbd>");
    }
    Some((made, end + 4))
}

/// A line of a note of Obsidian without what readers do not see: names of blocks, `^x`, at its end, and sizes of pictures
/// behind their texts, `![a|200](b.jpg)`.
pub(super) fn of_notes(line: &str) -> String {
    let mut out = line.to_owned();
    let text = out.trim_end();
    if let Some((before, name)) = text.rsplit_once(" ^")
        && !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    {
        out = format!("{}\n", before.trim_end());
    }
    for (at, _) in line.match_indices("](").collect::<Vec<_>>().into_iter().rev() {
        let Some((text, size)) = line[..at].rsplit_once('|') else { continue };
        let is_size = size.split('x').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
        if is_size && text.rfind("![").is_some_and(|open| !text[open..].contains(']')) {
            out = out.replacen(&format!("|{size}]("), "](", 1);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_within_a_line_becomes_elements() {
        let made = |line: &str| within_line(line, false, &mut Vec::new()).into_owned();
        for (line, expected) in [
            ("a ==b c== d", "a <mark>b c</mark> d"),
            (
                "a {==b==} {++c++}{--d--} {~~e~>f~~}.",
                "a <mark>b</mark> <ins>c</ins><del>d</del> <del>e</del><ins>f</ins>.",
            ),
            ("^^new^^ x^2^ 2^^3", "<ins>new</ins> x^2^ 2^^3"),
            (
                "Press ++ctrl+alt+del++ or ++arrow-up++.",
                "Press <kbd>Ctrl</kbd>+<kbd>Alt</kbd>+<kbd>Del</kbd> or <kbd>Arrow Up</kbd>.",
            ),
            ("++\"Any key\"++", "<kbd>Any key</kbd>"),
            ("`#!python x = 1` and ``#!js a ` b``", "`x = 1` and ``a ` b``"),
            ("A ^[note [a](b).] end", "A [^inline-note-0] end"),
        ] {
            assert_eq!(made(line), expected, "{line}");
        }
        for line in [
            "C++ and D++ and i++ + j++",
            "a == b and c == d",
            "if a==b then c==d",
            "=====",
            "`==a==` `++ctrl++` `^[a]`",
            "`#!/bin/sh -e` `#!python`",
            "\\==a== \\^[a]",
            "{{ a }} {% b %} { c }",
            "a {-- b",
            "[^1] [^[a]",
        ] {
            assert_eq!(made(line), line);
        }
        assert_eq!(within_line("    ==a==", true, &mut Vec::new()), "    ==a==");
    }

    #[test]
    fn names_of_blocks_and_sizes_of_pictures_are_not_shown() {
        for (written, shown) in [
            ("A block. ^a1-b\n", "A block.\n"),
            ("x ^2 + y", "x ^2 + y"),
            ("![alt|200](/x.png) ![b|3x4](c.png) ![d|e](f.png)", "![alt](/x.png) ![b](c.png) ![d|e](f.png)"),
        ] {
            assert_eq!(of_notes(written), shown, "{written}");
        }
    }
}
