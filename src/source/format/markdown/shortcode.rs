//! What the template tags of site generators say to a reader: addresses, pictures, examples.

use std::path::Path;

use crate::source::format::markdown::page_address;

/// The end of a tag that begins with this text: its closing mark outside quotes, so that
/// `alt="}} here"` does not end it. A quote that is never closed is an apostrophe.
pub(in crate::source) fn end_of_tag(text: &str, close: &str) -> Option<usize> {
    let plain = text.find(close)?;
    let (mut quote, mut before) = (None, ' ');
    for (at, c) in text.char_indices() {
        match quote {
            None if text[at..].starts_with(close) => return Some(at),
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
    }
    Some(plain)
}

/// Filters of Liquid and Nunjucks that make a whole address of a path.
const ADDRESS_FILTERS: [&str; 7] =
    ["relative_url", "absolute_url", "url", "prepend", "htmlBaseUrl", "absURL", "relURL"];

/// The address that a tag stands for: `{{ '/a.jpg' | relative_url }}`, `{% link assets/a.jpg %}`,
/// `{{< ref "/news/ferry.md" >}}`.
pub(in crate::source) fn address(inner: &str) -> Option<String> {
    let inner = inner.trim_matches(['-', ' ', '\n', '\t']);
    let (first, rest) = quoted(inner).unwrap_or_else(|| inner.split_once(char::is_whitespace).unwrap_or((inner, "")));
    if inner.starts_with(['"', '\'']) {
        let mut filters = rest.split('|').skip(1).map(|f| f.trim().split([':', ' ']).next().unwrap_or_default());
        return filters.any(|f| ADDRESS_FILTERS.contains(&f)).then(|| first.to_owned());
    }
    let target = rest.trim();
    match first {
        "link" if Path::new(target).extension().is_some_and(|ending| ending == "md") || target.starts_with('_') => None,
        "link" => Some(format!("/{}", target.trim_start_matches('/'))),
        "ref" | "relref" => {
            let target = quoted(target).map_or(target, |(target, _)| target);
            if target.starts_with('#') {
                return Some(target.to_owned());
            }
            // A name alone is looked for in the whole site.
            target.contains('/').then(|| page_address(target.trim_start_matches('/'), false))
        }
        _ => None,
    }
}

/// The text in quotes that a text begins with, and what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    text[1..].split_once(quote)
}

/// Tags that show a picture, and what they call its address.
const PICTURES: [&str; 6] = ["figure", "image", "img", "figure.html", "image.html", "responsive-image.html"];
const SOURCES: [&str; 5] = ["src", "image_path", "url", "path", "file"];

/// The figure of a tag that shows a picture, as HTML: `{{< figure src="a.jpg" attr="Photo: …" >}}`,
/// `{% include figure.html url="a.jpg" %}`, `{{ image(src="a.jpg") }}`.
pub(in crate::source) fn figure(inner: &str) -> Option<String> {
    let inner = inner.trim_matches(['-', ' ', '\n', '\t', '/']);
    // What stands without quotes in Liquid is a variable.
    let (inner, bare) = inner.strip_prefix("include ").map_or((inner, true), |rest| (rest.trim_start(), false));
    let (name, rest) = inner.split_once([' ', '\n', '\t', '('])?;
    if !PICTURES.contains(&name) {
        return None;
    }
    let given = arguments(rest.trim_end_matches([')', ' ']), bare);
    let value = |names: &[&str]| {
        let found = given.iter().find(|(name, value)| names.contains(name) && !value.is_empty());
        found.map(|(_, value)| escaped(value))
    };
    let src = value(&SOURCES).filter(|src| !src.contains('{'))?;
    let alt = value(&["alt", "caption", "title"]).unwrap_or_default();
    let said = [value(&["title"]), value(&["caption"]), value(&["attr", "credit"])];
    let said = said.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let caption = if said.is_empty() { said } else { format!("<figcaption>{said}</figcaption>") };
    Some(format!("\n\n<figure><img src=\"{src}\" alt=\"{alt}\">{caption}</figure>\n\n"))
}

/// The named arguments of a tag, `name="value"`, and those without quotes.
fn arguments(text: &str, bare: bool) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.trim_end().rsplit([' ', ',', '\n', '\t', '"', '\'']).next().unwrap_or_default();
        let after = after.trim_start();
        let in_quotes = quoted(after);
        let (value, after) = in_quotes.unwrap_or_else(|| after.split_once([' ', ',', '\n']).unwrap_or((after, "")));
        if bare || in_quotes.is_some() {
            out.push((name, value));
        }
        rest = after;
    }
    out
}

fn escaped(text: &str) -> String {
    // In one line: a blank one would end the block of HTML.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
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
pub(in crate::source) fn example(code: &str) -> String {
    let mut shown = code.to_owned();
    if code.contains("*/") {
        for (written, seen) in EXAMPLES {
            shown = shown.replace(written, seen);
        }
    }
    for name in ["raw", "endraw"] {
        for tag in [format!("{{% {name} %}}"), format!("{{%- {name} -%}}"), format!("{{%{name}%}}")] {
            // On a line of its own the line goes with it.
            shown = shown.replace(&format!("\n{tag}\n"), "\n").replace(&tag, "");
        }
    }
    shown
}

/// The end of kramdown's attributes that a text begins with (`{: .notice}`, `{:toc}`, `{#id}`).
pub(in crate::source) fn attributes(text: &str) -> Option<usize> {
    let line = text.split('\n').next()?;
    let end = line.find('}')?;
    let inner = &line[1..end];
    if inner == "#" || inner.starts_with("# ") || inner.len() > 1 && inner.ends_with('#') {
        return None;
    }
    let words = inner.strip_prefix(':').unwrap_or(inner);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_stand_for_an_address_give_it() {
        for (inner, expected) in [
            (" '/a.jpg' | relative_url ", Some("/a.jpg")),
            (" \"/a.jpg\" | prepend: site.baseurl ", Some("/a.jpg")),
            (" 'now' | date: '%Y' ", None),
            (" link assets/a.pdf ", Some("/assets/a.pdf")),
            (" link _posts/2026-07-01-ferry.md ", None),
            (" ref \"/news/ferry.md#top\" ", Some("/news/ferry/#top")),
            (" relref \"news/ferry\" ", Some("/news/ferry/")),
            (" ref \"#top\" ", Some("#top")),
            (" ref \"ferry.md\" ", None),
            (" page.url ", None),
        ] {
            assert_eq!(address(inner).as_deref(), expected, "{inner}");
        }
    }

    #[test]
    fn a_picture_of_a_tag_keeps_text_caption_and_maker() {
        let hugo = " figure src=\"a.jpg\" alt=\"The ferry\" caption=\"At <the> pier.\" attr=\"Photo: Bo\" ";
        let figure = |inner| figure(inner).map(|f: String| f.trim().to_owned());
        let expected = "<figure><img src=\"a.jpg\" alt=\"The ferry\"><figcaption>At &lt;the&gt; pier. Photo: Bo</figcaption></figure>";
        assert_eq!(figure(hugo).as_deref(), Some(expected));
        for inner in
            ["image(src=\"a.jpg\", alt=\"A\")", " include figure.html url='a.jpg' alt='A' ", " img src=a.jpg alt=A /"]
        {
            assert_eq!(figure(inner).as_deref(), Some("<figure><img src=\"a.jpg\" alt=\"A\"></figure>"), "{inner}");
        }
        for inner in [" figure ", " youtube src=\"a\" ", " include figure.html url=page.url ", "figure alt=\"a\""] {
            assert_eq!(figure(inner), None, "{inner}");
        }
    }

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
            ("{#my-id}", Some(8)),
            ("{#my-id .wide}", Some(14)),
            ("{:a => 1}", None),
            ("{: }", None),
            ("{# a\nb #}", None),
            ("{# note #}", None),
        ] {
            assert_eq!(attributes(text), expected, "{text}");
        }
    }
}
