//! MDX: modules, and the tags of components and of JSX.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::arguments::{Arguments, end_of_braces, quoted};
use super::classes;
use super::fence::{fenced, with_stretches};
use super::tags::VOID;

/// A tag as MDX writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element<'s> {
    pub(super) name: &'s str,
    pub(super) attributes: &'s str,
    pub(super) end: bool,
    /// Whether it is closed at once: `<p />`.
    pub(super) empty: bool,
    /// Whether its name is no element's of HTML.
    pub(super) is_component: bool,
    /// The whole tag in bytes.
    pub(super) length: usize,
}

/// Whether a text has tags of components: HTML in capitals has none.
pub(super) fn has_components(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| is_component(name_at(&text[at + 1..])))
}

/// A text with what stands in blocks that are code to other readers of Markdown alone: ` ```mdx-code-block `.
fn unwrapped(text: &str) -> Cow<'_, str> {
    if !text.contains("mdx-code-block") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let line = rest.split_inclusive('\n').next().unwrap_or(rest);
        let Some(block) = fenced(rest, &out) else {
            out.push_str(line);
            rest = &rest[line.len()..];
            continue;
        };
        rest = &rest[block.len()..];
        if line.trim().trim_start_matches(['`', '~']).trim() == "mdx-code-block" {
            let inner = &block[line.len()..];
            let end = inner.trim_end().rfind('\n').map_or(0, |at| at + 1);
            out.push_str(&inner[..end]);
        } else {
            out.push_str(block);
        }
    }
    Cow::Owned(out)
}

fn name_at(text: &str) -> &str {
    let text = text.strip_prefix('/').unwrap_or(text);
    let end =
        text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '_' | ':')).unwrap_or(text.len());
    &text[..end]
}

/// A name with a capital first that is not written in capitals throughout, as HTML once was.
fn is_component(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && !name.contains("://")
        && !name.ends_with(':')
        && name.bytes().any(|b| b.is_ascii_lowercase())
        && !matches!(name, "Br" | "Hr" | "Img" | "Div" | "Span")
}

/// A text without the blanks in front of lines within components: in MDX they make no code.
pub(super) fn without_indents(text: &str) -> Cow<'_, str> {
    let indented = |line: &str| line.starts_with([' ', '\t']) && !line.trim().is_empty();
    if !text.lines().any(indented) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    // The names of open components, and the blanks that their content begins with.
    let mut open: Vec<(&str, Option<usize>)> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let line = rest.split_inclusive('\n').next().unwrap_or(rest);
        let content = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - content.len();
        if !content.trim().is_empty()
            && !content.starts_with("</")
            && let Some((_, base)) = open.last_mut()
        {
            base.get_or_insert(indent);
        }
        let base = open.iter().rev().find_map(|(_, base)| *base).unwrap_or_default();
        let taken =
            if open.is_empty() { 0 } else { indent.min(base.max(if content.starts_with('<') { indent } else { 0 })) };
        if let Some(block) = fenced(&rest[taken..], &out) {
            for line in block.split_inclusive('\n') {
                let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
                out.push_str(&line[blanks.min(indent)..]);
            }
            rest = &rest[taken + block.len()..];
            continue;
        }
        out.push_str(&line[taken..]);
        let mut at = 0;
        while let Some(start) = memchr::memchr(b'<', &content.as_bytes()[at..]).map(|i| at + i) {
            at = start + 1;
            let Some(element) = element(&content[start..], true).filter(|e| e.is_component) else { continue };
            at = start + element.length;
            let source = &content[start..at];
            if element.end {
                if let Some(n) = open.iter().rposition(|(name, _)| *name == element.name) {
                    open.truncate(n);
                }
            } else if !source.ends_with("/>") && open.len() < 64 {
                open.push((element.name, None));
            }
        }
        rest = &rest[line.len()..];
    }
    Cow::Owned(out)
}

/// The tag that a text begins with, if it is a component's, or in MDX any.
pub(super) fn element(text: &str, mdx: bool) -> Option<Element<'_>> {
    let inner = text.strip_prefix('<')?;
    // Fragments have no name.
    if mdx && (inner.starts_with('>') || inner.starts_with("/>")) {
        let length = 1 + inner.find('>')? + 1;
        return Some(Element {
            name: "Fragment",
            attributes: "",
            end: inner.starts_with('/'),
            empty: false,
            is_component: true,
            length,
        });
    }
    let end = inner.starts_with('/');
    let name = name_at(inner);
    let is_component = is_component(name);
    if name.is_empty()
        || !(is_component || mdx && name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains(':'))
    {
        return None;
    }
    let from = 1 + usize::from(end) + name.len();
    let close = close_of(&text[from..])?;
    let attributes = &text[from..from + close];
    // An address in angle brackets, a comparison.
    if attributes.starts_with('@')
        || (!attributes.is_empty() && !attributes.starts_with(|c: char| c.is_whitespace() || c == '/'))
    {
        return None;
    }
    let empty = attributes.ends_with('/');
    let length = from + close + 1;
    Some(Element { name, attributes: attributes.trim_end_matches('/'), end, empty, is_component, length })
}

/// Tags longer than this are none.
const LONGEST: usize = 4_000;

/// Where the `>` of a tag stands: not in quotes or braces, nor beyond the paragraph.
fn close_of(text: &str) -> Option<usize> {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let mut at = 0;
    loop {
        let next = at + text[at..].find(['>', '"', '\'', '{', '<'])?;
        if text[at..next].contains("\n\n") {
            return None;
        }
        at = next + 1;
        match text.as_bytes()[next] {
            b'>' => return Some(next),
            b'<' => return None,
            b'{' => at += end_of_braces(&text[at..])? + 1,
            quote => at += text[at..].find(char::from(quote))? + 1,
        }
    }
}

/// A tag of HTML without what only JSX understands.
pub(super) fn plain(element: &Element<'_>, imports: &[(String, String)]) -> String {
    if element.end {
        return format!("</{}>", element.name);
    }
    let mut out = format!("<{}", element.name);
    let mut given = Arguments::read(element.attributes);
    work_out(&mut given, imports);
    let hides =
        |(name, value, in_quotes): &(String, String, bool)| name == "style" && !*in_quotes && style_hides(value);
    if given.named.iter().any(hides) {
        out.push_str(" hidden=\"\"");
    }
    for (name, value, in_quotes) in &given.named {
        let number = value.bytes().all(|b| b.is_ascii_digit()) || value == "true";
        if (*in_quotes || number) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            let name = match &**name {
                "className" => "class".to_owned(),
                name => name.to_ascii_lowercase(),
            };
            let _ = write!(out, " {name}=\"{}\"", super::escaped(value));
        }
    }
    for (name, in_quotes) in &given.plain {
        if !in_quotes && name.bytes().all(|b| b.is_ascii_alphabetic()) && !name.is_empty() {
            let _ = write!(out, " {name}");
        }
    }
    out.push('>');
    // To HTML the slash says nothing, and what follows would stand in it.
    if element.empty && !VOID.contains(&element.name) {
        let _ = write!(out, "</{}>", element.name);
    }
    out
}

/// Whether a style as JavaScript has it, `{display: 'none'}`, hides an element.
pub(super) fn style_hides(value: &str) -> bool {
    let mut bare = String::with_capacity(value.len() + 8);
    for c in value.chars().filter(|c| !matches!(c, '"' | '\'' | '`' | '{' | '}')) {
        match c {
            ',' => bare.push(';'),
            // `fontSize` is `font-size`.
            c if c.is_ascii_uppercase() => bare.extend(['-', c.to_ascii_lowercase()]),
            c => bare.push(c),
        }
    }
    classes::style_hides(&bare)
}

/// Works out the values of attributes as far as that is possible without running them: addresses that are put below the
/// site's, `useBaseUrl('/a')`, and names of what the text imports; texts with something else in them are left out.
pub(super) fn work_out(given: &mut Arguments, imports: &[(String, String)]) {
    for (name, value, in_quotes) in &mut given.named {
        // A picture for each theme: that for the day.
        if name == "sources"
            && let Some((_, light)) = value.split_once("light:")
        {
            let light = light.trim_start();
            *value = light[..light.find([',', '}']).unwrap_or(light.len())].trim().to_owned();
            (*name, *in_quotes) = ("src".to_owned(), false);
        }
    }
    given.named.retain_mut(|(_, value, in_quotes)| {
        let called = ["useBaseUrl(", "withBase(", "require("].iter().find_map(|name| value.trim().strip_prefix(name));
        if let Some((literal, _)) = called.filter(|_| !*in_quotes).and_then(quoted) {
            (*value, *in_quotes) = (literal, true);
        } else if !*in_quotes && let Some((literal, "")) = quoted(value) {
            (*value, *in_quotes) = (literal, true);
        }
        let own = value.strip_suffix(".src").unwrap_or(value);
        if let Some((_, file)) = imports.iter().find(|(name, _)| !*in_quotes && name == own) {
            (*value, *in_quotes) = (file.clone(), true);
        }
        !value.contains("${")
    });
}

/// The text that an expression of JavaScript is: a number, or texts in quotes, one behind the other.
pub(super) fn literal(expression: &str) -> Option<String> {
    let mut rest = expression.trim();
    if !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()) {
        return Some(rest.to_owned());
    }
    let mut whole = String::new();
    loop {
        let (text, after) = quoted(rest).filter(|(text, _)| !text.contains("${"))?;
        whole.push_str(&text);
        rest = match after.trim_start() {
            "" => return Some(whole),
            after => after.strip_prefix('+')?.trim_start(),
        };
    }
}

/// A text without the statements that import and export, and without fences that are for other readers; what they import
/// is noted by name.
pub(super) fn without_modules<'s>(text: &'s str, mdx: bool, imports: &mut Vec<(String, String)>) -> Cow<'s, str> {
    match unwrapped(text) {
        Cow::Owned(text) if mdx => Cow::Owned(without_statements(&text, mdx, imports).into_owned()),
        _ => without_statements(text, mdx, imports),
    }
}

fn without_statements<'s>(text: &'s str, mdx: bool, imports: &mut Vec<(String, String)>) -> Cow<'s, str> {
    let starts = |line: &str| line.starts_with("import ") || line.starts_with("export ");
    if !text.lines().any(|line| starts(line) && is_module(line, mdx)) {
        return Cow::Borrowed(text);
    }
    let (mut in_text, mut is_found) = (false, false);
    let without = with_stretches(text, |line, rest, out| {
        if !in_text && starts(line) && is_module(line, mdx) {
            let statement = statement(rest);
            note(statement, imports);
            is_found = true;
            return statement.len();
        }
        in_text = !line.trim().is_empty();
        out.push_str(line);
        line.len()
    });
    // In code they are none.
    if is_found { Cow::Owned(without) } else { Cow::Borrowed(text) }
}

/// Whether a line begins a statement of JavaScript and is no sentence.
fn is_module(line: &str, mdx: bool) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.first() {
        Some(&"import") => {
            let after = line["import".len()..].trim_start();
            after.starts_with(['"', '\'', '{'])
                || after.starts_with("* as ")
                || words.windows(2).any(|w| w[0] == "from" && w[1].starts_with(['"', '\'']))
                || mdx && after.starts_with("type ")
        }
        Some(&"export") => {
            matches!(
                words.get(1),
                Some(&("const" | "default" | "function" | "let" | "var" | "async" | "class" | "type" | "{"))
            ) && (mdx || words.iter().any(|w| w.contains(['=', '{', '('])))
        }
        _ => false,
    }
}

/// A statement, to the line that ends it: braces closed, and none of a chain open.
fn statement(text: &str) -> &str {
    let mut end = 0;
    let mut depth = 0_i32;
    for line in text.split_inclusive('\n') {
        if end > 0 && depth <= 0 && line.trim().is_empty() {
            break;
        }
        if end > 0 && depth <= 0 && !line.starts_with([' ', '\t', '}', ')', ']', '.']) {
            break;
        }
        end += line.len();
        for b in line.bytes() {
            depth += i32::from(matches!(b, b'{' | b'(' | b'[')) - i32::from(matches!(b, b'}' | b')' | b']'));
        }
    }
    &text[..end]
}

/// The name and file of `import name from './file'`.
fn note(statement: &str, imports: &mut Vec<(String, String)>) {
    let Some(rest) = statement.strip_prefix("import ") else { return };
    let Some((name, file)) = rest.split_once(" from ") else { return };
    if let Some((file, _)) = super::arguments::quoted(file.trim_start())
        && name.trim().chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'))
    {
        imports.push((name.trim().to_owned(), file));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_go_and_sentences_stay() {
        let mut imports = Vec::new();
        let text = "import Tabs from '@theme/Tabs';\nimport hero from \"./hero.png\"\n\nexport const x = {\n  a: 1,\n};\n\nimport duties rise from today.\n\n```js\nimport a from 'b'\n```\n";
        let left = without_modules(text, false, &mut imports);
        assert_eq!(left, "\n\nimport duties rise from today.\n\n```js\nimport a from 'b'\n```\n");
        assert_eq!(imports[1], ("hero".to_owned(), "./hero.png".to_owned()));
    }

    #[test]
    fn components_are_told_from_elements_and_text() {
        for (text, expected) in [
            ("<Tabs a={`>`}>x", Some(("Tabs", 14))),
            ("</Tabs>", Some(("Tabs", 7))),
            ("<P>", None),
            ("<IMG SRC=\"a\">", None),
            ("<A href='x'>", None),
            ("<T", None),
            ("<Html.b />", Some(("Html.b", 10))),
            ("<Ann@b.example>", None),
            ("<Https://b.example>", None),
            ("<div>", None),
        ] {
            assert_eq!(element(text, false).map(|e| (e.name, e.length)), expected, "{text}");
        }
        let jsx = element(
            "<img className=\"a\" src={require('./a.png').default} style={{width: 3}} width={3} hidden/>",
            true,
        )
        .unwrap();
        assert_eq!(plain(&jsx, &[]), "<img class=\"a\" src=\"./a.png\" width=\"3\" hidden>");
    }
}
