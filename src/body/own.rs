//! Markdown as it came, where it says by itself what a body shows: without tags, components and HTML of its own.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};
use url::Url;

use super::dialect;
use super::link::{self, Around};
use super::markdown::OPTIONS;
use super::placeholders::Placeholders;
use crate::article::address::{self, is_active};

/// A text in Markdown without its comments, links to records leading to their addresses; `None` where more or other
/// is shown of it than it says, or a link leads nowhere.
pub(crate) fn own(source: &str, around: &Around<'_>) -> Option<String> {
    let mut tags = Placeholders::new(*around, 0);
    let has_remarks = matches!(dialect::without_remarks(source, around.ways.markdown), Cow::Owned(_));
    if has_remarks || tags.take(source) != source || !tags.is_empty() {
        return None;
    }
    let text = link::with_pages(Cow::Borrowed(source), around);
    if text.contains("[[") {
        return None;
    }
    let (common, abbreviations) = dialect::common(&text, around.ways.markdown);
    if common != text || !abbreviations.is_empty() {
        return None;
    }
    let mut missing = Vec::new();
    let led = with_addresses(&text, |url| {
        Some(match link::of_link(url, around, &mut missing) {
            Some(found) => Cow::Owned(found),
            None => around.ways.below_base(url).map_or(Cow::Borrowed(url), Cow::Owned),
        })
    })?;
    missing.is_empty().then(|| led.trim_end().trim_start_matches(['\n', '\r']).to_owned())
}

/// The same with absolute addresses; `None` where one runs something, or is none.
pub(super) fn absolute(text: &str, own: Option<&str>, site: Option<&Url>) -> Option<String> {
    let own = own.and_then(|own| Url::parse(own).ok());
    let base = own.as_ref().or(site);
    with_addresses(text, |url| {
        let found = address::absolute(url, base).filter(|found| !is_active(found))?;
        Some(if found == url { Cow::Borrowed(url) } else { Cow::Owned(found) })
    })
}

/// A text with other addresses of its links and pictures, and without its comments; `None` where it has HTML, where an
/// address is refused, or where one that is to be another stands in a way that cannot be told.
fn with_addresses(text: &str, mut lead: impl FnMut(&str) -> Option<Cow<'_, str>>) -> Option<String> {
    let parser = Parser::new_ext(text, OPTIONS);
    let defined = parser.reference_definitions().iter();
    let mut places: Vec<(Range<usize>, &str, String)> =
        defined.map(|(_, known)| (known.span.clone(), "]:", known.dest.to_string())).collect();
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                let html = html.trim();
                let is_comment = html.starts_with("<!--") && html.find("-->") == html.len().checked_sub(3);
                if !is_comment {
                    return None;
                }
                changes.push((range, String::new()));
            }
            Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) => {
                match link_type {
                    LinkType::Inline => places.push((range, "](", dest_url.into_string())),
                    // It is written in the text, and cannot be another.
                    LinkType::Autolink if is_active(&dest_url) => return None,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    for (range, before, url) in places {
        let led = lead(&url)?;
        if led == url {
            continue;
        }
        let written = &text[range.clone()];
        let at = written.rmatch_indices(before).find_map(|(at, _)| {
            let rest = &written[at + before.len()..];
            let rest = rest.trim_start().trim_start_matches('<');
            let is_whole = |after: &str| {
                after.is_empty() || after.starts_with(|c: char| c.is_whitespace() || matches!(c, ')' | '>'))
            };
            rest.strip_prefix(&*url).is_some_and(is_whole).then_some(written.len() - rest.len())
        })?;
        let start = range.start + at;
        let led = led.replace('(', "%28").replace(')', "%29");
        changes.push((start..start + url.len(), led));
    }
    changes.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, with) in changes {
        // What stands within what is gone is gone with it.
        if range.start < from {
            continue;
        }
        out.push_str(&text[from..range.start]);
        out.push_str(&with);
        from = range.end;
    }
    out.push_str(&text[from..]);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::super::{Found, Ways};
    use super::*;

    fn made(source: &str) -> Option<String> {
        let around = Around {
            shortcodes: &std::collections::BTreeMap::default(),
            variable: &|_| None,
            mdx: false,
            ways: Ways::default(),
            site: "https://a.example",
            record: &|_| Found::Unknown,
        };
        absolute(&own(source, &around)?, Some("https://a.example/x/y/"), None)
    }

    #[test]
    fn markdown_that_says_what_it_shows_is_carried_with_absolute_addresses() {
        for (source, expected) in [
            ("\nA *word*.\n\n- b\n", "A *word*."),
            ("[a](/b \"/b\") and [/b](/b)", "[a](https://a.example/b \"/b\") and [/b](https://a.example/b)"),
            ("[![a](p.png)](<q r>)", "[![a](https://a.example/x/y/p.png)](<https://a.example/x/y/q%20r>)"),
            (
                "[a][1]\n\n[1]: ../z#b 'T'\n[2]: <c>",
                "[a][1]\n\n[1]: https://a.example/x/z#b 'T'\n[2]: <https://a.example/x/y/c>",
            ),
            ("<https://b.example/> `<b>` a < b", "<https://b.example/> `<b>` a < b"),
            ("One<!-- for the desk --> two.\n\n<!-- more -->\n\nThree.", "One two.\n\n\nThree."),
            ("[w](https://de.example/wiki/A_(b))", "[w](https://de.example/wiki/A_(b))"),
        ] {
            let made = made(source);
            let found = made.as_deref().map(|text| text.split_once("\n\n- b").map_or(text, |(text, _)| text));
            assert_eq!(found, Some(expected), "{source}");
        }
    }

    #[test]
    fn other_markdown_is_not() {
        for source in [
            "A <b>word</b>.",
            "<div>\n\nA\n\n</div>",
            "<!-- a --><script>x</script>",
            "[a](javascript:alert(1))",
            "<javascript:alert(1)>",
            "[a][1]\n\n[1]: javascript:alert(1)",
            "{{ page.title }}",
            "{% include a.html %}",
            "{{< figure src=\"a.jpg\" >}}",
            "*[HTML]: Markup\n\nHTML",
            "[a](b\\_c/d)",
        ] {
            assert_eq!(made(source), None, "{source}");
        }
    }
}
