//! What template tags name: variables of the page, and other posts.

use std::fmt::Write as _;

use super::Placeholders;
use crate::article;
use crate::body::arguments::{Arguments, quoted};
use crate::body::escaped;
use crate::body::link::{self, Found, Reference};
use crate::body::tag::in_destination;

/// Most pictures of a list that a tag shows.
const MOST_PICTURES: usize = 200;

/// Filters that leave a value's words as they are.
const PLAIN_FILTERS: [&str; 12] = [
    "escape",
    "e",
    "safe",
    "strip",
    "html",
    "raw",
    "xml_escape",
    "strip_html",
    "markdownify",
    "smartify",
    "default",
    "url_encode",
];

/// Names under which templates know the page, and what stands for its own data below them.
const PAGE: [&str; 11] = [
    "page.extra.",
    "page.data.",
    "page.params.",
    "page.",
    "post.",
    "$frontmatter.",
    "frontmatter.",
    "frontMatter.",
    "metadata.",
    ".Params.",
    ".",
];

impl Placeholders<'_> {
    /// The value of a variable and its filters, where it is known.
    pub(super) fn variable(&self, content: &str) -> Option<String> {
        let (value, unknown) = self.filtered(content)?;
        unknown.is_none().then_some(value)
    }

    /// The value of a variable, or of a text or number in its place, after its filters as far as they are known, and
    /// the first that is not.
    fn filtered<'c>(&self, content: &'c str) -> Option<(String, Option<&'c str>)> {
        filtered(content, &|name| self.value_of(name))
    }

    /// A variable of the page, or an expression: `{{ page.title }}`.
    pub(super) fn output<'s>(&mut self, content: &str, after: &'s str, source: &str, out: &mut String) -> &'s str {
        if self.captured(content, source, after, out) {
            return after;
        }
        let literal = content.starts_with(['"', '\'']) && !content.contains('|');
        if !literal && let Some((value, unknown)) = self.filtered(content) {
            self.unknown.extend(unknown.map(|filter| format!("| {filter}")));
            if in_destination(out) {
                // Blanks and parentheses would end the address.
                out.push_str(&value.replace(' ', "%20").replace('(', "%28").replace(')', "%29"));
            } else {
                let word = self.place(source, escaped(&value));
                out.push_str(&word);
            }
            return after;
        }
        if let Some(base) = link::of_site(content, self.around.site) {
            let base = if after.starts_with('/') { base.trim_end_matches('/') } else { &base };
            if in_destination(out) || out.ends_with(['"', '\'', '=', '<']) || link::stands_behind(out, self.around.site)
            {
                out.push_str(link::behind(out, base, self.around.site));
            } else {
                let word = self.place(source, escaped(base));
                out.push_str(&word);
            }
            return after;
        }
        // A text that a template writes out: `{{ "{{" }}`.
        if !literal {
            // A shortcode of Nunjucks: `{{ youtube "x" }}`.
            let (word, arguments) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
            if arguments.trim_start().starts_with(['"', '\'', '`']) && !word.contains('.') {
                return self.known(word, &Arguments::read(arguments), ("{{", "}}"), source, after, out);
            }
            self.unknown.push(content.chars().take(40).collect());
        }
        if !in_destination(out) {
            let word = self.place(source, String::new());
            out.push_str(&word);
        }
        after
    }

    /// The pictures that a page lists in its front matter and a tag shows: those of `gallery`, or of the list that the tag
    /// names.
    pub(super) fn gallery_of_page(&self, given: &Arguments) -> Option<String> {
        let list = given.named(&["id", "name"]).unwrap_or("gallery");
        let mut html = String::new();
        for number in 0..MOST_PICTURES {
            let of = |names: &[&str]| {
                names.iter().find_map(|name| (self.around.variable)(&format!("{list}.{number}.{name}")))
            };
            let Some(source) = of(&["image_path", "src", "image", "path", "url"]) else { break };
            let alt = of(&["alt", "title"]).unwrap_or_default();
            let _ = write!(html, "<figure><img src=\"{}\" alt=\"{}\"></figure>", escaped(&source), escaped(&alt));
        }
        let caption = given.named(&["caption"]).filter(|_| !html.is_empty());
        if let Some(caption) = caption {
            let caption = crate::body::markdown::inline(caption, &self.around, self.depth + 1);
            let _ = write!(html, "<p>{caption}</p>");
        }
        (!html.is_empty()).then_some(html)
    }

    /// Hexo's link to another post, by the name of its file.
    pub(super) fn post_link(&mut self, given: &Arguments) -> Option<String> {
        let (name, _) = given.plain.first()?;
        let (path, anchor) = name.split_once('#').map_or((&**name, ""), |(path, anchor)| (path, anchor));
        let Found::At(url, title) = (self.around.record)(Reference::Page(path)) else { return None };
        let words: Vec<&str> = given.plain[1..].iter().map(|(word, _)| &**word).collect();
        let text = if words.is_empty() { title.unwrap_or_else(|| path.to_owned()) } else { words.join(" ") };
        let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
        Some(format!("<a href=\"{}\">{}</a>", escaped(&format!("{url}{anchor}")), escaped(&text)))
    }
}

/// The value of a variable, or of a text or number in its place, after its filters, and the first that is not known.
fn filtered<'c>(content: &'c str, value_of: &dyn Fn(&str) -> Option<String>) -> Option<(String, Option<&'c str>)> {
    let content = content.trim();
    let (value, filters) = match quoted(content) {
        Some((text, filters)) => (text, filters),
        None => {
            let (name, filters) = content.split_at(content.find('|').unwrap_or(content.len()));
            let name = name.trim().trim_matches(['"', '\'', ' ']);
            if name.is_empty() || name.contains(char::is_whitespace) {
                return None;
            }
            let own = PAGE.iter().find_map(|before| name.strip_prefix(before)).unwrap_or(name);
            let is_number = name.parse::<f64>().is_ok() && !filters.is_empty();
            let known = value_of(own).filter(|value| value != link::TABLE);
            (known.or_else(|| is_number.then(|| name.to_owned()))?, filters)
        }
    };
    let mut unknown = None;
    let value = filters.split('|').skip(1).fold(value.trim().to_owned(), |value, filter| {
        let (name, argument) =
            filter.trim().split_at(filter.trim().find([':', ' ', '(']).unwrap_or(filter.trim().len()));
        let argument = quoted(argument.trim_start_matches([':', ' ', '('])).map_or_else(String::new, |(text, _)| text);
        changed(name, &value, &argument).unwrap_or_else(|| {
            unknown.get_or_insert(name);
            value
        })
    });
    Some((value, unknown))
}

/// A text with the values of its variables; nothing where one is not known.
pub(crate) fn filled(text: &str, value_of: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (content, behind) = after.split_once("}}")?;
        let (value, unknown) = filtered(content.trim_matches('-'), value_of)?;
        out.push_str(before);
        out.push_str(&value);
        rest = unknown.is_none().then_some(behind)?;
    }
    out.push_str(rest);
    (!out.contains("{%")).then_some(out)
}

/// What a filter makes of a value; nothing where it is not known what that is.
fn changed(filter: &str, value: &str, argument: &str) -> Option<String> {
    Some(match filter {
        "upcase" | "upper" | "uppercase" | "toUpper" => value.to_uppercase(),
        "downcase" | "lower" | "lowercase" | "toLower" => value.to_lowercase(),
        "capitalize" => {
            let mut chars = value.chars();
            chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
        }
        "date" => dated(value, argument)?,
        "date_to_string" => dated(value, "%d %b %Y")?,
        "date_to_long_string" => dated(value, "%d %B %Y")?,
        "date_to_xmlschema" => dated(value, "%Y-%m-%dT%H:%M:%S%:z")?,
        "slugify" | "slug" | "slugize" => article::id::slug(value),
        "latin_slug" => article::latin::latin_slug(value),
        "append" => format!("{value}{argument}"),
        _ if PLAIN_FILTERS.contains(&filter) || link::FILTERS.contains(&filter) => value.to_owned(),
        _ => return None,
    })
}

/// A moment as a pattern writes it.
fn dated(value: &str, pattern: &str) -> Option<String> {
    let moment = article::date::parse(value, chrono_tz::UTC)?;
    let mut out = String::new();
    // A pattern of another language than the clock's fails when it is written.
    (pattern.contains('%') && write!(out, "{}", moment.format(pattern)).is_ok()).then_some(out)
}
