//! Takes back from the standing feeds what they tell, when the ledger is lost.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::article::{Status, Stub};
use crate::config::{Config, Format};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::ledger::{Cause, Changes, Entry, Fact, FeedEntry, KeyMap, Names, TombstoneEntry, id_key};
use crate::publish::{Directory, is_beside};
use crate::render;
use crate::render::standing::{self, Statement};

/// Files above this size are not read for it.
const MOST_BYTES: u64 = 256 << 20;

/// What standing feeds tell.
#[derive(Debug, Default)]
pub(crate) struct Recovered {
    pub(crate) facts: KeyMap<Fact>,
    pub(crate) feeds: HashMap<String, FeedEntry>,
    /// What the ledger is to remember of it before anything else happens.
    pub(crate) changes: Changes,
    pub(crate) event: Option<Diagnostic>,
}

impl Recovered {
    /// What a feed says was taken back, although its record is published, was taken back by a person:
    /// that outlives the ledger.
    pub(crate) fn take_back<'s>(&mut self, facts: &mut KeyMap<Fact>, records: impl Iterator<Item = &'s Stub>) {
        let taken_back: HashSet<u64> = records
            .filter(|stub| stub.status == Status::Published)
            .map(|stub| id_key(&stub.id))
            .filter(|k| facts.get(k).is_some_and(|f| f.withdrawn.is_some()))
            .collect();
        let told = self.changes.articles.iter_mut().filter(|e| taken_back.contains(&id_key(&e.names.id)));
        for entry in told {
            entry.fact.withdrawn = entry.fact.withdrawn.map(|(at, _)| (at, Cause::Person));
            facts.insert(id_key(&entry.names.id), entry.fact);
        }
    }
}

/// Reads the feeds in the output folder.
pub(crate) fn recover(directory: &Directory, config: &Config, now: i64) -> Recovered {
    let mut recovered = Recovered::default();
    // Of one feed's formats the one that tells most is read.
    let mut by_feed: BTreeMap<String, (Format, String)> = BTreeMap::new();
    for (file, _) in directory.list().into_iter().filter(|(_, size)| *size <= MOST_BYTES) {
        for format in Format::ALL.into_iter().filter(|format| render::row(*format).tells.is_some()) {
            if let Some(stem) = file.strip_suffix(&format!(".{}", config.output.extension(format))) {
                let known = by_feed.entry(stem.to_owned()).or_insert_with(|| (format, file.clone()));
                if render::row(format).tells > render::row(known.0).tells {
                    *known = (format, file.clone());
                }
                break;
            }
        }
    }
    let mut ids: BTreeMap<String, Entry> = BTreeMap::new();
    for (path, (format, file)) in by_feed {
        let Ok(Some(bytes)) = directory.read(&file) else { continue };
        if is_beside(&bytes) {
            continue;
        }
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let Ok(said) = standing::items(format, &text).collect::<Result<Vec<Statement>, String>>() else { continue };
        let mut members = Vec::new();
        for statement in said {
            match statement {
                // Without an id there is nothing to go by.
                Statement::Item(item) if item.id.is_empty() => {}
                Statement::Item(item) => {
                    members.push(id_key(&item.id));
                    let published = item.published.or(item.updated);
                    let updated = item.updated.filter(|u| Some(*u) != published);
                    let known = ids.entry(item.id).or_insert_with_key(|id| known_from(id, published.unwrap_or(now)));
                    known.fact.published = known.fact.published.or(published);
                    known.fact.updated = known.fact.updated.max(updated);
                    known.names.url = known.names.url.take().or(item.url);
                    known.names.title = known.names.title.take().or(item.title);
                }
                Statement::Withdrawn(id, at) => {
                    let known = ids.entry(id.clone()).or_insert_with_key(|id| known_from(id, at));
                    known.fact.withdrawn = Some((at, Cause::Record));
                    recovered.changes.tombstones.push(TombstoneEntry { feed: path.clone(), id, at });
                }
            }
        }
        recovered.feeds.insert(path.clone(), FeedEntry { path, members, changed: now, ..FeedEntry::default() });
    }
    if ids.is_empty() {
        return recovered;
    }
    recovered.event = Some(
        Diagnostic::warning(
            "ledger-missing",
            format!("there is no ledger, but feeds stand: {} ids and their dates were taken back from them", ids.len()),
        )
        .help(
            "lost are the ids of articles that no feed holds any more, the times at which undated records were first \
             seen, what a person took back unless an Atom feed tells it, and what archive documents hold; put a copy \
             of the ledger back if there is one",
        )
        .in_file(directory.place("")),
    );
    recovered.facts.extend(ids.values().map(|e| (id_key(&e.names.id), e.fact)));
    recovered.changes.articles = ids.into_values().collect();
    recovered.changes.feeds = recovered.feeds.values().filter(|f| !f.path.contains("/archive/")).cloned().collect();
    recovered
}

/// An article of which a feed tells. A record that lies elsewhere than its id says may be known by
/// its address.
fn known_from(id: &str, first_seen: i64) -> Entry {
    let names = Names { id: id.to_owned(), origin: Some(id.to_owned()), ..Names::default() };
    Entry { fact: Fact { first_seen, in_feeds: true, ..Fact::default() }, names }
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "ledger-missing",
    summary: "Feeds stand but the ledger is gone. Ids and dates are taken back from the feeds; what no feed tells is lost.",
}];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Location;
    use crate::publish::{Budget, Destination, Labels, Previous, Settings};

    const NOW: i64 = 1_783_684_800;

    const ATOM: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">
  <id>tag:a.example,2026:feed/top</id><title>T</title><updated>2026-07-02T09:00:00Z</updated>
  <entry>
    <id>urn:x:1</id><title>One</title><link href="https://a.example/1/"/>
    <published>2026-07-01T08:00:00Z</published><updated>2026-07-02T09:00:00Z</updated>
  </entry>
  <entry>
    <id>urn:x:2</id><title>Two</title><link href="https://a.example/2/"/>
    <published>2026-07-02T08:00:00Z</published><updated>2026-07-02T08:00:00Z</updated>
  </entry>
  <at:deleted-entry ref="urn:x:3" when="2026-07-03T08:00:00Z"/>
</feed>
"#;

    const RSS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>T</title><link>https://a.example/</link><description>D</description>
  <item><guid isPermaLink="false">urn:x:4</guid><title>Four</title><pubDate>Sat, 04 Jul 2026 08:00:00 +0000</pubDate></item>
</channel></rss>
"#;

    /// What is recovered from these files.
    fn recovered(files: &[(&str, &str)]) -> Recovered {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("feeds");
        for (name, text) in files {
            let path = dir.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let settings = Settings {
            destination: Destination::Folder(dir),
            state_dir: folder.path().join("state"),
            compress: Vec::new(),
            prune: false,
            adopt: false,
            dry_run: false,
            diff: false,
            budget: Budget::new(1 << 20, 1 << 20),
            labels: Labels::default(),
        };
        let (directory, found) = Directory::open(settings, Previous::Ended);
        assert!(found.is_empty());
        let config = toml::from_str(
            "[site]\ntitle = \"T\"\nurl = \"https://a.example/\"\nlanguage = \"en\"\nauthority = \"a.example,2026\"\n",
        );
        recover(&directory.unwrap(), &config.unwrap(), NOW)
    }

    fn seconds(text: &str) -> i64 {
        chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp()
    }

    #[test]
    fn ids_dates_and_tombstones_come_back_from_the_format_that_tells_most() {
        let told = recovered(&[("top.rss", RSS), ("top.atom", ATOM), ("note.txt", "x"), ("broken.atom", "<feed")]);
        assert_eq!(told.facts.len(), 3, "the feed's RSS file is not asked");
        let one = &told.facts[&id_key("urn:x:1")];
        assert_eq!(
            (one.published, one.updated),
            (Some(seconds("2026-07-01T08:00:00Z")), Some(seconds("2026-07-02T09:00:00Z")))
        );
        assert_eq!((one.in_feeds, one.content, one.edit), (true, 0, None));
        let two = &told.facts[&id_key("urn:x:2")];
        assert_eq!((two.published, two.updated), (Some(seconds("2026-07-02T08:00:00Z")), None));
        let back = told.facts[&id_key("urn:x:3")].withdrawn;
        assert_eq!(back, Some((seconds("2026-07-03T08:00:00Z"), Cause::Record)));
        assert_eq!(told.feeds["top"].members, [id_key("urn:x:1"), id_key("urn:x:2")]);
        assert_eq!(told.changes.tombstones.iter().map(|t| &*t.id).collect::<Vec<_>>(), ["urn:x:3"]);
        let names: Vec<_> = told.changes.articles.iter().map(|e| (&*e.names.id, e.names.url.as_deref())).collect();
        let expected =
            [("urn:x:1", Some("https://a.example/1/")), ("urn:x:2", Some("https://a.example/2/")), ("urn:x:3", None)];
        assert_eq!(names, expected);
        assert_eq!(told.event.unwrap().code, "ledger-missing");
    }

    #[test]
    fn closed_documents_give_articles_and_are_no_feeds() {
        let told = recovered(&[("top.rss", RSS), ("top/archive/1.atom", ATOM)]);
        assert_eq!(told.facts.len(), 4);
        assert_eq!(told.changes.feeds.iter().map(|f| &*f.path).collect::<Vec<_>>(), ["top"]);
    }

    #[test]
    fn where_no_feed_stands_there_is_nothing_to_tell() {
        let told = recovered(&[("note.txt", "x")]);
        assert!(told.event.is_none() && told.facts.is_empty() && told.changes.is_empty());
    }

    #[test]
    fn what_a_feed_took_back_of_a_published_record_a_person_took_back() {
        for (status, cause) in [(Status::Published, Cause::Person), (Status::Withdrawn, Cause::Record)] {
            let mut told = recovered(&[("top.atom", ATOM)]);
            let stub = Stub {
                id: "urn:x:3".into(),
                computed_id: false,
                published: None.into(),
                updated: None.into(),
                bounds: None,
                status,
                hold: None,
                has_media: false,
                terms: [].into(),
                edit: 0,
                at: Location::default(),
            };
            let mut facts = std::mem::take(&mut told.facts);
            told.take_back(&mut facts, [&stub].into_iter());
            assert_eq!(facts[&id_key("urn:x:3")].withdrawn.unwrap().1, cause);
            let entry = told.changes.articles.iter().find(|e| e.names.id == "urn:x:3").unwrap();
            assert_eq!(entry.fact.withdrawn.unwrap().1, cause);
        }
    }
}
