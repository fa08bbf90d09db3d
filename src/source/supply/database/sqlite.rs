//! SQLite: a database in a file.

use std::io::Write;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use super::rows::{self, Cell, Rows};
use super::since::{self, Answers};
use super::{Inquiry, KEPT, mark};
use crate::diagnostic::Diagnostic;
use crate::source::supply::spool::Drawn;

/// How long it waits for somebody who writes.
const BUSY: Duration = Duration::from_secs(10);

/// Draws the records of a query.
pub(super) fn draw(path: &Path, inquiry: &Inquiry, to: &mut dyn Write) -> Result<Drawn, String> {
    let unread = |error: rusqlite::Error| format!("the database cannot be read: {}", plain(&error));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(path, flags).map_err(unread)?;
    database.busy_timeout(BUSY.min(inquiry.time)).map_err(unread)?;
    let (_until_here, ended) = mpsc::channel::<()>();
    let (handle, time) = (database.get_interrupt_handle(), inquiry.time);
    thread::spawn(move || {
        if ended.recv_timeout(time) == Err(mpsc::RecvTimeoutError::Timeout) {
            handle.interrupt();
        }
    });
    // One snapshot for both questions.
    database.execute_batch("begin").map_err(unread)?;
    let mut drawn = Drawn::default();
    if let Some(changed) = &inquiry.changed {
        let mut answer = Vec::new();
        answers(&database, changed, &Inquiry::default(), &mut answer)
            .map_err(|fault| format!("`changed` fails: {fault}"))?;
        drawn.mark = Some(mark(&answer));
        if drawn.mark == inquiry.known {
            return Ok(Drawn { unchanged: true, ..drawn });
        }
    }
    let given = since::draw(&mut Snapshot { database, inquiry }, inquiry, to)?;
    Ok(Drawn { mark: drawn.mark, ..given })
}

/// A database of which a snapshot is read.
struct Snapshot<'a> {
    database: Connection,
    inquiry: &'a Inquiry,
}

impl Answers for Snapshot<'_> {
    fn rows(&mut self, query: &str, key: Option<&str>, to: &mut dyn Write) -> Result<Vec<Diagnostic>, String> {
        let inquiry = Inquiry { key: key.map(str::to_owned), texts: self.inquiry.texts.clone(), ..Inquiry::default() };
        answers(&self.database, query, &inquiry, to)
    }

    fn value(&mut self, query: &str) -> Result<Option<String>, String> {
        self.database.query_row(query, [], |row| row.get(0)).map_err(|error| plain(&error))
    }

    fn quoted(&self, name: &str) -> String {
        format!("\"{}\"", name.replace('"', "\"\""))
    }

    fn literal(&self, expression: &str) -> String {
        format!("quote({expression})")
    }

    fn number(&self, _: &str) -> Option<String> {
        // All keys are as near as their sum.
        None
    }
}

/// Writes the rows that a query gives.
fn answers(
    database: &Connection,
    query: &str,
    inquiry: &Inquiry,
    to: &mut dyn Write,
) -> Result<Vec<Diagnostic>, String> {
    let fails = |error: rusqlite::Error| plain(&error);
    let mut statement = database.prepare(query).map_err(fails)?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    rows::has_key(&names, inquiry.key.as_deref())?;
    let is_flag = |kind: Option<&str>| kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("bool"));
    let flags: Vec<bool> = statement.columns().map(|column| is_flag(column.decl_type())).collect();
    let mut out = Rows::new(to, &names, &inquiry.texts)?.with_flags(flags.into_iter());
    let mut rows = statement.query([]).map_err(fails)?;
    let mut digits = vec![String::new(); names.len()];
    while let Some(row) = rows.next().map_err(fails)? {
        for (number, digits) in digits.iter_mut().enumerate() {
            match row.get_ref(number).map_err(fails)? {
                ValueRef::Integer(value) => *digits = value.to_string(),
                ValueRef::Real(value) => *digits = value.to_string(),
                _ => {}
            }
        }
        let cells = digits.iter().enumerate().map(|(number, digits)| match row.get_ref(number) {
            Ok(ValueRef::Integer(_) | ValueRef::Real(_)) => Cell::Number(digits),
            Ok(ValueRef::Text(bytes) | ValueRef::Blob(bytes)) => Cell::Bytes(bytes),
            Ok(ValueRef::Null) | Err(_) => Cell::Null,
        });
        out.row(cells).map_err(|error| format!("{KEPT}: {error}"))?;
    }
    Ok(out.notes())
}

/// What it says, without our query, which is long and known.
fn plain(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}
