//! Pictures, sound and video that an item is.

use std::borrow::Cow;

use super::MAX_ITEMS;
use super::concept::{Codes, last, of_role, role};
use super::{How, NOTHING, license_of, rights_info, rights_of, text_of};
use crate::article::media::Rendition;
use crate::article::{Credit, Media, Medium, Role};
use crate::credit::{self, Options};
use crate::source::element::{attribute, child, children, line};
use crate::source::media::mime_of;
use crate::source::node::Node;
use crate::source::part;
use crate::source::value::Reader;

/// What is shown of an item.
pub(super) fn medium(class: Option<&str>) -> Option<Medium> {
    match class? {
        "picture" | "photo" | "graphic" | "animation" => Some(Medium::Image),
        "video" => Some(Medium::Video),
        "audio" => Some(Medium::Audio),
        _ => None,
    }
}

/// The picture, sound or video that an item is; `None` where there is no file of it.
pub(super) fn read(item: &Node<'_>, codes: &Codes<'_>, medium: Medium, r: &mut Reader, how: &How<'_>) -> Option<Media> {
    let set = child(item, "contentSet").unwrap_or(&NOTHING);
    let files = children(set, "remoteContent").take(MAX_ITEMS);
    let (renditions, durations): (Vec<Rendition>, Vec<Option<f64>>) =
        files.filter_map(|file| rendition(file, medium, r)).unzip();
    if renditions.is_empty() {
        return None;
    }
    let meta = child(item, "contentMeta").unwrap_or(&NOTHING);
    let said = |name: &str, roles: &[&str]| of_role(codes, meta, name, roles).and_then(text_of);
    let caption = said("description", &["caption", "", "summary", "abstract"]);
    let printed = codes.in_language(children(meta, "creditline")).and_then(text_of);
    let credits = credits(meta, codes, printed.as_deref(), how);
    let (printed, caption) = match (printed, caption) {
        (None, Some(caption)) if credits.is_empty() => {
            let (caption, credit) = how.apart(caption);
            (credit, caption)
        }
        known => known,
    };
    let line = printed.or_else(|| {
        let names: Vec<&str> = credits.iter().map(|credit| &*credit.name).collect();
        Some(names.join(" / ")).filter(|line| !line.is_empty())
    });
    Some(Media {
        medium,
        duration: durations.into_iter().flatten().next(),
        title: said("headline", &["", "main"]),
        alt: said("description", &["alttext", "alt", "accessibility", "alternativetext"]),
        caption,
        credit_line: line,
        credits,
        copyright: rights_of(item, codes).0,
        license: license_of(item),
        data_mining: rights_info(item)
            .and_then(|info| child(info, "dataMining"))
            .and_then(|mining| codes.address(mining)),
        keywords: children(meta, "keyword").filter_map(text_of).take(MAX_ITEMS).collect(),
        digital_source_type: child(meta, "digitalSourceType").and_then(|kind| {
            let address = codes.address(kind)?;
            let code = address.strip_prefix("digsrctype:").map(str::to_owned);
            Some(code.map_or(address, |code| format!("http://cv.iptc.org/newscodes/digitalsourcetype/{code}")))
        }),
        renditions,
        ..Media::default()
    })
}

/// The parts of those who passed a picture on.
const PASSED_ON: [Role; 6] =
    [Role::Distributor, Role::Publisher, Role::Pool, Role::Handout, Role::Courtesy, Role::Source];

/// Who made it and passed it on: by name, as the printed line has them, and by its sources.
fn credits(meta: &Node<'_>, codes: &Codes<'_>, printed: Option<&str>, how: &How<'_>) -> Vec<Credit> {
    let mut credits: Vec<Credit> = Vec::new();
    let mut add = |role, name: &str| {
        if !credits.iter().any(|known| known.name.eq_ignore_ascii_case(name)) && credits.len() < MAX_ITEMS {
            credits.push(Credit { role, name: name.to_owned() });
        }
    };
    for creator in children(meta, "creator") {
        let Some(name) = codes.called(creator).or_else(|| line(creator).map(Cow::into_owned)) else { continue };
        let body = attribute(creator, "type").is_some_and(|kind| last(kind).starts_with("organi"));
        let agency = body || how.lexicon.class(&name).is_some();
        match &*role(creator) {
            _ if agency => add(Role::Agency, &name),
            "illustrator" | "graphicartist" | "artist" => add(Role::Illustrator, &name),
            _ => add(Role::Photographer, &name),
        }
    }
    for contributor in children(meta, "contributor") {
        let known = PASSED_ON.iter().find(|passed| passed.name() == role(contributor));
        if let (Some(role), Some(name)) = (known, codes.called(contributor)) {
            add(*role, &name);
        }
    }
    let options = Options { language: how.language, lexicon: how.lexicon, recase: how.recase, ..Options::default() };
    for credit in printed.iter().flat_map(|line| credit::parse(line, &options).credits()) {
        add(credit.role, &credit.name);
    }
    for source in children(meta, "infoSource") {
        if let Some(name) = codes.called(source) {
            add(Role::Agency, &name);
        }
    }
    credits
}

/// A file that it is to be had as, and how long that lasts.
fn rendition(file: &Node<'_>, medium: Medium, r: &mut Reader) -> Option<(Rendition, Option<f64>)> {
    let source = attribute(file, "href")?;
    let given =
        ["contenttype", "format"].iter().find_map(|name| attribute(file, name)).filter(|mime| mime.contains('/'));
    let mime = given.map(str::to_ascii_lowercase).or_else(|| mime_of(source).map(str::to_owned));
    let mime = mime.map(|mime| if mime == "image/jpg" { "image/jpeg".to_owned() } else { mime });
    // Besides the picture, agencies offer its caption as a document, and the picture of a video.
    if mime.as_deref().is_some_and(|mime| Medium::of_type(mime) != Some(medium)) {
        return None;
    }
    let url = r.link(&Node::Text(Cow::Borrowed(source)))?;
    let pixels = |name: &str| {
        let unit = attribute(file, &format!("{name}unit")).is_none_or(|unit| last(unit).starts_with("pixel"));
        attribute(file, name).filter(|_| unit)?.parse().ok().filter(|n| *n > 0)
    };
    let seconds = attribute(file, "durationunit").is_none_or(|unit| last(unit).starts_with("second"));
    let duration = attribute(file, "duration").filter(|_| seconds).and_then(|n| n.parse().ok());
    let name = attribute(file, "rendition").map(|name| name.rsplit(':').next().unwrap_or(name));
    let name = name.or_else(|| attribute(file, "renditionuri")?.rsplit('/').next()).map(str::to_owned);
    let size = attribute(file, "size").and_then(|size| size.parse().ok());
    let window = part::of_element(file, &["href", "contenttype", "format"], r);
    let (width, height) = (pixels("width"), pixels("height"));
    let rendition = Rendition { url, name, mime, width, height, size, window, bitrate: None };
    Some((rendition, duration.filter(|n: &f64| n.is_finite() && *n >= 0.0)))
}
