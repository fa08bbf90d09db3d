//! What makes a podcast of RSS: the vocabularies of Apple Podcasts and of Podcasting 2.0.

use std::fmt::Write as _;

use sha1::{Digest as _, Sha1};

use super::address::address;
use super::media::duration;
use super::moment::rfc822;
use super::parts::{Object, Parts, Size, is_language};
use super::xml::{Elements, Tag};
use crate::article::episode::{Contributor, Episode, EpisodeType, Funding, Locality, Txt};
use crate::article::{Medium, Role};
use crate::config::{Podcast, ValueBlock};
use crate::feed::Head;

pub(super) const ITUNES: &str = "http://www.itunes.com/dtds/podcast-1.0.dtd";
pub(super) const PODCAST: &str = "https://podcastindex.org/namespace/1.0";

/// The namespace of ids that are made of addresses of feeds.
const NAMESPACE: [u8; 16] =
    [0xea, 0xd4, 0xc2, 0x36, 0xbf, 0x58, 0x58, 0xc6, 0xa2, 0xc6, 0xa6, 0xb2, 0x8d, 0x12, 0x8c, 0xb6];

/// The id of a show by the address of its feed: a UUID of version 5 (RFC 9562 §5.5) of the address without scheme
/// and without slashes at its end.
fn guid(url: &str) -> String {
    let name = url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/');
    let digest = Sha1::new().chain_update(NAMESPACE).chain_update(name).finalize();
    let mut uuid = String::with_capacity(36);
    for (n, byte) in digest.iter().take(16).enumerate() {
        let byte = match n {
            6 => byte & 0x0f | 0x50,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        if matches!(n, 4 | 6 | 8 | 10) {
            uuid.push('-');
        }
        let _ = write!(uuid, "{byte:02x}");
    }
    uuid
}

/// What stands in the channel.
pub(super) fn say_show(xml: &mut impl Elements, head: &Head, show: &Podcast, own: Option<&str>) {
    xml.text("itunes:type", show.kind.name());
    xml.text("itunes:author", show.author.as_deref().unwrap_or(&head.publisher));
    if let Some(owner) = &show.owner {
        xml.tag("itunes:owner").open();
        xml.text("itunes:name", owner.name.trim());
        xml.text("itunes:email", owner.email.trim());
        xml.close("itunes:owner");
    }
    if let Some(image) = show.image.as_deref().or(head.image.as_deref()).filter(|image| !image.is_empty()) {
        xml.tag("itunes:image").attribute("href", &address(image)).empty();
    }
    xml.text("itunes:explicit", truth(show.explicit));
    for category in &show.categories {
        match category.split_once('>') {
            Some((category, sub)) => {
                xml.tag("itunes:category").attribute("text", category.trim()).open();
                xml.tag("itunes:category").attribute("text", sub.trim()).empty();
                xml.close("itunes:category");
            }
            None => xml.tag("itunes:category").attribute("text", category.trim()).empty(),
        }
    }
    if show.block {
        xml.text("itunes:block", "Yes");
    }
    if show.complete {
        xml.text("itunes:complete", "Yes");
    }
    xml.optional("itunes:new-feed-url", show.new_feed_url.as_deref().map(address).as_deref());
    xml.optional("podcast:guid", show.guid.clone().or_else(|| own.map(guid)).as_deref());
    if let Some(locked) = show.locked {
        xml.text("podcast:locked", if locked { "yes" } else { "no" });
    }
    xml.text("podcast:medium", show.medium.name());
    license(xml, show.license.as_deref(), show.license_url.as_deref());
    show.people.iter().for_each(|one| person(xml, one));
    show.location.iter().for_each(|place| location(xml, place));
    show.funding.iter().for_each(|page| funding(xml, page));
    for trailer in &show.trailers {
        let published = chrono::DateTime::parse_from_rfc3339(&trailer.published);
        xml.tag("podcast:trailer")
            .attribute("url", &address(&trailer.url))
            .maybe("pubdate", published.ok().map(rfc822).as_deref())
            .number("length", trailer.size)
            .maybe("type", trailer.mime.as_deref())
            .number("season", trailer.season.map(u64::from))
            .text(trailer.title.trim());
    }
    show.value.iter().for_each(|value| say_value(xml, value));
    if !show.podroll.is_empty() {
        xml.tag("podcast:podroll").open();
        for other in &show.podroll {
            xml.tag("podcast:remoteItem")
                .attribute("feedGuid", &other.guid)
                .maybe("feedUrl", other.url.as_deref().map(address).as_deref())
                .maybe("title", other.title.as_deref())
                .empty();
        }
        xml.close("podcast:podroll");
    }
    show.txt.iter().for_each(|one| txt(xml, one));
}

fn say_value(xml: &mut impl Elements, value: &ValueBlock) {
    xml.tag("podcast:value")
        .attribute("type", &value.kind)
        .attribute("method", &value.method)
        .maybe("suggested", value.suggested.as_deref())
        .open();
    for recipient in &value.recipients {
        xml.tag("podcast:valueRecipient")
            .maybe("name", recipient.name.as_deref())
            .attribute("type", &recipient.kind)
            .attribute("address", &recipient.address)
            .attribute("split", &recipient.split.to_string())
            .empty();
    }
    xml.close("podcast:value");
}

/// What stands in an item.
pub(super) fn say_episode(xml: &mut impl Elements, parts: &Parts<'_>) {
    let none = Episode::default();
    let episode = parts.article.episode.as_deref().unwrap_or(&none);
    let Some(played) = parts.played() else { return };
    // Both count from 1.
    let (number, season) = (episode.number.filter(|n| *n > 0), episode.season.filter(|n| *n > 0));
    let authors: Vec<&str> = parts.named_authors().map(|author| author.name.trim()).collect();
    xml.optional("itunes:author", Some(authors.join(", ")).filter(|names| !names.is_empty()).as_deref());
    if let Some(seconds) = duration(played.media) {
        xml.text("itunes:duration", &seconds.to_string());
    }
    xml.optional("itunes:episode", number.map(|n| n.to_string()).as_deref());
    xml.optional("itunes:season", season.map(|n| n.to_string()).as_deref());
    xml.optional("itunes:episodeType", episode.kind.map(EpisodeType::name));
    let explicit = episode.explicit.or_else(|| played.media.rating.as_deref().map(|rating| rating == "adult"));
    xml.optional("itunes:explicit", explicit.map(truth));
    let square =
        |object: &Object<'_>| object.sizes.iter().find(|size| is_artwork(size)).map(|size| size.url.to_string());
    let image = episode.image.as_deref().map(|url| address(url).into_owned());
    if let Some(image) = image.or_else(|| parts.lead().and_then(square)) {
        xml.tag("itunes:image").attribute("href", &image).empty();
    }
    for transcript in &episode.transcripts {
        xml.tag("podcast:transcript")
            .attribute("url", &address(&transcript.url))
            .attribute("type", transcript.media_type())
            .maybe("language", transcript.language.as_deref().filter(|tag| is_language(tag)).or(parts.language))
            .empty();
    }
    if let Some(url) = parts.chapters_url().filter(|_| !episode.chapters.is_empty()) {
        xml.tag("podcast:chapters").attribute("url", &url).fixed("type", "application/json+chapters").empty();
    }
    for bite in &episode.soundbites {
        xml.tag("podcast:soundbite")
            .attribute("startTime", &bite.start.to_string())
            .attribute("duration", &bite.duration.to_string())
            .text(bite.title.as_deref().unwrap_or_default().trim());
    }
    people(xml, parts, episode, played);
    episode.location.iter().for_each(|place| location(xml, place));
    if let Some(season) = season {
        xml.tag("podcast:season").maybe("name", episode.season_name.as_deref()).text(&season.to_string());
    }
    xml.optional("podcast:episode", number.map(|n| n.to_string()).as_deref());
    episode.funding.iter().for_each(|page| funding(xml, page));
    episode.txt.iter().for_each(|one| txt(xml, one));
    for size in played.sizes.iter().skip(1) {
        let Some(mime) = size.mime else { continue };
        xml.tag("podcast:alternateEnclosure")
            .attribute("type", mime)
            .number("length", size.bytes)
            .number("height", size.height.map(u64::from))
            .maybe("title", size.name)
            .open();
        xml.tag("podcast:source").attribute("uri", &size.url).empty();
        xml.close("podcast:alternateEnclosure");
    }
}

/// Who speaks or made it: those that the record names, else its authors; and whom its credits name.
fn people(xml: &mut impl Elements, parts: &Parts<'_>, episode: &Episode, played: &Object<'_>) {
    episode.people.iter().for_each(|one| person(xml, one));
    if episode.people.is_empty() {
        for author in parts.named_authors().filter(|author| !author.organization) {
            let url = author.url.clone();
            person(xml, &Contributor { name: author.name.clone(), url, ..Contributor::default() });
        }
    }
    let pictures = parts.lead().into_iter().map(|object| (object, "visuals"));
    let mut named: Vec<&str> = episode.people.iter().map(|one| one.name.trim()).collect();
    for (object, group) in std::iter::once((played, "audio production")).chain(pictures) {
        for credit in &object.media.credits {
            let name = credit.name.trim();
            let made = matches!(credit.role, Role::Photographer | Role::Illustrator | Role::Unknown);
            if name.is_empty() || !made || named.contains(&name) || parts.named_authors().any(|a| a.name.trim() == name)
            {
                continue;
            }
            named.push(name);
            let role = (credit.role != Role::Unknown && object.is_picture()).then(|| credit.role.name().to_owned());
            let group = Some(group.to_owned());
            person(xml, &Contributor { name: name.to_owned(), role, group, ..Contributor::default() });
        }
    }
}

fn person(xml: &mut impl Elements, one: &Contributor) {
    if one.name.trim().is_empty() {
        return;
    }
    xml.tag("podcast:person")
        .maybe("role", one.role.as_deref())
        .maybe("group", one.group.as_deref())
        .maybe("img", one.image.as_deref().map(address).as_deref())
        .maybe("href", one.url.as_deref().map(address).as_deref())
        .text(one.name.trim());
}

fn location(xml: &mut impl Elements, place: &Locality) {
    if !place.name.trim().is_empty() {
        let tag: Tag<'_, _> = xml.tag("podcast:location");
        tag.maybe("geo", place.geo.as_deref())
            .maybe("osm", place.osm.as_deref())
            .maybe("country", place.country.as_deref())
            .text(place.name.trim());
    }
}

fn funding(xml: &mut impl Elements, page: &Funding) {
    xml.tag("podcast:funding").attribute("url", &address(&page.url)).text(page.title.trim());
}

fn txt(xml: &mut impl Elements, one: &Txt) {
    xml.tag("podcast:txt").maybe("purpose", one.purpose.as_deref()).text(one.text.trim());
}

fn license(xml: &mut impl Elements, name: Option<&str>, url: Option<&str>) {
    if let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) {
        xml.tag("podcast:license").maybe("url", url.map(address).as_deref()).text(name);
    }
}

fn truth(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

/// Whether a picture is one that Apple takes: square, of the right size, JPEG or PNG.
fn is_artwork(size: &Size<'_>) -> bool {
    let measured = matches!((size.width, size.height), (Some(w), Some(h)) if w == h && (1400..=3000).contains(&w));
    measured && matches!(size.mime, Some("image/jpeg" | "image/png"))
}

/// The sound or film of an episode: what is played.
pub(super) fn is_played(object: &Object<'_>) -> bool {
    matches!(object.media.medium, Medium::Audio | Medium::Video) && object.default().is_some_and(|s| s.mime.is_some())
}

/// The media type of what is played, in Apple's words.
pub(super) fn media_type<'a>(size: &'a Size<'_>, mime: &'a str) -> &'a str {
    let path = size.url.split(['?', '#']).next().unwrap_or_default();
    let ends =
        |ending: &str| path.len() > ending.len() && path[path.len() - ending.len()..].eq_ignore_ascii_case(ending);
    match mime {
        "audio/mp4" if path.is_ascii() && ends(".m4a") => "audio/x-m4a",
        "video/mp4" if path.is_ascii() && ends(".m4v") => "video/x-m4v",
        mime => mime,
    }
}

/// The name of the file of an episode's chapters: as lasting as its id.
pub(super) fn chapters_name(id: &str) -> String {
    format!("chapters/{:016x}.json", twox_hash::XxHash3_64::oneshot(id.as_bytes()))
}

/// The chapters of an episode as JSON Chapters 1.2; nothing where it has none.
pub(super) fn chapters(parts: &Parts<'_>) -> Option<String> {
    let chapters = &parts.article.episode.as_deref()?.chapters;
    if chapters.is_empty() || parts.played().is_none() {
        return None;
    }
    let chapter = |chapter: &crate::article::episode::Chapter| {
        let mut members = serde_json::Map::new();
        members.insert("startTime".to_owned(), chapter.start.into());
        let mut text = |name: &str, text: Option<&str>| {
            if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
                members.insert(name.to_owned(), text.into());
            }
        };
        text("title", chapter.title.as_deref());
        text("url", chapter.url.as_deref().map(address).as_deref());
        text("img", chapter.image.as_deref().map(address).as_deref());
        chapter.end.map(|end| members.insert("endTime".to_owned(), end.into()));
        (!chapter.listed).then(|| members.insert("toc".to_owned(), false.into()));
        serde_json::Value::Object(members)
    };
    let document = serde_json::json!({
        "version": "1.2.0",
        "title": parts.article.title,
        "podcastName": parts.site.title,
        "chapters": chapters.iter().map(chapter).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&document).ok()?;
    // The mark by which the file is known as ours, and told from feeds, comes first.
    Some(format!("{{\n  \"written-by\": \"feedwright\",{}\n", text.strip_prefix('{')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_show_is_that_of_the_podcast_namespace() {
        // The two examples of its documentation.
        assert_eq!(guid("https://podnews.net/rss"), "9b024349-ccf0-5f69-a609-6b82873eab3c");
        assert_eq!(guid("podnews.net/rss/"), "9b024349-ccf0-5f69-a609-6b82873eab3c");
        assert_eq!(guid("https://mp3s.nashownotes.com/pc20rss.xml"), "917393e3-1b1e-5cef-ace4-edaa54e1f810");
    }
}
