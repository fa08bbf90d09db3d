//! A body with less in it, or more around it.

use std::fmt::Write as _;

use super::markup::{self, TagKind, attribute, elements, marks};
use super::resizer::Resized;
use crate::body::{Prepared, Shown};
use crate::config::{Embeds, ItemShape, Pictures};

/// Elements within which a paragraph is none of the article's own.
const ASIDE: [&str; 9] = ["aside", "blockquote", "dd", "figcaption", "figure", "li", "nav", "td", "th"];

/// Elements whose words are not read as the body's.
const UNREAD: [&str; 6] = ["audio", "figcaption", "iframe", "script", "style", "video"];

/// Takes out and puts in what a feed asks for.
pub(super) fn reshape(
    body: &mut Prepared,
    shape: &ItemShape,
    keep_picture: &dyn Fn(&str) -> bool,
    resized: &dyn Fn(&str) -> Option<Resized>,
    [before, read_on, after]: [Option<&str>; 3],
) {
    let mut tags: Vec<(String, String)> =
        body.pictures.iter().map(|shown| (shown.url.clone(), body.html[shown.span.clone()].to_owned())).collect();
    let whole = std::mem::take(&mut body.html);
    let mut html = whole.clone();
    if shape.embeds != Embeds::Keep {
        html = embeds(&html, shape.embeds);
    }
    if shape.pictures != Pictures::All || shape.republishable {
        let gone: Vec<&str> = tags.iter().filter(|(url, _)| !keep_picture(url)).map(|(_, tag)| tag.as_str()).collect();
        html = pictures(&html, &gone, shape.pictures == Pictures::None);
    }
    if shape.resizer.is_some() {
        html = resize(&html, &mut tags, resized);
    }
    if let Some(cut) = cut(&html, shape.paragraphs, shape.words) {
        html = cut;
        push(&mut html, read_on);
    }
    if let Some(before) = before.filter(|before| !before.is_empty()) {
        let line = if html.is_empty() { "" } else { "\n" };
        html = [before, line, &html].concat();
    }
    push(&mut html, after);
    // What the feed shows otherwise stands in the Markdown as the record has it.
    body.markdown.take_if(|_| html != whole);
    body.pictures = shown(&html, tags);
    body.html = html;
}

fn push(html: &mut String, more: Option<&str>) {
    if let Some(more) = more.filter(|more| !more.is_empty()) {
        if !html.is_empty() && !html.ends_with('\n') {
            html.push('\n');
        }
        html.push_str(more);
    }
}

/// The pictures that are left, where they stand now.
fn shown(html: &str, tags: Vec<(String, String)>) -> Vec<Shown> {
    let mut from = 0;
    let mut left = Vec::with_capacity(tags.len());
    for (url, tag) in tags {
        if let Some(at) = html[from..].find(&tag).filter(|_| !tag.is_empty()) {
            let start = from + at;
            left.push(Shown { url, span: start..start + tag.len() });
            from = start + tag.len();
        }
    }
    left
}

/// A text without some stretches of it, which follow one another, and with others in their place.
fn replaced<'r>(
    html: &str,
    stretches: impl Iterator<Item = (std::ops::Range<usize>, std::borrow::Cow<'r, str>)>,
) -> String {
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    for (range, with) in stretches {
        out.push_str(&html[from..range.start]);
        out.push_str(&with);
        from = range.end;
    }
    out.push_str(&html[from..]);
    out
}

/// Without frames and players, or with links to what they show.
fn embeds(html: &str, embeds: Embeds) -> String {
    let link = |part: &str| {
        let source = || marks(part).find_map(|mark| attribute(&part[mark.range], "src"));
        let url = if embeds == Embeds::Link { source() } else { None };
        // A title may be what people know it by.
        let title =
            attribute(&part[..part.find('>').map_or(0, |end| end + 1)], "title").filter(|t| !t.trim().is_empty());
        let linked = url.map(|url| format!("<a href=\"{url}\">{}</a>", title.unwrap_or(url)));
        linked.unwrap_or_default()
    };
    let found = elements(html, &["iframe", "video", "audio", "object", "embed"]);
    let html = replaced(html, found.into_iter().map(|(range, _)| (range.clone(), link(&html[range]).into())));
    emptied(html)
}

/// With pictures at other addresses, and without those in other sizes that stand beside them.
fn resize(html: &str, tags: &mut [(String, String)], resized: &dyn Fn(&str) -> Option<Resized>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    for (url, tag) in tags.iter_mut().filter(|(_, tag)| tag.starts_with("<img")) {
        let Some(at) = html[from..].find(&*tag) else { continue };
        out.push_str(&html[from..from + at]);
        from += at + tag.len();
        if let Some(new) = resized(url) {
            *tag = retagged(tag, &new);
            *url = new.url;
        }
        out.push_str(tag);
    }
    out.push_str(&html[from..]);
    let whole = |range: std::ops::Range<usize>| {
        let part = &out[range.clone()];
        let sources = marks(part).filter(|mark| mark.name == "source").map(|mark| (mark.range, "".into()));
        (range, replaced(part, sources).into())
    };
    let pictures: Vec<_> = elements(&out, &["picture"]).into_iter().map(|(range, _)| whole(range)).collect();
    replaced(&out, pictures.into_iter())
}

/// The tag of a picture at another address: what else it says stays, but for measures and other sizes.
fn retagged(tag: &str, new: &Resized) -> String {
    let mut out = format!("<img src=\"{}\"", markup::escaped(&new.url));
    for name in ["alt", "title", "class", "id", "loading", "dir", "lang"] {
        if let Some(value) = attribute(tag, name) {
            let _ = write!(out, " {name}=\"{value}\"");
        }
    }
    let _ = write!(out, " width=\"{}\"", new.width);
    if let Some(height) = new.height {
        let _ = write!(out, " height=\"{height}\"");
    }
    out + ">"
}

/// Without pictures: those of some tags, or all.
fn pictures(html: &str, gone: &[&str], all: bool) -> String {
    let goes = |part: &str| {
        if all { marks(part).any(|mark| mark.name == "img") } else { gone.iter().any(|tag| part.contains(tag)) }
    };
    let mut html = html.to_owned();
    for name in ["figure", "picture", "img"] {
        let found: Vec<_> =
            elements(&html, &[name]).into_iter().filter(|(range, _)| goes(&html[range.clone()])).collect();
        html = replaced(&html, found.into_iter().map(|(range, _)| (range, "".into())));
    }
    emptied(html)
}

/// Without links, figures and paragraphs in which nothing is left.
fn emptied(mut html: String) -> String {
    for name in ["a", "figure", "p"] {
        let is_hollow = |part: &str| {
            let inner = part.find('>').map_or("", |open| &part[open + 1..]);
            inner.strip_suffix(&format!("</{name}>")).is_some_and(|inner| inner.trim().is_empty())
        };
        let hollow: Vec<_> =
            elements(&html, &[name]).into_iter().filter(|(range, _)| is_hollow(&html[range.clone()])).collect();
        html = replaced(&html, hollow.into_iter().map(|(range, _)| (range, "".into())));
    }
    html
}

/// The first paragraphs or words; `None` where there is no more than that.
fn cut(html: &str, paragraphs: Option<u32>, words: Option<u32>) -> Option<String> {
    let by_paragraphs = paragraphs.and_then(|most| after_paragraphs(html, most));
    let by_words = words.and_then(|most| after_words(html, most));
    let at = by_paragraphs.into_iter().chain(by_words).min()?;
    let is_more = |rest: &str| words_of(rest).next().is_some();
    if !is_more(&html[at..]) {
        return None;
    }
    let mut open: Vec<&str> = Vec::new();
    for mark in marks(html).take_while(|mark| mark.range.end <= at) {
        match mark.kind {
            TagKind::Open => open.push(mark.name),
            TagKind::Close => {
                if let Some(position) = open.iter().rposition(|name| *name == mark.name) {
                    open.truncate(position);
                }
            }
            TagKind::Alone => {}
        }
    }
    let mut out = html[..at].trim_end().to_owned();
    if by_words == Some(at) && by_paragraphs != Some(at) {
        out.push('…');
    }
    for name in open.iter().rev() {
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }
    Some(out)
}

/// Where so many paragraphs of the article's own have ended.
fn after_paragraphs(html: &str, most: u32) -> Option<usize> {
    let (mut ended, mut aside) = (0, 0_usize);
    for mark in marks(html) {
        match mark.kind {
            TagKind::Open if ASIDE.contains(&mark.name) => aside += 1,
            TagKind::Close if ASIDE.contains(&mark.name) => aside = aside.saturating_sub(1),
            TagKind::Close if mark.name == "p" && aside == 0 => {
                ended += 1;
                if ended == most {
                    return Some(mark.range.end);
                }
            }
            _ => {}
        }
    }
    None
}

/// Where so many words have been read.
fn after_words(html: &str, most: u32) -> Option<usize> {
    words_of(html).nth((most as usize).checked_sub(1)?)
}

/// Where each word of a text ends: at white space, and of scripts without it each character is one.
fn words_of(html: &str) -> impl Iterator<Item = usize> {
    let mut ends = Vec::new();
    let mut unread = 0_usize;
    let mut from = 0;
    let end = [markup::Mark { range: html.len()..html.len(), name: "", kind: TagKind::Alone }];
    for mark in marks(html).chain(end) {
        if unread == 0 {
            text_words(&html[from..mark.range.start], from, &mut ends);
        }
        match mark.kind {
            TagKind::Open if UNREAD.contains(&mark.name) => unread += 1,
            TagKind::Close if UNREAD.contains(&mark.name) => unread = unread.saturating_sub(1),
            _ => {}
        }
        from = mark.range.end;
    }
    ends.into_iter()
}

fn text_words(text: &str, at: usize, ends: &mut Vec<usize>) {
    let mut within = false;
    for (i, c) in text.char_indices() {
        let alone = matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{e00}'..='\u{eff}');
        if within && (c.is_whitespace() || alone) {
            ends.push(at + i);
            within = false;
        }
        if alone {
            ends.push(at + i + c.len_utf8());
        } else if c.is_alphanumeric() || c == '&' {
            within = true;
        }
    }
    if within {
        ends.push(at + text.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_to(html: &str, paragraphs: Option<u32>, words: Option<u32>) -> Option<String> {
        super::cut(html, paragraphs, words)
    }

    #[test]
    fn the_first_paragraphs_are_the_articles_own_and_what_is_open_is_closed() {
        let html =
            "<div><p>One two.</p><blockquote><p>Quoted.</p></blockquote><p>Three <b>four</b>.</p></div><p>Five.</p>";
        assert_eq!(cut_to(html, Some(1), None).unwrap(), "<div><p>One two.</p></div>");
        assert_eq!(
            cut_to(html, Some(2), None).unwrap(),
            "<div><p>One two.</p><blockquote><p>Quoted.</p></blockquote><p>Three <b>four</b>.</p></div>"
        );
        assert_eq!(cut_to(html, Some(3), None), None);
        assert_eq!(cut_to(html, Some(9), None), None);
        assert_eq!(cut_to(html, None, Some(5)).unwrap().matches("</").count(), html[..60].matches("</").count() + 3);
        assert_eq!(cut_to("<p>One &amp; two</p><p>three</p>", None, Some(1)).unwrap(), "<p>One…</p>");
        assert_eq!(cut_to("<p>一二三四</p>", None, Some(2)).unwrap(), "<p>一二…</p>");
        assert_eq!(cut_to("<p>One</p><p><img src=\"a\"></p>", Some(1), None), None, "no words follow");
    }

    #[test]
    fn pictures_and_embeds_go_with_what_stood_around_them_alone() {
        let html = "<p>a</p><figure><img src=\"1\"><figcaption>c</figcaption></figure><p><a href=\"x\"><img src=\"2\"></a></p><p>b<img src=\"3\"></p>";
        assert_eq!(pictures(html, &[], true), "<p>a</p><p>b</p>");
        assert_eq!(
            pictures(html, &["<img src=\"2\">"], false),
            html.replace("<p><a href=\"x\"><img src=\"2\"></a></p>", "")
        );
        let html = "<p>a</p><p><iframe src=\"https://v.example/1?a=1&amp;b=2\" title=\"Film\"></iframe></p><video><source src=\"f.mp4\"></video>";
        assert_eq!(embeds(html, Embeds::Drop), "<p>a</p>");
        assert_eq!(
            embeds(html, Embeds::Link),
            "<p>a</p><p><a href=\"https://v.example/1?a=1&amp;b=2\">Film</a></p><a href=\"f.mp4\">f.mp4</a>"
        );
    }
}
