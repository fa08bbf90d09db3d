//! What the template tags of site generators say to a reader: addresses, pictures, examples.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet, VecDeque};

use super::classes::{Classes, style_hides};
use super::{Templates, reserved};

#[cfg(test)]
thread_local! {
    /// Bytes that were looked at to find where something ends.
    pub(super) static LOOKED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Counts in tests how far was looked.
#[cfg(test)]
pub(super) fn looked(bytes: usize) {
    LOOKED.with(|looked| looked.set(looked.get() + bytes));
}

/// Nobody counts outside of tests.
#[cfg(not(test))]
pub(super) fn looked(_: usize) {}

/// The end of a tag that begins with this text: its closing mark outside quotes, so that
/// `alt="}} here"` does not end it. A quote that is never closed is an apostrophe. Where another tag
/// begins it has ended: a text full of beginnings is not read to its end for each.
pub(super) fn end_of_tag(text: &str, close: &str) -> Option<usize> {
    let plain = text.find(close);
    looked(plain.unwrap_or(text.len()));
    let plain = plain?;
    let (mut quote, mut before) = (None, ' ');
    for (at, c) in text.char_indices() {
        match quote {
            None if text[at..].starts_with(close) => return Some(at),
            None if c == '{' && at > plain && text[at + 1..].starts_with(['{', '%']) => return Some(plain),
            None if matches!(c, '"' | '\'' | '`')
                && matches!(before, ' ' | '\n' | '\t' | '=' | ',' | '(' | '[' | ':') =>
            {
                quote = Some(c);
            }
            Some(open) if c == open => quote = None,
            Some(_) if c == '\n' => return Some(plain),
            _ => {}
        }
        before = c;
        looked(1);
    }
    Some(plain)
}

/// Marks with which code shows a tag that is not to be carried out, and what readers see.
const EXAMPLES: [(&str, &str); 8] = [
    ("{{</*", "{{<"),
    ("*/>}}", ">}}"),
    ("{{%/*", "{{%"),
    ("*/%}}", "%}}"),
    ("{{/*", "{{"),
    ("*/}}", "}}"),
    ("{%/*", "{%"),
    ("*/%}", "%}"),
];

/// Code as its readers see it: without what only keeps a generator from carrying out its tags.
pub(super) fn example(code: &str, templates: Templates) -> String {
    let mut shown = code.to_owned();
    if code.contains("*/") {
        for (written, seen) in EXAMPLES {
            shown = shown.replace(written, seen);
        }
    }
    if templates != Templates::Everywhere {
        return shown;
    }
    for name in ["raw", "endraw"] {
        for tag in [format!("{{% {name} %}}"), format!("{{%- {name} -%}}"), format!("{{%{name}%}}")] {
            // On a line of its own the line goes with it.
            shown = shown.replace(&format!("\n{tag}\n"), "\n").replace(&tag, "");
        }
    }
    shown
}

/// The end of attributes that a text begins with: `{: .notice}`, `{:toc}`, `{#id}`, `{.wide}`, `{width=50%}`.
pub(super) fn attributes(text: &str) -> Option<usize> {
    let line = &text[..text.floor_char_boundary(LONG_LINE)];
    let first = line[1..].find(['{', '}', '\n']).map(|end| 1 + end);
    // Kramdown's may go on in the next line.
    let end = match first {
        Some(at) if line.starts_with("{:") && line.as_bytes()[at] == b'\n' => {
            line[at + 1..].find(['{', '}', '\n']).map(|end| at + 1 + end)
        }
        first => first,
    };
    looked(end.unwrap_or(line.len()));
    // Another brace that opens begins something else, and is as far as is looked.
    let end = end.filter(|end| line.as_bytes()[*end] == b'}')?;
    let inner = &line[1..end];
    if inner == "#" || inner.starts_with("# ") || inner.len() > 1 && inner.ends_with('#') {
        return None;
    }
    let words = inner.strip_prefix(':').unwrap_or(inner);
    if !inner.starts_with([':', '#']) && !words.split_whitespace().next()?.contains(['.', '#', '=']) {
        return None;
    }
    let name = |word: &str| {
        let word = word.trim_start_matches(['.', '#', ':', '/']);
        word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
    };
    let attribute =
        |word: &str| word.split_once('=').map_or_else(|| name(word), |(n, v)| name(n) && !v.starts_with('>'));
    let mut in_value = false;
    let sound = words.split_whitespace().all(|word| {
        let (inside, quotes) = (in_value, word.matches(['"', '\'']).count());
        in_value ^= quotes % 2 == 1;
        inside || attribute(word)
    });
    (sound && !words.trim().is_empty()).then_some(end + 1)
}

/// Whether attributes in braces say that what has them is for some, or for nobody: `{: .members-only}`, `{:.hidden}`.
pub(super) fn is_for_some(given: &str) -> bool {
    let inner = given.trim_matches(['{', '}', ':']);
    let style = inner.split_once("style=").and_then(|(_, rest)| {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest[1..].split(quote).next()
    });
    if style.is_some_and(style_hides) {
        return true;
    }
    let mut words = inner.split([' ', '\n', '\t']).filter(|word| !word.is_empty());
    words.any(|word| match (word.strip_prefix('.'), word.split_once('=')) {
        (Some(classes), None) => {
            classes.split('.').any(reserved::is_for_some) || Classes::read(&classes.replace('.', " ")).hide()
        }
        (None, Some(("hidden", _))) => true,
        (None, Some((name, value))) => reserved::reserves("div", name, value.trim_matches(['"', '\''])),
        _ => false,
    })
}

/// Takes what attributes in braces are of out of a text that was read: the words in brackets before them, else the
/// block that they stand at the end of or below, else the one that follows. Of a heading they are of it alone.
pub(super) fn without_block<'s>(after: &'s str, out: &mut String) -> &'s str {
    if out.ends_with(']')
        && let Some(open) = out.rfind('[')
    {
        out.truncate(open);
        return after;
    }
    let block = out.rfind("\n\n").map_or(0, |at| at + 2);
    let own = &out[block..];
    if own.trim().is_empty() {
        let end = after
            .trim_start_matches(['\n', ' ', '\t', '\r'])
            .find("\n\n")
            .map(|at| at + after.len() - after.trim_start_matches(['\n', ' ', '\t', '\r']).len());
        return end.map_or("", |end| &after[end..]);
    }
    if !own.trim_start().starts_with('#') {
        out.truncate(block);
    }
    after
}

/// How far before braces an element is looked for that keeps them.
const MAX_BEFORE: usize = 4_000;

/// Whether a text ends within an element whose braces Vue leaves as they are: `<p v-pre>`.
pub(super) fn is_within_plain(before: &str) -> bool {
    let before = &before[before.ceil_char_boundary(before.len().saturating_sub(MAX_BEFORE))..];
    looked(before.len());
    let Some(at) = before.rfind(" v-pre") else { return false };
    let Some(start) = before[..at].rfind('<').filter(|start| !before[*start..at].contains('>')) else { return false };
    let name = before[start + 1..].split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
    !name.is_empty() && !before[at..].contains(&format!("</{name}"))
}

/// The code set in HTML that a text begins with, where no tag is in it that is carried out.
pub(super) fn listing(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("<pre")?;
    let end = inner.starts_with([' ', '>']).then(|| inner.find("</pre>"))?? + "<pre</pre>".len();
    looked(end);
    let block = &text[..end];
    (!block.contains("{{") && !block.contains("{%")).then_some(block)
}

/// Whether a text begins with a block in which VitePress carries out no templates: `::: v-pre`.
pub(super) fn is_without_templates(text: &str) -> bool {
    text.strip_prefix(":::").is_some_and(|rest| rest.trim_start_matches([':', ' ']).starts_with("v-pre"))
}

/// The letter before a place, where the line has any but those of a quotation.
pub(super) fn before(out: &str) -> Option<char> {
    let is_begun = last_line(out).is_none_or(|line| line.chars().any(|c| !matches!(c, '>' | ' ' | '\t')));
    if is_begun { out.chars().next_back() } else { None }
}

/// A formula without the marks of the quotation that it stands in.
pub(super) fn unquoted<'t>(tex: &'t str, out: &str) -> Cow<'t, str> {
    if !tex.contains('\n') || !last_line(out).is_some_and(|line| line.trim_start().starts_with('>')) {
        return Cow::Borrowed(tex);
    }
    let lines: Vec<&str> = tex.lines().map(|line| line.trim_start().trim_start_matches(['>', ' '])).collect();
    Cow::Owned(lines.join("\n"))
}

/// Ends that were looked for in vain, by mark and word: further on there is none either, and a text full of
/// beginnings is not searched to its end for each.
#[derive(Debug, Default)]
pub(super) struct Absent(Vec<(&'static str, &'static str)>, HashSet<(&'static str, String)>);

impl Absent {
    pub(super) fn search<T>(
        &mut self,
        mark: &'static str,
        word: &'static str,
        find: impl FnOnce() -> Option<T>,
    ) -> Option<T> {
        if self.0.contains(&(mark, word)) {
            return None;
        }
        let found = find();
        if found.is_none() {
            self.0.push((mark, word));
        }
        found
    }

    /// The same for the end of a tag by its name.
    pub(super) fn named<T>(&mut self, mark: &'static str, name: &str, find: impl FnOnce() -> Option<T>) -> Option<T> {
        let key = (mark, name.to_owned());
        if self.1.contains(&key) {
            return None;
        }
        let found = find();
        if found.is_none() {
            self.1.insert(key);
        }
        found
    }
}

/// The runs of backticks of a paragraph, found once for all that open in it.
#[derive(Default)]
pub(super) struct Ticks {
    /// Where the paragraph ends.
    end: usize,
    /// Where the runs of each width begin that no code has passed yet.
    runs: HashMap<usize, VecDeque<usize>>,
}

impl Ticks {
    /// Where the code ends that the run of backticks at `at` opens: after as many as it begins with, in the
    /// same paragraph; after those backticks alone where there are none.
    pub(super) fn end_of_code(&mut self, text: &str, at: usize) -> usize {
        if at >= self.end {
            self.read(&text.as_bytes()[at..], at);
        }
        let width = text.as_bytes()[at..].iter().take_while(|b| **b == b'`').count();
        let runs = self.runs.entry(width).or_default();
        while runs.front().is_some_and(|run| *run <= at) {
            runs.pop_front();
        }
        runs.front().copied().unwrap_or(at) + width
    }

    /// Notes the runs of the paragraph that `text` begins with.
    fn read(&mut self, text: &[u8], at: usize) {
        let length = memchr::memmem::find(text, b"\n\n").unwrap_or(text.len());
        looked(length);
        self.end = at + length.max(1);
        self.runs.clear();
        let mut next = 0;
        while let Some(start) = memchr::memchr(b'`', &text[next..length]).map(|i| next + i) {
            let width = text[start..length].iter().take_while(|b| **b == b'`').count();
            self.runs.entry(width).or_default().push_back(at + start);
            next = start + width;
        }
    }
}

/// Takes away the list that only marks where kramdown puts a table of contents.
pub(super) fn without_last_item(out: &mut String) {
    let from = out.ceil_char_boundary(out.len().saturating_sub(LONG_LINE));
    let line = match out[from..].trim_end().rfind('\n') {
        Some(i) => from + i + 1,
        None if from == 0 => 0,
        None => return,
    };
    if out[line..].starts_with(['*', '-', '+', '1']) {
        out.truncate(line);
    }
}

/// Splits at the tag that ends what a tag of a name and with these marks began.
pub(super) fn until_tag<'s>(
    text: &'s str,
    marks: (&str, &str),
    name: &str,
    ends: impl Fn(&str) -> bool,
) -> Option<(&'s str, &'s str)> {
    let (open, close) = marks;
    let (mut from, mut depth) = (0, 0_usize);
    while let Some(start) = text[from..].find(open).map(|i| i + from) {
        let inner = start + open.len();
        let end = text[inner..].find(close).map(|end| inner + end);
        looked(end.unwrap_or(text.len()) - from);
        let end = end?;
        let after = end + close.len();
        let inner = text[inner..end].trim_matches(['-', ' ']);
        if !ends(inner) {
            depth += usize::from(name != "raw" && inner.split([' ', '(']).next() == Some(name));
        } else if depth == 0 {
            return Some((&text[..start], &text[after..]));
        } else {
            depth -= 1;
        }
        from = after;
    }
    None
}

/// Elements that stand for themselves and not within a line.
pub(super) fn is_block(html: &str) -> bool {
    const BLOCKS: [&str; 27] = [
        "<fig",
        "<summary",
        "<td",
        "<th",
        "<tr",
        "<tbody",
        "<li",
        "<dd",
        "<dt",
        "<center",
        "<blockquote",
        "<details",
        "<p>",
        "<pre",
        "<div",
        "<table",
        "<ul",
        "<ol",
        "<iframe",
        "<video",
        "<audio",
        "<section",
        "<aside",
        "<dl",
        "<h",
        "<p ",
        "<object",
    ];
    html.starts_with("</") || BLOCKS.iter().any(|block| html.starts_with(block))
}

/// Whether what follows belongs to the address of a link: it may have no blanks.
pub(super) fn in_destination(out: &str) -> bool {
    let line = last_line(out).unwrap_or(out);
    let line = &line[line.ceil_char_boundary(line.len().saturating_sub(LONG_LINE))..];
    line.rfind("](").is_some_and(|at| !line[at + 2..].contains([' ', ')', '>']))
        || line.rsplit_once("]: ").is_some_and(|(_, url)| !url.contains(' '))
}

/// Whether attributes at the end of a line stand for all of it: `## A {.wide}`.
pub(super) fn stands_last(rest: &str, out: &str) -> bool {
    let Some(line) = last_line(out) else { return false };
    (line.is_empty() || line.starts_with('#')) && attributes(rest).is_some_and(|end| ends_line(&rest[end..]))
}

/// Whether a tag has its line for itself: taken out, two paragraphs would become one, or a list item the
/// underline of a heading.
pub(super) fn stands_alone(after: &str, out: &str) -> bool {
    let Some(line) = last_line(out) else { return false };
    let marker = line.trim().chars().all(|c| matches!(c, '-' | '*' | '+' | '=' | '>' | ' '));
    marker && !line.trim().is_empty() && ends_line(after)
}

/// Lines longer than this are no list items, headings or definitions: a text in one line is not searched to its
/// beginning for each tag in it.
const LONG_LINE: usize = 2_000;

/// What the last line of a text has so far, unless it is long.
pub(super) fn last_line(out: &str) -> Option<&str> {
    let from = out.ceil_char_boundary(out.len().saturating_sub(LONG_LINE));
    match out[from..].rfind('\n') {
        Some(at) => Some(&out[from + at + 1..]),
        None => (from == 0).then_some(out),
    }
}

/// Whether nothing but blanks follows on the line.
pub(super) fn ends_line(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\t', '\r']);
    after.is_empty() || after.starts_with('\n')
}

pub(super) fn escaped_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A text without the blanks that all its lines begin with.
pub(super) fn undented(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let least = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default();
    let lines: Vec<&str> = text.lines().map(|line| line.get(least..).unwrap_or_default()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_holds_a_closing_mark_and_an_apostrophe_does_not() {
        assert_eq!(end_of_tag("x(a=\"}} b\") }} c", "}}"), Some(12));
        assert_eq!(end_of_tag("x don't }} it isn't }}", "}}"), Some(8));
        assert_eq!(end_of_tag("x a=\"open }} b", "}}"), Some(10));
        assert_eq!(end_of_tag("x", "}}"), None);
    }

    #[test]
    fn attributes_are_told_from_text_in_braces() {
        for (text, expected) in [
            ("{: .notice} a", Some(11)),
            ("{:toc}", Some(6)),
            ("{::comment}", Some(11)),
            ("{:/comment}", Some(11)),
            ("{:target=\"_blank\" title=\"two words\"}", Some(36)),
            ("{:\ntarget=\"_blank\"} a", Some(19)),
            ("{:.a\n.b}", Some(8)),
            ("{:.a\n\n.b}", None),
            ("{#my-id}", Some(8)),
            ("{#my\n.id}", None),
            ("{#my-id .wide}", Some(14)),
            ("{:a => 1}", None),
            ("{: }", None),
            ("{# a\nb #}", None),
            ("{# note #}", None),
            ("{width=50%}", Some(11)),
            ("{.wide #x}", Some(10)),
            ("{a}", None),
            ("{x + y}", None),
        ] {
            assert_eq!(attributes(text), expected, "{text}");
        }
    }
}
