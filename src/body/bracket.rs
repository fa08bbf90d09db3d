//! Shortcodes of WordPress, which exports hold as they were written: `[caption]`, `[audio]`, `[embed]` and the like.

use std::borrow::Cow;
use std::ops::Range;

use super::arguments::Arguments;
use super::tags::tags;
use super::{embed, escaped};
use crate::article::markup;

/// Names of shortcodes that show something that can be told from what they are given.
#[rustfmt::skip]
const KNOWN: [&str; 17] = [
    "caption", "wp_caption", "embed", "audio", "video", "playlist", "gallery", "youtube", "vimeo", "dailymotion", "soundcloud", "spotify",
    "tweet", "twitter", "instagram", "gist", "ted",
];

/// How the names of those begin that only set out what they enclose.
const SETTING: [&str; 7] = ["vc_", "et_pb_", "fusion_", "av_", "fl_builder", "siteorigin_", "cs_"];

/// What asks readers for something on the page.
const ASKING: [&str; 6] = ["contact-form-7", "contact-form", "mc4wp_form", "gravityform", "wpforms", "ninja_form"];

/// What a shortcode may be long.
const LONGEST: usize = 2_000;

/// HTML in which shortcodes are what they show; of those of which that is not known, nothing stays, and they are noted.
pub(super) fn shown<'h>(html: Cow<'h, str>, lost: &mut Vec<&'static str>) -> Cow<'h, str> {
    let begins = |at: usize| name_at(&html[at..]).is_some();
    if !memchr::memchr_iter(b'[', html.as_bytes()).any(begins) {
        return html;
    }
    let verbatim = verbatim(&html);
    let mut out = String::with_capacity(html.len());
    // Where the next end of each name stands, or that there is none: it is looked for once.
    let mut ends: Vec<(&str, Option<usize>)> = Vec::new();
    let (mut from, mut at, mut range) = (0, 0, 0);
    while let Some(start) = memchr::memchr(b'[', &html.as_bytes()[at..]).map(|i| at + i) {
        at = start + 1;
        while verbatim.get(range).is_some_and(|range| range.end <= start) {
            range += 1;
        }
        if verbatim.get(range).is_some_and(|range| range.start <= start) || html[..start].ends_with('[') {
            continue;
        }
        let rest = &html[start..];
        let Some((name, is_end)) = name_at(rest) else { continue };
        let Some(close) = rest[..rest.floor_char_boundary(LONGEST)].find(']') else { continue };
        let mut length = close + 1;
        let given = rest[1 + usize::from(is_end) + name.len()..close].trim_end_matches('/');
        let given = Arguments::read(&markup::text(given.trim_start_matches('=')));
        let end = format!("[/{name}]");
        let after = start + length;
        let known = ends.iter().position(|(of, _)| *of == name);
        let next = match known.map(|n| ends[n].1) {
            // What the others enclose stays where it stands.
            _ if !KNOWN.contains(&name) => None,
            Some(None) => None,
            Some(Some(at)) if at >= after => Some(at),
            _ => {
                let next = memchr::memmem::find(&html.as_bytes()[after..], end.as_bytes()).map(|i| after + i);
                match known {
                    Some(n) => ends[n].1 = next,
                    None => ends.push((name, next)),
                }
                next
            }
        };
        let inner = next.filter(|_| !is_end).map(|next| &html[after..next]);
        // What a player encloses stands right behind it.
        let inner = inner.filter(|inner| !inner.contains(&format!("[{name}")));
        let shown = show(name, &given, inner, lost);
        if let Some(inner) = inner {
            length += inner.len() + end.len();
        }
        out.push_str(&html[from..start]);
        out.push_str(&shown);
        from = start + length;
        at = from;
    }
    if from == 0 {
        return html;
    }
    out.push_str(&html[from..]);
    Cow::Owned(out)
}

/// The name of a shortcode that a text begins with, if it is one of those that are known here, and whether it ends it.
fn name_at(text: &str) -> Option<(&'_ str, bool)> {
    let inner = text.strip_prefix('[')?;
    let is_end = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let length =
        inner.bytes().position(|b| !b.is_ascii_lowercase() && !b.is_ascii_digit() && !matches!(b, b'_' | b'-'))?;
    let name = &inner[..length];
    let ends = matches!(inner.as_bytes()[length], b']' | b' ' | b'=' | b'\n' | b'/');
    let known = KNOWN.contains(&name) || ASKING.contains(&name) || SETTING.iter().any(|start| name.starts_with(start));
    // A word alone in brackets is one of a text, unless it says what it is of.
    let speaks = is_end
        || inner.as_bytes()[length] != b']'
        || !matches!(name, "video" | "audio" | "gallery" | "ted" | "caption");
    (known && ends && speaks).then_some((name, is_end))
}

/// Where code and tags stand: what is in brackets there is no shortcode.
fn verbatim(html: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut open: Option<(&str, usize)> = None;
    for tag in tags(html) {
        match open {
            Some((name, start)) if tag.end && tag.is(name) => {
                ranges.push(start..tag.span.end);
                open = None;
            }
            Some(_) => {}
            None if !tag.end && (tag.is("pre") || tag.is("code")) => open = Some((tag.name, tag.span.start)),
            None => ranges.push(tag.span),
        }
    }
    ranges.extend(open.map(|(_, start)| start..html.len()));
    ranges
}

fn show(name: &str, given: &Arguments, inner: Option<&str>, lost: &mut Vec<&'static str>) -> String {
    match name {
        "caption" | "wp_caption" => {
            let argument = given.named(&["caption"]).map(escaped).unwrap_or_default();
            inner.map(|inner| figure(inner, &argument)).unwrap_or_default()
        }
        "embed" => {
            let url = inner.map(markup::text).filter(|url| !url.is_empty());
            let url = url.or_else(|| given.value(&["src", "url"], 0).map(str::to_owned)).unwrap_or_default();
            page(url.trim())
        }
        "audio" | "playlist" | "video" => player(name, given).unwrap_or_else(|| {
            lost.push(if name == "video" { "[video]" } else { "[audio]" });
            String::new()
        }),
        "gallery" => {
            lost.push("[gallery]");
            String::new()
        }
        _ if KNOWN.contains(&name) => {
            let address = inner.map(markup::text).filter(|url| url.starts_with("http")).map(|url| page(url.trim()));
            address.or_else(|| embed::of_tag(name, given)).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// A frame, or a link, for the address of a page.
fn page(url: &str) -> String {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return String::new();
    }
    match embed::framed(url) {
        Some(src) => format!("<iframe src=\"{}\"></iframe>", escaped(&src)),
        None => format!("<p><a href=\"{0}\">{0}</a></p>", escaped(url)),
    }
}

/// The player of a sound or a video, if it is said of which.
pub(super) fn player(name: &str, given: &Arguments) -> Option<String> {
    const FILES: [&str; 13] =
        ["src", "mp3", "m4a", "ogg", "wav", "wma", "flac", "mp4", "m4v", "webm", "ogv", "mov", "flv"];
    let src = given.value(&FILES, 0)?;
    if name != "video" {
        return Some(format!("<audio src=\"{}\" controls></audio>", escaped(src)));
    }
    if let Some(framed) = embed::framed(src) {
        return Some(format!("<p><iframe src=\"{}\" allowfullscreen></iframe></p>", escaped(&framed)));
    }
    let poster = given.named(&["poster"]).map(|url| format!(" poster=\"{}\"", escaped(url))).unwrap_or_default();
    Some(format!("<video src=\"{}\"{poster} controls></video>", escaped(src)))
}

/// A picture and what is said below it: behind the picture, or as an argument, in HTML.
pub(super) fn figure(inner: &str, argument: &str) -> String {
    let picture = tags(inner).filter(|tag| !tag.end && tag.is("img")).last().map_or(inner.len(), |tag| tag.span.end);
    let after = &inner[picture..];
    let end = match after.trim_start().strip_prefix("</a>") {
        Some(rest) => inner.len() - rest.len(),
        None => picture,
    };
    let (picture, said) = inner.split_at(end);
    let said = if said.trim().is_empty() { argument } else { said.trim() };
    let said = if said.is_empty() { String::new() } else { format!("<figcaption>{said}</figcaption>") };
    format!("<figure>{}{said}</figure>", picture.trim())
}
