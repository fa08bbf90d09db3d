//! RSS 2.0, as the RSS Advisory Board's specification and best practices have it.

mod reading;

pub(super) use reading::{held, read_back, same_without};

use super::address::address;
use super::html_text::as_html;
use super::moment::{rfc822, rfc3339};
use super::parts::{Distinct, Object, Parts, Wants};
use super::xml::{Elements, Xml};
use super::{Layout, Site, Takedown, licensing, media, podcast, row, shape};
use crate::config::{Content, Format, ItemShape, Markup, PartnerElement, TextElement};
use crate::feed::{ArchiveLinks, Head, Options};

const ATOM: &str = "http://www.w3.org/2005/Atom";
const CONTENT: &str = "http://purl.org/rss/1.0/modules/content/";
pub(super) const DC: &str = "http://purl.org/dc/elements/1.1/";
pub(super) const DCTERMS: &str = "http://purl.org/dc/terms/";
const CREATIVE_COMMONS: &str = "http://backend.userland.com/creativeCommonsRssModule";
pub(super) const HISTORY: &str = "http://purl.org/syndication/history/1.0";
pub(super) const MSN: &str = "http://schemas.ingestion.microsoft.com/common/";
const SMARTNEWS: &str = "http://www.smartnews.be/snf";
const SYNDICATION: &str = "http://purl.org/rss/1.0/modules/syndication/";
const SOURCE: &str = "http://source.scripting.com/";
const FEEDLY: &str = "http://webfeeds.org/rss/1.0";

/// Where readers register to be told of changes (rssCloud).
struct Cloud {
    domain: String,
    port: String,
    path: String,
    protocol: &'static str,
}

impl Cloud {
    fn of(server: &str) -> Option<Self> {
        let url = url::Url::parse(server).ok()?;
        Some(Self {
            domain: url.host_str()?.to_owned(),
            port: url.port_or_known_default()?.to_string(),
            path: format!("{}/pleaseNotify", url.path().trim_end_matches('/')),
            protocol: if url.scheme() == "https" { "https-post" } else { "http-post" },
        })
    }
}

/// How deep items stand.
pub(super) const ITEMS: usize = 2;

pub(super) fn head(head: &Head, out: &mut String) {
    begin(head, Format::Rss, out);
}

/// The beginning of a document in a format that is RSS.
pub(super) fn begin(head: &Head, format: Format, out: &mut String) {
    let layout = head.options.layout;
    super::declaration(out, layout);
    super::stylesheet(out, head);
    say_head(head, format, &mut Xml::new(out, 0, layout, true));
}

pub(super) fn say_head(head: &Head, format: Format, xml: &mut impl Elements) {
    let options = &head.options;
    let wants = Wants::of(options);
    let full = options.content == Content::Full && format == Format::Rss;
    let podcast = head.podcast.as_ref().filter(|_| format.is_podcast());
    xml.tag("rss")
        .fixed("version", "2.0")
        .attribute("xmlns:atom", ATOM)
        .maybe("xmlns:content", full.then_some(CONTENT))
        .attribute("xmlns:dc", DC)
        .attribute("xmlns:dcterms", DCTERMS)
        .attribute("xmlns:media", media::NAMESPACE)
        .attribute("xmlns:creativeCommons", CREATIVE_COMMONS)
        .maybe("xmlns:fh", head.archive.is_some().then_some(HISTORY))
        .maybe("xmlns:mi", wants.msn.then_some(MSN))
        .maybe("xmlns:snf", wants.smartnews.then_some(SMARTNEWS))
        .maybe("xmlns:webfeeds", wants.feedly.then_some(FEEDLY))
        .maybe("xmlns:sy", head.update_period.map(|_| SYNDICATION))
        .maybe("xmlns:source", (has_markdown(options) && format.has_markup()).then_some(SOURCE))
        .maybe("xmlns:rsl", head.licensing.as_ref().map(|_| licensing::NAMESPACE))
        .maybe("xmlns:itunes", podcast.map(|_| podcast::ITUNES))
        .maybe("xmlns:podcast", podcast.map(|_| podcast::PODCAST))
        .open();
    xml.tag("channel").open();
    xml.text("title", &as_html(&head.title));
    xml.text("link", &address(&head.link));
    xml.text("description", &as_html(&head.description));
    xml.optional("language", head.language.as_deref());
    xml.optional("copyright", head.rights.as_deref().map(as_html).as_deref());
    xml.optional("pubDate", head.published.map(rfc822).as_deref());
    xml.text("lastBuildDate", &rfc822(head.updated));
    for category in head.categories.iter().filter(|c| !c.term.is_empty()) {
        xml.tag("category").maybe("domain", category.scheme.as_deref()).text(&category.term);
    }
    xml.text("generator", super::GENERATOR);
    xml.text("docs", "https://www.rssboard.org/rss-specification");
    if let Some(ttl) = head.ttl_minutes {
        xml.text("ttl", &ttl.to_string());
    }
    if let Some(image) = head.image.as_deref().filter(|i| !i.is_empty()) {
        xml.tag("image").open();
        xml.text("url", &address(image));
        xml.text("title", &as_html(&head.title));
        xml.text("link", &address(&head.link));
        xml.close("image");
    }
    if let Some(url) = super::self_url(head, format) {
        xml.tag("atom:link").attribute("href", url).fixed("rel", "self").fixed("type", row(format).media_type).empty();
    }
    for hub in &head.hubs {
        xml.tag("atom:link").attribute("href", &address(hub)).fixed("rel", "hub").empty();
    }
    if let Some(cloud) = head.cloud.as_deref().and_then(Cloud::of) {
        xml.tag("cloud")
            .attribute("domain", &cloud.domain)
            .attribute("port", &cloud.port)
            .attribute("path", &cloud.path)
            .fixed("registerProcedure", "")
            .fixed("protocol", cloud.protocol)
            .empty();
    }
    for link in &head.related {
        xml.tag("atom:link")
            .attribute("href", &address(&link.url))
            .fixed("rel", "related")
            .maybe("title", link.title.as_deref())
            .empty();
    }
    if let Some(archive) = &head.archive {
        archive_links(xml, "atom:link", archive, format);
    }
    for_consumers(xml, head, wants);
    if let Some(period) = head.update_period {
        xml.text("sy:updatePeriod", period.name());
        xml.text("sy:updateFrequency", &head.update_frequency.to_string());
    }
    if let Some(terms) = &head.licensing {
        licensing::say(xml, terms, &address(&head.link), false);
    }
    if let Some(show) = podcast {
        podcast::say_show(xml, head, show, super::self_url(head, format));
    }
}

fn for_consumers(xml: &mut impl Elements, head: &Head, wants: Wants) {
    let image = head.image.as_deref().filter(|i| !i.is_empty());
    if let Some(image) = image.filter(|_| wants.smartnews && !wants.strict) {
        xml.tag("snf:logo").open();
        xml.text("url", &address(image));
        xml.close("snf:logo");
    }
    if let Some(image) = image.filter(|_| wants.feedly) {
        xml.tag("webfeeds:cover").attribute("image", &address(image)).empty();
    }
    if let Some(icon) = head.icon.as_deref().filter(|_| wants.feedly) {
        xml.text("webfeeds:icon", &address(icon));
    }
}

/// The links of an archived feed (RFC 5005 §4), as `atom:link` or `link`.
pub(super) fn archive_links(xml: &mut impl Elements, name: &'static str, archive: &ArchiveLinks, format: Format) {
    let links = [("prev-archive", &archive.previous), ("next-archive", &archive.next), ("current", &archive.current)];
    for (relation, addresses) in links {
        if let Some((_, url)) = addresses.iter().find(|(f, _)| *f == format) {
            xml.tag(name)
                .attribute("href", url)
                .attribute("rel", relation)
                .fixed("type", row(format).media_type)
                .empty();
        }
    }
    if archive.archived {
        xml.tag("fh:archive").empty();
    }
}

pub(super) fn item(parts: &Parts<'_>, out: &mut String) {
    say(parts, &mut Xml::new(out, ITEMS, parts.options.layout, true));
}

fn say(parts: &Parts<'_>, xml: &mut impl Elements) {
    let article = parts.article;
    xml.tag("item").open();
    let described = parts.shown_summary().is_some();
    let shape = parts.options.item.as_deref();
    if !article.title.is_empty() || !described {
        text(xml, "title", &as_html(&article.title), shape, TextElement::Title);
    }
    xml.optional("link", parts.url.as_deref());
    if let Some(summary) = parts.shown_summary() {
        text(xml, "description", &as_html(summary), shape, TextElement::Summary);
    }
    if let Some(visible) = &parts.visible {
        let tag = xml.tag("content:encoded");
        match shape.map(|item| item.markup).unwrap_or_default() {
            Markup::Cdata => tag.cdata(visible.pieces()),
            Markup::Escaped => tag.text(&visible.pieces().collect::<String>()),
        }
    }
    xml.optional("source:markdown", parts.body.markdown.as_deref().filter(|_| has_markdown(parts.options)));
    authors(xml, parts);
    categories(xml, parts);
    if let Some((size, mime)) = parts.enclosure() {
        xml.tag("enclosure")
            .attribute("url", &size.url)
            .attribute("length", &size.bytes.unwrap_or(0).to_string())
            .attribute("type", if parts.options.podcast.is_some() { podcast::media_type(size, mime) } else { mime })
            .empty();
    }
    guid(xml, &article.id, parts.url.as_deref(), parts.options, parts.site);
    xml.optional("pubDate", parts.published.map(rfc822).as_deref());
    match parts.origin() {
        Some((title, Some(url))) => xml.tag("source").attribute("url", &url).text(&as_html(title)),
        Some((title, None)) => xml.text("dc:source", &as_html(title)),
        None => {}
    }
    xml.text("dcterms:modified", &rfc3339(parts.updated));
    xml.optional("dcterms:alternative", article.subtitle.as_deref().map(as_html).as_deref());
    xml.optional("dc:language", parts.language);
    rights(xml, parts);
    for link in article.related.iter().filter(|l| !l.url.is_empty()) {
        xml.tag("atom:link")
            .attribute("href", &address(&link.url))
            .fixed("rel", "related")
            .maybe("title", link.title.as_deref())
            .empty();
    }
    for_partners(xml, parts);
    media::write(xml, parts);
    terms(xml, parts);
    if parts.options.podcast.is_some() {
        podcast::say_episode(xml, parts);
    }
    xml.close("item");
}

/// A text of an item, in a CDATA section where the feed wants it so.
fn text(xml: &mut impl Elements, name: &'static str, text: &str, shape: Option<&ItemShape>, element: TextElement) {
    let tag = xml.tag(name);
    if shape.is_some_and(|shape| shape.cdata.contains(&element)) {
        tag.cdata(std::iter::once(text));
    } else {
        tag.text(text);
    }
}

/// Elements in no namespace and in no specification, which partners ask for. Validators do not know them.
fn for_partners(xml: &mut impl Elements, parts: &Parts<'_>) {
    if parts.wants.strict {
        return;
    }
    let asked = parts.options.item.as_deref().map(|item| item.elements.as_slice()).unwrap_or_default();
    let wants = |element| asked.contains(&element);
    if parts.wants.yahoo || wants(PartnerElement::Updated) {
        xml.text("updated", &rfc3339(parts.updated));
    }
    if wants(PartnerElement::Image) {
        xml.optional("image", parts.lead().and_then(Object::default).map(|size| &*size.url));
    }
    if wants(PartnerElement::Tags) {
        let mut names = Distinct::default();
        parts.categories.iter().for_each(|category| names.push(category.label.unwrap_or(category.term)));
        xml.optional("tags", Some(&names.all.join(",")));
    }
}

/// Whether bodies stand in a feed as Markdown, too.
fn has_markdown(options: &Options) -> bool {
    options.content == Content::Full && options.item.as_deref().is_some_and(|item| item.markdown)
}

/// Whose an article is, and its licence.
pub(super) fn rights(xml: &mut impl Elements, parts: &Parts<'_>) {
    xml.optional("dc:rights", parts.article.rights.as_deref());
    if let Some(license) = parts.article.license.as_deref().filter(|l| !l.is_empty()) {
        let common = license.contains("creativecommons.org/");
        xml.text(if common { "creativeCommons:license" } else { "dcterms:license" }, &address(license));
    }
}

/// What machines may do with an article.
pub(super) fn terms(xml: &mut impl Elements, parts: &Parts<'_>) {
    let own = parts.article.licensing.as_deref().filter(|own| own.has_terms());
    if let (Some(terms), Some(url)) = (own.or(parts.site.licensing.as_ref()), &parts.url) {
        // Where only some articles have terms the feed does not name the vocabulary.
        licensing::say(xml, terms, url, parts.site.licensing.is_none());
    }
}

/// The chapters of an episode.
pub(super) fn companion(parts: &Parts<'_>) -> Option<(String, String)> {
    parts.chapters_url()?;
    Some((podcast::chapters_name(&parts.article.id), podcast::chapters(parts)?))
}

/// RSS has no attribute for a label: it stands beside its term as a plain category, which readers
/// show, unless a tag or the section says the same.
pub(super) fn categories(xml: &mut impl Elements, parts: &Parts<'_>) {
    let same = |a: &str, b: &str| a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase));
    let shape = parts.options.item.as_deref();
    let in_sections = shape.is_some_and(|shape| shape.cdata.contains(&TextElement::Categories));
    for (i, c) in parts.categories.iter().enumerate() {
        let tag = xml.tag("category").maybe("domain", c.scheme);
        if in_sections {
            tag.cdata(std::iter::once(c.term));
        } else {
            tag.text(c.term);
        }
        // A consumer that wants one category gets the term.
        let Some(label) = c.label.filter(|_| !parts.wants.yahoo) else { continue };
        let plain = parts.categories.iter().filter(|c| c.scheme.is_none()).map(|c| c.term);
        let before = parts.categories[..i].iter().filter_map(|c| c.label);
        if !plain.chain(before).any(|said| same(said, label)) {
            text(xml, "category", label, shape, TextElement::Categories);
        }
    }
}

/// `dc:creator` for each author. `author` is for one with an e-mail address, and the two together
/// would name an author twice, so only an author alone has it.
pub(super) fn authors(xml: &mut impl Elements, parts: &Parts<'_>) {
    let authors: Vec<_> = parts.named_authors().collect();
    if let [only] = authors.as_slice()
        && let Some(email) = only.email.as_deref().map(str::trim).filter(|e| is_plain_address(e))
        && !parts.wants.creator
    {
        xml.text("author", &format!("{email} ({})", only.name.trim()));
        return;
    }
    for author in authors {
        text(xml, "dc:creator", author.name.trim(), parts.options.item.as_deref(), TextElement::Authors);
    }
}

/// Whether readers find the address in `a@b.org (Name)`: feedparser cuts both address and name
/// wrong where the last part of the domain has more than four letters.
fn is_plain_address(email: &str) -> bool {
    let Some((local, domain)) = email.split_once('@') else { return false };
    let last = domain.rsplit('.').next().unwrap_or_default();
    let known = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+');
    !local.is_empty()
        && local.bytes().all(known)
        && domain.contains('.')
        && domain.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
        && (2..=4).contains(&last.len())
        && last.bytes().all(|b| b.is_ascii_alphabetic())
}

/// What an article goes by. Where a feed calls it otherwise its id stands beside, by which it is found again.
pub(super) fn guid(xml: &mut impl Elements, id: &str, url: Option<&str>, options: &Options, site: &Site) {
    let own = shape::guid(id, options, site);
    let permanent = url == Some(&own) && (own.starts_with("http://") || own.starts_with("https://"));
    xml.tag("guid").fixed("isPermaLink", if permanent { "true" } else { "false" }).text(&own);
    if own != id {
        xml.text("dcterms:identifier", id);
    }
}

pub(super) fn takedown(taken: &Takedown, options: &Options, site: &Site, out: &mut String) {
    say_takedown(taken, options, site, &mut Xml::new(out, ITEMS, options.layout, true));
}

pub(super) fn say_takedown(taken: &Takedown, options: &Options, site: &Site, xml: &mut impl Elements) {
    xml.tag("item").open();
    xml.text("title", &as_html(&taken.title));
    let url = taken.url.as_deref().map(address);
    xml.optional("link", url.as_deref());
    xml.text("dc:creator", &site.author.name);
    guid(xml, &taken.id, url.as_deref(), options, site);
    xml.text("pubDate", &rfc822(taken.published.unwrap_or(taken.withdrawn)));
    xml.text("dcterms:modified", &rfc3339(taken.withdrawn));
    super::end_of(xml, taken, options);
    xml.close("item");
}

pub(super) fn foot(layout: Layout) -> &'static str {
    match layout {
        Layout::Indented => "  </channel>\n</rss>\n",
        Layout::Compact => "</channel></rss>\n",
    }
}
