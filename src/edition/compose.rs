//! Renders articles into documents: each article once for all documents that hold it, some at a
//! time, so that memory does not grow with a feed.

use std::collections::HashMap;
use std::io::Write as _;
use std::ops::Range;

use rayon::prelude::*;

use crate::article::page::Shut;
use crate::article::{Article, Location, Stub};
use crate::body::{Policy, Prepared};
use crate::check;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::feed;
use crate::fetch::Fault;
use crate::in_order::{Threads, in_order};
use crate::publish::{Directory, NewFile};
use crate::render::{self, Site};
use crate::settle::visible;
use crate::source::{self, Context, Listing};

pub(crate) use super::document::{Composed, Document};

use super::article;
use super::judge::{self, Around};
use super::leads;
use super::order::{Pass, passes};
use super::rendered::Rendered;
use super::renderings::{Rendering, Renderings};
use super::shared::Addresses;

/// What rendering needs besides the documents.
pub(crate) struct World<'a> {
    pub(crate) config: &'a Config,
    pub(crate) context: &'a Context,
    pub(crate) listings: &'a [Listing],
    pub(crate) stubs: &'a [Stub],
    pub(crate) policy: Policy,
    pub(crate) site: Site,
    pub(crate) directory: &'a Directory,
    /// What asks for remote pictures.
    pub(crate) client: crate::fetch::Client,
    /// Folder of copies of remote pictures.
    pub(crate) pictures: std::path::PathBuf,
    pub(crate) now: i64,
    /// Pages of records that are not for readers now.
    pub(crate) shut: Shut,
}

/// Findings kept of one document.
const MAX_FINDINGS: usize = 1000;

/// A document being written.
struct Writing {
    new_files: Vec<NewFile>,
    heads: Vec<String>,
    /// The first fragment of each file, to judge the head with.
    first: Vec<String>,
    /// What rules over several items know of each file.
    remembered: Vec<Option<check::Remembered>>,
    done: Composed,
    /// Findings beyond those kept.
    dropped: usize,
    addresses: Addresses,
}

/// What one article gives.
#[derive(Default)]
struct Made {
    stub: u32,
    /// Its fragments by rendering.
    fragments: Vec<(usize, String)>,
    /// What of them counts in a document, by rendering.
    notes: Vec<(usize, check::Notes)>,
    /// Where its record lies.
    place: Option<Place>,
    /// Groups of options for which it cannot be used.
    bad: Vec<usize>,
    /// What is wrong, with the group concerned (or all).
    diagnostics: Vec<(Option<usize>, Diagnostic)>,
    /// Definitions whose demands it does not meet.
    lacking: Vec<(usize, Vec<Diagnostic>)>,
    /// Files of its own by document: below which folder, name, text.
    companions: Vec<(usize, String, String)>,
    rendered: Option<Rendered>,
    extras: Vec<String>,
    /// Pages that it leads to.
    links: Vec<u64>,
    /// The next moment at which one of its parts comes or goes.
    next: Option<i64>,
    /// Whether it could not be read as it was scanned: then no document that holds it can be written.
    unreadable: bool,
    /// Whether nothing can be made of its record: it is left out.
    unusable: bool,
}

/// Writes documents into new files. `remember` is called for each article that was rendered.
pub(crate) fn compose(
    world: &World<'_>,
    documents: &[Document],
    mut remember: impl FnMut(Rendered) + Send,
) -> Vec<Composed> {
    let mut renderings = Renderings::default();
    let mut writing: Vec<Writing> = documents.iter().map(|d| begin(world, d, &mut renderings)).collect();
    for pass in passes(world.stubs, documents) {
        in_order(
            Threads::Computing,
            pass.tasks(world.stubs),
            |task| (task.start, make(world, documents, &renderings, &pass, task)),
            |(from, made)| append(world, documents, &mut writing, &renderings, &pass, from, made, &mut remember),
        );
    }
    let ended = writing.into_par_iter().zip(documents).enumerate();
    ended.map(|(n, (writing, document))| end(world, writing, document, renderings.of(n))).collect()
}

fn begin(world: &World<'_>, document: &Document, renderings: &mut Renderings) -> Writing {
    let heads: Vec<String> = document.files.iter().map(|(format, _)| render::head(*format, &document.head)).collect();
    let remembered = renderings.add(world, document, &heads).map(|rendering| rendering.judge.remembered()).collect();
    let mut writing = Writing {
        new_files: Vec::with_capacity(document.files.len()),
        heads: Vec::new(),
        first: vec![String::new(); document.files.len()],
        remembered,
        done: Composed::default(),
        dropped: 0,
        addresses: Addresses::default(),
    };
    for ((_, path), head) in document.files.iter().zip(&heads) {
        match world.directory.new_file(path) {
            Ok(mut new_file) => {
                if let Err(e) = new_file.write_all(head.as_bytes()) {
                    writing.fail(new_file.failure(&e));
                }
                writing.new_files.push(new_file);
            }
            Err(d) => writing.fail(d),
        }
    }
    writing.heads = heads;
    writing
}

impl Writing {
    fn fail(&mut self, diagnostic: Diagnostic) {
        self.done.failed = true;
        self.done.diagnostics.push(diagnostic);
    }

    /// Remembers an article in each file; what is wrong with it beside those before it.
    fn remember<'r>(&mut self, own: impl Iterator<Item = &'r Rendering>, made: &Made) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (rendering, remembered) in own.zip(&mut self.remembered) {
            let notes = made.notes.iter().find(|(number, _)| *number == rendering.number);
            if let (Some((_, notes)), Some(remembered), Some(place)) = (notes, remembered, &made.place) {
                found.extend(rendering.judge.remember(notes, remembered, place));
            }
        }
        found
    }

    /// Writes a file of one article.
    fn accompany(&mut self, world: &World<'_>, path: &str, text: &str) {
        let written = world.directory.new_file(path).and_then(|mut file| match file.write_all(text.as_bytes()) {
            Ok(()) => Ok(file),
            Err(e) => Err(file.failure(&e)),
        });
        match written {
            Ok(file) => self.done.companions.push(file),
            Err(d) => self.fail(d),
        }
        self.done.companion_paths.push(path.to_owned());
    }

    fn note(&mut self, diagnostic: Diagnostic) {
        if self.done.diagnostics.len() < MAX_FINDINGS {
            self.done.diagnostics.push(diagnostic);
        } else {
            self.dropped += 1;
        }
    }
}

/// Reads, renders and judges some articles.
fn make(
    world: &World<'_>,
    documents: &[Document],
    renderings: &Renderings,
    pass: &Pass,
    positions: Range<usize>,
) -> Vec<Made> {
    let at: Vec<Location> = pass.order[positions.clone()].iter().map(|s| world.stubs[*s as usize].at).collect();
    let loaded = source::load(world.context, world.listings, &at);
    let remote: Vec<&str> = loaded
        .iter()
        .zip(&at)
        .filter_map(|(loaded, at)| Some((loaded.article.as_ref()?, &world.config.source[at.source as usize])))
        .flat_map(|(article, source)| article::remote(source, article, world.now))
        .collect();
    let unreached = if remote.is_empty() { HashMap::new() } else { article::fetch(world, &remote) };
    let mut articles = Vec::with_capacity(loaded.len());
    let mut made = Vec::with_capacity(loaded.len());
    for (position, loaded) in positions.zip(loaded) {
        let (article, mut one) = complete_one(world, pass.order[position], loaded, &unreached);
        if let Some(prepared) = &article {
            render_one(world, documents, renderings, pass.holders(position), prepared, &mut one);
        }
        articles.push(article);
        made.push(one);
    }
    judge_all(renderings.all(), &articles, &mut made, &world.site);
    made
}

/// Makes of a record what is rendered of it.
fn complete_one(
    world: &World<'_>,
    stub: u32,
    loaded: source::Loaded,
    unreached: &HashMap<String, Fault>,
) -> (Option<(Article, Prepared)>, Made) {
    let mut made = Made { stub, ..Made::default() };
    made.diagnostics.extend(loaded.diagnostics.into_iter().map(|d| (None, d)));
    let Some(article) = loaded.article else {
        made.unusable = loaded.unusable;
        made.unreadable = !loaded.unusable;
        return (None, made);
    };
    made.place = Some(article.place.clone());
    // What counts as an edit is decided by the record: its pictures are not read to see whether it
    // changed.
    let hashes = visible::content_and_body(&article);
    made.next = article::changes_after(world, &article);
    let (mut article, extras, found) = article::complete(world, &world.stubs[stub as usize], article, unreached);
    made.extras = extras;
    if article.media.iter().any(|m| m.url.as_deref().is_some_and(|url| unreached.contains_key(url))) {
        // What was not fetched is tried in the next run.
        made.next = Some(world.now.saturating_add(1));
    }
    made.diagnostics.extend(found.into_iter().map(|d| (None, d)));
    made.rendered = Some(Rendered::new(stub, &world.stubs[stub as usize].id, hashes, &article));
    let mut prepared = world.policy.prepare(&article);
    let leads = leads::leave(world, &mut article, &mut prepared);
    made.links = leads.pages;
    made.diagnostics.extend(leads.found.map(|d| (None, d)));
    article::take_pictures(world, &mut article, &prepared);
    made.diagnostics.extend(prepared.flattened.then(|| (None, article::too_deep(&article))));
    made.diagnostics.extend(article::not_shown(&article, &prepared).into_iter().map(|d| (None, d)));
    (Some((article, prepared)), made)
}

/// Renders an article once in each rendering that a document of `holders` wants, unless it lacks what the feed demands.
fn render_one(
    world: &World<'_>,
    documents: &[Document],
    renderings: &Renderings,
    holders: impl Iterator<Item = usize>,
    (article, prepared): &(Article, Prepared),
    made: &mut Made,
) {
    let source = &world.config.source[world.stubs[made.stub as usize].at.source as usize];
    let short_of_source = feed::lacks(article, source.demands());
    for document in holders {
        let definition = documents[document].definition;
        if made.lacking.iter().any(|(d, _)| *d == definition) {
            continue;
        }
        let mut found = short_of_source.clone();
        found.extend(feed::lacks(article, world.config.feed[definition].require.iter().copied()));
        found.extend(renderings.of(document).filter_map(|r| article::unfit(article, r.format, &world.site)));
        if !found.is_empty() {
            made.lacking.push((definition, found));
            continue;
        }
        for (Rendering { number, format, options, .. }, (_, file)) in
            renderings.of(document).zip(&documents[document].files)
        {
            if let Some((name, text)) = render::companion(*format, article, prepared, options, &world.site) {
                made.companions.push((document, format!("{}/{name}", feed::companions(file)), text));
            }
            if !made.fragments.iter().any(|(known, _)| known == number) {
                let mut fragment = String::with_capacity(prepared.html.len() + prepared.html.len() / 8 + 4096);
                render::item(*format, article, prepared, options, &world.site, &mut fragment);
                made.fragments.push((*number, fragment));
            }
        }
    }
}

/// Judges the fragments of some articles, all of a rendering together.
fn judge_all(renderings: &[Rendering], articles: &[Option<(Article, Prepared)>], made: &mut [Made], site: &Site) {
    for rendering in renderings {
        let number = rendering.number;
        let rendered: Vec<(usize, &str)> = made
            .iter()
            .enumerate()
            .filter_map(|(n, m)| m.fragments.iter().find(|(known, _)| *known == number).map(|(_, f)| (n, &**f)))
            .collect();
        if rendered.is_empty() {
            continue;
        }
        let items: Vec<judge::Item<'_>> = rendered
            .iter()
            .filter_map(|(n, f)| articles[*n].as_ref().map(|(a, body)| judge::Item { article: a, body, fragment: f }))
            .collect();
        let (found, notes) = rendering.judge.items(&rendering.head, &items, site);
        let numbers: Vec<usize> = rendered.iter().map(|(n, _)| *n).collect();
        for (n, notes) in numbers.iter().zip(notes) {
            made[*n].notes.push((number, notes));
        }
        for (item, diagnostic) in found {
            let one = &mut made[numbers[item]];
            if diagnostic.severity == Severity::Error && !one.bad.contains(&rendering.group) {
                one.bad.push(rendering.group);
            }
            let known = |(group, d): &(Option<usize>, Diagnostic)| {
                d.code == diagnostic.code
                    && (d.message == diagnostic.message
                        || *group == Some(rendering.group) && judge::has_one_cause(d, &diagnostic))
            };
            if !one.diagnostics.iter().any(known) {
                one.diagnostics.push((Some(rendering.group), diagnostic));
            }
        }
    }
}

/// Appends what articles gave to the documents that hold them.
#[allow(clippy::too_many_arguments, reason = "the parts of one step, borrowed apart")]
fn append(
    world: &World<'_>,
    documents: &[Document],
    writing: &mut [Writing],
    renderings: &Renderings,
    pass: &Pass,
    from: usize,
    made: Vec<Made>,
    remember: &mut impl FnMut(Rendered),
) {
    for (position, one) in (from..).zip(made) {
        for document in pass.holders(position) {
            let target = &mut writing[document];
            let group = renderings.of(document).next().map(|rendering| rendering.group);
            for (of, diagnostic) in &one.diagnostics {
                if of.is_none() || *of == group {
                    target.note(diagnostic.clone());
                }
            }
            target.done.extras.extend(one.extras.iter().cloned());
            target.done.links.extend(&one.links);
            target.done.next = target.done.next.into_iter().chain(one.next).min();
            if one.unreadable {
                target.done.failed = true;
                continue;
            }
            let lacking = one.lacking.iter().find(|(d, _)| *d == documents[document].definition);
            if let Some((_, found)) = lacking {
                for d in found {
                    target.note(d.clone());
                }
                target.done.lacking.push(one.stub);
            }
            if one.unusable || lacking.is_some() || group.is_some_and(|g| one.bad.contains(&g)) {
                target.done.left_out.push(one.stub);
                continue;
            }
            if target.done.failed {
                continue;
            }
            let beside = target.remember(renderings.of(document), &one);
            let is_bad = beside.iter().any(|d| d.severity == Severity::Error);
            for d in beside {
                target.note(d);
            }
            if is_bad {
                target.done.left_out.push(one.stub);
                continue;
            }
            for (file, rendering) in renderings.of(document).enumerate() {
                let fragment = one.fragments.iter().find(|(number, _)| *number == rendering.number);
                let Some((_, fragment)) = fragment else { continue };
                let new_file = &mut target.new_files[file];
                let separator = if target.done.items > 0 { render::separator(rendering.format) } else { "" };
                if let Err(e) =
                    new_file.write_all(separator.as_bytes()).and_then(|()| new_file.write_all(fragment.as_bytes()))
                {
                    let failure = new_file.failure(&e);
                    target.fail(failure);
                    break;
                }
                if target.done.items == 0 {
                    target.first[file].clone_from(fragment);
                }
            }
            for (_, path, text) in one.companions.iter().filter(|(of, ..)| *of == document) {
                target.accompany(world, path, text);
            }
            target.done.items += 1;
            one.rendered.iter().for_each(|rendered| target.addresses.note(rendered));
        }
        if let Some(rendered) = one.rendered {
            remember(rendered);
        }
    }
}

/// Ends a document: takedown items, foot, and a judgement of its head.
fn end<'r>(
    world: &World<'_>,
    mut writing: Writing,
    document: &Document,
    own: impl Iterator<Item = &'r Rendering>,
) -> Composed {
    for (file, rendering) in own.enumerate() {
        if writing.done.failed {
            break;
        }
        let mut tail = String::new();
        let mut any = writing.done.items > 0;
        let tells = render::takedown_days(rendering.format, &rendering.options).is_some();
        let takedowns = if tells { &document.takedowns[..] } else { &[] };
        for taken in takedowns {
            let mut item = String::new();
            render::takedown(rendering.format, taken, &rendering.options, &world.site, &mut item);
            if !item.is_empty() {
                if any {
                    tail.push_str(render::separator(rendering.format));
                }
                any = true;
                tail.push_str(&item);
            }
        }
        let foot = render::foot(rendering.format, &rendering.options);
        tail.push_str(foot);
        let new_file = &mut writing.new_files[file];
        if let Err(e) = new_file.write_all(tail.as_bytes()) {
            let failure = new_file.failure(&e);
            writing.fail(failure);
            break;
        }
        let whole = check::Whole {
            items: u64::from(writing.done.items) + (takedowns.len() + document.head.parts.len()) as u64,
            bytes: new_file.size(),
        };
        let shown = [&*writing.heads[file], &writing.first[file], &tail].concat();
        let around = Around {
            document: &shown,
            item: writing.heads[file].len()..writing.heads[file].len() + writing.first[file].len(),
            whole,
            file: &document.files[file].1,
            head: &document.head,
            takedowns,
        };
        let remembered = writing.remembered[file].take();
        for diagnostic in rendering.judge.around(&around, remembered, &world.site) {
            if diagnostic.severity == Severity::Error {
                writing.done.failed = true;
            }
            writing.note(diagnostic);
        }
    }
    for diagnostic in std::mem::take(&mut writing.addresses).shared(world) {
        writing.note(diagnostic);
    }
    if writing.dropped > 0 {
        let more = format!("{} more findings of the articles of “{}” are not shown", writing.dropped, document.path);
        writing.done.diagnostics.push(Diagnostic::note("more-findings", more));
    }
    if writing.done.failed {
        writing.new_files.clear();
        writing.done.companions.clear();
    }
    writing.done.extras.sort_unstable();
    writing.done.extras.dedup();
    writing.done.links.sort_unstable();
    writing.done.links.dedup();
    writing.done.new_files = writing.new_files;
    writing.done
}
