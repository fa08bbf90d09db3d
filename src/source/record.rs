//! A record as it is read: one reading of fields serves the stub and the article.

mod schema;

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono_tz::Tz;
use schemars::JsonSchema;

use super::blocks;
use super::by_hand;
use super::context::is_template;
use super::field::{COUNT, FIELDS, Field, Info, Names, container, near_miss};
use super::gate::{self, Gate, Likeness, Nest};
use super::media::{self, Member};
use super::node::{Node, Path, Step};
use super::people::People;
use super::permalink::Addressed;
use super::pick::{PickedNames, Picks};
use super::slot::{Found, Slot, Slots, gates, says_published, slots};
use super::trace::Trace;
use super::value::{self, Reader, ToldBy};
use super::{episode, licensing, link, notice, person, subject};
use crate::article::licensing::Licensing;
use crate::article::{Address, Category, Episode, Hold, Link, Media, Origin, Person, Status, Timestamp, Version};
use crate::diagnostic::Severity;
use crate::source::format::json::Want;
use crate::source::format::json::skim::Shape;

/// One article as a source gives it. Names may be written with hyphens, underscores or in camel
/// case; further members are allowed and ignored.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "Article record")]
pub struct Record<'a> {
    /// The id subscribers know it by. Computed from the file's path where it is missing.
    pub id: Option<Cow<'a, str>>,
    /// The article's public address; relative to the site's where it is not absolute.
    pub url: Option<Cow<'a, str>>,
    /// Its name in addresses; by default that of the file, or made from the title.
    pub slug: Option<Cow<'a, str>>,
    /// Headline, plain text.
    #[schemars(with = "String")]
    pub title: Option<Cow<'a, str>>,
    /// Second headline, plain text.
    pub subtitle: Option<Cow<'a, str>>,
    /// What it says, in a sentence or two; plain text. Made from the first paragraph by default.
    pub summary: Option<Cow<'a, str>>,
    /// The body as HTML.
    pub body: Option<Cow<'a, str>>,
    /// The body as CommonMark.
    pub body_markdown: Option<Cow<'a, str>>,
    /// The body as plain text, paragraphs between blank lines.
    pub body_text: Option<Cow<'a, str>>,
    /// Who wrote it: names, or persons and organisations.
    #[schemars(with = "Option<schema::OneOrMany<schema::Named<Person>>>")]
    pub authors: Vec<Person>,
    /// The page of the author, where `authors` is one name.
    pub author_url: Option<Address>,
    /// The author's e-mail address, where `authors` is one name.
    pub author_email: Option<Cow<'a, str>>,
    /// The byline as printed.
    pub byline: Option<Cow<'a, str>>,
    /// Place (and date) line that opens a report.
    pub dateline: Option<Cow<'a, str>>,
    /// The section it appears in.
    pub section: Option<Cow<'a, str>>,
    /// Free tags; a text is split at its commas.
    #[schemars(with = "Option<schema::OneOrMany<String>>")]
    pub tags: Vec<Cow<'a, str>>,
    /// Terms of a scheme: texts (`medtop:20000638` too), or terms with scheme and label.
    #[schemars(with = "Option<schema::OneOrMany<schema::Named<Category>>>")]
    pub categories: Vec<Category>,
    /// First publication. Without an offset it is in the site's time zone.
    #[schemars(with = "Option<schema::Date>")]
    pub published: Option<Timestamp>,
    /// Last change that readers see.
    #[schemars(with = "Option<schema::Date>")]
    pub updated: Option<Timestamp>,
    /// BCP 47 tag.
    pub language: Option<Cow<'a, str>>,
    /// Where it stands in its life.
    pub status: Option<Status>,
    /// Not to be published before this moment.
    #[schemars(with = "Option<schema::Date>")]
    pub embargo: Option<Timestamp>,
    /// Not to be shown from this moment on.
    #[schemars(with = "Option<schema::Date>")]
    pub expires: Option<Timestamp>,
    /// Rights statement, plain text.
    pub rights: Option<Cow<'a, str>>,
    /// URL of the licence.
    pub license: Option<Address>,
    /// What machines may do with it, where that is other than with the rest of the publication.
    #[schemars(with = "Option<Licensing>")]
    pub licensing: Option<Box<Licensing>>,
    /// Whether it may be passed on to partners; by default what is not taken over from elsewhere may.
    pub syndication_rights: Option<bool>,
    /// Pictures, sound and video: addresses or files, or objects.
    #[schemars(with = "Option<schema::OneOrMany<schema::Named<media::MediaRecord>>>")]
    pub media: Vec<Media>,
    /// Related pages.
    #[schemars(with = "Option<schema::OneOrMany<schema::Named<Link>>>")]
    pub related: Vec<Link>,
    /// The publication it is taken over from: its name, or name and address.
    #[schemars(with = "Option<schema::Named<Origin>>")]
    pub origin: Option<Origin>,
    /// What was corrected, plain text.
    pub correction: Option<Cow<'a, str>>,
    /// Ids or paths under which it was published before.
    #[schemars(with = "Option<schema::OneOrMany<String>>")]
    pub aliases: Vec<Cow<'a, str>>,
    /// Its sound or film as an episode of a show: its number alone, or all of it.
    #[schemars(with = "Option<schema::Numbered<Episode>>")]
    pub episode: Option<Box<Episode>>,
    /// Why it is held back, if it is.
    #[schemars(skip)]
    pub(crate) hold: Option<Hold>,
    /// Its address as a pattern of its generator's: `/:year/:title/`.
    #[schemars(skip)]
    pub(crate) pattern: Option<Cow<'a, str>>,
    /// What it says of its address alone.
    #[schemars(skip)]
    pub(crate) addressed: Addressed,
    /// How many of its categories are of the last branch, where it stands in several.
    #[schemars(skip)]
    pub(crate) last_branch: Option<usize>,
    /// Whether `published` and the like say that it is public, and no date does.
    #[schemars(skip)]
    pub(crate) is_public_undated: bool,
    /// Whether it is a page of a site by the template or type that it names.
    #[schemars(skip)]
    pub(crate) is_page: bool,
    /// Number of the version, where records of one id are numbered.
    #[schemars(skip)]
    pub(crate) version: Option<Version>,
    /// What stands at paths that feeds ask for.
    #[schemars(skip)]
    pub(crate) further: crate::article::further::Further,
    /// Whether there is any media: all that scanning knows of them.
    #[schemars(skip)]
    pub(crate) has_media: bool,
    /// The body as Markdown that says by itself what it shows, where a feed carries it.
    #[schemars(skip)]
    pub(crate) markdown: Option<String>,
    /// Template tags in the body of which it is not known what they show.
    #[schemars(skip)]
    pub(crate) unknown_tags: Vec<String>,
    /// Where its fields stand in it, if that was asked for.
    #[schemars(skip)]
    pub(crate) trace: Option<Box<Trace>>,
    /// Where in the record `media` was found, for what is found wrong later.
    #[schemars(skip)]
    pub(crate) media_at: Vec<Step>,
}

/// The JSON Schema of an article record.
pub fn record_schema() -> schemars::Schema {
    schemars::schema_for!(Record<'static>)
}

/// Where a source keeps its fields.
#[derive(Debug)]
pub(crate) struct FieldMap {
    pub(super) names: Names<(Field, u16)>,
    /// Top fields: ours, and the dotted path to theirs.
    pub(super) top: Vec<Top>,
    /// Members of media objects: ours, and the dotted path to theirs.
    pub(crate) media: Vec<(Member, Box<str>)>,
    /// First parts of the paths in `top`.
    firsts: Vec<(Box<str>, Want)>,
    /// Names that tell whether the source takes a record.
    asked: PickedNames,
    /// Whether templates may ask for any member.
    whole: bool,
    /// Names of what feeds ask for besides our fields.
    pub(super) further: crate::config::FurtherNames,
}

/// A field that a source keeps elsewhere.
#[derive(Debug)]
pub(super) struct Top {
    pub(super) field: Field,
    pub(super) path: Box<str>,
    /// Whether the path is more than a name.
    pub(super) dotted: bool,
}

impl FieldMap {
    /// Compiles `[source.map]`. Names that no record has were reported with the config.
    pub(crate) fn new(map: &BTreeMap<String, String>, picks: &Picks) -> Self {
        let names = super::field::names();
        let asked = picks.names();
        let mut out = Self {
            names,
            top: Vec::new(),
            media: Vec::new(),
            firsts: Vec::new(),
            asked,
            whole: false,
            further: crate::config::FurtherNames::default(),
        };
        for (ours, theirs) in map {
            if is_template(theirs) {
                out.whole = true;
            } else if let Some(member) = ours.strip_prefix("media.") {
                out.media.extend(Member::named(member).map(|ours| (ours, theirs.as_str().into())));
            } else if let Some((field, 1)) = out.names.find(ours) {
                let (first, dotted) = theirs.split_once('.').map_or((&**theirs, false), |(first, _)| (first, true));
                let want = if dotted { Want::Whole } else { field.info().scan };
                out.top.push(Top { field, path: theirs.as_str().into(), dotted });
                out.firsts.push((first.into(), want));
            }
        }
        out
    }

    /// What a member of a record stands for.
    pub(super) fn meaning(&self, name: &str) -> Meaning {
        let field = self.names.find(name);
        let container = if field.is_some() { None } else { container(name) };
        let mapped = self.firsts.iter().any(|(first, _)| **first == *name);
        // What the config names is known for what it is.
        let suspect = if field.is_some() || container.is_some() || mapped { None } else { gate::suspect(name) };
        let may_nest = field.is_none_or(|(field, _)| matches!(field, Field::Body | Field::Summary | Field::Rights));
        let nest = if may_nest && container.is_none() { gate::nest_or_further(name) } else { None };
        Meaning { field, container, mapped, suspect, nest }
    }

    fn is_asked(&self, name: &str, field: Option<(Field, u16)>) -> bool {
        self.whole || self.asked.holds(name, field.map(|(field, _)| field))
    }

    /// What loading needs of a member of a record: of unknown ones only that they are there.
    pub(crate) fn want_in_full(&self, name: &str) -> Want {
        let Meaning { field, container, mapped, suspect, nest } = self.meaning(name);
        let mapped = mapped || self.further.holds(name) || media::own_moment(name).is_some();
        let known = field.is_some() || container.is_some() || mapped || suspect.is_some() || nest.is_some();
        let is_read = || self.is_asked(name, field) || gate::is_mark(name) || media::may_describe(name);
        if known || is_read() { Want::Whole } else { Want::Presence }
    }

    /// What scanning needs of a member of a record.
    pub(crate) fn want(&self, name: &str) -> Want {
        let mapped = self.firsts.iter().filter(|(first, _)| **first == *name).map(|(_, w)| *w);
        let Meaning { field, container, suspect, nest, .. } = self.meaning(name);
        let known = match field {
            _ if self.is_asked(name, field) => Want::Whole,
            Some((field, _)) => field.info().scan.max(if nest.is_some() { Want::Table } else { Want::Nothing }),
            None if container.is_some() || suspect.is_some() || nest.is_some() || gate::is_mark(name) => Want::Whole,
            None => Want::Nothing,
        };
        mapped.chain([known]).max().unwrap_or(Want::Nothing)
    }
}

/// What the name of a record's member stands for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Meaning {
    /// Its field, and how early the name counts.
    pub(super) field: Option<(Field, u16)>,
    /// Which table of further fields it is.
    pub(super) container: Option<usize>,
    /// Whether a path of `[source.map]` begins with it.
    pub(super) mapped: bool,
    /// Which gate somebody may have meant, and how the name looks like it.
    pub(super) suspect: Option<(Gate, Likeness)>,
    /// Whether it is a table that says of the record whether it is for readers; of fields only the text may be one.
    pub(super) nest: Option<Nest>,
}

impl Meaning {
    /// The field that somebody may have meant with a name that stands for nothing.
    pub(super) fn near(&self, name: &str) -> Option<&'static Info> {
        if self.field.is_some() || self.mapped { None } else { near_miss(name) }
    }
}

/// What a record is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Its stub: what selection needs.
    Stub,
    /// Its article: all of it.
    Article,
}

/// How a record is to be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'c> {
    /// Zone of dates without an offset.
    pub(crate) zone: Tz,
    /// Where the fields are.
    pub(crate) map: &'c FieldMap,
    /// The shape that its table was read by.
    pub(super) shape: &'c Shape,
    /// What for: of a stub only some fields are read.
    pub(crate) aim: Aim,
    /// A text of tags is split at blanks too, as Jekyll does in its posts.
    pub(crate) tags_by_blank: bool,
    /// Whether it is a page of a site.
    pub(crate) pages: bool,
    /// Whether to note where fields stand.
    pub(crate) traces: bool,
    /// Which records the source passes over.
    pub(super) picks: &'c Picks,
    /// The authors whom it names by keys.
    pub(super) people: &'c People,
}

/// What is wrong in a record: where, how much it weighs, what.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    pub(crate) severity: Severity,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) path: Vec<Step>,
    pub(crate) told_by: ToldBy,
}

/// Reads a record from a table. The record borrows from the tree, which borrows from the file.
pub(crate) fn read<'n>(node: &'n Node<'n>, how: &Reading<'_>) -> (Record<'n>, Vec<Fault>) {
    let found = slots(node, how);
    let trace = how.traces.then(|| Box::new(Trace::of(node, &found)));
    let Found { slots, media: of_media, barriers } = found;
    let mut r = Reader::new(how.zone);
    let mut record = Record { trace, ..Record::default() };
    let gates = gates(node, &barriers, &mut r);
    (record.status, record.hold) = (gates.status, gates.hold);
    (record.embargo, record.expires, record.is_page) = (gates.embargo, gates.expires, gates.is_page);
    if let Some(why) = how.picks.refuses(node)
        && record.status.is_none_or(|status| status == Status::Published)
    {
        (record.status, record.hold) = (Some(Status::Draft), Some(why));
    }
    for (field, slot) in slots.iter().enumerate() {
        let Some(slot) = slot else { continue };
        let field = FIELDS[field].field;
        let scan = field.info().scan;
        notice::hold_by_field(&mut record, field, slot.node, how);
        if slot.node.is_empty() || (how.aim == Aim::Stub && scan <= Want::Table) {
            continue;
        }
        let told_by = ToldBy::scan_if(scan == Want::Whole);
        r.field(|| slot.steps.path(node), told_by, |r| fill(&mut record, field, slot.node, r, how));
        if field == Field::Media && how.aim == Aim::Article {
            record.media_at = slot.steps.path(node);
        }
        match field {
            Field::Media if slot.node.text().is_some() => {
                if let ([picture], Some((name, table))) = (&mut record.media[..], slot.steps.member_of(node)) {
                    media::described(picture, name, table);
                }
            }
            Field::Categories if how.tags_by_blank && slot.node.text().is_some() => {
                subject::split_at_blanks(&mut record.categories, &slot.steps);
            }
            _ => {}
        }
    }
    if let Some(slot) = slots[Field::Section as usize] {
        record.categories.extend(subject::further_sections(slot.node, &mut r));
    }
    record.is_public_undated = record.published.is_none() && says_published(node);
    if how.aim == Aim::Article {
        of_media.iter().skip(1).for_each(|slot| further_media(&mut record, slot, node, &mut r, how));
        media::narrow(&mut record.media, node, &mut r);
        person::described(&mut record.authors, record.author_url.take(), record.author_email.take());
        suspect_names(node, how, &slots, &mut r);
        record.further = node.further(&how.map.further);
    }
    (record, r.faults)
}

/// Adds what another field says of pictures, sound and video.
fn further_media<'n>(
    record: &mut Record<'n>,
    slot: &Slot<'n, '_>,
    node: &'n Node<'n>,
    r: &mut Reader,
    how: &Reading<'_>,
) {
    let read = |r: &mut Reader| r.list(slot.node, |node, r| media::read(node, r, &how.map.media));
    let mut found = r.field(|| slot.steps.path(node), ToldBy::Load, read);
    if let ([picture], Some((name, table)), true) =
        (&mut found[..], slot.steps.member_of(node), slot.node.text().is_some())
    {
        media::described(picture, name, table);
    }
    record.media.append(&mut found);
}

/// Members of a record whose names are looked at for mistakes.
const MAX_SUSPECTS: usize = 200;

fn fill<'n>(record: &mut Record<'n>, field: Field, node: &'n Node<'n>, r: &mut Reader, how: &Reading<'_>) {
    match field {
        Field::Id => record.id = r.short_text(node),
        Field::Url => {
            // JSON-LD: the page that the record is the main thing of.
            let node = value::member(node, &["url", "id"]).map_or(node, |(_, node)| node);
            record.url = r.address(node);
            if record.url.is_none() {
                record.pattern = value::pattern(node);
            }
        }
        Field::Slug => record.slug = r.short_text(node),
        Field::Title => record.title = r.required_text(node),
        Field::Subtitle => record.subtitle = r.text(node),
        Field::Summary => record.summary = r.text(node),
        Field::Body => record.body = blocks::body(node, r),
        Field::BodyMarkdown => record.body_markdown = r.long_text(node),
        Field::BodyText => {
            let text = r.long_text(node);
            // Plain by its name, HTML by what it is.
            let is_html = text.as_deref().is_some_and(|text| text.trim_start().starts_with('<') && text.contains("</"));
            *(if is_html { &mut record.body } else { &mut record.body_text }) = text;
        }
        Field::Authors => record.authors = person::persons(node, r, how.people),
        Field::AuthorUrl if node.text().is_some_and(|text| person::is_mail(&text)) => {
            record.author_email = record.author_email.take().or_else(|| r.short_text(node));
        }
        Field::AuthorUrl => record.author_url = by_hand::page(node, r),
        Field::AuthorEmail => record.author_email = r.short_text(node).or(record.author_email.take()),
        Field::Byline => record.byline = r.text(node),
        Field::Dateline => record.dateline = r.text(node),
        Field::Section => record.section = subject::section(node, r),
        Field::Tags => record.tags = subject::tags(node, r, how.tags_by_blank),
        Field::Categories => {
            (record.categories, record.last_branch) = subject::branches(node, r);
        }
        Field::Published => record.published = r.date(node, Severity::Error),
        Field::Updated => {
            // Docusaurus: when, and by whom.
            let node = value::member(node, &["date"]).map_or(node, |(_, node)| node);
            record.updated = r.date(node, Severity::Warning);
        }
        Field::Language => record.language = value::language(node, r),
        // Gates, all of which are read together.
        Field::Status | Field::Draft | Field::Embargo | Field::Expires => {}
        Field::Rights => record.rights = r.text(node),
        Field::License => record.license = by_hand::license(node, r),
        Field::Media => {
            record.has_media = true;
            if how.aim == Aim::Article {
                let members = &how.map.media;
                record.media = r.list(node, |node, r| media::read(node, r, members));
            }
        }
        Field::Related => record.related = r.list(node, link::link),
        Field::Origin => record.origin = link::origin(node, r),
        Field::Correction => record.correction = r.text(node),
        Field::SyndicationRights => record.syndication_rights = r.flag(node),
        Field::Licensing => record.licensing = licensing::read(node, r).map(Box::new),
        Field::Episode => record.episode = episode::read(node, r).map(Box::new),
        Field::Aliases => record.aliases = r.list(node, |node, r| r.short_text(node)),
    }
}

/// Names that are close to one of ours which the record does not have, among the first members:
/// people write no more.
fn suspect_names(node: &Node<'_>, how: &Reading<'_>, slots: &Slots<'_, '_>, r: &mut Reader) {
    let Node::Table(members) = node else { return };
    let mut expected = 0;
    let mut seen = [false; COUNT];
    for (i, (name, _)) in members.iter().enumerate().take(MAX_SUSPECTS) {
        let (meaning, near) = match how.shape.find_read(name, &mut expected) {
            Some(known) => (known.meaning, known.near),
            None => {
                let meaning = how.map.meaning(name);
                (meaning, meaning.near(name))
            }
        };
        if let Some((field, _)) = meaning.field
            && Gate::of(field, name).is_none()
            && std::mem::replace(&mut seen[field as usize], true)
            && members[..i].iter().any(|(n, _)| n == name)
        {
            r.begin(vec![Step::key(name)], ToldBy::Load);
            let message = format!("`{}` stands twice in the record; the first counts", Path(&r.path));
            r.fault(Severity::Warning, "repeated-field", message, Some("remove one of them".into()));
        }
        let Some(info) = near else { continue };
        // What was held for its name has been told.
        if r.faults.iter().any(|f| f.code == "held-in-doubt" && f.path == [Step::key(name)]) {
            continue;
        }
        if slots[info.field as usize].is_none() {
            r.begin(vec![Step::key(name)], ToldBy::Load);
            r.fault(
                Severity::Warning,
                "misspelt-field",
                format!("`{}` is no field of a record", Path(&r.path)),
                Some(format!("write `{}` if that is meant", info.name)),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{MEDIA_MEMBERS, RECORD_FIELDS};

    fn read_json(text: &str, map: &[(&str, &str)]) -> (Record<'static>, Vec<Fault>) {
        let map = map.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let map = FieldMap::new(&map, &Picks::default());
        let node: Node<'static> = crate::source::format::json::parse(text.as_bytes()).unwrap().into_owned();
        let how = Reading {
            zone: Tz::UTC,
            map: &map,
            shape: &crate::source::format::json::skim::UNKNOWN,
            aim: Aim::Article,
            tags_by_blank: false,
            pages: false,
            traces: false,
            picks: &Picks::default(),
            people: &crate::source::people::NONE,
        };
        let node: &'static Node<'static> = Box::leak(Box::new(node));
        read(node, &how)
    }

    #[test]
    fn schema_and_table_of_names_have_the_same_fields() {
        let schema = record_schema();
        let mut described: Vec<_> = schema.get("properties").unwrap().as_object().unwrap().keys().cloned().collect();
        let mut known: Vec<_> = FIELDS.iter().map(|i| i.name.to_owned()).filter(|n| n != "draft").collect();
        described.sort();
        known.sort();
        assert_eq!(described, known);
    }

    #[test]
    fn the_config_knows_the_fields_of_records_and_the_members_of_media() {
        let mut fields: Vec<_> = FIELDS.iter().map(|i| i.name).collect();
        fields.sort_unstable();
        assert_eq!(fields, RECORD_FIELDS);
        let mut members: Vec<_> = media::MEMBERS.iter().map(|(_, name, _)| *name).collect();
        members.sort_unstable();
        assert_eq!(members, MEDIA_MEMBERS);
    }

    #[test]
    fn names_of_generators_and_a_map_are_read() {
        let (r, faults) = read_json(
            r#"{"headline":"A","meta":{"dates":{"first":"2026-07-01"}},"lastmod":"2026-07-02",
               "draft":true,"taxonomies":{"tags":["x","y"]},"extra":{"guid":"g","subtitle":"S"},
               "images":[{"src":"https://a.example/b.jpg","length":12,"photographer":"P","agency":"Q"}]}"#,
            &[("published", "meta.dates.first"), ("media", "images")],
        );
        assert_eq!(faults, []);
        assert_eq!((r.title.as_deref(), r.id.as_deref(), r.subtitle.as_deref()), (Some("A"), Some("g"), Some("S")));
        assert_eq!(r.published.unwrap().to_rfc3339(), "2026-07-01T00:00:00+00:00");
        assert_eq!(r.status, Some(Status::Draft));
        assert_eq!(r.tags, ["x", "y"]);
        assert_eq!(r.media[0].size, Some(12));
        assert_eq!(r.media[0].credits.len(), 2);
    }

    #[test]
    fn names_are_suspected_only_among_the_first_members() {
        let misspelt: String = (0..1000).map(|_| "\"titel\":1,").collect();
        let (_, faults) = read_json(&format!("{{{misspelt}\"headline\":\"A\"}}"), &[]);
        assert_eq!(faults, [], "it has a title");
        let (_, faults) = read_json(&format!("{{{misspelt}\"x\":1}}"), &[]);
        assert_eq!(faults.len(), MAX_SUSPECTS);
    }

    #[test]
    fn wrong_types_and_values_are_all_reported_with_their_path() {
        let (_, faults) = read_json(
            r#"{"title":["x"],"published":"soon","titel":"x","media":[{"url":"a.jpg","width":"wide"}],"status":"odd"}"#,
            &[],
        );
        let mut found: Vec<_> = faults.iter().map(|f| (f.code, Path(&f.path).to_string())).collect();
        found.sort();
        let expected = [
            ("bad-field-date", "published"),
            ("bad-field-value", "media[0].width"),
            ("bad-field-value", "status"),
            ("wrong-field-type", "title"),
        ];
        assert_eq!(found, expected.map(|(c, p)| (c, p.to_owned())));
    }
}
