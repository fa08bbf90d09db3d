//! Shortcodes in brackets, as WordPress and its plug-ins write them: one grammar, and one table of what is known of them.
//!
//! Bodies as WordPress keeps them are read by `wordpress::brackets`, which also knows shortcodes by their form; what
//! is left of them in HTML of any source by `html`, where brackets are prose unless their name is in the table.

mod builder;
mod grammar;
mod held;
mod html;

pub(super) use builder::{choice as choice_of_builder, moments as moments_of_builder};
pub(super) use grammar::{Form, Tag, given, pairs, tag, tags};
pub(super) use held::{is_held, is_wall};
pub(super) use html::shown;

use super::arguments::Arguments;
use super::tags::tags as elements;
use super::wordpress::{Choice, figures};
use super::{embed, escaped};
use crate::article::{Media, Medium, markup};

/// What a shortcode is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// A picture with what is said below it.
    Caption,
    /// What a page elsewhere shows.
    Page,
    /// A sound or a video.
    Player,
    /// Files of the site that it chooses.
    Chosen,
    /// Something of a service that its name says.
    Service,
    /// What a page builder sets out.
    Setting,
    /// What asks readers for something on the page.
    Asking,
}

/// The shortcodes of WordPress, and of plug-ins that many sites have.
const KNOWN: [(&str, Known); 23] = [
    ("[caption]", Known::Caption),
    ("[wp_caption]", Known::Caption),
    ("[embed]", Known::Page),
    ("[audio]", Known::Player),
    ("[video]", Known::Player),
    ("[gallery]", Known::Chosen),
    ("[playlist]", Known::Chosen),
    ("[youtube]", Known::Service),
    ("[vimeo]", Known::Service),
    ("[dailymotion]", Known::Service),
    ("[soundcloud]", Known::Service),
    ("[spotify]", Known::Service),
    ("[tweet]", Known::Service),
    ("[twitter]", Known::Service),
    ("[instagram]", Known::Service),
    ("[gist]", Known::Service),
    ("[ted]", Known::Service),
    ("[contact-form-7]", Known::Asking),
    ("[contact-form]", Known::Asking),
    ("[mc4wp_form]", Known::Asking),
    ("[gravityform]", Known::Asking),
    ("[wpforms]", Known::Asking),
    ("[ninja_form]", Known::Asking),
];

/// What is known of a shortcode of this name, and how it is called where it is noted.
pub(super) fn known(name: &str) -> Option<(&'static str, Known)> {
    let row = KNOWN.iter().find(|(label, _)| label[1..label.len() - 1] == *name).copied();
    row.or_else(|| builder::start(name).map(|start| (start, Known::Setting)))
}

/// What a known shortcode, `written` so, shows with what it encloses as HTML; `None` where that is not known here.
pub(super) fn shows(
    (label, known): (&str, Known),
    written: &str,
    given: &Arguments,
    inner: Option<&str>,
    files: &dyn Fn(&Choice) -> Vec<Media>,
) -> Option<String> {
    let name = if known == Known::Setting { written } else { &label[1..label.len() - 1] };
    let enclosed = || inner.map(markup::text).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    match known {
        // Without an end what follows is text.
        Known::Caption => {
            Some(inner.map(|inner| figure(inner, given.named(&["caption"]).unwrap_or_default())).unwrap_or_default())
        }
        Known::Page => {
            let url = enclosed().or_else(|| given.value(&["src", "url"], 0).map(str::to_owned))?;
            page(&url)
        }
        Known::Player => player(name, given),
        Known::Chosen => {
            let medium = match (name, given.named(&["type"])) {
                ("gallery", _) => Medium::Image,
                (_, None | Some("audio")) => Medium::Audio,
                _ => Medium::Video,
            };
            let mut found = files(&Choice::of(given));
            found.retain(|media| media.medium == medium);
            if found.is_empty() && name == "playlist" {
                return player("audio", given);
            }
            Some(figures(&found)).filter(|html| !html.is_empty())
        }
        Known::Service => enclosed().and_then(|url| page(&url)).or_else(|| embed::of_tag(name, given)),
        Known::Setting => builder::shows(written, given, inner, files),
        Known::Asking => None,
    }
}

/// A frame, or a link in a paragraph, for the address of a page.
fn page(url: &str) -> Option<String> {
    let shown = is_address(url).then(|| embedded(url))?;
    Some(if shown.starts_with("<a ") { format!("<p>{shown}</p>") } else { shown })
}

/// What an address on a line of its own shows: a player, else a link.
pub(super) fn embedded(url: &str) -> String {
    let url = url.replace("&amp;", "&").replace("&#038;", "&");
    match embed::framed(&url) {
        Some(player) => format!("<iframe src=\"{}\" allowfullscreen></iframe>", escaped(&player)),
        None => format!("<a href=\"{0}\">{0}</a>", escaped(&url)),
    }
}

/// Whether a text is an address of the web and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://"))
        && !text.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'))
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
    let picture =
        elements(inner).filter(|tag| !tag.end && tag.is("img")).last().map_or(inner.len(), |tag| tag.span.end);
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
