//! MySQL and MariaDB: rows come in a stream, in the words of the text protocol.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use mysql::consts::ColumnType;
use mysql::prelude::Queryable as _;
use mysql::{Column, Conn, OptsBuilder, SslOpts, Value};

use super::rows::{self, Cell, Rows};
use super::since::{self, Answers};
use super::{Inquiry, KEPT, Login, mark};
use crate::config::TlsMode;
use crate::diagnostic::Diagnostic;
use crate::source::supply::spool::Drawn;

/// How long it may take to be let in.
const CONNECTING: Duration = Duration::from_secs(30);

/// Draws the records of a query.
pub(super) fn draw(login: &Login, inquiry: &Inquiry, to: &mut dyn Write) -> Result<Drawn, String> {
    let mut server = connect(login, inquiry.time)?;
    let fails = |error: mysql::Error| said(&error);
    // MariaDB calls it so, in seconds, and MySQL otherwise, in milliseconds; who does not know it has none.
    let seconds = inquiry.time.as_secs().max(1);
    for limit in [
        format!("set session max_statement_time = {seconds}"),
        format!("set session max_execution_time = {}", inquiry.time.as_millis()),
    ] {
        let _ = server.query_drop(limit);
    }
    for begin in [
        "set session time_zone = '+00:00'",
        "set session transaction isolation level repeatable read",
        "start transaction with consistent snapshot, read only",
    ] {
        server.query_drop(begin).map_err(fails)?;
    }
    let mut drawn = Drawn::default();
    if let Some(changed) = &inquiry.changed {
        let mut answer = Vec::new();
        answers(&mut server, changed, &Inquiry::default(), &mut answer)
            .map_err(|fault| format!("`changed` fails: {fault}"))?;
        drawn.mark = Some(mark(&answer));
        if drawn.mark == inquiry.known {
            return Ok(Drawn { unchanged: true, ..drawn });
        }
    }
    let given = since::draw(&mut Snapshot { server, inquiry }, inquiry, to)?;
    Ok(Drawn { mark: drawn.mark, ..given })
}

/// A server of which a snapshot is read.
struct Snapshot<'a> {
    server: Conn,
    inquiry: &'a Inquiry,
}

impl Answers for Snapshot<'_> {
    fn rows(&mut self, query: &str, key: Option<&str>, to: &mut dyn Write) -> Result<Vec<Diagnostic>, String> {
        let inquiry = Inquiry { key: key.map(str::to_owned), texts: self.inquiry.texts.clone(), ..Inquiry::default() };
        answers(&mut self.server, query, &inquiry, to)
    }

    fn value(&mut self, query: &str) -> Result<Option<String>, String> {
        // See `answers`.
        let one = self.server.prep(query).map_err(|error| said(&error))?;
        self.server.close(one).map_err(|error| said(&error))?;
        self.server.query_first::<Option<String>, _>(query).map(Option::flatten).map_err(|error| said(&error))
    }

    fn quoted(&self, name: &str) -> String {
        format!("`{}`", name.replace('`', "``"))
    }

    fn literal(&self, expression: &str) -> String {
        format!("quote({expression})")
    }

    fn number(&self, expression: &str) -> Option<String> {
        Some(format!("cast(conv(left(md5({expression}), 15), 16, 10) as unsigned)"))
    }
}

fn connect(login: &Login, time: Duration) -> Result<Conn, String> {
    let server = &login.server;
    let socket = Some(server.host.clone()).filter(|host| host.starts_with('/'));
    let host = match server.host.trim_start_matches('[').trim_end_matches(']') {
        "" => "localhost",
        host => host,
    };
    let plain = OptsBuilder::new()
        .ip_or_hostname(Some(host))
        .tcp_port(server.port)
        .prefer_socket(false)
        .socket(socket.clone())
        .user(server.user.clone().or_else(|| std::env::var("USER").ok()))
        .pass(login.password.clone())
        .db_name(Some(server.name.clone()).filter(|name| !name.is_empty()))
        .tcp_connect_timeout(Some(CONNECTING.min(time)))
        .read_timeout(Some(time))
        .write_timeout(Some(time))
        .init(vec!["set names utf8mb4"]);
    let secret = |opts: SslOpts| Conn::new(plain.clone().ssl_opts(Some(opts)));
    let anyone = || SslOpts::default().with_danger_accept_invalid_certs(true).with_danger_skip_domain_validation(true);
    let connection = match server.tls() {
        _ if socket.is_some() => Conn::new(plain.clone()),
        TlsMode::Disable => Conn::new(plain.clone()),
        TlsMode::Prefer => match secret(anyone()) {
            // That of a server without encryption.
            Err(mysql::Error::DriverError(mysql::DriverError::TlsNotSupported)) => Conn::new(plain.clone()),
            ended => ended,
        },
        TlsMode::Require => secret(anyone()),
        TlsMode::Verify => secret(SslOpts::default().with_root_cert_path(bundle(login))),
    };
    connection.map_err(|error| format!("the database does not answer: {}", said(&error)))
}

/// Where systems keep the certificates that are trusted, all in one file.
const BUNDLES: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// The file of certificates that are trusted besides Mozilla's, for a driver that reads it itself.
fn bundle(login: &Login) -> Option<PathBuf> {
    let own = login.server.roots.as_ref().map(|path| login.root.join(path));
    own.or_else(|| BUNDLES.iter().map(PathBuf::from).find(|path| path.exists()))
}

/// What the server or the connection says.
fn said(error: &mysql::Error) -> String {
    match error {
        mysql::Error::MySqlError(server) => server.message.clone(),
        mysql::Error::IoError(error) => error.to_string(),
        mysql::Error::CodecError(error) => format!("the connection breaks off: {error}"),
        other => other.to_string(),
    }
}

/// Writes the rows that a query gives.
fn answers(server: &mut Conn, query: &str, inquiry: &Inquiry, to: &mut dyn Write) -> Result<Vec<Diagnostic>, String> {
    // Of several statements the first might end the transaction that only reads: they cannot be prepared.
    let one = server.prep(query).map_err(|error| said(&error))?;
    server.close(one).map_err(|error| said(&error))?;
    let mut given = server.query_iter(query).map_err(|error| said(&error))?;
    let columns: Vec<Column> = given.columns().as_ref().to_vec();
    if columns.is_empty() {
        return Err("it gives no rows: it is to begin with `select` or `with`".into());
    }
    let names: Vec<String> = columns.iter().map(|column| column.name_str().into_owned()).collect();
    rows::has_key(&names, inquiry.key.as_deref())?;
    let is_flag = |column: &Column| column.column_type() == ColumnType::MYSQL_TYPE_TINY && column.column_length() == 1;
    let mut out = Rows::new(to, &names, &inquiry.texts)?.with_flags(columns.iter().map(is_flag));
    for row in given.by_ref() {
        let values = row.map_err(|error| said(&error))?.unwrap();
        let texts: Vec<Option<String>> =
            columns.iter().zip(&values).map(|(column, value)| time(column, value)).collect();
        let cells = columns.iter().zip(&values).zip(&texts).map(|((column, value), time)| match (value, time) {
            (_, Some(time)) if time.is_empty() => Cell::Null,
            (_, Some(time)) => Cell::Bytes(time.as_bytes()),
            (Value::Bytes(bytes), None) => cell(column, bytes),
            (_, None) => Cell::Null,
        });
        out.row(cells).map_err(|error| format!("{KEPT}: {error}"))?;
    }
    Ok(out.notes())
}

/// A moment as ISO 8601 has it, with the zone where the column has one; empty for a date that is none.
fn time(column: &Column, value: &Value) -> Option<String> {
    use ColumnType::{MYSQL_TYPE_DATE, MYSQL_TYPE_DATETIME, MYSQL_TYPE_NEWDATE, MYSQL_TYPE_TIMESTAMP};
    let Value::Bytes(bytes) = value else { return None };
    let zone = match column.column_type() {
        MYSQL_TYPE_TIMESTAMP => "Z",
        MYSQL_TYPE_DATE | MYSQL_TYPE_DATETIME | MYSQL_TYPE_NEWDATE => "",
        _ => return None,
    };
    let text = std::str::from_utf8(bytes).ok()?;
    if text.starts_with("0000-00-00") {
        return Some(String::new());
    }
    Some(format!("{}{zone}", text.replacen(' ', "T", 1)))
}

fn cell<'v>(column: &Column, bytes: &'v [u8]) -> Cell<'v> {
    use ColumnType::{
        MYSQL_TYPE_BIT, MYSQL_TYPE_DECIMAL, MYSQL_TYPE_DOUBLE, MYSQL_TYPE_FLOAT, MYSQL_TYPE_GEOMETRY, MYSQL_TYPE_INT24,
        MYSQL_TYPE_JSON, MYSQL_TYPE_LONG, MYSQL_TYPE_LONGLONG, MYSQL_TYPE_NEWDECIMAL, MYSQL_TYPE_SHORT,
        MYSQL_TYPE_TINY, MYSQL_TYPE_YEAR,
    };
    match column.column_type() {
        MYSQL_TYPE_TINY
        | MYSQL_TYPE_SHORT
        | MYSQL_TYPE_INT24
        | MYSQL_TYPE_LONG
        | MYSQL_TYPE_LONGLONG
        | MYSQL_TYPE_FLOAT
        | MYSQL_TYPE_DOUBLE
        | MYSQL_TYPE_DECIMAL
        | MYSQL_TYPE_NEWDECIMAL
        | MYSQL_TYPE_YEAR => std::str::from_utf8(bytes).map_or(Cell::Null, Cell::Number),
        MYSQL_TYPE_JSON => Cell::Json(bytes),
        // A flag: one bit.
        MYSQL_TYPE_BIT if bytes.len() == 1 => Cell::Number(if bytes[0] == 0 { "0" } else { "1" }),
        MYSQL_TYPE_BIT | MYSQL_TYPE_GEOMETRY => Cell::Null,
        _ => Cell::Bytes(bytes),
    }
}
