//! Media RSS 1.5.1 as players and partners take it: a feed of films, each with its encodings in a group.

use super::address::{address, type_of};
use super::html_text::as_html;
use super::media::{self, plain, thumbnail};
use super::moment::{rfc822, rfc3339};
use super::parts::{Object, Parts, Size, is_language};
use super::read_back::{Loss, Rendered, Says, Unread};
use super::xml::{Elements, Xml};
use super::{Site, rss};
use crate::article::episode::Transcript;
use crate::article::film::{Community, Restriction};
use crate::article::{Address, Article, Film, Media, Medium};
use crate::config::{Encodings, Format};
use crate::feed::Head;

/// Says the same to whoever wants it: a document, or what was read of one.
const SAYS: Says = Says {
    head: |head, comparison| rss::say_head(head, Format::Mrss, comparison),
    item: |parts, comparison| say(parts, comparison),
    takedown: |taken, options, site, comparison| rss::say_takedown(taken, options, site, comparison),
};

pub(super) fn head(head: &Head, out: &mut String) {
    rss::begin(head, Format::Mrss, out);
}

/// Holds a document against what it was rendered from.
pub(super) fn read_back(document: &str, rendered: &Rendered<'_>) -> Result<Vec<Loss>, Unread> {
    rss::held(document, rendered, &SAYS)
}

/// Whether a player takes an encoding of sound or film.
pub(super) fn takes(media: &Media, wanted: &Encodings) -> bool {
    let is_wanted = |mime: &Option<String>, url: &Address| {
        let mime = mime.as_deref().filter(|mime| mime.contains('/')).or_else(|| type_of(url));
        mime.and_then(Medium::of_type) != Some(Medium::Image) && rank_of_type(wanted, mime).is_some()
    };
    let main = media.url.iter().map(|url| is_wanted(&media.mime, url));
    let mut all = main.chain(media.renditions.iter().map(|rendition| is_wanted(&rendition.mime, &rendition.url)));
    matches!(media.medium, Medium::Audio | Medium::Video) && all.any(|is| is)
}

/// How much a type is wanted, from 0 on; `None` where it is not.
fn rank_of_type(wanted: &Encodings, mime: Option<&str>) -> Option<usize> {
    if wanted.types.is_empty() {
        return Some(0);
    }
    wanted.types.iter().position(|wanted| mime.is_some_and(|mime| wanted.trim().eq_ignore_ascii_case(mime)))
}

/// Why an article cannot be an item: nothing of it is played.
pub(super) fn unfit(article: &Article, _: &Site) -> Option<&'static str> {
    let is_played = |medium| matches!(medium, Medium::Audio | Medium::Video);
    let any = article.media.iter().any(|media| is_played(media.medium) && media.addresses().next().is_some());
    (!any).then_some("it has neither film nor sound")
}

pub(super) fn item(parts: &Parts<'_>, out: &mut String) {
    say(parts, &mut Xml::new(out, rss::ITEMS, parts.options.layout, true));
}

fn say(parts: &Parts<'_>, xml: &mut impl Elements) {
    let article = parts.article;
    xml.tag("item").open();
    xml.optional("title", Some(&as_html(&article.title)));
    xml.optional("link", parts.url.as_deref());
    xml.optional("description", parts.shown_summary().map(as_html).as_deref());
    rss::authors(xml, parts);
    rss::categories(xml, parts);
    rss::guid(xml, &article.id, parts.url.as_deref(), parts.options, parts.site);
    xml.optional("pubDate", parts.published.map(rfc822).as_deref());
    xml.text("dcterms:modified", &rfc3339(parts.updated));
    validity(xml, parts);
    xml.optional("dc:language", parts.language);
    rss::rights(xml, parts);
    for (number, object) in parts.objects.iter().filter(|object| is_played(object)).enumerate() {
        film(xml, object, number == 0, parts);
    }
    // The still is a picture with a maker, too.
    if let Some(picture) = parts.lead() {
        media::object(xml, picture, parts);
    }
    rss::terms(xml, parts);
    xml.close("item");
}

/// Until when it may be shown: the earlier end of the article and of its first film.
fn validity(xml: &mut impl Elements, parts: &Parts<'_>) {
    let film = parts.objects.iter().find(|object| is_played(object));
    let ends = parts.article.expires.into_iter().chain(film.and_then(|film| film.media.window.expires));
    if let Some(end) = ends.min() {
        let start = parts.published.map(|at| format!("start={}; ", rfc3339(at))).unwrap_or_default();
        xml.text("dcterms:valid", &format!("{start}end={}; scheme=W3C-DTF", rfc3339(end)));
    }
}

fn is_played(object: &Object<'_>) -> bool {
    matches!(object.media.medium, Medium::Audio | Medium::Video) && !object.sizes.is_empty()
}

/// A film: its encodings in a group, or one alone, and all that is known of it.
fn film(xml: &mut impl Elements, object: &Object<'_>, first: bool, parts: &Parts<'_>) {
    let any = Encodings::default();
    let encodings = chosen(object, parts.options.films.as_deref().unwrap_or(&any));
    match encodings.as_slice() {
        [] => {}
        [only] => {
            encoding(xml, object, only, None, parts).open();
            about(xml, object, first, parts);
            xml.close("media:content");
        }
        [best, others @ ..] => {
            xml.tag("media:group").open();
            encoding(xml, object, best, Some("true"), parts).empty();
            for other in others {
                encoding(xml, object, other, None, parts).empty();
            }
            about(xml, object, first, parts);
            xml.close("media:group");
        }
    }
}

fn encoding<'x, E: Elements>(
    xml: &'x mut E,
    object: &Object<'_>,
    size: &Size<'_>,
    is_default: Option<&str>,
    parts: &Parts<'_>,
) -> super::xml::Tag<'x, E> {
    let bitrate = bitrate(object, size);
    let tag = media::content(xml, object, size, is_default).number("bitrate", bitrate);
    tag.maybe("lang", parts.language)
}

/// Kilobits a second: as they are told, else what size and length make of it.
fn bitrate(object: &Object<'_>, size: &Size<'_>) -> Option<u64> {
    let told = size.bitrate.map(u64::from).filter(|bitrate| *bitrate > 0);
    let seconds = object.media.duration.filter(|seconds| seconds.is_finite() && *seconds >= 1.0);
    told.or_else(|| Some((size.bytes? as f64 * 8.0 / 1000.0 / seconds?).round() as u64).filter(|n| *n > 0))
}

/// The encodings that a player takes, the best first: by the order of types, then the highest picture, the highest bitrate.
///
/// A film never stays out for bounds that all of its encodings pass, but for its types.
fn chosen<'o, 's>(object: &'o Object<'s>, wanted: &Encodings) -> Vec<&'o Size<'s>> {
    let kind = |size: &Size<'_>| rank_of_type(wanted, size.mime);
    // A still may stand among the encodings, and is none.
    let is_encoding = |size: &&Size<'_>| size.mime.and_then(Medium::of_type) != Some(Medium::Image);
    let mut all: Vec<&Size<'_>> = object.sizes.iter().filter(is_encoding).filter(|size| kind(size).is_some()).collect();
    let rank = |size: &&Size<'_>| {
        (kind(size), std::cmp::Reverse(size.height.unwrap_or(0)), std::cmp::Reverse(bitrate(object, size).unwrap_or(0)))
    };
    all.sort_by_key(rank);
    within(&mut all, |size| size.height.map(u64::from), wanted.max_height);
    within(&mut all, |size| bitrate(object, size), wanted.max_bitrate);
    all.truncate(wanted.most.map_or(usize::MAX, |most| most.max(1) as usize));
    all
}

/// Leaves those within a bound; where all pass it, those that pass it least.
fn within(all: &mut Vec<&Size<'_>>, of: impl Fn(&Size<'_>) -> Option<u64>, bound: Option<u32>) {
    let Some(bound) = bound.map(u64::from) else { return };
    let least = all.iter().map(|size| of(size).unwrap_or(0)).min().unwrap_or(0);
    all.retain(|size| of(size).unwrap_or(0) <= bound.max(least));
}

/// What is known of a film. The first one goes by the words of its article where it has none of its own.
fn about(xml: &mut impl Elements, object: &Object<'_>, first: bool, parts: &Parts<'_>) {
    let media = object.media;
    let own = |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let of_article = |text: Option<&str>| text.filter(|_| first).map(str::to_owned);
    let title = own(&media.title).or_else(|| of_article(Some(parts.article.title.trim())));
    plain(xml, "media:title", title.as_deref());
    plain(xml, "media:description", own(&media.caption).or_else(|| of_article(parts.summary)).as_deref());
    if media.keywords.is_empty() && first {
        xml.optional("media:keywords", Some(&parts.article.tags.join(", ")));
    }
    media::provenance(xml, object, parts);
    let none = Film::default();
    let film = media.film.as_deref().unwrap_or(&none);
    stills(xml, object, film, parts);
    if media.rating.is_none()
        && let Some(explicit) = parts.article.episode.as_deref().and_then(|episode| episode.explicit)
    {
        xml.tag("media:rating").fixed("scheme", "urn:simple").text(if explicit { "adult" } else { "nonadult" });
    }
    if let Some(player) = &film.player {
        xml.tag("media:player")
            .attribute("url", &address(&player.url))
            .number("height", player.height.map(u64::from))
            .number("width", player.width.map(u64::from))
            .empty();
    }
    media::words(xml, film.transcript.as_deref(), parts);
    restriction(xml, film.restriction.as_ref());
    if !parts.wants.strict {
        subtitles(xml, film, first, parts);
        film.community.iter().for_each(|community| say_community(xml, community));
    }
}

/// Its stills: its own, else those among its encodings, else the article's picture.
fn stills(xml: &mut impl Elements, object: &Object<'_>, film: &Film, parts: &Parts<'_>) {
    let mut any = media::small(object).is_some();
    for still in &film.thumbnails {
        any = true;
        xml.tag("media:thumbnail")
            .attribute("url", &address(&still.url))
            .number("height", still.height.map(u64::from))
            .number("width", still.width.map(u64::from))
            .empty();
    }
    for size in object.sizes.iter().filter(|size| size.mime.and_then(Medium::of_type) == Some(Medium::Image)) {
        if !any {
            thumbnail(xml, size);
            any = true;
        }
    }
    if let Some(size) = parts.lead().and_then(Object::largest).filter(|_| !any) {
        thumbnail(xml, size);
    }
}

fn subtitles(xml: &mut impl Elements, film: &Film, first: bool, parts: &Parts<'_>) {
    let is_timed = |transcript: &&Transcript| {
        matches!(
            transcript.media_type(),
            "text/vtt" | "application/x-subrip" | "application/srt" | "application/ttml+xml"
        )
    };
    let of_episode = parts.article.episode.iter().flat_map(|episode| &episode.transcripts).filter(is_timed);
    let of_episode = of_episode.filter(|_| first && film.subtitles.is_empty());
    for file in film.subtitles.iter().chain(of_episode) {
        xml.tag("media:subTitle")
            .attribute("href", &address(&file.url))
            .attribute("type", file.media_type())
            .maybe("lang", file.language.as_deref().filter(|tag| is_language(tag)).or(parts.language))
            .empty();
    }
}

fn restriction(xml: &mut impl Elements, restriction: Option<&Restriction>) {
    let (relationship, countries) = match restriction {
        Some(Restriction::Allow(countries)) => ("allow", countries),
        Some(Restriction::Deny(countries)) => ("deny", countries),
        None => return,
    };
    let codes = countries.iter().map(|code| code.trim()).filter(|code| is_country(code));
    let codes: Vec<String> = codes.map(str::to_ascii_lowercase).collect();
    match (relationship, codes.is_empty()) {
        // What may be shown nowhere is not shown at all by those who know no countries.
        ("allow", true) => xml.tag("media:restriction").fixed("relationship", "deny").text("all"),
        (_, true) => {}
        _ => {
            let tag = xml.tag("media:restriction").fixed("relationship", relationship).fixed("type", "country");
            tag.text(&codes.join(" "));
        }
    }
}

fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn say_community(xml: &mut impl Elements, community: &Community) {
    let (min, max) = community.scale.unwrap_or((1, 5));
    let average = community.average.filter(|average| average.is_finite() && *average >= 0.0);
    let tags = community.tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()).collect::<Vec<_>>().join(", ");
    let is_seen = community.views.or(community.favorites).is_some();
    if average.is_none() && !is_seen && tags.is_empty() {
        return;
    }
    xml.tag("media:community").open();
    if let Some(average) = average {
        xml.tag("media:starRating")
            .attribute("average", &average.to_string())
            .number("count", community.count)
            .attribute("min", &min.to_string())
            .attribute("max", &max.to_string())
            .empty();
    }
    if is_seen {
        xml.tag("media:statistics").number("views", community.views).number("favorites", community.favorites).empty();
    }
    xml.optional("media:tags", Some(&tags));
    xml.close("media:community");
}
