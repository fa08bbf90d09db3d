//! What reading needs of the config, compiled once.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use chrono_tz::Tz;
use minijinja::{Environment, UndefinedBehavior};
use url::Url;

use super::attachment;
use super::format::{self, json};
use super::node::{self, Node};
use super::record::{FieldMap, Reading, Record, read};
use crate::article::id;
use crate::config::{Config, Source};
use crate::credit::Lexicon;
use crate::diagnostic::Diagnostic;
use crate::inside::Folder;
use crate::source::format::json::skim;
use crate::source::supply::files::Pattern;

/// Everything reading needs of the config, compiled once: templates, time zone, field maps.
#[derive(Debug)]
pub struct Context {
    pub(super) root: PathBuf,
    pub(super) zone: Tz,
    pub(super) site_url: Option<Url>,
    pub(super) site_author: Option<crate::article::Person>,
    pub(super) language: Option<String>,
    pub(super) authority: String,
    pub(super) lexicon: Lexicon,
    pub(super) recase: bool,
    /// What the site's own shortcodes show.
    pub(super) shortcodes: BTreeMap<String, String>,
    pub(super) sources: Vec<Compiled>,
    /// Paths from the config's folder that hold feedwright's own files: no record names any of them.
    pub(super) own: Vec<PathBuf>,
}

/// A source, compiled.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) name: Arc<str>,
    pub(super) config: Source,
    pub(super) map: FieldMap,
    defaults: Node<'static>,
    templates: Environment<'static>,
    pub(super) has_url: bool,
    pub(super) has_id: bool,
    /// Fixed folders of the patterns, the longest first.
    pub(super) bases: Vec<String>,
    /// Folder of pictures and its address, the longest folder first.
    pub(super) media_url: Vec<(String, String)>,
    /// Folders in which records may name pictures: those of the records and those that the config
    /// gives an address.
    pub(super) pictures: Vec<(String, Folder)>,
}

impl Context {
    /// Compiles what the config says about sources. `root` is the folder of the config file. What is
    /// wrong comes with the key it is about, as [`Checked::place`](crate::config::Checked::place) takes it.
    pub fn new(config: &Config, root: &Path) -> (Self, Vec<(String, Diagnostic)>) {
        let mut found = Vec::new();
        let sources = config.source.iter().enumerate();
        let sources = sources.map(|(i, s)| Compiled::new(s, root, &format!("source[{i}]"), &mut found)).collect();
        let credits = &config.credits;
        let site = Self {
            root: root.to_owned(),
            zone: config.site.timezone.tz(),
            site_url: Url::parse(&config.site.url).ok(),
            site_author: config.site.author.clone(),
            language: config.site.language.clone(),
            authority: config.site.authority.clone(),
            lexicon: Lexicon::new(&credits.agencies, &credits.houses, &credits.staff),
            recase: credits.recase,
            shortcodes: config.body.shortcodes.clone(),
            sources,
            own: [&config.output.dir, &config.state_dir]
                .map(|own| own.components().filter(|c| *c != Component::CurDir).collect())
                .into(),
        };
        for (i, compiled) in site.sources.iter().enumerate() {
            let (_, faults) = read(&compiled.defaults, &site.reading(compiled, true));
            for fault in faults {
                let mut diagnostic = Diagnostic::new(fault.severity, fault.code, fault.message);
                diagnostic.help = fault.help;
                let key = if fault.code == "misspelt-field" { "#" } else { "" };
                found.push((format!("source[{i}].defaults.{}{key}", node::Path(&fault.path)), diagnostic));
            }
        }
        (site, found)
    }

    /// The folder of the config file.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Opens a picture that a record of a source names, the way all are: within its folder.
    pub(crate) fn picture(&self, source: usize, file: &Path) -> io::Result<File> {
        let inner = file.strip_prefix(&self.root).ok().and_then(Path::to_str);
        let found = inner.zip(self.sources.get(source)).and_then(|(path, of)| attachment::opened(self, of, path));
        found.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// How records of a source are read.
    pub(super) fn reading<'c>(&self, source: &'c Compiled, full: bool) -> Reading<'c> {
        Reading { zone: self.zone, map: &source.map, shape: &skim::UNKNOWN, full, tags_by_blank: false }
    }

    /// The values of fields that records of a source do not give.
    pub(super) fn defaults<'c>(&self, source: &'c Compiled, full: bool) -> Record<'c> {
        read(&source.defaults, &self.reading(source, full)).0
    }
}

impl Compiled {
    /// Whether it gives records anything they may lack.
    pub(super) fn has_defaults(&self) -> bool {
        !self.defaults.is_empty()
    }

    fn new(source: &Source, root: &Path, at: &str, found: &mut Vec<(String, Diagnostic)>) -> Self {
        let lines =
            |named: &str| format::named(named).is_some_and(|f| std::ptr::eq(f.notation, &raw const json::NOTATION));
        if let Some(named) = source.format.as_deref().filter(|named| !source.command.is_empty() && !lines(named)) {
            let message = format!("a command gives JSON Lines, and no `{named}`");
            let help = "leave `format` out, or name a format of JSON such as `ninjs`";
            found.push((format!("{at}.format"), Diagnostic::error("format-of-command", message).help(help)));
        }
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        templates.add_filter("slug", |text: &str| id::slug(text));
        let mut add = |name: &'static str, template: &Option<String>| {
            let Some(template) = template else { return false };
            match templates.add_template_owned(name, template.clone()) {
                Ok(()) => true,
                Err(error) => {
                    let message = format!("`{name}` of source `{}` is no template: {error}", source.name);
                    found.push((format!("{at}.{name}"), Diagnostic::error("bad-template", message)));
                    false
                }
            }
        };
        let (has_url, has_id) = (add("url", &source.url), add("id", &source.id));
        let patterns = source.path.as_slice().iter().map(|p| Pattern::new(root, p));
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
            map: FieldMap::new(&source.map),
            defaults: Node::from(&serde_json::Value::Object(source.defaults.clone())),
            templates,
            has_url,
            has_id,
            bases,
            media_url,
            pictures,
            config: source.clone(),
        }
    }

    /// Fills a template of the source.
    pub(super) fn render(&self, name: &str, values: &minijinja::Value) -> Result<String, Unfilled> {
        let fails =
            |e: &minijinja::Error| Unfilled::Fails(e.detail().map_or_else(|| e.kind().to_string(), str::to_owned));
        let template = self.templates.get_template(name).map_err(|e| fails(&e))?;
        template.render(values).map(|t| t.trim().to_owned()).map_err(|e| {
            let used = template.undeclared_variables(false).into_iter();
            let mut lacks: Vec<_> =
                used.filter(|name| values.get_attr(name).is_ok_and(|value| value.is_undefined())).collect();
            lacks.sort();
            if lacks.is_empty() { fails(&e) } else { Unfilled::Lacks(lacks) }
        })
    }
}

/// Why a template could not be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unfilled {
    /// The record lacks these.
    Lacks(Vec<String>),
    /// Whatever the template's language says.
    Fails(String),
}

/// The folder part of a path, empty where there is none.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
