//! Pictures, sound and video of an item: enclosures and Media RSS.

use std::borrow::Cow;

use url::Url;

use super::MAX_ITEMS;
use super::gates;
use super::item::absolute;
use super::names::{Space, all, one, text};
use crate::article::media::Rendition;
use crate::article::{Credit, Media, Medium, Role};
use crate::source::element::{attribute, line};
use crate::source::media::mime_of;
use crate::source::node::Node;
use crate::source::value::Reader;

/// Whether there are any.
pub(super) fn any(item: &Node<'_>) -> bool {
    let enclosed = all(item, Space::Own, "link").any(|link| attribute(link, "rel") == Some("enclosure"));
    let names = [
        (Space::Own, "enclosure"),
        (Space::Media, "content"),
        (Space::Media, "group"),
        (Space::Media, "thumbnail"),
        (Space::Itunes, "image"),
    ];
    enclosed || names.iter().any(|(space, name)| one(item, *space, name).is_some())
}

/// All of them, each address once.
pub(super) fn read<'n>(item: &'n Node<'n>, base: Option<&Url>, r: &mut Reader) -> Vec<Media> {
    let mut found: Vec<Media> = Vec::new();
    let mut add = |media: Media| {
        let url = media.url.clone();
        match found.iter_mut().find(|known| known.addresses().any(|known| Some(known) == url.as_ref())) {
            // What says more of the same file completes it.
            Some(known) => complete(known, media),
            None => found.push(media),
        }
    };
    for group in all(item, Space::Media, "group").take(MAX_ITEMS) {
        let files: Vec<Media> =
            all(group, Space::Media, "content").take(MAX_ITEMS).filter_map(|node| content(node, base, r)).collect();
        let Some(mut main) = main_of(files) else { continue };
        main.window.narrow(gates::of_file(group, r));
        said(group, &mut main, base);
        said(item, &mut main, base);
        add(main);
    }
    let single: Vec<&Node<'n>> = all(item, Space::Media, "content").take(MAX_ITEMS).collect();
    for node in &single {
        if let Some(mut media) = content(node, base, r) {
            said(node, &mut media, base);
            if single.len() == 1 {
                said(item, &mut media, base);
            }
            add(media);
        }
    }
    let links = all(item, Space::Own, "link").filter(|link| attribute(link, "rel") == Some("enclosure"));
    for node in all(item, Space::Own, "enclosure").chain(links).take(MAX_ITEMS) {
        let url = attribute(node, "url").or_else(|| attribute(node, "href")).and_then(|url| absolute(url, base));
        let Some(url) = url.and_then(|url| r.link(&Node::Text(url.into()))) else { continue };
        let mime = kind(attribute(node, "type"), &url);
        let medium = mime.as_deref().and_then(Medium::of_type).unwrap_or_default();
        let size = attribute(node, "length").and_then(|size| size.parse().ok()).filter(|size| *size > 0);
        let duration = text(item, Space::Itunes, "duration").filter(|_| medium != Medium::Image);
        let duration = duration.and_then(|text| seconds(&text));
        let window = gates::of_file(node, r);
        add(Media { url: Some(url), mime, medium, size, duration, window, ..Media::default() });
    }
    let has_picture = found.iter().any(|media| media.medium == Medium::Image);
    let picture = |space: Space, name: &str, url: &str| {
        one(item, space, name).and_then(|node| Some((node, attribute(node, url)?)))
    };
    let picture = picture(Space::Media, "thumbnail", "url").or_else(|| picture(Space::Itunes, "image", "href"));
    if let Some((node, url)) = picture.filter(|_| !has_picture)
        && let Some(url) = absolute(url, base).and_then(|url| r.link(&Node::Text(url.into())))
    {
        let mime = mime_of(&url).map(str::to_owned);
        let window = gates::of_file(node, r);
        let mut media = Media { url: Some(url), mime, window, ..Media::default() };
        if found.is_empty() {
            said(item, &mut media, base);
        }
        found.push(media);
    }
    found
}

fn kind(given: Option<&str>, url: &str) -> Option<String> {
    let given = given.filter(|mime| mime.contains('/')).map(str::to_ascii_lowercase);
    let mime = given.or_else(|| mime_of(url).map(str::to_owned));
    mime.map(|mime| if mime == "image/jpg" { "image/jpeg".to_owned() } else { mime })
}

/// A file of Media RSS.
fn content(node: &Node<'_>, base: Option<&Url>, r: &mut Reader) -> Option<Media> {
    let url = absolute(attribute(node, "url")?, base)?;
    let url = r.link(&Node::Text(url.into()))?;
    let mime = kind(attribute(node, "type"), &url);
    let medium = match attribute(node, "medium") {
        Some("image") => Some(Medium::Image),
        Some("audio") => Some(Medium::Audio),
        Some("video") => Some(Medium::Video),
        Some("document") => Some(Medium::Document),
        _ => mime.as_deref().and_then(Medium::of_type),
    };
    let number = |name: &str| attribute(node, name).and_then(|n| n.parse::<u64>().ok()).filter(|n| *n > 0);
    Some(Media {
        url: Some(url),
        mime,
        medium: medium.unwrap_or_default(),
        width: number("width").and_then(|n| u32::try_from(n).ok()),
        height: number("height").and_then(|n| u32::try_from(n).ok()),
        size: number("fileSize"),
        duration: attribute(node, "duration").and_then(seconds),
        bitrate: number("bitrate").and_then(|n| u32::try_from(n).ok()),
        lead: attribute(node, "isDefault") == Some("true"),
        window: gates::of_file(node, r),
        ..Media::default()
    })
}

/// Of the files of a group the one that it says, else the widest; the others of its kind are its renditions. One that
/// comes or goes is one of these.
fn main_of(mut files: Vec<Media>) -> Option<Media> {
    let best = (0..files.len()).max_by_key(|n| (files[*n].lead, files[*n].width, std::cmp::Reverse(*n)))?;
    let mut main = files[best].clone();
    if main.window.is_always_open() {
        files.remove(best);
    } else {
        main = Media { medium: main.medium, duration: main.duration, ..Media::default() };
    }
    main.lead = false;
    for file in files.into_iter().filter(|file| file.medium == main.medium) {
        let Media { url: Some(url), mime, width, height, size, bitrate, window, .. } = file else { continue };
        main.renditions.push(Rendition { url, name: None, mime, width, height, size, bitrate, window });
    }
    Some(main)
}

/// What an element says of the picture, sound or video in it, where that does not say so itself.
fn said(node: &Node<'_>, media: &mut Media, base: Option<&Url>) {
    let of = |name: &str| text(node, Space::Media, name).map(|text| crate::article::markup::plain(&text).into_owned());
    let or = |known: &mut Option<String>, said: Option<String>| {
        if known.is_none() {
            *known = said;
        }
    };
    or(&mut media.title, of("title"));
    or(&mut media.caption, of("description").or_else(|| of("text")));
    or(&mut media.copyright, of("copyright"));
    or(&mut media.rating, of("rating"));
    if media.keywords.is_empty() {
        let words = of("keywords").unwrap_or_default();
        media.keywords = words
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty())
            .take(MAX_ITEMS)
            .map(str::to_owned)
            .collect();
    }
    if media.license.is_none() {
        let license = one(node, Space::Media, "license").and_then(|node| attribute(node, "href"));
        media.license = license.and_then(|url| absolute(url, base)?.parse().ok());
    }
    if media.credits.is_empty() && media.credit_line.is_none() {
        let mut names: Vec<String> = Vec::new();
        for credit in all(node, Space::Media, "credit").take(MAX_ITEMS) {
            let Some(name) = line(credit).map(Cow::into_owned).filter(|name| name.len() <= 2_000) else { continue };
            let role = attribute(credit, "role").unwrap_or_default().to_ascii_lowercase();
            let role = match &*role {
                "photographer" | "photography" | "author" => Role::Photographer,
                "illustrator" | "artist" | "graphic artist" => Role::Illustrator,
                "distribution company" | "agency" | "provider" => Role::Agency,
                "publisher" | "owner" | "producer" => Role::Publisher,
                _ => Role::Unknown,
            };
            if role != Role::Unknown && !media.credits.iter().any(|known| known.name == name) {
                media.credits.push(Credit { role, name: name.clone() });
            }
            names.push(name);
        }
        media.credit_line = Some(names.join(" / ")).filter(|line| !line.is_empty());
    }
}

fn complete(known: &mut Media, other: Media) {
    known.window.narrow(other.window);
    known.mime = known.mime.take().or(other.mime);
    known.size = known.size.or(other.size);
    known.width = known.width.or(other.width);
    known.height = known.height.or(other.height);
    known.duration = known.duration.or(other.duration);
    known.caption = known.caption.take().or(other.caption);
    known.credit_line = known.credit_line.take().or(other.credit_line);
}

/// Seconds, or hours, minutes and seconds.
pub(super) fn seconds(text: &str) -> Option<f64> {
    let sum = text.trim().split(':').try_fold(0.0, |sum, part| {
        let part: f64 = part.parse().ok()?;
        (part.is_finite() && part >= 0.0).then_some(sum * 60.0 + part)
    });
    sum.filter(|sum| *sum > 0.0 && *sum < 1e7)
}
