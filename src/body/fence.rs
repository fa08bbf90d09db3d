//! Blocks of code between fences, and what they stand in: quotations and items of lists.

use super::tag::looked;

/// What a line stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holder {
    /// A quotation: each line of it begins with its mark.
    Quotation,
    /// An item of a list, a definition or a footnote: each line of it is set in by so many columns.
    Item(usize),
}

/// How far before a block that nobody ended the item is looked for that it stands in.
const MAX_BEFORE: usize = 8_000;

/// Columns by which a line is set in at least that belongs to an item.
const LEAST: usize = 2;

/// The block of code that a text begins with, with its fences. One that nobody ended goes on to the end of the text, or of
/// the quotation or item that it stands in, which what stands before it tells. While nothing is put out this is asked
/// at each tag of a line: of a line that opens none only the beginning is looked at.
pub(super) fn fenced<'s>(text: &'s str, before: &str) -> Option<&'s str> {
    let (mut holders, indent, open) = opening(text);
    let tick = open.bytes().next().filter(|b| matches!(b, b'`' | b'~'))?;
    let width = open.bytes().take_while(|b| *b == tick).count();
    let again = || open[width..].bytes().find(|b| matches!(b, b'`' | b'\n')) == Some(b'`');
    if width < 3 || tick == b'`' && again() {
        return None;
    }
    let is_quoted = holders.iter().all(|holder| *holder == Holder::Quotation);
    let mut is_known = !is_quoted || indent < LEAST;
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let mut inner = within(line, &holders);
        // Mostly the block ends before a line comes that might leave an item.
        if end > 0 && !is_known && inner.is_some_and(|inner| columns(inner) < indent && !inner.trim().is_empty()) {
            is_known = true;
            let item = item_before(before, &holders, indent).or((indent >= 4).then_some(LEAST));
            holders.extend(item.map(Holder::Item));
            inner = within(line, &holders);
        }
        let Some(inner) = inner.or((end == 0).then_some(line)) else { break };
        let closing = inner.trim();
        let closes = end > 0 && closing.len() >= width && closing.bytes().all(|b| b == tick);
        end += line.len();
        if closes {
            break;
        }
    }
    Some(&text[..end])
}

/// A text in which each line that stands in no block of code is made anew.
pub(super) fn with_lines(text: &str, mut of_line: impl FnMut(&str, &mut String)) -> String {
    with_stretches(text, |line, _, out| {
        of_line(line, out);
        line.len()
    })
}

/// The same where more than a line may be: of each line, with all that it begins, it is told how much of that was taken.
pub(super) fn with_stretches(text: &str, mut of: impl FnMut(&str, &str, &mut String) -> usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(block) = fenced(rest, &out) {
            out.push_str(block);
            rest = &rest[block.len()..];
            continue;
        }
        let line = rest.split_inclusive('\n').next().unwrap_or(rest);
        rest = &rest[of(line, rest, &mut out)..];
    }
    out
}

/// What the first line of a text opens or goes on with, by how much the rest of the line is set in there, and that rest.
fn opening(text: &str) -> (Vec<Holder>, usize, &str) {
    let mut holders = Vec::new();
    let mut rest = text;
    loop {
        let indent = columns(rest);
        let inner = rest.trim_start_matches([' ', '\t']);
        if let Some(quoted) = inner.strip_prefix('>') {
            holders.push(Holder::Quotation);
            rest = quoted.strip_prefix(' ').unwrap_or(quoted);
        } else if let Some((width, after)) = item(rest) {
            holders.push(Holder::Item(width));
            rest = after;
        } else {
            return (holders, indent, inner);
        }
    }
}

/// The columns of blanks that a line begins with.
fn columns(line: &str) -> usize {
    let blanks = line.bytes().take_while(|b| matches!(b, b' ' | b'\t'));
    blanks.fold(0, |column, b| if b == b'\t' { column / 4 * 4 + 4 } else { column + 1 })
}

/// The item that a line opens: by how much its other lines are set in, and what follows its mark.
fn item(line: &str) -> Option<(usize, &str)> {
    let inner = line.trim_start_matches([' ', '\t']);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match inner.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' | b':' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        b'[' if inner.starts_with("[^") => {
            let end = inner.find([']', '\n']).filter(|end| inner[*end..].starts_with("]:"))?;
            return Some((columns(line) + 4, &inner[end + 2..]));
        }
        _ => return None,
    };
    let after = &inner[mark..];
    let blanks = columns(after);
    let is_empty = after.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
    // Farther away it is code that is set in.
    let width = if blanks > 4 || is_empty { 1 } else { blanks };
    let behind = after.char_indices().nth(width).map_or("", |(at, _)| &after[at..]);
    (blanks > 0 || is_empty).then(|| (columns(line) + mark + width, if is_empty { "" } else { behind }))
}

/// What a line has inside of what it stands in; nothing where it has left that.
fn within<'l>(line: &'l str, holders: &[Holder]) -> Option<&'l str> {
    let mut rest = line;
    for holder in holders {
        match holder {
            Holder::Quotation => {
                let quoted = rest.trim_start_matches([' ', '\t']).strip_prefix('>')?;
                rest = quoted.strip_prefix(' ').unwrap_or(quoted);
            }
            Holder::Item(_) if rest.trim().is_empty() => return Some(""),
            Holder::Item(width) => {
                let is_blank = |c: char| matches!(c, ' ' | '\t');
                let blanks = rest.bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
                let taken = (0..=blanks).find(|taken| columns(&rest[..*taken]) >= *width)?;
                rest = rest[..taken].trim_start_matches(is_blank).is_empty().then(|| &rest[taken..])?;
            }
        }
    }
    Some(rest)
}

/// By how much the lines of the innermost item are set in that a block stands in which is set in by `indent` itself.
fn item_before(before: &str, holders: &[Holder], indent: usize) -> Option<usize> {
    let before = &before[before.ceil_char_boundary(before.len().saturating_sub(MAX_BEFORE))..];
    looked(before.len());
    let mut least = indent;
    let mut lines = before.lines().rev().map(|line| within(line, holders)).peekable();
    while let Some(Some(line)) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        let mut rest = line;
        let mut found = None;
        let mut column = 0;
        while let Some((width, after)) = item(rest).filter(|(width, _)| column + width <= least) {
            column += width;
            found = Some(column);
            rest = after;
        }
        if found.is_some() {
            return found;
        }
        // A line that goes on with a paragraph need not be set in.
        let begins = lines.peek().is_none_or(|line| line.is_none_or(|line| line.trim().is_empty()));
        if begins || line.trim_start().starts_with('#') || item(line).is_some() {
            least = least.min(columns(line));
        }
        if least < LEAST {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_without_an_end_ends_with_what_it_stands_in() {
        for (before, text, expected) in [
            ("", "```\na\n```\nb", "```\na\n```\n"),
            ("", "```\na\n\nb", "```\na\n\nb"),
            ("", "> ```\n> a\n\nb", "> ```\n> a\n"),
            ("", "> ```\n> a\n> ```\n> b", "> ```\n> a\n> ```\n"),
            ("", "    ```\n    a\n\n    b\n\nc\n    ```\n", "    ```\n    a\n\n    b\n\n"),
            ("", "\t~~~\n\ta\n\t~~~\nb", "\t~~~\n\ta\n\t~~~\n"),
            // In no item it goes on.
            ("", "  ```\na\n  ```\nb", "  ```\na\n  ```\n"),
            ("", "  ```\na\n\nb", "  ```\na\n\nb"),
            ("- a\n\nb\n\n", "  ```\n  c\n\nd", "  ```\n  c\n\nd"),
            ("- a\n# b\n", "  ```\n  c\n\nd", "  ```\n  c\n\nd"),
            ("1. a\n\n", "  ```\n  c\n\nd", "  ```\n  c\n\nd"),
            ("a - b\n\n", "   ```\n   c\n\nd", "   ```\n   c\n\nd"),
            // In one it ends with it.
            ("- a\n\n", "  ```\n  b\n\nc", "  ```\n  b\n\n"),
            ("- a\n", "  ```\n  b\n- c\n\n  ```\n  d\n  ```\n", "  ```\n  b\n"),
            ("- a\nlazy\n\n", "  ```\n  b\n\nc", "  ```\n  b\n\n"),
            ("1. a\n\n   b\n\n", "   ~~~ sh\n   c\n\nd", "   ~~~ sh\n   c\n\n"),
            ("12) a\n\n", "    ```\n    b\n\n   c", "    ```\n    b\n\n"),
            ("- a\n\n  - b\n\n", "  ```\n  c\n d", "  ```\n  c\n"),
            ("- a\n\n  - b\n\n", "    ```\n    c\n  d", "    ```\n    c\n"),
            ("- - a\n\n", "    ```\n    c\n  d", "    ```\n    c\n"),
            ("a\n: b\n\n", "  ```\n  c\n\nd", "  ```\n  c\n\n"),
            ("[^1]: a\n\n", "    ```\n    c\n\nd", "    ```\n    c\n\n"),
            ("> - a\n>\n", ">   ```\n>   b\n>\n> c", ">   ```\n>   b\n>\n"),
            // The fence may stand behind the mark of its item.
            ("", "- ```\n  a\n\n  b\n  ```\nc", "- ```\n  a\n\n  b\n  ```\n"),
            ("", "- ```\n  a\n\nb", "- ```\n  a\n\n"),
            ("", "10. > ```\n    > a\n    b", "10. > ```\n    > a\n"),
            ("", "* * ~~~\n    a\n\n  b", "* * ~~~\n    a\n\n"),
        ] {
            assert_eq!(fenced(text, before), Some(expected), "{before:?} {text:?}");
        }
    }

    #[test]
    fn what_opens_no_code_is_none() {
        for text in ["", "a", "``", "-```\n", "- a\n```", "1.```\n", "``` a `b`\n", "- \n  ```\n", "[^1] ```\n", "-"] {
            assert_eq!(fenced(text, ""), None, "{text:?}");
        }
    }
}
