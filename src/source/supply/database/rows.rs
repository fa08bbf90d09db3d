//! Rows as records: a line of JSON each, the columns in their order.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::diagnostic::Diagnostic;
use crate::source::field;
use crate::source::value::same_name;

/// A value of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell<'c> {
    /// None.
    Null,
    /// A number, in digits.
    Number(&'c str),
    /// A text, or bytes that may be one.
    Bytes(&'c [u8]),
    /// What is JSON already.
    #[cfg_attr(not(any(feature = "mysql", test)), expect(dead_code))]
    Json(&'c [u8]),
}

/// A column.
#[derive(Debug)]
struct Column {
    name: String,
    /// The name in quotes, with the colon after it.
    key: Vec<u8>,
    /// Whether it holds the text of a field, never a list of persons, pictures or terms.
    is_text: bool,
    /// Whether it is true where a row is published: what is not known is not true.
    is_switch: bool,
}

/// Writes rows as lines.
pub(super) struct Rows<'w> {
    to: &'w mut dyn Write,
    columns: Vec<Column>,
    line: Vec<u8>,
    /// How many values of a column were no text.
    no_text: BTreeMap<usize, u64>,
}

impl<'w> Rows<'w> {
    /// Of columns with these names. Texts are JSON where they can be, but for those of the columns that
    /// are `texts` and of fields that are.
    pub(super) fn new(to: &'w mut dyn Write, names: &[String], texts: &[String]) -> Result<Self, String> {
        distinct(names)?;
        let column = |name: &String| {
            let mut key = serde_json::to_vec(name).unwrap_or_default();
            key.push(b':');
            Column { name: name.clone(), key, is_text: texts.contains(name) || field::is_text(name), is_switch: false }
        };
        let columns = names.iter().map(column).collect();
        Ok(Self { to, columns, line: Vec::new(), no_text: BTreeMap::new() })
    }

    /// The same where it is known which columns hold nothing but true and false.
    pub(super) fn with_flags(mut self, flags: impl Iterator<Item = bool>) -> Self {
        for (column, is_flag) in self.columns.iter_mut().zip(flags) {
            column.is_switch = is_flag && is_publishing(&column.name);
        }
        self
    }

    /// Writes a row. That a column has no value is said: a moment of publication that is none holds the record.
    pub(super) fn row<'c>(&mut self, cells: impl Iterator<Item = Cell<'c>>) -> io::Result<()> {
        self.line.clear();
        self.line.push(b'{');
        for (number, (column, cell)) in self.columns.iter().zip(cells).enumerate() {
            let begin = self.line.len();
            if begin > 1 {
                self.line.push(b',');
            }
            self.line.extend_from_slice(&column.key);
            match cell {
                Cell::Null if column.is_switch => self.line.extend_from_slice(b"false"),
                Cell::Null => self.line.extend_from_slice(b"null"),
                Cell::Number(digits) => number_or_text(&mut self.line, digits)?,
                Cell::Json(json) => one_line(&mut self.line, json),
                Cell::Bytes(bytes) => match std::str::from_utf8(bytes) {
                    Ok(text) if !column.is_text && is_json_list(text) => one_line(&mut self.line, bytes),
                    Ok(text) => serde_json::to_writer(&mut self.line, text)?,
                    Err(_) => {
                        self.line.truncate(begin);
                        *self.no_text.entry(number).or_default() += 1;
                    }
                },
            }
        }
        self.line.extend_from_slice(b"}\n");
        self.to.write_all(&self.line)
    }

    /// What is to be said of all rows.
    pub(super) fn notes(self) -> Vec<Diagnostic> {
        let note = |(number, count): (usize, u64)| no_text(&self.columns[number].name, count);
        self.no_text.into_iter().map(note).collect()
    }
}

/// Whether a column of this name that holds true and false says of each row whether it is published.
pub(super) fn is_publishing(name: &str) -> bool {
    ["published", "ispublished", "publish"].iter().any(|known| same_name(name, known))
}

/// What is said of a column with bytes that are no text.
pub(super) fn no_text(column: &str, count: u64) -> Diagnostic {
    let (values, are) = if count == 1 { ("value", "is") } else { ("values", "are") };
    let message = format!("{count} {values} of the column `{column}` {are} no UTF-8, and left out");
    Diagnostic::warning("column-without-text", message)
        .help("have the query turn them into text, or leave the column out")
}

/// An error where two columns have one name.
pub(super) fn distinct(names: &[String]) -> Result<(), String> {
    let twice = names.iter().enumerate().find(|(i, name)| names[..*i].contains(name));
    twice.map_or(Ok(()), |(_, name)| {
        Err(format!("the query gives two columns `{name}`: give one of them another name, `… as …`"))
    })
}

/// An error where the column that tells rows apart is not there.
pub(super) fn has_key(names: &[String], key: Option<&str>) -> Result<(), String> {
    let Some(key) = key.filter(|key| names.iter().all(|name| name != key)) else { return Ok(()) };
    Err(format!("the query gives no column `{key}`, which is to be the key; it gives {}", names.join(", ")))
}

/// Writes a number as JSON has it; what JSON has no number for as a text.
fn number_or_text(to: &mut Vec<u8>, digits: &str) -> io::Result<()> {
    let (sign, bare) = digits.strip_prefix('-').map_or(("", digits), |bare| ("-", bare));
    // Columns may be filled with zeros.
    let bare = match bare.trim_start_matches('0') {
        rest if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        rest => &bare[bare.len() - rest.len() - usize::from(bare.len() > rest.len())..],
    };
    let number = format!("{sign}{bare}");
    if serde_json::from_str::<&serde_json::value::RawValue>(&number).is_ok() && !bare.is_empty() {
        to.extend_from_slice(number.as_bytes());
        return Ok(());
    }
    Ok(serde_json::to_writer(to, digits)?)
}

/// Whether a text is a list or an object of JSON.
fn is_json_list(text: &str) -> bool {
    let begins = text.trim_start().starts_with(['[', '{']);
    begins && serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok()
}

/// JSON on one line: a line break in it stands between its parts only.
fn one_line(to: &mut Vec<u8>, json: &[u8]) {
    to.extend(json.iter().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { *byte }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(names: &[&str], cells: &[Cell<'_>]) -> String {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut out = Vec::new();
        Rows::new(&mut out, &names, &[]).unwrap().row(cells.iter().copied()).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_row_is_an_object_of_its_columns() {
        let cells = [Cell::Null, Cell::Number("7"), Cell::Bytes("a\n\"é\"".as_bytes()), Cell::Null];
        assert_eq!(
            line(&["x", "id", "title", "y"], &cells),
            "{\"x\":null,\"id\":7,\"title\":\"a\\n\\\"é\\\"\",\"y\":null}\n"
        );
        assert_eq!(line(&["x"], &[Cell::Null]), "{\"x\":null}\n");
        assert_eq!(line(&["m"], &[Cell::Json(b"{\"a\":\n[1,\r\n2]}")]), "{\"m\":{\"a\": [1,  2]}}\n");
    }

    #[test]
    fn numbers_are_those_of_json() {
        for (digits, json) in [
            ("0", "0"),
            ("-0", "-0"),
            ("000", "0"),
            ("0007", "7"),
            ("-12.50", "-12.50"),
            ("00.5", "0.5"),
            ("1e20", "1e20"),
            ("NaN", "\"NaN\""),
            ("", "\"\""),
            ("-", "\"-\""),
        ] {
            assert_eq!(line(&["n"], &[Cell::Number(digits)]), format!("{{\"n\":{json}}}\n"));
        }
    }

    #[test]
    fn a_text_is_json_but_where_the_field_is_a_text() {
        let list = Cell::Bytes(br#"[{"url": "a"}]"#);
        assert_eq!(
            line(&["media", "title"], &[list, list]),
            concat!(r#"{"media":[{"url": "a"}],"title":"[{\"url\": \"a\"}]"}"#, "\n")
        );
        let mut out = Vec::new();
        let names = ["lead".to_owned(), "pics".to_owned()];
        Rows::new(&mut out, &names, &names[..1]).unwrap().row([list, list].into_iter()).unwrap();
        assert_eq!(
            out,
            br#"{"lead":"[{\"url\": \"a\"}]","pics":[{"url": "a"}]}"#.iter().chain(b"\n").copied().collect::<Vec<_>>()
        );
        assert_eq!(line(&["tags"], &[Cell::Bytes(b"[sea, port")]), "{\"tags\":\"[sea, port\"}\n");
    }

    #[test]
    fn bytes_that_are_no_text_are_left_out_and_counted() {
        let mut out = Vec::new();
        let names = ["id".to_owned(), "body".to_owned()];
        let mut rows = Rows::new(&mut out, &names, &[]).unwrap();
        for _ in 0..2 {
            rows.row([Cell::Number("1"), Cell::Bytes(&[0xFF])].into_iter()).unwrap();
        }
        let notes = rows.notes();
        assert_eq!(notes.len(), 1);
        assert_eq!(notes[0].message, "2 values of the column `body` are no UTF-8, and left out");
        assert_eq!(out, b"{\"id\":1}\n{\"id\":1}\n");
    }

    #[test]
    fn columns_are_told_apart_and_one_is_the_key() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert!(distinct(&names(&["id", "title", "id"])).unwrap_err().contains("two columns `id`"));
        let fault = has_key(&names(&["nr", "title"]), Some("id")).unwrap_err();
        assert_eq!(fault, "the query gives no column `id`, which is to be the key; it gives nr, title");
        assert_eq!(has_key(&names(&["id"]), Some("id")), Ok(()));
        assert_eq!(has_key(&names(&["title"]), None), Ok(()));
    }
}
