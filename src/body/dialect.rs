//! What dialects of Markdown write in lines of their own: notes set off from the text, places of tables of
//! contents, abbreviations, elements whose content is Markdown.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use super::fence::fenced;
use super::marks::Marks;
use super::reserved::{is_kept, reserves};
use super::tag::listing;

/// What the other dialects begin with.
static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    Marks::new(&[
        ":::", "[!", "!!!", "???", "[toc", "[TOC", "[[", "*[", "markdown", "{toc}", "^[", "==", "<--->", "\n:",
    ])
});

/// A text in CommonMark with what the other dialects mean, and the abbreviations it defines.
pub(super) fn common(source: &str) -> (Cow<'_, str>, Vec<(String, String)>) {
    if !source.starts_with(':') && !MARKS.is_any_in(source) {
        return (Cow::Borrowed(source), Vec::new());
    }
    let mut reader = Reader {
        out: String::with_capacity(source.len() + 64),
        open: Vec::new(),
        abbreviations: Vec::new(),
        has_markdown: false,
        notes: Vec::new(),
    };
    let mut rest = source;
    while !rest.is_empty() {
        if let Some(block) = fenced(rest, &reader.out) {
            reader.out.push_str(block);
            rest = &rest[block.len()..];
            continue;
        }
        if let Some(block) = listing(rest) {
            reader.out.push_str(block);
            rest = &rest[block.len()..];
            continue;
        }
        let line = rest.split_inclusive('\n').next().unwrap_or(rest);
        rest = reader.line(line, &rest[line.len()..]);
    }
    for (number, note) in reader.notes.iter().enumerate() {
        let _ = write!(reader.out, "\n\n[^{INLINE}{number}]: {note}\n");
    }
    while let Some((_, end)) = reader.open.pop() {
        let _ = write!(reader.out, "\n\n{end}\n\n");
    }
    (Cow::Owned(reader.out), reader.abbreviations)
}

struct Reader {
    out: String,
    /// Containers that are open: how many colons, and what ends them.
    open: Vec<(usize, &'static str)>,
    abbreviations: Vec<(String, String)>,
    /// Whether an element opened whose content is Markdown.
    has_markdown: bool,
    /// Footnotes that stand where they are referred to.
    notes: Vec<String>,
}

/// How the labels of footnotes begin that have none.
const INLINE: &str = "inline-note-";

/// The text with an element in the place of what is marked: `==so==`.
fn with_marks(line: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, inner)) = rest.split_once("==") {
        let in_code = (out.matches('`').count() + before.matches('`').count()) % 2 == 1;
        // A comparison, a rule and an argument of an address are none.
        let opens = !in_code
            && !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '=' | '\\' | '!' | '<' | '>'))
            && inner.starts_with(|c: char| !c.is_whitespace() && c != '=');
        let marked = inner.split_once("==").filter(|(marked, behind)| {
            opens && !marked.ends_with(char::is_whitespace) && !marked.contains('`') && !behind.starts_with('=')
        });
        out.push_str(before);
        match marked {
            Some((marked, behind)) => {
                let _ = write!(out, "<mark>{marked}</mark>");
                rest = behind;
            }
            None => {
                out.push_str("==");
                rest = inner;
            }
        }
    }
    if out.is_empty() {
        return Cow::Borrowed(line);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The text with a reference in the place of each footnote that stands in it: `^[A note.]`.
fn with_references<'s>(line: &'s str, notes: &mut Vec<String>) -> Cow<'s, str> {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, inner)) = rest.split_once("^[") {
        let in_code = before.matches('`').count() % 2 == 1 || before.ends_with('\\') || before.ends_with('[');
        let end = if in_code { None } else { end_of_note(inner) };
        out.push_str(before);
        match end {
            Some(end) => {
                let _ = write!(out, "[^{INLINE}{}]", notes.len());
                notes.push(inner[..end].trim().to_owned());
                rest = &inner[end + 1..];
            }
            None => {
                out.push_str("^[");
                rest = inner;
            }
        }
    }
    if out.is_empty() {
        return Cow::Borrowed(line);
    }
    out.push_str(rest);
    Cow::Owned(out)
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

/// Abbreviations of one text.
const MOST: usize = 100;

/// Lines that stand for a table of contents, or part columns.
const CONTENTS: [&str; 10] =
    ["[toc]", "[[toc]]", "[[_toc_]]", "${toc}", "{toc}", "[[ toc ]]", "<!-- toc -->", "@[toc]", "::toc::", "<--->"];

impl Reader {
    /// Reads a line; what follows it, or what belongs to it.
    fn line<'s>(&mut self, line: &'s str, after: &'s str) -> &'s str {
        let content = line.trim();
        let indent = &line[..line.len() - line.trim_start().len()];
        if CONTENTS.iter().any(|mark| content.eq_ignore_ascii_case(mark)) {
            self.out.push('\n');
        } else if names_language(content, indent) {
            // Of code that is set in the first line says the language.
        } else if content.starts_with(":::") {
            self.container(content, indent);
        } else if let Some(note) = admonition(content) {
            return self.indented(&note, indent, after);
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
            // What begins with a colon is a definition only where a blank follows it: `:tada:` is none.
            if content.starts_with(':') && !content[1..].starts_with([' ', '\t']) {
                self.out.push_str(indent);
                self.out.push('\\');
                self.out.push_str(&with_marks(&with_references(&line[indent.len()..], &mut self.notes)));
            } else {
                let line = with_references(line, &mut self.notes);
                // Indented it is code.
                let marked = if line.starts_with("    ") || line.starts_with('\t') {
                    line
                } else {
                    Cow::Owned(with_marks(&line).into_owned())
                };
                self.out.push_str(&marked);
            }
        }
        after
    }

    /// `:::note Title`, `::: {.note}`, `:::tip[Title]` and their end.
    fn container(&mut self, content: &str, indent: &str) {
        let colons = content.bytes().take_while(|b| *b == b':').count();
        let said = content[colons..].trim().trim_end_matches(':').trim();
        if said.is_empty() {
            let end = match self.open.iter().rposition(|(width, _)| *width == colons) {
                Some(n) => self.open.drain(n..).rev().map(|(_, end)| end).collect::<Vec<_>>().join("\n"),
                None => self.open.pop().map(|(_, end)| end).unwrap_or_default().to_owned(),
            };
            let _ = write!(self.out, "\n{indent}{end}\n\n");
            return;
        }
        let (name, title) =
            said.split_once(|c: char| c.is_whitespace() || matches!(c, '[' | '{')).unwrap_or((said, ""));
        let class = said.strip_prefix('{').and_then(|s| s.split(['.', ' ', '}']).find(|w| !w.is_empty()));
        let name = class.unwrap_or(name).to_lowercase();
        let title =
            title.split('{').next().unwrap_or_default().trim().trim_end_matches(']').trim_matches(['[', '"', ' ']);
        // Quarto and Pandoc: `{.callout-tip title="One thing"}`.
        let quoted = said.split_once("title=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(title, _)| title);
        let title = if class.is_some() { quoted.unwrap_or_default() } else { quoted.unwrap_or(title) };
        if is_for_some(said, &name) {
            self.open.push((colons, "</div>"));
            let _ = write!(self.out, "\n{indent}<div class=\"members-only\">\n\n");
            return;
        }
        let (start, end) = match &*name {
            "details" | "spoiler" | "collapse" => ("<details>", "</details>"),
            "raw" | "v-pre" | "code-group" | "tabs" | "tab" | "div" | "center" | "row" | "col" | "columns"
            | "column" | "grid" | "cards" | "steps" | "slot" => ("", ""),
            _ => ("<blockquote>", "</blockquote>"),
        };
        self.open.push((colons, end));
        let title = match (start, title) {
            ("<details>", title) => {
                format!("<summary>{}</summary>", super::escaped(if title.is_empty() { "…" } else { title }))
            }
            ("", "") => String::new(),
            (_, "") if class.is_some() || !is_kind(&name) => String::new(),
            (_, "") => format!("\n\n{indent}**{}**", capital(&name)),
            (_, title) => format!("\n\n{indent}**{title}**"),
        };
        let _ = write!(self.out, "\n{indent}{start}{title}\n\n");
    }

    /// `!!! warning "Title"` and the lines below it that are set in.
    fn indented<'s>(&mut self, title: &str, indent: &str, after: &'s str) -> &'s str {
        let _ = match title {
            "" => writeln!(self.out),
            title => write!(self.out, "\n{indent}> **{title}**\n{indent}>\n"),
        };
        let mut rest = after;
        while let Some(line) = rest.split_inclusive('\n').next() {
            let own = line.strip_prefix(indent).unwrap_or(line);
            let inner = own.strip_prefix("    ").or_else(|| own.strip_prefix('\t'));
            match inner {
                Some(inner) => _ = write!(self.out, "{indent}> {inner}"),
                // A blank line belongs to it when what follows it does.
                None if own.trim().is_empty()
                    && rest[line.len()..].strip_prefix(indent).is_some_and(|r| r.starts_with("    ")) =>
                {
                    let _ = writeln!(self.out, "{indent}>");
                }
                None => break,
            }
            rest = &rest[line.len()..];
        }
        self.out.push('\n');
        rest
    }
}

/// Whether a line that is set in as code is names the language of that: `:::python`.
fn names_language(content: &str, indent: &str) -> bool {
    let is_code = indent.len() >= 4 || indent.starts_with('\t');
    let word = content.strip_prefix(":::").filter(|word| !word.is_empty() && is_code);
    let is_word =
        |word: &str| word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'#' | b'.'));
    word.is_some_and(|word| is_word(word) && !is_kind(&word.to_lowercase()) && !PLAIN.contains(&&*word.to_lowercase()))
}

/// Names of containers that are no notes.
const PLAIN: [&str; 18] = [
    "details",
    "spoiler",
    "collapse",
    "raw",
    "v-pre",
    "code-group",
    "tabs",
    "tab",
    "div",
    "center",
    "row",
    "col",
    "columns",
    "column",
    "grid",
    "cards",
    "steps",
    "slot",
];

/// Names of notes that say what they are where they have no title.
fn is_kind(name: &str) -> bool {
    const KINDS: [&str; 22] = [
        "note",
        "tip",
        "info",
        "warning",
        "danger",
        "caution",
        "important",
        "hint",
        "success",
        "error",
        "question",
        "example",
        "abstract",
        "summary",
        "todo",
        "bug",
        "failure",
        "attention",
        "quote",
        "tldr",
        "seealso",
        "warn",
    ];
    KINDS.contains(&name)
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The title of `!!! note "Title"`, `??? note`.
fn admonition(content: &str) -> Option<String> {
    let rest =
        content.strip_prefix("!!!").or_else(|| content.strip_prefix("???+")).or_else(|| content.strip_prefix("???"))?;
    let rest = rest.strip_prefix(' ')?.trim();
    let (kind, title) =
        rest.split_once('"').map_or((rest, ""), |(kind, title)| (kind.trim(), title.trim_end_matches('"')));
    let first = kind
        .split(' ')
        .next()
        .filter(|kind| !kind.is_empty() && kind.chars().all(|c| c.is_alphanumeric() || c == '-'))?;
    (title.is_empty() && is_kind(&first.to_lowercase()) || rest.contains('"'))
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

/// Whether what a container is called, by a name or by classes and attributes in braces, says that it is not for all:
/// `paywall`, `{.box .members-only}`, `gate {tier="gold"}`.
fn is_for_some(said: &str, name: &str) -> bool {
    let given = said.split_once('{').map_or("", |(_, given)| given.trim_end_matches('}'));
    let mut words = given.split_whitespace();
    is_kept(name)
        || words.any(|word| match (word.strip_prefix('.'), word.split_once('=')) {
            (Some(class), _) => is_kept(class),
            (None, Some((name, value))) => reserves("Block", name, value.trim_matches(['"', '\''])),
            _ => false,
        })
}

/// `*[HTML]: HyperText Markup Language`.
fn abbreviation(content: &str) -> Option<(&str, &str)> {
    let (short, long) = content.strip_prefix("*[")?.split_once("]:")?;
    (!short.trim().is_empty() && !long.trim().is_empty()).then(|| (short.trim(), long.trim()))
}

/// A line that opens an element whose content is Markdown: without that attribute, and with its content apart.
fn with_markdown(line: &str) -> Option<String> {
    let start = line.trim_start();
    let at = start.find(" markdown")?;
    let open = start.strip_prefix('<').filter(|s| s.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    let close = start.find('>').filter(|close| *close > at)?;
    let value = &start[at + " markdown".len()..close];
    let length = match value.strip_prefix('=') {
        Some(v) if v.starts_with(['"', '\'']) => 2 + v[1..].find(['"', '\''])? + 1,
        Some(_) => 2,
        None if value.is_empty() || value.starts_with(' ') => 0,
        None => return None,
    };
    let name = open.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let tag = format!("{}{}>", &start[..at], value.get(length..)?);
    let inner = start[close + 1..].trim_end();
    let end = format!("</{name}>");
    let inner = match inner.strip_suffix(&*end) {
        Some(inner) => format!("{inner}\n\n{end}\n"),
        None => format!("{inner}\n"),
    };
    Some(format!("\n{tag}\n\n{inner}"))
}
