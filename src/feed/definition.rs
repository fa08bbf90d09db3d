//! Feed definitions, compiled: templates of titles and paths, addresses, the facts of a head.

use std::num::NonZeroU32;

use chrono::TimeZone as _;
use minijinja::{Environment, UndefinedBehavior, context};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Head, Layout, Options};
use crate::article::{Category, Person, TermKind, Timestamp, id};
use crate::config::{Config, Feed, Format, ItemShape, Licensing, OneOrMany, TimeZone};
use crate::diagnostic::{CodeInfo, Diagnostic};

/// What a part of an id or address keeps: RFC 3986's unreserved characters.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The default of a feed's title.
const TITLE: &str = "{{ site.title }}";

/// The default of the title of a family's feeds.
const FAMILY_TITLE: &str = "{{ site.title }}: {{ label }}";

/// The default of the path of a family's feeds.
const FAMILY_PATH: &str = "{{ name }}/{{ term | slug }}";

/// One `[[feed]]` of the config.
#[derive(Debug)]
pub(super) struct Definition {
    /// Its number in the config.
    pub(super) number: usize,
    /// What the config says.
    pub(super) feed: Feed,
    options: Options,
}

/// The value that a feed of a family is made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FamilyTerm {
    /// The value as interned: a category is its scheme, a tab, and its term.
    pub(super) value: String,
    /// What people read, where it is not the term itself.
    pub(super) label: Option<String>,
}

impl FamilyTerm {
    fn scheme_and_term(&self, kind: TermKind) -> (Option<&str>, &str) {
        match self.value.split_once('\t') {
            Some((scheme, term)) if kind == TermKind::Category => (Some(scheme).filter(|s| !s.is_empty()), term),
            _ => (None, &self.value),
        }
    }
}

/// What a feed's templates and addresses need of the config, compiled once.
#[derive(Debug)]
pub(super) struct Naming {
    environment: Environment<'static>,
    site: crate::config::Site,
    base: Option<String>,
    extensions: Vec<(Format, String)>,
    zone: TimeZone,
    epoch: Timestamp,
    /// The file of the feeds' style sheet.
    stylesheet: Option<&'static str>,
}

/// The style sheet of the feeds, which stands beside them.
pub(crate) const STYLESHEET: &str = "feed.css";

/// The templated parts of a feed.
const PARTS: [&str; 4] = ["title", "description", "path", "link"];

impl Naming {
    pub(super) fn new(config: &Config) -> (Self, Vec<Definition>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.add_filter("slug", |text: &str| id::slug(text));
        let mut definitions = Vec::new();
        for (number, feed) in config.feed.iter().enumerate() {
            for part in PARTS {
                let template = template(feed, part);
                if let Err(error) = environment.add_template_owned(config_key(number, part), template) {
                    diagnostics.push(template_fault(feed, part, &error));
                }
            }
            for (format, file) in &feed.files {
                let part = file_part(*format);
                if let Err(error) = environment.add_template_owned(config_key(number, &part), file.clone()) {
                    diagnostics.push(template_fault(feed, &part, &error));
                }
            }
            let options = options(config, feed);
            let mut feed = feed.clone();
            // What a format is not to hold is not chosen for it.
            let window = feed.formats.iter().filter_map(|format| format.window()).min();
            if feed.is_played() {
                feed.select.has_media.get_or_insert(true);
            }
            feed.select.newer_than = feed.select.newer_than.into_iter().chain(window).min();
            definitions.push(Definition { number, feed, options });
        }
        let extension = |f: Format| config.output.extension(f).trim_start_matches('.').to_owned();
        let extensions = Format::ALL.map(|f| (f, extension(f))).to_vec();
        let naming = Self {
            environment,
            site: config.site.clone(),
            base: output_url(config),
            extensions,
            zone: config.site.timezone,
            epoch: authority_date(&config.site.authority),
            stylesheet: config.output.beside.stylesheet.then_some(STYLESHEET),
        };
        (naming, definitions, diagnostics)
    }

    fn rendered(&self, definition: &Definition, part: &str, term: Option<&FamilyTerm>) -> Result<String, Diagnostic> {
        let feed = &definition.feed;
        let site = context! {
            title => &self.site.title, url => &self.site.url, description => &self.site.description,
            language => &self.site.language, authority => &self.site.authority,
        };
        let values = if let (Some(kind), Some(term)) = (feed.each, term) {
            let (scheme, value) = term.scheme_and_term(kind);
            let label = term.label.as_deref().unwrap_or(value);
            context! { site => site, name => &feed.name, term => value, label => label, scheme => scheme }
        } else {
            context! { site => site, name => &feed.name }
        };
        let template = self.environment.get_template(&config_key(definition.number, part));
        template.and_then(|t| t.render(values)).map_err(|error| template_fault(feed, part, &error))
    }

    /// The path of a feed's files, without extension; not yet judged.
    pub(super) fn path(&self, definition: &Definition, term: Option<&FamilyTerm>) -> Result<String, Diagnostic> {
        self.rendered(definition, "path", term)
    }

    /// The files of a feed at a path.
    pub(super) fn files(
        &self,
        definition: &Definition,
        path: &str,
        term: Option<&FamilyTerm>,
    ) -> Result<Vec<(Format, String)>, Diagnostic> {
        let mut formats = definition.feed.formats.clone();
        formats.extend(definition.feed.formats.iter().filter_map(|format| format.twin()));
        formats.sort_unstable();
        formats.dedup();
        let file = |format| match definition.feed.files.get(&format) {
            Some(_) => self.rendered(definition, &file_part(format), term),
            None => Ok(format!("{path}.{}", self.extension(format))),
        };
        formats.into_iter().map(|format| Ok((format, file(format)?))).collect()
    }

    fn extension(&self, format: Format) -> &str {
        self.extensions.iter().find(|(f, _)| *f == format).map_or("", |(_, e)| e)
    }

    /// The public address of a file in the output folder, where that folder's is known.
    pub(super) fn address(&self, file: &str) -> Option<String> {
        Some(format!("{}{}", self.base.as_deref()?, encoded_path(file)))
    }

    /// A moment as feeds show it: in the site's time zone, to the second.
    pub(super) fn moment(&self, seconds: i64) -> Option<Timestamp> {
        self.zone.tz().timestamp_opt(seconds, 0).single().map(|t| t.fixed_offset())
    }

    /// What stands in the head of a feed. `dates` are the newest change and the newest first
    /// publication among its articles; `authors` the names that all articles agree on.
    pub(super) fn head(
        &self,
        definition: &Definition,
        term: Option<&FamilyTerm>,
        files: &[(Format, String)],
        dates: (Option<i64>, Option<i64>),
        authors: Option<&[String]>,
    ) -> Result<Head, Diagnostic> {
        let feed = &definition.feed;
        let title = self.rendered(definition, "title", term)?;
        let description = self.rendered(definition, "description", term)?;
        let description = if description.trim().is_empty() { title.clone() } else { description };
        Ok(Head {
            name: feed.name.clone(),
            term: term.map(|t| t.value.clone()),
            title,
            description,
            link: self.rendered(definition, "link", term)?,
            id: self.id(feed, term),
            self_urls: files.iter().filter_map(|(f, file)| Some((*f, self.address(file)?))).collect(),
            language: self.language(feed, term),
            rights: feed.rights.clone().or_else(|| self.site.rights.clone()),
            updated: dates.0.and_then(|u| self.moment(u)).unwrap_or(self.epoch),
            published: dates.1.and_then(|p| self.moment(p)),
            ttl_minutes: feed.ttl_minutes,
            update_period: feed.update_period,
            update_frequency: feed.update_frequency.map_or(1, NonZeroU32::get),
            licensing: self.site.licensing.clone().filter(Licensing::has_terms),
            icon: self.site.icon.clone(),
            stylesheet: self.stylesheet.and_then(|file| self.address(file)),
            image: feed.image.clone().or_else(|| self.site.logo.clone()),
            authors: self.authors(authors),
            nameless: false,
            categories: feed.categories.iter().map(Category::normalized).collect(),
            related: feed.related.clone(),
            hubs: feed.hubs(&self.site).to_vec(),
            cloud: self.site.cloud.clone().filter(|_| feed.is_listed()),
            options: Options { podcast: self.episodes(feed, files), ..definition.options.clone() },
            archive: None,
            tombstones: Vec::new(),
            podcast: feed.podcast.clone(),
            publisher: self.site.title.clone(),
            parts: Vec::new(),
        })
    }

    /// The address below which what belongs to the episodes of a podcast lies: that of its file without ending.
    fn episodes(&self, feed: &Feed, files: &[(Format, String)]) -> Option<String> {
        feed.podcast.as_ref()?;
        let (_, file) = files.iter().find(|(format, _)| format.is_podcast())?;
        Some(self.address(companions(file)).unwrap_or_default())
    }

    fn id(&self, feed: &Feed, term: Option<&FamilyTerm>) -> String {
        let mut id = format!("tag:{}:feed/{}", self.site.authority, utf8_percent_encode(&feed.name, KEPT));
        if let (Some(kind), Some(term)) = (feed.each, term) {
            let (scheme, value) = term.scheme_and_term(kind);
            for part in scheme.into_iter().chain([value]) {
                id.push('/');
                id.extend(utf8_percent_encode(part, KEPT));
            }
        }
        id
    }

    fn language(&self, feed: &Feed, term: Option<&FamilyTerm>) -> Option<String> {
        let of_term = || (feed.each == Some(TermKind::Language)).then(|| term.map(|t| t.value.clone())).flatten();
        let selected = || match feed.select.language.as_ref().map(OneOrMany::as_slice) {
            Some([only]) => Some(only.clone()),
            _ => None,
        };
        feed.language.clone().or_else(of_term).or_else(selected).or_else(|| self.site.language.clone())
    }

    fn authors(&self, agreed: Option<&[String]>) -> Vec<Person> {
        let site = self.site.author.as_ref();
        match agreed {
            None => Vec::new(),
            Some(names) => names
                .iter()
                .map(|name| match site {
                    Some(author) if author.name == *name => author.clone(),
                    _ => Person { name: name.clone(), ..Person::default() },
                })
                .collect(),
        }
    }
}

/// Who stands for the publication: the site's author, else the publication itself.
pub(crate) fn default_author(site: &crate::config::Site) -> Person {
    site.author.clone().unwrap_or_else(|| Person { name: site.title.clone(), organization: true, ..Person::default() })
}

/// A path as it stands in an address.
pub(crate) fn encoded_path(path: &str) -> String {
    path.split('/').map(|part| utf8_percent_encode(part, KEPT).to_string()).collect::<Vec<_>>().join("/")
}

/// The folder of what belongs to the articles of a file: its path without ending.
pub(crate) fn companions(file: &str) -> &str {
    let name = file.rfind('/').map_or(0, |at| at + 1);
    file[name..].rfind('.').map_or(file, |dot| &file[..name + dot])
}

/// The part of a feed's templates that names a format's file.
fn file_part(format: Format) -> String {
    format!("files.{}", format.name())
}

fn config_key(number: usize, part: &str) -> String {
    format!("{number}.{part}")
}

fn template(feed: &Feed, part: &str) -> String {
    let (given, default) = match part {
        "title" => (&feed.title, if feed.each.is_some() { FAMILY_TITLE } else { TITLE }),
        "description" => (&feed.description, "{{ site.description or '' }}"),
        "path" => (&feed.path, if feed.each.is_some() { FAMILY_PATH } else { "{{ name }}" }),
        _ => (&feed.link, "{{ site.url }}"),
    };
    given.clone().unwrap_or_else(|| default.to_owned())
}

fn template_fault(feed: &Feed, part: &str, error: &minijinja::Error) -> Diagnostic {
    let reason = error.detail().map_or_else(|| error.kind().to_string(), |d| format!("{}: {d}", error.kind()));
    Diagnostic::error("feed-template", format!("the {part} of feed \"{}\" is no usable template: {reason}", feed.name))
        .help("templates know site.title, site.url, site.language and name, and with `each` also term, label and scheme; the filter slug makes a file name")
}

fn options(config: &Config, feed: &Feed) -> Options {
    let mut profiles = feed.profiles.clone();
    profiles.sort_unstable();
    profiles.dedup();
    Options {
        content: feed.content,
        credit_style: feed.credit_style,
        strict: feed.strict,
        profiles,
        layout: if config.output.pretty { Layout::Indented } else { Layout::Compact },
        show_corrections: feed.show_corrections,
        item: (feed.item.is_some() || feed.republishable).then(|| {
            Box::new(ItemShape { republishable: feed.republishable, ..feed.item.clone().unwrap_or_default() })
        }),
        podcast: None,
        films: feed
            .formats
            .iter()
            .any(|format| format.is_of_films())
            .then(|| Box::new(feed.film.clone().unwrap_or_default())),
    }
}

/// Folders that generators publish as a site's root, or copy to it.
const ROOTS: [&str; 11] =
    ["public", "_site", "dist", "build", "out", "output", "static", "htdocs", "www", "public_html", "wwwroot"];

/// The public address of the output folder with a final slash: the config's, else the site's
/// with the folder's path, where that lies below the config file.
pub(crate) fn output_url(config: &Config) -> Option<String> {
    let below = |part: std::path::Component<'_>| match part {
        std::path::Component::Normal(part) => part.to_str().map(|p| utf8_percent_encode(p, KEPT).to_string()),
        _ => None,
    };
    let mut base = if let Some(url) = &config.output.url {
        url.clone()
    } else if config.output.bucket().is_some() {
        config.site.url.clone()
    } else {
        let parts = config.output.dir.components().filter(|c| *c != std::path::Component::CurDir);
        let parts: Option<Vec<_>> = parts.map(below).collect();
        let parts = parts?;
        // What is published as the site's root stands in no address.
        let inner = parts.iter().position(|part| ROOTS.contains(&&**part)).map_or(0, |at| at + 1);
        format!("{}/{}", config.site.url.trim_end_matches('/'), parts[inner..].join("/"))
    };
    if !base.ends_with('/') {
        base.push('/');
    }
    Some(base)
}

/// The date of an authority (RFC 4151: `example.org,2026`, `,2026-11`, `,2026-11-23`) as a
/// moment: what a feed without articles says it was changed, as it never depends on the clock.
pub(crate) fn authority_date(authority: &str) -> Timestamp {
    let date = authority.rsplit_once(',').map_or("", |(_, date)| date);
    let mut numbers = date.split('-').map(str::parse::<u32>);
    let mut next = |default| numbers.next().and_then(Result::ok).unwrap_or(default);
    let (year, month, day) = (next(1970), next(1), next(1));
    chrono::NaiveDate::from_ymd_opt(year as i32, month, day)
        .filter(|_| (1..=9999).contains(&year))
        .and_then(|d| d.and_hms_opt(0, 0, 0))
        .unwrap_or_default()
        .and_utc()
        .fixed_offset()
}

/// The codes that this module raises.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "feed-template",
    summary: "A template of a feed's title, description, path or link does not compile, or names what it does not know.",
}];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_an_authority_is_read_in_all_three_precisions() {
        for (authority, expected) in [
            ("courier.example,2026", "2026-01-01T00:00:00+00:00"),
            ("courier.example,2026-11", "2026-11-01T00:00:00+00:00"),
            ("courier.example,2026-11-23", "2026-11-23T00:00:00+00:00"),
            ("courier.example", "1970-01-01T00:00:00+00:00"),
            ("courier.example,2026-13", "1970-01-01T00:00:00+00:00"),
        ] {
            assert_eq!(authority_date(authority).to_rfc3339(), expected, "{authority}");
        }
    }
}
