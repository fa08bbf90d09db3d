//! Media RSS 1.5.1 in items and entries: pictures, sound and video with who made them.

use std::collections::BTreeSet;

use super::address::address;
use super::html::credit_text;
use super::moment::rfc3339;
use super::parts::{Object, Parts, Size};
use super::xml::{Elements, Tag};
use crate::article::{Media, Medium, Role};
use crate::config::CreditStyle;
use crate::credit::{PictureKind, RoleScheme};

/// The namespace.
pub(super) const NAMESPACE: &str = "http://search.yahoo.com/mrss/";

/// The IPTC NewsCodes of how a picture came about.
pub(super) const SOURCE_TYPES: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/// Writes everything about an article's media.
pub(super) fn write(xml: &mut impl Elements, parts: &Parts<'_>) {
    parts.objects.iter().for_each(|one| object(xml, one, parts));
    item_level(xml, parts);
}

/// A media object: its sizes in a group, or one alone.
pub(super) fn object(xml: &mut impl Elements, object: &Object<'_>, parts: &Parts<'_>) {
    match object.sizes.as_slice() {
        // Without an address there is no media:content: caption and credit stand in the item.
        [] => {
            caption(xml, object, parts);
            credits(xml, object.media, parts);
        }
        // Yahoo takes a picture that is both in the body and here for two.
        _ if parts.wants.yahoo && object.is_picture() && parts.visible.is_some() => {}
        [only] => {
            content(xml, object, only, None).open();
            metadata(xml, object, parts);
            xml.close("media:content");
        }
        // MSN knows nothing of groups.
        [default, ..] if parts.wants.msn => {
            content(xml, object, default, None).open();
            metadata(xml, object, parts);
            xml.close("media:content");
        }
        [default, others @ ..] => {
            xml.tag("media:group").open();
            content(xml, object, default, Some("true")).empty();
            for size in others {
                content(xml, object, size, None).empty();
            }
            metadata(xml, object, parts);
            xml.close("media:group");
        }
    }
}

fn item_level(xml: &mut impl Elements, parts: &Parts<'_>) {
    let wants = parts.wants;
    if let Some(lead) = parts.lead().filter(|_| wants.smartnews || wants.yahoo) {
        // Yahoo takes two sizes only, SmartNews any that is large.
        let for_yahoo =
            |s: &&Size<'_>| matches!((s.width, s.height), (Some(1280), Some(720)) | (Some(1920), Some(1080)));
        let exact = lead.sizes.iter().find(for_yahoo).filter(|_| wants.yahoo && !wants.smartnews);
        if let Some(size) = exact.or_else(|| lead.largest()) {
            thumbnail(xml, size);
        }
    }
    if wants.msn && !parts.article.tags.is_empty() {
        xml.text("media:keywords", &parts.article.tags.join(", "));
    }
    if wants.status && !wants.strict {
        xml.tag("media:status").fixed("state", "active").fixed("reason", "usable").empty();
    }
    if let Some(end) = parts.article.expires.filter(|_| wants.msn) {
        let start = parts.published.map(|p| format!("start={}; ", rfc3339(p))).unwrap_or_default();
        xml.text("dcterms:valid", &format!("{start}end={}; scheme=W3C-DTF", rfc3339(end)));
    }
}

/// Begins an encoding or size.
pub(super) fn content<'x, E: Elements>(
    xml: &'x mut E,
    object: &Object<'_>,
    size: &Size<'_>,
    is_default: Option<&str>,
) -> Tag<'x, E> {
    xml.tag("media:content")
        .attribute("url", &size.url)
        .number("fileSize", size.bytes)
        .maybe("type", size.mime)
        .fixed("medium", medium_of(object, size).name())
        .maybe("isDefault", is_default)
        .number("duration", duration(object.media))
        .number("height", size.height.map(u64::from))
        .number("width", size.width.map(u64::from))
}

/// What a size is: a still among the encodings of a film is a picture.
fn medium_of(object: &Object<'_>, size: &Size<'_>) -> Medium {
    let by_type = size.mime.and_then(Medium::of_type).filter(|medium| *medium != Medium::Document);
    by_type.unwrap_or(object.media.medium)
}

/// How long it lasts, in whole seconds.
pub(super) fn duration(media: &Media) -> Option<u64> {
    media.duration.filter(|d| d.is_finite() && *d > 0.0).map(|d| d.round().max(1.0) as u64)
}

fn metadata(xml: &mut impl Elements, object: &Object<'_>, parts: &Parts<'_>) {
    plain(xml, "media:title", object.media.title.as_deref());
    caption(xml, object, parts);
    provenance(xml, object, parts);
}

/// A size that the publisher calls a thumbnail.
pub(super) fn small<'o, 's>(object: &'o Object<'s>) -> Option<&'o Size<'s>> {
    object.sizes.iter().find(|s| s.name.is_some_and(|n| n.to_ascii_lowercase().contains("thumb")))
}

/// What is known of a media object besides its title and caption: who made it and how, and whose it is.
pub(super) fn provenance(xml: &mut impl Elements, object: &Object<'_>, parts: &Parts<'_>) {
    let media = object.media;
    let wants = parts.wants;
    if !media.keywords.is_empty() {
        xml.text("media:keywords", &media.keywords.join(", "));
    }
    if let Some(size) = small(object) {
        thumbnail(xml, size);
    }
    if let Some(source_type) = source_type(media).filter(|t| !is_capture(t)) {
        let (scheme, term) = match source_type.rsplit_once('/') {
            Some((scheme, term)) if !term.is_empty() => (format!("{scheme}/"), term),
            _ => (SOURCE_TYPES.to_owned(), source_type),
        };
        xml.tag("media:category").attribute("scheme", &scheme).text(term);
    }
    if let Some((algorithm, digits)) = &media.hash {
        xml.tag("media:hash").attribute("algo", algorithm).text(digits);
    }
    credits(xml, media, parts);
    let copyright = media.copyright.as_deref().map(str::trim).filter(|c| !c.is_empty());
    if let Some(copyright) = copyright {
        let url = media.copyright_url.as_deref().map(address);
        xml.tag("media:copyright").maybe("url", url.as_deref()).text(copyright);
    }
    if let Some(license) = media.license.as_deref().filter(|l| !l.is_empty() && !wants.strict) {
        xml.tag("media:license").fixed("type", "text/html").attribute("href", &address(license)).text(license);
    }
    if let Some(rating) = media.rating.as_deref().filter(|r| !r.is_empty()) {
        xml.tag("media:rating").fixed("scheme", "urn:simple").text(rating);
    }
    if wants.msn || parts.options.films.is_some() {
        words(xml, media.alt.as_deref(), parts);
    }
    if wants.msn {
        if let Some(rights) = media.syndication_rights {
            xml.text("mi:hasSyndicationRights", if rights { "1" } else { "0" });
        }
        xml.optional("mi:licensorName", media.licensor.as_deref());
    }
}

/// What is seen or said in a media object, in words.
pub(super) fn words(xml: &mut impl Elements, text: Option<&str>, parts: &Parts<'_>) {
    if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
        xml.tag("media:text").fixed("type", "plain").maybe("lang", parts.language).text(text);
    }
}

/// A plain text, if there is one.
pub(super) fn plain(xml: &mut impl Elements, name: &'static str, text: Option<&str>) {
    if let Some(text) = text.map(str::trim).filter(|t| !t.is_empty()) {
        xml.tag(name).fixed("type", "plain").text(text);
    }
}

/// A caption is a media:description only where no reader takes it for the article's own text:
/// feedparser takes one for the summary where there is none before it or it stands in the item
/// itself, and for the body where there is none.
fn caption(xml: &mut impl Elements, object: &Object<'_>, parts: &Parts<'_>) {
    let safe = !object.sizes.is_empty() && parts.visible.is_some() && parts.summary.is_some();
    if safe || parts.wants.msn {
        plain(xml, "media:description", object.media.caption.as_deref());
    } else {
        plain(xml, "media:text", object.media.caption.as_deref());
    }
}

/// A still or small size.
pub(super) fn thumbnail(xml: &mut impl Elements, size: &Size<'_>) {
    xml.tag("media:thumbnail")
        .attribute("url", &size.url)
        .number("height", size.height.map(u64::from))
        .number("width", size.width.map(u64::from))
        .empty();
}

/// Whether a picture is what a camera or a scanner saw: nothing that a reader needs to be told.
fn is_capture(source_type: &str) -> bool {
    let term = source_type.rsplit('/').next().unwrap_or_default();
    matches!(
        term,
        "digitalCapture"
            | "computationalCapture"
            | "negativeFilm"
            | "positiveFilm"
            | "print"
            | "humanEdits"
            | "minorHumanEdits"
    )
}

/// How a picture came about, as an IPTC code: the one that is given, else what follows from its kind.
pub(super) fn source_type(media: &Media) -> Option<&str> {
    if let Some(given) = media.digital_source_type.as_deref().map(str::trim).filter(|g| !g.is_empty()) {
        return Some(given);
    }
    match media.kind {
        PictureKind::Ai => Some("trainedAlgorithmicMedia"),
        PictureKind::Composite => Some("composite"),
        PictureKind::Screenshot => Some("screenCapture"),
        _ => None,
    }
}

fn credits(xml: &mut impl Elements, media: &Media, parts: &Parts<'_>) {
    if parts.wants.msn {
        xml.text("media:credit", &for_msn(media, &parts.site.title));
        return;
    }
    let style = parts.options.credit_style;
    let line = media.credit_line.as_deref().map(str::trim).filter(|l| !l.is_empty());
    let named = media.credits.iter().any(|c| !c.name.trim().is_empty());
    if style != CreditStyle::Roles || !named {
        // Where the record has names alone, the style "line" joins them.
        let line =
            line.map(str::to_owned).or_else(|| (style == CreditStyle::Line).then(|| credit_text(media)).flatten());
        xml.optional("media:credit", line.as_deref());
    }
    if style == CreditStyle::Line {
        return;
    }
    let mut written = BTreeSet::new();
    for credit in &media.credits {
        let name = credit.name.trim();
        let role = credit.role.media_rss();
        if name.is_empty() || !written.insert((name, role.map(|r| r.0))) {
            continue;
        }
        match role {
            Some((role, RoleScheme::Ebu)) => {
                xml.tag("media:credit").fixed("role", role).fixed("scheme", "urn:ebu").text(name);
            }
            Some((role, RoleScheme::Own)) => {
                xml.tag("media:credit").fixed("role", role).attribute("scheme", &parts.site.role_scheme).text(name);
            }
            // The line has the name already, unless there is none or it is not written.
            None if line.is_none() || style == CreditStyle::Roles => xml.text("media:credit", name),
            None => {}
        }
    }
}

/// MSN's form: "Photographer/Agency", else the line, else who provides it.
fn for_msn(media: &Media, publisher: &str) -> String {
    let first = |roles: &[Role]| {
        let credit = media.credits.iter().find(|c| roles.contains(&c.role) && !c.name.trim().is_empty());
        credit.map(|c| c.name.trim())
    };
    let maker = first(&[Role::Photographer, Role::Illustrator]);
    let body = first(&[Role::Agency])
        .or_else(|| first(&[Role::Distributor]))
        .or_else(|| first(&[Role::Publisher, Role::Handout, Role::Courtesy, Role::Source, Role::Pool]));
    match (maker, body) {
        (Some(maker), Some(body)) => format!("{maker}/{body}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => credit_text(media).unwrap_or_else(|| format!("Provided by {publisher}")),
    }
}
