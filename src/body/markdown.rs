//! Markdown in the dialects of site generators, as HTML.

mod code;
mod made;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html};

use super::link::Around;
use super::marks::Marks;
use super::placeholders::Placeholders;
use super::{Ways, blanks, dialect, escaped, link, stress};
use code::{title_of_code, words_of_code};
use made::{with_terms, without_heads};

/// HTML of a text in Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// The HTML, not sanitised yet.
    pub html: String,
    /// Template tags and expressions of which it is not known what they show, as they are written.
    pub unknown: Vec<String>,
    /// Records that it links to and that are none, as they are written.
    pub missing: Vec<String>,
}

/// CommonMark with tables, footnotes, strikethrough, definitions, tasks, formulas, notes and bare addresses,
/// and with what template tags and components show, as HTML.
///
/// ```
/// use feedwright::body::{Around, Found, to_html};
/// let around = Around {
///     shortcodes: &Default::default(),
///     variable: &|_| None,
///     mdx: false,
///     ways: feedwright::body::Ways::default(),
///     site: "https://courier.example",
///     record: &|_| Found::Unknown,
/// };
/// let made = to_html("- {% badge \"Pat\" %}\n- See https://a.example/\n", &around);
/// assert_eq!(made.html, "<ul>\n<li>Pat</li>\n<li>See <a href=\"https://a.example/\">https://a.example/</a></li>\n</ul>\n");
/// ```
pub fn to_html(source: &str, around: &Around<'_>) -> Made {
    nested(source, around, 0)
}

/// HTML with what the template tags in it show.
pub fn from_html(source: &str, around: &Around<'_>) -> Made {
    let mut tags = Placeholders::new(*around, 0);
    let text = tags.take(source);
    let html = if tags.is_empty() { text.into_owned() } else { tags.put_back(&text) };
    let html = link::in_html(&html, around, &mut tags.missing).unwrap_or(html);
    Made { html, unknown: tags.unknown, missing: tags.missing }
}

/// What is read besides CommonMark.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST);

/// HTML of a text at a depth of tags within tags.
pub(super) fn nested(source: &str, around: &Around<'_>, depth: usize) -> Made {
    let shown = dialect::without_remarks(source, around.ways.markdown);
    let source = &*shown;
    let mut tags = Placeholders::new(*around, depth);
    let text = tags.take(source);
    let text = link::with_pages(text, around);
    let text = blanks::encoded(text, around.ways.blanks);
    let text = if around.ways.loose_stress { stress::loosened(text) } else { text };
    let (text, abbreviations) = dialect::common(&text, around.ways.markdown);
    let mut out = String::with_capacity(text.len() * 5 / 4);
    let parser = Parser::new_ext(&text, OPTIONS);
    if tags.is_empty()
        && abbreviations.is_empty()
        && text.len() == source.len()
        && !around.ways.breaks
        && !around.ways.titled_code
        && is_common(&text)
    {
        html::push_html(&mut out, parser);
    } else {
        let mut missing = Vec::new();
        let events = parser.map(|event| with_address(event, around, &mut missing));
        let events = TextMergeStream::new(without_empty_links(events));
        let mut reading =
            Reading { tags: &tags, abbreviations: &abbreviations, links: 0, code: false, ways: around.ways };
        let mut events: Vec<Event<'_>> = events.flat_map(|event| reading.event(event)).collect();
        if text.contains("[^") {
            events = with_notes_last(events);
        }
        html::push_html(&mut out, events.into_iter());
        tags.missing.append(&mut missing);
    }
    let out = with_terms(without_heads(out));
    let html = if tags.is_empty() { out } else { tags.put_back(&out) };
    Made { html, unknown: tags.unknown, missing: tags.missing }
}

/// HTML of a text in one line.
pub(super) fn inline(text: &str, around: &Around<'_>, depth: usize) -> String {
    if !text.contains(['*', '_', '`', '[', '<', '{', '&', '\\', '$', ':', '~', '!', '#', '>', '-', '+', '.']) {
        return escaped(text);
    }
    // No more than words: what begins a list or a heading elsewhere does not here.
    let Made { html, .. } =
        nested(&format!("\u{200B}{}", text.split_whitespace().collect::<Vec<_>>().join(" ")), around, depth);
    let html = html.trim().replacen('\u{200B}', "", 1);
    match html.strip_prefix("<p>").and_then(|h| h.strip_suffix("</p>")) {
        Some(inner) if !inner.contains("<p>") => inner.to_owned(),
        _ => html,
    }
}

/// Whether a text has nothing but what CommonMark itself says of it.
fn is_common(text: &str) -> bool {
    let bytes = text.as_bytes();
    let bare = |at: usize| {
        bytes[at..].starts_with(b"://") && {
            let start = bytes[..at].iter().rposition(|b| !b.is_ascii_alphabetic());
            start.is_none_or(|start| !matches!(bytes[start], b'(' | b'<' | b'"' | b'\''))
        }
    };
    let emoji = |at: usize| bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-'));
    let named =
        |at: usize| [&b"title"[..], b"file", b"name", b"caption"].iter().any(|name| bytes[..at].ends_with(name));
    let marked = |line: &str| line.split_once("```").is_some_and(|(_, info)| info.contains('['));
    !(memchr::memchr_iter(b':', bytes).any(|at| bare(at) || emoji(at))
        || memchr::memchr_iter(b'=', bytes).any(named)
        || (memchr::memchr(b'`', bytes).is_some() && text.lines().any(marked))
        || memchr::memchr_iter(b'@', bytes).any(|at| at > 0 && bytes[at - 1].is_ascii_alphanumeric())
        || UNCOMMON.is_any_in(text)
        || link::is_due(text))
}

/// What CommonMark has no words for.
static UNCOMMON: LazyLock<Marks> = LazyLock::new(|| Marks::new(&["[^", "[ ]", "[x]", "[X]", "www."]));

/// What is done to the events of a text.
struct Reading<'t> {
    tags: &'t Placeholders<'t>,
    abbreviations: &'t [(String, String)],
    /// Links and pictures that are open.
    links: usize,
    code: bool,
    ways: Ways<'t>,
}

impl Reading<'_> {
    fn event<'s>(&mut self, event: Event<'s>) -> Vec<Event<'s>> {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if title_of_code(&info).is_some() => {
                self.code = true;
                let title = format!("<p><code>{}</code></p>\n", escaped(title_of_code(&info).unwrap_or_default()));
                return vec![Event::Html(title.into()), Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))];
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if self.ways.titled_code && words_of_code(&info).is_some() =>
            {
                self.code = true;
                let title = words_of_code(&info).unwrap_or_default();
                return vec![Event::Html(title.into()), Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))];
            }
            Event::Start(Tag::CodeBlock(_)) => self.code = true,
            Event::End(TagEnd::CodeBlock) => self.code = false,
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => self.links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => self.links = self.links.saturating_sub(1),
            Event::Code(code) => return vec![Event::Code(owned(&code, self.tags.written(&code)))],
            Event::Text(code) if self.code => return vec![Event::Text(owned(&code, self.tags.written(&code)))],
            Event::TaskListMarker(done) => return vec![Event::Text(if done { "☑ " } else { "☐ " }.into())],
            Event::Text(text) => return self.text(text),
            Event::SoftBreak if self.ways.breaks => return vec![Event::HardBreak],
            _ => {}
        }
        vec![event]
    }

    fn text<'s>(&self, text: CowStr<'s>) -> Vec<Event<'s>> {
        let text = match with_emoji(&text) {
            Cow::Owned(changed) => CowStr::from(changed),
            Cow::Borrowed(_) => text,
        };
        if self.links > 0 {
            return vec![Event::Text(text)];
        }
        let mut found = Vec::new();
        let mut rest = &*text;
        let next = |rest: &str| match (bare_address(rest), bare_mail(rest)) {
            (Some(address), Some(mail)) => Some(if mail.0 < address.0 { mail } else { address }),
            (address, mail) => address.or(mail),
        };
        while let Some((start, length, url)) = next(rest) {
            self.words(&rest[..start], &mut found);
            found.push(Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: url.into(),
                title: "".into(),
                id: "".into(),
            }));
            found.push(Event::Text(rest[start..start + length].to_owned().into()));
            found.push(Event::End(TagEnd::Link));
            rest = &rest[start + length..];
        }
        if found.is_empty() && self.abbreviations.is_empty() {
            return vec![Event::Text(text)];
        }
        self.words(rest, &mut found);
        found
    }

    /// Words, those among them that are abbreviations with what they mean.
    fn words(&self, text: &str, found: &mut Vec<Event<'_>>) {
        let mut from = 0;
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            if at >= from && !before.is_alphanumeric() {
                let here = |short: &str| {
                    let after = text[at..].strip_prefix(short)?;
                    after.chars().next().is_none_or(|c| !c.is_alphanumeric()).then_some(())
                };
                let longest =
                    self.abbreviations.iter().filter(|(short, _)| here(short).is_some()).max_by_key(|(s, _)| s.len());
                if let Some((short, long)) = longest {
                    found.push(Event::Text(text[from..at].to_owned().into()));
                    let html = format!("<abbr title=\"{}\">{}</abbr>", escaped(long), escaped(short));
                    found.push(Event::InlineHtml(html.into()));
                    from = at + short.len();
                }
            }
            before = c;
        }
        if from < text.len() {
            found.push(Event::Text(text[from..].to_owned().into()));
        }
    }
}

fn owned<'s>(text: &CowStr<'s>, changed: Cow<'_, str>) -> CowStr<'s> {
    match changed {
        Cow::Owned(changed) => changed.into(),
        Cow::Borrowed(_) => text.clone(),
    }
}

/// How the names of icons begin that a theme of MkDocs draws: no letters stand for them.
const ICONS: [&str; 4] = ["material-", "fontawesome-", "octicons-", "simple-"];

/// A text in which the short codes of emoji are what they stand for.
fn with_emoji(text: &str) -> Cow<'_, str> {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '+' | '-');
    let mut out = String::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(open) = text[at..].find(':').map(|i| at + i) {
        at = open + 1;
        let Some(close) = text[at..].find(|c| !is_name(c)).map(|i| at + i) else { break };
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != ':' && c != '/');
        if text[close..].starts_with(':')
            && free(text[..open].chars().next_back())
            && free(text[close + 1..].chars().next())
        {
            let name = &text[at..close];
            let is_icon = ICONS.iter().any(|set| name.strip_prefix(set).is_some_and(|rest| rest.len() > 1));
            let emoji = emojis::get_by_shortcode(name);
            if emoji.is_none() && !is_icon {
                continue;
            }
            out.push_str(&text[from..open]);
            out.push_str(emoji.map_or("", |emoji| emoji.as_str()));
            from = close + 1;
            // Its attributes end before others begin.
            if is_icon
                && let Some(inner) = text[from..].strip_prefix('{')
                && let Some(end) = inner.find(['{', '}', '\n']).filter(|end| inner[*end..].starts_with('}'))
            {
                from += end + 2;
            }
            at = from;
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// Bytes of an address that stands bare in a text.
const MAX_ADDRESS: usize = 2_000;

/// The first address that stands bare in a text: where, how long, and where it leads.
fn bare_address(text: &str) -> Option<(usize, usize, String)> {
    let mut from = 0;
    loop {
        let begins = |at: &usize| ["https://", "http://", "www."].into_iter().find(|s| text[*at..].starts_with(s));
        let places = memchr::memchr2_iter(b'h', b'w', &text.as_bytes()[from..]).map(|i| from + i);
        let start = places.into_iter().find(|at| begins(at).is_some())?;
        let scheme = begins(&start)?;
        from = start + scheme.len();
        let free = text[..start]
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '@' | '.' | '='));
        // Longer ones are no addresses, and a text without blanks is not read to its end for each.
        let rest = &text[start..text.floor_char_boundary(start + MAX_ADDRESS)];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|' | '\u{F8F0}'))
            .unwrap_or(rest.len());
        let mut url = &rest[..end];
        loop {
            let cut =
                url.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '*', '_', '~', '’', '”', '»', '…', ']', '}']);
            let cut = match cut.strip_suffix(')') {
                Some(inner) if cut.matches(')').count() > cut.matches('(').count() => inner,
                _ => cut,
            };
            if cut.len() == url.len() {
                break;
            }
            url = cut;
        }
        let host = url[scheme.len().min(url.len())..].split(['/', '?', '#']).next().unwrap_or_default();
        let sound =
            if scheme == "www." { host.contains('.') } else { host.contains('.') || host.starts_with("localhost") };
        if free && sound && !host.starts_with('.') && url.len() > scheme.len() {
            let leads = if scheme == "www." { format!("https://{url}") } else { url.to_owned() };
            return Some((start, url.len(), leads));
        }
    }
}

/// The first mail address that stands bare in a text: where, how long, and where it leads.
fn bare_mail(text: &str) -> Option<(usize, usize, String)> {
    let own = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+');
    let host = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'@', bytes).find_map(|at| {
        let length = bytes[..at].iter().rev().take(64).take_while(|b| own(**b)).count();
        let start = at - length;
        let behind = &text[at + 1..];
        let end = behind.bytes().take(255).take_while(|b| host(*b)).count();
        let name = behind[..end].trim_end_matches(['.', '-']);
        let (_, top) = name.rsplit_once('.')?;
        let free =
            text[..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | ':' | '@'));
        let sound = bytes[start].is_ascii_alphanumeric()
            && bytes[at - 1] != b'.'
            && name.split('.').all(|part| !part.is_empty())
            && top.len() > 1
            && top.bytes().all(|b| b.is_ascii_alphabetic())
            && !behind[name.len()..].starts_with(['@', '/', '_']);
        let mail = &text[start..at + 1 + name.len()];
        (length > 0 && free && sound).then(|| (start, mail.len(), format!("mailto:{mail}")))
    })
}

/// Footnotes at the end, in the order in which the text speaks of them, each with the way back.
fn with_notes_last(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut notes: HashMap<CowStr<'_>, Vec<Event<'_>>> = HashMap::new();
    let mut text = Vec::with_capacity(events.len());
    let mut open: Option<(CowStr<'_>, Vec<Event<'_>>)> = None;
    for event in events {
        match (event, &mut open) {
            (Event::Start(Tag::FootnoteDefinition(label)), None) => open = Some((label, Vec::new())),
            (Event::End(TagEnd::FootnoteDefinition), _) => {
                if let Some((label, note)) = open.take() {
                    notes.entry(label).or_insert(note);
                }
            }
            (event, Some((_, note))) => note.push(event),
            (event, None) => text.push(event),
        }
    }
    let mut order: Vec<CowStr<'_>> = Vec::new();
    let mut numbers: HashMap<CowStr<'_>, usize> = HashMap::new();
    let mut times: HashMap<usize, usize> = HashMap::new();
    let mut refer = |event: Event<'_>, order: &mut Vec<CowStr<'_>>| -> String {
        let Event::FootnoteReference(label) = event else { return String::new() };
        let label = CowStr::from(label.into_string());
        let number = *numbers.entry(label.clone()).or_insert_with(|| {
            order.push(label);
            order.len()
        });
        let time = times.entry(number).or_default();
        *time += 1;
        let id = if *time == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{time}") };
        format!("<sup><a href=\"#fn-{number}\" id=\"{id}\">{number}</a></sup>")
    };
    let mut out: Vec<Event<'_>> = Vec::with_capacity(text.len());
    for event in text {
        out.push(match event {
            Event::FootnoteReference(_) => Event::InlineHtml(refer(event, &mut order).into()),
            event => event,
        });
    }
    if order.is_empty() {
        return out;
    }
    out.push(Event::Html("<hr>\n<ol>\n".into()));
    let mut done = 0;
    while done < order.len() {
        let note = notes.remove(&order[done]).unwrap_or_default();
        done += 1;
        out.push(Event::Html(format!("<li id=\"fn-{done}\">").into()));
        let back = format!(" <a href=\"#fnref-{done}\">↩</a>");
        // Within the last paragraph, if the note ends with one.
        let last =
            note.iter().rposition(|e| matches!(e, Event::End(TagEnd::Paragraph))).filter(|at| at + 1 == note.len());
        for (at, event) in note.into_iter().enumerate() {
            if Some(at) == last {
                out.push(Event::InlineHtml(back.clone().into()));
            }
            out.push(match event {
                Event::FootnoteReference(_) => Event::InlineHtml(refer(event, &mut order).into()),
                event => event,
            });
        }
        if last.is_none() {
            out.push(Event::Html(back.into()));
        }
        out.push(Event::Html("</li>\n".into()));
    }
    out.push(Event::Html("</ol>\n".into()));
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

/// The address of a link or picture, where it names a source file or a folder of the site.
fn with_address<'e>(event: Event<'e>, around: &Around<'_>, missing: &mut Vec<String>) -> Event<'e> {
    let mut lead = |url: CowStr<'e>| match link::of_link(&url, around, missing) {
        Some(found) => found.into(),
        None if let Some(found) = link::of_bare(&url, around) => found.into(),
        None => around.ways.below_base(&url).map_or(url, CowStr::from),
    };
    match event {
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: lead(dest_url), title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: lead(dest_url), title, id })
        }
        Event::Html(html) => Event::Html(link::in_html(&html, around, missing).map_or(html, CowStr::from)),
        Event::InlineHtml(html) => Event::InlineHtml(link::in_html(&html, around, missing).map_or(html, CowStr::from)),
        event => event,
    }
}

#[cfg(test)]
mod tests;
