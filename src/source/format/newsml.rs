//! IPTC NewsML 1.0 to 1.2: items of components that hold texts, pictures, sound and video, and say what they are by
//! their roles; several items in one document.
//!
//! Notes to editors (`Comment`, `NewsLine` of any type, properties of administration) are read by nothing here and
//! never reach a feed. No catalogue and no document type is fetched.

mod parts;
mod pictures;
mod story;
mod subjects;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::{Format, Root, Split};
use crate::article::Location;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::agency::{self, How};
use crate::source::element::{attribute, child, children, line, local, members};
use crate::source::gate::{Gate, Gates};
use crate::source::node::{Node, Step};
use crate::source::notation::xml;
use crate::source::read::{Job, Lines, Stretch};
use crate::source::record::Aim;
use crate::source::value::{Reader, ToldBy};
use parts::{Item, Picture};

/// IPTC's items of news before NewsML-G2.
pub(super) static FORMAT: Format = Format {
    name: "newsml",
    says: "IPTC NewsML 1.0 to 1.2",
    endings: &[],
    roots: &[Root::named("NewsML")],
    beside: None,
    pages: false,
    split: Split::Whole,
    notation: &xml::NOTATION,
    record,
};

/// Items, components and contents of one document that are read.
const MAX_PARTS: usize = 10_000;

/// Values that are read of one kind.
const MAX_VALUES: usize = 500;

/// What is not there.
static NOTHING: Node<'static> = Node::Null;

/// What the documents of an item say of all items in them.
struct Around<'n> {
    /// The envelope, and sets of topics.
    whole: &'n Node<'n>,
    /// Pictures of other items that belong to this one.
    pictures: Vec<(&'n Item<'n>, &'n Picture)>,
}

fn record(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, _: Location) {
    let how = How::of(job);
    let parts = match xml::parts(stretch, &["NewsItem", "NewsEnvelope", "TopicSet"]) {
        Ok(parts) => parts,
        Err(diagnostic) => return job.unusable(diagnostic),
    };
    if let Some(beyond) = parts.get(MAX_PARTS).filter(|_| job.aim == Aim::Stub) {
        let message = format!("the document has {} parts; the first {MAX_PARTS} are read", parts.len());
        let warning = Diagnostic::warning("too-many-values", message).help("send the items in several documents");
        job.report(stretch.at(warning, beyond.at.start..beyond.at.start));
    }
    let mut lines = Lines::default();
    let (mut items, mut around) = (Vec::new(), Vec::new());
    for part in parts.iter().take(MAX_PARTS) {
        let stretch = stretch.part(part.at.clone(), &mut lines, &part.scope);
        match job.about.source.document(&stretch) {
            Ok(Node::Table(members)) if members.iter().any(|(name, _)| local(name) == "NewsItem") => {
                items.push((stretch, Node::Table(members)));
            }
            Ok(Node::Table(members)) => around.extend(members),
            Ok(_) => {}
            Err(diagnostic) => job.unusable(diagnostic),
        }
    }
    let whole = Node::Table(around);
    let read: Vec<Item<'_>> =
        items.iter().map(|(_, node)| Item::of(child(node, "NewsItem").unwrap_or(&NOTHING))).collect();
    let mut with = pictures_of(&read);
    let given: HashSet<*const Picture> =
        with.iter().flatten().map(|(_, picture)| std::ptr::from_ref::<Picture>(picture)).collect();
    for (n, (item, (stretch, _))) in read.iter().zip(&items).enumerate() {
        // A picture that another item shows is none of its own.
        if item.stories.is_empty() && item.pictures.iter().any(|picture| given.contains(&std::ptr::from_ref(picture))) {
            continue;
        }
        let around = Around { whole: &whole, pictures: std::mem::take(&mut with[n]) };
        for of in story::all(item, &how) {
            let place = of.steps(item).and_then(|steps| (stretch.notation.locate)(stretch, &steps));
            let mut lines = Lines::default();
            let own = place.map(|tag| stretch.part(tag.start..stretch.bytes().len(), &mut lines, stretch.scope));
            let stretch = own.as_ref().unwrap_or(stretch);
            job.part(stretch, |job, at| {
                let (record, faults) = story::read(item, of, &around, Reader::new(job.about.site.zone), &how);
                job.finish(record, faults, stretch, at);
            });
        }
    }
}

/// The pictures of other items that belong to each: by what points from one to the other, else those of all
/// others where there is one text.
fn pictures_of<'n>(items: &'n [Item<'n>]) -> Vec<Vec<(&'n Item<'n>, &'n Picture)>> {
    let mut with: Vec<Vec<(&Item<'_>, &Picture)>> = items.iter().map(|_| Vec::new()).collect();
    let mut named: HashMap<String, usize> = HashMap::new();
    for (n, item) in items.iter().enumerate() {
        let ids = [identity(item.node), public(item.node).map(str::to_owned)];
        let duid = attribute(item.node, "Duid").map(|duid| format!("#{duid}"));
        for id in ids.into_iter().chain([duid]).flatten() {
            named.entry(id).or_insert(n);
        }
    }
    let mut taken = HashSet::new();
    let mut give = |with: &mut Vec<Vec<(&'n Item<'n>, &'n Picture)>>, text: usize, picture: usize| {
        if taken.insert((text, picture)) {
            with[text].extend(items[picture].pictures.iter().map(|shown| (&items[picture], shown)));
        }
        taken.len()
    };
    let mut given = HashSet::new();
    for (n, item) in items.iter().enumerate() {
        for other in item.references().filter_map(|name| named.get(name).or_else(|| named.get(stem(name)))).copied() {
            match (item.is_picture(), items[other].is_picture()) {
                (false, true) => _ = (give(&mut with, n, other), given.insert(other)),
                (true, false) => _ = (give(&mut with, other, n), given.insert(n)),
                _ => {}
            }
        }
    }
    let texts: Vec<usize> = (0..items.len()).filter(|n| !items[*n].stories.is_empty()).collect();
    if let [only] = texts[..] {
        for n in (0..items.len()).filter(|n| items[*n].is_picture() && !given.contains(n)) {
            give(&mut with, only, n);
        }
    }
    with
}

/// Starts on what lies at a path in an item.
fn begin(r: &mut Reader, path: &[&str], told_by: ToldBy) {
    r.begin(["NewsItem"].iter().chain(path).copied().map(Step::key).collect(), told_by);
}

/// The elements of a name in another, in whatever case: agencies write some in their own way.
fn named<'n>(node: &'n Node<'n>, name: &'static str) -> impl Iterator<Item = &'n Node<'n>> {
    let is = move |known: &str| local(known).eq_ignore_ascii_case(name);
    members(node).iter().filter(move |(known, node)| is(known) && matches!(node, Node::Table(_))).map(|(_, node)| node)
}

/// The text of a property on one line.
fn text_of(node: &Node<'_>) -> Option<String> {
    line(node).map(Cow::into_owned)
}

/// The name that a property is given by.
fn formal<'n>(node: &'n Node<'n>) -> Option<&'n str> {
    attribute(node, "FormalName")
}

/// A name in small letters, without what stands between them.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn identifier<'n>(item: &'n Node<'n>) -> Option<&'n Node<'n>> {
    child(child(item, "Identification")?, "NewsIdentifier")
}

/// The identifier of a version of an item.
fn public<'n>(item: &'n Node<'n>) -> Option<&'n str> {
    let id = child(identifier(item)?, "PublicIdentifier")?;
    match members(id).iter().find(|(name, _)| name.is_empty()) {
        Some((_, Node::Text(text))) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// The number of a version.
fn revision(item: &Node<'_>) -> Option<String> {
    child(identifier(item)?, "RevisionId").and_then(text_of)
}

/// The id of an item, whatever its version: of the public one without the number of the version, where that
/// names provider, day and item; else made of those three as it would be.
fn identity(item: &Node<'_>) -> Option<String> {
    let public = public(item).map(stem_of(revision(item)));
    // `urn:newsml:provider:date:item`: what is shorter names no item.
    if let Some(public) = public.as_ref().filter(|id| id.split(':').count() >= 5 || !id.starts_with("urn:")) {
        return Some(public.clone());
    }
    let of = |name: &str| child(identifier(item)?, name).and_then(text_of);
    match (of("ProviderId"), of("DateId"), of("NewsItemId")) {
        (Some(provider), Some(date), Some(own)) => Some(format!("urn:newsml:{provider}:{date}:{own}")),
        (Some(provider), None, Some(own)) => Some(format!("{provider}:{own}")),
        (None, _, own) => own.or(public),
        (Some(_), _, None) => None,
    }
}

/// Takes the number of the version, and the letter that says whether it is an update, from the end of an id.
fn stem_of(revision: Option<String>) -> impl Fn(&str) -> String {
    move |id| match (id.rsplit_once(':'), &revision) {
        (Some((own, last)), Some(number)) if last.trim_end_matches(['N', 'U', 'A']) == number => own.to_owned(),
        _ => id.to_owned(),
    }
}

/// An id that names a version, without that.
fn stem(id: &str) -> &str {
    match id.rsplit_once(':') {
        Some((own, last)) if last.trim_end_matches(['N', 'U', 'A']).parse::<u64>().is_ok() => own,
        _ => id,
    }
}

/// All that keeps an item back.
fn gates(item: &Node<'_>, r: &mut Reader, severity: Severity, told_by: ToldBy) -> Gates {
    let mut gates = Gates::default();
    for management in children(item, "NewsManagement") {
        managed(management, r, &mut gates, severity, told_by);
        begin(r, &["NewsManagement", "Property"], told_by);
        for node in children(management, "Property") {
            property(node, r, &mut gates);
        }
    }
    gates
}

fn managed(management: &Node<'_>, r: &mut Reader, gates: &mut Gates, severity: Severity, told_by: ToldBy) {
    let mut released = false;
    for change in children(management, "StatusWillChange") {
        let future = child(change, "FutureStatus").and_then(formal).map(folded).unwrap_or_default();
        let gate = if future == "usable" { Gate::From } else { Gate::Until };
        begin(r, &["NewsManagement", "StatusWillChange", "DateAndTime"], told_by);
        if let Some(moment) = child(change, "DateAndTime").and_then(text_of) {
            gate.read(&Node::Text(moment.into()), r, gates, severity);
            released |= gate == Gate::From;
        } else if gate == Gate::From {
            agency::hold_unsaid("DateAndTime", r, gates);
        }
    }
    // The moment of release says more than that there is one.
    let waits = |status: &str| matches!(&*folded(status), "embargoed" | "withheld");
    begin(r, &["NewsManagement", "Status"], told_by);
    for status in children(management, "Status") {
        let said: Vec<String> = formal(status).map(str::to_owned).into_iter().chain(text_of(status)).collect();
        if said.is_empty() {
            agency::hold_unsaid("Status", r, gates);
        }
        for word in said.into_iter().filter(|word| !released || !waits(word)) {
            Gate::Word.read(&Node::Text(word.into()), r, gates, severity);
        }
    }
}

/// What components say of themselves in properties, which of theirs and of their metadata.
fn of_components(path: &[&Node<'_>], r: &mut Reader, told_by: ToldBy) -> Gates {
    const METADATA: [&str; 4] = ["AdministrativeMetadata", "DescriptiveMetadata", "RightsMetadata", "Metadata"];
    let mut gates = Gates::default();
    begin(r, &["NewsComponent"], told_by);
    for component in path {
        let metadata = METADATA.into_iter().flat_map(|name| children(component, name));
        for place in metadata.chain([*component]) {
            for node in children(place, "Property") {
                property(node, r, &mut gates);
            }
        }
    }
    gates
}

/// A property of an agency's own: a name, and its value.
fn property(node: &Node<'_>, r: &mut Reader, gates: &mut Gates) {
    let Some(name) = formal(node) else { return };
    let value = attribute(node, "Value").map(str::to_owned).or_else(|| text_of(node)).unwrap_or_default();
    agency::property(name, &value, r, gates);
}
