//! Who is subscribed to which feed, until when, and of what it is still to be told.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, params};

use crate::diagnostic::Diagnostic;

/// Name of the file in the state folder.
const FILE: &str = "hub.sqlite";

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS topic(path TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS subscription(
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  callback TEXT NOT NULL,
  path TEXT NOT NULL,
  secret TEXT,
  lease INTEGER NOT NULL,
  until INTEGER NOT NULL,
  due INTEGER,
  since INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  UNIQUE(callback, path)
);
";

/// Somebody who is to be told of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subscription {
    pub(super) number: i64,
    /// Where it is told.
    pub(super) callback: String,
    /// The feed, by its path in the output folder.
    pub(super) path: String,
    /// With what it is signed.
    pub(super) secret: Option<String>,
    /// For how many seconds, and until when.
    pub(super) lease: i64,
    pub(super) until: i64,
    /// How often it was tried to tell it, and since when it is owed.
    pub(super) tries: u32,
    pub(super) since: i64,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Subscriptions {
    db: Connection,
}

impl Subscriptions {
    /// Those of a state folder.
    pub(super) fn open(state_dir: &Path) -> Result<Self, Box<Diagnostic>> {
        let file = state_dir.join(FILE);
        let open = || {
            // Where nothing was built yet there is no folder.
            let _ = std::fs::create_dir_all(state_dir);
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
            let db = Connection::open_with_flags(&file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
            db.busy_timeout(Duration::from_secs(10))?;
            db.execute_batch(TABLES)?;
            Ok::<_, rusqlite::Error>(db)
        };
        let db = open().map_err(|e| {
            let message = format!("subscriptions cannot be kept: {e}");
            let help = "see to the state folder, or delete this file if it is damaged";
            Box::new(Diagnostic::error("hub-unusable", message).help(help).in_file(file.display().to_string()))
        })?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // Secrets are in it. Where it cannot be closed to others, it is no worse than the folder.
            let _ = std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600));
        }
        Ok(Self { db })
    }

    pub(super) fn count(&self) -> rusqlite::Result<usize> {
        self.db.query_row("SELECT count(*) FROM subscription", [], |row| row.get::<_, i64>(0)).map(|n| n as usize)
    }

    /// Adds or renews one; it is told of what changes from this version of the feed on.
    pub(super) fn add(&self, of: &Subscription, version: &str) -> rusqlite::Result<()> {
        self.db.execute(
            "INSERT INTO subscription(callback, path, secret, lease, until) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT(callback, path) DO UPDATE SET secret = ?3, lease = ?4, until = ?5",
            params![of.callback, of.path, of.secret, of.lease, of.until],
        )?;
        self.db.execute("INSERT OR IGNORE INTO topic VALUES (?1, ?2)", params![of.path, version])?;
        Ok(())
    }

    pub(super) fn remove(&self, callback: &str, path: &str) -> rusqlite::Result<()> {
        self.db.execute("DELETE FROM subscription WHERE callback = ?1 AND path = ?2", params![callback, path])?;
        Ok(())
    }

    /// The feeds that somebody is subscribed to, with the versions that were told of. Leases that have ended go.
    pub(super) fn topics(&self, now: i64) -> rusqlite::Result<Vec<(String, String)>> {
        self.db.execute("DELETE FROM subscription WHERE until <= ?1", [now])?;
        self.db.execute("DELETE FROM topic WHERE path NOT IN (SELECT path FROM subscription)", [])?;
        let mut statement = self.db.prepare_cached("SELECT path, version FROM topic")?;
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    }

    /// Owes all subscribers of a feed a new version of it.
    pub(super) fn owe(&mut self, path: &str, version: &str, now: i64) -> rusqlite::Result<()> {
        let all = self.db.transaction()?;
        all.execute("UPDATE topic SET version = ?2 WHERE path = ?1", params![path, version])?;
        all.execute("UPDATE subscription SET due = ?2, since = ?2, tries = 0 WHERE path = ?1", params![path, now])?;
        all.commit()
    }

    /// Those who are to be told now.
    pub(super) fn due(&self, now: i64) -> rusqlite::Result<Vec<Subscription>> {
        let mut statement = self.db.prepare_cached(
            "SELECT number, callback, path, secret, lease, until, tries, since FROM subscription
             WHERE due <= ?1 ORDER BY due, number LIMIT 1000",
        )?;
        let rows = statement.query_map([now], |row| {
            Ok(Subscription {
                number: row.get(0)?,
                callback: row.get(1)?,
                path: row.get(2)?,
                secret: row.get(3)?,
                lease: row.get(4)?,
                until: row.get(5)?,
                tries: row.get(6)?,
                since: row.get(7)?,
            })
        })?;
        rows.collect()
    }

    pub(super) fn delivered(&self, of: &Subscription) -> rusqlite::Result<()> {
        let sql = "UPDATE subscription SET due = NULL, tries = 0 WHERE number = ?1";
        self.db.execute(sql, [of.number]).map(drop)
    }

    pub(super) fn postpone(&self, of: &Subscription, due: i64) -> rusqlite::Result<()> {
        let sql = "UPDATE subscription SET due = ?2, tries = tries + 1 WHERE number = ?1";
        self.db.execute(sql, params![of.number, due]).map(drop)
    }
}
