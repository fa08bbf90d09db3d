//! What reading needs of the config, compiled once.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono_tz::Tz;
use minijinja::{Environment, Output, State, UndefinedBehavior, Value};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};
use url::Url;

use super::attachment;
use super::format::{self, json};
use super::made;
use super::node::{self, Node};
use super::path::parted;
use super::people::NONE;
use super::pick::Picks;
use super::record::{Aim, FieldMap, Reading, Record, read};
use crate::article::latin::latin_slug;
use crate::article::topics::Vocabulary;
use crate::article::{address, id};
use crate::config::{Categories, CategoryMap, Config, FurtherNames, Permalinks, Source};
use crate::credit::Lexicon;
use crate::diagnostic::Diagnostic;
use crate::inside::Folder;
use crate::source::dialect::Dialect;
use crate::source::format::json::skim;
use crate::source::site::bare_slug;
use crate::source::stretch::Stretch;
use crate::source::supply::pattern::Pattern;

/// Everything reading needs of the config, compiled once: templates, time zone, field maps.
#[derive(Debug)]
pub struct Context {
    pub(super) root: PathBuf,
    pub(super) zone: Tz,
    /// The site's address, with a slash at its end: what those of its pages begin with.
    pub(super) site_url: Option<Url>,
    pub(super) site_author: Option<crate::article::Person>,
    pub(super) language: Option<String>,
    pub(super) authority: String,
    pub(super) lexicon: Lexicon,
    pub(super) recase: bool,
    /// The moment of the run, in seconds since 1970: what is dated later is still to come.
    pub(super) now: i64,
    /// What the site's own shortcodes show.
    pub(super) shortcodes: BTreeMap<String, String>,
    /// What templates call by `site.…`, by the names of its members.
    site_values: BTreeMap<&'static str, String>,
    /// Categories that records get by what they have.
    pub(super) category_map: CategoryMap,
    /// The publication's own vocabulary of them.
    pub(super) vocabulary: Option<Vocabulary>,
    /// Whether the config says anything of categories: then those of records are looked at, too.
    pub(super) judges_categories: bool,
    /// Whether a feed carries bodies as the Markdown that they came as.
    pub(super) carries_markdown: bool,
    /// Bytes of the longest body.
    pub(super) longest_body: usize,
    pub(super) sources: Vec<Compiled>,
    /// Folders of feedwright's own files: no record names any of them.
    pub(super) own: Vec<PathBuf>,
}

/// A source, compiled.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) name: Arc<str>,
    pub(super) config: Source,
    pub(super) map: FieldMap,
    pub(super) picks: Picks,
    defaults: Node<'static>,
    /// The template of ids, and that of addresses, whose values are percent-encoded.
    templates: [Environment<'static>; 2],
    /// How an agency writes what its format has otherwise.
    dialect: Option<Dialect>,
    /// Fields that templates make.
    pub(super) made: Vec<String>,
    pub(super) has_url: bool,
    /// What the template `url` gives is below the site's address as it stands, which itself does not say so.
    pub(super) url_is_inner: bool,
    pub(super) has_id: bool,
    /// Whether the template of addresses says itself where languages stand.
    pub(super) url_has_language: bool,
    /// The pattern of addresses, by the rules of a generator.
    pub(super) permalink: Option<(String, Permalinks)>,
    /// Fixed folders of the patterns, the longest first.
    pub(super) bases: Vec<String>,
    /// Folder of pictures and its address, the longest folder first.
    pub(super) media_url: Vec<(String, String)>,
    /// Folders in which records may name pictures: those of the records and those that the config
    /// gives an address.
    pub(super) pictures: Vec<(String, Folder)>,
}

impl Context {
    /// The same at a moment, in seconds since 1970.
    #[must_use]
    pub(crate) fn at(self, now: i64) -> Self {
        Self { now, ..self }
    }

    /// Compiles what the config says about sources. `root` is the folder of the config file. What is
    /// wrong comes with the key it is about, as [`Checked::place`](crate::config::Checked::place) takes it.
    pub fn new(config: &Config, root: &Path) -> (Self, Vec<(String, Diagnostic)>) {
        let mut found = Vec::new();
        let site_url = address::folder(&config.site.url);
        let site_path = site_url.as_ref().map_or("", |url| url.path().trim_end_matches('/'));
        let sources = config.source.iter().enumerate();
        let further = FurtherNames::of(config);
        let compiled = |(i, s)| {
            let mut compiled = Compiled::new(s, root, site_path, &format!("source[{i}]"), &mut found);
            compiled.map.further.clone_from(&further);
            compiled
        };
        let sources = sources.map(compiled).collect();
        let credits = &config.credits;
        let site = Self {
            root: root.to_owned(),
            zone: config.site.timezone.tz(),
            site_url,
            site_author: config.site.author.clone(),
            language: config.site.language.clone(),
            authority: config.site.authority.clone(),
            lexicon: Lexicon::new(&credits.agencies, &credits.houses, &credits.staff),
            recase: credits.recase,
            now: i64::MAX,
            shortcodes: config.body.shortcodes.clone(),
            site_values: site_values(config),
            category_map: CategoryMap::new(&config.categories.map, config.categories.own.as_ref()),
            vocabulary: config.categories.own.clone(),
            judges_categories: config.categories != Categories::default(),
            carries_markdown: config.feed.iter().any(|feed| feed.item.as_ref().is_some_and(|item| item.markdown)),
            longest_body: usize::try_from(config.body.max_size.bytes()).unwrap_or(usize::MAX),
            sources,
            own: [&config.output.dir, &config.state_dir].map(|own| root.join(own)).into(),
        };
        for (i, compiled) in site.sources.iter().enumerate() {
            let how = Reading { picks: &Picks::NONE, ..site.reading(compiled, Aim::Article) };
            let (_, faults) = read(&compiled.defaults, &how);
            for fault in faults {
                let mut diagnostic = Diagnostic::new(fault.severity, fault.code, fault.message);
                diagnostic.help = fault.help;
                let key = if fault.code == "misspelt-field" { "#" } else { "" };
                found.push((format!("source[{i}].defaults.{}{key}", node::Path(&fault.path)), diagnostic));
            }
        }
        (site, found)
    }

    /// What a variable of the site is, by the name that templates have for it: `site.title`, `config.description`.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        let (table, member) = name.trim_start_matches(['.', '$']).split_once('.')?;
        let is_site = ["site", "config", "theme"].iter().any(|known| table.eq_ignore_ascii_case(known));
        let folded = member.to_ascii_lowercase();
        self.site_values.get(&*folded).filter(|_| is_site).cloned()
    }

    /// The folder of the config file.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where feeds are put, which mostly is the site that its generator built.
    pub(super) fn output(&self) -> &Path {
        self.own.first().map_or(Path::new(""), PathBuf::as_path)
    }

    /// The site's address; empty where it has none.
    pub(super) fn address(&self) -> &str {
        self.site_url.as_ref().map_or("", Url::as_str)
    }

    /// Opens a picture that a record of a source names, the way all are: within its folder.
    pub(crate) fn picture(&self, source: usize, file: &Path) -> io::Result<File> {
        let inner = file.strip_prefix(&self.root).ok().and_then(Path::to_str);
        let found = inner.zip(self.sources.get(source)).and_then(|(path, of)| attachment::opened(self, of, path));
        found.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// What `skip` of a source names that none of its records has, where they have a name that is close to it.
    pub(crate) fn misspelt(&self, source: u16) -> Vec<Diagnostic> {
        let Some(source) = self.sources.get(usize::from(source)) else { return Vec::new() };
        let message = |(name, near): (&str, &str)| {
            let message = format!(
                "no record of source `{}` has `{name}`, which its `skip` names; some have `{near}`",
                source.name
            );
            Diagnostic::warning("misspelt-field", message).help(format!("write `{near}`, should it be meant"))
        };
        source.picks.misspelt().map(message).collect()
    }

    /// How records of a source are read.
    pub(super) fn reading<'c>(&self, source: &'c Compiled, aim: Aim) -> Reading<'c> {
        let (map, picks) = (&source.map, &source.picks);
        Reading {
            zone: self.zone,
            map,
            shape: &skim::UNKNOWN,
            aim,
            tags_by_blank: false,
            pages: false,
            traces: false,
            picks,
            people: &NONE,
        }
    }

    /// The values of fields that records of a source do not give.
    pub(super) fn defaults<'c>(&self, source: &'c Compiled, aim: Aim) -> Record<'c> {
        // Each file asks.
        if !source.has_defaults() {
            return Record::default();
        }
        // What a source passes over is told by its records.
        read(&source.defaults, &Reading { picks: &Picks::NONE, ..self.reading(source, aim) }).0
    }
}

impl Compiled {
    /// Whether it gives records anything they may lack.
    pub(super) fn has_defaults(&self) -> bool {
        !self.defaults.is_empty()
    }

    fn new(source: &Source, root: &Path, site_path: &str, at: &str, found: &mut Vec<(String, Diagnostic)>) -> Self {
        let lines =
            |named: &str| format::named(named).is_some_and(|f| std::ptr::eq(f.notation, &raw const json::NOTATION));
        if let Some(named) =
            source.format.as_deref().filter(|named| source.is_drawn() && !source.is_remote() && !lines(named))
        {
            let who = if source.database.is_some() { "a database gives rows" } else { "a command gives JSON Lines" };
            let message = format!("{who}, and no `{named}`");
            let help = "leave `format` out, or name a format of JSON such as `ninjs`";
            found.push((format!("{at}.format"), Diagnostic::error("format-of-command", message).help(help)));
        }
        let mut dialect = None;
        if let Some(table) = source.dialect.as_ref().and_then(crate::config::Dialect::table) {
            let (compiled, faults) = Dialect::new(&table);
            dialect = Some(compiled);
            for (key, fault) in faults {
                let message = format!("`{key}` of a dialect cannot be used: {fault}");
                found.push((format!("{at}.dialect"), Diagnostic::error("bad-dialect", message)));
            }
        }
        let mut ids = Environment::new();
        ids.set_undefined_behavior(UndefinedBehavior::Strict);
        ids.add_filter("slug", |text: &str| id::slug(text));
        ids.add_filter("bare_slug", |text: &str| bare_slug(text));
        ids.add_filter("latin_slug", |text: &str| latin_slug(text));
        ids.add_filter("date_from", |text: &str| made::date_from(text));
        ids.add_filter("beside", |address: &str, name: &str| made::beside(address, name));
        ids.add_filter("strftime", |date: &str, pattern: &str| made::strftime(date, pattern));
        let mut addresses = ids.clone();
        addresses.set_formatter(encoded);
        let add = |to: &mut Environment<'static>, name: &str, template: &Option<String>| {
            let Some(template) = template else { return false };
            match to.add_template_owned(name.to_owned(), template.clone()) {
                Ok(()) => true,
                Err(error) => {
                    let message = format!("`{name}` of source `{}` is no template: {error}", source.name);
                    found.push((format!("{at}.{name}"), Diagnostic::error("bad-template", message)));
                    false
                }
            }
        };
        let mut add = add;
        let picks = Picks::of(source);
        let (has_url, has_id) = (add(&mut addresses, "url", &source.url), add(&mut ids, "id", &source.id));
        let mut made = Vec::new();
        for (ours, theirs) in source.map.iter().filter(|(_, theirs)| is_template(theirs)) {
            if add(&mut ids, &made_name(ours), &Some(theirs.clone())) {
                made.push(ours.clone());
            }
        }
        let own = source.url.as_deref().unwrap_or_default();
        let url_is_inner = address::is_rooted(own) && !address::is_below(own, site_path);
        let patterns = source.patterns().map(|p| Pattern::new(root, p));
        let mut bases: Vec<_> =
            patterns.map(|p| if p.rest.is_empty() { folder_of(&p.base).to_owned() } else { p.base }).collect();
        bases.sort_by_key(|b| std::cmp::Reverse(b.len()));
        let mut media_url: Vec<_> = source
            .media_url
            .iter()
            .map(|(folder, url)| {
                let folder = folder.trim_start_matches("./").trim_end_matches('/');
                (folder.to_owned(), format!("{}/", url.trim_end_matches('/')))
            })
            .collect();
        media_url.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
        let named = bases.iter().chain(media_url.iter().map(|(folder, _)| folder));
        let pictures = named.map(|folder| if folder == "." { String::new() } else { folder.clone() });
        let pictures =
            pictures.filter_map(|folder| Some((folder.clone(), Folder::new(&root.join(&folder)).ok()?))).collect();
        Self {
            name: source.name.as_str().into(),
            map: FieldMap::new(&with_key(source), &picks),
            picks,
            defaults: Node::from(&serde_json::Value::Object(source.defaults.clone())),
            templates: [ids, addresses],
            dialect,
            made,
            has_url,
            url_is_inner,
            has_id,
            url_has_language: own.contains("language"),
            permalink: source.permalink.clone().zip(source.permalinks()),
            bases,
            media_url,
            pictures,
            config: source.clone(),
        }
    }

    /// A document of XML, in the way of its format.
    pub(super) fn document<'n>(&self, stretch: &Stretch<'n>) -> Result<Node<'n>, Diagnostic> {
        let document = stretch.tree(None)?;
        Ok(self.dialect.iter().fold(document, |document, dialect| dialect.apply(document)))
    }

    /// Fills a template of the source.
    pub(super) fn render(&self, name: &str, values: &minijinja::Value) -> Result<String, Unfilled> {
        let fails =
            |e: &minijinja::Error| Unfilled::Fails(e.detail().map_or_else(|| e.kind().to_string(), str::to_owned));
        let templates = &self.templates[usize::from(name == "url")];
        let template = templates.get_template(name).map_err(|e| fails(&e))?;
        template.render(values).map(|t| t.trim().to_owned()).map_err(|e| {
            let used = template.undeclared_variables(false).into_iter();
            let mut lacks: Vec<_> =
                used.filter(|name| values.get_attr(name).is_ok_and(|value| value.is_undefined())).collect();
            lacks.sort();
            if lacks.is_empty() { fails(&e) } else { Unfilled::Lacks(lacks) }
        })
    }
}

/// Writes a value into the template of an address: percent-encoded, but for slashes. One that is a whole address
/// stays as it is.
fn encoded(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    let Some(text) = value.as_str().filter(|text| !address::is_web(text)) else {
        return minijinja::escape_formatter(out, state, value);
    };
    write!(out, "{}", in_path(text)).map_err(minijinja::Error::from)
}

/// A text as it stands in the path of an address, slashes kept.
pub(super) fn in_path(text: &str) -> percent_encoding::PercentEncode<'_> {
    percent_encoding::utf8_percent_encode(text, IN_PATH)
}

/// What a value keeps in the path of an address: what RFC 3986 allows in one.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// Whether a row of `[source.map]` makes a field by a template.
pub(super) fn is_template(theirs: &str) -> bool {
    theirs.contains("{{") || theirs.contains("{%")
}

/// The name of the template that makes a field: `id` and `url` name those of the source.
pub(super) fn made_name(field: &str) -> String {
    format!("map.{field}")
}

/// Why a template could not be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unfilled {
    /// The record lacks these.
    Lacks(Vec<String>),
    /// Whatever the template's language says.
    Fails(String),
}

/// What the config says of the site, by the names that templates have for it.
fn site_values(config: &Config) -> BTreeMap<&'static str, String> {
    let site = &config.site;
    let author = site.author.as_ref();
    let known: [(&[&str], Option<&str>); 5] = [
        (&["title", "name"], Some(&site.title)),
        (&["description", "tagline", "subtitle"], site.description.as_deref()),
        (&["language", "lang", "locale", "languagecode"], site.language.as_deref()),
        (&["author", "author.name", "params.author"], author.map(|author| &*author.name)),
        (&["email", "author.email"], author.and_then(|author| author.email.as_deref())),
    ];
    let pairs = known.into_iter().flat_map(|(names, value)| names.iter().map(move |name| (*name, value)));
    pairs.filter_map(|(name, value)| Some((name, value?.to_owned()))).collect()
}

/// Where records of a source keep their fields: its key is their id, unless the map says otherwise.
fn with_key(source: &Source) -> BTreeMap<String, String> {
    let mut map = source.map.clone();
    if let Some(key) = &source.key {
        map.entry("id".to_owned()).or_insert_with(|| key.clone());
    }
    map
}

/// The folder part of a path, empty where there is none.
pub(super) fn folder_of(path: &str) -> &str {
    parted(path, b'/').map_or("", |(folder, _)| folder)
}
