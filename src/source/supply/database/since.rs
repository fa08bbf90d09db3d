//! Drawing only what changed since the last draw: the rows from that moment on, and by the keys of all those that
//! are gone.
//!
//! The database adds the keys up itself: where the sum is that of the keys which were there and of those that are
//! new, none is gone, and not a million keys come over the line.

use std::io::{self, Write};

use twox_hash::XxHash3_64;

use super::{Inquiry, KeptRows};
use crate::diagnostic::Diagnostic;
use crate::source::supply::spool::keys::{Key, KeyColumn};
use crate::source::supply::spool::{Drawn, Step};

/// Bytes of changed rows that are kept in memory: of more, all rows are drawn.
const MAX_CHANGED: usize = 64 << 20;

/// Longest moment that is remembered, in bytes as it stands in a query.
const MAX_MOMENT: usize = 80;

/// The column in which the number of a key comes.
const NUMBER: &str = "feedwright_number";

/// A database that answers questions in one snapshot.
pub(super) trait Answers {
    /// Writes the rows of a query as lines; one of the columns is to be `key`.
    fn rows(&mut self, query: &str, key: Option<&str>, to: &mut dyn Write) -> Result<Vec<Diagnostic>, String>;

    /// The same, of a query that may fail without harm to what is asked after it.
    fn attempt(&mut self, query: &str, key: &str, to: &mut dyn Write) -> Option<Vec<Diagnostic>> {
        self.rows(query, Some(key), to).ok()
    }

    /// The one value that a query gives.
    fn value(&mut self, query: &str) -> Result<Option<String>, String>;

    /// A name of a column as it stands in a query.
    fn quoted(&self, name: &str) -> String;

    /// An expression whose value is how that of another stands in a query.
    fn literal(&self, expression: &str) -> String;

    /// An expression whose value is a number, of 64 bits at most, of that of another, which other values have
    /// others of; where the database has none.
    fn number(&self, expression: &str) -> Option<String>;
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
    if let Some(before) = inquiry.before.as_ref().filter(|before| is_moment(&before.moment)) {
        let changed = format!("{from} where {column} >= {} or {column} is null", before.moment);
        let question = Question { from: &from, changed: &changed, key };
        if let Some(step) = question.step(database, before)? {
            return Ok(Drawn { since: drawn.since, ..step });
        }
    }
    drawn.notes = database.rows(&inquiry.query, Some(key), to).map_err(|fault| of_query(&fault))?;
    // Where it cannot be made, the next run asks for the keys themselves.
    drawn.sum = total(database, key, &from).ok().flatten().map(Sum::written);
    Ok(drawn)
}

/// What the database makes of all keys, where it can add them up.
fn total(database: &mut dyn Answers, key: &str, from: &str) -> Result<Option<Sum>, String> {
    let key = format!("feedwright.{}", database.quoted(key));
    let Some(number) = database.number(&key) else { return Ok(None) };
    let query = format!("select concat(count(*), ' ', coalesce(sum({number}), 0)) {from}");
    Ok(database.value(&query)?.as_deref().and_then(Sum::read))
}

fn of_query(fault: &str) -> String {
    format!("the query fails: {fault}")
}

/// Whether a text is a number or a text in quotes, and nothing that a query could end with.
fn is_moment(text: &str) -> bool {
    let inner = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | ':' | '.' | '+' | '/' | ',');
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '+' | 'e' | 'E');
    !text.is_empty()
        && text.len() <= MAX_MOMENT
        && inner.map_or_else(|| text.chars().all(is_number), |inner| inner.chars().all(is_plain))
}

/// Most keys that one query asks for.
const MOST_KEYS: usize = 1000;

/// A key as JSON has it as it stands in a query: a number, or a text of which no database makes another.
fn in_query(key: &[u8]) -> Option<String> {
    let key = std::str::from_utf8(key).ok()?;
    let inner = key.strip_prefix('"').and_then(|key| key.strip_suffix('"'));
    let literal = inner.map_or_else(|| key.to_owned(), |inner| format!("'{inner}'"));
    is_moment(&literal).then_some(literal)
}

/// What is asked where only what changed is drawn.
struct Question<'a> {
    /// What rows come from, and those that changed.
    from: &'a str,
    changed: &'a str,
    /// The column that tells rows apart.
    key: &'a str,
}

impl Question<'_> {
    /// What changed; `None` where only all rows would tell.
    fn step(&self, database: &mut dyn Answers, before: &KeptRows) -> Result<Option<Drawn>, String> {
        let mut rows = Bounded(Vec::new());
        let query = format!("select feedwright.* {}", self.changed);
        let notes = match database.rows(&query, Some(self.key), &mut rows) {
            Ok(notes) => notes,
            Err(_) if rows.0.len() >= MAX_CHANGED => return Ok(None),
            Err(fault) => return Err(of_query(&fault)),
        };
        let Some(known) = before.rows.keys() else { return Ok(None) };
        let column = before.rows.column();
        let Some(changed) = keys(&rows.0, column) else { return Ok(None) };
        let new: Vec<Key> = changed.iter().copied().filter(|key| known.part_of(*key).is_none()).collect();
        let (expected, sum) = self.sums(database, before, column, &new)?;
        let mut gone = Vec::new();
        if sum.is_none() || sum != expected {
            // What is there and neither kept nor changed came into the query without a change.
            let is_known = |key: Key| known.part_of(key).is_some() || changed.binary_search(&key).is_ok();
            let mut standing = Lines::of(column, &is_known);
            let query = format!("select feedwright.{} {}", database.quoted(self.key), self.from);
            database.rows(&query, Some(self.key), &mut standing).map_err(|fault| of_query(&fault))?;
            let Some((standing, come)) = standing.keys() else { return Ok(None) };
            if !come.is_empty() {
                let Some(more) = self.come(database, column, &come) else { return Ok(None) };
                rows.0.extend(more.0);
            }
            gone.extend(known.all().map(|(key, _)| key).filter(|key| standing.binary_search(key).is_err()));
        }
        let step = Step { rows: rows.0, gone };
        Ok(Some(Drawn { step: Some(step), sum: sum.map(Sum::written), notes, ..Drawn::default() }))
    }

    /// The rows of some keys, as JSON has them; `None` where a query cannot ask for these alone.
    fn come(&self, database: &mut dyn Answers, column: &KeyColumn, come: &[Vec<u8>]) -> Option<Bounded> {
        let values = come.iter().map(|key| in_query(key)).collect::<Option<Vec<_>>>()?;
        let (key, values) = (database.quoted(self.key), values.join(", "));
        let query = format!("select feedwright.* {} where feedwright.{key} in ({values})", self.from);
        let mut rows = Bounded(Vec::new());
        // Of some types a value does not stand in a query as JSON has it.
        database.attempt(&query, self.key, &mut rows)?;
        let asked = in_order(come.iter().map(|key| XxHash3_64::oneshot(key)).collect());
        // Where several keys are the same to the database, it gives more.
        Some(rows).filter(|rows| keys(&rows.0, column) == asked)
    }

    /// The sum of all keys that is to be expected where none is gone, and what it is.
    fn sums(
        &self,
        database: &mut dyn Answers,
        before: &KeptRows,
        column: &KeyColumn,
        new: &[Key],
    ) -> Result<(Option<Sum>, Option<Sum>), String> {
        let sum = total(database, self.key, self.from).map_err(|fault| of_query(&fault))?;
        let Some(mut expected) = before.sum.as_deref().and_then(Sum::read).filter(|_| sum.is_some()) else {
            return Ok((None, sum));
        };
        let key = format!("feedwright.{}", database.quoted(self.key));
        if !new.is_empty()
            && let Some(number) = database.number(&key)
        {
            let mut rows = Bounded(Vec::new());
            let query = format!("select {key}, {number} as {NUMBER} {}", self.changed);
            database.rows(&query, Some(self.key), &mut rows).map_err(|fault| of_query(&fault))?;
            for line in rows.0.split_inclusive(|byte| *byte == b'\n') {
                let row: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(line).unwrap_or_default();
                let number = row.get(NUMBER).and_then(serde_json::Value::as_i64);
                let is_new = column.of(line).is_some_and(|key| new.binary_search(&key).is_ok());
                if let Some(number) = number.filter(|_| is_new) {
                    expected = Sum { count: expected.count + 1, numbers: expected.numbers + i128::from(number) };
                }
            }
        }
        Ok((Some(expected), sum))
    }
}

/// How many keys there are, and the sum of their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sum {
    count: u64,
    numbers: i128,
}

impl Sum {
    fn read(text: &str) -> Option<Self> {
        let (count, numbers) = text.split_once(' ')?;
        Some(Self { count: count.parse().ok()?, numbers: numbers.parse().ok()? })
    }

    fn written(self) -> String {
        format!("{} {}", self.count, self.numbers)
    }
}

/// The keys of rows, in order; `None` where a row has none, or that of another.
fn keys(rows: &[u8], column: &KeyColumn) -> Option<Vec<Key>> {
    let keys = rows.split_inclusive(|byte| *byte == b'\n').map(|line| column.of(line));
    in_order(keys.collect::<Option<_>>()?)
}

fn in_order(mut keys: Vec<Key>) -> Option<Vec<Key>> {
    keys.sort_unstable();
    keys.windows(2).all(|pair| pair[0] != pair[1]).then_some(keys)
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
struct Lines<'k> {
    column: &'k KeyColumn,
    is_known: &'k dyn Fn(Key) -> bool,
    /// What came of a row that has not ended.
    line: Vec<u8>,
    each: Vec<Key>,
    /// Those that are not known, as they stand in the row.
    others: Vec<Vec<u8>>,
    /// Whether every row has a key, and not too many are unknown.
    sound: bool,
}

impl<'k> Lines<'k> {
    fn of(column: &'k KeyColumn, is_known: &'k dyn Fn(Key) -> bool) -> Self {
        Self { column, is_known, line: Vec::new(), each: Vec::new(), others: Vec::new(), sound: true }
    }

    /// The keys in order, and those that are not known; `None` where a row has none, or that of another.
    fn keys(self) -> Option<(Vec<Key>, Vec<Vec<u8>>)> {
        let others = self.others;
        in_order(self.each).filter(|_| self.sound).map(|keys| (keys, others))
    }

    fn take(&mut self) {
        let Some(value) = self.column.value(&self.line) else {
            self.sound = false;
            return;
        };
        let key = XxHash3_64::oneshot(value);
        self.each.push(key);
        if !(self.is_known)(key) {
            self.sound &= self.others.len() < MOST_KEYS;
            if self.sound {
                self.others.push(value.to_owned());
            }
        }
    }
}

impl Write for Lines<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|b| *b == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                self.take();
                self.line.clear();
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stands_in_a_query_only_as_what_it_is() {
        assert_eq!(in_query(b"42").as_deref(), Some("42"));
        assert_eq!(in_query(b"\"wire-7/a.b\"").as_deref(), Some("'wire-7/a.b'"));
        for odd in ["\"o'clock\"", "\"a\\\\\"", "\"a\\\"b\"", "[1]", "true", "\"", "\"\u{e9}\"", "1; drop table x"] {
            assert_eq!(in_query(odd.as_bytes()), None, "{odd}");
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
