//! From a record to its stub or its article: id, address, dates and defaults derived.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::sync::Arc;

use chrono::NaiveTime;
use twox_hash::XxHash3_64;
use url::Url;

use super::address::{below, is_of_host, record_key, template_failed};
use super::attachment;
use super::byline;
use super::context::{Compiled, Context};
use super::field::{self, Field};
use super::format::{self, Format, Split};
use super::node::Step;
use super::path::PathFacts;
use super::record::{Fault, Record};
use super::site::Site;
use super::value::ToldBy;
use crate::article::{
    Address, Article, Bounds, Hold, Link, Location, Origin, Person, Position, Status, Stub, Term, TermKind, Terms,
    Timestamp, Withheld, address, date, id, page, topics,
};
use crate::diagnostic::{Diagnostic, Place, Severity, Span};

/// The file a record comes from, with everything that is the same for all its records.
#[derive(Debug)]
pub(super) struct UnitContext<'f> {
    pub(super) site: &'f Context,
    /// The site that its records are pages of.
    pub(super) around: &'f Site,
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

pub(super) fn fault(severity: Severity, code: &'static str, message: String, field: &str, told_by: ToldBy) -> Fault {
    let path = if field.is_empty() { Vec::new() } else { vec![Step::key(field)] };
    Fault { severity, code, message, help: None, path, told_by }
}

impl<'f> UnitContext<'f> {
    /// Completes a record by what the file's name says and by the source's defaults.
    pub(super) fn complete<'r>(&self, record: &mut Record<'r>, defaults: &Record<'r>)
    where
        'f: 'r,
    {
        if record.published.is_none() {
            let address =
                || [&record.url, &record.slug].into_iter().flatten().find_map(|path| date::date_in_path(path));
            let day = self.facts.date.or_else(address);
            record.published = day.map(|day| date::in_zone(day.and_time(NaiveTime::MIN), self.site.zone));
        }
        self.around.label(record);
        if record.language.is_none() {
            record.language = self.facts.language.map(|code| self.around.tag_of_language(code));
        }
        if self.source.has_defaults() {
            record.complete(defaults);
        }
        if record.section.is_none() {
            record.section = self.facts.folder.map(Cow::Borrowed);
        }
        let Record { section, tags, categories, language, .. } = record;
        let language = language.as_deref().or(self.site.language.as_deref());
        let own = self.site.vocabulary.as_ref();
        let tags = tags.iter().map(|tag| &**tag);
        self.site.category_map.add(section.as_deref(), tags, categories, language, own);
        // The last change alone dates a page.
        record.published = record.published.or(record.updated);
        // Agencies date versions; a change before the publication is none that readers saw.
        if let (Some(published), Some(updated)) = (record.published, record.updated)
            && updated < published
        {
            record.updated = Some(published);
        }
    }

    /// A number of what readers see of the path: a record that is moved may be another to them.
    fn by_path(&self) -> u64 {
        let parts = [self.facts.folder, self.facts.language];
        parts.into_iter().flatten().map(|part| XxHash3_64::oneshot(part.as_bytes())).fold(0, u64::wrapping_add)
    }

    /// Holds a completed record back that its site, or its source, does not publish.
    pub(super) fn hold(&self, record: &mut Record<'_>) {
        if record.status.is_some_and(|status| status != Status::Published) {
            return;
        }
        let named = || self.source.config.patterns().any(|pattern| pattern == self.facts.path);
        let why = match self.format.pages {
            true if named() => None,
            true => self.around.holds(&self.facts, record),
            false => record.is_page.then_some(Hold::Page),
        };
        let undated = record.published.is_none() && record.updated.is_none();
        let why = why.or_else(|| (undated && self.source.picks.dated).then_some(Hold::Lacking));
        if why.is_some() {
            (record.status, record.hold) = (Some(Status::Draft), why);
        }
    }

    /// The stub of a completed record, `edit` being the hash of its bytes; `None` where a fault makes it
    /// useless.
    pub(super) fn stub(
        &self,
        record: &Record<'_>,
        at: Location,
        edit: u64,
        terms: &mut Terms,
        faults: &mut Vec<Fault>,
    ) -> Option<Stub> {
        judge(record, faults);
        let (id, computed_id) = self.id(record, at.record, faults)?;
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
            bounds: Bounds {
                embargo: seconds(record.embargo),
                expires: seconds(record.expires),
                version: record.version.clone(),
                page: self.gated_page(record, at.record),
            }
            .kept(),
            status: record.status.unwrap_or_default(),
            hold: (record.status == Some(Status::Draft)).then(|| record.hold.unwrap_or(Hold::Draft)),
            has_media: record.has_media,
            terms: own.into(),
            edit: (edit ^ self.by_path()) as u32,
            at,
        })
    }

    /// The number of the page of a record that is not for readers, or is not at all times.
    fn gated_page(&self, record: &Record<'_>, position: Position) -> Option<u64> {
        let is_held = match record.status.unwrap_or_default() {
            Status::Published => {
                let is_to_come = |moment: Timestamp| moment.timestamp() > self.site.now;
                record.embargo.is_some() || record.expires.is_some() || record.published.is_some_and(is_to_come)
            }
            Status::Draft => record.hold.unwrap_or(Hold::Draft).keeps_links_away(),
            Status::Withdrawn => true,
        };
        let address = is_held.then(|| self.address(record, position, &mut Vec::new())).flatten()?;
        page::number(&address)
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
        let id: Arc<str> = self.id(&record, at.record, faults)?.0.into();
        if faults.iter().any(|f| f.severity == Severity::Error) {
            return None;
        }
        let named = record.categories.iter().filter(|c| self.site.judges_categories && c.scheme.is_some());
        faults.extend(named.filter_map(|category| {
            let doubt = topics::doubt(category, self.site.vocabulary.as_ref())?;
            let found =
                fault(Severity::Warning, doubt.code(), doubt.message(&category.term), "categories", ToldBy::Load);
            Some(Fault { help: Some(doubt.help()), ..found })
        }));
        let name = self.name(&record);
        let url = self.address(&record, at.record, faults);
        // Few records have addresses that are relative to their own.
        let base =
            LazyCell::new(|| url.as_deref().and_then(|u| Url::parse(u).ok()).or_else(|| self.site.site_url.clone()));
        let of_site = |url: &Address| self.site.site_url.as_ref().is_none_or(|site| is_of_host(url, site));
        let of_site = url.as_ref().is_none_or(of_site);
        let resolve = |written: &str| {
            // What begins at the root is below the site's address, as themes have it.
            let found = if of_site && address::is_rooted(written) {
                address::in_site(written, self.site.site_url.as_ref())
            } else {
                address::resolved(written, || base.as_ref())
            };
            found?.parse::<Address>().ok()
        };
        let mut media = record.media;
        let holder =
            attachment::Holder { at: &record.media_at, language: record.language.as_deref(), page: url.as_ref() };
        attachment::attach(self, &mut media, &resolve, &holder, faults);
        let absolute = |address: Address| resolve(&address);
        let related = record.related.into_iter();
        let related = related.filter_map(|link| Some(Link { url: absolute(link.url)?, ..link })).collect();
        let mut authors =
            if record.authors.is_empty() { self.named_authors(record.byline.as_deref()) } else { record.authors };
        for author in &mut authors {
            author.url = author.url.take().and_then(absolute);
        }
        let license = record.license.and_then(absolute);
        let mut episode = record.episode;
        if let Some(episode) = &mut episode {
            episode.resolve(resolve);
        }
        let origin = record.origin.map(|origin| Origin { url: origin.url.and_then(absolute), ..origin });
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
            None => Place { file: self.facts.file.clone(), span: line.filter(|_| at.record.of_many().is_some()) },
        };
        let mut article = Article {
            id,
            source: self.source.name.clone(),
            place,
            url,
            title: owned(record.title).unwrap_or_default(),
            subtitle: owned(record.subtitle),
            summary: owned(record.summary),
            body,
            markdown: record.markdown,
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
            licensing: record.licensing,
            syndication_rights: record.syndication_rights,
            further: record.further,
            media,
            withheld: Withheld::default(),
            looked_at: Vec::new(),
            episode,
            related,
            origin,
            correction: owned(record.correction),
            aliases: record.aliases.into_iter().map(Cow::into_owned).collect(),
        };
        article.hide_passwords();
        Some(article)
    }

    /// Whether people know its records by their keys, or at least by no lines of text.
    fn is_of_rows(&self) -> bool {
        self.keyed || format::is_of_columns(self.format)
    }

    /// What people call a record that they know by its key.
    pub(super) fn name(&self, record: &Record<'_>) -> Option<String> {
        if !self.is_of_rows() {
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
        let Some(place) = diagnostic.place.as_mut().filter(|_| self.is_of_rows()) else { return diagnostic };
        if let Some(name) = name {
            place.span = None;
            place.file = format!("{}, {name}", self.facts.file).into();
        } else if let Some(span) = place.span.take_if(|_| matches!(self.split, Split::Lines) || !self.keyed) {
            place.file = format!("{}, record {}", self.facts.file, span.line).into();
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
    fn id<'r>(
        &self,
        record: &'r Record<'_>,
        position: Position,
        faults: &mut Vec<Fault>,
    ) -> Option<(Cow<'r, str>, bool)> {
        let tagged = |own: &str| Cow::Owned(id::tag(&self.site.authority, &self.source.name, own));
        if let Some(own) = record.id.as_deref() {
            let own = crate::article::address::without_credentials(own);
            return Some((if id::is_uri(&own) { own } else { tagged(&own) }, false));
        }
        if self.source.has_id {
            let url = self.address(record, position, &mut Vec::new());
            return match self.source.render("id", &self.values(record, position, url.as_deref())) {
                Ok(rendered) if id::is_uri(&rendered) => Some((Cow::Owned(rendered), true)),
                Ok(rendered) if !rendered.is_empty() => Some((tagged(&rendered), true)),
                Ok(_) => {
                    let message = "the template `id` of the source gives nothing for this record";
                    faults.push(fault(Severity::Error, "template-failed", message.into(), "", ToldBy::Scan));
                    None
                }
                Err(error) => {
                    // What its address lacks says more than that there is none.
                    let cause = self.source.permalink.as_ref().and_then(|_| self.permalink(record).err());
                    faults.push(match cause {
                        Some(cause) => template_failed("permalink", cause, Severity::Error),
                        None => template_failed("id", error, Severity::Error),
                    });
                    faults.retain(|fault| fault.code != "record-without-date");
                    None
                }
            };
        }
        let path = if position.of_many().is_some() {
            // On which page of an address a record stands changes.
            Cow::Owned(below(if self.keyed { "" } else { self.facts.id_path }, record_key(record)))
        } else {
            Cow::Borrowed(self.facts.id_path)
        };
        Some((tagged(&path), true))
    }
}

impl<'a> Record<'a> {
    /// Takes what is missing from another record, a sidecar's or the defaults'.
    pub(crate) fn complete(&mut self, other: &Record<'a>) {
        macro_rules! options {
            ($($field:ident),*) => { $(if self.$field.is_none() { self.$field.clone_from(&other.$field); })* };
        }
        macro_rules! lists {
            ($($field:ident),*) => { $(if self.$field.is_empty() { self.$field.clone_from(&other.$field); })* };
        }
        if self.body.is_none() && self.body_markdown.is_none() && self.body_text.is_none() {
            options!(body, body_markdown, body_text);
        }
        options!(
            id,
            url,
            slug,
            title,
            subtitle,
            summary,
            byline,
            dateline,
            section,
            published,
            updated,
            language,
            status,
            hold,
            embargo,
            expires,
            rights,
            license,
            licensing,
            syndication_rights,
            origin,
            correction,
            episode
        );
        lists!(authors, tags, categories, media, related, aliases);
        self.has_media |= other.has_media;
    }
}

/// A date of publication that cannot be read costs that field where something else dates the record.
pub(super) fn dated_otherwise(fault: &mut Fault) {
    let named =
        |step: &Step| matches!(step, Step::Key(name) if field::known(name).is_some_and(|(f, _)| f == Field::Published));
    if fault.severity == Severity::Error && fault.path.last().is_some_and(named) {
        fault.severity = Severity::Warning;
        fault.message += "; the date of its name or of its last change counts";
    }
}

/// What makes a record useless, or is worth knowing, once it is completed.
fn judge(record: &Record<'_>, faults: &mut Vec<Fault>) {
    // What is taken back, or held, need not say what it is.
    let kept_back = record.status.is_some_and(|status| status != Status::Published);
    if record.title.is_none() && !kept_back && !faults.iter().any(|f| f.path == [Step::key("title")]) {
        let mut missing =
            fault(Severity::Error, "record-without-title", "the record has no `title`".into(), "", ToldBy::Scan);
        missing.help = Some("give it one, begin its text with a heading, or say in `[source.map]` where it is".into());
        faults.push(missing);
    }
    let broken = faults.iter().any(|f| f.severity == Severity::Error);
    if record.published.is_none() && record.status != Some(Status::Draft) && !broken {
        let message = if record.is_public_undated {
            "the record has no date (`published: true` only says that it is public); it counts from when it was first seen"
        } else {
            "the record has no date; it counts from when it was first seen"
        };
        let mut undated = fault(Severity::Warning, "record-without-date", message.into(), "", ToldBy::Scan);
        undated.help = Some("give it a `date`, or put the date into the file's name".into());
        faults.push(undated);
    }
}
