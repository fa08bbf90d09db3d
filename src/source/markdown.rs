//! Markdown to HTML, without the template tags of site generators.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, html};

/// CommonMark with tables, footnotes and strikethrough, as HTML.
pub(crate) fn to_html(source: &str) -> String {
    let source = without_tags(source);
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut out = String::with_capacity(source.len() * 5 / 4);
    let parser = Parser::new_ext(&source, options);
    if memchr::memmem::find(source.as_bytes(), b"@/").is_some() {
        html::push_html(&mut out, parser.map(with_address));
    } else {
        html::push_html(&mut out, parser);
    }
    out
}

/// Zola writes links between pages by their files (`@/news/ferry.md#top`): here they lead to the
/// address that such a page has unless it sets another.
fn with_address(event: Event<'_>) -> Event<'_> {
    let Event::Start(Tag::Link { link_type, dest_url, title, id }) = event else { return event };
    let dest_url = dest_url.strip_prefix("@/").and_then(page_address).map_or(dest_url.clone(), CowStr::from);
    Event::Start(Tag::Link { link_type, dest_url, title, id })
}

fn page_address(link: &str) -> Option<String> {
    let (file, anchor) = link.split_once('#').map_or((link, String::new()), |(file, a)| (file, format!("#{a}")));
    let path = file.strip_suffix(".md")?;
    let (folders, name) = path.rsplit_once('/').map_or(("", path), |(folders, name)| (folders, name));
    let name = crate::article::date::leading_date(name).map_or(name, |(_, rest)| rest);
    let parts = [folders, name].into_iter().filter(|part| !part.is_empty() && !matches!(*part, "index" | "_index"));
    let path: String = parts.flat_map(|part| [part, "/"]).collect();
    Some(format!("/{path}{anchor}"))
}

/// A first-level heading that a text without front matter opens with, and the text after it.
pub(crate) fn leading_heading(text: &str) -> (Option<&str>, &str) {
    let start = text.trim_start_matches(['\n', '\r', ' ']);
    let (line, rest) = start.split_once('\n').unwrap_or((start, ""));
    match line.strip_prefix("# ") {
        Some(title) if !title.trim().is_empty() => (Some(title.trim().trim_end_matches('#').trim()), rest),
        _ => (None, text),
    }
}

/// Opening and closing marks of shortcodes (Hugo, Zola) and Liquid tags; longer ones first.
const MARKS: [(&str, &str); 6] =
    [("{{<", ">}}"), ("{{%", "%}}"), ("{{-", "-}}"), ("{{", "}}"), ("{%", "%}"), ("{#", "#}")];

/// Tags between which the text is code of a template or no text of the article.
const RAW: [(&str, &str); 3] = [("raw", "endraw"), ("comment", "endcomment"), ("highlight", "endhighlight")];

/// Takes shortcodes and Liquid tags out of a text. What pairs of them enclose stays: it is the
/// article's; of `comment` it goes, and `raw` shows its content as it is. Code keeps its braces.
pub(crate) fn without_tags(source: &str) -> Cow<'_, str> {
    if memchr::memmem::find(source.as_bytes(), b"{{").is_none()
        && memchr::memmem::find(source.as_bytes(), b"{%").is_none()
        && memchr::memmem::find(source.as_bytes(), b"{#").is_none()
    {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    let mut fence: Option<&str> = None;
    let mut absent = Absent::default();
    while !rest.is_empty() {
        let line_start = out.is_empty() || out.ends_with('\n');
        if line_start {
            let line = rest.split_inclusive('\n').next().unwrap_or(rest);
            let mark = line.trim_start();
            let width = mark.bytes().take_while(|b| *b == b'`' || *b == b'~').count();
            let closes = fence.is_some_and(|f| mark.starts_with(f) && mark[width..].trim().is_empty());
            if fence.is_some() || width >= 3 {
                fence = match fence {
                    Some(_) if closes => None,
                    Some(f) => Some(f),
                    None => Some(&mark[..width]),
                };
                out.push_str(line);
                rest = &rest[line.len()..];
                continue;
            }
        }
        let stop = rest.find(['{', '`', '\n']).unwrap_or(rest.len());
        out.push_str(&rest[..stop]);
        rest = &rest[stop..];
        match rest.as_bytes().first() {
            Some(b'`') => {
                let ticks = rest.bytes().take_while(|b| *b == b'`').count();
                let close = rest[ticks..].find(&rest[..ticks]).map_or(ticks, |i| i + 2 * ticks);
                out.push_str(&rest[..close]);
                rest = &rest[close..];
            }
            Some(b'{') => rest = take_tag(rest, &mut absent, &mut out),
            Some(_) => {
                out.push('\n');
                rest = &rest[1..];
            }
            None => {}
        }
    }
    Cow::Owned(out)
}

/// Ends that were looked for in vain: further on there is none either, and a text full of beginnings
/// is not searched to its end for each.
#[derive(Default)]
struct Absent(Vec<&'static str>);

impl Absent {
    fn search<T>(&mut self, end: &'static str, find: impl FnOnce() -> Option<T>) -> Option<T> {
        if self.0.contains(&end) {
            return None;
        }
        let found = find();
        if found.is_none() {
            self.0.push(end);
        }
        found
    }
}

/// Skips a tag that may open here; what is no tag is copied.
fn take_tag<'s>(rest: &'s str, absent: &mut Absent, out: &mut String) -> &'s str {
    let Some((open, close)) = MARKS.iter().find(|(open, _)| rest.starts_with(open)) else {
        out.push('{');
        return &rest[1..];
    };
    let Some(end) = absent.search(close, || rest[open.len()..].find(close)).map(|i| i + open.len()) else {
        // Without an end it is no tag, but its mark must not reach a reader either.
        return rest[open.len()..].trim_start_matches(['{', '%', '#', '<']);
    };
    let name = rest[open.len()..end].trim_matches(['-', ' ', '\n', '\t']);
    let word = name.split([' ', '\n', '\t', '(']).next().unwrap_or_default();
    let after = &rest[end + close.len()..];
    // `{{ "{{" }}` and the like leave their closing braces behind.
    let after = if *open == "{{" { after.trim_start_matches('}') } else { after };
    if *open == "{%"
        && let Some((kind, last)) = RAW.iter().find(|(first, _)| *first == word)
        && let Some((inner, after)) = absent.search(last, || until_tag(after, last))
    {
        match *kind {
            "raw" => out.push_str(&without_tags(inner)),
            "highlight" => {
                out.push_str("\n```\n");
                out.push_str(inner.trim_matches('\n'));
                out.push_str("\n```\n");
            }
            _ => {}
        }
        return after;
    }
    after
}

/// Splits at the Liquid tag of a name.
fn until_tag<'s>(text: &'s str, name: &str) -> Option<(&'s str, &'s str)> {
    let mut from = 0;
    while let Some(start) = text[from..].find("{%").map(|i| i + from) {
        let end = start + text[start..].find("%}")? + 2;
        if text[start + 2..end - 2].trim_matches(['-', ' ']) == name {
            return Some((&text[..start], &text[end..]));
        }
        from = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tables_footnotes_and_strikethrough_become_html() {
        let html = to_html("| a |\n|---|\n| ~~b~~ |\n\nText[^1]\n\n[^1]: Note\n");
        assert!(html.contains("<td><del>b</del></td>"), "{html}");
        assert!(html.contains("footnote-definition"), "{html}");
    }

    #[test]
    fn tags_of_generators_go_and_what_they_enclose_stays() {
        for (source, expected) in [
            ("a {{< figure src=\"x\" >}} b", "a  b"),
            ("{{% notice %}}Take *care*{{% /notice %}}", "Take *care*"),
            ("a {{ youtube(id=\"x\") }} b", "a  b"),
            ("{% quote(author=\"A\") %}Words{% end %}", "Words"),
            ("{% comment %}not\nthis{% endcomment %}x", "x"),
            ("{% raw %}{{ x }} y{% endraw %}", " y"),
            ("{# note #}x {: .class }", "x {: .class }"),
            ("`{{ code }}` {{ x }}", "`{{ code }}` "),
            ("```\n{{< code >}}\n```\n{{< x >}}", "```\n{{< code >}}\n```\n"),
            ("open {{< never closed", "open  never closed"),
            ("{% highlight rust %}\nlet a;\n{% endhighlight %}", "\n```\nlet a;\n```\n"),
        ] {
            assert_eq!(without_tags(source), expected, "{source}");
        }
    }

    #[test]
    fn an_end_that_is_missing_is_looked_for_once() {
        let mut absent = Absent::default();
        let mut looked = 0;
        for _ in 0..3 {
            let found: Option<()> = absent.search("}}", || {
                looked += 1;
                None
            });
            assert_eq!(found, None);
        }
        assert_eq!(looked, 1);
        assert_eq!(absent.search("%}", || Some(3)), Some(3));
        let text = "{{ {% raw %} {{% {% comment %} ".repeat(100_000);
        assert!(!without_tags(&text).contains('{'));
    }

    #[test]
    fn links_between_pages_of_zola_lead_to_their_addresses() {
        for (link, address) in [
            ("@/news/ferry.md", "/news/ferry/"),
            ("@/news/2026-07-01-ferry.md#top", "/news/ferry/#top"),
            ("@/news/_index.md", "/news/"),
            ("@/news/ferry/index.md", "/news/ferry/"),
            ("@/about.md", "/about/"),
            ("@/x.txt", "@/x.txt"),
        ] {
            assert_eq!(to_html(&format!("[a]({link})")), format!("<p><a href=\"{address}\">a</a></p>\n"));
        }
    }

    proptest! {
        #[test]
        fn no_shortcode_outside_code_survives(text in "[a{}%<># \n-]{0,40}") {
            let out = without_tags(&text).into_owned();
            prop_assert!(!out.contains("{{<") && !out.contains("{{%") && !out.contains("{%"), "{:?}", out);
        }

        #[test]
        fn no_text_makes_it_panic(text in "[a`~{}%<>#é \n-]{0,60}") {
            let _ = to_html(&text);
        }
    }
}
