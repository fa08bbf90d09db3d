//! Pictures, sound and video of an article.

use std::borrow::Cow;

use super::{How, elements, is_note, plain};
use crate::article::media::Rendition;
use crate::article::{Media, Medium};
use crate::source::element::{attribute, local};
use crate::source::media::mime_of;
use crate::source::node::{Node, Step};
use crate::source::part;
use crate::source::value::{Reader, ToldBy, clean};

/// Whether there are any.
pub(super) fn any(content: &Node<'_>) -> bool {
    !found(content).is_empty()
}

/// All of a body, in its order.
pub(super) fn all(content: &Node<'_>, r: &mut Reader, how: &How<'_>) -> Vec<Media> {
    let path: Vec<Step> = ["nitf", "body", "body.content"].map(Step::key).into();
    let mut media: Vec<Media> = Vec::new();
    for node in found(content).into_iter().take(500) {
        r.begin(path.clone(), ToldBy::Load);
        media.extend(read(node, r, how));
    }
    if let Some(first) = media.first_mut() {
        first.lead = true;
    }
    media
}

/// The elements that are media, with something to show or to say.
fn found<'n>(node: &'n Node<'n>) -> Vec<&'n Node<'n>> {
    let mut media = Vec::new();
    let Node::Table(members) = node else { return media };
    for (name, child) in members.iter().filter(|(name, child)| !is_note(name, child)) {
        if local(name) != "media" {
            media.extend(found(child));
        } else if medium(child).is_some()
            && (elements(child, "media-reference").any(|file| attribute(file, "source").is_some())
                || elements(child, "media-caption").any(|caption| !plain(caption).is_empty()))
        {
            media.push(child);
        }
    }
    media
}

/// What it is: by its type, else by the first file that says so.
fn medium(node: &Node<'_>) -> Option<Medium> {
    let kind = attribute(node, "media-type").unwrap_or_default().to_ascii_lowercase();
    match &*kind {
        "image" | "photo" | "picture" | "graphic" => return Some(Medium::Image),
        "audio" => return Some(Medium::Audio),
        "video" => return Some(Medium::Video),
        _ => {}
    }
    let shown = |medium: &Medium| *medium != Medium::Document;
    elements(node, "media-reference").find_map(|file| Medium::of_type(&mime(file)?).filter(shown))
}

fn mime(file: &Node<'_>) -> Option<String> {
    let given = attribute(file, "mime-type").filter(|mime| mime.contains('/')).map(str::to_ascii_lowercase);
    let mime = given.or_else(|| mime_of(attribute(file, "source")?).map(str::to_owned))?;
    Some(if mime == "image/jpg" { "image/jpeg".to_owned() } else { mime })
}

fn read(node: &Node<'_>, r: &mut Reader, how: &How<'_>) -> Option<Media> {
    let medium = medium(node)?;
    let files = || elements(node, "media-reference");
    let renditions: Vec<Rendition> = files().filter_map(|file| rendition(file, medium, r)).collect();
    let said = |name: &str| files().find_map(|file| attribute(file, name)).map(|text| clean(text.into()).into_owned());
    let joined = |name: &str, between: &str| {
        let mut texts: Vec<String> = Vec::new();
        for text in elements(node, name).map(plain).filter(|text| !text.is_empty()) {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        Some(texts.join(between)).filter(|text| !text.is_empty())
    };
    let mut caption = joined("media-caption", " ");
    let mut line = match (joined("media-producer", " / "), said("source-credit")) {
        (Some(producer), Some(source)) if !producer.contains(&source) => Some(format!("{producer} / {source}")),
        (producer, source) => producer.or(source),
    };
    if line.is_none()
        && let Some(whole) = caption
    {
        (caption, line) = how.apart(whole);
    }
    Some(Media {
        window: part::of_element(node, &["media-type", "media-caption", "media-producer"], r),
        medium,
        alt: said("alternate-text"),
        caption,
        credit_line: line,
        copyright: said("copyright"),
        renditions,
        ..Media::default()
    })
}

fn rendition(file: &Node<'_>, medium: Medium, r: &mut Reader) -> Option<Rendition> {
    let source = attribute(file, "source")?;
    let mime = mime(file);
    // The number of a picture in somebody's archive is no address.
    if !source.contains(['/', '.', ':']) || mime.as_deref().is_some_and(|m| Medium::of_type(m) != Some(medium)) {
        return None;
    }
    let url = r.link(&Node::Text(Cow::Borrowed(source)))?;
    let pixels = attribute(file, "units").is_none_or(|units| units.to_ascii_lowercase().starts_with("pixel"));
    let size = |name: &str| attribute(file, name).filter(|_| pixels)?.parse().ok().filter(|n| *n > 0);
    let name = attribute(file, "name").map(str::to_owned);
    let (width, height) = (size("width"), size("height"));
    let window = part::of_element(file, &["source", "alternate-text", "source-credit", "copyright"], r);
    Some(Rendition { url, name, mime, width, height, window, ..Rendition::default() })
}
