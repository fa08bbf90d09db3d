//! A database that gives records: one query in one snapshot, read-only and bounded in time, a row a record.

#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
mod rows;
mod since;
mod sqlite;
#[cfg(feature = "postgres")]
mod tls;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use twox_hash::XxHash3_64;

use super::spool::parts::Kept;
use super::spool::{Before, Drawing, Drawn};
use super::timed::{self, Chunks, Halted};
use crate::config::{DatabaseAddress, DatabaseKind, Server, Source};
use crate::inside::Folder;
use crate::source::field;

/// How long a database may take where the config does not say.
const TIME_LIMIT: Duration = Duration::from_mins(5);

/// What is said where what was drawn cannot be written.
const KEPT: &str = "what it gives cannot be kept";

/// Longest query that is read from a file, in bytes.
const MAX_QUERY: u64 = 1 << 20;

/// What is asked of a database.
#[derive(Clone, Debug)]
pub(super) struct Database {
    /// The folder of the config file.
    root: PathBuf,
    address: Result<DatabaseAddress, String>,
    password_file: Option<PathBuf>,
    query: String,
    query_file: Option<PathBuf>,
    changed: Option<String>,
    since: Option<String>,
    key: Option<String>,
    texts: Vec<String>,
    time: Duration,
}

/// What is asked of it in one draw.
#[derive(Clone, Debug, Default)]
struct Inquiry {
    query: String,
    changed: Option<String>,
    /// The mark of the answer that is known.
    known: Option<u64>,
    /// The column that says when a row changed.
    since: Option<String>,
    /// The rows that are kept.
    before: Option<KeptRows>,
    /// The column that every row is to have.
    key: Option<String>,
    /// Columns that hold texts by the source's map.
    texts: Vec<String>,
    time: Duration,
}

/// What is known of rows that are kept.
#[derive(Clone, Debug)]
struct KeptRows {
    /// Their newest moment, as it stands in a query.
    moment: String,
    /// What the database made of their keys.
    sum: Option<String>,
    /// Their keys.
    rows: Arc<Kept>,
}

/// A server with the password for it.
#[cfg_attr(not(any(feature = "mysql", feature = "postgres")), allow(dead_code))]
struct Login {
    server: Server,
    password: Option<String>,
    /// The folder of the config file.
    root: PathBuf,
}

impl Database {
    /// That of a source in a config whose folder is `root`.
    pub(super) fn new(root: &Path, address: &str, source: &Source) -> Self {
        Self {
            root: root.to_owned(),
            address: DatabaseAddress::parse(address),
            password_file: source.password_file.clone(),
            query: source.query.clone().unwrap_or_default(),
            query_file: source.query_file.clone(),
            changed: source.changed.clone(),
            since: source.since.clone(),
            key: source.key.clone(),
            texts: source.map.iter().filter(|(ours, _)| field::is_text(ours)).map(|(_, name)| name.clone()).collect(),
            time: source.time_limit.map_or(TIME_LIMIT, |t| Duration::from_secs(t.seconds().unsigned_abs())),
        }
    }

    /// The query, from its file where it has one.
    fn query(&self) -> Result<String, String> {
        let query = match &self.query_file {
            Some(path) => self.text(path, MAX_QUERY)?,
            None => self.query.clone(),
        };
        // It becomes part of another query.
        let query = query.trim().trim_end_matches(|c: char| c == ';' || c.is_whitespace());
        if query.is_empty() { Err("the query is empty".into()) } else { Ok(query.to_owned()) }
    }

    /// A file beside the config.
    fn text(&self, path: &Path, most: u64) -> Result<String, String> {
        let unread = |error: std::io::Error| format!("`{}` cannot be read: {error}", path.display());
        let file = Folder::new(&self.root).and_then(|folder| folder.open(path)).map_err(unread)?;
        let mut text = String::new();
        file.take(most).read_to_string(&mut text).map_err(unread)?;
        Ok(text)
    }

    fn password(&self, server: &Server) -> Result<Option<String>, String> {
        let Some(path) = &self.password_file else { return Ok(server.password.clone()) };
        let text = self.text(path, 4096)?;
        Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
    }

    fn ask(&self, before: Option<&Before>, to: &mut dyn Write) -> Result<Drawn, String> {
        let query = self.query()?;
        let changed = self.changed.as_deref().unwrap_or_default();
        let (since, key) = (self.since.as_deref().unwrap_or_default(), self.key.as_deref().unwrap_or_default());
        let texts = self.texts.join(",");
        let question = [&*self.whence(), &*query, changed, since, key, &*texts].join("\0");
        let question = XxHash3_64::oneshot(question.as_bytes());
        let kept_rows = |before: &Before| {
            let (moment, sum) = (before.since(question)?.to_owned(), before.sum().map(str::to_owned));
            Some(KeptRows { moment, sum, rows: before.kept.clone()? })
        };
        let inquiry = Inquiry {
            query,
            changed: self.changed.clone(),
            known: before.and_then(|before| before.mark(question)),
            since: self.since.clone(),
            before: before.and_then(kept_rows),
            key: self.key.clone(),
            texts: self.texts.clone(),
            time: self.time,
        };
        let until = Instant::now() + self.time;
        let address = self.address.clone()?;
        let ended = match address {
            DatabaseAddress::File(path) => {
                let path = self.root.join(path);
                timed::take(until, to, move |to| sqlite::draw(&path, &inquiry, to))
            }
            DatabaseAddress::Server(server) => {
                let password = self.password(&server)?;
                let login = Login { server, password, root: self.root.clone() };
                timed::take(until, to, move |to| draw(&login, &inquiry, to))
            }
        };
        match ended {
            Ok(Ok(drawn)) => Ok(Drawn { question, ..drawn }),
            // A query that is stopped for its time fails in the words of its database, which may come first.
            Ok(Err(fault)) if Instant::now() < until => Err(fault),
            Ok(Err(_)) | Err(Halted::Late) => {
                Err(format!("the database has not given all after {}s", self.time.as_secs()))
            }
            Err(Halted::Fault(error)) => Err(format!("what the database gives cannot be kept: {error}")),
        }
    }
}

/// Draws from a server.
#[cfg_attr(not(any(feature = "mysql", feature = "postgres")), expect(unused_variables))]
fn draw(login: &Login, inquiry: &Inquiry, to: &mut Chunks) -> Result<Drawn, String> {
    match login.server.kind {
        #[cfg(feature = "postgres")]
        DatabaseKind::Postgres => postgres::draw(login, inquiry, to),
        #[cfg(not(feature = "postgres"))]
        DatabaseKind::Postgres => Err(not_built("PostgreSQL", "postgres")),
        #[cfg(feature = "mysql")]
        DatabaseKind::Mysql => mysql::draw(login, inquiry, to),
        #[cfg(not(feature = "mysql"))]
        DatabaseKind::Mysql => Err(not_built("MySQL", "mysql")),
    }
}

#[cfg(not(all(feature = "mysql", feature = "postgres")))]
fn not_built(name: &str, feature: &str) -> String {
    format!("this feedwright was built without {name}: build it with `--features {feature}`")
}

impl Drawing for Database {
    fn whence(&self) -> String {
        self.address.as_ref().map_or_else(|_| "a database".to_owned(), DatabaseAddress::whence)
    }

    fn draw(&self, before: Option<&Before>, to: &mut dyn Write) -> Result<Drawn, String> {
        let from = self.whence();
        self.ask(before, to).map_err(|fault| format!("{from}: {fault}"))
    }
}

/// The mark of an answer to the question whether anything changed: never the number of none.
fn mark(answer: &[u8]) -> u64 {
    XxHash3_64::oneshot(answer).max(1)
}
