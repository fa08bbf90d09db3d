//! The address of a record: its own, else what the source's template or the pattern of a generator gives.

use std::borrow::Cow;

use chrono::Datelike;
use minijinja::context;
use url::Url;

use super::context::{Unfilled, folder_of, in_path};
use super::derive::{UnitContext, fault};
use super::path::{is_below, page_below};
use super::permalink;
use super::record::{Fault, Record};
use super::value::ToldBy;
use crate::article::{Address, Position, Status, address, date, id};
use crate::config::{Generator, Permalinks};
use crate::diagnostic::Severity;

impl UnitContext<'_> {
    /// The record's address: its own, else the template's, absolute.
    pub(super) fn address(&self, record: &Record<'_>, position: Position, faults: &mut Vec<Fault>) -> Option<Address> {
        let (written, field) = match &record.url {
            Some(own) => match self.folder_of_own(record, own) {
                Some(folder) => (Cow::Owned(format!("/{folder}/{}", own.trim_start_matches('/'))), "url"),
                None => (Cow::Borrowed(&**own), "url"),
            },
            None if self.source.permalink.is_some() => match self.permalink(record) {
                Ok(made) => (Cow::Owned(made), ""),
                Err(error) => {
                    faults.push(template_failed("permalink", error, Severity::Warning));
                    return None;
                }
            },
            None if self.source.has_url => match self.source.render("url", &self.values(record, position, None)) {
                Ok(rendered) => {
                    let rendered = of_kind(without_empty_folders(rendered), record.addressed.is_folder);
                    let is_nikola = self.around.is_of(Generator::Nikola);
                    let rendered = if is_nikola { without_index(rendered) } else { rendered };
                    (Cow::Owned(self.below_site(self.of_language(rendered))), "")
                }
                Err(error) => {
                    faults.push(template_failed("url", error, Severity::Warning));
                    return None;
                }
            },
            None => {
                let message = "the record has no address, so that readers show it without a link";
                let mut missing = fault(Severity::Warning, "record-without-url", message.into(), "", ToldBy::Load);
                missing.help = Some(
                    "give it a `url`, or the source a template: `url = \"/{{ section | slug }}/{{ slug }}/\"`".into(),
                );
                faults.push(missing);
                return None;
            }
        };
        let found = address::in_site(&written, self.site.site_url.as_ref())
            .and_then(|found| found.parse().ok())
            .filter(Address::is_web);
        if found.is_none() {
            let shown: String = address::without_credentials(&written).chars().take(80).collect();
            let message = format!("{shown:?} is no web address");
            faults.push(fault(Severity::Warning, "bad-record-url", message, field, ToldBy::Load));
        }
        found
    }

    /// The address of a record that readers of the site may see, whether feeds show it or not.
    pub(super) fn shown_address(&self, record: &Record<'_>) -> Option<Address> {
        let is_public = record.status.is_none_or(|status| status == Status::Published)
            || record.hold.is_some_and(|hold| hold.is_on_site(record.url.is_some()));
        self.address(record, Position::WHOLE, &mut Vec::new()).filter(|_| is_public)
    }

    /// The address that the pattern of a generator gives.
    pub(super) fn permalink(&self, record: &Record<'_>) -> Result<String, Unfilled> {
        let Some((pattern, generator)) = &self.source.permalink else { return Ok(String::new()) };
        let folder = match generator {
            Permalinks::Hugo => "content",
            Permalinks::Jekyll if !is_below(self.facts.path, "_posts") => {
                // A collection of its own.
                self.facts.path.split('/').find(|part| part.starts_with('_')).unwrap_or("_posts")
            }
            Permalinks::Jekyll | Permalinks::Hexo => "_posts",
            Permalinks::Docusaurus => "blog",
        };
        let inner = self.facts.inner;
        // Hugo's content of one language may lie in a folder of any name.
        let own = self.around.languages.as_ref().and_then(|known| known.folder_of(self.facts.path));
        let content = self.around.languages.as_ref().and_then(|known| known.content());
        let folder = own.map(|(folder, _)| folder).or(content).unwrap_or(folder);
        let (path, name) = page_below(&self.facts, folder).unwrap_or_else(|| (inner.to_owned(), inner.to_owned()));
        let (path, name) = match self.facts.language.filter(|_| !self.facts.by_suffix) {
            Some(language) => (without_folder(&path, language), without_folder(&name, language)),
            None => (&*path, &*name),
        };
        let above = self.facts.inner.split_once("_posts/").map_or("", |(above, _)| above);
        let of_language = |part: &str| self.around.languages.as_ref().is_some_and(|known| known.is_of_language(part));
        let above = above.split('/').filter(|part| !part.is_empty() && *generator == Permalinks::Jekyll);
        let above = above.filter(|part| !of_language(part));
        let dated = record.addressed.dated.or(record.published);
        // Hexo: of several branches the last.
        let passed = record.last_branch.filter(|_| *generator == Permalinks::Hexo);
        let passed = passed.map_or(0, |last| record.categories.len() - last);
        let categories = record.categories.get(passed..).unwrap_or_default();
        let categories: Vec<&str> = above.chain(categories.iter().map(|c| &*c.term)).collect();
        let named = self.around.hexo_categories(&categories);
        let folders = path.split('/').filter(|part| !part.is_empty()).count().saturating_sub(1);
        let is_index = self.facts.stem == "index";
        let own = folder_of(self.facts.path);
        let depth = self.around.depth_of_section(if is_index { folder_of(own) } else { own }, folders);
        let page = permalink::Page {
            depth: Some(depth),
            path,
            name,
            slug: record.slug.as_deref(),
            title: record.title.as_deref(),
            categories: named.as_ref().map_or(categories, |named| named.iter().map(String::as_str).collect()),
            is_index,
            hexo_title: self.around.hexo_title(&self.facts),
            spelling: self.around.hugo_spelling(),
            published: dated,
            local: dated.map(|t| t.with_timezone(&self.site.zone).fixed_offset()),
        };
        let made = permalink::made(record.pattern.as_deref().unwrap_or(pattern), *generator, &page);
        let made = made.map_err(|permalink::Lacks(field)| Unfilled::Lacks(vec![field.to_owned()]))?;
        let language = match generator {
            Permalinks::Hugo => self.hugo_folder(),
            _ => self.site_of_language(record).map(Cow::Borrowed),
        };
        let language = language.map_or_else(String::new, |folder| format!("/{folder}"));
        let site = self.site.site_url.as_ref().map_or("", |site| site.path().trim_end_matches('/'));
        Ok(format!("{site}{language}{}", in_path(&made)))
    }

    /// The folder of the language of a page of Hugo, where it has one.
    fn hugo_folder(&self) -> Option<Cow<'_, str>> {
        match self.facts.language {
            Some(language) if !self.is_default(language) => Some(language.to_lowercase().into()),
            _ => self.around.languages.as_ref()?.default_folder().map(Cow::Borrowed),
        }
    }

    /// The folder of the language in which an address lies that a record names: Hugo's that begins with no slash, and any of a
    /// site of its own.
    fn folder_of_own(&self, record: &Record<'_>, own: &str) -> Option<Cow<'_, str>> {
        let is_hugo = matches!(self.source.permalink, Some((_, Permalinks::Hugo)));
        match own {
            own if own.contains("://") => None,
            own if is_hugo && !own.starts_with('/') => self.hugo_folder(),
            _ => self.site_of_language(record).map(Cow::Borrowed),
        }
    }

    /// The folder of the site of a record's language, where each language has a site of its own.
    fn site_of_language(&self, record: &Record<'_>) -> Option<&str> {
        self.around.languages.as_ref()?.site_of(record.language.as_deref())
    }

    /// What the template of addresses gives, in the folder of the language that the file's name says.
    fn of_language(&self, address: String) -> String {
        match self.facts.language.filter(|_| self.facts.by_suffix && !self.source.url_has_language) {
            Some(language) if !self.is_default(language) && !address.contains("://") => {
                format!("/{}/{}", language.to_lowercase(), address.trim_start_matches('/'))
            }
            _ => address,
        }
    }

    /// Whether a language is that of the site: its pages stand in no folder of their own.
    fn is_default(&self, language: &str) -> bool {
        let site = self.site.language.as_deref().unwrap_or("en");
        site.eq_ignore_ascii_case(language)
            || site.split('-').next().is_some_and(|site| site.eq_ignore_ascii_case(language))
    }

    /// What the template of addresses gives, below the site's address where the template does not say so itself.
    fn below_site(&self, address: String) -> String {
        match self.site.site_url.as_ref().map(|site| site.path().trim_end_matches('/')) {
            Some(path) if self.source.url_is_inner && !path.is_empty() => format!("{path}{address}"),
            _ => address,
        }
    }

    pub(super) fn values(&self, record: &Record<'_>, position: Position, url: Option<&str>) -> minijinja::Value {
        let of_title = || self.around.slug_of(record.title.as_deref()).filter(|slug| is_safe_slug(slug));
        let slug = match record.slug.as_deref() {
            Some(own) if is_safe_slug(own) => own.to_owned(),
            Some(own) => id::slug(own),
            None if self.facts.is_root => String::new(),
            None if position.of_many().is_some() || self.keyed => id::slug(record.title.as_deref().unwrap_or_default()),
            None => match of_title().or_else(|| self.around.slug_of_name(&self.facts)) {
                Some(slug) => slug,
                None if is_safe_slug(self.facts.name) => self.facts.name.to_owned(),
                None => id::slug_of_name(self.facts.name),
            },
        };
        // As it is written, in the name of the file too: that of an `index` is none of its folder's.
        let own = date::date_of_post(self.facts.stem).map_or(self.facts.stem, |(_, rest)| rest);
        let basename = record.slug.as_deref().unwrap_or(if self.facts.is_post { own } else { self.facts.name });
        let slug = if slug.is_empty() && !self.facts.is_root { "untitled".to_owned() } else { slug };
        let path = self.around.path_of(&self.facts, record.slug.as_deref());
        let folder = folder_of(&path).to_owned();
        let path = if position.of_many().is_some() { below(self.facts.inner, record_key(record)) } else { path };
        let day = record.published.map(|t| t.date_naive());
        let part = |value: Option<u32>, width: usize| value.map(|v| format!("{v:0width$}"));
        context! {
            slug => slug,
            basename => basename.trim_end_matches('.'),
            path => path,
            folder => folder,
            name => self.facts.name,
            source => &*self.source.name,
            ..context! {
                url => given(url.map(str::to_owned)),
                id => given(record.id.as_deref().map(str::to_owned)),
                title => given(record.title.as_deref().map(str::to_owned)),
                author => given(record.authors.first().or(self.site.site_author.as_ref()).map(|person| person.name.clone())),
                section => given(record.section.as_deref().map(str::to_owned)),
                categories => record.categories.iter().map(|c| c.term.clone()).collect::<Vec<_>>(),
                language => given(record.language.as_deref().or(self.site.language.as_deref()).map(str::to_owned)),
                date => given(day.map(|d| d.to_string())),
                published => given(record.published.map(|t| t.to_rfc3339())),
                year => given(part(day.map(|d| d.year().unsigned_abs()), 4)),
                month => given(part(day.map(|d| d.month()), 2)),
                day => given(part(day.map(|d| d.day()), 2)),
            }
        }
    }
}

/// The fault of a template that a record cannot fill.
pub(super) fn template_failed(name: &str, error: Unfilled, severity: Severity) -> Fault {
    let (message, help) = match error {
        Unfilled::Lacks(lacks) => {
            let named = lacks.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let dated =
                lacks.iter().any(|name| matches!(name.as_str(), "published" | "date" | "year" | "month" | "day"));
            let field = if dated { "published" } else { &lacks[0] };
            if name == "permalink" && field == "published" {
                let message = "the record has no date, and `permalink` of the source makes its address of one";
                let mut undated = fault(
                    severity,
                    "template-failed",
                    message.into(),
                    "",
                    ToldBy::scan_if(severity == Severity::Error),
                );
                undated.help = Some("give it a `date`, or put the date into the file's name".into());
                return undated;
            }
            let message = format!("the template `{name}` of the source needs {named}, which this record does not have");
            let default = format!("the template a way without it: `{{{{ {} | default(\"other\") }}}}`", lacks[0]);
            (message, Some(format!("give the record a `{field}`, or {default}")))
        }
        Unfilled::Fails(error) => (format!("the template `{name}` of the source fails on this record: {error}"), None),
    };
    let mut failed = fault(severity, "template-failed", message, "", ToldBy::scan_if(severity == Severity::Error));
    failed.help = help;
    failed
}

/// An address as a page has it that says itself whether it is a folder.
fn of_kind(address: String, is_folder: Option<bool>) -> String {
    match (is_folder, address.strip_suffix('/'), address.strip_suffix(".html")) {
        (Some(false), Some(page), _) if !page.is_empty() => format!("{page}.html"),
        (Some(true), _, Some(page)) => format!("{page}/"),
        _ => address,
    }
}

/// The address of a folder, where it is that of its index.
fn without_index(address: String) -> String {
    let folder = ["index/", "index.html"].iter().find_map(|end| address.strip_suffix(end));
    folder.filter(|folder| folder.ends_with('/')).map(str::to_owned).unwrap_or(address)
}

/// An address in which no folder between two slashes is missing, as one is of files that stand in
/// none: `//ferry/` would be another host.
fn without_empty_folders(address: String) -> String {
    let start = address.find("://").map_or(0, |i| i + 3);
    if !address[start..].contains("//") {
        return address;
    }
    let mut out = address[..start].to_owned();
    for c in address[start..].chars() {
        if c != '/' || !out[start..].ends_with('/') {
            out.push(c);
        }
    }
    out
}

/// A path without the folder of its language.
fn without_folder<'p>(path: &'p str, language: &str) -> &'p str {
    path.strip_prefix(language).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path)
}

/// Whether an address is of the same host as the site.
pub(super) fn is_of_host(address: &str, site: &Url) -> bool {
    let start = &site[..url::Position::BeforePath];
    address.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

/// What lies in a folder, if there is one.
pub(super) fn below(folder: &str, name: String) -> String {
    if folder.is_empty() { name } else { format!("{folder}/{name}") }
}

/// What tells a record from the others of its unit. Not its position: that of all changes
/// when one is put before them.
pub(super) fn record_key(record: &Record<'_>) -> String {
    if let Some(key) = record.slug.as_deref().or(record.url.as_deref()) {
        return address::without_credentials(key).into_owned();
    }
    let title = id::slug(record.title.as_deref().unwrap_or_default());
    match record.published {
        Some(day) => format!("{}-{title}", day.date_naive()),
        None => title,
    }
}

/// A value of a template, undefined where the record has none: the template then fails.
fn given(value: Option<String>) -> minijinja::Value {
    value.map_or(minijinja::Value::UNDEFINED, Into::into)
}

/// Whether a slug can stand in an address as it is.
fn is_safe_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 200
        && !text.starts_with('.')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '~'))
}
