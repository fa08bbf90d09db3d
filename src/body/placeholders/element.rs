//! Elements of MDX: components, and HTML whose text is Markdown, too.

use std::fmt::Write as _;

use super::Placeholders;
use crate::body::arguments::{Arguments, end_of_braces};
use crate::body::javascript::{self, Chosen};
use crate::body::mdx::{self, Element};
use crate::body::shortcode::{self, Shows};
use crate::body::tag::{is_block, last_line, undented, until_tag};
use crate::body::{escaped, markdown};

/// Elements that stand for themselves and hold words.
const BLOCKS: [&str; 22] = [
    "figcaption",
    "summary",
    "p",
    "div",
    "td",
    "th",
    "tr",
    "tbody",
    "thead",
    "table",
    "li",
    "ul",
    "ol",
    "dd",
    "dt",
    "dl",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "section",
    "center",
];

/// What stands for a text that is put down afterwards.
const STANDS: &str = "\u{F8F2}";

/// Most bytes of words that an element of HTML holds without a paragraph in them: one in which they are has its end near,
/// and what is looked for at each tag is not looked for in all that follows.
const LONGEST: usize = 4096;

/// What there is no Markdown without.
const MARKS: [char; 7] = ['*', '_', '`', '[', '!', '~', '\\'];

impl Placeholders<'_> {
    /// A tag of a component, or of JSX, that may open here; what is none is copied. What follows it.
    pub(super) fn take_element<'s>(&mut self, rest: &'s str, out: &mut String) -> &'s str {
        let copied = |out: &mut String| {
            out.push('<');
            &rest[1..]
        };
        let Some(element) = mdx::element(rest, self.around.mdx) else { return copied(out) };
        let after = &rest[element.length..];
        let source = &rest[..element.length];
        if !element.is_component {
            if let Some(rest) = self.take_block(&element, rest, out) {
                return rest;
            }
            out.push_str(&mdx::plain(&element, &self.imports));
            return after;
        }
        if element.end {
            let word = self.place(source, String::new());
            self.line(&word, after, out);
            return after;
        }
        let mut given = Arguments::read(element.attributes);
        mdx::work_out(&mut given, &self.imports);
        self.known(element.name, &given, ("<", ">"), source, after, out)
    }

    /// Puts down a tag around a text with footnotes, which stand elsewhere: the text stays with what is around the tag.
    /// Whether it did.
    pub(super) fn around_notes(&mut self, name: &str, given: &Arguments, text: &str, out: &mut String) -> bool {
        let around = self.around;
        let nested = self.depth + 1;
        let inline = |text: &str| markdown::inline(text, &around, nested);
        let html = match shortcode::shows(name, given, Some(STANDS), around.shortcodes, &inline) {
            Shows::Html(html) => html,
            Shows::Nothing | Shows::Rest(_) => return false,
        };
        let Some((begins, ends)) =
            html.split_once(STANDS).filter(|(begins, ends)| !ends.contains(STANDS) && is_block(begins))
        else {
            return false;
        };
        self.depth += 1;
        let text = self.take(&undented(text)).into_owned();
        self.depth -= 1;
        let (begins, ends) = (self.place("", begins.to_owned()), self.place("", ends.to_owned()));
        let _ = write!(out, "\n\n{begins}\n\n{}\n\n{ends}\n\n", text.trim());
        true
    }

    /// Braces of MDX: comments go, variables and texts are shown, of other expressions nothing.
    pub(super) fn take_braces<'s>(&mut self, rest: &'s str, out: &mut String) -> &'s str {
        let copied = |out: &mut String| {
            out.push('{');
            &rest[1..]
        };
        if rest.starts_with("{/*")
            && let Some(end) = self.absent.search("*/}", "", || rest.find("*/}"))
        {
            let after = &rest[end + 3..];
            let ends_excerpt = matches!(rest[3..end].trim(), "truncate" | "more" | "excerpt");
            let word = self.place("", if ends_excerpt { "<!--more-->".to_owned() } else { String::new() });
            out.push_str(&word);
            return after;
        }
        if !self.around.mdx {
            return copied(out);
        }
        let Some(end) = self.absent.search("}", "", || end_of_braces(&rest[1..])) else { return copied(out) };
        let (inner, after) = (rest[1..=end].trim(), &rest[end + 2..]);
        if out.ends_with('=') || out.ends_with('\\') {
            return copied(out);
        }
        let variable = |name: &str| self.value_of(name);
        if let Chosen::Shown(shown) = javascript::chosen(inner, &variable) {
            let html = shown.map(|shown| self.expression(shown)).unwrap_or_default();
            let word = self.place(&rest[..end + 2], html);
            self.line(&word, after, out);
            return after;
        }
        let text = mdx::literal(inner);
        let is_name = !inner.starts_with(['"', '\'', '`']);
        let html = match text.or_else(|| is_name.then(|| self.variable(inner)).flatten()) {
            Some(text) => escaped(&text),
            None => {
                if !inner.is_empty() {
                    self.unknown.push(format!("{{{}}}", inner.chars().take(40).collect::<String>()));
                }
                String::new()
            }
        };
        let word = self.place(&rest[..end + 2], html);
        out.push_str(&word);
        after
    }

    /// What Svelte does in braces: of conditions the branch shows that holds, of what is repeated nothing, and that is
    /// said. What follows; nothing where it is none of it.
    pub(super) fn svelte<'s>(&mut self, rest: &'s str, out: &mut String) -> Option<&'s str> {
        let inner = rest.strip_prefix('{')?;
        if !inner.starts_with(['#', ':', '/', '@']) || inner.starts_with("/*") {
            return None;
        }
        let end = self.absent.search("}", "", || end_of_braces(inner))?;
        let (tag, after) = (&inner[..end], &inner[end + 1..]);
        let word = tag.split_whitespace().next().unwrap_or_default();
        let close = match word {
            "#each" => "{/each}",
            "#await" => "{/await}",
            "#snippet" => "{/snippet}",
            _ => "",
        };
        let passed = |at: usize| &after[at + close.len()..];
        let ends = || (!close.is_empty()).then(|| after.find(close)).flatten();
        let after = match word {
            "#if" | ":else" => self.svelte_branch(tag, after),
            _ => self.absent.search(close, "svelte", ends).map_or(after, passed),
        };
        if matches!(word, "#each" | "#await" | "@html" | "@render") {
            self.unknown.push(format!("{{{}}}", tag.chars().take(40).collect::<String>()));
        }
        let placed = self.place("", String::new());
        self.line(&placed, after, out);
        Some(after)
    }

    /// An element of HTML that stands for itself with the words in it, which MDX reads as Markdown where CommonMark
    /// takes them as they are; what follows it.
    fn take_block<'s>(&mut self, element: &Element<'_>, rest: &'s str, out: &mut String) -> Option<&'s str> {
        let (name, after) = (element.name, &rest[element.length..]);
        let stands_first = out.is_empty() || last_line(out).is_some_and(|line| line.trim().is_empty());
        let is_mdx = self.around.mdx && !self.around.ways.svelte && self.depth < super::MAX_DEPTH;
        if !is_mdx || element.end || !stands_first || !BLOCKS.contains(&name) || rest[..element.length].ends_with("/>")
        {
            return None;
        }
        let ends = |found: &str| found.strip_prefix('/').is_some_and(|found| found.trim() == name);
        let (inner, _) = until_tag(&after[..after.floor_char_boundary(LONGEST)], ("<", ">"), name, ends)?;
        // What has paragraphs of its own CommonMark reads, too.
        if inner.contains("\n\n") || inner.contains(['{', '\u{F8F0}']) || !inner.contains(MARKS) {
            return None;
        }
        let words = markdown::inline(inner, &self.around, self.depth + 1);
        let tag = after[inner.len()..].find('>')? + 1;
        let (source, behind) = rest.split_at(element.length + inner.len() + tag);
        let word = self.place(source, format!("{}{words}</{name}>", mdx::plain(element, &self.imports)));
        self.line(&word, behind, out);
        Some(behind)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::body::link::{Around, Found};
    use crate::body::{Ways, to_html};

    fn made(source: &str, mdx: bool) -> String {
        let shortcodes = BTreeMap::new();
        let around = Around {
            shortcodes: &shortcodes,
            variable: &|_| None,
            mdx,
            ways: Ways::default(),
            site: "",
            record: &|_| Found::Unknown,
        };
        to_html(source, &around).html.trim().to_owned()
    }

    #[test]
    fn words_of_an_element_are_markdown_in_mdx_alone() {
        for (source, expected) in [
            (
                "<figure>\n<img src=\"a.png\" />\n<figcaption style={{ width: 3 }}>By `a` and\n[Bo](/b).</figcaption>\n</figure>",
                "<figure>\n<img src=\"a.png\">\n<figcaption>By <code>a</code> and <a href=\"/b\">Bo</a>.</figcaption>\n</figure>",
            ),
            (
                "<details>\n<summary>**Now**</summary>\n\nThe *pier*.\n</details>",
                "<details>\n<summary><strong>Now</strong></summary>\n<p>The <em>pier</em>.</p>\n</details>",
            ),
            ("<p>a **b** c</p>", "<p>a <strong>b</strong> c</p>"),
        ] {
            assert_eq!(made(source, true), expected, "{source}");
        }
        assert_eq!(made("<p>a **b** c</p>", false), "<p>a **b** c</p>");
    }

    #[test]
    fn footnotes_of_what_a_tag_encloses_may_stand_elsewhere() {
        let html = made("{% notice %}\nA *pier*[^p].\n{% endnotice %}\n\nEnd.\n\n[^p]: Of wood.\n", false);
        assert!(html.starts_with("<blockquote>\n<p>A <em>pier</em><sup"), "{html}");
        assert!(html.contains("</p>\n</blockquote>\n<p>End.</p>") && html.contains("Of wood."), "{html}");
        assert!(!html.contains("[^p]"), "{html}");
    }

    #[test]
    fn a_table_of_javascript_in_an_attribute_is_no_tag_of_a_template() {
        assert_eq!(made("<p style={{ width: \"3em\" }}>a</p>", false), "<p style=\"\">a</p>");
        assert_eq!(made("<a href={{ url }}>a</a>", false), "<p><a href=>a</a></p>");
    }

    #[test]
    fn a_tag_may_enclose_markdown_and_name_its_arguments_with_colons() {
        assert_eq!(
            made("<div>{% markdown %}**Now** [b](/b){% endmarkdown %}</div>", false),
            "<div><strong>Now</strong> <a href=\"/b\">b</a></div>"
        );
        assert_eq!(
            made("{% figure caption:\"**At** the pier.\" class:\"wide\" %}\n![Pier](/a.jpg)\n{% endfigure %}", false),
            "<figure><img src=\"/a.jpg\" alt=\"Pier\" /><figcaption><strong>At</strong> the pier.</figcaption></figure>"
        );
    }
}
