//! The first sentences of the first paragraph.

use std::borrow::Cow;

use super::reserved::comment;
use super::tags::{Tag, tags};
use crate::article::markup;

/// A summary gathers sentences up to this many characters.
const ENOUGH: usize = 160;

/// A sentence longer than this is cut.
const LONGEST: usize = 320;

/// Elements whose text is none of the article's own: captions, asides, data.
const ASIDE: [&str; 10] =
    ["figure", "figcaption", "table", "aside", "blockquote", "header", "footer", "nav", "caption", "pre"];

/// Elements that summaries written as HTML are made of.
const MARKUP: [&str; 10] = ["p", "b", "strong", "i", "em", "a", "br", "span", "div", "ul"];

/// A record's own summary as plain text: content systems write it as HTML. Text that only speaks
/// of a tag stays.
pub(super) fn plain(own: &str) -> Cow<'_, str> {
    if own.contains("<!--") {
        return Cow::Owned(markup::text(own));
    }
    let mut found = tags(own).filter(|tag| MARKUP.iter().any(|name| tag.is(name)));
    if found.any(|tag| tag.end || tag.is("br")) { Cow::Owned(markup::text(own)) } else { Cow::Borrowed(own) }
}

/// Marks behind which the excerpt of a text ends, in comments.
const MORE: [&str; 7] = ["more", "truncate", "excerpt", "teaser_end", "end_teaser", "continue", "readmore"];

/// What stands before the mark at which an article's excerpt ends.
pub(super) fn before_more(body: &str) -> Option<&str> {
    let mut at = 0;
    while let Some((start, text, end)) = comment(body, at) {
        let said = text.to_ascii_lowercase().replace(['-', ' '], "_");
        let said = said.split(':').next().unwrap_or_default().trim_end_matches('_');
        if MORE.contains(&said) {
            return Some(&body[..start]).filter(|head| !head.trim().is_empty());
        }
        at = end;
    }
    None
}

/// All that an excerpt says, within bounds, without its headings.
pub(super) fn all(html: &str) -> String {
    const PASSED: [&str; 12] =
        ["figure", "figcaption", "table", "caption", "pre", "nav", "h1", "h2", "h3", "h4", "h5", "h6"];
    let text = markup::text(&without_notes(&without_embeds(&without(html, &PASSED))));
    if text.chars().count() > 2 * LONGEST { sentences(&text) } else { text }
}

/// A paragraph shorter than this says too little for itself.
const SHORT: usize = 40;

/// The first sentences of the first paragraph that has any, plain text; where there is only a picture, what it shows.
pub(super) fn first_sentences(html: &str) -> Option<String> {
    let paragraph = first_paragraphs(html).or_else(|| {
        let text = markup::text(&without_notes(&without_embeds(&without_asides(html))));
        Some(text).filter(|t| is_text(t) && !is_line(t))
    });
    let paragraph = paragraph.or_else(|| {
        let pictures = tags(html).filter(|tag| !tag.end && tag.is("img"));
        let mut texts = pictures.filter_map(|tag| tag.values(["alt"])[0].as_deref().map(|alt| alt.trim().to_owned()));
        texts.find(|alt| is_text(alt))
    })?;
    Some(sentences(&paragraph))
}

/// The first paragraph, with the next while they are short.
fn first_paragraphs(html: &str) -> Option<String> {
    let (mut text, mut rest) = first_paragraph(html)?;
    while text.chars().count() < SHORT
        && let Some((next, after)) = first_paragraph(rest)
    {
        text.push(' ');
        text.push_str(&next);
        rest = after;
    }
    Some(text)
}

/// A text without the numbers of its footnotes, and without the ways back from them.
pub(super) fn without_notes(html: &str) -> Cow<'_, str> {
    match without_linked_notes(html) {
        Cow::Borrowed(html) => without_raised_notes(html),
        Cow::Owned(html) => Cow::Owned(without_raised_notes(&html).into_owned()),
    }
}

/// A text without the numbers of notes in brackets that are raised: `<sup>[1]</sup>`.
fn without_raised_notes(html: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut from, mut at) = (0, 0);
    while let Some(start) = html[at..].find("<sup>[").map(|start| at + start) {
        at = start + "<sup>[".len();
        let digits = html[at..].bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && html[at + digits..].starts_with("]</sup>") {
            out.push_str(&html[from..start]);
            (from, at) = (at + digits + "]</sup>".len(), at + digits);
        }
    }
    if from == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[from..]);
    Cow::Owned(out)
}

fn without_linked_notes(html: &str) -> Cow<'_, str> {
    if memchr::memmem::find(html.as_bytes(), b"href=\"").is_none() || memchr::memchr(b'#', html.as_bytes()).is_none() {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    let mut open: Option<(usize, usize)> = None;
    for tag in tags(html).filter(|tag| tag.is("a")) {
        if !tag.end {
            let [href] = tag.values(["href"]);
            open = href.is_some_and(|href| href.contains('#')).then_some((tag.span.start, tag.span.end));
        } else if let Some((start, inner)) = open.take()
            && is_number_of_note(&html[inner..tag.span.start])
        {
            out.push_str(&html[from..start]);
            from = tag.span.end;
        }
    }
    out.push_str(&html[from..]);
    Cow::Owned(out)
}

/// Whether a link says no more than which note it leads to, or that it leads back.
fn is_number_of_note(inner: &str) -> bool {
    let text = markup::text(inner);
    let text = text.trim().trim_matches(['[', ']', '(', ')', '{', '}']);
    text.chars().count() <= 4 && text.chars().all(|c| c.is_ascii_digit() || "↩︎⏎^*†‡§¶↵⤴∞⇧⬆️".contains(c))
}

/// Words of dates besides their names.
const WHEN: [&str; 16] = [
    "on",
    "at",
    "published",
    "posted",
    "updated",
    "last",
    "first",
    "am",
    "pm",
    "utc",
    "gmt",
    "date",
    "st",
    "nd",
    "rd",
    "th",
];

/// Whether a paragraph only says when, or whose picture it was.
fn is_line(text: &str) -> bool {
    if text.chars().count() > 100 {
        return false;
    }
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let is_when = |word: &str| {
        let word = word.to_lowercase();
        WHEN.contains(&&*word) || word.parse::<chrono::Month>().is_ok() || word.parse::<chrono::Weekday>().is_ok()
    };
    if text.chars().any(|c| c.is_ascii_digit()) && words.all(is_when) {
        return true;
    }
    is_date_line(text)
        || is_around(text)
        || text.contains(':')
            && !is_sentence(text)
            && crate::credit::parse(text, &crate::credit::Options::default()).is_labelled()
}

/// Whether a line is a sentence of the text, whatever word stands before a colon in it.
fn is_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '…', '”', '"']) && text.split_whitespace().count() > 8
}

/// Whether a line only says where and when: `Berlin, 2. Januar 2026`, `Posted on 2026-01-02 by Ann Bee`.
fn is_date_line(text: &str) -> bool {
    #[rustfmt::skip]
    const POSTED: [&str; 10] = [
        "posted on ", "posted by ", "published on ", "published by ", "published: ", "last updated", "updated on ", "veröffentlicht am ",
        "publié le ", "publicado el ",
    ];
    let lower = text.to_lowercase();
    let has_digit = text.bytes().any(|b| b.is_ascii_digit());
    if has_digit && text.chars().count() <= 80 && POSTED.iter().any(|start| lower.starts_with(start)) {
        return !is_sentence(text);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let number = |word: &str| word.trim_matches(|c: char| !c.is_ascii_digit()).parse::<u16>().ok();
    let is_year = |word: &&str| number(word).is_some_and(|year| (1900..2100).contains(&year)) && word.len() == 4;
    let is_day = |word: &&str| number(word).is_some_and(|day| (1..=31).contains(&day)) && word.len() <= 4;
    (3..=5).contains(&words.len()) && words.last().is_some_and(is_year) && words.iter().any(is_day)
}

/// Whether a line speaks of scripts that the page waits for.
fn is_of_script(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_waiting = lower.trim_end_matches(['.', '…', ' ']) == "loading";
    let asks = ["enable javascript", "javascript is disabled", "javascript is required", "activate javascript"];
    is_waiting || text.chars().count() <= 120 && asks.iter().any(|ask| lower.contains(ask))
}

/// Whether a line tells of the article and not in it: whose picture it is, who wrote it, how long it takes to read.
fn is_around(text: &str) -> bool {
    const PHOTO: [&str; 16] = [
        "photo by ",
        "photos by ",
        "image by ",
        "images by ",
        "picture by ",
        "photograph by ",
        "photography by ",
        "illustration by ",
        "cover by ",
        "photo courtesy",
        "image courtesy",
        "photo credit",
        "image credit",
        "foto von ",
        "foto de ",
        "photo de ",
    ];
    const READ: [&str; 6] = ["min read", "minute read", "minutes read", "mins read", "min de lecture", "min lesezeit"];
    let lower = text.to_lowercase();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let by = || {
        text.strip_prefix("By ").is_some_and(|name| {
            !text.ends_with('.')
                && (1..=4).contains(&name.split_whitespace().count())
                && name.split_whitespace().all(capital)
        })
    };
    PHOTO.iter().any(|start| lower.starts_with(start)) && !is_sentence(text)
        || is_of_script(text)
        || READ.iter().any(|words| lower.contains(words)) && text.chars().count() <= 80
        || by()
}

/// Whether a paragraph is a picture with its caption, set as such.
fn is_captioned(paragraph: &str) -> bool {
    let mut caption = String::new();
    let mut from = 0;
    for tag in tags(paragraph).filter(|tag| ["img", "a", "br", "picture", "source"].iter().any(|name| tag.is(name))) {
        caption.push_str(&paragraph[from..tag.span.start]);
        from = tag.span.end;
    }
    caption.push_str(&paragraph[from..]);
    let caption = caption.trim();
    let is_within = |name: &str| {
        caption
            .strip_prefix(&*format!("<{name}>"))
            .and_then(|rest| rest.strip_suffix(&*format!("</{name}>")))
            .is_some_and(|inner| !inner.contains(&*format!("</{name}>")))
    };
    paragraph.contains("<img") && ["em", "i", "small", "sub"].iter().any(|name| is_within(name))
}

/// Whether a paragraph is no more than a link that stands for what is embedded: with a picture in it, the name of a host,
/// or its own address.
fn is_embed(paragraph: &str) -> bool {
    let start = paragraph.trim();
    if is_captioned(start) {
        return true;
    }
    // The title of code, and a note with the way back.
    if start
        .strip_prefix("<code>")
        .and_then(|rest| rest.find("</code>"))
        .is_some_and(|at| start.len() == "<code></code>".len() + at)
        || start.contains('#') && ["↩", "⏎", "↵", "⤴", ">^</a>"].iter().any(|back| start.contains(back))
    {
        return true;
    }
    let Some(tag) = tags(start).next().filter(|tag| tag.is("a") && !tag.end && tag.span.start == 0) else {
        return false;
    };
    let Some(inner) = start.strip_suffix("</a>").and_then(|inner| inner.get(tag.span.end..)) else { return false };
    if inner.contains("</a>") {
        return false;
    }
    let text = markup::text(inner);
    inner.contains("<img") || !text.contains(' ') || super::embed::is_name(&text)
}

/// The first paragraph that says something, and what follows it.
fn first_paragraph(html: &str) -> Option<(String, &str)> {
    let mut depth = 0_usize;
    let mut open: Option<usize> = None;
    for tag in tags(html) {
        let aside = ASIDE.iter().any(|a| tag.is(a));
        // Some set paragraphs in elements that have no meaning.
        let is_text_of = |tag: &Tag<'_>| {
            let after = html[tag.span.end..].trim_start();
            tag.is("div") && !after.starts_with('<') && after.split('<').next().is_some_and(|text| text.len() >= SHORT)
        };
        if let Some(start) = open
            && (aside || tag.is("p") || tag.is("div"))
        {
            let paragraph = &html[start..tag.span.start];
            let text = markup::text(&without_notes(paragraph));
            if is_text(&text) && !is_line(&text) && !is_embed(paragraph) {
                return Some((text, &html[if tag.end { tag.span.end } else { tag.span.start }..]));
            }
            open = None;
        }
        match (aside, tag.end) {
            (true, false) => depth += 1,
            (true, true) => depth = depth.saturating_sub(1),
            (false, false) if depth == 0 && (tag.is("p") || is_text_of(&tag)) => open = Some(tag.span.end),
            _ => {}
        }
    }
    let text = markup::text(&without_notes(&html[open?..]));
    (is_text(&text) && !is_line(&text)).then_some((text, ""))
}

/// A text without the paragraphs that stand for what is embedded.
fn without_embeds(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<p>") {
        out.push_str(before);
        let (paragraph, after) = after.split_once("</p>").unwrap_or((after, ""));
        if !is_embed(paragraph) {
            out.push_str("<p>");
            out.push_str(paragraph);
            out.push_str("</p>");
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn without_asides(html: &str) -> String {
    without(html, &ASIDE)
}

/// A text without some of its elements.
fn without(html: &str, elements: &[&str]) -> String {
    let (mut out, mut depth, mut from) = (String::new(), 0_usize, 0);
    for tag in tags(html).filter(|t| elements.iter().any(|a| t.is(a))) {
        if depth == 0 {
            out.push_str(&html[from..tag.span.start]);
        }
        depth = if tag.end { depth.saturating_sub(1) } else { depth + 1 };
        from = tag.span.end;
    }
    if depth == 0 {
        out.push_str(&html[from..]);
    }
    out
}

fn is_text(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).count() >= 2
}

/// Whole sentences up to about [`ENOUGH`] characters, at least one.
fn sentences(text: &str) -> String {
    let mut end = 0;
    let mut count = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        count += 1;
        if !matches!(c, '.' | '!' | '?' | '…' | '。') {
            continue;
        }
        let mut stop = i + c.len_utf8();
        while let Some((j, next)) = chars.peek().copied() {
            if !matches!(next, '"' | '”' | '“' | '»' | '’' | '\'' | ')' | '.' | '!' | '?') {
                break;
            }
            stop = j + next.len_utf8();
            count += 1;
            chars.next();
        }
        let rest = text[stop..].trim_start();
        let spaced = rest.len() < text.len() - stop || rest.is_empty() || c == '。';
        let begins = rest.chars().next().is_none_or(|n| !n.is_lowercase());
        if !spaced || !begins || (c == '.' && is_abbreviation(&text[..i])) {
            continue;
        }
        if count > LONGEST && end > 0 {
            break;
        }
        end = stop;
        if count >= ENOUGH {
            break;
        }
    }
    if end == 0 || text[..end].chars().count() > LONGEST {
        return cut(text);
    }
    text[..end].to_owned()
}

/// Whether a full stop after this text ends a word rather than a sentence: an initial, a number of
/// one or two digits, a short word with a capital.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit([' ', '\u{A0}', '.', '(']).next().unwrap_or(before);
    let known = [
        "Dr", "Mr", "Mrs", "Ms", "St", "Prof", "Nr", "No", "Sen", "Rep", "Gov", "Gen", "Lt", "Col", "Mme", "Sr", "Jr",
        "ca", "bzw", "Mio", "Mrd", "vs", "Inc", "Co", "Ltd",
    ];
    let length = word.chars().count();
    length == 1 || known.contains(&word) || (length <= 2 && word.bytes().all(|b| b.is_ascii_digit()))
}

/// A long text cut between words.
fn cut(text: &str) -> String {
    let Some((limit, _)) = text.char_indices().nth(LONGEST) else {
        return text.to_owned();
    };
    let end = text[..limit].rfind(' ').filter(|i| *i > limit / 2).unwrap_or(limit);
    format!("{} …", text[..end].trim_end_matches([',', ';', ':', ' ', '–', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_paragraph_gives_it_and_a_caption_never() {
        let html = "<figure><img src=\"x\"><figcaption><p>A caption.</p></figcaption></figure><p><img alt=\"x\"></p>\
            <p>Dr. Ann Bee came on 1. May. She saw <b>it</b>.</p><p>More.</p>";
        assert_eq!(first_sentences(html).as_deref(), Some("Dr. Ann Bee came on 1. May. She saw it. More."));
        assert_eq!(first_sentences("<figure><figcaption>Caption.</figcaption></figure>"), None);
        assert_eq!(first_sentences("Bare words<figure>x</figure>").as_deref(), Some("Bare words"));
        assert_eq!(first_sentences("<blockquote><p>Said.</p></blockquote><p>Told.</p>").as_deref(), Some("Told."));
    }

    #[test]
    fn lines_around_a_text_are_none_of_it() {
        let around = "<p>Photo by X on Unsplash</p><p>Published by Jo, 5 min read</p><p>By Jane Doe</p>\
            <p><img src=\"a.jpg\" alt=\"\"><em>Caption below</em></p>";
        let text = "The real text follows here, and it is long enough.";
        assert_eq!(first_sentences(&format!("{around}<p>{text}</p>")).as_deref(), Some(text));
        let told = "Photo by photo she told the story of the harbour and of all who had worked in it.";
        assert_eq!(first_sentences(&format!("<p>{told}</p>")).as_deref(), Some(told));
        assert_eq!(all("<h2>Heading</h2><blockquote><p>Said.</p></blockquote><p>Told.</p>"), "Said. Told.");
    }

    #[test]
    fn words_before_a_colon_begin_a_text_and_dates_and_scripts_do_not() {
        let text = "The real text follows here, and it is long enough.";
        for around in [
            "Berlin, 2. Januar 2026",
            "Posted on 2026-01-02 by Ann Bee in News",
            "Foto: Ann Bee / AFP",
            "Text: Ann Bee, Fotos: Bo Cee",
            "Loading…",
            "Please enable JavaScript to view this.",
        ] {
            let html = format!("<p>{around}</p><p>{text}</p>");
            assert_eq!(first_sentences(&html).as_deref(), Some(text), "{around}");
        }
        for told in [
            "Note: this is the first paragraph of the text and it is long enough.",
            "Update 3 May: the thing changed and now it is different from what it was.",
            "Foto: so heißt das neue Buch, das gestern erschienen ist und viel gelesen wird.",
        ] {
            assert_eq!(first_sentences(&format!("<p>{told}</p><p>More.</p>")).unwrap().split("  ").next(), Some(told));
        }
        let set = "Words that stand in an element of no meaning are the text, too.";
        assert_eq!(first_sentences(&format!("<div>{set}</div><p>{text}</p>")).as_deref(), Some(set));
        assert_eq!(first_sentences(&format!("<div>Advertisement</div><p>{text}</p>")).as_deref(), Some(text));
        let noted = "A note<sup>[1]</sup> and m<sup>2</sup> and<sup><a href=\"#fn\">2</a></sup> more words in it.";
        assert_eq!(first_sentences(&format!("<p>{noted}</p>")).as_deref(), Some("A note and m2 and more words in it."));
    }

    #[test]
    fn it_ends_with_a_sentence_or_between_words() {
        let one = format!("Many {} end.", "word ".repeat(20).trim());
        let text = format!("<p>{one} {one} {one}</p>");
        assert_eq!(first_sentences(&text).unwrap(), format!("{one} {one}"));
        let endless = first_sentences(&format!("<p>{}</p>", "word ".repeat(200))).unwrap();
        assert!(endless.ends_with("word …") && endless.chars().count() <= LONGEST + 2);
    }

    proptest! {
        #[test]
        fn it_is_bounded_and_never_panics(html in "(<p>|</p>|[a-cA-C.!?…“” éß]){0,80}") {
            if let Some(summary) = first_sentences(&html) {
                prop_assert!(summary.chars().count() <= LONGEST + 2);
            }
        }
    }
}
