//! Chooses the articles of every feed in one pass over the stubs.

mod absent;
mod claim;
mod compiled;
mod spelling;

use std::collections::{HashMap, HashSet};

use super::definition::{Definition, FamilyTerm};
use super::top::{Rank, Top};
use super::{Definitions, Planned, Selection, Stock};
use crate::article::{Status, Stub, Term, TermKind};
use crate::config::Sort;
use crate::diagnostic::{CodeInfo, Diagnostic};
pub(super) use absent::may_show;
use claim::claim_paths;
use compiled::{Compiled, compile};

/// The files of a feed, with their formats.
type Files = Vec<(crate::config::Format, String)>;

/// How many withdrawn articles a feed keeps sight of.
const WITHDRAWN: usize = 1000;

/// How many feeds one family may have.
const FAMILY: usize = 20_000;

/// How many stubs one task of the parallel pass takes.
const CHUNK: usize = 65_536;

/// What was found for one feed.
#[derive(Clone)]
struct Found {
    top: Top,
    matching: Option<Top>,
    withdrawn: Top,
    /// Articles that will enter, with the moment.
    entering: Vec<(i64, Rank)>,
}

impl Found {
    fn new(compiled: &Compiled<'_>) -> Self {
        Self {
            // A family's feed that does not exist yet keeps all it has, to tell when it will.
            top: Top::new(compiled.reach.max(compiled.least)),
            matching: compiled.definition.feed.archive.map(|_| Top::new(usize::MAX)),
            withdrawn: Top::new(WITHDRAWN),
            entering: Vec::new(),
        }
    }

    fn absorb(&mut self, other: Self, stubs: &[Stub]) {
        self.top.absorb(other.top, stubs);
        if let (Some(mine), Some(other)) = (&mut self.matching, other.matching) {
            mine.absorb(other, stubs);
        }
        self.withdrawn.absorb(other.withdrawn, stubs);
        self.entering.extend(other.entering);
    }
}

/// What was found for one definition: one feed, or one for each term.
enum Family {
    One(Box<Found>),
    Each(TermKind, HashMap<u32, Found>),
}

impl Family {
    fn absorb(&mut self, other: Self, stubs: &[Stub]) {
        match (self, other) {
            (Self::One(mine), Self::One(other)) => mine.absorb(*other, stubs),
            (Self::Each(_, mine), Self::Each(_, other)) => {
                for (term, found) in other {
                    match mine.entry(term) {
                        std::collections::hash_map::Entry::Occupied(mut e) => e.get_mut().absorb(found, stubs),
                        std::collections::hash_map::Entry::Vacant(e) => {
                            e.insert(found);
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// What becomes of a stub in a feed.
enum Fate {
    Member,
    Entering(i64),
    Withdrawn,
}

/// Which feeds need to look at a stub at all: those without a necessary term always, the others
/// when the stub has one of their terms.
struct Dispatch {
    always: Vec<usize>,
    by_term: HashMap<Term, Vec<usize>>,
}

impl Dispatch {
    fn new(compiled: &[Compiled<'_>]) -> Self {
        let mut dispatch = Self { always: Vec::new(), by_term: HashMap::new() };
        for (number, c) in compiled.iter().enumerate() {
            match c.check.anchor() {
                Some((kind, values)) => {
                    for value in values {
                        dispatch.by_term.entry(Term::new(kind, *value)).or_default().push(number);
                    }
                }
                None => dispatch.always.push(number),
            }
        }
        dispatch
    }

    fn feeds(&self, stub: &Stub, out: &mut Vec<usize>) {
        out.clear();
        out.extend_from_slice(&self.always);
        if self.by_term.is_empty() {
            return;
        }
        for feeds in stub.terms.iter().filter_map(|t| self.by_term.get(t)) {
            for feed in feeds {
                if !out.contains(feed) {
                    out.push(*feed);
                }
            }
        }
    }
}

/// When a stub may first be shown, given what is known now: a moment not after `now` if it may be
/// shown already. `None` if it never may again.
fn shown_from(stub: &Stub, early: bool, now: i64) -> Option<i64> {
    if stub.status != Status::Published {
        return None;
    }
    let published = stub.published.seconds().filter(|_| !early).unwrap_or(i64::MIN);
    let from = stub.embargo().unwrap_or(i64::MIN).max(published);
    stub.expires().is_none_or(|end| end > now.max(from)).then_some(from)
}

fn ordered_by(stub: &Stub, sort: Sort) -> i64 {
    let published = stub.published.seconds().unwrap_or(i64::MIN);
    match sort {
        Sort::Published => published,
        Sort::Updated => stub.updated.seconds().unwrap_or(published),
    }
}

/// The next moment after `now` at which a stub of a feed with windows changes sides, if it stands on
/// the side of `inside` now.
fn window_change(c: &Compiled<'_>, stub: &Stub, inside: bool, now: i64) -> Option<i64> {
    let published = stub.published.seconds()?;
    c.windows
        .iter()
        .map(|w| published.saturating_add(*w))
        .filter(|at| *at > now && c.check.holds(stub, *at) != inside)
        .min()
}

fn place(c: &Compiled<'_>, family: &mut Family, stubs: &[Stub], number: u32, fate: &Fate) {
    let stub = &stubs[number as usize];
    let rank =
        Rank { when: c.place_of(stub).unwrap_or_else(|| ordered_by(stub, c.definition.feed.sort)), stub: number };
    let add = |found: &mut Found| match fate {
        Fate::Member => {
            found.top.push(rank, stubs);
            if let Some(matching) = &mut found.matching {
                matching.push(Rank { when: ordered_by(stub, Sort::Published), stub: number }, stubs);
            }
        }
        Fate::Entering(at) => found.entering.push((*at, rank)),
        Fate::Withdrawn => found.withdrawn.push(Rank { when: ordered_by(stub, Sort::Updated), stub: number }, stubs),
    };
    match family {
        Family::One(found) => add(found),
        Family::Each(kind, by_term) => {
            for (i, term) in stub.terms.iter().enumerate() {
                if term.kind() == *kind && !stub.terms[..i].contains(term) {
                    add(by_term.entry(term.value()).or_insert_with(|| Found::new(c)));
                }
            }
        }
    }
}

fn pass(compiled: &[Compiled<'_>], dispatch: &Dispatch, stock: &Stock<'_>, standing: &[u32]) -> Vec<Family> {
    let mut families: Vec<Family> = compiled
        .iter()
        .map(|c| match c.definition.feed.each {
            None => Family::One(Box::new(Found::new(c))),
            Some(kind) => Family::Each(kind, HashMap::new()),
        })
        .collect();
    let mut feeds = Vec::new();
    for number in standing {
        let Some(stub) = stock.stubs.get(*number as usize) else { continue };
        let from = shown_from(stub, stock.early.binary_search(number).is_ok(), stock.now);
        if from.is_none() && stub.status != Status::Withdrawn {
            continue;
        }
        dispatch.feeds(stub, &mut feeds);
        for feed in &feeds {
            let c = &compiled[*feed];
            if !c.is_listed(stub) {
                continue;
            }
            let unexpired = |at: &i64| stub.expires().is_none_or(|end| end > *at);
            let fate = match from {
                None => c.check.holds(stub, stock.now).then_some(Fate::Withdrawn),
                Some(from) if from > stock.now => {
                    if c.check.holds(stub, from) {
                        Some(Fate::Entering(from))
                    } else if c.grows_in {
                        window_change(c, stub, false, from).filter(unexpired).map(Fate::Entering)
                    } else {
                        None
                    }
                }
                Some(_) if c.check.holds(stub, stock.now) => Some(Fate::Member),
                Some(_) if c.grows_in => window_change(c, stub, false, stock.now).filter(unexpired).map(Fate::Entering),
                Some(_) => None,
            };
            if let Some(fate) = fate {
                place(c, &mut families[*feed], stock.stubs, *number, &fate);
            }
        }
    }
    families
}

/// A feed that may be published: its definition, its term, and what was found.
struct Candidate<'a> {
    compiled: &'a Compiled<'a>,
    term: Option<FamilyTerm>,
    standing: bool,
    found: Found,
}

/// Chooses the articles of every feed.
pub(super) fn select(definitions: &Definitions, stock: &Stock<'_>) -> Selection {
    let mut selection = Selection::default();
    let compiled: Vec<Compiled<'_>> = definitions.feeds.iter().map(|d| compile(d, definitions, stock)).collect();
    selection.diagnostics.extend(compiled.iter().filter_map(|c| c.unmet(stock)));
    let dispatch = Dispatch::new(&compiled);
    let mut families = scan(&compiled, &dispatch, stock);
    let mut candidates = Vec::new();
    for (c, family) in compiled.iter().zip(families.drain(..)) {
        match family {
            Family::One(found) => candidates.push(Candidate { compiled: c, term: None, standing: true, found: *found }),
            Family::Each(_, by_term) => candidates.extend(terms_of(c, by_term, stock, &mut selection)),
        }
    }
    claim_paths(definitions, candidates, stock, &mut selection);
    selection
}

fn scan(compiled: &[Compiled<'_>], dispatch: &Dispatch, stock: &Stock<'_>) -> Vec<Family> {
    use rayon::prelude::*;
    if stock.standing.len() <= CHUNK {
        return pass(compiled, dispatch, stock, stock.standing);
    }
    stock
        .standing
        .par_chunks(stock.standing.len().div_ceil(rayon::current_num_threads().max(1)).max(CHUNK))
        .map(|chunk| pass(compiled, dispatch, stock, chunk))
        .collect::<Vec<_>>()
        .into_iter()
        .reduce(|mut all, part| {
            for (mine, other) in all.iter_mut().zip(part) {
                mine.absorb(other, stock.stubs);
            }
            all
        })
        .unwrap_or_default()
}

/// The feeds of a family, by term: those with enough articles, and those published before.
fn terms_of<'a>(
    c: &'a Compiled<'a>,
    mut by_term: HashMap<u32, Found>,
    stock: &Stock<'_>,
    selection: &mut Selection,
) -> Vec<Candidate<'a>> {
    let least = c.least;
    for term in &c.published {
        by_term.entry(*term).or_insert_with(|| Found::new(c));
    }
    if c.definition.feed.each == Some(TermKind::Tag) {
        by_term = spelling::of_one_case(c, by_term, stock);
    }
    let mut kept: Vec<(bool, u32, Found)> = Vec::new();
    for (term, found) in by_term {
        let standing = c.published.contains(&term);
        if standing || found.top.total() >= least {
            kept.push((standing, term, found));
            continue;
        }
        // The feed begins once it has enough articles.
        let total = found.top.total();
        let ranks = found.top.sorted(stock.stubs);
        selection.note_moment(first_change(c, stock, (&ranks, total), &found.entering, |then| then.len() >= least));
    }
    let name = &c.definition.feed.name;
    let value = |term: &u32| stock.terms.value(*term).clone();
    if kept.len() > FAMILY {
        kept.sort_by(|a, b| {
            b.0.cmp(&a.0)
                .then_with(|| b.2.top.total().cmp(&a.2.top.total()))
                .then_with(|| value(&a.1).cmp(&value(&b.1)))
        });
        let beyond = kept.split_off(FAMILY).len();
        selection.left_out += beyond as u32;
        let many = Diagnostic::error(
            "too-many-feeds",
            format!("feed \"{name}\" would have {} feeds; {beyond} are left out", FAMILY + beyond),
        );
        let key = format!("feed[{}].each", c.definition.number);
        selection.diagnostics.push((key, many.help("raise `min-count`, or select what feeds are made for")));
    }
    kept.sort_by_cached_key(|(_, term, _)| value(term));
    let mut candidates: Vec<_> = kept
        .into_iter()
        .map(|(standing, term, found)| {
            let label = stock.terms.label(term).map(ToString::to_string);
            Candidate {
                compiled: c,
                term: Some(FamilyTerm { value: value(&term).to_string(), label }),
                standing,
                found,
            }
        })
        .collect();
    // Terms that no record has any more are unknown to this run, yet their feeds stay.
    for (_, term) in stock.published.iter().filter(|(n, t)| n == name && stock.terms.find(t).is_none()) {
        let term = FamilyTerm { value: term.clone(), label: None };
        candidates.push(Candidate { compiled: c, term: Some(term), standing: true, found: Found::new(c) });
    }
    candidates.sort_by(|a, b| a.term.as_ref().map(|t| &t.value).cmp(&b.term.as_ref().map(|t| &t.value)));
    candidates
}

fn planned(
    definitions: &Definitions,
    candidate: Candidate<'_>,
    path: String,
    files: Vec<(crate::config::Format, String)>,
    stock: &Stock<'_>,
    selection: &mut Selection,
) -> Result<Planned, Diagnostic> {
    let c = candidate.compiled;
    let stubs = stock.stubs;
    let offset = c.definition.feed.offset as usize;
    let total = candidate.found.top.total();
    let mut ranks = candidate.found.top.sorted(stubs);
    ranks.truncate(c.reach);
    let feed = &c.definition.feed;
    let others = selection.feeds.iter().filter(|other| feed.without.contains(&other.head.name));
    let elsewhere: HashSet<u32> = others.flat_map(|other| other.members.iter().copied()).collect();
    let shown = |ranks: &[Rank]| -> Vec<Rank> {
        let mut counts: HashMap<Term, u32> = HashMap::new();
        let has_room = |rank: &&Rank| {
            let Some(most) = &feed.at_most else { return true };
            let of_kind = || stubs[rank.stub as usize].terms.iter().filter(|term| term.kind() == most.per);
            let has_room = of_kind().all(|term| counts.get(term).is_none_or(|count| *count < most.count));
            if has_room {
                of_kind().for_each(|term| *counts.entry(*term).or_default() += 1);
            }
            has_room
        };
        let left = ranks.iter().filter(|rank| !elsewhere.contains(&rank.stub)).filter(has_room);
        left.take(c.shown).skip(offset).copied().collect()
    };
    let now = shown(&ranks);
    selection
        .note_moment(first_change(c, stock, (&ranks, total), &candidate.found.entering, |then| shown(then) != now));
    let members: Vec<u32> = now.iter().map(|r| r.stub).collect();
    let each = |moment: fn(&Stub) -> Option<i64>| members.iter().filter_map(|m| moment(&stubs[*m as usize])).max();
    let dates = (each(|s| s.updated.seconds().max(s.published.seconds())), each(|s| s.published.seconds()));
    let authors = agreed_authors(&members, stock);
    let mut head = definitions.naming.head(c.definition, candidate.term.as_ref(), &files, dates, authors.as_deref())?;
    head.nameless = is_nameless(stubs, &members);
    let numbers = |ranks: Vec<Rank>| ranks.into_iter().map(|r| r.stub).collect();
    Ok(Planned {
        definition: c.definition.number,
        head,
        path,
        files,
        members,
        most: c.most,
        matching: candidate.found.matching.map(|t| numbers(t.sorted(stubs))),
        withdrawn: numbers(candidate.found.withdrawn.sorted(stubs)),
    })
}

/// The first moment at which entering and leaving articles make of the articles a feed has now
/// (`ranks` in order, of `total`) something that has `changed`.
fn first_change(
    c: &Compiled<'_>,
    stock: &Stock<'_>,
    (ranks, total): (&[Rank], usize),
    entering: &[(i64, Rank)],
    changed: impl Fn(&[Rank]) -> bool,
) -> Option<i64> {
    let leaves = |rank: &Rank, from: i64| {
        let stub = &stock.stubs[rank.stub as usize];
        stub.expires().into_iter().chain(window_change(c, stub, true, from)).min()
    };
    let gone = ranks.iter().filter_map(|r| Some((leaves(r, stock.now)?, false, *r)));
    let come = entering.iter().map(|(at, r)| (*at, true, *r));
    let gone_again = entering.iter().filter_map(|(at, r)| Some((leaves(r, *at)?, false, *r)));
    let mut events: Vec<(i64, bool, Rank)> = gone.chain(come).chain(gone_again).collect();
    events.sort_unstable_by_key(|(at, enters, rank)| (*at, *enters, rank.stub));
    if events.is_empty() {
        return None;
    }
    let mut current = ranks.to_vec();
    let all_known = total <= ranks.len();
    for together in events.chunk_by(|a, b| a.0 == b.0) {
        let mut left = false;
        for (_, enters, rank) in together {
            match (current.binary_search_by(|r| r.order(*rank, stock.stubs)), enters) {
                (Err(position), true) if all_known || position < current.len() => current.insert(position, *rank),
                (Ok(position), false) => {
                    current.remove(position);
                    left = true;
                }
                _ => {}
            }
        }
        // Where one leaves and not all are known here, one that is not moves up.
        if changed(&current) || (left && !all_known) {
            return Some(together[0].0);
        }
    }
    None
}

/// Whether some of these articles name no author, or there are none.
pub(crate) fn is_nameless(stubs: &[Stub], members: &[u32]) -> bool {
    let names_none = |member: &u32| !stubs[*member as usize].terms.iter().any(|term| term.kind() == TermKind::Author);
    members.is_empty() || members.iter().any(names_none)
}

/// The authors that all members name, in the same order; empty where none names any.
fn agreed_authors(members: &[u32], stock: &Stock<'_>) -> Option<Vec<String>> {
    let authors = |member: &u32| {
        let terms = stock.stubs[*member as usize].terms.iter();
        terms.filter(|t| t.kind() == TermKind::Author).map(|t| t.value()).collect::<Vec<_>>()
    };
    let Some((first, others)) = members.split_first() else { return Some(Vec::new()) };
    let first = authors(first);
    others
        .iter()
        .all(|m| authors(m) == first)
        .then(|| first.into_iter().map(|n| stock.terms.value(n).to_string()).collect())
}

impl Selection {
    fn fault(&mut self, definition: &Definition, diagnostic: Diagnostic) {
        self.left_out += 1;
        self.diagnostics.push((format!("feed[{}].path", definition.number), diagnostic));
    }

    fn note_moment(&mut self, at: Option<i64>) {
        self.next = self.next.into_iter().chain(at).min();
    }
}

/// The codes that this module raises.
pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "too-many-feeds",
        summary: "A family (`each`) has more than 20,000 feeds: those with the fewest articles are left out.",
    },
    CodeInfo {
        code: "unsafe-path",
        summary: "A feed's path, often made from a term, is empty, leaves the output folder, is too long, or has characters or names that some file system refuses; the feed is left out.",
    },
    CodeInfo {
        code: "path-taken",
        summary: "Two feeds, or two terms with one slug, would be written to one file; the first stands, the other is left out.",
    },
];
