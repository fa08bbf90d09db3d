//! Template tags, made placeholders that Markdown takes for a word, and put back as what they show.
//!
//! A tag that is simply cut out changes what stands around it: a list item becomes the underline of a
//! heading, two paragraphs one. Markdown therefore reads a word in its place, and the HTML that the tag
//! stands for is put where that word came to stand: as a block of its own, within a line, as plain text in
//! an attribute, or as it was written, in code.

mod assigned;
mod branch;
mod element;
mod kept;
mod restore;
#[cfg(test)]
mod tests;
mod variable;

pub(crate) use variable::filled;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use super::arguments::Arguments;
use super::fence::fenced;
use super::link::{self, Around, Found, Reference};
use super::marks::Marks;
use super::reserved::{self, BEHIND, is_for_some, is_secret, reserves};
use super::shortcode::{self, Encloses, Shows};
use super::tag::{
    self, Absent, Ticks, ends_line, in_destination, is_block, last_line, stands_alone, stands_last, until_tag,
};
use super::{Templates, escaped, math, mdx};

/// The marks around the number of a placeholder: for private use, and none that a text has.
const OPEN: char = '\u{F8F0}';
const CLOSE: char = '\u{F8F1}';

/// Tags within what other tags enclose, to this depth.
const MAX_DEPTH: usize = 8;

/// A tag that was taken out, and what it shows.
#[derive(Debug)]
struct Taken {
    source: String,
    html: String,
}

/// The tags of one text.
#[derive(Debug)]
pub(super) struct Placeholders<'a> {
    around: Around<'a>,
    depth: usize,
    taken: Vec<Taken>,
    /// Tags of which it is not known what they show, as they were written.
    pub(super) unknown: Vec<String>,
    /// Records that are none, as they were written.
    pub(super) missing: Vec<String>,
    absent: Absent,
    /// Conditions that have no end.
    unended: u8,
    /// What tags gave variables, and how many captured texts were put down.
    assigned: Vec<(String, assigned::Assigned)>,
    texts: u8,
    /// Files that MDX imports, by the names it gives them.
    imports: Vec<(String, String)>,
    /// Whether elements of Vue keep the braces in them: `<span v-pre>`.
    keeps_braces: bool,
}

/// Opening and closing marks of shortcodes (Hugo, Zola) and Liquid tags; longer ones first.
const MARKS: [(&str, &str); 6] =
    [("{{<", ">}}"), ("{{%", "%}}"), ("{{-", "-}}"), ("{{", "}}"), ("{%", "%}"), ("{#", "#}")];

/// Pairs of tags whose text is none of the article, or is read without its tags.
const PAIRS: [(&str, &[&str], bool); 6] = [
    ("raw", &["endraw", "/raw"], true),
    ("verbatim", &["endverbatim"], true),
    ("comment", &["endcomment", "/comment"], false),
    ("for", &["endfor"], false),
    ("tablerow", &["endtablerow"], false),
    ("macro", &["endmacro"], false),
];

impl<'a> Placeholders<'a> {
    pub(super) fn new(around: Around<'a>, depth: usize) -> Self {
        Self {
            around,
            depth,
            taken: Vec::new(),
            unknown: Vec::new(),
            missing: Vec::new(),
            absent: Absent::default(),
            unended: 0,
            assigned: Vec::new(),
            texts: 0,
            imports: Vec::new(),
            keeps_braces: false,
        }
    }

    /// Whether nothing was taken out.
    pub(super) fn is_empty(&self) -> bool {
        self.taken.is_empty()
    }

    /// A word that stands for a tag, or a formula, and what it shows.
    fn place(&mut self, source: &str, html: String) -> String {
        self.taken.push(Taken { source: source.to_owned(), html });
        format!("{OPEN}{}{CLOSE}", self.taken.len() - 1)
    }

    /// The text with a word for each tag; code keeps its braces.
    pub(super) fn take<'s>(&mut self, source: &'s str) -> Cow<'s, str> {
        let components = mdx::has_components(source);
        if !self.around.mdx && !components && !STOPS.is_any_in(source) {
            return Cow::Borrowed(source);
        }
        self.keeps_braces = source.contains(" v-pre");
        let mut out = String::with_capacity(source.len());
        let text = if self.around.ways.without_modules {
            Cow::Borrowed(source)
        } else {
            mdx::without_modules(source, self.around.mdx, &mut self.imports)
        };
        let is_mdx = self.around.mdx || components || matches!(text, Cow::Owned(_));
        self.around.mdx |= matches!(text, Cow::Owned(_));
        let text =
            if self.around.mdx && components { Cow::Owned(mdx::without_indents(&text).into_owned()) } else { text };
        let mut rest = &*text;
        let mut ticks = Ticks::default();
        let templates = self.around.ways.templates;
        while !rest.is_empty() {
            if (out.is_empty() || out.ends_with('\n'))
                && let Some(block) = fenced(rest, &out)
            {
                match math::of_fence(block) {
                    Some(tex) => {
                        let word = self.place(block, math::of_tex(tex.trim(), true));
                        let _ = write!(out, "\n{word}\n\n");
                    }
                    None => out.push_str(&tag::example(block, templates)),
                }
                rest = &rest[block.len()..];
                continue;
            }
            if (out.is_empty() || out.ends_with('\n'))
                && tag::is_without_templates(rest)
                && let Some(end) = self.absent.search("\n:::", "", || rest.find("\n:::"))
            {
                let plain = &rest[..end];
                out.push_str(plain);
                rest = &rest[plain.len()..];
                continue;
            }
            if (out.is_empty() || out.ends_with('\n'))
                && let Some(block) = tag::listing(rest)
            {
                out.push_str(block);
                rest = &rest[block.len()..];
                continue;
            }
            let stops = |c: char| matches!(c, '{' | '`' | '\n' | '$' | '\\' | OPEN | CLOSE) || (is_mdx && c == '<');
            let stop = rest.find(stops).unwrap_or(rest.len());
            out.push_str(&rest[..stop]);
            rest = &rest[stop..];
            let Some(c) = rest.chars().next() else { break };
            match c {
                '`' => {
                    let at = text.len() - rest.len();
                    let close = ticks.end_of_code(&text, at) - at;
                    out.push_str(&tag::example(&rest[..close], templates));
                    rest = &rest[close..];
                }
                '{' => rest = self.take_tag(rest, &mut out),
                '<' => rest = self.take_element(rest, &mut out),
                '$' | '\\' => match math::formula(rest, tag::before(&out)) {
                    Some((tex, length, block)) => {
                        let html = math::of_tex(tag::unquoted(tex, &out).trim(), block);
                        let word = self.place(&rest[..length], html);
                        out.push_str(&word);
                        rest = &rest[length..];
                    }
                    None => {
                        // What a backslash escapes begins nothing.
                        let escapes = c == '\\' && rest[1..].starts_with(['{', '`', '$', '\\']);
                        let length = 1 + usize::from(escapes);
                        out.push_str(&rest[..length]);
                        rest = &rest[length..];
                    }
                },
                OPEN | CLOSE => rest = &rest[c.len_utf8()..],
                c => {
                    out.push(c);
                    rest = &rest[1..];
                }
            }
        }
        Cow::Owned(out)
    }

    /// Takes a tag that may open here; what is no tag is copied. What follows it.
    fn take_tag<'s>(&mut self, rest: &'s str, out: &mut String) -> &'s str {
        if self.around.ways.templates == Templates::Nowhere
            && ["{{", "{%", "{#"].iter().any(|mark| rest.starts_with(mark))
        {
            out.push_str(&rest[..2]);
            return &rest[2..];
        }
        if self.keeps_braces
            && let Some(after) = self.keep(rest, out)
        {
            return after;
        }
        if self.around.ways.svelte
            && let Some(after) = self.svelte(rest, out)
        {
            return after;
        }
        let after_text = out.ends_with([')', ']', '`', '*', '_', '>', CLOSE]) || rest.starts_with("{:");
        if (after_text || rest.starts_with("{#") || stands_last(rest, out))
            && !rest.starts_with("{{")
            && !rest.starts_with("{%")
            && let Some(end) = tag::attributes(rest)
            // To MDX a name with a full stop is a member of something.
            && !(self.around.mdx && !rest[1..end].starts_with(['.', '#', ':']) && !rest[1..end].contains('='))
        {
            return self.attributes(rest, end, out);
        }
        let Some((open, close)) = MARKS.iter().find(|(open, _)| rest.starts_with(open)) else {
            return self.take_braces(rest, out);
        };
        let end = self.absent.search(close, "", || tag::end_of_tag(&rest[open.len()..], close)).map(|i| i + open.len());
        let Some(end) = end else {
            // Without an end it is no tag, but its mark must not reach a reader either.
            return rest[open.len()..].trim_start_matches(['{', '%', '#', '<']);
        };
        let inner = &rest[open.len()..end];
        if *open == "{{" && out.ends_with('=') && is_object(inner) {
            out.push_str("\"\"");
            return &rest[end + close.len()..];
        }
        let content = without_slash(inner.trim_matches(['-', ' ', '\n', '\t']));
        let word = content.split([' ', '\n', '\t', '(']).next().unwrap_or_default();
        let whole = end + close.len();
        let after = &rest[whole..];
        // `{{ "{{" }}` and the like leave their closing braces behind.
        let after = if *open == "{{" { after.trim_start_matches('}') } else { after };
        if *open == "{#" || inner.trim_start().starts_with("/*") {
            if *open != "{#" {
                // A tag that is shown and not carried out.
                let shown = tag::example(&rest[..whole], self.around.ways.templates);
                let word = self.place(&shown, escaped(&shown));
                out.push_str(&word);
            } else if stands_alone(after, out) {
                let word = self.place("", String::new());
                out.push_str(&word);
            }
            return after;
        }
        if let Some((of, ends, is_text)) = PAIRS.iter().find(|(first, ..)| *first == word)
            && let Some((inner, after)) =
                self.absent.search(open, of, || until_tag(after, (open, close), word, |name| ends.contains(&name)))
        {
            if *is_text {
                // Nothing in it is a tag; it is Markdown all the same.
                out.push_str(inner);
            } else if matches!(word, "for" | "tablerow") {
                self.unknown.push(word.to_owned());
            }
            return after;
        }
        self.assign(word, content);
        let captures = match word {
            "capture" => Some("endcapture"),
            "set" if !content.contains('=') => Some("endset"),
            _ => None,
        };
        if let Some(end) = captures
            && let Some((text, after)) =
                self.absent.search(open, end, || until_tag(after, (open, close), word, |name| name == end))
            && self.capture(word, content, text)
        {
            return after;
        }
        if *open == "{%"
            && let Some(rest) = self.branch(word, content, after)
        {
            if stands_alone(after, out) {
                let word = self.place("", String::new());
                out.push_str(&word);
            }
            return rest;
        }
        let in_address = out.ends_with(['(', '<', '"', '\'', '='])
            || in_destination(out)
            || link::stands_behind(out, self.around.site);
        if in_address && let Some(found) = link::of_tag(inner, &self.around, &mut self.missing) {
            if found.is_empty() && out.ends_with("](") && after.starts_with([')', ' ', '\n']) {
                out.push_str("<>");
            }
            // Older pages name the site's address before a tag that now has it itself.
            out.push_str(link::behind(out, &found, self.around.site));
            return after;
        }
        if out.ends_with("](") && after.starts_with([')', ' ', '\n']) && self.variable(content).is_none() {
            // What follows would be taken for the address.
            out.push_str("<>");
            return after;
        }
        let is_output = *open == "{{" || *open == "{{-";
        if is_output && !content.contains('(')
            || (*open == "{{<" || *open == "{{%")
                && (word == "param" || link::of_site(content, self.around.site).is_some())
        {
            return self.output(content.strip_prefix("param").unwrap_or(content), after, &rest[..whole], out);
        }
        let taken_in = ["include ", "render ", "include_relative ", "include_cached ", "partial "];
        let name = taken_in.iter().find_map(|word| content.strip_prefix(word));
        let content = name.map_or(content, str::trim_start);
        let is_close = inner.trim_start_matches(['-', ' ']).starts_with('/');
        if is_close || (name.is_none() && shortcode::is_logic(word)) || word == "end" {
            if stands_alone(after, out) {
                let word = self.place("", String::new());
                out.push_str(&word);
            }
            return after;
        }
        let split = content.find([' ', '\n', '\t', '(', ',']).unwrap_or(content.len());
        let (name, arguments) = content.split_at(split);
        let name = name.trim_matches(['"', '\'']);
        self.known(name, &Arguments::read(arguments), (open, close), &rest[..whole], after, out)
    }

    /// Puts down what a tag or component shows, with what it encloses; what follows.
    fn known<'s>(
        &mut self,
        name: &str,
        given: &Arguments,
        marks: (&'static str, &'static str),
        source: &str,
        after: &'s str,
        out: &mut String,
    ) -> &'s str {
        if name == "post_link"
            && let Some(html) = self.post_link(given)
        {
            let word = self.place(source, html);
            out.push_str(&word);
            return after;
        }
        if name == "post_path"
            && let Some((path, _)) = given.plain.first()
            && let Found::At(url, _) = (self.around.record)(Reference::Page(path))
        {
            out.push_str(&url);
            return after;
        }
        let shows_code = self.around.ways.code_tags.iter().any(|own| own == name);
        let kind = if shows_code { "highlight" } else { name };
        let (mut inner, mut rest) = (None, after);
        // Names of shortcodes are in small letters, as those of HTML are.
        let name_of_tag = &*format!("Tag-{name}");
        let is_reserved = given.named.iter().any(|(name, value, _)| reserves(name_of_tag, name, value))
            || shortcode::is_tab_for_some(name, given);
        let is_closed = source.trim_end_matches(marks.1).trim_end().ends_with('/');
        let moments = reserved::moments_of(name, given).filter(|_| !is_reserved);
        if self.depth < MAX_DEPTH
            && !is_closed
            && let Some(how) = match shortcode::encloses(kind, self.around.shortcodes) {
                _ if moments.is_some() => Some(Encloses::Block),
                how if !is_reserved => how,
                _ => Some(Encloses::Nothing),
            }
        {
            let ends = |found: &str| {
                found == "end" && marks.0 == "{%"
                    || found.strip_prefix("end").or_else(|| found.strip_prefix('/')).is_some_and(|n| n.trim() == name)
            };
            if let Some((enclosed, after)) = self.absent.named(marks.0, name, || until_tag(after, marks, name, ends)) {
                let has_notes = how == Encloses::Block && moments.is_none() && enclosed.contains("[^");
                if has_notes && self.around_notes(kind, given, enclosed, out) {
                    return after;
                }
                if how == Encloses::Nothing {
                    let word = self.place("", String::new());
                    self.line(&word, after, out);
                    return after;
                }
                inner = Some(self.enclosed(enclosed, how));
                rest = after;
            } else if is_for_some(name) && marks.0 != "<" {
                let word = self.place(source, BEHIND.to_owned());
                self.line(&word, rest, out);
                return rest;
            }
        }
        if inner.is_none()
            && shortcode::is_gallery(name)
            && let Some(html) = self.gallery_of_page(given)
        {
            let word = self.place(source, html);
            self.line(&word, rest, out);
            return rest;
        }
        let nested = self.depth + 1;
        let around = self.around;
        let inline = |text: &str| super::markdown::inline(text, &around, nested);
        let html = match shortcode::shows(kind, given, inner.as_deref(), self.around.shortcodes, &inline) {
            _ if is_reserved || is_secret(name) => String::new(),
            _ if moments.is_some() && inner.is_some() => String::new(),
            Shows::Html(html) => html,
            Shows::Nothing => String::new(),
            Shows::Rest(html) => {
                // Of a component that has children these are what it shows.
                let has_children = marks.0 == "<" && !is_closed;
                if !has_children {
                    self.unknown.push(name.to_owned());
                }
                match &inner {
                    // What it encloses stays.
                    Some(inner) if html.is_empty() => inner.clone(),
                    Some(inner) => format!("<p>{html}</p>{inner}"),
                    None if html.is_empty() || !rest.starts_with(char::is_alphanumeric) => html,
                    None => html + " ",
                }
            }
        };
        let html = match moments {
            Some(moments) => format!("<div{moments}>{}</div>", inner.unwrap_or(html)),
            None => html,
        };
        let apart = is_block(&html) || (html.is_empty() && marks.0 == "<");
        let word = self.place(source, html);
        if apart {
            self.line(&word, rest, out);
        } else {
            out.push_str(&word);
        }
        rest
    }

    /// Writes a word that has its line for itself so that it stands apart from the lines around it.
    fn line(&self, word: &str, after: &str, out: &mut String) {
        let indent = last_line(out).filter(|line| line.trim().is_empty() && ends_line(after)).map(str::to_owned);
        if let Some(indent) = indent {
            let _ = write!(out, "\n{indent}{word}\n");
        } else {
            out.push_str(word);
        }
    }
}

/// Whether braces hold what JavaScript takes for a table: the value of an attribute of JSX, `style={{ width: 3 }}`.
fn is_object(inner: &str) -> bool {
    let name = inner.split_once(':').map_or("", |(name, _)| name.trim().trim_matches(['"', '\'']));
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// What a tag says, without the slash that closes it: `x />`, `/x`, but `x https://a.example/`.
fn without_slash(content: &str) -> &str {
    let content = content.trim_start_matches('/').trim_start();
    let Some(inner) = content.strip_suffix('/') else { return content };
    let last = inner.rsplit([' ', '\n', '\t']).next().unwrap_or_default();
    if last.contains("://") || last.starts_with(['/', '.']) { content } else { inner.trim_end() }
}

/// What there are no tags without, the mark of a placeholder among it.
static STOPS: LazyLock<Marks> = LazyLock::new(|| {
    Marks::new(&["{", "$", "\\(", "\\[", "\\begin", "```math", "```katex", "\u{F8F0}", "import ", "export "])
});
