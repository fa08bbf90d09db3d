//! IPTC-IIM 4: datasets of the application record, with their code page.

use std::fmt::Write as _;

use super::Fields;

const CODED_CHARACTER_SET: (u8, u8) = (1, 90);

/// The last byte of ISO 2022 escapes that select a set of 96 characters for the upper half, and what the
/// set is. Set 1 of ISO 8859 is read as Windows-1252, which adds to it, as browsers do.
const UPPER_HALVES: [(u8, &encoding_rs::Encoding); 13] = [
    (b'A', encoding_rs::WINDOWS_1252),
    (b'B', encoding_rs::ISO_8859_2),
    (b'C', encoding_rs::ISO_8859_3),
    (b'D', encoding_rs::ISO_8859_4),
    (b'F', encoding_rs::ISO_8859_7),
    (b'G', encoding_rs::ISO_8859_6),
    (b'H', encoding_rs::ISO_8859_8),
    (b'L', encoding_rs::ISO_8859_5),
    (b'M', encoding_rs::WINDOWS_1254),
    (b'T', encoding_rs::WINDOWS_874),
    (b'V', encoding_rs::ISO_8859_10),
    (b'Y', encoding_rs::ISO_8859_13),
    (b'b', encoding_rs::ISO_8859_15),
];

/// Reads datasets: `1C record number length data`, the length in two bytes, or more where its
/// highest bit is set.
pub(super) fn read(mut bytes: &[u8]) -> Fields {
    let mut datasets: Vec<((u8, u8), &[u8])> = Vec::new();
    while let Some(start) = memchr::memchr(0x1C, bytes) {
        let Some((&[_, record, number, high, low], rest)) = bytes[start..].split_first_chunk::<5>() else { break };
        let short = u16::from_be_bytes([high, low]);
        let (length, rest) = if short & 0x8000 == 0 {
            (usize::from(short), rest)
        } else {
            let Some((digits, rest)) = rest.split_at_checked(usize::from(short & 0x7FFF)) else { break };
            (digits.iter().take(8).fold(0, |n, d| n << 8 | usize::from(*d)), rest)
        };
        let Some((data, rest)) = rest.split_at_checked(length) else { break };
        datasets.push(((record, number), data));
        bytes = rest;
    }
    let declared = datasets.iter().find(|(id, _)| *id == CODED_CHARACTER_SET).and_then(|(_, data)| code_page(data));
    let all = |number: u8| {
        datasets
            .iter()
            .filter(move |(id, _)| *id == (2, number))
            .map(|(_, data)| decode(data, declared))
            .filter(|text| !text.is_empty())
    };
    let one = |number: u8| all(number).next();
    Fields {
        creators: all(80).collect(),
        credit_line: one(110),
        source: one(115),
        copyright: one(116),
        description: one(120),
        headline: one(105),
        keywords: all(25).collect(),
        date_created: one(55).and_then(|date| date_time(&date, one(60).as_deref())),
        ..Fields::default()
    }
}

/// The code page that escapes declare: UTF-8 by `ESC % G` or `ESC % / G` and its levels, or a set for the
/// upper half by `ESC - F`, `ESC . F` or `ESC / F`.
fn code_page(escapes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    escapes.split(|b| *b == 0x1B).find_map(|escape| match escape {
        [b'%', b'G', ..] | [b'%', b'/', b'G' | b'H' | b'I', ..] => Some(encoding_rs::UTF_8),
        [b'-' | b'.' | b'/', set, ..] => UPPER_HALVES.iter().find(|(s, _)| s == set).map(|(_, encoding)| *encoding),
        _ => None,
    })
}

/// A file that does not name its code page is in UTF-8 or in the writer's; bytes that happen to
/// be UTF-8 beyond ASCII are hardly ever anything else.
fn decode(data: &[u8], declared: Option<&'static encoding_rs::Encoding>) -> String {
    let text = match (std::str::from_utf8(data), declared) {
        (Ok(text), _) => text.into(),
        (Err(_), declared) => declared.unwrap_or(encoding_rs::WINDOWS_1252).decode_without_bom_handling(data).0,
    };
    text.trim_matches(|c: char| c.is_whitespace() || c == '\0').to_owned()
}

/// `20260504` and `101500+0200` as `2026-05-04T10:15:00+02:00`.
fn date_time(date: &str, time: Option<&str>) -> Option<String> {
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(date, 8) {
        return None;
    }
    let mut text = format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]);
    if let Some((clock, offset)) = time.and_then(|t| t.split_at_checked(6))
        && digits(clock, 6)
    {
        let _ = write!(text, "T{}:{}:{}", &clock[..2], &clock[2..4], &clock[4..]);
        if let Some((sign, offset)) = offset.split_at_checked(1)
            && matches!(sign, "+" | "-")
            && digits(offset, 4)
        {
            let _ = write!(text, "{sign}{}:{}", &offset[..2], &offset[2..]);
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dataset(record: u8, number: u8, data: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0x1C, record, number];
        bytes.extend_from_slice(&(data.len() as u16).to_be_bytes());
        bytes.extend_from_slice(data);
        bytes
    }

    #[test]
    fn the_first_dataset_of_a_block_is_read_too() {
        let block = [dataset(2, 110, b"Ilse Varga / Nordlicht"), dataset(2, 80, b"Ilse Varga")].concat();
        let fields = read(&block);
        assert_eq!(fields.credit_line.as_deref(), Some("Ilse Varga / Nordlicht"));
        assert_eq!(fields.creators, ["Ilse Varga"]);
    }

    #[test]
    fn the_code_page_is_the_declared_one_else_told_from_the_bytes() {
        let declared = [dataset(1, 90, b"\x1b%G"), dataset(2, 116, "© Ostküste".as_bytes())].concat();
        assert_eq!(read(&declared).copyright.as_deref(), Some("© Ostküste"));
        assert_eq!(read(&dataset(2, 116, "© Ostküste".as_bytes())).copyright.as_deref(), Some("© Ostküste"));
        assert_eq!(read(&dataset(2, 116, b"\xa9 Ostk\xfcste")).copyright.as_deref(), Some("© Ostküste"));
        for (escape, bytes, text) in [
            (&b"\x1b-B"[..], &b"\xa3\xf3d\xbc"[..], "Łódź"),
            (b"\x1b-L", b"\xbc\xde\xe0\xd5", "Море"),
            (b"\x1b.F", b"\xc8\xdc\xeb\xe1\xf3\xf3\xe1", "Θάλασσα"),
            (b"\x1b(B\x1b-M", b"\xddzmir", "İzmir"),
            (b"\x1b-A", b"K\xfcste", "Küste"),
            (b"\x1b%/I", "Łódź".as_bytes(), "Łódź"),
            (b"\x1bxx", b"K\xfcste", "Küste"),
        ] {
            let block = [dataset(1, 90, escape), dataset(2, 105, bytes)].concat();
            assert_eq!(read(&block).headline.as_deref(), Some(text), "{escape:?}");
        }
    }

    #[test]
    fn a_date_takes_its_time_and_offset_along() {
        let block = |time: &[u8]| [dataset(2, 55, b"20260504"), dataset(2, 60, time)].concat();
        assert_eq!(read(&block(b"101500+0200")).date_created.as_deref(), Some("2026-05-04T10:15:00+02:00"));
        assert_eq!(read(&block(b"101500")).date_created.as_deref(), Some("2026-05-04T10:15:00"));
        assert_eq!(read(&block(b"noon")).date_created.as_deref(), Some("2026-05-04"));
    }

    #[test]
    fn an_extended_length_is_read_and_an_impossible_one_ends_the_block() {
        let long = [&[0x1C, 2, 120, 0x80, 0x04, 0, 0, 0, 3][..], b"abc"].concat();
        assert_eq!(read(&long).description.as_deref(), Some("abc"));
        assert_eq!(read(&[0x1C, 2, 120, 0x80, 0x08, 255, 255, 255, 255, 255, 255, 255, 255, 1]), Fields::default());
    }
}
