//! An article as it is published: settled id and dates, and what its picture files say.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::time::Duration;

use chrono::TimeZone as _;

use super::compose::World;
use crate::article::{Article, Media, Medium, Stub, Timestamp, picture};
use crate::body::{self, MAX_ATTRIBUTES, MAX_DEPTH, Prepared};
use crate::config::{Format, Source};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::{fetch, photo, render};

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "unreachable-picture",
        summary: "A remote picture whose metadata was to be read (`fetch-media = true`) could not be fetched; the \
                  article is published without them. It is tried again when the feed is next written.",
    },
    CodeInfo {
        code: "unfit-for-format",
        summary: "An article lacks what a format cannot do without, as a sitemap its address: it is left out of that feed.",
    },
    CodeInfo {
        code: "body-too-deep",
        summary: "The elements of a body nest deeper than browsers show, or have more attributes than anybody writes; only its text is published.",
    },
    CodeInfo {
        code: "shown-by-nothing",
        summary: "Of a template tag, a component, an expression or an element in a body it is not known what it shows: what \
                  stands in quotes in it stays, the rest is left out. Said once a build for each, with the number of \
                  articles. `[body.shortcodes]` says what the site's own tags show.",
    },
];

/// Bounds of reading one remote picture.
const REMOTE: fetch::Limits = fetch::Limits { bytes: 64 << 20, time: Duration::from_secs(30), redirects: 3 };

/// Says that only the text of a body is published.
pub(crate) fn too_deep(article: &Article) -> Diagnostic {
    Diagnostic::warning(
        "body-too-deep",
        format!(
            "the elements of the body nest more than {MAX_DEPTH} levels deep, or one has more than {MAX_ATTRIBUTES} attributes: only its text is published"
        ),
    )
    .help("close what was opened: <div>, <blockquote>, <b> and the like, and the quotation marks of attributes")
    .at(article.place.clone())
}

/// Says why an article is left out of a document of a format, if it is.
pub(super) fn unfit(article: &Article, format: Format, site: &render::Site) -> Option<Diagnostic> {
    let why = render::unfit(format, article, site)?;
    let message = format!("“{}” cannot stand in a {}: {why}", article.title, render::row(format).title);
    let found = Diagnostic::warning("unfit-for-format", message);
    Some(found.help("give the record what it lacks, or leave it out by `select`").at(article.place.clone()))
}

/// Says what of a body could not be shown, each once.
pub(crate) fn not_shown(article: &Article, prepared: &Prepared) -> Vec<Diagnostic> {
    let mut names: Vec<&str> =
        article.unknown_tags.iter().map(String::as_str).chain(prepared.lost.iter().copied()).collect();
    names.sort_unstable();
    names.dedup();
    let unknown: HashSet<&str> = article.unknown_tags.iter().map(String::as_str).collect();
    let said = names.into_iter().map(|name| {
        let help = if name.starts_with('<') && !unknown.contains(name) {
            "say in the text what it shows".to_owned()
        } else {
            "say in `[body.shortcodes]` what it shows, or that it shows nothing (`\"\"`)".to_owned()
        };
        Diagnostic::warning(
            "shown-by-nothing",
            format!("it is not known what `{name}` in a body shows: it is left out"),
        )
        .help(help)
        .at(article.place.clone())
    });
    said.collect()
}

/// The next moment at which a part of an article that was read comes or goes: a picture, a related page, or a stretch of its text.
pub(super) fn changes_after(world: &World<'_>, article: &Article) -> Option<i64> {
    let zone = world.config.site.timezone.tz();
    let text = article.body.as_deref().and_then(|body| body::changes_after(body, world.now, zone));
    let related = article.related.iter().filter_map(|link| link.window.changes_after(world.now));
    article.media.iter().filter_map(|media| media.changes_after(world.now)).chain(related).chain(text).min()
}

/// Gives a loaded article what the ledger decided and what its pictures carry. Also returns the
/// files it looked at, and what is wrong with them.
pub(crate) fn complete(
    world: &World<'_>,
    stub: &Stub,
    mut article: Article,
    unreached: &HashMap<String, fetch::Fault>,
) -> (Article, Vec<String>, Vec<Diagnostic>) {
    as_settled(world, stub, &mut article);
    let zone = world.config.site.timezone.tz();
    if let Some(rest) = article.body.as_deref().and_then(|body| body::open_at(body, world.now, zone)) {
        article.body = Some(rest);
        article.withheld.hold_text();
    }
    article.hold_back(world.now);
    let source = &world.config.source[stub.at.source as usize];
    let mut extras = std::mem::take(&mut article.looked_at);
    let mut found = Vec::new();
    for media in &mut article.media {
        // Its size and measures are read, or would be if it were there.
        extras.append(&mut media.absent);
        extras.extend(media.file.clone());
        let Some(file) = file_of(world, source, media, unreached, &mut found) else { continue };
        let path = std::path::Path::new(&file);
        // A copy that was fetched lies in the state folder.
        let is_copy = media.file.is_none();
        let open = || {
            if is_copy { File::open(path) } else { world.context.picture(stub.at.source as usize, path) }
        };
        if source.read_photos && media.medium == Medium::Image {
            match photo::read_opened(open(), path) {
                Ok(metadata) => {
                    let contradictions = complete_media(world, media, &metadata, article.language.as_deref());
                    found.extend(contradictions);
                }
                Err(d) => found.push(Diagnostic { severity: crate::diagnostic::Severity::Warning, ..*d }),
            }
        }
        if media.file.is_none() && (source.read_photos || source.media_hash.is_some()) {
            extras.push(file.clone());
        }
        if let Some(algorithm) = source.media_hash
            && media.hash.is_none()
            && let Ok(hash) = photo::hash(open(), path, algorithm)
        {
            media.hash = Some(hash);
        }
    }
    let found = found.into_iter().map(|d| placed(d, &article.place)).collect();
    (article, extras, found)
}

/// Makes pictures of the article of those in its body whose captions say who made them.
pub(super) fn take_pictures(world: &World<'_>, article: &mut Article, prepared: &Prepared) {
    // Another size or cut of a picture is that picture.
    let mut known: HashSet<String> =
        article.media.iter().flat_map(Media::addresses).map(|url| picture::common(url)).collect();
    for figure in prepared.figures() {
        if !known.insert(picture::common(&figure.url)) {
            continue;
        }
        let language = article.language.as_deref();
        let Some((caption, line)) = world.context.credit_in(&figure.caption, language) else { continue };
        let Ok(url) = figure.url.parse() else { continue };
        let mut media = Media {
            url: Some(url),
            medium: Medium::Image,
            alt: figure.alt,
            width: figure.width,
            height: figure.height,
            caption,
            credit_line: Some(line),
            ..Media::default()
        };
        world.context.read_credit(&mut media, language);
        article.media.push(media);
    }
}

/// The address of a picture whose copy is to be read, as it is shown at a moment.
fn remote_of<'m>(source: &Source, media: &'m Media, now: i64) -> Option<&'m str> {
    let wanted = source.fetch_media && media.medium == Medium::Image && media.file.is_none();
    media.address_at(now).filter(|_| wanted).map(|url| &**url)
}

/// The addresses of an article's pictures whose copies are to be read.
pub(super) fn remote<'a>(source: &'a Source, article: &'a Article, now: i64) -> impl Iterator<Item = &'a str> {
    article.media.iter().filter_map(move |media| remote_of(source, media, now))
}

/// Reads copies of pictures side by side; those that could not be read.
pub(super) fn fetch(world: &World<'_>, urls: &[&str]) -> HashMap<String, fetch::Fault> {
    world.client.fill(urls, &world.pictures, REMOTE)
}

/// The local file of a media object: its own, or for a remote picture that is to be read, a copy.
fn file_of(
    world: &World<'_>,
    source: &Source,
    media: &Media,
    unreached: &HashMap<String, fetch::Fault>,
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    if media.file.is_some() {
        return media.file.clone();
    }
    let url = remote_of(source, media, world.now)?;
    let reached = match unreached.get(url) {
        Some(fault) => Err(fault.to_string()),
        None => world.client.cached(url, &world.pictures, REMOTE).map_err(|fault| fault.to_string()),
    };
    match reached {
        Ok(path) => Some(path.to_string_lossy().into_owned()),
        Err(fault) => {
            found.push(
                Diagnostic::warning("unreachable-picture", format!("{url} cannot be read: {fault}"))
                    .help("correct the address, or set `fetch-media = false` for the source"),
            );
            None
        }
    }
}

/// Completes a media object with what its file says, the credit line of the file read as the
/// record's would be.
fn complete_media(
    world: &World<'_>,
    media: &mut Media,
    metadata: &photo::PhotoMetadata,
    language: Option<&str>,
) -> Vec<Diagnostic> {
    let own = media.credit_line.is_some() || !media.credits.is_empty();
    let prompt = media.ai.as_ref().map(|ai| (ai.prompt.clone(), ai.prompt_writer.clone()));
    let found = photo::merge(media, metadata);
    // What somebody told a program may be private: the file's is passed on where the config says so.
    if !world.config.credits.ai_prompts
        && let Some(mut ai) = media.ai.take()
    {
        (ai.prompt, ai.prompt_writer) = prompt.unwrap_or_default();
        media.ai = ai.kept();
    }
    if !own {
        let creators = std::mem::take(&mut media.credits);
        world.context.read_credit(media, language);
        let named = |name: &str| media.credits.iter().any(|c| c.name.eq_ignore_ascii_case(name));
        let missing: Vec<_> = creators.into_iter().filter(|c| !named(&c.name)).collect();
        media.credits.splice(0..0, missing);
    }
    found
}

fn placed(diagnostic: Diagnostic, place: &crate::diagnostic::Place) -> Diagnostic {
    if diagnostic.place.is_some() { diagnostic } else { diagnostic.at(place.clone()) }
}

/// Sets id, dates and status to what was settled for the stub.
pub(crate) fn as_settled(world: &World<'_>, stub: &Stub, article: &mut Article) {
    if *article.id != *stub.id {
        article.id = (&*stub.id).into();
    }
    article.published = moment(world, article.published, stub.published.seconds());
    article.updated = moment(world, article.updated, stub.updated.seconds());
    article.status = stub.status;
}

/// The settled moment in the offset the record gave it, else in the site's time zone.
fn moment(world: &World<'_>, record: Option<Timestamp>, settled: Option<i64>) -> Option<Timestamp> {
    let settled = settled?;
    match record {
        Some(record) if record.timestamp() == settled => Some(record),
        _ => time(world.config, settled),
    }
}

/// A moment in the site's time zone.
pub(crate) fn time(config: &crate::config::Config, seconds: i64) -> Option<Timestamp> {
    config.site.timezone.tz().timestamp_opt(seconds, 0).single().map(|t| t.fixed_offset())
}
