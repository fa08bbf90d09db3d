//! JSON Feed 1.1, with the `_feedwright` extension that docs/json-feed.md describes.

pub(super) mod reading;
pub(super) mod writer;

pub(super) use reading::{items, read_back, same_without};

use super::Layout;
use super::address::address;
use super::media::source_type;
use super::moment::rfc3339;
use super::parts::{Distinct, Parts, Size};
use crate::article::licensing::{Licensing, Payment, Usage};
use crate::article::{Category, Link, Media, Person, Role};
use crate::config::Format;
use crate::feed::Head;
use writer::{Json, Members};

const VERSION: &str = "https://jsonfeed.org/version/1.1";

/// How deep items stand.
const ITEMS: usize = 2;

pub(super) fn head(head: &Head, out: &mut String) {
    say_head(head, &mut Json::new(out, 0, head.options.layout));
}

fn say_head(head: &Head, json: &mut impl Members) {
    json.begin('{');
    json.string("version", VERSION);
    json.string("title", &head.title);
    json.string("home_page_url", &address(&head.link));
    let own = super::self_url(head, Format::Json);
    json.maybe("feed_url", own);
    json.maybe("description", Some(&head.description));
    if let Some(own) = own {
        json.string(
            "user_comment",
            &format!("This is a feed. To follow it, copy the address {own} into a feed reader that takes JSON Feed."),
        );
    }
    let older = head.archive.as_ref().and_then(|a| a.previous.iter().find(|(f, _)| *f == Format::Json));
    json.maybe("next_url", older.map(|(_, url)| url.as_str()));
    json.maybe("icon", head.image.as_deref().or(head.icon.as_deref()).map(address).as_deref());
    json.maybe("favicon", head.icon.as_deref().map(address).as_deref());
    json.objects("authors", &head.authors, author);
    json.maybe("language", head.language.as_deref());
    json.objects("hubs", head.hubs.iter().map(String::as_str), hub);
    json.object("_feedwright", |json| {
        json.string("id", &head.id);
        json.string("updated", &rfc3339(head.updated));
        json.string("generator", super::GENERATOR);
        json.maybe("rights", head.rights.as_deref());
        json.objects("categories", &head.categories, category);
        json.objects("related", &head.related, related);
    });
    json.key("items");
    json.begin('[');
}

fn hub(json: &mut impl Members, hub: &str) {
    json.string("type", "WebSub");
    json.string("url", &address(hub));
}

pub(super) fn item(parts: &Parts<'_>, out: &mut String) {
    let mut json = Json::new(out, ITEMS, parts.options.layout);
    json.line();
    say(parts, &mut json);
}

fn say(parts: &Parts<'_>, json: &mut impl Members) {
    let article = parts.article;
    json.begin('{');
    json.string("id", &article.id);
    json.maybe("url", parts.url.as_deref());
    json.maybe("external_url", parts.origin().and_then(|(_, url)| url).as_deref());
    json.maybe("title", Some(&article.title));
    match &parts.visible {
        Some(visible) => {
            json.key("content_html");
            json.text(visible.pieces());
        }
        None => json.string("content_text", parts.summary.unwrap_or(&article.title)),
    }
    json.maybe("summary", parts.shown_summary());
    json.maybe("image", parts.lead().and_then(|o| o.default()).map(|s| &*s.url));
    let banner =
        |s: &&Size<'_>| s.name.is_some_and(|n| matches!(n.to_ascii_lowercase().as_str(), "banner" | "hero" | "cover"));
    json.maybe("banner_image", parts.lead().and_then(|o| o.sizes.iter().find(banner)).map(|s| &*s.url));
    json.maybe("date_published", parts.published.map(rfc3339).as_deref());
    json.string("date_modified", &rfc3339(parts.updated));
    json.objects("authors", parts.named_authors(), author);
    let mut tags = Distinct::default();
    for tag in parts.categories.iter().map(|c| c.label.unwrap_or(c.term)) {
        tags.push(tag);
    }
    json.strings("tags", tags.all);
    json.maybe("language", parts.language);
    let attached = parts.objects.iter().filter_map(|o| {
        let size = o.default()?;
        Some((o.media, size, size.mime?))
    });
    json.objects("attachments", attached, |json, (media, size, mime)| {
        json.string("url", &size.url);
        json.string("mime_type", mime);
        json.maybe("title", media.title.as_deref().or(media.caption.as_deref()));
        json.number("size_in_bytes", size.bytes);
        json.number("duration_in_seconds", seconds(media));
    });
    extension(json, parts);
    json.end('}');
}

/// What JSON Feed has no member for.
fn extension(json: &mut impl Members, parts: &Parts<'_>) {
    let article = parts.article;
    json.object("_feedwright", |json| {
        json.maybe("subtitle", article.subtitle.as_deref());
        json.maybe("section", article.section.as_deref());
        json.maybe("byline", article.byline.as_deref());
        json.maybe("dateline", article.dateline.as_deref());
        json.maybe("correction", article.correction.as_deref());
        json.maybe("rights", article.rights.as_deref());
        json.maybe("license", article.license.as_deref().map(address).as_deref());
        if let Some(terms) = &article.licensing {
            json.object("licensing", |json| licensing(json, terms));
        }
        if let Some((title, url)) = parts.origin() {
            json.object("source", |json| {
                json.string("title", title);
                json.maybe("url", url.as_deref());
            });
        }
        let detailed = parts.named_authors().any(|a| a.email.is_some() || a.organization);
        if detailed {
            json.objects("authors", parts.named_authors(), |json, a| {
                json.string("name", a.name.trim());
                json.maybe("url", a.url.as_deref().map(address).as_deref());
                json.maybe("email", a.email.as_deref());
                json.flag("organization", a.organization.then_some(true));
            });
        }
        json.objects("categories", &parts.categories, |json, c| {
            json.string("term", c.term);
            json.maybe("scheme", c.scheme);
            json.maybe("label", c.label);
        });
        json.objects("related", article.related.iter().filter(|l| !l.url.is_empty()), related);
        json.objects("media", &parts.objects, |json, object| {
            media(json, object.media, &object.sizes);
        });
    });
}

/// Terms for machines that are the article's own.
fn licensing(json: &mut impl Members, terms: &Licensing) {
    json.strings("permits", terms.permits.iter().copied().map(Usage::name));
    json.strings("prohibits", terms.prohibits.iter().copied().map(Usage::name));
    json.maybe("payment", terms.payment.map(Payment::name));
    for (name, url) in [
        ("standard", &terms.standard),
        ("custom", &terms.custom),
        ("server", &terms.server),
        ("tdm_policy", &terms.tdm_policy),
    ] {
        json.maybe(name, url.as_deref().map(address).as_deref());
    }
    json.flag("tdm_reservation", terms.tdm_reservation);
}

fn media(json: &mut impl Members, media: &Media, sizes: &[Size<'_>]) {
    if let Some(size) = sizes.first() {
        dimensions(json, size);
    }
    json.string("medium", media.medium.name());
    json.number("duration_in_seconds", seconds(media));
    json.flag("lead", media.lead.then_some(true));
    json.maybe("title", media.title.as_deref());
    json.maybe("alt", media.alt.as_deref());
    json.maybe("caption", media.caption.as_deref());
    json.maybe("credit_line", media.credit_line.as_deref());
    json.objects("credits", media.credits.iter().filter(|c| !c.name.trim().is_empty()), |json, credit| {
        json.string("name", credit.name.trim());
        json.maybe("role", (credit.role != Role::Unknown).then(|| credit.role.name()));
    });
    json.maybe("kind", super::kind_name(media.kind));
    json.maybe("copyright", media.copyright.as_deref());
    json.maybe("copyright_url", media.copyright_url.as_deref().map(address).as_deref());
    json.maybe("license", media.license.as_deref().map(address).as_deref());
    json.strings("keywords", media.keywords.iter().map(String::as_str));
    json.maybe("rating", media.rating.as_deref());
    if let Some((algorithm, digits)) = &media.hash {
        json.object("hash", |json| {
            json.string("algorithm", algorithm);
            json.string("value", digits);
        });
    }
    let source_type = source_type(media)
        .map(|t| if t.contains('/') { t.to_owned() } else { format!("{}{t}", super::media::SOURCE_TYPES) });
    json.maybe("digital_source_type", source_type.as_deref());
    json.maybe("data_mining", media.data_mining.as_deref());
    if let Some(ai) = &media.ai {
        json.object("ai", |json| {
            for (name, text) in ai.said() {
                json.string(name, text);
            }
        });
    }
    if let Some(credentials) = &media.credentials {
        json.object("content_credentials", |json| {
            json.string("manifest", &credentials.manifest);
            json.maybe("generator", credentials.generator.as_deref());
            json.strings("assertions", credentials.assertions.iter().map(String::as_str));
        });
    }
    json.flag("syndication_rights", media.syndication_rights);
    json.maybe("licensor", media.licensor.as_deref());
    json.objects("renditions", sizes.iter().skip(1), |json, size| {
        json.maybe("name", size.name);
        dimensions(json, size);
    });
}

fn dimensions(json: &mut impl Members, size: &Size<'_>) {
    json.string("url", &size.url);
    json.maybe("mime_type", size.mime);
    json.number("width", size.width.map(u64::from));
    json.number("height", size.height.map(u64::from));
    json.number("size_in_bytes", size.bytes);
}

fn seconds(media: &Media) -> Option<u64> {
    media.duration.filter(|d| d.is_finite() && *d > 0.0).map(|d| d.round().max(1.0) as u64)
}

fn author(json: &mut impl Members, person: &Person) {
    json.string("name", person.name.trim());
    json.maybe("url", person.url.as_deref().map(address).as_deref());
}

fn category(json: &mut impl Members, category: &Category) {
    json.string("term", &category.term);
    json.maybe("scheme", category.scheme.as_deref());
    json.maybe("label", category.label.as_deref());
}

fn related(json: &mut impl Members, link: &Link) {
    json.string("url", &address(&link.url));
    json.maybe("title", link.title.as_deref());
}

pub(super) fn foot(layout: Layout) -> &'static str {
    match layout {
        Layout::Indented => "\n  ]\n}\n",
        Layout::Compact => "]}\n",
    }
}
