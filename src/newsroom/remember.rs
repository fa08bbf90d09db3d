//! What a build writes into the ledger: articles as readers saw them, feeds as they were written.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::BuildHasherDefault;

use super::house::House;
use super::past::Past;
use super::write::Written;
use crate::article::{Status, Stub};
use crate::config::Config;
use crate::edition::compose::{Composed, Document};
use crate::edition::guids;
use crate::edition::rendered::Rendered;
use crate::feed::Planned;
use crate::ledger::{Changes, Fact, FeedEntry, KeyMap, PassThrough, Row, by_first_byte, id_key};
use crate::settle::records::Records;
use crate::settle::{Settlement, guard, identity};

/// Whether the ledger does not know yet what was just rendered.
pub(super) fn is_news(seen: &Rendered, stubs: &[Stub], facts: &KeyMap<Fact>) -> bool {
    let stub = &stubs[seen.stub as usize];
    facts.get(&seen.key).is_none_or(|before| *before != fact(Some(before), seen, stub, before.first_seen))
}

/// Keeps of what was rendered that which a document shows: each article once and in the order of keys.
pub(super) fn shown(written: &mut Written, stubs: &[Stub]) {
    let mut shown = vec![false; stubs.len()];
    for (document, done) in written.documents.iter().zip(&written.composed).filter(|(_, done)| !done.failed) {
        let left_out: HashSet<u32> = done.left_out.iter().copied().collect();
        for member in document.members.iter().filter(|m| !left_out.contains(m)) {
            shown[*member as usize] = true;
        }
    }
    let rendered = &mut written.rendered;
    rendered.retain(|s| shown[s.stub as usize]);
    rendered.sort_by_cached_key(|s| s.key as i64);
    rendered.dedup_by_key(|s| s.key);
}

fn fact(before: Option<&Fact>, seen: &Rendered, stub: &Stub, now: i64) -> Fact {
    Fact {
        first_seen: before.map_or(now, |f| f.first_seen),
        published: stub.published.seconds(),
        updated: stub.updated.seconds(),
        in_feeds: true,
        content: seen.content,
        body: seen.body,
        edit: Some(stub.edit),
        unshown: false,
        withdrawn: before.and_then(|f| f.withdrawn),
        missing: None,
        ends: stub.expires(),
    }
}

/// Rows of the ledger that are looked up at once.
const AT_ONCE: usize = 256;

/// What [`shown`] kept as the ledger has it.
pub(super) fn entries<'r>(
    house: &'r House<'r>,
    settlement: &'r Settlement,
    rendered: &'r [Rendered],
    stubs: &'r [Stub],
) -> impl Iterator<Item = Row<'r>> + 'r {
    let row = move |seen: &'r Rendered| {
        let stub = &stubs[seen.stub as usize];
        let source = stub.at.source as usize;
        let computed = || stub.computed_id.then_some(seen.id());
        Row {
            key: seen.key,
            fact: fact(settlement.facts.get(&seen.key), seen, stub, house.now),
            id: seen.id(),
            source: &house.config.source[source].name,
            path: house.listings[source].name(stub.at.unit),
            origin: settlement.origins.get(&seen.key).map(|origin| &**origin).or_else(computed),
            url: seen.url(),
            title: Some(seen.title()),
        }
    };
    // What follows in this order lies far apart: looked up at once, the waits for memory overlap.
    rendered.chunks(AT_ONCE).flat_map(move |some| some.iter().map(row).collect::<Vec<_>>())
}

/// What there is to remember of feeds and of records that none shows.
pub(super) fn changes(
    house: &House<'_>,
    planned: &[Planned],
    written: &Written,
    settlement: &Settlement,
    records: &Records,
    past: &Past,
) -> Changes {
    Changes {
        facts: facts(written, settlement, &records.stubs),
        feeds: feeds(written.documents.iter().zip(&written.composed), &records.stubs, &past.feeds, house),
        gone_feeds: gone_feeds(planned, &past.feeds, house.config),
        unpublished: unpublished(settlement, &written.rendered, records, &past.unpublished),
        ..Changes::default()
    }
}

/// Articles whose last edit no document was to show yet, and one is now: it counts from now, whatever becomes
/// of the document.
fn facts(written: &Written, settlement: &Settlement, stubs: &[Stub]) -> Vec<(u64, Fact)> {
    if !settlement.facts.values().any(|fact| fact.unshown) {
        return Vec::new();
    }
    let members: BTreeSet<u32> = written.documents.iter().flat_map(|d| d.members.iter().copied()).collect();
    let dated = |number: u32| {
        let stub = &stubs[number as usize];
        let k = id_key(&stub.id);
        let fact = settlement.facts.get(&k).filter(|f| f.unshown)?;
        Some((k, Fact { updated: stub.updated.seconds(), unshown: false, ..*fact }))
    };
    members.into_iter().filter_map(dated).collect()
}

/// What the feeds hold that are about to be written.
fn feeds<'d>(
    documents: impl Iterator<Item = (&'d Document, &'d Composed)>,
    stubs: &[Stub],
    published: &HashMap<String, FeedEntry>,
    house: &House<'_>,
) -> Vec<FeedEntry> {
    let mut feeds = Vec::new();
    for (document, done) in documents.filter(|(d, done)| !done.failed && !d.part) {
        let left_out: HashSet<u32> = done.left_out.iter().copied().collect();
        let members: Vec<u64> =
            document.articles().filter(|m| !left_out.contains(m)).map(|m| id_key(&stubs[*m as usize].id)).collect();
        let newest = document.head.published.map(|t| t.timestamp());
        let demands = guard::demands(&house.config.feed[document.definition], house.config);
        let before = published.get(&document.path);
        let same = before.filter(|b| {
            b.members == members && b.name == document.head.name && b.term == document.head.term && b.newest == newest
        });
        let guids = guids::form(&house.config.feed[document.definition], document, house.config);
        if same.is_some_and(|b| b.demands == demands && b.guids == guids) {
            continue;
        }
        feeds.push(FeedEntry {
            path: document.path.clone(),
            name: document.head.name.clone(),
            term: document.head.term.clone(),
            members,
            changed: same.map_or(house.now, |b| b.changed),
            newest,
            demands,
            guids,
        });
    }
    feeds
}

/// Which feeds the config has no longer, or has at another path. A term without articles is none of
/// them: its feed waits for the next one.
fn gone_feeds(planned: &[Planned], published: &HashMap<String, FeedEntry>, config: &Config) -> Vec<String> {
    let paths: HashSet<&str> = planned.iter().map(|f| &*f.path).collect();
    let feeds: HashSet<(&str, Option<&str>)> =
        planned.iter().map(|f| (&*f.head.name, f.head.term.as_deref())).collect();
    let waits =
        |f: &FeedEntry| f.term.is_some() && config.feed.iter().any(|feed| feed.name == f.name && feed.each.is_some());
    let gone = published
        .values()
        .filter(|f| !paths.contains(&*f.path) && (feeds.contains(&(&*f.name, f.term.as_deref())) || !waits(f)));
    let mut gone: Vec<String> = gone.map(|f| f.path.clone()).collect();
    gone.sort_unstable();
    gone
}

/// Which records are known and not published, where that changed: the next run takes no other for new.
fn unpublished(
    settlement: &Settlement,
    rendered: &[Rendered],
    records: &Records,
    before: &[u64],
) -> Vec<(u8, Vec<u64>)> {
    let shown: HashSet<u64, BuildHasherDefault<PassThrough>> = rendered.iter().map(|one| one.key).collect();
    let is_known = |id: &str| {
        let k = id_key(id);
        settlement.facts.contains_key(&k) || settlement.origins.contains_key(&k) || shown.contains(&k)
    };
    let stubs = settlement.standing.iter().map(|n| &records.stubs[*n as usize]);
    // A draft is looked at when it is one no longer.
    let mut numbers: Vec<u64> = stubs
        .filter(|s| s.computed_id && s.status != Status::Draft && !is_known(&s.id))
        .map(identity::number)
        .collect();
    if !records.failed.is_empty() {
        numbers.extend(before);
    }
    numbers.sort_unstable();
    numbers.dedup();
    let before: BTreeMap<u8, &[u64]> = by_first_byte(before).collect();
    let now: BTreeMap<u8, &[u64]> = by_first_byte(&numbers).collect();
    let gone = before.keys().filter(|byte| !now.contains_key(byte)).map(|byte| (*byte, Vec::new()));
    let changed = now.iter().filter(|(byte, of_byte)| before.get(byte) != Some(of_byte));
    changed.map(|(byte, of_byte)| (*byte, of_byte.to_vec())).chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Location};

    fn stub(id: &str, edit: u32) -> Stub {
        Stub {
            id: id.into(),
            computed_id: true,
            published: Some(10).into(),
            updated: None.into(),
            bounds: None,
            status: Status::Published,
            hold: None,
            has_media: false,
            terms: [].into(),
            edit,
            at: Location::default(),
        }
    }

    fn rendered(id: &str) -> Rendered {
        Rendered::new(0, id, (7, 8), &Article::new(id, "A"))
    }

    #[test]
    fn news_is_what_the_ledger_does_not_say() {
        let stubs = [stub("a", 3)];
        let known = fact(None, &rendered("a"), &stubs[0], 5);
        assert_eq!((known.first_seen, known.published, known.edit), (5, Some(10), Some(3)));
        let is_news = |change: fn(&mut Fact)| {
            let mut fact = known;
            change(&mut fact);
            is_news(&rendered("a"), &stubs, &KeyMap::from_iter([(id_key("a"), fact)]))
        };
        assert!(!is_news(|_| {}) && !is_news(|f| f.first_seen = 1));
        let changes: [fn(&mut Fact); 7] = [
            |f| f.in_feeds = false,
            |f| f.content = 0,
            |f| f.body = 0,
            |f| f.published = None,
            |f| f.updated = Some(9),
            |f| f.edit = None,
            |f| f.unshown = true,
        ];
        assert!(changes.into_iter().all(is_news));
        assert!(super::is_news(&rendered("a"), &stubs, &KeyMap::default()));
    }

    #[test]
    fn records_that_are_known_and_not_published_are_remembered_by_their_first_byte_where_that_changes() {
        let records =
            Records { stubs: vec![stub("shown", 1), stub("known", 1), stub("other", 1)], ..Records::default() };
        let mut settlement = Settlement { standing: vec![0, 1, 2], ..Settlement::default() };
        settlement.facts.insert(id_key("known"), Fact::default());
        let number = identity::number(&records.stubs[2]);
        let of_byte = |n: u64| n.to_be_bytes()[0];
        let shown = [rendered("shown")];
        let changes = unpublished(&settlement, &shown, &records, &[]);
        assert_eq!(changes, [(of_byte(number), vec![number])]);
        assert!(unpublished(&settlement, &shown, &records, &[number]).is_empty());
        // One that is no more; unless its source could not be read.
        let gone = number ^ (1 << 63);
        let mut before = [number, gone];
        before.sort_unstable();
        assert_eq!(unpublished(&settlement, &shown, &records, &before), [(of_byte(gone), vec![])]);
        let failed = Records { failed: [0].into(), ..records };
        assert!(unpublished(&settlement, &shown, &failed, &before).is_empty());
        // Drafts, and records with ids of their own, are looked at whenever they change.
        let mut others = failed;
        others.stubs[2].status = Status::Draft;
        others.failed.clear();
        assert!(unpublished(&settlement, &shown, &others, &[]).is_empty());
        others.stubs[2].status = Status::Published;
        others.stubs[2].computed_id = false;
        assert!(unpublished(&settlement, &shown, &others, &[]).is_empty());
    }

    #[test]
    fn a_feed_is_gone_when_the_config_has_it_no_longer_and_waits_while_its_term_may_come_back() {
        let config: Config = toml::from_str(
            "[site]\ntitle = \"T\"\nurl = \"https://a.example/\"\nlanguage = \"en\"\nauthority = \"a.example,2026\"\n\
             [[feed]]\nname = \"tag\"\neach = \"tag\"\npath = \"tag/{{ term | slug }}\"\n",
        )
        .unwrap();
        let feed = |path: &str, name: &str, term: Option<&str>| {
            let term = term.map(str::to_owned);
            (path.to_owned(), FeedEntry { path: path.into(), name: name.into(), term, ..FeedEntry::default() })
        };
        let published = HashMap::from([
            feed("tag/sea", "tag", Some("sea")),
            feed("old", "old", None),
            feed("section/land", "section", Some("land")),
        ]);
        assert_eq!(gone_feeds(&[], &published, &config), ["old", "section/land"]);
    }
}
