//! PostgreSQL: it makes the JSON of the rows itself, and copies them out in one stream.

use std::fmt::Write as _;
use std::io::{BufRead, Read, Write};
use std::time::Duration;

use postgres::config::SslMode;
use postgres::types::Type;
use postgres::{Client, Config, SimpleQueryMessage};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::rows::{distinct, has_key, no_text};
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
        // Of several statements the first might end the transaction that only reads: they cannot be prepared.
        client.prepare(changed).map_err(fails)?;
        let answer = client.simple_query(changed).map_err(fails)?;
        drawn.mark = Some(mark(&written(&answer)));
        if drawn.mark == inquiry.known {
            return Ok(Drawn { unchanged: true, ..drawn });
        }
    }
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
        let bytes = statement.columns().iter().filter(|column| *column.type_() == Type::BYTEA);
        let mut bytes: Vec<(String, u64)> = bytes.map(|column| (column.name().to_owned(), 0)).collect();
        let copy =
            format!("copy (select row_to_json(feedwright) from (\n{query}\n) feedwright) to stdout (format binary)");
        let mut rows = self.client.copy_out(&copy).map_err(of_query)?;
        copied(&mut rows, to, &mut bytes).map_err(|fault| match fault {
            Broken::Read(error) => match error.get_ref().and_then(|e| e.downcast_ref::<postgres::Error>()) {
                Some(error) => format!("half-way: {}", said(error, None)),
                None => format!("half-way: {error}"),
            },
            Broken::Kept(error) => format!("{KEPT}: {error}"),
        })?;
        Ok(bytes.iter().filter(|(_, n)| *n > 0).map(|(name, n)| no_text(name, *n)).collect())
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
fn written(answer: &[SimpleQueryMessage]) -> Vec<u8> {
    let mut out = Vec::new();
    for message in answer {
        if let SimpleQueryMessage::Row(row) = message {
            for number in 0..row.len() {
                out.extend_from_slice(row.get(number).map_or("null".into(), |text| format!("{text:?}")).as_bytes());
                out.push(b',');
            }
            out.push(b'\n');
        }
    }
    out
}

/// Why rows ended early.
enum Broken {
    Read(std::io::Error),
    Kept(std::io::Error),
}

/// What stands before the rows of a binary copy: a signature, then flags and the length of what follows.
const SIGNATURE: usize = 11;

/// Writes the rows of a binary copy of one column as lines. Of columns of bytes it makes texts, and counts
/// those that are none.
fn copied(rows: &mut impl BufRead, to: &mut dyn Write, bytes: &mut [(String, u64)]) -> Result<(), Broken> {
    let mut head = [0; SIGNATURE + 8];
    rows.read_exact(&mut head).map_err(Broken::Read)?;
    let mut row = Vec::new();
    loop {
        let mut columns = [0; 2];
        rows.read_exact(&mut columns).map_err(Broken::Read)?;
        if i16::from_be_bytes(columns) < 0 {
            return Ok(());
        }
        let mut size = [0; 4];
        rows.read_exact(&mut size).map_err(Broken::Read)?;
        let size = usize::try_from(i32::from_be_bytes(size)).unwrap_or(0);
        if size > MAX_ROW {
            return Err(Broken::Read(std::io::Error::other(format!("a row has {size} bytes, more than {MAX_ROW}"))));
        }
        row.clear();
        rows.take(size as u64).read_to_end(&mut row).map_err(Broken::Read)?;
        if row.len() < size {
            return Err(Broken::Read(std::io::ErrorKind::UnexpectedEof.into()));
        }
        // Columns of the type json keep their line breaks, which stand between the parts of JSON only.
        row.iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
        if !bytes.is_empty() {
            texts(&mut row, bytes);
        }
        row.push(b'\n');
        to.write_all(&row).map_err(Broken::Kept)?;
    }
}

/// Turns the columns of bytes of a row into texts.
fn texts(row: &mut Vec<u8>, columns: &mut [(String, u64)]) {
    let Ok(mut object) = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(row) else { return };
    for (name, no_text) in columns {
        let Some(digits) = object.get(name.as_str()).and_then(serde_json::Value::as_str) else { continue };
        let digits = digits.strip_prefix("\\x").unwrap_or(digits).as_bytes();
        let digit = |byte: &u8| char::from(*byte).to_digit(16).map_or(0, |digit| digit as u8);
        let value = digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, next| byte << 4 | digit(next))).collect();
        match String::from_utf8(value) {
            Ok(text) => object.insert(name.clone(), text.into()),
            Err(_) => {
                *no_text += 1;
                object.remove(name.as_str())
            }
        };
    }
    row.clear();
    // Writing to memory does not fail.
    let _ = serde_json::to_writer(row, &object);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(rows: &[&[u8]]) -> Vec<u8> {
        let mut out = b"PGCOPY\n\xFF\r\n\0\0\0\0\0\0\0\0\0".to_vec();
        for row in rows {
            out.extend_from_slice(&[0, 1]);
            out.extend_from_slice(&i32::try_from(row.len()).unwrap().to_be_bytes());
            out.extend_from_slice(row);
        }
        out.extend_from_slice(&[0xFF, 0xFF]);
        out
    }

    #[test]
    fn rows_are_lines_and_one_that_is_cut_is_none() {
        let bytes = copy(&[b"{\"a\":1}", b"{\"b\":\n{\"c\" :\r\n2}}"]);
        let mut out = Vec::new();
        assert!(copied(&mut &*bytes, &mut out, &mut []).is_ok());
        assert_eq!(out, b"{\"a\":1}\n{\"b\": {\"c\" :  2}}\n");
        for end in 0..bytes.len() {
            assert!(copied(&mut &bytes[..end], &mut Vec::new(), &mut []).is_err(), "{end}");
        }
    }

    #[test]
    fn bytes_become_the_text_that_they_are() {
        let bytes =
            copy(&[br#"{"id":1,"body":"\\x4365cc81"}"#, br#"{"id":2,"body":"\\xff"}"#, br#"{"id":3,"body":null}"#]);
        let mut columns = [("body".to_owned(), 0)];
        let mut out = Vec::new();
        assert!(copied(&mut &*bytes, &mut out, &mut columns).is_ok());
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out, "{\"body\":\"Ce\u{301}\",\"id\":1}\n{\"id\":2}\n{\"body\":null,\"id\":3}\n");
        assert_eq!(columns[0].1, 1);
    }
}
