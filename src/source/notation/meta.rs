//! Blocks of `Key: value` lines that open a text, as Pelican and MultiMarkdown have them, and Nikola with two dots
//! before each (`.. title: Ferry`).

use std::borrow::Cow;
use std::ops::Range;

use super::Notation;
use crate::source::node::{Node, Step};
use crate::source::supply::bytes;

/// See the module.
pub(in crate::source) static NOTATION: Notation = Notation {
    tree: |stretch, _| Ok(Node::Table(members(stretch.text()))),
    locate: |stretch, path| locate(stretch.text(), path),
    decode: bytes::decode,
};

/// The key of a line and what follows its colon.
pub(in crate::source) fn entry(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix(".. ").unwrap_or(line);
    let (key, value) = line.split_once(':')?;
    let is_key = key.len() <= 40
        && key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    (is_key && (value.is_empty() || value.starts_with([' ', '\t', '\r', '\n']))).then(|| (key, value.trim()))
}

/// The entries of a block: a line that begins with a blank goes on with the one before.
fn members(text: &str) -> Vec<(Cow<'_, str>, Node<'_>)> {
    let mut found: Vec<(Cow<'_, str>, Cow<'_, str>)> = Vec::new();
    for line in text.lines() {
        if line.starts_with([' ', '\t'])
            && let Some((_, value)) = found.last_mut()
        {
            let more = line.trim();
            let value = value.to_mut();
            if !value.is_empty() {
                value.push(' ');
            }
            value.push_str(more);
        } else if let Some((key, value)) = entry(line) {
            found.push((key.into(), value.into()));
        }
    }
    found.into_iter().map(|(key, value)| (key, Node::Plain(value))).collect()
}

/// Where the value of a key stands.
fn locate(text: &str, path: &[Step]) -> Option<Range<usize>> {
    let [Step::Key(wanted), ..] = path else { return None };
    let line = text.lines().find(|line| entry(line).is_some_and(|(key, _)| *key == **wanted))?;
    let (_, value) = entry(line)?;
    let start = value.as_ptr() as usize - text.as_ptr() as usize;
    Some(start..start + value.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_with_the_lines_that_go_on() {
        let text = "Title: A: B\nDate: 2026-07-01 10:00\nSummary: One\n    two\n.. tags: a, b\n";
        let found: Vec<(String, String)> = members(text)
            .into_iter()
            .map(|(key, value)| (key.into_owned(), value.text().unwrap().into_owned()))
            .collect();
        let expected = [("Title", "A: B"), ("Date", "2026-07-01 10:00"), ("Summary", "One two"), ("tags", "a, b")];
        assert_eq!(found, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
        assert_eq!(&text[locate(text, &[Step::key("Date")]).unwrap()], "2026-07-01 10:00");
    }

    #[test]
    fn a_line_of_words_is_no_entry() {
        for line in ["Two words: x", "https://a.example/", "x", ": y", "1: z"] {
            assert_eq!(entry(line), None, "{line}");
        }
    }
}
