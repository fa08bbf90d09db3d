//! Pictures, sound and video of a record.

mod beside;
mod makers;
mod object;
mod schema;
mod terms;
mod words;

use std::borrow::Cow;
use std::sync::LazyLock;

pub(super) use beside::{described, may_describe, narrow, own_moment};

use super::aside;
use super::by_hand::{self, File};
use super::duration;
use super::field::Names;
use super::gate::Gates;
use super::node::Node;
use super::typed;
use super::value::{Reader, member};
use crate::article::address::Refused;
use crate::article::media::{AiUse, Rendition, Window};
use crate::article::{Film, Hold, Media, Medium};
use crate::credit::{Credit, PictureKind, Role};
use crate::diagnostic::Severity;

use object::Object;
pub(super) use schema::MediaRecord;

const FILM: &str = "`thumbnails`, `player`, `subtitles`, `transcript`, `restriction`, `community`: docs/records.md";

/// A member of a media object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Member {
    Url,
    File,
    Type,
    Medium,
    Width,
    Height,
    Size,
    Duration,
    Title,
    Alt,
    Caption,
    CreditLine,
    Credits,
    Photographer,
    Agency,
    PictureKind,
    Copyright,
    CopyrightUrl,
    License,
    Keywords,
    Rating,
    DigitalSourceType,
    DataMining,
    AiSystem,
    AiVersion,
    AiPrompt,
    AiPromptWriter,
    SyndicationRights,
    Licensor,
    Renditions,
    Lead,
    Bitrate,
    Film,
}

/// Members of a media object in the order of [`Member`]: our name, and all names folded.
#[rustfmt::skip]
pub(super) const MEMBERS: [(Member, &str, &[&str]); 33] = [
    (Member::Url, "url", &["url", "src", "href", "contenturl", "uri", "image", "path", "feature", "teaser", "sourceurl", "secureurl", "imageurl", "imgurl", "publicurl", "cdnurl", "downloadurl", "originalurl", "fileurl", "mediaurl", "asseturl", "largeurl"]),
    (Member::File, "file", &["file", "filename"]),
    (Member::Type, "type", &["type", "mime", "mimetype", "contenttype"]),
    (Member::Medium, "medium", &["medium"]),
    (Member::Width, "width", &["width"]),
    (Member::Height, "height", &["height"]),
    (Member::Size, "size", &["size", "length", "sizeinbytes", "bytes", "filesize"]),
    (Member::Duration, "duration", &["duration", "durationinseconds"]),
    (Member::Title, "title", &["title"]),
    (Member::Alt, "alt", &["alt", "alttext", "alternativetext", "imagealt", "alttag", "accessibilitytext"]),
    (Member::Caption, "caption", &["caption", "description", "legend", "cutline", "captiontext"]),
    (Member::CreditLine, "credit-line", &["creditline", "credit", "credittext", "attribution", "photocredit", "imagecredit", "attributiontext"]),
    (Member::Credits, "credits", &["credits"]),
    (Member::Photographer, "photographer", &["photographer", "byline", "creator", "photographers", "photographername", "creatorname", "artist", "author", "authors", "authorname", "fotograf", "urheber"]),
    (Member::Agency, "agency", &["agency"]),
    (Member::PictureKind, "kind", &["kind"]),
    (Member::Copyright, "copyright", &["copyright", "copyrightnotice", "copyrightholder"]),
    (Member::CopyrightUrl, "copyright-url", &["copyrighturl", "webstatement", "acquirelicensepage"]),
    (Member::License, "license", &["license", "licence", "licenseurl"]),
    (Member::Keywords, "keywords", &["keywords", "tags"]),
    (Member::Rating, "rating", &["rating"]),
    (Member::DigitalSourceType, "digital-source-type", &["digitalsourcetype"]),
    (Member::DataMining, "data-mining", &["datamining"]),
    (Member::AiSystem, "ai-system", &["aisystem", "aisystemused"]),
    (Member::AiVersion, "ai-version", &["aiversion", "aisystemversion", "aisystemversionused"]),
    (Member::AiPrompt, "ai-prompt", &["aiprompt", "aipromptinformation"]),
    (Member::AiPromptWriter, "ai-prompt-writer", &["aipromptwriter", "aipromptwritername"]),
    (Member::SyndicationRights, "syndication-rights", &["syndicationrights"]),
    (Member::Licensor, "licensor", &["licensor"]),
    (Member::Renditions, "renditions", &["renditions", "sizes", "formats"]),
    (Member::Lead, "lead", &["lead", "leads", "main", "featured"]),
    (Member::Bitrate, "bitrate", &["bitrate"]),
    (Member::Film, "film", &["film"]),
];

impl Member {
    /// The member that goes by one of our names.
    pub(super) fn named(name: &str) -> Option<Self> {
        MEMBERS.iter().find(|(_, ours, _)| *ours == name).map(|(member, ..)| *member)
    }
}

/// All names, with the member each stands for and how early it counts.
static NAMES: LazyLock<Names<(Member, u16)>> = LazyLock::new(|| {
    Names::of(
        MEMBERS.iter().flat_map(|(member, _, names)| names.iter().zip(0..).map(|(n, rank)| (*n, (*member, rank)))),
    )
});

/// The member that a name stands for, whatever its case, hyphens and underscores.
fn meant(name: &str) -> Option<(Member, u16)> {
    // As names of JSON-LD begin.
    if name.contains('@') { NAMES.find(&name.replace('@', "")) } else { NAMES.find(name) }
}

/// What holds a picture back: gates among its members, and words of those that tell its sort, of a table or list too:
/// `type: draft`, `role: {name: private}`. What else its own members say is no gate.
fn gates(node: &Node<'_>, r: &mut Reader) -> Gates {
    let mut gates = aside::of_part(node, |name| meant(name).is_some(), r);
    let Node::Table(members) = node else { return gates };
    for (name, value) in members {
        let sorts = matches!(meant(name), Some((Member::Type | Member::PictureKind | Member::Medium, _)))
            || ["role", "class", "category", "usage", "purpose"].iter().any(|word| name.eq_ignore_ascii_case(word));
        if sorts {
            gates.stand_as(value);
        }
        if terms::keeps_off_the_web(name, value) {
            gates.close(Hold::Hidden);
        }
    }
    gates
}

/// Reads a media object, or an address or file alone. `map` says where members have other names.
pub(crate) fn read<'n>(node: &'n Node<'n>, r: &mut Reader, map: &[(Member, Box<str>)]) -> Option<Media> {
    if !matches!(node, Node::Table(_)) {
        let text = r.short_text(node)?;
        let Some(File { url, alt, size, mime }) = by_hand::file(&text) else {
            r.refuse(&text, &Refused::Form.to_string());
            return None;
        };
        let url = r.link(&Node::Text(url))?;
        let mime = mime.or_else(|| mime_of(&url)).map(str::to_owned);
        return Some(finish(Media { url: Some(url), alt, size, mime, ..Media::default() }, None));
    }
    let o = Object::new(node, map);
    let mut gates = gates(node, r);
    o.inner.iter().for_each(|inner| gates.take(&self::gates(inner, r)));
    if gates.is_held() {
        hold_back(r);
    }
    let renditions = o.get(Member::Renditions, r, |node, r| Some(renditions(node, r))).unwrap_or_default();
    let medium = o.get(Member::Medium, r, |node, r| keyword(node, r, &MEDIA));
    let mut media = Media {
        url: o.get(Member::Url, r, |node, r| r.link(node)),
        file: o.text(Member::File, r),
        absent: Vec::new(),
        window: window(&gates),
        mime: o.text(Member::Type, r).filter(|t| t.contains('/')).map(lower),
        medium: Medium::Image,
        width: o.pixels(Member::Width, r),
        height: o.pixels(Member::Height, r),
        size: o.size(r),
        duration: o.get(Member::Duration, r, length),
        title: o.text(Member::Title, r),
        alt: o.text(Member::Alt, r),
        caption: o.text(Member::Caption, r),
        credit_line: o.get(Member::CreditLine, r, |node, r| match node {
            Node::Table(_) | Node::List(_) => None,
            _ => r.text(node).map(Cow::into_owned),
        }),
        labelled: None,
        credits: o.get(Member::Credits, r, credits).unwrap_or_default(),
        kind: o.get(Member::PictureKind, r, |node, r| keyword(node, r, &KINDS)).unwrap_or_default(),
        copyright: o.get(Member::Copyright, r, holder),
        copyright_url: o.get(Member::CopyrightUrl, r, by_hand::page),
        license: o.get(Member::License, r, by_hand::license),
        keywords: o
            .get(Member::Keywords, r, |node, r| Some(super::subject::tags(node, r, false)))
            .map(|tags| tags.into_iter().map(Cow::into_owned).collect())
            .unwrap_or_default(),
        rating: o.get(Member::Rating, r, rating),
        hash: None,
        digital_source_type: o.name(Member::DigitalSourceType, r),
        data_mining: o.name(Member::DataMining, r),
        ai: AiUse {
            system: o.text(Member::AiSystem, r),
            version: o.text(Member::AiVersion, r),
            prompt: o.text(Member::AiPrompt, r),
            prompt_writer: o.text(Member::AiPromptWriter, r),
        }
        .kept(),
        credentials: None,
        syndication_rights: o.get(Member::SyndicationRights, r, |node, r| r.flag(node)),
        licensor: o.text(Member::Licensor, r),
        renditions,
        lead: o.get(Member::Lead, r, |node, _| node.bool()).unwrap_or_default(),
        bitrate: o.pixels(Member::Bitrate, r),
        film: o.get(Member::Film, r, film),
    };
    for (ours, role) in [(Member::Photographer, Role::Photographer), (Member::Agency, Role::Agency)] {
        let found = o.get(ours, r, |node, r| Some(makers::makers(node, role, r)));
        media.add_credits(found.unwrap_or_default());
    }
    if media.credits.is_empty() && media.credit_line.is_none() {
        media.add_credits(makers::origins(node, r));
    }
    if media.url.is_none() && media.file.is_none() && media.caption.is_none() && media.renditions.is_empty() {
        let message = format!("`{}` has neither `url` nor `file`", super::node::Path(&r.path));
        r.fault(Severity::Warning, "field-without-url", message, None);
        return None;
    }
    if media.mime.is_none() {
        let of = media.url.as_deref().or(media.file.as_deref());
        media.mime = of.and_then(mime_of).map(str::to_owned);
    }
    Some(finish(media, medium))
}

/// What players of films are told.
fn film(node: &Node<'_>, r: &mut Reader) -> Option<Box<Film>> {
    let mut film: Film = typed::read(node, r, "film", FILM)?;
    film.transcript = film.transcript.map(|text| crate::article::markup::plain(&text).into_owned());
    Some(Box::new(film))
}

/// How long it is, in seconds.
fn length(node: &Node<'_>, r: &mut Reader) -> Option<f64> {
    let text = r.text(node)?;
    let found = duration::seconds(&text);
    if found.is_none() {
        r.bad_value(Severity::Warning, &text, "a length such as `00:34:00`, `PT34M` or a number of seconds");
    }
    found
}

/// For whom it is, in the words of Media RSS.
fn rating(node: &Node<'_>, r: &mut Reader) -> Option<String> {
    let text = r.text(node)?;
    let folded: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match folded.as_str() {
        "adult" | "explicit" => Some("adult".into()),
        "nonadult" | "clean" => Some("nonadult".into()),
        _ => {
            r.bad_value(Severity::Warning, &text, "`adult` or `nonadult`, the ratings that feeds know");
            None
        }
    }
}

/// When what has these gates may be shown.
pub(crate) fn window(gates: &Gates) -> Window {
    Window { withheld: gates.is_held(), embargo: gates.embargo, expires: gates.expires }
}

/// Says that a part is left out for what it says of itself.
pub(crate) fn hold_back(r: &mut Reader) {
    let message = format!("`{}` is held back by what it says of itself, and left out", super::node::Path(&r.path));
    r.fault(Severity::Note, "part-held-back", message, None);
}

fn finish(mut media: Media, medium: Option<Medium>) -> Media {
    // `image/jpg` is no registered type, but agencies write it.
    if media.mime.as_deref() == Some("image/jpg") {
        media.mime = Some("image/jpeg".into());
    }
    media.caption = media.caption.map(words::plain);
    media.credit_line = media.credit_line.map(words::plain);
    media.medium = medium.or_else(|| media.mime.as_deref().and_then(Medium::of_type)).unwrap_or_default();
    media
}

fn lower(mut text: String) -> String {
    text.make_ascii_lowercase();
    text
}

const MEDIA: [(&str, Medium); 6] = [
    ("image", Medium::Image),
    ("picture", Medium::Image),
    ("photo", Medium::Image),
    ("audio", Medium::Audio),
    ("video", Medium::Video),
    ("document", Medium::Document),
];

const KINDS: [(&str, PictureKind); 7] = [
    ("photo", PictureKind::Photo),
    ("illustration", PictureKind::Illustration),
    ("graphic", PictureKind::Graphic),
    ("composite", PictureKind::Composite),
    ("screenshot", PictureKind::Screenshot),
    ("video", PictureKind::Video),
    ("ai", PictureKind::Ai),
];

fn keyword<T: Copy>(node: &Node<'_>, r: &mut Reader, known: &[(&str, T)]) -> Option<T> {
    let text = r.short_text(node)?;
    let found = known.iter().find(|(name, _)| text.eq_ignore_ascii_case(name)).map(|(_, v)| *v);
    if found.is_none() {
        let names: Vec<_> = known.iter().map(|(name, _)| format!("`{name}`")).collect();
        let message = format!("`{}` is none of {}", super::node::Path(&r.path), names.join(", "));
        r.fault(Severity::Warning, "bad-field-value", message, None);
    }
    found
}

const ROLES: [Role; 10] = [
    Role::Photographer,
    Role::Illustrator,
    Role::Agency,
    Role::Distributor,
    Role::Publisher,
    Role::Pool,
    Role::Handout,
    Role::Courtesy,
    Role::Source,
    Role::Unknown,
];

/// Those who made it: in a list, or by what they did.
fn credits(node: &Node<'_>, r: &mut Reader) -> Option<Vec<Credit>> {
    makers::by_part(node, r).or_else(|| Some(r.list(node, credit)))
}

/// Whose it is: a notice, or a person's or a body's name.
fn holder(node: &Node<'_>, r: &mut Reader) -> Option<String> {
    match node {
        Node::Table(_) | Node::List(_) => Some(makers::makers(node, Role::Unknown, r).into_iter().next()?.name),
        _ => r.text(node).map(Cow::into_owned),
    }
}

fn credit<'n>(node: &'n Node<'n>, r: &mut Reader) -> Option<Credit> {
    if let Node::Table(_) = node {
        let (key, value) = member(node, &["name", "value"])?;
        let name = r.inside(key, |r| r.short_text(value))?.into_owned();
        let known = ROLES.map(|role| (role.name(), role));
        let role = member(node, &["role"])
            .and_then(|(key, value)| r.inside(key, |r| keyword(value, r, &known)))
            .unwrap_or_default();
        return Some(Credit { role, name });
    }
    let name = r.short_text(node)?.into_owned();
    Some(Credit { role: Role::Unknown, name })
}

/// Renditions, each with its own gates: a list of objects, or a table of them by name.
pub(crate) fn renditions<'n>(node: &'n Node<'n>, r: &mut Reader) -> Vec<Rendition> {
    if let Node::Table(members) = node {
        let of = |(name, node): &'n (Cow<'n, str>, Node<'n>), r: &mut Reader| {
            r.inside(name, |r| rendition(node, r, Some(name)))
        };
        return members.iter().filter_map(|m| of(m, r)).collect();
    }
    r.list(node, |node, r| rendition(node, r, None))
}

fn rendition<'n>(node: &'n Node<'n>, r: &mut Reader, name: Option<&str>) -> Option<Rendition> {
    if !matches!(node, Node::Table(_)) {
        let url = r.link(node)?;
        let mime = mime_of(&url).map(str::to_owned);
        return Some(Rendition { url, name: name.map(str::to_owned), mime, ..Rendition::default() });
    }
    let gates = gates(node, r);
    if gates.is_held() {
        hold_back(r);
    }
    let o = Object::new(node, &[]);
    let url = o.get(Member::Url, r, |node, r| r.link(node))?;
    let own = member(node, &["name"]).and_then(|(_, v)| v.text()).map(Cow::into_owned);
    let mime = o.text(Member::Type, r).map(lower);
    let mime = mime.map(|t| if t == "image/jpg" { "image/jpeg".into() } else { t });
    Some(Rendition {
        mime: mime.or_else(|| mime_of(&url).map(str::to_owned)),
        name: own.or_else(|| name.map(str::to_owned)),
        width: o.pixels(Member::Width, r),
        height: o.pixels(Member::Height, r),
        size: o.size(r),
        bitrate: o.pixels(Member::Bitrate, r),
        window: window(&gates),
        url,
    })
}

/// MIME types of file endings.
#[rustfmt::skip]
const TYPES: [(&str, &str); 27] = [
    ("jpg", "image/jpeg"), ("jpeg", "image/jpeg"), ("jpe", "image/jpeg"), ("png", "image/png"),
    ("gif", "image/gif"), ("webp", "image/webp"), ("avif", "image/avif"), ("svg", "image/svg+xml"),
    ("tif", "image/tiff"), ("tiff", "image/tiff"), ("bmp", "image/bmp"), ("heic", "image/heic"),
    ("jxl", "image/jxl"), ("mp3", "audio/mpeg"), ("m4a", "audio/mp4"), ("ogg", "audio/ogg"),
    ("oga", "audio/ogg"), ("opus", "audio/ogg"), ("wav", "audio/wav"), ("flac", "audio/flac"),
    ("aac", "audio/aac"), ("mp4", "video/mp4"), ("m4v", "video/mp4"), ("webm", "video/webm"),
    ("mov", "video/quicktime"), ("ogv", "video/ogg"), ("pdf", "application/pdf"),
];

/// The MIME type that the ending of an address or file name stands for.
pub(crate) fn mime_of(address: &str) -> Option<&'static str> {
    let path = address.split(['?', '#']).next()?;
    let name = path.rsplit('/').next()?;
    let (_, ending) = name.rsplit_once('.')?;
    TYPES.iter().find(|(e, _)| ending.eq_ignore_ascii_case(e)).map(|(_, t)| *t)
}

#[cfg(test)]
mod tests {
    use super::super::value::same_name;
    use super::*;

    #[test]
    fn the_table_of_members_has_those_of_the_schema() {
        let schema = schemars::schema_for!(MediaRecord);
        let mut described: Vec<_> = schema.get("properties").unwrap().as_object().unwrap().keys().cloned().collect();
        let mut known: Vec<_> = MEMBERS.iter().map(|(_, n, _)| (*n).to_owned()).collect();
        described.sort();
        known.sort();
        assert_eq!(described, known);
        for (i, (member, ours, names)) in MEMBERS.into_iter().enumerate() {
            assert_eq!(member as usize, i);
            assert!(names.iter().any(|n| same_name(ours, n)), "{ours}");
            assert!(names.iter().all(|n| meant(n).is_some_and(|(m, _)| m == member)), "{ours}");
        }
    }

    #[test]
    fn an_address_alone_is_a_picture_and_its_query_is_no_ending() {
        let node = Node::Text("https://a.example/b.webp?f=c.png".into());
        let media = read(&node, &mut Reader::new(chrono_tz::Tz::UTC), &[]).unwrap();
        assert_eq!((media.mime.as_deref(), media.medium), (Some("image/webp"), Medium::Image));
    }

    #[test]
    fn renditions_are_read_from_a_table_by_name_and_from_a_list() {
        let table = serde_json::json!({"small": {"href": "https://a.example/s", "mimetype": "image/jpg", "width": 9}});
        let list = serde_json::json!([{"name": "small", "href": "https://a.example/s", "contentType": "image/jpg", "width": 9}]);
        let read =
            |v: &serde_json::Value| renditions(&Node::from(v).into_owned(), &mut Reader::new(chrono_tz::Tz::UTC));
        assert_eq!(read(&table), read(&list));
        assert_eq!(read(&table)[0].mime.as_deref(), Some("image/jpeg"));
    }
}
