//! Markdown to HTML, without the template tags of site generators.

pub(crate) mod front_matter;
pub(crate) mod shortcode;

use std::borrow::Cow;

use super::{Format, Split};
use crate::article::{Location, Status};
use crate::diagnostic::Diagnostic;
use crate::source::node::Node;
use crate::source::notation::PLAIN;
use crate::source::read::{Job, Stretch};
use crate::source::record::{Record, read};
use crate::source::supply::bytes::MAX_HEAD;
use front_matter::{FrontMatter, Head};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// A text with front matter.
pub(super) static FORMAT: Format = Format {
    name: "markdown",
    says: "CommonMark with front matter",
    endings: &["md", "markdown", "mdown", "mkd", "mdx"],
    beside: None,
    pages: true,
    split: Split::Head(head_ends),
    notation: &PLAIN,
    record,
};

/// Bytes after which a text has no front matter if it has not begun.
const NO_HEAD: usize = 1024;

/// Where what scanning needs ends: after the front matter.
fn head_ends(bytes: &[u8]) -> Option<usize> {
    match front_matter::find(bytes) {
        Head::Found(f) => (bytes.get(f.body.wrapping_sub(1)) == Some(&b'\n')).then_some(f.body),
        // Not within a character.
        Head::None if bytes.len() >= NO_HEAD => Some(match std::str::from_utf8(bytes) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => bytes.len(),
        }),
        Head::None | Head::Open(_) => None,
    }
}

/// Reads a text, or while scanning as much of it as was read.
fn record(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, at: Location) {
    let text = stretch.text();
    match front_matter::find(text.as_bytes()) {
        Head::Found(front) => with_front_matter(job, stretch, &front, at),
        Head::None => without_front_matter(job, stretch, at),
        Head::Open(_) if !job.full && text.len() > MAX_HEAD => {
            let message = format!("the front matter does not end within {MAX_HEAD} bytes");
            job.unusable(Diagnostic::error("endless-front-matter", message).in_file(stretch.file.clone()));
        }
        Head::Open(_) => {
            let error = Diagnostic::error("endless-front-matter", "the front matter has no end");
            job.unusable(stretch.at(error.help("close it with the line it begins with"), 0..3));
        }
    }
}

fn without_front_matter(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, at: Location) {
    let text = stretch.text();
    if let Some(language) = front_matter::other_language(text) {
        let message = format!("front matter in `{language}` is not read");
        let unknown = Diagnostic::error("unknown-front-matter", message)
            .help("write it in TOML between `+++`, in YAML between `---`, or in JSON after `---json`");
        return job.unusable(stretch.at(unknown, 0..3 + language.len()));
    }
    let (title, rest) = leading_heading(text);
    let mut record = Record { title: title.map(Into::into), ..Record::default() };
    if job.full {
        record.body_markdown = Some(rest.into());
    }
    job.settle(record, Vec::new(), stretch, at);
}

fn with_front_matter(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, front: &FrontMatter, at: Location) {
    let text = stretch.text();
    let data = Stretch {
        bytes: text[front.data.clone()].as_bytes(),
        first_line: 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..front.data.start]).count() as u32,
        first_byte: stretch.first_byte + front.data.start as u64,
        notation: front.syntax.notation(),
        ..Stretch::whole(stretch.file.clone(), "", &PLAIN)
    };
    let node = match data.tree(None) {
        Ok(Node::Null) => Ok(Node::Table(Vec::new())),
        other => other,
    };
    let Some(node) = job.table(node, "the front matter", &data) else { return };
    let (mut record, faults) = read(&node, &job.reading());
    if job.full {
        let body = &text[front.body.min(text.len())..];
        record.body = None;
        record.body_text = None;
        record.body_markdown = Some(body.into()).filter(|_| !body.trim().is_empty());
    }
    if record.url.is_none() {
        let path = node.member("path").and_then(Node::text);
        record.url = path.and_then(|path| front_matter::page_path(&path)).map(Into::into);
    }
    let facts = &job.origin.facts;
    if facts.is_post && record.title.is_none() {
        record.title = Some(front_matter::title_of_name(facts.name()).into());
    }
    if facts.is_below("_drafts") {
        record.status = record.status.or(Some(Status::Draft));
    }
    job.settle(record, faults, &data, at);
}

/// CommonMark with tables, footnotes and strikethrough, as HTML.
pub(crate) fn to_html(source: &str) -> String {
    let source = without_tags(source);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut out = String::with_capacity(source.len() * 5 / 4);
    let parser = Parser::new_ext(&source, options);
    if memchr::memmem::find(source.as_bytes(), b"@/").is_some() {
        html::push_html(&mut out, without_empty_links(parser.map(with_address)));
    } else if matches!(source, Cow::Owned(_)) {
        html::push_html(&mut out, without_empty_links(parser));
    } else {
        html::push_html(&mut out, parser);
    }
    out
}

/// Links whose address was a tag that only the generator can resolve: their text stays.
fn without_empty_links<'s>(events: impl Iterator<Item = Event<'s>>) -> impl Iterator<Item = Event<'s>> {
    let mut leads = Vec::new();
    events.filter(move |event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => {
            leads.push(!dest_url.is_empty());
            !dest_url.is_empty()
        }
        Event::End(TagEnd::Link) => leads.pop().unwrap_or(true),
        _ => true,
    })
}

/// Zola writes links between pages by their files (`@/news/ferry.md#top`): here they lead to the
/// address that such a page has unless it sets another.
fn with_address(event: Event<'_>) -> Event<'_> {
    let Event::Start(Tag::Link { link_type, dest_url, title, id }) = event else { return event };
    let dest_url = dest_url
        .strip_prefix("@/")
        .filter(|file| file.contains(".md"))
        .map(|file| page_address(file, true))
        .map_or(dest_url.clone(), CowStr::from);
    Event::Start(Tag::Link { link_type, dest_url, title, id })
}

/// The address that a page has by default, by its file, whose name may begin with a date.
pub(in crate::source) fn page_address(link: &str, dated: bool) -> String {
    let (file, anchor) = link.split_once('#').map_or((link, String::new()), |(file, a)| (file, format!("#{a}")));
    let path = file.strip_suffix(".md").unwrap_or(file);
    let (folders, name) = path.rsplit_once('/').map_or(("", path), |(folders, name)| (folders, name));
    let name = crate::article::date::leading_date(name).filter(|_| dated).map_or(name, |(_, rest)| rest);
    let parts = [folders, name].into_iter().filter(|part| !part.is_empty() && !matches!(*part, "index" | "_index"));
    let path: String = parts.flat_map(|part| [part, "/"]).collect();
    format!("/{path}{anchor}")
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

/// What becomes of the text between two tags.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Enclosed {
    /// It is read as the rest.
    Text,
    /// It is code of the article.
    Code,
    /// It is code of a template, or no text of the article.
    Nothing,
}

/// Pairs of tags that do not enclose text of the article.
const PAIRS: [(&str, &[&str], Enclosed); 9] = [
    ("raw", &["endraw"], Enclosed::Text),
    ("highlight", &["endhighlight", "/highlight"], Enclosed::Code),
    ("comment", &["endcomment", "/comment"], Enclosed::Nothing),
    ("for", &["endfor"], Enclosed::Nothing),
    ("tablerow", &["endtablerow"], Enclosed::Nothing),
    ("capture", &["endcapture"], Enclosed::Nothing),
    // Of the branches of a condition the first stays.
    ("else", &["endif", "endunless", "endcase"], Enclosed::Nothing),
    ("elsif", &["endif", "endcase"], Enclosed::Nothing),
    ("elif", &["endif"], Enclosed::Nothing),
];

/// Takes shortcodes, Liquid tags and kramdown's attributes out of a text. What pairs of them
/// enclose stays: it is the article's. Pictures and addresses that they stand for stay too, and
/// code keeps its braces.
pub(crate) fn without_tags(source: &str) -> Cow<'_, str> {
    let marks = [&b"{{"[..], b"{%", b"{#", b"{:"];
    if marks.iter().all(|mark| memchr::memmem::find(source.as_bytes(), mark).is_none()) {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    let mut absent = Absent::default();
    while !rest.is_empty() {
        let line_start = out.is_empty() || out.ends_with('\n');
        if line_start {
            let line = rest.split_inclusive('\n').next().unwrap_or(rest);
            let mark = line.trim_start();
            let tick = mark.bytes().next().filter(|b| matches!(b, b'`' | b'~'));
            let width = mark.bytes().take_while(|b| Some(*b) == tick).count();
            if width >= 3 && (tick == Some(b'~') || !mark[width..].contains('`')) {
                let block = code_block(rest, &mark[..width]);
                out.push_str(&shortcode::example(block));
                rest = &rest[block.len()..];
                continue;
            }
        }
        let stop = rest.find(['{', '`', '\n']).unwrap_or(rest.len());
        out.push_str(&rest[..stop]);
        rest = &rest[stop..];
        match rest.as_bytes().first() {
            Some(b'`') => {
                let ticks = rest.bytes().take_while(|b| *b == b'`').count();
                let close = end_of_code(rest, ticks);
                out.push_str(&shortcode::example(&rest[..close]));
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

/// The block of code that a fence opens, with its fences.
fn code_block<'s>(text: &'s str, fence: &str) -> &'s str {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let mark = line.trim_start();
        let closes = end > 0 && mark.starts_with(fence) && mark.trim_end().bytes().all(|b| b == fence.as_bytes()[0]);
        end += line.len();
        if closes {
            break;
        }
    }
    &text[..end]
}

/// Where code in a line ends: at as many backticks as it begins with, in the same paragraph; the
/// backticks alone where there are none.
fn end_of_code(text: &str, ticks: usize) -> usize {
    let mut at = ticks;
    while let Some(next) = text[at..].find('`').filter(|next| !text[at..at + next].contains("\n\n")) {
        at += next;
        let width = text[at..].bytes().take_while(|b| *b == b'`').count();
        at += width;
        if width == ticks {
            return at;
        }
    }
    ticks
}

/// Skips a tag that may open here; what is no tag is copied.
fn take_tag<'s>(rest: &'s str, absent: &mut Absent, out: &mut String) -> &'s str {
    if rest.starts_with("{:") || rest.starts_with("{#") {
        if let Some(end) = shortcode::attributes(rest) {
            let after = &rest[end..];
            return match &rest[..end] {
                "{::comment}" => after.find("{:/").map_or(after, |close| &after[close..]),
                "{:toc}" => {
                    without_last_item(out);
                    after
                }
                _ => after,
            };
        }
        if rest.starts_with("{:") {
            out.push('{');
            return &rest[1..];
        }
    }
    let Some((open, close)) = MARKS.iter().find(|(open, _)| rest.starts_with(open)) else {
        out.push('{');
        return &rest[1..];
    };
    let Some(end) = absent.search(close, || shortcode::end_of_tag(&rest[open.len()..], close)).map(|i| i + open.len())
    else {
        // Without an end it is no tag, but its mark must not reach a reader either.
        return rest[open.len()..].trim_start_matches(['{', '%', '#', '<']);
    };
    let inner = &rest[open.len()..end];
    let name = inner.trim_matches(['-', ' ', '\n', '\t']);
    let word = name.split([' ', '\n', '\t', '(']).next().unwrap_or_default();
    let after = &rest[end + close.len()..];
    // `{{ "{{" }}` and the like leave their closing braces behind.
    let after = if *open == "{{" { after.trim_start_matches('}') } else { after };
    if let Some((_, ends, enclosed)) = PAIRS.iter().find(|(first, ..)| *first == word)
        && let Some((inner, after)) = absent.search(ends[0], || until_tag(after, (open, close), word, ends))
    {
        match enclosed {
            Enclosed::Text => out.push_str(&without_tags(inner)),
            Enclosed::Code => {
                let width = inner.split(|c| c != '`').map(str::len).max().unwrap_or_default();
                let fence = "`".repeat(width.max(2) + 1);
                out.extend(["\n", &fence, "\n", inner.trim_matches('\n'), "\n", &fence, "\n"]);
            }
            Enclosed::Nothing => {}
        }
        return after;
    }
    let in_address = out.ends_with(['(', '<', '"', '\'', '=']) || out.ends_with("]: ");
    if let Some(found) = shortcode::address(inner).filter(|_| in_address).or_else(|| shortcode::figure(inner)) {
        out.push_str(&found);
    } else if out.ends_with("](") && after.starts_with([')', ' ', '\n']) {
        // What follows would be taken for the address.
        out.push_str("<>");
    }
    after
}

/// Takes away the list that only marks where kramdown puts a table of contents.
fn without_last_item(out: &mut String) {
    let line = out.trim_end().rfind('\n').map_or(0, |i| i + 1);
    if out[line..].starts_with(['*', '-', '+', '1']) {
        out.truncate(line);
    }
}

/// Splits at the tag that ends what a tag of a name and with these marks began.
fn until_tag<'s>(text: &'s str, marks: (&str, &str), name: &str, ends: &[&str]) -> Option<(&'s str, &'s str)> {
    let (open, close) = marks;
    let (mut from, mut depth) = (0, 0_usize);
    while let Some(start) = text[from..].find(open).map(|i| i + from) {
        let inner = start + open.len();
        let end = inner + text[inner..].find(close)?;
        let after = end + close.len();
        let inner = text[inner..end].trim_matches(['-', ' ']);
        if !ends.contains(&inner) {
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
            ("a {{< tweet id=\"x\" >}} b", "a  b"),
            ("{{% notice %}}Take *care*{{% /notice %}}", "Take *care*"),
            ("a {{ youtube(id=\"x\") }} b", "a  b"),
            ("{% quote(author=\"A\") %}Words{% end %}", "Words"),
            ("{% comment %}not\nthis{% endcomment %}x", "x"),
            ("{% raw %}{{ x }} y{% endraw %}", " y"),
            ("{# note #}x {: .class }", "x "),
            ("a {{< ref \"/b.md\" >}} c", "a  c"),
            ("`{{ code }}` {{ x }}", "`{{ code }}` "),
            ("```\n{{< code >}}\n```\n{{< x >}}", "```\n{{< code >}}\n```\n"),
            ("open {{< never closed", "open  never closed"),
            ("{% highlight rust %}\nlet a;\n{% endhighlight %}", "\n```\nlet a;\n```\n"),
            ("{{< highlight go \"a=b\" >}}\n{{ x }} ```\n{{< /highlight >}}", "\n````\n{{ x }} ```\n````\n"),
            ("{% for p in q %}{% for r in s %}x{% endfor %}{{ p }}{% endfor %}y", "y"),
            ("{% if a %}b{% elsif c %}d{% else %}e{% endif %}f", "bf"),
            ("## A {#one}\n\nb {# c #}d", "## A \n\nb d"),
            ("* TOC\n{:toc}\n\nText.\n{: .notice}\n![a](b){: .wide width=\"5\"}", "\n\nText.\n\n![a](b)"),
            ("{::comment}\na\n{:/comment}\nb {:a => 1}", "\nb {:a => 1}"),
            ("a {{ x(alt=\"}} b\") }} c", "a  c"),
            ("5` {{ x }}\n\n`{{ y }}` ``{{ ` z }}``", "5` \n\n`{{ y }}` ``{{ ` z }}``"),
            ("```\n{% raw %}\n{{ x }}\n{% endraw %}\n{{</* y */>}}\n```", "```\n{{ x }}\n{{< y >}}\n```"),
            ("`{% raw %}{{ x }}{% endraw %}`", "`{{ x }}`"),
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

    #[test]
    fn addresses_that_are_tags_lead_where_they_say_or_nowhere() {
        for (source, html) in [
            ("![a]({{ '/a.jpg' | relative_url }})", "<img src=\"/a.jpg\" alt=\"a\" />"),
            ("![a]({{ site.baseurl }}/a.jpg)", "<img src=\"/a.jpg\" alt=\"a\" />"),
            ("[a *b*]({% post_url 2026-07-01-ferry %})", "a <em>b</em>"),
            ("[a]({{< ref \"ferry.md\" >}} \"Title\") [c](/d)", "a <a href=\"/d\">c</a>"),
            ("[a]({{< ref \"/news/ferry.md\" >}})", "<a href=\"/news/ferry/\">a</a>"),
            ("[a]({% link a.pdf %}){:target=\"_blank\"}", "<a href=\"/a.pdf\">a</a>"),
        ] {
            assert_eq!(to_html(source), format!("<p>{html}</p>\n"), "{source}");
        }
    }

    #[test]
    fn a_figure_of_a_shortcode_keeps_its_picture() {
        let html = to_html("One.\n{{< figure src=\"a.jpg\" caption=\"The *pier*\" attr=\"Photo: Bo\" >}}\nTwo.");
        let figure =
            "<figure><img src=\"a.jpg\" alt=\"The *pier*\"><figcaption>The *pier* Photo: Bo</figcaption></figure>";
        assert_eq!(html, format!("<p>One.</p>\n{figure}\n<p>Two.</p>\n"));
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
