//! Tables (CSV): the first row names the fields, every other is a record.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};
use twox_hash::XxHash3_64;

use super::{Format, Split, json};
use crate::article::Location;
use crate::diagnostic::Diagnostic;
use crate::source::node::{Members, Node};
use crate::source::notation::Notation;
use crate::source::read::{Job, Lines, Stretch};
use crate::source::record::{self, Aim};
use crate::source::supply::bytes;
use crate::source::{field, gate};

/// Tables as programs for spreadsheets and databases write them.
pub(super) static FORMAT: Format = Format {
    name: "csv",
    says: "A table with a row for each record, parted by commas, semicolons or tabs",
    endings: &["csv", "tsv"],
    roots: &[],
    beside: None,
    pages: false,
    split: Split::Parts,
    notation: &NOTATION,
    record: read,
};

/// A row alone does not say what its cells are: what is found wrong is told at its line.
static NOTATION: Notation = Notation { tree: |_, _| Ok(Node::Null), locate: |_, _| None, decode: bytes::decode };

/// How many times a table is read over again, at most, behind quotation marks that do not end.
const MOST_READ: usize = 4;

/// What parts the cells of a table, the first of those that part its first row most often.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The table's first row, and how it is written.
struct Table {
    delimiter: u8,
    columns: Vec<Column>,
    /// Where the records begin.
    start: usize,
    /// Hash of the first row.
    hash: u64,
}

struct Column {
    name: String,
    /// Whether it holds the text of a field, never a list of persons, pictures or terms.
    is_text: bool,
    /// Whether it tells when or by whom a record was published.
    is_publication: bool,
    /// Whether its cells say yes where a record is published: an empty one says no.
    is_switch: bool,
}

/// A row, or what stands in its place.
enum Row {
    Cells(StringRecord),
    /// A quotation mark that does not end, or in whose place something else does.
    Torn,
}

fn read(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, _: Location) {
    let text = stretch.text();
    let table = Table::of(text, &job.about.source.config.map).map(|table| table.with_switches(text));
    let Some(table) = table else {
        let empty = Diagnostic::error("broken-csv", "the table has no first row, which names the fields");
        return job.unusable(stretch.at(empty, 0..0));
    };
    let mut lines = Lines::default();
    let wanted = table.columns.len();
    for (at, row) in rows(text, &table) {
        let part = stretch.part(at.clone(), &mut lines, &[]);
        let fault = match &row {
            Row::Torn => Some("a quotation mark of the row does not end, or text follows it".to_owned()),
            Row::Cells(cells) if cells.iter().all(|cell| cell.trim().is_empty()) => continue,
            Row::Cells(cells)
                if cells.len() < wanted || cells.iter().skip(wanted).any(|cell| !cell.trim().is_empty()) =>
            {
                let (n, s) = (cells.len(), if cells.len() == 1 { "" } else { "s" });
                Some(format!("the row has {n} cell{s}, and the first row names {wanted} fields"))
            }
            Row::Cells(_) => None,
        };
        match (row, fault) {
            (Row::Cells(cells), None) => job.part(&part, |job, at| {
                job.edit = (job.aim == Aim::Stub).then(|| XxHash3_64::oneshot(part.bytes()).wrapping_add(table.hash));
                let node = table.record(&cells);
                let (mut record, faults) = record::read(&node, &job.reading());
                job.add_body(&mut record, || Some(table.record(&cells)));
                job.finish(record, faults, &part, at);
            }),
            (_, Some(fault)) if job.aim == Aim::Stub => {
                let broken = Diagnostic::error("broken-csv", fault);
                let help =
                    "write a cell with delimiters, line breaks or quotation marks in quotes, and these doubled in it";
                let first = part.text().find(['\n', '\r']).unwrap_or(part.text().len()).min(80);
                job.unusable(part.at(broken.help(help), 0..first));
            }
            _ => {}
        }
    }
}

impl Table {
    fn of(text: &str, map: &BTreeMap<String, String>) -> Option<Self> {
        let blank = text.len() - text.trim_start_matches(['\n', '\r']).len();
        let line = text[blank..].split(['\n', '\r']).next().filter(|line| !line.is_empty())?;
        // Excel says so itself.
        let (said, start) = match line.trim().strip_prefix("sep=").and_then(|rest| rest.bytes().next()) {
            Some(delimiter) => (Some(delimiter), blank + line.len()),
            None => (None, blank),
        };
        let head = text[start..].trim_start_matches(['\n', '\r']);
        let start = text.len() - head.len();
        let delimiter = said.unwrap_or_else(|| delimiter(head));
        let mut record = StringRecord::new();
        let mut reader =
            ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(head.as_bytes());
        reader.read_record(&mut record).ok().filter(|any| *any)?;
        let end = start + usize::try_from(reader.position().byte()).ok()?;
        let is_text = |name: &str| {
            field::is_text(name) || map.iter().any(|(ours, theirs)| theirs == name && field::is_text(ours))
        };
        let is_mapped = |name: &str| map.get("published").is_some_and(|theirs| theirs == name);
        let column = |name: &str| Column {
            name: name.to_owned(),
            is_text: is_text(name),
            is_publication: gate::is_publication(name) || is_mapped(name),
            is_switch: false,
        };
        let columns: Vec<Column> = record.iter().map(|name| column(name.trim())).collect();
        let named = columns.iter().any(|column| !column.name.is_empty());
        let hash = XxHash3_64::oneshot(text[start..end].trim_end().as_bytes());
        named.then_some(Self { delimiter, columns, start: end, hash })
    }

    /// The same where it is known which columns say yes or no, by the first cell of each that says anything.
    fn with_switches(mut self, text: &str) -> Self {
        let mut unsaid: Vec<usize> = (0..self.columns.len()).filter(|n| gate::opens(&self.columns[*n].name)).collect();
        let mut switches = Vec::new();
        for (_, row) in rows(text, &self) {
            if unsaid.is_empty() {
                break;
            }
            let Row::Cells(cells) = row else { continue };
            unsaid.retain(|n| {
                let cell = cells.get(*n).unwrap_or_default();
                let says = !cell.trim().is_empty();
                if says && gate::is_switch(&Node::Text(cell.trim().into())) {
                    switches.push(*n);
                }
                !says
            });
        }
        for n in switches {
            self.columns[n].is_switch = true;
        }
        self
    }

    /// A row as a table of fields. Empty cells are none, but for those that tell when it was published.
    fn record<'r>(&'r self, cells: &'r StringRecord) -> Node<'r> {
        let mut members: Members<'r> = Vec::with_capacity(self.columns.len());
        for (column, cell) in self.columns.iter().zip(cells) {
            if column.name.is_empty() {
                continue;
            }
            if cell.trim().is_empty() {
                if column.is_switch {
                    members.push((Cow::Borrowed(&*column.name), Node::Bool(false)));
                } else if column.is_publication {
                    members.push((Cow::Borrowed(&*column.name), Node::Null));
                }
                continue;
            }
            members.push((Cow::Borrowed(&*column.name), column.value(cell)));
        }
        Node::Table(members)
    }
}

impl Column {
    fn value<'r>(&self, cell: &'r str) -> Node<'r> {
        let trimmed = cell.trim();
        match trimmed {
            _ if self.is_text => Node::Text(cell.into()),
            // Tables have no other words for yes and no.
            "0" => Node::Integer(0),
            "1" => Node::Integer(1),
            _ if trimmed.starts_with(['[', '{']) => match json::parse(trimmed.as_bytes()) {
                Ok(node) => node,
                Err(_) => Node::Text(cell.into()),
            },
            _ => Node::Text(cell.into()),
        }
    }
}

/// What parts the cells of a first row.
fn delimiter(head: &str) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for b in head.bytes() {
        match b {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            b => {
                if let Some(n) = DELIMITERS.iter().position(|known| *known == b) {
                    counts[n] += 1;
                }
            }
        }
    }
    let most = (0..counts.len()).rev().max_by_key(|n| counts[*n]).unwrap_or_default();
    DELIMITERS[most]
}

/// The rows behind the first, and where they stand.
fn rows<'t>(text: &'t str, table: &Table) -> impl Iterator<Item = (Range<usize>, Row)> + use<'t> {
    let delimiter = table.delimiter;
    let reader = move |from: usize| {
        ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(&text.as_bytes()[from..])
    };
    let mut from = table.start;
    let mut rows = reader(from);
    let mut budget = text.len().saturating_mul(MOST_READ);
    std::iter::from_fn(move || {
        let mut cells = StringRecord::new();
        let begin = from + usize::try_from(rows.position().byte()).unwrap_or(usize::MAX);
        match rows.read_record(&mut cells) {
            Ok(true) => {}
            Ok(false) | Err(_) => return None,
        }
        let end = (from + usize::try_from(rows.position().byte()).unwrap_or(usize::MAX)).min(text.len());
        let raw = &text[begin..end];
        let begin = begin + (raw.len() - raw.trim_start_matches(['\n', '\r']).len());
        let raw = text[begin..end].trim_end_matches(['\n', '\r']);
        if is_sound(raw.as_bytes(), delimiter) {
            return Some((begin..begin + raw.len(), Row::Cells(cells)));
        }
        // The rows that a quotation mark took in are read for themselves.
        let line = raw.find('\n').map_or(raw.len(), |at| at + 1);
        if line < raw.len() && budget >= raw.len() {
            budget -= raw.len();
            from = begin + line;
            rows = reader(from);
            return Some((begin..begin + raw[..line].trim_end_matches(['\n', '\r']).len(), Row::Torn));
        }
        Some((begin..begin + raw.len(), Row::Torn))
    })
}

/// Whether the quotation marks of a row begin and end cells.
fn is_sound(row: &[u8], delimiter: u8) -> bool {
    let mut at = 0;
    loop {
        if row.get(at) == Some(&b'"') {
            at += 1;
            loop {
                let Some(end) = memchr::memchr(b'"', &row[at..]) else { return false };
                at += end + 1;
                if row.get(at) != Some(&b'"') {
                    break;
                }
                at += 1;
            }
            if row.get(at).is_some_and(|b| *b != delimiter) {
                return false;
            }
        } else {
            at += memchr::memchr(delimiter, &row[at..]).unwrap_or(row.len() - at);
        }
        if at >= row.len() {
            return true;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_rows(text: &str) -> Vec<(String, Option<usize>)> {
        let table = Table::of(text, &BTreeMap::new()).unwrap();
        let row = |(at, row): (Range<usize>, Row)| {
            (text[at].to_owned(), if let Row::Cells(cells) = row { Some(cells.len()) } else { None })
        };
        rows(text, &table).map(row).collect()
    }

    #[test]
    fn what_parts_cells_is_seen_in_the_first_row() {
        for (head, expected) in [
            ("a,b;c,d", b','),
            ("a;b;c,d\n,,,,", b';'),
            ("a\tb", b'\t'),
            ("a|b|c", b'|'),
            ("a", b','),
            ("\"a;b;c\",d", b','),
        ] {
            assert_eq!(delimiter(head), expected, "{head}");
        }
        let table = Table::of("sep=;\r\na;b,c\r\n1;2", &BTreeMap::new()).unwrap();
        assert_eq!((table.delimiter, table.columns.len()), (b';', 2));
        for none in ["", "\n\n", ",,\n1,2,3"] {
            assert!(Table::of(none, &BTreeMap::new()).is_none(), "{none}");
        }
    }

    #[test]
    fn rows_stand_where_they_begin_and_a_torn_one_costs_itself() {
        let text = "a,b\r\n1,\"x\ny \"\"z\"\"\"\r\n\r\n2,5\" pipe\n3,\"torn\n4,d\n5,\"e\" f\n6,\"g\"";
        let found = read_rows(text);
        let expected = [
            ("1,\"x\ny \"\"z\"\"\"", Some(2)),
            ("2,5\" pipe", Some(2)),
            ("3,\"torn", None),
            ("4,d", Some(2)),
            ("5,\"e\" f", None),
            ("6,\"g\"", Some(2)),
        ];
        assert_eq!(found, expected.map(|(row, cells)| (row.to_owned(), cells)));
    }

    #[test]
    fn quotation_marks_that_do_not_end_take_no_more_than_some_times_the_length() {
        for row in ["1,\"x\n", "\"", "\"\n", "1,\"a\" b\n"] {
            let text = format!("a,b\n{}", row.repeat(1_000_000 / row.len()));
            let began = std::time::Instant::now();
            read_rows(&text);
            assert!(began.elapsed() < std::time::Duration::from_secs(20), "{row:?}");
        }
    }

    #[test]
    fn cells_are_texts_lists_or_flags() {
        let table = Table::of("title,tags,draft,media,x", &BTreeMap::new()).unwrap();
        let cells = StringRecord::from(vec!["[1]", "[\"a\"]", "1", "{\"url\":\"u\"}", "[no"]);
        let node = table.record(&cells);
        assert_eq!(node.member("title"), Some(&Node::Text("[1]".into())));
        assert_eq!(node.dotted("tags.0"), Some(&Node::Text("a".into())));
        assert_eq!(node.member("draft"), Some(&Node::Integer(1)));
        assert_eq!(node.dotted("media.url"), Some(&Node::Text("u".into())));
        assert_eq!(node.member("x"), Some(&Node::Text("[no".into())));
    }
}
