//! IPTC NITF 3.x, with and without its namespace.
//!
//! Notes to editors (`ed-msg`, `note` of that class, what is so called by its `class`) are read by
//! nothing here and never reach a feed.

mod body;
mod pictures;

use std::borrow::Cow;
use std::collections::HashSet;

use super::{Format, Root, Split};
use crate::article::{Category, Location, Origin, Person, Timestamp, Version};
use crate::credit::Lexicon;
use crate::diagnostic::Severity;
use crate::source::agency::{self, How};
use crate::source::byline;
use crate::source::element::{self, attribute, child, local, says_note};
use crate::source::gate::{self, Gate, Gates};
use crate::source::node::{Node, Step};
use crate::source::notation::xml;
use crate::source::read::{Job, Stretch};
use crate::source::record::{Aim, Fault, Record};
use crate::source::value::{self, Reader, ToldBy, clean, is_blank};

/// IPTC's articles in XML.
pub(super) static FORMAT: Format = Format {
    name: "nitf",
    says: "IPTC NITF 3.x",
    endings: &[],
    roots: &[Root::named("nitf")],
    beside: None,
    pages: false,
    split: Split::Whole,
    notation: &xml::NOTATION,
    record,
};

fn record(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, at: Location) {
    let node = job.about.source.document(stretch);
    let Some(node) = job.table(node, "the record", stretch) else { return };
    let (record, faults) = read(&node, Reader::new(job.about.site.zone), &How::of(job));
    job.finish(record, faults, stretch, at);
}

/// What is not there.
static NOTHING: Node<'static> = Node::Null;

/// Completes a record by the article within an element of another format, which stands where the reader is, and
/// whose gates close it, too.
pub(super) fn within<'n>(inline: &'n Node<'n>, record: &mut Record<'n>, r: &mut Reader, how: &How<'_>) {
    let (article, faults) = read(inline, Reader::new(r.zone), how);
    let above = r.path.clone();
    r.faults.extend(faults.into_iter().map(|fault| {
        let path = above.iter().cloned().chain(fault.path).collect();
        Fault { path, ..fault }
    }));
    let of = |record: &Record<'_>| Gates {
        status: record.status,
        hold: record.hold,
        embargo: record.embargo,
        expires: record.expires,
        ..Gates::default()
    };
    let mut gates = of(record);
    gates.take(&of(&article));
    record.complete(&article);
    (record.status, record.hold) = (gates.status, gates.hold);
    (record.embargo, record.expires) = (gates.embargo, gates.expires);
}

/// Parts of an article as HTML.
pub(super) fn html(content: &Node<'_>) -> String {
    body::html(content)
}

fn read<'n>(document: &'n Node<'n>, mut r: Reader, how: &How<'_>) -> (Record<'n>, Vec<Fault>) {
    let r = &mut r;
    let at = |path: &[&str]| element::at(document, path);
    let docdata = at(&["nitf", "head", "docdata"]).unwrap_or(&NOTHING);
    let head = at(&["nitf", "body", "body.head"]).unwrap_or(&NOTHING);
    let hedline = child(head, "hedline").unwrap_or(&NOTHING);
    let mut lines = Vec::new();
    for name in ["hl1", "hl2"] {
        lines.extend(elements(hedline, name).map(plain).filter(|line| !line.is_empty()));
    }
    if lines.is_empty() {
        lines.extend(at(&["nitf", "head", "title"]).map(plain).filter(|line| !line.is_empty()));
    }
    let mut lines = lines.into_iter();
    begin(r, &["body", "body.head", "hedline"]);
    let title = lines.next().and_then(|line| text(r, line));
    let below: Vec<String> = lines.collect();
    // Some repeat the headline in the place of the second.
    let subtitle = text(r, below.join(" – ")).filter(|below| title.as_ref() != Some(below));
    let gates = gates(at(&["nitf", "head"]).unwrap_or(&NOTHING), r);
    let (published, updated) = dates(document, docdata, head, r);
    begin(r, &["body", "body.head"]);
    let (byline, mut authors) = bylines(head, how.lexicon);
    let distributor = child(head, "distributor").map(plain).filter(|name| !name.is_empty());
    if authors.is_empty() && byline.is_empty() {
        let body = |name: &String| Person { name: name.clone(), organization: true, ..Person::default() };
        authors.extend(distributor.as_ref().map(body));
    }
    let content = at(&["nitf", "body", "body.content"]).unwrap_or(&NOTHING);
    let mut record = Record {
        id: id(document, docdata, r),
        title,
        subtitle,
        summary: elements(head, "abstract").next().and_then(|node| text(r, plain(node))),
        byline: text(r, byline),
        authors,
        dateline: elements(head, "dateline").next().and_then(|node| text(r, clean(parts(node).into()).into_owned())),
        section: section(document, r),
        tags: keywords(docdata),
        categories: subjects(document),
        language: language(document, r),
        status: gates.status,
        hold: gates.hold,
        embargo: gates.embargo,
        expires: gates.expires,
        published,
        updated,
        rights: rights(docdata, head).and_then(|rights| text(r, rights)),
        origin: distributor.map(|title| Origin { title, url: None }),
        version: version(docdata).and_then(Version::new),
        ..Record::default()
    };
    if how.aim == Aim::Article {
        let language = record.language.as_deref().or(how.language);
        record.media = pictures::all(content, r, &How { language, ..*how });
        record.body = Some(body::html(content)).filter(|html| !html.is_empty()).map(Cow::Owned);
        record.has_media = !record.media.is_empty();
    } else {
        record.has_media = pictures::any(content);
    }
    (record, std::mem::take(&mut r.faults))
}

/// Starts on what lies at a path below the root.
fn begin(r: &mut Reader, path: &[&str]) {
    r.begin(["nitf"].iter().chain(path).copied().map(Step::key).collect(), ToldBy::Scan);
}

/// The elements of a name in another, but for notes to editors.
fn elements<'n>(node: &'n Node<'n>, name: &str) -> impl Iterator<Item = &'n Node<'n>> {
    let members = if let Node::Table(members) = node { &members[..] } else { &[] };
    members.iter().filter(move |(known, node)| local(known) == name && !is_note(known, node)).map(|(_, node)| node)
}

fn text(r: &mut Reader, text: String) -> Option<Cow<'static, str>> {
    r.text(&Node::Text(text.into())).map(|text| Cow::Owned(text.into_owned()))
}

/// Whether an element is for editors' eyes.
fn is_note(name: &str, node: &Node<'_>) -> bool {
    if element::is_note(name, node) {
        return true;
    }
    if local(name) != "note" {
        return false;
    }
    // Of notes only those that say that they are for readers are.
    let (class, kind) = (attribute(node, "noteclass"), attribute(node, "type"));
    let open = matches!(class, Some("cpyrt" | "end" | "hd" | "trademk")) || kind == Some("pa");
    !open || class.into_iter().chain(kind).any(says_note)
}

/// Elements that say something about the article, and are no text of it.
fn is_silent(name: &str, node: &Node<'_>) -> bool {
    const SILENT: [&str; 16] = [
        "media",
        "media-reference",
        "media-metadata",
        "media-object",
        "alt-code",
        "classifier",
        "correction",
        "docdata",
        "evloc",
        "key-list",
        "nitf-table-metadata",
        "script",
        "style",
        "title",
        "tobject",
        "tobject.subject",
    ];
    SILENT.contains(&local(name)) || is_note(name, node)
}

/// The text of an element on one line.
fn plain(node: &Node<'_>) -> String {
    let mut out = String::new();
    flat(node, &mut out);
    clean(out.into()).into_owned()
}

fn flat(node: &Node<'_>, out: &mut String) {
    let Node::Table(members) = node else { return };
    for (name, child) in members {
        match child {
            Node::Text(text) if name.is_empty() => out.push_str(text),
            Node::Table(_) if !is_silent(name, child) => {
                let apart = body::is_block(local(name)) || local(name) == "br" || name.starts_with("name.");
                if apart {
                    out.push(' ');
                }
                flat(child, out);
                if apart {
                    out.push(' ');
                }
            }
            _ => {}
        }
    }
}

/// Whether a date is written as programs write it: some agencies repeat it so where its words should stand.
fn is_for_machines(name: &str, node: &Node<'_>) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    local(name) == "story.date" && {
        let text = plain(node);
        digits(&text) >= 8 && text.bytes().all(|b| b.is_ascii_digit() || b"TZtz:+-. ".contains(&b))
    }
}

/// The text of a line whose parts may stand without anything between them.
fn parts(node: &Node<'_>) -> String {
    const PARTS: [&str; 11] = [
        "byttl",
        "city",
        "country",
        "location",
        "org",
        "person",
        "region",
        "state",
        "story.date",
        "sublocation",
        "virtloc",
    ];
    let mut out = String::new();
    let Node::Table(members) = node else { return out };
    // What stands since the last part, if one does.
    let mut since: Option<String> = None;
    for (name, child) in members {
        match child {
            Node::Text(text) if name.is_empty() => match &mut since {
                Some(since) => since.push_str(text),
                None => out.push_str(text),
            },
            Node::Table(_) if !is_silent(name, child) && !is_for_machines(name, child) => {
                let part = PARTS.contains(&local(name));
                let inner = if part { parts(child) } else { plain(child) };
                if is_blank(&inner) {
                    continue;
                }
                let between = since.take().unwrap_or_default();
                let before = out.trim_end().ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ')'));
                // A title that follows a name, and a place that follows a place, are apart from it.
                let apart = part && is_blank(&between) && before;
                if apart && (!out.ends_with(char::is_whitespace) || local(name) == "byttl") {
                    out.truncate(out.trim_end().len());
                    out.push_str(", ");
                } else {
                    out.push_str(&between);
                }
                out.push_str(inner.trim());
                since = Some(String::new());
            }
            _ => {}
        }
    }
    out.push_str(&since.unwrap_or_default());
    out
}

/// The bylines as printed, and whom they name: those marked as persons, else as the line is read.
fn bylines(head: &Node<'_>, lexicon: &Lexicon) -> (String, Vec<Person>) {
    let (mut printed, mut authors) = (Vec::new(), Vec::<Person>::new());
    let mut seen = HashSet::new();
    for line in elements(head, "byline") {
        let whole = clean(parts(line).into()).into_owned();
        // Initials of desks are for the desks.
        if is_initials(&whole) {
            continue;
        }
        let marked = |name, organization| {
            let names = elements(line, name).map(plain).filter(|name| !name.is_empty());
            names.map(move |name| Person { name, organization, ..Person::default() })
        };
        let mut named: Vec<Person> = marked("person", false).collect();
        if named.is_empty() {
            let Node::Table(members) = line else { continue };
            let without = members.iter().filter(|(name, _)| local(name) != "byttl").cloned().collect();
            named = byline::authors(&clean(parts(&Node::Table(without)).into()), lexicon);
        } else {
            named.extend(marked("org", true));
        }
        for person in named {
            if seen.insert(person.name.clone()) {
                authors.push(person);
            }
        }
        if !whole.is_empty() {
            printed.push(whole);
        }
    }
    (printed.join(", "), authors)
}

/// Whether a byline is the initials of those who worked on it: `ab/cd/efg`.
fn is_initials(line: &str) -> bool {
    let own = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase());
    line.contains('/') && line.split('/').all(own)
}

/// The id: without the number of the version where it ends with that.
fn id<'n>(document: &'n Node<'n>, docdata: &'n Node<'n>, r: &mut Reader) -> Option<Cow<'n, str>> {
    let given = child(docdata, "doc-id").and_then(|node| attribute(node, "id-string"));
    let given = given.or_else(|| attribute(child(document, "nitf")?, "uno"))?;
    begin(r, &["head", "docdata", "doc-id", "@id-string"]);
    r.short_text(&Node::Text(unversioned(given, version(docdata)).into())).map(|id| Cow::Owned(id.into_owned()))
}

/// An id of its own before a separator and the number of the version, counted from 0 or from 1.
fn unversioned<'i>(id: &'i str, version: Option<&str>) -> &'i str {
    let stem = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &id[stem.len()..];
    let version = version.and_then(|version| version.parse::<u32>().ok());
    let (Some(version), Ok(number)) = (version, digits.parse::<u32>()) else { return id };
    let own = stem.trim_end_matches(['v', 'V']).strip_suffix(['_', ':', ';', '.', '-']);
    match own {
        Some(own)
            if own.len() >= 16
                && digits.len() <= 3
                && (number == version || number.checked_add(1) == Some(version)) =>
        {
            own
        }
        _ => id,
    }
}

fn version<'n>(docdata: &'n Node<'n>) -> Option<&'n str> {
    child(docdata, "du-key").and_then(|key| attribute(key, "version"))
}

/// All that keeps an article back.
fn gates(head: &Node<'_>, r: &mut Reader) -> Gates {
    let mut gates = Gates::default();
    let all: Vec<&Node<'_>> = elements(head, "docdata").collect();
    for (name, gate) in [("date.release", Gate::From), ("date.expire", Gate::Until)] {
        for (i, date) in all.iter().flat_map(|docdata| elements(docdata, name)).enumerate() {
            begin(r, &["head", "docdata", name]);
            r.path.push(Step::Index(i as u32));
            let moment = attribute(date, "norm").map_or_else(|| plain(date), str::to_owned);
            if moment.is_empty() && gate == Gate::From {
                agency::hold_unsaid(name, r, &mut gates);
            } else {
                r.inside("@norm", |r| gate.read(&Node::Text(moment.into()), r, &mut gates, Severity::Error));
            }
        }
    }
    for status in all.iter().filter_map(|docdata| docdata.member("@management-status")) {
        let said = status.text().unwrap_or_default();
        begin(r, &["head", "docdata", "@management-status"]);
        // The moment of release says more than that there is one.
        let until = gates.embargo.is_some() && said.trim().eq_ignore_ascii_case("embargoed");
        if is_blank(&said) {
            agency::hold_unsaid("management-status", r, &mut gates);
        } else if !until {
            Gate::Word.read(status, r, &mut gates, Severity::Error);
        }
    }
    for (i, meta) in elements(head, "meta").enumerate() {
        let (Some(name), Some(content)) = (attribute(meta, "name"), meta.member("@content")) else { continue };
        begin(r, &["head", "meta"]);
        r.path.extend([Step::Index(i as u32), Step::key("@content")]);
        if content.text().is_none_or(|text| is_blank(&text)) && agency::must_say(name) {
            agency::hold_unsaid(name, r, &mut gates);
        } else {
            gate::read_named(name, content, r, &mut gates, Severity::Warning);
        }
    }
    gates
}

/// When it was issued, and when changed.
fn dates(
    document: &Node<'_>,
    docdata: &Node<'_>,
    head: &Node<'_>,
    r: &mut Reader,
) -> (Option<Timestamp>, Option<Timestamp>) {
    let mut date = |node: Option<&Node<'_>>, path: &[&str], name: &str, severity| {
        let value = node.and_then(|node| attribute(node, name))?;
        begin(r, path);
        r.path.push(Step::key(&format!("@{name}")));
        r.date(&Node::Text(value.into()), severity)
    };
    let meta = child(document, "nitf").and_then(|nitf| child(nitf, "head"));
    let published = meta.and_then(|meta| child(meta, "pubdata"));
    let issue = child(docdata, "date.issue");
    let issued = date(issue, &["head", "docdata", "date.issue"], "norm", Severity::Error);
    let published = date(published, &["head", "pubdata"], "date.publication", Severity::Warning);
    let story = child(head, "dateline").and_then(|line| child(line, "story.date"));
    let story = date(story, &["body", "body.head", "dateline", "story.date"], "norm", Severity::Warning);
    let Some(first) = issued.or(published).or(story) else { return (None, None) };
    let revised = meta.into_iter().flat_map(|meta| elements(meta, "revision-history"));
    let revised = revised.filter_map(|node| date(Some(node), &["head", "revision-history"], "norm", Severity::Warning));
    let updated = revised.chain(published).max().filter(|updated| *updated > first);
    (Some(first), updated)
}

fn language<'n>(document: &'n Node<'n>, r: &mut Reader) -> Option<Cow<'n, str>> {
    let nitf = child(document, "nitf")?;
    let of = |node: Option<&'n Node<'n>>, path: &[&'static str], name: &'static str| {
        let value = node?.member(name)?;
        Some((value, [path, &[name]].concat())).filter(|(value, _)| !value.is_empty())
    };
    let body = child(nitf, "body");
    let content = body.and_then(|body| child(body, "body.content"));
    let (value, path) = of(Some(nitf), &[], "@baselang")
        .or_else(|| of(Some(nitf), &[], "@xml:lang"))
        .or_else(|| of(body, &["body"], "@xml:lang"))
        .or_else(|| of(content, &["body", "body.content"], "@xml:lang"))?;
    begin(r, &path);
    value::language(value, r)
}

fn section(document: &Node<'_>, r: &mut Reader) -> Option<Cow<'static, str>> {
    let head = child(child(document, "nitf")?, "head")?;
    let section = elements(head, "pubdata").find_map(|node| attribute(node, "position.section"))?;
    begin(r, &["head", "pubdata", "@position.section"]);
    r.short_text(&Node::Text(section.into())).map(|section| Cow::Owned(section.into_owned()))
}

fn keywords(docdata: &Node<'_>) -> Vec<Cow<'static, str>> {
    let mut tags: Vec<Cow<'static, str>> = Vec::new();
    for key in elements(docdata, "key-list").flat_map(|list| elements(list, "keyword")) {
        let Some(key) = attribute(key, "key") else { continue };
        let key = clean(key.into());
        if !tags.contains(&key) && tags.len() < 500 && key.len() <= 2_000 {
            tags.push(Cow::Owned(key.into_owned()));
        }
    }
    tags
}

/// Subjects under the name of their level: the number says which of three it is.
fn subjects(document: &Node<'_>) -> Vec<Category> {
    let mut found: Vec<Category> = Vec::new();
    let mut seen = HashSet::new();
    let Some(head) = child(document, "nitf").and_then(|nitf| child(nitf, "head")) else { return found };
    for subject in elements(head, "tobject").flat_map(|t| elements(t, "tobject.subject")) {
        let part = |name: &str| attribute(subject, &format!("tobject.subject.{name}"));
        let number = part("refnum");
        let level = match number {
            Some(number) if number.len() == 8 && number.ends_with("000000") => ["type", "matter", "detail"],
            Some(number) if number.len() == 8 && number.ends_with("000") => ["matter", "detail", "type"],
            _ => ["detail", "matter", "type"],
        };
        let label = level.iter().find_map(|name| part(name)).map(|label| clean(label.into()).into_owned());
        let Some(term) =
            number.map(str::to_owned).or_else(|| label.clone()).or_else(|| part("code").map(str::to_owned))
        else {
            continue;
        };
        let digits = term.len() == 8 && term.bytes().all(|b| b.is_ascii_digit());
        let scheme = digits.then_some(if term.starts_with("2000") { "medtop" } else { "subj" });
        let category = Category::new(&term, scheme, label);
        if found.len() < 500 && seen.insert((category.scheme.clone(), category.term.clone())) {
            found.push(category);
        }
    }
    found
}

/// The statement of rights, else whose it is since when.
fn rights(docdata: &Node<'_>, head: &Node<'_>) -> Option<String> {
    let statement = child(head, "rights").map(plain).filter(|text| !text.is_empty());
    statement.or_else(|| {
        let copyright = child(docdata, "doc.copyright")?;
        let holder = attribute(copyright, "holder")?;
        Some(match attribute(copyright, "year") {
            Some(year) => format!("© {year} {holder}"),
            None => format!("© {holder}"),
        })
    })
}
