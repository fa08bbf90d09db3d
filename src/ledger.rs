//! The ledger: what has been published, under which id, since when.
//!
//! One SQLite file in the state folder. It knows every article that was in a feed and every
//! article without a date of its own; for each feed which articles it held when it was last
//! written, which ids were taken back, and which articles its closed archive documents hold.
//! What it says is committed before a feed file is replaced, so a crash between the two leaves a
//! ledger that is ahead of the files, and the next run writes what is missing.

mod entry;
pub mod failure;
mod open;
pub(crate) mod pack;
pub(crate) mod rows;
pub mod snapshot;
pub mod stubs;
pub mod transfer;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params};

pub use self::entry::{ArchiveEntry, Cause, Changes, Entry, Fact, FeedEntry, Names, Row, TombstoneEntry};
pub use crate::article::key::{KeyMap, PassThrough};
use crate::diagnostic::{CodeInfo, Diagnostic};

/// Name of the ledger in the state folder.
pub const FILE: &str = "ledger.sqlite";

/// The number an id goes by inside the ledger.
pub fn id_key(id: &str) -> u64 {
    twox_hash::XxHash3_64::oneshot(id.as_bytes())
}

/// The open ledger.
#[derive(Debug)]
pub struct Ledger {
    db: Connection,
    path: PathBuf,
    /// Whether it knows nothing yet: a run that made the file may have ended before it could take
    /// back what standing feeds tell. Until it knows something its file has no log.
    pub new: bool,
}

impl Ledger {
    /// The ledger's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The facts of every article.
    ///
    /// # Errors
    /// `ledger-damaged`, when the file cannot be read whole.
    pub fn facts(&self) -> Result<KeyMap<Fact>, Box<Diagnostic>> {
        let read = || -> rusqlite::Result<KeyMap<Fact>> {
            let mut statement = self.db.prepare(&format!("SELECT {FACT_COLUMNS}, key FROM article"))?;
            let mut rows = statement.query([])?;
            let mut facts = KeyMap::default();
            while let Some(row) = rows.next()? {
                facts.insert(row.get::<_, i64>(12)? as u64, fact(row)?);
            }
            Ok(facts)
        };
        read().map_err(|e| fault(&self.path, &e))
    }

    /// The computed ids that stand for another id: records that moved after publication.
    ///
    /// # Errors
    /// As [`Ledger::facts`].
    pub fn moved(&self) -> Result<HashMap<String, String>, Box<Diagnostic>> {
        self.collect("SELECT origin, id FROM article WHERE origin <> id", |r| Ok((r.get(0)?, r.get(1)?)))
            .map(|v: Vec<_>| v.into_iter().collect())
    }

    /// One article by its id.
    ///
    /// # Errors
    /// As [`Ledger::facts`].
    pub fn entry(&self, id: &str) -> Result<Option<Entry>, Box<Diagnostic>> {
        self.entry_of(id_key(id))
    }

    /// One article by its key.
    ///
    /// # Errors
    /// As [`Ledger::facts`].
    pub fn entry_of(&self, key: u64) -> Result<Option<Entry>, Box<Diagnostic>> {
        let read = || {
            let mut statement = self
                .db
                .prepare_cached(&format!("SELECT {FACT_COLUMNS}, {NAME_COLUMNS} FROM article WHERE key = ?1"))?;
            statement.query_row([key as i64], entry).optional()
        };
        read().map_err(|e| fault(&self.path, &e))
    }

    /// Calls `each` with every article, in the order of their ids.
    ///
    /// # Errors
    /// As [`Ledger::facts`].
    pub fn for_each(&self, mut each: impl FnMut(Entry)) -> Result<(), Box<Diagnostic>> {
        let mut read = || -> rusqlite::Result<()> {
            let mut statement =
                self.db.prepare(&format!("SELECT {FACT_COLUMNS}, {NAME_COLUMNS} FROM article ORDER BY id"))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                each(entry(row)?);
            }
            Ok(())
        };
        read().map_err(|e| fault(&self.path, &e))
    }

    /// What is known of every feed, by path.
    ///
    /// # Errors
    /// As [`Ledger::facts`].
    pub fn feeds(&self) -> Result<HashMap<String, FeedEntry>, Box<Diagnostic>> {
        let feeds: Vec<FeedEntry> = self.collect(
            "SELECT path, name, term, members, changed, newest, demands, guids FROM feed ORDER BY path",
            |r| {
                Ok(FeedEntry {
                    path: r.get(0)?,
                    name: r.get(1)?,
                    term: r.get(2)?,
                    members: keys(r.get_ref(3)?.as_blob().unwrap_or_default()),
                    changed: r.get(4)?,
                    newest: r.get(5)?,
                    demands: r.get(6)?,
                    guids: r.get(7)?,
                })
            },
        )?;
        Ok(feeds.into_iter().map(|f| (f.path.clone(), f)).collect())
    }

    /// All tombstones, by feed and id.
    ///
    /// # Errors
    /// As [`Ledger::facts`].
    pub fn tombstones(&self) -> Result<Vec<TombstoneEntry>, Box<Diagnostic>> {
        self.collect("SELECT feed, id, at FROM tombstone ORDER BY feed, id", |r| {
            Ok(TombstoneEntry { feed: r.get(0)?, id: r.get(1)?, at: r.get(2)? })
        })
    }

    /// All closed archive documents, by feed, oldest first.
    ///
    /// # Errors
    /// As [`Ledger::facts`].
    pub fn archives(&self) -> Result<Vec<ArchiveEntry>, Box<Diagnostic>> {
        self.collect("SELECT feed, number, name, members FROM archive ORDER BY feed, number", |r| {
            Ok(ArchiveEntry {
                feed: r.get(0)?,
                number: r.get(1)?,
                name: r.get(2)?,
                members: keys(r.get_ref(3)?.as_blob().unwrap_or_default()),
            })
        })
    }

    /// Numbers of the records that were looked at and never published, sorted.
    ///
    /// # Errors
    /// As [`Ledger::facts`].
    pub fn unpublished(&self) -> Result<Vec<u64>, Box<Diagnostic>> {
        let rows: Vec<Vec<u64>> = self.collect("SELECT records FROM unpublished ORDER BY first_byte", |r| {
            Ok(keys(r.get_ref(0)?.as_blob().unwrap_or_default()))
        })?;
        Ok(rows.concat())
    }

    fn collect<T>(
        &self,
        sql: &str,
        row: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Box<Diagnostic>> {
        let read = || -> rusqlite::Result<Vec<T>> { self.db.prepare(sql)?.query_map([], row)?.collect() };
        read().map_err(|e| fault(&self.path, &e))
    }

    /// Remembers what a run found, all of it or nothing; on disk when this returns.
    ///
    /// # Errors
    /// `ledger-unwritable`, with nothing remembered.
    pub fn commit(&mut self, changes: &Changes) -> Result<(), Box<Diagnostic>> {
        self.commit_with(changes, std::iter::empty())
    }

    /// [`Ledger::commit`] with more articles than are to be held at once, in the order of their keys
    /// as signed numbers.
    ///
    /// # Errors
    /// As [`Ledger::commit`].
    pub fn commit_with<'r>(
        &mut self,
        changes: &'r Changes,
        articles: impl Iterator<Item = Row<'r>>,
    ) -> Result<(), Box<Diagnostic>> {
        let mut articles = articles.peekable();
        if changes.is_empty() && articles.peek().is_none() {
            return Ok(());
        }
        let path = self.path.clone();
        self.write(changes, articles).map_err(|e| {
            Box::new(
                Diagnostic::error("ledger-unwritable", format!("the ledger cannot be written: {}", plain(&e)))
                    .help("no feed was touched; check space and permissions")
                    .in_file(path.display().to_string()),
            )
        })?;
        if std::mem::take(&mut self.new) {
            // Where somebody reads at this moment, the next run does it.
            let _ = self.db.pragma_update(None, "journal_mode", "WAL");
        }
        Ok(())
    }

    fn write<'r>(&mut self, changes: &'r Changes, articles: impl Iterator<Item = Row<'r>>) -> rusqlite::Result<()> {
        let tx = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        {
            let mut put = tx.prepare_cached(
                "INSERT OR REPLACE INTO article(first_seen, published, updated, in_feeds, content, body, withdrawn, \
                 cause, missing, edit, unshown, id, source, path, origin, url, title, key, ends) \
                 VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19)",
            )?;
            let mut own: Vec<Row<'_>> = changes.articles.iter().map(Row::from).collect();
            own.sort_unstable_by_key(|row| row.key as i64);
            for row in own.into_iter().chain(articles) {
                let f = row.fact;
                put.execute(params![
                    f.first_seen,
                    f.published,
                    f.updated,
                    f.in_feeds,
                    f.content as i64,
                    f.body as i64,
                    f.withdrawn.map(|w| w.0),
                    f.withdrawn.map_or(0, |w| w.1.number()),
                    f.missing,
                    f.edit,
                    f.unshown,
                    row.id,
                    row.source,
                    row.path,
                    row.origin,
                    row.url,
                    row.title,
                    row.key as i64,
                    f.ends
                ])?;
            }
            let mut set = tx.prepare_cached(
                "UPDATE article SET first_seen=?1, published=?2, updated=?3, in_feeds=?4, content=?5, body=?6, \
                 withdrawn=?7, cause=?8, missing=?9, edit=?10, unshown=?11, ends=?13 WHERE key=?12",
            )?;
            for (key, f) in &changes.facts {
                set.execute(params![
                    f.first_seen,
                    f.published,
                    f.updated,
                    f.in_feeds,
                    f.content as i64,
                    f.body as i64,
                    f.withdrawn.map(|w| w.0),
                    f.withdrawn.map_or(0, |w| w.1.number()),
                    f.missing,
                    f.edit,
                    f.unshown,
                    *key as i64,
                    f.ends
                ])?;
            }
            let mut put = tx.prepare_cached(
                "INSERT OR REPLACE INTO feed(path, name, term, members, changed, newest, demands, guids) \
                 VALUES (?1,?2,?3,?4,?5,?6,?7,?8)",
            )?;
            for f in &changes.feeds {
                put.execute(params![
                    f.path,
                    f.name,
                    f.term,
                    blob(&f.members),
                    f.changed,
                    f.newest,
                    f.demands,
                    f.guids
                ])?;
            }
            for key in &changes.replaced {
                tx.execute("DELETE FROM article WHERE key = ?1", [*key as i64])?;
            }
            for path in &changes.gone_feeds {
                tx.execute("DELETE FROM feed WHERE path = ?1", [path])?;
                tx.execute("DELETE FROM tombstone WHERE feed = ?1", [path])?;
            }
            let mut put = tx.prepare_cached("INSERT OR IGNORE INTO tombstone(feed, id, at) VALUES (?1,?2,?3)")?;
            for t in &changes.tombstones {
                put.execute(params![t.feed, t.id, t.at])?;
            }
            for (feed, id) in &changes.expired_tombstones {
                tx.execute("DELETE FROM tombstone WHERE feed = ?1 AND id = ?2", [feed, id])?;
            }
            let mut put =
                tx.prepare_cached("INSERT OR REPLACE INTO archive(feed, number, name, members) VALUES (?1,?2,?3,?4)")?;
            for a in &changes.archives {
                put.execute(params![a.feed, a.number, a.name, blob(&a.members)])?;
            }
            let mut put =
                tx.prepare_cached("INSERT OR REPLACE INTO unpublished(first_byte, records) VALUES (?1,?2)")?;
            for (first_byte, records) in &changes.unpublished {
                put.execute(params![first_byte, blob(records)])?;
            }
        }
        tx.commit()
    }

    /// Renames an id: the record that is computed as `new` is published as `old` from now on.
    ///
    /// # Errors
    /// `ledger-unwritable`; `unknown-id` where `old` is not in the ledger.
    pub fn move_id(&mut self, old: &str, new: &str) -> Result<(), Box<Diagnostic>> {
        let Some(mut entry) = self.entry(old)? else {
            return Err(Box::new(unknown(old)));
        };
        entry.names.origin = Some(new.to_owned());
        entry.fact.missing = None;
        let replaced = if old == new { Vec::new() } else { vec![id_key(new)] };
        self.commit(&Changes { articles: vec![entry], replaced, ..Changes::default() })
    }
}

/// Sorted numbers in the groups in which [`Changes::unpublished`] holds them.
pub fn by_first_byte(numbers: &[u64]) -> impl Iterator<Item = (u8, &[u64])> {
    let first = |n: &u64| n.to_be_bytes()[0];
    numbers.chunk_by(move |a, b| first(a) == first(b)).map(move |group| (first(&group[0]), group))
}

/// The diagnostic for an id that the ledger does not have.
pub fn unknown(id: &str) -> Diagnostic {
    Diagnostic::error("unknown-id", format!("the ledger has no id “{id}”")).help("`feedwright ledger list` shows all")
}

const FACT_COLUMNS: &str =
    "first_seen, published, updated, in_feeds, content, body, withdrawn, cause, missing, edit, unshown, ends";
const NAME_COLUMNS: &str = "id, source, path, origin, url, title";

fn fact(row: &rusqlite::Row<'_>) -> rusqlite::Result<Fact> {
    Ok(Fact {
        first_seen: row.get(0)?,
        published: row.get(1)?,
        updated: row.get(2)?,
        in_feeds: row.get(3)?,
        content: row.get::<_, i64>(4)? as u64,
        body: row.get::<_, i64>(5)? as u64,
        withdrawn: row
            .get::<_, Option<i64>>(6)?
            .map(|at| Ok::<_, rusqlite::Error>((at, Cause::of(row.get(7)?))))
            .transpose()?,
        missing: row.get(8)?,
        edit: row.get(9)?,
        unshown: row.get(10)?,
        ends: row.get(11)?,
    })
}

fn entry(row: &rusqlite::Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        fact: fact(row)?,
        names: Names {
            id: row.get(12)?,
            source: row.get(13)?,
            path: row.get(14)?,
            origin: row.get(15)?,
            url: row.get(16)?,
            title: row.get(17)?,
        },
    })
}

fn keys(blob: &[u8]) -> Vec<u64> {
    blob.as_chunks::<8>().0.iter().map(|b| u64::from_le_bytes(*b)).collect()
}

fn blob(keys: &[u64]) -> Vec<u8> {
    keys.iter().flat_map(|k| k.to_le_bytes()).collect()
}

fn plain(e: &rusqlite::Error) -> String {
    match e {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        e => e.to_string(),
    }
}

fn damaged(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::error("ledger-damaged", format!("the ledger cannot be used: {why}"))
        .help(
            "no feed was touched; put a copy back, or move the file away: \
             the next build then takes ids and dates back from the standing feeds",
        )
        .in_file(path.display().to_string())
}

fn fault(path: &Path, e: &rusqlite::Error) -> Box<Diagnostic> {
    use rusqlite::ErrorCode;
    Box::new(match e.sqlite_error_code() {
        Some(
            ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::ReadOnly
            | ErrorCode::DiskFull
            | ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked,
        ) => Diagnostic::error("ledger-unreadable", format!("the ledger cannot be opened: {}", plain(e)))
            .help("no feed was touched; check the state folder's permissions and space")
            .in_file(path.display().to_string()),
        _ => damaged(path, &plain(e)),
    })
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "ledger-newer",
        summary: "The ledger was written by a later version of feedwright. Run that version; this one touches nothing.",
    },
    CodeInfo {
        code: "ledger-damaged",
        summary: "The ledger is cut short, not a database, or not ours. Put a copy back or move it away; no feed is touched until then.",
    },
    CodeInfo {
        code: "ledger-unreadable",
        summary: "The file system refuses the ledger: permissions, a lock, or a full disk. No feed is touched.",
    },
    CodeInfo {
        code: "ledger-unwritable",
        summary: "What the run found could not be remembered, so no feed was replaced.",
    },
    CodeInfo { code: "unknown-id", summary: "A ledger command names an id that was never published." },
];

#[cfg(test)]
mod tests {
    use super::open::{APPLICATION, STEPS, VERSION};
    use super::*;

    fn sample(id: &str) -> Entry {
        Entry {
            fact: Fact { first_seen: 5, published: Some(3), in_feeds: true, content: u64::MAX, ..Fact::default() },
            names: Names { id: id.into(), source: "articles".into(), path: "a.md".into(), ..Names::default() },
        }
    }

    #[test]
    fn what_is_committed_is_read_back() {
        let dir = tempfile::tempdir().unwrap();
        let feed =
            FeedEntry { path: "top".into(), name: "top".into(), members: vec![1, u64::MAX], ..FeedEntry::default() };
        let archive = ArchiveEntry { feed: "top".into(), number: 1, name: "1".into(), members: vec![9] };
        {
            let mut ledger = Ledger::open(dir.path()).unwrap();
            assert!(ledger.new);
            let changes = Changes {
                articles: vec![sample("a"), sample("b")],
                feeds: vec![feed.clone()],
                tombstones: vec![TombstoneEntry { feed: "top".into(), id: "x".into(), at: 7 }],
                archives: vec![archive.clone()],
                ..Changes::default()
            };
            ledger.commit(&changes).unwrap();
        }
        let ledger = Ledger::open(dir.path()).unwrap();
        assert!(!ledger.new);
        assert_eq!(ledger.facts().unwrap()[&id_key("a")], sample("a").fact);
        assert_eq!(ledger.entry("b").unwrap(), Some(sample("b")));
        assert_eq!(ledger.feeds().unwrap()["top"], feed);
        assert_eq!(ledger.archives().unwrap(), [archive]);
        assert_eq!(ledger.tombstones().unwrap().len(), 1);
    }

    #[test]
    fn a_ledger_cut_short_of_another_program_or_newer_is_refused_and_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join(FILE);
        drop(Ledger::open(dir.path()).unwrap());
        let whole = std::fs::read(&file).unwrap();

        std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
        let e = Ledger::open(dir.path()).and_then(|l| l.facts().map(drop)).unwrap_err();
        assert_eq!(e.code, "ledger-damaged");

        std::fs::write(&file, "not a database, but long enough to be looked at as one ".repeat(20)).unwrap();
        assert_eq!(Ledger::open(dir.path()).unwrap_err().code, "ledger-damaged");

        std::fs::write(&file, &whole).unwrap();
        Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
        assert_eq!(Ledger::open(dir.path()).unwrap_err().code, "ledger-newer");

        std::fs::remove_file(&file).unwrap();
        Connection::open(&file).unwrap().execute_batch("CREATE TABLE mine(x)").unwrap();
        assert_eq!(Ledger::open(dir.path()).unwrap_err().code, "ledger-damaged");
    }

    #[test]
    fn a_moved_id_stands_for_the_computed_one() {
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::open(dir.path()).unwrap();
        ledger.commit(&Changes { articles: vec![sample("old"), sample("new")], ..Changes::default() }).unwrap();
        ledger.move_id("old", "new").unwrap();
        assert_eq!(ledger.moved().unwrap()["new"], "old");
        assert_eq!(ledger.entry("new").unwrap(), None);
        assert_eq!(ledger.move_id("nobody", "x").unwrap_err().code, "unknown-id");
    }
    #[test]
    fn a_ledger_of_an_earlier_version_is_brought_up_to_date_and_loses_nothing() {
        let dir = tempfile::tempdir().unwrap();
        for version in 1..VERSION {
            let file = dir.path().join(FILE);
            let _ = std::fs::remove_file(&file);
            let db = Connection::open(&file).unwrap();
            STEPS[..version as usize].iter().for_each(|step| db.execute_batch(step).unwrap());
            db.execute(
                "INSERT INTO article(key, first_seen, id, source, path) VALUES (?1, 5, 'a', 's', 'a.md')",
                [id_key("a") as i64],
            )
            .unwrap();
            db.pragma_update(None, "application_id", APPLICATION).unwrap();
            db.pragma_update(None, "user_version", version).unwrap();
            drop(db);
            let mut ledger = Ledger::open(dir.path()).unwrap();
            assert_eq!(ledger.entry("a").unwrap().unwrap().fact.first_seen, 5);
            let unpublished = vec![(0, vec![1, 2]), (9, vec![9 << 56])];
            ledger.commit(&Changes { unpublished, ..Changes::default() }).unwrap();
            ledger.commit(&Changes { unpublished: vec![(0, vec![])], ..Changes::default() }).unwrap();
            assert_eq!(Ledger::open(dir.path()).unwrap().unpublished().unwrap(), [9 << 56]);
        }
    }
}
