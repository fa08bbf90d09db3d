//! What is owed, kept in the state folder until it is delivered.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, TransactionBehavior, params};

use super::{Change, Target, target};
use crate::config::Config;
use crate::diagnostic::Diagnostic;

/// Name of the outbox in the state folder.
const FILE: &str = "outbox.sqlite";

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS promise(path TEXT PRIMARY KEY, change TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS owed(
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  target TEXT NOT NULL,
  subject TEXT NOT NULL,
  changes TEXT NOT NULL,
  since INTEGER NOT NULL,
  due INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 0,
  said TEXT,
  UNIQUE(target, subject)
);
";

/// Something that is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// By this the outbox knows it.
    pub number: i64,
    /// Who is to be told.
    pub target: Target,
    /// The feed that it is told of; empty where it is told of all.
    pub subject: String,
    /// What changed since it was told last.
    pub changes: Vec<Change>,
    /// Since when it is owed, seconds since 1970.
    pub since: i64,
    /// When it is tried next.
    pub due: i64,
    /// How often it was tried.
    pub tries: u32,
    /// Why it failed last.
    pub said: Option<String>,
    /// Grows with each change.
    pub(super) version: i64,
}

/// The open outbox.
#[derive(Debug)]
pub struct Outbox {
    db: Connection,
    file: PathBuf,
}

impl Outbox {
    /// Opens that of a state folder, and makes it where it is missing.
    ///
    /// # Errors
    /// `outbox-unusable`.
    pub fn open(state_dir: &Path) -> Result<Self, Box<Diagnostic>> {
        Self::at(state_dir, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens one that is there.
    ///
    /// # Errors
    /// As [`Outbox::open`].
    pub fn open_existing(state_dir: &Path) -> Result<Option<Self>, Box<Diagnostic>> {
        if !state_dir.join(FILE).exists() {
            return Ok(None);
        }
        Self::at(state_dir, OpenFlags::SQLITE_OPEN_READ_WRITE).map(Some)
    }

    fn at(state_dir: &Path, flags: OpenFlags) -> Result<Self, Box<Diagnostic>> {
        let file = state_dir.join(FILE);
        let open = || {
            let db = Connection::open_with_flags(&file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
            db.busy_timeout(Duration::from_secs(10))?;
            db.execute_batch(TABLES)?;
            Ok(db)
        };
        let db = open().map_err(|e| unusable(&file, &e))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // Where it cannot be closed to others, it is no worse than the folder.
            let _ = std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600));
        }
        Ok(Self { db, file })
    }

    /// Writes down what is about to be renamed.
    ///
    /// # Errors
    /// As [`Outbox::open`].
    pub fn promise(&mut self, changes: &[Change]) -> Result<(), Box<Diagnostic>> {
        let write = |db: &mut Connection| {
            let all = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for change in changes {
                let text = serde_json::to_string(change).unwrap_or_default();
                all.execute("INSERT OR REPLACE INTO promise VALUES (?1, ?2)", params![change.path, text])?;
            }
            all.commit()
        };
        write(&mut self.db).map_err(|e| unusable(&self.file, &e))
    }

    /// Owes what was promised and stands, and forgets the rest.
    ///
    /// # Errors
    /// As [`Outbox::open`].
    pub fn owe(&mut self, config: &Config, now: i64, stands: impl Fn(&Change) -> bool) -> Result<(), Box<Diagnostic>> {
        let write = |db: &mut Connection| {
            let all = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let promised: Vec<Change> = {
                let mut statement = all.prepare("SELECT change FROM promise ORDER BY path")?;
                let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
                rows.filter_map(|text| serde_json::from_str(&text.ok()?).ok()).collect()
            };
            if promised.is_empty() {
                return Ok(());
            }
            let changes: Vec<Change> = promised.into_iter().filter(|change| stands(change)).collect();
            for ((target, subject), changes) in target::owed(config, &changes) {
                let target = serde_json::to_string(&target).unwrap_or_default();
                let before: Option<(i64, String)> = all
                    .query_row(
                        "SELECT number, changes FROM owed WHERE target = ?1 AND subject = ?2",
                        params![target, subject],
                        |row| Ok((row.get(0)?, row.get(1)?)),
                    )
                    .optional()?;
                match before {
                    Some((number, before)) => {
                        let text = serde_json::to_string(&newest(&before, changes)).unwrap_or_default();
                        all.execute(
                            "UPDATE owed SET changes = ?2, version = version + 1 WHERE number = ?1",
                            params![number, text],
                        )?;
                    }
                    None => {
                        let text = serde_json::to_string(&changes).unwrap_or_default();
                        all.execute(
                            "INSERT INTO owed(target, subject, changes, since, due) VALUES (?1, ?2, ?3, ?4, ?4)",
                            params![target, subject, text, now],
                        )?;
                    }
                }
            }
            all.execute("DELETE FROM promise", [])?;
            all.commit()
        };
        write(&mut self.db).map_err(|e| unusable(&self.file, &e))
    }

    /// All that is owed, the longest first.
    ///
    /// # Errors
    /// As [`Outbox::open`].
    pub fn all(&self) -> Result<Vec<Owed>, Box<Diagnostic>> {
        let read = || {
            let mut statement = self.db.prepare(
                "SELECT number, target, subject, changes, since, due, tries, said, version FROM owed ORDER BY since, number",
            )?;
            let rows = statement.query_map([], |row| {
                let (target, changes): (String, String) = (row.get(1)?, row.get(3)?);
                let Ok(target) = serde_json::from_str(&target) else { return Ok(None) };
                Ok(Some(Owed {
                    number: row.get(0)?,
                    target,
                    subject: row.get(2)?,
                    changes: serde_json::from_str(&changes).unwrap_or_default(),
                    since: row.get(4)?,
                    due: row.get(5)?,
                    tries: row.get(6)?,
                    said: row.get(7)?,
                    version: row.get(8)?,
                }))
            })?;
            rows.filter_map(Result::transpose).collect::<rusqlite::Result<Vec<Owed>>>()
        };
        read().map_err(|e| unusable(&self.file, &e))
    }

    /// Takes what is to be delivered now, so that no other process delivers it meanwhile.
    pub(super) fn take(&mut self, owed: &Owed, until: i64) -> Result<bool, Box<Diagnostic>> {
        let taken = self.db.execute(
            "UPDATE owed SET due = ?3 WHERE number = ?1 AND version = ?2 AND due = ?4",
            params![owed.number, owed.version, until, owed.due],
        );
        taken.map(|rows| rows == 1).map_err(|e| unusable(&self.file, &e))
    }

    /// Strikes out what was delivered. What changed meanwhile is owed again at once.
    pub(super) fn strike(&mut self, owed: &Owed, now: i64) -> Result<(), Box<Diagnostic>> {
        let write = |db: &mut Connection| {
            let all = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            all.execute("DELETE FROM owed WHERE number = ?1 AND version = ?2", params![owed.number, owed.version])?;
            all.execute(
                "UPDATE owed SET due = ?2, since = ?2, tries = 0, said = NULL WHERE number = ?1",
                params![owed.number, now],
            )?;
            all.commit()
        };
        write(&mut self.db).map_err(|e| unusable(&self.file, &e))
    }

    /// Notes that it failed, and when it is tried next.
    pub(super) fn postpone(&mut self, owed: &Owed, due: i64, said: &str) -> Result<(), Box<Diagnostic>> {
        let written = self.db.execute(
            "UPDATE owed SET due = ?2, tries = tries + 1, said = ?3 WHERE number = ?1",
            params![owed.number, due, said],
        );
        written.map(drop).map_err(|e| unusable(&self.file, &e))
    }
}

/// Changes with later ones in place of earlier ones of the same file.
fn newest(before: &str, changes: Vec<Change>) -> Vec<Change> {
    let mut all: Vec<Change> = serde_json::from_str(before).unwrap_or_default();
    all.retain(|old| changes.iter().all(|new| new.path != old.path));
    all.extend(changes);
    all.sort();
    all
}

fn unusable(file: &Path, error: &rusqlite::Error) -> Box<Diagnostic> {
    let message = format!("what others are to be told cannot be kept: {error}");
    let help = "the feeds are right; see to the state folder, or delete this file if it is damaged";
    Box::new(Diagnostic::warning("outbox-unusable", message).help(help).in_file(file.display().to_string()))
}
