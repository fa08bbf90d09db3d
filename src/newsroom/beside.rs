//! Makes what stands beside the feeds, where that changes.

use std::collections::HashSet;
use std::hash::Hasher as _;
use std::io::Write as _;

use rayon::prelude::*;
use twox_hash::XxHash3_64;

use super::house::House;
use super::pages::{self, Paged};
use super::past::Past;
use super::stage;
use super::write::{Task, Written};
use crate::article::TermKind;
use crate::diagnostic::{Diagnostic, Severity};
use crate::edition::article::time;
use crate::edition::compose::{Composed, Document, World};
use crate::edition::shown::{self, Gallery};
use crate::feed::{Options, folded, output_url};
use crate::ledger::{FeedEntry, id_key, snapshot};
use crate::publish::Staged;
use crate::settle::records::Records;
use crate::site::{self, Beside, LATEST, Listed};

/// What was made.
#[derive(Default)]
pub(super) struct Made {
    /// Files that are ready to take their places.
    pub(super) staged: Vec<Staged>,
    /// How the next run knows that all of it stands.
    pub(super) document: snapshot::Document,
    /// What went wrong.
    pub(super) faults: Vec<Diagnostic>,
    /// How the next run knows the pages of feeds.
    pub(super) pages: Vec<snapshot::Document>,
}

/// What is to be shown, before any article of it is read.
struct Chosen<'d> {
    feeds: Vec<Paged<'d>>,
    /// The newest articles, each with how a feed has it.
    latest: Vec<(u32, &'d Options)>,
}

/// Makes the files, or keeps them where they stand as they would be made.
pub(super) fn make(
    world: &World<'_>,
    house: &House<'_>,
    (documents, tasks): (&[Document], &[Task<'_>]),
    written: &Written,
    records: &Records,
    past: &Past,
) -> Made {
    let chosen = choose(house, (documents, tasks), written, records, past);
    let is_root = is_root(house);
    let mut taken: HashSet<String> = documents.iter().flat_map(|d| &d.files).map(|(_, path)| folded(path)).collect();
    let of_all = of_all(world, house, &chosen, &taken, is_root, records, past);
    taken.extend(site::names(house.config, is_root).into_iter().map(folded));
    let (pages, of_feeds) = pages::make(world, house, &chosen.feeds, &taken, records, past, is_root);
    let mut made = Made { pages, ..of_all };
    made.staged.extend(of_feeds.staged);
    made.faults.extend(of_feeds.faults);
    made
}

/// Makes what is of all feeds.
fn of_all(
    world: &World<'_>,
    house: &House<'_>,
    chosen: &Chosen<'_>,
    taken: &HashSet<String>,
    is_root: bool,
    records: &Records,
    past: &Past,
) -> Made {
    let names = if chosen.feeds.is_empty() { Vec::new() } else { site::names(house.config, is_root) };
    let fingerprint = fingerprint(house, chosen, &names, records);
    let before = &past.last.beside;
    let stands = !house.order.adopt
        && before.fingerprint == fingerprint
        && before.files_stand(&house.project.stamps())
        && before.extras_stand()
        && before.links_stand(&world.shut)
        && before.next.is_none_or(|next| (past.last.now..next).contains(&house.now));
    if stands {
        before.files.iter().for_each(|(path, _)| house.directory.keep(path));
        return Made { document: before.clone(), ..Made::default() };
    }
    let gallery = if names.is_empty() { Gallery::default() } else { shown::show(world, &chosen.latest) };
    let feeds = chosen.feeds.iter().map(|feed| feed.listed.clone()).collect();
    let beside = Beside { feeds, latest: gallery.articles, is_root };
    let (shut, links) = (world.shut.among(&gallery.links), gallery.links);
    let document = snapshot::Document { fingerprint, next: gallery.next, links, shut, ..snapshot::Document::default() };
    let mut made = Made { document, ..Made::default() };
    let mut extras = gallery.extras;
    let template = template(house, &mut made.document.diagnostics, &mut extras);
    let own = template.as_ref().map(|(name, text)| (&**name, &**text));
    let (files, found) = if names.is_empty() { Default::default() } else { site::files(house.config, &beside, own) };
    made.document.diagnostics.extend(found);
    let (files, taken): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| !taken.contains(&folded(name)));
    for (name, _) in taken {
        let message = format!("`{name}` is not written: a feed has this path");
        made.document.diagnostics.push(left_out(message));
    }
    // Each waits for the disk.
    let ready: Vec<_> = files.par_iter().map(|(name, text)| ready(house, name, text)).collect();
    for ((name, _), ready) in files.iter().zip(ready) {
        made.add(name, ready);
    }
    made.document.extras = stamped_extras(extras);
    made
}

/// Files that something was made from, as they are now.
pub(super) fn stamped_extras(extras: Vec<String>) -> Vec<(String, snapshot::Stamp)> {
    extras.into_iter().map(|file| (file.clone(), snapshot::Stamp::of(file.as_ref()))).collect()
}

pub(super) fn left_out(message: String) -> Diagnostic {
    Diagnostic::warning("not-beside", message)
        .help("give the feed another path, or leave the file out under `[output.beside]`")
}

/// Makes a file ready.
pub(super) fn ready(house: &House<'_>, name: &str, text: &str) -> Result<Staged, Vec<Diagnostic>> {
    let new_file = house.directory.new_file(name).and_then(|mut new_file| match new_file.write_all(text.as_bytes()) {
        Ok(()) => Ok(new_file),
        Err(e) => Err(new_file.failure(&e)),
    });
    new_file.map_err(|d| vec![d]).and_then(|new_file| house.directory.stage_beside(new_file))
}

impl Made {
    /// Takes over a file, or why there is none: one that is not ours stays, which costs no feed anything.
    pub(super) fn add(&mut self, name: &str, ready: Result<Staged, Vec<Diagnostic>>) {
        match ready {
            Ok(staged) => {
                self.document.files.push((name.to_owned(), snapshot::Stamp::default()));
                self.staged.push(staged);
            }
            Err(found) => {
                for d in found {
                    if ["foreign-file", "path-is-directory", "path-taken"].contains(&d.code) {
                        self.document.diagnostics.push(Diagnostic { severity: Severity::Warning, ..d });
                        // When what stands there changes or goes, the next run sees it.
                        self.document.files.push((name.to_owned(), snapshot::Stamp::default()));
                    } else {
                        self.faults.push(d);
                    }
                }
                // The next run tries again.
                self.document.fingerprint = if self.faults.is_empty() { self.document.fingerprint } else { 0 };
            }
        }
    }
}

/// The stamps of the files that were made, now that they stand.
pub(super) fn stamped(house: &House<'_>, document: snapshot::Document) -> snapshot::Document {
    let files = stage::stamps_of(house.directory, document.files.iter().map(|(path, _)| &**path));
    snapshot::Document { files, ..document }
}

/// The site's own template of the page: its name and text.
fn template(house: &House<'_>, found: &mut Vec<Diagnostic>, extras: &mut Vec<String>) -> Option<(String, String)> {
    let path = house.project.checked.root.join(house.config.output.beside.template.as_ref()?);
    let name = path.display().to_string();
    extras.push(name.clone());
    match std::fs::read_to_string(&path) {
        Ok(text) => Some((name, text)),
        Err(e) => {
            let message = format!("the template of the page cannot be read: {e}");
            let help = "the built-in page is taken until it can";
            found.push(Diagnostic::warning("page-template", message).help(help).in_file(name));
            None
        }
    }
}

/// Whether the folder of the feeds is published as a site's root.
fn is_root(house: &House<'_>) -> bool {
    let Some(url) = output_url(house.config) else { return false };
    let rest = url.split_once("://").map_or(&*url, |(_, rest)| rest);
    url.trim_end_matches('/') == house.config.site.url.trim_end_matches('/')
        || !rest.trim_end_matches('/').contains('/')
}

/// Chooses the feeds and articles to show: what stands in feeds that everybody may know.
fn choose<'d>(
    house: &House<'_>,
    (documents, tasks): (&'d [Document], &[Task<'_>]),
    written: &Written,
    records: &Records,
    past: &Past,
) -> Chosen<'d> {
    let mut composed = written.composed.iter();
    let mut feeds = Vec::new();
    let mut latest: Vec<(u32, &Options)> = Vec::new();
    let mut known = HashSet::new();
    for (document, task) in documents.iter().zip(tasks) {
        let done = if task.stands.is_none() { composed.next() } else { None };
        let definition = &house.config.feed[document.definition];
        if document.part || !definition.is_listed() || document.head.self_urls.is_empty() {
            continue;
        }
        let Some((items, newest)) = counted(house, document, task, done, past.feeds.get(&document.path)) else {
            continue;
        };
        let holds = |stub: &u32| match done.filter(|done| !done.failed) {
            Some(done) => done.holds(*stub),
            None => {
                let id = id_key(&records.stubs[*stub as usize].id);
                past.feeds.get(&document.path).is_some_and(|feed| feed.members.contains(&id))
            }
        };
        let most = if house.config.output.beside.pages { pages::MOST } else { LATEST };
        let members: Vec<u32> = document.members.iter().copied().filter(holds).take(most).collect();
        let newest_held = members.iter().copied().take(LATEST);
        latest.extend(newest_held.filter(|stub| known.insert(*stub)).map(|stub| (stub, &document.head.options)));
        let head = &document.head;
        let term = head.term.as_deref().map(|term| term.rsplit('\t').next().unwrap_or(term).to_owned());
        let listed = Listed {
            name: head.name.clone(),
            family: definition.each.map(kind).zip(term),
            title: head.title.clone(),
            description: head.description.clone(),
            link: head.link.clone(),
            language: head.language.clone(),
            page: house.config.output.beside.pages.then(|| pages::path(&document.path)),
            updated: items.checked_sub(1).map(|_| head.updated),
            addresses: head.self_urls.iter().filter(|(format, _)| format.is_feed()).cloned().collect(),
            categories: head.categories.iter().map(|c| c.label.clone().unwrap_or_else(|| c.term.clone())).collect(),
            items,
            newest,
        };
        feeds.push(Paged { listed, members, options: &document.head.options });
    }
    let stub = |n: &u32| &records.stubs[*n as usize];
    latest.sort_by(|(a, _), (b, _)| {
        let (a, b) = (stub(a), stub(b));
        b.published.cmp(&a.published).then_with(|| a.id.cmp(&b.id))
    });
    latest.truncate(LATEST);
    Chosen { feeds, latest }
}

/// How many articles readers find in a feed, and when the newest was published; nothing where no file stands.
fn counted(
    house: &House<'_>,
    document: &Document,
    task: &Task<'_>,
    done: Option<&Composed>,
    before: Option<&FeedEntry>,
) -> Option<(u32, Option<crate::article::Timestamp>)> {
    let published = document.head.published;
    match (task.stands, done.filter(|done| !done.failed)) {
        (Some(stands), _) => Some((stands.items, published)),
        (None, Some(done)) => Some((done.items, published)),
        (None, None) => {
            let before = before?;
            Some((before.members.len() as u32, before.newest.and_then(|at| time(house.config, at))))
        }
    }
}

/// The name of a kind of term in the config.
fn kind(kind: TermKind) -> &'static str {
    match kind {
        TermKind::Section => "section",
        TermKind::Tag => "tag",
        TermKind::Author => "author",
        TermKind::Language => "language",
        TermKind::Category => "category",
    }
}

/// Hash of all that decides the bytes, besides config and program. 0 stands for what was not made.
fn fingerprint(house: &House<'_>, chosen: &Chosen<'_>, names: &[&str], records: &Records) -> u64 {
    let mut hash = XxHash3_64::new();
    hash.write(format!("{names:?}").as_bytes());
    chosen.feeds.iter().for_each(|feed| hash.write(format!("{:?}", feed.listed).as_bytes()));
    for (member, options) in &chosen.latest {
        stage::hash_member(&mut hash, &records.stubs[*member as usize], house.listings);
        hash.write(format!("{options:?}").as_bytes());
    }
    hash.finish().max(1)
}
