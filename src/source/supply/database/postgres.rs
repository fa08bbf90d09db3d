//! PostgreSQL: it makes the JSON of the rows itself, and copies them out in one stream.

use std::fmt::Write as _;
use std::io::{BufRead, Read, Write};
use std::time::Duration;

use postgres::config::SslMode;
use postgres::types::{FromSql, Type};
use postgres::{Client, Config, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::rows::{self, distinct, has_key, no_text};
use super::since::{self, Answers};
use super::{Inquiry, KEPT, Login, mark, tls};
use crate::config::TlsMode;
use crate::diagnostic::Diagnostic;
use crate::source::supply::spool::Drawn;

/// How long it may take to be let in.
const CONNECTING: Duration = Duration::from_secs(30);

/// Longest row in bytes.
const MAX_ROW: usize = 64 << 20;

/// Draws the records of a query.
pub(super) fn draw(login: &Login, inquiry: &Inquiry, to: &mut dyn Write) -> Result<Drawn, String> {
    let mut client = connect(login, inquiry.time)?;
    let fails = |error: postgres::Error| said(&error, None);
    // One snapshot for both questions; a large table is read from its beginning, so that rows keep their order.
    let begin = format!(
        "begin isolation level repeatable read read only; set local statement_timeout = {}; \
         set local synchronize_seqscans = off; set local time zone 'UTC'",
        inquiry.time.as_millis()
    );
    client.batch_execute(&begin).map_err(fails)?;
    let mut drawn = Drawn::default();
    if let Some(changed) = &inquiry.changed {
        let fails = |error: postgres::Error| format!("`changed` fails: {}", said(&error, Some(changed)));
        // One round trip, and one statement: of several the first might end the transaction that only reads.
        let answer = client.query_typed(changed, &[]).map_err(fails)?;
        drawn.mark = Some(mark(&written(&answer).map_err(fails)?));
        if drawn.mark == inquiry.known {
            return Ok(Drawn { unchanged: true, ..drawn });
        }
    }
    // A query that looks at each row is done before it would be compiled; servers before version 11 compile none.
    let compile_none = "select set_config(name, 'off', true) from pg_catalog.pg_settings where name = 'jit'";
    client.simple_query(compile_none).map_err(fails)?;
    let given = since::draw(&mut Snapshot { client }, inquiry, to)?;
    Ok(Drawn { mark: drawn.mark, ..given })
}

/// A server of which a snapshot is read.
struct Snapshot {
    client: Client,
}

impl Answers for Snapshot {
    fn rows(&mut self, query: &str, key: Option<&str>, to: &mut dyn Write) -> Result<Vec<Diagnostic>, String> {
        let of_query = |error: postgres::Error| said(&error, Some(query));
        let statement = self.client.prepare(query).map_err(of_query)?;
        let names: Vec<String> = statement.columns().iter().map(|column| column.name().to_owned()).collect();
        if names.is_empty() {
            return Err("it gives no rows: it is to begin with `select` or `with`".into());
        }
        distinct(&names)?;
        has_key(&names, key)?;
        let mut columns: Vec<Column> =
            statement.columns().iter().map(|column| Column::new(column.name(), column.type_())).collect();
        let select: Vec<String> = columns.iter().map(|column| column.selected(&self.quoted(&column.name))).collect();
        let select = select.join(", ");
        let copy = format!("copy (select {select} from (\n{query}\n) feedwright) to stdout (format binary)");
        let mut rows = self.client.copy_out(&copy).map_err(of_query)?;
        copied(&mut rows, to, &mut columns).map_err(|fault| match fault {
            Broken::Read(error) => match error.get_ref().and_then(|e| e.downcast_ref::<postgres::Error>()) {
                Some(error) => format!("half-way: {}", said(error, None)),
                None => format!("half-way: {error}"),
            },
            Broken::Kept(error) => format!("{KEPT}: {error}"),
        })?;
        let without = columns.iter().filter(|column| column.no_text > 0);
        Ok(without.map(|column| no_text(&column.name, column.no_text)).collect())
    }

    fn attempt(&mut self, query: &str, key: &str, to: &mut dyn Write) -> Option<Vec<Diagnostic>> {
        // What fails ends a transaction.
        self.client.batch_execute("savepoint attempt").ok()?;
        let found = self.rows(query, Some(key), to).ok();
        let end = if found.is_some() { "release savepoint attempt" } else { "rollback to savepoint attempt" };
        self.client.batch_execute(end).ok().and(found)
    }

    fn value(&mut self, query: &str) -> Result<Option<String>, String> {
        let row = self.client.query_one(query, &[]).map_err(|error| said(&error, None))?;
        row.try_get(0).map_err(|error| said(&error, None))
    }

    fn quoted(&self, name: &str) -> String {
        format!("\"{}\"", name.replace('"', "\"\""))
    }

    fn literal(&self, expression: &str) -> String {
        format!("quote_literal({expression})")
    }

    fn number(&self, expression: &str) -> Option<String> {
        Some(format!("hashtextextended({expression}::text, 0)"))
    }
}

fn connect(login: &Login, time: Duration) -> Result<Client, String> {
    let server = &login.server;
    let mut config = Config::new();
    match &*server.host {
        "" => config.host("localhost"),
        #[cfg(unix)]
        folder if folder.starts_with('/') => config.host_path(folder),
        host => config.host(host.trim_start_matches('[').trim_end_matches(']')),
    };
    config.port(server.port).connect_timeout(CONNECTING.min(time)).application_name("feedwright");
    config.tcp_user_timeout(time).keepalives_idle(Duration::from_secs(30));
    if !server.name.is_empty() {
        config.dbname(&server.name);
    }
    if let Some(user) = server.user.clone().or_else(|| std::env::var("PGUSER").or_else(|_| std::env::var("USER")).ok())
    {
        config.user(&user);
    }
    if let Some(password) = &login.password {
        config.password(password);
    }
    config.ssl_mode(match server.tls() {
        TlsMode::Disable => SslMode::Disable,
        TlsMode::Prefer => SslMode::Prefer,
        TlsMode::Require | TlsMode::Verify => SslMode::Require,
    });
    let client = config.connect(MakeRustlsConnect::new(tls::client(login)?));
    client.map_err(|error| format!("the database does not answer: {}", said(&error, None)))
}

/// What the server or the connection says, with the line of the query where it says so.
fn said(error: &postgres::Error, query: Option<&str>) -> String {
    let Some(server) = error.as_db_error() else {
        let mut cause: &dyn std::error::Error = error;
        while let Some(next) = cause.source() {
            cause = next;
        }
        return cause.to_string();
    };
    let mut out = server.message().to_owned();
    for more in [server.detail(), server.hint()].into_iter().flatten() {
        let _ = write!(out, " ({})", more.trim_end_matches('.'));
    }
    if let (Some(postgres::error::ErrorPosition::Original(at)), Some(query)) = (server.position(), query) {
        let before: String = query.chars().take((*at as usize).saturating_sub(1)).collect();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let _ = write!(out, ", at {line}:{column} of it");
    }
    out
}

/// An answer in bytes that another answer has others of.
fn written(answer: &[Row]) -> Result<Vec<u8>, postgres::Error> {
    let mut out = Vec::new();
    for row in answer {
        for number in 0..row.len() {
            let value: Option<Raw> = row.try_get(number)?;
            out.extend_from_slice(&value.as_ref().map_or(-1, |value| value.0.len() as i64).to_le_bytes());
            out.extend(value.into_iter().flat_map(|value| value.0));
        }
        out.push(b'\n');
    }
    Ok(out)
}

/// A value of any type, as the server sends it.
struct Raw(Vec<u8>);

impl<'r> FromSql<'r> for Raw {
    fn from_sql(_: &Type, value: &'r [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(value.to_owned()))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// Why rows ended early.
enum Broken {
    Read(std::io::Error),
    Kept(std::io::Error),
}

/// What stands before the rows of a binary copy: a signature, then flags and the length of what follows.
const SIGNATURE: usize = 11;

/// How a value comes, and is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Bool,
    Integer,
    Text,
    /// Bytes that may be a text.
    Bytes,
    /// JSON: that of the column, or what the server makes of a value of any other type.
    Json,
}

/// Types whose values we write ourselves: a text of an article takes the server longer.
const FORMS: [(Type, Form); 10] = [
    (Type::BOOL, Form::Bool),
    (Type::INT2, Form::Integer),
    (Type::INT4, Form::Integer),
    (Type::INT8, Form::Integer),
    (Type::TEXT, Form::Text),
    (Type::VARCHAR, Form::Text),
    (Type::BPCHAR, Form::Text),
    (Type::NAME, Form::Text),
    (Type::BYTEA, Form::Bytes),
    (Type::JSON, Form::Json),
];

/// A column of a query.
#[derive(Debug)]
struct Column {
    name: String,
    /// The name in quotes, with the colon after it.
    key: Vec<u8>,
    /// `None` where the server is to make JSON of the values.
    form: Option<Form>,
    /// How many values were no text.
    no_text: u64,
}

impl Column {
    fn new(name: &str, kind: &Type) -> Self {
        let mut key = serde_json::to_vec(name).unwrap_or_default();
        key.push(b':');
        let form = FORMS.iter().find(|(known, _)| known == kind).map(|(_, form)| *form);
        Self { name: name.to_owned(), key, form, no_text: 0 }
    }

    /// As it is selected.
    fn selected(&self, quoted: &str) -> String {
        if self.form.is_some() { format!("feedwright.{quoted}") } else { format!("to_json(feedwright.{quoted})") }
    }

    /// Writes a value; nothing, and false, where it is no text.
    fn put(&mut self, value: &[u8], row: &mut Vec<u8>) -> bool {
        match self.form.unwrap_or(Form::Json) {
            Form::Bool => row.extend_from_slice(if value == [1] { b"true" } else { b"false" }),
            Form::Integer => {
                let sign = if value.first().is_some_and(|first| *first > 127) { u64::MAX } else { 0 };
                let number = value.iter().fold(sign, |number, byte| number << 8 | u64::from(*byte));
                row.extend_from_slice((number as i64).to_string().as_bytes());
            }
            Form::Text => text(value, row),
            Form::Bytes if std::str::from_utf8(value).is_ok() => text(value, row),
            Form::Bytes => {
                self.no_text += 1;
                return false;
            }
            // Line breaks stand between the parts of JSON only.
            Form::Json => row.extend(value.iter().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { *byte })),
        }
        true
    }
}

/// Bytes that are looked at together.
const AT_ONCE: usize = 32;

/// Writes a text as JSON has it.
fn text(value: &[u8], row: &mut Vec<u8>) {
    let is_marked = |byte: u8| byte < b' ' || matches!(byte, b'"' | b'\\');
    row.push(b'"');
    let mut rest = value;
    while !rest.is_empty() {
        let plain = |some: &&[u8]| !some.iter().fold(false, |found, byte| found | is_marked(*byte));
        let length: usize = rest.chunks(AT_ONCE).take_while(plain).map(<[u8]>::len).sum();
        row.extend_from_slice(&rest[..length]);
        let (some, after) = rest[length..].split_at(AT_ONCE.min(rest.len() - length));
        for &byte in some {
            let short = match byte {
                b'"' | b'\\' => byte,
                b'\n' => b'n',
                b'\r' => b'r',
                b'\t' => b't',
                8 => b'b',
                12 => b'f',
                _ if byte < b' ' => {
                    // Writing to memory does not fail.
                    let _ = std::io::Write::write_fmt(row, format_args!("\\u{byte:04x}"));
                    continue;
                }
                _ => {
                    row.push(byte);
                    continue;
                }
            };
            row.extend_from_slice(&[b'\\', short]);
        }
        rest = after;
    }
    row.push(b'"');
}

/// Writes the rows of a binary copy as lines.
fn copied(rows: &mut impl BufRead, to: &mut dyn Write, columns: &mut [Column]) -> Result<(), Broken> {
    let mut head = [0; SIGNATURE + 8];
    rows.read_exact(&mut head).map_err(Broken::Read)?;
    let (mut row, mut value) = (Vec::new(), Vec::new());
    loop {
        let mut count = [0; 2];
        rows.read_exact(&mut count).map_err(Broken::Read)?;
        if i16::from_be_bytes(count) < 0 {
            return Ok(());
        }
        if i16::from_be_bytes(count) as usize != columns.len() {
            return Err(Broken::Read(std::io::Error::other("a row has other columns than the query")));
        }
        row.clear();
        row.push(b'{');
        for column in &mut *columns {
            let mut size = [0; 4];
            rows.read_exact(&mut size).map_err(Broken::Read)?;
            let size = usize::try_from(i32::from_be_bytes(size)).ok();
            let begin = row.len();
            if begin > 1 {
                row.push(b',');
            }
            row.extend_from_slice(&column.key);
            let is_text = match size {
                None => {
                    let is_no = column.form == Some(Form::Bool) && rows::is_publishing(&column.name);
                    row.extend_from_slice(if is_no { b"false" } else { b"null" });
                    true
                }
                Some(size) if row.len() + size > MAX_ROW => {
                    let message = format!("a row has more than {MAX_ROW} bytes");
                    return Err(Broken::Read(std::io::Error::other(message)));
                }
                Some(size) => put(rows, size, column, &mut row, &mut value).map_err(Broken::Read)?,
            };
            if !is_text {
                row.truncate(begin);
            }
        }
        row.extend_from_slice(b"}\n");
        to.write_all(&row).map_err(Broken::Kept)?;
    }
}

/// Writes the value that comes next; most often all of it is there already.
fn put(
    rows: &mut impl BufRead,
    size: usize,
    column: &mut Column,
    row: &mut Vec<u8>,
    value: &mut Vec<u8>,
) -> std::io::Result<bool> {
    if let Some(whole) = rows.fill_buf()?.get(..size) {
        let is_text = column.put(whole, row);
        rows.consume(size);
        return Ok(is_text);
    }
    value.clear();
    rows.take(size as u64).read_to_end(value)?;
    if value.len() < size {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    Ok(column.put(value, row))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(rows: &[&[Option<&[u8]>]]) -> Vec<u8> {
        let mut out = b"PGCOPY\n\xFF\r\n\0\0\0\0\0\0\0\0\0".to_vec();
        for row in rows {
            out.extend_from_slice(&i16::try_from(row.len()).unwrap().to_be_bytes());
            for value in *row {
                let size = value.map_or(-1, |value| i32::try_from(value.len()).unwrap());
                out.extend_from_slice(&size.to_be_bytes());
                out.extend_from_slice(value.unwrap_or_default());
            }
        }
        out.extend_from_slice(&[0xFF, 0xFF]);
        out
    }

    fn columns() -> Vec<Column> {
        [("a", Type::INT4), ("b", Type::JSON), ("c", Type::BYTEA), ("d", Type::BOOL), ("e", Type::TIMESTAMPTZ)]
            .iter()
            .map(|(name, kind)| Column::new(name, kind))
            .collect()
    }

    #[test]
    fn rows_are_lines_and_one_that_is_cut_is_none() {
        let bytes = copy(&[
            &[
                Some(&[255, 255, 255, 254]),
                Some(b"{\"c\" :\r\n2}"),
                Some("Ce\u{301}".as_bytes()),
                Some(&[1]),
                Some(b"\"x\""),
            ],
            &[Some(&[0, 0, 1, 0]), None, Some(&[0xFF]), Some(&[0]), None],
        ]);
        let (mut out, mut of_rows) = (Vec::new(), columns());
        assert!(copied(&mut &*bytes, &mut out, &mut of_rows).is_ok());
        let lines = "{\"a\":-2,\"b\":{\"c\" :  2},\"c\":\"Ce\u{301}\",\"d\":true,\"e\":\"x\"}\n\
                     {\"a\":256,\"b\":null,\"d\":false,\"e\":null}\n";
        assert_eq!(String::from_utf8(out).unwrap(), lines);
        assert_eq!(of_rows[2].no_text, 1);
        // However little of it is there at once.
        let mut slow = Vec::new();
        assert!(copied(&mut std::io::BufReader::with_capacity(3, &*bytes), &mut slow, &mut columns()).is_ok());
        assert_eq!(String::from_utf8(slow).unwrap(), lines);
        for end in 0..bytes.len() {
            assert!(copied(&mut &bytes[..end], &mut Vec::new(), &mut columns()).is_err(), "{end}");
        }
        assert!(copied(&mut &*copy(&[&[None]]), &mut Vec::new(), &mut columns()).is_err());
    }

    #[test]
    fn a_text_is_written_as_the_server_writes_it_and_reads_back() {
        for length in [0, 1, 31, 32, 33, 100] {
            for special in ["", "\"", "\\", "\n", "\r\t\u{8}\u{c}", "\u{1}\u{1f}\u{7f}", "é\u{2028}"] {
                let value = format!("{}{special}{}", "x".repeat(length), "y".repeat(length));
                let mut row = Vec::new();
                text(value.as_bytes(), &mut row);
                assert_eq!(serde_json::from_slice::<String>(&row).unwrap(), value);
                assert_eq!(row, serde_json::to_vec(&value).unwrap());
            }
        }
    }
}
