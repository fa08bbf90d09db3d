//! IPTC NewsML-G2 2.35: a message of news items, as agencies hand them on. An article is an item of text and, after it, an
//! item for each of its pictures, sounds and films, to which it links.

mod reading;

pub(super) use reading::{items, read_back, same_without};

use super::address::address;
use super::html::credit_text;
use super::media::{SOURCE_TYPES, duration, source_type};
use super::moment::rfc3339;
use super::parts::{Object, Parts, is_language};
use super::xml::{Elements, Xml};
use super::{Layout, Site, Takedown, tree};
use crate::article::{Category, Medium, Role, Timestamp};
use crate::credit::PictureKind;
use crate::feed::{Head, Options};

/// The namespace.
const NAMESPACE: &str = "http://iptc.org/std/nar/2006-10-01/";

/// Where IPTC says what its codes mean.
const CATALOG: &str = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml";

/// The relation of a licence to what it is for.
const LICENSE: &str = "http://www.w3.org/1999/xhtml/vocab#license";

/// How deep items stand.
const ITEMS: usize = 2;

pub(super) fn head(head: &Head, out: &mut String) {
    super::declaration(out, head.options.layout);
    say_head(head, &mut Xml::new(out, 0, head.options.layout, false));
}

fn say_head(head: &Head, xml: &mut impl Elements) {
    xml.tag("newsMessage").attribute("xmlns", NAMESPACE).open();
    xml.tag("header").open();
    xml.text("sent", &rfc3339(head.updated));
    xml.text("sender", &head.publisher);
    xml.text("transmitId", &head.id);
    xml.close("header");
    xml.tag("itemSet").open();
}

pub(super) fn foot(layout: Layout) -> &'static str {
    match layout {
        Layout::Indented => "  </itemSet>\n</newsMessage>\n",
        Layout::Compact => "</itemSet></newsMessage>\n",
    }
}

pub(super) fn item(parts: &Parts<'_>, out: &mut String) {
    say(parts, &mut Xml::new(out, ITEMS, parts.options.layout, false));
}

fn say(parts: &Parts<'_>, xml: &mut impl Elements) {
    let article = parts.article;
    let shown = |object: &&Object<'_>| object.media.medium != Medium::Document && !object.sizes.is_empty();
    // What leads comes first: readers know it by that.
    let lead = parts.lead();
    let is_lead = |object: &&Object<'_>| lead.is_some_and(|lead| std::ptr::eq(lead.media, object.media));
    let mut objects: Vec<&Object<'_>> = parts.objects.iter().filter(shown).collect();
    objects.sort_by_key(|object| !is_lead(object));
    begin(xml, &article.id, age(parts), parts.language);
    rights(xml, article.rights.as_deref(), article.license.as_deref(), None);
    xml.tag("itemMeta").open();
    usable(xml, "ninat:text", parts);
    if let Some(url) = &parts.url {
        xml.tag("altRep").fixed("contenttype", "text/html").text(url);
    }
    xml.optional("expires", article.expires.map(rfc3339).as_deref());
    for object in &objects {
        xml.tag("link").fixed("rel", "irel:seeAlso").attribute("residref", &guid(object, parts)).empty();
    }
    for link in article.related.iter().filter(|link| !link.url.is_empty()) {
        let tag = xml.tag("link").fixed("rel", "irel:seeAlso").attribute("href", &address(&link.url));
        match link.title.as_deref().map(str::trim).filter(|title| !title.is_empty()) {
            Some(title) => {
                tag.open();
                xml.text("title", title);
                xml.close("link");
            }
            None => tag.empty(),
        }
    }
    xml.close("itemMeta");
    content_meta(xml, parts);
    if parts.visible.is_some() {
        xml.tag("contentSet").open();
        let words = crate::article::markup::text(&parts.body.html).split_whitespace().count();
        xml.tag("inlineXML")
            .fixed("contenttype", "application/xhtml+xml")
            .number("wordcount", Some(words as u64))
            .markup(&xhtml(parts));
        xml.close("contentSet");
    }
    xml.close("newsItem");
    for object in objects {
        media(xml, object, parts);
    }
}

pub(super) fn takedown(taken: &Takedown, options: &Options, site: &Site, out: &mut String) {
    say_takedown(taken, site, &mut Xml::new(out, ITEMS, options.layout, false));
}

/// That an item is cancelled. No word of it stands any longer.
fn say_takedown(taken: &Takedown, site: &Site, xml: &mut impl Elements) {
    // Without a first publication versions began anywhere: the seconds since 1970 are more than any.
    let age = taken.published.map_or(taken.withdrawn.timestamp(), |first| (taken.withdrawn - first).num_seconds());
    begin(xml, &taken.id, age, None);
    xml.tag("itemMeta").open();
    management(xml, "ninat:text", site, [Some(taken.withdrawn), taken.published], "stat:canceled");
    xml.close("itemMeta");
    xml.close("newsItem");
}

/// The body as a page of XHTML.
fn xhtml(parts: &Parts<'_>) -> String {
    let title = [tree::Piece::Text(parts.article.title.trim().to_owned())];
    let mut page = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>".to_owned();
    tree::as_xml(&title, &mut page);
    page.push_str("</title></head><body>");
    tree::as_xml(&tree::pieces(parts.body.html.trim()), &mut page);
    page.push_str("</body></html>");
    page
}

/// Seconds from an article's first publication to its last change.
fn age(parts: &Parts<'_>) -> i64 {
    parts.published.map_or(0, |published| (parts.updated - published).num_seconds())
}

/// Begins an item.
///
/// Versions count the seconds since the first one: they grow with each, and the same article is the same version everywhere.
fn begin(xml: &mut impl Elements, guid: &str, age: i64, language: Option<&str>) {
    xml.tag("newsItem")
        .attribute("guid", guid)
        .number("version", Some(age.max(0) as u64 + 1))
        .fixed("standard", "NewsML-G2")
        .fixed("standardversion", "2.35")
        .fixed("conformance", "power")
        .maybe("xml:lang", language.filter(|tag| is_language(tag)))
        .open();
    xml.tag("catalogRef").attribute("href", CATALOG).empty();
}

fn rights(xml: &mut impl Elements, notice: Option<&str>, license: Option<&str>, mining: Option<&str>) {
    let said = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let (notice, license, mining) = (said(notice), said(license), said(mining));
    if notice.is_none() && license.is_none() && mining.is_none() {
        return;
    }
    xml.tag("rightsInfo").open();
    xml.optional("copyrightNotice", notice.as_deref());
    if let Some(license) = license {
        xml.tag("link").fixed("reluri", LICENSE).attribute("href", &address(&license)).empty();
    }
    if let Some(mining) = mining {
        let whole = if mining.contains('/') { mining } else { format!("http://ns.useplus.org/ldf/vocab/{mining}") };
        xml.tag("dataMining").attribute("uri", &address(&whole)).empty();
    }
    xml.close("rightsInfo");
}

/// What an item is, whose, and of when.
fn management(
    xml: &mut impl Elements,
    class: &'static str,
    site: &Site,
    [version, first]: [Option<Timestamp>; 2],
    status: &'static str,
) {
    xml.tag("itemClass").fixed("qcode", class).empty();
    xml.tag("provider").attribute("uri", &address(&site.url)).open();
    xml.text("name", &site.title);
    xml.close("provider");
    xml.optional("versionCreated", version.map(rfc3339).as_deref());
    xml.optional("firstCreated", first.map(rfc3339).as_deref());
    xml.tag("pubStatus").fixed("qcode", status).empty();
}

/// The same of an item that may be used.
fn usable(xml: &mut impl Elements, class: &'static str, parts: &Parts<'_>) {
    management(xml, class, parts.site, [Some(parts.updated), parts.published], "stat:usable");
}

fn content_meta(xml: &mut impl Elements, parts: &Parts<'_>) {
    let article = parts.article;
    xml.tag("contentMeta").open();
    if let Some((title, url)) = parts.origin() {
        xml.tag("infoSource").maybe("uri", url.as_deref()).open();
        xml.text("name", title.trim());
        xml.close("infoSource");
    }
    for author in parts.named_authors() {
        let kind = if author.organization { "cpnat:organisation" } else { "cpnat:person" };
        let page = author.url.as_deref().filter(|url| url.starts_with("http")).map(address);
        xml.tag("creator").fixed("type", kind).maybe("uri", page.as_deref()).open();
        xml.text("name", author.name.trim());
        xml.close("creator");
    }
    if let Some(tag) = parts.language.filter(|tag| is_language(tag)) {
        xml.tag("language").attribute("tag", tag).empty();
    }
    if let Some(section) = article.section.as_deref().map(str::trim).filter(|section| !section.is_empty()) {
        xml.tag("genre").fixed("literal", "section").open();
        xml.text("name", section);
        xml.close("genre");
    }
    article.tags.iter().for_each(|tag| xml.optional("keyword", Some(tag.trim())));
    article.categories.iter().filter(|c| !c.term.trim().is_empty()).for_each(|category| subject(xml, category));
    xml.text("headline", article.title.trim());
    let subtitle = article.subtitle.as_deref().map(str::trim).filter(|subtitle| !subtitle.is_empty());
    if let Some(subtitle) = subtitle {
        xml.tag("headline").attribute("roleuri", &own(parts, "sub")).text(subtitle);
    }
    xml.optional("dateline", article.dateline.as_deref().map(str::trim));
    let authors = || parts.named_authors().map(|author| author.name.trim()).collect::<Vec<_>>().join(", ");
    let byline = article.byline.as_deref().map(str::trim).filter(|byline| !byline.is_empty());
    xml.optional("by", Some(&byline.map_or_else(authors, str::to_owned)));
    if let Some(summary) = parts.shown_summary() {
        xml.tag("description").fixed("role", "drol:summary").text(summary);
    }
    xml.close("contentMeta");
}

/// A word of the publication's own, as an address.
fn own(parts: &Parts<'_>, word: &str) -> String {
    format!("{}/{word}", parts.site.role_scheme.trim_end_matches(['/', '#']))
}

/// The vocabularies of IPTC that the catalogue has an alias for.
const ALIASES: [(&str, &str); 2] =
    [("http://cv.iptc.org/newscodes/mediatopic/", "medtop"), ("http://cv.iptc.org/newscodes/subjectcode/", "subj")];

fn subject(xml: &mut impl Elements, category: &Category) {
    let scheme = category.scheme.as_deref();
    let alias = ALIASES.iter().find(|(known, _)| Some(*known) == scheme);
    let tag = xml.tag("subject").fixed("type", "cpnat:abstract");
    let is_code = |term: &str| !term.contains(char::is_whitespace);
    let tag = match (alias, scheme.filter(|scheme| scheme.starts_with("http"))) {
        (Some((_, alias)), _) if is_code(&category.term) => {
            tag.attribute("qcode", &format!("{alias}:{}", category.term))
        }
        (_, Some(scheme)) => tag.attribute("uri", &address(&format!("{scheme}{}", category.term))),
        _ => tag.attribute("literal", &category.term),
    };
    tag.open();
    xml.text("name", category.label.as_deref().map_or(&*category.term, str::trim));
    xml.close("subject");
}

/// The id of a picture, sound or film: as lasting as its address.
fn guid(object: &Object<'_>, parts: &Parts<'_>) -> String {
    let url = object.media.addresses().next().map(|url| url.as_bytes()).unwrap_or_default();
    format!("{}#{:016x}", parts.article.id, twox_hash::XxHash3_64::oneshot(url))
}

/// A picture, sound or film as an item of its own.
fn media(xml: &mut impl Elements, object: &Object<'_>, parts: &Parts<'_>) {
    let media = object.media;
    begin(xml, &guid(object, parts), age(parts), parts.language);
    rights(xml, media.copyright.as_deref(), media.license.as_deref(), media.data_mining.as_deref());
    xml.tag("itemMeta").open();
    let class = match (media.medium, media.kind) {
        (Medium::Audio, _) => "ninat:audio",
        (Medium::Video, _) => "ninat:video",
        (_, PictureKind::Graphic) => "ninat:graphic",
        _ => "ninat:picture",
    };
    usable(xml, class, parts);
    xml.optional("expires", media.window.expires.map(rfc3339).as_deref());
    xml.close("itemMeta");
    xml.tag("contentMeta").open();
    if let Some(source) = source_type(media) {
        let uri = if source.contains('/') { source.to_owned() } else { format!("{SOURCE_TYPES}{source}") };
        xml.tag("digitalSourceType").attribute("uri", &address(&uri)).empty();
    }
    for credit in media.credits.iter().filter(|credit| !credit.name.trim().is_empty()) {
        let name = credit.name.trim();
        match credit.role {
            Role::Photographer => {
                xml.tag("creator")
                    .fixed("type", "cpnat:person")
                    .attribute("roleuri", &own(parts, "photographer"))
                    .open();
                xml.text("name", name);
                xml.close("creator");
            }
            Role::Illustrator => {
                xml.tag("creator")
                    .fixed("type", "cpnat:person")
                    .attribute("roleuri", &own(parts, "illustrator"))
                    .open();
                xml.text("name", name);
                xml.close("creator");
            }
            Role::Agency => {
                xml.tag("infoSource").open();
                xml.text("name", name);
                xml.close("infoSource");
            }
            // The line has whom nobody knows the part of.
            Role::Unknown => {}
            role => {
                xml.tag("contributor").attribute("roleuri", &own(parts, role.name())).open();
                xml.text("name", name);
                xml.close("contributor");
            }
        }
    }
    if let Some(rating) = media.rating.as_deref().filter(|rating| *rating == "adult") {
        xml.tag("audience").attribute("literal", rating).empty();
    }
    media.keywords.iter().for_each(|word| xml.optional("keyword", Some(word.trim())));
    xml.optional("headline", media.title.as_deref().map(str::trim));
    xml.optional("creditline", credit_text(media).as_deref());
    for (role, text) in [("caption", media.caption.as_deref()), ("alttext", media.alt.as_deref())] {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { continue };
        let tag = xml.tag("description");
        if role == "caption" { tag.fixed("role", "drol:caption") } else { tag.attribute("roleuri", &own(parts, role)) }
            .text(text);
    }
    xml.close("contentMeta");
    xml.tag("contentSet").open();
    for (number, size) in object.sizes.iter().enumerate() {
        let name = size.name.map(str::trim).filter(|name| !name.is_empty());
        let is_sized = size.width.or(size.height).is_some();
        xml.tag("remoteContent")
            .maybe("renditionuri", name.map(|name| own(parts, &address(name))).as_deref())
            .attribute("href", &size.url)
            .number("size", size.bytes)
            .maybe("contenttype", size.mime)
            .number("width", size.width.map(u64::from))
            .maybe("widthunit", is_sized.then_some("dimensionunit:pixels"))
            .number("height", size.height.map(u64::from))
            .maybe("heightunit", is_sized.then_some("dimensionunit:pixels"))
            .number("duration", duration(media).filter(|_| number == 0))
            .maybe("durationunit", duration(media).filter(|_| number == 0).map(|_| "timeunit:seconds"))
            .empty();
    }
    xml.close("contentSet");
    xml.close("newsItem");
}
