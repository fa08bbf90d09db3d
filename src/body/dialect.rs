//! What dialects of Markdown write in lines of their own: notes set off from the text, tabs, places of tables of
//! contents, abbreviations, elements whose content is Markdown.

mod container;
mod inline;
mod magic;
mod older;
mod remarks;
mod tables;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use super::fence::fenced;
use super::marks::Marks;
use super::reserved::{is_kept, is_title_for_some};
use super::tag::listing;
use super::ways::Markdown;
use container::{PLAIN, is_kind, without_options};
use inline::{INLINE, within_line};
pub(super) use remarks::without_remarks;

/// What the other dialects begin with.
static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    Marks::new(&[
        ":::",
        "[!",
        "!!!",
        "???",
        "[toc",
        "[TOC",
        "[[",
        "*[",
        "markdown",
        "{toc}",
        "^[",
        "==",
        "<--->",
        "\n:",
        "///",
        "++",
        "^^",
        "{--",
        "{~~",
        "`#!",
        "highlight-",
        "\n^",
        "<!-- tab",
    ])
});

/// A text in CommonMark with what the other dialects mean, and the abbreviations it defines.
pub(super) fn common(source: &str, markdown: Markdown) -> (Cow<'_, str>, Vec<(String, String)>) {
    let has_older = matches!(markdown, Markdown::Kramdown | Markdown::Python);
    let has_own = match markdown {
        Markdown::Common => false,
        Markdown::Obsidian => ["![", " ^"].iter().any(|mark| source.contains(mark)),
        Markdown::Kramdown | Markdown::Python => true,
    };
    if !has_own && !source.starts_with([':', '^']) && !MARKS.is_any_in(source) {
        return (Cow::Borrowed(source), Vec::new());
    }
    let mut reader = Reader {
        out: String::with_capacity(source.len() + 64),
        open: Vec::new(),
        abbreviations: Vec::new(),
        has_markdown: false,
        notes: Vec::new(),
        has_slashes: source.lines().any(|line| is_end(line.trim(), b'/')),
        depth: 0,
        markdown,
        below_item: false,
        in_code: false,
        labels: if has_older { older::labels(source) } else { Vec::new() },
    };
    reader.read(source);
    for (number, note) in reader.notes.iter().enumerate() {
        let _ = write!(reader.out, "\n\n[^{INLINE}{number}]: {note}\n");
    }
    (Cow::Owned(reader.out), reader.abbreviations)
}

struct Reader {
    out: String,
    /// Containers that are open: the line that they opened with, without what it says, and what ends them.
    open: Vec<(String, &'static str)>,
    abbreviations: Vec<(String, String)>,
    /// Whether an element opened whose content is Markdown.
    has_markdown: bool,
    /// Footnotes that stand where they are referred to.
    notes: Vec<String>,
    /// Whether a container of slashes ends in the text.
    has_slashes: bool,
    /// How many blocks that are set in the text stands in.
    depth: u8,
    markdown: Markdown,
    /// Whether lines that are set in belong to an item of a list, and whether they are code.
    below_item: bool,
    in_code: bool,
    /// The labels of links that the text defines, where they may stand apart from their links.
    labels: Vec<String>,
}

/// Blocks that are set in within others which are read.
const DEEPEST: u8 = 8;

/// Whether a line is no more than the end of a container.
fn is_end(content: &str, mark: u8) -> bool {
    content.len() >= 3 && content.bytes().all(|b| b == mark)
}

/// Abbreviations of one text.
const MOST: usize = 100;

/// Lines that stand for a table of contents, or part columns.
const CONTENTS: [&str; 10] =
    ["[toc]", "[[toc]]", "[[_toc_]]", "${toc}", "{toc}", "[[ toc ]]", "<!-- toc -->", "@[toc]", "::toc::", "<--->"];

impl Reader {
    /// Reads a text; what is open at its end ends there.
    fn read(&mut self, source: &str) {
        let mut rest = source;
        while !rest.is_empty() {
            if let Some(block) = fenced(rest, &self.out) {
                self.out.push_str(&magic::without(block));
                rest = &rest[block.len()..];
                continue;
            }
            if let Some(block) = listing(rest) {
                self.out.push_str(block);
                rest = &rest[block.len()..];
                continue;
            }
            let begins = self.out.is_empty() || self.out.ends_with("\n\n");
            if begins && let Some((table, length)) = tables::table(rest, self.markdown) {
                for line in table.split_inclusive('\n') {
                    self.out.push_str(&within_line(line, false, &mut self.notes));
                }
                rest = &rest[length..];
                continue;
            }
            let line = rest.split_inclusive('\n').next().unwrap_or(rest);
            rest = self.line(line, &rest[line.len()..]);
            if begins && matches!(self.markdown, Markdown::Kramdown | Markdown::Python) && older::is_element(line, rest)
            {
                self.out.push('\n');
            }
        }
        while let Some((_, end)) = self.open.pop() {
            let _ = write!(self.out, "\n\n{end}\n\n");
        }
    }

    /// What a text becomes that is set in within this one.
    fn inner(&mut self, text: String) -> String {
        if self.depth >= DEEPEST {
            return text;
        }
        let around = (std::mem::take(&mut self.out), std::mem::take(&mut self.open), self.below_item, self.in_code);
        (self.below_item, self.in_code) = (false, false);
        self.depth += 1;
        self.read(&text);
        self.depth -= 1;
        let made = std::mem::replace(&mut self.out, around.0);
        (self.open, self.below_item, self.in_code) = (around.1, around.2, around.3);
        made
    }

    /// Whether a line is of a block of code that is set in: what is set in below an item of a list belongs to that.
    fn is_code(&mut self, line: &str, content: &str) -> bool {
        if content.is_empty() {
            return false;
        }
        let is_set_in = line.starts_with("    ") || line.starts_with('\t');
        if is_set_in {
            self.in_code |= !self.below_item && (self.out.is_empty() || self.out.ends_with("\n\n"));
            return self.in_code;
        }
        let number = content.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_item = content.starts_with(['-', '*', '+', ':'])
            || content.starts_with("[^")
            || number.len() < content.len() && number.starts_with(['.', ')']);
        self.below_item = is_item || self.below_item && line.starts_with(' ');
        self.in_code = false;
        false
    }

    /// Reads a line; what follows it, or what belongs to it.
    fn line<'s>(&mut self, line: &'s str, after: &'s str) -> &'s str {
        let content = line.trim();
        let indent = &line[..line.len() - line.trim_start().len()];
        if self.is_code(line, content) {
            // Of code that is set in the first line may say the language.
            if !names_language(content, indent) {
                self.out.push_str(line);
            }
        } else if CONTENTS.iter().any(|mark| content.eq_ignore_ascii_case(mark)) {
            self.out.push('\n');
        } else if line.trim_end() == "^" && (self.out.is_empty() || self.out.ends_with("\n\n")) {
            // Kramdown: what stood before has ended.
            self.out.push('\n');
        } else if names_language(content, indent) {
            // Of code that is set in the first line says the language.
        } else if content.starts_with(":::") {
            self.container(content, indent);
        } else if content.starts_with("///") && self.has_slashes {
            self.container(content, indent);
            return without_options(after, indent);
        } else if tab(content).is_some_and(is_title_for_some) {
            return self.kept(indent, after);
        } else if let Some(title) = tab_of_comment(content) {
            if is_title_for_some(title) {
                return after.split_once("<!-- endtab -->").map_or("", |(_, rest)| rest);
            }
            if !title.is_empty() {
                let _ = write!(self.out, "\n{indent}**{title}**\n\n");
            }
        } else if let Some(title) = tab(content) {
            let _ = write!(self.out, "\n{indent}**{title}**\n\n");
            return self.indented(indent, "", after);
        } else if let Some(note) = admonition(content, self.markdown) {
            if kind_of_admonition(content).is_some_and(is_kept) {
                return self.kept(indent, after);
            }
            if !note.is_empty() {
                let _ = write!(self.out, "\n{indent}> **{note}**\n{indent}>");
            }
            self.out.push('\n');
            return self.indented(indent, "> ", after);
        } else if let Some((before, title)) = alert(line) {
            if kind_of_alert(line).is_some_and(is_kept) {
                self.out.push('\n');
                return after_quotation(after);
            }
            let _ = write!(self.out, "{before}**{title}**\n{}\n", before.trim_end());
        } else if let Some((short, long)) =
            abbreviation(content).filter(|_| indent.is_empty() && self.abbreviations.len() < MOST)
        {
            self.abbreviations.push((short.to_owned(), long.to_owned()));
        } else if let Some(opened) = with_markdown(line) {
            self.has_markdown = true;
            self.out.push_str(&opened);
        } else {
            // The end of an element whose content is Markdown ends the paragraph before it.
            if content.starts_with("</") && !self.out.ends_with("\n\n") && self.has_markdown {
                self.out.push('\n');
            }
            let own = of_its_own(line, self.markdown);
            let own = if self.markdown == Markdown::Kramdown { older::angled(&own) } else { own.as_ref().into() };
            let (joined, goes_on) = older::joined(&own, after, &self.labels);
            let line = if goes_on { joined.trim_end() } else { &*joined };
            // What begins with a colon is a definition only where a blank follows it: `:tada:` is none.
            if content.starts_with(':') && !content[1..].starts_with([' ', '\t']) && !is_rule_of_table(content) {
                self.out.push_str(indent);
                self.out.push('\\');
                self.out.push_str(&within_line(&line[indent.len()..], false, &mut self.notes));
            } else {
                let is_code = line.starts_with("    ") || line.starts_with('\t');
                self.out.push_str(&within_line(line, is_code, &mut self.notes));
            }
        }
        after
    }

    /// Passes over the lines below one that belong to it; what follows.
    fn kept<'s>(&mut self, indent: &str, after: &'s str) -> &'s str {
        let out = self.out.len();
        let rest = self.indented(indent, "", after);
        self.out.truncate(out);
        self.out.push('\n');
        rest
    }

    /// The lines below one that are set in by four more columns, which belong to it: each behind `mark`. What follows.
    fn indented<'s>(&mut self, indent: &str, mark: &str, after: &'s str) -> &'s str {
        let mut inner = String::new();
        let mut rest = after;
        while let Some(line) = rest.split_inclusive('\n').next() {
            let own = line.strip_prefix(indent).unwrap_or(line);
            match own.strip_prefix("    ").or_else(|| own.strip_prefix('\t')) {
                Some(line) => inner.push_str(line),
                // A blank line belongs to it when what follows it does.
                None if own.trim().is_empty() && is_set_in(&rest[line.len()..], indent) => inner.push('\n'),
                None => break,
            }
            rest = &rest[line.len()..];
        }
        for line in self.inner(inner).split_inclusive('\n') {
            let _ = write!(self.out, "{indent}{}{line}", if line == "\n" { mark.trim_end() } else { mark });
        }
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.out.push('\n');
        rest
    }
}

/// Whether the first line of a text that is not blank is set in by four more columns.
fn is_set_in(text: &str, indent: &str) -> bool {
    let line = text.lines().take(MOST_BLANK).find(|line| !line.trim().is_empty());
    let own = line.and_then(|line| line.strip_prefix(indent));
    own.is_some_and(|own| own.starts_with("    ") || own.starts_with('\t'))
}

/// Blank lines in a block that is set in.
const MOST_BLANK: usize = 8;

/// A line that Markdown other than CommonMark reads otherwise, as CommonMark has it.
fn of_its_own(line: &str, markdown: Markdown) -> Cow<'_, str> {
    let text = line.trim_end();
    match markdown {
        // A break of the line.
        Markdown::Kramdown if text.ends_with("\\\\") && !text.ends_with("\\\\\\") && text.len() > 2 => {
            Cow::Owned(format!("{}\n", &text[..text.len() - 1]))
        }
        Markdown::Obsidian if text.contains(" ^") || text.contains("![") => Cow::Owned(inline::of_notes(line)),
        // No blank need follow the mark of a heading.
        Markdown::Python if text.starts_with('#') => {
            let words = text.trim_start_matches('#');
            let level = text.len() - words.len();
            let is_one = level <= 6 && !words.is_empty() && !words.starts_with([' ', '\t', '!']);
            if is_one { Cow::Owned(format!("{} {words}\n", &text[..level])) } else { line.into() }
        }
        _ => line.into(),
    }
}

/// Whether a line parts the head of a table from its rows: `:-- | --:`.
fn is_rule_of_table(content: &str) -> bool {
    content.contains('|') && content.contains('-') && content.bytes().all(|b| matches!(b, b':' | b'-' | b'|' | b' '))
}

/// The title of a tab: `=== "Title"`, `===+ "Title"`.
fn tab(content: &str) -> Option<&str> {
    let rest = content.strip_prefix("===")?;
    let title = rest.strip_prefix(['!', '+']).unwrap_or(rest).strip_prefix(' ')?.trim();
    title.strip_prefix('"')?.strip_suffix('"').filter(|title| !title.is_empty())
}

/// The title of a tab of NexT, without its icon: `<!-- tab Title@icon -->`.
fn tab_of_comment(content: &str) -> Option<&str> {
    let rest = content.strip_prefix("<!-- tab")?.strip_suffix("-->")?;
    rest.starts_with(' ').then(|| rest.split('@').next().unwrap_or_default().trim())
}

/// Whether a line that is set in as code is names the language of that: `:::python`.
fn names_language(content: &str, indent: &str) -> bool {
    let is_code = indent.len() >= 4 || indent.starts_with('\t');
    let word = content.strip_prefix(":::").filter(|word| !word.is_empty() && is_code);
    let is_word =
        |word: &str| word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'#' | b'.'));
    word.is_some_and(|word| is_word(word) && !is_kind(&word.to_lowercase()) && !PLAIN.contains(&&*word.to_lowercase()))
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The title of `!!! note "Title"`, `??? note`, `??? "Title"`.
fn admonition(content: &str, markdown: Markdown) -> Option<String> {
    let rest =
        content.strip_prefix("!!!").or_else(|| content.strip_prefix("???+")).or_else(|| content.strip_prefix("???"))?;
    let rest = rest.strip_prefix(' ')?.trim();
    let (kind, title) =
        rest.split_once('"').map_or((rest, ""), |(kind, title)| (kind.trim(), title.trim_end_matches('"')));
    let first = kind.split(' ').next().filter(|kind| kind.chars().all(|c| c.is_alphanumeric() || c == '-'))?;
    if first.is_empty() && title.is_empty() {
        return None;
    }
    // To Python-Markdown each word is the kind of one, and those that say that it is not for all are to all.
    let is_one = is_kind(&first.to_lowercase()) || is_kept(first) || markdown == Markdown::Python;
    (title.is_empty() && is_one || rest.contains('"'))
        .then(|| if rest.ends_with("\"\"") || !title.is_empty() { title.to_owned() } else { capital(first) })
}

/// What stands before `[!NOTE]` in a quotation, and what is its title.
fn alert(line: &str) -> Option<(&str, String)> {
    let at = line.find("[!")?;
    let before = &line[..at];
    let is_quote = before.trim_end().ends_with('>') && before.chars().all(|c| matches!(c, '>' | ' ' | '\t'));
    let (kind, after) = line[at + 2..].split_once(']')?;
    let sound = !kind.is_empty() && kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '|' | ' '));
    (is_quote && sound).then(|| {
        let title = after.trim_start_matches(['+', '-']).trim();
        (before, if title.is_empty() { capital(&kind.to_lowercase()) } else { title.to_owned() })
    })
}

/// The word behind the marks of `!!! note "Title"`.
fn kind_of_admonition(content: &str) -> Option<&str> {
    content.trim_start_matches(['!', '?', '+']).split_whitespace().next()
}

/// The word in the brackets of `[!NOTE]`.
fn kind_of_alert(line: &str) -> Option<&str> {
    Some(line.split_once("[!")?.1.split_once(']')?.0)
}

/// What follows the rest of a quotation: lines with its mark, and those that go on with a paragraph in it.
fn after_quotation(mut rest: &str) -> &str {
    let mut is_text = false;
    while let Some(line) = rest.split_inclusive('\n').next() {
        let content = line.trim();
        let quoted = content.strip_prefix('>');
        if quoted.is_none() && (content.is_empty() || !is_text) {
            break;
        }
        is_text = quoted.is_none_or(|quoted| !quoted.trim().is_empty());
        rest = &rest[line.len()..];
    }
    rest
}

/// `*[HTML]: HyperText Markup Language`.
fn abbreviation(content: &str) -> Option<(&str, &str)> {
    let (short, long) = content.strip_prefix("*[")?.split_once("]:")?;
    (!short.trim().is_empty() && !long.trim().is_empty()).then(|| (short.trim(), long.trim()))
}

/// Elements that stand within a line.
const INLINE_ELEMENTS: [&str; 16] =
    ["a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "small", "span", "strong", "u"];

/// A line that opens an element whose content is Markdown: without that attribute, and with its content apart.
fn with_markdown(line: &str) -> Option<String> {
    let start = line.trim_start();
    let at = start.find(" markdown")?;
    let open = start.strip_prefix('<').filter(|s| s.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    let close = start.find('>').filter(|close| *close > at)?;
    let value = &start[at + " markdown".len()..close];
    let is_off = matches!(value.trim_matches(['=', '"', '\'']), "0" | "false");
    let length = match value.strip_prefix('=') {
        Some(v) if v.starts_with(['"', '\'']) => 2 + v[1..].find(['"', '\''])? + 1,
        Some(_) => 2,
        None if value.is_empty() || value.starts_with(' ') => 0,
        None => return None,
    };
    let name = open.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    // A paragraph would end before those in it, and what hides it would hide nothing.
    let is_paragraph = name == "p" && !is_off;
    let tag = format!("{}{}>", &start[..at], value.get(length..)?);
    let tag = if is_paragraph { tag.replacen("<p", "<div", 1) } else { tag };
    let inner = start[close + 1..].trim_end();
    if is_off || INLINE_ELEMENTS.contains(&name) {
        return Some(format!("{tag}{inner}\n"));
    }
    let end = format!("</{name}>");
    let inner = match inner.strip_suffix(&*end) {
        Some(inner) if is_paragraph => format!("{inner}\n\n</div>\n"),
        Some(inner) => format!("{inner}\n\n{end}\n"),
        None => format!("{inner}\n"),
    };
    Some(format!("\n{tag}\n\n{inner}"))
}
