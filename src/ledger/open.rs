//! Opens the ledger's file: makes its tables, brings those of earlier versions up to date, refuses what
//! is damaged, newer, or of another program.

use std::path::{Path, PathBuf};

use percent_encoding::NON_ALPHANUMERIC;
use rusqlite::{Connection, OpenFlags};

use super::{FILE, Ledger, damaged, fault};
use crate::diagnostic::Diagnostic;

/// What a ledger that was put aside is called.
const KEPT: &str = "ledger.sqlite.before-reset";

/// What makes the tables, step by step; how many steps a file has taken is its version, kept in
/// SQLite's `user_version`.
pub(super) const STEPS: [&str; 7] = [TABLES, UNPUBLISHED, DEMANDS, EDIT, RESET, GUIDS, ENDS];
pub(super) const VERSION: i64 = STEPS.len() as i64;
/// Marks the file as ours in SQLite's `application_id` ("fwld").
pub(super) const APPLICATION: i64 = 0x6677_6c64;

const TABLES: &str = "
CREATE TABLE article(
  key INTEGER PRIMARY KEY,
  first_seen INTEGER NOT NULL,
  published INTEGER,
  updated INTEGER,
  in_feeds INTEGER NOT NULL DEFAULT 0,
  content INTEGER NOT NULL DEFAULT 0,
  body INTEGER NOT NULL DEFAULT 0,
  withdrawn INTEGER,
  cause INTEGER NOT NULL DEFAULT 0,
  missing INTEGER,
  id TEXT NOT NULL,
  source TEXT NOT NULL,
  path TEXT NOT NULL,
  origin TEXT,
  url TEXT,
  title TEXT
);
CREATE TABLE feed(
  path TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  term TEXT,
  members BLOB NOT NULL,
  changed INTEGER NOT NULL,
  newest INTEGER
) WITHOUT ROWID;
CREATE TABLE tombstone(feed TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(feed, id)) WITHOUT ROWID;
CREATE TABLE archive(
  feed TEXT NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  members BLOB NOT NULL,
  PRIMARY KEY(feed, number)
) WITHOUT ROWID;
";

/// A hundred thousand numbers in one row would be written again for each new record.
const UNPUBLISHED: &str = "CREATE TABLE unpublished(first_byte INTEGER PRIMARY KEY, records BLOB NOT NULL);";

const DEMANDS: &str = "ALTER TABLE feed ADD COLUMN demands TEXT NOT NULL DEFAULT '';";

const EDIT: &str = "
ALTER TABLE article ADD COLUMN edit INTEGER;
ALTER TABLE article ADD COLUMN unshown INTEGER NOT NULL DEFAULT 0;
";

/// When somebody began anew: what feeds tell of the past is then not to be taken back.
const RESET: &str = "CREATE TABLE reset(at INTEGER NOT NULL);";

/// Of feeds of earlier versions it is not known by what they were made.
const GUIDS: &str = "ALTER TABLE feed ADD COLUMN guids TEXT;";

/// A record may vanish before the article of it ends.
const ENDS: &str = "ALTER TABLE article ADD COLUMN ends INTEGER;";

/// What may be done with a ledger's file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Full,
    Read,
}

impl Ledger {
    /// Opens the ledger of a state folder, making or migrating it.
    ///
    /// # Errors
    /// `ledger-newer` for a file of a later version, `ledger-damaged` for one that is cut short or
    /// not a ledger, `ledger-unreadable` when the file system refuses.
    pub fn open(state_dir: &Path) -> Result<Self, Box<Diagnostic>> {
        let path = state_dir.join(FILE);
        // SQLite makes a database of an empty file: that is a ledger lost, not one without articles.
        let empty = std::fs::metadata(&path).map_or(true, |m| m.len() == 0);
        if !empty && cut_short(&path) {
            return Err(Box::new(damaged(&path, "it is cut short")));
        }
        let db = Connection::open_with_flags(
            &path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )
        .map_err(|e| fault(&path, &e))?;
        let ledger = Self::prepare(db, path, Access::Full)?;
        #[cfg(unix)]
        if empty {
            use std::os::unix::fs::PermissionsExt as _;
            // Names of drafts are in it. Where it cannot be closed to others, it is no worse than the folder.
            let _ = std::fs::set_permissions(&ledger.path, std::fs::Permissions::from_mode(0o600));
        }
        Ok(ledger)
    }

    /// Opens the ledger only to read it, as somebody may who watches a newsroom and cannot write
    /// there; `None` where there is none yet.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn open_existing(state_dir: &Path) -> Result<Option<Self>, Box<Diagnostic>> {
        let path = state_dir.join(FILE);
        if !path.exists() {
            return Ok(None);
        }
        let refused = match Self::open(state_dir) {
            Err(refused) if refused.code == "ledger-unreadable" => refused,
            opened => return opened.map(Some),
        };
        // Where neither a log nor a journal lies beside the file nobody writes to it, and SQLite need not
        // make one to read.
        let log = ["sqlite-wal", "sqlite-journal"].iter().any(|kind| path.with_extension(kind).exists());
        let name = percent_encoding::percent_encode(path.as_os_str().as_encoded_bytes(), NON_ALPHANUMERIC);
        let address = format!("file:{name}?{}", if log { "mode=ro" } else { "immutable=1" });
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let read = |db| Self::prepare(db, path, Access::Read).ok();
        Connection::open_with_flags(address, flags).ok().and_then(read).map_or(Err(refused), |ledger| Ok(Some(ledger)))
    }

    /// Puts the ledger of a state folder aside and begins a new one, for which the standing feeds count as
    /// never published; the path under which the old one is kept, if there was one. Caches go: they are of the
    /// old one.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn reset(state_dir: &Path, now: i64) -> Result<Option<PathBuf>, Box<Diagnostic>> {
        let path = state_dir.join(FILE);
        let kept = state_dir.join(KEPT);
        let refused = |e: &std::io::Error| {
            let message = format!("the ledger cannot be put aside: {e}");
            Box::new(Diagnostic::error("ledger-unreadable", message).in_file(path.display().to_string()))
        };
        let there = path.exists();
        // Closing a ledger that is whole takes its log into it; that of a damaged one goes aside with it.
        drop(Self::open(state_dir));
        for log in ["-wal", "-shm", ""] {
            let beside = |file: &Path| PathBuf::from(format!("{}{log}", file.display()));
            match std::fs::rename(beside(&path), beside(&kept)) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(refused(&e)),
                _ => {}
            }
        }
        for cache in [super::snapshot::FILE, super::stubs::FILE, super::stubs::CHANGES] {
            let _ = std::fs::remove_file(state_dir.join(cache));
        }
        super::failure::forget(state_dir);
        let ledger = Self::open(state_dir)?;
        ledger.db.execute("INSERT INTO reset VALUES(?1)", [now]).map_err(|e| fault(&path, &e))?;
        Ok(there.then_some(kept))
    }

    /// A ledger that is kept nowhere: for dry runs without one.
    ///
    /// # Errors
    /// When SQLite has no memory.
    pub fn in_memory() -> Result<Self, Box<Diagnostic>> {
        let path = PathBuf::from(":memory:");
        let db = Connection::open_in_memory().map_err(|e| fault(&path, &e))?;
        Self::prepare(db, path, Access::Full)
    }

    fn prepare(db: Connection, path: PathBuf, access: Access) -> Result<Self, Box<Diagnostic>> {
        let mut ledger = Self { db, path, new: false };
        ledger.new = ledger.ready(access).map_err(|e| match e {
            Fault::Newer(version) => Box::new(
                Diagnostic::error(
                    "ledger-newer",
                    format!("the ledger was written by a later feedwright (tables of version {version}, this one knows {VERSION})"),
                )
                .help("run the later version; nothing was changed")
                .in_file(ledger.path.display().to_string()),
            ),
            Fault::Foreign => Box::new(damaged(&ledger.path, "it is a database of another program")),
            Fault::Sql(e) => fault(&ledger.path, &e),
        })?;
        Ok(ledger)
    }

    /// Makes or migrates the tables; returns whether they hold nothing.
    fn ready(&self, access: Access) -> Result<bool, Fault> {
        let db = &self.db;
        db.busy_timeout(std::time::Duration::from_secs(10))?;
        let version: i64 = db.pragma_query_value(None, "user_version", |r| r.get(0))?;
        let application: i64 = db.pragma_query_value(None, "application_id", |r| r.get(0))?;
        if application != APPLICATION {
            let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
            if tables > 0 || version != 0 {
                return Err(Fault::Foreign);
            }
        }
        if version > VERSION {
            return Err(Fault::Newer(version));
        }
        if access == Access::Full {
            // More than "FULL" only until there is a log: then that a journal is gone is on disk, too.
            db.pragma_update(None, "synchronous", "EXTRA")?;
        }
        if version < VERSION {
            let change = db.unchecked_transaction()?;
            for step in &STEPS[version.max(0) as usize..] {
                change.execute_batch(step)?;
            }
            change.pragma_update(None, "application_id", APPLICATION)?;
            change.pragma_update(None, "user_version", VERSION)?;
            change.commit()?;
        }
        let nothing = "SELECT NOT EXISTS(SELECT 1 FROM article) AND NOT EXISTS(SELECT 1 FROM feed) \
            AND NOT EXISTS(SELECT 1 FROM reset)";
        let new: bool = db.query_row(nothing, [], |r| r.get(0))?;
        // What the first run writes is the whole file: through a log it would be written twice.
        if access == Access::Full && !new {
            db.pragma_update(None, "journal_mode", "WAL")?;
        }
        Ok(new)
    }
}

/// Whether a database file is shorter than its header says. What its write-ahead log holds is not
/// needed to tell: the file only grows.
fn cut_short(path: &Path) -> bool {
    use std::io::Read as _;
    let mut header = [0; 32];
    let Ok(mut file) = std::fs::File::open(path) else { return false };
    let size = file.metadata().map_or(0, |m| m.len());
    if file.read_exact(&mut header).is_err() {
        return true;
    }
    let page = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        n => u64::from(n),
    };
    let pages = u64::from(u32::from_be_bytes([header[28], header[29], header[30], header[31]]));
    header.starts_with(b"SQLite format 3\0") && size < page * pages
}

enum Fault {
    Newer(i64),
    Foreign,
    Sql(rusqlite::Error),
}

impl From<rusqlite::Error> for Fault {
    fn from(e: rusqlite::Error) -> Self {
        Self::Sql(e)
    }
}
