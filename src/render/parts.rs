//! What the three formats say of an article, settled once: they differ only in how they write it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::Site;
use super::address::{address, type_of};
use super::html::Visible;
use super::podcast;
use crate::article::address::is_active;
use crate::article::{Article, Media, Medium, Person, Role, Timestamp, Withheld};
use crate::body::Prepared;
use crate::config::{Content, Strict};
use crate::feed::Options;

/// The consumers whose demands change what is written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wants {
    pub(super) msn: bool,
    pub(super) smartnews: bool,
    pub(super) yahoo: bool,
    pub(super) feedly: bool,
    /// Reads the byline from dc:creator only.
    pub(super) creator: bool,
    /// Reads `media:status`.
    pub(super) status: bool,
    /// What the W3C validator refuses is left out.
    pub(super) strict: bool,
}

impl Wants {
    pub(super) fn of(options: &Options) -> Self {
        let mut wants = Self { strict: options.strict == Some(Strict::W3c), ..Self::default() };
        for profile in &options.profiles {
            match profile.as_str() {
                "msn" => (wants.msn, wants.creator) = (true, true),
                "smartnews" => (wants.smartnews, wants.creator) = (true, true),
                "yahoo" => wants.yahoo = true,
                "feedly" => wants.feedly = true,
                "flipboard" | "newsbreak" => wants.creator = true,
                "gunosy" | "reuters-like" => wants.status = true,
                _ => {}
            }
        }
        wants
    }
}

/// One size of a picture.
#[derive(Clone, Debug)]
pub(super) struct Size<'a> {
    pub(super) url: Cow<'a, str>,
    pub(super) name: Option<&'a str>,
    pub(super) mime: Option<&'a str>,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
    pub(super) bytes: Option<u64>,
    /// Kilobits a second, as the record says.
    pub(super) bitrate: Option<u32>,
}

/// A media object with the addresses it is to be had at.
#[derive(Clone, Debug)]
pub(super) struct Object<'a> {
    pub(super) media: &'a Media,
    /// Every size, the default one first: the one that the body shows, else the record's main one.
    pub(super) sizes: Vec<Size<'a>>,
    /// Its tag in the body as prepared, in bytes, where that shows it.
    pub(super) shown: Option<Range<usize>>,
}

impl<'a> Object<'a> {
    fn new(media: &'a Media, body: &Prepared) -> Self {
        let mime = |given: &'a Option<String>, url: &str| {
            given.as_deref().filter(|m| m.contains('/')).or_else(|| type_of(url))
        };
        let main = media.url.as_deref().filter(|u| !u.is_empty()).map(|url| Size {
            url: address(url),
            name: None,
            mime: mime(&media.mime, url),
            width: media.width,
            height: media.height,
            bytes: media.size,
            bitrate: media.bitrate,
        });
        let mut sizes: Vec<Size<'a>> = main.into_iter().collect();
        for r in media.renditions.iter().filter(|r| !r.url.is_empty()) {
            let url = address(&r.url);
            if let Some(same) = sizes.iter_mut().find(|s| s.url == url) {
                same.name = same.name.or(r.name.as_deref());
                continue;
            }
            sizes.push(Size {
                mime: mime(&r.mime, &r.url),
                url,
                name: r.name.as_deref(),
                width: r.width,
                height: r.height,
                bytes: r.size,
                bitrate: r.bitrate,
            });
        }
        let tag = |s: &Size<'_>| body.pictures.iter().find(|p| p.url == *s.url).map(|p| p.span.clone());
        let shown = sizes.iter().enumerate().find_map(|(at, size)| Some((at, tag(size)?)));
        if let Some((at, _)) = &shown {
            sizes[..=*at].rotate_right(1);
        }
        // In another size, or with other wishes behind its address, it is the same picture.
        let alike = || {
            let mut same = Withheld::default();
            for size in &sizes {
                same.hold(&size.url);
            }
            body.pictures.iter().find(|picture| same.holds(&picture.url, None)).map(|picture| picture.span.clone())
        };
        let shown = shown.map(|(_, tag)| tag);
        let shown = shown.or_else(|| alike().filter(|_| media.medium == Medium::Image));
        Self { media, sizes, shown }
    }

    /// The default size.
    pub(super) fn default(&self) -> Option<&Size<'a>> {
        self.sizes.first()
    }

    /// The size with the most pixels, as far as they are known.
    pub(super) fn largest(&self) -> Option<&Size<'a>> {
        self.sizes.iter().rev().max_by_key(|s| u64::from(s.width.unwrap_or(0)) * u64::from(s.height.unwrap_or(0)))
    }

    pub(super) fn is_picture(&self) -> bool {
        self.media.medium == Medium::Image
    }
}

/// A category as all formats write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CategoryRef<'a> {
    pub(super) term: &'a str,
    pub(super) scheme: Option<&'a str>,
    pub(super) label: Option<&'a str>,
}

/// An article ready to be written.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    pub(super) article: &'a Article,
    pub(super) body: &'a Prepared,
    pub(super) site: &'a Site,
    pub(super) options: &'a Options,
    pub(super) wants: Wants,
    pub(super) url: Option<Cow<'a, str>>,
    /// The summary, unless the feed carries neither summary nor body.
    pub(super) summary: Option<&'a str>,
    /// The visible body, where the feed carries it and there is one.
    pub(super) visible: Option<Visible<'a>>,
    pub(super) authors: &'a [Person],
    pub(super) language: Option<&'a str>,
    pub(super) categories: Vec<CategoryRef<'a>>,
    pub(super) objects: Vec<Object<'a>>,
    pub(super) published: Option<Timestamp>,
    pub(super) updated: Timestamp,
}

impl<'a> Parts<'a> {
    pub(super) fn new(article: &'a Article, body: &'a Prepared, options: &'a Options, site: &'a Site) -> Self {
        let wants = Wants::of(options);
        let summary = body.summary.as_deref().or(article.summary.as_deref()).map(str::trim).filter(|s| !s.is_empty());
        let objects: Vec<_> = article.media.iter().map(|m| Object::new(m, body)).collect();
        let language = article.language.as_deref().or(site.language.as_deref()).filter(|l| !l.is_empty());
        let visible = (options.content == Content::Full)
            .then(|| {
                let lead_stands = options.item.as_ref().and_then(|item| item.lead_picture).unwrap_or(true);
                Visible::new(article, body, &objects, language, (options.show_corrections, lead_stands), wants)
            })
            .filter(|v| !v.is_empty());
        let published = article.published.filter(in_range);
        Self {
            article,
            body,
            site,
            options,
            wants,
            url: article.url.as_deref().filter(|u| !u.is_empty()).map(address),
            summary,
            visible,
            authors: article.authors.as_slice(),
            language,
            categories: categories(article, wants),
            objects,
            published,
            updated: article.updated.filter(in_range).max(published).unwrap_or(site.epoch),
        }
    }

    /// The summary, where the feed carries one.
    pub(super) fn shown_summary(&self) -> Option<&'a str> {
        self.summary.filter(|_| self.options.content != Content::None)
    }

    /// The authors that have a name.
    pub(super) fn named_authors(&self) -> impl Iterator<Item = &Person> {
        self.authors.iter().filter(|a| !a.name.trim().is_empty())
    }

    /// The media object that leads the article and has an address.
    pub(super) fn lead(&self) -> Option<&Object<'a>> {
        let addressed = |o: &&Object<'a>| !o.sizes.is_empty();
        let marked = self.objects.iter().filter(addressed).find(|o| o.media.lead && o.is_picture());
        marked.or_else(|| self.objects.iter().filter(addressed).find(|o| o.is_picture()))
    }

    /// What goes into the one enclosure: sound or video before the leading picture.
    pub(super) fn enclosure(&self) -> Option<(&Size<'a>, &'a str)> {
        if self.options.podcast.is_some() {
            return self.played().and_then(Object::default).and_then(|size| Some((size, size.mime?)));
        }
        let sound = self.objects.iter().filter(|o| matches!(o.media.medium, Medium::Audio | Medium::Video));
        sound.chain(self.lead()).filter_map(Object::default).find_map(|s| Some((s, s.mime?)))
    }

    /// The sound or film of an episode.
    pub(super) fn played(&self) -> Option<&Object<'a>> {
        self.objects.iter().find(|object| podcast::is_played(object))
    }

    /// The address of an episode's chapters.
    pub(super) fn chapters_url(&self) -> Option<String> {
        let below = self.options.podcast.as_deref().filter(|below| !below.is_empty())?;
        Some(format!("{below}/{}", podcast::chapters_name(&self.article.id)))
    }

    /// Who made the pictures, each once and none who is an author.
    pub(super) fn contributors(&self) -> Vec<&'a str> {
        let mut names = Distinct::default();
        for media in &self.article.media {
            for credit in media.credits.iter().filter(|c| matches!(c.role, Role::Photographer | Role::Illustrator)) {
                let name = credit.name.trim();
                if !name.is_empty() && !self.authors.iter().any(|a| a.name.trim() == name) {
                    names.push(name);
                }
            }
        }
        names.all
    }

    /// The publication an article was taken over from, where it is named.
    pub(super) fn origin(&self) -> Option<(&'a str, Option<Cow<'a, str>>)> {
        let origin = self.article.origin.as_ref().filter(|o| !o.title.trim().is_empty())?;
        Some((&origin.title, origin.url.as_deref().filter(|u| !u.is_empty()).map(address)))
    }
}

/// Whether a tag is one by the grammar of XML Schema.
pub(super) fn is_language(tag: &str) -> bool {
    tag.split('-').enumerate().all(|(n, part)| {
        let known = |b: u8| if n == 0 { b.is_ascii_alphabetic() } else { b.is_ascii_alphanumeric() };
        (1..=8).contains(&part.len()) && part.bytes().all(known)
    })
}

/// Whether a date can be written in four digits of a year.
fn in_range(at: &Timestamp) -> bool {
    (1..=9999).contains(&chrono::Datelike::year(at)) && (1..=9999).contains(&chrono::Datelike::year(&at.naive_utc()))
}

/// Up to so many categories or names are compared one with another.
const FEW: usize = 16;

/// Texts, each once, in their order.
#[derive(Debug, Default)]
pub(super) struct Distinct<'a> {
    pub(super) all: Vec<&'a str>,
    seen: HashSet<&'a str>,
}

impl<'a> Distinct<'a> {
    /// Adds a text, unless it is there.
    pub(super) fn push(&mut self, text: &'a str) {
        let known = if self.all.len() < FEW {
            self.all.contains(&text)
        } else {
            if self.seen.is_empty() {
                self.seen.extend(&self.all);
            }
            !self.seen.insert(text)
        };
        if !known {
            self.all.push(text);
        }
    }
}

fn categories(article: &Article, wants: Wants) -> Vec<CategoryRef<'_>> {
    let free = |term| CategoryRef { term, scheme: None, label: None };
    let plain = article.section.iter().chain(&article.tags).map(|t| free(t.as_str()));
    let of_scheme = article.categories.iter().map(|c| CategoryRef {
        term: &c.term,
        scheme: c.scheme.as_deref().filter(|s| !s.is_empty() && !is_active(s)),
        label: c.label.as_deref().filter(|l| !l.is_empty()),
    });
    let mut all: Vec<CategoryRef<'_>> = Vec::with_capacity(8);
    let mut seen = HashSet::new();
    for c in plain.chain(of_scheme) {
        // Most articles have a handful, which are sooner compared than hashed.
        let known = if all.len() < FEW {
            all.iter().any(|other| other.term == c.term && other.scheme == c.scheme)
        } else {
            if seen.is_empty() {
                seen.extend(all.iter().map(|c| (c.term, c.scheme)));
            }
            !seen.insert((c.term, c.scheme))
        };
        if !known && !c.term.trim().is_empty() {
            all.push(c);
        }
    }
    if wants.yahoo {
        all.truncate(1);
    }
    all
}
