//! Blanks in the addresses of links and pictures: kramdown and Markdown of Python take them for part of those, to CommonMark
//! what has them is no link.

use std::borrow::Cow;

use super::fence::with_lines;
use super::ways::Blanks;

/// A text in which blanks within addresses are `%20`: `[a](b c.md)`, `![x](my pic.jpg "Title")`, `[a]: b c.md`.
pub(super) fn encoded(text: Cow<'_, str>, blanks: Blanks) -> Cow<'_, str> {
    if blanks == Blanks::Nowhere || !text.contains("](") && !text.contains("]:") {
        return text;
    }
    let mut brackets = 0;
    Cow::Owned(with_lines(&text, |line, out| {
        // A link may go on over lines, but not over paragraphs.
        if line.trim().is_empty() {
            brackets = 0;
        }
        match definition(line).filter(|_| blanks == Blanks::Everywhere) {
            Some((label, url, title)) => out.extend([label, &with_no_blanks(url), title]),
            None if line.starts_with("    ") || line.starts_with('\t') => out.push_str(line),
            None => links_of_line(line, &mut brackets, out),
        }
    }))
}

/// Puts out a line; `brackets` says how many are open before it, and after it.
fn links_of_line(line: &str, brackets: &mut usize, out: &mut String) {
    let (mut from, mut at) = (0, 0);
    let mut code = None;
    while let Some(found) = line[at..].find(['[', ']', '`', '\\']).map(|i| at + i) {
        at = found + 1;
        match line.as_bytes()[found] {
            b'\\' if code.is_none() => at += line[at..].chars().next().map_or(0, char::len_utf8),
            b'`' => {
                let width = line[found..].bytes().take_while(|b| *b == b'`').count();
                at = found + width;
                code = match code {
                    None => Some(width).filter(|_| line[at..].contains(&"`".repeat(width))),
                    Some(open) => Some(open).filter(|open| *open != width),
                };
            }
            _ if code.is_some() => {}
            b'[' => *brackets += 1,
            _ if *brackets == 0 => {}
            _ => {
                *brackets -= 1;
                if let Some(url) = line[at..].strip_prefix('(').and_then(address)
                    && url.contains([' ', '\t'])
                {
                    let start = url.as_ptr() as usize - line.as_ptr() as usize;
                    out.push_str(&line[from..start]);
                    out.push_str(&with_no_blanks(url));
                    from = start + url.len();
                    at = from;
                }
            }
        }
    }
    out.push_str(&line[from..]);
}

/// Bytes of an address with its title; a line full of beginnings is not read to its end for each.
const LONGEST: usize = 2_000;

/// The address that stands before a parenthesis that closes, or before a title and one. In angle brackets it is one to
/// CommonMark too.
fn address(text: &str) -> Option<&str> {
    let line = text[..text.floor_char_boundary(LONGEST)].lines().next()?;
    let text = line.trim_start_matches([' ', '\t']);
    if text.starts_with('<') {
        return None;
    }
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(text[..at].trim_end()),
            ')' => depth -= 1,
            '"' | '\'' if text[..at].ends_with([' ', '\t']) => {
                let ends = |(end, _): (usize, &str)| text[at + 1 + end + 1..].trim_start().starts_with(')');
                return text[at + 1..].match_indices(c).any(ends).then(|| text[..at].trim_end());
            }
            _ => {}
        }
    }
    None
}

/// A line that defines where links of a label lead, by a file whose name has blanks: with what stands before the
/// address, and after it.
fn definition(line: &str) -> Option<(&str, &str, &str)> {
    let inner = line.trim_start_matches(' ');
    let label = inner.strip_prefix('[').filter(|label| !label.starts_with('^') && line.len() - inner.len() < 4)?;
    let end = label.find([']', '\n']).filter(|end| label[*end..].starts_with("]:"))?;
    let rest = label[end + 2..].trim_start_matches([' ', '\t']);
    let before = line.len() - rest.len();
    let url = rest.find([' ', '\t']).map_or(rest, |_| rest.find(['"', '\'']).map_or(rest, |at| &rest[..at])).trim_end();
    let is_file = url.rsplit_once('.').is_some_and(|(_, ending)| {
        (2..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    (is_file && url.contains([' ', '\t']) && !url.starts_with('<')).then(|| {
        let after = before + url.len();
        (&line[..before], url, &line[after..])
    })
}

fn with_no_blanks(url: &str) -> String {
    url.replace([' ', '\t'], "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_in_addresses_are_encoded_where_the_generator_takes_them() {
        for (text, expected) in [
            ("[a](b c.md)", "[a](b%20c.md)"),
            ("![x](my pic.jpg) and ![y](b  c.jpg)", "![x](my%20pic.jpg) and ![y](b%20%20c.jpg)"),
            ("[a](b c.md \"T (x)\")", "[a](b%20c.md \"T (x)\")"),
            ("[a](b c \"T\") and \"x\"", "[a](b%20c \"T\") and \"x\""),
            ("`\\` [a](b c)", "`\\` [a](b%20c)"),
            ("[a]( b c (1).md 'T' )", "[a]( b%20c%20(1).md 'T' )"),
            ("[![x](my pic.jpg)](my page.md)", "[![x](my%20pic.jpg)](my%20page.md)"),
            ("[two\nlines](b c.md)", "[two\nlines](b%20c.md)"),
            ("[a]: b c.jpg\n", "[a]: b%20c.jpg\n"),
            ("  [a]: b c.jpg \"T\"\n", "  [a]: b%20c.jpg \"T\"\n"),
        ] {
            assert_eq!(encoded(text.into(), Blanks::Everywhere), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_link_or_one_already_stays() {
        for text in [
            "[a](b.md \"T x\")",
            "[a](<b c.md>)",
            "[a](b c.md",
            "`[a](b c.md)`",
            "``[a](b ` c.md)``",
            "\\[a](b c.md)",
            "[a\\](b c.md)",
            "a](b c.md)",
            "[two\n\nlines](b c.md)",
            "    [a](b c.md)",
            "```\n[a](b c.md)\n```\n",
            "[a] (b c.md)",
            "[Note]: the ferry runs again.\n",
            "[^1]: see my pic.jpg\n",
            "[a]: b.jpg\n",
            "[a]: b.jpg \"T x\"\n",
        ] {
            assert_eq!(encoded(text.into(), Blanks::Everywhere), text, "{text}");
        }
        assert_eq!(encoded("[a](b c.md)".into(), Blanks::Nowhere), "[a](b c.md)");
        assert_eq!(encoded("[a]: b c.jpg\n[a](b c)".into(), Blanks::Inline), "[a]: b c.jpg\n[a](b%20c)");
    }
}
