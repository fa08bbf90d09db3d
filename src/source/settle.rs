//! From a record to its stub or its article: id, address, dates and defaults settled.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::sync::Arc;

use chrono::{Datelike, NaiveTime};
use minijinja::context;
use url::Url;

use super::attachment;
use super::byline;
use super::context::{Compiled, Context, Unfilled, folder_of};
use super::format::{Format, Split};
use super::node::Step;
use super::path::PathFacts;
use super::record::{Fault, Record};
use crate::article::{
    Address, Article, Bounds, Link, Location, Origin as Publication, Person, Status, Stub, Term, TermKind, Terms,
    Timestamp, address, date, id,
};
use crate::diagnostic::{Diagnostic, Place, Severity, Span};

/// The file a record comes from, with everything that is the same for all its records.
#[derive(Debug)]
pub(super) struct Origin<'f> {
    pub(super) site: &'f Context,
    pub(super) source: &'f Compiled,
    pub(super) source_number: u16,
    pub(super) unit_number: u32,
    pub(super) facts: PathFacts<'f>,
    pub(super) format: &'static Format,
    /// How its records are split: of what was drawn from elsewhere each line is one.
    pub(super) split: Split,
    /// Whether people know its records by their keys.
    pub(super) keyed: bool,
}

fn fault(severity: Severity, code: &'static str, message: String, field: &str, in_scan: bool) -> Fault {
    let path = if field.is_empty() { Vec::new() } else { vec![Step::key(field)] };
    Fault { severity, code, message, help: None, path, in_scan }
}

impl<'f> Origin<'f> {
    /// Completes a record by what the file's name says and by the source's defaults.
    pub(super) fn complete<'r>(&self, record: &mut Record<'r>, defaults: &Record<'r>)
    where
        'f: 'r,
    {
        if record.published.is_none()
            && let Some(day) = self.facts.date
        {
            record.published = Some(date::in_zone(day.and_time(NaiveTime::MIN), self.site.zone));
        }
        if record.language.is_none() {
            record.language = self.facts.language.map(Cow::Borrowed);
        }
        if self.source.has_defaults() {
            record.complete(defaults);
        }
        if record.section.is_none() {
            record.section = self.facts.folder.map(Cow::Borrowed);
        }
        // Agencies date versions; a change before the publication is none that readers saw.
        if let (Some(published), Some(updated)) = (record.published, record.updated)
            && updated < published
        {
            record.updated = Some(published);
        }
    }

    /// The stub of a completed record; `None` where a fault makes it useless.
    pub(super) fn stub(
        &self,
        record: &Record<'_>,
        at: Location,
        terms: &mut Terms,
        faults: &mut Vec<Fault>,
    ) -> Option<Stub> {
        judge(record, faults);
        let many = at.record.of_many().is_some();
        let (id, computed_id) = self.id(record, many, faults)?;
        if faults.iter().any(|f| f.severity == Severity::Error) {
            return None;
        }
        let mut own = Vec::with_capacity(2 + record.tags.len() + record.authors.len() + record.categories.len());
        let mut add = |kind, value: &str| {
            own.push(Term::new(kind, terms.number(value)));
        };
        if let Some(section) = &record.section {
            add(TermKind::Section, section);
        }
        for tag in &record.tags {
            add(TermKind::Tag, tag);
        }
        let authors = self.authors(record);
        for author in authors.iter() {
            add(TermKind::Author, &author.name);
        }
        if let Some(language) = record.language.as_deref().or(self.site.language.as_deref()) {
            add(TermKind::Language, language);
        }
        for category in &record.categories {
            let value = format!("{}\t{}", category.scheme.as_deref().unwrap_or_default(), category.term);
            let number = terms.number(&value);
            if let Some(label) = &category.label {
                terms.set_label(number, label);
            }
            own.push(Term::new(TermKind::Category, number));
        }
        let seconds = |t: Option<Timestamp>| t.map(|t| t.timestamp());
        Some(Stub {
            id: id.into(),
            computed_id,
            published: seconds(record.published).into(),
            updated: seconds(record.updated).into(),
            bounds: Bounds::of(seconds(record.embargo), seconds(record.expires)),
            status: record.status.unwrap_or_default(),
            has_media: record.has_media,
            terms: own.into(),
            edit: at.extent,
            at,
        })
    }

    /// The article of a completed record, its body as HTML given; `None` where it is useless.
    pub(super) fn article(
        &self,
        record: Record<'_>,
        body: Option<String>,
        at: Location,
        faults: &mut Vec<Fault>,
    ) -> Option<Article> {
        judge(&record, faults);
        let many = at.record.of_many().is_some();
        let id: Arc<str> = self.id(&record, many, faults)?.0.into();
        if faults.iter().any(|f| f.severity == Severity::Error) {
            return None;
        }
        let name = self.name(&record);
        let url = self.address(&record, many, faults);
        // Few records have addresses that are relative to their own.
        let base =
            LazyCell::new(|| url.as_deref().and_then(|u| Url::parse(u).ok()).or_else(|| self.site.site_url.clone()));
        let base = || base.as_ref();
        let mut media = record.media;
        let place = attachment::Place { at: &record.media_at, language: record.language.as_deref() };
        attachment::settle(self, &mut media, &base, &place, faults);
        let absolute = |address: Address| address.resolved(base);
        let related = record.related.into_iter();
        let related = related.filter_map(|link| Some(Link { url: absolute(link.url)?, ..link })).collect();
        let mut authors =
            if record.authors.is_empty() { self.named_authors(record.byline.as_deref()) } else { record.authors };
        for author in &mut authors {
            author.url = author.url.take().and_then(absolute);
        }
        let license = record.license.and_then(absolute);
        let origin = record.origin.map(|origin| Publication { url: origin.url.and_then(absolute), ..origin });
        let owned = |text: Option<Cow<'_, str>>| text.map(Cow::into_owned);
        let line = (at.line > 0).then_some(Span {
            line: at.line,
            column: 1,
            end_line: at.line,
            end_column: 1,
            byte_offset: at.record.of_many().unwrap_or_default(),
        });
        let place = match &name {
            Some(name) => Place::file(format!("{}, {name}", self.facts.file)),
            None => Place { file: self.facts.file.clone(), span: line.filter(|_| many) },
        };
        Some(Article {
            id,
            source: self.source.name.clone(),
            place,
            url,
            title: owned(record.title).unwrap_or_default(),
            subtitle: owned(record.subtitle),
            summary: owned(record.summary),
            body,
            unknown_tags: record.unknown_tags,
            trust: self.source.config.html,
            authors,
            byline: owned(record.byline),
            dateline: owned(record.dateline),
            section: owned(record.section),
            tags: record.tags.into_iter().map(Cow::into_owned).collect(),
            categories: record.categories,
            published: record.published,
            updated: record.updated,
            language: owned(record.language).or_else(|| self.site.language.clone()),
            status: record.status.unwrap_or_default(),
            embargo: record.embargo,
            expires: record.expires,
            rights: owned(record.rights),
            license,
            media,
            withheld: Vec::new(),
            related,
            origin,
            correction: owned(record.correction),
            aliases: record.aliases.into_iter().map(Cow::into_owned).collect(),
        })
    }

    /// What people call a record that they know by its key.
    pub(super) fn name(&self, record: &Record<'_>) -> Option<String> {
        if !self.keyed {
            return None;
        }
        let named = |what: &str, text: &Option<Cow<'_, str>>| {
            let text: String = text.as_deref()?.chars().filter(|c| !c.is_control()).take(80).collect();
            Some(format!("{what} {text}"))
        };
        named("id", &record.id)
            .or_else(|| named("slug", &record.slug))
            .or_else(|| named("url", &record.url))
            .or_else(|| named("title", &record.title))
    }

    /// Places what is wrong with a record by its name, where people know it by that; one without a name by
    /// its number.
    pub(super) fn placed(&self, mut diagnostic: Diagnostic, name: Option<&str>) -> Diagnostic {
        let Some(place) = diagnostic.place.as_mut().filter(|_| self.keyed) else { return diagnostic };
        match (name, place.span.take()) {
            (Some(name), _) => place.file = format!("{}, {name}", self.facts.file).into(),
            (None, Some(span)) => place.file = format!("{}, record {}", self.facts.file, span.line).into(),
            (None, None) => {}
        }
        diagnostic
    }

    fn authors<'r>(&self, record: &'r Record<'_>) -> Cow<'r, [Person]> {
        if record.authors.is_empty() {
            Cow::Owned(self.named_authors(record.byline.as_deref()))
        } else {
            Cow::Borrowed(&record.authors)
        }
    }

    /// Authors that a byline names, else the site's.
    fn named_authors(&self, byline: Option<&str>) -> Vec<Person> {
        let named = byline.map(|b| byline::authors(b, &self.site.lexicon)).unwrap_or_default();
        if named.is_empty() {
            return self.site.site_author.clone().into_iter().collect();
        }
        named
    }

    /// The record's id, and whether it was computed from its path.
    fn id<'r>(&self, record: &'r Record<'_>, many: bool, faults: &mut Vec<Fault>) -> Option<(Cow<'r, str>, bool)> {
        let tagged = |own: &str| Cow::Owned(id::tag(&self.site.authority, &self.source.name, own));
        if let Some(own) = record.id.as_deref() {
            return Some((if id::is_uri(own) { Cow::Borrowed(own) } else { tagged(own) }, false));
        }
        if self.source.has_id {
            let url = self.address(record, many, &mut Vec::new());
            return match self.source.render("id", &self.values(record, many, url.as_deref())) {
                Ok(rendered) if id::is_uri(&rendered) => Some((Cow::Owned(rendered), true)),
                Ok(rendered) if !rendered.is_empty() => Some((tagged(&rendered), true)),
                Ok(_) => {
                    let message = "the template `id` of the source gives nothing for this record";
                    faults.push(fault(Severity::Error, "template-failed", message.into(), "", true));
                    None
                }
                Err(error) => {
                    faults.push(template_failed("id", error, Severity::Error));
                    None
                }
            };
        }
        let path = if many {
            Cow::Owned(below(&self.facts.id_path, key(record)))
        } else {
            Cow::Borrowed(&*self.facts.id_path)
        };
        Some((tagged(&path), true))
    }

    /// The record's address: its own, else the template's, absolute.
    fn address(&self, record: &Record<'_>, many: bool, faults: &mut Vec<Fault>) -> Option<Address> {
        let (written, field) = match &record.url {
            Some(own) => (Cow::Borrowed(&**own), "url"),
            None if self.source.has_url => match self.source.render("url", &self.values(record, many, None)) {
                Ok(rendered) => (Cow::Owned(without_empty_folders(rendered)), ""),
                Err(error) => {
                    faults.push(template_failed("url", error, Severity::Warning));
                    return None;
                }
            },
            None => {
                let message = "the record has no address, so that readers show it without a link";
                let mut missing = fault(Severity::Warning, "record-without-url", message.into(), "", false);
                missing.help = Some(
                    "give it a `url`, or the source a template: `url = \"/{{ section | slug }}/{{ slug }}/\"`".into(),
                );
                faults.push(missing);
                return None;
            }
        };
        let found = address::absolute(&written, self.site.site_url.as_ref())
            .and_then(|found| found.parse().ok())
            .filter(Address::is_web);
        if found.is_none() {
            let shown: String = address::without_credentials(&written).chars().take(80).collect();
            let message = format!("{shown:?} is no web address");
            faults.push(fault(Severity::Warning, "bad-record-url", message, field, false));
        }
        found
    }

    fn values(&self, record: &Record<'_>, many: bool, url: Option<&str>) -> minijinja::Value {
        let slug = match record.slug.as_deref() {
            Some(own) if is_safe_slug(own) => own.to_owned(),
            Some(own) => id::slug(own),
            None if many => id::slug(record.title.as_deref().unwrap_or_default()),
            None if is_safe_slug(&self.facts.name) => self.facts.name.clone(),
            None => id::slug(&self.facts.name),
        };
        let slug = if slug.is_empty() { "untitled".to_owned() } else { slug };
        let day = record.published.map(|t| t.date_naive());
        let part = |value: Option<u32>, width: usize| value.map(|v| format!("{v:0width$}"));
        context! {
            slug => slug,
            path => if many { below(&self.facts.inner, key(record)) } else { self.facts.inner.clone() },
            folder => folder_of(&self.facts.inner),
            name => self.facts.name.as_str(),
            source => &*self.source.name,
            ..context! {
                url => given(url.map(str::to_owned)),
                id => given(record.id.as_deref().map(str::to_owned)),
                title => given(record.title.as_deref().map(str::to_owned)),
                section => given(record.section.as_deref().map(str::to_owned)),
                categories => record.categories.iter().map(|c| c.term.clone()).collect::<Vec<_>>(),
                language => given(record.language.as_deref().or(self.site.language.as_deref()).map(str::to_owned)),
                date => given(day.map(|d| d.to_string())),
                year => given(part(day.map(|d| d.year().unsigned_abs()), 4)),
                month => given(part(day.map(|d| d.month()), 2)),
                day => given(part(day.map(|d| d.day()), 2)),
            }
        }
    }
}

/// The fault of a template that a record cannot fill.
fn template_failed(name: &str, error: Unfilled, severity: Severity) -> Fault {
    let (message, help) = match error {
        Unfilled::Lacks(lacks) => {
            let named = lacks.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let dated = lacks.iter().any(|name| matches!(name.as_str(), "date" | "year" | "month" | "day"));
            let field = if dated { "published" } else { &lacks[0] };
            let message = format!("the template `{name}` of the source needs {named}, which this record does not have");
            let default = format!("the template a way without it: `{{{{ {} | default(\"other\") }}}}`", lacks[0]);
            (message, Some(format!("give the record a `{field}`, or {default}")))
        }
        Unfilled::Fails(error) => (format!("the template `{name}` of the source fails on this record: {error}"), None),
    };
    let mut failed = fault(severity, "template-failed", message, "", severity == Severity::Error);
    failed.help = help;
    failed
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

/// What makes a record useless, or is worth knowing, once it is completed.
fn judge(record: &Record<'_>, faults: &mut Vec<Fault>) {
    if record.title.is_none() && !faults.iter().any(|f| f.path == [Step::key("title")]) {
        let mut missing = fault(Severity::Error, "record-without-title", "the record has no `title`".into(), "", true);
        missing.help = Some("give it one, or say in `[source.map]` where it is".into());
        faults.push(missing);
    }
    let broken = faults.iter().any(|f| f.severity == Severity::Error);
    if record.published.is_none() && record.status != Some(Status::Draft) && !broken {
        let mut undated = fault(
            Severity::Warning,
            "record-without-date",
            "the record has no date; it counts from when it was first seen".into(),
            "",
            true,
        );
        undated.help = Some("give it a `published`, or put the date into the file's name".into());
        faults.push(undated);
    }
}

/// What lies in a folder, if there is one.
fn below(folder: &str, name: String) -> String {
    if folder.is_empty() { name } else { format!("{folder}/{name}") }
}

/// What tells a record from the others of its unit. Not its position: that of all changes
/// when one is put before them.
fn key(record: &Record<'_>) -> String {
    if let Some(address) = record.slug.as_deref().or(record.url.as_deref()) {
        return address.to_owned();
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
