//! Rows of a Parquet file as lines of JSON. The library reads them; what it does not stand, it panics at, and that ends
//! here.

use std::cell::Cell;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use bytes::Bytes;
use parquet::basic::{ConvertedType, LogicalType, Type as Physical};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{ByteArray, ByteArrayType, Decimal, FixedLenByteArray, FixedLenByteArrayType};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::record::{Field, Row};
use parquet::schema::types::Type;

use super::door;

/// Most bytes of the lines of a file.
const MAX_LINES: usize = 256 << 20;

/// Most bytes of a row.
const MAX_ROW: usize = 16 << 20;

/// Writes the rows of a file; an error says why they end early.
pub(super) fn write(file: Vec<u8>, lines: &mut Vec<u8>) -> Result<(), String> {
    door::judge(&file)?;
    quietly(|| rows(&Bytes::from(file), lines))
}

thread_local! {
    /// Whether what panics here is told to nobody.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Has a panic end as a fault.
fn quietly(read: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let told = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                told(info);
            }
        }));
    });
    QUIET.set(true);
    let done = catch_unwind(AssertUnwindSafe(read));
    QUIET.set(false);
    done.unwrap_or_else(|_| Err("what the file holds is not what it says of itself".into()))
}

fn said(error: ParquetError) -> String {
    match error {
        ParquetError::General(why) | ParquetError::EOF(why) | ParquetError::NYI(why) => why,
        other => other.to_string(),
    }
}

fn rows(file: &Bytes, lines: &mut Vec<u8>) -> Result<(), String> {
    let reader = SerializedFileReader::new(file.clone()).map_err(said)?;
    let mut left = door::MAX_PAGES;
    for group in reader.metadata().row_groups() {
        for column in group.columns() {
            door::judge_pages(file, column.byte_range(), &mut left)?;
        }
    }
    let schema = reader.metadata().file_metadata().schema();
    for number in 0..reader.num_row_groups() {
        let group = reader.get_row_group(number).map_err(said)?;
        bounded(&*group)?;
        for row in group.get_row_iter(None).map_err(said)? {
            let begin = lines.len();
            put_row(&row.map_err(said)?, schema, lines);
            lines.push(b'\n');
            if lines.len() - begin > MAX_ROW {
                return Err(too_long());
            }
            // A row without columns has none to count by.
            if lines.len() > MAX_LINES || lines.len() - begin < 4 {
                return Err(format!("its rows have no columns, or more than {MAX_LINES} bytes as JSON"));
            }
        }
    }
    Ok(())
}

/// Looks whether a row would be too long, of which lists of texts are the reason: a value that many share lies in
/// the file once.
fn bounded(group: &dyn RowGroupReader) -> Result<(), String> {
    for number in 0..group.num_columns() {
        let column = group.metadata().column(number).column_descr();
        let kind = column.physical_type();
        if column.max_rep_level() == 0 || !matches!(kind, Physical::BYTE_ARRAY | Physical::FIXED_LEN_BYTE_ARRAY) {
            continue;
        }
        let reader = group.get_column_reader(number).map_err(said)?;
        if kind == Physical::BYTE_ARRAY {
            let mut column = get_typed_column_reader::<ByteArrayType>(reader);
            each_row(|definitions, repetitions| {
                let mut values: Vec<ByteArray> = Vec::new();
                let (rows, ..) = column.read_records(1, Some(definitions), Some(repetitions), &mut values)?;
                Ok((rows, values.iter().map(ByteArray::len).sum()))
            })?;
        } else {
            let mut column = get_typed_column_reader::<FixedLenByteArrayType>(reader);
            each_row(|definitions, repetitions| {
                let mut values: Vec<FixedLenByteArray> = Vec::new();
                let (rows, ..) = column.read_records(1, Some(definitions), Some(repetitions), &mut values)?;
                Ok((rows, values.iter().map(|value| value.len()).sum()))
            })?;
        }
    }
    Ok(())
}

/// Reads a column row by row, each with how many bytes its values have.
fn each_row(
    mut next: impl FnMut(&mut Vec<i16>, &mut Vec<i16>) -> Result<(usize, usize), ParquetError>,
) -> Result<(), String> {
    let (mut definitions, mut repetitions) = (Vec::new(), Vec::new());
    loop {
        definitions.clear();
        repetitions.clear();
        match next(&mut definitions, &mut repetitions).map_err(said)? {
            (0, _) => return Ok(()),
            (_, bytes) if bytes > MAX_ROW => return Err(too_long()),
            _ => {}
        }
    }
}

fn too_long() -> String {
    format!("a row has more than {MAX_ROW} bytes")
}

fn put_row(row: &Row, kind: &Type, out: &mut Vec<u8>) {
    let kinds = if kind.is_primitive() { &[] } else { kind.get_fields() };
    out.push(b'{');
    for (number, (name, field)) in row.get_column_iter().enumerate() {
        if number > 0 {
            out.push(b',');
        }
        text(name, out);
        out.push(b':');
        put(field, kinds.get(number).map(|kind| &**kind), out);
    }
    out.push(b'}');
}

/// Writes a value of a column of this type.
fn put(field: &Field, kind: Option<&Type>, out: &mut Vec<u8>) {
    let logical = kind.and_then(|kind| kind.get_basic_info().logical_type_ref());
    match field {
        Field::Bool(value) => number(value, out),
        Field::Byte(value) => number(value, out),
        Field::Short(value) => number(value, out),
        Field::Int(value) => number(value, out),
        Field::Long(value) => match logical {
            // The only moments that have no word of the library's.
            Some(LogicalType::Timestamp(of)) => moment(
                Some(value.div_euclid(1_000_000_000)),
                value.rem_euclid(1_000_000_000),
                of.is_adjusted_to_u_t_c,
                out,
            ),
            Some(LogicalType::Time(_)) => time(value.div_euclid(1_000_000_000), out),
            _ => number(value, out),
        },
        Field::UByte(value) => number(value, out),
        Field::UShort(value) => number(value, out),
        Field::UInt(value) => number(value, out),
        Field::ULong(value) => number(value, out),
        Field::Float16(value) => float(value.to_f64(), out),
        Field::Float(value) => float(f64::from(*value), out),
        Field::Double(value) => float(*value, out),
        Field::Decimal(value) => decimal(value, out),
        Field::Str(value) if is_json(kind) => json(value, out),
        Field::Str(value) => text(value, out),
        Field::Bytes(value) => bytes_as_text(value.data(), logical, out),
        Field::Date(days) => match chrono::DateTime::from_timestamp(i64::from(*days) * 86_400, 0) {
            Some(day) => text(&day.format("%Y-%m-%d").to_string(), out),
            None => null(out),
        },
        Field::TimeMillis(value) => time(i64::from(*value) / 1000, out),
        Field::TimeMicros(value) => time(value / 1_000_000, out),
        Field::TimestampMillis(value) => {
            moment(Some(value.div_euclid(1000)), value.rem_euclid(1000) * 1_000_000, in_utc(logical), out);
        }
        Field::TimestampMicros(value) => {
            moment(Some(value.div_euclid(1_000_000)), value.rem_euclid(1_000_000) * 1000, in_utc(logical), out);
        }
        Field::Group(row) => match kind {
            Some(kind) => put_row(row, kind, out),
            None => null(out),
        },
        Field::ListInternal(list) => {
            let of = kind.map(element);
            out.push(b'[');
            for (number, value) in list.elements().iter().enumerate() {
                if number > 0 {
                    out.push(b',');
                }
                put(value, of, out);
            }
            out.push(b']');
        }
        Field::MapInternal(map) => {
            let of = kind.and_then(|kind| kind.get_fields().first()?.get_fields().get(1));
            out.push(b'{');
            let named = map.entries().iter().filter_map(|(key, value)| match key {
                Field::Str(name) => Some((name, value)),
                _ => None,
            });
            for (number, (name, value)) in named.enumerate() {
                if number > 0 {
                    out.push(b',');
                }
                text(name, out);
                out.push(b':');
                put(value, of.map(|of| &**of), out);
            }
            out.push(b'}');
        }
        Field::Null => null(out),
    }
}

/// The type of the elements of a list, in each of the forms that lists were written in.
fn element(kind: &Type) -> &Type {
    if kind.is_primitive() || kind.get_basic_info().converted_type() != ConvertedType::LIST {
        return kind;
    }
    let Some(repeated) = kind.get_fields().first() else { return kind };
    let wraps = !repeated.is_primitive() && repeated.get_fields().len() == 1 && repeated.name() != "array";
    if wraps { &repeated.get_fields()[0] } else { repeated }
}

fn is_json(kind: Option<&Type>) -> bool {
    kind.is_some_and(|kind| kind.get_basic_info().converted_type() == ConvertedType::JSON)
}

/// Whether moments are those of UTC, not what a clock showed somewhere.
fn in_utc(logical: Option<&LogicalType>) -> bool {
    match logical {
        Some(LogicalType::Timestamp(of)) => of.is_adjusted_to_u_t_c,
        _ => true,
    }
}

fn null(out: &mut Vec<u8>) {
    out.extend_from_slice(b"null");
}

fn number(value: &impl std::fmt::Display, out: &mut Vec<u8>) {
    // Writing to memory does not fail.
    let _ = write!(out, "{value}");
}

fn float(value: f64, out: &mut Vec<u8>) {
    match serde_json::Number::from_f64(value) {
        Some(value) => number(&value, out),
        None => null(out),
    }
}

fn text(value: &str, out: &mut Vec<u8>) {
    let _ = serde_json::to_writer(out, value);
}

/// JSON as it is; what is none is a text.
fn json(value: &str, out: &mut Vec<u8>) {
    if serde_json::from_str::<&serde_json::value::RawValue>(value).is_err() {
        return text(value, out);
    }
    // Line breaks stand between the parts of JSON only.
    out.extend(value.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte }));
}

fn bytes_as_text(value: &[u8], logical: Option<&LogicalType>, out: &mut Vec<u8>) {
    match (logical, std::str::from_utf8(value)) {
        (Some(LogicalType::Uuid), _) if value.len() == 16 => {
            let digits: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
            let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
            text(&parts.join("-"), out);
        }
        (_, Ok(value)) => text(value, out),
        (_, Err(_)) => null(out),
    }
}

/// A number with a point that is fixed.
fn decimal(value: &Decimal, out: &mut Vec<u8>) {
    let bytes = value.data();
    let scale = usize::try_from(value.scale()).unwrap_or(usize::MAX);
    if bytes.is_empty() || bytes.len() > 16 || scale > 38 {
        return null(out);
    }
    let sign = if bytes[0] > 127 { -1 } else { 0 };
    let whole = bytes.iter().fold(sign, |number: i128, byte| number << 8 | i128::from(*byte));
    let digits = format!("{:0>1$}", whole.unsigned_abs(), scale + 1);
    let (units, rest) = digits.split_at(digits.len() - scale);
    let (minus, point) = (if whole < 0 { "-" } else { "" }, if rest.is_empty() { "" } else { "." });
    number(&format_args!("{minus}{units}{point}{rest}"), out);
}

fn time(seconds: i64, out: &mut Vec<u8>) {
    let seconds = seconds.rem_euclid(86_400);
    text(&format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60), out);
}

fn moment(seconds: Option<i64>, nanoseconds: i64, in_utc: bool, out: &mut Vec<u8>) {
    let at = seconds.and_then(|seconds| chrono::DateTime::from_timestamp(seconds, nanoseconds as u32));
    let form = if in_utc { "%Y-%m-%dT%H:%M:%S%.fZ" } else { "%Y-%m-%dT%H:%M:%S%.f" };
    match at {
        Some(at) => text(&at.format(form).to_string(), out),
        None => null(out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(path: &str) -> Vec<u8> {
        std::fs::read(format!("{}/tests/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    fn lines(file: Vec<u8>) -> Result<String, String> {
        let mut lines = Vec::new();
        write(file, &mut lines)?;
        Ok(String::from_utf8(lines).unwrap())
    }

    #[test]
    fn values_of_every_type_are_those_of_json() {
        let all = lines(sample("golden/parquet/desk/articles.parquet")).unwrap();
        let rows: Vec<serde_json::Value> = all.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(rows.len(), 4);
        let expected = serde_json::json!({
            "id": 1, "title": "Ferry \"Anna\" sails\nagain", "body_markdown": "It *sails* again since Friday.",
            "section": "Sea", "published": "2026-05-01T10:00:00Z", "updated": "2026-05-01T12:30:00Z",
            "tags": ["harbour", "ferry"],
            "media": [{"url": "https://courier.example/a.jpg", "credit": "Photo: Ann Lee/dpa", "alt": "The ferry at the quay"}],
            "authors": ["Ann Lee", "Ben Roe"], "draft": false, "summary": "Back after three weeks.", "expires": null,
            "words": 12.5, "score": 0.5, "seen": "2026-05-02T08:30:00.250", "opens": "08:30:00"
        });
        assert_eq!(rows[0], expected);
        assert!(all.contains("\"words\":12.50,") && all.contains("\"words\":-0.05,"), "{all}");
        assert_eq!((&rows[2]["summary"], &rows[2]["score"]), (&serde_json::Value::Null, &serde_json::Value::Null));
        assert_eq!(rows[3]["expires"], "2026-05-20");
    }

    /// The most memory that this process had, in kilobytes.
    #[cfg(target_os = "linux")]
    fn most_memory() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn files_that_strangers_changed_are_read_or_refused_and_never_more() {
        let before = most_memory();
        let files = ["golden/parquet/desk/articles.parquet", "it/parquet/none.parquet", "it/parquet/version-2.parquet"];
        let began = std::time::Instant::now();
        for (number, file) in files.into_iter().map(sample).enumerate() {
            for at in (number..file.len()).step_by([13, 2, 2][number]) {
                for value in [0, 0x7F, 0xFF, file[at] ^ 1, file[at].wrapping_add(0x10)] {
                    let mut mutant = file.clone();
                    mutant[at] = value;
                    let _ = lines(mutant);
                }
                let _ = lines(file[..at].to_vec());
                let _ = lines([&file[..at], b"\xFF\xFF\xFF\xFF\x07", &file[at..]].concat());
                let _ = lines([&file[..at], &file[file.len().min(at + 7)..]].concat());
            }
        }
        assert!(most_memory() - before < 700 << 10, "{} MB", most_memory() >> 10);
        assert!(began.elapsed() < std::time::Duration::from_mins(4));
    }
}
