//! RSS as the crate `rss` reads it.

use ::rss::extension::syndication::UpdatePeriod;
use ::rss::extension::{Extension, ExtensionMap};
use ::rss::{Channel, Item};

use crate::config::{Format, PARTNER_ELEMENTS};
use crate::render::read_back::{Comparison, Loss, ReadElement, Rendered, Says, Unread, held_against};

/// What stands in the document.
const SAYS: Says = Says {
    head: |head, comparison| super::say_head(head, Format::Rss, comparison),
    item: |parts, comparison| super::say(parts, comparison),
    takedown: |taken, options, site, comparison| super::say_takedown(taken, options, site, comparison),
};

fn read(document: &str) -> Result<Channel, String> {
    Channel::read_from(document.as_bytes()).map_err(|e| e.to_string())
}

/// Holds a document against what it was rendered from.
pub(in crate::render) fn read_back(document: &str, rendered: &Rendered<'_>) -> Result<Vec<Loss>, Unread> {
    held(document, rendered, &SAYS)
}

/// Holds a document in a format that is RSS against what that says.
pub(in crate::render) fn held(document: &str, rendered: &Rendered<'_>, says: &Says) -> Result<Vec<Loss>, Unread> {
    let channel = read(document).map_err(Unread::Broken)?;
    // The elements rss and channel stand around the head.
    let head = || Comparison::new(of_channel(&channel), 2, &[]);
    // What partners ask for and no specification has nobody else keeps.
    let items = channel.items.iter().map(|item| Comparison::new(of_item(item), 1, &PARTNER_ELEMENTS));
    held_against(rendered, head, items, says)
}

/// Whether the same is read in two documents, but for some items of the first.
pub(in crate::render) fn same_without(
    standing: &str,
    rest: &str,
    struck: &dyn Fn(&str) -> bool,
) -> Result<bool, String> {
    let mut before = read(standing)?;
    before.items.retain(|item| !id(item).is_some_and(struck));
    Ok(before == read(rest)?)
}

/// The id of the article: of its own where the feed calls it otherwise.
fn id(item: &Item) -> Option<&str> {
    let beside = item.extensions.get("dcterms").and_then(|terms| terms.get("identifier")?.first()?.value.as_deref());
    beside.or_else(|| item.guid.as_ref().map(|guid| &*guid.value))
}

fn of_item(item: &Item) -> Vec<ReadElement<'_>> {
    let mut read = Vec::with_capacity(24);
    let texts = [
        ("title", &item.title),
        ("link", &item.link),
        ("description", &item.description),
        ("content:encoded", &item.content),
        ("author", &item.author),
        ("comments", &item.comments),
        ("pubDate", &item.pub_date),
    ];
    texts_of(&texts, &mut read);
    categories(&item.categories, &mut read);
    if let Some(enclosure) = &item.enclosure {
        let attributes = [("url", &enclosure.url), ("length", &enclosure.length), ("type", &enclosure.mime_type)];
        let attributes = attributes.map(|(name, value)| (name, Some(value.as_str())));
        read.push(ReadElement::text("enclosure", "").with(attributes));
    }
    if let Some(guid) = &item.guid {
        let permanent = if guid.permalink { "true" } else { "false" };
        read.push(ReadElement::text("guid", &guid.value).with([("isPermaLink", Some(permanent))]));
    }
    if let Some(source) = &item.source {
        let title = source.title.as_deref().unwrap_or_default();
        read.push(ReadElement::text("source", title).with([("url", Some(source.url.as_str()))]));
    }
    dublin_core(item.dublin_core_ext.as_ref(), &mut read);
    if let Some(itunes) = &item.itunes_ext {
        let texts = [
            ("itunes:author", &itunes.author),
            ("itunes:block", &itunes.block),
            ("itunes:duration", &itunes.duration),
            ("itunes:explicit", &itunes.explicit),
            ("itunes:episode", &itunes.episode),
            ("itunes:season", &itunes.season),
            ("itunes:episodeType", &itunes.episode_type),
        ];
        texts_of(&texts, &mut read);
        image(itunes.image.as_deref(), &mut read);
    }
    extensions(&item.extensions, &mut read);
    read
}

fn of_channel(channel: &Channel) -> Vec<ReadElement<'_>> {
    let mut read = Vec::with_capacity(24);
    for (name, text) in [("title", &channel.title), ("link", &channel.link), ("description", &channel.description)] {
        if !text.is_empty() {
            read.push(ReadElement::text(name, text));
        }
    }
    let texts = [
        ("language", &channel.language),
        ("copyright", &channel.copyright),
        ("managingEditor", &channel.managing_editor),
        ("webMaster", &channel.webmaster),
        ("pubDate", &channel.pub_date),
        ("lastBuildDate", &channel.last_build_date),
        ("generator", &channel.generator),
        ("docs", &channel.docs),
        ("rating", &channel.rating),
        ("ttl", &channel.ttl),
    ];
    texts_of(&texts, &mut read);
    categories(&channel.categories, &mut read);
    if let Some(image) = &channel.image {
        let parts = [("url", &image.url), ("title", &image.title), ("link", &image.link)];
        let parts = parts.map(|(name, text)| ReadElement::text(name, text));
        read.push(ReadElement::text("image", "").holding(parts.to_vec()));
    }
    if let Some(cloud) = &channel.cloud {
        let attributes = [
            ("domain", &cloud.domain),
            ("port", &cloud.port),
            ("path", &cloud.path),
            ("registerProcedure", &cloud.register_procedure),
            ("protocol", &cloud.protocol),
        ];
        let attributes = attributes.map(|(name, value)| (name, Some(value.as_str())));
        read.push(ReadElement::text("cloud", "").with(attributes));
    }
    dublin_core(channel.dublin_core_ext.as_ref(), &mut read);
    if let Some(syndication) = &channel.syndication_ext {
        read.push(ReadElement::text("sy:updatePeriod", period(syndication.period())));
        read.push(ReadElement::number("sy:updateFrequency", syndication.frequency()));
    }
    if let Some(itunes) = &channel.itunes_ext {
        let texts = [
            ("itunes:author", &itunes.author),
            ("itunes:block", &itunes.block),
            ("itunes:complete", &itunes.complete),
            ("itunes:explicit", &itunes.explicit),
            ("itunes:new-feed-url", &itunes.new_feed_url),
            ("itunes:type", &itunes.r#type),
        ];
        texts_of(&texts, &mut read);
        image(itunes.image.as_deref(), &mut read);
        if let Some(owner) = &itunes.owner {
            let mut parts = Vec::new();
            texts_of(&[("itunes:name", &owner.name), ("itunes:email", &owner.email)], &mut parts);
            read.push(ReadElement::text("itunes:owner", "").holding(parts));
        }
        read.extend(itunes.categories.iter().map(show_category));
    }
    extensions(&channel.extensions, &mut read);
    read
}

/// How often a feed changes.
fn period(period: &UpdatePeriod) -> &'static str {
    match period {
        UpdatePeriod::Hourly => "hourly",
        UpdatePeriod::Daily => "daily",
        UpdatePeriod::Weekly => "weekly",
        UpdatePeriod::Monthly => "monthly",
        UpdatePeriod::Yearly => "yearly",
    }
}

/// The artwork of Apple Podcasts.
fn image<'r>(href: Option<&'r str>, read: &mut Vec<ReadElement<'r>>) {
    read.extend(href.map(|href| ReadElement::text("itunes:image", "").with([("href", Some(href))])));
}

/// A category of Apple Podcasts, with the one in it.
fn show_category(category: &::rss::extension::itunes::ITunesCategory) -> ReadElement<'_> {
    let within = category.subcategory.as_deref().map(show_category).into_iter().collect();
    ReadElement::text("itunes:category", "").with([("text", Some(&*category.text))]).holding(within)
}

fn texts_of<'r>(texts: &[(&'static str, &'r Option<String>)], read: &mut Vec<ReadElement<'r>>) {
    let some = |(name, text): &(&'static str, &'r Option<String>)| Some(ReadElement::text(name, text.as_deref()?));
    read.extend(texts.iter().filter_map(some));
}

fn categories<'r>(categories: &'r [::rss::Category], read: &mut Vec<ReadElement<'r>>) {
    let element =
        |c: &'r ::rss::Category| ReadElement::text("category", &c.name).with([("domain", c.domain.as_deref())]);
    read.extend(categories.iter().map(element));
}

fn dublin_core<'r>(
    read_of: Option<&'r ::rss::extension::dublincore::DublinCoreExtension>,
    read: &mut Vec<ReadElement<'r>>,
) {
    let Some(dc) = read_of else { return };
    let lists = [
        ("dc:contributor", &dc.contributors),
        ("dc:coverage", &dc.coverages),
        ("dc:creator", &dc.creators),
        ("dc:date", &dc.dates),
        ("dc:description", &dc.descriptions),
        ("dc:format", &dc.formats),
        ("dc:identifier", &dc.identifiers),
        ("dc:language", &dc.languages),
        ("dc:publisher", &dc.publishers),
        ("dc:relation", &dc.relations),
        ("dc:rights", &dc.rights),
        ("dc:source", &dc.sources),
        ("dc:subject", &dc.subjects),
        ("dc:title", &dc.titles),
        ("dc:type", &dc.types),
    ];
    for (name, texts) in lists {
        read.extend(texts.iter().map(|text| ReadElement::text(name, text)));
    }
}

fn extensions<'r>(extensions: &'r ExtensionMap, read: &mut Vec<ReadElement<'r>>) {
    read.extend(extensions.values().flat_map(|by_name| by_name.values()).flatten().map(extension));
}

fn extension(element: &Extension) -> ReadElement<'_> {
    let children = element.children.values().flatten().map(extension).collect();
    ReadElement::extension(&element.name, element.value.as_deref(), &element.attrs, children)
}
