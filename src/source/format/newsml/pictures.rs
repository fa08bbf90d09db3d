//! Pictures, sound and video of an item.

use std::borrow::Cow;

use super::parts::{Item, Part, Picture, Piece};
use super::story::{is_name, lines, parties, plain};
use super::{How, formal, named, subjects, text_of};
use crate::article::media::Rendition;
use crate::article::{Credit, Media, Medium, Role};
use crate::credit::{self, Options};
use crate::source::element::{attribute, child, children};
use crate::source::media::mime_of;
use crate::source::node::Node;
use crate::source::part;
use crate::source::value::Reader;

/// A picture, sound or video; `None` where no file of it is to be had.
pub(super) fn read(item: &Item<'_>, picture: &Picture, r: &mut Reader, how: &How<'_>) -> Option<Media> {
    let files: Vec<(&Piece<'_>, Medium)> = picture
        .files
        .iter()
        .map(|n| &item.pieces[*n])
        .filter_map(|piece| if let Part::File(medium) = piece.part { Some((piece, medium)) } else { None })
        .collect();
    // Beside a video there are pictures of it.
    let weight = |medium: Medium| match medium {
        Medium::Video => 2,
        Medium::Audio => 1,
        _ => 0,
    };
    let medium = files.iter().map(|(_, medium)| *medium).max_by_key(|medium| weight(*medium))?;
    let own_files = files.iter().filter(|(_, of)| *of == medium);
    let (renditions, durations): (Vec<Rendition>, Vec<Option<f64>>) =
        own_files.filter_map(|(piece, _)| rendition(piece, r)).unzip();
    if renditions.is_empty() {
        return None;
    }
    // What is said of the item is said of its picture where it is nothing else.
    let above = if item.is_picture() { Some(0) } else { picture.own };
    let path: Vec<&Node<'_>> = above.map(|own| files[0].0.path[own..].to_vec()).unwrap_or_default();
    let printed = credit_line(&path, how);
    let said = |part: Part| item.of_picture(picture, part).filter_map(plain).find(|text| !text.is_empty());
    let line_of_type = || {
        let all = path.iter().rev().flat_map(|component| children(component, "NewsLines"));
        let caption = |line: &&Node<'_>| {
            child(line, "NewsLineType").and_then(formal).is_some_and(|kind| kind.eq_ignore_ascii_case("caption"))
        };
        let mut captions = all.flat_map(|lines| children(lines, "NewsLine")).filter(caption);
        captions.find_map(|line| child(line, "NewsLineText").and_then(text_of))
    };
    let caption = said(Part::Caption).or_else(line_of_type);
    let (printed, caption) = match (printed, caption) {
        (None, Some(caption)) => {
            let (caption, credit) = how.apart(caption);
            (credit, caption)
        }
        known => known,
    };
    Some(Media {
        medium,
        duration: durations.into_iter().flatten().next(),
        title: lines(&path, "HeadLine", how.language).or_else(|| said(Part::Title)),
        caption,
        credits: credits(&path, printed.as_deref(), how),
        credit_line: printed,
        copyright: lines(&path, "CopyrightLine", how.language),
        keywords: subjects::keywords(&path),
        renditions,
        ..Media::default()
    })
}

/// The names of those who made it, as far as they are names.
fn makers(path: &[&Node<'_>], how: &How<'_>) -> Vec<String> {
    match lines(path, "ByLine", how.language) {
        Some(by) => vec![by],
        None => parties(path, "Creator").into_iter().filter(|name| is_name(name)).map(str::to_owned).collect(),
    }
}

/// The credit line as printed, with who made it where that stands apart; else maker and source.
fn credit_line(path: &[&Node<'_>], how: &How<'_>) -> Option<String> {
    let mut parts = makers(path, how);
    let meta = || path.iter().rev().flat_map(|component| children(component, "AdministrativeMetadata"));
    let property = || {
        let mut all = meta().flat_map(|meta| named(meta, "Property"));
        all.find_map(|property| attribute(property, "Value").filter(|_| formal(property) == Some("Credit")))
    };
    let bodies = || ["Source", "Provider"].iter().find_map(|name| parties(path, name).first().copied());
    let printed = lines(path, "CreditLine", how.language).or_else(|| property().or_else(bodies).map(str::to_owned));
    if let Some(printed) = printed {
        let folded = printed.to_lowercase();
        parts.retain(|name| !folded.contains(&name.to_lowercase()));
        parts.push(printed);
    }
    Some(parts.join(" / ")).filter(|line| !line.is_empty())
}

/// Who made it and passed it on.
fn credits(path: &[&Node<'_>], printed: Option<&str>, how: &How<'_>) -> Vec<Credit> {
    let mut credits: Vec<Credit> = Vec::new();
    let mut add = |role, name: &str| {
        if !credits.iter().any(|known| known.name.eq_ignore_ascii_case(name)) && credits.len() < super::MAX_VALUES {
            credits.push(Credit { role, name: name.to_owned() });
        }
    };
    for name in makers(path, how) {
        let agency = how.lexicon.class(&name).is_some();
        add(if agency { Role::Agency } else { Role::Photographer }, &name);
    }
    let options = Options { language: how.language, lexicon: how.lexicon, recase: how.recase, ..Options::default() };
    for credit in printed.iter().flat_map(|line| credit::parse(line, &options).credits()) {
        add(credit.role, &credit.name);
    }
    credits
}

/// A file, and how long it lasts.
fn rendition(piece: &Piece<'_>, r: &mut Reader) -> Option<(Rendition, Option<f64>)> {
    let content = piece.content;
    let href = attribute(content, "Href")?;
    let mime = children(content, "MimeType").find_map(formal).filter(|mime| mime.contains('/'));
    let mime = mime.map(str::to_ascii_lowercase).or_else(|| mime_of(href).map(str::to_owned));
    let mime = mime.map(|mime| match &*mime {
        "image/jpg" => "image/jpeg".to_owned(),
        "audio/mpeg3" | "audio/mp3" => "audio/mpeg".to_owned(),
        _ => mime,
    });
    let url = r.link(&Node::Text(Cow::Borrowed(href)))?;
    let of = |names: &[&str]| {
        let all = children(content, "Characteristics").flat_map(|all| children(all, "Property"));
        let mut wanted = all.filter(|property| formal(property).is_some_and(|name| names.contains(&name)));
        wanted.find_map(|property| attribute(property, "Value"))
    };
    let pixels = |names: &[&str]| of(names)?.parse().ok().filter(|n| *n > 0);
    let size = children(content, "Characteristics").find_map(|all| child(all, "SizeInBytes")).and_then(text_of);
    let duration: Option<f64> = of(&["TotalDuration", "Duration"]).and_then(|n| n.parse().ok());
    let role = piece.path.last().and_then(|component| children(component, "Role").find_map(formal));
    let mut window = part::of_element(content, &["Href"], r);
    for all in children(content, "Characteristics") {
        window.narrow(part::of_element(all, &[], r));
    }
    let rendition = Rendition {
        window,
        url,
        name: role.map(str::to_owned),
        mime,
        width: pixels(&["Width", "PixelWidth"]),
        height: pixels(&["Height", "PixelHeight"]),
        size: size.and_then(|size| size.parse().ok()),
        ..Rendition::default()
    };
    Some((rendition, duration.filter(|n| n.is_finite() && *n >= 0.0)))
}
