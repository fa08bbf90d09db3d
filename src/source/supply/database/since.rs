//! Drawing only what changed since the last draw: the rows from that moment on, put among those that are kept, and
//! the keys of all, by which rows that are gone are found.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead, BufReader, Read, Write};

use serde_json::value::RawValue;
use twox_hash::XxHash3_128;

use super::{Inquiry, KEPT};
use crate::diagnostic::Diagnostic;
use crate::source::supply::bytes::Opened;
use crate::source::supply::spool::Drawn;

/// Bytes of changed rows that are kept in memory: of more, all rows are drawn.
const MAX_CHANGED: usize = 256 << 20;

/// Longest moment that is remembered, in bytes as it stands in a query.
const MAX_MOMENT: usize = 80;

/// A database that answers questions in one snapshot.
pub(super) trait Answers {
    /// Writes the rows of a query as lines; one of the columns is to be `key`.
    fn rows(&mut self, query: &str, key: Option<&str>, to: &mut dyn Write) -> Result<Vec<Diagnostic>, String>;

    /// The one value that a query gives.
    fn value(&mut self, query: &str) -> Result<Option<String>, String>;

    /// A name of a column as it stands in a query.
    fn quoted(&self, name: &str) -> String;

    /// An expression whose value is how that of another stands in a query.
    fn literal(&self, expression: &str) -> String;
}

/// Draws the records: all, or what changed.
pub(super) fn draw(database: &mut dyn Answers, inquiry: &Inquiry, to: &mut dyn Write) -> Result<Drawn, String> {
    let mut drawn = Drawn::default();
    let (Some(since), Some(key)) = (&inquiry.since, &inquiry.key) else {
        drawn.notes = database.rows(&inquiry.query, inquiry.key.as_deref(), to).map_err(|fault| of_query(&fault))?;
        return Ok(drawn);
    };
    let from = format!("from (\n{}\n) feedwright", inquiry.query);
    let column = format!("feedwright.{}", database.quoted(since));
    let newest = format!("select {} {from}", database.literal(&format!("max({column})")));
    let newest = database.value(&newest).map_err(|fault| format!("`since` fails: {fault}"))?;
    drawn.since = newest.filter(|moment| is_moment(moment));
    if let Some((moment, kept)) = &inquiry.kept
        && is_moment(moment)
    {
        let changed = format!("select feedwright.* {from} where {column} >= {moment} or {column} is null");
        let keys = format!("select feedwright.{} {from}", database.quoted(key));
        if let Some(notes) = merged(database, (&changed, &keys, key), kept, to)? {
            drawn.notes = notes;
            return Ok(drawn);
        }
    }
    drawn.notes = database.rows(&inquiry.query, Some(key), to).map_err(|fault| of_query(&fault))?;
    Ok(drawn)
}

fn of_query(fault: &str) -> String {
    format!("the query fails: {fault}")
}

/// Whether a text is a number or a text in quotes, and nothing that a query could end with.
fn is_moment(text: &str) -> bool {
    let inner = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | ':' | '.' | '+' | '/' | ',');
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '+' | 'e' | 'E');
    !text.is_empty()
        && text.len() <= MAX_MOMENT
        && inner.map_or_else(|| text.chars().all(is_number), |inner| inner.chars().all(is_plain))
}

/// The hash of a key: none of two rows is the same.
type Key = u128;

/// Writes the rows that are kept, as far as they are still there, with those that changed in their places and new
/// ones behind them; `None`, before anything is written, where that would not be all of them.
fn merged(
    database: &mut dyn Answers,
    (changed, keys, key): (&str, &str, &str),
    kept: &Opened,
    to: &mut dyn Write,
) -> Result<Option<Vec<Diagnostic>>, String> {
    let mut prefix = serde_json::to_vec(key).unwrap_or_default();
    prefix.push(b':');
    let mut rows = Bounded(Vec::new());
    let notes = match database.rows(changed, Some(key), &mut rows) {
        Ok(notes) => notes,
        Err(_) if rows.0.len() >= MAX_CHANGED => return Ok(None),
        Err(fault) => return Err(of_query(&fault)),
    };
    let mut standing = Keys { prefix: &prefix, line: Vec::new(), found: HashSet::new(), sound: true };
    database.rows(keys, Some(key), &mut standing).map_err(|fault| of_query(&fault))?;
    // Those that stand in their places already have none any more.
    let mut by_key: HashMap<Key, Option<&[u8]>> = HashMap::new();
    let mut order: Vec<Key> = Vec::new();
    for line in rows.0.split_inclusive(|b| *b == b'\n') {
        let Some(own) = key_of(line, &prefix) else { return Ok(None) };
        if by_key.insert(own, Some(line)).is_none() {
            order.push(own);
        }
    }
    // What is there and neither kept nor changed came into the query without a change: only all rows tell of it.
    let mut known: HashSet<Key> = by_key.keys().copied().collect();
    let mut sound = standing.sound;
    lines(kept, &mut |line| {
        let own = key_of(line, &prefix);
        sound &= own.is_some();
        known.extend(own);
        Ok(sound)
    })?;
    if !sound || standing.found.iter().any(|key| !known.contains(key)) {
        return Ok(None);
    }
    let mut write = |line: &[u8]| to.write_all(line).map_err(|error| format!("{KEPT}: {error}"));
    lines(kept, &mut |line| {
        let Some(own) = key_of(line, &prefix).filter(|own| standing.found.contains(own)) else { return Ok(true) };
        match by_key.get_mut(&own).map(Option::take) {
            Some(changed) => write(changed.unwrap_or_default())?,
            None => write(line)?,
        }
        Ok(true)
    })?;
    for own in &order {
        if let Some(line) = by_key.get(own).copied().flatten() {
            write(line)?;
        }
    }
    Ok(Some(notes))
}

/// Rows in memory, up to a limit.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        if self.0.len() >= MAX_CHANGED {
            return Err(io::Error::other("more rows changed than are kept in memory"));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes rows of keys alone.
struct Keys<'k> {
    prefix: &'k [u8],
    /// What came of a row that has not ended.
    line: Vec<u8>,
    found: HashSet<Key>,
    /// Whether every row has a key.
    sound: bool,
}

impl Write for Keys<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|b| *b == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                match key_of(&self.line, self.prefix) {
                    Some(key) => {
                        self.found.insert(key);
                    }
                    None => self.sound = false,
                }
                self.line.clear();
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Hands over the lines of a spool, as long as they are wanted.
fn lines(kept: &Opened, each: &mut dyn FnMut(&[u8]) -> Result<bool, String>) -> Result<(), String> {
    let mut reader = BufReader::with_capacity(256 << 10, At { kept, next: 0 });
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader
            .read_until(b'\n', &mut line)
            .map_err(|error| format!("what was drawn last cannot be read: {error}"))?;
        if read == 0 || !each(&line)? {
            return Ok(());
        }
    }
}

/// Reads a spool by positions: others may read it, too.
struct At<'o> {
    kept: &'o Opened,
    next: u64,
}

impl Read for At<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = usize::try_from(self.kept.size - self.next).unwrap_or(usize::MAX).min(buffer.len());
        self.kept.read_exact_at(&mut buffer[..length], self.next)?;
        self.next += length as u64;
        Ok(length)
    }
}

/// The key of a row; `None` where it has none.
fn key_of(line: &[u8], prefix: &[u8]) -> Option<Key> {
    // Most often it stands first, and is a number or a text without escapes.
    let first = line.strip_prefix(b"{").and_then(|line| line.strip_prefix(prefix)).map(<[u8]>::trim_ascii_start);
    let raw = first.and_then(|rest| match rest.first()? {
        b'"' => rest[1..]
            .iter()
            .position(|b| matches!(b, b'"' | b'\\'))
            .filter(|end| rest[1 + end] == b'"')
            .map(|end| &rest[..end + 2]),
        b'0'..=b'9' | b'-' => {
            rest.iter().position(|b| matches!(b, b',' | b'}')).map(|end| rest[..end].trim_ascii_end())
        }
        _ => None,
    });
    if let Some(raw) = raw {
        return Some(XxHash3_128::oneshot(raw));
    }
    let name: String = serde_json::from_slice(prefix.strip_suffix(b":")?).ok()?;
    let row: HashMap<Cow<'_, str>, &RawValue> = serde_json::from_slice(line).ok()?;
    let raw = row.get(&*name)?.get();
    (raw != "null").then(|| XxHash3_128::oneshot(raw.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_wherever_it_stands() {
        let prefix = b"\"id\":";
        let key = |line: &str| key_of(line.as_bytes(), prefix);
        assert_eq!(key("{\"id\":12,\"a\":1}\n"), key("{\"a\":1,\"id\":12}"));
        assert_eq!(key("{\"id\":\"x\"}"), key("{\"a\":[{\"id\":2}], \"id\" : \"x\"}"));
        assert_eq!(key("{\"id\":\"x\\\"y\"}"), key("{\"a\":1,\"id\":\"x\\\"y\"}"));
        assert_ne!(key("{\"id\":1}"), key("{\"id\":12}"));
        assert_ne!(key("{\"id\":\"1\"}"), key("{\"id\":1}"));
        for none in ["{}", "{\"a\":1}", "{\"id\":null}", "x", ""] {
            assert_eq!(key(none), None, "{none}");
        }
    }

    #[test]
    fn a_moment_is_nothing_that_ends_a_query() {
        for sound in ["'2026-07-01 10:00:00.123+00'", "42", "-1.5e3", "'Europe/Berlin'"] {
            assert!(is_moment(sound), "{sound}");
        }
        for odd in ["", "'", "'a' or 'b'", "'a\\'", "now()", "'a''b'", "1; drop table x", "NULL", "null"] {
            assert!(!is_moment(odd), "{odd}");
        }
    }
}
